"""Boxes to tick in Word files, however they are put in: an empty box and a ticked one are never confused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.source.word_equations import eq_field
from kaigi_extract.text import read_choices
from kaigi_extract.text.symbol_fonts import symbol
from tests.word_files import control, field, lines, notices, p, run, table, word_file


def sym(font: str, char: str) -> str:
    return f"<w:r><w:sym w:font='{font}' w:char='{char}'/></w:r>"


def typed(font: str, text: str) -> str:
    return run(text, f"<w:rFonts w:ascii='{font}' w:hAnsi='{font}'/>")


def check(inside: str, name: str = "FORMCHECKBOX") -> str:
    return field(f" {name} ", data=f"<w:ffData><w:name w:val='c'/><w:checkBox>{inside}</w:checkBox></w:ffData>")


def box(state: str, shown: str) -> str:
    return control(f"<w14:checkbox>{state}</w14:checkbox>", shown)


EMPTY = {
    "Wingdings": sym("Wingdings", "F0A8"),
    "Wingdings without the private use area": sym("Wingdings", "006F"),
    "Wingdings with a shadow": sym("Wingdings", "F072"),
    "Wingdings 2": sym("Wingdings 2", "F0A3"),
    "Webdings": sym("Webdings", "F063"),
    "ZapfDingbats": sym("ZapfDingbats", "F06F"),
    "a Japanese font": sym("ＭＳ ゴシック", "2610"),
    "typed in Wingdings": typed("Wingdings", "¨"),
    "typed in Wingdings, in the private use area": typed("Wingdings", "\uf0a8"),
    "an old form field": check("<w:default w:val='0'/>"),
    "an old form field that was unticked": check("<w:default w:val='1'/><w:checked w:val='0'/>"),
    "an old form field with a result": field(" FORMCHECKBOX ", "☒", "<w:ffData><w:checkBox/></w:ffData>"),
    "a field with a blank over the box": field(r" eq \o\ac(□, )"),
    "a symbol field": field(r' SYMBOL 168 \f "Wingdings" \s 11 '),
    "a control": box("<w14:checked w14:val='0'/>", run("☐")),
    "a control that shows a blank": box("<w14:checked w14:val='false'/>", run("　")),
    "a control without a state": box("", run("☐")),
}
TICKED = {
    "Wingdings": sym("Wingdings", "F0FE"),
    "Wingdings crossed": sym("Wingdings", "F0FD"),
    "Wingdings crossed by thin lines": sym("Wingdings", "F078"),
    "Wingdings 2": sym("Wingdings 2", "F052"),
    "Wingdings 2 crossed": sym("Wingdings 2", "0053"),
    "Wingdings black": sym("Wingdings", "F06E"),
    "Webdings": sym("Webdings", "F061"),
    "ZapfDingbats": sym("ZapfDingbats", "F034"),
    "a Japanese font": sym("ＭＳ ゴシック", "2611"),
    "typed in Wingdings": typed("Wingdings", "þ"),
    "an old form field": check("<w:checked/>"),
    "an old form field, ticked at first": check("<w:default w:val='1'/>"),
    "an old form field, ticked by a word": check("<w:checked w:val='true'/>"),
    "a field with レ over the box": field(r" eq \o\ac(□,レ)"),
    "a field with the box over レ": field(r"EQ \o(レ,□)"),
    "a field with another tick": field(r" EQ \* jc0 \* &quot;Font:ＭＳ 明朝&quot; \* hps24 \o\ac(☐,✓)"),
    "a symbol field": field(r" SYMBOL 254 \f Wingdings "),
    "a symbol field with a result": field(r" SYMBOL 0xFE \f Wingdings ", "þ"),
    "a control": box("<w14:checked w14:val='1'/>", run("☒")),
    "a control that shows a circle": box("<w14:checked w14:val='true'/>", run("●")),
    "a control that shows a symbol": box("<w14:checked w14:val='1'/>", sym("Wingdings 2", "F052")),
}


@pytest.mark.parametrize("inside", EMPTY.values(), ids=EMPTY)
def test_an_empty_box(inside: str, tmp_path: Path) -> None:
    (text,) = lines(word_file(tmp_path, p(inside, " 古紙　", sym("Wingdings", "F0FE"), " 古布")))
    assert [(one.text, one.checked) for one in read_choices(text)] == [("古紙", False), ("古布", True)]


@pytest.mark.parametrize("inside", TICKED.values(), ids=TICKED)
def test_a_ticked_box(inside: str, tmp_path: Path) -> None:
    (text,) = lines(word_file(tmp_path, p(inside, " 古紙　", sym("Wingdings", "F0A8"), " 古布")))
    assert [(one.text, one.checked) for one in read_choices(text)] == [("古紙", True), ("古布", False)]


def test_a_choice_belongs_to_its_cell(tmp_path: Path) -> None:
    path = word_file(tmp_path, table(("回収の品", f"{p(check('<w:checked/>'), ' 古紙')}{p(check(''), ' 古布')}")))
    (found,) = extract(path).tables
    assert [(one.text, one.checked) for one in found.cells[1].choices] == [("古紙", True), ("古布", False)]


SYMBOLS = [
    ("Wingdings", 0xF028, "🕿"),
    ("wingdings", 0x28, "🕿"),
    ("Wingdings", 0xF06C, "●"),
    ("Wingdings", 0x81, "①"),
    ("Wingdings", 0xF0E0, "→"),
    ("Wingdings 2", 0x6A, "①"),
    ("Wingdings 3", 0x70, "▲"),
    ("Symbol", 0xF0B7, "•"),
    ("Symbol", 0x61, "α"),
    ("SymbolMT", 0xB4, "×"),
    ("Webdings", 0x6E, "●"),
    ("ZapfDingbats", 0x48, "★"),
    ("ITC Zapf Dingbats", 0xAC, "①"),
    ("Wingdings", 0x1F, None),
    ("Wingdings", 0x100, None),
    ("Wingdings", 0x3042, None),
    ("Symbol", 0x80, None),
    ("ＭＳ 明朝", 0xF0A8, None),
]


@pytest.mark.parametrize(("font", "code", "shape"), SYMBOLS)
def test_what_a_font_of_symbols_draws(font: str, code: int, shape: str | None) -> None:
    assert symbol(font, code) == shape


def test_a_symbol_of_a_font_that_is_not_known_is_kept_and_told(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("回収", sym("Kairan Marks", "F0D9"), "済み"), p(sym("Kairan Marks", "X1"), "以上"))
    assert lines(path) == ["回収\uf0d9済み", "以上"]
    assert notices(path) == [
        ("unread_part", "warning", "not read: what the symbol U+F0D9 of the font Kairan Marks draws; it reads \uf0d9"),
        ("unread_part", "warning", "not read: a symbol of the font Kairan Marks by the code X1"),
    ]


FIELDS = {
    "a chosen entry": (
        field(" FORMDROPDOWN ", data="<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='毎月'/><w:listEntry w:val='毎週'/></w:ddList></w:ffData>"),
        "毎週",
    ),
    "no entry chosen": (
        field(" FORMDROPDOWN ", "古い", "<w:ffData><w:ddList><w:listEntry w:val='毎月'/><w:listEntry w:val='毎週'/></w:ddList></w:ffData>"),
        "毎月",
    ),
    "text filled in": (field(" FORMTEXT ", "毎週", "<w:ffData><w:textInput/></w:ffData>"), "毎週"),
    "merged": (field(" MERGEFIELD 曜日 ", "毎週"), "毎週"),
    "a field in an instruction": (
        field(f" IF </w:instrText></w:r>{field(' MERGEFIELD x ', '内緒')}<w:r><w:instrText> = 1 ", "毎週"),
        "毎週",
    ),
    "a field in a result": (
        f"<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{field(' REF y ', '毎')}{run('週')}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        "毎週",
    ),
    "a simple field": (f"<w:fldSimple w:instr=' REF x '>{run('毎週')}</w:fldSimple>", "毎週"),
    "a simple EQ field": (r"<w:fldSimple w:instr='EQ \o\ad(\s\up 9(まいしゅう),毎週)'/>", "毎週"),
    "a mark of the index": (field(" XE &quot;古紙&quot; "), ""),
    "a word in a circle": (field(r" eq \o\ac(○,秘)"), "㊙"),
    "a number in a circle": (field(r" eq \o\ac(○,12)"), "⑫"),
    "a number in a frame": (field(r" eq \o\ac(□,3)"), "3"),
    "a reading": (field(r"EQ \* jc2 \* &quot;Font:MS Mincho&quot; \* hps10 \o\ad(\s\up 9(まいしゅう),毎週)"), "毎週"),
    "a reading in pieces": (field(r"EQ \* jc2 \o\ad(\s\up 9(まい</w:instrText></w:r><w:r><w:instrText>しゅう),毎</w:instrText></w:r><w:r><w:instrText>週)"), "毎週"),
    "a reading with brackets in the word": (field(r"EQ \o\ad(\s\up 9(まいしゅう),毎\(週\))"), "毎(週)"),
    "a small number": (field(r"EQ 毎\s\up 5(週)"), "毎週"),
    "a fraction": (field(r"EQ \f(1,2)"), "1/2"),
    "never ended": ("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "printed"), FIELDS.values(), ids=FIELDS)
def test_what_a_field_prints(inside: str, printed: str, tmp_path: Path) -> None:
    assert lines(word_file(tmp_path, p("古紙を", inside), p("集める。"))) == [f"古紙を{printed}", "集める。"]


def test_a_result_goes_on_in_the_next_paragraph(tmp_path: Path) -> None:
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    path = word_file(
        tmp_path, p(begin, "１　回収"), p("２　搬送", "<w:r><w:fldChar w:fldCharType='end'/></w:r>"), p("本文")
    )
    assert lines(path) == ["１　回収", "２　搬送", "本文"]


def test_readings_are_kept_beside_their_words(tmp_path: Path) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('こし')}</w:rt><w:rubyBase>{run('古紙')}</w:rubyBase></w:ruby></w:r>"
    path = word_file(tmp_path, p(ruby, "と", field(r"EQ \o\ad(\s\up 9(こふ),古布)")))
    assert lines(path) == ["古紙と古布"]
    assert notices(path) == [("unread_part", "info", "readings printed above words are in no value: こし／こふ")]


def test_what_a_field_cannot_say_is_told(tmp_path: Path) -> None:
    path = word_file(tmp_path, p(field(r"eq \o\ac(○,可)"), "・否"), p(field(" MERGEFIELD 曜日 "), "に集める。"))
    assert lines(path) == ["可・否", "に集める。"]
    assert notices(path) == [
        ("unread_part", "warning", "not read: a circle is drawn around 可"),
        ("unread_part", "warning", "not read: the field MERGEFIELD 曜日 has no result"),
    ]


PROMPTS = {
    "in a line": p(control("<w:showingPlcHdr/><w:text/>", run("ここをクリック"))),
    "around a paragraph": control("<w:showingPlcHdr w:val='1'/>", p("ここをクリック")),
    "in the style of prompts": p(control("<w:text/>", run("ここをクリック", "<w:rStyle w:val='a9'/>"))),
    "an entry that says nothing": p(
        control(
            "<w:dropDownList><w:listItem w:displayText='ここをクリック' w:value=''/><w:listItem w:displayText='毎週' w:value='w'/></w:dropDownList>",
            run("ここをクリック"),
        )
    ),
    "a button": p(field(" MACROBUTTON nomacro ここをクリック ")),
}
STYLES = "<w:style w:type='character' w:styleId='a9'><w:name w:val='Placeholder Text'/></w:style>"


@pytest.mark.parametrize("inside", PROMPTS.values(), ids=PROMPTS)
def test_the_prompt_of_an_empty_field_is_no_value(inside: str, tmp_path: Path) -> None:
    path = word_file(tmp_path, table(("曜日", inside)), parts={"styles": STYLES})
    assert lines(path) == ["曜日"]
    assert notices(path) == [
        ("unread_part", "info", "prompts of fields that are not filled in are in no value: ここをクリック")
    ]


def test_prompts_around_cells_and_rows(tmp_path: Path) -> None:
    cell = control("<w:showingPlcHdr/>", f"<w:tc>{p('ここをクリック')}</w:tc>")
    row = control("<w:showingPlcHdr/>", f"<w:tr><w:tc>{p('ここにも')}</w:tc></w:tr>")
    path = word_file(tmp_path, f"<w:tbl><w:tr><w:tc>{p('曜日')}</w:tc>{cell}</w:tr>{row}</w:tbl>")
    assert lines(path) == ["曜日"]


FILLED = {
    "a control that is filled in": control("<w:text/>", run("毎週")),
    "a prompt that was switched off": control("<w:showingPlcHdr w:val='0'/>", run("毎週")),
    "a chosen entry": control(
        "<w:dropDownList><w:listItem w:displayText='毎週' w:value='1'/></w:dropDownList>", run("毎週")
    ),
    "the style of prompts outside of a control": run("毎週", "<w:rStyle w:val='a9'/>"),
    "a control in a control": control("", control("<w:date/>", run("毎週"))),
    "text without its space": "<w:r><w:t>\n毎週 </w:t></w:r>",
}


@pytest.mark.parametrize("inside", FILLED.values(), ids=FILLED)
def test_what_is_filled_in(inside: str, tmp_path: Path) -> None:
    path = word_file(tmp_path, p(inside), parts={"styles": STYLES})
    assert (lines(path), notices(path)) == (["毎週"], [])


RAISED = [
    (r"eq \o\ac(□,\s\do 2(レ))", "☑"),
    (r"eq \o\ac(\s\up 1(□),✓)", "☑"),
    (r"eq \o\ac(○,\s\up 2(印))", "㊞"),
    (r"eq \o\ad(\s\up 9(まる),○)", "○"),
    (r"eq \o \ad (\s \up 11(まいしゅう);毎週)", "毎週"),
    (r"eq \o\ac(□,レ点)", "レ点"),
    (r"eq \o\ac(△,1)", "△1"),
    (r"eq \b(\r(3,x))", "(3√x)"),
    (r"eq \a(上,下)", "上 下"),
    (r"eq \l(甲,乙)", "甲、乙"),
    (r"eq \x(甲)", "甲"),
    ("eq ", ""),
    (r"eq \o(", ""),
    (r"eq \o\ac(□", "□"),
]


@pytest.mark.parametrize(("instruction", "text"), RAISED)
def test_what_is_printed_over_each_other(instruction: str, text: str) -> None:
    assert eq_field(instruction).text == text
