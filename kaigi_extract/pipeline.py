"""The one verb: a path to a `Document`. Holds the order of the steps and nothing else.

read (source) -> recognise (ocr) -> arrange (layout) -> identify the ward -> read the parts -> report doubts. Pure and
picklable: one call reads one file and shares nothing with the next. What only text, recognised pages or limits need is
imported where it is needed.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import partial
from typing import Any, Literal, get_args

from kaigi_extract.catalogue import Message
from kaigi_extract.collection import SELDOM_COLLECTED
from kaigi_extract.corrections.kept import kept_beside
from kaigi_extract.errors import LimitExceeded, UnreadableSource
from kaigi_extract.findings import Findings, Reason
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.accounting import lines_of, report_unread
from kaigi_extract.layout.assemble import Arrangement, arrange
from kaigi_extract.layout.known_texts import Heads
from kaigi_extract.layout.lines import AnyLine, place_of
from kaigi_extract.layout.page import PageLayout, arrange_page
from kaigi_extract.layout.page_comparisons import TwoTexts, holds_two_texts
from kaigi_extract.layout.side_by_side import HalfFrame, page_halves
from kaigi_extract.layout.wide_sheets import join_sheets, right_parts
from kaigi_extract.ocr.engines import check_engine_name
from kaigi_extract.ocr.page_progress import pages_of
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.parts.assemble import empty_document, read_parts
from kaigi_extract.parts.first_lines import heads_document, part_titles
from kaigi_extract.parts.identify import identify, note_mapping
from kaigi_extract.parts.low_confidence import report_doubts
from kaigi_extract.parts.private_use import report_private_use
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.unplaced import report_unplaced
from kaigi_extract.records import Document, Source, SourcePage, TextSpan
from kaigi_extract.records.differences import differences
from kaigi_extract.records.provenance import remember_source
from kaigi_extract.settings import Settings
from kaigi_extract.source import FileContent, LostPage, Page, TextLine, TextTable, read
from kaigi_extract.source.limits import MAX_BYTES, MAX_PAGES
from kaigi_extract.source.open import FileSource, HeldFile, hold
from kaigi_extract.source.page import NO_SUCH_PAGE
from kaigi_extract.wards import Vocabulary, Ward, common_words
from kaigi_extract.wards.known import Mappings, known_wards
from kaigi_extract.wards.load import general_words
from kaigi_extract.wards.words import heads_list, names_field, words_beside

ReaderChoice = Literal["pymupdf", "pdfplumber", "both"]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How a file is read; the keyword arguments of `extract`, which says what they mean."""

    ward: str | None = None
    mapping: Mappings = None
    password: str | None = field(default=None, repr=False)
    reader: ReaderChoice = "pymupdf"
    recogniser: str = "auto"
    date: datetime.date | None = None
    settings: Settings = Settings()
    max_pages: int | None = MAX_PAGES

    def __post_init__(self) -> None:
        if not isinstance(self.settings, Settings):
            raise TypeError(f"settings must be a Settings, not {type(self.settings).__name__}")
        check_engine_name(self.recogniser)
        if self.reader not in get_args(ReaderChoice):
            raise ValueError(
                Message(
                    "no reader {reader!r}; known are {listed}",
                    reader=self.reader,
                    listed=", ".join(get_args(ReaderChoice)),
                )
            )


