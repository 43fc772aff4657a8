"""A record as a display in a notebook: a table or several, styled for light and dark, folded where it is long.

The templates beside this file say what it looks like; this file says what they are given. They escape everything, for
all of it comes from documents. No scripts, nothing from outside, no ids: a page holds any number of displays. Reads
records and its own templates.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import (
    Alignment,
    Change,
    Clause,
    Document,
    PageSpan,
    Record,
    RegisterSheet,
    Span,
    TextSpan,
)
from kaigi_extract.records.display import Tabled
from kaigi_extract.records.provenance import sets_of
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show import japanese as words
from kaigi_extract.show.entries import form_entries
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.view import SECTION_NAMES, by_severity, document_parts, plain_fields, sheets_of, view_of

if TYPE_CHECKING:
    from kaigi_extract.clauses.clause_diff import Diff
    from kaigi_extract.clauses.conformity_table import Conformity
    from kaigi_extract.clauses.edits import Edit
    from kaigi_extract.clauses.family_groups import Families
    from kaigi_extract.show.comparison.consequences import Consequence
    from kaigi_extract.show.comparison.rows import Piece, RowKind, SideClause, SideLine, SideName
    from kaigi_extract.show.comparison.sheets import Sheet

NOUNS = ("Document", "Case", "CaseForm", "ClauseSet", "RegisterSheet", "Meeting", "Alignment", "Diff")
"""Records with a display of their own; every other one is a table of its fields."""
BUDGET = 120_000
"""Bytes of the parts of a document's display. A part that would go beyond it is named, and not unfolded: browsers slow
down and notebooks grow with every display that is saved in them."""
UNOPENED = Markup('<div class="kaigi-faint">長いので、ここには開かない。</div>')
"""In the place of a part beyond the budget."""
MANY = 100
"""Entries of one list that are shown; the display says how many more there are."""


@dataclass(frozen=True, slots=True)
class FoldedPart:
    """What folds in a document's display."""

    summary: Markup
    body: Markup
    open: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """One row of an alignment's display."""

    kind: str
    old: str
    new: str
    changes: tuple[str, ...] = ()
    doubtful: bool = False
    reason: str = ""
    similarity: float | None = None
    place: tuple[float, float] = (0, 0)
    """What it is sorted by: its number in the new set, then in the old one."""
    follows: Sequence[Consequence] = ()


@dataclass(frozen=True, slots=True)
class Half:
    """One clause on one side of a comparison."""

    label: str
    heading: Piece | None
    lines: list[SideLine]


@dataclass(frozen=True, slots=True)
class Facing:
    """One row of a diff's display."""

    kind: RowKind
    old: list[Half] = field(default_factory=list)
    new: list[Half] = field(default_factory=list)
    changes: Sequence[Change] = ()
    doubtful: bool = False
    reason: str = ""
    follows: Sequence[Consequence] = ()
    """Duties that became stronger or weaker, stale references, cells of tables that changed."""


def record_html(record: Record) -> str:
    """The display: one `<div>` with its own style, of at most some 200 kB for a document. Errors: none of its own."""
    noun = next((kind.__name__ for kind in type(record).__mro__ if kind.__name__ in NOUNS), type(record).__name__)
    given: dict[str, Any] = {"noun": noun, "record": record}
    if isinstance(record, Document):
        given["parts_below"] = list(_within(BUDGET, _parts(record)))
    elif isinstance(record, Alignment):
        given |= {"rows": _links(record), "replaced": _replaced(record)}
    elif noun == "Diff":
        found = cast("Diff", record)
        given |= {"rows": _rows(found), "replaced": _replaced(found.alignment)}
    elif isinstance(record, Tabled):
        from kaigi_extract.show.comparison.sheets import sheet_of

        return sheet_markup(sheet_of(cast("Any", record)))
    return legible(_environment().get_template("show.html").render(given))


def sheet_markup(sheet: Sheet) -> str:
    """A table of many sets as a display."""
    return legible(_environment().get_template("show.html").render(noun="Sheet", sheet=sheet))


