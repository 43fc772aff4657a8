"""What became of clause sets, as rows: families, links from each version to the next, and the life of each clause.

Made from the answers that are kept in the manifest; nothing is compared here. Reads the manifest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, pairwise
from typing import Any, Literal, get_args

from kaigi_extract.archive.annotation_tasks import SetReader
from kaigi_extract.archive.annotations import Kept, kept_answer, pair_key, set_key
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.clauses.lifecycle import Event, LifeEvent, LinkedClauses, events_of_versions
from kaigi_extract.records import Change, ClauseSet, Direction
from kaigi_extract.records.tables import Column, Row

Relation = Literal["same", "changed", "split", "merged", "added", "removed"]
"""What became of a clause from one version to the next."""
FamilyRelation = Literal["template", "descendant", "alone"]
_WARD = Column("ward", "text", "Identifier of the ward")
_LINEAGE = Column("lineage", "text", "The first version of the text", "clause_sets")
FAMILIES = [
    Column("id", "text", "The id of the set, and /family"),
    Column("document_id", "text", "", "documents"),
    Column("clause_set_id", "text", "", "clause_sets"),
    Column("family", "text", "The set that is the template; null of a set that stands alone", "clause_sets"),
    Column("relation", "text", "What the set is in its family", values=get_args(FamilyRelation)),
    Column("chosen", "text", "Why the template is one: the oldest, or nearest to all", values=("oldest", "medoid")),
    Column("reason", "text", "The same in words"),
    Column("reason_ja", "text", "The same in Japanese"),
    Column("share", "float", "Share of both texts in clauses of set and template, 0 to 1"),
    Column("added", "texts", "Keys of its clauses that the template has not"),
    Column("dropped", "texts", "Keys of clauses of the template that it has not"),
    Column("reworded", "texts", "Keys of its clauses that say otherwise what the template says"),
    Column("lineage", "text", "The first version of its text; null where it has no ward or no day", "clause_sets"),
]
LINKS = [
    Column("id", "text", "The id of the new version, of the old one, and a number"),
    _WARD,
    _LINEAGE,
    Column("old_document_id", "text", "The file of the old version", "documents"),
    Column("new_document_id", "text", "The file of the new version", "documents"),
    Column("old_set_id", "text", "The old version", "clause_sets"),
    Column("new_set_id", "text", "The new version", "clause_sets"),
    Column("old_date", "date", "The day of the old version"),
    Column("new_date", "date", "The day of the new version"),
    Column("old_clause_id", "text", "Its clause; null where one was added", "clauses"),
    Column("new_clause_id", "text", "Its clause; null where one was removed", "clauses"),
    Column("relation", "text", "What became of the clause", values=get_args(Relation)),
    Column("changes", "texts", "What changed; empty where nothing did", values=get_args(Change)),
    Column(
        "duty",
        "text",
        "Whether it asks more or less than before; null where neither is seen",
        values=get_args(Direction),
    ),
    Column("duty_changes", "json", "Why: aspect, direction, old and new words"),
    Column("similarity", "float", "How similar the clauses are, 0 to 1"),
    Column("doubtful", "bool", "Whether the link, or a difference, is doubtful"),
    Column("reason", "text", "Why they are linked"),
]
LIFE_EVENTS = [
    Column("id", "text", "The id of the version, and a number"),
    Column("document_id", "text", "The file of the version", "documents"),
    Column("clause_set_id", "text", "The version on whose day it happened", "clause_sets"),
    Column("clause_id", "text", "The clause; of one that goes, as it was last", "clauses"),
    _WARD,
    _LINEAGE,
    Column("life", "int", "Number of the life, one for a clause through all versions of its lineage"),
    Column("date", "date", "The day of the version"),
    Column("event", "text", "What happened", values=get_args(Event)),
    Column("number", "int", "The clause's number; of one that goes, its last"),
    Column("before", "int", "Its number in the version before; null of one that appears"),
    Column("heading", "text", "Its heading"),
    Column("other", "int", "The life that it was split from, or merged into"),
    Column("doubtful", "bool", "Whether the link that it rests on is doubtful"),
    Column("set", "text", "Title of the version"),
    Column("key", "text", "Its number and branches"),
    Column("label", "text", "As printed"),
]


class Lineages:
    """The families and lineages of an archive as they are kept; without any, there are none."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest, self._sets = manifest, SetReader(manifest)
        kept = None
        if manifest.has_annotations():
            for (key,) in manifest.rows("SELECT key FROM annotations WHERE kind = 'families'"):
                kept = kept_answer(manifest, "families", key)
        self.problem = kept.problem if kept is not None else None
        """Why there are none, where they could not be found."""
        self.related: dict[str, Any] = (kept.answer if kept is not None else None) or {}

    def uncompared(self) -> dict[str, str]:
        """The versions that could not be held against those before them, by their ids, with the reason."""
        query = "SELECT 1 FROM annotations WHERE kind = 'link' AND problem IS NOT NULL LIMIT 1"
        if not self.related or not any(True for _ in self._manifest.rows(query)):
            return {}
        found = {}
        for versions in self.related["lineages"]:
            for old, new in pairwise(versions):
                kept = self._links(self._sets.get(old), self._sets.get(new))
                if kept is None or kept.problem is not None:
                    found[new] = (kept.problem if kept is not None else None) or "not compared yet"
        return found

    def rows(self) -> Iterator[tuple[str, Row]]:
        """The rows of `families`, `links` and `life_events`, each with the name of its table."""
        if not self.related:
            return
        yield from (("families", row) for row in self._families())
        for ids in self.related["lineages"]:
            yield from self._of_lineage(ids)

    def _families(self) -> Iterator[Row]:
        lineages, of = self.related["lineages"], self.related["of"]

        def row(set_id: str, family: str | None, relation: FamilyRelation, *more: Any) -> Row:
            lineage = lineages[of[set_id]][0] if set_id in of else None
            return (f"{set_id}/family", _document(set_id), set_id, family, relation, *more, lineage)

        for family in self.related["families"]:
            template, chosen = family["template"], (family["chosen"], family["reason"], family["reason_ja"])
            yield row(template, template, "template", *chosen, 1.0, [], [], [])
            for member, share, *became in family["members"]:
                yield row(member, template, "descendant", *chosen, share, *became)
        for set_id in self.related["alone"]:
            yield row(set_id, None, "alone", None, None, None, None, None, None, None)

    def _of_lineage(self, ids: Sequence[str]) -> Iterator[tuple[str, Row]]:
        """Links, and events where every version could be held against the one before."""
        versions = [self._sets.get(one) for one in ids]
        steps: list[list[LinkedClauses]] = []
        for old, new in pairwise(zip(ids, versions, strict=True)):
            kept = self._links(old[1], new[1])
            if kept is not None and kept.answer is not None:
                steps.append([_linked(link) for link in kept.answer])
                yield from (("links", row) for row in _link_rows(ids[0], old, new, kept.answer))
        if len(steps) == len(ids) - 1:
            events = events_of_versions(versions, steps, count(1))
            yield from (("life_events", row) for row in _event_rows(ids, versions, events))

    def _links(self, old: ClauseSet, new: ClauseSet) -> Kept | None:
        return kept_answer(self._manifest, "link", pair_key(set_key(old), set_key(new)))


