"""What must never happen, whatever the document: it is looked for in every document at hand.

No line is lost, no value is without ink, no character is changed, no case is invented, no page is skipped in silence.
The documents are corpus/ and, where it is there, ../shared. Pages are looked at as the reader gives them, before any
line, table or record is made of them; pages that are pictures are not recognised.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from kaigi_extract import Document, KaigiError, extract
from kaigi_extract.ocr.shown_again import take_shown
from kaigi_extract.records import Case, Choice, Finding, PageSpan, Section, Source, Span, TextSpan
from kaigi_extract.source import FileContent, LostPage, Page, Run, TextLine, read
from tests.freeze import ROOT, documents

ROUNDING = 0.006
"""Points: places are rounded to a hundredth."""
TWICE = 0.2
"""Ems between two prints of one character that only thicken it."""
SHOWN = 5
"""What is told of one document and promise."""

BOXES = re.compile("[□■☐☑☒✓✔]")
"""Boxes to tick and their ticks: where they are drawn and not set, there is no character."""
OF_A_LINE = ("/evidence/ward",)
"""What has for its place the whole line in which it stands."""

Complaints = Iterator[str]


def squeeze(text: str) -> str:
    """One width, one wave dash, no white space: what is compared of printed text."""
    return re.sub(r"\s+", "", re.sub("[〜~]", "～", unicodedata.normalize("NFKC", text)))


@dataclass(frozen=True, slots=True)
class Ink:
    """One character: where its middle is on the page as displayed, and where it stands along its line."""

    text: str
    x: float
    y: float
    along: float
    across: float
    size: float


@dataclass
class Seen:
    """A document as the reader gives it, and its record."""

    reading: FileContent
    record: Document
    pages: dict[int, list[Ink]] = field(default_factory=dict)
    """Characters that are no white space, of pages with embedded text, from the top down; also those that a picture over
    them shows again."""
    lost: set[int] = field(default_factory=set)
    lines: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """The characters of a file without pages, by line and offset."""

    def at(self, span: Span) -> str:
        """The characters in the place, along the line."""
        if isinstance(span, TextSpan):
            return "".join(self.lines[span.line].get(at, "") for at in range(span.start, span.end))
        found: list[Ink] = []
        for ink in sorted(self._inside(span), key=lambda ink: ink.along):
            if not any(_is_twice(ink, other) for other in found[-3:]):
                found.append(ink)
        return "".join(ink.text for ink in found)

    def _inside(self, span: PageSpan) -> list[Ink]:
        page = self.pages.get(span.page, [])
        x0, y0, x1, y1 = span.bbox
        first = bisect_left(page, y0 - ROUNDING, key=lambda ink: ink.y)
        last = bisect_right(page, y1 + ROUNDING, key=lambda ink: ink.y)
        return [ink for ink in page[first:last] if x0 - ROUNDING <= ink.x <= x1 + ROUNDING]

    def placed(self, spans: Iterable[Span]) -> set[Ink]:
        """Every character of a page that stands in one of the places."""
        return {ink for span in set(spans) if isinstance(span, PageSpan) for ink in self._inside(span)}

    def once(self, spans: Iterable[Span]) -> str:
        """Every character in the places, in no order, prints on the spot aside."""
        found: list[Ink] = []
        for ink in sorted(self.placed(spans), key=lambda ink: (ink.text, ink.along)):
            if not any(_is_twice(ink, other) for other in found[-9:]):
                found.append(ink)
        return "".join(ink.text for ink in found)

    def can_be_read(self, spans: Sequence[Span]) -> bool:
        """Whether all of the places are of embedded text."""
        return all(isinstance(span, TextSpan) or span.page in self.pages for span in spans)


def _is_twice(one: Ink, other: Ink) -> bool:
    near = TWICE * other.size
    return one.text == other.text and abs(one.along - other.along) <= near and abs(one.across - other.across) <= near


@functools.lru_cache(maxsize=2)
def seen(path: Path) -> Seen | None:
    """The document; None where it is refused with a reason."""
    try:
        found = Seen(read(path), extract(path, recogniser="none"))
    except KaigiError:
        return None
    embedded = {page.number for page in found.record.source.pages if page.text_origin == "embedded"}
    for page in found.reading.pages() if found.reading.pages is not None else ():
        if isinstance(page, LostPage):
            found.lost.add(page.number)
        elif page.frame.number in embedded:
            take_shown(page)
            found.pages[page.frame.number] = sorted(
                (ink for run in page.runs for ink in _inked(page, run)), key=lambda ink: ink.y
            )
    for block in [*(found.reading.blocks or ()), *found.reading.notes, *found.reading.margins]:
        lines = [block] if isinstance(block, TextLine) else [line for cell in block.cells for line in cell.lines]
        for line in lines:
            found.lines[line.number].update(enumerate(line.text, line.offset))
    return found


def _inked(page: Page, run: Run) -> Iterator[Ink]:
    across = (run.low + run.high) / 2
    for char, start, end in zip(run.text, run.start, run.end, strict=True):
        if not char.isspace():
            along = (start + end) / 2
            x, y = (across, along) if run.vertical else (along, across)
            shown = page.frame.display((x, y, x, y))
            yield Ink(char, (shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2, along, across, run.size)


def values(record: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every record in a record that has a place, with its JSON Pointer; findings aside."""
    if isinstance(record, list):
        for number, each in enumerate(record):
            yield from values(each, f"{pointer}/{number}")
    elif isinstance(record, dict):
        for key, each in record.items():
            yield from values(each, f"{pointer}/{key}")
    elif hasattr(type(record), "model_fields") and not isinstance(record, Finding):
        if "spans" in type(record).model_fields:
            yield pointer, record
        for name in type(record).model_fields:
            yield from values(getattr(record, name), f"{pointer}/{name}")


