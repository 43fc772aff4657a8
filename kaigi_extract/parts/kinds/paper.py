"""The paper of a case whose labels no mapping knows, read by general words. No kind of its own: `form` asks here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.programme import programmes_ahead
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.register.title import begins_register
from kaigi_extract.parts.sheet.letters import find_letters
from kaigi_extract.parts.sheet.papers import Paper, find_papers
from kaigi_extract.parts.sheet.tables import has_own_form
from kaigi_extract.records import Case, CaseForm, Extra, MappingReason, MappingUsed
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.titles import same_title
from kaigi_extract.wards.words import Words


def general_paper(position: Position) -> Paper | None:
    """The paper that begins at a position; None where none does, or the ward's own mapping reads it."""
    found = _papers(position).get(position.at)
    if not isinstance(found, Paper) or (not found.headed and _is_register(found, position)):
        return None
    return None if position.open.kind == "minutes" and not found.headed else found


def _is_register(paper: Paper, position: Position) -> bool:
    """Whether the title above the labels of a paper is that of a register sheet (外部提供記録票)."""
    settings = position.settings.registers
    return any(begins_register(line, position.common, settings) for line in paper.header)


def _papers(position: Position) -> Mapping[int, Part]:
    """The papers of the whole document, found when the first position is asked for."""
    reading = position.reading
    if "papers" not in reading.looked_ahead:
        words = Words(reading.ward)
        papers: dict[int, Paper] = {}
        if brings_matter(position) and not has_own_form(position):
            letters = letters_ahead(position)
            taken = [part.until or at for at, part in (*letters.items(), *programmes_ahead(position).items())]
            papers = find_papers(
                position.items, words, reading.settings.general, reading.layout, taken, reading.margins
            )
            papers = {at: paper for at, paper in papers.items() if not _is_of_letter(at, paper, letters)}
        reading.looked_ahead["papers"] = papers
    found: Mapping[int, Part] = reading.looked_ahead["papers"]
    return found


def _is_of_letter(at: int, paper: Paper, letters: Mapping[int, Part]) -> bool:
    """Whether a paper begins above a letter and ends in it: it is the rows below 記, which the letter reads itself."""
    bounds = ((start, letter.until or start) for start, letter in letters.items())
    return paper.until is not None and any(at <= start < paper.until <= end for start, end in bounds)


def letters_ahead(position: Position) -> Mapping[int, Part]:
    """The letters of the whole document, found when the first position is asked for."""
    reading = position.reading
    if "letters" not in reading.looked_ahead:
        reading.looked_ahead["letters"] = (
            find_letters(position.items, Words(reading.ward), reading.settings.letters)
            if brings_matter(position)
            else {}
        )
    found: Mapping[int, Part] = reading.looked_ahead["letters"]
    return found


def brings_matter(position: Position) -> bool:
    """Whether any line of a document has a word without which nothing is before a council: a test that costs little."""
    words = position.common.matters
    for item in position.items:
        for line in item.lines() if isinstance(item, Grid) else (item,):
            text = line.text if line.text.isascii() else squeeze(line.text)  # it may be set letter by letter
            if any(word in text for word in words):
                return True
    return False


def add_paper(paper: Paper, reading: Reading) -> None:
    """Adds the case of a paper; its form to the case that is open, or to the one that a letter brings."""
    from kaigi_extract.parts.sheet.general_case import read_case, read_further_form
    from kaigi_extract.parts.sheet.unread_forms import report_unread_tables

    words, cases = Words(reading.ward), reading.document.cases
    if cases and paper.further and cases[-1].forms:
        findings = reading.findings.at(f"/cases/{reading.last_case}/forms/{len(cases[-1].forms)}")
        cases[-1].forms.append(read_further_form(paper, words, reading, cases[-1], findings))
    elif (index := _asked_by_letter(paper, reading)) is not None:
        case = read_case(paper, words, reading, reading.findings.at(f"/cases/{index}"))
        cases[index] = _with_letter(case, cases[index])
        reading.looked_up.setdefault("cases with papers", set()).add(index)
    else:
        case = read_case(paper, words, reading, reading.next_case())
        reading.add_case(case, paper)
    note_general(paper.because, reading)
    report_unread_tables(paper, reading, words)


