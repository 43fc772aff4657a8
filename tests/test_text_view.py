"""Documents as text to read: parts, tables and text where no record is, labels in two languages, places, what is cut."""

from __future__ import annotations

import argparse
import datetime
import locale
from pathlib import Path

import pytest
from rich.cells import cell_len

from kaigi_extract.cli import main
from kaigi_extract.cli.language import language_of, speaking
from kaigi_extract.explain import Explanation, explanation_text
from kaigi_extract.findings import Findings
from kaigi_extract.records import (
    Case,
    CaseForm,
    Clause,
    ClauseSet,
    Document,
    Evidence,
    Finding,
    Item,
    Letter,
    MappingUsed,
    Meeting,
    Opinion,
    PageSpan,
    Parties,
    Section,
    Source,
    SourcePage,
    Speech,
    Table,
    TableCell,
    TextSpan,
)
from kaigi_extract.show.entries import Cell
from kaigi_extract.show.parts import sections_with_tables, shown_parts
from kaigi_extract.show.terminal.console import ENDLESS
from kaigi_extract.show.terminal.tables import DrawnTable
from kaigi_extract.show.terminal.tree import MANY, TreeOptions, document_text
from tests import typeset

PIPED = TreeOptions(wraps=False)


def span(page: int, y: float = 0, x: float = 0) -> PageSpan:
    return PageSpan(page=page, bbox=(x, y, x + 50, y + 10))


def cells(*rows: str, page: int = 1, y: float = 100) -> list[TableCell]:
    """Cells of rows written as 甲|乙."""
    return [
        TableCell(row=row, column=column, text=text, spans=[span(page, y + 20 * row, 60 * column)] if text else [])
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
    ]


def table(*rows: str, page: int = 1, y: float = 100) -> Table:
    return Table(cells=cells(*rows, page=page, y=y), ruled=True)


def document(*sections: Section, pages: int = 1, origin: str = "embedded", **more) -> Document:
    read = [SourcePage(number=number + 1, text_origin=origin, reason="") for number in range(pages)]
    source = Source(path="/tmp/a.pdf", sha256="0", media_type="application/pdf", page_count=pages, pages=read)
    return Document(source=source, sections=list(sections), **more)