def sheet_html(
    record: Families | Conformity, path: str | os.PathLike[str] | None = None, lang: Literal["en", "ja"] = "ja"
) -> str:
    """The table of many sets as one page that needs nothing else. Errors: `OSError` where `path` cannot be written."""
    from kaigi_extract.show.comparison.sheets import sheet_of

    sheet = sheet_of(record, lang)
    title = Markup.escape(legible(sheet.title))
    head = f'<meta charset="utf-8"><title>{title}</title><style>.kaigi {{ max-width: none }}</style>'
    body = f"<body>{sheet_markup(sheet)}</body>"
    text = f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head>{body}</html>\n'
    if path is not None:
        possible_path(path).write_text(text, encoding="utf-8")
    return text


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("kaigi_extract.show", "notebook"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"words": words, "many": MANY, "style": Markup(_style(made))}
    made.tests |= {"doubtful": words.is_doubtful, "record": lambda held: isinstance(held, Record)}
    made.filters |= {
        "by_severity": by_severity,
        "kinds": lambda alignment: words.kind_words(sets_of(alignment)),
        "sides": lambda alignment: words.side_words(sets_of(alignment)),
        "day": words.day_words,
        "fields": form_entries,
        "groupby_order": _grouped,
        "meeting": words.meeting_words,
        "named": _named,
        "noun": lambda held: type(held).__name__,
        "numbers": words.numbers_words,
        "pages": words.pages_of,
        "period": words.period_words,
        "view": view_of,
    }
    return made


def _style(environment: Environment) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, "style.css")[0]


def _parts(document: Document) -> Iterator[FoldedPart]:
    """Everything of a document that folds, in its order; registers and clause sets are folded under their case."""
    show = {name: _environment().get_template(f"{name}.html").module for name in ("case", "clauses", "meeting")}
    for index, sitting in enumerate(words.sittings(document)):
        yield _part(show["meeting"], sitting, f".meetings[{index}]" if index else ".meeting")
    below = partial(_below_case, document)
    for index, case in enumerate(document.cases):
        part = _part(show["case"], case, f".cases[{index}]")
        yield replace(part, body=part.body + below(index), open=len(document.cases) == 1)
    yield from _sheets(document, None)
    yield from _texts(document)


def _texts(document: Document) -> Iterator[FoldedPart]:
    """The parts of which no record tells, open where nothing else is to be seen; then what is left of the others."""
    show: Any = _environment().get_template("text.html").module
    records = document.meeting or document.cases or document.registers or document.clause_sets
    parts = [part for part in document_parts(document) if part.entries and part.name != SECTION_NAMES["furniture"]]
    for part in parts:
        if not part.is_told:
            yield FoldedPart(show.head(part), show.body(part), open=not records)
    if left := [part for part in parts if part.is_told]:
        yield FoldedPart(show.rest_head(left), show.rest(left))


def _below_case(document: Document, case: int) -> Markup:
    folded = Markup("<details><summary>{}</summary>{}</details>")
    return Markup("").join(folded.format(part.summary, part.body) for part in _sheets(document, case))


def _sheets(document: Document, case: int | None) -> Iterator[FoldedPart]:
    """The registers and clause sets of one case, or of none."""
    show = {name: _environment().get_template(f"{name}.html").module for name in ("register", "clauses")}
    for sheet, code in sheets_of(document, case):
        yield _part(show["register" if isinstance(sheet, RegisterSheet) else "clauses"], sheet, code)


def _part(show: Any, record: Record, code: str) -> FoldedPart:
    """`code` is what to write behind the document's name to have the record by itself."""
    body = show.body(record, code) if code.startswith(".cases") else show.body(record)
    return FoldedPart(show.head(record, code), body)


def _within(budget: int, parts: Iterable[FoldedPart]) -> Iterator[FoldedPart]:
    """The parts as they are, as long as they fit; of the others only their heads, MANY of them, then how many more."""
    heads = more = 0
    for part in parts:
        size = len(part.body.encode(errors="replace"))
        budget -= len(part.summary.encode(errors="replace"))
        if size <= budget:
            budget -= size
            yield part
        elif heads < MANY:
            heads += 1
            yield FoldedPart(part.summary, UNOPENED)
        else:
            more += 1
    if more:
        yield FoldedPart(Markup("ほか {} 件").format(more), UNOPENED)


def _grouped(held: Iterable[Any], name: str) -> list[tuple[Any, list[Any]]]:
    """By the value of an attribute, in the order in which the values come."""
    groups: dict[Any, list[Any]] = {}
    for each in held:
        groups.setdefault(getattr(each, name), []).append(each)
    return list(groups.items())


