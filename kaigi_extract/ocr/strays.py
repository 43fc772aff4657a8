"""Ink beside all text of a page: ticks, dirt at the edge, what is left of a staple. Knows boxes; reads no text."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.ocr.line_segmentation import Segments
from kaigi_extract.ocr.page_image import PageImage
from kaigi_extract.ocr.ruled_lines import RuledLine
from kaigi_extract.ocr.settings import DEFAULT_OCR, StraySettings


def find_strays(
    segments: Segments, ruled: Sequence[RuledLine], image: PageImage, settings: StraySettings = DEFAULT_OCR.strays
) -> set[int]:
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
    return {
        k
        for k, box in enumerate(boxes)
        if max(box.x1 - box.x0, box.y1 - box.y0) <= most and (box.x1 <= left or box.x0 >= right)
    }
