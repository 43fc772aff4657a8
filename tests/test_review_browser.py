"""The review in a browser, by keyboard alone: settled, killed, gone on with, by two at once; and how it lies on a page."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kaigi_extract import check_archive, load_ward, migrate
from kaigi_extract.archive.corrections import archive_corrections, archive_document
from tests.doubtful import BOOKING, CARDS, copied, doubtful_archive
from tests.mapped_wards import compose

pytestmark = [pytest.mark.browser, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
pytest.importorskip("uvicorn", reason="needs pip install 'kaigi-extract[web]'")

ROOT = Path(__file__).parents[1]
SETTLED = 50


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return doubtful_archive(tmp_path_factory.mktemp("made"), CARDS, BOOKING)


@pytest.fixture
def dest(tmp_path, made):
    return copied(made, tmp_path)


@pytest.fixture(scope="module")
def labelled_once(tmp_path_factory):
    """An archive of papers of a body that no mapping knows; one label stays without a field."""
    folder = tmp_path_factory.mktemp("labelled")
    (folder / "src").mkdir()
    compose(folder / "src", "hotaru")
    migrate(folder / "src", folder / "archive", workers=1, recogniser="none")
    return folder / "archive"


@pytest.fixture
def labelled(tmp_path, labelled_once):
    (tmp_path / "labelled").mkdir()
    return copied(labelled_once, tmp_path / "labelled")


@pytest.fixture
def start(dest, tmp_path):
    """Starts the command with no way to the outside, and gives the process and its address."""
    started = []

    def run(what=dest):
        guard = tmp_path / f"guard{len(started)}"
        guard.mkdir()
        command = [sys.executable, ROOT / "tests" / "guarded.py", "kaigi_extract.cli", "review", what, "--no-browser"]
        own = {"GUARD": str(guard), "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path / "settings")}
        process = subprocess.Popen(
            [*map(str, command), "--by", "山田"],
            env={**os.environ, **own},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), process.stderr.read()
        return process, address

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def visit(browser):
    """Opens an address in a browser of its own; complains at the end of errors and of requests to anybody else."""
    contexts, said = [], []

    def opened(address, width=1280, height=900, expected=(), **options):
        size = {"width": width, "height": height}
        context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        own = address.rsplit("/", 2)[0]
        page.on("console", lambda m: said.append(m.text) if not any(one in m.text for one in expected) else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(own) else said.append(request.url))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def press(page, *keys):
    """Presses keys, and waits for the next value."""
    before = page.url
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)
    page.wait_for_selector("html.js")


def press_in_both(one, two, times):
    """Settles values in two browsers at once, so many in each."""
    for _ in range(times):
        before = one.url, two.url
        one.keyboard.press("Enter")
        two.keyboard.press("Enter")
        one.wait_for_url(lambda url, before=before: url != before[0])
        two.wait_for_url(lambda url, before=before: url != before[1])
        for page in (one, two):
            page.wait_for_selector("html.js")


def settled(page):
    return int(page.get_attribute("#progress", "value"))


def test_fifty_values_by_keyboard_killed_in_between_and_nothing_is_lost(dest, start, visit):
    process, address = start()
    page = visit(address, expected=("ERR_CONNECTION", "ERR_EMPTY_RESPONSE"))
    for number in range(20):
        if number % 4 == 3:
            page.keyboard.press("Control+A")
            page.keyboard.type(f"正しい値{number}" if page.locator("textarea:focus").count() else "")
            press(page, *(["Enter"] if page.locator("form.changed").count() else ["Escape", "i", "Enter"]))
        else:
            press(page, "Enter")
    assert settled(page) == 20
    process.send_signal(signal.SIGKILL)
    process.wait()
    page.keyboard.type("まだ保存されていない")
    typed = page.input_value(":focus")
    page.keyboard.press("Enter")
    page.wait_for_selector(".refused")
    assert "入力はここに残っています" in page.inner_text("[role=alert]")
    assert "まだ保存されていない" in typed
    assert page.input_value(":focus") == typed
    kept = archive_corrections(dest)
    assert len(kept) == len({(one.source, one.pointer) for one in kept}) == 20
    assert {one.who for one in kept} == {"山田"}
    changed = [one for one in kept if one.action == "corrected"]
    assert changed
    assert all("正しい値" in json.dumps(one.value, ensure_ascii=False) for one in changed)

    process, address = start()
    page = visit(address)
    assert settled(page) == 20
    while settled(page) < SETTLED:
        press(page, "Enter")
    kept = archive_corrections(dest)
    assert len(kept) == len({(one.source, one.pointer) for one in kept}) == SETTLED
    page.click("#end")
    page.wait_for_selector("h1")
    assert "終了しました" in page.inner_text("h1")
    assert process.wait(120) == 0
    assert check_archive(dest) == []


def test_two_browsers_at_once_settle_fifty_and_lose_nothing_though_killed(dest, start, visit):
    process, address = start()
    gone = ("ERR_CONNECTION", "ERR_EMPTY_RESPONSE")
    one, two = visit(address, expected=gone), visit(address, expected=gone)
    assert one.url != two.url
    press_in_both(one, two, 8)
    kept = archive_corrections(dest)
    assert len(kept) == len({(one.source, one.pointer) for one in kept}) == 16
    process.send_signal(signal.SIGKILL)
    process.wait()
    process, address = start()
    one, two = visit(address), visit(address, expected=("409 (Conflict)",))
    assert one.url != two.url
    press_in_both(one, two, (SETTLED - 16) // 2)
    again = archive_corrections(dest)
    assert again[:16] == kept
    assert len(again) == len({(one.source, one.pointer) for one in again}) == SETTLED
    two.goto(one.url)
    two.keyboard.type("乙の値")
    one.keyboard.type("甲の値")
    press(one, "Enter")
    two.keyboard.press("Enter")
    two.wait_for_selector(".refused")
    assert "先に 山田 さんが" in two.inner_text("[role=alert]")
    press(two, "Enter")
    values = [json.dumps(one.value, ensure_ascii=False) for one in archive_corrections(dest)[-2:]]
    assert ["甲の値" in values[0], "乙の値" in values[1]] == [True, True]
    process.send_signal(signal.SIGINT)
    assert process.wait(120) == 0
    assert check_archive(dest) == []


def test_every_key_does_what_the_list_of_keys_says(dest, start, visit):
    _, address = start()
    page = visit(address)
    first = page.url
    press(page, "PageDown")
    second = page.url
    press(page, "PageUp")
    assert page.url == first
    page.keyboard.type("nsu")  # into the text, no commands
    assert page.input_value(":focus").count("nsu") == 1
    page.keyboard.press("Escape")
    assert page.locator("form.changed").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    press(page, "n")
    assert page.url == second
    press(page, "Escape", "p")
    assert page.url == first
    press(page, "Escape", "s")
    assert (page.url, settled(page)) == (second, 0)
    press(page, "Enter")
    assert settled(page) == 1
    press(page, "Escape", "u")
    assert (page.url, settled(page)) == (second, 0)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    assert not page.is_visible("#keys")
    page.keyboard.press("i")
    assert page.evaluate("document.activeElement.matches('input, textarea, select')")
    assert [one.action for one in archive_corrections(dest)] == ["confirmed", "undone"]


def test_a_new_line_is_typed_with_shift_and_what_an_input_method_confirms_is_not_sent(dest, start, visit):
    _, address = start()
    page = visit(address)
    sha256 = archive_document(dest, CARDS).source.sha256
    page.goto(f"{address}value/{sha256}/cases/0/title")
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("二行目")
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'Enter', bubbles: true, isComposing: true}))"
    )
    assert archive_corrections(dest) == []
    press(page, "Enter")
    [kept] = archive_corrections(dest)
    assert kept.value.endswith("\n二行目")


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_and_everything_has_a_name(dest, start, visit, width, scheme):
    _, address = start()
    page = visit(address, width=width, color_scheme=scheme)
    sha256 = archive_document(dest, CARDS).source.sha256
    for path in ("", "list", "reliability", f"value/{sha256}/cases/0/forms/0/periods"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        unnamed = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a, img')].filter(e => "
            "!(e.labels?.length || e.textContent.trim() || e.ariaLabel || e.alt || e.querySelector('img[alt]'))).map(e => e.outerHTML)"
        )
        assert unnamed == []
        assert page.evaluate("document.querySelectorAll('h1').length") == 1
        assert page.evaluate("document.documentElement.lang") == "ja"
    for name, least in (("--ink", 7.0), ("--quiet", 4.5), ("--doubt", 4.5), ("--bad", 4.5), ("--good", 4.5)):
        assert contrast(page, name) >= least, name


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(dest, labelled, start, visit, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    found, wide = [], []

    def look(page, name):
        violations = axe.run(page).response["violations"]
        grave = [one for one in violations if one["impact"] in ("serious", "critical")]
        found.extend((name, one["id"], one["nodes"][0]["html"]) for one in grave)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)

    _, address = start()
    page = visit(address, width=width, color_scheme=scheme, bypass_csp=True, expected=("404",))
    sha256 = archive_document(dest, CARDS).source.sha256
    look(page, "value")
    page.click("#keep")
    page.wait_for_function("document.querySelector('#progress').value === 1")
    for path in ("list", "reliability", "nothing", f"value/{sha256}/cases/0/forms/0/periods"):
        page.goto(address + path)
        look(page, path)
    page.click("#help")
    look(page, "keys")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.click("text=English")
    look(page, "in English")
    page = visit(f"{start(labelled)[1]}labels", width=width, color_scheme=scheme, bypass_csp=True)
    look(page, "labels")
    page.click("#first")
    look(page, "label")
    page.fill("#filter", "reason")
    page.fill("#id", "hotaru")
    page.focus("#filter")
    look(page, "label, filtered")
    page.keyboard.press("Enter")
    page.wait_for_selector("#keep")
    look(page, "trial")
    page.click("#keep")
    page.wait_for_selector("h2")
    look(page, "kept")
    page.click("#end")
    page.wait_for_selector("h1:has-text('終了しました')")
    look(page, "ended")
    assert (found, wide) == ([], [])


def test_a_field_is_found_by_typing_and_by_arrows(labelled, start, visit):
    _, address = start(labelled)
    page = visit(f"{address}labels")
    page.keyboard.press("Enter")
    page.wait_for_selector("#filter")
    assert page.inner_text("h1") == "ひとこと"
    assert page.evaluate("document.activeElement.id") == "filter"
    place = page.inner_text(".places .quiet")
    page.keyboard.press("Escape")
    page.keyboard.press("]")
    page.wait_for_url("**?place=1")
    assert page.inner_text(".places .quiet") != place
    page.keyboard.type("理由 why")
    assert page.locator(".choice:visible").count() == 0
    assert "合う欄がありません" in page.inner_text("#chosen")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.keyboard.type("reas")
    assert page.input_value("[name=field]:checked") == "reason"
    page.keyboard.press("Control+A")
    page.keyboard.type("内容")
    assert page.input_value("[name=field]:checked") == "content"
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowDown")
    assert page.input_value("[name=field]:checked") == "current_handling"
    page.keyboard.press("ArrowUp")
    assert page.input_value("[name=field]:checked") == "content"


def test_a_label_is_given_its_field_by_keyboard_alone(labelled, start, visit, tmp_path):
    own = tmp_path / "settings" / "kaigi_extract" / "wards" / "hotaru.toml"
    process, address = start(labelled)
    page = visit(f"{address}labels")
    page.keyboard.press("Enter")
    page.wait_for_selector("#filter:focus")
    page.keyboard.type("内容")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id:focus")  # whose mapping it is to be is asked for
    assert page.input_value("#body") == "ほたる区"
    page.keyboard.type("hotaru")
    page.keyboard.press("Enter")
    page.wait_for_selector("#keep")
    assert page.inner_text("tr.changed ins >> nth=0").endswith("急ぎ")
    assert not own.exists()
    page.keyboard.press("Escape")
    page.wait_for_url("**/label/*")
    assert not own.exists()
    page.wait_for_selector("#filter:focus")
    page.keyboard.type("なし")
    assert page.input_value("[name=field]:checked") == "other"
    page.keyboard.press("Enter")
    page.wait_for_selector("#keep")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kept")
    assert load_ward(own).field("form", "ひとこと") == "other"
    assert f"kaigi-extract migrate SRC {labelled.name}" in page.inner_text(".kept")
    assert page.locator("nav .count").count() == 0  # the draft knows the others
    page.keyboard.press("Enter")
    page.wait_for_url("**/labels")
    process.send_signal(signal.SIGKILL)
    process.wait()
    _, address = start(labelled)
    page = visit(f"{address}labels")
    page.wait_for_selector("tbody tr")
    assert "✓ なし" in page.inner_text("tbody tr >> nth=0")


def test_labels_without_scripts(labelled, start, visit):
    _, address = start(labelled)
    page = visit(f"{address}labels", java_script_enabled=False)
    page.click("#first")
    page.check("[value=other]")
    page.fill("#id", "hotaru")
    page.click("#try")
    page.wait_for_selector("#keep")
    page.click("#keep")
    assert "対応付けを書き込みました" in page.inner_text("main")


def contrast(page, name):
    """The ratio of a colour to the paper's, as WCAG 2 counts it."""
    tell = "n => getComputedStyle(document.documentElement).getPropertyValue(n).trim()"
    lights = []
    for colour in (page.evaluate(tell, name), page.evaluate(tell, "--card")):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_without_scripts_every_form_works(dest, start, visit):
    _, address = start()
    page = visit(address, java_script_enabled=False)
    first = page.url
    page.fill("[name='.'] >> nth=0" if page.locator("[name='.']").count() else "[name^='.'] >> nth=0", "別の値")
    page.click("#keep")
    assert page.url != first
    assert settled(page) == 1
    page.click("#undo")
    assert page.url == first
    assert settled(page) == 0
    page.click("text=English")
    assert "Settled by" in page.inner_text(".who")
    assert page.url == first
