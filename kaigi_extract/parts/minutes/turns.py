"""What one person says at a stretch: lines cut where somebody else begins or a heading stands between.

Told where speeches begin or end; knows what headings between them look like, and where paragraphs end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Cell
from kaigi_extract.parts.minutes.agenda import NUMBERED_MATTER
from kaigi_extract.parts.minutes.foot import ends_record
from kaigi_extract.parts.minutes.head_labels import head_label
from kaigi_extract.parts.minutes.lines import (
    ENDED,
    NUMERAL,
    MinutesRow,
    MinutesVocabulary,
    agenda_section,
    closes,
    passage_of_rows,
)
from kaigi_extract.parts.minutes.said import RESULT_HEADING
from kaigi_extract.parts.minutes.speaker_starts import AGAIN, Start
from kaigi_extract.parts.minutes.speaker_styles import mark_of
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.text import match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern


@dataclass
class Turn:
    """What one person says at a stretch; without a speaker, a heading between speeches."""

    speaker: str | None
    rows: list[MinutesRow]
    right: float
    """The x where lines outside of tables must turn."""
    settings: PassageSettings

    @cached_property
    def passage(self) -> Passage:
        """What is said; put together when it is asked for."""
        return passage_of_rows(self.rows, self.right, self.settings)


_ENDS_MATTER = late_pattern(r"(?:について|の件)$")
"""How the heading of a matter ends, wherever its line does."""
_BRACKETED = late_pattern(r"[【＜<〔≪《〈［][^【】＜＞<>〔〕≪≫《》〈〉［］。]{2,20}[】＞>〕≫》〉］]")
_OPENING = frozenset("【＜<〔≪《〈［")
_MATTER_IN_BRACKETS = late_pattern(r"(?:議題|案件|議事|議件)[(（][0-9０-９]{1,2}[)）]\s*")
_CALLED_OUT = late_pattern(
    r"[【〔［\[＜<《(（][^【】〔〕［］\[\]＜＞<>《》()（）]*(?:と呼ぶ|と言う|の声|異議なし|拍手|挙手|起立|賛成(?:者|多数|全員|少数)|発言する者)[^【】〔〕［］\[\]＜＞<>《》()（）]*[】〕］\]＞>》)）]"
)
"""What others do or call while somebody speaks, and no heading: 〔「異議なし」と呼ぶ者あり〕."""
_NARRATED = late_pattern(
    rf"(?:続いて、?|次に、?)?(?:議題|案件|議案|議事)\s*[(（]?第?{NUMERAL}号?[)）]?(?:について)?、?\S{{2,16}}(?:から|より)[^。]{{0,60}}(?:説明|報告)[^。]{{0,8}}(?:あった|行った|された|した)[、。]"
)
"""What was done with a matter, told by whoever keeps the minutes: 議題（２）について、事務局から…の説明があった。"""
MATTER_ALONE = late_pattern(
    rf"[■□◆◇●○◎]?\s*(?:議題|案件|議件|協議事項|審議事項|報告事項|諮問事項)\s*第?({NUMERAL}|[(（]{NUMERAL}[)）]|[①-⑳])\s*号?(?:について|関係)?"
)
"""議題(2): the heading of a matter by its number alone."""
_REMARK_BEHIND = late_pattern(r"[(（][^()（）]{1,20}[)）]$")
_LEAST_TITLE = 8
"""Characters from which on a title is known without its number."""
_LONGEST_SENTENCE = 4
"""Lines that a sentence may go on for until a full stop shows it."""


@dataclass(slots=True)
class Turns:
    """Cuts the lines of a document into turns."""

    rows: list[MinutesRow]
    words: MinutesVocabulary
    right: float
    """The x where lines outside of tables must turn."""
    starts: Mapping[int, Start] = field(default_factory=dict)
    """The lines that begin a speech."""
    margins: Sequence[float] = ()
    """x of the speakers' lines where the speeches are set in; empty where they are not."""
    strange: set[int] | None = None
    """The rows with marks that no speaker bears, where there are more of them than speeches."""
    listed: set[str] | None = None
    """The numbered lines above the first speech, as they are compared."""
    repeated: set[str] | None = None
    """The headings in brackets that come more than once, as they are compared."""
    first: int = 0
    """The row of the first speech."""
    last_start: int = 0
    """The row where the last speech begins."""
    series: set[int] | None = None
    """The rows of headings that are numbered from 1 on, each right above somebody who speaks."""
    last_numbers: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """The last number of each style down to a row, and whether a heading bears it."""

    @property
    def settings(self) -> MinutesSettings:
        """The thresholds by which minutes are read."""
        return self.words.settings

    def headed(self, begin: int) -> Iterator[Turn]:
        """Turns that begin with their speaker."""
        speaker: str | None = None
        held: list[MinutesRow] = []
        quoted = False
        name_cell: Cell | None = None
        self.last_start = max(self.starts, default=len(self.rows))
        for row in self.rows[:begin]:
            self._count(row, heads=True)
        for index, row in enumerate(self.rows[begin:], begin):
            start = self.starts.get(index)
            if start is None and self._is_heading_of_table(row):
                continue
            if start is None and held and self._is_label_beside(row, held[-1]):
                yield Turn(speaker, _unquoted(held, quoted), self.right, self.words.passages)
                speaker, held = None, [row]
                continue
            silent = speaker is not None and not held  # whoever is named has said nothing yet
            listed = start is None and bool(held) and _goes_on_list(held, row)
            heads = not (silent or listed or _is_beside(row, name_cell)) and self._heads(index)
            self._count(row, heads)
            if start is not None or heads:
                if held:
                    yield Turn(speaker, _unquoted(held, quoted), self.right, self.words.passages)
                quoted = start is not None and row.line.text[: start.text].endswith("「")
                speaker = speaker if start and start.speaker == AGAIN else start.speaker if start else None
                first = row.cut(start.text) if start else row
                name_cell = row.cell if start and first is None and not self._says_within(start, row.cell) else None
                held = [first] if first else []
            elif not (row.cell is not None and row.cell is name_cell) and not self.closes(index):
                held.append(row)
        if held:
            yield Turn(speaker, _unquoted(held, quoted), self.right, self.words.passages)

    def _is_label_beside(self, row: MinutesRow, above: MinutesRow) -> bool:
        """Whether a cell is the label of another row of the table that what was said is in a cell of: 会議の公開."""
        if row.cell is None or above.cell is None or row.cell.column or not above.cell.column:
            return False
        label = head_label(row, self.words) if row.cell.row > above.cell.row else None
        return label is not None and label.start is None and label.name in ("materials", "observers")

    def _says_within(self, start: Start, cell: Cell | None) -> bool:
        """Whether a cell holds what somebody says below his name, and not the name alone."""
        return cell is not None and self.words.speaks(start.speaker) and any("。" in line.text for line in cell.lines)

    def tailed(self, begin: int, tails: dict[int, Start]) -> Iterator[Turn]:
        """Turns that end with their speaker."""
        held: list[MinutesRow] = []
        for index, row in enumerate(self.rows[begin:], begin):
            tail = tails.get(index)
            if tail is not None:
                last = row if tail.text >= 0 else held.pop()
                piece = last.cut(0, tail.text if tail.text >= 0 else len(last.line.text) + tail.text)
                said = [*held, *([piece] if piece else [])]
                yield Turn(tail.speaker, said, self.right, self.words.passages)
                held = []
            elif self._heading(index, tailed=True):
                yield Turn(None, [*held, row], self.right, self.words.passages)
                held = []
            elif not self.closes(index):
                held.append(row)
        if held:
            yield Turn(None, held, self.right, self.words.passages)

    def ended(self, index: int) -> bool:
        """Whether a paragraph ends before the row."""
        if index and RESULT_HEADING.match(self.rows[index - 1].line.text):
            return True
        if not index or self.rows[index - 1].cell is not self.rows[index].cell or self._is_listed(index - 1):
            return True
        before = self.rows[index - 1]
        right = (before.cell.right if before.cell else self.right) or self.right
        line = before.line
        return line.hard or bool(ENDED.search(line.text)) or right - line.x1 > self.settings.shortfall * line.size

    def names_matter(self, index: int) -> bool:
        """Whether a row is the heading of a matter by its number and its last words, wherever its line ends."""
        text = self.rows[index].line.text
        numbered = match_label(text) is not None or NUMBERED_MATTER.match(text) is not None
        remark = _REMARK_BEHIND.search(text)
        return numbered and _ENDS_MATTER.search(text[: remark.start() if remark else None].rstrip()) is not None

    def closes(self, index: int) -> bool:
        return closes(self.rows[index].line.text) and self.ended(index)

    def _heads(self, index: int) -> bool:
        """Whether a line between speeches that begin with their speaker is a heading, or the foot of the minutes."""
        is_told = _NARRATED.match(self.rows[index].line.text) is not None
        told = is_told and index not in self.starts and self.ended(index)
        return told or self._heading(index) or self._is_next_matter(index) or self._is_foot(index)

    def _count(self, row: MinutesRow, heads: bool) -> None:
        """Keeps the number that a line bears, and whether it is a heading."""
        label = match_label(row.line.text)
        if label is not None and label.ordinal is not None and label.style != "bullet":
            self.last_numbers[label.style] = label.ordinal, heads

    def _is_next_matter(self, index: int) -> bool:
        """Whether a line names a matter by the number after that of the last heading, whoever is heard below it."""
        text = self.rows[index].line.text
        label = match_label(text)
        if label is None or label.ordinal is None or "。" in text or len(text) > self.settings.longest_title:
            return False
        due = self.last_numbers.get(label.style) == (label.ordinal - 1, True)
        return due and index not in self.starts and self.names_matter(index) and self.ended(index)

    def _is_foot(self, index: int) -> bool:
        """Whether a line below the last speech is of the minutes and no more said: who signs them, who made them, what
        was handed out."""
        is_below = index > self.last_start and self.ended(index)
        return is_below and ends_record(self.rows[index], self.words)

    def _mark(self, index: int) -> str:
        """The mark before a row."""
        return mark_of(self.rows[index].line.text)

    def _heading(self, index: int, tailed: bool = False) -> bool:
        """Whether a line between speeches names what comes next: （２）諮問第32号, at the margin of the speakers."""
        line = self.rows[index].line
        is_result = RESULT_HEADING.match(line.text) is not None and self.ended(index)
        if is_result or self._is_of_summary(index) or (self._is_listed(index) and self.ended(index)):
            return True
        if len(line.text) > self.settings.longest_title or "。" in line.text or not self.ended(index):
            return False
        if self._is_sentence(index) or _CALLED_OUT.fullmatch(line.text.strip()) is not None:
            return False
        named = NUMBERED_MATTER.match(line.text) or MATTER_ALONE.fullmatch(line.text.strip())
        if (named is not None and index not in self.starts) or self._is_of_series(index):
            return True
        label = match_label(line.text) is not None
        if self._mark(index) and index not in self.starts:
            return self._mark(index) not in {self._mark(at) for at in self.starts}
        if self.margins:
            at_margin = any(abs(line.x0 - x) <= self.settings.margin_tolerance * line.size for x in self.margins)
            of_section = agenda_section(line.text, self.words) is not None
            left = label and line.x0 < min(self.margins) and (of_section or index + 1 in self.starts)
            return left or (at_margin and (label or not re.match(r"[（(]", line.text)))
        numbered = index + 1 < len(self.rows) and match_label(self.rows[index + 1].line.text) is not None
        begins = index + 1 in self.starts or self._is_repeated(index + 1)
        bracketed = line.text.strip()[:1] in _OPENING
        of_section = (label or numbered or begins or bracketed) and agenda_section(line.text, self.words) is not None
        if of_section or self._is_repeated(index):
            return True
        label = label or bool(re.match(r"[【＜<〔≪《]|" + "|".join(self.words.sheet.consultation), line.text))
        alone = tailed and (index + 1 == len(self.rows) or self.ended(index + 1))
        begins = begins or index + 2 in self.starts
        return label and (alone or begins or (index + 1 < len(self.rows) and self._is_of_summary(index + 1)))

    def _is_listed(self, index: int) -> bool:
        """Whether a line is one of the head once more, with its number: an entry of the agenda above what was said."""
        if index <= self.first or match_label(self.rows[index].line.text) is None:
            return False
        if self.listed is None:
            above = [row.line.text for row in self.rows[: self.first] if match_label(row.line.text) is not None]
            self.listed = {squeeze(text) for text in above}
            self.listed |= {title for text in above if len(title := title_of(text)) >= _LEAST_TITLE}
        text = self.rows[index].line.text
        return squeeze(text) in self.listed or ("。" not in text and title_of(text) in self.listed)

    def _is_repeated(self, index: int) -> bool:
        """Whether a line is a heading in brackets that comes more than once, as below each matter: ＜質疑応答＞."""
        if index in self.starts or index >= len(self.rows):
            return False
        if self.repeated is None:
            counts = Counter(squeeze(row.line.text) for row in self.rows if _is_bracketed(row.line.text.strip()))
            self.repeated = {text for text, count in counts.items() if count > 1}
        return squeeze(self.rows[index].line.text) in self.repeated

    def _is_of_series(self, index: int) -> bool:
        """Whether a line is one of the headings that are numbered from 1 on, each right above somebody who speaks."""
        if self.series is None:
            self.series = set()
            for rows in self._numbered_above_starts().values():
                if len(rows) > 1 and [number for number, _ in rows] == list(range(1, len(rows) + 1)):
                    self.series |= {at for _, at in rows}
        return index in self.series

    def _numbered_above_starts(self) -> dict[str, list[tuple[int, int]]]:
        """The numbers of the lines right above a speech, with their rows, by style."""
        found: dict[str, list[tuple[int, int]]] = {}
        for start in sorted(self.starts):
            row = self.rows[start - 1] if start else None
            label = match_label(row.line.text) if row is not None and start - 1 not in self.starts else None
            short = row is not None and len(row.line.text) <= self.settings.longest_title and "。" not in row.line.text
            if label is not None and label.ordinal is not None and label.style != "bullet" and short:
                found.setdefault(label.style, []).append((label.ordinal, start - 1))
        return found

    def _is_sentence(self, index: int) -> bool:
        """Whether a line goes on below to the end of a sentence."""
        for at in range(index + 1, min(len(self.rows), index + 1 + _LONGEST_SENTENCE)):
            if at in self.starts or self.ended(at):
                return False
            if "。" in self.rows[at].line.text:
                return True
        return False

    def _is_of_summary(self, index: int) -> bool:
        """Whether a line with a mark that no speaker bears is by itself, where more lines have one than speak."""
        if not self.starts or not self._mark(index) or index in self.starts or not self.ended(index):
            return False
        if self.strange is None:
            marks = {self._mark(at) for at in self.starts} - {""}
            others = [at for at in range(min(self.starts), len(self.rows)) if self._mark(at) not in {"", *marks}]
            self.strange = set(others) if marks and len(others) > len(self.starts) else set()
        return index in self.strange

    def _is_heading_of_table(self, row: MinutesRow) -> bool:
        """Whether a line is a heading of a column, in the first row of a table: 発言者, 発言内容."""
        if row.cell is None or row.cell.row > 0:
            return False
        label = head_label(row, self.words)
        return label is not None and label.start is None and label.name == "speeches"


