"""The pages that the clauses of a report were read from, as pictures small enough to travel in it. Opens those files.

Each page is there once, however many clauses are on it; a clause is shown by its boxes on the page.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from kaigi_extract.errors import EncryptedSource, KaigiError
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, PageSpan
from kaigi_extract.records.document import Source
from kaigi_extract.records.provenance import source_of
from kaigi_extract.records.walk import spans_below
from kaigi_extract.show.comparison.rows import SideClause, SideName, Sides
from kaigi_extract.show.japanese import file_name
from kaigi_extract.source.page import Pixels
from kaigi_extract.source.render import render_pages
from kaigi_extract.source.small_pictures import as_webp, grey_picture

DPIS = (130, 105, 85, 72)
"""Pixels to 72 points, tried in this order until the pictures fit. At 72 print of 9 points can just be read."""
CROP_MARGIN = 26
"""Points shown around the lines of a clause: its number, its heading, and the next line, to see where it is."""
CROP_WIDTH = 380
"""Points that a crop is wide at least, some two thirds of A4: a short clause is not blown up."""
POINTS_PER_INCH = 72.0

Key = tuple[str, int]
"""A page: SHA-256 of its file, number."""


@dataclass(frozen=True, slots=True)
class EvidenceNote:
    """A sentence about the evidence of one side, in both languages of the page."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page; sizes in points, `data` WebP in base64."""

    number: int
    width: float
    height: float
    data: str


