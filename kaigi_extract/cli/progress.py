"""How far a command is that reads files: which of them, and of scans which page. Writes to standard error only.

A bar or a line that goes again on a terminal; lines elsewhere, pages only now and then.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import spoken

SECONDS_BETWEEN_LINES = 10.0
"""Where standard error is no terminal."""
CLEARED = "\r\x1b[K"


def with_progress(files: Sequence[str]) -> Iterator[str]:
    """The files, one after the other; how far they are shows on standard error."""
    from kaigi_extract.ocr.page_progress import following

    if not sys.stderr.isatty():
        yield from _in_lines(files)
    elif len(files) == 1:
        with following(_show_page):
            yield from files
    else:
        yield from _in_a_bar(files)


def _show_page(number: int, count: int) -> None:
    """The page in place of the one before; nothing of it stays at the end."""
    sys.stderr.write(CLEARED + (_page(number, count) if count else ""))
    sys.stderr.flush()


def _page(number: int, count: int) -> str:
    return Message("page {number} of {count}", number=number, count=count).into(spoken())


def _in_a_bar(files: Sequence[str]) -> Iterator[str]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from kaigi_extract.ocr.page_progress import following

    name = ""

    def show_page(number: int, count: int) -> None:
        progress.update(task, description=f"{name}, {_page(number, count)}" if count else name)

    columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    # The bar is on standard error; what is written to standard output stays there, even if that is no terminal.
    output = sys.stdout.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=output) as progress:
        task = progress.add_task("", total=len(files))
        with following(show_page):
            for file in files:
                name = os.path.basename(file)
                progress.update(task, description=name)
                yield file
                progress.advance(task)


def _in_lines(files: Sequence[str]) -> Iterator[str]:
    from kaigi_extract.ocr.page_progress import following

    said = time.monotonic()

    def say_page(number: int, count: int) -> None:
        nonlocal said
        if count and time.monotonic() - said >= SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            print(_page(number, count), file=sys.stderr)

    with following(say_page):
        for number, file in enumerate(files, 1):
            if len(files) > 1:
                said = time.monotonic()
                print(f"{number}/{len(files)} {file}", file=sys.stderr)
            yield file
