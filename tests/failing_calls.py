"""System calls of writing that fail when they are told to: the library of `failing_calls.c`, and its face in Python.

A C compiler makes it, and it is loaded before libc, so that what DuckDB, SQLite and Arrow write fails as what Python
writes does. Whoever drives it runs in a process of its own (`with_failing_calls`).
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SOURCE = Path(__file__).with_name("failing_calls.c")
ROOT = Path(__file__).parents[1]
LIBRARY = "FAILING_CALLS"
"""The environment variable that names the library that is loaded."""


def compiler() -> str | None:
    """The C compiler of this machine; None where there is none, or no way to load a library before libc."""
    return shutil.which("cc") or shutil.which("gcc") if sys.platform == "linux" else None


def with_failing_calls(folder: Path, module: str, *given: str, timeout: float) -> subprocess.CompletedProcess[str]:
    """Runs a module in a process where calls can be told to fail; `folder` is where the library is made."""
    library, make = folder / "failing_calls.so", compiler()
    assert make is not None
    subprocess.run([make, "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
    about = os.environ | {"LD_PRELOAD": str(library), LIBRARY: str(library), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", module, *given]
    return subprocess.run(command, env=about, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False)


class FailingCalls:
    """The calls that would change what lies below some folders, counted; one of them fails."""

    def __init__(self, *folders: Path) -> None:
        self._library = ctypes.CDLL(os.environ[LIBRARY])
        self._library.noted_call.restype = ctypes.c_char_p
        for folder in folders:
            self._library.watch(os.fsencode(folder.resolve()))

    def arm(self, number: int = 0, error: int = 0, *, forever: bool = False) -> None:
        """Counts anew from 1; the call of this number fails with `error`, or with `forever` each from it on."""
        self._library.arm(number, error, int(forever))

    def disarm(self) -> int:
        """Lets all calls pass uncounted; returns how many there were."""
        return int(self._library.disarm())

    @property
    def failures(self) -> int:
        """How many calls were made to fail since they were last armed."""
        return int(self._library.failures())

    def noted(self) -> Sequence[str]:
        """What was called since, and of which file: `write /a/b`."""
        found = (self._library.noted_call(at) for at in range(1, self.disarm() + 1))
        return [os.fsdecode(one) for one in found if one is not None]
