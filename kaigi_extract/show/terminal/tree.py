"""Records as trees to read in the terminal. Shows records; reads nothing anew.

What papers say goes in as text: neither markup of rich nor escapes of the terminal come of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.text import Text
from rich.tree import Tree

from kaigi_extract.records import (
    Alignment,
    Case,
    CaseForm,
    Choice,
    Clause,
    ClauseSet,
    DataItems,
    Decision,
    Document,
    Finding,
    Item,
    Link,
    Measure,
    Meeting,
    Outline,
    PageSpan,
    Period,
    Record,
    RegisterSheet,
    TextSpan,
)
from kaigi_extract.show.japanese import (
    agenda_words,
    basis_words,
    choice_words,
    headings_of,
    meeting_words,
    numbers_words,
    pages_of,
)
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.terminal.console import printed

if TYPE_CHECKING:
    from kaigi_extract.clauses.clause_diff import Diff

LABEL = "cyan"
GLUE = "\ufdd0"
"""Stands for spaces while lines are broken: rich breaks at spaces only, and Japanese has none to break at. A code point
that Unicode keeps free of characters, so that no paper has it."""
WIDTH = 100
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
    width = None if sys.stdout.isatty() else WIDTH
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
    for kind, add in _NOUNS.items():
        if isinstance(record, kind):
            add(tree, record)
            return Unglued(tree.children[0])
    _add_record(tree, "", record)
    return Unglued(tree.children[0])


def document_text(document: Document, width: int | None = None) -> str:
    """The tree as lines of at most `width` columns, an East Asian character being two; None: as the terminal is wide.

    Colours are there only where standard output is a terminal.
    """
    return printed([document_tree(document)], width)


def document_tree(document: Document) -> RenderableType:
    """The whole document: its cases with their forms, its registers and clause sets, what was found on the way."""
    tree = Tree(_label("file", document.source.path), highlight=False)
    _field(tree, "ward", document.ward)
    _field(tree, "council", document.council)
    if document.meeting is not None:
        _add_meeting_head(tree, document.meeting)
    for index, case in enumerate(document.cases):
        _add_case(tree, case, [found for found in document.clause_sets if found.case == index])
    for register in document.registers:
        _add_register(tree, register)
    for clause_set in document.clause_sets:
        if clause_set.case is None:
            _add_clause_set(tree, clause_set)
    if document.meeting is not None:
        _add_speeches(tree, document.meeting)
    _add_findings(tree, document.findings)
    return Unglued(tree)


def _add_meeting(tree: Tree, meeting: Meeting) -> None:
    _add_speeches(_add_meeting_head(tree, meeting), meeting)


def _add_meeting_head(tree: Tree, meeting: Meeting) -> Tree:
    branch = tree.add(_label("meeting", meeting_words(meeting), "bold"))
    _field(branch, "council", meeting.council)
    _field(branch, "place", meeting.place)
    _field(branch, "members", "、".join(meeting.members))
    _field(branch, "officials", "、".join(meeting.officials))
    if meeting.agenda:
        agenda = branch.add(Text("agenda", LABEL))
        for item in meeting.agenda:
            agenda.add(_label(agenda_words(item) or item.section or "", item.title))
    for decision in meeting.decisions:
        _add_decision(branch, decision)
    return branch


def _add_speeches(branch: Tree, meeting: Meeting) -> None:
    if meeting.speeches:
        speeches = branch.add(_label("speeches", f"({len(meeting.speeches)})"))
        for speech in meeting.speeches:
            speeches.add(_label(f"{speech.order} {speech.speaker}", speech.text))


def _add_decision(branch: Tree, decision: Decision) -> None:
    number = f"第{decision.number}号 " if decision.number is not None else ""
    under = branch.add(_label("decision", f"{number}{decision.result}: {decision.text}"))
    for condition in decision.conditions:
        _field(under, "condition", condition)


def _add_case(tree: Tree, case: Case, clause_sets: Iterable[ClauseSet] = ()) -> None:
    branch = tree.add(_label("case", case.title or "(no title)", "bold"))
    _field(branch, "numbers", numbers_words(case))
    for basis in case.bases:
        _field(branch, "basis", basis_words(basis))
    _field(branch, "category", case.category)
    _field(branch, "department", case.department)
    _field(branch, "material", case.material)
    if case.outline is not None:
        _add_fields(branch.add(Text("outline", LABEL)), case.outline)
    for form in case.forms:
        _add_form(branch, form)
    for decision in case.decisions:
        _add_decision(branch, decision)
    for clause_set in clause_sets:
        _add_clause_set(branch, clause_set)


def _add_form(tree: Tree, form: CaseForm) -> None:
    _add_fields(tree.add(_label("form", form.title or form.category or "")), form)


def _add_fields(branch: Tree, record: CaseForm | Outline) -> None:
    """A line for each field that has a value; long lists become branches."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if value in (None, []) or name in ("category", "title", "evidence", "extra"):
            continue
        if isinstance(value, DataItems):
            _add_data_items(branch, value)
        elif isinstance(value, list) and isinstance(value[0], Measure):
            _add_measures(branch.add(Text(name, LABEL)), value)
        elif isinstance(value, list):
            _field(branch, name, "、".join(_words(part) for part in value))
        else:
            _field(branch, name, _words(value))
    for extra in record.extra:
        _field(branch, extra.label, extra.text)


