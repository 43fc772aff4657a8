"""Whose words read a document: those of its ward's mapping, and general ones for what the mapping does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Category
from kaigi_extract.text import fold, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.general import General, Meaning
from kaigi_extract.wards.load import common_words, general_words
from kaigi_extract.wards.model import ClauseSetWords, Common, MinutesWords, Ward, label_keys

_WORD, _DIGIT = late_pattern(r"[^\W\d_]"), late_pattern(r"\d")


@dataclass(frozen=True, slots=True)
class Words:
    """The ward's own words before the general ones."""

    ward: Ward | None

    @property
    def general(self) -> General:
        """The general words; read when they are asked for first."""
        return general_words()

    def meaning(self, label: str) -> Meaning | None:
        """What a label of a case means; None where neither the mapping nor the general words know it."""
        own = self.ward.case_field(label) if self.ward is not None else None
        return self.general.meaning(label) if own is None else Meaning(*own, general=False)

    def categories(self, title: str) -> list[tuple[Category, str, str]]:
        """What a title is about: category, the word that says so and its file:line; the ward's own words first."""
        own = self.own_categories(title)
        known = {category for category, _, _ in own}
        return [*own, *(one for one in self.general.categories(title) if one[0] not in known)]

    def own_categories(self, title: str) -> list[tuple[Category, str, str]]:
        """What a title is about by the ward's own words alone, in the order of its mapping."""
        if self.ward is None:
            return []
        text, found = text_key(title), list[tuple[Category, str, str]]()
        for index, titles in enumerate(self.ward.titles):
            at = next((k for k, word in enumerate(titles.words) if text_key(word) in text), None)
            if at is not None:
                place = self.ward.origin.place("titles", index, "words", at)
                found += [(category, titles.words[at], place) for category in titles.categories]
        return found


def names_field(text: str, sure: float) -> bool:
    """Whether a text is what bodies in general call a field of a form, with a confidence of `sure` at least; the
    heading of a council's paper is none."""
    general = general_words()
    meaning = general.meaning(text)
    if meaning is not None and any(word in text_key(text) for word in general.evidence.council):
        return False
    return meaning is not None and meaning.confidence >= sure


def heads_list(texts: Sequence[str], knows: Callable[[str], object], sure: float) -> bool:
    """Whether texts beside each other head the columns of a list: most of them are labels, of fields or of none, or say
    what was and what is (変更前, 変更後)."""
    if len(set(texts)) < len(texts) or not all(_WORD.search(text) for text in texts):
        return False
    of_registers, general = common_words().register_labels, general_words()
    new, old = common_words().comparisons.heads
    unknown = 0
    for text in texts:
        known = _DIGIT.search(text) is None and (
            knows(text) == "label"
            or not of_registers.isdisjoint(label_keys(text))
            or text_key(text) in new
            or text_key(text) in old
            or names_field(text, sure)
            or general.means_none(text)
        )
        unknown += not known
        if 2 * unknown >= len(texts):  # nearly all lines of a table
            return False
    return True


def words_beside(ward: Ward | None) -> Common:
    """The words of all wards, those of a ward's own mapping before them: titles of clause sets and minutes, parties."""
    common = common_words()
    if ward is None or not (ward.clause_sets or ward.parties or any(words for _, words in ward.minutes)):
        return common
    minutes = {name: [*getattr(ward.minutes, name), *words] for name, words in common.minutes}
    known: dict[str, Any] = dict(common) | {
        "clause_sets": [*ward.clause_sets, *_without(ward.clause_sets, common.clause_sets)],
        "parties": [*ward.parties, *common.parties],
        "minutes": MinutesWords(**minutes),
    }
    both = Common.model_construct(**known)
    both.read_from(common.origin)
    return both


def _without(own: Sequence[ClauseSetWords], common: Sequence[ClauseSetWords]) -> Iterator[ClauseSetWords]:
    """The common endings of titles but those that are longer than one of the ward's own and would come before it."""
    endings = tuple(fold(word) for words in own for word in words.words)
    for words in common:
        kept = [word for word in words.words if not fold(word).endswith(endings)]
        yield words.model_copy(update={"words": kept})
