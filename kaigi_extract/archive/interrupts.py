"""Ctrl-C and SIGTERM while an archive is made: noticed at once, obeyed where nothing is half done.

Python raises `KeyboardInterrupt` between any two of its instructions, in the middle of a lock or a queue, too: worker
pools that lost a wake-up that way never end. Sets and restores signal handlers, nothing else.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

LOOK = 0.2
"""Seconds between two looks for a signal while tasks are waited for."""
HELD = (signal.SIGINT, signal.SIGTERM)
"""Signals that are held back."""

Item = TypeVar("Item")
Handler = Callable[[int, FrameType | None], Any] | int | signal.Handlers | None


class Interrupts:
    """Holds the two signals back from its start on, until `check` is called. A context manager.

    Outside of the main thread, where Python delivers no signals, it does nothing.
    """

    def __init__(self) -> None:
        self._caught: list[int] = []
        self._before: dict[int, Handler] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in HELD:
                self._before[number] = signal.signal(number, self._catch)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        self._restore()
        if kind is None:
            self._raise()

    def check(self) -> None:
        """Hands a signal that has come to whoever would have had it: by default it raises `KeyboardInterrupt`."""
        if self._caught:
            self._restore()
            self._raise()
            self.__enter__()  # whoever had it goes on

    def checked(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, with a check before each."""
        for item in items:
            self.check()
            yield item

    def wait(self, futures: Iterable[Future[Any]]) -> set[Future[Any]]:
        """Waits until one of the futures is done, with a check now and then. Returns those that are."""
        pending = list(futures)
        while pending:
            done = wait(pending, LOOK, FIRST_COMPLETED).done
            self.check()
            if done:
                return done
        return set()

    def _catch(self, number: int, _: FrameType | None) -> None:
        self._caught.append(number)

    def _restore(self) -> None:
        while self._before:
            number, handler = self._before.popitem()
            if handler is not None:  # one that was not set from Python cannot be set back from it
                signal.signal(number, handler)

    def _raise(self) -> None:
        while self._caught:
            signal.raise_signal(self._caught.pop(0))
