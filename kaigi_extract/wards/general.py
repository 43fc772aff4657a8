"""What the labels of any body mean in general: fields for labels that no mapping knows, each with a confidence.

Pure: works on words, opens nothing. The words are in `general.toml`, which says how they are written. A label means
what its last word says (委託を必要とする理由 is a 理由); of several that fit, the longest decides.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from pydantic import Field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Category
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.normal_words import normal_words
from kaigi_extract.text.row_number import without_row_number
from kaigi_extract.wards.label_kinds import KindWords, LabelKinds, PossibleMeaning, SideWords
from kaigi_extract.wards.mapping_file import Closed, MappingFile
from kaigi_extract.wards.model import SheetWords, TitleWords, label_keys

WHOLE = 0.95
"""Confidence of a label that is printed as it is known."""
SIMILAR = 0.78
"""Greatest confidence of a label that is only similar to a known one."""
_LEAST_SIMILARITY = 0.8
"""Similarity (rapidfuzz, 0 to 1) to a known label from which on a label may mean the same: one character of five."""
_LONGEST = 60
"""Characters. What is longer is no label."""
_REMEMBERED = 4096
"""Labels."""
_SHORTEST_SIMILAR = 4
"""Characters. Shorter labels are too similar to each other."""

_KANA = late_pattern(r"[\u3041-\u309f]+")
_IDEOGRAPHIC = late_pattern(r"[\u3005\u30a1-\u30fe\u3400-\u9fff]")
_UNCOUNTED = late_pattern(r"予定|見込み?|\(案\)|\([^()]*\)|[『』「」【】〔〕\[\]<>:：※*＊]")
_REMARK = late_pattern(r"\(([^()]{2,})\)$")
_AT_END = late_pattern(r"(?:について|に関すること|に関する事項|等)+$")


class LabelWords(Closed):
    """Labels that mean one field."""

    field: str
    """Canonical name; empty for words that mean none."""
    confidence: float = Field(default=0.9, gt=0, lt=1)
    otherwise: str = ""
    """The field where a surer label has the first one."""
    whole: list[str] = []
    heads: list[str] = []
    with_: list[str] = Field(default=[], alias="with")
    without: list[str] = []


class OwnLabels(Closed):
    """Labels that only papers about one thing print: of no field, and no sign of another kind of paper."""

    category: Category
    labels: list[str]


class EvidenceWords(Closed):
    """Words by which it is known that a paper brings a matter before a council, or that it does not."""

    council: list[str]
    asks: list[str]
    law: list[str]
    other: list[str]
    registers: list[str]
    minutes: list[str]
    letter: list[str]
    answer: list[str]
    letter_titles: list[str]
    answer_titles: list[str]
    own: list[OwnLabels] = []


class ValueWords(Closed):
    """What values are made of, for a label that no word knows."""

    data: list[str]
    media: list[str]
    company: list[str]
    """What a company's name holds, wherever."""
    party: list[str]
    office: list[str]
    business: list[str]
    documents: list[str]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a printed label means."""

    name: str
    """Canonical field."""
    confidence: float
    """0 to 1."""
    place: str
    """file:line of the words that decided."""
    otherwise: str = ""
    """The field where a surer label has the first one; empty where there is none."""
    general: bool = True
    """Whether general words decided, not those of a mapping."""
    by_value: bool = False
    """Whether the value decided, since no word knows the label."""
    by_kind: bool = False
    """Whether the kind of the label's words decided, with the value."""
    doubted: bool = False
    """Whether the value is not such as the field has."""


@dataclass(frozen=True, slots=True)
class _Head:
    words: int
    """Index into `labels`."""
    at: int
    with_: tuple[str, ...]
    without: tuple[str, ...]


def counted(label: str) -> str:
    """What of a label is compared: without its row number, brackets, 予定 and 等."""
    return _AT_END.sub("", without_row_number(_UNCOUNTED.sub("", label_keys(label)[0])))


def skeleton(key: str) -> str:
    """A label as heads compare: without the kana between and after its ideographs; a label of kana keeps them."""
    bare = _KANA.sub("", key)
    return bare if len(_IDEOGRAPHIC.findall(bare)) > 1 or not _KANA.search(key) else key


