"""Finding words in the text of sections: an index of trigrams in SQLite, and the place of each find.

Words are compared with their width folded, without white space and variation selectors, so that neither a line break in
them nor half-width kana hide them. Writes and reads `search.sqlite`.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from kaigi_extract.archive.folder import SEARCH
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.optional import load
from kaigi_extract.text import fold

TRIGRAM = 3
"""Characters of what the index holds; shorter words are looked for in every section."""
CHARACTERS_AROUND = 30
"""Characters shown on either side of a find."""

_SEARCH_LAYOUT = """
CREATE TABLE sections (
    place INTEGER PRIMARY KEY, id TEXT, document_id TEXT, path TEXT, ward TEXT, kind TEXT, title TEXT, text TEXT,
    folded TEXT, spans TEXT
);
CREATE VIRTUAL TABLE trigrams USING fts5 (folded, content = '', columnsize = 0, detail = none, tokenize = 'trigram');
INSERT INTO trigrams (trigrams, rank) VALUES ('hashsize', 16777216);
"""
"""The hash size, in bytes, is what the index holds in memory before it writes: its own 1 MB takes thrice as long."""
_COLUMNS = ("id", "document_id", "kind", "title", "text", "spans")


@dataclass(frozen=True, slots=True)
class Hit:
    """One find, with its place."""

    document_id: str
    path: str
    ward: str | None
    section_id: str
    kind: str
    title: str | None
    page: int | None
    """None in files without pages."""
    place: dict[str, Any]
    """The span of the printed line. Among lines of one size it is the right one; in mixed sections it may be a line
    beside it."""
    before: str
    text: str
    after: str


class _Folding(dict[int, str]):
    """What each character is compared as, worked out when it is first met: marks apart from what they are on, since
    half-width kana and names of other systems have them apart."""

    def __missing__(self, code: int) -> str:
        plain = fold(chr(code)).strip().casefold()
        self[code] = plain if _is_hangul(code) else unicodedata.normalize("NFD", plain)
        return self[code]


def _is_hangul(code: int) -> bool:
    """Syllables of Hangul fall into parts that are no marks on one of them."""
    return 0xAC00 <= code <= 0xD7A3


def folded(text: str) -> str:
    """Text as it is searched."""
    return text.translate(_Folding())


def build_search(dataset: Path, target: Path) -> None:
    """Writes the index of all sections of a Parquet dataset into the folder `target`."""
    parquet = load("pyarrow.parquet", MIGRATE)
    table = _Folding()
    with closing(sqlite3.connect(target / SEARCH)) as db, db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SEARCH_LAYOUT)
        for path in sorted((dataset / "sections").glob("*.parquet")):
            about = _documents(parquet, dataset / "documents" / path.name)
            for batch in parquet.ParquetFile(path).iter_batches(256, columns=[*_COLUMNS]):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    _add(db, row, about[row[1]], row[4].translate(table))


def _documents(parquet: Any, path: Path) -> dict[str, tuple[str, str | None]]:
    columns = parquet.read_table(path, columns=["id", "path", "ward"]).to_pydict()
    return {key: (name, ward) for key, name, ward in zip(*columns.values(), strict=True)}


def _add(db: sqlite3.Connection, row: Sequence[Any], about: tuple[str, str | None], plain: str) -> None:
    identity, document, kind, title, text, spans = row
    values = (identity, document, *about, kind, title, text, plain, spans)
    place = db.execute(f"INSERT INTO sections VALUES (NULL, {', '.join('?' * 9)})", values).lastrowid
    db.execute("INSERT INTO trigrams (rowid, folded) VALUES (?, ?)", [place, plain])


def search(path: Path, words: str) -> Iterator[Hit]:
    """Every find of the words in the index at `path`, in the order of the documents.

    Raises:
        ValueError: The words are nothing but white space.
    """
    plain = folded(words)
    if not plain:
        raise ValueError("search: give at least one character to look for")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        for row in db.execute(*_query(plain)):
            yield from _hits(row, plain)


def _query(plain: str) -> tuple[str, list[str]]:
    columns = "id, document_id, path, ward, kind, title, text, folded, spans"
    if len(plain) < TRIGRAM:
        return f"SELECT {columns} FROM sections WHERE instr(folded, ?) ORDER BY place", [plain]
    trigrams = dict.fromkeys(plain[at : at + TRIGRAM] for at in range(len(plain) - TRIGRAM + 1))
    match = " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)
    within = "place IN (SELECT rowid FROM trigrams WHERE trigrams MATCH ?) AND instr(folded, ?)"
    return f"SELECT {columns} FROM sections WHERE {within} ORDER BY place", [match, plain]


def _hits(row: Sequence[Any], plain: str) -> Iterator[Hit]:
    identity, document, path, ward, kind, title, text, found_in, spans = row
    table = _Folding()
    ends = list(accumulate(len(character.translate(table)) for character in text))
    lines = _Lines(json.loads(spans))
    at = found_in.find(plain)
    while at >= 0:
        if _is_cut(found_in, at + len(plain)):
            at = found_in.find(plain, at + 1)
            continue
        start, end = bisect_right(ends, at), bisect_right(ends, at + len(plain) - 1) + 1
        place = lines.at(start / max(len(text), 1))
        yield Hit(
            document,
            path,
            ward,
            identity,
            kind,
            title,
            place.get("page"),
            place,
            text[max(start - CHARACTERS_AROUND, 0) : start],
            text[start:end],
            text[end : end + CHARACTERS_AROUND],
        )
        at = found_in.find(plain, at + len(plain))


def _is_cut(text: str, at: int) -> bool:
    """Whether a mark goes on at `at` with the character before it: ハ is no find in バ."""
    return at < len(text) and unicodedata.combining(text[at]) != 0


class _Lines:
    """Which printed line a part of a section's text is on.

    Sections keep a span for each line but not where in the text it begins, so each line counts for as many characters
    as fit it: its length over its height.
    """

    def __init__(self, spans: list[dict[str, Any]]) -> None:
        self.spans = spans
        self.ends = list(accumulate(_characters(span) for span in spans))

    def at(self, part: float) -> dict[str, Any]:
        """The line at this part of the whole, from 0 to 1."""
        if not self.spans:
            return {}
        at = bisect_right(self.ends, part * self.ends[-1])
        return self.spans[min(at, len(self.spans) - 1)]


def _characters(span: dict[str, Any]) -> float:
    if "bbox" not in span:
        return max(span["end"] - span["start"], 0) or 1
    x0, y0, x1, y1 = span["bbox"]
    longer, shorter = max(x1 - x0, y1 - y0), min(x1 - x0, y1 - y0)
    return longer / shorter if shorter > 0 else 1.0
