"""Numbers that Word sets itself: each format, and how lists count, restart, and are bound to styles."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract.source.word_numerals import written
from tests.word_files import lines, p, run, word_file

NUMERALS = [
    # format, of 1, 2, 5, 10, 12, 21
    ("decimal", "1 2 5 10 12 21"),
    ("decimalFullWidth", "１ ２ ５ １０ １２ ２１"),
    ("decimalFullWidth2", "１ ２ ５ １０ １２ ２１"),
    ("decimalZero", "01 02 05 10 12 21"),
    ("decimalEnclosedCircle", "① ② ⑤ ⑩ ⑫ ㉑"),
    ("decimalEnclosedParen", "⑴ ⑵ ⑸ ⑽ ⑿ 21"),
    ("decimalEnclosedFullstop", "⒈ ⒉ ⒌ ⒑ ⒓ 21"),
    ("ideographEnclosedCircle", "㊀ ㊁ ㊄ ㊉ 12 21"),
    ("ideographTraditional", "甲 乙 戊 癸 12 21"),
    ("ideographZodiac", "子 丑 辰 酉 亥 21"),
    ("aiueo", "ｱ ｲ ｵ ｺ ｼ ﾅ"),
    ("aiueoFullWidth", "ア イ オ コ シ ナ"),
    ("iroha", "ｲ ﾛ ﾎ ﾇ ｦ ﾅ"),
    ("irohaFullWidth", "イ ロ ホ ヌ ヲ ナ"),
    ("japaneseCounting", "一 二 五 十 十二 二十一"),
    ("japaneseLegal", "壱 弐 伍 壱拾 壱拾弐 弐拾壱"),
    ("ideographDigital", "一 二 五 一〇 一二 二一"),
    ("japaneseDigitalTenThousand", "一 二 五 一〇 一二 二一"),
    ("chineseCountingThousand", "一 二 五 十 十二 二十一"),
    ("lowerLetter", "a b e j l u"),
    ("upperLetter", "A B E J L U"),
    ("lowerRoman", "i ii v x xii xxi"),
    ("upperRoman", "I II V X XII XXI"),
    ("ordinal", "1st 2nd 5th 10th 12th 21st"),
    ("numberInDash", "-1- -2- -5- -10- -12- -21-"),
    ("a format that is not known", "1 2 5 10 12 21"),
]


@pytest.mark.parametrize(("style", "texts"), NUMERALS)
def test_how_a_format_writes_numbers(style: str, texts: str) -> None:
    assert [written(number, style).replace(" ", "") for number in (1, 2, 5, 10, 12, 21)] == texts.split()


FAR = [
    (0, "decimal", "0"),
    (0, "aiueo", "0"),
    (0, "decimalFullWidth", "０"),
    (0, "ideographDigital", "〇"),
    (0, "japaneseCounting", "0"),
    (11, "ordinal", "11th"),
    (23, "ordinal", "23rd"),
    (112, "ordinal", "112th"),
    (27, "lowerLetter", "aa"),
    (53, "upperLetter", "AAA"),
    (47, "aiueoFullWidth", "47"),
    (43, "irohaFullWidth", "ヱ"),
    (43, "iroha", "ヱ"),
    (36, "decimalEnclosedCircle", "㊱"),
    (51, "decimalEnclosedCircle", "51"),
    (100, "japaneseCounting", "百"),
    (1105, "japaneseCounting", "千百五"),
    (20_010, "japaneseCounting", "二万十"),
    (1100, "japaneseLegal", "壱阡壱百"),
    (1994, "lowerRoman", "mcmxciv"),
    (4000, "lowerRoman", "4000"),
    (123_456_789, "japaneseCounting", "123456789"),
    (26, "hex", "1A"),
    (3, "none", ""),
]


@pytest.mark.parametrize(("number", "style", "text"), FAR)
def test_numbers_at_the_edges(number: int, style: str, text: str) -> None:
    assert written(number, style) == text


@pytest.mark.parametrize(("pattern", "texts"), [("001, 002, ...", "003 012"), ("０１", "０３ １２"), ("x", "3 12")])
def test_a_format_of_the_author(pattern: str, texts: str) -> None:
    assert [written(number, "custom", pattern) for number in (3, 12)] == texts.split()


def level(number: int, style: str, text: str, more: str = "", before: str = "") -> str:
    return f"<w:lvl w:ilvl='{number}'>{before}<w:start w:val='1'/><w:numFmt w:val='{style}'/><w:lvlText w:val='{text}'/>{more}</w:lvl>"


def abstract(number: int, *levels: str, more: str = "") -> str:
    return f"<w:abstractNum w:abstractNumId='{number}'>{more}{''.join(levels)}</w:abstractNum>"


def num(number: int, base: int, more: str = "") -> str:
    return f"<w:num w:numId='{number}'><w:abstractNumId w:val='{base}'/>{more}</w:num>"


def item(text: str, depth: int | None = 0, number: int = 1, more: str = "") -> str:
    place = f"<w:ilvl w:val='{depth}'/>" if depth is not None else ""
    return p(text, properties=f"{more}<w:numPr>{place}<w:numId w:val='{number}'/></w:numPr>")


def styled(text: str, style: str) -> str:
    return p(text, properties=f"<w:pStyle w:val='{style}'/>")


def style(name: str, more: str, base: str = "", kind: str = "paragraph") -> str:
    based = f"<w:basedOn w:val='{base}'/>" if base else ""
    return f"<w:style w:type='{kind}' w:styleId='{name}'>{based}<w:pPr>{more}</w:pPr></w:style>"


def listed(folder: Path, blocks: list[str], numbering: str, styles: str = "") -> list[str]:
    return lines(word_file(folder, *blocks, parts={"numbering": numbering, "styles": styles}))


def test_the_numbers_of_all_levels_in_figures(tmp_path: Path) -> None:
    levels = [
        level(0, "japaneseCounting", "第%1"),
        level(1, "aiueo", "%1-%2", "<w:isLgl/>"),
        level(2, "aiueo", "%1-%2", "<w:isLgl w:val='0'/>"),
    ]
    blocks = [item("紙"), item("新聞", 1), item("雑誌", 1), item("週刊", 2)]
    assert listed(tmp_path, blocks, abstract(1, *levels) + num(1, 1)) == [
        "第一　紙",
        "1-1　新聞",
        "1-2　雑誌",
        "一-ｲ　週刊",
    ]


@pytest.mark.parametrize(
    ("restart", "labels"), [("", ["1", "(1)", "2", "(1)"]), ("<w:lvlRestart w:val='0'/>", ["1", "(1)", "2", "(2)"])]
)
def test_a_level_that_goes_on(restart: str, labels: list[str], tmp_path: Path) -> None:
    numbering = abstract(1, level(0, "decimal", "%1"), level(1, "decimal", "(%2)", restart)) + num(1, 1)
    blocks = [item("紙"), item("紙", 1), item("紙"), item("紙", 1)]
    assert listed(tmp_path, blocks, numbering) == [f"{label}　紙" for label in labels]


def test_what_follows_a_number(tmp_path: Path) -> None:
    levels = [
        level(k, "decimal", f"%{k + 1}", f"<w:suff w:val='{suff}'/>")
        for k, suff in enumerate(("tab", "space", "nothing"))
    ]
    assert listed(tmp_path, [item("紙", k) for k in range(3)], abstract(1, *levels) + num(1, 1)) == [
        "1　紙",
        "1 紙",
        "1紙",
    ]


def test_two_lists_that_count_together_and_one_that_begins_anew(tmp_path: Path) -> None:
    again = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride>"
    other = f"<w:lvlOverride w:ilvl='0'>{level(0, 'aiueoFullWidth', '%1')}</w:lvlOverride>"
    numbering = abstract(1, level(0, "decimal", "%1")) + num(1, 1) + num(2, 1) + num(3, 1, again) + num(4, 1, other)
    blocks = [item("紙", 0, number) for number in (1, 2, 3, 1, 3, 4)]
    assert listed(tmp_path, blocks, numbering) == ["1　紙", "2　紙", "7　紙", "3　紙", "8　紙", "ア　紙"]


NUMBERED = "<w:numPr><w:numId w:val='1'/></w:numPr>"


def test_numbers_by_style(tmp_path: Path) -> None:
    numbering = abstract(
        1, level(0, "decimal", "第%1条", "<w:pStyle w:val='A'/>"), level(1, "decimal", "(%2)", "<w:pStyle w:val='B'/>")
    ) + num(1, 1)
    styles = (
        style("A", NUMBERED)
        + style("B", NUMBERED)
        + style("C", "", "A")
        + style("D", "<w:numPr><w:numId w:val='0'/></w:numPr>", "A")
    )
    off = p("布", properties="<w:pStyle w:val='A'/><w:numPr><w:numId w:val='0'/></w:numPr>")
    blocks = [styled("紙", "A"), styled("新聞", "B"), styled("布", "C"), off, styled("瓶", "D"), styled("缶", "gone")]
    assert listed(tmp_path, blocks, numbering, styles) == ["第1条　紙", "(1)　新聞", "第2条　布", "布", "瓶", "缶"]


def test_a_list_style(tmp_path: Path) -> None:
    linked = abstract(2, more="<w:numStyleLink w:val='L'/>")
    numbering = (
        abstract(1, level(0, "irohaFullWidth", "%1"), more="<w:styleLink w:val='L'/>") + linked + num(1, 1) + num(2, 2)
    )
    assert listed(tmp_path, [item("紙", 0, 2)], numbering, style("L", NUMBERED, kind="numbering")) == ["イ　紙"]


def test_bullets_in_a_font_of_symbols(tmp_path: Path) -> None:
    font = "<w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr>"
    numbering = abstract(
        1, level(0, "bullet", "\uf0a8", font), level(1, "bullet", "l", font), level(2, "bullet", "・")
    ) + num(1, 1)
    assert listed(tmp_path, [item("紙", k) for k in range(3)], numbering) == ["□　紙", "●　紙", "・　紙"]


def test_a_format_of_the_author_in_a_list(tmp_path: Path) -> None:
    choice = "<mc:Choice Requires='w14'><w:numFmt w:val='custom' w:format='００１, ００２'/></mc:Choice>"
    number = (
        f"<mc:AlternateContent>{choice}<mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent>"
    )
    one = f"<w:lvl w:ilvl='0'><w:start w:val='1'/>{number}<w:lvlText w:val='%1'/></w:lvl>"
    assert listed(tmp_path, [item("紙")], abstract(1, one) + num(1, 1)) == ["００１　紙"]


def test_the_number_of_a_hidden_paragraph_is_hidden(tmp_path: Path) -> None:
    hidden = p(run("内緒", "<w:vanish/>"), properties=f"{NUMBERED}<w:rPr><w:vanish/></w:rPr>")
    numbering = abstract(1, level(0, "decimal", "%1")) + num(1, 1)
    assert listed(tmp_path, [hidden, p("本文")], numbering) == ["本文"]


def test_a_control_around_an_item(tmp_path: Path) -> None:
    wrapped = f"<w:sdt><w:sdtContent>{item('紙')}</w:sdtContent></w:sdt>"
    assert listed(tmp_path, [wrapped, item("布")], abstract(1, level(0, "decimal", "%1")) + num(1, 1)) == [
        "1　紙",
        "2　布",
    ]
