"""The two clause sets of a published 新旧対照表: each column is read as a text of its own."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.clause_set.extent import extents_within
from kaigi_extract.parts.clause_set.sets import read_clause_set
from kaigi_extract.parts.clause_set.signs import is_supplement
from kaigi_extract.parts.comparison.columns import Column, Columns
from kaigi_extract.parts.extent import Extent
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import Clause, ClauseSet, ClauseSetKind, Item
from kaigi_extract.text import Label, fold, match_label, squeeze
from kaigi_extract.wards.model import ComparisonWords

_BRACKETS = re.compile(r"^[(\[〔【]?(.*?)[)\]〕】]?$")


def sets_of_column(column: Column, title: str, kind: ClauseSetKind, reading: Reading) -> list[ClauseSet]:
    """The clause sets that one column prints, its 附則 last."""
    own = dataclasses.replace(reading, items=column.lines, looked_up={})
    whole = Part("clause_set", list(column.lines), title)
    found = extents_within(whole, own)
    if not _covers(found, column.lines):
        found = []
    parts = [_part(column.lines, extent, title) for extent in found] or _plain_parts(column.lines, title)
    sets: list[ClauseSet] = []
    for part in parts:
        findings = reading.findings.at(f"/clause_sets/{len(reading.document.clause_sets) + len(sets)}")
        made = read_clause_set(part, kind, own, findings)
        if made is not None:
            sets.append(made)
    return sets


def _part(lines: Sequence[AnyLine], extent: Extent, title: str) -> Part:
    """The lines of one set, with what stands above its first clause where it is the first."""
    begins = 0 if not extent.supplement and extent.begins <= extent.first else extent.begins
    part = Part("clause_set", list(lines[begins : extent.ends]), extent.title or title)
    part.extent = extent
    return part


def _covers(extents: Iterable[Extent], lines: Sequence[AnyLine]) -> bool:
    """Whether every article of a column opens a clause of a set that was found."""
    opened = {key for extent in extents for key in extent.openers}
    return bool(opened) and all(id(line) in opened for line in lines if _opens(line.text) is not None)


def _opens(text: str) -> Label | None:
    """The label of an article that a line begins with; no cited one in a wrapped sentence."""
    label = match_label(text)
    if label is None or label.style != "dai_jo" or not text[label.end : label.end + 1].isspace():
        return None
    return label


def _plain_parts(lines: Sequence[AnyLine], title: str) -> list[Part]:
    """The column as one set whose articles are all lines that begin with the number of one; behind 附則 another."""
    cut = next((k for k, line in enumerate(lines) if is_supplement(line.text)), len(lines))
    parts = []
    for name, run in ((title, lines[:cut]), ("附則", lines[cut + 1 :])):
        openers = {id(line): label for line in run if (label := _opens(line.text)) is not None}
        if not run or (not openers and not any(match_label(line.text) for line in run)):
            continue
        part = Part("clause_set", list(run), name)
        if openers:
            first = next(k for k, line in enumerate(run) if id(line) in openers)
            part.extent = Extent(0, first, len(run), name, True, openers, because="its articles are those of a column")
        parts.append(part)
    return parts


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
