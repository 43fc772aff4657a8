"""A clause set as a tree of provisions: its 編, 章, 節 and 款, the 条 below them, their 項 and 号. Writes nothing.

法令標準XML and Akoma Ntoso both set 項 apart from 号, which a clause set holds in one list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_law import Annex, Head, Law, heads_of
from kaigi_extract.clauses.amending_numbers import label_numbers
from kaigi_extract.clauses.select import choose_set, only_set, with_only
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, ClauseSet, Document, Item
from kaigi_extract.show.export.exported import NotCarried
from kaigi_extract.text import match_label


@dataclass(slots=True)
class Group:
    """A 章 with what is below it: clauses, then the groups of the next level."""

    head: Head
    clauses: list[Clause] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """Clauses above all heads, then the outermost groups; heads without a clause below them apart."""

    clauses: list[Clause]
    groups: list[Group]
    heads_alone: list[Head]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 項 of a clause."""

    number: int
    """From 1."""
    label: str
    """As printed; empty where none is."""
    text: str
    items: Sequence[Item]
    """Its 号."""
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Provisions:
    """The one clause set of a document that is exported, with its 附則 and 別表."""

    main: ClauseSet
    index: int
    """Of the set in the document's `clause_sets`."""
    supplements: Sequence[ClauseSet]
    annexes: Sequence[Annex]
    not_carried: Sequence[NotCarried]

    @property
    def pointer(self) -> str:
        return f"/clause_sets/{self.index}"

    @classmethod
    def of(cls, document: Document, title: str | None = None) -> Provisions:
        """Those of the set that `title` names as `choose_set` takes it, or of the only one.

        Raises `ValueError` where this does not lead to one set, or the set has no clause.
        """
        chosen = choose_set(document, title) if title is not None else only_set(document)
        index = next(at for at, one in enumerate(document.clause_sets) if one is chosen)
        if not chosen.clauses:
            told = "{path}: the clause set 「{title}」 has no clause to export"
            raise ValueError(Message(told, path=document.source.path, title=chosen.title))
        law = Law.of(with_only(document, chosen))
        alone = sum(one.supplement_of is None for one in document.clause_sets) == 1
        lost = [] if alone else [_annex_of_another(annex, index) for annex in law.annexes]
        return cls(chosen, index, law.supplements, law.annexes if alone else [], lost)


def _annex_of_another(annex: Annex, index: int) -> NotCarried:
    return NotCarried(
        f"/clause_sets/{index}",
        Message(
            "{annex} is left out: the file holds several clause sets, and nothing says which of them it is of",
            annex=annex.label,
        ),
    )


def tree_of(held: ClauseSet) -> Tree:
    """The clauses of a set below their heads."""
    heads = heads_of(held)
    tree = Tree([], [], [head for head in heads if head.before is None])
    open_groups: list[Group] = []
    for clause in held.clauses:
        for head in (one for one in heads if one.before is clause):
            while open_groups and open_groups[-1].head.level >= head.level:
                open_groups.pop()
            group = Group(head)
            (open_groups[-1].groups if open_groups else tree.groups).append(group)
            open_groups.append(group)
        (open_groups[-1].clauses if open_groups else tree.clauses).append(clause)
    return tree


def is_article(clause: Clause) -> bool:
    """Whether a clause calls itself a 条."""
    return "条" in clause.label


def paragraphs_of(clause: Clause) -> list[Paragraph]:
    """The 項 of a 条, each with its 号.

    An item whose label is a number alone is a 項: the second and those after it below words of the clause, the first
    where the clause has none. Below words that are followed by a 1 such items are 号. Tables of the clause are those
    of its first 項.
    """
    first = 2 if clause.text.strip() else 1
    numbers = [_plain_number(item) for item in clause.items]
    counted = [number for number in numbers if number is not None]
    starts = [at for at, number in enumerate(numbers) if number is not None]
    if not counted or counted[0] != first or (first == 1 and starts[0] > 0):
        return [Paragraph(1, "", clause.text, clause.items, clause.rows)]
    found = [Paragraph(1, "", clause.text, clause.items[: starts[0]], clause.rows)] if first == 2 else []
    for start, end in zip(starts, [*starts[1:], len(clause.items)], strict=True):
        item = clause.items[start]
        rows = [*([] if found else clause.rows), *item.rows]
        held = [*item.items, *clause.items[start + 1 : end]]
        found.append(Paragraph(len(found) + 1, item.label, item.text, held, rows))
    return found


def _plain_number(item: Item) -> int | None:
    """The number of a label that is a number alone: ２, not (2)."""
    label = match_label(f"{item.label}　x")
    return (label_numbers(item.label) or (None,))[0] if label is not None and label.style == "digit" else None


def unplaced(heads: Sequence[Head], pointer: str) -> Iterator[NotCarried]:
    """Heads that come out nowhere."""
    for head in heads:
        words = f"{head.label}　{head.title}".strip("　")
        yield NotCarried(
            f"{pointer}/chapters",
            Message("the head 「{words}」 has no place where it is printed", words=words),
        )
