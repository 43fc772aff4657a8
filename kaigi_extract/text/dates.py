"""Japanese dates in running text: era and western, to the day, third of a month, month, year or fiscal year.

``japanera`` was looked at (2.1, pure, 38 ms to import): it parses one string against a given format and knows
eras by day, but it neither finds dates in text nor keeps offsets, thirds, fiscal years or missing parts, and it
refuses 平成35年, which documents printed. The table of eras is five lines.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.fiscal_year import FISCAL_YEAR_BEGINS
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.patterns import BESIDE_A_DAY, BLANKS, DIGITS, HAN, RANGE_SIGNS

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
    "明": 1867, "大": 1911, "昭": 1925, "平": 1988, "令": 2018,
}  # fmt: skip
"""The year before each era's first: 平成25年 is 1988 + 25, and 平成35年, printed before the change, 1988 + 35."""

WESTERN = range(1868, 2200)
"""Four-figure years read as years: the eras' own span, so that 1700 世帯 and the like stay out."""

_KANJI_DIGITS = "〇○零一二三四五六七八九十百"
_ERA_LETTERS = "MTSHRＭＴＳＨＲ"
_ERA_KANJI = "明大昭平令"
_ERA_NAME = (
    rf"明{BLANKS}治|大{BLANKS}正|昭{BLANKS}和|平{BLANKS}成|令{BLANKS}和|[㍾㍽㍼㍻㋿]"
    rf"|[{_ERA_LETTERS}][.．]?(?={BLANKS}[元{DIGITS}])|[{_ERA_KANJI}](?={BLANKS}[元{DIGITS}{_KANJI_DIGITS}])"
)
_WRAP = rf"{BLANKS}(?:\n{BLANKS})?"
"""White space with one line break at most: narrow cells break a date behind 年 and 月."""
_YEAR = rf"[{DIGITS}](?:[^\S\n]?[{DIGITS}]){{0,3}}|元|[{_KANJI_DIGITS}]{{1,4}}"
_YEAR_ASIDE = rf"(?:{BLANKS}[(（](?:{_ERA_NAME})?{BLANKS}(?:[{DIGITS}]{{1,4}}|元){BLANKS}年?[)）])?"
"""The same year counted the other way: 令和５（2023）年, 令和５年（2023年）４月."""
_SMALL = rf"[{DIGITS}](?:[^\S\n]?[{DIGITS}])?|[{_KANJI_DIGITS}]{{1,3}}"
_INSIDE = (
    rf"(?P<month>{_SMALL}){BLANKS}月(?![間額報]|{BLANKS}刊|例)"
    rf"(?:{_WRAP}(?P<day>{_SMALL}){BLANKS}日(?![間目])|{BLANKS}(?P<part>[上中下]{BLANKS}旬|初{BLANKS}旬|末日?|初め?))?"
)
_HALF = r"[上下]\s?半?\s?期|[前後][半期]|第?\s?[1-4１-４一二三四ⅠⅡⅢⅣ]\s?[・･]?\s?四\s?半\s?期"
_END_OF_YEAR = r"末(?:日)?(?!調整|年始|手当|休暇|決算)"
_FISCAL = rf"{BLANKS}(?P<fiscal>度)(?:{BLANKS}の?{BLANKS}(?P<span>{_HALF}|{_END_OF_YEAR}))?"
_WRITTEN = late_pattern(
    rf"(?:西{BLANKS}暦{BLANKS})?(?P<era>{_ERA_NAME})?{BLANKS}(?P<year>{_YEAR}){_YEAR_ASIDE}{BLANKS}年"
    rf"(?:{_FISCAL}|{_YEAR_ASIDE}{_WRAP}の?{BLANKS}{_INSIDE}|(?P<calendar>{_HALF}|{_END_OF_YEAR})|(?!{BLANKS}月|間|目))"
)
_SEPARATORS = "./．／・･·－‐‑–−-"
_SEPARATOR = f"[{_SEPARATORS}]"
_NUMERIC = late_pattern(
    rf"(?P<era>{_ERA_NAME})?{BLANKS}(?P<year>[{DIGITS}]{{1,4}}|元|[{_KANJI_DIGITS}]{{1,4}}){BLANKS}(?P<sep>{_SEPARATOR})"
    rf"{BLANKS}(?P<month>[{DIGITS}]{{1,2}}|[{_KANJI_DIGITS}]{{1,3}})"
    rf"(?:{BLANKS}(?P=sep){BLANKS}(?P<day>[{DIGITS}]{{1,2}}|[{_KANJI_DIGITS}]{{1,3}}))?(?![{DIGITS}])"
    rf"(?!{BLANKS}(?P=sep){BLANKS}(?![{DIGITS}]{{4}}{BLANKS}(?P=sep){BLANKS}[{DIGITS}])[{DIGITS}])"
)
"""A range of 2023-04-01-2024-03-31 goes on with the same dash, a version number with the same dot: a year tells."""
_PARTIAL = late_pattern(
    rf"(?P<rel>[同翌]|翌々|当該){BLANKS}(?:年(?:{_FISCAL}|{_WRAP}{_INSIDE}|(?P<calendar>{_END_OF_YEAR}))"
    rf"|月{BLANKS}(?:(?P<relday>{_SMALL}){BLANKS}日|(?P<relend>末日?))|(?P<sameday>日))"
    rf"|{_INSIDE.replace('?P<', '?P<b')}|(?P<lone>{_SMALL}){BLANKS}日(?![間目])"
)
_FORMS: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = (
    (frozenset("年"), _WRITTEN),
    (frozenset(_SEPARATORS), _NUMERIC),
    (frozenset("月日同翌該"), _PARTIAL),
)
"""How dates are printed, in the order of precedence, each with characters of which every such date has one."""
_START = late_pattern(
    rf"(?P<word>西{BLANKS}暦|{_ERA_NAME}|(?:翌々|[同翌]|当該){BLANKS}[年月日])|[{DIGITS}]+|[{_KANJI_DIGITS}]+"
)
_FIGURES = late_pattern(rf"[{DIGITS}]{BLANKS}{_SEPARATOR}{BLANKS}[{DIGITS}]")
_KANJI_FIGURES = late_pattern(rf"[{_KANJI_DIGITS}][・･．.][{_KANJI_DIGITS}]")
"""Either is in every date without 年 and 月. Two patterns that begin with a set are found faster than one of both."""
_BETWEEN_DATES = late_pattern(
    rf"{BESIDE_A_DAY}(?:[(（][^()（）\n]{{1,20}}[)）]\s*)?(?:午[前後]\s*)?"
    rf"(?P<link>から|より|[{RANGE_SIGNS}]|[、，,・]|及び|および|又は|または|と|並びに)?\s*"
)
_LISTED = "、，,・"
_GOES_ON_TO = late_pattern(r"\s*(?:まで|迄|にかけ|末|頃)")
"""What makes a bare 25年 behind から the end of a range, and not as many years."""
_RELATIVE_REACH = 40
"""Characters between a date and a 同年 or 翌年 that goes back to it."""


