"""Clause sets: numbered clauses of sentences, under a title or without one, measured from beginning to end."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set.days import days_of, read_day
from kaigi_extract.parts.clause_set.extent import extent_at
from kaigi_extract.parts.clause_set.numberings import ARTICLES
from kaigi_extract.parts.clause_set.title_words import clause_set_kind
from kaigi_extract.parts.clause_table.extents import tabled_at
from kaigi_extract.parts.extent import Extent
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import ClauseSet, ClauseSetKind
from kaigi_extract.text import squeeze

LEAST_ARTICLES = 3
"""Articles that begin lines, one number after the other, that a form or minutes do not have."""
TABLE_SCORE = 3
"""How much speaks for a table whose rows are clauses, in pieces of evidence."""


def begins(position: Position) -> Part | None:
    """The set that was measured to begin here. One whose title is not worded as titles of sets are begins only where
    nothing known is open, unless it is of articles."""
    tabled = tabled_at(position)
    if tabled is not None:
        score = position.settings.split.cut + TABLE_SCORE
        return Part(
            "clause_set", title=tabled.title, until=tabled.ends, because=tabled.because, score=score, extent=tabled
        )
    current = position.open.extent
    if current is not None and position.at < current.ends and position.open.kind == "clause_set":
        return None
    if not position.may_begin and position.open.kind != "unknown":
        return None
    extent = extent_at(position)
    if extent is None:
        return None
    is_over = position.open.kind == "cover" and position.at >= (position.open.until or position.at + 1)
    sure = is_over or extent.known or extent.supplement or _has_articles(extent)
    if position.open.kind not in ("unknown", "clause_set") and not sure:
        return None
    return Part("clause_set", title=extent.title, because=extent.because, extent=extent)


def _has_articles(extent: Extent) -> bool:
    """Whether enough of its clauses are articles (第１条) for it to be a set, whatever is above them."""
    return sum(label.style == ARTICLES for label in extent.openers.values()) >= LEAST_ARTICLES


def ends(position: Position) -> bool:
    """Where it was measured to end."""
    extent = position.open.extent
    return extent is not None and position.at >= extent.ends


def reads(part: Part, reading: Reading) -> None:
    """Adds the set; where no clause begins in it the part is of no known kind."""
    from kaigi_extract.parts.clause_set.sets import read_clause_set
    from kaigi_extract.parts.clause_table.sets import is_tabled, read_tabled_set

    kind = _kind(part, reading)
    findings = reading.findings.at(f"/clause_sets/{len(reading.document.clause_sets)}")
    read = read_tabled_set if is_tabled(part) else read_clause_set
    found = read(part, kind, reading, findings)
    if found is None:
        part.kind = "unknown"
        return
    if part.extent is not None:
        note_extent(found, part.extent, part, reading, findings)
        if found.kind == "agreement" and found.date is None:
            read_day(found, _signed(part.extent, reading))
    _report_two_texts(part, reading, findings)
    add_clause_set(found, part, reading)


def _signed(extent: Extent, reading: Reading) -> Sequence[AnyLine]:
    """The line with the day on which an agreement was made, below its last clause."""
    for item in reading.items[extent.ends : extent.ends + reading.settings.clause_sets.clauses_within]:
        if isinstance(item, Grid):
            return []
        if days_of(item):
            return [item]
    return []


def _report_two_texts(part: Part, reading: Reading, findings: Findings) -> None:
    """Reports heads of the columns of a 新旧対照表 above clauses: two texts side by side were read as one."""
    from kaigi_extract.parts.comparison.columns import heads_comparison

    for line in part.lines()[:_HEADS_WITHIN]:
        words = line.text.split()
        if len(words) <= _MOST_HEADS and heads_comparison(words, reading.common.comparisons):
            message = Message(
                "「{heads}」 head two texts side by side, which could not be told apart and are read as one; "
                "give a file in which lines rule its columns",
                heads=" ".join(words),
            )
            findings.warn("value_unread", message, [line.span(0, len(line.text))], "/clauses")
            return


_HEADS_WITHIN, _MOST_HEADS = 8, 4
"""Lines of a part among which heads of columns are, and how many a comparison has with remarks."""


def _kind(part: Part, reading: Reading) -> ClauseSetKind:
    """The kind that the title announces; a 附則 is of the kind of its set."""
    if part.extent is not None and part.extent.supplement and reading.document.clause_sets:
        return reading.document.clause_sets[-1].kind
    return (clause_set_kind(part.title, reading.common, reading.settings.titles) if part.title else None) or "other"


def note_extent(found: ClauseSet, extent: Extent, part: Part, reading: Reading, findings: Findings) -> None:
    """Notes why the set begins and ends where it does, and which set a 附則 belongs to."""
    spans = part.first_spans()
    findings.decided(
        "",
        found.title,
        Message("{because}; it ends because {ended}", because=extent.because, ended=extent.ended),
        spans=spans,
    )
    sets = reading.document.clause_sets
    if extent.supplement:
        found.supplement_of = next((k for k in range(len(sets) - 1, -1, -1) if sets[k].supplement_of is None), None)


def add_clause_set(found: ClauseSet, part: Part, reading: Reading) -> None:
    """Adds a set with its references resolved; its part is of the kind that the set turned out to be."""
    if found.date is None and reading.date is not None:
        found.date, found.date_source = reading.date, "metadata"
    _resolve(found, reading)
    reading.document.clause_sets.append(found)
    part.kind = found.kind if found.kind in ("specification", "statute") else "clause_set"


def _resolve(found: ClauseSet, reading: Reading) -> None:
    """Fills the references of a set and reports those that lead nowhere."""
    from kaigi_extract.references.printed_headings import misheaded
    from kaigi_extract.references.resolve import leads_into, resolve

    findings = reading.findings.at(f"/clause_sets/{len(reading.document.clause_sets)}")
    main = reading.document.clause_sets[found.supplement_of].clauses if found.supplement_of is not None else []
    for lost in resolve(found.clauses, found.preamble or ""):
        if main and leads_into(lost.reference, main):
            continue
        law = lost.reference.law
        why = "leads nowhere" if law is None else Message("is of a text that the set does not name: {law}", law=law)
        message = Message(
            "{text} in clause {label} {why}",
            text=squeeze(lost.reference.text),
            label=found.clauses[lost.clause].label,
            why=why,
        )
        record = f"/clauses/{lost.clause}/references/{lost.index}"
        findings.warn("unresolved_reference", message, lost.spans, record)
    for stale in misheaded(found.clauses):
        labels = "・".join(squeeze(clause.label) for clause in stale.others)
        where = squeeze(found.clauses[stale.clause].label)
        message = Message(
            "{text}（{heading}） in clause {where}: {labels} has this heading",
            text=squeeze(stale.reference.text),
            heading=squeeze(stale.heading),
            where=where,
            labels=labels,
        )
        record = f"/clauses/{stale.clause}/references/{stale.index}"
        findings.warn("stale_reference", message, stale.spans, record)


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


CLAUSE_SET = Kind(
    "clause_set", begins, ends=ends, reads=reads, finishes=finishes, is_running_text=True, may_begin_in_text=True
)
