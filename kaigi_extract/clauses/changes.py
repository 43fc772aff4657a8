"""What changed between clauses that are linked: number, heading, spelling, references, wording. Makes no links.

The width of brackets, digits and punctuation, and white space, are no change. Where nothing else differs, no word is
cut.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from kaigi_extract.clauses.cited_articles import matters_of
from kaigi_extract.clauses.edits import Edit, Follows, edit_script, is_slight
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import body_text, text_key
from kaigi_extract.clauses.tokens import CITATION, Word, same_words, words
from kaigi_extract.records import Category, Change, Clause, ClauseSet, Reference

CHANGE_ORDER: tuple[Change, ...] = ("number", "heading", "spelling", "references", "wording")
"""The order in which the changes of a link are given."""
_CLAUSE_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十百]+")


@dataclass(slots=True)
class Side:
    """One of the two sets: its clauses, with the references in them resolved."""

    clauses: Sequence[Clause]
    ward: str | None = None
    """The ward's id."""
    day: datetime.date | None = None
    """The day of the set."""
    _references: list[list[Reference]] | None = field(default=None)

    @classmethod
    def of(cls, clause_set: ClauseSet) -> Side:
        """The side of a set."""
        return cls(clause_set.clauses, clause_set.ward, clause_set.date)

    def references(self, index: int) -> list[Reference]:
        """The references of a clause.

        Sets that did not come from `extract` have none yet: they are resolved when they are first asked for.
        """
        if self._references is None:
            known = self.clauses
            if not any(clause.references for clause in known):
                from kaigi_extract.references.resolve import resolve

                known = [clause.model_copy() for clause in known]
                resolve(known)
            self._references = [clause.references for clause in known]
        return self._references[index]

    def matters(self, indices: Iterable[int]) -> set[Category]:
        """What the articles of laws that the clauses cite are about."""
        every = (reference for index in indices for reference in self.references(index))
        return {matter for reference in every for matter in self.matters_of(reference)}

    def matters_of(self, reference: Reference) -> frozenset[Category]:
        """What the article of a law that a reference cites is about."""
        return matters_of(reference, self.ward, self.day)


@dataclass(frozen=True, slots=True)
class Renumbering:
    """Which clauses went where: by number, the link that a clause belongs to."""

    old: dict[int, int]
    new: dict[int, int]

    def follows(self, old: Sequence[int], new: Sequence[int]) -> bool:
        """Whether references to these numbers mean the same clauses.

        Clauses of one side only are left aside: a range that a new clause stepped into is the same range.
        """
        one, other = ({links[number] for number in side if number in links} for side, links in self._sides(old, new))
        return bool(one) and one == other

    def _sides(self, old: Sequence[int], new: Sequence[int]) -> Iterable[tuple[Sequence[int], dict[int, int]]]:
        return (old, self.old), (new, self.new)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two linked groups of clauses, word by word."""

    renumbered: bool
    heading: list[Edit]
    """Empty where the headings are the same."""
    text: list[Edit]
    """Empty where the texts are the same."""

    @property
    def changes(self) -> list[Change]:
        """What changed without doubt, in the order of `CHANGE_ORDER`."""
        found: set[Change] = {"number"} if self.renumbered else set()
        found |= {"spelling" if edit.kind == "spelling" else "heading" for edit in _certain(self.heading)}
        found |= {edit.kind for edit in _certain(self.text) if edit.kind != "equal"}
        return [change for change in CHANGE_ORDER if change in found]

    @property
    def doubtful(self) -> bool:
        """Whether a difference rests only on characters that were read with doubt."""
        return any(edit.doubtful for edit in (*self.heading, *self.text))


def compare(
    old: Side,
    new: Side,
    pair: tuple[Sequence[int], Sequence[int]],
    follows: Follows,
    settings: AlignSettings = DEFAULT_ALIGN,
) -> Comparison:
    """The clauses at the indices of `pair`, each side read as one text."""
    olds, news = ([side.clauses[at] for at in indices] for side, indices in zip((old, new), pair, strict=True))
    unsure = any(is_unsure(clause, settings.certain_confidence) for clause in (*olds, *news))
    long_vowel = settings.long_vowel_characters
    text: list[Edit] = []
    if text_key(_bodies(olds)) != text_key(_bodies(news)):
        shared = old.matters(pair[0]) & new.matters(pair[1])
        one, other = (
            [word for at in indices for word in _words(side, at, long_vowel, shared)]
            for side, indices in zip((old, new), pair, strict=True)
        )
        text = edit_script(one, other, follows, unsure)
    renumbered = [clause.number for clause in olds] != [clause.number for clause in news]
    return Comparison(renumbered, _heading(olds, news, unsure, long_vowel), text)


def is_unsure(clause: Clause, certain: float = DEFAULT_ALIGN.certain_confidence) -> bool:
    """Whether single characters of a clause may be misread. Never where the text is embedded.

    `certain` is the confidence, 0 to 1, from which on none is.
    """
    return clause.confidence is not None and clause.confidence < certain


def _certain(found: Iterable[Edit]) -> list[Edit]:
    return [edit for edit in found if not edit.doubtful and edit.kind != "equal"]


def _bodies(clauses: Iterable[Clause]) -> str:
    return "".join(map(body_text, clauses))


def _heading(old: Sequence[Clause], new: Sequence[Clause], unsure: bool, long_vowel: int) -> list[Edit]:
    """One edit, of the headings as they cover the clauses; each heading once."""
    one, other = ("・".join(dict.fromkeys(clause.heading or "" for clause in side)) for side in (old, new))
    if text_key(one) == text_key(other):
        return []
    same = same_words(words(one, long_vowel), words(other, long_vowel))
    return [
        Edit(
            kind="spelling" if same else "wording",
            old=one,
            new=other,
            doubtful=unsure and is_slight(one, other),
        )
    ]


def _words(side: Side, index: int, long_vowel: int, shared: Collection[Category]) -> list[Word]:
    """The words of a clause; each reference that prints numbers of clauses is one of them, and so is each that cites
    an article about a matter of `shared`: what the other side cites by another law."""
    text, found, at = body_text(side.clauses[index]), list[Word](), 0
    for reference in side.references(index):
        place = text.find(reference.text, at)
        word = _reference_word(reference, side, shared)
        if place >= 0 and word is not None:
            found += words(text[at:place], long_vowel)
            found.append(word)
            at = place + len(reference.text)
    return [*found, *words(text[at:], long_vowel)]


def _reference_word(reference: Reference, side: Side, shared: Collection[Category]) -> Word | None:
    if reference.kind == "law":
        matters = sorted(side.matters_of(reference) & set(shared)) if shared else []
        return Word(reference.text, matters[0], matters[0], "", "", CITATION) if matters else None
    masked = _CLAUSE_NUMBER.sub("#", text_key(reference.text))
    if reference.targets and "#" in masked:
        return Word(reference.text, masked, masked, "", "", "", tuple(reference.targets))
    return None
