"""Two clause sets as rows to set side by side: what every form of a comparison shows. Compares nothing, sets nothing.

The rows follow the new set; a clause that is gone keeps its place among its old neighbours. Each side of a row is
made of its clauses, each clause of lines as printed (its own words, then item by item), each line of pieces that are
the same on both sides or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.clause_diff import ClauseDiff, Diff, diff
from kaigi_extract.clauses.edits import Edit, EditKind
from kaigi_extract.clauses.line_pairs import PrintedLine, in_place, line_edits, pair_lines
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Alignment, Change, Clause, ClauseSet, Link
from kaigi_extract.records.provenance import sets_of, settings_of
from kaigi_extract.show.japanese import printed_lines

RowKind = Literal["same", "changed", "added", "removed"]
SideName = Literal["old", "new"]
SIDES: tuple[SideName, SideName] = ("old", "new")
Sides = tuple[ClauseSet, ClauseSet]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one side's text. What is not `equal` has something else, or nothing, in its place on the other side."""

    text: str
    kind: EditKind = "equal"
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class SideLine:
    """The clause's own words (depth 0, no label), or an item under it."""

    depth: int
    label: str
    pieces: list[Piece]
    partner: int | None = None
    """Index of the line on the other side that it was, or became; None where there is none, or where the row has
    several clauses on a side."""
    moved: bool = False
    """Whether its label is another than that of its partner."""
    same: bool = False
    """Whether its words are those of its partner; what one side only lost shows on the other alone."""


@dataclass(frozen=True, slots=True)
class SideClause:
    """One clause on one side."""

    clause: Clause
    place: int
    """Index into its set's `clauses`."""
    heading: Piece | None
    lines: list[SideLine]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """What is set side by side: the clauses of one link, or clauses of one side with nothing beside them."""

    kind: RowKind
    old: list[SideClause] = field(default_factory=list)
    new: list[SideClause] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    doubtful: bool = False
    reason: str = ""
    link: Link | None = None
    """Of clauses that are linked."""


def sets_compared(compared: Alignment | Diff, old: ClauseSet | None, new: ClauseSet | None) -> Sides:
    """The sets that are given, or that the alignment remembers; `ValueError` where there are none."""
    remembered = sets_of(compared.alignment if isinstance(compared, Diff) else compared)
    if old is not None and new is not None:
        return old, new
    if old is not None or new is not None or remembered is None:
        raise ValueError(
            Message(
                "this alignment does not know its clause sets (it was loaded, or made by hand); give both: old=…, new=…"
            )
        )
    return remembered


def rows(compared: Alignment | Diff, sets: Sides) -> list[ComparisonRow]:
    """The comparison row by row. Of an alignment, the words are compared here, by `diff`."""
    found = compared if isinstance(compared, Diff) else _words(compared, sets)
    linked = sorted(found.clauses, key=lambda pair: min(pair.new_places))
    settings = settings_of(found.alignment) or DEFAULT_ALIGN
    result = _with_added(linked, sets, settings)
    covered = {place for pair in found.clauses for place in pair.old_places}
    for place, clause in enumerate(sets[0].clauses):
        if place not in covered:
            result.insert(_after(result, place), ComparisonRow("removed", old=[alone(clause, place)]))
    return together(result)


def _words(alignment: Alignment, sets: Sides) -> Diff:
    """What changed word by word, by the settings that the alignment was made by; by the defaults for one loaded."""
    return diff(*sets, settings=settings_of(alignment) or DEFAULT_ALIGN)


def _with_added(linked: Iterable[ClauseDiff], sets: Sides, settings: AlignSettings) -> list[ComparisonRow]:
    """The links in the order of the new set, the clauses that are new between them."""
    waiting = {min(pair.new_places): pair for pair in linked}
    covered = {place for pair in waiting.values() for place in pair.new_places}
    result = []
    for place, clause in enumerate(sets[1].clauses):
        if place in waiting:
            result.append(_linked(waiting[place], sets, settings))
        elif place not in covered:
            result.append(ComparisonRow("added", new=[alone(clause, place)]))
    return result


def together(found: Sequence[ComparisonRow]) -> list[ComparisonRow]:
    """The rows, those of an old and a new clause that stand in one another's place as one: a clause whose text is
    wholly new is not taken out and put in, where its heading stays or, without headings, its number."""
    gone = {k: row for k, row in enumerate(found) if row.kind == "removed"}
    result = dict(enumerate(found))
    for k, row in enumerate(found):
        if row.kind != "added":
            continue
        matches = [at for at, other in gone.items() if _one_place(other.old[0].clause, row.new[0].clause)]
        if len(matches) > 1:
            matches = [at for at in matches if gone[at].old[0].clause.number == row.new[0].clause.number]
        if len(matches) == 1:
            result[k] = ComparisonRow("changed", gone.pop(matches[0]).old, row.new, ["wording"])
            del result[matches[0]]
    return list(result.values())


def _one_place(old: Clause, new: Clause) -> bool:
    if old.heading or new.heading:
        return text_key(old.heading) == text_key(new.heading)
    return text_key(old.label) == text_key(new.label)


