"""Signs that print alike: (what was read, what it says)."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.lookalikes import tell_apart
from kaigi_extract.ocr.protocol import Character

TOLD = {
    "力ード": "カード",
    "力一ド": "カード",
    "利用者力一ド": "利用者カード",
    "カード": "カード",
    "能カ": "能力",
    "協カ会社": "協力会社",
    "口ッカー": "ロッカー",
    "窓ロ": "窓口",
    "人ロ統計": "人口統計",
    "プ口グラム": "プログラム",
    "二ーズ": "ニーズ",
    "第ニ条": "第二条",
    "デ一タ": "データ",
    "者カ一ドの": "者カードの",
    "者力一ドの": "者カードの",
    "統一的": "統一的",
    "第一条": "第一条",
    "サ一バ": "サーバ",
    "エリア": "エリア",
    "工リア": "エリア",
    "シス亍ム": "シス亍ム",
    "職員へ通知": "職員へ通知",
    "職員ヘ通知": "職員へ通知",
    "すべて": "すべて",
    "すベて": "すべて",
    "データべース": "データベース",
    "セキュりティ": "セキュリティ",
    "取リ扱う": "取り扱う",
    "見守りカメラ": "見守りカメラ",
    "対象者リスト": "対象者リスト",
    "である.": "である。",
    "区は,次の": "区は、次の",
    "3.5": "3.5",
    "A.": "A.",
    "平成2O年": "平成20年",
    "1O": "1O",
    "第l条": "第1条",
    "第Ⅰ0": "第10",
    "": "",
    "古紙": "古紙",
}


@pytest.mark.parametrize(("read", "says"), [("カ所", "カ所"), ("3カ所", "3カ所")])
def test_a_counter(read: str, says: str) -> None:
    assert "".join(character.text for character in tell_apart([Character(char, 0, 0.9) for char in read])) == says


@pytest.mark.parametrize("word", ["のベース", "メモリを", "のリスト", "ユーザへの", "システムへメール"])
def test_katakana_after_hiragana_and_before_it(word: str) -> None:
    characters = tell_apart([Character(char, 10.0 * k, 0.9) for k, char in enumerate(word)])
    assert "".join(character.text for character in characters) == word


ITEMS = {
    "了　起きた日時": "ア起きた日時",
    "力　力一ドの番号": "カカードの番号",
    "カ　次の事項": "カ次の事項",
    "工　事の記録": "エ事の記録",
    "(了)作業場所": "(ア)作業場所",
    "(工)事の記録": "(エ)事の記録",
    "了する。また": "了する。また",
    "了解を得て": "了解を得て",
    "工事の記録": "工事の記録",
    "力　を": "力を",
}
"""What was read, with where paper is left, and what it says."""


@pytest.mark.parametrize(("read", "says"), ITEMS.items())
def test_a_character_that_numbers_an_item(read: str, says: str) -> None:
    """It stands apart from what it numbers; in a short line that tells nothing."""
    characters = [Character(char, 10.0 * k, 0.9) for k, char in enumerate(read) if char != "　"]
    assert "".join(character.text for character in tell_apart(characters)) == says


@pytest.mark.parametrize(("read", "says"), TOLD.items())
def test_signs(read: str, says: str) -> None:
    characters = tell_apart([Character(char, 10.0 * k, 0.9) for k, char in enumerate(read)])
    assert "".join(character.text for character in characters) == says
    assert [character.at for character in characters] == [10.0 * k for k in range(len(read))]


def one(character: Character, before: str = "", after: str = "") -> Character:
    told = tell_apart(
        [*(Character(char, 0, 1.0) for char in before), character, *(Character(char, 0, 1.0) for char in after)]
    )
    return told[len(before)]


class TestSureness:
    def test_both_readings_of_one_shape_count(self) -> None:
        assert one(Character("力", 5, 0.5, (("カ", 0.4), ("刀", 0.05))), after="ード").sure == pytest.approx(0.9)

    def test_where_the_reading_stands(self) -> None:
        assert one(Character("カ", 5, 0.5, (("力", 0.4), ("刀", 0.05))), after="ード").sure == pytest.approx(0.9)

    def test_never_above_one(self) -> None:
        assert one(Character("力", 5, 0.9, (("カ", 0.4),)), after="ード").sure == 1.0

    def test_the_chosen_one_is_no_alternative(self) -> None:
        told = one(Character("力", 5, 0.5, (("カ", 0.4), ("刀", 0.05))), after="ード")
        assert "カ" not in dict(told.others)
        assert dict(told.others)["刀"] == 0.05

    def test_other_characters_are_left_alone(self) -> None:
        character = Character("刀", 5, 0.5, (("力", 0.4),))
        assert one(character, after="ード") == character
