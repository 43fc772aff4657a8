"""Numbered lists between the title of a set and its first clause: what a preamble presupposes, or the name, the sum and
the term at the head of a contract. They are no clauses: those are below them, in a numbering that ranks higher."""

from __future__ import annotations

from kaigi_extract.parts.clause_set.flow import ClauseFlow
from kaigi_extract.parts.clause_set.runs import Run, is_first
from kaigi_extract.parts.clause_set.surroundings import Surroundings

_ARTICLES = frozenset({"dai_jo", "dai"})
"""Styles of label that rank above all others: 第１条, 第１."""
_PLAIN = frozenset({"digit", "kanji"})
"""Styles that rank above those in brackets and rings."""


def is_list_above(listed: Surroundings, clauses: Surroundings, flow: ClauseFlow) -> bool:
    """Whether a numbering is a list above the clauses that another one numbers: these rank higher, have sentences, and
    are more, or what is listed is no sentences."""
    run, below = listed.run, clauses.run
    count, style = len(below.marks), below.family[0]
    if below.first <= run.last or count < 2 or not is_first(below.marks[0].label) or 2 * clauses.sentences < count:
        return False
    if style in _ARTICLES:
        names = 2 * _sentences(run, flow) < len(run.marks)
        return run.family[0] not in _ARTICLES and (names or count > len(run.marks))
    if style not in _PLAIN or run.family[0] in _PLAIN | _ARTICLES or count <= len(run.marks):
        return False
    headed = 2 * sum(mark.headed for mark in below.marks) > count
    set_in = run.marks[0].line.x0 >= below.marks[0].line.x0
    return headed and set_in and flow.texts[run.first - 1].endswith("。")


def _sentences(run: Run, flow: ClauseFlow) -> int:
    """How many of the labels have a sentence before the next one, the last on its own line."""
    ends = [*run.places[1:], run.last + 1]
    return sum(any("。" in text for text in flow.texts[at:end]) for at, end in zip(run.places, ends, strict=True))
