"""`searchable`: scans to PDFs in which their text can be searched and copied."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import said_by, spoken
from kaigi_extract.cli.messages import EXIT_CODES, SOME_FAILED, USAGE, complain, keeping, say
from kaigi_extract.cli.passwords import add_password, password_of
from kaigi_extract.cli.progress import with_progress
from kaigi_extract.errors import KaigiError
from kaigi_extract.regular_file import is_same_file

DESCRIPTION = """\
The text of scanned pages is recognised and written invisibly over them, each line at its place. Pictures stay as they
are, to the byte, and so do pages with text of their own and nothing to recognise. Invisible text of another program
stays where it says what the picture says, and is replaced where it does not. The same file gives the same bytes.

The PDF written is PDF/A-2b where nothing in the file stands in the way; what does is said, and it is a plain PDF then.
IN may be a folder: each PDF in it, and below, goes to the same place in the folder OUT.
"""


def add_searchable(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `searchable`."""
    searchable = commands.add_parser(
        "searchable",
        help="write the recognised text invisibly over a scan",
        description=DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = searchable.add_argument
    add("source", metavar="IN", type=Path, help="a PDF, or a folder of them")
    add("target", metavar="OUT", type=Path, help="the PDF to write, or the folder; not IN itself")
    add_password(add)
    add("--recogniser", metavar="NAME", default="auto", help="engine for scanned pages (default: auto)")
    add("--plain", action="store_true", help="write a plain PDF, not PDF/A")
    searchable.set_defaults(run=_searchable, parser=searchable)


def _searchable(arguments: argparse.Namespace) -> int:
    from kaigi_extract.ocr.engines import check_engine_name

    try:
        check_engine_name(arguments.recogniser)
    except ValueError as error:
        arguments.parser.error(said_by(error))
    pairs = _pairs(arguments)
    codes: list[int] = []
    with keeping(
        lambda: Message(
            "{count} of {total} files are written; give the others again", count=len(codes), total=len(pairs)
        )
    ):
        for name in with_progress([str(source) for source, _ in pairs]):
            codes.append(_write_one(name, pairs[len(codes)][1], arguments))
    if not any(codes):
        return 0
    return SOME_FAILED if len(codes) > 1 else codes[0]


def _pairs(arguments: argparse.Namespace) -> list[tuple[Path, Path]]:
    """Each file, and where it goes."""
    source, target = arguments.source, arguments.target
    if is_same_file(source, target):
        arguments.parser.error(Message("OUT is IN itself; name another file or folder to write to"))
    if not os.path.isdir(source):
        return [(source, target / source.name if os.path.isdir(target) else target)]
    if os.path.exists(target) and not os.path.isdir(target):
        arguments.parser.error(Message("IN is a folder and OUT {target} is none", target=target))
    found = sorted(path for path in source.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())
    pairs = [(path, target / path.relative_to(source)) for path in found if not path.is_relative_to(target)]
    if not pairs:
        arguments.parser.error(Message("there is no PDF in the folder {source}", source=source))
    return pairs


def _write_one(name: str, target: Path, arguments: argparse.Namespace) -> int:
    """Writes one file and says what is to be known of it; the exit code."""
    from kaigi_extract.invisible_text.verb import searchable

    try:
        done = searchable(
            name,
            target,
            password=password_of(arguments),
            recogniser=arguments.recogniser,
            pdfa=not arguments.plain,
        )
    except KaigiError as error:
        return complain(error)
    except ValueError as error:
        arguments.parser.error(said_by(error))
    except OSError as error:
        say(Message("{target}: cannot be written ({strerror})", target=target, strerror=error.strerror))
        return USAGE
    for finding in done.findings:
        say(
            Message("{name}: warning: {message} [{code}]", name=name, message=finding.said(spoken()), code=finding.code)
        )
    if done.hindrances:
        say(Message("{target}: is no PDF/A, for {listed}", target=target, listed="; ".join(done.hindrances)))
    pages = [page for page in done.pages if page.characters]
    count = sum(page.characters for page in pages)
    say(
        Message(
            "{target}: {count} characters written over {written} of {total} pages",
            target=target,
            count=count,
            written=len(pages),
            total=len(done.pages),
        )
    )
    return 0