def extract(  # noqa: PLR0913  (each option is a word of the command line)
    path: FileSource,
    *,
    name: str | None = None,
    ward: str | None = None,
    mapping: Mappings = None,
    password: str | None = None,
    reader: ReaderChoice = "pymupdf",
    recogniser: str = "auto",
    date: datetime.date | None = None,
    settings: Settings = Settings(),
    max_seconds: float | None = None,
    max_memory: int | None = None,
    max_bytes: int | None = MAX_BYTES,
    max_pages: int | None = MAX_PAGES,
) -> Document:
    """Everything that one file says, as records with their evidence.

    `path` is the file's path, its bytes, or the file opened to read bytes; `name` is what bytes are called in messages
    and in `source.path` ("bytes" where nothing is said; an open file has a name of its own mostly).
    `ward` is an id such as "shinjuku" where the document itself does not say; `mapping` is one or several mappings of
    your own, each a TOML file, a folder of them, or what `load_ward` gave: beside the bundled ones, or in place of one
    of the same id, and the document chooses. A document that names another ward than the one that was asked for, by its
    name or by a single file, is read as that one's, or by general words where no mapping knows it, with a
    `ward_conflict` finding.
    `reader` is "pymupdf", "pdfplumber", or "both", which compares the two and reports `readers_disagree`; `recogniser`
    the engine for scanned pages: "auto" is the best that is installed, "none" is none; `date` the day of the meeting,
    for documents that print none. `settings` are the thresholds by which pages and parts are read. What a person put
    right is in FILE.corrections.json beside the file, and is applied to what was read.

    A file that takes more than `max_seconds`, `max_memory` (megabytes), `max_bytes` or `max_pages` is not read, and is
    not read in part either: `LimitExceeded`. None or 0 is no limit. With one of the first two it is read in a process
    of its own, which takes a second to start; the others hold in any case, at what no document has. Pipes, sockets and
    devices are refused.

    Raises `UnreadableSource`, `EncryptedSource`, `LimitExceeded` or `InvalidMapping`; `ValueError` for an unknown ward,
    reader or recogniser; `TypeError` for settings, or a file, that are none.
    """
    options = ReadingOptions(ward, mapping, password, reader, recogniser, date, settings, max_pages)
    file = hold(path, name, max_bytes)
    if max_seconds or max_memory:
        from kaigi_extract.limited_process import run_limited

        document: Document = run_limited(
            _document_of, file, options, path=file.name, seconds=max_seconds, memory=max_memory
        )
    else:
        document = _document_of(file, options)
    kept = kept_beside(path) if isinstance(path, (str, os.PathLike)) else []
    if kept:
        document.settle(kept)
    return document


def _document_of(file: HeldFile, options: ReadingOptions) -> Document:
    with SELDOM_COLLECTED:
        return extract_with_reasons(file, options)[0]


def extract_with_reasons(path: FileSource, options: ReadingOptions) -> tuple[Document, list[Reason]]:
    """The document of one file, and why its values are what they are, in the order in which that was decided.

    Raises what `extract` raises.
    """
    known = known_wards(options.ward, options.mapping)
    findings = Findings()
    file = hold(path)
    content = _read(file, options)
    if options.max_pages and content.page_count > options.max_pages:
        raise LimitExceeded(content.path, limit="pages", allowed=options.max_pages)
    for remark in content.remarks:
        findings.warn("mended", remark)
    for notice in content.notices:
        note = findings.info if notice.severity == "info" else findings.warn
        note(notice.code, notice.message, _places(notice.places))
    arranger = _Arranger(known.wards, options, findings)
    arrangement, pages = arranger.arrange(content)
    document = empty_document(_source(content, pages))
    own = identify(document, arrangement, known.asked, known.wards, findings, options.settings.wards)
    if own is not None:
        note_mapping(document, own, known.origin(own), findings)
    parts, margins, notes = options.settings.parts, arrangement.furniture, arrangement.notes
    common = words_beside(own)
    reading = Reading(document, own, common, findings, parts, arrangement.settings, options.date, margins, notes)
    read_parts(arrangement.items, reading)
    report_doubts(document, findings)
    report_unplaced(document, arranger.lines, findings)
    report_private_use(arrangement.lines(), findings)
    if options.reader == "both" and content.pages is not None:
        _compare_readers(document, file, options, findings)
    document.findings = findings.all
    return remember_source(document), list(findings.reasons.values())


def _heads_comparison(texts: Sequence[str]) -> bool:
    """Whether texts beside each other head the columns of a 新旧対照表."""
    from kaigi_extract.parts.comparison.columns import heads_comparison

    return heads_comparison(texts, common_words().comparisons)


def _may_head_comparison(texts: Iterable[str]) -> bool:
    """Whether heads of the columns of a 新旧対照表 may be in some lines."""
    from kaigi_extract.parts.comparison.columns import may_head_comparison

    return may_head_comparison(texts, common_words().comparisons)


