"""`wards` without a verb: what is known of the wards, on which day which law holds, and where it was seen."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import add_language_option, language_of

if TYPE_CHECKING:
    from kaigi_extract.wards import SourcedFact, Ward

EVERY = "*"
"""What `--sources` stands for without an id."""


def add_table_options(wards: argparse.ArgumentParser) -> None:
    """Adds the options of the tables, and what prints them."""
    add = wards.add_argument
    add("--at", metavar="DAY", type=_day, help="only what holds on a day (2024-05-01)")
    help_text = "every fact with where it was seen, of all wards or of the one with an id (laws: the laws of all)"
    add("--sources", metavar="ID", nargs="?", const=EVERY, help=help_text)
    add_language_option(wards)
    wards.set_defaults(run=print_tables, parser=wards)


def print_tables(arguments: argparse.Namespace) -> int:
    """Prints the coverage and the crosswalk, or the facts with their sources."""
    from kaigi_extract.wards import article_crosswalk, known_laws
    from kaigi_extract.wards.known import known_wards

    wards = sorted(known_wards(mapping=arguments.mapping).wards, key=lambda ward: ward.id)
    if arguments.sources is not None:
        return _print_sources(_facts(arguments, wards), arguments.format)
    crosswalk = article_crosswalk(wards, known_laws(), arguments.at)
    if arguments.format == "json":
        sys.stdout.write(crosswalk.model_dump_json(indent=2) + "\n")
        return 0
    from kaigi_extract.show.terminal.wards import crosswalk_text

    sys.stdout.write(crosswalk_text(crosswalk, sys.stdout.isatty(), language_of(arguments)))
    return 0


def _facts(arguments: argparse.Namespace, wards: Sequence[Ward]) -> list[SourcedFact]:
    """The facts of the wards that are asked for, by id, name or code; those of the laws where they are."""
    from kaigi_extract.wards import known_laws, law_facts, sourced_facts

    asked = arguments.sources
    of_laws = law_facts(known_laws()) if asked in (EVERY, "laws") else []
    found = [ward for ward in wards if asked in (EVERY, ward.id, ward.name, ward.code)]
    if not found and not of_laws:
        arguments.parser.error(Message("--sources {asked}: no ward has this id, name or code", asked=asked))
    return [*(fact for ward in found for fact in sourced_facts(ward)), *of_laws]


def _print_sources(facts: list[SourcedFact], form: str) -> int:
    if form == "json":
        import json

        printed = [fact.model_dump(mode="json") for fact in facts]
        sys.stdout.write(json.dumps(printed, ensure_ascii=False, indent=2) + "\n")
        return 0
    from kaigi_extract.show.terminal.wards import sources_text

    sys.stdout.write(sources_text(facts, sys.stdout.isatty()))
    return 0


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(Message("a day such as 2024-05-01, not {text!r}", text=text)) from error
