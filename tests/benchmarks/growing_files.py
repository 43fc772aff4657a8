"""Word, Excel and web files that hold one thing many times, for `bench_growth`: paragraphs, rows, cells. Invented."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from openpyxl import Workbook

from tests import word_files


def _word(*blocks: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return word_files.word_file(Path(folder), *blocks).read_bytes()


def paragraphs(count: int) -> bytes:
    """A Word file of paragraphs."""
    return _word(*(word_files.p(f"温室の鍵{k}を預かる者は、これを持ち出さない。") for k in range(count)))


def word_rows(count: int) -> bytes:
    """A Word file of one table."""
    return _word(word_files.table(*((f"項目{k}", f"温室の鍵{k}を預かる") for k in range(count))))


def word_tables(count: int) -> bytes:
    """A Word file of many tables, a paragraph between them."""
    tables = (word_files.table(("件名", f"温室{k}"), ("目的", "貸出し")) + word_files.p("") for k in range(count // 4))
    return _word(*tables)


def word_clauses(count: int) -> bytes:
    """A Word file of one clause set."""
    clauses = (word_files.p(f"第{k}条　乙は、鍵{k}を守る。") for k in range(1, count))
    return _word(word_files.p("個人情報取扱特記事項"), *clauses)


def sheet_rows(count: int) -> bytes:
    """An Excel file of one sheet with a row for each case."""
    book, made = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["番号", "件名", "担当課", "答申日"])
    for k in range(count):
        sheet.append([k, f"温室の鍵{k}", "緑地課", "令和５年４月１日"])
    book.save(made)
    return made.getvalue()


def web_rows(count: int) -> bytes:
    """A web page of one table."""
    rows = "".join(f"<tr><td>項目{k}</td><td>温室の鍵{k}を預かる</td></tr>" for k in range(count))
    return f"<html><body><table>{rows}</table></body></html>".encode()


def web_lists(count: int) -> bytes:
    """A web page of lists within lists, one in ten."""
    items = "".join(f"<li>鍵{k}</li>" if k % 10 else f"<li>鍵{k}<ul><li>温室{k}</li></ul></li>" for k in range(count))
    return f"<html><body><h1>件名</h1><ol>{items}</ol></body></html>".encode()
