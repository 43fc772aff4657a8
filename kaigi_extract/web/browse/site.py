"""The site over an archive: the page of an address, as HTML, CSV or JSON, and every address that there is.

Knows no server. Who writes the site into a folder goes over `Site.addresses` and writes `Site.body` of each under
`address.file_of`; links between pages are relative, and so are those to `assets/` and `picture/`.
"""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

from kaigi_extract.show.sanitise import legible
from kaigi_extract.web.browse import address, matters, overview, papers, terms
from kaigi_extract.web.browse.address import HOME, Address, Form, file_of, link, way_up
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.page import PageData
from kaigi_extract.web.browse.searching import Searcher
from kaigi_extract.web.browse.words import called
from kaigi_extract.web.pages import Language, filled

MEDIA_TYPES: dict[Form, str] = {"html": "text/html", "csv": "text/csv", "json": "application/json"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would reckon."""
_NUMBERS = "+-0123456789.,%"
Make = Callable[["Site", Address, bool], PageData]
NAVIGATION: tuple[tuple[str, str, str], ...] = (
    ("search", "文書", "Documents"),
    ("cases", "案件", "Cases"),
    ("companies", "相手方", "Companies"),
    ("terms", "条項", "Clauses"),
    ("crosswalk", "区の比較", "Wards compared"),
    ("wards", "区・団体", "Wards"),
    ("findings", "所見", "Findings"),
)
"""Pages that every page leads to: their kind, and what they are called in Japanese and English."""


class Site:
    """Every page of an archive. What of it depends on a server, who writes it into a folder says anew."""

    navigation = NAVIGATION
    home = HOME
    """Where the first page is."""
    policy: str | None = None
    """The content security policy, where no server sends it."""

    def __init__(self, view: ArchiveView) -> None:
        self.view, self.searcher = view, Searcher(view)

    def page(self, at: Address, *, whole: bool = False) -> PageData:
        """The data of a page; with `whole` of the whole list, not of one leaf.

        Raises:
            KeyError: There is no such page.
            KaigiError: What is on it cannot be read.
        """
        made = _PAGES[at.kind, len(at.keys)](self, at, whole)
        if at.leaf > 1 and (made.leaves is None or at.leaf > made.leaves.count):
            raise KeyError(at)
        return made

    def body(self, at: Address, language: Language = "ja", form: Form = "html") -> str:
        """A page as it is written: a whole HTML document, CSV with a head and CRLF (RFC 4180), or one JSON object.

        Errors: those of `page`.
        """
        return self.written(self.page(at, whole=form != "html"), at, language, form)

    def written(self, made: PageData, at: Address, language: Language = "ja", form: Form = "html") -> str:
        """The body of a page whose data are at hand."""
        if form == "csv":
            return _csv(made)
        if form == "json":
            name = made.title[0] or None
            told = {"title": name, "address": file_of(at, "ja"), **made.data}
            return json.dumps(told, ensure_ascii=False, indent=1, default=_jsonable) + "\n"
        return self._html(made, at, language)

    def addresses(self) -> Iterator[Address]:
        """Every page that can be listed. Searches, and comparisons of sets that have nothing to do with each other,
        are endless and left out."""
        yield self.home
        for name in ("wards", "crosswalk", "findings"):
            yield Address(name)
        for kind in ("cases", "companies", "terms"):
            yield from self._leaves(Address(kind))
        for row in self.view.rows("SELECT DISTINCT category FROM each_case ORDER BY 1"):
            yield from self._leaves(overview.cases_of(row["category"]))
        for row in self.view.rows("SELECT ward FROM ward_counts ORDER BY 1"):
            yield address.ward(row["ward"])
            for year in self.page(address.ward(row["ward"])).data["years"]:
                yield from self._leaves(year["address"])
        for row in self.view.rows("SELECT DISTINCT code FROM findings ORDER BY 1"):
            yield from self._leaves(address.findings(row["code"]))
        for row in self.view.rows("SELECT DISTINCT topic FROM clause_topics ORDER BY 1"):
            yield address.topic(row["topic"])
        yield from self._records()

    def _records(self) -> Iterator[Address]:
        ask = self.view.rows
        pages = self.view.settings.pages
        for row in ask("SELECT sha256, page_count FROM documents ORDER BY 1"):
            for leaf in range(1, max(1, -(-(row["page_count"] or 0) // pages)) + 1):
                yield address.document(row["sha256"], leaf)
        for row in ask("SELECT id FROM counted WHERE kind = 'case' ORDER BY 1"):
            yield address.case(row["id"])
        for row in ask("SELECT DISTINCT name FROM counterparties WHERE NOT own_office AND counts ORDER BY 1"):
            yield address.company(row["name"])
        for row in ask("SELECT id FROM clause_sets ORDER BY 1"):
            yield address.clause_set(row["id"])
            yield Address("compare", address.clause_set(row["id"]).keys)
        for row in ask("SELECT id FROM clauses ORDER BY 1"):
            yield address.clause(row["id"])
        for row in ask("SELECT DISTINCT old_set_id, new_set_id FROM links ORDER BY 1, 2"):
            yield address.comparison(row["old_set_id"], row["new_set_id"])

    def _leaves(self, first: Address) -> Iterator[Address]:
        leaves = self.page(first).leaves
        for leaf in range(1, (leaves.count if leaves is not None else 1) + 1):
            yield first.on(leaf)

    def _html(self, made: PageData, at: Address, language: Language) -> str:
        other: Language = "en" if language == "ja" else "ja"
        wards = self.view.ward_names()

        def href(there: Address, fragment: str = "", form: Form = "html") -> str:
            return link(at, there, language, form, fragment)

        def name(table: str, value: Any) -> str:
            return called(table, None if value is None else str(value), language, wards)

        given = {
            **{"at": at, "page": made, "href": href, "name": name, "leaves": made.leaves, "Address": Address},
            **{"title": made.title[0 if language == "ja" else 1], "archive": self.view.name, "crumbs": made.crumbs},
            **{"switch": link(at, at, language, to=other), "home": self.home, "address": address},
            **{"navigation": self.navigation, "policy": self.policy, "data_links": self.data_links(at, language)},
        }
        return filled(made.template, language, way_up(at, language), **{**made.data, **given})

    def data_links(self, at: Address, language: Language) -> dict[Form, str]:
        """Where the CSV and JSON of a page are: a list is one file, whichever leaf of it is looked at, and in whichever
        language."""
        return {form: link(at, at.on(1), language, form, to="ja") for form in ("csv", "json")}


def _csv(made: PageData) -> str:
    """The table of a page. A text that a spreadsheet would take for a formula has an apostrophe before it."""
    out = StringIO()
    names = list(made.rows[0]) if made.rows else []
    writer = csv.writer(out)
    if names:
        writer.writerow(names)
    for row in made.rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return "\ufeff" + legible(out.getvalue())


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return _cell("、".join(str(_jsonable(one) if not isinstance(one, str) else one) for one in value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=_jsonable)
    if isinstance(value, Address):
        return file_of(value, "ja")
    text = "" if value is None else str(value)
    if isinstance(value, str) and text.startswith(_FORMULA) and text.strip(_NUMBERS):
        return "'" + text
    return text


def _jsonable(value: Any) -> Any:
    """What JSON has no word for."""
    if isinstance(value, Address):
        return file_of(value, "ja")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


_PAGES: dict[tuple[str, int], Make] = {
    ("index", 0): lambda site, at, whole: overview.home(site.view),
    ("search", 0): lambda site, at, whole: site.searcher.page(at, whole=whole),
    ("wards", 0): lambda site, at, whole: overview.wards(site.view),
    ("ward", 1): lambda site, at, whole: overview.ward(site.view, at),
    ("ward", 2): lambda site, at, whole: overview.ward_year(site.view, at, whole=whole),
    ("cases", 0): lambda site, at, whole: overview.cases(site.view, at, whole=whole),
    ("cases", 1): lambda site, at, whole: overview.cases(site.view, at, whole=whole),
    ("case", 1): lambda site, at, whole: matters.case(site.view, at),
    ("companies", 0): lambda site, at, whole: overview.companies(site.view, at, whole=whole),
    ("company", 1): lambda site, at, whole: matters.company(site.view, at),
    ("document", 1): lambda site, at, whole: papers.document(site.view, at, whole=whole),
    ("terms", 0): lambda site, at, whole: terms.families(site.view, at, whole=whole),
    ("terms", 1): lambda site, at, whole: terms.clause_set(site.view, at),
    ("clause", 1): lambda site, at, whole: terms.clause(site.view, at),
    ("crosswalk", 0): lambda site, at, whole: terms.crosswalk(site.view),
    ("topic", 1): lambda site, at, whole: terms.topic(site.view, at),
    ("compare", 1): lambda site, at, whole: terms.candidates(site.view, at),
    ("compare", 2): lambda site, at, whole: terms.comparison(site.view, at),
    ("findings", 0): lambda site, at, whole: overview.findings(site.view),
    ("findings", 1): lambda site, at, whole: overview.findings_of(site.view, at, whole=whole),
}
"""Every kind of page, by the first part of its address and how many follow."""
