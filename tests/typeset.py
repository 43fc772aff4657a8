"""Made-up pages for tests: runs and rules from a few words, or from a drawing in characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kaigi_extract.findings import Findings
from kaigi_extract.layout.assemble import Arrangement, arrange
from kaigi_extract.layout.line_building import build_lines
from kaigi_extract.layout.lines import AnyLine, Line, columns
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.table import Grid, KnowsLabel
from kaigi_extract.parts.assemble import empty_document, read_parts
from kaigi_extract.parts.identify import identify
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import Document, Source
from kaigi_extract.source import Frame, Page, Rule, Run
from kaigi_extract.wards import Vocabulary, Ward, WardSettings, bundled_wards, common_words

EM = 10.0
"""Points. Size of the type in drawings; a half-width column is half of it."""
PITCH = 16.0
"""Points from one row of a drawing to the next."""
WIDTH, HEIGHT = 595.0, 842.0
FRAME = Frame(1, WIDTH, HEIGHT)

_RULE = re.compile(r"[+-]*\+[+-]+|-{3,}")
_UPRIGHT = re.compile(r"[|+]")
_WORDS = re.compile(r"[^|+\s](?:[^|+]*?[^|+\s])?(?=  |\s*[|+]|\s*$)")


def run(text: str, x: float, y: float, size: float = EM, *, bold: bool = False, pitch: float | None = None) -> Run:
    """Characters set from `x`, their em boxes from `y` down; `pitch` is the distance of their left edges."""
    start, end = [], []
    for char in text:
        width = size * columns(char) / 2
        start.append(x)
        end.append(x + width)
        x += width if pitch is None else pitch
    return Run(text, start, end, y, y + size, size, "Mincho", bold)


def upright(text: str, x: float, y: float, size: float = EM) -> Run:
    """Characters set downwards from `y` in a column from `x`."""
    tops = [y + size * k for k in range(len(text))]
    return Run(text, tops, [top + size for top in tops], x, x + size, size, "Mincho", vertical=True)


def across(y: float, x0: float, x1: float) -> Rule:
    return Rule(x0, y, x1, y, 0.5)


def down(x: float, y0: float, y1: float) -> Rule:
    return Rule(x, y0, x, y1, 0.5)


def draw(art: str, x: float = 60.0, y: float = 120.0, pitch: float = PITCH) -> tuple[list[Run], list[Rule]]:
    """Runs and rules of a drawing: + - | are rules, words two columns apart are runs of their own."""
    rows = art.strip("\n").split("\n")
    runs, rules = [], []
    reach: dict[int, list[tuple[int, str]]] = {}
    for number, row in enumerate(rows):
        for found in _RULE.finditer(row):
            x0, x1 = (x + columns(row[:at]) * EM / 2 for at in (found.start(), found.end() - 1))
            rules.append(across(y + number * pitch + EM / 2, x0, x1))
        for found in _UPRIGHT.finditer(row):
            reach.setdefault(columns(row[: found.start()]), []).append((number, found[0]))
        words = _WORDS.finditer(_RULE.sub(lambda rule: " " * len(rule[0]), row))
        runs += [run(word[0], x + columns(row[: word.start()]) * EM / 2, y + number * pitch) for word in words]
    over = (pitch - EM) / 2  # a side that no corner ends runs past its last row: the page cut it
    for column, corners in reach.items():
        at = x + column * EM / 2
        for (first, above), (last, below) in _stretches(corners):
            top = y + first * pitch + (EM / 2 if above == "+" else -over)
            bottom = y + last * pitch + (EM / 2 if below == "+" else EM + over)
            if first < last or above == below == "|":
                rules.append(down(at, top, bottom))
    return runs, rules


def _stretches(corners: Sequence[tuple[int, str]]) -> Iterable[tuple[tuple[int, str], tuple[int, str]]]:
    """First and last of each unbroken run of rows."""
    first = last = corners[0]
    for corner in corners[1:]:
        if corner[0] != last[0] + 1:
            yield first, last
            first = corner
        last = corner
    yield first, last


def page(art: str, number: int = 1, *, x: float = 60.0, y: float = 120.0, pitch: float = PITCH) -> Page:
    """A page with a drawing on it."""
    runs, rules = draw(art, x, y, pitch)
    return Page(Frame(number, WIDTH, HEIGHT), runs=runs, rules=rules)


def pages(*arts: str, pitch: float = PITCH) -> list[Page]:
    return [page(art, number, pitch=pitch) for number, art in enumerate(arts, 1)]


def arranged(made: Iterable[Page], knows: KnowsLabel, mark: str = "資料") -> Arrangement:
    """The pages as one flow; a mark is `mark` and a number."""

    def is_mark(text: str) -> bool:
        return re.fullmatch(rf"\s*{mark}\s*[\d０-９－-]+\s*", text) is not None

    return arrange([arrange_page(one, is_mark) for one in made], knows, is_mark)


Shown = list[str | list[list[str]]]


def shown(arrangement: Arrangement) -> Shown:
    """Lines as text, tables as rows of texts."""
    return [table(item) if isinstance(item, Grid) else item.text for item in arrangement.items]


def table(grid: Grid) -> list[list[str]]:
    return [[cell.passage.text for cell in row] for row in grid.rows()]


def lines_of(text: str, *, x: float = 60.0, y: float = 120.0, pitch: float = PITCH, frame: Frame = FRAME) -> list[Line]:
    """One printed line for each line of `text`; leading white space sets it in."""
    runs = []
    for number, row in enumerate(text.strip("\n").split("\n")):
        indent = len(row) - len(row.lstrip())
        if row.strip():
            runs.append(run(row.strip(), x + columns(row[:indent]) * EM / 2, y + number * pitch))
    return build_lines(runs, frame)


def source() -> Source:
    """A file that never was."""
    return Source(path="made.pdf", sha256="", media_type="application/pdf", page_count=1, pages=[])


def reading(ward: Ward | None = None, findings: Findings | None = None, margins: Sequence[AnyLine] = ()) -> Reading:
    """What is known before any part of a document is read."""
    return Reading(Document(source=source()), ward, common_words(), findings or Findings(), margins=margins)


def read(*arts: str | Page, ward: str | None = "shinjuku", sure: float | None = None) -> Document:
    """The records of a made-up document, a drawing a page; `sure` is how likely each character of it is right, where
    the pages are to be recognised ones."""
    wards = list(bundled_wards())
    vocabulary = Vocabulary(wards)
    made = [page(art, number) if isinstance(art, str) else art for number, art in enumerate(arts, 1)]
    for each in [each for one in made for each in one.runs if sure is not None]:
        each.sure, each.others = [sure] * len(each.text), [""] * len(each.text)
    layouts = [arrange_page(one, vocabulary.is_mark) for one in made]
    arrangement = arrange(layouts, vocabulary.knows, vocabulary.is_mark)
    findings = Findings()
    chosen = next((one for one in wards if one.id == ward), None)
    document = empty_document(source())
    own = identify(document, arrangement, chosen, wards, findings, WardSettings())
    read_parts(arrangement.items, Reading(document, own, common_words(), findings, margins=arrangement.furniture))
    document.findings = findings.all
    return document
