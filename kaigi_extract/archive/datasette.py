"""How Datasette is to show an archive's SQLite file: `datasette.json`, which lies beside it.

https://docs.datasette.io: titles and descriptions of tables and columns in both languages, the column that names a row,
facets, full-text search, and queries for what is asked of every archive. Versions 0.65 and 1.0 read it. Nothing of the
documents is in it. Writes that one file.
"""

from __future__ import annotations

import functools
import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from kaigi_extract.archive.described import ARCHIVE_TABLES, VIEWS, Words, column_words, table_words
from kaigi_extract.archive.folder import DATASETTE, SQLITE

SEARCHED = {"sections": ("text",), "cases": ("title",), "clauses": ("heading", "text")}
"""The columns that a search box finds words in, of the tables that have one."""
FTS = "_fts"
"""What the name of the index of a table ends with."""


def search_layout() -> str:
    """The indexes for full-text search, in SQL. Datasette knows one of a table by `content="…"`, so spelled."""
    made = ""
    for table, columns in SEARCHED.items():
        index, of = f'"{table}{FTS}"', ", ".join(f'"{name}"' for name in columns)
        made += f"CREATE VIRTUAL TABLE {index} USING fts5 ({of}, content=\"{table}\", tokenize='trigram');\n"
        made += f"INSERT INTO {index} ({index}) VALUES ('rebuild');\n"
    return made


def write_datasette(folder: Path) -> None:
    """Writes the file into an archive's folder."""
    shown = datasette_words()
    (folder / DATASETTE).write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def datasette_words() -> dict[str, Any]:
    """What the file says."""
    said = _said()
    head = {key: _both(Words(*said[key])) for key in ("title", "description")}
    tables = {name: _table(name) for name in ARCHIVE_TABLES} | {name: _view(name) for name in VIEWS}
    queries = {name: _query(one) for name, one in said["queries"].items()}
    return {**head, "databases": {Path(SQLITE).stem: {**head, "tables": tables, "queries": queries}}}


@functools.cache
def _said() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("datasette.toml").read_text(encoding="utf-8"))


def _table(name: str) -> dict[str, Any]:
    columns = ARCHIVE_TABLES[name]
    units = {one.name: unit for one in columns if (unit := _said()["units"].get(f"{name}.{one.name}"))}
    return {
        "title": f"{name}: {table_words(name).japanese}",
        "description": table_words(name).english,
        "columns": {column.name: _both(column_words(name, column)) for column in columns},
        **_listed(name),
        **({"label_column": label} if (label := _said()["labels"].get(name)) else {}),
        **({"fts_table": f"{name}{FTS}"} if name in SEARCHED else {}),
        **({"units": units} if units else {}),
    }


def _view(name: str) -> dict[str, Any]:
    english, japanese = VIEWS[name][0]
    return {"title": f"{name}: {japanese}", "description": english, **_listed(name)}


def _listed(name: str) -> dict[str, Any]:
    facets = _said()["facets"].get(name)
    return {"facets": facets} if facets else {}


def _query(one: dict[str, Any]) -> dict[str, str]:
    words = {key: _both(Words(*one[key])) for key in one if key != "sql"}
    return words | {"sql": one["sql"].strip()}


def _both(words: Words) -> str:
    """In Japanese, then in English; one of them alone where they are the same or the other is not there."""
    return " / ".join(dict.fromkeys(one for one in (words.japanese, words.english) if one))
