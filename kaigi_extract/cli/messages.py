"""What the command line says beside its output: errors, warnings; and its exit codes."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message, in_language
from kaigi_extract.cli.language import spoken
from kaigi_extract.errors import KaigiError

if TYPE_CHECKING:
    from kaigi_extract.records import Document


USAGE, SOME_FAILED, NOT_WHOLE, INCOMPATIBLE, INTERRUPTED, TERMINATED = 2, 6, 11, 13, 130, 143
"""Exit codes that belong to the command line alone; an error brings its own."""
EXIT_CODES = """\
exit codes:
  0  everything was read; what to know about it is among the findings
  1  it cannot be done: a port that is taken, corrections that cannot be written; the message says why
  2  wrong command line, or a ward or recogniser that is not known
  3  the file cannot be read: not there, empty, of another kind than can be read
  4  the PDF is encrypted and was not opened
  5  the mapping file has a mistake
  6  several files: some failed, the others came out
  7  a stored record or archive of another schema version
  8  a package is missing; the message names the extra that brings it
  9  the archive cannot be written: no room, no permission, another run at it
 10  the list of metadata has a mistake
 11  the archive is not whole (archive check)
 12  the file takes more time, memory, bytes or pages than it may
 13  a package's licence is not known to go with ours (licences --check)
130  stopped by Ctrl-C, 143 by SIGTERM; what is kept and how to go on is said
"""


def say(message: str) -> None:
    """Prints one line to standard error, in the language of the run."""
    from kaigi_extract.show.sanitise import legible

    print(f"kaigi-extract: {legible(in_language(message, spoken()))}", file=sys.stderr)


def complain(error: KaigiError) -> int:
    """Prints an error to standard error; its exit code."""
    say(error.said(spoken()))
    return error.exit_code


def warn(document: Document) -> None:
    """Says aloud what is missing from the records; the rest is among the findings."""
    for finding in document.findings:
        if finding.severity == "error":
            say(
                Message(
                    "{path}: warning: {message} [{code}]",
                    path=document.source.path,
                    message=finding.said(spoken()),
                    code=finding.code,
                )
            )


@contextlib.contextmanager
def keeping(what: Callable[[], str]) -> Iterator[None]:
    """Where the command is stopped within, what is kept and how to go on is said with it."""
    try:
        yield
    except KeyboardInterrupt as stop:
        stop.add_note(what())
        raise
