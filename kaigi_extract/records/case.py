"""A case before the council: one 諮問・報告事項 document with its legal bases, outline, form and decisions."""

from __future__ import annotations

import datetime
from typing import Literal

from kaigi_extract.records.base import Category, Record
from kaigi_extract.records.display import Evidenced, Placed
from kaigi_extract.records.span import Evidence, Span


class LegalBasis(Placed, Record):
    """One 条例の根拠: the article by which the case comes before the council."""

    kind: Literal["consultation", "report"] | None
    """諮問 or 報告; null where it is not printed."""
    ordinance: str | None = None
    """As printed."""
    ordinance_id: str | None = None
    """From the ward's mapping."""
    article: int
    branches: list[int] = []
    """第61条の8の2 is article 61 with branches 8 and 2."""
    paragraph: int | None = None
    item: int | None = None
    label: str | None = None
    """As printed in brackets: 業務委託."""
    category: Category | None = None
    spans: list[Span] = []


class Outline(Evidenced, Record):
    """事業の概要: the business that the case belongs to."""

    business_name: str | None = None
    department: str | None = None
    purpose: str | None = None
    subjects: str | None = None
    description: str | None = None
    extra: list[Extra] = []
    """Labels that no mapping knows, in order."""
    evidence: dict[str, Evidence] = {}


class Extra(Placed, Record):
    """A label that no mapping knows, with its value as printed."""

    label: str
    text: str
    spans: list[Span]


class Period(Record):
    """A time a form states: 平成25年5月中旬から平成25年7月31日まで."""

    kind: Literal["span", "event"]
    start: datetime.date | None
    """First day of what is printed; an event has only this."""
    end: datetime.date | None
    """Last day of what is printed."""
    start_precision: Literal["day", "third", "month", "year"] | None
    """third: 上旬, 中旬 or 下旬."""
    end_precision: Literal["day", "third", "month", "year"] | None
    open_ended: bool = False
    """以降継続, 次年度以降も, or ～ with nothing after."""
    scope: str | None = None
    """What of the form the period is for: 変更内容(4)."""
    text: str


class DataItem(Placed, Record):
    """One item of personal data: 住所."""

    text: str
    group: str | None = None
    """The caption above it."""
    spans: list[Span]


class DataItems(Record):
    """だれの、どのような項目か: whose data, and which."""

    subjects: str | None = None
    items: list[DataItem]
    """All of them, flat, in order."""
    groups: list[str] = []
    open: bool = False
    """The list ends in 等."""


class Counterparty(Record):
    """委託先 or 結合の相手方."""

    name: str | None
    kind: str | None = None
    """業種, where that is all there is."""
    note: str | None = None
    undecided: bool = False
    """現時点では未定."""


class Measure(Placed, Record):
    """One 情報保護対策, with those under it."""

    group: str | None = None
    """【運用上の対策】 without its brackets."""
    party: Literal["ward", "counterparty"] | None = None
    number: int | None = None
    text: str
    items: list[Measure] = []
    spans: list[Span]


class CaseForm(Evidenced, Record):
    """The label/value table of a case. One model for every kind; what a ward does not print is null."""

    category: Category | None
    title: str | None = None
    department: str | None = None
    business_name: str | None = None
    counterparty: Counterparty | None = None
    data_items: DataItems | None = None
    media: str | None = None
    reason: str | None = None
    content: str | None = None
    current_handling: str | None = None
    periods: list[Period] = []
    ward_safeguards: list[Measure] = []
    counterparty_safeguards: list[Measure] = []
    attachments: list[str] = []
    extra: list[Extra] = []
    """Labels that no mapping knows, in order."""
    evidence: dict[str, Evidence] = {}


class Decision(Placed, Record):
    """What the council decided, by words spoken or printed. No words, no decision."""

    number: int | None
    basis: int | None = None
    """Index into the case's `bases`."""
    result: Literal["approved", "conditional", "noted", "continued", "rejected", "other"]
    conditions: list[str] = []
    text: str
    speech: int | None = None
    """`order` of the speech it was said in."""
    spans: list[Span]


class Letter(Placed, Record):
    """The 諮問書 that brings a case: an authority asks its council for an opinion."""

    number: str | None = None
    """As printed: 諮問第618号, 29世区情第123号."""
    date: datetime.date | None = None
    addressee: str | None = None
    """The council, and who heads it, as printed."""
    sender: str | None = None
    """The authority that asks, as printed."""
    spans: list[Span] = []


class Opinion(Placed, Record):
    """A 答申 or 意見書: what the council answers."""

    number: str | None = None
    """As printed: 答申第12号."""
    date: datetime.date | None = None
    addressee: str | None = None
    """The authority that asked, as printed."""
    conclusion: str | None = None
    """What the council holds, as printed."""
    reasons: list[str] = []
    """Why, one paragraph each."""
    conditions: list[str] = []
    """What the council adds to it (付帯意見), one paragraph each."""
    spans: list[Span] = []


class Case(Evidenced, Record):
    """One question put before the council."""

    title: str
    numbers: list[int] = []
    """諮問第31号; empty for reports."""
    year: int | None = None
    """Fiscal year, where numbers restart yearly."""
    bases: list[LegalBasis] = []
    category: Category | None = None
    categories: list[Category] = []
    """All that its bases and its title name; `category` is the first."""
    department: str | None = None
    letter: Letter | None = None
    """The letter that brings it."""
    opinion: Opinion | None = None
    """The council's answer to it."""
    outline: Outline | None = None
    forms: list[CaseForm] = []
    material: str | None = None
    """資料10-1 is "10-1"."""
    decisions: list[Decision] = []
    meeting_date: datetime.date | None = None
    evidence: dict[str, Evidence] = {}


Outline.model_rebuild()
