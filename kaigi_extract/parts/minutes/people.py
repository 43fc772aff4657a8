"""The grammar of lists of people: names, seats, offices and the groups that they stand in, in every arrangement.

Seen: names parted by 、 or ・ or white space, one a line, in two columns; seats before, after and in brackets behind
names, for one name or for all that follow; offices before, behind and in brackets; professions behind names; 君, 氏,
さま; groups in brackets or on lines of their own; counts and remarks, which are nobody. What a name cannot be parted
from stays with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from kaigi_extract.parts.minutes.lines import NUMERAL, MinutesRow, MinutesVocabulary
from kaigi_extract.parts.minutes.names import (
    BRACKET,
    LONGEST_NAME,
    ends_in_office,
    groups,
    is_letter_spaced,
    name_words,
    parted_names,
    seat_after,
    seat_before,
    seats,
    seats_of,
    spaced_people,
    spaced_text,
    without_seats,
)
from kaigi_extract.parts.minutes.people_table import Entry, entries, table_end
from kaigi_extract.text import fold, match_label, squeeze

Role = Literal["member", "official", "absent"]

_COUNT = (
    rf"(?:以上|計|合計|ほか|他|外)?\s*{NUMERAL}\s*[人名]|以上|[(（]?(?:なし|無し|無)[)）]?|特になし|該当なし|全員|別紙.*|敬称略|順不同|五十音順|同上|.{{0,8}}(?:と同じ|のとおり|と同様)"
    r"|[*＊※].*"
)
_REMARK = re.compile(rf"[(（\[【][^()（）\[\]【】]*(?:{NUMERAL}\s*[名人]|敬称略?|略|順|順不同)[)）\]】]")
_GROUP = re.compile(
    r"\s*[【〔［\[<＜〈《≪]\s*([^【】〔〕［］\[\]<>＜＞〈〉《》≪≫]{1,24})\s*[】〕］\]>＞〉》≫]\s*[:：]?\s*"
)
_BULLET = re.compile(
    r"^\s*(?:[・○◎●◇◆◯〇■□▲△▼•‣▪*＊※\-–—－]\s*|[(（]\s*[0-9０-９]{1,2}\s*[)）]\s*"
    r"|[0-9０-９]{1,2}\s*番?[.．、\s　]\s*|[0-9０-９]{1,2}番\s*)"
)
_BRACKETED_FIRST = re.compile(
    r"\s*[(（【〔]\s*(?!(?:株|有|公財|一財|公社|一社|社福|独|国研|学|医|財|社)[)）])([^()（）【】〔〕]{1,10}?)\s*[)）】〕]\s*(?=\S)"
)
"""（会長）横田 周, （総務省）財政課長; not （株）."""
_SEAT_BETWEEN = re.compile(r"[(（]\s*([^()（）]{2,8})\s*[)）](?=[^\s()（）])")
_COUNTED = re.compile(rf"\s*\S{{2,8}}?\s*{NUMERAL}\s*[名人]\s*[(（]")
"""事務局４名（…."""
_IN_BRACKETS = re.compile(
    rf"((?!計?{NUMERAL}\s*[名人])\S{{2,8}}?)?\s*(計?{NUMERAL}\s*[名人])?\s*[(（]([^()（）]+)[)）]\s*(?:計?\s*({NUMERAL})\s*[名人])?\s*"
)
"""委員５名（甲、乙）, （甲、乙）２名."""
_NOBODY = re.compile(r"[:：]\s*(?:なし|無し?)$")
"""審理員：なし."""
_SO_MANY = re.compile(rf"(\S{{2,12}}?)\s*{NUMERAL}\s*[名人]")
"""指導主事２名."""
_ABSENT = re.compile(r"欠席?|[×✕✖xX]|不参加")
"""How a table says that somebody did not come."""
_ADMINISTRATION = re.compile(r"[都道府県市区町村国]側?")
"""What a group of people of an administration is called in brackets."""
_SEPARATOR = re.compile(r"[、，,;；/／\t]")
_LISTS = re.compile(r"[、，,;；／/・･·]")
_DOT = re.compile(r"[・･·]")


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
    listed: str = ""
    """The whole list without white space."""
    role: Role | None = field(init=False)
    """What those are that nothing says otherwise of."""
    seated: bool = False
    """A seat was said on this line, before names that may follow on others: 委員　甲、乙."""
    leads: bool = False
    """A seat heads this line, so that offices on it are those of members: （委員）大学教授　甲."""
    grouped: bool = False
    """Several lines begin with a seat or a group in brackets."""

    def __post_init__(self) -> None:
        self.role = _ROLES.get(self.kind)
        if own := seats_of(self.council):
            seats = [*own, *self.words.own.seats]
            self.words = replace(self.words, own=self.words.own.model_copy(update={"seats": seats}))

    def read(self, rows: Sequence[MinutesRow]) -> list[Person]:
        """Everybody on the list, in order."""
        self.listed = squeeze(fold("".join(row.line.text for row in rows)))
        self.grouped = sum(bool(_BRACKETED_FIRST.match(row.line.text)) for row in rows) > 1
        found: list[Person] = []
        at = 0
        while at < len(rows):
            end = table_end(rows, at, self.words)
            if end > at:
                found += [self._of_table(entry) for entry in entries(rows[at:end], self.words)]
            else:
                starts = (k for k in range(at + 1, len(rows)) if table_end(rows, k, self.words) > k)
                end = next(starts, len(rows))
                found += [person for chunk in self._chunks(rows[at:end]) for person in self._people(chunk)]
            at = end
        return found

    def _of_table(self, entry: Entry) -> Person:
        """A person of a table with headings, by the words beside the name."""
        name = squeeze(entry.name) if is_letter_spaced(entry.name) else entry.name
        name, _ = without_seats(" ".join(name.split()), self.words)
        kind = self.words.labels.get(squeeze(fold(entry.seat)))
        if _ABSENT.fullmatch(squeeze(fold(entry.presence))) or self.role == "absent":
            return Person(name, None, "absent")
        said = next((one for one in (*entry.others, entry.seat) if self._is_office(squeeze(one))), None)
        if self.role == "official" or (kind == "officials" and not self._is_seat(entry.seat)):
            return Person(name, said or entry.seat or name, "official")
        is_member = self.role == "member" or not entry.seat or self._is_seat(entry.seat) or kind == "members"
        seat = squeeze(entry.seat)
        if is_member or not (self._is_office(seat) and _OF_OFFICE.search(seat)):
            return Person(name, said, "member")
        return Person(name, seat, "official")

    def _chunks(self, rows: Sequence[MinutesRow]) -> Iterator[str]:
        """The lines of a list, each with those that it wraps to."""
        held = ""
        for row, after in pairwise([*rows, None]):
            if row is None:
                continue
            held += spaced_text(row)
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
        if not _SEPARATOR.search(held) or re.search(r"[、，,;；。]$", text):
            return False
        if _GROUP.match(below) or match_label(below) or _COUNTED.match(below):
            return False
        if self.grouped and _BRACKETED_FIRST.match(below):
            return False
        right = row.cell.right if row.cell is not None and row.cell.right else self.right
        starts = seat_before(after.line.text.split()[0], self.words) if after.line.text.split() else None
        full = right - line.x1 <= self.words.settings.shortfall * line.size
        return full and not (starts and starts[1] == "")

    def _people(self, chunk: str) -> Iterator[Person]:
        """The people of one line, group by group."""
        text = _REMARK.sub(" ", chunk).strip()
        self.seated = self.leads = False
        first = _BRACKETED_FIRST.match(text) if self.grouped else None
        if first is not None:
            self.leads = self._is_seat(first[1])
            self._enter(first[1])
            text = text[first.end() :]
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
        if kind in _ROLES and not self._is_seat(key):
            self.kind, self.role = str(kind), _ROLES[str(kind)]
        elif _ADMINISTRATION.fullmatch(key) and self.kind != "absent":
            self.role = "official"
        elif key in seats(self.words) and self.kind != "absent":
            self.role = "member"

    def _entries(self, text: str) -> Iterator[Person]:
        """The people of a piece of a line that is of one group."""
        text = text.strip(" 　:：")
        inner = _IN_BRACKETS.fullmatch(text)
        if inner is not None and (inner[2] or inner[4] or _LISTS.search(inner[3])):
            known = inner[1] is not None and self.words.labels.get(squeeze(fold(inner[1]))) in _ROLES
            if inner[1] is None or known or self._is_seat(inner[1]):
                self._enter(inner[1] or "")
                yield from self._entries(inner[3])
                return
        label = self._label_before(text)
        if label is not None:
            self._enter(label[0])
            yield from self._entries(label[1])
            return
        for piece in _pieces(text):
            seat = re.match(r"(\S{2,10}?)\s*[:：]\s*(?=\S)", piece)
            rest = piece[seat.end() :] if seat is not None and self._is_seat(seat[1]) else piece
            label = self._label_before(rest)
            if label is not None:
                self._enter(label[0])
            yield from self._piece(label[1] if label is not None else rest)

    def _label_before(self, text: str) -> tuple[str, str] | None:
        """A row of the head or a group that stands before names on their line: 事務局　総務課長, 学識経験者　甲."""
        match = re.match(r"(\S{2,14}?)(?:\s*[:：]\s*|\s+|(?=[(（]))(?=\S)|(\S{2,14})$", text)
        key = squeeze(fold(match[1] or match[2])) if match else ""
        if match is None or not key or key in seats(self.words):
            return None
        kind = self.words.labels.get(key)
        if kind in _ROLES or key in groups(self.words):
            return key, text[match.end() :].strip(" 　:：")
        return None

    def _piece(self, piece: str) -> Iterator[Person]:
        """What stands between two separators: one person, or several parted by white space."""
        piece = _BULLET.sub("", piece.strip())
        counted = _SO_MANY.fullmatch(piece)
        if counted is not None and self.role == "official" and self._is_office(counted[1]):
            piece = counted[1]
        if not piece or _NOBODY.search(piece) or re.fullmatch(rf"(?:{_COUNT})|[^()]{{0,10}}{NUMERAL}[名人](?:程度)?", squeeze(fold(piece))):
            return
        if is_letter_spaced(piece):
            for said, name in spaced_people(piece, self.words):
                yield from self._person([name], said)
            return
        office: list[str] = []
        names: list[str] = []
        before = _BRACKETED_FIRST.match(piece)
        if before is not None and self._is_seat(before[1]):
            piece = f"{before[1]} {piece[before.end() :]}"
        tokens = name_words(_SEAT_BETWEEN.sub(self._apart, piece), self.words)
        if len(tokens) > 1 and self._is_seat_of(tokens[0], tokens[1:]):
            self.seated = self.leads = True
            tokens = tokens[1:]
        for token in tokens:
            if re.fullmatch(_COUNT, fold(token)) or squeeze(fold(token)) in groups(self.words):
                continue
            if (
                re.fullmatch(rf"{NUMERAL}番", fold(token))
                or (names and token in self.words.own.honorifics)
                or self._is_seat(token)
                or self._is_seat_in_brackets(token)
            ):
                yield from self._flush(office, names)
                office, names = [], []
                self.seated = self.seated or self._is_seat(token)
            elif self._is_office(token):
                if names:
                    yield from self._flush(office, names)
                    office, names = [], []
                office.append(token)
            else:
                names.append(token)
        yield from self._flush(office, names)

    def _apart(self, match: re.Match[str]) -> str:
        """学長（議長）八木沢: white space behind a seat in brackets that a name follows."""
        return f"{match[0]} " if self._is_seat(match[1]) else match[0]

    def _is_seat_in_brackets(self, token: str) -> bool:
        """Whether a word is an office with a seat in brackets: 学長（議長）."""
        seat = any(self._is_seat(match[1]) for match in BRACKET.finditer(token))
        return seat and self._is_office(BRACKET.sub("", token))

    def _is_seat_of(self, token: str, name: Sequence[str]) -> bool:
        """Whether a word that ends as a seat does is that of the name behind it: 学外委員 米田 巌, 県南医師会長 阿部 守."""
        seat = seat_after(squeeze(fold(token)), self.words)
        if seat is None or not 1 < len(seat[0]) or len(name) > 2 or not 2 < len("".join(name)) <= LONGEST_NAME:
            return False
        bare = [squeeze(fold(BRACKET.sub("", one))) for one in name]
        return not any(self._is_seat(one) or seat_after(one, self.words) or self._is_office(one) for one in bare)

    def _is_seat(self, token: str) -> bool:
        """Whether a word is a seat of the council: 会長, 委員; 教育長 where it is an 教育委員会."""
        key = squeeze(fold(token))
        heads = len(key) > 2 and key.endswith("長") and (self._is_body_of(key) or f"{key}職務代理" in self.listed)
        return key in seats(self.words) or heads or self._leads(key)

    def _is_body_of(self, head: str) -> bool:
        """Whether the council is that of a head: 教育長 of a 教育委員会; 図書館長 is none of a 図書館協議会."""
        return any(f"{head[:-1]}{end}" in self.council for end in ("会", "委員会"))

    def _leads(self, key: str) -> bool:
        """Whether an office stands before the seats on one list, as that of who heads the body: 教育長, 委員, 委員."""
        at = self.listed.find(key) if key in self.words.own.leading else -1
        return at >= 0 and any(seat in self.listed[at + len(key) :] for seat in seats(self.words))

    def _is_office(self, token: str) -> bool:
        """Whether a word between spaces is an office: 総務課長, 企画財政部政策室政策法制担当."""
        bare = fold(BRACKET.sub("", token))
        seat = seat_after(bare, self.words)
        if seat is not None and not ends_in_office(seat[0]) and not seat[0].endswith(("会", "組合", "協会", "連合")):
            return False
        return bare.endswith(tuple(self.words.own.offices)) and not _NAME_LIKE_OFFICE.fullmatch(bare)

    def _flush(self, office: list[str], names: list[str]) -> Iterator[Person]:
        said = " ".join(office) or None
        if not names and said is not None:
            yield from self._person([], said)
        for name in parted_names(names, self.words):
            yield from self._person([name], said)

    def _person(self, name: list[str], office: str | None) -> Iterator[Person]:
        """One person, by what is printed of him."""
        text = name[0] if name else ""
        brackets = [match[1] for match in BRACKET.finditer(text)]
        absent = any("欠席" in one for one in brackets)
        text, seat = without_seats(text, self.words)
        said = [squeeze(fold(piece)) for one in brackets for piece in re.split("[・、,，]", one)]
        seated = seat or any(self._is_seat(one) for one in said)
        inner = next((one for one in map(squeeze, brackets) if self._is_office(one)), None)
        if self.role is None and inner is not None and not _OF_OFFICE.search(inner):
            inner = None  # a profession: 大学教授, 弁護士
        role = self._role(text, office, seated, inner)
        if absent:
            role = "absent"
        if role == "official":
            of_office = office or inner or self._office_in(text) or text
            if of_office:
                yield Person(text, of_office, role)
        elif text:
            yield Person(text, office, role)

    def _role(self, text: str, office: str | None, seated: bool, inner: str | None) -> Role:
        if self.role is not None:
            return self.role
        if seated or self.leads:
            return "member"
        if (office is not None and not _PROFESSION.search(office)) or (inner is not None and not self.seated):
            return "official"
        bare = fold(BRACKET.sub("", text))
        is_office = self._is_office(bare) or len(bare) > LONGEST_NAME
        return "official" if is_office else "member"

    def _office_in(self, text: str) -> str | None:
        """The office at the head of a word that the name follows without space: 総務部長森一郎."""
        found = _OFFICE_THEN_NAME.match(text)
        return found[1] if found is not None and not ends_in_office(found[2]) else None


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
_PROFESSION = re.compile(r"(?:[計理務築定書]士|弁護士|医師|保健師|看護師|教授|講師|研究員|教諭)$")
"""What does not make an official of whom it stands before."""
_OFFICE_THEN_NAME = re.compile(
    r"(.+(?:部長|課長|係長|室長|所長|局長|次長|主査|主任|主事|参事|主幹))([^\s()（）]{2,6})$"
)


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
        names = [squeeze(BRACKET.sub("", one)) for one in dotted]
        is_list = len(dotted) > 1 and all(re.search(r"[一-鿿々]", one) and len(one) < LONGEST_NAME for one in names)
        is_list = is_list and not re.search(r"[部課室係局長]・", part)
        each = len(dotted) > 1 and all(len(one) > 2 and one.endswith(("長", "委員", "議員")) for one in names)
        yield from dotted if is_list or each else [part]


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    found, start, depth = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "(（【[") - (char in ")）】]")
        if depth <= 0 and separator.match(char):
            found.append(text[start:at])
            start = at + 1
    return [one for one in map(str.strip, [*found, text[start:]]) if one]
