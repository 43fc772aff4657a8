"""The nouns: what the library gives back. One family a file; this package imports nothing else of ours.

What compares two clause sets is loaded at its first use: no document that is read needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaigi_extract.first_use import at_first_use
from kaigi_extract.records.base import SCHEMA_VERSION, Category, Record
from kaigi_extract.records.case import (
    Case,
    CaseForm,
    Counterparty,
    DataItem,
    DataItems,
    Decision,
    Extra,
    LegalBasis,
    Letter,
    Measure,
    Opinion,
    Outline,
    Period,
)
from kaigi_extract.records.clause import (
    Actor,
    Chapter,
    Clause,
    ClauseSet,
    ClauseSetKind,
    Definition,
    Item,
    Modality,
    Parties,
    Reference,
    Sentence,
)
from kaigi_extract.records.correction import Correction, InvalidCorrection, following, in_force, undoing
from kaigi_extract.records.document import (
    DateSource,
    Document,
    Finding,
    FindingCode,
    MappingReason,
    MappingUsed,
    Section,
    SectionKind,
    Source,
    SourcePage,
    Table,
    TableCell,
)
from kaigi_extract.records.meeting import AgendaItem, Meeting, Speech
from kaigi_extract.records.register import Choice, CouncilDate, RegisterSheet
from kaigi_extract.records.span import Evidence, PageSpan, Span, TextSpan

if TYPE_CHECKING:
    from kaigi_extract.records.alignment import (
        Alignment,
        CellChange,
        Change,
        Direction,
        DutyChange,
        ItemChange,
        ItemLink,
        Link,
        Replacement,
        StaleReference,
    )

__all__ = [
    "SCHEMA_VERSION",
    "Actor",
    "AgendaItem",
    "Alignment",
    "Case",
    "CaseForm",
    "Category",
    "CellChange",
    "Change",
    "Chapter",
    "Choice",
    "Clause",
    "ClauseSet",
    "ClauseSetKind",
    "Correction",
    "CouncilDate",
    "Counterparty",
    "DataItem",
    "DataItems",
    "DateSource",
    "Decision",
    "Definition",
    "Direction",
    "Document",
    "DutyChange",
    "Evidence",
    "Extra",
    "Finding",
    "FindingCode",
    "InvalidCorrection",
    "Item",
    "ItemChange",
    "ItemLink",
    "LegalBasis",
    "Letter",
    "Link",
    "MappingReason",
    "MappingUsed",
    "Measure",
    "Meeting",
    "Modality",
    "Opinion",
    "Outline",
    "PageSpan",
    "Parties",
    "Period",
    "Record",
    "Reference",
    "RegisterSheet",
    "Replacement",
    "Section",
    "SectionKind",
    "Sentence",
    "Source",
    "SourcePage",
    "Span",
    "Speech",
    "StaleReference",
    "Table",
    "TableCell",
    "TextSpan",
    "following",
    "in_force",
    "undoing",
]

_HOME = {
    "Alignment": "kaigi_extract.records.alignment",
    "CellChange": "kaigi_extract.records.alignment",
    "Change": "kaigi_extract.records.alignment",
    "Direction": "kaigi_extract.records.alignment",
    "DutyChange": "kaigi_extract.records.alignment",
    "ItemChange": "kaigi_extract.records.alignment",
    "ItemLink": "kaigi_extract.records.alignment",
    "Link": "kaigi_extract.records.alignment",
    "Replacement": "kaigi_extract.records.alignment",
    "StaleReference": "kaigi_extract.records.alignment",
}
"""Where each name that reading a document does not need is defined."""

__getattr__, __dir__ = at_first_use(globals(), _HOME)
