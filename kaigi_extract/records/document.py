"""The document: one file, whole, with everything that was read from it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from kaigi_extract.catalogue import Language, in_language, stored_parameters
from kaigi_extract.records.base import SCHEMA_VERSION, Record
from kaigi_extract.records.case import Case
from kaigi_extract.records.clause import ClauseSet
from kaigi_extract.records.corrected import apply_corrections, make_correction, place_at, put
from kaigi_extract.records.correction import Correction, in_force
from kaigi_extract.records.display import Placed, ShownDocument
from kaigi_extract.records.meeting import Meeting
from kaigi_extract.records.provenance import remember_source
from kaigi_extract.records.register import Choice, RegisterSheet
from kaigi_extract.records.span import Evidence, Span

SectionKind = Literal[
    "cover",
    "outline",
    "form",
    "clause_set",
    "comparison",
    "register",
    "minutes",
    "agenda",
    "specification",
    "statute",
    "standard",
    "diagram",
    "prose",
    "furniture",
    "unknown",
]
DateSource = Literal["given", "printed", "letter", "meeting", "metadata"]
"""How the day of a document is known: it was given with the file, is printed on it, on its letter or in its minutes, or
is what the file says of itself."""
FindingCode = Literal[
    "unmapped_label",
    "amendment_unread",
    "numbering_gap",
    "decision_number_mismatch",
    "agenda_without_decision",
    "misprint",
    "title_mismatch",
    "conflicting_dates",
    "low_confidence",
    "page_lost",
    "mended",
    "hidden_text",
    "ward_unknown",
    "ward_conflict",
    "no_recogniser",
    "readers_disagree",
    "unresolved_reference",
    "stale_reference",
    "period_unread",
    "value_unread",
    "unread_ink",
    "unread_part",
    "mapping_general",
    "correction_outdated",
    "not_annotated",
]


class SourcePage(Record):
    """How one page was read."""

    number: int
    text_origin: Literal["embedded", "ocr", "text", "blank"]
    """`text`: a file without pages (txt, md, docx)."""
    reason: str
    """Why the page was recognised from its picture, or why not."""
    rotation: int = 0
    """Degrees clockwise by which the page is turned for display; of a recognised one, until its text is upright."""
    skew_deg: float = 0.0
    """Degrees clockwise by which a page lay askew: one that was recognised, or whose text was drawn so."""
    confidence: float | None = None
    """How likely a character of a recognised page is right, on average."""


class Source(Record):
    """The file."""

    path: str
    sha256: str
    media_type: str
    encoding: str | None = None
    """Of a text file."""
    page_count: int
    pages: list[SourcePage]


class MappingReason(Record):
    """Why a mapping, or general words, read a document."""

    because: str
    spans: list[Span] = []


class MappingUsed(Record):
    """Whose words read the document."""

    ward: str | None = None
    origin: Literal["given", "bundled", "own", "general"]
    """`given`: asked for by name; `own`: a mapping of the user's, or of another package; `bundled`: one that came with
    the library; `general`: the vocabulary of all bodies."""
    confidence: float | None = None
    """0 to 1; that of the least sure label."""
    reasons: list[MappingReason] = []


class Section(Placed, Record):
    """A run of lines that belong together. The sections of a document hold every readable line, in reading order."""

    kind: SectionKind
    title: str | None = None
    text: str
    case: int | None = None
    spans: list[Span]


class TableCell(Placed, Record):
    """One cell of a table, whole even where it crosses pages."""

    row: int
    """Counted from 0, as are columns."""
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str
    choices: list[Choice] = []
    spans: list[Span]


class Table(Record):
    """One table, whole even where it crosses pages."""

    cells: list[TableCell]
    ruled: bool
    case: int | None = None


class Finding(Placed, Record):
    """Something a reader should know: what was repaired, doubted, missing or in conflict."""

    code: FindingCode
    severity: Literal["info", "warning", "error"]
    message: str
    """A sentence, in English; `said` has it in Japanese."""
    parameters: dict[str, str | int | float] = {}
    """What the sentence is made from, by name: the number of a page, a label as printed."""
    record: str | None = None
    """JSON Pointer into the document."""
    spans: list[Span] = []

    def said(self, language: Language) -> str:
        """The sentence in "en" or "ja"; in English where the catalogue of this version does not know it."""
        return in_language(self.message, language, self.parameters)


class Document(ShownDocument, Record):
    """Everything read from one file. Returned by `kaigi_extract.extract`.

    Errors: a stored record of another schema version does not validate; the message says which version it has.
    """

    schema_version: str = SCHEMA_VERSION
    source: Source
    ward: str | None = None
    mapping: MappingUsed | None = None
    """Whose words read the document; null where its ward is not known and general words found no case in it."""
    date: datetime.date | None = None
    """The day that it is of, by which the laws that it cites are read; null where none is known."""
    date_source: DateSource | None = None
    council: str | None = None
    meeting: Meeting | None = None
    """The first of `meetings`."""
    meetings: list[Meeting] = []
    """Every sitting whose minutes the file holds."""
    cases: list[Case] = []
    registers: list[RegisterSheet] = []
    clause_sets: list[ClauseSet] = []
    sections: list[Section] = []
    tables: list[Table] = []
    findings: list[Finding] = []
    evidence: dict[str, Evidence] = {}
    """What decided `ward`, `council` and `date`."""

    @model_validator(mode="before")
    @classmethod
    def _known_schema(cls, data: Any) -> Any:
        stored = data.get("schema_version", SCHEMA_VERSION) if isinstance(data, dict) else SCHEMA_VERSION
        if stored != SCHEMA_VERSION:
            raise PydanticCustomError(
                "schema_version",
                "record of schema version {stored}; this library reads version {known}. Run `kaigi-extract upgrade`.",
                {"stored": stored, "known": SCHEMA_VERSION},
            )
        return data

    def model_post_init(self, _context: Any) -> None:
        """The first sitting is one record under two names; every record knows the file that it was read from."""
        if self.meeting is not None:
            self.meetings[:1] = [self.meeting]
        elif self.meetings:
            self.meeting = self.meetings[0]
        remember_source(self)

    def texts(self) -> str:
        """All readable text in reading order, sections separated by an empty line; furniture left out."""
        return "\n\n".join(s.text for s in self.sections if s.kind != "furniture")

    def correct(self, pointer: str, value: Any, *, by: str | None = None, note: str | None = None) -> Correction:
        """Puts a value right, checked as the record checks it; returns the correction, which can be kept.

        `pointer` is the JSON Pointer of the value (/cases/0/title). Its confidence is 1.0 then, and no finding doubts
        it.

        Raises:
            InvalidCorrection: The pointer leads to no value, or the value is none that the record can have.
        """
        made = make_correction(self, pointer, value, by=by, note=note)
        put(self, place_at(self, made.pointer), made.value)
        return made

    def confirm(self, pointer: str, *, by: str | None = None, note: str | None = None) -> Correction:
        """Confirms a value as right, as `correct` with the value that it has.

        Raises:
            InvalidCorrection: The pointer leads to no value.
        """
        made = make_correction(self, pointer, action="confirmed", by=by, note=note)
        put(self, place_at(self, made.pointer), made.value)
        return made

    def settle(self, corrections: Iterable[Correction]) -> None:
        """Applies the corrections in force whose printed text is the same; each other one is `correction_outdated`, and
        so is one whose value the record cannot have.

        `corrections` is the whole history of this document. It may be applied again.
        """
        self.findings = [one for one in self.findings if one.code != "correction_outdated"]
        for one, message in apply_corrections(self, in_force(list(corrections))):
            self.findings.append(
                Finding(
                    code="correction_outdated",
                    severity="warning",
                    message=message,
                    parameters=stored_parameters(message),
                    record=one.pointer,
                )
            )
