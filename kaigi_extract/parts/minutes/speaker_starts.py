"""Which lines may begin a speech: in the style that is asked for, who is named there, and whether anybody can be.

The head lists names and offices too, and a wrapped line may begin with a bracket: where lines must be, what names may
be and what must follow the first of them is decided here; which style a document has, `speakers` decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import groupby

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.head_labels import head_label
from kaigi_extract.parts.minutes.letters import alternate, is_letter, open_letter
from kaigi_extract.parts.minutes.lines import (
    PEOPLE,
    SEAT_NUMBER,
    HeadLabel,
    MinutesRow,
    MinutesVocabulary,
    agenda_section,
    lead,
)
from kaigi_extract.parts.minutes.mark_legend import said_by_marks
from kaigi_extract.parts.minutes.names import spaced_text
from kaigi_extract.parts.minutes.row_numbers import next_numbers, seat_numbers
from kaigi_extract.parts.minutes.said import is_prose, is_remark
from kaigi_extract.parts.minutes.speaker_styles import SPACED_COLON, STYLES, mark_of, open_colon, open_column
from kaigi_extract.parts.minutes.times import people_count
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.text import fold, match_label, parse_number, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern

_NO_NAME = late_pattern(
    r"[(（]?[\d０-９一二三四五六七八九十ア-ンa-zA-Z]{1,2}[)）]?$|[①-⑳]$|(?![都道府県市区町村国]$).$|.*(?:なし|あり|入室|退室|退席|休憩|再開|拍手|起立|挙手|閉会|開会|説明|省略|余白|終了|"
    r"以上|笑い?|の声|結果|結論)$|.*(?:と呼ぶ|異議)|資料|(?:仮称|案|抜粋)$"
    r"|[《≪〈＜<【〔［\[][^》≫〉＞>】〕］\]]*$|.*(?:会議|議事)録"
)


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
AGAIN = "〃"
_HEADS_SPEAKERS = frozenset({"発言者", "発言者名", "発言者氏名", "発言者等", "発言委員", "話者"})
_OFFICE = late_pattern(r"([一-鿿々ァ-ヶーぁ-ん]{2,12})[^\S\n]+(?=\S)")
_NUMBER_OF_SPEECH = late_pattern(r"^\s*[0-9０-９]{1,3}[.．、)）]?\s+(?=[^0-9０-９\s])")
"""12　会長: the number of what is said."""
_OF_HEADING = late_pattern(r"([^（）()]+)[（(]([^（）()]+)[)）]")
_FORMAL = late_pattern(r"(?:[開閉散]会|[開閉]議)(?:の辞|宣言|宣告|の?挨拶|の?あいさつ)?|\S{0,2}(?:挨拶|あいさつ)")
"""Headings of what is said at the beginning and at the end of a sitting."""
_SHORTEST_HEADING = 4
"""Characters of a heading of what was said, such as 会議の内容."""
_PARTICLE = late_pattern(r"から|へ(?:の|[一-鿿])|より|に(?:より|おい|つい|対)|の[一-鿿]|を|及び|並びに|として")
"""What follows a name in brackets of which a sentence only tells: 事務局（総務課）から諮問のあった…"""
_EACH = late_pattern(r"(?:各(?:委員|議員)|[(（][^()（）]*[)）])$")
"""What stands behind a name on a list: for all before it, 新田・日高各委員; or a remark, 藤巻（会長）."""
_GAPS, _PARTED = late_pattern(r"(?<=\S)\s+"), late_pattern(r"[、，,・\s：:【】〔〕［］]+")
_Openings = Sequence[tuple[str, int] | None]
_NOBODY: _Openings = (None,) * len(STYLES)


@dataclass(slots=True)
class Starts:
    """Finds the lines of a document that may begin a speech."""

    rows: list[MinutesRow]
    words: MinutesVocabulary
    listed: dict[str, int] = field(default_factory=dict)
    """The first row of each word of the labelled rows, and of the lines that go on with lists of people: names that the
    head lists are among them."""
    listed_to: int = 0
    """The row down to which such words were looked for, as far as asked."""
    is_listing: bool = False
    """Whether people are listed there."""
    in_column: set[int] | None = None
    """The rows in columns of tables that are headed as those of speakers."""
    dittos: frozenset[int] = field(init=False)
    """The rows that begin with the mark for the name above."""
    openings: list[_Openings] = field(init=False)
    """Who speaks where each row begins so, in each style."""
    may_open: list[int] = field(init=False)
    """The rows that begin so in any style, or with the mark for the name above."""
    last_labels: list[str | None] | None = None
    """What the last label down to each row names."""
    first_heading: int | None = None
    """The first row that heads what was said; the end where none does."""
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
        self.dittos = frozenset(index for index, row in enumerate(self.rows) if DITTO.match(row.line.text))
        self.openings = [self._openings(row.line.text) for row in self.rows]
        opened = enumerate(self.openings)
        self.may_open = [index for index, one in opened if one is not _NOBODY or index in self.dittos]

    @property
    def settings(self) -> MinutesSettings:
        """The thresholds by which speakers are found."""
        return self.words.settings

    def in_every_style(self) -> list[list[Start]]:
        """The lines that may begin a speech in each style, from the first on that does; and by a legend of marks."""
        styled = [self._from_first(self._candidates(style)) for style in (*range(len(STYLES)), None)]
        return [*styled, [Start(*said) for said in said_by_marks(self.rows, self._speaks)]]

    def anywhere(self) -> list[Start]:
        """The lines that may begin a speech in any style, at any margin, below the head."""
        opened = [(at, next((one for one in self.openings[at] if one is not None), None)) for at in self.may_open]
        found = [(at, one) for at, one in opened if one is not None and not self._is_of_head(self.rows[at])]
        return [Start(at, squeeze(_NUMBER_OF_SPEECH.sub("", name)), end) for at, (name, end) in found]

    def _candidates(self, style: int | None) -> list[Start]:
        """Lines that begin as the style (of `STYLES`) has it; None is for names in a table's first column."""
        found: list[Start] = []
        in_column = style is not None and STYLES[style] is open_column
        for index in self._may_open(style):
            row = self.rows[index]
            opened = self._open_cell(index) if style is None else self.openings[index][style]
            if opened is None and in_column:
                opened = open_letter(row.line.text)
            if opened is None and found:
                opened = self.open_listed(row) or self._open_office(row) if in_column else None
                opened = opened or self._open_spaced(row, style)
                opened = opened or _open_ditto(row, style is None)
            if opened is None or self._is_no_seat(squeeze(opened[0])) or self._counts(row, opened[1]):
                continue
            if not self._is_of_head(row):
                found.append(Start(index, squeeze(_NUMBER_OF_SPEECH.sub("", opened[0])), opened[1]))
        return self._at_margin(self._from_first(self._of_marks(self._without_items(found))))

    def _may_open(self, style: int | None) -> Sequence[int]:
        """The rows that may begin a speech in a style: those that begin so, and those with the mark for the name above;
        in a column whatever is in it, and in a table its first column."""
        if style is not None and STYLES[style] in (open_column, open_colon):
            return range(len(self.rows))
        if style is None:
            cells = ((index, row.cell) for index, row in enumerate(self.rows))
            return [index for index, cell in cells if index in self.dittos or (cell is not None and not cell.column)]
        return [index for index in self.may_open if self.openings[index][style] is not None or index in self.dittos]

    def _without_items(self, found: list[Start]) -> list[Start]:
        """Without letters that are items of lists, or whatever else comes once: A：…, B：…, C：…."""
        if not any(is_letter(start.speaker) for start in found):
            return found
        if alternate([start.speaker for start in self.plausible(found)]):
            return found
        return [start for start in found if not is_letter(start.speaker)]

    def _is_of_head(self, row: MinutesRow) -> bool:
        """Whether a line is a row of the head that nobody who speaks is called by: 欠席者　委員　根岸, 日時."""
        label = head_label(row, self.words) if "。" not in row.line.text else None
        return label is not None and label.name in _NEVER_SPEAKERS

    def _openings(self, text: str) -> _Openings:
        """Who speaks where a line begins so, in each style; looked at once."""
        if text not in self.words.openings:
            opened = [style(text, self.words) for style in STYLES]
            self.words.openings[text] = [self.named(one, text) for one in opened] if any(opened) else _NOBODY
        return self.words.openings[text]

    def named(self, opened: tuple[str, int] | None, text: str) -> tuple[str, int] | None:
        """What begins a line where it is a name, and no mark follows it."""
        if opened is None or self._is_material(text[opened[1] :]):
            return None
        if text[opened[1] - 1 : opened[1]] in (")", "）") and _PARTICLE.match(text, opened[1]):
            return None
        opened = self._without_heading(opened[0]), opened[1]
        return opened if is_letter(squeeze(opened[0])) or self.is_name(opened[0]) else None

    def _without_heading(self, name: str) -> str:
        """A name without the heading that it is set in or close behind: 開会（課長補佐）, 会議の内容都市計画課係長."""
        within = _OF_HEADING.fullmatch(name.strip())
        if within is not None and agenda_section(within[1], self.words) is not None and self._speaks(within[2]):
            return within[2]
        key = squeeze(_NUMBER_OF_SPEECH.sub("", name))
        ends = (k for k in range(_SHORTEST_HEADING, len(key) - 1) if self.words.labels.get(key[:k]) == "speeches")
        return next((key[k:] for k in ends if self._speaks(key[k:])), name)

    def in_formal_heading(self, text: str) -> str | None:
        """Who is in brackets behind 開会, 閉会 or 挨拶, where nothing else is on the line: 開会（課長補佐）."""
        within = _OF_HEADING.fullmatch(text.strip())
        formal = within is not None and _FORMAL.fullmatch(squeeze(within[1][lead(within[1]) :])) is not None
        return within[2] if within is not None and formal and self._speaks(within[2]) else None

    def heads(self, name: str) -> bool:
        """Whether what looks like a name is a numbered heading with who reports below it: 3 報告事項(事務局)."""
        within = _OF_HEADING.fullmatch(name.strip())
        numbered = within is not None and match_label(name) is not None
        return within is not None and numbered and agenda_section(within[1], self.words) is not None

    def _of_marks(self, found: list[Start]) -> list[Start]:
        """Without those whose mark no speaker bears: ● before a heading, where speakers have ○."""
        marks = [self._mark(start) for start in found]
        if not any(marks):
            return found
        borne = {self._mark(start) for start in self.plausible(found)}
        return [start for start, mark in zip(found, marks, strict=True) if not mark or mark in borne]

    def _mark(self, start: Start) -> str:
        return mark_of(self.rows[start.at].line.text)

    def _at_margin(self, found: list[Start]) -> list[Start]:
        """Those that begin where most do; left and right pages may differ."""
        xs = sorted(map(self.x_of, found))
        kept = []
        for _, page in groupby(found, lambda start: self.rows[start.at].line.page):
            there = list(page)
            most = max(there, key=lambda start: self._near(start, xs))
            if self._near(most, xs) >= self.settings.margin_share * len(found):
                kept += [start for start in there if abs(self.x_of(start) - self.x_of(most)) <= self.em_of(start)]
        return kept

    def _near(self, start: Start, xs: Sequence[float]) -> int:
        x, em = self.x_of(start), self.em_of(start)
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
        return self.named((name, len(row.line.text)), row.line.text) if named else None

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

    def x_of(self, start: Start) -> float:
        return self.rows[start.at].line.x0

    def em_of(self, start: Start) -> float:
        return self.settings.margin_tolerance * self.rows[start.at].line.size

    def plausible(self, found: Sequence[Start]) -> list[Start]:
        """Those whose names end like a speaker's, come again, or are listed in the head; letters, items being out."""
        counts = Counter(start.speaker for start in found)
        return [
            start
            for start in found
            if self._speaks(start.speaker)
            or self._is_in_column(start.at)
            or counts[start.speaker] > 1
            or start.speaker == AGAIN
            or is_letter(start.speaker)
            or self._is_listed(start, found[0])
        ]

    def is_known(self, start: Start) -> bool:
        """Whether a name is that of somebody who speaks, a letter for one, or listed in the head."""
        return self._speaks(start.speaker) or is_letter(start.speaker) or self._is_listed(start, start)

    def _speaks(self, name: str) -> bool:
        """Whether somebody who speaks is called so, or one of the two that a colon parts: 園長：沢."""
        return any(map(self.words.speaks, re.split("[:：]", name)))

    def _is_listed(self, start: Start, first: Start) -> bool:
        """Whether the head names somebody who speaks once only: 今泉 among 荒木、今泉、上杉."""
        if not 1 < len(start.speaker) <= _LISTED_NAME:
            return False
        return self.is_listed_above(start.speaker, first.at)

    def is_listed_above(self, name: str, at: int) -> bool:
        """Whether a name is among the words of the labelled rows above a row, or of lines that go on with lists of
        people. Each row is looked at once."""
        for index in range(self.listed_to, at):
            row = self.rows[index]
            label = head_label(row, self.words)
            self.is_listing = label.name in PEOPLE if label is not None else self.is_listing
            if label is not None or self.is_listing:
                for text in {row.line.text, spaced_text(row)}:
                    for piece in _PARTED.split(text):
                        self.listed.setdefault(_EACH.sub("", squeeze(piece)), index)
        self.listed_to = max(self.listed_to, at)
        return self.listed.get(name, at) < at

    def open_listed(self, row: MinutesRow) -> tuple[str, int] | None:
        """A family name that the head lists, before white space: 本　多　　…, where others speak so by their seats."""
        text = row.line.text
        for gap in _GAPS.finditer(text[: self.settings.longest_speaker]):
            name = squeeze(text[: gap.start()])
            fits = 1 < len(name) <= _LISTED_NAME and gap.end() < len(text)
            if fits and self.is_listed_above(name, self.first_sentence) and self.is_name(name):
                return text[: gap.start()], gap.end()
        return None

    def _open_spaced(self, row: MinutesRow, style: int | None) -> tuple[str, int] | None:
        """A family name that the head lists, its characters apart before a colon, where others speak so: 山　際：…"""
        named = SPACED_COLON.match(row.line.text) if style is not None and STYLES[style] is open_colon else None
        name = squeeze(named[1]) if named is not None else ""
        listed = named is not None and len(name) <= _LISTED_NAME and self.is_listed_above(name, self.first_sentence)
        return (named[1], named.end()) if named is not None and listed else None

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
            said = is_remark(texts[0]) or any("。" in text for text in texts)
            said = said or (any(map(is_remark, texts[1:2])) and not self.is_in_list(start.at))
            if self._lists_people(start):
                continue
            if said or (self._under_heading(start) and any(map(is_prose, texts[:2]))):
                return list(found[index:])
        return []

    def _lists_people(self, start: Start) -> bool:
        """Whether a row of the head that names people has no words of theirs, and a heading is right below it:
        実施機関：環境課 課長 甲, above 諮問案件."""
        row = self.rows[start.at]
        label = head_label(row, self.words)
        listed = row.line.text[start.text :].strip()
        if label is None or label.name not in PEOPLE or not listed or "。" in listed or is_remark(listed):
            return False
        below = self.rows[start.at + 1].line.text if start.at + 1 < len(self.rows) else ""
        return agenda_section(below, self.words) is not None

    def is_in_list(self, at: int) -> bool:
        """Whether a row goes on with a list of people, below which a remark is said by none of them."""
        if self.last_labels is None:
            self.last_labels, last = [], None
            for label in self._labels():
                last = label.name if label is not None else last
                self.last_labels.append(last)
        return at > 0 and self.last_labels[at - 1] in PEOPLE

    def _labels(self) -> Iterator[HeadLabel | None]:
        """The label that each row begins with."""
        return (head_label(row, self.words) for row in self.rows)

    def _under_heading(self, start: Start) -> bool:
        """Whether somebody who speaks is below the heading of what was said."""
        if not self.words.speaks(start.speaker):
            return False
        if self.first_heading is None:
            headed = (k for k, label in enumerate(self._labels()) if label is not None and label.name == "speeches")
            self.first_heading = next(headed, len(self.rows))
        return self.first_heading < start.at

    def _in_head(self, index: int) -> bool:
        """Whether a row of the head begins here; those that list people may look like speeches."""
        label = head_label(self.rows[index], self.words)
        if label is None:
            return index in self.next_numbers
        return label.name not in ("members", "officials", "attendance")

    def _is_no_seat(self, key: str) -> bool:
        """Whether a name is the number of a seat that no member has: 3番 may also be an entry of a list."""
        seat = SEAT_NUMBER.fullmatch(fold(key))
        return seat is not None and parse_number(seat[1]) not in self.seat_numbers

    def is_name(self, name: str, parted: bool = False) -> bool:
        """Whether somebody may be called so; `parted` says that a colon may part any two words: 地域：大沼."""
        key = squeeze(name)
        if all(one in self.words.own.no_speakers for one in re.split("[・/]", fold(key))):
            return False
        if len(name) > self.settings.longest_speaker or _NO_NAME.match(key):
            return False
        return parted or re.search("[:：]", key) is None or self._speaks(key)


def _open_ditto(row: MinutesRow, in_cells: bool) -> tuple[str, int] | None:
    """The mark for the name above where names are: in the first column of a table, or at the beginning of a line."""
    match = DITTO.match(row.line.text)
    if match is None or (row.cell is not None and row.cell.column > 0):
        return None
    fills = match.end() == len(row.line.text)
    return (AGAIN, match.end()) if fills == (in_cells and row.cell is not None) else None
