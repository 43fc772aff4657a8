"""By what documents can be chosen: for each facet which documents have which value, as arrays of numbers.

Made once for a state of the archive, so that a search counts in milliseconds; reads the tables and the search index.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.archive.search import OF_DOCUMENT
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.fiscal_year import fiscal_year
from kaigi_extract.web.browse.archive import ArchiveView

FACETS = ("ward", "year", "category", "company", "kind", "doubt")
"""In the order in which they are shown."""
NONE = "-"
"""The value of documents that have none, where that can be asked for."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: pairs of a document and a value that it has."""

    values: tuple[str, ...]
    documents: NDArray[np.int32]
    """Numbers of documents, as the search index has them."""
    has: NDArray[np.int32]
    """For each of them the place of a value."""

    def counts(self, chosen: NDArray[np.bool_], most: int) -> list[tuple[str, int]]:
        """The most frequent values among some documents, with how many have each."""
        counted = np.bincount(self.has[chosen[self.documents]], minlength=len(self.values))
        order = sorted(np.flatnonzero(counted).tolist(), key=lambda at: (-int(counted[at]), self.values[at]))
        return [(self.values[at], int(counted[at])) for at in order[:most]]

    def having(self, value: str, size: int) -> NDArray[np.bool_]:
        """For each document whether it has a value."""
        found = np.zeros(size, bool)
        if value in self.values:
            found[self.documents[self.has == self.values.index(value)]] = True
        return found


@dataclass(frozen=True, slots=True)
class Facets:
    """All of them, and the documents from the latest to the oldest."""

    size: int
    """One more than the highest number."""
    latest: NDArray[np.int32]
    facets: dict[str, Facet]

    def chosen(self, asked: dict[str, str]) -> NDArray[np.bool_]:
        """The documents that have all of these values."""
        found = np.zeros(self.size, bool)
        found[self.latest] = True
        for name, value in asked.items():
            found &= self.facets[name].having(value, self.size)
        return found


def facets_of(view: ArchiveView) -> Facets:
    """Reads them."""
    with view.index() as db:
        known = db.execute("SELECT number, id, ward, date, categories FROM documents").fetchall()
        kinds = db.execute(f"SELECT DISTINCT number, kind FROM documents, sections WHERE {OF_DOCUMENT}").fetchall()
    known.sort(key=lambda row: (row[3] or "", row[1]), reverse=True)
    number_of = {row[1]: row[0] for row in known}

    def numbered(query: str) -> Iterable[tuple[int, str]]:
        for row in view.rows(query):
            if (number := number_of.get(row["id"])) is not None:
                yield number, row["value"]

    facets = {
        "ward": _facet((row[0], row[2] or NONE) for row in known),
        "year": _facet((row[0], _year(row[3])) for row in known),
        "category": _facet((row[0], one) for row in known for one in filter(None, (row[4] or "").split("|"))),
        "company": _facet(
            numbered("SELECT DISTINCT document_id AS id, name AS value FROM counterparties WHERE NOT own_office")
        ),
        "kind": _facet((number, kind) for number, kind in kinds if kind != "furniture"),
        "doubt": _facet(
            numbered("SELECT DISTINCT document_id AS id, code AS value FROM findings WHERE severity <> 'info'")
        ),
    }
    latest = np.array([row[0] for row in known], np.int32)
    return Facets(max((row[0] for row in known), default=0) + 1, latest, facets)


def _year(day: str | None) -> str:
    return NONE if day is None else str(fiscal_year(datetime.date.fromisoformat(day)))


def _facet(pairs: Iterable[tuple[int, str]]) -> Facet:
    places: dict[str, int] = {}
    documents, has = [], []
    for number, value in pairs:
        documents.append(number)
        has.append(places.setdefault(value, len(places)))
    return Facet(tuple(places), np.array(documents, np.int32), np.array(has, np.int32))


def asked_facets(asked: Sequence[tuple[str, str]], names: Collection[str] = FACETS) -> dict[str, str]:
    """What is asked for of the facets, each once."""
    return {name: value for name, value in asked if name in names and value}
