"""A paper whose labels no mapping knows to a case: title, bases, category, department wherever they are printed, its
form and 事業の概要.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from typing import TypeGuard

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.checkboxes import choices_of
from kaigi_extract.layout.lines import AnyLine, Line, PlainLine
from kaigi_extract.layout.passages import Passage, join
from kaigi_extract.parts.form_line import is_form_line
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.bases import CaseKind, read_bases
from kaigi_extract.parts.sheet.general_bases import add_categories, kind_of, with_kinds
from kaigi_extract.parts.sheet.general_fields import GeneralFields, evidence_of, note_extra, note_fields
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.parts.sheet.matter import is_basis_line, is_heading
from kaigi_extract.parts.sheet.papers import Paper
from kaigi_extract.parts.sheet.title_lines import wrapped_basis
from kaigi_extract.parts.titles import set_alike
from kaigi_extract.records import Case, CaseForm, Category, Evidence, Outline
from kaigi_extract.text import find_citations, find_dates, fold, parse_number, squeeze
from kaigi_extract.text.case_numbers import CaseNumber, find_case_number
from kaigi_extract.text.fiscal_year import fiscal_year
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.patterns import DIGITS, KANJI_NUMERALS
from kaigi_extract.wards import material_number
from kaigi_extract.wards.general import counted, skeleton
from kaigi_extract.wards.words import Words

FORM_FIELDS = (
    "title", "department", "business_name", "counterparty", "data_items", "media", "reason", "content",
    "current_handling", "periods", "ward_safeguards", "counterparty_safeguards", "attachments",
)  # fmt: skip
OUTLINE_FIELDS = ("business_name", "department", "purpose", "subjects", "description")
_NUMBER_ALONE = late_pattern(rf"[(（【]?第(?P<number>\d+|[{KANJI_NUMERALS}]+)号[)）】]?")
_NUMBER_OF_YEAR = late_pattern(r"(?:令和|平成|昭和|[RHS])?(?:\d+|元)年度?(?:諮問)?第?(?P<number>\d+)号?")
_NUMBER_BEFORE = late_pattern(
    rf"^[\s(（【\[〔]*(?:諮問|付議|案件|報告)(?:\s*事項)?\s*(?:第|番号)?\s*(?:[{DIGITS}]+|[{KANJI_NUMERALS}]+)(?:[\-－‐–—―ー](?:[{DIGITS}]+|[{KANJI_NUMERALS}]+))?\s*号?[\s:：)）】\]〕]+(?=\S)"
)
"""The number before a title on its line: 諮問第５８号　…について, 諮問事項１　…について."""
_LABELLED = late_pattern(
    r"^[\s(（【\[〔○●◇◆■□・※]*(?:(?:諮問|付議|案件)(?:第|番号)?\s*[0-9０-９]{1,4}\s*号?\s+)?"
    r"(?P<label>[^:：\s](?:[ \u3000]{1,2}[^:：\s]){1,6}(?=[ \u3000]{2}|\s*[:：])|[^:：\s]{2,14})"  # 件　名, or 件名
    r"(?:\s*[:：]\s*|\s+)(?P<value>.+?)[\s)）】\]〕]*$"
)
_REMARK_LABEL = late_pattern(r"[(（](?P<label>[^:：()（）\s]{2,14})\s*[:：]\s*(?P<value>[^()（）]{2,40})[)）]\s*$")
"""A label with its value in brackets behind a sentence: （担当課：公園課）."""
_BARE_KIND, _BARE_NUMBER = 8, 24
"""Characters of a line that says nothing but 諮問 or 報告, and of one that holds hardly more than a number."""
_OFFICE = late_pattern(
    r"^[\s(（]*(?P<name>(?:[一-鿿々ァ-ヶー・ぁ-ん]+[\s　]+){0,3}[一-鿿々ァ-ヶー・ぁ-ん]{2,}"
    r"(?:課|室|係|局|班|事務所|センター))[\s)）]*"
    r"(?:[(（]?(?:内線|電話|TEL|℡|担当).*)?$"
)
"""A line that names an office and nothing else; its telephone aside."""
_LONGEST_OFFICE = 100
"""Characters of such a line."""
_NAMES = late_pattern(r"名称?$")
_SPEAKS = late_pattern(r"(?:について|の件|に関すること|こと)(?:[(（].*[)）])?$")
"""How titles end that say what they are about."""
_OF_COUNCIL = late_pattern(
    r"^(?:(?:令和|平成|昭和|[RH])?(?:\d+|元)年度?)?(?:第\d+回)?(?:.{0,40}(?:審議会|審査会|協議会|委員会))?(?=(?:諮問|報告|審議)?資料)"
)
"""The sitting and the council's name before its mark: 令和４年度第２回桜堤区情報保護審議会資料４."""
_SITTING = late_pattern(r"^(?:(?:令和|平成|昭和|[RH])?(?:\d+|元)年度?の?|第?\d+回の?)+")
"""The sitting before the name of its council: 令和４年度第２回."""
_SIGNED = late_pattern(
    r"(?:[区市町村会議局]長|教育長|理事長|企業長|組合長|知事|管理者)[\s\u3000]+\S{1,5}(?:[\s\u3000]+\S{1,5})?$"
)
"""Who signs a letter: みどり市長　緑　太郎."""
_ROW = late_pattern(r"(\S{2,12})[ \u3000]{2,}\S")
_NO_TITLE = late_pattern(r"^[\s※＊*◇(（【〔]|。$|(?:[様殿宛]|御中|宛て)$|^内容は|^以上|^記$|^次のとおり|^下記のとおり")


