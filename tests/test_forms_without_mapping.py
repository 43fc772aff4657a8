"""Forms whose labels no mapping knows: five invented bodies in the dress of eight tools, and papers that are no case."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import Document, extract
from kaigi_extract.text import squeeze
from tests.composed_forms import FORMATS, Pages, Rows

BODIES = {
    "minamo": (
        ["資料３", "みなも市情報公開・個人情報保護審議会\u3000諮問事項", "学校給食の献立配信業務の委託について"],
        [
            ("案件名", "学校給食の献立配信業務の委託について", "title"),
            ("担当部署", "教育部学校給食課", "department"),
            ("根拠規定", "みなも市個人情報保護条例第11条第1項", "bases"),
            ("対象業務", "学校給食運営業務", "business_name"),
            ("委託する相手方", "株式会社ほしぞらシステム", "counterparty"),
            ("取り扱う情報の内容", "児童の氏名、学年、保護者の電話番号", "data_items"),
            ("記録媒体の種類", "電子データ", "media"),
            ("委託を必要とする理由", "献立を早く知らせるため。", "reason"),
            ("業務の概要", "献立の作成及び配信", "content"),
            ("契約の期間", "令和3年4月1日から令和4年3月31日まで", "periods"),
            (
                "市が講ずる安全管理措置",
                "１\u3000特記事項を契約に付ける。\n２\u3000年に一度、検査を行う。",
                "ward_safeguards",
            ),
            (
                "受託者に求める安全管理措置",
                "１\u3000記録を持ち出さないこと。\n２\u3000作業の場所を限ること。",
                "counterparty_safeguards",
            ),
            ("添付書類", "業務の流れの図", "attachments"),
        ],
        [],
    ),
    "tateyuki": (
        ["館雪町個人情報保護審査会付議書", "（館雪町個人情報の保護に関する条例第９条第２項第４号関係）"],
        [
            ("付議案件", "道の駅の出荷者名簿の外部提供について", "title"),
            ("主務課", "産業課", "department"),
            ("事務の名称", "道の駅運営事務", "business_name"),
            ("提供を受ける者", "館雪町観光協会", "counterparty"),
            ("提供する個人情報の範囲", "出荷者の氏名、屋号、電話番号", "data_items"),
            ("受渡しの形態", "紙", "media"),
            ("提供を必要とする事由", "品ぞろえの案内を共同で行うため。", "reason"),
            ("提供の方法", "年に二回、名簿を手渡す。", "content"),
            ("現在の取扱い", "町が案内を作り、協会に渡している。", "current_handling"),
            ("提供を始める時期", "令和2年7月1日", "periods"),
            ("町の保護措置", "１\u3000受領書を取る。", "ward_safeguards"),
            ("提供先の保護措置", "１\u3000鍵の掛かる棚に納める。", "counterparty_safeguards"),
            ("関係資料", "覚書の案", "attachments"),
        ],
        ["以上"],
    ),
    "kaiho": (
        ["海穂県個人情報保護審議会資料", "諮問第12号"],
        [
            ("議題", "防災メール配信システムの外部結合について", "title"),
            ("所管部局", "危機管理部防災課", "department"),
            ("法令の根拠", "海穂県個人情報保護条例第８条第１項", "bases"),
            ("諮問の種別", "☑オンライン結合\u3000□目的外利用\u3000□外部提供", "category"),
            ("登録業務", "防災情報配信業務", "business_name"),
            ("接続先", "一般財団法人みさき情報機構", "counterparty"),
            ("やり取りするデータ項目", "電子メールアドレス、地区名、登録年月日", "data_items"),
            ("接続のねらい", "災害の情報を速く届けるため。", "reason"),
            ("接続の形態", "専用の回線で結ぶ。", "content"),
            ("従来の方法", "電話で知らせていた。", "current_handling"),
            ("接続開始予定日", "令和4年6月上旬", "periods"),
            ("県のセキュリティ対策", "１\u3000利用者を限る。\n２\u3000記録を残す。", "ward_safeguards"),
            ("接続先のセキュリティ対策", "１\u3000通信を暗号化する。", "counterparty_safeguards"),
            ("参考資料", "構成図", "attachments"),
        ],
        [],
    ),
    "hinoki": (
        ["ひのき村個人情報保護委員会\u3000付議案"],
        [
            ("付議の題", "見守りカメラの画像の提供", "title"),
            ("起案係", "総務係", "department"),
            ("決まりの条", "ひのき村個人情報保護条例第8条", "bases"),
            ("もとの仕事", "防犯事務", "business_name"),
            ("提供の相手先", "ひのき警察署", "counterparty"),
            ("提供するもの", "カメラの画像、撮影の日時", "data_items"),
            ("なぜ必要か", "捜査に協力するため。", "reason"),
            ("提供のしかた", "画像を複写して渡す。", "content"),
            ("提供するとき", "令和4年4月1日から", "periods"),
            ("村の守りごと", "１\u3000受領書を取る。", "ward_safeguards"),
            ("相手の守りごと", "１\u3000捜査の後に消す。", "counterparty_safeguards"),
            ("つけるもの", "協定の案", "attachments"),
        ],
        [],
    ),
    "nagisa": (
        ["公益財団法人なぎさ文化公社\u3000個人情報保護審査会\u3000審査事項"],
        [
            ("案件名称", "会員証発行業務の外注", "title"),
            ("主管", "事業課会員係", "department"),
            ("規程の条項", "公社個人情報保護規程第9条", "bases"),
            ("関連業務名", "友の会運営業務", "business_name"),
            ("外注先", "株式会社しおさいプリント", "counterparty"),
            ("外注先に預ける情報", "会員の氏名、会員番号", "data_items"),
            ("預け方（媒体）", "USBメモリ", "media"),
            ("外注の理由", "発行機がないため。", "reason"),
            ("外注する内容", "会員証の印字", "content"),
            ("これまでの方法", "職員が手で書いていた。", "current_handling"),
            ("外注期間", "令和5年5月1日から令和6年4月30日まで", "periods"),
            ("公社側の対策", "１\u3000番号で管理する。", "ward_safeguards"),
            ("外注先側の対策", "１\u3000専用の部屋で行う。", "counterparty_safeguards"),
            ("添付物", "見本", "attachments"),
        ],
        [],
    ),
}
"""Lines above, rows of (label, value, field), lines below. "extra" are labels that mean none."""


def read(folder: Path, form: str, above: list[str], rows: Rows, below: list[str]) -> Document:
    path = folder / form
    FORMATS[form](path, above, rows, below)
    return extract(path)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", BODIES)
def test_fields_of_bodies_that_no_mapping_knows(tmp_path: Path, name: str, form: str) -> None:
    above, rows, below = BODIES[name]
    document = read(tmp_path, form, above, [(label, value) for label, value, _ in rows], below)
    (case,) = document.cases
    (found,) = case.forms
    fields = {squeeze(one.label or ""): (name, one) for name, one in found.evidence.items()}
    placed = 0
    for label, value, field in rows:
        at, evidence = fields.get(squeeze(label), (None, None))
        if field == "bases":
            placed += bool(case.bases)
        elif field == "category":
            placed += case.category == "linkage"
        elif at == field:
            assert evidence is not None
            placed += squeeze(evidence.text) == squeeze(value)
        else:
            assert at is None or (evidence is not None and (evidence.confidence or 0) < 0.8), (label, at)
            placed += field == "extra" and squeeze(label) in {one.label for one in found.extra}
    assert placed >= 0.9 * len(rows)


def test_what_rests_on_general_words_is_told(tmp_path: Path) -> None:
    above, rows, below = BODIES["hinoki"]
    document = read(tmp_path, "word.docx", above, [(label, value) for label, value, _ in rows], below)
    form = document.cases[0].forms[0]
    assert document.mapping is not None
    assert (document.mapping.ward, document.mapping.origin) == (None, "general")
    assert "the heading is ひのき村個人情報保護委員会付議案" in document.mapping.reasons[0].because
    assert document.mapping.confidence == 0.78
    told = {one.record for one in document.findings if one.code == "mapping_general"}
    assert {f"/cases/0/forms/0/{name}" for name in form.evidence} <= told
    assert (form.evidence["data_items"].label, form.evidence["data_items"].confidence) == ("提供するもの", 0.86)


def test_a_label_that_means_nothing_stays_in_extra(tmp_path: Path) -> None:
    above, rows, below = BODIES["minamo"]
    more = [*[(label, value) for label, value, _ in rows], ("備考", "令和５年４月１日"), ("天候", "晴れ")]
    document = read(tmp_path, "word.docx", above, more, below)
    assert [(one.label, one.text) for one in document.cases[0].forms[0].extra] == [
        ("備考", "令和５年４月１日"),
        ("天候", "晴れ"),
    ]
    assert [one.record for one in document.findings if one.code == "unmapped_label"] == [
        "/cases/0/forms/0/extra/0",
        "/cases/0/forms/0/extra/1",
    ]


CAMERAS = (
    ["防犯カメラの運用状況報告書", "みなも市個人情報保護審議会　御中"],
    [
        ("担当課", "港湾課"),
        ("設置目的", "渡し船の盗難を防ぐため"),
        ("設置場所", "渡し場の入口"),
        ("設置台数", "二台"),
        ("撮影範囲", "渡し場の内側"),
        ("画像の保存期間", "七日"),
        ("管理責任者", "港湾課長"),
    ],
)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_of_cameras(tmp_path: Path, form: str) -> None:
    """Most labels mean no field, and two are those of registers and minutes: they are what such papers print."""
    (case,) = read(tmp_path, form, *CAMERAS, []).cases
    assert (case.title, case.categories, case.department) == ("防犯カメラの運用状況報告書", ["camera"], "港湾課")
    assert [(one.label, one.text) for one in case.forms[0].extra] == CAMERAS[1][2:]


@pytest.mark.parametrize("title", ["花壇の運用状況報告書", "防犯カメラの購入に係る入札公告（審議会室）"])
def test_labels_of_papers_about_another_thing_are_no_sign(tmp_path: Path, title: str) -> None:
    assert read(tmp_path, "word.docx", [title, CAMERAS[0][1]], CAMERAS[1], []).cases == []


BASES = [
    # lines above, kind, ordinance, article, paragraph
    (["諮問事項", "（かすみ市個人情報保護条例第８条第２項関係）"], "consultation", "かすみ市個人情報保護条例", 8, 2),
    (
        ["報告事項", "かすみ市個人情報保護条例第９条の規定により報告する。"],
        "report",
        "かすみ市個人情報保護条例",
        9,
        None,
    ),
    (
        ["個人情報の保護に関する法律第６９条第２項の規定に基づき諮問する事項"],
        "consultation",
        "個人情報の保護に関する法律",
        69,
        2,
    ),
]
FEW = [
    ("件名", "鍵の管理の委託について"),
    ("担当", "公園課"),
    ("委託先", "株式会社みどり"),
    ("扱う個人情報", "氏名、住所"),
    ("期間", "令和４年４月１日から"),
]


def test_a_label_that_is_not_known_may_be_set_apart(tmp_path: Path) -> None:
    """As far from each other as its last is from the value: 備　　考　　…"""
    rows = [
        "花壇の名簿の外部委託に係る個人情報の取扱いについて（報告）", "", "件　　名　　花壇の名簿の封入の委託", "所 管 課　　公園課",
        "委託期間　　令和２年４月１日～令和３年３月３１日", "委 託 先　　株式会社さわらび印刷", "個人情報の項目", "　　　　　　氏名、住所",
        "記録媒体　　ＤＶＤ－Ｒ", "委託先における保護措置", "　　　　　　１　作業場所は施錠できる部屋とする。", "備　　考　　昨年度と同じ",
    ]  # fmt: skip
    path = tmp_path / "form.txt"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    pages = Pages()
    for row in rows:
        pages.line(row)
    pages.document.save(tmp_path / "form.pdf")
    for each in (path, tmp_path / "form.pdf"):
        (case,) = extract(each).cases
        assert [(one.label, one.text) for one in case.forms[0].extra] == [("備考", "昨年度と同じ")]
        assert [one.text for one in case.forms[0].data_items.items] == ["氏名", "住所"]


@pytest.mark.parametrize(("above", "kind", "ordinance", "article", "paragraph"), BASES)
def test_bases_in_a_sentence_or_in_brackets(tmp_path, above, kind, ordinance, article, paragraph) -> None:
    (case,) = read(tmp_path, "word.docx", above, FEW, []).cases
    assert [(one.kind, one.ordinance, one.article, one.paragraph) for one in case.bases] == [
        (kind, ordinance, article, paragraph)
    ]


@pytest.mark.parametrize(
    ("ticks", "category", "kind"),
    [
        ("☑委託　□結合　□目的外利用", "outsourcing", None),
        ("□委託　☑オンライン結合　□目的外利用", "linkage", None),
        ("■諮問　□報告", "outsourcing", "consultation"),
        ("□諮問　■報告", "outsourcing", "report"),
    ],
)
def test_ticks_say_what_a_case_is_about(tmp_path, ticks, category, kind) -> None:
    rows = [*FEW, ("区分", ticks), ("根拠", "かすみ市個人情報保護条例第８条")]
    (case,) = read(tmp_path, "word.docx", ["個人情報保護審議会資料"], rows, []).cases
    assert (case.category, case.bases[0].kind) == (category, kind)


def test_a_department_in_a_line_below(tmp_path) -> None:
    rows = [row for row in FEW if row[0] != "担当"]
    (case,) = read(tmp_path, "word.docx", ["諮問事項"], rows, ["（担当部署：環境部公園課）"]).cases
    assert case.department == "環境部公園課"


def test_cells_that_bring_their_own_label(tmp_path) -> None:
    """A cell under 【意見】 beside a value; a second pair in a row, whose label nobody knows."""
    rows = [
        *(f"<tr><td>{label}</td><td colspan=3>{value}</td></tr>" for label, value in FEW),
        "<tr><td>委託の理由</td><td colspan=2>人手が足りないため</td><td>【意見】<br>承認</td></tr>",
        "<tr><td>受付番号</td><td>第７号</td><td>受付の日</td><td>令和5年11月10日</td></tr>",
    ]
    path = tmp_path / "a.html"
    path.write_text(f"<h1>諮問事項</h1><table border=1>{''.join(rows)}</table>", encoding="utf-8")
    (form,) = extract(path).cases[0].forms
    assert form.reason == "人手が足りないため"
    assert [(one.label, one.text) for one in form.extra] == [
        ("意見", "承認"),
        ("受付番号", "第７号"),
        ("受付の日", "令和5年11月10日"),
    ]


@pytest.mark.parametrize("first", ["名称", "所在"])
def test_a_label_beside_others_is_that_of_what_names_it(tmp_path, first) -> None:
    """It had no value, and was read as that of 委託先; 名称 was a label of its own, which says of nothing what it is."""
    second = {"名称": "所在", "所在": "名称"}[first]
    value = {"名称": "株式会社みどり", "所在": "かすみ市東町"}
    rows = [
        "<tr><td colspan=2>件名</td><td>鍵の管理の委託について</td></tr>",
        f"<tr><td rowspan=3>委託先</td><td>{first}</td><td>{value[first]}</td></tr>",
        f"<tr><td>{second}</td><td>{value[second]}</td></tr>",
        "<tr><td>委託期間</td><td>令和4年4月1日から令和5年3月31日まで</td></tr>",
        "<tr><td colspan=2>取り扱う個人情報</td><td>氏名、住所</td></tr>",
        "<tr><td colspan=2>担当課</td><td>公園課</td></tr>",
    ]
    path = tmp_path / "a.html"
    path.write_text(f"<h1>諮問事項</h1><table border=1>{''.join(rows)}</table>", encoding="utf-8")
    (form,) = extract(path).cases[0].forms
    assert form.counterparty is not None
    assert (form.counterparty.name, form.evidence["counterparty"].label) == ("株式会社みどり", "委託先・名称")
    assert [str(one.end) for one in form.periods] == ["2023-03-31"]
    assert [(one.label, one.text) for one in form.extra] == [("所在", "かすみ市東町")]


@pytest.mark.parametrize(
    ("above", "count"), [("諮問第５８号　鍵の管理", 1), ("諮問事項２　鍵の管理", 1), ("鍵の管理", 0)]
)
def test_a_number_with_its_title_heads_a_paper(tmp_path, above, count) -> None:
    """Without a title that says what it is about, such a sheet was none: the letter's list above had its case alone."""
    rows = [
        ("所管課", "公園課"),
        ("利用する課", "各課"),
        ("利用する項目", "氏名、住所"),
        ("理由", "手間が掛かるため"),
        ("保存期間", "３年"),
        ("安全確保の措置", "鍵を掛ける。"),
    ]
    assert len(read(tmp_path, "word.docx", [above], rows, []).cases) == count


