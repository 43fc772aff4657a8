"""Python's search for reference cycles, done less often while a file is read.

A page becomes many thousand objects that live until its document is done, hardly any of them in a cycle; after every
700 new ones Python would look through the young ones again, and now and then through all. Imports nothing of ours.
"""

from __future__ import annotations

import gc
import threading

SELDOM = 50_000
"""New objects after which cycles are looked for, in place of 700: what a page of text is made of twice over, some 5 MB.
Beyond that nothing is gained (6 % of the time of an extraction), and a file of any length stays within its memory."""
AT_A_COMMAND = 200_000
"""The same in a process that runs one command: what it loads (some 100,000, none in a cycle) and a page or two. To look
through what was loaded takes as long as to read a page; some 20 MB of cycles may wait."""


class _SeldomCollected:
    """Looks for cycles seldom within; with the last of several threads that read, the interval is as it was before.

    Where cycles are looked for less often already, or not at all, that stays.
    """

    def __init__(self, interval: int) -> None:
        self._interval = interval
        self._lock = threading.Lock()
        self._within = 0
        self._before = gc.get_threshold()

    def __enter__(self) -> None:
        with self._lock:
            self._within += 1
            if self._within == 1:
                self._before = gc.get_threshold()
                if 0 < self._before[0] < self._interval:
                    gc.set_threshold(self._interval, *self._before[1:])

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._within -= 1
            if not self._within and gc.get_threshold() == (self._interval, *self._before[1:]):
                gc.set_threshold(*self._before)


SELDOM_COLLECTED = _SeldomCollected(SELDOM)
"""A context manager, one for all threads: the interval is the process's."""
COLLECTED_AT_A_COMMAND = _SeldomCollected(AT_A_COMMAND)
"""The same for the whole of a command."""
