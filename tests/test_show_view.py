"""What is shown of a record, before any medium draws it: labels in both languages, words, order."""

from __future__ import annotations

import datetime

import pytest

from kaigi_extract.records import (
    AgendaItem,
    Case,
    CaseForm,
    Choice,
    Clause,
    ClauseSet,
    CouncilDate,
    Counterparty,
    DataItem,
    DataItems,
    Decision,
    Document,
    Evidence,
    Extra,
    Finding,
    Item,
    LegalBasis,
    Measure,
    Meeting,
    Outline,
    PageSpan,
    Period,
    RegisterSheet,
    Source,
    Speech,
)
from kaigi_extract.show.entries import Entry, form_entries
from kaigi_extract.show.view import document_view, plain_fields, view_of

DAY = datetime.date(2014, 10, 1)


def span(page):
    return PageSpan(page=page, bbox=(1, 2, 3, 4))


def said(entries):
    """Name, label, and everything below as (depth, line)."""
    return [(entry.name, entry.label, list(entry.outline())) for entry in entries]


def form(**fields):
    return CaseForm(category=None, **fields)


def period(**more):
    given = {"kind": "span", "start": DAY, "end": None, "start_precision": "day", "end_precision": None}
    return Period(**given | more, text="10月から")


# Each value of a form in words.
VALUES = [
    ({"media": "紙"}, ("media", "記録媒体", [(0, "紙")])),
    ({"attachments": ["一", "二"]}, ("attachments", "添付資料", [(0, "一"), (0, "二")])),
    ({"counterparty": Counterparty(name="乙")}, ("counterparty", "相手方", [(0, "乙")])),
    (
        {"counterparty": Counterparty(name="乙", kind="清掃業", note="予定")},
        ("counterparty", "相手方", [(0, "乙"), (0, "清掃業"), (0, "予定")]),
    ),
    ({"counterparty": Counterparty(name=None, undecided=True)}, ("counterparty", "相手方", [(0, "未定")])),
    ({"periods": [period()]}, ("periods", "時期", [(0, "10月から [2014-10-01 ～]")])),
    ({"periods": [period(scope="(4)")]}, ("periods", "時期", [(0, "10月から（(4)） [2014-10-01 ～]")])),
    ({"periods": [period(start=None)] * 2}, ("periods", "時期", [(0, "10月から"), (0, "10月から")])),
    (
        {
            "data_items": DataItems(
                subjects="住民",
                items=[
                    DataItem(text="氏名", spans=[]),
                    DataItem(text="前住所", group="転入者", spans=[]),
                    DataItem(text="住所", spans=[]),
                ],
                open=True,
            )
        },
        (
            "data_items",
            "情報項目",
            [(0, "住民"), (0, "氏名、住所"), (0, "転入者 前住所"), (0, "等（ほかにもある）")],
        ),
    ),
    (
        {
            "ward_safeguards": [
                Measure(group="運用上", number=1, text="守る。", items=[Measure(text="二重に。", spans=[])], spans=[]),
                Measure(party="ward", text="見る。", spans=[]),
            ]
        },
        (
            "ward_safeguards",
            "区が行う保護対策",
            [(0, "【運用上】 1 守る。"), (1, "二重に。"), (0, "【区】 見る。")],
        ),
    ),
    ({"extra": [Extra(label="備考", text="なし", spans=[])]}, ("", "備考", [(0, "なし")])),
]


@pytest.mark.parametrize(("fields", "wanted"), VALUES)
def test_a_field_in_words(fields, wanted):
    assert said(form_entries(form(**fields))) == [wanted]


def test_a_printed_label_comes_before_the_usual_word_with_its_place_and_doubt():
    evidence = {"media": Evidence(label="媒体", note="※1", text="紙", spans=[span(3), span(4)], confidence=0.5)}
    [entry] = form_entries(form(media="紙", title="甲", evidence=evidence))
    assert (entry.name, entry.label, entry.note, entry.pages, entry.value) == ("media", "媒体", "※1", "3–4", "紙")
    assert entry.is_doubtful


CASE = Case(
    title="甲",
    numbers=[31, 32],
    bases=[LegalBasis(kind="report", article=13), LegalBasis(kind=None, article=17)],
    category="outsourcing",
    department="住民課",
    material="1",
    meeting_date=DAY,
    outline=Outline(purpose="目的"),
    forms=[form(title="乙"), form()],
    decisions=[
        Decision(number=31, basis=1, result="approved", conditions=["鍵"], text="承認します。", spans=[span(9)])
    ],
)


def test_a_case_in_the_order_of_its_record():
    view = view_of(CASE)
    assert (view.name, view.label, view.title) == ("case", "案件", "甲")
    assert [(e.name, e.label, e.lines, e.code) for e in view.entries] == [
        ("numbers", "諮問", ("第31号、第32号",), ""),
        ("category", "区分", ("業務委託",), "outsourcing"),
        ("basis", "根拠", ("報告 第13条", "第17条"), ""),
        ("department", "所管課", ("住民課",), ""),
        ("material", "資料", ("1",), ""),
        ("meeting_date", "開催日", ("2014-10-01",), ""),
    ]
    assert [(part.name, part.label, part.title) for part in view.parts] == [
        ("outline", "事業の概要", ""),
        ("form", "様式", "乙"),
        ("form", "様式", ""),
        ("decisions", "決定", ""),
    ]
    [decision] = view.parts[-1].entries
    assert (decision.label, decision.code, decision.pages) == (
        "第31号 第17条 承認",
        "第31号 approved: 承認します。",
        "9",
    )
    assert said(decision.below) == [("condition", "条件", [(0, "鍵")])]


