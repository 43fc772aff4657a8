"""A letter to the case that it brings, or to the council's opinion on one. `letters` finds its lines."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.passages import Passage, join, measure, unwrap_lines
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.answer_headings import (
    bare_heading,
    heading_text,
    is_conclusion,
    is_conditions,
    is_heading_of_answer,
    is_judgement,
    is_opinion,
    is_reasons,
)
from kaigi_extract.parts.sheet.bases import read_bases
from kaigi_extract.parts.sheet.general_bases import add_categories, kind_of
from kaigi_extract.parts.sheet.general_case import FORM_FIELDS, read_form_by
from kaigi_extract.parts.sheet.general_fields import GeneralFields, evidence_of, note_fields
from kaigi_extract.parts.sheet.general_lines import line_rows
from kaigi_extract.parts.sheet.headed_answers import answer_number, row_value
from kaigi_extract.parts.sheet.letter_lines import LetterPart
from kaigi_extract.parts.sheet.letter_matters import HOLDS, Matter, matters_of_lines, matters_of_table
from kaigi_extract.parts.sheet.letters import ENDS
from kaigi_extract.parts.sheet.matter import is_heading
from kaigi_extract.records import Case, Letter, Opinion
from kaigi_extract.text import find_dates, fold, match_label, squeeze
from kaigi_extract.text.case_numbers import find_case_number
from kaigi_extract.text.fiscal_year import fiscal_year
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.nothing import is_nothing
from kaigi_extract.wards.words import Words

_OWN_NUMBER = late_pattern(r"[\s(（【〔]*(?:諮問|付議)(?:第|番号)")
"""How a line of a letter begins that numbers what it asks."""
_REMARK = late_pattern(r"\s*[(（](?:諮問|答申|付議|報告|依頼|意見聴取)[)）]\s*$")
_QUOTED = late_pattern(r"「(?P<title>[^「」]{4,80})」(?:の?件)?(?:について|に関し|に係る)")
_QUOTED_ABOUT = late_pattern(r"「(?P<title>[^「」]{4,80}(?:について|の件|に関すること))」")
_ABOUT = late_pattern(r"(?:^|[、。])(?P<title>[^、。]{4,80}?(?:について|の件))(?=[、。]|$)")
_RAISED = late_pattern(
    r"(?:^|[、。])\s*(?P<title>[^、。]{4,80}?(?:審査請求|異議申立て?|不服申立て?))が(?:あった|なされた|提起され)"
)
"""公文書部分公開決定に係る審査請求があったので."""
_ASKED_ABOUT = late_pattern(
    r"(?:諮問|付議)(?:[のが]?(?:あった|ありました|ございました)|された|いただいた)(?:[(（][^()（）]*[)）])?の?、?"
    r"(?P<title>[^、。「」]{4,80}?(?:について|の件|に関すること))(?=[は、。]|$)"
)
"""What was asked, in the sentence that answers: …で諮問のあった業務の委託については、…."""
_ENDS_TITLE = late_pattern(r"(?:について|の件|に関すること|こと)(?:[(（].*[)）])?$")
_NOT_A_TITLE = late_pattern(r"^(?:次の|下記の|別紙の|上記の|このこと|標記の)")
_ONLY_NUMBER = late_pattern(
    r"(?:諮問|付議)(?:事項)?(?:第?\s*[\d０-９一二三四五六七八九十]+\s*号)?(?:の件)?(?:について)?$"
    r"|(?:諮問|付議)[^、。]{0,12}(?:次の|下記の|別紙の|別記の|別表の|以下の|上記の|標記の|この)[^、。]{0,2}(?:諮問)?(?:事項|事案|案件|件)(?:について)?$"
)
"""What says of a matter only that it was asked: 令和４年８月２日付け諮問第７号について, 諮問のあった次の事項について.
"""
_OF_FORMS = frozenset(FORM_FIELDS) - {"title", "department", "attachments"}
"""Fields of rows below 記 that make a form of them."""
_OF_LETTERS = ("bases", "category", "number")
"""Those that the case has, whatever its form."""
_HEADING = 8
"""Characters of a line below 記 that heads the matter."""
_OFFICE = late_pattern(r"^[(（](?P<name>[^()（）:：、。\s]{1,20}(?:課|室|係|局|部))[)）]$")
_LABELLED = 2
"""Labelled rows below 記 from which on its first line is none of the title."""
_BESIDE = late_pattern(r"^\s*(?P<label>\S(?:\s*[^\s:：。、]){1,9}?)(?:\s*[:：]\s*|[\u3000 ]{2,}|\t+)(?=[^\s:：])")
_ARTICLE = late_pattern(r"第\s*[0-9０-９一二三四五六七八九十百]+\s*条")


def read_letter(letter: LetterPart, words: Words, reading: Reading) -> list[Case]:
    """The cases that a letter brings: one, or one for each matter that is listed below 記."""
    record = _record(letter)
    matters = _matters(letter, words) or [Matter(title) for title in _titles(letter, words, reading)]
    several = len(matters) > 1
    return [_case(letter, one, record, words, reading, at, several=several) for at, one in enumerate(matters)]


def _matters(letter: LetterPart, words: Words) -> list[Matter]:
    """The matters of a letter that lists several: the rows of its tables, or entries below 記."""
    rows = [one for grid in letter.matter_tables for one in matters_of_table(grid, words)]
    return rows or ([] if letter.head else matters_of_lines(letter.body, asks=letter.asks))


def _record(letter: LetterPart) -> Letter:
    lines = [*([letter.number] if letter.number else []), *([letter.date] if letter.date else [])]
    lines += [*letter.addressee, *letter.sender]
    return Letter(
        number=_number(letter),
        date=_day(letter),
        addressee=_joined(letter.addressee, row_value if letter.head else None),
        sender=_joined(letter.sender),
        spans=[line.span(0, len(line.text)) for line in lines],
    )


def _number(letter: LetterPart) -> str | None:
    if letter.number is None:
        return None
    within = answer_number(letter.number.text) if letter.head else None
    return within or squeeze(fold(letter.number.text))


def _day(letter: LetterPart) -> datetime.date | None:
    dates = find_dates(letter.date.text) if letter.date else []
    return dates[0].first if dates and dates[0].precision == "day" else None


def _joined(lines: Sequence[AnyLine], starts: Callable[[str], int] | None = None) -> str | None:
    """The texts of lines, each from where its value starts; a name that is cut behind ・ is one word."""
    values = (line.text[starts(line.text) :] if starts is not None else line.text for line in lines)
    return (
        " ".join(" ".join(fold(value).split()) for value in values)
        .replace("・ ", "・")
        .replace("個人情報 保護", "個人情報保護")
        or None
    )


def _case(
    letter: LetterPart, matter: Matter, record: Letter, words: Words, reading: Reading, at: int, *, several: bool
) -> Case:
    title = matter.title
    findings = reading.findings.at(f"/cases/{len(reading.document.cases) + at}")
    fields = _fields(letter, words, reading) if not several else GeneralFields.of([], reading.settings.general)
    case = Case(title=values.normalised(_bare(title).text), letter=record, meeting_date=reading.date)
    case.evidence["title"] = title.evidence()
    findings.decided("/title", title.text, Message("the letter asks about it"), spans=title.spans())
    sentence = join([Passage.of(line) for line in letter.sentence], "")
    case.numbers = _numbers_of(letter, matter, record, sentence)
    kind = kind_of(matter.number, words) or kind_of(sentence.text, words) or "consultation"
    cited = [(sentence, kind), (title, kind)]
    if (row := fields.get("bases")) is not None:
        cited.append((row, kind))
    bases = read_bases(cited, reading, reading.day_of([], record.date), findings)
    case.bases = bases.bases
    _add_department(case, letter, matter, fields, findings, several=several)
    about = fields.get("category") or (None if words.categories(case.title) else fields.get("content"))
    add_categories(case, bases, about.text if about else "", words, findings)
    if letter.asks and _OF_FORMS.intersection(fields.fields):
        fields.keep({*FORM_FIELDS, *_OF_LETTERS, *({"subjects"} if "data_items" in fields.fields else ())})
        case.forms.append(read_form_by(fields, case, findings.at("/forms/0")))
    return case


def _numbers_of(letter: LetterPart, matter: Matter, record: Letter, sentence: Passage) -> list[int]:
    """The number of a matter; where none is printed with it, that of the letter."""
    if matter.number:
        return _numbers(record.date, matter.number)
    own = [line.text for line in (letter.body if letter.asks else letter.body[:1]) if _OWN_NUMBER.match(line.text)]
    own += [line.text for line in letter.head]
    return _numbers(record.date, record.number, matter.title.text, sentence.text, *own)


def _add_department(
    case: Case, letter: LetterPart, matter: Matter, fields: GeneralFields, findings: Findings, *, several: bool
) -> None:
    """The office that a matter is of: the one printed with it, that of a row, that of a line in brackets."""
    office = next((line for line in letter.body if _OFFICE.match(line.text.strip())), None)
    if matter.department is not None:
        case.department = values.normalised(matter.department.text)
        case.evidence["department"] = matter.department.evidence()
        place = matter.department
        findings.decided("/department", place.text, Message("it is printed with the title"), spans=place.spans())
    elif (row := fields.get("department")) is not None:
        case.department = values.normalised(row.text)
        case.evidence["department"] = evidence_of(fields.fields["department"])
        note_fields(fields, {"department": case.evidence["department"]}, findings)
    elif office is not None and not several:
        _add_office(case, office, findings)


def _add_office(case: Case, line: AnyLine, findings: Findings) -> None:
    """The department in brackets on a line of its own: （公園課）."""
    place = Passage.of(line).part(line.text.index(line.text.strip()) + 1, len(line.text.rstrip()) - 1)
    case.department, case.evidence["department"] = values.normalised(place.text), place.evidence()
    findings.decided("/department", place.text, Message("an office is named in brackets"), spans=place.spans())


def _fields(letter: LetterPart, words: Words, reading: Reading) -> GeneralFields:
    """The labelled rows below 記: 諮問事項, 諮問理由, 所管課; the headings of an answer are none."""
    few = reading.settings.general.with_few_labels()
    runs = line_rows(letter.body, words, few, reading.layout.passages)
    rows = [row for run in runs for row in run.rows]
    if not letter.asks:
        rows = [row for row in rows if not _heads_answer(row.label.text)]
    return GeneralFields.of(rows, reading.settings.general)


def _heads_answer(label: str) -> bool:
    """Whether what looks like the label of a row heads a part of an answer: it is worded so, or cites an article
    (条例第８条非該当性について)."""
    return is_heading_of_answer(bare_heading(label)) or _ARTICLE.search(label) is not None


def _numbers(day: datetime.date | None, *texts: str | None) -> list[int]:
    years = (day.year, fiscal_year(day)) if day is not None else ()
    found = next((number for text in texts if (number := find_case_number(text or "")) is not None), None)
    return [found.number] if found is not None and found.is_of(*years) else []


def _bare(title: Passage) -> Passage:
    """A title without its number and without （諮問）."""
    text = title.text
    label = match_label(text)
    start = label.end if label is not None and label.ordinal is not None else 0
    remark = _REMARK.search(text)
    return title.part(start, remark.start() if remark else len(text))


def _titles(letter: LetterPart, words: Words, reading: Reading) -> list[Passage]:
    """What the letter is about: the row that says so, what is below 記, the subject above, what the sentence names."""
    fields = _fields(letter, words, reading)
    row = fields.get("title")
    if row is not None:
        return [row]
    subject = [_subject(letter)] if letter.subject else []
    if subject and not letter.asks:
        return subject
    listed = _listed(letter.body) if letter.asks else []
    if len(listed) > 1:
        return listed
    labelled = len(fields.fields) >= _LABELLED
    below = _below(letter.body, words) if letter.asks and not labelled else None
    if below is not None or subject:
        return [below] if below is not None else subject
    named = _named(
        join([Passage.of(line) for line in letter.sentence], ""),
        *(_QUOTED, _QUOTED_ABOUT, _ASKED_ABOUT, _ABOUT, _RAISED),
    )
    if named is None and not letter.asks:
        named = _named(join([Passage.of(line) for line in letter.body], ""), _QUOTED, _QUOTED_ABOUT)
    return [named or fields.get("business_name") or Passage()]


def _subject(letter: LetterPart) -> Passage:
    """What the lines above say that a letter is about: the last of them, or all behind 事件名."""
    if not letter.head:
        return Passage.of(letter.subject[-1])
    first, *more = letter.subject
    return join([Passage.of(first, row_value(first.text)), *map(Passage.of, more)], "")


def _named(text: Passage, *patterns: re.Pattern[str]) -> Passage | None:
    """The title that a text names, by the first pattern that one has."""
    for pattern in patterns:
        for match in pattern.finditer(text.text):
            title = match["title"].strip()
            if not _NOT_A_TITLE.match(title) and not _ONLY_NUMBER.search(title):
                return text.part(match.start("title"), match.end("title"))
    return None


def _listed(lines: Sequence[AnyLine]) -> list[Passage]:
    """Titles in a numbered list: １ …について, ２ …について."""
    found, style = list[Passage](), None
    for line in lines:
        label = match_label(line.text)
        if label is None or label.ordinal is None or (style is not None and label.style != style):
            continue
        if _ENDS_TITLE.search(line.text.strip()) and label.ordinal == len(found) + 1:
            style = label.style
            found.append(Passage.of(line, label.end))
    return found


def _below(lines: Sequence[AnyLine], words: Words) -> Passage | None:
    """The title below 記: its first paragraph, behind a line such as 諮問事項."""
    if len(lines) > 1 and is_heading(lines[0].text, words) and len(squeeze(lines[0].text)) <= _HEADING:
        lines = lines[1:]
    title = Passage()
    for line in lines:
        text = line.text.strip()
        if not text or ENDS.match(squeeze(text)) or (title.text and text.startswith(("(", "（"))):
            break
        if not title.text and (text.endswith("。") or text.startswith(("(", "（", "※"))):
            return None
        wraps = isinstance(line, Line) and not _ENDS_TITLE.search(title.text) and bool(title.text)
        if title.text and not wraps:
            break
        title.add(line, len(line.text) - len(line.text.lstrip()))
    return title if title.text else None


def read_opinion(letter: LetterPart, words: Words, reading: Reading) -> list[Case]:
    """The cases that a council answers, each with its opinion: one, or one for each matter that is listed."""
    record = _record(letter)
    matters = _matters(letter, words) or [Matter(_titles(letter, words, reading)[0])]
    several = len(matters) > 1
    common = _conclusion(letter) if not any(one.conclusion for one in matters) else None
    own = not letter.matter_tables and any(one.conditions for one in matters)
    added = [] if own else _conditions(letter.body)
    found = []
    for at, matter in enumerate(matters):
        case = _case(letter, matter, record, words, reading, at, several=several)
        case.letter = None
        conclusion = matter.conclusion or common
        case.opinion = _opinion(letter, matter, record, conclusion, added)
        _report_unanswered(letter, case, conclusion, reading.findings.at(f"/cases/{len(reading.document.cases) + at}"))
        found.append(case)
    return found


def _opinion(
    letter: LetterPart, matter: Matter, record: Letter, conclusion: Passage | None, common: Sequence[str]
) -> Opinion:
    """What a council holds of a matter, with the conditions that are `common` to all."""
    own = matter.conditions.text if matter.conditions is not None else ""
    added = [*([own] if own and not is_nothing(own) else []), *common]
    reasons = [fold(line.text.strip()) for line in _reasons(letter.body)] if matter.reasons is None else []
    return Opinion(
        number=record.number,
        date=record.date,
        addressee=record.addressee,
        conclusion=values.normalised(conclusion.text) if conclusion is not None else None,
        reasons=reasons or ([fold(matter.reasons.text)] if matter.reasons is not None else []),
        conditions=[values.normalised(text) for text in added],
        spans=record.spans + (conclusion.spans() if conclusion is not None else []),
    )


def _report_unanswered(letter: LetterPart, case: Case, conclusion: Passage | None, findings: Findings) -> None:
    """Warns where what was asked, or what is held of it, was not found."""
    if not case.title:
        spans = [line.span(0, len(line.text)) for line in letter.head or letter.sentence]
        findings.warn(
            "value_unread", Message("a council answers here, and what it was asked was not found"), spans, "/title"
        )
    if conclusion is None:
        spans = [line.span(0, len(line.text)) for line in letter.sentence]
        findings.warn(
            "value_unread", Message("a council answers here, and what it holds was not found"), spans, "/opinion"
        )


def _conclusion(letter: LetterPart) -> Passage | None:
    """What is below 結論; else the sentence that says 適当 or the like."""
    section = _section(letter.body, is_conclusion) or _section(letter.body, is_judgement)
    row = _row_beside(letter.body, is_conclusion)
    if row is not None and (not section or _is_above(row, section[0], letter.body)):
        return row
    if section:
        return join([Passage.of(line) for line in section], "")
    for line in (*letter.body, *letter.sentence):
        if HOLDS.search(line.text) and len(squeeze(line.text)) > 6:
            return Passage.of(line)
    return None


def _is_above(row: Passage, line: AnyLine, lines: Sequence[AnyLine]) -> bool:
    """Whether what is beside a heading is above a line: ２ 点検の結果　適切である above ４ 意見."""
    return next((one for one in lines if one is line or one is row.pieces[0][1]), line) is not line


def _reasons(lines: Sequence[AnyLine]) -> list[AnyLine]:
    """What is below 理由; else what is below 審査会の判断, where the conclusion has a heading of its own."""
    reasons = _section(lines, is_reasons)
    return reasons or (_section(lines, is_judgement) if _section(lines, is_conclusion) else [])


def _conditions(lines: Sequence[AnyLine]) -> list[str]:
    """What a council adds to its conclusion, one paragraph each: below 付帯意見, or beside it."""
    section = _section(lines, is_conditions)
    row = _row_beside(lines, is_conclusion)
    if not section and row is not None:
        besides = _section(lines, is_opinion)
        section = besides if besides and _is_above(row, besides[0], lines) else []
    if section:
        text = unwrap_lines(section, measure(section)).text
        return [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    row = _row_beside(lines, is_conditions)
    return [row.text] if row is not None else []


def _row_beside(lines: Sequence[AnyLine], heads: Callable[[str], bool]) -> Passage | None:
    """What is beside a heading such as 答申 or 結論 on one line, with the lines that are set in below it."""
    for at, line in enumerate(lines):
        label = match_label(line.text)
        start = label.end if label is not None and label.ordinal is not None else 0
        cut = _BESIDE.match(line.text[start:])
        if cut is None or not heads(bare_heading(cut["label"])):
            continue
        value = Passage.of(line, start + cut.end())
        for above, more in pairwise(lines[at:]):
            if not (isinstance(above, Line) and isinstance(more, Line)) or not _wraps(above, more):
                break
            value.add(more)
        return value
    return None


def _wraps(line: Line, below: Line) -> bool:
    """Whether a line breaks off within a sentence and goes on in the next, set close below it."""
    close = below.page == line.page and below.y0 - line.y1 < line.size
    return close and not line.text.rstrip().endswith("。") and match_label(below.text) is None


def _is_heading_of_section(text: str) -> bool:
    return is_conclusion(text) or is_judgement(text) or is_reasons(text) or is_conditions(text)


def _section(lines: Sequence[AnyLine], heads: Callable[[str], bool]) -> list[AnyLine]:
    """The lines below a heading, to the next one."""
    found: list[AnyLine] = []
    inside, style = False, None
    for line in lines:
        text, numbered = heading_text(line)
        if heads(text) and (not inside or numbered == style or not found):  # 答申 above 第１ 審査会の結論
            inside, style = True, numbered
            continue
        within = numbered is not None and style is None and not (is_conclusion(text) or is_conditions(text))
        next_heading = numbered == style if numbered and style else _is_heading_of_section(text) and not within
        if inside and (next_heading or ENDS.match(text)):
            break
        if inside:
            found.append(line)
    return found
