"""What changed between two runs of words: insertions and deletions, with spelling told apart from meaning.

Touches no record but its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import not_
from typing import Literal

from pydantic import Field

from kaigi_extract.clauses.matching import opcodes, text_opcodes
from kaigi_extract.clauses.tokens import CITATION, PUNCTUATION, Word, same_words
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Record
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.patterns import IDEOGRAPHS

EditKind = Literal["equal", "spelling", "references", "replacement", "wording"]
"""`replacement`: a word in whose place another was put throughout both sets."""
Replaced = frozenset[tuple[str, str]]
"""Words that were replaced throughout, old and new, folded."""
Follows = Callable[[Sequence[str], Sequence[str]], bool]
"""Whether the numbers of a reference became others only because the clauses meant were renumbered."""

_IDEOGRAPH_OR_LATIN = late_pattern(rf"[{IDEOGRAPHS}0-9A-Za-z]")
PART_ENDS = (frozenset("。"), frozenset("。、,"))
"""The keys of words that end a sentence, and a phrase."""
INFLECTED = frozenset({"動詞", "形容詞", "助動詞"})
"""Parts of speech with endings: 行い and 行う have one normalised form."""


class Edit(Record):
    """A run of words of the old text and what the new one has in its place, as printed; either may be empty."""

    kind: EditKind
    old: str
    new: str
    doubtful: bool = False
    """Whether it may be no more than a misread character, in a clause that was read with doubt."""


class PartDiff(Record):
    """The edits of one 項 or 号, or of a clause's own words."""

    old: list[str]
    """Labels as printed, from the clause's down; empty where it was put in. Where clauses were split or merged and are
    read as one text, the labels of all of them."""
    new: list[str]
    edits: list[Edit]
    old_places: list[int] = Field(default=[], exclude_if=not_)
    """As in `ItemLink`: which of those beside it that bear the same label."""
    new_places: list[int] = Field(default=[], exclude_if=not_)


@dataclass(frozen=True, slots=True)
class _Run:
    kind: EditKind
    old: Sequence[Word]
    new: Sequence[Word]

    @property
    def loose(self) -> bool:
        """Whether only punctuation or the endings of verbs differ: a change by itself, but part of any rewording."""
        if self.kind != "spelling":
            return False
        readings = ["".join(word.reading for word in run if word.speech != PUNCTUATION) for run in (self.old, self.new)]
        inflected = any(word.speech in INFLECTED for word in (*self.old, *self.new))
        return (inflected and readings[0] != readings[1]) or _word_text(self.old) == _word_text(self.new)


def edit_script(
    old: Sequence[Word], new: Sequence[Word], follows: Follows, unsure: bool, replaced: Replaced = frozenset()
) -> list[Edit]:
    """The edits that turn one text into the other, all of both in order. `unsure`: either was read with doubt."""
    runs = list(_runs(old, new, follows, replaced))
    reworded = any(run.kind == "wording" for run in runs)
    found: list[Edit] = []
    for is_equal, group in groupby(runs, key=lambda run: run.kind == "equal"):
        if is_equal:
            same = list(group)
            one, other = (_print([word for run in same for word in getattr(run, side)]) for side in ("old", "new"))
            found.append(Edit(kind="equal", old=one, new=other))
        else:
            found += [_edit(run, reworded, unsure) for run in group]
    return found


def _edit(run: _Run, reworded: bool, unsure: bool) -> Edit:
    """One run that is not the same on both sides."""
    one, other = _print(run.old), _print(run.new)
    kind = "wording" if reworded and run.loose else run.kind
    doubtful = unsure and kind in ("spelling", "wording") and is_slight(one, other)
    return Edit(kind=kind, old=one, new=other, doubtful=doubtful)


def is_slight(old: str, new: str) -> bool:
    """Whether a recogniser may have made the difference.

    It reads one character for another, or one more or less. Two misread characters side by side are rarer than a
    changed word, and what recognisers lose are thin characters, not ideographs, digits or Latin letters.
    """
    one, other = fold(old), fold(new)
    parts = opcodes(one, other)
    return all(tag == "equal" or _misread(one[i0:i1], other[j0:j1]) for tag, i0, i1, j0, j1 in parts)


def _misread(old: str, new: str) -> bool:
    return len(old) == len(new) == 1 or (len(old + new) == 1 and not _IDEOGRAPH_OR_LATIN.match(old + new))


def _runs(old: Sequence[Word], new: Sequence[Word], follows: Follows, replaced: Replaced) -> Iterator[_Run]:
    one, other = ([word.key for word in run] for run in (old, new))
    for tag, i0, i1, j0, j1 in text_opcodes(one, other, PART_ENDS):
        if tag == "equal":
            for word, same in zip(old[i0:i1], new[j0:j1], strict=True):
                yield _Run(_pair(word, same, follows), [word], [same])
        else:
            is_replaced = bool(replaced) and (fold(_print(old[i0:i1])), fold(_print(new[j0:j1]))) in replaced
            kind: EditKind = "spelling" if same_words(old[i0:i1], new[j0:j1]) else "wording"
            yield _Run("replacement" if is_replaced else kind, old[i0:i1], new[j0:j1])


def _pair(old: Word, new: Word, follows: Follows) -> EditKind:
    """What differs between two words of one key: nothing, their spelling, the numbers of a reference, or the article by
    which a law is about the same matter."""
    if old.surface == new.surface or fold(old.surface) == fold(new.surface):
        return "equal"
    if CITATION == old.speech == new.speech:
        return "references"
    if old.targets == new.targets:
        return "spelling"
    return "references" if follows(old.targets, new.targets) else "wording"


def _word_text(run: Sequence[Word]) -> str:
    return _print([word for word in run if word.speech != PUNCTUATION])


def _print(run: Sequence[Word]) -> str:
    return "".join(word.surface for word in run)
