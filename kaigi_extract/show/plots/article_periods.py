"""The crosswalk of articles over time as a picture: a lane for each body, a bar for each article while it holds.

Draws SVG by itself: what it shows is bars and words, and a notebook needs no plotting library for them. Reads the
crosswalk of `wards`; knows no document.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.article_words import EVERY_BODY, Language, article_words, category_words, period_words
from kaigi_extract.show.sanitise import in_one_line
from kaigi_extract.wards import ArticleCrosswalk, ArticleRow, Ward, article_crosswalk, bundled_wards, known_laws

NAMES, PERIOD, MARGIN = 100, 300, 12
"""Pixels: the column of the bodies' names, the column of a period, and what is left free around all."""
HEAD, CATEGORY, LINE, GAP = 34, 28, 19, 5
"""Pixels: the heads of the periods, the name of a category, a bar with what parts it from the next, and the space
between two bodies."""
CHARACTER = 11
"""Pixels of a full-width character, the size of the words in the bars."""
FILLS = {"own": ("#DCEAF5", "#4A86B8"), "all": ("#F6E7CF", "#B9822B")}
"""Ground and edge of a bar: an article of the body's own law, and one of a law that holds for every body."""
INK, FAINT = "#1F2933", "#7B8794"


class Drawing:
    """A picture as SVG: a notebook shows it, `save` writes it."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def __repr__(self) -> str:
        return f"{type(self).__name__} of {len(self.svg):,} characters of SVG"

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture to a file, which any browser opens."""
        with possible_path(path).open("w", encoding="utf-8") as file:
            file.write(self.svg)


def plot_articles(wards: Sequence[Ward] | None = None, *, lang: Language = "ja") -> Drawing:
    """Which article of which law was about what, body by body and category by category, from one change to the next.

    `wards` are mappings such as `load_ward` gives, by default all that come with the library. What an article of a
    ward's ordinance was about, an article of the national act is about since 1 April 2023: they stand in one lane.
    """
    return Drawing(articles_svg(article_crosswalk(wards or bundled_wards(), known_laws()), lang))


def articles_svg(known: ArticleCrosswalk, lang: Language = "ja") -> str:
    """The picture of a crosswalk."""
    sheet = _Sheet(known, lang)
    sheet.draw()
    return sheet.svg()


@dataclass(frozen=True, slots=True)
class _Bar:
    """One article, from the first to the last column of periods in which it holds."""

    row: ArticleRow
    first: int
    last: int


class _Sheet:
    """What is drawn so far, from the top down."""

    def __init__(self, known: ArticleCrosswalk, lang: Language) -> None:
        self.known, self.lang = known, lang
        self.periods = known.periods
        self.width = 2 * MARGIN + NAMES + PERIOD * len(self.periods)
        self.y = float(MARGIN)
        self.drawn: list[str] = []

    def draw(self) -> None:
        """The heads of the periods, then the lanes of each category."""
        for column, period in enumerate(self.periods):
            self._words(self._x(column) + 4, self.y + 18, period_words(period), FAINT)
        self.y += HEAD
        category = None
        for lane in self.known.lanes:
            if lane.category != category:
                self._category(category_words(lane.category, self.lang))
                category = lane.category
            name = lane.name or EVERY_BODY[self.lang]
            self._lane(name, [_bar(row, lane.cells) for row in _each_once(lane.cells)])

    def svg(self) -> str:
        """All that was drawn, with lines where one period follows another."""
        height = self.y + MARGIN
        rules = "".join(
            f'<line x1="{self._x(column)}" x2="{self._x(column)}" y1="{MARGIN}" y2="{height - MARGIN:g}" '
            f'stroke="{FAINT}" stroke-dasharray="2 3"/>'
            for column in range(1, len(self.periods))
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{height:g}" '
            f'viewBox="0 0 {self.width} {height:g}" font-family="sans-serif" font-size="{CHARACTER}">'
            f'<rect width="100%" height="100%" fill="white"/>{rules}{"".join(self.drawn)}</svg>\n'
        )

    def _x(self, column: int) -> int:
        return MARGIN + NAMES + PERIOD * column

    def _category(self, words: str) -> None:
        self.drawn.append(
            f'<text x="{MARGIN}" y="{self.y + 18:g}" fill="{INK}" font-weight="bold" font-size="{CHARACTER + 2}">'
            f"{_safe(words)}</text>"
        )
        self.y += CATEGORY

    def _lane(self, name: str, bars: Sequence[_Bar]) -> None:
        """The bars of one body, those that do not follow each other below one another."""
        lines: list[list[_Bar]] = []
        for bar in sorted(bars, key=lambda bar: bar.first):
            free = next((line for line in lines if line[-1].last < bar.first), None)
            if free is None:
                lines.append([bar])
            else:
                free.append(bar)
        self._words(MARGIN, self.y + 12, name, INK)
        for number, line in enumerate(lines):
            for bar in line:
                self._bar(bar, self.y + LINE * number)
        self.y += LINE * len(lines) + GAP

    def _bar(self, bar: _Bar, y: float) -> None:
        fill, edge = FILLS["all" if bar.row.ward is None else "own"]
        x, width = self._x(bar.first) + 2, PERIOD * (bar.last - bar.first + 1) - 4
        words = article_words(bar.row)
        self.drawn.append(
            f'<g><title>{_safe(words)}</title><rect x="{x}" y="{y:g}" width="{width}" height="{LINE - 3}" rx="3" '
            f'fill="{fill}" stroke="{edge}" stroke-width="0.7"/>'
        )
        self._words(x + 5, y + 12, _fitted(words, (width - 10) // CHARACTER), INK)
        self.drawn.append("</g>")

    def _words(self, x: float, y: float, words: str, colour: str) -> None:
        self.drawn.append(f'<text x="{x:g}" y="{y:g}" fill="{colour}">{_safe(words)}</text>')


def _each_once(cells: Sequence[Sequence[ArticleRow]]) -> Iterator[ArticleRow]:
    seen: list[ArticleRow] = []
    for row in (row for cell in cells for row in cell):
        if row not in seen:
            seen.append(row)
            yield row


def _bar(row: ArticleRow, cells: Sequence[Sequence[ArticleRow]]) -> _Bar:
    columns = [column for column, cell in enumerate(cells) if row in cell]
    return _Bar(row, columns[0], columns[-1])


def _safe(words: str) -> str:
    return escape(in_one_line(words))


def _fitted(words: str, width: int) -> str:
    """As much of the words as fit in so many full-width characters, with … for the rest."""
    halves = [2 if east_asian_width(character) in "WFA" else 1 for character in words]
    if sum(halves) <= 2 * width:
        return words
    return words[: _count_within(halves, 2 * width - 2)] + "…"


def _count_within(halves: Iterable[int], room: int) -> int:
    count = 0
    for half in halves:
        room -= half
        if room < 0:
            break
        count += 1
    return count
