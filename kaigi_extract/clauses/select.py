"""Which clause set of a document is meant."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.records import ClauseSet, Document


def choose_set(document: Document, title: str | None = None, or_else: str | None = None) -> ClauseSet:
    """The set whose title is `title` or begins with it; width and white space do not matter.

    TITLE#2 is the second of those that do, #2 the second set of all.
    Without `title` it is the document's only set or, where there are several, the one that `or_else` names in the same
    way. Raises `ValueError` where this does not lead to one set; the message lists those that could be meant.
    """
    sets = document.clause_sets
    if title is None and len(sets) == 1:
        return sets[0]
    wanted = title if title is not None else or_else
    found = sets if wanted is None else _named(sets, wanted) or _counted(sets, wanted)
    if len(found) == 1:
        return found[0]
    raise ValueError(_problem(document, wanted, found))


def only_set(held: ClauseSet | Document) -> ClauseSet:
    """The set itself, or the only one of a document, 附則 aside.

    Raises `ValueError` that lists the sets of a document with several.
    """
    if isinstance(held, ClauseSet):
        return held
    main = [one for one in held.clause_sets if one.supplement_of is None]
    return main[0] if len(main) == 1 else choose_set(held)


def with_only(document: Document, chosen: ClauseSet) -> Document:
    """The document with one of its sets and the 附則 of that only."""
    at = next(k for k, one in enumerate(document.clause_sets) if one is chosen)
    supplements = [one for one in document.clause_sets if one.supplement_of == at]
    kept = [chosen, *(one.model_copy(update={"supplement_of": 0}) for one in supplements)]
    return document.model_copy(update={"clause_sets": kept})


def _named(sets: Sequence[ClauseSet], title: str) -> Sequence[ClauseSet]:
    whole = [clause_set for clause_set in sets if text_key(clause_set.title) == text_key(title)]
    return whole or [clause_set for clause_set in sets if text_key(clause_set.title).startswith(text_key(title))]


def _counted(sets: Sequence[ClauseSet], wanted: str) -> Sequence[ClauseSet]:
    """The set that TITLE#2 means."""
    title, _, place = wanted.rpartition("#")
    among = _named(sets, title) if title else sets
    return [one for k, one in enumerate(among, 1) if str(k) == place]


def _problem(document: Document, wanted: str | None, found: Sequence[ClauseSet]) -> Message:
    path, sets = document.source.path, document.clause_sets
    if not sets:
        return Message("{path}: no clause set was found in it", path=path)
    titles = Message.joined("", [_listed(one, sets) for one in found or sets])
    if wanted is None:
        told = "{path} holds {count} clause sets; name one with --set TITLE or {path}::TITLE:{titles}"
        return Message(told, path=path, count=len(sets), titles=titles)
    if not found:
        told = "{path}: no clause set begins with 「{wanted}」; name one of:{titles}"
        return Message(told, path=path, wanted=wanted, titles=titles)
    told = "{path}: {count} clause sets begin with 「{wanted}」; name one of:{titles}"
    return Message(told, path=path, count=len(found), wanted=wanted, titles=titles)


def _listed(clause_set: ClauseSet, sets: Sequence[ClauseSet]) -> Message:
    title = _distinct(clause_set, sets)
    return Message("\n  {title} ({count} clauses)", title=title, count=len(clause_set.clauses))


def _distinct(clause_set: ClauseSet, sets: Sequence[ClauseSet]) -> str:
    """Its title, with its place among those of one title where there are several."""
    same = [one for one in sets if text_key(one.title) == text_key(clause_set.title)]
    place = next(k for k, one in enumerate(same, 1) if one is clause_set)
    return clause_set.title if len(same) == 1 else f"{clause_set.title}#{place}"
