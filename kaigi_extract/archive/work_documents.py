"""The documents of an archive as works are found by: their text, titles, days, numbers, and how they were read.

Reads the Parquet dataset part by part; what is kept of a text is compressed. What is of one part is written beside the
dataset while an archive is built, by whoever writes the part, for whoever finds works in all of them.
"""

from __future__ import annotations

import datetime
import pickle
import re
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kaigi_extract.archive.dataset import read_rows
from kaigi_extract.archive.folder import DATASET
from kaigi_extract.archive.shingles import letters
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern

Form = Literal["pdf", "word", "text", "other", "scan"]
"""How a document came; see `work_columns.FORMS`."""

_MEDIA: tuple[tuple[str, Form], ...] = (
    ("application/pdf", "pdf"),
    ("image/", "scan"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml", "word"),
    ("text/html", "other"),
    ("text/", "text"),
)
_PRINTED = ("printed", "letter", "meeting")
"""Where a day comes from that says something of the document: not of its file."""
_LEAST_TITLE = 6
"""Letters of a first line that can stand for a title; fewer are a mark such as 資料1."""
_VALUES = {
    "cases": ("title", "department"),
    "forms": ("title", "department", "business_name", "counterparty_name"),
    "registers": ("title", "department"),
}
"""Where a record names what it is about, and who has to do with it."""


class TextStore:
    """Texts in a file without a name, beside what they were written with: of all texts of an archive none is in memory
    but those that are looked at."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (open as long as documents are compared)
        self._size = 0

    def keep(self, packed: bytes) -> KeptText:
        """Writes a text behind those that are there."""
        kept = KeptText(self, self._size, len(packed))
        self._file.seek(self._size)
        self._size += self._file.write(packed)
        return kept

    def read(self, start: int, size: int) -> bytes:
        """The bytes at a place."""
        self._file.seek(start)
        return self._file.read(size)


class KeptText(NamedTuple):
    """Where a text is on the disk."""

    store: TextStore
    start: int
    size: int

    def read(self) -> bytes:
        """Its bytes."""
        return self.store.read(self.start, self.size)


@dataclass(slots=True)
class WorkDocument:
    """One document, and what decides whether it is another one, too."""

    id: str
    path: str
    ward: str | None
    date: datetime.date | None
    """As printed; not what the file says of itself."""
    form: Form
    pages: int
    recognised: float = 0.0
    """Share of the pages whose text was recognised."""
    confidence: float = 1.0
    """How likely a character of these is right."""
    doubts: int = 0
    """Findings that a person should look at."""
    titles: list[str] = field(default_factory=list)
    """As printed: of the cases; else of the registers, the sets of clauses; else the first line."""
    days: set[datetime.date] = field(default_factory=set)
    """When a council met on it."""
    numbers: set[int] = field(default_factory=set)
    """Of its cases."""
    values: set[str] = field(default_factory=set)
    """What its records name, as letters."""
    cases: int = 0
    name: str | None = None
    """What a list of sources calls it."""
    packed: bytes | KeptText = b""
    """The letters of its text, compressed; or where they are on the disk."""
    length: int = 0
    """Characters of its text."""

    @property
    def text(self) -> str:
        """The letters of its text, without what is printed above and below each page."""
        packed = self.compressed
        return zlib.decompress(packed).decode("utf-8", "surrogatepass") if packed else ""

    @property
    def compressed(self) -> bytes:
        """The letters of its text, compressed, from wherever they are."""
        return self.packed if isinstance(self.packed, bytes) else self.packed.read()

    @property
    def is_recognised(self) -> bool:
        """Whether some of its text is from a picture."""
        return self.recognised > 0

    @property
    def edition(self) -> int:
        """Which version it says that it is, in the name of its file or of a list: 第3版, v3; 2 of a corrected one
        (訂正版), 0 of a draft (案), and 1 where it says nothing."""
        said = fold(f"{self.path.rpartition('/')[2]} {self.name or ''}")
        if (numbered := _EDITION.search(said)) is not None:
            return int(next(filter(None, numbered.groups())))
        return 2 if _CORRECTED.search(said) else 0 if _DRAFT.search(said) else 1


_EDITION = late_pattern(r"第(\d{1,2})版|(?<![a-z0-9])(?:ver\.?|rev\.?|v|r)\s?(\d{1,2})(?!\d)", re.IGNORECASE)
_CORRECTED = late_pattern(r"(?:訂正|修正|改訂|差し?替え?)(?:後|済み?|版)|[([【<_](?:再?訂正|修正|改訂|差し?替え?)|正誤")
_DRAFT = late_pattern(r"[([【<_]素?案|案(?=[)\]】>_.]|$)|(?:案|暫定)版|draft|ドラフト", re.IGNORECASE)


WORKS = "works"
"""Folder for the documents of each part, while an archive is built."""


def write_work_documents(folder: Path, part: str) -> None:
    """Writes the documents of a part of the dataset in a folder beside it."""
    (folder / WORKS).mkdir(parents=True, exist_ok=True)
    with (folder / WORKS / f"{part}.pickle").open("wb") as file:
        pickle.dump(work_documents(folder / DATASET, part), file)


def written_work_documents(folder: Path) -> list[WorkDocument]:
    """The documents of all parts that were written in this folder, in the order of their parts; their texts stay on the
    disk."""
    paths = sorted((folder / WORKS).glob("*.pickle"))
    if not paths:
        return []
    store, documents = TextStore(folder / WORKS), list[WorkDocument]()
    for path in paths:
        part: list[WorkDocument] = pickle.loads(path.read_bytes())
        for document in part:
            document.packed = store.keep(document.compressed)
        documents += part
    return documents


def work_documents(dataset: Path, part: str = "*") -> list[WorkDocument]:
    """Every document of the archive, or of one part of it, in the order of its table."""
    read = partial(read_rows, dataset, part=part)
    known = {row["id"]: _document(row) for row in read("documents", *_DOCUMENT)}
    _add_pages(read, known)
    for row in read("findings", "document_id", "severity"):
        known[row["document_id"]].doubts += row["severity"] != "info"
    titles = _add_records(read, known)
    for identity, sections in groupby(read("sections", *_SECTION), itemgetter("document_id")):
        first = _add_text(known[identity], list(sections))
        if first and not titles[identity]:
            known[identity].titles = [first]
    return list(known.values())


Read = Callable[..., Iterator[dict[str, Any]]]
"""Gives the rows of a table with some of its columns."""
_DOCUMENT = ("id", "path", "ward", "date", "date_source", "media_type", "page_count", "source_title")
_SECTION = ("document_id", "kind", "text")


def _document(row: dict[str, Any]) -> WorkDocument:
    form: Form = next((form for media, form in _MEDIA if row["media_type"].startswith(media)), "other")
    date = row["date"] if row["date_source"] in _PRINTED else None
    return WorkDocument(
        row["id"], row["path"], row["ward"], date, form, row["page_count"] or 0, name=row["source_title"]
    )


def _add_pages(read: Read, known: dict[str, WorkDocument]) -> None:
    """How much of a document was recognised; one of which most was is a scan."""
    pages: dict[str, list[Any]] = defaultdict(list)
    for row in read("pages", "document_id", "text_origin", "confidence"):
        pages[row["document_id"]].append((row["text_origin"], row["confidence"]))
    for identity, rows in pages.items():
        document = known[identity]
        sure = [1.0 if confidence is None else confidence for origin, confidence in rows if origin == "ocr"]
        if sure:
            document.recognised, document.confidence = len(sure) / len(rows), sum(sure) / len(sure)
            if 2 * len(sure) >= sum(origin != "blank" for origin, _ in rows):
                document.form = "scan"


def _add_records(read: Read, known: dict[str, WorkDocument]) -> dict[str, list[str]]:
    """Titles, days, numbers and names of the records. Returns the titles by document."""
    titles: dict[str, list[str]] = {identity: [] for identity in known}
    for row in read("cases", "document_id", "title", "numbers", "meeting_date"):
        document = known[row["document_id"]]
        document.cases += 1
        document.numbers |= set(row["numbers"] or ())
        document.days |= {row["meeting_date"]} - {None}
        titles[document.id].append(row["title"])
    for row in read("meetings", "document_id", "date"):
        known[row["document_id"]].days |= {row["date"]} - {None}
    untitled = {identity for identity, found in titles.items() if not any(found)}
    for table in ("registers", "clause_sets"):
        for row in read(table, "document_id", "title"):
            if row["document_id"] in untitled and row["title"]:
                titles[row["document_id"]].append(row["title"])
        untitled -= {identity for identity in untitled if titles[identity]}
    for table, names in _VALUES.items():
        for row in read(table, "document_id", *names):
            found = (letters(row[name]) for name in names if row[name])
            known[row["document_id"]].values |= {value for value in found if len(value) > 1}
    for identity, printed in titles.items():
        known[identity].titles = [title for title in printed if title]
    return {identity: document.titles for identity, document in known.items()}


def _add_text(document: WorkDocument, sections: list[dict[str, Any]]) -> str | None:
    """The letters of all sections. Returns the first line that may be a title."""
    body = [section["text"] for section in sections if section["kind"] != "furniture"]
    stream = "".join(map(letters, body))
    document.length = len(stream)
    document.packed = zlib.compress(stream.encode("utf-8", "surrogatepass"), 1)
    return next(filter(None, map(_first_line, body)), None)


def _first_line(text: str) -> str | None:
    return next((line.strip() for line in text.splitlines() if len(letters(line)) >= _LEAST_TITLE), None)