GARDEN = document(
    Section(
        kind="unknown",
        text="花壇の道具の置き場\n使った人は元に戻す。\n道具\t数\nくわ\t三本\n鍵は詰所にある。",
        spans=[span(1, y) for y in (10, 30, 100, 120, 200)],
    ),
    Section(kind="furniture", text="- 1 -\n町会\n- 1 -", spans=[span(1, 800)]),
    tables=[table("道具|数", "くわ|三本")],
    findings=[
        Finding(code="mended", severity="info", message="one sign was put right"),
        Finding(code="unread_ink", severity="warning", message="a mark was not read", spans=[span(1)]),
    ],
)
ENGLISH = """\
file /tmp/a.pdf
├── ward unknown
├── reading 1 page: 1 embedded
├── contents 2 parts, 1 table
├── doubts 1 warning
├── parts (2)
│   ├── text  p.1
│   │   ├── 花壇の道具の置き場
│   │   ├── 使った人は元に戻す。
│   │   ├── table 2 rows × 2 columns  p.1
│   │   │   道具 │ 数
│   │   │   くわ │ 三本
│   │   └── 鍵は詰所にある。
│   └── headers and footers  p.1
│       └── - 1 - ・ 町会
└── findings (2)
    ├── warning unread_ink a mark was not read  p.1
    └── info mended one sign was put right
"""
JAPANESE = """\
ファイル a.pdf
├── 区 不明
├── 読取り 1頁：埋込み文字 1
├── 内容 本文の節 2、表 1
├── 要確認 注意 1
├── 構成 (2)
│   ├── 本文  p.1
│   │   ├── 花壇の道具の置き場
│   │   ├── 使った人は元に戻す。
│   │   ├── 表 2行×2列  p.1
│   │   │   道具 │ 数
│   │   │   くわ │ 三本
│   │   └── 鍵は詰所にある。
│   └── 柱・頁番号  p.1
│       └── - 1 - ・ 町会
└── 所見 (2)
    ├── 注意 a mark was not read  p.1
    └── 参考 one sign was put right
"""
BLANK = """\
file /tmp/a.pdf
├── ward unknown
├── reading 2 pages: 2 without text
└── contents nothing
"""
CASE = document(
    Section(kind="cover", title="送り状", text="送り状\n次の件を送る。", spans=[span(1, 10), span(1, 30)]),
    Section(
        kind="form",
        title="名簿",
        text="名簿\n紙　配る。　足りない。\n別記\n甲\t乙",
        spans=[span(2, 10), span(2, 30), span(2, 50)],
    ),
    pages=2,
    ward="nerima",
    cases=[
        Case(
            title="名簿",
            department="公園課",
            meeting_date=datetime.date(2014, 7, 23),
            evidence={"title": Evidence(text="名簿", spans=[span(2, 10)], confidence=0.9)},
            forms=[
                CaseForm(
                    category=None,
                    media="紙",
                    content="配る。",
                    reason="足りない。",
                    evidence={
                        "media": Evidence(label="媒体", text="紙", spans=[span(2, 30)], confidence=0.42),
                        "content": Evidence(text="配る。", spans=[span(2, 50)], confidence=1.0),
                    },
                )
            ],
        )
    ],
    tables=[table("甲|乙", page=2, y=600)],
)
CASE_TREE = """\
file /tmp/a.pdf
├── ward nerima
├── reading 2 pages: 2 embedded
├── contents 1 case, 2 parts, 1 table
├── case 名簿  p.2 0.90
│   ├── department 公園課
│   ├── meeting_date 2014-07-23
│   └── form
│       ├── media 紙  p.2 0.42
│       ├── reason 足りない。
│       └── content 配る。  p.2
└── parts (2)
    ├── cover 送り状  p.1
    │   └── 次の件を送る。
    └── form 名簿  p.2  the rest as above
        ├── 別記
        └── table 1 row × 2 columns  p.2
            甲 │ 乙
"""


@pytest.mark.parametrize(
    ("shown", "how", "wanted"),
    [
        (GARDEN, PIPED, ENGLISH),
        (GARDEN, TreeOptions(language="ja", wraps=False), JAPANESE),
        (document(pages=2, origin="blank"), PIPED, BLANK),
        (CASE, PIPED, CASE_TREE),
    ],
    ids=["english", "japanese", "blank", "a record and its parts"],
)
def test_a_whole_document(shown, how, wanted):
    assert document_text(shown, ENDLESS, how) == wanted


ASKED = document(
    mapping=MappingUsed(ward="nerima", origin="given", confidence=0.8),
    cases=[
        Case(
            title="花壇",
            category="camera",
            categories=["camera", "outsourcing"],
            letter=Letter(number="諮問第3号", date=datetime.date(2020, 4, 1), addressee="会長 様", spans=[span(1)]),
            opinion=Opinion(conclusion="よい。", reasons=["要る。", "守る。"], spans=[span(2), span(3)]),
        )
    ],
)
ASKED_IN_JAPANESE = """\
├── 対応付け 指定（練馬区）  0.80
├── 読取り 1頁：埋込み文字 1
├── 内容 案件 1
└── 案件 花壇
    ├── 区分 カメラの設置、業務委託
    ├── 諮問書 諮問第3号  p.1
    │   ├── 日付 2020-04-01
    │   └── 宛先 会長 様
    └── 答申  p.2–3
        ├── 結論 よい。
        ├── 理由 要る。
        └── 理由 守る。
"""


