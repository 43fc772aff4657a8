"""Where the password of encrypted PDFs comes from: a prompt, a file, the environment, or the command line itself.

What stands on a command line is in the history of the shell, and any user of the machine sees it in the list of
processes; a prompt, a file or the environment keep it to whoever runs the command.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource

PASSWORD = "KAIGI_EXTRACT_PASSWORD"
"""The variable of the environment."""
PROMPT = "-"
"""What stands for a password that is asked for."""


def add_password(add: Callable[..., Any]) -> None:
    """Adds the options of a password to a parser or a group of one, whose `add_argument` is given."""
    add(
        "--password",
        metavar="P",
        nargs="?",
        const=PROMPT,
        help="of encrypted PDFs; - asks for it, as does none at the end of the line (default: that of the environment, "
        "KAIGI_EXTRACT_PASSWORD). Other users of the machine may see one that stands here",
    )
    add("--password-file", metavar="FILE", help="take the password from the first line of a file")


def password_of(arguments: argparse.Namespace) -> str | None:
    """The password that was given, however; None where none was. A prompt asks once.

    Raises:
        UnreadableSource: The file of the password cannot be read.
    """
    if arguments.password is not None and arguments.password_file is not None:
        arguments.parser.error(Message("give --password or --password-file, not both"))
    if arguments.password_file is not None:
        arguments.password, arguments.password_file = _first_line(arguments.password_file), None
    elif arguments.password is None:
        arguments.password = os.environ.get(PASSWORD) or None
    elif arguments.password == PROMPT:
        arguments.password = _asked()
    password: str | None = arguments.password
    return password


def _first_line(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        problem = Message("the password cannot be read from it; give a text file in UTF-8 that you may read")
        raise UnreadableSource(path, problem) from error


def _asked() -> str:
    """What is typed, unseen; where nobody types, the first line of standard input."""
    return getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
