"""The one verb: a path to a `Document`. Holds the order of the steps and nothing else.

read (source) -> recognise (ocr) -> arrange (layout) -> identify the ward -> read the parts -> report doubts. Pure and
picklable: one call reads one file and shares nothing with the next.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, get_args

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.findings import Findings, Reason
from kaigi_extract.layout.assemble import Arrangement, arrange
from kaigi_extract.layout.page import PageLayout, arrange_page
from kaigi_extract.layout.text_files import arrange_text
from kaigi_extract.ocr.engines import check_engine_name
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.parts.assemble import empty_document, read_parts
from kaigi_extract.parts.first_lines import heads_document, part_titles
from kaigi_extract.parts.identify import identify
from kaigi_extract.parts.label_correction import choose_printed
from kaigi_extract.parts.low_confidence import report_doubts
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import Document, Source, SourcePage, TextSpan
from kaigi_extract.records.differences import differences
from kaigi_extract.records.provenance import remember_source
from kaigi_extract.settings import Settings
from kaigi_extract.source import FileContent, LostPage, Notice, Page, read
from kaigi_extract.source.open import FileSource, HeldFile, hold
from kaigi_extract.source.page import NO_SUCH_PAGE
from kaigi_extract.wards import Vocabulary, Ward, common_words
from kaigi_extract.wards.choose import choose_ward

ReaderChoice = Literal["pymupdf", "pdfplumber", "both"]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How a file is read; the keyword arguments of `extract`, which says what they mean."""

    ward: str | None = None
    mapping: str | os.PathLike[str] | None = None
    password: str | None = None
    reader: ReaderChoice = "pymupdf"
    recogniser: str = "auto"
    date: datetime.date | None = None
    settings: Settings = Settings()

    def __post_init__(self) -> None:
        if not isinstance(self.settings, Settings):
            raise TypeError(f"settings must be a Settings, not {type(self.settings).__name__}")
        check_engine_name(self.recogniser)
        if self.reader not in get_args(ReaderChoice):
            raise ValueError(f"no reader {self.reader!r}; known are {', '.join(get_args(ReaderChoice))}")


def extract(  # noqa: PLR0913  (each option is a word of the command line)
    path: FileSource,
    *,
    name: str | None = None,
    ward: str | None = None,
    mapping: str | os.PathLike[str] | None = None,
    password: str | None = None,
    reader: ReaderChoice = "pymupdf",
    recogniser: str = "auto",
    date: datetime.date | None = None,
    settings: Settings = Settings(),
) -> Document:
    """Everything that one file says, as records with their evidence.

    `path` is the file's path, its bytes, or the file opened to read bytes; `name` is what bytes are called in messages
    and in `source.path` ("bytes" where nothing is said; an open file has a name of its own mostly).
    `ward` is an id such as "shinjuku" where the document itself does not say; `mapping` a ward's TOML file of your own.
    A document that names another ward is read as that one's, with a `ward_conflict` finding.
    `reader` is "pymupdf", "pdfplumber", or "both", which compares the two and reports `readers_disagree`; `recogniser`
    the engine for scanned pages: "auto" is the best that is installed, "none" is none; `date` the day of the meeting,
    for documents that print none. `settings` are the thresholds by which pages and parts are read.

    Raises `UnreadableSource`, `EncryptedSource` or `InvalidMapping`; `ValueError` for an unknown ward, reader or
    recogniser; `TypeError` for settings, or a file, that are none.
    """
    options = ReadingOptions(ward, mapping, password, reader, recogniser, date, settings)
    return extract_with_reasons(hold(path, name), options)[0]


def extract_with_reasons(path: FileSource, options: ReadingOptions) -> tuple[Document, list[Reason]]:
    """The document of one file, and why its values are what they are, in the order in which that was decided.

    Raises what `extract` raises.
    """
    chosen, wards = choose_ward(options.ward, options.mapping)
    findings = Findings()
    file = hold(path)
    content = _read(file, options)
    for remark in content.remarks:
        findings.warn("mended", remark)
    for notice in content.notices:
        note = findings.info if notice.severity == "info" else findings.warn
        note(notice.code, notice.message, _places(notice))
    arrangement, pages = _Arranger(wards, options, findings).arrange(content)
    document = empty_document(_source(content, pages))
    own = identify(document, arrangement, chosen, wards, findings, options.settings.wards)
    parts, margins, notes = options.settings.parts, arrangement.furniture, arrangement.notes
    common = common_words()
    reading = Reading(document, own, common, findings, parts, arrangement.settings, options.date, margins, notes)
    read_parts(arrangement.items, reading)
    report_doubts(document, findings)
    if options.reader == "both" and content.pages is not None:
        _compare_readers(document, file, options, findings)
    document.findings = findings.all
    return remember_source(document), list(findings.reasons.values())


def _read(file: FileSource, options: ReadingOptions) -> FileContent:
    reader: Literal["pymupdf", "pdfplumber"] = "pdfplumber" if options.reader == "pdfplumber" else "pymupdf"
    return read(file, password=options.password, reader=reader)


def _places(notice: Notice) -> list[TextSpan]:
    """The spans of the lines that a notice is about."""
    places = notice.places
    return [TextSpan(line=one.number, start=one.offset, end=one.offset + len(one.text)) for one in places]


