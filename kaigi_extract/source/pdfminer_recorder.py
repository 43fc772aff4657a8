"""Characters and paths as pdfminer draws them, in drawing order, with what its own objects leave out.

That is: whether text is drawn at all, filled or stroked, which way it runs, and how transparent a path is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTComponent
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.utils import apply_matrix_pt, decode_text

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.page import UNKNOWN, Bbox, Point
from kaigi_extract.source.pdfminer_fields import Field, ems
from kaigi_extract.source.pdfminer_window import Window
from kaigi_extract.source.visibility import Rgb, rgb

TURNED = 0.01
"""Points by which the corners of an upright rectangle may miss each other."""
INVISIBLE_MODE, CLIPPING_MODE = 3, 7
"""Render modes that draw nothing."""
STROKED_MODES = (1, 2, 5, 6)
"""Render modes that draw outlines; filled and stroked characters are thickened."""
TEXT_CLIPS = 4
"""Render modes from here on make text a clip of what comes."""
WINDOWS_CHARACTERS = {"−": "－", "〜": "～"}
"""Characters of JIS, and what Japanese Windows types for the same glyph."""
FILLED_IN = "filled in"
"""Stands for the name of a font in fields that a viewer fills in."""


class Recorder(PDFPageAggregator):
    """Keeps characters as `Glyph`s among the page's other items, in drawing order, and notes what is transparent."""

    off: str | None = None
    """Name of the layer that is off, and that all of what is drawn now is on."""
    text_clips = False
    """Whether text was set that clips what comes."""
    looks: Any = None
    """The graphic state in which the next image is drawn."""

    def __init__(self, manager: Any) -> None:
        super().__init__(manager)
        self.boxes: list[tuple[Bbox, bool]] = []
        """Checkboxes and radio buttons of the page's form, in points of the displayed page, and whether they are on."""
        self.covers: list[Any] = []
        """What a reviewer's marks lay over the page."""

    def add_field(self, field: Field, ctm: Any) -> None:
        """Notes a box to tick."""
        if field.ticked is not None:
            x0, y0, x1, y1 = field.rect
            xs, ys = zip(*transformed(ctm, [(x0, y0), (x1, y1)]), strict=True)
            self.boxes.append(((min(xs), min(ys), max(xs), max(ys)), field.ticked))

    def write(self, text: str, at: Point, size: float, ctm: Any) -> None:
        """Adds a line of text in a viewer's own font, `at` a point of the page's units."""
        a, b, _, _, _, _ = ctm
        self.string = getattr(self, "string", 0) + 1
        x, y = at
        for char in text:
            origin = apply_matrix_pt(ctm, (x, y))
            scale, width = math.hypot(a, b), ems(char) * size
            self.cur_item.add(
                Glyph(
                    char,
                    origin,
                    (a, -b),
                    width * scale,
                    size * scale,
                    False,
                    FILLED_IN,
                    False,
                    None,
                    False,
                    self.string,
                    self.off,
                )
            )
            x += width

    def render_image(self, name: str, stream: Any) -> None:
        """Notes what of an image shows."""
        if self.off is None:
            super().render_image(name, stream)
            image: Any = self.cur_item._objs[-1]
            image.matrix, image.looks = self.ctm, self.looks.copy()

    def paint_shade(self, looks: Any) -> None:
        """Notes that a shade fills all that its clips leave."""
        if self.off is None:
            self.cur_item.add(Shade(looks.clip, looks.opacity, looks.clear))

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
        if textstate.render >= TEXT_CLIPS:
            self.text_clips = True

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
        """Keeps one character as a `Glyph`; gives how far it moves the next one on, before `matrix`."""
        advance = float(font.char_width(cid) * fontsize * scaling)
        a, b, c, d, _, _ = matrix
        name = _font_name(font)
        mode = self.mode % 4 if self.mode != CLIPPING_MODE else INVISIBLE_MODE
        self.cur_item.add(
            Glyph(
                self._text(font, cid),
                _origin(matrix, font, fontsize, rise, cid),
                (a, -b),
                abs(advance) * (math.hypot(c, d) if font.is_vertical() else math.hypot(a, b)),
                abs(fontsize) * math.hypot(c, d) if scaling and (a or b) else 0.0,
                font.is_vertical(),
                name,
                "Bold" in name or mode in STROKED_MODES,
                _text_colour(mode, graphicstate),
                mode == INVISIBLE_MODE or getattr(graphicstate, "opacity", 1.0) == 0,
                self.string,
                self.off,
                getattr(graphicstate, "opacity", 1.0),
            )
        )
        return advance

    def _text(self, font: Any, cid: int) -> str:
        """What a font says that a glyph is; what the author wrote where it says 〜, which fonts map ～ to as well.

        Where the file itself does not say, of the two characters that a glyph stands for it is that of Windows.
        """
        try:
            text = str(font.to_unichr(cid) or UNKNOWN)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        if text in WINDOWS_CHARACTERS and not isinstance(getattr(font, "unicode_map", None), FileUnicodeMap):
            text = WINDOWS_CHARACTERS[text]
        written = getattr(self, "written", [])
        if text == "〜" and written and len(written[-1]) == 1:
            return str(written[-1])
        return text

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if path and (stroke or fill) and self.off is None:
            self.cur_item.add(Path(self.ctm, path, stroke, fill, evenodd, gstate))


