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
from importlib import import_module
from types import FrameType
from typing import NamedTuple

from kaigi_extract._version import __version__
from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import OF_MESSAGES, OPTION, Parser, complete, speaking
from kaigi_extract.cli.messages import EXIT_CODES, INTERRUPTED, TERMINATED, USAGE, complain, say
from kaigi_extract.collection import COLLECTED_AT_A_COMMAND
from kaigi_extract.errors import KaigiError
from kaigi_extract.regular_file import possible_path

__all__ = ["main"]


class Group(NamedTuple):
    """Commands that are added together."""

    module: str
    adds: str
    """The function of the module that adds them."""
    commands: tuple[str, ...]


GROUPS = (
    Group("kaigi_extract.cli.demo", "add_demo", ("demo",)),
    Group("kaigi_extract.cli.records", "add_extract", ("extract",)),
    Group("kaigi_extract.cli.records", "add_schema", ("schema",)),
    Group("kaigi_extract.cli.wards", "add_wards", ("wards",)),
    Group("kaigi_extract.cli.records", "add_explain", ("explain",)),
    Group("kaigi_extract.cli.clauses", "add_clauses", ("diff", "report", "amend", "clauses")),
    Group("kaigi_extract.cli.export", "add_export", ("export",)),
    Group("kaigi_extract.cli.many_sets", "add_many_sets", ("families", "conformity")),
    Group("kaigi_extract.cli.corrections", "add_correct", ("correct",)),
    Group("kaigi_extract.cli.review", "add_review", ("review",)),
    Group("kaigi_extract.cli.serve", "add_serve", ("serve",)),
    Group("kaigi_extract.cli.publish", "add_publish", ("publish",)),
    Group("kaigi_extract.cli.archive", "add_archive", ("migrate", "upgrade")),
    Group("kaigi_extract.cli.archive_verbs", "add_archive_verbs", ("archive",)),
    Group("kaigi_extract.cli.search", "add_search", ("search",)),
    Group("kaigi_extract.cli.searchable", "add_searchable", ("searchable",)),
    Group("kaigi_extract.cli.licences", "add_licences", ("licences",)),
)
"""All commands in the order of the help. A run loads only the module of its own."""


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does: in order, and with a word on what is kept."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, that of the process where none is given; the exit code."""
    given = sys.argv[1:] if argv is None else argv
    if argv is None:  # else pydantic looks through all installed packages for plugins that would watch it
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with _orderly_end(), COLLECTED_AT_A_COMMAND, speaking(given):
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
        for given in argv:  # a shell gives none, a program that calls `main` may
            possible_path(given)
        arguments = _parser(argv).parse_args(argv)
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


def _parser(given: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The program with the command that a command line begins with, or with all where it begins with none."""
    parser: argparse.ArgumentParser = Parser(
        prog="kaigi-extract",
        description="Typed records from the documents of Japanese ward councils on personal information.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument(OPTION, choices=("en", "ja"), help=OF_MESSAGES)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    asked = [group for group in GROUPS if given[:1] and given[0] in group.commands]
    for group in asked or GROUPS:
        getattr(import_module(group.module), group.adds)(commands)
    complete(parser)
    return parser
