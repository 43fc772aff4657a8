"""What stands beside the text: readings, watermarks, words struck out, numbers of lines and of pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.page_numbers import page_number
from kaigi_extract.layout.passages import measure, unwrap_lines
from kaigi_extract.source import Frame, Page, Rule, Run
from tests.typeset import FRAME, HEIGHT, WIDTH, across, arranged, down, run, shown, upright
from tests.typesetting import Setting, Sheet

Shown = tuple[list[str], list[str]]


def parted(*runs: Run, rules: list[Rule] | None = None) -> Shown:
    """The lines of a page, and what is beside them."""
    layout = arrange_page(Page(FRAME, runs=list(runs), rules=rules or []), lambda _: False)
    lines = [text for item in layout.items for text in ([item.text] if isinstance(item, Line) else [])]
    return lines, [line.text for line in [*layout.asides, *layout.struck]]


WORDS = run("係員は温室の鍵を持つ。", 100, 200, 12)

READINGS: dict[str, tuple[list[Run], Shown]] = {
    "above a word": ([WORDS, run("おんしつ", 136, 193.5, 6)], (["係員は温室の鍵を持つ。"], ["おんしつ"])),
    "in katakana": ([WORDS, run("オンシツ", 136, 193.5, 6)], (["係員は温室の鍵を持つ。"], ["オンシツ"])),
    "below a word": ([WORDS, run("おんしつ", 136, 212.5, 6)], (["係員は温室の鍵を持つ。"], ["おんしつ"])),
    "longer than its word": (
        [WORDS, run("おんしつむろ", 133, 193.5, 6)],
        (["係員は温室の鍵を持つ。"], ["おんしつむろ"]),
    ),
    "right of a column": (
        [upright("係員は温室の鍵を持ち歩く。", 300, 100, 12), upright("おんしつ", 312.5, 136, 6)],
        (["係員は温室の鍵を持ち歩く。"], ["おんしつ"]),
    ),
    "a small line far above is a line": (
        [WORDS, run("おんしつ", 136, 185, 6)],
        (["おんしつ", "係員は温室の鍵を持つ。"], []),
    ),
    "a line a little smaller is a line": (
        [WORDS, run("おんしつ", 136, 190, 9)],
        (["おんしつ", "係員は温室の鍵を持つ。"], []),
    ),
    "over kana nothing is read": (
        [run("かぎをもつ。", 100, 200, 12), run("おんしつ", 100, 193.5, 6)],
        (["おんしつ", "かぎをもつ。"], []),
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_readings_beside_words(name: str) -> None:
    runs, expected = READINGS[name]
    assert parted(*runs) == expected


def test_a_reading_under_a_ruled_line() -> None:
    sides = [across(190, 90, 400), across(220, 90, 400), down(90, 190, 220), down(250, 190, 220), down(400, 190, 220)]
    made = Page(FRAME, runs=[WORDS, run("おんしつ", 136, 193.5, 6), run("花壇", 260, 200, 12)], rules=sides)
    assert shown(arranged([made], lambda _: None)) == [[["係員は温室の鍵を持つ。", "花壇"]]]
    assert [line.text for line in arranged([made], lambda _: None).furniture] == ["おんしつ"]


def pale(made: Run, lightness: float = 0.8) -> Run:
    return replace(made, lightness=lightness)


ASLANT = [replace(run(char, 150 + 60 * k, 320 - 45 * k, 60), slant=-37.0) for k, char in enumerate("取扱注意")]
BELOW = run("噴水は朝に動かす。", 100, 300, 12)

MARKS: dict[str, tuple[list[Run], Shown]] = {
    "aslant": ([WORDS, *ASLANT, BELOW], ([WORDS.text, BELOW.text], ["取扱注意"])),
    "aslant, small and repeated": (
        [WORDS, *(replace(run("写", x, 196, 11), slant=30.0) for x in (110, 300))],
        ([WORDS.text], ["写", "写"]),
    ),
    "pale and across other words": ([WORDS, pale(run("見本", 110, 180, 40))], ([WORDS.text], ["見本"])),
    "pale and huge": ([WORDS, BELOW, pale(run("写", 300, 500, 80))], ([WORDS.text, BELOW.text], ["写"])),
    "dark, large and across other words": (
        [WORDS, BELOW, run("社外秘", 90, 170, 60)],
        ([WORDS.text, BELOW.text], ["社外秘"]),
    ),
    "a large title is a title": ([run("温室だより", 100, 100, 40), WORDS], (["温室だより", WORDS.text], [])),
    "a pale line is a line": ([pale(WORDS), BELOW], ([WORDS.text, BELOW.text], [])),
    "white words have a dark ground": ([pale(run("見本", 110, 180, 40), 1.0)], (["見本"], [])),
}


@pytest.mark.parametrize("name", MARKS)
def test_words_laid_over_a_page(name: str) -> None:
    runs, expected = MARKS[name]
    assert parted(*runs) == expected


STRUCK: dict[str, tuple[list[Rule], Shown]] = {
    "through a word": ([across(206, 136, 160)], (["係員はの鍵を持つ。"], ["温室"])),
    "through a line": ([across(206, 100, 232)], ([], [WORDS.text])),
    "in pieces": ([across(206, 136, 148), across(206, 148, 160)], (["係員はの鍵を持つ。"], ["温室"])),
    "twice": ([across(205, 136, 160), across(207, 136, 160)], (["係員はの鍵を持つ。"], ["温室"])),
    "under a word": ([across(212, 136, 160)], ([WORDS.text], [])),
    "a ruled line that runs on": ([across(206, 60, 500)], ([WORDS.text], [])),
}


@pytest.mark.parametrize("name", STRUCK)
def test_words_with_a_line_through_them(name: str) -> None:
    rules, expected = STRUCK[name]
    assert parted(WORDS, rules=rules) == expected


TEXTS = [
    "係員は、閉園の時刻までに温室の窓を閉め、散水栓の水を止め、遊歩道に残る人がいないことを確かめる。",
    "（鍵）",
    "1　鍵は、集会室の鍵箱に戻す。戻した者は、貸出帳に名を書き、次の者に知らせる。",
    "2　雨の日は、噴水を動かさない。案内図の前に看板を立て、来た人に知らせるものとする。",
]


def numbered(step: int = 1, first: int = 1, *, right: bool = False, sure: int = 99) -> tuple[Page, list[str]]:
    """A page with a number beside every `step`th of its first lines."""
    sheet = Sheet()
    for text in TEXTS:
        sheet.add(text, Setting(size=10, measure=28, left=120))
    (made,) = sheet.pages
    numbers = []
    for k, line in enumerate(made.runs[:sure], first):
        if k % step == 0:
            words = str(k)
            numbers.append(run(words, 420 if right else 100 - 5 * len(words), line.low, 10))
    return replace(made, runs=[*made.runs, *numbers]), [number.text for number in numbers]


def paragraphs(*pages: Page) -> Shown:
    arrangement = arranged(pages, lambda _: None)
    lines = [item for item in arrangement.items if isinstance(item, Line)]
    return unwrap_lines(lines, measure(lines)).text.split("\n"), [line.text for line in arrangement.furniture]


@pytest.mark.parametrize(
    "how", [{}, {"right": True}, {"first": 31}, {"sure": 6}, {"step": 2}], ids=["left", "right", "on", "part", "second"]
)
def test_numbers_that_count_lines(how: dict[str, int]) -> None:
    made, numbers = numbered(**how)  # type: ignore[arg-type]
    assert paragraphs(made) == (TEXTS, numbers)


def test_a_page_of_few_lines_counts_on() -> None:
    made, numbers = numbered()
    last = Page(Frame(2, WIDTH, HEIGHT), runs=[run("噴水は、朝に動かす。", 120, 70), run("9", 95, 70)])
    assert paragraphs(made, last) == ([*TEXTS, "噴水は、朝に動かす。"], [*numbers, "9"])


def test_a_numbered_list_is_none() -> None:
    texts = [f"{k}　{text}" for k, text in enumerate([TEXTS[0], TEXTS[0], TEXTS[0], TEXTS[0], TEXTS[0]], 1)]
    sheet = Sheet()
    for text in texts:
        sheet.add(text, Setting(size=10, measure=28, first_indent=0, hanging=2))
    assert paragraphs(*sheet.pages) == (texts, [])


NUMBERS = {
    "3": 3, "- 3 -": 3, "－３－": 3, "3/12": 3, "3 / 12 ページ": 3, "p.3": 3, "三": 3, "十二": 12, "Ⅲ": 3, "iv": 4, "ix": 9,
    "3ページ": 3, "第3頁": 3, "(3)": 3, "〔３〕": 3, "Page 3 of 12": 3, "3頁": 3,
    "第３条": None, "3月": None, "温室": None, "3.5": None, "": None,
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_of_pages(text: str) -> None:
    assert page_number(text) == NUMBERS[text]


@pytest.mark.parametrize(
    ("texts", "furniture"),
    [
        (["一", "二", "三"], True),
        (["Ⅰ", "Ⅱ"], True),
        (["41", "42", "43"], True),
        (["－ ７ －", "－ ８ －"], True),
        (["二", "二"], False),
        (["三", "七"], False),
    ],
)
def test_a_number_high_above_the_foot_counts_on(texts: list[str], furniture: bool) -> None:
    made = [
        Page(Frame(k, WIDTH, HEIGHT), runs=[run("係員は、温室の鍵を持つ。", 60, 120 + 20 * k), run(text, 290, 750)])
        for k, text in enumerate(texts, 1)
    ]
    assert [line.text for line in arranged(made, lambda _: None).furniture] == (texts if furniture else [])


OWN = [run("係員は温室の鍵を持つ。", 100, 200 + 20 * k, 12) for k in range(6)]
BESIDE: dict[str, tuple[list[Run], list[Rule], list[str]]] = {
    "left of all lines": ([upright("公園便覧の一", 40, 100)], [], ["公園便覧の一"]),
    "right of all lines": ([upright("公園便覧の一", 545, 100)], [], ["公園便覧の一"]),
    "a label beside them": ([upright("公園便覧の一", 60, 100)], [], []),
    "close to lines that reach into the margin": (
        [upright("公園便覧の一", 40, 100), run("見出し", 51, 180, 12)],
        [],
        [],
    ),
    "in a frame around the lines": ([upright("公園便覧の一", 40, 100)], [down(30, 90, 500), across(90, 30, 400)], []),
    "as much as the lines": ([upright("公園便覧の一" * 4, 40, 100)], [], []),
}


@pytest.mark.parametrize("name", BESIDE)
def test_words_that_run_down_in_the_margin_of_a_level_page(name: str) -> None:
    turned, rules, beside = BESIDE[name]
    lines, asides = parted(*OWN, *turned, rules=rules)
    assert asides == beside
    assert [line for line in lines if line.startswith("係員")] == [one.text for one in OWN]
