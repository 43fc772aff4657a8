"""Sentences of clauses, who must do what, and what annotating a set fills in. All sentences are composed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kaigi_extract.clauses.annotation import annotate, annotate_all
from kaigi_extract.clauses.duties import Reader, modality_of, plain_text
from kaigi_extract.clauses.sentences import split_sentences, statements, without_asides
from kaigi_extract.clauses.tokens import SUDACHI_BYTES
from kaigi_extract.records import Clause, ClauseSet, Item, Parties

C, P, B = "contractor", "principal", "both"


def clause(text, *items, number=1, heading=None):
    parts = [Item(label=f"({at})", number=at, text=item, spans=[]) for at, item in enumerate(items, 1)]
    return Clause(number=number, label=str(number), heading=heading, text=text, items=parts, spans=[])


def clause_set(*clauses, kind="special_terms", principal="甲", contractor="乙"):
    parties = Parties(principal=principal, contractor=contractor)
    return ClauseSet(title="特記事項", kind=kind, parties=parties, clauses=list(clauses), spans=[])


def duties(found):
    return [(sentence.actor, sentence.modality) for sentence in found.sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("乙は、報告する。甲は、確認する。", ["乙は、報告する。", "甲は、確認する。"]),
        ("個人情報（以下「情報」という。）を守ること。", ["個人情報（以下「情報」という。）を守ること。"]),
        ("媒体(紙を含む。以下同じ。)を返すこと。次も同じ。", ["媒体(紙を含む。以下同じ。)を返すこと。", "次も同じ。"]),
        ("「１回とする。」と記すこと。", ["「１回とする。」と記すこと。"]),
        ("乙は、管理責任者お\nよび従事者を定めること。", ["乙は、管理責任者および従事者を定めること。"]),
        (
            "次のとおりとする。\n・施錠すること\n・記録すること",
            ["次のとおりとする。", "・施錠すること", "・記録すること"],
        ),
        ("媒体（紙を含む。を返すこと。次に消すこと。", ["媒体（紙を含む。", "を返すこと。", "次に消すこと。"]),
        ("", []),
    ],
    ids=["two", "defined", "half-width", "quoted", "wrapped", "marked", "unmatched", "empty"],
)
def test_cuts_sentences(text, sentences):
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("甲（区（区長を含む。）をいう。）は、", "甲は、"),
        ("受託者(以下「乙」という。）は、", "受託者は、"),
        ("甲（区は、", "甲（区は、"),
    ],
    ids=["nested", "mixed", "unclosed"],
)
def test_leaves_out_asides(text, plain):
    assert without_asides(text) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "乙は、複写してはならない。ただし、甲の承諾があるときは、この限りでない。",
            [("乙は、複写してはならない。", "甲の承諾があるときは、この限りでない。")],
        ),
        (
            "乙は、返還する。但し、甲の指示があるときは、廃棄する。なお、記録を残すこと。",
            [("乙は、返還する。", "甲の指示があるときは、廃棄する。"), ("なお、記録を残すこと。", None)],
        ),
        (
            "乙は、持ち出し（ただし、訪問に要するものを除く。）をしてはならない。",
            [("乙は、持ち出し（ただし、訪問に要するものを除く。）をしてはならない。", "訪問に要するものを除く")],
        ),
        ("ただし、急を要するときを除く。", [("ただし、急を要するときを除く。", None)]),
        ("乙は、守る。ただしＡ。ただし、Ｂ。", [("乙は、守る。", "Ａ。Ｂ。")]),
    ],
    ids=["after", "other-spelling", "in-brackets", "nothing-before", "two"],
)
def test_provisos_are_exceptions(text, expected):
    assert [(said.text, said.exception) for said in statements(clause(text))] == expected


def test_items_that_are_sentences_follow():
    said = statements(clause("次のとおりとする。", "氏名及び住所", "施錠して保管すること。"))
    assert [(x.text, x.in_item) for x in said] == [("次のとおりとする。", False), ("施錠して保管すること。", True)]


@pytest.mark.parametrize(
    ("ending", "modality"),
    [
        ("報告しなければならない", "must"),
        ("報告しなければなりません", "must"),
        ("報告しなければならい", "must"),  # a misprint seen in a ward's paper
        ("報告するものとする", "must"),
        ("報告すること", "must"),
        ("報告してください", "must"),
        ("責任を負う", "must"),
        ("損害を賠償する", "must"),
        ("乙の負担とする", "must"),
        ("甲の承認を要する", "must"),
        ("漏らさないようにしなければならない", "must"),
        ("漏らしてはならない", "must_not"),
        ("漏らしてはなりません", "must_not"),
        ("漏らさないこと", "must_not"),
        ("委託しないものとする", "must_not"),
        ("拒むことができない", "must_not"),
        ("持ち出しを禁止する", "must_not"),
        ("再委託は、認めない", "must_not"),
        ("解除することができる", "may"),
        ("解除できるものとする", "may"),
        ("公表することがある", "may"),
        ("複写してもよい", "may"),
        ("解除を妨げないものとする", "may"),
        ("努めなければならない", "effort"),
        ("努めるものとする", "effort"),
        ("守るよう心掛けること", "effort"),
        ("応じなければならないものとする", "must"),
        ("応じねばならないこととする", "must"),
        ("届け出ないわけにはいかない", "must"),
        ("改善に努める", "effort"),
        ("努力しなければならない", "effort"),
        ("努めたことを報告しなければならない", "must"),
        ("個人に関する情報をいう", "declares"),
        ("違反したものとみなすものとする", "declares"),
        ("甲は、責任を負わないものとする", "declares"),
        ("三月三十一日までとする", "declares"),
        ("資料を返還する", "declares"),
    ],
)
def test_modality_is_how_the_sentence_ends(ending, modality):
    assert modality_of(plain_text(ending + "。")) == modality


ACTORS = [
    # the only party, as topic
    ("乙は、秘密を守らなければならない。", [(C, "must")]),
    ("新宿区は、乙に対し、必要な指示をすることができる。", [(P, "may")]),
    ("甲の指定する職員は、乙の事務所に立ち入ることができる。", [(P, "may")]),
    ("乙の従事者は、在職中及び退職後において、秘密を漏らしてはならない。", [(C, "must_not")]),
    # several parties: the subject of the last predicate
    ("乙は、甲が研修を行うときは、これを受けなければならない。", [(C, "must")]),
    ("甲が必要と認めたときは、乙は、資料を提出しなければならない。", [(C, "must")]),
    ("乙が甲に損害を与えた場合は、甲は、契約を解除することができる。", [(P, "may")]),
    ("甲は、報告を求め、乙は、これに応じなければならない。", [(C, "must")]),
    ("乙が取り扱う個人情報の範囲は、甲が別に定める。", [(P, "declares")]),
    # が
    ("廃棄に要する費用は、乙が負担するものとする。", [(C, "must")]),
    ("甲が、乙の作業場所に立ち入り、調査を行うことができる。", [(P, "may")]),
    ("再委託先が秘密を漏らしたときは、乙がその責めを負う。", [(C, "must")]),
    ("損害の賠償は、甲が定める額を乙が支払わなければならない。", [(C, "must")]),
    # without は or が
    ("廃棄に要する費用は、乙の負担とする。", [(C, "must")]),
    ("定めのない事項については、甲乙協議の上、定めるものとする。", [(B, "must")]),
    ("定めのない事項は、甲と乙が協議して定めるものとする。", [(B, "must")]),
    ("甲及び乙は、個人情報を適切に取り扱うものとする。", [(B, "must")]),
    ("乙は、甲と協議して実施方法を定めなければならない。", [(C, "must")]),
    # nobody named
    ("作業の終了後は、速やかに個人情報を消去すること。", [(C, "must")]),
    ("個人情報の保管は、施錠できる場所において行わなければならない。", [(C, "must")]),
    ("第三者への提供は、してはならない。", [(C, "must_not")]),
    ("前項の点検は、毎月１回以上行うものとする。", [(None, "must")]),
    ("秘密は、厳重に守られなければならない。", [(None, "must")]),
    ("再委託は、承認を得た場合に限り行うことができる。", [(None, "may")]),
    ("この特記事項において「情報」とは、個人に関する情報をいう。", [(None, "declares")]),
    ("対象地区は、別紙のとおりとする。", [(None, "declares")]),  # 地区 is no 区
    # sentence after sentence
    ("乙は、秘密を漏らしてはならない。契約の終了後も、同様とする。", [(C, "must_not"), (C, "must_not")]),
    ("甲は、検査を行うことができる。この場合において、乙は、これを拒むことができない。", [(P, "may"), (C, "must_not")]),
    ("甲は、立ち入ることができる。また、資料を複写することができる。", [(P, "may"), (P, "may")]),
]


@pytest.mark.parametrize(("text", "expected"), ACTORS, ids=[text for text, _ in ACTORS])
def test_actor_and_modality(text, expected):
    assert duties(annotate(clause_set(clause(text))).clauses[0]) == expected


@pytest.mark.parametrize(
    ("principal", "contractor", "text", "actor"),
    [
        ("委託者", "受託者", "受託者は、委託者の許可なく複写してはならない。", C),
        ("発注者", "受注者", "発注者は、受注者に報告を求めることができる。", P),
        ("区", "事業者", "区は、事業者に報告を求めることができる。", P),
        ("依頼人", "引受人", "引受人は、依頼人が求める資料を提出しなければならない。", C),
        (None, None, "受注者は、発注者に報告しなければならない。", C),
    ],
)
def test_parties_by_the_names_of_the_set(principal, contractor, text, actor):
    found = annotate(clause_set(clause(text), principal=principal, contractor=contractor))
    assert found.clauses[0].actor == actor


@pytest.mark.parametrize("kind", ["statute", "policy", "other"])
def test_only_terms_speak_to_the_contractor(kind):
    assert annotate(clause_set(clause("個人情報を施錠して保管すること。"), kind=kind)).clauses[0].actor is None


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (clause("乙は、次の事項を守らなければならない。", "施錠すること。", "目録"), [(C, "must"), (C, "must")]),
        (clause("乙は、次の行為をしてはならない。", "複写すること。"), [(C, "must_not"), (C, "must_not")]),
        (clause("甲は、次のことができる。", "立ち入ること。"), [(P, "may"), (P, "may")]),
        (clause("乙は、次の事項を守ること。", "甲は、これを確認する。"), [(C, "must"), (P, "declares")]),
    ],
    ids=["duties", "forbidden-acts", "permitted-acts", "its-own-subject"],
)
def test_items_go_on_with_their_clause(found, expected):
    assert duties(annotate(clause_set(found)).clauses[0]) == expected


@pytest.mark.parametrize(
    ("text", "actor", "modality"),
    [
        ("作業場所は、本庁舎とする。乙は、そこから資料を持ち出してはならない。", C, "must_not"),
        ("前項の点検は、毎月行うものとする。", None, "must"),
        ("", None, None),
    ],
    ids=["first-with-both", "no-actor", "empty"],
)
def test_clause_takes_its_first_sentence_that_has_both(text, actor, modality):
    found = annotate(clause_set(clause(text))).clauses[0]
    assert (found.actor, found.modality) == (actor, modality)


def test_returns_a_copy_and_keeps_the_rest():
    given = clause_set(clause("乙は、秘密を漏らしてはならない。", heading="守秘義務"))
    before = given.model_dump()
    found = annotate(given)
    assert given.model_dump() == before
    assert found.model_dump(exclude={"clauses"}) == given.model_dump(exclude={"clauses"})
    found.clauses[0].spans.append(None)
    assert given.clauses[0].spans == []


def test_a_batch_is_as_each_by_itself():
    sets = [clause_set(*(clause(text) for text, _ in ACTORS[at::3])) for at in range(3)] + [clause_set()]
    assert annotate_all(sets) == [annotate(one) for one in sets]
    assert annotate_all([]) == []


def test_a_sentence_longer_than_sudachi_takes_is_read_without_its_parse():
    text = "乙が" + "個人情報" * (SUDACHI_BYTES // 12) + "を守らなければならない。"
    assert not Reader.of(Parties(), speaks_to_contractor=True).needs_parse(plain_text(text))
    assert annotate(clause_set(clause(text))).clauses[0].modality == "must"


def test_reading_papers_loads_no_language_model(tmp_path):
    path = tmp_path / "terms.txt"
    path.write_text(
        "特記事項\n（秘密の保持）\n１　乙は、秘密を漏らしてはならない。\n（監査）\n２　甲は、監査をすることができる。\n",
        encoding="utf-8",
    )
    code = (
        "import json, sys, kaigi_extract; kaigi_extract.extract(sys.argv[1]); import kaigi_extract.clauses.annotation;"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert {"ginza", "spacy", "thinc", "ja_ginza"}.isdisjoint(json.loads(done.stdout))
