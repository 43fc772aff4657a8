"""What a Word file prints outside of its body: headers and footers by section, footnotes and endnotes. Decides nothing.

A header stands in a part of its own, and a section names it; one that names none has that of the section before. Only
those are read that are printed: a first page's or an even page's needs a switch of its section or of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.word_numerals import written
from kaigi_extract.source.word_package import WordPackage, WordPart, qn
from kaigi_extract.source.word_styles import is_on

_KINDS = ("header", "footer")
_NO_NOTE = frozenset(("separator", "continuationSeparator", "continuationNotice"))


def section_margins(package: WordPackage) -> Iterator[list[WordPart]]:
    """The headers and footers of each section, in order; headers first."""
    settings = package.related(package.main, "settings")
    even = settings is not None and _switched(settings.root, "evenAndOddHeaders")
    known: dict[tuple[str, str], str] = {}
    read: dict[str, WordPart] = {}
    for section in package.main.root.iter(qn("w:sectPr")):
        if section.getparent().tag == qn("w:sectPrChange"):
            continue
        for kind in _KINDS:
            for reference in section.findall(qn(f"w:{kind}Reference")):
                relation = package.main.relations.get(reference.get(qn("r:id"), ""))
                if relation is not None and package.has(relation.target):
                    known[kind, reference.get(qn("w:type"), "default")] = relation.target
        shown = ["first"] * _switched(section, "titlePg") + ["default"] + ["even"] * even
        names = [known[kind, page] for kind in _KINDS for page in shown if (kind, page) in known]
        read |= {name: package.part(name) for name in names if name not in read}
        yield [read[name] for name in dict.fromkeys(names)]


def _switched(element: Any, name: str) -> bool:
    said = element.find(qn(f"w:{name}"))
    return said is not None and is_on(said)


@dataclass(slots=True)
class Notes:
    """The notes of one kind: footnotes, endnotes or comments."""

    part: WordPart | None
    by_id: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, package: WordPackage, kind: str) -> Notes:
        """Those of a file. `kind` is footnote, endnote or comment."""
        part = package.related(package.main, f"{kind}s")
        notes = cls(part)
        for note in part.root.findall(qn(f"w:{kind}")) if part is not None else ():
            if note.get(qn("w:type"), "normal") not in _NO_NOTE:
                notes.by_id[note.get(qn("w:id"), "")] = note
        return notes


def note_marks(package: WordPackage, kind: str) -> Iterator[str]:
    """The marks of footnotes or endnotes in their order, as the file's settings number them."""
    settings = package.related(package.main, "settings")
    said = settings.root.find(qn(f"w:{kind}Pr")) if settings is not None else None
    style, start = ("lowerRoman" if kind == "endnote" else "decimal"), 1
    if said is not None:
        formats, first = said.find(qn("w:numFmt")), said.find(qn("w:numStart"))
        style = formats.get(qn("w:val"), style) if formats is not None else style
        number = first.get(qn("w:val"), "") if first is not None else ""
        start = int(number) if number.isdecimal() else start
    number_of = start
    while True:
        yield written(number_of, style)
        number_of += 1
