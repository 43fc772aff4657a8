"""Sentences of an amendment (改め文) as instructions. Grammar; knows no text that is amended.

第３条中「甲」を「乙」に改め、同条を第４条とし、同条の次に次の一条を加える。is three instructions. What is none of these
is `Unread`, with all that follows it in its sentence: what 同条 means behind it is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from kaigi_extract.clauses.amending_numbers import DIGITS, value_of
from kaigi_extract.clauses.amending_places import RANKS, Place, Span, place_at, spans_at
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern

_N = f"[{DIGITS}]+"
_DONE = r"(?P<more>る|り|、|と|$)?"


@dataclass(frozen=True, slots=True)
class Swap:
    """Words that become others; of `old` none is put in its place where `new` is empty."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Reword:
    """第３条中「甲」を「乙」に改める, …の次に…を加える, …を削る: all swaps of one place at once."""

    spans: tuple[Span, ...]
    swaps: tuple[Swap, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Remove:
    """第３条を削る."""

    spans: tuple[Span, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Renumber:
    """第３条を第４条とする; ranges step by step."""

    olds: tuple[Span, ...]
    news: tuple[Span, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Shift:
    """第３条から第５条までを一条ずつ繰り下げる: by how much, negative where it goes up."""

    spans: tuple[Span, ...]
    by: int
    words: str


@dataclass(frozen=True, slots=True)
class Rewrite:
    """第３条を次のように改める: its new words follow."""

    spans: tuple[Span, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Add:
    """第３条の次に次の一条を加える, 第３条に次の一項を加える: what is added follows."""

    place: Place | None
    """None where it is added to the whole text."""
    where: Literal["after", "before", "into"]
    kind: str
    """条, 項, 号, ただし書, 後段."""
    count: int | None
    first: Place | None
    """What it is added as: 第１項として."""
    words: str
    chapter: bool = False
    """Whether its place was named with the 章 that it is in."""


@dataclass(frozen=True, slots=True)
class Head:
    """第３条の見出しを「（届出）」に改める; 題名を…に改める. An empty heading takes it out."""

    place: Place
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What is not understood."""

    words: str


Instruction = Reword | Remove | Renumber | Shift | Rewrite | Add | Head | Unread

_SHIFT = late_pattern(f"を(?:順次)?({_N})(?:条|項|号|章|節|款|表)ずつ繰り?(下げ|上げ)")
_REWRITE = late_pattern("を次のように(?:改め|改正)")
_REMOVE = late_pattern("を削(?:除)?")
_KINDS = "条|項|号|ただし書き?|後段|前段|本文|前文|編名|章名|節名|款名|編|章|節|款|別表|表|様式"
_ADD = late_pattern(
    f"(?P<where>の次に|の前に|に)(?:(?P<as>第{_N}[項号]|別表(?:第{_N})?)として)?"
    f"次の(?:(?:見出し及び)?(?:(?P<count>{_N}|各)?(?P<kind>{_KINDS})を|ように)(?:加え|付))"
)
_ADD_LATER = late_pattern("(?P<where>に)(?P<kind>後段|ただし書|前段|柱書)(?:き)?として、?次のように加え")
_AS_ANNEX = late_pattern("として次のように加え")
_HEADING = late_pattern("(?:の前)?に見出しとして(?=「)")
_TAIL = late_pattern("(?:る|り|し|す|する|、|。|\\s)*")
_ENDS = late_pattern("(?:改め|加え|削り|削る|とし|とする|付し|付する)(?:る)?")


def instructions(sentence: str) -> Iterator[Instruction]:
    """The instructions of one sentence, in order."""
    return _Scanner(sentence.strip().rstrip("。")).read()


def quoted(text: str, at: int) -> tuple[str, int] | None:
    """What is in corner brackets at an offset, nested ones within it, and where it ends."""
    if not text.startswith("「", at):
        return None
    depth = 0
    for k in range(at, len(text)):
        depth += (text[k] == "「") - (text[k] == "」")
        if depth == 0:
            return text[at + 1 : k], k + 1
    return None


def _below(outer: Place, inner: Place) -> Place:
    """A place under another, unless it names its own 条."""
    if RANKS[inner.steps[0].level] <= RANKS[outer.last.level]:
        return inner
    return Place((*outer.steps, *inner.steps), inner.with_heading)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.scope: tuple[Span, ...] = ()
        self.began = 0
        self.swaps: list[Swap] = []

    def read(self) -> Iterator[Instruction]:
        while True:
            tail = _TAIL.match(self.text, self.at)
            self.at = tail.end() if tail is not None else self.at
            if self.at >= len(self.text):
                break
            start = self.at
            if self.text.startswith("「", self.at):
                if not (self.scope and self._words()):
                    yield from self._flush()
                    yield Unread(self.text[start:])
                    return
                continue
            yield from self._flush()
            found = self._place()
            if found is None:
                yield Unread(self.text[start:])
                return
            if not isinstance(found, bool):
                yield found
        yield from self._flush()

    def _flush(self) -> Iterator[Instruction]:
        """The swaps of the open place as one instruction."""
        if self.swaps:
            yield Reword(self.scope, tuple(self.swaps), self.text[self.began : self.at].strip("、"))
            self.swaps = []

    def _words(self) -> bool:
        """Reads 「甲」を「乙」に改め and its like; whether it was one."""
        found = self._quotes()
        if found is None:
            return False
        olds, at = found
        for joint, how in (("を", "for"), ("の次に", "after"), ("の前に", "before"), ("の下に", "after")):
            other = quoted(self.text, at + len(joint)) if self.text.startswith(joint, at) else None
            if other is not None:
                return self._swap(olds, other[0], how, other[1])
        gone = re.compile("を削").match(self.text, at)
        if gone is None:
            return False
        self.swaps += [Swap(old, "") for old in olds]
        self.at = gone.end()
        return True

    def _quotes(self) -> tuple[list[str], int] | None:
        """「甲」、「乙」及び「丙」."""
        olds: list[str] = []
        at = self.at
        while (found := quoted(self.text, at)) is not None:
            olds.append(found[0])
            at = found[1]
            joint = next((word for word in ("及び", "並びに", "、") if self.text.startswith(word + "「", at)), None)
            if joint is None:
                break
            at += len(joint)
        return (olds, at) if olds else None

    def _swap(self, olds: Sequence[str], new: str, how: str, at: int) -> bool:
        ends = ("に",) if how == "for" else ("を",)
        verb = re.compile("(?:に(?:、|改め)|と(?=し|する))" if how == "for" else "を(?:、|加え)").match(self.text, at)
        if verb is None and not any(self.text[at:] == end for end in ends):
            return False
        for old in olds:
            made = new if how == "for" else old + new if how == "after" else new + old
            self.swaps.append(Swap(old, made))
        self.at = verb.end() if verb is not None else len(self.text)
        return True

    def _place(self) -> Instruction | bool | None:
        """What is done with the places here; True where words in them follow."""
        start = self.at
        spans, at = spans_at(self.text, start)
        if not spans:
            return self._to_all(start)
        for word in ("の規定", "の各条"):
            at += len(word) if self.text.startswith(word, at) else 0
        if self.text.startswith("中「", at):
            self.scope, self.at, self.began = tuple(spans), at + 1, start
            return True
        if self.text.startswith("中", at) and len(spans) == 1:
            return self._within(spans[0].first, start, at + 1)
        return self._done(tuple(spans), start, at)

    def _within(self, outer: Place, start: int, at: int) -> Instruction | bool | None:
        """第２条中第３号を第４号とし: the place within another one."""
        spans, end = spans_at(self.text, at)
        if not spans or RANKS[spans[0].first.steps[0].level] <= RANKS[outer.last.level]:
            return None
        inner = [Span(_below(outer, one.first), one.last and _below(outer, one.last)) for one in spans]
        if self.text.startswith("中「", end):
            self.scope, self.at, self.began = tuple(inner), end + 1, start
            return True
        return self._done(tuple(inner), start, end)

    def _to_all(self, start: int) -> Instruction | None:
        """次の一条を加える, without a place: to the whole text."""
        found = re.compile(f"次の({_N})(条|項|章|節|別表|表)を加え").match(self.text, start)
        if found is None:
            return None
        self.at = found.end()
        return Add(None, "into", found[2], value_of(found[1]), None, found[0])

    def _done(self, spans: tuple[Span, ...], start: int, at: int) -> Instruction | None:
        text = self.text
        if (found := _SHIFT.match(text, at)) is not None:
            by = value_of(found[1]) * (1 if found[2] == "下げ" else -1)
            return self._made(Shift(spans, by, text[start : found.end()]), found.end())
        if (found := _REWRITE.match(text, at)) is not None:
            return self._made(Rewrite(spans, text[start : found.end()]), found.end())
        if (found := _REMOVE.match(text, at)) is not None:
            return self._made(Remove(spans, text[start : found.end()]), found.end())
        only = spans[0].first if len(spans) == 1 and spans[0].last is None else None
        made = self._done_with_one(only, start, at) if only is not None else None
        return made or self._renumbered(spans, start, at)

    def _done_with_one(self, only: Place, start: int, at: int) -> Instruction | None:
        """What is done with one place: new words or a heading are added."""
        text = self.text
        if (found := _AS_ANNEX.match(text, at)) is not None:
            return self._made(Add(only, "into", "別表", None, None, text[start : found.end()]), found.end())
        if (found := _ADD_LATER.match(text, at)) is not None:
            return self._made(Add(only, "into", found["kind"], None, None, text[start : found.end()]), found.end())
        if (found := _ADD.match(text, at)) is not None:
            return self._made(self._added(only, found, text[start : found.end()]), found.end())
        if (found := _HEADING.match(text, at)) is not None:
            return self._headed(only, start, found.end())
        if text.startswith("を「", at):
            return self._headed(only, start, at + 1)
        return None

    def _made(self, made: Instruction, at: int) -> Instruction:
        self.at = at
        return made

    def _added(self, place: Place, found: re.Match[str], words: str) -> Instruction:
        where: Literal["after", "before", "into"] = (
            "after" if found["where"] == "の次に" else "before" if found["where"] == "の前に" else "into"
        )
        target = place_at(found["as"], 0) if found["as"] else None
        count = value_of(found["count"]) if found["count"] and found["count"] != "各" else None
        return Add(place, where, found["kind"] or "", count, target[0] if target is not None else None, words)

    def _headed(self, place: Place, start: int, at: int) -> Instruction | None:
        found = quoted(self.text, at)
        verb = re.compile("に改め|を付|とし?").match(self.text, found[1]) if found is not None else None
        if found is None or verb is None or place.last.level not in ("heading", "title", "article"):
            return None
        self.at = verb.end()
        return Head(place, found[0], self.text[start : verb.end()])

    def _renumbered(self, spans: tuple[Span, ...], start: int, at: int) -> Instruction | None:
        if not self.text.startswith("を", at):
            return None
        news, end = spans_at(self.text, at + 1)
        found = re.compile("と(?:し|する)").match(self.text, end)
        if not news or found is None:
            return None
        self.at = found.end()
        return Renumber(spans, tuple(news), self.text[start : found.end()])
