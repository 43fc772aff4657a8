"""What a label that nobody knows may mean, by the kind of its words: what its last word is, and what is before it.

Pure: works on words, opens nothing but Sudachi's dictionary. The words are in `general.toml` under [[kinds]], which
says how they are written. Returns everything that a label may mean; its value has to say what it does mean.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence

from pydantic import Field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.normal_words import normal_words
from kaigi_extract.wards.mapping_file import Closed

_NAMES = frozenset({"名", "名前", "名称", "呼称", "呼び名", "等", "欄", "御", "上", "無い", "付く", "関する", "係る"})
"""What a label is called is what it is: 相手の名 is a 相手. In normal forms; dropped at the end."""
_LONGEST = 40
"""Characters of a label whose words are looked at."""


class KindWords(Closed):
    """Words that a label of one field may end in."""

    field: str
    """Canonical name; "safeguards" for those of either side."""
    confidence: float = Field(default=0.84, gt=0, lt=1)
    heads: list[str]
    with_: list[str] = Field(default=[], alias="with")
    without: list[str] = []
    needs: bool = False
    """Only where the value is such as the field has."""


class SideWords(Closed):
    """Words for the one that asks a council, and for the one that is given data."""

    own: list[str]
    other: list[str]
    neither: list[str]
    """Words of other rows that say nothing of a side."""

    def count(self, words: Sequence[str]) -> tuple[int, int]:
        """How many words of a label are for the one that asks, and how many for the other: 企業団 is one of the first,
        企業 of the second."""
        text = "".join(words)
        long = [word for word in self.own if len(word) > 1 and word in text]
        for word in sorted(long, key=len, reverse=True):
            text = text.replace(word, "\n")
        own = len(long) + sum(len(word) == 1 and word in self.own for word in words)
        return own, sum(word in text for word in self.other)


@dataclass(frozen=True, slots=True)
class PossibleMeaning:
    """What a label may mean."""

    name: str
    confidence: float
    needs: bool
    """Only where the value is such as the field has."""
    place: str
    """file:line of the words that say so."""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    confidence: float
    needs: bool
    with_: frozenset[str]
    without: frozenset[str]
    place: Callable[[], str]


class LabelKinds:
    """The rules by their heads."""

    def __init__(self, kinds: Iterable[KindWords], place: Callable[[int, str, int], str]) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        for index, words in enumerate(kinds):
            with_, without = frozenset(map(_normal, words.with_)), frozenset(map(_normal, words.without))
            for at, head in enumerate(words.heads):
                where = functools.partial(place, index, "heads", at)
                rule = _Rule(words.field, words.confidence, words.needs, with_, without, where)
                self._rules.setdefault(_normal(head), []).append(rule)
        self._longest = max(map(len, self._rules), default=0)

    def of(self, label: str) -> list[PossibleMeaning]:
        """What a label may mean, the likelier first: by its longest head, by rules that ask for more."""
        if len(label) > _LONGEST:
            return []
        words = list(normal_words(label))
        named = ""
        while len(words) > 1 and words[-1] in _NAMES:
            named += words.pop()
        text = "".join(words)
        found: dict[str, PossibleMeaning] = {}
        for head, before in self._heads(text):
            for rule in sorted(self._rules[head], key=lambda rule: (not rule.with_, rule.needs)):
                if _fits(rule, before + named) and rule.name not in found:
                    found[rule.name] = PossibleMeaning(rule.name, rule.confidence, rule.needs, rule.place())
            if found:
                break
        return list(found.values())

    def _heads(self, text: str) -> Iterator[tuple[str, str]]:
        """The heads that a label ends in, the longest first, each with what is before it; at last any."""
        for start in range(max(len(text) - self._longest, 0), len(text) + 1):
            if text[start:] in self._rules:
                yield text[start:], text[:start]


def _fits(rule: _Rule, before: str) -> bool:
    return (not rule.with_ or any(word in before for word in rule.with_)) and not any(
        word in before for word in rule.without
    )


@functools.lru_cache(maxsize=4096)
def _normal(word: str) -> str:
    """A word of the mapping in its normal form."""
    return "".join(normal_words(word)) or word
