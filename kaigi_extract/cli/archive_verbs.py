"""`archive check`, `repair`, `relocate`, `remove`: is it whole, where are its sources, what goes out."""

from __future__ import annotations

import argparse

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import spoken
from kaigi_extract.cli.messages import EXIT_CODES, NOT_WHOLE, SOME_FAILED, keeping, say


def add_archive_verbs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `archive` with its verbs."""
    archive = commands.add_parser("archive", help="check, repair and move an archive")
    verbs = archive.add_subparsers(title="on archives", metavar="VERB", required=True)
    check = verbs.add_parser(
        "check",
        help="look whether every file and every record of an archive is as it was written",
        description="Every file of the archive against its checksum, every record read back, the tables against the "
        "records. A line for each fault, with what makes it whole again. Nothing is written.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("dest", metavar="DEST", help="an archive")
    check.set_defaults(run=_check)
    repair = verbs.add_parser(
        "repair",
        help="write again what is damaged in an archive, from what is whole",
        description="The manifest from the list of files and the JSON Lines, records from the JSON Lines, everything "
        "else from the manifest. What no copy is left of is read again by the next migrate.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    repair.add_argument("dest", metavar="DEST", help="an archive")
    repair.add_argument("--workers", metavar="N", type=int, help="processes (default: one for each core)")
    repair.set_defaults(run=_repair)
    _add_relocate(verbs)
    _add_remove(verbs)


def _add_relocate(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    relocate = verbs.add_parser(
        "relocate",
        help="say where the sources of an archive are now",
        description="Names in an archive count from one folder. Where that was moved, this says where it is; where the "
        "archive was moved with it, nothing needs to be said.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    relocate.add_argument("dest", metavar="DEST", help="an archive")
    relocate.add_argument("root", metavar="ROOT", help="the folder that the sources are in now")
    relocate.set_defaults(run=_relocate)


def _add_remove(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    remove = verbs.add_parser(
        "remove",
        help="take documents out of an archive, for good",
        description="Their records, what the tables have of them, and the bytes on the disk; the sources are not "
        "touched. A later migrate leaves them out, unless --reread names them.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    remove.add_argument("dest", metavar="DEST", help="an archive")
    remove.add_argument("patterns", metavar="PATTERN", nargs="+", help="names of documents (2013/*.pdf)")
    remove.add_argument("--workers", metavar="N", type=int, help="processes (default: one for each core)")
    remove.set_defaults(run=_remove)


def _remove(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.remove import remove_documents
    from kaigi_extract.show.sanitise import legible

    names = remove_documents(arguments.dest, arguments.patterns, workers=arguments.workers)
    for name in names:
        print(legible(name))
    say(Message("{dest}: {count} files taken out", dest=arguments.dest, count=len(names)))
    return 0


def _relocate(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.manifest import Manifest
    from kaigi_extract.archive.root import relocate, root_of, shorten_names
    from kaigi_extract.errors import UnreadableSource

    if not Manifest.there(arguments.dest):
        raise UnreadableSource(
            arguments.dest, Message("there is no archive; make one with kaigi-extract migrate SRC DEST")
        )
    with Manifest(arguments.dest, write=True) as manifest:
        if root_of(manifest) is None:
            shorten_names(manifest)
        there = relocate(manifest, arguments.root)
        [(files,)] = manifest.rows("SELECT count(*) FROM files")
    say(
        Message(
            "{dest}: {there} of {files} files are below {root}",
            dest=arguments.dest,
            there=there,
            files=files,
            root=arguments.root,
        )
    )
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.check import check_archive

    faults = check_archive(arguments.dest)
    for fault in faults:
        print(fault.message.into(spoken()))
    found = Message("{count} faults", count=len(faults)) if faults else "whole"
    say(Message("{dest}: {found}", dest=arguments.dest, found=found))
    return NOT_WHOLE if faults else 0


def _repair(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.manifest import Manifest
    from kaigi_extract.archive.repair import repair_archive
    from kaigi_extract.archive.summary import failures_of

    with keeping(lambda: "run the same command again to go on"):
        faults = repair_archive(arguments.dest, workers=arguments.workers)
    for fault in faults:
        print(Message("{file}: {problem}; repaired", file=fault.file, problem=fault.problem).into(spoken()))
    with Manifest(arguments.dest) as manifest:
        lost = [name for name, kind, _ in failures_of(manifest) if kind == "damaged"]
        [(waiting,)] = manifest.rows("SELECT count(*) FROM contents WHERE status = 'todo'")
    for name in lost:
        say(
            Message(
                "{name}: no whole copy of its record is left; kaigi-extract migrate reads the file again", name=name
            )
        )
    if waiting:
        say(Message("{waiting} files are to be read; kaigi-extract migrate reads them", waiting=waiting))
    found = Message("{count} faults repaired", count=len(faults)) if faults else "whole, nothing to repair"
    say(Message("{dest}: {found}", dest=arguments.dest, found=found))
    return SOME_FAILED if lost or waiting else 0
