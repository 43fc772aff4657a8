"""Boxes in text and the words beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text import read_choices, repair_characters
from kaigi_extract.text.choices import loose_ticks

CHOICES = [
    # text, [(words, checked, detail, what of the text it takes)]
    ("■ 郵便 □ 電話", [("郵便", True, None, "■ 郵便"), ("電話", False, None, "□ 電話")]),
    ("☑郵便・☐電話", [("郵便", True, None, "☑郵便"), ("電話", False, None, "☐電話")]),
    (
        "☒ 郵便 ▣ 電話 ◼ 窓口",
        [("郵便", True, None, "☒ 郵便"), ("電話", True, None, "▣ 電話"), ("窓口", True, None, "◼ 窓口")],
    ),
    (repair_characters("\uf0fe 郵便 \uf06f 電話"), [("郵便", True, None, "☑ 郵便"), ("電話", False, None, "□ 電話")]),
    ("■ その他( 鍵の管理 )", [("その他", True, "鍵の管理", "■ その他( 鍵の管理 )")]),
    ("■ その他（棚（二段）の鍵）", [("その他", True, "棚（二段）の鍵", "■ その他（棚（二段）の鍵）")]),
    ("□ その他(      )", [("その他", False, None, "□ その他(      )")]),
    ("□ その他（", [("その他", False, None, "□ その他（")]),
    ("■ 鍵（予備）の保管", [("鍵（予備）の保管", True, None, "■ 鍵（予備）の保管")]),
    ("（□ 有 ・ ☑ 無）", [("有", False, None, "□ 有"), ("無", True, None, "☑ 無）")]),
    ("□   年  月  日から", [("年  月  日から", False, None, "□   年  月  日から")]),
    ("■ 紙\n棚に置く。", [("紙", True, None, "■ 紙")]),
    ("□ 紙\n■ 布", [("紙", False, None, "□ 紙"), ("布", True, None, "■ 布")]),
    ("返却　□ 有　■ 無", [("有", False, None, "□ 有"), ("無", True, None, "■ 無")]),
    ("有□　無☑", [("有", False, None, "有□"), ("無", True, None, "無☑")]),
    ("レ 有　□ 無", [("有", True, None, "レ 有"), ("無", False, None, "□ 無")]),
    ("✓ 有", [("有", True, None, "✓ 有")]),
    ("✔有", [("有", True, None, "✔有")]),
    ("□レ 有", [("有", True, None, "□レ 有")]),
    ("□レンガ", [("レンガ", False, None, "□レンガ")]),
    ("レンガ、カレー、レ点を付ける。", []),
    ("① 有　② 無", []),
    # discs of both kinds, words of which some are ringed, words behind a tick; bullets and names left out are none
    ("● 有　○ 無", [("有", True, None, "● 有"), ("無", False, None, "○ 無")]),
    (
        "○紙　◉布　○その他（　）",
        [("紙", False, None, "○紙"), ("布", True, None, "◉布"), ("その他", False, None, "○その他（　）")],
    ),
    ("● 紙\n○ 布", []),
    ("有　・　○無", [("有", False, None, "有"), ("無", True, None, "○無")]),
    ("○要／不要", [("要", True, None, "○要"), ("不要", False, None, "不要")]),
    ("㊒・無", [("㊒", True, None, "㊒"), ("無", False, None, "無")]),
    ("○紙・布", []),
    ("あおば・○○課", []),
    (
        "レ紙　　布　　その他（　　）",
        [("紙", True, None, "レ紙"), ("布", False, None, "布"), ("その他", False, None, "その他（　　）")],
    ),
    ("有　レ無", [("有", False, None, "有"), ("無", True, None, "レ無")]),
    ("✓ 紙の 箱", [("紙の 箱", True, None, "✓ 紙の 箱")]),
    ("［レ］紙　［　］布", [("紙", True, None, "［レ］紙"), ("布", False, None, "［　］布")]),
    ("（○）有　（　）無（期限）", [("有", True, None, "（○）有"), ("無", False, "期限", "（　）無（期限）")]),
    ("対象（○）　その他（　）", []),
    ("■ 紙\u2003□ 布\u00a0", [("紙", True, None, "■ 紙"), ("布", False, None, "□ 布")]),
    # brackets are boxes only in a text without any other box, before a word, and where nothing is before them
    ("（○）有　（　）無\n□ その他", [("その他", False, None, "□ その他")]),
    ("有　（○）", []),
    ("対象（○）有", []),
    ("あレ有　レ、無", []),
    # words are before boxes only where something is, and where the line ends with a box
    ("□ 有　☑", [("有", False, None, "□ 有"), ("", True, None, "☑")]),
    ("有□　無☑　その他", [("無", False, None, "□　無"), ("その他", True, None, "☑　その他")]),
    ("（有□　無☑）", [("（有", False, None, "（有□"), ("無", True, None, "無☑")]),
    ("■□ 有", [("", True, None, "■"), ("有", False, None, "□ 有")]),
    # brackets: all of the words, left empty, never opened, never closed
    ("□（予備）", [("（予備）", False, None, "□（予備）")]),
    ("□ その他（ ― ）", [("その他", False, None, "□ その他（ ― ）")]),
    ("☑ 無）", [("無", True, None, "☑ 無）")]),
    ("□ 鍵（予備", [("鍵", False, "予備", "□ 鍵（予備")]),
    ("☑", [("", True, None, "☑")]),
    # a bracket below a choice that has its line for itself
    ("☑ 紙\n（台帳）\n□ 布\n（　）", [("紙", True, "台帳", "☑ 紙"), ("布", False, None, "□ 布")]),
    ("☑ 紙 □ 布\n（台帳）", [("紙", True, None, "☑ 紙"), ("布", False, None, "□ 布")]),
    # boxes in cells of their own
    ("住まい\t番地\t■\n名前\t□", [("番地", True, None, "番地\t■"), ("名前", False, None, "名前\t□")]),
    ("□\t番地\t■\t名前", [("番地", False, None, "□\t番地"), ("名前", True, None, "■\t名前")]),
    ("番地\t■ 要\t□ 否", [("要", True, None, "■ 要"), ("否", False, None, "□ 否")]),
    # as Markdown prints them
    ("[x] 紙\n[ ] 布", [("紙", True, None, "[x] 紙"), ("布", False, None, "[ ] 布")]),
    ("[x]\n[ ] 布", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CHOICES)
def test_choices(text, expected):
    assert [(c.text, c.checked, c.detail, text[c.start : c.end]) for c in read_choices(text)] == expected


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("レ\n□ 紙　□ 布", [(0, 1)]),
        ("□ 紙\n□ 布\n ○ ", [(9, 10)]),
        ("レ\n■ 紙　□ 布", []),
        ("○\n紙と布", []),
        ("レ 紙\n□ 布", []),
    ],
)
def test_ticks_that_are_apart_from_all_boxes(text, places):
    assert loose_ticks(text) == places


def test_a_ring_chooses_where_its_label_says_so():
    found = read_choices("○本人　　家族　　その他（犬）", ring_chooses=True)
    assert [(c.text, c.checked, c.detail) for c in found] == [
        ("本人", True, None),
        ("家族", False, None),
        ("その他", False, "犬"),
    ]


@given(st.text(alphabet="□■☑レ✓○●㊒（）()有無 　\nア・、。", max_size=30))
def test_readings_stand_in_order_and_inside_of_the_text(text):
    at = 0
    for choice in read_choices(text):
        assert at <= choice.start < choice.end <= len(text)
        assert choice.text in text[choice.start : choice.end]
        assert "\n" not in text[choice.start : choice.end]
        at = choice.end
