"""`export`: a file in the standards of other fields."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import add_language_option, language_of, said_by
from kaigi_extract.cli.messages import EXIT_CODES, say, warn
from kaigi_extract.cli.reading import add_reading_options, reading_options
from kaigi_extract.cli.whole_files import write_whole
from kaigi_extract.regular_file import is_same_file

STANDARDS = {
    "law-xml": "法令標準XML, the form of e-Gov's laws: one clause set with its 附則 and 別表",
    "akoma-ntoso": "Akoma Ntoso 3.0 (XML): the same",
    "popolo": "Popolo (JSON): councils, people, memberships, sittings, decisions and speeches",
    "ocd": "Open Civic Data events (JSON): sittings with participants, agenda and the document",
    "web-annotations": "W3C Web Annotations (JSON-LD): each value and where it is printed",
}
DESCRIPTION = "A file in a standard of another field, for the tools of that field:\n\n" + "".join(
    f"  {name:<16} {words}\n" for name, words in STANDARDS.items()
)
EPILOG = """\
What a standard has no place for is said on standard error. Nothing is made up: a day that is not printed is absent.
"""


def add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `export`."""
    export = commands.add_parser(
        "export",
        help="write a file in a standard of another field: 法令標準XML, Akoma Ntoso, Popolo, …",
        description=DESCRIPTION + "\n" + EPILOG,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = export.add_argument
    add("file", metavar="FILE", help="any file that extract reads; FILE::TITLE names one of its clause sets")
    add("--to", metavar="STANDARD", choices=tuple(STANDARDS), required=True, help=f"one of {', '.join(STANDARDS)}")
    add(
        "--set",
        metavar="TITLE",
        help="start of a title: the clause set that is meant",
    )
    add(
        "--law-number",
        metavar="N",
        help="of law-xml: the 法令番号 of the clause set (令和5年条例第12号)",
    )
    add("--source-url", metavar="URL", help="of popolo, ocd and web-annotations: where the file can be had")
    add("-o", "--out", metavar="OUT", type=Path, help="the file to write (default: standard output)")
    add_language_option(export)
    add_reading_options(export)
    export.set_defaults(run=_export, parser=export)


def _export(arguments: argparse.Namespace) -> int:
    from kaigi_extract.pipeline import extract
    from kaigi_extract.show.export.standards import to_standard
    from kaigi_extract.show.sanitise import legible

    given, out, parser = arguments.file, arguments.out, arguments.parser
    file, _, title = (given, "", "") if os.path.exists(given) else given.partition("::")
    if out is not None and is_same_file(out, file):
        parser.error(Message("--out {out}: this is the document itself; give another name", out=out))
    document = extract(file, **reading_options(arguments))
    warn(document)
    try:
        made = to_standard(
            document,
            arguments.to,
            clause_set=title or arguments.set,
            law_number=arguments.law_number,
            source_url=arguments.source_url,
        )
    except ValueError as error:
        parser.error(legible(said_by(error)))
    for one in made.not_carried:
        words = one.message.into(language_of(arguments))
        say(f"{file}{one.pointer and f' {one.pointer}'}: {words}")
    if out is None:
        sys.stdout.write(made.text)
        return 0
    try:
        write_whole(out, made.text)
    except (OSError, ValueError) as error:  # the latter of a path that ends in no name
        why = error.strerror if isinstance(error, OSError) else error
        parser.error(Message("--out {out}: cannot be written ({error})", out=out, error=why))
    return 0
