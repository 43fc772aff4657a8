"""References of clauses, resolved against the set that they stand in. Reads and fills records, knows no page.

How the clauses are labelled says what 項 and 条 mean in the set. Where clauses are articles (第１条) or hold numbered
paragraphs of their own, 前項 is the paragraph before; everywhere else the clauses are what 前項 counts (Shinjuku's
特記事項, numbered 1, and Nerima's, numbered 第１).

`targets` are numbers of clauses: those meant, or those that hold the paragraph, item or proviso meant. 前項 inside an
article has therefore the article's own number. Items beside the words (次に掲げる事項, 前号) have no target.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from kaigi_extract.records import Clause, Item, Reference, Span
from kaigi_extract.references.find import Pointer, ReferenceReading, defined_names, find_references, last_named
from kaigi_extract.text import (
    Label,
    match_label,
)

BARE_LAWS = frozenset({"法", "条例", "規則", "令", "施行令", "施行規則", "要綱", "要領", "規程", "基準", "協定"})
"""Names that say which text is meant only where the set defines them."""
LAW_KINDS = ("条例", "規則", "要綱", "規程", "法", "令")
"""What 同 stands before (同条例, 同法施行令)."""
ITEM_STYLES = frozenset({"dai_go", "paren_digit", "digit_paren", "circled", "kana", "paren_kana", "paren_kanji"})
"""Styles of label whose clauses 前号 counts."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A reference that leads nowhere: in which clause, the how manyeth of it, and the lines of the text around it."""

    clause: int
    index: int
    reference: Reference
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a clause that counts its own: the item that it is, None for the clause's text."""

    number: int
    items: Sequence[Item]
    of: Item | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: `paragraph` and `item` are positions in what is named beside them, None outside of it."""

    clause: int
    paragraphs: Sequence[Paragraph]
    items: Sequence[Item]
    paragraph: int | None = None
    item: int | None = None
    leads: bool = False
    """Whether 次に掲げる事項 announces the items here. Further down it only opens what one item is divided into."""


@dataclass(frozen=True, slots=True)
class Found:
    """What words lead to: positions of clauses (none for items beside the words) or another text; whether it exists."""

    clauses: Sequence[int] = ()
    exists: bool = True
    law: str | None = None


NOWHERE = Found(exists=False)


@dataclass(slots=True)
class Memory:
    """What 同条, 同項, 同号 and 同法 go back to within a clause."""

    last: dict[str, Found] = field(default_factory=dict)
    law: str | None = None
    read: str = ""

    def keep(self, pointer: Pointer, found: Found) -> None:
        """Notes what a pointer led to, under each unit that it names."""
        self.last[pointer.unit] = found
        if pointer.paragraph is not None:
            self.last["項"] = found
        if pointer.item is not None:
            self.last["号"] = found


def resolve(clauses: Sequence[Clause]) -> list[Lost]:
    """Fills `references` of every clause from its text and items, in the order of print; tells which lead nowhere.

    Articles of another text lead somewhere if it is named in full or by a name that the set defines.
    """
    resolver = Resolver(clauses)
    return [lost for index in range(len(clauses)) for lost in resolver.fill(index)]


class Resolver:
    """Resolves the references of one set."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.labels = [_label(clause.label) for clause in clauses]
        self.numbers = [clause.number for clause in clauses]
        self.style = self.labels[0].style if clauses and self.labels[0] is not None else "digit"
        self.articles = self.style == "dai_jo"

    @cached_property
    def names(self) -> dict[str, str]:
        """Names that the set defines."""
        return defined_names(text for at in range(len(self.clauses)) for text, _, _ in self._texts(at))

    def fill(self, index: int) -> Iterator[Lost]:
        """Fills the references of one clause and yields those that lead nowhere."""
        memory, references = Memory(), list[Reference]()
        for text, spans, place in self._texts(index):
            start = len(memory.read)
            memory.read += f"{text}\n"
            for reading in find_references(text):
                if not self._means(reading, place):
                    continue
                at = _paragraph_at(place, text, reading.start)
                references.append(self._reference(reading, at, memory, start))
                if not references[-1].resolved:
                    yield Lost(index, len(references) - 1, references[-1], list(spans))
        self.clauses[index].references = references

    def _texts(self, index: int) -> Iterator[tuple[str, Sequence[Span], Place]]:
        """The texts of a clause in the order of print."""
        clause, paragraphs = self.clauses[index], self._paragraphs(index)
        own = [item for item in clause.items if all(item is not paragraph.of for paragraph in paragraphs)]
        lead = 0 if paragraphs and paragraphs[0].of is None else None
        yield clause.text, clause.spans, Place(index, paragraphs, own or clause.items, lead, leads=True)
        for at, item in enumerate(own):
            yield from _below(item, Place(index, paragraphs, own, lead, at))
        for at, paragraph in enumerate(paragraphs):
            if paragraph.of is not None:
                yield from _within(paragraph, paragraph.of, Place(index, paragraphs, paragraph.items, at))

    def _paragraphs(self, index: int) -> list[Paragraph]:
        """The paragraphs that a clause counts: numbered ones with the first, which bears no number, unnumbered ones of
        an article, and the items of a clause that has a heading only (Nerima's specifications call these 項 too)."""
        clause = self.clauses[index]
        if "。" not in clause.text and any("。" in item.text for item in clause.items):
            return [Paragraph(_number(item, k), item.items or clause.items, item) for k, item in _counted(clause.items)]
        if self.style not in ("dai_jo", "dai"):
            return []
        numbered = [item for item in clause.items if _is_numbered(item)]
        found = [Paragraph(_number(item, k), item.items, item) for k, item in _counted(numbered)]
        if (self.articles or found) and not (found and found[0].number == 1):
            texts = 1 if found else clause.text.count("\n") + 1
            items = [item for item in clause.items if not _is_numbered(item)]
            found = [*(Paragraph(k, items if k == texts else ()) for k in range(1, texts + 1)), *found]
        return found

    def _means(self, reading: ReferenceReading, place: Place) -> bool:
        """Whether words that might be a reference are one here."""
        unit = reading.pointers[0][0].unit
        return (unit != "次" or place.leads) and (unit != "第" or self.style == "dai")

    def _reference(self, reading: ReferenceReading, place: Place, memory: Memory, start: int) -> Reference:
        """The record of what was read at `place`; `start` is where its text begins in what memory has read."""
        if reading.law is not None:
            found = self._law(reading.law, memory, start + reading.start)
            for pointer, _ in reading.pointers:
                memory.keep(pointer, found)
        else:
            found = _together([self._range(first, last, place, memory) for first, last in reading.pointers])
        counted = self.style in ITEM_STYLES and reading.pointers[0][0].unit == "号" and found.clauses
        kind = "law" if found.law is not None else "clause" if counted else reading.kind
        targets = list(dict.fromkeys(self.numbers[at] for at in found.clauses))
        return Reference(text=reading.text, kind=kind, targets=targets, law=found.law, resolved=found.exists)

    def _law(self, name: str, memory: Memory, end: int) -> Found:
        """Another text: the name that it is defined by, or 同法 as the law named last before `end`."""
        kind = next((kind for kind in LAW_KINDS if name.startswith(f"同{kind}")), None)
        if kind is not None:
            last = memory.law if memory.law and memory.law.removesuffix("律").endswith(kind) else None
            base = last or last_named(memory.read[:end], kind)
            if base is None:
                return Found(exists=False, law=name)
            memory.law = base
            return Found(exists=base not in BARE_LAWS, law=base + name.removeprefix(f"同{kind}"))
        short = next((short for short in self.names if name == short or name.startswith(f"{short}施行")), None)
        full = self.names[short] + name[len(short) :] if short is not None else name
        memory.law = full
        return Found(exists=full not in BARE_LAWS, law=full)

    def _range(self, first: Pointer, last: Pointer | None, place: Place, memory: Memory) -> Found:
        """What one pointer or all from one to another lead to."""
        start = self._point(first, place, memory)
        if last is None:
            return start
        end = self._point(last, place, memory)
        exists = start.exists and end.exists
        if not start.clauses or not end.clauses or start.clauses == end.clauses:
            return Found([*start.clauses, *end.clauses], exists, start.law)
        between = range(start.clauses[0], end.clauses[-1] + 1)
        unbroken = all(self.numbers[b] - self.numbers[a] <= 1 for a, b in pairwise(between))
        return Found(between, exists and unbroken and bool(between))

    def _point(self, pointer: Pointer, place: Place, memory: Memory) -> Found:
        """What one pointer leads to, all of it checked: the clause, and the paragraph, item or proviso in it."""
        found = self._head(pointer, place, memory)
        if found.law is None and found.clauses:
            exists = found.exists and all(self._has(at, pointer) for at in found.clauses)
            found = Found(found.clauses, exists)
        memory.keep(pointer, found)
        return found

    def _head(self, pointer: Pointer, place: Place, memory: Memory) -> Found:
        """What the first unit of a pointer leads to."""
        if pointer.relation == "same":
            return memory.last.get(pointer.unit, NOWHERE)
        if pointer.unit == "次":
            return Found(exists=bool(place.items))
        if pointer.unit == "号" and (place.item is not None or place.items or self.style not in ITEM_STYLES):
            numbers = [_number(item, k) for k, item in _counted(place.items)]
            return Found(exists=bool(_steps(pointer, numbers, place.item)))
        if pointer.relation == "this":
            return Found([place.clause])
        if pointer.unit == "項" and self._counts_paragraphs(pointer, place):
            numbers = [paragraph.number for paragraph in place.paragraphs]
            return Found([place.clause], bool(_steps(pointer, numbers, place.paragraph)))
        return self._clauses(pointer, place)

    def _counts_paragraphs(self, pointer: Pointer, place: Place) -> bool:
        """Whether 項 means a paragraph of the clause itself."""
        if self.articles:
            return True
        if pointer.relation == "number":
            return self.style == "dai" and any(pointer.number == each.number for each in place.paragraphs)
        return bool(_steps(pointer, [each.number for each in place.paragraphs], place.paragraph))

    def _clauses(self, pointer: Pointer, place: Place) -> Found:
        """Clauses of the set. Its own numbers are called 条 only where its labels say so."""
        if pointer.relation != "number":
            found = _steps(pointer, self.numbers, place.clause)
        elif (pointer.unit == "条") != self.articles:
            found = []
        else:
            found = [at for at in _steps(pointer, self.numbers, None) if self._branches(at) == pointer.branches]
        return Found(found, bool(found))

    def _branches(self, at: int) -> tuple[int, ...]:
        label = self.labels[at]
        return label.branches if label is not None else ()

    def _has(self, at: int, pointer: Pointer) -> bool:
        """Whether a clause holds the paragraph, item and proviso that a pointer names in it."""
        if pointer.paragraph is None and pointer.item is None and pointer.part is None:
            return True
        paragraphs, texts = self._paragraphs(at), list(self._texts(at))
        items = [item for _, _, place in texts for item in place.items]
        if pointer.paragraph not in (None, *(paragraph.number for paragraph in paragraphs or [Paragraph(1, ())])):
            return False
        if pointer.item is not None and all(item.number != pointer.item for item in items):
            return False
        if pointer.part == "proviso":
            return any(word in text for text, _, _ in texts for word in ("ただし", "但し"))
        return pointer.part is None or bool(items)


