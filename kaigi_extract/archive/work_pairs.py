"""Whether two documents are one: in two forms, in two versions, or one a part of the other; and why.

What decides is what a document has of its own. What it shares with many others is a template and weighs nothing; where
no others are there to show what that is, titles, days, numbers and the names in its records still tell documents of one
template apart. Pure: texts in, verdicts out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy
from rapidfuzz import fuzz

from kaigi_extract.archive.shingles import (
    Flags,
    Frequencies,
    Hashes,
    Places,
    each_once,
    figures,
    how_many,
    is_in,
    letters,
    shingles,
    within,
)
from kaigi_extract.archive.work_documents import WorkDocument
from kaigi_extract.archive.work_settings import WorkSettings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern

Relation = Literal["same", "revised", "part"]

_COUNTED = late_pattern(r"[0-9一二三四五六七八九十]+")
"""What numbers a title, or dates it."""


class Reason(NamedTuple):
    """Why, in both languages."""

    english: str
    japanese: str


NOTHING = Reason("", "")


class Verdict(NamedTuple):
    """What one document is to another."""

    relation: Relation
    """`part`: it is within the other."""
    share: float
    """Of its own characters that the other has, 0 to 1."""
    reason: Reason


@dataclass(slots=True)
class Text:
    """A document's text, taken apart once."""

    document: WorkDocument
    stream: str
    hashes: Hashes
    own: Flags
    """For each shingle, whether few documents have it."""
    characters: Flags
    """For each character, whether it is within such a shingle."""
    met: Hashes
    """The shingles by which it meets others: of its own, those that another text has, too. What was misread is in none.
    Where no other text has any, all of its own: a copy may have the very same text."""
    by_all: bool
    """Whether it has too little of its own, and is judged by all of its text."""
    ordered: Hashes
    """All shingles in order, each once."""
    figures: Places
    """Where its figures are."""


def taken_apart(document: WorkDocument, frequencies: Frequencies, settings: WorkSettings) -> Text:
    """A document's text with what is its own in it."""
    stream = document.text
    hashes = shingles(stream, settings.shingle)
    times = frequencies.of(hashes)
    own = times < settings.common
    if document.is_recognised:
        own = _without_specks(own, settings.shingle + settings.misread - 1)
    characters = within(own, settings.shingle)
    by_all = int(characters.sum()) < settings.least
    if by_all:
        own = numpy.ones(len(hashes), dtype=numpy.bool_)
        characters = within(own, settings.shingle)
    shared = own & (times > 1)
    met = hashes[shared if shared.any() else own]
    return Text(document, stream, hashes, own, characters, met, by_all, each_once(hashes), figures(stream))


def _without_specks(own: Flags, longest: int) -> Flags:
    """Without what is a character or two misread in the middle of a template: that is nobody's own."""
    starts, ends = _runs(own)
    specks = (ends - starts <= longest) & (starts > 0) & (ends < len(own))
    flags = own.copy()
    for start, end in zip(starts[specks], ends[specks], strict=True):
        flags[start:end] = False
    return flags


class Shared(NamedTuple):
    """What of one text is in another."""

    share: float
    """Of its own characters."""
    whole: float
    """Of all its characters."""
    figures: float
    """Of its figures, as far as they are its own."""
    changed: int
    """Characters in the longest run that is not there; a figure counts as long."""


def shared(one: Text, other: Text, settings: WorkSettings) -> Shared:
    """What of the first text is in the second."""
    if not one.characters.any():
        return Shared(0.0, 0.0, 0.0, 0)
    if one.stream == other.stream:
        return Shared(1.0, 1.0, 1.0, 0)
    there = within(is_in(one.hashes, other.ordered), settings.shingle)
    missing = one.characters & ~there
    own_figures = how_many(missing, one.figures)[how_many(one.characters, one.figures) > 0] > 0
    lost = int(own_figures.sum())
    longest = _longest_run(missing)
    return Shared(
        1.0 - float(missing.sum()) / float(one.characters.sum()),
        float(there.mean()),
        1.0 - lost / len(own_figures) if len(own_figures) else 1.0,
        max(longest, settings.changed) if lost else longest,
    )


def _runs(flags: Flags) -> tuple[Any, Any]:
    """Where the runs of true begin and end."""
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], flags.astype(numpy.int8), [0]))))
    return edges[::2], edges[1::2]


def _longest_run(flags: Flags) -> int:
    starts, ends = _runs(flags)
    return int((ends - starts).max()) if len(starts) else 0


def conflict(one: WorkDocument, other: WorkDocument, *, within: bool = False) -> bool:
    """Whether two documents say of themselves that they are not the same one; what only one says decides nothing.

    `within`: whether the first is only to be within the other, which may say more.
    """
    if one.ward is not None and other.ward is not None and one.ward != other.ward:
        return True
    if one.days and other.days:
        return not one.days & other.days or (not within and _differ(one.numbers, other.numbers))
    if not within and not (one.days or other.days) and _differ(one.date, other.date):
        return True
    return _differ(one.numbers, other.numbers) if not within else bool(one.numbers - other.numbers and other.numbers)


def _differ(one: Any, other: Any) -> bool:
    return bool(one) and bool(other) and one != other


