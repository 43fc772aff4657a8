"""The lines of minutes, and the words by which they are known: what reading head, agenda, speeches and decisions share.

`MinutesVocabulary` holds the words of all wards and those of the ward at hand, with the numbers of 諮問 that a text
names. `MinutesRow` is a line with the table cell that it is in. On these rest the questions that more than one reader
asks: which row of the head a line begins (`head_label`), which heading of an agenda it is (`agenda_section`), where
full lines end (`right_of`).

Text exports and pages are read the same way; without geometry an x is a column of a fixed-width setting.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import pairwise
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import Passage, unwrap_lines
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.text import fold, match_label, parse_number, squeeze, text_key
from kaigi_extract.text.enclosed import ENCLOSED_NUMBERS
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.model import MinutesWords, SheetWords

NUMERAL = r"[0-9０-９〇一二三四五六七八九十百]+"
_AND = r"[、，,・･]|と|及び|および|並びに|ならびに|又は|または|から|より|ないし|[～〜~－‐-]"
_RANGE = late_pattern(r"から|より|ないし|[～〜~－‐-]")
_LEAD = late_pattern(
    rf"\s*(?:第?[0-9０-９]{{1,2}}[)）]?|[一二三四五六七八九十]{{1,2}}(?=[\s.．、])|[Ⅰ-Ⅻ]|[(（][0-9０-９]{{1,2}}[)）]|[{ENCLOSED_NUMBERS}])?[\s.．、:：・]*"
    r"[【〔［\[（(<＜《≪「■□◆◇◎●○◯〇▼▽▲△★☆♦•·‣▪*＊※-]*\s*"
)
_REMARK = r"[(（【〔\[][^()（）【】〔〕\[\]]{0,24}(?:[名人順等別号]|略|ほか|同)[)）】〕\]]"
"""What is printed behind a label and is no value: （３名）, (敬称略), 【会長・副会長等】."""
_AFTER = late_pattern(rf"(?:[】〕］\])）>＞》≫」]|{_REMARK}|[\s:：…|｜]|[・･·‥．.\-‐–—―－─_＿]{{2,}})+")
_NOISE = late_pattern(
    r"(?:https?://|file:///)\S*(?:\s+\d+\s*/\s*\d+)?|\d{1,3}\s*/\s*\d{1,3}|[-－‐–—]\s*\d{1,3}\s*[-－‐–—]|\d{1,3}\s*ページ"
    r"|\d{2,4}/\d{1,2}/\d{1,2},?\s+\d{1,2}:\d{2}.*|[─━―－‐–—=＝＊*・･…‥_＿\-~～\s]{3,}"
    r"|[─━―－‐–—\-]{3,}\s*[◇◆○●◎☆★＊*]\s*[─━―－‐–—\-]{3,}"
)
_DAY_BEFORE_TIME = late_pattern(
    rf"(?:令和|平成|昭和)?\s*(?:{NUMERAL}|元)\s*[年./]\s*{NUMERAL}\s*[月./]\s*{NUMERAL}\s*日?\s*(?:[(（][^()（）]{{1,8}}[)）])?\s*"
)
_REMARK_AT_END = late_pattern(r"[(〔【\[][^()〔〕【】\[\]]*[)〕】\]]$")
_NUMBERING = "ABCDEFGHIJ0123456789)"
"""What tells speakers of one seat apart: 委員Ａ."""
ADMINISTRATION = late_pattern(r"[都道府県市区町村国]側?")
"""What an administration is called by itself, where it answers or over a list of its people: 区：…, （市側）."""
SEAT_NUMBER = late_pattern(rf"({NUMERAL})番")
"""The number of a seat: members of assemblies and 農業委員会 are called by it."""
TIME = late_pattern(
    rf"(午前|午後)?\s*(?:({NUMERAL})\s*(?:時(?!間)\s*(?:({NUMERAL})\s*分|(半))?|[:：]\s*(\d\d))|(正午))"
)
CLOSING = late_pattern(
    r"[（(［\[【〔○◯〇●・]?\s*(?:以上|閉会|散会|閉議|.{0,16}[時分].{0,4}(?:閉会|散会|終了|開会|開議|閉議|開始|再開|休憩|休議|延会))\s*[)）］\]】〕。]?"
    r"|[(（［\[〔]?\s*(?:開会|開議|閉会|散会|休憩|再開)?\s*午[前後][^。]{1,9}[時分]\s*[)）］\]〕]?"
    r"|[(（［\[〔]?\s*(?:開会|開議|閉会|散会|閉議)[^。時]{0,4}午?[前後]?[^。]{0,4}時[^。]{0,4}\s*[)）］\]〕]?"
)
"""A line that says when the sitting was opened, closed or interrupted, and nothing else."""
WRITTEN = late_pattern(
    r"書面(?:開催|会議|審議|審査|表決|議決|決議|協議|方式)|書面(?:に|によ[るり]|にて|で)(?:の?(?:開催|会議|審議|審査|表決|議決|決議|協議|実施))"
    r"|持ち?回り(?:の|による)?(?:開催|会議|審議|審査|議決|決議)"
)
"""Words for a sitting at which nobody met: 書面開催, 書面による審議, 持ち回り審議."""
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
    "一覧",
    "等",
    "の状況",
    "の数",
    "数",
    "の人数",
    "人数",
)
"""What may stand behind the label of a row that lists or counts people."""
_LIST_ENDS = ("", "一覧", "等", "名", "の名称")
ENDED = late_pattern(r"[。．？！?!」』）】)…―－]$")
_LISTS_PEOPLE = late_pattern(rf"(?:{NUMERAL}\s*[名人]\s*)?[(（]")
"""事務局（総務課長）, 事務局４名（総務課長 …."""
_ACTS = late_pattern(r"\s*[(（][^()（）]*[)）](?:から|より|が|は|に|の|を|も|へ|と)")
"""実施機関（環境課）から説明があった: who does something, and no label."""
_DAY_CLOSE = late_pattern(rf"(?:令和|平成|昭和)\s*(?:{NUMERAL}|元)\s*年\s*{NUMERAL}\s*月\s*{NUMERAL}\s*日")
"""日時平成18年12月13日: a day close behind its label."""
_AND_OTHERS = late_pattern(rf"\s*[(（]([^()（）]{{2,}}(?:ほか|外|他)\s*{NUMERAL}\s*[名人])[)）]\s*$")
"""事務局（総務課長ほか６名）."""
_WHOLE_REMARK = late_pattern(r"\s*[(（][^()（）]*[)）]\s*$")
"""配布資料（資料はすべてPDF形式です。）: a remark behind a label, to the end of its line."""
_NUMBER_OF_DAY = late_pattern(rf"\s*(?:[(（]\s*)?第\s*{NUMERAL}\s*[号回日](?:\s*[)）])?\s*$")
"""議事日程第三号."""
_LISTS = ("agenda", "materials", "speeches")
"""Rows of the head whose values are below their labels; what is in brackets beside is none."""
_MATTERS = late_pattern(
    r"(?:本日の?|今回の?)?(?:会議[にで])?(?:審査|審議|付議|提出|上程|協議|報告|処理|調査)(?:し|され)た(?:案件|議題|事件|議案|事項|議件)"
)
"""本日審査した案件: what was dealt with, in a label of its own words."""
_ORDER_OF_DAY = late_pattern(
    rf"(?:{NUMERAL}年)?{NUMERAL}月{NUMERAL}日(?:\([日月火水木金土](?:曜日?)?\))?の?(?:議事日程|会議次第|議事次第)(?:第?{NUMERAL}号?)?"
)
"""二月二十六日議事日程第三号."""
_ENDS_OF_MATTERS, _ORDERS = "件題案項", ("日程", "次第")
_LAST_OF_MATTERS = f"{_ENDS_OF_MATTERS}号程第"
_ADMINISTRATIONS = frozenset("都道府県市区町村国")
"""What may stand before a label of a row of officials: 市執行部."""
_GOES_ON = ("及び", "および", "並びに", "又は", "・")
"""How the first line of a label ends that goes on below: 出席者及び⏎欠席者."""
_CAME = ("出席者", "欠席者", "参加者")
_OF_OTHERS = ("委員外", "議員外", "委員以外の", "議員以外の")
"""What is before 出席者 where those are meant who have no seat."""
_JOINS = late_pattern(r"及び|および|並びに|ならびに|[・･、，,／/と]")
_NO_BODY, _BEHIND_BODY = late_pattern(r"[。、\s]|について"), late_pattern(r"\([^()]*\)$|[:：】\]〕]$")
_CLOSES_BODY = (")", ":", "：", "】", "]", "〕")
_HEAD_ROWS = (
    *("materials", "agenda", "speeches", "observers", "absent", "officials", "members", "attendance"),
    *("place", "end", "start", "date", "name"),
)
"""A label of two of them is one of the later."""


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
    looked_at: dict[str, _Printed] = field(default_factory=dict)
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
        words.last_characters = words.lasts.union(_LAST_OF_MATTERS, _CLOSES_BODY)
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


_REPORTS = late_pattern(r"[(（]([^()（）]{2,12})[)）]$")
"""Who reports what is below a heading: 報告事項（事務局）."""


_CAME_BY_RULE = late_pattern(
    r".{4,30}(?:により|に基づき|のため)、?(?:列席|出席|臨席)した(?:もの|者)(?:の(?:職・?)?氏名)?"
)
"""会議規則第4条により列席したもの: those who came to a sitting and are none of its members."""
_SO_MANY_MATTERS = late_pattern(rf"{NUMERAL}(?:議案|件|題|項目)")
_WITHIN = late_pattern(r"(?<=.)\([^()]{1,8}\)(?=.)")
"""What is in brackets within a label."""


@functools.lru_cache(maxsize=16)
def _head_rows(
    printed: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[Mapping[str, str], frozenset[str], frozenset[str], frozenset[str]]:
    """The rows of a head by what their labels are looked up by, with how these begin, by their first characters and by
    the first, and how they end; from each row's name with its labels."""
    labels = {
        text_key(label) + end: name
        for name, words in printed
        for label in words
        for end in (_LABEL_ENDS if name in PEOPLE else _LIST_ENDS if name == "materials" else ("",))
    }
    firsts = frozenset(label[:2] for label in labels)
    first_characters = _ADMINISTRATIONS.union(first[0] for first in firsts)
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
class _Printed:
    """What a line begins with by its text alone."""

    first: int
    """Where it begins after its numeral, bullet or opening bracket."""
    labels: list[tuple[int, str]]
    """Where names of rows may end, with the row."""
    body: HeadLabel | None
    """The row of people that the whole line names."""


