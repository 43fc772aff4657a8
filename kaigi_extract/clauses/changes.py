"""What changed between clauses that are linked: number, heading, spelling, references, wording. Makes no links.

Width of brackets, digits and punctuation, and white space, is no change; where nothing else differs no word is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kaigi_extract.clauses.edits import Edit, Follows, edits, is_slight
from kaigi_extract.clauses.similarity import body_text, plain
from kaigi_extract.clauses.tokens import Word, same_words, words
from kaigi_extract.records import Change, Clause, Reference

SURE = 0.98
"""Confidence of a clause, 0 to 1, from which on no character of it is taken for misread."""

ORDER: tuple[Change, ...] = ("number", "heading", "spelling", "references", "wording")
_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十百]+")


@dataclass(slots=True)
class Side:
    """One of the two sets: its clauses, with the references in them resolved."""

    clauses: Sequence[Clause]
    _references: list[list[Reference]] | None = field(default=None)

    def references(self, index: int) -> list[Reference]:
        """Those of a clause. Sets that did not come from `extract` have none yet: they are resolved when asked for."""
        if self._references is None:
            known = self.clauses
            if not any(clause.references for clause in known):
                from kaigi_extract.references.resolve import resolve

                known = [clause.model_copy() for clause in known]
                resolve(known)
            self._references = [clause.references for clause in known]
        return self._references[index]


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
        """What changed without doubt, in the order of `ORDER`."""
        found: set[Change] = {"number"} if self.renumbered else set()
        found |= {"spelling" if edit.kind == "spelling" else "heading" for edit in _sure(self.heading)}
        found |= {edit.kind for edit in _sure(self.text) if edit.kind != "equal"}
        return [change for change in ORDER if change in found]

    @property
    def doubtful(self) -> bool:
        """Whether a difference rests only on characters that were read with doubt."""
        return any(edit.doubtful for edit in (*self.heading, *self.text))


def compare(old: Side, new: Side, pair: tuple[Sequence[int], Sequence[int]], follows: Follows) -> Comparison:
    """The clauses at the indices of `pair`, each side read as one text."""
    olds, news = ([side.clauses[at] for at in indices] for side, indices in zip((old, new), pair, strict=True))
    unsure = any(map(is_unsure, (*olds, *news)))
    text: list[Edit] = []
    if plain(_bodies(olds)) != plain(_bodies(news)):
        one, other = ([w for at in part for w in _words(side, at)] for side, part in zip((old, new), pair, strict=True))
        text = edits(one, other, follows, unsure)
    renumbered = [clause.number for clause in olds] != [clause.number for clause in news]
    return Comparison(renumbered, _heading(olds, news, unsure), text)


def is_unsure(clause: Clause) -> bool:
    """Whether single characters of it may be misread. Never where the text is embedded."""
    return clause.confidence is not None and clause.confidence < SURE


def _sure(found: Iterable[Edit]) -> list[Edit]:
    return [edit for edit in found if not edit.doubtful and edit.kind != "equal"]


def _bodies(clauses: Iterable[Clause]) -> str:
    return "".join(map(body_text, clauses))


def _heading(old: Sequence[Clause], new: Sequence[Clause], unsure: bool) -> list[Edit]:
    """One edit, of the headings as they cover the clauses; each heading once."""
    one, other = ("・".join(dict.fromkeys(clause.heading or "" for clause in side)) for side in (old, new))
    if plain(one) == plain(other):
        return []
    same = same_words(words(one), words(other))
    return [
        Edit(
            kind="spelling" if same else "wording",
            old=one,
            new=other,
            doubtful=unsure and is_slight(one, other),
        )
    ]


def _words(side: Side, index: int) -> list[Word]:
    """The words of a clause; each reference that prints numbers of clauses is one of them."""
    text, found, at = body_text(side.clauses[index]), list[Word](), 0
    for reference in side.references(index):
        place = text.find(reference.text, at)
        masked = _NUMBER.sub("#", plain(reference.text))
        if place >= 0 and reference.targets and reference.kind != "law" and "#" in masked:
            found += words(text[at:place])
            found.append(Word(reference.text, masked, masked, "", "", "", tuple(reference.targets)))
            at = place + len(reference.text)
    return [*found, *words(text[at:])]
