"""A document taken away: one of its tables as a frame or as CSV, all of it as Markdown.

The tables are those that `migrate` writes, made from one record. Writes the file that is asked for, nothing else.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kaigi_extract.catalogue import Message
from kaigi_extract.optional import load_pandas
from kaigi_extract.records import Document
from kaigi_extract.records.tables import TABLES, Column, ColumnType, FoundAs, Row, record_rows
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.export.markdown import document_markdown, table_markdown
from kaigi_extract.show.sanitise import legible
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped, import-not-found, unused-ignore]

    AnyPath = str | os.PathLike[str]

FORMULA = frozenset("=+-@＝＋－＠")
"""What a formula begins with (OWASP, CSV injection). Excel takes the full-width symbols for the others where its
language is Japanese."""
SPACES = "\t\n \u3000\ufeff"
"""Characters before it that a spreadsheet drops, or that by themselves begin another cell."""
TAKEN_FOR = late_pattern(
    # Days and times: 3-2, 1/2, 2013.5.1, 5月1日, H25.5.1, 平成25年5月1日, 9:30.
    r"\d{1,2}[-/]\d{1,2}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:\d{4}年|(?:明治|大正|昭和|平成|令和)\S{1,2}年)?\d{1,2}月(?:\d{1,2}日)?"
    r"|[MTSHRmtshr]\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d\d(?::\d\d)?"
    # Numbers that come out as others: 0608, 1.10, 1e5, (1), more digits than a number has.
    r"|0\d+|\d+\.\d*0|\d+(?:\.\d+)?[eE]\d+|\(\d+\)|\d{16,}"
)
"""Texts that a spreadsheet turns into a day, a time or another number when it opens the file."""
CALLED = {"int": ("int64", "Int64"), "bool": ("bool", "boolean"), "float": ("float64", "float64")}
"""Names of pandas' types: where every row has a value, and where one has none."""
DAYS = "datetime64[us]"


def to_pandas(document: Document, table: str) -> DataFrame:
    """One of the document's tables, with the columns and dtypes of the archive's.

    Lists are Python's lists. Errors: `ValueError` for a name that is no table's; `MissingExtra` without pandas.
    """
    columns, rows = _table(document, table)
    pandas = load_pandas("Document.to_pandas")
    values = list(zip(*rows, strict=True)) or [() for _ in columns]
    held = {column.name: _series(pandas, column.type, each) for column, each in zip(columns, values, strict=True)}
    frame: DataFrame = pandas.DataFrame(held)
    return frame


def to_csv(document: Document, table: str, path: AnyPath | None = None) -> str:
    """One of the document's tables as CSV: lists as JSON, days as ISO text, nothing where there is no value.

    A file begins with a byte order mark, the text that comes back does not. Lines end in CR LF, those within a cell in
    LF. A text that a spreadsheet would take for a formula, a day or another number has an apostrophe before it: '3-2.
    Errors: `ValueError` for a name that is no table's; `OSError` where `path` cannot be written.
    """
    columns, rows = _table(document, table)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_safe(value, column.type) for column, value in zip(columns, row, strict=True)])
    text = buffer.getvalue()
    if path is not None:
        possible_path(path).write_text(text, encoding="utf-8-sig", newline="")
    return text


def to_markdown(document: Document, table: str | None = None, path: AnyPath | None = None) -> str:
    """The whole document to read, or one of its tables, in CommonMark with the tables of GitHub.

    Errors: those of `to_csv`.
    """
    if table is None:
        text = document_markdown(document)
    else:
        columns, rows = _table(document, table)
        text = table_markdown([column.name for column in columns], ([_flat(value) for value in row] for row in rows))
    if path is not None:
        possible_path(path).write_text(text, encoding="utf-8", newline="")
    return text


def _table(document: Document, table: str) -> tuple[list[Column], list[Row]]:
    """Its columns, and the document's rows."""
    if table not in TABLES:
        raise ValueError(
            Message("no table {table!r}; there are {listed}", table=table, listed=", ".join(sorted(TABLES)))
        )
    found = record_rows(document.model_dump(mode="json"), FoundAs([document.source.path]))
    return TABLES[table].columns, found.get(table, [])


def _series(pandas: Any, kind: ColumnType, values: Iterable[Any]) -> Any:
    """A column as DuckDB hands it to pandas."""
    held = list(values)
    if kind == "date":
        return pandas.Series(pandas.to_datetime(pandas.Series(held, dtype="object"))).astype(DAYS)
    if kind in CALLED:
        whole, gaps = CALLED[kind]
        return pandas.Series(held, dtype=gaps if None in held else whole)
    return pandas.Series(held, dtype=None if held else "object")


def _flat(value: Any) -> str:
    """A value as one text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _safe(value: Any, kind: ColumnType) -> str:
    """A cell that no spreadsheet takes for a formula, or a text for a day, no terminal obeys. Numbers stay numbers,
    whatever their sign, and days stay days."""
    if not isinstance(value, str) or kind == "date":
        return legible(_flat(value))
    return spreadsheet_text(value)


def spreadsheet_text(value: str) -> str:
    """A text that no spreadsheet takes for a formula, a day or another number: it then has an apostrophe before it."""
    text = legible(value)
    words = text.lstrip(SPACES)
    risky = bool(words) and (words[0] in FORMULA or TAKEN_FOR.fullmatch(fold(words).strip()) is not None)
    return f"'{text}" if risky or text[:1] in ("\t", "\n") else text
