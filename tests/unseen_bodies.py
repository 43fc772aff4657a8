"""Papers of bodies that never were, whose labels stand in no mapping and not among the general words.

`WORDED` were composed before general words learnt to read a label by the kind of its words; `HELD_OUT` after that, and
nothing was changed for them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """One paper: lines above its labels, and rows of label, value and the field that the value belongs to."""

    name: str
    above: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]
    category: str | None


WORDED = (
    Body(
        "city",
        ("瑞ヶ丘市個人情報保護審議会\u3000諮問資料", "諮問第７号"),
        (
            ("お諮りする件", "図書館利用者カードの発行の外部委託について", "title"),
            ("取り扱う部門", "教育部図書館サービス課", "department"),
            ("条例上の位置付け", "瑞ヶ丘市個人情報保護条例第１３条第２項", "bases"),
            ("この仕事の名前", "図書館利用者登録事務", "business_name"),
            ("作業を請け負う企業", "株式会社ブックライン", "counterparty"),
            ("作業のあらすじ", "申込書の入力とカードの印刷を行う。", "content"),
            ("外に出すことにした事情", "窓口の待ち時間を短くするため。", "reason"),
            ("企業に手渡す市民の情報", "氏名、住所、生年月日、電話番号", "data_items"),
            ("情報を載せるもの", "紙の申込書及びCD-R", "media"),
            ("請け負わせる間", "令和４年７月１日から令和７年３月３１日まで", "periods"),
            (
                "図書館で行う備え",
                "（１）申込書の受渡しの都度、枚数を数える。\n（２）年に二回、作業の場所を見る。",
                "ward_safeguards",
            ),
            (
                "企業に課す決め事",
                "（１）作業の場所に鍵を掛ける。\n（２）作業が済んだ情報を消す。",
                "counterparty_safeguards",
            ),
            ("添える書面", "契約書の案\n特記事項", "attachments"),
        ),
        "outsourcing",
    ),
    Body(
        "union",
        ("三川地区広域消防組合情報公開・個人情報保護審査会", "審議事項２"),
        (
            ("審議をお願いする題目", "救急搬送者名簿の病院への外部提供について", "title"),
            ("受持部門", "消防本部救急救助課", "department"),
            ("諮る拠り所", "三川地区広域消防組合個人情報保護条例第９条第１項第５号", "bases"),
            ("情報を受け取る病院等", "三川中央病院", "counterparty"),
            ("受け渡す事項", "傷病者の氏名、年齢、性別、搬送先、救命の処置", "data_items"),
            ("受け渡す趣意", "治療の成績を確かめ、救急の技術を高めるため。", "reason"),
            ("受け渡しの進め方", "月に一度、係員が病院に届ける。", "content"),
            ("受け渡しに使う入れ物", "USBメモリ", "media"),
            ("今日までのやりよう", "電話で一件ずつ答えていた。", "current_handling"),
            ("受け渡しの初日", "平成３０年１０月１日", "periods"),
            (
                "消防本部が払う注意",
                "１\u3000入れ物を暗号で守る。\n２\u3000受領の印を取る。",
                "ward_safeguards",
            ),
            (
                "病院が払う注意",
                "１\u3000見る者を医師に限る。\n２\u3000用が済めば返す。",
                "counterparty_safeguards",
            ),
            ("後ろに綴じたもの", "覚書の写し", "attachments"),
        ),
        "external_provision",
    ),
    Body(
        "university",
        ("国立大学法人東嶺大学個人情報保護審査委員会", "付議書"),
        (
            ("付議の表題", "奨学生台帳の目的外利用について", "title"),
            ("付議する組織", "学務部学生支援グループ", "department"),
            ("規程上の条", "国立大学法人東嶺大学個人情報保護規程第１８条", "bases"),
            ("情報が元来属する仕事", "奨学金貸与事務", "business_name"),
            ("利用を望む組織", "基金推進室", "counterparty"),
            ("使わせてもらう情報の中味", "氏名、卒業年月、電子メールアドレス", "data_items"),
            ("使いたい事情", "同窓の者に寄附を呼び掛けるため。", "reason"),
            ("使いようの説明", "名簿を一度だけ写して宛名を印刷する。", "content"),
            ("情報が在る形", "電子ファイル", "media"),
            ("使う年月", "令和２年４月から令和３年３月まで", "periods"),
            (
                "本学の取る安全の手段",
                "・写しを持ち出さない。\n・宛名を印刷した後は写しを消す。",
                "ward_safeguards",
            ),
            ("付け加える文書", "申出書", "attachments"),
        ),
        "secondary_use",
    ),
    Body(
        "board",
        ("白波県個人情報保護運営審議会\u3000諮問事項", "白波県教育委員会"),
        (
            ("件の名", "県立学校の出欠管理システムの外部結合について", "title"),
            ("主務とする課室", "高校教育課", "department"),
            ("諮る条文", "白波県個人情報保護条例第１０条", "bases"),
            ("登録してある仕事", "生徒指導事務", "business_name"),
            ("つながる相手の名", "株式会社まなびクラウド", "counterparty"),
            ("つなぐ趣旨", "欠席の連絡を早く受けるため。", "reason"),
            ("つなぐ仕組み", "閉じた通信網を通して端末から送る。", "content"),
            ("行き来する情報の中身", "生徒の氏名、学年、出欠の区分", "data_items"),
            ("今現在の手順", "保護者が電話で連絡している。", "current_handling"),
            ("つなぎ始めの年月日", "令和３年９月１日", "periods"),
            (
                "県側が採る手だて",
                "(1)\u3000操作の記録を残す。\n(2)\u3000端末の利用者を限る。",
                "ward_safeguards",
            ),
            (
                "相手側が採る手だて",
                "(1)\u3000通信を暗号にする。\n(2)\u3000破られたときは直ちに知らせる。",
                "counterparty_safeguards",
            ),
            ("末尾に付すもの", "接続の図", "attachments"),
        ),
        "linkage",
    ),
    Body(
        "hospital",
        ("地方独立行政法人みずほ野病院機構\u3000個人情報保護委員会\u3000審議資料", "報告第３号"),
        (
            ("報告の題", "検体検査の業務委託について", "title"),
            ("報告する部門", "医療技術部検査室", "department"),
            ("関わりのある仕事", "検体検査業務", "business_name"),
            ("検査を請け負う所", "株式会社ラボネット中央", "counterparty"),
            ("請け負わせる作業", "血液の検査及び結果の通知", "content"),
            ("院外に頼る事情", "特別な機器が院内にないため。", "reason"),
            ("検査所に託される患者の情報", "氏名、生年月日、性別、検査の結果", "data_items"),
            ("患者の範囲", "外来で血液の検査を受けた者", "subjects"),
            ("受託先に渡すときの姿", "紙の依頼票", "media"),
            ("請負の始期と終期", "２０２２年４月１日～２０２５年３月３１日", "periods"),
            (
                "当院の安全上の配慮",
                "①\u3000依頼票に番号だけを書く。\n②\u3000受渡簿を付ける。",
                "ward_safeguards",
            ),
            (
                "検査所の安全上の配慮",
                "①\u3000検査室への出入りを限る。\n②\u3000依頼票を一月後に溶かす。",
                "counterparty_safeguards",
            ),
            ("一緒に配る紙", "特記事項", "attachments"),
        ),
        "outsourcing",
    ),
)
