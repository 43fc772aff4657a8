"""What of a value is ticked: ☑氏名　☑住所　□電話番号 names two items, and the third is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.layout.passages import Passage, join
from kaigi_extract.text.choices import ChoiceReading, read_choices
from kaigi_extract.text.late_pattern import late_pattern

_TICKED = late_pattern(r"[☑☒✓✔🗸✅]|レ|\[[xX]\]|[(（\[［〔][レ○◯〇●✓✔][)）\]］〕]")
"""What ticks; a filled square may be a bullet."""


def ticked_items(passage: Passage) -> Passage:
    """A list of which some entries are ticked, each ticked one a paragraph; the list as it is where none is."""
    choices = read_choices(passage.text)
    several = len(choices) > 1 and "\n" not in passage.text[choices[0].start : choices[1].end]
    return _chosen(passage, choices) if _is_ticked(passage, choices, both=True) or several else passage


def ticked_paragraphs(passage: Passage) -> list[Passage]:
    """Measures of which some are ticked, one by one; else all of them together. Squares alone are bullets there, and
    captions are over several."""
    choices = read_choices(passage.text)
    ticked = _is_ticked(passage, choices, both=False) and any(one.checked for one in choices)
    if not ticked or "【" in passage.text:
        return [passage]
    return [part for part in _parts(passage, choices) if part.text]


def _is_ticked(passage: Passage, choices: Sequence[ChoiceReading], *, both: bool) -> bool:
    """Whether boxes choose: one is ticked; or, where `both` say so, some are filled and others are empty."""
    ticks = any(one.checked and _TICKED.match(passage.text, one.start) for one in choices)
    return ticks or (both and len({one.checked for one in choices}) > 1)


def _chosen(passage: Passage, choices: Sequence[ChoiceReading]) -> Passage:
    """A value without its boxes and without what is not ticked; the value as it is where nothing is."""
    if not any(one.checked for one in choices):
        return passage
    return join([part for part in _parts(passage, choices) if part.text])


def _parts(passage: Passage, choices: Sequence[ChoiceReading]) -> Iterator[Passage]:
    """The words around the choices, and those of the ticked ones."""
    text, at = passage.text, 0
    for one in sorted(choices, key=lambda choice: choice.start):
        yield passage.part(at, one.start)
        words = text.find(one.text, one.start, one.end) if one.text else -1
        if one.checked and words >= 0:
            yield passage.part(words, one.end)
        at = max(at, one.end)
    yield passage.part(at, len(text))
