"""The one way up from records to show: its verbs, each loaded when it is first used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from kaigi_extract import records, show

FOLDER = Path(records.__file__).parent


@pytest.mark.parametrize("verb", show.__all__)
def test_every_verb_is_there_under_its_own_name(verb):
    if verb == "to_pandas":
        pytest.importorskip("pandas")
    assert getattr(show, verb).__name__ == verb


def test_an_unknown_verb():
    with pytest.raises(AttributeError, match=r"^module 'kaigi_extract\.show' has no attribute 'dance'$"):
        _ = show.dance


def test_only_display_imports_show_and_only_the_package():
    found = {
        (path.name, node.module)
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("kaigi_extract.show")
    }
    assert found == {("display.py", "kaigi_extract.show")}


def test_a_record_that_nobody_looks_at_loads_nothing_of_show():
    code = (
        "import sys; from kaigi_extract.records import Case; Case(title='甲');"
        "print(*(name for name in sys.modules if name.startswith('kaigi_extract.show')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
