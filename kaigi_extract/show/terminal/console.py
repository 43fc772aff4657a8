"""What rich prints, as text: for a terminal, for a file, for a prompt. Nothing goes out from here, nor into a notebook.

What is given as plain words is no markup of rich.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, RenderableType

ENDLESS = 100_000
"""Columns where nothing is a terminal: lines stay whole, for grep and diff."""


def printed(shown: Iterable[RenderableType], width: int | None = None, *, colours: bool = True) -> str:
    """The lines that rich would print, each after the other; None: as wide as the terminal is.

    Colours are there only where standard output is a terminal. In a notebook a console of rich shows what it prints
    by itself, and an empty box after a capture: here it never does.
    """
    console = Console(
        width=width, color_system="auto" if colours else None, force_jupyter=False, highlight=False, markup=False
    )
    with console.capture() as capture:
        for each in shown:
            console.print(each)
    return capture.get()


def printed_for(terminal: bool, shown: Iterable[RenderableType]) -> str:
    """What is shown, as text for a terminal, or in whole lines without colours for anything else."""
    return printed(shown) if terminal else printed(shown, ENDLESS, colours=False)
