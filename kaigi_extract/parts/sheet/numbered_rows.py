"""Forms of numbered paragraphs: where a row such as １ 適用日 begins, by the labels that the ward's mapping knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.settings import FormSettings
from kaigi_extract.text import match_label
from kaigi_extract.wards import Ward


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """The head of one row of a form of numbered paragraphs."""

    number: int
    label: Passage
    line: int
    """Index of the line in which the value begins."""
    start: int
    """Where in that line."""


def numbered_row(lines: Sequence[AnyLine], at: int, ward: Ward, settings: FormSettings) -> NumberedRow | None:
    """The row that begins with a line: １ 適用日 with its value below, ３ 委託先 with it beside, or ３ 現行処理および
    whose label goes on in the next line. None where the ward knows no such label."""
    text = lines[at].text
    number = match_label(text)
    if number is None or number.ordinal is None or number.style not in ("digit", "paren_digit"):
        return None
    for end in _word_ends(text, number.end, settings):
        if ward.field("form", text[number.end : end]) is not None:
            label = Passage.of(lines[at], number.end, end)
            return NumberedRow(number.ordinal, label, at, end)
    if at + 1 == len(lines) or len(text) - number.end > settings.longest_label:
        return None
    more = lines[at + 1].text
    for end in _word_ends(more, 0, settings):
        if ward.field("form", text[number.end :] + more[:end]) is not None:
            label = Passage.of(lines[at], number.end)
            label.add(lines[at + 1], 0, end)
            return NumberedRow(number.ordinal, label, at + 1, end)
    return None


def _word_ends(text: str, start: int, settings: FormSettings) -> Iterator[int]:
    """Where words of a text end, the last within the length of a label first."""
    stop = min(len(text), start + settings.longest_label)
    if stop == len(text):
        yield stop
    yield from (k for k in range(stop - 1, start, -1) if text[k].isspace() and not text[k - 1].isspace())


def numbered_rows(lines: Sequence[AnyLine], ward: Ward, settings: FormSettings) -> list[NumberedRow]:
    """The rows of a form of numbered paragraphs, in sequence."""
    rows: list[NumberedRow] = []
    for at in range(len(lines)):
        row = numbered_row(lines, at, ward, settings)
        if row is not None and row.number == len(rows) + 1:
            rows.append(row)
    return rows
