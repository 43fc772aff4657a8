"""Entry points of other packages are found wherever the standard library finds them, and looked for in vain cheaply."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from kaigi_extract.entry_points import entry_points_of

GROUP = "kaigi_extract.flowers"
LIST = f"[console_scripts]\nwater = garden:water\n\n[{GROUP}]\nrose = garden:rose\naster = garden:aster\n"


def names(path: Path, monkeypatch: pytest.MonkeyPatch, group: str = GROUP) -> list[str]:
    """What is found where a package is in a place of its own."""
    monkeypatch.setattr(sys, "path", [str(path), str(path / "missing"), *sys.path])
    return [entry.name for entry in entry_points_of(group)]


@pytest.mark.parametrize("folder", ["garden-1.0.dist-info", "garden.egg-info", "garden.egg/EGG-INFO"])
def test_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    about = tmp_path / folder
    about.mkdir(parents=True)
    (about / "entry_points.txt").write_text(LIST)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: garden\nVersion: 1.0\n")
    place = about.parent if about.name == "EGG-INFO" else tmp_path
    assert names(place, monkeypatch) == ["aster", "rose"]
    assert names(place, monkeypatch, "kaigi_extract.trees") == []


def test_in_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "garden.zip", "w") as archive:
        archive.writestr("garden-1.0.dist-info/entry_points.txt", LIST)
        archive.writestr("garden-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: garden\nVersion: 1.0\n")
    assert names(tmp_path / "garden.zip", monkeypatch) == ["aster", "rose"]


def test_by_a_finder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Finder:
        @staticmethod
        def find_spec(*_: object) -> None:
            return None

        @staticmethod
        def find_distributions(*context: object) -> list[object]:
            asked.append(context)
            return []

    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    assert entry_points_of(GROUP) == ()
    assert asked
