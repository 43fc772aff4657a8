"""The notebooks run from top to bottom on corpus/, and what is kept in them is what the code gives today.

    python -m tests.test_notebooks [NAME ...]    # run them and keep what they give, after a change: look at it

Texts must be equal, of HTML the words; pictures must look alike: fonts are drawn a little differently from one version
of a library to the next.
"""

from __future__ import annotations

import base64
import io
import re
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.looks import look_alike

pytestmark = pytest.mark.slow

nbformat = pytest.importorskip("nbformat", reason="notebooks need pip install -e '.[notebook]'")
nbclient = pytest.importorskip("nbclient", reason="notebooks need pip install -e '.[notebook]'")

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
TIMEOUT = 300
"""Seconds for one cell."""
UNSTEADY = re.compile(r"0x[0-9a-f]+|\b[01]\.\d{2,}\b")
"""Addresses; and shares, whose last digits processors work out differently."""


def run(path: Path) -> Any:
    """The notebook with fresh outputs."""
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=TIMEOUT, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return notebook


def keep(path: Path) -> None:
    """Runs the notebook and keeps its outputs, without anything of the machine or the hour."""
    notebook = run(path)
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for index, cell in enumerate(notebook.cells, 1):
        cell.metadata, cell.id = {}, f"cell-{index:02}"
        for output in cell.get("outputs", ()):
            output.pop("metadata", None) if output.output_type in ("stream", "error") else output.update(metadata={})
    nbformat.write(notebook, path)


def shown(cell: Any) -> list[tuple[str, Any]]:
    """What a cell shows, kind by kind; streams that were cut at another moment are one."""
    found: list[tuple[str, Any]] = []
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if output.output_type == "stream":
            if found and found[-1][0] == output.name:
                found[-1] = (output.name, found[-1][1] + output.text)
            else:
                found.append((output.name, output.text))
        elif "image/png" in data:
            found.append(("picture", data["image/png"]))
        elif "text/html" in data or "image/svg+xml" in data:
            found.append(("html", words_of(data.get("text/html") or data["image/svg+xml"])))
        else:
            found.append((output.output_type, data.get("text/plain") or output.get("ename")))
    return [(kind, value if kind == "picture" else UNSTEADY.sub("…", value)) for kind, value in found]


def words_of(html: str) -> str:
    """The text of a page, without its styles."""
    words: list[str] = []
    inside: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: object) -> None:
            inside.append(tag)

        def handle_endtag(self, tag: str) -> None:
            while inside and inside.pop() != tag:
                pass

        def handle_data(self, data: str) -> None:
            if "style" not in inside and data.strip():
                words.append(" ".join(data.split()))

    Reader().feed(html)
    return "\n".join(words)


def pictured(data: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(data)))


def differences(kept: Any, fresh: Any) -> list[str]:
    """The cells that show something else than is kept."""
    found = []
    for number, (old, new) in enumerate(zip(kept.cells, fresh.cells, strict=True), 1):
        one, other = shown(old), shown(new)
        alike = len(one) == len(other) and all(
            a[0] == b[0] and (look_alike(pictured(a[1]), pictured(b[1])) if a[0] == "picture" else a[1] == b[1])
            for a, b in zip(one, other, strict=True)
        )
        if not alike:
            found.append(f"cell {number} keeps {str(one)[:400]}, the code gives {str(other)[:400]}")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_kept_is_what_the_code_gives(path):
    assert differences(nbformat.read(path, as_version=4), run(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_of_a_machine_is_kept(path):
    text = path.read_text(encoding="utf-8")
    words = (str(FOLDER.parent), tempfile.gettempdir(), "/home/", "/Users/", "site-packages", "Traceback")
    assert [word for word in words if word in text] == []


def test_all_four_are_there():
    names = ["01_read_a_paper", "02_how_a_clause_set_changed", "03_two_wards_side_by_side", "04_migrate_an_archive"]
    assert [path.stem for path in NOTEBOOKS] == names


class TestTheComparison:
    """It sees what it is there to see."""

    def cell(self, **data: object) -> Any:
        output = nbformat.v4.new_output("display_data", data={key.replace("_", "/"): data[key] for key in data})
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])

    def picture(self, grey: int, size: tuple[int, int] = (200, 100)) -> str:
        buffer = io.BytesIO()
        Image.new("L", size, grey).save(buffer, "PNG")
        return base64.b64encode(buffer.getvalue()).decode()

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ({"text_plain": "a"}, {"text_plain": "a"}, True),
            ({"text_plain": "a"}, {"text_plain": "b"}, False),
            ({"text_plain": "<x at 0x7f00>"}, {"text_plain": "<x at 0x7f11>"}, True),
            ({"text_html": "<style>a{}</style><p>a  b</p>"}, {"text_html": "<style>b{}</style><p>a b</p>"}, True),
            ({"text_html": "<p>a</p>"}, {"text_html": "<p>b</p>"}, False),
            ({"image_svg+xml": "<svg><text>a</text></svg>"}, {"image_svg+xml": "<svg ><text>a</text></svg>"}, True),
            ({"image_svg+xml": "<svg><text>a</text></svg>"}, {"image_svg+xml": "<svg><text>b</text></svg>"}, False),
            ({"text_html": "<p>a</p>"}, {"text_plain": "a"}, False),
        ],
    )
    def test_texts(self, one, other, same):
        assert (differences(self.cell(**one), self.cell(**other)) == []) is same

    @pytest.mark.parametrize(
        ("grey", "size", "same"),
        [(200, (200, 100), True), (203, (202, 100), True), (120, (200, 100), False), (200, (260, 100), False)],
    )
    def test_pictures(self, grey, size, same):
        one, other = self.cell(image_png=self.picture(200)), self.cell(image_png=self.picture(grey, size))
        assert (differences(one, other) == []) is same


if __name__ == "__main__":
    for chosen in NOTEBOOKS:
        if not sys.argv[1:] or any(name in chosen.stem for name in sys.argv[1:]):
            keep(chosen)
