"""A published site in a browser, opened as a file and from a plain web server: search, boxes, nothing from elsewhere."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from urllib.parse import quote

import pytest

from kaigi_extract import publish
from tests.published import BUNDLE, CARDS, archived

pytestmark = [pytest.mark.browser, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
pytest.importorskip("duckdb", reason="needs pip install 'kaigi-extract[archive]'")

from kaigi_extract.web.browse import address  # noqa: E402
from kaigi_extract.web.browse.address import file_of  # noqa: E402
from kaigi_extract.web.browse.archive import ArchiveView  # noqa: E402
from kaigi_extract.web.browse.site import Site  # noqa: E402


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An archive and its site."""
    folder = tmp_path_factory.mktemp("published")
    dest = archived(folder, annotate=False)
    publish(dest, folder / "site", title="審議会の記録", workers=1)
    return dest, folder / "site"


@pytest.fixture(scope="module")
def paths(made):
    """Pages that a server would not have, or not so."""
    view = ArchiveView(made[0])
    hashes = {row["path"]: row["sha256"] for row in view.rows("SELECT path, sha256 FROM documents")}
    view.close()
    return {
        "home": "index.html",
        "search": "search.html",
        "finds": f"search.html?q={quote('委託')}",
        "wrong": f"search.html?q={quote('ward:')}nerima",
        "document": file_of(address.document(hashes[CARDS]), "ja"),
        "downloads": "downloads.html",
        "english": f"en/search.html?q={quote('委託')}&ward=nerima",
    }


