"""The comparison report in a browser: filter, keys, links, evidence, paper, phones, and texts that mean harm."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kaigi_extract.clauses import align, diff
from kaigi_extract.records import Clause, ClauseSet, Item
from kaigi_extract.show.comparison.report import to_html

pytestmark = [pytest.mark.browser, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")

CORPUS = Path(__file__).parents[1] / "corpus"
PAPERS = {
    "2016": CORPUS / "shinjuku-2016-sports-booking.pdf",
    "2020": CORPUS / "shinjuku-2020-bulky-waste.pdf",
    "nerima": CORPUS / "nerima-2014-bundle.pdf",
}
SHOWN = "[...document.querySelectorAll('.row')].filter(r => r.offsetHeight).map(r => Number(r.id.slice(4)))"


def wait_for(page, holds):
    """Waits for something that must come; a machine may be as busy as it likes."""
    for _ in range(600):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail("it did not come in a minute")


@pytest.fixture(scope="module")
def files(tmp_path_factory, extracted):
    """Both reports, by name."""
    folder = tmp_path_factory.mktemp("reports")
    sets = {name: extracted(path).clause_sets[0] for name, path in PAPERS.items()}
    for old, new in (("2016", "2020"), ("2020", "nerima")):
        to_html(align(sets[old], sets[new]), folder / f"{old}-{new}.html")
    return folder


@pytest.fixture
def visit(browser, files):
    """Opens a report, or any file; complains at the end of every error in it and everything that it asked for."""
    said: list[str] = []
    contexts = []

    def opened(file="2016-2020.html", hash_="", width=1280, height=900, **options):
        size = {"width": width, "height": height}
        context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
        page.goto((files / file).as_uri() + hash_)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def focused(page):
    return page.evaluate("document.activeElement.id")


class TestFilter:
    @pytest.mark.parametrize(
        ("file", "kinds", "shown"),
        [
            ("2016-2020.html", ["wording"], [1, 8, 11, 15, 18, 20]),
            ("2016-2020.html", ["added"], [6, 12, 13, 16, 17]),
            ("2016-2020.html", ["heading"], [15, 18, 20]),
            ("2016-2020.html", ["references"], [21]),
            ("2016-2020.html", ["same"], [2, 3, 4, 5]),
            ("2016-2020.html", ["same", "references"], [2, 3, 4, 5, 21]),
            ("2016-2020.html", [], []),
            ("2020-nerima.html", ["added"], [2, 18, 24]),
            ("2020-nerima.html", ["doubtful"], [3, 7, 13, 16, 21]),
            ("2020-nerima.html", ["spelling"], [13, 21]),
            ("2020-nerima.html", ["removed"], [1, 4, 5, 6, 8, 9, 10, 11, 12, 14, 15, 17, 22, 23]),
        ],
    )
    def test_only_rows_of_the_kinds_that_are_ticked(self, visit, file, kinds, shown):
        page = visit(file)
        everything = page.evaluate(SHOWN)
        page.click("#none")
        for kind in kinds:
            page.check(f"input[value={kind}]")
        assert page.evaluate(SHOWN) == shown
        assert page.inner_text("[role=status]") == f"{len(everything)}件中 {len(shown)}件を表示"
        assert page.is_visible("#nothing") == (not shown)
        page.click("#all")
        assert page.evaluate(SHOWN) == everything

    def test_one_kind_less(self, visit):
        page = visit()
        page.uncheck("input[value=same]")
        assert page.evaluate(SHOWN) == [1, *range(6, 22)]

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("再委託", [10]),
            ("５日前", [13]),
            ("5日 前", [13]),
            ("第１項から第14項", [21]),
            ("（監査", [15, 16, 17]),
            ("zz", []),
        ],
    )
    def test_words_whatever_their_width(self, visit, words, shown):
        page = visit()
        page.fill("#search", words)
        assert page.evaluate(SHOWN) == shown
        assert page.evaluate("CSS.highlights.get('found')?.size ?? 0") >= len(shown)

    def test_found_words_are_lit_letter_by_letter(self, visit):
        page = visit()
        page.fill("#search", "第１項から第14項")
        assert page.evaluate("[...CSS.highlights.get('found')].map(String)") == ["第１項から第１４項"]

    def test_words_and_kinds_both_count(self, visit):
        page = visit()
        page.uncheck("input[value=added]")
        page.fill("#search", "（監査")
        assert page.evaluate(SHOWN) == [15]


class TestKeys:
    def test_from_change_to_change(self, visit):
        page = visit()
        met = []
        for key in ("j", "n", "j", "k", "p", "k", "ArrowDown", "ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
            met.append(focused(page))
        assert met == [f"row-{n}" for n in (1, 6, 7, 6, 1, 1, 2, 3, 2)]

    def test_stays_among_what_is_shown(self, visit):
        page = visit()
        page.click("#none")
        page.check("input[value=heading]")
        met = []
        for key in ("j", "j", "j", "j", "k"):
            page.keyboard.press(key)
            met.append(focused(page))
        assert met == ["row-15", "row-18", "row-20", "row-20", "row-18"]

    def test_the_focused_row_is_in_sight_below_the_head(self, visit):
        page = visit()
        for _ in range(12):
            page.keyboard.press("j")
        row, head = page.locator(":focus").bounding_box(), page.locator("thead").bounding_box()
        assert head["height"] - 1 <= row["y"] <= row["y"] + row["height"] <= 900

    def test_search_takes_letters_and_escape_clears_it(self, visit):
        page = visit()
        page.keyboard.press("/")
        page.keyboard.type("jk?e")
        assert (focused(page), page.input_value("#search")) == ("search", "jk?e")
        page.keyboard.press("Escape")
        assert (page.input_value("#search"), len(page.evaluate(SHOWN))) == ("", 21)

    def test_search_stays_in_sight_though_rows_go(self, visit):
        page = visit(reduced_motion="no-preference")
        page.keyboard.press("k")
        page.keyboard.press("/")
        page.keyboard.type("個人情報")
        page.wait_for_timeout(500)  # it scrolls, and must not leave it outside for good
        wait_for(page, lambda: 0 <= page.locator("#search").bounding_box()["y"] < 850)

    def test_keys_are_told(self, visit):
        page = visit()
        page.keyboard.press("?")
        assert page.is_visible("#keys")
        page.keyboard.press("j")
        assert not focused(page).startswith("row")
        page.keyboard.press("Escape")
        assert not page.is_visible("#keys")

    def test_tab_reaches_every_control_and_the_focus_shows(self, visit):
        page = visit()
        met = set()
        for _ in range(400):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                "(() => { const e = document.activeElement;"
                "const box = e.closest('.chip') ?? e;"
                "return [e.id || e.value || e.dataset.side || e.className || e.tagName,"
                "getComputedStyle(box).outlineStyle, parseFloat(getComputedStyle(box).outlineWidth)] })()"
            )
            if seen[0] == "BODY":
                break
            assert seen[1] != "none", seen
            assert seen[2] >= 2, seen
            met.add(seen[0])
        wanted = {"language", "help", "wording", "added", "all", "none", "search", "previous", "next", "row-1"}
        assert wanted | {"old", "new", "reference"} <= met


class TestEvidence:
    def test_both_sides_of_a_row_and_back(self, visit):
        page = visit()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        assert page.locator("#evidence svg").count() == 2
        self.has_print(page.locator("#evidence svg").first)
        self.has_print(page.locator("#evidence svg").last)
        page.keyboard.press("Escape")
        assert not page.is_visible("#evidence")
        assert (focused(page), page.locator("#evidence svg").count()) == ("row-1", 0)

    def has_print(self, crop):
        """The picture was decoded and there is print on paper in it."""

        def printed():
            pixels = Image.open(BytesIO(crop.screenshot())).convert("L")
            shades, size = pixels.histogram(), pixels.width * pixels.height
            return sum(shades[:100]) > 0.005 * size and sum(shades[200:]) > 0.5 * size

        wait_for(crop.page, printed)

    def test_nothing_is_decoded_before(self, visit):
        page = visit()
        assert page.evaluate("document.querySelectorAll('image, img').length") == 0

    def test_one_side_by_its_button_and_the_whole_page(self, visit):
        page = visit()
        page.click("#row-11 .open[data-side=new]")  # a clause on two pages
        assert page.locator("#evidence svg").count() == 2
        assert page.locator("#evidence figcaption").all_inner_texts() == ["p.5", "p.6"]
        crop = page.locator("#evidence svg").first
        height = crop.bounding_box()["height"]
        page.check("#whole")
        assert page.locator("#evidence svg").first.get_attribute("viewBox").startswith("0 0 595")
        assert page.locator("#evidence svg").first.bounding_box()["height"] > 2 * height

    def test_a_row_with_one_side(self, visit):
        page = visit()
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("e")
        assert page.locator("#evidence svg").count() == 1


class TestReferences:
    def test_jump(self, visit):
        page = visit()
        page.click("#new-17 .line .reference")
        assert page.url.endswith("#new-15")
        assert page.locator("thead").bounding_box()["height"] < page.locator("#new-15").bounding_box()["y"] < 900

    def test_what_is_meant_lights_up(self, visit):
        page = visit()
        page.hover("#old-16 .line .reference")
        assert page.evaluate("[...document.querySelectorAll('.meant')].map(e => e.id)") == [
            f"old-{n}" for n in range(1, 15)
        ]
        page.hover("h1")
        assert page.locator(".meant").count() == 0

    def test_a_clause_that_the_filter_hides_is_shown_when_it_is_asked_for(self, visit):
        page = visit()
        page.click("#none")
        page.check("input[value=references]")
        page.click("#old-16 .line .reference")
        assert page.evaluate(SHOWN) == [1, 21]

    def test_from_outside(self, visit):
        page = visit(hash_="#new-15")
        page.keyboard.press("j")
        assert focused(page) == "row-16"


class TestHarm:
    EVIL = (
        "<script>window.harmed=1</script><img src=x onerror='window.harmed=1'><svg onload=window.harmed=1>"
        "</script><!--<style>*{display:none}</style><a href=javascript:window.harmed=1 autofocus onfocus=window.harmed=1>"
    )

    def evil(self, more=""):
        text = self.EVIL + more
        items = [Item(label=text, number=1, text=text, spans=[])]
        clause = Clause(number=1, label=text, heading=text, text=text, items=items, spans=[])
        return ClauseSet(title=text, kind="special_terms", ward=text, clauses=[clause], spans=[])

    def test_shown_as_text_and_not_run(self, visit, files):
        to_html(diff(self.evil(), self.evil("名簿")), files / "evil.html")
        page = visit("evil.html")
        page.keyboard.press("j")
        page.fill("#search", "window.harmed")
        assert page.evaluate("window.harmed") is None
        assert page.evaluate(SHOWN) == [1]
        assert self.EVIL in page.inner_text("#old-1")

    def test_markup_that_slipped_in_would_not_run(self, browser, files):
        """The policy stands behind the escaping: with markup put in by force, the script does not run."""
        html = (files / "2016-2020.html").read_text(encoding="utf-8")
        forced = html.replace("<main>", "<main><script>window.harmed=1</script><img src=x: onerror='window.harmed=1'>")
        (files / "forced.html").write_text(forced, encoding="utf-8")
        page = browser.new_page()
        refused = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto((files / "forced.html").as_uri())
        wait_for(page, lambda: any("Content Security Policy" in text for text in refused))
        assert page.evaluate("window.harmed") is None
        page.close()


class TestSurroundings:
    def test_paper_has_no_controls_and_nothing_in_colour(self, visit):
        page = visit(color_scheme="dark")
        page.emulate_media(media="print", color_scheme="dark")
        assert page.locator("button:visible, input:visible, dialog:visible").count() == 0
        colours = page.evaluate(
            "[...new Set([...document.querySelectorAll('ins, del, .label, td')].flatMap(e =>"
            "[getComputedStyle(e).color, getComputedStyle(e).backgroundColor]))]"
        )
        assert set(colours) <= {
            "rgb(0, 0, 0)",
            "rgb(51, 51, 51)",
            "rgb(255, 255, 255)",
            "rgba(0, 0, 0, 0)",
            *self.tints,
        }
        assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"

    tints = ("color(srgb 1 1 1 / 0.45)",)
    """White, as browsers write a mixed colour."""

    @pytest.mark.parametrize("width", [390, 640])
    @pytest.mark.parametrize("file", ["2016-2020.html", "2020-nerima.html"])
    def test_nothing_juts_out_on_phones_or_enlarged_twofold(self, visit, file, width):
        page = visit(file, width=width, height=800)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        old, new = (page.locator(f"#row-3 .{side}").bounding_box() for side in ("old", "new"))
        assert old["y"] + old["height"] <= new["y"] + 1

    def test_side_by_side_where_there_is_room(self, visit):
        page = visit()
        old, new = (page.locator(f"#row-8 .{side}").bounding_box() for side in ("old", "new"))
        assert old["y"] == new["y"]
        assert old["x"] + old["width"] <= new["x"] + 1

    def test_light_and_dark(self, visit):
        def ground(page):
            return page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")

        assert min(ground(visit(color_scheme="light"))) > 200
        assert max(ground(visit(color_scheme="dark"))) < 60

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_contrast_of_all_words(self, visit, scheme):
        """At least 4.5 to 1, as WCAG AA asks; what is not to be used aside."""
        page = visit("2020-nerima.html", color_scheme=scheme)
        assert page.evaluate(CONTRAST) == []

    def test_every_control_has_a_name_in_both_languages(self, visit):
        page = visit()
        for heading in ("新旧比較", "Comparison"):
            assert page.inner_text("h1") == heading
            tree = page.locator("body").aria_snapshot()
            for role in ("button", "checkbox", "link", "searchbox", "columnheader", "rowheader"):
                assert f"- {role}\n" not in tree
                assert f'- {role} ""' not in tree
                assert f"- {role}" in tree
            page.click("#language")

    def test_read_without_script(self, visit):
        page = visit(java_script_enabled=False)
        assert page.locator("button:visible, input:visible").count() == 0
        assert page.locator(".row:visible").count() == 21
        assert page.is_visible(".chips")


CONTRAST = """
(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const mixed = colours => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255);
  };
  const light = rgb => rgb.map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('[data-none], .unseen, script')) continue;
    const grounds = [];
    for (let e = element; e; e = e.parentElement) grounds.unshift(getComputedStyle(e).backgroundColor);
    const [a, b] = [light(mixed([...grounds, getComputedStyle(element).color])), light(mixed(grounds))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push([node.data.trim().slice(0, 20), element.className, Math.round(ratio * 10) / 10]);
  }
  return bad;
})()
"""
