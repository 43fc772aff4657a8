"""Japanese dates in running text: era and western, to the day, third of a month, month, year or fiscal year.

``japanera`` was looked at (2.1, pure, 38 ms to import): it parses one string against a given format and knows
eras by day, but it neither finds dates in text nor keeps offsets, thirds, fiscal years or missing parts, and it
refuses 平成35年, which documents printed. The table of eras is five lines.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kaigi_extract.text.fiscal_year import FISCAL_YEAR_BEGINS
from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.patterns import BLANKS, DIGITS

Precision = Literal["day", "third", "month", "year"]


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as printed: the ``first`` and ``last`` day of it, and its place (``text[start:end]``)."""

    first: date
    last: date
    precision: Precision
    start: int
    end: int
    text: str


ERA_BASE_YEARS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018} | {
    "㍾": 1867, "㍽": 1911, "㍼": 1925, "㍻": 1988, "㋿": 2018,
    "M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018,
    "Ｍ": 1867, "Ｔ": 1911, "Ｓ": 1925, "Ｈ": 1988, "Ｒ": 2018,
}  # fmt: skip
"""The year before each era's first: 平成25年 is 1988 + 25, and 平成35年, printed before the change, 1988 + 35."""

WESTERN = range(1868, 2200)
"""Four-figure years read as years: the eras' own span, so that 1700 世帯 and the like stay out."""

_KANJI_DIGITS = "〇○零一二三四五六七八九十百"
_ERA_NAME = (
    rf"明{BLANKS}治|大{BLANKS}正|昭{BLANKS}和|平{BLANKS}成|令{BLANKS}和|[㍾㍽㍼㍻㋿]"
    rf"|[MTSHRＭＴＳＨＲ](?={BLANKS}[元{DIGITS}])"
)
_YEAR = rf"[{DIGITS}](?:[^\S\n]?[{DIGITS}]){{0,3}}|元|[{_KANJI_DIGITS}]{{1,4}}"
_YEAR_ASIDE = rf"(?:{BLANKS}[(（](?:{_ERA_NAME})?{BLANKS}(?:[{DIGITS}]{{1,4}}|元){BLANKS}年?[)）])?"
"""The same year counted the other way: 令和５（2023）年, 令和５年（2023年）４月."""
_SMALL = rf"[{DIGITS}](?:[^\S\n]?[{DIGITS}])?|[{_KANJI_DIGITS}]{{1,3}}"
_INSIDE = (
    rf"(?P<month>{_SMALL}){BLANKS}月(?![間額報]|{BLANKS}刊|例)"
    rf"(?:{BLANKS}(?P<day>{_SMALL}){BLANKS}日(?![間目])|{BLANKS}(?P<part>[上中下]{BLANKS}旬|初{BLANKS}旬|末日?|初め?))?"
)
_WRITTEN = re.compile(
    rf"(?:西{BLANKS}暦{BLANKS})?(?P<era>{_ERA_NAME})?{BLANKS}(?P<year>{_YEAR}){_YEAR_ASIDE}{BLANKS}年"
    rf"(?:{BLANKS}(?P<fiscal>度)|{_YEAR_ASIDE}{BLANKS}の?{BLANKS}{_INSIDE}|(?!{BLANKS}月|間|目))"
)
_NUMERIC = re.compile(
    rf"(?P<era>{_ERA_NAME})?{BLANKS}(?P<year>[{DIGITS}]{{1,4}}|元)(?P<sep>[./．／\-－])(?P<month>[{DIGITS}]{{1,2}})"
    rf"(?:(?P=sep)(?P<day>[{DIGITS}]{{1,2}}))?(?![{DIGITS}]|[./．／\-－][{DIGITS}])"
)
_PARTIAL = re.compile(
    rf"(?P<rel>[同翌]){BLANKS}(?:年(?:{BLANKS}(?P<fiscal>度)|{BLANKS}{_INSIDE})|月{BLANKS}(?P<relday>{_SMALL}){BLANKS}日)"
    rf"|{_INSIDE.replace('?P<', '?P<b')}|(?P<lone>{_SMALL}){BLANKS}日(?![間目])"
)
_START = re.compile(rf"(?P<word>西{BLANKS}暦|{_ERA_NAME}|[同翌]{BLANKS}[年月])|[{DIGITS}]+|[{_KANJI_DIGITS}]+")
_HINT = re.compile(rf"[年月]|[{DIGITS}][./．／\-－][{DIGITS}]")
_BETWEEN_DATES = re.compile(
    r"\s*(?:[(（][日月火水木金土][・祝日)）]*\s*)?(?:午[前後]\s*)?"
    r"(?P<link>から|より|[～〜~\-－―–—‐→]|[、，,・]|及び|および|又は|または|と|並びに)?\s*"
)
_RELATIVE_REACH = 40
"""Characters between a date and a 同年 or 翌年 that goes back to it."""


def find_dates(text: str) -> list[DateReading]:
    """All dates of ``text``, in order.

    Read: 平成25年7月8日 with white space anywhere but line breaks, full width, kanji (平成二十五年七月), 元年, 5月中旬,
    平成25年度 (April to March, precision year), Ｈ２５．５．１, 2013/5/1, 2013-05-01. 末 and 末日 are the month's last
    day, 初 is 上旬. A later date of a range or list takes what it omits from the one before (～7月31日, 翌年3月).
    No date: a blank form line (年　月　日), a day that the calendar lacks, 3か月, a month without any year before it.
    Years before 1873 are counted by today's calendar, as registers print them.
    """
    found: list[DateReading] = []
    if _HINT.search(text) is None:
        return found
    at = 0
    while (start := _START.search(text, at)) is not None:
        match = _match_at(text, start)
        if match is None:
            at = start.end()
            continue
        at = match.end()
        reading = _read(match, text, found[-1] if found else None)
        if reading is not None:
            found.append(reading)
    return found


