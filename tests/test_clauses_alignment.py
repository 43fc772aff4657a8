"""Aligning clause sets: literal pairs of invented sets, and random edits whose outcome is known."""

from __future__ import annotations

import itertools
import json
import pkgutil
import random
import subprocess
import sys

import pytest

import kaigi_extract.clauses
from kaigi_extract.clauses import align
from kaigi_extract.clauses.assignment import best_pairs
from kaigi_extract.clauses.shared_terms import shared_weights
from kaigi_extract.clauses.similarity import Similarity
from kaigi_extract.clauses.tokens import SUDACHI_BYTES, same_words, terms, words
from kaigi_extract.records import Clause, ClauseSet, Item

# The 特記事項 of no ward: (heading, text). Words chosen for this test.
BASE = [
    ("基本姿勢", "乙は、預かった名簿が区民の暮らしに関わるものであることを自覚し、誠実に仕事を進めるものとする。"),
    ("秘密を守る義務", "乙は、仕事の上で見聞きした事柄を他人に話してはならない。契約が終わった後も、また同じとする。"),
    ("集める範囲", "乙は、名簿を新たに集めるときは、使い道をはっきりさせ、要る分だけを正当な方法により集めなければならない。"),
    ("使い道の限定", "乙は、預かった名簿を、頼まれた仕事のほかの用途に使ってはならない。"),
    ("鍵の掛かる置き場", "乙は、名簿を鍵の掛かる棚に納め、棚の鍵は責任者が預からなければならない。"),
    ("写しの禁止", "乙は、甲の書面による同意なしに、名簿を複写し、又は撮影してはならない。"),
    ("下請の禁止", "乙は、仕事の全部及び一部を他の業者に請け負わせてはならない。"),
    ("返却", "乙は、仕事が済んだときは、名簿を直ちに甲へ返却し、手元の電子データを消去しなければならない。"),
    ("事故の知らせ", "乙は、名簿の紛失又は盗難に気付いたときは、直ちに甲に電話で知らせ、その経過を書面で報告しなければならない。"),
    ("実地の点検", "甲は、いつでも乙の事業所に立ち入り、名簿の扱いを点検することができる。"),
    ("賠償", "乙は、第1項から第9項までに反して甲に損害を及ぼしたときは、その全額を賠償しなければならない。"),
]  # fmt: skip


def make(rows, *, title="特記事項", confidence=None):
    """A set of (heading, text) or (number, heading, text) rows; a text with ／ goes on with items."""
    clauses = []
    for place, row in enumerate(rows, 1):
        number, heading, text = row if len(row) == 3 else (place, *row)
        text, *items = text.split("／")
        listed = [Item(label=f"({n})", number=n, text=item, spans=[]) for n, item in enumerate(items, 1)]
        clauses.append(
            Clause(
                number=number,
                label=str(number),
                heading=heading,
                text=text,
                items=listed,
                spans=[],
                confidence=confidence,
            )
        )
    return ClauseSet(title=title, kind="special_terms", clauses=clauses, spans=[])


def links(alignment):
    """{(old, new): changes}, numbers as a tuple, or bare where there is one."""
    return {(_bare(link.old), _bare(link.new)): link.changes for link in alignment.links}


def _bare(numbers):
    return numbers[0] if len(numbers) == 1 else tuple(numbers)


def edited(**by_number):
    """BASE with rows put in place of others: c5=[rows], c5=[] takes one out."""
    return [row for place, old in enumerate(BASE, 1) for row in by_number.get(f"c{place}", [old])]


SAME = {(n, n): [] for n in range(1, 12)}
TAKING_OUT = ("持ち出さない", "乙は、名簿を乙の事業所の外へ運び出してはならない。")
DRILL = ("訓練", "乙は、年に二度、従業員全員に名簿の扱い方の研修を受けさせなければならない。")