_NOTHING = _Printed(0, [], None)


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


def right_of(rows: Sequence[MinutesRow], settings: MinutesSettings) -> float:
    """The x (columns in a file without geometry) that nearly every full line reaches."""
    ends = sorted(row.line.x1 for row in rows if row.cell is None) or [0.0]
    return ends[int(settings.measured_share * (len(ends) - 1))]


def passage_of_rows(rows: Sequence[MinutesRow], right: float | None, settings: PassageSettings) -> Passage:
    """Lines as one passage; `right` is the x where those outside of tables must turn."""
    lines = [row.line for row in rows]
    if rows and rows[-1].cell is not None:
        right = rows[-1].cell.right
    return unwrap_lines(lines, None if lines and isinstance(lines[0], PlainLine) else right, settings)


def head_label(row: MinutesRow, words: MinutesVocabulary) -> HeadLabel | None:
    """The label that a line begins with, or that fills its cell over several lines; looked for once."""
    if row.looked_at_with is not words:
        row.label, row.looked_at_with = _head_label(row, words), words
    return row.label


def _head_label(row: MinutesRow, words: MinutesVocabulary) -> HeadLabel | None:
    if row.cell is not None and row.line is row.cell.lines[0]:
        text = row.cell.passage.text
        key = words.cells_looked_at.get(text)
        if key is None:
            key = words.cells_looked_at[text] = _cell_key(text[lead(text) :], words)
        if key in words.labels:
            return HeadLabel(words.labels[key], key, None)
    text, line = row.line.text, row.line
    printed = words.looked_at.get(text)
    if printed is None:
        printed = words.looked_at[text] = _printed(text, words)
    for k, name in printed.labels:
        if (
            k - printed.first > 2
            and text[k - 1] in "名数等"
            and line.gap(k - 1) >= words.settings.label_gap > line.gap(k - 2)
        ):
            continue
        if name in _LISTS and (_WHOLE_REMARK.match(text, k) or (name == "agenda" and _NUMBER_OF_DAY.match(text, k))):
            return HeadLabel(name, squeeze(text[printed.first : k]), len(text))
        if _is_of_office(text, printed.first, k, name):
            continue
        after = _AFTER.match(text, k)
        if name == "date" and k - printed.first > 1 and _DAY_CLOSE.match(text, k):
            return HeadLabel(name, squeeze(text[printed.first : k]), k)
        if not (_ends_label(text, k, name, after) or line.gap(k) >= words.settings.label_gap):
            continue
        others = _AND_OTHERS.match(text, k) if name == "officials" else None
        start = others.start(1) if others is not None else after.end() if after else k
        day = _DAY_BEFORE_TIME.match(text, start) if name in ("start", "end") else None
        if name in ("start", "end") and not TIME.match(text, day.end() if day else start):
            continue
        if name == "materials" and re.match(r"[0-9０-９NＮ]", text[start:]):
            continue
        return HeadLabel(name, squeeze(text[printed.first : k]), start)
    return printed.body


