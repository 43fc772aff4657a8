"""One call in a process of its own, which is ended when it takes too long or too much memory.

The process is a fresh interpreter: a script that calls it needs no guard around its main part. What is called, what it
is given and what it gives travel pickled through pipes. Knows nothing of documents.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import LimitExceeded, UnreadableSource
from kaigi_extract.optional import load

WATCH = 0.1
"""Seconds between two looks at the time and the memory; a process at full speed takes 100 to 200 MB in that time."""
MEGABYTE = 2**20
_CHILD = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "import kaigi_extract.limited_process as of; of._serve()"
)


def run_limited(
    function: Callable[..., Any], *given: Any, path: str, seconds: float | None = None, memory: int | None = None
) -> Any:
    """What `function` gives, called with `given` in a process of its own; or raises what it raises.

    `seconds` is wall time with the start of the process, about one second; `memory` is in megabytes; None is no limit.
    `path` is the file that errors name.

    Raises `LimitExceeded`; `UnreadableSource` where the process dies; `MissingExtra` where memory cannot be watched.
    """
    psutil = load("psutil", "max_memory") if memory else None
    task = pickle.dumps(sys.path) + pickle.dumps((function, given))
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    answer: list[bytes] = []
    talking = threading.Thread(target=lambda: answer.append(process.communicate(task)[0]), daemon=True)
    talking.start()
    try:
        while talking.is_alive():
            talking.join(WATCH)
            if seconds and time.monotonic() - started > seconds:
                raise LimitExceeded(path, limit="seconds", allowed=seconds)
            if memory and talking.is_alive() and resident(psutil, process.pid) > memory:
                raise LimitExceeded(path, limit="memory", allowed=memory)
    finally:
        _end(process)
        talking.join()
    if not answer or not answer[0]:
        how = ending_of(process.returncode)
        raise UnreadableSource(
            path, Message("its process {how} while reading it; get a whole copy, or report it with the file", how=how)
        )
    failed, result = pickle.loads(answer[0])
    if failed:
        raise result
    return result


def ending_of(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return Message("ended with exit code {code}", code=code)
    with contextlib.suppress(ValueError):
        return Message("was killed by {name}", name=signal.Signals(-code).name)
    return Message("was killed by signal {number}", number=-code)


def resident(psutil: Any, pid: int) -> int:
    """Resident memory of a process and those that it started (LibreOffice), in megabytes."""
    taken = 0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in [process, *process.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                taken += one.memory_info().rss
    return taken // MEGABYTE


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process, and where the system knows groups of them, what it started."""
    if process.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _serve() -> None:
    """In the process: reads the task, calls, and answers. What engines print goes to standard error."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answer: tuple[bool, Any]
    try:
        function, given = pickle.load(sys.stdin.buffer)
        answer = False, function(*given)
    except Exception as error:
        answer = True, error
    with out:
        out.write(_pickled(answer))


def _pickled(answer: tuple[bool, Any]) -> bytes:
    try:
        return pickle.dumps(answer)
    except Exception as error:  # an exception of somebody else's that does not travel
        return pickle.dumps((True, RuntimeError(f"{answer[1]!r} does not leave its process ({error})")))
