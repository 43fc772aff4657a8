"""The form of a case and 事業の概要: labels, values, notes, what is new."""

from __future__ import annotations

import datetime

import pytest

from kaigi_extract.findings import Findings
from kaigi_extract.layout.passages import unwrap_lines
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.sheet.form import label_of, note_of, read_form
from kaigi_extract.records import CaseForm, Document
from kaigi_extract.wards import Vocabulary, bundled_wards
from tests.typeset import arranged, lines_of, page, pages, read, reading

FORM = """
件名　古紙回収の委託について
+===+
|保有課（担当課）                  |資源課                              |
+===+
|登録業務の名称                    |資源の回収に関する事務              |
+===+
|委　託　先                        |株式会社なかよし商会                |
+===+
|委託に伴い事業者に処理させる情報項|１　古紙を出す者に係る情報項目      |
|目（だれの、どのような項目か）    |氏名、住所、電話番号（携帯電話を含む|
|                                  |。）等                              |
+===+
|処理させる情報項目の記録媒体      |紙                                  |
+===+
|委託理由                          |設備を持つ事業者に任せるため        |
+===+
|委託の内容                        |１　古紙の回収                      |
|                                  |２　古紙の選別                      |
+===+
|委託の開始時期及び期限            |平成２６年４月１日から平成２７年３月|
|                                  |31 日まで（以降継続）               |
+===+
|委託にあたり区が行う情報保護対策  |【運用上の対策】                    |
|                                  |１　契約に特記事項を付ける。        |
|                                  |２　受領書を取る。                  |
|                                  |３　年に１回、立入検査を行う。      |
+===+
|受託事業者に行わせる情報保護対策  |１　鍵の掛かる棚に納めさせる。      |
+===+
""".replace("===", f"{'-' * 34}+{'-' * 36}")


def form_of(document: Document) -> CaseForm:
    (case,) = document.cases
    (form,) = case.forms
    return form


class TestForm:
    form = form_of(read(FORM))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("title", "古紙回収の委託について"),
            ("category", "outsourcing"),
            ("department", "資源課"),
            ("business_name", "資源の回収に関する事務"),
            ("media", "紙"),
            ("reason", "設備を持つ事業者に任せるため"),
            ("content", "1 古紙の回収\n2 古紙の選別"),
            ("current_handling", None),
            ("attachments", []),
            ("extra", []),
        ],
    )
    def test_values(self, name: str, value: object) -> None:
        assert getattr(self.form, name) == value

    def test_labels(self) -> None:
        assert {name: evidence.label for name, evidence in self.form.evidence.items()} == {
            "title": "件名",
            "department": "保有課（担当課）",
            "business_name": "登録業務の名称",
            "counterparty": "委託先",
            "data_items": "委託に伴い事業者に処理させる情報項目（だれの、どのような項目か）",
            "media": "処理させる情報項目の記録媒体",
            "reason": "委託理由",
            "content": "委託の内容",
            "periods": "委託の開始時期及び期限",
            "ward_safeguards": "委託にあたり区が行う情報保護対策",
            "counterparty_safeguards": "受託事業者に行わせる情報保護対策",
        }

    def test_counterparty(self) -> None:
        assert self.form.counterparty is not None
        assert (self.form.counterparty.name, self.form.counterparty.undecided) == ("株式会社なかよし商会", False)

    def test_data_items(self) -> None:
        assert self.form.data_items is not None
        assert [item.text for item in self.form.data_items.items] == ["氏名", "住所", "電話番号(携帯電話を含む。)"]
        assert (self.form.data_items.open, self.form.data_items.groups) == (True, ["古紙を出す者に係る情報項目"])

    def test_periods(self) -> None:
        (period,) = self.form.periods
        assert (period.start, period.end) == (datetime.date(2014, 4, 1), datetime.date(2015, 3, 31))
        assert (period.open_ended, period.text) == (True, "平成２６年４月１日から平成２７年３月31 日まで（以降継続）")

    def test_measures(self) -> None:
        assert [(measure.group, measure.number, measure.text) for measure in self.form.ward_safeguards] == [
            ("運用上の対策", 1, "契約に特記事項を付ける。"),
            ("運用上の対策", 2, "受領書を取る。"),
            ("運用上の対策", 3, "年に１回、立入検査を行う。"),
        ]
        assert [measure.group for measure in self.form.counterparty_safeguards] == [None]


