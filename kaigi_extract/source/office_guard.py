"""Runs one program, and ends it with all that it started when the process that asked for it is gone, however that went.

It is run as a script: FOLDER PROGRAM ARGUMENT... Its standard input is a pipe whose other end the asking process
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

NOT_STARTED = 127
"""Exit code where the program cannot be started, as a shell has it; why is said on standard output."""


def main() -> int:
    """The exit code of the program; 128 and the number of the signal that ended it."""
    folder, *command = sys.argv[1:]
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
    return code if code >= 0 else 128 - code


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
