"""A 新旧対照表 in an office's own Word file: its fields are filled, its paper stays. Needs docxtpl (extra `template`).

Fields are those of docxtpl: {{ title }}, {{ note }}, {{ new_head }}, {{ old_head }}, {{ sources }}, and for each row,
between the table rows {%tr for row in rows %} and {%tr endfor %}: {{r row.new }} and {{r row.old }} with their
underlines, {{ row.remarks }} and {{ row.kind }}.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.optional import load
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.comparison.table import DOUBT_COLOUR, CellParagraph, Contrast


def fill(found: Contrast, template: str | os.PathLike[str], path: str | os.PathLike[str]) -> None:
    """Writes a table into a copy of a template at `path`.

    Raises `KaigiError` for paths that no file can have, `OSError` where a file is not there or cannot be written, and
    `MissingExtra` without docxtpl.
    """
    destination = possible_path(path)
    if not possible_path(template, UnreadableSource).exists():
        raise FileNotFoundError(2, "there is no such template", os.fspath(template))
    docxtpl = load("docxtpl", "template", extra="template")
    paper = docxtpl.DocxTemplate(os.fspath(template))
    rows = [
        {
            "kind": row.word,
            "new": _rich(docxtpl, row.new),
            "old": _rich(docxtpl, row.old),
            "remarks": "\n".join(row.remarks),
        }
        for row in found.rows
    ]
    new, old = ("\n".join(lines) for lines in found.heads)
    fields = {"title": found.title, "note": found.note("波線"), "new_head": new, "old_head": old, "rows": rows}
    paper.render({**fields, "sources": "\n".join(found.sources)}, autoescape=True)
    paper.save(os.fspath(destination))


def _rich(docxtpl: Any, lines: Sequence[CellParagraph]) -> Any:
    """Lines of a cell with their marks."""
    made = docxtpl.RichText()
    for at, line in enumerate(lines):
        made.add(("\n" if at else "") + "　" * (line.indent - line.hangs))
        for run in line.runs:
            if run.mark == "plain":
                made.add(run.text)
            elif run.mark == "changed":
                made.add(run.text, underline=True)
            else:
                made.add(run.text, underline="wave", color=DOUBT_COLOUR)
    return made
