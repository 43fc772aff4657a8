"""Register sheets (記録票) to records: a title, labels and values, boxes to tick, hearings of the council. Seen in
Nerima's bundle; Nakano's has other labels. `rows` finds the rows of a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.checkboxes import choices_of
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage, join
from kaigi_extract.parts.form_line import is_form_line
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.register.grids import LabelledRow, entries
from kaigi_extract.parts.register.known_labels import KnownLabels
from kaigi_extract.parts.register.recognise import lists_many
from kaigi_extract.parts.register.rows import register_rows, rows_above
from kaigi_extract.parts.register.title import DRAFT, register_title
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.form import label_of, note_field, note_of
from kaigi_extract.records import Category, CouncilDate, Evidence, Extra, RegisterSheet
from kaigi_extract.text import find_dates, find_unread_times, fold, parse_number, read_choices, squeeze
from kaigi_extract.text.choices import loose_ticks
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common, Ward
from kaigi_extract.wards.model import label_keys
from kaigi_extract.wards.words import Words

_DASHES = late_pattern(r"[‐‑‒–—―−ー─ｰ－-]")
_REGISTRATION_NUMBER = late_pattern(
    r"(?<![\w-])(?=[^\d()]*\d)(?:[0-9A-Za-z]+|[\u3005\u4e00-\u9fff]{1,6})(?:-(?:[0-9A-Za-z]+|[\u3005\u4e00-\u9fff]{1,6}))+(?![^\W号])"
    r"|[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*"
)
"""With the words that dashes join to it: 総-015, R6-結-009; what is printed of an office before it is else no part."""


@dataclass(slots=True)
class Title:
    """The title above the table."""

    text: str
    passage: Passage
    draft: Passage | None = None


@dataclass(slots=True)
class Hearings:
    """Hearings as they are found, each once, and where."""

    dates: list[CouncilDate] = field(default_factory=list)
    places: list[Passage] = field(default_factory=list)

    def add(self, hearing: CouncilDate, place: Passage) -> None:
        if hearing not in self.dates:
            self.dates.append(hearing)
            self.places.append(place)


def read_registers(part: Part, reading: Reading) -> list[RegisterSheet]:
    """The register sheets of a part: one, or one for each row of a table that lists them."""
    knows = KnownLabels(reading.ward, reading.common, reading.settings.registers)
    first, grids = len(reading.document.registers), part.grids()
    listed = [rows for grid in grids if lists_many(grid, knows) for rows in entries(grid, knows)]
    above = list(rows_above(part.lines(), knows)) if listed else []
    if not listed:
        return [read_register(part, reading, reading.findings.at(f"/registers/{first}"))]
    return [
        read_register(part, reading, reading.findings.at(f"/registers/{at}"), [*above, *rows])
        for at, rows in enumerate(listed, first)
    ]


def read_register(
    part: Part, reading: Reading, findings: Findings, listed: Sequence[LabelledRow] | None = None
) -> RegisterSheet:
    """The register sheet of a part. Its form's number may be among the margins of the document; `listed` are its rows
    where the part has several. `findings` are those of the sheet."""
    ward, common = reading.ward, reading.common
    knows = KnownLabels(ward, common, reading.settings.registers)
    lines = part.lines()
    title = _find_title(part, lines, knows)
    evidence = title.passage.evidence()
    rows = list(listed if listed is not None else register_rows(part, lines, knows))
    categories = _categories(title.text, evidence, ward, common, findings)
    sheet = RegisterSheet(
        kind=categories[0],
        categories=categories,
        title=title.text,
        draft=title.draft is not None,
        evidence={"title": evidence},
    )
    _add_form(sheet, lines, [line for line in reading.margins if part.items and line.margins_of == part.margins_of()])
    _add_fields(sheet, rows)
    for row in rows:
        _add_value(sheet, row, ward, common, findings)
    _add_standing_approval(sheet, rows, common)
    _add_hearings(sheet, rows, common)
    _report_unread(sheet, rows, ward, common, findings)
    _report_loose_ticks(rows, findings)
    for name, found in sheet.evidence.items():
        if f"{findings.pointer}/{name}" not in findings.reasons:
            note_field(name, found, None, findings)
    _report_misprints(rows, sheet, common, findings)
    _report_unmapped(rows, ward, knows, findings)
    return sheet


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a printed label means."""

    name: str
    """The field of the record; "other" where it has none."""
    place: str
    """file:line of the label in the mapping."""
    everywhere: bool
    """The label is one of all wards, not of this one."""


