"""Which lines of pages are headers, footers and page numbers, by where and how often they are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.page_numbers import counting_numbers
from kaigi_extract.layout.settings import MarginSettings
from kaigi_extract.layout.table import Grid, KnowsLabel
from kaigi_extract.source import Frame
from kaigi_extract.text import fold, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern

WORN = ".,;:'`~_・。、"
"""What an engine makes of a worn dash."""
_PAGE_NUMBER = late_pattern(
    r"^(?:[-－‐–—―─ー]?(?:p\.?|page)?\d{1,4}(?:[/／]\d{1,4})?(?:ページ|頁)?[-－‐–—―─ー]?)$", re.I
)
_DIGITS = late_pattern(r"\d+")
_BRACKETED = late_pattern(r"[（(【][^（()）【】]{1,40}[）)】]")
_FIRST = "１"
"""What stands for the first number of clauses, however it is printed."""
_SITTING = late_pattern(r"第(\d+)回")
_FEW_DIGITS = late_pattern(r"(?<!\d)\d{1,5}(?!\d)")


def margin_lines(
    layouts: Sequence[PageLayout],
    knows: KnowsLabel,
    is_mark: Callable[[str], bool],
    is_title: Callable[[AnyLine], bool],
    settings: MarginSettings,
) -> set[int]:
    """Identities of the lines that are headers, footers, page numbers or marks.

    A header is on the next page, too: the title of a document that is in the file several times is not.
    """
    edges: list[tuple[str, Line]] = []
    found: set[int] = set()
    for layout in layouts:
        titles = _titles(layout, is_title)
        for line in _edge_lines(layout, settings.edge_lines):
            text = fold(squeeze(line.text))
            if is_mark(text):
                found.add(id(line))
            elif _in_margin(line, line.frame, settings):
                if _is_page_number(text, line) and not line.boxed:
                    found.add(id(line))
                if id(line) not in titles:
                    edges.append((f"{_DIGITS.sub('#', text)} {round(line.y0 / settings.repeat_step)}", line))
    repeated = _repeated(edges, len(layouts), settings.edge_lines)
    headings = _headings(layouts, found | repeated, knows, settings)
    numbers = counting_numbers((_edge_lines(layout, settings.edge_lines) for layout in layouts), settings)
    counting = _counting(edges, settings.counting_pages)
    return found | numbers | ((repeated - headings) | counting) - _titles_of_sittings(edges)


def _is_page_number(text: str, line: Line) -> bool:
    """Whether a line in the margin is nothing but a page's number. On a scan a worn dash beside it reads as a dot."""
    bare = text if line.sure is None else text.strip(WORN)
    return _PAGE_NUMBER.match(bare) is not None and (_is_low(line) or len(text) > 1)


def _is_low(line: Line) -> bool:
    return line.y0 > line.frame.height / 2


def _repeated(edges: list[tuple[str, Line]], count: int, often: int) -> set[int]:
    """Lines that are printed at the same place on pages that follow each other; in a file of `count` pages on `often`,
    or on nearly all of fewer."""
    counts = Counter(key for key, _ in edges)
    enough = max(2, count - 1) if count <= often else often
    there = {(key, line.page) for key, line in edges}
    return {
        id(line)
        for key, line in edges
        if counts[key] >= enough and ((key, line.page - 1) in there or (key, line.page + 1) in there)
    }


def _titles_of_sittings(edges: list[tuple[str, Line]]) -> set[int]:
    """Of lines at the same place those that name another sitting (第３回) than the page before does: each is the title
    of what begins there, and a header only on the pages that follow. So are the rows of its head, right below it."""
    found: set[int] = set()
    named: dict[str, list[tuple[str, Line]]] = {}
    for key, line in edges:
        match = _SITTING.search(fold(line.text))
        if match is not None:
            named.setdefault(key, []).append((match[1], line))
    for lines in named.values():
        if len({number for number, _ in lines}) > 1:
            firsts = [lines[0], *(line for before, line in pairwise(lines) if before[0] != line[0])]
            found |= {id(line) for _, line in firsts}
            found |= {id(line) for _, line in edges if any(_is_below(line, title) for _, title in firsts)}
    return found


def _is_below(line: Line, title: Line) -> bool:
    """Whether a line is below a title in the upper margin of a page."""
    return line.page == title.page and line.y0 > title.y0 and not _is_low(line)


def _counting(edges: list[tuple[str, Line]], row: int) -> set[int]:
    """Lines that hold the number of the page, whatever else they say, if they say it on `row` pages that follow each
    other: headers that change from the left page to the right one."""
    counts = Counter(key for key, _ in edges)
    series: dict[tuple[bool, int], dict[int, Line]] = {}
    for key, line in edges:
        for number in _FEW_DIGITS.findall(fold(line.text)) if counts[key] > 1 else ():
            series.setdefault((_is_low(line), int(number) - line.page), {})[line.page] = line
    return {
        id(line)
        for pages in series.values()
        for page, line in pages.items()
        if any(all(first + k in pages for k in range(row)) for first in range(page - row + 1, page + 1))
    }


