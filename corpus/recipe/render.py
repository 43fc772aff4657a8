"""Writes a paper in one layout: HTML through Chromium, Word, Word through LibreOffice, or text."""

import subprocess
import tempfile
from pathlib import Path

from . import html, text, word
from .content import Paper
from .layout import Layout

CHROMIUM = "chromium"
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-pdf-header-footer",
)
LIBREOFFICE = "soffice"
TIMEOUT = 120  # seconds for one document


def chromium_pdf(paper: Paper, layout: Layout, out: Path) -> None:
    """Print the paper through Chromium."""
    print_page(html.page(paper, layout), out)


def print_page(page: str, out: Path) -> None:
    """Print one HTML page through Chromium."""
    with tempfile.TemporaryDirectory() as work:
        source = Path(work, "page.html")
        source.write_text(page, encoding="utf-8")
        _run(CHROMIUM, *CHROMIUM_FLAGS, f"--user-data-dir={work}/profile", f"--print-to-pdf={out}", str(source))


def word_file(paper: Paper, layout: Layout, out: Path) -> None:
    """Write the paper as a .docx."""
    word.write(paper, layout, out)


def libreoffice_pdf(paper: Paper, layout: Layout, out: Path) -> None:
    """Write the paper as a .docx and export that through LibreOffice."""
    with tempfile.TemporaryDirectory() as work:
        source = Path(work, out.stem + ".docx")
        word.write(paper, layout, source)
        profile = f"-env:UserInstallation={Path(work, 'profile').as_uri()}"
        _run(LIBREOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", work, str(source))
        out.write_bytes(source.with_suffix(".pdf").read_bytes())


def text_file(paper: Paper, layout: Layout, out: Path) -> None:
    """Write the paper as a text export; the layout has no say in it."""
    out.write_text(text.page(paper), encoding="utf-8")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
