"""Drawings of a Word file: the text boxes in them, and in words what is no text (pictures, charts, objects).

Decides nothing. What stands in a text box is read as paragraphs of the file; the words of a chart or a diagram, which
have no order, are told with it.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import Any

from kaigi_extract.source.word_package import WordPackage, WordPart, qn

_BOX = qn("w:txbxContent")
MOST_WORDS = 200
"""Characters of a diagram's words that are told."""


@dataclass(slots=True)
class Drawn:
    """What one drawing holds."""

    boxes: list[Any] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Words drawn as a shape (WordArt)."""
    unread: list[str] = field(default_factory=list)


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
        return drawn

    def _look(self, element: Any, drawn: Drawn, name: str) -> None:
        for child in element.iterchildren():
            if child.tag == _BOX:
                drawn.boxes.append(child)
                continue
            if child.tag == qn("v:textpath") and (child.get("string") or "").strip():
                drawn.texts.append(child.get("string"))
            elif child.tag in (qn("a:blip"), qn("v:imagedata")):
                drawn.unread.append(f"a picture ({self._picture(child, name)})")
            elif child.tag == qn("c:chart"):
                drawn.unread.append(self._told("a chart", child.get(qn("r:id")), name))
            elif child.tag == qn("dgm:relIds"):
                drawn.unread.append(self._told("a diagram", child.get(qn("r:dm")), name))
            elif child.tag == qn("a:t") and (child.text or "").strip():
                drawn.unread.append(f"words in a drawing ({child.text})")
            elif etree_name(child) in ("contentPart", "ink"):
                drawn.unread.append("ink drawn by hand")
            self._look(child, drawn, name)

    def _object(self, element: Any, drawn: Drawn) -> None:
        """An object of another program, which its picture stands for."""
        program = next((one.get("ProgID") for one in element.iter(qn("o:OLEObject"))), None)
        control = next((one.get(qn("w:name")) for one in element.iter(qn("w:control"))), None)
        drawn.boxes += list(element.iter(_BOX))
        what = f"a control ({control})" if control is not None else f"an object of another program ({program})"
        drawn.unread.append(what)

    def _picture(self, element: Any, name: str) -> str:
        """The name of a picture: what its author called it, and that of its part."""
        ids = (element.get(qn(one)) for one in ("r:embed", "r:link", "r:id"))
        relation = self.part.relations.get(next((one for one in ids if one), ""))
        file = posixpath.basename(relation.target) if relation is not None else "not in the file"
        return f"{name}, {file}" if name else file

    def _told(self, what: str, identifier: str | None, name: str) -> str:
        """A chart or diagram by its words, which stand in a part of its own."""
        relation = self.part.relations.get(identifier or "")
        words = ""
        if relation is not None and relation.inside and self.package.has(relation.target):
            root = self.package.part(relation.target).root
            words = "／".join(text for one in root.iter(qn("a:t")) if (text := (one.text or "").strip()))
        return f"{what} ({words[:MOST_WORDS] or name or 'without words'})"


def etree_name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _name(element: Any) -> str:
    """What the author called a drawing: its description, or its name."""
    said = next(element.iter(qn("wp:docPr")), None)
    if said is not None:
        return said.get("descr") or said.get("name") or ""
    shape = next(element.iter(qn("v:shape")), None)
    return (shape.get("alt") or "") if shape is not None else ""
