"""Two readings of one worn character made one: of 口 whose level strokes are lost an engine reads い and 1, or 1 and 1.

Between characters as wide as an em they are closer to each other than two are, and there is room for one only. Which
of its readings it is, those around it tell. Knows places, no picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kaigi_extract.ocr.character_settings import ReweighSettings
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR

_UPRIGHT = frozenset("1１IＩlｌi|！!:：い")
"""What engines read upright strokes as. Half-width katakana are two in an em, too."""


def with_one_in_a_cell(
    line: Sequence[Character], em: float, settings: ReweighSettings = DEFAULT_OCR.reweigh
) -> list[Character]:
    """The characters of a line, each pair that doubt makes of one as that one. `em` is the page's, in pixels."""
    whole = list(line)
    k = 1
    while k + 2 < len(whole):
        before, one, other, after = whole[k - 1 : k + 3]
        doubted = max(one.sure, other.sure) <= settings.cell_doubt and not _UPRIGHT.isdisjoint(one.text + other.text)
        close = other.at - one.at <= settings.one_cell * em
        if doubted and close and after.at - before.at <= settings.cell_room * em:
            whole[k : k + 2] = [_both(one, other)]
        k += 1
    return whole


def _both(one: Character, other: Character) -> Character:
    """Two readings of one character: what either look at it gave, the likelier one first."""
    best, worse = (one, other) if one.sure >= other.sure else (other, one)
    others: dict[str, float] = {}
    for text, sure in (*best.others, (worse.text, worse.sure), *worse.others):
        if text != best.text:
            others[text] = max(sure, others.get(text, 0.0))
    ranked = tuple(sorted(others.items(), key=lambda reading: -reading[1]))
    return replace(best, at=(one.at + other.at) / 2, others=ranked)
