"""`wards draft`, `wards try` and `wards add`: making a mapping of one's own from documents."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import add_language_option, language_of
from kaigi_extract.cli.messages import complain
from kaigi_extract.cli.progress import with_progress
from kaigi_extract.cli.reading import add_reading_options, reading_options
from kaigi_extract.cli.whole_files import write_whole
from kaigi_extract.errors import InvalidMapping

SURE = 0.85
"""Confidence from which on `wards try --accept` takes a proposal: labels as other wards print them, and the surest of
general words."""


def add_mapping_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verbs of `wards` that make a mapping."""
    _add_draft(verbs)
    _add_try(verbs)
    _add_add(verbs)


def _add_draft(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    draft = verbs.add_parser("draft", help="print a mapping to complete, from documents of a ward that has none")
    draft.add_argument("files", nargs="+", metavar="FILE", help="any file that extract reads")
    add_reading_options(draft)
    draft.set_defaults(run=_draft_mapping, parser=draft)


def _add_try(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    tried = verbs.add_parser(
        "try",
        help="read files with a mapping: which fields it fills, which labels are left over, and what they may mean",
        description="Reads files with a mapping and says of each which fields were filled and by which labels, which "
        "labels the mapping does not know, and the best proposals for them. --accept writes the sure ones into it.",
    )
    tried.add_argument("tried", metavar="MAPPING", help="the mapping to try")
    tried.add_argument("files", nargs="+", metavar="FILE", help="any file that extract reads")
    tried.add_argument("--format", choices=("json", "text"), default="text", help="(default: %(default)s)")
    add_language_option(tried)
    tried.add_argument(
        "--accept",
        metavar="CONFIDENCE",
        nargs="?",
        type=float,
        const=SURE,
        help=Message(
            "write the proposals that are at least so sure into MAPPING; its comments stay (default: {sure})", sure=SURE
        ),
    )
    add_reading_options(tried)
    tried.set_defaults(run=_try_mapping, parser=tried)


def _add_add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = verbs.add_parser(
        "add",
        help="add words to a list of a mapping; its comments stay",
        description="Adds words to a list of a mapping, such as labels.form.reason, sheet.heading or minutes.members, "
        "and checks it. What is there stays as it is written, comments included.",
    )
    add.add_argument("file", metavar="MAPPING", help="a mapping in TOML")
    add.add_argument("key", metavar="KEY", help="the list: labels.form.reason")
    add.add_argument("words", nargs="+", metavar="WORD", help="what documents print")
    add.set_defaults(run=_add_words, parser=add)


def _draft_mapping(arguments: argparse.Namespace) -> int:
    from kaigi_extract.pipeline import extract
    from kaigi_extract.wards import draft_mapping
    from kaigi_extract.wards.known import known_wards

    reading = reading_options(arguments)
    documents = [extract(file, **reading) for file in with_progress(arguments.files)]
    sys.stdout.write(draft_mapping(documents, known_wards(mapping=arguments.mapping).wards))
    return 0


def _try_mapping(arguments: argparse.Namespace) -> int:
    from kaigi_extract.pipeline import ReadingOptions, extract_with_reasons
    from kaigi_extract.show.terminal.trial import accepted_text, trial_text
    from kaigi_extract.wards import load_ward
    from kaigi_extract.wards.known import known_wards
    from kaigi_extract.wards.trial import try_ward

    ward = load_ward(arguments.tried)
    arguments.mapping = [ward, *(arguments.mapping or [])]
    if len(arguments.mapping) == 1:
        arguments.mapping = ward
    options = ReadingOptions(**reading_options(arguments))
    read = [extract_with_reasons(file, options) for file in with_progress(arguments.files)]
    trial = try_ward(ward, read, known_wards(mapping=arguments.mapping).wards)
    language = language_of(arguments)
    if arguments.format == "json":
        sys.stdout.write(trial.model_dump_json(indent=2) + "\n")
    else:
        sys.stdout.write(trial_text(trial, language, terminal=sys.stdout.isatty()))
    if arguments.accept is not None:
        accepted = trial.accepted(arguments.accept)
        code = _write_words(arguments.tried, accepted) if accepted else 0
        if code:
            return code
        sys.stderr.write(accepted_text(arguments.tried, accepted, language))
    return 0


def _add_words(arguments: argparse.Namespace) -> int:
    return _write_words(arguments.file, {tuple(arguments.key.split(".")): arguments.words})


def _write_words(path: str, additions: Mapping[tuple[str, ...], Sequence[str]]) -> int:
    """Writes words into a mapping if it is sound afterwards; else it stays as it is."""
    from kaigi_extract.wards.load import check_text, text_of_file
    from kaigi_extract.wards.toml_text import with_words

    before = text_of_file(path)
    try:
        text = with_words(before, additions)
    except ValueError as error:
        return complain(
            InvalidMapping(
                path, line=None, key="edit", expected=Message("a list to add words to ({error})", error=error)
            )
        )
    _, mistakes = check_text(path, text)
    if mistakes:
        return max(complain(mistake) for mistake in mistakes)
    write_whole(Path(path), text)
    return 0
