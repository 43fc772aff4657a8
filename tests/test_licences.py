"""`kaigi-extract licences`: what packages say of their licences, and whether that goes with the AGPL."""

from __future__ import annotations

import csv
import json
from email.message import Message
from importlib import metadata
from typing import ClassVar

import pytest

from kaigi_extract.cli import installed_licences as module
from kaigi_extract.cli import main
from kaigi_extract.cli.installed_licences import Licensed, goes_with_ours, installed, licence_of


@pytest.mark.parametrize(
    ("licence", "goes"),
    [
        ("MIT", True),
        ("Apache-2.0 AND BSD-2-Clause", True),
        ("GPL-2.0-only", False),  # does not allow version 3
        ("GPL-2.0-or-later", True),
        ("GPL-2.0-only OR MIT", True),
        ("GPL-2.0-only AND MIT", False),
        ("MIT AND (GPL-2.0-only OR Apache-2.0)", True),
        ("(MIT", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("CC-BY-NC-4.0", False),
        ("Proprietary", False),
        ("All rights reserved", False),
        ("True", False),
        ("__import__('os')", False),
        ("", False),
    ],
)
def test_what_goes_with_the_agpl(licence, goes):
    assert goes_with_ours(licence) is goes


@pytest.mark.parametrize(
    ("name", "about", "licence"),
    [
        ("a", [("License-Expression", "MIT"), ("License", "see LICENSE")], "MIT"),
        ("b", [("Classifier", "License :: OSI Approved :: BSD License"), ("License", "UNKNOWN")], "BSD-3-Clause"),
        (
            "c",
            [
                ("Classifier", "License :: OSI Approved"),
                ("Classifier", "License :: OSI Approved :: GNU General Public License v2 (GPLv2)"),
                ("Classifier", "License :: OSI Approved :: MIT License"),
            ],
            "GPL-2.0-only AND MIT",
        ),
        ("d", [("License", "Apache License, Version 2.0\n\nCopyright …")], "Apache-2.0"),
        ("e", [("License", "as is")], "as is"),
        ("f", [], ""),
        ("pymupdf", [("License", "Dual Licensed - GNU AFFERO GPL 3.0 or Artifex Commercial License")], "AGPL-3.0-only"),
    ],
)
def test_what_metadata_say(name, about, licence):
    said = Message()
    for key, value in about:
        said[key] = value
    assert licence_of(name, said) == licence


class TestInstalled:
    def test_is_what_is_asked_for_and_what_that_asks_for(self):
        names = {one.name for one in installed()}
        assert {"pymupdf", "pydantic", "pydantic-core", "annotated-types", "duckdb"} <= names
        assert not {"kaigi-extract", "pytest", "hypothesis", "ruff"} & names

    def test_all_of_it_goes_with_ours(self):
        assert [one for one in installed() if not one.compatible] == []

    def test_says_where_each_comes_from(self):
        [pydantic] = [one for one in installed() if one.name == "pydantic"]
        assert (pydantic.licence, pydantic.version) == ("MIT", metadata.version("pydantic"))
        assert pydantic.homepage.startswith("https://")


class TestCommand:
    FOUND: ClassVar = [
        Licensed("first", "1.0", "MIT", True, "https://first.example"),
        Licensed("second", "2.10", "of my own", False, ""),
    ]

    @pytest.fixture(autouse=True)
    def _known(self, monkeypatch):
        monkeypatch.setattr(module, "installed", lambda: self.FOUND)

    def test_lists_them(self, capsys):
        assert main(["licences"]) == 0
        assert capsys.readouterr().out == "first 1.0    MIT\nsecond 2.10  of my own ?\n"

    def test_for_programs(self, capsys):
        assert main(["licences", "--format", "csv"]) == 0
        rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
        assert rows[0] == {
            "name": "first",
            "version": "1.0",
            "licence": "MIT",
            "compatible": "True",
            "homepage": "https://first.example",
        }
        assert main(["licences", "--format", "json"]) == 0
        assert [json.loads(line)["compatible"] for line in capsys.readouterr().out.splitlines()] == [True, False]

    def test_fails_for_what_is_not_known_to_go_with_ours(self, capsys):
        assert main(["licences", "--check"]) == 13
        said = capsys.readouterr()
        assert said.out == "second 2.10  of my own ?\n"
        assert said.err == "kaigi-extract: licences not known to go with the AGPL: 1\n"