def title_of(text: str) -> str:
    """What a heading is called by itself: without its numbers and what is in brackets behind it."""
    label = match_label(text)
    text = text[label.end if label is not None else 0 :].strip()
    matter = NUMBERED_MATTER.match(text)
    if matter is None and text[:1] in ("議", "案"):
        matter = _MATTER_IN_BRACKETS.match(text)
    text = text[matter.end() if matter is not None else 0 :].strip()
    while text.endswith((")", "）")) and (match := _REMARK_BEHIND.search(text)) is not None:
        text = text[: match.start()]
    return squeeze(text)


def _is_bracketed(text: str) -> bool:
    """Whether a line is nothing but a heading in brackets."""
    return text[:1] in _OPENING and _BRACKETED.fullmatch(text) is not None


def _is_beside(row: MinutesRow, cell: Cell | None) -> bool:
    """Whether a line is in the row of a table that a cell is in."""
    return cell is not None and row.cell is not None and row.cell.row == cell.row


def _unquoted(rows: list[MinutesRow], quoted: bool) -> list[MinutesRow]:
    """What is said without the mark that closes it, where one opens it behind the name: 会長「…」."""
    last = rows[-1].line.text
    if not quoted or not last.endswith("」"):
        return rows
    piece = rows[-1].cut(0, len(last) - 1)
    return [*rows[:-1], *([piece] if piece is not None else [])]


def _goes_on_list(held: Sequence[MinutesRow], row: MinutesRow) -> bool:
    """Whether a line has the number after that which what is said begins with: ○区民部長　1 印鑑条例について, 2 …"""
    first, label = match_label(held[0].line.text), match_label(row.line.text)
    if first is None or label is None or first.ordinal != 1 or label.style != first.style:
        return False
    numbers = [
        one.ordinal for held_row in held if (one := match_label(held_row.line.text)) and one.style == first.style
    ]
    return numbers == list(range(1, len(numbers) + 1)) and label.ordinal == len(numbers) + 1
