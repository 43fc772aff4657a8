"""The command line: each command is one public verb. Prints, and turns errors into exit codes.

One module a group of commands; `reading` has the options that all of them share, `messages` what is said beside output.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import FrameType

from kaigi_extract._version import __version__
from kaigi_extract.catalogue import Message
from kaigi_extract.cli.archive import add_archive
from kaigi_extract.cli.archive_verbs import add_archive_verbs
from kaigi_extract.cli.clauses import add_clauses
from kaigi_extract.cli.corrections import add_correct
from kaigi_extract.cli.demo import add_demo
from kaigi_extract.cli.export import add_export
from kaigi_extract.cli.language import OF_MESSAGES, OPTION, Parser, complete, speaking
from kaigi_extract.cli.licences import add_licences
from kaigi_extract.cli.many_sets import add_many_sets
from kaigi_extract.cli.messages import EXIT_CODES, INTERRUPTED, TERMINATED, USAGE, complain, say
from kaigi_extract.cli.publish import add_publish
from kaigi_extract.cli.records import add_explain, add_extract, add_schema
from kaigi_extract.cli.review import add_review
from kaigi_extract.cli.search import add_search
from kaigi_extract.cli.searchable import add_searchable
from kaigi_extract.cli.serve import add_serve
from kaigi_extract.cli.wards import add_wards
from kaigi_extract.collection import SELDOM_COLLECTED
from kaigi_extract.errors import KaigiError

__all__ = ["main"]


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does: in order, and with a word on what is kept."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, that of the process where none is given; the exit code."""
    given = sys.argv[1:] if argv is None else argv
    if argv is None:  # else pydantic looks through all installed packages for plugins that would watch it
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with _orderly_end(), SELDOM_COLLECTED, speaking(given):  # loading a library makes no cycles
        code = _run(given)
        if argv is None:  # else Python looks three times for cycles in all that is loaded, while it ends
            gc.freeze()
    return code


@contextlib.contextmanager
def _orderly_end() -> Iterator[None]:
    """SIGTERM raises `_Terminated` within. Only the main thread may set that, and only a program's own command does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise _Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(argv: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except KaigiError as error:
        return complain(error)
    except BrokenPipeError:  # whoever read the output has read enough
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt as stop:
        say(Message.joined("; ", [Message("stopped"), *getattr(stop, "__notes__", [])]))
        return TERMINATED if isinstance(stop, _Terminated) else INTERRUPTED
    return code


def _parser() -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = Parser(
        prog="kaigi-extract",
        description="Typed records from the documents of Japanese ward councils on personal information.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument(OPTION, choices=("en", "ja"), help=OF_MESSAGES)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_demo(commands)
    add_extract(commands)
    add_schema(commands)
    add_wards(commands)
    add_explain(commands)
    add_clauses(commands)
    add_export(commands)
    add_many_sets(commands)
    add_correct(commands)
    add_review(commands)
    add_serve(commands)
    add_publish(commands)
    add_archive(commands)
    add_archive_verbs(commands)
    add_search(commands)
    add_searchable(commands)
    add_licences(commands)
    complete(parser)
    return parser
