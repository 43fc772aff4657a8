"""An archive of composed papers in folders with names that nobody is to read, and what is in a published site."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kaigi_extract import migrate
from tests.annotated import FILES
from tests.doubtful import CORPUS

BUNDLE, CARDS = "nerima-2014-bundle.pdf", "shinjuku-2013-library-cards.pdf"
WEB = "https://city.example.jp/shingikai/cards.pdf"
FOLDER = "担当者別-内部"
"""A folder of the sources."""


def archived(folder: Path, **how: Any) -> Path:
    """The archive `dest` of papers in several folders; two have one name, one has an address on the web."""
    lines = ["path,ward,url"]
    inner = folder / "src" / FOLDER
    inner.mkdir(parents=True)
    for name, (ward, text) in FILES.items():
        (inner / name).write_text(text, encoding="utf-8")
        lines.append(f"src/{FOLDER}/{name},{ward},")
    for name, url in ((BUNDLE, "file:///srv/secret/bundle.pdf"), (CARDS, WEB)):
        shutil.copy(CORPUS / name, folder / "src" / name)
        lines.append(f"src/{name},,{url}")
    (folder / "src" / "a-2015.txt").write_text(FILES["b-2018.txt"][1].replace("図書", "弁当"), encoding="utf-8")
    lines.append("src/a-2015.txt,nerima,")
    (folder / "list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    given: dict[str, Any] = {"recogniser": "none", "workers": 1, "metadata": folder / "list.csv", "keep_crops": "all"}
    migrate(folder / "src", folder / "dest", **(given | how))
    return folder / "dest"


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site by its name."""
    found = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


def broken_links(site: Path) -> tuple[list[str], set[str]]:
    """The links of all pages that lead to no file, or to no place in it; and those that lead out of the site."""
    anchors: dict[Path, set[str]] = {}
    broken, outside = [], set()
    for page in sorted(site.rglob("*.html")):
        for quoted in re.findall(r'(?:href|src|action|data-picture)="([^"]*)"', page.read_text(encoding="utf-8")):
            link = html.unescape(quoted)
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link.startswith("/"):
                outside.add(link)
                continue
            there = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not there.is_file():
                broken.append(f"{page.relative_to(site)}: {link}")
                continue
            if parts.fragment and there.suffix == ".html":
                if there not in anchors:
                    anchors[there] = set(re.findall(r'\bid="([^"]+)"', there.read_text(encoding="utf-8")))
                if unquote(parts.fragment) not in anchors[there]:
                    broken.append(f"{page.relative_to(site)}: {link}")
    return broken, outside
