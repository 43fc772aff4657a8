"""What counts once: the same case in several documents, the same decision in minutes, an opinion and their copies.

Cases are one where they are in documents that are one work, or where ward, number, title and fiscal year agree.
Decisions are one where they are of the same work, the same case or the same number, on the same day, with the same
result; an opinion (答申) is the decision that it puts in writing. Reads the Parquet dataset, writes nothing.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from kaigi_extract.archive.company_names import company_name, is_own_office
from kaigi_extract.archive.dataset import read_rows
from kaigi_extract.archive.shingles import letters
from kaigi_extract.archive.works import Work
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records.tables import Row
from kaigi_extract.text.fiscal_year import fiscal_year
from kaigi_extract.text.titles import same_title
from kaigi_extract.wards import bundled_wards

NEARLY = 75.0
"""rapidfuzz' ratio (0 to 100) of two titles of cases within one work: one of them may be badly recognised."""


@dataclass(slots=True)
class _Entry:
    """A case, a decision or an opinion."""

    id: str
    kind: str
    document: str
    case: str | None
    decision: str | None = None
    keys: list[Hashable] = field(default_factory=list)
    """Decisions that have one of these in common are one."""
    weight: tuple[Any, ...] = ()
    """The greatest of those that are one stands for them."""


class _Groups:
    """What is one with what: each entry leads to another, or to itself."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}

    def top(self, key: str) -> str:
        """What stands at the head of those that are one with it."""
        while (above := self.above.get(key, key)) != key:
            self.above[key] = self.above.get(above, above)
            key = above
        return key

    def join(self, one: str, other: str) -> None:
        """Makes two one."""
        self.above[self.top(other)] = self.top(one)


def counted_rows(dataset: Path, works: list[Work]) -> tuple[list[Row], list[Row]]:
    """The rows of `counted`, and of `counterparties`."""
    known = _Known(dataset, works)
    cases = known.case_entries()
    _join_cases(known, works)
    stands = _standing(cases, known.groups)
    decisions = [*known.decision_entries(stands), *known.opinion_entries()]
    _join_decisions(decisions, known, stands)
    stands |= _standing(decisions, known.groups)
    rows = [
        (
            one.id,
            one.kind,
            one.document,
            known.work_of[one.document],
            one.case,
            one.decision,
            stands[one.id],
            stands[one.id] == one.id,
        )
        for one in (*cases, *decisions)
    ]
    return rows, list(known.counterparties(stands))


def _standing(entries: Iterable[_Entry], groups: _Groups) -> dict[str, str]:
    """For each entry the id of the one that stands for it."""
    together: dict[str, list[_Entry]] = defaultdict(list)
    for one in entries:
        together[groups.top(one.id)].append(one)
    heads = {top: max(several, key=lambda one: (one.weight, one.id)).id for top, several in together.items()}
    return {one.id: heads[top] for top, several in together.items() for one in several}


class _Known:
    """The cases of an archive, and what is known of their documents."""

    def __init__(self, dataset: Path, works: list[Work]) -> None:
        self.dataset, self.groups = dataset, _Groups()
        self.work_of: dict[str, str] = {}
        self.rank: dict[str, int] = {}
        self.ward: dict[str, str | None] = {}
        for work in works:
            for rank, member in enumerate(work.members):
                identity = member.document.id
                self.work_of[identity], self.rank[identity] = work.id, rank
                self.ward[identity] = member.document.ward
        self.dates = {row["id"]: row["date"] for row in read_rows(dataset, "documents", "id", "date")}
        self.forms = Counter(row["case_id"] for row in read_rows(dataset, "forms", "case_id"))
        self.cases = {row["id"]: row for row in read_rows(dataset, "cases", *_CASE)}
        self.of_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.cases.values():
            self.of_document[row["document_id"]].append(row)

    def case_entries(self) -> list[_Entry]:
        """Every case; of those that are one the fullest stands for them, in the best document."""
        return [
            _Entry(key, "case", row["document_id"], key, weight=(self.forms[key] > 0, -self.rank[row["document_id"]]))
            for key, row in self.cases.items()
        ]

    def decision_entries(self, stands: dict[str, str]) -> Iterator[_Entry]:
        """Every decision, with what it is known by. One that a file gives under its meeting and its case is one."""
        days = {row["id"]: row["date"] for row in read_rows(self.dataset, "meetings", "id", "date")}
        times: Counter[Hashable] = Counter()
        seen: dict[Hashable, list[tuple[Any, ...]]] = {}
        before: Counter[Hashable] = Counter()
        for row in read_rows(self.dataset, "decisions", *_DECISION):
            document, case = row["document_id"], row["case_id"]
            day = days.get(row["meeting_id"]) or (self.cases[case]["meeting_date"] if case else None)
            what = (row["number"], row["basis"], row["result"])
            said = (document, *what, letters(row["text"]))
            within = (*said, before[said, case is None])  # two that read alike are two, wherever both are given
            before[said, case is None] += 1
            if within not in seen:
                by = self._keys(document, day, *what)
                seen[within] = [(*key, times[document, key]) for key in by]
                times.update((document, key) for key in by)
            keys: list[Hashable] = [within, *seen[within]]
            if case is not None and day is not None:
                keys.append(("case", stands[case], day, *what))
            weight = (case is not None, -self.rank[document])
            yield _Entry(row["id"], "decision", document, case, row["id"], keys, weight)

    def _keys(
        self, document: str, day: Any, number: int | None, basis: int | None, result: str
    ) -> list[tuple[Any, ...]]:
        keys: list[tuple[Any, ...]] = [("work", self.work_of[document], number, basis, result)]
        if number is not None and day is not None and self.ward[document] is not None:
            keys.append(("number", self.ward[document], day, number, result))
        return keys

    def opinion_entries(self) -> Iterator[_Entry]:
        """Every opinion."""
        for key, row in self.cases.items():
            if row["opinion_conclusion"] or row["opinion_number"] or row["opinion_date"]:
                document = row["document_id"]
                yield _Entry(f"{key}/opinion", "opinion", document, key, weight=(False, -self.rank[document] - 1))

    def counterparties(self, stands: dict[str, str]) -> Iterator[Row]:
        """The rows of `counterparties`."""
        names = {ward.id: ward.name for ward in bundled_wards()}
        for row in read_rows(self.dataset, "forms", "id", "document_id", "case_id", "counterparty_name"):
            if (printed := row["counterparty_name"]) is None:
                continue
            document, case = row["document_id"], row["case_id"]
            counts = stands[case] == case if case is not None else self.rank[document] == 0
            own = is_own_office(printed, names.get(self.ward[document] or ""))
            key = f"{row['id']}/counterparty"
            yield key, document, self.work_of[document], case, row["id"], company_name(printed), printed, own, counts


_CASE = (
    "id", "document_id", "title", "numbers", "year", "meeting_date", "letter_date", "opinion_date", "opinion_number",
    "opinion_conclusion",
)  # fmt: skip
_DECISION = ("id", "document_id", "case_id", "meeting_id", "number", "basis", "result", "text")


def _join_cases(known: _Known, works: list[Work]) -> None:
    """Cases within one work, those of a part with those of the whole, and those of one number."""
    for work in works:
        best = known.of_document[work.best.id]
        for member in work.members[1:]:
            _join_alike(known, best, known.of_document[member.document.id])
        for document, _ in work.parts:
            _join_alike(known, best, known.of_document[document.id])
    numbered: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in known.cases.values():
        if (ward := known.ward[row["document_id"]]) is not None:
            for number in row["numbers"] or ():
                numbered[ward, number].append(row)
    for rows in numbered.values():
        _join_numbered(known, rows)


def _join_alike(known: _Known, ones: list[dict[str, Any]], others: list[dict[str, Any]]) -> None:
    """Each case of one document with the one of the other that is most like it, none twice."""
    pairs = [
        (fuzz.ratio(letters(one["title"]), letters(other["title"])), -abs(at - place), at, place)
        for at, one in enumerate(ones)
        for place, other in enumerate(others)
        if not (one["numbers"] and other["numbers"]) or one["numbers"] == other["numbers"]
    ]
    taken: set[tuple[str, int]] = set()
    for likeness, _, at, place in sorted(pairs, reverse=True):
        if likeness >= NEARLY and not {("one", at), ("other", place)} & taken:
            taken |= {("one", at), ("other", place)}
            known.groups.join(ones[at]["id"], others[place]["id"])


def _join_numbered(known: _Known, rows: list[dict[str, Any]]) -> None:
    """Cases of one ward and number are one where fiscal year and title agree: numbers begin anew, titles return."""
    by_year: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        for year in _years(row, known.dates[row["document_id"]]):
            by_year[year].append(row)
    for several in by_year.values():
        first: list[dict[str, Any]] = []
        for row in several:
            same = next((one for one in first if _same_titles(one, row)), None)
            if same is None:
                first.append(row)
            elif same["document_id"] != row["document_id"]:
                known.groups.join(same["id"], row["id"])


def _same_titles(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["numbers"] == other["numbers"] and same_title(letters(one["title"]), letters(other["title"]))


def _years(row: dict[str, Any], date: datetime.date | None) -> set[int]:
    days = [day for name in ("meeting_date", "letter_date", "opinion_date") if (day := row[name]) is not None]
    if date is not None and not days:
        days = [date]
    return {fiscal_year(day) for day in days} | ({row["year"]} - {None})


def _join_decisions(entries: list[_Entry], known: _Known, stands: dict[str, str]) -> None:
    """Decisions that a key has in common, then each opinion with the one decision on its case."""
    first: dict[Hashable, str] = {}
    for one in entries:
        for key in one.keys:
            known.groups.join(first.setdefault(key, one.id), one.id)
    on_case: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        if one.kind == "decision" and one.case is not None:
            on_case[stands[one.case]].add(known.groups.top(one.id))
    opinions: dict[Hashable, str] = {}
    for one in entries:
        if one.kind == "opinion" and one.case is not None:
            case = stands[one.case]
            same = opinions.setdefault((case, known.cases[one.case]["opinion_date"]), one.id)
            known.groups.join(same, one.id)
            if len(on_case[case]) == 1:
                known.groups.join(next(iter(on_case[case])), one.id)
