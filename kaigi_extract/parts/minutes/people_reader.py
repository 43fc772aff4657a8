"""Who is on a line of a list of people, or in a row of a table of them: names, seats and offices, in any order.

Seen: names parted by 、 or ・ or white space, one a line, in two columns; seats before, after and in brackets behind
names, for one name or for all that follow; offices before, behind and in brackets; professions behind names; 君, 氏,
さま; groups in brackets or on lines of their own; counts and remarks, which are nobody. What a name cannot be parted
from stays with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from itertools import pairwise
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.lines import ADMINISTRATION, SEAT_NUMBER, MinutesVocabulary
from kaigi_extract.parts.minutes.names import (
    BRACKET,
    LONGEST_NAME,
    attached,
    groups,
    is_letter_spaced,
    is_pair,
    name_words,
    parted_names,
    seats,
    seats_of,
    spaced_people,
    spread_names,
    without_seats,
)
from kaigi_extract.parts.minutes.office_words import (
    BODY_BEFORE,
    BODY_OVER,
    CALLED_BELOW,
    COUNTED_GROUPS,
    DEPARTMENT,
    DOTTED_NAME,
    ELSEWHERE,
    HOLDS_BOTH,
    MORE_OF_ONE,
    NESTED,
    OF_ADMINISTRATION,
    OF_BE,
    OF_DEPARTMENT,
    OF_LAW,
    OF_OFFICE,
    OFFICER,
    OFFICES_OF_ONE,
    PEOPLE_OF,
    PRESIDES,
    PROFESSION,
    REMARK_OF_OFFICE,
    REPRESENTED,
    SENTENCE,
    TOLD,
    WHOLE_NAME,
    is_elsewhere,
)
from kaigi_extract.parts.minutes.people_lines import (
    ABSENT,
    ABSENT_WITHIN,
    ADMINISTRATION_FIRST,
    ALONE_IN_BRACKETS,
    BRACKETED_FIRST,
    BULLET,
    CAME,
    CAME_ELSEWHERE,
    DASHED,
    DID_NOT_COME,
    GROUP,
    IN_BRACKETS,
    LISTS,
    OWN_COUNT,
    REMARK,
    SAME_SEAT,
    SEAT_BETWEEN,
    SEAT_OF_NUMBER,
    SEPARATOR,
    SO_MANY,
    SO_MANY_AT_END,
    apart,
    columns,
    counted_groups,
    depth,
    group_starts,
    is_count,
    is_nobody,
    pieces,
)
from kaigi_extract.parts.minutes.people_table import Entry
from kaigi_extract.parts.minutes.seat_words import ORGANISATION, ROLES, SeatWords
from kaigi_extract.text import fold, parse_number, squeeze
from kaigi_extract.text.late_pattern import late_pattern

Role = Literal["member", "official", "absent"]


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of a list: who, in which office, as what."""

    name: str
    office: str | None
    role: Role
    shares: bool = True
    """Whether those who are only named behind may have the same office: not where it stands behind the name."""


