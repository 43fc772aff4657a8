"""Recognised text that can only be one thing: printed labels, which the mapping knows, and eras, which are few.

Chooses among what the engine saw; a character that it was sure of stays, and running text is never touched. May change
the characters of lines that were recognised, before anything is read from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.table import Grid
from kaigi_extract.ocr.confidence import LIKE_SPECKS
from kaigi_extract.text import fold
from kaigi_extract.wards import Vocabulary

UNSURE = 0.97
"""A character less sure than this may be another one even if the engine did not think of that one."""
MISREAD = 3
"""One character in so many may be misread for a label still to be told."""
SHORTEST = 3
"""Characters. Shorter labels are too much alike."""
ERA = 0.98
"""Sureness that stands for an era whose other character, and the 年 after it, are printed."""

_ERA = re.compile(r"(?:([令平])(.)|(.)([和成]))\s*(?=(?:元|[\d０-９]{1,2})\s*年)")
_ERAS = {"令": "和", "平": "成", "和": "令昭", "成": "平"}

Place = tuple[Line, int]
"""A character: its line, and where it stands in it."""


def choose_printed(layout: PageLayout, vocabulary: Vocabulary) -> None:
    """Puts right the labels and eras of a page that was recognised."""
    for item in layout.items:
        for lines in _containers(item):
            for part in _parts(lines):
                _choose_label(part, vocabulary)
            for line in lines:
                _choose_eras(line)


def _containers(item: Line | Grid) -> Iterator[list[Line]]:
    if isinstance(item, Grid):
        for cell in item.cells:
            yield [line for line in cell.lines if isinstance(line, Line) and line.sure is not None]
    elif item.sure is not None:
        yield [item]


def _parts(lines: Sequence[Line]) -> Iterator[list[Place]]:
    """What may be a label: a whole cell, its lines together, or what stands before a gap in a line."""
    places = [(line, k) for line in lines for k in range(len(line.text)) if not line.text[k].isspace()]
    yield places
    if len(lines) == 1 and " " in lines[0].text:
        yield [place for place in places if place[1] < lines[0].text.index(" ")]


def _choose_label(places: Sequence[Place], vocabulary: Vocabulary) -> None:
    text = _text(places)
    if len(text) < SHORTEST or len(text) != len(places) or vocabulary.knows(text) == "label":
        return
    for is_none in (_is_dusty, _is_doubtful):
        if vocabulary.knows(_text([place for place in places if not is_none(place)])) == "label":
            _take_out([place for place in places if is_none(place)])
            return
    fitting: list[tuple[int, str]] = []
    for label in vocabulary.labels(len(text)):
        wrong = [k for k, char in enumerate(label) if char != text[k]]
        if len(wrong) * MISREAD <= len(text) and all(_may_be(places[k], label[k]) for k in wrong):
            fitting.append((len(wrong), label))
    fitting.sort()
    if fitting and (len(fitting) == 1 or fitting[0][0] < fitting[1][0]):
        for place, char, read in zip(places, fitting[0][1], text, strict=True):
            if char != read:
                _put(place, char, UNSURE)


def _text(places: Sequence[Place]) -> str:
    return "".join(fold(line.text[k]) for line, k in places)


def _is_dusty(place: Place) -> bool:
    """Whether a character may be dust."""
    line, k = place
    return line.text[k] in LIKE_SPECKS


def _is_doubtful(place: Place) -> bool:
    """Whether a character may be dust, or a piece of a seal."""
    line, k = place
    assert line.sure is not None
    return line.sure[k] < UNSURE or _is_dusty(place)


def _take_out(places: Sequence[Place]) -> None:
    """Blanks characters that are none, so that the others keep their places."""
    for line, k in places:
        line.text = line.text[:k] + " " + line.text[k + 1 :]


def _may_be(place: Place, char: str) -> bool:
    line, k = place
    assert line.sure is not None
    assert line.others is not None
    return char in fold(line.others[k]) or line.sure[k] < UNSURE


def _choose_eras(line: Line) -> None:
    """令 or 平 before, and 和 or 成 after, where the other character and a year stand there."""
    for match in _ERA.finditer(line.text):
        known, at = (match[1], match.start(2)) if match[1] else (match[4], match.start(3))
        place = (line, at)
        if line.text[at] in _ERAS[known]:
            continue
        fitting = [char for char in _ERAS[known] if _may_be(place, char)]
        if len(fitting) == 1 or (fitting and line.others and fitting[0] in line.others[at]):
            _put(place, fitting[0], ERA)


def _put(place: Place, char: str, sure: float) -> None:
    line, k = place
    assert line.sure is not None
    line.text = line.text[:k] + char + line.text[k + 1 :]
    line.sure[k] = sure
