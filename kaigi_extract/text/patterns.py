"""Pieces of regular expressions that several readers of strings share. Ranges are to be used inside [ ].

Digits and kanji have more than one range, since readers differ in what they must keep apart.
"""

from __future__ import annotations

BLANKS = r"[^\S\n]*+"
"""White space within a line, as much as there is, or none; possessive, since a file may hold any amount of it."""
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
RANGE_SIGNS = r"～〜~∼⁓˜∿〰\-－‐‑‒–—―−─━ーｰ一⟷↔→⇒➡⟶…‥|｜│"
"""Characters that join two days, as they are typed, pasted or drawn: waves, dashes, what looks like a dash, arrows."""
_WEEKDAY = (
    r"[(（\[［〔][日月火水木金土曜祝休振替・、,･/／\s]{1,12}[)）\]］〕]"
    r"|[日月火水木金土]曜日?|[㈪㈫㈬㈭㈮㈯㈰㊊㊋㊌㊍㊎㊏㊐]"
)
_NUMERAL = rf"[{DIGITS}〇零一二三四五六七八九十]{{1,3}}"
TIME_OF_DAY = (
    rf"(?:(?:午{BLANKS}[前後]|[AaPp]\.?[Mm]\.?)?{BLANKS}{_NUMERAL}{BLANKS}"
    rf"(?:時(?!間)(?:{BLANKS}(?:{_NUMERAL}{BLANKS}分|半))?|[:：]{BLANKS}[{DIGITS}]{{2}}(?:[:：][{DIGITS}]{{2}})?)|正午)"
)
"""午前９時, 17時30分, 9:00, 正午."""
BESIDE_A_DAY = rf"(?:\s*+(?:{_WEEKDAY}|{TIME_OF_DAY}))*+\s*+"
"""What stands behind a day and belongs to it: the day of the week in brackets, a holiday, a time."""
