"""What notebooks show of a record: what stands there, that it stays small, and that papers cannot reach the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kaigi_extract import align, diff
from kaigi_extract.clauses.clause_diff import ClauseDiff, Diff
from kaigi_extract.clauses.edits import Edit
from kaigi_extract.clauses.from_text import clause_set as of_texts
from kaigi_extract.records import (
    Alignment,
    CaseForm,
    Choice,
    Clause,
    ClauseSet,
    Counterparty,
    Evidence,
    Extra,
    Finding,
    Item,
    Link,
    PageSpan,
    RegisterSheet,
    Replacement,
)
from kaigi_extract.records.provenance import remember_sets
from kaigi_extract.show import notebook as html
from kaigi_extract.show.notebook import MANY, record_html
from tests.hostile import POISON, below, poisoned

CORPUS = Path(__file__).parents[1] / "corpus"
BUNDLE, SHEET = CORPUS / "nerima-2014-bundle.pdf", CORPUS / "shinjuku-2016-sports-booking.pdf"
OURS = {"div", "style", "span", "code", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}
OURS |= {"br", "b", "ins", "del"}
EMPTY = {"br"}


class Page(HTMLParser):
    """The elements of a display, its attributes, its words, and its rows as words of cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.rows: list[list[str]] = []
        self.marked: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.words.append(data)
        self.marked += [(self.open[-1], data)] if self.open[-1] in ("ins", "del") else []
        if "tr" in self.open and self.rows and self.rows[-1]:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())

    @property
    def text(self) -> str:
        return "".join(self.words)


def page(record) -> Page:
    return Page(record_html(record))


def span(number):
    return PageSpan(page=number, bbox=(1, 2, 3, 4))


def clause(number, heading, text, *items):
    made = [Item(label=label, number=label, text=words, spans=[]) for label, words in items]
    return Clause(number=number, label=f"第{number}", heading=heading, text=text, items=made, spans=[span(2)])


def clause_set(*clauses):
    return ClauseSet(title="特記事項", kind="special_terms", clauses=list(clauses), spans=[])


def compared():
    """An alignment and a diff, made by hand: no language model is loaded here."""
    old = clause_set(clause(1, "保管", "棚に納める。"), clause(2, "掲示", "掲示する。"))
    new = clause_set(clause(1, "心得", "誠実に。", ("(1)", "常に")), clause(2, "保管", "金庫に納める。"))
    link = Link(
        old=[1], new=[2], changes=["number", "wording"], doubtful=True, similarity=0.9, reason="heading 「保管」"
    )
    alignment = Alignment(old="旧", new="新", links=[link], added=[1], removed=[2])
    edits = [
        Edit(kind="wording", old="棚", new="金庫", doubtful=True),
        Edit(kind="equal", old="に納める。", new="に納める。"),
    ]
    pair = ClauseDiff(
        link=link,
        old_places=[0],
        new_places=[1],
        old_labels=["第1"],
        new_labels=["第2"],
        heading=[Edit(kind="equal", old="保管", new="保管")],
        text=edits,
    )
    found = Diff(alignment=alignment, clauses=[pair], added=[new.clauses[0]], removed=[old.clauses[1]])
    return alignment, found, old, new


@pytest.fixture(scope="module")
def records(extracted):
    """One of each kind of record, and the document that holds them."""
    document = poisoned(extracted(BUNDLE))
    document.findings.append(Finding(code="misprint", severity="error", message=POISON, record=POISON))
    alignment, found, old, new = map(poisoned, compared())
    loose = found.model_copy(deep=True)
    remember_sets(alignment, old, new)
    remember_sets(found.alignment, old, new)
    kinds = {type(record): record for each in (document, alignment, found) for record in below(each)}
    return [document, loose, *kinds.values()]


