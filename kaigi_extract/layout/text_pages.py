"""Headers, footers and page numbers of a text file whose pages are parted by form feeds. Knows no words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kaigi_extract.layout.known_texts import IsTitle
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.layout.text_columns import begins_page
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_NUMBER = late_pattern(r"[-‐–—−―ー~～・\[(P.]*(\d{1,4})(?:/\d{1,4}|頁|ページ)?[-‐–—−―ー~～・\])]*")
_DIGITS = late_pattern(r"(第\d+回)|\d+")
"""Digits that may differ from page to page; the number of a sitting (第３回) stays, it says of what the pages are."""


def page_furniture(
    items: Sequence[AnyLine | Grid], is_title: IsTitle, repeats: int
) -> tuple[list[AnyLine | Grid], list[AnyLine]]:
    """The flow without headers, footers and page numbers, and these: what stands first or last on so many pages in a
    row. A title that heads every page is none."""
    pages = _pages(items)
    if len(pages) < 2:
        return list(items), []
    found = {id(line): line for last in (False, True) for line in _repeated(pages, is_title, repeats, last=last)}
    rest = [item for item in items if id(item) not in found]
    return rest, [item for item in items if not isinstance(item, Grid) and id(item) in found]


def _pages(items: Sequence[AnyLine | Grid]) -> list[list[AnyLine | Grid]]:
    pages: list[list[AnyLine | Grid]] = [[]]
    for item in items:
        if isinstance(item, PlainLine) and not item.source.hard and begins_page(item):
            pages.append([])
        pages[-1].append(item)
    return [page for page in pages if page]


def _repeated(
    pages: Sequence[Sequence[AnyLine | Grid]], is_title: IsTitle, repeats: int, *, last: bool
) -> list[AnyLine]:
    """The first or last lines of pages in a row that are the same but for a number, or that count on."""
    edges = [page[-1 if last else 0] for page in pages]
    found: list[AnyLine] = []
    run: list[AnyLine] = []
    for above, edge in pairwise([None, *edges, None]):
        if edge is not None and above is not None and _goes_on(above, edge):
            run.append(edge) if not isinstance(edge, Grid) else None
            continue
        least = 2 if run and _page_number(run[0]) is not None else repeats
        if run and len(run) >= least and not is_title(run[0].text):
            found += run
        run = [edge] if edge is not None and not isinstance(edge, Grid) else []
    return found


def _goes_on(above: AnyLine | Grid, edge: AnyLine | Grid) -> bool:
    if isinstance(above, Grid) or isinstance(edge, Grid):
        return False
    number, following = _page_number(above), _page_number(edge)
    if number is not None or following is not None:
        return number is not None and following == number + 1
    return _without_digits(above) == _without_digits(edge)


def _page_number(line: AnyLine) -> int | None:
    match = _NUMBER.fullmatch(_bare(line))
    return int(match[1]) if match else None


def _without_digits(line: AnyLine) -> str:
    return _DIGITS.sub(lambda match: match[1] or "0", _bare(line))


def _bare(line: AnyLine) -> str:
    return squeeze(fold(line.text))
