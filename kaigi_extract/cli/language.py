"""The language of what people read: the option `--lang`, and what the locale says where it is not given.

The language of a run is decided before its command line is read, because help and complaints are in it, too.
"""

from __future__ import annotations

import argparse
import contextlib
import contextvars
import gettext
import locale
import os
from collections.abc import Iterator, Sequence
from typing import NoReturn

from kaigi_extract.catalogue import DOMAIN, LOCALES, Language, in_language

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which POSIX asks them: the first that is set decides."""
OPTION = "--lang"
OF_MESSAGES = "language of messages: en or ja (default: that of the locale)"

_spoken: contextvars.ContextVar[Language] = contextvars.ContextVar("_spoken", default="en")


def add_language_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--lang` to a command that prints text with labels."""
    parser.add_argument(
        OPTION,
        choices=("en", "ja"),
        help="language of messages, and of labels in text: en, or ja as in the documents (default: that of the locale)",
    )


def language_of(arguments: argparse.Namespace) -> Language:
    """The language that was asked for, before the name of the command or after it; else that of the locale, Japanese or
    English."""
    return _known(arguments.lang) if arguments.lang else spoken()


def spoken() -> Language:
    """The language of messages in this run."""
    return _spoken.get()


@contextlib.contextmanager
def speaking(argv: Sequence[str]) -> Iterator[None]:
    """Help and messages within are in the language that the command line asks for, or the locale.

    `argparse` has sentences of its own. They are in our catalogue too, which it is led to by the text domain of the
    process; that, and the variable which chooses the language, are as before afterwards.
    """
    language = _known(_asked(argv) or _locale())
    token = _spoken.set(language)
    domain, chosen = gettext.textdomain(), os.environ.get("LANGUAGE")
    if language != "en":
        gettext.bindtextdomain(DOMAIN, LOCALES)
        gettext.textdomain(DOMAIN)
        os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        _spoken.reset(token)
        if language != "en":
            gettext.textdomain(domain)
            os.environ.pop("LANGUAGE")
            if chosen is not None:
                os.environ["LANGUAGE"] = chosen


def said_by(error: ValueError) -> str:
    """What an error says of something that was chosen, in the language of the run."""
    said: str = getattr(error, "message", None) or (error.args[0] if error.args else "")
    return in_language(said, spoken())


class Parser(argparse.ArgumentParser):
    """A parser that complains in the language of the run."""

    def error(self, message: str) -> NoReturn:
        super().error(in_language(message, spoken()))


def complete(parser: argparse.ArgumentParser) -> None:
    """Gives every command `--lang`, and puts all help into the language of the run."""
    commands = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not commands and not any(OPTION in action.option_strings for action in parser._actions):
        parser.add_argument(OPTION, choices=("en", "ja"), help=OF_MESSAGES)
    if spoken() != "en":
        _translate(parser, spoken())
    for action in commands:
        for command in dict.fromkeys(action.choices.values()):
            complete(command)


def _translate(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.description = in_language(parser.description or "", language) or None
    parser.epilog = in_language(parser.epilog or "", language) or None
    for group in parser._action_groups:
        group.title = in_language(group.title or "", language) or None
        group.description = in_language(group.description or "", language) or None
    for action in parser._actions:
        if action.help and action.help != argparse.SUPPRESS:
            action.help = in_language(action.help, language)
        if isinstance(action, argparse._SubParsersAction):
            for listed in action._choices_actions:
                listed.help = in_language(listed.help or "", language)


def _asked(argv: Sequence[str]) -> str:
    """What `--lang` says, on a command line that is not read yet; empty where it says nothing."""
    for at, word in enumerate(argv):
        name, _, value = word.partition("=")
        if name == OPTION:
            return value or "".join(argv[at + 1 : at + 2])
    return ""


def _known(chosen: str) -> Language:
    return "ja" if chosen.lower().startswith("ja") else "en"


def _locale() -> str:
    """ja_JP.UTF-8, or Japanese_Japan.932 as Windows has it; empty where nothing says it."""
    said = next((value for name in LOCALE_VARIABLES if (value := os.environ.get(name))), None)
    return said if said is not None else locale.getlocale()[0] or ""
