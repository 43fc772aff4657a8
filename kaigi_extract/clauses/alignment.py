"""The clauses of two sets side by side: which carry the same duties, and what changed. Cuts words, parses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaigi_extract.clauses.changes import Comparison, Renumbering, Side, certain, compare
from kaigi_extract.clauses.duty_changes import direction, duty_changes
from kaigi_extract.clauses.edits import Edit
from kaigi_extract.clauses.link_group import Group
from kaigi_extract.clauses.linking import link_groups
from kaigi_extract.clauses.replacements import replacements
from kaigi_extract.clauses.select import only_set
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import body_text
from kaigi_extract.clauses.stale import StaleReferences
from kaigi_extract.records import Alignment, Clause, ClauseSet, Document, Link, Replacement
from kaigi_extract.records.provenance import remember_sets

REASON_TERMS = 4
"""Terms that a reason names, at most: what is read at a glance."""


def align(
    old: ClauseSet | Document, new: ClauseSet | Document, *, settings: AlignSettings = DEFAULT_ALIGN
) -> Alignment:
    """Which clauses of `old` and `new` carry the same duties, for two versions of one ward and for two wards alike.

    Of a document its only set is meant; a `ValueError` lists those of one that holds several. Clauses are named by
    their numbers. Sudachi is loaded at the first pair of clauses that differ in more than width.
    `settings` are the numbers by which clauses are linked and compared. The alignment remembers them, as it does its
    sets: what it shows of itself is compared by them.
    """
    one, other = only_set(old), only_set(new)
    return align_groups(one, other, Side.of(one), Side.of(other), settings)[0]


def align_groups(
    old: ClauseSet, new: ClauseSet, one: Side, other: Side, settings: AlignSettings = DEFAULT_ALIGN
) -> tuple[Alignment, list[Group], list[Comparison]]:
    """The alignment; for each link also which clauses it joins by index, and what changed word by word."""
    groups = link_groups(old.clauses, new.clauses, settings)
    moved = renumbering(groups, one, other)
    found = [compare(one, other, (group.old, group.new), moved.follows, settings) for group in groups]
    told = _replacements(groups, found, old, new, settings)
    if told:
        replaced = frozenset((pair.old, pair.new) for pair in told)
        found = [
            compare(one, other, (group.old, group.new), moved.follows, settings, replaced)
            if changed.changes
            else changed
            for group, changed in zip(groups, found, strict=True)
        ]
    stale = StaleReferences(one, other, moved)
    added = _left(new.clauses, (index for group in groups for index in group.new))
    removed = _left(old.clauses, (index for group in groups for index in group.old))
    alignment = Alignment(
        old=old.title,
        new=new.title,
        links=[
            _link(group, one, other, changes, stale, settings) for group, changes in zip(groups, found, strict=True)
        ],
        added=[clause.number for clause in added],
        removed=[clause.number for clause in removed],
        added_keys=[clause.key for clause in added],
        removed_keys=[clause.key for clause in removed],
        added_labels=[clause.label for clause in added],
        removed_labels=[clause.label for clause in removed],
        replacements=told,
    )
    return remember_sets(alignment, old, new, settings), groups, found


def renumbering(groups: Sequence[Group], old: Side, new: Side) -> Renumbering:
    """Which clauses became which, by key."""
    return Renumbering(
        {old.clauses[index].key: at for at, group in enumerate(groups) for index in group.old},
        {new.clauses[index].key: at for at, group in enumerate(groups) for index in group.new},
    )


def _replacements(
    groups: Sequence[Group], found: Sequence[Comparison], old: ClauseSet, new: ClauseSet, settings: AlignSettings
) -> list[Replacement]:
    """The words that were replaced throughout; none is looked for where no wording changed."""
    if not any("wording" in changed.changes for changed in found):
        return []
    texts = []
    for group, changed in zip(groups, found, strict=True):
        same = "".join(body_text(old.clauses[at]) for at in group.old)
        texts.append(changed.text or [Edit(kind="equal", old=same, new=same)])
    return replacements(texts, (old.parties, new.parties), settings)


def _link(
    group: Group, old: Side, new: Side, found: Comparison, stale: StaleReferences, settings: AlignSettings
) -> Link:
    olds, news = [old.clauses[at] for at in group.old], [new.clauses[at] for at in group.new]
    duties = duty_changes(olds, news, settings) if certain(found.text) else []
    return Link(
        old=[clause.number for clause in olds],
        new=[clause.number for clause in news],
        old_keys=[clause.key for clause in olds],
        new_keys=[clause.key for clause in news],
        old_labels=[clause.label for clause in olds],
        new_labels=[clause.label for clause in news],
        changes=found.changes,
        doubtful=group.doubtful or found.doubtful,
        similarity=round(group.similarity, 3),
        reason=_reason(group, old, found),
        items=found.items,
        tables=found.tables,
        duty=direction(duties),
        duty_changes=duties,
        stale_references=stale.of(group.old, group.new),
    )


def _reason(group: Group, old: Side, found: Comparison) -> str:
    """Why they are linked, and what is doubtful about it, in words."""
    first = old.clauses[group.old[0]].heading
    heading = f"heading 「{first}」" if first and not found.heading else "other heading" if found.heading else ""
    words = "、".join(group.shared[:REASON_TERMS])
    text = f"both tell of {words}" if words else "same text"
    parts = [heading, text]
    parts += ["split"] if len(group.new) > 1 else ["merged"] if len(group.old) > 1 else []
    parts += ["the link is doubtful"] if group.doubtful else []
    parts += ["differs in characters read with doubt"] if found.doubtful else []
    return "; ".join(filter(None, parts))


def _left(clauses: Sequence[Clause], linked: Iterable[int]) -> list[Clause]:
    """The clauses whose indices are not in `linked`."""
    seen = set(linked)
    return [clause for index, clause in enumerate(clauses) if index not in seen]
