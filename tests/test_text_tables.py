"""Tables in text files, as tools write them: one form in many dresses gives one record."""

from __future__ import annotations

import html

import pytest

from kaigi_extract import extract
from tests import dress
from tests.dress import FACTS, above, beside, boxed, drawn, facts, paper, spaced, tabs, wide
from tests.word_files import p, word_file

DRESSES = {
    "pipes": ("a.md", paper(dress.pipes)),
    "pipes in .txt": ("a.txt", paper(dress.pipes)),
    "pipes at no end": ("a.md", paper(dress.bare_pipes)),
    "pipes without a rule": ("a.md", paper(dress.pipes_without_rule)),
    "html": ("a.md", paper(dress.html_table)),
    "html in .txt": ("a.txt", paper(dress.html_table)),
    "grid of pandoc": ("a.md", paper(drawn)),
    "grid, a character a column": ("a.txt", paper(lambda rows: drawn(rows, width=len))),
    "box drawing": ("a.txt", paper(boxed)),
    "spaces, a character a column": ("a.txt", paper(spaced)),
    "spaces, two columns a character": ("a.txt", paper(lambda rows: spaced(rows, wide))),
    "spaces, labels at the top": ("a.txt", paper(lambda rows: spaced(rows, middle=False))),
    "spaces, no empty lines": ("a.txt", paper(lambda rows: spaced(rows, middle=False, between="\n"))),
    "spaces, nothing apart": ("a.txt", paper(lambda rows: spaced(rows, wide, middle=False, between="\n"), apart="\n")),
    "spaces, a narrow gutter": ("a.txt", paper(lambda rows: spaced(rows, gap=2))),
    "full-width spaces": ("a.txt", paper(lambda rows: spaced(rows, len).replace("  ", "　　"))),
    "label above value": ("a.txt", paper(above)),
    "label above value, nothing apart": ("a.txt", paper(above, apart="\n")),
    "label above value, all apart": ("a.txt", paper(lambda rows: above(rows, "\n\n"))),
    "label beside value": ("a.txt", paper(beside)),
    "label beside value, a colon": ("a.txt", paper(lambda rows: beside(rows, "："))),
    "labels first": ("a.txt", paper(dress.labels_first)),
    "tabs": ("a.txt", paper(tabs)),
    "pipes between spaces": ("a.txt", paper(lambda rows: tabs(rows).replace("\t", " | "))),
    "tabs, nothing apart": ("a.txt", paper(tabs, apart="\n")),
    "tabs and indented lines": ("a.txt", paper(dress.indented_tabs)),
    "commas": ("a.txt", paper(dress.commas)),
}


@pytest.mark.parametrize("name", DRESSES)
def test_one_form_in_every_dress(tmp_path, name):
    file, text = DRESSES[name]
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    assert facts(extract(path, ward="shinjuku")) == FACTS


PIPES = [
    (
        "鍵の貸出\n借りる者 | 森\n返す日 | ５月１日\n確かめること | (1) 鍵の番号\n(2) 札の色\n備考 | なし",
        1,
        ["(1) 鍵の番号", "(2) 札の色"],
    ),
    ("鍵の貸出\n番号 | ３ | 係 | 森\n名前 | 裏門の鍵", 1, ["裏門の鍵"]),
    ("鍵の貸出\n表門 | 裏門", 0, []),
]


@pytest.mark.parametrize(("text", "tables", "lines"), PIPES)
def test_cells_between_pipes_and_spaces(tmp_path, text, tables, lines):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = extract(tmp_path / "a.txt").tables
    assert len(found) == tables
    cells = [cell.text.split("\n") for table in found for cell in table.cells]
    assert not lines or lines in cells
    assert not any("|" in line for cell in cells for line in cell)


ROWS_ON_A_LINE = "鍵の貸出契約書 | 第１条（目的） | 甲は、鍵を貸す。 | 第２条（返却） | 乙は、鍵を返す。\n第３条（費用） | 乙は、費用を払う。"


def test_articles_in_cells_that_an_export_put_on_one_line(tmp_path):
    (tmp_path / "a.txt").write_text(ROWS_ON_A_LINE.replace("\n", " | "), encoding="utf-8")
    (found,) = extract(tmp_path / "a.txt").clause_sets
    assert [(one.label, one.heading, one.text) for one in found.clauses] == [
        ("第１条", "目的", "甲は、鍵を貸す。"),
        ("第２条", "返却", "乙は、鍵を返す。"),
        ("第３条", "費用", "乙は、費用を払う。"),
    ]


def in_pre(text):
    return f"<html><body><pre>{html.escape(text)}</pre></body></html>".encode()


def in_paragraphs(text):
    return (
        "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
        .replace("  ", "&nbsp;&nbsp;")
        .encode()
    )


@pytest.mark.parametrize("page", [in_pre, in_paragraphs])
@pytest.mark.parametrize("name", ["box drawing", "grid of pandoc"])
def test_a_table_that_lines_of_a_web_page_draw(name, page):
    assert facts(extract(page(DRESSES[name][1]), name="a.html", ward="shinjuku")) == FACTS


def test_a_table_that_paragraphs_of_a_word_file_draw(tmp_path):
    paragraphs = [p(f'<w:r><w:t xml:space="preserve">{line}</w:t></w:r>') for line in paper(boxed).split("\n")]
    assert facts(extract(word_file(tmp_path, *paragraphs), ward="shinjuku")) == FACTS


def labelled(text, name="a.txt"):
    """Labels and values of the tables of a text."""
    tables = extract(text.encode(), name=name, ward="shinjuku").tables
    return [[cell.text for cell in table.cells] for table in tables]


