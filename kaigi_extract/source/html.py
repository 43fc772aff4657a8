"""Web pages (.html, .mhtml) through lxml: what a browser shows, as lines and tables. Decides nothing.

The encoding is what the file says by a mark, a declaration or an http-equiv; where that cannot be, it is guessed.
"""

from __future__ import annotations

import email
import email.policy
import re

from lxml import etree

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.encoding import BYTE_ORDER_MARKS, guess, undecoded
from kaigi_extract.source.file_content import FileContent
from kaigi_extract.source.html_flow import HtmlFlow
from kaigi_extract.source.html_hidden import Hiding
from kaigi_extract.source.page import UNKNOWN
from kaigi_extract.source.text_tables import with_drawn_tables
from kaigi_extract.text.late_pattern import late_pattern

DECLARED_WITHIN = 4096
"""Bytes from the start within which a page declares its encoding."""
_DECLARED = late_pattern(
    rb"<meta[^<>]*?charset\s*=\s*[\"']?\s*([\w\-]+)|<\?xml[^<>]*?encoding\s*=\s*[\"']([\w\-]+)", re.I
)
_AS_BROWSERS_DO = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932",
                   "windows-31j": "cp932", "euc-jp": "euc_jp", "x-euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp",
                   "utf8": "utf-8"}  # fmt: skip
_FORBIDDEN = late_pattern(r"[\x00\ud800-\udfff]")


def read_html(path: str, data: bytes, sha256: str, media_type: str) -> FileContent:
    """The blocks of a web page. Raises `UnreadableSource`."""
    if media_type == "multipart/related":
        data = _page_of_archive(path, data)
    text, encoding = _decode(path, data)
    flow = HtmlFlow(Hiding(text))
    parser = etree.HTMLParser(target=flow, encoding="utf-8", huge_tree=True, no_network=True)
    try:
        etree.fromstring(_FORBIDDEN.sub(UNKNOWN, text).encode("utf-8"), parser)
    except etree.LxmlError as error:
        words = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableSource(
            path, Message("this web page cannot be read ({words}); save it again", words=words)
        ) from error
    blocks = with_drawn_tables(flow.blocks)
    content = FileContent(path, sha256, media_type, 0, blocks=blocks, margins=flow.margins, notices=flow.notices)
    content.encoding = encoding
    content.remarks += undecoded(text, encoding)
    return content


def _page_of_archive(path: str, data: bytes) -> bytes:
    """The page of a web archive (.mhtml), which is written as an e-mail is."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(page, bytes):
                said = f'<meta charset="{charset}">'.encode("ascii", "ignore") if charset else b""
                return page if _DECLARED.search(page[:DECLARED_WITHIN]) else said + page
    raise UnreadableSource(path, Message("this web archive has no page in it; save the page again as .html"))


def _decode(path: str, data: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    declared = _DECLARED.search(data[:DECLARED_WITHIN])
    said = (declared[1] or declared[2]).decode("ascii", "ignore").lower() if declared else ""
    for encoding in (marked, _AS_BROWSERS_DO.get(said, said)):
        try:
            if encoding:
                return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError):
            continue
    guessed = guess(data.replace(b"\x00", b""))
    if guessed is None:
        raise UnreadableSource(path, Message("this web page is in no encoding that can be told; save it as UTF-8"))
    return data.decode(guessed, errors="replace"), guessed
