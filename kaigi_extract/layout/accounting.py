"""What is seen on a page against the lines that it was arranged in: what is in none of them is noted, with its place.

Changes nothing. The marks on a page were found before (`ocr.ink`); those that became characters since, such as drawn
boxes and ticks, are in its lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.checkboxes import TICKING
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.nearby import RunsByHeight
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.ringed_words import SEAL
from kaigi_extract.layout.settings import DEFAULT_LAYOUT
from kaigi_extract.layout.table import Grid
from kaigi_extract.records import PageSpan
from kaigi_extract.source import Page
from kaigi_extract.source.page import Bbox, MarkKind, touch
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.characters import has_characters
from kaigi_extract.text.choices import CHECKED, EMPTY_BOXES

_WORDS: dict[MarkKind, tuple[str, str]] = {
    "picture": (
        "page {number} has a picture whose words, if it has any, were not read",
        "page {number} has {count} pictures whose words, if they have any, were not read",
    ),
    "drawing": (
        "page {number} has a drawing that is neither text nor a ruled line",
        "page {number} has {count} drawings that are neither text nor ruled lines",
    ),
    "ink": (
        "page {number} has a mark that no text, ruled line or picture accounts for",
        "page {number} has {count} marks that no text, ruled line or picture accounts for",
    ),
}
"""Of one, and of several."""
_PEN = 2.0
"""Points by which the ink of a circle reaches out of its box: half its pen, and a pixel of the picture of the page."""


def report_unread(page: Page, layouts: Sequence[PageLayout], findings: Findings) -> None:
    """Notes what is seen on a page and is in no line of its layouts, two where it holds two pages side by side.

    `unread_part` are pictures, `unread_ink` drawings (as information), marks, and text that was lost on the way (an
    error of this library). Call it before anything in the lines is corrected.
    """
    lines = [line for layout in layouts for line in lines_of(layout)]
    read, unread = _rings(page, lines)
    if page.marks or unread:
        boxes = [*_boxes(lines), *map(_grown, (*read, *unread))]
        marks = [(mark.kind, page.frame.display(mark.bbox)) for mark in page.marks]
        left = [(kind, box) for kind, box in marks if kind == "picture" or not any(touch(box, one) for one in boxes)]
        left += [("drawing", ring) for ring in unread]
        for kind in _WORDS:
            _report_marks(page, kind, [box for which, box in left if which == kind], findings)
    _report_lost(page, lines, findings)


def lines_of(layout: PageLayout) -> list[Line]:
    """All lines of a page, those in its tables and beside its text too."""
    lines: list[Line] = []
    for item in layout.items:
        if isinstance(item, Grid):
            lines += [line for line in item.lines() if isinstance(line, Line)]
        else:
            lines.append(item)
    return [*lines, *layout.asides, *layout.struck]


def _report_marks(page: Page, kind: MarkKind, boxes: list[Bbox], findings: Findings) -> None:
    if not boxes:
        return
    one, several = _WORDS[kind]
    message = Message(one if len(boxes) == 1 else several, number=page.frame.number, count=len(boxes))
    spans = [_span(page, box) for box in boxes]
    match kind:
        case "picture":
            findings.info("unread_part", message, spans)
        case "drawing":
            findings.info("unread_ink", message, spans)
        case "ink":
            findings.warn("unread_ink", message, spans)


def _report_lost(page: Page, lines: Sequence[Line], findings: Findings) -> None:
    """Notes characters of the page that are in no line. There should never be any."""
    printed, arranged = _joined([run.text for run in page.runs]), _joined([line.text for line in lines])
    if has_characters(arranged, printed) or has_characters(fold(arranged), fold(printed)):
        return
    boxes = _boxes(lines)
    for run in page.runs:
        box = page.frame.display(run.bbox)
        near = _joined(line.text for line, other in zip(lines, boxes, strict=True) if touch(box, other))
        lost = Counter(fold(squeeze(run.text))) - Counter(fold(near))
        if lost and not _became_ticked(run.text, near, lost):
            message = Message(
                "page {number} prints {text!r}, of which {listed} is in no line",
                number=page.frame.number,
                text=squeeze(run.text),
                listed="".join(lost),
            )
            findings.error("unread_ink", message, [_span(page, box)])


def _became_ticked(text: str, near: str, lost: Counter[str]) -> bool:
    """Whether all that is lost of a text are boxes and what is typed over them, and as many of the lines near it are
    ticked that it did not print so."""
    boxes = sum(lost[char] for char in EMPTY_BOXES)
    ticked = near.count(CHECKED) - text.count(CHECKED)
    return ticked >= max(boxes, 1) and lost.keys() <= {*EMPTY_BOXES, *map(fold, TICKING)}


def _boxes(lines: Sequence[Line]) -> list[Bbox]:
    """The boxes of lines on their pages as displayed."""
    return [line.frame.display((line.x0, line.y0, line.x1, line.y1)) for line in lines]


def _ticks(lines: Sequence[Line]) -> list[Bbox]:
    """The places of ticked boxes on their pages as displayed: around where each begins, since it is put right before
    its word."""
    return [
        line.frame.display((line.at(k) - line.size / 2, line.y0, line.at(k) + line.size / 2, line.y1))
        for line in lines
        for k, char in enumerate(line.text)
        if char == CHECKED
    ]


def _rings(page: Page, lines: Sequence[Line]) -> tuple[list[Bbox], list[Bbox]]:
    """The boxes of circles around words that are read, as ticks of their lines or as places of seals, and of those that
    are not: what these choose is not known. A frame around lines is none."""
    read, unread = list[Bbox](), list[Bbox]()
    drawn = [shape.bbox for shape in page.shapes if shape.fill is None and shape.closed_curve and shape.free]
    if not drawn:
        return read, unread
    ticked, runs = _ticks(lines), RunsByHeight(page.runs)
    for box in drawn:
        ring, (words, size) = page.frame.display(box), _words_in(box, runs)
        if not words or box[3] - box[1] > DEFAULT_LAYOUT.checkboxes.ring_height[1] * size:
            continue
        is_read = words == SEAL or any(touch(ring, tick) for tick in ticked)
        (read if is_read else unread).append(ring)
    return read, unread


def _words_in(box: Bbox, runs: RunsByHeight) -> tuple[str, float]:
    """The characters of a page that lie in a box, and the size of the largest."""
    x0, y0, x1, y1 = box
    held = [
        (char, run.size)
        for run in runs.near(y0, y1)
        if y0 < (run.low + run.high) / 2 < y1
        for char, a, b in zip(run.text, run.start, run.end, strict=True)
        if x0 < (a + b) / 2 < x1
    ]
    return squeeze("".join(char for char, _ in held)), max((size for _, size in held), default=0.0)


def _grown(box: Bbox) -> Bbox:
    x0, y0, x1, y1 = box
    return x0 - _PEN, y0 - _PEN, x1 + _PEN, y1 + _PEN


def _joined(texts: Iterable[str]) -> str:
    return squeeze("".join(texts))


def _span(page: Page, box: Bbox) -> PageSpan:
    """The place of a box on the page as displayed."""
    x0, y0, x1, y1 = box
    return PageSpan(page=page.frame.number, bbox=(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)))
