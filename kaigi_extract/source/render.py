"""Pages as pictures, by file and number: what evidence is shown on. Reads nothing on the page.

Raises `UnreadableSource` and `EncryptedSource`, as `read` does.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.kinds import IMAGES, media_type
from kaigi_extract.source.open import read_bytes
from kaigi_extract.source.page import Pixels

CHANGED = "the file is not the one that was read; extract it again, or say with path= where that one lies now"


def render_pages(
    path: str | os.PathLike[str],
    numbers: Iterable[int],
    dpi: float,
    *,
    password: str | None = None,
    sha256: str | None = None,
) -> Iterator[tuple[int, Pixels]]:
    """The pages of these numbers (from 1) as displayed, in the order given, at `dpi` pixels to 72 points.

    `sha256` is what the file must still be: boxes that were read from another one would lie in the wrong places.
    Errors: `UnreadableSource` also for a file that has changed, that has no pages, or not this one.
    """
    name = os.fspath(path)
    data = read_bytes(name)
    if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256:
        raise UnreadableSource(name, CHANGED)
    kind = media_type(data)
    if kind == "application/pdf":
        from kaigi_extract.source.pymupdf_document import render_pages as render
    elif kind in IMAGES:
        from kaigi_extract.source.image import render_pages as render
    else:
        raise UnreadableSource(name, Message("this file has no pages to show; its values have lines instead"))
    yield from render(name, data, numbers, dpi, password)
