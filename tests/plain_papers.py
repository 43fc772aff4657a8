"""Papers of lines and tables, written as text, as a Word file, as a web page and as a page of lines and ruled cells."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path

import docx

from kaigi_extract import Document, extract
from tests.composed_forms import Pages

Table = Sequence[Sequence[str]]
Paper = Sequence[str | Table]


def as_text(path: Path, paper: Paper) -> None:
    """Lines, and rows whose cells tabulators part."""
    lines = [line for block in paper for line in ([block] if isinstance(block, str) else map("\t".join, block))]
    path.write_text("\n".join(lines), encoding="utf-8")


def as_word(path: Path, paper: Paper) -> None:
    document = docx.Document()
    for block in paper:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for cells, row in zip(table.rows, block, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
    document.save(str(path))


def as_web_page(path: Path, paper: Paper) -> None:
    parts = []
    for block in paper:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
        else:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block)
            parts.append(f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    path.write_text(f"<html><head><meta charset=utf-8></head><body>{''.join(parts)}</body></html>", encoding="utf-8")


SIZE = 9.0
"""Points, of the characters in cells."""


def as_page(path: Path, paper: Paper) -> None:
    """Lines and ruled cells, each on one line."""
    pages = Pages()
    for block in paper:
        if isinstance(block, str):
            pages.line(block)
            continue
        widths = [SIZE * (max(map(len, column)) + 1) for column in zip(*block, strict=True)]
        for row in block:
            for k, text in enumerate(row):
                x = 40 + sum(widths[:k])
                pages.page.insert_text((x + SIZE / 2, pages.y), text, fontname="japan", fontsize=SIZE)
                pages.page.draw_rect((x, pages.y - 12, x + widths[k], pages.y + 6))
            pages.y += 18
        pages.y += 12
    pages.document.save(path)


DRESSES: dict[str, Callable[[Path, Paper], None]] = {
    "paper.txt": as_text,
    "paper.docx": as_word,
    "paper.html": as_web_page,
    "paper.pdf": as_page,
}


def read(folder: Path, paper: Paper, name: str = "paper.docx") -> Document:
    """The record of a paper in one dress."""
    DRESSES[name](folder / name, paper)
    return extract(folder / name)
