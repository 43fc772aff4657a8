"""Cuts the flow of a document into parts by what stands there: headings, titles, the labels of tables.

Knows the words of the ward's mapping and the shape of titles; reads no values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kaigi_extract.layout.arrange import Arrangement
from kaigi_extract.layout.grid import Grid
from kaigi_extract.layout.line import AnyLine
from kaigi_extract.normalise import clause_heading, find_citations, fold, match_label, squeeze
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.records import ClauseSetKind
from kaigi_extract.wards import Common, Ward

LONGEST_TITLE = 60
"""Characters of a title or heading; a longer line is a sentence."""
LONGEST_TITLE_LABEL = 12
"""Characters of a label such as 件名, letter-spaced as it may be."""
TITLE_GAP = 0.3
"""Ems of empty paper between such a label and its title."""
TITLE_LINES = 3
"""Lines that a title may take before the line below it comes."""
FORM_LINES = 30
"""Lines within which a form of numbered paragraphs must show its first labels."""
LEAST_LABELS = 3
"""Known labels in sequence that make numbered paragraphs a form."""
LOOK_AHEAD = 6
"""Lines after a title within which its first clause must begin."""

_OPEN, _CLOSE = tuple("(（"), tuple(")）")
_SENTENCE = re.compile(r"[。、]$|。.")
_TITLE_MARKS = re.compile(r"^[(\[【〔<《≪]+|[)\]】〕>》≫]+$|^別[紙添記]\d*|^様式\d*")


@dataclass(slots=True)
class Splitter:
    """Walks the flow once."""

    items: Sequence[Item]
    ward: Ward | None
    common: Common

    def parts(self) -> list[Part]:
        """The parts in reading order; every line is in one of them."""
        parts: list[Part] = []
        current = Part("unknown")
        for index, item in enumerate(self.items):
            begun = self._begins(index, item, current)
            if begun is not None:
                if current.items:
                    parts.append(current)
                current = begun
            current.items.append(item)
        if current.items:
            parts.append(current)
        return parts

    def _begins(self, index: int, item: Item, current: Part) -> Part | None:
        """The part that begins with this line or table; None where the current one goes on."""
        if isinstance(item, Grid):
            return self._table_part(index, item, current)
        if len(item.text) > 2 * LONGEST_TITLE or _SENTENCE.search(item.text):
            return None
        text = squeeze(fold(item.text))
        if len(text) > LONGEST_TITLE:
            return None
        return self._sheet_part(index, item, text, current) or self._clause_part(index, item, current)

    def _sheet_part(self, index: int, line: AnyLine, text: str, current: Part) -> Part | None:
        """A part of a sheet, by the words of the ward's mapping."""
        if self.ward is None:
            return None
        sheet = self.ward.sheet
        if any(squeeze(fold(word)) in text for word in sheet.heading):
            return Part("cover", title=line.text)
        if text in {squeeze(fold(word)) for word in sheet.outline} and current.kind != "outline":
            return Part("outline", title=line.text)
        if self._is_form_title(index, line, current) or self._opens_paragraph_form(index, current):
            return Part("form")
        return Part("form", title=line.text) if self._heads_case(index, current) else None

    def _clause_part(self, index: int, line: AnyLine, current: Part) -> Part | None:
        kind = self.clause_set_kind(line.text)
        if kind is not None and self._clauses_follow(index):
            return Part("clause_set", title=_TITLE_MARKS.sub("", line.text.strip()).strip())
        untitled = current.kind == "unknown" and not current.items and self._is_first_clause(index)
        return Part("clause_set") if untitled else None

    def _table_part(self, index: int, grid: Grid, current: Part) -> Part | None:
        kind = table_kind(grid, self.ward)
        own_cover = current.kind == "cover" and not current.grids()
        if kind == "cover" and not own_cover and self._table_is_near(index):
            return Part("form")
        if kind is None or (kind == "cover" and current.kind in ("cover", "form", "clause_set")):
            return None
        waiting = current.kind == kind and not any(table_kind(own, self.ward) == kind for own in current.grids())
        if waiting or (kind == "cover" and current.kind != "unknown"):
            return None
        return Part(kind)

    def _is_form_title(self, index: int, line: AnyLine, current: Part) -> bool:
        """件名　… above a table: a title line that is no part of a cover or of an opened form."""
        if self.ward is None or (current.kind == "cover" and not self._table_is_near(index)):
            return False
        return title_after_label(line, self.ward) is not None and self._table_is_near(index)

    def _heads_case(self, index: int, current: Part) -> bool:
        """A title above the line that names its article: （練馬区個人情報保護条例第13条関係）."""
        if current.kind == "form" and not current.grids():
            return False
        after = self.items[index + 1 : index + 1 + TITLE_LINES]
        below = next((k for k, item in enumerate(after) if not isinstance(item, Grid) and is_basis(item.text)), None)
        return below is not None and not any(isinstance(item, Grid) for item in after[:below])

    def _opens_paragraph_form(self, index: int, current: Part) -> bool:
        """The first of the title lines over a form of numbered paragraphs: １ 適用日, ２ 変更概要, all known labels."""
        if self.ward is None or (current.kind == "form" and not current.grids() and current.items):
            return False
        lines = [item for item in self.items[index : index + FORM_LINES] if not isinstance(item, Grid)]
        first = next((k for k, line in enumerate(lines[: TITLE_LINES + 1]) if self._numbered_label(line) == 1), None)
        if first is None or (first == 0 and current.kind == "form"):
            return False
        due = 1
        for line in lines[first:]:
            due += self._numbered_label(line) == due
        return due > LEAST_LABELS

    def _numbered_label(self, line: AnyLine) -> int | None:
        """The row number of a line that is nothing but a number and a known label."""
        label = match_label(line.text)
        if self.ward is None or label is None or label.ordinal is None:
            return None
        return label.ordinal if self.ward.field("form", line.text[label.end :]) else None

    def _table_is_near(self, index: int) -> bool:
        after = self.items[index + 1 : index + 1 + LOOK_AHEAD]
        grid = next((item for item in after if isinstance(item, Grid)), None)
        return grid is not None and table_kind(grid, self.ward) == "form"

    def clause_set_kind(self, title: str) -> ClauseSetKind | None:
        """The kind of clause set that a title announces; None where it is no such title."""
        text = squeeze(fold(title))
        text = _TITLE_MARKS.sub("", text) or text
        if not text or len(text) > LONGEST_TITLE or _SENTENCE.search(text) or match_label(text):
            return None
        for words in self.common.clause_sets:
            if any(text.endswith(fold(word)) for word in words.words):
                return words.kind
        return None

    def _clauses_follow(self, index: int) -> bool:
        """Whether clauses begin within a few lines."""
        for item in self.items[index + 1 : index + 1 + LOOK_AHEAD]:
            if isinstance(item, Grid):
                return False
            label = match_label(item.text)
            if clause_heading(item.text) is not None or (label is not None and label.ordinal == 1):
                return True
        return False

    def _is_first_clause(self, index: int) -> bool:
        """Clauses without a title at the very start: a heading in brackets, then a first clause."""
        line, after = self.items[index], self.items[index + 1 : index + 2]
        if isinstance(line, Grid) or clause_heading(line.text) is None or not after or isinstance(after[0], Grid):
            return False
        label = match_label(after[0].text)
        return label is not None and label.ordinal == 1


def split(arrangement: Arrangement, ward: Ward | None, common: Common) -> list[Part]:
    """The parts of a document, in reading order."""
    return Splitter(arrangement.items, ward, common).parts()


def is_basis(text: str) -> bool:
    """Whether a line is nothing but the article that a case rests on, in brackets."""
    text = squeeze(text)
    return text[:1] in _OPEN and text[-1:] in _CLOSE and "条例" in text and bool(find_citations(text))


def table_kind(grid: Grid, ward: Ward | None) -> Literal["cover", "outline", "form"] | None:
    """What a table is, by the labels that the mapping knows in its first column."""
    if ward is None:
        return None
    heads = [cell.passage.text for cell in grid.cells if cell.column == 0 and not cell.empty]
    form = sum(ward.field("form", head) is not None for head in heads)
    outline = sum(ward.field("outline", head) is not None for head in heads)
    cover = sum(ward.field("cover", head) == "title" for head in heads)
    if cover and len(heads) == 1:
        return "cover"
    if max(form, outline) == 0 or 2 * max(form, outline) < len(heads):
        return None
    return "outline" if outline > form else "form"


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