@dataclass(slots=True)
class Header:
    """What the lines around the labels of a paper say."""

    title: Passage | None = None
    title_label: str | None = None
    department: Passage | None = None
    department_label: str = ""
    kind: CaseKind | None = None
    days: Sequence[datetime.date | None] = ()
    """The days that the paper may be of."""
    numbers: list[int] = field(default_factory=list)
    unread: list[tuple[str, AnyLine]] = field(default_factory=list)
    """Numbers behind what may be a year, or not, with their lines."""
    cited: list[tuple[Passage, CaseKind | None]] = field(default_factory=list)
    """Paragraphs that name articles, with 諮問 or 報告 where that is printed before them."""
    council: str | None = None
    over_basis: bool = False
    """The title is above the article that the case rests on, in brackets."""


def read_header(paper: Paper, words: Words, reading: Reading) -> Header:
    """Reads the lines above and below the labels of a paper."""
    found = Header(days=reading.day_of(paper.header))
    rows = {id(line) for row in paper.rows for one in (row.label, row.value) for _, line, _, _ in one.pieces}
    around = [line for line in paper.lines() if id(line) not in rows]
    above = {id(line) for line in paper.header}
    titles: list[AnyLine] = []
    stop = False
    wrapped_until = -1
    for index, line in enumerate(around):
        if index <= wrapped_until or (id(line) in above and _read_office(line, found)):
            continue
        basis = wrapped_basis(around[index : index + 2]) if titles and not is_basis_line(line.text) else None
        if basis is not None:
            found.cited.append((basis, found.kind))
            stop, found.over_basis, wrapped_until = True, True, index + 1
            continue
        named = found.title
        if not _read_line(line, found, words) and id(line) in above and not stop:
            titles.append(line)
        if found.title is not named and _goes_on(found.title, around[index + 1 : index + 2]):
            found.title.add(around[index + 1])
            wrapped_until = index + 1
        stop = stop or (is_basis_line(line.text) and bool(titles))
        found.over_basis = stop
    found.title = found.title or _title(titles, reading)
    _read_number_alone(around, found, words)
    _read_margins(paper, found, words, reading)
    return found


