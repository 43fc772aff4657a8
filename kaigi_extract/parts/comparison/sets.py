"""The two clause sets of a published 新旧対照表: each column is read as a text of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from kaigi_extract.catalogue import Message
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.clause_set.extent import extents_within
from kaigi_extract.parts.clause_set.sets import read_clause_set
from kaigi_extract.parts.clause_set.signs import chapter_of, is_annex, is_supplement
from kaigi_extract.parts.comparison.columns import Column, Columns
from kaigi_extract.parts.extent import Extent
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import Clause, ClauseSet, ClauseSetKind, Item
from kaigi_extract.text import Label, fold, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.model import ComparisonWords

_BRACKETS = late_pattern(r"^[(\[〔【]?(.*?)[)\]〕】]?$")


def sets_of_column(column: Column, title: str, kind: ClauseSetKind, reading: Reading) -> list[ClauseSet]:
    """The clause sets that one column prints, its 附則 last."""
    own = _reading_of(column.lines, reading)
    parts = _article_parts(column.lines, title) or _found_parts(column.lines, title, own)
    sets = list(_read(parts, kind, own))
    for made in sets:
        name_marks(made, reading.common.comparisons)
    own.forget()
    return sets


def supplements_below(lines: Sequence[AnyLine], reading: Reading) -> list[ClauseSet]:
    """The 附則 below a 新旧対照表, where this is what a law is amended by."""
    own = _reading_of(lines, reading)
    sets = list(_read(_supplement_parts(lines), "statute", own))
    own.forget()
    return sets


def _reading_of(lines: Sequence[AnyLine], reading: Reading) -> Reading:
    """What is known of the document, for a text of its own."""
    return dataclasses.replace(reading, items=list(lines), looked_up={}, looked_ahead={})


def _read(parts: Iterable[Part], kind: ClauseSetKind, own: Reading) -> Iterator[ClauseSet]:
    """The sets of parts that follow those of the document."""
    at = len(own.document.clause_sets)
    for part in parts:
        made = read_clause_set(part, kind, own, own.findings.at(f"/clause_sets/{at}"))
        if made is not None:
            at += 1
            yield made


def _found_parts(lines: Sequence[AnyLine], title: str, own: Reading) -> list[Part]:
    """The sets of a column without articles, as they are searched for in any text; where none is found, the whole: its
    clauses begin with the labels that count on with its first one: only what is changed may be printed."""
    found = [one for one in extents_within(Part("clause_set", list(lines), title), own) if not one.supplement]
    if not found:
        openers = _outer_labels(lines)
        part = Part("clause_set", list(lines), title)
        if openers:
            part.extent = _extent_of(lines, title, openers)
        return [part]
    ends = [*(extent.begins for extent in found[1:]), len(lines)]
    parts = []
    for at, (extent, end) in enumerate(zip(found, ends, strict=True)):
        part = Part("clause_set", list(lines[extent.begins if at else 0 : end]), extent.title or title)
        part.extent = dataclasses.replace(extent, with_gaps=True)
        parts.append(part)
    return parts


def _outer_labels(lines: Sequence[AnyLine]) -> dict[int, Label]:
    """The labels of clauses among lines that do not begin with the first one, by the identity of their lines: those of
    the style of the first label that go up."""
    openers: dict[int, Label] = {}
    last: Label | None = None
    for line in lines:
        label = match_label(line.text)
        if label is None or label.style not in _OUTER or (last is not None and label.style != last.style):
            continue
        if last is None or (label.ordinal or 0) > (last.ordinal or 0):
            openers[id(line)] = last = label
    return openers


_OUTER = frozenset({"dai", "digit"})
"""Styles of clauses that are no articles."""


def _extent_of(run: Sequence[AnyLine], name: str, openers: dict[int, Label]) -> Extent:
    first = next(k for k, line in enumerate(run) if id(line) in openers)
    chapters = {id(line): chapter for line in run if (chapter := chapter_of(line.text)) is not None}
    because = Message("its articles are those of a column")
    return Extent(0, first, len(run), name, True, openers, chapters, because=because, with_gaps=True)


def _article_parts(lines: Sequence[AnyLine], title: str) -> list[Part]:
    """A column of articles: every line that begins with the number of one opens it; what is behind 附則 is another set.
    None where there are no articles."""
    if not any(_opens(line.text) for line in lines):
        return []
    before = next((k for k, line in enumerate(lines) if is_supplement(line.text)), len(lines))
    return [*_part_of(lines[:before], title), *_supplement_parts(lines)]


def _supplement_parts(lines: Sequence[AnyLine]) -> Iterator[Part]:
    """The parts that begin with 附則."""
    cuts = [k for k, line in enumerate(lines) if is_supplement(line.text)]
    for cut, end in pairwise([*cuts, len(lines)]):
        yield from _part_of(lines[cut + 1 : end], "附則", supplement=True)


def _part_of(run: Sequence[AnyLine], name: str, *, supplement: bool = False) -> Iterator[Part]:
    """The part of the lines of one set, whose clauses open with articles, else with other labels; a 附則 without any is
    one clause."""
    openers = {id(line): label for line in run if (label := _opens(line.text)) is not None}
    openers = openers or {id(line): label for line in run if (label := match_label(line.text)) is not None}
    run = _without_annexes(run, openers)
    if not openers and run and supplement:
        openers = {id(run[0]): Label("dai_ko", 1, 1, None, (), "", 0, len(run[0].text) - len(run[0].text.lstrip()))}
    if openers:
        part = Part("clause_set", list(run), name)
        part.extent = _extent_of(run, name, openers)
        yield part


def _without_annexes(run: Sequence[AnyLine], openers: Container[int]) -> Sequence[AnyLine]:
    """The lines of a set without what is annexed behind its last clause (別表)."""
    last = max((k for k, line in enumerate(run) if id(line) in openers), default=len(run))
    return run[: next((k for k in range(last + 1, len(run)) if is_annex(run[k].text)), len(run))]


def _opens(text: str) -> Label | None:
    """The label of an article that a line begins with; no cited one in a wrapped sentence."""
    label = match_label(text)
    if label is None or label.style != "dai_jo":
        return None
    rest = text[label.end :]
    apart = label.end > label.start + len(label.label)
    return label if apart or not rest or rest[:1] in "（([［〔" else None


def name_marks(made: ClauseSet, words: ComparisonWords) -> None:
    """Gives back to its clause what says that it is left out or the same, where brackets made it a heading."""
    marks = {*words.left_out, *words.same}
    for clause in made.clauses:
        if clause.heading is not None and squeeze(fold(clause.heading)) in marks and not clause.text:
            clause.text, clause.heading = f"（{clause.heading}）", None


def fill_same(columns: Columns, old: ClauseSet, new: ClauseSet, words: ComparisonWords) -> None:
    """Puts the words of the other column where one only says that it has the same (（同左）)."""
    for one, other in ((old, new), (new, old)):
        texts = {clause.key: clause for clause in other.clauses}
        for clause in one.clauses:
            if clause.key in texts:
                _fill(clause, texts[clause.key], words)


def _fill(one: Clause | Item, other: Clause | Item, words: ComparisonWords) -> None:
    if _is_same(one.text, words) and not _is_same(other.text, words):
        one.text = other.text
        if not one.items:
            one.items = [item.model_copy(deep=True) for item in other.items]
    items = {squeeze(fold(item.label)): item for item in other.items}
    for item in one.items:
        if (match := items.get(squeeze(fold(item.label)))) is not None:
            _fill(item, match, words)


def _is_same(text: str, words: ComparisonWords) -> bool:
    bare = squeeze(fold(text))
    inner = _BRACKETS.sub(r"\1", bare)
    return inner in words.same
