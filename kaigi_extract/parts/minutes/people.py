"""Lists of people: lines that wrap, tables between lines, officials who are only named below an office.

Who is on a line, `people_reader` says; here a list is put together of its lines and tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.affiliated_lines import (
    Side,
    entry_below,
    entry_of,
    headings_of,
    is_caption,
    side_of,
)
from kaigi_extract.parts.minutes.departments import departments_joined
from kaigi_extract.parts.minutes.lines import ADMINISTRATION, MinutesRow, MinutesVocabulary
from kaigi_extract.parts.minutes.names import LONGEST_NAME, groups
from kaigi_extract.parts.minutes.office_words import DEPARTMENT, PRESIDES
from kaigi_extract.parts.minutes.people_lines import BRACKETED_FIRST, SAME_SEAT, is_count
from kaigi_extract.parts.minutes.people_reader import PeopleReader, Person
from kaigi_extract.parts.minutes.people_table import Entry, bare_table, entries, table_end
from kaigi_extract.parts.minutes.times import people_count
from kaigi_extract.parts.minutes.wrapped_people import WrappedLines
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern


@dataclass(slots=True)
class PeopleList:
    """Reads the rows of one block of the head. `kind` is the row of the head; in `attendance` words decide."""

    kind: str
    words: MinutesVocabulary
    right: float
    council: str = ""
    is_mixed: bool = False
    """Members and officials are on one list, of which what is labelled as members may be the beginning."""
    reader: PeopleReader = field(init=False)
    """Reads its lines, one after the other."""

    def __post_init__(self) -> None:
        self.reader = PeopleReader(self.kind, self.words, self.council, self.is_mixed)

    def read(self, rows: Sequence[MinutesRow]) -> list[Person]:
        """Everybody on the list, in order."""
        self.reader.known.listed = squeeze(fold("".join(row.line.text for row in rows)))
        firsts = [match[1] for row in rows if (match := BRACKETED_FIRST.match(row.line.text)) is not None]
        self.reader.grouped = len(firsts) > 1 or any(ADMINISTRATION.fullmatch(squeeze(first)) for first in firsts)
        self.reader.by_department = any(map(DEPARTMENT.search, firsts))
        lines = WrappedLines(self.reader.known, self.right, self.reader.grouped)
        found: list[Person] = []
        at = 0
        while at < len(rows):
            end, listed = self._table(rows, at)
            if end > at:
                found += map(self.reader.of_table, listed)
            else:
                end = next((k for k in range(at + 1, len(rows)) if self._table(rows, k)[0] > k), len(rows))
                chunks = list(lines.chunks(_without_marked_groups(rows[at:end], self.reader.words)))
                self._read_chunks(chunks, found)
            at = end
        return found

    def _read_chunks(self, chunks: Sequence[str], found: list[Person]) -> None:
        """Adds the people of lines, each put together of those that it wraps to."""
        known = self.reader.known
        side = side_of(chunks, known)
        headings: tuple[str, ...] = ()
        chunks = chunks if self.kind == "members" else departments_joined(chunks, self.reader.known)
        for chunk, below in pairwise([*chunks, ""]):
            over = headings_of(chunk, self.reader.words)
            if over or (is_caption(chunk) and headings_of(below, self.reader.words)):
                headings = over
                continue
            entry = entry_below(chunk, headings, known) if headings else None
            if entry is None and side is not None and self._has_names_on(side):
                entry = entry_of(chunk, side, known)
            if entry is not None:
                found.append(self.reader.of_table(entry))
                continue
            people = list(self.reader.of_line(chunk))
            same = found[-1] if found and SAME_SEAT.match(chunk.strip()) else None
            for place, person in enumerate(people):
                self._add(found, _as(same, person) if same is not None else person, first=place == 0)

    def _has_names_on(self, side: Side) -> bool:
        """Whether the names of those whom the list is at are on a side of their lines: officials have theirs behind
        their offices, or are read word by word."""
        return self.reader.role in ("member", "absent") or (self.reader.role == "official" and side == "first")

    def _table(self, rows: Sequence[MinutesRow], at: int) -> tuple[int, list[Entry]]:
        """The index behind the table of people that begins at a row, and they; the row's own where none does."""
        end = table_end(rows, at, self.reader.words)
        return (end, list(entries(rows[at:end], self.reader.words))) if end > at else bare_table(rows, at)

    def _add(self, found: list[Person], person: Person, *, first: bool) -> None:
        """Adds a person; an official who is only named has the office above, or is whose office stands alone on the
        line above. `first` of the line."""
        above = found[-1] if found else None
        alone = above is not None and above.office == above.name and len(above.name) >= _LONG_OFFICE
        if above is not None and alone and self.reader.known.is_office(above.name):
            above = replace(above, name="")  # 社会福祉課副主幹, no 國井室長
        of_office = above is not None and above.role == "official" and above.office != above.name
        if above is None or not of_office or not self._is_only_named(person):
            found.append(person)
        elif above.name:
            found.append(_as(above, person) if above.shares else person)
        elif first:
            found[-1] = _as(above, person)
        else:
            found.append(person)

    def _is_only_named(self, person: Person) -> bool:
        """Whether of an official nothing is said but a name."""
        return person.role == "official" and person.office == person.name and self.reader.known.may_be_name(person.name)


