"""The characters of a page's lines decided by those around them, also by those of the line above and below.

First characters of one shape by the script of their neighbours (`lookalikes`), then doubtful ones by n-grams
(`reweigh`). Knows no engine and no picture.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.lookalikes import tell_apart
from kaigi_extract.ocr.ngrams import known_ngrams
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.reweigh import reweigh
from kaigi_extract.ocr.settings import OcrSettings
from kaigi_extract.ocr.wraps import chains


def in_context(
    lines: Sequence[list[Character]], boxes: Sequence[LineBox], em: float, settings: OcrSettings
) -> list[list[Character]]:
    """The lines of a page, each in its box, with every character read as its neighbours have it."""
    decided = list(lines)
    ngrams = known_ngrams()
    for chain in chains(boxes, em, settings.reweigh):
        told = _told([decided[k] for k in chain], settings.recognition.item_gap)
        if ngrams is not None:
            told = reweigh(told, ngrams, settings.reweigh)
        for k, line in zip(chain, told, strict=True):
            decided[k] = line
    return decided


def _told(lines: Sequence[list[Character]], item_gap: float) -> list[list[Character]]:
    """Lines of which each goes on in the next, characters of one shape told apart."""
    starts = [line[0].text if line else "" for line in lines]
    told: list[list[Character]] = []
    for line, after in zip(lines, [*starts[1:], ""], strict=True):
        before = told[-1][-1].text if told and told[-1] else ""
        told.append(tell_apart(line, item_gap, before, after))
    return told
