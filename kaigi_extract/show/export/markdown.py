"""A document as Markdown to read: forms and registers as tables, clauses as nested lists, the meeting, the findings.

CommonMark, with the tables of GitHub. Whatever a document says comes out as text: every symbol that Markdown or HTML
could take for its own is escaped here. Reads records, writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from kaigi_extract.records import Document
from kaigi_extract.show.entries import Entry
from kaigi_extract.show.japanese import SET_KINDS
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.view import SECTION_NAMES, RecordView, document_view
from kaigi_extract.text.late_pattern import late_pattern

CELL_LINE_BREAK = "<br>"
"""A new line within a cell: tables have no other."""
LIST_INDENT = "  "
_MARKUP_SIGNS = late_pattern(r"[\\`*_\[\]<>&|~#$!]|:(?=//)|@|(?<=www)\.", re.IGNORECASE)
"""What has a meaning within a line, in CommonMark, on GitHub (~ @ and bare addresses) and in notebooks ($)."""
_LINE_START = late_pattern(r"^([-+=]|\d{1,9}[.)](?!\S))")
"""What has a meaning where a line begins: lists and the lines under headings."""


def document_markdown(document: Document) -> str:
    """All of it; of the sections and tables those that say what no record says."""
    view = document_view(document)
    parts = filter(None, map(_without_told, view.parts))
    head = replace(view, entries=(*view.entries, *view.summary), parts=tuple(parts))
    return "\n\n".join(filter(None, _view(head, 1))) + "\n"


def _without_told(view: RecordView) -> RecordView | None:
    """Of the parts of a document those with words of their own, no headers and footers; None where there are none."""
    if view.name != "parts":
        return view
    kept = tuple(part for part in view.parts if part.entries and part.name != SECTION_NAMES["furniture"])
    return replace(view, parts=kept) if kept else None


def table_markdown(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with pipes; the words are escaped here."""
    lines = [_row(names), "|" + " --- |" * len(names)]
    return "\n".join([*lines, *(_row(row) for row in rows)]) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "|" + "|".join(f" {_cell(cell)} " for cell in cells) + "|"


def _cell(text: str) -> str:
    return CELL_LINE_BREAK.join(_escaped(line) for line in _lines(text))


def _line(text: str) -> str:
    """On one line, as in a heading."""
    return _start(" ".join(_lines(text)))


def _bold(text: str) -> str:
    """In bold, with a space behind it: it ends the bold words whatever their last character is."""
    line = _line(text)
    return f"**{line}** " if line else ""


def _text(text: str, indent: str = "") -> str:
    """As a paragraph whose lines are kept. `indent` is that of the list around it."""
    return f"\\\n{indent}".join(_start(line) for line in _lines(text))


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(part.split("\t")).strip() for part in legible(text).splitlines()) if line]


def _start(line: str) -> str:
    """A line escaped, so that its first characters begin no list and no heading."""
    escaped = _escaped(line)
    found = _LINE_START.match(escaped)
    if found is None:
        return escaped
    at = found.end() - 1
    return f"{escaped[:at]}\\{escaped[at:]}"


def _escaped(line: str) -> str:
    return _MARKUP_SIGNS.sub(r"\\\g<0>", line)


def _view(view: RecordView, level: int) -> Iterator[str]:
    """A heading, the entries, then every part under a heading of the next level."""
    title = view.label if view.name == "meeting" else view.title or view.label  # the document's head has it in words
    yield f"{'#' * level} {_line(title)}"
    draw = _paragraphs if view.is_text else _DRAWN_AS.get(view.name, _pairs)
    yield draw(view.entries)
    for part in view.parts:
        yield from _view(part, level + 1)


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table without the line break at its end; empty without rows."""
    held = list(rows)
    return table_markdown(names, held).rstrip("\n") if held else ""


def _pairs(entries: Iterable[Entry]) -> str:
    """What is said under each label."""
    return _table(["項目", "内容"], ((entry.label, words) for entry in entries if (words := _words(entry))))


def _fields(entries: Iterable[Entry]) -> str:
    """What is said under each label, with the pages and whether to look there."""
    return _table(["項目", "内容", "頁"], ((entry.label, _words(entry), _place(entry)) for entry in entries))


def _place(entry: Entry) -> str:
    return f"{entry.pages} 要確認 {entry.confidence:.2f}".strip() if entry.is_doubtful else entry.pages


def _words(entry: Entry) -> str:
    """All words under a label, line by line; what is deeper has a dot for each step."""
    return "\n".join("・" * depth + line for depth, line in entry.outline())


def _agenda(entries: Iterable[Entry]) -> str:
    columns = {"department": "所管課", "material": "資料"}
    rows = ((entry.label, *entry.lines, *(_of(entry, name) for name in columns)) for entry in entries)
    return _table(["区分", "件名", *columns.values()], rows)


def _of(entry: Entry, name: str) -> str:
    """What an entry says under a name."""
    return next((" ".join(each.lines) for each in entry.below if each.name == name), "")


def _decisions(entries: Iterable[Entry]) -> str:
    return _table(["決定", "発言・条件"], ((entry.label, _words(entry)) for entry in entries))


def _speeches(entries: Iterable[Entry]) -> str:
    return "\n\n".join(f"{_bold(entry.label)}{_text(line)}" for entry in entries for line in entry.lines)


def _findings(entries: Iterable[Entry]) -> str:
    return _table(["重さ", "頁", "内容"], ((entry.label, entry.pages, *entry.lines) for entry in entries))


def _paragraphs(entries: Iterable[Entry]) -> str:
    """Paragraphs and tables of a text."""
    return "\n\n".join(_grid(entry) if entry.rows else _text("\n".join(entry.lines)) for entry in entries)


def _grid(entry: Entry) -> str:
    """A table as it is printed. Tables of Markdown have a head: it is the first row, whether it is one or not."""
    width = max(cell.column + cell.columns for row in entry.rows for cell in row)
    first, *rows = [[""] * width for _ in entry.rows]
    for words, cells in zip((first, *rows), entry.rows, strict=True):
        for cell in cells:
            words[cell.column] = cell.text
    return _table(first, rows) or table_markdown(first, []).rstrip("\n")


def _clauses(entries: Iterable[Entry]) -> str:
    """A list of clauses, their items as lists within it."""
    return "\n".join(line for entry in entries for line in _clause(entry))


def _clause(entry: Entry) -> Iterator[str]:
    heading = f"（{_escaped(' '.join(_lines(entry.heading)))}）" if entry.heading else ""
    yield f"- {_bold(entry.label)}{heading}{_text(_said(entry), LIST_INDENT)}"
    for item in entry.below:
        yield from _item(item, 1)


def _item(entry: Entry, depth: int) -> Iterator[str]:
    indent = LIST_INDENT * depth
    yield f"{indent}- {_text(f'{entry.label} {_said(entry)}', indent + LIST_INDENT)}"
    for each in entry.below:
        yield from _item(each, depth + 1)


def _said(entry: Entry) -> str:
    return "\n".join(entry.lines)


_DRAWN_AS: dict[str, Callable[[Iterable[Entry]], str]] = {
    "agenda": _agenda,
    "decisions": _decisions,
    "speeches": _speeches,
    "findings": _findings,
    "outline": _fields,
    "form": _fields,
    **dict.fromkeys(SET_KINDS, _clauses),
}
"""Views whose entries are no plain pairs of label and words."""
