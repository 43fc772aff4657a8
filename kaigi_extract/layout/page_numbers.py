"""Lines that are nothing but the number of their page, in whatever form, known by their counting on from page to page.

Position alone shows little: a number may be printed high above the foot. That it counts on, at one height, shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.settings import MarginSettings
from kaigi_extract.text import fold, parse_number, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_AROUND = "-－‐–—―─−ー~～〜・･*＊|｜()（）[]［］【】〔〕<>＜＞〈〉《》.．"
"""What is printed around a page's number."""
_NUMBER = late_pattern(
    r"(?:第|no\.?|pp?\.?|page)?(?P<number>\d{1,5}|[一二三四五六七八九十百〇]{1,5}|[ivxl]{1,7})"
    r"(?:頁|ページ|枚目?|page)?(?:(?:/|of|中|／)(?:全)?\d{1,5}(?:頁|ページ|枚目?)?)?"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def page_number(text: str) -> int | None:
    """The number that a line prints as that of a page; None where the line says anything else."""
    bare = fold(squeeze(text)).lower().strip(_AROUND)
    found = _NUMBER.fullmatch(bare)
    if found is None:
        return None
    number = found["number"]
    return _roman(number) if number[0] in _ROMAN else parse_number(number)


def _roman(text: str) -> int | None:
    values = [_ROMAN[char] for char in text]
    total = sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))
    return total if 0 < total < 100 else None


def counting_numbers(pages: Iterable[Sequence[Line]], settings: MarginSettings) -> set[int]:
    """Identities of the lines that number their page: on two pages that follow each other they count on, at one height.

    `pages` holds the outermost lines of each page.
    """
    series: dict[tuple[bool, int], dict[int, Line]] = {}
    for lines in pages:
        for line in lines:
            if _may_number(line, settings) and (number := page_number(line.text)) is not None:
                low = line.y0 > line.frame.height / 2
                series.setdefault((low, number - line.page), {})[line.page] = line
    return {
        id(line)
        for numbered in series.values()
        for page, line in numbered.items()
        if any(
            (other := numbered.get(page + step)) is not None
            and abs(_edge_distance(line) - _edge_distance(other)) <= line.size
            for step in (-1, 1)
        )
    }


def _may_number(line: Line, settings: MarginSettings) -> bool:
    """Whether a line is short enough and near enough to the edge of its page."""
    side = max(line.frame.width, line.frame.height)
    return len(line.text) <= settings.longest_number and _edge_distance(line) <= settings.number_share * side


def _edge_distance(line: Line) -> float:
    """Points from a line to the top or the foot of its page, whichever is nearer."""
    return min(line.y0, line.frame.height - line.y1)
