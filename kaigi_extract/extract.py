"""The one verb: a path to a `Document`. Holds the order of the steps and nothing else.

read (source) -> arrange (layout) -> identify (wards, parts) -> records. Pure and picklable: one call reads one file
and shares nothing with the next.
"""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, get_args

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.layout.arrange import Arrangement, PageLayout, arrange, arrange_page
from kaigi_extract.layout.plain import arrange_text
from kaigi_extract.normalise import squeeze
from kaigi_extract.ocr.decide import Decision, decide
from kaigi_extract.ocr.engines import NoEngine, check_engine_name, find_engine
from kaigi_extract.ocr.guard import EngineFailed
from kaigi_extract.parts.document import read_parts
from kaigi_extract.parts.doubts import report_doubts
from kaigi_extract.parts.part import Findings
from kaigi_extract.parts.printed import choose_printed
from kaigi_extract.parts.titles import heads_sheet
from kaigi_extract.records import Document, PageSpan, Source, SourcePage
from kaigi_extract.records.compare import differences
from kaigi_extract.records.origin import remember_source
from kaigi_extract.source import UNKNOWN, LostPage, Page, Reading, read
from kaigi_extract.source.page import NO_SUCH_PAGE, Bbox
from kaigi_extract.wards import Vocabulary, Ward, bundled_wards, load_ward

if TYPE_CHECKING:
    from kaigi_extract.ocr.letters import Recogniser
    from kaigi_extract.ocr.recognise import Recognition

ReaderChoice = Literal["pymupdf", "pdfplumber", "both"]

NO_RECOGNISER = "none"
NO_ENGINE = "{pages} cannot be read without recognising text, and no engine for that is there: {why}"
Origin = Literal["embedded", "ocr", "text", "blank"]


def extract(
    path: str | os.PathLike[str],
    *,
    ward: str | None = None,
    mapping: str | os.PathLike[str] | None = None,
    password: str | None = None,
    reader: ReaderChoice = "pymupdf",
    recogniser: str = "auto",
    date: datetime.date | None = None,
) -> Document:
    """Everything that one file says, as records with their evidence.

    `ward` is an id such as "shinjuku" where the paper itself does not tell; `mapping` a ward's TOML file of your own.
    A paper that names another ward is read as that one's, with a `ward_conflict` finding.
    `reader` "pymupdf", "pdfplumber", or "both", which compares the two and reports `readers_disagree`; `recogniser`
    the engine for scanned pages, "auto" the best that is there, "none" none; `date` the day of the meeting, for papers
    that print none.

    Errors: `UnreadableSource`, `EncryptedSource`, `InvalidMapping`; `ValueError` for an unknown ward, reader or
    recogniser.
    """
    check_engine_name(recogniser)
    if reader not in get_args(ReaderChoice):
        raise ValueError(f"no reader {reader!r}; known are {', '.join(get_args(ReaderChoice))}")
    chosen, wards = choose_ward(ward, mapping)
    findings = Findings()
    reading = read(path, password=password, reader="pdfplumber" if reader == "pdfplumber" else "pymupdf")
    for remark in reading.remarks:
        findings.warn("mended", remark)
    arrangement, pages = _arrange(reading, Vocabulary(wards), findings, recogniser)
    source = Source(
        path=reading.path,
        sha256=reading.sha256,
        media_type=reading.media_type,
        encoding=reading.encoding,
        page_count=reading.page_count,
        pages=pages,
    )
    document = read_parts(source, arrangement, chosen, wards, date, findings)
    report_doubts(document, findings)
    if reader == "both" and reading.pages is not None:
        try:
            other = extract(
                path,
                ward=ward,
                mapping=mapping,
                password=password,
                reader="pdfplumber",
                recogniser=recogniser,
                date=date,
            )
        except UnreadableSource as error:
            findings.warn("readers_disagree", f"PyMuPDF reads the file, the other does not: {error}")
        else:
            _compare(document, other, findings)
    document.findings = findings.all
    return remember_source(document)


def choose_ward(name: str | None, mapping: str | os.PathLike[str] | None = None) -> tuple[Ward | None, Sequence[Ward]]:
    """The ward that was asked for, None where the paper must tell it, and all that a paper may name.

    A mapping of one's own comes first, and stands in for a bundled one of the same id.

    Errors: `InvalidMapping`; `ValueError` for a name that none of them has.
    """
    own = [load_ward(mapping)] if mapping is not None else []
    wards = [*own, *(ward for ward in bundled_wards() if all(ward.id != one.id for one in own))]
    if name is None:
        return (own[0] if own else None), wards
    among = own or wards
    found = next((ward for ward in among if name in (ward.id, ward.name, ward.code)), None)
    if found is None:
        known = ", ".join(ward.id for ward in among)
        raise ValueError(f"no ward {name!r}; known are {known}. Give a mapping file for another (mapping=, --mapping)")
    return found, wards


