"""Word files composed from their XML: only the parts that a test needs, as any program might write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from kaigi_extract.source import FileContent, TextLine, TextTable, read

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in NAMESPACES.items())
STRICT = {
    NAMESPACES["w"]: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    NAMESPACES["r"]: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ROOTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "header": "hdr", "footer": "ftr",
         "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"}  # fmt: skip
"""The root of each kind of part."""
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def t(text: str) -> str:
    return f"<w:t xml:space='preserve'>{text}</w:t>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{t(text)}</w:r>"


def p(*inside: str, properties: str = "") -> str:
    """A paragraph; what is no XML is the text of a run."""
    runs = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell that is no XML is one paragraph."""
    made = ""
    for row in rows:
        cells = "".join(f"<w:tc>{one if one.startswith('<') else p(one)}</w:tc>" for one in row)
        made += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def field(instruction: str, result: str | None = None, data: str = "") -> str:
    """A complex field."""
    begin = f"<w:r><w:fldChar w:fldCharType='begin'>{data}</w:fldChar></w:r>"
    middle = f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run(result)}" if result is not None else ""
    words = f"<w:r><w:instrText xml:space='preserve'>{instruction}</w:instrText></w:r>"
    return f"{begin}{words}{middle}<w:r><w:fldChar w:fldCharType='end'/></w:r>"


def control(properties: str, content: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def section(*references: tuple[str, str, str], more: str = "") -> str:
    """The properties of a section: (header or footer, type, relation)."""
    named = "".join(f"<w:{kind}Reference w:type='{page}' r:id='{name}'/>" for kind, page, name in references)
    return f"<w:sectPr>{named}{more}</w:sectPr>"


def word_file(
    folder: Path,
    *blocks: str,
    parts: dict[str, str | bytes] | None = None,
    name: str = "paper.docx",
    content_type: str = DOCX,
    body_name: str = "document.xml",
    strict: bool = False,
) -> Path:
    """Writes a Word file of these blocks. `parts` gives the inside of others by name (header1, styles, media/a.png);
    the relation of a part is called as the part."""
    path = folder / name
    members: dict[str, str | bytes] = {
        f"word/{body_name}": f"<w:document {DECLARED}><w:body>{''.join(blocks)}</w:body></w:document>"
    }
    relations = ""
    for part, inside in (parts or {}).items():
        kind = part.rstrip("0123456789") if "/" not in part else "image"
        file = part if "/" in part else f"{part}.xml"
        relations += f'<Relationship Id="{part}" Type="{RELATION}/{kind}" Target="{file}"/>'
        root = ROOTS.get(kind, kind)
        xml = f"<w:{root} {DECLARED}>{inside}</w:{root}>" if isinstance(inside, str) else inside
        members[f"word/{file}"] = xml
    members[f"word/_rels/{body_name}.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    )
    main = f'<Relationship Id="a" Type="{RELATION}/officeDocument" Target="word/{body_name}"/>'
    members["_rels/.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>'
    types = f'<Override PartName="/word/{body_name}" ContentType="{content_type}"/>'
    members["[Content_Types].xml"] = f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>'
    with zipfile.ZipFile(path, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, _strict(data) if strict and isinstance(data, str) else data)
    return path


def _strict(xml: str) -> str:
    for old, new in STRICT.items():
        xml = xml.replace(old, new)
    return xml


def lines_of(content: FileContent) -> list[str]:
    """The lines of the body that say something, those of tables cell by cell."""
    found: list[TextLine] = []
    for block in content.blocks or []:
        found += [line for cell in block.cells for line in cell.lines] if isinstance(block, TextTable) else [block]
    return [line.text for line in found if line.text]


def lines(path: Path) -> list[str]:
    return lines_of(read(path))


def notices(path: Path) -> list[tuple[str, str, str]]:
    """Code, severity and message of what is noticed."""
    return [(one.code, one.severity, one.message) for one in read(path).notices]
