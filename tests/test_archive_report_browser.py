"""The page of an archive in a browser: filter, words, order, keys, languages, phones, paper, texts that mean harm."""

from __future__ import annotations

import pytest

from kaigi_extract.archive.report import report_html
from kaigi_extract.archive.report.tables import ReportCell, ReportRow, ReportTable, ward_cell
from kaigi_extract.archive.summary import Summary
from tests.hostile import POISON

pytestmark = [pytest.mark.browser, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")

SHOWN = "[...document.querySelectorAll('#{} .row')].filter(r => r.offsetHeight).map(r => r.cells[0].innerText.trim())"
FOUND = [
    # file, ward, year, finding, message
    ("2013/图書.pdf", "shinjuku", "2013", "low_confidence", "ﾊﾞｲｸの台数"),
    ("2014/sports.pdf", "shinjuku", "2014", "value_unread", "Title"),
    ("2013/garden.pdf", "nerima", "2013", "value_unread", POISON),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A page of three documents, a doubtful value in each, and two failures."""
    doubts = [
        ReportRow(
            [ReportCell(name, link=f"{name}#page=1"), ReportCell("1"), ward_cell(ward), ReportCell("warning"),
             ReportCell(code), ReportCell(said)], ward, year, code,
        )
        for name, ward, year, code, said in FOUND
    ]  # fmt: skip
    documents = [
        ReportRow(
            [ReportCell(name), ward_cell(ward), ReportCell(f"{year}-05-01"), *(ReportCell(str(n)) for n in counts)],
            ward, year,
        )
        for (name, ward, year, _, _), counts in zip(FOUND, ((9, 1, 0, 1), (10, 0, 1, 0), (2, 3, 4, 5)), strict=True)
    ]  # fmt: skip
    wards = [ReportRow([ward_cell("nerima"), *[ReportCell("1")] * 7], ward="nerima")]
    heads = ("file", "page", "ward", "severity", "code", "message")
    tables = [
        ReportTable("wards", ("区", "Wards"), ("ward", "from", "to", "documents", "pages", "cases", "sets", "doubts"), wards),
        ReportTable("doubtful", ("確かめるべき値", "Values to look at"), heads, doubts),
        ReportTable("documents", ("文書", "Documents"), ("file", "ward", "date", "pages", "cases", "sets", "doubts"), documents),
    ]  # fmt: skip
    summary = Summary(f"/x/{POISON}", {"done": 3, "failed": 2}, 21, 0, {"error": 2}, {"value_unread": 2}, 3.0)
    failed = [(ReportCell(f"bad{number}{POISON}.pdf"), "error", POISON) for number in (1, 2)]
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report_html(summary, failed, tables), encoding="utf-8")
    return path


@pytest.fixture
def visit(browser, file):
    """Opens the page; complains at the end of every error in it and everything that it asked for."""
    said: list[str] = []
    contexts = []

    def opened(width=1400, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if request.url == file.as_uri() else said.append(request.url[:60]))
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def shown(page, table="doubtful"):
    return [name.rpartition("/")[2] for name in page.evaluate(SHOWN.format(table))]


@pytest.mark.parametrize(
    ("fill", "choose", "found"),
    [
        ("バイク", {}, ["图書.pdf"]),
        ("title", {}, ["sports.pdf"]),
        ("ＴＩＴＬＥ 2014", {}, ["sports.pdf"]),
        ("<script>alert", {}, ["garden.pdf"]),
        ("", {"#ward": "nerima"}, ["garden.pdf"]),
        ("", {"#year": "2013"}, ["图書.pdf", "garden.pdf"]),
        ("", {"#year": "2013", "#code": "value_unread"}, ["garden.pdf"]),
        ("sports", {"#ward": "nerima"}, []),
    ],
)
def test_words_and_choices_filter(visit, fill, choose, found):
    page = visit()
    page.fill("#search", fill)
    for selector, value in choose.items():
        page.select_option(selector, value)
    assert shown(page) == found
    assert page.inner_text("#doubtful .shown") == str(len(found))
    assert page.is_visible("#doubtful .none") == (not found)
    page.click("#clear")
    assert len(shown(page)) == 3
    assert page.inner_text("[role=status]") == "8行中 8行を表示"


def test_a_row_of_the_wards_chooses_its_ward(visit):
    page = visit()
    page.click("#wards .row td")
    assert page.input_value("#ward") == "nerima"
    assert shown(page, "documents") == ["garden.pdf"]


def test_numbers_are_sorted_as_numbers(visit):
    page = visit()
    page.click("#documents th.c-pages .sort")
    assert shown(page, "documents") == ["garden.pdf", "图書.pdf", "sports.pdf"]
    page.click("#documents th.c-pages .sort")
    assert shown(page, "documents") == ["sports.pdf", "图書.pdf", "garden.pdf"]
    assert page.get_attribute("#documents th.c-pages", "aria-sort") == "descending"


def test_keys(visit):
    page = visit()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("jk")
    assert page.input_value("#search") == "jk"
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    page.evaluate("document.activeElement.blur()")
    current = "document.activeElement.cells?.[0].innerText.trim()"
    for key, name in (("j", "bad1"), ("j", "bad2"), ("j", "2013/图書.pdf"), ("k", "bad2")):
        page.keyboard.press(key)
        assert page.evaluate(current).startswith(name)
    page.keyboard.press("?")
    assert page.is_visible("#keys")


def test_both_languages(visit):
    page = visit()
    assert page.inner_text("#doubtful h2").startswith("確かめるべき値")
    page.click("#language")
    assert page.inner_text("#doubtful h2").startswith("Values to look at")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("[...document.querySelector('#ward').options].map(o => o.text)") == [
        "all",
        "nerima",
        "shinjuku",
    ]
    assert page.inner_text("[role=status]") == "8 of 8 rows shown"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
def test_nothing_is_wider_than_the_screen_and_all_can_be_read(visit, width, scheme):
    page = visit(width=width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    lightness = """name => {
        const [r, g, b] = getComputedStyle(document.body)[name].match(/\\d+/g).map(Number);
        return (r + g + b) / 3;
    }"""
    back, ink = (page.evaluate(lightness, name) for name in ("backgroundColor", "color"))
    assert (back > 230 and ink < 60) if scheme == "light" else (back < 60 and ink > 200)


def test_on_paper_the_controls_are_gone_and_the_rows_are_there(visit):
    page = visit()
    page.emulate_media(media="print")
    assert not page.is_visible(".filter")
    assert not page.is_visible("nav")
    assert len(shown(page)) == 3
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_without_a_script_all_is_there_to_read(visit):
    page = visit(java_script_enabled=False)
    assert not page.is_visible("#search")
    assert page.is_visible("#doubtful td >> nth=0")
    assert "ファイル" in page.inner_text("#documents thead")
