"""The review within a notebook: what it shows, what it keeps, and that its script says what was done."""

from __future__ import annotations

import pytest

from kaigi_extract import extract
from kaigi_extract.archive.corrections import archive_corrections
from kaigi_extract.corrections.kept import kept_beside
from kaigi_extract.records import in_force
from tests.doubtful import copied, doubtful_archive
from tests.hostile import POISON, poisoned

pytest.importorskip("anywidget", reason="needs pip install 'kaigi-extract[notebook]'")

from kaigi_extract.web.pages import widget_asset
from kaigi_extract.web.review.widget import review_widget

TITLE = "/cases/0/title"
PAGE = "<!DOCTYPE html><meta charset='utf-8'><body></body>"
BEGIN = """([code, page, css]) => import(URL.createObjectURL(new Blob([code], {type: "text/javascript"}))).then(({default: widget}) => {
  window.sent = [];
  const traits = {page, key: ["f".repeat(64), "/cases/0/title"], seen: "then"}, heard = {};
  const model = {
    get: (name) => traits[name], send: (what) => sent.push(what), off: () => {},
    on: (name, does) => { heard[name] = does; },
  };
  window.turn = (next) => { traits.page = next; heard["change:page"](); };
  const el = document.body.appendChild(document.createElement("div"));
  widget.render({model, el});
})"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return doubtful_archive(tmp_path_factory.mktemp("made"))


@pytest.fixture
def dest(tmp_path, made):
    return copied(made, tmp_path)


def press(widget, do, **typed):
    """What the script sends: `typed` by the names of the inputs, `value` being that of the value itself."""
    values = {"" if name == "value" else name: text for name, text in typed.items()}
    widget.act({"do": do, "key": list(widget.key), "seen": widget.seen, "typed": values})


def go_to(widget, pointer):
    for _ in range(200):
        if widget.key[1] == pointer:
            return
        press(widget, "next")
    raise AssertionError(f"{pointer} is none of the values")


def test_shows_a_value_beside_its_crop_and_keeps_what_is_typed(dest):
    widget = review_widget(dest, by="山田")
    go_to(widget, TITLE)
    assert "図書館利用者カード" in widget.page
    assert 'src="data:image/png;base64,' in widget.page
    press(widget, "keep", value="利用者カードの更新について")
    [made] = in_force(archive_corrections(dest))
    assert (made.pointer, made.value, made.who, made.action) == (
        TITLE,
        "利用者カードの更新について",
        "山田",
        "corrected",
    )
    assert widget.key[1] != TITLE
    press(widget, "undo")
    assert widget.key[1] == TITLE
    assert in_force(archive_corrections(dest)) == []


def test_enter_on_what_was_read_confirms_it(dest):
    widget = review_widget(dest, by="山田")
    go_to(widget, TITLE)
    press(widget, "keep")
    assert [(one.pointer, one.action) for one in in_force(archive_corrections(dest))] == [(TITLE, "confirmed")]


def test_a_value_that_does_not_fit_is_refused_and_stays_in_its_input(dest):
    widget = review_widget(dest)
    go_to(widget, "/cases/0/forms/0/periods")
    press(widget, "keep", **{"/0/start": "いつか"})
    assert widget.key[1] == "/cases/0/forms/0/periods"
    assert 'role="alert"></div>' not in widget.page
    assert "いつか" in widget.page
    assert archive_corrections(dest) == []


def test_who_is_overtaken_is_told_and_nothing_is_written_over(dest):
    mine, other = review_widget(dest, by="山田"), review_widget(dest, by="佐藤")
    go_to(mine, TITLE)
    go_to(other, TITLE)
    press(other, "keep", value="佐藤の題")
    press(mine, "keep", value="山田の題")
    assert "先に確定" in mine.page
    assert [one.value for one in in_force(archive_corrections(dest))] == ["佐藤の題"]
    press(mine, "keep", value="山田の題")
    assert [one.value for one in in_force(archive_corrections(dest))] == ["山田の題"]


def test_skipped_values_come_last_and_the_end_says_so(dest):
    widget = review_widget(dest)
    first = list(widget.key)
    total = len(widget.review.order())
    press(widget, "skip")
    for _ in range(total - 1):
        assert widget.key != first
        press(widget, "keep")
    assert widget.key == first
    press(widget, "keep")
    assert widget.key == []
    assert "もうありません" in widget.page
    press(widget, "next")
    assert widget.key == []


def test_only_the_values_that_findings_are_about(dest):
    every = review_widget(dest)
    findings = [one for one in every.review.holdings.document(every.key[0]).findings if one.record == TITLE]
    widget = review_widget(dest, findings=findings, lang="en")
    assert [key[1] for key in widget.review.order()] == [TITLE]
    assert "0</b> / 1 settled" in widget.page


def test_a_document_is_reviewed_by_its_file(tmp_path):
    path = tmp_path / "カード.txt"
    path.write_text("件名　利用者カードの更新について\n委託期間　未定のとき\n番号　諮問第12号\n", encoding="utf-8")
    document = extract(path)
    widget = review_widget(document)
    assert widget.review.holdings.name.endswith("カード.txt")
    assert kept_beside(path) == []


def test_what_documents_say_is_inert(dest):
    widget = review_widget(dest)
    document = poisoned(widget.review.holdings.document(widget.key[0]))
    widget.review.holdings.document = lambda _: document
    press(widget, "next")
    assert POISON not in widget.page


@pytest.mark.browser
@pytest.mark.slow
class TestScript:
    @pytest.fixture
    def page(self, browser, dest):
        page = browser.new_page()
        page.set_content(PAGE)
        widget = review_widget(dest)
        go_to(widget, TITLE)
        page.evaluate(BEGIN, [widget_asset("widget.js"), widget.page, widget_asset("widget.css")])
        yield page
        page.close()

    def sent(self, page):
        return page.evaluate("sent")

    def test_enter_sends_what_is_typed(self, page):
        page.fill("textarea", "利用者カードの更新について")
        page.press("textarea", "Enter")
        [one] = self.sent(page)
        assert one == {
            "do": "keep",
            "typed": {"": "利用者カードの更新について"},
            "key": ["f" * 64, "/cases/0/title"],
            "seen": "then",
        }

    def test_keys_and_buttons(self, page):
        page.press("textarea", "PageDown")
        page.press("textarea", "PageUp")
        page.click("[data-do=skip]")
        page.press("textarea", "Shift+Enter")
        assert [one["do"] for one in self.sent(page)] == ["next", "previous", "skip"]

    def test_keys_do_not_reach_the_notebook(self, page):
        page.evaluate("window.reached = []; document.addEventListener('keydown', (event) => reached.push(event.key))")
        page.press("textarea", "d")
        page.press("textarea", "Enter")
        assert page.evaluate("reached") == []

    def test_the_next_value_takes_its_place(self, page):
        page.evaluate("turn('<p>もうありません</p>')")
        assert page.inner_text("div") == "もうありません"
