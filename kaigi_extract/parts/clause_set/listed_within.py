"""Items that are set one behind the other in one paragraph (…提出する。①名称　②理由　③内容), taken out of its text, and
paragraphs of an article that an export put behind each other (…ならない。２　前項の…).

Each label is the next one, behind a sentence or white space; the first of a list is behind a sentence. Labels that a
sentence goes through (①原本、②複製物及び③媒体を返す) stay in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kaigi_extract.parts.clause_set.node import PARAGRAPHED, ClauseNode, is_alike, is_first, succeeds
from kaigi_extract.text import Label, match_label
from kaigi_extract.text.late_pattern import late_pattern

Place = tuple[int, Label]
"""Where a label is in a text, and the label."""

_LABEL = late_pattern(r"[①-⑳]|[(（][0-9０-９]{1,2}[)）]|(?<=[。：:\s])[ア-ン](?=[ \u3000])")
_PARAGRAPH = late_pattern(r"。[\s）)」]*([2-9２-９])[ \u3000]+(?=\S)")
_ENDED = late_pattern(r"[。：:]\s*$")
_APART = late_pattern(r"[。\s]$")


LEVELS = 6
"""Levels of lists within one text; what begins anew further down is no list in a list."""


def take_listed_items(nodes: Sequence[ClauseNode], level: int = 0) -> None:
    """Takes the items that are listed in the text of each clause or item out of it, down to as many levels."""
    for node in nodes:
        paragraphs = _paragraphs(node)
        if paragraphs:
            node.children = [*_items(node, paragraphs), *node.children]
            node.text = node.text.part(0, paragraphs[0][0])
        node.children = [part for child in node.children for part in _parted(child)]
        listed = _listed(node.text.text) if level < LEVELS else []
        listed = [] if listed and is_alike(listed[0][1], node.label) else listed
        below = node.children[0].label if node.children else None
        if listed and (below is None or _comes_next(listed[-1][1], below)):
            node.children = [*_items(node, listed), *node.children]
            node.text = node.text.part(0, listed[0][0])
        take_listed_items(node.children, level + 1 if listed else 0)


def _paragraphs(clause: ClauseNode) -> list[Place]:
    """The numbers of the paragraphs of an article from ２ on that are in its text, each behind a sentence and before
    white space; none where items are below that are of the last of them or of the first."""
    if clause.label.style not in PARAGRAPHED:
        return []
    text, found = clause.text.text, list[Place]()
    for match in _PARAGRAPH.finditer(text):
        label = match_label(text[match.start(1) :])
        if label is not None and label.style == "digit" and label.ordinal == len(found) + 2 and not label.branches:
            found.append((match.start(1), label))
    below = clause.children[0].label if clause.children else None
    return found if found and (below is None or _comes_next(found[-1][1], below)) else []


def _parted(item: ClauseNode) -> Iterator[ClauseNode]:
    """An item, and those behind it that it holds."""
    yield item
    text = item.text.text
    next_one = next((place for place in _places(text) if _comes_next(item.label, place[1])), None)
    if next_one is None or item.children:
        return
    behind = _counted(text, next_one)
    if behind and _APART.search(text[: next_one[0]]):
        yield from _items(item, behind)
        item.text = item.text.part(0, next_one[0])


def _listed(text: str) -> list[Place]:
    """The labels of a list that begins behind a sentence; none where there is no such list, or only one item."""
    firsts = (place for place in _places(text) if is_first(place[1]) and _ENDED.search(text[: place[0]]))
    first = next(firsts, None)
    places = _counted(text, first) if first is not None else []
    return places if len(places) > 1 else []


def _places(text: str) -> list[Place]:
    """The labels that a text prints in its middle."""
    found = ((match.start(), match_label(text[match.start() :])) for match in _LABEL.finditer(text) if match.start())
    return [(at, label) for at, label in found if label is not None and label.number is not None]


def _comes_next(last: Label, label: Label) -> bool:
    return succeeds(last, label) and is_alike(last, label)


def _counted(text: str, first: Place) -> list[Place]:
    """The labels that count on from one; none where one of them is within a sentence."""
    counted = [first]
    for at, label in _places(text):
        if at > counted[-1][0] and _comes_next(counted[-1][1], label):
            if not _APART.search(text[:at]):
                return []
            counted.append((at, label))
    return counted


def _items(node: ClauseNode, places: Sequence[Place]) -> Iterator[ClauseNode]:
    """An item for each label in the text of a clause or an item."""
    for (at, label), (end, _) in pairwise([*places, (len(node.text.text), places[-1][1])]):
        yield ClauseNode(label, node.text.part(at + label.end, end), node.x0)