def _source(content: FileContent, pages: list[SourcePage]) -> Source:
    return Source(
        path=content.path,
        sha256=content.sha256,
        media_type=content.media_type,
        encoding=content.encoding,
        page_count=content.page_count,
        pages=pages,
    )


def _compare_readers(document: Document, file: HeldFile, options: ReadingOptions, findings: Findings) -> None:
    """Reports where the other reader makes something else of the file, or cannot read it."""
    try:
        other, _ = extract_with_reasons(file, dataclasses.replace(options, reader="pdfplumber"))
    except UnreadableSource as error:
        findings.warn("readers_disagree", f"PyMuPDF reads the file, the other does not: {error}")
        return
    for difference in differences(document, other):
        message = f"PyMuPDF reads {difference.one}, pdfplumber {difference.other}"
        findings.warn("readers_disagree", message, difference.spans, difference.pointer)


@dataclass(slots=True)
class _Arranger:
    """Arranges the pages or the text of one file. Pages are recognised where they must be."""

    wards: Sequence[Ward]
    options: ReadingOptions
    findings: Findings
    vocabulary: Vocabulary = field(init=False)
    recognition: PageRecognition = field(init=False)

    def __post_init__(self) -> None:
        self.vocabulary = Vocabulary(self.wards, self.options.settings.wards)
        self.recognition = PageRecognition(self.options.recogniser, self.options.settings.ocr)

    def arrange(self, content: FileContent) -> tuple[Arrangement, list[SourcePage]]:
        """The whole file in reading order, and how each page was read."""
        if content.pages is None:
            return self._arrange_text(content), []
        pages, layouts = [], []
        for source, layout in self._layouts(content.pages()):
            pages.append(source)
            if layout is not None:
                layouts.append(layout)
        settings = self.options.settings
        heads = partial(heads_document, common=common_words(), settings=settings.parts.registers)
        return arrange(layouts, self.vocabulary.knows, self.vocabulary.is_mark, heads, settings.layout), pages

    def _arrange_text(self, content: FileContent) -> Arrangement:
        vocabulary, settings = self.vocabulary, self.options.settings.layout
        is_title = part_titles(self.wards, common_words(), self.options.settings.parts.titles.longest)
        arrangement = arrange_text(
            content.blocks or [],
            vocabulary.knows,
            settings,
            content.margins,
            content.notes,
            vocabulary.tables_of,
            is_title,
        )
        for message, lines in arrangement.repairs:
            self.findings.info("mended", message, [line.span(0, len(line.text)) for line in lines])
        for message, lines in arrangement.doubts:
            self.findings.warn("mended", message, [line.span(0, len(line.text)) for line in lines])
        for message, lines in arrangement.unread:
            self.findings.warn("value_unread", message, [line.span(0, len(line.text)) for line in lines])
        return arrangement

    def _layouts(self, pages: Iterable[Page | LostPage]) -> Iterator[tuple[SourcePage, PageLayout | None]]:
        """How each page was read, and its layout; None of a page that is lost."""
        repaired = 0
        for page in pages:
            if isinstance(page, LostPage):
                self.findings.error("page_lost", f"page {page.number} could not be read: {page.reason}")
                yield SourcePage(number=page.number, text_origin="blank", reason=f"lost: {page.reason}"), None
                continue
            repaired += page.repaired
            if page.damage is not None:
                message = f"page {page.frame.number} could be read in part only: {page.damage}"
                self.findings.error("page_lost", message)
            source, _, layout = self.arrange_page(page)
            yield source, layout
        if repaired:
            message = f"{repaired} characters written as radicals or private-use signs were put right"
            self.findings.info("mended", message)
        self.recognition.report(self.findings)

    def arrange_page(self, page: Page) -> tuple[SourcePage, Page, PageLayout]:
        """How one page was read, its facts, and its layout."""
        source, read_page = self.recognition.of(page, self.findings)
        layout = arrange_page(read_page, self.vocabulary.is_mark, self.options.settings.layout)
        if source.text_origin == "ocr":
            choose_printed(layout, self.vocabulary, self.options.settings.parts.label_correction)
        return source, read_page, layout


def layout_of_page(path: FileSource, number: int, **how: Any) -> tuple[Page, Arrangement]:
    """What `extract` sees on one page (from 1): its facts, recognised where it must be, and how they were arranged.

    The page is arranged by itself: a table that began on the page before begins here, and of what is in the margins
    only page numbers are known.

    Takes the options of `extract` and raises what it raises; `UnreadableSource` also for a page that is lost, or not
    there.
    """
    options = ReadingOptions(**how)
    _, wards = choose_ward(options.ward, options.mapping)
    arranger = _Arranger(wards, options, Findings())
    content = _read(path, options)
    if content.pages is None or not 1 <= number <= content.page_count:
        raise UnreadableSource(content.path, NO_SUCH_PAGE.format(number=number, count=content.page_count))
    pages = content.pages()  # held, for a page can be recognised only as long as its file is open
    page = next(itertools.islice(pages, number - 1, None))
    if isinstance(page, LostPage):
        raise UnreadableSource(content.path, f"page {number} could not be read: {page.reason}; get a whole copy")
    _, read_page, layout = arranger.arrange_page(page)
    return read_page, arrange(
        [layout], arranger.vocabulary.knows, arranger.vocabulary.is_mark, settings=options.settings.layout
    )