class General(MappingFile):
    """The words of all bodies together."""

    spellings: dict[str, str] = {}
    labels: list[LabelWords]
    kinds: list[KindWords]
    sides: SideWords
    values: ValueWords
    titles: list[TitleWords]
    parties: list[TitleWords]
    sheet: SheetWords
    evidence: EvidenceWords

    @functools.cached_property
    def headings(self) -> tuple[str, ...]:
        """What the headings of papers end in, as titles are compared."""
        return tuple(text_key(word) for word in self.sheet.heading)

    def is_own(self, label: str, categories: Iterable[Category] | None = None) -> bool:
        """Whether a label is one that papers about a thing print, one of `categories` where they are given: 撮影範囲 of
        those about cameras."""
        bare, asked = counted(label), None if categories is None else frozenset(categories)
        found = (own for own in self.evidence.own if asked is None or own.category in asked)
        return any(bare.endswith(tuple(own.labels)) for own in found)

    @functools.cached_property
    def _title_keys(self) -> list[list[str]]:
        """The words of titles as they are compared."""
        return [[text_key(word) for word in titles.words] for titles in self.titles]

    @functools.cached_property
    def _whole(self) -> dict[str, tuple[int, int]]:
        return {
            form: (index, at)
            for index, words in enumerate(self.labels)
            for at, label in enumerate(words.whole)
            for form in self._forms(label)
        }

    @functools.cached_property
    def _heads(self) -> dict[str, list[_Head]]:
        """The heads by their skeleton: those that ask for less come after those that ask for more."""
        heads: dict[str, list[_Head]] = {}
        for index, words in enumerate(self.labels):
            for at, head in enumerate(words.heads):
                one = _Head(index, at, tuple(words.with_), tuple(words.without))
                heads.setdefault(self._forms(head)[-1], []).append(one)
        return {head: sorted(rules, key=lambda rule: not rule.with_) for head, rules in heads.items()}

    @functools.cached_property
    def _longest(self) -> int:
        return max(map(len, self._heads))

    def meaning(self, label: str) -> Meaning | None:
        """What a label means; None where no general word says it. The row number and white space do not count."""
        found = self._remembered(label)
        return found if found is not None and found.name else None

    def means_none(self, label: str) -> bool:
        """Whether a label is known, and is of no field: 備考, 保存期間."""
        found = self._remembered(label)
        return found is not None and not found.name

    def may_mean(self, label: str) -> list[PossibleMeaning]:
        """What a label may mean by the kind of its words, the likelier first; nothing for one that means no field.

        Its value has to say which of them it means."""
        return [] if self.means_none(label) else self._kinds.of(counted(label))

    @functools.cached_property
    def _kinds(self) -> LabelKinds:
        return LabelKinds(self.kinds, functools.partial(self.origin.place, "kinds"))

    def _remembered(self, label: str) -> Meaning | None:
        if label not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[label] = self._look_up(label) if len(label) <= _LONGEST else None
        return self._known[label]

    @functools.cached_property
    def _known(self) -> dict[str, Meaning | None]:
        """What was asked before: the labels of a form are asked for many times while it is cut into parts."""
        return {}

    def _look_up(self, label: str) -> Meaning | None:
        """What a label means; without a name where it is known that it means no field."""
        forms = self._forms(label)
        if not forms[-1]:
            return None
        for form in forms:
            if form in self._whole:
                index, at = self._whole[form]
                return self._meant(index, "whole", at, max(WHOLE, self.labels[index].confidence))
        found = self._by_head(forms[-1]) or self._by_head(forms[0]) or self._by_similarity(forms[-1])
        remark = _REMARK.search(label_keys(label)[0]) if found is None else None
        return found if remark is None else self._look_up(remark[1])

    def _forms(self, label: str) -> tuple[str, ...]:
        """A label in the forms in which it is compared: as printed, and in the spelling and skeleton of all."""
        key = counted(label)
        plain = self._spelling.sub(lambda match: self.spellings[match[0]], key) if self.spellings else key
        return key, plain, skeleton(plain)

    @functools.cached_property
    def _spelling(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(map(re.escape, self.spellings), key=len, reverse=True)))

    def _by_head(self, bare: str) -> Meaning | None:
        for length in range(min(self._longest, len(bare)), 0, -1):
            before, end = bare[:-length], bare[-length:]
            for head in self._heads.get(end, ()):
                if head.with_ and not any(word in before for word in head.with_):
                    continue
                if any(word in before for word in head.without):
                    continue
                return self._meant(head.words, "heads", head.at, self.labels[head.words].confidence)
        return None

    def _by_similarity(self, bare: str) -> Meaning | None:
        """By the known label that is most similar: a word that is misprinted or was misread."""
        if len(bare) < _SHORTEST_SIMILAR:
            return None
        from rapidfuzz import fuzz, process

        found = process.extractOne(bare, self._similar, scorer=fuzz.ratio, score_cutoff=100 * _LEAST_SIMILARITY)
        if found is None or found[0][-1] != bare[-1]:
            return None
        like = self._look_up(found[0])
        if like is None or not like.name:
            return None
        confidence = round(min(SIMILAR, like.confidence * found[1] / 100), 2)
        return Meaning(like.name, confidence, like.place, like.otherwise)

    @functools.cached_property
    def _similar(self) -> list[str]:
        """What a label may be similar to: whole labels and heads of as many characters."""
        forms = [*self._whole, *(head for head, rules in self._heads.items() if not rules[0].with_)]
        return [form for form in forms if len(form) >= _SHORTEST_SIMILAR]

    def _meant(self, index: int, part: str, at: int, confidence: float) -> Meaning:
        words = self.labels[index]
        return Meaning(words.field, confidence, self.origin.place("labels", index, part, at), words.otherwise)

    def category_of_party(self, label: str) -> tuple[Category, str, str] | None:
        """What a case is about by how the label of its other party calls it: category, word and file:line."""
        said = "".join(normal_words(label))
        for index, titles in enumerate(self.parties):
            for at, word in enumerate(titles.words):
                if word in said:
                    return titles.category, word, self.origin.place("parties", index, "words", at)
        return None

    def categories(self, title: str) -> list[tuple[Category, str, str]]:
        """What a title is about: category, the word that says so, and its file:line. The first is the case's; where the
        title lists several (…の委託及び回線結合) they are in its order."""
        text = text_key(title)
        found: list[tuple[int, Category, str, str]] = []
        for index, keys in enumerate(self._title_keys):
            at = next((k for k, key in enumerate(keys) if key in text), None)
            if at is not None:
                titles, place = self.titles[index], self.origin.place("titles", index, "words", at)
                start = text.find(keys[at])
                found += [(start, category, titles.words[at], place) for category in titles.categories]
        if len(found) > 1 and re.search(r"及び|および|並びに|ならびに|・|、|,", text):
            found.sort(key=lambda one: one[0])
        return [(category, word, place) for _, category, word, place in found]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of some words, compared without white space and width."""
    return re.compile("|".join(re.escape(text_key(word)) for word in sorted(words, key=len, reverse=True)))