def _document(set_id: str) -> str:
    return set_id.partition("/")[0]


def _linked(link: Mapping[str, Any]) -> LinkedClauses:
    return LinkedClauses(link["old"], link["new"], link["changes"], link["doubtful"])


def _link_rows(
    lineage: str, old: tuple[str, ClauseSet], new: tuple[str, ClauseSet], links: Sequence[Mapping[str, Any]]
) -> Iterator[Row]:
    """A row for each two clauses that are linked, then what was added and what was removed."""
    numbers = count()

    def row(i: int | None, j: int | None, relation: Relation, *more: Any) -> Row:
        days = (str(one.date) for _, one in (old, new))
        clauses = (None if at is None else f"{one[0]}/clauses/{at}" for one, at in ((old, i), (new, j)))
        sets = (_document(old[0]), _document(new[0]), old[0], new[0])
        identity = f"{new[0]}/links/{old[0]}/{next(numbers)}"
        return (identity, new[1].ward, lineage, *sets, *days, *clauses, relation, *more)

    for link in links:
        said = (link["duty_changes"], link["similarity"], link["doubtful"], link["reason"])
        more = (link["changes"], link["duty"], json.dumps(said[0], ensure_ascii=False), *said[1:])
        for i in link["old"]:
            yield from (row(i, j, _relation(link), *more) for j in link["new"])
    for side, clauses, relation in (("new", new[1].clauses, "added"), ("old", old[1].clauses, "removed")):
        taken = {at for link in links for at in link[side]}
        for at in sorted(set(range(len(clauses))) - taken):
            ends = (None, at) if side == "new" else (at, None)
            yield row(*ends, relation, [], None, "[]", None, None, None)


def _relation(link: Mapping[str, Any]) -> Relation:
    if len(link["new"]) > 1:
        return "split"
    if len(link["old"]) > 1:
        return "merged"
    return "changed" if link["changes"] else "same"


def _event_rows(
    ids: Sequence[str], versions: Sequence[ClauseSet], events: Iterable[Sequence[LifeEvent]]
) -> Iterator[Row]:
    """The rows of the events of one lineage, which come version by version; what goes was in the version before."""
    for at, of_version in enumerate(events):
        for number, event in enumerate(of_version):
            held = at - 1 if event.event == "goes" else at
            names = [(one.key, one.label) for one in versions[held].clauses]
            clause = f"{ids[held]}/clauses/{names.index((event.key, event.label))}"
            said = (event.life, str(event.date), event.event, event.number, event.before, event.heading, event.other)
            above = (_document(ids[at]), ids[at], clause, event.ward, ids[0])
            named = (event.doubtful, event.set, event.key, event.label)
            yield (f"{ids[at]}/events/{number}", *above, *said, *named)
