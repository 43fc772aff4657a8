"""The lines of minutes, and the words by which they are known: what reading head, agenda, speeches and decisions share.

`MinutesVocabulary` holds the words of all wards and those of the ward at hand, with the numbers of 諮問 that a text
names. `MinutesRow` is a line with the table cell that it is in. On these rest the questions that more than one reader
asks: which row of the head a line begins (`head_label`), which heading of an agenda it is (`agenda_section`), where
full lines end (`right_of`).

Text exports and pages are read the same way; without geometry an x is a column of a fixed-width setting.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import pairwise
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line, PlainLine
from kaigi_extract.layout.passages import Passage, unwrap_lines
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.records import Span
from kaigi_extract.text import fold, match_label, parse_number, squeeze, text_key
from kaigi_extract.text.enclosed import ENCLOSED_NUMBERS
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.model import MinutesWords, SheetWords

NUMERAL = r"[0-9０-９〇一二三四五六七八九十百]+"
_AND = r"[、，,・･]|と|及び|および|並びに|ならびに|又は|または|から|より|ないし|[～〜~－‐-]"
_RANGE = late_pattern(r"から|より|ないし|[～〜~－‐-]")
_LEAD = late_pattern(
    rf"\s*(?:第?[0-9０-９]{{1,2}}[)）]?|[一二三四五六七八九十]{{1,2}}(?=[\s.．、])|[Ⅰ-Ⅻ]|[(（【〔［\[][0-9０-９]{{1,2}}[)）】〕］\]]|[{ENCLOSED_NUMBERS}])?[\s.．、:：・]*"
    r"[【〔［\[（(<＜《≪〈「■□◆◇◎●○◯〇▼▽▲△★☆♦•·‣▪*＊※-]*\s*"
)
_NOISE = late_pattern(
    r"(?:https?://|file:///)\S*(?:\s+\d+\s*/\s*\d+)?|\d{1,3}\s*/\s*\d{1,3}|[-－‐–—]\s*\d{1,3}\s*[-－‐–—]|\d{1,3}\s*ページ"
    r"|\d{2,4}/\d{1,2}/\d{1,2},?\s+\d{1,2}:\d{2}.*|[─━―－‐–—=＝＊*・･…‥_＿\-~～\s]{3,}"
    r"|[─━―－‐–—\-]{3,}\s*[◇◆○●◎☆★＊*]\s*[─━―－‐–—\-]{3,}"
)
_REMARK_AT_END = late_pattern(r"[(〔【\[][^()〔〕【】\[\]]*[)〕】\]]$")
_NUMBERING = "ABCDEFGHIJ0123456789)"
"""What tells speakers of one seat apart: 委員Ａ."""
ADMINISTRATION = late_pattern(r"[都道府県市区町村国]側?")
"""What an administration is called by itself, where it answers or over a list of its people: 区：…, （市側）."""
SEAT_NUMBER = late_pattern(rf"({NUMERAL})番")
"""The number of a seat: members of assemblies and 農業委員会 are called by it."""
TIME = late_pattern(
    rf"(?:(午前|午後)\s*)?(?:(?<!{NUMERAL[:-1]})({NUMERAL})\s*(?:時(?!間)\s*(?:({NUMERAL})\s*分|(半))?|[:：]\s*(\d\d))|(正午))"
)
CLOSING = late_pattern(
    r"[（(［\[【〔○◯〇●・]?\s*(?:以上|閉会|散会|閉議|.{0,16}[時分].{0,4}(?:閉会|散会|終了|開会|開議|閉議|開始|再開|休憩|休議|延会))\s*[)）］\]】〕。]?"
    r"|[(（［\[〔]?\s*(?:開会|開議|閉会|散会|閉議|休憩|再開)\s*[0-2]?[0-9]\s*[:：]\s*[0-5][0-9]\s*[)）］\]〕]?"
    r"|[(（［\[〔]?\s*(?:開会|開議|閉会|散会|休憩|再開)?\s*午[前後][^。～〜~か]{1,9}[時分]\s*[)）］\]〕]?"
    r"|(?:開会|閉会|散会)\s*[(（][^()（）。0-9０-９時分]{1,12}[)）]"
    r"|[(（［\[〔]?\s*(?:開会|開議|閉会|散会|閉議)[^。時]{0,4}午?[前後]?[^。]{0,4}時[^。]{0,4}\s*[)）］\]〕]?"
)
"""A line that says when the sitting was opened, closed or interrupted, and nothing else."""
WRITTEN = late_pattern(
    r"書面(?:開催|会議|審議|審査|表決|議決|決議|協議|方式)|書面(?:に|によ[るり]|にて|で)(?:の?(?:開催|会議|審議|審査|表決|議決|決議|協議|実施))"
    r"|持ち?回り(?:の|による)?(?:開催|会議|審議|審査|議決|決議)"
)
"""Words for a sitting at which nobody met: 書面開催, 書面による審議, 持ち回り審議."""
_BETWEEN_DASHES = late_pattern(r"[-－―‐–—─~～〜]{1,8}(?:開会|閉会|散会|閉議|休憩|再開)[-－―‐–—─~～〜]{1,8}")
_NUMBERED_CLOSING = late_pattern(rf"\s*{NUMERAL}[\s.．、]+(?=[開閉散]会)")
PEOPLE = ("members", "officials", "attendance", "absent", "observers")
"""Rows of the head that list people."""
_LABEL_ENDS = (
    "",
    "の氏名",
    "氏名",
    "名",
    "の職氏名",
    "職氏名",
    "の職・氏名",
    "職・氏名",
    "の職及び氏名",
    "の職名及び氏名",
    "一覧",
    "等",
    "の状況",
    "の数",
    "数",
    "の人数",
    "人数",
)
"""What may stand behind the label of a row that lists or counts people."""
_CAME = ("出席した", "欠席した")
"""How labels of people begin before which the sitting may be named: 会議に欠席した委員の氏名."""
_LIST_ENDS = ("", "一覧", "等", "名", "の名称")
ENDED = late_pattern(r"[。．？！?!」』）】)…―－]$")
ENDS_OF_MATTERS, ORDERS = "件題案項", ("日程", "次第")
_LAST_OF_MATTERS = f"{ENDS_OF_MATTERS}号程第"
ADMINISTRATIONS = frozenset("都道府県市区町村国")
"""What may stand before a label of a row of officials: 市執行部."""
CLOSES_BODY = (")", ":", "：", "】", "]", "〕")
_HEAD_ROWS = (
    *("materials", "agenda", "speeches", "observers", "absent", "officials", "members", "attendance"),
    *("place", "end", "start", "date", "name"),
)
"""A label of two of them is one of the later."""
_REPORTS = late_pattern(r"[(（]([^()（）]{2,12})[)）]$")
"""Who reports what is below a heading: 報告事項（事務局）."""
_SO_MANY_MATTERS = late_pattern(rf"{NUMERAL}(?:議案|件|題|項目)")


@dataclass(slots=True)
class MinutesVocabulary:
    """The words of all wards and the ward's own, as they are looked up, and the settings by which minutes are read."""

    own: MinutesWords
    sheet: SheetWords
    consultation: list[str]
    """諮問, and what is printed for it by mistake."""
    settings: MinutesSettings
    passages: PassageSettings
    labels: Mapping[str, str] = field(default_factory=dict)
    """Names of the rows of a head, by printed label."""
    firsts: frozenset[str] = frozenset()
    """The first two characters of labels; the only one of a label of one."""
    first_characters: frozenset[str] = frozenset()
    """The characters that labels begin with, and those of administrations before them."""
    lasts: frozenset[str] = frozenset()
    """The characters that labels end with."""
    last_characters: frozenset[str] = frozenset()
    """The same, with those that other names of such rows end with, and what may close them."""
    titles: frozenset[str] = frozenset()
    """The words for minutes, as they are compared."""
    own_titles: tuple[str, ...] = ()
    """What the ward itself calls its minutes, as it is compared."""
    feet: tuple[str, ...] = ()
    """What begins the foot of a web page, as it is compared."""
    spoken: tuple[str, ...] = ()
    """What names of speakers end in."""
    spoken_bracketed: tuple[str, ...] = ()
    """The same, where more than white space sets a name apart."""
    looked_at: dict[str, PrintedLabels] = field(default_factory=dict)
    """What lines begin with, by their text, as far as asked: the same lines are looked at for many beginnings."""
    openings: dict[str, Sequence[tuple[str, int] | None]] = field(default_factory=dict)
    """Who speaks where a line begins so, in each style, by its text, as far as asked."""
    cells_looked_at: dict[str, str] = field(default_factory=dict)
    """What cells are looked up by, by their text, as far as asked."""

    @classmethod
    def of(cls, reading: Reading) -> MinutesVocabulary:
        """The vocabulary for a document of a ward, or of one that is not known; looked up once a document."""
        known = reading.looked_up.get("minutes")
        if not isinstance(known, cls):
            known = reading.looked_up["minutes"] = cls._of(reading)
        return known

    @classmethod
    def _of(cls, reading: Reading) -> MinutesVocabulary:
        ward, common = reading.ward, reading.common
        own = ward.minutes if ward else MinutesWords()
        both: dict[str, Any] = {
            name: [*getattr(own, name), *getattr(common.minutes, name)] for name in MinutesWords.model_fields
        }
        sheet = ward.sheet if ward else SheetWords()
        misprinted = [one.printed for one in common.misprints if one.meant in sheet.consultation]
        consultation = [*sheet.consultation, *misprinted]
        words = cls(
            MinutesWords.model_construct(**both), sheet, consultation, reading.settings.minutes, reading.layout.passages
        )
        # The ward's own come last: what it calls a row decides.
        rows = tuple((name, tuple(getattr(whose, name))) for whose in (common.minutes, own) for name in _HEAD_ROWS)
        words.labels, words.firsts, words.first_characters, words.lasts = _head_rows(rows)
        words.last_characters = words.lasts.union(_LAST_OF_MATTERS, CLOSES_BODY)
        words.titles = frozenset(text_key(word) for word in both["titles"])
        words.own_titles = tuple(text_key(word) for word in own.titles)
        words.feet = tuple(text_key(word) for word in both["after"])
        words.spoken = tuple(words.own.speakers + words.own.chairs)
        words.spoken_bracketed = (*words.spoken, *words.own.bracketed)
        return words

    def speaks(self, name: str, bracketed: bool = True) -> bool:
        """Whether a name ends in what speakers are called: 委員, 課長, 委員Ａ, 山田（委員）; `bracketed` says that
        more than white space sets it apart."""
        key = text_key(name)
        bare = _REMARK_AT_END.sub("", key) if key.endswith((")", "〕", "】", "]")) else key
        ends = self.spoken_bracketed if bracketed else self.spoken
        named = key.rstrip(_NUMBERING).endswith(ends) or bare.rstrip(_NUMBERING).endswith(ends)
        return (
            named
            or SEAT_NUMBER.fullmatch(bare) is not None
            or (bracketed and ADMINISTRATION.fullmatch(bare) is not None)
        )

    def cited(self, text: str) -> list[int]:
        """The numbers of 諮問 that a text names, in order: 第33号、34号; 32号から36号まで."""
        kinds = "|".join(map(re.escape, self.consultation))
        one = rf"\s*(?:{_AND})\s*(?:{kinds})?(?:事項|番号)?\s*第?\s*{NUMERAL}\s*"
        run = rf"(?:{kinds})(?:事項|番号)?\s*第?\s*{NUMERAL}(?![0-9０-９件つ点])\s*号?(?:(?:{one}号?)*{one}号)?"
        found: list[int] = []
        for match in re.finditer(run, text):
            for link, digits in re.findall(rf"({_AND})?\s*(?:{kinds})?(?:事項|番号)?\s*第?\s*({NUMERAL})", match[0]):
                number = parse_number(digits)
                if number is not None:
                    found += range(found[-1] + 1, number) if found and _RANGE.match(link) else []
                    found.append(number)
        return list(dict.fromkeys(found))


