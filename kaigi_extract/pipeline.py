"""The one verb: a path to a `Document`. Holds the order of the steps and nothing else.

read (source) -> arrange (layout) -> identify (wards, parts) -> records. Pure and picklable: one call reads one file
and shares nothing with the next.
"""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Iterator
from typing import Literal, get_args

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.findings import Findings
from kaigi_extract.layout.assemble import Arrangement, arrange
from kaigi_extract.layout.page import PageLayout, arrange_page
from kaigi_extract.layout.text_files import arrange_text
from kaigi_extract.ocr.engines import check_engine_name
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.parts.assemble import read_parts
from kaigi_extract.parts.label_correction import choose_printed
from kaigi_extract.parts.low_confidence import report_doubts
from kaigi_extract.parts.sheet.titles import heads_sheet
from kaigi_extract.records import Document, Source, SourcePage
from kaigi_extract.records.differences import differences
from kaigi_extract.records.provenance import remember_source
from kaigi_extract.source import LostPage, Page, Reading, read
from kaigi_extract.source.page import NO_SUCH_PAGE
from kaigi_extract.wards import Vocabulary
from kaigi_extract.wards.choose import choose_ward

ReaderChoice = Literal["pymupdf", "pdfplumber", "both"]


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


def _arrange(
    reading: Reading, vocabulary: Vocabulary, findings: Findings, recogniser: str
) -> tuple[Arrangement, list[SourcePage]]:
    if reading.pages is None:
        arrangement = arrange_text(reading.blocks or [], vocabulary.knows)
        for message, lines in arrangement.repairs:
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
    recognition = PageRecognition(recogniser)
    for page in reading.pages():
        if isinstance(page, LostPage):
            findings.error("page_lost", f"page {page.number} could not be read: {page.reason}")
            yield SourcePage(number=page.number, text_origin="blank", reason=f"lost: {page.reason}"), None
            continue
        mended += page.repaired
        if page.damage is not None:
            findings.error("page_lost", f"page {page.frame.number} could be read in part only: {page.damage}")
        source, _, layout = _layout(page, recognition, vocabulary, findings)
        yield source, layout
    if mended:
        findings.info("mended", f"{mended} characters written as radicals or private-use signs were put right")
    recognition.report(findings)


def _layout(
    page: Page, recognition: PageRecognition, vocabulary: Vocabulary, findings: Findings
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
    vocabulary, findings, recognition = Vocabulary(wards), Findings(), PageRecognition(recogniser)
    reading = read(path, password=password, reader="pdfplumber" if reader == "pdfplumber" else "pymupdf")
    if reading.pages is None or not 1 <= number <= reading.page_count:
        raise UnreadableSource(reading.path, NO_SUCH_PAGE.format(number=number, count=reading.page_count))
    pages = reading.pages()  # held, for a page can be recognised only as long as its file is open
    page = next(itertools.islice(pages, number - 1, None))
    if isinstance(page, LostPage):
        raise UnreadableSource(reading.path, f"page {number} could not be read: {page.reason}; get a whole copy")
    _, read_page, layout = _layout(page, recognition, vocabulary, findings)
    return read_page, arrange([layout], vocabulary.knows, vocabulary.is_mark)


def _compare(document: Document, other: Document, findings: Findings) -> None:
    for difference in differences(document, other):
        message = f"PyMuPDF reads {difference.one}, pdfplumber {difference.other}"
        findings.warn("readers_disagree", message, difference.spans, difference.pointer)
