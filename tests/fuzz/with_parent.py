"""Ends a process with the one that started it, however that ended: a fuzzer that is killed can end nothing any more."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

_SIGNAL_AT_DEATH_OF_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
WATCH = 1.0
"""Seconds between two looks, where the system does not tell."""


def end_with(parent: int) -> None:
    """Has this process end when `parent`, which started it, is gone.

    On Linux the system sees to it: where C code does not come back, no thread of ours would run. Elsewhere one looks.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_AT_DEATH_OF_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # gone before that was asked for
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)
