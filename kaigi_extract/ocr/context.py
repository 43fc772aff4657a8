"""The characters of a page's lines decided by those around them, also by those of the line above and below.

First two readings of one character are made one (`one_cell`), then characters of one shape are told by the script of
their neighbours (`lookalikes`), then doubtful ones by n-grams (`reweigh`), then those doubted that no word around them
has (`near_shapes`). Knows no engine and no picture.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.lookalikes import item_label, tell_apart
from kaigi_extract.ocr.near_shapes import doubt_near_shapes
from kaigi_extract.ocr.ngrams import known_ngrams
from kaigi_extract.ocr.one_cell import with_one_in_a_cell
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.reweigh import reweigh
from kaigi_extract.ocr.settings import OcrSettings
from kaigi_extract.ocr.wraps import chains


def in_context(
    lines: Sequence[list[Character]], boxes: Sequence[LineBox], em: float, settings: OcrSettings
) -> list[list[Character]]:
    """The lines of a page, each in its box, with every character read as its neighbours have it."""
    decided = [with_one_in_a_cell(line, em, settings.reweigh) for line in lines]
    ngrams, gap = known_ngrams(), settings.recognition.item_gap
    for chain in chains(boxes, em, settings.reweigh):
        for part in _parted(chain, decided, gap):
            told = _told([decided[k] for k in part], gap)
            labels = [len(item_label(line, gap)[0]) for line in told]
            bodies = [line[count:] for line, count in zip(told, labels, strict=True)]
            if ngrams is None:
                weighed = bodies
            else:
                weighed = reweigh(bodies, ngrams, settings.reweigh)
                weighed = [doubt_near_shapes(body, ngrams, settings.reweigh) for body in weighed]
            for k, line, count, body in zip(part, told, labels, weighed, strict=True):
                decided[k] = line[:count] + body
    return decided


def _parted(chain: Sequence[int], lines: Sequence[list[Character]], item_gap: float) -> list[list[int]]:
    """A chain of lines, parted before each that begins with the label of an item: none goes on in that one."""
    parts: list[list[int]] = []
    for k in chain:
        if not parts or item_label(lines[k], item_gap)[0]:
            parts.append([])
        parts[-1].append(k)
    return parts


def _told(lines: Sequence[list[Character]], item_gap: float) -> list[list[Character]]:
    """Lines of which each goes on in the next, characters of one shape told apart."""
    starts = [line[0].text if line else "" for line in lines]
    told: list[list[Character]] = []
    for line, after in zip(lines, [*starts[1:], ""], strict=True):
        before = told[-1][-1].text if told and told[-1] else ""
        told.append(tell_apart(line, item_gap, before, after))
    return told
