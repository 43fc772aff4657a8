"""Pages as pictures for the browser: drawn when they are first asked for, a bounded number kept. Opens the sources.

The file must still be the one that was read, or the boxes would lie wrongly.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from io import BytesIO

from kaigi_extract.archive.folder import MEMBER
from kaigi_extract.archive.zip_members import unpack
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.records import Document
from kaigi_extract.show.pages.crop import page_images
from kaigi_extract.web.browse.archive import ArchiveView


class PageImages:
    """Draws pages. Safe to use from several threads."""

    def __init__(self, view: ArchiveView) -> None:
        self._view = view
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def png(self, sha256: str, number: int) -> bytes:
        """One page of a document, from 1, as the bytes of a PNG file.

        Raises:
            KeyError: There is no such document, or no such page.
            UnreadableSource, EncryptedSource: Its file is not there any more, has changed, or has no pages.
        """
        document = self._view.document(sha256)
        if not 1 <= number <= document.source.page_count:
            raise KeyError(number)
        key = sha256, number
        with self._lock:  # one at a time: a page takes tens of megabytes while it is drawn
            if key not in self._kept:
                self._kept[key] = self._drawn(document, number)
                while len(self._kept) > self._view.settings.pictures:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def _drawn(self, document: Document, number: int) -> bytes:
        with file_at(self._view.place_of(document), document.source.path) as path:
            [(_, page)] = page_images(document.source, path, [number], None, self._view.settings.dpi)
        buffer = BytesIO()
        page.save(buffer, "PNG")
        return buffer.getvalue()


@contextlib.contextmanager
def file_at(place: str, name: str) -> Iterator[str]:
    """The file at a place, for as long as it is looked at; a member of a zip archive is unpacked.

    Raises:
        UnreadableSource: It is not there any more; the error calls it by its name.
    """
    outer, mark, member = place.partition(MEMBER)
    if not os.path.exists(outer):
        raise UnreadableSource(name, "it is not where it was; kaigi-extract archive relocate")
    if not mark:
        yield place
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "member")
        unpack(outer, member, path)
        yield path
