"""What is on the report's page, ready for its template: texts as printed, marks, links, counts. Makes no markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from kaigi_extract.clauses.clause_diff import Diff
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Alignment, ClauseSet
from kaigi_extract.records.document import Source
from kaigi_extract.records.provenance import source_of
from kaigi_extract.show.comparison.consequences import Consequence, consequences, replaced_words
from kaigi_extract.show.comparison.report.links import Stretch, linked
from kaigi_extract.show.comparison.report.pictures import EvidencePages, PageCrop
from kaigi_extract.show.comparison.rows import ComparisonRow, Piece, RowKind, SideClause, SideName, Sides, rows
from kaigi_extract.show.japanese import are_two_wards, file_name, kind_words, reason_words, ward_name

Kind = Literal["same", "added", "removed", "number", "heading", "spelling", "references", "wording", "doubtful"]
ROW_KINDS: tuple[Kind, ...] = (
    "wording",
    "added",
    "removed",
    "heading",
    "spelling",
    "references",
    "number",
    "doubtful",
    "same",
)
"""What a row can be filtered by, what matters most first."""


@dataclass(frozen=True, slots=True)
class RunView:
    """Words that are marked alike; `mark` is empty where both sides are the same."""

    text: str
    mark: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class LinkedWords:
    """Runs that lead to the same clauses: their ids on the page, none for plain words."""

    runs: list[RunView]
    targets: list[str]


@dataclass(frozen=True, slots=True)
class LineView:
    """The clause's own words, or an item, and how deep it is."""

    depth: int
    label: str
    words: list[LinkedWords]


@dataclass(frozen=True, slots=True)
class Backlink:
    """A clause that points here."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One clause on one side."""

    id: str
    label: str
    heading: RunView | None
    lines: list[LineView]
    backlinks: list[Backlink]


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a row; nothing in it where the clause is on the other side only."""

    side: SideName
    parts: list[PartView]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the page."""

    id: str
    kind: RowKind
    kinds: list[Kind]
    sides: list[SideView]
    reason: tuple[str, str]
    """Why its clauses are linked, in Japanese and in English; empty where they are not."""
    consequences: list[Consequence]
    """What follows from its changes."""


@dataclass(frozen=True, slots=True)
class SetView:
    """What the head says of a set. `day` is as Japanese and as ISO, None where the set has none."""

    side: SideName
    title: str
    ward: str | None
    day: tuple[str, str] | None
    file: str | None
    pages: int
    clauses: int


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page but its pictures."""

    sets: list[SetView]
    two_wards: bool
    """Rather than two versions of one ward's set."""
    kinds: dict[str, str]
    """What each kind of row is called: 新設, or 練馬区のみ."""
    rows: list[RowView]
    counts: dict[Kind, int]
    replaced: list[Consequence]
    """Words that were replaced throughout."""
    crops: dict[str, list[PageCrop]]
    """Where each side of each row was read; the key is "row-1 old"."""
    evidence: bool


def report_of(compared: Alignment | Diff, sets: Sides, evidence: EvidencePages | None) -> Report:
    """The view of a comparison; without `evidence`, one that shows no pages."""
    found = rows(compared, sets)
    clerks = _Clerk("old", sets[0], found), _Clerk("new", sets[1], found)
    crops: dict[str, list[PageCrop]] = {}
    views = []
    for index, row in enumerate(found, 1):
        name = f"row-{index}"
        sides = []
        for clerk in clerks:
            parts: list[SideClause] = getattr(row, clerk.side)
            sides.append(SideView(clerk.side, [clerk.part(part, row) for part in parts]))
            if evidence is not None:
                crops[f"{name} {clerk.side}"] = evidence.crops(parts)
        told = consequences(row.link) if row.link is not None else []
        views.append(RowView(name, row.kind, _kinds(row), sides, (reason_words(row.reason), row.reason), told))
    counts = Counter(kind for view in views for kind in view.kinds)
    return Report(
        sets=[_head("old", sets[0]), _head("new", sets[1])],
        two_wards=are_two_wards(sets),
        kinds=kind_words(sets),
        rows=views,
        counts={kind: counts[kind] for kind in ROW_KINDS},
        replaced=list(replaced_words(compared.alignment if isinstance(compared, Diff) else compared)),
        crops=crops,
        evidence=evidence is not None,
    )


def _kinds(row: ComparisonRow) -> list[Kind]:
    """What happened in a row, in the order of `ROW_KINDS`."""
    said: set[str] = set(row.changes) if row.kind == "changed" else {row.kind}
    if row.doubtful:
        said.add("doubtful")
    return [kind for kind in ROW_KINDS if kind in said]


class _Clerk:
    """Writes the clauses of one side: knows their ids, and who points at whom."""

    def __init__(self, side: SideName, clause_set: ClauseSet, found: Iterable[ComparisonRow]) -> None:
        self.side = side
        self.labels = [clause.label for clause in clause_set.clauses]
        self.places: dict[int, int] = {}
        for place, clause in enumerate(clause_set.clauses):
            self.places.setdefault(clause.number, place)
        parts = [part for row in found for part in getattr(row, side)]
        self.lines = {part.place: self._linked(part) for part in parts}
        self.pointing: dict[int, list[int]] = {}
        for place in sorted(self.lines):
            met = {to for line in self.lines[place] for stretch in line for to in stretch.places}
            for target in sorted(met - {place}):
                self.pointing.setdefault(target, []).append(place)

    def part(self, part: SideClause, row: ComparisonRow) -> PartView:
        whole = row.kind in ("added", "removed")
        lines = [
            LineView(line.depth, line.label, [self._words(stretch, whole) for stretch in stretches])
            for line, stretches in zip(part.lines, self.lines[part.place], strict=True)
        ]
        heading = None
        if part.heading:
            changed = part.heading.kind == "wording" and not whole
            heading = RunView(
                part.heading.text, "heading" if changed else _mark(part.heading, whole), part.heading.doubtful
            )
        backlinks = [Backlink(self._id(place), self.labels[place]) for place in self.pointing.get(part.place, [])]
        return PartView(self._id(part.place), part.clause.label, heading, lines, backlinks)

    def _linked(self, part: SideClause) -> list[list[Stretch]]:
        return linked([line.pieces for line in part.lines], part.clause.references, self.places)

    def _words(self, stretch: Stretch, whole: bool) -> LinkedWords:
        runs = [RunView(piece.text, _mark(piece, whole), piece.doubtful) for piece in stretch.pieces]
        return LinkedWords(runs, [self._id(place) for place in stretch.places])

    def _id(self, place: int) -> str:
        return f"{self.side}-{place + 1}"


def _mark(piece: Piece, whole: bool) -> str:
    """What a run is marked as; a clause of one side only is `whole`, marked by its cell rather than word by word."""
    if piece.kind == "equal":
        return ""
    return "whole" if whole else piece.kind


def _head(side: SideName, clause_set: ClauseSet) -> SetView:
    source = source_of(clause_set) or _first_source(clause_set)
    day = clause_set.date
    return SetView(
        side=side,
        title=clause_set.title,
        ward=ward_name(clause_set.ward),
        day=(f"{day.year}年{day.month}月{day.day}日", day.isoformat()) if day else None,
        file=file_name(source) if source else None,
        pages=source.page_count if source else 0,
        clauses=len(clause_set.clauses),
    )


def _first_source(clause_set: ClauseSet) -> Source | None:
    """The source of a set that was put together from clauses of documents; None where none of them knows its own."""
    sources: Sequence[Source] = [source for clause in clause_set.clauses if (source := source_of(clause))]
    return sources[0] if sources else None
