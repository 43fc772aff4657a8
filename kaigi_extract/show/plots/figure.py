"""What a plot is drawn on: a figure that shows itself in a notebook, and words in a font with Japanese glyphs.

Loads matplotlib: imported only once a plot is asked for. Neither pyplot nor the settings of matplotlib are touched; the
font stays with each word, wherever and whenever it is drawn.
"""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from unicodedata import east_asian_width

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.text import Text

from kaigi_extract.errors import MissingExtra
from kaigi_extract.show.sanitise import in_one_line

FONT_FILE = Path("fonts", "ipaexg.ttf")
"""IPAex Gothic inside of matplotlib_fontja."""
NOTEBOOK_DPI = 110
"""Pixels an inch of what a notebook shows."""
GETA = "〓"
"""What Japanese printers set for a character that the font does not have."""
CUT = "…"


class ShownFigure(Figure):
    """A figure that is known to no window and no pyplot, and shows itself once as the last expression of a cell."""

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.savefig(buffer, format="png", dpi=NOTEBOOK_DPI)
        return buffer.getvalue()


def axes_of(ax: Axes | None, size: tuple[float, float]) -> tuple[Figure, Axes]:
    """The axes to draw in, with their figure: those that are given, or such as fill a figure of so many inches.

    Either way one unit is an inch of a figure of that size, y grows downwards, and no frame is drawn.
    """
    if ax is None:
        ax = ShownFigure(figsize=size, facecolor="white").add_axes((0, 0, 1, 1))
    ax.set_xlim(0, size[0])
    ax.set_ylim(size[1], 0)
    ax.set_axis_off()
    return cast(Figure, ax.get_figure(root=True)), ax


def font_path(verb: str) -> Path:
    """The font's file. Importing its package would change the settings of matplotlib: it is only looked for."""
    spec = find_spec("matplotlib_fontja")
    if spec is None or spec.origin is None:
        raise MissingExtra(verb, package="matplotlib-fontja", extra="plot")
    return Path(spec.origin).parent / FONT_FILE


class Pen:
    """Writes into axes."""

    def __init__(self, ax: Axes, verb: str) -> None:
        self.ax = ax
        self.path = font_path(verb)
        self.glyphs = get_font(str(self.path))

    def write(self, x: float, y: float, words: str, size: float, **options: Any) -> Text:
        """Words at a place, `size` in points. They are no mathematics, whatever is in them."""
        font = FontProperties(fname=self.path, size=size)
        options = {"va": "center", **options}
        return self.ax.text(x, y, self.drawable(words), fontproperties=font, parse_math=False, **options)

    def drawable(self, words: str) -> str:
        """The words with 〓 for each character that the font does not have."""
        return "".join(char if char == "\n" or self.glyphs.get_char_index(ord(char)) else GETA for char in words)


def fitted(words: str, width: float) -> str:
    """The words in one line, or as many of them as fit in so many full-width characters, with … for the rest."""
    words = in_one_line(words)
    room = 2 * width
    if sum(map(_halves, words)) <= room:
        return words
    kept = ""
    for char in words:
        room -= _halves(char)
        if room < 2:
            break
        kept += char
    return kept + CUT


def _halves(char: str) -> int:
    return 2 if east_asian_width(char) in "WFA" else 1