def _font_name(font: Any) -> str:
    """The name of a font without the tag of a subset."""
    name = font.fontname.decode("latin-1") if isinstance(font.fontname, bytes) else str(font.fontname)
    return name.split("+")[-1]


def _origin(matrix: Any, font: Any, fontsize: float, rise: float, cid: int) -> Point:
    """Where a glyph's baseline begins; in a font for 縦書き the left end of its head."""
    a, b, c, d, e, f = matrix
    right, up = 0.0, rise
    if font.is_vertical():
        aside = font.char_disp(cid)[0]
        right = -fontsize / 2 if aside is None else -aside * fontsize / 1000
    return e + right * a + up * c, f + right * b + up * d


def _text_colour(mode: int, looks: Any) -> Rgb | None:
    """The colour that text of a render mode is drawn in; None where outline and filling differ."""
    if mode == 1:
        return colour_of(looks.scs, looks.scolor)
    colour = colour_of(looks.ncs, looks.ncolor)
    return None if mode == 2 and colour_of(looks.scs, looks.scolor) != colour else colour


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
    layer: str | None = None
    """Name of the layer that is off and that it is on."""
    opacity: float = 1.0


@dataclass(eq=False)
class Shade(LTComponent):
    """A shade as painted, in points of the displayed page, y upwards."""

    clip: Bbox | None
    opacity: float
    clear: bool


Step = tuple[str, list[Point]]
"""One operator of a path (m, l, c, v, y, h) with its points."""
Steps = list[Step]


class Path(LTComponent):
    """One path as drawn, with its looks; its points, in points of the displayed page, y upwards."""

    def __init__(self, ctm: Any, path: Any, stroke: bool, fill: bool, even_odd: bool, looks: Any) -> None:
        self.steps: Steps = [
            (str(step[0]), transformed(ctm, zip(step[1::2], step[2::2], strict=True))) for step in path
        ]
        self.looks: dict[str, Any] = {
            "type": ("f" if fill else "") + ("s" if stroke else ""),
            "even_odd": even_odd,
            "fill": colour_of(looks.ncs, looks.ncolor),
            "color": colour_of(looks.scs, looks.scolor),
            "width": looks.linewidth,
            "fill_opacity": looks.opacity,
            "stroke_opacity": looks.stroke_opacity,
            "clear": looks.clear,
        }
        self.clip: Bbox | None = looks.clip
        self.clips: tuple[tuple[Steps, bool], ...] = looks.clips

    def drawing(self, window: Window, order: int) -> dict[str, Any]:
        """As `drawing` wants it."""
        steps = [(kind, [window.point(*point) for point in points]) for kind, points in self.steps]
        xs, ys = zip(*(point for _, points in steps for point in points), strict=True)
        limit = window.box(self.clip) if self.clip else None
        rect = (min(xs), min(ys), max(xs), max(ys))
        clips = [
            (list(_pieces([(kind, [window.point(*point) for point in points]) for kind, points in steps])), even_odd)
            for steps, even_odd in self.clips
        ]
        items = list(_pieces(steps))
        return self.looks | {"items": items, "rect": rect, "seqno": order, "limit": limit, "clips": clips}


def transformed(ctm: Any, points: Iterable[Any]) -> list[Point]:
    """Points by a matrix."""
    return [apply_matrix_pt(ctm, (float(x), float(y))) for x, y in points]


def is_rectangle(steps: Steps) -> bool:
    """Whether a path is one upright rectangle."""
    if not steps or any(kind not in "mlh" for kind, _ in steps) or any(kind == "m" for kind, _ in steps[1:]):
        return False
    corners = _corners(steps)
    return _is_rectangle(corners if corners[0] == corners[-1] else [*corners, corners[0]])


def _pieces(steps: list[Step]) -> Iterator[tuple[Any, ...]]:
    """Lines, curves and rectangles of a path."""
    begins = [k for k, (kind, _) in enumerate(steps) if kind == "m"] + [len(steps)]
    for first, last in pairwise(begins):
        part = _closed(steps[first:last])
        corners = _corners(part)
        if all(kind in "mlh" for kind, _ in part) and _is_rectangle(corners):
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            yield "re", (min(xs), min(ys), max(xs), max(ys))
        else:
            yield from _segments(part)


def _closed(part: list[Step]) -> list[Step]:
    """The steps of one stretch of a path, with the line that closes it where it is closed without one."""
    corners = _corners(part)
    if len(part) > 1 and part[-1][0] == "h" and corners[0] != corners[-1]:
        return [*part, ("l", [corners[0]])]
    return part


def _corners(part: list[Step]) -> list[Point]:
    """Where each step of a path ends."""
    return [points[-1] for _, points in part if points]


def _segments(part: list[Step]) -> Iterator[tuple[Any, ...]]:
    """The lines and curves of one stretch of a path, each with the point that it begins at."""
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


def colour_of(space: Any, value: Any) -> Rgb | None:
    """A colour of pdfminer in red, green and blue; None for patterns and what cannot be told."""
    values = value if isinstance(value, tuple | list) else (value,)
    if not all(isinstance(part, int | float) for part in values):
        return None
    name = getattr(space, "name", None)
    if name in ("Separation", "DeviceN"):
        return rgb(1 - max(values))
    return None if name in ("Pattern", "Indexed", "Lab") else rgb(values)