def _arrange(
    reading: Reading, vocabulary: Vocabulary, findings: Findings, recogniser: str
) -> tuple[Arrangement, list[SourcePage]]:
    if reading.pages is None:
        arrangement = arrange_text(reading.blocks or [], vocabulary.knows)
        for message, lines in arrangement.mended:
            findings.info("mended", message, [line.span(0, len(line.text)) for line in lines])
        for message, lines in arrangement.doubts:
            findings.warn("mended", message, [line.span(0, len(line.text)) for line in lines])
        return arrangement, []
    layouts: list[PageLayout] = []
    pages: list[SourcePage] = []
    for page, layout in _layouts(reading, vocabulary, findings, recogniser):
        pages.append(page)
        if layout is not None:
            layouts.append(layout)
    return arrange(layouts, vocabulary.knows, vocabulary.is_mark, heads_sheet), pages


def _layouts(
    reading: Reading, vocabulary: Vocabulary, findings: Findings, recogniser: str
) -> Iterator[tuple[SourcePage, PageLayout | None]]:
    assert reading.pages is not None
    mended = 0
    recognition = _Recognition(recogniser)
    for page in reading.pages():
        if isinstance(page, LostPage):
            findings.error("page_lost", f"page {page.number} could not be read: {page.reason}")
            yield SourcePage(number=page.number, text_origin="blank", reason=f"lost: {page.reason}"), None
            continue
        mended += page.mended
        if page.damage is not None:
            findings.error("page_lost", f"page {page.frame.number} could be read in part only: {page.damage}")
        source, _, layout = _layout(page, recognition, vocabulary, findings)
        yield source, layout
    if mended:
        findings.info("mended", f"{mended} characters written as radicals or private-use signs were put right")
    recognition.report(findings)


def _layout(
    page: Page, recognition: _Recognition, vocabulary: Vocabulary, findings: Findings
) -> tuple[SourcePage, Page, PageLayout]:
    source, read_page = recognition.of(page, findings)
    layout = arrange_page(read_page, vocabulary.is_mark)
    if source.text_origin == "ocr":
        choose_printed(layout, vocabulary)
    return source, read_page, layout


def layout_of_page(
    path: str | os.PathLike[str],
    number: int,
    *,
    ward: str | None = None,
    mapping: str | os.PathLike[str] | None = None,
    password: str | None = None,
    reader: ReaderChoice = "pymupdf",
    recogniser: str = "auto",
) -> tuple[Page, Arrangement]:
    """What `extract` sees on one page (from 1): its facts, recognised where it must be, and how they were arranged.

    The page is arranged by itself: a table that began on the page before begins here, and of what stands in the margins
    only page numbers are told. Options and errors are those of `extract`; `UnreadableSource` also for a page that is
    lost, or not there.
    """
    check_engine_name(recogniser)
    _, wards = choose_ward(ward, mapping)
    vocabulary, findings, recognition = Vocabulary(wards), Findings(), _Recognition(recogniser)
    reading = read(path, password=password, reader="pdfplumber" if reader == "pdfplumber" else "pymupdf")
    if reading.pages is None or not 1 <= number <= reading.page_count:
        raise UnreadableSource(reading.path, NO_SUCH_PAGE.format(number=number, count=reading.page_count))
    pages = reading.pages()  # held, for a page can be recognised only as long as its file is open
    page = next(itertools.islice(pages, number - 1, None))
    if isinstance(page, LostPage):
        raise UnreadableSource(reading.path, f"page {number} could not be read: {page.reason}; get a whole copy")
    _, read_page, layout = _layout(page, recognition, vocabulary, findings)
    return read_page, arrange([layout], vocabulary.knows, vocabulary.is_mark)


