"""Words that a circle is drawn around to choose them among others: 有・無, 1.調査費 2.研修費. They become ticked boxes.

Knows geometry, and how choices are set apart from each other. A circle around a word that has no others beside it to
choose from is a seal or a numeral, and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isfinite
from operator import itemgetter

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.settings import CheckboxSettings
from kaigi_extract.source import Page, Run
from kaigi_extract.source.page import Bbox
from kaigi_extract.text.choices import CHECKED, UNCHECKED
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.ringed_choices import are_opposites

_JOINING = "・･／/|｜"
"""Between choices that make one expression."""
_OPENING = "（(［[「"
_BRACKETS = "（(［[「）)］]」"
_ENDING = _JOINING + _BRACKETS
_NUMBERED = late_pattern(r"[0-9０-９]{1,2}[.．、)）]|[ア-ン][.．、]")
SEAL = "印"
"""What is circled where a seal is to be set."""
_LINES_APART = 2.5
"""Ems within which the other choice is above or below a circled word."""
_SPACED = 0.4
"""Ems between characters from which on they are two words."""


_LONGEST_CHOICE = 12
"""Characters of a word that is chosen among others in a cell."""
_Side = tuple[float, float, float]
"""An upright line: x, and from where to where it goes."""


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a line."""

    text: str
    start: float
    end: float
    low: float
    high: float
    size: float
    joined: bool
    """Whether a sign that joins choices is between it and the word before."""
    inside: bool = False
    """Whether it is in brackets behind the word before: その他（電話）."""


def tick_ringed_words(page: Page, settings: CheckboxSettings) -> Page:
    """The page with a ticked box before each word that is circled to choose it, and an empty one before the others."""
    rings = [shape for shape in page.shapes if shape.fill is None and shape.closed_curve and shape.free]
    if not rings:
        return page
    lines = list(_lines(page.runs))
    sides = _sides(page)
    ticks: dict[tuple[float, float], tuple[_Word, bool]] = {}
    taken = set()
    for ring in rings:
        for word, chosen in _choices(ring.bbox, lines, sides, settings):
            taken.add(id(ring))
            place = (word.start, word.low)
            ticks[place] = (word, chosen or (place in ticks and ticks[place][1]))
    if not ticks:
        return page
    added = [_box(word, chosen) for word, chosen in ticks.values()]
    return replace(page, runs=[*page.runs, *added], shapes=[s for s in page.shapes if id(s) not in taken])


def _box(word: _Word, chosen: bool) -> Run:
    at = word.start - word.size / 100
    return Run(CHECKED if chosen else UNCHECKED, [at], [at], word.low, word.high, word.size)


def _choices(
    ring: Bbox, lines: Sequence[list[_Word]], sides: Sequence[_Side], settings: CheckboxSettings
) -> Iterator[tuple[_Word, bool]]:
    """The words to choose from, and which of them is circled; nothing where the circle chooses none."""
    for line in lines:
        held = [k for k, word in enumerate(line) if _holds(ring, word, settings)]
        held = held or [k for k in range(len(line)) if _holds(ring, _with_brackets(line, k), settings)]
        if len(held) == 1 and line[held[0]].text != SEAL:
            ringed = line[held[0]]
            around = _numbered(lines, line) if _NUMBERED.match(ringed.text) else _beside(line, held[0])
            opposites = _opposites(lines, line, ringed)
            around = around if set(map(id, opposites)) <= set(map(id, around)) else opposites
            around = [word for word in around if ringed.inside or not word.inside]
            left, right = _cell(ringed, sides)
            around = [word for word in around if left <= word.start and word.end <= right]
            around = max(around, _of_cell(line, left, right), key=len)
            if len(around) > 1:
                yield from ((word, word is ringed) for word in around)
            return


def _holds(ring: Bbox, word: _Word, settings: CheckboxSettings) -> bool:
    """Whether a circle is drawn around a word, or around the number that it begins with."""
    x0, y0, x1, y1 = ring
    least, most = settings.ring_height
    if not least * word.size <= y1 - y0 <= most * word.size or not y0 < (word.low + word.high) / 2 < y1:
        return False
    first = word.start + word.size / 4
    last = first if _NUMBERED.match(word.text) else word.end - word.size / 4
    return x0 <= first and last <= x1 and x1 - x0 <= word.end - word.start + settings.ring_reach * word.size


def _with_brackets(line: Sequence[_Word], at: int) -> _Word:
    """A word as far as the words in brackets behind it go."""
    if line[at].inside:
        return line[at]
    last = at
    while last + 1 < len(line) and line[last + 1].inside:
        last += 1
    return replace(line[at], end=line[last].end)


def _beside(line: Sequence[_Word], at: int) -> list[_Word]:
    """The words that are joined to one by signs; else those as long as it that are right beside it."""
    first = last = at
    while line[first].joined:
        first -= 1
    while last + 1 < len(line) and line[last + 1].joined:
        last += 1
    if last > first:
        return list(line[first : last + 1])
    while first and _is_like(line[first - 1], line[at]):
        first -= 1
    while last + 1 < len(line) and _is_like(line[last + 1], line[at]):
        last += 1
    return list(line[first : last + 1])


