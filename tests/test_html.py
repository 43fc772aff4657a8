"""Web pages: what a browser shows is read, what it hides is told."""

from __future__ import annotations

import email.mime.multipart
import email.mime.text

import pytest

from kaigi_extract import UnreadableSource, extract
from kaigi_extract.source import TextLine, TextTable, read
from tests import dress
from tests.dress import FACTS, FORM, HEAD, OUTLINE, TITLE, facts, html_table


def page(body, head=""):
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def laid_out(body, head=""):
    """Lines as they are, tables as rows of words."""
    found = []
    for block in read(page(body, head), name="a.html").blocks:
        if isinstance(block, TextLine):
            found.append(block.text.strip())
            continue
        assert isinstance(block, TextTable)
        rows = {}
        for cell in block.cells:
            rows.setdefault(cell.row, []).append("/".join(line.text.strip() for line in cell.lines))
        found.append([rows[row] for row in sorted(rows)])
    return found


def notices(body, head=""):
    return [(notice.code, notice.message) for notice in read(page(body, head), name="a.html").notices]


def with_tables(table):
    lines = [f"<p>{line}</p>" for line in HEAD]
    clauses = [f"<p>{line}</p>" for line in dress.CLAUSES]
    return "\n".join([*lines, "<h2>事業の概要</h2>", table(OUTLINE), f"<h2>{TITLE}</h2>", table(FORM), *clauses])


def described(rows):
    pairs = (f"<dt>{''.join(label)}</dt>{''.join(f'<dd>{one}</dd>' for one in value)}" for label, value in rows)
    return f"<dl>{''.join(pairs)}</dl>"


def in_boxes(rows):
    """No table at all: a box for the label, below it one for each line of the value."""
    return "".join(
        f'<div class="row"><div>{"".join(label)}</div>{"".join(f"<div>{one}</div>" for one in value)}</div>'
        for label, value in rows
    )


def left_open(rows):
    """Tags that end where the next begins, as pages of the nineties have them, names in capitals."""
    return (
        "<TABLE BORDER>"
        + "".join(f"<TR><TD>{'<BR>'.join(label)}<TD>{'<BR>'.join(value)}\n" for label, value in rows)
        + "</TABLE>"
    )


@pytest.mark.parametrize("table", [html_table, described, in_boxes, left_open])
def test_a_form_is_read_as_from_a_pdf(table):
    assert facts(extract(page(with_tables(table)), name="a.html", ward="shinjuku")) == FACTS


def test_a_page_laid_out_by_a_table():
    body = f"<table><tr><td>{with_tables(html_table)}</td></tr></table>"
    assert facts(extract(page(body), name="a.html", ward="shinjuku")) == FACTS


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="Shift_JIS">', "cp932"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=x-sjis">', "cp932"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=EUC-JP">', "euc_jp"),
        ("<meta charset=utf-8>", "utf-8"),
        ('<meta charset="utf-8">', "cp932"),
        ("", "euc_jp"),
        ("", "cp932"),
        ("", "iso2022_jp"),
        ("", "utf-16"),
    ],
)
def test_encodings(declared, encoding):
    data = f"<html><head>{declared}</head><body><p>個人情報の保護①</p>".replace(
        "①", "" if "euc" in encoding or "iso" in encoding else "①"
    )
    content = read(data.encode(encoding), name="a.html")
    assert content.blocks[0].text.startswith("個人情報の保護")
    assert content.encoding == encoding


def test_a_web_archive():
    message = email.mime.multipart.MIMEMultipart("related")
    message.attach(email.mime.text.MIMEText("<html><body><p>件名</p>", "html", "shift_jis"))
    content = read(message.as_bytes(), name="a.mhtml")
    assert ([line.text for line in content.blocks], content.media_type) == (["件名"], "multipart/related")


SHOWN = [
    ("<p>件名\n  &nbsp;回収</p>", ["件名 \xa0回収"]),
    ("<p>個人\n情報</p>", ["個人情報"]),
    ("<p>a\nb</p>", ["a b"]),
    ("<p>一<br>二</p>三", ["一", "二", "三"]),
    ("<pre>一\n 二</pre>", ["一", "二"]),
    ("<p><ruby>個人<rp>(</rp><rt>こじん</rt><rp>)</rp></ruby>情報</p>", ["個人情報"]),
    ("<ol><li>い<li>ろ</ol>", ["1. い", "2. ろ"]),
    ("<ol start=3 type=A><li>い<li value=7>ろ<li>は</ol>", ["C. い", "G. ろ", "H. は"]),
    ("<ol reversed><li>い<li>ろ</ol>", ["2. い", "1. ろ"]),
    ('<ol style="list-style-type: katakana"><li>い<li>ろ</ol>', ["ア、い", "イ、ろ"]),
    ('<ol style="list-style: cjk-ideographic inside"><li>い<li>ろ</ol>', ["一、い", "二、ろ"]),
    ('<ol style="list-style-type:none"><li>1 い<li>2 ろ</ol>', ["1 い", "2 ろ"]),
    ("<ol><li>1 い<li>2 ろ</ol>", ["1 い", "2 ろ"]),
    ("<ul><li>い<ol><li>は</ol><li>ろ</ul>", ["い", "1. は", "ろ"]),
    ("<p><input type=checkbox checked>紙 <input type=checkbox>電磁</p>", ["☑紙 □電磁"]),
    ("<p><input type=radio>有<input type=radio checked>無</p>", ["□有☑無"]),
    ("<p>課<select><option>甲<option selected>乙</select>名<input value='名簿'><input type=hidden value='x'></p>", ["課乙名名簿"]),
    ("<p>課<select><option value=''>選択してください<option>甲</select>。</p>", ["課。"]),
    ("<p><textarea>一\n二</textarea></p>", ["一", "二"]),
    ("<table><tr><th rowspan=2>甲<td>一<td>二<tr><td colspan=2>三</table>", [[["甲", "一", "二"], ["三"]]]),
    ("<table><tr><td>甲<td>乙<table><tr><td>内<td>側</table></table>", [[["甲", "乙/内/側"]]]),
    ("<table><caption>表１</caption><tr><td>甲<td>乙</table>", ["表１", [["甲", "乙"]]]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "found"), SHOWN)
