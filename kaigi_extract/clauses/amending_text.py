"""A clause set while it is amended: its 条, 項 and 号 found by the places of an amendment, and its words changed.

第１項 of a 条 is the clause itself with the 号 before its first numbered 項; it is no item. Nothing is guessed: a place
that is not there, or there twice, is a `NoFit`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_grammar import Add, Swap
from kaigi_extract.clauses.amending_numbers import Numbers, label_numbers
from kaigi_extract.clauses.amending_places import Place, Step
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, ClauseSet, Item, Record
from kaigi_extract.text import fold, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern


class NoFit(Exception):
    """What an instruction needs and the text does not have; `why` says it."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def not_so_many(add: Add, kind: str, found: int) -> NoFit:
    """So many are printed, and others are announced."""
    if add.count is None:
        return NoFit(Message("some {kind} are to be added, and {found} are printed", kind=kind, found=found))
    return NoFit(
        Message("{count} {kind} are to be added, and {found} are printed", count=add.count, kind=kind, found=found)
    )


def not_one(place: str, found: Sequence[object]) -> NoFit:
    """None or several were found of what must be there once."""
    if found:
        return NoFit(Message("{place} is there twice", place=place))
    return NoFit(Message("{place} is not there", place=place))


@dataclass(slots=True)
class Paragraph:
    """One 項."""

    clause: Clause
    item: Item | None
    """None where it is the clause itself."""

    @property
    def owner(self) -> Clause | Item:
        return self.item if self.item is not None else self.clause

    @property
    def items(self) -> list[Item]:
        """Its 号."""
        return self.item.items if self.item is not None else self.clause.items[: first_numbered(self.clause)]


@dataclass(slots=True)
class Spot:
    """Where a place leads: each step that it names."""

    clause: Clause | None = None
    paragraph: Paragraph | None = None
    item: Item | None = None
    subitem: Item | None = None
    within: str = ""
    heading: bool = False
    table: bool = False
    row: str = ""


def is_paragraph(item: Item) -> bool:
    """Whether an item of a clause is a 項: its label is a number alone, 2 or more."""
    label = match_label(f"{item.label}　x")
    return label is not None and label.style == "digit" and (label_numbers(item.label) or (0,))[0] >= 2


def first_numbered(clause: Clause) -> int:
    """Index of the first item of a clause that is a 項."""
    return next((k for k, item in enumerate(clause.items) if is_paragraph(item)), len(clause.items))


def paragraphs(clause: Clause) -> list[Paragraph]:
    """All 項 of a 条."""
    return [Paragraph(clause, None), *(Paragraph(clause, item) for item in clause.items[first_numbered(clause) :])]


def clause_numbers(clause: Clause) -> Numbers:
    """14の2 is (14, 2)."""
    return (clause.number, *clause.branches)


class Finder:
    """Finds places, and remembers what 同条, 同項 and 同号 mean."""

    def __init__(self, held: ClauseSet) -> None:
        self.held = held
        self.last = Spot()

    def find(self, place: Place) -> Spot:
        """Where a place leads. Raises `NoFit`."""
        spot = self._inherited(place.steps[0])
        for step in place.steps:
            self._step(spot, step)
        self.last = spot
        return spot

    def _inherited(self, step: Step) -> Spot:
        """What a place that begins below 条 takes over from the one before it."""
        last, level = self.last, step.level
        if level == "article":
            return Spot(last.clause) if step.is_same else Spot()
        if level == "paragraph":
            return Spot(last.clause, last.paragraph if step.is_same else None)
        if level == "item":
            return Spot(last.clause, last.paragraph, last.item if step.is_same else None)
        if level == "subitem":
            return Spot(last.clause, last.paragraph, last.item)
        if level in ("within", "heading"):
            return Spot(last.clause, last.paragraph, last.item, last.subitem)
        return Spot()

    def _step(self, spot: Spot, step: Step) -> None:
        if step.level == "article":
            if not step.is_same:
                spot.clause = self._article(step)
            elif spot.clause is None:
                raise NoFit(Message("nothing says which 条 同条 is"))
            spot.paragraph = spot.item = spot.subitem = None
        elif step.level == "paragraph":
            spot.paragraph = self._paragraph(spot, step)
            spot.item = spot.subitem = None
        elif step.level == "item":
            spot.item = self._item(spot, step)
            spot.subitem = None
        elif step.level == "subitem":
            spot.subitem = self._subitem(spot, step)
        elif step.level == "within":
            spot.within = step.words
        elif step.level == "heading":
            spot.heading = True
        elif step.level == "table":
            spot.table = True
        elif step.level == "row":
            spot.row = step.words.removesuffix("の項")

    def _article(self, step: Step) -> Clause:
        found = [clause for clause in self.held.clauses if clause_numbers(clause) == step.numbers]
        if len(found) != 1:
            raise not_one(step.words, found)
        return found[0]

    def _paragraph(self, spot: Spot, step: Step) -> Paragraph:
        if step.is_same and spot.paragraph is not None:
            return spot.paragraph
        if spot.clause is None:
            raise NoFit(Message("nothing says which 条 {place} is of", place=step.words))
        if step.numbers == (1,):
            return Paragraph(spot.clause, None)
        numbered = spot.clause.items[first_numbered(spot.clause) :]
        found = [item for item in numbered if label_numbers(item.label) == step.numbers]
        if len(found) != 1:
            raise not_one(f"{spot.clause.label}{step.words}", found)
        return Paragraph(spot.clause, found[0])

    def _item(self, spot: Spot, step: Step) -> Item:
        if step.is_same and spot.item is not None:
            return spot.item
        found = [item for item in siblings(spot) if label_numbers(item.label) == step.numbers]
        if len(found) != 1:
            raise not_one(step.words, found)
        return found[0]

    def _subitem(self, spot: Spot, step: Step) -> Item:
        if spot.item is None:
            raise NoFit(Message("nothing says which 号 {place} is of", place=step.words))
        wanted = _bare(step.words)
        found = [item for item in spot.item.items if _bare(item.label) == wanted]
        if len(found) != 1:
            raise not_one(step.words, found)
        return found[0]