def _together(found: Sequence[Found]) -> Found:
    """What a list leads to; where it begins with another text's article (同条及び第5条) all of it is that text's."""
    if found[0].law is not None:
        return found[0]
    return Found([at for each in found for at in each.clauses], all(each.exists for each in found))


def _within(paragraph: Paragraph, item: Item, place: Place) -> Iterator[tuple[str, Sequence[Span], Place]]:
    """The texts of a paragraph that is an item; it may be one of those that 前号 counts."""
    at = next((k for k, sibling in enumerate(paragraph.items) if sibling is item), None)
    yield item.text, item.spans, replace(place, item=at, leads=True)
    for k, below in enumerate(item.items):
        yield from _below(below, replace(place, item=k))


def _below(item: Item, place: Place) -> Iterator[tuple[str, Sequence[Span], Place]]:
    """The texts of an item and of what it is divided into; for references all of it is one place."""
    yield item.text, item.spans, place
    for part in item.items:
        yield from _below(part, place)


def _paragraph_at(place: Place, text: str, start: int) -> Place:
    """The place of `text[start:]`: the text of an article may run through several unnumbered paragraphs."""
    if place.paragraph is None or place.paragraphs[place.paragraph].of is not None or place.item is not None:
        return place
    last = sum(paragraph.of is None for paragraph in place.paragraphs) - 1
    at = min(text.count("\n", 0, start), last)
    return replace(place, paragraph=at)


