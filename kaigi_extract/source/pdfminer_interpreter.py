"""What pdfminer's interpreter passes over: opacity, blending, clips, layers, units, and what annotations look like."""

from __future__ import annotations

import math
from typing import Any, cast

from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, num_value, resolve1, stream_value
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_rect, mult_matrix

from kaigi_extract.source.notes import COVERING, MARKS, TYPED
from kaigi_extract.source.page import Bbox
from kaigi_extract.source.pdfminer_fields import field_of
from kaigi_extract.source.pdfminer_layers import Layers, membership_of
from kaigi_extract.source.pdfminer_recorder import Path, Recorder, Steps, is_rectangle, transformed
from kaigi_extract.source.pdfminer_window import in_order, unit_of
from kaigi_extract.source.visibility import intersection

NOT_SHOWN = 2 | 32
"""Flags of annotations that stay off the screen."""
SKIPPED = frozenset({"Popup", "Link"})
"""Annotations that draw nothing on the page, or nothing to read."""


class Interpreter(PDFPageInterpreter):
    """Follows opacity, blending, clips and layers, and draws annotations, all of which pdfminer passes over."""

    device: Recorder
    page: Any = None
    outdated = False
    """Whether what fields look like is said to be older than what is filled in."""
    layers: Layers = Layers({})
    inherited: State | None = None
    """What a form goes on from."""
    off: str | None = None
    around: str | None = None
    """Name of the layer that is off, and that all of what is drawn now is on."""

    def process_page(self, page: Any) -> None:
        """Draws a page, in points: what its file calls a unit may be more than one."""
        self.page = page
        self.layers = Layers(page.doc.catalog)
        form = resolve1(page.doc.catalog.get("AcroForm"))
        self.outdated = isinstance(form, dict) and bool(resolve1(form.get("NeedAppearances")))
        x0, y0, x1, y1 = in_order(page.mediabox)
        unit = unit_of(page)
        match page.rotate:
            case 90:
                ctm = (0.0, -unit, unit, 0.0, -y0 * unit, x1 * unit)
            case 180:
                ctm = (-unit, 0.0, 0.0, -unit, x1 * unit, y1 * unit)
            case 270:
                ctm = (0.0, unit, -unit, 0.0, y1 * unit, -x0 * unit)
            case _:
                ctm = (unit, 0.0, 0.0, unit, -x0 * unit, -y0 * unit)
        self.device.begin_page(page, ctm)
        self.render_contents(page.resources, page.contents, ctm=ctm)
        self.device.end_page(page)

    def dup(self) -> Interpreter:
        copy = cast(Interpreter, super().dup())
        copy.layers, copy.off = self.layers, self.off
        return copy

    def render_contents(self, resources: Any, streams: Any, ctm: Any = MATRIX_IDENTITY) -> None:
        super().render_contents(resources, streams, ctm)
        page, self.page = self.page, None
        for annotation in resolve1(page.annots) or [] if page is not None else []:
            self._draw(dict_value(annotation), ctm)

    def _draw(self, annotation: dict[str, Any], ctm: Any) -> None:
        """Draws the appearance of an annotation, fitted into its rectangle (ISO 32000-1, 12.5.5). A reviewer's marks
        are no part of the page."""
        kind = _name(annotation.get("Subtype"))
        off = self.layers.why_off(annotation.get("OC"))
        if kind in SKIPPED or int_value(annotation.get("F") or 0) & NOT_SHOWN:
            return
        if kind in MARKS and off is None:
            if kind in COVERING:
                self._cover(kind, annotation, ctm)
            return
        self.off = off
        self.device.off = self.off
        field = field_of(annotation)
        if field is not None and self.off is None:
            self.device.add_field(field, ctm)
        looks = _looks(annotation)
        if field is not None and field.text and (looks is None or self.outdated or field.shows_all):
            for text, x, y in field.lines():
                self.device.write(text, (x, y), field.size, ctm)
        elif looks is not None:
            self._draw_form(stream_value(looks), in_order(list_value(annotation["Rect"])), ctm)
        self.off = self.device.off = None

    def _cover(self, kind: str, annotation: dict[str, Any], ctm: Any) -> None:
        """Notes what a mark lays over the page."""
        looks, rect = _looks(annotation), in_order(list_value(annotation["Rect"]))
        if looks is not None:
            before = len(self.device.cur_item._objs)
            self._draw_form(stream_value(looks), rect, ctm)
            self.device.covers += self.device.cur_item._objs[before:]
            del self.device.cur_item._objs[before:]
        elif kind == TYPED and (ground := resolve1(annotation.get("C"))):
            state = State()
            state.ncolor = cast(Any, tuple(num_value(part) for part in list_value(ground)))
            state.opacity = float(num_value(annotation.get("CA", 1.0)))
            first, *others = _corners(rect)
            steps = [("m", *first), *(("l", *corner) for corner in others), ("h",)]
            self.device.covers.append(Path(ctm, steps, False, True, False, state))

    def _draw_form(self, form: Any, rect: Bbox, ctm: Any) -> None:
        a, b, c, d, e, f = (num_value(n) for n in list_value(form.get("Matrix") or list(MATRIX_IDENTITY)))
        matrix = (a, b, c, d, e, f)
        bbox = in_order(list_value(form["BBox"]))
        x0, y0, x1, y1 = apply_matrix_rect(matrix, bbox)
        if x0 == x1 or y0 == y1:
            return
        across, up = (rect[2] - rect[0]) / (x1 - x0), (rect[3] - rect[1]) / (y1 - y0)
        fitted = mult_matrix(matrix, (across, 0, 0, up, rect[0] - x0 * across, rect[1] - y0 * up))
        self.device.begin_figure("annotation", bbox, fitted)
        form_state = State(math.hypot(*ctm[:2]))
        form_state.clip = _bounds(transformed(mult_matrix(fitted, ctm), _corners(bbox)))
        interpreter = self.dup()
        interpreter.inherited = form_state
        interpreter.render_contents(dict_value(form.get("Resources") or {}), [form], mult_matrix(fitted, ctm))
        self.device.end_figure("annotation")

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate = self.inherited.copy() if self.inherited is not None else State(math.hypot(*ctm[:2]))
        self.around = self.off
        self.hiding: list[str | None] = []
        """Of each marked content that is open: what switches it off."""

    def init_resources(self, resources: Any) -> None:
        super().init_resources(resources)
        self.looks = dict_value(resources.get("ExtGState") or {}) if resources else {}

    def do_Do(self, xobjid_arg: Any) -> None:
        xobj = self.xobjmap.get(literal_name(xobjid_arg))
        stream = resolve1(xobj)
        if not isinstance(stream, PDFStream):
            return
        around, self.off = self.off, self.off or self.layers.why_off(stream.get("OC"))
        self.device.off, self.device.looks = self.off, self.graphicstate
        self.drawn = stream
        super().do_Do(xobjid_arg)
        self.device.set_ctm(self.ctm)  # the form's own is still set
        self.off = self.device.off = around

    def subinterp(self) -> PDFPageInterpreter:
        """The interpreter of a form: it goes on from the state at hand, within the form's box."""
        interpreter = cast(Interpreter, super().subinterp())
        state = cast(State, self.graphicstate.copy())
        matrix = mult_matrix(self.drawn.get("Matrix") or MATRIX_IDENTITY, self.ctm)
        state.cut(_bounds(transformed(matrix, _corners(in_order(list_value(self.drawn["BBox"]))))))
        interpreter.inherited = state
        return interpreter

    def do_ET(self) -> None:
        super().do_ET()
        if self.device.text_clips and isinstance(self.graphicstate, State):
            self.graphicstate.masked = True
        self.device.text_clips = False

    def do_EI(self, obj: Any) -> None:
        self.device.looks = self.graphicstate
        super().do_EI(obj)

    def do_sh(self, name: Any) -> None:
        """Notes that a shade is painted, which pdfminer leaves out."""
        if isinstance(self.graphicstate, State):
            self.device.paint_shade(self.graphicstate)

    def do_BMC(self, tag: Any) -> None:
        self.hiding.append(None)
        super().do_BMC(tag)

    def do_BDC(self, tag: Any, props: Any) -> None:
        off = None
        if isinstance(tag, PSLiteral) and literal_name(tag) == "OC":
            off = self.layers.why_off(membership_of(props, self.resources))
        self.hiding.append(off)
        self._set_off()
        super().do_BDC(tag, props)

    def do_EMC(self) -> None:
        if self.hiding:
            self.hiding.pop()
            self._set_off()
        super().do_EMC()

    def _set_off(self) -> None:
        self.off = next((name for name in self.hiding if name is not None), self.around)
        self.device.off = self.off

    def do_gs(self, name: Any) -> None:
        look = resolve1(self.looks.get(literal_name(name)))
        if isinstance(look, dict) and isinstance(self.graphicstate, State):
            self.graphicstate.set(look)

    def do_W(self) -> None:
        self._clip(even_odd=False)

    def do_W_a(self) -> None:
        self._clip(even_odd=True)

    def _clip(self, *, even_odd: bool) -> None:
        steps = [
            (str(step[0]), transformed(self.ctm, zip(step[1::2], step[2::2], strict=False))) for step in self.curpath
        ]
        points = [point for _, reached in steps for point in reached]
        if points and isinstance(self.graphicstate, State):
            self.graphicstate.cut(_bounds(points))
            if not is_rectangle(steps):
                self.graphicstate.clips = (*self.graphicstate.clips, (steps, even_odd))


