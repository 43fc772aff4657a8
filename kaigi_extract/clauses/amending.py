"""Old text and 改め文 to new text: `amend`. Guesses nothing: what does not fit the text exactly is a finding.

The instructions are carried out one after the other, each on the text as those before it left it, as they are written
to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import Field

from kaigi_extract.catalogue import Message, in_language, stored_parameters
from kaigi_extract.clauses.amending_apart import (
    annex_changed,
    annex_words,
    chapter_changed,
    chapter_words,
    contents_changed,
    first_step,
    preamble_changed,
    put_annexes_at_end,
    put_chapter_name,
)
from kaigi_extract.clauses.amending_bill import (
    Order,
    Part,
    Provisions,
    parts_of,
    read_provisions,
    same_words,
    style_of,
)
from kaigi_extract.clauses.amending_grammar import (
    Add,
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
from kaigi_extract.clauses.amending_law import UNITS, Annex, Law, find_row
from kaigi_extract.clauses.amending_moves import between, remove, renumber, shift
from kaigi_extract.clauses.amending_places import Level, Place, Span, Step
from kaigi_extract.clauses.amending_provisions import carry_headings, put_in, rewrite
from kaigi_extract.clauses.amending_text import (
    Finder,
    Lines,
    NoFit,
    Spot,
    Words,
    below,
    clause_numbers,
    owner_of,
    piece_of,
    reworded,
    tree,
)
from kaigi_extract.records import Clause, ClauseSet, Document, Finding, Record
from kaigi_extract.references.resolve import resolve
from kaigi_extract.text import fold, squeeze


class AmendmentFinding(Finding):
    """What of an amendment was not made, or is on another law."""

    @property
    def japanese(self) -> str:
        """The message in Japanese."""
        return in_language(self.message, "ja", self.parameters)


class Amended(Record):
    """An old text with an amendment carried out."""

    new: ClauseSet
    findings: list[AmendmentFinding] = Field(default_factory=list[AmendmentFinding])
    """`amendment_unread` for each instruction that was not understood or does not fit the text; that part stays."""
    done: int = 0
    """Instructions that were carried out."""
    supplements: list[ClauseSet] = Field(default_factory=list[ClauseSet])
    """The 附則 of a document, as they are after the amendment."""
    contents: list[str] = Field(default_factory=list[str])
    """The lines of its 目次."""
    annexes: list[Annex] = Field(default_factory=list[Annex])
    """Its 別表 and 様式."""


def amend(old: ClauseSet | Document, bill: str | Document) -> Amended:
    """The new text of a clause set by an amending bill (改め文), as text or as a document that `extract` gave.

    What stands above 次のように改正する and below the bill's own 附則 is none of it; of a bill on several laws only
    what is on this one. 附則, 目次 and 別表 are amended where `old` is a document, which has them.

    Raises `ValueError` where `old` is a document with several sets.
    """
    law = Law.of(old)
    amender = _Amender(law)
    for order in _orders_on(law.main.title, parts_of(_lines(bill)), amender):
        amender.carry_out(order)
    _finish(law)
    if not amender.done and not amender.findings:
        amender.report(Message("no instruction was found in it"))
    return Amended(
        new=law.main,
        findings=amender.findings,
        done=amender.done,
        supplements=law.supplements,
        contents=law.contents,
        annexes=law.annexes,
    )


def _orders_on(title: str, parts: Sequence[Part], amender: _Amender) -> Iterator[Order]:
    """The orders on the law of a title, of a bill on several laws; all of a bill on one."""
    names = {squeeze(fold(part.law)) for part in parts}
    key = squeeze(fold(title))
    mine = [part for part in parts if len(names) == 1 or squeeze(fold(part.law)) == key]
    if not mine:
        laws = "、".join(part.law for part in parts)
        amender.report(Message("it is on {laws}, not on {title}", laws=laws, title=title))
    for part in parts:
        if part in mine:
            yield from part.orders
        elif mine:
            amender.report(Message("what it says of {law} is on another law", law=part.law), severity="info")


def _lines(bill: str | Document) -> list[str]:
    if isinstance(bill, str):
        return bill.splitlines()
    sections = [section for section in bill.sections if section.kind != "furniture"]
    return [line for section in sections for line in section.text.splitlines()]


def _finish(law: Law) -> None:
    """Numbers, keys, chapters and references as they are after the amendment."""
    law.finish()
    for held in (law.main, *law.supplements):
        for clause in held.clauses:
            clause.key = "-".join(map(str, clause_numbers(clause)))
            clause.references = []
            clause.topics = clause.actor = clause.modality = clause.sentences = None
        resolve(held.clauses, held.preamble or "")


_APART: tuple[Level, ...] = ("annex", "contents", "preamble", "chapter", "supplement")


class _Amender:
    def __init__(self, law: Law) -> None:
        self.law = law
        self.main, self.supplement = Finder(law.main), Finder(law.supplements[0]) if law.supplements else None
        self.finder = self.main
        self.last_apart: Level | None = None
        """annex, where what was named last is in one."""
        self.findings: list[AmendmentFinding] = []
        self.done = 0

    @property
    def held(self) -> ClauseSet:
        return self.finder.held

    def report(self, why: Message, words: str | None = None, severity: Literal["info", "warning"] = "warning") -> None:
        """Notes why an instruction, in its `words`, or the amendment as a whole was not carried out."""
        if words is None:
            message = Message("the amendment was not made: {why}", why=why)
        else:
            message = Message("the amendment was not made: {words}: {why}", words=words, why=why)
        parameters = stored_parameters(message)
        found = AmendmentFinding(code="amendment_unread", severity=severity, message=message, parameters=parameters)
        self.findings.append(found)

    def carry_out(self, order: Order) -> None:
        """The instructions of one sentence; the last that needs new words has those printed below it."""
        lines = order.provisions
        for instruction in instructions(order.sentence):
            needs = not isinstance(instruction, (Reword, Remove, Renumber, Shift, Head, Unread))
            before = list(self.law.main.clauses)
            try:
                self._one(instruction, lines if needs else ())
                self.done += 1
                self.law.follow(before)
            except NoFit as why:
                self.report(why.why, instruction.words)
            if needs:
                lines = []
        if lines:
            self.report(Message("nothing says what is to become of 「{line}」", line=lines[0]), order.sentence)

    def _one(self, instruction: Instruction, lines: Sequence[str]) -> None:
        if isinstance(instruction, Unread):
            raise NoFit(Message("this is not understood"))
        step = first_step(instruction)
        if isinstance(instruction, (Rewrite, Add)) and not lines:
            raise NoFit(Message("no new words are printed below it"))
        level = step.level if step is not None else None
        if self._is_in_table(step):
            level = "annex"
        if level == "annex":
            self._annex(instruction, lines)
        elif level == "contents":
            contents_changed(self.law, instruction, lines)
        elif level == "preamble":
            preamble_changed(self.law, instruction, lines)
        elif level == "chapter" and not _leads_to_clause(instruction):
            self._chapter(instruction, lines)
        else:
            self._clauses(_inside(instruction), lines, step)
        self.last_apart = level if level in _APART else None

    def _is_in_table(self, step: Step | None) -> bool:
        """Whether 同項 is a row of the 別表 that was named last."""
        return step is not None and step.is_same and step.level == "paragraph" and self.last_apart == "annex"

    def _annex(self, instruction: Instruction, lines: Sequence[str]) -> None:
        said = _under_annex(instruction)
        if isinstance(said, Reword):
            places = [place for span in said.spans for place in (span.first, *([span.last] if span.last else []))]
            if any(span.last for span in said.spans):
                raise NoFit(Message("rows are not counted"))
            reworded([each for place in places for each in annex_words(self.law, place)], said.swaps)
        else:
            annex_changed(self.law, said, lines)

    def _chapter(self, instruction: Instruction, lines: Sequence[str]) -> None:
        if isinstance(instruction, Reword):
            places = [span.first for span in instruction.spans]
            if any(span.last for span in instruction.spans):
                raise NoFit(Message("a range of 章 is not changed at once"))
            reworded([each for place in places for each in chapter_words(self.law, place)], instruction.swaps)
            return
        chapter_changed(self.law, instruction, self._provisions(lines), lines)
        carry_headings(self.law.main)

    def _provisions(self, lines: Sequence[str]) -> Provisions:
        clauses = self.held.clauses
        return read_provisions(lines, style_of(clauses[0].label or "１") if clauses else "dai_jo")

    def _clauses(self, instruction: Instruction, lines: Sequence[str], step: Step | None) -> None:
        """What is done with clauses, of the law or of its 附則."""
        if isinstance(instruction, Add) and instruction.kind in ("表", "別表", "様式"):
            put_annexes_at_end(self.law, instruction, lines)
            return
        self._enter(step)
        if step is not None and step.level == "supplement" and self._whole_supplement(instruction, lines):
            return
        if self.finder is self.supplement:
            instruction = as_supplement(instruction, style_of(self.held.clauses[0].label or "１") == "digit")
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
        elif isinstance(instruction, (Rewrite, Add)):
            self._new_words(instruction, lines)

    def _new_words(self, instruction: Rewrite | Add, lines: Sequence[str]) -> None:
        provisions = self._provisions(lines)
        named = isinstance(instruction, Add) and (instruction.kind.endswith("名") or instruction.kind in tuple(UNITS))
        if isinstance(instruction, Add) and (named or (instruction.kind == "" and provisions.heads)):
            clause = self.finder.find(instruction.place).clause if instruction.place is not None else None
            if clause is None or self.finder is not self.main:
                raise NoFit(Message("nothing says where the 章 is to be"))
            put_chapter_name(self.law, instruction, clause, provisions)
            return
        if provisions.heads:
            raise NoFit(Message("a 章 is printed among what is no 章"))
        if isinstance(instruction, Rewrite):
            rewrite(self.finder, instruction, provisions, lines)
        else:
            self._put_in(instruction, provisions, lines)
        carry_headings(self.held)

    def _put_in(self, add: Add, provisions: Provisions, lines: Sequence[str]) -> None:
        """Adds new words; a 条 before the first of a 章 that is named with it is below the head of that."""
        first = None
        if add.where == "before" and add.chapter and add.place is not None:
            first = self.finder.find(add.place).clause
        put_in(self.finder, add, provisions, lines)
        for head in self.law.heads:
            if first is not None and head.before is first:
                head.before = provisions.clauses[0]

    def _enter(self, step: Step | None) -> None:
        """Chooses the set that a place is in: the law or its 附則; what is below 条, or 同条, is where the last was."""
        if step is None or (step.level in ("article", "title", "text", "chapter") and not step.is_same):
            self.finder = self.main
        elif step.level == "supplement":
            if self.supplement is None:
                raise NoFit(Message("there is no 附則 in this text"))
            self.finder = self.supplement

    def _whole_supplement(self, instruction: Instruction, lines: Sequence[str]) -> bool:
        """What is done with 附則 as a whole: a number for its only 項, new words, none at all."""
        clauses = self.held.clauses
        if isinstance(instruction, Renumber) and len(instruction.olds[0].first.steps) == 1:
            if len(clauses) != 1 or clauses[0].label:
                raise NoFit(Message("附則 has numbers already"))
            number = instruction.news[0].first.last
            clauses[0].label = "１" if number.level == "paragraph" else number.words
            clauses[0].number = number.numbers[0] if number.numbers else 1
            self.finder.last = Spot(clauses[0])
            return True
        whole = isinstance(instruction, (Remove, Rewrite)) and len(instruction.spans[0].first.steps) == 1
        if whole and isinstance(instruction, Rewrite):
            body = [line for line in lines if squeeze(line) != "附則"]
            made = read_provisions(body, "digit")
            made = made if made.clauses else read_provisions(body, "dai_jo")
            clauses[:] = made.clauses or [Clause(number=1, label="", text="".join(body))]
        elif whole:
            self.law.supplements = [one for one in self.law.supplements if one is not self.held]
            self.supplement, self.finder = None, self.main
        return whole

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
                raise NoFit(Message("there is no heading"))
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
            raise NoFit(Message("only a 条 has a heading"))
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
        if level == "chapter":
            return chapter_words(self.law, place)
        if level == "supplement":
            return [Words(one, "text") for clause in self.held.clauses for one in tree(clause)]
        if level == "title":
            return [Words(self.held, "title")]
        if level == "text":
            return [Words(one, "text") for clause in self.held.clauses for one in tree(clause)]
        return self._words_of_clause(place)

    def _words_of_clause(self, place: Place) -> list[Words]:
        spot = self.finder.find(place)
        owner = owner_of(spot)
        if spot.table:
            at = find_row(owner.rows, spot.row) if spot.row else 0
            if not owner.rows:
                raise NoFit(Message("there is no table in {place}", place=place.words))
            return [Words(Lines(owner.rows, at, at + 1 if spot.row else None), "text")]
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


def _leads_to_clause(instruction: Instruction) -> bool:
    """Whether a place that begins with a 章 names a 条 in it."""
    places = [instruction.place] if isinstance(instruction, (Add, Head)) else []
    places += [span.first for span in getattr(instruction, "spans", ())]
    places += [span.first for span in getattr(instruction, "olds", ())]
    return any(step.level == "article" for place in places if place is not None for step in place.steps)


def _inside(instruction: Instruction) -> Instruction:
    """The same without the 章 above a 条: its number says where it is."""

    def bare(place: Place) -> Place:
        return Place(tuple(step for step in place.steps if step.level != "chapter"), place.with_heading)

    if not _leads_to_clause(instruction):
        return instruction
    moved = on_places(instruction, bare)
    named = (
        isinstance(instruction, Add) and instruction.place is not None and instruction.place.steps[0].level == "chapter"
    )
    return replace(moved, chapter=True) if named and isinstance(moved, Add) else moved


def _under_annex(instruction: Instruction) -> Instruction:
    """The same with 同項 as a row of 同表."""

    def under(place: Place) -> Place:
        return place if place.steps[0].level == "annex" else Place((Step("annex", "同表"), *place.steps))

    return on_places(instruction, under)


def as_supplement(instruction: Instruction, by_paragraphs: bool) -> Instruction:
    """The same without 附則 before it; its 項 are its clauses where it has no 条."""

    def below(place: Place) -> Place:
        steps = [step for step in place.steps if step.level != "supplement"]
        if by_paragraphs and steps and steps[0].level == "paragraph":
            steps[0] = replace(steps[0], level="article", words=steps[0].words.replace("同項", "同条"))
        return Place(tuple(steps) or place.steps, place.with_heading)

    moved = on_places(instruction, below)
    if isinstance(moved, Add) and by_paragraphs and moved.kind == "項":
        place = moved.place if moved.place is not None and moved.place.last.level != "supplement" else None
        return replace(moved, kind="条", place=place)
    return moved


def on_places(instruction: Instruction, change: Callable[[Place], Place]) -> Instruction:
    """An instruction with each of its places changed."""

    def spans(held: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(Span(change(span.first), change(span.last) if span.last is not None else None) for span in held)

    if isinstance(instruction, (Reword, Remove, Shift, Rewrite)):
        return replace(instruction, spans=spans(instruction.spans))
    if isinstance(instruction, Renumber):
        return replace(instruction, olds=spans(instruction.olds), news=spans(instruction.news))
    if isinstance(instruction, (Add, Head)) and instruction.place is not None:
        return replace(instruction, place=change(instruction.place))
    return instruction