def _goes_on(title: Passage | None, below: Sequence[AnyLine]) -> TypeGuard[Passage]:
    """Whether a title after its label goes on in the line below it, which begins where the title does."""
    if title is None or not below:
        return False
    (_, line, start, _), rest = title.pieces[-1], below[0]
    if isinstance(line, Line) and isinstance(rest, Line):
        near = rest.page == line.page and rest.y0 - line.y1 < rest.size
        return near and abs(rest.x0 - line.at(start)) <= rest.size
    return (
        isinstance(line, PlainLine)
        and isinstance(rest, PlainLine)
        and rest.y0 - line.y1 <= 1
        and rest.offset - line.offset >= max(start - 1, 1)
    )


def _read_margins(paper: Paper, found: Header, words: Words, reading: Reading) -> None:
    """The number and the council in the headers and footers that a paper begins under, or its first label on the page
    after a cover, where it prints none itself."""
    first = [line.margins_of for row in paper.rows[:1] for _, line, _, _ in row.label.pieces[:1]]
    for line in reading.margins if paper.items else ():
        if line.margins_of not in (paper.margins_of(), *first):
            continue
        number = find_case_number(line.text) if not found.numbers else None
        if number is not None:
            _add_number(number, line, found)
        _note_council(line, found, words)


def _add_number(number: CaseNumber, line: AnyLine, found: Header) -> None:
    """Notes a number; one behind what may be a year only where it is one."""
    years = [year for day in found.days if day is not None for year in (day.year, fiscal_year(day))]
    if not number.is_of(*years):
        found.unread.append((number.text, line))
    elif number.number not in found.numbers:
        found.numbers.append(number.number)


def _read_number_alone(lines: Sequence[AnyLine], found: Header, words: Words) -> None:
    """The number that is alone on the line above or below 諮問事項, where none is printed with that word."""
    texts = [squeeze(fold(line.text)) for line in lines] if not found.numbers else []
    for pair in pairwise(texts):
        for heading, text in (pair, pair[::-1]):
            number = _NUMBER_ALONE.fullmatch(text)
            asks = len(heading) <= _BARE_KIND and kind_of(heading, words) == "consultation"
            value = parse_number(number["number"]) if number is not None and asks else None
            if value is not None and value not in found.numbers:
                found.numbers.append(value)


def _office_in(text: str) -> re.Match[str] | None:
    """The office that a line names and nothing else; no line of a hundred characters does."""
    return _OFFICE.match(text) if len(text) <= _LONGEST_OFFICE else None


def _read_office(line: AnyLine, found: Header) -> bool:
    """Reads a line that is nothing but an office, as it is set at the right above a title; whether it is one."""
    office = _office_in(line.text)
    if office is None:
        return False
    if found.department is None:
        found.department = Passage.of(line, office.start("name"), office.end("name"))
    return True


def _read_line(line: AnyLine, found: Header, words: Words) -> bool:
    """Reads a line that says something of the case; whether it is no title."""
    if is_form_line(line):
        return True
    text, cites = squeeze(fold(line.text)), bool(find_citations(line.text))
    kind = kind_of(text, words)
    if kind is not None and not cites:
        found.kind = kind
    number = find_case_number(line.text)
    if number is not None:
        _add_number(number, line, found)
    _note_council(line, found, words)
    if cites:
        found.cited.append((Passage.of(line), kind or found.kind))
    bare = (kind is not None and len(text) <= _BARE_KIND) or (
        number is not None and len(text) < _BARE_NUMBER and not _is_numbered_title(line.text, words)
    )
    labelled = _read_labelled(line, found, words)
    no_title = bare or cites or is_heading(line.text, words) or _is_mark(text, words)
    return no_title or labelled or _is_date(line.text)


def _is_numbered_title(text: str, words: Words) -> bool:
    """Whether a title follows the number on its line: neither a mark nor a day, an office or a heading."""
    number = _NUMBER_BEFORE.match(text)
    rest = text[number.end() :].strip() if number is not None else ""
    if not rest or _NO_TITLE.search(rest) or _office_in(rest) or kind_of(rest, words) is not None:
        return False
    return not (is_heading(rest, words) or _is_mark(squeeze(fold(rest)), words) or _is_date(rest))


