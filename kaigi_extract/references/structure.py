"""How a set of clauses is built: what its labels are called, its paragraphs, and where in it each text is.

How the clauses are labelled says what 項 and 条 mean in the set. Where clauses are articles (第１条) or hold numbered
paragraphs of their own, 前項 is the paragraph before; everywhere else the clauses are what 前項 counts (Shinjuku's
特記事項, numbered 1, and Nerima's, numbered 第１).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Item, Span
from kaigi_extract.references.find import Pointer
from kaigi_extract.text import Label, is_bullet, match_label
from kaigi_extract.text.late_pattern import late_pattern

PARAGRAPH_STYLES = frozenset({"dai_jo", "dai"})
"""Styles of label whose clauses may count paragraphs of their own: 第１条 and 第１."""


SECOND_STYLES = frozenset({"circled", "paren_digit", "digit_paren"})
"""Styles of items in which paragraphs may be numbered from the second one on: ②, (2)."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a clause that counts its own."""

    number: int
    items: Sequence[Item]
    of: Item | None = None
    """The item that it is; None for the clause's own text."""


@dataclass(frozen=True, slots=True)
class Location:
    """The place of a text in a set. `paragraph` and `item` are positions in `paragraphs` and `items`, None outside."""

    clause: int
    paragraphs: Sequence[Paragraph]
    items: Sequence[Item]
    paragraph: int | None = None
    item: int | None = None
    listed: bool = False
    """Whether a table or a list without labels is printed where the items here would be."""
    leads: bool = False
    """Whether 次に掲げる事項 announces the items here. Further down it only opens what one item is divided into."""

    def at(self, text: str, start: int) -> Location:
        """The location of `text[start:]`: the text of an article may run through several unnumbered paragraphs."""
        if self.paragraph is None or self.paragraphs[self.paragraph].of is not None or self.item is not None:
            return self
        last = sum(paragraph.of is None for paragraph in self.paragraphs) - 1
        return replace(self, paragraph=min(text.count("\n", 0, start), last))


_OMITTED = late_pattern(r"^[(（〔［\[]\s*(?:中?略|省略)\s*[)）〕］\]]")
"""What stands for the text of a clause that is left out."""
LocatedText = tuple[str, Sequence[Span], Location]
"""A text of a clause or item, its lines on the page, and where it is in the set."""


