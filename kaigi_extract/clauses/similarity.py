"""How similar two clauses are: their headings, then the duties in their bodies. Knows terms and weights, no links.

A term weighs the more, the fewer clauses of the two sets use it: 個人情報 and 業務 weigh next to nothing, 複写 much. So
nothing has to be known of a ward. Words of one duty (`KINDRED_TERMS`) count as one term beside themselves. Of many
clauses beside many there is an array: of sets of hundreds of clauses every pair is asked for.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from kaigi_extract.clauses.link_group import SideName
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.shared_terms import Shares, shared_weights
from kaigi_extract.clauses.tokens import CACHED_TEXTS, terms, words
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Item
from kaigi_extract.text import fold, squeeze

KINDRED_TERMS = tuple(
    frozenset(row.split())
    for row in (
        "秘密 機密 守秘 秘匿 漏 漏洩 口外 他言",
        "収集 取得 入手",
        "目的外 用途 流用 不当 濫用",
        "使用 利用 活用",
        "複写 複製 謄写 転記 コピー",
        "再委託 下請",
        "返還 返却 返 引渡 廃棄 破棄 消去 処分 抹消 裁断 溶解",
        "持出 搬出 搬送 運搬 輸送 移送 運 持運",
        "保管 施錠 格納 保存",
        "監査 検査 立入 調査 実地 点検",
        "事故 滅失 毀損 紛失 盗難 改竄 亡失 流出",
        "報告 通知 届出 届 提出 連絡",
        "教育 研修 周知 指導 訓練",
        "従事者 従事 従業者 従業員 社員 作業者 作業員",
        "監督 指揮 指図 指導監督",
        "名簿 一覧 台帳",
        "貸与 貸付 借 借用 提供 交付 支給",
        "選任 指定 任命 選定",
        "損害 賠償 弁償",
        "解除 解約",
        "公表 公開",
        "善良 善管",
        "遵守 順守 法令",
        "協議 疑義 解釈",
        "義務 責務 責任",
    )
)
"""Words that forms of contract use for one duty, as terms of `tokens`. General Japanese usage, no ward's own."""
WEIGHT_STEPS = 2**30
"""Steps from 0 to 1 that weights are rounded to, so that sums of them are exact, in whatever order they are added: a
binary fraction of 30 places leaves 23 for the sum."""
TERMS_OF_SENTENCE = 4
"""Terms from which on words between two 。 are taken for a sentence, and not for a piece of a list."""
PARTY_NAMES = frozenset(
    {"甲", "乙", "丙", "委託者", "受託者", "発注者", "受注者", "注文者", "請負者", "事業者", "受託事業者"}
)
"""Names of the sides. Every clause has them, and every ward its own: they name no duty."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a clause says, as sets of terms."""

    title: str
    """The heading as it is compared character by character; empty without one."""
    heading: frozenset[str]
    body: frozenset[str]
    both: frozenset[str]
    """Of heading and body."""
    sentences: frozenset[str]
    """Of text and items, compared character by character as the title is."""


def body_text(clause: Clause) -> str:
    """The clause's own words and those of its items, as printed."""
    return clause.text + "".join(_item_text(item) for item in clause.items)


def _item_text(item: Item) -> str:
    return item.text + "".join(_item_text(below) for below in item.items)


def text_key(text: str | None) -> str:
    """The form in which texts are compared: folded, without white space. Where it is the same, nothing has changed."""
    return _text_key(text or "")


@functools.lru_cache(maxsize=4 * CACHED_TEXTS)
def _text_key(text: str) -> str:
    return squeeze(fold(text))


