"""How far a run is: a bar on a terminal, a line now and then elsewhere. Writes to the stream it is given."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Protocol, TextIO

SECONDS_BETWEEN_LINES = 10.0
"""Where the stream is no terminal."""


class Progress(Protocol):
    """Whoever follows how a run goes."""

    def begin(self, total: int, again: int = 0, why: Mapping[str, int] | None = None) -> None:
        """So many files are to be read, `again` of them again: how many for each reason says `why`."""

    def advance(self, failed: bool) -> None:
        """One file is through."""

    def end(self) -> None:
        """All are, or the run was stopped."""

    def answer(self, kind: str, count: int) -> None:
        """So many more questions of annotation are answered: of a "clause", of a "link" between two versions, of
        "families". How many there are in all is not known before the end."""


class Silent:
    """Progress that nobody follows."""

    def begin(self, total: int, again: int = 0, why: Mapping[str, int] | None = None) -> None:
        """Nothing."""

    def advance(self, failed: bool) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""

    def answer(self, kind: str, count: int) -> None:
        """Nothing."""


ANSWERED = {"clause": "clauses annotated", "link": "pairs of versions compared", "families": "search for families done"}


class Lines:
    """A line every few seconds: done of all, rate, time left, failures so far."""

    def __init__(self, stream: TextIO, every: float = SECONDS_BETWEEN_LINES) -> None:
        self.stream, self.every = stream, every
        self.total = self.done = self.failed = 0
        self.start = self.said = time.monotonic()
        self.answered: Counter[str] = Counter()

    def begin(self, total: int, again: int = 0, why: Mapping[str, int] | None = None) -> None:
        """Sets the clock."""
        self.total, self.start = total, time.monotonic()
        self.said = self.start
        print(to_read(total, again, why), file=self.stream)

    def advance(self, failed: bool) -> None:
        """Counts; says so when it is time, and at the last."""
        self.done += 1
        self.failed += failed
        now = time.monotonic()
        if now - self.said >= self.every or self.done == self.total:
            self.said = now
            print(self.line(now - self.start), file=self.stream)

    def line(self, seconds: float) -> str:
        """Where the run is after so many seconds."""
        rate = self.done / seconds if seconds > 0 else 0.0
        left = duration((self.total - self.done) / rate) if rate else "?"
        return f"{self.done}/{self.total} files, {rate:.1f} files/s, {left} left, {self.failed} failed"

    def end(self) -> None:
        """Nothing: the last line was said. What comes next is timed from here."""
        self.start = self.said = time.monotonic()

    def answer(self, kind: str, count: int) -> None:
        """Counts; says so when it is time."""
        self.answered[kind] += count
        now = time.monotonic()
        if now - self.said >= self.every:
            self.said = now
            answered = ", ".join(f"{count} {ANSWERED[kind]}" for kind, count in self.answered.items())
            print(f"{answered}, {duration(now - self.start)} after reading", file=self.stream)


class Bar(Lines):
    """Progress as a bar of rich, for a terminal."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.bar: Any = None
        self.task: Any = None

    def begin(self, total: int, again: int = 0, why: Mapping[str, int] | None = None) -> None:
        """Draws the bar."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self.total, self.start = total, time.monotonic()
        console = Console(file=self.stream)
        if again:
            print(to_read(total, again, why), file=self.stream)
        self.bar = Progress(BarColumn(), TextColumn("{task.description}"), console=console, transient=True)
        self.task = self.bar.add_task("", total=total)
        self.bar.start()

    def advance(self, failed: bool) -> None:
        """Moves it."""
        self.done += 1
        self.failed += failed
        self.bar.update(self.task, completed=self.done, description=self.line(time.monotonic() - self.start))

    def end(self) -> None:
        """Takes it away."""
        super().end()
        if self.bar is not None:
            self.bar.stop()


def to_read(total: int, again: int, why: Mapping[str, int] | None = None) -> str:
    """What a run begins with, in words."""
    words = f"{total} files to read"
    reasons = "; ".join(f"{count} {reason}" for reason, count in (why or {}).items())
    return f"{words}, {again} of them again: {reasons}" if again else words


def progress_on(stream: TextIO) -> Progress:
    """The progress that suits the stream: a bar on a terminal, else lines."""
    return Bar(stream) if stream.isatty() else Lines(stream)


def duration(seconds: float) -> str:
    """1:02:03, or 2:03."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