class TestHostilePapers:
    def test_nothing_of_them_becomes_an_element(self, records):
        assert len(records) > 30
        for record in records:
            shown = page(record)
            assert set(shown.tags) <= OURS, type(record)
            assert {name for name, _ in shown.attributes} <= {"class", "style", "open"}, type(record)
            assert all(POISON not in (value or "") for _, value in shown.attributes), type(record)
            assert shown.tags.count("style") == 1

    def test_it_all_stands_there_as_text(self, records):
        for record in records:
            if POISON in record.model_dump_json().replace('\\"', '"'):
                assert POISON in page(record).text, type(record)
        assert page(records[0]).text.count(POISON) > 200

    def test_style_has_no_way_out(self, records):
        style = re.search("<style>(.*?)</style>", record_html(records[0]), re.DOTALL)[1]
        assert not re.search(r"url\(|@import|expression|javascript", style)
        for selector in re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", style)):
            assert all(".kaigi" in part for part in selector.split(",")), selector


class TestDocument:
    def test_head(self, extracted):
        assert page(extracted(BUNDLE)).rows[:6] == [
            ["ファイル", "nerima-2014-bundle.pdf"],
            ["区", "練馬区"],
            ["審議会", "練馬区情報公開および個人情報保護運営審議会"],
            ["会議", "第7期 第11回 2014-07-23 14:00～16:10"],
            ["読取り", "12頁：埋込み文字 12"],
            ["内容", "案件 5、記録票 2、条項集 1、本文の節 10、表 6"],
        ]

    def test_findings_by_severity(self, extracted):
        found = [
            Finding(code="mended", severity="info", message="3 characters were put right"),
            Finding(code="page_lost", severity="error", message="page 2 could not be read", spans=[span(2)]),
        ]
        shown = record_html(extracted(BUNDLE).model_copy(update={"findings": found}))
        assert '<span class="kaigi-chip kaigi-error">誤り</span>' in shown
        assert Page(shown).rows[6:8] == [
            ["誤り", "page 2 could not be read page_lost", "2"],
            ["参考", "3 characters were put right mended", ""],
        ]

    def test_every_part_says_where_it_is(self, extracted):
        words = page(extracted(BUNDLE)).text
        for code in (".meeting", ".cases[4]", ".cases[0].forms[0]", ".registers[1]", ".clause_sets[0]"):
            assert code in words

    def test_a_long_bundle_stays_small_and_names_all(self, extracted):
        document = extracted(BUNDLE)
        many = document.model_copy(
            update={
                "cases": document.cases * 20,
                "clause_sets": [
                    each.model_copy(update={"case": None, "clauses": each.clauses * 20})
                    for each in document.clause_sets
                ],
                "findings": [Finding(code="misprint", severity="info", message="x" * 80)] * 5000,
                "sections": document.sections * 100,
            }
        )
        shown = record_html(many)
        assert len(shown.encode()) < 200_000
        assert ".cases[99]" in shown
        assert "長いので、ここには開かない。" in shown
        assert document.sections[0].text not in Page(shown).text

    def test_of_more_parts_than_are_named_it_says_how_many(self, extracted, monkeypatch):
        monkeypatch.setattr(html, "BUDGET", 0)
        monkeypatch.setattr(html, "MANY", 3)
        paper = extracted(BUNDLE)
        parts = [paper.meeting, *paper.cases, *paper.registers, *paper.clause_sets]
        loose = sum(sheet.case is None for sheet in (*paper.registers, *paper.clause_sets))
        rest = 1 + len(paper.cases) + loose + 1 - 3
        assert 0 < rest < len(parts)
        assert f"ほか {rest} 件" in Page(record_html(paper)).text


