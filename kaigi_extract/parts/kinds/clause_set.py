"""Clause sets: a title that ends in 特記事項 or the like with clauses below it, or a first clause without a title."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set.sets import read_clause_set
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import TitleSettings
from kaigi_extract.parts.titles import bare_title, is_sentence, title_of
from kaigi_extract.records import ClauseSet, ClauseSetKind
from kaigi_extract.references.resolve import resolve
from kaigi_extract.text import clause_heading, fold, match_label, squeeze
from kaigi_extract.wards import Common

_USE_AT_END = re.compile(r"[【(\[〔][^【】()\[\]〔〕]*[】)\]〕]$")
_ABOVE_TITLE = re.compile(r"^(?:【[^】]{1,20}】|[(（][^()（）]{1,24}用[)）])$")


def begins(position: Position) -> Part | None:
    """A title that announces clauses, or the remark right above one; without any title, a first clause in brackets and
    numbers at the very start."""
    line = position.line
    if line is None:
        return None
    if _ABOVE_TITLE.match(line.text) and position.after is not None and not isinstance(position.after, Grid):
        above = begins(position.moved(1))
        if above is not None and above.title is not None:
            return above
    title = title_of(line)
    if position.open.kind == "clause_set" and len(position.open.items) == 1 and position.open.title == title:
        return None  # the title that the part was begun with by the remark above it
    if clause_set_kind(line.text, position.common, position.settings.titles) is not None and _clauses_follow(position):
        return Part("clause_set", title=title, because=f"clauses follow the title {title}")
    untitled = position.open.kind == "unknown" and not position.open.items and _is_first_clause(position)
    return Part("clause_set", because="it begins with a heading and a first clause") if untitled else None


def clause_set_kind(title: str, common: Common, settings: TitleSettings) -> ClauseSetKind | None:
    """The kind of clause set that a title announces; None where it is no such title."""
    whole = squeeze(fold(title))
    text = bare_title(whole) or whole
    if not text or len(text) > settings.longest or is_sentence(text) or match_label(text):
        return None
    for bare in (text, _USE_AT_END.sub("", text)):  # …特記事項（委託用）
        for ending, kind in common.clause_set_endings:
            if bare.endswith(ending):
                return kind
    return None


def _clauses_follow(position: Position) -> bool:
    """Whether clauses begin within a few lines."""
    for _, line in position.lines_after(position.settings.clause_sets.clauses_within):
        label = match_label(line.text)
        if clause_heading(line.text) is not None or (label is not None and label.ordinal == 1):
            return True
    return False


def _is_first_clause(position: Position) -> bool:
    """A heading in brackets, then a first clause."""
    line, after = position.line, position.after
    if line is None or clause_heading(line.text) is None or after is None or isinstance(after, Grid):
        return False
    label = match_label(after.text)
    return label is not None and label.ordinal == 1


def reads(part: Part, reading: Reading) -> None:
    """Adds the set; where no clause begins in it the part is of no known kind."""
    kind = (clause_set_kind(part.title, reading.common, reading.settings.titles) if part.title else None) or "other"
    findings = reading.findings.at(f"/clause_sets/{len(reading.document.clause_sets)}")
    found = read_clause_set(part, kind, reading, findings)
    if found is None:
        part.kind = "unknown"
    else:
        add_clause_set(found, part, reading)


def add_clause_set(found: ClauseSet, part: Part, reading: Reading) -> None:
    """Adds a set with its references resolved; its part is of the kind that the set turned out to be."""
    if found.date is None and reading.date is not None:
        found.date, found.date_source = reading.date, "metadata"
    _resolve(found, reading)
    reading.document.clause_sets.append(found)
    part.kind = found.kind if found.kind in ("specification", "statute") else "clause_set"


def _resolve(found: ClauseSet, reading: Reading) -> None:
    """Fills the references of a set and reports those that lead nowhere."""
    findings = reading.findings.at(f"/clause_sets/{len(reading.document.clause_sets)}")
    for lost in resolve(found.clauses):
        law = lost.reference.law
        why = "leads nowhere" if law is None else f"is of a text that the set does not name: {law}"
        message = f"{squeeze(lost.reference.text)} in clause {found.clauses[lost.clause].label} {why}"
        record = f"/clauses/{lost.clause}/references/{lost.index}"
        findings.warn("unresolved_reference", message, lost.spans, record)


def finishes(reading: Reading) -> None:
    """Dates each set that prints no day by the meeting that its case came before."""
    for found, day in _undated(reading):
        found.date, found.date_source = day, "meeting"


def _undated(reading: Reading) -> Iterator[tuple[ClauseSet, datetime.date]]:
    for found in reading.document.clause_sets:
        day = _meeting_day(found, reading) if found.date is None else None
        if day is not None:
            yield found, day


def _meeting_day(found: ClauseSet, reading: Reading) -> datetime.date | None:
    """None where the case is on no agenda here: minutes in a file may be those of the sitting before. A set outside
    of any case is of the only sitting, if the documents around it are."""
    cases, meeting = reading.document.cases, reading.document.meeting
    if found.case is not None:
        return cases[found.case].meeting_date
    if meeting is None or reading.sittings > 1:
        return None
    return meeting.date if not cases or any(case.meeting_date == meeting.date for case in cases) else None


CLAUSE_SET = Kind("clause_set", begins, reads=reads, finishes=finishes, is_running_text=True)
