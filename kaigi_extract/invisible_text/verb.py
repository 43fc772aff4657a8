"""The verb `searchable`: a scan to the same scan with its text written invisibly over it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.findings import Findings
from kaigi_extract.invisible_text.archival import ENCRYPTED, hindrances, make_archival
from kaigi_extract.invisible_text.content import PageBox, invisible_text
from kaigi_extract.invisible_text.font import FONT, InvisibleFont, packed
from kaigi_extract.invisible_text.stripped import strip_invisible
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.engines import check_engine_name
from kaigi_extract.ocr.own_text import OWN_FONT
from kaigi_extract.ocr.page_progress import pages_of
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.ocr.settings import DEFAULT_OCR, OcrSettings
from kaigi_extract.optional import load
from kaigi_extract.records import Finding
from kaigi_extract.regular_file import is_same_file, possible_path
from kaigi_extract.source import Frame, Page, Run
from kaigi_extract.source.kinds import PDF
from kaigi_extract.source.open import FileSource, HeldFile, hold, read
from kaigi_extract.text import squeeze

SIGNED = 1
"""Flag of a form that holds signatures."""
UNTOUCHED: dict[str, Any] = {"compress_streams": False}
"""How files are saved: streams as they are, whatever could be made of them."""
DEEPEST_TREE = 64
"""Levels of the tree of pages that are looked at; a damaged one may go round in a circle."""
QUARTERS = (0, 90, 180, 270)
"""How far a page may be turned."""


@dataclass(frozen=True, slots=True)
class SearchablePage:
    """What was done with one page."""

    number: int
    """Counted from 1."""
    characters: int
    """Characters that were written over it; 0 where it was left as it was."""
    replaced: bool
    """Whether invisible text that it had was taken out for that."""
    reason: str
    """Why, in words."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """What `searchable` wrote."""

    path: str
    pages: list[SearchablePage]
    archival: bool
    """Whether it is PDF/A-2b, as far as is known."""
    hindrances: list[str]
    """Why it is not, in words; nothing where it was not asked for."""
    findings: list[Finding] = field(default_factory=list)
    """Pages that could not be recognised, and why."""


@dataclass(slots=True)
class _Layer:
    """The text that is to be written over a page."""

    page: SearchablePage
    frame: Frame
    runs: list[Run]


def searchable(
    source: FileSource,
    out: str | os.PathLike[str],
    *,
    password: str | None = None,
    recogniser: str = "auto",
    pdfa: bool = True,
    settings: OcrSettings = DEFAULT_OCR,
) -> Searchable:
    """Writes a PDF to `out` in which the text of its scanned pages can be searched and copied.

    Each line of recognised text lies invisibly over what is printed. Pictures stay as they are, to the byte, and so do
    pages that have text of their own and no picture to read; an invisible text that somebody else's program put over a
    page stays where it says what the picture says, and is replaced where it does not. The same file gives the same
    bytes. With `pdfa` the file becomes PDF/A-2b where nothing in it stands in the way; `Searchable.hindrances` says
    what does.

    Raises `UnreadableSource` for a file that is no PDF, damaged, or signed (a signature would be broken);
    `EncryptedSource`; `MissingExtra` without pikepdf; `ValueError` for an unknown recogniser, or an `out` that is the
    source itself.
    """
    check_engine_name(recogniser)
    load("pikepdf", "searchable", extra="searchable")
    target = possible_path(out)
    if isinstance(source, str | os.PathLike) and is_same_file(source, target):
        raise ValueError(Message("{target} is the scan itself; give another file to write to", target=target))
    file = hold(source)
    findings = Findings()
    layers = list(_layers(file, password, PageRecognition(recogniser, settings), findings))
    with _opened(file, password) as pdf:
        if len(pdf.pages) != len(layers):
            raise UnreadableSource(file.name, "the PDF is damaged: its pages cannot be told; get a whole copy")
        _write(pdf, layers)
        why_not = _saved(pdf, target, pdfa)
    return Searchable(str(target), [layer.page for layer in layers], pdfa and not why_not, why_not, findings.all)


def _layers(file: HeldFile, password: str | None, recognition: PageRecognition, findings: Findings) -> Iterator[_Layer]:
    """What is to be written over each page, page by page."""
    content = read(file, password=password)
    for remark in content.remarks:
        findings.warn("mended", remark)
    if content.media_type != PDF or content.pages is None:
        raise UnreadableSource(file.name, "this is no PDF; only scans that are PDFs are made searchable")
    with pages_of(content.page_count):
        for number, page in enumerate(content.pages(), 1):
            if isinstance(page, Page):
                yield _layer(page, recognition, findings)
            else:
                findings.error(
                    "page_lost", Message("page {number} could not be read: {reason}", number=number, reason=page.reason)
                )
                yield _Layer(SearchablePage(number, 0, False, f"lost: {page.reason}"), Frame(number, 0, 0), [])
    recognition.report(findings)


def _layer(page: Page, recognition: PageRecognition, findings: Findings) -> _Layer:
    number = page.frame.number
    fonts = [run.font for why, run in page.hidden if why == "invisible"]
    seen = Findings()
    how, found = recognition.of(page, seen)
    for one in seen.all:
        if one.severity == "error":
            findings.error(one.code, one.message, one.spans)
    runs = [run for run in found.runs if run.sure is not None]
    stays = bool(fonts) and OWN_FONT not in fonts and not any(why == "invisible" for why, _ in found.hidden)
    if how.text_origin != "ocr" or not runs or stays:
        return _Layer(SearchablePage(number, 0, False, how.reason), found.frame, [])
    count = len(squeeze("".join(run.text for run in runs)))
    return _Layer(SearchablePage(number, count, bool(fonts), how.reason), found.frame, runs)


@contextmanager
def _opened(file: HeldFile, password: str | None) -> Iterator[Any]:
    """The file as it is written anew. What cannot be opened so, or must not be changed, is `UnreadableSource`."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(file.data), password=password or "") as pdf:
            form = pdf.Root.get("/AcroForm")
            if form is not None and int(form.get("/SigFlags", 0)) & SIGNED:
                raise UnreadableSource(file.name, "the PDF is signed, which text written over it would break")
            yield pdf
    except (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DependencyError, RuntimeError) as error:
        raise UnreadableSource(
            file.name, Message("the PDF is damaged ({error}); get a whole copy of it", error=error)
        ) from error