VERSIONS = {
    "the same": (BASE, SAME, [], []),
    "a clause put in the middle; the range follows": (
        [
            *edited(c5=[TAKING_OUT, BASE[4]])[:-1],
            ("賠償", "乙は、第1項から第10項までに反して甲に損害を及ぼしたときは、その全額を賠償しなければならない。"),
        ],
        {(n, n): [] for n in range(1, 5)}
        | {(n, n + 1): ["number"] for n in range(5, 11)}
        | {(11, 12): ["number", "references"]},
        [5],
        [],
    ),
    "a clause taken out; the range follows": (
        [
            *edited(c4=[])[:-1],
            ("賠償", "乙は、第1項から第8項までに反して甲に損害を及ぼしたときは、その全額を賠償しなければならない。"),
        ],
        {(n, n): [] for n in range(1, 4)} | {(n, n - 1): ["number"] for n in range(5, 11)} | {(11, 10): ["number", "references"]},
        [],
        [4],
    ),
    "a range that was widened is wording": (
        edited(c11=[("賠償", "乙は、第1項から第10項までに反して甲に損害を及ぼしたときは、その全額を賠償しなければならない。")]),
        SAME | {(11, 11): ["wording"]},
        [],
        [],
    ),
    "a clause split in two": (
        edited(
            c8=[
                ("返却", "乙は、仕事が済んだときは、名簿を直ちに甲へ返却しなければならない。"),
                ("消去", "乙は、手元の電子データを消去しなければならない。"),
            ]
        ),
        {(n, n): [] for n in range(1, 8)}
        | {(8, (8, 9)): ["number", "heading", "wording"]}
        | {(n, n + 1): ["number"] for n in range(9, 12)},
        [],
        [],
    ),
    "a clause split between its sentences": (
        edited(
            c2=[
                ("秘密を守る義務", "乙は、仕事の上で見聞きした事柄を他人に話してはならない。"),
                ("秘密を守る義務", "契約が終わった後も、また同じとする。"),
            ]
        ),
        {(1, 1): [], (2, (2, 3)): ["number"]} | {(n, n + 1): ["number"] for n in range(3, 12)},
        [],
        [],
    ),
    "two clauses merged": (
        edited(
            c4=[],
            c6=[("用途と写しの制限", "乙は、預かった名簿を、頼まれた仕事のほかの用途に使い、又は甲の書面による同意なしに複写し、若しくは撮影してはならない。")],
        ),
        {(n, n): [] for n in range(1, 4)}
        | {(5, 4): ["number"], ((4, 6), 5): ["number", "heading", "wording"]}
        | {(n, n - 1): ["number"] for n in range(7, 12)},
        [],
        [],
    ),
    "a clause moved to the end": (
        [*edited(c3=[]), BASE[2]],
        {(1, 1): [], (2, 2): [], (3, 11): ["number"]} | {(n, n - 1): ["number"] for n in range(4, 12)},
        [],
        [],
    ),
    "a heading renamed over the same text": (
        edited(c5=[("保管", BASE[4][1])]),
        SAME | {(5, 5): ["heading"]},
        [],
        [],
    ),
    "a text reworded under its heading": (
        edited(c9=[("事故の知らせ", "乙は、名簿の紛失又は盗難に気付いたときは、一時間以内に甲の担当課へ知らせ、その経過を書面で報告しなければならない。")]),
        SAME | {(9, 9): ["wording"]},
        [],
        [],
    ),
    "a new duty under an old heading": (
        edited(c10=[("実地の点検", "乙は、毎月、従業員の健康状態を帳面に付け、産業医に示さなければならない。")]),
        {(n, n): [] for n in (*range(1, 10), 11)},
        [10],
        [10],
    ),
    "an old clause out and another duty in at its place": (
        edited(c6=[DRILL]),
        {(n, n): [] for n in (*range(1, 6), *range(7, 12))},
        [6],
        [6],
    ),
    "spelling only": (
        edited(
            c2=[("秘密をまもる義務", "乙は、仕事のうえで見聞きした事柄を他人に話してはならない。契約が終わった後も、又同じとする。")],
            c7=[("下請の禁止", "乙は、仕事の全部および一部を他の業者に請負わせてはならない。")],
            c8=[("返却", "乙は、仕事が済んだときは、名簿を直ちに甲へ返却し、手元の電子データーを消去しなければならない。")],
        ),
        SAME | {(2, 2): ["spelling"], (7, 7): ["spelling"], (8, 8): ["spelling"]},
        [],
        [],
    ),
    "punctuation only": (
        edited(c4=[("使い道の限定", "乙は、預かった名簿を頼まれた仕事のほかの用途に使ってはならない。")]),
        SAME | {(4, 4): ["spelling"]},
        [],
        [],
    ),
    "no headings at all": (
        [(None, text) for _, text in edited(c1=[])],
        {(n, n - 1): ["number", "heading"] for n in range(2, 12)},
        [],
        [1],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("new", "linked", "added", "removed"), VERSIONS.values(), ids=VERSIONS)
def test_versions(new, linked, added, removed):
    found = align(make(BASE), make(new, title="後"))
    assert (found.old, found.new) == ("特記事項", "後")
    assert links(found) == linked
    assert (found.added, found.removed) == (added, removed)


class TestWidth:
    WIDE = ("秘密の保持（抄）", "乙は、（１）名簿、　（２）台帳を漏らさない。ＵＳＢは２個とする。")
    NARROW = ("秘密の保持(抄)", "乙は、(1)名簿、(2)台帳を漏らさない。USBは2個とする。")

    def test_is_no_change(self):
        found = align(make([self.WIDE, *BASE]), make([self.NARROW, *BASE]))
        assert all(link.changes == [] and link.similarity == 1 for link in found.links)

    def test_loads_nothing(self):
        code = f"""
import json, sys
from kaigi_extract.records import Clause, ClauseSet
from kaigi_extract.clauses import align
def made(heading, text):
    clause = Clause(number=1, label="1", heading=heading, text=text, spans=[])
    return ClauseSet(title="t", kind="special_terms", clauses=[clause], spans=[])
found = align(made(*{self.WIDE!r}), made(*{self.NARROW!r}))
assert [link.changes for link in found.links] == [[]]
print(json.dumps([name for name in ("sudachipy", "spacy", "ginza", "pandas") if name in sys.modules]))
"""
        assert in_new_process(code) == []

    def test_words_load_sudachi_alone(self):
        code = """
import json, sys
from kaigi_extract.clauses.tokens import words
words("乙は、名簿を返す。")
print(json.dumps([name for name in ("spacy", "ginza", "numpy") if name in sys.modules]))
"""
        assert in_new_process(code) == []


def in_new_process(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# Headings as two wards print them (杉並; 下関 and 豊島), bodies invented.
SUGINAMI = [
    ("個人情報の適切な管理", "受注者は、お預かりした資料を施錠した書庫に保管し、責任者を一人決めて管理するものとする。"),
    ("秘密の保持", "受注者は、この仕事で知った区民の事情を、在職中も退職後も漏らしてはならない。"),
    ("再委託の制限", "受注者は、発注者の文書による許しがない限り、仕事を別の会社に再委託することができない。"),
    ("目的外の使用の禁止", "受注者は、資料をこの仕事以外の目的で使用してはならない。"),
    ("第三者への提供の制限", "受注者は、資料を第三者に渡し、見せ、又は提供してはならない。"),
    ("複写及び複製の制限", "受注者は、発注者の許しを得ないで資料を複写し、複製してはならない。"),
    ("個人情報の返還・廃棄", "受注者は、契約期間が満了したときは、資料を返還するか、裁断して廃棄する。"),
    ("個人情報の取扱いに関する実地検査", "発注者は、必要なときは受注者の作業場を実地に検査することができる。"),
    ("事故発生時の報告", "受注者は、漏えいその他の事故が発生したときは、ただちに発注者に報告し、その指示に従う。"),
    ("関係法令の遵守", "受注者は、個人情報の保護に関する法令を遵守する。"),
]  # fmt: skip
ELSEWHERE = [
    ("基本的責務", "乙は、個人の権利を傷つけることのないよう、法令を守って業務にあたること。"),
    ("秘密の保持", "乙は、業務上知ることのできた秘密を他に漏らしてはならない。退職した者についても同様とする。"),
    ("収集の制限", "乙は、個人情報を収集するときは、あらかじめ本人に利用の目的を告げること。"),
    ("目的外利用及び提供の禁止", "乙は、甲の指示がある場合を除き、個人情報を業務の目的以外に利用し、又は第三者に提供してはならない。"),
    ("適正管理", "乙は、台帳を金庫などに保管し、管理の責任者を定めて甲に届け出ること。"),
    ("複写又は複製の禁止", "乙は、甲の承諾なく台帳の複写又は複製をしてはならない。"),
    ("持ち出しの禁止等", "乙は、台帳を庁舎から持ち出してはならない。"),
    ("再委託の禁止", "乙は、甲の承諾を得ずに業務の処理を再委託してはならない。"),
    ("資料等の返還義務", "乙は、業務が完了したとき、台帳等を遅滞なく甲に返還する義務を負う。"),
    ("立ち入り検査および調査", "甲は、随時、乙の事務所について立ち入り検査および調査をすることができる。"),
    ("事故報告", "乙は、事故の発生を知ったときは、速やかに甲へ報告すること。"),
    ("損害賠償", "乙は、故意又は過失により区民に損害を与えたときは、これを賠償すること。"),
]  # fmt: skip
MEANT = {(1, 5), (2, 2), (3, 8), (4, 4), (5, 4), (6, 6), (7, 9), (8, 10), (9, 11)}


def pairs(alignment):
    return {(old, new) for link in alignment.links for old in link.old for new in link.new}


class TestTwoWards:
    def test_clauses_of_one_duty_are_found(self):
        found = align(make(SUGINAMI), make(ELSEWHERE))
        assert pairs(found) == MEANT
        assert (found.added, found.removed) == ([1, 3, 7, 12], [10])
        assert ([4, 5], [4]) in [(link.old, link.new) for link in found.links]

    def test_either_way_round(self):
        found = align(make(ELSEWHERE), make(SUGINAMI))
        assert {(new, old) for old, new in pairs(found)} == MEANT

    def test_one_side_without_headings(self):
        found = pairs(align(make(SUGINAMI), make([(None, text) for _, text in ELSEWHERE])))
        assert 2 * len(found & MEANT) / (len(found) + len(MEANT)) >= 0.8

    def test_order_is_no_rule(self):
        turned = [(place, *row) for place, row in enumerate(ELSEWHERE, 1)][::-1]
        assert pairs(align(make(SUGINAMI), make(turned))) == MEANT

    def test_says_why_and_what_is_doubtful(self):
        found = align(make(SUGINAMI), make(ELSEWHERE))
        copying = next(link for link in found.links if link.old == [6])
        assert not copying.doubtful
        assert copying.reason.startswith("other heading; both tell of 複写、")
        weak = next(link for link in found.links if link.old == [4, 5])
        assert weak.doubtful
        assert weak.reason.endswith("merged; the link is doubtful")


class TestUnsure:
    """Clauses read from scans: what a recogniser may have made is doubtful and no change."""

    @pytest.mark.parametrize(
        ("text", "changes", "doubtful"),
        [
            ("乙は、預かった名薄を、頼まれた仕事のほかの用途に使ってはならない。", [], True),
            ("乙は、預かった名簿を、頼まれた仕事のほか用途に使ってはならない", [], True),
            ("乙は、預かった名簿を、頼まれた業務のほかの用途に使ってはならない。", ["wording"], False),
            ("乙は、預かった名簿等を、頼まれた仕事のほかの用途に使ってはならない。", ["wording"], False),
        ],
    )
    def test_misread_characters(self, text, changes, doubtful):
        new = make(edited(c4=[("使い道の限定", text)]), confidence=0.8)
        link = align(make(BASE), new).links[3]
        assert (link.changes, link.doubtful) == (changes, doubtful)

    def test_not_where_it_was_read_surely(self):
        new = make(
            edited(c4=[("使い道の限定", "乙は、預かった名薄を、頼まれた仕事のほかの用途に使ってはならない。")]),
            confidence=0.99,
        )
        link = align(make(BASE), new).links[3]
        assert (link.changes, link.doubtful) == (["wording"], False)

    def test_renumbered_references_are_read_right(self):
        new = make(VERSIONS["a clause taken out; the range follows"][0], confidence=0.8)
        assert align(make(BASE), new).links[-1].changes == ["number", "references"]


RULES = [("収集", "名簿は本人から集める。"), ("確認", "名簿の写しは係長が確かめる。"), ("記録", "第2項の確認は帳面に記す。"), ("報告", "前項の帳面は毎月出す。")]  # fmt: skip
LATER = [("搬出", "台帳は庁舎に置く。"), *RULES[:2], ("記録", "第3項の確認は帳面に記す。"), RULES[3]]


class TestReferences:
    def test_the_words_before_stay_the_same(self):
        found = links(align(make(RULES), make(LATER)))
        assert found == {(1, 2): ["number"], (2, 3): ["number"], (3, 4): ["number", "references"], (4, 5): ["number"]}

    def test_another_clause_meant_is_wording(self):
        new = [*LATER[:3], ("記録", "第1項の確認は帳面に記す。"), RULES[3]]
        assert links(align(make(RULES), make(new)))[(3, 4)] == ["number", "wording"]

    def test_articles_of_a_law_do_not_follow(self):
        old = [("法令", "文書管理法第5条を守る。"), *RULES]
        new = [("法令", "文書管理法第6条を守る。"), *RULES]
        assert links(align(make(old), make(new)))[(1, 1)] == ["wording"]


class TestItems:
    LEAD = "乙は、次の記録媒体を使ってはならない。"

    def test_count_as_text(self):
        old = make([*BASE, ("媒体", f"{self.LEAD}／私物の端末／無記名の磁気円盤")])
        new = make([*BASE, ("媒体", f"{self.LEAD}／私物の端末／海外の保管庫／無記名の磁気円盤")])
        assert links(align(old, new))[(12, 12)] == ["wording"]


class TestNothing:
    def test_no_clauses(self):
        found = align(make([]), make(BASE))
        assert (found.links, found.added, found.removed) == ([], list(range(1, 12)), [])

    def test_one_clause_each(self):
        assert links(align(make(BASE[:1]), make(BASE[:1]))) == {(1, 1): []}
        assert links(align(make(BASE[:1]), make(BASE[5:6]))) == {}

    def test_clauses_without_words(self):
        assert links(align(make([(None, "")]), make([(None, ""), (None, "。")]))) == {}

    def test_twins_go_by_heading_then_order(self):
        old = [("甲種", "削除"), ("乙種", "削除"), ("丙種", "削除")]
        new = [("乙種", "削除"), ("甲種", "削除"), ("丁種", "削除")]
        assert links(align(make(old), make(new))) == {
            (1, 2): ["number"],
            (2, 1): ["number"],
            (3, 3): ["heading"],
        }


class TestWords:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("及び", "および"),
            ("又は", "または"),
            ("取扱い", "取り扱い"),
            ("持出し", "持ち出し"),
            ("立入検査", "立入り検査"),
            ("行なう", "行う"),
            ("情報セキュリティー", "情報セキュリティ"),
            ("メモリー", "メモリ"),
            ("ウィルス", "ウイルス"),
            ("引渡し", "引きわたし"),
            ("つぎに掲げる", "次に掲げる"),
            ("十四", "14"),
        ],
    )
    def test_of_two_spellings(self, one, other):
        assert same_words(words(one), words(other))

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("複写", "複製"),
            ("行う", "行わない"),
            ("従業員", "従事者"),
            ("ツアー", "ツア"),
            ("第3項", "第5項"),
            ("持ち出す", "持ち込む"),
            ("名簿", ""),
        ],
    )
    def test_of_two_meanings(self, one, other):
        assert not same_words(words(one), words(other))

    def test_terms_tell_of_duties(self):
        assert terms(words("乙は、再委託を目的外に行ってはならない。")) == ["乙", "再委託", "委託", "目的", "目的外"]

    @pytest.mark.parametrize("text", ["乙は名簿を返す。" * 9000, "名" * 30000])
    def test_longer_than_sudachi_takes(self, text):
        assert len(text.encode()) > SUDACHI_BYTES
        assert "".join(word.surface for word in words(text)) == text


