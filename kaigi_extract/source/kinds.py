"""What kind of file some bytes are, by their signature and not by a name; what each kind is called, and what to do.

Reads nothing of the content but what tells the kind.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from kaigi_extract.catalogue import Message
from kaigi_extract.source.encoding import BYTE_ORDER_MARKS, guess
from kaigi_extract.text.late_pattern import late_pattern

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
WORD_XML, EXCEL_XML = "application/vnd.ms-word+xml", "application/vnd.ms-excel+xml"
HTML, WEB_ARCHIVE = "text/html", "multipart/related"
CSV, TSV = "text/csv", "text/tab-separated-values"
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/gif", "image/bmp", "image/webp", "image/jp2")

PDF_HEADER_WITHIN = 1024
"""Bytes from the start within which a PDF must declare itself; mailers put headers before it."""
MIMETYPE_WITHIN = 100
"""Bytes of the member that says which kind of OpenDocument file it is in."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    # Names in the directory of an Office file of before 2007, which locked files of today use, too.
    ("EncryptedPackage", "application/encrypted"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_ZIP_MEMBERS = (
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", PPTX),
    ("content.xml", OPEN_DOCUMENT),
)
_WORD_BODY = late_pattern(r"word/document\d*\.xml", re.I)
"""Word in a browser numbers it."""
_HTML_HEAD = late_pattern(r"(?:<\?xml[^<>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_OFFICE_XML = late_pattern(
    r"\s*<\?xml[^<>]*\?>\s*(?:<\?mso-application\s+progid=.(?:(?P<word>Word)|Excel)|<(?P<wordml>w:wordDocument)\b)",
    re.I,
)
_MAIL_HEAD = late_pattern(r"^mime-version:", re.I | re.M)

OLE_HEADER = 512
"""Bytes of the header of an Office file of before 2007; the file that they describe comes behind."""

OFFICE_FILE = "install LibreOffice, or save it as {kinds}"
"""What to do about a file that LibreOffice can convert."""
WHAT = {
    PDF: ("a PDF", "give it the ending .pdf"),
    DOCX: ("a Word file", "give it the ending .docx"),
    XLSX: ("an Excel file", "give it the ending .xlsx"),
    CSV: ("a list of fields parted by commas", "give it the ending .csv"),
    TSV: ("a list of fields parted by tabs", "give it the ending .tsv"),
    "text/plain": ("a text file", "give it the ending .txt"),
    "image/png": ("a PNG picture", "give it the ending .png"),
    "image/jpeg": ("a JPEG picture", "give it the ending .jpg"),
    "image/tiff": ("a TIFF picture", "give it the ending .tif"),
    "image/gif": ("a GIF picture", "give it the ending .gif"),
    "image/bmp": ("a Windows bitmap", "give it the ending .bmp"),
    "image/webp": ("a WebP picture", "give it the ending .webp"),
    "image/jp2": ("a JPEG 2000 picture", "give it the ending .jp2"),
    "image/heic": ("a HEIC picture of a telephone", "save it as PNG or JPEG"),
    "application/encrypted": ("an Office file locked with a password", "take the password off in Office and save it"),
    "application/msword": ("a Word file of before 2007 (.doc)", Message(OFFICE_FILE, kinds=".docx or PDF")),
    "application/vnd.ms-excel": ("an Excel file of before 2007 (.xls)", Message(OFFICE_FILE, kinds=".xlsx or PDF")),
    "application/vnd.ms-powerpoint": ("a PowerPoint file of before 2007 (.ppt)", Message(OFFICE_FILE, kinds="PDF")),
    "application/x-ole-storage": (
        "an office file of before 2007 (一太郎?)",
        Message(OFFICE_FILE, kinds=".docx or PDF"),
    ),
    WORD_XML: ("a Word file saved as XML (.xml)", Message(OFFICE_FILE, kinds=".docx or PDF")),
    EXCEL_XML: ("an Excel file saved as XML (.xml)", Message(OFFICE_FILE, kinds=".xlsx or PDF")),
    "application/rtf": ("a rich-text file", Message(OFFICE_FILE, kinds=".docx or PDF")),
    XLSB: ("a binary Excel file (.xlsb)", Message(OFFICE_FILE, kinds=".xlsx or PDF")),
    PPTX: ("a PowerPoint file", Message(OFFICE_FILE, kinds="PDF")),
    OPEN_DOCUMENT: ("an OpenDocument file", Message(OFFICE_FILE, kinds=".docx or PDF")),
    f"{OPEN_DOCUMENT}.text": ("an OpenDocument text (.odt)", Message(OFFICE_FILE, kinds=".docx or PDF")),
    f"{OPEN_DOCUMENT}.spreadsheet": ("an OpenDocument spreadsheet (.ods)", Message(OFFICE_FILE, kinds=".xlsx or PDF")),
    f"{OPEN_DOCUMENT}.presentation": ("an OpenDocument presentation (.odp)", Message(OFFICE_FILE, kinds="PDF")),
    "application/zip": ("a zip archive", "unpack it and give the files in it"),
    "application/gzip": ("a gzip archive", "unpack it and give the files in it"),
    "application/x-7z-compressed": ("a 7z archive", "unpack it and give the files in it"),
    "application/vnd.rar": ("a rar archive", "unpack it and give the files in it"),
    HTML: ("a web page", "save the document that it links to, or print it to PDF"),
    WEB_ARCHIVE: ("a web page in an archive (.mhtml)", "save the document that it links to, or print it to PDF"),
    "application/octet-stream": (
        "no kind of file that can be read",
        "give a .pdf, .docx, .xlsx, .html, .csv, .txt, .md, .png, .jpg or .tif",
    ),
}
"""What each kind of file is in words, and what to do about it where it cannot be read."""
ENDINGS = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".docm": DOCX,
    ".dotx": DOCX,
    ".dotm": DOCX,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
    ".jp2": "image/jp2",
    ".j2k": "image/jp2",
}
"""Endings that promise one kind of file."""
_TEXT_ENDINGS = {".csv": CSV, ".tsv": TSV, ".tab": TSV, ".html": HTML, ".htm": HTML, ".xhtml": HTML}
"""Endings by which a text file is told from others: nothing in it must say what it is."""


