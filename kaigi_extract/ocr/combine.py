"""Two readings of one line to one: the higher confidence where both agree, the more confident one where they differ."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

from kaigi_extract.ocr.protocol import Letter
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.text import fold


def vote(
    first: list[Letter], second: list[Letter], shift: float, one_look: float = DEFAULT_OCR.recognition.one_look
) -> list[Letter]:
    """The letters of two readings, placed as in the first one's crop; `shift` leads there from the second one's.

    A letter that only one look saw keeps the share `one_look` of its confidence; with less than that it is dropped.
    """
    moved = [replace(letter, at=letter.at + shift) for letter in second]
    one, two = [_kind(letter) for letter in first], [_kind(letter) for letter in moved]
    letters: list[Letter] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            letters += [_agreed(p, q) for p, q in zip(first[a:b], moved[c:d], strict=True)]
        elif b - a == d - c:
            letters += [_chosen(p, q) for p, q in zip(first[a:b], moved[c:d], strict=True)]
        else:
            letters += _surer(first[a:b], moved[c:d], one_look)
    return letters


def _kind(letter: Letter) -> str:
    """The character whatever its width."""
    return fold(letter.text)


def _agreed(one: Letter, two: Letter) -> Letter:
    return Letter(one.text, one.at, max(one.sure, two.sure), _others(one, two))


def _chosen(one: Letter, two: Letter) -> Letter:
    best, worse = (one, two) if one.sure >= two.sure else (two, one)
    return Letter(best.text, one.at, best.sure / (best.sure + worse.sure) * best.sure, _others(best, worse))


def _others(best: Letter, worse: Letter) -> tuple[tuple[str, float], ...]:
    readings = dict(worse.others) | {worse.text: worse.sure} | dict(best.others)
    readings.pop(best.text, None)
    return tuple(sorted(readings.items(), key=lambda reading: -reading[1]))


def _surer(one: list[Letter], two: list[Letter], share: float) -> list[Letter]:
    """Of two stretches of unequal length the one with more confidence on average; letters that only one look saw at all
    are kept where there is enough."""
    if not one or not two:
        alone = one or two
        return [Letter(p.text, p.at, p.sure * share, p.others) for p in alone if p.sure >= share]
    best = max((one, two), key=lambda letters: sum(p.sure for p in letters) / len(letters))
    return [Letter(p.text, p.at, p.sure * share, p.others) for p in best]
