"""`migrate` and `upgrade`: whole folders into an archive, and an archive to the current schema."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections import Counter
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message, in_language
from kaigi_extract.cli.language import spoken
from kaigi_extract.cli.messages import EXIT_CODES, SOME_FAILED, keeping, say
from kaigi_extract.cli.reading import add_reading_options, reading_options

if TYPE_CHECKING:
    from kaigi_extract.archive.summary import Summary


def add_archive(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands `migrate` and `upgrade`."""
    migrate = commands.add_parser(
        "migrate",
        help="read whole folders into an archive that can be queried",
        description="Every document of SRC goes into the archive DEST: records as JSON Lines, tables as Parquet and "
        "DuckDB. Run again, it reads only what is not in yet; killed at any moment, it goes on where it was.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = migrate.add_argument
    add("src", nargs="+", metavar="SRC", help="a folder (with all below), a file, a pattern, or a .zip")
    add("dest", metavar="DEST", help="the folder of the archive; made if it is not there")
    add("--workers", metavar="N", type=int, help="processes (default: one for each core)")
    add("--dask", metavar="ADDRESS", help="read on the workers of this Dask scheduler (tcp://host:8786)")
    add(
        "--metadata",
        metavar="FILE.csv",
        help="path and date, url, title, ward, password; paths count from its folder",
    )
    add("--timeout", metavar="S", type=float, help="seconds for one file, 0 for no limit (default: 900)")
    add("--memory", metavar="MB", type=int, help="memory of one worker, 0 for no limit (default: 4096)")
    add("--retry-failed", action="store_true", help="read again what failed before")
    add(
        "--reread",
        metavar="PATTERN",
        action="append",
        help="read these again whatever they were read with (2013/*.pdf)",
    )
    add(
        "--no-annotate",
        dest="annotate",
        action="store_false",
        help="leave out what needs language models: topics and duties of clauses, links of versions",
    )
    add(
        "--keep-crops",
        choices=("doubtful", "all", "none"),
        help="keep small pictures of what doubtful values, or all, were read from, for when the sources are gone",
    )
    add("--dry-run", action="store_true", help="print what would be read, and why; write nothing")
    add("--to", action="append", choices=("sqlite", "csv"), help="write an SQLite file, or CSV files, as well")
    add("--report", metavar="FILE.html", help="write the summary with all failures as a page")
    add_reading_options(migrate)
    migrate.set_defaults(run=_migrate, parser=migrate)
    upgrade = commands.add_parser("upgrade", help="bring the records of an archive to the current schema")
    upgrade.add_argument("dest", metavar="DEST", help="an archive")
    upgrade.add_argument(
        "--no-annotate",
        dest="annotate",
        action="store_const",
        const=False,
        help="leave clauses that are not annotated as they are",
    )
    upgrade.set_defaults(run=_upgrade)


def _migrate(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.dask import dask_executor
    from kaigi_extract.archive.migrate import migrate
    from kaigi_extract.archive.progress import progress_on
    from kaigi_extract.archive.summary import summary_text

    reading_options(arguments)
    apart = ("src", "dest", "dask", "run", "parser")
    how = {name: value for name, value in vars(arguments).items() if value is not None and name not in apart}
    cluster = dask_executor(arguments.dask) if arguments.dask else contextlib.nullcontext()
    with keeping(lambda: _kept_in(arguments.dest)), cluster as executor:
        summary = migrate(
            arguments.src, arguments.dest, executor=executor, progress=progress_on(sys.stderr, spoken()), **how
        )
    if arguments.dry_run:
        return _print_plan(summary)
    sys.stderr.write(summary_text(summary, spoken()))
    return summary.exit_code


def _print_plan(summary: Summary) -> int:
    """The files that would be read on standard output, how many for each reason on standard error."""
    from kaigi_extract.archive.plan import NEW
    from kaigi_extract.archive.progress import to_read
    from kaigi_extract.show.sanitise import legible

    for name, why in summary.planned:
        print(f"{in_language(why, spoken())}\t{legible(name)}")
    again = Counter(why for _, why in summary.planned if why != NEW)
    say(Message("{dest}: {to_read}", dest=summary.dest, to_read=to_read(len(summary.planned), again.total(), again)))
    return 0


def _kept_in(dest: str) -> str:
    """What an archive holds at the moment, and how to go on."""
    from kaigi_extract.archive.manifest import Manifest
    from kaigi_extract.archive.summary import summarise

    if not Manifest.there(dest):
        return "nothing was read yet"
    with Manifest(dest) as manifest:
        files = summarise(manifest, 0.0).files
    done, left = files.get("done", 0) + files.get("duplicate", 0), files.get("todo", 0)
    return Message(
        "{done} files are in {dest} and stay there, {left} are left; run the same command again to go on",
        done=done,
        dest=dest,
        left=left,
    )


def _upgrade(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.manifest import Manifest
    from kaigi_extract.archive.summary import failures_of
    from kaigi_extract.archive.upgrade import upgrade

    with keeping(lambda: "what was brought to the current schema is kept; run the same command again to go on"):
        count = upgrade(arguments.dest, annotate=arguments.annotate)
    done = Message("{dest}: {count} records brought to the current schema", dest=arguments.dest, count=count)
    print(done.into(spoken()), file=sys.stderr)
    with Manifest(arguments.dest) as manifest:
        damaged = [(name, reason) for name, kind, reason in failures_of(manifest) if kind == "damaged"]
    for name, reason in damaged:
        say(Message("{name}: {reason}", name=name, reason=reason))
    return SOME_FAILED if damaged else 0