def _bare(label: str) -> str:
    return squeeze(fold(label)).strip("().")


def siblings(spot: Spot) -> list[Item]:
    """The 号 among which one of a spot is looked for: those of its 項, or of the only 項 of its 条. Raises `NoFit`."""
    if spot.paragraph is not None:
        return spot.paragraph.items
    if spot.clause is None:
        raise NoFit(Message("nothing says which 条 is meant"))
    holding = [one for one in paragraphs(spot.clause) if one.items]
    if len(holding) > 1:
        raise NoFit(Message("nothing says which 項 of {place} is meant", place=spot.clause.label))
    return holding[0].items if holding else []


def owner_of(spot: Spot) -> Clause | Item:
    """The record whose words a spot means."""
    if spot.subitem is not None:
        return spot.subitem
    if spot.item is not None:
        return spot.item
    if spot.paragraph is not None:
        return spot.paragraph.owner
    if spot.clause is not None:
        return spot.clause
    raise NoFit(Message("nothing says which 条 is meant"))


def below(spot: Spot) -> list[Clause | Item]:
    """The record of a spot and all items that belong to it."""
    if spot.paragraph is not None and spot.item is None and spot.paragraph.item is None:
        return [spot.paragraph.clause, *(one for item in spot.paragraph.items for one in tree(item))]
    return list(tree(owner_of(spot)))


def tree(held: Clause | Item) -> Iterator[Clause | Item]:
    """A clause or item and all below it."""
    yield held
    for item in held.items:
        yield from tree(item)


PROVISO = late_pattern("ただし、|但し、|但、")


def piece_of(text: str, within: str) -> tuple[int, int]:
    """Where a piece of a 項 or 号 is in its text: ただし書, 本文, 前段, 後段. Raises `NoFit`."""
    proviso = PROVISO.search(text)
    if within.startswith("ただし書") or within == "本文":
        if proviso is None:
            raise NoFit(Message("there is no ただし書"))
        return (proviso.start(), len(text)) if within != "本文" else (0, proviso.start())
    if within in ("前段", "第一文", "後段"):
        stop = text.find("。") + 1
        if not stop or stop >= len(text):
            raise NoFit(Message("there is no {within}: it is one sentence", within=within))
        return (stop, len(text)) if within == "後段" else (0, stop)
    return 0, len(text)


class _Titled(Protocol):
    """What has a title: the head of a 章."""

    title: str


@dataclass(slots=True)
class Lines:
    """Lines or rows of cells as one text; what is written to it goes back into them."""

    rows: list[list[str]]
    first: int = 0
    last: int | None = None
    """The rows from `first` on, up to `last`."""

    @property
    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows[self.first : self.last])

    @text.setter
    def text(self, text: str) -> None:
        self.rows[self.first : self.last] = [line.split("\t") for line in text.split("\n")]


@dataclass(slots=True)
class Words:
    """Words that an instruction may change: a field of a record, or a piece of it."""

    owner: Record | Lines | _Titled
    field: str
    start: int = 0
    end: int | None = None


def reworded(words: Sequence[Words], swaps: Sequence[Swap]) -> None:
    """Makes all swaps in all words at once, wherever the old words are. Raises `NoFit`, and changes nothing, where
    those of a swap are nowhere."""
    texts = [getattr(each.owner, each.field) or "" for each in words]
    ends = [len(text) if each.end is None else each.end for each, text in zip(words, texts, strict=True)]
    met: set[int] = set()
    made: list[str] = []
    for each, text, end in zip(words, texts, ends, strict=True):
        changed, used = _swapped(text[each.start : end], swaps)
        met |= used
        made.append(text[: each.start] + changed + text[end:])
    missing = [swap.old for at, swap in enumerate(swaps) if at not in met]
    if missing:
        places = "、".join(f"「{old}」" for old in missing)
        raise NoFit(Message("{place} is not in the text", place=places))
    for each, text in zip(words, made, strict=True):
        setattr(each.owner, each.field, text)


def _swapped(text: str, swaps: Sequence[Swap]) -> tuple[str, set[int]]:
    """The text with every swap made, the longest first where two could begin, and which of them were."""
    folded, places = _folded(text)
    keys = [_folded(swap.old)[0] for swap in swaps]
    order = sorted((at for at, key in enumerate(keys) if key), key=lambda at: -len(keys[at]))
    result, used, at, done = "", set[int](), 0, 0
    while at < len(folded):
        hit = next((k for k in order if folded.startswith(keys[k], at)), None)
        if hit is None:
            at += 1
            continue
        used.add(hit)
        result += text[done : places[at]] + swaps[hit].new
        at += len(keys[hit])
        done = places[at - 1] + 1
    return result + text[done:], used


def _folded(text: str) -> tuple[str, list[int]]:
    """A text without white space, its width folded, and where each character of that is in it."""
    pairs = [(char, at) for at, raw in enumerate(text) if not raw.isspace() for char in fold(raw)]
    return "".join(char for char, _ in pairs), [at for _, at in pairs]
