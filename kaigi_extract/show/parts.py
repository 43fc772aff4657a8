"""The parts of a document as they are shown: text and tables in reading order, and what records say already.

The text of a section has its tables in lines of their own, cell by cell between tabs: here they become tables again. A
part most of whose words were read into records says them not again. Reads records; draws nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Document, Record, Section, Span, Table, TableCell
from kaigi_extract.records.walk import walk
from kaigi_extract.show.japanese import sittings

TOLD_PART, TOLD_PIECE = 0.5, 0.8
"""Share of the characters of a part, and of a paragraph or a table, that records must hold to tell it."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One section, and what of it is to be shown."""

    section: Section
    pieces: tuple[str | Table, ...]
    """Paragraphs and tables in reading order; of a part that is told by records, only those that are in none."""
    is_told: bool


def shown_parts(document: Document, *, everything: bool = False) -> Iterator[ShownPart]:
    """The sections in reading order; with `everything`, also the text of those that records tell."""
    held = _RecordWords(document)
    for section, pieces in sections_with_tables(document):
        told = section.kind != "furniture" and held.tell(pieces, TOLD_PART)
        shown = pieces if everything or not told else [piece for piece in pieces if not held.tell([piece], TOLD_PIECE)]
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


class _RecordWords:
    """The words of all typed records of a document, as they are printed."""

    def __init__(self, document: Document) -> None:
        records = (*sittings(document), *document.cases, *document.registers, *document.clause_sets)
        held = [words for record in records for node in walk(record) for words in _words_of(node.record)]
        self.words = "\n".join(map(_characters, held))

    def share(self, piece: str | Table) -> tuple[int, int]:
        """How many characters of a paragraph or a table are words of records, and how many it has."""
        texts = [piece] if isinstance(piece, str) else [cell.text for cell in piece.cells]
        told = whole = 0
        for text in texts:
            characters = _characters(text)
            parts = [characters] if characters in self.words else map(_characters, text.split())
            told += sum(len(part) for part in parts if part in self.words)
            whole += len(characters)
        return told, whole

    def tell(self, pieces: Sequence[str | Table], least: float) -> bool:
        """Whether words of records are at least this share of the words."""
        shares = [self.share(piece) for piece in pieces]
        told, whole = sum(told for told, _ in shares), sum(whole for _, whole in shares)
        return whole > 0 and told >= least * whole


def _words_of(record: Record) -> Iterator[str]:
    """What may be printed of a record in one go: all its words in a row, or a label with what follows it."""
    words = [value for name in type(record).model_fields if isinstance(value := getattr(record, name), str)]
    yield "".join(words)
    if isinstance(record, Clause):
        yield f"{record.label}{record.text}"
    for name in type(record).model_fields:
        if isinstance(value := getattr(record, name), list) and value and isinstance(value[0], str):
            yield "".join(value)


def _characters(text: str) -> str:
    """Letters and digits of one width: brackets and marks come and go between what is printed and what is recorded."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