def _titles(layout: PageLayout, is_title: Callable[[AnyLine], bool]) -> set[int]:
    """Identities of the lines that head a document of one page: those that `is_title` knows, and what is close
    above."""
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


def _headings(layouts: Sequence[PageLayout], margin: set[int], knows: KnowsLabel, settings: MarginSettings) -> set[int]:
    """Of the lines of the margin the titles of documents of one page that follow each other, with what is close above:
    set in the middle, or after a label, above what begins the same way on each of these pages."""
    openings: dict[str, set[str | None]] = {}
    found: list[tuple[str, list[Line]]] = []
    for layout in layouts:
        above = _lines_above_text(layout, margin, settings)
        last = next((k for k in reversed(range(len(above))) if _is_heading(above[k], knows, settings)), None)
        below = [] if last is None else layout.items[layout.items.index(above[last]) + 1 :][:2]
        if last is not None and below:
            key = fold(squeeze(above[last].text))
            openings.setdefault(key, set()).add(_opening(below, knows, settings))
            found.append((key, above[_first_close(above, last, settings) :]))
    kept = [lines for key, lines in found if len(openings[key]) == 1 and None not in openings[key]]
    return {id(line) for lines in kept for line in lines}


def _lines_above_text(layout: PageLayout, margin: set[int], settings: MarginSettings) -> list[Line]:
    """The lines of the margin at the top of a page, down to the first item that is none; a line that is known to be a
    title (第２号様式) may be among them."""
    above: list[Line] = []
    for item in layout.items:
        if not isinstance(item, Line) or _is_low(item):
            break
        if id(item) in margin:
            above.append(item)
        elif not _in_margin(item, item.frame, settings):
            break
    return above


def _is_heading(line: Line, knows: KnowsLabel, settings: MarginSettings) -> bool:
    """Whether a line is set in the middle, or begins with a label."""
    width = line.frame.width
    miss = abs(line.x0 + line.x1 - width) / 2
    centred = miss <= settings.centring * width and line.x1 - line.x0 <= settings.title_width * width
    return centred or _leading_label(line, knows, settings) is not None


def _first_close(lines: list[Line], at: int, settings: MarginSettings) -> int:
    """The first of the lines that make one title with that at `at`: close above it, in characters of its size."""
    while at > 0:
        line, above = lines[at], lines[at - 1]
        if line.y0 - above.y1 >= line.size or not _same_size(above, line, settings):
            break
        at -= 1
    return at


def _same_size(one: Line, other: Line, settings: MarginSettings) -> bool:
    return abs(one.size - other.size) < settings.size_difference * other.size


def _opening(items: Sequence[Line | Grid], knows: KnowsLabel, settings: MarginSettings) -> str | None:
    """What the text of a page begins with: the first number of clauses, also below a heading in brackets; a known
    label; or else the words of a line; None for any other table."""
    item = items[0]
    if isinstance(item, Grid):
        text = next((cell.passage.text for cell in item.cells if cell.row == cell.column == 0), "")
        return squeeze(text) if knows(text) == "label" else None
    for line in items if _BRACKETED.fullmatch(item.text.strip()) else items[:1]:
        label = match_label(line.text) if isinstance(line, Line) else None
        if label is not None and label.ordinal == 1 and not label.branches:
            return _FIRST
    return _leading_label(item, knows, settings) or squeeze(item.text)


def _leading_label(line: Line, knows: KnowsLabel, settings: MarginSettings) -> str | None:
    """The field label that a line begins with, before white space."""
    text = line.text
    ends = (k for k in range(1, min(len(text), settings.longest_leading_label)) if text[k].isspace())
    return next((squeeze(text[:k]) for k in ends if knows(text[:k]) == "label"), None)


def _edge_lines(layout: PageLayout, count: int) -> list[Line]:
    """The outermost lines of a page, so many at either end."""
    lines = [item for item in layout.items if isinstance(item, Line)]
    lines.sort(key=_height)
    return lines if len(lines) <= 2 * count else lines[:count] + lines[-count:]


def _height(line: Line) -> float:
    """How far down a line is printed, which the order of reading does not show where a page has columns."""
    return line.y0


def _in_margin(line: Line, frame: Frame, settings: MarginSettings) -> bool:
    side = max(frame.width, frame.height)
    return line.y1 <= settings.head_share * side or line.y0 >= frame.height - settings.foot_share * side
