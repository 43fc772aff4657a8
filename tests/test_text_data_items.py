"""Lists of personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text.data_items import read_data_items

LISTS = [
    # text, subjects, groups, open, items (with the index of their group)
    ("氏名、書名、返却日", None, [], False, [("氏名", None), ("書名", None), ("返却日", None)]),
    ("氏名，書名,冊数1,000冊", None, [], False, [("氏名", None), ("書名", None), ("冊数1,000冊", None)]),
    ("氏名及び住所、国籍・地域", None, [], False, [("氏名及び住所", None), ("国籍・地域", None)]),
    ("住所（住居地、従前の住所）、職歴等。", None, [], True, [("住所（住居地、従前の住所）", None), ("職歴", None)]),
    ("在留期間等、平等など", None, [], True, [("在留期間等", None), ("平等", None)]),
    ("身分の平等", None, [], False, [("身分の平等", None)]),
    ("氏名、その他", None, [], True, [("氏名", None)]),
    ("(1) 園児　氏名、組\n(2) 保護者　氏名", None, ["園児", "保護者"], False, [("氏名", 0), ("組", 0), ("氏名", 1)]),
    ("①園児（氏名、組）②保護者（氏名、住所）", None, ["園児", "保護者"], False,
     [("氏名", 0), ("組", 0), ("氏名", 1), ("住所", 1)]),
    ("園児…氏名、組", None, ["園児"], False, [("氏名", 0), ("組", 0)]),
    ("〔園児〕氏名、組", None, ["園児"], False, [("氏名", 0), ("組", 0)]),
    ("○園児\n氏名、組\n○保護者\n氏名", None, ["園児", "保護者"], False, [("氏名", 0), ("組", 0), ("氏名", 1)]),
    ("図書　氏名、書名", None, [], False, [("図書　氏名", None), ("書名", None)]),
    ("1 氏名 2 書名 3 冊数", None, [], False, [("氏名", None), ("書名", None), ("冊数", None)]),
    ("ア　氏名　イ　書名", None, [], False, [("氏名", None), ("書名", None)]),
    ("氏名／書名／住所", None, [], False, [("氏名", None), ("書名", None), ("住所", None)]),
    ("氏名　住所　書名", None, [], False, [("氏名", None), ("住所", None), ("書名", None)]),
    ("氏名　書名　冊数", None, [], False, [("氏名　書名　冊数", None)]),
    ("【利用者に係る情報項目】\n氏名、書名", None, ["利用者に係る情報項目"], False, [("氏名", 0), ("書名", 0)]),
    ("【利用者に係る情報項目】氏名、書名", None, ["利用者に係る情報項目"], False, [("氏名", 0), ("書名", 0)]),
    ("1 対象者\n転入者、転出者。\n2 情報項目\n氏名、書名", "転入者、転出者。", [], False, [("氏名", None), ("書名", None)]),
    ("1 対象者 転入者(区内を除く。) 2 情報項目 氏名、書名", "転入者(区内を除く。)", [], False, [("氏名", None), ("書名", None)]),
    ("【対象者】\n区民\n来館者\n【情報項目】\n氏名", "区民\n来館者", [], False, [("氏名", None)]),
    ("対象者：転入者\n情報項目：氏名、書名", "転入者", [], False, [("氏名", None), ("書名", None)]),
    (
        "1 図書に係る情報項目\n書名、冊数\n2 利用者に係る情報項目\n氏名",
        None, ["図書に係る情報項目", "利用者に係る情報項目"], False, [("書名", 0), ("冊数", 0), ("氏名", 1)],
    ),
    (
        "図書に係る情報項目書名、冊数 利用者に係る情報項目氏名、住所",
        None, ["図書に係る情報項目", "利用者に係る情報項目"], False, [("書名", 0), ("冊数", 0), ("氏名", 1), ("住所", 1)],
    ),
    (
        "貸出の主な項目\n氏名、書名\n返却の主な項目\n氏名",
        None, ["貸出の主な項目", "返却の主な項目"], False, [("氏名", 0), ("書名", 0), ("氏名", 1)],
    ),
    (
        "(1)貸出に係る追加項目\n氏名、書名\n※図書は従来と同じ。\n(2)返却に係る追加項目（令和3年7月より適用）\n返却日",
        None, ["貸出に係る追加項目", "返却に係る追加項目（令和3年7月より適用）"], False, [("氏名", 0), ("書名", 0), ("返却日", 1)],
    ),
    (
        "1 本人に関する項目\n(1) 氏名\n(2) 住所\n2 家族に関する項目\n(1) 続柄",
        None, ["本人に関する項目", "家族に関する項目"], False, [("氏名", 0), ("住所", 0), ("続柄", 1)],
    ),
    ("申請者：氏名、住所\n保護者：氏名", None, ["申請者", "保護者"], False, [("氏名", 0), ("住所", 0), ("氏名", 1)]),
    ("貸出情報（番号、氏名、冊数（重複を含む）、返却日）", None, ["貸出情報"], False, [("番号", 0), ("氏名", 0), ("冊数（重複を含む）", 0), ("返却日", 0)]),
    ("氏名（姓、名）", None, [], False, [("氏名（姓、名）", None)]),
    ("・氏名\n・住所、電話番号\n・国籍・地域", None, [], False, [("氏名", None), ("住所", None), ("電話番号", None), ("国籍・地域", None)]),
    ("・氏名 ・住所 ・国籍・地域", None, [], False, [("氏名", None), ("住所", None), ("国籍・地域", None)]),
    ("①氏名 ②住所 ③電話番号", None, [], False, [("氏名", None), ("住所", None), ("電話番号", None)]),
    ("(1)氏名　(2)住所(3)書名、冊数", None, [], False, [("氏名", None), ("住所", None), ("書名", None), ("冊数", None)]),
    ("①氏名（別表②を除く。） ②住所", None, [], False, [("氏名（別表②を除く。）", None), ("住所", None)]),
    ("①氏名 ③住所", None, [], False, [("氏名 ③住所", None)]),
    ("身体・知的・精神障害の有無", None, [], False, [("身体・知的・精神障害の有無", None)]),
    ("住所・氏名（姓、名）・返却日", None, [], False, [("住所", None), ("氏名（姓、名）", None), ("返却日", None)]),
    ("1 氏名\n2 住所\n3 電話番号", None, [], False, [("氏名", None), ("住所", None), ("電話番号", None)]),
    ("4情報、第1希望、2次元コード", None, [], False, [("4情報", None), ("第1希望", None), ("2次元コード", None)]),
    ("氏名（、住所", None, [], False, [("氏名（", None), ("住所", None)]),
    # words in brackets part no paragraph, and a bracket that is not balanced is no list
    ("氏名（対象者 を除く。）、住所", None, [], False, [("氏名（対象者 を除く。）", None), ("住所", None)]),
    ("氏名（【新規】を含む）、住所", None, [], False, [("氏名（【新規】を含む）", None), ("住所", None)]),
    ("貸出情報（番号、（氏名、返却日）", None, [], False, [("貸出情報（番号", None), ("（氏名", None), ("返却日）", None)]),
    ("貸出情報（番号、氏名、返却日）等", None, ["貸出情報"], False, [("番号", 0), ("氏名", 0), ("返却日", 0)]),
    ("貸出情報（番号、氏名、返却日）\n住所", None, ["貸出情報"], False, [("番号", 0), ("氏名", 0), ("返却日", 0), ("住所", None)]),
    # numbers: of an entry, of a word, alone
    ("第1 氏名、住所", None, [], False, [("第1 氏名", None), ("住所", None)]),
    ("氏名\n(1)", None, [], False, [("氏名", None), ("(1)", None)]),
    ("1対象者\n転入者\n2情報項目\n氏名", "転入者", [], False, [("氏名", None)]),
    ("1貸出の情報\n氏名、書名", None, ["貸出の情報"], False, [("氏名", 0), ("書名", 0)]),
    ("1貸出、返却の情報\n氏名", None, [], False, [("1貸出", None), ("返却の情報", None), ("氏名", None)]),
    # captions: of all items, of nothing, of the list that follows; what a note follows, or a list itself, is none
    ("個人情報\n氏名、住所", None, [], False, [("氏名", None), ("住所", None)]),
    ("項目\n氏名", None, [], False, [("氏名", None)]),
    ("対象者", None, [], False, []),
    ("貸出に係る項目\n※注\n氏名", None, [], False, [("貸出に係る項目", None), ("氏名", None)]),
    ("貸出に係る、項目\n氏名、住所", None, [], False, [("貸出に係る", None), ("項目", None), ("氏名", None), ("住所", None)]),
    ("貸出情報\n氏名", None, [], False, [("貸出情報", None), ("氏名", None)]),
    ("貸出情報\n(1) 氏名\n(2) 書名", None, ["貸出情報"], False, [("氏名", 0), ("書名", 0)]),
    ("・貸出の情報\n氏名、住所", None, [], False, [("貸出の情報", None), ("氏名", None), ("住所", None)]),
    ("対象者：転入者\n氏名、住所", "転入者", [], False, [("氏名", None), ("住所", None)]),
    ("申請者：氏名\n住所", None, ["申請者"], False, [("氏名", 0), ("住所", None)]),
    ("申請者：氏名、\n住所", None, ["申請者"], False, [("氏名", 0), ("住所", 0)]),
    ("・園児：氏名、住所、\n年齢，\n組\n備考", None, ["園児"], False, [*((i, 0) for i in ("氏名", "住所", "年齢", "組")), ("備考", None)]),
    ("園児　氏名、\n保護者：氏名、\n住所", None, ["園児", "保護者"], False, [("氏名", 0), ("氏名", 1), ("住所", 1)]),
    ("申請者：氏名、\n(1) 住所", None, ["申請者"], False, [("氏名", 0), ("住所", None)]),
    ("対象者：園児、\n保護者", "園児、\n保護者", [], False, []),
    ("申請者：氏名\n保護者：氏名\n申請者：住所", None, ["申請者", "保護者"], False, [("氏名", 0), ("氏名", 1), ("住所", 0)]),
    ("氏名、・住所．", None, [], False, [("氏名", None), ("住所", None)]),
    ("", None, [], False, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "subjects", "groups", "is_open", "items"), LISTS)
def test_lists(text, subjects, groups, is_open, items):
    reading = read_data_items(text)
    expected = [(item, None if at is None else groups[at]) for item, at in items]
    assert [(item.text, item.group) for item in reading.items] == expected
    assert (reading.subjects, list(reading.groups), reading.open) == (subjects, groups, is_open)
    assert all(text[item.start : item.end] == item.text for item in reading.items)


def test_notes_are_kept_apart():
    reading = read_data_items("氏名、書名\n※書名は今回加える。")
    assert reading.notes == ("※書名は今回加える。",)
    assert [item.text for item in reading.items] == ["氏名", "書名"]
    assert (reading.start, reading.end) == (0, 5)


WORD = st.sampled_from(
    [
        "氏名",
        "住所（番地、号）",
        "国籍・地域",
        "続柄及び本籍",
        "ＩＤ",
        "口座番号（銀行）",
        "学年",
        "車両の色",
        "在留期間等の別",
    ]
)


@given(
    st.lists(WORD, min_size=1, max_size=12),
    st.sampled_from(["、", "，", "、 "]),
    st.sampled_from(["", "等", "など", "。"]),
)
def test_nothing_is_lost(words, mark, ending):
    text = mark.join(words) + ending
    reading = read_data_items(text)
    assert [item.text for item in reading.items] == words
    assert [text[item.start : item.end] for item in reading.items] == words
    assert reading.open == (ending in ("等", "など"))


@given(
    st.lists(
        st.tuples(st.sampled_from(["貸出", "返却", "予約"]), st.lists(WORD, min_size=1, max_size=4)),
        min_size=1,
        max_size=4,
    )
)
def test_numbered_groups_read_back(groups):
    text = "\n".join(f"{at} {name}に係る情報項目\n{'、'.join(words)}" for at, (name, words) in enumerate(groups, 1))
    reading = read_data_items(text)
    assert [(i.text, i.group) for i in reading.items] == [
        (w, f"{name}に係る情報項目") for name, words in groups for w in words
    ]


@given(st.text(alphabet="氏名住所、，,・（）()【】：\n 12等※及び項目対象者情報に係る", max_size=40))
def test_any_text_is_read_without_overlap(text):
    reading = read_data_items(text)
    end = 0
    for item in reading.items:
        assert text[item.start : item.end] == item.text
        assert item.text == item.text.strip()
        assert end <= item.start < item.end
        end = item.end


TABLES = [
    # a table within a cell, whose rows have tabs between their cells; items and groups
    ("だれの\t項目\n出した者\t氏名、住所\n担当\t所属", [("氏名", "出した者"), ("住所", "出した者"), ("所属", "担当")]),
    ("情報項目\t対象者\n氏名、住所\t利用者\n口座番号\t職員", [("氏名", "利用者"), ("住所", "利用者"), ("口座番号", "職員")]),
    ("番号\tだれの情報か\tどのような項目か\n1\t利用者\t氏名\n2\t職員\t所属", [("氏名", "利用者"), ("所属", "職員")]),
    ("区分\t記録項目\t備考\n児童\t氏名、学年\t新規\n保護者\t氏名\t新規", [("氏名", "児童"), ("学年", "児童"), ("氏名", "保護者")]),
    ("区分\t届出に係る情報\n児童\t学年", [("学年", "児童")]),
    ("利用者\t氏名、住所\n電話番号\n職員\t所属、氏名", [("氏名", "利用者"), ("住所", "利用者"), ("電話番号", "利用者"), ("所属", "職員"), ("氏名", "職員")]),
    ("利用者\t氏名\n職員\t所属", [("氏名", "利用者"), ("所属", "職員")]),
    ("対象者\t区民\n情報項目\t氏名、住所", [("氏名", None), ("住所", None)]),
    ("項目\t利用の別\n氏名、住所\t毎月", [("氏名", None), ("住所", None)]),
    # tabs that an author typed
    ("氏名\t住所\t電話番号", [("氏名\t住所\t電話番号", None)]),
    ("(1)\t氏名、住所\n(2)\t電話番号", [("氏名", None), ("住所", None), ("電話番号", None)]),
    ("利用者\t氏名", [("利用者\t氏名", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "items"), TABLES)
def test_a_table_of_whose_and_what(text, items):
    reading = read_data_items(text)
    assert [(item.text, item.group) for item in reading.items] == items
    assert [text[item.start : item.end] for item in reading.items] == [item.text for item in reading.items]


def test_the_subjects_in_a_table():
    assert read_data_items("対象者\t区民\n情報項目\t氏名、住所").subjects == "区民"
