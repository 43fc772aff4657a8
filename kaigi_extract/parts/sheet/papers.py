"""Finds the papers of cases in a whole document where no mapping knows their labels: where each begins, its rows, where
it ends, how much speaks for it. Decides by `matter`; reads no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.settings import LayoutSettings, StitchingSettings
from kaigi_extract.layout.stitching import same_columns
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet.blocks import Block, find_blocks, names_of
from kaigi_extract.parts.sheet.checklists import checklist_rows
from kaigi_extract.parts.sheet.general_kinds import mean_by_kind
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.parts.sheet.matter import CORE, asks_council, is_basis_line, is_heading, score_form
from kaigi_extract.parts.titles import is_sentence
from kaigi_extract.text import fold, match_label, squeeze, text_key
from kaigi_extract.text.case_numbers import find_case_number
from kaigi_extract.text.row_number import without_row_number
from kaigi_extract.wards.words import Words

_DESCRIBING = frozenset({"business_name", "department", "reason", "content", "subjects"})
"""What the rows of 事業の概要 mean, where they are read as those of a form."""
_COVER_ROWS = 4
"""Rows of a cover's own table."""
_HEADINGS = 2
"""Headings between two tables of one form."""
_LINES_BETWEEN = 4
"""Lines between two tables of one form: notes, a heading, the number of the form at the foot of its page."""
_BRACKETS = "【】〔〕[]<>〈〉《》「」()（）■●○◆◇ \u3000"
"""What is around a heading or before it."""
_NOTES = ("※", "*", "注", "(注")
"""How notes below a table begin."""


@dataclass(slots=True, eq=False)
class Paper(Part):
    """The part that a paper is, with what was found when it was recognised."""

    header: list[AnyLine] = field(default_factory=list)
    """The lines above its labels."""
    rows: list[GeneralRow] = field(default_factory=list)
    outline: list[GeneralRow] = field(default_factory=list)
    """Rows of a table before its own that describes the business."""
    headed: bool = False
    """A line above says that it is a paper of a council."""
    further: bool = False
    """It is another form of the case before it, which one heading is above."""


def find_papers(
    items: Sequence[Item],
    words: Words,
    settings: GeneralSettings,
    layout: LayoutSettings,
    taken: Sequence[int] = (),
    margins: Sequence[AnyLine] = (),
) -> dict[int, Paper]:
    """The papers of a document by the index of the item that each begins with; none where the ward's mapping knows the
    labels of most of their fields, which it then reads. `taken` are the indices at which letters end, `margins` the
    headers and footers of the pages."""
    headings = [line for line in margins if is_heading(line.text, words)]
    search = _Search(items, words, settings, layout.stitching, taken, headings)
    for block in find_blocks(items, words, settings, layout.passages):
        search.take(block)
    search.settle(None)
    return {} if _has_own_labels(search.papers.values(), settings) else search.papers


def _has_own_labels(papers: Iterable[Paper], settings: GeneralSettings) -> bool:
    """Whether the ward's mapping knows labels for most of the fields that a document's forms have, which it then reads;
    of a mapping that knows few, these are read together with what general words know."""
    meant = [row.meaning for paper in papers for row in paper.rows if row.meaning is not None]
    own, known = {one.name for one in meant if not one.general}, {one.name for one in meant}
    return len(own) >= settings.least_labels and len(own) >= settings.own_labels * len(known)


_SENTENCE_LINES = 3
"""Lines above the last one of a sentence that may head a form."""


