"""What somebody put on a page after it was made: sticky notes, highlights, stamps, and text typed over it.

Facts only, the same from both readers: such a mark is no part of the page's lines. Text typed over a page (FreeText)
may fill in a form; whether it does is decided where cells are known. What is typed on an opaque ground, and a stamp
that is opaque, hide what is under them, as anything does that is drawn over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field, replace
from unicodedata import east_asian_width

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.askew import Straight
from kaigi_extract.source.orientation import View
from kaigi_extract.source.page import Bbox, Run
from kaigi_extract.text.late_pattern import late_pattern

MARKS = frozenset({
    "Text", "FreeText", "Highlight", "Underline", "Squiggly", "StrikeOut", "Stamp", "Caret", "Watermark",
})  # fmt: skip
"""Kinds of annotation that are a reviewer's marks. Links, form fields and attached files are none; boxes drawn over a
page may hide what is under them, and stay."""
COVERING = frozenset({"FreeText", "Stamp"})
"""Those of them that may be laid over words to hide them."""
ON_TOP = 1 << 30
"""Their place in the order of drawing."""
TYPED = "FreeText"
TYPEWRITER = "FreeTextTypeWriter"
_SIZE = late_pattern(r"([\d.]+)\s+Tf")
USUAL_SIZE, LEADING, PADDING = 10.5, 1.2, 2.0
"""Points, times, points: how viewers set such text where the file does not say."""
LEAST_SIZE = 4.0
"""Points. A size of 0 says that the viewer is to choose one."""


@dataclass(slots=True)
class Note:
    """One mark: its kind as PDF names it, what it says, and where it is, in upright points."""

    kind: str
    text: str
    bbox: Bbox
    typewriter: bool = False
    """Whether it was typed to be part of the page, as far as the file says."""
    look: str = field(default="", repr=False)
    """Its /DA, which gives the size of its characters."""

    def runs(self) -> list[Run]:
        """Its words as they are typed, line by line."""
        found = _SIZE.search(self.look)
        size = float(found[1]) if found and float(found[1]) >= LEAST_SIZE else USUAL_SIZE
        x0, y, x1, _ = self.bbox
        result = []
        for line in _wrapped(self.text, (x1 - x0 - 2 * PADDING) / size):
            at, start, end = x0 + PADDING, [], []
            for char in line:
                start.append(at)
                at += size * _ems(char)
                end.append(at)
            result.append(Run(line, start, end, y + PADDING, y + PADDING + size, size))
            y += LEADING * size
        return result


def place_notes(notes: Iterable[Note], view: View, straight: Straight | None) -> list[Note]:
    """Marks in points of the page as stored, in upright ones."""
    placed = []
    for note in notes:
        box = straight.around(note.bbox) if straight is not None else note.bbox
        placed.append(replace(note, bbox=view.box(box)))
    return placed


def _wrapped(text: str, ems: float) -> list[str]:
    """The lines of a text, those too long for so many ems wrapped."""
    lines = []
    for paragraph in re.split(r"[\r\n]+", text.strip()):
        line, width = "", 0.0
        for char in paragraph:
            if line and width + _ems(char) > max(ems, 1.0):
                lines.append(line)
                line, width = "", 0.0
            line, width = line + char, width + _ems(char)
        lines += [line] if line.strip() else []
    return lines


def _ems(char: str) -> float:
    return 1.0 if east_asian_width(char) in "WFA" else 0.5
