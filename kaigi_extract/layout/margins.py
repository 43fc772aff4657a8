"""Which lines of pages are headers, footers and page numbers, by where and how often they are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from kaigi_extract.layout.borderless_tables import KnowsLabel
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.page import FOOT, HEAD, PageLayout
from kaigi_extract.layout.table import Grid
from kaigi_extract.source import Frame
from kaigi_extract.text import fold, squeeze

EDGE_LINES = 3
"""Lines from the edge of the page that may be running heads."""
IN_ORDER = 3
"""Pages in a row on which a line of the margin must count on to be a page number with words around it."""
CENTRED = 0.03
"""Part of the page's width by which the middle of a title may miss that of the page."""
SAME_SIZE = 0.05
"""Ems by which the letters of one title may differ."""
TITLE_WIDTH = 0.7
"""Part of the page's width that it may fill; a line of text fills more."""
LONGEST_LABEL = 40
"""Characters within which a field label at the start of a line must end."""
WORN = ".,;:'`~_・。、"
"""What an engine makes of a worn dash."""
_PAGE_NUMBER = re.compile(r"^(?:[-－‐–—―─ー]?(?:p\.?|page)?\d{1,4}(?:[/／]\d{1,4})?(?:ページ|頁)?[-－‐–—―─ー]?)$", re.I)
_DIGITS = re.compile(r"\d+")
_FEW_DIGITS = re.compile(r"(?<!\d)\d{1,5}(?!\d)")


def margin_lines(
    layouts: Sequence[PageLayout],
    knows: KnowsLabel,
    is_mark: Callable[[str], bool],
    is_title: Callable[[AnyLine], bool],
) -> set[int]:
    """Identities of the lines that are running heads, running feet, page numbers or marks.

    A running head stands on the next page, too: the title of a paper that is in the file several times does not.
    """
    edges: list[tuple[str, Line]] = []
    found: set[int] = set()
    for layout in layouts:
        titles = _titles(layout, is_title)
        for line in _edge_lines(layout):
            text = fold(squeeze(line.text))
            if is_mark(text):
                found.add(id(line))
            elif _in_margin(line, layout.frame):
                if _is_page_number(text, line) and not line.boxed:
                    found.add(id(line))
                if id(line) not in titles:
                    edges.append((f"{_DIGITS.sub('#', text)} {round(line.y0 / 4)}", line))
    repeated = _repeated(edges, len(layouts))
    headings = _headings(layouts, found | repeated, knows)
    return found | (repeated - headings) | _counting(edges)


def _is_page_number(text: str, line: Line) -> bool:
    """Whether a line in the margin is nothing but a page's number. On a scan a worn dash beside it reads as a dot."""
    bare = text if line.sure is None else text.strip(WORN)
    return _PAGE_NUMBER.match(bare) is not None and (_is_low(line) or len(text) > 1)


def _is_low(line: Line) -> bool:
    return line.y0 > line.frame.height / 2


def _repeated(edges: list[tuple[str, Line]], count: int) -> set[int]:
    """Lines that stand at the same place on pages that follow each other."""
    counts = Counter(key for key, _ in edges)
    enough = max(2, count - 1) if count <= EDGE_LINES else EDGE_LINES
    there = {(key, line.page) for key, line in edges}
    return {
        id(line)
        for key, line in edges
        if counts[key] >= enough and ((key, line.page - 1) in there or (key, line.page + 1) in there)
    }


def _counting(edges: list[tuple[str, Line]]) -> set[int]:
    """Lines that hold the number of the page, whatever else they say, if they say it on more than one page: heads that
    change from the left page to the right one."""
    counts = Counter(key for key, _ in edges)
    series: dict[tuple[bool, int], dict[int, Line]] = {}
    for key, line in edges:
        for number in _FEW_DIGITS.findall(fold(line.text)) if counts[key] > 1 else ():
            series.setdefault((_is_low(line), int(number) - line.page), {})[line.page] = line
    return {
        id(line)
        for pages in series.values()
        for page, line in pages.items()
        if any(all(first + k in pages for k in range(IN_ORDER)) for first in range(page - IN_ORDER + 1, page + 1))
    }


def _titles(layout: PageLayout, is_title: Callable[[AnyLine], bool]) -> set[int]:
    """Identities of the lines that head a sheet: those that `is_title` knows, and what is set close above them."""
    titles: set[int] = set()
    below: Line | None = None
    for item in reversed(layout.items):
        if not isinstance(item, Line):
            below = None
        elif is_title(item) or (below is not None and below.y0 - item.y1 < below.size):
            titles.add(id(item))
            below = item
        else:
            below = None
    return titles


def _headings(layouts: Sequence[PageLayout], margin: set[int], knows: KnowsLabel) -> set[int]:
    """Of the lines of the margin the titles of sheets of one page that follow each other, with what stands below them:
    set in the middle, or after a label, above what begins the same way on each of these pages."""
    openings: dict[str, set[str | None]] = {}
    found: list[tuple[str, list[Line]]] = []
    for layout in layouts:
        above: list[Line] = []
        for item in layout.items:
            if not isinstance(item, Line) or id(item) not in margin or _is_low(item):
                break
            above.append(item)
        last = next((k for k in reversed(range(len(above))) if _is_heading(above[k], knows)), None)
        below = layout.items[last + 1 : last + 2] if last is not None else []
        if last is not None and below:
            key = fold(squeeze(above[last].text))
            openings.setdefault(key, set()).add(_opening(below[0], knows))
            found.append((key, above[_first_close(above, last) :]))
    kept = [lines for key, lines in found if len(openings[key]) == 1 and None not in openings[key]]
    return {id(line) for lines in kept for line in lines}


def _is_heading(line: Line, knows: KnowsLabel) -> bool:
    """Whether a line is set in the middle, or begins with a label."""
    width = line.frame.width
    centred = abs(line.x0 + line.x1 - width) / 2 <= CENTRED * width and line.x1 - line.x0 <= TITLE_WIDTH * width
    return centred or _leading_label(line, knows) is not None


def _first_close(lines: list[Line], at: int) -> int:
    """The first of the lines that make one title with that at `at`: set close above it, in letters of its size."""
    while at > 0 and lines[at].y0 - lines[at - 1].y1 < lines[at].size and _alike(lines[at - 1], lines[at]):
        at -= 1
    return at


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) < SAME_SIZE * other.size


def _opening(item: Line | Grid, knows: KnowsLabel) -> str | None:
    """What the text of a page begins with: a known label, or else the words of a line; None for any other table."""
    if isinstance(item, Grid):
        text = next((cell.passage.text for cell in item.cells if cell.row == cell.column == 0), "")
        return squeeze(text) if knows(text) == "label" else None
    return _leading_label(item, knows) or squeeze(item.text)


def _leading_label(line: Line, knows: KnowsLabel) -> str | None:
    """The field label that a line begins with, before white space."""
    text = line.text
    ends = (k for k in range(1, min(len(text), LONGEST_LABEL)) if text[k].isspace())
    return next((squeeze(text[:k]) for k in ends if knows(text[:k]) == "label"), None)


def _edge_lines(layout: PageLayout) -> list[Line]:
    """The outermost lines of a page."""
    lines = [item for item in layout.items if isinstance(item, Line)]
    return lines if len(lines) <= 2 * EDGE_LINES else lines[:EDGE_LINES] + lines[-EDGE_LINES:]


def _in_margin(line: Line, frame: Frame) -> bool:
    side = max(frame.width, frame.height)
    return line.y1 <= HEAD * side or line.y0 >= frame.height - FOOT * side