def test_several_sittings():
    said = [Speech(order=1, speaker="会長", text="始めます。", spans=[])]
    held = [Meeting(session=session, absent=["佐伯"], speeches=said) for session in (4, 5)]
    shown = document_text(document(meetings=held), ENDLESS, TreeOptions(language="ja"))
    assert (
        shown.partition("埋込み文字 1\n")[2]
        == """\
├── 内容 会議 2
├── 会議 第4回
│   └── 欠席 佐伯
├── 会議 第5回
│   └── 欠席 佐伯
├── 発言 第4回 (1)
│   └── 会長 始めます。
└── 発言 第5回 (1)
    └── 会長 始めます。
"""
    )
    assert "第5回" in document(meetings=held)._repr_html_()


def test_letters_and_opinions():
    shown = document_text(ASKED, ENDLESS, TreeOptions(language="ja"))
    assert shown.partition("区 不明\n")[2] == ASKED_IN_JAPANESE
    english = document_text(ASKED, ENDLESS)
    assert "├── mapping given (nerima)  0.80\n" in english
    assert "category camera, outsourcing\n    ├── letter 諮問第3号  p.1\n    │   ├── date 2020-04-01\n" in english
    assert "└── opinion  p.2–3\n        ├── conclusion よい。\n        ├── reason 要る。\n" in english


def test_what_an_opinion_adds():
    case = ASKED.cases[0].model_copy(update={"opinion": Opinion(conditions=["鍵を分ける。", "日を知らせる。"])})
    shown = document_text(ASKED.model_copy(update={"cases": [case]}), ENDLESS, TreeOptions(language="ja"))
    assert "付帯意見 鍵を分ける。" in shown


def test_letters_and_opinions_in_a_notebook():
    shown = ASKED.cases[0]._repr_html_()
    assert '<span class="kaigi-title">諮問第3号</span>' in shown
    assert "よい。" in shown
    assert [shown.count(f'chip">{words}') for words in ("カメラの設置", "業務委託")] == [1, 1]


def test_printed_labels_come_first_in_japanese():
    shown = document_text(CASE, ENDLESS, TreeOptions(language="ja", wraps=False))
    assert "│   └── 様式\n│       ├── 媒体 紙  p.2 0.42\n│       ├── 理由 足りない。\n" in shown
    assert "    └── 様式 名簿  p.2  ほかは上記のとおり\n" in shown


def test_everything_has_also_the_text_that_records_tell():
    shown = document_text(CASE, ENDLESS, TreeOptions(wraps=False, everything=True))
    assert (
        "form 名簿  p.2  the rest as above\n        ├── 紙　配る。　足りない。\n        ├── 別記\n        └── table"
        in shown
    )


def test_a_composed_page_has_its_table_among_its_paragraphs():
    read = typeset.read(
        """
掃除の当番

+--------+----------+
| 週     | 当番     |
+--------+----------+
| 一週目 | 佐伯     |
+--------+----------+

忘れたときは代わる。
"""
    )
    [part] = shown_parts(read)
    first, held, last = part.pieces
    assert (first, last) == ("掃除の当番", "忘れたときは代わる。")
    assert [cell.text for cell in held.cells] == ["週", "当番", "一週目", "佐伯"]


