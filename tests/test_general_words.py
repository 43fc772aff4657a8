"""General words: what labels of any body mean, with what confidence; what a title is about."""

from __future__ import annotations

import pytest

from kaigi_extract.wards import load_ward
from kaigi_extract.wards.load import bundled_wards, general_words
from kaigi_extract.wards.words import Words

GENERAL = general_words()

MEANINGS = {
    "title": ["案件名", "件　　名", "１ 委託の件名", "議題", "付議の題", "諮問事項"],
    "department": ["担当部署", "所管する課", "起案係", "事務担当", "実施機関及び担当課"],
    "counterparty": ["委ねる相手", "委託予定事業者", "提供を受ける者", "外注先", "利用する部署", "業務を任せる会社"],
    "business_name": ["事務の名称", "もとの仕事", "関連業務名", "対象業務"],
    "data_items": [
        "取り扱う情報の内容",
        "やり取りするデータ項目",
        "提供する個人情報の範囲",
        "預ける情報",
        "記録される項目",
    ],
    "media": ["記録媒体の種類", "受渡しの形態", "利用の形式", "データの受け渡し方法", "預け方（媒体）"],
    "reason": ["委託を必要とする理由", "頼むわけ", "接続する必要性", "なぜ必要か", "利用目的"],
    "content": ["委託業務の内容", "外注する内容", "接続の形態", "利用の態様"],
    "current_handling": ["現在の処理方法", "これまでの方法", "現行の事務の流れ", "従来の取扱い"],
    "periods": ["契約の期間", "接続を始める日", "提供するとき", "運用開始時期", "開始予定日"],
    "ward_safeguards": [
        "県が講ずる安全管理措置",
        "個人情報の保護に関する措置",
        "区のまもり",
        "情報漏えい防止策",
        "公社側の対策",
        "利用部署における管理",
    ],
    "counterparty_safeguards": [
        "受託者に求める安全管理措置",
        "相手の守りごと",
        "事業者に義務付ける事項",
        "提供先の保護措置",
    ],
    "attachments": ["別添資料", "参考となる資料", "添えるもの", "関係書類"],
    "bases": ["根拠規定", "条例上の根拠", "関係条項", "よりどころ"],
}
NONE = [
    "保存期間", "個人情報の保存期間", "連絡先", "委託先の選定方法", "選定理由", "再委託先", "備考", "電話番号", "申請者", "生年月日",
    "個人情報の件数", "要配慮個人情報の有無", "募集期間", "会場", "課題", "予定価格", "履行場所",
]  # fmt: skip


@pytest.mark.parametrize(("name", "label"), [(name, label) for name, labels in MEANINGS.items() for label in labels])
def test_what_a_label_means(name: str, label: str) -> None:
    found = GENERAL.meaning(label)
    assert found is not None
    assert (found.name, found.confidence >= 0.7, "general.toml:" in found.place) == (name, True, True)


@pytest.mark.parametrize("label", NONE)
def test_labels_that_mean_no_field(label: str) -> None:
    assert GENERAL.meaning(label) is None


def test_a_misprint_is_never_sure() -> None:
    found = GENERAL.meaning("セキュリテイ対策")
    assert found is not None
    assert (found.name, found.confidence < 0.8) == ("ward_safeguards", True)
    assert GENERAL.meaning("添付賃料一覧表") is None


def test_the_labels_of_bundled_wards_mean_what_their_mappings_say() -> None:
    wrong = [
        (ward.id, label, field, found.name)
        for ward in bundled_wards()
        for field, labels in ward.labels.form.model_dump().items()
        for label in labels
        if (found := GENERAL.meaning(label)) is not None and found.confidence >= 0.8 and found.name != field
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("title", "categories"),
    [
        ("花の種の配布の委託について", ["outsourcing"]),
        ("外部委託及び回線結合について", ["outsourcing", "linkage"]),
        ("委託に伴う外部結合について", ["linkage", "outsourcing"]),
        ("目的外利用・外部提供について", ["secondary_use", "external_provision"]),
        ("防犯カメラの設置について", ["camera"]),
        ("特定個人情報保護評価書について", ["impact_assessment"]),
        ("業務の登録について", ["registration"]),
        ("花の種について", []),
    ],
)
def test_what_a_title_is_about(title: str, categories: list[str]) -> None:
    assert [category for category, _, _ in GENERAL.categories(title)] == categories


def test_the_mapping_comes_before_general_words(tmp_path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('id = "koeda"\nname = "小枝区"\n[labels.form]\nreason = ["委託先"]\n', encoding="utf-8")
    words = Words(load_ward(path))
    own, general = words.meaning("委託先"), words.meaning("委託の相手方")
    assert own is not None
    assert general is not None
    assert (own.name, own.confidence, own.general) == ("reason", 1.0, False)
    assert (general.name, general.general) == ("counterparty", True)
