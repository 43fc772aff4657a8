"""What belongs together across files: the minutes and the cases of one meeting often come in several.

A case is joined to an agenda item of another file of its ward, and to the decisions on it, by two things at least:
its number or its mark, and the date, the year or the title. A title alone joins nothing: titles repeat, and differ by a
word. Where two meetings answer, none is taken. Reads the Parquet dataset, writes nothing.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import load
from kaigi_extract.records.tables import Column, Row
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.fiscal_year import fiscal_year
from kaigi_extract.text.titles import same_title

JOINS = [
    Column("id", "text", "The case's id and a number"),
    Column("ward", "text", "The ward of both files"),
    Column("case_id", "text", "The case", "cases"),
    Column("case_document_id", "text", "The file that it is in", "documents"),
    Column("meeting_id", "text", "The meeting, in another file", "meetings"),
    Column("meeting_document_id", "text", "The file with the minutes or agenda", "documents"),
    Column("agenda_id", "text", "The agenda item of the case", "agenda"),
    Column("decision_id", "text", "A decision on it; null in the row of the agenda item", "decisions"),
    Column("reason", "text", "What agrees"),
]


@dataclass(frozen=True, slots=True)
class _Item:
    """An agenda item, or a decision on something that the agenda does not number, with its meeting."""

    meeting: dict[str, Any]
    agenda: dict[str, Any] | None
    number: int | None
    material: str | None
    title: str | None


def join_rows(dataset: Path) -> list[Row]:
    """The rows of `joins`, in the order of the cases."""
    wards = {row["id"]: row["ward"] for row in _read(dataset, "documents", "id", "ward")}
    known = _Meetings(dataset, wards)
    rows: list[Row] = []
    columns = ("id", "document_id", "title", "numbers", "year", "material", "meeting_date")
    for case in _read(dataset, "cases", *columns):
        if (ward := wards[case["document_id"]]) is not None:
            rows += _rows(case, ward, known)
    return rows


def _read(dataset: Path, table: str, *columns: str) -> list[dict[str, Any]]:
    parquet = load("pyarrow.parquet", MIGRATE)
    files = sorted((dataset / table).glob("*.parquet"))
    return [row for file in files for row in parquet.read_table(file, columns=list(columns)).to_pylist()]


class _Meetings:
    """All meetings, their agenda by ward and number or mark, and their decisions."""

    def __init__(self, dataset: Path, wards: dict[str, str | None]) -> None:
        self.by_number: dict[tuple[str, int], list[_Item]] = defaultdict(list)
        self.by_material: dict[tuple[str, str], list[_Item]] = defaultdict(list)
        self.decisions: dict[tuple[str, int], list[str]] = defaultdict(list)
        meetings = {row["id"]: row for row in _read(dataset, "meetings", "id", "document_id", "date")}
        for row in _read(dataset, "agenda", "id", "meeting_id", "number", "title", "material"):
            meeting = meetings[row["meeting_id"]]
            self._add(wards[meeting["document_id"]], _Item(meeting, row, row["number"], row["material"], row["title"]))
        for row in _read(dataset, "decisions", "id", "meeting_id", "number"):
            if row["meeting_id"] is not None and row["number"] is not None:
                self._decided(row, meetings[row["meeting_id"]], wards)

    def _add(self, ward: str | None, item: _Item) -> None:
        if ward is not None and item.number is not None:
            self.by_number[ward, item.number].append(item)
        if ward is not None and item.material is not None:
            self.by_material[ward, item.material].append(item)

    def _decided(self, row: dict[str, Any], meeting: dict[str, Any], wards: dict[str, str | None]) -> None:
        ward = wards[meeting["document_id"]]
        self.decisions[row["meeting_id"], row["number"]].append(row["id"])
        if ward is not None and not any(item.meeting is meeting for item in self.by_number[ward, row["number"]]):
            self._add(ward, _Item(meeting, None, row["number"], None, None))


def _rows(case: dict[str, Any], ward: str, known: _Meetings) -> Iterator[Row]:
    """The rows of one case: its agenda item, and each decision on it."""
    count = 0
    for item, reason in _matches(case, ward, known):
        agenda = item.agenda and item.agenda["id"]
        decisions = known.decisions.get((item.meeting["id"], item.number), []) if item.number is not None else []
        for decision in [*([None] if agenda else []), *decisions]:
            meeting = (item.meeting["id"], item.meeting["document_id"])
            yield (f"{case['id']}/{count}", ward, case["id"], case["document_id"], *meeting, agenda, decision, reason)
            count += 1


def _matches(case: dict[str, Any], ward: str, known: _Meetings) -> Iterator[tuple[_Item, str]]:
    """For each number of the case, and else for its mark, the agenda item that answers."""
    found = False
    for number in case["numbers"] or ():
        if (match := _only(case, f"number {number}", known.by_number[ward, number])) is not None:
            found = True
            yield match
    if not found and case["material"] is not None:
        marked = [item for item in known.by_material[ward, case["material"]] if _numbers_agree(case, item)]
        if (match := _only(case, f"material {case['material']}", marked)) is not None:
            yield match


def _numbers_agree(case: dict[str, Any], item: _Item) -> bool:
    """Whether nothing speaks against: a case with another number is another case, whatever its mark."""
    return item.number is None or not case["numbers"] or item.number in case["numbers"]


def _only(case: dict[str, Any], mark: str, items: Iterable[_Item]) -> tuple[_Item, str] | None:
    """The one item that also agrees in date, else in year, else in title. Equal copies of one meeting count as one."""
    others = [item for item in items if item.meeting["document_id"] != case["document_id"]]
    for agrees in (_date, _year, _title):
        answers = [(item, reason) for item in others if (reason := agrees(case, item, mark)) is not None]
        if len(answers) > 1 and mark.startswith("material"):
            answers = [pair for pair in answers if _same_title(case, pair[0])]
        if len({item.meeting["date"] or item.meeting["id"] for item, _ in answers}) == 1:
            return answers[0]
        if answers:
            return None
    return None


def _date(case: dict[str, Any], item: _Item, mark: str) -> str | None:
    date: datetime.date | None = case["meeting_date"]
    return f"{mark} and date {date}" if date is not None and date == item.meeting["date"] else None


def _year(case: dict[str, Any], item: _Item, mark: str) -> str | None:
    """A number of one fiscal year; a mark is given anew at each meeting, so a year says nothing of it."""
    date: datetime.date | None = item.meeting["date"]
    if case["meeting_date"] is not None or case["year"] is None or date is None or mark.startswith("material"):
        return None
    year = fiscal_year(date)
    return f"{mark} and fiscal year {year}" if year == case["year"] else None


def _title(case: dict[str, Any], item: _Item, mark: str) -> str | None:
    """The title counts only where the dates do not speak against."""
    if case["meeting_date"] is not None and item.meeting["date"] not in (None, case["meeting_date"]):
        return None
    return f"{mark} and title" if _same_title(case, item) else None


def _same_title(case: dict[str, Any], item: _Item) -> bool:
    if item.title is None:
        return False
    one, other = (squeeze(fold(title)) for title in (case["title"], item.title))
    return same_title(one, other)
