"""The search page: words, facets, and places in the documents that were found. Reads the search index."""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.archive.search import Hit, SearchIndex
from kaigi_extract.archive.search_query import SearchQuery, parse_query
from kaigi_extract.archive.search_ranking import Ranking
from kaigi_extract.web.browse import address
from kaigi_extract.web.browse.address import Address
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.facets import FACETS, Facets, asked_facets, facets_of
from kaigi_extract.web.browse.overview import leaf_of
from kaigi_extract.web.browse.page import Leaves, PageData, Row, Words

WORDS = "q"
"""What is typed, in an address."""
LONGEST_QUERY = 400
"""Characters: nobody types more, and each word is a look into the index."""


class Searcher:
    """Answers searches. What is asked again (the next page, another facet) is not looked for again. Thread-safe."""

    def __init__(self, view: ArchiveView) -> None:
        self._view = view
        self._lock = threading.Lock()
        self._sign: Any = None
        self._facets: Facets | None = None
        self._rankings: OrderedDict[str, Ranking] = OrderedDict()

    def facets(self) -> Facets:
        """The facets of the archive as it is."""
        with self._lock:
            if self._facets is None or self._sign != self._view.sign:
                sign, self._facets = self._view.sign, None  # none, too, where they cannot be read
                self._facets = facets_of(self._view)
                self._sign, self._rankings = sign, OrderedDict()
            return self._facets

    def page(self, at: Address, *, whole: bool) -> PageData:
        """The search page of an address. What cannot be asked is said on it."""
        facets, asked = self.facets(), dict(at.asked)
        words, chosen = asked.get(WORDS, "")[:LONGEST_QUERY].strip(), asked_facets(at.asked)
        query, problem = _parsed(words)
        kept = facets.chosen(chosen)
        order: NDArray[np.integer[Any]]
        if words and query is None:
            order = np.zeros(0, np.int32)
            ranking = None
        else:
            ranking = self._ranking(words, query) if query is not None else None
            order = facets.latest if ranking is None else ranking.documents
            order = order[kept[order]]
        found = np.zeros(facets.size, bool)
        found[order] = True
        leaves = Leaves(at.leaf, self._view.settings.finds, len(order)).check()
        most = self._view.settings.whole if whole else leaves.size
        start = 0 if whole else leaves.start
        shown = [int(number) for number in order[start : start + most]]
        documents = self._documents(shown, query, ranking, places=not whole or bool(words))
        choices = [_choices(name, facets, found, chosen, at, self._view.settings.facets) for name in FACETS]
        title: Words = (f"検索：{words}" if words else "文書を探す", f"Search: {words}" if words else "Documents")
        data = {
            **{"words": words, "problem": problem, "total": len(order), "documents": documents},
            **{"facets": [one for one in choices if one["values"]], "chosen": chosen},
        }
        return PageData("browse_search.html", title, data, _rows(documents), leaves)

    def _ranking(self, words: str, query: SearchQuery) -> Ranking:
        with self._lock:
            if (known := self._rankings.get(words)) is not None:
                self._rankings.move_to_end(words)
                return known
        with self._view.index() as db:
            ranking = SearchIndex(db, query).ranked()
        with self._lock:
            self._rankings[words] = ranking
            while len(self._rankings) > self._view.settings.answers:
                self._rankings.popitem(last=False)
        return ranking

    def _documents(
        self, numbers: list[int], query: SearchQuery | None, ranking: Ranking | None, *, places: bool
    ) -> list[Row]:
        """What is shown of some documents, in their order."""
        found = []
        with self._view.index() as db:
            index = SearchIndex(db, query) if query is not None and places else None
            about = self._about(db, numbers)
            for number in numbers:
                row = about.get(number)
                if row is None:
                    continue
                hits: list[Hit] = []
                if index is not None and ranking is not None:
                    hits = list(islice(index.hits(number, ranking), self._view.settings.snippets))
                found.append({**row, "hits": [_hit(self._view, row["sha256"], hit) for hit in hits]})
        return found

    def _about(self, db: sqlite3.Connection, numbers: list[int]) -> dict[int, Row]:
        marks = ",".join("?" * len(numbers))
        known = dict(db.execute(f"SELECT id, number FROM documents WHERE number IN ({marks})", numbers).fetchall())
        rows = self._view.rows(
            "SELECT d.id, d.sha256, d.path, d.ward, d.date, d.council, d.page_count, "
            "coalesce(w.title, d.source_title, d.path) AS title, m.role "
            "FROM documents d LEFT JOIN manifestations m ON m.id = d.id LEFT JOIN works w ON w.id = m.work_id "
            "WHERE d.id IN (SELECT unnest($1))",
            list(known),
        )
        return {known[row.pop("id")]: {**row, "address": address.document(row["sha256"])} for row in rows}


def _parsed(words: str) -> tuple[SearchQuery | None, Words | None]:
    """What was typed, taken apart; what is wrong with it."""
    if not words:
        return None, None
    try:
        return parse_query(words), None
    except ValueError as error:
        english = str(error).removeprefix("search: ")
        return None, ("探す言葉がないか、日付の書き方が違います（例：委託 since:2013-04-01）", english)


def _hit(view: ArchiveView, sha256: str, hit: Hit) -> Row:
    return {
        **{"before": hit.before, "text": hit.text, "after": hit.after, "page": hit.page, "kind": hit.kind},
        "address": address.document(sha256, leaf_of(view, hit.page)),
    }


def _choices(
    name: str, facets: Facets, found: NDArray[np.bool_], chosen: dict[str, str], at: Address, most: int
) -> Row:
    """The values of one facet: what is chosen, and what else could be."""
    here = at.on(1)
    values = [
        {"value": value, "count": count, "chosen": value == chosen.get(name), "address": here.asking(**{name: value})}
        for value, count in facets.facets[name].counts(found, most)
    ]
    if name == "year":
        values.sort(key=lambda one: str(one["value"]), reverse=True)
    without = here.asking(**{name: None}) if name in chosen else None
    if name in chosen:
        values = [one for one in values if one["chosen"]] or [
            {"value": chosen[name], "count": 0, "chosen": True, "address": here}
        ]
    return {"name": name, "values": values, "without": without}


def _rows(documents: list[Row]) -> list[Row]:
    """A row for each place; for each document where no words were looked for."""
    rows = []
    for one in documents:
        about = {name: one[name] for name in ("ward", "date", "title", "path", "sha256")}
        for hit in one["hits"] or [{}]:
            found = {name: hit.get(name) for name in ("kind", "page", "before", "text", "after", "address")}
            rows.append({**about, **found, "address": found["address"] or one["address"]})
    return rows
