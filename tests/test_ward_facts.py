"""What is known of the wards and cities of Tokyo, as a literal table, beside the files that come with the library.

The facts were seen in public texts. A fact that is added to a file is added here, with its source there.
"""

from __future__ import annotations

import re

import pytest

from kaigi_extract.wards import Ward, bundled_wards, known_laws, sourced_facts
from kaigi_extract.wards.coverage import FACTS, UNKNOWN, article_number, coverage

WARDS = {ward.id: ward for ward in bundled_wards()}
END, ACT = "2023-03-31", "2023-04-01"
SHORT = {
    "personal-information-act": "the act",
    "personal-information": "main",
    "personal-information-2023": "of 2023",
    "act-implementation": "implementing",
    "information-and-personal-information": "information",
    "specific-personal-information": "specific",
}
"""What the tables call an ordinance whose id is the ward's and these words."""

CODES = """
千代田区 131016 中央区 131024 港区 131032 新宿区 131041 文京区 131059 台東区 131067 墨田区 131075 江東区 131083
品川区 131091 目黒区 131105 大田区 131113 世田谷区 131121 渋谷区 131130 中野区 131148 杉並区 131156 豊島区 131164
北区 131172 荒川区 131181 板橋区 131199 練馬区 131202 足立区 131211 葛飾区 131229 江戸川区 131237
"""
OTHERS = (
    "八王子市", "武蔵野市", "三鷹市", "調布市", "町田市", "小平市", "東村山市", "狛江市", "多摩市", "羽村市", "西東京市", "東京都",
)  # fmt: skip
ORDINANCES = [
    # ward, which, name, number, since, until, what took its place
    ("chiyoda", "main", "千代田区個人情報保護条例", "", "", END, "the act"),
    ("chuo", "main", "東京都中央区個人情報の保護に関する条例", "平成9年9月30日条例第28号", "", END, "the act"),
    ("minato", "main", "港区個人情報保護条例", "平成4年3月27日条例第2号", "", END, "implementing"),
    ("minato", "implementing", "港区個人情報の保護に関する法律施行条例", "", ACT, "", ""),
    ("minato", "individual-numbers", "港区個人番号の利用並びに特定個人情報の保護及び提供に関する条例", "平成27年港区条例第28号", "", "", ""),
    ("shinjuku", "main", "新宿区個人情報保護条例", "", "", END, "the act"),
    ("bunkyo", "main", "文京区個人情報の保護に関する条例", "", "", END, "the act"),
    ("taito", "main", "東京都台東区個人情報保護条例", "平成5年3月台東区条例第2号", "", END, "the act"),
    ("koto", "main", "江東区個人情報保護条例", "平成10年3月江東区条例第10号", "", END, "implementing"),
    ("koto", "implementing", "江東区個人情報の保護に関する法律施行条例", "", ACT, "", ""),
    ("koto", "council", "江東区個人情報保護審議会条例", "令和5年3月江東区条例第4号", ACT, "", ""),
    ("shinagawa", "information", "品川区情報公開・個人情報保護条例", "平成9年品川区条例第25号", "", END, "implementing"),
    ("shinagawa", "implementing", "品川区個人情報の保護に関する法律施行条例", "", ACT, "", ""),
    ("shinagawa", "resident-network", "品川区住民基本台帳ネットワークシステムに係る個人情報の保護に関する条例", "", "", "", ""),
    ("meguro", "main", "目黒区個人情報保護条例", "", "", END, "implementing"),
    ("meguro", "implementing", "目黒区個人情報の保護に関する法律施行条例", "令和4年12月目黒区条例第31号", ACT, "", ""),
    ("ota", "assembly", "大田区議会個人情報保護条例", "令和5年条例第17号", ACT, "", ""),
    ("setagaya", "main", "世田谷区個人情報保護条例", "", "", END, "of 2023"),
    ("setagaya", "of 2023", "世田谷区個人情報保護条例", "", ACT, "", ""),
    ("shibuya", "main", "渋谷区個人情報保護条例", "平成元年渋谷区条例第40号", "", END, "the act"),
    ("nakano", "main", "中野区個人情報の保護に関する条例", "平成2年中野区条例第2号", "", END, "the act"),
    ("suginami", "main", "杉並区個人情報保護条例", "", "1987-06-01", END, "of 2023"),
    ("suginami", "of 2023", "杉並区個人情報の保護に関する条例", "令和5年杉並区条例第6号", ACT, "", ""),
    ("toshima", "assembly", "豊島区議会個人情報保護条例", "", ACT, "", ""),
    ("arakawa", "main", "荒川区個人情報保護条例", "", "", END, "the act"),
    ("itabashi", "main", "東京都板橋区個人情報保護条例", "平成8年条例第25号", "", END, "the act"),
    ("itabashi", "assembly", "東京都板橋区議会個人情報保護条例", "", ACT, "", ""),
    ("nerima", "main", "練馬区個人情報保護条例", "平成12年3月練馬区条例第79号", "", END, "the act"),
    ("hachioji", "main", "八王子市個人情報保護条例", "", "", END, "implementing"),
    ("hachioji", "implementing", "八王子市個人情報保護法施行条例", "", ACT, "", ""),
    ("kodaira", "main", "小平市個人情報保護条例", "平成13年条例第30号", "", END, "the act"),
    ("komae", "main", "狛江市個人情報保護条例", "", "", END, "the act"),
    ("tama", "main", "多摩市個人情報保護条例", "平成11年多摩市条例第1号", "", END, "the act"),
    ("tokyo", "main", "東京都個人情報の保護に関する条例", "平成2年東京都条例第113号", "", END, "implementing"),
    ("tokyo", "implementing", "個人情報の保護に関する法律施行条例", "令和4年東京都条例第130号", ACT, "", ""),
    ("tokyo", "specific", "東京都特定個人情報の保護に関する条例", "平成27年東京都条例第141号", "", END, ""),
]  # fmt: skip
COUNCILS = [
    # ward, name, role, since, until, what took its place
    ("chuo", "中央区情報公開・個人情報保護審査会", "review", "", "", ""),
    ("minato", "港区個人情報保護運営審議会", "hearing", "", END, "港区情報公開・個人情報保護運営審議会"),
    ("minato", "港区情報公開・個人情報保護運営審議会", "hearing", ACT, "", ""),
    ("minato", "港区情報公開・個人情報保護審査会", "review", "", "", ""),
    ("shinjuku", "情報公開・個人情報保護審議会", "hearing", "", "", ""),
    ("taito", "台東区情報公開及び個人情報保護制度運営審議会", "hearing", "", "", ""),
    ("koto", "江東区個人情報保護審議会", "hearing", ACT, "", ""),
    ("shinagawa", "品川区情報公開等審議会", "hearing", "", END, "品川区個人情報保護審議会"),
    ("shinagawa", "品川区個人情報保護審議会", "hearing", ACT, "", ""),
    ("shinagawa", "品川区情報公開審議会", "disclosure", ACT, "", ""),
    ("ota", "大田区情報公開・個人情報保護審査会", "review", "", "", ""),
    ("setagaya", "世田谷区情報公開・個人情報保護審議会", "hearing", "", "", ""),
    ("nakano", "中野区個人情報保護審議会", "hearing", "", "", ""),
    ("nakano", "中野区情報公開・個人情報保護審査会", "review", "", "", ""),
    ("suginami", "杉並区情報公開・個人情報保護審議会", "hearing", "", "", ""),
    ("itabashi", "板橋区情報公開及び個人情報保護審査会", "review", "", "", ""),
    ("nerima", "練馬区情報公開および個人情報保護運営審議会", "hearing", "", "", ""),
    ("nerima", "練馬区情報公開および個人情報保護審議会", "hearing", "", "", ""),
    ("chofu", "情報公開審査会", "disclosure", "", "", ""),
    ("hamura", "羽村市個人情報保護審議会", "hearing", "", "", ""),
    ("higashimurayama", "情報公開運営審議会", "disclosure", "", "", ""),
    ("kodaira", "小平市情報公開・個人情報保護審議会", "hearing", "", "", ""),
    ("komae", "狛江市個人情報保護審議会", "hearing", "", "", ""),
    ("tokyo", "東京都情報公開・個人情報保護審議会", "hearing", "", "", ""),
]  # fmt: skip
ARTICLES = [
    # ward, ordinance, article-paragraph-item, categories, what it is called, since, until
    ("chiyoda", "main", "34の3", "outsourcing", "受託者等の義務", "", END),
    ("chiyoda", "main", "34の4", "other", "派遣労働者の責務", "", END),
    ("chuo", "main", "2", "other", "定義", "", END),
    ("minato", "main", "30", "other", "救済の手続", "", END),
    ("shinjuku", "main", "14-1", "outsourcing", "業務委託", "", END),
    ("shinjuku", "main", "17-1-4", "linkage", "外部電子計算機との結合", "", END),
    ("koto", "council", "2-1", "other", "審査請求", ACT, ""),
    ("shinagawa", "information", "23の2", "other", "個人情報ファイル簿", "", END),
    ("shinagawa", "information", "25", "secondary_use external_provision", "目的外利用および提供の制限", "", END),
    ("shinagawa", "information", "26-2", "linkage", "外部提供に伴う措置", "", END),
    ("shinagawa", "information", "28-2", "other", "審議会", "", END),
    ("shinagawa", "information", "29-3", "other", "国等への要請", "", END),
    ("shinagawa", "resident-network", "5", "other", "意見の聴取", "", END),
    ("meguro", "implementing", "6-1", "other", "個人情報ファイル簿以外の帳簿", ACT, ""),
    ("setagaya", "main", "8", "indirect_collection", "収集の制限", "", END),
    ("setagaya", "main", "9", "registration", "業務の登録", "", END),
    ("setagaya", "main", "12", "outsourcing", "外部委託", "", END),
    ("setagaya", "main", "14", "other", "適正利用", "", END),
    ("setagaya", "main", "14-2", "external_provision", "外部提供", "", END),
    ("setagaya", "main", "15", "secondary_use", "目的外利用", "", END),
    ("setagaya", "main", "16", "external_provision", "外部提供", "", END),
    ("setagaya", "main", "18", "linkage", "外部の電子計算機との回線結合", "", END),
    ("setagaya", "of 2023", "3", "other", "安全管理", ACT, ""),
    ("setagaya", "of 2023", "5", "other", "体制", ACT, ""),
    ("setagaya", "of 2023", "7", "other", "期限", ACT, ""),
    ("setagaya", "of 2023", "8", "other", "期限", ACT, ""),
    ("setagaya", "of 2023", "10", "other", "期限", ACT, ""),
    ("setagaya", "of 2023", "12", "other", "利用停止決定等の期限", ACT, ""),
    ("shibuya", "main", "8-1", "registration", "個人情報取扱事務の登録", "", END),
    ("nakano", "main", "7-2", "other", "提言", "", END),
    ("nakano", "main", "13-1", "registration", "登録", "", END),
    ("nakano", "main", "14-2", "other", "廃棄又は消去", "", END),
    ("nakano", "main", "18", "external_provision", "外部提供", "", END),
    ("suginami", "main", "15", "external_provision", "外部提供", "1987-06-01", END),
    ("nerima", "main", "10-1-6", "registration", "登録事項", "", END),
    ("nerima", "main", "13", "outsourcing", "委託", "", END),
    ("nerima", "main", "16", "secondary_use", "目的外利用", "", END),
    ("nerima", "main", "17", "linkage", "電算結合", "", END),
    ("komae", "main", "42-2-2", "other", "審議会は電子計算機処理の運用", "", END),
    ("tokyo", "implementing", "3", "other", "登録簿", ACT, ""),
    ("tokyo", "implementing", "8", "other", "審議会への諮問", ACT, ""),
]  # fmt: skip
OTHER_NAMES = {"itabashi-personal-information": ["板橋区個人情報保護条例"]}
SHEETS = {
    "shinjuku": ["諮問・報告事項"],
    "koto": ["諮問書"],
    "kodaira": ["審議会諮問書", "諮問事項別説明書"],
    "hamura": ["付議依頼書"],
}
"""What papers that bring a case are headed."""
MINUTES = {
    "setagaya": {
        "name": ["名称"], "date": ["日時"], "place": ["場所"], "members": ["出席委員"], "officials": ["説明員等", "事務局"],
        "agenda": ["会議次第"],
    },
    "nakano": {
        "date": ["開会日"], "place": ["場所"], "start": ["開会"], "end": ["閉会"], "members": ["出席委員"],
        "absent": ["欠席委員"], "officials": ["出席説明員", "事務局職員"],
    },
    "komae": {
        "date": ["日時"], "place": ["場所"], "attendance": ["出席者"], "agenda": ["議題"], "speeches": ["会議の結果"],
    },
}  # fmt: skip
"""Rows of the head of minutes."""
REGISTER_LABELS = {
    "nakano": [
        "収集方法", "目的外利用の内容", "外部提供の内容", "個人情報の記録形態", "外部委託の内容", "電子計算組織への記録の内容",
        "電子計算組織の結合の内容",
    ],
    "shibuya": ["個人情報取扱事務の開始年月日", "個人情報の収集の時期"],
}  # fmt: skip
CLAUSE_SETS = [
    # ward, what the title ends in, numbering, how many headings were seen, the first and the last of them
    ("suginami", "契約の個人情報に係る特記仕様", "1 to 10", 10, "個人情報の適切な管理", "関係法令の遵守"),
    ("itabashi", "特記事項", "（見出し） then 第1", 4, "基本的事項", "再委託の禁止"),
    ("itabashi", "特記事項", "（見出し） then 第1", 6, "基本的事項", "目的外利用及び外部提供の禁止"),
    ("toshima", "", "（見出し）第1条, (1), ア", 8, "基本的責務", "資料等の返還義務"),
    ("nakano", "個人情報保護に関する遵守事項", "1 to 10", 0, "", ""),
    (
        "adachi",
        "個人情報の保護に関する特記事項",
        "heading on the line above 第N条",
        8,
        "個人情報保護の趣旨",
        "返還及び廃棄の義務",
    ),
]
PARTIES = {"nakano": [("中野区", "受託者")], "adachi": [("区", "指定管理者")]}
NOTES = [
    # ward, words that a note of it has: what the format has no key for
    ("minato", "6 to 10"), ("minato", "11 to 13"), ("minato", "14 to 19"), ("minato", "20 to 21の2"), ("minato", "22 to 28"),
    ("minato", "令和4年港区条例第52号"), ("minato", "平成4年条例第3号"), ("taito", "6 to 9"), ("taito", "10 to 13"),
    ("taito", "19 to 25"), ("taito", "35 to 38"), ("koto", "個人情報業務登録票"), ("koto", "個人情報目録"),
    ("koto", "個人情報ファイル票"), ("shinagawa", "33 to 38"), ("shinagawa", "昭和62年"), ("shinagawa", "第25条第2項第5号"),
    ("shinagawa", "single cases"), ("shinagawa", "専門部会"), ("meguro", "目的外利用・外部提供記録票"), ("ota", "条例第68号"),
    ("setagaya", "諮問第692号"), ("setagaya", "1,000"), ("setagaya", "in brackets"), ("shibuya", "個人情報取扱事務登録票"),
    ("shibuya", "届出書"), ("nakano", "第18条第1項第4号"), ("nakano", "個人情報収集事務登録票"), ("nakano", "中野区情報安全対策規準"),
    ("suginami", "昭和61年"), ("suginami", "情報管理台帳"), ("kita", "the act"), ("edogawa", "江戸川区個人情報保"),
    ("edogawa", "審査会"), ("kodaira", "4-3-8"), ("kodaira", "審議会意見書"), ("kodaira", "個人情報取扱事務届出書"),
    ("komae", "12-2-2"), ("komae", "deleted"), ("komae", "(会長)"), ("nishitokyo", "平成13年条例第13号"),
    ("hamura", "保有個人情報取扱事務届出事項"), ("hamura", "(井上会長)"), ("chofu", "〇事務局"), ("higashimurayama", "・・・"),
    ("tokyo", "堀部会長"), ("mitaka", "◯委員長"), ("machida", "hapter 1"), ("shinjuku", "個人情報業務登録票"),
]  # fmt: skip


