"""What a single line tells of the part that it heads: 件名　…, （…条例第13条関係）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.register.rows import begins_register, is_form_line
from kaigi_extract.text import find_citations, fold, match_label, squeeze
from kaigi_extract.wards import Ward

LONGEST_TITLE_LABEL = 12
"""Characters of a label such as 件名, letter-spaced as it may be."""
TITLE_GAP = 0.3
"""Ems of empty paper between such a label and its title."""

LONGEST_LABEL = 40
"""Characters of a field label."""

_DOTS = str.maketrans(dict.fromkeys("·•‧∙⋅", "・"))
"""What exports write for ・ (情報公開·個人情報保護審議会)."""
_OPEN, _CLOSE = tuple("(（"), tuple(")）")


def compared(title: str) -> str:
    """A title as titles are compared: width folded, no white space, one kind of middle dot."""
    return squeeze(fold(title)).translate(_DOTS)


def is_basis(text: str) -> bool:
    """Whether a line is nothing but the article that a case rests on, in brackets."""
    text = squeeze(text)
    return text[:1] in _OPEN and text[-1:] in _CLOSE and "条例" in text and bool(find_citations(text))


def heads_sheet(line: AnyLine) -> bool:
    """Whether a line heads a sheet that is often one page long: the title or the form's number of a register sheet, the
    article of a case."""
    return begins_register(line) or is_form_line(line) or is_basis(line.text)


def title_after_label(line: AnyLine, ward: Ward) -> tuple[int, int] | None:
    """Where the title stands in a line such as 件名　…; None where the line does not begin with such a label.

    White space, a colon or a gap parts the two.
    """
    text = line.text
    for k in range(1, min(len(text), LONGEST_TITLE_LABEL)):
        parted = text[k].isspace() or text[k] in ":：" or line.gap(k) >= TITLE_GAP
        if parted and "title" in (ward.field("form", text[:k]), ward.field("cover", text[:k])):
            start = k
            while start < len(text) and (text[start].isspace() or text[start] in ":："):
                start += 1
            return (start, len(text)) if start < len(text) else None
    return None


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """The head of one row of a form of numbered paragraphs."""

    number: int
    label: Passage
    line: int
    """Index of the line in which the value begins."""
    start: int
    """Where in that line."""


def numbered_row(lines: Sequence[AnyLine], at: int, ward: Ward) -> NumberedRow | None:
    """The row that begins with a line: １ 適用日 with its value below, ３ 委託先 with it beside, or ３ 現行処理および
    whose label goes on in the next line. None where the ward knows no such label."""
    text = lines[at].text
    number = match_label(text)
    if number is None or number.ordinal is None or number.style not in ("digit", "paren_digit"):
        return None
    for end in _word_ends(text, number.end):
        if ward.field("form", text[number.end : end]) is not None:
            label = Passage.of(lines[at], number.end, end)
            return NumberedRow(number.ordinal, label, at, end)
    if at + 1 == len(lines) or len(text) - number.end > LONGEST_LABEL:
        return None
    more = lines[at + 1].text
    for end in _word_ends(more, 0):
        if ward.field("form", text[number.end :] + more[:end]) is not None:
            label = Passage.of(lines[at], number.end)
            label.add(lines[at + 1], 0, end)
            return NumberedRow(number.ordinal, label, at + 1, end)
    return None


def _word_ends(text: str, start: int) -> Iterator[int]:
    """Where words of a text end, the last within the length of a label first."""
    stop = min(len(text), start + LONGEST_LABEL)
    if stop == len(text):
        yield stop
    yield from (k for k in range(stop - 1, start, -1) if text[k].isspace() and not text[k - 1].isspace())


def numbered_rows(lines: Sequence[AnyLine], ward: Ward) -> list[NumberedRow]:
    """The rows of a form of numbered paragraphs, in sequence."""
    rows: list[NumberedRow] = []
    for at in range(len(lines)):
        row = numbered_row(lines, at, ward)
        if row is not None and row.number == len(rows) + 1:
            rows.append(row)
    return rows
