"""Topics of clauses by the shipped pipeline, and the recipe that makes it. Headings and bodies are composed here."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from spacy.vocab import Vocab

from kaigi_extract.clauses.topics import ClauseWords, model_folder, topics_by_set, topics_of
from kaigi_extract.records import Clause, ClauseSet, Item

TOPICS = {
    "general", "purpose_of_terms", "confidentiality", "collection", "direct_collection", "prohibited_collection", "removal",
    "purpose_limitation", "third_party", "safekeeping", "security", "copying", "subcontracting", "exchange",
    "return_disposal", "personnel", "training", "reporting", "inspection", "incident", "publication", "damages",
    "termination", "compliance", "interpretation", "other",
}  # fmt: skip

HEADINGS = {
    "守秘義務の継続": {"confidentiality"},
    "個人情報の収集の範囲": {"collection"},
    "本人からの直接収集": {"direct_collection"},
    "要配慮個人情報の取得の禁止": {"prohibited_collection"},
    "作業場所からの持出し": {"removal"},
    "契約目的以外の利用の禁止": {"purpose_limitation"},
    "無断での第三者への提供": {"third_party"},
    "目的外利用の禁止及び第三者提供の制限": {"purpose_limitation", "third_party"},
    "目的外使用・外部への提供等の制限": {"purpose_limitation", "third_party"},
    "施錠による保管": {"safekeeping"},
    "電算システムのセキュリティ対策": {"security"},
    "コピー及び撮影の制限": {"copying"},
    "下請負及び再委託": {"subcontracting"},
    "個人情報が記録された媒体の受渡し": {"exchange"},
    "預託資料の返却及び消去": {"return_disposal"},
    "取扱責任者の選任": {"personnel"},
    "従業員に対する研修": {"training"},
    "履行状況の定期報告": {"reporting"},
    "監査及び実地検査": {"inspection"},
    "漏えい事故が発生した場合の措置": {"incident"},
    "契約違反の公表": {"publication"},
    "損害の賠償責任": {"damages"},
    "契約を解除する権利": {"termination"},
    "契約の解除及び損害賠償": {"termination", "damages"},
    "関係する法令の順守": {"compliance"},
    "疑義についての協議": {"interpretation"},
    "この特記事項の趣旨": {"purpose_of_terms"},
    "受託者の基本的な責務": {"general"},
    "委託料の支払時期": {"other"},
}

BODIES = {
    "受託者は、業務上知った秘密を誰にも漏らしてはならない。": {"confidentiality"},
    "乙は、甲の書面による承認なく、資料をコピーしてはならない。": {"copying"},
    "受注者は、業務の一部を他の業者に請け負わせてはならない。": {"subcontracting"},
    "甲は、乙の事業所に立ち入り、帳簿を検査することができる。": {"inspection"},
    "乙は、漏えいの事故が起きたときは、直ちに甲に報告しなければならない。": {"incident"},
    "発注者は、受注者が違反したときは、その名称及び事実を公表することができる。": {"publication"},
    "乙は、契約の終了後、資料を甲に返還し、又は復元できない方法で廃棄すること。": {"return_disposal"},
    "乙は、端末にウイルス対策ソフトを導入し、常に最新の状態に保たなければならない。": {"security"},
    "受託者は、従事者に対し、個人情報の保護に関する研修を行うものとする。": {"training"},
    "委託者は、受託者がこの契約に違反したときは、契約を解除することができる。": {"termination"},
    "乙は、個人情報を業務の目的以外に利用し、又は第三者に提供してはならない。": {"purpose_limitation", "third_party"},
}


def clause(heading, text="", *items, number=1):
    parts = [Item(label=f"({at})", number=at, text=item, spans=[]) for at, item in enumerate(items, 1)]
    return Clause(number=number, label=str(number), heading=heading, text=text, items=parts, spans=[])


def topics_of_set(*clauses):
    found = topics_by_set([ClauseSet(title="特記事項", kind="special_terms", clauses=list(clauses), spans=[])])
    return [set(topics) for topics in found[0]]


@pytest.mark.parametrize(("heading", "topics"), HEADINGS.items(), ids=list(HEADINGS))
def test_heading_alone(heading, topics):
    assert set(topics_of([heading + "\n"])[0]) == topics


@pytest.mark.parametrize(("body", "topics"), BODIES.items(), ids=list(BODIES))
def test_body_alone(body, topics):
    assert set(topics_of(["\n" + body])[0]) == topics


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("立ち入りの時間", "立入りの時間"),
        ("受注者は、発注者に", "乙は、甲に"),
        ("データの取り扱い", "データの取扱い"),
        ("データ（以下「情報」という。）", "データ"),
    ],
    ids=["okurigana", "parties", "verbal-noun", "aside"],
)
def test_spellings_and_names_of_parties_are_the_same_words(one, other):
    words = ClauseWords(Vocab())
    assert _words(words("\n" + one)) == _words(words("\n" + other))


def _words(doc):
    return [token.text for token in doc]


def test_a_heading_over_several_clauses_leaves_each_to_its_body():
    found = topics_of_set(
        clause("実施体制", "乙は、取扱責任者を選任し、その氏名を甲に届け出なければならない。"),
        clause("実施体制", "乙は、従事者に対し、年１回以上、研修を実施しなければならない。", number=2),
    )
    assert found == [{"personnel"}, {"training"}]


def test_a_body_that_says_nothing_leaves_it_to_the_heading():
    assert topics_of_set(clause("再委託の承認", "乙は、次に掲げる事項を守らなければならない。")) == [{"subcontracting"}]


def test_items_are_read_where_the_clause_says_next_to_nothing():
    assert topics_of_set(clause(None, "", "資料を複写しないこと。", "複製を作らないこと。")) == [{"copying"}]


def test_items_of_a_heading_are_paragraphs():
    told = clause("守秘義務", "", "乙は、知り得た秘密を漏らしてはならない。", "乙は、従業員に研修を行うこと。")
    assert topics_of_set(told) == [{"confidentiality", "training"}]


def test_items_are_not_read_where_the_clause_tells():
    told = clause(
        "受け渡しの方法",
        "乙は、データの受渡しに当たり、次の事項を守らなければならない。",
        "ウイルス対策ソフトを導入すること。",
    )
    assert topics_of_set(told) == [{"exchange"}]


@pytest.mark.parametrize("text", ["\n", "", "\n。", "\n" + "個人情報" * 20_000], ids=["break", "empty", "mark", "long"])
def test_every_clause_has_a_topic(text):
    assert 1 <= len(topics_of([text])[0]) <= len(TOPICS)


def test_topics_come_in_the_order_of_the_clauses():
    texts = ["守秘義務の継続\n", "下請負及び再委託\n", "守秘義務の継続\n"]
    assert topics_of(texts) == [["confidentiality"], ["subcontracting"], ["confidentiality"]]


def test_no_sets():
    assert topics_by_set([]) == []


@pytest.fixture(scope="module")
def compose() -> ModuleType:
    """The recipe, which lives beside the model and is in no package."""
    spec = importlib.util.spec_from_file_location("clause_topics_compose", model_folder() / "compose.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class TestRecipe:
    def test_has_every_topic(self, compose):
        assert set(compose.topics()) == TOPICS

    def test_material_is_ample_and_written_once(self, compose):
        for topics, kind, texts in compose.material():
            assert len(texts) == len(set(texts)), (topics, kind)
            assert topics <= TOPICS
            assert len(topics) > 1 or len(texts) >= {"headings": 15, "bodies": 24}[kind], (topics, kind)

    def test_no_template_is_in_both_parts(self, compose):
        parts = compose.parts()
        train, held_out = (
            {x.text for x in part.headings + part.bodies} for part in (parts["train"], parts["held_out"])
        )
        assert train.isdisjoint(held_out)
        assert {topic for x in parts["held_out"].bodies for topic in x.topics} == TOPICS

    def test_same_seed_same_clauses(self, compose):
        part = compose.parts()["train"]
        one, other = (list(compose.examples(part, 50, seed=7)) for _ in range(2))
        assert one == other
        assert one != list(compose.examples(part, 50, seed=8))

    def test_no_slot_stays_empty(self, compose):
        part = compose.parts()["train"]
        assert not [text for text, _ in compose.examples(part, 3000, seed=1) if "{" in text or "}" in text]

    def test_what_this_file_asks_is_not_trained_on(self, compose):
        part = compose.parts()["train"]
        written = {x.text for x in part.headings + part.bodies}
        assert written.isdisjoint(HEADINGS)
        assert written.isdisjoint(BODIES)


def test_the_model_card_tells_the_measured_scores():
    scores = json.loads((model_folder() / "scores.json").read_text(encoding="utf-8"))
    card = (model_folder() / "README.md").read_text(encoding="utf-8")
    for kind in ("headings", "bodies"):
        assert f"{scores['templates'][kind]:.2f}" in card


def test_the_pipeline_is_small():
    size = sum(path.stat().st_size for path in Path(model_folder() / "pipeline").rglob("*") if path.is_file())
    assert size < 4_000_000
