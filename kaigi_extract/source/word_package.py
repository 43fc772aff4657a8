"""The parts of a Word file as XML, in one dialect: whatever program wrote it and by whatever name. Decides nothing.

Files with macros, templates and Strict Open XML differ from a plain .docx in content types and namespaces only, and
python-docx refuses them; so the parts are read here, by their relations, through zipfile and lxml. Of what a file holds
twice for newer and older programs (mc:AlternateContent) the newer is kept.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import field
from functools import cache
from io import BytesIO
from typing import Any

from lxml import etree

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass

_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_NAMESPACES = {
    "w": f"{_TRANSITIONAL}wordprocessingml/2006/main",
    "r": f"{_TRANSITIONAL}officeDocument/2006/relationships",
    "m": f"{_TRANSITIONAL}officeDocument/2006/math",
    "a": f"{_TRANSITIONAL}drawingml/2006/main",
    "pic": f"{_TRANSITIONAL}drawingml/2006/picture",
    "wp": f"{_TRANSITIONAL}drawingml/2006/wordprocessingDrawing",
    "c": f"{_TRANSITIONAL}drawingml/2006/chart",
    "dgm": f"{_TRANSITIONAL}drawingml/2006/diagram",
    "mc": f"{_TRANSITIONAL}markup-compatibility/2006",
    "pr": f"{_TRANSITIONAL}package/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": _NAMESPACES["w"],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": _NAMESPACES["r"],
    "http://purl.oclc.org/ooxml/officeDocument/math": _NAMESPACES["m"],
    "http://purl.oclc.org/ooxml/drawingml/main": _NAMESPACES["a"],
    "http://purl.oclc.org/ooxml/drawingml/picture": _NAMESPACES["pic"],
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": _NAMESPACES["wp"],
    "http://purl.oclc.org/ooxml/drawingml/chart": _NAMESPACES["c"],
    "http://purl.oclc.org/ooxml/drawingml/diagram": _NAMESPACES["dgm"],
}
"""What Strict Open XML calls the same things."""
_CONTENT_TYPES = "[Content_Types].xml"
MOST_BYTES = 1 << 28
"""Of one part; more is no document but a bomb."""


@cache
def qn(name: str) -> str:
    """The name of an element or attribute as lxml has it: w:p with its namespace."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another."""

    kind: str
    """The last word of its type: header, image …"""
    target: str
    """The name of the other part, or an address outside of the file."""
    inside: bool


@dataclass(slots=True)
class WordPart:
    """One part that is XML, with its relations by their id."""

    name: str
    root: Any
    relations: dict[str, Relation] = field(default_factory=dict)


class WordPackage:
    """The parts of one file. What its XML, zipfile or lxml stumble over is raised as it is."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._archive.namelist()}
        if not self.has(_CONTENT_TYPES):
            raise ValueError(Message("it has no {content_types}", content_types=_CONTENT_TYPES))
        _xml(self.bytes_of(_CONTENT_TYPES))  # what it says is not needed, but a file that Word would refuse is damaged
        main = next((one.target for one in self._relations("").values() if one.kind == "officeDocument"), None)
        if main is None:
            raise ValueError(Message("nothing in it says which part is the document"))
        self.main = self.part(main)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._names

    def part(self, name: str) -> WordPart:
        """The part of this name."""
        return WordPart(name, _xml(self.bytes_of(name)), self._relations(name))

    def related(self, part: WordPart, kind: str) -> WordPart | None:
        """The first part of a kind that another one names; None where there is none."""
        for relation in part.relations.values():
            if relation.kind == kind and relation.inside and self.has(relation.target):
                return self.part(relation.target)
        return None

    def bytes_of(self, name: str) -> bytes:
        """What is in a part."""
        member = self._archive.getinfo(self._names.get(name.lower(), name))
        if member.file_size > MOST_BYTES:
            raise ValueError(Message("its part {name} is larger than any document", name=name))
        return self._archive.read(member)

    def _relations(self, name: str) -> dict[str, Relation]:
        folder, base = posixpath.split(name)
        place = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(place):
            return {}
        found = {}
        for one in _xml(self.bytes_of(place)).findall(qn("pr:Relationship")):
            kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
            inside = one.get("TargetMode", "Internal") != "External"
            if inside:
                target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
            found[one.get("Id", "")] = Relation(kind, target, inside)
        return found


def _xml(data: bytes) -> Any:
    """The root of a part, in the namespaces of Transitional Open XML and without alternatives."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    if any(space in _STRICT for space in root.nsmap.values()):
        for element in root.iter():
            _rename(element)
    for alternatives in list(root.iter(qn("mc:AlternateContent"))):
        _choose(alternatives)
    return root


def _rename(element: Any) -> None:
    """Gives an element of Strict Open XML and its attributes the names of Transitional."""
    element.tag = _transitional(element.tag)
    for name, value in list(element.attrib.items()):
        if (new := _transitional(name)) != name:
            del element.attrib[name]
            element.set(new, value)


def _transitional(name: str) -> str:
    space, _, local = name.rpartition("}")
    return f"{{{_STRICT[space[1:]]}}}{local}" if space[1:] in _STRICT else name


def _choose(alternatives: Any) -> None:
    """Puts the first of several alternatives that holds anything in their place."""
    parent = alternatives.getparent()
    if parent is None:
        return
    options = [*alternatives.findall(qn("mc:Choice")), *alternatives.findall(qn("mc:Fallback"))]
    chosen = next((option for option in options if len(option)), None)
    at = parent.index(alternatives)
    parent[at : at + 1] = list(chosen) if chosen is not None else []
