"""The form of a case: a table of labels and values, or numbered paragraphs that begin with known labels."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.category import all_categories, decide_category
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.kinds.paper import add_listed, add_paper, finish_general, general_paper
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import FormSettings
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.bases import Bases, read_bases
from kaigi_extract.parts.sheet.form import Fields, form_of, header_of, read_fields
from kaigi_extract.parts.sheet.general_bases import with_kinds
from kaigi_extract.parts.sheet.numbered_rows import numbered_row, numbered_rows
from kaigi_extract.parts.sheet.papers import Paper
from kaigi_extract.parts.sheet.tables import begins_table, form_is_near, table_kind
from kaigi_extract.parts.sheet.title_lines import title_after_label, wrapped_basis
from kaigi_extract.parts.titles import compared
from kaigi_extract.records import Case
from kaigi_extract.text import match_label
from kaigi_extract.wards import Ward
from kaigi_extract.wards.words import Words


def begins(position: Position) -> Part | None:
    """A table of known labels; a title above one; the title above numbered paragraphs, or above the line that names the
    article of the case."""
    ward = position.ward
    own = _begins_own(position, ward) if ward is not None else None
    return own or general_paper(position)


def _begins_own(position: Position, ward: Ward) -> Part | None:
    """A form whose labels the ward's mapping knows."""
    line = position.line
    if line is None:
        return _table_form(position, ward)
    if _is_title_above_table(position, line, ward):
        return Part("form", because=Message("a title after its label is above a table of known labels"))
    if _is_title_above_paragraphs(position, ward):
        return Part("form", because=Message("numbered paragraphs begin with known labels in sequence"))
    if _heads_case(position):
        return Part("form", title=line.text, because=Message("the article of a case is named below it"))
    return None


def _table_form(position: Position, ward: Ward) -> Part | None:
    if begins_table(position, "form"):
        return Part("form", because=Message("most labels of its table are those of a form"))
    in_own_cover = position.open.kind == "cover" and not position.open.grids()
    heads_form = table_kind(position.grid, position) == "cover" and not in_own_cover and form_is_near(position)
    return Part("form", because=Message("a table with its title is above one of known labels")) if heads_form else None


def _is_title_above_table(position: Position, line: AnyLine, ward: Ward) -> bool:
    """件名　… above a table: a title line that is no part of a cover or of an opened form."""
    if position.open.kind == "cover" and not form_is_near(position):
        return False
    return title_after_label(line, ward, position.settings.forms) is not None and form_is_near(position, titled=True)


def _is_title_above_paragraphs(position: Position, ward: Ward) -> bool:
    """The first title line over a form of numbered paragraphs: １ 適用日, ２ 変更概要, all known labels."""
    if position.open.kind == "form" and not position.open.grids() and position.open.items:
        return False
    settings = position.settings.forms
    lines = list(position.lines_from(settings.title_lines + 2))
    first = next(
        (k for k in range(len(lines[: settings.title_lines + 1])) if _is_first_row(lines, k, ward, settings)), None
    )
    if first is None or position.title_start(position.at + first) != position.at:
        return False
    lines = list(position.lines_from(settings.first_labels_within))
    return len(numbered_rows(lines[first:], ward, settings)) >= settings.least_labels


def _is_first_row(lines: Sequence[AnyLine], at: int, ward: Ward, settings: FormSettings) -> bool:
    label = match_label(lines[at].text)
    return label is not None and label.ordinal == 1 and numbered_row(lines, at, ward, settings) is not None


def _heads_case(position: Position) -> bool:
    """The first title line above the line that names its article: （練馬区個人情報保護条例第13条関係）."""
    if position.open.kind == "form" and not position.open.grids():
        return False
    lines = list(position.lines_after(position.settings.forms.title_lines + 1))
    return any(
        wrapped_basis([line for _, line in lines[k : k + 2]]) is not None and position.title_start(below) == position.at
        for k, (below, _) in enumerate(lines[: position.settings.forms.title_lines])
    )


