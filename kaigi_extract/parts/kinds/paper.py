"""The paper of a case whose labels no mapping knows, read by general words. No kind of its own: `form` asks here."""

from __future__ import annotations

from collections.abc import Mapping

from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet.general_case import read_case, read_further_form
from kaigi_extract.parts.sheet.papers import Paper, find_papers
from kaigi_extract.records import MappingReason, MappingUsed
from kaigi_extract.wards.words import Words


def general_paper(position: Position) -> Paper | None:
    """The paper that begins at a position; None where none does, or the ward's own mapping reads it."""
    found = _papers(position).get(position.at)
    if not isinstance(found, Paper):
        return None
    return None if position.open.kind == "minutes" and not found.headed else found


def _papers(position: Position) -> Mapping[int, object]:
    """The papers of the whole document, found when the first position is asked for."""
    reading = position.reading
    if "papers" not in reading.ahead:
        words = Words(reading.ward)
        papers: dict[int, Paper] = {}
        if brings_matter(position):
            papers = find_papers(position.items, words, reading.settings.general, reading.layout.passages)
        reading.ahead["papers"] = {} if _has_own_labels(papers, reading.settings.general) else papers
    return reading.ahead["papers"]


def brings_matter(position: Position) -> bool:
    """Whether any line of a document has a word without which nothing is before a council: a test that costs little."""
    words = position.common.matters
    for item in position.items:
        for line in item.lines() if isinstance(item, Grid) else (item,):
            if any(word in line.text for word in words):
                return True
    return False


def _has_own_labels(papers: Mapping[int, Paper], settings: GeneralSettings) -> bool:
    """Whether the ward's mapping knows the labels of a form in the document, which it then reads."""
    rows = (row for paper in papers.values() for row in paper.rows)
    own = {row.meaning.name for row in rows if row.meaning is not None and not row.meaning.general}
    return len(own) >= settings.least_labels


def add_paper(paper: Paper, reading: Reading) -> None:
    """Adds the case of a paper, or its form to the case that is open."""
    words = Words(reading.ward)
    open_case = reading.document.cases[-1] if reading.document.cases else None
    if open_case is not None and _belongs(paper, open_case_has_form=bool(open_case.forms)):
        findings = reading.findings.at(f"/cases/{reading.last_case}/forms/{len(open_case.forms)}")
        open_case.forms.append(read_further_form(paper, words, reading, open_case, findings))
    else:
        case = read_case(paper, words, reading, reading.next_case())
        reading.add_case(case, paper)
    note_general(paper.score, paper.because, reading)


def _belongs(paper: Paper, *, open_case_has_form: bool) -> bool:
    return paper.further and open_case_has_form


def note_general(score: float, because: str, reading: Reading) -> None:
    """Notes that general words read the document, or a part of it."""
    document = reading.document
    reason = MappingReason(because=because)
    if document.mapping is None or document.mapping.origin != "general":
        ward = reading.ward.id if reading.ward is not None else None
        document.mapping = MappingUsed(ward=ward, origin="general", reasons=[reason])
    else:
        document.mapping.reasons.append(reason)


def finish_general(reading: Reading) -> None:
    """Sets how sure the least sure label of the document was."""
    mapping = reading.document.mapping
    if mapping is None or mapping.origin != "general":
        return
    records = [one for case in reading.document.cases for one in (case, case.outline, *case.forms) if one is not None]
    sure = [e.confidence for one in records for e in one.evidence.values() if e.confidence is not None]
    mapping.confidence = min(sure, default=None)
