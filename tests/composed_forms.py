"""Papers of bodies that never were, in the dress of several tools: lines above, labels with values, lines below."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pymupdf

Rows = Sequence[tuple[str, str]]
X0, MIDDLE, X1 = 60.0, 200.0, 540.0
SIZE, LEADING = 10.5, 15.75


class Pages:
    """Sets lines and rows on A4, from top to bottom."""

    def __init__(self) -> None:
        self.document = pymupdf.open()
        self.turn()

    def turn(self) -> None:
        self.page, self.y = self.document.new_page(width=595, height=842), 70.0

    def line(self, text: str) -> None:
        self.page.insert_text((X0, self.y), text, fontname="japan", fontsize=SIZE)
        self.y += LEADING + 1

    def rows(self, rows: Rows, *, ruled: bool) -> None:
        for label, value in rows:
            left = textwrap.wrap(label, int((MIDDLE - X0 - 8) / SIZE))
            right = [
                part for one in value.split("\n") for part in textwrap.wrap(one, int((X1 - MIDDLE - 8) / SIZE)) or [""]
            ]
            height, top = max(len(left), len(right)) * LEADING + 6, self.y - SIZE - 1
            for texts, x in ((left, X0 + 4), (right, MIDDLE + 4)):
                for k, text in enumerate(texts):
                    self.page.insert_text((x, self.y + k * LEADING), text, fontname="japan", fontsize=SIZE)
            if ruled:
                self.page.draw_rect(pymupdf.Rect(X0, top, MIDDLE, top + height))
                self.page.draw_rect(pymupdf.Rect(MIDDLE, top, X1, top + height))
            self.y += height


def on_pages(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str], *, ruled: bool) -> None:
    pages = Pages()
    for line in above:
        pages.line(line)
    pages.y += 6
    pages.rows(rows, ruled=ruled)
    pages.y += 12
    for line in below:
        pages.line(line)
    pages.document.save(path)


def ruled(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str] = ()) -> None:
    on_pages(path, above, rows, below, ruled=True)


def borderless(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str] = ()) -> None:
    on_pages(path, above, rows, below, ruled=False)


def word(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str] = ()) -> None:
    document = docx.Document()
    for line in above:
        document.add_paragraph(line)
    table = document.add_table(rows=len(rows), cols=2)
    for k, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(k, column).text = text
    for line in below:
        document.add_paragraph(line)
    document.save(str(path))


def spaced(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str] = (), parting: str = "　　") -> None:
    lines = [f"{label}{parting}" + value.replace("\n", "\n　　　") for label, value in rows]
    path.write_text("\n".join([*above, "", *lines, "", *below]) + "\n", encoding="utf-8")


def colons(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str] = ()) -> None:
    spaced(path, above, rows, below, "：")


def numbered(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str] = ()) -> None:
    lines = [f"{k}　{label}\n　" + value.replace("\n", "\n　") for k, (label, value) in enumerate(rows, 1)]
    path.write_text("\n".join([*above, "", *lines, "", *below]) + "\n", encoding="utf-8")


def web(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str] = ()) -> None:
    table = "".join(
        f"<tr><th>{html.escape(label)}</th><td>{html.escape(value).replace(chr(10), '<br>')}</td></tr>"
        for label, value in rows
    )
    around = ["".join(f"<p>{html.escape(line)}</p>" for line in lines) for lines in (above, below)]
    body = f"{around[0]}<table>{table}</table>{around[1]}"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>x</title><body>{body}", encoding="utf-8")


def sheet(path: Path, above: Sequence[str], rows: Rows, below: Sequence[str] = ()) -> None:
    book = openpyxl.Workbook()
    for row in [*[[line] for line in above], *rows, *[[line] for line in below]]:
        book.active.append(list(row))
    book.save(path)


FORMATS: dict[str, Callable[..., None]] = {
    "ruled.pdf": ruled,
    "borderless.pdf": borderless,
    "word.docx": word,
    "spaced.txt": spaced,
    "colons.txt": colons,
    "numbered.txt": numbered,
    "web.html": web,
    "sheet.xlsx": sheet,
}
