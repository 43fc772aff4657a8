"""The grammar of lists of people: names, seats, offices and the groups that they stand in, in every arrangement.

Seen: names parted by 、 or ・ or white space, one a line, in two columns; seats before, after and in brackets behind
names, for one name or for all that follow; offices before, behind and in brackets; professions behind names; 君, 氏,
さま; groups in brackets or on lines of their own; counts and remarks, which are nobody. What a name cannot be parted
from stays with it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from kaigi_extract.layout.lines import PlainLine
from kaigi_extract.parts.minutes.lines import NUMERAL, MinutesRow, MinutesVocabulary
from kaigi_extract.text import fold, match_label, squeeze

Role = Literal["member", "official", "absent"]

_COUNT = rf"(?:以上|計|合計|ほか|他|外)?\s*{NUMERAL}\s*[人名]|以上|なし|無し|無|特になし|該当なし|全員|別紙.*|敬称略|順不同|[*＊※].*"
_REMARK = re.compile(rf"[(（\[【][^()（）\[\]【】]*(?:{NUMERAL}\s*[名人]|敬称略?|略|順|順不同)[)）\]】]")
_GROUP = re.compile(r"\s*[【〔［\[<＜〈《≪]\s*([^【】〔〕［］\[\]<>＜＞〈〉《》≪≫]{1,24})\s*[】〕］\]>＞〉》≫]\s*[:：]?\s*")
_BULLET = re.compile(
    r"^\s*(?:[・○◎●◇◆◯〇■□▲△▼•‣▪*＊※\-–—－]\s*|[(（]\s*[0-9０-９]{1,2}\s*[)）]\s*|[0-9０-９]{1,2}\s*番?[.．、\s　]\s*|[0-9０-９]{1,2}番\s*)"
)
_MARKS = re.compile(r"^[○◎●◇◆◯〇△▲▽▼□■☆★※*＊]+")
_SEPARATOR = re.compile(r"[、，,;；/／\t]")
_LISTS = re.compile(r"[、，,;；／/・･·]")
_DOT = re.compile(r"[・･·]")
_WIDE = re.compile(r"[^\S\n]+")
_BRACKET = re.compile(r"[(（【\[]\s*([^()（）【】\[\]]*)\s*[)）】\]]")


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of a list: who, in which office, as what."""

    name: str
    office: str | None
    role: Role


