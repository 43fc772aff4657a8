"""Finding words in the documents of an archive: an index of pairs of characters in SQLite, ranked, with each place.

Words are compared with their width folded, without white space and variation selectors, so that neither a line break in
them nor half-width kana hide them, and in every spelling that the archive has of them (see `spellings`). Japanese has
no spaces to find words by: the index holds every pair of neighbouring characters, and a word is a row of pairs.
Writes and reads `search.sqlite`.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import accumulate, count
from pathlib import Path
from typing import Any

from kaigi_extract.archive.folder import DATASET, SEARCH
from kaigi_extract.archive.packed_sections import packed_spans, packed_text, spans_of, text_of
from kaigi_extract.archive.search_pairs import Folding, folded, pairs_of
from kaigi_extract.archive.search_query import SearchQuery
from kaigi_extract.archive.search_ranking import Ranker, Ranking, packed, packed_lengths
from kaigi_extract.archive.spellings import spellings_of, written_spellings
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import load

CHARACTERS_AROUND = 30
"""Characters shown on either side of a find."""

SEARCH_LAYOUT = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, path TEXT, ward TEXT, date TEXT, categories TEXT,
    part TEXT, sections INTEGER);
CREATE TABLE sections (place INTEGER PRIMARY KEY, kind TEXT, id TEXT, title TEXT, text BLOB, spans BLOB);
CREATE TABLE parts (part TEXT PRIMARY KEY, first INTEGER, documents BLOB, lengths BLOB);
CREATE VIRTUAL TABLE pairs USING fts5 (text, content = '', tokenize = 'ascii', columnsize = 0);
CREATE TABLE spellings (normal TEXT, word TEXT, PRIMARY KEY (normal, word)) WITHOUT ROWID;
INSERT INTO pairs (pairs, rank) VALUES ('hashsize', 16777216);
"""
"""The places of the sections of a document are its number and those after it: the index writes for each pair and
section how far its place is from that before, in one byte where places are close. Text and spans of a section are
compressed (`packed_sections`) and read where something is found in it. The hash size, in bytes, is what the index
holds in memory before it writes: its own 1 MB takes thrice as long. A part has the numbers of its documents, and the
lengths of the sections at its places from the first on, for ranking (`search_ranking`)."""
OF_DOCUMENT = "place >= documents.number AND place < documents.number + documents.sections"
"""The condition on a section that it is of a document."""
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
    date: str | None
    """Of the document: ISO."""


def write_index(target: Path, new: Collection[str], stale: Collection[str]) -> None:
    """Writes the index of the sections in the `new` parts of the Parquet dataset in the folder `target`.

    An index that is there already is carried on: what it has of the `stale` parts it forgets first.
    """
    parquet, dataset = load("pyarrow.parquet", MIGRATE), target / DATASET
    is_there = (target / SEARCH).exists()
    with closing(sqlite3.connect(target / SEARCH)) as db, db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + ("" if is_there else SEARCH_LAYOUT))
        for part in sorted(stale) if is_there else ():
            _forget(db, part)
        for part in sorted(new):
            _add_part(db, parquet, dataset, part)
        if not is_there:
            db.execute("INSERT INTO pairs (pairs) VALUES ('optimize')")
        db.executemany("INSERT OR IGNORE INTO spellings VALUES (?, ?)", written_spellings(target))


def _forget(db: sqlite3.Connection, part: str) -> None:
    """Takes the documents of a part out of the index, which must be told the text of each section once more."""
    table = Folding()
    for number, sections in db.execute("SELECT number, sections FROM documents WHERE part = ?", [part]).fetchall():
        places = (number, number + sections)
        for place, text in db.execute("SELECT place, text FROM sections WHERE place >= ? AND place < ?", places):
            known = (place, pairs_of(text_of(text).translate(table)))
            db.execute("INSERT INTO pairs (pairs, rowid, text) VALUES ('delete', ?, ?)", known)
        db.execute("DELETE FROM sections WHERE place >= ? AND place < ?", places)
    for name in ("documents", "parts"):
        db.execute(f"DELETE FROM {name} WHERE part = ?", [part])


def _add_part(db: sqlite3.Connection, parquet: Any, dataset: Path, part: str) -> None:
    """Adds the documents of a part and their sections; a part without documents has neither."""
    if not (dataset / "sections" / f"{part}.parquet").exists():
        sections: Iterable[Any] = ()
    else:
        sections = parquet.ParquetFile(dataset / "sections" / f"{part}.parquet").iter_batches(256, columns=[*_COLUMNS])
    table, lengths = Folding(), dict[int, int]()
    numbers = _add_documents(db, parquet, dataset, part)
    places = {document: count(number) for document, number in numbers.items()}
    for batch in sections:
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            place, plain = next(places[row[1]]), row[4].translate(table)
            _add(db, row, place, plain)
            lengths[place] = len(plain)
    if numbers:
        several = sorted(numbers.values())
        known = packed_lengths(range(several[0], max([several[-1], *lengths]) + 1), lengths)
        db.execute("INSERT INTO parts VALUES (?, ?, ?, ?)", (part, several[0], packed(several), known))