def _opposites(lines: Sequence[list[_Word]], line: Sequence[_Word], ringed: _Word) -> list[_Word]:
    """A word and the nearest that is the other choice: on its line, words in brackets between (有（委託先　…）・無), or
    right above or below it."""
    words = [word for word in line if are_opposites(word.text, ringed.text)]
    words = words or [
        word
        for other in lines
        for word in other
        if abs(word.low - ringed.low) < _LINES_APART * ringed.size
        and abs(word.start - ringed.start) < ringed.size / 2
        and are_opposites(word.text, ringed.text)
    ]
    nearest = min(words, key=lambda word: (abs(word.low - ringed.low), abs(word.start - ringed.start)), default=None)
    return [ringed] if nearest is None else [ringed, nearest]


def _cell(word: _Word, sides: Sequence[_Side]) -> tuple[float, float]:
    """From where to where the cell of a table goes that a word is in; without end where no line is beside it."""
    middle = (word.low + word.high) / 2
    level = [x for x, top, foot in sides if top <= middle <= foot]
    left = max((x for x in level if x <= word.start), default=float("-inf"))
    return left, min((x for x in level if x >= word.end), default=float("inf"))


def _of_cell(line: Sequence[_Word], left: float, right: float) -> list[_Word]:
    """The words of a cell that has lines on either side, where that holds nothing but words set apart."""
    words = [word for word in line if left <= word.start and word.end <= right and not word.inside]
    are_choices = all(word.text.isalpha() and len(word.text) <= _LONGEST_CHOICE for word in words)
    return words if are_choices and isfinite(right - left) else []


def _sides(page: Page) -> list[_Side]:
    """The upright ruled lines of a page, and the sides of its frames."""
    ruled = [(rule.x0, rule.y0, rule.y1) for rule in page.rules if not rule.horizontal]
    return ruled + [(x, y0, y1) for x0, y0, x1, y1 in page.frames for x in (x0, x1)]


def _is_like(one: _Word, other: _Word) -> bool:
    """Whether two words that nothing joins are choices: as long as each other, and of letters (○ ○ is a blank)."""
    return len(one.text) == len(other.text) and (one.text + other.text).isalpha()


def _numbered(lines: Sequence[list[_Word]], line: list[_Word]) -> list[_Word]:
    """The numbered words of a line, and of those close above and below it that have any."""
    with_numbers = [other for other in lines if any(_NUMBERED.match(word.text) for word in other)]
    first = last = next(k for k, other in enumerate(with_numbers) if other is line)
    while first and _goes_on(with_numbers[first - 1], with_numbers[first]):
        first -= 1
    while last + 1 < len(with_numbers) and _goes_on(with_numbers[last], with_numbers[last + 1]):
        last += 1
    return [word for other in with_numbers[first : last + 1] for word in other if _NUMBERED.match(word.text)]


def _goes_on(above: Sequence[_Word], below: Sequence[_Word]) -> bool:
    """Whether two lines are those of one list of numbered words."""
    one, other = (next(word for word in line if _NUMBERED.match(word.text)) for line in (above, below))
    return other.low - one.high < other.size and abs(one.start - other.start) < other.size


def _lines(runs: Sequence[Run]) -> Iterator[list[_Word]]:
    """The words of each printed line, from the top down."""
    level = sorted((run for run in runs if not run.vertical and run.text.strip()), key=lambda run: run.low)
    line: list[Run] = []
    for run in level:
        if line and run.low - line[0].low > run.size / 4:
            yield list(_words(line))
            line = []
        line.append(run)
    if line:
        yield list(_words(line))


def _words(line: Sequence[Run]) -> Iterator[_Word]:
    chars = [
        (start, end, char, run) for run in line for char, start, end in zip(run.text, run.start, run.end, strict=True)
    ]
    chars.sort(key=itemgetter(0))
    word: list[tuple[float, float, str, Run]] = []
    joined = inside = False
    for one in [*chars, None]:
        ends = one is None or one[2].isspace() or (one[2] in _ENDING and not _is_number(word, one[2]))
        if word and (ends or (one is not None and one[0] - word[-1][1] > _SPACED * one[3].size)):
            run = word[0][3]
            text = "".join(char for _, _, char, _ in word)
            yield _Word(text, word[0][0], word[-1][1], run.low, run.high, run.size, joined, inside)
            word, joined = [], False
        if one is not None and one[2] in _JOINING:
            joined = True
        elif one is not None and one[2] in _BRACKETS:
            joined, inside = False, one[2] in _OPENING
        if one is not None and not ends:
            word.append(one)


def _is_number(word: Sequence[tuple[float, float, str, Run]], char: str) -> bool:
    """Whether a bracket closes the number that a word begins with: 1)."""
    return char in ")）" and 0 < len(word) <= 2 and all(one[2].isdigit() for one in word)
