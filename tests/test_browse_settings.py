"""The numbers of `BrowseSettings`: with another value of any of them, a page shows or keeps another number of things."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from kaigi_extract import Clause, migrate
from kaigi_extract.records import PageSpan
from tests.annotated import FILES, bound

pytest.importorskip("duckdb", reason="needs pip install 'kaigi-extract[web]'")

from kaigi_extract.web.browse import address
from kaigi_extract.web.browse.address import Address
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.overview import leaf_of
from kaigi_extract.web.browse.settings import BrowseSettings
from kaigi_extract.web.browse.site import Site
from kaigi_extract.web.browse.terms import _originals, _widths

SEARCH = Address("search").asking(q="配達先の一覧")


@pytest.fixture(scope="module")
def dest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browsed")
    bound(folder)
    migrate(folder / "src", folder / "dest", recogniser="none", workers=1, metadata=folder / "list.csv")
    return folder / "dest"


def site(dest, **given):
    return Site(ArchiveView(dest, replace(BrowseSettings(), **given)))


def family(site):
    """The sets of the first family, as the page of its model has them."""
    [row] = site.view.rows("SELECT id FROM clause_sets ORDER BY id LIMIT 1")
    return site.page(address.clause_set(row["id"])).data["members"]


def years(data):
    return next(one for one in data["facets"] if one["name"] == "year")["values"]


@pytest.mark.parametrize(
    ("name", "value", "count", "otherwise", "seen"),
    [
        ("rows", 1, 1, 4, lambda site: len(family(site))),
        ("finds", 2, 2, 4, lambda site: len(site.page(SEARCH).data["documents"])),
        ("snippets", 1, 4, 6, lambda site: len(site.page(SEARCH).rows)),
        ("facets", 2, 2, 4, lambda site: len(years(site.page(SEARCH).data))),
        ("whole", 3, 3, 4, lambda site: len(site.page(SEARCH, whole=True).data["documents"])),
        ("compared", 1, 1, 2, lambda site: len(site.page(Address("crosswalk")).data["sets"])),
        ("pages", 4, 3, 2, lambda site: leaf_of(site.view, 9)),
    ],
)
def test_a_number_is_what_is_shown(dest, name, value, count, otherwise, seen):
    one = site(dest, **{name: value})
    assert seen(one) == count
    one.view.close()
    other = site(dest)
    assert seen(other) == otherwise
    other.view.close()


def test_rankings_are_kept_up_to_a_number(dest):
    one = site(dest, answers=2)
    for word in ("検査", "返還", "住所"):
        one.page(Address("search").asking(q=word))
    assert list(one.searcher._rankings) == ["返還", "住所"]
    one.view.close()


def test_duckdb_takes_no_more_than_it_may(dest):
    for given, said in (({"memory": 64}, "61.0 MiB"), ({}, "122.0 MiB")):
        one = site(dest, **given)
        assert one.view.row("SELECT current_setting('memory_limit') AS most")["most"] == said
        one.view.close()


@pytest.mark.parametrize(
    ("given", "box"),
    [
        ({}, [8.0, 127.6, 498.0, 50.4]),
        ({"crop_above": 0.0}, [8.0, 154.0, 498.0, 24.0]),
        ({"crop_left": 0.0}, [44.0, 127.6, 462.0, 50.4]),
        ({"crop_left": 0.0, "crop_above": 0.0, "crop_around": 0.0}, [50.0, 160.0, 450.0, 12.0]),
        ({"crop_left": 9.0, "crop_above": 99.0}, [0.0, 0.0, 506.0, 178.0]),
    ],
)
def test_a_clause_is_cropped_as_wide_as_all_from_above_its_heading_on(dest, given, box):
    def clause(number, *boxes):
        spans = [PageSpan(page=1, bbox=one) for one in boxes]
        return Clause(number=number, label=f"第{number}条", heading=None, text="一", spans=spans)

    clauses = [clause(1, (60, 100, 500, 112), (50, 112, 200, 124)), clause(2, (70, 160, 300, 172))]
    one = site(dest, **given)
    [original] = _originals(one.view, {"sha256": "ab" * 32}, _widths(clauses), clauses[1:])
    one.view.close()
    assert [round(edge, 3) for edge in original["box"]] == box
    assert (original["page"], original["picture"]) == (1, f"picture/{'ab' * 32}/1.png")


def test_every_number_has_a_case():
    elsewhere = {"pictures", "dpi", "at_once"}  # in test_browse
    here = {
        "rows",
        "finds",
        "snippets",
        "facets",
        "whole",
        "compared",
        "pages",
        "answers",
        "memory",
        "crop_around",
        "crop_above",
        "crop_left",
    }
    assert here | elsewhere == {field.name for field in fields(BrowseSettings)}
    assert len(FILES) == 4
