"""Clause texts as sentences with their provisos. Pure functions on strings and records; loads nothing.

A sentence ends with 。 outside brackets and quotation marks (（以下「乙」という。） ends none), or before a line that
begins with a mark of its own (・). Other line breaks are only how a paper was set.
What follows ただし is the exception of the sentence before it and no sentence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaigi_extract.records import Clause, Item

_OPENING, _CLOSING = "（(「『［[【〔", "）)」』］]】〕"
_PROVISO = re.compile(r"(?:ただし|但し|但)[、，,]?\s*")
_INNER_PROVISO = re.compile(r"[（(](?:ただし|但し)[、，,]?\s*(?P<exception>[^（()）]*?)。?[）)]")
_MARKED = re.compile(r"\n\s*(?=[・○●◎◇◆□■※＜<【［])")
_PREDICATE = re.compile(r"(?:[。．.]|こと|もの|とする|する|できる|ない|ます|ません|ください)\s*$")
"""How a sentence ends, other than a list of things."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence as printed, before it is known who must do what."""

    text: str
    exception: str | None = None
    in_item: bool = False
    """Whether it stands in an item: what the clause says of its items holds for it."""


def statements(clause: Clause) -> list[Statement]:
    """The sentences of a clause, then those of its items; an item that is no more than a noun is none."""
    return [*_with_provisos(clause.text), *_of_items(clause.items)]


def _of_items(items: list[Item]) -> Iterator[Statement]:
    for item in items:
        if _PREDICATE.search(item.text):
            yield from (Statement(s.text, s.exception, in_item=True) for s in _with_provisos(item.text))
        yield from _of_items(item.items)


def _with_provisos(text: str) -> list[Statement]:
    found: list[Statement] = []
    for sentence in cut(text):
        proviso = _PROVISO.match(sentence)
        if proviso is None or not found:
            inner = _INNER_PROVISO.search(sentence)
            found.append(Statement(sentence, inner["exception"] if inner else None))
        else:
            said = sentence[proviso.end() :]
            before = found[-1].exception
            found[-1] = Statement(found[-1].text, f"{before}{said}" if before else said)
    return found


def cut(text: str) -> list[str]:
    """A text cut behind each 。 outside brackets, and before marked lines; in a paragraph whose brackets do not match
    (a misread one), behind every 。."""
    return [sentence for paragraph in _MARKED.split(text) for sentence in _cut_paragraph(paragraph.replace("\n", ""))]


def _cut_paragraph(text: str) -> Iterator[str]:
    depth, start = 0, 0
    matched = sum(map(text.count, _OPENING)) == sum(map(text.count, _CLOSING))
    for at, character in enumerate(text, 1):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(depth - 1, 0)
        elif character == "。" and (depth == 0 or not matched):
            yield text[start:at].strip()
            start = at
    if rest := text[start:].strip():
        yield rest


def without_asides(text: str) -> str:
    """A sentence without what stands in round brackets, to any depth: names defined and examples."""
    kept, depth = [], 0
    for character in text:
        depth += character in "（("
        if depth == 0:
            kept.append(character)
        if character in "）)":
            depth = max(depth - 1, 0)
    return "".join(kept) if depth == 0 else text