def of(id_: str | None, ward: str) -> str:
    """What the tables call an ordinance."""
    words = (id_ or "").removeprefix(f"{ward}-")
    return SHORT.get(words, words)


def day(value: object) -> str:
    return str(value or "")


def test_codes() -> None:
    names = CODES.split()
    assert {ward.name: ward.code for ward in WARDS.values() if ward.code} == dict(
        zip(names[::2], names[1::2], strict=True)
    )
    assert {ward.name for ward in WARDS.values() if not ward.code} == set(OTHERS)


@pytest.mark.parametrize("ward", [ward for ward in WARDS.values() if ward.code], ids=lambda ward: ward.id)
def test_the_sixth_digit_checks_the_five(ward: Ward) -> None:
    """JIS X 0402: weights 6 to 2, and what is left to the next multiple of 11."""
    digits = [int(digit) for digit in ward.code or ""]
    left = sum(weight * digit for weight, digit in zip(range(6, 1, -1), digits[:5], strict=True)) % 11
    assert digits[5] == (11 - left) % 10
    assert any(source.startswith("computed") for source in ward.source)


def test_ordinances() -> None:
    held = [
        (ward.id, of(one.id, ward.id), one.name, one.number or "", day(one.since), day(one.until),
         of(one.successor, ward.id))
        for ward in WARDS.values()
        for one in ward.ordinances
    ]  # fmt: skip
    assert sorted(held) == sorted(ORDINANCES)
    names = {one.id: one.names for ward in WARDS.values() for one in ward.ordinances if one.names}
    assert names == OTHER_NAMES