@dataclass(slots=True)
class PeopleReader:
    """Reads the lines of one list, one after the other: some say what those are that follow."""

    kind: str
    """The row of the head that the list is; in `attendance` words decide."""
    words: MinutesVocabulary
    council: str = ""
    is_mixed: bool = False
    """Members and officials are on one list, of which what is labelled as members may be the beginning."""
    known: SeatWords = field(init=False)
    """What is a seat, an office, a name."""
    role: Role | None = field(init=False)
    """What those are that nothing says otherwise of."""
    seated: bool = False
    """A seat was said on this line, before names that may follow on others: 委員　甲、乙."""
    leads: bool = False
    """A seat heads this line, so that offices on it are those of members: （委員）大学教授　甲."""
    headed: bool = False
    """A seat stood by itself on a line, over or below names: 会長."""
    grouped: bool = False
    """Several lines begin with a seat or a group in brackets, or one with that of an administration: （区）."""
    by_department: bool = False
    """Departments in brackets are before those who belong to them: （環境課）."""

    def __post_init__(self) -> None:
        self.role = _ROLES.get(self.kind)
        self.is_mixed = self.is_mixed or self.kind == "attendance"
        if own := seats_of(self.council):
            seats = [*own, *self.words.own.seats]
            self.words = replace(self.words, own=self.words.own.model_copy(update={"seats": seats}))
        self.known = SeatWords(self.words, self.council)

    def of_table(self, entry: Entry) -> Person:
        """A person of a table with headings, by the words beside the name."""
        name = squeeze(entry.name) if is_letter_spaced(entry.name) else entry.name
        name, _ = without_seats(" ".join(name.split()), self.words)
        kind = self.words.labels.get(squeeze(fold(entry.seat)))
        if ABSENT.fullmatch(squeeze(fold(entry.presence))) or self.role == "absent":
            return Person(name, None, "absent")
        said = next((one for one in (*entry.others, entry.seat) if self.known.is_office(squeeze(one))), None)
        if self.role == "official" or (kind == "officials" and not self.known.is_seat(entry.seat)):
            return Person(name, said or entry.seat or name, "official")
        is_member = self.role == "member" or not entry.seat or self.known.is_seat(entry.seat) or kind == "members"
        seat = squeeze(entry.seat)
        if is_member or not (self.known.is_office(seat) and OF_OFFICE.search(seat)):
            return Person(name, said, "member")
        return Person(name, seat, "official")

    def of_line(self, chunk: str) -> Iterator[Person]:
        """The people of one line; who did not come, first by the words that say so."""
        chunk = self._with_those_elsewhere(self._without_spread_label(chunk))
        chunk = NESTED.sub(r"\1\2", chunk)
        chunk = CALLED_BELOW.sub("", chunk) if "以下" in chunk else chunk
        chunk = SEAT_OF_NUMBER.sub(r"\1", chunk) if "番" in chunk else chunk
        text = SAME_SEAT.sub("", REMARK.sub(" ", DASHED.sub(r"【\1】", chunk)).strip())
        text = self._without_own_count(SO_MANY_AT_END.sub("", CAME.sub("", text)))
        text = text.rstrip(")）】〕 ") if depth(text) < 0 else text
        within = ABSENT_WITHIN.search(text) if self.role != "absent" else None
        if within is not None:
            role, rest = self.role, text[: within.start()] + text[within.end() :]
            self.role = "absent"
            missing = list(self.of_line(within[1] or within[2]))
            self.role = role
            yield from self.of_line(rest) if rest.strip() else ()
            yield from missing
            return
        if TOLD.match(text) or SENTENCE.search(text) or COUNTED_GROUPS.fullmatch(chunk):
            return
        if ADMINISTRATION.fullmatch(squeeze(fold(BULLET.sub("", text)))):
            self.role = "official"
            return
        marked = DID_NOT_COME.search(text)
        if marked is not None and self.role != "absent":
            role, self.role = self.role, "absent"
            yield from self.of_line(text[: marked.start()] + text[marked.end() :])
            self.role = role
            return
        yield from self._of_bare_line(text)

    def _without_spread_label(self, chunk: str) -> str:
        """A line whose seat or group before a colon is closed up: 委　員：森下."""
        spread = _SPREAD_LABEL.match(chunk)
        key = squeeze(fold(spread[1])) if spread is not None else ""
        known = self.known.is_group(key) or self.known.is_seat(key) if key else False
        return f"{key}:{chunk[spread.end() :]}" if spread is not None and known else chunk

    def _with_those_elsewhere(self, chunk: str) -> str:
        """A line in which a remark names somebody who came in another way: （五十公野委員は、オンラインによる出席）."""

        def named(match: re.Match[str]) -> str:
            again = self.known.listed.count(squeeze(fold(match[1]))) > 1
            return "" if again else f"、{match[1]}"

        return CAME_ELSEWHERE.sub(named, chunk).lstrip("、")

    def _without_own_count(self, text: str) -> str:
        """A line without how many people it names, at its end: 武 藤 昭 男　１名. 一般公募　１名 names nobody."""
        counted = OWN_COUNT.search(text)
        if counted is None:
            return text
        before = text[: counted.start()]
        names = SEPARATOR.split(before)
        if parse_number(counted[1]) != len(names):
            return text
        are_names = all(len(squeeze(name)) > 2 and self.known.may_be_name(name) for name in names)
        are_apart = all(is_letter_spaced(name) or len(name.split()) == _NAME_WORDS for name in names)
        return before if are_names and (are_apart or self.role == "absent") else text

    def _of_bare_line(self, text: str) -> Iterator[Person]:
        """The people of a line without what is said of who came."""
        of_law = "号" in text and OF_LAW.fullmatch(squeeze(fold(BULLET.sub("", text)))) is not None
        if of_law or self._is_body(squeeze(fold(text))):
            return
        if self.known.is_seat(text) or self._is_seat_of_place(text):
            self.headed = True
            return
        ministry = OF_ADMINISTRATION.fullmatch(squeeze(fold(text)))
        if ministry is not None and ministry[1] is not None and self.role in ("member", None):
            self.role = "official"
            return
        counted = SO_MANY.fullmatch(text.strip())
        if counted is not None and self.known.is_counted_group(text):
            self._enter(counted[1])
            return
        alone = ALONE_IN_BRACKETS.match(text)
        label = squeeze(fold(alone[0]))[1:-1] if alone is not None else ""
        if alone is not None and (self.known.is_group(label) or self._is_of_officials(label)):
            self._enter(label)
            return
        if alone is not None and self.role == "official" and BODY_OVER.search(label):
            return
        listed = counted_groups(text)
        over = [squeeze(fold(re.split("[(（]", one)[0])) for one in listed]
        if listed and all(self.known.is_group(one) for one in (over if over[0] else over[1:])):
            for one in listed:
                yield from self._entries(one)
            return
        yield from self._by_groups(self._after_first(text))

    def _after_first(self, text: str) -> str:
        """A line without the seat or the administration that it begins with, which holds for all on it."""
        self.seated = self.leads = False
        first = BRACKETED_FIRST.match(text) if self.grouped else None
        if first is not None and self._has_office(squeeze(first[1])):
            self.role = "official"
            text = f"({squeeze(first[1])}){text[first.end() :]}"
        elif first is not None:
            self.leads = self.known.is_seat(first[1])
            self._enter(first[1])
            text = text[first.end() :]
        of_administration = ADMINISTRATION_FIRST.match(BULLET.sub("", text)) or self._administration(text)
        if of_administration is not None and self.known.is_office(of_administration[2]):
            self._enter(of_administration[1])
            text = of_administration.string[of_administration.start(2) :]
        return text

    def _administration(self, text: str) -> re.Match[str] | None:
        """The administration that the council is of, before an office of it: もみじ野市　総務局長."""
        match = _OWN_ADMINISTRATION.match(text)
        own = match is not None and squeeze(fold(self.council)).startswith(squeeze(fold(match[0][: match.start(2)])))
        return match if own else None

    def _has_office(self, said: str) -> bool:
        """Whether what is in brackets before a name is its office, and that of no member: （館長）近藤裕一."""
        may_be = self.role == "official" or self.is_mixed
        return may_be and not self.known.is_seat(said) and self.known.is_office(said) and bool(OFFICER.search(said))

    def _by_groups(self, text: str) -> Iterator[Person]:
        """The people of a line, group by group."""
        while text:
            group = GROUP.match(text) or (BRACKETED_FIRST.match(text) if 0 in self._round_groups(text, 0) else None)
            if group is not None:
                self._enter(group[1])
                text = text[group.end() :]
                continue
            after = next((at for at in group_starts(text) if at), len(text))
            after = min([after, *self._round_groups(text)])
            bare = BULLET.sub("", text[:after])
            over = self.by_department and self.role == "official" and bare != text[:after]
            if not (over and BODY_OVER.fullmatch(squeeze(fold(bare)))):
                yield from self._entries(bare)
            text = text[after:]

    def _is_body(self, key: str) -> bool:
        """Whether a line names the council itself, above its members."""
        return len(key) > 3 and key == squeeze(fold(self.council))

    def _round_groups(self, text: str, first: int = 1) -> Iterator[int]:
        """Where a group in round brackets begins within a line, from a character on: …、戸川委員（事務局）環境課長."""
        for match in _ROUND_GROUP.finditer(text, first):
            kind = self.words.labels.get(squeeze(fold(match[1])))
            if kind in ROLES and kind != self.kind and not self.known.is_seat(match[1]):
                yield match.start()

    def _enter(self, label: str) -> None:
        """A group in brackets: the names that follow are of it."""
        key = squeeze(fold(label))
        kind = self.words.labels.get(key) or self.words.labels.get(squeeze(BRACKET.sub("", key)))
        if kind in ROLES and not self.known.is_seat(key):
            self.kind, self.role = str(kind), _ROLES[str(kind)]
        elif ADMINISTRATION.fullmatch(key) and self.kind != "absent":
            self.role = "official"
        elif key in seats(self.words) and self.kind != "absent":
            self.role = "member"
        elif self._is_of_officials(key):
            self.role = "official"

    def _is_seat_of_place(self, text: str) -> bool:
        """Whether a line is a seat with the place that those below it are from: 委員（川北町）."""
        match = BRACKET.search(text)
        place = squeeze(fold(match[1])) if match is not None and match.end() == len(text.rstrip()) else ""
        return (
            bool(place) and OF_ADMINISTRATION.fullmatch(place) is not None and self.known.is_seat(BRACKET.sub("", text))
        )

    def _is_of_officials(self, key: str) -> bool:
        """Whether a group below the members is an administration: 【川北市】, （環境省）."""
        match = OF_ADMINISTRATION.fullmatch(key) if self.role == "member" else None
        return match is not None and (self.is_mixed or match[1] is not None)

    def _entries(self, text: str) -> Iterator[Person]:
        """The people of a piece of a line that is of one group."""
        text = text.strip(" 　:：")
        text = DOTTED_NAME.sub(" ", text) if self.role == "official" else text
        inner = IN_BRACKETS.fullmatch(text)
        if inner is not None and (inner[2] or inner[4] or LISTS.search(inner[3])):
            known = inner[1] is not None and self.words.labels.get(squeeze(fold(inner[1]))) in _ROLES
            if inner[1] is None or known or self.known.is_seat(inner[1]):
                self._enter(inner[1] or "")
                yield from self._entries(inner[3])
                return
            if self.role in ("official", None) and DEPARTMENT.search(inner[1]) and self.known.is_office(inner[1]):
                yield from self._entries(f"{inner[1]} {inner[3]}")  # 総務課（菱沼課長、藤井係長）
                return
        label = self.known.label_before(text)
        if label is not None and not (label[0] in OFFICES_OF_ONE and self.role == "official"):
            self._enter(label[0])
            yield from self._entries(label[1])
            return
        told = False
        for piece in pieces(text):
            if told and MORE_OF_ONE.fullmatch(piece.strip()):
                continue
            seat = re.match(r"(\S{2,10}?)\s*[:：＝=]\s*(?=\S)", piece)
            rest = piece[seat.end() :] if seat is not None and self.known.is_seat(seat[1]) else piece
            rest = self._without_body(rest)
            label = self.known.label_before(rest)
            label = None if label is not None and label[0] in OFFICES_OF_ONE and self.role == "official" else label
            if label is not None:
                self._enter(label[0])
            inner = IN_BRACKETS.fullmatch(label[1]) if label is not None else None
            if inner is not None and inner[1] is None and LISTS.search(inner[3]):  # 事務局（館長、課長補佐）
                yield from self._entries(inner[3])
                continue
            people = list(self._piece(label[1] if label is not None else rest))
            told = told or any(person.role == "member" and person.office for person in people)
            yield from people

    def _without_body(self, text: str) -> str:
        """A piece without the body that an office is of, before a colon: 環境省：水・大気環境局長."""
        rest = BODY_BEFORE.sub("", text, 1)
        return rest if self.role == "official" or (self.role is None and self.known.is_office(rest)) else text

    def _by_space(self, piece: str) -> Iterator[tuple[str, str | None]] | None:
        """Names with what is said before them, where the width of the space between characters tells them apart."""
        numbered = any(SEAT_NUMBER.fullmatch(fold(token)) for token in piece.split())
        spread = spread_names(piece) if self.role != "official" and not numbered else []
        names = spread[1:] if spread and self.known.is_seat(spread[0]) else spread
        if names and not any(map(self.known.is_seat, names)):
            return ((name, None) for name in names)
        said = attached(piece, self.words) or apart(piece)
        if said is not None and self._is_named_by(said[0]) and not any(map(self.known.is_office, piece.split()[1:2])):
            self.leads = self.role != "official" and self.known.is_named_by_seat(said[0])
            return iter([(said[1], None if self.leads else said[0])])
        return self._spaced(piece) if is_letter_spaced(piece) else None

    def _spaced(self, piece: str) -> Iterator[tuple[str, str | None]]:
        """Names and offices that are all set character by character."""
        for said, name in spaced_people(piece, self.words):
            self.leads = said is not None and self.known.is_seat(said)
            yield name, said

    def _piece(self, piece: str) -> Iterator[Person]:
        """What stands between two separators: one person, or several parted by white space."""
        piece = BULLET.sub("", piece.strip())
        counted = SO_MANY.fullmatch(piece)
        if counted is not None and self.role in ("official", None) and self.known.is_office(counted[1]):
            piece = counted[1]
        if not piece or is_nobody(piece):
            return
        by_space = self._by_space(piece)
        if by_space is not None:
            for name, said in by_space:
                yield from self._person([name], said)
            return
        for one in self._in_columns(piece):
            yield from self._by_words(one)

    def _by_words(self, piece: str) -> Iterator[Person]:
        """The people of a piece of a line by its words."""
        office: list[str] = []
        names: list[str] = []
        tokens = self._tokens(piece)
        affiliated = self._affiliated(tokens) or self._in_the_chair(tokens) or self._of_assembly(piece)
        if affiliated is not None:
            yield affiliated
            return
        name_first = self.role == "official" and bool(tokens) and not self.known.is_office(tokens[0])
        for token, after in pairwise([*tokens, ""]):
            presides = self.role == "official" and token in PRESIDES
            if (self.known.parts(token) and not presides) or (names and token in self.words.own.honorifics):
                yield from self._flush(office, names)
                office, names = [], []
                self.seated = self.seated or self.known.is_seat(token)
            elif presides or self.known.opens_office(token, after, named=bool(names)):
                if name_first and names and not office and self.known.is_office(token):  # 青 木 区長
                    if _is_department(names, token):  # 総務部　蔵本次長
                        office, names = [*names, token], []
                        continue
                    yield from self._flush([token], names)
                    names = []
                    continue
                if names or (office and _is_complete(office[-1]) and OF_DEPARTMENT.match(token)):
                    yield from self._flush(office, names)
                    office, names = [], []
                office.append(token)
            else:
                names.append(token)
        yield from self._flush(office, names)

    def _in_columns(self, piece: str) -> list[str]:
        """The pieces of a line that stand in columns, a seat or an office alone with the name beside it; else all."""
        if any(SEAT_NUMBER.fullmatch(fold(token)) for token in piece.split()):
            return [piece]  # the numbers part them
        found: list[str] = []
        alone = False
        for text in columns(piece):
            one = squeeze(text) if is_letter_spaced(text) and self.known.is_office(squeeze(text)) else text
            found = [*found[:-1], f"{found[-1]} {one}"] if alone else [*found, one]
            last = one.split()[-1]
            alone = self.known.is_seat(last) or self.known.is_office(last)
        return found or [piece]

    def _affiliated(self, tokens: Sequence[str]) -> Person | None:
        """One person with what he is elsewhere behind his name: 羽入 佐和子 女子大学学長, 委員 林 陽子 弁護士."""
        seats_before = next((k for k, token in enumerate(tokens) if not self.known.is_seat(token)), len(tokens))
        rest = list(tokens[seats_before:])
        body = rest.pop(0) if len(rest) > _NAME_WORDS + 1 and ORGANISATION.search(rest[0]) else None
        if self.role != "official" and seats_before == 0 and self._is_of_body(rest):
            return Person(" ".join(rest[1:]), rest[0], self.role or "member")
        if len(rest) <= _NAME_WORDS or not is_pair(rest[0], rest[1], 2) or len(rest[0] + rest[1]) < _SHORTEST_PAIR:
            return None
        what = "".join(rest[_NAME_WORDS:])
        is_office = self.known.is_office(rest[-1]) and (len(what) > LONGEST_NAME or len(rest) == _NAME_WORDS + 1)
        if any(map(self.known.is_office, rest[:-1])) or not (is_office or is_elsewhere(what)):
            return None
        within = OF_OFFICE.search(what) is not None and ELSEWHERE.search(what) is None
        is_member = seats_before > 0 or not within or (self.headed and body is None)
        role: Role = self.role or ("member" if is_member else "official")
        name, _ = without_seats(" ".join(rest[:_NAME_WORDS]), self.words)
        return Person(name, what, role)

    def _in_the_chair(self, tokens: Sequence[str]) -> Person | None:
        """One person by name and office with the seat behind: 山原総長（議長）; 学長（議長） is before a name."""
        name = BRACKET.sub("", tokens[0]) if len(tokens) == 1 and self.known.is_seat_in_brackets(tokens[0]) else ""
        return Person(name, None, self.role or "member") if len(name) >= _NAME_AND_OFFICE else None

    def _of_assembly(self, piece: str) -> Person | None:
        """One who is no member, by name and with the group behind it that he is of: 宮坂 郁生 市議会議員."""
        *name, group = piece.split() or [""]
        if self.role != "official" or not name or squeeze(fold(group)) not in groups(self.words):
            return None
        return Person(" ".join(name), group, "official") if all(map(self.known.may_be_name_part, name)) else None

    def _is_of_body(self, words: Sequence[str]) -> bool:
        """Whether one name stands behind what it represents: 幼稚園協議会 伊藤 聡, 公募による市民 平川 美由紀."""
        if len(words) not in (_NAME_WORDS, _NAME_WORDS + 1) or REPRESENTED.search(words[0]) is None:
            return False
        name = words[1:]
        if any(map(self.known.is_office, name)) or any(map(self.known.is_named_by_seat, name)):
            return False
        whole = len(name) == 1 and WHOLE_NAME.fullmatch(name[0]) is not None
        return whole or (len(name) == _NAME_WORDS and is_pair(name[0], name[1], 2))

    def _is_named_by(self, first: str) -> bool:
        """Whether a word that wide space sets apart from a name is a seat or an office, whatever it is called."""
        return self.role == "official" or self.known.is_named_by_seat(first) or self.known.is_office(first)

    def _tokens(self, piece: str) -> list[str]:
        """The words of a piece without counts and groups, a seat in brackets before or between them set apart."""
        before = BRACKETED_FIRST.match(piece)
        if before is not None and (self.known.is_seat(before[1]) or self._has_office(before[1])):
            piece = f"{before[1]} {piece[before.end() :]}"
        behind = REMARK_OF_OFFICE.match(piece) if self.role == "official" else None
        rest = piece[behind.end() :] if behind is not None else ""
        if behind is not None and self.known.is_office(behind[1]) and not self.known.is_office(rest.split()[0]):
            piece = f"{behind[0]} {rest}"  # 次長（農政担当）村上 司
        tokens = name_words(SEAT_BETWEEN.sub(self._apart, piece), self.words)
        if len(tokens) > 1 and self.known.is_seat_of(tokens[0], tokens[1:]):
            self.seated = self.leads = True
            tokens = tokens[1:]
        return [one for one in tokens if not is_count(one) and squeeze(fold(one)) not in groups(self.words)]

    def _apart(self, match: re.Match[str]) -> str:
        """学長（議長）八木沢: white space behind a seat in brackets that a name follows."""
        return f"{match[0]} " if self.known.is_seat(match[1]) else match[0]

    def _flush(self, office: list[str], names: list[str]) -> Iterator[Person]:
        said = " ".join(office) or None
        if not names and said is not None and not self.known.is_seat(squeeze(said).removeprefix(squeeze(self.council))):
            yield from self._person([], said)
        for name in parted_names(names, self.words):
            yield from self._person([name], said)

    def _person(self, name: list[str], office: str | None) -> Iterator[Person]:
        """One person, by what is printed of him."""
        text = name[0] if name else ""
        brackets = [match[1] for match in BRACKET.finditer(text)]
        absent = any("欠席" in one for one in brackets)
        whole = squeeze(BRACKET.sub(lambda match: match[0] if HOLDS_BOTH.fullmatch(match[0]) else "", text))
        printed = text
        text, seat = without_seats(text, self.words)
        text = f"{text}部" if "部会" not in self.council and OF_BE.fullmatch(f"{text}|{printed}") else text
        text = text.lstrip("・･") if seat else text
        if is_count(text):
            return
        said = [squeeze(fold(piece)) for one in brackets for piece in re.split("[・、,，]", one)]
        seated = seat or any(self.known.is_seat(one) for one in said)
        inner = next((one for one in map(squeeze, brackets) if self.known.is_office(one)), None)
        if self.role is None and inner is not None and not OF_OFFICE.search(inner):
            inner = None  # a profession: 大学教授, 弁護士
        role = self._role(text, office, seated, inner)
        if absent:
            role = "absent"
        if role == "official":
            of_office = office or inner or self.known.office_in(text)
            of_office = of_office or (whole if self.known.keeps_office(whole) else text)
            if of_office:
                yield Person(text, of_office, role, shares=office is not None or inner is None)
        elif text:
            yield Person(text, office, role)
        elif office is not None and self.kind == "members" and role == "member" and not self.known.is_seat(office):
            yield Person(office, office, role)  # 警察署長: a member who is named by an office only

    def _role(self, text: str, office: str | None, seated: bool, inner: str | None) -> Role:
        if self.role is not None:
            return self.role
        if seated or self.leads:
            return "member"
        if (office is not None and not PROFESSION.search(office)) or (inner is not None and not self.seated):
            return "official"
        bare = fold(BRACKET.sub("", text))
        is_office = self.known.is_office(bare) or len(bare) > LONGEST_NAME
        return "official" if is_office else "member"


