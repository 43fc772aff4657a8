"""Periods in the date fields of forms: 委託の開始時期及び期限, 実施予定年月日, 利用時期, 委託期間 and their like.

A form prints one phrase (…から…まで), a bare date, or a line for each part of what is decided (変更内容(4)については…).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.dates import DateReading, Precision, find_dates
from kaigi_extract.text.labels import match_label
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.patterns import BESIDE_A_DAY, DIGITS, RANGE_SIGNS, TIME_OF_DAY


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """A period. ``start`` and ``end`` are offsets, as everywhere here; the days are ``start_date`` and ``end_date``.

    ``start_date`` is the first day of the first date printed, ``end_date`` the last day of the last; either may be
    missing (契約締結日から…まで). An ``event`` has ``start_date`` only.
    """

    kind: Literal["span", "event"]
    start_date: date | None
    end_date: date | None
    start_precision: Precision | None
    end_precision: Precision | None
    open_ended: bool
    scope: str | None
    text: str
    start: int
    end: int


_BRACKETED_REMARK = late_pattern(r"[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]")
_LINK = late_pattern(
    rf"{BESIDE_A_DAY}(?:午[前後])?(?:から|より|カラ|[{RANGE_SIGNS}]|至|[、，;・／/]?\s*(?:終了|終期|期限|満了)[^0-9０-９\n]{{0,8}}?)\s*"
)
_BRACKETED_END = late_pattern(r"[(（]\s*(至|終期?)\s*[)）]")
_COUNT = rf"[{DIGITS}一二三四五六七八九十]{{1,3}}"
_MONTHS = r"[かカヵヶケｶｹ箇個]?月"
_LENGTH = (
    rf"(?:(?P<years>{_COUNT})\s*[かカヵヶケｶｹ箇個]?年(?!度)\s*(?:(?P<half>半)|(?:と\s*)?(?P<more>{_COUNT})\s*{_MONTHS})?"
    rf"|(?P<months>{_COUNT})\s*{_MONTHS}|(?P<weeks>{_COUNT})\s*週|(?P<days>{_COUNT})\s*日|(?P<halfyear>半年))\s*間?"
)
_DURATION = late_pattern(rf"\s*+(?:から|より)\s*+(?:起算して|向こう|今後|以後|以降)?\s*+(?:の\s*+)?{_LENGTH}")
_DURATION_OPENS = late_pattern(_DURATION.pattern + r"\s*[(（]\s*")
_NAMED_LINK = late_pattern(
    rf"\s*+[)）]?\s*+(?:から|より|[{RANGE_SIGNS}])\s*+(?:[^{DIGITS}()（）\s][^{DIGITS}()（）\n]{{0,20}}[日時期]\s*[(（])?\s*"
)
"""から with the name of the day that follows in brackets (期間満了の日（), or behind a day in brackets."""
_DAY_CLOSES = late_pattern(r"\s*[)）]\s*(?:から|より|まで|迄|[～〜~∼⁓˜〰])")
_FROM = late_pattern(rf"{BESIDE_A_DAY}(?:から|より|[～〜~∼⁓˜〰→⇒]|以降|以後)(?!\s*+{TIME_OF_DAY})")
_UNTIL = late_pattern(BESIDE_A_DAY + r"(?:まで|迄|を?限り|を?期限)")
_FROM_BEFORE = late_pattern(
    r"(?:[^\s、。，,:：()（）]{1,24}(?:[(（][^()（）]*[)）])?)?(?:から|(?<!に)より|[～〜~∼⁓˜〰])\s*$"
)
_TOPIC = late_pattern(r"^.*?(?:については|に関しては|においては|に係るものは|[^ぁ-ん]は(?![ぁ-ん]))\s*、?")
_OPEN_WORDS = late_pattern(
    r"以降(?!は(?:実施しない|行わない))|以後|(?:次|翌|来)年度|継続(?!し?ない|なし)|自動更新|毎年|更新(?:する|予定|あり)|当面"
)
_ENDING_WORDS = late_pattern(r"単年度|のみ|限り|[0-9０-９一二三四五六七八九十]\s*(?:年|[かカヵヶケ箇]月|日|週)\s*間")
LONGEST_NUMBERING = 40
"""Characters between a 第 behind a date and the 諮問 or 条例第 that it numbers, at most: 第3回青葉区情報公開審査会."""
_DECISION_AFTER_DATE = late_pattern(
    rf"\s*+(?:付け?)?\s*+(?:第[^()（）]{{0,{LONGEST_NUMBERING}}}?)?(?:諮問|答申|承認|了承|報告|議決|公布|告示|現在|(?:条例|法律|政令|規則|訓令)第)"
)
_WITHIN = r"\s*[中内](?![一-鿿々〇])"
"""Behind a year or a month: 年度中, 月内; not 月中旬."""
_WITHIN_FROM = late_pattern(rf"^{_WITHIN}(?=\s*(?:から|より|[{RANGE_SIGNS}]))")
_AFTER_LAST_DATE = late_pattern(
    rf"{BESIDE_A_DAY}(?:{_WITHIN})?(?:(?:から|[{RANGE_SIGNS}])\s*+{TIME_OF_DAY}(?:\s*(?:まで|迄))?"
    rf"|(?:から|より|まで|迄|以降|以後|[～〜~∼⁓˜〰→⇒])(?:継続)?(?:\s*{_LENGTH})?)?\s*"
)
LONGEST_CAPTION = 40
"""Characters of the name of a field, at most: 契約開始及び終了予定年月日 has a third of that."""
_CAPTION = late_pattern(
    r"(?:委託|契約|履行|利用|結合|実施|業務|変更|適用|削除|事業|開始|終了|始期|終期)*の?(?:(?:期間|期限|時期|開始|終了|予定|年月日?|日|及び|と)+)|[自至]|始期|終期|実施|適用"
)
_SCOPE_END = late_pattern(
    r"(?:については|に関しては|につきましては|においては|に係るものは|は)\s*+(?:、\s*+)?$|(?<!\s)\s*+[:：]\s*+$"
)
_LEADING_BULLETS = late_pattern(r"^[\s・●○◇◆■□▪※\-－]+")
_HEADED = late_pattern(r"^\s*【([^】]+)】\s*$")


def find_periods(text: str) -> list[PeriodReading]:
    """The periods that a form's field prints, in order; none for 未定 and for blank lines (年 月 日).

    Two dates joined by から, ～, 自…至 are a span; から, ～, 以降 with no second date a span that is open; まで alone a
    span without a start; any other date an event. A span is open too where the words after it say so (以降継続,
    次年度以降も…). から1年間 gives the last day by arithmetic. Dates in bracketed remarks (平成24年3月諮問) are none.
    ``scope`` is what a line says before its date (変更内容(4)については, 窓口業務：, (1) 窓口業務), as printed.
    """
    dates = _own_dates(text)
    periods: list[PeriodReading] = []
    at = 0
    while at < len(dates):
        floor = periods[-1].end if periods else 0
        used = 2 if at + 1 < len(dates) and _joined(text, dates[at], dates[at + 1]) else 1
        ceiling = dates[at + used].start if at + used < len(dates) else len(text)
        periods.append(_period(text, dates[at : at + used], floor, ceiling))
        at += used
    return periods


def _own_dates(text: str) -> list[DateReading]:
    """The dates of ``text`` that are the period's own: none in remarks, none of ordinances (平成12年3月条例第79号)."""
    dates = [reading for reading in find_dates(text) if _DECISION_AFTER_DATE.match(text, reading.end) is None]
    inside = [span for match in _BRACKETED_REMARK.finditer(text) if (span := match.span()) != (0, len(text.strip()))]
    starts = [low for low, _ in inside]
    within = [(at := bisect_left(starts, one.start)) > 0 and one.start < inside[at - 1][1] for one in dates]
    if all(within):
        return dates
    return [one for one, bracketed in zip(dates, within, strict=True) if not bracketed or _says_the_day(text, one)]


