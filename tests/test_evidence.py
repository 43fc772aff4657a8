"""A crop to a value's spans, read again, gives that value and nothing else. The reading here is this file's own."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pymupdf
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from kaigi_extract import Document
from kaigi_extract.records import (
    CaseForm,
    Clause,
    Evidence,
    Item,
    LegalBasis,
    Measure,
    Outline,
    PageSpan,
    Span,
    TextSpan,
)
from kaigi_extract.text import repair_characters

CORPUS = Path(__file__).parents[1] / "corpus"
PDFS = sorted(CORPUS.glob("*.pdf"))
PLAIN = sorted([*CORPUS.glob("*.docx"), *CORPUS.glob("*.txt")])

ROUNDING = 0.006
"""Points."""

Read = Callable[..., Document]
Value = tuple[str, str, Sequence[Span]]
"""Where it stands in the record, its text, its places."""


@dataclass(frozen=True)
class Char:
    text: str
    x: float
    y: float
    size: float
    upright: bool


def squeeze(text: str) -> str:
    """Radicals mended, one width, one wave dash, no white space."""
    return re.sub(r"\s+", "", re.sub("[〜~]", "～", unicodedata.normalize("NFKC", repair_characters(text))))


@functools.cache
def pages(path: Path) -> list[list[Char]]:
    """The visible characters of each page with their middles, in the order drawn."""
    with pymupdf.open(path) as document:
        return [list(_chars(page)) for page in document]


def _chars(page: pymupdf.Page) -> Iterator[Char]:
    for block in page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        for line in block.get("lines", []):
            chars = [(char, span["size"]) for span in line["spans"] for char in span["chars"]]
            for (char, size), (after, _) in zip(chars, [*chars[1:], chars[-1]], strict=True):
                if not char["c"].isspace():
                    yield _char(char, after["origin"][0], size, upright=bool(line["wmode"]))


def _char(char: dict[str, Any], stop: float, size: float, *, upright: bool) -> Char:
    """The middle of one character: a browser that sets 」、 close draws the comma over the bracket's empty half, and
    the boxes that fonts declare differ in height, whereas the em box stands 0.12 em below the baseline."""
    x0, y0, x1, y1 = char["bbox"]
    x1 = min(x1, stop) if stop > x0 else x1
    y = (y0 + y1) / 2 if upright else char["origin"][1] - 0.38 * size
    return Char(char["c"], (x0 + x1) / 2, y, size, upright)


def inside(path: Path, span: Span) -> list[Char]:
    assert isinstance(span, PageSpan)
    x0, y0, x1, y1 = span.bbox
    near = ROUNDING
    return [c for c in pages(path)[span.page - 1] if x0 - near <= c.x <= x1 + near and y0 - near <= c.y <= y1 + near]


def read_again(path: Path, spans: Sequence[Span]) -> str:
    """What stands in the boxes, box by box, along the line."""
    text = ""
    for span in spans:
        chars = inside(path, span)
        upright = any(c.upright for c in chars)
        text += "".join(c.text for c in sorted(chars, key=lambda c: c.y if upright else c.x))
    return squeeze(text)


@functools.cache
def plain_lines(path: Path) -> list[str]:
    """The lines of a text file, or the paragraphs of a Word file in document order, cells included."""
    if path.suffix == ".txt":
        return path.read_text(encoding="utf-8").split("\n")
    document = docx.Document(str(path))
    return [Paragraph(element, document).text for element in document.element.body.iter(qn("w:p"))]


def cut_again(path: Path, spans: Sequence[Span]) -> str:
    text = ""
    for span in spans:
        assert isinstance(span, TextSpan)
        line = plain_lines(path)[span.line - 1]
        assert 0 <= span.start < span.end <= len(line), span
        text += line[span.start : span.end]
    return squeeze(text)


def values(document: Document) -> Iterator[Value]:
    """Every value of a document that carries its place."""
    for number, case in enumerate(document.cases):
        at = f"case {number}"
        yield from of_evidence(at, case.evidence)
        for index, basis in enumerate(case.bases):
            yield f"{at} basis {index}", citation(basis), basis.spans
        if case.outline is not None:
            yield from of_fields(f"{at} outline", case.outline)
        for index, form in enumerate(case.forms):
            yield from of_fields(f"{at} form {index}", form)
            yield from of_form(f"{at} form {index}", form)
    for number, clause_set in enumerate(document.clause_sets):
        for clause in clause_set.clauses:
            yield from of_items(f"clause set {number} clause {clause.label}", clause)


def of_evidence(at: str, evidence: dict[str, Evidence]) -> Iterator[Value]:
    for name, found in evidence.items():
        yield f"{at} {name}", found.text, found.spans


def of_fields(at: str, record: Outline | CaseForm) -> Iterator[Value]:
    yield from of_evidence(at, record.evidence)
    for extra in record.extra:
        yield f"{at} {extra.label}", extra.text, extra.spans


def of_form(at: str, form: CaseForm) -> Iterator[Value]:
    for item in form.data_items.items if form.data_items else []:
        yield f"{at} data item {item.text}", item.text, item.spans
    for side in (form.ward_safeguards, form.counterparty_safeguards):
        for measure in side:
            yield from of_measure(f"{at} measure {measure.number}", measure)


def of_measure(at: str, measure: Measure) -> Iterator[Value]:
    yield at, measure.text, measure.spans
    for inner in measure.items:
        yield from of_measure(f"{at} {inner.number}", inner)


def of_items(at: str, record: Clause | Item) -> Iterator[Value]:
    yield at, record.text, record.spans
    for item in record.items:
        yield from of_items(f"{at} {item.label}", item)


def citation(basis: LegalBasis) -> str:
    """A citation as the composed papers print it."""
    parts = [f"第{basis.article}条", *(f"の{branch}" for branch in basis.branches)]
    parts += [f"第{basis.paragraph}項"] if basis.paragraph is not None else []
    parts += [f"第{basis.item}号"] if basis.item is not None else []
    return (basis.ordinance or "") + "".join(parts) + (f"({basis.label})" if basis.label else "")


def wrong(found: Iterator[Value], read: Callable[[Sequence[Span]], str]) -> str:
    """The values that their places do not give back."""
    rows = [(at, squeeze(text), read(spans)) for at, text, spans in found]
    return "".join(f"\n{at}\n  value {text!r}\n  there {there!r}" for at, text, there in rows if text != there)


def fail_if(message: str) -> None:
    if message:
        pytest.fail(message, pytrace=False)


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
class TestPages:
    def test_places_give_back_the_values(self, path: Path, reader: str, extracted: Read) -> None:
        fail_if(wrong(values(extracted(path, reader)), lambda spans: read_again(path, spans)))

    def test_places_give_back_the_table_cells(self, path: Path, reader: str, extracted: Read) -> None:
        cells = (
            (f"table {number} row {cell.row} column {cell.column}", cell.text, cell.spans)
            for number, table in enumerate(extracted(path, reader).tables)
            for cell in table.cells
        )
        fail_if(wrong(cells, lambda spans: read_again(path, spans)))

    def test_places_give_back_the_sections(self, path: Path, reader: str, extracted: Read) -> None:
        for section in extracted(path, reader).sections:
            there = Counter(read_again(path, section.spans))
            assert there == Counter(squeeze(section.text)), section.kind

    def test_each_place_is_one_printed_line(self, path: Path, reader: str, extracted: Read) -> None:
        for at, _, spans in values(extracted(path, reader)):
            for span in spans:
                chars = inside(path, span)
                assert chars, f"{at}: nothing in {span}"
                middles = [c.x if c.upright else c.y for c in chars]
                assert max(middles) - min(middles) < 0.6 * max(c.size for c in chars), f"{at}: {span}"
            boxes = [(span.page, span.bbox) for span in spans if isinstance(span, PageSpan)]
            assert len(set(boxes)) == len(boxes), f"{at}: one place twice"
            assert [page for page, _ in boxes] == sorted(page for page, _ in boxes), f"{at}: pages out of order"

    def test_every_visible_character_is_in_a_section(self, path: Path, reader: str, extracted: Read) -> None:
        printed = Counter(squeeze("".join(c.text for page in pages(path) for c in page)))
        read = Counter(squeeze("".join(section.text for section in extracted(path, reader).sections)))
        assert not printed - read, f"lost: {printed - read}"
        assert not read - printed, f"invented: {read - printed}"


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name)
class TestPlain:
    def test_places_give_back_the_values(self, path: Path, extracted: Read) -> None:
        fail_if(wrong(values(extracted(path)), lambda spans: cut_again(path, spans)))

    def test_places_give_back_the_sections(self, path: Path, extracted: Read) -> None:
        for section in extracted(path).sections:
            assert Counter(cut_again(path, section.spans)) == Counter(squeeze(section.text)), section.kind


class TestReadingAgain:
    """The check itself can fail."""

    def test_a_shifted_place_gives_something_else(self, extracted: Read) -> None:
        path = next(path for path in PDFS if path.name.startswith("shinjuku"))
        at, text, spans = next(value for value in values(extracted(path)) if value[0] == "case 0 form 0 business_name")
        assert isinstance(spans[0], PageSpan)
        assert read_again(path, spans) == squeeze(text)
        (x0, y0, x1, y1), em = spans[0].bbox, spans[0].bbox[3] - spans[0].bbox[1]
        for box in (
            (x0 + em, y0, x1, y1),
            (x0 - 15 * em, y0, x1, y1),
            (x0, y0, x1 - em, y1),
            (x0, y0, x1, y1 + 15 * em),
        ):
            moved = PageSpan(page=spans[0].page, bbox=box)
            assert wrong(iter([(at, text, [moved])]), lambda spans: read_again(path, spans)), box

    def test_every_paper_has_many_values(self, extracted: Read) -> None:
        for path in [*PDFS, *PLAIN]:
            assert sum(bool(text) for _, text, _ in values(extracted(path))) > 40, path.name
