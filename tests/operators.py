"""Pages of 400 by 300 points written as raw operators, and what both readers find on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pymupdf

from kaigi_extract.source import Page, read
from kaigi_extract.source.open import Reader
from tests.made import FONT, append, page, put, resource, save

READERS: tuple[Reader, ...] = ("pymupdf", "pdfplumber")
ROUNDED = (
    "60 200 m 60 220 l 60 230 70 240 80 240 c 180 240 l 190 240 200 230 200 220 c "
    "200 200 l 200 190 190 180 180 180 c 80 180 l 70 180 60 190 60 200 c h"
)
"""A rounded box of 140 by 60 points; by its readers it reaches from 60 to 120 points from the top."""

Prepare = Callable[[pymupdf.Page], object]


def words(text: str, x: float = 90, y: float = 205, colour: str = "0 g", mode: int = 0) -> str:
    """Operators that set a text in 12 points, its baseline at `y` from the foot."""
    return f" q BT {colour} /{FONT} 12 Tf {mode} Tr {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET Q "


def drawn(
    operators: str, resources: Mapping[str, str] | None = None, prepare: Prepare | None = None
) -> pymupdf.Document:
    """A page with these operators; `resources` are its own, and `prepare` may do more with it."""
    document = page(lambda target: put(target, 20, "頁", x=380))
    for key, value in (resources or {}).items():
        resource(document[0], key, value)
    append(document[0], operators.encode("latin-1"))
    if prepare is not None:
        prepare(document[0])
    return document


def stream(document: pymupdf.Document, entries: str, content: bytes) -> int:
    """A new object with a stream."""
    number = document.get_new_xref()
    document.update_object(number, f"<<{entries}>>")
    document.update_stream(number, content, new=1, compress=0)
    return int(number)


def found(document: pymupdf.Document, folder: Path, reader: Reader) -> Page:
    """The first page as a reader sees it."""
    content = read(save(document, folder / "page.pdf"), reader=reader)
    assert content.pages is not None
    first = next(iter(content.pages()))
    assert isinstance(first, Page)
    return first


def text(page: Page) -> str:
    """What can be seen of the operators' text."""
    return "".join(run.text for run in page.runs).replace("頁", "").strip()


def hidden(page: Page) -> dict[str, str]:
    """What cannot, by why not."""
    reasons: dict[str, str] = {}
    for why, run in page.hidden:
        reasons[why] = reasons.get(why, "") + run.text
    return reasons