def _read_labelled(line: AnyLine, found: Header, words: Words) -> bool:
    """Reads a line such as （担当部署：公園課） or 件名　…; whether it is one."""
    labelled = _REMARK_LABEL.search(line.text) or _LABELLED.match(line.text)
    meaning = words.meaning(squeeze(labelled["label"])) if labelled is not None else None
    if labelled is None or meaning is None:
        return False
    value, label = Passage.of(line, labelled.start("value"), labelled.end("value")), squeeze(labelled["label"])
    if meaning.name == "title" and _NUMBER_ALONE.fullmatch(squeeze(fold(value.text))):
        return True
    if meaning.name == "title" and found.title is None:
        found.title, found.title_label = value, label
        return True
    if meaning.name == "department" and found.department is None:
        found.department, found.department_label = value, label
        return True
    return False


def _note_council(line: AnyLine, found: Header, words: Words) -> None:
    """The name of a council that bears its body's, or says what it is about."""
    if found.council is None:
        text = squeeze(fold(line.text))
        name = re.search(r"[一-鿿ァ-ヶー・ぁ-ん]{2,40}?(?:審議会|審査会|運営協議会|評価委員会)", _SITTING.sub("", text))
        if name is not None and len(text) <= 50 and not re.search("当審議|本審議|規定|基づく", name[0]):
            found.council = name[0]


def _is_mark(text: str, words: Words) -> bool:
    bare = _OF_COUNCIL.sub("", text)
    return any(material_number(bare, squeeze(fold(word))) is not None for word in words.general.sheet.material)


def _is_date(text: str) -> bool:
    dates = find_dates(text)
    return bool(dates) and len(squeeze(text)) - (dates[0].end - dates[0].start) < 4


def _title(lines: Sequence[AnyLine], reading: Reading) -> Passage | None:
    """The title among the lines above: the largest or, of one size, the last that could be one; with its lines."""
    lines = [line for line in lines if not _NO_TITLE.search(_NUMBER_BEFORE.sub("", line.text).strip())]
    words = Words(reading.ward)
    lines = [line for line in lines if not (_is_row(line.text, words) or _SIGNED.search(line.text.strip()))]
    if not lines:
        return None
    speaking = [line for line in lines if _SPEAKS.search(line.text.strip())]
    among = speaking or lines
    last = max(reversed(among), key=lambda line: round(line.size, 1))
    at = next(k for k, line in enumerate(lines) if line is last)
    first = at
    while first > 0 and set_alike(lines[first - 1], lines[first], reading.layout.margins):
        first -= 1
    number = _NUMBER_BEFORE.match(lines[first].text)
    start = number.end() if number is not None else 0
    return join([Passage.of(line, 0 if k else start) for k, line in enumerate(lines[first : at + 1])], "")


def _is_row(text: str, words: Words) -> bool:
    """Whether a line is a label of papers about one thing with its value: 設置者　　みどり市長."""
    found = _ROW.match(text.strip())
    return found is not None and words.general.is_own(found[1])


def read_case(paper: Paper, words: Words, reading: Reading, findings: Findings) -> Case:
    """The case of a paper with its first form. `findings` are those of the case."""
    settings = reading.settings.general
    fields, header = GeneralFields.of(paper.rows, settings), read_header(paper, words, reading)
    case = Case(title="", meeting_date=reading.date, material=material_of(paper.header, words))
    _add_title(case, fields, header, findings)
    _read_number_row(fields, header)
    case.numbers = header.numbers
    _report_unread(header, findings)
    _add_department(case, fields, header, findings)
    kind = kind_of(fields.text("category") or "", words) or header.kind
    cited = [*_bases_of(fields, kind, words), *header.cited]
    bases = read_bases(cited, reading, reading.day_of(paper.header), findings)
    case.bases = bases.bases
    add_categories(case, bases, _about(fields), words, findings, _said_by_labels(paper.rows, words))
    case.outline = _outline(paper, fields, settings_rows=paper.outline, reading=reading, findings=findings)
    reading.document.council = reading.document.council or header.council
    form = read_form_by(fields, case, findings.at("/forms/0"))
    _add_form_title(form, header if header.title_label else Header())
    case.forms.append(form)
    return case


