"""Fonts of symbols that have no letters: what stands for the code 3 is ✓. Decides nothing."""

from __future__ import annotations

import functools

DINGBATS = ("zapfdingbats", "itczapfdingbats", "zadb", "dingbats")
"""Names of Zapf Dingbats, which every viewer has, and in which form fields are ticked."""
WINGDINGS = ("wingdings",)
PRIVATE = 0xF000
"""Where Word writes characters of Wingdings, plus their code; what these look like is repaired elsewhere."""

_ZAPF = {
    0x25: "☎", 0x2A: "☛", 0x2B: "☞", 0x48: "★", 0x6C: "●", 0x6E: "■", 0x73: "▲", 0x74: "▼", 0x75: "◆", 0x77: "◗",
    0xA8: "♣", 0xA9: "♦", 0xAA: "♥", 0xAB: "♠", 0xD5: "→", 0xD6: "↔", 0xD7: "↕",
} | {0xAC + k: chr(0x2460 + k) for k in range(10)}  # fmt: skip
"""Codes of Zapf Dingbats whose symbol is not in the Unicode block that was made for it."""


@functools.cache
def is_dingbats(font: str) -> bool:
    """Whether a font, by its name, is Zapf Dingbats."""
    return _is(font, DINGBATS)


@functools.cache
def is_symbol_font(font: str) -> bool:
    """Whether a font, by its name, has symbols only."""
    return is_dingbats(font) or _is(font, WINGDINGS)


def symbols(text: str, font: str) -> str:
    """What the characters of such a font look like; those that are given as the symbols that they are stay."""
    zapf = is_dingbats(font)
    return "".join([_symbol(ord(char), zapf) if " " < char < "\u0100" else char for char in text])


def _symbol(code: int, zapf: bool) -> str:
    if not zapf:
        return chr(PRIVATE + code)
    return _ZAPF.get(code) or chr(0x2700 + code - (0x20 if code < 0x80 else 0x40))


def _is(font: str, names: tuple[str, ...]) -> bool:
    return font.lower().replace(" ", "").replace("-", "").startswith(names)
