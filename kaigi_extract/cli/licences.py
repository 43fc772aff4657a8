"""`licences`: every package that this program works with, its licence, and whether it goes with ours."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.messages import EXIT_CODES, INCOMPATIBLE, say

if TYPE_CHECKING:
    from kaigi_extract.cli.installed_licences import Licensed

HOW = """\
The packages are those that kaigi-extract asks for, and those that they ask for, with every extra that is installed.
Their licences are what their authors wrote into their metadata; a package may bring works of others under licences of
their own, which its own files name. This is a list to begin with, and no legal advice.
"""


def add_licences(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `licences`."""
    licences = commands.add_parser(
        "licences",
        help="list the licences of all packages that this program works with",
        description=HOW,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = licences.add_argument
    add("--check", action="store_true", help="print only what is not known to go with the AGPL; exit code 13 if any")
    add("--format", choices=("text", "csv", "json"), default="text", help="(default: %(default)s)")
    licences.set_defaults(run=_licences)


def _licences(arguments: argparse.Namespace) -> int:
    from kaigi_extract.cli.installed_licences import installed

    found = installed()
    shown = [one for one in found if not (arguments.check and one.compatible)]
    _write(shown, arguments.format)
    if arguments.check and shown:
        say(Message("licences not known to go with the AGPL: {count}", count=len(shown)))
        return INCOMPATIBLE
    return 0


def _write(shown: list[Licensed], form: str) -> None:
    import csv
    from dataclasses import asdict

    if form == "json":
        sys.stdout.write("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in shown))
    elif form == "csv":
        from kaigi_extract.cli.installed_licences import Licensed

        writer = csv.DictWriter(sys.stdout, list(Licensed.__slots__), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(one) for one in shown)
    else:
        wide = max((len(f"{one.name} {one.version}") for one in shown), default=0)
        for one in shown:
            mark = "" if one.compatible else " ?"
            sys.stdout.write(f"{f'{one.name} {one.version}':<{wide}}  {one.licence or '-'}{mark}\n")
