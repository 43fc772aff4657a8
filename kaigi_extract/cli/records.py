"""`extract`, `schema` and `explain`: files to records, what records are, and why they came out so."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import add_language_option, language_of
from kaigi_extract.cli.messages import EXIT_CODES, SOME_FAILED, complain, keeping, say, warn
from kaigi_extract.cli.progress import with_progress
from kaigi_extract.cli.reading import add_reading_options, reading_options
from kaigi_extract.cli.whole_files import write_whole
from kaigi_extract.errors import KaigiError

if TYPE_CHECKING:
    from kaigi_extract.records import Document


LIMITS = ("max_seconds", "max_memory", "max_bytes", "max_pages")
"""Names of the limits, which are those of `extract`."""
SEVERAL = """\
One file is printed as one JSON object. Several files are printed as JSON Lines, one object a line, in the order given;
with --out each goes to a file of its own, named after it (a.pdf -> DIR/a.json), and nothing is printed. With
--attachments the files attached to a PDF come after it, named a.pdf!/name.
Progress, warnings and errors go to standard error.
"""


def add_extract(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `extract`."""
    extract = commands.add_parser(
        "extract",
        help="read files and print their records",
        description="Everything that a PDF, Word, Excel, web page, text or picture file says, as records.\n\n"
        + SEVERAL,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = extract.add_argument
    add("files", nargs="+", metavar="FILE", help="a .pdf, .docx, .xlsx, .html, .csv, .txt, .md, .png, .jpg or .tif")
    add_reading_options(extract)
    _add_limits(extract)
    add("--attachments", action="store_true", help="read the files attached to a PDF, too, each as a file of its own")
    add("--format", choices=("json", "text"), default="json", help="text is a tree to read (default: %(default)s)")
    add(
        "--full", action="store_true", help="of text: all rows and paragraphs, and the text that records were read from"
    )
    add_language_option(extract)
    add("--out", metavar="DIR", type=Path, help="write a file for each FILE there; made if it is not there")
    extract.set_defaults(run=_extract, parser=extract)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say what a file may take, in the words of `migrate`."""
    group = parser.add_argument_group(
        "what a file may take", "A file that takes more is not read, and not in part; the others are. 0 for no limit."
    )
    add = group.add_argument
    add("--timeout", dest="max_seconds", metavar="S", type=float, help="seconds for one file (default: no limit)")
    add("--memory", dest="max_memory", metavar="MB", type=int, help="memory for one file (default: no limit)")
    add("--max-bytes", metavar="N", type=int, help="size of one file (default: 1073741824)")
    add("--max-pages", metavar="N", type=int, help="pages of one file (default: 20000)")


def add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `explain`."""
    explain = commands.add_parser(
        "explain",
        help="say why a file came out as it did",
        description="Why this ward, this category, each field: the words, the mapping line, the label, page and box; "
        "and why each part of the file was taken for what it is, and what came second.",
    )
    add = explain.add_argument
    add("file", metavar="FILE", help="any file that extract reads")
    add_reading_options(explain)
    add("--format", choices=("json", "text"), default="text", help="(default: %(default)s)")
    add_language_option(explain)
    explain.set_defaults(run=_explain, parser=explain)


def add_schema(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `schema`."""
    schema = commands.add_parser("schema", help="print the JSON Schema of what extract prints")
    schema.set_defaults(run=_schema)


def _schema(_: argparse.Namespace) -> int:
    from kaigi_extract.records.schema import document_schema

    sys.stdout.write(document_schema())
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from kaigi_extract.explain import explain, explanation_text

    found = explain(arguments.file, **reading_options(arguments))
    json = arguments.format == "json"
    sys.stdout.write(
        found.model_dump_json(indent=2) + "\n" if json else explanation_text(found, language_of(arguments))
    )
    return 0


def _extract(arguments: argparse.Namespace) -> int:
    limits = {name: value for name in LIMITS if (value := getattr(arguments, name)) is not None}
    reading = reading_options(arguments) | limits
    targets = _targets(arguments)
    codes: list[int] = []
    with keeping(
        lambda: Message(
            "{count} of {total} files are through; give the others again", count=len(codes), total=len(targets)
        )
    ):
        for file, target in zip(with_progress(arguments.files), targets, strict=True):
            codes.append(_extract_one(file, file, target, arguments, reading))
            if arguments.attachments and not codes[-1]:
                codes += _extract_attached(file, target, arguments, reading)
    if not any(codes):
        return 0
    return SOME_FAILED if len(codes) > 1 else codes[0]


def _extract_attached(
    file: str, target: Path | None, arguments: argparse.Namespace, reading: dict[str, Any]
) -> Iterator[int]:
    """Reads what is attached to a file as members of an archive are: by its name behind that of the file."""
    from kaigi_extract.source.attachments import attachments

    for number, attached in enumerate(attachments(file, password=reading.get("password")), 1):
        name = re.sub(r"[^\w.\- ]", "_", attached.name)
        beside = target and target.with_name(f"{target.stem}.{number}-{name}{target.suffix}")
        yield _extract_one(attached.data, f"{file}!/{attached.name}", beside, arguments, reading)


def _extract_one(
    source: str | bytes, name: str, target: Path | None, arguments: argparse.Namespace, reading: dict[str, Any]
) -> int:
    """Reads one file and writes its record where it goes; the exit code."""
    from kaigi_extract.pipeline import extract

    one_line = (len(arguments.files) > 1 or arguments.attachments) and target is None
    try:
        document = extract(source, name=name, **reading)
        written = _written(document, arguments, one_line)
        if target is None:
            sys.stdout.write(written)
            sys.stdout.flush()
        else:
            write_whole(target, written)
    except KaigiError as error:
        return complain(error)
    except BrokenPipeError:
        raise
    except Exception as error:  # a mistake of ours must not keep the other files from coming out
        say(
            Message(
                "{name}: failed with {kind}: {error}; please report it with the file",
                name=name,
                kind=type(error).__name__,
                error=error,
            )
        )
        return 1
    warn(document)
    return 0


def _targets(arguments: argparse.Namespace) -> list[Path | None]:
    """The file that each document goes to; None is standard output."""
    files = [Path(file) for file in arguments.files]
    if arguments.out is None:
        return [None for _ in files]
    ending = ".json" if arguments.format == "json" else ".txt"
    stems = Counter(file.stem for file in files)
    names = [(file.stem if stems[file.stem] == 1 else file.name) + ending for file in files]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        arguments.parser.error(
            Message("more than one file would be written to {twice} in --out; give them in turn", twice=twice[0])
        )
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        arguments.parser.error(
            Message("--out {out}: cannot be made a folder ({strerror})", out=arguments.out, strerror=error.strerror)
        )
    return [arguments.out / name for name in names]


def _written(document: Document, arguments: argparse.Namespace, one_line: bool) -> str:
    if arguments.format == "json":
        return document.model_dump_json(indent=None if one_line else 2) + "\n"
    from kaigi_extract.show.terminal.console import ENDLESS
    from kaigi_extract.show.terminal.tree import MANY, TreeOptions, document_text

    on_terminal = sys.stdout.isatty() and arguments.out is None
    how = TreeOptions(
        language=language_of(arguments),
        most=MANY if on_terminal and not arguments.full else None,
        how_to_see_all="(--full)",
        wraps=on_terminal,
        everything=arguments.full,
    )
    return document_text(document, None if on_terminal else ENDLESS, how)
