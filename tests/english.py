"""English sentences in what the library says: to be found where all should be Japanese."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<![\w/.=,|{-])[a-z]{2,}(?:[;:]? [a-z]{2,}){2,}(?![\w/.=|}-])")
"""Three words in a row. Names of options, files and fields, and lists of them, are no words."""


def english_sentences(text: str) -> list[str]:
    """The lines with a sentence in English."""
    return [line for line in text.splitlines() if _SENTENCE.search(line)]
