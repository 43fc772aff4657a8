"""The command line: each command is one public verb. Prints, and turns errors into exit codes."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from kaigi_extract._version import __version__
from kaigi_extract.errors import KaigiError

if TYPE_CHECKING:
    from kaigi_extract.records import ClauseSet, Document

USAGE, SOME_FAILED, INTERRUPTED, TERMINATED = 2, 6, 130, 143
"""Exit codes that belong to the command line alone; an error brings its own."""
REPORTS = (".html", ".docx", ".xlsx")
"""What `report` writes, by the ending of the file."""

EXIT_CODES = """\
exit codes:
  0  everything was read; what to know about it is among the findings
  2  wrong command line, or a ward or recogniser that is not known
  3  the file cannot be read: not there, empty, of another kind than can be read
  4  the PDF is encrypted and was not opened
  5  the mapping file has a mistake
  6  several files: some failed, the others came out
  7  a stored record or archive of another schema version
  8  a package is missing; the message names the extra that brings it
  9  the archive cannot be written: no room, no permission, another run at it
 10  the list of metadata has a mistake
130  stopped by Ctrl-C, 143 by SIGTERM; what is kept and how to go on is said
"""
SEVERAL = """\
One file is printed as one JSON object. Several files are printed as JSON Lines, one object a line, in the order given;
with --out each goes to a file of its own, named after it (a.pdf -> DIR/a.json), and nothing is printed.
Progress, warnings and errors go to standard error.
"""


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does: in order, and with a word on what is kept."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code."""
    with _orderly_end():
        return _run(argv)


