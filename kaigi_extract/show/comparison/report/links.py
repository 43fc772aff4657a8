"""References as links: finds their words again in the printed lines, and cuts the lines there. Resolves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Reference
from kaigi_extract.show.comparison.rows import Piece

Found = tuple[int, int, Reference]
"""Where the words of a reference begin and end in a line."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces of a line that lead to the same places, or nowhere."""

    pieces: list[Piece]
    places: tuple[int, ...] = ()
    """Indices into the set's `clauses`."""


def linked(
    lines: Sequence[Sequence[Piece]], references: Iterable[Reference], places: Mapping[int, int]
) -> list[list[Stretch]]:
    """Each line of a clause cut where its references begin and end.

    `places`: the place of each clause number; of a number that occurs twice, the first.
    """
    found = _found(["".join(piece.text for piece in line) for line in lines], references)
    return [_cut(line, found.get(index, []), places) for index, line in enumerate(lines)]


def _found(texts: Sequence[str], references: Iterable[Reference]) -> dict[int, list[Found]]:
    """References by line. They are in the order of the text: each is looked for behind the one before."""
    found: dict[int, list[Found]] = {}
    line, at = 0, 0
    for reference in references:
        for index in range(line, len(texts)):
            start = texts[index].find(reference.text, at if index == line else 0)
            if start >= 0:
                line, at = index, start + len(reference.text)
                found.setdefault(index, []).append((start, at, reference))
                break
    return found


def _cut(pieces: Sequence[Piece], found: Iterable[Found], places: Mapping[int, int]) -> list[Stretch]:
    stretches: list[Stretch] = []
    done = 0
    for start, end, reference in found:
        targets = tuple(places[number] for number in reference.targets if number in places)
        if targets:
            stretches += [Stretch(_between(pieces, done, start)), Stretch(_between(pieces, start, end), targets)]
            done = end
    stretches.append(Stretch(_between(pieces, done, sum(len(piece.text) for piece in pieces))))
    return [stretch for stretch in stretches if stretch.pieces]


def _between(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    """The pieces from one offset of their line to another."""
    taken: list[Piece] = []
    at = 0
    for piece in pieces:
        text = piece.text[max(start - at, 0) : max(end - at, 0)]
        if text:
            taken.append(Piece(text, piece.kind, piece.doubtful))
        at += len(piece.text)
    return taken
