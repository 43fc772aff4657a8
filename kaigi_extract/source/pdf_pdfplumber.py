"""PDF pages through pdfplumber: an independent second reading of the same facts. Decides nothing.

pdfplumber opens the file and its pages; below it pdfminer, which shares no code with MuPDF, interprets them. What the
objects of either leave out is noted here while the page is interpreted: in which order things are drawn, whether text
is drawn at all, filled or stroked, which way it runs, and what is so transparent that it hides nothing.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, cast

import pdfplumber
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTComponent, LTContainer, LTImage, LTItem
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, num_value, resolve1, stream_value
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect, decode_text, mult_matrix

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.drawing import add_drawings, paints
from kaigi_extract.source.native import NATIVE
from kaigi_extract.source.orientation import Direction, View, place, stack, turn_upright
from kaigi_extract.source.page import (
    UNKNOWN,
    Bbox,
    Frame,
    Hidden,
    LostPage,
    Page,
    Picture,
    Pixels,
    Point,
    Run,
    is_sized,
    mend_runs,
)
from kaigi_extract.source.visibility import Canvas, Paint, Rgb, intersection, rgb

JOIN = 0.05
"""Ems by which a character may miss the end of the one before it, or its baseline, and still be of its run."""
TURNED = 0.01
"""Points by which the corners of an upright rectangle may miss each other."""
INVISIBLE, CLIPPING = 3, 7
"""Render modes that draw nothing."""
NOT_SHOWN = 2 | 32
"""Flags of annotations that stay off the screen."""
STROKED = (1, 2, 5, 6)
"""Render modes that draw outlines; filled and stroked letters are thickened."""

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pages(
    path: str, data: bytes, numbers: dict[int, int], password: str | None = None
) -> Iterator[Page | LostPage]:
    """The pages in order, one at a time; a page that cannot be read comes out as `LostPage`.

    `numbers` gives the number of each page, from 1, by its object: pdfminer leaves out those that it does not find.
    """
    with _opened(path, data, password) as document:
        expected = 1
        for source in document.pages:
            number = numbers.get(cast(int, source.page_obj.pageid), expected)
            for missing in range(expected, number):
                yield LostPage(missing, "it is missing from the file")
            expected = number + 1
            try:
                page = read_page(source, number)
                if isinstance(page, Page):
                    page.render = partial(_render, source)
                yield page
            except Exception as error:  # pdfminer lets through whatever it stumbles over in damaged pages
                yield LostPage(number, str(error) or repr(error))
            finally:
                source.close()
        for missing in range(expected, max(numbers.values(), default=0) + 1):
            yield LostPage(missing, "it is missing from the file")


def _opened(path: str, data: bytes, password: str | None) -> Any:
    """The open document with its pages known. Raises `UnreadableSource`."""
    try:
        document = pdfplumber.open(io.BytesIO(data), password=password or "")
        document.pages  # noqa: B018 - found here, and kept
    except Exception as error:  # pdfminer lets through whatever it stumbles over in damaged files
        problem = f"pdfplumber cannot open this PDF ({error or repr(error)}); read it through PyMuPDF"
        raise UnreadableSource(path, problem) from error
    return document


def _render(source: Any, dpi: float) -> Pixels:
    """The page as displayed, through pdfplumber's own renderer (pdfium)."""
    with NATIVE:
        picture = source.to_image(resolution=dpi).original.convert("RGB")
    return Pixels(picture.width, picture.height, picture.tobytes())


