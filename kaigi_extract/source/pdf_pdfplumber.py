"""PDF pages through pdfplumber: an independent second reading of the same facts. Decides nothing.

pdfplumber opens the file and its pages; below it pdfminer, which shares no code with MuPDF, interprets them. What the
objects of either leave out is noted while the page is interpreted: by `pdfminer_recorder` and `pdfminer_interpreter`.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, cast

import pdfplumber
from pdfminer.layout import LTContainer, LTImage, LTItem
from pdfminer.pdfdocument import PDFDocument, PDFXRefStream
from pdfminer.pdftypes import resolve1, stream_value

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.askew import Straight, page_skew, slant
from kaigi_extract.source.drawing import CLEAR, add_drawings, paints
from kaigi_extract.source.marks import settle_marks
from kaigi_extract.source.native import NATIVE
from kaigi_extract.source.notes import MARKS, ON_TOP, TYPEWRITER, Note, place_notes
from kaigi_extract.source.orientation import Direction, View, place, stack, turn_upright
from kaigi_extract.source.page import (
    ButtonField,
    Frame,
    Hidden,
    LostPage,
    Page,
    Pixels,
    PlacedImage,
    Point,
    Run,
    is_sized,
    lightness,
)
from kaigi_extract.source.pdfminer_fonts import Fonts
from kaigi_extract.source.pdfminer_interpreter import Interpreter
from kaigi_extract.source.pdfminer_recorder import Glyph, Path, Recorder, Shade
from kaigi_extract.source.pdfminer_window import Window, unit_of, window_of
from kaigi_extract.source.repairs import repair_runs
from kaigi_extract.source.visibility import OPAQUE, Canvas, Paint, drop_redrawn, intersection

JOIN = 0.05
"""Ems by which a character may miss the end of the one before it, or its baseline, and still be of its run."""

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pages(
    path: str, data: bytes, numbers: dict[int, int], password: str | None = None
) -> Iterator[Page | LostPage]:
    """The pages in order, one at a time; a page that cannot be read comes out as `LostPage`.

    `numbers` gives the number of each page, from 1, by its object: pdfminer leaves out those that it does not find.
    """
    with _opened(path, data, password) as document:
        expected = 1
        for source in document.pages:
            number = numbers.get(cast(int, source.page_obj.pageid), expected)
            for missing in range(expected, number):
                yield LostPage(missing, "it is missing from the file")
            expected = number + 1
            try:
                page = read_page(source, number)
                if isinstance(page, Page):
                    page.render = partial(_render, source)
                yield page
            except Exception as error:  # pdfminer lets through whatever it stumbles over in damaged pages
                yield LostPage(number, str(error) or repr(error))
            finally:
                source.close()
        for missing in range(expected, max(numbers.values(), default=0) + 1):
            yield LostPage(missing, "it is missing from the file")


def _opened(path: str, data: bytes, password: str | None) -> Any:
    """The open document with its pages known. Raises `UnreadableSource`."""
    try:
        document = pdfplumber.open(io.BytesIO(data), password=password or "")
        _bound(document.doc)
        document.pages  # noqa: B018 - found here, and kept
        document.rsrcmgr = Fonts()
    except Exception as error:  # pdfminer lets through whatever it stumbles over in damaged files
        problem = Message(
            "pdfplumber cannot open this PDF ({error}); read it through PyMuPDF", error=error or repr(error)
        )
        raise UnreadableSource(path, problem) from error
    return document


def _bound(document: PDFDocument) -> None:
    """Leaves out what pdfminer would go through without an end: labels of pages, which nobody asks for, in a tree of
    any size, and objects that a table claims to have beyond its rows."""
    document.catalog.pop("PageLabels", None)
    for table in document.xrefs:
        if isinstance(table, PDFXRefStream) and table.data is not None and table.entlen:
            room, ranges = len(table.data) // table.entlen, []
            for first, count in table.ranges:
                ranges.append((first, min(count, room)))
                room -= ranges[-1][1]
            table.ranges = ranges


def _render(source: Any, dpi: float) -> Pixels:
    """The page as displayed, through pdfplumber's own renderer (pdfium)."""
    Pixels.size(source.width, source.height, dpi * unit_of(source.page_obj))
    with NATIVE:
        picture = source.to_image(resolution=dpi * unit_of(source.page_obj)).original.convert("RGB")
    return Pixels(picture.width, picture.height, picture.tobytes())