class TestPlaces:
    def clauses(self, *places) -> Document:
        held = [
            Clause(number=number, label=f"第{number}条", text=f"守る{number}。", spans=[place])
            for number, place in enumerate(places, 1)
        ]
        day, parties = datetime.date(2020, 4, 1), Parties(principal="市", contractor="乙")
        sets = [ClauseSet(title="心得", kind="policy", date=day, parties=parties, clauses=held, spans=list(places))]
        return document(clause_sets=sets)

    def test_pages_of_a_set_and_of_its_clauses(self):
        shown = document_text(self.clauses(span(3), span(5)), ENDLESS, PIPED)
        assert (
            "└── policy 心得 (2)  p.3, 5\n    ├── date 2020-04-01\n    ├── parties 市、乙\n    ├── 第1条 守る1。  p.3\n    └── 第2条 守る2。  p.5\n"
            in shown
        )

    def test_a_page_of_a_value_is_said_once(self):
        items = [Item(label=f"({page})", number=page, text="鍵", spans=[span(page)]) for page in (3, 4)]
        for places, said in (([span(3)], "p.3"), ([span(3), span(4)], "p.3–4")):
            held = Clause(number=1, label="第1条", text="守る。", items=items, spans=places)
            sets = [ClauseSet(title="心得", kind="policy", clauses=[held], spans=[])]
            shown = document_text(document(clause_sets=sets), ENDLESS, PIPED).splitlines()[-3:]
            first = "" if said == "p.3" else "  p.3"
            assert shown == [
                f"    └── 第1条 守る。  {said}",
                f"        ├── (3) 鍵{first}",
                "        └── (4) 鍵  p.4",
            ]

    def test_lines_of_a_text_file(self):
        places = [TextSpan(line=line, start=0, end=3) for line in (2, 9)]
        shown = document_text(self.clauses(*places), ENDLESS, PIPED)
        assert (
            "└── policy 心得 (2)  L2–9\n    ├── date 2020-04-01\n    ├── parties 市、乙\n    ├── 第1条 守る1。  L2\n"
            in shown
        )

    def test_a_place_stays_whole_where_the_line_ends(self):
        shown = document_text(self.clauses(span(3), span(5)), 21, TreeOptions()).splitlines()
        assert shown[-2:] == ["    └── 第2条 守る2。", "        p.5"]


NAMES = CaseForm(
    category=None, media="紙と磁気", evidence={"media": Evidence(label="媒体", text="紙と\n磁気", spans=[])}
)
TERMS = ClauseSet(
    title="心得",
    kind="policy",
    clauses=[Clause(number=1, label="第１条", heading="鍵", text="乙は、鍵を守る。", spans=[])],
    spans=[],
)
SAID = Meeting(members=["佐伯", "門田"], speeches=[Speech(order=1, speaker="会長", text="始めます。", spans=[])])
TOLD = [
    ("a value with its label", "媒体\t紙と磁気", True, []),
    ("a title", "心　得", True, []),
    ("a clause of half-width digits", "第1条 乙は、鍵を守る。", True, []),
    ("a clause with its heading", "第１条（鍵）　乙は、鍵を守る。", True, []),
    ("a speech", "○会長　始めます。", True, []),
    ("people", "佐伯　門田", True, []),
    ("half of the words", "会長 甲乙", True, ["会長 甲乙"]),
    ("less than half", "会長 甲乙丙", False, ["会長 甲乙丙"]),
    ("four of five", "会長始め 丁", True, []),
    ("three of four", "会長始 丁", True, ["会長始 丁"]),
    ("paragraphs that no record has", "乙は、鍵を守る。\n記\n以上", True, ["記", "以上"]),
    ("nothing that is a word", "――", False, ["――"]),
]


