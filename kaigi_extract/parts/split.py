"""Cuts the flow of a document into parts. Asks the kinds in their order; knows none of them."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.reading import Reading


def split(items: Sequence[Item], reading: Reading, kinds: Sequence[Kind]) -> list[Part]:
    """The parts in reading order; every item is in one of them. What begins no kind is "unknown"."""
    running = {kind.name for kind in kinds if kind.is_running_text}
    parts = [Part("unknown")]
    for at, item in enumerate(items):
        current = parts[-1]
        position = Position(items, at, current, current.kind in running, reading)
        begun = _begun(position, kinds)
        if begun is not None:
            parts.append(begun)
        parts[-1].items.append(item)
    return [part for part in parts if part.items]


def _begun(position: Position, kinds: Sequence[Kind]) -> Part | None:
    """The part that begins at a position; None where the open one goes on."""
    if position.open.until is not None and position.at < position.open.until:
        return None
    if position.may_begin:
        for kind in kinds:
            part = kind.begins(position)
            if part is not None:
                return part
    ended = any(kind.ends(position) for kind in kinds if kind.name == position.open.kind)
    return Part("unknown", because="nothing says what follows on the part before it") if ended else None
