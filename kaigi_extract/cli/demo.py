"""`demo`: an archive to try everything on, made of documents that come with the library and opened in the browser."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import spoken
from kaigi_extract.cli.messages import EXIT_CODES, keeping
from kaigi_extract.cli.serve import add_serving_options, serve_archive, server_on

FOLDER = "kaigi-demo"
DESCRIPTION = """\
A few documents that come with this library (in the form of wards, their business invented) are copied into FOLDER and
read into an archive there, which opens in the browser. One of them is a fax, which is recognised: there is something to
doubt. What to try next is printed, as commands. The second time it opens at once, with all that was done in it.

End with Ctrl-C. To be rid of it, delete the folder.
"""
DOUBTED = ("/cases/0/forms/0/title", "--confirm", "--document", "shinjuku-2013-library-cards.fax.pdf")
"""Confirms a value of the fax that is right, and doubted."""
NEXT = (
    ("find words", ("search", "{archive}", "再委託")),
    ("settle doubtful values beside their page", ("review", "{archive}")),
    ("confirm one of them here", ("correct", "{archive}", *DOUBTED)),
    ("look whether every file of the archive is as it was written", ("archive", "check", "{archive}")),
    ("publish it as a site, to open or to copy to a web server", ("publish", "{archive}", "{site}")),
)
"""What to try, each with a command that works as it is."""


def add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `demo`."""
    demo = commands.add_parser(
        "demo",
        help="make an archive to try everything on, and open it in the browser",
        description=DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    demo.add_argument(
        "folder", metavar="FOLDER", nargs="?", default=FOLDER, help="where it is made (default: %(default)s)"
    )
    demo.add_argument("--no-serve", action="store_true", help="make it, print what to try, and end")
    add_serving_options(demo)
    demo.set_defaults(run=_demo, parser=demo)


def _demo(arguments: argparse.Namespace) -> int:
    server = None if arguments.no_serve else server_on(arguments.port, "demo")
    from kaigi_extract.archive.demo import make_demo
    from kaigi_extract.archive.progress import progress_on

    with keeping(lambda: "what was read is kept; run the same command again to go on"):
        archive = make_demo(arguments.folder, progress_on(sys.stderr, spoken()))
    print(_next_steps(os.fspath(archive)), flush=True)
    return 0 if server is None else serve_archive(server, archive, arguments.lang, browser=not arguments.no_browser)


def _next_steps(archive: str) -> str:
    """What to try next, a command below each."""
    lines = [Message("The archive is in {archive}. What to try, in another terminal:", archive=archive).into(spoken())]
    site = os.path.join(os.path.dirname(archive), "site")
    for what, command in NEXT:
        words = [word.format(archive=archive, site=site) for word in command]
        lines.append(f"  # {Message(what).into(spoken())}\n  {_shell_words([*_program(), *words])}")
    return "\n".join(lines)


def _program() -> list[str]:
    """How this program is called here: by its name where that finds it."""
    name = "kaigi-extract"
    found = shutil.which(name)
    own = sys.argv[0]
    if found is not None and (os.path.basename(own) != name or os.path.samefile(found, own)):
        return [name]
    return [own] if os.path.basename(own) == name else [sys.executable, "-m", "kaigi_extract.cli"]


def _shell_words(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
