"""Old text and 改め文 to new text: `amend`. Guesses nothing: what does not fit the text exactly is a finding.

The instructions are carried out one after the other, each on the text as those before it left it, as they are written
to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import Field

from kaigi_extract.clauses.amending_bill import Order, orders, read_provisions, same_words, style_of
from kaigi_extract.clauses.amending_grammar import (
    Head,
    Instruction,
    Remove,
    Renumber,
    Reword,
    Rewrite,
    Shift,
    Unread,
    instructions,
)
from kaigi_extract.clauses.amending_moves import between, remove, renumber, shift
from kaigi_extract.clauses.amending_places import Place, Span
from kaigi_extract.clauses.amending_provisions import carry_headings, put_in, rewrite
from kaigi_extract.clauses.amending_text import (
    Finder,
    NoFit,
    Words,
    below,
    clause_numbers,
    owner_of,
    piece_of,
    reworded,
)
from kaigi_extract.clauses.select import only_set
from kaigi_extract.records import Clause, ClauseSet, Document, Finding, Item, Record
from kaigi_extract.references.resolve import resolve


class Amended(Record):
    """An old text with an amendment carried out."""

    new: ClauseSet
    findings: list[Finding] = Field(default_factory=list)
    """`amendment_unread` for each instruction that was not understood or does not fit the text; that part stays."""
    done: int = 0
    """Instructions that were carried out."""


def amend(old: ClauseSet | Document, bill: str | Document) -> Amended:
    """The new text of a clause set by an amending bill (改め文), as text or as a document that `extract` gave.

    What stands above 次のように改正する and below the bill's own 附則 is none of it. Raises `ValueError` where `old` is
    a document with several sets.
    """
    new = only_set(old).model_copy(deep=True)
    amender = _Amender(new)
    for order in orders(_lines(bill)):
        amender.carry_out(order)
    _finish(new)
    if not amender.done and not amender.findings:
        amender.report("no instruction was found in it")
    return Amended(new=new, findings=amender.findings, done=amender.done)


def _lines(bill: str | Document) -> list[str]:
    if isinstance(bill, str):
        return bill.splitlines()
    sections = [section for section in bill.sections if section.kind != "furniture"]
    return [line for section in sections for line in section.text.splitlines()]


def _finish(held: ClauseSet) -> None:
    """Numbers, keys and references as they are after the amendment."""
    for clause in held.clauses:
        clause.key = "-".join(map(str, clause_numbers(clause)))
        clause.references = []
        clause.topics = clause.actor = clause.modality = clause.sentences = None
    resolve(held.clauses, held.preamble or "")


class _Amender:
    def __init__(self, held: ClauseSet) -> None:
        self.held, self.finder = held, Finder(held)
        self.findings: list[Finding] = []
        self.done = 0

    def report(self, message: str) -> None:
        found = Finding(code="amendment_unread", severity="warning", message=f"the amendment was not made: {message}")
        self.findings.append(found)

    def carry_out(self, order: Order) -> None:
        """The instructions of one sentence; the last that needs new words has those printed below it."""
        lines = order.provisions
        for instruction in instructions(order.sentence):
            needs = not isinstance(instruction, (Reword, Remove, Renumber, Shift, Head, Unread))
            try:
                self._one(instruction, lines if needs else ())
                self.done += 1
            except NoFit as why:
                self.report(f"{instruction.words}: {why}")
            if needs:
                lines = []
        if lines:
            self.report(f"{order.sentence}: nothing says what is to become of 「{lines[0]}」")

    def _one(self, instruction: Instruction, lines: Sequence[str]) -> None:
        if isinstance(instruction, Unread):
            raise NoFit("this is not understood")
        if isinstance(instruction, Reword):
            reworded(self._words(instruction.spans), instruction.swaps)
        elif isinstance(instruction, Head):
            self._head(instruction)
        elif isinstance(instruction, Remove):
            self._each(instruction.spans, self._remove)
        elif isinstance(instruction, Renumber):
            renumber(self.finder, instruction.olds, instruction.news)
        elif isinstance(instruction, Shift):
            shift(self.finder, instruction.spans, instruction.by)
        else:
            if not lines:
                raise NoFit("no new words are printed below it")
            clauses = self.held.clauses
            provisions = read_provisions(lines, style_of(clauses[0].label) if clauses else "dai_jo")
            if isinstance(instruction, Rewrite):
                rewrite(self.finder, instruction, provisions, lines)
            else:
                put_in(self.finder, instruction, provisions, lines)
            carry_headings(self.held)

    def _each(self, spans: Sequence[Span], change: Callable[[Place], None]) -> None:
        places = [place for span in spans for place in self.places(span)]
        for place in places:
            change(place)

    def places(self, span: Span) -> list[Place]:
        """The places of a span, those between its ends as the text has them now."""
        return between(self.finder, span)

    def _remove(self, place: Place) -> None:
        if place.last.level == "within":
            spot = self.finder.find(place)
            owner = owner_of(spot)
            start, end = piece_of(owner.text, spot.within)
            owner.text = (owner.text[:start] + owner.text[end:]).strip()
        elif place.last.level == "heading":
            owner = owner_of(self.finder.find(place))
            if not isinstance(owner, Clause) or owner.heading is None:
                raise NoFit("there is no heading")
            owner.heading = None
        else:
            remove(self.finder, place)

    def _head(self, instruction: Head) -> None:
        heading = instruction.heading.strip()
        for one, other in ("（）", "()"):
            heading = heading[1:-1] if heading.startswith(one) and heading.endswith(other) else heading
        if instruction.place.last.level == "title":
            self.held.title = heading
            return
        owner = owner_of(self.finder.find(instruction.place))
        if not isinstance(owner, Clause):
            raise NoFit("only a 条 has a heading")
        before, owner.heading = owner.heading, heading
        at = next(k for k, clause in enumerate(self.held.clauses) if clause is owner)
        for clause in self.held.clauses[at + 1 :]:  # a heading covers the clauses below it that have none of their own
            if before is None or clause.heading is None or not same_words(clause.heading, before):
                break
            clause.heading = heading

    def _words(self, spans: Sequence[Span]) -> list[Words]:
        """All words that a rewording is about."""
        found: list[Words] = []
        for span in spans:
            for place in self.places(span):
                found += self._words_of(place)
        return found

    def _words_of(self, place: Place) -> list[Words]:
        level = place.last.level
        if level == "apart":
            raise NoFit(f"{place.words} is in no clause")
        if level == "title":
            return [Words(self.held, "title")]
        if level == "text":
            if place.words != "本則":
                raise NoFit(f"{place.words} is no part of this set")
            return [Words(one, "text") for clause in self.held.clauses for one in _tree(clause)]
        spot = self.finder.find(place)
        owner = owner_of(spot)
        if spot.heading:
            return [Words(owner, "heading")]
        if spot.within in ("各号列記以外の部分", "各号以外の部分", "柱書", "柱書き"):
            return [Words(owner, "text")]
        if spot.within == "各号":
            return [Words(one, "text") for one in below(spot)[1:]]
        if spot.within:
            return [Words(owner, "text", *piece_of(owner.text, spot.within))]
        head = [Words(owner, "heading")] if place.with_heading else []
        return head + [Words(one, "text") for one in below(spot)]


def _tree(held: Clause | Item) -> list[Clause | Item]:
    return [held, *(one for item in held.items for one in _tree(item))]