def test_labels_above_their_values_in_tables_of_one_column_and_of_two(tmp_path) -> None:
    """委託期間 was who it is entrusted to, and the title a label without a value."""
    columns = {"件名": "鍵の管理の委託について", "委託の理由": "人手が足りないため", "取り扱う個人情報": "氏名、住所"}
    one = "".join(f"<tr><td>{label}</td></tr><tr><td>{value}</td></tr>" for label, value in columns.items())
    two = "<tr><td>委託先</td><td>委託期間</td></tr><tr><td>株式会社みどり</td><td>令和4年4月1日～令和5年3月31日</td></tr>"
    path = tmp_path / "a.html"
    path.write_text(f"<h1>諮問事項</h1><table border=1>{one}</table><table border=1>{two}</table>", encoding="utf-8")
    (case,) = extract(path).cases
    (form,) = case.forms
    assert form.counterparty is not None
    assert form.data_items is not None
    assert (case.title, form.reason, form.counterparty.name) == (*list(columns.values())[:2], "株式会社みどり")
    assert [item.text for item in form.data_items.items] == ["氏名", "住所"]
    assert [str(one.end) for one in form.periods] == ["2023-03-31"]
    assert form.extra == []


@pytest.mark.parametrize("head", ["項目", "変更事項"])
def test_what_was_is_kept_beside_what_is(tmp_path, head) -> None:
    """Both were the value: what is handled was counted twice, and the measures of before were the group of those after."""
    rows = [
        "<tr><td>件名</td><td colspan=2>鍵の管理の委託について</td></tr><tr><td>担当課</td><td colspan=2>公園課</td></tr>",
        f"<tr><td>{head}</td><td>変更前</td><td>変更後</td></tr>",
        "<tr><td>取り扱う個人情報</td><td>氏名</td><td>氏名、住所</td></tr>",
        "<tr><td>個人情報の保護</td><td>鍵を掛ける。</td><td>鍵を二つ掛ける。</td></tr>",
        "<tr><td>委託先</td><td colspan=2>株式会社みどり</td></tr>",
    ]
    path = tmp_path / "a.html"
    path.write_text(f"<h1>諮問事項</h1><table border=1>{''.join(rows)}</table>", encoding="utf-8")
    (form,) = extract(path).cases[0].forms
    assert form.data_items is not None
    assert [item.text for item in form.data_items.items] == ["氏名", "住所"]
    assert [(one.group, one.text) for one in form.ward_safeguards] == [(None, "鍵を二つ掛ける。")]
    assert [(one.label, one.text) for one in form.extra] == [
        ("取り扱う個人情報・変更前", "氏名"),
        ("個人情報の保護・変更前", "鍵を掛ける。"),
    ]


