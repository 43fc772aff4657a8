"""A Word file saved as one XML file (Flat OPC): its parts put into a package, which is read as any .docx is.

Decides nothing. Entities are not resolved, and nothing is fetched.
"""

from __future__ import annotations

import base64
import binascii
import zipfile
from io import BytesIO
from xml.sax.saxutils import quoteattr

from lxml import etree

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource

PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def is_flat_package(data: bytes) -> bool:
    """Whether the head of a file names the namespace of such packages."""
    return PACKAGE[1:-1].encode() in data[:4096]


def packed(path: str, data: bytes) -> bytes:
    """The package as the bytes of a zip archive. Raises `UnreadableSource`."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
            overrides = ""
            for part in root.iterfind(f"{PACKAGE}part"):
                name, kind = part.get(f"{PACKAGE}name", ""), part.get(f"{PACKAGE}contentType", "")
                overrides += f"<Override PartName={quoteattr(name)} ContentType={quoteattr(kind)}/>"
                package.writestr(name.lstrip("/"), _content(part))
            package.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}">{overrides}</Types>')
    except (etree.XMLSyntaxError, ValueError, binascii.Error, zipfile.BadZipFile) as error:
        message = Message("this XML file of Word is damaged ({error}); save it as .docx", error=error)
        raise UnreadableSource(path, message) from error
    return made.getvalue()


def _content(part: etree._Element) -> bytes:
    binary = part.findtext(f"{PACKAGE}binaryData")
    if binary is not None:
        return base64.b64decode(binary)
    held = part.find(f"{PACKAGE}xmlData")
    return (
        bytes(etree.tostring(held[0], encoding="UTF-8", xml_declaration=True))
        if held is not None and len(held)
        else b""
    )
