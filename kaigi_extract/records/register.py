"""Register sheets (記録票) and the choices of any table."""

from __future__ import annotations

import datetime

from kaigi_extract.records.base import Category, Record
from kaigi_extract.records.case import Extra
from kaigi_extract.records.display import Evidenced, Placed
from kaigi_extract.records.span import Evidence, Span


class Choice(Placed, Record):
    """One box to tick, with the words beside it."""

    text: str
    checked: bool | None
    """null where the box cannot be read."""
    detail: str | None = None
    spans: list[Span]


class CouncilDate(Record):
    """A hearing that a register notes: 審議会 平成15年5月13日 諮問第4号."""

    date: datetime.date | None
    number: int | None


class RegisterSheet(Evidenced, Record):
    """One 記録票."""

    kind: Category
    categories: list[Category] = []
    """All that its title names (目的外利用・外部提供記録票); `kind` is the first."""
    title: str
    form: str | None = None
    """第2号様式(第6条関係)."""
    draft: bool = False
    """（案）."""
    registration_number: str | None = None
    department: str | None = None
    business_name: str | None = None
    fields: list[Extra] = []
    """Every label with its value as printed, boxes kept as ■ and □."""
    choices: dict[str, list[Choice]] = {}
    standing_approval: str | None = None
    """事前一括承認基準(３―９) is "3-9"."""
    council_dates: list[CouncilDate] = []
    case: int | None = None
    evidence: dict[str, Evidence] = {}