class Similarity:
    """The clauses of two sets side by side, by index. All results are between 0 and 1."""

    def __init__(self, old: Sequence[Clause], new: Sequence[Clause], settings: AlignSettings = DEFAULT_ALIGN) -> None:
        self.settings = settings
        long_vowel = settings.long_vowel_characters
        self.old = [profile(clause.heading or "", body_text(clause), long_vowel) for clause in old]
        self.new = [profile(clause.heading or "", body_text(clause), long_vowel) for clause in new]
        every = [*self.old, *self.new]
        self._heading_weights = _Weights([profile.heading for profile in every if profile.title])
        self._body_weights = _Weights([profile.both for profile in every])
        self._wholes: dict[tuple[int, int], float] = {}
        self._shared: dict[tuple[tuple[int, ...], tuple[int, ...]], Shares] = {}
        """The weights that bodies share, by the clauses asked for. No cache of functions: it would hold all this until
        Python looks for cycles."""

    def heading(self, old: int, new: int) -> float:
        """The share of the headings' terms, by weight, that both have; 1 for the same heading."""
        one, other = self.old[old], self.new[new]
        if one.title and one.title == other.title:
            return 1.0
        return self._heading_weights.shared(one.heading, other.heading)

    def body(self, old: int, new: int) -> float:
        """The share of the bodies' terms, by weight, that both have."""
        return self._body_weights.shared(self.old[old].body, self.new[new].body)

    def whole(self, old: int, new: int) -> float:
        """Of heading and body; of all that either clause says where one has no heading."""
        if (known := self._wholes.get((old, new))) is None:
            known = self._wholes[old, new] = self._whole(old, new)
        return known

    def _whole(self, old: int, new: int) -> float:
        one, other = self.old[old], self.new[new]
        if not (one.title and other.title):
            return self._body_weights.shared(one.both, other.both)
        weight = self.settings.heading_weight
        return weight * self.heading(old, new) + (1 - weight) * self.body(old, new)

    def wholes(self, old: Sequence[int], new: Sequence[int]) -> Shares:
        """`whole` of each of these old clauses and each of these new ones."""
        ones, others = [self.old[at] for at in old], [self.new[at] for at in new]
        unheaded = ([not one.title for one in ones], [not other.title for other in others])
        if all(unheaded[0]) or all(unheaded[1]):
            return self._both(ones, others)
        sides = [one.heading for one in ones], [other.heading for other in others]
        headings = self._heading_weights.shares(shared_weights(*sides, self._heading_weights), *sides)
        titles = {other.title: at for at, other in enumerate(others)}
        names = np.array([titles.get(one.title, -1) for one in ones]), np.array([titles[one.title] for one in others])
        headings[names[0][:, None] == names[1]] = 1.0
        weight = self.settings.heading_weight
        found: Shares = weight * headings + (1 - weight) * self.bodies(old, new)
        if any(unheaded[0]) or any(unheaded[1]):
            either = np.logical_or.outer(*unheaded)
            found[either] = self._both(ones, others)[either]
        return found

    def _both(self, ones: Sequence[Profile], others: Sequence[Profile]) -> Shares:
        """The shares of all that either says, the heading among it."""
        sides = [one.both for one in ones], [other.both for other in others]
        return self._body_weights.shares(shared_weights(*sides, self._body_weights), *sides)

    def bodies(self, old: Sequence[int], new: Sequence[int]) -> Shares:
        """`body` of each of these old clauses and each of these new ones."""
        sides = [self.old[at].body for at in old], [self.new[at].body for at in new]
        return self._body_weights.shares(self._shared_bodies(old, new), *sides)

    def _shared_bodies(self, old: Sequence[int], new: Sequence[int]) -> Shares:
        """The weight of the terms that each two bodies have in common."""
        asked = tuple(old), tuple(new)
        if (known := self._shared.get(asked)) is None:
            sides = [self.old[at].body for at in old], [self.new[at].body for at in new]
            known = self._shared[asked] = shared_weights(*sides, self._body_weights)
        return known

    def held(self, old: Sequence[int], new: Sequence[int]) -> tuple[Shares, Shares]:
        """The share of the terms of each old body, by weight, that each new body has, and the share of those of the new
        one that the old one has."""
        ones, others = [self.old[at].body for at in old], [self.new[at].body for at in new]
        both = self._shared_bodies(old, new)
        sums = [np.array([self._body_weights.sum_of(found) or 1.0 for found in side]) for side in (ones, others)]
        return both / sums[0][:, None], both / sums[1]

    def profiles(self, side: SideName) -> Sequence[Profile]:
        """What the clauses of a side say."""
        return self.old if side == "old" else self.new

    def common(self, old: int, new: int) -> list[str]:
        """The printed terms that both bodies have, the heaviest first."""
        shared = {term for term in self.old[old].body & self.new[new].body if not term.startswith("#")}
        return sorted(shared, key=lambda term: (-self._body_weights[term], term))

    def shared_terms(self, old: int, new: int) -> int:
        """How many terms both bodies have, duties of `KINDRED_TERMS` among them."""
        return len(self.old[old].body & self.new[new].body)

    def gain(self, part: Profile, there: Profile, covered: Sequence[Profile]) -> float:
        """Share of `part` that is in `there` and in none of `covered`: of its terms, or of its sentences as printed."""
        shared = (part.body & there.body).difference(*(one.body for one in covered))
        sentences = (part.sentences & there.sentences).difference(*(one.sentences for one in covered))
        printed = sum(map(len, sentences)) / (sum(map(len, part.sentences)) or 1)
        return max(self.weigh(shared) / (self.weigh(part.body) or 1.0), printed)

    def sentence_shares(
        self, there: tuple[SideName, int], part: tuple[SideName, int], covered: Iterable[tuple[SideName, int]]
    ) -> list[tuple[float, float]]:
        """For each sentence of a clause, the share of its terms, by weight, that another clause has, and the greatest
        that any of `covered` has. Clauses are given by side, old or new, and index."""
        others = [self.profiles(side)[at].body for side, at in covered]
        found = []
        for sentence in sorted(self.profiles(there[0])[there[1]].sentences):
            terms_of = _terms(sentence, self.settings.long_vowel_characters) & self._body_weights.keys()
            if len(terms_of) < TERMS_OF_SENTENCE:
                continue
            whole = self.weigh(terms_of)
            share = self.weigh(terms_of & self.profiles(part[0])[part[1]].body) / whole
            found.append((share, max((self.weigh(terms_of & other) / whole for other in others), default=0.0)))
        return found

    def share(self, text: str, new: int) -> float:
        """The share of the terms of a text of the old side, by weight, that the body of a new clause has."""
        found = _terms(text, self.settings.long_vowel_characters) & self._body_weights.keys()
        return self.weigh(found & self.new[new].body) / (self.weigh(found) or 1.0)

    def weigh(self, found: Iterable[str]) -> float:
        """The weight of body terms."""
        return sum(self._body_weights[term] for term in found)


