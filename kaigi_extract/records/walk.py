"""One walk over a record: each record within it and each value, with JSON Pointer, owner, field and evidence.

Whoever looks for values in a document (doubts, explanations, the boxes on a page, where a record comes from) takes them
from here, so that all of them mean the same by a pointer and none forgets a noun. Reads records, changes nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import field
from typing import Any, TypeGuard, get_args

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records.base import Record
from kaigi_extract.records.span import Evidence, PageSpan, Span, TextSpan

Step = str | int
"""A name of a field, a key of a mapping, or an index into a list, from 0."""

_NO_RECORDS = (str, int, float, bool, type(None))
"""Types of values that hold no record: most of all values are of one of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One field of a record."""

    owner: RecordNode
    field: str
    value: Any
    """As in the record: normalised, possibly None or empty."""
    evidence: Evidence | None
    """What is printed behind the value; None where the owner keeps no evidence of this field."""

    @property
    def pointer(self) -> str:
        """The JSON Pointer (RFC 6901) from where the walk began."""
        return f"{self.owner.pointer}/{pointer_step(self.field)}"


@dataclass(frozen=True, slots=True, eq=False)
class RecordNode:
    """One record, and where it is within the record where the walk began."""

    record: Record
    parent: RecordNode | None = field(default=None, repr=False)
    """The node of the record that holds this one; None where the walk began."""
    steps: tuple[Step, ...] = ()
    """The way from the parent to here: the field, then its index or key where the field holds several."""

    @property
    def field(self) -> str | None:
        """The field of the parent that holds the record; None where the walk began."""
        return str(self.steps[0]) if self.steps else None

    @property
    def owner(self) -> Record | None:
        """The record that holds this one; None where the walk began."""
        return self.parent.record if self.parent is not None else None

    @property
    def pointer(self) -> str:
        """The JSON Pointer (RFC 6901) from where the walk began; empty there."""
        above = self.parent.pointer if self.parent is not None else ""
        return above + "".join(f"/{pointer_step(str(step))}" for step in self.steps)

    def values(self) -> Iterator[Value]:
        """Every field of the record, in the order of its model; the evidence itself is none."""
        known = evidence_of(self.record)
        for name in type(self.record).model_fields:
            if name != "evidence":
                yield Value(self, name, getattr(self.record, name), known.get(name))

    def read_values(self) -> Iterator[Value]:
        """The fields that have evidence, in the order in which they were read."""
        for name, found in evidence_of(self.record).items():
            yield Value(self, name, getattr(self.record, name, None), found)


def walk(record: Record) -> Iterator[RecordNode]:
    """The record itself, then every record within it, each before those that it holds, in the order of the fields.

    Spans are left out: they say where a value is, and are none.
    """
    waiting = [RecordNode(record)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed([RecordNode(held, node, steps) for steps, held in _held(node.record)])


def evidence_of(record: Record) -> dict[str, Evidence]:
    """The evidence of a record by field; empty for a record that keeps none."""
    evidence: dict[str, Evidence] = getattr(record, "evidence", {})
    return evidence


def spans_below(record: Record) -> list[Span]:
    """The spans of a record and of the numbered items under it, to any depth: each once, in order."""
    spans: dict[Span, None] = dict.fromkeys(getattr(record, "spans", ()))
    for item in getattr(record, "items", ()):
        spans |= dict.fromkeys(spans_below(item))
    return list(spans)


def _held(record: Record) -> Iterator[tuple[tuple[Step, ...], Record]]:
    """The records that the fields of a record hold, with the steps to them. What two fields hold (the first sitting
    is `meeting`, and one of `meetings`) is walked once, under the first."""
    seen: set[int] = set()
    for name in _holding_fields(type(record)):
        value = getattr(record, name)
        if isinstance(value, _NO_RECORDS):
            continue
        for steps, held in _records(value, (name,)):
            if id(held) not in seen:
                seen.add(id(held))
                yield steps, held


@functools.cache
def _holding_fields(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind of record that may hold others, by their types: most records hold none."""
    return tuple(name for name, field in kind.model_fields.items() if _may_hold(field.annotation))


def _may_hold(annotation: Any) -> bool:
    """Whether a value of the type may be a record, or have one within."""
    if isinstance(annotation, type) and not get_args(annotation):
        return issubclass(annotation, Record) and not issubclass(annotation, (PageSpan, TextSpan))
    return annotation is Any or any(map(_may_hold, get_args(annotation)))


def _records(value: object, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Record]]:
    """The records that a value is or holds: one, a list of them, or either of these by name."""
    if _is_noun(value):
        yield steps, value
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from _records(held, (*steps, key))
    elif isinstance(value, list) and value and _is_noun(value[0]):
        yield from (((*steps, index), held) for index, held in enumerate(value))


def _is_noun(value: object) -> TypeGuard[Record]:
    kind: Any = type(value)
    return _is_kind_of_noun(kind)


@functools.cache
def _is_kind_of_noun(kind: type[object]) -> bool:
    # kept for each type: pydantic asks in Python, and spans are most of what a record holds
    return issubclass(kind, Record) and not issubclass(kind, (PageSpan, TextSpan))


def pointer_step(step: str) -> str:
    """A name or a key as a step of a JSON Pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")