@dataclass(slots=True)
class PeopleList:
    """Reads the rows of one block of the head. `kind` is the row of the head; in `attendance` words decide."""

    kind: str
    words: MinutesVocabulary
    right: float
    council: str = ""
    seated: bool = False
    """A seat stands before the names that follow."""
    listed: str = ""
    """The whole list without white space."""
    role: Role | None = field(init=False)
    """What those are that nothing says otherwise of."""

    def __post_init__(self) -> None:
        self.role = _ROLES.get(self.kind)

    def read(self, rows: Sequence[MinutesRow]) -> list[Person]:
        """Everybody on the list, in order."""
        self.listed = squeeze(fold("".join(row.line.text for row in rows)))
        return [person for chunk in self._chunks(rows) for person in self._people(chunk)]

    def _chunks(self, rows: Sequence[MinutesRow]) -> Iterator[str]:
        """The lines of a list, each with those that it wraps to."""
        held = ""
        for row, after in pairwise([*rows, None]):
            if row is None:
                continue
            held += _spaced(row)
            if after is not None and self._wraps(row, after, held):
                continue
            yield held
            held = ""

    def _wraps(self, row: MinutesRow, after: MinutesRow, held: str) -> bool:
        """Whether a name goes on in the next line: it is full, ends in no separator and none begins anew below."""
        if row.cell is not after.cell or _depth(held):
            return row.cell is after.cell
        text, line = row.line.text, row.line
        below = after.line.text
        if not _SEPARATOR.search(held) or re.search(r"[、，,;；。]$", text) or _GROUP.match(below) or match_label(below):
            return False
        right = row.cell.right if row.cell is not None and row.cell.right else self.right
        starts = _seat_before(after.line.text.split()[0], self.words) if after.line.text.split() else None
        full = right - line.x1 <= self.words.settings.shortfall * line.size
        return full and not (starts and starts[1] == "")

    def _people(self, chunk: str) -> Iterator[Person]:
        """The people of one line, group by group."""
        text = _REMARK.sub(" ", chunk).strip()
        while text:
            group = _GROUP.match(text)
            if group is not None:
                self._enter(group[1])
                text = text[group.end() :]
                continue
            after = next((at for at in _group_starts(text) if at), len(text))
            yield from self._entries(_BULLET.sub("", text[:after]))
            text = text[after:]

    def _enter(self, label: str) -> None:
        """A group in brackets: the names that follow are of it."""
        key = squeeze(fold(label))
        kind = self.words.labels.get(key)
        self.seated = key in _seats(self.words)
        if kind in _ROLES:
            self.kind, self.role = str(kind), _ROLES[str(kind)]
        elif self.seated and self.kind != "absent":
            self.role = "member"

    def _entries(self, text: str) -> Iterator[Person]:
        """The people of a piece of a line that is of one group."""
        text = text.strip(" 　:：")
        inner = re.fullmatch(rf"(\S{{2,8}})?\s*[(（]([^()（）]+)[)）]\s*(?:計?\s*({NUMERAL})\s*[名人])?\s*", text)
        if inner is not None and (inner[1] is None or self._is_seat(inner[1])) and (inner[3] or _LISTS.search(inner[2])):
            self.seated = inner[1] is not None
            yield from self._entries(inner[2])
            return
        label = self._label_before(text)
        if label is not None:
            self._enter(label[0])
            yield from self._entries(label[1])
            return
        for piece in _pieces(text):
            seat = re.match(r"(\S{2,10}?)\s*[:：]\s*(?=\S)", piece)
            if seat is not None and self._is_seat(seat[1]):
                self.seated, piece = True, piece[seat.end() :]
            label = self._label_before(piece)
            if label is not None:
                self._enter(label[0])
            yield from self._piece(label[1] if label is not None else piece)

    def _label_before(self, text: str) -> tuple[str, str] | None:
        """A row of the head or a group that stands before names on their line: 事務局　総務課長, 学識経験者　甲."""
        match = re.match(r"(\S{2,14}?)(?:\s*[:：]\s*|\s+|(?=[(（]))(?=\S)|(\S{2,14})$", text)
        key = squeeze(fold(match[1] or match[2])) if match else ""
        if match is None or not key or key in _seats(self.words):
            return None
        kind = self.words.labels.get(key)
        if kind in _ROLES or key in _groups(self.words):
            return key, text[match.end() :].strip(" 　:：")
        return None

    def _piece(self, piece: str) -> Iterator[Person]:
        """What stands between two separators: one person, or several parted by white space."""
        piece = _BULLET.sub("", piece.strip())
        if not piece or re.fullmatch(rf"(?:{_COUNT})|[^()]{{0,10}}{NUMERAL}[名人](?:程度)?", squeeze(fold(piece))):
            return
        if _is_spaced(piece):
            yield from self._person([squeeze(piece)], None)
            return
        office: list[str] = []
        names: list[str] = []
        for token in _tokens(piece, self.words):
            if re.fullmatch(_COUNT, fold(token)) or squeeze(fold(token)) in _groups(self.words):
                continue
            if re.fullmatch(rf"{NUMERAL}番", fold(token)) or (names and token in self.words.own.honorifics):
                yield from self._flush(office, names)
                office, names = [], []
            elif self._is_seat(token):
                yield from self._flush(office, names)
                office, names, self.seated = [], [], True
            elif self._is_office(token):
                if names:
                    yield from self._flush(office, names)
                    office, names = [], []
                office.append(token)
            else:
                names.append(token)
        yield from self._flush(office, names)

    def _is_seat(self, token: str) -> bool:
        """Whether a word is a seat of the council: 会長, 委員; 教育長 where it is an 教育委員会."""
        key = squeeze(fold(token))
        heads = len(key) > 2 and key.endswith("長") and (key[:-1] in self.council or f"{key}職務代理" in self.listed)
        return key in _seats(self.words) or heads

    def _is_office(self, token: str) -> bool:
        """Whether a word between spaces is an office: 総務課長, 企画財政部政策室政策法制担当."""
        bare = fold(_BRACKET.sub("", token))
        seat = _seat_after(bare, self.words)
        if seat is not None and not _ends_office(seat[0]) and not seat[0].endswith(("会", "組合", "協会", "連合")):
            return False
        return bare.endswith(tuple(self.words.own.offices)) and not _NAME_LIKE_OFFICE.fullmatch(bare)

    def _flush(self, office: list[str], names: list[str]) -> Iterator[Person]:
        said = " ".join(office) or None
        if not names and said is not None:
            yield from self._person([], said)
        for name in _parted(names, self.words):
            yield from self._person([name], said)

    def _person(self, name: list[str], office: str | None) -> Iterator[Person]:
        """One person, by what is printed of him."""
        text = name[0] if name else ""
        brackets = [match[1] for match in _BRACKET.finditer(text)]
        absent = any("欠席" in one for one in brackets)
        text, seat = _without_seats(text, self.words)
        said = [squeeze(fold(piece)) for one in brackets for piece in re.split("[・、,，]", one)]
        seated = seat or any(self._is_seat(one) for one in said)
        inner = next((one for one in map(squeeze, brackets) if self._is_office(one)), None)
        if self.role is None and inner is not None and not _OF_OFFICE.search(inner):
            inner = None  # a profession: 大学教授, 弁護士
        role = self._role(text, office, seated, inner)
        if absent:
            role = "absent"
        if role == "official":
            said = office or inner or self._office_in(text) or text
            if said:
                yield Person(text, said, role)
        elif text:
            yield Person(text, office, role)

    def _role(self, text: str, office: str | None, seated: bool, inner: str | None) -> Role:
        if self.role is not None:
            return self.role
        if seated:
            return "member"
        if office is not None or inner is not None:
            return "official"
        bare = fold(_BRACKET.sub("", text))
        is_office = self._is_office(bare) or len(bare) > _LONGEST_NAME
        return "official" if is_office else "member"

    def _office_in(self, text: str) -> str | None:
        """The office at the head of a word that the name follows without space: 総務部長森一郎."""
        found = re.match(r"(.+(?:部長|課長|係長|室長|所長|局長|次長|主査|主任|主事|参事|主幹))([^\s()（）]{2,6})$", text)
        return found[1] if found is not None and not _ends_office(found[2]) else None


