"""What the search of the site reads: scripts that a page loads one by one, for a page opened as a file may no more.

Pagefind (1.5 was tried) is a module that reads its index by `fetch`: Chromium refuses both to a page opened as a file.
This index has, as that of the archive (`archive.search`), every pair of neighbouring characters. In which documents
they are is spread over scripts by the first of the two; the text of each document is a script of its own, which shows
the finds and says whether pairs are next to each other. Reads the excerpt; gives the files, and keeps what does not fit
memory in a folder.
"""

from __future__ import annotations

import base64
import hashlib
import json
import pickle
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.archive.packed_sections import spans_of, text_of
from kaigi_extract.archive.search import CHARACTERS_AROUND, OF_DOCUMENT, page_starts
from kaigi_extract.archive.search_pairs import END, folded
from kaigi_extract.show.sanitise import legible
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.facets import FACETS, Facet, facets_of
from kaigi_extract.web.browse.words import called
from kaigi_extract.web.pages import Language

BUCKETS = 1024
"""Most scripts that pairs are spread over."""
BYTES_A_SCRIPT = 100_000
"""About what a script of pairs takes, as far as there are so many: a word needs one for each of its characters."""
HELD = 2_000_000
"""Pairs of documents kept in memory at a time."""
LANGUAGES: tuple[Language, ...] = ("ja", "en")
_SHORT = 24
"""Numbers up to which a loop is faster than numpy."""


