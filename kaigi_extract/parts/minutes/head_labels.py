"""The labels that lines of the head of minutes begin with: alone, in a cell, torn over two lines, called after a body.

Knows words (`lines`) and strings; what a label is of is its row of the head. Decides nothing about values.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.table import Cell
from kaigi_extract.parts.minutes.lines import (
    ADMINISTRATIONS,
    CLOSES_BODY,
    ENDS_OF_MATTERS,
    NUMERAL,
    ORDERS,
    PEOPLE,
    TIME,
    HeadLabel,
    MinutesRow,
    MinutesVocabulary,
    PrintedLabels,
    lead,
)
from kaigi_extract.parts.minutes.names import width
from kaigi_extract.text import squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern

_REMARK = (
    r"(?:[(（][^()（）]{0,40}(?:記載|記入)[^()（）]{0,40}[)）]"
    r"|[(（【〔\[][^()（）【】〔〕\[\]]{0,24}(?:[名人順等別号]|略|ほか|同)[)）】〕\]])"
)
"""What is printed behind a label and is no value: （３名）, (敬称略), 【会長・副会長等】."""
_AFTER = late_pattern(rf"(?:[】〕］\])）>＞》≫」]|{_REMARK}|[\s:：…|｜]|[・･·‥．.\-‐–—―－─_＿]{{2,}})+")
_DAY_BEFORE_TIME = late_pattern(
    rf"(?:令和|平成|昭和)?\s*(?:{NUMERAL}|元)\s*[年./]\s*{NUMERAL}\s*[月./]\s*{NUMERAL}\s*日?\s*(?:[(（][^()（）]{{1,8}}[)）])?\s*"
)
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
    r"(?:本日の?|今回の?)?(?:会議[にで])?(?:審査|審議|付議|提出|上程|協議|報告|処理|調査|[付附])(?:し|され)た(?:案件|議題|事件|議案|事項|議件)"
)
"""本日審査した案件: what was dealt with, in a label of its own words."""
_ORDER_OF_DAY = late_pattern(
    rf"(?:{NUMERAL}年)?{NUMERAL}月{NUMERAL}日(?:\([日月火水木金土](?:曜日?)?\))?の?(?:議事日程|会議次第|議事次第)(?:第?{NUMERAL}号?)?"
)
"""二月二十六日議事日程第三号."""
_GOES_ON = ("及び", "および", "並びに", "又は", "・")
"""How the first line of a label ends that goes on below: 出席者及び⏎欠席者."""
_CAME = ("出席者", "欠席者", "参加者")
_OF_OTHERS = ("委員外", "議員外", "委員以外の", "議員以外の")
"""What is before 出席者 where those are meant who have no seat."""
_BODY_CAME = late_pattern(r"\S{3,}(?:出席者|欠席者)(?:の?氏名)?(?=\s+\S)")
_BY_RULE = ("に基づく", "による", "により")
"""How ends what is before 出席者 where those are meant whom a rule lets come."""
_PARTED = late_pattern(r"[、，,・･:：()（）]")
_WIDE = 4
"""Half ems."""
_JOINS = late_pattern(r"及び|および|並びに|ならびに|[・･、，,／/と]")
_AND_RESULT = late_pattern(r"(?:及び|および|並びに|と|・)(?:その)?(?:審議|審査)?の?結果$")
_NO_BODY, _BEHIND_BODY = late_pattern(r"[。、\s]|について"), late_pattern(r"\([^()]*\)$|[:：】\]〕]$")
_CAME_BY_RULE = late_pattern(
    r".{4,30}(?:により|に基づき|のため)、?(?:列席|出席|臨席)した(?:もの|者)(?:の(?:職・?)?氏名)?"
)
"""会議規則第4条により列席したもの: those who came to a sitting and are none of its members."""
_WITHIN = late_pattern(r"(?<=.)\([^()]{1,8}\)(?=.)")
"""What is in brackets within a label."""
_NOTHING = PrintedLabels(0, [], None)
_GOES_ON_AS_OFFICE = late_pattern(r"\s?(?:\S\s){0,2}[長員](?=\s)")


def head_label(row: MinutesRow, words: MinutesVocabulary) -> HeadLabel | None:
    """The label that a line begins with, or that fills its cell over several lines; looked for once."""
    if row.looked_at_with is not words:
        row.label, row.looked_at_with = _head_label(row, words), words
    return row.label


def _head_label(row: MinutesRow, words: MinutesVocabulary) -> HeadLabel | None:
    if row.cell is not None and row.line is row.cell.lines[0]:
        filled = _label_of_cell(row.cell, words)
        if filled is not None:
            return filled
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
        number = name == "materials" and re.match(r"[0-9０-９NＮ]", text[start:]) is not None
        if (number and not is_far(line, k, start)) or (name in PEOPLE and _is_title(text, words)):
            continue
        return HeadLabel(name, squeeze(text[printed.first : k]), start)
    return printed.body


def _label_of_cell(cell: Cell, words: MinutesVocabulary) -> HeadLabel | None:
    """The label that fills a cell."""
    text = cell.passage.text
    key = words.cells_looked_at.get(text)
    if key is None:
        key = words.cells_looked_at[text] = _cell_key(text[lead(text) :], words)
    if key in words.labels:
        return HeadLabel(words.labels[key], key, None)
    whole = text_key(text[lead(text) :]) if len(cell.lines) > 1 and "した" in text else ""
    return HeadLabel("officials", whole, None) if _CAME_BY_RULE.fullmatch(whole) else None


def is_far(line: AnyLine, end: int, start: int) -> bool:
    """Whether more white space is behind a label than the number of a paper is set apart by: 会議資料　　１-１　…"""
    if isinstance(line, Line) and start > end:
        return 2 * (line.start[start] - line.end[end - 1]) >= _WIDE * line.size
    return width(line.text[end:start]) >= _WIDE


def _is_title(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line is a title that begins as a label does, set character by character: 教 育 委 員 会 会 議 録."""
    key = squeeze(text)
    return key.endswith(tuple(title for title in words.own.titles if len(title) > 2)) and _PARTED.search(key) is None


