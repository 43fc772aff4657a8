"""Numbers that Word sets itself: the label of each paragraph of a list, as it is printed. Decides nothing.

python-docx says that a paragraph belongs to a list, not what number it has; no package on PyPI counts them. Formats
that council documents use are here, others count in figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from kaigi_extract.text.labels import AIUEO, IROHA

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DEEPEST = 9
"""Levels of a list."""
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LAST_ROMAN = 399
"""No list of a council document comes near."""
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_SUFFIX = {"nothing": "", "space": " "}


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    format: str
    text: str
    """%1 stands for the number of the first level."""
    start: int
    suffix: str


@dataclass(slots=True)
class Lists:
    """The lists of one file; counts as the paragraphs come."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    """By the id of a list's numbering, and by level."""
    counted: dict[str, str] = field(default_factory=dict)
    """What each numbering counts with: several go on with one count."""
    styles: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    """The numbering and level of each paragraph style."""
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, document: Any) -> Lists:
        """The lists that a document defines; none where it has no part for them."""
        lists = cls()
        parts = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")]
        for part in parts:
            lists._define(part.element)
        for style in document.styles.element.findall(qn("w:style")):
            number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if number is not None:
                lists.styles[style.get(qn("w:styleId"))] = _numbering(number)
        return lists

    def _define(self, root: Any) -> None:
        abstract = {one.get(qn("w:abstractNumId")): _levels(one) for one in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            name, base = num.get(qn("w:numId")), num.find(qn("w:abstractNumId"))
            if base is None or base.get(qn("w:val")) not in abstract:
                continue
            self.levels[name] = dict(abstract[base.get(qn("w:val"))])
            own = num.findall(qn("w:lvlOverride"))
            self.counted[name] = f"num {name}" if own else base.get(qn("w:val"))
            for override in own:
                level = whole(override.get(qn("w:ilvl")))
                said = override.find(qn("w:startOverride"))
                start = whole(said.get(qn("w:val"))) if said is not None else None
                if start is not None and level is not None and level in self.levels[name]:
                    old = self.levels[name][level]
                    self.levels[name][level] = Level(old.format, old.text, start, old.suffix)
                self.levels[name] |= _levels(override)

    def label(self, paragraph: Any) -> str:
        """The label that Word prints before a paragraph (its XML), with what follows it; empty where it has none."""
        name, depth = self._place(paragraph)
        level = self.levels.get(name or "", {}).get(depth)
        if name is None or level is None:
            return ""
        counts = self.counts[self.counted[name]]
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in range(depth + 1, DEEPEST):
            counts.pop(deeper, None)
        text = level.text
        for k in range(depth + 1):
            above = self.levels[name].get(k)
            if above is not None:
                text = text.replace(f"%{k + 1}", _written(counts.get(k, above.start), above.format))
        return text + level.suffix if text.strip() else ""

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """The numbering and level of a paragraph, its own or its style's."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name, depth = self.styles.get(style.get(qn("w:val")), (None, 0)) if style is not None else (None, 0)
        if own is not None:
            own_name, depth = _numbering(own)
            name = own_name or name
        return name, depth


def _numbering(element: Any) -> tuple[str | None, int]:
    name, level = element.find(qn("w:numId")), element.find(qn("w:ilvl"))
    depth = whole(level.get(qn("w:val"))) if level is not None else None
    return (name.get(qn("w:val")) if name is not None else None), depth if depth and 0 < depth < DEEPEST else 0


def _levels(element: Any) -> dict[int, Level]:
    found = {}
    for level in element.findall(qn("w:lvl")):
        said = {name: level.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start", "suff")}
        value = {name: one.get(qn("w:val")) for name, one in said.items() if one is not None}
        depth, start = whole(level.get(qn("w:ilvl"))), whole(value.get("start"))
        if depth is None or not 0 <= depth < DEEPEST:
            continue
        found[depth] = Level(
            value.get("numFmt", "decimal"),
            value.get("lvlText") or "",
            1 if start is None else start,
            _SUFFIX.get(value.get("suff", "tab"), "　"),
        )
    return found


def whole(said: str | None) -> int | None:
    """A number as Word writes it; None where nothing is said, or something else."""
    return int(said) if said is not None and _WHOLE.fullmatch(said) else None


def _written(number: int, style: str) -> str:
    """A number as a format of Word writes it."""
    write = _FORMATS.get(style)
    return write(number) if write is not None and number > 0 else str(number)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _roman(number: int) -> str:
    if number > LAST_ROMAN:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    if not 0 < tens < 10:
        return digits[number] if number < 10 else str(number)
    return f"{'' if tens == 1 else digits[tens]}十{digits[ones] if ones else ''}"


_CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))
_IN_BRACKETS = "".join(map(chr, range(0x2474, 0x2488)))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _one_of(_CIRCLED),
    "decimalEnclosedCircleChinese": _one_of(_CIRCLED),
    "decimalEnclosedParen": _one_of(_IN_BRACKETS),
    "aiueo": _one_of(AIUEO),
    "aiueoFullWidth": _one_of(AIUEO),
    "iroha": _one_of(IROHA),
    "irohaFullWidth": _one_of(IROHA),
    "lowerLetter": _one_of(_LETTERS),
    "upperLetter": _one_of(_LETTERS.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "japaneseCounting": _kanji,
    "japaneseLegal": _kanji,
    "ideographDigital": _kanji,
    "chineseCounting": _kanji,
    "chineseCountingThousand": _kanji,
    "japaneseDigitalTenThousand": _kanji,
    "none": lambda _: "",
}
