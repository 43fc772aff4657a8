"""The items of a document as a search for clauses sees them: labels, structure, contents, annexes, by index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from statistics import median

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line, PlainLine
from kaigi_extract.layout.passages import is_cut_before_number
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set.contents import contents_lines, is_contents_table
from kaigi_extract.parts.clause_set.heads_of_parts import heads_of_parts, with_titles_below
from kaigi_extract.parts.clause_set.margin_headings import labels_behind_headings
from kaigi_extract.parts.clause_set.numbered_twice import numbered_twice
from kaigi_extract.parts.clause_set.places import last_before
from kaigi_extract.parts.clause_set.runs import Mark, is_first
from kaigi_extract.parts.clause_set.signs import (
    article_behind_heading,
    chapter_of,
    is_annex,
    is_extract,
    is_omission,
    is_supplement,
    label_of,
)
from kaigi_extract.parts.extent import Chapter
from kaigi_extract.parts.part import Item
from kaigi_extract.text import Label, clause_heading, match_decimal, match_due, match_label, match_lone, split_heading
from kaigi_extract.text.late_pattern import late_pattern

_ENDED = late_pattern(r"[。．.」』】〕）)：:]$")
_IN_SENTENCE = late_pattern(r"[はをがにで、]")
"""What a line of a sentence holds, and a title or the name of a body does not."""
ROMAN = frozenset("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
ROMAN_LETTERS = {"I": 1, "V": 5, "X": 10}
"""Roman numbers of one Latin letter: nothing but the others beside them shows that they are."""
_DIGITS = late_pattern(r"\s*([0-9０-９]{1,2})\s+\S")


def _pitch(lines: Sequence[AnyLine | None]) -> float:
    """Lines of an export from one line that is read to the next, usually; 0 on pages."""
    pairs = [(a, b) for a, b in pairwise(lines) if isinstance(a, PlainLine) and isinstance(b, PlainLine)]
    return median([b.y0 - a.y0 for a, b in pairs]) if pairs else 0.0


def _is_roman_in_letters(text: str) -> bool:
    """Whether a text begins with a Roman number of several Latin letters (II. 総則)."""
    if text[:2] not in ("II", "IV", "VI", "IX", "XI"):
        return False
    label = match_label(text)
    return label is not None and label.style == "roman"


@dataclass(frozen=True, slots=True)
class Headline:
    """A title with its place in the flow."""

    begins: int
    """The first line of it, or of the remark above it."""
    last: int
    """Its last line."""
    title: str
    known: bool
    """Whether it is worded as titles of clause sets are."""


class ClauseFlow:
    """All items of a document, read once for what each may be."""

    def __init__(self, items: Sequence[Item], is_title: Callable[[str], bool], longest_heading: int) -> None:
        self.items, self.is_title, self.longest_heading = items, is_title, longest_heading
        self._ended: dict[int, bool] = {}
        self.lines: list[AnyLine | None] = [None if isinstance(item, Grid) else item for item in items]
        self.texts = ["" if line is None else line.text.strip() for line in self.lines]
        self.pitch = _pitch(self.lines)
        """Lines of an export from one line that is read to the next, usually."""
        self.contents = contents_lines(self.texts) | self._contents_tables()
        self.supplements = [k for k, text in enumerate(self.texts) if k not in self.contents and is_supplement(text)]
        self.annexes = [k for k in range(len(items)) if self._is_annex(k)]
        self.chapters: dict[int, Chapter] = {
            k: chapter
            for k, text in enumerate(self.texts)
            if k not in self.contents and text and (chapter := chapter_of(text)) is not None and self._may_be_chapter(k)
        }
        self._counts_in_letters = any(_is_roman_in_letters(text) for text in self.texts)
        self.chapters = with_titles_below(self, self.chapters | self._parts_in_roman())
        self.chapter_places, self.contents_places = sorted(self.chapters), sorted(self.contents)
        self._twice: Mapping[int, Label] = {}
        self._behind = labels_behind_headings(self.texts, self.contents | self.chapters.keys())
        self.marks = [mark for k in range(len(items)) if (mark := self._mark(k)) is not None]
        self._add_numbered_twice()
        self._add_heads_of_parts()
        self.by_index = {mark.at: mark for mark in self.marks}
        self.kinds: dict[str, object | None] = {}
        """What a text announces as a title, as far as it was asked."""
        self.reaches: dict[int, int] = {}
        """The first line that may belong to a set by its first clause, as far as it was asked."""
        self.headlines: dict[tuple[int, int], Headline | None] = {}
        """The title above a line and not above another, as far as it was asked."""
        self.shaped: dict[tuple[int, str], bool] = {}
        """Whether a line with a text may be a title, as far as it was asked."""

    def _contents_tables(self) -> frozenset[int]:
        """The tables that are tables of contents."""
        tables = ((k, item) for k, item in enumerate(self.items) if isinstance(item, Grid))
        listing = [(k, grid) for k, grid in tables if any(cell.passage.text[:1] == "第" for cell in grid.heads())]
        rows = {k: ["　".join(cell.passage.text for cell in row) for row in grid.rows()] for k, grid in listing}
        return frozenset(k for k, texts in rows.items() if is_contents_table(texts, islice(self.texts, k + 1, None)))

    def _parts_in_roman(self) -> dict[int, Chapter]:
        """Ⅰ　共通事項 or Ⅰ alone right above １: heads of parts, where every number of that kind has clauses of its own
        below."""
        heads: dict[int, Chapter] = {}
        for k, text in enumerate(self.texts):
            label = self._roman(text) or self._roman(f"{text}　乙") if k not in self.contents else None
            if label is None:
                continue
            title, below = text[label.end :].strip(), [each for each in self.texts[k + 1 : k + 4] if each]
            if not title and below and match_label(below[0]) is None:
                below = below[1:]  # its title, on a line of its own
            first = match_label(below[0]) if below else None
            if "。" in title or first is None or first.style not in ("digit", "dai", "dai_jo"):
                return {}
            heads[k] = Chapter(label.label, title)
        return heads if len(heads) > 1 else {}

    def _roman(self, text: str) -> Label | None:
        """The capital Roman number that a text begins with; in Latin letters where others of several are printed."""
        if text[:1] not in ROMAN and not (self._counts_in_letters and text[:1] in "IVX"):
            return None
        label = match_label(text)
        if label is not None and label.style == "alpha":
            number = ROMAN_LETTERS.get(str(label.number))
            label = replace(label, style="roman", number=number, ordinal=number) if number is not None else None
        return label if label is not None and label.style == "roman" else None

    def _add_numbered_twice(self) -> None:
        """Adds the labels of two numbers where no label of one is between them; the first may be that of a chapter."""
        heads = {mark.at for mark in self.marks if mark.label.style in ("digit", "dai") and not mark.lone}
        self._twice = numbered_twice(self.texts, heads, self.contents | self.chapters.keys())
        if self._twice:
            others = [mark for mark in self.marks if mark.at not in self._twice]
            twice = [mark for k in self._twice if (mark := self._mark(k)) is not None]
            self.marks = sorted([*others, *twice], key=lambda mark: mark.at)

    def _add_heads_of_parts(self) -> None:
        """Adds as chapters the lines right above １ where a numbering begins anew under each of them."""
        heads = heads_of_parts(self)
        self.chapters |= {k: Chapter("", self.texts[k]) for k in heads}
        self.chapter_places = sorted(self.chapters)
        self.marks = [mark for mark in self.marks if mark.at not in self.chapters]

    def ended(self, at: int) -> bool:
        """Whether no sentence goes on into a line: the one above ends one, is short, is far above, or is none."""
        if at not in self._ended:
            self._ended[at] = self._look_above(at)
        return self._ended[at]

    def _look_above(self, at: int) -> bool:
        line, above = self.lines[at], self.lines[at - 1] if at > 0 else None
        if line is None or above is None or _ENDED.search(above.text.rstrip()):
            return True
        if isinstance(line, Line) and isinstance(above, Line):
            if (
                above.page != line.page
                or line.y0 - above.y1 > line.size
                or abs(above.size - line.size) > 0.15 * line.size
            ):
                return True
            at_right = above.x0 > line.x0 + 3 * above.size and above.x1 - above.x0 < self.width(at) / 3
            return at_right or above.x1 < self.width(at) - 3 * above.size
        return self.is_short(at - 1) or above.hard or line.y0 - above.y0 > self.pitch

    def _may_be_chapter(self, at: int) -> bool:
        """Whether no sentence goes on into a line that is worded as a chapter: what is above has ended, or is none."""
        return self.ended(at) or _IN_SENTENCE.search(self.texts[at - 1]) is None

    def is_apart(self, at: int) -> bool:
        """Whether an item is a table, structure or of a table of contents."""
        return self.lines[at] is None or at in self.contents or at in self.chapters

    def width(self, at: int) -> float:
        """x at which the lines around a line end: that of the longest near it, on its page."""
        here = self.items[at]
        page = here.page if isinstance(here, Line) else None
        near = (line for line in self.lines[max(0, at - 12) : at + 12] if isinstance(line, Line))
        return max((line.x1 for line in near if line.page == page), default=0.0)

    def is_short(self, at: int) -> bool:
        """Whether a line of an export is too short to be a wrapped one."""
        near = [len(text) for text in self.texts[max(0, at - 30) : at + 30]]
        return len(self.texts[at]) < 0.6 * max(near, default=0)

    def headed(self, at: int) -> bool:
        """Whether a label has a heading in brackets, on the line above it or behind it on its own."""
        label = label_of(self.texts[at])
        if label is None and (at in self._behind or article_behind_heading(self.texts[at]) is not None):
            return True
        if label is not None and split_heading(self.texts[at][label.end :])[0] is not None:
            return True
        return self.heading_above(at) is not None

    def heading_above(self, at: int) -> int | None:
        """The first line of the heading in brackets right above a line; None where there is none."""
        for count in (1, 2):
            if at - count < 0 or self.lines[at - count] is None:
                return None
            if clause_heading("".join(self.texts[at - count : at])) is not None:
                return at - count if match_label(self.texts[at - count]) is None else None
        return None

    def is_first_on_page(self, at: int) -> bool:
        """Whether a line is the first on its page."""
        line, above = self.items[at], self.items[at - 1] if at > 0 else None
        if not isinstance(line, Line) or above is None:
            return at == 0
        last = above.last_page if isinstance(above, Grid) else above.page
        return last != line.page

    def _is_annex(self, at: int) -> bool:
        """A line that heads an annex; one of a list of annexes is none."""
        if at in self.contents or not is_annex(self.texts[at]) or not self.ended(at):
            return False
        beside = [self.texts[k] for k in (at - 1, at + 1) if 0 <= k < len(self.texts)]
        listed = any(is_annex(text) and text != self.texts[at] for text in beside) and not self.is_first_on_page(at)
        return not listed

    def _mark(self, at: int) -> Mark | None:
        line, text = self.lines[at], self.texts[at]
        if line is None or not text or at in self.contents or at in self.chapters or is_omission(text):
            return None
        if at > 0 and is_cut_before_number(self.texts[at - 1], text):
            return None
        label = self._twice.get(at) or self._behind.get(at) or self._roman(text) or match_label(text)
        label = label or article_behind_heading(text)
        if label is None:
            label = self._due(at) or self._lone(at) or self._of_chapter(at)
        if label is None or label.number is None or label.style == "dai_sho":
            return None
        above = self.texts[at - 1] if at > 0 else ""
        apart = self.headed(at) or is_omission(above) or is_extract(above)
        return Mark(at, line, label, apart, lone=label.end >= len(text), opens=self._opens(label, text, above))

    @staticmethod
    def _opens(label: Label, text: str, above: str) -> bool:
        """Whether a label is of an article that opens a paragraph, whatever its number: nothing wraps into it."""
        behind = text[label.end - 1 : label.end]
        return label.style in ("dai_jo", "dai") and above.endswith("。") and behind.isspace() and label.end < len(text)

    def _of_chapter(self, at: int) -> Label | None:
        """１－１ below 第１章: the number of a clause behind that of its chapter."""
        found = match_decimal(self.texts[at])
        above = last_before(self.chapter_places, at) if found is not None else None
        chapter = match_label(f"{self.chapters[above].label}　") if above is not None else None
        if found is None or chapter is None or len(found[1]) != 2 or found[1][0] != chapter.ordinal:
            return None
        return replace(found[0], style="digit")

    def _lone(self, at: int) -> Label | None:
        """Digits alone on a line, where they may number the text on the next."""
        label = match_lone(self.texts[at])
        return label if label is not None and self._may_stand_alone(at) else None

    def _may_stand_alone(self, at: int) -> bool:
        """Whether digits alone on a line may number the text on the next: that is one, and is not numbered itself, or
        is the first of a list."""
        after = self.texts[at + 1] if at + 1 < len(self.texts) and self.lines[at + 1] is not None else ""
        above = self.texts[at - 1] if at > 0 else ""
        label = label_of(after)
        return len(after) > 1 and (label is None or is_first(label)) and not above.endswith(("第", "、"))

    def _due(self, at: int) -> Label | None:
        """A label that looks like a quantity (２　月曜とする): only a run that it goes on with can show it."""
        match = _DIGITS.match(self.texts[at])
        above = self.texts[at - 1] if at > 0 else ""
        if match is None or not above or not _ENDED.search(above):
            return None
        return match_due(self.texts[at], int(match[1]))

    def is_recognised(self, at: int) -> bool:
        """Whether a line was recognised in a picture."""
        line = self.lines[at]
        return line is not None and not isinstance(line, PlainLine) and line.sure is not None
