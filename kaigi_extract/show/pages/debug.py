"""What the layout found on a page, drawn on it: lines in reading order; ruled lines, tables and cells. Decides nothing.

Reads the page again, by itself. What only several pages together show is missing: tables that go on from page to page
end with theirs, and headers and footers count as lines.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any, Unpack

from PIL import Image, ImageChops, ImageDraw

from kaigi_extract.layout.assemble import Arrangement
from kaigi_extract.layout.checkboxes import write_boxes
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import table_rules
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.pipeline import layout_of_page
from kaigi_extract.records import Document
from kaigi_extract.records.display import PageOptions
from kaigi_extract.settings import Settings
from kaigi_extract.show.pages.crop import lies_at, page_images
from kaigi_extract.show.pages.margin_notes import GREY, PAPER_COLOUR, Key, edged, thick, with_legend
from kaigi_extract.show.pages.overlays import TINT, PageMark, Tag, draw_marks, draw_tags, pale, scaled, union
from kaigi_extract.show.pages.picture import Picture
from kaigi_extract.show.pages.values import check_page
from kaigi_extract.source import Frame, Page
from kaigi_extract.source.page import Bbox, Point

OPEN, IN_TABLE, BOXED = "#0072B2", "#009E73", "#E69F00"
"""Colours of lines: of the open page, of a table, alone in a frame."""
RULE = "#E00000"
"""Colour of ruled lines."""
CELLS, UNRULED = "#56B4E9", "#CC79A7"
"""Colours of the cells of tables with ruled lines, and without."""

DEFAULT_DPI = 100.0
"""Pixels to 72 points where none are asked for."""
CELL_EDGE, RULE_EDGE = 0.6, 1.0
"""Points. Thickness of what is drawn for a cell and for a ruled line."""


def debug_lines(document: Document, number: int, **options: Unpack[PageOptions]) -> Picture:
    """The page with a box around every line, numbered from 1 in the order in which they are read.

    Blue: lines of the open page; green: of a table, row by row; orange: alone in a frame; grey, without a number: page
    numbers and marks in the margin, which are no text. Errors: those of `extract` and of `Document.show_page`.
    """
    image, _, arrangement = _again(document, number, options)
    dpi = options.get("dpi", DEFAULT_DPI)
    marks, tags = [], []
    for k, (line, colour) in enumerate(_in_order(arrangement), 1):
        [box] = scaled([line.box(0, len(line.text))], dpi)
        marks.append(PageMark([box], colour))
        tags.append(Tag(box, str(k), colour))
    margin = [line for line in arrangement.furniture if isinstance(line, Line)]
    marks += [PageMark(scaled([line.box(0, len(line.text))], dpi), GREY) for line in margin]
    drawn = draw_tags(draw_marks(image, marks, dpi), image, tags, dpi)
    keys = [Key("open page", OPEN), Key("table", IN_TABLE), Key("framed", BOXED), Key("page number or mark", GREY)]
    shown = {mark.colour for mark in marks}
    keys = [key for key in keys if key.colour in shown]
    return _picture(drawn, document, number, f"lines: {len(tags)}", keys, options)


def debug_tables(document: Document, number: int, **options: Unpack[PageOptions]) -> Picture:
    """The page with its ruled lines in red, and the cells of its tables with row and column, counted from 0.

    Cells of ruled tables (blue) are what the lines enclose; those of tables without them (purple) have no borders, and
    the box is around their text. Rows and columns are those of the table on this page alone. Errors are those of
    `debug_lines`.
    """
    image, page, arrangement = _again(document, number, options)
    dpi = options.get("dpi", DEFAULT_DPI)
    cells = [(_colour(grid), cell, box) for grid in _grids(arrangement) for cell, box in _cells(grid)]
    corners = [_corners(page.frame, box, dpi) for _, _, box in cells]
    layer = Image.new("RGB", image.size, PAPER_COLOUR)
    for (colour, _, _), points in zip(cells, corners, strict=True):
        ImageDraw.Draw(layer).polygon(points, fill=pale(colour, TINT), outline=colour, width=thick(CELL_EDGE, dpi))
    drawn = ImageChops.multiply(image, layer)
    for rule in table_rules(page, page.frames):
        ends = _corners(page.frame, (rule.x0, rule.y0, rule.x1, rule.y1), dpi)[::2]
        ImageDraw.Draw(drawn).line(ends, fill=RULE, width=thick(RULE_EDGE, dpi))
    tags = [
        Tag(_around(points), f"{cell.row},{cell.column}", colour, inside=True)
        for (colour, cell, _), points in zip(cells, corners, strict=True)
    ]
    keys = [Key("rules", RULE), *_keys(_grids(arrangement))]
    drawn = draw_tags(drawn, image, tags, dpi)
    return _picture(drawn, document, number, f"tables: {len(_grids(arrangement))}", keys, options)


def _again(document: Document, number: int, options: PageOptions) -> tuple[Image.Image, Page, Arrangement]:
    """The picture of the page, its facts (boxes to tick are text by now) and its layout."""
    check_page(document, number)
    how: dict[str, Any] = {**options}
    dpi, path = how.pop("dpi", DEFAULT_DPI), how.pop("path", None)
    [(_, image)] = page_images(document.source, path, [number], how.get("password"), dpi)
    page, arrangement = layout_of_page(lies_at(document.source, path), number, **how)
    return image, write_boxes(page, arrangement.settings.checkboxes), arrangement


def _in_order(arrangement: Arrangement) -> Iterator[tuple[Line, str]]:
    """Every line that is read, with its colour."""
    for item in arrangement.items:
        for line in item.lines() if isinstance(item, Grid) else [item]:
            if isinstance(line, Line):
                yield line, IN_TABLE if isinstance(item, Grid) else BOXED if line.boxed else OPEN


def _grids(arrangement: Arrangement) -> list[Grid]:
    return [item for item in arrangement.items if isinstance(item, Grid)]


def _colour(grid: Grid) -> str:
    return CELLS if grid.ruled else UNRULED


def _keys(grids: Iterable[Grid]) -> list[Key]:
    words = {CELLS: "cells of ruled tables: row, column", UNRULED: "cells of tables without rules"}
    return [Key(words[colour], colour) for colour in dict.fromkeys(map(_colour, grids))]


def _cells(grid: Grid) -> Iterator[tuple[Cell, Bbox]]:
    """The cells of a table with their boxes in upright points: between ruled lines, or around their text."""
    for cell in grid.cells:
        boxes = [(line.x0, line.y0, line.x1, line.y1) for line in cell.lines if isinstance(line, Line)]
        box = cell.bbox or (union(boxes) if boxes else None)
        if box is not None:
            yield cell, box


def _corners(frame: Frame, box: Bbox, dpi: float) -> list[Point]:
    """The corners of an upright box in pixels of the page as displayed, in turn; a scan's may lie askew."""
    x0, y0, x1, y1 = box
    points = [frame.display((x, y, x, y))[:2] for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
    return [(x * dpi / 72, y * dpi / 72) for x, y in points]


def _around(points: Iterable[Point]) -> Bbox:
    return union((x, y, x, y) for x, y in points)


def _picture(
    drawn: Image.Image, document: Document, number: int, what: str, keys: Iterable[Key], options: PageOptions
) -> Picture:
    caption = f"{os.path.basename(document.source.path)}, page {number}: {what}"
    lines = options.get("settings", Settings()).lines("layout")
    return Picture(edged(with_legend(drawn, caption, keys, options.get("dpi", DEFAULT_DPI))), caption, "\n".join(lines))