@contextlib.contextmanager
def _orderly_end() -> Iterator[None]:
    """SIGTERM raises `_Terminated` within. Only the main thread may set that, and only a program's own command does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise _Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _keeping(what: Callable[[], str]) -> Iterator[None]:
    """Where the command is stopped within, what is kept and how to go on is said with it."""
    try:
        yield
    except KeyboardInterrupt as stop:
        stop.add_note(what())
        raise


def _run(argv: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except KaigiError as error:
        return _complain(error)
    except BrokenPipeError:  # whoever read the output has read enough
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt as stop:
        _say("; ".join(["stopped", *getattr(stop, "__notes__", [])]))
        return TERMINATED if isinstance(stop, _Terminated) else INTERRUPTED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kaigi-extract",
        description="Typed records from the papers of Japanese ward councils on personal information.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_extract(commands)
    schema = commands.add_parser("schema", help="print the JSON Schema of what extract prints")
    schema.set_defaults(run=_schema)
    _add_wards(commands)
    _add_explain(commands)
    _add_clauses(commands)
    _add_archive(commands)
    return parser


def _add_extract(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    extract = commands.add_parser(
        "extract",
        help="read files and print their records",
        description="Everything that a PDF, Word, text or picture file says, as records.\n\n" + SEVERAL,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = extract.add_argument
    add("files", nargs="+", metavar="FILE", help="a .pdf, .docx, .txt, .md, .png, .jpg or .tif")
    _add_reading(extract, "ward", "mapping", "password", "date")
    readers = ("pymupdf", "pdfplumber", "both")
    add("--reader", choices=readers, default="pymupdf", help="both compares the two (default: %(default)s)")
    add("--recogniser", metavar="NAME", default="auto", help="engine for scanned pages; none for none (default: auto)")
    add("--format", choices=("json", "text"), default="json", help="text is a tree to read (default: %(default)s)")
    add("--out", metavar="DIR", type=Path, help="write a file for each FILE there; made if it is not there")
    extract.set_defaults(run=_extract, parser=extract)


def _add_reading(parser: argparse.ArgumentParser, *names: str) -> None:
    """How files are read, in the same words for every command that reads."""
    options: dict[str, dict[str, Any]] = {
        "ward": {"metavar": "W", "help": "the ward's id, where the paper itself does not tell it (shinjuku)"},
        "mapping": {"metavar": "FILE", "help": "a ward's field mapping of your own, beside those that come along"},
        "password": {"metavar": "P", "help": "of encrypted PDFs"},
        "date": {
            "metavar": "YYYY-MM-DD",
            "type": _date,
            "help": "the day of the meeting, for papers that print none",
        },
    }
    for name in names:
        parser.add_argument(f"--{name}", **options[name])


def _add_wards(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    wards = commands.add_parser(
        "wards",
        help="list the wards and which article of which ward is about what; check a mapping",
        description="The wards that have a mapping, what it knows, and category by ward by article with the days that "
        "it holds.",
    )
    wards.add_argument("--mapping", metavar="FILE", action="append", default=[], help="add a mapping of your own")
    wards.add_argument("--format", choices=("json", "text"), default="text", help="(default: %(default)s)")
    wards.set_defaults(run=_wards)
    verbs = wards.add_subparsers(title="on mapping files", metavar="VERB")
    check = verbs.add_parser("check", help="FILE: ok, or every mistake with line, key and what was expected")
    check.add_argument("files", nargs="+", metavar="FILE", help="a mapping in TOML")
    check.set_defaults(run=_check_mappings)
    draft = verbs.add_parser("draft", help="print a mapping to complete, from papers of a ward that has none")
    draft.add_argument("files", nargs="+", metavar="FILE", help="any file that extract reads")
    _add_reading(draft, "password")
    draft.set_defaults(run=_draft_mapping)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain",
        help="say why a file came out as it did",
        description="Why this ward, this category, each field: the words, the mapping line, the label, page and box.",
    )
    add = explain.add_argument
    add("file", metavar="FILE", help="any file that extract reads")
    _add_reading(explain, "ward", "mapping", "password", "date")
    add("--format", choices=("json", "text"), default="text", help="(default: %(default)s)")
    explain.set_defaults(run=_explain, parser=explain)


def _add_clauses(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    diff = commands.add_parser(
        "diff",
        help="say what changed between two clause sets",
        description="Which clauses of two sets carry the same duties, and what changed in them word by word. Two "
        "versions of one ward, or two wards.",
    )
    add = diff.add_argument
    _add_sides(diff)
    formats = ("text", "json", "html")
    add("--format", choices=formats, default="text", help="json is the alignment (default: %(default)s)")
    diff.set_defaults(run=_diff, parser=diff)
    _add_report(commands)
    clauses = commands.add_parser(
        "clauses",
        help="print the clause sets of a file with topics, and who must do what",
        description="Every clause set of a file, annotated: topics of each clause; actor, modality and exception of "
        "each sentence.",
    )
    clauses.add_argument("file", metavar="FILE", help="any file that extract reads")
    _add_reading(clauses, "ward", "mapping", "password", "date")
    clauses.add_argument("--format", choices=("text", "json"), default="text", help="(default: %(default)s)")
    clauses.set_defaults(run=_clauses, parser=clauses)


def _add_sides(parser: argparse.ArgumentParser) -> None:
    """What names two clause sets."""
    add = parser.add_argument
    add("old", metavar="A", help="any file that extract reads; FILE::TITLE names one of its clause sets")
    add("new", metavar="B", help="the same; TITLE#2 is the second set of a title")
    add("--set", metavar="TITLE", help="start of a title: the set that is meant wherever a file holds more than one")
    _add_reading(parser, "password")


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
    report.set_defaults(run=_report, parser=report)


def _add_archive(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    migrate = commands.add_parser(
        "migrate",
        help="read whole folders into an archive that can be queried",
        description="Every paper of SRC goes into the archive DEST: records as JSON Lines, tables as Parquet and "
        "DuckDB. Run again, it reads only what is not in yet; killed at any moment, it goes on where it was.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = migrate.add_argument
    add("src", nargs="+", metavar="SRC", help="a folder (with all below), a file, a pattern, or a .zip")
    add("dest", metavar="DEST", help="the folder of the archive; made if it is not there")
    add("--workers", metavar="N", type=int, help="processes (default: one for each core)")
    add("--dask", metavar="ADDRESS", help="read on the workers of this Dask scheduler (tcp://host:8786)")
    _add_reading(migrate, "ward", "mapping", "password")
    add("--metadata", metavar="FILE.csv", help="path, date, url, title of papers; paths count from its folder")
    add("--recogniser", metavar="NAME", help="as for extract")
    add("--timeout", metavar="S", type=float, help="seconds for one file, 0 for no limit (default: 900)")
    add("--memory", metavar="MB", type=int, help="memory of one worker, 0 for no limit (default: 4096)")
    add("--retry-failed", action="store_true", help="read again what failed before")
    add("--to", action="append", choices=("sqlite",), help="write an SQLite file as well")
    add("--report", metavar="FILE.html", help="write the summary with all failures as a page")
    migrate.set_defaults(run=_migrate, parser=migrate)
    upgrade = commands.add_parser("upgrade", help="bring the records of an archive to the current schema")
    upgrade.add_argument("dest", metavar="DEST", help="an archive")
    upgrade.set_defaults(run=_upgrade)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2013-05-31") from None


def _schema(_: argparse.Namespace) -> int:
    from kaigi_extract.records.schema import document_schema

    sys.stdout.write(document_schema())
    return 0


def _wards(arguments: argparse.Namespace) -> int:
    from kaigi_extract.wards import article_crosswalk, bundled_wards, load_ward

    known = article_crosswalk([*bundled_wards(), *(load_ward(path) for path in arguments.mapping)])
    if arguments.format == "json":
        sys.stdout.write(known.model_dump_json(indent=2) + "\n")
    else:
        from kaigi_extract.show.terminal.wards import crosswalk_text

        sys.stdout.write(crosswalk_text(known, terminal=sys.stdout.isatty()))
    return 0


def _check_mappings(arguments: argparse.Namespace) -> int:
    from kaigi_extract.show.terminal.wards import knows
    from kaigi_extract.wards import check_ward, summary

    codes: list[int] = []
    for file in arguments.files:
        ward, mistakes = check_ward(file)
        codes += [_complain(mistake) for mistake in mistakes]
        if ward is not None and not mistakes:
            print(f"{file}: ok: {ward.id} ({ward.name}): {knows(summary(ward))}")
    return codes[0] if codes else 0


def _draft_mapping(arguments: argparse.Namespace) -> int:
    from kaigi_extract.pipeline import extract
    from kaigi_extract.wards import bundled_wards, draft_mapping

    documents = [extract(file, password=arguments.password) for file in _with_progress(arguments.files)]
    sys.stdout.write(draft_mapping(documents, bundled_wards()))
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from kaigi_extract.explain import explain, explanation_text

    _check_names(arguments)
    names = ("ward", "mapping", "password", "date")
    found = explain(arguments.file, **{name: getattr(arguments, name) for name in names})
    json = arguments.format == "json"
    sys.stdout.write(found.model_dump_json(indent=2) + "\n" if json else explanation_text(found))
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses import diff

    old, new = (_side(side, arguments) for side in (arguments.old, arguments.new))
    found = diff(old, new)
    if arguments.format == "json":
        sys.stdout.write(found.alignment.model_dump_json(indent=2) + "\n")
        return 0
    if arguments.format == "html":
        sys.stdout.write(found.to_html(evidence=False))
        return 0
    from kaigi_extract.show.comparison.terminal import diff_text

    sys.stdout.write(diff_text(found, terminal=sys.stdout.isatty()))
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses import align

    out, parser = arguments.out, arguments.parser
    ending = out.suffix.lower()
    if ending not in REPORTS:
        parser.error(f"--out {out}: a report ends in {', '.join(REPORTS)}")
    if not out.parent.is_dir():
        parser.error(f"--out {out}: there is no folder {out.parent}; make it first")
    if any(out.exists() and os.path.exists(side) and out.samefile(side) for side in (arguments.old, arguments.new)):
        parser.error(f"--out {out}: this is one of the papers; give another name")
    found = align(*(_side(side, arguments) for side in (arguments.old, arguments.new)))
    try:
        if ending == ".html":
            found.to_html(out, evidence=not arguments.no_evidence)
        elif ending == ".docx":
            found.to_docx(out)
        else:
            found.to_xlsx(out)
    except OSError as error:
        parser.error(f"--out {out}: cannot be written ({error.strerror})")
    return 0


def _side(side: str, arguments: argparse.Namespace) -> ClauseSet:
    """The clause set that FILE or FILE::TITLE names."""
    from kaigi_extract.clauses.select import choose_set
    from kaigi_extract.pipeline import extract
    from kaigi_extract.show.sanitise import legible

    file, _, title = (side, "", "") if os.path.exists(side) else side.partition("::")
    document = extract(file, password=arguments.password)
    _warn(document)
    parser: argparse.ArgumentParser = arguments.parser
    try:
        return choose_set(document, title or None, arguments.set)
    except ValueError as error:
        parser.error(legible(str(error)))


def _clauses(arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses.annotation import annotate_all
    from kaigi_extract.pipeline import extract

    _check_names(arguments)
    names = ("ward", "mapping", "password", "date")
    document = extract(arguments.file, **{name: getattr(arguments, name) for name in names})
    _warn(document)
    if not document.clause_sets:
        _say(f"{arguments.file}: there is no clause set in it; `kaigi-extract extract` prints what there is")
    sets = annotate_all(document.clause_sets)
    if arguments.format == "json":
        import json

        printed = [clause_set.model_dump(mode="json") for clause_set in sets]
        sys.stdout.write(json.dumps(printed, ensure_ascii=False, indent=2) + "\n")
        return 0
    from kaigi_extract.show.terminal.clauses import clauses_text

    sys.stdout.write(clauses_text(sets, terminal=sys.stdout.isatty()))
    return 0


def _migrate(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.dask import dask_executor
    from kaigi_extract.archive.migrate import migrate
    from kaigi_extract.archive.progress import progress_on
    from kaigi_extract.archive.summary import summary_text

    _check_names(arguments)
    apart = ("src", "dest", "dask", "run", "parser")
    how = {name: value for name, value in vars(arguments).items() if value is not None and name not in apart}
    cluster = dask_executor(arguments.dask) if arguments.dask else contextlib.nullcontext()
    with _keeping(lambda: _kept_in(arguments.dest)), cluster as executor:
        summary = migrate(arguments.src, arguments.dest, executor=executor, progress=progress_on(sys.stderr), **how)
    sys.stderr.write(summary_text(summary))
    return summary.exit_code


def _kept_in(dest: str) -> str:
    """What an archive holds at the moment, and how to go on."""
    from kaigi_extract.archive.manifest import Manifest
    from kaigi_extract.archive.summary import summarise

    if not Manifest.there(dest):
        return "nothing was read yet"
    with Manifest(dest) as manifest:
        files = summarise(manifest, 0.0).files
    done, left = files.get("done", 0) + files.get("duplicate", 0), files.get("todo", 0)
    return f"{done} files are in {dest} and stay there, {left} are left; run the same command again to go on"


def _upgrade(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.manifest import Manifest
    from kaigi_extract.archive.summary import failures_of
    from kaigi_extract.archive.upgrade import upgrade

    with _keeping(lambda: "what was brought to the current schema is kept; run the same command again to go on"):
        count = upgrade(arguments.dest)
    print(f"{arguments.dest}: {count} records brought to the current schema", file=sys.stderr)
    with Manifest(arguments.dest) as manifest:
        damaged = [(name, reason) for name, kind, reason in failures_of(manifest) if kind == "damaged"]
    for name, reason in damaged:
        _say(f"{name}: {reason}")
    return SOME_FAILED if damaged else 0


def _extract(arguments: argparse.Namespace) -> int:
    _check_names(arguments)
    targets = _targets(arguments)
    codes: list[int] = []
    with _keeping(lambda: f"{len(codes)} of {len(targets)} files are through; give the others again"):
        for file, target in zip(_with_progress(arguments.files), targets, strict=True):
            codes.append(_extract_one(file, target, arguments))
    if not any(codes):
        return 0
    return SOME_FAILED if len(targets) > 1 else codes[0]


def _extract_one(file: str, target: Path | None, arguments: argparse.Namespace) -> int:
    """Reads one file and writes its record where it goes; the exit code."""
    try:
        document = _read(file, arguments)
        written = _written(document, arguments, len(arguments.files) > 1 and target is None)
        if target is None:
            sys.stdout.write(written)
            sys.stdout.flush()
        else:
            _write_whole(target, written)
    except KaigiError as error:
        return _complain(error)
    except BrokenPipeError:
        raise
    except Exception as error:  # a mistake of ours must not keep the other files from coming out
        _say(f"{file}: failed with {type(error).__name__}: {error}; please report it with the file")
        return 1
    _warn(document)
    return 0


def _write_whole(target: Path, text: str) -> None:
    """A file that is there is whole: it is written beside its place and moved there."""
    part = target.with_name(f"{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _check_names(arguments: argparse.Namespace) -> None:
    """Before anything is read: a ward or recogniser that is not known is a wrong command line."""
    from kaigi_extract.ocr.engines import AUTO, check_engine_name
    from kaigi_extract.wards.choose import choose_ward

    try:
        choose_ward(arguments.ward, arguments.mapping)
        check_engine_name(getattr(arguments, "recogniser", None) or AUTO)
    except ValueError as error:
        arguments.parser.error(str(error))


def _targets(arguments: argparse.Namespace) -> list[Path | None]:
    """The file that each document goes to; None is standard output."""
    files = [Path(file) for file in arguments.files]
    if arguments.out is None:
        return [None for _ in files]
    ending = ".json" if arguments.format == "json" else ".txt"
    stems = Counter(file.stem for file in files)
    names = [(file.stem if stems[file.stem] == 1 else file.name) + ending for file in files]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        arguments.parser.error(f"more than one file would be written to {twice[0]} in --out; give them in turn")
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        arguments.parser.error(f"--out {arguments.out}: cannot be made a folder ({error.strerror})")
    return [arguments.out / name for name in names]


def _read(file: str, arguments: argparse.Namespace) -> Document:
    from kaigi_extract.pipeline import extract

    return extract(
        file,
        ward=arguments.ward,
        mapping=arguments.mapping,
        password=arguments.password,
        reader=arguments.reader,
        recogniser=arguments.recogniser,
        date=arguments.date,
    )


def _written(document: Document, arguments: argparse.Namespace, one_line: bool) -> str:
    if arguments.format == "json":
        return document.model_dump_json(indent=None if one_line else 2) + "\n"
    from kaigi_extract.show.terminal.console import ENDLESS
    from kaigi_extract.show.terminal.tree import document_text

    return document_text(document, None if sys.stdout.isatty() and arguments.out is None else ENDLESS)


def _with_progress(files: Sequence[str]) -> Iterator[str]:
    """The files, one after the other; of several, how far they are shows on standard error."""
    if len(files) == 1:
        yield from files
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=len(files))
            for file in files:
                progress.update(task, description=os.path.basename(file))
                yield file
                progress.advance(task)
    else:
        for number, file in enumerate(files, 1):
            print(f"{number}/{len(files)} {file}", file=sys.stderr)
            yield file


def _warn(document: Document) -> None:
    """What is missing from the records is said aloud; the rest stands among the findings."""
    for finding in document.findings:
        if finding.severity == "error":
            _say(f"{document.source.path}: warning: {finding.message} [{finding.code}]")


def _complain(error: KaigiError) -> int:
    _say(str(error))
    return error.exit_code


def _say(message: str) -> None:
    from kaigi_extract.show.sanitise import legible

    print(f"kaigi-extract: {legible(message)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
