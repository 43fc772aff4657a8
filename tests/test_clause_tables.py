"""Clause sets that are printed as tables, a clause a row, in every kind of file; and the tables that are none."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract.pipeline import extract
from kaigi_extract.records import Clause, ClauseSet, Document
from tests.word_files import p as paragraph
from tests.word_files import table as word_table
from tests.word_files import word_file

Row = tuple[str, ...]
Want = tuple[str, str | None, str, tuple[str, ...]]
"""Label, heading, text, and the labels of its items."""

TITLE = "灯ろう貸出業務に関する特記事項"
ARTICLES: list[Row] = [
    ("条", "内容"),
    ("第１条", "（秘密の保持）乙は、借りた者の名を他に漏らしてはならない。"),
    (
        "第２条",
        "（報告）乙は、灯ろうが割れたときは、次の事項を甲に報告しなければならない。\n(1) 割れた日時\n(2) 割れた場所",
    ),
    ("第３条", "（返却）乙は、期間が満了したときは、直ちに灯ろうを甲に返すものとする。"),
]
READ_ARTICLES: list[Want] = [
    ("第１条", "秘密の保持", "乙は、借りた者の名を他に漏らしてはならない。", ()),
    ("第２条", "報告", "乙は、灯ろうが割れたときは、次の事項を甲に報告しなければならない。", ("(1)", "(2)")),
    ("第３条", "返却", "乙は、期間が満了したときは、直ちに灯ろうを甲に返すものとする。", ()),
]
NUMBERED: list[Row] = [
    ("番号", "項目", "内容"),
    ("1", "置き場", "受託者は、区の決めた小屋に灯ろうを置くこと。"),
    ("2", "手入れ", "受託者は、月に一度、灯ろうの紙を替えること。"),
    ("3", "又貸し", "受託者は、灯ろうを又貸ししてはならない。"),
]
READ_NUMBERED: list[Want] = [
    ("1", "置き場", "受託者は、区の決めた小屋に灯ろうを置くこと。", ()),
    ("2", "手入れ", "受託者は、月に一度、灯ろうの紙を替えること。", ()),
    ("3", "又貸し", "受託者は、灯ろうを又貸ししてはならない。", ()),
]


def markdown(*blocks: str | list[Row]) -> str:
    """Paragraphs and tables; the first row of a table is its head."""
    made = []
    for block in blocks:
        if isinstance(block, str):
            made.append(block)
            continue
        rows = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in block]
        made.append("\n".join([rows[0], "|" + "---|" * len(block[0]), *rows[1:]]))
    return "\n\n".join(made) + "\n"


def read(words: str, folder: Path, name: str = "a.md") -> Document:
    file = folder / name
    file.write_text(words, encoding="utf-8")
    return extract(file)


def seen(clauses: list[Clause]) -> list[Want]:
    return [(one.label, one.heading, one.text, tuple(item.label for item in one.items)) for one in clauses]


def unread(document: Document) -> list[str]:
    return [finding.message for finding in document.findings if finding.code == "unread_part"]


BESIDE: list[Row] = [
    ("見出し", "条文"),
    ("（置き場）", "第１条　受託者は、区の決めた小屋に灯ろうを置くこと。"),
    ("（手入れ）", "第２条　受託者は、次の日に灯ろうの紙を替えること。\n(1) 月の始め\n(2) 雨の後"),
    ("（又貸し）", "第３条　受託者は、灯ろうを又貸ししてはならない。"),
]
READ_BESIDE: list[Want] = [
    ("第１条", "置き場", "受託者は、区の決めた小屋に灯ろうを置くこと。", ()),
    ("第２条", "手入れ", "受託者は、次の日に灯ろうの紙を替えること。", ("(1)", "(2)")),
    ("第３条", "又貸し", "受託者は、灯ろうを又貸ししてはならない。", ()),
]

SETS: dict[str, tuple[str, tuple[str, list[Want]]]] = {
    "headings left of the labels": (markdown(TITLE, BESIDE), (TITLE, READ_BESIDE)),
    "articles with headings in brackets": (markdown(f"# {TITLE}", ARTICLES), (TITLE, READ_ARTICLES)),
    "numbers with headings beside them": (
        markdown("# 灯ろう貸出業務委託仕様書", NUMBERED),
        ("灯ろう貸出業務委託仕様書", READ_NUMBERED),
    ),
    "articles whose heading is in brackets in a column": (
        markdown(
            "# 灯ろう貸出契約書",
            "みどり区（以下「甲」という。）と灯ろう組合（以下「乙」という。）は、次の条項により契約を締結する。",
            [
                ("条", "見出し", "本文"),
                ("第１条", "（目的）", "この契約は、灯ろうの貸出しについて定める。"),
                ("第２条", "（費用）", "費用は、甲の負担とする。"),
                ("第３条", "（協議）", "定めのない事項は、甲乙協議して定める。"),
            ],
        ),
        (
            "灯ろう貸出契約書",
            [
                ("第１条", "目的", "この契約は、灯ろうの貸出しについて定める。", ()),
                ("第２条", "費用", "費用は、甲の負担とする。", ()),
                ("第３条", "協議", "定めのない事項は、甲乙協議して定める。", ()),
            ],
        ),
    ),
    "a heading behind the label": (
        markdown(f"# {TITLE}", [("項目", "内容"), *((f"{one}　{two}", three) for one, two, three in NUMBERED[1:])]),
        (TITLE, READ_NUMBERED),
    ),
    "a column of remarks": (
        markdown(f"# {TITLE}", [(*row, "備考" if row is ARTICLES[0] else "様式一による。") for row in ARTICLES]),
        (TITLE, READ_ARTICLES),
    ),
    "articles of an extract": (
        markdown(f"# {TITLE}（抜粋）", [*ARTICLES[:3], ("第９条", ARTICLES[3][1])]),
        (f"{TITLE}（抜粋）", [*READ_ARTICLES[:2], ("第９条", *READ_ARTICLES[2][1:])]),
    ),
    "articles without a title that is known": (
        markdown("# 灯ろうの貸出しについて", ARTICLES),
        ("灯ろうの貸出しについて", READ_ARTICLES),
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_the_rows_of_a_table_are_clauses(name: str, tmp_path: Path) -> None:
    words, want = SETS[name]
    document = read(words, tmp_path)
    assert [(found.title, seen(found.clauses)) for found in document.clause_sets] == [want]
    assert unread(document) == []


def html(rows: list[Row], title: str) -> str:
    made = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><h1>{title}</h1><table>{made}</table></body></html>"


def ruled(rows: list[Row], title: str, file: Path) -> Path:
    """A page with a ruled table; the last column wraps after 20 characters."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((150, 70), title, fontname="japan", fontsize=14)
        y, xs = 100.0, [60.0, 110.0, 200.0, 420.0]
        for row in rows:
            lines = [row[-1][k : k + 20] for k in range(0, len(row[-1]), 20)]
            height = 16.0 * len(lines) + 6
            for x0, x1 in pairwise(xs):
                page.draw_rect(pymupdf.Rect(x0, y, x1, y + height))
            for x, cell in zip(xs, row[:-1], strict=False):
                page.insert_text((x + 5, y + 15), cell, fontname="japan", fontsize=10)
            for k, line in enumerate(lines):
                page.insert_text((xs[2] + 5, y + 15 + 16 * k), line, fontname="japan", fontsize=10)
            y += height
        document.save(file)
    return file


