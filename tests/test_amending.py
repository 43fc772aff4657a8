"""改め文: instructions as they are read, bills carried out on a law, what does not fit, and drafts that give the new text."""

from __future__ import annotations

import re

import pytest

from kaigi_extract import amend, clause_set, draft_amendment
from kaigi_extract.clauses.amending_bill import is_order, orders
from kaigi_extract.clauses.amending_grammar import instructions
from kaigi_extract.clauses.amending_numbers import kanji, numbers_in, relabelled, value_of
from kaigi_extract.cli import main
from kaigi_extract.text import fold, squeeze

LAW = """\
ひばり町図書室条例
（趣旨）
第１条　この条例は、図書室の設置及び管理に関し必要な事項を定めるものとする。
（業務）
第２条　図書室は、次の各号に掲げる業務を行う。
(1)　図書の収集に関すること。
(2)　図書の貸出しに関すること。
(3)　読書会の開催に関すること。
（登録）
第３条　図書を借りようとする者は、登録を受けなければならない。ただし、町の職員は、この限りでない。
２　登録の期間は、一年とする。
３　町長は、次の各号のいずれかに当たるときは、登録を取り消すことができる。
(1)　図書を返さないとき。
(2)　図書を汚したとき。
（弁償）
第４条　借りた者は、図書を失ったときは、町長の指示により弁償しなければならない。この場合において、費用は借りた者が負う。
（休室）
第５条　図書室は、月曜日に休む。
（委任）
第６条　この条例の施行に関し必要な事項は、規則で定める。
"""
FRAME = "ひばり町図書室条例の一部を改正する条例\n　ひばり町図書室条例（昭和60年条例第７号）の一部を次のように改正する。\n{}\n　　　附　則\n　この条例は、公布の日から施行する。\n"

BILLS = [
    # what it is, the bill, (old words, new words) of the printed text
    ("words", "　第５条中「月曜日」を「火曜日」に改める。", [("月曜日", "火曜日")]),
    ("two words at once", "　第１条中「設置」を「管理」に、「管理」を「設置」に改める。", [("設置及び管理", "管理及び設置")]),
    ("put in", "　第２条第１号中「図書」の次に「及び地図」を加える。", [("図書の収集", "図書及び地図の収集")]),
    ("put before", "　第５条中「月曜日」の前に「毎週」を加える。", [("月曜日", "毎週月曜日")]),
    ("taken out", "　第１条中「設置及び」を削る。", [("設置及び", "")]),
    ("in several articles", "　第３条第１項及び第４条中「借り」を「借入れ」に改める。", [("図書を借り", "図書を借入れ"), ("借りた者", "借入れた者")]),
    ("item put in", "　第２条中第３号を第４号とし、第２号の次に次の１号を加える。\n(3)　図書の複写に関すること。", [("(3)　読書会", "(3)　図書の複写に関すること。\n(4)　読書会")]),
    ("item added", "　第２条に次の２号を加える。\n(4)　展示に関すること。\n(5)　講座に関すること。", [("開催に関すること。\n", "開催に関すること。\n(4)　展示に関すること。\n(5)　講座に関すること。\n")]),
    ("item written anew", "　第３条第３項第２号を次のように改める。\n(2)　図書を汚し、又は破ったとき。", [("汚したとき", "汚し、又は破ったとき")]),
    ("paragraph gone", "　第３条第２項を削り、同条第３項を同条第２項とする。", [("２　登録の期間は、一年とする。\n", ""), ("３　町長", "２　町長")]),
    ("paragraph put in", "　第３条第３項を同条第４項とし、同条第２項の次に次の１項を加える。\n３　登録は、更新することができる。", [("３　町長", "３　登録は、更新することができる。\n４　町長")]),
    ("first paragraph moves", "　第５条を次のように改める。\n（休室）\n第５条　図書室は、月曜日に休む。\n２　町長は、臨時に休むことができる。", [("月曜日に休む。\n", "月曜日に休む。\n２　町長は、臨時に休むことができる。\n")]),
    ("proviso gone", "　第３条第１項ただし書を削る。", [("ただし、町の職員は、この限りでない。", "")]),
    ("proviso words", "　第３条第１項ただし書中「町の職員」を「町の職員及び教員」に改める。", [("、町の職員は", "、町の職員及び教員は")]),
    ("proviso added", "　第５条に次のただし書を加える。\n　ただし、祝日は、この限りでない。", [("月曜日に休む。", "月曜日に休む。ただし、祝日は、この限りでない。")]),
    ("second sentence", "　第４条後段を次のように改める。\n　この場合において、費用は町が負う。", [("費用は借りた者が", "費用は町が")]),
    ("words above items", "　第３条第３項各号列記以外の部分中「ことができる」を「ものとする」に改める。", [("取り消すことができる", "取り消すものとする")]),
    ("heading", "　第４条の見出しを「（損害の弁償）」に改める。", [("（弁償）", "（損害の弁償）")]),
    ("title", "　題名を次のように改める。\n　　　ひばり町立図書館条例", [("ひばり町図書室条例", "ひばり町立図書館条例")]),
    ("branch article", "　第４条の次に次の１条を加える。\n（延滞）\n第４条の２　返却が遅れた者には、貸出しを止める。", [("（休室）", "（延滞）\n第４条の２　返却が遅れた者には、貸出しを止める。\n（休室）")]),
    ("articles go down", "　第６条を第７条とし、第５条を第６条とし、第４条の次に次の一条を加える。\n（寄贈）\n第５条　町は、図書の寄贈を受けることができる。", [("第６条", "第７条"), ("第５条", "第６条"), ("（休室）", "（寄贈）\n第５条　町は、図書の寄贈を受けることができる。\n（休室）")]),
    ("articles go up", "　第４条を削り、第５条及び第６条を一条ずつ繰り上げる。", [("（弁償）\n第４条　借りた者は、図書を失ったときは、町長の指示により弁償しなければならない。この場合において、費用は借りた者が負う。\n", ""), ("第５条", "第４条"), ("第６条", "第５条")]),
    ("one range to another", "　第５条から第６条までを第７条から第８条までとする。", [("第６条", "第８条"), ("第５条", "第７条")]),
    ("no words but its place", "　第５条を次のように改める。\n第５条　削除", [("（休室）\n第５条　図書室は、月曜日に休む。", "第５条　削除")]),
]  # fmt: skip


