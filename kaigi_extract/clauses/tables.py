"""Tables inside of clauses, held against each other cell by cell. Touches rows of strings only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.clauses.item_pairs import Part
from kaigi_extract.clauses.matching import opcodes
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.records import CellChange

Row = Sequence[str]


def cell_changes(old: Sequence[Part], new: Sequence[Part], pairs: dict[int, int]) -> list[CellChange]:
    """The cells that changed in the tables of the parts of linked clauses; a table of one side only is put in or taken
    out cell by cell."""
    found = [change for one, other in pairs.items() for change in _of_part(old[one].rows, new[other].rows, new[other])]
    found += [change for one, part in enumerate(old) if one not in pairs for change in _of_part(part.rows, [], part)]
    paired = set(pairs.values())
    found += [change for at, part in enumerate(new) if at not in paired for change in _of_part([], part.rows, part)]
    return found


def _of_part(old: Sequence[Row], new: Sequence[Row], part: Part) -> Iterator[CellChange]:
    if not old and not new:
        return
    item = part.path[1:] and part.path
    for row, column, one, other in _cells(old, new):
        if text_key(one) != text_key(other):
            yield CellChange(item=item, row=row + 1, column=column + 1, old=one, new=other)


def _cells(old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[int, int, str | None, str | None]]:
    """Row, column, and what either side has there."""
    columns = _columns(old, new)
    for one, other, row in _rows(old, new):
        for left, right in columns:
            before = one[left] if one is not None and left is not None and left < len(one) else None
            after = other[right] if other is not None and right is not None and right < len(other) else None
            at = right if right is not None else left
            if at is not None and (before is not None or after is not None):
                yield row, at, before, after


def _rows(old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None, int]]:
    """Rows side by side: equal ones, then those that begin with the same cell, then in order where as many are left."""
    for tag, i0, i1, j0, j1 in opcodes([_row_key(row) for row in old], [_row_key(row) for row in new]):
        if tag == "equal":
            continue
        pairs = _replaced(old[i0:i1], new[j0:j1])
        for i in range(i0, i1):
            if i - i0 not in pairs:
                yield old[i], None, i
        for j in range(j0, j1):
            before = next((i for i, other in pairs.items() if other == j - j0), None)
            yield (None if before is None else old[i0 + before]), new[j], j


def _replaced(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    if len(old) == len(new):
        return {at: at for at in range(len(old))}
    heads = [[text_key(row[0]) if row else "" for row in side] for side in (old, new)]
    pairs: dict[int, int] = {}
    for tag, i0, i1, j0, _ in opcodes(*heads):
        pairs |= {i0 + k: j0 + k for k in range(i1 - i0) if tag == "equal"}
    return pairs


def _columns(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[int | None, int | None]]:
    """Columns side by side; where their number differs, by what the first row has in them."""
    widths = [max(map(len, side), default=0) for side in (old, new)]
    if widths[0] == widths[1] or not old or not new:
        return [(at, at) for at in range(max(widths))]
    found: list[tuple[int | None, int | None]] = []
    heads = [[text_key(cell) for cell in side[0]] for side in (old, new)]
    for tag, i0, i1, j0, j1 in opcodes(*heads):
        if tag == "equal" or i1 - i0 == j1 - j0:
            found += [(i0 + k, j0 + k) for k in range(i1 - i0)]
        else:
            found += [(i, None) for i in range(i0, i1)] + [(None, j) for j in range(j0, j1)]
    return found


def _row_key(row: Row) -> tuple[str, ...]:
    return tuple(map(text_key, row))
