"""Clause sets: a title, headings, numbered clauses and items to any depth. Forms only; what clauses mean is not asked.

A line begins a clause or an item if it carries a label that continues a sequence; everything else goes on with what
stands before it. Layouts seen: （見出し） above the clause, on its line, missing, or covering several clauses
(Shinjuku 2020: one heading for clauses 11 and 12); hanging indents and none (Nerima).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod

from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import Flow, Passage, left_of, measure
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import ClauseSetSettings
from kaigi_extract.records import Clause, ClauseSet, ClauseSetKind, Evidence, Item, Parties
from kaigi_extract.text import (
    DateReading,
    Label,
    clause_heading,
    find_dates,
    fold,
    match_due,
    match_label,
    split_heading,
    squeeze,
)
from kaigi_extract.wards import Common

READ_AS = {"7": "ｱ", "1": "ｲ"}
"""Half-width kana by the digits that engines take them for."""

CLAUSE_STYLES = frozenset({"digit", "dai", "dai_jo"})
"""Styles of label that open clauses where no title says that there are any."""
PARAGRAPHED = frozenset({"dai_jo", "dai"})
"""Styles of clauses whose paragraphs may be numbered from the second one on: 第１条 …, ２ …, ３ …"""

_CLOSED = re.compile(r"[。．.）)」』：:]$")
_SENTENCE = re.compile(r"[。、]")
_OPENING = re.compile(r"^[（(]")
_CORNERS = re.compile(r"[【〔［\[]\s*([^【】〔〕［］\[\]。]+?)\s*[】〕］\]]")
_OF_A_DAY = re.compile(r"(?:制定|策定|決定|一部|最終|改正|改定|改訂|施行|適用|実施|現在|から|付け?|版|[:、・()])*")
"""What may stand beside a day that dates a set."""
_END_WORDS = frozenset({"以上", "以下余白"})


@dataclass(slots=True)
class Node:
    """A clause or an item while it is being read."""

    label: Label
    text: Passage
    x0: float
    heading: Passage | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def number(self) -> int | str:
        return self.label.number if self.label.number is not None else self.label.label


@dataclass(slots=True)
class ClauseReader:
    """Reads the lines of one set, one after the other."""

    lines: Sequence[AnyLine]
    flow: Flow
    settings: ClauseSetSettings
    clauses: list[Node] = field(default_factory=list)
    heading: Passage | None = None
    path: list[Node] = field(default_factory=list)
    """The open clause and the items open under it."""
    preamble: list[AnyLine] = field(default_factory=list)
    longest: int = field(init=False)
    """Characters of the longest line."""

    def __post_init__(self) -> None:
        self.longest = max((len(line.text) for line in self.lines), default=0)

    def read(self) -> list[Node]:
        """The clauses."""
        at = 0
        while at < len(self.lines):
            at += self._take(at)
        return self.clauses

    def _take(self, at: int) -> int:
        """Reads the line at `at`, with those that belong to it; tells how many it took."""
        line = self.lines[at]
        if not self.clauses and _days(line):
            self.preamble.append(line)
            return 1
        if squeeze(line.text) in _END_WORDS and self.clauses:
            self.path = []
            return 1
        heading = self._heading(at)
        if heading is not None:
            self.heading = heading[0]
            for taken in self.lines[at : at + heading[1]]:
                self.flow.glue(taken)
            self.path = []
            return heading[1]
        label = self._label(at)
        opens = label is not None and label.number is not None and self._place(line, label)
        kana = self._as_kana(line, label) if label is not None and not opens else None
        if kana is not None and self._place(line, kana):
            label, opens = kana, True
        glue = self.flow.glue(line)
        if label is not None and opens:
            self._open(line, label)
        elif self.path:
            self._go_on(line, glue)
        elif self.clauses and self.heading is None:
            self.clauses[-1].text.add(line, glue=glue)
        else:
            self.preamble.append(line)
        return 1

    def _label(self, at: int) -> Label | None:
        """The label of a line; after a heading or the end of a sentence the number to come is one, whatever follows it
        (２　月曜…)."""
        text, above = self.lines[at].text, self.lines[at - 1].text if at > 0 else ""
        last = self.clauses[-1].label if self.clauses else None
        if last is not None and last.style == "digit" and _CLOSED.search(above):
            return match_due(text, (last.ordinal or 0) + 1)
        if self.path and last is not None and last.style in PARAGRAPHED and above.endswith("。"):
            return match_due(text, _paragraph_due(self.path[0]))
        return match_label(text)

    def _as_kana(self, line: AnyLine, label: Label) -> Label | None:
        """(ｱ) under ア, or (ｲ) after it, where an engine read (7) or (1): a number that continues nothing there."""
        digit = str(label.ordinal)
        if isinstance(line, PlainLine) or line.sure is None or label.style != "paren_digit" or digit not in READ_AS:
            return None
        if not self.path or self.path[-1].label.style not in ("kana", "paren_kana"):
            return None
        head = fold(line.text[: label.end]).replace(digit, READ_AS[digit])
        return match_label(head + line.text[label.end :])

    def _heading(self, at: int) -> tuple[Passage, int] | None:
        """A heading that begins at this line, in brackets or bare, and how many lines it takes."""
        line = self.lines[at]
        text = clause_heading(line.text) or self._heading_in_corners(at)
        if text is not None and self._may_head(at):
            start = line.text.index(text)
            return Passage.of(line, start, start + len(text)), 1
        if text is None and _OPENING.match(line.text) and at + 1 < len(self.lines) and match_label(line.text) is None:
            joined = Passage.of(line)
            joined.add(self.lines[at + 1])
            text = clause_heading(joined.text)
            if text is not None and self._may_head(at):
                start = joined.text.index(text)
                return joined.part(start, start + len(text)), 2
        if text is None and self._is_bare_heading(at):
            return Passage.of(line), 1
        return None

    def _heading_in_corners(self, at: int) -> str | None:
        """【見出し】 right above the clause to come; elsewhere such brackets hold anything."""
        match = _CORNERS.fullmatch(self.lines[at].text.strip())
        if match is None or len(match[1]) > self.settings.longest_heading or not self._next_is_due(at):
            return None
        return match[1]

    def _may_head(self, at: int) -> bool:
        """A bracketed line inside a sentence is no heading."""
        return at == 0 or not self.path or bool(_CLOSED.search(self.lines[at - 1].text)) or self._next_is_due(at)

    def _next_is_due(self, at: int) -> bool:
        label = self._label(at + 1) if at + 1 < len(self.lines) else None
        return label is not None and self._is_due(label)

    def _is_bare_heading(self, at: int) -> bool:
        line = self.lines[at]
        if len(line.text) > self.settings.longest_heading or _SENTENCE.search(line.text) or match_label(line.text):
            return False
        if squeeze(line.text) in _END_WORDS or (self.path and not self.lines[at - 1].text.endswith("。")):
            return False
        return bool(self.clauses) and self._next_is_due(at)

    def _is_due(self, label: Label) -> bool:
        """Whether the label is that of the clause to come."""
        return _succeeds(self.clauses[-1].label, label) if self.clauses else _is_first(label)

    def _place(self, line: AnyLine, label: Label) -> bool:
        """Whether the label continues a sequence; closes the items that it ends."""
        if not self.clauses and not _is_first(label):
            return False
        if self._is_due(label):
            self.path = []
            return True
        for depth in range(len(self.path) - 1, 0, -1):
            if _succeeds(self.path[depth].label, label):
                del self.path[depth:]
                return True
        if self._skips(line, label):
            self.path = []
            return True
        if self._is_paragraph(line, label):
            del self.path[1:]
            return True
        return bool(self.path) and _is_first(label) and label.style not in {node.label.style for node in self.path}

    def _skips(self, line: AnyLine, label: Label) -> bool:
        """A clause whose predecessor is missing: under a heading of its own, or at the place of the labels."""
        last = self.clauses[-1].label
        if (
            label.style != last.style
            or not 0 < (label.ordinal or 0) - (last.ordinal or 0) <= self.settings.missing_numbers
        ):
            return False
        return not self.path or (line.x0 <= self.clauses[-1].x0 + 1 and self.flow.begins(line))

    def _is_paragraph(self, line: AnyLine, label: Label) -> bool:
        """Whether the label is that of the open clause's next paragraph, after its text or the items of the one before.

        第N alone is also a chapter, over items numbered through: there the first paragraph must be a sentence.
        """
        clause = self.path[0] if self.path else None
        if clause is None or clause.label.style not in PARAGRAPHED:
            return False
        if label.style != "digit" or label.branches or label.ordinal != _paragraph_due(clause):
            return False
        if clause.label.style == "dai_jo" and not clause.children:
            return True
        if clause.label.style == "dai" and "。" not in clause.text.text:
            return False
        return self.flow.begins(line) or self._stopped_short(line)

    def _stopped_short(self, line: AnyLine) -> bool:
        """Whether the line above is no wrapped one though no sentence ends there, in an export without places."""
        last = self.flow.last
        return (
            isinstance(line, PlainLine)
            and last is not None
            and len(last.text) < self.settings.paragraph_end * self.longest
        )

    def _open(self, line: AnyLine, label: Label) -> None:
        node = Node(label, Passage.of(line, label.end), line.x0)
        if self.path:
            self.path[-1].children.append(node)
        else:
            node.heading = self.heading
            self.clauses.append(node)
        self.path.append(node)

    def _go_on(self, line: AnyLine, glue: str) -> None:
        """More text of the open clause or item; a paragraph that stands out to the left closes items."""
        if glue == "\n":
            while len(self.path) > 1 and line.x0 < self.path[-1].x0 - 1:
                self.path.pop()
        self.path[-1].text.add(line, glue=glue if self.path[-1].text.text else "")


def _is_first(label: Label) -> bool:
    return label.ordinal == 1 or label.iroha_ordinal == 1


def _paragraph_due(clause: Node) -> int:
    """The number of the paragraph to come; the first bears none."""
    numbered = [child.label.ordinal for child in clause.children if child.label.style == "digit"]
    return (numbered[-1] or 0) + 1 if numbered else 2


def _succeeds(last: Label, label: Label) -> bool:
    """Whether one label follows another of its style, in the order of numbers, of ア イ ウ or of イ ロ ハ."""
    if last.style != label.style:
        return False
    if last.ordinal == label.ordinal and label.branches > last.branches:
        return True
    pairs = ((last.ordinal, label.ordinal), (last.iroha_ordinal, label.iroha_ordinal))
    return any(a is not None and b is not None and b == a + 1 for a, b in pairs)


def read_clause_set(part: Part, kind: ClauseSetKind, reading: Reading, findings: Findings) -> ClauseSet | None:
    """The clause set of a part; None where no clause begins in it. `findings` are those of the set."""
    lines = part.lines()
    above = next((k for k, line in enumerate(lines[:2]) if part.title is not None and part.title in line.text), -1)
    body = lines[above + 1 :]
    reader = ClauseReader(body, Flow(measure(body), left_of(body)), reading.settings.clause_sets)
    nodes = reader.read()
    if not nodes:
        return None
    _take_headings(nodes, reading.settings.clause_sets)
    iroha = nodes[0].label.ordinal != 1
    clauses = [_clause(node, iroha=iroha) for node in nodes]
    _report_gaps(clauses, findings)
    found = ClauseSet(
        title=part.title or "",
        kind=kind,
        ward=reading.document.ward,
        case=reading.last_case,
        parties=_parties(clauses, reading.common),
        clauses=clauses,
        spans=[line.span(0, len(line.text)) for line in lines],
    )
    read_day(found, reader.preamble)
    return found


def read_day(found: ClauseSet, lines: Sequence[AnyLine]) -> None:
    """The last day that lines above the clauses give the set: 制定：平成16年4月1日, 改正：平成23年4月1日."""
    days = [(reading, line) for line in lines for reading in _days(line)]
    if days:
        reading, line = max(days, key=lambda each: each[0].first)
        found.date, found.date_source = reading.first, "printed"
        found.evidence["date"] = Evidence(text=reading.text, spans=[line.span(reading.start, reading.end)])


def _days(line: AnyLine) -> list[DateReading]:
    """The days of a line that says nothing but since when something holds; none of any other line."""
    readings = [reading for reading in find_dates(line.text) if reading.precision == "day"]
    rest = line.text
    for reading in reversed(readings):
        rest = rest[: reading.start] + rest[reading.end :]
    return readings if _OF_A_DAY.fullmatch(squeeze(fold(rest))) else []


def first_clause(lines: Sequence[AnyLine]) -> int | None:
    """The line with which clauses begin among lines of unknown kind: the first heading or label that opens a run."""
    for at, line in enumerate(lines):
        label = match_label(line.text)
        if label is not None and label.ordinal == 1 and label.style in CLAUSE_STYLES:
            headed = at > 0 and clause_heading(lines[at - 1].text) is not None
            return at - 1 if headed else at
    return None


def is_unbroken(found: ClauseSet, settings: ClauseSetSettings) -> bool:
    """Whether it is a run of clauses beyond doubt: several, numbered without a gap, of sentences. The list of an agenda
    (１　開会, ２　議題, …) has none."""
    numbers = [clause.number for clause in found.clauses]
    sentences = sum("。" in clause.text or _has_sentence(clause.items) for clause in found.clauses)
    unbroken = len(numbers) >= settings.least_clauses and numbers == list(range(1, len(numbers) + 1))
    return unbroken and 2 * sentences >= len(numbers)


def _has_sentence(items: Sequence[Item]) -> bool:
    return any("。" in item.text or _has_sentence(item.items) for item in items)


def _take_headings(nodes: list[Node], settings: ClauseSetSettings) -> None:
    """Headings on the clause's own line: in brackets, or as a short first paragraph where most clauses have one."""
    for node in nodes:
        heading, rest = split_heading(node.text.text)
        if heading is not None and node.heading is None:
            start = node.text.text.index(heading)
            end = len(node.text.text)
            node.heading = node.text.part(start, start + len(heading))
            node.text = node.text.part(end - len(rest), end)
    bare = [end for node in nodes if node.heading is None and (end := _first_line_heading(node, settings))]
    if len(bare) < settings.headed_share * len(nodes):
        return
    for node in nodes:
        end = _first_line_heading(node, settings) if node.heading is None else 0
        if end:
            node.heading, node.text = node.text.part(0, end), node.text.part(end, len(node.text.text))