def test_attachments_numbered_on_one_line(tmp_path) -> None:
    rows = [*FEW, ("添付書類", "(1) 仕様書　(2) 見取図")]
    (case,) = read(tmp_path, "word.docx", ["諮問事項"], rows, []).cases
    assert case.forms[0].attachments == ["仕様書", "見取図"]


def test_two_papers_in_one_file(tmp_path) -> None:
    first = "\n".join(f"{label}：{value}" for label, value in FEW)
    second = first.replace("鍵の管理", "花の配達").replace("公園課", "園芸課")
    path = tmp_path / "two.txt"
    path.write_text(f"諮問事項　１\n{first}\n\n諮問事項　２\n{second}\n", encoding="utf-8")
    assert [(case.title, case.department) for case in extract(path).cases] == [
        ("鍵の管理の委託について", "公園課"),
        ("花の配達の委託について", "園芸課"),
    ]


NUMBERED = {
    "諮問第５８号": [58],
    "諮問第五十八号": [58],
    "諮問事項\n第５８号": [58],
    "（第58号）\n諮問事項": [58],
    "報告事項\n第５８号": [],
    "第５８号": [],
    "諮問事項　第５８号": [58],
    "諮問第Ｒ５－８号": [8],
    "諮問番号　令和五年度―第８号": [8],
    "諮問第五－八号\n令和５年１１月２日": [8],
    "諮問第4-8号\n令和５年２月２日": [8],
    "諮問第12-8号\n令和５年１１月２日": [],
    "諮問第５－８号": [],
    "諮問５－８\n令和５年１１月２日": [8],
    "諮問　５－８": [],
}
"""Lines above a title, and the numbers they print."""