_COMPARISONS = Heads(_heads_comparison, _may_head_comparison)


def _read(file: FileSource, options: ReadingOptions) -> FileContent:
    reader: Literal["pymupdf", "pdfplumber"] = "pdfplumber" if options.reader == "pdfplumber" else "pymupdf"
    return read(file, password=options.password, reader=reader)


def _places(lines: Iterable[TextLine]) -> list[TextSpan]:
    """The spans of lines of a file without pages."""
    return [TextSpan(line=one.number, start=one.offset, end=one.offset + len(one.text)) for one in lines]


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
        findings.warn("readers_disagree", Message("PyMuPDF reads the file, the other does not: {error}", error=error))
        return
    for difference in differences(document, other):
        message = Message("PyMuPDF reads {one}, pdfplumber {other}", one=difference.one, other=difference.other)
        findings.warn("readers_disagree", message, difference.spans, difference.pointer)


@dataclass(slots=True)
class _Arranger:
    """Arranges the pages or the text of one file. Pages are recognised where they must be."""

    wards: Sequence[Ward]
    options: ReadingOptions
    findings: Findings
    vocabulary: Vocabulary = field(init=False)
    recognition: PageRecognition = field(init=False)
    lines: list[AnyLine] = field(default_factory=list)
    """Every line that was read, as it was read."""

    def __post_init__(self) -> None:
        self.vocabulary = Vocabulary(self.wards, self.options.settings.wards)
        self.recognition = PageRecognition(self.options.recogniser, self.options.settings.ocr)

    def arrange(self, content: FileContent) -> tuple[Arrangement, list[SourcePage]]:
        """The whole file in reading order, and how each page was read."""
        if content.pages is None:
            return self._arrange_text(content), []
        pages: list[SourcePage] = []
        layouts: list[PageLayout] = []
        with pages_of(content.page_count):
            for source, of_page in self._layouts(content.pages()):
                pages.append(source)
                layouts += of_page
        layouts = self._join_sheets(content, layouts)
        settings = self.options.settings
        heads = partial(heads_document, common=common_words(), settings=settings.parts.registers)
        arrangement = arrange(
            layouts,
            self.vocabulary.knows,
            self.vocabulary.is_mark,
            heads,
            settings.layout,
            _COMPARISONS,
            self.heads_list,
        )
        self._report_asides(layouts)
        return arrangement, pages

    def heads_list(self, texts: Sequence[str]) -> bool:
        """Whether texts beside each other head the columns of a list."""
        return heads_list(texts, self.vocabulary.knows, self.options.settings.parts.general.least_confidence)

    def _join_sheets(self, content: FileContent, layouts: list[PageLayout]) -> list[PageLayout]:
        """The layouts, those of pages that go on to the right of others joined to these."""
        settings = self.options.settings.layout
        parts, doubts = right_parts(layouts, self.vocabulary.knows, settings.wide_sheets)
        number = [layout.frame.number for layout in layouts]
        for left, right in doubts:
            message = Message(
                "the table of page {number} seems to go on to the right on page {other}",
                number=number[left],
                other=number[right],
            )
            self.findings.warn("unread_part", message)
        if not parts or content.pages is None:
            return layouts
        wanted = {number[index] for part in parts for index in (part.left, part.right)}
        recognition = PageRecognition(self.options.recogniser, self.options.settings.ocr)
        sheets = {
            page.frame.number: recognition.of(page, Findings())[1]
            for page in content.pages()
            if isinstance(page, Page) and page.frame.number in wanted
        }
        for part in parts:
            message = Message(
                "page {number} goes on to the right of page {other}: read as one sheet",
                number=number[part.right],
                other=number[part.left],
            )
            self.findings.info("mended", message)
        joined = join_sheets(layouts, parts, sheets)
        mark, knows = self.vocabulary.is_mark, self.vocabulary.knows
        return [arrange_page(one, mark, settings, knows) if isinstance(one, Page) else one for one in joined]

    def _report_asides(self, layouts: Iterable[PageLayout]) -> None:
        """Says what is on the pages and in no value: words struck out, and marks that a reviewer put there."""
        for layout in layouts:
            number = layout.frame.number
            if layout.struck:
                words = ", ".join(f"「{line.text}」" for line in layout.struck)
                spans = [line.span(0, len(line.text)) for line in layout.struck]
                message = Message(
                    "page {number} has words struck out (見え消し): {words}; they are in no value",
                    number=number,
                    words=words,
                )
                self.findings.warn("unread_part", message, spans)
            if layout.notes:
                words = ", ".join(f"{note.kind} 「{note.text}」" if note.text else note.kind for note in layout.notes)
                spans = [place_of(layout.frame, note.bbox) for note in layout.notes]
                message = Message(
                    "page {number} has marks that were put on it later: {words}; they are in no value",
                    number=number,
                    words=words,
                )
                self.findings.info("unread_part", message, spans)

    def _arrange_text(self, content: FileContent) -> Arrangement:
        from kaigi_extract.layout.known_texts import KnownTexts
        from kaigi_extract.layout.text_files import arrange_text, plain_lines

        vocabulary, settings = self.vocabulary, self.options.settings.layout
        self._read_pictures(content)
        is_title = part_titles(self.wards, common_words(), self.options.settings.parts.titles.longest)
        sure = self.options.settings.parts.general.least_confidence
        known = KnownTexts(
            vocabulary.is_mark,
            is_title,
            vocabulary.tables_of,
            partial(names_field, sure=sure),
            _COMPARISONS,
            self.heads_list,
            general_words().means_none,
        )
        arrangement = arrange_text(content.blocks or [], vocabulary.knows, settings, known)
        arrangement.furniture = plain_lines(content.margins) + arrangement.furniture
        arrangement.notes = plain_lines(content.notes)
        self.lines += arrangement.lines()
        for message, lines in arrangement.repairs:
            self.findings.info("mended", message, [line.span(0, len(line.text)) for line in lines])
        for message, lines in arrangement.doubts:
            self.findings.warn("mended", message, [line.span(0, len(line.text)) for line in lines])
        for message, lines in arrangement.unread:
            self.findings.warn("value_unread", message, [line.span(0, len(line.text)) for line in lines])
        return arrangement

    def _read_pictures(self, content: FileContent) -> None:
        """Recognises the pictures of a file without pages that take a good part of one; reports the others."""
        from kaigi_extract.layout.text_pictures import put_in, text_of_picture

        settings = self.options.settings
        for picture in content.pictures:
            spans = _places([picture.line])
            found: list[TextLine | TextTable] = []
            page = picture.page() if picture.share >= settings.ocr.decision.picture_share else None
            if page is not None:
                met = Findings()
                for layout in self.arrange_page(page, findings=met)[2]:
                    found += text_of_picture(layout, picture.line, settings.layout.passages)
                for one in (found for found in met.all if found.code != "unread_part"):
                    self.findings.warn(
                        one.code,
                        Message("in the picture {name}: {message}", name=picture.name, message=one.message),
                        spans,
                    )
            if found and put_in(content.blocks or [], picture.line, found):
                message = Message(
                    "the text of a picture ({name}) was recognised; compare it with the file", name=picture.name
                )
                self.findings.info("low_confidence", message, spans)
            else:
                self.findings.warn("unread_part", Message("not read: a picture ({name})", name=picture.name), spans)
        self.recognition.report(self.findings, pictures=True)

    def _layouts(self, pages: Iterable[Page | LostPage]) -> Iterator[tuple[SourcePage, list[PageLayout]]]:
        """How each page was read, and its layout; none of a page that is lost, two of one that holds two."""
        repaired, held_two = 0, False
        texts = TwoTexts(_COMPARISONS, self.options.settings.layout)
        for page in pages:
            if isinstance(page, LostPage):
                self.findings.error(
                    "page_lost",
                    Message("page {number} could not be read: {reason}", number=page.number, reason=page.reason),
                )
                yield SourcePage(number=page.number, text_origin="blank", reason=f"lost: {page.reason}"), []
                continue
            repaired += page.repaired
            if page.damage is not None:
                message = Message(
                    "page {number} could be read in part only: {damage}", number=page.frame.number, damage=page.damage
                )
                self.findings.error("page_lost", message)
            source, _, layouts = self.arrange_page(page, after_two=held_two, above=texts)
            for layout in layouts:
                self.lines += lines_of(layout)
            held_two = isinstance(layouts[0].frame, HalfFrame)
            texts.add(layouts[0], is_half=held_two)
            yield source, layouts
        if repaired:
            message = Message(
                "{repaired} characters written as radicals or private-use signs were put right", repaired=repaired
            )
            self.findings.info("mended", message)
        self.recognition.report(self.findings)

    def arrange_page(
        self,
        page: Page,
        *,
        after_two: bool = False,
        above: TwoTexts | None = None,
        findings: Findings | None = None,
    ) -> tuple[SourcePage, Page, list[PageLayout]]:
        """How one page was read, its facts, and its layout; two layouts where it holds two pages side by side, as the
        page before may have (`after_two`), and not two texts that are compared, as the pages `above` may have."""
        findings = self.findings if findings is None else findings
        source, read_page = self.recognition.of(page, findings)
        settings = self.options.settings.layout
        halves = page_halves(read_page, settings.side_by_side, after_two=after_two)
        mark, knows = self.vocabulary.is_mark, self.vocabulary.knows
        layouts = [arrange_page(half, mark, settings, knows) for half in halves]
        if len(halves) == 2:
            whole = arrange_page(read_page, mark, settings, knows)
            if holds_two_texts(whole, _COMPARISONS, settings, after=above is not None and above.hold()):
                layouts = [whole]
            else:
                source.reason += "; it holds two pages side by side, read one after the other"
        report_unread(read_page, layouts, findings)
        if source.text_origin == "ocr":
            self._correct_labels(layouts, findings)
        return source, read_page, layouts

    def _correct_labels(self, layouts: Iterable[PageLayout], findings: Findings) -> None:
        """Corrects labels and eras of a page that was recognised; what is matched by its distance alone is reported."""
        from kaigi_extract.parts.label_correction import choose_printed
        from kaigi_extract.parts.nearest_labels import match_nearest

        settings = self.options.settings.parts.label_correction
        for layout in layouts:
            choose_printed(layout, self.vocabulary, settings)
            for printed, label, line in match_nearest(layout, self.vocabulary, settings):
                message = Message(
                    "page {page} has the label 「{printed}」, which nothing knows: taken for 「{label}」",
                    page=line.page,
                    printed=printed,
                    label=label,
                )
                findings.warn("low_confidence", message, [line.span(0, len(line.text))])


