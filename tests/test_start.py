"""What a command loads, compiles and parses on the way to one short document: nothing that this does not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

PAPER = Path(__file__).parents[1] / "corpus" / "shinjuku-2016-sports-booking.pdf"
FORM = 2
"""The page of the paper that holds a form, counted from 0."""
MINUTES = """\
緑区温室審議会　会議録
日時　令和５年１月５日（木）午前10時から
場所　緑区役所
出席者　会長　緑川、委員　青木
○会長　始めます。
○委員　はい。温室の鍵は誰が持ちますか。
○事務局　緑地課です。
"""
COUNTED = """
import gc, io, json, sys
from contextlib import redirect_stdout
from kaigi_extract import cli

looked = []
gc.callbacks.append(lambda phase, _: looked.append(gc.get_count()) if phase == "start" else None)
sys.argv[1:] = ["extract", {file!r}, "--recogniser", "none"]
with redirect_stdout(io.StringIO()):
    inner, cli._run = cli._run, lambda given: (looked.clear(), inner(given))[1]
    assert cli.main() == 0
from kaigi_extract.text.late_pattern import late_pattern
late = type(late_pattern(""))
ours = [module for name, module in sys.modules.items() if name.startswith("kaigi_extract")]
kept = {{id(one): one for module in ours for one in vars(module).values() if isinstance(one, late)}}
compiled = [str(one.pattern) for one in kept.values() if len(vars(one)) > len(vars(late_pattern("")))]
print(json.dumps({{"modules": sorted(sys.modules), "patterns": compiled, "looked": len(looked)}}))
"""
NEEDLESS = {"asyncio", "difflib", "logging", "multiprocessing", "numpy", "pickle", "subprocess", "tomllib", "xml"}
NEEDLESS_FOR_A_PAGE = NEEDLESS | {
    "rapidfuzz",
    "sudachipy",
    "kaigi_extract.source.text",
    "kaigi_extract.wards.validation",
}
DOCUMENTS = {
    # its modules that are not to be loaded, and how many patterns of the library it may compile
    "page.pdf": (NEEDLESS_FOR_A_PAGE, 90),
    "minutes.txt": (NEEDLESS | {"pymupdf"}, 210),
}


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """What was loaded, compiled and looked through in a process of its own for each document."""
    folder = tmp_path_factory.mktemp("start")
    with pymupdf.open(PAPER) as paper:
        paper.select([FORM])
        paper.save(folder / "page.pdf")
    (folder / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    return {name: run(folder / name) for name in DOCUMENTS}


def run(file):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON") or key == "PYTHONPATH"}
    command = [sys.executable, "-c", COUNTED.format(file=str(file))]
    done = subprocess.run(command, capture_output=True, text=True, env=clean, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_modules_that_it_does_not_need_are_not_loaded(name, started):
    assert sorted(DOCUMENTS[name][0].intersection(started[name]["modules"])) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_few_patterns_are_compiled(name, started):
    assert 0 < len(started[name]["patterns"]) <= DOCUMENTS[name][1]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_cycles_are_looked_for(name, started):
    """To look through all that is loaded takes as long as to read a page."""
    assert started[name]["looked"] == 0
