"""What values were read from, cut out of its pages: one task of a worker for each document. Opens the source.

Writes into the archive's folder of crops; what is there already stays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kaigi_extract.archive.crops import crops_of, place_of, write_crop
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.stored_record import document_of
from kaigi_extract.archive.worker import Task, local_file
from kaigi_extract.errors import KaigiError
from kaigi_extract.records import Document, InvalidCorrection, PageSpan
from kaigi_extract.records.corrected import make_correction
from kaigi_extract.records.walk import walk
from kaigi_extract.source.render import render_pages
from kaigi_extract.source.small_pictures import as_webp, grey_picture

if TYPE_CHECKING:
    from PIL import Image

KeepCrops = Literal["none", "doubtful", "all"]
"""Of which values crops are kept: of none, of those that a finding doubts, or of all that have evidence."""
DPI = 110.0
"""Pixels to 72 points: print of 8 points is still read."""
MARGIN = 14.0
"""Points shown around what was read: its label, and the lines next to it."""
WIDTH = 300.0
"""Points that a crop is wide at least, half of A4: a short value is seen with what is beside it."""
DOUBTS = ("low_confidence", "value_unread", "period_unread", "mapping_general")
"""Codes of findings that doubt a value."""
_FRAME = 85
"""The grey of the frame around what was read."""
Spans = tuple[PageSpan, ...]


def cut_out(dest: Path, task: Task, keep: KeepCrops, corrected: Sequence[str]) -> str | None:
    """Keeps the crops of one document; returns why it cannot, None where it has done so.

    `corrected` are the pointers of values that people have looked at: they were doubtful once. Crops of places that no
    value of the record has any more are removed.

    Raises:
        OSError: The disk refuses.
    """
    with Manifest(dest) as manifest:
        [stored] = manifest.stored(task.sha256, task.sha256)
    document = document_of(stored.record, dest)
    wanted = {place_of(spans): spans for spans in _wanted(document, keep, corrected)}
    there = crops_of(dest, task.sha256)
    known = {place_of(spans) for spans in _every_place(document)}
    missing = {place: spans for place, spans in wanted.items() if place not in there}
    pictures = _drawn(task, missing) if missing else iter(())
    while True:
        try:
            place, picture = next(pictures)
        except StopIteration:
            break
        except (KaigiError, OSError, ValueError) as error:
            return str(error)
        write_crop(dest, task.sha256, place, picture)
    for place, kept in there.items():
        if place not in known | wanted.keys():
            kept.unlink(missing_ok=True)
    return None


def _drawn(task: Task, missing: dict[str, Spans]) -> Iterator[tuple[str, bytes]]:
    """The crop of each place as WebP."""
    with local_file(task) as path:
        for place, picture in _pictures(path, task, missing):
            yield place, as_webp(picture)


def _wanted(document: Document, keep: KeepCrops, corrected: Sequence[str]) -> Iterator[Spans]:
    """The places of which crops are kept."""
    if keep == "all":
        yield from _every_place(document)
    doubted = [finding.record for finding in document.findings if finding.code in DOUBTS]
    for pointer in dict.fromkeys([*doubted, *corrected]):
        if pointer is not None and (spans := doubted_place(document, pointer)):
            yield spans


def doubted_place(document: Document, pointer: str) -> Spans:
    """Where on its pages a value was read from; empty of what has no pages, and of what is no value."""
    try:
        return _on_pages(make_correction(document, pointer, action="confirmed").spans)
    except InvalidCorrection:
        return ()


def _every_place(document: Document) -> Iterator[Spans]:
    """The place of every value that has one."""
    for node in walk(document):
        for found in (*(value.evidence for value in node.read_values()), node.record):
            if spans := _on_pages(getattr(found, "spans", ())):
                yield spans


def _on_pages(spans: Iterable[object]) -> Spans:
    """The spans where all of them are on pages."""
    found = tuple(spans)
    on_pages = tuple(span for span in found if isinstance(span, PageSpan))
    return on_pages if len(on_pages) == len(found) else ()


def _pictures(path: str, task: Task, wanted: dict[str, Spans]) -> Iterator[tuple[str, Image.Image]]:
    """The crop of each place. A page is drawn once, and its picture is let go before the next."""
    numbers = sorted({span.page for spans in wanted.values() for span in spans})
    strips: dict[str, list[Image.Image]] = {place: [] for place in wanted}
    last = {place: max(span.page for span in spans) for place, spans in wanted.items()}
    for number, pixels in render_pages(path, numbers, DPI, password=task.password, sha256=task.sha256):
        page = grey_picture(pixels)
        for place, spans in wanted.items():
            if on_page := [span for span in spans if span.page == number]:
                strips[place].append(_strip(page, on_page))
                if number == last[place]:
                    yield place, _stacked(strips.pop(place))


def _strip(page: Image.Image, spans: Sequence[PageSpan]) -> Image.Image:
    """What was read on one page, framed, with what is around it."""
    from PIL import ImageDraw

    scale = DPI / 72
    left, top = (min(span.bbox[side] for span in spans) - MARGIN for side in (0, 1))
    right, bottom = (max(span.bbox[side] for span in spans) + MARGIN for side in (2, 3))
    right = max(right, left + WIDTH)
    box = (math.floor(max(left, 0) * scale), math.floor(max(top, 0) * scale))
    edge = (min(math.ceil(right * scale), page.width), min(math.ceil(bottom * scale), page.height))
    box = (min(box[0], page.width - 1), min(box[1], page.height - 1))
    crop = page.crop((*box, max(edge[0], box[0] + 1), max(edge[1], box[1] + 1)))
    draw = ImageDraw.Draw(crop)
    for span in spans:
        x0, y0, x1, y1 = (round(value * scale) for value in span.bbox)
        draw.rectangle((x0 - box[0] - 2, y0 - box[1] - 2, x1 - box[0] + 2, y1 - box[1] + 2), outline=_FRAME)
    return crop


def _stacked(strips: Sequence[Image.Image]) -> Image.Image:
    """The strips below each other, a line between two pages."""
    from PIL import Image

    if len(strips) == 1:
        return strips[0]
    whole = Image.new("L", (max(strip.width for strip in strips), sum(strip.height + 3 for strip in strips) - 3), 255)
    top = 0
    for strip in strips:
        if top:
            whole.paste(_FRAME, (0, top - 2, whole.width, top - 1))
        whole.paste(strip, (0, top))
        top += strip.height + 3
    return whole
