"""Cuts the flow of a document into parts by what stands there: headings, titles, the labels of tables.

Knows the words of the ward's mapping and the shape of titles; reads no values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.margins import SAME_SIZE
from kaigi_extract.layout.passages import BLANK
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.minutes.head import begins_minutes
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.register.rows import begins_register, is_form_line, register_length
from kaigi_extract.parts.sheet.titles import compared, is_basis, numbered_row, numbered_rows, title_after_label
from kaigi_extract.records import ClauseSetKind
from kaigi_extract.text import clause_heading, fold, match_label, squeeze
from kaigi_extract.wards import Common, Ward, material_number

LONGEST_TITLE = 60
"""Characters of a title or heading; a longer line is a sentence."""
TITLE_LINES = 3
"""Lines that a title may take before the line below it comes."""
FORM_LINES = 30
"""Lines within which a form of numbered paragraphs must show its first labels."""
LEAST_LABELS = 3
"""Known labels in sequence that make numbered paragraphs a form."""
UNDER_TITLE = 2
"""Known labels that make the table under a title a form, whatever else stands in it."""
NEAR = 12
"""Lines by which the measure of running text is told."""
FULL = 2.5
"""Ems by which a wrapped line may fall short of it."""
LEAST_WRAPPED = 15
"""Characters of a line that a text export wrapped; a shorter one is a line by itself."""
LOOK_AHEAD = 6
"""Lines after a title within which its first clause must begin."""

_ENDED = re.compile(r"[。．」』】〕）)：:]$")
_REMARK_AT_END = re.compile(r"[【(\[〔]([^【】()\[\]〔〕]*)[】)\]〕]$")
_ABOVE_TITLE = re.compile(r"^(?:【[^】]{1,20}】|[(（][^()（）]{1,24}用[)）])$")
_SENTENCE = re.compile(r"[。、]$|。.")
_TITLE_MARKS = re.compile(
    r"^[(（\[【]\s*(?:別[紙添記]|様式)\s*\d*\s*[)）\]】]\s*|[(（][案写][)）]$|^[(（\[【〔<《≪]+|^別[紙添記]\d*|^様式\d*"
)
_OPENING, _CLOSING = frozenset("(（[【〔<《≪"), ")）]】〕>》≫"


@dataclass(slots=True)
class Splitter:
    """Walks the flow once."""

    items: Sequence[Item]
    ward: Ward | None
    common: Common
    headings: frozenset[str] = field(init=False)
    """Words that begin a cover, as titles are compared; `outlines` are whole lines above a 事業の概要, and `kinds` the
    words that titles of clause sets end in."""
    outlines: frozenset[str] = field(init=False)
    kinds: list[tuple[str, ClauseSetKind]] = field(init=False)

    def __post_init__(self) -> None:
        sheet = self.ward.sheet if self.ward else None
        self.headings = frozenset(map(compared, sheet.heading if sheet else ()))
        self.outlines = frozenset(map(compared, sheet.outline if sheet else ()))
        self.kinds = [(fold(word), words.kind) for words in self.common.clause_sets for word in words.words]

    def parts(self) -> list[Part]:
        """The parts in reading order; every line is in one of them."""
        parts: list[Part] = []
        current, until = Part("unknown"), 0
        for index, item in enumerate(self.items):
            begun = self._begins(index, item, current) if index >= until else None
            if begun is None and current.kind == "register" and index == until:
                begun = Part("unknown")
            if begun is not None:
                if current.items:
                    parts.append(current)
                current = begun
                if begun.kind == "register":
                    until = self._register_end(index)
            current.items.append(item)
        if current.items:
            parts.append(current)
        return parts

    def _register_end(self, index: int) -> int:
        """The item after the last one of a register sheet whose form line or title stands at `index`."""
        title = next(k for k in range(index, len(self.items)) if self._titles_register(k))
        return title + register_length(self.items[title:], self.ward, self.common)

    def _titles_register(self, index: int) -> bool:
        item = self.items[index] if index < len(self.items) else None
        return item is not None and not isinstance(item, Grid) and begins_register(item, self.common)

    def _begins(self, index: int, item: Item, current: Part) -> Part | None:
        """The part that begins with this line or table; None where the current one goes on."""
        if isinstance(item, Grid):
            return self._table_part(index, item, current)
        if len(item.text) > 2 * LONGEST_TITLE or _SENTENCE.search(item.text) or self._goes_on(item, current):
            return None
        text = compared(item.text)
        if len(text) > LONGEST_TITLE:
            return None
        return (
            self._sheet_part(index, item, text, current)
            or self._paper_part(index, item, current)
            or self._clause_part(index, item, current)
            or self._rest(item, current)
        )

    def _goes_on(self, line: AnyLine, current: Part) -> bool:
        """Whether a line inside running text goes on with the sentence above it, whatever title it looks like: the
        line above is full and its sentence has not ended."""
        if current.kind not in ("clause_set", "minutes") or len(current.items) < 2:
            return False
        above = current.items[-1]
        if isinstance(above, Grid) or _ENDED.search(above.text):
            return False
        if not isinstance(line, Line) or not isinstance(above, Line):
            return len(above.text) > LEAST_WRAPPED
        if line.page == above.page and line.y0 - above.y1 > BLANK * line.size:
            return False
        near = [one for one in current.items[1:][-NEAR:] if isinstance(one, Line)]  # the title is set in the middle
        return above.x1 > max(one.x1 for one in near) - FULL * above.size

    def _paper_part(self, index: int, line: AnyLine, current: Part) -> Part | None:
        """Minutes, a register sheet, or whatever a mark such as 資料５ on a line of its own begins."""
        if current.kind != "minutes" and begins_minutes(line):
            return Part("minutes", title=line.text)
        if self._titles_register(index) or (is_form_line(line) and self._titles_register(index + 1)):
            return Part("register")
        words = self.ward.sheet.material if self.ward else []
        marked = any(material_number(line.text, squeeze(fold(word))) is not None for word in words)
        if marked and current.items:
            return Part("unknown")
        return self._enclosure(index, line) if current.kind not in ("minutes", "cover") else None

    def _enclosure(self, index: int, line: AnyLine) -> Part | None:
        """An extract of a law, or a standard of approval above its table."""
        words, text = self.common.enclosures, squeeze(fold(line.text))
        extract = _REMARK_AT_END.search(text)
        marked = extract is not None and any(word in extract[1] for word in words.extract)
        named = extract is not None and any(word in text[: extract.start()] for word in words.law)
        if text in words.laws or (marked and named):
            return Part("statute", title=title_of(line))
        after = self.items[index + 1] if index + 1 < len(self.items) else None
        standard = text.startswith(tuple(words.annex)) and text.endswith(tuple(words.standard))
        return Part("standard", title=title_of(line)) if standard and isinstance(after, Grid) else None

    def _rest(self, line: AnyLine, current: Part) -> Part | None:
        """What follows on the pages after a form's table is no part of the form."""
        grids = current.grids() if current.kind in ("form", "standard") else []
        return Part("unknown") if grids and line.page > grids[-1].last_page else None

    def _sheet_part(self, index: int, line: AnyLine, text: str, current: Part) -> Part | None:
        """A part of a sheet, by the words of the ward's mapping."""
        if self.ward is None:
            return None
        if any(word in text for word in self.headings):
            return Part("cover", title=line.text)
        if text in self.outlines and current.kind != "outline":
            return Part("outline", title=line.text)
        if self._is_form_title(index, line, current) or self._opens_paragraph_form(index, current):
            return Part("form")
        return Part("form", title=line.text) if self._heads_case(index, current) else None

    def _clause_part(self, index: int, line: AnyLine, current: Part) -> Part | None:
        after = self.items[index + 1] if index + 1 < len(self.items) else None
        if _ABOVE_TITLE.match(line.text) and after is not None and not isinstance(after, Grid):
            above = self._clause_part(index + 1, after, current)
            if above is not None and above.title is not None:
                return above
        if self._is_titled(current, line):
            return None
        kind = self.clause_set_kind(line.text)
        if kind is not None and self._clauses_follow(index):
            return Part("clause_set", title=title_of(line))
        untitled = current.kind == "unknown" and not current.items and self._is_first_clause(index)
        return Part("clause_set") if untitled else None

    def _is_titled(self, current: Part, line: AnyLine) -> bool:
        """Whether the line is the title that the part was begun with by the line above it."""
        return current.kind == "clause_set" and len(current.items) == 1 and current.title == title_of(line)

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
        return title_after_label(line, self.ward) is not None and self._table_is_near(index, titled=True)

    def _heads_case(self, index: int, current: Part) -> bool:
        """The first title line above the line that names its article: （練馬区個人情報保護条例第13条関係）."""
        if current.kind == "form" and not current.grids():
            return False
        return any(
            is_basis(item.text) and self._title_start(below) == index
            for below, item in self._lines_after(index, TITLE_LINES)
        )

    def _opens_paragraph_form(self, index: int, current: Part) -> bool:
        """The first title line over a form of numbered paragraphs: １ 適用日, ２ 変更概要, all known labels."""
        if self.ward is None or (current.kind == "form" and not current.grids() and current.items):
            return False
        lines = [line for _, line in self._lines_after(index - 1, FORM_LINES)]
        first = next((k for k in range(len(lines[: TITLE_LINES + 1])) if self._is_first_row(lines, k)), None)
        if first is None or self._title_start(index + first) != index:
            return False
        return len(numbered_rows(lines[first:], self.ward)) >= LEAST_LABELS

    def _is_first_row(self, lines: Sequence[AnyLine], at: int) -> bool:
        row = numbered_row(lines, at, self.ward) if self.ward is not None else None
        return row is not None and row.number == 1

    def _lines_after(self, index: int, count: int) -> Iterator[tuple[int, AnyLine]]:
        """The lines after an item, up to the next table."""
        for k, item in enumerate(self.items[index + 1 : index + 1 + count], index + 1):
            if isinstance(item, Grid):
                return
            yield k, item

    def _title_start(self, below: int) -> int:
        """The first of the lines that make the title above an item: one, or more set alike and close."""
        at = below - 1
        while at > 0 and _set_alike(self.items[at - 1], self.items[at]):
            at -= 1
        return at

    def _table_is_near(self, index: int, *, titled: bool = False) -> bool:
        """Whether the next table is a form: by most of its labels, under a title by two of them."""
        after = self.items[index + 1 : index + 1 + LOOK_AHEAD]
        grid = next((item for item in after if isinstance(item, Grid)), None)
        if grid is None or self.ward is None:
            return False
        form, outline, _ = _known_labels(grid, self.ward)
        return table_kind(grid, self.ward) == "form" or (titled and form >= UNDER_TITLE and form > outline)

    def clause_set_kind(self, title: str) -> ClauseSetKind | None:
        """The kind of clause set that a title announces; None where it is no such title."""
        whole = squeeze(fold(title))
        text = _unmarked(whole) or whole
        if not text or len(text) > LONGEST_TITLE or _SENTENCE.search(text) or match_label(text):
            return None
        for bare in (text, _REMARK_AT_END.sub("", text)):  # …特記事項（委託用）
            for word, kind in self.kinds:
                if bare.endswith(word):
                    return kind
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


