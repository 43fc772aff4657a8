"""Documents of many clause sets: each is found, whatever is far above it, and items under clauses make no set."""

from __future__ import annotations

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.layout.lines import plain_line
from kaigi_extract.parts.clause_set.places import holds, last_before, within
from kaigi_extract.parts.clause_set.runs import Mark, Run
from kaigi_extract.parts.clause_set.taken import Taken
from kaigi_extract.source import TextLine
from kaigi_extract.text import match_label

SETS = 60
LONG = 40
"""Clauses of a set whose items are further from its title than any title is looked for."""


def terms(number: int) -> str:
    return (
        f"個人情報取扱特記事項\n第１条　乙は、第{number}温室の鍵を守る。\n"
        "第２条　乙は、次の鍵を返す。\n(1)　表の鍵を返す。\n(2)　裏の鍵を返す。\n\n"
    )


def test_every_set_is_found_and_no_item_is_one():
    document = extract("".join(map(terms, range(SETS))).encode(), name="a.txt", recogniser="none")
    assert [len(one.clauses) for one in document.clause_sets] == [2] * SETS
    assert [len(one.clauses[1].items) for one in document.clause_sets] == [2] * SETS
    assert {one.title for one in document.clause_sets} == {"個人情報取扱特記事項"}


def test_items_below_a_clause_far_from_its_title():
    clauses = "".join(
        f"第{k}条　乙は、次の鍵{k}を返す。\n(1)　表の鍵を返す。\n(2)　裏の鍵を返す。\n" for k in range(1, LONG)
    )
    text = terms(1) * 3 + "個人情報取扱特記事項\n" + clauses + "\n" + terms(2)
    document = extract(text.encode(), name="a.txt", recogniser="none")
    assert [len(one.clauses) for one in document.clause_sets] == [2, 2, 2, LONG - 1, 2]


def run(style: str, *at: int) -> Run:
    """A run of labels of a style at some lines."""
    text = {"articles": "第１条　鍵", "items": "(1)　鍵"}[style]
    line, label = plain_line(TextLine(1, text)), match_label(text)
    assert line is not None
    assert label is not None
    return Run((label.style, False), [Mark(place, line, label, headed=False) for place in at])


@pytest.mark.parametrize(
    ("reach", "asked"),
    [
        (0, [3, 2, 1, 0]),
        (60, [3, 2, 1, 0]),  # the first stands for itself alone
        (61, [3, 2, 1]),  # the second answers for the first
        (200, [3, 2]),  # the last of each kind
    ],
)
def test_who_is_asked(reach, asked):
    runs = [run("articles", 1, 30), run("articles", 40, 60), run("items", 70, 90), run("articles", 100, 120)]
    taken = Taken()
    for one in runs:
        taken.add(one)
    assert sorted(runs.index(one) for one in taken.asked_of(reach)) == sorted(asked)


@pytest.mark.parametrize(
    ("low", "high", "held", "found", "last"),
    [
        (0, 3, False, [], None),
        (2, 4, True, [3], 3),
        (3, 7, False, [3], 3),
        (3, 8, True, [3, 7], 7),
        (8, 9, False, [], 7),
    ],
)
def test_places_between(low, high, held, found, last):
    places = [3, 7]
    assert holds(places, low, high) is held
    assert list(within(places, low, high)) == found
    assert last_before(places, high) == last


DUTIES = (
    "乙は、船の鍵を他人に渡してはならない。",
    "乙は、綱を毎日確かめなければならない。",
    "乙は、船を甲に返すものとする。",
)


@pytest.mark.parametrize("signs", [("(#)", "第#条"), ("#", "#", "第#条"), ("第#", "(#)"), ("第#条", "第#条")])
def test_sets_of_one_title_on_pages_of_their_own(signs, tmp_path):
    """The title is at the top of each page, as a header is; below a header the numbers go on."""
    document, title = pymupdf.open(), "渡し船個人情報取扱特記事項"
    for sign in signs:
        page = document.new_page(width=595, height=842)
        page.insert_text(((595 - 14 * len(title)) / 2, 70), title, fontname="japan", fontsize=14)
        for number, duty in enumerate(DUTIES, 1):
            text = f"{sign.replace('#', str(number))}　{duty}"
            page.insert_text((60, 84 + 26 * number), text, fontname="japan", fontsize=10.5)
    document.save(tmp_path / "a.pdf")
    sets = extract(tmp_path / "a.pdf").clause_sets
    assert [(one.title, [clause.label for clause in one.clauses]) for one in sets] == [
        (title, [sign.replace("#", str(number)) for number in (1, 2, 3)]) for sign in signs
    ]