def _match_at(text: str, start: re.Match[str]) -> re.Match[str] | None:
    """What is printed from ``start`` on, if it has the shape of a date. A letter inside a word is no era."""
    at = start.start()
    if start["word"] in _ERA_LETTERS and at and text[at - 1].isascii() and text[at - 1].isalnum():
        return None
    if start["word"] is None and at and text[at - 1] in ".．,，第":
        return None
    return _WRITTEN.match(text, at) or _NUMERIC.match(text, at) or _PARTIAL.match(text, at)


_ERA_LETTERS = frozenset("MTSHRＭＴＳＨＲ")


def _read(match: re.Match[str], text: str, before: DateReading | None) -> DateReading | None:
    """The reading of one match; ``before`` is the date that omitted parts come from."""
    if match.re is _PARTIAL:
        days = _partial(match, text, before)
    else:
        year = _year(match, text, before)
        if year is None or (match.re is _NUMERIC and not _is_numeric_date(match)):
            return None
        parts = match.groupdict()
        days = _days(year, parts["month"], parts["day"], parts.get("part"), parts.get("fiscal") is not None)
    if days is None:
        return None
    first, last, precision = days
    return DateReading(first, last, precision, match.start(), match.end(), match[0])


def _is_numeric_date(match: re.Match[str]) -> bool:
    """Without a day only an era (H25.4) or a slash after four figures (2013/4) makes figures a date."""
    return match["day"] is not None or match["era"] is not None or (match["sep"] in "/／" and len(match["year"]) == 4)


def _year(match: re.Match[str], text: str, before: DateReading | None) -> int | None:
    """The western year: by era, by four figures, or by the era of the date before in a range (24年～25年)."""
    number = parse_number("".join(match["year"].split()))
    if number is None or number < 1:
        return None
    if match["era"] is not None:
        return ERA_BASE_YEARS["".join(match["era"].split())] + number if number < 100 else None
    if number in WESTERN:
        return number
    if before is None or number > 99 or match.re is _NUMERIC or not _linked(before, match.start(), text):
        return None
    base = _era_base(before)
    return None if base is None else base + number


def _era_base(before: DateReading) -> int | None:
    """The year before the first of the era that ``before`` is printed in; None for western dates."""
    plain = "".join(before.text.split())
    for name, base in ERA_BASE_YEARS.items():
        if plain.startswith(name):
            return base
    return None


def _linked(before: DateReading, at: int, text: str) -> str | None:
    """What joins the date at ``at`` to the one before (から, ～, 、 or nothing); None where other words are between."""
    match = _BETWEEN_DATES.fullmatch(text, before.end, at)
    return match["link"] if match is not None else None


_Days = tuple[date, date, Precision]


def _partial(match: re.Match[str], text: str, before: DateReading | None) -> _Days | None:
    """A date that takes its year, or year and month, from ``before``."""
    if before is None:
        return None
    if match["rel"] is not None:
        return _relative(match, before) if match.start() - before.end <= _RELATIVE_REACH else None
    link = _linked(before, match.start(), text)
    if link is None or before.precision == "year":
        return None
    if match["lone"] is not None:
        days = _days(before.first.year, str(before.first.month), match["lone"]) if before.precision == "day" else None
        return days if days is not None and days[0] > before.first else None
    year = before.first.year
    days = _days(year, match["bmonth"], match["bday"], match["bpart"])
    if days is not None and days[1] < before.first and link not in "、，,・":
        days = _days(year + 1, match["bmonth"], match["bday"], match["bpart"])
    return days


def _relative(match: re.Match[str], before: DateReading) -> _Days | None:
    """同年7月, 翌年3月31日, 同年度, 翌月5日."""
    later = match["rel"] == "翌"
    if match["relday"] is not None:
        months = before.first.year * 12 + before.first.month - 1 + later
        return _days(months // 12, str(months % 12 + 1), match["relday"])
    year = before.first.year + later
    if match["fiscal"] is not None:
        year -= before.first.month < FISCAL_YEAR_BEGINS
    return _days(year, match["month"], match["day"], match["part"], match["fiscal"] is not None)


def _days(
    year: int, month: str | None, day: str | None = None, part: str | None = None, fiscal: bool = False
) -> _Days | None:
    """First and last day of what is printed; None where the calendar has no such day."""
    if fiscal:
        return date(year, 4, 1), date(year + 1, 3, 31), "year"
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    number = parse_number("".join(month.split()))
    if number is None or not 1 <= number <= 12:
        return None
    length = monthrange(year, number)[1]
    low, high, precision = _part_of_month(day, part, length)
    if not 1 <= low <= high <= length:
        return None
    return date(year, number, low), date(year, number, high), precision


def _part_of_month(day: str | None, part: str | None, length: int) -> tuple[int, int, Precision]:
    """The days of a month of ``length`` days that a day (7), a third (中旬) or an end (末日) stands for."""
    if day is not None:
        number = parse_number("".join(day.split())) or 0
        return number, number, "day"
    if part is None:
        return 1, length, "month"
    low, high = {"上": (1, 10), "初": (1, 10), "中": (11, 20), "下": (21, length), "末": (length, length)}[part[0]]
    return low, high, "day" if part[0] == "末" else "third"
