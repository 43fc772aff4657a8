"""Numbers as documents print them: half and full width, kanji, mixed (22万7千), 元 for a first year.

``kanjize`` was looked at (1.6, pure, 25 ms to import). It takes neither positional kanji (二〇一三) nor 元 nor
thousands separators, and raises where we want None; the grammar below is smaller than the wrapper would be.
"""

from __future__ import annotations

import unicodedata

from kaigi_extract.text.late_pattern import late_pattern

NUMBER_LIMIT = 10**16
"""The first number that is too great: the myriad of 兆, the largest unit that documents print. What is longer is a row
of digits and no number."""
LONGEST_NUMBER = 40
"""Characters of a number, at most: 九千九百九十九兆 down to the ones takes 31."""

DIGIT_VALUES = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "壱": 1, "壹": 1, "弐": 2, "貳": 2, "参": 3, "參": 3,
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_ONE_TO_NINE = "[一二三四五六七八九壱壹弐貳参參]"
_FACTOR = rf"(?:\d+|{_ONE_TO_NINE})?"
_BELOW_MYRIAD = rf"(?:{_FACTOR}千)?(?:{_FACTOR}百)?(?:{_FACTOR}[十拾])?{_FACTOR}"
_GROUPED = late_pattern(
    rf"(?:({_BELOW_MYRIAD})兆)?(?:({_BELOW_MYRIAD})億)?(?:({_BELOW_MYRIAD})[万萬])?({_BELOW_MYRIAD})"
)
_THOUSANDS = late_pattern(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGITS_ONLY = late_pattern(r"\d+|\d{1,3}(?:,\d{3})+")
_POSITIONAL = late_pattern(r"[〇零一二三四五六七八九\d][〇○零一二三四五六七八九\d]*")
_UNIT_SPACE = late_pattern(r"\s*([十拾百千万萬億兆])\s*")
_BELOW_PARTS = late_pattern(r"(\d+|[^十拾百千\d])?([十拾百千])?")


def parse_number(text: str) -> int | None:
    """The whole number below ``NUMBER_LIMIT`` that ``text`` prints, or None where it prints anything else.

    Read: ``16``, ``１６``, ``1,700``, ``十六``, ``百二十三``, ``二〇一三``, ``1二`` (12), ``1万1700``, ``22万7千``,
    ``元`` (1).
    White space counts for nothing at the ends and beside 十百千万億兆 (Nerima's minutes: 1 万 6000).
    """
    plain = text.strip()
    number = _read(plain) if len(plain) <= LONGEST_NUMBER else None
    return number if number is not None and number < NUMBER_LIMIT else None


def _read(plain: str) -> int | None:
    if plain.isascii() and plain.isdigit():
        return int(plain)
    plain = _UNIT_SPACE.sub(r"\1", unicodedata.normalize("NFKC", plain))
    if plain == "元":
        return 1
    if _DIGITS_ONLY.fullmatch(plain):
        return int(plain.replace(",", ""))
    if _POSITIONAL.fullmatch(plain):
        return int("".join(str(DIGIT_VALUES.get(char, char)) for char in plain))
    return _grouped(plain)


def _grouped(plain: str) -> int | None:
    """A number with 十百千 and 万億兆; None where the units are out of order, doubled or alone (万)."""
    match = _GROUPED.fullmatch(_THOUSANDS.sub("", plain))
    if match is None or not plain:
        return None
    total = 0
    for part, size in zip(match.groups(), (10**12, 10**8, 10**4, 1), strict=True):
        if part is None:
            continue
        if not part and size > 1:
            return None
        total += _below(part) * size
    return total


def _below(part: str) -> int:
    """The value of a run of digits and units below 万: 七千, 二百三, 1700."""
    total = 0
    for match in _BELOW_PARTS.finditer(part):
        digits, unit = match.groups()
        if digits is None and unit is None:
            continue
        value = 1 if digits is None else DIGIT_VALUES[digits] if digits in DIGIT_VALUES else int(digits)
        total += value * _UNITS.get(unit, 1)
    return total
