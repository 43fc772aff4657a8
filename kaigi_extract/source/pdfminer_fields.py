"""Form fields of a PDF as pdfminer has them: which boxes are ticked, and what is filled in. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import dict_value, int_value, list_value, num_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import decode_text

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.page import Bbox
from kaigi_extract.source.pdfminer_window import in_order
from kaigi_extract.text.late_pattern import late_pattern

MULTILINE, PASSWORD, PUSH_BUTTON, DROPS_DOWN = 1 << 12, 1 << 13, 1 << 16, 1 << 17
"""Flags of fields."""
LARGEST = 12.0
"""Points of a text whose field leaves its size to the viewer, at most."""
FILLING = 0.7
"""Share of its field's height that such a text takes at most."""
MARGIN = 2.0
"""Points from a field's side to its text."""
LEADING = 1.15
"""Ems from one line of a field to the next."""
BASELINE = 0.38
"""Ems from the middle of a line down to its baseline."""
OFF = "Off"
"""The state of a box that is not ticked."""
DEPTH = 16
"""Fields above a field, at most: a damaged file may have them in a circle."""
_SIZE = late_pattern(r"([\d.]+)\s+Tf\b")


@dataclass(slots=True)
class Field:
    """One field on a page."""

    rect: Bbox
    """In the units of the page, y upwards."""
    ticked: bool | None
    """Of a checkbox or a radio button: whether it is on."""
    text: str = ""
    """What is filled in, or chosen."""
    size: float = LARGEST
    multiline: bool = False
    shows_all: bool = False
    """Whether it is a list that shows all that may be chosen, whatever is."""

    def lines(self) -> Iterator[tuple[str, float, float]]:
        """The lines of what is filled in, each with where its baseline begins."""
        x0, y0, x1, y1 = self.rect
        texts = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if self.multiline:
            texts = [part for text in texts for part in _wrapped(text, (x1 - x0 - 2 * MARGIN) / self.size)]
            top = y1 - MARGIN - self.size / 2
        else:
            texts = [" ".join(texts)]
            top = (y0 + y1) / 2
        for k, text in enumerate(texts):
            yield text, x0 + MARGIN, top - BASELINE * self.size - k * LEADING * self.size


def ems(char: str) -> float:
    """The width of a character, in ems: that of the fonts that viewers fill in forms with, near enough."""
    return 0.5 if char.isascii() else 1.0


def _wrapped(text: str, width: float) -> list[str]:
    """The lines that a text takes in so many ems."""
    lines, line, used = [], "", 0.0
    for char in text:
        if line and used + ems(char) > width:
            lines.append(line)
            line, used = "", 0.0
        line += char
        used += ems(char)
    return [*lines, line]


def field_of(annotation: dict[str, Any]) -> Field | None:
    """The field that an annotation shows; None where it shows none, or a button to press."""
    if _name(annotation.get("Subtype")) != "Widget" or "Rect" not in annotation:
        return None
    kind, flags = _name(_inherited(annotation, "FT")), int_value(_inherited(annotation, "Ff") or 0)
    rect = in_order(list_value(annotation["Rect"]))
    if kind == "Btn":
        return None if flags & PUSH_BUTTON else Field(rect, _state(annotation) != OFF)
    if kind not in ("Tx", "Ch") or flags & PASSWORD:
        return None
    look = _inherited(annotation, "DA")
    found = _SIZE.search(look.decode("latin-1")) if isinstance(look, bytes) else None
    size = num_value(float(found[1])) if found and float(found[1]) else min(LARGEST, FILLING * (rect[3] - rect[1]))
    listed = kind == "Ch" and not flags & DROPS_DOWN
    return Field(rect, None, _value(annotation), size, listed or (kind == "Tx" and bool(flags & MULTILINE)), listed)


def _state(annotation: dict[str, Any]) -> str:
    """The state of a box; what its value says where it has no appearances."""
    state = _name(annotation.get("AS")) or _name(_inherited(annotation, "V"))
    return state or OFF


def _value(annotation: dict[str, Any]) -> str:
    """What is filled in, or chosen, as it is shown: a choice may have a name inside of the form and another on it."""
    shown = {}
    options = resolve1(_inherited(annotation, "Opt"))
    for option in options if isinstance(options, list) else ():
        pair = resolve1(option)
        if isinstance(pair, list) and len(pair) == 2:
            shown[_text(pair[0])] = _text(pair[1])
    value = resolve1(_inherited(annotation, "V"))
    values = [_text(part) for part in (value if isinstance(value, list) else [value])]
    return "\n".join(shown.get(text, text) for text in values if text)


def _inherited(field: dict[str, Any], key: str) -> Any:
    """An entry of a field, or of a field that it is a part of."""
    for _ in range(DEPTH):
        if key in field:
            return resolve1(field[key])
        if not field.get("Parent"):
            break
        field = dict_value(field["Parent"])
    return None


def _text(value: Any) -> str:
    found = resolve1(value)
    return decode_text(found) if isinstance(found, bytes) else _name(found)


def _name(value: Any) -> str:
    found = resolve1(value)
    return str(literal_name(found)) if isinstance(found, PSLiteral) else ""