def test_a_register_has_boxes_in_the_place_of_their_signs():
    boxes = [Choice(text="紙", checked=True, spans=[span(2)]), Choice(text="他", checked=None, detail="布", spans=[])]
    sheet = RegisterSheet(
        kind="other",
        title="",
        form="第2号様式",
        fields=[Extra(label="媒体", text="■紙", spans=[span(1)]), Extra(label="備考", text="なし", spans=[])],
        choices={"媒体": boxes, "方法": boxes[:1], "空": []},
        council_dates=[CouncilDate(date=DAY, number=4), CouncilDate(date=None, number=None)],
    )
    view = view_of(sheet)
    assert (view.label, view.title) == ("記録票", "第2号様式")
    assert [(entry.label, entry.pages, list(entry.outline())) for entry in view.entries] == [
        ("媒体", "1", [(0, "☑ 紙"), (0, "？ 他（布）")]),
        ("備考", "", [(0, "なし")]),
        ("方法", "2", [(0, "☑ 紙")]),
        ("審議会", "", [(0, "2014-10-01 諮問第4号"), (0, "")]),
    ]


def test_a_clause_set():
    item = Item(label="(1)", number=1, text="一", items=[Item(label="ア", number="ア", text="二", spans=[])], spans=[])
    clauses = [
        Clause(number=1, label="第１", heading="秘密", text="", items=[item], topics=["general"], spans=[span(1)])
    ]
    view = view_of(ClauseSet(title="特記", kind="policy", clauses=clauses, spans=[]))
    assert (view.name, view.label, view.title, view.count) == ("policy", "方針", "特記", 1)
    [entry] = view.entries
    assert (entry.label, entry.heading, entry.lines, entry.marks, entry.pages) == (
        "第１",
        "秘密",
        (),
        ("general",),
        "1",
    )
    assert list(entry.outline()) == [(0, "(1) 一"), (1, "ア 二")]


MEETING = Meeting(
    council="審議会",
    session=3,
    place="区役所",
    members=["一", "二"],
    observers=0,
    agenda=[AgendaItem(section="審議", title="甲", department="住民課", material="1", spans=[])],
    speeches=[Speech(order=1, speaker="会長", text="はい。", numbers=[3, 4], spans=[])],
)


def test_a_meeting():
    view = view_of(MEETING)
    assert view.title == "第3回"
    assert said(view.entries) == [
        ("council", "審議会", [(0, "審議会")]),
        ("place", "場所", [(0, "区役所")]),
        ("members", "委員", [(0, "一、二")]),
        ("observers", "傍聴", [(0, "0人")]),
    ]
    agenda, speeches = view.parts
    assert said(agenda.entries) == [("", "審議", [(0, "甲"), (0, "所管課 住民課"), (0, "資料 1")])]
    assert said(speeches.entries) == [("1 会長", "会長", [(0, "はい。")])]
    assert speeches.entries[0].marks == ("諮問第3・4号",)


def test_a_document_has_sheets_under_their_case_and_what_is_long_at_the_end():
    sheets = [RegisterSheet(kind="other", title=title, case=case) for title, case in (("票", 0), ("別票", None))]
    terms = ClauseSet(title="特記", kind="special_terms", case=0, clauses=[], spans=[])
    found = [
        Finding(code="mended", severity="info", message="一"),
        Finding(code="page_lost", severity="error", message="二"),
    ]
    source = Source(path="/tmp/a.pdf", sha256="0" * 64, media_type="application/pdf", page_count=1, pages=[])
    document = Document(
        source=source,
        ward="nerima",
        meeting=MEETING,
        cases=[CASE],
        registers=sheets,
        clause_sets=[terms],
        findings=found,
    )
    view = document_view(document)
    assert [(e.name, e.label, e.lines, e.code) for e in view.entries] == [
        ("file", "ファイル", ("a.pdf",), "/tmp/a.pdf"),
        ("ward", "区", ("練馬区",), "nerima"),
    ]
    assert [(e.label, e.lines) for e in view.summary] == [
        ("会議", ("第3回",)),
        ("読取り", ("1頁",)),
        ("内容", ("案件 1、記録票 2、条項集 1",)),
        ("要確認", ("誤り 1",)),
    ]
    assert [(part.name, part.title) for part in view.parts] == [
        ("meeting", "第3回"),
        ("case", "甲"),
        ("register", "別票"),
        ("speeches", ""),
        ("findings", ""),
    ]
    assert [part.name for part in view.parts[0].parts] == ["agenda"]
    assert [part.title for part in view.parts[1].parts][-2:] == ["票", "特記"]
    assert [(e.name, e.label, e.lines) for e in view.parts[-1].entries] == [
        ("error page_lost", "誤り", ("二",)),
        ("info mended", "参考", ("一",)),
    ]


def test_a_record_without_a_view():
    evidence = Evidence(text="紙", spans=[span(1)], additions=[])
    assert view_of(evidence) is None
    assert plain_fields(evidence) == [("text", "紙"), ("spans", [span(1)])]


def test_what_stands_below_an_entry_line_by_line():
    entry = Entry(lines=("一",), below=(Entry(label="甲", lines=("二", "三"), below=(Entry(lines=("四",)),)),))
    assert list(entry.outline()) == [(0, "一"), (0, "甲 二"), (0, "三"), (1, "四")]