def _report_unread(header: Header, findings: Findings) -> None:
    """Reports numbers of which nothing says whether a year is before them."""
    for text, line in header.unread:
        message = Message("{text}: nothing says whether a year is before the number, which is not read", text=text)
        findings.warn("value_unread", message, [line.span(0, len(line.text))], "/numbers")


def _add_form_title(form: CaseForm, header: Header) -> None:
    """The title that is printed above the labels, where none of them is its."""
    if form.title is None and header.title is not None:
        form.title = values.normalised(header.title.text)
        form.evidence["title"] = header.title.evidence(header.title_label)


def read_further_form(paper: Paper, words: Words, reading: Reading, case: Case, findings: Findings) -> CaseForm:
    """Another form of a case. `findings` are those of the form."""
    fields, header = GeneralFields.of(paper.rows, reading.settings.general), read_header(paper, words, reading)
    fields.keep({*FORM_FIELDS, *({"subjects"} if "data_items" in fields.fields else ())})
    form = read_form_by(fields, case, findings)
    _add_form_title(form, header)
    about = words.categories(form.title or "")
    form.category = about[0][0] if about else form.category
    return form


def material_of(lines: Sequence[AnyLine], words: Words) -> str | None:
    """The number of the first mark such as 資料５ among lines."""
    marks = [squeeze(fold(word)) for word in words.general.sheet.material]
    texts = [_OF_COUNCIL.sub("", squeeze(fold(line.text))) for line in lines]
    numbers = (material_number(text, word) for text in texts for word in marks)
    return next((number for number in numbers if number is not None), None)


def _add_title(case: Case, fields: GeneralFields, header: Header, findings: Findings) -> None:
    """The title above the article in brackets; by its label; above the labels; else what the business is called."""
    filled = fields.fields.get("title")
    over_basis = header.title if header.over_basis else None
    if over_basis is not None and not (filled is not None and _is_surer(filled.value, over_basis)):
        filled = None
    if filled is not None and filled.value.text:
        case.title, case.evidence["title"] = values.normalised(filled.value.text), evidence_of(filled)
        note_fields(fields, {"title": case.evidence["title"]}, findings)
        return
    title = header.title or fields.get("business_name") or _named_business(fields)
    if title is not None:
        case.title, case.evidence["title"] = values.normalised(title.text), title.evidence(header.title_label)
        because = (
            Message("it is above the labels")
            if header.title is not None
            else Message("it names the business, and nothing else is a title")
        )
        findings.decided("/title", title.text, because, spans=title.spans())


def _named_business(fields: GeneralFields) -> Passage | None:
    """The value of a label that names what is given out: 委託業務の名称."""
    filled = fields.fields.get("content")
    return filled.value if filled is not None and _NAMES.search(squeeze(filled.label.text)) else None


def _is_surer(labelled: Passage, above: Passage) -> bool:
    """Whether of a title after its label and one above the article only the first says what it is about."""
    return bool(_SPEAKS.search(labelled.text.strip())) and not _SPEAKS.search(above.text.strip())


def _add_department(case: Case, fields: GeneralFields, header: Header, findings: Findings) -> None:
    filled = fields.fields.get("department")
    if filled is not None and filled.value.text:
        case.department, case.evidence["department"] = values.normalised(filled.value.text), evidence_of(filled)
        note_fields(fields, {"department": case.evidence["department"]}, findings)
    elif header.department is not None:
        case.department = values.normalised(header.department.text)
        case.evidence["department"] = header.department.evidence(header.department_label)
        findings.decided(
            "/department",
            header.department.text,
            Message("a line of the paper names it"),
            spans=header.department.spans(),
        )