def test_what_a_browser_shows(body, found):
    assert laid_out(body) == found


NOT_SHOWN = [
    '<p style="display: none">隠し</p>',
    "<p hidden>隠し</p>",
    '<p style="color:red;visibility:hidden">隠し</p>',
    '<div class="a hide"><p>隠し</p></div>',
    '<p id="secret">隠し</p>',
]


@pytest.mark.parametrize("body", NOT_SHOWN)
def test_what_is_hidden_is_told(body):
    head = "<style>/* x */ p, .hide, #secret { color: red } .b{} .hide , p#secret{ display:none }</style>"
    assert laid_out(f"<p>見える</p>{body}", head) == ["見える"]
    assert notices(f"<p>見える</p>{body}", head) == [
        ("hidden_text", "the page has 2 characters of hidden text; they are in no value")
    ]


def test_what_is_hidden_on_paper_only_is_shown():
    assert laid_out("<p class=x>見える</p>", "<style>@media print { .x { display: none } }</style>") == ["見える"]


@pytest.mark.parametrize(
    "body",
    [
        "<!-- 注 -->",
        "<script>let x = '注'</script>",
        "<style>p{}</style>",
        "<template>注</template>",
        "<noscript>注</noscript>",
    ],
)
def test_what_is_no_text_is_not_told(body):
    assert (laid_out(f"見{body}える"), notices(body)) == (["見える"], [])


def test_struck_out_words_and_pictures_are_told():
    body = '<p>甲<del>乙</del><span style="text-decoration: line-through">丙</span>丁</p><img src=a alt="案内図"><img src=b alt=""><svg></svg>'
    assert laid_out(body) == ["甲丁"]
    assert notices(body) == [
        ("unread_part", "a picture was not read: 「案内図」"),
        ("unread_part", "an embedded drawing was not read"),
        ("unread_part", "struck-out words are in no value: 「乙丙」"),
    ]


def test_navigation_and_footers_are_furniture():
    content = read(page("<nav><ul><li>案内</ul></nav><p>本文</p><footer>新宿区</footer>"), name="a.html")
    assert [line.text for line in content.blocks] == ["本文"]
    assert [line.text for line in content.margins] == ["案内", "新宿区"]


def test_places_are_paragraphs_in_their_order():
    document = extract(page("<p>一<br>二</p><table><tr><td>三<td>四</table>"), name="a.html")
    assert [(span.line, span.start, span.end) for section in document.sections for span in section.spans] == [
        (1, 0, 1), (1, 2, 3), (2, 0, 1), (3, 0, 1),
    ]  # fmt: skip


def test_bold_words_keep_their_place():
    [line] = read(page("<p>甲 <b>乙</b>丙</p>"), name="a.html").blocks
    assert (line.text, line.bold) == ("甲 乙丙", [(2, 3)])


HOSTILE = {
    "nested boxes": "<div>" * 2_000 + "文",
    "nested tables": "<table><tr><td>" * 1_000 + "文",
    "open marks": "<b><i><span>" * 2_000 + "文",
    "closing tags": "</div></p></table>" * 2_000 + "文",
    "one line": "<p>あ</p>" * 3_000 + "文",
    "spans": "<table><tr>" + "<td rowspan=65534 colspan=1000>x" * 2_000 + "<tr><td>文</table>",
    "entities": '<!DOCTYPE html [<!ENTITY a "文文"><!ENTITY b "&a;&a;">]><p>&b;文',
    "unclosed tag": "<p>文<" + "a" * 20_000,
    "nothing but options": "<select>" + "<option>文" * 3_000 + "</select>",
    "zero bytes": "<p>文\x00文</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(name):
    document = extract(f"<html><body>{HOSTILE[name]}".encode(), name="a.html")
    assert "文" in "".join(section.text for section in document.sections)


@pytest.mark.parametrize("data", [b"<html>", b"<html><body></body></html>", "<html><p>件".encode()[:-1]])
def test_empty_and_cut_pages(data):
    assert read(data, name="a.html").media_type == "text/html"


def test_a_web_archive_without_a_page():
    with pytest.raises(UnreadableSource, match="this web archive has no page in it"):
        read(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--", name="a.mht")