_ROLES: dict[str | None, Role | None] = {
    "members": "member",
    "officials": "official",
    "absent": "absent",
    "attendance": None,
}
_NAME_LIKE_OFFICE = re.compile(r".{1,3}[部課室係局所署]|[^課部局係室所次区市町村校園館署院社学班]?[長監]|.")
"""Family names that end as offices do: 阿部, 長谷部, 田所, 小室, 末長."""
_OF_OFFICE = re.compile(r"(?:[部課係局室]長|次長|主査|主任|主事|参事|補佐|主幹|技師|担当|[課係室局])$")
"""How offices of an administration end; what stands in brackets behind a name may also be a profession."""
_NAME_GAP = 0.6
"""Ems of empty page between two names, or a seat and a name."""
_LONGEST_NAME = 8
"""Characters of a name without spaces."""
_PAIR = 5
"""Characters of a family name and a given name together; one more where they hold kana."""


@functools.lru_cache(maxsize=64)
def _sorted(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({squeeze(fold(word)) for word in words}, key=len, reverse=True))


def _seats(words: MinutesVocabulary) -> tuple[str, ...]:
    return _sorted(tuple(words.own.seats))


def _groups(words: MinutesVocabulary) -> tuple[str, ...]:
    return _sorted(tuple(words.own.groups))


def _spaced(row: MinutesRow) -> str:
    """The text of a line with a space wherever names are set apart: on a line whose gaps are many, none counts as one
    elsewhere."""
    text, line = row.line.text, row.line
    if isinstance(line, PlainLine):
        return text
    gaps = [k for k in range(1, len(text)) if line.gap(k) >= _NAME_GAP and not text[k - 1 : k + 1].isspace()]
    for k in reversed(gaps):
        text = text if text[k].isspace() or text[k - 1].isspace() else f"{text[:k]} {text[k:]}"
    return text


def _depth(text: str) -> int:
    return sum(text.count(char) for char in "(（【[") - sum(text.count(char) for char in ")）】]")


def _group_starts(text: str) -> Iterator[int]:
    """Where a group in brackets begins within a line: after white space, with names behind it."""
    for match in re.finditer(r"(?<=[\s　])[【〔［]", text):
        if _GROUP.match(text, match.start()):
            yield match.start()


def _pieces(text: str) -> Iterator[str]:
    """The text at its separators outside of brackets; at ・ where it parts names."""
    parts = _split(text, _SEPARATOR)
    for part in parts:
        dotted = _split(part, _DOT)
        names = [squeeze(_BRACKET.sub("", one)) for one in dotted]
        is_list = len(dotted) > 1 and all(re.search(r"[一-鿿々]", one) and len(one) < _LONGEST_NAME for one in names)
        yield from dotted if is_list and not re.search(r"[部課室係局長]・", part) else [part]


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    found, start, depth = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "(（【[") - (char in ")）】]")
        if depth <= 0 and separator.match(char):
            found.append(text[start:at])
            start = at + 1
    return [one for one in map(str.strip, [*found, text[start:]]) if one]


def _is_spaced(piece: str) -> bool:
    """Whether a name is set character by character: 浅 葉   光(大学教授), 会 長  浅 葉 光."""
    tokens = _BRACKET.sub("", piece).split()
    return len(tokens) > 2 and all(len(token) == 1 for token in tokens)


