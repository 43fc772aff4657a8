"""Where two readings of one document differ. Two trees are walked in step, which `records.walk` does not do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records.document import Document
from kaigi_extract.records.span import Span

PLACES = {"spans", "confidence"}
"""What may differ between two readings of the same words."""
NOT_READ = {"schema_version", "source", "findings"}
"""What is not read from the pages."""
SHOWN_AROUND = 12
"""Characters shown on either side of where two readings part."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs between two readings."""

    pointer: str
    """JSON Pointer into either document."""
    one: str
    """The value in the first reading, in a few words."""
    other: str
    spans: list[Span]
    """The nearest places in the first reading; in the other where the first has none."""


def differences(one: Document, other: Document) -> Iterator[Difference]:
    """Every value that differs, in the order of its pointer; of lists that differ in length, only that."""
    for pointer, a, b, spans in _walk(one.model_dump(exclude=NOT_READ), other.model_dump(exclude=NOT_READ), "", []):
        yield Difference(pointer, _around(a, b), _around(b, a), spans)


def _walk(one: Any, other: Any, pointer: str, spans: list[Span]) -> Iterator[tuple[str, Any, Any, list[Span]]]:
    if isinstance(one, dict) and isinstance(other, dict):
        spans = one.get("spans") or spans
        for key in sorted((one.keys() | other.keys()) - PLACES):
            read_at = (one.get("evidence") or {}).get(key, {}).get("spans")
            yield from _walk(one.get(key), other.get(key), f"{pointer}/{key}", read_at or spans)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _walk(a, b, f"{pointer}/{index}", spans or _first_places(a) or _first_places(b))
    elif one != other:
        yield pointer, one, other, spans or _first_places(_unshared(one, other)) or _first_places(_unshared(other, one))


def _unshared(one: Any, other: Any) -> Any:
    """Of a list what comes where another begins to differ from it; any other value whole."""
    if not (isinstance(one, list) and isinstance(other, list)):
        return one
    return one[sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))) :]


def _first_places(value: Any) -> list[Span]:
    """The first places within a value."""
    if isinstance(value, dict):
        within = [value.get("spans") or [], *(_first_places(part) for part in value.values())]
    elif isinstance(value, list):
        within = [_first_places(part) for part in value]
    else:
        return []
    return next((spans for spans in within if spans), [])


def _around(value: Any, other: Any) -> str:
    """A value in a few words: of a long text, where it begins to differ."""
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if not (isinstance(value, str) and isinstance(other, str)):
        return repr(value)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(value, other, strict=False)))
    return repr(value[max(same - SHOWN_AROUND, 0) : same + SHOWN_AROUND])