def layout_of_page(path: FileSource, number: int, **how: Any) -> tuple[Page, Arrangement]:
    """What `extract` sees on one page (from 1): its facts, recognised where it must be, and how they were arranged.

    The page is arranged by itself: a table that began on the page before begins here, and of what is in the margins
    only page numbers are known.

    Takes the options of `extract` and raises what it raises; `UnreadableSource` also for a page that is lost, or not
    there.
    """
    options = ReadingOptions(**how)
    arranger = _Arranger(known_wards(options.ward, options.mapping).wards, options, Findings())
    content = _read(path, options)
    if content.pages is None or not 1 <= number <= content.page_count:
        raise UnreadableSource(content.path, Message(NO_SUCH_PAGE, number=number, count=content.page_count))
    pages = content.pages()  # held, for a page can be recognised only as long as its file is open
    page = next(itertools.islice(pages, number - 1, None))
    if isinstance(page, LostPage):
        raise UnreadableSource(
            content.path,
            Message("page {number} could not be read: {reason}; get a whole copy", number=number, reason=page.reason),
        )
    _, read_page, layouts = arranger.arrange_page(page)
    return read_page, arrange(
        layouts,
        arranger.vocabulary.knows,
        arranger.vocabulary.is_mark,
        settings=options.settings.layout,
        heads_comparison=_COMPARISONS,
        heads_list=arranger.heads_list,
    )