def _looks(annotation: dict[str, Any]) -> PDFStream | None:
    """The stream of an annotation's appearance, in the state that it is in."""
    looks = resolve1(dict_value(annotation.get("AP") or {}).get("N"))
    if isinstance(looks, dict):
        looks = resolve1(looks.get(literal_name(annotation.get("AS"))) if annotation.get("AS") else None)
    return looks if isinstance(looks, PDFStream) else None


def _name(value: Any) -> str:
    found = resolve1(value)
    return str(literal_name(found)) if isinstance(found, PSLiteral) else ""


def _corners(box: Bbox) -> list[tuple[float, float]]:
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _bounds(points: list[tuple[float, float]]) -> Bbox:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


class State(PDFGraphicState):
    """A graphic state that knows how transparent it is, and where it is clipped."""

    def __init__(self, linewidth: float = 1.0) -> None:
        super().__init__()
        self.linewidth = linewidth
        self.opacity = 1.0
        self.stroke_opacity = 1.0
        self.blended = False
        self.masked = False
        """Whether a soft mask, or text as a clip, decides what shows."""
        self.clip: Bbox | None = None
        """What is drawn shows inside of this box only."""
        self.clips: tuple[tuple[Steps, bool], ...] = ()
        """And inside of these free shapes, each with whether it is filled by the even-odd rule."""

    @property
    def clear(self) -> bool:
        """Whether things below show through what is filled, in another way than by its opacity."""
        return self.blended or self.masked

    def cut(self, box: Bbox) -> None:
        """Clips to a box, too."""
        self.clip = intersection(box, self.clip or box)

    def set(self, look: dict[str, Any]) -> None:
        """Takes what an ExtGState dictionary says of it."""
        opacity, of_strokes, blend, mask = (resolve1(look.get(key)) for key in ("ca", "CA", "BM", "SMask"))
        if isinstance(opacity, int | float):
            self.opacity = float(opacity)
        if isinstance(of_strokes, int | float):
            self.stroke_opacity = float(of_strokes)
        if isinstance(blend, list):
            blend = resolve1(blend[0]) if blend else None
        if isinstance(blend, PSLiteral):
            self.blended = literal_name(blend) not in ("Normal", "Compatible")
        if mask is not None:
            self.masked = isinstance(mask, dict)

    def copy(self) -> State:
        """pdfminer copies what it knows itself."""
        state = State()
        state.__dict__.update(self.__dict__)
        return state
