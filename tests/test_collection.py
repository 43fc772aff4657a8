"""Reference cycles are looked for seldom while a file is read, and as often as before when it is read."""

from __future__ import annotations

import gc
from collections import Counter

import pytest

from kaigi_extract import extract, pipeline
from kaigi_extract.collection import SELDOM, SELDOM_COLLECTED
from kaigi_extract.errors import KaigiError

TEXT = "件名：温室の鍵\n".encode()


@pytest.fixture(autouse=True)
def interval():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_while_a_file_is_read_the_interval_is_long(monkeypatch):
    seen = []
    inner = pipeline.extract_with_reasons
    monkeypatch.setattr(pipeline, "extract_with_reasons", lambda *a: (seen.append(gc.get_threshold()), inner(*a))[1])
    extract(TEXT, name="a.txt")
    assert seen == [(SELDOM, 10, 10)]
    assert gc.get_threshold() == (700, 10, 10)


def test_a_file_that_cannot_be_read_leaves_it_as_it_was():
    with pytest.raises(KaigiError):
        extract(b"%PDF-1.7 and nothing else", name="a.pdf")
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("own", [(0, 10, 10), (SELDOM + 1, 5, 5)])
def test_who_looks_less_often_is_left_alone(own):
    gc.set_threshold(*own)
    with SELDOM_COLLECTED:
        assert gc.get_threshold() == own
    assert gc.get_threshold() == own


def test_the_last_of_several_sets_it_back():
    with SELDOM_COLLECTED:
        with SELDOM_COLLECTED:
            pass
        assert gc.get_threshold() == (SELDOM, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)


def test_what_the_program_sets_meanwhile_stays():
    with SELDOM_COLLECTED:
        gc.set_threshold(900, 9, 9)
    assert gc.get_threshold() == (900, 9, 9)


CLAUSES = """
花壇の手入れの委託に係る特記事項
第１条　受託者は、花壇の土を運び出してはならない。
第２条　受託者は、前条の土を見つけたときは、委託者に届け出なければならない。
第３条　受託者は、水やりの時刻を書き留めなければならない。
"""


def alive() -> Counter[str]:
    """How many there are of what holds all that was read."""
    names = {"Reading", "_Surveyed", "ClauseFlow", "SearchedLines", "PlainLine"}
    return Counter(type(one).__name__ for one in gc.get_objects() if type(one).__name__ in names)


def test_what_was_read_goes_with_its_reading_and_waits_for_no_collection():
    """A document in a cycle would stay, with all of its lines, until cycles are looked for."""
    extract(CLAUSES.encode(), name="a.txt")
    gc.collect()
    gc.disable()
    try:
        before = alive()
        assert extract(CLAUSES.encode(), name="a.txt").clause_sets[0].clauses
        assert alive() == before
    finally:
        gc.enable()
