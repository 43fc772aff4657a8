"""Families of clause sets and their conformity, on a terminal and in plain text. Renders the table of `sheets`."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kaigi_extract.show.comparison.sheets import Sheet, SheetCell
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.terminal.console import printed_for

STYLES = {
    "good": "green", "warning": "yellow", "error": "red", "added": "green", "removed": "red", "known": "bold",
}  # fmt: skip
"""Of the kinds of cells."""


def families_text(sheet: Sheet, terminal: bool) -> str:
    """A line for each set, below it what it added, dropped and reworded."""
    return printed_for(terminal, _family_lines(sheet))


def conformity_text(sheet: Sheet, terminal: bool) -> str:
    """Set by set: each point with its verdict, and the clause and sentence that it rests on."""
    return printed_for(terminal, _conformity_lines(sheet))


def _family_lines(sheet: Sheet) -> Iterator[Text]:
    yield _title(sheet)
    for role, name, share, *changes in sheet.rows:
        line = Text.assemble(_words(role), " ", _words(name), f"  {share.text}" if share.text else "")
        if name.note:
            line.append(f"  {legible(name.note)}", "dim")
        yield line
        for head, cell in zip(sheet.heads[3:], changes, strict=True):
            if cell.text:
                yield Text.assemble(f"    {head}: ", _words(cell))


def _conformity_lines(sheet: Sheet) -> Iterator[Text]:
    yield _title(sheet)
    for column, head in enumerate(sheet.heads[1:], 1):
        yield Text(legible(head), "bold")
        for row in sheet.rows:
            cell = row[column]
            line = Text.assemble("  ", _words(cell), f"  {legible(row[0].text)}", (f"  {legible(cell.note)}", "dim"))
            if cell.doubt:
                line.append(f"  {cell.doubt}", STYLES["warning"])
            yield line
            if cell.quote:
                yield Text(f"      {legible(cell.quote)}")


def _title(sheet: Sheet) -> Text:
    return Text.assemble((legible(sheet.title), "bold"), f"  {'  '.join(sheet.chips)}")


def _words(cell: SheetCell) -> tuple[str, str]:
    return legible(cell.text), STYLES.get(cell.style, "")