class TestForm:
    def test_label_field_value_page(self, extracted):
        assert page(extracted(SHEET).cases[0].forms[1]).rows[:6] == [
            ["項目", "内容", "頁"],
            ["保有課(担当課) department", "生涯学習スポーツ課", "4"],
            ["登録業務の名称 business_name", "スポーツ施設の利用の受付及び承認に関する事務", "4"],
            [
                "委託先 counterparty",
                "株式会社ネクストパブリックシステムズ 情報セキュリティ管理の国際規格の認証及びプライバシーマークを取得している。",
                "4",
            ],
            [
                "委託に伴い事業者に処理させる情報項目(だれの、どのような項目か) data_items",
                "利用者として登録した個人及び団体の代表者に係る情報項目 利用者番号 氏名 フリガナ 生年月日 住所 電話番号 "
                "電子メールアドレス 予約日時 施設名 抽選結果 利用料の額 等（ほかにもある）",
                "4",
            ],
            ["処理させる情報項目の記録媒体 media", "電磁的媒体", "4"],
        ]

    def test_what_may_be_misread_is_marked(self):
        form = CaseForm(
            category="outsourcing",
            counterparty=Counterparty(name=None, undecided=True),
            media="紙",
            reason="手が足りない。",
            extra=[Extra(label="備考", text="なし", spans=[span(3), span(4), span(7)])],
            evidence={
                "media": Evidence(label="記録媒体", note="※6 写し", text="紙", spans=[span(3)], confidence=0.79),
                "reason": Evidence(label="理由", text="手が足りない。", spans=[span(3)], confidence=0.8),
            },
        )
        assert page(form).rows == [
            ["項目", "内容", "頁", "確度"],
            ["相手方 counterparty", "未定", "", ""],
            ["記録媒体 media ※6 写し", "紙", "3", "要確認 0.79"],
            ["理由 reason", "手が足りない。", "3", "0.80"],
            ["備考", "なし", "3–4, 7", ""],
        ]


def test_register_boxes():
    choices = [
        Choice(text=text, checked=checked, spans=[]) for text, checked in (("紙", True), ("電子", False), ("他", None))
    ]
    fields = [Extra(label="媒体", text="■紙 □電子", spans=[span(5)]), Extra(label="備考", text="なし", spans=[span(5)])]
    sheet = RegisterSheet(
        kind="outsourcing", title="記録票", fields=fields, choices={"媒体": choices, "方法": choices[:1]}
    )
    assert page(sheet).rows[1:] == [
        ["媒体", "☑ 紙 ☐ 電子 ？ 他", "5"],
        ["備考", "なし", "5"],
        ["方法", "☑ 紙", ""],
    ]


def test_clause_set_with_topics():
    one = clause(1, "保管", "次による。", ("(1)", "鍵を掛ける。"))
    two = one.model_copy(update={"number": 2, "label": "第2", "topics": ["safekeeping"], "actor": "contractor"})
    assert page(clause_set(one, two)).rows[1:] == [
        ["第1", "（保管） 次による。 (1) 鍵を掛ける。", "2"],
        ["第2", "（保管） safekeeping contractor 次による。 (1) 鍵を掛ける。", "2"],
    ]


def test_meeting(extracted):
    rows = page(extracted(BUNDLE).meeting).rows
    assert ["傍聴", "2人"] in rows
    assert [
        "諮問第21号",
        "公園の維持管理に関する業務に係る個人情報の取扱いの委託について みどり管理課",
        "資料1",
    ] in rows
    assert ["11 審議会委員", "異議なし。", "諮問第21号"] in rows
    assert [row[0] for row in rows].count("第24号 条件付き承認") == 1


class TestAlignment:
    def test_with_the_headings_of_its_sets(self):
        alignment, _, old, new = compared()
        assert page(remember_sets(alignment, old, new)).rows[1:] == [
            ["", "1 心得", "新設", ""],
            ["1 保管", "2 保管", "番号 文言 要確認", "見出し「保管」 (0.90)"],
            ["2 掲示", "", "削除", ""],
        ]

    def test_loaded(self):
        alignment, *_ = compared()
        assert [row[:2] for row in page(alignment).rows[1:]] == [["", "1"], ["1", "2"], ["2", ""]]


class TestConsequences:
    OLD = (
        "第１　甲は、鍵を乙に渡す。",
        "第２　甲は、直ちに乙に報告しなければならない。",
        "第３　甲は、第２により帳簿を見せなければならない。",
        "第４　甲は、窓を閉めなければならない。",
    )
    NEW = (
        "第１　発注者は、鍵を乙に渡す。",
        "第２　発注者は、窓を閉めなければならない。",
        "第３　発注者は、第２により帳簿を見せなければならない。",
        "第４　発注者は、速やかに乙に報告しなければならない。",
    )

    def test_are_told_in_japanese(self):
        old, new = of_texts(self.OLD), of_texts(self.NEW)
        for shown in (align(old, new)._repr_html_(), diff(old, new)._repr_html_()):
            assert "緩和（期限）：直ちに → 速やかに" in shown
            assert "引用のずれ：第２は今" in shown
            assert not [word for word in ("weaker (", "stale reference", "places)") if word in shown]

    def test_replaced_words_are_told_once(self):
        parties = [Replacement(old="甲", new="発注者", count=4)]
        found = align(of_texts(self.OLD), of_texts(self.NEW)).model_copy(update={"replacements": parties})
        assert found._repr_html_().count("「甲」を「発注者」に（4か所）") == 1