class _Recognition:
    """What is read from pictures in one file: loads the engine when the first page needs it."""

    def __init__(self, recogniser: str) -> None:
        self.recogniser = recogniser
        self.blank: list[int] = []
        """Pages that an engine should have read."""
        self.missing = ""
        """Why there is none."""

    def of(self, page: Page, findings: Findings) -> tuple[SourcePage, Page]:
        """The page as it is to be read further, and how that was decided."""
        decision = decide(page)
        if decision.recognise and not decision.keep_text:
            page.runs = []
        engine = self._engine() if decision.recognise else None
        if engine is None:
            return self._unrecognised(page, decision, findings)
        from kaigi_extract.ocr.recognise import recognise

        own = len(page.runs)
        try:
            recognition = recognise(page, engine, check_layer=decision.check_layer)
        except EngineFailed as error:
            findings.error("page_lost", f"page {page.frame.number} could not be recognised: {error}")
            return self._unrecognised(page, decision, findings, failed=True)
        read = recognition.page
        if recognition.layer:
            read.hidden = [(why, run) for why, run in read.hidden if why != "invisible"]
        _report_hidden(read, findings)
        _report_unread(recognition, findings)
        origin: Origin = "ocr" if len(read.runs) > own else "embedded" if own else "blank"
        reason = decision.reason + _about_layer(recognition)
        return _source_page(read, origin, reason, recognition.confidence), read

    def _unrecognised(
        self, page: Page, decision: Decision, findings: Findings, *, failed: bool = False
    ) -> tuple[SourcePage, Page]:
        _report_hidden(page, findings)
        if decision.recognise and not failed and self.recogniser != NO_RECOGNISER:
            self.blank.append(page.frame.number)
        if any(UNKNOWN in run.text for run in page.runs):
            _report_unknown(page, findings)
        return _source_page(page, "embedded" if page.runs else "blank", decision.reason), page

    def _engine(self) -> Recogniser | None:
        if self.recogniser == NO_RECOGNISER or self.missing:
            return None
        try:
            return find_engine(self.recogniser)
        except NoEngine as error:
            self.missing = str(error)
            return None

    def report(self, findings: Findings) -> None:
        """Says which pages stayed blank for want of an engine."""
        if self.blank:
            findings.error("no_recogniser", NO_ENGINE.format(pages=_listed(self.blank), why=self.missing))


def _source_page(page: Page, origin: Origin, reason: str, confidence: float | None = None) -> SourcePage:
    return SourcePage(
        number=page.frame.number,
        text_origin=origin,
        reason=reason,
        rotation=(page.rotation + page.frame.turn) % 360 if origin == "ocr" else page.rotation,
        skew_deg=page.frame.skew,
        confidence=confidence,
    )


def _about_layer(recognition: Recognition) -> str:
    if recognition.agreement is None:
        return ""
    verdict = "taken as it is" if recognition.layer else "read from the picture instead"
    return f", which agrees with {recognition.agreement:.0%} of a sample of it: {verdict}"


def _listed(numbers: list[int]) -> str:
    """Page numbers in words, runs of them as ranges: pages 1, 3-5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    words = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
    return f"page{'s' if len(numbers) > 1 else ''} {words}"


def _report_unknown(page: Page, findings: Findings) -> None:
    runs = [run for run in page.runs if UNKNOWN in run.text]
    count = sum(run.text.count(UNKNOWN) for run in runs)
    findings.warn(
        "low_confidence",
        f"page {page.frame.number} has {count} characters whose font does not tell what they are; they read {UNKNOWN}",
        [PageSpan(page=page.frame.number, bbox=_rounded(page, run.bbox)) for run in runs],
    )


def _report_unread(recognition: Recognition, findings: Findings) -> None:
    if recognition.unread:
        page = recognition.page
        findings.warn(
            "low_confidence",
            f"page {page.frame.number} has {len(recognition.unread)} marks that are no text or cannot be read; "
            "they are in no value",
            [PageSpan(page=page.frame.number, bbox=_rounded(page, box)) for box in recognition.unread],
        )


def _report_hidden(page: Page, findings: Findings) -> None:
    words = {
        "invisible": "in an invisible layer",
        "faded": "in the colour of what is behind them",
        "covered": "under something painted over them",
        "off_page": "off the page",
        "unsized": "scaled to nothing, or beyond all measure",
    }
    for why, where in words.items():
        runs = [run for reason, run in page.hidden if reason == why]
        if runs:
            text = squeeze("".join(run.text for run in runs))
            findings.warn(
                "hidden_text",
                f"page {page.frame.number} has {len(text)} characters {where}; they are in no value",
                [PageSpan(page=page.frame.number, bbox=_rounded(page, run.bbox)) for run in runs],
            )


def _rounded(page: Page, box: Bbox) -> Bbox:
    x0, y0, x1, y1 = page.frame.display(box)
    return (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))


def _compare(document: Document, other: Document, findings: Findings) -> None:
    for difference in differences(document, other):
        message = f"PyMuPDF reads {difference.one}, pdfplumber {difference.other}"
        findings.warn("readers_disagree", message, difference.spans, difference.pointer)