@dataclass(frozen=True, slots=True)
class PageCrop:
    """Lines on one page; boxes in whole points."""

    page: str
    """Id of the page among the album's pictures."""
    number: int
    area: tuple[int, int, int, int]
    """What to show; may reach over the edges of the page."""
    boxes: list[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Album:
    """Pictures by page id, and what to say about those that are missing."""

    pictures: dict[str, PagePicture] = field(default_factory=dict)
    notes: dict[SideName, list[EvidenceNote]] = field(default_factory=lambda: {"old": [], "new": []})


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What came of one attempt: pictures by page id, files that cannot be drawn, pages that found no room."""

    pictures: dict[str, PagePicture] = field(default_factory=dict)
    failed: dict[str, KaigiError] = field(default_factory=dict)
    left_out: set[Key] = field(default_factory=set)


LEFT_OUT = EvidenceNote(
    "大きさを抑えるため、原本の画像の一部（{count}ページ）は入れていません。",
    "To keep this file small, {count} of the pages are left out.",
)
UNREADABLE = EvidenceNote("原本の画像を入れられませんでした：{file}（{why}）", "No pictures of {file}: {why}")
ENCRYPTED = "encrypted; extract a copy without a password to have its pages here"
NO_PAGES_NOTE = EvidenceNote(
    "原本（{file}）はページのない形式です。ここにある本文がそのまま根拠です。",
    "{file} has no pages; its text as shown here is the evidence.",
)
NO_SOURCE = EvidenceNote(
    "どのファイルから読み取られたか分からないため、原本の画像はありません。",
    "There are no pictures: these clauses do not know the file that they were read from.",
)


class EvidencePages:
    """Which pages the clauses of two sets are on."""

    def __init__(self, sets: Sides) -> None:
        self.sides: dict[SideName, list[Clause]] = {"old": sets[0].clauses, "new": sets[1].clauses}
        self.sources: dict[str, Source] = {}
        pages: dict[Key, None] = {}
        for clauses in self.sides.values():
            for clause in clauses:
                if source := source_of(clause):
                    self.sources[source.sha256] = source
                    pages.update(dict.fromkeys((source.sha256, span.page) for span in _on_pages(clause)))
        self.ids: dict[Key, str] = {key: f"page-{index}" for index, key in enumerate(pages, 1)}

    def crops(self, parts: Iterable[SideClause]) -> list[PageCrop]:
        """Where clauses that follow each other are, page by page."""
        found: dict[Key, list[PageSpan]] = {}
        for part in parts:
            if source := source_of(part.clause):
                for span in _on_pages(part.clause):
                    found.setdefault((source.sha256, span.page), []).append(span)
        return [_crop(self.ids[key], key[1], spans) for key, spans in found.items()]

    def blank(self) -> Album:
        """The album without its pictures' bytes: what the page takes but for them."""
        return Album({page: PagePicture(key[1], 1000.0, 1000.0, "") for key, page in self.ids.items()})

    def draw(self, room: int) -> Album:
        """The pages as pictures that take no more than `room` bytes, as fine as that allows."""
        for dpi in DPIS:
            drawn = self._draw(dpi, room, keep_on=dpi == DPIS[-1])
            if not drawn.left_out:
                break
        notes = {side: list(self._notes(clauses, drawn)) for side, clauses in self.sides.items()}
        return Album(drawn.pictures, notes)

    def _draw(self, dpi: float, room: int, *, keep_on: bool) -> _Drawn:
        """One attempt, given up where a page finds no room unless `keep_on` asks for those that do."""
        drawn = _Drawn()
        for sha256, source in self.sources.items():
            numbers = sorted(number for key, number in self.ids if key == sha256)
            if not numbers:
                continue
            try:
                for number, pixels in render_pages(source.path, numbers, dpi, sha256=sha256):
                    picture = _picture(number, pixels, dpi)
                    if len(picture.data) <= room:
                        room -= len(picture.data)
                        drawn.pictures[self.ids[sha256, number]] = picture
                    else:
                        drawn.left_out.add((sha256, number))
                        if not keep_on:
                            return drawn
            except KaigiError as error:
                drawn.failed[sha256] = error
        return drawn

    def _notes(self, clauses: Sequence[Clause], drawn: _Drawn) -> Iterator[EvidenceNote]:
        """What to say about one side."""
        sources = {source.sha256: source for clause in clauses if (source := source_of(clause))}
        if any(source_of(clause) is None for clause in clauses):
            yield NO_SOURCE
        for sha256, source in sources.items():
            file = file_name(source)
            if error := drawn.failed.get(sha256):
                why = ENCRYPTED if isinstance(error, EncryptedSource) else str(error).removeprefix(f"{error.path}: ")
                yield _said(UNREADABLE, file=file, why=why)
            elif all(key[0] != sha256 for key in self.ids):
                yield _said(NO_PAGES_NOTE, file=file)
            elif missing := sum(key[0] == sha256 for key in drawn.left_out):
                yield _said(LEFT_OUT, count=missing)


def _said(note: EvidenceNote, **values: object) -> EvidenceNote:
    return EvidenceNote(note.ja.format(**values), note.en.format(**values))


def _on_pages(clause: Clause) -> list[PageSpan]:
    """The printed lines of a clause and of all items under it."""
    return [span for span in spans_below(clause) if isinstance(span, PageSpan)]


def _crop(page: str, number: int, spans: Iterable[PageSpan]) -> PageCrop:
    bboxes = dict.fromkeys(span.bbox for span in spans)
    boxes = [(math.floor(x0), math.floor(y0), math.ceil(x1), math.ceil(y1)) for x0, y0, x1, y1 in bboxes]
    left, top, right, bottom = (bound(box[side] for box in boxes) for side, bound in enumerate((min, min, max, max)))
    area = (
        max(left - CROP_MARGIN, 0),
        max(top - CROP_MARGIN, 0),
        max(right + CROP_MARGIN, left - CROP_MARGIN + CROP_WIDTH),
        bottom + CROP_MARGIN,
    )
    return PageCrop(page, number, area, boxes)


def _picture(number: int, pixels: Pixels, dpi: float) -> PagePicture:
    image = grey_picture(pixels)
    width, height = (round(size * POINTS_PER_INCH / dpi, 1) for size in image.size)
    return PagePicture(number, width, height, base64.b64encode(as_webp(image)).decode())
