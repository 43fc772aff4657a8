"""Clause sets: 特記事項 and other runs of numbered clauses."""

from __future__ import annotations

import datetime
from typing import Literal

from kaigi_extract.records.base import Record
from kaigi_extract.records.display import Evidenced, Placed
from kaigi_extract.records.span import Evidence, Span

ClauseSetKind = Literal["special_terms", "specification", "statute", "policy", "other"]
Actor = Literal["principal", "contractor", "both"]
Modality = Literal["must", "must_not", "may", "effort", "declares"]


class Reference(Record):
    """Words in a clause that point elsewhere: 第1項から第14項まで, 前各項, 次に掲げる事項."""

    text: str
    """As printed; a list or a range is one reference."""
    kind: Literal["clause", "items", "proviso", "law"]
    targets: list[int] = []
    """Numbers of the clauses of the set that are meant, or that hold the paragraph, item or proviso meant. None where
    items beside the words are meant."""
    law: str | None = None
    """The other text, by the name that the set defines for a short one."""
    resolved: bool = False
    """Whether all of it is there; of another text, whether it is named."""


class Sentence(Record):
    """One sentence of a clause, read for who must do what. Filled by `clauses.annotate`."""

    text: str
    actor: Actor | None = None
    modality: Modality | None = None
    exception: str | None = None
    """What follows ただし."""


class Item(Placed, Record):
    """A numbered item under a clause or another item, to any depth."""

    label: str
    number: int | str
    """The number, or the kana or Latin character."""
    text: str
    items: list[Item] = []
    spans: list[Span]


class Clause(Placed, Record):
    """One numbered clause."""

    number: int
    label: str
    """As printed: 第１, 11."""
    heading: str | None = None
    """Without brackets; repeated on every clause that it covers."""
    text: str
    """Its own words: no label, no items."""
    items: list[Item] = []
    references: list[Reference] = []
    spans: list[Span]
    confidence: float | None = None
    topics: list[str] | None = None
    actor: Actor | None = None
    modality: Modality | None = None
    sentences: list[Sentence] | None = None


class Parties(Record):
    """What a clause set calls its two sides: 甲 and 乙, 委託者 and 受託者."""

    principal: str | None = None
    contractor: str | None = None


class ClauseSet(Evidenced, Record):
    """A run of numbered clauses under one title."""

    title: str
    kind: ClauseSetKind
    ward: str | None = None
    case: int | None = None
    """Index into the document's `cases`."""
    date: datetime.date | None = None
    date_source: Literal["printed", "meeting", "metadata"] | None = None
    parties: Parties = Parties()
    clauses: list[Clause]
    spans: list[Span]
    evidence: dict[str, Evidence] = {}
