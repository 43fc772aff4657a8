"""What a confidence is worth: how likely a character is right, measured on scans of the corpus.

A doubt means more on a page that is full of it. Where few characters are in doubt, those that were weighed against
each other and still are at 0.8 are nearly all right; on a third-generation copy two in ten of them are wrong. So a
doubt is taken to a power that goes down from `doubt_power` to 1 as the mean doubt of the page goes up to `poor_page`.
On 11,000 characters of corpus documents, scanned in twelve ways:

| confidence before            | 0.5-0.8 | 0.8-0.9 | 0.9-0.95 | 0.95-0.98 | 0.98-0.995 | above |
|---|---|---|---|---|---|---|
| right, mean doubt under 0.02 | 0.97    | 0.95    | 1.0      | 1.0       | 1.0        | 1.0   |
| right, above                 | 0.71    | 0.82    | 0.86     | 0.91      | 0.94       | 0.998 |

What specks look like, and what is a stroke alone (一, which may be a dash), is worth no more than its confidence.
A value's confidence is the product over its characters, so that a long one must be read the better for as much of it.
`tests/benchmarks/bench_scans.py reliability` measures what comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR, RecognitionSettings

LIKE_SPECKS = frozenset("。、．，.,・·-_'\"`:;~^")
"""Symbols that specks look like."""
_STROKES = frozenset("一ー―")


def power_of(characters: Iterable[Character], settings: RecognitionSettings = DEFAULT_OCR.recognition) -> float:
    """The power that doubts of a page are taken to, by all of its characters."""
    doubts = [1.0 - character.sure for character in characters]
    mean = sum(doubts) / len(doubts) if doubts else 0.0
    return 1.0 + (settings.doubt_power - 1.0) * max(1.0 - mean / settings.poor_page, 0.0)


def likely(character: Character, power: float = 1.0) -> float:
    """How likely a character is right, 0 to 1. `power` is that to which a doubt shrinks."""
    doubt = min(max(1.0 - character.sure, 0.0), 1.0)
    return 1.0 - (doubt if character.text in LIKE_SPECKS or character.text in _STROKES else doubt**power)