def read_page(source: Any, number: int) -> Page | LostPage:
    """Facts of one page of pdfplumber."""
    manager = source.pdf.rsrcmgr
    manager.begin_page()
    recorder = Recorder(manager)
    Interpreter(manager, recorder).process_page(source.page_obj)
    items = list(_flat(recorder.get_result()._objs))
    window, (width, height) = window_of(source)
    rotation = source.rotation or 0
    glyphs = [item for item in items if isinstance(item, Glyph)]
    turn = turn_upright((View(0, 0, 0).direction(*glyph.direction), 1) for glyph in glyphs if not glyph.down)
    view = View(width, height, turn)
    skew = page_skew((glyph.direction, len(glyph.text)) for glyph in glyphs if not glyph.invisible)
    straight = Straight(width, height, skew) if skew else None
    page = Page(Frame(number, view.width, view.height, turn, skew), rotation)
    page.notes = place_notes(_notes(source, window), view, straight)
    areas = _add_drawn(page, items, window, view, straight)
    page.buttons = [ButtonField(view.box(window.box(box)), ticked) for box, ticked in recorder.boxes]
    page.drop_endless()
    laid, as_shown = list(_flat(recorder.covers)), View(width, height, 0)
    areas += [replace(cover, order=ON_TOP) for cover in _add_drawn(Page(page.frame), laid, window, view, straight)]
    covers = _add_drawn(Page(Frame(number, width, height)), laid, window, as_shown, None)
    page.covered = [cover.bbox for cover in covers if cover.opacity >= OPAQUE]
    _add_text(page, items, Canvas(view.width, view.height, areas), window, view, straight)
    if not items and (reason := _unpacked_badly(source.page_obj.contents)):
        return LostPage(number, reason)
    return page


def _add_drawn(page: Page, items: list[LTItem], window: Window, view: View, straight: Straight | None) -> list[Paint]:
    """Adds pictures and drawings to a page; gives the areas that they paint."""
    areas: list[Paint] = []
    drawings = []
    for order, item in enumerate(items):
        if isinstance(item, LTImage):
            picture = _placed(item, window, view)
            if picture is not None:
                page.pictures.append(picture)
                areas.append(Paint(order, picture.bbox, None, 1.0 if picture.opaque else CLEAR))
        elif isinstance(item, Shade):
            box = view.box(window.box(item.clip)) if item.clip else (0.0, 0.0, view.width, view.height)
            areas.append(Paint(order, box, None, CLEAR if item.clear else item.opacity))
        elif isinstance(item, Path):
            drawing = item.drawing(window, order)
            if not drawing["items"]:  # a path that goes nowhere
                continue
            drawings.append(straight.drawing(drawing) if straight is not None else drawing)
            areas += paints(drawings[-1], view)
    add_drawings(page, drawings, view)
    return areas


def _notes(source: Any, window: Window) -> Iterator[Note]:
    """A reviewer's marks, in points of the displayed page; pdfminer draws none of them."""
    for annotation in source.annots:
        data = annotation["data"]
        kind = _name(data.get("Subtype"))
        if kind in MARKS:
            box = window.box((annotation["x0"], annotation["y0"], annotation["x1"], annotation["y1"]))
            look = resolve1(data.get("DA")) or b""
            look = look.decode("latin-1") if isinstance(look, bytes) else str(look)
            yield Note(kind, annotation["contents"] or "", box, _name(data.get("IT")) == TYPEWRITER, look)


def _name(value: Any) -> str:
    """The name that an entry of a dictionary gives."""
    return str(getattr(resolve1(value), "name", ""))


