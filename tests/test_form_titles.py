"""The title of a form that is in a file several times, under the number of the form: no header."""

from __future__ import annotations

from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.source import Frame, Page
from tests.typeset import HEIGHT, WIDTH, across, down, run


def form(number: int) -> Page:
    rules = [across(150 + 40 * k, 60, 500) for k in range(3)] + [down(x, 150, 230) for x in (60, 160, 500)]
    runs = [
        run("第２号様式", 60, 40),
        run("温室の見回りの記録", 240, 64),
        run("見回った人", 400, 100),
        run("日", 70, 160),
        run(f"五月{'一二三'[number]}日", 170, 160),
        run("結果", 70, 200),
        run("変わりなし", 170, 200),
    ]
    return Page(Frame(number + 1, WIDTH, HEIGHT), runs=runs, rules=rules)


def furniture(count: int) -> list[str]:
    def is_title(line: AnyLine) -> bool:
        return line.text == "第２号様式"

    layouts = [arrange_page(form(number), lambda _: False) for number in range(count)]
    return [line.text for line in arrange(layouts, lambda _: None, lambda _: False, is_title).furniture]


def test_the_title_under_the_number_of_a_form_is_no_header() -> None:
    assert furniture(2) == []
    assert furniture(3) == []


def test_a_line_under_it_that_is_set_at_the_side_is_one() -> None:
    pages = [form(number) for number in range(2)]
    for page in pages:
        page.runs[1] = run("公園の係の控え", 380, 64)
    layouts = [arrange_page(page, lambda _: False) for page in pages]
    found = arrange(layouts, lambda _: None, lambda _: False, lambda line: line.text == "第２号様式")
    assert [line.text for line in found.furniture if isinstance(line, Line)] == ["公園の係の控え"] * 2
