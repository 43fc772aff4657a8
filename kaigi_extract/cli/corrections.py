"""`correct`: puts values right, or confirms them, in an archive or beside a single file."""

from __future__ import annotations

import argparse
import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import said_by
from kaigi_extract.cli.messages import EXIT_CODES, say
from kaigi_extract.cli.reading import add_reading_options, reading_options
from kaigi_extract.errors import UnreadableSource

if TYPE_CHECKING:
    from kaigi_extract.records import Correction, Document

DESCRIPTION = """\
A value is put right, or confirmed as right, once: it is applied after each reading and each upgrade as long as what is
printed behind it is the same, and is else reported as correction_outdated. Corrections of a single file are kept
beside it in FILE.corrections.json, those of an archive in its corrections.json. Nothing is lost: of several
corrections of one value the latest counts, and the others stay in the history.

  kaigi-extract correct 12.pdf /cases/0/title 窓口業務の委託について
  kaigi-extract correct ARCHIVE /cases/0/title --confirm --document 2013/12.pdf
  kaigi-extract correct ARCHIVE --export corrections.xlsx
"""


def add_correct(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `correct`."""
    correct = commands.add_parser(
        "correct",
        help="put a value right, or confirm it, so that it lasts",
        description=DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = correct.add_argument
    add("target", metavar="FILE|ARCHIVE", help="a file that extract reads, or an archive")
    add("pointer", metavar="POINTER", nargs="?", help="JSON Pointer of the value (/cases/0/title)")
    add("value", metavar="VALUE", nargs="?", help="the right value; lists and null as JSON, with --json")
    add("--document", metavar="NAME", help="the document in the archive, by its name or its SHA-256")
    add("--by", metavar="WHO", help="who says so (default: the name you are logged in by)")
    add("--note", metavar="TEXT", help="why")
    add("--json", action="store_true", help="VALUE is JSON")
    what = correct.add_mutually_exclusive_group()
    what.add_argument("--confirm", action="store_true", help="the value that was read is right")
    what.add_argument("--undo", action="store_true", help="take back what was put right or confirmed at POINTER")
    what.add_argument("--list", action="store_true", help="print the history")
    formats = "a .csv, .xlsx, .json or .jsonpatch (RFC 6902, of one document) file"
    what.add_argument(
        "--export", metavar="OUT", type=Path, help=Message("write the history to {formats}", formats=formats)
    )
    what.add_argument(
        "--import",
        metavar="IN",
        dest="taken",
        type=Path,
        help=Message("take in the corrections of {formats}", formats=formats),
    )
    add_reading_options(correct)
    correct.set_defaults(run=_correct, parser=correct)


def _correct(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.folder import is_archive
    from kaigi_extract.records import InvalidCorrection

    listing = arguments.list or arguments.export is not None or arguments.taken is not None
    if listing == (arguments.pointer is not None):
        arguments.parser.error(Message("give either a POINTER, or --list, --export or --import"))
    if (arguments.value is not None) == (listing or arguments.confirm or arguments.undo):
        arguments.parser.error(Message("give a VALUE, or --confirm or --undo"))
    target: _OneFile | _InArchive = (_InArchive if is_archive(arguments.target) else _OneFile)(arguments)
    if arguments.list or arguments.export is not None:
        return _show(target.history(), arguments)
    try:
        made = target.taken(arguments.taken) if arguments.taken is not None else [_made(target, arguments)]
    except InvalidCorrection as error:
        arguments.parser.error(said_by(error))
    target.keep(made)
    say(Message("{target}: {count} corrections kept", target=arguments.target, count=len(made)))
    return 0


class _OneFile:
    """A single file with its corrections beside it."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments, self.path = arguments, arguments.target

    def history(self) -> list[Correction]:
        from kaigi_extract.corrections.kept import kept_beside

        return kept_beside(self.path)

    def document(self, _: str | None = None) -> Document:
        from kaigi_extract.pipeline import extract

        return extract(self.path, **reading_options(self.arguments))

    def taken(self, path: Path) -> list[Correction]:
        document = self.document()
        return [
            one.model_copy(update={"source": document.source.path})
            for one in _read(path, document, self.arguments)
            if one.sha256 == document.source.sha256 or one.source == document.source.path
        ]

    def keep(self, made: list[Correction]) -> None:
        from kaigi_extract.corrections.kept import keep_beside

        known = self.history()
        try:
            keep_beside(self.path, [*known, *(one for one in made if one not in known)])
        except OSError as error:
            raise UnreadableSource(
                self.path, Message("its corrections cannot be written ({strerror})", strerror=error.strerror)
            ) from error


class _InArchive:
    """An archive with its list of corrections."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments, self.path = arguments, arguments.target

    def history(self) -> list[Correction]:
        from kaigi_extract.archive.corrections import archive_corrections

        known, name = archive_corrections(self.path), self.arguments.document
        return known if name is None else [one for one in known if name in (one.source, one.sha256)]

    def document(self, name: str | None = None) -> Document:
        from kaigi_extract.archive.corrections import archive_document

        return archive_document(self.path, name or self.arguments.document)

    def taken(self, path: Path) -> list[Correction]:
        from kaigi_extract.corrections.exchange import read_corrections
        from kaigi_extract.records.corrected import check_correction

        if path.suffix.lower() == ".jsonpatch":
            return _read(path, self.document(), self.arguments)
        made = read_corrections(path)
        for sha256 in dict.fromkeys(one.sha256 for one in made):
            document = self.document(sha256)
            for one in made:
                if one.sha256 == sha256:
                    check_correction(document, one)
        return made

    def keep(self, made: list[Correction]) -> None:
        from kaigi_extract.archive.corrections import add_corrections

        add_corrections(self.path, made)


def _read(path: Path, document: Document, arguments: argparse.Namespace) -> list[Correction]:
    """The corrections of a file that somebody else wrote, checked on the document where they are of it."""
    from kaigi_extract.corrections.exchange import corrections_from_patch, read_corrections
    from kaigi_extract.records.corrected import check_correction

    if path.suffix.lower() == ".jsonpatch":
        return corrections_from_patch(path, document, who_says_so(arguments), arguments.note)
    made = read_corrections(path)
    for one in made:
        if one.sha256 == document.source.sha256:
            check_correction(document, one)
    return made


def _made(target: _OneFile | _InArchive, arguments: argparse.Namespace) -> Correction:
    """The correction that the command line asks for."""
    from kaigi_extract.records import following, undoing

    by, note, pointer = who_says_so(arguments), arguments.note, arguments.pointer
    document = target.document()
    history = [one for one in target.history() if document.source.path == one.source]
    if arguments.undo:
        return undoing(history, pointer, by, note)
    if arguments.confirm:
        return following(document.confirm(pointer, by=by, note=note), history)
    value = arguments.value
    if arguments.json:
        try:
            value = json.loads(value)
        except ValueError:
            arguments.parser.error(Message("{value!r} is no JSON; leave --json out for a text", value=value))
    return following(document.correct(pointer, value, by=by, note=note), history)


def who_says_so(arguments: argparse.Namespace) -> str | None:
    """Who makes a correction: as given with `--by`, else the name of the login; None where there is neither."""
    if arguments.by is not None:
        return str(arguments.by)
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a system that knows no name for its user
        return None


def _show(history: list[Correction], arguments: argparse.Namespace) -> int:
    from kaigi_extract.corrections.exchange import write_corrections
    from kaigi_extract.records import in_force
    from kaigi_extract.show.sanitise import legible

    if arguments.export is None:
        for one in history:
            value = json.dumps(one.value, ensure_ascii=False)
            when, file = one.when.isoformat(timespec="seconds"), one.source or one.sha256
            print(
                "\t".join(
                    legible(each or "") for each in (when, one.who, one.action, file, one.pointer, value, one.note)
                )
            )
        return 0
    written = in_force(history) if arguments.export.suffix.lower() == ".jsonpatch" else history
    try:
        write_corrections(written, arguments.export)
    except OSError as error:
        raise UnreadableSource(
            arguments.export, Message("it cannot be written ({strerror})", strerror=error.strerror)
        ) from error
    say(Message("{export}: {count} corrections written", export=arguments.export, count=len(written)))
    return 0