SIMPLE = """
件名　古紙回収の委託について
+----------------------+------------------------+
|保有課（担当課）      |資源課                  |
+----------------------+------------------------+
{rows}
"""


def simple(*rows: str) -> Document:
    return read(
        SIMPLE.format(rows="\n+----------------------+------------------------+\n".join([*rows, ""]).strip("\n"))
    )


class TestLabels:
    def test_unknown(self) -> None:
        document = simple(
            "|委託理由              |任せるため              |", "|備考                  |特になし                |"
        )
        form = form_of(document)
        assert form.reason == "任せるため"
        assert [(extra.label, extra.text) for extra in form.extra] == [("備考", "特になし")]
        (finding,) = [finding for finding in document.findings if finding.code == "unmapped_label"]
        assert (finding.record, "備考" in finding.message, len(finding.spans)) == ("/cases/0/forms/0/extra/0", True, 1)

    def test_note(self) -> None:
        form = form_of(
            simple(
                "|委託理由              |任せるため              |\n|※下線部は今回追加    |                        |"
            )
        )
        assert (form.evidence["reason"].label, form.evidence["reason"].note) == ("委託理由", "下線部は今回追加")

    def test_numbered(self) -> None:
        form = form_of(simple("|１　委託理由          |任せるため              |"))
        assert (form.reason, form.evidence["reason"].label) == ("任せるため", "委託理由")

    def test_footnote_mark(self) -> None:
        form = form_of(simple("|委託理由※2           |任せるため              |"))
        assert (form.reason, form.evidence["reason"].label) == ("任せるため", "委託理由")

    def test_empty_value(self) -> None:
        form = form_of(
            simple(
                "|委託理由              |                        |", "|委託の内容            |回収                    |"
            )
        )
        assert (form.reason, form.content) == (None, "回収")

    def test_two_pairs_in_a_row(self) -> None:
        document = read(
            "件名　古紙回収の委託について\n"
            "+------------------+--------+------------+----------+\n"
            "|保有課（担当課）  |資源課  |委託先      |なかよし  |\n"
            "+------------------+--------+------------+----------+\n"
            "|委託の内容        |回収及び選別                    |\n"
            "+------------------+--------------------------------+"
        )
        form = form_of(document)
        assert (form.department, form.evidence["counterparty"].text, form.content) == (
            "資源課",
            "なかよし",
            "回収及び選別",
        )

    def test_two_pairs_in_a_row_of_which_the_second_goes_on(self) -> None:
        document = read(
            "件名　古紙回収の委託について\n"
            "+------------------+--------+------------+----------+\n"
            "|保有課（担当課）  |資源課  |委託の内容  |回収      |\n"
            "|                  |        |            +----------+\n"
            "|                  |        |            |選別      |\n"
            "+------------------+--------+------------+----------+\n"
            "|委託先            |なかよし                        |\n"
            "+------------------+--------------------------------+"
        )
        form = form_of(document)
        assert (form.department, form.content, form.evidence["counterparty"].text) == (
            "資源課",
            "回収\n選別",
            "なかよし",
        )

    def test_a_label_over_two_rows(self) -> None:
        form = form_of(
            simple(
                "|委託の内容            |古紙の回収              |\n|                      +------------------------+\n|                      |古紙の選別              |"
            )
        )
        assert form.content == "古紙の回収\n古紙の選別"


LABELS: dict[str, tuple[str, str, str | None]] = {
    "plain": ("委託理由", "委託理由", None),
    "letter-spaced": ("委　託　先", "委託先", None),
    "a number": ("１　件　　名", "件名", None),
    "a number in brackets": ("(1) 件名", "件名", None),
    "a circled number": ("①件名", "件名", None),
    "a footnote mark": ("委託先※6", "委託先", None),
    "a note": ("委託先\n※太字は今回追加", "委託先", "太字は今回追加"),
    "remarks in brackets": ("情報項目\n（だれの、どのような項目か）", "情報項目（だれの、どのような項目か）", None),
    "a colon": ("委託先：", "委託先", None),
}


