"""How far the recognition of a long scan is: page by page on standard error, and never in the output."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import cli
from kaigi_extract.cli import progress
from kaigi_extract.ocr import pages as ocr_pages
from kaigi_extract.ocr.page_progress import following, pages_of, tell_page
from kaigi_extract.source import pdf_pymupdf, read
from tests.made import put, save
from tests.printed import BlockReader, blocks, printed

SAYS = "区立温室の窓を開"
"""What its lines of eight blocks say to the engine."""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = BlockReader({8: SAYS})
    monkeypatch.setattr(ocr_pages, "find_engine", lambda _: reader)


def scans(path: Path, count: int, text_on: int = 0) -> str:
    """Pages that are pictures; that of the number `text_on` has text of its own."""
    with pymupdf.open() as document:
        for number in range(1, count + 1):
            page = document.new_page(width=400, height=300)
            if number == text_on:
                put(page, 60, "温室の窓は、朝に開ける。")
                continue
            made = printed(*(blocks(60, 60 + 24 * k, 8) for k in range(3)))
            pixmap = pymupdf.Pixmap(pymupdf.csGRAY, made.shape[1], made.shape[0], made.tobytes(), 0)
            page.insert_image(page.rect, pixmap=pixmap)
        return str(save(document, path))


def said_on(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    assert cli.main(["extract", *arguments]) == 0
    return stream.getvalue()


def test_pages_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = said_on(Terminal(), monkeypatch, scans(tmp_path / "a.pdf", 3))
    assert said.split(progress.CLEARED) == ["", "page 1 of 3", "page 2 of 3", "page 3 of 3", ""]
    assert json.loads(capsys.readouterr().out)["source"]["page_count"] == 3


def test_a_page_with_text_of_its_own_takes_no_time_to_speak_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = said_on(Terminal(), monkeypatch, scans(tmp_path / "a.pdf", 3, text_on=2))
    assert said.split(progress.CLEARED) == ["", "page 1 of 3", "page 3 of 3", ""]


@pytest.mark.parametrize(("seconds", "lines"), [(0.0, ["page 1 of 2", "page 2 of 2"]), (600.0, [])])
def test_lines_now_and_then_elsewhere(
    seconds: float, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", seconds)
    assert said_on(io.StringIO(), monkeypatch, scans(tmp_path / "a.pdf", 2)).splitlines() == lines


def test_several_files_keep_their_output_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    files = [scans(tmp_path / "a.pdf", 2), scans(tmp_path / "b.pdf", 1)]
    shown: list[str] = []

    def watched(*_: object, description: str) -> None:
        shown.append(description)

    monkeypatch.setattr("rich.progress.Progress.update", watched)
    said = said_on(Terminal(), monkeypatch, *files)
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["source"]["page_count"] for record in records] == [2, 1]
    assert "page_count" not in said
    assert shown == [
        "a.pdf",
        "a.pdf, page 1 of 2",
        "a.pdf, page 2 of 2",
        "a.pdf",
        "b.pdf",
        "b.pdf, page 1 of 1",
        "b.pdf",
    ]


def test_who_follows_hears_of_the_end_of_a_file_that_fails() -> None:
    heard: list[tuple[int, int]] = []

    def read_a_page() -> None:
        with pages_of(5):
            tell_page(1)
            raise OSError("gone")

    with following(lambda *told: heard.append(told)), pytest.raises(OSError, match="gone"):
        read_a_page()
    with pages_of(2):
        tell_page(1)
    assert heard == [(1, 5), (0, 0)]


def test_pictures_of_pages_that_are_through_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scans(tmp_path / "a.pdf", 4, text_on=2)
    shrunk: list[int] = []
    monkeypatch.setattr(pymupdf.TOOLS, "store_shrink", shrunk.append)
    monkeypatch.setattr(pdf_pymupdf, "PIXELS_AT_ONCE", 1.5 * 1200 * 900)
    seen = [(page.frame.number, len(shrunk)) for page in read(path).pages()]
    assert seen == [(1, 0), (2, 0), (3, 0), (4, 1)]
