"""A command that serves pages, run until it has said its address, asked for its first page, and ended by Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


def served(
    command: Sequence[str], folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Its exit code, and all that it said."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if address := ADDRESS.search(line):
            with urllib.request.urlopen(address[0]) as answer:
                assert answer.status == 200
            os.killpg(process.pid, signal.SIGINT)
            break
    said += process.communicate()[0]
    return process.returncode, said
