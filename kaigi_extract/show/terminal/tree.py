"""Records as trees to read in the terminal. Shows records; reads nothing anew.

The words of documents go in as text: they become neither markup of rich nor escapes of the terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.text import Text
from rich.tree import Tree

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Alignment, Document, Finding, Link, PageSpan, Record, TextSpan
from kaigi_extract.show.entries import Entry
from kaigi_extract.show.japanese import headings_of, is_doubtful, pages_of
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.terminal.console import printed
from kaigi_extract.show.terminal.tables import DrawnTable
from kaigi_extract.show.view import RecordView, document_view, plain_fields, view_of

if TYPE_CHECKING:
    from kaigi_extract.clauses.clause_diff import Diff

Language = Literal["en", "ja"]
LABEL = "cyan"
GLUE = "\ufdd0"
"""Stands for spaces while lines are broken: rich breaks at spaces only, and Japanese has none to break at. A code point
that Unicode keeps free of characters, so that no document has it."""
PROMPT_WIDTH = 100
"""Columns where nothing is a terminal."""
LINES = 60
"""Lines of a record that a prompt shows: about a screen, so that what was asked before stays in sight."""
MANY = 20
"""Rows of a table, and paragraphs of a text, that are shown of more."""
TOLD: dict[Language, tuple[str, str]] = {
    "en": ("as above", "the rest as above"),
    "ja": ("上記のとおり", "ほかは上記のとおり"),
}
"""Of a part that records tell: without and with words that no record has."""
PLACE = "dim"
CERTAIN = "1.00"
"""A confidence that is not worth saying."""
SEVERITY = {"info": "dim", "warning": "yellow", "error": "bold red"}


@dataclass(frozen=True, slots=True)
class TreeOptions:
    """How a record is shown as a tree."""

    language: Language = "en"
    """Of the labels. The words of the document stay as they are."""
    most: int | None = None
    """Of a long table, and of a long text, so many rows or paragraphs are shown; None: all."""
    how_to_see_all: str = ""
    """Said where something was left out."""
    wraps: bool = True
    """Whether long cells of tables take several lines; else each row of a table is one line, for grep and diff."""
    everything: bool = False
    """Whether also the text is shown that records were read from."""

    def name(self, entry: Entry) -> str:
        """What an entry is called; a label that only the document knows is as printed."""
        return entry.label if self.language == "ja" else entry.name or entry.label

    def words(self, entry: Entry) -> str:
        """What it says."""
        said = "、".join(entry.lines)
        return said if self.language == "ja" else entry.code or said


FOR_PEOPLE = TreeOptions(most=MANY)
"""At a prompt and in a program."""


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
        _Branches(FOR_PEOPLE).add_view(tree, view)
    else:
        _add_record(tree, "", record)
    return Unglued(tree.children[0])


def document_text(document: Document, width: int | None = None, how: TreeOptions = FOR_PEOPLE) -> str:
    """The tree as lines of at most `width` columns, an East Asian character being two; None: as the terminal is wide.

    Colours are there only where standard output is a terminal.
    """
    return printed([document_tree(document, how)], width)


def document_tree(document: Document, how: TreeOptions = FOR_PEOPLE) -> RenderableType:
    """The whole document: what it is, its records, its other text and tables, what was found on the way."""
    view = document_view(document, everything=how.everything)
    file, *entries = view.entries
    tree = Tree(_label(how.name(file), how.words(file)), highlight=False)
    summary = [entry for entry in view.summary if entry.name != "meeting"]  # which has a branch of its own
    _Branches(how).add_below(tree, replace(view, entries=(*entries, *summary), summary=()))
    return Unglued(tree)


@dataclass(frozen=True, slots=True)
class _Branches:
    """Views as branches of a tree."""

    how: TreeOptions

    def add_view(self, tree: Tree, view: RecordView) -> None:
        """A view with everything below it."""
        title = " ".join(filter(None, (view.title, f"({view.count})" if view.count is not None else "")))
        name = view.label if self.how.language == "ja" else view.name
        line = _label(name, title, "bold" if view.title else "")
        _append(line, _place(view.pages, view.confidence), _place_style(view.confidence))
        if view.is_told:
            _append(line, TOLD[self.how.language][bool(view.entries)], PLACE)
        self.add_below(tree.add(line), view)

    def add_below(self, branch: Tree, view: RecordView) -> None:
        """The entries and the parts. Clauses are branches of the heading that covers them."""
        for entry in view.summary:
            self.add_entry(branch, entry)
        heading, under = "", branch
        entries = view.entries[: self.how.most] if view.may_be_cut else view.entries
        for entry in entries:
            if not entry.heading or entry.heading != heading:
                under = branch.add(_label(f"（{entry.heading}）")) if entry.heading else branch
            heading = entry.heading
            self.add_entry(under, entry)
        if rest := len(view.entries) - len(entries):
            branch.add(self._more(rest, "件"))
        for part in view.parts:
            self.add_view(branch, part)

    def add_entry(self, branch: Tree, entry: Entry, above: str = "") -> None:
        """An entry with everything below it. `above` are the pages of what it is part of, not said again."""
        place = "" if entry.pages == above and entry.confidence is None else _place(entry.pages, entry.confidence)
        for said in entry.lines if entry.apart else (self.how.words(entry),):
            line = _label(self.how.name(entry), said)
            if isinstance(entry.value, Finding):
                line = _finding(self.how.name(entry), entry.value, self.how.language)
            _append(line, ", ".join(entry.marks), "magenta")
            _append(line, place, _place_style(entry.confidence))
            under = branch.add(Group(line, *self._rows(entry)) if entry.rows else line)
        for part in entry.below:
            self.add_entry(under, part, entry.pages)

    def _rows(self, entry: Entry) -> Iterator[RenderableType]:
        shown = entry.rows[: self.how.most]
        yield DrawnTable(shown, wraps=self.how.wraps)
        if rest := len(entry.rows) - len(shown):
            yield self._more(rest, "行", " rows")

    def _more(self, count: int, counter: str, noun: str = "") -> Text:
        words = f"… ほか{count:,}{counter}" if self.how.language == "ja" else f"… {count:,} more{noun}"
        return Text(_glued(" ".join(filter(None, (words, self.how.how_to_see_all)))), PLACE)


def _finding(name: str, found: Finding, language: Language) -> Text:
    """A finding: words of ours, which break at their spaces."""
    return _label(name, "").append(f" {legible(found.said(language))}", SEVERITY[found.severity])


def _append(line: Text, words: str, style: str) -> None:
    """What is said after a value: whole on the next line, where there is no room for it on this one."""
    if words:
        line.append("  ").append(_glued(words), style)


def _place(pages: str, confidence: float | None) -> str:
    """p.3 0.82: the pages, and how likely it is right where that is not certain; of a text file, the lines."""
    page = f"p.{pages}" if pages and not pages.startswith("L") else pages
    sure = f"{confidence:.2f}" if confidence is not None else CERTAIN
    return " ".join(filter(None, (page, sure if sure != CERTAIN else "")))


def _place_style(confidence: float | None) -> str:
    return "yellow" if is_doubtful(confidence) else PLACE


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
