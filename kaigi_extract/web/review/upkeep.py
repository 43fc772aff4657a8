"""Brings the tables of an archive up to date while nobody settles anything, so that the end of a review is short.

Runs in a thread of its own. Who settles a value meanwhile waits until the tables are written.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from kaigi_extract.errors import KaigiError
from kaigi_extract.web.review.holdings import Holdings

IDLE = 300.0
"""Seconds without a correction after which the tables are written: longer than anybody looks at one value."""


class Upkeep:
    """Watches over holdings. A context manager."""

    def __init__(self, holdings: Holdings, idle: float = IDLE) -> None:
        self._holdings, self._idle = holdings, idle
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="tables", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        before = self._holdings.everything()
        while not self._ended.wait(self._idle):
            now = self._holdings.everything()
            if now is before:
                try:
                    self._holdings.finish()
                except KaigiError:
                    continue  # somebody else writes to it; the end of the review says what is wrong
            before = now