def no_line_is_lost(document: Seen) -> Complaints:
    """Every character that the reader gives is in a section: text, table or furniture."""
    spans = [span for section in document.record.sections for span in section.spans]
    placed = document.placed(spans)
    for number, page in document.pages.items():
        lost = [ink.text for ink in page if ink not in placed]
        if lost:
            yield f"page {number}: {len(lost)} of {len(page)} characters: {''.join(lost)[:80]}"
    marked = defaultdict[int, set[int]](set)
    for span in spans:
        if isinstance(span, TextSpan):
            marked[span.line].update(range(span.start, span.end))
    for number, line in document.lines.items():
        lost = [char for at, char in line.items() if not char.isspace() and at not in marked[number]]
        if lost:
            yield f"line {number}: {''.join(lost)[:80]}"


def no_value_is_without_ink(document: Seen) -> Complaints:
    """Every value that has words has a place, and in each of its places there are characters."""
    for pointer, value in values(document.record):
        text = BOXES.sub("", value.text).strip() if hasattr(value, "text") else None
        if isinstance(value, Section) or not document.can_be_read(value.spans):
            continue
        if text and not value.spans:
            yield f"{pointer}: {text[:40]!r} has no place"
        for span in value.spans:
            if text != "" and not document.at(span).strip():
                yield f"{pointer}: nothing in {span}"


def no_character_is_changed(document: Seen) -> Complaints:
    """The printed text of a value is what stands in its places; of a section, in any order."""
    for pointer, value in values(document.record):
        if not hasattr(value, "text") or not value.spans or not document.can_be_read(value.spans):
            continue
        there, text = (squeeze(BOXES.sub("", one)) for one in ("".join(map(document.at, value.spans)), value.text))
        if isinstance(value, Section):
            # Two places may share a character, where lines touch: it counts once.
            once = squeeze(BOXES.sub("", document.once(value.spans))) if document.pages else there
            # Out of order, a voiced mark would be composed with another character than its own.
            there, once, text = (unicodedata.normalize("NFKD", each) for each in (there, once, text))
            more, less = Counter(text) - Counter(there), Counter(once) - Counter(text)
            if more or less:
                yield f"{pointer}: {value.kind}: not there {''.join(more)[:60]!r}, not told {''.join(less)[:60]!r}"
        elif isinstance(value, Choice) or pointer in OF_A_LINE:
            if text not in there:
                yield f"{pointer}: {text[:60]!r} is not in {there[:60]!r}"
        elif there != text:
            yield f"{pointer}: {text[:60]!r}, there {there[:60]!r}"


def no_case_is_invented(document: Seen) -> Complaints:
    """Every case has words of the document behind it, and so has its title."""
    for number, case in enumerate(document.record.cases):
        found = [value for _, value in values(case) if value.spans]
        if not found:
            yield f"/cases/{number}: nothing is behind it"
        if case.title and not _is_printed(case, document):
            yield f"/cases/{number}: {case.title[:60]!r} is not behind its title"


def _is_printed(case: Case, document: Seen) -> bool:
    evidence = case.evidence.get("title")
    if evidence is None or not evidence.spans:
        return False
    return squeeze(case.title) in squeeze(evidence.text)


def no_page_is_skipped_in_silence(document: Seen) -> Complaints:
    """Every page is in the record, each with the reason for what was done; one that is lost is reported."""
    source = document.record.source
    if document.reading.pages is None:
        return
    if (numbers := [page.number for page in source.pages]) != list(range(1, source.page_count + 1)):
        yield f"{numbers} of {source.page_count} pages"
    yield from (
        f"page {page.number} is {page.text_origin} without a reason" for page in source.pages if not page.reason
    )
    told = " ".join(finding.message for finding in document.record.findings if finding.code == "page_lost")
    yield from (f"page {number} is lost in silence" for number in document.lost if f"page {number} " not in told)


def no_cell_is_over_another(document: Seen) -> Complaints:
    """Every place of a table, by row and column, is in one cell at most."""
    for number, table in enumerate(document.record.tables):
        taken: dict[tuple[int, int], int] = {}
        for index, cell in enumerate(table.cells):
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    other = taken.setdefault((row, column), index)
                    if other != index:
                        yield f"/tables/{number}: cell {index} is over cell {other} in row {row}, column {column}"