def ends(position: Position) -> bool:
    """What follows on the pages after a form's table is no part of the form."""
    return follows_table(position)


def follows_table(position: Position) -> bool:
    """Whether a line that could begin a part is on a page after the last table of the open one."""
    grids = position.open.grids()
    return position.line is not None and position.may_begin and bool(grids) and position.line.page > grids[-1].last_page


def reads(part: Part, reading: Reading) -> None:
    """Adds a form to the open case, or to a case of its own where title and article are above it."""
    if isinstance(part, Paper):
        add_paper(part, reading)
        return
    if reading.ward is None:
        return
    header = header_of(part)
    if header is not None:
        _add_case(part, reading, reading.ward, *header)
    case, findings = reading.open_case(part)
    place = f"/forms/{len(case.forms)}"
    fields = read_fields(part, reading.ward, "form", reading)
    found = _row_of_bases(fields, case, part, reading, findings)
    form = form_of(fields, reading.ward, case.category, findings.at(place))
    case.forms.append(form)
    if not case.title and form.title:
        case.title = form.title
        case.evidence["title"] = form.evidence["title"]
        findings.decided_as("/title", f"{place}/title")
        if case.category is None and form.category is not None:
            case.category = form.category
            case.categories = case.categories or all_categories(form.category, (), form.title, Words(reading.ward))
            findings.decided_as("/category", f"{place}/category")
    if found is not None:
        _add_bases(case, found, reading.ward, findings)
        form.category = form.category or case.category


def _row_of_bases(fields: Fields, case: Case, part: Part, reading: Reading, findings: Findings) -> Bases | None:
    """The articles that a row of a form names, where none are printed before it; a row that names none is kept among
    what has no field."""
    row = fields.take("bases")
    if row is None:
        return None
    label, value = row
    if not case.bases:
        cited = with_kinds(value, None, Words(reading.ward))
        found = read_bases(cited, reading, reading.day_of(part.lines()), findings)
        if found.bases:
            return found
    fields.extra.append((label, value))
    return None


def _add_bases(case: Case, found: Bases, ward: Ward, findings: Findings) -> None:
    """The articles of a row, and what they say that the case is about."""
    case.bases = found.bases
    case.category = decide_category(found.bases, case.title, case.evidence.get("title"), ward, findings)
    case.categories = all_categories(case.category, found.categories(), case.title, Words(ward))


def _add_case(part: Part, reading: Reading, ward: Ward, title: Passage, basis: Passage | None) -> None:
    """Opens the case of a form with a title, and mostly an article, of its own."""
    findings = reading.next_case()
    day = reading.day_of(part.lines())
    bases = read_bases([(basis, None)], reading, day, findings) if basis is not None else Bases()
    text, evidence = values.normalised(title.text), title.evidence()
    findings.decided(
        "/title", evidence.text, Message("it is above the article or the first label"), spans=evidence.spans
    )
    category = decide_category(bases.bases, text, evidence, ward, findings)
    case = Case(
        title=text,
        bases=bases.bases,
        category=category,
        categories=all_categories(category, bases.categories(), text, Words(ward)),
        material=reading.material_of(part.lines()),
        meeting_date=reading.date,
        evidence={"title": evidence},
    )
    reading.add_case(case, part)


def finishes(reading: Reading) -> None:
    """Reads lists of matters where nothing else is a case; reports a cover and its only form with different titles;
    says how sure general words were."""
    add_listed(reading)
    finish_general(reading)
    for index, case in enumerate(reading.document.cases):
        if len(case.forms) != 1 or case.outline is None or not (case.title and case.forms[0].title):
            continue
        form = case.forms[0]
        if compared(case.title) != compared(form.title or ""):
            message = Message("the cover says {title}, the form {printed}", title=case.title, printed=form.title)
            spans = form.evidence["title"].spans
            reading.findings.warn("title_mismatch", message, spans, f"/cases/{index}/forms/0/title")


FORM = Kind("form", begins, ends, reads, finishes)
