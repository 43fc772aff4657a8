"""Numbers of 条, 項 and 号 as amendments cite and print them: 第十四条の二, ３, (2). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaigi_extract.text import fold, is_bullet, squeeze
from kaigi_extract.text.late_pattern import late_pattern

DIGITS = "0-9０-９〇一二三四五六七八九十百千"
"""Characters of a number, inside a character class."""
_KANJI = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = late_pattern(f"[{DIGITS}]+")
Numbers = tuple[int, ...]
"""A number and its branches: 14の2 is (14, 2)."""


def value_of(digits: str) -> int:
    """The number that digits or ideographs say."""
    text = fold(digits)
    if text.isdecimal():
        return int(text)
    if not any(unit in text for unit in _UNITS):
        return int("".join(str(_KANJI.get(char, char)) for char in text))
    total, last = 0, 0
    for char in text:
        if char in _UNITS:
            total += (last or 1) * _UNITS[char]
            last = 0
        else:
            last = _KANJI[char] if char in _KANJI else int(char)
    return total + last


def numbers_in(text: str) -> Numbers:
    """All numbers of a label, in order: 第14条の2 → (14, 2)."""
    return tuple(value_of(found) for found in _NUMBER.findall(text))


def words_of(number: int, like: str) -> str:
    """A number in the characters of a label: ideographs, full-width or half-width digits."""
    found = _NUMBER.search(like)
    digits = found[0] if found is not None else "1"
    if digits[0] in "〇一二三四五六七八九十百千":
        return kanji(number)
    if digits[0] in "０１２３４５６７８９" and (len(digits) > 1 or number < 10):
        return "".join(chr(ord(char) + 0xFEE0) for char in str(number))
    return str(number)


def kanji(number: int) -> str:
    """二十三."""
    words = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十")):
        count, number = divmod(number, unit)
        words += "" if not count else name if count == 1 else "一二三四五六七八九"[count - 1] + name
    return words + ("一二三四五六七八九"[number - 1] if number else "")


def relabelled(label: str, numbers: Sequence[int]) -> str:
    """A label with other numbers, in its own characters: 第５条 with (6, 2) is 第６条の２."""
    first = _NUMBER.search(label)
    if first is None:
        return label
    main = words_of(numbers[0], label)
    if first[0][0] in "０１２３４５６７８９" and len(first[0]) == 1 and numbers[0] > 9:
        main = str(numbers[0])
    rest = re.sub(f"(?:の[{DIGITS}]+)+", "", label[first.end() :])
    branches = "".join("の" + words_of(number, label) for number in numbers[1:])
    return label[: first.start()] + main + rest + branches


def label_numbers(label: str) -> Numbers:
    """The numbers of a label of a record, width and brackets aside; none of ア or イ, and of a bullet (※１)."""
    return numbers_in(squeeze(fold(label))) if not is_bullet(label) else ()
