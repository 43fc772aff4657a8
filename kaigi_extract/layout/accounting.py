"""What is seen on a page against the lines that it was arranged in: what is in none of them is noted, with its place.

Changes nothing. The marks on a page were found before (`ocr.ink`); those that became characters since, such as drawn
boxes and ticks, are in its lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.table import Grid
from kaigi_extract.records import PageSpan
from kaigi_extract.source import Page
from kaigi_extract.source.page import Bbox, Mark, MarkKind, touch
from kaigi_extract.text import squeeze

_WORDS: dict[MarkKind, str] = {
    "picture": "{many} whose words, if it has any, were not read",
    "drawing": "{many} that is neither text nor a ruled line",
    "ink": "{many} that no text, ruled line or picture accounts for",
}
_NOUNS: dict[MarkKind, tuple[str, str]] = {
    "picture": ("a picture", "pictures"),
    "drawing": ("a drawing", "drawings"),
    "ink": ("a mark", "marks"),
}


def report_unread(page: Page, layout: PageLayout, findings: Findings) -> None:
    """Notes what is seen on a page and is in no line of its layout.

    `unread_part` are pictures, `unread_ink` drawings (as information), marks, and text that was lost on the way (an
    error of this library). Call it before anything in the lines is corrected.
    """
    lines = list(lines_of(layout))
    boxes = [(line.x0, line.y0, line.x1, line.y1) for line in lines]
    left = [mark for mark in page.marks if mark.kind == "picture" or not any(touch(mark.bbox, box) for box in boxes)]
    for kind in _NOUNS:
        _report_marks(page, kind, [mark for mark in left if mark.kind == kind], findings)
    _report_lost(page, lines, findings)


def lines_of(layout: PageLayout) -> Iterator[AnyLine]:
    """All lines of a page, those in its tables too."""
    for item in layout.items:
        yield from item.lines() if isinstance(item, Grid) else [item]


def _report_marks(page: Page, kind: MarkKind, marks: list[Mark], findings: Findings) -> None:
    if not marks:
        return
    one, several = _NOUNS[kind]
    many = one if len(marks) == 1 else f"{len(marks)} {several}"
    message = f"page {page.frame.number} has {_WORDS[kind].format(many=many)}"
    spans = [_span(page, mark.bbox) for mark in marks]
    match kind:
        case "picture":
            findings.info("unread_part", message, spans)
        case "drawing":
            findings.info("unread_ink", message, spans)
        case "ink":
            findings.warn("unread_ink", message, spans)


def _report_lost(page: Page, lines: list[AnyLine], findings: Findings) -> None:
    """Notes characters of the page that are in no line. There should never be any."""
    seen = _count(run.text for run in page.runs)
    if seen <= _count(line.text for line in lines):
        return
    for run in page.runs:
        x0, y0, x1, y1 = run.bbox
        near = [line for line in lines if touch((x0, y0, x1, y1), (line.x0, line.y0, line.x1, line.y1))]
        lost = _count([run.text]) - _count(line.text for line in near)
        if lost:
            message = f"page {page.frame.number} prints {squeeze(run.text)!r}, of which {''.join(lost)} is in no line"
            findings.error("unread_ink", message, [_span(page, run.bbox)])


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(squeeze("".join(texts)))


def _span(page: Page, box: Bbox) -> PageSpan:
    x0, y0, x1, y1 = page.frame.display(box)
    return PageSpan(page=page.frame.number, bbox=(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)))
