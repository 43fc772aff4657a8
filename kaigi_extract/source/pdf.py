"""PDF pages through PyMuPDF: one pass for the text, one for what is drawn. Imports pymupdf; decides nothing.

`get_texttrace` is read and not `rawdict`, since it tells what a reader of the page would see: the drawing order (what
lies under a black box), the render mode (invisible OCR layers, letters thickened by a stroke) and the opacity.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pymupdf

from kaigi_extract.errors import EncryptedSource, UnreadableSource
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

DARK = 0.6
"""Lightness up to which a filling makes white letters readable."""
OPAQUE = 0.99
"""Opacity from which a filling hides what is under it."""

FILL_TEXT, STROKE_TEXT, INVISIBLE_TEXT = 0, 1, 3
BOLD_FLAG = 16
UPRIGHT = (1.0, 0.0)

Dict = dict[str, Any]


@contextlib.contextmanager
def open_pdf(path: str, data: bytes, password: str | None) -> Iterator[pymupdf.Document]:
    """The open document. Raises `EncryptedSource` or `UnreadableSource`."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError, ValueError) as error:
        raise UnreadableSource(path, f"this PDF cannot be opened ({error}); get a whole copy of it") from error
    with document:
        if document.needs_pass and not (password and document.authenticate(password)):
            raise EncryptedSource(path, wrong=password is not None)
        if document.page_count == 0:
            raise UnreadableSource(path, "this PDF has no pages; get a whole copy of it")
        yield document


def read_pages(path: str, data: bytes, password: str | None = None) -> Iterator[Page | LostPage]:
    """The pages in order, one at a time; a page that cannot be read comes out as `LostPage`."""
    with open_pdf(path, data, password) as document:
        for index in range(document.page_count):
            pymupdf.TOOLS.reset_mupdf_warnings()
            try:
                page = read_page(document[index])
            except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
                yield LostPage(index + 1, str(error).strip().splitlines()[-1] if str(error).strip() else repr(error))
                continue
            trouble = pymupdf.TOOLS.mupdf_warnings()
            if trouble and "error" in trouble and not (page.runs or page.pictures):
                yield LostPage(index + 1, trouble.splitlines()[0])
            else:
                yield page


def read_page(source: pymupdf.Page) -> Page:
    """Facts of one page."""
    trace: list[Dict] = source.get_texttrace()
    drawings: list[Dict] = source.get_cdrawings()
    crop = source.cropbox
    rotation = source.rotation
    turn = _turn_upright(trace, rotation)
    view = View(crop.width, crop.height, (rotation + turn) % 360)
    page = Page(Frame(source.number + 1, view.width, view.height, turn), rotation)
    _add_drawings(page, drawings, view)
    _add_text(page, trace, drawings, view)
    if source.get_images():
        page.pictures = [
            Picture(view.box(image["bbox"]), image["width"], image["height"]) for image in source.get_image_info()
        ]
    return page


