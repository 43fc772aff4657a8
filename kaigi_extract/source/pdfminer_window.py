"""From pdfminer's coordinates to the displayed page."""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import resolve1

from kaigi_extract.source.page import Bbox, Point


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


def window_of(source: Any) -> tuple[Window, tuple[float, float]]:
    """What of the media box is displayed, with its width and height; /Rotate is done already."""
    mx0, my0, mx1, my1 = in_order(source.page_obj.mediabox)
    cx0, cy0, cx1, cy1 = in_order(source.page_obj.cropbox or source.page_obj.mediabox)
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
    unit = unit_of(source.page_obj)
    return Window(x0 * unit, y1 * unit), ((x1 - x0) * unit, (y1 - y0) * unit)


def unit_of(page: Any) -> float:
    """Points of what a page of pdfminer calls a unit."""
    unit = resolve1(page.attrs.get("UserUnit"))
    return float(unit) if isinstance(unit, int | float) and unit > 0 else 1.0


def in_order(box: Any) -> Bbox:
    """A box of the file, whose corners may be given in any order, with its sides in order."""
    x0, x1 = sorted((float(resolve1(box[0])), float(resolve1(box[2]))))
    y0, y1 = sorted((float(resolve1(box[1])), float(resolve1(box[3]))))
    return x0, y0, x1, y1
