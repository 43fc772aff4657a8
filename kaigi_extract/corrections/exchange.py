"""Corrections as others exchange them: CSV, xlsx, JSON, and JSON Patch (RFC 6902). Opens the file that it is given.

A table has a row for each correction with the columns of the record; `value`, `read` and `spans` are JSON in it. A file
is known by its ending.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kaigi_extract.catalogue import Message
from kaigi_extract.corrections.kept import content_of, corrections_as_json, corrections_from_json, write_whole_file
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.optional import load
from kaigi_extract.records import Correction, Document
from kaigi_extract.regular_file import possible_path

FORMATS = (".csv", ".xlsx", ".json", ".jsonpatch")
"""Endings that are known."""
VERB = "correct"
_OF_NO_PATCH = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What jsonpatch hands up of JSON that is no patch."""
_COLUMNS = tuple(Correction.model_fields)
_AS_JSON = ("value", "read", "spans")


def write_corrections(corrections: Sequence[Correction], path: Path) -> None:
    """Writes corrections in the format that the ending of the path names.

    A JSON Patch first tests that the value is still the one that was read, then replaces it.

    Raises:
        UnreadableSource: The ending is none of `FORMATS`; a JSON Patch is to be of several files.
        MissingExtra: openpyxl, for xlsx, is not installed.
        OSError: It cannot be written.
    """
    path = possible_path(path)
    ending = _ending(path)
    if ending == ".json":
        write_whole_file(path, corrections_as_json(corrections))
    elif ending == ".jsonpatch":
        if len({one.sha256 for one in corrections}) > 1:
            raise UnreadableSource(path, Message("a JSON Patch is of one document; name it with --document"))
        write_whole_file(path, json.dumps(patch_of(corrections), ensure_ascii=False, indent=2).encode() + b"\n")
    elif ending == ".csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows([_COLUMNS, *map(_row, corrections)])
        write_whole_file(path, text.getvalue().encode("utf-8-sig"))
    else:
        book = load("openpyxl", VERB, "tables").Workbook(write_only=True)
        sheet = book.create_sheet("corrections")
        for row in (_COLUMNS, *map(_row, corrections)):
            sheet.append([_text_cell(sheet, each) for each in row])
        content = io.BytesIO()
        book.save(content)
        write_whole_file(path, content.getvalue())


def read_corrections(path: Path) -> list[Correction]:
    """Corrections from a CSV, xlsx or JSON file.

    Raises:
        UnreadableSource: It is no list of corrections; the error names the row.
        MissingExtra: openpyxl, for xlsx, is not installed.
    """
    ending = _ending(path)
    content = _given(path)
    if ending == ".json":
        return corrections_from_json(content, path)
    rows: list[list[Any]]
    if ending == ".csv":
        try:
            rows = [list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
        except (UnicodeDecodeError, csv.Error) as error:
            raise UnreadableSource(
                path, Message("it is no CSV file in UTF-8 ({error}); save it as one", error=error)
            ) from error
    else:
        openpyxl = load("openpyxl", VERB, "tables")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        except Exception as error:  # openpyxl hands up what zipfile, lxml and itself raise
            raise UnreadableSource(
                path, Message("it is no xlsx file ({error}); save it as one", error=error)
            ) from error
    return _from_rows(rows, path)


def patch_of(corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """Corrections of one document as a JSON Patch."""
    patch: list[dict[str, Any]] = []
    for one in corrections:
        patch.append({"op": "test", "path": one.pointer, "value": one.read})
        if one.action == "corrected":
            patch.append({"op": "replace", "path": one.pointer, "value": one.value})
    return patch


def corrections_from_patch(path: Path, document: Document, by: str | None, note: str | None) -> list[Correction]:
    """The corrections that a JSON Patch makes on a document, which is changed by them.

    A test of a value that nothing replaces confirms it.

    Raises:
        UnreadableSource: The file is no JSON Patch, it does not fit the document, or has more than tests and values.
        InvalidCorrection: A value is none that the record can have.
    """
    import jsonpatch
    import jsonpointer

    try:
        patch = jsonpatch.JsonPatch.from_string(_given(path).decode())
        patch.apply(document.model_dump(mode="json"))
        steps: list[dict[str, Any]] = list(patch)
        if any(one["op"] not in ("test", "replace", "add") for one in steps):
            raise UnreadableSource(
                path, Message("a patch of corrections has test, replace and add only; leave the others out")
            )
    except (*_OF_NO_PATCH, jsonpatch.JsonPatchException, jsonpointer.JsonPointerException) as error:
        raise UnreadableSource(path, Message("it is no JSON Patch of this document ({error})", error=error)) from error
    changed = {one["path"] for one in steps if one["op"] != "test"}
    made = []
    for one in steps:
        if one["op"] != "test":
            made.append(document.correct(one["path"], one["value"], by=by, note=note))
        elif one["path"] not in changed:
            made.append(document.confirm(one["path"], by=by, note=note))
    return made


def _given(path: Path) -> bytes:
    """What is in a file that is to be read in.

    Raises:
        UnreadableSource: It is not there, is no file, cannot be read, or is larger than any list of corrections.
    """
    content = content_of(path)
    if content is None:
        raise UnreadableSource(path, Message("there is no such file; check the path"))
    return content


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise UnreadableSource(
            path, Message("corrections are {listed} files; give it one of these endings", listed=", ".join(FORMATS))
        )
    return ending


def _row(one: Correction) -> list[str]:
    plain = one.model_dump(mode="json")
    return [
        json.dumps(plain[name], ensure_ascii=False)
        if name in _AS_JSON
        else ""
        if plain[name] is None
        else str(plain[name])
        for name in _COLUMNS
    ]


def _text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text whatever is in it: no formula, however it begins."""
    cell = load("openpyxl.cell", VERB, "tables").WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _from_rows(rows: list[list[Any]], path: Path) -> list[Correction]:
    head = [str(name or "").strip() for name in rows[0]] if rows else []
    if missing := [name for name in ("sha256", "pointer", "value", "when") if name not in head]:
        raise UnreadableSource(
            path, Message("its first row lacks {listed}; it names the columns", listed=", ".join(missing))
        )
    made = []
    for number, row in enumerate(rows[1:], 2):
        given = {name: value for name, value in zip(head, row, strict=False) if value not in (None, "") and name}
        if not given:
            continue
        for name in _AS_JSON:
            if name in given:
                given[name] = _json_of(given[name])
        try:
            made.append(Correction.model_validate(given))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise UnreadableSource(
                path,
                Message(
                    "row {number}: {listed}: {first}",
                    number=number,
                    listed="/".join(map(str, first["loc"])),
                    first=first["msg"],
                ),
            ) from None
    return made


def _json_of(cell: Any) -> Any:
    """What a cell says as JSON; whoever filled it in by hand may write a text as it is."""
    if not isinstance(cell, str):
        return cell if isinstance(cell, (int, float, bool)) else str(cell)
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell
