"""The pages of an archive as they are in a folder: those of `web.browse`, where each link leads to a file of the site.

What only a server can answer is another page here, or none: the search page reads its index by scripts, and of the
comparisons of any two sets there are those of versions, of sets with the model of their family, and of the latest
terms of wards. Reads the excerpt that is published and the registry of what was written; writes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kaigi_extract.archive.described import ARCHIVE_TABLES, table_words
from kaigi_extract.archive.folder import DUCKDB
from kaigi_extract.archive.verbs import ARCHIVE
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import load
from kaigi_extract.web.browse import address, terms
from kaigi_extract.web.browse.address import HOME, Address, Form, file_of
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.page import PageData, Row
from kaigi_extract.web.browse.settings import BrowseSettings
from kaigi_extract.web.browse.site import NAVIGATION, Site
from kaigi_extract.web.pages import Language
from kaigi_extract.web.publish.downloads import FORMS, download_name
from kaigi_extract.web.publish.pictures import crop_name, picture_name, value_places

POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'"
"""No script, style or picture but those of the site, and no request by any script. A page cannot say of itself what
`web.guard` says of frames."""
START = Address("home")
"""The first page of each language, where the page of the folder itself leads to one of them."""
SEARCH, DOWNLOADS_PAGE = Address("search"), Address("downloads")
_PAIRS = "published_comparisons"
_LATEST_PAIRS = f"""
SELECT a.id AS old, b.id AS new FROM ({terms.LATEST}) a JOIN ({terms.LATEST}) b
    ON (coalesce(a.date, DATE '9999-12-31'), a.id) < (coalesce(b.date, DATE '9999-12-31'), b.id)
"""
_COMPARISONS = f"""
CREATE TABLE {_PAIRS} AS SELECT arg_min(old, (rank, old)) AS old, arg_min(new, (rank, old)) AS new FROM (
    SELECT DISTINCT old_set_id AS old, new_set_id AS new, 0 AS rank FROM links
    UNION ALL SELECT t.clause_set_id, m.clause_set_id, 1 FROM families t JOIN families m ON t.family = m.family
        WHERE t.relation = 'template' AND m.relation <> 'template'
    UNION ALL SELECT old, new, 2 FROM ({_LATEST_PAIRS.replace("$1", "{most}")})
) GROUP BY least(old, new), greatest(old, new)
"""
"""Which two sets have a page, each pair one way round."""
_ASKED_BY = {
    "cases": ("id", "document_id"),
    "clause_sets": ("id", "document_id", "case_id"),
    "clauses": ("id", "clause_set_id"),
    "counted": ("id", "counted_as"),
    "counterparties": ("name", "form_id"),
    "data_items": ("form_id",),
    "decisions": ("case_id",),
    "documents": ("id", "sha256"),
    "families": ("clause_set_id", "family"),
    "forms": ("case_id",),
    "items": ("clause_id",),
    "joins": ("case_id",),
    "legal_bases": ("case_id",),
    "life_events": ("lineage",),
    "links": ("lineage",),
    "manifestations": ("id", "work_id"),
    "periods": ("form_id",),
    "works": ("id",),
}
"""By which columns pages ask for rows: with indexes a page of 20,000 documents takes a third less, for two seconds."""


@dataclass(frozen=True)
class SitePlan:
    """All that a worker needs to make pages."""

    excerpt: Path
    """The archive that is published."""
    registry: Path
    """What was written of the site so far."""
    title: str
    start: Language
    without: frozenset[str]


def prepare(excerpt: Path, settings: BrowseSettings = BrowseSettings()) -> None:
    """Notes in the tables of the excerpt which comparisons have a page, and indexes them by what pages ask for."""
    limits = {"memory_limit": f"{settings.memory}MB", "threads": "2"}
    with load("duckdb", ARCHIVE).connect(str(excerpt / DUCKDB), config=limits) as db:
        db.execute(_COMPARISONS.format(most=settings.compared))
        for table, columns in _ASKED_BY.items():
            for column in columns:
                db.execute(f'CREATE INDEX "{table} by {column}" ON "{table}" ("{column}")')


class StaticSite(Site):
    """Every page, and which files each is."""

    policy = POLICY

    def __init__(self, plan: SitePlan) -> None:
        view = ArchiveView(plan.excerpt)
        view.name = plan.title
        super().__init__(view)
        self._plan = plan
        left_out = {"findings"} & plan.without
        self.navigation = tuple(one for one in NAVIGATION if one[0] not in left_out)
        if "downloads" not in plan.without:
            self.navigation += (("downloads", "ダウンロード", "Downloads"),)
        self.home = HOME if plan.start == "ja" else START

    def addresses(self) -> Iterator[Address]:
        """Every page of the folder."""
        yield SEARCH
        if "downloads" not in self._plan.without:
            yield DOWNLOADS_PAGE
        for at in super().addresses():
            if at.kind != "compare" and (at.kind != "findings" or "findings" not in self._plan.without):
                yield at
        for row in self.view.rows(f"SELECT old AS id FROM {_PAIRS} UNION SELECT new FROM {_PAIRS} ORDER BY 1"):
            yield Address("compare", address.clause_set(row["id"]).keys)
        for row in self.view.rows(f"SELECT old, new FROM {_PAIRS} ORDER BY 1, 2"):
            yield address.comparison(row["old"], row["new"])

    def files(self, at: Address) -> dict[tuple[Language, Form], str]:
        """The names of the files that a page is, by language and form. The CSV of a list is with its first leaf."""
        found: dict[tuple[Language, Form], str] = {("ja", "html"): file_of(at, "ja"), ("en", "html"): file_of(at, "en")}
        if self._has_data(at) and at.leaf == 1:
            found |= {("ja", form): file_of(at, "ja", form) for form in ("csv", "json")}
        return found

    def bodies(self, at: Address) -> Iterator[tuple[str, str]]:
        """Each file that a page is: its name, and what is in it."""
        shown = whole = self.page(at)
        files = self.files(at)
        if shown.leaves is not None and len(files) > 2:
            whole = self.page(at, whole=True)
        for (language, form), name in files.items():
            yield name, self.written(shown if form == "html" else whole, at, language, form)

    def data_links(self, at: Address, language: Language) -> dict[Form, str]:
        """None where CSV and JSON are left out."""
        return super().data_links(at, language) if self._has_data(at) else {}

    def _has_data(self, at: Address) -> bool:
        return "data" not in self._plan.without and at not in (SEARCH, DOWNLOADS_PAGE)

    def page(self, at: Address, *, whole: bool = False) -> PageData:
        """The data of a page, as in `Site.page`, without what the site does not have."""
        if at == SEARCH:
            return PageData("publish_search.html", ("文書を探す", "Documents"), {})
        if at == DOWNLOADS_PAGE:
            return PageData("publish_downloads.html", ("ダウンロード", "Downloads"), self._downloads())
        made = super().page(HOME if at == START else at, whole=whole)
        fitted = _FITTED.get((at.kind, len(at.keys)))
        if fitted is not None:
            fitted(self, made)
        return made

    # ---- What differs ----

    def _fit_home(self, made: PageData) -> None:
        if "findings" in self._plan.without:
            del made.data["counts"]["findings"]

    def _fit_document(self, made: PageData) -> None:
        """Pictures of the pages that have one; of values on others what was kept of them."""
        sha256 = made.data["about"]["sha256"]
        if "pictures" in self._plan.without:
            made.data["without_pictures"] = True
        drawn = self._written(f"picture/{sha256}/")
        for page in made.data["pages"]:
            name = picture_name(sha256, page["number"])
            page["picture"] = name if name in drawn else None
        self._add_crops(made, sha256)

    def _add_crops(self, made: PageData, sha256: str) -> None:
        kept = self._written(crop_name(sha256, ""))
        if not kept:
            return
        places = value_places(self.view.document(sha256))
        for group in made.data["groups"]:
            for one in group["values"]:
                name = crop_name(sha256, places.get(one["number"], ""))
                if name in kept:
                    one["crop"] = name

    def _written(self, beginning: str) -> dict[str, int]:
        """The files of the site whose names begin so, with their sizes."""
        asked = "SELECT name, size FROM written WHERE name >= ? AND name < ?"
        with closing(sqlite3.connect(f"{self._plan.registry.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return dict(db.execute(asked, (beginning, beginning[:-1] + chr(ord(beginning[-1]) + 1))))

    def _fit_terms(self, made: PageData) -> None:
        asked = f"SELECT 1 FROM {_PAIRS} WHERE old = $1 OR new = $1 LIMIT 1"
        if not self.view.rows(asked, made.data["about"]["id"]):
            made.data["compare"] = None
        for row in (*made.data["members"], *made.data["versions"]):
            row["comparison"] = self._there(row["comparison"])

    def _fit_candidates(self, made: PageData) -> None:
        rows = made.data["rows"]
        for row in rows:
            row["address"] = self._there(row["address"])
        rows[:] = [row for row in rows if row["address"] is not None]

    def _fit_comparison(self, made: PageData) -> None:
        """No way to turn it; of what is printed the pictures that there are, or else what was kept of it."""
        made.data["turned"] = None
        beginnings = ("picture/{}/", "crop/{}/")
        there: dict[str, list[dict[str, int]]] = {}
        for one in (original for row in made.data["rows"] for side in row["originals"] for original in side):
            sha256 = one["sha256"]
            if sha256 not in there:
                there[sha256] = [self._written(beginning.format(sha256)) for beginning in beginnings]
            drawn, kept = there[sha256]
            name = picture_name(sha256, one["page"])
            one["picture"] = name if name in drawn else None
            crops = (crop_name(sha256, place) for place in one["places"])
            one["crops"] = [crop for crop in crops if crop in kept] if name not in drawn else []

    def _there(self, at: Address | None) -> Address | None:
        """The comparison of these two sets that there is, whichever way round."""
        if at is None:
            return None
        ids = [address.record_id_of(key, "clause_sets") for key in at.keys]
        asked = f"SELECT old, new FROM {_PAIRS} WHERE (old = $1 AND new = $2) OR (old = $2 AND new = $1)"
        found = self.view.rows(asked, *ids)
        return address.comparison(found[0]["old"], found[0]["new"]) if found else None

    def _downloads(self) -> Row:
        sizes = self._written("downloads/")
        tables = []
        for name in ARCHIVE_TABLES:
            english, japanese = table_words(name)
            count = self.view.row(f'SELECT count(*) AS n FROM "{name}"')["n"]
            files = {form: download_name(form, name) for form in FORMS}
            tables.append({"name": name, "japanese": japanese, "english": english, "rows": count, "files": files})
        return {"tables": tables, "sizes": sizes, "forms": FORMS}


_FITTED: dict[tuple[str, int], Any] = {
    ("index", 0): StaticSite._fit_home,
    ("home", 0): StaticSite._fit_home,
    ("document", 1): StaticSite._fit_document,
    ("terms", 1): StaticSite._fit_terms,
    ("compare", 1): StaticSite._fit_candidates,
    ("compare", 2): StaticSite._fit_comparison,
}
"""What is changed on pages of a kind, by the first part of the address and how many follow."""
