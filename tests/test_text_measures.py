"""Protective measures: groups, sides, numbers, sub-items, notes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text.measures import read_measures

MEASURES = [
    # text, [(group, party, number, text, [items likewise, without group and party])]
    ("1 覚書を交わす。\n2 鍵を返す。", [(None, None, 1, "覚書を交わす。", []), (None, None, 2, "鍵を返す。", [])]),
    (
        "【運用上の対策】\n1 覚書を交わす。\n【機器の対策】\n1 鍵を掛ける。",
        [("運用上の対策", None, 1, "覚書を交わす。", []), ("機器の対策", None, 1, "鍵を掛ける。", [])],
    ),
    (
        "【運用上の対策】 1 覚書を交わす。 2 報告する。3 確かめる。【機器の対策】 1 鍵を掛ける。",
        [
            ("運用上の対策", None, 1, "覚書を交わす。", []),
            ("運用上の対策", None, 2, "報告する。", []),
            ("運用上の対策", None, 3, "確かめる。", []),
            ("機器の対策", None, 1, "鍵を掛ける。", []),
        ],
    ),
    (
        "【区 側】\n規程を守る。\n(1) 職員を決める。\n(2) 網につながない。\n※端末も同じ。\n【財務省側】\n(1) 機器を配る。",
        [
            ("区 側", "ward", None, "規程を守る。", []),
            ("区 側", "ward", 1, "職員を決める。", []),
            ("区 側", "ward", 2, "網につながない。\n※端末も同じ。", []),
            ("財務省側", "counterparty", 1, "機器を配る。", []),
        ],
    ),
    ("【結合先】\n基準を守る。", [("結合先", "counterparty", None, "基準を守る。", [])]),
    ("【提供課】\n台帳を閉じる。", [("提供課", "ward", None, "台帳を閉じる。", [])]),
    ("【利用課側】\n台帳を閉じる。", [("利用課側", "ward", None, "台帳を閉じる。", [])]),
    (
        "（区）\n1 鍵を掛ける。\n（連合会）\n1 札を返す。",
        [("区", "ward", 1, "鍵を掛ける。", []), ("連合会", None, 1, "札を返す。", [])],
    ),
    (
        "1 鍵を掛ける。\n（紙）\n2 札を返す。",
        [(None, None, 1, "鍵を掛ける。\n（紙）", []), (None, None, 2, "札を返す。", [])],
    ),
    ("・教える。\n・守る。", [(None, None, None, "教える。", []), (None, None, None, "守る。", [])]),
    ("施錠する。\n報告させる。", [(None, None, None, "施錠する。", []), (None, None, None, "報告させる。", [])]),
    (
        "1 次を行う。\n(1) 施錠\nア 鍵\nイ 札\n(2) 記録\n2 返す。",
        [
            (None, None, 1, "次を行う。", [(1, "施錠", [("ア", "鍵", []), ("イ", "札", [])]), (2, "記録", [])]),
            (None, None, 2, "返す。", []),
        ],
    ),
    ("1 返す。\nただし、紙を除く。", [(None, None, 1, "返す。\nただし、紙を除く。", [])]),
    ("1 返す。\n以上を守る。", [(None, None, 1, "返す。", []), (None, None, None, "以上を守る。", [])]),
    (
        "①鍵を掛ける　② 札を返す　③確かめる",
        [(None, None, k, text, []) for k, text in ((1, "鍵を掛ける"), (2, "札を返す"), (3, "確かめる"))],
    ),
    ("(1) 札を返す (2) 鍵 (4) 扉", [(None, None, 1, "札を返す", []), (None, None, 2, "鍵 (4) 扉", [])]),
    ("(1) 札は(2)の後に返す。", [(None, None, 1, "札は(2)の後に返す。", [])]),
    ("札は ②の後に返す。", [(None, None, None, "札は ②の後に返す。", [])]),
    ("1 通信は\n暗号とする。\n2 返す。", [(None, None, 1, "通信は\n暗号とする。", []), (None, None, 2, "返す。", [])]),
    ("鍵は\n二重とする。", [(None, None, None, "鍵は\n二重とする。", [])]),
    # a number that is due is a label, whatever it counts; one that nothing follows is none
    (
        "1 返す。\n2 年1回報告する。\n3 月末に払う。",
        [(None, None, 1, "返す。", []), (None, None, 2, "年1回報告する。", []), (None, None, 3, "月末に払う。", [])],
    ),
    ("1 返す。\n2", [(None, None, 1, "返す。", []), (None, None, None, "2", [])]),
    # a note goes on with its measure; alone it is one, its mark included
    ("1 返す。\n※ 紙を除く。", [(None, None, 1, "返す。\n※ 紙を除く。", [])]),
    ("※ 紙は返す。", [(None, None, None, "※ 紙は返す。", [])]),
    ("鍵を返す。\n（予備を除く。）", [(None, None, None, "鍵を返す。\n（予備を除く。）", [])]),
    ("・鍵を返す。\n札も返す。", [(None, None, None, "鍵を返す。\n札も返す。", [])]),
    # what introduces a list, or ends with a bracket, does not go on
    ("次のとおり：\n鍵を返す。", [(None, None, None, "次のとおり：", []), (None, None, None, "鍵を返す。", [])]),
    ("鍵（予備）\n札を返す。", [(None, None, None, "鍵（予備）", []), (None, None, None, "札を返す。", [])]),
    # no item belongs to a paragraph without a number, nor to a measure of another group
    (
        "施錠する。\n(1) 鍵\n(2) 札",
        [(None, None, None, "施錠する。", []), (None, None, 1, "鍵", []), (None, None, 2, "札", [])],
    ),
    (
        "1 返す。\n以上を守る。\n(1) 鍵",
        [(None, None, 1, "返す。", []), (None, None, None, "以上を守る。", []), (None, None, 1, "鍵", [])],
    ),
    ("【甲】\n1 返す。\n【乙】\n(1) 鍵", [("甲", None, 1, "返す。", []), ("乙", None, 1, "鍵", [])]),
    # cells before a measure say what group and whose it is; a label before a tabulator is none of them
    (
        "運用面\t1 鍵を返す。\n2 札を返す。\n受託者\t技術面\t端末を閉める。",
        [
            ("運用面", None, 1, "鍵を返す。", []),
            ("運用面", None, 2, "札を返す。", []),
            ("技術面", "counterparty", None, "端末を閉める。", []),
        ],
    ),
    (
        "区\t鍵を返す。\nア\t札を返す。",
        [("区", "ward", None, "鍵を返す。", []), ("区", "ward", "ア", "札を返す。", [])],
    ),
    ("", []),
    ("【運用】", []),
]


def nested(items):
    return [(item.number, item.text, nested(item.items)) for item in items]


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_measures(text, expected):
    found = read_measures(text)
    assert [(m.group, m.party, m.number, m.text, nested(m.items)) for m in found] == expected
    for measure in found:
        assert text[measure.start : measure.end] == measure.text


@given(
    st.lists(st.lists(st.sampled_from(["施錠する。", "報告する。", "紙を返す。"]), max_size=3), min_size=1, max_size=9)
)
def test_numbered_measures_read_back(measures):
    lines = []
    for at, items in enumerate(measures, 1):
        lines += [f"{at} 次を行う。", *(f"({n}) {item}" for n, item in enumerate(items, 1))]
    found = read_measures("\n".join(lines))
    assert [m.number for m in found] == list(range(1, len(measures) + 1))
    assert [[item.text for item in m.items] for m in found] == measures


def leaves(measures):
    for measure in measures:
        yield measure
        yield from leaves(measure.items)


@given(st.text(alphabet="施錠する。、\n 12(1)ア・※【区側】ただし①", max_size=40))
def test_any_text_keeps_its_offsets(text):
    end = 0
    for measure in leaves(read_measures(text)):
        assert text[measure.start : measure.end] == measure.text
        assert end <= measure.start < measure.end
        end = measure.end