def _read_number_row(fields: GeneralFields, found: Header) -> None:
    """The number in a row such as 諮問番号, where none is printed around the labels: behind a year, or alone among
    words. Of several numbers nothing says which it is."""
    value = fields.get("number")
    if value is None or found.numbers:
        return
    text = squeeze(fold(value.text))
    for read in (find_case_number(text), find_case_number(f"諮問第{text}")):
        if read is not None and read.text.endswith(text):
            _add_number(read, value.pieces[0][1], found)
            return
    alone = _NUMBER_OF_YEAR.fullmatch(text)
    numbers = [alone["number"]] if alone is not None else re.findall(r"\d+", text)
    found.numbers += [int(numbers[0])] if len(numbers) == 1 else []


def _bases_of(fields: GeneralFields, kind: CaseKind | None, words: Words) -> Iterator[tuple[Passage, CaseKind | None]]:
    value = fields.get("bases")
    if value is not None:
        yield from with_kinds(value, kind, words)


def _about(fields: GeneralFields) -> str:
    """What a row such as 区分 says: the choices that are ticked, or all of it."""
    value = fields.get("category")
    if value is None:
        return ""
    choices = choices_of(value)
    return "・".join(one.text for one in choices if one.checked) if choices else value.text


def _said_by_labels(rows: Sequence[GeneralRow], words: Words) -> dict[Category, tuple[str, str]]:
    """What the labels of a form say that its case is about: 目的外に利用する理由; how they call the other party."""
    for row in rows:
        label = squeeze(row.label.text)
        for category, word, place in words.categories(skeleton(counted(label))):
            return {category: (Message("its label {label} says {word}", label=label, word=word), place)}
    for row in rows:
        about = words.general.category_of_party(row.label.text) if row.name == "counterparty" else None
        if about is not None:
            return {about[0]: (Message("the label of its other party says {about}", about=about[1]), about[2])}
    return {}


def _outline(
    paper: Paper, fields: GeneralFields, *, settings_rows: list[GeneralRow], reading: Reading, findings: Findings
) -> Outline | None:
    """事業の概要: of a table of its own before the form, or of the rows of the form that are no field of it."""
    own = GeneralFields.of(settings_rows, reading.settings.general) if settings_rows else fields
    names = {"purpose": ("purpose", "reason"), "description": ("description", "content")} if settings_rows else {}
    outline, evidence = Outline(), dict[str, Evidence]()
    for name in OUTLINE_FIELDS if settings_rows else ("purpose", "subjects", "description"):
        if name == "subjects" and not settings_rows and fields.get("data_items") is not None:
            continue
        source = next((one for one in names.get(name, (name,)) if own.get(one) is not None), None)
        if source is not None:
            setattr(outline, name, own.text(source))
            evidence[name] = evidence_of(own.fields[source])
            own.fields.setdefault(name, own.fields[source])
    if not evidence:
        return None
    outline.evidence = evidence
    if settings_rows:
        outline.extra = own.extras()
    note_fields(own, evidence, findings.at("/outline"))
    return outline


def read_form_by(fields: GeneralFields, case: Case, findings: Findings) -> CaseForm:
    """The form of a case by general words. `findings` are those of the form."""
    empty, get, evidence = Passage(), fields.get, fields.evidence(FORM_FIELDS)
    form = CaseForm(
        category=case.category,
        title=fields.text("title"),
        department=fields.text("department"),
        business_name=fields.text("business_name"),
        counterparty=values.counterparty(get("counterparty")),
        data_items=values.data_items(get("data_items")),
        media=fields.text("media"),
        reason=fields.text("reason"),
        content=fields.text("content"),
        current_handling=fields.text("current_handling"),
        periods=values.periods(get("periods") or empty, findings),
        ward_safeguards=values.measures(get("ward_safeguards") or empty),
        counterparty_safeguards=values.measures(get("counterparty_safeguards") or empty),
        attachments=values.listed(get("attachments") or empty),
        extra=fields.extras(),
        evidence=evidence,
    )
    if form.data_items is not None and form.data_items.subjects is None:
        form.data_items.subjects = fields.text("subjects")
    note_fields(fields, evidence, findings)
    note_extra(fields, findings)
    return form