def _is_department(names: Sequence[str], office: str) -> bool:
    """Whether what may be a family name is a department, as its officer is named behind it with his office."""
    return len(names) == 1 and len(office) > _NAMED_OFFICE and _DEPARTMENT.fullmatch(names[0]) is not None


def _is_complete(office: str) -> bool:
    """Whether an office is one with its department or stands for the people of one, so that another may follow."""
    return OFFICER.search(office) is not None or office.endswith(PEOPLE_OF)


_OWN_ADMINISTRATION = late_pattern(r"\s*[^\s()（）、]{1,8}([都道府県市区町村])\s+(\S{2,})")
_SPREAD_LABEL = late_pattern(r"\s*((?:[一-鿿]\s{1,4}){1,4}[一-鿿])\s*[:：]\s*")
_DEPARTMENT = late_pattern(r"\S{2,}[部室所]")
_NAMED_OFFICE = 3
"""Characters of an office that nobody's name is before, at most: 副区長."""
_NAME_AND_OFFICE = 4
"""Characters of an office with the name before it: 山原総長."""
_ROUND_GROUP = late_pattern(r"[(（]([^()（）、]{2,10})[)）](?=\s*[^\s、，)）])")
_ROLES: dict[str | None, Role | None] = {
    "members": "member",
    "officials": "official",
    "absent": "absent",
    "attendance": None,
}
_NAME_WORDS = 2
"""Family name and given name."""
_SHORTEST_PAIR = 3
"""Characters of both: two that stand apart are a family name, 青　木."""
