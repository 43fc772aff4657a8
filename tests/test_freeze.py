"""The tool that tells what a change gained and lost: that it sees a difference, and reads every judge's words."""

from __future__ import annotations

import pytest

from tests.freeze import differences, documents, scores

OLD = {"a": 1, "b": [{"c": "x"}, {"c": "y"}], "d": [1, 2]}


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD, []),
        (OLD | {"a": 2}, [("/a", 1, 2)]),
        (OLD | {"b": [{"c": "x"}, {"c": "z"}]}, [("/b/1/c", "y", "z")]),
        (OLD | {"d": [1]}, [("/d", [1, 2], [1])]),
        (OLD | {"e": 3}, [("/e", None, 3)]),
        (None, [("/", OLD, None)]),
    ],
)
def test_differences(new, found):
    assert list(differences(OLD, new)) == found


@pytest.mark.parametrize(
    ("judge", "line", "found"),
    [
        ("score", "pdf/a.pdf: 0.9661 right, 958/22866 characters wrong (4.1896%)", {"pdf/a.pdf": 0.9661}),
        ("wild", "A01                          mixed     7/9    78 %  6 s", {"A01": 7 / 9}),
        ("pairs", "/P2: F1 0.940  P 0.92 R 0.96  kinds 8/21", {"P2": 0.94}),
        (
            "cases bugs",
            "01-a: ok\n02-b: short 2 of 6: len(d)  gave 0  not 1\n1 of 2 cases right",
            {"01-a": 1, "02-b": 2 / 6},
        ),
    ],
)
def test_scores(judge, line, found):
    assert scores(judge, line) == pytest.approx(found)


def test_the_corpus_is_among_the_documents():
    names = {path.name for path in documents()}
    assert {"nerima-2014-bundle.pdf", "shinjuku-2013-library-cards.office.pdf"} <= names
