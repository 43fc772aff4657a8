"""What a date field prints beside the periods that were read of it: days that no calendar has, words that name no day.

``text.periods`` reads; this finds what it left. Nothing is read here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.patterns import DIGITS, KANJI_NUMERALS
from kaigi_extract.text.periods import PeriodReading


@dataclass(frozen=True, slots=True)
class UnreadTime:
    """Words of a date field that belong to no day that was read; ``text[start:end]`` of the string given."""

    text: str
    numbered: bool
    """Whether numbers are in it: a day is printed and was not read. Else it says no day (未定, 契約締結日から)."""
    start: int
    end: int


_NUMBER = rf"[{DIGITS}{KANJI_NUMERALS}元]"
_ERA = r"(?:明\s*治|大\s*正|昭\s*和|平\s*成|令\s*和|[㍾㍽㍼㍻㋿])"
_DAY = late_pattern(
    rf"(?=\S){_ERA}?\s*+(?:{_NUMBER}{{1,4}}\s*年\s*+(?:度\s*+)?)?{_NUMBER}{{1,3}}\s*月\s*{_NUMBER}{{1,3}}\s*日(?!間)"
    rf"|(?:{_ERA}\s*|['’])?[{DIGITS}]{{1,4}}\s*(?P<sep>[./．／・･\-－‐–−])\s*[{DIGITS}]{{1,2}}\s*(?P=sep)\s*[{DIGITS}]{{1,2}}(?![{DIGITS}])"
    rf"|{_ERA}\s*{_NUMBER}{{1,4}}(?:\s*年度?)?|(?<![{DIGITS}])[{DIGITS}]{{8}}(?![{DIGITS}])|(?<![{DIGITS}])[{DIGITS}]{{4}}\s*年度?"
    rf"|[{DIGITS}]{{1,2}}\s*年\s*[{DIGITS}]{{1,2}}\s*月(?!間)"
)
"""What looks like a day or a year, whether or not a calendar has it."""
_REMARK = late_pattern(r"[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]")
_BLANK_FORM = late_pattern(
    rf"(?:{_ERA}|自|至|から|より|まで|迄|午前|午後|[年月日時分頃～〜~∼\-－–—―ー→・、。.,/／:：()（）\[\]［］□☐_＿…‥\s])*"
)
_UNREAD_END = late_pattern(r"[^\n。]{1,40}?(?:まで|迄)")
_COUNTED = late_pattern(rf"{_NUMBER}")


def find_unread_times(text: str, periods: Sequence[PeriodReading]) -> list[UnreadTime]:
    """What the field's words say that ``periods``, read of the same words, do not hold; in order.

    Where nothing was read that is all of them, none of a blank form (年　月　日から　年　月　日まで). Else each day
    beside the periods (bracketed remarks apart), and the words that a start or an end was given in.
    """
    if not periods:
        inked = text.strip()
        if not inked or _BLANK_FORM.fullmatch(inked):
            return []
        start = text.index(inked)
        return [_unread(text, start, start + len(inked))]
    return sorted(_beside(text, periods), key=lambda unread: unread.start)


def _beside(text: str, periods: Sequence[PeriodReading]) -> Iterator[UnreadTime]:
    taken = [(reading.start, reading.end) for reading in periods] + [match.span() for match in _REMARK.finditer(text)]
    for reading in periods:
        if reading.start_date is None and (words := _START_IN_WORDS.match(reading.text)) is not None:
            yield _unread(text, reading.start, reading.start + words.end(1))
        elif reading.kind == "span" and reading.end_date is None and not reading.open_ended:
            match = _UNREAD_END.match(text, reading.end)
            if match is not None:
                taken.append(match.span())
                yield _unread(text, *match.span())
    spans = _merged(taken)
    starts = [low for low, _ in spans]
    for match in _DAY.finditer(text):
        at = bisect_left(starts, match.end())
        if not at or spans[at - 1][1] <= match.start():
            yield _unread(text, *match.span())


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low < merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


_START_IN_WORDS = late_pattern(rf"([^{DIGITS}]+?)(?:から|より|[～〜~∼⁓˜〰])")


def _unread(text: str, start: int, end: int) -> UnreadTime:
    return UnreadTime(text[start:end], _COUNTED.search(text, start, end) is not None, start, end)
