"""The lines of a clause set to a tree of clauses and items, by labels that continue a sequence.

A line begins a clause or an item if it carries a label that continues a sequence; everything else goes on with what
is before it. Layouts seen: （見出し） above the clause, on its line, missing, or covering several clauses
(Shinjuku 2020: one heading for clauses 11 and 12); hanging indents and none (Nerima).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import Flow, Passage, is_cut_before_number
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set.bullets import Bullets, is_aside, is_bullet, margin_of, take_lone_bullet
from kaigi_extract.parts.clause_set.days import days_of
from kaigi_extract.parts.clause_set.headings import heading_apart
from kaigi_extract.parts.clause_set.node import (
    PARAGRAPHED,
    ClauseNode,
    comes_after,
    is_alike,
    is_first,
    is_second_paragraph,
    paragraph_due,
    passes_over,
    succeeds,
)
from kaigi_extract.parts.clause_set.signs import LONGEST_NOTE, amendment_note, heading_after, is_omission, left_out
from kaigi_extract.parts.extent import Chapter
from kaigi_extract.parts.settings import ClauseSetSettings
from kaigi_extract.text import (
    Label,
    clause_heading,
    fold,
    match_decimal,
    match_due,
    match_label,
    match_lone,
    match_term,
    split_heading,
    squeeze,
)
from kaigi_extract.text.late_pattern import late_pattern

READ_AS = {"7": "ｱ", "1": "ｲ"}
"""Half-width kana by the digits that engines take them for."""
_CLOSED = late_pattern(r"[。．.）)」』：:]$")
_STOP_OR_COMMA = late_pattern(r"[。、]")
_PARTICLES = tuple("はがをにのでとへや")
"""What a heading does not end in, and a line of a sentence may."""
_CLOSING = late_pattern(r"[」』）】〕)\]・ーっゃゅょッャュョ々]")
"""What begins no line by itself."""
_IN_COLUMNS = late_pattern(r"\S(?:\u3000{2}| {4})")
"""Words that wide space parts from others on their line."""
_OPENING_BRACKET = late_pattern(r"^[（(]")
_CORNERS = late_pattern(r"[【〔［\[]\s*([^【】〔〕［］\[\]。]+?)\s*[】〕］\]]")
_REPEALED = frozenset({"削除", "(削除)", "（削除）"})
"""Text of an article that is no more: the heading of the one before it is not its own."""
LONGEST_KANJI = 3
"""Characters of the number of a 号 in kanji: 二十三."""
_LONE_STYLES = frozenset({"kanji", "kana"})
"""Styles of the labels of items that may be alone on their lines, and are no labels elsewhere."""
_DECIMALS = ("decimal_2", "decimal_3")
"""Styles of label that a number of one more part goes below, from the outer to the inner one."""
_NUMBERED_BELOW = ("digit", "paren_digit")
"""Styles of a clause's number and of the list that begins right behind it: 1. (1)."""
_STOPS = (".", "．", "、", "，")
"""What ends a label that another one may follow without white space: 1.(1)."""
_END_WORDS = frozenset({"以上", "以下余白"})