@pytest.mark.parametrize(("text", "is_told", "left"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_records_tell_is_not_said_again(text, is_told, left):
    section = Section(kind="unknown", text=text, spans=[])
    held = document(section, meeting=SAID, cases=[Case(title="甲の件", forms=[NAMES])], clause_sets=[TERMS])
    [part] = shown_parts(held)
    assert (part.is_told, list(part.pieces)) == (is_told, left)
    [whole] = shown_parts(held, everything=True)
    assert whole.pieces == tuple(text.split("\n"))


def test_headers_are_shown_whatever_records_tell():
    [part] = shown_parts(document(Section(kind="furniture", text="心得", spans=[]), clause_sets=[TERMS]))
    assert (part.is_told, part.pieces) == (False, ("心得",))


def test_a_table_that_records_tell():
    for held, left in ((table("媒体|紙と磁気"), 0), (table("媒体|布と磁石"), 1)):
        text = "\t".join(cell.text for cell in held.cells) + "\n心得\n乙は、鍵を守る。"
        section = Section(kind="form", text=text, spans=[])
        [part] = shown_parts(
            document(section, tables=[held], cases=[Case(title="甲", forms=[NAMES])], clause_sets=[TERMS])
        )
        assert (part.is_told, len(part.pieces)) == (True, left)


class TestTables:
    """Tables take the place of their lines."""

    def pieces(self, text: str, *tables: Table) -> list:
        [(_, pieces)] = sections_with_tables(document(Section(kind="unknown", text=text, spans=[]), tables=tables))
        return [piece if isinstance(piece, str) else piece.cells[0].text for piece in pieces]

    def test_of_the_same_words_each_once(self):
        assert self.pieces("甲\t乙\n間\n甲\t乙", table("甲|乙"), table("甲|乙")) == ["甲", "間", "甲"]

    def test_a_cell_of_two_paragraphs(self):
        assert self.pieces("前\n甲\n乙\t丙\n後", Table(cells=cells("x|丙")[1:], ruled=True)) == [
            "前",
            "甲",
            "乙\t丙",
            "後",
            "丙",
        ]
        two = [TableCell(row=0, column=0, text="甲\n乙", spans=[]), TableCell(row=0, column=1, text="丙", spans=[])]
        assert self.pieces("前\n甲\n乙\t丙\n後", Table(cells=two, ruled=True)) == ["前", "甲\n乙", "後"]

    def test_one_that_is_in_no_text_follows_the_last_part_and_keeps_none_from_the_others(self):
        assert self.pieces("甲\t乙\n後", table("丁|戊"), table("甲|乙")) == ["甲", "後", "丁"]

    def test_one_without_words_is_none(self):
        assert self.pieces("甲", table("|")) == ["甲"]


def drawn(*rows: str, room: int = 80, wraps: bool = True) -> list[str]:
    """Rows written as 甲|乙; 甲|> goes over two columns."""
    made = []
    for line in rows:
        row: list[Cell] = []
        for column, text in enumerate(line.split("|")):
            row = [*row[:-1], Cell(row[-1].text, row[-1].column, 2)] if text == ">" else [*row, Cell(text, column)]
        made.append(row)
    return list(DrawnTable(made, wraps).lines(room))


LONG = "道具を使う人は、名前と日を書く。"
ROWS = [
    ("columns side by side", drawn("道具|数", "くわ|十二本"), ["道具 │ 数", "くわ │ 十二本"]),
    ("latin is half as wide", drawn("ab|c", "くわ|d"), ["ab   │ c", "くわ │ d"]),
    ("an empty cell", drawn("甲||丙", "丁|戊|己"), ["甲 │    │ 丙", "丁 │ 戊 │ 己"]),
    ("no empty columns and rows", drawn("甲||乙", "||", "丙||丁"), ["甲 │ 乙", "丙 │ 丁"]),
    ("over two columns", drawn("道具の数|>", "くわ|二"), ["道具の数", "くわ │ 二"]),
    ("wide over two columns", drawn("道具の置き場|>|甲", "一|二|三"), ["道具の置き場 │ 甲", "一 │ 二      │ 三"]),
    (
        "long cells are folded and rows ruled",
        drawn(f"規則|{LONG}", "他|なし", room=23),
        [
            "規則 │ 道具を使う人は、",
            "     │ 名前と日を書く。",
            "─────┼─────────────────",
            "他   │ なし",
        ],
    ),
    ("paragraphs of a cell", drawn("甲|一\n二"), ["甲 │ 一", "   │ 二"]),
    (
        "too many columns are not folded to slivers",
        drawn("名前と日|名前と日|名前と日|名前と日", room=20),
        ["名前と日 │ 名前と日 ", "  │ 名前と日 │ 名前", "  と日"],
    ),
    ("piped, a row is a line", drawn("甲|一\n二", "乙|三", room=20, wraps=False), ["甲 │ 一 二", "乙 │ 三"]),
    (
        "piped, what is very wide is not set in columns",
        drawn(f"甲|{LONG * 7}|丙", "乙||丁", wraps=False),
        [f"甲 │ {LONG * 7} │ 丙", "乙 │  │ 丁"],
    ),
    ("escapes reach no terminal", drawn("\x1b[2J甲|乙"), ["\ufffd[2J甲 │ 乙"]),
    ("nothing", drawn("|"), []),
]


@pytest.mark.parametrize(("shown", "wanted"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_tables_as_lines(shown, wanted):
    assert shown == wanted


@pytest.mark.parametrize("room", [20, 33, 47, 60, 120])
def test_no_table_is_wider_than_the_terminal(room):
    assert max(map(cell_len, drawn(f"{LONG}|数a数|{LONG}|備考", f"abc|{LONG}||d", room=room))) <= room


class TestCut:
    def long(self) -> Document:
        rows = [f"{number}|道具" for number in range(MANY + 5)]
        text = "\n".join(f"{number}\t道具" for number in range(MANY + 5))
        text += "".join(f"\n{number}番目の文。" for number in range(MANY + 2))
        found = [Finding(code="mended", severity="info", message=f"one {n}") for n in range(MANY + 1)]
        return document(Section(kind="unknown", text=text, spans=[]), tables=[table(*rows)], findings=found)

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", ["… 5 more rows (--full)", "… 3 more (--full)", "… 1 more (--full)"]),
            ("ja", ["… ほか5行 (--full)", "… ほか3件 (--full)", "… ほか1件 (--full)"]),
        ],
    )
    def test_says_how_much_more(self, language, words):
        how = TreeOptions(language=language, most=MANY, how_to_see_all="(--full)")
        lines = document_text(self.long(), 80, how).splitlines()
        assert [line.lstrip("│├└─ ") for line in lines if "…" in line] == words

    def test_nothing_is_cut_elsewhere(self):
        shown = document_text(self.long(), ENDLESS, PIPED)
        assert "…" not in shown
        assert f"{MANY + 4} │ 道具" in shown
        assert f"{MANY + 1}番目の文。" in shown


class TestCommandLine:
    @pytest.fixture
    def paper(self, tmp_path: Path) -> Path:
        path = tmp_path / "list.html"
        rows = "".join(f"<tr><td>{number}</td><td>鉢{number}</td></tr>" for number in range(MANY + 10))
        path.write_text(f"<p>鉢の一覧</p><table>{rows}</table>", encoding="utf-8")
        return path

    def test_in_japanese(self, paper, capsys):
        assert main(["extract", "--format", "text", "--lang", "ja", str(paper)]) == 0
        out = capsys.readouterr().out
        assert out.startswith("ファイル list.html\n├── 区 不明\n")
        assert "│       ├── 鉢の一覧\n│       └── 表 30行×2列" in out

    def test_whole_where_nothing_is_a_terminal(self, paper, capsys):
        main(["extract", "--format", "text", "--lang", "en", str(paper)])
        out = capsys.readouterr().out
        assert "鉢29" in out
        assert "\x1b" not in out

    @pytest.mark.parametrize(("more", "is_whole"), [([], False), (["--full"], True)])
    def test_on_a_terminal(self, paper, capsys, monkeypatch, more, is_whole):
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        main(["extract", "--format", "text", "--lang", "en", *more, str(paper)])
        out = capsys.readouterr().out
        assert ("鉢29" in out) is is_whole
        assert ("10 more rows (--full)" in out) is not is_whole

    def test_into_a_file_it_is_whole(self, paper, capsys, monkeypatch, tmp_path):
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        main(["extract", "--format", "text", "--out", str(tmp_path), str(paper)])
        assert "鉢29" in (tmp_path / "list.txt").read_text(encoding="utf-8")

    def test_a_language_that_nobody_wrote(self, paper, capsys):
        assert main(["extract", "--lang", "fr", str(paper)]) == 2
        assert "argument --lang: invalid choice: 'fr'" in capsys.readouterr().err


class TestLanguage:
    @pytest.mark.parametrize(
        ("given", "environment", "system", "wanted"),
        [
            ("ja", {"LANG": "en_US.UTF-8"}, None, "ja"),
            ("en", {"LANG": "ja_JP.UTF-8"}, None, "en"),
            (None, {"LANG": "ja_JP.UTF-8"}, None, "ja"),
            (None, {"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "C"}, None, "en"),
            (None, {"LANG": "C", "LC_ALL": "ja_JP.eucJP"}, None, "ja"),
            (None, {"LANG": "", "LC_MESSAGES": "ja"}, None, "ja"),
            (None, {"LANG": "de_DE.UTF-8"}, "Japanese_Japan", "en"),
            (None, {}, "Japanese_Japan", "ja"),
            (None, {}, None, "en"),
        ],
    )
    def test_of_the_option_else_of_the_locale(self, monkeypatch, given, environment, system, wanted):
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(locale, "getlocale", lambda: (system, None))
        with speaking([]):
            assert language_of(argparse.Namespace(lang=given)) == wanted


class TestExplained:
    def explained(self, language) -> str:
        findings = Findings()
        findings.decided(
            "/sections/0/kind",
            "minutes",
            "three people speak in one style",
            second="prose: no title is known",
            label="○会長　始めます。",
            spans=[span(2)],
        )
        findings.decided("/ward", None, "nothing names one", spans=[TextSpan(line=3, start=0, end=4)] * 2)
        reasons = list(findings.reasons.values())
        return explanation_text(Explanation(path="a.pdf", reasons=reasons), language)

    def test_in_english(self):
        assert self.explained("en").splitlines() == [
            "file a.pdf",
            "/sections/0/kind = minutes",
            "    begins   ○会長　始めます。",
            "    why      three people speak in one style",
            "    second   prose: no title is known",
            "    printed  page 2, box 0 0 50 10",
            "/ward = null",
            "    why      nothing names one",
            "    printed  line 3, characters 0 to 4, and 1 more line",
        ]

    def test_in_japanese(self):
        assert self.explained("ja").splitlines() == [
            "ファイル a.pdf",
            "/sections/0/kind = minutes",
            "    始まり   ○会長　始めます。",
            "    理由     three people speak in one style",
            "    次点     prose: no title is known",
            "    位置     2頁、枠 0 0 50 10",
            "/ward = null",
            "    理由     nothing names one",
            "    位置     3行目の1字目から4字目まで、ほか1行",
        ]

    def test_by_the_command_line_each_part_with_its_first_words(self, tmp_path, capsys):
        path = tmp_path / "a.txt"
        path.write_text("花の配り方\n\n配った数を数える。\n", encoding="utf-8")
        assert main(["explain", "--lang", "ja", str(path)]) == 0
        assert "/sections/0/kind = unknown\n    始まり   花の配り方" in capsys.readouterr().out


class TestOtherMedia:
    def test_markdown_has_the_text_that_no_record_tells(self):
        shown = GARDEN.to_markdown()
        assert "## 構成\n\n### 本文\n\n花壇の道具の置き場\n\n使った人は元に戻す。\n\n| 道具 | 数 |\n" in shown
        assert "| くわ | 三本 |\n\n鍵は詰所にある。\n\n## 所見" in shown
        assert "町会" not in shown

    def test_markdown_says_nothing_twice(self):
        shown = CASE.to_markdown()
        assert "次の件を送る。" in shown
        assert "足りない。　" not in shown
        assert "## 構成\n\n### 送り状\n\n次の件を送る。\n\n### 名簿\n\n別記\n\n| 甲 | 乙 |" in shown

    def test_a_notebook_has_it_too(self):
        shown = GARDEN._repr_html_()
        assert '<details open><summary><span class="kaigi-noun">本文</span>' in shown
        assert '<td><span class="kaigi-text">くわ</span></td>' in shown
        assert shown.count("町会") == 0

    def test_a_notebook_opens_it_only_where_nothing_else_is(self):
        shown = CASE._repr_html_()
        assert "次の件を送る。" in shown
        assert '<details><summary><span class="kaigi-noun">表紙</span>' in shown
        assert '<details><summary><span class="kaigi-noun">ほかの本文</span> <span class="kaigi-title">1件' in shown
        assert "別記" in shown