def _asked_by_letter(paper: Paper, reading: Reading) -> int | None:
    """The index of the case that a letter before the paper brings and that has no form yet: the one of its title, else
    the first."""
    formed = reading.looked_up.get("cases with papers", set())
    waiting = [k for k, case in enumerate(reading.document.cases) if case.letter is not None and k not in formed]
    rows = (row.value.text for row in paper.rows if row.meaning is not None and row.meaning.name == "title")
    title = squeeze(fold(next(rows, "")))
    same = (k for k in waiting if title and same_title(squeeze(fold(reading.document.cases[k].title)), title))
    return next(same, waiting[0] if waiting else None)


def _with_letter(case: Case, asked: Case) -> Case:
    """A case with what its letter says where the paper prints nothing; its other rows are beside those of the form."""
    case.letter = asked.letter
    case.numbers = case.numbers or asked.numbers
    if not case.title:
        case.title, case.evidence["title"] = asked.title, asked.evidence["title"]
    if not case.department and asked.department:
        case.department, case.evidence["department"] = asked.department, asked.evidence["department"]
    case.category, case.categories = case.category or asked.category, case.categories or asked.categories
    case.bases = case.bases or asked.bases
    evidence = [case.evidence, *(form.evidence for form in case.forms)]
    said = {squeeze(fold(found.text)) for each in evidence for found in each.values()}
    case.forms[0].extra += [
        one for form in asked.forms for one in _rows_of(form) if squeeze(fold(one.text)) not in said
    ]
    return case


def _rows_of(form: CaseForm) -> Iterator[Extra]:
    """What a form says, row by row, as it is printed."""
    for found in form.evidence.values():
        yield Extra(label=found.label or "", text=found.text, spans=found.spans)
    yield from form.extra


def note_general(because: str, reading: Reading) -> None:
    """Notes that general words read the document, or a part of it."""
    document = reading.document
    reason = MappingReason(because=because)
    if document.mapping is None or document.mapping.origin != "general":
        ward = reading.ward.id if reading.ward is not None else None
        document.mapping = MappingUsed(ward=ward, origin="general", reasons=[reason])
    else:
        document.mapping.reasons.append(reason)


def add_listed(reading: Reading) -> None:
    """Adds a case for each row of the lists of matters in a document that has no case and no minutes; warns where it
    has no such list either, and labels of a form."""
    document = reading.document
    if document.cases or document.registers or document.meeting is not None or not _may_list(reading):
        return
    from kaigi_extract.parts.sheet.general_case import read_case, read_header
    from kaigi_extract.parts.sheet.matter_lists import are_before_council, find_lists, outcomes, papers_of
    from kaigi_extract.parts.sheet.outcomes import add_outcome
    from kaigi_extract.parts.sheet.unread_forms import report_unread_form

    words = Words(reading.ward)
    above = [*reading.margins, *(item for item in reading.items if not isinstance(item, Grid))]
    for found in find_lists(reading.items, words):
        agenda = any(found.place[0] in part.items for part in reading.looked_up.get("programmes", ()))
        if not are_before_council(found, above, words, reading.settings.general.header_lines, on_agenda=agenda):
            continue
        for paper, outcome in zip(papers_of(found, words, reading), outcomes(found), strict=True):
            case = read_case(paper, words, reading, reading.next_case())
            add_outcome(case, outcome)
            reading.add_case(case, paper)
            note_general(paper.because, reading)
    if not document.cases:
        if not document.clause_sets:
            report_unread_form(reading, words)
        return
    if document.council is None:
        head = read_header(Paper("form", items=list(above), header=above), words, reading)
        document.council = head.council


def _may_list(reading: Reading) -> bool:
    """Whether a document has a word without which nothing is before a council."""
    lines = (line for item in reading.items for line in (item.lines() if isinstance(item, Grid) else (item,)))
    return any(word in line.text for line in (*reading.margins, *lines) for word in reading.common.matters)


def finish_general(reading: Reading) -> None:
    """Sets how sure the least sure label of the document was."""
    mapping = reading.document.mapping
    if mapping is None or mapping.origin != "general":
        return
    records = [one for case in reading.document.cases for one in (case, case.outline, *case.forms) if one is not None]
    sure = [e.confidence for one in records for e in one.evidence.values() if e.confidence is not None]
    mapping.confidence = min(sure, default=None)