@pytest.mark.parametrize("above", NUMBERED)
def test_the_number_above_a_title(tmp_path, above) -> None:
    (title, *rows) = FEW
    lines = ["かすみ市個人情報保護審議会", *above.split("\n"), title[1]]
    (case,) = read(tmp_path, "word.docx", lines, [*rows, ("守るための措置", "１　鍵を掛ける。")], []).cases
    assert (case.numbers, case.title) == (NUMBERED[above], "鍵の管理の委託について")


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("諮問５－８", [8]),
        ("Ｒ５－８", [8]),
        ("令和５年度第８号", [8]),
        ("第８号", [8]),
        ("(8)", [8]),
        ("１２－８", []),
        ("５花総第１２号", []),
    ],
)
def test_the_number_in_a_row(tmp_path, printed, numbers) -> None:
    """The first digits were the number: the year before it, too."""
    lines = ["諮問事項", "令和５年１１月２日"]
    (case,) = read(tmp_path, "word.docx", lines, [("案件番号", printed), *FEW], []).cases
    assert case.numbers == numbers


def test_a_number_above_a_heading_is_of_the_paper_below(tmp_path) -> None:
    """Of two papers on one page the first had both numbers."""
    first = "\n".join(f"{label}：{value}" for label, value in FEW)
    second = first.replace("鍵の管理", "花の配達").replace("公園課", "園芸課")
    path = tmp_path / "two.txt"
    path.write_text(
        f"諮問第１４号\n諮問事項説明書\n{first}\n\n諮問第１５号\n諮問事項説明書\n{second}\n", encoding="utf-8"
    )
    assert [(case.numbers, case.title) for case in extract(path).cases] == [
        ([14], "鍵の管理の委託について"),
        ([15], "花の配達の委託について"),
    ]


