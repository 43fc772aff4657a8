"""`amend`, and `diff --format kaimebun`: old text and 改め文 to new text, and back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import add_language_option, language_of
from kaigi_extract.cli.messages import say, warn
from kaigi_extract.cli.reading import add_reading_options, reading_options

if TYPE_CHECKING:
    from kaigi_extract.records import ClauseSet, Document

FindsLaw = Callable[[str, argparse.Namespace], "Document"]
"""The document of the clause set that a word of the command line names, with that set and its 附則 only."""


def add_amend(commands: argparse._SubParsersAction[argparse.ArgumentParser], law: FindsLaw) -> None:
    """Adds the command `amend`."""
    amend = commands.add_parser(
        "amend",
        help="carry an amending bill (改め文) out on a clause set",
        description="The new text of a clause set by an amending bill. An instruction that is not understood, or that "
        "does not fit the old text exactly, is said on standard error, and that part stays as it was.",
    )
    add = amend.add_argument
    add("old", metavar="OLD", help="any file that extract reads; FILE::TITLE names one of its clause sets")
    add("bill", metavar="BILL", help="the bill, any file that extract reads")
    add("--set", metavar="TITLE", help="start of a title: the set that is meant wherever a file holds more than one")
    add("--check", metavar="NEW", help="the printed new text: says which clauses are others in it")
    add("--format", choices=("text", "json"), default="text", help="json is with findings (default: %(default)s)")
    add_language_option(amend)
    add_reading_options(amend)
    amend.set_defaults(run=partial(_amend, law), parser=amend)


def _amend(law: FindsLaw, arguments: argparse.Namespace) -> int:
    from kaigi_extract.clauses.amending import amend
    from kaigi_extract.clauses.amending_draft import differences, printed_amended
    from kaigi_extract.pipeline import extract

    old = law(arguments.old, arguments)
    bill = extract(arguments.bill, **reading_options(arguments))
    warn(bill)
    made = amend(old, bill)
    japanese = language_of(arguments) == "ja"
    for finding in made.findings:
        say(
            Message(
                "{bill}: {value} [{code}]",
                bill=arguments.bill,
                value=finding.message,
                code=finding.code,
            )
        )
    if arguments.check is not None:
        others = differences(made.new, law(arguments.check, arguments).clause_sets[0])
        say(_compared(arguments.check, others, japanese))
    if arguments.format == "json":
        sys.stdout.write(made.model_dump_json(indent=2) + "\n")
    else:
        _print(printed_amended(made))
    return 0


def _compared(name: str, others: Sequence[str], japanese: bool) -> str:
    """What the comparison with the printed new text gave."""
    if japanese:
        return f"新しい条文が{name}と異なる箇所：{'、'.join(others)}" if others else f"新しい条文は{name}と同じである"
    return (
        Message("the new text is other than in {name}: {listed}", name=name, listed=", ".join(others))
        if others
        else Message("the new text is the same as {name}", name=name)
    )


def print_draft(old: ClauseSet, new: ClauseSet) -> int:
    """Prints the 改め文 that makes one set of another."""
    from kaigi_extract.clauses.amending_draft import draft_amendment

    draft = draft_amendment(old, new)
    _print(draft.text.splitlines())
    if not draft.whole:
        say(Message("the draft does not give the new text of {listed}", listed=", ".join(draft.unsaid)))
    return 0


def _print(lines: Iterable[str]) -> None:
    from kaigi_extract.show.sanitise import legible

    sys.stdout.write("".join(f"{legible(line)}\n" for line in lines))
