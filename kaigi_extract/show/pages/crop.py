"""The place that a value was read from, cut out of its page: what a person looks at to check it. Reads nothing anew.

Of a file without pages, the lines. The file must still be the one that was read, or the boxes would lie wrongly.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from PIL import Image

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import PageSpan, Record, Source, Span, TextSpan
from kaigi_extract.records.provenance import source_of
from kaigi_extract.records.walk import evidence_of, spans_below
from kaigi_extract.show import japanese as words
from kaigi_extract.show.pages.margin_notes import edged, ink_bounds, quiet_row, separator, stacked
from kaigi_extract.show.pages.overlays import COLOURS, LONGEST_SHOWN_NAME, PageMark, draw_marks, moved, scaled
from kaigi_extract.show.pages.picture import Excerpt, ExcerptLine, Picture
from kaigi_extract.show.sanitise import in_one_line
from kaigi_extract.source.page import Bbox
from kaigi_extract.source.render import CHANGED, render_pages
from kaigi_extract.source.text_blocks import TextLine, TextTable

CUT_RANGE = (12.0, 34.0)
"""Points of the page above and below what was read, at least and at most: the cut is where it goes through no line."""
SIDE_MARGIN = 10.0
"""Points of empty page left and right of the ink of the page."""
BAND_GAP = 90.0
"""Points between two places on one page from which on what is between them is left out."""
LINES_AROUND = 1
"""Lines of a text file above and below what was read."""
FIELD_COLOURS = COLOURS[:-1]
"""Colours of several values: all but black, which hides in text."""
HIGHEST_DPI = 1200
"""Most pixels to 72 points: a page of A4 is 400 MB of them."""
SINGLE_COLOUR = "#E69F00"
"""Colour of a value that is shown alone."""
NO_FILE = "this {kind} does not know its file (it was composed, or loaded without its document); give path=…"
MOVED = "there is no such file any more; say where it lies now with path="

Path = str | os.PathLike[str]


@dataclass(frozen=True)
class ValuePlace:
    """A value to show: its name in the margin, where it was read, whether it may be misread."""

    name: str
    spans: Sequence[Span]
    doubtful: bool = False


def show_record(
    record: Record, *, path: Path | None = None, password: str | None = None, dpi: float = 150
) -> Picture | Excerpt:
    """The crop of what a record was read from, its items included, in one colour.

    Errors: those of `Evidence.show`.
    """
    kind = type(record).__name__
    place = ValuePlace("", spans_below(record), may_be_misread(record))
    if not place.spans:
        raise ValueError(Message("this {kind} has no place in the file (spans is empty)", kind=kind))
    return _shown(_known_source(record, path), [place], _caption(record), path, password, dpi)


def show_field(
    record: Record, field: str | None, *, path: Path | None = None, password: str | None = None, dpi: float = 150
) -> Picture | Excerpt:
    """The crop of one field's evidence; without a field, of all of it and the record's own place, each named.

    Errors: those of `Evidenced.show`.
    """
    evidence = evidence_of(record)
    kind = type(record).__name__
    if field is not None and field not in evidence:
        known = ", ".join(evidence) or "none"
        raise ValueError(
            Message(
                "no evidence of {field!r} in this {kind}; fields that have some: {known}",
                field=field,
                kind=kind,
                known=known,
            )
        )
    if field is not None:
        found = evidence[field]
        return _shown(
            _known_source(record, path),
            [ValuePlace("", found.spans, may_be_misread(found))],
            field,
            path,
            password,
            dpi,
        )
    places = [ValuePlace(name, found.spans, may_be_misread(found)) for name, found in evidence.items() if found.spans]
    own = spans_below(record)
    if own:
        places.append(ValuePlace(kind if places else "", own))
    if not places:
        raise ValueError(Message("this {kind} has no evidence, and so no place in the file", kind=kind))
    return _shown(_known_source(record, path), places, _caption(record), path, password, dpi)


def show_spans(
    source: Source,
    spans: Sequence[Span],
    what: str = "",
    *,
    path: Path | None = None,
    password: str | None = None,
    dpi: float = 150,
    whole: bool = False,
) -> Picture | Excerpt:
    """The crop of places of a file, in one colour; with `whole`, the pages that they are on from edge to edge.

    Errors: those of `Evidence.show`.
    """
    if not spans:
        raise ValueError(Message("there is no place in the file to show (spans is empty)"))
    return _shown(source, [ValuePlace("", spans)], what, path, password, dpi, whole=whole)


def may_be_misread(record: Record) -> bool:
    """Whether its value may be misread."""
    return words.is_doubtful(getattr(record, "confidence", None))


def page_images(
    source: Source | None, path: Path | None, numbers: Iterable[int], password: str | None, dpi: float
) -> Iterator[tuple[int, Image.Image]]:
    """The pages of these numbers, of the file that was read or where it lies now, as pictures.

    Errors: `UnreadableSource` where the file is not there or has changed, `EncryptedSource`; `ValueError`.
    """
    if not 0 < dpi <= HIGHEST_DPI:
        raise ValueError(
            Message(
                "dpi is {dpi}; give a number above 0, such as 150, and no more than {highest_dpi}",
                dpi=dpi,
                highest_dpi=HIGHEST_DPI,
            )
        )
    sha256 = source.sha256 if source is not None else None
    for number, pixels in render_pages(lies_at(source, path), numbers, dpi, password=password, sha256=sha256):
        yield number, Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data)


def lies_at(source: Source | None, path: Path | None) -> Path:
    """Where the file is now. Errors: `UnreadableSource` where it was read from a place that it has left."""
    if path is not None:
        return path
    assert source is not None
    if not os.path.exists(source.path):
        raise UnreadableSource(source.path, MOVED)
    return source.path


def _shown(
    source: Source | None,
    places: Sequence[ValuePlace],
    what: str,
    path: Path | None,
    password: str | None,
    dpi: float,
    *,
    whole: bool = False,
) -> Picture | Excerpt:
    name = os.path.basename(lies_at(source, path))
    spans = [span for place in places for span in place.spans]
    if any(isinstance(span, TextSpan) for span in spans):
        return _excerpt(source, path, spans, f"{name}: {what}")
    numbers = sorted({span.page for span in spans if isinstance(span, PageSpan)})
    parts: list[tuple[int, Image.Image]] = []
    for number, page in page_images(source, path, numbers, password, dpi):
        if whole:
            parts.append((number, draw_marks(page, _marks(places, number, dpi), dpi)))
        else:
            parts += ((number, crop) for crop in _crops(page, places, number, dpi))
    pages = f"page{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
    return Picture(_joined(parts, dpi), f"{name}, {pages}: {what}")


def _known_source(record: Record, path: Path | None) -> Source | None:
    source = source_of(record)
    if source is None and path is None:
        raise ValueError(NO_FILE.format(kind=type(record).__name__))
    return source


def _crops(page: Image.Image, places: Sequence[ValuePlace], number: int, dpi: float) -> Iterator[Image.Image]:
    """The bands of one page that hold the places, as wide as its ink."""
    marks = _marks(places, number, dpi)
    boxes = [box for mark in marks for box in mark.boxes]
    x0, x1 = sides = _sides(page, boxes, dpi)
    for first, last in _bands([_within(box, page.height) for box in boxes], dpi):
        top, bottom = _cut(page, first, -1, sides, dpi), _cut(page, last, 1, sides, dpi)
        inside = [
            replace(mark, boxes=[moved(box, x0, top) for box in mark.boxes if box[1] < bottom and top < box[3]])
            for mark in marks
        ]
        yield draw_marks(page.crop((x0, top, x1, bottom)), [mark for mark in inside if mark.boxes], dpi)


def _marks(places: Sequence[ValuePlace], number: int, dpi: float) -> list[PageMark]:
    """What of the places is on a page, each in its colour."""
    marks = [_mark(place, number, FIELD_COLOURS[k % len(FIELD_COLOURS)], dpi) for k, place in enumerate(places)]
    return [replace(marks[0], colour=SINGLE_COLOUR)] if len(marks) == 1 else marks


def _mark(place: ValuePlace, number: int, colour: str, dpi: float) -> PageMark:
    """What of a place is on the page of this number."""
    spans = [span for span in place.spans if isinstance(span, PageSpan) and span.page == number]
    return PageMark(scaled((span.bbox for span in spans), dpi), colour, place.name, place.doubtful)


def _sides(page: Image.Image, boxes: Sequence[Bbox], dpi: float) -> tuple[int, int]:
    """Left and right of the crops, in pixels: the ink of the page, and a little around it."""
    left, right = ink_bounds(page)
    beside = SIDE_MARGIN * dpi / 72
    left, right = min(left, *(box[0] for box in boxes)) - beside, max(right, *(box[2] for box in boxes)) + beside
    return max(0, round(left)), min(page.width, round(right))


def _within(box: Bbox, height: int) -> tuple[float, float]:
    """Top and bottom of a box on the page; of one that lies off it, the edge."""
    return min(max(0.0, box[1]), height), min(max(0.0, box[3]), height)


def _bands(heights: Iterable[tuple[float, float]], dpi: float) -> list[list[float]]:
    """Top and bottom of the strips that hold these heights, in pixels, from the top down."""
    bands: list[list[float]] = []
    for top, bottom in sorted(heights):
        if bands and top - bands[-1][1] < BAND_GAP * dpi / 72:
            bands[-1][1] = max(bands[-1][1], bottom)
        else:
            bands.append([top, bottom])
    return bands


def _cut(page: Image.Image, edge: float, way: int, sides: tuple[int, int], dpi: float) -> int:
    """Where to cut the page above (way -1) or below (1) what was read: between two lines, in pixels."""
    near, far = (round(edge + way * around * dpi / 72) for around in CUT_RANGE)
    rows = [row for row in range(near, far, way) if 0 <= row < page.height]
    return quiet_row(page, rows, sides, dpi) if rows else 0 if way < 0 else page.height


def _joined(parts: Sequence[tuple[int, Image.Image]], dpi: float) -> Image.Image:
    """Crops below each other, a strip between them that says where a page begins, or that something is left out."""
    width = max(crop.width for _, crop in parts)
    below: list[Image.Image] = []
    before = parts[0][0] if parts[0][0] == parts[-1][0] else None
    for number, crop in parts:
        if number != before or below:
            below.append(separator(width, f"page {number}" if number != before else "…", dpi))
        below.append(crop)
        before = number
    return edged(stacked(below))


def _excerpt(source: Source | None, path: Path | None, spans: Iterable[Span], caption: str) -> Excerpt:
    """The lines of a text or Word file that hold the spans, and those around them."""
    from kaigi_extract.source import read

    reading = read(lies_at(source, path))
    if source is not None and reading.sha256 != source.sha256:
        raise UnreadableSource(reading.path, CHANGED)
    if reading.blocks is None:
        raise UnreadableSource(
            reading.path, Message("this file has pages, and its values no lines; give the file that was read")
        )
    marks: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        if isinstance(span, TextSpan):
            marks.setdefault(span.line, []).append((span.start, span.end))
    lines = _lines([*reading.blocks, *reading.notes, *reading.margins])
    around = {number + k for number in marks for k in range(-LINES_AROUND, LINES_AROUND + 1)}
    shown = [
        ExcerptLine(n, lines.get(n, ""), tuple(sorted(marks.get(n, ())))) for n in sorted(around & {*lines, *marks})
    ]
    return Excerpt(tuple(shown), caption)


def _lines(blocks: Iterable[TextLine | TextTable]) -> dict[int, str]:
    """The lines of a file by number, every character at its place in its line; what is no text is a space."""
    lines: dict[int, str] = {}
    for block in blocks:
        for piece in _pieces(block):
            line = lines.get(piece.number, "").ljust(piece.offset + len(piece.text))
            lines[piece.number] = line[: piece.offset] + piece.text + line[piece.offset + len(piece.text) :]
    return lines


def _pieces(block: TextLine | TextTable) -> Iterator[TextLine]:
    if isinstance(block, TextLine):
        yield block
    else:
        for cell in block.cells:
            yield from cell.lines


def _caption(record: Any) -> str:
    """What a record is, in a few words."""
    names = (getattr(record, key, None) for key in ("label", "title", "order", "code", "text"))
    name = next((str(name) for name in names if name), "")
    return f"{type(record).__name__} {in_one_line(name, LONGEST_SHOWN_NAME)}".strip()