def read_page(source: Any, number: int) -> Page | LostPage:
    """Facts of one page of pdfplumber."""
    manager = source.pdf.rsrcmgr
    recorder = Recorder(manager)
    Interpreter(manager, recorder).process_page(source.page_obj)
    items = list(_items(recorder.get_result()))
    window, (width, height) = _window(source)
    rotation = source.rotation or 0
    glyphs = [item for item in items if isinstance(item, Glyph)]
    turn = turn_upright((View(0, 0, 0).direction(*glyph.direction), 1) for glyph in glyphs if not glyph.down)
    view = View(width, height, turn)
    page = Page(Frame(number, view.width, view.height, turn), rotation)
    areas: list[Paint] = []
    drawings = []
    for order, item in enumerate(items):
        if isinstance(item, LTImage):
            box = view.box(window.box(item.bbox))
            page.pictures.append(Picture(box, int(item.srcsize[0] or 0), int(item.srcsize[1] or 0)))
            if not (item.imagemask or "SMask" in item.stream or "Mask" in item.stream):
                areas.append(Paint(order, box, None))
        elif isinstance(item, Path):
            drawings.append(item.drawing(window, order))
            areas += paints(drawings[-1], view)
    add_drawings(page, drawings, view)
    page.drop_endless()
    _add_text(page, items, Canvas(view.width, view.height, areas), window, view)
    if not items and (reason := _unpacked_badly(source.page_obj.contents)):
        return LostPage(number, reason)
    return page


