"""Three wards that never were, with papers in the words of each, to make mappings from: above, rows, what each label is."""

from __future__ import annotations

from pathlib import Path

from tests.composed_forms import FORMATS

WARDS = {
    "hotaru": (
        "ほたる区",
        [
            "資料５",
            "ほたる区情報公開・個人情報保護運営協議会\u3000諮問事項",
        ],
        [
            ("議案名", "星空教室の受付業務の委託について", "title"),
            ("受持ち課", "文化振興課", "department"),
            ("根拠条項", "ほたる区個人情報の取扱いに関する条例第１４条第２項（外部委託）", "bases"),
            ("元となる事務", "社会教育事業", "business_name"),
            ("委託の相手", "株式会社よだか企画", "counterparty"),
            ("渡す個人情報の項目", "参加者の氏名、住所、電話番号", "data_items"),
            ("授受の媒体", "紙", "media"),
            ("委託が必要なわけ", "申込みが増え、職員だけでは受けきれないため。", "reason"),
            ("委託する業務の内容", "申込みの受付と名簿の作成", "content"),
            ("いままでのやり方", "職員が窓口で受けていた。", "current_handling"),
            ("委託の時期", "令和3年6月1日から令和4年3月31日まで", "periods"),
            (
                "区で行う保護の手立て",
                "１\u3000受け渡しを記録する。\n２\u3000鍵のかかる箱で運ぶ。",
                "ward_safeguards",
            ),
            ("相手方にさせる保護の手立て", "１\u3000写しを取らせない。", "counterparty_safeguards"),
            ("添える書類", "業務の流れの図", "attachments"),
            ("ひとこと", "急ぎ", "extra"),
        ],
    ),
    "kawasemi": (
        "かわせみ市",
        [
            "別紙２",
            "かわせみ市個人情報保護審査会\u3000付議案件",
        ],
        [
            ("件 名", "避難行動要支援者名簿の提供について", "title"),
            ("担当する部署", "防災部地域防災課", "department"),
            ("条例の根拠", "かわせみ市個人情報保護条例第10条第1項第5号（外部提供）", "bases"),
            ("登録事務の名称", "要支援者名簿管理事務", "business_name"),
            ("名簿の渡り先", "かわせみ市社会福祉協議会", "counterparty"),
            ("提供する情報の範囲", "要支援者の氏名、住所、生年月日", "data_items"),
            ("提供の媒体", "紙", "media"),
            ("提供を要する理由", "災害のときに声を掛け合うため。", "reason"),
            ("提供の概要", "年に一度、名簿を手渡す。", "content"),
            ("提供開始日", "令和2年10月1日", "periods"),
            ("市の安全管理", "１\u3000受領書を取る。", "ward_safeguards"),
            ("提供先の安全管理", "１\u3000金庫に納める。", "counterparty_safeguards"),
            ("参考とする資料", "協定書の案", "attachments"),
        ],
    ),
    "tsukushi": (
        "つくし町",
        [
            "つくし町個人情報保護委員会\u3000審議案件",
            "（つくし町個人情報保護条例第１２条関係）",
        ],
        [
            ("題目名", "図書予約システムと電子計算機の結合について", "title"),
            ("主管課名", "図書館", "department"),
            ("事務名", "図書貸出事務", "business_name"),
            ("結合の相手方名", "株式会社つゆくさシステム", "counterparty"),
            ("結合する情報の項目", "利用者番号、氏名、予約した日", "data_items"),
            ("記録の媒体", "電子データ", "media"),
            ("結合の必要性", "家からも予約できるようにするため。", "reason"),
            ("結合の態様", "専用の回線を用いる。", "content"),
            ("運用開始時期", "令和5年4月1日", "periods"),
            ("町がとる安全対策", "１\u3000通信を暗号にする。\n２\u3000合い言葉を替える。", "ward_safeguards"),
            ("事業者がとる安全対策", "１\u3000記録を月に一度調べる。", "counterparty_safeguards"),
            ("付属の資料", "構成図", "attachments"),
        ],
    ),
}
"""Name, lines above, rows of (label, value, field); "extra" are labels that mean none."""
PAPERS = ("ruled.pdf", "word.docx", "colons.txt")
"""A drawn page, a Word file, a text: the same paper in three dresses."""


def compose(folder: Path, ward: str) -> list[Path]:
    """The paper of a ward as three files; the text goes without rows that mean nothing: behind a value nothing but a
    known label says that a line of text is a row."""
    _, above, rows = WARDS[ward]
    paths = []
    for form in PAPERS:
        paths.append(folder / f"{ward}-{form}")
        kept = [(label, value) for label, value, field in rows if field != "extra" or not form.endswith(".txt")]
        FORMATS[form](paths[-1], above, kept, [])
    return paths