def _after(found: Sequence[ComparisonRow], place: int) -> int:
    """Where the row of a clause that is gone belongs: behind that of the clause before it in the old set."""
    before = [
        index for index, row in enumerate(found) if row.old and max(part.place for part in row.old) == place - 1
    ] or [index for index, row in enumerate(found) if any(part.place < place for part in row.old)]
    return before[-1] + 1 if before else 0


def _linked(pair: ClauseDiff, sets: Sides, settings: AlignSettings) -> ComparisonRow:
    link = pair.link
    kind: RowKind = "changed" if link.changes or link.doubtful else "same"
    old = [sets[0].clauses[at] for at in pair.old_places]
    new = [sets[1].clauses[at] for at in pair.new_places]
    sides = None
    if len(old) == len(new) == 1:
        sides = _line_by_line(old[0], new[0], pair, settings)
    if sides is None:
        sides = _side(old, pair.old_places, pair, "old"), _side(new, pair.new_places, pair, "new")
    return ComparisonRow(kind, *sides, list(link.changes), link.doubtful, link.reason, link)


def _line_by_line(
    old: Clause, new: Clause, pair: ClauseDiff, settings: AlignSettings
) -> tuple[list[SideClause], list[SideClause]]:
    """Both sides of a link of one clause each. Where every line is in its place the edits are those of the whole text;
    else each line is compared with the one that it was."""
    lines = [PrintedLine(*line) for line in printed_lines(old)], [PrintedLine(*line) for line in printed_lines(new)]
    pairs = pair_lines(*lines, settings)
    texts: list[dict[int, list[Piece]]] = [{}, {}]
    if in_place(pairs):
        for side, name in enumerate(SIDES):
            text = _Text(pair.text, name)
            texts[side] = {at: text.take(line.text) for at, line in enumerate(lines[side])}
    else:
        for i, j in pairs:
            found = line_edits(lines[0][i].text if i is not None else "", lines[1][j].text if j is not None else "")
            for side, at, name in zip((0, 1), (i, j), SIDES, strict=True):
                if at is not None:
                    texts[side][at] = _Text(found, name).take(lines[side][at].text)
    partners = {i: j for i, j in pairs if i is not None}, {j: i for i, j in pairs if j is not None}
    made = []
    for side, (clause, place) in enumerate(((old, pair.old_places[0]), (new, pair.new_places[0]))):
        sides = [
            SideLine(
                line.depth,
                line.label,
                texts[side][at],
                partners[side][at],
                (other := partners[side][at]) is not None and _moved(line, lines[1 - side][other]),
                other is not None and text_key(line.text) == text_key(lines[1 - side][other].text),
            )
            for at, line in enumerate(lines[side])
        ]
        made.append([SideClause(clause, place, _heading(clause, pair), sides)])
    return made[0], made[1]


def _moved(line: PrintedLine, other: PrintedLine) -> bool:
    return text_key(line.label) != text_key(other.label)


def _heading(clause: Clause, pair: ClauseDiff) -> Piece | None:
    if not clause.heading:
        return None
    edit = next(iter(pair.heading), None)
    return Piece(clause.heading, edit.kind, edit.doubtful) if edit else Piece(clause.heading)


def _side(clauses: Iterable[Clause], places: Iterable[int], pair: ClauseDiff, side: SideName) -> list[SideClause]:
    text = _Text(pair.text, side)
    return [
        SideClause(
            clause,
            place,
            _heading(clause, pair),
            [SideLine(depth, label, text.take(words)) for depth, label, words in printed_lines(clause)],
        )
        for clause, place in zip(clauses, places, strict=True)
    ]


def alone(clause: Clause, place: int) -> SideClause:
    """A clause with nothing beside it: all of it is what differs."""
    lines = [SideLine(depth, label, [Piece(text, "wording")]) for depth, label, text in printed_lines(clause)]
    return SideClause(clause, place, Piece(clause.heading, "wording") if clause.heading else None, lines)


class _Text:
    """The edits of a side as one text, taken line by line."""

    def __init__(self, edits: Iterable[Edit], side: SideName) -> None:
        self.pieces = [Piece(getattr(edit, side), edit.kind, edit.doubtful) for edit in edits if getattr(edit, side)]

    def take(self, text: str) -> list[Piece]:
        """The pieces of the next line. White space between words is in none of the edits: the line's own is kept."""
        taken: list[Piece] = []
        at = 0
        while at < len(text) and self.pieces:
            piece = self.pieces.pop(0)
            end = _reach(text, at, piece.text)
            used = len("".join(text[at:end].split()))
            words, rest = _cut(piece.text, used)
            taken.append(Piece(text[at:end], piece.kind, piece.doubtful))
            if rest:
                self.pieces.insert(0, Piece(rest, piece.kind, piece.doubtful))
            at = end
            if not words:
                break
        return [*taken, Piece(text[at:])] if at < len(text) else taken


def _reach(text: str, at: int, words: str) -> int:
    """How far the words go in a text, white space aside; white space behind them belongs to them."""
    wanted = len("".join(words.split()))
    end = at
    while end < len(text) and (wanted or text[end].isspace()):
        wanted -= not text[end].isspace()
        end += 1
    return end


def _cut(words: str, count: int) -> tuple[str, str]:
    """The words as far as so many characters that are no white space, and the rest."""
    end = 0
    while end < len(words) and count:
        count -= not words[end].isspace()
        end += 1
    return words[:end], words[end:].lstrip()
