"""Cuts the flow of a document into parts where the whole is best borne out by what its pages show. Knows no kind.

A dynamic programme over the items: at each, every way to cut what is above it that may still turn out best goes on with
its open part, or closes it and begins one that a kind proposes. A kind says what speaks for a beginning (`Part.score`)
and for an item that goes on (`Kind.holds`); the way with the highest sum is the document's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.kind import Kind, Position, holds_nothing
from kaigi_extract.parts.part import Item, Part, Rival
from kaigi_extract.parts.reading import Reading


@dataclass(slots=True)
class _Path:
    """One way to cut the items so far: the part that is open, and the ways that led to it."""

    score: float
    open: Part
    start: int
    """Index of the first item of the open part."""
    closed: _Closed | None = None


@dataclass(frozen=True, slots=True)
class _Closed:
    """A part with its end, after those before it."""

    part: Part
    start: int
    end: int
    before: _Closed | None


def split(items: Sequence[Item], reading: Reading, kinds: Sequence[Kind]) -> list[Part]:
    """The parts in reading order; every item is in one of them. What begins no kind is "unknown"."""
    cutter = _Cutter(items, reading, kinds, {kind.name: kind for kind in kinds})
    paths = [_Path(0.0, Part("unknown"), 0)]
    for at, item in enumerate(items):
        paths = cutter.kept([step for path in paths for step in cutter.steps(path, at)], at)
        for path in paths:
            path.open.items.append(item)
    best = max(paths, key=lambda path: path.score)
    return _parts(_closed(best, len(items)), items)


@dataclass(frozen=True, slots=True)
class _Cutter:
    """What may follow a path at an item."""

    items: Sequence[Item]
    reading: Reading
    kinds: Sequence[Kind]
    named: dict[str, Kind]

    def steps(self, path: _Path, at: int) -> Iterator[_Path]:
        """The ways on from a path at an item: each part that may begin there, and the open part that goes on."""
        open_part = path.open
        if open_part.until is not None and at < open_part.until:
            yield path
            return
        kind = self.named.get(open_part.kind)
        position = Position(self.items, at, open_part, kind is not None and kind.is_running_text, self.reading)
        begun = self._begun(position)
        measured = open_part.extent is not None  # ends where it was measured to, even before a sentence
        ended = (measured or position.may_begin) and kind is not None and kind.ends(position)
        if ended and not begun:
            begun = [Part("unknown", because=Message("nothing says what follows on the part before it"), score=0.0)]
        held = 0.0 if ended or kind is None else kind.holds(position)
        closed = _closed(path, at) if begun else None
        for part in begun:
            part.second = _second(part, begun, None if ended else Rival(open_part.kind, held, "the part above goes on"))
            yield _Path(path.score + part.score - self.reading.settings.split.cut, part, at, closed)
        if not ended:
            path.score += held
            yield path

    def kept(self, paths: Sequence[_Path], at: int) -> list[_Path]:
        """The best path to each open part, less those that are behind for good: a part that gains nothing by what goes
        on can only come first again while the best one is of a measured length, within which nothing else begins."""
        if len(paths) == 1:
            return list(paths)
        best: dict[tuple[str, int], _Path] = {}
        for path in paths:
            key = (path.open.kind, path.start)
            if key not in best or path.score > best[key].score:
                best[key] = path
        first, *others = sorted(best.values(), key=lambda path: -path.score)
        if first.open.until is None or at >= first.open.until:
            others = [path for path in others if self._may_gain(path.open)]
        return [first, *others[: self.reading.settings.split.paths - 1]]

    def _may_gain(self, part: Part) -> bool:
        kind = self.named.get(part.kind)
        return kind is not None and kind.holds is not holds_nothing

    def _begun(self, position: Position) -> list[Part]:
        """What the kinds propose at a position, in their order; in text only those that measure where they begin."""
        may_begin = position.may_begin
        proposed = (kind.begins(position) for kind in self.kinds if may_begin or kind.may_begin_in_text)
        return [part for part in proposed if part is not None]


def _second(part: Part, begun: Sequence[Part], going_on: Rival | None) -> Rival | None:
    """What a part would be if it were not what it is: the best of what else was proposed."""
    rivals = [Rival(one.kind, one.score, one.because) for one in begun if one is not part]
    rivals += [going_on] if going_on is not None else []
    return max(rivals, key=lambda rival: rival.score, default=None)


def _closed(path: _Path, end: int) -> _Closed | None:
    """The parts of a path with its open one closed; an empty one is none."""
    return path.closed if path.start == end else _Closed(path.open, path.start, end, path.closed)


def _parts(last: _Closed | None, items: Sequence[Item]) -> list[Part]:
    parts = []
    while last is not None:
        parts.append(dataclasses.replace(last.part, items=list(items[last.start : last.end])))
        last = last.before
    return parts[::-1]
