"""What an engine's confidence is worth: how likely a character is right, measured on scans of the corpus.

An engine that gives a character 0.98 is wrong with it far less than twice in a hundred. On 49,000 characters of corpus
documents at three qualities (`tests/benchmarks/bench_scans.py reliability` measures what comes of it):

| the engine's confidence | 0.5-0.8 | 0.8-0.9 | 0.9-0.98 | 0.98-0.995 | above |
|---|---|---|---|---|---|
| right                 | 0.72    | 0.78    | 0.98     | 0.98       | 0.999 |

Most errors above 0.9 are specks taken for 。 or ・: what specks look like is worth no more than the engine says.
A value's confidence is the product over its characters, so that a long one must be read the better for as much of it.
"""

from __future__ import annotations

from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR

LIKE_SPECKS = frozenset("。、．，.,・·-_'\"`:;~^")
"""Symbols that specks look like."""


def likely(character: Character, power: float = DEFAULT_OCR.recognition.doubt_power) -> float:
    """How likely a character is right, 0 to 1. `power` is that to which an engine's doubt shrinks."""
    doubt = 1.0 - character.sure
    return 1.0 - (doubt if character.text in LIKE_SPECKS else doubt**power)
