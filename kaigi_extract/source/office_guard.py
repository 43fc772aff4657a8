"""Runs one program, and ends it with all that it started when the process that asked for it is gone, however that went.

It is run as a script: FOLDER SECONDS PROGRAM ARGUMENT... SECONDS are those of computing that the program may take,
where the system counts them (Windows does not). Its standard input is a pipe whose other end the asking process
holds: the system closes that with the process. What is left in FOLDER is removed then. Imports nothing of the package,
so that it is there in some hundredths of a second.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading

if sys.platform != "win32":
    import resource

NOT_STARTED = 127
"""Exit code where the program cannot be started, as a shell has it; why is said on standard output."""
COMPUTED_TOO_LONG = 124
"""Exit code where it was ended for the seconds that it took, as `timeout` has it."""
GRACE = 5
"""Seconds more for a program that does not end when it is told to."""
NEARLY = 0.9
"""Of the seconds that are allowed: the system counts roughly when it ends a program, and exactly when it says why."""


def main() -> int:
    """The exit code of the program; 128 and the number of the signal that ended it."""
    folder, seconds, *command = sys.argv[1:]
    _allow(int(seconds))
    try:
        program = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        print(error.strerror, flush=True)
        return NOT_STARTED
    alone = threading.Event()
    watching = threading.Thread(target=_end_when_alone, args=(program, folder, alone), daemon=True)
    watching.start()
    code = program.wait()
    _end(program)
    if alone.is_set():
        watching.join()
    if code and _computed() >= NEARLY * int(seconds):
        return COMPUTED_TOO_LONG
    return code if code >= 0 else 128 - code


def _allow(seconds: int) -> None:
    """Has the system end whatever is started from now on when it has computed so long; a lower limit stays."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        hard = seconds + GRACE if most == resource.RLIM_INFINITY else min(seconds + GRACE, most)
        resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, hard), hard))


def _computed() -> float:
    """The seconds that the program took, with what it started and waited for; 0 where nobody counts them."""
    if sys.platform == "win32":
        return 0.0
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


def _end_when_alone(program: subprocess.Popen[bytes], folder: str, alone: threading.Event) -> None:
    """Waits until nobody holds the pipe any more; then nobody waits for the program either."""
    sys.stdin.buffer.read()
    alone.set()
    _end(program)
    shutil.rmtree(folder, ignore_errors=True)


def _end(program: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()


if __name__ == "__main__":
    os._exit(main())
