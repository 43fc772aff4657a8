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
from kaigi_extract.normalise import fold, squeeze
from kaigi_extract.parts.document import read_parts
from kaigi_extract.parts.part import Findings
from kaigi_extract.records import Document, PageSpan, Source, SourcePage
from kaigi_extract.source import LostPage, Page, Reading, Run, read
from kaigi_extract.wards import Vocabulary, Ward, bundled_wards, load_ward

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

    `ward` is an id such as "shinjuku" where the paper itself does not tell; `mapping` a ward's TOML file of your own;
    `reader` "pymupdf", "pdfplumber", or "both", which compares the two and reports `readers_disagree`; `recogniser`
    the engine for scanned pages; `date` the day of the meeting, for papers that print none.

    Errors: `UnreadableSource`, `EncryptedSource`, `InvalidMapping`; `ValueError` for an unknown ward or reader.
    """
    wards = [load_ward(mapping)] if mapping is not None else list(bundled_wards())
    chosen = _choose(ward, wards) if ward is not None else wards[0] if mapping is not None else None
    findings = Findings()
    reading = read(path, password=password, reader="pdfplumber" if reader == "pdfplumber" else "pymupdf")
    arrangement, pages = _arrange(reading, Vocabulary(wards), findings)
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
        other = extract(path, ward=ward, mapping=mapping, password=password, reader="pdfplumber", date=date)
        _compare(document, other, findings)
    document.findings = findings.all
    return document


def _choose(name: str, wards: Sequence[Ward]) -> Ward:
    found = next((ward for ward in wards if name in (ward.id, ward.name, ward.code)), None)
    if found is None:
        known = ", ".join(ward.id for ward in wards)
        raise ValueError(f"no ward {name!r}; known are {known}. Give a mapping file for another with mapping=")
    return found


def _arrange(reading: Reading, vocabulary: Vocabulary, findings: Findings) -> tuple[Arrangement, list[SourcePage]]:
    if reading.pages is None:
        arrangement = arrange_text(reading.blocks or [], vocabulary.knows)
        for message, lines in arrangement.mended:
            findings.info("mended", message, [line.span(0, len(line.text)) for line in lines])
        for message, lines in arrangement.doubts:
            findings.warn("mended", message, [line.span(0, len(line.text)) for line in lines])
        return arrangement, []
    layouts: list[PageLayout] = []
    pages: list[SourcePage] = []
    for page, layout in _layouts(reading, vocabulary, findings):
        layouts.append(layout) if layout is not None else None
        pages.append(page)
    return arrange(layouts, vocabulary.knows, vocabulary.is_mark), pages


def _layouts(
    reading: Reading, vocabulary: Vocabulary, findings: Findings
) -> Iterator[tuple[SourcePage, PageLayout | None]]:
    assert reading.pages is not None
    mended = 0
    for page in reading.pages():
        if isinstance(page, LostPage):
            findings.error("page_lost", f"page {page.number} could not be read: {page.reason}")
            yield SourcePage(number=page.number, text_origin="blank", reason=f"lost: {page.reason}"), None
            continue
        mended += page.mended
        _report_hidden(page, findings)
        origin: Literal["embedded", "blank"] = "embedded" if page.runs else "blank"
        reason = "the page carries its own text" if page.runs else "the page carries no text"
        yield (
            SourcePage(number=page.frame.number, text_origin=origin, reason=reason, rotation=page.rotation),
            arrange_page(page, vocabulary.is_mark),
        )
    if mended:
        findings.info("mended", f"{mended} characters written as radicals or private-use signs were put right")


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
    """Reports sections that the two readers read differently."""
    for index, (mine, theirs) in enumerate(zip(document.sections, other.sections, strict=False)):
        if squeeze(fold(mine.text)) != squeeze(fold(theirs.text)):
            findings.warn(
                "readers_disagree",
                f"PyMuPDF and pdfplumber read section {index} ({mine.kind}) differently",
                mine.spans[:1],
                f"/sections/{index}",
            )
    if len(document.sections) != len(other.sections):
        findings.warn(
            "readers_disagree",
            f"PyMuPDF finds {len(document.sections)} sections, pdfplumber {len(other.sections)}",
        )
