"""What is known while the parts of one document are read, and the document that they fill.

Every kind reads its parts into a `Reading`; what one part leaves to the next (the open case, the last mark) is here.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import field
from typing import Any

from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, LayoutSettings
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.document_day import DocumentDay, printed_day
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.settings import PartSettings
from kaigi_extract.records import Case, Document
from kaigi_extract.references.find import defined_names
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import CitedLaws, Common, Ward, known_laws, material_number

_WIDE = late_pattern(r"\u3000+|\s{2,}")
Days = tuple[datetime.date | None, ...]
"""A day; the first and the last of those that it may be; or None, where none is known."""


@dataclass(slots=True)
class Reading:
    """One document while its parts are read, one after the other."""

    document: Document
    """As far as it is read."""
    ward: Ward | None
    """Whose words read it."""
    common: Common
    findings: Findings
    """About the whole document; `findings.at` narrows them."""
    settings: PartSettings = PartSettings()
    layout: LayoutSettings = DEFAULT_LAYOUT
    """By which the document was arranged, and its lines become paragraphs."""
    date: datetime.date | None = None
    """The day of the meeting that was given with the file."""
    margins: Sequence[AnyLine] = ()
    """Headers, footers and marks of all pages."""
    notes: Sequence[AnyLine] = ()
    """Footnotes and endnotes that are no part of the flow."""
    items: Sequence[Item] = ()
    """The lines and tables of the whole document."""
    day: DocumentDay | None = None
    """The day that the document is of, as far as it is known before its parts are read."""
    first_pages: list[int] = field(default_factory=list)
    """The page that each case begins on; in a Word file, the section."""
    sittings: int = 0
    """Minutes in the file; the first are read."""
    last_mark: str | None = None
    """The number of the last mark read that is a line of its own among the text."""

    looked_up: dict[object, Any] = field(default_factory=dict)
    """What a kind looked up once in the whole flow, by a name of its own, for as long as parts are read. What is in a
    circle of its own has a method `forget` that opens it: Python would find that late."""
    looked_ahead: dict[object, Any] = field(default_factory=dict)
    """What a kind looked up once in the whole flow, by a name of its own, before it is cut: let go of when it is."""

    _mark_words: list[str] = field(init=False)
    _margin_words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        words = self.ward.sheet.material if self.ward is not None else []
        self._mark_words = [squeeze(fold(word)) for word in words]
        self._margin_words = self._mark_words or ["資料"]

    def forget(self) -> None:
        """Lets go of what was looked up, which leads back to every line of the document, when all parts are read."""
        for found in self.looked_up.values():
            forget = getattr(found, "forget", None)
            if forget is not None:
                forget()
        self.looked_up.clear()
        self.looked_ahead.clear()

    @property
    def laws(self) -> CitedLaws:
        """The laws that the document may cite, with the short names that it defines itself."""
        if "laws" not in self.looked_up:
            self.looked_up["laws"] = CitedLaws(self.ward, known_laws(), self._defined_names)
        found: CitedLaws = self.looked_up["laws"]
        return found

    def _defined_names(self) -> dict[str, str]:
        """What 以下「…」という says anywhere in the document, on one line before what goes on over two or three."""
        texts = [line.text for item in self.items for line in (item.lines() if isinstance(item, Grid) else (item,))]
        defining = [k for k, text in enumerate(texts) if "「" in text or "」" in text]
        around = ((0, 1), (0, 2), (-1, 1), (-1, 2))
        return defined_names("".join(texts[max(k + a, 0) : k + b]) for a, b in around for k in defining)

    def day_of(self, lines: Sequence[AnyLine], own: datetime.date | None = None) -> Days:
        """The day by which the articles of a part are read: the one that was given; its `own`; that printed among its
        lines; that of the document."""
        if self.date is not None or own is not None:
            return (self.date or own,)
        found = printed_day(lines, self.common) or self.day
        if found is None:
            return (None,)
        return (found.first,) if found.first == found.last else (found.first, found.last)

    def material_in_margin(self, line: AnyLine) -> str | None:
        """The number of a mark such as 資料５ in the margin of a page, of a body whose words are not known too; it may
        be beside other words, wide space between."""
        parts = (line.text, *_WIDE.split(line.text))
        numbers = (material_number(part, word) for part in parts for word in self._margin_words)
        return next((number for number in numbers if number is not None), None)

    @property
    def last_case(self) -> int | None:
        """Index of the case that is open; None before the first."""
        return len(self.document.cases) - 1 if self.document.cases else None

    def next_case(self) -> Findings:
        """The findings of the case that is added next."""
        return self.findings.at(f"/cases/{len(self.document.cases)}")

    def add_case(self, case: Case, part: Part) -> None:
        """Opens a case that begins with a part; a case without a mark of its own bears the last one read."""
        case.material = case.material or self.last_mark
        self.document.cases.append(case)
        self.first_pages.append(part.margins_of())

    def open_case(self, part: Part) -> tuple[Case, Findings]:
        """The case that a part belongs to; one without a title where a file holds a form without its cover."""
        if not self.document.cases:
            self.add_case(Case(title="", meeting_date=self.date), part)
        return self.document.cases[-1], self.findings.at(f"/cases/{self.last_case}")

    def material_of(self, lines: Sequence[AnyLine]) -> str | None:
        """The number of the first mark such as 資料５ among lines; None where there is none."""
        numbers = (material_number(line.text, word) for line in lines for word in self._mark_words)
        return next((number for number in numbers if number is not None), None)
