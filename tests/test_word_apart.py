"""What stands apart from the text of a Word file: headers, footers, notes, comments, text boxes, pictures, objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.source import read
from tests.word_files import field, lines, notices, p, run, section, table, word_file

DEFAULT = ("header", "default", "header1")


def margins(path: Path) -> list[tuple[int, str]]:
    return [(one.section, one.text) for one in read(path).margins if one.text]


def ends(references: str) -> str:
    """A paragraph that ends a section."""
    return p("節の終わり", properties=references)


def test_headers_and_footers_are_margins(tmp_path: Path) -> None:
    footer = p("－", field(" PAGE ", "1"), "－")
    path = word_file(
        tmp_path,
        p("本文"),
        section(("footer", "default", "footer1"), DEFAULT),
        parts={"header1": p("回収計画（案）") + table(("区分", "古紙")), "footer1": footer},
    )
    assert lines(path) == ["本文"]
    assert margins(path) == [(1, "回収計画（案）"), (1, "区分"), (1, "古紙"), (1, "－1－")]
    document = extract(path)
    assert [(one.kind, one.text) for one in document.sections] == [
        ("unknown", "本文"),
        ("furniture", "回収計画（案）\n区分\n古紙\n－1－"),
    ]


PARTS = {"header1": p("常の頁"), "header2": p("初めの頁"), "header3": p("偶数の頁")}
ALL = (DEFAULT, ("header", "first", "header2"), ("header", "even", "header3"))
EVEN = {"settings": "<w:evenAndOddHeaders/>"}


@pytest.mark.parametrize(
    ("more", "settings", "shown"),
    [
        ("", {}, ["常の頁"]),
        ("<w:titlePg/>", {}, ["初めの頁", "常の頁"]),
        ("<w:titlePg w:val='0'/>", {}, ["常の頁"]),
        ("", EVEN, ["常の頁", "偶数の頁"]),
        ("<w:titlePg/>", EVEN, ["初めの頁", "常の頁", "偶数の頁"]),
    ],
)
def test_only_the_headers_that_are_printed(
    more: str, settings: dict[str, str], shown: list[str], tmp_path: Path
) -> None:
    path = word_file(tmp_path, p("本文"), section(*ALL, more=more), parts=PARTS | settings)
    assert [text for _, text in margins(path)] == shown


def test_a_section_without_a_header_has_that_of_the_one_before(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        ends(section(DEFAULT)),
        ends(section()),
        p("本文"),
        section(("header", "default", "header2"), ("header", "even", "gone")),
        parts={"header1": p("資料１"), "header2": p("資料２")},
    )
    assert margins(path) == [(1, "資料１"), (2, "資料１"), (3, "資料２")]
    assert [block.section for block in read(path).blocks or []] == [1, 2, 3]


def form(title: str) -> str:
    head = p("情報公開・個人情報保護審議会　諮問・報告事項") + table(("件　　名", title))
    return (
        head
        + p("内容は別紙のとおり")
        + p("【報告】")
        + p("　◇第14条第1項（業務委託）")
        + p("（担当部課：環境部回収課）")
    )


def test_each_case_bears_the_mark_of_its_section(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        form("古紙の回収の委託について"),
        ends(section(DEFAULT)),
        form("古布の回収の委託について"),
        section(("header", "default", "header2")),
        parts={"header1": p("資料４"), "header2": table(("", "資料５－１"))},
    )
    assert [(case.title, case.material) for case in extract(path, ward="shinjuku").cases] == [
        ("古紙の回収の委託について", "4"),
        ("古布の回収の委託について", "5-1"),
    ]


BOX = f"<w:txbxContent>{p('資料６')}</w:txbxContent>"
MARKS = {
    "a paragraph": p("資料６"),
    "a text box of old": p(f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>"),
    "a text box": p(
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"{BOX}</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>{BOX}</v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    ),
    "a frame of one cell": table(("資料６",)),
    "letters drawn as a shape": p("<w:r><w:pict><v:shape><v:textpath string='資料６'/></v:shape></w:pict></w:r>"),
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_mark_above_a_case(mark: str, tmp_path: Path) -> None:
    (case,) = extract(word_file(tmp_path, mark, form("古紙の回収の委託について")), ward="shinjuku").cases
    assert case.material == "6"


def reference(kind: str, number: int) -> str:
    return f"<w:r><w:{kind}Reference w:id='{number}'/></w:r>"


def note(kind: str, number: int, text: str) -> str:
    return f"<w:{kind} w:id='{number}'>{p(f'<w:r><w:{kind}Ref/></w:r>', f'　{text}')}</w:{kind}>"


def test_notes_are_a_section_of_their_own_in_the_order_of_their_marks(tmp_path: Path) -> None:
    line = f"<w:footnote w:type='separator' w:id='-1'>{p('線')}</w:footnote>"
    path = word_file(
        tmp_path,
        p("古紙", reference("footnote", 5), "と古布", reference("endnote", 1)),
        table(("曜日", p("毎週", reference("footnote", 2)))),
        parts={
            "footnotes": line + note("footnote", 2, "祝日を除く。") + note("footnote", 5, "新聞を含む。"),
            "endnotes": note("endnote", 1, "綿を含む。"),
        },
    )
    assert lines(path) == ["古紙と古布", "曜日", "毎週"]
    document = extract(path)
    assert [(one.kind, one.text) for one in document.sections] == [
        ("unknown", "古紙と古布\n曜日\t毎週"),
        ("prose", "1　新聞を含む。\n2　祝日を除く。\ni　綿を含む。"),
    ]
    assert [span.line for span in document.sections[1].spans] == [4, 5, 6]


def test_a_note_that_is_not_in_the_file_is_told(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        p("古紙", reference("footnote", 5)),
        parts={"settings": "<w:footnotePr><w:numFmt w:val='aiueo'/></w:footnotePr>"},
    )
    assert notices(path) == [("unread_part", "warning", "not read: a footnote is not in the file (footnote ｱ)")]


def test_a_comment_is_told_by_its_words(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        p("古紙を集める。", reference("comment", 0)),
        parts={"comments": f"<w:comment w:id='0'>{p('いつ？')}</w:comment>"},
    )
    assert (lines(path), notices(path)) == (
        ["古紙を集める。"],
        [("unread_part", "info", "a comment is in no value: いつ？")],
    )


def picture(name: str, target: str = "media/image1.png", description: str = "") -> str:
    properties = f"<wp:docPr id='1' name='{name}' descr='{description}'/>"
    return f"<w:r><w:drawing><wp:inline>{properties}<pic:pic><a:blip r:embed='{target}'/></pic:pic></wp:inline></w:drawing></w:r>"


CHART = "<c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:t>回収量</a:t><a:t>年度</a:t></c:chart>"
SEEN = {
    "a picture": (picture("図 1"), "a picture (図 1, image1.png)"),
    "a picture with words for it": (picture("図 1", description="回収の流れ"), "a picture (回収の流れ, image1.png)"),
    "a picture that is not there": (picture("図 1", "gone"), "a picture (図 1, not in the file)"),
    "a picture of old": ("<w:r><w:pict><v:shape alt='流れ'><v:imagedata r:id='media/image1.png'/></v:shape></w:pict></w:r>", "a picture (流れ, image1.png)"),
    "a picture in a group": (f"<w:r><mc:AlternateContent><mc:Choice Requires='wpg'>{picture('図 2')[5:-6]}</mc:Choice></mc:AlternateContent></w:r>", "a picture (図 2, image1.png)"),
    "an object": ("<w:r><w:object><v:shape><v:imagedata r:id='media/image1.png'/></v:shape><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>", "an object of another program (Excel.Sheet.12)"),
    "a control": ("<w:r><w:object><v:shape/><w:control w:name='CheckBox1'/></w:object></w:r>", "a control (CheckBox1)"),
    "a chart": ("<w:r><w:drawing><wp:inline><wp:docPr id='1' name='グラフ 1'/><c:chart r:id='media/chart1.xml'/></wp:inline></w:drawing></w:r>", "a chart (回収量／年度)"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "words"), SEEN.values(), ids=SEEN)
def test_what_is_seen_and_not_read_is_told_with_its_place(inside: str, words: str, tmp_path: Path) -> None:
    parts = {"media/image1.png": b"", "media/chart1.xml": CHART.encode()}
    path = word_file(tmp_path, p("古紙"), p("下の図", inside), parts=parts)
    assert lines(path) == ["古紙", "下の図"]
    (finding,) = [one for one in extract(path).findings if one.code == "unread_part"]
    assert finding.message == f"not read: {words}"
    assert [(span.line, span.start, span.end) for span in finding.spans] == [(2, 0, 3)]


def test_a_picture_in_a_text_box_and_in_a_header(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('図の箱', picture('図 3'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    parts = {"media/image1.png": b"", "header1": p(picture("紋章"))}
    path = word_file(tmp_path, p(box, run("本文")), section(DEFAULT), parts=parts)
    assert lines(path) == ["図の箱", "本文"]
    found = [(one.message, one.severity) for one in extract(path).findings if one.code == "unread_part"]
    assert sorted(found) == [
        ("not read: a picture (図 3, image1.png)", "warning"),
        ("not read: a picture (紋章, not in the file)", "warning"),
    ]


def test_tabs_part_what_is_set_left_and_right_in_a_header(tmp_path: Path) -> None:
    header = p(run("環境部"), "<w:r><w:tab/></w:r>", "<w:r><w:tab/></w:r>", run("資料７", "<w:b/>"))
    path = word_file(tmp_path, form("古紙の回収の委託について"), section(DEFAULT), parts={"header1": header})
    assert margins(path) == [(1, "環境部"), (1, "資料７")]
    assert [(one.offset, one.bold) for one in read(path).margins if one.text] == [(0, []), (5, [(0, 3)])]
    (case,) = extract(path, ward="shinjuku").cases
    assert case.material == "7"
