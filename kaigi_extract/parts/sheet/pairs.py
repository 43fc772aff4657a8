"""Further pairs of label and value behind a value on its line, behind wide space: 件名　…　　　担当課　…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.text import squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

WIDE_GAP = 1.6
"""Ems of space on a page that parts a value from the next label."""
_SPACE = late_pattern(r"(?<=\S)\s+(?=\S)")
_PARTING = late_pattern(r"\s*[:：]\s*|\s+")
_NO_LABEL = late_pattern(r"[。、，,\d□■☐☑☒]")
_WIDE = 2
"""Spaces in a file without geometry."""


def with_pairs(rows: Sequence[GeneralRow], words: Words, settings: GeneralSettings) -> list[GeneralRow]:
    """The rows, those parted whose value is on one line with further pairs behind it."""
    return [one for row in rows for one in _parted(row, words, settings)]


def _parted(row: GeneralRow, words: Words, settings: GeneralSettings) -> Iterator[GeneralRow]:
    while row.meaning is not None and len(row.value.pieces) == 1:
        _, line, start, end = row.value.pieces[0]
        further = None
        for space in _SPACE.finditer(line.text, start, end):
            further = _pair(line, space.end(), end, words, settings) if _is_wide(line, space) else None
            if further is not None:
                row.value = Passage.of(line, start, space.start())
                break
        if further is None:
            break
        yield row
        row = further
    yield row


def _is_wide(line: AnyLine, space: re.Match[str]) -> bool:
    if isinstance(line, Line):
        return line.at(space.end()) - line.end[space.start() - 1] >= WIDE_GAP * line.size
    return space.end() - space.start() >= _WIDE


def _pair(line: AnyLine, start: int, end: int, words: Words, settings: GeneralSettings) -> GeneralRow | None:
    """The row that begins with a known label at a place of a line; None where none does, or no value is behind it."""
    for parting in reversed(list(_PARTING.finditer(line.text, start, end))):
        label = line.text[start : parting.start()]
        if parting.end() >= end or _NO_LABEL.search(label) or not 0 < len(squeeze(label)) <= settings.longest_label:
            continue
        meaning = words.meaning(label)
        if meaning is not None and meaning.confidence >= settings.least_confidence:
            return GeneralRow(Passage.of(line, start, parting.start()), Passage.of(line, parting.end(), end), meaning)
    return None
