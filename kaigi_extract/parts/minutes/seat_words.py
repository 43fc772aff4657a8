"""Which words of a list of people are seats of the council, which are offices, which may be names. Words only: knows no
list and adds nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.lines import SEAT_NUMBER, MinutesVocabulary
from kaigi_extract.parts.minutes.names import BRACKET, LONGEST_NAME, ends_in_office, groups, seat_after, seats
from kaigi_extract.parts.minutes.people_lines import REPRESENTS, SO_MANY
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

ROLES = ("members", "officials", "attendance", "absent")
"""Rows of the head that list people who are named."""


@dataclass(slots=True)
class SeatWords:
    """The words of one list: those of all minutes, those of its council, those that the list itself has."""

    words: MinutesVocabulary
    council: str = ""
    listed: str = ""
    """The whole list without white space."""

    def is_seat(self, token: str) -> bool:
        """Whether a word is a seat of the council: 会長, 委員; 教育長 where it is an 教育委員会."""
        key = self._without_body(squeeze(fold(token)))
        heads = len(key) > 2 and key.endswith("長") and (self.is_body_of(key) or f"{key}職務代理" in self.listed)
        return key in seats(self.words) or key == "代理" or heads or self.leads(key)

    def _without_body(self, key: str) -> str:
        """A word without the council, or the end of its name, or what several on the list are called after, before a
        seat: 中野区教育委員会委員."""
        body, mark, seat = key.rpartition("会")
        if len(body) < 2 or not seat or seat not in seats(self.words):
            return key
        of_council = squeeze(fold(self.council)).endswith(body + mark)
        return seat if of_council or self.listed.count(body + mark) > 1 else key

    def is_body_of(self, head: str) -> bool:
        """Whether the council is that of a head: 教育長 of a 教育委員会; 図書館長 is none of a 図書館協議会."""
        return any(f"{head[:-1]}{end}" in self.council for end in ("会", "委員会"))

    def leads(self, key: str) -> bool:
        """Whether an office stands before the seats on one list, as that of who heads the body: 教育長, 委員, 委員."""
        at = self.listed.find(key) if key in self.words.own.leading else -1
        return at >= 0 and any(seat in self.listed[at + len(key) :] for seat in seats(self.words))

    def is_office(self, token: str) -> bool:
        """Whether a word between spaces is an office: 総務課長, 企画財政部政策室政策法制担当."""
        bare = fold(BRACKET.sub("", token))
        seat = seat_after(bare, self.words)
        of_office = seat is not None and ends_in_office(seat[0]) and not _NAME_LIKE_OFFICE.fullmatch(seat[0])
        if seat is not None and not of_office and not seat[0].endswith(("会", "組合", "協会", "連合")):
            return False
        return bare.endswith(tuple(self.words.own.offices)) and not _NAME_LIKE_OFFICE.fullmatch(bare)

    def is_seat_of(self, token: str, name: Sequence[str]) -> bool:
        """Whether a word that ends as a seat does is that of the name behind it: 学外委員 米田 巌."""
        seat = seat_after(squeeze(fold(token)), self.words)
        if seat is None or len(seat[0]) < 2 or len(name) > 2 or not 2 < len("".join(name)) <= LONGEST_NAME:
            return False
        bare = [squeeze(fold(BRACKET.sub("", one))) for one in name]
        return not any(self.is_seat(one) or seat_after(one, self.words) or self.is_office(one) for one in bare)

    def is_seat_in_brackets(self, token: str) -> bool:
        """Whether a word is an office or a seat with a seat in brackets: 学長（議長）, 委員（委員長）."""
        seat = any(self.is_seat(match[1]) for match in BRACKET.finditer(token))
        before = BRACKET.sub("", token)
        return seat and (self.is_office(before) or self.is_seat(before))

    def keeps_office(self, whole: str) -> bool:
        """Whether the seat that a word ends in is an office there: 田崎統括リーダー."""
        seat = seat_after(whole, self.words)
        return self.is_office(whole) or (seat is not None and seat[1] in self.words.own.offices)

    def label_before(self, text: str) -> tuple[str, str] | None:
        """A row of the head or a group that stands before names on their line: 事務局　総務課長, 学識経験者　甲."""
        spaced = _SPACED_GROUP.match(text)
        if spaced is not None and squeeze(spaced[1]) in groups(self.words):
            return squeeze(spaced[1]), text[spaced.end() :]
        match = re.match(r"(\S{2,14}?)(?:\s*[:：]\s*|\s+|(?=[(（]))(?=\S)|(\S{2,14})$", text)
        key = squeeze(fold(match[1] or match[2])) if match else ""
        if match is None or not key or key in seats(self.words):
            return None
        kind = self.words.labels.get(key)
        if kind in ROLES or key in groups(self.words) or key.endswith(REPRESENTS):
            return key, text[match.end() :].strip(" 　:：")
        return None

    def is_group(self, key: str) -> bool:
        """Whether a word stands over people, and is no name."""
        return self.words.labels.get(key) in ROLES or key in groups(self.words) or key in seats(self.words)

    def is_counted_group(self, text: str) -> bool:
        """Whether a line is a row of people with how many they are, over them: 事務局職員２名."""
        counted = SO_MANY.fullmatch(text.strip())
        return counted is not None and self.words.labels.get(squeeze(fold(counted[1]))) in ROLES

    def parts(self, token: str) -> bool:
        """Whether a word stands between people: the number of a seat, or a seat."""
        number = SEAT_NUMBER.fullmatch(fold(token)) is not None
        return number or self.is_seat(token) or self.is_seat_in_brackets(token)

    def opens_office(self, token: str, after: str, *, named: bool) -> bool:
        """Whether a word is an office, a department with its head behind, or, where nobody is named before it, the
        organisation that the office behind it belongs to: 消費者庁 國井推進室長."""
        of_body = not named and ORGANISATION.search(token) is not None and self.is_office(after)
        return self.is_office(token) or _is_headed(token, after) or of_body

    def office_in(self, text: str) -> str | None:
        """The office at the head of a word that the name follows without space: 総務部長森一郎."""
        found = _OFFICE_THEN_NAME.match(text)
        return found[1] if found is not None and not ends_in_office(found[2]) else None

    def is_named_by_seat(self, word: str) -> bool:
        """Whether a word is a seat or ends in one."""
        return self.is_seat(word) or seat_after(squeeze(fold(word)), self.words) is not None

    def may_be_name_part(self, word: str) -> bool:
        """Whether a word may be a family name or a given name: short, and no office."""
        return len(word) <= LONGEST_NAME and not self.is_office(word) and not self.is_seat(word)

    def may_be_name(self, word: str) -> bool:
        """Whether a word that stands alone among officials may be a name."""
        return _NAME.fullmatch(squeeze(word)) is not None and not self.is_office(word)


def _is_headed(token: str, after: str) -> bool:
    """Whether a word that may be a family name is a department with its head behind: 総務部　部長, 健康部　岸本部長."""
    head = f"{token[-1]}長"
    return after == head or (len(token) > 2 and len(after) > len(head) + 1 and after.endswith(head))


_SPACED_GROUP = late_pattern(r"([一-鿿](?:[^\S\n]{1,4}[一-鿿]){1,3})[^\S\n]{1,12}(?=\S{2})")
"""A group whose characters are set apart before its people: 区　　民　　　畑山委員."""
_NAME = late_pattern(
    r"(?!\S{2,}[課係局])[一-鿿々ァ-ヶー]{1,5}[一-鿿々ぁ-んァ-ヶー]{1,4}(?<![長員事査任課係部局室士師佐補幹監官者側])"
)
"""What may be a name: nothing in it is called as offices are."""
_NAME_LIKE_OFFICE = late_pattern(r".{1,3}[部室所]|[^課部局係室所次区市町村校園館署院社学班]?[長監]|.")
"""Family names that end as offices do: 阿部, 長谷部, 田所, 小室, 末長."""
ORGANISATION = late_pattern(
    r"(?:.[庁省府県市区町村]|本部|支部|機構|法人|財団|協会|組合|センター|研究所|大学|会社|[(（][株有財社][)）].*)$"
)
"""How the names of organisations end."""
_OFFICE_THEN_NAME = late_pattern(
    r"(.+(?:部長|課長|係長|室長|所長|局長|次長|主査|主任|主事|参事|主幹))([^\s()（）]{2,6})$"
)
