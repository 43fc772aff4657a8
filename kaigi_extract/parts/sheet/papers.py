"""Finds the papers of cases in a whole document where no mapping knows their labels: where each begins, its rows, where
it ends, how much speaks for it. Decides by `matter`; reads no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.borderless_lists import is_list as has_columns
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.settings import LayoutSettings, PassageSettings, StitchingSettings
from kaigi_extract.layout.stitching import same_columns
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet.checklists import checklist_rows
from kaigi_extract.parts.sheet.general_columns import forms_in_columns
from kaigi_extract.parts.sheet.general_kinds import mean_by_kind
from kaigi_extract.parts.sheet.general_lines import LineRows, label_of_any_body, line_rows
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.parts.sheet.general_rows import grid_rows, is_list, unruled_rows
from kaigi_extract.parts.sheet.matter import CORE, asks_council, is_basis_line, is_heading, score_form
from kaigi_extract.parts.sheet.pairs import with_pairs
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


@dataclass(slots=True)
class Block:
    """Labels and values that follow each other: tables, or lines."""

    first: int
    """Index of its first item."""
    until: int
    """Index of the item after its last."""
    rows: list[GeneralRow]


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
    for block in _joined(_blocks(items, words, settings, layout.passages), items):
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
        if "title" in _names(above.rows) and _names(block.rows) and self._may_go_on(above.until, above.rows, block):
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
            bool(_names(block.rows))
            and "title" in _names(paper.rows)
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
        page = _page(self.items[block.first]) if "title" in _names(block.rows) else 0
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
        paper.outline = next((one.rows for one in between if len(_names(one.rows)) > 1), [])
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
    labels, names, again = {squeeze(fold(row.label.text)) for row in form}, _names(rows), _names(rows) & _names(form)
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
    for row in block.rows:
        row.under = under
    return block.rows


def _may_describe(block: Block) -> bool:
    """Whether a table has only such rows as describe the business of a form."""
    names = _names(block.rows)
    return len(names) > 1 and names <= _DESCRIBING


def _describes(block: Block, following: Block, items: Sequence[Item], words: Words) -> bool:
    """Whether a table that may describe the business of a form does that of the one behind it: no paper begins
    between."""
    between = items[block.until : following.first]
    return bool(_names(following.rows).intersection(CORE)) and not any(
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


def _blocks(items: Sequence[Item], words: Words, settings: GeneralSettings, text: PassageSettings) -> Iterator[Block]:
    """Tables, those that follow each other as one where each has other labels; runs of labelled lines."""
    is_label = label_of_any_body(words, settings)
    in_columns = forms_in_columns(items, words, is_label, settings.least_labels)
    at, whole = 0, {first: Block(first, until, rows) for first, until, rows in in_columns}
    while at < len(items):
        item = items[at]
        if at in whole:
            yield whole[at]
            at = whole[at].until
            continue
        if isinstance(item, Grid):
            block = _of_grids(items, at, words, settings)
            yield block
            at = block.until
            continue
        end = next((k for k in range(at, len(items)) if isinstance(items[k], Grid) or k in whole), len(items))
        lines = [one for one in items[at:end] if not isinstance(one, Grid)]
        above = items[at - 1] if at > 0 else None
        below = items[end] if end < len(items) else None
        rows_of = _above_unruled if end in whole or (isinstance(below, Grid) and not below.ruled) else line_rows
        rows_of = _below_unruled if isinstance(above, Grid) and not above.ruled else rows_of
        for run in rows_of(lines, words, settings, text):
            yield Block(at + run.first, at + run.until, run.rows)
        at = end


def _below_unruled(
    lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> Iterator[LineRows]:
    """The runs of labelled lines below a table without ruled lines, which was cut out of the lines around it: of that
    right below it a label or two are enough."""
    runs = list(line_rows(lines, words, settings, text))
    ends = [at for at, line in enumerate(lines) if is_heading(line.text, words)]
    below = lines[: min([*(run.first for run in runs), *ends, len(lines)])]
    few = replace(settings.with_few_labels(), labels_alone=1)  # 個人情報の項目 over its value goes on with the table
    first = next(line_rows(below, words, few, text), None)
    if first is not None and first.first == 0 and "title" not in _names(first.rows):
        yield first
    yield from runs


def _above_unruled(
    lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> Iterator[LineRows]:
    """The runs of labelled lines above a table without ruled lines, which may have been cut out of them: the last one
    may be of few labels."""
    runs = list(line_rows(lines, words, settings, text))
    yield from runs
    headings = [at + 1 for at, line in enumerate(lines) if is_heading(line.text, words)]
    first = max([runs[-1].until if runs else 0, len(lines) - settings.header_lines, *headings[-1:]])
    last = _last_of_few(lines[first:], words, settings, text)
    titled = _title_line(last) if last is not None else None
    if titled is not None:  # 件名 is above the table, and none of its rows
        first = 1 + next(at for at, line in enumerate(lines) if line is titled)
        last = _last_of_few(lines[first:], words, settings, text)
    if last is not None:
        last.first, last.until = last.first + first, last.until + first
        yield last


def _last_of_few(
    lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> LineRows | None:
    """The run of labelled lines, of few labels even, that goes on to the last of these lines."""
    runs = line_rows(lines, words, settings.with_few_labels(), text)
    return next((run for run in runs if run.until == len(lines)), None)


def _title_line(run: LineRows) -> AnyLine | None:
    """The line with the last label of a title among the rows of a run."""
    titles = [row for row in run.rows if row.meaning is not None and row.meaning.name == "title"]
    return titles[-1].label.pieces[0][1] if titles and titles[-1].label.pieces else None


def _joined(blocks: Iterator[Block], items: Sequence[Item]) -> Iterator[Block]:
    """The blocks, those joined between which nothing is, of which one is a table without ruled lines: it was cut out of
    the lines around it. One is looked for beyond another only where it may be joined to that."""
    open_block: Block | None = None
    for block in blocks:
        joined = block
        if open_block is not None:
            touches = open_block.until == block.first
            if touches and (_is_unruled(items, open_block) or _is_unruled(items, block)):
                joined = Block(open_block.first, block.until, [*open_block.rows, *block.rows])
            else:
                yield open_block
        open_block = joined if _may_go_on(joined, items) else None
        if open_block is None:
            yield joined
    if open_block is not None:
        yield open_block


def _may_go_on(block: Block, items: Sequence[Item]) -> bool:
    """Whether the block behind a block may be joined to it."""
    return _is_unruled(items, block) or (block.until < len(items) and isinstance(items[block.until], Grid))


def _is_unruled(items: Sequence[Item], block: Block) -> bool:
    return any(isinstance(item, Grid) and not item.ruled for item in items[block.first : block.until])


def _of_grids(items: Sequence[Item], at: int, words: Words, settings: GeneralSettings) -> Block:
    rows: list[GeneralRow] = []
    end = at
    while end < len(items):
        grid = items[end]
        if not isinstance(grid, Grid):
            break
        points = checklist_rows(grid) if rows else []
        if points or is_list(grid, words):
            more = points
        else:
            in_cells = grid.ruled or has_columns(grid)
            more = grid_rows(grid, words) if in_cells else with_pairs(unruled_rows(grid, words), words, settings)
        if rows and (not more or _names(rows) & _names(more)):
            break
        rows += more
        end += 1
    return Block(at, max(end, at + 1), rows)


def _names(rows: Sequence[GeneralRow]) -> set[str]:
    return {row.meaning.name for row in rows if row.meaning is not None}


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