def _says_the_day(text: str, reading: DateReading) -> bool:
    """Whether a bracketed date is the day that words before it name: から5年間（令和7年3月31日まで）,
    契約締結日（令和5年4月1日）から, 期間満了の日（令和6年3月31日）まで."""
    word = _before_bracket(text, reading.start)
    if word == "間" and _UNTIL.match(text, reading.end) is not None:
        return True
    return word in ("日", "時", "期") and _DAY_CLOSES.match(text, reading.end) is not None


def _before_bracket(text: str, at: int) -> str:
    """The character before the bracket that opens directly before ``at``, white space apart; empty where none does."""
    at = _without_blanks(text, at)
    if not at or text[at - 1] not in "(（":
        return ""
    at = _without_blanks(text, at - 1)
    return text[at - 1 : at] if at else ""


def _without_blanks(text: str, at: int) -> int:
    """Where the white space before ``at`` begins."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _joined(text: str, first: DateReading, second: DateReading) -> bool:
    """Whether only から, ～ and remarks are between two dates."""
    gap = _WITHIN_FROM.sub("", text[first.end : second.start])
    plain = _BRACKETED_REMARK.sub("", _BRACKETED_END.sub(r"\1", gap))
    if not any(link.fullmatch(plain) for link in (_LINK, _DURATION_OPENS, _NAMED_LINK)):
        return False
    return second.last >= first.first


def _period(text: str, dates: list[DateReading], floor: int, ceiling: int) -> PeriodReading:
    """The period of one or two dates; ``floor`` and ``ceiling`` are where its neighbours end and begin."""
    first, last = dates[0], dates[-1]
    before = text[floor : first.start]
    scope, end = _scope(before, text[:floor]), _end(text, last, ceiling)
    tail = text[last.end : ceiling]
    opened = _OPEN_WORDS.search(tail) is not None and not _is_scope(tail)
    reading = PeriodReading(
        "span", first.first, None, first.precision, None, opened, scope, text[first.start : end], first.start, end
    )
    if len(dates) == 2:
        return replace(reading, end_date=last.last, end_precision=last.precision)
    since = _FROM_BEFORE.search(before)
    if _UNTIL.match(text, last.end) or since is not None:
        start = floor + _without_topic(since) if since is not None else first.start
        scope = scope if since is None else _scope(before[: start - floor], text[:floor])
        days = replace(reading, start_date=None, start_precision=None, end_date=last.last, end_precision=last.precision)
        return replace(days, scope=scope, start=start, text=text[start:end])
    return _from_one(reading, last, tail)


def _without_topic(since: re.Match[str]) -> int:
    """Where the words of a start begin: behind what they are said of (貸出は契約締結日から)."""
    topic = _TOPIC.match(since[0])
    return since.start() + (topic.end() if topic is not None else 0)


def _from_one(reading: PeriodReading, printed: DateReading, tail: str) -> PeriodReading:
    """The period of a single date by what follows it: a duration, から, 以降継続, or nothing (an event)."""
    plain = _WITHIN_FROM.sub("", _BRACKETED_REMARK.sub("", tail))
    duration = _DURATION.match(plain)
    if duration is not None:
        return replace(reading, end_date=_after(printed.first, duration), end_precision=reading.start_precision)
    if _FROM.match(plain) is not None:
        ends = _ENDING_WORDS.search(tail) or _UNREAD_END.match(plain)
        return replace(reading, open_ended=reading.open_ended or ends is None)
    if reading.open_ended:
        return reading
    if _lasts(printed, plain):
        return replace(reading, end_date=printed.last, end_precision=reading.start_precision)
    return replace(reading, kind="event")


_UNREAD_END = late_pattern(r"\s*(?:から|より|[～〜~∼⁓˜〰→⇒])[^\n。]{1,40}?(?:まで|迄)")
"""An end that is no day: から工事完了の日まで."""


def _lasts(printed: DateReading, tail: str) -> bool:
    """Whether a date is as long as the period: a half or a quarter of a year, a year with 通年, or either with 中."""
    several = printed.precision == "month" and printed.first.month != printed.last.month
    if several or (printed.precision != "day" and re.match(_WITHIN, tail) is not None):
        return True
    return printed.precision == "year" and re.match(r"\s*+(?:の\s*+)?(?:通年|全期間|いっぱい)", tail) is not None


def _after(start: date, length: re.Match[str]) -> date:
    """The last day of a length of time that begins on ``start``, by 民法143条: the day before the one that answers to
    ``start``, and the last of the month where there is none (3月31日から1か月間 ends on 4月30日)."""
    years, months, weeks, days = (
        parse_number(length[name] or "0") or 0 for name in ("years", "months", "weeks", "days")
    )
    if weeks or days:
        return start + timedelta(days=weeks * 7 + days - 1)
    months += parse_number(length["more"] or "0") or 0
    months += 6 if length["half"] or length["halfyear"] else 0
    year, month = divmod(start.year * 12 + start.month - 1 + years * 12 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, start.day) - timedelta(days=1) if start.day <= last else date(year, month + 1, last)


def _end(text: str, last: DateReading, ceiling: int) -> int:
    """Where the phrase ends: after まで or から, and after a bracket set directly behind it (（以降継続）)."""
    tail = _AFTER_LAST_DATE.match(text, last.end, ceiling)
    end = tail.end() if tail is not None else last.end
    bracket = _BRACKETED_REMARK.match(text, end, ceiling)
    if bracket is not None and ("\n" not in text[last.end : end] or _OPEN_WORDS.search(bracket[0])):
        return bracket.end()
    if text[end : end + 1] in (")", "）") and text.count("(", 0, end) + text.count("（", 0, end) > 0:
        return end + 1
    return last.end + len(text[last.end : end].rstrip())


def _is_scope(tail: str) -> bool:
    """Whether 継続 or 以降 belongs to the scope of the next line, not to the date before (…\\n継続分については)."""
    head, _, rest = tail.partition("\n")
    return _OPEN_WORDS.search(head) is None and _SCOPE_END.search(rest) is not None


def _scope(before: str, earlier: str) -> str | None:
    """What the words before a date limit it to, as printed; captions (委託期間：) limit nothing."""
    line = _last_line(before)
    headed = "\n" in before or not earlier
    if not line.strip() and headed:
        return _scope_line(before.rstrip().rpartition("\n")[2])
    line = _LEADING_BULLETS.sub("", line)
    ending = _SCOPE_END.search(line)
    if ending is not None:
        scope = line[: ending.start()].strip()
    else:
        label = match_label(line)
        scope = line.strip() if label is not None and label.style != "bullet" and line[label.end :].strip() else ""
    return scope if scope and not _is_caption(scope) else None


def _scope_line(line: str) -> str | None:
    """The scope that a line of its own gives to the dates below it: 【窓口業務】, (1) 窓口業務, 窓口業務："""
    headed = _HEADED.match(line)
    if headed is not None:
        return None if _is_caption(headed[1]) else headed[1].strip()
    ending = re.search(r"(?<!\s)\s*+[:：]\s*+$", line)
    label = match_label(line)
    if ending is None and label is None:
        return None
    scope = _LEADING_BULLETS.sub("", line[: ending.start()] if ending is not None else line).strip()
    return scope if scope and not _is_caption(scope) else None


def _last_line(before: str) -> str:
    """The words before a date on its own line, after the sentence or list mark that precedes them."""
    return re.split(r"\n|。", before)[-1].lstrip("、，,")


def _is_caption(scope: str) -> bool:
    """Whether the words only name the field (委託期間, 開始日)."""
    label = match_label(scope)
    rest = scope[label.end :] if label is not None else scope
    words = "".join(rest.split())
    return not rest or (len(words) <= LONGEST_CAPTION and _CAPTION.fullmatch(words) is not None)
