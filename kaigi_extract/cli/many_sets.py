"""`families` and `conformity`: what many clause sets descend from, and what they say of the points of a list."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import add_language_option, language_of, said_by
from kaigi_extract.cli.messages import EXIT_CODES, say, warn
from kaigi_extract.cli.reading import add_reading_options, reading_options

if TYPE_CHECKING:
    from kaigi_extract.clauses import Conformity, Families
    from kaigi_extract.records import ClauseSet

FORMATS = ("text", "json", "csv", "html")
PICTURES = (".png", ".svg", ".pdf")
"""What `--plot` writes, by the ending of the file."""


def add_many_sets(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands `families` and `conformity`."""
    families = commands.add_parser(
        "families",
        help="group clause sets by the templates they descend from",
        description="Which clause sets descend from one template, and what each of them added, dropped or reworded. "
        "Sets are of one family where they share whole clauses in the same order.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_sets(families)
    families.set_defaults(run=_families, parser=families)
    conformity = commands.add_parser(
        "conformity",
        help="hold clause sets against a list of points",
        description="Which points of a list each clause set fulfils, has in weaker words, or lacks, with the clause "
        "and the sentence that say so. The list that comes along has the national guideline's points on outsourcing.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_sets(conformity)
    conformity.add_argument("--checklist", metavar="FILE", type=Path, help="a list of points of your own (.toml)")
    conformity.set_defaults(run=_conformity, parser=conformity)


def _add_sets(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "sets",
        metavar="SETS",
        nargs="+",
        help="files that extract reads, with all their sets; FILE::TITLE is one of them",
    )
    add_reading_options(parser)
    add("--format", choices=FORMATS, default="text", help="(default: %(default)s)")
    add("--plot", metavar="OUT", type=Path, help="write a picture as well: .png, .svg or .pdf")
    add_language_option(parser)


def _families(arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses import families

    _check_plot(arguments)
    found = families(_sets(arguments))
    if arguments.plot is not None:
        with _without_trace():
            from kaigi_extract.show.plots.many_sets import plot_families

            plot_families(found, lang=language_of(arguments)).savefig(arguments.plot)
    return _print(found, arguments)


def _conformity(arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses import conformity, load_checklist

    _check_plot(arguments)
    checklist = load_checklist(arguments.checklist)
    found = conformity(_sets(arguments), checklist)
    if arguments.plot is not None:
        with _without_trace():
            from kaigi_extract.show.plots.many_sets import plot_conformity

            plot_conformity(found, lang=language_of(arguments)).savefig(arguments.plot)
    return _print(found, arguments)


def _print(found: Families | Conformity, arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses import Families
    from kaigi_extract.show.comparison.sheets import sheet_of
    from kaigi_extract.show.terminal.sheets import conformity_text, families_text

    language = language_of(arguments)
    if arguments.format == "json":
        sys.stdout.write(found.model_dump_json(indent=2) + "\n")
    elif arguments.format == "csv":
        sys.stdout.write(found.to_csv(lang=language))
    elif arguments.format == "html":
        sys.stdout.write(found.to_html(lang=language))
    else:
        text = families_text if isinstance(found, Families) else conformity_text
        sys.stdout.write(text(sheet_of(found, language), terminal=sys.stdout.isatty()))
    return 0


@contextlib.contextmanager
def _without_trace() -> Iterator[None]:
    """matplotlib keeps a list of fonts in the user's home: for one command, in a folder that goes with it."""
    if _SETTINGS in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="kaigi-extract-") as folder:
        os.environ[_SETTINGS] = folder
        try:
            yield
        finally:
            del os.environ[_SETTINGS]


_SETTINGS = "MPLCONFIGDIR"


def _check_plot(arguments: argparse.Namespace) -> None:
    out: Path | None = arguments.plot
    if out is None:
        return
    if out.suffix.lower() not in PICTURES:
        arguments.parser.error(Message("--plot {out}: a picture ends in {listed}", out=out, listed=", ".join(PICTURES)))
    if not os.path.isdir(out.parent):
        arguments.parser.error(
            Message("--plot {out}: there is no folder {parent}; make it first", out=out, parent=out.parent)
        )


def _sets(arguments: argparse.Namespace) -> list[ClauseSet]:
    """All clause sets that are named; at least one."""
    found = [clause_set for named in arguments.sets for clause_set in _sets_of(named, arguments)]
    if not found:
        arguments.parser.error(
            Message("there is no clause set in these files; `kaigi-extract extract` prints what there is")
        )
    return found


def _sets_of(named: str, arguments: argparse.Namespace) -> Iterator[ClauseSet]:
    """The sets of FILE, or the one that FILE::TITLE names."""
    from kaigi_extract.clauses.select import choose_set
    from kaigi_extract.pipeline import extract
    from kaigi_extract.show.sanitise import legible

    file, _, title = (named, "", "") if os.path.exists(named) else named.partition("::")
    document = extract(file, **reading_options(arguments))
    warn(document)
    if not title:
        if not document.clause_sets:
            say(Message("{file}: there is no clause set in it", file=file))
        yield from document.clause_sets
        return
    try:
        yield choose_set(document, title)
    except ValueError as error:
        arguments.parser.error(legible(said_by(error)))