class SearchIndex:
    """The files of the index."""

    def __init__(self, view: ArchiveView, folder: Path) -> None:
        """`folder` is a new one."""
        self._view, self._folder = view, folder
        folder.mkdir()
        self._held: dict[str, array[int]] = {}
        self._count = self._pairs = 0
        self._sign = hashlib.sha256()
        with self._view.index() as db:
            rows = db.execute("SELECT number, id, date FROM documents").fetchall()
        rows.sort(key=lambda row: (row[2] or "", row[1]))
        self.documents: list[tuple[int, str, str | None]] = rows
        """Number in the archive's index, id and day of each, the latest last: what comes in is behind what is there."""

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """The text of each document, which is counted as it goes by."""
        with self._view.index() as db:
            for place, (number, key, _) in enumerate(self.documents):
                about = self._view.row(_ABOUT, key)
                sections: list[Any] = []
                pairs: set[str] = set()
                for kind, packed, places in db.execute(_SECTIONS, [number]):
                    text, spans = text_of(packed), spans_of(places)
                    pairs.update(map("".join, pairwise(folded(text) + END)))
                    sections.append([kind, legible(text), page_starts(text, spans)])
                self._add(place, pairs)
                told = {**about, "date": about["date"] and about["date"].isoformat(), "sections": sections}
                script = _call("document", key, told)
                self._sign.update(script)
                yield text_name(key), script
        self._spill()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The rest, when all texts have gone by."""
        scripts = self.scripts
        for number in range(scripts):
            yield pairs_name(number), _call("pairs", number, dict(self._merged(range(number, BUCKETS, scripts))))
        yield "search/words.js", _call("words", None, {"spellings": self._spellings(), "folding": unusual_folding()})
        yield "search/index.js", _call("index", None, self._index(scripts))

    @property
    def scripts(self) -> int:
        """Over how many scripts the pairs are spread: a power of two."""
        wanted, number = self._pairs * 1.5 / BYTES_A_SCRIPT, 1
        while number < wanted and number < BUCKETS:
            number *= 2
        return number

    def _add(self, place: int, pairs: Iterable[str]) -> None:
        for pair in pairs:
            if pair not in self._held:
                self._held[pair] = array("i")
            self._held[pair].append(place)
            self._count += 1
        if self._count > HELD:
            self._spill()

    def _spill(self) -> None:
        self._pairs += self._count
        buckets: dict[int, dict[str, bytes]] = {}
        for pair, places in self._held.items():
            buckets.setdefault(ord(pair[0]) % BUCKETS, {})[pair] = places.tobytes()
        for bucket, held in buckets.items():
            with (self._folder / str(bucket)).open("ab") as file:
                pickle.dump(held, file)
        self._held, self._count = {}, 0

    def _merged(self, buckets: Iterable[int]) -> Iterator[tuple[str, str]]:
        """The documents of each pair of some buckets, as the page reads them."""
        found: dict[str, list[bytes]] = {}
        for bucket in buckets:
            path = self._folder / str(bucket)
            with path.open("rb") if path.exists() else closing(_Empty()) as file:
                while True:
                    try:
                        held = pickle.load(file)
                    except EOFError:
                        break
                    for pair, places in held.items():
                        found.setdefault(pair, []).append(places)
        for pair in sorted(found):
            yield pair, packed_numbers(np.frombuffer(b"".join(found[pair]), np.int32))

    def _index(self, scripts: int) -> dict[str, Any]:
        settings = self._view.settings
        facets = facets_of(self._view)
        places = np.full(facets.size, -1, np.int32)
        for place, (number, _, _) in enumerate(self.documents):
            places[number] = place
        return {
            "documents": len(self.documents),
            "ids": "".join(key for _, key, _ in self.documents),
            "days": [int((day or "0").replace("-", "")) for _, _, day in self.documents],
            "sign": self._sign.hexdigest()[:16],
            "scripts": scripts,
            "pages": settings.pages,
            "finds": settings.finds,
            "snippets": settings.snippets,
            "shown": settings.facets,
            "around": CHARACTERS_AROUND,
            "facets": {name: _facet(name, facets.facets[name], places, self._view.ward_names()) for name in FACETS},
        }

    def _spellings(self) -> list[list[str]]:
        """Words that are one, as they are compared."""
        groups: dict[str, list[str]] = {}
        with self._view.index() as db:
            for normal, word in db.execute("SELECT normal, word FROM spellings ORDER BY normal, word"):
                groups.setdefault(normal, [normal]).append(word)
        found = [list(dict.fromkeys(filter(None, map(folded, group)))) for group in groups.values()]
        return [group for group in found if len(group) > 1]


class _Empty:
    """A file with nothing in it."""

    def read(self, _: int = -1) -> bytes:
        return b""

    def readline(self) -> bytes:
        return b""

    def close(self) -> None:
        """Nothing."""


_SECTIONS = f"SELECT kind, text, spans FROM documents, sections WHERE number = ? AND {OF_DOCUMENT} ORDER BY place"
_ABOUT = """
SELECT d.sha256, d.path, d.ward, d.date, d.page_count AS pages, coalesce(w.title, d.source_title, d.path) AS title
FROM documents d LEFT JOIN manifestations m ON m.id = d.id LEFT JOIN works w ON w.id = m.work_id WHERE d.id = $1
"""


def text_name(document_id: str) -> str:
    """Where the text of a document is in the site."""
    return f"search/text/{document_id}.js"


def pairs_name(number: int) -> str:
    """Where a part of the pairs is in the site."""
    return f"search/pairs/{number}.js"


def _facet(name: str, facet: Facet, places: NDArray[np.int32], wards: Mapping[str, str]) -> dict[str, Any]:
    values = []
    for at in sorted(range(len(facet.values)), key=lambda at: facet.values[at]):
        value = facet.values[at]
        known = None if value == "-" else value
        documents = np.sort(places[facet.documents[facet.has == at]])
        words = [called(name, known, language, wards) for language in LANGUAGES]
        values.append([value, *words, packed_numbers(documents)])
    return {"values": values}


def _call(function: str, key: object, told: dict[str, Any]) -> bytes:
    """A script that hands its data over."""
    given = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    first = "" if key is None else json.dumps(key) + ","
    return f"kaigi.{function}({first}{given});\n".encode("utf-8", "replace")


def packed_numbers(numbers: NDArray[np.int32]) -> str:
    """Rising numbers in little room: how far each is from the one before (the first from -1), seven bits a byte, the
    lowest first, the eighth where more follow (LEB128); as base64."""
    steps = np.diff(numbers, prepend=np.int32(-1))
    if len(steps) <= _SHORT:
        found = bytearray()
        for step in steps.tolist():
            left = step
            while left >= 0x80:
                found.append(left & 0x7F | 0x80)
                left >>= 7
            found.append(left)
        return base64.b64encode(found).decode()
    sizes = np.ones(len(steps), np.int64)
    for bytes_before in range(1, 5):
        sizes += steps >= 1 << (7 * bytes_before)
    starts = np.cumsum(sizes) - sizes
    out = np.zeros(int(sizes.sum()), np.uint8)
    for at in range(5):
        of = sizes > at
        more = (sizes[of] > at + 1).astype(np.uint8) << 7
        out[starts[of] + at] = ((steps[of] >> (7 * at)) & 0x7F).astype(np.uint8) | more
    return base64.b64encode(out.tobytes()).decode()


def unusual_folding() -> dict[str, str]:
    """Characters that are compared as something else than a browser makes of them by NFKC, lower case and NFD."""
    found = {}
    for code in (*range(0xD800), *range(0xE000, 0x20000), *range(0xE0100, 0xE01F0)):
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character).lower().strip()
        if not 0xAC00 <= code <= 0xD7A3:
            plain = unicodedata.normalize("NFD", plain)
        if (wanted := folded(character)) != plain:
            found[character] = wanted
    return found