class TestPairing:
    @pytest.mark.parametrize(
        ("gains", "pairs"),
        [
            ([], []),
            ([[]], []),
            ([[0.5]], [(0, 0)]),
            ([[-0.5]], []),
            ([[0.5, 0.4], [0.4, 0.1]], [(0, 1), (1, 0)]),
            ([[0.9, 0.4], [0.4, 0.1]], [(0, 0), (1, 1)]),
            ([[0.9], [1.0], [0.2]], [(1, 0)]),
            ([[0.2, 0.9, -1.0]], [(0, 1)]),
        ],
    )
    def test_greatest_sum(self, gains, pairs):
        assert best_pairs(gains) == pairs


class TestSharedTerms:
    """What each two share, as one array: rare terms are added up pair by pair, common ones by a product."""

    @pytest.mark.parametrize(
        ("old", "new", "shares"),
        [
            (["鍵 帳"], ["鍵 箱"], [[4.0]]),
            (["鍵", "帳"], ["箱", "券"], [[0.0, 0.0], [0.0, 0.0]]),
            (["鍵", "鍵 帳", "鍵"], ["鍵 帳", "鍵", "券"], [[4.0, 4.0, 0.0], [6.0, 4.0, 0.0], [4.0, 4.0, 0.0]]),
            (["鍵 帳"] * 4, ["鍵 帳"] * 4, [[6.0] * 4] * 4),
        ],
    )
    def test_weights(self, old, new, shares):
        sides = ([frozenset(each.split()) for each in side] for side in (old, new))
        assert shared_weights(*sides, {"鍵": 4.0, "帳": 2.0, "箱": 1.0, "券": 1.0}).tolist() == shares

    def test_arrays_say_what_pairs_say(self):
        old, new = make(BASE).clauses, make([*BASE[3:], *OTHERS, (None, BASE[1][1])]).clauses
        similarity = Similarity(old, new)
        places = range(len(old)), range(len(new))
        wholes, bodies = similarity.wholes(*places), similarity.bodies(*places)
        for i, j in itertools.product(*places):
            assert (wholes[i, j], bodies[i, j]) == (similarity.whole(i, j), similarity.body(i, j))

    def test_each_of_many_split_in_two(self):
        rooms, things = ("温室", "倉庫", "書庫", "窓口", "受付", "金庫"), ("鍵", "図面", "名簿", "腕章")
        told = [
            (f"{room}の{thing}", f"乙は、{room}に{thing}を納め、日誌に記す。", f"乙は、{thing}を{room}から運ばない。")
            for room, thing in itertools.product(rooms, things)
        ]
        halves = [row for heading, one, other in told for row in ((heading, one), (None, other))]
        found = links(align(make([(heading, one + other) for heading, one, other in told]), make(halves)))
        assert list(found) == [(at, (2 * at - 1, 2 * at)) for at in range(1, len(told) + 1)]


