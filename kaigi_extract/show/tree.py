"""A document as a tree to read in the terminal. Shows records; reads nothing anew."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from kaigi_extract.records import (
    Case,
    CaseForm,
    Clause,
    ClauseSet,
    DataItems,
    Document,
    Finding,
    Item,
    LegalBasis,
    Measure,
    Outline,
    Period,
    Record,
    RegisterSheet,
)

LABEL = "cyan"
GLUE = "\ue000"
"""Stands for spaces while lines are broken: rich breaks at spaces only, and Japanese has none to break at."""
SEVERITY = {"info": "dim", "warning": "yellow", "error": "bold red"}
KINDS = {"consultation": "諮問", "report": "報告"}


def document_text(document: Document, width: int | None = None) -> str:
    """The tree as lines of at most `width` columns, an East Asian character being two; None: as the terminal is wide.

    Colours are there only where standard output is a terminal.
    """
    console = Console(width=width)
    with console.capture() as capture:
        console.print(document_tree(document))
    return capture.get().replace(GLUE, " ")


def document_tree(document: Document) -> Tree:
    """The whole document: its cases with their forms, its registers and clause sets, what was found on the way."""
    tree = Tree(_label("file", document.source.path), highlight=False)
    _field(tree, "ward", document.ward)
    _field(tree, "council", document.council)
    for index, case in enumerate(document.cases):
        _add_case(tree, case, [found for found in document.clause_sets if found.case == index])
    for register in document.registers:
        _add_register(tree, register)
    for clause_set in document.clause_sets:
        if clause_set.case is None:
            _add_clause_set(tree, clause_set)
    _add_findings(tree, document.findings)
    return tree


def _add_case(tree: Tree, case: Case, clause_sets: Iterable[ClauseSet]) -> None:
    branch = tree.add(_label("case", case.title or "(no title)", "bold"))
    _field(branch, "numbers", "、".join(f"第{number}号" for number in case.numbers))
    for basis in case.bases:
        _field(branch, "basis", _basis(basis))
    _field(branch, "category", case.category)
    _field(branch, "department", case.department)
    _field(branch, "material", case.material)
    if case.outline is not None:
        _add_fields(branch.add(Text("outline", LABEL)), case.outline)
    for form in case.forms:
        _add_fields(branch.add(_label("form", form.title or form.category or "")), form)
    for decision in case.decisions:
        _field(branch, "decision", f"{decision.result}: {decision.text}")
    for clause_set in clause_sets:
        _add_clause_set(branch, clause_set)


def _basis(basis: LegalBasis) -> str:
    article = f"第{basis.article}条" + "".join(f"の{branch}" for branch in basis.branches)
    parts = [f"第{basis.paragraph}項" if basis.paragraph else "", f"第{basis.item}号" if basis.item else ""]
    words = [KINDS[basis.kind] if basis.kind else "", basis.ordinance or "", article + "".join(parts)]
    return " ".join(filter(None, words)) + (f"（{basis.label}）" if basis.label else "")


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
    for field in register.fields:
        _field(branch, field.label, field.text)


def _add_clause_set(tree: Tree, clause_set: ClauseSet) -> None:
    branch = tree.add(_label(clause_set.kind, f"{clause_set.title} ({len(clause_set.clauses)})", "bold"))
    heading: str | None = None
    under = branch
    for clause in clause_set.clauses:
        if clause.heading is None or clause.heading != heading:
            under = branch.add(Text(f"（{clause.heading}）", LABEL)) if clause.heading else branch
        heading = clause.heading
        _add_items(under.add(_label(clause.label, clause.text)), clause)


def _add_items(branch: Tree, parent: Clause | Item) -> None:
    for item in parent.items:
        _add_items(branch.add(_label(item.label, item.text)), item)


def _add_findings(tree: Tree, findings: list[Finding]) -> None:
    if not findings:
        return
    branch = tree.add(Text("findings", LABEL))
    for finding in findings:
        branch.add(_label(f"{finding.severity} {finding.code}", finding.message, SEVERITY[finding.severity]))


def _field(branch: Tree, label: str, value: str | None) -> None:
    if value:
        branch.add(_label(label, value))


def _label(label: str, value: str, style: str = "") -> Text:
    label = f"{label} " if label else ""
    return Text.assemble((label.replace(" ", GLUE), LABEL), (value.replace(" ", GLUE), style))
