"""The printed list of personal data: whose, which items, under which captions.

Seen: one paragraph of items (Nerima 取り扱う個人情報); 【…に係る情報項目】 above it, 1 …に係る情報項目 above each list,
1 対象者 / 2 情報項目 (Shinjuku); 受信する主な項目 / 送信する主な項目, (1)…に係る追加項目 (Nerima linkage);
a name with its whole list in brackets (Nerima secondary use).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.enclosed import ENCLOSED_RANGE
from kaigi_extract.text.label import Label
from kaigi_extract.text.labels import match_label
from kaigi_extract.text.late_pattern import late_pattern


@dataclass(frozen=True, slots=True)
class DataItemReading:
    """One item, exactly as printed at ``start``..``end``, and the caption that it is listed under."""

    text: str
    group: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DataItemsReading:
    """A field of data items. ``notes`` are its ※ paragraphs; ``start`` and ``end`` hold from first to last item."""

    subjects: str | None
    items: tuple[DataItemReading, ...]
    groups: tuple[str, ...]
    open: bool
    notes: tuple[str, ...]
    start: int
    end: int


_SUBJECT = late_pattern(r"(?:対象者?|対象となる(?:者|区民)|対象区民|対象個人|だれの(?:情報か)?)")
_PLAIN_CAPTION = late_pattern(
    r"(?:処理させる|結合される|取り扱う|利用する|提供する)?(?:個人)?(?:情報)?(?:の)?項目(?:の内容)?|どのような項目か|個人情報|情報の内容"
)
_LIST_CAPTION_END = late_pattern(r"(?:項目|情報|事項|データ|もの|内容)\s*(?:[(（][^()（）]*[)）])?$")
_STRONG_END = late_pattern(r"項目\s*(?:[(（][^()（）]*[)）])?$")
_ROW_HEAD = late_pattern(
    r"[だ誰]れの.*|誰の.*|対象.*|個人(?:の(?:区分|範囲|類型|種別))?|本人(?:の範囲)?|(?:情報の)?主体|区分|種[別類]|分類|業務名?|事務名?"
)
"""What heads the column of a table that says whose the items beside it are."""
_PERSON = late_pattern(r"(?:[者人員民生児童主]|世帯|家族|生徒|父母)$")
"""How the words end that say whose items are beside them."""
_BEFORE_SPACE = late_pattern(r"[^\s、，。()（）:：・…‥]{1,16}(?:\s*(?:[…‥]+|・{2,})\s*|[ \u3000\u00a0]+)(?=\S)")
_BEHIND_MARKS = late_pattern(r"[〔＜<\[［][^〔〕＜＞<>\[\]［］、，]{1,30}[〕＞>\]］]\s*(?=\S)")
_IN_MARKS = late_pattern(r"[【〔＜<\[［](.+)[】〕＞>\]］]")
_IN_ROUND_BRACKETS = late_pattern(r"[(（]([^()（）]+)[)）]")
_SPLIT = late_pattern(r"[、､，]|,(?![0-9０-９]{3}(?![0-9０-９]))|(?<=[\s、])[・･](?=\S)")
_BREAKS = late_pattern(
    # Where a caption and its list share a paragraph: after 対象者, 情報項目, …に係る情報項目; before and after 【…】.
    r"(?<=[^\n])(?=【)|(?<=】)(?=[^\n])"
    r"|(?<![^\S\n])[^\S\n]++"
    r"(?=[0-9０-９]{1,2}[ 　\u00a0\u2000-\u200a.．、]*(?:対象者|情報項目)[ 　\u00a0\u2000-\u200a:：])"
    rf"|(?<=[^\s0-9０-９.．、)）{ENCLOSED_RANGE}])[^\S\n]+"
    r"(?=(?:[0-9０-９]{1,2}[ 　\u00a0\u2000-\u200a.．、]+)?[^\s、。]{1,30}に係る情報項目)"
    r"|(?<=に係る情報項目)(?=[一-鿿ァ-ヶーA-ZＡ-Ｚ])"
    r"|(?<=情報項目|.対象者)[ 　\u00a0\u2000-\u200a:：]+|(?<=に係る追加項目)[^\S\n]+|(?<=主な項目)[^\S\n]+"
)
_COUNTED = frozenset({"circled", "paren_digit", "paren_kana", "digit", "kana"})
"""Styles of labels that may count on within a line."""
_NUMBER = late_pattern(
    rf"[{ENCLOSED_RANGE}]|[(（]\s*[0-9０-９ァ-ヶｦ-ﾝ]{{1,2}}\s*[)）]|(?<=\s)(?:[0-9０-９]{{1,2}}|[ァ-ヶｦ-ﾝ])(?=[\s.．])"
)
_MORE = late_pattern(r"(?:(?<![平同高初優中均何])等|など|ほか)$")
_ANY_OPENING, _ANY_CLOSING = "([{（［｛「『【〔〈《", ")]}）］｝」』】〕〉》"
_OTHER_PARTINGS = ("・･", "/／", "\u3000")
"""What parts items where no 、 does."""
_DOTTED, _DOTTED_WORD = 3, 12
"""Words parted by such alone, at least, and the characters of one, at most, for each to be an item."""
_WHOLE_ITEM = late_pattern(r"(?:氏名|名前|住所|生年月日|電話番号|性別|年齢|職業|メールアドレス)\s*$")
"""What is an item by itself wherever it stands in a list."""
_INNER_LIST = 3
"""Items in a bracket, at least, for the words before it to be the caption of a list, not an item with a remark."""


def is_whole_item(text: str) -> bool:
    """Whether a text is what stands for an item by itself wherever it is in a list: 氏名, 電話番号."""
    return _WHOLE_ITEM.fullmatch(text) is not None


@dataclass(slots=True)
class _List:
    """What has been read so far."""

    group: str | None = None
    in_subjects: bool = False
    subjects: list[str] = field(default_factory=list)
    items: list[DataItemReading] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    open: bool = False
    going: _Going | None = None
    """What the paragraph before was of, where it ends with 、 and so goes on."""
    columns: _Columns | None = None
    """Of the table that is open."""


@dataclass(frozen=True, slots=True)
class _Going:
    """A list under a caption on its own line, which goes on in the next paragraph."""

    group: str | None
    in_subjects: bool


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cells of the rows of a table hold what."""

    count: int
    items: int
    group: int | None
    headed: bool = True
    """Whether its heads are to come."""