def compare(one: Text, other: Text, settings: WorkSettings) -> Verdict | None:
    """What the first is to the second; None where they are two documents.

    `part` is said of the shorter of two, so it is to be asked both ways.
    """
    a, b = one.document, other.document
    recognised = a.is_recognised or b.is_recognised
    titled = _titles_within(one, other, settings)
    if not titled or not _values_within(one, other, recognised, settings):
        return None
    ahead = shared(one, other, settings)
    back = None
    alike = not conflict(a, b) and _titles_within(other, one, settings)
    if alike and _values_within(other, one, recognised, settings):
        back = shared(other, one, settings)
        verdict = _one_document(one, other, ahead, back, settings)
        if verdict is not None:
            return verdict
    if not _has(one, ahead, other, settings) or one.by_all or _is_another(one, other):
        return None
    much_more = len(other.stream) >= settings.part * len(one.stream)
    lacks = back is not None and len(one.stream) >= settings.incomplete * len(other.stream)
    if lacks and (much_more or ahead.changed < settings.changed):  # a little more, and nothing changed
        return Verdict("same", ahead.share, _said(_LACKS, ahead.share))
    return None if not much_more else Verdict("part", ahead.share, _said(_WITHIN, ahead.share))


_LACKS = Reason(
    "{share} of its text, under the same titles; the other has more",
    "件名が一致し、本文の{share}が他方にあり、他方はさらに続く",
)
_WITHIN = Reason(
    "{share} of its own text is in the other, with its titles", "固有の本文の{share}が、件名とともに他方の中にある"
)
_AGREE = Reason("titles agree, and {share} of what they have of their own", "件名が一致し、固有の本文の{share}が共通")
_RECOGNISED = Reason(", one being recognised", "（一方は文字認識による）")
_CHANGED = Reason("; words or figures were changed", "。語句又は数字に変更がある")


def _said(reason: Reason, share: float, more: Reason = NOTHING) -> Reason:
    english, japanese = (words.format(share=f"{share:.1%}") for words in reason)
    return Reason(english + more.english, japanese + more.japanese)


def _is_another(one: Text, other: Text) -> bool:
    """Whether the first says of itself that it is not within the second. A number that no record of the second has may
    be printed in it all the same: not every case of a bundle is read."""
    unread = one.document.numbers - other.document.numbers
    printed = {number for number in unread if f"第{number}号" in other.stream}
    return conflict(replace(one.document, numbers=one.document.numbers - printed), other.document, within=True)


def _one_document(one: Text, other: Text, ahead: Shared, back: Shared, settings: WorkSettings) -> Verdict | None:
    """Whether two that agree in titles, days and numbers are the same, or versions of each other."""
    a, b = one.document, other.document
    share, counted = min(ahead.share, back.share), min(ahead.figures, back.figures)
    if a.is_recognised or b.is_recognised:
        both = _has(one, ahead, other, settings) and _has(other, back, one, settings)
        if both and counted >= settings.figures_recognised:
            return Verdict("same", ahead.share, _said(_AGREE, share, _RECOGNISED))
        return None
    changed = min(ahead.changed, back.changed) >= settings.changed
    if share >= settings.same and not changed:
        return Verdict("same", ahead.share, _said(_AGREE, share))
    dated = bool(a.days & b.days) or (a.date is not None and a.date == b.date)
    least = settings.revised if dated else settings.undated
    if changed and not one.by_all and share >= least and counted >= settings.revised_figures:
        return Verdict("revised", ahead.share, _said(_AGREE, share, _CHANGED))
    return None


def _has(one: Text, found: Shared, other: Text, settings: WorkSettings) -> bool:
    """Whether enough of a text is in another.

    What a recogniser misread is its own and in no other text, so that where one was recognised it is most of the whole
    that must be there, and of what a document has of its own as much as a few misread characters leave of a few.
    """
    if not (one.document.is_recognised or other.document.is_recognised):
        return found.share >= settings.same
    if one.document.is_recognised and not other.document.is_recognised:
        return found.whole >= settings.same_recognised  # the other one's own text says whether it is the same
    return found.whole >= settings.same_recognised and found.share >= settings.own_recognised


def _titles_within(one: Text, other: Text, settings: WorkSettings) -> bool:
    """Whether every title of the first is printed in the second."""
    wanted = [letters(title) for title in one.document.titles]
    if not wanted:
        return True
    if not (one.document.is_recognised or other.document.is_recognised):
        return all(title in other.stream for title in wanted)
    return all(_printed_nearly(title, other.stream, settings.title_recognised) for title in wanted)


def _values_within(one: Text, other: Text, recognised: bool, settings: WorkSettings) -> bool:
    """Whether the second has most of the names in the records of the first."""
    values = one.document.values

    def is_there(value: str) -> bool:
        if value in other.stream:
            return True
        return recognised and fuzz.partial_ratio(value, other.stream) >= settings.value_recognised

    return _share(map(is_there, values)) >= settings.values_found


def _share(answers: Iterable[bool]) -> float:
    found = list(answers)
    return sum(found) / len(found) if found else 1.0


def _printed_nearly(title: str, stream: str, least: float) -> bool:
    """Whether a title is in a text, or something so near to it that a recogniser has read it; figures are the same."""
    if title in stream:
        return True
    place = fuzz.partial_ratio_alignment(title, stream, score_cutoff=least) if stream else None
    if place is None:
        return False
    window = stream[place.dest_start : place.dest_end]
    if _COUNTED.findall(title) != _COUNTED.findall(window):
        return False
    return window == title or stream.count(window) < _TWICE


_TWICE = 2
"""What is misread is misread once; a title that is printed otherwise twice is another title."""
