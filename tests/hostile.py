"""A document in which every free text holds what a page, a table or a terminal might take for its own."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

from kaigi_extract.records import Clause, Document, Record

POISON = "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'"


def poisoned(record: Any, poison: str = POISON) -> Any:
    """A copy with `poison` behind every text that a paper fills; words of a fixed list stay, as do the keys."""
    if isinstance(record, list):
        return [poisoned(each, poison) for each in record]
    if isinstance(record, dict):
        return {key + poison if key not in NAMES else key: poisoned(each, poison) for key, each in record.items()}
    if not isinstance(record, Record):
        return record
    changed = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if isinstance(value, str):
            changed[name] = value + poison if _is_free(field.annotation) else value
        elif isinstance(value, list) and value and isinstance(value[0], str):
            changed[name] = [each + poison for each in value] if _is_free(field.annotation) else value
        else:
            changed[name] = poisoned(value, poison)
    return record.model_copy(update=changed)


NAMES = frozenset(
    name for model in (Clause, Document, *Record.__subclasses__()) for name in getattr(model, "model_fields", ())
)
"""Names of fields: keys of `evidence`."""


def _is_free(annotation: Any) -> bool:
    """Whether any text may stand there."""
    return annotation is str or any(map(_is_free, typing.get_args(annotation)))


def below(record: Any) -> Iterator[Record]:
    """A record and all that it holds."""
    if isinstance(record, Record):
        yield record
        for name in type(record).model_fields:
            yield from below(getattr(record, name))
    elif isinstance(record, (list, dict)):
        for each in record.values() if isinstance(record, dict) else record:
            yield from below(each)