def test_the_number_in_the_header_of_a_page_behind_a_list(tmp_path) -> None:
    """Only the headers of the page were looked at where the list above it begins."""
    pages = Pages()
    pages.line("諮問案件一覧")
    for number, name in ((98, "鍵の管理"), (99, "花の配達"), (100, "草の刈取り")):
        pages.turn()
        pages.y = 40
        pages.line(f"諮問第{number}号")
        pages.line("諮問事項説明書")
        pages.y = 120
        pages.rows([(label, value.replace("鍵の管理", name)) for label, value in FEW], ruled=True)
    pages.document.save(tmp_path / "a.pdf")
    assert [case.numbers for case in extract(tmp_path / "a.pdf").cases] == [[98], [99], [100]]


def test_a_number_behind_what_may_be_a_year_is_told(tmp_path) -> None:
    (title, *rows) = FEW
    document = read(tmp_path, "word.docx", ["かすみ市個人情報保護審議会", "諮問第５－８号", title[1]], rows, [])
    (told,) = [finding for finding in document.findings if finding.code == "value_unread"]
    assert (told.record, "諮問第5-8号" in told.message) == ("/cases/0/numbers", True)


def test_labels_in_lines_below_a_table_of_labels_that_are_known(tmp_path) -> None:
    """Two lines are enough where they go on with what was cut out as a table."""
    path = tmp_path / "a.txt"
    path.write_text(
        "諮問第８号\n件名　健診結果の外部提供について\n担当課　健康課\n根拠　個人情報保護条例第12条第2項\n提供先　東野医師会\n"
        "提供する理由　精度を調べるため\n提供する個人情報　氏名、検査値\n",
        encoding="utf-8",
    )
    (form,) = extract(path).cases[0].forms
    assert form.data_items is not None
    assert (form.reason, [item.text for item in form.data_items.items]) == ("精度を調べるため", ["氏名", "検査値"])


