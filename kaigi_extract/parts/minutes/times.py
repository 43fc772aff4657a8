"""Days, times of day and counts in the rows of a head. Strings to values; knows no rows and no words of a ward."""

from __future__ import annotations

import re

from kaigi_extract.parts.minutes.lines import NUMERAL, TIME
from kaigi_extract.text import find_dates, fold, parse_number
from kaigi_extract.text.dates import DateReading
from kaigi_extract.text.late_pattern import late_pattern

_OTHER_DAY = late_pattern(
    r"作成|公表|公開|確定|承認|掲載|更新|登録|印刷|[:：](?!\d)|現在|次回|送付|発送|期限|回答|施行|発行|任期|招\s?集\s?通\s?知|告\s?示"
)
"""A day that is not the meeting's, or a browser's."""
_OF_PAGE = late_pattern(r"\s*[•・*-]?\s*\[[^\[\]]*\]\s*")
_BESIDE_DAY = late_pattern(
    r"[(（\[［〔]\s*[日月火水木金土曜祝・休\s]{1,8}[)）\]］〕]|[日月火水木金土]曜日?|開催|[開閉散]会|[開閉]議|開始|終了|から|より|まで"
    r"|[～〜~‐－―\-、，,から\s　]"
    r"|[（）()［］〔〕\[\]○◯〇●・•◎：:]"
)


_WEEKDAY = late_pattern(r"[(（][日月火水木金土](?:曜日?)?[)）・、]|[日月火水木金土]曜")
LONGEST_DAY = 80
"""Characters of a line with a day, day of the week and times of day."""


def first_day(text: str) -> DateReading | None:
    """The first whole day that a text names."""
    return next((found for found in find_dates(text) if found.precision == "day"), None)


def is_day(text: str) -> bool:
    """Whether a line is a day, with times of day or without, and nothing else: 令和７年５月２２日（木）午前10時から."""
    return is_nothing_but(text, first_day(text) if len(text) < LONGEST_DAY else None)


def is_nothing_but(text: str, day: DateReading | None) -> bool:
    """Whether a line is its first day, with times of day or without, and nothing else; never where it has none."""
    if day is None or len(text) >= LONGEST_DAY:
        return False
    rest = TIME.sub("", fold(text[: day.start] + text[day.end :]))
    rest = re.sub(r"(?:平成|令和|昭和)?\d+年|\(\d{4}年?\)", "", rest)
    return not _BESIDE_DAY.sub("", rest)


def has_time(text: str) -> bool:
    """Whether a line names the day of the week or a time of day, as one does that says when people met."""
    return bool(times(text)) or _WEEKDAY.search(text) is not None


def is_of_other_deed(text: str) -> bool:
    """Whether a line says that something else was done on its day: 更新日, 作成; [2013年9月10日] is that of a page."""
    return _OTHER_DAY.search(TIME.sub("", text)) is not None or _OF_PAGE.fullmatch(text) is not None


def times(text: str) -> list[str]:
    """Times of day; an hour after 午後 that names no half of the day, and one before the start, is in the afternoon."""
    found: list[tuple[int, int]] = []
    for half, hour, minute, thirty, digits, noon in TIME.findall(fold(text)):
        hours = 12 if noon else (parse_number(hour) or 0) + (12 if half == "午後" else 0)
        minutes = 30 if thirty else parse_number(minute or digits or "0") or 0
        hours -= 12 if half == "午後" and hours == 24 else 0
        if not half and found and hours < 12 and (hours, minutes) < found[-1]:
            hours += 12
        if hours < 24 and minutes < 60:
            found.append((hours, minutes))
    return [f"{hours:02}:{minutes:02}" for hours, minutes in found]


def people_count(text: str) -> int | None:
    """How many people a row counts; 0 where it says that there were none."""
    count = re.search(rf"({NUMERAL})\s*[人名]", fold(text)) or re.search(rf"({NUMERAL})", fold(text))
    if count is not None:
        return parse_number(count[1])
    return 0 if re.search(r"なし|無し|無$|いない|おりません", text) else None
