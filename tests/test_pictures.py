"""The pictures of the README and of every page show the present code. After a change, and look at what they make:

python notebooks/pictures/make.py
python -m notebooks.pictures.make_pages
"""

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

LAYOUTS = {"base", "browse", "browse_macros", "review_macros", "review", "review_inputs", "review_widget"}
"""Templates that are no page of their own."""
MESSAGES = {"browse_missing", "publish_start", "review_done", "review_ended", "review_missing"}
"""Pages of a line or two, in the frame of the others."""
LARGEST, ALL = 120_000, 2_000_000
"""Bytes of the picture of a page, and of all of them: everybody who clones the repository has them."""


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


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The module that takes pictures of pages, the address of each page, and the folder that they are made in."""
    for package in ("duckdb", "uvicorn"):
        pytest.importorskip(package, reason="needs pip install -e '.[test]'")
    from notebooks.pictures import make_pages

    folder = tmp_path_factory.mktemp("pages")
    with make_pages.pages(folder) as shown:
        yield make_pages, shown, folder


def kept_pages():
    return sorted((FOLDER / "pages").glob("*.png"))


@pytest.mark.slow
class TestPages:
    """`python -m notebooks.pictures.make_pages` takes them anew."""

    @pytest.mark.parametrize("path", kept_pages(), ids=lambda path: path.stem)
    def test_what_is_kept_was_taken_of_the_present_page(self, pages, path):
        make_pages, shown, folder = pages
        with Image.open(path) as kept:
            assert kept.text[make_pages.DIGEST] == make_pages.digest(shown[path.stem], folder), (
                "what this page shows has changed: run python -m notebooks.pictures.make_pages "
                f"{path.stem}, and look at it"
            )

    def test_every_template_has_its_picture(self, pages):
        _, shown, _ = pages
        templates = {path.stem for path in (ROOT / "kaigi_extract" / "web" / "templates").glob("*.html")}
        assert shown.keys() == (templates - LAYOUTS - MESSAGES) | {"archive_report"}
        assert {path.stem for path in kept_pages()} == shown.keys()


def test_pictures_of_pages_are_small():
    sizes = {path.stem: path.stat().st_size for path in kept_pages()}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) < ALL
