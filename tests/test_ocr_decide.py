"""The one decision a page: (facts about it, recognise, keep its text, check its layer, reason)."""

from __future__ import annotations

import random

import pytest

from kaigi_extract.ocr.decide import decide
from kaigi_extract.source import UNKNOWN, Frame, Page, PlacedImage
from kaigi_extract.source.page import Shape
from tests.typeset import HEIGHT, WIDTH, run

WORDS = "個人情報の保護に関する条例の規定により次のとおり報告する"
_BYTES = "".join(char.encode().decode("cp932", errors="ignore")[:1] for char in WORDS * 4)
"""UTF-8 taken for Shift-JIS: rare 漢字, no kana but half-width ones."""
_LATIN = "aEil~+rst/fHf'!;:|\\-=*^_$#%&LTXYW" * 4
"""What a recogniser for English makes of Japanese."""
_KOREAN = "개인정보의보호에관한조례" * 8
_PRIVATE = "".join(chr(0xE000 + k % 40) for k in range(90))
_RARE = "".join(random.Random(1).choices("糺紂紜紕紊絅絋紮紲紿紵絆絳絖絎絲絨絮絏", k=90))

WHOLE = PlacedImage((0, 0, WIDTH, HEIGHT), 1654, 2339)
EMBLEM = PlacedImage((50, 50, 150, 150), 200, 200)
HALF = PlacedImage((0, HEIGHT / 2, WIDTH, HEIGHT), 1654, 1170)
OFF_PAGE = PlacedImage((-WIDTH, 0, 0, HEIGHT), 1654, 2339)
CURVE = Shape((10, 10, 20, 20), 0.0, closed_curve=True)


def page(visible: str = "", invisible: str = "", *pictures: PlacedImage, curves: int = 0, faded: str = "") -> Page:
    made = Page(Frame(1, WIDTH, HEIGHT), pictures=list(pictures), shapes=[CURVE] * curves)
    made.runs = [run(visible, 50, 50)] if visible else []
    made.hidden = [("invisible", run(invisible, 50, 80))] if invisible else []
    made.hidden += [("faded", run(faded, 50, 120))] if faded else []
    return made


def wide(words: str, pitch: float) -> Page:
    """A page of Latin characters, each so many points wide."""
    made = page()
    made.runs = [run(words, 50, 50, pitch=pitch)]
    made.runs[0].end = [x + pitch for x in made.runs[0].start]
    return made


TAKEN, READ, BESIDE, CHECKED = (False, True, False), (True, True, False), (True, True, False), (True, True, True)
INSTEAD = (True, False, False)

