"""The day that a clause set is of: 制定：平成16年4月1日, 改正：平成23年4月1日, on lines that say nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.records import ClauseSet, Evidence
from kaigi_extract.text import DateReading, find_dates, fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_OF_A_DAY = late_pattern(
    r"(?:[一-鿿]{0,8}(?:決裁|決定|裁定|伺定)|制定|策定|一部|最終|改正|改定|改訂|施行|適用|実施|現在|から|付け?|版|[:、・()])*"
)
"""What may be beside a day that dates a set."""
_ISSUE = late_pattern(
    r"[一-鿿]{0,8}(?:条例|規則|規程|訓令[甲乙]?|告示|要綱|達|教委規則)第?[0-9一二三四五六七八九十百]+号"
)
"""The number under which a text was issued or changed."""

_FILED = late_pattern(r"[0-9]{0,3}[一-鿿]{1,8}第[0-9]+号")
"""The number under which an office filed it: 3情政第120号."""


def read_day(found: ClauseSet, lines: Sequence[AnyLine]) -> None:
    """The last day that lines above the clauses give the set: 制定：平成16年4月1日, 改正：平成23年4月1日."""
    days = [(reading, line) for line in lines for reading in days_of(line)]
    if days:
        reading, line = max(days, key=lambda each: each[0].first)
        found.date, found.date_source = reading.first, "printed"
        found.evidence["date"] = Evidence(text=reading.text, spans=[line.span(reading.start, reading.end)])


def days_of(line: AnyLine) -> list[DateReading]:
    """The days of a line that says nothing but since when something holds; none of any other line."""
    readings = [reading for reading in find_dates(line.text) if reading.precision == "day"]
    rest = line.text
    for reading in reversed(readings):
        rest = rest[: reading.start] + rest[reading.end :]
    beside = squeeze(fold(rest))
    if not beside.startswith("("):  # in brackets it is the number of the law that is cited
        beside = _FILED.sub("", _ISSUE.sub("", beside))
    return readings if _OF_A_DAY.fullmatch(beside) else []