def others_from(rows: Sequence[MinutesRow], words: MinutesVocabulary, right: float) -> int:
    """The row from which on a list of members who did not come goes on with others who did, by their offices: 議長 …,
    総務局長 … below 欠席委員　一名 and his name; the end where it does not."""
    found = [PeopleList("attendance", words, right).read([row]) for row in rows]
    named = [at for at, people in enumerate(found) if people]
    torn = {at for at in named if rows[at].line.text.rstrip().endswith("兼")}
    offices = torn.union(at for at in named if all(one.role == "official" for one in found[at]))
    leads = {at for at in named if squeeze(rows[at].line.text).startswith(PRESIDES)}
    begin = len(rows)
    for at in reversed(named):
        if at not in offices | leads:
            break
        begin = at
    if not any(at < begin for at in named) or len(offices) < _OTHERS:
        return len(rows)
    counts = (people_count(row.line.text) for row in rows if is_count(squeeze(row.line.text)))
    counted = next((count for count in counts if count), None)
    return len(rows) if counted is not None and counted >= len(named) else begin


_OTHERS = 2
"""Offices that make a list of others: one alone may be what a member is elsewhere."""


def _as(above: Person, person: Person) -> Person:
    """A person whose seat or office is that of the one above: 同　岩　剛."""
    unsaid = person.office is None or person.office == person.name
    return replace(person, office=above.office if unsaid else person.office, role=above.role)


def _without_marked_groups(rows: Sequence[MinutesRow], words: MinutesVocabulary) -> list[MinutesRow]:
    """Lines without those that name a group as others do: the mark of most groups is before a word alone, and people
    without it follow: ■住民 below ■学識経験者 and ■事業者."""
    marks = [match[0].strip() if (match := _GROUP_MARK.match(row.line.text)) is not None else "" for row in rows]
    bare = [squeeze(fold(row.line.text[len(mark) :])) for row, mark in zip(rows, marks, strict=True)]
    named = {mark for mark, key in zip(marks, bare, strict=True) if mark and key in groups(words)}
    kept: list[MinutesRow] = []
    for index, row in enumerate(rows):
        below = marks[index + 1] if index + 1 < len(rows) else marks[index]
        alone = len(bare[index]) <= LONGEST_NAME and not re.search(r"[\s、，・]", row.line.text.strip())
        is_group = marks[index] in named and below != marks[index] and alone
        kept += [] if is_group and bare[index] not in words.labels and bare[index] not in groups(words) else [row]
    return kept


_LONG_OFFICE = 6
"""Characters of an office with its department, which no family name with an office has."""
_GROUP_MARK = late_pattern(r"\s*[○◎●◇◆◯〇■□▲△▼▽★☆]\s*")
