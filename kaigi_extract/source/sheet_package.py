"""The parts of an Excel file: members of a zip archive as XML, their relations, the strings and styles of its cells.

XML is parsed without entities and networks, and no part is unpacked beyond a limit. Decides nothing.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import field
from io import BytesIO
from typing import Any

from lxml import etree

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.number_formats import BUILT_IN

MOST_BYTES = 1 << 28
"""Of one part unpacked; more is no document but a bomb."""
_STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell shows its value."""

    number_format: str = ""
    struck: bool = False
    bold: bool = False
    checkbox: bool = False
    """A truth value is shown as a box to tick."""


@dataclass(slots=True)
class RichText:
    """The words of a cell, and which of them are struck out or bold."""

    text: str = ""
    struck: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)


class SheetPackage:
    """The parts of one file by name. What zipfile or lxml stumble over is raised as it is."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._archive.namelist()}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._names

    def bytes_of(self, name: str) -> bytes:
        """A part unpacked."""
        with self._archive.open(self._names.get(name.lower(), name)) as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ValueError(Message("its part {name} is larger than any document", name=name))
        return data

    def xml(self, name: str) -> Any:
        """The root of a part."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(self.bytes_of(name), parser)

    def elements(self, name: str, tags: list[str]) -> Iterator[Any]:
        """The elements of these local names in a part as they end; of what is behind nothing is kept."""
        source = BytesIO(self.bytes_of(name))
        names = [f"{{*}}{tag}" for tag in tags]
        for _, element in etree.iterparse(source, tag=names, resolve_entities=False, no_network=True, load_dtd=False):
            yield element
            if local(element) in ("row", "si"):
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Kind and part name of what a part names, by id."""
        folder, base = posixpath.split(name)
        place = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(place):
            return {}
        found = {}
        for one in self.xml(place).iterchildren("{*}Relationship"):
            if one.get("TargetMode") != "External":
                target = posixpath.join("/", folder, one.get("Target", "").replace("\\", "/"))
                kind = one.get("Type", "").rpartition("/")[2]
                found[one.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))
        return found

    def related(self, name: str, kind: str) -> list[str]:
        """The parts of a kind that a part names and that are there."""
        return [target for one, target in self.relations(name).values() if one == kind and self.has(target)]


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def rich_text(element: Any) -> RichText:
    """The words of a string, without the readings above them (rPh)."""
    found = RichText()
    for child in element.iterchildren():
        if local(child) == "t":
            found.text += child.text or ""
        elif local(child) == "r":
            words = "".join([one.text or "" for one in child.iterchildren("{*}t")])
            properties = child.find("{*}rPr")
            if properties is not None and _is_on(properties.find("{*}strike")):
                found.struck += words
                continue
            if properties is not None and (_is_on(properties.find("{*}b")) or _is_on(properties.find("{*}u"))):
                found.bold.append((len(found.text), len(found.text) + len(words)))
            found.text += words
    return found


def shared_strings(package: SheetPackage, name: str) -> list[RichText]:
    """The strings that cells name by number."""
    return [rich_text(one) for one in package.elements(name, ["si"])]


def styles(package: SheetPackage, name: str) -> list[Style]:
    """The styles that cells name by number."""
    root = package.xml(name)
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    fonts = [*root.find("{*}fonts")] if root.find("{*}fonts") is not None else []
    found = []
    for xf in root.find("{*}cellXfs") if root.find("{*}cellXfs") is not None else ():
        font_id, number = xf.get("fontId", ""), xf.get("numFmtId", "0")
        font = fonts[int(font_id)] if font_id.isdigit() and int(font_id) < len(fonts) else None
        number_format = formats.get(number) or (BUILT_IN.get(int(number), "") if number.isdigit() else "")
        found.append(
            Style(
                number_format,
                font is not None and _is_on(font.find("{*}strike")),
                font is not None and (_is_on(font.find("{*}b")) or _is_on(font.find("{*}u"))),
                any(local(one) == "xfComplement" for one in xf.iter()),
            )
        )
    return found


def _is_on(element: Any) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false", "none")
