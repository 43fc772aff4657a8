"""How likely one character follows others in Japanese office print: n-grams of up to four characters.

They only weigh readings that an engine itself gave; they propose none. Built by models/reading/build.py, whose README
says from what. Reads that one file and nothing else.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.text import fold

ORDER = 4
"""Characters of the longest n-gram."""
STEPS = 12.0
"""Steps that a natural logarithm of one is kept in."""
BITS = 16
"""Bits that a character takes in a key."""
DIGIT, LATIN, OTHER = "0", "A", "\ufffd"


def as_read(text: str) -> str:
    """`text` as the n-grams count it: one width, every digit and every Latin letter alike, no spaces."""
    return "".join([_kind(char) for char in fold(text) if not char.isspace()])


@cache
def _kind(char: str) -> str:
    if char.isdigit():
        return DIGIT
    if char.isascii() and char.isalpha():
        return LATIN
    return char if ord(char) < 1 << BITS else OTHER


class Ngrams:
    """The model. Its probabilities are natural logarithms."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self.floor = float(arrays["floor"])
            keys = [np.cumsum(arrays[f"keys{n}"], dtype=np.uint64) if n > 1 else arrays["keys1"] for n in _LENGTHS]
            self.keys: list[NDArray[np.uint64]] = keys
            self.chances: list[NDArray[np.uint8]] = [arrays[f"chance{n}"] for n in _LENGTHS]
            self.backoffs: list[NDArray[np.uint8]] = [arrays[f"backoff{n}"] for n in _LENGTHS]
        self.known: dict[str, float] = {}

    def chance(self, before: str, char: str) -> float:
        """The logarithm of how likely `char` follows `before`; both as `as_read` gives them."""
        gram = before[-(ORDER - 1) :] + char
        found = self.known.get(gram)
        if found is None:
            found = self.known[gram] = self._chance(gram)
        return found

    def _chance(self, gram: str) -> float:
        place = self._place(gram)
        if place is not None:
            return -float(self.chances[len(gram) - 1][place]) / STEPS
        if len(gram) == 1:
            return self.floor
        context = self._place(gram[:-1])
        backoff = 0.0 if context is None else -float(self.backoffs[len(gram) - 2][context]) / STEPS
        return backoff + self.chance(gram[1:-1], gram[-1])

    def _place(self, gram: str) -> int | None:
        key = 0
        for char in gram:
            key = key << BITS | ord(char)
        keys = self.keys[len(gram) - 1]
        place = int(np.searchsorted(keys, np.uint64(key)))
        return place if place < len(keys) and int(keys[place]) == key else None

    def text_chance(self, text: str) -> float:
        """The logarithm of how likely a text is."""
        read = as_read(text)
        return sum(self.chance(read[max(k - ORDER + 1, 0) : k], char) for k, char in enumerate(read))


_LENGTHS = range(1, ORDER + 1)


@cache
def known_ngrams() -> Ngrams | None:
    """The n-grams that lie beside the package; None where they do not."""
    for folder in (Path(str(files("kaigi_extract"))) / "models", Path(__file__).parents[2] / "models"):
        path = folder / "reading" / "ngrams.npz"
        if path.is_file():
            return Ngrams(path)
    return None
