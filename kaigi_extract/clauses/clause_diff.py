"""Two clause sets word by word: every link of their alignment with what was put in, taken out, or spelt otherwise."""

from __future__ import annotations

from pydantic import Field

from kaigi_extract.clauses.alignment import align_groups
from kaigi_extract.clauses.changes import Comparison, Side
from kaigi_extract.clauses.edits import Edit, PartDiff
from kaigi_extract.clauses.link_group import Group
from kaigi_extract.clauses.select import only_set
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import body_text
from kaigi_extract.records import Alignment, Clause, ClauseSet, Document, Link, Record
from kaigi_extract.records.display import Compared


class ClauseDiff(Record):
    """The clauses of one link. Where the link has several on a side, their texts follow each other."""

    link: Link
    old_places: list[int]
    """Indices into the old set's `clauses`: a number may occur in a set twice."""
    new_places: list[int]
    old_labels: list[str]
    """As printed."""
    new_labels: list[str]
    heading: list[Edit]
    """One edit, of kind `equal` where the heading is the same; none where neither side has one."""
    text: list[Edit]
    """The whole text in order."""
    parts: list[PartDiff] = Field(default_factory=list)
    """The same edits by clause and item, in the order of print; none where the texts are the same."""


class Diff(Compared, Record):
    """What changed between two clause sets, to read and to work with."""

    alignment: Alignment
    clauses: list[ClauseDiff]
    """One for each link, in the order of the alignment."""
    added: list[Clause]
    removed: list[Clause]


def diff(old: ClauseSet | Document, new: ClauseSet | Document, *, settings: AlignSettings = DEFAULT_ALIGN) -> Diff:
    """The alignment of two sets as `align` gives it, and within each link the words that changed.

    `settings` are the numbers by which clauses are linked and compared.
    """
    old, new = only_set(old), only_set(new)
    one, other = Side.of(old), Side.of(new)
    alignment, groups, found = align_groups(old, new, one, other, settings)
    linked = {index for group in groups for index in group.old}, {index for group in groups for index in group.new}
    return Diff(
        alignment=alignment,
        clauses=[_clause(*row, one, other) for row in zip(alignment.links, groups, found, strict=True)],
        added=[clause for index, clause in enumerate(new.clauses) if index not in linked[1]],
        removed=[clause for index, clause in enumerate(old.clauses) if index not in linked[0]],
    )


def _clause(link: Link, group: Group, found: Comparison, old: Side, new: Side) -> ClauseDiff:
    olds, news = [old.clauses[at] for at in group.old], [new.clauses[at] for at in group.new]
    heading = _equal(olds[0].heading or "", news[0].heading or "")
    text = _equal("".join(map(body_text, olds)), "".join(map(body_text, news)))
    return ClauseDiff(
        link=link,
        old_places=group.old,
        new_places=group.new,
        old_labels=[clause.label for clause in olds],
        new_labels=[clause.label for clause in news],
        heading=found.heading or heading,
        text=found.text or text,
        parts=found.parts,
    )


def _equal(old: str, new: str) -> list[Edit]:
    return [Edit(kind="equal", old=old, new=new)] if old or new else []
