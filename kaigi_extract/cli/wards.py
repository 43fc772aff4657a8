"""`wards` and `wards check`: what is known of the wards, and whether a mapping of your own is sound."""

from __future__ import annotations

import argparse

from kaigi_extract.cli.mapping_verbs import add_mapping_verbs
from kaigi_extract.cli.messages import complain
from kaigi_extract.cli.reading import MAPPING_HELP
from kaigi_extract.cli.ward_tables import add_table_options


def add_wards(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `wards` and its verbs."""
    wards = commands.add_parser(
        "wards",
        help="list the wards and which article of which ward is about what; check a mapping",
        description="The wards that have a mapping, which facts it has, and category by ward, which article of which "
        "law was about it from when to when.",
    )
    wards.add_argument("--mapping", metavar="FILE", action="append", help=MAPPING_HELP)
    wards.add_argument("--format", choices=("json", "text"), default="text", help="(default: %(default)s)")
    add_table_options(wards)
    verbs = wards.add_subparsers(title="on mapping files", metavar="VERB")
    check = verbs.add_parser("check", help="FILE: ok, or every mistake with line, key and what was expected")
    check.add_argument("files", nargs="+", metavar="FILE", help="a mapping in TOML")
    check.set_defaults(run=_check_mappings)
    add_mapping_verbs(verbs)


def _check_mappings(arguments: argparse.Namespace) -> int:
    from kaigi_extract.show.terminal.wards import knows
    from kaigi_extract.wards import check_ward, summary
    from kaigi_extract.wards.load import oversights_of

    codes: list[int] = []
    for file in arguments.files:
        ward, mistakes = check_ward(file)
        if ward is not None and not mistakes:
            mistakes = oversights_of(ward)
        codes += [complain(mistake) for mistake in mistakes]
        if ward is not None and not mistakes:
            print(f"{file}: ok: {ward.id} ({ward.name}): {knows(summary(ward))}")
    return codes[0] if codes else 0
