"""Records in a terminal: every noun, cut at a prompt, and nothing of a paper obeyed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import rich
from rich.console import Console

from kaigi_extract.records import (
    Alignment,
    Case,
    CaseForm,
    Choice,
    Clause,
    ClauseSet,
    Evidence,
    Extra,
    Link,
    PageSpan,
    RegisterSheet,
    TextSpan,
)
from kaigi_extract.records.provenance import remember_sets
from kaigi_extract.show.terminal import tree
from kaigi_extract.show.terminal.clauses import clauses_text
from kaigi_extract.show.terminal.comparison import diff_text
from kaigi_extract.show.terminal.tree import GLUE, LINES, record_text
from tests.hostile import below, poisoned
from tests.test_show_html import compared

CORPUS = Path(__file__).parents[1] / "corpus"
BUNDLE = CORPUS / "nerima-2014-bundle.pdf"


def printed(record, width=80, **options) -> str:
    """What rich prints of it."""
    console = Console(file=io.StringIO(), width=width, **options)
    console.print(record)
    return console.file.getvalue()


def clause(number, text, **more):
    return Clause(number=number, label=f"第{number}", text=text, spans=[], **more)


def test_document_for_rich(extracted):
    shown = printed(extracted(BUNDLE))
    assert GLUE not in shown
    assert "├── council 練馬区情報公開および個人情報保護運営審議会\n" in shown
    assert "├── meeting 第7期 第11回 2014-07-23 14:00～16:10  p.1\n" in shown
    assert "│   │   ├── media 紙(週に1度作成する一覧表)  p.10\n" in shown
    assert all(rich.cells.cell_len(line) <= 80 for line in shown.splitlines())


def test_japanese_is_broken_where_the_line_ends():
    shown = printed(Evidence(text="乙は、名簿を 棚に納め、鍵を掛ける。", spans=[]), width=30)
    assert shown == "Evidence\n└── text 乙は、名簿を 棚に納め\n    、鍵を掛ける。\n"


def test_prompt_is_cut_and_says_how_much_more(extracted):
    document = extracted(BUNDLE)
    lines = record_text(document).splitlines()
    assert len(lines) == LINES + 1
    assert (
        lines[-1]
        == f"… {len(printed(document, tree.PROMPT_WIDTH).splitlines()) - LINES} more lines; all of them: rich.print(…)"
    )
    assert "\x1b" not in record_text(document)


def test_a_notebook_gets_no_empty_box_of_rich(monkeypatch):
    boxes = []
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    monkeypatch.setattr("rich.jupyter.display", lambda *box: boxes.append(box))
    form = CaseForm(category="linkage", title="結合", media="紙")
    assert record_text(form) == "form 結合\n└── media 紙"
    assert diff_text(compared()[1], terminal=True)
    assert boxes == []


def test_short_ones_are_whole():
    form = CaseForm(category="linkage", title="結合", media="紙")
    assert record_text(form) == "form 結合\n└── media 紙"


def test_register():
    boxes = [Choice(text="紙", checked=True, spans=[]), Choice(text="電子", checked=False, spans=[])]
    fields = [Extra(label="媒体", text="■紙 □電子", spans=[]), Extra(label="備考", text="なし", spans=[])]
    sheet = RegisterSheet(kind="linkage", title="記録票", fields=fields, choices={"媒体": boxes, "方法": boxes[:1]})
    assert record_text(sheet).splitlines() == [
        "register 記録票",
        "├── 媒体",
        "│   ├── ☑ 紙",
        "│   └── ☐ 電子",
        "├── 備考 なし",
        "└── 方法",
        "    └── ☑ 紙",
    ]


def test_clause_set_with_topics():
    found = ClauseSet(title="特記事項", kind="policy", clauses=[clause(1, "守る。", topics=["security"])], spans=[])
    assert record_text(found) == "policy 特記事項 (1)\n└── 第1 守る。  security"


def test_alignment():
    alignment, _, old, new = compared()
    assert record_text(remember_sets(alignment, old, new)).splitlines() == [
        "alignment 旧 → 新",
        "├── 1 → 2 保管  number, wording ? (heading 「保管」)",
        "├── + 1 心得",
        "└── - 2 掲示",
    ]


def test_alignment_that_knows_no_sets():
    link = Link(old=[1, 2], new=[1], similarity=1, reason="same text")
    found = Alignment(old="旧", new="新", links=[link])
    assert record_text(found) == "alignment 旧 → 新\n└── 1・2 → 1 same"


def test_diff_says_in_brackets_what_colours_say():
    _, found, *_ = compared()
    assert "    [-棚-]{+金庫+}に納める。" in record_text(found).splitlines()
    coloured = printed(found, force_terminal=True, color_system="standard")
    assert "\x1b[9;33m棚" in coloured
    assert "[-棚-]" not in coloured


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        ([PageSpan(page=number, bbox=(0, 0, 1, 1)) for number in (3, 3, 4)], "p. 3–4"),
        ([TextSpan(line=7, start=0, end=2)], "L7"),
    ],
)
def test_any_other_record(spans, wanted):
    evidence = Evidence(label="件名", text="一", spans=spans, additions=["二", "三"])
    assert record_text(evidence).splitlines() == [
        "Evidence",
        "├── label 件名",
        "├── text 一",
        f"├── spans {wanted}",
        "└── additions 二、三",
    ]


class TestHostilePapers:
    OBEYED = frozenset("\x1b\x07\x9b\x08\r\u202e\ud800")
    MARKUP = "[bold red]x[/bold red] [link=http://a.example]y[/link] :smile:"
    ESCAPES = "\x1b]0;title\x07\x1b[2J\x9b31m\x08\r\u202e\ud800"

    def test_markup_comes_out_as_text(self):
        case = Case(title=self.MARKUP)
        assert self.MARKUP in record_text(case)
        assert self.MARKUP in printed(case)

    def test_escapes_reach_no_terminal(self, extracted):
        document = poisoned(extracted(BUNDLE), self.ESCAPES)
        _, found, *_ = poisoned(list(compared()), self.ESCAPES)
        for record in [document, found, *{type(record): record for record in below(document)}.values()]:
            shown = printed(record) + record_text(record)
            assert not set(shown) & self.OBEYED, type(record)

    def test_nor_by_the_command_line(self):
        _, found, old, _ = poisoned(list(compared()), self.ESCAPES)
        for shown in (clauses_text([old], terminal=False), diff_text(found, terminal=False)):
            assert "\ufffd]0;title" in shown
            assert not set(shown) & self.OBEYED