@pytest.mark.parametrize(
    "line",
    [
        "諮問第５８号　鍵の管理の委託",
        "諮問第五十八号：鍵の管理の委託",
        "【諮問第58号】鍵の管理の委託",
        "諮問 第58号 鍵の管理の委託",
        "諮問事項５８　鍵の管理の委託",
    ],
)
def test_a_title_behind_its_number(tmp_path, line) -> None:
    (_, *rows) = FEW
    (case,) = read(tmp_path, "word.docx", ["かすみ市個人情報保護審議会", line], rows, []).cases
    assert (case.numbers, case.title) == ([58], "鍵の管理の委託")


@pytest.mark.parametrize("rest", ["令和6年5月1日", "公園課", "資料３", "諮問書"])
def test_what_else_is_behind_a_number(tmp_path, rest) -> None:
    (title, *rows) = FEW
    lines = ["かすみ市個人情報保護審議会", title[1], f"諮問第58号　{rest}"]
    (case,) = read(tmp_path, "word.docx", lines, rows, []).cases
    assert (case.numbers, case.title) == ([58], "鍵の管理の委託について")


@pytest.mark.parametrize(
    "heading", ["諮　問　事　項", "○諮問事項", "【諮問事項】", "■　諮問事項", "よりよい公園のために", ""]
)
def test_the_heading_does_not_decide(tmp_path, heading) -> None:
    rows = [*FEW, ("守るための措置", "１　鍵を掛ける。")]
    (case,) = read(tmp_path, "word.docx", [heading] if heading else [], rows, []).cases
    assert (case.title, case.forms[0].department) == ("鍵の管理の委託について", "公園課")


