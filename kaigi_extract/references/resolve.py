"""References of clauses, resolved against the set that they are part of. Reads and fills records, knows no page.

`targets` are numbers of clauses: those meant, or those that hold the paragraph, item or proviso meant. 前項 inside an
article has therefore the article's own number. Items beside the words (次に掲げる事項, 前号) have no target.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cached_property
from itertools import chain, pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Reference, Span
from kaigi_extract.references.bare_labels import BareLabels, clause_of, find_bare_labels
from kaigi_extract.references.bare_numbers import BareNumbers, find_bare_numbers
from kaigi_extract.references.find import LastNamed, Pointer, ReferenceReading, defined_names, find_references
from kaigi_extract.references.structure import (
    PARAGRAPH_STYLES,
    ClauseStructure,
    Location,
    is_paragraph,
    numbered,
)

AnyReading = ReferenceReading | BareLabels | BareNumbers

BARE_LAWS = frozenset({"法", "条例", "規則", "令", "施行令", "施行規則", "要綱", "要領", "規程", "基準", "協定"})
"""Names that say which text is meant only where the set defines them."""
LAW_KINDS = ("条例", "規則", "要綱", "規程", "法", "令")
"""The kinds of text that 同 goes back to (同条例, 同法施行令)."""
ITEM_STYLES = frozenset(
    {"dai_go", "paren_digit", "digit_paren", "kana", "paren_kana", "paren_kanji"}
    | {"circled", "circled_filled", "circled_double", "circled_kana", "circled_kanji"}
)
"""Styles of label whose clauses 前号 counts."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that leads nowhere: its clause, its index among the clause's references, and the lines around it."""

    clause: int
    index: int
    reference: Reference
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What words lead to: indices of clauses (none for items beside the words) or another text; whether it exists."""

    clauses: Sequence[int] = ()
    exists: bool = True
    law: str | None = None


NOWHERE = Resolution(exists=False)


@dataclass(slots=True)
class Antecedents:
    """What 同条, 同項, 同号 and 同法 go back to within a clause."""

    last: dict[str, Resolution] = field(default_factory=dict)
    """What was named last, by its unit."""
    law: str | None = None
    read: str = ""
    """The texts of the clause so far."""
    named: dict[str, LastNamed] = field(default_factory=dict)
    """The last law that they name, by its kind."""

    def keep(self, pointer: Pointer, found: Resolution) -> None:
        """Notes what a pointer led to, under each unit that it names."""
        self.last[pointer.unit] = found
        if pointer.paragraph is not None:
            self.last["項"] = found
        if pointer.item is not None:
            self.last["号"] = found


def resolve(clauses: Sequence[Clause], preamble: str = "") -> list[Unresolved]:
    """Fills `references` of every clause from its text and items, in the order of print; returns what leads nowhere.

    Articles of another text lead somewhere if it is named in full or by a name that the set or its `preamble` defines.
    """
    resolver = Resolver(clauses, preamble)
    return [unresolved for index in range(len(clauses)) for unresolved in resolver.fill(index)]


def leads_into(reference: Reference, clauses: Sequence[Clause]) -> bool:
    """Whether a reference leads to a clause of another set, as those of a 附則 do to the articles above it; it is then
    resolved, with the numbers there as its targets."""
    probe = Clause(number=0, label=clauses[0].label, text=reference.text, spans=[])
    unresolved = list(Resolver([*clauses, probe]).fill(len(clauses)))
    if unresolved or len(probe.references) != 1:
        return False
    reference.targets, reference.resolved = probe.references[0].targets, True
    reference.target_keys = probe.references[0].target_keys
    return True


class Resolver:
    """Resolves the references of one set."""

    def __init__(self, clauses: Sequence[Clause], preamble: str = "") -> None:
        self.clauses, self.preamble = clauses, preamble
        self.structure = ClauseStructure(clauses)
        self.numbers = self.structure.numbers
        self.style = self.structure.style

    @cached_property
    def names(self) -> dict[str, str]:
        """Names that the set defines, and what they stand for."""
        texts = (text for at in range(len(self.clauses)) for text, _, _ in self.structure.texts(at))
        return defined_names(chain((self.preamble,), texts))

    def fill(self, index: int) -> Iterator[Unresolved]:
        """Fills the references of one clause and yields those that lead nowhere."""
        antecedents, references = Antecedents(), list[Reference]()
        for text, spans, location in self.structure.texts(index):
            start = len(antecedents.read)
            antecedents.read += f"{text}\n"
            for reading in self._readings(text, location):
                if isinstance(reading, BareLabels):
                    references.append(self._labels(reading, location))
                elif isinstance(reading, BareNumbers):
                    references.append(self._numbers(reading, location))
                else:
                    here = location.at(text, reading.start)
                    references.append(self._reference(reading, here, antecedents, start))
                if not references[-1].resolved:
                    yield Unresolved(index, len(references) - 1, references[-1], list(spans))
        self.clauses[index].references = references

    def _readings(self, text: str, location: Location) -> Iterator[AnyReading]:
        """What points somewhere in a text, in order: words that do so, and bare labels and numbers apart from them."""
        found = [reading for reading in find_references(text, self.names) if self._is_meant(reading, location)]
        every: list[AnyReading] = [*found]
        for labels in find_bare_labels(text):
            is_apart = all(labels.end <= one.start or one.end <= labels.start for one in found)
            if is_apart and (labels.is_certain or clause_of(labels, self.clauses, location.clause)[1]):
                every.append(labels)
        for numbers in find_bare_numbers(text) if self.style not in PARAGRAPH_STYLES else ():
            if all(numbers.end <= one.start or one.end <= numbers.start for one in every):
                every.append(numbers)
        yield from sorted(every, key=lambda reading: reading.start)

    def _labels(self, reading: BareLabels, location: Location) -> Reference:
        """The record of bare labels: items of a clause that is named, or beside the words."""
        at, exists = clause_of(reading, self.clauses, location.clause)
        meant = [] if at is None else [self.clauses[at]]
        return Reference(
            text=reading.text,
            kind="items",
            targets=[clause.number for clause in meant],
            target_keys=[clause.key for clause in meant],
            resolved=exists,
        )

    def _numbers(self, reading: BareNumbers, location: Location) -> Reference:
        """The record of bare numbers: items beside the words that have them, else clauses."""
        own = {item.number for item in self.clauses[location.clause].items if is_paragraph(item)}
        if own.issuperset(reading.numbers):
            return Reference(text=reading.text, kind="items", targets=[], target_keys=[], resolved=True)
        meant = [one for one in self.clauses if one.number in reading.numbers and not one.branches]
        return Reference(
            text=reading.text,
            kind="clause",
            targets=[clause.number for clause in meant],
            target_keys=[clause.key for clause in meant],
            resolved={clause.number for clause in meant}.issuperset(reading.numbers),
        )

    def _is_meant(self, reading: ReferenceReading, location: Location) -> bool:
        """Whether words that might be a reference are one here."""
        unit = reading.pointers[0][0].unit
        return (unit != "次" or location.leads) and (unit != "第" or self.style == "dai")

    def _reference(
        self, reading: ReferenceReading, location: Location, antecedents: Antecedents, start: int
    ) -> Reference:
        """The record of what was read at a location. `start` is where its text begins in what was read before."""
        if reading.law is not None:
            found = self._law(reading.law, antecedents, start + reading.start)
            for pointer, _ in reading.pointers:
                antecedents.keep(pointer, found)
        else:
            found = _together([self._range(first, last, location, antecedents) for first, last in reading.pointers])
        counted = self.style in ITEM_STYLES and reading.pointers[0][0].unit == "号" and found.clauses
        kind = "law" if found.law is not None else "clause" if counted else reading.kind
        return Reference(
            text=reading.text,
            kind=kind,
            targets=list(dict.fromkeys(self.numbers[at] for at in found.clauses)),
            target_keys=list(dict.fromkeys(self.clauses[at].key for at in found.clauses)),
            law=found.law,
            resolved=found.exists,
        )

    def _law(self, name: str, antecedents: Antecedents, end: int) -> Resolution:
        """Another text: the one that its name is defined for, or for 同法 the law named last before `end`."""
        kind = next((kind for kind in LAW_KINDS if name.startswith(f"同{kind}")), None)
        if kind is not None:
            return _same_law(name, kind, antecedents, end)
        short = next((short for short in self.names if name == short or name.startswith(f"{short}施行")), None)
        full = self.names[short] + name[len(short) :] if short is not None else name
        if short is not None and full in BARE_LAWS:  # several texts that have one name: 条例及び規則（以下「条例等」…）
            full = short
        antecedents.law = full
        return Resolution(exists=short is not None or full not in BARE_LAWS, law=full)

    def _range(self, first: Pointer, last: Pointer | None, location: Location, antecedents: Antecedents) -> Resolution:
        """What one pointer or all from one to another lead to."""
        start = self._point(first, location, antecedents)
        if last is None:
            return start
        end = self._point(last, location, antecedents)
        exists = start.exists and end.exists
        if not start.clauses or not end.clauses or start.clauses == end.clauses:
            return Resolution([*start.clauses, *end.clauses], exists, start.law)
        between = range(start.clauses[0], end.clauses[-1] + 1)
        unbroken = all(self.numbers[b] - self.numbers[a] <= 1 for a, b in pairwise(between))
        return Resolution(between, exists and unbroken and bool(between))

    def _point(self, pointer: Pointer, location: Location, antecedents: Antecedents) -> Resolution:
        """What one pointer leads to, all of it checked: the clause, and the paragraph, item or proviso in it."""
        found = self._head(pointer, location, antecedents)
        if found.law is None and found.clauses:
            exists = found.exists and all(self.structure.holds(at, pointer) for at in found.clauses)
            found = Resolution(found.clauses, exists)
        antecedents.keep(pointer, found)
        return found

    def _head(self, pointer: Pointer, location: Location, antecedents: Antecedents) -> Resolution:
        """What the first unit of a pointer leads to."""
        if pointer.relation == "same":
            return antecedents.last.get(pointer.unit, NOWHERE)
        if pointer.unit == "次":
            return Resolution(exists=bool(location.items) or location.listed)
        if pointer.unit == "号" and (location.item is not None or location.items or self.style not in ITEM_STYLES):
            numbers = [number for number, _ in numbered(location.items)]
            return Resolution(exists=bool(_steps(pointer, numbers, location.item)))
        if pointer.relation == "this":
            return Resolution([location.clause])
        if pointer.unit == "項" and self._counts_paragraphs(pointer, location):
            numbers = [paragraph.number for paragraph in location.paragraphs]
            return Resolution([location.clause], bool(_steps(pointer, numbers, location.paragraph)))
        return self._clauses(pointer, location)

    def _counts_paragraphs(self, pointer: Pointer, location: Location) -> bool:
        """Whether 項 means a paragraph of the clause itself."""
        if self.structure.articles:
            return True
        if pointer.relation == "number":
            return self.style == "dai" and any(pointer.number == each.number for each in location.paragraphs)
        return bool(_steps(pointer, [each.number for each in location.paragraphs], location.paragraph))

    def _clauses(self, pointer: Pointer, location: Location) -> Resolution:
        """Clauses of the set. Its own numbers are called 条 only where its labels say so."""
        if pointer.relation != "number":
            found = _steps(pointer, self.numbers, location.clause)
        elif (pointer.unit == "条") != self.structure.articles:
            found = []
        else:
            places = self.structure.places.get(pointer.number, ())
            found = [at for at in places if self.structure.branches(at) == pointer.branches]
        return Resolution(found, bool(found))


def _same_law(name: str, kind: str, antecedents: Antecedents, end: int) -> Resolution:
    """The law that 同法 or 同条例施行規則 goes back to: the one named last before `end`, of this kind."""
    last = antecedents.law if antecedents.law and antecedents.law.removesuffix("律").endswith(kind) else None
    base = last or antecedents.named.setdefault(kind, LastNamed(kind)).before(antecedents.read, end)
    if base is None:
        return Resolution(exists=False, law=name)
    antecedents.law = base
    return Resolution(exists=base not in BARE_LAWS, law=base + name.removeprefix(f"同{kind}"))


def _together(found: Sequence[Resolution]) -> Resolution:
    """What a list leads to; where it begins with another text's article (同条及び第5条) all of it is that text's."""
    if found[0].law is not None:
        return found[0]
    return Resolution([at for each in found for at in each.clauses], all(each.exists for each in found))


def _steps(pointer: Pointer, numbers: Sequence[int], at: int | None) -> list[int]:
    """Positions, among things of these numbers, that a pointer leads to from position `at`; none where there are none.

    前 and 次 count numbers: where the number before is missing, they do not mean the one before that.
    """
    if pointer.relation == "each":
        return list(range(len(numbers)))
    if pointer.relation == "number":
        return [k for k, number in enumerate(numbers) if number == pointer.number]
    if at is None:
        return []
    if pointer.relation == "all_previous":
        return list(range(at))
    if pointer.relation == "next":
        return [at + 1] if at + 1 < len(numbers) and numbers[at + 1] - numbers[at] <= 1 else []
    if pointer.relation == "previous":
        return _before(pointer.number or 1, numbers, at)
    return [at]


def _before(count: int, numbers: Sequence[int], at: int) -> list[int]:
    """The positions of the `count` things before position `at`; none where one of their numbers is missing."""
    return list(range(at - count, at)) if at >= count and numbers[at] - numbers[at - count] <= count else []