def test_a_table_is_read_in_every_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html(NUMBERED, TITLE), encoding="utf-8")
    files = [
        tmp_path / "a.html",
        word_file(tmp_path, paragraph(TITLE), word_table(*NUMBERED), name="a.docx"),
        word_file(tmp_path, paragraph(TITLE), word_table(*NUMBERED[1:]), name="headless.docx"),
        ruled(NUMBERED, TITLE, tmp_path / "a.pdf"),
    ]
    for file in files:
        found: list[ClauseSet] = extract(file).clause_sets
        assert [(one.title, one.kind, seen(one.clauses)) for one in found] == [(TITLE, "special_terms", READ_NUMBERED)]
        assert all(clause.spans for one in found for clause in one.clauses), file.name


OTHERS: dict[str, tuple[str, bool]] = {
    "a list of matters": (
        markdown(
            "# 灯ろう祭り実施要領",
            [("番号", "件名", "担当"), ("1", "点灯", "総務課"), ("2", "消灯", "総務課"), ("3", "片付け", "土木課")],
        ),
        False,
    ),
    "what was done, told under the title of a specification": (
        markdown(
            "# 灯ろう貸出業務仕様書",
            [
                ("番号", "項目", "内容"),
                ("1", "春", "十個を貸した。"),
                ("2", "夏", "百個を貸した。"),
                ("3", "秋", "五個を貸した。"),
            ],
        ),
        False,
    ),
    "a form": (
        markdown(
            f"# {TITLE}", [("件名", "灯ろうの貸出し"), ("担当", "総務課"), ("理由", "受託者は、灯ろうを返すこと。")]
        ),
        False,
    ),
    "an overview of articles": (
        markdown(
            "# 灯ろう条例の概要",
            [
                ("条", "内容"),
                ("第１条", "目的を定める。"),
                ("第２条", "貸出しを定める。"),
                ("第３条", "返却を定める。"),
            ],
        ),
        False,
    ),
    "two rows": (markdown(f"# {TITLE}", ARTICLES[:3]), False),
    "bare numbers without a title, of duties of nobody": (
        markdown(
            "# 灯ろうのこと",
            [("番号", "内容"), ("1", "紙を替えること。"), ("2", "油を足すこと。"), ("3", "火を消すこと。")],
        ),
        False,
    ),
    "bare numbers without a title, of what must be done": (
        markdown(
            "# 灯ろうのこと",
            [
                ("番号", "内容（今まで）"),
                ("1", "借りた人は、紙を替えなければならない。"),
                ("2", "借りた人は、火を残してはならない。"),
                ("3", "借りた人は、灯ろうを返さなければならない。"),
            ],
        ),
        True,
    ),
    "bare numbers without a title, of duties of a party": (markdown("# 灯ろうのこと", NUMBERED), True),
    "one more column that says something": (
        markdown(f"# {TITLE}", [(*row, "確認" if row is ARTICLES[0] else "済") for row in ARTICLES]),
        True,
    ),
    "a row that is not numbered": (markdown(f"# {TITLE}", [*NUMBERED, ("他", "灯", "受託者は、区に従うこと。")]), True),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_tables_are_none(name: str, tmp_path: Path) -> None:
    """Each with whether it is noted that its rows may be clauses."""
    words, noted = OTHERS[name]
    document = read(words, tmp_path)
    assert document.clause_sets == []
    assert len(unread(document)) == noted


def test_a_table_within_a_clause_is_of_that_clause(tmp_path: Path) -> None:
    words = markdown(
        "# 灯ろう貸出業務仕様書",
        "１　目的",
        "灯ろうを貸す。",
        "２　作業",
        "次の表のとおりとする。",
        NUMBERED,
        "３　期間",
        "一年とする。",
    )
    document = read(words, tmp_path)
    assert [[clause.label for clause in found.clauses] for found in document.clause_sets] == [["１", "２", "３"]]
    assert document.clause_sets[0].clauses[1].rows[1][0] == "1"
    assert unread(document) == []


def test_a_column_of_chapters_before_the_labels(tmp_path: Path) -> None:
    chapters = ["章", "第１章　総則", "", "第２章　雑則"]
    words = markdown(f"# {TITLE}", [(one, *row) for one, row in zip(chapters, ARTICLES, strict=True)])
    (found,) = read(words, tmp_path).clause_sets
    assert seen(found.clauses) == READ_ARTICLES
    assert [(one.label, one.title, one.first, one.last) for one in found.chapters] == [
        ("第１章", "総則", 1, 2),
        ("第２章", "雑則", 3, 3),
    ]


def test_continued_rows_and_chapters(tmp_path: Path) -> None:
    """A cell over several rows holds one clause; a row over all columns is structure."""
    rows = (
        "<tr><td colspan=2>第１章　貸出し</td></tr>"
        "<tr><td rowspan=2>第１条</td><td>乙は、灯ろうを大切にしなければならない。</td></tr>"
        "<tr><td>ただし、甲が認めるときは、この限りでない。</td></tr>"
        "<tr><td>第２条</td><td>乙は、灯ろうを又貸ししてはならない。</td></tr>"
        "<tr><td colspan=2>第２章　返却</td></tr>"
        "<tr><td>第３条</td><td>乙は、灯ろうを返すものとする。</td></tr>"
    )
    file = tmp_path / "a.html"
    file.write_text(f"<html><body><h1>{TITLE}</h1><table>{rows}</table></body></html>", encoding="utf-8")
    (found,) = extract(file).clause_sets
    assert [clause.label for clause in found.clauses] == ["第１条", "第２条", "第３条"]
    assert "ただし、甲が認めるときは" in found.clauses[0].text
    assert [(one.label, one.first, one.last) for one in found.chapters] == [("第１章", 1, 2), ("第２章", 3, 3)]


EXPLAINED: list[Row] = [
    ("条文", "解説"),
    ("（秘密の保持）\n第１条　乙は、借りた者の名を他に漏らしてはならない。", "名の取扱いを定める。"),
    (
        "（報告）\n第２条　乙は、次の事項を甲に報告しなければならない。\n(1) 割れた日時\n(2) 割れた場所",
        "報告を定める。",
    ),
    ("（返却）\n第３条　乙は、直ちに灯ろうを甲に返すものとする。", "返却を定める。"),
]
READ_EXPLAINED: list[Want] = [
    ("第１条", "秘密の保持", "乙は、借りた者の名を他に漏らしてはならない。", ()),
    ("第２条", "報告", "乙は、次の事項を甲に報告しなければならない。", ("(1)", "(2)")),
    ("第３条", "返却", "乙は、直ちに灯ろうを甲に返すものとする。", ()),
]


@pytest.mark.parametrize("heads", [("条文", "解説"), ("規定", "所管の見方")])
@pytest.mark.parametrize("title", [TITLE, f"{TITLE}　逐条解説"])
def test_whole_clauses_beside_what_explains_them(title: str, heads: Row, tmp_path: Path) -> None:
    document = read(markdown(title, [heads, *EXPLAINED[1:]]), tmp_path)
    if heads[1] != "解説" and title != TITLE:
        assert document.clause_sets == []
        return
    (found,) = document.clause_sets
    assert seen(found.clauses) == READ_EXPLAINED


def test_two_whole_texts_beside_each_other_are_not_told_apart_by_their_rows(tmp_path: Path) -> None:
    rows = [("条文", "条文"), *((one, one.replace("乙", "丙")) for one, _ in EXPLAINED[1:])]
    assert all(seen(one.clauses) != READ_EXPLAINED for one in read(markdown(TITLE, rows), tmp_path).clause_sets)


def test_a_paragraph_below_a_label_in_its_own_cell(tmp_path: Path) -> None:
    rows = [
        *NUMBERED[:2],
        ("2", "手入れ", "受託者は、月に一度、灯ろうの紙を替えること。\n２　前項の紙は、区が渡すものとする。"),
        NUMBERED[3],
    ]
    (found,) = read(markdown(TITLE, rows), tmp_path).clause_sets
    assert [item.label for item in found.clauses[1].items] == ["２"]


MARGIN_HEADINGS = {
    "short": ("目的", "手入れ", "又貸し", "返却"),
    "wrapped": ("灯ろうを貸す目的の範囲", "手入れ", "又貸しをすること及び売ることの禁止", "返却"),
    "that nobody knows": ("小屋の鍵", "手入れ", "又貸し", "返却"),
}
IN_MARGIN = (
    ("受託者は、灯ろうを、区の祭りの夜に限り、借りた者に貸すものと", "する。"),
    ("受託者は、月に一度、灯ろうの紙を替え、次のことを記録しなけれ", "ばならない。", "(1)　替えた日", "(2)　替えた数"),
    ("受託者は、灯ろうを又貸しし、又は売ってはならない。",),
    ("受託者は、祭りの翌日に灯ろうを区に返すものとする。",),
)


def in_margin(file: Path, headings: tuple[str, ...], sign: str, pitch: float) -> Path:
    """A page of clauses with the heading of each in the margin, in lines of six characters."""
    document = pymupdf.open()
    page, y = document.new_page(), 120.0
    page.insert_text((180, 80), TITLE, fontname="japan", fontsize=14)
    for number, (heading, lines) in enumerate(zip(headings, IN_MARGIN, strict=True), 1):
        beside = [heading[k : k + 6] for k in range(0, len(heading), 6)]
        for k, line in enumerate(beside):
            page.insert_text((60, y + pitch * k), line, fontname="japan", fontsize=10.5)
        for k, line in enumerate((f"第{number}{sign}　{lines[0]}", *lines[1:])):
            page.insert_text((150 + 11 * bool(k), y + 17 * k), line, fontname="japan", fontsize=10.5)
        y += 17 * max(len(beside), len(lines)) + 6
    document.save(file)
    return file


@pytest.mark.parametrize("sign", ["", "条"])
@pytest.mark.parametrize("pitch", [13.0, 17.0])
@pytest.mark.parametrize("name", MARGIN_HEADINGS)
def test_headings_in_the_margin_of_a_page(name: str, pitch: float, sign: str, tmp_path: Path) -> None:
    headings = MARGIN_HEADINGS[name]
    [found] = extract(in_margin(tmp_path / "a.pdf", headings, sign, pitch)).clause_sets
    items = ((), ("(1)", "(2)"), (), ())
    texts = ["".join(line for line in lines if line[0] != "(") for lines in IN_MARGIN]
    assert found.title == TITLE
    assert seen(found.clauses) == [
        (f"第{number}{sign}", heading, text, inside)
        for number, (heading, text, inside) in enumerate(zip(headings, texts, items, strict=True), 1)
    ]


@pytest.mark.parametrize("sign", ["", "条"])
def test_headings_in_the_margin_of_a_text(sign: str, tmp_path: Path) -> None:
    rows = [f"{heading:　<7}第{n}{sign}　{''.join(lines[:2])}" for n, (heading, lines) in enumerate(
        zip(MARGIN_HEADINGS["that nobody knows"], IN_MARGIN, strict=True), 1)]  # fmt: skip
    [found] = read("\n".join([TITLE, "", *rows]), tmp_path, "a.txt").clause_sets
    assert [(clause.label, clause.heading) for clause in found.clauses] == [
        (f"第{n}{sign}", heading) for n, heading in enumerate(MARGIN_HEADINGS["that nobody knows"], 1)
    ]


def test_words_before_articles_that_do_not_count_on_are_no_headings(tmp_path: Path) -> None:
    rows = ["小屋の鍵　　第２　受託者は、鍵を守る。", "手入れ　　　第５　受託者は、紙を替える。", "返却　　　　第６　受託者は、返す。"]  # fmt: skip
    assert read("\n".join(["灯ろうの控え", *rows]), tmp_path, "a.txt").clause_sets == []
