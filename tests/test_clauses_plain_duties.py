"""Duties in the plain form, articles that only say what a text is for, marks behind sentences, …もまた同様とする."""

from __future__ import annotations

import pytest

from kaigi_extract.clauses.duties import Reader, is_likewise, plain_text
from kaigi_extract.clauses.gap_analysis import duty_gaps
from kaigi_extract.clauses.sentences import split_sentences, statements
from kaigi_extract.records import Clause, Item, Parties, Sentence
from tests.sets import make

CONTRACT = Reader.of(Parties(), speaks_to_contractor=True)
ORDINANCE = Reader.of(Parties(), speaks_to_contractor=False)


def modality(reader: Reader, text: str) -> str | None:
    clause = Clause(number=1, label="第1", text=text, spans=[])
    return reader.read(statements(clause), {})[0].modality


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("乙は、花壇の手入れの決まりを遵守する。", "must"),
        ("乙は、毎朝、花壇に水をやる。", "must"),
        ("甲は、乙に苗の代金を支払う。", "must"),
        ("乙は、苗を人に渡さない。", "must_not"),
        ("乙は、苗を植え替えない。", "must_not"),
        ("乙は、苗を他に用いない。", "must_not"),
        ("乙は、苗を数えること。【様式第２号】", "must"),
        ("乙は、苗を数えるものとする。〔別紙〕", "must"),
        ("乙は、苗の枯れた責任を負わない。", "declares"),
        ("乙は、苗を受け取る権利を有する。", "may"),
        ("乙は、これを受託する。", "declares"),
        ("苗は、春に植える。", "declares"),
        ("この特記事項は、花壇について必要な事項を定めるものとする。", "declares"),
        ("乙は、花壇の責任者を定めるものとする。", "must"),
        ("花壇の手入れは、朝に行うものとする。", "must"),
    ],
)
def test_in_a_contract(text, expected):
    assert modality(CONTRACT, text) == expected


def test_elsewhere_the_plain_form_is_no_duty():
    assert modality(ORDINANCE, "乙は、毎朝、花壇に水をやる。") == "declares"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("乙は、苗を数えること。（様式１）", ["乙は、苗を数えること。（様式１）"]),
        ("乙は、苗を数えること。【別紙２】甲は、見ること。", ["乙は、苗を数えること。【別紙２】", "甲は、見ること。"]),
        (
            "乙は、数えること。（第４号様式）。甲は、見ること。",
            ["乙は、数えること。（第４号様式）。", "甲は、見ること。"],
        ),
        ("乙は、数えること。（甲の）花壇は、見ること。", ["乙は、数えること。", "（甲の）花壇は、見ること。"]),
    ],
)
def test_a_mark_behind_a_sentence_is_none(text, sentences):
    assert split_sentences(text) == sentences


def test_an_item_that_ends_in_a_mark_is_read():
    items = [Item(label="(1)", number=1, text="乙は、苗の数を届け出ること。（様式１）", spans=[])]
    said = statements(Clause(number=1, label="第1", text="次による。", items=items, spans=[]))
    assert [one.text for one in said][1:] == ["乙は、苗の数を届け出ること。（様式１）"]


@pytest.mark.parametrize(
    ("text", "expected"), [("契約が終わった後も、同様とする。", True), ("乙は、同じ苗を植える。", False)]
)
def test_likewise(text, expected):
    assert is_likewise(plain_text(text)) is expected


def test_likewise_goes_with_its_sentence():
    one = make("花壇", ("第1", "苗", "乙は、苗を人に渡してはならない。花が咲いた後も同様とする。"))
    one.clauses[0].topics = ["third_party"]
    one.clauses[0].sentences = [
        Sentence(text="乙は、苗を人に渡してはならない。", modality="must_not"),
        Sentence(text="花が咲いた後も同様とする。", modality="must_not"),
    ]
    other = one.model_copy(update={"clauses": []})
    assert [gap.text for gap in duty_gaps(one, other)] == ["乙は、苗を人に渡してはならない。花が咲いた後も同様とする。"]