def shape(held):
    """All that a set prints, without width and white space."""

    def below(one):
        return [(squeeze(fold(item.label)), squeeze(fold(item.text)), below(item)) for item in one.items]

    return squeeze(fold(held.title)), [
        (clause.key, squeeze(fold(clause.heading or "")), squeeze(fold(clause.text)), below(clause))
        for clause in held.clauses
    ]


def changed(pairs):
    text = LAW
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return clause_set(text)


def is_japanese(words):
    """Whether no word of it is English."""
    return words.startswith("改正を反映していない：") and re.search("[A-Za-z]{2}", words) is None


@pytest.mark.parametrize(("bill", "pairs"), [row[1:] for row in BILLS], ids=[row[0] for row in BILLS])
class TestBills:
    def test_gives_the_printed_new_text(self, bill, pairs):
        made = amend(clause_set(LAW), FRAME.format(bill))
        assert [finding.message for finding in made.findings] == []
        assert shape(made.new) == shape(changed(pairs))

    def test_draft_gives_it_too(self, bill, pairs):
        old, new = clause_set(LAW), changed(pairs)
        draft = draft_amendment(old, new)
        assert (draft.whole, draft.unsaid) == (True, [])
        assert shape(amend(old, draft.text).new) == shape(new)


@pytest.mark.parametrize(
    ("bill", "why"),
    [
        ("　第５条中「水曜日」を「木曜日」に改める。", "「水曜日」 is not in the text"),
        ("　第９条を削る。", "第９条 is not there"),
        ("　第２条第２項を削る。", "第２条第２項 is not there"),
        ("　第４条を第５条とする。", "第5条 is there already"),
        ("　第２条に次の２号を加える。\n(4)　展示に関すること。", "2 号 are to be added, and 1 are printed"),
        ("　第４条の次に次の１条を加える。", "no new words are printed below it"),
        ("　第５条ただし書を削る。", "there is no ただし書"),
        ("　別表第１中「あ」を「い」に改める。", "別表第１ is not in this text"),
        ("　第２条第１号を第３号とする。", "第3号 is there already"),
        ("　第３条を適宜なおす。", ""),
    ],
)
def test_what_does_not_fit_is_a_finding_and_stays(bill, why):
    made = amend(clause_set(LAW), FRAME.format(bill))
    assert [finding.code for finding in made.findings] == ["amendment_unread"]
    assert why in made.findings[0].message
    assert is_japanese(made.findings[0].japanese)
    assert shape(made.new) == shape(clause_set(LAW))


@pytest.mark.parametrize(
    ("bill", "said"),
    [
        ("　第９条を削る。", "第９条を削：第９条がない"),
        ("　第５条中「金曜日」を「火曜日」に改める。", "第５条中「金曜日」を「火曜日」に改める：「金曜日」が条文にない"),
        ("　第２条に次の２号を加える。\n(4)　展示に関すること。", "第２条に次の２号を加え：加える号は2のはずが、示されているのは1である"),
        ("　第５条中「月曜日」を適宜改める。", "「月曜日」を適宜改める：この指示が読み取れない"),
        ("　第３条を適宜なおす。", "改正の指示が見当たらない"),
    ],
)  # fmt: skip
def test_what_does_not_fit_in_japanese(bill, said):
    assert [finding.japanese for finding in amend(clause_set(LAW), FRAME.format(bill)).findings] == [
        f"改正を反映していない：{said}"
    ]