def _meaning(label: str, ward: Ward | None, common: Common) -> Meaning | None:
    """What a label means; the ward's mapping first."""
    name = ward.field("register", label) if ward is not None else None
    if ward is not None and name is not None:
        return Meaning(name, ward.label_place("register", label) or "", everywhere=False)
    keys = label_keys(label)
    for name, labels in common.registers.labels.model_dump().items():
        for position, text in enumerate(labels):
            if any(key in keys for key in label_keys(text)):
                place = common.origin.place("registers", "labels", name, position)
                return Meaning(name, place, everywhere=True)
    return None


def _find_title(part: Part, lines: Sequence[AnyLine], knows: KnownLabels) -> Title:
    """The title above the table, or in its first row."""
    first = [line for grid in part.grids()[:1] for row in list(grid.rows())[:1] for cell in row for line in cell.lines]
    for index, line in enumerate([*lines, *first]):
        text = register_title(line, knows.common, knows.settings)
        if text is not None:
            passage = Passage.of(line)
            draft = passage if DRAFT.search(squeeze(fold(line.text))) else _draft_beside(lines, index)
            return Title(text, passage, draft)
    untitled = not lines or is_form_line(lines[0]) or knows.begins_own(lines[0])
    passage = Passage() if untitled else Passage.of(lines[0])
    text = squeeze(fold(passage.text))
    return Title(DRAFT.sub("", text), passage, passage if DRAFT.search(text) else None)


def _draft_beside(lines: Sequence[AnyLine], index: int) -> Passage | None:
    """（案） on a line of its own next to the title."""
    for line in [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]:
        if DRAFT.fullmatch(squeeze(fold(line.text))):
            return Passage.of(line)
    return None


def _categories(
    title: str, evidence: Evidence, ward: Ward | None, common: Common, findings: Findings
) -> list[Category]:
    """What the sheet is about, by the words of its title, the ward's own before those of every ward; never none."""
    found: dict[Category, tuple[str, str]] = {}
    for category, word, place in Words(ward).own_categories(title):
        found.setdefault(category, (Message("the title says {word}", word=word), place))
    text = squeeze(fold(title))
    for index, titles in enumerate(common.registers.titles):
        for at, word in enumerate(titles.words):
            if squeeze(fold(word)) in text and not (found and titles.category == "registration"):
                place = common.origin.place("registers", "titles", index, "words", at)
                for category in titles.categories:
                    found.setdefault(category, (Message("the title says {word}, in every ward", word=word), place))
    if not found:
        findings.decided("/kind", "other", Message("no word of its title is known"), spans=evidence.spans)
        return ["other"]
    first = next(iter(found))
    findings.decided("/kind", first, found[first][0], mapping=found[first][1], spans=evidence.spans)
    return list(found)


_RING_CHOOSES = late_pattern(r"(?:該当|いずれか|どちらか).*[○◯〇丸]|[○◯〇丸](?:で囲|を付|をつけ|印)")
"""What a label says where the words to choose are ringed: （該当に○）, （○で囲む）."""


def _add_form(sheet: RegisterSheet, lines: Sequence[AnyLine], margins: Sequence[AnyLine]) -> None:
    line = next((line for line in [*lines, *margins] if is_form_line(line)), None)
    if line is not None:
        sheet.form = squeeze(fold(line.text))
        sheet.evidence["form"] = Passage.of(line).evidence()


