"""What changed between two clause sets, on a terminal and in plain text. Shows a `Diff`; compares nothing.

What was taken out is red and struck through, what was put in green; another spelling and renumbered references are
blue, for nothing else is meant by them. Where there are no colours, brackets say the same: [-out-] {+in+}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from kaigi_extract.clauses.clause_diff import ClauseDiff, Diff
from kaigi_extract.clauses.edits import Edit
from kaigi_extract.records import Clause, Item
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.terminal.console import printed_for

STYLES = {"out": "red strike", "in": "green", "meant": "blue", "doubt": "yellow", "head": "bold", "change": "magenta"}


def diff_text(found: Diff, terminal: bool) -> str:
    """Every link with its changes, then what is on one side only; coloured for a terminal."""
    lines = list(diff_lines(found, terminal))
    for line in lines:
        line.plain = legible(line.plain)
    return "".join(line.rstrip() + "\n" for line in printed_for(terminal, lines).splitlines())


def diff_lines(found: Diff, colours: bool) -> Iterator[Text]:
    """Line by line; where there are no `colours`, brackets say what went out and what came in."""
    alignment = found.alignment
    yield Text(f"{alignment.old} → {alignment.new}", STYLES["head"])
    for clause in found.clauses:
        head = Text.assemble((_numbers(clause), STYLES["head"]), " ")
        _put(head, clause.heading, colours)
        yield head.append(f"  {_said(clause)}", STYLES["doubt" if clause.link.doubtful else "change"])
        if any(edit.kind != "equal" for edit in clause.text):
            line = Text("    ")
            _put(line, clause.text, colours)
            yield line
    for sign, style, clauses in (("+", "in", found.added), ("-", "out", found.removed)):
        for one in clauses:
            yield Text(f"{sign} {_title(one)}", STYLES[style].split()[0])
            yield Text(f"    {_printed(one)}", STYLES[style].split()[0])


def _put(line: Text, edits: Iterable[Edit], colours: bool) -> None:
    for edit in edits:
        if edit.kind == "equal":
            line.append(edit.new)
            continue
        meant = STYLES["doubt"] if edit.doubtful else STYLES["meant"] if _is_meant(edit) else ""
        if edit.old:
            line.append(edit.old if colours else f"[-{edit.old}-]", f"{meant} strike" if meant else STYLES["out"])
        if edit.new:
            line.append(edit.new if colours else f"{{+{edit.new}+}}", meant or STYLES["in"])


def _is_meant(edit: Edit) -> bool:
    """Whether the same is meant in other characters or numbers."""
    return edit.kind in ("spelling", "references")


def _numbers(clause: ClauseDiff) -> str:
    """第６ → 第７; where the labels are the same, once."""
    old, new = "・".join(clause.old_labels), "・".join(clause.new_labels)
    return old if old == new else f"{old} → {new}"


def _said(clause: ClauseDiff) -> str:
    """same, or what changed; ? where it is doubtful."""
    said = ", ".join(clause.link.changes) or "same"
    return f"{said} ? ({clause.link.reason})" if clause.link.doubtful else said


def _title(clause: Clause) -> str:
    return f"{clause.label} {clause.heading or ''}".rstrip()


def _printed(parent: Clause | Item) -> str:
    return parent.text + "".join(f" {item.label} {_printed(item)}" for item in parent.items)
