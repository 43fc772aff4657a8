"""The comparison report of two papers of 60 pages: size of the file, and how fast a browser shows it. Prints; asserts
nothing.

    python tests/benchmarks/bench_report.py

The papers are composed here: a clause to every page, among the pages of corpus papers. Beside the report, in the same
browser: an empty page, and the table that Python's difflib makes of the same texts. Bars: 5 MB, 2 s to load.
"""

from __future__ import annotations

import difflib
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pymupdf

from kaigi_extract import extract
from kaigi_extract.clauses import align
from kaigi_extract.records import ClauseSet, Document, PageSpan
from kaigi_extract.show.comparison.report import to_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CORPUS = Path(__file__).parents[2] / "corpus"
PAPERS = {"old": "shinjuku-2016-sports-booking.pdf", "new": "shinjuku-2020-bulky-waste.pdf"}
PAGES = 60
ROUNDS = 7
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PICTURE = 'id="page-'
TIMES = "(() => { const n = performance.getEntriesByType('navigation')[0]; return n.loadEventEnd - n.startTime })()"
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
OPENED = """async () => {
  const start = performance.now();
  document.querySelector('.open').click();
  const picture = new Image();
  picture.src = document.querySelector('#evidence image').getAttribute('href');
  await picture.decode();
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def long_set(side: str, folder: Path) -> ClauseSet:
    """The set of a paper of so many pages, which is its own over and over: a clause on each of them."""
    path = folder / f"{side}.pdf"
    with pymupdf.open(CORPUS / PAPERS[side]) as paper, pymupdf.open() as made:
        while made.page_count < PAGES:
            made.insert_pdf(paper, to_page=min(paper.page_count, PAGES - made.page_count) - 1)
        made.save(path)
    found = extract(CORPUS / PAPERS[side]).clause_sets[0]
    clauses = [
        clause.model_copy(
            update={
                "number": page,
                "text": f"{clause.text}{page}回に分けて、{page}日のうちに行う。",
                "spans": [PageSpan(page=page, bbox=(70, 100 + 20 * line, 520, 115 + 20 * line)) for line in range(8)],
            }
        )
        for page, clause in zip(range(1, PAGES + 1), itertools.cycle(found.clauses), strict=False)
    ]
    whole = found.model_copy(update={"clauses": clauses})
    return Document(source=extract(path).source, clause_sets=[whole]).clause_sets[0]


def texts(clause_set: ClauseSet) -> list[str]:
    """A line a clause, as difflib takes them."""
    return [clause.text for clause in clause_set.clauses]


def opened(browser: Browser, file: Path) -> Iterator[Page]:
    """The page in a fresh context, again and again."""
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(file.as_uri(), wait_until="load")
        yield page
        context.close()


def measured(browser: Browser, file: Path) -> float:
    """Median milliseconds from navigation to the load event."""
    return statistics.median(page.evaluate(TIMES) for page in opened(browser, file))


def main() -> None:
    """Prints a line for each measure."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit(f"needs one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = (long_set(side, folder) for side in PAPERS)
        report, empty, table = (folder / f"{each}.html" for each in ("report", "empty", "difflib"))
        compared = align(old, new)
        start = time.perf_counter()
        html = to_html(compared, report)
        seconds, size = time.perf_counter() - start, report.stat().st_size / 1e6
        print(f"written in                {seconds:8.2f} s, {len(old.clauses)} and {len(new.clauses)} clauses")
        print(f"size                      {size:8.2f} MB, {html.count(PICTURE)} of {2 * PAGES} pages in it")
        empty.write_text("<!DOCTYPE html><title>empty</title>", encoding="utf-8")
        table.write_text(difflib.HtmlDiff(wrapcolumn=40).make_file(texts(old), texts(new)), encoding="utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            ours, none, theirs = (measured(browser, file) for file in (report, empty, table))
            first = statistics.median(page.evaluate(FIRST_PAINT) for page in opened(browser, report))
            shown = statistics.median(page.evaluate(OPENED) for page in opened(browser, report))
            browser.close()
        print(f"load                      {ours:8.1f} ms; first rows painted at {first:.1f} ms")
        print(f"an empty page             {none:8.1f} ms: report / empty {ours / none:.1f}")
        print(f"the table of difflib      {theirs:8.1f} ms: report / difflib {ours / theirs:.2f}")
        print(f"evidence opened in        {shown:8.1f} ms")


if __name__ == "__main__":
    main()