def test_the_rest_is_made_where_one_instruction_does_not_fit():
    made = amend(clause_set(LAW), FRAME.format("　第５条中「月曜日」を「火曜日」に改める。\n　第９条を削る。"))
    assert (made.done, len(made.findings), made.new.clauses[4].text) == (1, 1, "図書室は、火曜日に休む。")


def test_all_or_nothing_of_one_place():
    made = amend(clause_set(LAW), FRAME.format("　第５条中「月曜日」を「火曜日」に、「本館」を「分館」に改める。"))
    assert (made.done, made.new.clauses[4].text) == (0, "図書室は、月曜日に休む。")


def test_the_old_set_is_left_as_it_was():
    old = clause_set(LAW)
    amend(old, FRAME.format("　第５条を削る。"))
    assert shape(old) == shape(clause_set(LAW))


def test_references_are_those_of_the_new_text():
    made = amend(clause_set(LAW), FRAME.format("　第５条中「月曜日」を「第１条の日」に改める。"))
    assert [(one.text, one.targets) for one in made.new.clauses[4].references] == [("第１条", [1])]


def test_a_set_that_numbers_without_articles():
    old = clause_set(["第１　乙は、鍵を返さなければならない。", "第２　乙は、窓を閉めなければならない。"])
    made = amend(old, "　第２中「窓」を「窓及び戸」に改める。\n")
    assert [clause.text for clause in made.new.clauses][1] == "乙は、窓及び戸を閉めなければならない。"


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("第３条第２項中「甲」を「乙」に改め、同項を同条第３項とし、同条第１項の次に次の一項を加える。", ["Reword", "Renumber", "Add"]),
        ("第５条から第九条までを二条ずつ繰り下げる。", ["Shift"]),
        ("第２条中第３号を第４号とし、第２号の次に次の１号を加える。", ["Renumber", "Add"]),
        ("第３条、第五条及び第７条の規定中「、」を「。」に改め、「甲、」を削る。", ["Reword"]),
        ("第１条に見出しとして「（趣旨）」を付する。", ["Head"]),
        ("第１条中「「甲」という。」を「「乙」という。」に改める。", ["Reword"]),
        ("第１条を削り、よしなにする。", ["Remove", "Unread"]),
    ],
)  # fmt: skip
def test_instructions(sentence, kinds):
    assert [type(one).__name__ for one in instructions(sentence)] == kinds


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("第５条中「甲」を「乙」に改める。", True),
        ("第５条　使用料は、一日百円とする。", False),
        ("（届出）", False),
        ("２　前項の額は、町長が定めるものとする。", False),
        ("第５条の２を第５条の３とする。", True),
    ],
)
def test_orders_and_provisions(line, is_one):
    assert is_order(line) is is_one


def test_own_supplement_of_a_bill_is_no_order():
    assert [order.sentence for order in orders(FRAME.format("　第１条を削る。").splitlines())] == ["第１条を削る。"]


@pytest.mark.parametrize(("digits", "value"), [("二十三", 23), ("１２", 12), ("百五", 105), ("二〇", 20), ("千", 1000)])
def test_numbers(digits, value):
    assert value_of(digits) == value


@pytest.mark.parametrize(
    ("label", "numbers", "made"),
    [
        ("第５条", (6, 2), "第６条の２"),
        ("第九条", (10,), "第十条"),
        ("第９条", (10,), "第10条"),
        ("第14条の２", (15,), "第15条"),
        ("(2)", (3,), "(3)"),
    ],
)
def test_new_labels_are_in_the_characters_of_the_old(label, numbers, made):
    assert relabelled(label, numbers) == made


def test_words_of_numbers():
    assert [kanji(number) for number in (3, 10, 21, 104)] == ["三", "十", "二十一", "百四"]
    assert numbers_in("第十四条の二") == (14, 2)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["b.txt: 改正を反映していない：第９条を削：第９条がない [amendment_unread]", "新しい条文はa.txtと同じである"]),
        ("en", ["b.txt: the amendment was not made: 第９条を削: 第９条 is not there [amendment_unread]",
                "the new text is the same as a.txt"]),
    ],
)  # fmt: skip
def test_said_in_the_language_asked_for(tmp_path, monkeypatch, capsys, language, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(LAW, "utf-8")
    (tmp_path / "b.txt").write_text(FRAME.format("　第９条を削る。"), "utf-8")
    assert main(["amend", "a.txt", "b.txt", "--check", "a.txt", "--lang", language]) == 0
    assert capsys.readouterr().err.splitlines() == [f"kaigi-extract: {line}" for line in said]