@functools.lru_cache(maxsize=CACHED_TEXTS)
def profile(heading: str, body: str, long_vowel: int) -> Profile:
    """What a clause of this heading and body says. Kept by text: versions of a set say the same year after year."""
    sentences = frozenset(sentence for sentence in text_key(body).split("。") if sentence)
    of_heading, of_body = _terms(heading, long_vowel), _terms(body, long_vowel)
    return Profile(text_key(heading), of_heading, of_body, of_heading | of_body, sentences)


def _terms(text: str, long_vowel: int) -> frozenset[str]:
    """The terms of a text, and beside them one for each duty of `KINDRED_TERMS` that they name (#3)."""
    found = frozenset(terms(words(text, long_vowel))) - PARTY_NAMES
    return found | {f"#{index}" for index, row in enumerate(KINDRED_TERMS) if not row.isdisjoint(found)}


class _Weights(dict[str, float]):
    """The logarithm of how rare each term is; near 0 for one that every clause has."""

    def __init__(self, profiles: Collection[frozenset[str]]) -> None:
        counts = Counter(term for profile in profiles for term in profile)
        exact = {count: math.log((len(profiles) + 1) / count) for count in set(counts.values())}
        steps = {count: max(round(weight * WEIGHT_STEPS), 1) / WEIGHT_STEPS for count, weight in exact.items()}
        super().__init__((term, steps[count]) for term, count in counts.items())
        self._sums: dict[frozenset[str], float] = {}

    def sum_of(self, found: frozenset[str]) -> float:
        """The weight of all terms of a clause, added up once: each clause is compared with many others."""
        if (known := self._sums.get(found)) is None:
            known = self._sums[found] = sum(map(self.__getitem__, found))
        return known

    def shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The weight of the terms of both, beside the geometric mean of the weights of each; 0 where either has
        none."""
        both = one & other
        sizes = self.sum_of(one) * self.sum_of(other) if both else 0.0
        return sum(map(self.__getitem__, both)) / math.sqrt(sizes) if sizes else 0.0

    def shares(self, both: Shares, old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> Shares:
        """What `shared` gives of each two, to the last digit; `both` is the weight of what they have in common."""
        sums = [np.array([self.sum_of(found) for found in side]) for side in (old, new)]
        sizes = np.sqrt(np.multiply.outer(*sums))
        found: Shares = np.divide(both, sizes, out=np.zeros_like(both), where=both > 0)
        return found