def labels_before(text: str, words: MinutesVocabulary) -> Sequence[tuple[int, str]]:
    """Where names of rows may end that a line begins with, the longest first, with the row; whatever follows."""
    if text not in words.looked_at:
        words.looked_at[text] = _printed(text, words)
    return words.looked_at[text].labels


def _cell_key(text: str, words: MinutesVocabulary) -> str:
    """What the text of a cell is looked up by; nothing of one that begins as no label does."""
    may_be = _may_be_label(text, words) or _AFTER.match(text) is not None
    return text_key(_AFTER.sub("", text)) if may_be else ""


def _printed(text: str, words: MinutesVocabulary) -> _Printed:
    """What a line begins with that is called as rows of a head are, the longest first."""
    first = lead(text)
    if first >= len(text):
        return _NOTHING
    labels: list[tuple[int, str]] = []
    stretch = text[first : first + words.settings.longest_label]
    key = text_key(stretch) if _may_be_label(stretch, words) else ""
    if key[:2] in words.firsts or key[:1] in words.firsts:
        beginnings = _beginnings(stretch)
        named = ((first + k, words.labels.get(key)) for k, key in enumerate(beginnings, 1))
        labels = [(k, name) for k, name in named if name is not None and not _parts_name(text, first, k)][::-1]
    elif key[:1] in _ADMINISTRATIONS and (key[1:3] in words.firsts or key[1:2] in words.firsts):
        named = ((first + k, words.labels.get(key[1:])) for k, key in enumerate(_beginnings(stretch), 1))
        labels = [(k, name) for k, name in named if name == "officials"][::-1]
    body = _body_label(text, first, words)
    return _Printed(first, labels, body) if labels or body is not None else _NOTHING


