"""Where clauses are printed as the rows of a table, and under which title; and the tables that may be such and are not
read as such, which is noted.

A table of articles with sentences needs a title of clause sets, or duties in most rows; one of bare numbers needs both,
and no label between the title and the table: there it is of the clause above it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set.extent import flow_of
from kaigi_extract.parts.clause_set.flow import ClauseFlow, Headline
from kaigi_extract.parts.clause_set.signs import is_preamble_end
from kaigi_extract.parts.clause_set.title_above import headline_above
from kaigi_extract.parts.clause_set.title_words import clause_set_kind, is_description
from kaigi_extract.parts.clause_table.rows import ClauseTable, TableReader
from kaigi_extract.parts.comparison.columns import head_of
from kaigi_extract.parts.extent import Extent
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.reading import Reading

_ARTICLES = frozenset({"dai_jo", "dai"})


@dataclass(slots=True)
class _Tables:
    """The tables of a document whose rows count as clauses do."""

    sets: dict[int, Extent]
    """Those that are clause sets, by the index of the item at which the set begins."""
    candidates: frozenset[int]
    """The identity of each that oblige or permit in most rows, clause sets or not."""


def tabled_at(position: Position) -> Extent | None:
    """The clause set in a table that begins at a position; None where it is within a set that goes on below it."""
    extent = _tables(position.items, position.reading).sets.get(position.at)
    current = position.open.extent
    if extent is None or current is None or position.at >= current.ends or position.open.kind != "clause_set":
        return extent
    below = position.items[position.at : current.ends]
    return extent if extent.known and not any(id(item) in current.openers for item in below) else None


def report_unread_tables(part: Part, reading: Reading) -> None:
    """Notes the tables of a part of no known kind whose rows may be clauses."""
    candidates = _tables(reading.items, reading).candidates
    for grid in part.grids():
        if id(grid) in candidates:
            first = next(iter(grid.lines()))
            message = Message("the numbered rows of a table may be clauses: no clause set was read from it")
            reading.findings.warn("unread_part", message, [first.span(0, len(first.text))])


def _tables(items: Sequence[Item], reading: Reading) -> _Tables:
    """The tables of a document; looked for once."""
    found: _Tables | None = reading.looked_up.get("clause_tables")
    if found is None:
        found = reading.looked_up["clause_tables"] = _find(items, reading)
    return found


def _find(items: Sequence[Item], reading: Reading) -> _Tables:
    sets: dict[int, Extent] = {}
    candidates: set[int] = set()
    at = 0
    while at < len(items):
        end, table = _table_at(items, at, reading)
        if table is not None:
            search = _Search(items, at, end, table, reading)
            extent = search.extent()
            if extent is not None:
                sets[extent.begins] = extent
            if extent is not None or search.may_be_clauses():
                candidates.add(id(items[at]))
        at = end
    return _Tables(sets, frozenset(candidates))


def _table_at(items: Sequence[Item], at: int, reading: Reading) -> tuple[int, ClauseTable | None]:
    """The table at an item, with those right below that go on with it, and the index of the item after it."""
    first = items[at]
    if not isinstance(first, Grid) or head_of(first, reading.common.comparisons, reading.settings.comparisons):
        return at + 1, None
    table = TableReader.of(first, reading.settings.clause_sets, reading.common.remark_heads)
    if table is None:
        return at + 1, None
    table.take_table(first)
    end = at + 1
    while end < len(items) and isinstance(after := items[end], Grid) and table.goes_on(after):
        table.take_table(after)
        end += 1
    return end, table.read()


class _Search:
    """One table weighed with what is printed above it."""

    def __init__(self, items: Sequence[Item], at: int, end: int, table: ClauseTable, reading: Reading) -> None:
        self.items, self.at, self.end, self.table, self.reading = items, at, end, table, reading
        self.flow: ClauseFlow = flow_of(items, reading)
        self.headline: Headline | None = headline_above(self.flow, at, 0, reading)
        self.inner = self._inner_title()

    def _inner_title(self) -> str | None:
        """The title in a row over all columns; None where none is."""
        texts = (line.text.strip() for line in self.table.above)
        return next((text for text in texts if self._announces(text)), None)

    def _announces(self, text: str) -> bool:
        return clause_set_kind(text, self.reading.common, self.reading.settings.titles) is not None

    @property
    def _share(self) -> float:
        return self.reading.settings.clause_sets.tabled_share * len(self.table.rows)

    @property
    def _obliges(self) -> bool:
        return self.table.duties >= self._share

    @property
    def _begins(self) -> int:
        return self.headline.begins if self.headline is not None and self.inner is None else self.at

    @property
    def _is_known(self) -> bool:
        """Whether what is above says that clauses follow: a title, or the sentence that an agreement begins with."""
        titled = self.inner is not None or (self.headline is not None and self.headline.known)
        return titled or (self.at > 0 and is_preamble_end(self.flow.texts[self.at - 1]))

    def may_be_clauses(self) -> bool:
        """Whether most rows oblige or permit, and a title, the parties that they name or how they are worded show a
        contract or a rule."""
        return self._obliges and (self._is_known or self._names_parties() or self.table.bound >= self._share)

    def _names_parties(self) -> bool:
        """Whether most rows name a party of a contract as the one who is obliged."""
        words = [f"{word}は" for pair in self.reading.common.parties for word in (pair.principal, pair.contractor)]
        named = sum(any(word in row.text for word in words) for row in self.table.rows)
        return named >= self._share

    def extent(self) -> Extent | None:
        """The clause set that the table is; None where it is none, or that is not sure."""
        return self._extent() if self.table.is_plain and self._is_set() else None

    def _is_set(self) -> bool:
        title = self._title
        described = title is not None and is_description(title, self.reading.common)
        if described and not self._is_known and not self.table.is_explained:
            return False
        if any(k in self.flow.by_index for k in range(self._below_title, self.at)):
            return False
        if self.table.has_gaps and not self._is_known:
            return False
        if self.table.rows[0].label.style in _ARTICLES:
            return self.table.sentences >= self._share if self._is_known else self._obliges
        return self._is_known and self._obliges

    @property
    def _title(self) -> str | None:
        return self.inner or (self.headline.title if self.headline is not None else None)

    @property
    def _below_title(self) -> int:
        return self.headline.last + 1 if self.headline is not None and self.inner is None else self.at

    def _extent(self) -> Extent:
        rows, title, begins = self.table.rows, self._title, self._begins
        numbered = Message(
            "{count} rows of a table count from {first} to {last}, {duties} of them with what must or may be done",
            count=len(rows),
            first=rows[0].label.label,
            last=rows[-1].label.label,
            duties=self.table.duties,
        )
        because = Message("clauses follow the title {title}: {numbered}", title=title, numbered=numbered)
        inner = [line for line in self.table.above if self.inner is not None and line.text.strip() == self.inner]
        return Extent(
            begins=begins,
            first=self.at,
            ends=self.end,
            title=title,
            known=self._is_known,
            openers={id(row.opener): row.label for row in rows},
            headline=frozenset(id(item) for item in [*self.items[begins : self._below_title], *inner]),
            floor=self.end,
            because=because if title else Message("without a title {numbered}", numbered=numbered),
            ended="the table ends",
        )