@dataclass(slots=True)
class ClauseReader:
    """Reads the lines of one set, one after the other."""

    lines: Sequence[AnyLine]
    flow: Flow
    settings: ClauseSetSettings
    clauses: list[ClauseNode] = field(default_factory=list)
    heading: Passage | None = None
    path: list[ClauseNode] = field(default_factory=list)
    """The open clause and the items open under it."""
    preamble: list[AnyLine] = field(default_factory=list)
    openers: Mapping[int, Label] = field(default_factory=dict)
    """The labels that open clauses, by the identity of their lines, where they were measured before; where they were
    not, the labels that continue a sequence do."""
    structure: Mapping[int, Chapter] = field(default_factory=dict)
    """Lines of structure, by their identity."""
    grids: Mapping[int, Sequence[Grid]] = field(default_factory=dict)
    """Tables by the identity of the line above each."""
    chapters: list[tuple[Chapter, int]] = field(default_factory=list)
    """Structure as it was read, with the number of clauses before it."""
    left_out: set[int] = field(default_factory=set)
    """Numbers of articles that are said to be repealed or left out together."""
    with_gaps: bool = False
    """Whether items may be missing, and a heading covers no clause behind those that are."""
    next_label: tuple[int, int, Label | None] = field(init=False, default=(0, 0, None))
    """The line below which the next label was looked for last, the line of that label, and the label."""
    next_second: dict[object, tuple[int, int, bool]] = field(init=False, default_factory=dict)
    """For each way in which lists begin: the line below which one was to go on, that up to which was looked, and
    whether it goes on there."""
    listed_behind: bool | None = field(init=False, default=None)
    """Whether lists begin right behind the numbers of clauses; None before it was looked for."""
    places: Mapping[int, int] = field(init=False)
    """Which line each is, by its identity."""
    fresh: bool = field(init=False, default=False)
    """Whether the heading was read after the last clause."""
    longest: int = field(init=False)
    """Characters of the longest line."""
    heads_own_line: bool = field(init=False)
    """Whether most clauses of an export have a heading on the line of their label, and their text below."""
    heads_above: bool = field(init=False)
    """Whether lines in brackets above clauses are their headings: not where those have them on their own lines."""
    heads_bare: bool = field(init=False)
    """Whether most clauses have a heading without brackets above them."""
    bullets: Bullets = field(init=False)
    notes: set[int] = field(init=False, default_factory=set)
    """Which lines are of notes that tell by what an article was amended."""

    def __post_init__(self) -> None:
        self.places = {id(line): at for at, line in reversed(list(enumerate(self.lines)))}
        self.longest = max((len(line.text) for line in self.lines), default=0)
        self.bullets = Bullets(self.lines, self.openers, self.settings, self.longest)
        for at, line in enumerate(self.lines):
            if line.text.lstrip().startswith(("(", "（")):
                note = amendment_note([each.text for each in self.lines[at : at + LONGEST_NOTE]])
                self.notes.update(range(at, at + note))
        opening = [at for at, line in enumerate(self.lines) if id(line) in self.openers]
        own = [at for at in opening if self._is_headed_line(at)]
        above = [at for at in opening if at > 0 and clause_heading(self.lines[at - 1].text) is not None]
        valued = [at for at in opening if at not in own and self._has_heading_apart(at)]
        share = self.settings.headed_share * (len(opening) - len(valued))
        self.heads_own_line = bool(own) and len(own) >= share
        self.heads_above = not (self.heads_own_line and 3 * len(above) <= len(opening) and opening[0] not in above)
        bare = [at for at in opening[1:] if self._is_bare_line(at - 1)]
        self.heads_bare = (
            bool(bare) and not self.heads_own_line and len(bare) >= self.settings.headed_share * len(opening[1:])
        )

    def _is_headed_line(self, at: int) -> bool:
        """Whether behind the label of a line there is what reads as a heading, with text below it."""
        line, below = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        text = line.text[self.openers[id(line)].end :].strip()
        if not text:
            return self._has_heading_below(at)
        if not text or len(text) > self.settings.longest_heading or "。" in text or text.endswith(("、", "，")):
            return False
        if isinstance(line, PlainLine) and len(line.text) > self.settings.full_line * self.longest:
            return False
        return below is not None and id(below) not in self.openers

    def _has_heading_below(self, at: int) -> bool:
        """Whether below a line of an export that is only a label there is a line that reads as a heading, and then
        text."""
        line, *below = self.lines[at : at + 3]
        if len(below) < 2 or not isinstance(line, PlainLine) or line.text[self.openers[id(line)].end :].strip():
            return False
        return self._is_bare_line(at + 1) and not any(id(each) in self.openers for each in below)

    def _has_heading_apart(self, at: int) -> bool:
        """Whether behind the label of a line there is a heading, white space and the clause's text."""
        line = self.lines[at]
        return heading_apart(line.text[self.openers[id(line)].end :], self.settings) > 0

    def _is_bare_line(self, at: int) -> bool:
        """Whether a line could be a heading without brackets."""
        text = self.lines[at].text
        short = len(text) <= self.settings.longest_heading and not _STOP_OR_COMMA.search(text)
        return short and match_label(text) is None and clause_heading(text) is None

    def read(self) -> list[ClauseNode]:
        """The clauses."""
        at = 0
        while at < len(self.lines):
            taken = self._take(at)
            for line in self.lines[at : at + taken]:
                for grid in self.grids.get(id(line), ()):
                    if self.path:
                        self.path[-1].grids.append(grid)
            at += taken
        return self.clauses

    def _take(self, at: int) -> int:
        """Reads the line at `at`, with those that belong to it; returns how many it took."""
        line = self.lines[at]
        if not self.clauses and days_of(line):
            self.preamble.append(line)
            return 1
        if self._is_apart(at):
            return 1
        heading = self._heading(at) if id(line) not in self.openers else None
        if heading is not None:
            self.heading, self.fresh = heading[0], True
            for taken in self.lines[at : at + heading[1]]:
                self.flow.glue(taken)
            self.path = []
            return heading[1]
        label = self.openers.get(id(line)) or self._label(at)
        opens = label is not None and label.number is not None and self._place(line, label)
        kana = self._as_kana(line, label) if label is not None and not opens else None
        if kana is not None and self._place(line, kana):
            label, opens = kana, True
        short = self.bullets.stopped_short(at)
        glue = self.flow.glue(line)
        if label is not None and opens:
            self._open(line, label)
            return 1 + self._take_heading_below(at)
        bullet = self.bullets.labels[at] if self.path and not opens else None
        if bullet is not None:
            self.bullets.place(self.path, at, bullet)
            self._open(line, bullet)
        elif self.path:
            left = self._leave_bullets(at, new=glue == "\n" or short)
            begins = left or self._is_listed(at) or (short and is_aside(line))
            self._go_on(line, "\n" if begins else glue)
        elif self.clauses and self.heading is None:
            self.clauses[-1].text.add(line, glue=glue)
        else:
            self.preamble.append(line)
        return 1

    def _is_apart(self, at: int) -> bool:
        """Whether a line is of no clause: 以上, a note of amendments, structure, what is left out. Closes items."""
        line = self.lines[at]
        if at in self.notes or (squeeze(line.text) in _END_WORDS and self.clauses):
            self.flow.glue(line)
            self.path = []
            return True
        structure = self.structure.get(id(line))
        leaves_out = bool(self.openers) and is_omission(line.text) and self.bullets.labels[at] is None
        rest = at + 1 == len(self.lines) and "以下" in line.text
        if structure is None and not (leaves_out and (rest or self._next_opens(at))):
            return False
        if structure is not None and not (self.chapters and self.chapters[-1][0] is structure):
            self.chapters.append((structure, len(self.clauses)))
        self.left_out.update(left_out(line.text))
        self.flow.glue(line)
        self.path, self.heading = [], None
        return True

    def _label(self, at: int) -> Label | None:
        """The label of a line; after a heading or the end of a sentence the number to come is one, whatever follows it
        (２　月曜…)."""
        text, above = self.lines[at].text, self.lines[at - 1].text if at > 0 else ""
        if is_cut_before_number(above, text):
            return None
        last = self.clauses[-1].label if self.clauses else None
        if last is not None and last.style == "digit" and _CLOSED.search(above):
            open_at = [last, *(node.label for node in reversed(self.path[1:]) if node.label.style == "digit")]
            next_ones = (match_due(text, (label.ordinal or 0) + 1) for label in open_at)
            found = next((label for label in next_ones if label is not None), None)
            return found or self._decimal(text) or self._lone_mark(at)
        if self.path and last is not None and last.style in PARAGRAPHED and self._may_count_paragraphs(at):
            due = paragraph_due(self.path[0])
            lone = match_lone(text) if at + 1 < len(self.lines) else None
            found = match_due(text, due) or (lone if lone is not None and lone.ordinal == due else None)
        else:
            found = match_label(text)
        return found or self._decimal(text) or self._term(at) or self._lone_mark(at)

    def _may_count_paragraphs(self, at: int) -> bool:
        """Whether a number may be that of the next paragraph: below a sentence, or below an item of one short line."""
        above = self.lines[at - 1] if at > 0 else None
        if above is None or above.text.endswith("。"):
            return above is not None
        text = self.path[-1].text.text
        short = len(text) < self.settings.paragraph_end * self.longest
        return isinstance(above, PlainLine) and len(self.path) > 1 and short and text == above.text.strip()

    def _lone_mark(self, at: int) -> Label | None:
        """The number of a 号 in kanji, or a kana, alone on its line: where the one before it is open above, or the
        second is alone on a line below."""
        label = self._alone(at) if self.path else None
        if label is None:
            return None
        open_at = [level.label for level in self.path if level.label.style == label.style]
        if open_at:
            return label if succeeds(open_at[-1], label) else None
        if not is_first(label):
            return None
        for below in range(at + 1, len(self.lines)):
            if id(self.lines[below]) in self.openers:
                return None
            second = self._alone(below)
            if second is not None and second.style == label.style:
                return label if succeeds(label, second) else None
        return None

    def _alone(self, at: int) -> Label | None:
        line = self.lines[at]
        if len(line.text.strip()) > LONGEST_KANJI or at + 1 == len(self.lines):
            return None
        label = match_label(f"{line.text.rstrip()}　乙は")
        if label is None or label.style not in _LONE_STYLES or label.branches:
            return None
        return dataclasses.replace(label, end=len(line.text))

    def _decimal(self, text: str) -> Label | None:
        """2.1 where clause 2 is open, 2.1.3 where 2.1 is open in it."""
        found = match_decimal(text) if self.path else None
        if found is None:
            return None
        label, numbers = found
        first = match_decimal(f"{self.path[0].label.label}　乙")
        opened: list[int | None] = [*first[1]] if first is not None else [self.path[0].label.ordinal]
        for depth, style in enumerate(_DECIMALS, 2):
            opened += [node.label.ordinal for node in self.path if node.label.style == style and len(opened) < depth]
        return label if tuple(opened[: len(numbers) - 1]) == numbers[:-1] else None

    def _term(self, at: int) -> Label | None:
        """The number of a 号 that defines a word of one character, where the one before it is open above, or the second
        is the next label below."""
        text = self.lines[at].text
        open_at = [level.label.ordinal or 0 for level in self.path if level.label.style == "kanji"]
        if open_at:
            return match_term(text, open_at[-1] + 1)
        first = match_term(text, 1)
        if first is None:
            return None
        after = self._label_below(at)
        return first if after is not None and (after.style, after.ordinal) == ("kanji", 2) else None

    def _label_below(self, at: int) -> Label | None:
        """The next label below a line. It is the same for all lines between, which ask one after the other."""
        asked, label_at, _ = self.next_label
        if not asked <= at < label_at:
            below = range(at + 1, len(self.lines))
            labels = ((i, match_label(self.lines[i].text) or match_term(self.lines[i].text, 2)) for i in below)
            found = ((at, i, label) for i, label in labels if label is not None)
            self.next_label = next(found, (at, len(self.lines), None))
        return self.next_label[2]

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
        """A heading that begins at this line, in brackets, bare or behind a bullet, and how many lines it takes."""
        line = self.lines[at]
        if at in self.bullets.heads:
            mark = self.bullets.labels[at]
            return Passage.of(line, mark.end if mark is not None else 0), 1
        if not self.heads_above:
            return None
        text = clause_heading(line.text) or self._heading_in_corners(at)
        if text is not None and self._may_head(at):
            start = line.text.index(text)
            return Passage.of(line, start, start + len(text)), 1
        if (
            text is None
            and _OPENING_BRACKET.match(line.text)
            and at + 1 < len(self.lines)
            and match_label(line.text) is None
        ):
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
        """A bracketed line inside a sentence is no heading, nor a remark above a clause that has a heading behind its
        label."""
        if self.openers and (id(self.lines[at]) in self.openers or self._begins_with_heading(at + 1)):
            return False
        return at == 0 or not self.path or bool(_CLOSED.search(self.lines[at - 1].text)) or self._next_is_due(at)

    def _next_opens(self, at: int) -> bool:
        """Whether a clause opens with one of the next two lines, notes of amendments aside."""
        below = (i for i in range(at + 1, len(self.lines)) if i not in self.notes)
        return any(id(self.lines[i]) in self.openers for i in islice(below, 2))

    def _next_is_due(self, at: int) -> bool:
        if self.openers:
            return at + 1 < len(self.lines) and id(self.lines[at + 1]) in self.openers
        label = self._label(at + 1) if at + 1 < len(self.lines) else None
        return label is not None and self._is_due(label)

    def _is_bare_heading(self, at: int) -> bool:
        line = self.lines[at]
        if len(line.text) > self.settings.longest_heading or _STOP_OR_COMMA.search(line.text) or match_label(line.text):
            return False
        if squeeze(line.text) in _END_WORDS or (self.path and not self._is_over(at)):
            return False
        if self.openers and self._owns_heading(at + 1):
            return False
        return (bool(self.clauses) or self.heads_bare) and self._next_is_due(at)

    def _is_over(self, at: int) -> bool:
        """Whether what is above a line that may be a heading has ended: with a sentence, or where most clauses have
        such headings, with a line that does not wrap."""
        above = self.lines[at - 1]
        if above.text.endswith("。"):
            return True
        if not self.heads_bare or not self.openers:
            return False
        if not isinstance(above, PlainLine):
            return self.flow.begins(self.lines[at])
        return above.hard or len(above.text) < self.settings.full_line * self.longest

    def _begins_with_heading(self, at: int) -> bool:
        """Whether a clause's text begins with a heading in brackets."""
        line = self.lines[at] if at < len(self.lines) else None
        label = self.openers.get(id(line)) if line is not None else None
        return line is not None and label is not None and split_heading(line.text[label.end :])[0] is not None

    def _owns_heading(self, at: int) -> bool:
        """Whether a clause has its heading in brackets behind its label."""
        line = self.lines[at] if at < len(self.lines) else None
        label = self.openers.get(id(line)) if line is not None else None
        return line is not None and label is not None and heading_after(line.text, label) is not None

    def _is_due(self, label: Label) -> bool:
        """Whether the label is that of the clause to come."""
        return succeeds(self.clauses[-1].label, label) if self.clauses else is_first(label)

    def _place(self, line: AnyLine, label: Label) -> bool:
        """Whether the label continues a sequence; closes the items that it ends."""
        if id(line) in self.openers:
            self.path = []
            return True
        if not self.clauses and (self.openers or not is_first(label)):
            return False
        if not self.openers and self._is_due(label) and not self._goes_on_within(label):
            self.path = []
            return True
        opened = range(len(self.path) - 1, 0, -1)
        going_on = [k for k in opened if comes_after(self.path[k].label, label, self.with_gaps)]
        if going_on:  # of lists in lists of one style, the one at its margin; the innermost of those
            del self.path[min(going_on, key=lambda k: abs(self.path[k].x0 - line.x0)) :]
            return True
        misnumbered = next((k for k in opened if self._passes_over(self.path[k], line, label)), 0)
        if not misnumbered and not self.openers and self._skips(line, label):
            self.path = []
            return True
        if misnumbered or self._is_paragraph(line, label):
            del self.path[misnumbered or 1 :]
            return True
        if not self.path or not (is_first(label) or self.with_gaps):
            return False
        self.bullets.close(self.path, line)
        return self._may_go_below(line, label)

    def _passes_over(self, item: ClauseNode, line: AnyLine, label: Label) -> bool:
        """Whether a line goes on with the list of an item though its number is not the next: at its margin, and no
        wrapped line of what is above. Lists of plain numbers are paragraphs, of which sentences begin with others."""
        if label.style in ("digit", "bullet") or not passes_over(item.label, label):
            return False
        return abs(line.x0 - item.x0) <= 1 and (self.flow.begins(line) or self._stopped_short(line))

    def _may_go_below(self, line: AnyLine, label: Label) -> bool:
        """Whether a list may begin under the open item: none is open in its style, an export sets it in under that, or
        it begins right below the number of a clause that is alone on its line."""
        alike = [node for node in self.path if is_alike(node.label, label)]
        if not alike:
            return True
        if self.openers and alike[-1] is self.path[0] is self.path[-1] and not alike[-1].text.text.strip():
            return True
        return isinstance(line, PlainLine) and alike[-1] is self.path[-1] and line.x0 > alike[-1].x0

    def _goes_on_within(self, label: Label) -> bool:
        """Whether a label that could be the next clause's goes on with items that are set as it is: ⒉ behind ⒈."""
        if not self.path or is_alike(self.clauses[-1].label, label):
            return False
        return any(is_alike(node.label, label) and succeeds(node.label, label) for node in self.path[1:])

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
        apart = clause is not None and not any(line.text for line in self.lines if id(line) in self.openers)
        if clause is not None and is_second_paragraph(clause, label, apart=apart and bool(self.openers)):
            return self._ends_above(line) and (self.flow.begins(line) or self._stopped_short(line))
        if clause is None or clause.label.style not in PARAGRAPHED:
            return False
        if label.style != "digit" or label.branches:
            return False
        due, number = paragraph_due(clause), label.ordinal or 0
        if number != due and not (self.with_gaps and number > due):
            return False
        if clause.label.style == "dai_jo" and not clause.children:
            return True
        if clause.label.style == "dai" and "。" not in clause.text.text:
            return False
        return self.flow.begins(line) or self._stopped_short(line)

    def _ends_above(self, line: AnyLine) -> bool:
        """Whether an item is open above a line, or a sentence has ended there."""
        return len(self.path) > 1 or self.lines[self.places[id(line)] - 1].text.endswith("。")

    def _stopped_short(self, line: AnyLine) -> bool:
        """Whether the line above is no wrapped one though no sentence ends there, in an export without places."""
        last = self.flow.last
        return (
            isinstance(line, PlainLine)
            and last is not None
            and len(last.text) < self.settings.paragraph_end * self.longest
        )

    def _open(self, line: AnyLine, label: Label) -> None:
        x0 = margin_of(line) if label.style == "bullet" else line.x0
        node = ClauseNode(label, Passage.of(line, label.end), x0)
        if self.path:
            self.path[-1].open_below(node)
        else:
            carried = self.with_gaps and self.clauses and not self.fresh
            carried = carried and (not self._is_due(label) or is_omission(node.text.text))
            node.heading = self.heading if squeeze(node.text.text) not in _REPEALED and not carried else None
            self.fresh = False
            before = split_heading(line.text)[0] or line.text[: label.start].strip() if label.start else None
            if before:
                start = line.text.index(before)
                node.heading = Passage.of(line, start, start + len(before))
            self.clauses.append(node)
            if self._takes_own_line(line):
                node.heading, node.text = node.text, Passage()
        self.path.append(node)
        inner = self._label_within(line, label)
        if inner is not None:
            node.text = Passage()
            self._open(line, inner)

    def _take_heading_below(self, at: int) -> int:
        """Takes the line below a clause's label for its heading, where most clauses have theirs there; returns how many
        lines that are."""
        if id(self.lines[at]) not in self.openers or not self.heads_own_line or not self._has_heading_below(at):
            return 0
        clause, line = self.clauses[-1], self.lines[at + 1]
        if clause.heading is not None or clause.text.text.strip():
            return 0
        self.flow.glue(line)
        clause.heading = Passage.of(line)
        return 1

    def _label_within(self, line: AnyLine, label: Label) -> Label | None:
        """The label of a list that begins right behind another label (第２条　①　町が…), where the list goes on, or
        those of other clauses do."""
        inner = self._first_within(line, label)
        if inner is None:
            return None
        listed = id(line) in self.openers and (label.style, inner.style) == _NUMBERED_BELOW and self._lists_within()
        if not listed and not self._goes_on_below(self.places[id(line)], inner):
            return None
        return dataclasses.replace(inner, start=inner.start + label.end, end=inner.end + label.end)

    @staticmethod
    def _first_within(line: AnyLine, label: Label) -> Label | None:
        """The label with which a list may begin right behind another label."""
        inner = match_label(line.text[label.end :])
        if inner is None or inner.number is None or not is_first(inner) or is_alike(inner, label):
            return None
        apart = label.end > label.start + len(label.label) or label.label.endswith(_STOPS)
        return inner if apart and inner.style not in ("dai_sho", *PARAGRAPHED) else None

    def _lists_within(self) -> bool:
        """Whether lists begin right behind the numbers of clauses (1. (1) …): one of a single item is one then, too."""
        if self.listed_behind is None:
            firsts = ((at, self._first_within(line, self.openers[id(line)])) for at, line in self._opening())
            self.listed_behind = any(
                first is not None and first.style == _NUMBERED_BELOW[1] and self._goes_on_below(at, first)
                for at, first in firsts
            )
        return self.listed_behind

    def _opening(self) -> Iterator[tuple[int, AnyLine]]:
        """The lines that open clauses, with their places."""
        return ((at, line) for at, line in enumerate(self.lines) if id(line) in self.openers)

    def _goes_on_below(self, at: int, first: Label) -> bool:
        """Whether a list that begins at a line goes on below it, before the next clause. What was found holds for all
        lines before it, which ask for lists of one style one after the other."""
        kind = first.style, first.ordinal, first.iroha_ordinal, first.branches
        asked, found_at, goes_on = self.next_second.get(kind, (0, 0, False))
        if not asked <= at < found_at:
            asked, found_at, goes_on = at, len(self.lines), False
            for below in range(at + 1, len(self.lines)):
                line = self.lines[below]
                label = match_label(line.text) if id(line) not in self.openers else None
                goes_on = label is not None and succeeds(first, label)
                if goes_on or id(line) in self.openers:
                    found_at = below
                    break
            self.next_second[kind] = asked, found_at, goes_on
        return goes_on

    def _takes_own_line(self, line: AnyLine) -> bool:
        """Whether what is behind a clause's label in an export is its heading."""
        if not self.heads_own_line or self.heading is not None or not isinstance(line, PlainLine):
            return False
        return (
            bool(line.text[self.openers[id(line)].end :].strip())
            and self._is_headed_line(self.places[id(line)])
            and split_heading(line.text[self.openers[id(line)].end :])[0] is None
        )

    def _heads_item(self, node: ClauseNode, line: AnyLine) -> bool:
        """Whether what an item of an export has so far is a heading on its label's line: short, and no sentence."""
        text = node.text.text
        if len(self.path) < 2 or not isinstance(line, PlainLine) or not text or "\n" in text:
            return False
        short = len(text) + len(node.label.label) < self.settings.paragraph_end * self.longest
        return short and not _STOP_OR_COMMA.search(text) and not text.endswith(_PARTICLES)

    def _is_listed(self, at: int) -> bool:
        """Whether a line of an export is one of several short ones that are no parts of a sentence, or is below one
        whose words are set in columns: 区分　　氏名⏎責任者⏎従事者."""
        line, above = self.lines[at], self.lines[at - 1]
        if not isinstance(line, PlainLine) or not self.bullets.stopped_short(at):
            return False
        texts = (above.text, line.text)
        if any(map(_STOP_OR_COMMA.search, texts)) or above.text.endswith(_PARTICLES) or _CLOSING.match(line.text):
            return False
        return _IN_COLUMNS.search(above.text) is not None or len(line.text) < self.settings.paragraph_end * self.longest

    def _leave_bullets(self, at: int, *, new: bool) -> bool:
        """Closes the open bullets that a line without a label is not of; whether there were any."""
        opened = len(self.path)
        while is_bullet(self.path[-1]) and self.bullets.is_over(self.path, at, new):
            self.path.pop()
        left = len(self.path) < opened
        if left:
            take_lone_bullet(self.path[-1])
        return left

    def _go_on(self, line: AnyLine, glue: str) -> None:
        """More text of the open clause or item; a paragraph that begins further left closes items."""
        if glue == "\n":
            if _CORNERS.fullmatch(line.text.strip()) is not None and margin_of(line) <= self.path[-1].x0:
                del self.path[1:]  # 【解説】 behind a list is of the clause
            while len(self.path) > 1 and not is_bullet(self.path[-1]) and line.x0 < self.path[-1].x0 - 1:
                self.path.pop()
        elif self._heads_item(self.path[-1], line):
            glue = "\n"
        self.path[-1].text.add(line, glue=glue if self.path[-1].text.pieces else "")
