"""What changes in a document between two readings, value by value, as people are shown it. Pure.

A value is what people settle as one: a field of a record, its list whole. Labels that no mapping knows are named by
themselves, so that one that moves to its field does not make values of those behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Document, Record
from kaigi_extract.records.walk import pointer_step
from kaigi_extract.show.entries import value_lines

_LEFT_OUT = {
    *("evidence", "spans", "confidence", "source", "findings", "schema_version", "mapping", "sections", "tables"),
    "ordinance_id",
}
"""What says how and where something was read, and is no value; nor is what a mapping calls an ordinance."""
_LABELLED = {"extra", "fields"}
"""Lists of labels with their values."""
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is not what it was."""

    sha256: str
    """Of the file."""
    file: str
    """Its name."""
    pointer: str
    """Into the document; of a label under `extra`, ends in the label."""
    field: str
    """The field, or the label as it is printed."""
    before: Any
    """As in JSON; None where there was nothing."""
    after: Any
    said: tuple[str | None, str | None] = (None, None)
    """Both in words, where a value is made of records: 条例 第12条第1項."""

    @property
    def kind(self) -> Literal["gained", "lost", "changed"]:
        """Whether there was nothing before, there is nothing now, or neither."""
        return "gained" if self.before is None else "lost" if self.after is None else "changed"


def changes(before: Document, after: Document) -> list[Change]:
    """Every value that differs, in the order of the pointers of the first reading, then those that are new."""
    old, new = dict(_values(before, "")), dict(_values(after, ""))
    sha256, file, none = before.source.sha256, before.source.path, (None, None)
    return [
        Change(sha256, file, pointer, _name_of(pointer), one[0], other[0], (one[1], other[1]))
        for pointer in {**old, **new}
        if (one := old.get(pointer, none))[0] != (other := new.get(pointer, none))[0]
    ]


_Value = tuple[Any, str | None]
"""A value as in JSON, and in words where it is made of records."""


def _values(record: Record, pointer: str) -> Iterator[tuple[str, _Value]]:
    plain = record.model_dump(mode="json")
    for name, value in plain.items():
        if name in _LEFT_OUT or value in _EMPTY:
            continue
        at, held = f"{pointer}/{name}", getattr(record, name)
        if name in _LABELLED and isinstance(value, list):
            yield from _labelled(value, at)
        elif isinstance(value, dict) and "evidence" in value:
            yield from _values(held, at)
        elif isinstance(value, list) and isinstance(value[0], dict) and "evidence" in value[0]:
            for index, one in enumerate(held):
                yield from _values(one, f"{at}/{index}")
        else:
            lines = value_lines(held)
            yield at, (_bare(value), None if lines is None else "\n".join(lines))


def _labelled(rows: list[dict[str, Any]], at: str) -> Iterator[tuple[str, _Value]]:
    """Values by their labels; of a label that is printed several times, all of them."""
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(str(row.get("label") or ""), []).append(str(row.get("text") or ""))
    for label, found in texts.items():
        yield f"{at}/{pointer_step(label)}", ("\n".join(found), None)


def _bare(value: Any) -> Any:
    """A value without the places that it was read at."""
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items() if name not in _LEFT_OUT}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def _name_of(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