def test_councils() -> None:
    held = [
        (ward.id, one.name, one.role, day(one.since), day(one.until), one.successor or "")
        for ward in WARDS.values()
        for one in ward.councils
    ]
    assert sorted(held, key=str) == sorted(COUNCILS, key=str)


def test_articles() -> None:
    held = [
        (ward.id, of(article.ordinance or ward.ordinances[0].id, ward.id), article_number(article),
         " ".join(article.categories), article.words[0], day(article.since), day(article.until))
        for ward in WARDS.values()
        for article in ward.articles
    ]  # fmt: skip
    assert sorted(held) == sorted(ARTICLES)


def test_what_papers_and_minutes_print() -> None:
    assert {ward.id: ward.sheet.heading for ward in WARDS.values() if ward.sheet.heading} == SHEETS
    minutes = {ward.id: ward.minutes.model_dump(exclude_unset=True, exclude={"source"}) for ward in WARDS.values()}
    assert {id_: words for id_, words in minutes.items() if words} == MINUTES
    registers = {ward.id: ward.labels.registers.other for ward in WARDS.values() if ward.labels.registers.other}
    assert {id_: labels for id_, labels in registers.items() if id_ != "nerima"} == REGISTER_LABELS
    assert WARDS["meguro"].titles[0].categories == ["secondary_use", "external_provision"]
    assert WARDS["meguro"].titles[0].words == ["目的外利用・外部提供"]


