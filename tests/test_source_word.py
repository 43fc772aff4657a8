"""Word files: what is printed is read, whatever Word wraps it in, with the numbers that it sets itself."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from kaigi_extract import extract
from kaigi_extract.source import TextLine, TextTable, read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BOX = "<w:txbxContent><w:p><w:r><w:t>資料３</w:t></w:r></w:p></w:txbxContent>"


def lines(path: Path) -> list[str]:
    found: list[str] = []
    for block in read(path).blocks or []:
        of = [line for cell in block.cells for line in cell.lines] if isinstance(block, TextTable) else [block]
        found += [line.text for line in of if isinstance(line, TextLine) and line.text]
    return found


def saved(folder: Path, *paragraphs: str, numbering: str = "") -> Path:
    """A Word file of these paragraphs, given as the XML inside each."""
    document = docx.Document()
    if numbering:
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for child in parse_xml(f"<w:numbering {W}>{numbering}</w:numbering>"):
            root.append(child)
    for inside in paragraphs:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {W} {MC}>{inside}</w:p>"))
    path = folder / "paper.docx"
    document.save(str(path))
    return path


def word(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


INSIDE = {
    "put in": (
        f"{word('古紙を')}<w:ins w:id='1' w:author='a'>{word('毎週')}</w:ins>{word('集める。')}",
        "古紙を毎週集める。",
    ),
    "taken out": (
        f"{word('古紙を')}<w:del w:id='1' w:author='a'><w:r><w:delText>毎月</w:delText></w:r></w:del>{word('集める。')}",
        "古紙を集める。",
    ),
    "moved here": (f"<w:moveTo w:id='1' w:author='a'>{word('古紙を')}</w:moveTo>{word('集める。')}", "古紙を集める。"),
    "moved away": (f"<w:moveFrom w:id='1' w:author='a'>{word('古布を')}</w:moveFrom>{word('集める。')}", "集める。"),
    "a content control": (
        f"<w:sdt><w:sdtContent>{word('古紙を')}</w:sdtContent></w:sdt>{word('集める。')}",
        "古紙を集める。",
    ),
    "a smart tag": (f"<w:smartTag w:element='date'>{word('５月１日')}</w:smartTag>{word('から')}", "５月１日から"),
    "a field": (f"<w:fldSimple w:instr='DATE'>{word('５月１日')}</w:fldSimple>", "５月１日"),
    "a link": (f"<w:hyperlink>{word('古紙')}</w:hyperlink>{word('の回収')}", "古紙の回収"),
    "hidden": (f"{word('古紙')}{word('(非公開)', '<w:vanish/>')}{word('の回収')}", "古紙の回収"),
    "a reading above": (
        f"<w:r><w:ruby><w:rt>{word('こし')}</w:rt><w:rubyBase>{word('古紙')}</w:rubyBase></w:ruby></w:r>{word('の回収')}",
        "古紙の回収",
    ),
}


@pytest.mark.parametrize(("inside", "text"), INSIDE.values(), ids=INSIDE)
def test_what_is_printed(inside: str, text: str, tmp_path: Path) -> None:
    assert lines(saved(tmp_path, inside)) == [text]


def test_hidden_text_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, f"{word('古紙')}{word('(非公開)', '<w:vanish/>')}{word('の回収')}")
    finding = extract(path).findings[0]
    assert (finding.severity, finding.message) == (
        "warning",
        "the Word file has 5 characters of hidden text; they are in no value",
    )


def test_a_text_box_once(tmp_path: Path) -> None:
    """Word writes it twice, for itself and for older programs."""
    choice = f"<mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
    box = f"<w:r><mc:AlternateContent>{choice}<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(saved(tmp_path, f"{box}{word('古紙の回収')}")) == ["資料３", "古紙の回収"]


def level(number: int, style: str, text: str, more: str = "") -> str:
    value = f"<w:start w:val='1'/><w:numFmt w:val='{style}'/>{more}<w:lvlText w:val='{text}'/>"
    return f"<w:lvl w:ilvl='{number}'>{value}</w:lvl>"


def item(text: str, depth: int = 0, number: int = 1) -> str:
    place = f"<w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/>"
    return f"<w:pPr><w:numPr>{place}</w:numPr></w:pPr>{word(text)}"


LIST = "<w:abstractNum w:abstractNumId='5'>{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='5'/></w:num>"
AGAIN = (
    "<w:num w:numId='2'><w:abstractNumId w:val='5'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/>"
    "</w:lvlOverride></w:num>"
)


@pytest.mark.parametrize(
    ("style", "text", "labels"),
    [
        ("decimal", "%1", ["1　", "2　", "3　"]),
        ("decimalFullWidth", "第%1条", ["第１条　", "第２条　", "第３条　"]),
        ("decimalEnclosedCircle", "%1", ["①　", "②　", "③　"]),
        ("aiueoFullWidth", "%1", ["ア　", "イ　", "ウ　"]),
        ("irohaFullWidth", "(%1)", ["(イ)　", "(ロ)　", "(ハ)　"]),
        ("iroha", "(%1)", ["(ｲ)　", "(ﾛ)　", "(ﾊ)　"]),
        ("japaneseCounting", "%1", ["一　", "二　", "三　"]),
        ("lowerRoman", "%1.", ["i.　", "ii.　", "iii.　"]),
        ("upperLetter", "%1", ["A　", "B　", "C　"]),
        ("bullet", "・", ["・　", "・　", "・　"]),
        ("none", "", ["", "", ""]),
    ],
)
def test_numbers_that_word_sets(style: str, text: str, labels: list[str], tmp_path: Path) -> None:
    path = saved(tmp_path, *[item(one) for one in "紙布瓶"], numbering=LIST.format(level(0, style, text)))
    assert lines(path) == [f"{label}{one}" for label, one in zip(labels, "紙布瓶", strict=True)]


def test_levels_and_a_new_start(tmp_path: Path) -> None:
    levels = (
        level(0, "decimal", "%1", "<w:suff w:val='space'/>")
        + level(1, "decimal", "(%2)")
        + level(2, "decimal", "%1.%2.%3")
    )
    paragraphs = [
        item("紙"),
        item("古紙", 1),
        item("新聞", 2),
        item("古布", 1),
        item("瓶"),
        item("空瓶", 1),
        item("缶", 0, 2),
    ]
    path = saved(tmp_path, *paragraphs, word("以上"), numbering=LIST.format(levels) + AGAIN)
    assert lines(path) == [
        "1 紙",
        "(1)　古紙",
        "1.1.1　新聞",
        "(2)　古布",
        "2 瓶",
        "(1)　空瓶",
        "1 缶",
        "以上",
    ]