def _may_be_label(text: str, words: MinutesVocabulary) -> bool:
    """A test that costs little: whether a text begins with a character that labels begin with. Marks that belong to it
    may follow."""
    return text_key(text[:3])[:1] in words.first_characters


def _beginnings(text: str) -> list[str]:
    """What the first character of a text is looked up by, the first two, and so on."""
    keys = [text_key(char) for char in text]
    if "".join(keys) == text_key(text):  # no character is folded into the one before it
        return list(itertools.accumulate(keys))
    return [text_key(text[:k]) for k in range(1, len(text) + 1)]


def _parts_name(text: str, first: int, end: int) -> bool:
    """Whether what could be the end of a label is the first character of a name: 委員　　名　越; not in 委　員　名."""
    apart = text[end - 2 : end - 1].isspace() and text[end - 1 : end] in "名数等"
    return apart and not any(char.isspace() for char in text[first : end - 2].strip())


def _body_label(line: str, first: int, words: MinutesVocabulary) -> HeadLabel | None:
    """A row of people that is called after their body and fills its line: 農業委員会事務局職員."""
    text = line[first:]
    if len(text) > 2 * words.settings.longest_label or text_key(text[-3:])[-1:] not in words.last_characters:
        return None
    key = text_key(text)
    if key.endswith(_CLOSES_BODY):
        key = _BEHIND_BODY.sub("", key)
    if "した" in key and _CAME_BY_RULE.fullmatch(key):
        return HeadLabel("officials", key, len(line))
    matters = key[-1:] in _ENDS_OF_MATTERS and _MATTERS.fullmatch(key)
    if matters or (any(word in key for word in _ORDERS) and _ORDER_OF_DAY.fullmatch(key)):
        return HeadLabel("agenda", key, len(line))
    joined = _joined_label(key, words)
    if joined is not None:
        return HeadLabel(joined, key, len(line))
    bare = _WITHIN.sub("", key)
    if bare != key and words.labels.get(bare) == "speeches":  # 主な質疑(意見)及び回答
        return HeadLabel("speeches", key, len(line))
    if not 5 < len(key) <= words.settings.longest_label or key[-1] not in words.lasts or _NO_BODY.search(text.strip()):
        return None
    named = ("officials", "absent", "members", "attendance")
    ends = (key[at:] for at in range(1, len(key) - 2) if words.labels.get(key[at:]) in named)
    end = next((one for one in ends if len(one) > 3 or one in _CAME), None)
    if end is None or key in words.labels:
        return None
    before = key.removesuffix(end)
    of_others = before in _OF_OTHERS or words.labels.get(before.rstrip("側等の")) == "officials"
    return HeadLabel("officials" if of_others and end != "欠席者" else words.labels[end], key, len(line))


