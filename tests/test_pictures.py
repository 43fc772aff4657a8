"""The README's pictures show the present code. After a change: python notebooks/pictures/make.py, and look at them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.looks import look_alike

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks" / "pictures"

pytest.importorskip("matplotlib", reason="the README's pictures need pip install -e '.[test]'")
spec = importlib.util.spec_from_file_location("make", FOLDER / "make.py")
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)


@pytest.mark.parametrize("name", make.DRAWN)
def test_what_is_drawn_looks_as_it_does_now(name):
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert look_alike(kept.convert("RGB"), make.DRAWN[name]())


@pytest.mark.parametrize("name", make.TAKEN)
def test_what_a_browser_took_was_the_present_page(name):
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert kept.text[make.DIGEST] == make.digest(make.TAKEN[name][0]())


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_the_readme_shows_every_picture(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    shown = set(re.findall(r"notebooks/pictures/(\w+)\.png", text))
    assert shown == {*make.DRAWN, *make.TAKEN} == {path.stem for path in FOLDER.glob("*.png")}