class ClauseStructure:
    """The clauses of one set by index: their labels and numbers, and what each is made of."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.labels = [_label(clause.label) for clause in clauses]
        self.numbers = [clause.number for clause in clauses]
        self.places: dict[int | None, list[int]] = {}
        """The clauses of each number, by their index."""
        for index, number in enumerate(self.numbers):
            self.places.setdefault(number, []).append(index)
        self.style = self.labels[0].style if clauses and self.labels[0] is not None else "digit"
        self.articles = self.style == "dai_jo"

    def branches(self, index: int) -> tuple[int, ...]:
        """The branch numbers of a clause: (2,) of 第３条の２."""
        label = self.labels[index]
        return label.branches if label is not None else ()

    def texts(self, index: int) -> Iterator[LocatedText]:
        """The texts of a clause in the order of print."""
        clause, paragraphs = self.clauses[index], self.paragraphs(index)
        own = [item for item in clause.items if all(item is not paragraph.of for paragraph in paragraphs)]
        lead = 0 if paragraphs and paragraphs[0].of is None else None
        here = Location(index, paragraphs, own or clause.items, lead, listed=_lists(clause), leads=True)
        yield clause.text, clause.spans, here
        for at, item in enumerate(own):
            yield from _item_texts(item, Location(index, paragraphs, own, lead, at))
        for at, paragraph in enumerate(paragraphs):
            if paragraph.of is not None:
                location = Location(index, paragraphs, paragraph.items, at)
                yield from _paragraph_texts(paragraph, paragraph.of, location)

    def paragraphs(self, index: int) -> list[Paragraph]:
        """The paragraphs that a clause counts; none where it counts none.

        They are its numbered items, after the first paragraph, which bears no number, and the unnumbered ones of an
        article. The items of a clause that has a heading only are paragraphs too: Nerima's specifications call them 項.
        """
        clause = self.clauses[index]
        counted = [item for item in clause.items if not is_bullet(item.label)]
        if counted and has_heading_only(clause):
            return [Paragraph(number, item.items or clause.items, item) for number, item in numbered(counted)]
        if self.style not in PARAGRAPH_STYLES:
            return []
        found = [Paragraph(number, item.items, item) for number, item in numbered(_labelled_paragraphs(clause))]
        if found and found[0].number == 1:
            return found
        return [*_unnumbered(clause, bool(found)), *found] if self.articles or found else []

    def holds(self, index: int, pointer: Pointer) -> bool:
        """Whether a clause holds the paragraph, item and proviso that a pointer names in it."""
        if pointer.paragraph is None and pointer.item is None and pointer.part is None:
            return True
        texts = list(self.texts(index))
        items = [item for _, _, location in texts for item in location.items]
        return (
            self._has_paragraph(index, pointer.paragraph)
            and (pointer.item is None or any(item.number == pointer.item for item in items))
            and (pointer.part != "items" or bool(items))
            and (pointer.part != "proviso" or any(_has_proviso(text) for text, _, _ in texts))
        )

    def _has_paragraph(self, index: int, number: int | None) -> bool:
        """Whether a clause has a paragraph of this number; one that counts none is its own first paragraph."""
        if number is None:
            return True
        paragraphs = self.paragraphs(index)
        return any(paragraph.number == number for paragraph in paragraphs) if paragraphs else number == 1


def numbered(items: Sequence[Item]) -> list[tuple[int, Item]]:
    """Items with their numbers. One whose label is a kana or a Latin character, or a bullet, has its position for a
    number."""
    return [(item.number if isinstance(item.number, int) else k, item) for k, item in enumerate(items, 1)]


def has_heading_only(clause: Clause) -> bool:
    """Whether a clause says nothing itself, and its items are sentences."""
    if _OMITTED.search(clause.text):
        return False
    return "。" not in clause.text and any("。" in item.text for item in clause.items)


def _lists(one: Clause | Item) -> bool:
    """Whether a table or lines without a label of their own are below the words of a clause or item."""
    below = one.text.split("\n")[1:]
    return bool(one.rows) or any(_is_bullet(line) or not line.endswith("。") for line in below)


def _is_bullet(line: str) -> bool:
    label = match_label(line)
    return label is not None and label.style == "bullet"


def _has_proviso(text: str) -> bool:
    return "ただし" in text or "但し" in text


def _labelled_paragraphs(clause: Clause) -> list[Item]:
    """The items that are labelled as paragraphs of articles are (２); those that count on from ② or (2) where that
    follows a first one without a number."""
    found = [item for item in clause.items if is_paragraph(item)]
    return found or _second_on(clause.items)


def _second_on(items: Sequence[Item]) -> list[Item]:
    """The items in the style of the one that bears ② or (2) while none of that style is the first."""
    styles = {label.style: label for item in reversed(items) if (label := _label(item.label)) is not None}
    second = next((style for style, label in styles.items() if label.ordinal == 2 and style in SECOND_STYLES), None)
    labels = [(item, _label(item.label)) for item in items] if second is not None else []
    return [item for item, label in labels if label is not None and label.style == second]


def _unnumbered(clause: Clause, followed: bool) -> list[Paragraph]:
    """The paragraphs of a clause's own text, of which the last has the clause's items.

    They are one where numbered ones follow it, else one a line.
    """
    texts = 1 if followed else clause.text.count("\n") + 1
    labelled = {id(item) for item in _labelled_paragraphs(clause)}
    items = [item for item in clause.items if id(item) not in labelled]
    return [Paragraph(k, items if k == texts else ()) for k in range(1, texts + 1)]


def _paragraph_texts(paragraph: Paragraph, item: Item, location: Location) -> Iterator[LocatedText]:
    """The texts of a paragraph that is an item; it may be one of those that 前号 counts."""
    at = next((k for k, sibling in enumerate(paragraph.items) if sibling is item), None)
    yield item.text, item.spans, replace(location, item=at, listed=_lists(item), leads=True)
    for k, below in enumerate(item.items):
        yield from _item_texts(below, replace(location, item=k))


def _item_texts(item: Item, location: Location) -> Iterator[LocatedText]:
    """The texts of an item and of what it is divided into; for references all of it is one location."""
    yield item.text, item.spans, location
    for part in item.items:
        yield from _item_texts(part, location)


def _label(label: str) -> Label | None:
    """A printed label read again; a label is one only before a text."""
    return match_label(f"{label}　乙")


def is_paragraph(item: Item) -> bool:
    """Whether an item is labelled as paragraphs of articles are (２)."""
    label = _label(item.label)
    return label is not None and label.style == "digit"
