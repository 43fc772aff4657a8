"""Printed values to typed ones, each with its place. `text` says what the words mean."""

from __future__ import annotations

from itertools import pairwise

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import PlainLine, columns
from kaigi_extract.layout.passages import Passage, join, needed
from kaigi_extract.parts.sheet.ticked_values import ticked_items, ticked_paragraphs
from kaigi_extract.records import Counterparty, DataItem, DataItems, Measure, Period
from kaigi_extract.text import (
    find_periods,
    find_unread_times,
    fold,
    read_counterparty,
    read_data_items,
    read_measures,
)
from kaigi_extract.text.data_items import is_whole_item
from kaigi_extract.text.enclosed import ENCLOSED_RANGE
from kaigi_extract.text.inline_numbers import items_begin
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.measures import MeasureReading
from kaigi_extract.text.nothing import is_nothing

_BULLET = late_pattern(rf"^\s*(?:[・･○●◇◆■□▪•\-]|[(（]?[\d０-９]{{1,2}}[)）.．、]|[{ENCLOSED_RANGE}])\s*")

_AND = "及び|および|並びに|ならびに|又は|または|若しくは|もしくは"
_GOES_ON = late_pattern(rf"[、，,・／/（(「『]$|(?:{_AND}|[のをにがはでと])$")
_GOES_ON_WITH = late_pattern(rf"[、，,・)）」』等]|{_AND}|[ぁ-ん]")
"""What ends and begins the lines of one item."""
_PARTING = late_pattern(r"[、，,]")
_OPENS, _CLOSES = late_pattern(r"[(（「『【〔\[［]"), late_pattern(r"[)）」』】〕\]］]")


def normalised(text: str) -> str:
    """A text value: width folded, paragraphs kept."""
    return fold(text)


def _folded(text: str | None) -> str | None:
    return fold(text) if text is not None else None


def counterparty(passage: Passage | None) -> Counterparty | None:
    """委託先 or 結合の相手方."""
    if passage is None or not passage.text:
        return None
    reading = read_counterparty(passage.text)
    return Counterparty(
        name=_folded(reading.name),
        kind=_folded(reading.kind),
        note=_folded(reading.note),
        undecided=reading.undecided,
    )


def data_items(passage: Passage | None) -> DataItems | None:
    """だれの、どのような項目か; no items where the form says that there are none."""
    if passage is None or not passage.text:
        return None
    if is_nothing(passage.text):
        return DataItems(items=[])
    passage = _with_lines_apart(ticked_items(passage))
    reading = read_data_items(passage.text)
    items = [
        DataItem(text=fold(item.text), group=_folded(item.group), spans=passage.spans(item.start, item.end))
        for item in reading.items
    ]
    groups = [fold(group) for group in reading.groups]
    return DataItems(subjects=_folded(reading.subjects), items=items, groups=groups, open=reading.open)


def _with_lines_apart(passage: Passage) -> Passage:
    """A list of an export with each line a paragraph that left room for the next, or that is a whole item: no wrap was
    undone there."""
    starts = [0]
    for number, (at, _, _, _) in enumerate(passage.pieces[1:], 1):
        if _is_listed_apart(passage, number):
            starts.append(at)
    if len(starts) == 1:
        return passage
    ends = [*starts[1:], len(passage.text)]
    return join([passage.part(start, end) for start, end in zip(starts, ends, strict=True)])


def _is_listed_apart(passage: Passage, number: int) -> bool:
    """Whether a piece of a list begins an item because the line before it was not full."""
    (_, above, first, stop), (at, below, start, _) = passage.pieces[number - 1 : number + 1]
    if not (isinstance(above, PlainLine) and isinstance(below, PlainLine)) or above.source is below.source:
        return False
    if passage.pieces[number - 1][0] + stop - first < at:
        return False  # something was put between them
    text, more, before = above.text[first:stop].strip(), below.text[start:].strip(), passage.text[:at]
    if _GOES_ON.search(text) or _GOES_ON_WITH.match(more) or len(_OPENS.findall(before)) > len(_CLOSES.findall(before)):
        return False
    whole = is_whole_item(text) or (is_whole_item(more) and _PARTING.search(text) is None)
    return whole or _room(passage, above, text) > needed(above, below)


def _room(passage: Passage, line: PlainLine, text: str) -> float:
    """Columns that a line left free beside the longest of its list, by where it ends and by what it holds itself; by
    this alone where tabulators hide its place."""
    pieces = [(one, one.text[i:j]) for _, one, i, j in passage.pieces]
    own = max(columns(words) for _, words in pieces) - columns(text)
    tabbed = any(isinstance(one, PlainLine) and "\t" in one.source.text for one, _ in pieces)
    return own if tabbed else min(own, max(one.x1 for one, _ in pieces) - line.x1)


def periods(passage: Passage, findings: Findings) -> list[Period]:
    """Every time that a field states. `findings` are those of the form: what its words say and no period holds."""
    readings = find_periods(passage.text)
    for unread in find_unread_times(passage.text, readings):
        spans = passage.spans(unread.start, unread.end)
        if unread.numbered:
            findings.warn(
                "period_unread",
                Message("「{text}」 cannot be read as a day or a period", text=unread.text),
                spans,
                "/periods",
            )
        else:
            findings.info("period_unread", Message("「{text}」 names no day", text=unread.text), spans, "/periods")
    return [
        Period(
            kind=reading.kind,
            start=reading.start_date,
            end=reading.end_date,
            start_precision=reading.start_precision,
            end_precision=reading.end_precision,
            open_ended=reading.open_ended,
            scope=reading.scope,
            text=reading.text,
        )
        for reading in readings
    ]


def measures(passage: Passage) -> list[Measure]:
    """情報保護対策, one by one; of boxes only those that are ticked."""
    parts = ticked_paragraphs(passage)
    return [_measure(reading, part) for part in parts for reading in read_measures(part.text)]


def _measure(reading: MeasureReading, passage: Passage) -> Measure:
    return Measure(
        group=reading.group,
        party=reading.party,
        number=reading.number if isinstance(reading.number, int) else None,
        text=reading.text,
        items=[_measure(item, passage) for item in reading.items],
        spans=passage.spans(reading.start, reading.end),
    )


def listed(passage: Passage) -> list[str]:
    """A list of one thing a paragraph, or a number within one, bullets taken off; empty where the form says that there
    is nothing."""
    if is_nothing(passage.text):
        return []
    things: list[str] = []
    for start, end in passage.paragraphs():
        paragraph = passage.text[start:end]
        cuts = [0, *items_begin(paragraph), len(paragraph)]
        things += [paragraph[first:last] for first, last in pairwise(cuts)]
    return [text for thing in things if (text := _BULLET.sub("", thing).strip())]