class Recorder(PDFPageAggregator):
    """Keeps characters as `Glyph`s among the page's other items, in drawing order, and notes what is transparent."""

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Notes the character that the author wrote, where it is stated beside the glyph (/ActualText)."""
        written = props.get("ActualText") if isinstance(props, dict) else None
        self.written = [*getattr(self, "written", []), decode_text(written) if isinstance(written, bytes) else ""]

    def end_tag(self) -> None:
        """Forgets it."""
        self.written = getattr(self, "written", [])[:-1]

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.mode = textstate.render
        self.string = getattr(self, "string", 0) + 1
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text = font.to_unichr(cid) or UNKNOWN
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        written = getattr(self, "written", [])
        if text == "〜" and written and len(written[-1]) == 1:
            text = written[-1]
        advance = float(font.char_width(cid) * fontsize * scaling)
        a, b, c, d, e, f = matrix
        right, up = 0.0, rise
        if font.is_vertical():
            aside = font.char_disp(cid)[0]
            right = -fontsize / 2 if aside is None else -aside * fontsize / 1000
        name = font.fontname.decode("latin-1") if isinstance(font.fontname, bytes) else str(font.fontname)
        name = name.split("+")[-1]
        origin = (e + right * a + up * c, f + right * b + up * d)
        mode, paint = self.mode % 4 if self.mode != CLIPPING else INVISIBLE, graphicstate
        stroke_only = mode == 1
        colour = colour_of(paint.scs, paint.scolor) if stroke_only else colour_of(paint.ncs, paint.ncolor)
        if mode == 2 and colour_of(paint.scs, paint.scolor) != colour:
            colour = None
        self.cur_item.add(
            Glyph(
                text,
                origin,
                (a, -b),
                abs(advance) * math.hypot(a, b) if not font.is_vertical() else abs(advance) * math.hypot(c, d),
                abs(fontsize) * math.hypot(c, d) if scaling and (a or b) else 0.0,
                font.is_vertical(),
                name,
                "Bold" in name or mode in STROKED,
                colour,
                mode == INVISIBLE or getattr(paint, "opacity", 1.0) == 0,
                self.string,
            )
        )
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if path and (stroke or fill):
            self.cur_item.add(Path(self.ctm, path, stroke, fill, evenodd, gstate))


@dataclass(eq=False)
class Glyph(LTComponent):
    """One character as drawn, in points of the displayed page, y upwards."""

    text: str
    origin: Point
    direction: Point
    """Of writing, y downwards."""
    advance: float
    size: float
    down: bool
    """Of a font for 縦書き; its origin is the left end of its head."""
    font: str
    bold: bool
    colour: Rgb | None
    invisible: bool
    string: int
    """Characters shown by one operator share it."""


class Path(LTComponent):
    """One path as drawn, with its looks; its points, in points of the displayed page, y upwards."""

    def __init__(self, ctm: Any, path: Any, stroke: bool, fill: bool, even_odd: bool, looks: Any) -> None:
        self.steps = [(str(step[0]), _points(ctm, step)) for step in path]
        self.looks: dict[str, Any] = {
            "type": ("f" if fill else "") + ("s" if stroke else ""),
            "even_odd": even_odd,
            "fill": colour_of(looks.ncs, looks.ncolor),
            "color": colour_of(looks.scs, looks.scolor),
            "width": looks.linewidth,
            "fill_opacity": 0.0 if looks.blended else looks.opacity,
            "stroke_opacity": looks.stroke_opacity,
        }
        self.clip: Bbox | None = looks.clip

    def drawing(self, window: Window, order: int) -> dict[str, Any]:
        """As `drawing` wants it."""
        steps = [(kind, [window.point(*point) for point in points]) for kind, points in self.steps]
        xs, ys = zip(*(point for _, points in steps for point in points), strict=True)
        limit = window.box(self.clip) if self.clip else None
        rect = (min(xs), min(ys), max(xs), max(ys))
        return self.looks | {"items": list(_pieces(steps)), "rect": rect, "seqno": order, "limit": limit}


def _points(ctm: Any, step: Any) -> list[Point]:
    return [apply_matrix_pt(ctm, (float(x), float(y))) for x, y in zip(step[1::2], step[2::2], strict=True)]


def _pieces(steps: list[tuple[str, list[Point]]]) -> Iterator[tuple[Any, ...]]:
    """Lines, curves and rectangles of a path."""
    begins = [k for k, (kind, _) in enumerate(steps) if kind == "m"] + [len(steps)]
    for first, last in pairwise(begins):
        part = steps[first:last]
        corners = [points[-1] for _, points in part if points]
        closed = part[-1][0] == "h" or corners[0] == corners[-1]
        if len(part) > 1 and part[-1][0] == "h" and corners[0] != corners[-1]:
            part = [*part, ("l", [corners[0]])]
            corners.append(corners[0])
        if all(kind in "mlh" for kind, _ in part) and closed and _is_rectangle(corners):
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            yield "re", (min(xs), min(ys), max(xs), max(ys))
            continue
        at = part[0][1][0]
        for kind, points in part[1:]:
            if points:
                yield ("l", at, points[-1]) if kind == "l" else ("c", at, *points)
                at = points[-1]


def _is_rectangle(corners: list[Point]) -> bool:
    """Whether five corners, the last of which is the first, are those of an upright rectangle."""
    if len(corners) != 5 or corners[0] != corners[-1]:
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy), _ = corners
    flat = abs(ay - by) + abs(cy - dy) + abs(bx - cx) + abs(dx - ax)
    tall = abs(ax - bx) + abs(cx - dx) + abs(by - cy) + abs(dy - ay)
    return min(flat, tall) < TURNED


class Interpreter(PDFPageInterpreter):
    """Follows opacity, blending and clips, and draws annotations, all of which pdfminer passes over."""

    page: Any = None

    def process_page(self, page: Any) -> None:
        self.page = page
        super().process_page(page)

    def render_contents(self, resources: Any, streams: Any, ctm: Any = MATRIX_IDENTITY) -> None:
        super().render_contents(resources, streams, ctm)
        page, self.page = self.page, None
        for annotation in resolve1(page.annots) or [] if page is not None else []:
            self._draw(dict_value(annotation), ctm)

    def _draw(self, annotation: dict[str, Any], ctm: Any) -> None:
        """Draws the appearance of an annotation, fitted into its rectangle (ISO 32000-1, 12.5.5)."""
        looks = resolve1(dict_value(annotation.get("AP") or {}).get("N"))
        if isinstance(looks, dict):
            looks = resolve1(looks.get(literal_name(annotation.get("AS"))) if annotation.get("AS") else None)
        if not isinstance(looks, PDFStream) or int_value(annotation.get("F") or 0) & NOT_SHOWN:
            return
        form = stream_value(looks)
        a, b, c, d, e, f = (num_value(n) for n in list_value(form.get("Matrix") or list(MATRIX_IDENTITY)))
        matrix = (a, b, c, d, e, f)
        bbox, rect = _sorted(list_value(form["BBox"])), _sorted(list_value(annotation["Rect"]))
        x0, y0, x1, y1 = apply_matrix_rect(matrix, bbox)
        if x0 == x1 or y0 == y1:
            return
        across, up = (rect[2] - rect[0]) / (x1 - x0), (rect[3] - rect[1]) / (y1 - y0)
        fitted = mult_matrix(matrix, (across, 0, 0, up, rect[0] - x0 * across, rect[1] - y0 * up))
        self.device.begin_figure("annotation", bbox, fitted)
        self.dup().render_contents(dict_value(form.get("Resources") or {}), [form], mult_matrix(fitted, ctm))
        self.device.end_figure("annotation")

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate = State()

    def init_resources(self, resources: Any) -> None:
        super().init_resources(resources)
        self.looks = dict_value(resources.get("ExtGState") or {}) if resources else {}

    def do_gs(self, name: Any) -> None:
        look = resolve1(self.looks.get(literal_name(name)))
        if isinstance(look, dict) and isinstance(self.graphicstate, State):
            self.graphicstate.set(look)

    def do_W(self) -> None:
        self._clip()

    def do_W_a(self) -> None:
        self._clip()

    def _clip(self) -> None:
        points = [
            apply_matrix_pt(self.ctm, (float(x), float(y)))
            for step in self.curpath
            for x, y in zip(step[1::2], step[2::2], strict=False)
        ]
        if points and isinstance(self.graphicstate, State):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            self.graphicstate.clip = intersection(box, self.graphicstate.clip or box)


class State(PDFGraphicState):
    """A graphic state that knows how transparent it is, and where it is clipped."""

    def __init__(self) -> None:
        super().__init__()
        self.opacity = 1.0
        self.stroke_opacity = 1.0
        self.blended = False
        self.clip: Bbox | None = None
        """What is drawn shows inside of this box only."""

    def set(self, look: dict[str, Any]) -> None:
        """Takes what an ExtGState dictionary says of it."""
        opacity, of_strokes, blend = (resolve1(look.get(key)) for key in ("ca", "CA", "BM"))
        if isinstance(opacity, int | float):
            self.opacity = float(opacity)
        if isinstance(of_strokes, int | float):
            self.stroke_opacity = float(of_strokes)
        if isinstance(blend, list):
            blend = resolve1(blend[0]) if blend else None
        if isinstance(blend, PSLiteral):
            self.blended = literal_name(blend) not in ("Normal", "Compatible")

    def copy(self) -> PDFGraphicState:
        """pdfminer copies what it knows itself."""
        state = State()
        state.__dict__.update(self.__dict__)
        return state


def colour_of(space: Any, value: Any) -> Rgb | None:
    """A colour of pdfminer in red, green and blue; None for patterns and what cannot be told."""
    values = value if isinstance(value, tuple | list) else (value,)
    if not all(isinstance(part, int | float) for part in values):
        return None
    name = getattr(space, "name", None)
    if name in ("Separation", "DeviceN"):
        return rgb(1 - max(values))
    return None if name in ("Pattern", "Indexed", "Lab") else rgb(values)


class Window:
    """From pdfminer's points, y upwards from the foot of the media box, to the displayed page."""

    def __init__(self, left: float, top: float) -> None:
        """`left` is the window's left side and `top` its upper one, in pdfminer's points."""
        self.left, self.top = left, top

    def point(self, x: float, y: float) -> Point:
        return x - self.left, self.top - y

    def box(self, bbox: Bbox) -> Bbox:
        x0, y0, x1, y1 = bbox
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0


