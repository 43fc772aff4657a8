"""What several test files share: the composed papers, each extracted once for each reader; a browser."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from kaigi_extract import ClauseSet, Document, extract
from kaigi_extract.pipeline import ReaderChoice

# No test fails for the time that it takes: a busy machine is not a fault.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("any machine"), max_examples=10, derandomize=True)
settings.load_profile("any machine")

DEMO = "kaigi-demo"
"""What `kaigi-extract demo` calls its folder."""
Extract = Callable[..., Document]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BUSY = 300_000
"""Milliseconds that a browser may take to start on a machine that does much else."""
CORPUS = Path(__file__).parents[1] / "corpus"


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Names bytes after their argument: what is made when tests are collected bears the time, and would be called
    otherwise by each of several workers, which then run nothing."""
    return argname if isinstance(val, bytes) else None


@functools.cache
def _extracted(path: Path, reader: ReaderChoice) -> Document:
    return extract(path, reader=reader)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium, by Playwright; a test without it is skipped and says so."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"needs one of {', '.join(BROWSERS)}")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], timeout=BUSY)
        yield running
        running.close()


ABORTED = "net::ERR_ABORTED"
"""What Chromium says of a page opened as a file that becomes a download."""


@pytest.fixture
def visit(browser: Any, root: str) -> Iterator[Callable[..., Any]]:
    """Opens a page below `root`, the address of a site that the module serves or has written; a search of a published
    site when it is done. Complains at the end of errors and of requests to anybody else."""
    contexts, said = [], []

    def opened(path: str, width: int = 1400, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.extend([request.url] if request.failure != ABORTED else []))
        page.on("request", lambda request: None if request.url.startswith(root) else said.append(request.url))
        page.goto(root + path)
        if page.locator('script[src$="publish.js"]').count() and options.get("java_script_enabled", True):
            page.wait_for_selector("#search[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="session")
def extracted() -> Extract:
    """`extract`, but each file is read only once for each reader. What comes out is shared: do not change it."""

    def read(path: Path, reader: ReaderChoice = "pymupdf") -> Document:
        return _extracted(path, reader)

    return read


@pytest.fixture(scope="session")
def terms(extracted: Extract) -> Callable[[str], ClauseSet]:
    """The clause set of a PDF of the corpus, by the beginning of its name."""

    def read(name: str) -> ClauseSet:
        [path] = CORPUS.glob(f"{name}*.pdf")
        return extracted(path).clause_sets[0]

    return read


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `kaigi-extract demo` was run. Do not change it: copy it.

    It was moved since: the documents of a copy are those beside it, and not those that it was made from.
    """
    pytest.importorskip("duckdb", reason="needs pip install 'kaigi-extract[archive]'")
    from kaigi_extract.archive.demo import make_demo

    folder: Path = tmp_path_factory.mktemp("demo")
    make_demo(folder / "made" / DEMO)
    (folder / "made").rename(folder / "kept")
    return folder / "kept"
