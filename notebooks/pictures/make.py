"""The pictures of the README, made by the code they show. Run it after a change of what people see, and look at them:

    python notebooks/pictures/make.py    # needs pip install '.[dev]', and Chromium for record.png and report.png

What a browser draws differs from machine to machine, so those two carry the digest of the page that they were taken of;
`tests/test_pictures.py` holds it, and the other pictures themselves, against the present code.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import tempfile
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

import kaigi_extract

FOLDER = Path(__file__).parent
CORPUS = FOLDER.parents[1] / "corpus"
PAPER, PAGE, FORM = "shinjuku-2016-sports-booking.pdf", 4, 1
"""The paper of the first pictures, its page, and the form on it."""
YEARS = {
    2013: "shinjuku-2013-library-cards.pdf",
    2016: "shinjuku-2016-sports-booking.pdf",
    2020: "shinjuku-2020-bulky-waste.pdf",
}
DIGEST = "made-of"
"""Name of the text in a PNG that holds the digest."""
WRAPPED = (
    "<!DOCTYPE html><meta charset='utf-8'><style>body {{ font: 14px/1.5 'Noto Sans CJK JP', 'IPAexGothic', sans-serif; "
    "margin: 12px; background: white }}</style>{}"
)
_PICTURES = re.compile(r"[A-Za-z0-9+/=]{200,}")
"""Base64: bytes of pictures differ from one version of a library to the next."""


def page() -> Image.Image:
    """A page with the box of every value."""
    return _paper().show_page(PAGE, dpi=110).image


def record_page() -> str:
    """The form of that page, as a notebook shows it."""
    return WRAPPED.format(_paper().cases[0].forms[FORM]._repr_html_())


def report_page() -> str:
    """The comparison of two clause sets."""
    sets = [_terms(year) for year in (2016, 2020)]
    return kaigi_extract.align(*sets).to_html()


def timeline() -> Image.Image:
    """Three clause sets over time."""
    return _drawn(kaigi_extract.plot_timeline(map(_terms, YEARS)))


def crosswalk() -> Image.Image:
    """Topics of two wards."""
    nerima = kaigi_extract.extract(CORPUS / "nerima-2014-bundle.pdf").clause_sets[0]
    return _drawn(kaigi_extract.plot_crosswalk([_terms(2016), _terms(2020), nerima]))


DRAWN = {"page": page, "timeline": timeline, "crosswalk": crosswalk}
"""Pictures that need no browser."""
TAKEN = {"record": (record_page, (820, 900)), "report": (report_page, (1280, 800))}
"""Pages of which a browser takes a picture, with the size of its window in pixels."""


def digest(html: str) -> str:
    """What a page says, but for the bytes of pictures in it."""
    return hashlib.sha256(_PICTURES.sub("", html).encode()).hexdigest()


def _paper() -> kaigi_extract.Document:
    return kaigi_extract.extract(CORPUS / PAPER)


def _terms(year: int) -> kaigi_extract.ClauseSet:
    return kaigi_extract.extract(CORPUS / YEARS[year], date=datetime.date(year, 4, 1)).clause_sets[0]


def _drawn(figure: object) -> Image.Image:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        figure.savefig(file.name, dpi=110, bbox_inches="tight")
        with Image.open(file.name) as image:
            return image.convert("RGB")


def _take(name: str, html: str, size: tuple[int, int]) -> None:
    """A browser's picture of a page: all of it where it is shorter than the window, else what the window shows."""
    import shutil

    from playwright.sync_api import sync_playwright

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(html, encoding="utf-8")
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": size[0], "height": size[1]})
        tab.goto(source.as_uri())
        height = min(size[1], tab.evaluate("Math.ceil(document.body.getBoundingClientRect().bottom)") + 12)
        tab.screenshot(path=FOLDER / f"{name}.png", clip={"x": 0, "y": 0, "width": size[0], "height": height})
        chromium.close()
    note = PngInfo()
    note.add_text(DIGEST, digest(html))
    with Image.open(FOLDER / f"{name}.png") as image:
        image.convert("RGB").quantize(128).save(FOLDER / f"{name}.png", optimize=True, pnginfo=note)


if __name__ == "__main__":
    for name, draw in DRAWN.items():
        draw().quantize(128).save(FOLDER / f"{name}.png", optimize=True)
    for name, (make, size) in TAKEN.items():
        _take(name, make(), size)
