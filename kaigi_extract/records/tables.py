"""A record as flat rows of relational tables, which follow the record models: a field added there is a column here.

Every row has an `id` (the document's, then its JSON Pointer in the record) and carries the ids of what it belongs to.
Rows are made from parsed JSON rather than from models, so that a stored record costs no validation on the way, and an
older one that lacks a field has null there. Opens no file, writes nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import types
import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from operator import itemgetter
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import from_json, to_json

from kaigi_extract import records
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records.docstrings import field_docstrings
from kaigi_extract.records.walk import pointer_step

ColumnType = Literal["text", "int", "float", "bool", "date", "ints", "texts", "json", "spans"]
"""`ints` and `texts` are lists; `json` is a text that is JSON, and so are `spans`, places as a record has them; a
`date` is ISO text."""
Row = tuple[Any, ...]
"""Values in the order of the table's columns."""
ID_LENGTH = 16
"""Hexadecimal digits of the content hash that make a document's id: among ten thousand documents two have the same one
once in 10^11 times."""

_SCALARS: dict[object, ColumnType] = {str: "text", int: "int", float: "float", bool: "bool", datetime.date: "date"}
_LIST_TYPES: dict[object, ColumnType] = {int: "ints", str: "texts"}
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
"""Columns that carry the id of a row of another table."""
_ID_OF = {table: key for key, table in _IDS.items()}
_DESCRIPTIONS = {
    "id": "The first 16 digits of the file's content hash, then the JSON Pointer in its record",
    "parent_id": "The row of this table that it is under",
    "record_id": "The row, of whatever table, that it belongs to",
    "field": "The field of the record that holds it, or the label beside its boxes",
    "position": "Place among its like, from 0",
    "page": "The first page it is on, from 1",
    "spans": "Places: one for each printed line, as in the record",
    "names": "Every name that the same bytes were found under",
    "url": "From the metadata",
    "source_title": "Title by the metadata",
}
"""What the columns hold that are no fields of a record."""


class FoundAs(NamedTuple):
    """What is known of a document's file beside what is in it: three columns of the table `documents`."""

    names: list[str]
    """Every name that the same bytes were found under."""
    url: str | None = None
    title: str | None = None
    """What a list of sources calls it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: ColumnType
    description: str = ""
    references: str | None = None
    """The table whose `id` it carries."""
    values: tuple[str, ...] = ()
    """All that it may hold, where that is one of a few."""


class FieldPath(NamedTuple):
    """A field of a record, or of one record that it holds and that has no table of its own."""

    outer: str
    inner: str | None = None
    """The field within the record that `outer` holds."""

    @property
    def name(self) -> str:
        """The field that is meant."""
        return self.inner or self.outer

    def get(self, record: Mapping[str, Any]) -> Any:
        """The value of the field; None where it is missing or null on the way."""
        held = record.get(self.outer)
        return held if self.inner is None else (held or {}).get(self.inner)

    def below(self, identity: str) -> str:
        """The pointer of the field, below that of its record."""
        return f"{identity}/{self.outer}" if self.inner is None else f"{identity}/{self.outer}/{self.inner}"


class ValueField(NamedTuple):
    """A field that is the value of a column."""

    path: FieldPath
    as_text: bool
    """Whether what is no text becomes JSON."""


class ChildField(NamedTuple):
    """A field that holds rows of another table."""

    path: FieldPath
    table: str
    several: bool
    """Whether it holds a list of them."""


@dataclass(slots=True)
class RecordTable:
    """One table and how its rows are made from records of one model."""

    name: str
    model: type[BaseModel]
    keys: tuple[str, ...]
    """Columns that say what a row belongs to, beside its document."""
    columns: list[Column] = field(default_factory=list)
    values: list[ValueField] = field(default_factory=list)
    children: list[ChildField] = field(default_factory=list)
    has_spans: bool = False
    labelled: bool = False
    """Whether its records hold evidence by field, or boxes by label."""
    as_they_stand: Callable[[Mapping[str, Any]], tuple[Any, ...]] | None = None
    """All values of a record at once, where each is a field of its own and none is turned into text."""

    @property
    def is_root(self) -> bool:
        """Whether its rows belong to no other row."""
        return self.model is records.Document


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
    ("findings", records.Finding, ("record_id",)),
)
_TABLE_OF: dict[type, str] = {model: name for name, model, _ in _EACH}
_FOUND_AS = (
    Column("names", "texts", _DESCRIPTIONS["names"]),
    Column("url", "text", _DESCRIPTIONS["url"]),
    Column("source_title", "text", _DESCRIPTIONS["source_title"]),
)
"""The columns of `FoundAs`, the last ones of `documents`."""


def _without_none(annotation: Any) -> Any:
    """An annotation without its None; a number or a text is a text."""
    if get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [part for part in get_args(annotation) if part is not type(None)]
        return rest[0] if len(rest) == 1 else str if set(rest) == {int, str} else annotation
    return annotation


def _column_type(annotation: Any) -> ColumnType:
    bare = _without_none(annotation)
    if get_origin(bare) is Literal:
        return "text"
    if get_origin(bare) is list:
        return _LIST_TYPES.get(get_args(bare)[0], "json")
    return _SCALARS.get(bare, "json")


def _one_of(annotation: Any) -> tuple[str, ...]:
    """All that a field may hold, where its type lists it; of a list of such, what each may be."""
    bare = _without_none(annotation)
    if get_origin(bare) is list:
        bare = get_args(bare)[0]
    return tuple(map(str, get_args(bare))) if get_origin(bare) is Literal else ()


def _held_model(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The record model that a field holds, and whether it holds a list of them."""
    bare = _without_none(annotation)
    several = get_origin(bare) is list
    part = get_args(bare)[0] if several else bare
    if isinstance(part, type) and issubclass(part, BaseModel):
        return part, several
    return None, False


