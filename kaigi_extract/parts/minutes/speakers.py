"""Who says what: the style in which a document sets its speakers, and its lines cut into turns by it.

Councils set speakers differently: （会長） in a hanging column (Nerima), ○山田委員, 〇議長：, ◆委員（氏名）, names in a
column or a table, the name in brackets at the end of the remark. A document keeps to one style, so it is chosen once,
by how many lines it explains; with geometry, a speaker must be where the others are.

Not every line that looks so begins a speech: the head lists names and offices too, and a wrapped line may begin with a
bracket. So the first must be followed by a sentence, and where speeches are not set in, each by the end of a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cached_property
from itertools import groupby

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Cell
from kaigi_extract.parts.minutes.agenda import NUMBERED_MATTER
from kaigi_extract.parts.minutes.letters import alternate, is_letter, open_letter
from kaigi_extract.parts.minutes.lines import (
    ENDED,
    PEOPLE,
    SEAT_NUMBER,
    MinutesRow,
    MinutesVocabulary,
    agenda_section,
    closes,
    head_label,
    passage_of_rows,
)
from kaigi_extract.parts.minutes.names import spaced_text
from kaigi_extract.parts.minutes.row_numbers import next_numbers, seat_numbers
from kaigi_extract.parts.minutes.said import RESULT_HEADING, is_prose, is_remark
from kaigi_extract.parts.minutes.speaker_styles import CIRCLES, MARK, STYLES, open_column
from kaigi_extract.parts.minutes.times import people_count
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.text import fold, match_label, parse_number, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern

_TAIL = late_pattern(
    r"\s*[（(【〔［\[]\s*((?:[^（）()【】〔〕［］\[\]。、「」]|[（(][^（）()。、]*[）)])+?)\s*[）)】〕］\]][。]?$"
)
_SENTENCE_END = late_pattern(r"[。．？！?!」』)）…―－]$")
_NO_NAME = late_pattern(
    r"[\d０-９一二三四五六七八九十ア-ンa-zA-Z]{1,2}$|(?![都道府県市区町村国]$).$|.*(?:なし|あり|入室|退室|退席|休憩|再開|拍手|起立|挙手|閉会|開会|説明|省略|余白|終了|"
    r"以上|笑い?|の声|結果|結論)$|.*(?:と呼ぶ|異議)|資料|(?:仮称|案|抜粋)$"
)


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


@dataclass(slots=True)
class Start:
    """A line that may begin a speech."""

    at: int
    speaker: str
    text: int
    """Where the speech begins in the line; where it ends, for a name at the end (negative: in the line before)."""


_LISTED_NAME = 6
"""Characters of a name that the head lists."""


_NEVER_SPEAKERS = ("absent", "date", "place", "start", "end", "name")
"""Rows of the head whose labels are never names of speakers."""


DITTO = late_pattern(r"[（(【]?\s*(?:[〃″仝々]|同上|”|\")\s*[）)】]?(?:[\s:：]+|$)")
"""What stands for the name above: 〃."""


def _open_ditto(row: MinutesRow, in_cells: bool) -> tuple[str, int] | None:
    """The mark for the name above where names are: in the first column of a table, or at the beginning of a line."""
    match = DITTO.match(row.line.text)
    if match is None or (row.cell is not None and row.cell.column > 0):
        return None
    fills = match.end() == len(row.line.text)
    return (_AGAIN, match.end()) if fills == (in_cells and row.cell is not None) else None


_AGAIN = "〃"
_HEADS_SPEAKERS = frozenset({"発言者", "発言者名", "発言者氏名", "発言者等", "発言委員", "話者"})
_OFFICE = late_pattern(r"([一-鿿々ァ-ヶーぁ-ん]{2,12})[^\S\n]+(?=\S)")
_NUMBER_OF_SPEECH = late_pattern(r"^\s*[0-9０-９]{1,3}[.．、)）]?\s+(?=[^0-9０-９\s])")
"""12　会長: the number of what is said."""
_OF_HEADING = late_pattern(r"([^（）()]+)[（(]([^（）()]+)[)）]")
_SHORTEST_HEADING = 4
"""Characters of a heading of what was said, such as 会議の内容."""
_GAPS, _PARTED = late_pattern(r"(?<=\S)\s+"), late_pattern(r"[、，,・\s：:]+")


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


_LONGEST_SENTENCE = 4
"""Lines that a sentence may go on for until a full stop shows it."""
_ALONE = late_pattern(r"[(（【〔［\[][^()（）【】〔〕［］\[\]]+[)）】〕］\]]")
_NOBODY: Sequence[tuple[str, int] | None] = (None,) * len(STYLES)


@dataclass(slots=True)
class Speakers:
    """Finds the style of a document's speakers and cuts its lines into turns."""

    rows: list[MinutesRow]
    words: MinutesVocabulary
    right: float
    starts: dict[int, Start] = field(default_factory=dict)
    margins: list[float] = field(default_factory=list)
    """x of the speakers' lines where the speeches are set in; empty where they are not."""
    tails_at: list[int] = field(default_factory=list)
    """The rows that end in a speaker, where speeches do."""
    listed: dict[int, set[str]] = field(default_factory=dict)
    """The words of the labelled rows above a row: names that the head lists are among them."""
    in_column: set[int] | None = None
    """The rows in columns of tables that are headed as those of speakers."""
    dittos: set[int] | None = None
    """The rows that begin with the mark for the name above."""
    strange: set[int] | None = None
    """The rows with marks that no speaker bears, where there are more of them than speeches."""
    first_sentence: int = field(init=False)
    """The first row in which a sentence ends: lists of people are above it."""
    seat_numbers: set[int | None] = field(init=False)
    """The numbers of seats beside the names on the lists of people."""
    next_numbers: set[int] = field(init=False)
    """The rows whose numbers follow those of labels of the head."""

    def __post_init__(self) -> None:
        sentences = (index for index, row in enumerate(self.rows) if "。" in row.line.text)
        self.first_sentence = next(sentences, len(self.rows))
        self.seat_numbers = seat_numbers(self.rows[: self.settings.evidence_lines], self.words)
        self.next_numbers = next_numbers(self.rows, self.words)

    @property
    def settings(self) -> MinutesSettings:
        """The thresholds by which speakers are found."""
        return self.words.settings

    def turns(self) -> tuple[int, list[Turn]]:
        """The row where speeches begin, and what is said from there on."""
        tails = self._plausible(self._tails())
        every = [self._from_first(self._candidates(style)) for style in (*range(len(STYLES)), None)]
        found = max(every, key=lambda found: len(self._plausible(found)))
        if len(tails) > len(self._plausible(found)):
            begin = self._before_tail(tails[0].at)
            self.tails_at = [tail.at for tail in tails]
            return begin, list(self._tailed(begin, {tail.at: tail for tail in tails}))
        if not found:
            return len(self.rows), []
        self._accept(found)
        begin = self._unmarked_first(found[0].at)
        while begin > 1 and self._repeats(begin - 1):
            begin -= 1
        return begin, list(self._headed(begin))

    def _unmarked_first(self, begin: int) -> int:
        """Where the speeches begin: above the first in the style of all, one may be set without its mark."""
        for index in range(begin - 1, max(0, begin - self.settings.unmarked_lines), -1):
            text = self.rows[index].line.text
            opened = open_column(text, self.words)
            says = opened is not None and "。" in text and is_prose(text[opened[1] :])
            if (head_label(self.rows[index], self.words) is not None and not says) or self._closes(index):
                break
            if opened is None or not self._is_name(opened[0]):
                continue
            said = [self.rows[index].line.text[opened[1] :], *(row.line.text for row in self.rows[index + 1 : begin])]
            if any("。" in text for text in said):
                self.starts[index] = Start(index, squeeze(opened[0]), opened[1])
                return index
        return begin

    def _repeats(self, index: int) -> bool:
        """Whether a line names numbers that the agenda has named: the heading of the first discussion."""
        numbers = self.words.cited(self.rows[index].line.text)
        earlier = {number for row in self.rows[:index] for number in self.words.cited(row.line.text)}
        return bool(numbers) and earlier.issuperset(numbers)

    def _candidates(self, style: int | None) -> list[Start]:
        """Lines that begin as the style (of `STYLES`) has it; None is for names in a table's first column."""
        found: list[Start] = []
        in_column = style is not None and STYLES[style] is open_column
        for index in self._may_open(style):
            row = self.rows[index]
            opened = self._open_cell(index) if style is None else self._openings(row.line.text)[style]
            if opened is None and in_column:
                opened = open_letter(row.line.text)
            if opened is None and found:
                opened = (self._open_listed(row) or self._open_office(row)) if in_column else None
                opened = opened or _open_ditto(row, style is None)
            if opened is None or self._is_no_seat(squeeze(opened[0])) or self._counts(row, opened[1]):
                continue
            if not self._is_of_head(row):
                found.append(Start(index, squeeze(_NUMBER_OF_SPEECH.sub("", opened[0])), opened[1]))
        return self._at_margin(self._from_first(self._of_marks(self._without_items(found))))

    def _may_open(self, style: int | None) -> Sequence[int]:
        """The rows that may begin a speech in a style: those that begin so, and those with the mark for the name above;
        in a column whatever is in it, and in a table its first column."""
        if style is not None and STYLES[style] is open_column:
            return range(len(self.rows))
        if self.dittos is None:
            self.dittos = {index for index, row in enumerate(self.rows) if DITTO.match(row.line.text)}
        if style is None:
            cells = ((index, row.cell) for index, row in enumerate(self.rows))
            return [index for index, cell in cells if index in self.dittos or (cell is not None and not cell.column)]
        opened = (self._openings(row.line.text)[style] for row in self.rows)
        return [index for index, one in enumerate(opened) if one is not None or index in self.dittos]

    def _without_items(self, found: list[Start]) -> list[Start]:
        """Without letters that are items of lists, or whatever else comes once: A：…, B：…, C：…."""
        if not any(is_letter(start.speaker) for start in found):
            return found
        if alternate([start.speaker for start in self._plausible(found)]):
            return found
        return [start for start in found if not is_letter(start.speaker)]

    def _is_of_head(self, row: MinutesRow) -> bool:
        """Whether a line is a row of the head that nobody who speaks is called by: 欠席者　委員　根岸, 日時."""
        label = head_label(row, self.words) if "。" not in row.line.text else None
        return label is not None and label.name in _NEVER_SPEAKERS

    def _openings(self, text: str) -> Sequence[tuple[str, int] | None]:
        """Who speaks where a line begins so, in each style; looked at once."""
        if text not in self.words.openings:
            opened = [style(text, self.words) for style in STYLES]
            self.words.openings[text] = [self._named(one, text) for one in opened] if any(opened) else _NOBODY
        return self.words.openings[text]

    def _named(self, opened: tuple[str, int] | None, text: str) -> tuple[str, int] | None:
        """What begins a line where it is a name, and no mark follows it."""
        if opened is None or self._is_material(text[opened[1] :]):
            return None
        opened = self._without_heading(opened[0]), opened[1]
        return opened if is_letter(squeeze(opened[0])) or self._is_name(opened[0]) else None

    def _without_heading(self, name: str) -> str:
        """A name without the heading that it is set in or close behind: 開会（課長補佐）, 会議の内容都市計画課係長."""
        within = _OF_HEADING.fullmatch(name.strip())
        if within is not None and agenda_section(within[1], self.words) is not None and self._speaks(within[2]):
            return within[2]
        key = squeeze(_NUMBER_OF_SPEECH.sub("", name))
        ends = (k for k in range(_SHORTEST_HEADING, len(key) - 1) if self.words.labels.get(key[:k]) == "speeches")
        return next((key[k:] for k in ends if self._speaks(key[k:])), name)

    def _of_marks(self, found: list[Start]) -> list[Start]:
        """Without those whose mark no speaker bears: ● before a heading, where speakers have ○."""
        marks = {self._mark(start.at) for start in self._plausible(found)}
        return [start for start in found if self._mark(start.at) in marks or not self._mark(start.at)]

    def _mark(self, index: int) -> str:
        """The mark before a row; all circles are one."""
        mark = MARK.match(self.rows[index].line.text)
        return CIRCLES.sub("○", mark[0].strip()) if mark is not None else ""

    def _at_margin(self, found: list[Start]) -> list[Start]:
        """Those that begin where most do; left and right pages may differ."""
        xs = sorted(map(self._x, found))
        kept = []
        for _, page in groupby(found, lambda start: self.rows[start.at].line.page):
            there = list(page)
            most = max(there, key=lambda start: self._near(start, xs))
            if self._near(most, xs) >= self.settings.margin_share * len(found):
                kept += [start for start in there if abs(self._x(start) - self._x(most)) <= self._em(start)]
        return kept

    def _near(self, start: Start, xs: Sequence[float]) -> int:
        x, em = self._x(start), self._em(start)
        return bisect_right(xs, x + em) - bisect_left(xs, x - em)

    def _open_cell(self, index: int) -> tuple[str, int] | None:
        row = self.rows[index]
        if row.cell is None or row.cell.column or row.line is not row.cell.lines[0]:
            return None
        rest = (self.rows[at] for at in range(index + 1, len(self.rows)))
        after = next((other for other in rest if other.cell is not row.cell), None)
        if after is None or after.cell is None:
            return None
        name = re.sub(r"^[（(【○◎●◆]+|[）)】]+$", "", squeeze(row.cell.passage.text))
        named = (self.words.speaks(name) or self._is_in_column(index)) and after.cell.row == row.cell.row
        return self._named((name, len(row.line.text)), row.line.text) if named else None

    def _is_in_column(self, index: int) -> bool:
        """Whether the column that a cell is in is headed as that of those who speak: 発言者."""
        if self.in_column is None:
            self.in_column, headed = set(), False
            for at, row in enumerate(self.rows):
                cell = row.cell
                heads = cell is not None and not cell.column and text_key(cell.passage.text) in _HEADS_SPEAKERS
                if cell is None or heads or (cell.row == 0 and cell.column == 0):
                    headed = heads
                elif headed and cell.column == 0:
                    self.in_column.add(at)
        return index in self.in_column

    def _counts(self, row: MinutesRow, start: int) -> bool:
        """Whether what is behind a name counts who observed: 傍聴者：なし."""
        label = head_label(row, self.words) if "。" not in row.line.text else None
        return label is not None and label.name == "observers" and people_count(row.line.text[start:]) is not None

    def _is_material(self, text: str) -> bool:
        """Whether nothing but a mark follows an office in brackets, as on an agenda."""
        words = "|".join(map(re.escape, self.words.sheet.material))
        return re.fullmatch(rf"(?:{words})[\s0-9０-９、・－‐の-]+", text) is not None

    def _x(self, start: Start) -> float:
        return self.rows[start.at].line.x0

    def _em(self, start: Start) -> float:
        return self.settings.margin_tolerance * self.rows[start.at].line.size

    def _plausible(self, found: Sequence[Start]) -> list[Start]:
        """Those whose names end like a speaker's, come again, or are listed in the head; letters, items being out."""
        counts = Counter(start.speaker for start in found)
        return [
            start
            for start in found
            if self._speaks(start.speaker)
            or self._is_in_column(start.at)
            or counts[start.speaker] > 1
            or start.speaker == _AGAIN
            or is_letter(start.speaker)
            or self._is_listed(start, found[0])
        ]

    def _speaks(self, name: str) -> bool:
        """Whether somebody who speaks is called so, or one of the two that a colon parts: 園長：沢."""
        return any(map(self.words.speaks, re.split("[:：]", name)))

    def _is_listed(self, start: Start, first: Start) -> bool:
        """Whether the head names somebody who speaks once only: 今泉 among 荒木、今泉、上杉."""
        if not 1 < len(start.speaker) <= _LISTED_NAME:
            return False
        return start.speaker in self._listed_above(first.at)

    def _listed_above(self, at: int) -> set[str]:
        """The words of the labelled rows above a row, and of the lines that go on with lists of people."""
        if at not in self.listed:
            self.listed[at], listing = set(), False
            for row in self.rows[:at]:
                label = head_label(row, self.words)
                listing = label.name in PEOPLE if label is not None else listing
                if label is not None or listing:
                    texts = {row.line.text, spaced_text(row)}
                    self.listed[at] |= {squeeze(piece) for text in texts for piece in _PARTED.split(text)}
        return self.listed[at]

    def _open_listed(self, row: MinutesRow) -> tuple[str, int] | None:
        """A family name that the head lists, before white space: 本　多　　…, where others speak so by their seats."""
        text = row.line.text
        listed = self._listed_above(self.first_sentence)
        for gap in _GAPS.finditer(text[: self.settings.longest_speaker]):
            name = squeeze(text[: gap.start()])
            fits = 1 < len(name) <= _LISTED_NAME and gap.end() < len(text)
            if fits and name in listed and self._is_name(name):
                return text[: gap.start()], gap.end()
        return None

    def _open_office(self, row: MinutesRow) -> tuple[str, int] | None:
        """An office before white space and a sentence, where others speak so by their seats: 水道局　検針は….。"""
        match = _OFFICE.match(row.line.text)
        said = match is not None and "。" in row.line.text[match.end() :] and head_label(row, self.words) is None
        return (match[1], match.end()) if match is not None and said and self.words.speaks(match[1]) else None

    def _from_first(self, found: Sequence[Start]) -> list[Start]:
        """Those from the first on that is followed by a sentence: the head lists names and offices too."""
        for index, start in enumerate(found):
            end = found[index + 1].at if index + 1 < len(found) else len(self.rows)
            end = next((at for at in range(start.at + 1, end) if self._in_head(at)), end)
            texts = [self.rows[start.at].line.text[start.text :]]
            texts += [row.line.text for row in self.rows[start.at + 1 : end]]
            said = any("。" in text for text in texts) or any(map(is_remark, texts[:2]))
            if said or (self._under_heading(start) and any(map(is_prose, texts[:2]))):
                return list(found[index:])
        return []

    def _under_heading(self, start: Start) -> bool:
        """Whether somebody who speaks is below the heading of what was said."""
        if not self.words.speaks(start.speaker):
            return False
        labels = (head_label(row, self.words) for row in self.rows[: start.at])
        return any(label is not None and label.name == "speeches" for label in labels)

    def _in_head(self, index: int) -> bool:
        """Whether a row of the head begins here; those that list people may look like speeches."""
        label = head_label(self.rows[index], self.words)
        if label is None:
            return index in self.next_numbers
        return label.name not in ("members", "officials", "attendance")

    def _accept(self, found: list[Start]) -> None:
        """Where the other lines are set in, the margin decides; else a speaker follows the end of a paragraph."""
        at = {start.at for start in found}
        margins = sorted({round(self._x(start)) for start in found})
        after = enumerate(self.rows[found[0].at :], found[0].at)
        others = [row.line for index, row in after if row.cell is None and index not in at]
        there = [
            line
            for line in others
            if any(abs(line.x0 - x) <= self.settings.margin_tolerance * line.size for x in margins)
        ]
        if others and len(there) <= self.settings.hanging_share * len(others):
            self.margins = [float(x) for x in margins]
            self.starts = {start.at: start for start in found}
        else:
            first = found[0].at
            self.starts = {
                start.at: start
                for start in self._plausible(found)
                if start.at == first or self._ended(start.at) or self._is_marked(start) or self._is_alone(start, found)
            }

    def _is_marked(self, start: Start) -> bool:
        """Whether a mark shows that somebody who speaks begins, however the line above ends."""
        return bool(self._mark(start.at)) and self.words.speaks(start.speaker)

    def _is_alone(self, start: Start, found: Sequence[Start]) -> bool:
        """Whether somebody who speaks has a line of his own, in brackets or as all have: no words of a sentence do."""
        text = self.rows[start.at].line.text.strip()
        if not self.words.speaks(start.speaker) or start.text < len(text):
            return False
        return _ALONE.fullmatch(text) is not None or all(
            one.text >= len(self.rows[one.at].line.text.strip()) for one in found
        )

    def _ended(self, index: int) -> bool:
        """Whether a paragraph ends before the row."""
        if index and RESULT_HEADING.match(self.rows[index - 1].line.text):
            return True
        if not index or self.rows[index - 1].cell is not self.rows[index].cell:
            return True
        before = self.rows[index - 1]
        right = (before.cell.right if before.cell else self.right) or self.right
        line = before.line
        return line.hard or bool(ENDED.search(line.text)) or right - line.x1 > self.settings.shortfall * line.size

    def _heading(self, index: int, tailed: bool = False) -> bool:
        """Whether a line between speeches names what comes next: （２）諮問第32号, at the margin of the speakers."""
        line = self.rows[index].line
        if self._is_of_summary(index) or (RESULT_HEADING.match(line.text) and self._ended(index)):
            return True
        if len(line.text) > self.settings.longest_title or "。" in line.text or not self._ended(index):
            return False
        if self._is_sentence(index):
            return False
        if NUMBERED_MATTER.match(line.text) is not None and index not in self.starts:
            return True
        label = match_label(line.text) is not None
        if self._mark(index) and index not in self.starts:
            return self._mark(index) not in {self._mark(at) for at in self.starts}
        if self.margins:
            at_margin = any(abs(line.x0 - x) <= self.settings.margin_tolerance * line.size for x in self.margins)
            left = label and line.x0 < min(self.margins) and index + 1 in self.starts
            return left or (at_margin and (label or not re.match(r"[（(]", line.text)))
        if label and agenda_section(line.text, self.words) is not None:
            return True
        label = label or bool(re.match(r"[【＜<〔≪《]|" + "|".join(self.words.sheet.consultation), line.text))
        alone = tailed and (index + 1 == len(self.rows) or self._ended(index + 1))
        begins = index + 1 in self.starts or index + 2 in self.starts
        return label and (alone or begins or (index + 1 < len(self.rows) and self._is_of_summary(index + 1)))

    def _is_sentence(self, index: int) -> bool:
        """Whether a line goes on below to the end of a sentence."""
        for at in range(index + 1, min(len(self.rows), index + 1 + _LONGEST_SENTENCE)):
            if at in self.starts or self._ended(at):
                return False
            if "。" in self.rows[at].line.text:
                return True
        return False

    def _is_of_summary(self, index: int) -> bool:
        """Whether a line with a mark that no speaker bears is by itself, where more lines have one than speak."""
        if not self.starts or not self._mark(index) or index in self.starts or not self._ended(index):
            return False
        if self.strange is None:
            marks = {self._mark(at) for at in self.starts} - {""}
            others = [at for at in range(min(self.starts), len(self.rows)) if self._mark(at) not in {"", *marks}]
            self.strange = set(others) if marks and len(others) > len(self.starts) else set()
        return index in self.strange

    def _headed(self, begin: int) -> Iterator[Turn]:
        """Turns that begin with their speaker."""
        speaker: str | None = None
        held: list[MinutesRow] = []
        quoted = False
        name_cell: Cell | None = None
        for index, row in enumerate(self.rows[begin:], begin):
            start = self.starts.get(index)
            if start is None and self._is_heading_of_table(row):
                continue
            silent = speaker is not None and not held  # whoever is named has said nothing yet
            listed = start is None and bool(held) and _goes_on_list(held, row)
            heads = not (silent or listed or _is_beside(row, name_cell)) and self._heading(index)
            if start is not None or heads:
                if held:
                    yield Turn(speaker, _unquoted(held, quoted), self.right, self.words.passages)
                quoted = start is not None and row.line.text[: start.text].endswith("「")
                speaker = speaker if start and start.speaker == _AGAIN else start.speaker if start else None
                first = row.cut(start.text) if start else row
                name_cell = row.cell if start and first is None else None
                held = [first] if first else []
            elif not (row.cell is not None and row.cell is name_cell) and not self._closes(index):
                held.append(row)
        if held:
            yield Turn(speaker, _unquoted(held, quoted), self.right, self.words.passages)

    def _is_heading_of_table(self, row: MinutesRow) -> bool:
        """Whether a line is a heading of a column, in the first row of a table: 発言者, 発言内容."""
        if row.cell is None or row.cell.row > 0:
            return False
        label = head_label(row, self.words)
        return label is not None and label.start is None and label.name == "speeches"

    def _closes(self, index: int) -> bool:
        return closes(self.rows[index].line.text) and self._ended(index)

    def _tails(self) -> list[Start]:
        """Lines that end in a name in brackets: after a sentence, or, for names so found, short of the measure."""
        found: list[tuple[Start, bool]] = []
        for index, row in enumerate(self.rows):
            before = self.rows[index - 1].line.text if index else ""
            match, shift = _TAIL.search(row.line.text), 0
            if match is None and re.search(r"[（(][^）)]*$", before):
                match, shift = _TAIL.search(before + row.line.text), len(before)
            if match and self._is_name(match[1], parted=True):
                above = before if match.start() == shift else match.string[: match.start()]
                strict = bool(_SENTENCE_END.search(above))
                short = self.right - row.line.x1 > self.settings.shortfall * row.line.size
                short = short and match.start() > shift  # a name alone on its line may as well be above what is said
                found += [(Start(index, squeeze(match[1]), match.start() - shift), strict)] if strict or short else []
        names = {tail.speaker for tail, strict in found if strict}
        return [tail for tail, strict in found if strict or tail.speaker in names]

    def _before_tail(self, tail: int) -> int:
        """Where the remark that ends at a row begins: after the head, at the paragraph of the first sentence."""
        last = max((index + 1 for index in range(1, tail) if head_label(self.rows[index], self.words)), default=0)
        first = next((index for index in range(last, tail) if "。" in self.rows[index].line.text), tail)
        while first > last and not self._ended(first):
            first -= 1
        return first

    def _tailed(self, begin: int, tails: dict[int, Start]) -> Iterator[Turn]:
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
            elif not self._closes(index):
                held.append(row)
        if held:
            yield Turn(None, held, self.right, self.words.passages)

    def _is_no_seat(self, key: str) -> bool:
        """Whether a name is the number of a seat that no member has: 3番 may also be an entry of a list."""
        seat = SEAT_NUMBER.fullmatch(fold(key))
        return seat is not None and parse_number(seat[1]) not in self.seat_numbers

    def _is_name(self, name: str, parted: bool = False) -> bool:
        """Whether somebody may be called so; `parted` says that a colon may part any two words: 地域：大沼."""
        key = squeeze(name)
        if all(one in self.words.own.no_speakers for one in re.split("[・/]", fold(key))):
            return False
        if len(name) > self.settings.longest_speaker or _NO_NAME.match(key):
            return False
        return parted or re.search("[:：]", key) is None or self._speaks(key)
