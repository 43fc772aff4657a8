"""How far a run is: a bar on a terminal, a line now and then elsewhere. Writes to the stream it is given."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Protocol, TextIO

from kaigi_extract.catalogue import Language, Message

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


ANSWERED = {
    "clause": "{count} clauses annotated",
    "link": "{count} pairs of versions compared",
    "families": "{count} search for families done",
}


class Lines:
    """A line every few seconds: done of all, rate, time left, failures so far."""

    def __init__(self, stream: TextIO, every: float = SECONDS_BETWEEN_LINES, language: Language = "en") -> None:
        self.stream, self.every, self.language = stream, every, language
        self.total = self.done = self.failed = 0
        self.start = self.said = time.monotonic()
        self.answered: Counter[str] = Counter()

    def begin(self, total: int, again: int = 0, why: Mapping[str, int] | None = None) -> None:
        """Sets the clock."""
        self.total, self.start = total, time.monotonic()
        self.said = self.start
        self._print(to_read(total, again, why))

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
        return Message(
            "{done}/{total} files, {rate} files/s, {left} left, {failed} failed",
            done=self.done,
            total=self.total,
            rate=f"{rate:.1f}",
            left=left,
            failed=self.failed,
        ).into(self.language)

    def end(self) -> None:
        """Nothing: the last line was said. What comes next is timed from here."""
        self.start = self.said = time.monotonic()

    def answer(self, kind: str, count: int) -> None:
        """Counts; says so when it is time."""
        self.answered[kind] += count
        now = time.monotonic()
        if now - self.said >= self.every:
            self.said = now
            answered = Message.joined(", ", [Message(ANSWERED[kind], count=n) for kind, n in self.answered.items()])
            time_after = duration(now - self.start)
            self._print(Message("{answered}, {time} after reading", answered=answered, time=time_after))

    def _print(self, message: Message) -> None:
        print(message.into(self.language), file=self.stream)


class Bar(Lines):
    """Progress as a bar of rich, for a terminal."""

    def __init__(self, stream: TextIO, language: Language = "en") -> None:
        super().__init__(stream, language=language)
        self.bar: Any = None
        self.task: Any = None

    def begin(self, total: int, again: int = 0, why: Mapping[str, int] | None = None) -> None:
        """Draws the bar."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self.total, self.start = total, time.monotonic()
        console = Console(file=self.stream)
        if again:
            self._print(to_read(total, again, why))
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


def to_read(total: int, again: int, why: Mapping[str, int] | None = None) -> Message:
    """What a run begins with, in words."""
    if not again:
        return Message("{total} files to read", total=total)
    counted = [Message("{count} {reason}", count=count, reason=reason) for reason, count in (why or {}).items()]
    reasons = Message.joined("; ", counted)
    return Message("{total} files to read, {again} of them again: {reasons}", total=total, again=again, reasons=reasons)


def progress_on(stream: TextIO, language: Language = "en") -> Progress:
    """The progress that suits the stream, in a language: a bar on a terminal, else lines."""
    return Bar(stream, language) if stream.isatty() else Lines(stream, language=language)


def duration(seconds: float) -> str:
    """1:02:03, or 2:03."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