def _placed(item: Any, window: Window, view: View) -> PlacedImage | None:
    """An image where it shows; None where it does not."""
    whole = view.box(window.box(item.bbox))
    box = intersection(whole, (0.0, 0.0, view.width, view.height))
    if item.looks.clip is not None:
        box = intersection(box, view.box(window.box(item.looks.clip)))
    if box[0] >= box[2] or box[1] >= box[3]:
        return None
    width, height = (int(side or 0) for side in item.srcsize)
    a, b, _, _, _, _ = item.matrix
    if (abs(b) > abs(a)) != (view.angle in (90, 270)):
        width, height = height, width
    mask = item.imagemask or item.stream.get_any(("SMask", "Mask")) is not None
    opaque = not (mask or item.looks.clear) and item.looks.opacity >= OPAQUE
    bits = 1 if item.imagemask else int(resolve1(item.bits) or 0)
    return PlacedImage(box, width, height, None if box == whole else whole, opaque, bits)


def _flat(items: Iterable[LTItem]) -> Iterator[LTItem]:
    """Everything drawn, in order, that in forms and figures too."""
    for item in items:
        if isinstance(item, LTContainer):
            yield from _flat(item._objs)
        else:
            yield item


def _unpacked_badly(contents: Iterable[Any]) -> str | None:
    """Why a page without anything on it is not blank."""
    for content in contents:
        stream = resolve1(content)
        if stream is None:
            return "its content is missing from the file"
        if resolve1(stream_value(stream).get("Length")) and not stream_value(stream).get_data().strip():
            return "its content is damaged"
    return None


def _add_text(
    page: Page, items: list[LTItem], canvas: Canvas, window: Window, view: View, straight: Straight | None
) -> None:
    """Characters to runs, each of what can be seen or of what cannot."""
    before: tuple[Run, Hidden | None, Direction, int] | None = None
    for order, item in enumerate(items):
        if not isinstance(item, Glyph):
            continue
        origin, direction = window.point(*item.origin), item.direction
        if straight is not None:
            origin, direction = straight.point(*origin), straight.direction(*direction)
        origin = view.point(*origin)
        if not is_sized(item.size, origin, item.direction, (item.advance,)):
            page.hide_unsized(item.text, *origin)
            continue
        heading = view.direction(*direction)
        run = _run(item, heading, origin)
        run.slant = slant(*direction)
        run.lightness = 1 - (1 - lightness(item.colour)) * item.opacity
        hidden = _why_hidden(item, run, order, canvas)
        if item.layer and item.layer not in page.off_layers:
            page.off_layers.append(item.layer)
        same = before is not None and before[1:3] == (hidden, heading)
        if before is not None and same and _follows(before[0], run, before[3] == item.string):
            before[0].text += run.text
            before[0].start += run.start
            before[0].end += run.end
            run = before[0]
        elif hidden is None:
            page.runs.append(run)
        elif run.text.strip():
            page.hidden.append((hidden, run))
        before = (run, hidden, heading, item.string)
    drop_redrawn(page)
    page.runs = stack(settle_marks(page.runs))
    page.repaired = repair_runs(page.runs)


def _why_hidden(glyph: Glyph, run: Run, order: int, canvas: Canvas) -> Hidden | None:
    if glyph.layer is not None:
        return "layer"
    return "invisible" if glyph.invisible else canvas.split(run, order, glyph.colour)[0][0]


def _run(glyph: Glyph, heading: Direction, origin: Point) -> Run:
    """One glyph at a point of the page; one that stands for several characters (a ligature) shares its width."""
    text = "".join(char if char >= " " else " " for char in glyph.text)
    x, y = origin
    if glyph.down:
        return Run(text[:1], [y], [y + glyph.advance], x, x + glyph.size, glyph.size, glyph.font, glyph.bold, True)
    part = glyph.advance / len(text)
    origins = [(x + heading[0] * part * k, y + heading[1] * part * k) for k in range(len(text))]
    run = place(text, origins, [part] * len(text), heading, glyph.size)
    run.font, run.bold = glyph.font, glyph.bold
    return run


def _follows(open_run: Run, run: Run, same_string: bool) -> bool:
    """Whether a character goes on with a run: of one string at any distance, else where it meets its end."""
    size = run.size
    gap = run.start[0] - open_run.end[-1]
    forward = (run.start[0] - open_run.start[-1]) * (run.end[0] - run.start[0]) >= 0
    return (
        run.vertical == open_run.vertical
        and open_run.font == run.font
        and open_run.bold == run.bold
        and abs(open_run.size - size) < JOIN * size
        and abs(open_run.low - run.low) < JOIN * size
        and ((same_string and forward) or abs(gap) < JOIN * size)
    )
