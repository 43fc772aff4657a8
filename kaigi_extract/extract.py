"""The one verb: a path to a `Document`. Holds the order of the steps and nothing else.

read (source) -> arrange (layout) -> identify (wards, parts) -> records. Pure and picklable: one call reads one file
and shares nothing with the next.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from typing import Literal

from kaigi_extract.layout.arrange import Arrangement, PageLayout, arrange, arrange_page
from kaigi_extract.layout.plain import arrange_text
from kaigi_extract.normalise import squeeze
from kaigi_extract.parts.document import read_parts
from kaigi_extract.parts.part import Findings
from kaigi_extract.records import Document, PageSpan, Source, SourcePage
from kaigi_extract.records.compare import differences
from kaigi_extract.source import UNKNOWN, LostPage, Page, Reading, Run, read
from kaigi_extract.wards import Vocabulary, Ward, bundled_wards, load_ward

ReaderChoice = Literal["pymupdf", "pdfplumber", "both"]

NO_RECOGNISER = "none"
NO_ENGINE = (
    "{pages} cannot be read without recognising text, and no engine for that (recogniser {recogniser!r}) is there; "
    "install rapidocr and onnxruntime, or tesseract with its Japanese data"
)
OUTLINES = 20
"""Closed curves on a page without any text from which on they are letters: a few are a seal or a drawing."""


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

    `ward` is an id such as "shinjuku" where the paper itself does not tell; `mapping` a ward's TOML file of your own;
    `reader` "pymupdf", "pdfplumber", or "both", which compares the two and reports `readers_disagree`; `recogniser`
    the engine for scanned pages, "auto" the best that is there, "none" none; `date` the day of the meeting, for papers
    that print none.

    Errors: `UnreadableSource`, `EncryptedSource`, `InvalidMapping`; `ValueError` for an unknown ward or reader.
    """
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
    if reader == "both" and reading.pages is not None:
        other = extract(
            path,
            ward=ward,
            mapping=mapping,
            password=password,
            reader="pdfplumber",
            recogniser=recogniser,
            date=date,
        )
        _compare(document, other, findings)
    document.findings = findings.all
    return document


def choose_ward(name: str | None, mapping: str | os.PathLike[str] | None = None) -> tuple[Ward | None, Sequence[Ward]]:
    """The ward that was asked for, None where the paper must tell it, and all that come into question.

    Errors: `InvalidMapping`; `ValueError` for a name that none of them has.
    """
    wards: Sequence[Ward] = [load_ward(mapping)] if mapping is not None else bundled_wards()
    if name is None:
        return (wards[0] if mapping is not None else None), wards
    found = next((ward for ward in wards if name in (ward.id, ward.name, ward.code)), None)
    if found is None:
        known = ", ".join(ward.id for ward in wards)
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
    return arrange(layouts, vocabulary.knows, vocabulary.is_mark), pages


def _layouts(
    reading: Reading, vocabulary: Vocabulary, findings: Findings, recogniser: str
) -> Iterator[tuple[SourcePage, PageLayout | None]]:
    assert reading.pages is not None
    mended = 0
    unread: list[int] = []
    for page in reading.pages():
        if isinstance(page, LostPage):
            findings.error("page_lost", f"page {page.number} could not be read: {page.reason}")
            yield SourcePage(number=page.number, text_origin="blank", reason=f"lost: {page.reason}"), None
            continue
        number = page.frame.number
        mended += page.mended
        _report_hidden(page, findings)
        if page.damage is not None:
            findings.error("page_lost", f"page {number} could be read in part only: {page.damage}")
        wanted = _why_recognise(page)
        # The seam for the engines of `ocr`: the runs of a page that `wanted` names are replaced here by recognised
        # ones, and its text_origin is "ocr". No engine is built yet, so such a page stays blank.
        if wanted is not None and recogniser != NO_RECOGNISER:
            unread.append(number)
        if wanted is not None:
            page.runs = []
        elif any(UNKNOWN in run.text for run in page.runs):
            _report_unknown(page, findings)
        origin: Literal["embedded", "blank"] = "embedded" if page.runs else "blank"
        reason = wanted or ("the page carries its own text" if page.runs else "the page is empty")
        yield (
            SourcePage(number=number, text_origin=origin, reason=reason, rotation=page.rotation),
            arrange_page(page, vocabulary.is_mark),
        )
    if mended:
        findings.info("mended", f"{mended} characters written as radicals or private-use signs were put right")
    if unread:
        findings.error("no_recogniser", NO_ENGINE.format(pages=_listed(unread), recogniser=recogniser))


def _why_recognise(page: Page) -> str | None:
    """Why a page must be recognised from its picture; None where its own text will do, or where nothing is on it."""
    text = squeeze("".join(run.text for run in page.runs))
    if text:
        unknown = text.count(UNKNOWN) > len(text) / 2
        return "its fonts do not tell which characters they show" if unknown else None
    if page.pictures:
        invisible = any(why == "invisible" for why, _ in page.hidden)
        return "the page is a picture" + (" with an invisible layer of text" if invisible else "")
    outlines = sum(shape.closed_curve for shape in page.shapes)
    return "its text is drawn as outlines" if outlines >= OUTLINES else None


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
        [PageSpan(page=page.frame.number, bbox=_box(page, run)) for run in runs],
    )


def _report_hidden(page: Page, findings: Findings) -> None:
    words = {
        "invisible": "in an invisible layer",
        "faded": "in the colour of what is behind them",
        "covered": "under something painted over them",
        "off_page": "off the page",
    }
    for why, where in words.items():
        runs = [run for reason, run in page.hidden if reason == why]
        if runs:
            text = squeeze("".join(run.text for run in runs))
            findings.warn(
                "hidden_text",
                f"page {page.frame.number} has {len(text)} characters {where}; they are in no value",
                [PageSpan(page=page.frame.number, bbox=_box(page, run)) for run in runs],
            )


def _box(page: Page, run: Run) -> tuple[float, float, float, float]:
    start, end = run.start[0], run.end[-1]
    box = (run.low, start, run.high, end) if run.vertical else (start, run.low, end, run.high)
    x0, y0, x1, y1 = page.frame.display(box)
    return (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))


def _compare(document: Document, other: Document, findings: Findings) -> None:
    for difference in differences(document, other):
        message = f"PyMuPDF reads {difference.one}, pdfplumber {difference.other}"
        findings.warn("readers_disagree", message, difference.spans, difference.pointer)
