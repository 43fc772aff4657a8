"""The numbers and bullets that a browser sets before the items of a list, in the styles that Japanese pages use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.text_blocks import TextLine
from kaigi_extract.source.word_numerals import written
from kaigi_extract.text import match_label
from kaigi_extract.text.late_pattern import late_pattern

_STYLE = late_pattern(r"list-style(?:-type)?\s*:\s*([^;]+)", re.I)
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLES = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    "katakana": "aiueoFullWidth",
    "hiragana": "aiueoFullWidth",
    "katakana-iroha": "irohaFullWidth",
    "hiragana-iroha": "irohaFullWidth",
    "japanese-informal": "japaneseCounting",
    "cjk-ideographic": "japaneseCounting",
    "trad-chinese-informal": "japaneseCounting",
    "simp-chinese-informal": "japaneseCounting",
    "japanese-formal": "japaneseLegal",
    "cjk-decimal": "japaneseDigitalTenThousand",
}
_UNNUMBERED = frozenset({"none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"})
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}
_BY_DEPTH = ("disc", "circle", "square")
"""The bullets of a list, of one in it, and of all further down."""
_INDENT, _MARK_WIDTH = 4, 2
"""Columns by which the words of a list are set in from those around it, and those of them that a bullet takes."""
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F4)}


@dataclass(slots=True)
class OpenList:
    """A list whose items come one after the other; their numbers are set when it is whole."""

    style: str | None
    """None where no numbers are set."""
    start: int | None = None
    reversed: bool = False
    bullet: str = ""
    """What is set before an item instead of a number; empty where nothing is."""
    depth: int = 0
    """Lists that it is in."""
    items: list[tuple[int | None, list[TextLine]]] = field(default_factory=list)
    """The number that an item says it has, and its first line."""

    @classmethod
    def of(cls, attributes: Mapping[str, str], *, numbered: bool, depth: int = 0) -> OpenList:
        """The list that an element begins, in `depth` others."""
        said = _STYLE.search(attributes.get("style", ""))
        words = said[1].lower().split() if said else []
        usual = "decimal" if numbered else _BY_DEPTH[min(depth, len(_BY_DEPTH) - 1)]
        kind = _TYPES.get(attributes.get("type", ""), usual)
        style = next((word for word in words if word in _STYLES or word in _UNNUMBERED or word == "decimal"), kind)
        shown = None if style in _UNNUMBERED else style
        start = _number(attributes.get("start"))
        return cls(shown, start, "reversed" in attributes, _BULLETS.get(style, ""), depth)

    def item(self, attributes: Mapping[str, str]) -> None:
        """An item begins."""
        self.items.append((_number(attributes.get("value")), []))

    def begin_with(self, line: TextLine) -> None:
        """A line of the open item: of its first one the number will be the head, or the bullet is."""
        is_first = bool(self.items) and not self.items[-1][1]
        if is_first:
            self.items[-1][1].append(line)
        if self.bullet:
            line.indent = _INDENT * (self.depth + 1) - (_MARK_WIDTH if is_first else 0)
            line.mark = self.bullet if is_first else ""

    def write_labels(self) -> None:
        """Puts the number before each item that does not print one of its own."""
        if self.style is None:
            return
        step = -1 if self.reversed else 1
        due = self.start if self.start is not None else len(self.items) if self.reversed else 1
        for own, lines in self.items:
            due = own if own is not None else due
            printed = match_label(lines[0].text) if lines else None
            if lines and (printed is None or printed.ordinal != due):
                _put_before(lines[0], self._label(due))
            due += step

    def _label(self, number: int) -> str:
        style = self.style or "decimal"
        text = written(number, _STYLES.get(style, "decimal"))
        if style.startswith("hiragana"):
            text = text.translate(_KATAKANA_TO_HIRAGANA)
        return f"{text}. " if text.isascii() else f"{text}、"


def _put_before(line: TextLine, label: str) -> None:
    line.text = label + line.text
    line.bold = [(start + len(label), end + len(label)) for start, end in line.bold]


def _number(said: str | None) -> int | None:
    match = re.fullmatch(r"\s*([+-]?\d{1,9})\s*", said or "")
    return int(match[1]) if match else None
