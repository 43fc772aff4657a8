"""Drawings of a Word file: the text boxes in them, and in words what is no text (pictures, charts, objects).

Decides nothing. What stands in a text box is read as paragraphs of the file; the words of a chart or a diagram, which
have no order, are told with it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import field
from functools import partial
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.word_package import WordPackage, WordPart, qn
from kaigi_extract.text.late_pattern import late_pattern

_BOX = qn("w:txbxContent")
EMU = 12_700
"""Units of DrawingML in a point."""
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75}
_STYLE = late_pattern(r"(?:^|;)\s*(width|height):\s*(\d+(?:\.\d+)?)(pt|in|cm|mm|px)")
_CIRCLES = frozenset({"ellipse", "donut", "flowChartConnector"})
"""Shapes that are drawn around a word to choose it."""
MOST_WORDS = 200
"""Characters of a diagram's words that are told."""


@dataclass(slots=True)
class Drawn:
    """What one drawing holds."""

    boxes: list[Any] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Words drawn as a shape (WordArt)."""
    unread: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is shown in a file."""

    name: str
    width: float
    """Points, as is the height; 0 where that is not said."""
    height: float
    data: Callable[[], bytes] | None
    """What is in its part; None where the file has none."""


@dataclass(slots=True)
class Drawings:
    """Reads the drawings of one part."""

    package: WordPackage
    part: WordPart

    def read(self, element: Any) -> Drawn:
        """What a w:drawing, w:pict or w:object holds."""
        drawn = Drawn()
        if element.tag == qn("w:object"):
            self._object(element, drawn)
        else:
            self._look(element, drawn, _name(element))
            if not drawn.boxes and not drawn.pictures and _is_circle(element):
                drawn.unread.append("a circle that is drawn here, perhaps around a word")
        return drawn

    def _look(self, element: Any, drawn: Drawn, name: str) -> None:
        """Everything in a drawing, but not in its text boxes."""
        for child in element.iterchildren():
            if child.tag == _BOX:
                drawn.boxes.append(child)
                continue
            if child.tag == qn("v:textpath") and (child.get("string") or "").strip():
                drawn.texts.append(child.get("string"))
            elif child.tag in (qn("a:blip"), qn("v:imagedata")):
                drawn.pictures.append(self._picture(child, name))
            elif child.tag == qn("c:chart"):
                drawn.unread.append(self._told("a chart", child.get(qn("r:id")), name))
            elif child.tag == qn("dgm:relIds"):
                drawn.unread.append(self._told("a diagram", child.get(qn("r:dm")), name))
            elif child.tag == qn("a:t") and (child.text or "").strip():
                drawn.unread.append(Message("words in a drawing ({text})", text=child.text))
            elif _local_name(child) in ("contentPart", "ink"):
                drawn.unread.append("ink drawn by hand")
            self._look(child, drawn, name)

    def _object(self, element: Any, drawn: Drawn) -> None:
        """An object of another program, which its picture stands for."""
        program = next((one.get("ProgID") for one in element.iter(qn("o:OLEObject"))), None)
        control = next((one.get(qn("w:name")) for one in element.iter(qn("w:control"))), None)
        drawn.boxes += list(element.iter(_BOX))
        what = (
            f"a control ({control})"
            if control is not None
            else Message("an object of another program ({program})", program=program)
        )
        drawn.unread.append(what)

    def _picture(self, element: Any, name: str) -> Picture:
        """A picture by what its author called it, and the name of its part."""
        ids = (element.get(qn(one)) for one in ("r:embed", "r:link", "r:id"))
        relation = self.part.relations.get(next((one for one in ids if one), ""))
        file = posixpath.basename(relation.target) if relation is not None else "not in the file"
        inside = relation is not None and relation.inside and self.package.has(relation.target)
        data = partial(self.package.bytes_of, relation.target) if relation is not None and inside else None
        return Picture(f"{name}, {file}" if name else file, *_size(element), data)

    def _told(self, what: str, identifier: str | None, name: str) -> str:
        """A chart or diagram by its words, which stand in a part of its own."""
        relation = self.part.relations.get(identifier or "")
        words = ""
        if relation is not None and relation.inside and self.package.has(relation.target):
            root = self.package.part(relation.target).root
            words = "／".join(text for one in root.iter(qn("a:t")) if (text := (one.text or "").strip()))
        return f"{what} ({words[:MOST_WORDS] or name or 'without words'})"


def _size(element: Any) -> tuple[float, float]:
    """The width and height in points in which a picture is shown; 0 where they are not said."""
    for shape in element.iterancestors():
        extent = shape.find(qn("wp:extent"))
        if extent is not None:
            width, height = (side if side.isdecimal() else "0" for side in (extent.get("cx", ""), extent.get("cy", "")))
            return int(width) / EMU, int(height) / EMU
        if shape.tag in (qn("v:shape"), qn("v:rect")):
            said = {name: float(size) * _UNITS[unit] for name, size, unit in _STYLE.findall(shape.get("style") or "")}
            return said.get("width", 0.0), said.get("height", 0.0)
    return 0.0, 0.0


def _local_name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _name(element: Any) -> str:
    """What the author called a drawing: its description, or its name."""
    said = next(element.iter(qn("wp:docPr")), None)
    if said is not None:
        return said.get("descr") or said.get("name") or ""
    shape = next(element.iter(qn("v:shape")), None)
    return (shape.get("alt") or "") if shape is not None else ""


def _is_circle(element: Any) -> bool:
    """Whether a drawing is one circle and no other shape."""
    shapes = [one.get("prst") for one in element.iter(qn("a:prstGeom"))]
    shapes += ["ellipse" for _ in element.iter(qn("v:oval"))]
    shapes += [None for tag in ("v:rect", "v:shape", "v:line") for _ in element.iter(qn(tag))]
    return len(shapes) == 1 and shapes[0] in _CIRCLES
