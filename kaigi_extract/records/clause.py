"""Clause sets: 特記事項 and other runs of numbered clauses."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import model_validator

from kaigi_extract.records.base import Record
from kaigi_extract.records.display import Evidenced, Placed
from kaigi_extract.records.span import Evidence, Span

ClauseSetKind = Literal["special_terms", "specification", "statute", "policy", "agreement", "other"]
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
    target_keys: list[str] = []
    """The same clauses by number and branches: 3-2 for 第３条の２."""
    law: str | None = None
    """The other text, by the name that the set defines for a short one."""
    resolved: bool = False
    """Whether all of it is there; of another text, whether it is named."""

    @model_validator(mode="after")
    def _keys_of_numbers(self) -> Reference:
        """Where no keys are given, the numbers are."""
        self.target_keys = self.target_keys or [str(number) for number in self.targets]
        return self


class Sentence(Record):
    """One sentence of a clause, read for who must do what. Filled by `clauses.annotate`."""

    text: str
    actor: Actor | None = None
    modality: Modality | None = None
    exception: str | None = None
    """What follows ただし."""


class Item(Placed, Record):
    """A numbered item or a bullet under a clause or another item, to any depth."""

    label: str
    """As printed: (1), ア; of a bullet its mark: ・, ○."""
    number: int | str
    """The number, or the kana or Latin character; of a bullet, which has none, its mark."""
    text: str
    items: list[Item] = []
    rows: list[list[str]] = []
    """The rows of the tables that are printed within it, cell by cell."""
    spans: list[Span] = []


class Clause(Placed, Record):
    """One numbered clause."""

    number: int
    branches: list[int] = []
    """第14条の2 → [2]."""
    key: str = ""
    """Number and branches: 14-2. Identifies the clause in its set."""
    label: str
    """As printed: 第１, 11."""
    heading: str | None = None
    """Without brackets; repeated on every clause that it covers."""
    text: str
    """Its own words: no label, no items."""
    items: list[Item] = []
    rows: list[list[str]] = []
    """The rows of the tables that are printed within it, cell by cell."""
    references: list[Reference] = []
    spans: list[Span] = []
    confidence: float | None = None
    topics: list[str] | None = None
    actor: Actor | None = None
    modality: Modality | None = None
    sentences: list[Sentence] | None = None

    @model_validator(mode="after")
    def _key_of_number(self) -> Clause:
        """A clause that was made by hand has the key that its number and branches give."""
        self.key = self.key or "-".join(map(str, [self.number, *self.branches]))
        return self


class Parties(Record):
    """What a clause set calls its two sides: 甲 and 乙, 委託者 and 受託者."""

    principal: str | None = None
    contractor: str | None = None


class Definition(Record):
    """A word that the preamble of a set defines: 甲 for みどり区, 条例 for みどり区文書条例."""

    term: str
    meaning: str
    spans: list[Span] = []


class Chapter(Record):
    """A 編, 章, 節, 款 above clauses, or a head of a section without a number."""

    label: str
    """As printed: 第２章; empty where it has no number."""
    title: str
    first: int | None = None
    """Number of the first clause below it; None where there is none."""
    last: int | None = None
    """Number of the last clause below it."""


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
    preamble: str | None = None
    """What is printed between the title and the first clause; None where nothing is."""
    definitions: list[Definition] = []
    """Words that the preamble defines."""
    chapters: list[Chapter] = []
    supplement_of: int | None = None
    """Where it is a 附則: index of the set in the document's `clause_sets` that it belongs to."""
    clauses: list[Clause]
    spans: list[Span] = []
    evidence: dict[str, Evidence] = {}
