"""The parts of a document as they are shown: text and tables in reading order, and what records say already.

The text of a section has its tables in lines of their own, cell by cell between tabs: here they become tables again. A
part most of whose lines were read into records says nothing twice. Reads records; draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaigi_extract.records import ClauseSet, Document, PageSpan, Section, Span, Table, TableCell, TextSpan
from kaigi_extract.records.walk import walk

TOLD_SHARE = 0.5
"""Share of the lines of a part, or of a table, that records must hold for it to be told by them."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One section, and what of it is to be shown."""

    section: Section
    pieces: tuple[str | Table, ...]
    """Paragraphs and tables in reading order; of a part that is told by records, only the tables that are in none."""
    is_told: bool


def shown_parts(document: Document, *, everything: bool = False) -> Iterator[ShownPart]:
    """The sections in reading order; with `everything`, also the text of those that records tell."""
    held = _RecordPlaces(document)
    for section, pieces in sections_with_tables(document):
        told = held.tell(section.spans)
        shown = pieces if everything or not told else [piece for piece in pieces if held.lack(piece)]
        yield ShownPart(section, tuple(shown), told)


def sections_with_tables(document: Document) -> list[tuple[Section, list[str | Table]]]:
    """Each section as paragraphs and tables. Tables whose words are in no section follow the last one of the flow."""
    waiting = [table for table in document.tables if any(cell.text.strip() for cell in table.cells)]
    split = []
    for section in document.sections:
        pieces, waiting = _with_tables(section.text.split("\n"), waiting)
        split.append((section, pieces))
    flow = [pieces for section, pieces in split if section.kind != "furniture"] or [pieces for _, pieces in split]
    if flow:
        flow[-1] += waiting
    return split


def _with_tables(lines: list[str], tables: Sequence[Table]) -> tuple[list[str | Table], list[Table]]:
    """Paragraphs and tables of a text, and the tables that are not in it."""
    pieces: list[str | Table] = []
    others: list[Table] = []
    at = 0
    for table in tables:
        printed = _as_lines(table)
        found = _find(printed, lines, at)
        if found is None:
            others.append(table)
        else:
            pieces += [*_paragraphs(lines[at:found]), table]
            at = found + len(printed)
    return pieces + _paragraphs(lines[at:]), others


def rows_of(table: Table) -> list[list[TableCell]]:
    """Its cells, row by row, from left to right."""
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    return [sorted(rows[row], key=lambda cell: cell.column) for row in sorted(rows)]


def spans_of(table: Table) -> list[Span]:
    """Where its words are."""
    return [span for cell in table.cells for span in cell.spans]


def _as_lines(table: Table) -> list[str]:
    """The lines that the text of a section has of it."""
    return "\n".join("\t".join(cell.text for cell in row) for row in rows_of(table)).split("\n")


def _find(wanted: Sequence[str], lines: Sequence[str], start: int) -> int | None:
    """Where these lines follow one another first."""
    places = range(start, len(lines) - len(wanted) + 1)
    return next((at for at in places if lines[at : at + len(wanted)] == list(wanted)), None)


def _paragraphs(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()]


class _RecordPlaces:
    """Where on the pages, or in which lines, everything is printed that the typed records of a document hold."""

    def __init__(self, document: Document) -> None:
        self.spans: dict[int, list[Span]] = {}
        meeting = [document.meeting] if document.meeting is not None else []
        for record in (*meeting, *document.cases, *document.registers, *document.clause_sets):
            for node in walk(record):
                if not isinstance(node.record, ClauseSet):  # it has the places of all its lines, clauses or not
                    for span in getattr(node.record, "spans", ()):
                        self.spans.setdefault(_number(span), []).append(span)

    def tell(self, spans: Sequence[Span]) -> bool:
        """Whether most of these places are places of records."""
        told = sum(any(_overlap(span, other) for other in self.spans.get(_number(span), ())) for span in spans)
        return bool(spans) and told >= TOLD_SHARE * len(spans)

    def lack(self, piece: str | Table) -> bool:
        """Whether it is a table that is in no record."""
        return isinstance(piece, Table) and not self.tell(spans_of(piece))


def _number(span: Span) -> int:
    return span.page if isinstance(span, PageSpan) else span.line


def _overlap(one: Span, other: Span) -> bool:
    """Whether both are of the same printed line."""
    if isinstance(one, TextSpan) or isinstance(other, TextSpan):
        both = isinstance(one, TextSpan) and isinstance(other, TextSpan)
        return both and one.start < other.end and other.start < one.end  # type: ignore[union-attr]
    (left, top, right, bottom), (other_left, other_top, other_right, other_bottom) = one.bbox, other.bbox
    middle, other_middle = (top + bottom) / 2, (other_top + other_bottom) / 2
    return (
        left < other_right and other_left < right and (top < other_middle < bottom or other_top < middle < other_bottom)
    )
