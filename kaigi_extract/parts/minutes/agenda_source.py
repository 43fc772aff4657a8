"""Which lines of minutes the agenda is read from: a row of the head, what is numbered where matters follow, headings.

`agenda` reads the lines; who calls takes the first source that lists anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.parts.minutes.agenda import BILLS, NUMBERED_MATTER, Agenda, is_bill
from kaigi_extract.parts.minutes.blocks import Head
from kaigi_extract.parts.minutes.lines import (
    MinutesRow,
    MinutesVocabulary,
    agenda_section,
    lead,
)
from kaigi_extract.parts.minutes.row_numbers import numbering
from kaigi_extract.records import AgendaItem
from kaigi_extract.text import Label, match_label, text_key


def listed_agenda(head: Head, headings: Sequence[MinutesRow], words: MinutesVocabulary, right: float) -> Agenda:
    """What 会議次第 lists; where no row is called so, what is numbered under the heading of the speeches."""
    agenda = Agenda(words, right)
    for block in head.blocks:
        if block.name == "agenda":
            if (agenda.items or agenda.section) and block.label:
                agenda.section, agenda.beside = block.label if block.label in words.own.sections else None, None
            agenda.of_bills = block.label == BILLS
            agenda.read(block.rows)
    if agenda.listed():
        agenda.read_on(headings)
        return agenda
    agenda = Agenda(words, right)
    for block in head.blocks:
        if block.name == "speeches":
            numbered = [k for k, row in enumerate(block.rows) if match_label(row.line.text) is not None]
            if numbered:
                agenda.read(block.rows[numbered[0] :])
                agenda.read_on(headings)
                return agenda
    return agenda


def agenda_of_headings(
    head: Head, headings: Sequence[MinutesRow], words: MinutesVocabulary, right: float
) -> list[AgendaItem]:
    """The matters that headings above what was said number, where no list says them: 議題１　…, 【案件２】…"""
    rows = [*(row for block in head.blocks for row in block.rows), *headings]
    agenda = Agenda(words, right)
    agenda.read([row for row in rows if NUMBERED_MATTER.match(row.line.text)])
    return (
        agenda.listed()
        or _agenda_below_heading(headings, words, right)
        or _agenda_of_sections(rows, words, right)
        or _agenda_of_series(headings, words, right)
    )


def _agenda_below_heading(headings: Sequence[MinutesRow], words: MinutesVocabulary, right: float) -> list[AgendaItem]:
    """What is numbered below a heading that says that matters follow, where headings stand between what was said:
    ２　議題, (1)　…"""
    named = [words.labels.get(text_key(row.line.text[lead(row.line.text) :])) == "agenda" for row in headings]
    if True not in named:
        return []
    agenda = Agenda(words, right)
    agenda.of_bills = agenda_section(headings[named.index(True)].line.text, words) == BILLS
    below = headings[named.index(True) + 1 :]
    agenda.read([row for row in below if match_label(row.line.text) is not None and "。" not in row.line.text])
    return agenda.listed()


def _agenda_of_sections(rows: Sequence[MinutesRow], words: MinutesVocabulary, right: float) -> list[AgendaItem]:
    """The matters that are numbered with headings such as ３　報告事項 between what is told, and those below them."""
    agenda = Agenda(words, right)
    above: Label | None = None
    headed = False
    due: dict[str, int] = {}
    for row in rows:
        label = numbering(row.line.text)
        if label is None and headed and is_bill(row.line.text) and "。" not in row.line.text:
            agenda.read([row])
        if label is None or label.ordinal is None or label.style == "bullet" or "。" in row.line.text:
            continue
        headed = heads = agenda_section(row.line.text, words) is not None
        above = label if above is None and heads else above
        if above is None or not (heads or label.ordinal == due.get(label.style, 1)):
            continue
        due = {above.style: due.get(above.style, 1)} if label.style == above.style else due
        due[label.style] = label.ordinal + 1
        agenda.read([row])
    return agenda.listed()


def _agenda_of_series(headings: Sequence[MinutesRow], words: MinutesVocabulary, right: float) -> list[AgendaItem]:
    """The matters of headings between what was said that are numbered from 1 on, where nothing above lists them."""
    numbered = [(row, label) for row in headings if (label := numbering(row.line.text)) is not None]
    style = numbered[0][1].style if numbered else ""
    series = [(row, label.ordinal) for row, label in numbered if label.style == style and "。" not in row.line.text]
    agenda = Agenda(words, right)
    if len(series) > 1 and [ordinal for _, ordinal in series] == list(range(1, len(series) + 1)):
        agenda.read([row for row, _ in series])
    return agenda.listed()