def _words(value: object) -> str:
    if isinstance(value, Period):
        return value.text
    if isinstance(value, Record):
        shown = value.model_dump(exclude_none=True, exclude_defaults=True)
        return "、".join(str(part) for part in shown.values() if isinstance(part, str))
    return str(value)


def _add_data_items(branch: Tree, data: DataItems) -> None:
    items = branch.add(_label("data_items", data.subjects or ""))
    for group in dict.fromkeys(item.group for item in data.items):
        words = "、".join(item.text for item in data.items if item.group == group)
        items.add(_label(group, words) if group else _label("", words))


def _add_measures(branch: Tree, measures: Iterable[Measure]) -> None:
    for measure in measures:
        number = "" if measure.number is None else f"{measure.number} "
        group = f"【{measure.group}】 " if measure.group else ""
        _add_measures(branch.add(_label(f"{group}{number}".strip(), measure.text)), measure.items)


def _add_register(tree: Tree, register: RegisterSheet) -> None:
    branch = tree.add(_label("register", register.title or register.form or register.kind, "bold"))
    loose = dict(register.choices)
    for field in register.fields:
        if boxes := loose.pop(field.label, []):
            _add_boxes(branch, field.label, boxes)
        else:
            _field(branch, field.label, field.text)
    for label, boxes in loose.items():
        _add_boxes(branch, label, boxes)


def _add_boxes(branch: Tree, label: str, boxes: Iterable[Choice]) -> None:
    under = branch.add(_label(label))
    for box in boxes:
        under.add(_label("", choice_words(box)))


def _add_clause_set(tree: Tree, clause_set: ClauseSet) -> None:
    branch = tree.add(_label(clause_set.kind, f"{clause_set.title} ({len(clause_set.clauses)})", "bold"))
    heading: str | None = None
    under = branch
    for clause in clause_set.clauses:
        if clause.heading is None or clause.heading != heading:
            under = branch.add(_label(f"（{clause.heading}）")) if clause.heading else branch
        heading = clause.heading
        line = _label(clause.label, clause.text)
        if clause.topics:
            line.append(f"{GLUE}{GLUE}{', '.join(clause.topics)}".replace(" ", GLUE), "magenta")
        _add_items(under.add(line), clause)


def _add_items(branch: Tree, parent: Clause | Item) -> None:
    for item in parent.items:
        _add_items(branch.add(_label(item.label, item.text)), item)


def _add_findings(tree: Tree, findings: list[Finding]) -> None:
    if not findings:
        return
    branch = tree.add(Text("findings", LABEL))
    for finding in findings:
        branch.add(_label(f"{finding.severity} {finding.code}", finding.message, SEVERITY[finding.severity]))


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
    for field in type(record).model_fields:
        _add_value(branch, field, getattr(record, field))


def _add_value(branch: Tree, name: str, value: Any) -> None:
    if value in (None, [], {}):
        return
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


_NOUNS: dict[type[Record], Any] = {
    Case: _add_case,
    CaseForm: _add_form,
    ClauseSet: _add_clause_set,
    RegisterSheet: _add_register,
    Meeting: _add_meeting,
    Alignment: _add_alignment,
}
"""Records with a tree of their own, `Document` and `Diff` aside."""
