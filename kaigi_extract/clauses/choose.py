"""Which clause set of a document is meant."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.clauses.likeness import plain
from kaigi_extract.records import ClauseSet, Document


def choose_set(document: Document, title: str | None = None, or_else: str | None = None) -> ClauseSet:
    """The set whose title is `title` or begins so; width and white space do not matter.

    Without `title` a document's only set, or where it has more than one, that which `or_else` names in the same way.
    A ValueError lists the sets where this does not lead to one.
    """
    sets = document.clause_sets
    if title is None and len(sets) == 1:
        return sets[0]
    wanted = title if title is not None else or_else
    found = _named(sets, wanted) if wanted is not None else sets
    if len(found) == 1:
        return found[0]
    raise ValueError(_problem(document, wanted, found))


def _named(sets: Sequence[ClauseSet], title: str) -> Sequence[ClauseSet]:
    whole = [clause_set for clause_set in sets if plain(clause_set.title) == plain(title)]
    return whole or [clause_set for clause_set in sets if plain(clause_set.title).startswith(plain(title))]


def _problem(document: Document, wanted: str | None, found: Sequence[ClauseSet]) -> str:
    path, sets = document.source.path, document.clause_sets
    if not sets:
        return f"{path}: no clause set was found in it"
    titles = "".join(f"\n  {clause_set.title} ({len(clause_set.clauses)} clauses)" for clause_set in found or sets)
    if wanted is None:
        return f"{path} holds {len(sets)} clause sets; name one with --set TITLE or {path}::TITLE:{titles}"
    how_many = f"{len(found)} clause sets begin" if found else "no clause set begins"
    return f"{path}: {how_many} with 「{wanted}」; name one of:{titles}"