PAGES: dict[str, tuple[Page, tuple[bool, bool, bool], str]] = {
    "empty": (page(), TAKEN, "the page is empty"),
    "only faded text": (page(faded=WORDS), TAKEN, "the page is empty"),
    "born digital": (page(WORDS), TAKEN, "the page carries its own text"),
    "born digital, with an emblem": (page(WORDS, "", EMBLEM), TAKEN, "the page carries its own text"),
    "born digital, with a picture beside the page": (page(WORDS, "", OFF_PAGE), TAKEN, "the page carries its own text"),
    "born digital, with a seal": (page(WORDS, curves=30), TAKEN, "the page carries its own text"),
    "born digital, with an invisible copy": (page(WORDS, WORDS), TAKEN, "the page carries its own text"),
    "a few Latin words": (page("PDF Form A-1"), TAKEN, "the page carries its own text"),
    "a map to Latin characters": (
        wide("W3Q;lQ<,7WCu7KL5=Q}]kPEw", 10.0),
        INSTEAD,
        "its own text is garbage: 24 of 24 Latin characters are as wide as Japanese ones",
    ),
    "too few Latin characters to tell by their width": (
        wide("W3Q;lQ<,7WCu7KL5=Q", 10.0),
        TAKEN,
        "the page carries its own text",
    ),
    "Latin characters as wide as they are": (
        wide("Annual report of the reading rooms", 5.2),
        TAKEN,
        "the page carries its own text",
    ),
    "Latin characters in full width among Japanese": (
        page(WORDS * 2 + "ＡＢＣ", "", EMBLEM),
        TAKEN,
        "the page carries its own text",
    ),
    "a scan": (page("", "", WHOLE), READ, "the page is a picture"),
    "a small picture and nothing else": (page("", "", EMBLEM), READ, "the page is a picture"),
    "a header over a scan": (
        page("資料１－２", "", WHOLE),
        BESIDE,
        "a picture takes 100% of the page; its own 5 characters are kept",
    ),
    "a photo in a digital page": (
        page(WORDS, "", HALF),
        BESIDE,
        "a picture takes 50% of the page; its own 28 characters are kept",
    ),
    "a stamp over stripes": (
        page(
            "受付", "", *(PlacedImage((0, HEIGHT / 12 * k, WIDTH, HEIGHT / 12 * (k + 1)), 1654, 195) for k in range(12))
        ),
        BESIDE,
        "12 pictures take 100% of the page; its own 2 characters are kept",
    ),
    "emblems in a digital page": (
        page(WORDS, "", EMBLEM, EMBLEM, EMBLEM, EMBLEM, EMBLEM, EMBLEM),
        TAKEN,
        "the page carries its own text",
    ),
    "a wrong map onto kana": (
        page("ふぱひをずゑぶぜぴ" * 5 + "互楴叞仟拌彚誹" * 2),
        INSTEAD,
        "its own text is garbage: of 45 hiragana only 5 are common ones",
    ),
    "a wrong map, kana by chance": (
        page("のふをぱひたゑ" * 10 + _RARE),
        INSTEAD,
        "its own text is garbage: of 90 漢字 90 are rare, and so are the hiragana between them",
    ),
    "a wrong map onto plain katakana": (
        page("ノマタモトキケヒミフスアサ" * 8),
        INSTEAD,
        "its own text is garbage: of 104 kana, which are all that is there, only 0 are voiced, small or long",
    ),
    "a wrong map onto plain hiragana": (
        page("のまたもときけひみふすあさ" * 8),
        INSTEAD,
        "its own text is garbage: of 104 kana, which are all that is there, only 0 are voiced, small or long",
    ),
    "a wrong map onto all katakana": (
        page("ヲゴヱデヌプラヴミザ" * 11),
        INSTEAD,
        "its own text is garbage: of 110 kana, which are all that is there, 44 are hardly ever used",
    ),
    "a wrong map onto Cyrillic": (
        page("Офздг ижклм" * 8),
        INSTEAD,
        "its own text is garbage: 80 of 80 characters are in no Japanese paper",
    ),
    "a few Greek letters": (page(WORDS + "α波、β線、Ωの単位"), TAKEN, "the page carries its own text"),
    "a list of names in katakana": (
        page("サトウイチロウ、スズキハナ、タカハシケン、イトウミドリ、ヤマモトナオ、カトウショウ" * 4),
        TAKEN,
        "the page carries its own text",
    ),
    "a list of devices in katakana": (
        page("サーバ、ルータ、ネットワーク、クライアント、ファイアウォール、バックアップ、プリンタ" * 4),
        TAKEN,
        "the page carries its own text",
    ),
    "a law in 漢字 and katakana": (
        page("此ノ規則ハ公布ノ日ヨリ之ヲ施行ス、前項ノ期日ハ市長之ヲ定ム" * 6),
        TAKEN,
        "the page carries its own text",
    ),
    "a list of names in hiragana": (
        page("さくら、ひまわり、あさがお、つくし、すみれ、かえで、いちょう、けやき" * 2),
        TAKEN,
        "the page carries its own text",
    ),
    "a scan with a layer": (
        page("", WORDS * 4, WHOLE),
        CHECKED,
        "the page is a picture with an invisible layer of text",
    ),
    "a layer of English": (
        page("", _LATIN, WHOLE),
        CHECKED,
        "the page is a picture with an invisible layer of text",
    ),
    "a layer of Shift-JIS": (
        page("", _BYTES, WHOLE),
        READ,
        "the page is a picture, and its invisible layer of text is garbage",
    ),
    "a layer of Korean": (
        page("", _KOREAN, WHOLE),
        READ,
        "the page is a picture, and its invisible layer of text is garbage: 96 of 96 characters are in no Japanese paper",
    ),
    "a layer of private signs": (
        page("", _PRIVATE, WHOLE),
        READ,
        "the page is a picture, and its invisible layer of text is garbage",
    ),
    "a layer of rare 漢字": (
        page("", _RARE, WHOLE),
        READ,
        "the page is a picture, and its invisible layer of text is garbage: of 90 漢字 90 are rare",
    ),
    "a layer without a map": (
        page("", UNKNOWN * 30, WHOLE),
        READ,
        "the page is a picture, and its invisible layer of text is garbage: "
        "30 of 30 characters have fonts that do not tell what they are",
    ),
    "fonts without a map": (
        page(UNKNOWN * 10 + WORDS),
        INSTEAD,
        "its own text is garbage: 10 of 38 characters have fonts that do not tell what they are",
    ),
    "one character without a map": (page(UNKNOWN + WORDS), TAKEN, "the page carries its own text"),
    "private signs": (
        page(_PRIVATE),
        INSTEAD,
        "its own text is garbage: 90 of 90 characters are in no Japanese paper",
    ),
    "outlines": (page(curves=300), READ, "its text is drawn as outlines"),
    "a drawing": (page(curves=5), TAKEN, "the page is empty"),
    "old forms of 漢字 in a text": (page(WORDS * 3 + "澤邊齋藤"), TAKEN, "the page carries its own text"),
    "many rare 漢字 in a text": (
        page(WORDS * 4 + _RARE[:40]),
        TAKEN,
        "the page carries its own text",
    ),
    "kana of a map that is off, and common 漢字": (
        page("ふひぶゐゑぱぢねび" * 2 + "個人情報の保護に関する条例" * 3),
        TAKEN,
        "the page carries its own text",
    ),
    "rare 漢字 and few kana, that are common": (
        page(_RARE[:30] + "のによりたはのために"),
        TAKEN,
        "the page carries its own text",
    ),
    "too few 漢字 for a judgement": (
        page(_RARE[:19] + "ふひぶゐゑぱぢねびぷ"),
        TAKEN,
        "the page carries its own text",
    ),
    "too few kana for a judgement": (
        page(_RARE[:30] + "ふひぶゐゑぱぢねび"),
        TAKEN,
        "the page carries its own text",
    ),
    "a list of names without kana": (
        page("東京都新宿区歌舞伎町" * 9),
        TAKEN,
        "the page carries its own text",
    ),
}


@pytest.mark.parametrize(("made", "what", "reason"), PAGES.values(), ids=PAGES)
def test_decisions(made: Page, what: tuple[bool, bool, bool], reason: str) -> None:
    decision = decide(made)
    assert decision.reason[: len(reason)] == reason
    assert (decision.recognise, decision.keep_text, decision.check_layer) == what
    assert "garbage" in reason or decision.reason == reason


def test_a_short_text_in_a_font_that_wrote_garbage_is_not_trusted() -> None:
    short, long = page("犀訟互"), page(WORDS * 3)
    for fonts, recognised in (((), False), (("Gothic",), False), (("Mincho",), True)):
        assert decide(short, distrusted=fonts).recognise is recognised
    assert not decide(long, distrusted=("Mincho",)).recognise