@dataclass(slots=True)
class _Search:
    """The papers found so far, while the blocks of a document are gone through."""

    items: Sequence[Item]
    words: Words
    settings: GeneralSettings
    stitching: StitchingSettings
    taken: Sequence[int]
    headings: Sequence[AnyLine] = ()
    """What papers call themselves, where it is in the headers of their pages: each of several is called the same."""
    papers: dict[int, Paper] = field(default_factory=dict)
    last: int = 0
    """Index of the item after the last paper or letter."""
    headed: bool = False
    """A paper before has a heading of its own."""
    before: list[Block] = field(default_factory=list)
    """Blocks since then that are no papers."""
    waiting: Block | None = None
    """The last block, where it may describe the next one."""

    def take(self, block: Block) -> None:
        """Takes the next block."""
        self.settle(block)
        if _may_describe(block):
            self.waiting = block
        else:
            self._add(block)

    def settle(self, following: Block | None) -> None:
        """Takes the block that waits for the one behind it, None where there is no more."""
        waiting, self.waiting = self.waiting, None
        if waiting is None:
            return
        if following is not None and _describes(waiting, following, self.items, self.words):
            self.before.append(waiting)
        else:
            self._add(waiting)

    def _add(self, block: Block) -> None:
        """Adds a block that describes no other: one more table of the paper above, a paper, or none."""
        self.last = max(self.last, *(end for end in self.taken if end <= block.first), 0)
        above = list(self.papers.values())[-1] if self.papers and not self.before else None
        points = _points(above, block, self.items) if above is not None else []
        if above is not None and points:
            above.rows += points
            above.until = self.last = block.until
        elif above is not None and (self._goes_on(above, block) or self._goes_on_by_labels(above, block)):
            _add_block(above, block, self.items, self.words)
            self.last = block.until
        elif not (self._add_with_above(block) or self._add_paper(block)):
            self.before.append(block)

    def _add_with_above(self, block: Block) -> bool:
        """Adds the paper that a block is together with the one above it, which has the title and too little else to be
        one; whether that is so."""
        above = self.before.pop() if self.before else None
        if above is None:
            return False
        if "title" in names_of(above.rows) and names_of(block.rows) and self._may_go_on(above.until, above.rows, block):
            whole = Block(above.first, block.until, [*above.rows, *_under_heading(block, self.items)])
            if self._add_paper(whole):
                return True
        self.before.append(above)
        return False

    def _goes_on(self, paper: Paper, block: Block) -> bool:
        """Whether a table is one more of a form that is in several: between are only numbered headings (２ 保護措置),
        or a few lines that begin nothing else and it has the columns of the table above them."""
        assert paper.until is not None
        between = self.items[paper.until : block.first]
        if not between or not self._may_go_on(paper.until, paper.rows, block):
            return False
        if len(between) <= _HEADINGS and all(_is_numbered_heading(line, self.words) for line in _lines(between)):
            return True
        above, below = self.items[paper.until - 1], self.items[block.first]
        if not (isinstance(above, Grid) and isinstance(below, Grid) and above.xs and below.xs):
            return False
        return same_columns(above.xs, below.xs, self.stitching.column_snap)

    def _goes_on_by_labels(self, paper: Paper, block: Block) -> bool:
        """Whether a table without a title is one more of the titled form above it, with labels of other fields: below
        【安全管理】, or below a note."""
        return (
            bool(names_of(block.rows))
            and "title" in names_of(paper.rows)
            and self._may_go_on(paper.until, paper.rows, block)
        )

    def _may_go_on(self, until: int | None, rows: Sequence[GeneralRow], block: Block) -> bool:
        """Whether a table has rows, none of those again above it, which end before an item, and nothing begins in the
        few lines between."""
        between = self.items[until : block.first]
        if not isinstance(self.items[block.first], Grid) or not block.rows or len(between) > _LINES_BETWEEN:
            return False
        if any(isinstance(item, Grid) or _is_strong(item, self.words) for item in between):
            return False
        return not _have_again(rows, block.rows)

    def _headings_of(self, block: Block) -> list[AnyLine]:
        """The headings in the margins of the page on which a block begins, if it has a title of its own: below a
        heading of all pages the table on the next one is no other paper."""
        page = _page(self.items[block.first]) if "title" in names_of(block.rows) else 0
        return [line for line in self.headings if line.margins_of == page] if page else []

    def _add_paper(self, block: Block) -> bool:
        """Adds the paper that a block with the lines above it is; whether it is one."""
        items, words, settings = self.items, self.words, self.settings
        start = _header_start(items, block, self.last, words, settings)
        cover = _cover_start(items, block, self.last, start, words, settings)
        start = start if cover is None else cover
        header = _lines(items[start : block.first])
        asked = block.first in self.taken and isinstance(items[block.first], Grid)
        said = [*self._headings_of(block), *header]
        below = _lines(_below(items, block))
        score = score_form(said, block.rows, words, settings, asked=asked, below=below)
        if score.value < settings.least_score:
            return False
        between = [one for one in self.before if one.first >= start]
        own_heading = any(is_heading(line.text, words) or is_basis_line(line.text) for line in said)
        paper = Paper("form", until=block.until, because=score.because(), header=header, score=score.value)
        paper.headed, paper.further = own_heading, self.headed and not own_heading
        paper.rows = [*_titles(between), *block.rows]
        paper.outline = next((one.rows for one in between if len(names_of(one.rows)) > 1), [])
        self.papers[start] = paper
        self.headed = self.headed or own_heading
        self.last, self.before = block.until, []
        return True


def _points(paper: Paper, block: Block, items: Sequence[Item]) -> list[GeneralRow]:
    """The points of a checklist right below a form, which are rows of it."""
    grid = items[block.first]
    below = paper.until == block.first and block.until == block.first + 1
    return checklist_rows(grid) if below and isinstance(grid, Grid) else []


def _below(items: Sequence[Item], block: Block) -> Sequence[Item]:
    """What is right below a block on its page."""
    page = _page(items[block.until - 1])
    below = items[block.until : block.until + _LINES_BELOW]
    return [item for item in below if _page(item) == page]


_LINES_BELOW = 3
"""Lines below a form that may say to whom it goes."""


def _have_again(form: Sequence[GeneralRow], rows: Sequence[GeneralRow]) -> bool:
    """Whether rows are those of another form: they have its title, one of its labels or most of its fields again."""
    labels, names = {squeeze(fold(row.label.text)) for row in form}, names_of(rows)
    again = names & names_of(form)
    return (
        "title" in again
        or 2 * len(again) > len(names)
        or any(squeeze(fold(row.label.text)) in labels for row in rows if row.label.text.strip())
    )