def kind_of(data: bytes, ending: str) -> str:
    """What a file is, by its bytes; of text by its ending, too."""
    kind = media_type(data)
    return _TEXT_ENDINGS.get(ending, kind) if kind == "text/plain" else kind


def media_type(data: bytes) -> str:
    """What the bytes are, by their signature."""
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        return PDF
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        streams = (kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") in data)
        return next(streams, "application/x-ole-storage")
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1"):
        return "image/heic"
    return _text_kind(data)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = set(archive.namelist())
            if "mimetype" in members and "content.xml" in members:
                with archive.open("mimetype") as file:
                    said = file.read(MIMETYPE_WITHIN).decode("ascii", "ignore").strip()
                return said.removesuffix("-template") if said.removesuffix("-template") in WHAT else OPEN_DOCUMENT
    except Exception:  # zipfile lets through what it stumbles over in damaged directories
        return "application/zip"
    if any(_WORD_BODY.fullmatch(member) for member in members):
        return DOCX
    return next((kind for member, kind in _ZIP_MEMBERS if member in members), "application/zip")


def _text_kind(data: bytes) -> str:
    head = data[:PDF_HEADER_WITHIN]
    marked = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "latin-1")
    words = head.decode(marked, "ignore")
    if (office := _OFFICE_XML.match(words)) is not None:
        return WORD_XML if office["word"] or office["wordml"] else EXCEL_XML
    if _HTML_HEAD.match(words):
        return HTML
    if "multipart/related" in words.lower() and _MAIL_HEAD.search(words):
        return WEB_ARCHIVE
    if b"\x00" in data[:4096] and guess(data) not in ("utf-16", "utf-16-le", "utf-16-be"):
        return "application/octet-stream"
    return "text/plain"