def _window(source: Any) -> tuple[Window, tuple[float, float]]:
    """What of the media box is displayed, with its width and height; /Rotate is done already."""
    mx0, my0, mx1, my1 = _sorted(source.page_obj.mediabox)
    cx0, cy0, cx1, cy1 = _sorted(source.page_obj.cropbox or source.page_obj.mediabox)
    cx0, cy0, cx1, cy1 = max(cx0, mx0), max(cy0, my0), min(cx1, mx1), min(cy1, my1)
    if cx0 >= cx1 or cy0 >= cy1:
        cx0, cy0, cx1, cy1 = mx0, my0, mx1, my1
    match (source.rotation or 0) % 360:
        case 90:
            x0, y0, x1, y1 = cy0 - my0, mx1 - cx1, cy1 - my0, mx1 - cx0
        case 180:
            x0, y0, x1, y1 = mx1 - cx1, my1 - cy1, mx1 - cx0, my1 - cy0
        case 270:
            x0, y0, x1, y1 = my1 - cy1, cx0 - mx0, my1 - cy0, cx1 - mx0
        case _:
            x0, y0, x1, y1 = cx0 - mx0, cy0 - my0, cx1 - mx0, cy1 - my0
    return Window(x0, y1), (x1 - x0, y1 - y0)