def _add_fields(sheet: RegisterSheet, rows: Sequence[LabelledRow]) -> None:
    """Every label with its value; a label that comes twice is named by the one that it is under, and that of what was
    and of what is by the head of its column (変更後・対象者)."""
    for row in rows:
        label = label_of(row.label)
        if row.version is not None:
            label = f"{label_of(row.version)}・{label}"
        elif row.group is not None and any(one.label == label for one in sheet.fields):
            label = f"{label_of(row.group)}・{label}"
        sheet.fields.append(Extra(label=label, text=row.value.text, spans=row.value.spans()))
        choices = row.choices or choices_of(row.value, ring_chooses=_RING_CHOOSES.search(label) is not None)
        if choices:
            sheet.choices.setdefault(label, []).extend(choices)


def _add_value(sheet: RegisterSheet, row: LabelledRow, ward: Ward | None, common: Common, findings: Findings) -> None:
    meaning = _meaning(row.label.text, ward, common) if not row.past else None
    if meaning is None or meaning.name == "other" or meaning.name in sheet.evidence or not row.value.text:
        return
    match meaning.name:
        case "registration_number":
            sheet.registration_number = registration_number(row.value.text)
        case "department":
            sheet.department = _one_space(row.value.text)
        case "business_name":
            sheet.business_name = _one_space(row.value.text)
    evidence = row.value.evidence(label_of(row.label), note_of(row.label))
    sheet.evidence[meaning.name] = evidence
    findings.decided(
        f"/{meaning.name}",
        evidence.text,
        Message(
            "the label means {name} in every ward" if meaning.everywhere else "the label means {name}",
            name=meaning.name,
        ),
        mapping=meaning.place,
        label=evidence.label,
        spans=evidence.spans,
    )


def _one_space(text: str) -> str:
    """A name as a value: its parts are set apart by as much space as the cell has."""
    return re.sub(r"[^\S\n]+", " ", values.normalised(text))


def registration_number(text: str) -> str | None:
    """０ ６ ０ ８ ― １ ４ is "0608-14", 農－００７ "農-007"; a row of empty places is none."""
    match = _REGISTRATION_NUMBER.search(_DASHES.sub("-", squeeze(fold(text))).removeprefix("第"))
    return match[0] if match else None


def _add_standing_approval(sheet: RegisterSheet, rows: Sequence[LabelledRow], common: Common) -> None:
    """事前一括承認基準(３―９), where its box is checked or no box is printed."""
    words = "|".join(map(re.escape, sorted(common.registers.standing_approval, key=len, reverse=True)))
    pattern = re.compile(rf"(?:{words})\s*[(（〔]?\s*第?\s*(?P<number>[\d０-９][\d０-９\s‐‑‒–—―−ー─－-]*)")
    for row in rows:
        for start, end in _stated(row.value.text):
            match = pattern.search(row.value.text, start, end)
            if match is not None:
                sheet.standing_approval = registration_number(match["number"])
                place = row.value.part(match.start(), match.end())
                sheet.evidence["standing_approval"] = place.evidence(label_of(row.label))
                return


def _stated(text: str) -> list[tuple[int, int]]:
    """The parts of a value that hold: the checked choices where there are boxes, else all of it."""
    choices = read_choices(text)
    if not choices:
        return [(0, len(text))]
    return [(choice.start, choice.end) for choice in choices if choice.checked]


def _add_hearings(sheet: RegisterSheet, rows: Sequence[LabelledRow], common: Common) -> None:
    """審議会 平成15年5月13日 諮問第4号, wherever it is printed. Any other date is none of the council's."""
    found = Hearings()
    for row in rows:
        for start, end in _stated(row.value.text):
            _find_hearings(row, start, end, common, found)
    sheet.council_dates = found.dates
    if found.places:
        sheet.evidence["council_dates"] = join(found.places).evidence()


