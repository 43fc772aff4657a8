"""Clause texts as sentences with their provisos. Pure functions on strings and records; loads nothing.

A sentence ends with 。 outside brackets and quotation marks (（以下「乙」という。） ends none), or before a line that
begins with a bullet of its own (・). Other line breaks are only how a document was set. What follows ただし is the
exception of the sentence before it, and no sentence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Item
from kaigi_extract.text.late_pattern import late_pattern

_OPENING_QUOTES, _CLOSING_QUOTES = "（(「『［[【〔", "）)」』］]】〕"
_PROVISO = late_pattern(r"(?:ただし|但し|但)[、，,]?\s*")
_INNER_PROVISO = late_pattern(r"[（(](?:ただし|但し)[、，,]?\s*(?P<exception>[^（()）]*?)。?[）)]")
_MARK = late_pattern(r"(?:[（(［\[【〔][^（()）［］\[\]【】〔〕]{0,60}[）)］\]】〕]|※[0-9０-９]*)+[。.．]?")
"""What may follow the end of a sentence and is none: （様式１）, 【別紙】, （第４条関係）."""
_POINTS_AWAY = late_pattern(r"様式|別[紙表記添図]|参照|関係[）)]|第[0-9０-９]+号|添付|資料|^※")
_MARK_AT_END = late_pattern(rf"(?<![※0-9０-９])(?:{_MARK.pattern})\s*$")
_BEFORE_BULLET = late_pattern(r"(?<!\n)\n\s*(?=[・○●◎◇◆□■※＜<【［])")
_PREDICATE = late_pattern(r"(?:[。．.]|こと|もの|とする|する|できる|ない|ます|ません|ください)\s*$")
"""How a sentence ends, other than a list of things."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence as printed, before it is known who must do what."""

    text: str
    exception: str | None = None
    in_item: bool = False
    """Whether it is part of an item. What the clause says of its items then holds for it."""


def statements(clause: Clause) -> list[Statement]:
    """The sentences of a clause, then those of its items; an item that is no more than a noun is none."""
    return [*_with_provisos(clause.text), *_of_items(clause.items)]


def _of_items(items: list[Item]) -> Iterator[Statement]:
    for item in items:
        if _PREDICATE.search(_MARK_AT_END.sub("", item.text) or item.text):
            yield from (Statement(s.text, s.exception, in_item=True) for s in _with_provisos(item.text))
        yield from _of_items(item.items)


def _with_provisos(text: str) -> list[Statement]:
    found: list[Statement] = []
    for sentence in split_sentences(text):
        proviso = _PROVISO.match(sentence)
        if proviso is None or not found:
            inner = _INNER_PROVISO.search(sentence)
            found.append(Statement(sentence, inner["exception"] if inner else None))
        else:
            said = sentence[proviso.end() :]
            before = found[-1].exception
            found[-1] = Statement(found[-1].text, f"{before}{said}" if before else said)
    return found


def split_sentences(text: str) -> list[str]:
    """The sentences of a text: it is cut behind each 。 outside brackets, and before lines that begin with a bullet.

    A paragraph whose brackets do not match (one of them was misread) is cut behind every 。.
    """
    return [
        sentence
        for paragraph in _BEFORE_BULLET.split(text)
        for sentence in _split_paragraph(paragraph.replace("\n", ""))
    ]


def _split_paragraph(text: str) -> Iterator[str]:
    depth, start = 0, 0
    matched = sum(map(text.count, _OPENING_QUOTES)) == sum(map(text.count, _CLOSING_QUOTES))
    for at, character in enumerate(text, 1):
        if character in _OPENING_QUOTES:
            depth += 1
        elif character in _CLOSING_QUOTES:
            depth = max(depth - 1, 0)
        elif character == "。" and (depth == 0 or not matched):
            if at <= start:
                continue
            mark = _MARK.match(text, at)
            end = mark.end() if mark is not None and _belongs_before(text, mark) else at
            yield text[start:end].strip()
            start = end
    if rest := text[start:].strip():
        yield rest


def _belongs_before(text: str, mark: re.Match[str]) -> bool:
    """Whether brackets behind a sentence belong to it, and are not the first words of the next one."""
    return not text[mark.end() :].strip() or mark[0][-1] in "。.．" or _POINTS_AWAY.search(mark[0]) is not None


def without_mark(text: str) -> str:
    """A sentence without the marks in brackets that follow its end: …こと。【様式第１号】."""
    bare = _MARK_AT_END.sub("", text)
    return bare if bare.rstrip().endswith(("。", "．", ".")) else text


def without_asides(text: str) -> str:
    """A sentence without what is in round brackets, to any depth: names defined and examples."""
    kept, depth = [], 0
    for character in text:
        depth += character in "（("
        if depth == 0:
            kept.append(character)
        if character in "）)":
            depth = max(depth - 1, 0)
    return "".join(kept) if depth == 0 else text
