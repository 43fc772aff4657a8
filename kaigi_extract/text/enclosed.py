"""Numbers, kana and Latin letters that fonts draw in one character with a sign around: ①, ⑴, ⒈, ㈠, ㋐, ⒜.

Data of Unicode, which ``unicodedata`` does not sort by what is drawn around them. Imports nothing.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

EnclosedStyle = Literal[
    "digit",
    "paren_digit",
    "circled",
    "circled_filled",
    "circled_double",
    "paren_kanji",
    "circled_kanji",
    "circled_kana",
    "paren_alpha",
    "circled_alpha",
]


class Enclosed(NamedTuple):
    """What one character stands for."""

    style: EnclosedStyle
    value: int | str
    """The number, or the kana or Latin letter itself."""


_RUNS: tuple[tuple[EnclosedStyle, str, int, int], ...] = (
    # Style, first character, how many, the number of the first.
    ("circled", "①", 20, 1),
    ("circled", "㉑", 15, 21),
    ("circled", "㊱", 15, 36),
    ("circled_double", "⓵", 10, 1),
    ("circled", "➀", 10, 1),
    ("circled_filled", "❶", 10, 1),
    ("circled_filled", "⓫", 10, 11),
    ("circled_filled", "➊", 10, 1),
    ("paren_digit", "⑴", 20, 1),
    ("digit", "⒈", 20, 1),
    ("digit", "🄀", 1, 0),
    ("digit", "🄁", 10, 0),
    ("paren_kanji", "㈠", 10, 1),
    ("circled_kanji", "㊀", 10, 1),
)
_LETTERS: tuple[tuple[EnclosedStyle, str, str], ...] = (
    # Style, first character, the letters of the run.
    ("paren_alpha", "⒜", "abcdefghijklmnopqrstuvwxyz"),
    ("paren_alpha", "🄐", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("circled_alpha", "ⓐ", "abcdefghijklmnopqrstuvwxyz"),
    ("circled_alpha", "Ⓐ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("circled_alpha", "🅐", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    (
        "circled_kana",
        "㋐",
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲ",
    ),
)
ENCLOSED: dict[str, Enclosed] = {
    chr(ord(first) + at): Enclosed(style, number + at) for style, first, count, number in _RUNS for at in range(count)
} | {
    chr(ord(first) + at): Enclosed(style, letter)
    for style, first, letters in _LETTERS
    for at, letter in enumerate(letters)
}
"""Every such character, with what it stands for."""
ENCLOSED_RANGE = "".join(sorted(ENCLOSED))
"""The same, to be used inside [ ]."""
ENCLOSED_NUMBERS = "".join(sorted(char for char, value in ENCLOSED.items() if isinstance(value.value, int)))
"""Those that stand for a number, to be used inside [ ]."""
