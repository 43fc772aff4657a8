"""Pictures within Word files: those that take a good part of a page are recognised as a scanned page is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from kaigi_extract import Document, extract
from tests.printed import BlockReader, blocks, printed, rule
from tests.word_files import p, section, table, word_file

SAYS = {3: "回収日", 5: "毎週木曜日", 7: "市内の古紙回収"}
WIDTH, HEIGHT = 400, 300
"""Points in which the picture is shown."""


def drawn() -> bytes:
    """A line of seven characters above a table of two cells."""
    frame = [(40, 100, 340, 100), (40, 140, 340, 140), (40, 100, 40, 140), (340, 100, 340, 140), (140, 100, 140, 140)]
    shown = printed(blocks(40, 50, 7), blocks(60, 114, 3), blocks(160, 114, 5), *[rule(*line) for line in frame])
    made = io.BytesIO()
    Image.fromarray(shown).save(made, "PNG")
    return made.getvalue()


PAGE = section(more="<w:pgSz w:w='11906' w:h='16838'/>")
NAME = "図 1, image1.png"


def drawing(width: float = WIDTH, height: float = HEIGHT) -> str:
    extent = f"<wp:extent cx='{round(width * 12700)}' cy='{round(height * 12700)}'/><wp:docPr id='1' name='図 1'/>"
    picture = "<pic:pic><a:blip r:embed='media/image1.png'/></pic:pic>"
    return f"<w:r><w:drawing><wp:inline>{extent}{picture}</wp:inline></w:drawing></w:r>"


def vml(style: str) -> str:
    return f"<w:r><w:pict><v:shape style='{style}' alt='図 1'><v:imagedata r:id='media/image1.png'/></v:shape></w:pict></w:r>"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> BlockReader:
    reader = BlockReader(SAYS)
    monkeypatch.setattr("kaigi_extract.ocr.pages.find_engine", lambda name: reader)
    return reader


def paper(folder: Path, *inside: str, data: bytes | None = None) -> Path:
    return word_file(folder, *inside, PAGE, parts={"media/image1.png": drawn() if data is None else data})


def told(document: Document) -> list[tuple[str, str, str]]:
    return [(one.code, one.severity, one.message) for one in document.findings if one.code != "ward_unknown"]


RECOGNISED = [("low_confidence", "info", f"the text of a picture ({NAME}) was recognised; compare it with the file")]
SHOWN = {
    "a picture": drawing(),
    "a picture of old": vml("position:absolute;width:400pt;height:300pt"),
    "a picture of old in inches": vml("width:5.6in;height:4.2in"),
    "a picture in a text box": (
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(drawing())}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    ),
}


@pytest.mark.parametrize("inside", SHOWN.values(), ids=SHOWN)
def test_its_lines_and_tables_are_read_where_it_stands(inside: str, tmp_path: Path, engine: BlockReader) -> None:
    document = extract(paper(tmp_path, p("計画"), p(inside), p("以上")))
    assert document.sections[0].text == "計画\n市内の古紙回収\n回収日\t毎週木曜日\n以上"
    (found,) = document.tables
    assert [(cell.row, cell.column, cell.text) for cell in found.cells] == [(0, 0, "回収日"), (0, 1, "毎週木曜日")]
    assert [(span.line, span.start, span.end) for cell in found.cells for span in cell.spans] == [
        (2, 7, 10),
        (2, 10, 15),
    ]
    assert told(document) == RECOGNISED


def test_what_is_recognised_has_its_confidence(tmp_path: Path, engine: BlockReader) -> None:
    engine.sure = 0.9
    head = p("情報公開・個人情報保護審議会　諮問・報告事項") + p("件名　古紙の回収の委託について")
    engine.says = {3: "委託先", 5: "大空商事社", 7: "市内の古紙回収"}
    document = extract(paper(tmp_path, head, p(drawing())), ward="shinjuku")
    (case,) = document.cases
    found = case.forms[0].evidence["counterparty"]
    assert found.text == "大空商事社"
    assert found.confidence is not None
    assert 0.5 < found.confidence < 0.8
    message = f"委託先 may be misread (confidence {found.confidence:.2f}); compare it with the page"
    assert ("low_confidence", "warning", message) in told(document)


def test_in_a_cell_it_is_text_of_the_cell(tmp_path: Path, engine: BlockReader) -> None:
    document = extract(paper(tmp_path, table(("図", p(drawing())))))
    assert document.tables[0].cells[1].text == "市内の古紙回収\n回収日\t毎週木曜日"
    assert told(document) == RECOGNISED


UNREAD = {
    "an emblem": drawing(100, 75),
    "of no size": drawing(0, 0),
    "of a shape without a size": vml("position:absolute"),
}


@pytest.mark.parametrize("inside", UNREAD.values(), ids=UNREAD)
def test_a_small_one_is_told(inside: str, tmp_path: Path, engine: BlockReader) -> None:
    document = extract(paper(tmp_path, p("計画"), p(inside)))
    assert (document.sections[0].text, engine.crops) == ("計画", [])
    assert told(document) == [("unread_part", "warning", f"not read: a picture ({NAME})")]


@pytest.mark.parametrize("data", [b"", b"\x01\x00\x00\x00 EMF"])
def test_one_of_no_kind_that_can_be_opened_is_told(data: bytes, tmp_path: Path, engine: BlockReader) -> None:
    assert told(extract(paper(tmp_path, p(drawing()), data=data))) == [
        ("unread_part", "warning", f"not read: a picture ({NAME})")
    ]


def test_one_without_text_is_told(tmp_path: Path, engine: BlockReader) -> None:
    made = io.BytesIO()
    Image.new("L", (800, 600), 255).save(made, "PNG")
    assert told(extract(paper(tmp_path, p(drawing()), data=made.getvalue()))) == [
        ("unread_part", "warning", f"not read: a picture ({NAME})")
    ]


def test_without_a_recogniser(tmp_path: Path) -> None:
    assert told(extract(paper(tmp_path, p(drawing())), recogniser="none")) == [
        ("unread_part", "warning", f"not read: a picture ({NAME})")
    ]


def test_without_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kaigi_extract.ocr.engines import NoEngine

    def missing(name: str) -> BlockReader:
        raise NoEngine("pip install one")

    monkeypatch.setattr("kaigi_extract.ocr.pages.find_engine", missing)
    assert told(extract(paper(tmp_path, p(drawing())))) == [
        ("unread_part", "warning", f"not read: a picture ({NAME})"),
        (
            "no_recogniser",
            "error",
            "pictures in the file (1) cannot be read without recognising text, and no engine for that is there: pip install one",
        ),
    ]