@pytest.mark.parametrize(("text", "label", "note"), LABELS.values(), ids=LABELS)
def test_label_and_note(text: str, label: str, note: str | None) -> None:
    passage = unwrap_lines(lines_of(text), 60 + 30 * 10)
    assert (label_of(passage), note_of(passage)) == (label, note)


OUTLINE = """
事業の概要
+------------+------------------------------+
|事 業 名    |古紙の回収                    |
+------------+------------------------------+
|担 当 課    |資源課                        |
+------------+------------------------------+
|目　　的    |資源を生かす。                |
+------------+------------------------------+
|対 象 者    |区民                          |
+------------+------------------------------+
|事業内容    |１　回収                      |
|            |２　選別                      |
+------------+------------------------------+
"""


def test_outline() -> None:
    (case,) = read(OUTLINE, FORM).cases
    assert case.outline is not None
    assert case.outline.model_dump(exclude={"evidence"}) == {
        "business_name": "古紙の回収",
        "department": "資源課",
        "purpose": "資源を生かす。",
        "subjects": "区民",
        "description": "1 回収\n2 選別",
        "extra": [],
    }
    assert len(case.forms) == 1


def test_two_papers_without_their_covers() -> None:
    """A second 事業の概要 begins a case of its own; its title is that of its form."""
    papers = [OUTLINE, FORM]
    cases = read(*papers, *[art.replace("古紙", "古布") for art in papers]).cases
    assert [(case.title, case.outline.business_name if case.outline else None, len(case.forms)) for case in cases] == [
        ("古紙回収の委託について", "古紙の回収", 1),
        ("古布回収の委託について", "古布の回収", 1),
    ]


def test_two_forms_on_two_pages() -> None:
    """The same columns and labels: two forms, not one."""
    (case,) = read(FORM, FORM.replace("古紙", "古布")).cases
    assert [form.title for form in case.forms] == ["古紙回収の委託について", "古布回収の委託について"]
    assert [form.content for form in case.forms] == ["1 古紙の回収\n2 古紙の選別", "1 古布の回収\n2 古布の選別"]


def test_two_forms_on_one_page() -> None:
    one = "\n".join(FORM.strip("\n").split("\n")[:8])
    (case,) = read(f"{one}\n\n{one.replace('古紙', '古布')}").cases
    assert [(form.title, form.department) for form in case.forms] == [
        ("古紙回収の委託について", "資源課"),
        ("古布回収の委託について", "資源課"),
    ]


def test_a_title_of_two_lines() -> None:
    form = form_of(
        read(
            FORM.replace(
                "件名　古紙回収の委託について", "件名　区内の集積所に出された古紙及び古布の\n　　　回収の委託について"
            )
        )
    )
    assert form.title == "区内の集積所に出された古紙及び古布の回収の委託について"


def test_linkage_by_the_title() -> None:
    assert form_of(read(FORM.replace("古紙回収の委託", "電子計算機との結合"))).category == "linkage"


def numbered(art: str) -> str:
    """The form with the numbers of its rows in a column of their own."""
    rows, number = [], 0
    for row in art.strip("\n").split("\n"):
        if row.startswith("+"):
            rows.append("+----" + row)
        elif not row.startswith("|"):
            rows.append(row)
        else:
            number += rows[-1].startswith("+")
            rows.append(f"|{number if rows[-1].startswith('+') else '':<4}{row}")
    return "\n".join(rows)


def test_row_numbers_in_a_column_of_their_own() -> None:
    found, usual = form_of(read(numbered(FORM))), form_of(read(FORM))
    values, wanted = ({k: (e.label, e.text) for k, e in form.evidence.items()} for form in (found, usual))
    assert values == wanted


def test_row_numbers_before_a_label_that_no_mapping_knows() -> None:
    form = form_of(read(numbered(FORM.replace("処理させる情報項目の記録媒体", "集めた後に積む倉庫の置き場所"))))
    assert [(one.label, one.text) for one in form.extra] == [("集めた後に積む倉庫の置き場所", "紙")]


