"""What an engine's sureness is worth: how likely a letter is right, measured on scans of the corpus.

An engine that gives a letter 0.98 is wrong with it far less than twice in a hundred. On 49,000 letters of corpus papers
at three qualities (`tests/benchmarks/bench_scans.py reliability` measures what comes of it):

| the engine's sureness | 0.5-0.8 | 0.8-0.9 | 0.9-0.98 | 0.98-0.995 | above |
|---|---|---|---|---|---|
| right                 | 0.72    | 0.78    | 0.98     | 0.98       | 0.999 |

Most errors above 0.9 are specks taken for 。 or ・: what dust looks like is worth no more than the engine says. A
value's confidence is the product over its letters, so that a long one must be read the better to be as sure.
"""

from __future__ import annotations

from kaigi_extract.ocr.protocol import Letter

POWER = 1.2
"""To this power doubt shrinks: 0.1 to 0.06, 0.01 to 0.004."""
DUSTY = frozenset("。、．，.,・·-_'\"`:;~^")
"""Signs that dust looks like."""


def likely(letter: Letter) -> float:
    """How likely a letter is right, 0 to 1."""
    doubt = 1.0 - letter.sure
    return 1.0 - (doubt if letter.text in DUSTY else doubt**POWER)
