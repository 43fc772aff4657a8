"""Word files by other programs and of other kinds: macros, templates, Strict Open XML, parts that are not there."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from kaigi_extract import UnreadableSource, extract
from kaigi_extract.source import read
from tests.word_files import DOCX, control, field, lines, notices, p, run, section, table, word_file

TYPES = {
    "macros": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "a template": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "a template with macros": "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "a plain document": DOCX,
}


@pytest.mark.parametrize("content_type", TYPES.values(), ids=TYPES)
@pytest.mark.parametrize("name", ["paper.docm", "paper.dotx", "paper.docx"])
def test_macros_and_templates(content_type: str, name: str, tmp_path: Path) -> None:
    path = word_file(tmp_path, p("古紙の回収"), content_type=content_type, name=name)
    assert (lines(path), read(path).remarks) == (["古紙の回収"], [])


def test_strict_open_xml(tmp_path: Path) -> None:
    ticked = "<w:ffData><w:checkBox><w:checked w:val='true'/></w:checkBox></w:ffData>"
    path = word_file(
        tmp_path,
        p(field(" FORMCHECKBOX ", data=ticked), "古紙"),
        table(("曜日", "毎週")),
        p(run("内緒", "<w:rStyle w:val='C'/>"), "以上", properties="<w:numPr><w:numId w:val='1'/></w:numPr>"),
        section(("header", "default", "header1")),
        parts={
            "header1": p("資料１"),
            "styles": "<w:style w:type='character' w:styleId='C'><w:rPr><w:vanish/></w:rPr></w:style>",
            "numbering": "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='aiueoFullWidth'/><w:lvlText w:val='%1'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
        },
        strict=True,
    )
    with zipfile.ZipFile(path) as archive:
        assert b"http://purl.oclc.org/ooxml/wordprocessingml/main" in archive.read("word/document.xml")
    content = read(path)
    assert lines(path) == ["☑古紙", "曜日", "毎週", "ア　以上"]
    assert [one.text for one in content.margins] == ["資料１"]
    assert [one.code for one in content.notices] == ["hidden_text"]


PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"


def flat(path: Path) -> str:
    """A Word file as Word saves it as XML: each part an element of one file."""
    parts = ""
    with zipfile.ZipFile(path) as archive:
        types = archive.read("[Content_Types].xml").decode()
        for name in archive.namelist():
            if name == "[Content_Types].xml":
                continue
            kind = re.search(rf'PartName="/{re.escape(name)}" ContentType="([^"]+)"', types.replace("'", '"'))
            said = kind[1] if kind else "application/vnd.openxmlformats-package.relationships+xml"
            words = re.sub(r"<\?xml.*?\?>", "", archive.read(name).decode()).strip()
            part = f"<pkg:xmlData>{words}</pkg:xmlData>"
            parts += f'<pkg:part pkg:name="/{name}" pkg:contentType="{said}">{part}</pkg:part>'
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f'{head}<pkg:package xmlns:pkg="{PACKAGE}">{parts}</pkg:package>'


def test_a_file_saved_as_xml(tmp_path: Path) -> None:
    made = word_file(
        tmp_path, p("古紙の回収"), section(("header", "default", "header1")), parts={"header1": p("資料１")}
    )
    path = tmp_path / "paper.xml"
    path.write_text(flat(made), encoding="utf-8")
    content = read(path)
    assert lines(path) == ["古紙の回収"]
    assert [one.text for one in content.margins] == ["資料１"]


def test_a_damaged_file_saved_as_xml(tmp_path: Path) -> None:
    path = tmp_path / "paper.xml"
    path.write_text(flat(word_file(tmp_path, p("古紙の回収")))[:-20], encoding="utf-8")
    with pytest.raises(UnreadableSource, match="this XML file of Word is damaged"):
        read(path)


def test_a_body_by_another_name(tmp_path: Path) -> None:
    assert lines(word_file(tmp_path, p("古紙の回収"), body_name="document2.xml")) == ["古紙の回収"]


def test_as_other_programs_write_it(tmp_path: Path) -> None:
    """Google Docs puts controls and bookmarks everywhere and leaves parts out."""
    marks = "<w:bookmarkStart w:id='0' w:name='_x'/><w:bookmarkEnd w:id='0'/><w:proofErr w:type='spellStart'/>"
    path = word_file(
        tmp_path,
        control("<w:tag w:val='goog_rdk_0'/>", p(marks, control("<w:tag w:val='goog_rdk_1'/>", run("古紙の")), "回収")),
        f"<!-- x --><w:p><!-- y --><w:r><?z?>{'<w:t>を終える。</w:t>'}</w:r></w:p>",
        section(("header", "default", "gone")),
    )
    assert (lines(path), notices(path)) == (["古紙の回収", "を終える。"], [])


def test_a_file_put_into_another_is_told(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("古紙"), "<w:altChunk r:id='x'/>")
    assert notices(path) == [("unread_part", "warning", "not read: another file that is put in here")]


DAMAGED = {
    "a header cut off": ("word/header1.xml", b"<w:hdr"),
    "notes that are no XML": ("word/footnotes.xml", b"\x00\x01"),
    "no list of relations": ("_rels/.rels", b""),
    "numbers cut off": ("word/numbering.xml", b"<w:numbering>"),
}


@pytest.mark.parametrize(("member", "data"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_a_typed_error_in_words(member: str, data: bytes, tmp_path: Path) -> None:
    whole = word_file(
        tmp_path,
        p("古紙", "<w:r><w:footnoteReference w:id='1'/></w:r>"),
        section(("header", "default", "header1")),
        parts={"header1": p("資料１"), "footnotes": "", "numbering": ""},
        name="whole.docx",
    )
    assert extract(whole).sections
    path = tmp_path / "damaged.docx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, data if name == member else source.read(name))
    with pytest.raises(UnreadableSource, match="this Word file cannot be read") as caught:
        extract(path)
    assert "BytesIO" not in str(caught.value)


def test_a_part_larger_than_any_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = word_file(tmp_path, p("古紙"))
    monkeypatch.setattr("kaigi_extract.source.word_package.MOST_BYTES", 700)
    with pytest.raises(UnreadableSource, match=r"its part word/document.xml is larger than any document"):
        extract(path)


PRIVATE = [
    ("\ue000", ["U+E000 is a private-use character (外字), 2 in all: only its font says what it draws; it is kept"]),
    (
        "\U000f1234",
        ["U+F1234 is a private-use character (外字), 2 in all: only its font says what it draws; it is kept"],
    ),
    ("\uf0a8", []),
    ("葛", []),
]


@pytest.mark.parametrize(("char", "messages"), PRIVATE)
def test_characters_of_the_private_use_area_are_told(char: str, messages: list[str], tmp_path: Path) -> None:
    document = extract(word_file(tmp_path, p(f"株式会社{char}商店"), table(("社名", f"{char}商店"))))
    found = [one for one in document.findings if one.code == "low_confidence"]
    assert [one.message for one in found] == messages
    assert [[(span.line, span.start, span.end) for span in one.spans] for one in found] == [
        [(1, 4, 5), (3, 0, 1)]
    ] * len(messages)


@pytest.mark.parametrize("name", ["paper.docm", "paper.dotx", "paper.dotm"])
def test_what_is_named_as_a_word_file_and_is_none_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x00\x01\x02\x03" * 100)
    with pytest.raises(UnreadableSource, match="has nothing of one in it"):
        read(path)
