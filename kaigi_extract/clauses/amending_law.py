"""All of a law while it is amended: its clauses with the 章 above them, its 附則, 目次 and 別表. Carries out nothing.

A document gives all of these; a clause set by itself has no 附則, 目次 or 別表.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise

from pydantic import Field

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_numbers import DIGITS, Numbers, numbers_in
from kaigi_extract.clauses.amending_text import NoFit, not_one
from kaigi_extract.clauses.select import only_set
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Chapter, Clause, ClauseSet, Document, Record
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_N = f"[{DIGITS}]+"
UNITS = "編章節款"
"""Levels of chapters, the outermost first."""
CHAPTER_LINE = late_pattern(rf"(第{_N}[{UNITS}](?:の{_N})*)(?:[\s　]+(\S.*))?$")
"""第２章　利用, by itself on its line."""
_CONTENTS_LINE = late_pattern(rf"第{_N}[{UNITS}](?:の{_N})*[\s　].*|附\s*則(?=.*)")
_ANNEX_LINE = late_pattern(
    rf"((?:別表|別記)(?:第?{_N}(?:の{_N})*)?|(?:別記)?(?:第{_N}号(?:の{_N})*)?様式(?:第{_N}号?(?:の{_N})*)?)"
    r"[\s　]*([（(].*[)）])?$"
)
_NOTES = late_pattern(r"備考(?=[\s　]|$|[0-9０-９])")


class Annex(Record):
    """A 別表 or 様式 of a law, as far as it is text."""

    label: str
    """別表第１, 様式第２号."""
    note: str = ""
    """What is in brackets behind the label: （第４条関係）."""
    rows: list[list[str]] = Field(default_factory=list[list[str]])
    """Its lines; those of a table cell by cell."""


@dataclass(slots=True)
class Head:
    """The line of a 章 or 節 above a clause."""

    label: str
    title: str
    before: Clause | None
    """None where no clause is below it."""

    @property
    def level(self) -> int:
        """0 for 編, 1 for 章 …; deeper than all of these where it has no number."""
        return next((at for at, unit in enumerate(UNITS) if unit in self.label), len(UNITS))


@dataclass(slots=True)
class Law:
    """A law in its parts."""

    main: ClauseSet
    heads: list[Head] = field(default_factory=list)
    supplements: list[ClauseSet] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    last_annex: Annex | None = None
    """What 同表 means."""
    last_head: Head | None = None
    """What 同章 means."""
    last_row: str = ""
    """What 同項 means where a row of a table was named last."""

    @classmethod
    def of(cls, old: ClauseSet | Document) -> Law:
        """A copy of all of it. Raises `ValueError` where a document has several sets."""
        chosen = only_set(old)
        main = chosen.model_copy(deep=True)
        law = cls(main, heads_of(main))
        if isinstance(old, Document):
            at = next(k for k, one in enumerate(old.clause_sets) if one is chosen)
            law.supplements = [one.model_copy(deep=True) for one in old.clause_sets if one.supplement_of == at]
            lines = [line for one in old.sections if one.kind != "furniture" for line in one.text.splitlines()]
            law.contents, law.annexes = list(_contents(lines)), read_annexes(lines)
        return law

    def head(self, label: str) -> Head:
        """The 章 of a label, or 同章. Raises `NoFit`."""
        if label.startswith("同"):
            if self.last_head is None or label[1] not in self.last_head.label:
                raise NoFit(Message("nothing says which {place} is", place=label))
            return self.last_head
        found = [head for head in self.heads if same_chapter(head.label, label)]
        if len(found) > 1 and self.last_head in found:
            found = [one for one in found if one is self.last_head]
        if len(found) != 1:
            raise not_one(label, found)
        self.last_head = found[0]
        return found[0]

    def head_below(self, labels: Sequence[str]) -> Head:
        """The 節 of a 章: 第２章第１節. Raises `NoFit`."""
        head = self.head(labels[0])
        for label in labels[1:]:
            found = [one for one in self.below(head) if same_chapter(one.label, label)]
            if len(found) != 1:
                raise not_one(f"{head.label}{label}", found)
            head = self.last_head = found[0]
        return head

    def below(self, head: Head) -> list[Head]:
        """The heads below one, to the next of its level or a higher one."""
        at = _index(self.heads, head)
        end = next((k for k in range(at + 1, len(self.heads)) if self.heads[k].level <= head.level), len(self.heads))
        return self.heads[at + 1 : end]

    def next_head(self, head: Head) -> Head | None:
        """The next head of a level or a higher one."""
        after = self.heads[_index(self.heads, head) + 1 + len(self.below(head)) :]
        return after[0] if after else None

    def clauses_of(self, head: Head) -> list[Clause]:
        """The clauses below a head."""
        if head.before is None:
            return []
        after = self.next_head(head)
        start = _index(self.main.clauses, head.before)
        stop = after.before if after is not None else None
        return self.main.clauses[start : len(self.main.clauses) if stop is None else _index(self.main.clauses, stop)]

    def annex(self, label: str) -> Annex:
        """The 別表 of a label, or 同表. Raises `NoFit`."""
        if label.startswith("同"):
            if self.last_annex is None:
                raise NoFit(Message("nothing says which 別表 {place} is", place=label))
            return self.last_annex
        found = [one for one in self.annexes if squeeze(fold(one.label)) == squeeze(fold(label))]
        found = found or [one for one in self.annexes if _plain(one.label) == _plain(label)]
        if not found:
            raise NoFit(Message("{place} is not in this text", place=label))
        if len(found) != 1:
            raise not_one(label, found)
        self.last_annex = found[0]
        return found[0]

    def follow(self, before: Sequence[Clause]) -> None:
        """Puts each head above the clause that stands where its own stood, after clauses have come or gone."""
        now = self.main.clauses
        for head in self.heads:
            if head.before is None or any(head.before is one for one in now):
                continue
            old = before[: _index(before, head.before)]
            places = [k for each in old for k, one in enumerate(now) if one is each]
            at = places[-1] + 1 if places else 0
            head.before = now[at] if at < len(now) else None

    def finish(self) -> None:
        """Writes the chapters of the set by the heads and what is below them."""
        made = []
        for head in self.heads:
            below = self.clauses_of(head)
            first, last = (below[0].number, below[-1].number) if below else (None, None)
            made.append(Chapter(label=head.label, title=head.title, first=first, last=last))
        self.main.chapters = made


def _index(held: Sequence[object], wanted: object) -> int:
    return next(k for k, one in enumerate(held) if one is wanted)


def same_chapter(one: str, other: str) -> bool:
    """Whether two labels are of one 章: 第２章 and 第二章."""
    return _plain(one) == _plain(other)


def _plain(label: str) -> tuple[str, Numbers]:
    return re.sub(f"[第の{DIGITS}\\s]", "", fold(label)), numbers_in(fold(label))


def heads_of(held: ClauseSet) -> list[Head]:
    """The heads of a set, by the numbers of their first clauses. A 章 that begins with the number with which the one
    before it ends begins with a branch of it; one without clauses stands above the next."""
    at, heads = 0, list[Head]()
    for k, chapter in enumerate(held.chapters):
        head = Head(chapter.label, chapter.title, None)
        if chapter.first is not None:
            branch = k > 0 and held.chapters[k - 1].last == chapter.first and heads[k - 1].level >= head.level
            places = [k for k in range(at, len(held.clauses)) if held.clauses[k].number == chapter.first]
            places = [k for k in places if held.clauses[k].branches] or places if branch else places
            at = places[0] if places else at
            head.before = held.clauses[at] if at < len(held.clauses) else None
        heads.append(head)
    for head, after in reversed(list(pairwise(heads))):
        head.before = head.before or after.before
    return heads


def _contents(lines: Sequence[str]) -> Iterator[str]:
    """The lines of the 目次: those of 章 below the word, and 附則."""
    start = next((k for k, line in enumerate(lines) if re.search(r"目\s*次$", line)), None)
    for line in lines[start + 1 :] if start is not None else []:
        found = _CONTENTS_LINE.match(line.strip())
        if found is None:
            return
        yield found[0].strip()
        if found[0].startswith("附"):
            return


def read_annexes(lines: Sequence[str]) -> list[Annex]:
    """The 別表 among lines, each from its label to the next."""
    found: list[Annex] = []
    for line in lines:
        label = _ANNEX_LINE.match(line.strip())
        if label is not None:
            found.append(Annex(label=label[1], note=label[2] or ""))
        elif found:
            found[-1].rows.append([cell.strip() for cell in line.split("\t")])
    return found


def rows_of(lines: Sequence[str]) -> list[list[str]]:
    """Lines as rows of a table, cells as they are set apart by tabs."""
    return [[cell.strip() for cell in line.split("\t")] for line in lines]


def find_row(rows: Sequence[Sequence[str]], name: str) -> int:
    """The row that a name before の項 means: its first cell, or the first that has it. Raises `NoFit`."""
    for wanted in dict.fromkeys((name, name.removeprefix("中"))):
        key = squeeze(fold(wanted))
        for column in range(2):
            found = [k for k, row in enumerate(rows) if len(row) > column and squeeze(fold(row[column])) == key]
            if len(found) == 1:
                return found[0]
            if len(found) > 1:
                raise NoFit(Message("{place}の項 is there twice", place=wanted))
        starts = [k for k, row in enumerate(rows) if len(row) == 1 and re.match(rf"{re.escape(wanted)}[\s　]", row[0])]
        if len(starts) == 1:
            return starts[0]
    raise NoFit(Message("{place}の項 is not there", place=name))


def notes_at(rows: Sequence[Sequence[str]]) -> int:
    """Where the 備考 of a table begin. Raises `NoFit`."""
    found = next((k for k, row in enumerate(rows) if row and _NOTES.match(row[0])), None)
    if found is None:
        raise NoFit(Message("there is no 備考"))
    return found
