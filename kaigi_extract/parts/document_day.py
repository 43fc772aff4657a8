"""The day that a document is of, by what it prints itself: a day on a line of its own, after its label, in the head of
its minutes. A day inside a period, of an ordinance's number or since when something holds is none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.settings import DaySettings
from kaigi_extract.records import DateSource, Span
from kaigi_extract.text import DateReading, find_dates, fold, text_key
from kaigi_extract.text.dates import Precision
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common

_DAY = "\ue000"
"""Stands for the day in what is beside it; no text has it."""
_SIGNS = r"[()\[\]【】〔〕<>《》「」、,・:\-—―○◎●■◆]"
_WEEKDAY = r"\([日月火水木金土祝・]+\)|[日月火水木金土]曜日?"
_NUMBER = r"(?:(?i:no)\.?|第)?\d+(?:[-の]\d+)*[号回期次]?|(?:昭和|平成|令和)?(?:\d+|元)年度"
_BODY = r"[一-鿿ぁ-んァ-ヶー・]{2,30}(?:審議会|審査会|委員会|協議会|運営会|部会)"
_OFFICE = r"[一-鿿ァ-ヶー・]{2,24}[部課室係局所]"
_HEADING = r"[一-鿿・]{0,12}(?:諮問|付議|報告|審議|協議)[一-鿿・]{0,8}(?:事項|書|票|資料)"
_NUMBERED_LAW = late_pattern(
    r"\(?(?:[一-鿿ぁ-んァ-ヶ]{0,16})(?:条例|規則|訓令|告示|規程|法律|政令|省令|要綱|達)[甲乙]?第[^第]{1,12}号"
)
_OTHER_DAY = late_pattern(r"(?:日|日時|予定|期限|期間|時期|とき|年月日):?$")
"""What a line ends in that is the label of a day: 次回開催予定日, 施行期日."""
_SITTING = late_pattern(r"(?<=度)\s*[・　]?第\s*[\d０-９一二三四五六七八九十]+\s*回")
_FIGURES = late_pattern(r"\d\s*[./-]\s*\d")
_LONGEST = 60
"""Characters of a line that says hardly more than a day."""


@dataclass(frozen=True, slots=True)
class DocumentDay:
    """The day that a document is of."""

    first: datetime.date
    last: datetime.date
    """Another day where only the month or the fiscal year is printed."""
    source: DateSource
    text: str | None = None
    """As printed."""
    spans: tuple[Span, ...] = ()

    @property
    def day(self) -> datetime.date | None:
        """The day; None where it is one of many."""
        return self.first if self.first == self.last else None


def find_day(
    items: Sequence[AnyLine | Grid], margins: Sequence[AnyLine], common: Common, settings: DaySettings
) -> DocumentDay | None:
    """The day that a document prints: near its beginning, in a row, in its margins, at its end; else that of its
    minutes; else the month or the fiscal year that is printed near its beginning."""
    head = [item for item in items[: settings.head_items + 1] if not isinstance(item, Grid)]
    tail = [item for item in items[settings.head_items :][-settings.tail_items :] if not isinstance(item, Grid)]
    rows = [row for item in items if isinstance(item, Grid) for row in _rows(item, common)]
    found = printed_day(head[: settings.head_items], common, below=head[settings.head_items :])
    for row in rows if found is None else ():
        if (day := _alone(row.text, common)) is not None:
            return DocumentDay(day.first, day.last, "printed", day.text, tuple(row.spans(day.start, day.end)))
    found = found or printed_day([*margins, *tail], common) or _day_of_minutes(items, common, settings)
    near = head[: settings.head_items]
    return found or printed_day(near, common, precision="month") or printed_day(near, common, precision="year")


def printed_day(
    lines: Sequence[AnyLine], common: Common, below: Sequence[AnyLine] = (), precision: Precision = "day"
) -> DocumentDay | None:
    """The first day among lines that say hardly more than it; `below` are the lines after them. One above the number of
    an ordinance is that of the ordinance, one below a label that of what the label says."""
    above = ""
    for line, after in zip(lines, [*lines[1:], *below[:1], None], strict=False):
        found = _alone(line.text, common, precision)
        is_labelled = _OTHER_DAY.search(above) is not None and above.rstrip(":") not in common.day_labels
        above = text_key(line.text)
        if found is None or is_labelled or (after is not None and _NUMBERED_LAW.match(text_key(after.text))):
            continue
        return DocumentDay(found.first, found.last, "printed", found.text, (line.span(found.start, found.end),))
    return None


def _alone(text: str, common: Common, precision: Precision = "day") -> DateReading | None:
    """The day of a line that says nothing else, but whose it is: 令和6年9月3日（火）, 諮問年月日 令和6年9月3日. A
    fiscal year is one where the number of a sitting is with it: 令和6年度第2回."""
    if len(text) > _LONGEST or ("年" not in text and not _has_figures(fold(text))):
        return None
    days = [one for one in find_dates(text) if one.precision == precision]
    if len(days) != 1 or (precision == "year" and not _SITTING.match(text, days[0].end)):
        return None
    rest = text_key(text[: days[0].start]) + _DAY + text_key(text[days[0].end :])
    return days[0] if _beside(common).fullmatch(rest) else None


def _has_figures(folded: str) -> bool:
    """Whether a text, folded, has numbers that are parted as those of a day are: 2024/9/3."""
    return any(sign in folded for sign in "./-") and _FIGURES.search(folded) is not None


def _beside(common: Common) -> re.Pattern[str]:
    """What may be beside the day of a document."""
    return re.compile(
        rf"(?:{_DAY}|(?i:{common.beside_days})|{_SIGNS}|{_WEEKDAY}|{_NUMBER}|{_BODY}|{_HEADING}|{_OFFICE})+"
    )


def _rows(grid: Grid, common: Common) -> Iterator[Passage]:
    """The values of rows whose label says that they are the day of the document."""
    for row in grid.rows():
        for label, value in pairwise(row):
            text = label.passage.text
            if len(text) <= _LONGEST and "日" in text and text_key(text).rstrip(":") in common.day_labels:
                yield value.passage


def _day_of_minutes(items: Sequence[AnyLine | Grid], common: Common, settings: DaySettings) -> DocumentDay | None:
    """The day that the head of minutes says they met: 日時　令和6年9月3日（火）午前10時."""
    flow = (line for item in items for line in (item.lines() if isinstance(item, Grid) else (item,)))
    lines = list(islice(flow, 2 * settings.head_items))
    texts = [text_key(line.text) for line in lines]
    titles, labels = (tuple(text_key(word) for word in words) for words in (common.minutes.titles, common.minutes.date))
    title = next((k for k, text in enumerate(texts) if len(text) <= _LONGEST and text.endswith(titles)), None)
    if title is None:
        return None
    for at in range(title, len(texts)):
        if texts[at].startswith(labels):
            for line in lines[at : at + 2]:
                day = next((one for one in find_dates(line.text) if one.precision == "day"), None)
                if day is not None:
                    return DocumentDay(day.first, day.last, "meeting", day.text, (line.span(day.start, day.end),))
    return None
