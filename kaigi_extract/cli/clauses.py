"""`clauses`, `diff` and `report`: what clause sets demand, and what changed between two of them."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.amending import add_amend, print_draft
from kaigi_extract.cli.language import said_by, spoken
from kaigi_extract.cli.messages import EXIT_CODES, say, warn
from kaigi_extract.cli.reading import add_reading_options, reading_options
from kaigi_extract.cli.table_options import add_table_options, table_choices
from kaigi_extract.regular_file import is_same_file

if TYPE_CHECKING:
    from kaigi_extract.records import ClauseSet, Document


REPORTS = (".html", ".docx", ".xlsx")
"""What `report` writes, by the ending of the file."""


def add_clauses(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands `diff`, `report`, `amend` and `clauses`."""
    diff = commands.add_parser(
        "diff",
        help="say what changed between two clause sets",
        description="Which clauses of two sets carry the same duties, and what changed in them word by word. Two "
        "versions of one ward, or two wards.",
    )
    add = diff.add_argument
    _add_sides(diff)
    formats = ("text", "json", "html", "kaimebun")
    add(
        "--format",
        choices=formats,
        default="text",
        help="json is the alignment, kaimebun a drafted amendment (改め文) that makes B of A (default: %(default)s)",
    )
    diff.set_defaults(run=_diff, parser=diff)
    _add_report(commands)
    add_amend(commands, _law)
    clauses = commands.add_parser(
        "clauses",
        help="print the clause sets of a file with topics, and who must do what",
        description="Every clause set of a file, annotated: topics of each clause; actor, modality and exception of "
        "each sentence.",
    )
    clauses.add_argument("file", metavar="FILE", help="any file that extract reads")
    add_reading_options(clauses)
    clauses.add_argument("--format", choices=("text", "json"), default="text", help="(default: %(default)s)")
    clauses.set_defaults(run=_clauses, parser=clauses)


def _add_sides(parser: argparse.ArgumentParser) -> None:
    """What names two clause sets."""
    add = parser.add_argument
    add("old", metavar="A", help="any file that extract reads; FILE::TITLE names one of its clause sets")
    add("new", metavar="B", help="the same; TITLE#2 is the second set of a title")
    add("--set", metavar="TITLE", help="start of a title: the set that is meant wherever a file holds more than one")
    add_reading_options(parser)


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = commands.add_parser(
        "report",
        help="write what changed between two clause sets, to hand on",
        description="Old and new side by side with every change marked: a page to read and filter that needs no "
        "network and shows the places in the originals (.html), or a 新旧対照表 for Word (.docx) or Excel (.xlsx).",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = report.add_argument
    _add_sides(report)
    add("-o", "--out", metavar="OUT", type=Path, required=True, help="the file to write: .html, .docx or .xlsx")
    add("--no-evidence", action="store_true", help="leave the pages of the originals out of an .html")
    add_table_options(report)
    report.set_defaults(run=_report, parser=report)


def _diff(arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses import diff

    old, new = (_side(side, arguments) for side in (arguments.old, arguments.new))
    if arguments.format == "kaimebun":
        return print_draft(old, new)
    found = diff(old, new)
    if arguments.format == "json":
        sys.stdout.write(found.alignment.model_dump_json(indent=2) + "\n")
        return 0
    if arguments.format == "html":
        sys.stdout.write(found.to_html(evidence=False))
        return 0
    from kaigi_extract.show.terminal.comparison import diff_text

    sys.stdout.write(diff_text(found, terminal=sys.stdout.isatty(), lang=spoken()))
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses import align

    out, parser = arguments.out, arguments.parser
    ending = out.suffix.lower()
    if ending not in REPORTS:
        parser.error(Message("--out {out}: a report ends in {listed}", out=out, listed=", ".join(REPORTS)))
    if not os.path.isdir(out.parent):
        parser.error(Message("--out {out}: there is no folder {parent}; make it first", out=out, parent=out.parent))
    if any(is_same_file(out, side) for side in (arguments.old, arguments.new)):
        parser.error(Message("--out {out}: this is one of the documents; give another name", out=out))
    found = align(*(_side(side, arguments) for side in (arguments.old, arguments.new)))
    try:
        if ending == ".html":
            found.to_html(out, evidence=not arguments.no_evidence)
        elif ending == ".docx":
            found.to_docx(out, template=arguments.template, **table_choices(arguments))
        else:
            found.to_xlsx(out, **table_choices(arguments))
    except OSError as error:
        parser.error(Message("--out {out}: cannot be written ({strerror})", out=out, strerror=error.strerror))
    return 0


def _side(side: str, arguments: argparse.Namespace) -> ClauseSet:
    """The clause set that FILE or FILE::TITLE names."""
    return _document_and_set(side, arguments)[1]


def _law(side: str, arguments: argparse.Namespace) -> Document:
    """The document of that clause set, with no other set in it but its 附則."""
    from kaigi_extract.clauses.select import with_only

    return with_only(*_document_and_set(side, arguments))


def _document_and_set(side: str, arguments: argparse.Namespace) -> tuple[Document, ClauseSet]:
    from kaigi_extract.clauses.select import choose_set, only_set
    from kaigi_extract.pipeline import extract
    from kaigi_extract.show.sanitise import legible

    file, _, title = (side, "", "") if os.path.exists(side) else side.partition("::")
    document = extract(file, **reading_options(arguments))
    warn(document)
    parser: argparse.ArgumentParser = arguments.parser
    try:
        named = title or arguments.set
        return document, choose_set(document, title or None, arguments.set) if named else only_set(document)
    except ValueError as error:
        parser.error(legible(said_by(error)))


def _clauses(arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses.annotation import annotate_all
    from kaigi_extract.pipeline import extract

    document = extract(arguments.file, **reading_options(arguments))
    warn(document)
    if not document.clause_sets:
        say(
            Message(
                "{file}: there is no clause set in it; `kaigi-extract extract` prints what there is",
                file=arguments.file,
            )
        )
    sets = annotate_all(document.clause_sets)
    if arguments.format == "json":
        import json

        printed = [clause_set.model_dump(mode="json") for clause_set in sets]
        sys.stdout.write(json.dumps(printed, ensure_ascii=False, indent=2) + "\n")
        return 0
    from kaigi_extract.show.terminal.clauses import clauses_text

    sys.stdout.write(clauses_text(sets, terminal=sys.stdout.isatty()))
    return 0
