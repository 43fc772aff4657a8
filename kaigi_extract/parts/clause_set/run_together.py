"""Clauses that are set one behind the other in one paragraph (第１条　…。第２条　…。), taken out of its text.

Each label is the next one, of the style of the clause that it is in, behind the end of a sentence; a heading in
brackets may be before it. A number that a sentence goes through (第２条の規定) stays in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.clause_set.node import PARAGRAPHED, ClauseNode, succeeds
from kaigi_extract.text import Label, match_label
from kaigi_extract.text.late_pattern import late_pattern

_NEXT = late_pattern(
    r"。[\s　]*(?P<heading>[(（【][^()（）【】。]{1,30}[)）】][\s　]*)?"
    r"(?=第\s?(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,5})\s?条?[^、。は])"
)
_INSIDE = late_pattern(r"[(（【][\s　]*(?P<text>[^()（）【】]*[^()（）【】\s　])[\s　]*[)）】]")


def part_clauses(nodes: Sequence[ClauseNode]) -> list[ClauseNode]:
    """The clauses of a set, those that are in the text of another one apart."""
    return [clause for node in nodes for clause in _parted(node)]


def _parted(clause: ClauseNode) -> Iterator[ClauseNode]:
    """A clause, and those behind it that its last words hold."""
    yield clause
    while clause.label.style in PARAGRAPHED and (behind := _next_in(clause)) is not None:
        holder, place = behind
        text, whole = holder.text, len(holder.text.text)
        heading = text.part(*place.heading) if place.heading is not None else None
        following = ClauseNode(place.label, text.part(place.body, whole), clause.x0, heading)
        holder.text = text.part(0, place.end)
        yield following
        clause = following


class _Place:
    """Where in a text another clause begins."""

    __slots__ = ("body", "end", "heading", "label")

    def __init__(self, end: int, heading: tuple[int, int] | None, label: Label, body: int) -> None:
        self.end, self.heading, self.label, self.body = end, heading, label, body


def _next_in(clause: ClauseNode) -> tuple[ClauseNode, _Place] | None:
    """The last part of a clause where that holds the next one, and the place of it."""
    holder = clause
    while holder.children:
        holder = holder.children[-1]
    place = _place(holder.text, clause.label)
    return (holder, place) if place is not None else None


def _place(passage: Passage, last: Label) -> _Place | None:
    text = passage.text
    for match in _NEXT.finditer(text):
        label = match_label(text[match.end() :])
        if label is None or label.style != last.style or label.branches or not succeeds(last, label):
            continue
        inside = _INSIDE.match(text, match.start("heading")) if match["heading"] else None
        heading = inside.span("text") if inside is not None else None
        body = match.end() + label.end
        return _Place(match.start() + 1, heading, replace(label, start=match.end(), end=body), body)
    return None
