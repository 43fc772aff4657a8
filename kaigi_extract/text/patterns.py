"""Pieces of regular expressions that several readers of strings share. Ranges are to be used inside [ ].

Digits and kanji have more than one range, since readers differ in what they must keep apart.
"""

from __future__ import annotations

BLANKS = r"[^\S\n]*"
"""White space within a line, as much as there is, or none."""
DIGITS = "0-9０-９"
"""Range of the digits in half and full width."""
KANJI = "一-鿿"
"""Range of the unified ideographs, which words of ordinances and forms are written with."""
IDEOGRAPHS = KANJI + "々〆"
"""Range of the ideographs, and of the two symbols that occur in words as ideographs do."""
HAN = "々〇㐀-鿿豈-﫿"
"""Range of the Han script that may follow a label or a counter: rare and compatibility ideographs too."""
KANJI_NUMERALS = "〇一二三四五六七八九十百千"
"""Range of the kanji that numbers below 万 are written with."""
