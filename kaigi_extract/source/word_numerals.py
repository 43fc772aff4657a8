"""Numbers as the formats of Word write them (w:numFmt): figures, kana, kanji, letters, in circles. Opens no file.

Formats that Japanese documents use are here, as ECMA-376 17.18.59 has them; others, and numbers past the end of an
alphabet, are written in figures.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from kaigi_extract.text.labels import AIUEO, IROHA
from kaigi_extract.text.late_pattern import late_pattern

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LAST_ROMAN = 3999
LAST_KANJI = 99_999_999
"""No list of a council document comes near."""
_DIGITS, _PLACES = "〇一二三四五六七八九", ("", "十", "百", "千")
_LEGAL_DIGITS, _LEGAL_PLACES = "〇壱弐参四伍六七八九", ("", "拾", "百", "阡")
_HALF_KANA = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_FIRST = late_pattern(r"[0０]*[1１]")


def written(number: int, style: str, pattern: str | None = None) -> str:
    """A number in a format of Word. `pattern` shows how a format of its author's own begins: 01, 02, …"""
    if style == "custom" and pattern is not None:
        return _custom(number, pattern)
    write = _FORMATS.get(style)
    return write(number) if write is not None and (number > 0 or style in _WITH_ZERO) else str(number)


def _custom(number: int, pattern: str) -> str:
    """As many figures as in the pattern, in their width."""
    first = _FIRST.match(pattern)
    if first is None:
        return str(number)
    text = str(number).zfill(len(first[0]))
    return text if first[0].isascii() else text.translate(FULL_WIDTH)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _letters(signs: str) -> Callable[[int], str]:
    """a to z, then aa, bb: Word repeats the letter."""
    return lambda number: signs[(number - 1) % 26] * ((number - 1) // 26 + 1) if number <= 26 * 30 else str(number)


def _half(signs: str) -> str:
    """Kana in half width; those that have none (ヰ, ヱ) stay."""
    return "".join(_HALF_KANA.get(sign, sign) for sign in signs)


def _roman(number: int) -> str:
    if number > LAST_ROMAN:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _kanji(number: int) -> str:
    """十二, 百五, 千二百: a one before a place is not written."""
    return _placed(number, _DIGITS, _PLACES, "万", ones=False)


def _legal(number: int) -> str:
    """壱拾弐: as sums are written."""
    return _placed(number, _LEGAL_DIGITS, _LEGAL_PLACES, "萬", ones=True)


def _placed(number: int, digits: str, places: tuple[str, ...], myriad: str, *, ones: bool) -> str:
    if number > LAST_KANJI:
        return str(number)
    high, low = divmod(number, 10_000)
    text = f"{_placed(high, digits, places, myriad, ones=ones)}{myriad}" if high else ""
    for place in range(3, -1, -1):
        digit = low // 10**place % 10
        if digit:
            text += places[place] if digit == 1 and place and not ones else digits[digit] + places[place]
    return text


def _positional(number: int) -> str:
    """一〇 for 10: each figure by itself."""
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _range(first: int, count: int) -> str:
    return "".join(chr(first + k) for k in range(count))


_CIRCLED = _range(0x2460, 20) + _range(0x3251, 15) + _range(0x32B1, 15)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _one_of(_CIRCLED),
    "decimalEnclosedCircleChinese": _one_of(_CIRCLED),
    "decimalEnclosedParen": _one_of(_range(0x2474, 20)),
    "decimalEnclosedFullstop": _one_of(_range(0x2488, 20)),
    "ideographEnclosedCircle": _one_of(_range(0x3280, 10)),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "aiueo": _one_of(_half(AIUEO)),
    "aiueoFullWidth": _one_of(AIUEO),
    "iroha": _one_of(_half(IROHA)),
    "irohaFullWidth": _one_of(IROHA),
    "lowerLetter": _letters(_ALPHABET),
    "upperLetter": _letters(_ALPHABET.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "japaneseCounting": _kanji,
    "chineseCounting": _kanji,
    "chineseCountingThousand": _kanji,
    "taiwaneseCounting": _kanji,
    "taiwaneseCountingThousand": _kanji,
    "japaneseLegal": _legal,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "ordinal": _ordinal,
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
_WITH_ZERO = frozenset(("decimalFullWidth", "decimalFullWidth2", "decimalZero", "none", "bullet", "ideographDigital"))