@pytest.fixture(scope="module", params=["file", "http"])
def root(request, made):
    """The address of the site, opened as a file and from a plain web server."""
    if request.param == "file":
        yield made[1].as_uri() + "/"
        return
    handler = functools.partial(_Quiet, directory=str(made[1]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *given):
        """Nothing."""


def found(page):
    """The file names of the documents that a search page shows."""
    return page.locator(".hit > p.quiet > span[lang=ja]").all_inner_texts()


class TestSearch:
    @pytest.mark.parametrize(
        "asked",
        [
            {"q": "図書館"},
            {"q": "ﾄｼｮｶﾝ"},
            {"q": "図書 配達"},
            {"q": '"図書の配達により"'},
            {"q": "図書配達"},
            {"q": "弁当 OR 公園"},
            {"q": "配達 -承諾"},
            {"q": "配達 -図書の配達を他の者に再委託してはならない"},
            {"q": "配達 since:2019-01-01 until:2019-12-31"},
            {"q": "乙"},
            {"q": "個人情報", "ward": "nerima"},
            {"kind": "minutes"},
            {"q": "再委託", "year": "2018"},
            {"q": "配達 ward:nerima"},
            {"q": "申込み"},
            {"q": "どこにもない言葉"},
            {},
        ],
        ids=str,
    )
    def test_it_finds_what_serve_finds(self, made, visit, asked):
        view = ArchiveView(made[0])
        documents = Site(view).page(address.Address("search").asking(**asked)).data["documents"]
        view.close()
        page = visit("search.html?" + "&".join(f"{name}={quote(value)}" for name, value in asked.items()))
        assert page.locator("#search").get_attribute("data-ready") == "yes"
        shown = sorted(name.replace(" (2)", "") for name in found(page))
        assert shown == sorted(one["path"].rpartition("/")[2] for one in documents)
        assert page.locator(".hits [role=status] b").inner_text() == str(len(documents))

    @pytest.mark.parametrize("unasked", [0, 1000])
    def test_of_many_documents_they_are_counted(self, made, visit, root, unasked):
        """の保 and 保管 are in four documents, and in two of them behind each other."""
        words, view = "の保管", ArchiveView(made[0])
        wanted = Site(view).page(address.Address("search").asking(q=words)).data["total"]
        view.close()
        page = visit("search.html")
        script = (made[1] / "assets" / "publish.js").read_text("utf-8")
        few = re.sub(r"VERIFIED = \d+, UNASKED = \d+", f"VERIFIED = 1, UNASKED = {unasked}", script)
        assert few != script
        page.route("**/publish.js", lambda route: route.fulfill(body=few, content_type="text/javascript"))
        page.goto(f"{root}search.html?q={quote(words)}")
        page.wait_for_selector("#search[data-ready]")
        if unasked == 0:
            most = int(page.locator(".hits [role=status] b").inner_text())
            assert most > wanted > 1
            assert "最大" in page.locator(".hits [role=status]").inner_text()
            assert sum(map(int, page.locator(".facets section >> nth=0 >> .quiet").all_inner_texts())) == most
            page.locator(".exactly button").click()
        for again in (False, True):
            if again:
                page.reload()
                page.wait_for_selector("#search[data-ready]")
            page.wait_for_selector(".exactly", state="detached")
            assert page.locator(".hits [role=status]").inner_text().startswith(f"{wanted} 件の文書 新しい順")
            assert len(found(page)) == wanted
            assert sum(map(int, page.locator(".facets section >> nth=0 >> .quiet").all_inner_texts())) == wanted

    def test_what_is_typed_is_looked_for_and_a_find_leads_to_its_page(self, visit, paths):
        page = visit(paths["home"])
        page.fill("#q", "一斉更新")
        page.keyboard.press("Enter")
        page.wait_for_selector("#search[data-ready]")
        assert found(page) == [CARDS]
        assert page.locator(".snippets mark").first.inner_text() == "一斉更新"
        page.locator(".snippets a").first.click()
        page.wait_for_selector(".beside")
        assert "/document/" in page.url
        assert page.url.endswith("#page-1")

    def test_a_facet_narrows_down_and_is_taken_away(self, visit, paths):
        page = visit(paths["finds"])
        assert len(found(page)) > 2
        page.locator(".facets a", has_text="練馬区").click()
        page.wait_for_selector("#search[data-ready] .chosen")
        assert BUNDLE in found(page)
        assert CARDS not in found(page)
        page.locator(".facets .chosen").click()
        page.wait_for_selector("#search[data-ready]")
        assert CARDS in found(page)

    def test_what_cannot_be_asked_is_said(self, visit, paths):
        page = visit(paths["wrong"])
        assert page.locator("[role=alert]").count() == 1
        assert found(page) == []

    def test_what_is_typed_is_no_code(self, visit):
        page = visit("search.html?q=" + quote("<img src=x onerror=alert(1)>") + "&ward=" + quote("<b>x</b>"))
        assert page.locator(".found img, .found b >> text=x").count() == 0
        assert page.locator("#q").input_value() == "<img src=x onerror=alert(1)>"

    def test_without_scripts_it_says_so(self, visit, paths):
        context_page = visit(paths["home"], java_script_enabled=False)
        context_page.goto(context_page.url.replace("index.html", "search.html"))
        assert "JavaScript" in context_page.locator("noscript").inner_text()


class TestDocument:
    def test_boxes_lie_on_the_picture_and_light_up(self, visit, paths):
        page = visit(paths["document"])
        page.wait_for_selector("svg.boxes:not([hidden])")
        picture = page.locator(".sheet img").first.bounding_box()
        box = page.locator(".box rect").first.bounding_box()
        assert picture["x"] < box["x"] < picture["x"] + picture["width"]
        assert picture["y"] < box["y"] < picture["y"] + picture["height"]
        page.locator(".to-box").first.click()
        assert page.locator(".box.lit").count() == 1

    def test_a_table_is_taken_away(self, visit, paths):
        page = visit(paths["downloads"])
        with page.expect_download() as taken:
            page.locator('a[href$="downloads/csv/cases.csv"]').click()
        assert taken.value.suggested_filename == "cases.csv"

    def test_the_other_language_has_the_same_page(self, visit, paths):
        page = visit(paths["english"])
        assert page.locator("html").get_attribute("lang") == "en"
        page.locator(".switch").click()
        page.wait_for_selector("#search[data-ready]")
        assert page.locator("html").get_attribute("lang") == "ja"
        assert found(page) != []


class TestLooks:
    @pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (400, "dark")])
    def test_nothing_lies_outside_the_page_and_axe_finds_nothing_serious(self, visit, root, paths, width, scheme):
        """axe itself asks for the styles, which a page opened as a file may not: there only the page is measured."""
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
        over, grave = {}, []
        for name, path in paths.items():
            page = visit(path, width, color_scheme=scheme, bypass_csp=True)
            if extent := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
                over[name] = extent
            if root.startswith("file:"):
                continue
            violations = axe.run(page).response["violations"]
            serious = [one for one in violations if one["impact"] in ("serious", "critical")]
            grave += [(name, one["id"], one["nodes"][0]["html"]) for one in serious]
        assert over == {}
        assert grave == []