def _planned(name: str, model: type[BaseModel], keys: tuple[str, ...]) -> RecordTable:
    """The table of a model."""
    table = RecordTable(name, model, keys)
    table.columns = _key_columns(table)
    described = field_docstrings(model)
    for each, info in model.model_fields.items():
        _plan_field(table, FieldPath(each), info.annotation, described.get(each, ""))
    if table.has_spans:
        table.columns += [
            Column("page", "int", _DESCRIPTIONS["page"]),
            Column("spans", "spans", _DESCRIPTIONS["spans"]),
        ]
    if table.is_root:
        table.columns += _FOUND_AS
    if len(table.values) > 1 and not any(value.as_text or value.path.inner for value in table.values):
        table.as_they_stand = itemgetter(*(value.path.outer for value in table.values))
    return table


def _key_columns(table: RecordTable) -> list[Column]:
    """What a row is called, and what it belongs to."""
    columns = [Column("id", "text", _DESCRIPTIONS["id"])]
    if not table.is_root:
        keys = ("document_id", *table.keys)
        columns += [Column(key, "text", _DESCRIPTIONS.get(key, ""), _IDS.get(key)) for key in keys]
        columns.append(Column("position", "int", _DESCRIPTIONS["position"]))
    return columns


def _plan_field(table: RecordTable, path: FieldPath, annotation: Any, description: str) -> None:
    """Where one field goes: to the places, the keys, rows of another table, columns within this one, or a column."""
    if path.name in ("evidence", "choices") and get_origin(annotation) is dict:
        table.labelled = True
    elif path.name == "spans":
        table.has_spans = True
    elif path.name == "case" and not table.is_root:
        table.keys = table.keys if "case_id" in table.keys else (*table.keys, "case_id")
    else:
        _plan_content(table, path, annotation, description)


def _plan_content(table: RecordTable, path: FieldPath, annotation: Any, description: str) -> None:
    """A field that says something itself: rows of another table, the columns of one record, or a column."""
    model, several = _held_model(annotation)
    if model in _TABLE_OF:
        table.children.append(ChildField(path, _TABLE_OF[model], several))
    elif model is not None and not several:
        described = field_docstrings(model)
        for name, info in model.model_fields.items():
            _plan_field(table, FieldPath(path.outer, name), info.annotation, described.get(name, ""))
    else:
        kind = _column_type(annotation)
        prefix = "" if path.inner is None or path.outer == "source" else f"{path.outer}_"
        words = " ".join(description.split())
        table.columns.append(Column(prefix + path.name, kind, words, values=_one_of(annotation)))
        table.values.append(ValueField(path, kind == "json" or get_args(annotation) == (int, str)))


TABLES: dict[str, RecordTable] = {name: _planned(name, model, keys) for name, model, keys in _EACH}
"""Every table that is made from records, by name."""


def document_id(sha256: str) -> str:
    """The id of the document whose file has this SHA-256, in hexadecimal digits."""
    return sha256[:ID_LENGTH]


def record_rows(record: Mapping[str, Any], found_as: FoundAs) -> dict[str, list[Row]]:
    """The rows of one document (its record as parsed JSON), by table. Raises `KeyError` where it has no source."""
    rows = _Rows(document_id(record["source"]["sha256"]))
    rows.add("documents", record, rows.document, {}, 0)
    rows.by_table["documents"] = [(*row, *found_as) for row in rows.by_table["documents"]]
    if record.get("findings"):
        rows.by_table["findings"] = list(_with_records(rows, record["findings"]))
    return rows.by_table


