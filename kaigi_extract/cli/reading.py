"""How files are read: the same options, in the same words, for every command that reads."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import said_by
from kaigi_extract.cli.passwords import add_password, password_of

READING = ("ward", "mapping", "password", "date", "reader", "recogniser")
"""Names of the options, which are those of `extract`."""


MAPPING_HELP = (
    "a field mapping of your own, or a folder of them, beside those that come along; may be given several times, and "
    "the document chooses"
)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say how files are read."""
    add = parser.add_argument_group("how files are read").add_argument
    add("--ward", metavar="W", help="the ward's id, where the document itself does not say it (shinjuku)")
    add("--mapping", metavar="FILE", action="append", help=MAPPING_HELP)
    add_password(add)
    add("--date", metavar="YYYY-MM-DD", type=date_of, help="the day of the meeting, for documents that print none")
    readers = ("pymupdf", "pdfplumber", "both")
    add("--reader", choices=readers, help="both compares the two (default: pymupdf)")
    add("--recogniser", metavar="NAME", help="engine for scanned pages; none for none (default: auto)")


def reading_options(arguments: argparse.Namespace) -> dict[str, Any]:
    """The options as `extract` takes them. A name that nothing has is a wrong command line."""
    from kaigi_extract.ocr.engines import check_engine_name
    from kaigi_extract.wards.known import known_wards

    try:
        known_wards(arguments.ward, arguments.mapping)
        if arguments.recogniser is not None:
            check_engine_name(arguments.recogniser)
    except ValueError as error:
        arguments.parser.error(said_by(error))
    password_of(arguments)
    given = {name: getattr(arguments, name) for name in READING}
    return {name: value for name, value in given.items() if value is not None}


def date_of(text: str) -> datetime.date:
    """The day that an option gives."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(Message("{text!r} is no date; write it as 2013-05-31", text=text)) from None
