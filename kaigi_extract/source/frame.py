"""Size and orientation of a page, and the way from its upright points back to those of the page as displayed.

Geometry only; every floor above may keep one.
"""

from __future__ import annotations

from math import cos, radians, sin

from kaigi_extract.late_dataclass import dataclass

Point = tuple[float, float]
Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Size and orientation of a page: all that is needed of it once its text has become lines."""

    number: int
    """Counted from 1."""
    width: float
    """Points, upright."""
    height: float
    turn: int = 0
    """Degrees clockwise by which the displayed page was turned further to make its text upright."""
    skew: float = 0.0
    """Degrees clockwise by which a scan lay askew; coordinates are those of the page set straight about its middle."""
    zoom: float = 1.0
    """Points of the page as displayed to one of the page as it was printed: files may not know how large a page is."""

    @property
    def last_number(self) -> int:
        """Number of the last page before the one that goes on with what is at its foot."""
        return self.number

    @property
    def is_sheet(self) -> bool:
        """Whether it is of several pages beside each other."""
        return False

    def display(self, bbox: Bbox) -> Bbox:
        """The box on the page as displayed. Its sides may be given in any order."""
        x0, y0, x1, y1 = self._shown(bbox)
        zoom = self.zoom
        return (x0, y0, x1, y1) if zoom == 1.0 else (x0 * zoom, y0 * zoom, x1 * zoom, y1 * zoom)

    def _shown(self, bbox: Bbox) -> Bbox:
        x0, y0, x1, y1 = bbox
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if self.skew:
            x0, y0, x1, y1 = self._askew(x0, y0, x1, y1)
        match self.turn:
            case 90:
                return (y0, self.width - x1, y1, self.width - x0)
            case 180:
                return (self.width - x1, self.height - y1, self.width - x0, self.height - y0)
            case 270:
                return (self.height - y1, x0, self.height - y0, x1)
            case _:
                return (x0, y0, x1, y1)

    def page_at(self, x: float) -> int:
        """Number of the page that an x is on."""
        return self.number

    def upright(self, x: float, y: float) -> Point:
        """The point of the upright page that is shown at a point of the page as displayed."""
        x, y = x / self.zoom, y / self.zoom
        match self.turn:
            case 90:
                x, y = self.width - y, x
            case 180:
                x, y = self.width - x, self.height - y
            case 270:
                x, y = y, self.height - x
        if not self.skew:
            return x, y
        sine, cosine = sin(radians(self.skew)), cos(radians(self.skew))
        across, down = x - self.width / 2, y - self.height / 2
        return self.width / 2 + across * cosine + down * sine, self.height / 2 - across * sine + down * cosine

    def _askew(self, x0: float, y0: float, x1: float, y1: float) -> Bbox:
        """The least box around one that lies askew."""
        sine, cosine = sin(radians(self.skew)), cos(radians(self.skew))
        across, down = self.width / 2, self.height / 2
        x, y = (x0 + x1) / 2 - across, (y0 + y1) / 2 - down
        x, y = across + x * cosine - y * sine, down + x * sine + y * cosine
        w, h = (x1 - x0) / 2, (y1 - y0) / 2
        w, h = w * cosine + h * abs(sine), w * abs(sine) + h * cosine
        return (x - w, y - h, x + w, y + h)
