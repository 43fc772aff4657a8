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
    "second paragraphs in rings": (
        "花壇利用約款\n（種）\n第１条　係は、種を守る。\n②　係は、次のことをする。\n１　種を数える。\n２　種を返す。\n③　係は、種を植える。\n（鍵）\n第２条　係は、鍵を守る。\n②　前項の鍵は、一つとする。",
        [
            (
                "第１条",
                "係は、種を守る。",
                ("②", "係は、次のことをする。", ("１", "種を数える。"), ("２", "種を返す。")),
                ("③", "係は、種を植える。"),
            ),
            ("第２条", "係は、鍵を守る。", ("②", "前項の鍵は、一つとする。")),
        ],
    ),
    "second paragraphs in brackets below items": (
        "花壇業務仕様書\n１　種\n係は、次のことをする。\n①　種を数える。\n②　種を返す。\n(2)　係は、種を植える。\n２　鍵\n係は、鍵を守る。\n３　土\n係は、土を返す。",
        [
            ("１", "係は、次のことをする。", ("①", "種を数える。"), ("②", "種を返す。"), ("(2)", "係は、種を植える。")),
            ("２", "係は、鍵を守る。"),
            ("３", "係は、土を返す。"),
        ],
    ),
    "a number in brackets within a sentence": (
        "花壇業務仕様書\n１　種\n係は、種を返す。ただし、前号の種又は次の\n(2)　の種を除いて、残りを植える。\n２　鍵\n係は、鍵を守る。\n３　土\n係は、土を返す。",
        [
            ("１", "係は、種を返す。ただし、前号の種又は次の(2)　の種を除いて、残りを植える。"),
            ("２", "係は、鍵を守る。"),
            ("３", "係は、土を返す。"),
        ],
    ),
    "what is agreed on above the articles": (
        "花壇委託契約書\n１　件名　花壇の手入れ\n２　期間　令和６年４月１日から令和７年３月３１日まで\n３　金額　金５００，０００円\nみどり町（以下「甲」という。）と花の会（以下「乙」という。）とは、次の条項により契約を締結する。\n（種）\n第１条　乙は、種を守る。\n（鍵）\n第２条　乙は、鍵を守る。",
        [("第１条", "乙は、種を守る。"), ("第２条", "乙は、鍵を守る。")],
    ),
    "what a preamble presupposes": (
        "花壇特記事項\n花壇では、次の事項を前提とする。\n①　種は、紙に包むこと。\n②　鍵は、一つとすること。\n第１　係は、種を守る。\n第２　係は、鍵を守る。\n第３　係は、土を返す。",
        [("第１", "係は、種を守る。"), ("第２", "係は、鍵を守る。"), ("第３", "係は、土を返す。")],
    ),
    "what a preamble presupposes above plain numbers": (
        "花壇特記事項\n花壇では、次の事項を前提とする。\n(1)　種は、紙に包むこと。\n(2)　鍵は、一つとすること。\n（種）\n１　係は、種を守る。\n（鍵）\n２　係は、鍵を守る。\n（土）\n３　係は、土を返す。",
        [("１", "係は、種を守る。"), ("２", "係は、鍵を守る。"), ("３", "係は、土を返す。")],
    ),
    "lists below clauses in brackets": (
        "花壇特記事項\n(1)　種は、紙に包むこと。\n(2)　鍵は、一つとすること。\n(3)　鍵は、返すこと。\n１　春の鍵は、三月に返す。\n２　秋の鍵は、九月に返す。\n３　冬の鍵は、捨てる。\n４　夏の鍵は、残す。",
        [
            ("(1)", "種は、紙に包むこと。"),
            ("(2)", "鍵は、一つとすること。"),
            (
                "(3)",
                "鍵は、返すこと。",
                ("１", "春の鍵は、三月に返す。"),
                ("２", "秋の鍵は、九月に返す。"),
                ("３", "冬の鍵は、捨てる。"),
                ("４", "夏の鍵は、残す。"),
            ),
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


def test_the_paragraph_before_one_in_a_ring() -> None:
    text = "花壇利用約款\n（種）\n第１条　係は、種を守る。\n②　前項の種は、係が返す。\n（鍵）\n第２条　係は、鍵を守る。\n②　前項の鍵は、一つとする。\n③　第１項の鍵を数える。"
    document = extract(text.encode(), name="paper.txt")
    found = [
        (one.text, one.targets, one.resolved) for clause in document.clause_sets[0].clauses for one in clause.references
    ]
    assert found == [("前項", [1], True), ("前項", [2], True), ("第１項", [2], True)]


def test_a_title_above_the_table_of_a_contract() -> None:
    rows = "<tr><td>件名<td>花壇の手入れ</tr><tr><td>金額<td>金５００，０００円</tr>"
    below = "<p>甲と乙とは、次の条項により契約を締結する。<p>第１条　乙は、種を守る。<p>第２条　乙は、鍵を守る。"
    text = f"<meta charset=utf-8><p>花壇委託契約書<table border=1>{rows}</table>{below}"
    document = extract(text.encode(), name="paper.html")
    assert [(one.title, len(one.clauses)) for one in document.clause_sets] == [("花壇委託契約書", 2)]
    other = extract(text.replace("次の条項により契約を締結する。", "花壇を守る。").encode(), name="paper.html")
    assert "花壇委託契約書" not in [one.title for one in other.clause_sets]


def test_parties_below_the_sum_and_the_term() -> None:
    text = "花壇委託契約書\n１　件名　花壇の手入れ\n２　金額　金５００，０００円\nみどり町（以下「甲」という。）と花の会（以下「乙」という。）とは、次の条項により契約を締結する。\n第１条　乙は、種を守る。\n第２条　乙は、鍵を守る。"
    markup = "<meta charset=utf-8><p>" + text.replace("\n", "<p>")
    (found,) = extract(markup.encode(), name="paper.html").clause_sets
    assert [(one.term, one.meaning) for one in found.definitions] == [("甲", "みどり町"), ("乙", "花の会")]


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
