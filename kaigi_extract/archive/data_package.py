"""An archive's tables described for other tools: `datapackage.json` of the Data Package standard, beside their files.

https://datapackage.org (version 2): frictionless, and whatever else reads it, finds types, keys and words there. Writes
that one file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kaigi_extract._version import __version__
from kaigi_extract.archive.described import ARCHIVE_TABLES, column_words, table_words
from kaigi_extract.records import SCHEMA_VERSION
from kaigi_extract.records.tables import Column

DATA_PACKAGE = "datapackage.json"
_TYPES = {
    "text": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "date": "date",
    "ints": "array",
    "texts": "array",
    "json": "string",
    "spans": "string",
}

TableForm = Literal["parquet", "csv", "json"]


class _Form(NamedTuple):
    """How tables are written."""

    mediatype: str
    encoding: str | None


_FORMS: dict[TableForm, _Form] = {
    "parquet": _Form("application/vnd.apache.parquet", None),
    "csv": _Form("text/csv", "utf-8-sig"),
    "json": _Form("application/json", "utf-8"),
}


def write_data_package(folder: Path, form: TableForm) -> None:
    """Describes the tables that are in a folder, a file a table; Parquet may be a folder a table, too."""
    resources = [_resource(folder, name, form) for name in ARCHIVE_TABLES]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kaigi-archive",
        "title": "Documents of councils as tables / 審議会の文書の表",
        "contributors": [{"title": f"kaigi_extract {__version__}", "roles": ["software"]}],
        "version": SCHEMA_VERSION,
        "resources": resources,
    }
    (folder / DATA_PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _resource(folder: Path, name: str, form: TableForm) -> dict[str, Any]:
    english, japanese = table_words(name)
    files = sorted(folder.glob(f"{name}/*.{form}")) or [folder / f"{name}.{form}"]
    paths = [path.relative_to(folder).as_posix() for path in files]
    columns = ARCHIVE_TABLES[name]
    keys = [column for column in columns if column.references]
    schema: dict[str, Any] = {"fields": [_field(name, column) for column in columns]}
    if columns[0].name == "id":
        schema["primaryKey"] = ["id"]
    if keys:
        schema["foreignKeys"] = [
            {"fields": [key.name], "reference": {"resource": _slug(str(key.references)), "fields": ["id"]}}
            for key in keys
        ]
    return {
        "name": _slug(name),
        "path": paths[0] if len(paths) == 1 else paths,
        "type": "table",
        "format": form,
        "mediatype": _FORMS[form].mediatype,
        "title": japanese,
        "description": english,
        **({"encoding": _FORMS[form].encoding} if _FORMS[form].encoding is not None else {}),
        "schema": schema,
    }


def _slug(name: str) -> str:
    """The name of a table as a resource may be called."""
    return name.strip("_").replace("_", "-")


def _field(table: str, column: Column) -> dict[str, Any]:
    english, japanese = column_words(table, column)
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": japanese,
        "description": english,
    }
    if column.values and column.type == "text":
        field["constraints"] = {"enum": list(column.values)}
    return field
