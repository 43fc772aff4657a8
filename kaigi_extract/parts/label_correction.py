"""Recognised text that can only be one thing: printed labels, which the mapping knows, and eras, which are few.

Chooses among what the engine saw; a character of high confidence stays, and running text is never touched. May change
the characters of lines that were recognised, before anything is read from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.table import Grid
from kaigi_extract.ocr.confidence import LIKE_SPECKS
from kaigi_extract.parts.settings import LabelCorrectionSettings
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Vocabulary

_ERA = late_pattern(r"(?:([令平])(.)|(.)([和成]))\s*(?=(?:元|[\d０-９]{1,2})\s*年)")
_ERAS = {"令": "和", "平": "成", "和": "令昭", "成": "平"}
_LIKE_AN_ERA = {"令": "合今冷会", "平": "半乎"}
"""What 令 and 平 are taken for: no other era is written with the other character and a year."""

Place = tuple[Line, int]
"""A character: its line, and its index there."""


def choose_printed(layout: PageLayout, vocabulary: Vocabulary, settings: LabelCorrectionSettings) -> None:
    """Corrects the labels and eras of a page that was recognised."""
    correction = _Correction(vocabulary, settings)
    for item in layout.items:
        for lines in _containers(item):
            for part in _parts(lines):
                correction.correct_label(part)
            for line in lines:
                correction.correct_eras(line)


def _containers(item: Line | Grid) -> Iterator[list[Line]]:
    if isinstance(item, Grid):
        for cell in item.cells:
            yield [line for line in cell.lines if isinstance(line, Line) and line.sure is not None]
    elif item.sure is not None:
        yield [item]


def _parts(lines: Sequence[Line]) -> Iterator[list[Place]]:
    """What may be a label: a whole cell, its lines together, or what is before a gap in a line."""
    places = [(line, k) for line in lines for k in range(len(line.text)) if not line.text[k].isspace()]
    yield places
    if len(lines) == 1 and " " in lines[0].text:
        yield [place for place in places if place[1] < lines[0].text.index(" ")]


@dataclass(frozen=True, slots=True)
class _Correction:
    """Corrects what can only be one thing."""

    vocabulary: Vocabulary
    settings: LabelCorrectionSettings

    def correct_label(self, places: Sequence[Place]) -> None:
        """Makes characters the label that they must be: without specks taken for characters, or with others that the
        engine saw too."""
        text = _text(places)
        if len(text) < self.settings.shortest_label or len(text) != len(places) or self._is_label(text):
            return
        for is_none in (_may_be_speck, self._is_doubtful):
            if self._is_label(_text([place for place in places if not is_none(place)])):
                _take_out([place for place in places if is_none(place)])
                return
        label = self._only_fitting(places, text)
        if label is not None:
            for place, char, read in zip(places, label, text, strict=True):
                if char != read:
                    _put(place, char, self.settings.unsure)

    def _is_label(self, text: str) -> bool:
        return self.vocabulary.knows(text) == "label"

    def _only_fitting(self, places: Sequence[Place], text: str) -> str | None:
        """The known label with the fewest characters that were misread; None where there is none, or more than one."""
        fitting: list[tuple[int, str]] = []
        for label in self.vocabulary.labels(len(text)):
            wrong = [k for k, char in enumerate(label) if char != text[k]]
            few = len(wrong) * self.settings.one_misread_in <= len(text)
            if few and all(self._may_be(places[k], label[k]) for k in wrong):
                fitting.append((len(wrong), label))
        fitting.sort()
        alone = fitting and (len(fitting) == 1 or fitting[0][0] < fitting[1][0])
        return fitting[0][1] if alone else None

    def _is_doubtful(self, place: Place) -> bool:
        """Whether a character may be a speck, or a piece of a seal."""
        line, k = place
        assert line.sure is not None
        return line.sure[k] < self.settings.unsure or _may_be_speck(place)

    def _may_be(self, place: Place, char: str) -> bool:
        line, k = place
        assert line.sure is not None
        assert line.others is not None
        return char in fold(line.others[k]) or line.sure[k] < self.settings.unsure

    def correct_eras(self, line: Line) -> None:
        """Corrects 令 or 平 before, and 和 or 成 after, where the other character and a year are printed."""
        for match in _ERA.finditer(line.text):
            known, at = (match[1], match.start(2)) if match[1] else (match[4], match.start(3))
            place = (line, at)
            if line.text[at] in _ERAS[known]:
                continue
            read = line.text[at]
            fitting = [char for char in _ERAS[known] if read in _LIKE_AN_ERA.get(char, "") or self._may_be(place, char)]
            if len(fitting) == 1 or (fitting and line.others and fitting[0] in line.others[at]):
                _put(place, fitting[0], self.settings.era_confidence)


def _text(places: Sequence[Place]) -> str:
    return "".join(fold(line.text[k]) for line, k in places)


def _may_be_speck(place: Place) -> bool:
    line, k = place
    return line.text[k] in LIKE_SPECKS


def _take_out(places: Sequence[Place]) -> None:
    """Blanks characters that are none, so that the others keep their places."""
    for line, k in places:
        line.text = line.text[:k] + " " + line.text[k + 1 :]


def _put(place: Place, char: str, sure: float) -> None:
    line, k = place
    assert line.sure is not None
    line.text = line.text[:k] + char + line.text[k + 1 :]
    line.sure[k] = sure
