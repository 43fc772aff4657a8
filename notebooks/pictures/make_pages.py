"""Pictures of every page that `serve`, `publish`, `review` and `migrate --report` show, made by the code they show.

Run it from the root of the repository after a change of what people see, and look at them:

    python -m notebooks.pictures.make_pages [NAME ...]    # needs pip install '.[dev]', and Chromium

Each picture shows the top of a page four times: on a wide window and on a phone, in light and in dark. It carries the
digest of what it was taken of, the page with its styles and scripts; `tests/test_pictures.py` holds that against the
present code.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kaigi_extract import migrate, publish
from kaigi_extract.pipeline import ReadingOptions
from kaigi_extract.web.browse import address
from kaigi_extract.web.browse.address import HOME, Address, file_of
from kaigi_extract.web.browse.application import BrowseApplication
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.site import Site
from kaigi_extract.web.review.holdings import holdings_of
from kaigi_extract.web.review.labels import LabelReview
from kaigi_extract.web.review.session import Key, Review
from kaigi_extract.web.review.site import ReviewSite
from kaigi_extract.web.review.view import value_view
from kaigi_extract.web.server import LocalServer
from tests.doubtful import CARDS, CORPUS, doubtful_archive
from tests.mapped_wards import compose

FOLDER = Path(__file__).parent / "pages"
DIGEST = "made-of"
"""Name of the text in a PNG that holds the digest."""
WINDOWS = ((1400, 900, "light"), (1400, 900, "dark"), (400, 900, "light"), (400, 900, "dark"))
"""Width and height in pixels, and colours, in the order in which they are beside each other."""
SCALE, GAP = 0.5, 12
"""By how much a window is made smaller; pixels between two of them."""
COLOURS = 64
"""How many colours a picture keeps: by an octree, for a median cut spends all on the greys of text
and keeps no mark."""
SETTLED, CORRECTED = 24, 5
"""How many values somebody has settled before the review is looked at, and how many of them, spread, were wrong."""
_ASSETS = re.compile(r'(?:href|src)="([^"]+\.(?:css|js))"')
_CHANGING = re.compile(
    r"[A-Za-z0-9+/=_-]{20,}|(?<=[/\"])[0-9a-f]{16}(?=[/\"])"  # bytes of pictures, tokens, hashes, keys of a trial
    r"|kaigi_extract \d[\w.+]*"  # the version
    r"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d[\d:.+]*"  # moments
    r"|\d+(?:\.\d+)? (?:Bytes?|[kMG]B)"  # sizes of files
    r"|(?<=>)\d+:\d\d(?::\d\d)?(?=<)"  # how long it took
)
"""What differs from one run to the next, or from one machine to the next, and nobody would call another page."""


@contextmanager
def pages(folder: Path) -> Iterator[dict[str, str]]:
    """The address of each page by its name, over archives that are made in a folder; answered while this is open."""
    kept = os.environ.get("XDG_CONFIG_HOME")
    os.environ["XDG_CONFIG_HOME"] = str(folder / "settings")  # that no mapping of this machine's user is read
    with ExitStack() as stack:
        stack.callback(_set, "XDG_CONFIG_HOME", kept)
        dest = _archive(folder)
        publish(dest, folder / "site", title="審議会の記録", workers=1)
        site = (folder / "site").as_uri()
        yield {
            **stack.enter_context(_browsed(dest)),
            "publish_search": f"{site}/search.html?q={quote('委託')}",
            "publish_downloads": f"{site}/downloads.html",
            "archive_report": (folder / "report.html").as_uri(),
            **stack.enter_context(_reviewed(folder / "doubtful")),
        }


def digest(page: str, folder: Path) -> str:
    """The digest of what a page and its styles and scripts say, but for what changes without anybody changing it."""
    html = _said(page)
    assets = sorted({urljoin(page, name) for name in _ASSETS.findall(html)})
    said = html.replace(str(folder), "") + "".join(map(_said, assets))
    return hashlib.sha256(_CHANGING.sub("", said).encode()).hexdigest()


def _said(page: str) -> str:
    address_of_file = page.partition("?")[0] if page.startswith("file:") else page
    with urllib.request.urlopen(address_of_file) as answer:
        return str(answer.read().decode("utf-8"))


def _set(name: str, value: str | None) -> None:
    os.environ.pop(name)
    if value is not None:
        os.environ[name] = value


# ---- What is looked at ----


def _archive(folder: Path) -> Path:
    """The papers of the corpus that are no pictures, with a day for each that prints none, and the report of it."""
    src, dest = folder / "src", folder / "審議会の記録"
    src.mkdir()
    days = ["path,date"]
    for paper in sorted(path for path in CORPUS.iterdir() if path.suffix in (".pdf", ".docx", ".txt")):
        shutil.copy(paper, src)
        ward, year, _ = paper.name.split("-", 2)
        days.append(f"src/{paper.name},{f'{year}-04-01' if ward == 'shinjuku' else ''}")
    (folder / "days.csv").write_text("\n".join(days) + "\n", encoding="utf-8")
    migrate(src, dest, workers=1, recogniser="none", metadata=folder / "days.csv", report=folder / "report.html")
    return dest


@contextmanager
def _browsed(dest: Path) -> Iterator[dict[str, str]]:
    view = ArchiveView(dest)
    with _served(LocalServer(with_token=False), BrowseApplication(Site(view)).application) as root:
        yield {f"browse_{name}": root + _path(at) for name, at in _addresses(view).items()}
    view.close()


def _addresses(view: ArchiveView) -> dict[str, Address]:
    def one(question: str, *given: Any) -> Any:
        row = view.row(question, *given)
        assert row is not None, question
        return row["one"]

    of_paper = "SELECT s.id AS one FROM clause_sets s JOIN documents d ON s.document_id = d.id WHERE d.path LIKE $1"
    old, new = (one(of_paper, f"shinjuku-{year}-%.pdf") for year in (2016, 2020))
    paper = one("SELECT sha256 AS one FROM documents WHERE path = $1", CARDS)
    code = one("SELECT code AS one FROM findings GROUP BY code ORDER BY count(*) DESC, code LIMIT 1")
    company = one("SELECT min(name) AS one FROM counterparties WHERE NOT own_office AND counts")
    lists = {kind: Address(kind) for kind in ("cases", "companies", "crosswalk", "findings", "wards")}
    return {
        **lists,
        "home": HOME,
        "search": Address("search").asking(q="委託"),
        "document": address.document(paper),
        "case": address.case(one("SELECT min(id) AS one FROM counted WHERE kind = 'case'")),
        "company": address.company(company),
        "families": Address("terms"),
        "terms": address.clause_set(new),
        "clause": address.clause(f"{new}/clauses/3"),
        "topic": address.topic("subcontracting"),
        "candidates": Address("compare", address.clause_set(new).keys),
        "comparison": address.comparison(old, new),
        "ward": address.ward("shinjuku"),
        "year": address.ward("shinjuku", 2016),
        "finding": address.findings(code),
    }


def _path(at: Address) -> str:
    return quote(file_of(at, "ja")) + ("?" + "&".join(f"{name}={quote(value)}" for name, value in at.asked))


@contextmanager
def _reviewed(folder: Path) -> Iterator[dict[str, str]]:
    """A review of a paper that is doubted, and of three of a body that no mapping knows."""
    (folder / "composed").mkdir(parents=True)
    dest = doubtful_archive(folder, CARDS, *compose(folder / "composed", "hotaru"))
    options = ReadingOptions(recogniser="none")
    holdings = holdings_of([str(dest)], options)
    review, labels = Review(holdings, "山田"), LabelReview(holdings, options)
    review.scan()
    labels.scan()
    _settle(review)
    label = next(one for one in labels.labels() if one.label == "ひとこと")
    trial = labels.try_field(label, "reason", "hotaru")
    server = LocalServer()
    site = ReviewSite(review, "ja", server.stop, labels)
    with _served(server, site.application) as root:
        sha256, pointer = next(
            key for key in review.order() if review.settled(key) is None and review.source(key) == CARDS
        )
        lists = {f"review_{name}": root + name for name in ("list", "reliability", "labels")}
        yield {
            **lists,
            "review_value": f"{root}value/{sha256}{quote(pointer)}",
            "review_label": f"{root}label/{label.key}",
            "review_trial": f"{root}trial/{trial.key}",
        }


def _settle(review: Review) -> None:
    keys = [key for key in review.order() if len(_inputs(review, key)) == 1][:SETTLED]
    for number, key in enumerate(keys):
        [(name, shown)] = _inputs(review, key).items()
        review.settle("picture", key, {name: shown + ("。" if number % CORRECTED == 2 else "")}, "")


def _inputs(review: Review, key: Key) -> dict[str, str]:
    view = value_view(review.holdings.document(key[0]), key, review, "ja")
    return {one.name: one.shown for one in view.inputs}


@contextmanager
def _served(server: LocalServer, site: Any) -> Iterator[str]:
    there = threading.Event()
    thread = threading.Thread(target=server.run, args=(site, there.set), daemon=True)
    thread.start()
    there.wait()
    yield server.address
    server.stop()
    thread.join()


# ---- The pictures ----


def take(browser: Any, page: str) -> list[Image.Image]:
    """The top of a page in each of the windows."""
    taken = []
    for width, height, colours in WINDOWS:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=colours, reduced_motion="reduce"
        )
        tab = context.new_page()
        tab.goto(page)
        tab.wait_for_load_state("networkidle")
        taken.append(Image.open(BytesIO(tab.screenshot())).convert("RGB"))
        context.close()
    return taken


def sheet(taken: list[Image.Image]) -> Image.Image:
    """The windows beside each other, smaller, in few colours."""
    small = [one.resize([round(side * SCALE) for side in one.size], Image.Resampling.LANCZOS) for one in taken]
    whole = Image.new(
        "RGB", (sum(one.width + GAP for one in small) + GAP, max(one.height for one in small) + 2 * GAP), "#8a8a8a"
    )
    x = GAP
    for one in small:
        whole.paste(one, (x, GAP))
        x += one.width + GAP
    return whole.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def main(names: list[str]) -> None:
    """Takes the pictures of these names, or all, and writes them."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kaigi-pictures-")))
        shown = stack.enter_context(pages(folder))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name in names or shown:
            note = PngInfo()
            note.add_text(DIGEST, digest(shown[name], folder))
            sheet(take(browser, shown[name])).save(FOLDER / f"{name}.png", optimize=True, pnginfo=note)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