def _joined_label(key: str, words: MinutesVocabulary) -> str | None:
    """The row that a label of several is, each of which is known: 議案及び議事内容, 委員・説明員."""
    names = [words.labels.get(part) for part in _JOINS.split(key)] if _JOINS.search(key) else []
    if len(names) < 2 or None in names or key in words.labels:
        return None
    return "attendance" if len(set(names)) > 1 and set(names) <= set(PEOPLE) else names[0]


def _is_of_office(text: str, first: int, end: int, name: str) -> bool:
    """Whether what could be a label whose characters are set apart goes on as an office: 事 務 局 長."""
    label = text[first:end]
    if len(label.split()) < 2 or len(label.split()) < len(squeeze(label)) or name in ("members", "absent"):
        return False
    return _GOES_ON_AS_OFFICE.match(text, end) is not None


_GOES_ON_AS_OFFICE = late_pattern(r"\s?(?:\S\s){0,2}[長員](?=\s)")


def _ends_label(text: str, k: int, name: str, after: re.Match[str] | None) -> bool:
    """Whether a label may end before the character `k`; a list of people may follow in brackets: 事務局（総務課長）."""
    if after is not None or k == len(text):
        return True
    return name in PEOPLE and _LISTS_PEOPLE.match(text, k) is not None and _ACTS.match(text, k) is None


def torn_label(rows: Sequence[MinutesRow], index: int, words: MinutesVocabulary) -> tuple[HeadLabel, int] | None:
    """The label whose characters are on several lines (名⏎称 …), the longest, and the row that it ends on."""
    found = list(torn_labels(rows, index, words))
    return found[-1] if found else None


def torn_labels(rows: Sequence[MinutesRow], index: int, words: MinutesVocabulary) -> Iterator[tuple[HeadLabel, int]]:
    """Every label that the characters on several lines make, the shortest first, and the row that each ends on."""
    key = text_key(rows[index].line.text)
    if key[:1] not in words.first_characters:
        return
    goes_on = key.endswith(_GOES_ON) and len(key) <= words.settings.longest_label
    if key in words.labels or re.search(r"[0-9。、]", key):
        return
    if len(key) > words.settings.torn_label and not goes_on:
        rest = text_key(rows[index + 1].line.text) if index + 1 < len(rows) else ""
        if len(rest) <= words.settings.torn_label and key + rest in words.labels:  # 会議資料の名⏎称
            yield HeadLabel(words.labels[key + rest], key + rest, len(rows[index + 1].line.text)), index + 1
        return
    for at in range(index + 1, min(len(rows), index + 1 + words.settings.torn_lines)):
        text = rows[at].line.text
        for k in range(1, min(len(text), words.settings.longest_label) + 1):
            name = words.labels.get(key + text_key(text[:k]))
            after = _AFTER.match(text, k) if name is not None else None
            if name is not None and (after is not None or k == len(text)):
                yield HeadLabel(name, key + squeeze(text[:k]), after.end() if after else k), at
        if len(squeeze(text)) > 1:
            break
        key += text_key(text)


def closes(text: str) -> bool:
    """Whether a line says when the sitting was opened, closed or interrupted, and nothing else: ９　閉会　午後４時."""
    number = _NUMBERED_CLOSING.match(text)
    if number is not None and TIME.search(text, number.end()):
        text = text[number.end() :]
    if CLOSING.fullmatch(text) is not None:
        return True
    key = squeeze(text)
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
    key = key[lead(key) :] if text.strip()[:1] in "≪《<＜【〔［" else key
    key = re.sub(r"[】〕］\])）>＞》≫」]$|について$", "", key)
    if fold(key) not in words.own.sections and (label := match_label(text)) is not None:
        key = squeeze(text[label.end :])  # ウ　その他
    return key if fold(key) in words.own.sections else None
