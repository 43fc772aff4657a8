"""Runs of recognised text to the drawing instructions of a page: each at its own place, as wide as it is printed."""

from __future__ import annotations

from collections.abc import Iterable

from kaigi_extract.invisible_text.font import FONT, UNITS, InvisibleFont
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source import Frame, Run
from kaigi_extract.source.page import ASCENT, DESCENT, Point

CLOSE = 0.5
"""Ems. Less space than that between two characters belongs to the first one: readers would put a space there."""
INVISIBLE = 3
"""Text rendering mode: neither filled nor stroked."""


@dataclass(frozen=True, slots=True)
class PageBox:
    """What of a page of a file is shown, in its own units, y upwards, and how far it is turned for that."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int
    """Degrees clockwise: 0, 90, 180 or 270."""
    unit: float = 1.0
    """Points to one unit."""

    def place(self, shown: Point) -> Point:
        """The page's own coordinates of a point of the page as displayed."""
        x, y = shown[0] / self.unit, shown[1] / self.unit
        match self.rotation:
            case 90:
                return self.x0 + y, self.y0 + x
            case 180:
                return self.x1 - x, self.y0 + y
            case 270:
                return self.x1 - y, self.y1 - x
            case _:
                return self.x0 + x, self.y1 - y


def invisible_text(runs: Iterable[Run], frame: Frame, box: PageBox, font: InvisibleFont) -> bytes:
    """The instructions that write runs of the upright page invisibly; nothing where there are none."""
    written = [line for run in runs if (line := _written(run, frame, box, font))]
    return "\n".join(["q", *written, "Q", ""]).encode("ascii") if written else b""


def _written(run: Run, frame: Frame, box: PageBox, font: InvisibleFont) -> str:
    size = run.high - run.low
    if size <= 0 or not run.text.strip():
        return ""
    start = run.start[0]
    if run.vertical:  # as a line that was turned to run down the page: readers disagree on where vertical fonts put it
        origin, along, above = (run.low + DESCENT * size, start), (0, 1), (1, 0)
    else:
        origin, along, above = (start, run.low + ASCENT * size), (1, 0), (0, -1)
    zero = box.place(_shown(frame, origin))
    ways = [box.place(_shown(frame, (origin[0] + x, origin[1] + y))) for x, y in (along, above)]
    matrix = (*(at - from_ for way in ways for at, from_ in zip(way, zero, strict=True)), *zero)
    shown = f"[{_codes(run, size, font)}] TJ"
    return f"BT {INVISIBLE} Tr {FONT} {_number(size)} Tf {' '.join(map(_number, matrix))} Tm {shown} ET"


def _codes(run: Run, size: float, font: InvisibleFont) -> str:
    """The characters as codes, with the way from the end of each to the start of the next, in thousandths of an em."""
    parts: list[str] = []
    at = run.start[0]
    for char, start, end, following in zip(run.text, run.start, run.end, [*run.start[1:], run.end[-1]], strict=True):
        if gap := round((at - start) / size * UNITS):
            parts.append(str(gap))
            at -= gap * size / UNITS
        width = ((following if start < following < end + CLOSE * size else end) - start) / size
        parts.append(f"<{font.code(char, width):04X}>")
        at += font.width(width) * size
    return " ".join(parts)


def _shown(frame: Frame, point: Point) -> Point:
    """The point of the page as displayed that a point of the upright page is at."""
    x, y = point
    shown = frame.display((x, y, x, y))
    return shown[0], shown[1]


def _number(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".") or "0"