def _columns(parquet: Any, dataset: Path, table: str, part: str, names: list[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns of a table, of one part; none where the part has none."""
    path = dataset / table / f"{part}.parquet"
    if not path.exists():
        return iter(())
    return zip(*parquet.read_table(path, columns=names).to_pydict().values(), strict=True)


def _categories(parquet: Any, dataset: Path, part: str) -> dict[str, set[str]]:
    """What the cases of each document of a part are about."""
    found: dict[str, set[str]] = {}
    for document, first, all_ in _columns(parquet, dataset, "cases", part, ["document_id", "category", "categories"]):
        found.setdefault(document, set()).update({first} - {None}, json.loads(all_ or "[]"))
    return found


def _add_documents(db: sqlite3.Connection, parquet: Any, dataset: Path, part: str) -> dict[str, int]:
    """Adds the documents of one part; the number of each by its id."""
    categories = _categories(parquet, dataset, part)
    sections = Counter(document for (document,) in _columns(parquet, dataset, "sections", part, ["document_id"]))
    [(free,)] = db.execute("SELECT max(number + max(sections, 1)) FROM documents")
    free, numbers = free or 1, dict[str, int]()
    for key, name, ward, date in _columns(parquet, dataset, "documents", part, ["id", "path", "ward", "date"]):
        about = "".join(f"|{category}|" for category in sorted(categories.get(key, ())))
        values = (free, key, name, ward, date and date.isoformat(), about, part, sections[key])
        db.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        numbers[key] = free
        free += max(sections[key], 1)
    return numbers


def _add(db: sqlite3.Connection, row: Sequence[Any], place: int, plain: str) -> None:
    identity, _, kind, title, text, spans = row
    values = (place, kind, identity, title, packed_text(text), packed_spans(spans))
    db.execute("INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?)", values)
    db.execute("INSERT INTO pairs (rowid, text) VALUES (?, ?)", (place, pairs_of(plain)))


def page_starts(text: str, spans: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Where in the text of a section each of its pages begins: pairs of an offset and a page, by the same reckoning as
    the place of a find; none in files without pages."""
    ends = list(accumulate(_characters(span) for span in spans))
    found: list[tuple[int, int]] = []
    for span, end in zip(spans, [0.0, *ends], strict=False):
        if "page" in span and (not found or found[-1][1] != span["page"]):
            found.append((round(end / ends[-1] * len(text)), span["page"]))
    return found


def search(path: Path, query: SearchQuery) -> Iterator[Hit]:
    """Every find in the index at `path`: the documents that speak most of what is looked for first, in each the finds
    in their order."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        index = SearchIndex(db, query)
        ranking = index.ranked()
        for document in ranking.documents.tolist():
            yield from index.hits(document, ranking)


class SearchIndex:
    """The open index, asked for one query."""

    def __init__(self, db: sqlite3.Connection, query: SearchQuery) -> None:
        self.db, self.query = db, query
        self.groups = [[plain for word in group for plain in self._spelt(word)] for group in query.groups]
        self.kind = query.keep.get("kind")

    def _spelt(self, word: str) -> list[str]:
        """How a word may stand in the index: in all its spellings, itself first."""
        known = "SELECT word FROM spellings WHERE normal = ?"
        several = spellings_of(word, lambda normal: [found for (found,) in self.db.execute(known, [normal])])
        return list(dict.fromkeys(plain for one in several if (plain := folded(one))))

    def ranked(self) -> Ranking:
        """The documents that have what is asked for, by weight."""
        without = [plain for word in self.query.without for plain in self._spelt(word)]
        return Ranker(self.db).ranking(self.groups, without, self._kept())

    def places_of(self, document: int) -> range:
        """The places of all sections of a document."""
        [(sections,)] = self.db.execute("SELECT sections FROM documents WHERE number = ?", [document])
        return range(document, document + sections)

    def _kept(self) -> set[int] | None:
        """The documents that the filters leave; None where there are none."""
        keep, conditions, values = self.query.keep, [], []
        for name, condition in _CONDITIONS.items():
            if name in keep:
                conditions.append(condition)
                values.append(keep[name])
        if not conditions:
            return None
        asked = f"SELECT number FROM documents WHERE {' AND '.join(conditions)}"
        return {number for (number,) in self.db.execute(asked, values)}

    def hits(self, document: int, ranking: Ranking) -> Iterator[Hit]:
        """The finds in one document of a ranking."""
        [about] = self.db.execute("SELECT id, path, ward, date FROM documents WHERE number = ?", [document])
        for place in ranking.places_in(self.places_of(document)):
            asked = "SELECT kind, id, title, text, spans FROM sections WHERE place = ?"
            [(*row, text, spans)] = self.db.execute(asked, [place])
            if self.kind in (None, row[0]):
                yield from _hits(about, [*row, text_of(text), spans_of(spans)], self.groups)


_CONDITIONS = {
    "ward": "ward = ?",
    "since": "date >= ?",
    "until": "date <= ?",
    "category": "categories LIKE '%|' || ? || '|%'",
}


def _hits(about: Sequence[Any], row: Sequence[Any], groups: Iterable[list[str]]) -> Iterator[Hit]:
    """The finds in one section, in their order."""
    identity, path, ward, date = about
    kind, section, title, text, spans = row
    table = Folding()
    plain = [character.translate(table) for character in text]
    ends, found_in = list(accumulate(map(len, plain))), "".join(plain)
    lines = _Lines(spans)
    for at, length in sorted({place for group in groups for place in _apart(_places(found_in, group))}):
        start, end = bisect_right(ends, at), bisect_right(ends, at + length - 1) + 1
        place = lines.at(start / max(len(text), 1))
        before, after = text[max(start - CHARACTERS_AROUND, 0) : start], text[end : end + CHARACTERS_AROUND]
        printed = text[start:end]
        yield Hit(identity, path, ward, section, kind, title, place.get("page"), place, before, printed, after, date)


def _places(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where each word is in a folded text, and its length."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            if _is_cut(text, at + len(word)):
                at = text.find(word, at + 1)
                continue
            yield at, len(word)
            at = text.find(word, at + len(word))


def _apart(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of finds that overlap the first and longest: サーバー alone where it and サーバ are spellings of one word."""
    reached = 0
    for at, length in sorted(places, key=lambda place: (place[0], -place[1])):
        if at >= reached:
            yield at, length
            reached = at + length


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