OTHERS = [TAKING_OUT, DRILL, ("雨天", "屋外の作業は、雨の日には翌日に延ばす。"), ("服装", "作業する者は、区の腕章を着ける。")]  # fmt: skip
PHRASES = ["あらかじめ日程を相談の上、", "二人以上で見比べて、", "特別の事情がない限り、", "様式を改めて、"]


def perturbed(chance):
    """BASE with random edits; the new rows, and {(old, new): changes}."""
    rows = [[heading, text, place, set()] for place, (heading, text) in enumerate(BASE[:-1], 1)]
    for _ in range(chance.randint(1, 8)):
        edit, row = chance.choice(["out", "in", "reword", "rename", "move", "spell"]), chance.choice(rows)
        if edit == "out" and len(rows) > 5:
            rows.remove(row)
        elif edit == "move":
            rows.remove(row)
            rows.insert(chance.randrange(len(rows) + 1), row)
        elif edit == "in" and (left := [other for other in OTHERS if other[0] not in [row[0] for row in rows]]):
            rows.insert(chance.randrange(len(rows) + 1), [*chance.choice(left), None, set()])
        elif edit == "reword" and row[2]:
            at = row[1].index("、") + 1
            row[1] = row[1][:at] + chance.choice(PHRASES) + row[1][at:]
            row[3].add("wording")
        elif edit == "rename" and row[2]:
            row[0] = f"その{chance.choice('一二三四五')}"
            row[3].add("heading")
        elif edit == "spell" and "又は" in row[1]:
            row[1] = row[1].replace("又は", "または")
            row[3].add("spelling")
    kept = [(row, place) for place, row in enumerate(rows, 1) if row[2]]
    truth = {(row[2], place): row[3] | ({"number"} if row[2] != place else set()) for row, place in kept}
    return [row[:2] for row in rows], truth


