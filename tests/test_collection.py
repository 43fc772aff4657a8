"""Reference cycles are looked for seldom while a file is read, and as often as before when it is read."""

from __future__ import annotations

import gc

import pytest

from kaigi_extract import extract, pipeline
from kaigi_extract.collection import AT_A_COMMAND, COLLECTED_AT_A_COMMAND, SELDOM, SELDOM_COLLECTED
from kaigi_extract.errors import KaigiError
from kaigi_extract.layout.lines import PlainLine

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


def test_a_command_looks_less_often_than_one_reading():
    with COLLECTED_AT_A_COMMAND:
        with SELDOM_COLLECTED:
            assert gc.get_threshold() == (AT_A_COMMAND, 10, 10)
        assert gc.get_threshold() == (AT_A_COMMAND, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)


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


MINUTES = (
    "会議録\n日時　令和５年１月５日\n場所　緑区役所\n出席者　会長　緑川\n○会長　始めます。\n○委員　はい。温室の鍵は。\n"
)
SET = "個人情報取扱特記事項\n第１条　乙は、鍵を守る。\n第２条　乙は、鍵を返す。\n第３条　乙は、法令を守る。\n"
COMPARED = "新旧対照表\n\n| 改正案 | 現行 |\n|---|---|\n| 第１条　鍵を守る。 | 第１条　鍵を返す。 |\n| 第２条　札を守る。 | 第２条　札を返す。 |\n"
FORM = "諮問事項\n件名：温室の鍵\n担当課：緑地課\n目的：鍵の貸出し\n個人情報の項目：氏名、住所\n"


@pytest.mark.parametrize("text", [MINUTES, SET, COMPARED, FORM, MINUTES + SET + FORM])
def test_the_lines_of_a_document_go_with_its_reading(text):
    extract(TEXT, name="a.txt")  # what is loaded once
    gc.collect()
    gc.disable()
    try:
        document = extract(text.encode(), name="a.md")
        left = [one for one in gc.get_objects() if isinstance(one, PlainLine)]
    finally:
        gc.enable()
    assert document.sections
    assert left == []
