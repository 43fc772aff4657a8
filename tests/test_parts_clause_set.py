"""Clause sets: every style of numbering, headings, items to any depth, and what looks like a label and is none."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from kaigi_extract.findings import Findings
from kaigi_extract.parts.clause_set.sets import read_clause_set
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.titles import compared
from kaigi_extract.pipeline import extract
from kaigi_extract.records import Clause, ClauseSet, Item, PageSpan
from tests.typeset import lines_of, read, reading

Tree = tuple[object, ...]
"""(label, text, item, item…); a clause: (label, heading, text, item, item…)."""


@dataclass
class Sets:
    clauses: ClauseSet | None
    findings: Findings = field(default_factory=Findings)

    @property
    def tree(self) -> list[Tree]:
        return [clause_tree(clause) for clause in self.clauses.clauses] if self.clauses else []


def clauses_of(text: str, *, title: str | None = None) -> Sets:
    read = Sets(None)
    lines = lines_of(f"{title}\n{text}" if title else text)
    part = Part("clause_set", items=list(lines), title=title)
    read.clauses = read_clause_set(part, "special_terms", reading(), read.findings.at("/clause_sets/0"))
    return read


def clause_tree(clause: Clause) -> Tree:
    return (clause.label, clause.heading, clause.text, *map(item_tree, clause.items))


def item_tree(item: Item) -> Tree:
    return (item.label, item.text, *map(item_tree, item.items))


# The labels of three clauses in each style, with the numbers that they stand for.
STYLES: dict[str, tuple[str, str, str]] = {
    "digit": ("1", "2", "3"),
    "wide digit": ("１", "２", "３"),
    "digit and stop": ("1.", "2.", "3."),
    "wide digit and stop": ("１．", "２．", "３．"),
    "dai": ("第1", "第2", "第3"),
    "wide dai": ("第１", "第２", "第３"),
    "dai in kanji": ("第一", "第二", "第三"),
    "jo": ("第1条", "第2条", "第3条"),
    "wide jo": ("第１条", "第２条", "第３条"),
    "jo in kanji": ("第一条", "第二条", "第三条"),
    "ko": ("第1項", "第2項", "第3項"),
    "go": ("第1号", "第2号", "第3号"),
    "paren": ("(1)", "(2)", "(3)"),
    "wide paren": ("（１）", "（２）", "（３）"),
    "circled": ("①", "②", "③"),
    "kanji": ("一", "二", "三"),
    "paren kanji": ("（一）", "（二）", "（三）"),
    "kana": ("ア", "イ", "ウ"),
    "paren kana": ("(ア)", "(イ)", "(ウ)"),
    "iroha": ("イ", "ロ", "ハ"),
    "paren in one character": ("⑴", "⑵", "⑶"),
    "with a full stop in one": ("⒈", "⒉", "⒊"),
    "with a comma in one": ("🄂", "🄃", "🄄"),
    "filled circles": ("❶", "❷", "❸"),
    "double circles": ("⓵", "⓶", "⓷"),
    "circles of another font": ("➀", "➁", "➂"),
    "filled circles of another font": ("➊", "➋", "➌"),
    "paren kanji in one": ("㈠", "㈡", "㈢"),
    "circled kanji": ("㊀", "㊁", "㊂"),
    "circled kana": ("㋐", "㋑", "㋒"),
    "circled iroha": ("㋑", "㋺", "㋩"),
    "paren letters in one": ("⒜", "⒝", "⒞"),
    "paren capitals in one": ("🄐", "🄑", "🄒"),
    "circled letters": ("ⓐ", "ⓑ", "ⓒ"),
    "circled capitals": ("Ⓐ", "Ⓑ", "Ⓒ"),
    "roman in one": ("Ⅰ", "Ⅱ", "Ⅲ"),
    "small roman in one": ("ⅰ", "ⅱ", "ⅲ"),
}
SENTENCES = ("乙は、古紙を集める。", "乙は、古布を集める。", "甲は、代金を払う。")


@pytest.mark.parametrize("labels", STYLES.values(), ids=STYLES)
class TestStyles:
    def test_clauses(self, labels: tuple[str, str, str]) -> None:
        text = "\n".join(f"{label}　{words}" for label, words in zip(labels, SENTENCES, strict=True))
        reading = clauses_of(text)
        assert reading.tree == [(label, None, words) for label, words in zip(labels, SENTENCES, strict=True)]
        assert reading.clauses is not None
        assert [clause.number for clause in reading.clauses.clauses] == [1, 2, 3]
        assert reading.findings.all == []

    def test_items(self, labels: tuple[str, str, str]) -> None:
        outer = "１" if labels[0] in ("第1項", "第1号") or labels[0][0] != "１" else "第１条"
        outer = "第１条" if labels[0] in ("1", "1.", "１．") else outer
        last = outer.replace("１", "２")
        rows = [f"　{label}　{words}" for label, words in zip(labels, SENTENCES, strict=True)]
        reading = clauses_of("\n".join([f"{outer}　次による。", *rows, f"{last}　以上による。"]))
        wanted = [(label, words) for label, words in zip(labels, SENTENCES, strict=True)]
        assert reading.tree == [(outer, None, "次による。", *wanted), (last, None, "以上による。")]

    def test_clauses_under_headings(self, labels: tuple[str, str, str]) -> None:
        heads = ("（古紙）", "（古布）", "（代金）")
        rows = [f"{head}\n{label}　{words}" for head, label, words in zip(heads, labels, SENTENCES, strict=True)]
        assert clauses_of("\n".join(rows)).tree == [
            (label, head[1:-1], words) for head, label, words in zip(heads, labels, SENTENCES, strict=True)
        ]

    def test_clauses_over_several_lines(self, labels: tuple[str, str, str]) -> None:
        rows = [f"{label}　乙は、区内の集積所に出された\n古紙を集める。" for label in labels]
        assert clauses_of("\n".join(rows)).tree == [
            (label, None, "乙は、区内の集積所に出された古紙を集める。") for label in labels
        ]


CLAUSES: dict[str, tuple[str, list[Tree]]] = {
    "a list that goes on where numbers in one character end": (
        "\n".join(
            f"{chr(0x2473 + n) if n <= 20 else f'({n})'}　乙は、第{n}集積所の古紙を集める。" for n in range(1, 23)
        ),
        [(chr(0x2473 + n) if n <= 20 else f"({n})", None, f"乙は、第{n}集積所の古紙を集める。") for n in range(1, 23)],
    ),
    "numbers in one character within numbers in brackets": (
        "(1)　次による。\n⑴　乙は、古紙を集める。\n⑵　乙は、古布を集める。\n(2)　甲は、代金を払う。",
        [
            ("(1)", None, "次による。", ("⑴", "乙は、古紙を集める。"), ("⑵", "乙は、古布を集める。")),
            ("(2)", None, "甲は、代金を払う。"),
        ],
    ),
    "a heading above": (
        "（秘密の保持）\n１　乙は、秘密を守る。\n（報告）\n２　乙は、報告する。",
        [("１", "秘密の保持", "乙は、秘密を守る。"), ("２", "報告", "乙は、報告する。")],
    ),
    "a heading above in square brackets": (
        "【秘密の保持】\n１　乙は、秘密を守る。\n【報告】\n２　乙は、報告する。\n【区側】には１部を渡す。",
        [("１", "秘密の保持", "乙は、秘密を守る。"), ("２", "報告", "乙は、報告する。\n【区側】には１部を渡す。")],
    ),
    "a heading on the line": (
        "第１条（秘密の保持）乙は、秘密を守る。\n第２条（報告）　乙は、報告する。",
        [("第１条", "秘密の保持", "乙は、秘密を守る。"), ("第２条", "報告", "乙は、報告する。")],
    ),
    "a heading on the line, the text below": (
        "第１（秘密の保持）\n　乙は、秘密を守る。\n第２（報告）\n　乙は、報告する。",
        [("第１", "秘密の保持", "乙は、秘密を守る。"), ("第２", "報告", "乙は、報告する。")],
    ),
    "a heading without brackets on the line, the text below": (
        "１　秘密の保持\n　乙は、秘密を守る。\n２　報告\n　乙は、報告する。",
        [("１", "秘密の保持", "乙は、秘密を守る。"), ("２", "報告", "乙は、報告する。")],
    ),
    "a heading that covers two clauses": (
        "（報告）\n１　乙は、報告する。\n２　甲は、確かめる。\n（解除）\n３　甲は、解除できる。",
        [
            ("１", "報告", "乙は、報告する。"),
            ("２", "報告", "甲は、確かめる。"),
            ("３", "解除", "甲は、解除できる。"),
        ],
    ),
    "no heading": (
        "１　乙は、秘密を守る。\n２　乙は、報告する。",
        [("１", None, "乙は、秘密を守る。"), ("２", None, "乙は、報告する。")],
    ),
    "no heading on the first": (
        "１　乙は、秘密を守る。\n（報告）\n２　乙は、報告する。",
        [("１", None, "乙は、秘密を守る。"), ("２", "報告", "乙は、報告する。")],
    ),
    "a heading of two lines": (
        "（委託の事務に関して知った\n秘密の保持）\n１　乙は、秘密を守る。",
        [("１", "委託の事務に関して知った秘密の保持", "乙は、秘密を守る。")],
    ),
    "a heading with brackets in it": (
        "（記録（写しを含む）の管理）\n１　乙は、記録を管理する。",
        [("１", "記録（写しを含む）の管理", "乙は、記録を管理する。")],
    ),
    "a line in brackets inside a sentence": (
        "１　乙は、集めた古紙\n（新聞紙などを除く）\nを倉庫に納める。\n２　乙は、報告する。",
        [("１", None, "乙は、集めた古紙（新聞紙などを除く）を倉庫に納める。"), ("２", None, "乙は、報告する。")],
    ),
    "items three deep": (
        "１　乙は、次による。\n　(1) 古紙\n　　ア　新聞紙\n　　　(ア) 朝刊\n　　　(イ) 夕刊\n　　イ　雑誌\n　(2) 古布\n２　乙は、報告する。",
        [
            (
                "１",
                None,
                "乙は、次による。",
                ("(1)", "古紙", ("ア", "新聞紙", ("(ア)", "朝刊"), ("(イ)", "夕刊")), ("イ", "雑誌")),
                ("(2)", "古布"),
            ),
            ("２", None, "乙は、報告する。"),
        ],
    ),
    "items begin anew under the next clause": (
        "１　次による。\n　(1) 古紙\n　(2) 古布\n２　次による。\n　(1) 瓶\n　(2) 缶",
        [
            ("１", None, "次による。", ("(1)", "古紙"), ("(2)", "古布")),
            ("２", None, "次による。", ("(1)", "瓶"), ("(2)", "缶")),
        ],
    ),
    "items begin anew under the next item": (
        "１　次による。\n　(1) 紙\n　　ア　新聞\n　　イ　雑誌\n　(2) 布\n　　ア　綿\n　　イ　毛",
        [
            (
                "１",
                None,
                "次による。",
                ("(1)", "紙", ("ア", "新聞"), ("イ", "雑誌")),
                ("(2)", "布", ("ア", "綿"), ("イ", "毛")),
            )
        ],
    ),
    "items without a hanging indent": (
        "１　次による。\n(1) 区の集積所に出された古\n紙\n(2) 古布\n２　報告する。",
        [("１", None, "次による。", ("(1)", "区の集積所に出された古紙"), ("(2)", "古布")), ("２", None, "報告する。")],
    ),
    "paragraphs of an article": (
        "第１条　乙は、秘密を守る。\n２　契約が終わった後も、同様とする。\n３　乙は、従事者に守らせる。\n第２条　乙は、報告する。",
        [
            (
                "第１条",
                None,
                "乙は、秘密を守る。",
                ("２", "契約が終わった後も、同様とする。"),
                ("３", "乙は、従事者に守らせる。"),
            ),
            ("第２条", None, "乙は、報告する。"),
        ],
    ),
    "text after items": (
        "１　乙は、次のとおりとする。\n　　(1) 古紙を集める。\n　　(2) 古布を集める。\n　ただし、雨の日を除く。\n２　報告する。",
        [
            (
                "１",
                None,
                "乙は、次のとおりとする。\nただし、雨の日を除く。",
                ("(1)", "古紙を集める。"),
                ("(2)", "古布を集める。"),
            ),
            ("２", None, "報告する。"),
        ],
    ),
    "a proviso on a line of its own": (
        "１　乙は、古紙を集める。\n　ただし、雨の日を除く。\n２　乙は、集めた量を区に報告する。",
        [("１", None, "乙は、古紙を集める。\nただし、雨の日を除く。"), ("２", None, "乙は、集めた量を区に報告する。")],
    ),
    "the end": (
        "１　乙は、秘密を守る。\n２　乙は、報告する。\n　　　　　　　　　以上",
        [("１", None, "乙は、秘密を守る。"), ("２", None, "乙は、報告する。")],
    ),
    "the end, letter-spaced": (
        "１　乙は、秘密を守る。\n　　　　　　　　　以　上",
        [("１", None, "乙は、秘密を守る。")],
    ),
    "the end after items": (
        "１　次による。\n　(1) 古紙\n　(2) 古布\n　　　　　　　　　以上",
        [("１", None, "次による。", ("(1)", "古紙"), ("(2)", "古布"))],
    ),
    "a preamble": (
        "乙は、この契約について、次の事項を守る。\n１　乙は、秘密を守る。\n２　乙は、報告する。",
        [("１", None, "乙は、秘密を守る。"), ("２", None, "乙は、報告する。")],
    ),
    "a wrapped line begins with a number of days": (
        "１　乙は、古紙の回収を毎年の４月\n30 日までに終え、記録を出す。\n２　報告する。",
        [("１", None, "乙は、古紙の回収を毎年の４月30 日までに終え、記録を出す。"), ("２", None, "報告する。")],
    ),
    "a wrapped line begins with the number that is due": (
        "１　乙は、集めた古紙を、その日から\n２　日以内に倉庫に納める。\n２　報告する。",
        [("１", None, "乙は、集めた古紙を、その日から２　日以内に倉庫に納める。"), ("２", None, "報告する。")],
    ),
    "a wrapped line begins with a reference": (
        "１　秘密を守る。\n２　乙が前の項に反したとき、又は\n第１項から第３項までによるとき。\n３　報告する。",
        [
            ("１", None, "秘密を守る。"),
            ("２", None, "乙が前の項に反したとき、又は第１項から第３項までによるとき。"),
            ("３", None, "報告する。"),
        ],
    ),
    "a wrapped line begins with an item's label": (
        "１　次による。\n　(1) 古紙を集めること。\n　(2) 古布を集めること。ただし、\n　　(1)の日を除く。\n２　報告する。",
        [
            (
                "１",
                None,
                "次による。",
                ("(1)", "古紙を集めること。"),
                ("(2)", "古布を集めること。ただし、(1)の日を除く。"),
            ),
            ("２", None, "報告する。"),
        ],
    ),
    "ten and more": (
        "\n".join(f"{number}　乙は、{number}回目の報告をする。" for number in range(1, 13)),
        [(str(number), None, f"乙は、{number}回目の報告をする。") for number in range(1, 13)],
    ),
    "an article with a branch": (
        "第１条　秘密を守る。\n第１条の２　報告する。\n第２条　解除できる。",
        [("第１条", None, "秘密を守る。"), ("第１条の２", None, "報告する。"), ("第２条", None, "解除できる。")],
    ),
    "kana items in the order of iroha": (
        "１　次による。\n　イ　紙\n　ロ　布\n　ハ　瓶\n　ニ　缶",
        [("１", None, "次による。", ("イ", "紙"), ("ロ", "布"), ("ハ", "瓶"), ("ニ", "缶"))],
    ),
    "kana items in the order of aiueo": (
        "１　次による。\n　ア　紙\n　イ　布\n　ウ　瓶\n　エ　缶",
        [("１", None, "次による。", ("ア", "紙"), ("イ", "布"), ("ウ", "瓶"), ("エ", "缶"))],
    ),
    "bullets": (
        "１　次による。\n　・古紙\n　・古布\n２　報告する。",
        [("１", None, "次による。", ("・", "古紙"), ("・", "古布")), ("２", None, "報告する。")],
    ),
    "a word with 第 in it": (
        "１　秘密を守る。\n第三者に渡してはならない。\n２　報告する。",
        [("１", None, "秘密を守る。\n第三者に渡してはならない。"), ("２", None, "報告する。")],
    ),
    "nothing that counts": ("乙は、秘密を守る。\n乙は、報告する。", []),
}


@pytest.mark.parametrize(("text", "tree"), CLAUSES.values(), ids=CLAUSES)
def test_clauses(text: str, tree: list[Tree]) -> None:
    assert clauses_of(text).tree == tree


PARAGRAPHS: dict[str, tuple[str, list[Tree]]] = {
    "after items": (
        "第１条　乙は、次に掲げる事項を守る。\n　(1) 古紙を集めること。\n　(2) 古布を集めること。\n２　乙は、報告する。\n"
        "３　前項の報告は、次による。\n　(1) 文書\n　　ア　写し\n　(2) 口頭\n４　甲は、確かめる。\n"
        "第２条　乙は、次による。\n　(1) 瓶\n　(2) 缶\n２　乙は、届ける。",
        [
            (
                "第１条",
                None,
                "乙は、次に掲げる事項を守る。",
                ("(1)", "古紙を集めること。"),
                ("(2)", "古布を集めること。"),
                ("２", "乙は、報告する。"),
                ("３", "前項の報告は、次による。", ("(1)", "文書", ("ア", "写し")), ("(2)", "口頭")),
                ("４", "甲は、確かめる。"),
            ),
            ("第２条", None, "乙は、次による。", ("(1)", "瓶"), ("(2)", "缶"), ("２", "乙は、届ける。")),
        ],
    ),
    "of clauses without 条": (
        "（回収）\n第１　乙は、次による。\n　（１）古紙\n　　ア　新聞\n　（２）古布\n２　乙は、報告する。\n"
        "（報告）\n第２　乙は、届ける。\n２　前項の届けは、文書による。\n３　甲は、確かめる。\n第３　甲は、払う。",
        [
            (
                "第１",
                "回収",
                "乙は、次による。",
                ("（１）", "古紙", ("ア", "新聞")),
                ("（２）", "古布"),
                ("２", "乙は、報告する。"),
            ),
            ("第２", "報告", "乙は、届ける。", ("２", "前項の届けは、文書による。"), ("３", "甲は、確かめる。")),
            ("第３", "報告", "甲は、払う。"),
        ],
    ),
    "that begin like a quantity": (
        "第１条　乙は、次による。\n　(1) 集めること。\n　(2) 報告すること。\n２　月曜日に集める。\n３　年に１回以上報告する。\n"
        "第２条　払う。\n２　月末に払う。",
        [
            (
                "第１条",
                None,
                "乙は、次による。",
                ("(1)", "集めること。"),
                ("(2)", "報告すること。"),
                ("２", "月曜日に集める。"),
                ("３", "年に１回以上報告する。"),
            ),
            ("第２条", None, "払う。", ("２", "月末に払う。")),
        ],
    ),
    "with text after their items": (
        "第１条　乙は、次に掲げるとおりとする。\n　　(1) 古紙を集める。\n　ただし、雨の日を除く。\n２　乙は、報告する。\n３　甲は、払う。",
        [
            (
                "第１条",
                None,
                "乙は、次に掲げるとおりとする。\nただし、雨の日を除く。",
                ("(1)", "古紙を集める。"),
                ("２", "乙は、報告する。"),
                ("３", "甲は、払う。"),
            )
        ],
    ),
    "articles that begin by citing another": (
        "第１条　秘密を守る。\n第２条　第１条に規定する秘密は、次による。\n　(1) 氏名\n　(2) 住所\n２　第１条第１項は、準用する。\n"
        "第３条　第三者に渡さない。",
        [
            ("第１条", None, "秘密を守る。"),
            (
                "第２条",
                None,
                "第１条に規定する秘密は、次による。",
                ("(1)", "氏名"),
                ("(2)", "住所"),
                ("２", "第１条第１項は、準用する。"),
            ),
            ("第３条", None, "第三者に渡さない。"),
        ],
    ),
    "not: items numbered from 1": (
        "第１条　次による。\n１　古紙\n２　古布\n３　瓶\n第２条　払う。",
        [("第１条", None, "次による。", ("１", "古紙"), ("２", "古布"), ("３", "瓶")), ("第２条", None, "払う。")],
    ),
    "not: the next clause where clauses are numbered 1": (
        "（秘密）\n１　乙は、次による。\n　(1) 守る。\n　(2) 教えない。\n２　乙は、報告する。\n（払い）\n３　次による。\n(1) 文書\n(2) 口頭\n４　払う。",
        [
            ("１", "秘密", "乙は、次による。", ("(1)", "守る。"), ("(2)", "教えない。")),
            ("２", "秘密", "乙は、報告する。"),
            ("３", "払い", "次による。", ("(1)", "文書"), ("(2)", "口頭")),
            ("４", "払い", "払う。"),
        ],
    ),
    "not: a wrapped number of days under an item": (
        "第１条　次による。\n(1) 古紙\n(2) 区の集積所に出された古布その他の資源を集めて、別に定める日から\n２　日以内に納めること。\n２　報告する。",
        [
            (
                "第１条",
                None,
                "次による。",
                ("(1)", "古紙"),
                ("(2)", "区の集積所に出された古布その他の資源を集めて、別に定める日から２　日以内に納めること。"),
                ("２", "報告する。"),
            )
        ],
    ),
    "not: a wrapped number under an item": (
        "第１条　次による。\n(1) 古紙\n(2) 区の集積所に出された古布その他の資源を集めて、別に定める様式第\n２　に書き入れること。\n２　報告する。",
        [
            (
                "第１条",
                None,
                "次による。",
                ("(1)", "古紙"),
                ("(2)", "区の集積所に出された古布その他の資源を集めて、別に定める様式第２　に書き入れること。"),
                ("２", "報告する。"),
            )
        ],
    ),
    "not: items counted on through chapters": (
        "第１　総則\n　１　目的\n第２　業務\n　２　内容\n　３　場所",
        [("第１", "総則", "", ("１", "目的")), ("第２", "業務", "２　内容\n３　場所")],
    ),
    "not: a number out of turn": (
        "第１条　次による。\n　(1) 古紙\n　(2) 古布\n３　倉庫に入れる。\n第２条　払う。",
        [
            ("第１条", None, "次による。\n３　倉庫に入れる。", ("(1)", "古紙"), ("(2)", "古布")),
            ("第２条", None, "払う。"),
        ],
    ),
}


class TestHalfWidthKana:
    """Engines read (ｱ) and (ｲ) as (7) and (1)."""

    TEXT = "第１　乙は、次による。\n　(1) 紙\n　　ア　古紙\n　　　(7) 新聞\n　　　(1) 雑誌\n　(2) 布"

    def read(self, text: str, sure: float | None) -> list[Tree]:
        lines = lines_of(text)
        for line in lines:
            line.sure = None if sure is None else [sure] * len(line.text)
        part = Part("clause_set", items=list(lines))
        found = read_clause_set(part, "special_terms", reading(), Findings())
        return [clause_tree(clause) for clause in found.clauses] if found else []

    def test_recognised(self) -> None:
        paper = ("(1)", "紙", ("ア", "古紙", ("(ｱ)", "新聞"), ("(ｲ)", "雑誌")))
        assert self.read(self.TEXT, 0.9) == [("第１", None, "乙は、次による。", paper, ("(2)", "布"))]

    def test_embedded(self) -> None:
        paper = ("(1)", "紙", ("ア", "古紙\n(7) 新聞\n(1) 雑誌"))
        assert self.read(self.TEXT, None) == [("第１", None, "乙は、次による。", paper, ("(2)", "布"))]

    def test_not_where_the_number_continues(self) -> None:
        labels = "".join(f"\n　({n}) 紙" for n in range(1, 7))
        [(*_, six, seven)] = self.read(f"第１　乙は、次による。{labels}\n　　ア　古紙\n　(7) 布", 0.9)
        assert (six, seven) == (("(6)", "紙", ("ア", "古紙")), ("(7)", "布"))


class TestParagraphs:
    """第１条 numbers its paragraphs from the second one on: ２ …, ３ …"""

    @pytest.mark.parametrize(("text", "tree"), PARAGRAPHS.values(), ids=PARAGRAPHS)
    def test_on_a_page(self, text: str, tree: list[Tree]) -> None:
        assert clauses_of(text).tree == tree

    @pytest.mark.parametrize("name", ["after items", "that begin like a quantity", "with text after their items"])
    def test_in_a_text_export(self, tmp_path: Path, name: str) -> None:
        text, tree = PARAGRAPHS[name]
        path = tmp_path / "paper.txt"
        path.write_text(f"特記事項\n{text}", encoding="utf-8")
        (found,) = extract(path).clause_sets
        assert [clause_tree(clause) for clause in found.clauses] == tree

    @pytest.mark.parametrize("cut", range(1, 11))
    def test_over_a_page(self, cut: int) -> None:
        text, tree = PARAGRAPHS["after items"]
        lines = text.split("\n")
        (found,) = read("特記事項\n\n" + "\n".join(lines[:cut]), "\n".join(lines[cut:])).clause_sets
        assert [clause_tree(clause) for clause in found.clauses] == tree

    @pytest.mark.parametrize("measure", range(16, 50, 3))
    @pytest.mark.parametrize("jo", ["条", ""])
    def test_at_any_measure(self, tmp_path: Path, measure: int, jo: str) -> None:
        texts: list[str] = []
        want: list[Tree] = []
        for number, what in enumerate(["古紙及び段ボール", "古布", "瓶、缶その他の金物", "剪定した枝"], 1):
            kept = f"区内の集積所に出された{what}を、毎月{number}０日から月の末日までに集めて、区の倉庫に運び入れる"
            items = [f"(1) {kept}こと。", f"(2) {kept}ほか、区長が{what}について定めること。"]
            first, second, third = (
                f"乙は、{what}の回収を次により行う。",
                f"乙は、{kept}。",
                f"{what}の扱いは、次による。",
            )
            texts += [
                f"第{number}{jo}　{first}",
                *items,
                f"２　{second}",
                f"３　{third}",
                *items,
                f"４　甲は、{kept}。",
            ]
            held = [(item[:3], item[4:]) for item in items]
            rest = (("２", second), ("３", third, *held), ("４", f"甲は、{kept}。"))
            want.append((f"第{number}{jo}", None, first, *held, *rest))
        path = tmp_path / "clauses.pdf"
        path.write_bytes(set_of(texts, measure))
        (found,) = extract(path).clause_sets
        assert [clause_tree(clause) for clause in found.clauses] == want


class TestDays:
    """The day that a set prints of itself, above its clauses."""

    @pytest.mark.parametrize(
        ("above", "day", "words"),
        [
            ("平成25年４月１日", "2013-04-01", "平成25年４月１日"),
            ("（平成25年４月１日改定）", "2013-04-01", "平成25年４月１日"),
            ("制定：平成 16年 4月 1日\n改正：平成 23年 4月 1日\n町会連合会", "2011-04-01", "平成 23年 4月 1日"),
            ("（平成16年4月1日制定、平成21年11月2日一部改正）", "2009-11-02", "平成21年11月2日"),
            ("平成25年４月", None, None),
            ("（平成12年３月15日条例第79号）", None, None),
            ("契約の期間は、平成25年４月１日から１年とする。", None, None),
            ("", None, None),
        ],
    )
    def test_above_the_clauses(self, above: str, day: str | None, words: str | None) -> None:
        (found,) = read(
            f"特記事項\n{above}\n（秘密）\n１　乙は、秘密を守る。\n２　平成24年１月１日\n３　払う。"
        ).clause_sets
        assert (str(found.date) if found.date else None, found.date_source) == (day, "printed" if day else None)
        assert [found.evidence["date"].text] == [words] if words else not found.evidence
        assert [clause.heading for clause in found.clauses] == ["秘密"] * 3

    def test_under_no_known_title(self, tmp_path: Path) -> None:
        path = tmp_path / "paper.txt"
        path.write_text(
            "ごみ置場の手引\n令和２年６月１日改正\n１　公園の北とする。\n２　月曜とする。\n３　町会で回す。",
            encoding="utf-8",
        )
        (found,) = extract(path).clause_sets
        assert (found.title, str(found.date), found.date_source) == ("ごみ置場の手引", "2020-06-01", "printed")


class TestGaps:
    @pytest.mark.parametrize(
        ("text", "numbers", "message"),
        [
            ("１　秘密を守る。\n３　報告する。", [1, 3], "clause ３ follows clause １"),
            ("（秘密）\n１　守る。\n（報告）\n３　報告する。\n４　見せる。", [1, 3, 4], "clause ３ follows clause １"),
            ("第１条　秘密を守る。\n第４条　報告する。", [1, 4], "clause 第４条 follows clause 第１条"),
        ],
    )
    def test_a_clause_is_missing(self, text: str, numbers: list[int], message: str) -> None:
        reading = clauses_of(text)
        assert reading.clauses is not None
        assert [clause.number for clause in reading.clauses.clauses] == numbers
        (finding,) = reading.findings.all
        assert (finding.code, finding.severity, finding.message) == ("numbering_gap", "warning", message)
        assert finding.record == "/clause_sets/0/clauses/1"
        assert len(finding.spans) == 1

    def test_no_gap(self) -> None:
        assert clauses_of("１　秘密を守る。\n２　報告する。").findings.all == []


class TestParties:
    @pytest.mark.parametrize(
        ("principal", "contractor"),
        [("甲", "乙"), ("委託者", "受託者"), ("発注者", "受注者"), ("区", "受託者"), ("区", "事業者")],
    )
    def test_words_for_the_two_sides(self, principal: str, contractor: str) -> None:
        text = f"１　{contractor}は、秘密を守る。\n２　{contractor}は、{principal}に報告する。\n３　{principal}は、確かめる。"
        reading = clauses_of(text)
        assert reading.clauses is not None
        assert (reading.clauses.parties.principal, reading.clauses.parties.contractor) == (principal, contractor)

    def test_none(self) -> None:
        reading = clauses_of("１　秘密を守る。\n２　報告する。")
        assert reading.clauses is not None
        assert (reading.clauses.parties.principal, reading.clauses.parties.contractor) == (None, None)


class TestPlaces:
    def test_of_clauses_and_items(self) -> None:
        reading = clauses_of("（秘密）\n１　次による。\n　(1) 古紙\n２　報告する。")
        assert reading.clauses is not None
        first, second = reading.clauses.clauses
        assert first.spans == [PageSpan(page=1, bbox=(80, 136, 130, 146))]
        assert first.items[0].spans == [PageSpan(page=1, bbox=(90, 152, 110, 162))]
        assert second.spans == [PageSpan(page=1, bbox=(80, 168, 130, 178))]

    def test_the_set_has_every_line(self) -> None:
        reading = clauses_of("（秘密）\n１　守る。\n　　　以上", title="特記事項")
        assert reading.clauses is not None
        assert reading.clauses.title == "特記事項"
        assert len(reading.clauses.spans) == 4


TITLES: dict[str, tuple[str, str]] = {
    "特記事項": ("special_terms", "clause_set"),
    "（特記事項）": ("special_terms", "clause_set"),
    "個人情報の取扱いに関する特記事項": ("special_terms", "clause_set"),
    "別紙　特記事項": ("special_terms", "clause_set"),
    "個人情報取扱特記事項（委託用）": ("special_terms", "clause_set"),
    "古紙回収業務委託仕様書": ("specification", "specification"),
    "資源の回収に関する条例": ("statute", "statute"),
}


class TestParts:
    @pytest.mark.parametrize(("title", "kinds"), TITLES.items(), ids=TITLES)
    def test_kind_by_title(self, title: str, kinds: tuple[str, str]) -> None:
        document = read(f"{title}\n\n１　乙は、秘密を守る。\n２　乙は、報告する。")
        (clause_set,) = document.clause_sets
        assert (clause_set.kind, document.sections[0].kind) == kinds
        assert len(clause_set.clauses) == 2

    @pytest.mark.parametrize(
        ("printed", "title"),
        [("（別紙）特記事項", "特記事項"), ("特記事項（例）", "特記事項（例）"), ("【特記事項】", "特記事項")],
    )
    def test_title_without_what_stands_around_it(self, printed: str, title: str) -> None:
        (clause_set,) = read(f"{printed}\n\n１　乙は、秘密を守る。\n２　乙は、報告する。").clause_sets
        assert clause_set.title == title

    def test_no_clauses_no_set(self) -> None:
        document = read("特記事項\n\n別に定める。")
        assert document.clause_sets == []

    def test_without_a_title(self) -> None:
        document = read("（秘密）\n１　乙は、秘密を守る。\n（報告）\n２　乙は、報告する。")
        (clause_set,) = document.clause_sets
        assert (clause_set.kind, clause_set.title, len(clause_set.clauses)) == ("other", "", 2)

    def test_two_sets(self) -> None:
        document = read(
            "特記事項\n\n１　秘密を守る。\n２　報告する。", "仕様書\n\n１　古紙を集める。\n２　古布を集める。"
        )
        assert [(one.title, one.kind, len(one.clauses)) for one in document.clause_sets] == [
            ("特記事項", "special_terms", 2),
            ("仕様書", "specification", 2),
        ]

    def test_a_clause_over_a_page(self) -> None:
        document = read(
            "特記事項\n\n１　乙は、区内の集積所に出された\n　　古紙を集めて、区の定める倉庫に",
            "　　運び入れる。\n２　報告する。",
        )
        (clause_set,) = document.clause_sets
        assert [clause.text for clause in clause_set.clauses] == [
            "乙は、区内の集積所に出された古紙を集めて、区の定める倉庫に運び入れる。",
            "報告する。",
        ]
        assert [span.page for span in clause_set.clauses[0].spans if isinstance(span, PageSpan)] == [1, 1, 2]


class TestClausesUnderNoKnownTitle:
    """Tender conditions, ordinances of other bodies: numbered clauses where no mapping knows a title."""

    TEXT = "ごみ置場の手引\n町会で決めた。\n（場所）\n１　公園の北とする。\n（曜日）\n２　月曜とする。\n（当番）\n３　町会で回す。"

    @staticmethod
    def _sets(tmp_path: Path, text: str) -> list[ClauseSet]:
        path = tmp_path / "paper.txt"
        path.write_text(text, encoding="utf-8")
        return extract(path).clause_sets

    def test_an_unbroken_run_is_a_set(self, tmp_path: Path) -> None:
        (found,) = self._sets(tmp_path, self.TEXT)
        assert (found.title, found.kind) == ("ごみ置場の手引", "other")
        assert [(clause.number, clause.heading, clause.text) for clause in found.clauses] == [
            (1, "場所", "公園の北とする。"),
            (2, "曜日", "月曜とする。"),
            (3, "当番", "町会で回す。"),
        ]

    @pytest.mark.parametrize("broken", ["（曜日）\n２　月曜とする。\n", "（当番）\n３　町会で回す。"])
    def test_a_broken_or_short_one_is_text(self, tmp_path: Path, broken: str) -> None:
        assert self._sets(tmp_path, self.TEXT.replace(broken, "")) == []

    def test_an_agenda_is_none(self, tmp_path: Path) -> None:
        """A list without a sentence: 会議次第 before the papers."""
        text = "ごみ置場の会議\n次第\n１　開会\n２　議題\n(1) 当番の順\n(2) 置場の鍵\n３　その他\n４　閉会"
        assert self._sets(tmp_path, text) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("緑の保全に関する法律（平成５年法律第１０号）【抜粋】", "statute"),
        ("関係法令", "statute"),
        ("・関係法令", "unknown"),
        ("緑の保全に関する法律について", "unknown"),
    ],
)
def test_an_extract_of_a_law_is_told_from_a_list_of_enclosures(tmp_path: Path, line: str, kind: str) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(f"町会だより\n{line}\n緑を守る。", encoding="utf-8")
    assert [section.kind for section in extract(path).sections][-1] == kind


class TestWhatEndsNoSet:
    """Lines inside a set that look like the title of something else."""

    SET = (
        "特記事項\n（教育）\n１　乙は、その従業員に対する研修を毎年４月に必ず行い、かつ、\n"
        "修了した者にはみどり区個人情報保護条例\nについて周知する。\n（{heading}）\n２　乙は、{law}\nを守る。\n（公表）\n３　甲は、公表する。"
    )

    @pytest.mark.parametrize("heading", ["遵守", "関係法令の遵守", "条例の抜粋の交付"])
    @pytest.mark.parametrize("law", ["この契約に係る全ての業務について適用がある関係法令", "条例"])
    def test_the_set_stays_whole(self, tmp_path: Path, heading: str, law: str) -> None:
        path = tmp_path / "paper.txt"
        path.write_text(self.SET.format(heading=heading, law=law), encoding="utf-8")
        (found,) = extract(path).clause_sets
        assert [(clause.number, clause.heading) for clause in found.clauses] == [(1, "教育"), (2, heading), (3, "公表")]


CORPUS = Path(__file__).parents[1] / "corpus"


def set_at(clauses: list[dict[str, Any]], measure: int) -> bytes:
    """A PDF of the clauses with their lines cut after so many characters, wherever that falls."""
    texts: list[str] = []
    heading = None
    for clause in clauses:
        if clause["heading"] != heading:
            heading = clause["heading"]
            texts.append(f"（{heading}）")
        texts.append(f"{clause['number']}　{clause['text']}")
        texts += [f"({item['number']}) {item['text']}" for item in clause["items"]]
    return set_of(texts, measure)


def set_of(texts: list[str], measure: int) -> bytes:
    """A PDF of a set, a text a paragraph, its lines cut after so many characters."""
    document = pymupdf.open()
    lines = ["特記事項", *(text[at : at + measure] for text in texts for at in range(0, len(text), measure))]
    for start in range(0, len(lines), 50):
        page = document.new_page()
        for row, line in enumerate(lines[start : start + 50]):
            page.insert_text((50, 60 + 14 * row), line, fontname="japan", fontsize=9)
    return document.tobytes()


@pytest.mark.parametrize("measure", range(20, 54, 3))
@pytest.mark.parametrize("paper", ["shinjuku-2013-library-cards", "shinjuku-2020-bulky-waste"])
def test_the_same_clauses_at_any_measure(tmp_path: Path, paper: str, measure: int) -> None:
    clauses = json.loads((CORPUS / f"{paper}.expected.json").read_text(encoding="utf-8"))["clauses"]
    path = tmp_path / "clauses.pdf"
    path.write_bytes(set_at(clauses, measure))
    (found,) = extract(path).clause_sets
    got = [(c.number, c.heading, compared(c.text), [compared(i.text) for i in c.items]) for c in found.clauses]
    assert got == [
        (c["number"], c["heading"], compared(c["text"]), [compared(i["text"]) for i in c["items"]]) for c in clauses
    ]