PROMISES: dict[str, Callable[[Seen], Complaints]] = {
    promise.__name__: promise
    for promise in (
        no_line_is_lost,
        no_value_is_without_ink,
        no_character_is_changed,
        no_case_is_invented,
        no_page_is_skipped_in_silence,
        no_cell_is_over_another,
    )
}
LINES_OVER_LINES = "lines are printed over one another: a place holds characters of both"
WATERMARK = "a character of a slanting watermark gets into the line that it crosses"
STRUCK = "the place of a line covers words struck out in the middle of it, which are no part of its value"
BROKEN = {
    ("shared/wild/A01.pdf", "no_character_is_changed"): LINES_OVER_LINES,
    ("shared/wild/R02.pdf", "no_character_is_changed"): LINES_OVER_LINES,
    ("shared/wild/C05.pdf", "no_character_is_changed"): STRUCK,
    ("shared/cases/bugs/11-slanting-watermark.pdf", "no_character_is_changed"): WATERMARK,
}
"""By document and promise, why it is not kept today."""


def name(path: Path) -> str:
    return path.relative_to(ROOT.parent if ROOT not in path.parents else ROOT).as_posix()


def _cases() -> list[Any]:
    """Corpus papers always; those of ../shared, where they are there, as real ones."""
    real = [pytest.mark.real, pytest.mark.slow]
    return [pytest.param(path, marks=() if ROOT in path.parents else real, id=name(path)) for path in documents()]


@pytest.mark.parametrize("path", _cases())
def test_every_document(path: Path) -> None:
    document = seen(path)
    if document is None:
        return
    kept = [promise for promise in PROMISES if (name(path), promise) not in BROKEN]
    broken = {promise: list(PROMISES[promise](document)) for promise in kept}
    if any(broken.values()):
        pytest.fail(
            "\n".join(
                f"{promise}: {len(found)}, the first of them\n  " + "\n  ".join(found[:SHOWN])
                for promise, found in broken.items()
                if found
            ),
            pytrace=False,
        )


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "promise"),
    [
        pytest.param(path, promise, marks=pytest.mark.xfail(reason=reason, strict=True), id=f"{promise} {name(path)}")
        for path in documents()
        for (known, promise), reason in BROKEN.items()
        if name(path) == known
    ],
)
def test_what_is_not_kept_today(path: Path, promise: str) -> None:
    document = seen(path)
    assert document is not None
    assert list(PROMISES[promise](document)) == []


def nowhere(record: Document) -> Span:
    """A place where nothing is."""
    if record.source.pages:
        return PageSpan(page=1, bbox=(1.0, 1.0, 2.0, 2.0))
    return TextSpan(line=9999, start=0, end=4)


class TestTheChecksThemselves:
    """Each of them sees what it is for, on a page and in a text."""

    PAPERS = ("shinjuku-2016-sports-booking.pdf", "shinjuku-2019-evacuation-list.txt")

    def complaints(self, paper: str, promise: str, change: Callable[[Document], object]) -> list[str]:
        document = seen(ROOT / "corpus" / paper)
        assert document is not None
        record = document.record.model_copy(deep=True)
        change(record)
        return list(PROMISES[promise](replace(document, record=record)))

    @pytest.mark.parametrize("paper", PAPERS)
    @pytest.mark.parametrize(
        ("promise", "change"),
        [
            ("no_line_is_lost", lambda record: record.sections[1].spans.pop()),
            ("no_value_is_without_ink", lambda record: record.cases[0].forms[0].evidence["reason"].spans.clear()),
            (
                "no_value_is_without_ink",
                lambda record: record.cases[0].forms[0].evidence["reason"].spans.append(nowhere(record)),
            ),
            (
                "no_character_is_changed",
                lambda record: setattr(record.cases[0].forms[0].evidence["reason"], "text", "別の理由"),
            ),
            (
                "no_character_is_changed",
                lambda record: setattr(record.sections[0], "text", record.sections[0].text + "。"),
            ),
            (
                "no_character_is_changed",
                lambda record: record.clause_sets[0].clauses[0].spans.append(record.sections[0].spans[0]),
            ),
            ("no_case_is_invented", lambda record: record.cases.append(Case(title=""))),
            ("no_case_is_invented", lambda record: setattr(record.cases[0], "title", "別の件")),
            ("no_cell_is_over_another", lambda record: setattr(record.tables[0].cells[0], "column_span", 2)),
        ],
    )
    def test_something_is_wrong(self, paper: str, promise: str, change: Callable[[Document], object]) -> None:
        assert self.complaints(paper, promise, lambda _: None) == []
        assert self.complaints(paper, promise, change) != []

    @pytest.mark.parametrize(
        "change",
        [lambda source: source.pages.pop(), lambda source: setattr(source.pages[0], "reason", "")],
        ids=["a page left out", "no reason"],
    )
    def test_a_page_is_skipped(self, change: Callable[[Source], object]) -> None:
        found = self.complaints(self.PAPERS[0], "no_page_is_skipped_in_silence", lambda record: change(record.source))
        assert len(found) == 1