def _steps(pointer: Pointer, numbers: Sequence[int], at: int | None) -> list[int]:
    """Positions among things numbered so that a pointer leads to from position `at`; empty where it leads to none.

    前 and 次 count numbers: where the number before is missing, they do not mean the one before that.
    """
    count = pointer.number or 1
    if pointer.relation == "each":
        return list(range(len(numbers)))
    if pointer.relation == "number":
        return [k for k, number in enumerate(numbers) if number == pointer.number]
    if at is None:
        return []
    if pointer.relation == "all_previous":
        return list(range(at))
    if pointer.relation == "next":
        return [at + 1] if at + 1 < len(numbers) and numbers[at + 1] - numbers[at] <= 1 else []
    if pointer.relation == "previous":
        return list(range(at - count, at)) if at >= count and numbers[at] - numbers[at - count] <= count else []
    return [at]


def _label(label: str) -> Label | None:
    """A printed label read again; a label is one only before a text."""
    return match_label(f"{label}　乙")


def _is_numbered(item: Item) -> bool:
    """Whether an item is labelled as paragraphs of articles are (２)."""
    label = _label(item.label)
    return label is not None and label.style == "digit"


def _counted(items: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    return enumerate(items, 1)


def _number(item: Item, position: int) -> int:
    """The number of an item, its position where it is a kana or letter."""
    return item.number if isinstance(item.number, int) else position
