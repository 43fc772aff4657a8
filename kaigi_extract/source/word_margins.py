"""Where the first line of a Word paragraph begins: how far it is set in, by itself, its list and its style.

A first-line indent of running text is left aside: it shows where a paragraph begins, not what list it is of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kaigi_extract.source.word_package import qn
from kaigi_extract.text.late_pattern import late_pattern

COLUMN = 105
"""Twips (twentieths of a point) of a column: half an em of the usual type of 10.5 points."""
_TWIPS = late_pattern(r"-?[0-9]{1,5}(?:\.[0-9]*)?")
_LEFT = ("left", "start")


def column_of(properties: Iterable[Any]) -> int:
    """The column of a paragraph by what says something of it (w:pPr, or None), from the nearest to the furthest."""
    indents = [said for one in properties if one is not None and (said := one.find(qn("w:ind"))) is not None]
    left = _said(indents, _LEFT)
    first_line = _said(indents, ("firstLine",))
    hanging = 0 if first_line else _said(indents, ("hanging",))
    return max(0, round((left - hanging) / COLUMN))


def _said(indents: Iterable[Any], names: tuple[str, ...]) -> float:
    for indent in indents:
        for name in names:
            said = indent.get(qn(f"w:{name}"), "")
            if _TWIPS.fullmatch(said):
                return float(said)
    return 0.0