def find_dates(text: str) -> list[DateReading]:
    """All dates of ``text``, in order.

    Read: 平成25年7月8日 with white space anywhere and a line break behind 年 or 月, full width, kanji, 元年, 5月中旬,
    平成25年度 (April to March, precision year), 令和５年度末 (its last day), 令和5年度上半期 (precision month),
    Ｈ２５．５．１, 平30.4.1, 令５・４・１, 2013/5/1, 2013-05-01. 末 and 末日 are the month's last day, 初 is 上旬. A
    later date of a range or list takes what it omits from the one before (～7月31日, 翌年3月, R5.4.1～6.3.31).
    No date: a blank form line (年　月　日), a day that the calendar lacks, 3か月, a month without any year before it.
    Years before 1873 are counted by today's calendar, as registers print them.
    """
    found: list[DateReading] = []
    if not ("年" in text or "月" in text or _FIGURES.search(text) or _KANJI_FIGURES.search(text)):
        return found
    forms = [form for characters, form in _FORMS if not characters.isdisjoint(text)]
    at = 0
    while (start := _START.search(text, at)) is not None:
        match = _match_at(text, start, forms)
        if match is None:
            at = start.end()
            continue
        at = match.end()
        reading = _read(match, text, found[-1] if found else None)
        if reading is not None:
            found.append(reading)
    return found


