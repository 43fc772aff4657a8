"""A ward that does not exist, by a TOML file alone: its words, articles and numbering are those of no bundled mapping."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import Document, extract, load_ward
from kaigi_extract.wards import bundled_wards

WAKAKUSA = """\
id = "wakakusa"
name = "若草区"
councils = ["若草区情報のまもり会議"]

[[ordinances]]
id = "wakakusa-2001"
name = "若草区個人情報取扱条例"
since = 2001-04-01

[[articles]]
article = 9
paragraph = 2
category = "outsourcing"
words = ["仕事の引渡し"]

[[articles]]
article = 21
branches = [2]
category = "external_provision"
words = ["区の外への引渡し"]

[[titles]]
category = "outsourcing"
words = ["引き受けてもらう"]

[sheet]
heading = ["まもり会議付議書"]
outline = ["取組のあらまし"]
bases = ["よりどころ"]
material = ["別添"]
consultation = ["付議"]
report = ["お知らせ"]

[labels.cover]
title = ["案件"]
department = ["受持ち"]

[labels.outline]
business_name = ["取組の名"]
purpose = ["ねらい"]
subjects = ["相手となる区民"]
description = ["取組の中身"]

[labels.form]
title = ["案件"]
department = ["受持ち係"]
business_name = ["台帳の名"]
counterparty = ["頼む相手"]
data_items = ["渡す情報(だれの、何の)"]
media = ["渡す形"]
reason = ["頼むわけ"]
content = ["頼む仕事"]
periods = ["頼む期間"]
ward_safeguards = ["区のまもり"]
counterparty_safeguards = ["相手のまもり"]
attachments = ["添えるもの"]
"""

TITLE = "花苗配りの名簿づくりを引き受けてもらうことについて"
COVER = [
    "別添７",
    "まもり会議付議書",
    f"案件　{TITLE}",
    "【付議】",
    "若草区個人情報取扱条例第９条第２項（仕事の引渡し）",
    "【お知らせ】",
    "若草区個人情報取扱条例第二十一条の二（区の外への引渡し）",
    "（受持ち：みどり部花苗係）",
]
OUTLINE = [
    ("取組の名", "花苗配り"),
    ("ねらい", "道ばたの花を増やす。"),
    ("相手となる区民", "申し込んだ人"),
    ("取組の中身", "春と秋に花苗を配る。"),
]
FORM = [
    ("受持ち係", "みどり部花苗係"),
    ("台帳の名", "花苗申込台帳"),
    ("頼む相手", "たんぽぽ商会"),
    ("渡す情報（だれの、何の）", "１　対象者　申し込んだ人\n２　情報項目　氏名、住所、花の種類"),
    ("渡す形", "紙"),
    ("頼むわけ", "手が足りないため。"),
    ("頼む仕事", "名簿の清書"),
    ("頼む期間", "令和３年４月１日から令和３年９月３０日まで"),
    ("区のまもり", "１　名簿に番号を振る。\n２　受渡しを控える。"),
    ("相手のまもり", "１　写しを作らない。"),
    ("天気", "晴れ"),
]
CLAUSES = [
    "個人情報取扱特記事項",
    "（秘密を守ること）",
    "第１条　乙は、次の各号のことを守らなければならない。",
    "一　名簿を持ち出さないこと。",
    "二　名簿を写さないこと。",
    "（返すこと）",
    "第２条　乙は、仕事が済んだら名簿を甲に返さなければならない。",
]

X0, MIDDLE, X1 = 60.0, 200.0, 540.0
SIZE, LEADING = 11.0, 16.0


class Paper:
    """Draws lines and ruled tables on A4, from top to bottom."""

    def __init__(self) -> None:
        self.document = pymupdf.open()
        self.turn()

    def turn(self) -> None:
        self.page, self.y = self.document.new_page(width=595, height=842), 70.0

    def line(self, text: str, x: float = X0) -> None:
        self.page.insert_text((x, self.y), text, fontname="japan", fontsize=SIZE)
        self.y += LEADING

    def table(self, rows: list[tuple[str, str]]) -> None:
        for label, value in rows:
            top, values = self.y - 12, value.split("\n")
            bottom = top + LEADING * len(values) + 2
            self.page.draw_rect(pymupdf.Rect(X0, top, MIDDLE, bottom))
            self.page.draw_rect(pymupdf.Rect(MIDDLE, top, X1, bottom))
            self.page.insert_text((X0 + 4, self.y), label, fontname="japan", fontsize=SIZE)
            for text in values:
                self.line(text, MIDDLE + 4)
            self.y += 2
        self.y += LEADING


def as_pdf(folder: Path) -> Path:
    paper = Paper()
    for line in COVER:
        paper.line(line)
    paper.turn()
    paper.line("取組のあらまし")
    paper.table(OUTLINE)
    paper.turn()
    paper.line(f"案件　{TITLE}")
    paper.y += 6
    paper.table(FORM)
    paper.turn()
    for line in CLAUSES:
        paper.line(line)
    path = folder / "paper.pdf"
    path.write_bytes(paper.document.tobytes())
    return path


def as_text(folder: Path) -> Path:
    def rows(table: list[tuple[str, str]]) -> list[str]:
        return [f"{label}\t" + value.replace("\n", "\n\t") for label, value in table]

    lines = [*COVER, "", "取組のあらまし", *rows(OUTLINE), "", f"案件　{TITLE}", *rows(FORM), "", *CLAUSES]
    path = folder / "paper.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=[as_pdf, as_text], ids=["pdf", "text"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("wakakusa")
    mapping = folder / "wakakusa.toml"
    mapping.write_text(WAKAKUSA, encoding="utf-8")
    make: Callable[[Path], Path] = request.param
    return extract(make(folder), mapping=mapping)


class TestFullRecords:
    def test_cover(self, document: Document) -> None:
        assert (document.ward, len(document.cases)) == ("wakakusa", 1)
        case = document.cases[0]
        assert (case.title, case.department) == (TITLE, "みどり部花苗係")
        assert case.material == "7"
        assert case.category == "outsourcing"
        assert [
            (b.kind, b.ordinance_id, b.article, b.branches, b.paragraph, b.label, b.category) for b in case.bases
        ] == [
            ("consultation", "wakakusa-2001", 9, [], 2, "仕事の引渡し", "outsourcing"),
            ("report", "wakakusa-2001", 21, [2], None, "区の外への引渡し", "external_provision"),
        ]

    def test_outline(self, document: Document) -> None:
        outline = document.cases[0].outline
        assert outline is not None
        assert (outline.business_name, outline.purpose) == ("花苗配り", "道ばたの花を増やす。")
        assert (outline.subjects, outline.description) == ("申し込んだ人", "春と秋に花苗を配る。")
        assert outline.extra == []

    def test_form(self, document: Document) -> None:
        [form] = document.cases[0].forms
        assert (form.category, form.title, form.department) == ("outsourcing", TITLE, "みどり部花苗係")
        assert (form.business_name, form.media) == ("花苗申込台帳", "紙")
        assert (form.reason, form.content) == ("手が足りないため。", "名簿の清書")
        assert form.counterparty is not None
        assert form.counterparty.name == "たんぽぽ商会"
        assert form.data_items is not None
        assert form.data_items.subjects == "申し込んだ人"
        assert [item.text for item in form.data_items.items] == ["氏名", "住所", "花の種類"]
        assert [(p.start, p.end) for p in form.periods] == [(datetime.date(2021, 4, 1), datetime.date(2021, 9, 30))]
        assert [(m.number, m.text) for m in form.ward_safeguards] == [
            (1, "名簿に番号を振る。"),
            (2, "受渡しを控える。"),
        ]
        assert [(m.number, m.text) for m in form.counterparty_safeguards] == [(1, "写しを作らない。")]

    def test_what_the_mapping_does_not_know_is_kept_and_told(self, document: Document) -> None:
        [form] = document.cases[0].forms
        assert [(extra.label, extra.text) for extra in form.extra] == [("天気", "晴れ")]
        assert [f.record for f in document.findings if f.code == "unmapped_label"] == ["/cases/0/forms/0/extra/0"]

    def test_evidence_has_the_printed_label_and_a_place(self, document: Document) -> None:
        [form] = document.cases[0].forms
        found = form.evidence["data_items"]
        assert (found.label, len(found.spans)) == ("渡す情報（だれの、何の）", 2)
        assert found.text == "１　対象者　申し込んだ人\n２　情報項目　氏名、住所、花の種類"

    def test_clauses_with_kanji_items(self, document: Document) -> None:
        [clauses] = document.clause_sets
        assert (clauses.title, clauses.kind, clauses.case) == ("個人情報取扱特記事項", "special_terms", 0)
        assert [(c.number, c.label, c.heading) for c in clauses.clauses] == [
            (1, "第１条", "秘密を守ること"),
            (2, "第２条", "返すこと"),
        ]
        assert [(item.label, item.number, item.text) for item in clauses.clauses[0].items] == [
            ("一", 1, "名簿を持ち出さないこと。"),
            ("二", 2, "名簿を写さないこと。"),
        ]


def test_its_words_are_those_of_no_bundled_ward(tmp_path: Path) -> None:
    mapping = tmp_path / "wakakusa.toml"
    mapping.write_text(WAKAKUSA, encoding="utf-8")
    ward = load_ward(mapping)
    mine = set(ward.known_labels())
    assert len(mine) == 18
    for known in bundled_wards():
        assert mine.isdisjoint(known.known_labels())
        articles = {(a.article, tuple(a.branches), a.category) for a in known.articles}
        assert articles.isdisjoint((a.article, tuple(a.branches), a.category) for a in ward.articles)
        assert set(known.sheet.heading).isdisjoint(ward.sheet.heading)


def test_without_the_mapping_general_words_read_it(tmp_path: Path) -> None:
    document = extract(as_pdf(tmp_path))
    assert (document.ward, document.mapping and document.mapping.origin) == (None, "general")
    (case,) = document.cases
    (form,) = case.forms
    assert (case.title, case.forms[0].department) == (TITLE, "みどり部花苗係")
    assert {one.label: name for name, one in form.evidence.items()} == {
        "案件": "title",
        "受持ち係": "department",
        "台帳の名": "business_name",
        "頼む相手": "counterparty",
        "渡す情報（だれの、何の）": "data_items",
        "渡す形": "media",
        "頼むわけ": "reason",
        "頼む仕事": "content",
        "頼む期間": "periods",
        "区のまもり": "ward_safeguards",
        "相手のまもり": "counterparty_safeguards",
    }
    assert [(extra.label, extra.text) for extra in form.extra] == [("天気", "晴れ")]