def read_data_items(text: str) -> DataItemsReading:
    """Read a data-items field; ``text`` has ``\\n`` between paragraphs and ``\\t`` between the cells of a table's row.

    Items are separated by 、 and ， outside brackets, ends of paragraphs and list bullets; not by 及び or the ・ of
    国籍・地域. Captions are groups (without number and brackets), except 対象者, whose text is ``subjects``, and
    情報項目. In a table of だれの and 項目 the one is the group of the other, and its heads are neither. A 等 or など
    that ends a list is taken off its last item and makes it ``open``. ※ paragraphs are notes.
    """
    found = _List()
    paragraphs = list(_paragraphs(text))
    for at, (start, end) in enumerate(paragraphs):
        if "\t" in text[start:end] and (found.columns or _open_table(found, text[start:].split("\n"))):
            _read_row(found, text, start, end)
            continue
        following = text[slice(*paragraphs[at + 1])] if at + 1 < len(paragraphs) else None
        _read_paragraph(found, text, start, end, following)
    items = tuple(found.items)
    return DataItemsReading(
        "\n".join(found.subjects) or None,
        items,
        tuple(dict.fromkeys(found.groups)),
        found.open,
        tuple(found.notes),
        items[0].start if items else 0,
        items[-1].end if items else 0,
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs, without white space at their ends. A caption before a list is a paragraph."""
    at = 0
    for line in text.split("\n"):
        low, depth, counted = at, 0, 0
        for start, end in _cuts(line):
            depth += _opened(line[counted:start])
            counted = start
            if depth <= 0:
                yield from _trimmed(text, low, at + start)
                low = at + end
        yield from _trimmed(text, low, at + len(line))
        at += len(line) + 1


def _cuts(line: str) -> list[tuple[int, int]]:
    """Where paragraphs of one line part, in order: captions before lists, and numbers that count on (①氏名 ②住所)."""
    cuts = [match.span() for match in _BREAKS.finditer(line)]
    first = match_label(line)
    if first is None or first.ordinal != 1 or first.style not in _COUNTED:
        return cuts
    due = 2
    for match in _NUMBER.finditer(line, first.end):
        label = match_label(line[match.start() :])
        if label is not None and (label.style, label.ordinal) == (first.style, due):
            cuts.append((match.start(), match.start()))
            due += 1
    return sorted(cuts)


def _opened(part: str) -> int:
    """How many brackets more open in a part of a line than close."""
    return sum((char in _ANY_OPENING) - (char in _ANY_CLOSING) for char in part)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """``start``..``end`` without white space at its ends; nothing where nothing is left."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    if start < end:
        yield start, end


def _read_paragraph(found: _List, text: str, start: int, end: int, following: str | None) -> None:
    """File one paragraph: a note, a caption, part of the subjects, or items."""
    paragraph = text[start:end]
    if paragraph[0] in "※＊*":
        found.notes.append(paragraph)
        return
    label = _list_label(paragraph)
    going, found.going = found.going, None
    if going is not None and label is None and _own_caption(paragraph) is None and _marked_caption(paragraph) is None:
        _go_on(found, going, text, start, end)
        return
    body = start + label.end if label is not None else start
    if label is not None and label.style not in found.styles:
        found.styles.append(label.style)
    caption = _caption(found, text[body:end], label, following)
    if caption is not None:
        _open_caption(found, caption)
    elif found.in_subjects:
        found.subjects.append(text[body:end])
    else:
        _read_items(found, text, body, end)


def _go_on(found: _List, going: _Going, text: str, start: int, end: int) -> None:
    """File a paragraph with what goes on in it: 申請者：氏名、住所、 and 電話番号 below."""
    if going.in_subjects:
        found.subjects.append(text[start:end])
    else:
        before, found.group = found.group, going.group
        _read_items(found, text, start, end)
        found.group = before
    found.going = going if _ends_open(text[start:end]) else None


def _ends_open(part: str) -> bool:
    """Whether a list goes on behind the last separator of a paragraph."""
    return part.rstrip()[-1:] in tuple("、，,")


def _open_table(found: _List, lines: list[str]) -> bool:
    """Whether lines, the first of which has tabs, begin a table, by its heads or by lists beside words."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines if "\t" in line]
    words = rows[0]
    captioned = all(len(row) == 2 and _is_caption(row[0]) and not _is_caption(row[1]) for row in rows)
    heads = [k for k, word in enumerate(words) if _heads_items(words, word)]
    if heads and not captioned and not any(map(_has_split, words)):
        found.columns = _columns(words, heads[0])
        return True
    if captioned or _says_whose(rows):
        found.columns = replace(_columns(words, 1), headed=False)
        return True
    return False


def _says_whose(rows: list[list[str]]) -> bool:
    """Whether rows without heads have lists beside words, or something beside persons."""
    if any(len(row) != 2 for row in rows):
        return False
    listed = all(_has_split(items) and not _has_split(whose) for whose, items in rows)
    return listed or (len(rows) > 1 and all(_PERSON.search(whose) for whose, _ in rows))


def _is_caption(word: str) -> bool:
    return (_SUBJECT.fullmatch(word) or _PLAIN_CAPTION.fullmatch(word)) is not None


def _read_row(found: _List, text: str, start: int, end: int) -> None:
    """File one row of a table: its heads, or whose items they are and the items."""
    columns = found.columns
    assert columns is not None
    found.going = None
    if columns.headed:
        found.columns = replace(columns, headed=False)
        return
    cells: list[tuple[int, int]] = []
    for cell in text[start:end].split("\t"):
        cells += _trimmed(text, start, start + len(cell))
        start += len(cell) + 1
    missing = max(columns.count - len(cells), 0)
    at = max(columns.items - missing, 0)
    if columns.group is not None and not missing:
        _open_caption(found, text[slice(*cells[columns.group])])
    if found.in_subjects:
        found.subjects.append(text[slice(*cells[at])])
    else:
        _read_items(found, text, *cells[at])


def _heads_items(words: list[str], word: str) -> bool:
    """Whether a cell of a table's first row heads the column of its items."""
    if _PLAIN_CAPTION.fullmatch(word) is not None:
        return True
    if _has_split(word) or _LIST_CAPTION_END.search(word) is None:
        return False
    return _STRONG_END.search(word) is not None or any(_ROW_HEAD.fullmatch(other) for other in words if other != word)


def _columns(words: list[str], items: int) -> _Columns:
    """The columns of a table by the words of its first row: whose the items are is said before them, or behind."""
    if items:
        return _Columns(len(words), items, items - 1 if match_label(words[items - 1]) is None else None)
    named = len(words) > 1 and _ROW_HEAD.fullmatch(words[1]) is not None
    return _Columns(len(words), items, 1 if named else None)


def _list_label(paragraph: str) -> Label | None:
    """The label of a numbered or bulleted entry; 第1希望, 4情報 and 2次元コード are words."""
    label = match_label(paragraph)
    if label is None or label.style.startswith("dai") or label.end >= len(paragraph):
        return None
    if label.style == "digit" and label.label[-1].isdigit() and not paragraph[label.end - 1].isspace():
        rest = paragraph[label.end :]
        return label if _SUBJECT.fullmatch(rest) or (_LIST_CAPTION_END.search(rest) and not _has_split(rest)) else None
    return label


def _caption(found: _List, body: str, label: Label | None, following: str | None) -> str | None:
    """The caption that a paragraph is, without brackets and colon; None where it holds items or subjects."""
    if following is None:
        return body if _SUBJECT.fullmatch(body) else None
    marked = _marked_caption(body)
    if marked is not None:
        return marked
    if _SUBJECT.fullmatch(body) or _PLAIN_CAPTION.fullmatch(body):
        return body
    if following[0] in "※＊*" or _has_split(body):
        return None
    return body if _heads_list(found.styles, body, label, following) else None


def _marked_caption(body: str) -> str | None:
    """The words of a paragraph that is in brackets or ends with a colon as a whole; None for any other.

    Round brackets around several items are a remark and no caption.
    """
    marked = _IN_MARKS.fullmatch(body)
    if marked is None and len(body) > 1 and body[-1] in ":：":
        return body[:-1].strip()
    if marked is None and not _has_split(body):
        marked = _IN_ROUND_BRACKETS.fullmatch(body)
    return marked[1].strip() if marked is not None else None


def _heads_list(styles: list[str], body: str, label: Label | None, following: str) -> bool:
    """Whether an unmarked paragraph is the caption of what follows, by its label, how it ends, and what follows."""
    after = _list_label(following)
    if label is not None and label.style == "bullet" and _PERSON.search(body) and after is None:
        return _has_split(following) or _WHOLE_ITEM.fullmatch(following) is not None
    if label is not None and label.style != "bullet":
        return after is None or _is_deeper(styles, after.style, label.style)
    if _STRONG_END.search(body):
        return True
    has_list = _has_split(following) or after is not None
    return label is None and has_list and _LIST_CAPTION_END.search(body) is not None


def _is_deeper(styles: list[str], style: str, than: str) -> bool:
    """Whether labels of ``style`` are a level below those of ``than``: not met yet, or first met after them."""
    return style not in styles or styles.index(style) > styles.index(than)


def _open_caption(found: _List, caption: str) -> None:
    """Begin what ``caption`` is over: the subjects, the items without a group, or a group."""
    found.in_subjects = _SUBJECT.fullmatch(caption) is not None
    found.group = None
    if not found.in_subjects and _PLAIN_CAPTION.fullmatch(caption) is None:
        found.group = caption
        found.groups.append(caption)


def _has_split(body: str) -> bool:
    """Whether ``body`` is several items."""
    return next(_pieces(body, 0, len(body)))[1] < len(body.rstrip("。"))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between separators outside brackets; a bracket that never closes counts as none."""
    depth, low = 0, start
    balanced = _balanced(text[start:end])
    dotted = next((marks for marks in _OTHER_PARTINGS if _is_parted_by(text[start:end], marks)), "")
    for at in range(start, end):
        char = text[at]
        if balanced and char in _ANY_OPENING:
            depth += 1
        elif balanced and char in _ANY_CLOSING:
            depth -= 1
        elif depth == 0 and (_SPLIT.match(text, at) or (char in dotted)):
            yield low, at
            low = at + 1
    yield low, end


def _is_parted_by(part: str, marks: str) -> bool:
    """Whether short words are parted by one kind of mark and by nothing else, three of them at least, one of which is
    an item by itself, or two where it is space: 国籍・地域 is one item, and so is 身体・知的・精神障害の有無."""
    bare = _IN_ROUND_BRACKETS.sub("", part.strip("。 　\u00a0\u2003"))
    words = [word for word in re.split(f"[{marks}]", bare) if word.strip()]
    if len(words) < _DOTTED or _SPLIT.search(bare):
        return False
    whole = sum(_WHOLE_ITEM.search(word) is not None for word in words)
    return whole >= (2 if marks.isspace() else 1) and all(len(word.strip()) <= _DOTTED_WORD for word in words)


def _balanced(part: str) -> bool:
    """Whether every bracket of ``part`` closes, in order."""
    depth = 0
    for char in part:
        depth += (char in _ANY_OPENING) - (char in _ANY_CLOSING)
        if depth < 0:
            return False
    return depth == 0


def _read_items(found: _List, text: str, start: int, end: int) -> None:
    """Add the items of a paragraph, under its own caption (申請者：…, 登録情報（…）) where it has one."""
    head = _own_caption(text[start:end])
    group = found.group
    if head is not None:
        caption = head[0].strip(" 　\u00a0\u2003:：…‥・〔〕＜＞<>[]［］")
        _open_caption(found, caption)
        start += head.end()
        found.going = _Going(found.group, found.in_subjects) if _ends_open(text[start:end]) else None
        if found.in_subjects:
            found.subjects.append(text[start:end])
            found.in_subjects, found.group = False, group
            return
    inner = _inner_list(text, start, end)
    if inner is not None:
        found.groups.append(text[start : inner[0] - 1].strip())
        found.group = found.groups[-1]
        start, end = inner
    for low, high in _pieces(text, start, end):
        _add_item(found, text, low, high, last=high == end)
    if head is not None or inner is not None:
        found.group = group


def _own_caption(paragraph: str) -> re.Match[str] | None:
    """The caption before its items on one line: 申請者：…, 園児　…"""
    return re.match(r"[^、，()（）:：]{1,40}[:：]\s*(?=\S)", paragraph) or _whose(paragraph)


def _whose(paragraph: str) -> re.Match[str] | None:
    """What is set before its items: 園児　氏名、生年月日, 園児…氏名, 〔園児〕氏名."""
    marked = _BEHIND_MARKS.match(paragraph)
    if marked is not None:
        return marked
    head = _BEFORE_SPACE.match(paragraph)
    if head is None or _PERSON.search(head[0].rstrip(" \t\u3000…‥・")) is None:
        return None
    items = paragraph[head.end() :]
    return head if _has_split(items) or _WHOLE_ITEM.fullmatch(items.rstrip("。")) else None


def _inner_list(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of a list that is whole in brackets after its name: 外国人登録情報（登録番号、…）."""
    match = re.match(r"[^、，()（）]{2,30}[(（]", text[start:end])
    stop = start + len(text[start:end].rstrip("。 　\u00a0\u2003"))
    stop -= 1 if text[stop - 1] in "等" else 0
    if match is None or text[stop - 1] not in ")）":
        return None
    inside = start + match.end(), stop - 1
    least = _INNER_LIST - 1 if _PERSON.search(match[0][:-1].strip()) else _INNER_LIST
    if not _balanced(text[slice(*inside)]) or len(list(_pieces(text, *inside))) < least:
        return None
    return inside


def _add_item(found: _List, text: str, start: int, end: int, last: bool) -> None:
    """Add one item, without white space, bullet and full stop; at the end of a list also without 等."""
    spans = list(_trimmed(text, start, end))
    if not spans:
        return
    low, high = spans[0]
    high = low + len(text[low:high].rstrip("。．"))
    if text[low] in "・･" and high - low > 1:
        low += 1 + len(text[low + 1 : high]) - len(text[low + 1 : high].lstrip())
    if last and (more := _MORE.search(text, low, high)) is not None:
        found.open, high = True, low + len(text[low : more.start()].rstrip())
    if text[low:high] == "その他":
        found.open = True
    elif low < high:
        found.items.append(DataItemReading(text[low:high], found.group, low, high))
