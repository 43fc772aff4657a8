"""Settings reach the decisions that they are about: a document on either side of a threshold, and the threshold moved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.parts.settings import ClauseSetSettings, PartSettings, TitleSettings
from kaigi_extract.settings import Settings


def test_lines_name_every_threshold_and_the_default_of_a_moved_one():
    lines = Settings(parts=PartSettings(titles=TitleSettings(longest=80))).lines("parts")
    assert lines[2] == "parts.titles.longest = 80 (default 60)"
    assert lines[3] == "parts.titles.running_lines = 12"
    rooms = {line.split(".")[0] for line in Settings().lines()}
    assert rooms == {"layout", "ocr", "parts", "wards"}
    assert not any("(default" in line for line in Settings().lines())


@pytest.mark.parametrize("wrong", [None, {}, TitleSettings()])
def test_what_is_no_settings_is_said(tmp_path, wrong):
    path = tmp_path / "a.txt"
    path.write_text("花の会則", encoding="utf-8")
    with pytest.raises(TypeError, match=f"settings must be a Settings, not {type(wrong).__name__}"):
        extract(path, settings=wrong)


LONG = "花壇の世話を引き受ける者が守らなければならない事柄を定めた個人情報の取扱いに関する特記事項"
CLAUSES = """\
第１条　乙は、花に水をやる。
第２条　乙は、花を摘まない。
第３条　乙は、花の名を覚える。
"""


def read(tmp_path: Path, text: str, settings: Settings) -> list[tuple[str, int]]:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return [(found.title, len(found.clauses)) for found in extract(path, settings=settings).clause_sets]


@pytest.mark.parametrize(
    ("settings", "title"),
    [
        (TitleSettings(longest=len(LONG)), LONG),
        (TitleSettings(longest=len(LONG) - 1), ""),
    ],
    ids=["as long as a title may be", "longer"],
)
def test_the_longest_title(tmp_path, settings, title):
    text = f"連絡\n\n{LONG}\n\n{CLAUSES}"
    assert read(tmp_path, text, Settings(parts=PartSettings(titles=settings))) == [(title, 3)]


@pytest.mark.parametrize(("least", "sets"), [(3, [("花の集まり", 3)]), (4, [])])
def test_clauses_that_make_a_run_without_a_known_title(tmp_path, least, sets):
    settings = Settings(parts=PartSettings(clause_sets=ClauseSetSettings(least_clauses=least)))
    assert read(tmp_path, f"花の集まり\n\n{re.sub('第(.)条', lambda found: found[1], CLAUSES)}", settings) == sets