def _with_records(rows: _Rows, findings: list[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows of findings with the id of the row that each is about, where that is known: by its pointer, or else by
    the one record with a value that is printed where the finding is."""
    ids = {row[0] for table in rows.by_table.values() for row in table}
    places = _Places(rows.by_table.get("evidence", ()))
    at = [column.name for column in TABLES["findings"].columns].index("record_id")
    for row, finding in zip(rows.by_table["findings"], findings, strict=True):
        pointer = finding.get("record")
        if pointer is not None:
            about: str | None = _row_above(rows.document, pointer, ids)
        else:
            about = places.record_at(finding.get("spans") or [])
        yield (*row[:at], about, *row[at + 1 :])


def _row_above(document: str, pointer: str, ids: set[str]) -> str:
    """The id of the row that a pointer leads to, or into: at last that of the document."""
    if f"{pointer}/".startswith(_FIRST_MEETING):
        pointer = f"/meeting/{pointer[len(_FIRST_MEETING) :]}".rstrip("/")
    while document + pointer not in ids and pointer:
        pointer = pointer.rpartition("/")[0]
    return document + pointer


_FIRST_MEETING = "/meetings/0/"
"""The first of `meetings` has its row under `meeting`."""


class _Places:
    """Where the values of a document are printed: boxes on pages, or stretches of lines in files without pages."""

    def __init__(self, evidence: Iterable[Row]) -> None:
        names = [column.name for column in TABLES["evidence"].columns]
        record, spans = names.index("record_id"), names.index("spans")
        self.boxes: dict[tuple[str, int], list[tuple[Sequence[float], str]]] = defaultdict(list)
        for row in evidence:
            for span in from_json(row[spans]):
                where, box = _box(span)
                self.boxes[where].append((box, row[record]))

    def record_at(self, spans: Iterable[Mapping[str, Any]]) -> str | None:
        """The record whose value is printed where the spans are; None where there is none, or more than one."""
        boxes = map(_box, spans)
        found = {
            record for where, inner in boxes for box, record in self.boxes.get(where, ()) if _holds_middle(box, inner)
        }
        return found.pop() if len(found) == 1 else None


def _box(span: Mapping[str, Any]) -> tuple[tuple[str, int], Sequence[float]]:
    """The page and the box of a span; of a stretch of text its line, and a box as long as it is."""
    if "bbox" in span:
        return ("page", span["page"]), span["bbox"]
    return ("line", span["line"]), (span["start"], 0, span["end"], 0)


def _holds_middle(box: Sequence[float], inner: Sequence[float]) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


class _Rows:
    """The rows of one document, collected on one way through its record."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.by_table: dict[str, list[Row]] = defaultdict(list)

    def add(self, name: str, record: Mapping[str, Any], identity: str, keys: Mapping[str, str], position: int) -> None:
        """The row of one record, then those of all that it holds."""
        table = TABLES[name]
        if (case := record.get("case")) is not None:
            keys = {**keys, "case_id": f"{self.document}/cases/{case}"}
        above = () if table.is_root else (self.document, *map(keys.get, table.keys), position)
        places = _places(record) if table.has_spans else ()
        self.by_table[name].append((identity, *above, *_values(table, record), *places))
        below = {**keys, _ID_OF.get(name, "parent_id"): identity}
        for child in table.children:
            self._add_child(name, child, record, identity, below)
        if table.labelled:
            self._add_labelled(record, identity, below)

    def _add_child(
        self, name: str, child: ChildField, record: Mapping[str, Any], identity: str, keys: dict[str, str]
    ) -> None:
        """The rows that one field holds. Of a table within itself they keep the field that the first of them is in."""
        if not (held := child.path.get(record)):
            return
        keys = keys if child.table == name else keys | {"field": child.path.name}
        pointer = child.path.below(identity)
        if child.several:
            again = child.path.name == "meetings" and record.get("meeting") is not None  # the first is `meeting`
            self._add_list(child.table, held, pointer, keys, int(again))
        else:
            self.add(child.table, held, pointer, keys, 0)

    def _add_list(self, name: str, held: Iterable[Any], pointer: str, keys: Mapping[str, str], first: int = 0) -> None:
        """The rows of a list, from its entry `first` on."""
        for position, part in itertools.islice(enumerate(held), first, None):
            self.add(name, part, f"{pointer}/{position}", keys, position)

    def _add_labelled(self, record: Mapping[str, Any], identity: str, keys: Mapping[str, str]) -> None:
        """Evidence by field, and boxes by the label beside them."""
        for position, (name, evidence) in enumerate((record.get("evidence") or {}).items()):
            pointer = f"{identity}/evidence/{pointer_step(name)}"
            self.add("evidence", evidence, pointer, {"record_id": identity, "field": name}, position)
        if isinstance(choices := record.get("choices"), dict):
            for label, boxes in choices.items():
                self._add_list("choices", boxes, f"{identity}/choices/{pointer_step(label)}", {**keys, "field": label})


def _values(table: RecordTable, record: Mapping[str, Any]) -> Iterable[Any]:
    if table.as_they_stand is not None:
        with contextlib.suppress(KeyError):  # a field newer than the record
            return table.as_they_stand(record)
    held = ((value.path.get(record), value.as_text) for value in table.values)
    return [_as_text(value) if as_text else value for value, as_text in held]


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else to_json(value).decode()


def _places(record: Mapping[str, Any]) -> tuple[int | None, str]:
    """The first page of the spans, and all of them as JSON."""
    spans = record.get("spans") or []
    return (spans[0].get("page") if spans else None), to_json(spans).decode()