@pytest.mark.parametrize(
    ("title", "category", "because"),
    [
        ("古紙回収の委託について", "outsourcing", "the title says 委託"),
        ("古紙回収について", "linkage", "no word of the form's title is known: as the case"),
    ],
)
def test_why_a_form_has_its_category(title: str, category: str, because: str) -> None:
    """By its own title; by the case, here one of 電算結合, where that says nothing."""
    (ward,) = (ward for ward in bundled_wards() if ward.id == "shinjuku")
    findings = Findings()
    items = arranged(pages(FORM.replace("古紙回収の委託について", title)), Vocabulary([ward]).knows).items
    form = read_form(Part("form", [*items]), ward, reading(ward, findings), "linkage", findings.at("/form"))
    reason = findings.reasons["/form/category"]
    assert (form.category, reason.value, reason.because) == (category, category, because)


@pytest.mark.parametrize(
    ("first", "above", "in_label", "added"),
    [
        ("", "※太字は今回追加したものです。", "", ["任せるため"]),
        ("今回の追加は太字で示した。変更はない。", "", "", []),
        ("", "※委託先は予定である。", "", []),
        ("", "", "※太字は今回追加      ", ["任せるため"]),
        ("", "", "※今年度から          ", []),
        ("", "", "", []),
    ],
)
def test_what_is_bold_is_new_where_a_note_says_so(first: str, above: str, in_label: str, added: list[str]) -> None:
    """The note is above the table and begins with ※, or is in the cell of a label."""
    rows = "|委託理由              |任せるため              |\n" + f"|{in_label}|{' ' * 24}|\n" * bool(in_label)
    art = SIMPLE.format(rows=f"{rows}+----------------------+------------------------+")
    title = "件名　古紙回収の委託について"
    made = page(art.replace(title, "\n".join(filter(None, [first, title, above]))))
    for run in made.runs:
        run.bold = run.text == "任せるため"
    form = form_of(read(made))
    assert (form.title, form.evidence["reason"].additions) == ("古紙回収の委託について", added)


def test_a_titled_form_of_labels_that_are_mostly_unknown() -> None:
    unknown = [("処理させる情報項目の記録媒体", "運ぶ車の台数"), ("委託理由", "倉庫"), ("委託の内容  ", "束の大きさ  ")]
    unknown += [("委託にあたり区が行う情報保護対策", "区が貸す道具"), ("登録業務の名称", "業務の略称")]
    unknown += [("受託事業者に行わせる情報保護対策", "持参する道具"), ("委託の開始時期及び期限", "集める曜日")]
    art = FORM
    for known, other in unknown:
        art = art.replace(known, other.ljust(len(known), "　"))
    form = form_of(read(OUTLINE, art))
    assert (form.title, form.department) == ("古紙回収の委託について", "資源課")
    assert [one.label for one in form.extra][:2] == ["業務の略称", "運ぶ車の台数"]


def test_an_outline_without_its_table() -> None:
    """Its heading stands alone, as where the table is a picture."""
    document = read("事業の概要\n\n次の図のとおりである。")
    assert document.cases[0].outline is not None
    assert document.cases[0].outline.purpose is None


TITLES_ABOVE: dict[str, tuple[str, ...]] = {
    "a number at the margin": ("諮問第５号", "　　　　　　　　古紙回収の委託について"),
    "two lines": ("古紙回収の委託につ", "いて"),
    "two lines, the second one farther left": ("　　　　　　　古紙回収の", "　　委託について"),
}


@pytest.mark.parametrize("lines", TITLES_ABOVE.values(), ids=TITLES_ABOVE)
def test_the_lines_of_a_title_stand_over_each_other(lines: tuple[str, ...]) -> None:
    """All are of one size here, as a scan may make them."""
    table = FORM.strip().split("\n", 1)[1]
    document = read("\n".join([*lines, "（新宿区個人情報保護条例第14条第1項関係）", table]))
    assert [case.title for case in document.cases] == ["古紙回収の委託について"]
