"""What Word hides, strikes out or deletes is in no value, and told; what it prints in another guise is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import extract
from tests.word_files import control, lines, notices, p, run, word_file


def style(name: str, properties: str, more: str = "", kind: str = "character") -> str:
    return f"<w:style w:type='{kind}' w:styleId='{name}' {more}><w:rPr>{properties}</w:rPr></w:style>"


def based(name: str, base: str, properties: str = "", kind: str = "character") -> str:
    inside = f"<w:basedOn w:val='{base}'/><w:rPr>{properties}</w:rPr>"
    return f"<w:style w:type='{kind}' w:styleId='{name}'>{inside}</w:style>"


def defaults(properties: str) -> str:
    return f"<w:docDefaults><w:rPrDefault><w:rPr>{properties}</w:rPr></w:rPrDefault></w:docDefaults>"


OF_PARAGRAPH = "<w:pStyle w:val='P'/>"
OF_RUN = "<w:rStyle w:val='C'/>"
VANISH = "<w:vanish/>"
SHOWN = "<w:vanish w:val='0'/>"
HIDES = {
    # the styles, the properties of the paragraph, of the run
    "the run": ("", "", VANISH),
    "the run, by a word": ("", "", "<w:vanish w:val='true'/>"),
    "a character style": (style("C", VANISH), "", OF_RUN),
    "what a character style is based on": (style("B", VANISH) + based("C", "B"), "", OF_RUN),
    "a paragraph style": (style("P", VANISH, kind="paragraph"), OF_PARAGRAPH, ""),
    "what a paragraph style is based on": (
        style("B", VANISH, kind="paragraph") + based("M", "B", kind="paragraph") + based("P", "M", kind="paragraph"),
        OF_PARAGRAPH,
        "",
    ),
    "the style of all paragraphs": (style("N", VANISH, "w:default='1'", "paragraph"), "", ""),
    "the defaults": (defaults(VANISH), "", ""),
    "the run, whatever its style says": (style("C", SHOWN), "", OF_RUN + VANISH),
    "a style over one that shows": (style("B", SHOWN) + based("C", "B", VANISH), "", OF_RUN),
}
SHOWS = {
    "the run": ("", "", SHOWN),
    "the run, by a word": ("", "", "<w:vanish w:val='false'/>"),
    "the run, by another": ("", "", "<w:vanish w:val='off'/>"),
    "the run over its style": (style("C", VANISH), "", OF_RUN + SHOWN),
    "the run over its paragraph's style": (style("P", VANISH, kind="paragraph"), OF_PARAGRAPH, SHOWN),
    "a style over what it is based on": (style("B", VANISH) + based("C", "B", SHOWN), "", OF_RUN),
    "two styles that turn each other round": (
        style("P", VANISH, kind="paragraph") + style("C", VANISH),
        OF_PARAGRAPH,
        OF_RUN,
    ),
    "a style that is not there": ("", OF_PARAGRAPH, OF_RUN),
    "styles that go in a circle": (based("C", "B") + based("B", "C"), "", OF_RUN),
    "hidden on the web only": ("", "", "<w:webHidden/>"),
}


def paper(folder: Path, styles: str, of_paragraph: str, of_run: str) -> Path:
    shown = run("回収の日", SHOWN)
    return word_file(folder, p(shown, run("（非公開）", of_run), properties=of_paragraph), parts={"styles": styles})


@pytest.mark.parametrize(("styles", "of_paragraph", "of_run"), HIDES.values(), ids=HIDES)
def test_what_hides(styles: str, of_paragraph: str, of_run: str, tmp_path: Path) -> None:
    path = paper(tmp_path, styles, of_paragraph, of_run)
    assert lines(path) == ["回収の日"]
    message = "the Word file has 5 characters of hidden text; they are in no value"
    assert notices(path) == [("hidden_text", "warning", message)]


@pytest.mark.parametrize(("styles", "of_paragraph", "of_run"), SHOWS.values(), ids=SHOWS)
def test_what_does_not_hide(styles: str, of_paragraph: str, of_run: str, tmp_path: Path) -> None:
    path = paper(tmp_path, styles, of_paragraph, of_run)
    assert (lines(path), notices(path)) == (["回収の日（非公開）"], [])


@pytest.mark.parametrize(("of_run", "shown"), [("", False), (SHOWN, True), (OF_RUN, True)])
def test_a_table_style_hides_what_is_in_its_tables(of_run: str, shown: bool, tmp_path: Path) -> None:
    """A character style that hides, too, turns it round."""
    styles = style("T", VANISH, kind="table") + based("U", "T", kind="table") + style("C", VANISH)
    cell = f"<w:tr><w:tc>{p(run('内緒', of_run))}</w:tc></w:tr>"
    table = f"<w:tbl><w:tblPr><w:tblStyle w:val='U'/></w:tblPr>{cell}</w:tbl>"
    path = word_file(tmp_path, p("以上"), table, parts={"styles": styles})
    assert lines(path) == ["以上", *(["内緒"] if shown else [])]


def test_hidden_rows_and_the_lower_part_of_a_merged_cell(tmp_path: Path) -> None:
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p('内緒')}</w:tc></w:tr>"
    merged = "<w:tc><w:tcPr><w:vMerge{}/></w:tcPr>{}</w:tc>"
    begins = merged.format(" w:val='restart'", p("曜日"))
    first = f"<w:tr>{begins}<w:tc>{p('月')}</w:tc></w:tr>"
    second = f"<w:tr>{merged.format('', p('陰'))}<w:tc>{p('木')}</w:tc></w:tr>"
    path = word_file(tmp_path, f"<w:tbl>{first}{hidden}{second}</w:tbl>", p("以上"))
    assert lines(path) == ["曜日", "月", "木", "以上"]
    assert notices(path) == [
        ("hidden_text", "warning", "the Word file has 3 characters of hidden text; they are in no value")
    ]


def test_a_hidden_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    joined = p("第１条　", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    path = word_file(
        tmp_path, joined, p("古紙を集める。"), p("以上", properties="<w:rPr><w:vanish w:val='0'/></w:rPr>"), p("終")
    )
    assert lines(path) == ["第１条　古紙を集める。", "以上", "終"]


STRUCK = {
    "the run": ("", "<w:strike/>"),
    "the run, twice": ("", "<w:dstrike/>"),
    "a style": (style("C", "<w:strike/>"), OF_RUN),
    "a style, twice": (style("C", "<w:dstrike/>"), OF_RUN),
    "the paragraph's style": (style("N", "<w:strike/>", "w:default='1'", "paragraph"), ""),
}


@pytest.mark.parametrize(("styles", "of_run"), STRUCK.values(), ids=STRUCK)
def test_struck_out_words_are_told_by_their_words(styles: str, of_run: str, tmp_path: Path) -> None:
    kept = run("毎週", "<w:strike w:val='0'/><w:dstrike w:val='0'/>")
    path = word_file(tmp_path, p(run("毎月", of_run), kept), parts={"styles": styles})
    assert lines(path) == ["毎週"]
    assert notices(path) == [("unread_part", "warning", "struck-out words are in no value: 毎月")]


def test_a_finding_says_where_words_are_struck_out(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("回収の日"), p(run("毎月", "<w:strike/>"), "毎週"))
    document = extract(path)
    (finding,) = [one for one in document.findings if one.code == "unread_part"]
    assert [(span.line, span.start, span.end) for span in finding.spans] == [(2, 0, 2)]
    assert document.sections[0].text == "回収の日\n毎週"


def test_deleted_words_and_rows_are_told(tmp_path: Path) -> None:
    words = f"<w:del w:id='1' w:author='a'><w:r><w:delText>毎月</w:delText></w:r></w:del><w:ins w:id='2' w:author='a'>{run('毎週')}</w:ins>"
    row = f"<w:tr><w:trPr><w:del w:id='3' w:author='a'/></w:trPr><w:tc>{p('古い行')}</w:tc></w:tr>"
    path = word_file(tmp_path, p(words), f"<w:tbl>{row}<w:tr><w:tc>{p('新しい行')}</w:tc></w:tr></w:tbl>")
    assert lines(path) == ["毎週", "新しい行"]
    message = "words deleted under tracked changes are in no value: 毎月／古い行"
    assert notices(path) == [("unread_part", "info", message)]


PRINTED = {
    "capitals": (run("pdf と ｐｄｆ", "<w:caps/>"), "PDF と ＰＤＦ"),
    "small capitals": (run("ß pdf", "<w:smallCaps/>"), "ß PDF"),
    "capitals switched off": (run("pdf", "<w:caps w:val='0'/>"), "pdf"),
    "a hyphen that does not break": (f"{run('03')}<w:r><w:noBreakHyphen/></w:r>{run('1234')}", "03-1234"),
    "a hyphen that may break": (f"{run('回')}<w:r><w:softHyphen/></w:r>{run('収')}", "回収"),
    "tabs": (f"{run('回')}<w:r><w:tab/></w:r>{run('収')}<w:r><w:ptab/></w:r>{run('日')}", "回\t収\t日"),
    "a wrapping of one's own": (
        f"<w:customXml w:element='x'><w:smartTag>{run('回収')}</w:smartTag></w:customXml>",
        "回収",
    ),
    "a control around runs": (control("", run("回") + control("", run("収"))), "回収"),
    "marks without ink": (run("回\u200b収\ufeff日\u2060は\u200e月\u00ad曜"), "回収日は月曜"),
    "a variant of a character": (run("葛\U000e0100飾"), "葛\U000e0100飾"),
    "an equation": (
        f"{run('比率は')}<m:oMath><m:f><m:num><m:r><m:t>回収</m:t></m:r></m:num><m:den><m:r><m:t>排出</m:t></m:r></m:den></m:f></m:oMath>",
        "比率は回収/排出",
    ),
    "an equation by itself": (
        "<m:oMathPara><m:oMath><m:d><m:e><m:r><w:rPr/><m:t>回収</m:t></m:r></m:e></m:d><m:rad><m:deg/><m:e><m:r><m:t>2</m:t></m:r></m:e></m:rad></m:oMath></m:oMathPara>",
        "(回収)√2",
    ),
    "a hidden equation reads as text": (
        "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
        "x2",
    ),
}


@pytest.mark.parametrize(("inside", "text"), PRINTED.values(), ids=PRINTED)
def test_what_is_printed(inside: str, text: str, tmp_path: Path) -> None:
    path = word_file(tmp_path, p(inside))
    assert (lines(path), notices(path)) == ([text], [])


def test_what_was_moved_is_printed_once_and_not_told(tmp_path: Path) -> None:
    away = f"<w:moveFrom w:id='1' w:author='a'>{run('毎週')}</w:moveFrom>"
    path = word_file(tmp_path, p(away, run("集める。")), p(f"<w:moveTo w:id='2' w:author='a'>{run('毎週')}</w:moveTo>"))
    assert (lines(path), notices(path)) == (["集める。", "毎週"], [])
