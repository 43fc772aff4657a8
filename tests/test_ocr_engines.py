"""Which engine reads a page, and what becomes of pages that none can read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.ocr import engines
from kaigi_extract.ocr.confidence import likely, power_of
from kaigi_extract.ocr.engines import GROUP, NoEngine, check_engine_name, engine_names, find_engine
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.pipeline import layout_of_page
from tests.made import pages, picture, put, save
from tests.printed import BlockReader, blocks, printed

TOLD = "個人情報の保護に"


class Told(BlockReader):
    """An engine of another package."""

    def __init__(self) -> None:
        super().__init__({8: TOLD}, name="told")


class Broken:
    """One that cannot start."""

    def __init__(self) -> None:
        raise RuntimeError("no licence")


class Crashing(BlockReader):
    """One that stumbles over the second page."""

    def __init__(self) -> None:
        super().__init__(name="crashing")

    def read(self, crops):
        lines = super().read(crops)
        if any(len(line) == 9 for line in lines):
            raise MemoryError("no memory")
        return lines


class Lying(BlockReader):
    """One whose characters stand nowhere and are surer than sure."""

    def __init__(self) -> None:
        super().__init__(name="lying")

    def read(self, crops):
        return [
            [Character("古", -1e9, 70.0), Character("紙", float("nan"), 1.0), Character("回収", 1e9, 0.9)]
            for _ in crops
        ]


class Silent(BlockReader):
    """One that answers for no line."""

    def __init__(self) -> None:
        super().__init__(name="silent")

    def read(self, crops):
        return []


ENTRIES = EntryPoints(
    EntryPoint(kind.__name__.lower(), f"{__name__}:{kind.__name__}", GROUP)
    for kind in (Told, Broken, Crashing, Lying, Silent)
)


@pytest.fixture(autouse=True)
def _others(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other packages' engines are there, and none is kept from the test before."""
    kinds = {entry.name: globals()[entry.value.partition(":")[2]] for entry in ENTRIES}
    monkeypatch.setattr(EntryPoint, "load", lambda self: kinds[self.name])
    monkeypatch.setattr(engines, "entry_points_of", lambda group: sorted(ENTRIES, key=lambda entry: entry.name))
    find_engine.cache_clear()
    yield
    find_engine.cache_clear()


