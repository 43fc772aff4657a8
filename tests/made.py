"""Small files made for a test: PDFs with one fault or oddity each, pictures, texts."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pymupdf

from kaigi_extract.show.plots.figure import font_path

FONT = "japan"
BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)


def put(page: pymupdf.Page, y: float, text: str, x: float = 50, **options: object) -> None:
    """One line of 12 point text, its baseline at y."""
    page.insert_text((x, y), text, fontname=FONT, fontsize=12, **options)


def box(page: pymupdf.Page, x0: float, y0: float, x1: float, y1: float, fill: tuple[float, ...] = BLACK) -> None:
    """A filled rectangle without a border."""
    page.draw_rect(pymupdf.Rect(x0, y0, x1, y1), color=None, fill=fill)


def pages(*texts: str) -> pymupdf.Document:
    """A page of 400 by 300 points for each text."""
    document = pymupdf.open()
    for text in texts:
        page = document.new_page(width=400, height=300)
        if text:
            put(page, 100, text)
    return document


def page(*fill: Callable[[pymupdf.Page], None]) -> pymupdf.Document:
    """One page of 400 by 300 points."""
    document = pages("")
    for draw in fill:
        draw(document[0])
    return document


def append(page: pymupdf.Page, operators: bytes) -> None:
    """Adds raw operators to the end of a page's content."""
    number = page.get_contents()[-1]
    page.parent.update_stream(number, page.parent.xref_stream(number) + b"\n" + operators + b"\n")


def resource(page: pymupdf.Page, key: str, value: str) -> None:
    """Sets an entry of the page's resources."""
    kind, found = page.parent.xref_get_key(page.xref, "Resources")
    assert kind == "xref"
    page.parent.xref_set_key(int(found.split()[0]), key, value)


def save(document: pymupdf.Document, path: Path, **options: object) -> Path:
    path.write_bytes(document.tobytes(**options))
    return path


def stream_of(data: bytes, number: int) -> tuple[int, int]:
    """Where the stream of an object begins and how long it is."""
    found = re.search(rb"\n%d 0 obj\n?<<[^>]*?/Length (\d+)[^>]*>>\s*stream\r?\n" % number, data)
    assert found is not None
    return found.end(), int(found[1])


def picture(width: int = 40, height: int = 20) -> pymupdf.Pixmap:
    """A grey picture."""
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height))
    pixmap.clear_with(128)
    return pixmap


def browser() -> str | None:
    """A browser that prints PDFs, where there is one."""
    return next(
        (found for name in ("chromium", "google-chrome", "chromium-browser") if (found := shutil.which(name))), None
    )


def printed(html: str, folder: Path) -> Path:
    """The page as the browser prints it; IPAexGothic is there, whatever fonts the machine has."""
    source, target = folder / "page.html", folder / "page.pdf"
    font = font_path("printing").as_uri()
    face = f"<style>@font-face {{font-family: IPAexGothic; src: url('{font}')}}</style>"
    source.write_text(f"<!doctype html><meta charset=utf-8>{face}{html}", encoding="utf-8")
    command = [browser() or "", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command.append("--allow-file-access-from-files")
    places = [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", str(source)]
    subprocess.run([*command, *places], check=True, capture_output=True, timeout=600)
    return target