@pytest.mark.parametrize(("first", "tables"), [("乙は,鍵を返す。", 0), ("乙は,鍵を返す.", 0), ("北町,鍵を返す。", 1)])
def test_sentences_with_commas_of_half_width_are_no_rows(first, tables):
    text = f"{first}\n{first.replace('鍵', '札')}\n"
    assert len(extract(text.encode(), name="a.txt").tables) == tables


class TestLabelsOnLinesOfTheirOwn:
    def test_as_many_values_as_labels_are_paired(self):
        assert labelled("委託先\n委託理由\n甲社\n慣れている。\n") == [["委託先", "甲社", "委託理由", "慣れている。"]]

    def test_others_are_told_and_not_guessed(self):
        document = extract("委託先\n委託理由\n甲社\n慣れている。\n早い。\n".encode(), name="a.txt", ward="shinjuku")
        assert [(one.message, [span.line for span in one.spans]) for one in document.findings if one.code == "value_unread"] == [
            ("2 labels follow each other and 3 values after them; which belongs to which cannot be told", [1, 2])
        ]  # fmt: skip
        assert "早い。" in "".join(section.text for section in document.sections)

    def test_one_label_alone_is_none(self):
        assert labelled("委託先\n甲社\n") == []

    def test_two_labels_with_their_values_beside_them_are_none(self):
        assert labelled("委託先 甲社\n委託理由 早い。\n") == []
        assert labelled("委託先 甲社\n委託理由 早い。\n登録業務の名称 回収\n")[0][:2] == ["委託先", "甲社"]


class TestPages:
    text = "\f".join(f"回収の記録\n本文{'一二三四'[k]}\n続き\n- {k + 1} -\n" for k in range(4))

    def test_headers_and_page_numbers_are_furniture(self):
        sections = extract(self.text.encode(), name="a.txt").sections
        [furniture] = [one.text for one in sections if one.kind == "furniture"]
        assert (furniture.count("回収の記録"), furniture.count(" -"), "本文" in furniture) == (4, 4, False)
        assert "- 2 -" not in "".join(one.text for one in sections if one.kind != "furniture")

    def test_a_title_on_every_page_is_none(self):
        text = "\f".join(f"諮問・報告事項\n本文{'一二三四'[k]}\n" for k in range(4))
        sections = extract(text.encode(), name="a.txt", ward="shinjuku").sections
        assert [one.kind for one in sections] == ["cover"] * 4


MARKUP = [
    ("|委託先|甲\\|乙|\n|---|---|\n|媒体|`a|b`|\n", [["委託先", "甲|乙", "媒体", "a|b"]]),
    ("|委託先|**甲**社 &amp; 乙|\n|:-:|--:|\n|媒体|[紙](http://x/y)|\n", [["委託先", "甲社 & 乙", "媒体", "紙"]]),
    ("|委託先|甲<!-- 覚え -->社|\n|---|---|\n|媒体|紙|\n", [["委託先", "甲社", "媒体", "紙"]]),
    ("|委託先|甲~~乙~~|\n|---|---|\n|媒体|紙\\\n", [["委託先", "甲", "媒体", "紙"]]),
    ("<table><tr><td rowspan=2>委託先<td>甲<tr><td>乙</table>\n", [["委託先", "甲", "乙"]]),
    ("+---+---+\n| a | b |\n+===+===+\n| c | d |\n|   | e |\n+---+---+\n", [["a", "b", "c", "de"]]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cells"), MARKUP)
def test_markup_is_taken_off(text, cells):
    assert labelled(text, "a.md") == cells


def test_places_are_those_in_the_file():
    document = extract("|委託先|**甲**&amp;`乙`|\n|---|---|\n".encode(), name="a.md")
    assert [(span.line, span.start, span.end) for cell in document.tables[0].cells for span in cell.spans] == [
        (1, 1, 4),
        (1, 7, 17),
    ]


HOSTILE = {
    "pipes": "文|" * 3_000 + "\n|-|\n",
    "open tables": "<table>\n" * 2_000 + "文",
    "corners": "┌" + "┬" * 3_000 + "┐\n" + "│" + "文│" * 3_000 + "\n" + "└" + "┴" * 3_000 + "┘",
    "edges without rows": "+-+\n+-+\n+-+\n文",
    "marks": "**文 " * 5_000,
    "dashes": "-" * 20_000 + "文",
    "labels": "事業名\n" * 2_000 + "文",
    "tabs": "文\t" * 5_000,
    "commas": ("文," * 3_000 + "文\n") * 2,
}


@pytest.mark.parametrize("ending", ["md", "txt"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(name, ending):
    document = extract(HOSTILE[name].encode(), name=f"a.{ending}")
    assert "文" in "".join(section.text for section in document.sections)


NO_TABLES = {
    "particles before the commas": "１　受注者は,記録を保管する。\n２　受注者は,記録を返還し,廃棄する。\n３　発注者は,これを確かめる。\n",
    "sentences that end before commas": "受けた。次に,始める。\n終えた。さらに,続ける。\n",
    "names, more on one line than on the next": "山本委員長,高野委員,水谷委員\n岡委員,関委員,三木委員\n田所委員,森委員\n",
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_commas_of_running_text_and_of_names_stay(name):
    document = extract(NO_TABLES[name].encode(), name="a.txt")
    assert document.tables == []
    assert "".join(section.text for section in document.sections).count(",") == NO_TABLES[name].count(",")


def test_rows_of_fields_without_quotes_are_a_table():
    document = extract("番号,名称,部署\n１,図書目録,図書館\n２,相談記録,福祉課\n".encode(), name="a.txt")
    assert [cell.text for cell in document.tables[0].cells][:3] == ["番号", "名称", "部署"]
