"""What a value was read from, as a browser shows it: the crop, the page around it, or the lines. Opens the files.

The file must still be the one that was read, or the boxes would lie wrongly; where it is gone, an archive may have kept
the crop. What is drawn is kept a while: the next
crop is asked for while the one before is looked at.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from io import BytesIO
from typing import NoReturn

from PIL import Image

from kaigi_extract.errors import KaigiError
from kaigi_extract.records import Document, PageSpan, Span
from kaigi_extract.show.pages.crop import show_spans
from kaigi_extract.show.pages.picture import Excerpt, Picture
from kaigi_extract.web.review.doubts import printed_at
from kaigi_extract.web.review.holdings import Holdings

CROP_DPI, PAGE_DPI = 150.0, 110.0
"""Pixels to 72 points: print of 8 points is read without effort on the crop, and still on the page around it."""
KEPT = 24
"""Pictures kept; of a page of A4 one takes 100 to 300 kB."""


CACHED = {"cache-control": "private, max-age=600"}
"""Headers of a picture: the same for as long as anybody goes to and fro between values."""


class NoPicture(Exception):
    """The place of a value cannot be shown; the argument says why, or is empty where the value has no place."""


class Pictures:
    """Draws the pictures of values. Safe to use from several threads."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def picture(self, key: tuple[str, str], whole: bool) -> bytes:
        """The crop of a value, or with `whole` its pages with its place marked, as the bytes of a PNG file.

        Raises:
            KeyError, InvalidCorrection: There is no such value.
            NoPicture: There is nothing to show.
        """
        document = self._holdings.document(key[0])
        return self.of_spans(document, printed_at(document, key[1]).spans, whole)

    def of_spans(self, document: Document, spans: Sequence[Span], whole: bool) -> bytes:
        """The same of places of a document.

        Raises:
            NoPicture: There is nothing to show.
        """
        if not spans or not all(isinstance(span, PageSpan) for span in spans):
            raise NoPicture("")
        drawn = (document.source.sha256, whole, tuple(span.model_dump_json() for span in spans))
        with self._lock:  # one at a time: several would only slow each other down
            if drawn not in self._kept:
                shown = self._shown(document, spans, whole=whole)
                if not isinstance(shown, Picture):
                    raise NoPicture("")
                self._kept[drawn] = shown.png()
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(drawn)
            return self._kept[drawn]

    def excerpt(self, key: tuple[str, str], document: Document) -> Excerpt | str | None:
        """The lines that a value of a file without pages was read from; why they cannot be shown; None of a file with
        pages, and of a value without a place."""
        return self.lines_of(document, printed_at(document, key[1]).spans)

    def lines_of(self, document: Document, spans: Sequence[Span]) -> Excerpt | str | None:
        """The same of places of a document."""
        if not spans or isinstance(spans[0], PageSpan):
            return None
        try:
            shown = self._shown(document, spans, whole=False)
        except NoPicture as missing:
            return str(missing)
        return shown if isinstance(shown, Excerpt) else None

    def _shown(self, document: Document, spans: Sequence[Span], *, whole: bool) -> Picture | Excerpt:
        try:
            with self._holdings.place(document.source.sha256) as path:
                dpi = PAGE_DPI if whole else CROP_DPI
                return show_spans(
                    document.source, spans, path=path, password=self._holdings.password, dpi=dpi, whole=whole
                )
        except (KaigiError, OSError) as error:
            kept = self._holdings.kept_crop(document.source.sha256, spans)
            if kept is None:
                _cannot(error)
            return Picture(Image.open(BytesIO(kept)), document.source.path)


def _cannot(error: Exception) -> NoReturn:
    raise NoPicture(str(error)) from error