def _match_at(text: str, start: re.Match[str], forms: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    """What is printed from ``start`` on, if it is one of the forms. A letter or 平 inside a word is no era."""
    at, era = start.start(), (start["word"] or "")[:1]
    before = text[at - 1] if at else ""
    if era in _ERA_LETTERS and era and before.isascii() and before.isalnum():
        return None
    if start["word"] in _ERA_KANJI_ALONE and _HAN.match(before) and before not in _OPENS_RANGE:
        return None
    if start["word"] is None and before and before in ".．,，第":
        return None
    for form in forms:
        if (match := form.match(text, at)) is not None:
            return match
    return None


_ERA_KANJI_ALONE = frozenset(_ERA_KANJI)
_HAN = late_pattern(f"[{HAN}一-鿿]")
_OPENS_RANGE = "自至一日月年度"
"""What may stand right before an era of one character: 自平30.4.1 至平31.3.31."""


def _read(match: re.Match[str], text: str, before: DateReading | None) -> DateReading | None:
    """The reading of one match; ``before`` is the date that omitted parts come from."""
    if "rel" in match.re.groupindex:
        days = _partial(match, text, before)
    elif _is_numeric(match):
        days = _numeric(match, text, before)
    else:
        days = _written(match, text, before)
    if days is None:
        return None
    first, last, precision = days
    return DateReading(first, last, precision, match.start(), match.end(), match[0])


def _is_numeric(match: re.Match[str]) -> bool:
    """Whether a date is of figures and separators."""
    return "sep" in match.re.groupindex


_Days = tuple[date, date, Precision]


def _written(match: re.Match[str], text: str, before: DateReading | None) -> _Days | None:
    """A date with 年: to the day, the month, the year, or a named part of the year."""
    year = _year(match, text, before)
    if year is None:
        return None
    whole = match["month"] is None and match["fiscal"] is None
    if whole and match["era"] in _ERA_KANJI_ALONE:
        return None
    if match["fiscal"] is not None:
        return _part_of_year(year, match["span"], FISCAL_YEAR_BEGINS)
    if match["calendar"] is not None:
        return None if "四" in match["calendar"] else _part_of_year(year, match["calendar"], 1)
    return _days(year, match["month"], match["day"], match["part"])


def _numeric(match: re.Match[str], text: str, before: DateReading | None) -> _Days | None:
    """A date of figures and separators. Without a day only an era (H25.4) or a slash after four figures (2013/4) makes
    figures a date; without a year only a range that begins with such a date (2013.4.1－9.30)."""
    numbers = [None if part is None else parse_number(part) for part in match.group("year", "month", "day")]
    if match["era"] is None and match["day"] is None and (numbers[0] or 0) < 100:
        return _numeric_end(match, numbers[0] or 0, numbers[1] or 0, text, before)
    by_era = match["era"] is not None and match["sep"] in _PARTS_A_MONTH
    if match["day"] is None and not by_era and not (match["sep"] in "/／" and len(match["year"]) == 4):
        return None
    year = _year(match, text, before)
    return None if year is None else _days(year, match["month"], match["day"])


_PARTS_A_MONTH = "./．／"
"""Separators that part a year from a month without a day; middle dots list (令和５・６年度), dashes number (R5-1)."""


def _numeric_end(match: re.Match[str], one: int, two: int, text: str, before: DateReading | None) -> _Days | None:
    """The end of a range that omits the year (2013.4.1－9.30), or the era before a month (R5.4～6.3)."""
    if before is None or not _continues(match, before, text):
        return None
    if before.precision == "day":
        return _in_next_year(before, str(one), str(two))
    base = _year_base(before)
    days = _days(base + one, str(two)) if base is not None else None
    return days if days is not None and days[0] >= before.first else None


def _continues(match: re.Match[str], before: DateReading, text: str) -> bool:
    """Whether figures go on with a range that was begun with the same separators."""
    link = _linked(before, match.start(), text)
    return link is not None and link not in _LISTED and match["sep"] in before.text


def _year(match: re.Match[str], text: str, before: DateReading | None) -> int | None:
    """The western year: by era, by four figures, or by the era of the date before in a range (24年～25年)."""
    number = parse_number("".join(match["year"].split()))
    if number is None or number < 1:
        return None
    if match["era"] is not None:
        return ERA_BASE_YEARS["".join(match["era"].split()).rstrip(".．")] + number if number < 100 else None
    if number in WESTERN:
        return number
    if before is None or number > 99 or not _linked(before, match.start(), text):
        return None
    if _is_numeric(match):
        if not _continues(match, before, text):
            return None
    elif _is_duration(match, text, before):
        return None
    base = _year_base(before)
    return base + number if base is not None and base + number >= before.first.year else None


def _is_duration(match: re.Match[str], text: str, before: DateReading) -> bool:
    """Whether 1年 behind から is as long as that, and no year: a year ends a range of years, or has まで behind it."""
    if match["month"] is not None or match["fiscal"] is not None or match["calendar"] is not None:
        return False
    of_years = before.precision == "year" and not before.text.endswith("度")
    return not of_years and _GOES_ON_TO.match(text, match.end()) is None


def _year_base(before: DateReading) -> int | None:
    """The year before the first of the era that ``before`` is printed in; of a western date, that of its century."""
    plain = "".join(before.text.split())
    for name, base in ERA_BASE_YEARS.items():
        if plain.startswith(name):
            return base
    return before.first.year // 100 * 100 if plain.startswith(str(before.first.year)) else None


def _linked(before: DateReading, at: int, text: str) -> str | None:
    """What joins the date at ``at`` to the one before: から, ～, 、. None for white space and for other words."""
    match = _BETWEEN_DATES.fullmatch(text, before.end, at)
    return match["link"] if match is not None else None


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
    if link in _LISTED:
        return _days(before.first.year, match["bmonth"], match["bday"], match["bpart"])
    return _in_next_year(before, match["bmonth"], match["bday"], match["bpart"])


def _in_next_year(before: DateReading, month: str, day: str | None, part: str | None = None) -> _Days | None:
    """The end of a range without its year: in that of ``before``, in the next where it would be earlier."""
    days = _days(before.first.year, month, day, part)
    if days is not None and days[1] < before.first:
        return _days(before.first.year + 1, month, day, part)
    return days


def _relative(match: re.Match[str], before: DateReading) -> _Days | None:
    """同年7月, 翌年3月31日, 同年度, 翌年度末, 翌月5日, 同月末日, 同日, 翌日."""
    later = {"翌": 1, "翌々": 2}.get(match["rel"], 0)
    if match["sameday"] is not None:
        if before.precision != "day":
            return None
        day = before.first + timedelta(days=later)
        return day, day, "day"
    if match["relday"] is not None or match["relend"] is not None:
        months = before.first.year * 12 + before.first.month - 1 + later
        return _days(months // 12, str(months % 12 + 1), match["relday"], match["relend"])
    year = before.first.year + later
    if match["fiscal"] is not None:
        return _part_of_year(year - (before.first.month < FISCAL_YEAR_BEGINS), match["span"], FISCAL_YEAR_BEGINS)
    if match["calendar"] is not None:
        return _part_of_year(year, match["calendar"], 1)
    return _days(year, match["month"], match["day"], match["part"])


def _part_of_year(year: int, part: str | None, begins: int) -> _Days:
    """A year that begins with the month ``begins``: all of it, its last day (末), a half or a quarter of it."""
    if part is None:
        return (*_months(year, begins, 12)[:2], "year")
    part = "".join(part.split())
    if part.startswith("末"):
        last = _months(year, begins, 12)[1]
        return last, last, "day"
    quarter = _QUARTER.match(part)
    if quarter is not None:
        return _months(year, begins + 3 * ((parse_number(quarter[1].translate(_ROMAN)) or 1) - 1), 3)
    return _months(year, begins if part[0] in "上前" else begins + 6, 6)


_QUARTER = late_pattern(r"第?(.)[・･]?四半期")
_ROMAN = str.maketrans("ⅠⅡⅢⅣ", "1234")


def _months(year: int, month: int, count: int) -> _Days:
    """``count`` months from the ``month``-th on, counted from January of ``year``."""
    first = year * 12 + month - 1
    last = first + count - 1
    length = monthrange(last // 12, last % 12 + 1)[1]
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, length), "month"


def _days(year: int, month: str | None, day: str | None = None, part: str | None = None) -> _Days | None:
    """First and last day of what is printed; None where the calendar has no such day."""
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
