"""Who says what: the style in which a document sets its speakers, and its lines cut into turns by it.

Councils set speakers differently: （会長） in a hanging column (Nerima), ○山田委員, 〇議長：, ◆委員（氏名）, names in a
column or a table, the name in brackets at the end of the remark. A document keeps to one style, so it is chosen once,
by how many lines it explains; with geometry, a speaker must be where the others are.

Not every line that looks so begins a speech: the head lists names and offices too, and a wrapped line may begin with a
bracket. So the first must be followed by a sentence, and where speeches are not set in, each by the end of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.agenda_told import is_told
from kaigi_extract.parts.minutes.head_labels import head_label
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary
from kaigi_extract.parts.minutes.other_styles import OtherStyles
from kaigi_extract.parts.minutes.said import is_prose
from kaigi_extract.parts.minutes.speaker_starts import Start, Starts
from kaigi_extract.parts.minutes.speaker_styles import mark_of, open_column
from kaigi_extract.parts.minutes.turns import Turn, Turns
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.text import squeeze
from kaigi_extract.text.late_pattern import late_pattern

_TAIL = late_pattern(
    r"\s*[（(【〔［\[]\s*((?:[^（）()【】〔〕［］\[\]。、「」]|[（(][^（）()。、]*[）)])+?)\s*[）)】〕］\]][。]?$"
)
_LONGEST_TAIL = 80
"""Characters of a name in brackets at the end of a line, with the white space before it."""
_SENTENCE_END = late_pattern(r"[。．？！?!」』)）…―－]$")
_ALONE = late_pattern(r"[(（【〔［\[][^()（）【】〔〕［］\[\]]+[)）】〕］\]]")


@dataclass(slots=True)
class Speakers:
    """Finds the style of a document's speakers and cuts its lines into turns."""

    rows: list[MinutesRow]
    words: MinutesVocabulary
    right: float
    """The x where lines outside of tables must turn."""
    starts: dict[int, Start] = field(default_factory=dict)
    """The lines that begin a speech, where speeches begin with their speaker."""
    tails_at: list[int] = field(default_factory=list)
    """The rows that end in a speaker, where speeches do."""
    found: Starts = field(init=False)
    """What may begin a speech."""
    cut: Turns = field(init=False)
    """What is said, by what begins it."""

    def __post_init__(self) -> None:
        self.found = Starts(self.rows, self.words)
        self.cut = Turns(self.rows, self.words, self.right)

    @property
    def settings(self) -> MinutesSettings:
        """The thresholds by which speakers are found."""
        return self.words.settings

    def turns(self) -> tuple[int, list[Turn]]:
        """The row where speeches begin, and what is said from there on."""
        tails = self._plausible_tails()
        styles = [(found, self.found.plausible(found)) for found in self.found.in_every_style()]
        found, plausible = max(styles, key=lambda style: len(style[1]))
        if len(tails) > len(plausible) and not (found and self._are_above(tails)):
            begin = self._before_tail(tails[0].at)
            self.tails_at = [tail.at for tail in tails]
            return begin, list(self.cut.tailed(begin, {tail.at: tail for tail in tails}))
        if not found:
            return len(self.rows), []
        self._accept(found, plausible)
        self._add_other_styles([other for style, other in styles if style is not found])
        begin = self._unmarked_first(self.cut.first)
        begin = self._named_in_headings(begin)
        told = self._told_above(begin)
        begin = told if self._repeats(told - 1) else begin
        while begin > 1 and self._repeats(begin - 1):
            begin -= 1
        return begin, list(self.cut.headed(begin))

    def _unmarked_first(self, begin: int) -> int:
        """Where the speeches begin: above the first in the style of all, one may be set without its mark."""
        for index in range(begin - 1, max(0, begin - self.settings.unmarked_lines), -1):
            text = self.rows[index].line.text
            column = open_column(text, self.words) or self.found.open_listed(self.rows[index])
            opened = None if column is None or self.found.heads(column[0]) else self.found.named(column, text)
            says = opened is not None and "。" in text and is_prose(text[opened[1] :])
            if (head_label(self.rows[index], self.words) is not None and not says) or self.cut.closes(index):
                break
            if opened is None or ("。" not in text and self.found.is_in_list(index)):
                continue
            said = [self.rows[index].line.text[opened[1] :], *(row.line.text for row in self.rows[index + 1 : begin])]
            first = next((text for text in said if text.strip()), "")
            if any("。" in text for text in said) and ("。" in first or is_prose(first)):
                self.starts[index] = Start(index, squeeze(opened[0]), opened[1])
                return index
        return begin

    def _named_in_headings(self, begin: int) -> int:
        """Where the speeches begin, with those that a formal heading names in brackets: 開会（課長補佐）, and what he
        says below it."""
        first = begin
        for index, row in enumerate(self.rows[:-1]):
            name = self.found.in_formal_heading(row.line.text) if index not in self.starts else None
            below = self.rows[index + 1].line.text
            if name is None or index + 1 in self.starts or not ("。" in below or is_prose(below)):
                continue
            self.starts[index] = Start(index, squeeze(name), len(row.line.text))
            first = min(first, index)
        return first

    def _told_above(self, begin: int) -> int:
        """The first of a few rows right above the first speech that tell what was done: 事務局から説明を受けた。"""
        first = begin
        while first > max(1, begin - self.settings.unmarked_lines) and is_told(self.rows[first - 1].line.text):
            first -= 1
        return first

    def _repeats(self, index: int) -> bool:
        """Whether a line names numbers that the agenda has named: the heading of the first discussion."""
        numbers = self.words.cited(self.rows[index].line.text)
        earlier = {number for row in self.rows[:index] for number in self.words.cited(row.line.text)}
        return bool(numbers) and earlier.issuperset(numbers)

    def _accept(self, found: list[Start], plausible: Sequence[Start]) -> None:
        """Where the other lines are set in, the margin decides; else a speaker that is plausible follows the end of a
        paragraph."""
        self.cut.first = found[0].at
        at = {start.at for start in found}
        margins = sorted({round(self.found.x_of(start)) for start in found})
        after = enumerate(self.rows[found[0].at :], found[0].at)
        others = [row.line for index, row in after if row.cell is None and index not in at]
        there = [
            line
            for line in others
            if any(abs(line.x0 - x) <= self.settings.margin_tolerance * line.size for x in margins)
        ]
        if others and len(there) <= self.settings.hanging_share * len(others):
            self.cut.margins = [float(x) for x in margins]
            self.starts = {start.at: start for start in found}
        else:
            self.starts = {start.at: start for start in plausible if self._may_begin(start, found)}
        self.cut.starts = self.starts

    def _add_other_styles(self, others: Sequence[Sequence[Start]]) -> None:
        """Adds those who speak in another style than most, and begins with the first of all."""
        if not self.starts:
            return
        more = OtherStyles(self.rows, self.words, self.cut.ended, self.found.is_listed_above)
        more.add_to(self.starts, others)
        more.add_known(self.starts, self.found.anywhere())
        self.cut.first = min(self.cut.first, *self.starts)

    def _may_begin(self, start: Start, found: list[Start]) -> bool:
        """Whether a speech may begin at a line where speeches are not set in."""
        if start.at == found[0].at or self.cut.ended(start.at):
            return True
        below = self.words.speaks(start.speaker) and self.cut.names_matter(start.at - 1)
        return below or self._is_marked(start) or self._is_alone(start, found)

    def _is_marked(self, start: Start) -> bool:
        """Whether a mark shows that somebody who speaks begins, however the line above ends."""
        return bool(mark_of(self.rows[start.at].line.text)) and self.words.speaks(start.speaker)

    def _is_alone(self, start: Start, found: Sequence[Start]) -> bool:
        """Whether somebody who speaks has a line of his own, in brackets or as all have: no words of a sentence do."""
        text = self.rows[start.at].line.text.strip()
        if not self.words.speaks(start.speaker) or start.text < len(text):
            return False
        return _ALONE.fullmatch(text) is not None or all(
            one.text >= len(self.rows[one.at].line.text.strip()) for one in found
        )

    def _tails(self) -> list[Start]:
        """Lines that end in a name in brackets: after a sentence, or, for names so found, short of the measure."""
        found: list[tuple[Start, bool]] = []
        for index, row in enumerate(self.rows):
            before = self.rows[index - 1].line.text if index else ""
            match, shift = _tail_of(row.line.text), 0
            if match is None and _is_open(before):
                match, shift = _tail_of(before + row.line.text), len(before)
            if match and self.found.is_name(match[1], parted=True):
                above = before if match.start() == shift else match.string[: match.start()]
                strict = bool(_SENTENCE_END.search(above))
                short = self.right - row.line.x1 > self.settings.shortfall * row.line.size
                short = short and match.start() > shift  # a name alone on its line may as well be above what is said
                found += [(Start(index, squeeze(match[1]), match.start() - shift), strict)] if strict or short else []
        names = {tail.speaker for tail, strict in found if strict}
        return [tail for tail, strict in found if strict or tail.speaker in names]

    def _plausible_tails(self) -> list[Start]:
        """Names at the ends of lines, where one is of somebody who speaks: 「…」【新規案件】 is none."""
        tails = self.found.plausible(self._tails())
        return tails if any(map(self.found.is_known, tails)) else []

    def _are_above(self, tails: Sequence[Start]) -> bool:
        """Whether names that all have their lines alone are above what is said: no sentence is above the first."""
        alone = not any(self.rows[tail.at].line.text[: tail.text].strip() for tail in tails)
        first = tails[0].at
        return alone and self._before_tail(first) == first

    def _before_tail(self, tail: int) -> int:
        """Where the remark that ends at a row begins: after the head, at the paragraph of the first sentence."""
        last = max((index + 1 for index in range(1, tail) if head_label(self.rows[index], self.words)), default=0)
        first = next((index for index in range(last, tail) if "。" in self.rows[index].line.text), tail)
        while first > last and not self.cut.ended(first):
            first -= 1
        return first


def _tail_of(text: str) -> re.Match[str] | None:
    """The name in brackets that a line ends in."""
    return _TAIL.search(text, max(0, len(text) - _LONGEST_TAIL))


def _is_open(text: str) -> bool:
    """Whether a bracket is open at the end of a line."""
    return max(map(text.rfind, "（(")) > max(map(text.rfind, "）)"))
