"""What changed between clauses that are linked: number, heading, spelling, references, wording. Makes no links.

The width of brackets, digits and punctuation, and white space, are no change. Where nothing else differs, no word is
cut.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import field
from functools import cache

from kaigi_extract.clauses.cited_articles import matters_of
from kaigi_extract.clauses.edits import Edit, Follows, PartDiff, Replaced, edit_script, is_slight
from kaigi_extract.clauses.item_pairs import Part, in_order, is_label_kept, pair_parts, parts_of
from kaigi_extract.clauses.sentence_pairs import dice
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import body_text, text_key
from kaigi_extract.clauses.tables import cell_changes
from kaigi_extract.clauses.tokens import CITATION, Word, same_words, words
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Category, CellChange, Change, Clause, ClauseSet, ItemChange, ItemLink, Reference
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern

CHANGE_ORDER: tuple[Change, ...] = ("number", "heading", "spelling", "references", "wording")
"""The order in which the changes of a link are given."""
ITEM_CHANGE_ORDER: tuple[ItemChange, ...] = ("number", "moved", "spelling", "references", "wording")
CLAUSE_NUMBER = late_pattern(r"[0-9〇一二三四五六七八九十百]+")


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
    """Which clauses went where: by key, the link that a clause belongs to."""

    old: dict[str, int]
    new: dict[str, int]

    def follows(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether references to these clauses mean the same ones.

        Clauses of one side only are left aside: a range that a new clause stepped into is the same range.
        """
        one, other = ({links[key] for key in side if key in links} for side, links in self._sides(old, new))
        return bool(one) and one == other

    def _sides(self, old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[Sequence[str], dict[str, int]]]:
        return (old, self.old), (new, self.new)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two linked groups of clauses, word by word."""

    renumbered: bool
    heading: list[Edit]
    """Empty where the headings are the same."""
    text: list[Edit]
    """Empty where the texts are the same."""
    parts: list[PartDiff] = field(default_factory=list)
    """The same edits by clause and item."""
    items: list[ItemLink] = field(default_factory=list)
    tables: list[CellChange] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        """What changed without doubt, in the order of `CHANGE_ORDER`."""
        found = {"number"} if self.renumbered else set[str]()
        found |= {"spelling" if edit.kind == "spelling" else "heading" for edit in certain(self.heading)}
        found |= {edit.kind for edit in certain(self.text)} | ({"wording"} if self.tables else set())
        return [change for change in CHANGE_ORDER if change in found]

    @property
    def doubtful(self) -> bool:
        """Whether a difference rests only on characters that were read with doubt."""
        return any(edit.doubtful for edit in (*self.heading, *self.text))


Edits = dict[tuple[int | None, int | None], list[Edit]]
"""The edits of each pair of parts, by their indices; of a part that is put in or taken out, the other is None."""


def compare(
    old: Side,
    new: Side,
    pair: tuple[Sequence[int], Sequence[int]],
    follows: Follows,
    settings: AlignSettings = DEFAULT_ALIGN,
    replaced: Replaced = frozenset(),
) -> Comparison:
    """The clauses at the indices of `pair`: their own texts and item by item. `replaced`: words that were replaced
    throughout both sets."""
    olds, news = ([side.clauses[at] for at in indices] for side, indices in zip((old, new), pair, strict=True))
    parts = parts_of(olds), parts_of(news)
    pairs = pair_parts(*parts, settings)
    unsure = any(is_unsure(clause, settings.certain_confidence) for clause in (*olds, *news))
    words_of = _part_words(old, new, pair, parts, settings)
    edits: Edits = {
        (one, other): _part_edits(parts[0][one], parts[1][other], one, other, words_of, follows, unsure, replaced)
        for one, other in pairs.items()
    }
    if text_key(_bodies(olds)) == text_key(_bodies(news)):
        told: list[PartDiff] = []
    elif _is_item_by_item(parts, pairs, settings):
        told = _in_print(parts, pairs, edits)
    else:
        ones, others = (
            [word for part in range(len(side)) for word in words_of(k, part)] for k, side in enumerate(parts)
        )
        labels = [[part.path[0] for part in side if part.parent is None] for side in parts]
        told = [PartDiff(old=labels[0], new=labels[1], edits=edit_script(ones, others, follows, unsure, replaced))]
    renumbered = [clause.key for clause in olds] != [clause.key for clause in news]
    return Comparison(
        renumbered,
        _heading(olds, news, unsure, settings.long_vowel_characters, replaced),
        _joined(told),
        told,
        item_links(parts, pairs, edits),
        cell_changes(*parts, pairs),
    )


def _is_item_by_item(parts: tuple[list[Part], list[Part]], pairs: dict[int, int], settings: AlignSettings) -> bool:
    """Whether two clauses are compared item by item.

    Clauses that were split or merged are read as one text, and so are those of which one has the other's words as
    items.
    """
    if any(sum(part.parent is None for part in side) != 1 for side in parts):
        return False
    if any(one != 0 for one in pairs) or len(parts[0]) == len(parts[1]) == 1:
        return True
    return dice(parts[0][0].key, parts[1][0].key) >= settings.minimum_item_similarity


def _part_words(
    old: Side,
    new: Side,
    pair: tuple[Sequence[int], Sequence[int]],
    parts: tuple[list[Part], list[Part]],
    settings: AlignSettings,
) -> Callable[[int, int], list[Word]]:
    """The words of a part, by side and index; cut when they are first asked for."""

    @cache
    def words_by_part(k: int) -> list[list[Word]]:
        shared = old.matters(pair[0]) & new.matters(pair[1])
        side = (old, new)[k]
        references = [reference for at in pair[k] for reference in side.references(at)]
        return _words(parts[k], references, side, settings.long_vowel_characters, shared)

    return lambda k, part: words_by_part(k)[part]


def _part_edits(
    one: Part,
    other: Part,
    i: int,
    j: int,
    words_of: Callable[[int, int], list[Word]],
    follows: Follows,
    unsure: bool,
    replaced: Replaced,
) -> list[Edit]:
    if one.key == other.key:
        return [Edit(kind="equal", old=one.text, new=other.text)] if one.text or other.text else []
    return edit_script(words_of(0, i), words_of(1, j), follows, unsure, replaced)


def _in_print(parts: tuple[list[Part], list[Part]], pairs: dict[int, int], edits: Edits) -> list[PartDiff]:
    """The parts in the order of print: what was taken out before what was put in, and a part that was moved as both."""
    found: list[PartDiff] = []
    i = j = 0
    for one, other in [*in_order(pairs).items(), (len(parts[0]), len(parts[1]))]:
        found += [_part_diff(part, None, _alone(part.text, "")) for part in parts[0][i:one]]
        found += [_part_diff(None, part, _alone("", part.text)) for part in parts[1][j:other]]
        if one < len(parts[0]):
            found.append(_part_diff(parts[0][one], parts[1][other], edits[one, other]))
        i, j = one + 1, other + 1
    return found


def _part_diff(old: Part | None, new: Part | None, edits: list[Edit]) -> PartDiff:
    return PartDiff(
        old=old.path if old is not None else [],
        new=new.path if new is not None else [],
        edits=edits,
        old_places=old.places if old is not None else [],
        new_places=new.places if new is not None else [],
    )


def _alone(old: str, new: str) -> list[Edit]:
    return [Edit(kind="wording", old=old, new=new)] if old or new else []


def _joined(parts: Iterable[PartDiff]) -> list[Edit]:
    """The edits of all parts as one run; what is the same in one part and the next is one edit."""
    found: list[Edit] = []
    for edit in (edit for part in parts for edit in part.edits):
        if found and edit.kind == "equal" == found[-1].kind:
            found[-1] = Edit(kind="equal", old=found[-1].old + edit.old, new=found[-1].new + edit.new)
        else:
            found.append(edit)
    return found


def item_links(parts: tuple[list[Part], list[Part]], pairs: dict[int, int], edits: Edits) -> list[ItemLink]:
    """The items of either side with what changed in each, in the order of the new side."""
    old, new = parts
    stays = in_order(pairs)
    olds = {other: one for one, other in pairs.items()}
    found: list[tuple[tuple[float, int], ItemLink]] = []
    for at, part in enumerate(new):
        if part.parent is None:
            continue
        one = olds.get(at)
        if one is None:
            found.append(((at, 1), ItemLink(old=[], new=part.path, new_places=part.places)))
            continue
        parent = old[one].parent
        is_moved = stays.get(one) != at or parent is None or pairs.get(parent) != part.parent
        kinds: set[str] = {edit.kind for edit in certain(edits[one, at])}
        kinds |= set() if is_label_kept(old[one].path[-1], part.path[-1]) else {"number"}
        kinds |= {"moved"} if is_moved else set()
        changes = [change for change in ITEM_CHANGE_ORDER if change in kinds]
        link = ItemLink(
            old=old[one].path,
            new=part.path,
            changes=changes,
            old_places=old[one].places,
            new_places=part.places,
        )
        found.append(((at, 0), link))
    before = 0
    for at, part in enumerate(old):
        before = pairs.get(at, before)
        if part.parent is not None and at not in pairs:
            found.append(((before, 2), ItemLink(old=part.path, new=[], old_places=part.places)))
    return [link for _, link in sorted(found, key=lambda row: row[0])]


def is_unsure(clause: Clause, certain: float = DEFAULT_ALIGN.certain_confidence) -> bool:
    """Whether single characters of a clause may be misread. Never where the text is embedded.

    `certain` is the confidence, 0 to 1, from which on none is.
    """
    return clause.confidence is not None and clause.confidence < certain


def certain(found: Iterable[Edit]) -> list[Edit]:
    """The edits that are changes without doubt; a word that was replaced throughout is none of them."""
    return [edit for edit in found if not edit.doubtful and edit.kind not in ("equal", "replacement")]


def _bodies(clauses: Iterable[Clause]) -> str:
    return "".join(map(body_text, clauses))


def _heading(
    old: Sequence[Clause], new: Sequence[Clause], unsure: bool, long_vowel: int, replaced: Replaced
) -> list[Edit]:
    """One edit, of the headings as they cover the clauses; each heading once."""
    one, other = ("・".join(dict.fromkeys(clause.heading or "" for clause in side)) for side in (old, new))
    if text_key(one) == text_key(other):
        return []
    is_replaced = bool(replaced) and text_key(with_replacements(one, replaced)) == text_key(other)
    same = same_words(words(one, long_vowel), words(other, long_vowel))
    return [
        Edit(
            kind="replacement" if is_replaced else "spelling" if same else "wording",
            old=one,
            new=other,
            doubtful=unsure and not is_replaced and is_slight(one, other),
        )
    ]


def with_replacements(text: str, replaced: Replaced) -> str:
    """A text with every old word replaced, the longest first."""
    folded = fold(text)
    for old, new in sorted(replaced, key=lambda pair: -len(pair[0])):
        folded = folded.replace(old, new)
    return folded


def _words(
    parts: Iterable[Part], references: Iterable[Reference], side: Side, long_vowel: int, shared: Collection[Category]
) -> list[list[Word]]:
    """The words of each part; each reference that prints numbers of clauses is one of them, and so is each that cites
    an article about a matter of `shared`: what the other side cites by another law."""
    left, found = list(references), list[list[Word]]()
    for part in parts:
        run, at = list[Word](), 0
        for reference in [*left]:
            place = part.text.find(reference.text, at)
            if place < 0:
                continue
            left.remove(reference)
            word = _reference_word(reference, side, shared)
            if word is not None:
                run += [*words(part.text[at:place], long_vowel), word]
                at = place + len(reference.text)
        found.append([*run, *words(part.text[at:], long_vowel)])
    return found


def _reference_word(reference: Reference, side: Side, shared: Collection[Category]) -> Word | None:
    if reference.kind == "law":
        matters = sorted(side.matters_of(reference) & set(shared)) if shared else []
        return Word(reference.text, matters[0], matters[0], "", "", CITATION) if matters else None
    masked = CLAUSE_NUMBER.sub("#", text_key(reference.text))
    if reference.targets and "#" in masked:
        return Word(reference.text, masked, masked, "", "", "", tuple(reference.target_keys))
    return None
