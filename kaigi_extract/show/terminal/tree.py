"""Records as trees to read in the terminal. Shows records; reads nothing anew.

The words of documents go in as text: they become neither markup of rich nor escapes of the terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.text import Text
from rich.tree import Tree

from kaigi_extract.records import Alignment, Document, Finding, Link, PageSpan, Record, TextSpan
from kaigi_extract.show.entries import Entry
from kaigi_extract.show.japanese import headings_of, pages_of
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.terminal.console import printed
from kaigi_extract.show.view import RecordView, document_view, plain_fields, view_of

if TYPE_CHECKING:
    from kaigi_extract.clauses.clause_diff import Diff

LABEL = "cyan"
GLUE = "\ufdd0"
"""Stands for spaces while lines are broken: rich breaks at spaces only, and Japanese has none to break at. A code point
that Unicode keeps free of characters, so that no document has it."""
PROMPT_WIDTH = 100
"""Columns where nothing is a terminal."""
LINES = 60
"""Lines of a record that a prompt shows: about a screen, so that what was asked before stays in sight."""
SEVERITY = {"info": "dim", "warning": "yellow", "error": "bold red"}


@dataclass(frozen=True, slots=True)
class Unglued:
    """Something to print whose spaces are glued: they come back once the lines are broken."""

    glued: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.glued, options):
            yield Segment(segment.text.replace(GLUE, " "), segment.style, segment.control)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.glued)


def record_text(record: Record) -> str:
    """What a prompt shows of a record: its tree without colours, cut after `LINES` with a line that says so."""
    from kaigi_extract.clauses.clause_diff import Diff

    shown = _diff(record, colours=False) if isinstance(record, Diff) else record_tree(record)
    width = None if sys.stdout.isatty() else PROMPT_WIDTH
    lines = [line.rstrip() for line in printed([shown], width, colours=False).splitlines()]
    rest = len(lines) - LINES
    if rest > 1:
        lines[LINES:] = [f"… {rest} more lines; all of them: rich.print(…)"]
    return "\n".join(lines)


def record_tree(record: Record) -> RenderableType:
    """A record of any kind, for rich: the nouns as people know them, every other one field by field."""
    from kaigi_extract.clauses.clause_diff import Diff

    if isinstance(record, Document):
        return document_tree(record)
    if isinstance(record, Diff):
        return _diff(record, colours=True)
    tree = Tree("", hide_root=True, highlight=False)
    if isinstance(record, Alignment):
        _add_alignment(tree, record)
    elif (view := view_of(record)) is not None:
        _add_view(tree, view)
    else:
        _add_record(tree, "", record)
    return Unglued(tree.children[0])


def document_text(document: Document, width: int | None = None) -> str:
    """The tree as lines of at most `width` columns, an East Asian character being two; None: as the terminal is wide.

    Colours are there only where standard output is a terminal.
    """
    return printed([document_tree(document)], width)


def document_tree(document: Document) -> RenderableType:
    """The whole document: its cases with their forms and sheets, the others, what was found on the way."""
    view = document_view(document)
    file, *entries = view.entries
    tree = Tree(_label(file.name, file.code), highlight=False)
    _add_below(tree, replace(view, entries=tuple(entries)))
    return Unglued(tree)


def _add_view(tree: Tree, view: RecordView) -> None:
    title = " ".join(filter(None, (view.title, f"({view.count})" if view.count is not None else "")))
    _add_below(tree.add(_label(view.name, title, "bold" if view.title else "")), view)


def _add_below(branch: Tree, view: RecordView) -> None:
    """The entries and the parts. Clauses are branches of the heading that covers them."""
    heading, under = "", branch
    for entry in view.entries:
        if not entry.heading or entry.heading != heading:
            under = branch.add(_label(f"（{entry.heading}）")) if entry.heading else branch
        heading = entry.heading
        _add_entry(under, entry)
    for part in view.parts:
        _add_view(branch, part)


def _add_entry(branch: Tree, entry: Entry) -> None:
    label = entry.name or entry.label
    if entry.apart:
        for each in entry.lines:
            branch.add(_label(label, each))
        return
    style = SEVERITY[entry.value.severity] if isinstance(entry.value, Finding) else ""
    line = _label(label, entry.code or "、".join(entry.lines), style)
    if entry.marks:
        line.append(f"{GLUE}{GLUE}{', '.join(entry.marks)}".replace(" ", GLUE), "magenta")
    under = branch.add(line)
    for part in entry.below:
        _add_entry(under, part)


def _add_alignment(tree: Tree, alignment: Alignment) -> None:
    heads = headings_of(alignment)
    branch = tree.add(_label("alignment", f"{alignment.old} → {alignment.new}", "bold"))
    for link in alignment.links:
        _add_link(branch, link, heads)
    for sign, style, numbers, known in (
        ("+", "green", alignment.added, heads[1]),
        ("-", "red", alignment.removed, heads[0]),
    ):
        for number in numbers:
            branch.add(_label("", f"{sign} {number} {known.get(number) or ''}".rstrip(), style))


def _add_link(branch: Tree, link: Link, heads: Iterable[dict[int, str | None]]) -> None:
    old, new = ("・".join(map(str, numbers)) for numbers in (link.old, link.new))
    heading = next(
        filter(None, (known.get(at) for known, ats in zip(heads, (link.old, link.new), strict=True) for at in ats)), ""
    )
    said = ", ".join(link.changes) or "same"
    line = _label(old if old == new else f"{old} → {new}", f"{heading}  {said}".strip())
    if link.doubtful:
        line.append(f"{GLUE}?{GLUE}({link.reason})".replace(" ", GLUE), "yellow")
    branch.add(line)


def _diff(found: Diff, colours: bool) -> RenderableType:
    from kaigi_extract.show.terminal.comparison import diff_lines

    lines = list(diff_lines(found, colours))
    for line in lines:
        line.plain = _glued(line.plain)
    return Unglued(Group(*lines))


def _add_record(tree: Tree, name: str, record: Record) -> None:
    """A record that no one drew a tree for: its fields as they are called, those that have a value."""
    branch = tree.add(_label(name, type(record).__name__, "bold"))
    for field, value in plain_fields(record):
        _add_value(branch, field, value)


def _add_value(branch: Tree, name: str, value: Any) -> None:
    if isinstance(value, Record):
        _add_record(branch, name, value)
    elif isinstance(value, list) and isinstance(value[0], (PageSpan, TextSpan)):
        _field(branch, name, f"p. {pages_of(value)}" if isinstance(value[0], PageSpan) else pages_of(value))
    elif isinstance(value, list) and isinstance(value[0], Record):
        under = branch.add(_label(name, f"({len(value)})"))
        for part in value:
            _add_record(under, "", part)
    elif isinstance(value, dict):
        under = branch.add(_label(name, f"({len(value)})"))
        for key, part in value.items():
            _add_value(under, str(key), part)
    else:
        _field(branch, name, "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value))


def _field(branch: Tree, label: str, value: str | None) -> None:
    if value:
        branch.add(_label(label, value))


def _label(label: str, value: str = "", style: str = "") -> Text:
    label = f"{label} " if label and value else label
    return Text.assemble((_glued(label), LABEL), (_glued(value), style))


def _glued(words: str) -> str:
    return legible(words).replace(" ", GLUE)