NO_CASE = {
    "tender": (
        ["入札公告", "次のとおり一般競争入札に付します。", "令和6年5月1日", "みなも市長\u3000山田\u3000一郎"],
        [
            ("件名", "庁舎清掃業務委託"),
            ("履行場所", "市役所本庁舎"),
            ("履行期間", "令和6年7月1日から令和7年3月31日まで"),
            ("業務概要", "庁舎の清掃"),
            ("予定価格", "3,000,000円"),
            ("入札保証金", "免除"),
            ("担当課", "総務課管財係"),
            ("添付書類", "仕様書"),
        ],
        [],
    ),
    "tender2": (
        ["一般競争入札の実施について", "（地方自治法施行令第167条の6第1項関係）"],
        [
            ("委託業務名", "住民情報システム保守業務委託"),
            ("委託内容", "システムの保守"),
            ("委託期間", "契約日から令和8年3月31日まで"),
            ("入札参加資格", "市の名簿に登載"),
            ("入札日時", "令和7年3月10日"),
            ("開札場所", "第一会議室"),
            ("契約担当課", "契約検査課"),
            ("個人情報の取扱い", "特記事項による"),
        ],
        [],
    ),
    "proposal": (
        ["公募型プロポーザル実施要領"],
        [
            ("業務名", "観光案内業務委託"),
            ("業務の目的", "来訪者を増やすため"),
            ("業務内容", "案内所の運営"),
            ("履行期間", "令和6年4月1日から"),
            ("提案上限額", "5,000,000円"),
            ("応募資格", "法人であること"),
            ("審査方法", "選定委員会で審査する"),
            ("担当部署", "観光課"),
        ],
        [],
    ),
    "application": (
        ["補助金交付申請書", "みなも市長\u3000様"],
        [
            ("申請者", "山田花子"),
            ("住所", "みなも市一丁目"),
            ("電話番号", "000-0000"),
            ("事業名", "生け垣づくり"),
            ("事業の目的", "緑を増やす"),
            ("事業内容", "生け垣を植える"),
            ("事業期間", "令和6年4月から5月まで"),
            ("添付書類", "見積書の写し"),
        ],
        [],
    ),
    "request": (
        ["保有個人情報開示請求書", "（みなも市個人情報保護条例第15条関係）", "みなも市長\u3000様"],
        [
            ("請求者の氏名", "山田花子"),
            ("住所", "一丁目"),
            ("請求する個人情報の内容", "健診の結果"),
            ("開示の方法", "写しの交付"),
            ("本人確認書類", "運転免許証"),
            ("担当課", "健康課"),
            ("備考", ""),
        ],
        [],
    ),
    "request2": (
        ["自己情報開示請求書", "（第３号様式）"],
        [
            ("開示を求める個人情報", "申請書の写し"),
            ("請求の理由", "確認のため"),
            ("利用目的", "手続"),
            ("所管課", "市民課"),
            ("決定期限", "令和6年5月15日"),
            ("受付年月日", "令和6年5月1日"),
        ],
        [],
    ),
    "invoice": (
        ["請求書", "みなも市長\u3000様"],
        [
            ("件名", "広報紙印刷"),
            ("請求金額", "300,000円"),
            ("納品日", "令和6年4月30日"),
            ("支払期限", "令和6年5月31日"),
            ("振込先", "みなも銀行"),
            ("担当", "経理課"),
        ],
        [],
    ),
    "schedule": (
        ["令和6年度\u3000研修日程"],
        [
            ("日時", "6月3日 午前10時"),
            ("場所", "第二会議室"),
            ("対象者", "新任職員"),
            ("内容", "個人情報の取扱い"),
            ("講師", "総務課長"),
            ("担当", "人事課"),
        ],
        [],
    ),
    "newsletter": (
        ["みなも市だより\u3000第15号"],
        [
            ("催し名", "春の植木市"),
            ("期間", "4月1日から4月7日まで"),
            ("会場", "中央公園"),
            ("内容", "植木の販売"),
            ("問合せ先", "公園課"),
        ],
        [],
    ),
    "survey": (
        ["市民アンケート", "個人情報の取扱いについてご回答ください。"],
        [
            ("問１", "年齢を教えてください。"),
            ("問２", "お住まいの地区"),
            ("問３", "個人情報の提供に不安はありますか。"),
            ("回答期限", "令和6年6月30日"),
        ],
        [],
    ),
    "contract": (
        ["業務委託契約書"],
        [
            ("委託業務の名称", "学校給食配送業務"),
            ("委託期間", "令和6年4月1日から令和7年3月31日まで"),
            ("委託料", "12,000,000円"),
            ("契約保証金", "免除"),
            ("委託者", "みなも市長"),
            ("受託者", "株式会社うみかぜ"),
        ],
        ["上記の業務について、委託者と受託者は、次の条項により契約を締結する。"],
    ),
    "contract2": (
        ["契約書表紙"],
        [
            ("契約件名", "庁内ネットワーク保守委託"),
            ("契約の相手方", "株式会社そら"),
            ("契約期間", "令和6年4月1日から"),
            ("契約金額", "1,200,000円"),
            ("契約方法", "随意契約"),
            ("随意契約理由", "開発者であるため"),
            ("所管課", "情報政策課"),
        ],
        [],
    ),
    "agenda": (
        ["第３回みなも市個人情報保護審議会\u3000次第"],
        [
            ("日時", "令和6年5月10日 午後2時"),
            ("場所", "第一委員会室"),
            ("１", "開会"),
            ("２", "諮問事項 学校給食の献立配信業務の委託について"),
            ("３", "報告事項"),
            ("４", "閉会"),
        ],
        [],
    ),
    "invite": (
        ["第３回みなも市情報公開・個人情報保護審議会の開催について（通知）", "委員各位"],
        [
            ("開催日時", "令和6年5月10日 午後2時から"),
            ("場所", "第一委員会室"),
            ("議題", "学校給食の献立配信業務の委託について"),
            ("担当", "総務課"),
        ],
        ["出席の可否を御連絡ください。"],
    ),
    "members": (
        ["みなも市情報公開・個人情報保護審議会\u3000委員名簿"],
        [
            ("会長", "山田一郎"),
            ("副会長", "海野花子"),
            ("委員", "空田三郎"),
            ("任期", "令和6年4月1日から令和8年3月31日まで"),
            ("事務局", "総務課"),
        ],
        [],
    ),
    "evaluation": (
        ["事務事業評価シート"],
        [
            ("事業名", "放課後子ども教室"),
            ("所管課", "青少年課"),
            ("事業の目的", "居場所をつくる"),
            ("対象", "小学生"),
            ("事業内容", "体験の機会を設ける"),
            ("根拠法令", "社会教育法第5条"),
            ("事業費", "3,000千円"),
            ("成果指標", "参加者数"),
            ("現状と課題", "担い手が足りない"),
        ],
        [],
    ),
    "evaluation2": (
        ["施策評価調書"],
        [
            ("施策名", "防災"),
            ("担当課", "防災課"),
            ("目的", "被害を減らす"),
            ("対象", "市民"),
            ("現状", "訓練の参加が少ない"),
            ("評価", "B"),
        ],
        [],
    ),
    "budget": (
        ["予算要求書"],
        [
            ("事業名", "公園整備"),
            ("所管課", "公園課"),
            ("要求額", "10,000千円"),
            ("目的", "遊具の更新"),
            ("内容", "遊具を取り替える"),
            ("期間", "令和6年度"),
        ],
        [],
    ),
    "resume": (
        ["履歴書"],
        [
            ("氏名", "山田一郎"),
            ("生年月日", "平成元年1月1日"),
            ("現住所", "みなも市"),
            ("志望の理由", "地域のため"),
            ("期間", "5年"),
        ],
        [],
    ),
    "bill": (
        ["議案第５号", "みなも市個人情報保護条例の一部を改正する条例について"],
        [
            ("提出者", "市長"),
            ("理由", "法律の改正に伴い、規定を整備するため。"),
            ("内容", "第11条の改正"),
            ("施行期日", "令和6年4月1日"),
        ],
        [],
    ),
    "facility": (
        ["施設利用申込書"],
        [
            ("団体名", "合唱の会"),
            ("利用目的", "練習"),
            ("利用日", "令和6年5月3日"),
            ("利用施設", "音楽室"),
            ("利用人数", "20人"),
            ("申込者", "海野花子"),
            ("個人情報の利用", "連絡に用います"),
        ],
        [],
    ),
    "event": (
        ["行事のお知らせ"],
        [
            ("件名", "防災講座の開催"),
            ("内容", "備蓄について"),
            ("期日", "6月1日"),
            ("対象", "市内に住む人"),
            ("定員", "30人"),
            ("申込方法", "電話で防災課へ"),
        ],
        [],
    ),
    "incident": (
        ["事故報告書"],
        [
            ("件名", "個人情報の漏えいについて"),
            ("発生日", "令和6年4月3日"),
            ("所管課", "税務課"),
            ("漏えいした個人情報", "氏名、住所"),
            ("原因", "宛先の誤り"),
            ("再発防止策", "二人で確かめる"),
            ("対象者", "12人"),
        ],
        [],
    ),
    "pcaudit": (
        ["個人情報の管理状況報告書", "みなも市長\u3000様"],
        [
            ("受託者名", "株式会社そら"),
            ("契約件名", "健診結果入力業務委託"),
            ("契約期間", "令和6年4月1日から令和7年3月31日まで"),
            ("取り扱う個人情報", "氏名、健診結果"),
            ("保管場所", "鍵付きの棚"),
            ("責任者", "海野花子"),
            ("教育の実施", "年1回"),
        ],
        [],
    ),
    "privacy": (
        ["プライバシーポリシー"],
        [
            ("利用目的", "問合せへの回答"),
            ("取得する情報", "氏名、電子メールアドレス"),
            ("第三者への提供", "しません"),
            ("安全管理措置", "暗号化しています"),
            ("お問い合わせ先", "総務課"),
        ],
        [],
    ),
    "pc2": (
        ["個人情報保護方針", "当社は個人情報を適切に取り扱います。"],
        [
            ("事業者の名称", "株式会社そら"),
            ("利用目的", "商品の発送"),
            ("取り扱う個人情報", "氏名、住所"),
            ("委託", "配送会社に委託します"),
            ("安全管理措置", "社員教育を行います"),
            ("問い合わせ先", "総務部"),
        ],
        [],
    ),
    "manual": (
        ["業務マニュアル"],
        [
            ("業務名", "窓口受付"),
            ("担当", "市民課"),
            ("目的", "円滑な受付"),
            ("手順", "番号札を渡す"),
            ("添付資料", "様式集"),
        ],
        [],
    ),
    "purchase": (
        ["物品購入仕様書"],
        [
            ("件名", "パソコンの購入"),
            ("納入場所", "情報政策課"),
            ("納入期限", "令和6年9月30日"),
            ("数量", "50台"),
            ("担当課", "情報政策課"),
            ("内容", "ノート型"),
        ],
        [],
    ),
    "publiccomment": (
        ["意見公募（パブリックコメント）の実施について"],
        [
            ("案件名", "みなも市個人情報保護条例の改正案"),
            ("募集期間", "令和6年5月1日から5月31日まで"),
            ("趣旨", "法改正に伴う見直し"),
            ("概要", "別紙のとおり"),
            ("提出方法", "郵送、電子メール"),
            ("担当課", "総務課"),
            ("資料", "改正案"),
        ],
        [],
    ),
    "result": (
        ["パブリックコメントの結果について"],
        [
            ("案件名", "個人情報保護条例の改正"),
            ("募集期間", "令和6年5月"),
            ("意見の件数", "3件"),
            ("意見の概要", "賛成"),
            ("市の考え方", "原案のとおり"),
            ("担当課", "総務課"),
        ],
        [],
    ),
    "outline": (
        ["個人情報保護制度の概要"],
        [
            ("目的", "個人の権利利益の保護"),
            ("対象", "市の機関"),
            ("条例", "みなも市個人情報保護条例"),
            ("審議会", "市長の諮問に応じて調査審議する"),
            ("施行日", "令和5年4月1日"),
        ],
        [],
    ),
    "assembly": (
        ["意見書案第３号", "地方自治法第99条の規定により、意見書を提出する。", "内閣総理大臣\u3000様"],
        [
            ("件名", "地方財政の充実を求める意見書"),
            ("提出者", "海野花子"),
            ("提出理由", "財源を確保するため"),
            ("提出先", "内閣総理大臣"),
        ],
        [],
    ),
    "handover": (
        ["引継書"],
        [("前任者", "山田"), ("業務名", "給食"), ("内容", "発注"), ("期限", "月末"), ("添付資料", "名簿")],
        [],
    ),
    "nisei": (
        ["個人情報取扱特記事項\u3000チェックシート"],
        [
            ("契約件名", "入力業務"),
            ("受託者", "株式会社そら"),
            ("秘密の保持", "☑適 □否"),
            ("再委託", "□あり ☑なし"),
            ("複写の禁止", "☑適 □否"),
            ("返還・廃棄", "☑適 □否"),
        ],
        [],
    ),
}
"""Papers that have labels and values and bring no matter before a council."""


@pytest.mark.parametrize("form", ["ruled.pdf", "word.docx", "colons.txt", "numbered.txt"])
@pytest.mark.parametrize("name", NO_CASE)
def test_no_case_is_invented(tmp_path: Path, name: str, form: str) -> None:
    above, rows, below = NO_CASE[name]
    document = read(tmp_path, form, above, rows, below)
    assert (document.cases, document.registers, document.mapping) == ([], [], None)
