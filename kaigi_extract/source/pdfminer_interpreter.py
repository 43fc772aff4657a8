"""What pdfminer's interpreter passes over: opacity, blending, clips, and the appearance of annotations."""

from __future__ import annotations

from typing import Any

from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, num_value, resolve1, stream_value
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect, mult_matrix

from kaigi_extract.source.notes import MARKS
from kaigi_extract.source.page import Bbox
from kaigi_extract.source.pdfminer_window import in_order
from kaigi_extract.source.visibility import intersection

NOT_SHOWN = 2 | 32
"""Flags of annotations that stay off the screen."""


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
        """Draws the appearance of an annotation, fitted into its rectangle (ISO 32000-1, 12.5.5). A reviewer's marks
        are no part of the page."""
        if literal_name(annotation.get("Subtype")) in MARKS:
            return
        looks = resolve1(dict_value(annotation.get("AP") or {}).get("N"))
        if isinstance(looks, dict):
            looks = resolve1(looks.get(literal_name(annotation.get("AS"))) if annotation.get("AS") else None)
        if not isinstance(looks, PDFStream) or int_value(annotation.get("F") or 0) & NOT_SHOWN:
            return
        form = stream_value(looks)
        a, b, c, d, e, f = (num_value(n) for n in list_value(form.get("Matrix") or list(MATRIX_IDENTITY)))
        matrix = (a, b, c, d, e, f)
        bbox, rect = in_order(list_value(form["BBox"])), in_order(list_value(annotation["Rect"]))
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