def _sorted(box: Any) -> Bbox:
    x0, x1 = sorted((float(resolve1(box[0])), float(resolve1(box[2]))))
    y0, y1 = sorted((float(resolve1(box[1])), float(resolve1(box[3]))))
    return x0, y0, x1, y1


def _items(container: Any) -> Iterator[LTItem]:
    """Everything drawn, in order."""
    for item in container._objs:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _unpacked_badly(contents: Iterable[Any]) -> str | None:
    """Why a page without anything on it is not blank."""
    for content in contents:
        stream = resolve1(content)
        if stream is None:
            return "its content is missing from the file"
        if resolve1(stream_value(stream).get("Length")) and not stream_value(stream).get_data().strip():
            return "its content is damaged"
    return None


def _add_text(page: Page, items: list[LTItem], canvas: Canvas, window: Window, view: View) -> None:
    """Characters to runs, each of what can be seen or of what cannot."""
    before: tuple[Run, Hidden | None, Direction, int] | None = None
    for order, item in enumerate(items):
        if not isinstance(item, Glyph):
            continue
        origin = view.point(*window.point(*item.origin))
        if not is_sized(item.size, *origin, *item.direction, item.advance):
            page.hide_unsized(item.text, *origin)
            continue
        heading = view.direction(*item.direction)
        run = _run(item, heading, origin)
        hidden: Hidden | None = "invisible" if item.invisible else canvas.split(run, order, item.colour)[0][0]
        same = before is not None and before[1:3] == (hidden, heading)
        if before is not None and same and _follows(before[0], run, before[3] == item.string):
            before[0].text += run.text
            before[0].start += run.start
            before[0].end += run.end
            run = before[0]
        elif hidden is None:
            page.runs.append(run)
        elif run.text.strip():
            page.hidden.append((hidden, run))
        before = (run, hidden, heading, item.string)
    page.runs = stack(page.runs)
    page.mended = mend_runs(page.runs)


def _run(glyph: Glyph, heading: Direction, origin: Point) -> Run:
    """One glyph at a point of the page; one that stands for several characters (a ligature) shares its width."""
    text = "".join(char if char >= " " else " " for char in glyph.text)
    x, y = origin
    if glyph.down:
        return Run(text[:1], [y], [y + glyph.advance], x, x + glyph.size, glyph.size, glyph.font, glyph.bold, True)
    part = glyph.advance / len(text)
    origins = [(x + heading[0] * part * k, y + heading[1] * part * k) for k in range(len(text))]
    run = place(text, origins, [part] * len(text), heading, glyph.size)
    run.font, run.bold = glyph.font, glyph.bold
    return run


def _follows(open_run: Run, run: Run, same_string: bool) -> bool:
    """Whether a character goes on with a run: of one string at any distance, else where it meets its end."""
    size = run.size
    gap = run.start[0] - open_run.end[-1]
    forward = (run.start[0] - open_run.start[-1]) * (run.end[0] - run.start[0]) >= 0
    return (
        run.vertical == open_run.vertical
        and open_run.font == run.font
        and open_run.bold == run.bold
        and abs(open_run.size - size) < JOIN * size
        and abs(open_run.low - run.low) < JOIN * size
        and ((same_string and forward) or abs(gap) < JOIN * size)
    )