class TestDiff:
    WANTED = (
        ["", "第1 心得 誠実に。 (1) 常に", "新設"],
        ["第1 保管 棚 に納める。", "第2 保管 金庫 に納める。", "番号 文言 要確認 見出し「保管」"],
        ["第2 掲示 掲示する。", "", "削除"],
    )

    def test_side_by_side(self):
        _, found, old, new = compared()
        remember_sets(found.alignment, old, new)
        shown = page(found)
        assert shown.rows[1:] == list(self.WANTED)
        assert [each for each in shown.marked if each[1] in ("棚", "金庫")] == [("del", "棚"), ("ins", "金庫")]
        assert '<del class="kaigi-wording kaigi-unsure">棚</del>' in record_html(found)

    def test_loaded(self):
        _, found, *_ = compared()
        assert page(found).rows[1:] == [self.WANTED[1], self.WANTED[0], self.WANTED[2]]


def test_any_other_record_is_a_table():
    evidence = Evidence(label="件名", text="一\n二", spans=[span(3)], additions=["二"], confidence=0.5)
    shown = page(evidence)
    assert shown.rows == [
        ["label", "件名"],
        ["text", "一 二"],
        ["spans", "3 頁"],
        ["confidence", "0.5"],
        ["additions", "二"],
    ]
    assert "Evidence" in shown.text


def test_long_lists_are_cut_and_say_so():
    items = [(f"({number})", "鍵を掛ける。") for number in range(MANY + 3)]
    shown = page(clause(1, None, "次による。", *items)).text
    assert shown.count("鍵を掛ける。") == MANY
    assert "ほか 3" in shown


COLOURS = """nodes => nodes.flatMap(node => [...node.querySelectorAll('*')].filter(each => each.checkVisibility())
    .map(each => getComputedStyle(each).color))"""


def contrast(one, other) -> float:
    """By the rules of WCAG 2, between two colours of 0 to 255."""

    def light(colour):
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    values = sorted((light(one), light(other)))
    return values[1] / values[0]


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.browser
@pytest.mark.parametrize(
    ("root", "body", "paper", "ink"),
    [
        ("", 'data-jp-theme-light="true"', "#ffffff", "#212121"),
        ("", 'data-jp-theme-light="false"', "#111111", "#ffffff"),
        ("", 'class="vscode-light"', "#ffffff", "#3b3b3b"),
        ("", 'class="vscode-dark"', "#1e1e1e", "#cccccc"),
        ('theme="dark"', "", "#383838", "#e3e3e3"),
    ],
    ids=["lab light", "lab dark", "code light", "code dark", "colab dark"],
)
def test_legible_whatever_the_theme(browser, root, body, paper, ink, system):
    _, found, old, new = compared()
    remember_sets(found.alignment, old, new)
    form = CaseForm(
        category="linkage", evidence={"media": Evidence(text="紙", spans=[span(3)], confidence=0.5)}, media="紙"
    )
    shown = record_html(found) + record_html(form)
    opened = browser.new_page(color_scheme=system)
    opened.set_content(
        f"<!DOCTYPE html><html {root}><body {body} style='background: {paper}; color: {ink}'>{shown}</body></html>"
    )
    colours = set(opened.eval_on_selector_all(".kaigi", COLOURS))
    opened.close()
    assert len(colours) >= 5
    background = [int(paper[at : at + 2], 16) for at in (1, 3, 5)]
    for colour in colours:
        assert contrast([int(part) for part in re.findall(r"\d+", colour)[:3]], background) >= 4.5, colour