def largest_title(lines: Sequence[AnyLine]) -> AnyLine | None:
    """The line set largest among those that could be a title, the first of several; None where there is none."""
    short = [line for line in lines if len(line.text) <= LONGEST_TITLE and not _SENTENCE.search(line.text)]
    return max(short, key=lambda line: line.size, default=None)


def title_of(line: AnyLine) -> str:
    """A title without the brackets and words that stand around it."""
    return _unmarked(line.text.strip())


def _unmarked(title: str) -> str:
    """A title without what stands around it; a bracket that closes inside it stays: …特記事項（委託用）."""
    text = _TITLE_MARKS.sub("", title).strip()
    return text if _OPENING.intersection(text) else text.rstrip(_CLOSING).strip()


def _set_alike(above: Item, below: Item) -> bool:
    """Whether two lines on a page are of one size and stand close, the upper one no sentence."""
    if not isinstance(above, Line) or not isinstance(below, Line) or above.page != below.page:
        return False
    close = below.y0 - above.y1 < below.size
    return close and abs(above.size - below.size) < SAME_SIZE * below.size and not _SENTENCE.search(above.text)


def table_kind(grid: Grid, ward: Ward | None) -> Literal["cover", "outline", "form"] | None:
    """What a table is, by the labels that the mapping knows in its first column."""
    if ward is None:
        return None
    heads = len(list(grid.heads()))
    form, outline, cover = _known_labels(grid, ward)
    if cover and heads == 1:
        return "cover"
    if max(form, outline) == 0 or 2 * max(form, outline) < heads:
        return None
    return "outline" if outline > form else "form"


def _known_labels(grid: Grid, ward: Ward) -> tuple[int, int, int]:
    """How many labels of a form, of an outline, and of a cover's title a table has."""
    heads = [cell.passage.text for cell in grid.heads()]
    form = sum(ward.field("form", head) is not None for head in heads)
    outline = sum(ward.field("outline", head) is not None for head in heads)
    return form, outline, sum(ward.field("cover", head) == "title" for head in heads)