def _write(pdf: Any, layers: list[_Layer]) -> None:
    font = InvisibleFont()
    written = [
        (page, invisible_text(layer.runs, layer.frame, _box(page), font))
        for page, layer in zip(pdf.pages, layers, strict=True)
    ]
    made = font.made(pdf) if any(content for _, content in written) else None
    for (page, content), layer in zip(written, layers, strict=True):
        if not content:
            continue
        if layer.page.replaced:
            strip_invisible(pdf, page)
        _add_font(page, made)
        page.contents_add(packed(pdf, content), prepend=True)  # before all else nothing has moved the page yet


def _add_font(page: Any, font: Any) -> None:
    """Names the font on a page. What it shares with others, or has from above, stays as it is."""
    from pikepdf import Dictionary

    resources = Dictionary(page.resources)
    resources.Font = Dictionary({**dict(resources.get("/Font", {})), FONT: font})
    page.obj.Resources = resources


def _box(page: Any) -> PageBox:
    """What is shown of a page: its crop box, as far as it is on the page."""
    x0, y0, x1, y1 = _sorted(page.cropbox)
    left, foot, right, top = _sorted(page.mediabox)
    if min(x1, right) > max(x0, left) and min(y1, top) > max(y0, foot):
        left, foot, right, top = max(x0, left), max(y0, foot), min(x1, right), min(y1, top)
    turned = round(float(_inherited(page.obj, "/Rotate", 0))) % 360
    return PageBox(left, foot, right, top, turned if turned in QUARTERS else 0, float(page.obj.get("/UserUnit", 1)))


def _inherited(node: Any, key: str, default: Any) -> Any:
    """What a page has of itself or from above."""
    for _ in range(DEEPEST_TREE):
        if node is None or key in node:
            break
        node = node.get("/Parent")
    return default if node is None else node.get(key, default)


def _sorted(box: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _saved(pdf: Any, target: Path, pdfa: bool) -> list[str]:
    """Writes the file beside its place and moves it there. Gives why it is no PDF/A, where it was to be."""
    import pikepdf

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    encryption = bool(pdf.is_encrypted)
    why_not: list[str] = []
    try:
        pdf.save(part, encryption=encryption, deterministic_id=not encryption, **UNTOUCHED)
        if pdfa and encryption:
            why_not = [ENCRYPTED]
        elif pdfa:  # what nothing of the file leads to is gone now
            with pikepdf.open(part, allow_overwriting_input=True) as whole:
                why_not = hindrances(whole)
                if not why_not:
                    make_archival(whole)
                    whole.save(part, deterministic_id=True, **UNTOUCHED)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return why_not