@functools.lru_cache(maxsize=16)
def _head_rows(
    printed: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[Mapping[str, str], frozenset[str], frozenset[str], frozenset[str]]:
    """The rows of a head by what their labels are looked up by, with how these begin, by their first characters and by
    the first, and how they end; from each row's name with its labels."""
    labels = {
        before + text_key(label) + end: name
        for name, words in printed
        for label in words
        for before in (("", "会議に") if label.startswith(_CAME) and name in PEOPLE else ("",))
        for end in (_LABEL_ENDS if name in PEOPLE else _LIST_ENDS if name == "materials" else ("",))
    }
    firsts = frozenset(label[:2] for label in labels)
    first_characters = ADMINISTRATIONS.union(first[0] for first in firsts)
    return labels, firsts, first_characters, frozenset(label[-1] for label in labels)


@dataclass(slots=True)
class MinutesRow:
    """A line, with the cell of a table that it is in."""

    line: AnyLine
    cell: Cell | None = None
    looked_at_with: MinutesVocabulary | None = field(default=None, repr=False, compare=False)
    """The words by which it was last looked at for a label."""
    label: HeadLabel | None = field(default=None, repr=False, compare=False)
    """The label that was found then; see `head_label`."""

    def cut(self, start: int, end: int | None = None) -> MinutesRow | None:
        """A part of it without white space around; None where nothing is left."""
        text = self.line.text[start:end]
        start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        return MinutesRow(self.line.cut(start, end), self.cell) if start < end else None


@dataclass(frozen=True, slots=True)
class HeadLabel:
    """The label of a row of the head."""

    name: str
    printed: str
    start: int | None
    """Where its value begins on its line; None where it fills its cell."""


@dataclass(frozen=True, slots=True)
class PrintedLabels:
    """What a line begins with by its text alone."""

    first: int
    """Where it begins after its numeral, bullet or opening bracket."""
    labels: list[tuple[int, str]]
    """Where names of rows may end, with the row."""
    body: HeadLabel | None
    """The row of people that the whole line names."""


def minutes_rows(part: Part) -> list[MinutesRow]:
    """The lines of a part in reading order, without what browsers and page numbers leave."""
    rows: list[MinutesRow] = []
    for item in part.items:
        if isinstance(item, Grid):
            rows += [MinutesRow(line, cell) for cells in item.rows() for cell in cells for line in cell.lines]
        else:
            rows.append(MinutesRow(item))
    counted = [row for row in rows if re.fullmatch(r"[0-9０-９]{1,3}", row.line.text)]
    numbers = [int(row.line.text) for row in counted]
    noise = {id(row) for row in counted if len(numbers) > 1 and all(b == a + 1 for a, b in pairwise(numbers))}
    return [row for row in rows if id(row) not in noise and not _NOISE.fullmatch(row.line.text)]


_ALIKE = 0.25
"""Ems by which lines that end at one margin may differ, whatever they end with."""


def right_of(rows: Sequence[MinutesRow], settings: MinutesSettings) -> float:
    """The x (columns in a file without geometry) that nearly every full line reaches. Where hardly any lines break off
    or end alike there, none shows it but one that breaks off farther right, or else the margin that is as wide as the
    left one."""
    lines = [row.line for row in rows if row.cell is None]
    ends = sorted(line.x1 for line in lines) or [0.0]
    right = ends[int(settings.measured_share * (len(ends) - 1))]
    printed = [line for line in lines if isinstance(line, Line) and not line.vertical]
    if not printed or len(printed) < len(lines):
        return right
    torn = [line for line in printed if not ENDED.search(line.text)]
    alike = sum(abs(line.x1 - right) <= _ALIKE * line.size for line in printed)
    if max(alike, sum(abs(line.x1 - right) <= line.size for line in torn)) >= settings.least_full_lines:
        return right
    left = min(line.x0 for line in printed)
    margin = max(line.frame.width for line in printed) - left
    reaching = (line.x1 for line in torn if line.x1 - left >= settings.long_line * (margin - left))
    return max(right, max(reaching, default=margin))


def spans_of(rows: Sequence[MinutesRow]) -> list[Span]:
    """Where rows stand, a line each."""
    return [row.line.span(0, len(row.line.text)) for row in rows]


def passage_of_rows(rows: Sequence[MinutesRow], right: float | None, settings: PassageSettings) -> Passage:
    """Lines as one passage; `right` is the x where those outside of tables must turn."""
    lines = [row.line for row in rows]
    if rows and rows[-1].cell is not None:
        right = rows[-1].cell.right
    return unwrap_lines(lines, None if lines and isinstance(lines[0], PlainLine) else right, settings)


def closes(text: str) -> bool:
    """Whether a line says when the sitting was opened, closed or interrupted, and nothing else: ９　閉会　午後４時."""
    number = _NUMBERED_CLOSING.match(text)
    if number is not None and TIME.search(text, number.end()):
        text = text[number.end() :]
    if CLOSING.fullmatch(text) is not None:
        return True
    key = squeeze(text)
    if _BETWEEN_DASHES.fullmatch(key) is not None:
        return True
    return key != text and CLOSING.fullmatch(key) is not None


def lead(text: str) -> int:
    """Where a text begins after its numeral, bullet or opening bracket."""
    match = _LEAD.match(text)
    return match.end() if match else 0


def agenda_section(text: str, words: MinutesVocabulary) -> str | None:
    """The heading within an agenda that a line is, without numeral and brackets."""
    key = squeeze(text[lead(text) :])
    by = _REPORTS.search(key)
    if by is not None and (_SO_MANY_MATTERS.fullmatch(by[1]) or words.speaks(by[1])):
        key = key[: by.start()]
    key = key[lead(key) :] if text.strip()[:1] in "≪《〈<＜【〔［" else key
    key = re.sub(r"[】〕］\])）>＞》≫〉」]$|について$", "", key)
    if fold(key) not in words.own.sections and (label := match_label(text)) is not None:
        key = squeeze(text[label.end :])  # ウ　その他
    return key if fold(key) in words.own.sections else None
