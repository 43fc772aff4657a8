"""Clause sets of makes that no document at hand had: what is behind a list in brackets, lists in one line of text,
extracts whose omissions stand between waves, sentences that end in ．."""

from __future__ import annotations

import pytest

from kaigi_extract.parts.clause_set.bullets import DEEPEST
from kaigi_extract.pipeline import extract
from kaigi_extract.records import Clause, ClauseSet, Item

Tree = tuple[object, ...]


def sets(text: str) -> list[ClauseSet]:
    return extract(text.encode(), name="paper.txt").clause_sets


def tree(one: Clause | Item) -> Tree:
    return (one.label, one.text, *map(tree, one.items))


TREES: dict[str, tuple[str, list[Tree]]] = {
    "a remark in brackets behind a list": (
        "花壇利用約款\n第１条（種）\n1. 係は、種を守る。\n2. 係は、次のことをする。\n(1) 種を数える。\n(2) 種を返す。\n【解説】\n種の守り方を定める。\n第２条（鍵）\n1. 係は、鍵を守る。",
        [
            (
                "第１条",
                "【解説】\n種の守り方を定める。",
                ("1.", "係は、種を守る。"),
                ("2.", "係は、次のことをする。", ("(1)", "種を数える。"), ("(2)", "種を返す。")),
            ),
            ("第２条", "", ("1.", "係は、鍵を守る。")),
        ],
    ),
    "kana behind sentences on one line": (
        "花壇業務仕様書\n１　総則\n(1)　種の取扱い\nア　種は、棚に置く。 イ　種は、毎日数える。 ウ　種は、係が返\nす。\n２　鍵\n(1)　鍵は、係が守る。",
        [
            (
                "１",
                "",
                (
                    "(1)",
                    "種の取扱い",
                    ("ア", "種は、棚に置く。"),
                    ("イ", "種は、毎日数える。"),
                    ("ウ", "種は、係が返す。"),
                ),
            ),
            ("２", "", ("(1)", "鍵は、係が守る。")),
        ],
    ),
    "short lines that are no sentence": (
        "花壇誓約書\n１　係は、種を守ります。\n２　係の者は次のとおりであり、変更があったときは届け出ます。\n　　　区分　　　　　氏名\n　　　責任者\n　　　補助者\n３　係は、種を返します。",
        [
            ("１", "係は、種を守ります。"),
            ("２", "係の者は次のとおりであり、変更があったときは届け出ます。\n区分　　　　　氏名\n責任者\n補助者"),
            ("３", "係は、種を返します。"),
        ],
    ),
    "an extract between waves": (
        "花壇貸付基準（抜粋）\n\n～中略～\n\n第４　契約\n１　係は、契約書を作る。\n２　係は、写しを渡す。\n第５　監督\n係は、花壇を見回る。\n\n～以下略～",
        [("第４", "", ("１", "係は、契約書を作る。"), ("２", "係は、写しを渡す。")), ("第５", "係は、花壇を見回る。")],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), TREES.values(), ids=TREES)
def test_trees(text: str, wanted: list[Tree]) -> None:
    (found,) = sets(text)
    assert [tree(clause) for clause in found.clauses] == wanted


def test_a_supplement_of_sentences_that_end_in_another_stop() -> None:
    text = "花壇利用規程\n（種）\n第１条　係は，種を守る．\n（鍵）\n第２条　係は，鍵を守る．\n（土）\n第３条　係は，土を返す．\n　　附　則\n　この規程は，令和６年４月１日から施行する．"
    main, supplement = sets(text)
    assert [clause.label for clause in main.clauses] == ["第１条", "第２条", "第３条"]
    assert [clause.text for clause in supplement.clauses] == ["この規程は，令和６年４月１日から施行する．"]
    assert supplement.supplement_of == 0


def test_a_number_before_a_year() -> None:
    text = "花壇利用規程\n第１条　係は、種を守る。\n第２条　係は、鍵を守る。\n第３条　係は、土を返す。\n附則\n1. 本規程は2020年4月1日から施行する。\n2. 2022年4月1日改訂"
    supplement = sets(text)[-1]
    assert [(one.label, one.text) for one in supplement.clauses] == [
        ("1.", "本規程は2020年4月1日から施行する。"),
        ("2.", "2022年4月1日改訂"),
    ]


def test_lists_that_begin_anew_in_each_other_without_end() -> None:
    text = "花壇業務仕様書\n１　総則\n(1)　種\n" + "ア　種。 イ　鍵。 " * 400 + "\n２　鍵\n(1)　鍵を守る。"
    (found,) = sets(text)
    assert [clause.label for clause in found.clauses] == ["１", "２"]


def test_bullets_set_in_further_and_further() -> None:
    rows = "\n".join(" " * 2 * k + f"・種{k}" for k in range(34))
    clause, *_ = sets(f"花壇特記事項\n１　係は、守る。\n{rows}\n２　係は、返す。\n３　係は、植える。")[0].clauses
    assert depth(clause) == DEEPEST + 1


def depth(one: Clause | Item) -> int:
    return 1 + max(map(depth, one.items), default=0)
