"""Periods in the date fields of forms: 委託の開始時期及び期限, 実施予定年月日, 利用時期, 委託期間 and their like.

A form prints one phrase (…から…まで), a bare date, or a line for each part of what is decided (変更内容(4)については…).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kaigi_extract.text.dates import DateReading, Precision, find_dates
from kaigi_extract.text.labels import match_label
from kaigi_extract.text.numbers import parse_number


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


_BRACKETED_REMARK = re.compile(r"[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]")
_LINK = re.compile(
    r"\s*(?:午[前後])?\s*(?:から|より|[～〜~\-－―–—‐→]|至|[、，;・]?\s*(?:終了|終期|期限|満了)[^0-9０-９\n]{0,8}?)\s*"
)
_DURATION = re.compile(
    r"\s*(?:から|より)\s*(?:起算して)?\s*([0-9０-９一二三四五六七八九十]{1,3})\s*(年|[かカヵヶケ箇]月|日)\s*間?"
)
_DURATION_OPENS = re.compile(_DURATION.pattern + r"\s*[(（]\s*")
_FROM = re.compile(r"\s*(?:から|より|[～〜~→]|以降|以後)")
_WEEKDAY = r"\s*(?:[(（][日月火水木金土祝・]+[)）])?\s*"
_UNTIL = re.compile(_WEEKDAY + r"(?:まで|迄|を?限り|を?期限)")
_FROM_BEFORE = re.compile(r"(?:[^\s、。，,:：()（）]{1,24}(?:[(（][^()（）]*[)）])?)?(?:から|より|[～〜~])\s*$")
_OPEN_WORDS = re.compile(
    r"以降(?!は(?:実施しない|行わない))|以後|(?:次|翌|来)年度|継続(?!し?ない|なし)|自動更新|毎年|更新(?:する|予定|あり)|当面"
)
_ENDING_WORDS = re.compile(r"単年度|のみ|限り|[0-9０-９一二三四五六七八九十]\s*(?:年|[かカヵヶケ箇]月|日|週)\s*間")
_DECISION_AFTER_DATE = re.compile(
    r"\s*(?:付け?)?\s*(?:第[^()（）]*?)?(?:諮問|答申|承認|了承|報告|議決|公布|告示|現在|(?:条例|法律|政令|規則|訓令)第)"
)
_AFTER_LAST_DATE = re.compile(
    _WEEKDAY + r"(?:(?:から|より|まで|迄|以降|以後|[～〜~→])(?:継続)?"
    r"(?:\s*[0-9０-９一二三四五六七八九十]{1,3}\s*(?:年|[かカヵヶケ箇]月|日)間?)?)?\s*"
)
_CAPTION = re.compile(
    r"(?:委託|契約|履行|利用|結合|実施|業務|変更|適用|削除|事業|開始|終了)*の?(?:(?:期間|期限|時期|開始|終了|予定|年月日?|日|及び|と)+)|自|実施|適用"
)
_SCOPE_END = re.compile(r"(?:については|に関しては|につきましては|においては|に係るものは|は)\s*、?\s*$|\s*[:：]\s*$")
_LEADING_BULLETS = re.compile(r"^[\s・●○◇◆■□▪※\-－]+")
_HEADED = re.compile(r"^\s*【([^】]+)】\s*$")


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
    outer = [reading for reading in dates if not any(low < reading.start < high for low, high in inside)]
    if not outer:
        return dates
    return [reading for reading in dates if reading in outer or _closes_duration(text, reading)]


def _closes_duration(text: str, reading: DateReading) -> bool:
    """Whether a bracketed date says where a duration before it ends: から5年間（令和7年3月31日まで）."""
    return (
        _UNTIL.match(text, reading.end) is not None and re.search(r"間\s*[(（]\s*$", text[: reading.start]) is not None
    )


def _joined(text: str, first: DateReading, second: DateReading) -> bool:
    """Whether only から, ～ and remarks are between two dates."""
    gap = text[first.end : second.start]
    plain = _BRACKETED_REMARK.sub("", gap)
    if _LINK.fullmatch(plain) is None and _DURATION_OPENS.fullmatch(plain) is None:
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
        start = floor + since.start() if since is not None else first.start
        scope = scope if since is None else _scope(before[: since.start()], text[:floor])
        days = replace(reading, start_date=None, start_precision=None, end_date=last.last, end_precision=last.precision)
        return replace(days, scope=scope, start=start, text=text[start:end])
    return _from_one(reading, tail)


def _from_one(reading: PeriodReading, tail: str) -> PeriodReading:
    """The period of a single date by what follows it: a duration, から, 以降継続, or nothing (an event)."""
    plain = _BRACKETED_REMARK.sub("", tail)
    duration = _DURATION.match(plain)
    if duration is not None and reading.start_date is not None:
        last = _after(reading.start_date, parse_number(duration[1]) or 1, duration[2])
        return replace(reading, end_date=last, end_precision=reading.start_precision)
    if _FROM.match(plain) is not None:
        return replace(reading, open_ended=reading.open_ended or _ENDING_WORDS.search(tail) is None)
    return reading if reading.open_ended else replace(reading, kind="event")


def _after(start: date, count: int, unit: str) -> date:
    """The last day of ``count`` years, months or days that begin on ``start``."""
    if unit == "日":
        return start + timedelta(days=count - 1)
    months = start.year * 12 + start.month - 1 + (count * 12 if unit == "年" else count)
    year, month = divmod(months, 12)
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, day) - timedelta(days=1)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


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
    ending = re.search(r"\s*[:：]\s*$", line)
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
    return not rest or _CAPTION.fullmatch("".join(rest.split())) is not None