def labels_before(text: str, words: MinutesVocabulary) -> Sequence[tuple[int, str]]:
    """Where names of rows may end that a line begins with, the longest first, with the row; whatever follows."""
    if text not in words.looked_at:
        words.looked_at[text] = _printed(text, words)
    return words.looked_at[text].labels


def _cell_key(text: str, words: MinutesVocabulary) -> str:
    """What the text of a cell is looked up by; nothing of one that begins as no label does."""
    may_be = _may_be_label(text, words) or _AFTER.match(text) is not None
    return text_key(_AFTER.sub("", text)) if may_be else ""


def _printed(text: str, words: MinutesVocabulary) -> PrintedLabels:
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
    elif key[:1] in ADMINISTRATIONS and (key[1:3] in words.firsts or key[1:2] in words.firsts):
        named = ((first + k, words.labels.get(key[1:])) for k, key in enumerate(_beginnings(stretch), 1))
        labels = [(k, name) for k, name in named if name == "officials"][::-1]
    body = _body_label(text, first, words)
    return PrintedLabels(first, labels, body) if labels or body is not None else _NOTHING


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
    """A row of people that is called after their body and fills its line: 農業委員会事務局職員; or that ends in 出席者
    before white space: 合併協議会欠席者　武藤 昭."""
    came = _BODY_CAME.match(line, first)
    line = line[: came.end()] if came is not None else line
    text = line[first:]
    if len(text) > 2 * words.settings.longest_label or text_key(text[-3:])[-1:] not in words.last_characters:
        return None
    key = text_key(text)
    if key.endswith(CLOSES_BODY):
        key = _BEHIND_BODY.sub("", key)
    if "した" in key and _CAME_BY_RULE.fullmatch(key):
        return HeadLabel("officials", key, len(line))
    matters = key[-1:] in ENDS_OF_MATTERS and _MATTERS.fullmatch(key)
    if matters or (any(word in key for word in ORDERS) and _ORDER_OF_DAY.fullmatch(key)):
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
    of_others = (
        before in _OF_OTHERS or before.endswith(_BY_RULE) or words.labels.get(before.rstrip("側等の")) == "officials"
    )
    return HeadLabel("officials" if of_others and end != "欠席者" else words.labels[end], key, len(line))


def _joined_label(key: str, words: MinutesVocabulary) -> str | None:
    """The row that a label of several is, each of which is known: 議案及び議事内容, 委員・説明員."""
    before = _AND_RESULT.sub("", key)
    if before != key and (before in words.own.sections or words.labels.get(before) == "agenda"):
        return "agenda"  # 審議事項及び結果
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
