"""The language of what people read: the option `--lang`, and what the locale says where it is not given."""

from __future__ import annotations

import argparse
import locale
import os
from typing import Literal

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which POSIX asks them: the first that is set decides."""


def add_language_option(parser: argparse.ArgumentParser, of: str = "the labels in text") -> None:
    """Adds `--lang`; `of` is what it is the language of."""
    help_text = f"language of {of}: en, or ja as in the documents (default: that of the locale)"
    parser.add_argument("--lang", choices=("en", "ja"), help=help_text)


def language_of(arguments: argparse.Namespace) -> Literal["en", "ja"]:
    """The language that was asked for; else Japanese in a Japanese locale, and English in any other."""
    chosen: str = arguments.lang or _locale()
    return "ja" if chosen.lower().startswith("ja") else "en"


def _locale() -> str:
    """ja_JP.UTF-8, or Japanese_Japan.932 as Windows has it; empty where nothing says it."""
    said = next((value for name in LOCALE_VARIABLES if (value := os.environ.get(name))), None)
    return said if said is not None else locale.getlocale()[0] or ""