def test_clause_sets() -> None:
    held = [
        (ward.id, "".join(one.words[:1]), one.numbering, len(one.headings), "".join(one.headings[:1]),
         "".join(one.headings[-1:]))
        for ward in WARDS.values()
        for one in ward.clause_sets
    ]  # fmt: skip
    assert sorted(held) == sorted(CLAUSE_SETS)
    parties = {ward.id: [(pair.principal, pair.contractor) for pair in ward.parties] for ward in WARDS.values()}
    assert {id_: pairs for id_, pairs in parties.items() if pairs} == PARTIES


@pytest.mark.parametrize(("ward", "words"), NOTES)
def test_notes(ward: str, words: str) -> None:
    assert any(words in note for note in WARDS[ward].notes)


@pytest.mark.parametrize("ward", WARDS.values(), ids=lambda ward: ward.id)
class TestEachFile:
    def test_every_fact_has_its_source(self, ward: Ward) -> None:
        without = [fact.fact for fact in sourced_facts(ward) if not fact.source and fact.table not in ("name", "notes")]
        assert without == []
        assert [note for note in ward.notes if not re.search(r"\[.+\]$", note)] == []

    def test_what_was_not_found_is_said(self, ward: Ward) -> None:
        """Each fact of the table is known or said to be unknown; of 北区 a note says what rules now."""
        found = coverage(ward)
        assert set(ward.unknown) <= set(FACTS)
        assert [fact for fact in ward.unknown if found[fact] != UNKNOWN] == []
        asked = {"ordinance", "outsourcing", "linkage", "secondary_use", "external_provision", "council", "since_2023"}
        silent = asked | {"labels", "minutes", "clause_sets"}
        assert silent - set(found) == ({"since_2023"} if ward.id == "kita" else set())

    def test_what_ended_has_no_article_that_did_not(self, ward: Ward) -> None:
        ended = {one.id: one.until for one in ward.ordinances if one.until is not None}
        for article in ward.articles:
            owner = article.ordinance or ward.ordinances[0].id
            assert article.until == ended.get(owner) or article.ordinance == "shinagawa-resident-network"
        known = {one.id for one in (*ward.ordinances, *known_laws().laws)}
        assert {one.successor for one in ward.ordinances if one.successor} <= known
        councils = {council.name for council in ward.councils}
        assert {council.successor for council in ward.councils if council.successor} <= councils

    def test_what_is_inferred_says_why(self, ward: Ward) -> None:
        sources = [source for fact in sourced_facts(ward) for source in fact.source if source.startswith("inferred")]
        assert [source for source in sources if not re.match(r"inferred: .{10,}", source)] == []