def _is_numbered_heading(line: AnyLine, words: Words) -> bool:
    label = match_label(line.text)
    numbered = label is not None and label.ordinal is not None and label.ordinal > 1
    return numbered and not is_sentence(line.text) and not is_heading(line.text, words)


def _add_block(paper: Paper, block: Block, items: Sequence[Item], words: Words) -> None:
    """Adds the rows of one more table to a form, under the heading above it."""
    paper.rows += _under_heading(block, items)
    paper.until = block.until
    mean_by_kind(paper.rows, words)


def _under_heading(block: Block, items: Sequence[Item]) -> list[GeneralRow]:
    """The rows of a table under the heading above it, which no sentence and no note is."""
    heading = items[block.first - 1]
    said = "" if isinstance(heading, Grid) or is_sentence(heading.text) else fold(heading.text).strip()
    under = "" if said.startswith(_NOTES) else without_row_number(said).strip(_BRACKETS)
    return [replace(row, under=under) for row in block.rows]


def _may_describe(block: Block) -> bool:
    """Whether a table has only such rows as describe the business of a form."""
    names = names_of(block.rows)
    return len(names) > 1 and names <= _DESCRIBING


def _describes(block: Block, following: Block, items: Sequence[Item], words: Words) -> bool:
    """Whether a table that may describe the business of a form does that of the one behind it: no paper begins
    between."""
    between = items[block.until : following.first]
    return bool(names_of(following.rows).intersection(CORE)) and not any(
        not isinstance(item, Grid) and is_heading(item.text, words) for item in between
    )


def _lines(items: Sequence[Item]) -> list[AnyLine]:
    return [item for item in items if not isinstance(item, Grid)]


def _titles(blocks: Sequence[Block]) -> list[GeneralRow]:
    """The rows of a cover's table: it holds hardly more than the title."""
    return [
        row
        for block in blocks
        if len(block.rows) <= _COVER_ROWS
        for row in block.rows
        if row.meaning is not None and row.meaning.name in ("title", "bases", "category", "number")
    ]


def _cover_start(
    items: Sequence[Item], block: Block, floor: int, start: int, words: Words, settings: GeneralSettings
) -> int | None:
    """Where the cover begins that a form has on the page before it: at its heading; None where there is none, or where
    it is above the form anyway."""
    for at in range(start, max(floor, start - settings.cover_items) - 1, -1):
        item = items[at]
        if at < start and not isinstance(item, Grid) and _asks(item.text, words) and is_heading(item.text, words):
            return at
    return None


def _asks(text: str, words: Words) -> bool:
    key = text_key(text)
    return any(word in key for word in words.general.evidence.asks)


def _header_start(items: Sequence[Item], block: Block, floor: int, words: Words, settings: GeneralSettings) -> int:
    """Where what heads a block begins: the lines above it on its page, back to a table or to a sentence; after another
    paper, back to the first line that says what the paper is."""
    start = block.first
    page = _page(items[block.first])
    while start > max(floor, block.first - settings.header_lines):
        item = items[start - 1]
        if isinstance(item, Grid) or (page and _page(item) != page):
            break
        if not _may_head(item.text, words):
            begins = _asking_sentence(items, start - 1, floor, words)
            if begins is None:
                break
            start = begins + 1
        start -= 1
    if floor == 0 and start == 0:
        return start
    strong = (k for k in range(start, block.first) if _is_strong(items[k], words))
    return next(strong, start if floor == 0 or start > floor else max(start, block.first - 2))


def _asking_sentence(items: Sequence[Item], at: int, floor: int, words: Words) -> int | None:
    """Where the sentence begins whose last line on a page is at `at`, if it asks a council or names an article; None
    where it does not."""
    text = ""
    for k in range(at, max(floor, at - _SENTENCE_LINES) - 1, -1):
        item = items[k]
        if isinstance(item, Grid) or not isinstance(item, Line) or (k < at and item.text.rstrip().endswith("。")):
            return None
        text = item.text + text
        if k < at and (is_basis_line(text) or asks_council(text, words)):
            return k
    return None


def _may_head(text: str, words: Words) -> bool:
    """Whether a line may be among those above the labels of a form: no sentence, but one that asks."""
    return not is_sentence(text) or is_basis_line(text) or asks_council(text, words)


def _is_strong(item: Item, words: Words) -> bool:
    """Whether a line says that a paper begins: its heading, a mark, its number, the council's name, an article in
    brackets."""
    if isinstance(item, Grid):
        return False
    text = text_key(item.text)
    number = find_case_number(text)
    if number is not None and number.text == text.strip("【】[]()〔〕<>《》"):
        return True
    council = len(text) <= 40 and any(word in text for word in words.general.evidence.council)
    return council or is_heading(text, words) or text.startswith(tuple(words.general.sheet.material))


def _page(item: Item) -> int:
    if isinstance(item, Grid):
        return item.first_page
    return item.page if isinstance(item, Line) else 0
