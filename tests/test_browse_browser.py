"""An archive in a browser: how its pages lie, what a keyboard and a screen reader find, and that nothing goes outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kaigi_extract import migrate
from tests.annotated import bound

pytestmark = [pytest.mark.browser, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
pytest.importorskip("uvicorn", reason="needs pip install 'kaigi-extract[web]'")

from kaigi_extract.web.browse import address  # noqa: E402
from kaigi_extract.web.browse.address import HOME, Address, file_of  # noqa: E402
from kaigi_extract.web.browse.archive import ArchiveView  # noqa: E402

ROOT = Path(__file__).parents[1]
CARDS, BUNDLE = "shinjuku-2013-library-cards.pdf", "nerima-2014-bundle.pdf"


@pytest.fixture(scope="module")
def dest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browsed")
    bound(folder)
    for name in (BUNDLE, CARDS):
        shutil.copy(ROOT / "corpus" / name, folder / "src")
    migrate(folder / "src", folder / "dest", recogniser="none", workers=1, metadata=folder / "list.csv")
    return folder / "dest"


@pytest.fixture(scope="module")
def root(dest, tmp_path_factory):
    """The address of the command, which has no way to the outside."""
    guard = tmp_path_factory.mktemp("guard")
    command = [sys.executable, ROOT / "tests" / "guarded.py", "kaigi_extract.cli", "serve", dest, "--no-browser"]
    process = subprocess.Popen(
        [*map(str, command), "--port", "0"],
        env={**os.environ, "GUARD": str(guard), "PYTHONPATH": str(ROOT)},
        cwd=guard,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), process.stderr.read()
    yield address
    process.kill()
    process.communicate()


@pytest.fixture(scope="module")
def paths(dest):
    """A page of every kind."""
    view = ArchiveView(dest)
    sha256 = view.row("SELECT sha256 FROM documents WHERE path = $1", CARDS)["sha256"]
    asked = "SELECT s.id FROM clause_sets s JOIN documents d ON s.document_id = d.id WHERE d.path = $1"
    old, new, printed = (view.row(asked, name)["id"] for name in ("a-2015.txt", "a-2019.txt", CARDS))
    case = view.row("SELECT min(case_id) AS id FROM decisions")["id"]
    text = view.row("SELECT sha256 FROM documents WHERE path = 'a-2019.txt'")["sha256"]
    company = view.row("SELECT min(name) AS name FROM counterparties WHERE NOT own_office AND counts")["name"]
    found = {
        **{kind: Address(kind) for kind in ("cases", "companies", "crosswalk", "findings", "terms", "wards")},
        **{"home": HOME, "search": Address("search").asking(q="委託"), "document": address.document(sha256)},
        **{"text": address.document(text), "case": address.case(case), "company": address.company(company)},
        **{"set": address.clause_set(new), "clause": address.clause(f"{new}/clauses/3")},
        **{"topic": address.topic("inspection"), "ward": address.ward("shinjuku")},
        **{"candidates": Address("compare", address.clause_set(new).keys), "compare": address.comparison(old, new)},
        "compare printed": address.comparison(printed, new),
    }
    view.close()
    return {name: _path(at) for name, at in found.items()}


def _path(at, language="ja"):
    asked = "?" + "&".join(f"{name}={value}" for name, value in at.asked) if at.asked else ""
    return file_of(at, language) + asked


class TestLooks:
    @pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (400, "dark")])
    def test_nothing_lies_outside_the_page(self, visit, paths, width, scheme):
        over = {}
        for name, path in paths.items():
            page = visit(path, width, color_scheme=scheme)
            if extent := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
                over[name] = extent
        assert over == {}

    @pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (400, "dark")])
    def test_axe_finds_nothing_serious(self, visit, paths, width, scheme):
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
        found = []
        for name, path in paths.items():
            page = visit(path, width, color_scheme=scheme, bypass_csp=True)
            violations = axe.run(page).response["violations"]
            grave = [one for one in violations if one["impact"] in ("serious", "critical")]
            found += [(name, one["id"], one["nodes"][0]["html"]) for one in grave]
        assert found == []

    def test_a_page_is_printed_without_what_is_to_be_clicked(self, visit, paths):
        page = visit(paths["document"])
        page.emulate_media(media="print")
        assert page.locator(".site-bar nav").is_hidden()
        assert page.locator("h1").is_visible()


class TestDocument:
    def test_a_value_lights_its_box_and_a_box_its_value(self, visit, paths):
        page = visit(paths["document"])
        page.wait_for_selector("#page-1 svg.boxes:not([hidden])", state="attached")
        value = page.locator(".to-box", has_text="件名").first
        number = value.get_attribute("data-value")
        value.click()
        assert page.locator(f".box[data-value='{number}']").first.get_attribute("class").endswith("lit")
        other = page.locator(f"#page-1 .box:not([data-value='{number}'])").first
        wanted = other.get_attribute("data-value")
        other.locator("rect").first.click(force=True)
        lit = page.locator(".entry-row.lit")
        assert lit.get_attribute("data-value") == wanted
        assert page.evaluate("document.activeElement.closest('.entry-row').dataset.value") == wanted

    def test_a_box_lies_on_the_words(self, visit, paths):
        page = visit(paths["document"])
        page.wait_for_selector("#page-1 svg.boxes:not([hidden])", state="attached")
        number = page.locator(".to-box", has_text="件名").first.get_attribute("data-value")
        image, box = page.locator("#page-1 img").bounding_box(), page.locator(f".box[data-value='{number}'] rect").first
        scale = image["width"] / 595.3
        assert box.bounding_box()["x"] == pytest.approx(image["x"] + 203.8 * scale, abs=3)
        assert box.bounding_box()["y"] == pytest.approx(image["y"] + 118.0 * scale, abs=3)

    def test_a_page_without_a_picture_says_so(self, visit, paths, dest, root):
        page = visit("index.html")
        page.route("**/picture/**", lambda route: route.fulfill(status=204))
        page.goto(root + paths["document"])
        page.locator("#page-1 .no-picture").wait_for(state="visible")
        assert page.locator(".entry-row").count() > 5

    def test_without_scripts_pages_and_values_are_there(self, visit, paths):
        page = visit(paths["document"], java_script_enabled=False)
        assert page.locator("#page-1 img").is_visible()
        assert page.locator(".entry-row").first.is_visible()


class TestComparison:
    def test_what_is_printed_is_drawn_when_it_is_opened(self, visit, paths):
        page = visit(paths["compare printed"])
        crops = page.locator(".original svg")
        assert crops.count() > 3
        assert page.locator(".original svg image").count() == 0  # no picture is loaded before
        page.locator(".original summary").first.click()
        image = crops.first.locator("image")
        image.wait_for(state="attached")
        left, top, width, height = map(float, crops.first.get_attribute("viewBox").split())
        across, down = float(image.get_attribute("width")), float(image.get_attribute("height"))
        assert (across, down) == (pytest.approx(595.3, abs=1), pytest.approx(841.9, abs=1))  # in points: A4
        assert 0 <= left < left + width <= across
        assert 0 <= top < top + height < down / 2
        page.locator(".original a").first.click()
        page.wait_for_selector(".beside")
        assert page.url.rpartition("#")[2].startswith("page-")


class TestKeyboard:
    def test_from_a_word_to_a_value_by_keyboard_alone(self, visit):
        page = visit("index.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("案内状")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?**")
        page.locator(".hit h2 a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/document/**")
        assert "案内状" in page.locator("h1").inner_text()

    def test_the_other_language_has_the_same_page(self, visit, paths):
        page = visit(paths["crosswalk"])
        page.locator(".switch").click()
        page.wait_for_url("**/en/crosswalk.html")
        assert page.locator("html").get_attribute("lang") == "en"
        assert "inspection" in page.inner_text("main")
