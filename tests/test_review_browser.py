"""The review in a browser, by keyboard alone: settled, killed, gone on with, by two at once; and how it lies on a page."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kaigi_extract import check_archive
from kaigi_extract.archive.corrections import archive_corrections, archive_document
from tests.doubtful import BOOKING, CARDS, copied, doubtful_archive

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


@pytest.fixture
def start(dest, tmp_path):
    """Starts the command with no way to the outside, and gives the process and its address."""
    started = []

    def run():
        guard = tmp_path / f"guard{len(started)}"
        guard.mkdir()
        command = [sys.executable, ROOT / "tests" / "guarded.py", "kaigi_extract.cli", "review", dest, "--no-browser"]
        process = subprocess.Popen(
            [*map(str, command), "--by", "山田"],
            env={**os.environ, "GUARD": str(guard), "PYTHONPATH": str(ROOT)},
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


def test_two_browsers_at_once_lose_nothing(dest, start, visit):
    process, address = start()
    one, two = visit(address), visit(address, expected=("409 (Conflict)",))
    assert one.url != two.url
    for _ in range(8):
        before = one.url, two.url
        one.keyboard.press("Enter")
        two.keyboard.press("Enter")
        one.wait_for_url(lambda url, before=before: url != before[0])
        two.wait_for_url(lambda url, before=before: url != before[1])
        for page in (one, two):
            page.wait_for_selector("html.js")
    kept = archive_corrections(dest)
    assert len(kept) == len({(one.source, one.pointer) for one in kept}) == 16
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
