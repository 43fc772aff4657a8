"""Ink beside all text of a page and between its lines: ticks, dirt at the edge, what is left of a staple or of a line
under words. Knows boxes; reads no text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.line_segmentation import LineBox, Segments
from kaigi_extract.ocr.page_image import PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, StraySettings


def find_strays(
    segments: Segments, ruled: Sequence[RuledLine], image: PageImage, settings: StraySettings = DEFAULT_OCR.strays
) -> set[int]:
    """Indices of the boxes that are no text: in the side margins, or flat and close under or over a line."""
    return _beside_text(segments, ruled, image, settings) | _between_lines(segments, settings)


def _between_lines(segments: Segments, settings: StraySettings) -> set[int]:
    """Flat boxes that are nearer to a line than its own characters are to the next: strokes under or over it."""
    em, lines = segments.em, [box for box in segments.boxes if not box.characters]
    lines = [line for line in lines if line.y1 - line.y0 >= settings.between_line * em]
    flat = settings.between_height * em
    return {
        k
        for k, box in enumerate(segments.boxes)
        if not box.characters and box.y1 - box.y0 <= flat and any(_is_at(box, line, em, settings) for line in lines)
    }


def _is_at(box: LineBox, line: LineBox, em: float, settings: StraySettings) -> bool:
    """Whether a stroke is close under or over a line."""
    length = box.x1 - box.x0
    gap = max(line.y0 - box.y1, box.y0 - line.y1)
    shared = min(line.x1, box.x1) - max(line.x0, box.x0)
    most = settings.between_gap if length >= settings.between_length * em else settings.between_gap_short
    return 0 <= gap <= most * em and shared >= settings.between_overlap * length


def _beside_text(segments: Segments, ruled: Sequence[RuledLine], image: PageImage, settings: StraySettings) -> set[int]:
    """Indices of the boxes in the side margins that are short and lie wholly beside all long lines and ruled lines.

    Empty where a page has no long line, since nothing shows where its text is.
    """
    em, boxes = segments.em, segments.boxes
    long = settings.body_line * em
    spans = [(box.x0, box.x1) for box in boxes if box.x1 - box.x0 >= long and not box.characters]
    if not spans:
        return set()
    spans += [(round(line.x0), round(line.x1)) for line in ruled if line.horizontal and line.x1 - line.x0 >= long]
    reach, slack = image.px(settings.stray_reach), settings.stray_slack * em
    left = min(reach, min(start for start, _ in spans) + slack)
    right = max(image.grey.shape[1] - reach, max(end for _, end in spans) - slack)
    most = settings.stray_length * em
    level = {k: box for k, box in enumerate(boxes) if not box.characters}
    short = {k: box for k, box in level.items() if max(box.x1 - box.x0, box.y1 - box.y0) <= most}
    found: set[int] = set()
    for side in (
        {k: box for k, box in short.items() if box.x1 <= left},
        {k: box for k, box in short.items() if box.x0 >= right},
    ):
        found |= side.keys() - _in_columns(side, em, settings)
    return found


def _height(box: LineBox, side: Iterable[LineBox]) -> int:
    """How high a box is with those that it goes on in above and below, without a gap between them."""
    top, bottom = box.y0, box.y1
    near = [one for one in side if one.x0 < box.x1 and box.x0 < one.x1]
    for one in sorted(near, key=lambda one: one.y0):
        if one.y0 <= bottom + 1 and one.y1 > bottom:
            bottom = one.y1
    for one in sorted(near, key=lambda one: -one.y1):
        if one.y1 >= top - 1 and one.y0 < top:
            top = one.y0
    return bottom - top


def _in_columns(side: Mapping[int, LineBox], em: float, settings: StraySettings) -> set[int]:
    """Which of the boxes beside the text begin or end where others of them do, as print does. Those that a mark of a
    pen was cut into, which is higher than a line, are none."""
    slack, count = settings.column_slack * em, settings.column_count
    found: set[int] = set()
    printed = {k: box for k, box in side.items() if _height(box, side.values()) <= settings.column_height * em}
    for edges in ({k: box.x0 for k, box in printed.items()}, {k: box.x1 for k, box in printed.items()}):
        for edge in edges.values():
            beside = {k for k, other in edges.items() if abs(other - edge) <= slack}
            found |= beside if len(beside) >= count else set()
    return found
