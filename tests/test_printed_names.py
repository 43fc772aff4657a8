"""Where the names of bodies, ordinances and councils begin and end, as a draft of a mapping takes them."""

from __future__ import annotations

import pytest

from kaigi_extract.wards.names import PrintedNames

CASES = [
    # Joined without white space: the day, 様 and a person's name stand right before a name.
    (
        ["諮問第3号令和2年5月1日ひばり区情報公開・個人情報保護審議会会長 森 花子 様ひばり区長 川上 遼ひばり区個人情報保護条例第4条により"],
        "ひばり区",
        ["ひばり区個人情報保護条例"],
        ["ひばり区情報公開・個人情報保護審議会"],
    ),
    # The prefecture before a ward goes without saying.
    (
        ["東京都青葉区個人情報保護条例第９条", "青葉区長", "東京都青葉区情報公開及び個人情報保護運営審議会"],
        "青葉区",
        ["青葉区個人情報保護条例"],
        ["青葉区情報公開及び個人情報保護運営審議会"],
    ),
    # Names that begin with characters after which names begin: 日, 長, 新.
    (["日浦市個人情報保護条例第3条", "日浦市長"], "日浦市", ["日浦市個人情報保護条例"], []),
    (["長沢市個人情報保護審議会", "5月3日長沢市個人情報保護条例"], "長沢市", ["長沢市個人情報保護条例"], ["長沢市個人情報保護審議会"]),
    (["新森区個人情報保護条例", "旧新森区個人情報保護条例"], "新森区", ["新森区個人情報保護条例"], []),
    # Names in kana, with 市 inside, letter by letter.
    (["みなとがおか市個人情報保護委員会", "みなとがおか市長"], "みなとがおか市", [], ["みなとがおか市個人情報保護委員会"]),
    (["七日市市個人情報保護条例第2条", "七日市市長 森"], "七日市市", ["七日市市個人情報保護条例"], []),
    (["若 草 区 個 人 情 報 保 護 条 例 第 3 条"], "若草区", ["若草区個人情報保護条例"], []),
    # A name that goes over the end of a line; the mark of an item before it.
    (["花岬区個人情報保護条例", "花", "岬区個人情報保護条例", "花岬区長"], "花岬区", ["花岬区個人情報保護条例"], []),
    (["ア岬町個人情報保護条例第4条", "イ 岬町個人情報保護条例第5条"], "岬町", ["岬町個人情報保護条例"], []),
    # A prefecture of its own; a city with wards of its own.
    (["青海県個人情報保護審議会", "青海県個人情報保護条例"], "青海県", ["青海県個人情報保護条例"], ["青海県個人情報保護審議会"]),
    (["海風市中央区役所", "海風市個人情報の保護に関する条例", "海風市長"], "海風市", ["海風市個人情報の保護に関する条例"], []),
    # Words that lead up to a name, and what is none.
    (["申込みに関する市の窓口", "令和3年5月6日個人情報保護審議会"], None, [], ["個人情報保護審議会"]),
    # Councils of any kind; committees of other matters are none.
    (
        ["第3回桜丘区個人情報等取扱運営協議会会長 様", "桜丘区教育委員会", "区長は、桜丘区個人情報の保護に関する条例第５条"],
        "桜丘区",
        ["桜丘区個人情報の保護に関する条例"],
        ["桜丘区個人情報等取扱運営協議会"],
    ),
    (["梅里町個人情報運営会", "梅里町議会"], "梅里町", [], ["梅里町個人情報運営会"]),
    # A council that does not bear its body's name.
    (
        ["情報公開・個人情報保護審議会 諮問事項", "◇藤棚区個人情報保護条例第14条"],
        "藤棚区",
        ["藤棚区個人情報保護条例"],
        ["情報公開・個人情報保護審議会"],
    ),
    # What ends in the same words and is no body.
    (["この地区の住民", "本区は、各区と市町村に聞く。", "区民の声"], None, [], []),
    # What puts the act into practice is an ordinance of its own name.
    (
        ["月丘区個人情報の保護に関する法律施行条例第4条", "月丘区議会の個人情報の保護に関する条例"],
        "月丘区",
        ["月丘区個人情報の保護に関する法律施行条例", "月丘区議会の個人情報の保護に関する条例"],
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "place", "ordinances", "councils"), CASES)
def test_names_begin_where_they_are_printed_to_begin(lines, place, ordinances, councils):
    names = PrintedNames()
    names.add(lines)
    assert names.place() == place
    assert sorted(names.ordinances(place)) == sorted(ordinances)
    assert sorted(names.councils(place)) == sorted(councils)