def _first_line_heading(node: Node, settings: ClauseSetSettings) -> int:
    """Length of a first paragraph that reads as a heading; 0 where there is none."""
    first, _, rest = node.text.text.partition("\n")
    if not (rest or node.children) or len(first) > settings.longest_heading or _SENTENCE.search(first):
        return 0
    return len(first)


def _clause(node: Node, *, iroha: bool) -> Clause:
    number = (node.label.iroha_ordinal if iroha else node.label.ordinal) or 0
    return Clause(
        number=number,
        label=node.label.label,
        heading=node.heading.text if node.heading else None,
        text=node.text.text,
        items=[_item(child) for child in node.children],
        spans=node.text.spans(),
        confidence=_confidence(node),
    )


def _confidence(node: Node) -> float | None:
    """How likely the clause is read right, heading and items included; None where it is embedded."""
    own = [part.confidence for part in (node.heading, node.text) if part is not None]
    known = [p for p in [*own, *map(_confidence, node.children)] if p is not None]
    return round(prod(known), 4) if known else None


def _item(node: Node) -> Item:
    return Item(
        label=node.label.label,
        number=node.number,
        text=node.text.text,
        items=[_item(child) for child in node.children],
        spans=node.text.spans(),
    )


def _report_gaps(clauses: list[Clause], findings: Findings) -> None:
    for index, (before, after) in enumerate(pairwise(clauses), 1):
        if after.number not in (before.number + 1, before.number):
            findings.warn(
                "numbering_gap",
                f"clause {after.label} follows clause {before.label}",
                after.spans[:1],
                f"/clauses/{index}",
            )


def _parties(clauses: list[Clause], common: Common) -> Parties:
    """The pair of words that the clauses use for their two sides."""
    text = "".join(clause.text for clause in clauses)
    best, most = Parties(), 0
    for pair in common.parties:
        both = (text.count(pair.principal), text.count(f"{pair.contractor}は"))
        if all(both) and both[1] > most:
            best, most = Parties(principal=pair.principal, contractor=pair.contractor), both[1]
    return best