def _tokens(piece: str, words: MinutesVocabulary) -> list[str]:
    """The words of a piece: brackets stay whole and with the word before them; 会 長 is one."""
    spaced = re.sub(r"[^\S\n]+(?=[(（])", "", piece)
    spaced = _BRACKET.sub(lambda match: re.sub(r"\s", "\0", match[0]), spaced)
    tokens = [token.replace("\0", "") for token in spaced.split()]
    found: list[str] = []
    at = 0
    while at < len(tokens):
        run = at
        while run < len(tokens) and len(tokens[run]) == 1:
            run += 1
        seat = next((k for k in range(run, at + 1, -1) if squeeze("".join(tokens[at:k])) in _seats(words)), None)
        if seat is not None:
            found.append("".join(tokens[at:seat]))
            at = seat
        else:
            found.append(_MARKS.sub("", tokens[at]) or tokens[at])
            at += 1
    return found


def _parted(names: list[str], words: MinutesVocabulary) -> Iterator[str]:
    """Words that are names: each by itself, or family and given names in pairs."""
    bare = [_without_seats(name, words)[0] for name in names]
    marked = [bool(_without_seats(name, words)[1] or _BRACKET.search(name)) for name in names]
    pairs = list(zip(range(0, len(names), 2), range(1, len(names), 2), strict=False))
    even = len(names) > 1 and len(names) % 2 == 0 and not any(marked[a] for a, _ in pairs)
    if len(names) > 1 and all(len(_BRACKET.sub("", name)) == 1 for name in names):
        yield "".join(names)
    elif even and all(_is_pair(bare[a], bare[b], len(names)) for a, b in pairs):
        yield from (f"{names[a]} {names[b]}" for a, b in pairs)
    elif len(names) > 2 and all(len(name) == 1 for name in bare[-2:]):
        yield "".join(names)
    else:
        at = 0
        while at < len(names):
            two = at + 1 < len(names) and not marked[at] and _is_pair(bare[at], bare[at + 1], 2) and len(names) > 2
            two = two and (len(bare[at]) < 3 or len(bare[at + 1]) < 3)
            yield " ".join(names[at : at + 2]) if two else names[at]
            at += 2 if two else 1


def _is_pair(one: str, other: str, count: int) -> bool:
    """Whether two words are the family name and the given name of one person."""
    kana = bool(re.search(r"[ぁ-んァ-ヶ]", one + other))
    longest = _PAIR + kana + (count == 2)
    return max(len(one), len(other)) <= 4 and len(one) + len(other) <= longest and min(len(one), len(other)) <= 3


def _seat_before(text: str, words: MinutesVocabulary) -> tuple[str, str] | None:
    """The seat that a word begins with, and the name after it."""
    seat = next((seat for seat in _seats(words) if text.startswith(seat)), None)
    return (seat, text[len(seat) :]) if seat is not None else None


def _seat_after(text: str, words: MinutesVocabulary) -> tuple[str, str] | None:
    """The name before the seat that a word ends in, and the seat."""
    seat = next((seat for seat in _seats(words) if text.endswith(seat) and len(text) > len(seat)), None)
    return (text[: -len(seat)], seat) if seat is not None else None


def _ends_office(text: str) -> bool:
    return text.endswith(("部", "課", "室", "局", "係", "長"))


def _without_seats(text: str, words: MinutesVocabulary) -> tuple[str, bool]:
    """A name without seat, honorific and remark in brackets, and whether it had a seat. (弘) stays: it tells two of
    one family name apart."""
    seated = False
    text = text.strip()
    for match in reversed(list(_BRACKET.finditer(text))):
        inner, outside = squeeze(fold(match[1])), squeeze(text[: match.start()])
        seated = seated or inner in _seats(words)
        tells_apart = len(inner) < 3 and not re.search("[長民員]", inner) and len(outside) <= 3 and match[0][0] in "(（"
        if not tells_apart:
            text = text[: match.start()] + text[match.end() :]
    text = text.strip()
    key = squeeze(fold(text))
    after = _seat_after(key, words)
    if after is not None and not after[0].endswith(("会", "組合", "協会", "連合")):
        seated, text = True, _cut_back(text, len(key) - len(after[0])).strip()
        text = re.sub(r"[各]$", "", text)
    before = _seat_before(squeeze(text), words)
    if before is not None and before[1] and not seated:
        seated, text = True, before[1]
    for word in words.own.honorifics:
        if text.endswith(word) and len(text) > len(word) + 1:
            text = text[: -len(word)].strip()
    return text, seated


def _cut_back(text: str, count: int) -> str:
    """A text without its last characters, white space aside."""
    at = len(text)
    while count and at:
        at -= 1
        count -= not text[at].isspace()
    return text[:at]
