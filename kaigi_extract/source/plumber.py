"""PDF pages through pdfplumber: an independent second reading of the same facts. Decides nothing.

It goes through pdfminer, which shares no code with MuPDF. It tells neither the render mode of text nor what was drawn
over it, so it marks only white and off-page text as hidden, and sees no letters thickened by a stroke.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from kaigi_extract.source.page import (
    ASCENT,
    DESCENT,
    RULE_LENGTH,
    RULE_WIDTH,
    WHITE,
    Bbox,
    Frame,
    Hidden,
    LostPage,
    Page,
    Picture,
    Rule,
    Run,
    Shape,
    lightness,
    mend_runs,
)

JOIN = 0.05
"""Ems by which a character may miss the end of the one before it, or its baseline, and still be of its run."""

Item = dict[str, Any]

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pages(path: str, data: bytes, password: str | None = None) -> Iterator[Page | LostPage]:
    """The pages in order, one at a time; a page that cannot be read comes out as `LostPage`."""
    with pdfplumber.open(io.BytesIO(data), password=password or "") as document:
        for source in document.pages:
            try:
                yield read_page(source)
            except (PDFException, PdfminerException, ValueError, KeyError, TypeError) as error:
                yield LostPage(source.page_number, str(error) or repr(error))
            finally:
                source.close()


def read_page(source: Any) -> Page:
    """Facts of one page."""
    left, top, right, bottom = source.bbox
    page = Page(Frame(source.page_number, float(right - left), float(bottom - top)), source.rotation or 0)
    for item in source.lines:
        _add_line(page, _box(item, left, top), item)
    for item in source.rects:
        _add_area(page, _box(item, left, top), item)
    for item in source.curves:
        _add_curve(page, _box(item, left, top), item)
    fills = [shape for shape in page.shapes if shape.fill is not None]
    _add_text(page, source.chars, left, top, fills)
    page.pictures = [
        Picture(_box(image, left, top), int(image["srcsize"][0]), int(image["srcsize"][1])) for image in source.images
    ]
    return page


def _box(item: Item, left: float, top: float) -> Bbox:
    return (item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top)


def _add_text(page: Page, chars: list[Item], left: float, top: float, fills: list[Shape]) -> None:
    open_run: Run | None = None
    for char in chars:
        run = _run(char, left, top)
        hidden = _hidden(page, run, char, fills)
        if hidden is not None:
            page.hidden.append((hidden, run))
            open_run = None
        elif open_run is not None and _follows(open_run, run):
            open_run.text += run.text
            open_run.start += run.start
            open_run.end += run.end
        else:
            open_run = run
            page.runs.append(run)
    page.mended = mend_runs(page.runs)


def _run(char: Item, left: float, top: float) -> Run:
    """One character. pdfminer keeps the origin of a glyph in its matrix, measured from the foot of the page."""
    x0, y0, x1, y1 = _box(char, left, top)
    text, size, font = char["text"], float(char["size"]), str(char["fontname"])
    text = text if len(text) == 1 and text >= " " else text[:1] if text[:1] >= " " else " "
    bold = "Bold" in font
    if not char["upright"]:
        return Run(text, [y0], [y1], x0, x1, size, font, bold, vertical=True)
    baseline = y0 + float(char["y1"]) - float(char["matrix"][5])
    return Run(text, [x0], [x1], baseline - ASCENT * size, baseline + DESCENT * size, size, font, bold)


def _follows(open_run: Run, run: Run) -> bool:
    return (
        not run.vertical
        and not open_run.vertical
        and open_run.font == run.font
        and abs(open_run.size - run.size) < JOIN * run.size
        and abs(open_run.low - run.low) < JOIN * run.size
        and abs(open_run.end[-1] - run.start[0]) < JOIN * run.size
    )


def _hidden(page: Page, run: Run, char: Item, fills: list[Shape]) -> Hidden | None:
    x, y = (run.start[0] + run.end[0]) / 2, (run.low + run.high) / 2
    if run.vertical:
        x, y = y, x
    if not (0 < x < page.frame.width and 0 < y < page.frame.height):
        return "off_page"
    if run.text.isspace() or lightness(char["non_stroking_color"]) < WHITE or char["non_stroking_color"] is None:
        return None
    behind = [f for f in fills if f.bbox[0] <= x <= f.bbox[2] and f.bbox[1] <= y <= f.bbox[3]]
    return None if behind and (behind[-1].fill or 0.0) < WHITE else "white"


def _add_line(page: Page, box: Bbox, item: Item) -> None:
    if lightness(item["stroking_color"]) >= WHITE:
        return
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) <= RULE_WIDTH and max(x1 - x0, y1 - y0) >= RULE_LENGTH:
        page.rules.append(Rule(x0, y0, x1, y1, float(item["linewidth"] or 0)))


def _add_area(page: Page, box: Bbox, item: Item) -> None:
    """A rectangle: a frame, a filling, or a bar that serves as a rule."""
    x0, y0, x1, y1 = box
    light = lightness(item["non_stroking_color"])
    if item["fill"] and min(x1 - x0, y1 - y0) <= RULE_WIDTH:
        if light < WHITE:
            page.rules.append(Rule.along(box))
    elif item["fill"]:
        page.shapes.append(Shape(box, light))
    if item["stroke"] and min(x1 - x0, y1 - y0) > RULE_WIDTH and lightness(item["stroking_color"]) < WHITE:
        page.frames.append(box)


def _add_curve(page: Page, box: Bbox, item: Item) -> None:
    """A path: the dashes of a rule come as such, too."""
    curved = any(step[0] == "c" for step in item["path"])
    if not curved and min(box[2] - box[0], box[3] - box[1]) <= RULE_WIDTH:
        _add_area(page, box, item) if item["fill"] else _add_line(page, box, item)
    else:
        light = lightness(item["non_stroking_color"]) if item["fill"] else None
        page.shapes.append(Shape(box, light, closed_curve=curved))
