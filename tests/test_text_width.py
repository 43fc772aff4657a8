"""Width, mending of single characters, and the key of field labels."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text.width import drop_invisible, fold, label_key, repair_characters, squeeze, visible

FOLDED = [
    ("ＡＢＣ１２３", "ABC123"),
    ("ｶﾞｲﾄﾞ", "ガイド"),
    ("４〜５", "4～5"),
    ("４～５", "4～5"),
    ("4~5", "4～5"),
    ("（注）", "(注)"),
    ("全角　空白", "全角 空白"),
    ("㈱あおば", "(株)あおば"),
    ("①②", "12"),
    ("⼾籍", "戸籍"),
    ("ー―－‐–—−─", "ー―-‐–—−─"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_fold(text, expected):
    assert fold(text) == expected


@given(st.text())
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"), [(" 件　　名\n", "件名"), ("a\tb c", "abc"), ("", ""), ("変わらない", "変わらない")]
)
def test_squeeze(text, expected):
    assert squeeze(text) == expected


MENDED = [
    ("⼾籍", "戸籍"),
    ("⿊板", "黒板"),
    ("区⺠", "区民"),
    ("部⻑", "部長"),
    ("⻄口", "西口"),
    ("⻘年", "青年"),
    ("⽒名", "氏名"),
    ("⾃⽴", "自立"),
    ("\uf0b7項目", "•項目"),
    ("\uf0fe済", "☑済"),
    ("\uf0a8未", "□未"),
    ("\uf06e有\uf06f無", "■有□無"),
    ("\uf0d8次", "➢次"),
    ("\uf0fc可", "✓可"),
    ("\uf0e0", "→"),
    ("\uf081\uf08a", "①⑩"),
]


@pytest.mark.parametrize(("text", "expected"), MENDED)
def test_mend(text, expected):
    assert repair_characters(text) == expected
    assert len(repair_characters(text)) == len(text)


@pytest.mark.parametrize("text", ["", "plain ascii", "平成２５年　（案）", "神\ufa19社", "\ue000外字", "①ｶﾅ"])
def test_mend_gives_back_the_same_object_when_nothing_changes(text):
    assert repair_characters(text) is text


def test_mend_covers_every_radical_that_unicode_equates():
    kangxi = [chr(code) for code in range(0x2F00, 0x2FD6)]
    assert all(repair_characters(char) not in kangxi for char in kangxi)
    assert sum(repair_characters(char) != unicodedata.normalize("NFKC", char) for char in kangxi) == 2
    supplement = [chr(code) for code in range(0x2E81, 0x2EF4) if code != 0x2E9A]
    # U+2E9F (mother) is the one that NFKC knows; all the others come from the table.
    assert [char for char in supplement if repair_characters(char) == char] == []


@given(st.text())
def test_mend_keeps_length_and_rest(text):
    mended = repair_characters(text)
    assert len(mended) == len(text)
    assert repair_characters(mended) == mended


LABELS = [
    ("１　件　　名", "件名"),
    ("1件名", "件名"),
    ("2. 委託内容", "委託内容"),
    ("３、結合先", "結合先"),
    ("(4)所管課名", "所管課名"),
    ("（５）　添付資料", "添付資料"),
    ("①委託先", "委託先"),
    ("㈠　委託先", "委託先"),
    ("⒈委託先", "委託先"),
    ("⓵委託先", "委託先"),
    ("１１ 添付資料", "添付資料"),
    ("委託先※6", "委託先"),
    ("委託先　※６", "委託先"),
    ("適用日*1", "適用日"),
    ("利用課注2", "利用課"),
    ("利用課（※）", "利用課"),
    ("保有課（担当課）：", "保有課(担当課)"),
    ("2次利用", "2次利用"),
    ("10年保存", "10年保存"),
    ("結合される\n情報項目", "結合される情報項目"),
    ("１", "1"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), LABELS)
def test_label_key(text, expected):
    assert label_key(text) == expected


INVISIBLE = [
    ("\u200b件\u200b名", "件名"),
    ("株式会社\u2060ふる\ufeffがみ\u200e", "株式会社ふるがみ"),
    ("件\u200d名\u200c", "件名"),
    ("葛\U000e0100飾", "葛\U000e0100飾"),
    ("☑\ufe0e 古紙", "☑\ufe0e 古紙"),
    ("👨\u200d👩", "👨\u200d👩"),
    ("古紙", "古紙"),
]


@pytest.mark.parametrize(("text", "shown"), INVISIBLE)
def test_what_has_no_ink_is_dropped(text: str, shown: str) -> None:
    assert drop_invisible(text) == shown
    kept = visible(text)
    assert (text if kept is None else "".join(text[at] for at in kept)) == shown
    assert (kept is None) == (text == shown)


def test_labels_with_characters_without_ink_are_the_same_label() -> None:
    assert label_key("\ufeff委\u200b託\u2060先") == label_key("委託先")
    assert fold("ふる\u200bがみ") == "ふるがみ"
