"""Labels of a recognised table that no known label is: the one known label they are nearest to, in a column of labels.

Only what was recognised, only where the column's other cells are labels of one table, and only where one label alone is
near: characters that the engine doubted may be others, those it was sure of hardly. What is matched so is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.settings import LabelCorrectionSettings
from kaigi_extract.text import fold
from kaigi_extract.wards import Vocabulary

Place = tuple[Line, int]
"""A character: its line, and its index there."""


def match_nearest(
    layout: PageLayout, vocabulary: Vocabulary, settings: LabelCorrectionSettings
) -> list[tuple[str, str, Line]]:
    """Makes unknown labels of a page the known ones that they are nearest to: (as read, as matched, its first line)."""
    matched = []
    for grid in (item for item in layout.items if isinstance(item, Grid)):
        for column in sorted({cell.column for cell in grid.cells}):
            cells = [(cell, list(_places(cell))) for cell in grid.cells if cell.column == column]
            filled = [(cell, places) for cell, places in cells if places]
            known = [_text(places) for _, places in filled if vocabulary.knows(_text(places)) == "label"]
            if len(known) < max(2, len(filled) / 2) or len(known) == len(filled):
                continue
            for _, places in filled:
                read = _text(places)
                if vocabulary.knows(read) == "label" or len(read) != len(places):
                    continue
                label = _nearest(places, _near(read, known, vocabulary, settings), settings)
                label = label or _left_over(places, known, vocabulary, settings)
                if label is not None:
                    _write(places, read, label, settings.nearest_confidence)
                    matched.append((read, label, places[0][0]))
    return matched


def _places(cell: Cell) -> Iterator[Place]:
    """The characters of a cell that was recognised; nothing of one that was not."""
    lines = [line for line in cell.lines if isinstance(line, Line)]
    if all(line.sure is not None and not line.vertical for line in lines):
        yield from ((line, k) for line in lines for k in range(len(line.text)) if not line.text[k].isspace())


def _text(places: Sequence[Place]) -> str:
    return "".join(fold(line.text[k]) for line, k in places)


def _near(read: str, known: Sequence[str], vocabulary: Vocabulary, settings: LabelCorrectionSettings) -> Iterator[str]:
    """The labels near enough to what was read that are not there yet and are in the tables that most others are in."""
    tables = Counter(table for label in known for table in vocabulary.tables_of(label))
    most = max(tables.values(), default=0)
    fitting = {table for table, count in tables.items() if count == most}
    within = len(read) // settings.one_misread_in if len(read) >= settings.shortest_label else 0
    for length in range(len(read) - within, len(read) + within + 1):
        for label in vocabulary.labels(length):
            near = 0 < Levenshtein.distance(read, label, score_cutoff=within) <= within
            if near and label not in known and fitting & vocabulary.tables_of(label):
                yield label


def _nearest(places: Sequence[Place], labels: Iterable[str], settings: LabelCorrectionSettings) -> str | None:
    """The label that differs least from what was read; None where it differs too much, or another as little."""
    read = _text(places)
    costs = sorted((_cost(places, read, label, settings), label) for label in labels)
    if not costs or costs[0][0] * settings.one_misread_in > len(read):
        return None
    return costs[0][1] if len(costs) == 1 or costs[0][0] < costs[1][0] else None


def _left_over(
    places: Sequence[Place], known: Sequence[str], vocabulary: Vocabulary, settings: LabelCorrectionSettings
) -> str | None:
    """The longest label that is left where doubtful characters, as those of a stamp over it, are taken out; at least
    half of it was read for sure."""
    read = _text(places)
    doubtful = [line.sure is None or line.sure[k] < settings.unsure for line, k in places]
    if not any(doubtful):
        return None
    for length in range(len(read) - 1, settings.shortest_label - 1, -1):
        left = [label for label in vocabulary.labels(length) if label not in known and _is_left(label, read, doubtful)]
        if left:
            return left[0] if len(left) == 1 else None
    return None


def _is_left(label: str, read: str, doubtful: Sequence[bool]) -> bool:
    """Whether a label is what was read without some doubtful characters."""
    edits = _edits(label, read)
    if any(kind != "insert" or not doubtful[to] for kind, _, to in edits):
        return False
    return 2 * (len(read) - sum(doubtful)) >= len(label)


def _cost(places: Sequence[Place], read: str, label: str, settings: LabelCorrectionSettings) -> int:
    """How many characters would have been misread; one that the engine was sure of counts as several."""
    cost = 0
    for kind, at, to in _edits(read, label):
        beside = places[max(at - 1, 0) : at + 1] if kind == "insert" else places[at : at + 1]
        seen = kind == "replace" and label[to] in _others(places[at])
        doubtful = seen or any(line.sure is None or line.sure[k] < settings.unsure for line, k in beside)
        cost += 1 if doubtful else settings.sure_misread
    return cost


def _edits(read: str, label: str) -> list[tuple[str, int, int]]:
    """What makes the label of what was read: replace, insert or delete; where in the one, and in the other."""
    return [(edit.tag, edit.src_pos, edit.dest_pos) for edit in Levenshtein.editops(read, label)]


def _others(place: Place) -> str:
    line, k = place
    return fold(line.others[k]) if line.others is not None else ""


def _write(places: Sequence[Place], read: str, label: str, sure: float) -> None:
    """Puts the label in place of what was read, from its end, so that places before stay as they are."""
    for kind, at, to in reversed(_edits(read, label)):
        line, k = places[min(at, len(places) - 1)]
        assert line.sure is not None
        assert line.others is not None
        if kind == "insert":
            k += at == len(places)
            x = line.end[k - 1] if k else line.start[0]
            line.text = line.text[:k] + label[to] + line.text[k:]
            line.start.insert(k, x)
            line.end.insert(k, x)
            line.sure.insert(k, sure)
            line.others.insert(k, "")
        else:
            line.text = line.text[:k] + (label[to] if kind == "replace" else " ") + line.text[k + 1 :]
            line.sure[k] = sure