def _place(spans: list[Span]) -> str:
    """p. 3, or lines; empty without a place."""
    pages = words.pages_of(spans)
    return f"{pages} 頁" if pages and isinstance(spans[0], PageSpan) else pages


def _named(record: Record) -> list[tuple[str, Any]]:
    """Fields that have a value, and their values; of places, the pages."""
    return [(name, _plain(value)) for name, value in plain_fields(record)]


def _plain(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], (PageSpan, TextSpan)):
        return _place(value)
    return value if isinstance(value, (Record, list, dict, float)) else str(value)


def _replaced(alignment: Alignment) -> list[Consequence]:
    from kaigi_extract.show.comparison.consequences import replaced_words

    return list(replaced_words(alignment))


def _links(alignment: Alignment) -> list[Linked]:
    """Every link in the order of the new set; what is gone is placed by its number in the old one."""
    from kaigi_extract.show.comparison.consequences import consequences

    heads = words.headings_of(alignment)
    rows = [
        Linked(
            "linked",
            _numbers(link.old, heads[0]),
            _numbers(link.new, heads[1]),
            tuple(link.changes),
            link.doubtful,
            words.reason_words(link.reason),
            link.similarity,
            (min(link.new, default=0), min(link.old, default=0)),
            consequences(link),
        )
        for link in alignment.links
    ]
    rows += [Linked("added", "", _numbers([number], heads[1]), place=(number, 0)) for number in alignment.added]
    rows.sort(key=lambda row: row.place)
    for number in alignment.removed:
        before = [index for index, row in enumerate(rows) if row.old and row.place[1] < number]
        place = rows[before[-1]].place[0] if before else 0
        gone = Linked("removed", _numbers([number], heads[0]), "", place=(place, number))
        rows.insert(before[-1] + 1 if before else 0, gone)
    return rows


def _numbers(numbers: Iterable[int], headings: dict[int, str | None]) -> str:
    """2 保管・3."""
    return "・".join(f"{number} {headings.get(number) or ''}".strip() for number in numbers)


def _rows(found: Diff) -> list[Facing]:
    """A diff as rows of halves: by its sets, where it knows them; else by its own clauses."""
    from kaigi_extract.show.comparison.consequences import consequences
    from kaigi_extract.show.comparison.rows import rows

    sets = sets_of(found.alignment)
    if sets is None:
        return _loose_rows(found)
    return [
        Facing(
            row.kind,
            _halves(row.old),
            _halves(row.new),
            row.changes,
            row.doubtful,
            words.reason_words(row.reason),
            consequences(row.link) if row.link is not None else (),
        )
        for row in rows(found, sets)
    ]


def _halves(parts: Iterable[SideClause]) -> list[Half]:
    return [Half(part.clause.label, part.heading, part.lines) for part in parts]


def _loose_rows(found: Diff) -> list[Facing]:
    """Of a diff that was loaded: its clauses, then those of one side only."""
    from kaigi_extract.show.comparison.consequences import consequences

    rows = []
    for pair in found.clauses:
        link = pair.link
        kind: RowKind = "changed" if link.changes or link.doubtful else "same"
        old = [_loose_half(pair.old_labels, pair.heading, pair.text, "old")]
        new = [_loose_half(pair.new_labels, pair.heading, pair.text, "new")]
        reason = words.reason_words(link.reason)
        rows.append(Facing(kind, old, new, link.changes, link.doubtful, reason, consequences(link)))
    rows += [Facing("added", new=[_alone(clause)]) for clause in found.added]
    rows += [Facing("removed", old=[_alone(clause)]) for clause in found.removed]
    return rows


def _loose_half(labels: Iterable[str], heading: Iterable[Edit], text: Iterable[Edit], side: SideName) -> Half:
    from kaigi_extract.show.comparison.rows import Piece, SideLine

    heads = [Piece(getattr(edit, side), edit.kind, edit.doubtful) for edit in heading]
    pieces = [Piece(getattr(edit, side), edit.kind, edit.doubtful) for edit in text]
    return Half("・".join(labels), heads[0] if heads else None, [SideLine(0, "", pieces)])


def _alone(clause: Clause) -> Half:
    from kaigi_extract.show.comparison.rows import alone

    [half] = _halves([alone(clause, 0)])
    return half
