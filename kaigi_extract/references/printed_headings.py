"""Headings printed beside references, 第53条（損害賠償）: the number is stale where another clause has the heading.

Reads clauses whose references are resolved; fills nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Item, Reference, Span
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_BEHIND = late_pattern(
    r"\s*+(?:(?:に(?:定める|規定する)|の)\s*+)?[（(〔［\[【「](?P<heading>[^（）()〔〕［］\[\]【】「」]{1,40})[）)〕］\]】」]"
)
_BEFORE = late_pattern(
    r"[（(〔［\[【「]?(?P<heading>[^（）()〔〕［］\[\]【】「」、。，\s]{2,40})[）)〕］\]】」]?\s*[（(]\s*$"
)
_CLOSES = late_pattern(r"\s*[）)]")


@dataclass(frozen=True, slots=True)
class Misheaded:
    """A reference beside which the heading of another clause is printed."""

    clause: int
    """Index of the clause that holds it."""
    index: int
    """Among the references of that clause."""
    reference: Reference
    heading: str
    """As printed beside it."""
    others: list[Clause]
    """The clauses that bear the heading."""
    spans: list[Span]


def misheaded(clauses: Sequence[Clause]) -> Iterator[Misheaded]:
    """The references of a set that name another clause than the heading printed beside them."""
    by_heading: dict[str, list[Clause]] = {}
    for clause in clauses:
        if clause.heading:
            by_heading.setdefault(_key(clause.heading), []).append(clause)
    by_key = {one.key: one for one in clauses}
    for at, clause in enumerate(clauses):
        yield from _of_clause(at, clause, by_heading, by_key)


def _of_clause(
    at: int, clause: Clause, by_heading: dict[str, list[Clause]], by_key: dict[str, Clause]
) -> Iterator[Misheaded]:
    texts, places = list(_texts(clause)), dict[int, int]()
    for index, reference in enumerate(clause.references):
        if reference.kind == "law":
            continue
        for k, (text, spans) in enumerate(texts):
            place = text.find(reference.text, places.get(k, 0))
            if place < 0:
                continue
            places[k] = place + len(reference.text)
            heading = _heading_beside(text, place, places[k])
            others = by_heading.get(_key(heading), []) if heading else []
            meant = [by_key[key] for key in reference.target_keys if key in by_key]
            if heading and others and not any(_fits(one, heading) for one in meant):
                yield Misheaded(at, index, reference, heading, others, spans)
            break


def _heading_beside(text: str, start: int, end: int) -> str | None:
    """What is printed in brackets behind a reference; or before it, where the reference is in brackets."""
    behind = _BEHIND.match(text, end)
    if behind is not None:
        return behind["heading"]
    before = _BEFORE.search(text, max(start - 45, 0), start) if _CLOSES.match(text, end) else None
    return before["heading"] if before is not None else None


def _fits(clause: Clause, heading: str) -> bool:
    """Whether the heading of a clause is the one printed, or one of them is the other in short."""
    own, printed = _key(clause.heading or ""), _key(heading)
    return bool(own) and (own in printed or printed in own)


def _key(heading: str) -> str:
    return squeeze(fold(heading))


def _texts(of: Clause | Item) -> Iterator[tuple[str, list[Span]]]:
    yield of.text, of.spans
    for item in of.items:
        yield from _texts(item)