class View:
    """From the page as stored to the page upright. `width` and `height` are those of the upright page."""

    def __init__(self, width: float, height: float, angle: int) -> None:
        self.stored_width, self.stored_height, self.angle = width, height, angle
        self.width, self.height = (height, width) if angle in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.angle:
            case 90:
                return self.stored_height - y, x
            case 180:
                return self.stored_width - x, self.stored_height - y
            case 270:
                return y, self.stored_width - x
            case _:
                return x, y

    def box(self, bbox: Bbox) -> Bbox:
        if not self.angle:
            return bbox
        (ax, ay), (bx, by) = self.point(bbox[0], bbox[1]), self.point(bbox[2], bbox[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def direction(self, x: float, y: float) -> tuple[int, int]:
        """A direction of writing, rounded to an axis."""
        dx, dy = round(x), round(y)
        match self.angle:
            case 90:
                return -dy, dx
            case 180:
                return -dx, -dy
            case 270:
                return dy, -dx
            case _:
                return dx, dy


def _turn_upright(trace: list[Dict], rotation: int) -> int:
    """Degrees clockwise by which the displayed page must be turned for most of its horizontal text to stand upright."""
    if not rotation and all(span["dir"] == UPRIGHT for span in trace):
        return 0
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for span in trace:
        if not span["wmode"]:
            dx, dy = View(0, 0, rotation).direction(*span["dir"])
            votes[{(1, 0): 0, (0, -1): 90, (-1, 0): 180, (0, 1): 270}.get((dx, dy), 0)] += len(span["chars"])
    return max(votes, key=lambda turn: votes[turn])


def _add_text(page: Page, trace: list[Dict], drawings: list[Dict], view: View) -> None:
    fills = [(d["seqno"], lightness(d["fill"]), d["rect"]) for d in drawings if _hides(d)]
    last_fill = max((seqno for seqno, _, _ in fills), default=-1)
    stroked = {_key(span) for span in trace if span["type"] == STROKE_TEXT}
    filled = {_key(span) for span in trace if span["type"] == FILL_TEXT} if stroked else set()
    for span in trace:
        if span["type"] == STROKE_TEXT and _key(span) in filled:
            continue
        hidden = _hidden(span, page, view)
        if hidden is None and (last_fill > span["seqno"] or lightness(span["color"]) >= WHITE):
            hidden = _painted_over(span, fills)
        run = _run(span, view)
        run.bold = bool(span["flags"] & BOLD_FLAG) or "Bold" in run.font or (bool(stroked) and _key(span) in stroked)
        if hidden is None:
            page.runs.append(run)
        elif run.text.strip():
            page.hidden.append((hidden, run))
    page.mended = mend_runs(page.runs)


def _key(span: Dict) -> tuple[int, float, float, int]:
    first = span["chars"][0]
    return first[0], round(first[2][0], 1), round(first[2][1], 1), len(span["chars"])


def _hides(drawing: Dict) -> bool:
    if "f" not in drawing["type"] or drawing.get("fill_opacity", 1.0) < OPAQUE:
        return False
    x0, y0, x1, y1 = drawing["rect"]
    return bool(x1 - x0 > RULE_WIDTH and y1 - y0 > RULE_WIDTH and all(item[0] == "re" for item in drawing["items"]))


def _hidden(span: Dict, page: Page, view: View) -> Hidden | None:
    if span["type"] == INVISIBLE_TEXT or span["opacity"] == 0:
        return "invisible"
    x0, y0, x1, y1 = view.box(span["bbox"])
    if x1 <= 0 or y1 <= 0 or x0 >= page.frame.width or y0 >= page.frame.height:
        return "off_page"
    return None


def _painted_over(span: Dict, fills: list[tuple[int, float, Bbox]]) -> Hidden | None:
    """Whether the run lies under a filling painted after it, or is white with nothing dark behind it."""
    x0, y0, x1, y1 = span["bbox"]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    around = [(seqno, light) for seqno, light, box in fills if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
    if any(seqno > span["seqno"] for seqno, _ in around):
        return "covered"
    if lightness(span["color"]) < WHITE:
        return None
    behind = [light for _, light in around]
    return None if behind and behind[-1] <= DARK else "white"


def _run(span: Dict, view: View) -> Run:
    chars = span["chars"]
    text = "".join([chr(c[0]) if c[0] >= 32 else " " for c in chars])
    size, font = span["size"], span["font"]
    if not view.angle and span["dir"] == UPRIGHT and not span["wmode"]:
        baseline = chars[0][2][1]
        start, end = [c[3][0] for c in chars], [c[3][2] for c in chars]
        return Run(text, start, end, baseline - ASCENT * size, baseline + DESCENT * size, size, font)
    boxes = [view.box(c[3]) for c in chars]
    dx, _ = view.direction(*span["dir"])
    if dx and not span["wmode"]:
        baseline = view.point(*chars[0][2])[1]
        low, high = (baseline - ASCENT * size, baseline + DESCENT * size) if dx > 0 else (boxes[0][1], boxes[0][3])
        return Run(text, [b[0] for b in boxes], [b[2] for b in boxes], low, high, size, font)
    low, high = min(b[0] for b in boxes), max(b[2] for b in boxes)
    return Run(text, [b[1] for b in boxes], [b[3] for b in boxes], low, high, size, font, vertical=True)


def _add_drawings(page: Page, drawings: list[Dict], view: View) -> None:
    for drawing in drawings:
        kind = drawing["type"]
        if "s" in kind and lightness(drawing.get("color")) < WHITE and drawing.get("stroke_opacity", 1.0) > 0:
            _add_stroke(page, drawing, view)
        if "f" in kind:
            _add_fill(page, drawing, view)


def _add_stroke(page: Page, drawing: Dict, view: View) -> None:
    width = float(drawing.get("width") or 0.0)
    for item in drawing["items"]:
        match item[0]:
            case "l":
                (ax, ay), (bx, by) = view.point(*item[1]), view.point(*item[2])
                _add_rule(page, ax, ay, bx, by, width)
            case "re":
                _add_frame(page, view.box(item[1]))
            case "qu":
                corners = [view.point(*corner) for corner in (item[1][0], item[1][1], item[1][3], item[1][2])]
                for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
                    _add_rule(page, ax, ay, bx, by, width)
    if any(item[0] == "c" for item in drawing["items"]):
        page.shapes.append(Shape(view.box(drawing["rect"]), None, closed_curve=True))


def _add_frame(page: Page, box: Bbox) -> None:
    if _is_bar(box):
        page.rules.append(Rule.along(box))
    else:
        page.frames.append(box)


def _add_rule(page: Page, ax: float, ay: float, bx: float, by: float, width: float) -> None:
    if abs(ax - bx) > RULE_WIDTH and abs(ay - by) > RULE_WIDTH:
        return
    if max(abs(ax - bx), abs(ay - by)) >= RULE_LENGTH:
        page.rules.append(Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), width))


def _add_fill(page: Page, drawing: Dict, view: View) -> None:
    light = lightness(drawing.get("fill"))
    box = view.box(drawing["rect"])
    if _is_bar(box):
        if light < WHITE:
            page.rules.append(Rule.along(box))
        return
    items = drawing["items"]
    if len(items) == 2 and drawing.get("even_odd") and all(item[0] == "re" for item in items):
        page.frames.append(box)
        return
    for item in items:
        if item[0] == "re":
            part = view.box(item[1])
            if _is_bar(part) and light < WHITE:
                page.rules.append(Rule.along(part))
            else:
                page.shapes.append(Shape(part, light))
    if any(item[0] != "re" for item in items):
        page.shapes.append(Shape(box, light, closed_curve=any(item[0] == "c" for item in items)))


def _is_bar(box: Bbox) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= RULE_WIDTH