@pytest.fixture
def without_rapidocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither RapidOCR nor Tesseract can be had."""
    for module in ("rapid", "recognition_model"):
        monkeypatch.delitem(sys.modules, f"kaigi_extract.ocr.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setenv("PATH", "")


def found(document, code):
    return [(finding.severity, finding.message) for finding in document.findings if finding.code == code]


def block_pdf(path: Path, count: int = 1) -> Path:
    """Pages that are pictures of three lines of eight blocks, on the second page of nine."""
    with pymupdf.open() as document:
        for number in range(count):
            page = document.new_page(width=400, height=300)
            made = printed(*(blocks(60, 60 + 24 * k, 9 if number == 1 else 8) for k in range(3)))
            pixmap = pymupdf.Pixmap(pymupdf.csGRAY, made.shape[1], made.shape[0], made.tobytes(), 0)
            page.insert_image(page.rect, pixmap=pixmap)
        return save(document, path)


class TestFind:
    def test_names(self) -> None:
        names = ["auto", "none", "rapidocr", "tesseract", "broken", "crashing", "lying", "silent", "told"]
        assert engine_names() == names

    def test_auto_is_rapidocr(self) -> None:
        assert find_engine("auto").name == "rapidocr"
        assert find_engine("auto") is find_engine("auto")

    def test_auto_is_tesseract_without_it(self, without_rapidocr: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kaigi_extract.ocr.tesseract.TesseractRecogniser", lambda: BlockReader(name="tesseract"))
        assert find_engine("auto").name == "tesseract"

    def test_auto_names_rapidocr_where_there_is_neither(self, without_rapidocr: None) -> None:
        with pytest.raises(NoEngine, match=r"RapidOCR cannot be loaded .*pip install rapidocr onnxruntime"):
            find_engine("auto")

    def test_without_its_model(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr("kaigi_extract.ocr.rapid.files", lambda _: tmp_path)
        with pytest.raises(NoEngine, match="without its recognition model; install rapidocr"):
            find_engine("rapidocr")

    def test_an_entry_point(self) -> None:
        assert find_engine("told").name == "told"

    def test_one_that_cannot_start(self) -> None:
        with pytest.raises(NoEngine, match=r"the recogniser 'broken' of .*:Broken cannot be loaded \(no licence\)"):
            find_engine("broken")

    def test_an_unknown_name(self) -> None:
        with pytest.raises(ValueError, match="no recogniser 'nonsense'; known are auto, none, rapidocr, tesseract, b"):
            find_engine("nonsense")

    @pytest.mark.parametrize("name", ["auto", "none", "rapidocr", "tesseract", "told", "broken"])
    def test_a_name_is_checked_without_loading_its_engine(
        self, name: str, without_rapidocr: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        loaded: list[str] = []
        monkeypatch.setattr(EntryPoint, "load", lambda self: loaded.append(self.name))
        check_engine_name(name)
        assert loaded == []


class TestExtract:
    def test_with_an_entry_point(self, tmp_path: Path) -> None:
        document = extract(block_pdf(tmp_path / "a.pdf"), recogniser="told")
        [page] = document.source.pages
        assert (page.text_origin, page.reason) == ("ocr", "the page is a picture")
        assert page.confidence == pytest.approx(
            likely(Character("区", 0.0, 0.99), power_of([Character("区", 0.0, 0.99)])), abs=1e-4
        )
        assert "".join(section.text for section in document.sections).replace("\n", "") == TOLD * 3

    def test_none(self, tmp_path: Path) -> None:
        document = extract(block_pdf(tmp_path / "a.pdf"), recogniser="none")
        assert [page.text_origin for page in document.source.pages] == ["blank"]
        assert found(document, "no_recogniser") == []

    @pytest.mark.parametrize("paper", ["picture.pdf", "born_digital.pdf", "text.txt", "not_there.pdf"])
    def test_an_unknown_name(self, tmp_path: Path, paper: str) -> None:
        block_pdf(tmp_path / "picture.pdf")
        save(pages("活字の頁"), tmp_path / "born_digital.pdf")
        (tmp_path / "text.txt").write_text("活字の頁", encoding="utf-8")
        with pytest.raises(ValueError, match="no recogniser 'nonsense'; known are auto, none, rapidocr, tesseract, b"):
            extract(tmp_path / paper, recogniser="nonsense")

    def test_an_unknown_name_for_one_page(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="no recogniser 'nonsense'"):
            layout_of_page(save(pages("活字の頁"), tmp_path / "a.pdf"), 1, recogniser="nonsense")

    def test_no_engine_at_all(self, tmp_path: Path, without_rapidocr: None) -> None:
        document = extract(block_pdf(tmp_path / "a.pdf", 3))
        assert [page.text_origin for page in document.source.pages] == ["blank"] * 3
        [(severity, message)] = found(document, "no_recogniser")
        assert severity == "error"
        assert message.startswith("pages 1-3 cannot be read without recognising text, and no engine for that is there")
        assert "pip install rapidocr onnxruntime" in message

    def test_one_that_cannot_start(self, tmp_path: Path) -> None:
        document = extract(block_pdf(tmp_path / "a.pdf"), recogniser="broken")
        [(_, message)] = found(document, "no_recogniser")
        assert "no licence" in message

    def test_no_engine_is_looked_for_where_none_is_needed(self, tmp_path: Path, without_rapidocr: None) -> None:
        document = extract(save(pages("活字の頁"), tmp_path / "a.pdf"))
        assert found(document, "no_recogniser") == []

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("crashing", "page 2 could not be recognised: crashing failed: MemoryError: no memory"),
            ("silent", "page 1 could not be recognised: silent failed: it gave 0 lines for 3"),
        ],
    )
    def test_a_failure_costs_its_page_only(self, tmp_path: Path, name: str, words: str) -> None:
        document = extract(block_pdf(tmp_path / "a.pdf", 3), recogniser=name)
        lost = found(document, "page_lost")
        assert lost[0] == ("error", words)
        origins = {"crashing": ["ocr", "blank", "ocr"], "silent": ["blank"] * 3}[name]
        assert [page.text_origin for page in document.source.pages] == origins
        assert len(lost) == origins.count("blank")
        assert found(document, "no_recogniser") == []

    def test_a_header_is_kept_where_the_engine_fails(self, tmp_path: Path) -> None:
        document = pages("")
        document[0].insert_image(document[0].rect, pixmap=picture())
        put(document[0], 100, "資料一の二")
        read = extract(save(document, tmp_path / "a.pdf"), recogniser="silent")
        assert [page.text_origin for page in read.source.pages] == ["embedded"]
        assert [section.text for section in read.sections] == ["資料一の二"]

    def test_lies_stay_on_the_page(self, tmp_path: Path) -> None:
        document = extract(block_pdf(tmp_path / "a.pdf"), recogniser="lying")
        for section in document.sections:
            for span in section.spans:
                x0, y0, x1, y1 = span.bbox
                assert 0 <= x0 <= x1 <= 400 + 20
                assert 0 <= y0 <= y1 <= 300
        [page] = document.source.pages
        assert page.confidence is not None
        assert 0 <= page.confidence <= 1
