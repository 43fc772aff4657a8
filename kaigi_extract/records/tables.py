"""A record as rows of relational tables. The tables follow the record models: a field added there is a column here.

Every row has an `id` (the document's, then its JSON Pointer in the record) and carries the ids of what it belongs to.
Reads nothing, writes nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import types
import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import to_json

from kaigi_extract import records

Type = Literal["text", "int", "float", "bool", "date", "ints", "texts", "json"]
Row = tuple[Any, ...]
ID_LENGTH = 16
"""Hexadecimal digits of the content hash that make a document's id: two in ten thousand meet once in 10^11 archives."""

_SCALARS: dict[object, Type] = {str: "text", int: "int", float: "float", bool: "bool", datetime.date: "date"}
_LISTS: dict[object, Type] = {int: "ints", str: "texts"}
_IDS = {
    "document_id": "documents",
    "case_id": "cases",
    "form_id": "forms",
    "outline_id": "outlines",
    "register_id": "registers",
    "meeting_id": "meetings",
    "clause_set_id": "clause_sets",
    "clause_id": "clauses",
    "table_id": "tables",
    "cell_id": "cells",
}
"""Columns that carry the id of a row elsewhere."""
_ID_OF = {table: key for key, table in _IDS.items()}
_WORDS = {
    "id": "The first 16 digits of the file's content hash, then the JSON Pointer in its record",
    "parent_id": "The row of this table that it stands under",
    "record_id": "The row, of whatever table, that it belongs to",
    "field": "The field of the record that holds it, or the label beside its boxes",
    "position": "Place among its like, from 0",
    "page": "The first page it is on, from 1",
    "spans": "Places: one for each printed line, as in the record",
    "names": "Every name that the same bytes were found under",
    "url": "From the metadata",
    "source_title": "Title by the metadata",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column, as `_schema` tells it."""

    name: str
    type: Type
    description: str = ""
    references: str | None = None
    """The table whose `id` it carries."""


@dataclass(slots=True)
class Table:
    """One table: what its rows are made from."""

    name: str
    model: type[BaseModel]
    keys: tuple[str, ...]
    columns: list[Column] = field(default_factory=list)
    values: list[tuple[str, str | None, bool]] = field(default_factory=list)
    """Fields that are values: the field, the field within it where it is one record, whether it is turned into text."""
    children: list[tuple[str, str | None, str, bool]] = field(default_factory=list)
    """Fields that are rows elsewhere: the field, the field within it, the table, whether it is a list."""
    has_spans: bool = False
    labelled: bool = False
    """Whether it holds evidence, or boxes by label."""

    as_they_stand: Callable[[Mapping[str, Any]], tuple[Any, ...]] | None = None
    """All values of a record at once, where each is a field of its own and none is turned into text."""


_EACH: tuple[tuple[str, type[BaseModel], tuple[str, ...]], ...] = (
    ("documents", records.Document, ()),
    ("pages", records.SourcePage, ()),
    ("cases", records.Case, ()),
    ("legal_bases", records.LegalBasis, ("case_id",)),
    ("outlines", records.Outline, ("case_id",)),
    ("forms", records.CaseForm, ("case_id",)),
    ("data_items", records.DataItem, ("case_id", "form_id")),
    ("periods", records.Period, ("case_id", "form_id")),
    ("measures", records.Measure, ("case_id", "form_id", "parent_id", "field")),
    ("registers", records.RegisterSheet, ("case_id",)),
    ("choices", records.Choice, ("register_id", "table_id", "cell_id", "field")),
    ("council_dates", records.CouncilDate, ("register_id",)),
    ("extras", records.Extra, ("case_id", "form_id", "outline_id", "register_id")),
    ("meetings", records.Meeting, ()),
    ("agenda", records.AgendaItem, ("meeting_id",)),
    ("speeches", records.Speech, ("meeting_id",)),
    ("decisions", records.Decision, ("case_id", "meeting_id")),
    ("clause_sets", records.ClauseSet, ("case_id",)),
    ("clauses", records.Clause, ("clause_set_id",)),
    ("items", records.Item, ("clause_set_id", "clause_id", "parent_id")),
    ("references", records.Reference, ("clause_set_id", "clause_id")),
    ("sentences", records.Sentence, ("clause_set_id", "clause_id")),
    ("sections", records.Section, ("case_id",)),
    ("tables", records.Table, ("case_id",)),
    ("cells", records.TableCell, ("table_id",)),
    ("evidence", records.Evidence, ("record_id", "field")),
    ("findings", records.Finding, ()),
)
_TABLE_OF: dict[type, str] = {model: name for name, model, _ in _EACH}
_OF_DOCUMENT = (
    Column("names", "texts", _WORDS["names"]),
    Column("url", "text", _WORDS["url"]),
    Column("source_title", "text", _WORDS["source_title"]),
)
"""What the archive adds to a document."""


def _plain(annotation: Any) -> Any:
    """An annotation without its None."""
    if get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [part for part in get_args(annotation) if part is not type(None)]
        return rest[0] if len(rest) == 1 else str if set(rest) == {int, str} else annotation
    return annotation


def _type(annotation: Any) -> Type:
    plain = _plain(annotation)
    if get_origin(plain) is Literal:
        return "text"
    if get_origin(plain) is list:
        return _LISTS.get(get_args(plain)[0], "json")
    return _SCALARS.get(plain, "json")


def _child(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The record model that a field holds, and whether it holds a list of them."""
    plain = _plain(annotation)
    if get_origin(plain) is list and isinstance(part := get_args(plain)[0], type) and issubclass(part, BaseModel):
        return part, True
    if isinstance(plain, type) and issubclass(plain, BaseModel):
        return plain, False
    return None, False


def _planned(name: str, model: type[BaseModel], keys: tuple[str, ...]) -> Table:
    table = Table(name, model, keys)
    above = ("document_id", *keys) if name != "documents" else ()
    table.columns = [Column("id", "text", _WORDS["id"])]
    table.columns += [Column(key, "text", _WORDS.get(key, ""), _IDS.get(key)) for key in above]
    if name != "documents":
        table.columns.append(Column("position", "int", _WORDS["position"]))
    for inner, info in model.model_fields.items():
        _plan_field(table, inner, None, info.annotation, info.description or "")
    if table.has_spans:
        table.columns += [Column("page", "int", _WORDS["page"]), Column("spans", "json", _WORDS["spans"])]
    if name == "documents":
        table.columns += _OF_DOCUMENT
    if len(table.values) > 1 and all(inner is None and not as_text for _, inner, as_text in table.values):
        table.as_they_stand = itemgetter(*(outer for outer, _, _ in table.values))
    return table


def _plan_field(table: Table, outer: str, inner: str | None, annotation: Any, description: str) -> None:
    """Where one field goes: a column, rows of another table, or the columns of one record within this."""
    own = inner or outer
    model, several = _child(annotation)
    if own in ("evidence", "choices") and get_origin(annotation) is dict:
        table.labelled = True
        return
    if own == "spans":
        table.has_spans = True
    elif own == "case" and table.model is not records.Document:
        table.keys = table.keys if "case_id" in table.keys else (*table.keys, "case_id")
    elif model in _TABLE_OF:
        assert model is not None
        table.children.append((outer, inner, _TABLE_OF[model], several))
    elif model is not None and not several:
        for name, info in model.model_fields.items():
            _plan_field(table, outer, name, info.annotation, info.description or "")
    else:
        prefix = "" if inner is None or outer == "source" else f"{outer}_"
        table.columns.append(Column(prefix + own, _type(annotation), " ".join(description.split())))
        table.values.append((outer, inner, _type(annotation) == "json" or get_args(annotation) == (int, str)))


TABLES: dict[str, Table] = {name: _planned(name, model, keys) for name, model, keys in _EACH}
"""Every table that is made from records, by name."""


def document_id(sha256: str) -> str:
    """The id of the document of these bytes."""
    return sha256[:ID_LENGTH]


def rows_of(record: Mapping[str, Any], names: list[str], url: str | None, title: str | None) -> dict[str, list[Row]]:
    """The rows of one stored record (parsed JSON), by table; values in the order of the table's columns."""
    walk = _Walk(document_id(record["source"]["sha256"]))
    walk.add("documents", record, walk.document, {}, 0)
    walk.rows["documents"] = [(*row, names, url, title) for row in walk.rows["documents"]]
    return walk.rows


class _Walk:
    """One way through a record."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.rows: dict[str, list[Row]] = defaultdict(list)

    def add(self, name: str, record: Mapping[str, Any], identity: str, keys: Mapping[str, str], position: int) -> None:
        """The row of one record, then those of all that it holds."""
        table = TABLES[name]
        if (case := record.get("case")) is not None:
            keys = {**keys, "case_id": f"{self.document}/cases/{case}"}
        above = [self.document, *map(keys.get, table.keys), position] if name != "documents" else []
        places = _places(record) if table.has_spans else ()
        self.rows[name].append((identity, *above, *_values(table, record), *places))
        below = {**keys, _ID_OF.get(name, "parent_id"): identity}
        for outer, inner, child, several in table.children:
            held = record.get(outer) if inner is None else (record.get(outer) or {}).get(inner)
            if held:
                path = f"{identity}/{outer}" if inner is None else f"{identity}/{outer}/{inner}"
                keys_below = below if child == name else below | {"field": inner or outer}
                self._add_held(child, held if several else [held], path, keys_below, several)
        if table.labelled:
            self._add_labelled(record, identity, below)

    def _add_held(self, child: str, held: list[Any], path: str, keys: Mapping[str, str], several: bool) -> None:
        for position, part in enumerate(held):
            self.add(child, part, f"{path}/{position}" if several else path, keys, position)

    def _add_labelled(self, record: Mapping[str, Any], identity: str, keys: Mapping[str, str]) -> None:
        """Evidence by field, and boxes by the label that they stand beside."""
        for position, (name, evidence) in enumerate((record.get("evidence") or {}).items()):
            path = f"{identity}/evidence/{_escaped(name)}"
            self.add("evidence", evidence, path, {"record_id": identity, "field": name}, position)
        if isinstance(choices := record.get("choices"), dict):
            for label, boxes in choices.items():
                path = f"{identity}/choices/{_escaped(label)}"
                self._add_held("choices", boxes, path, {**keys, "field": label}, True)


def _values(table: Table, record: Mapping[str, Any]) -> Iterable[Any]:
    if table.as_they_stand is not None:
        with contextlib.suppress(KeyError):  # a field newer than the record
            return table.as_they_stand(record)
    held = (
        record.get(outer) if inner is None else (record.get(outer) or {}).get(inner) for outer, inner, _ in table.values
    )
    return [_as_text(value) if as_text else value for value, (_, _, as_text) in zip(held, table.values, strict=True)]


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else to_json(value).decode()


def _places(record: Mapping[str, Any]) -> tuple[int | None, str]:
    """The first page of the spans, and all of them as JSON."""
    spans = record.get("spans") or []
    return (spans[0].get("page") if spans else None), to_json(spans).decode()


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
