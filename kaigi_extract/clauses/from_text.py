"""Clause sets of strings: what somebody pasted or typed, read as a file of text is. Reads no file."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_bill import read_provisions
from kaigi_extract.clauses.select import choose_set, only_set
from kaigi_extract.pipeline import extract
from kaigi_extract.records import Clause, ClauseSet, Document
from kaigi_extract.text import match_label

NAME = "text"
"""What such a text is called in messages and in `source.path`."""


def clause_set(text: str | Sequence[str], *, title: str | None = None) -> ClauseSet:
    """The clause set of a text, or of a list of clauses.

    Of a text, numbered clauses are read as `extract` reads them from a file. Each string of a list is one clause; where
    none of them bears a number they are numbered from 1. `title` names the set where the text does not, or chooses one
    of several.

    Raises `ValueError` where there is no clause, or more than one set and no title that names one; the message lists
    them.
    """
    if isinstance(text, str):
        return _of_text(text, title)
    if not text:
        raise ValueError(Message("the list is empty: there is no clause in it"))
    labelled = [match_label(one.strip()) is not None for one in text]
    if any(labelled):
        return _of_text("\n".join(text), title)
    made = [Clause(number=n, key=str(n), label=str(n), text=one.strip()) for n, one in enumerate(text, 1)]
    return ClauseSet(title=title or "", kind="other", clauses=made)


def clause_sets_from_text(text: str) -> list[ClauseSet]:
    """All clause sets of a text, in its order; none where no clause is in it."""
    return _document(text).clause_sets


def _document(text: str) -> Document:
    return extract(text.encode("utf-8"), name=NAME)


def _of_text(text: str, title: str | None) -> ClauseSet:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    document = _document(text) if lines else None
    if document is None or not document.clause_sets:
        return _by_labels(lines, title)
    if title is None:
        return only_set(document)
    only = len(document.clause_sets) == 1
    return document.clause_sets[0].model_copy(update={"title": title}) if only else choose_set(document, title)


def _by_labels(lines: Sequence[str], title: str | None) -> ClauseSet:
    """A set too short to be found in a document: every label of the kind of the first opens a clause; what stands above
    that in one line is the title. Raises `ValueError`."""
    first = next((label for line in lines if (label := match_label(line)) is not None), None)
    found = read_provisions(lines, first.style) if first is not None else None
    if found is None or not found.clauses or found.items or "\n" in found.text:
        raise ValueError(Message("no numbered clause was found in the text; give a list, one string a clause"))
    for clause in found.clauses:
        clause.key = "-".join(map(str, (clause.number, *clause.branches)))
    return ClauseSet(title=title or found.text, kind="other", clauses=found.clauses)
