"""The mappings that come with the library are their TOML files, whether these were parsed beforehand or not."""

from __future__ import annotations

import shutil

import pytest

from kaigi_extract.wards import load, parsed_files
from tests.parsed_files import parsed

KEPT = {
    "wards": load.bundled_wards,
    "common words": load.common_words,
    "general words": load.general_words,
    "laws": load.known_laws,
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the mappings that the library reads in place of its own."""
    copy = tmp_path / "wards"
    shutil.copytree(parsed_files.FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for module in (load, parsed_files):
        monkeypatch.setattr(module, "FOLDER", copy)
    monkeypatch.setattr(parsed_files, "PARSED", copy / parsed_files.PARSED.name)
    yield forget(copy)
    forget(copy)


def forget(folder):
    """Nothing is remembered of what was read before."""
    for kept in (*KEPT.values(), parsed_files._parsed):
        kept.cache_clear()
    return folder


def test_what_was_parsed_is_that_of_the_files():
    assert parsed_files.PARSED.read_text(encoding="utf-8") == parsed(), "python -m tests.parsed_files writes it anew"


@pytest.mark.parametrize("name", KEPT)
def test_the_same_is_read_from_the_files_and_has_no_mistake(name, folder):
    before = KEPT[name]()
    forget(folder)
    (folder / parsed_files.PARSED.name).unlink()
    assert KEPT[name]() == before


def test_a_file_that_was_changed_since_is_read_as_it_is_now(folder):
    file = folder / "shinjuku.toml"
    text = file.read_text(encoding="utf-8")
    changed = text.replace('name = "新宿区"', 'name = "新緑区"', 1)
    assert len(changed) == len(text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    assert {ward.id: ward.name for ward in load.bundled_wards()}["shinjuku"] == "新緑区"


def test_a_new_file_is_read(folder):
    (folder / "midori.toml").write_text('id = "midori"\nname = "緑区"\n', encoding="utf-8")
    assert "midori" in {ward.id for ward in load.bundled_wards()}