def _find_hearings(row: LabelledRow, start: int, end: int, common: Common, found: Hearings) -> None:
    """Adds the days between `start` and `end` that a council's name is before, or a number of 諮問 after."""
    text = row.value.text
    council = re.compile(rf"(?:{_any(common.registers.hearing)})[\s()（）：:、の]*$")
    consulted = _any([*common.registers.consultation, *_misprinted(common)])
    number = re.compile(rf"[\s()（）・、,]*(?:{consulted})\s*第?\s*(?P<number>[\d０-９\s]*)号")
    for reading in find_dates(text[start:end]):
        at, last = start + reading.start, start + reading.end
        match = number.match(text, last, end)
        named = council.search(text[start:at]) or council.search(label_of(row.label))
        if reading.precision != "day" or not (match or named):
            continue
        digits = squeeze(match["number"]) if match else ""
        place = row.value.part(at, match.end() if match else last)
        found.add(CouncilDate(date=reading.first, number=parse_number(digits) if digits else None), place)


def _report_unread(
    sheet: RegisterSheet, rows: Sequence[LabelledRow], ward: Ward | None, common: Common, findings: Findings
) -> None:
    """Words where a number or the day of a hearing should be, and none that can be read."""
    for row in rows:
        label, meaning = label_of(row.label), _meaning(row.label.text, ward, common)
        named = meaning is not None and meaning.name == "registration_number" and sheet.registration_number is None
        if named and re.search(r"\w", row.value.text):
            message = Message("「{text}」 after {label} is no number", text=row.value.text, label=label)
            findings.info("value_unread", message, row.value.spans(), "/registration_number")
        elif re.search(rf"(?:{_any(common.registers.hearing)})$", label) and not find_dates(row.value.text):
            for unread in find_unread_times(row.value.text, []):
                if unread.numbered and not read_choices(row.value.text):
                    message = Message("「{text}」 after {label} cannot be read as a day", text=unread.text, label=label)
                    findings.warn("value_unread", message, row.value.spans(unread.start, unread.end), "/council_dates")


def _report_loose_ticks(rows: Sequence[LabelledRow], findings: Findings) -> None:
    """Ticks beside boxes, of which nothing says which of these they check."""
    for index, row in enumerate(rows):
        for start, end in loose_ticks(row.value.text):
            message = Message(
                "a tick {tick} is apart from the boxes under {label}: which of them it checks cannot be told",
                tick=row.value.text[start:end],
                label=label_of(row.label),
            )
            findings.warn("value_unread", message, row.value.spans(start, end), f"/fields/{index}")


def _misprinted(common: Common) -> list[str]:
    """What is printed for 諮問 by mistake."""
    return [one.printed for one in common.misprints if one.meant in common.registers.consultation]


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _report_misprints(rows: Sequence[LabelledRow], sheet: RegisterSheet, common: Common, findings: Findings) -> None:
    for index, row in enumerate(rows):
        for one in common.misprints:
            for match in re.finditer(re.escape(one.printed), row.value.text):
                findings.warn(
                    "misprint",
                    Message(
                        "{printed} is printed where {meant} is meant, under {label}",
                        printed=one.printed,
                        meant=one.meant,
                        label=sheet.fields[index].label,
                    ),
                    row.value.spans(match.start(), match.end()),
                    f"/fields/{index}",
                )


def _report_unmapped(rows: Sequence[LabelledRow], ward: Ward | None, knows: KnownLabels, findings: Findings) -> None:
    """Labels that a mapping with labels of register sheets does not know; the rows are read all the same."""
    if ward is None or not any(ward.labels.registers.model_dump().values()):
        return
    for index, row in enumerate(rows):
        if row.label.text and not knows(row.label.text):
            findings.warn(
                "unmapped_label",
                Message(
                    "the mapping knows no label {label}; add it under [labels.registers]", label=label_of(row.label)
                ),
                row.label.spans(),
                f"/fields/{index}",
            )