@pytest.mark.parametrize("seed", range(60))
def test_random_edits(seed):
    rows, truth = perturbed(random.Random(seed))
    found = align(make(BASE[:-1]), make(rows))
    assert {pair: set(changes) for pair, changes in links(found).items()} == truth


class TestRoom:
    @pytest.mark.parametrize("name", kaigi_extract.clauses.__all__)
    def test_every_public_name_resolves(self, name):
        assert getattr(kaigi_extract.clauses, name) is not None

    def test_sorted_and_at_home(self):
        room = kaigi_extract.clauses
        assert room.__all__ == sorted(room._HOME)
        assert set(room.__all__) <= set(dir(room))

    def test_unknown_name(self):
        with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
            _ = kaigi_extract.clauses.nonsense

    def test_no_module_has_the_name_of_a_verb(self):
        room = kaigi_extract.clauses
        modules = {module.name for module in pkgutil.iter_modules(room.__path__)}
        assert modules.isdisjoint({*room.__all__, *kaigi_extract.__all__})

    @pytest.mark.parametrize("verb", ["align", "diff", "timeline", "crosswalk", "duty_gaps", "annotate"])
    def test_a_verb_is_no_module_whatever_is_imported_first(self, verb):
        code = f"""
import json
import {kaigi_extract.clauses._HOME[verb]}
import kaigi_extract.clauses
print(json.dumps(callable(kaigi_extract.clauses.{verb})))
"""
        assert in_new_process(code) is True
