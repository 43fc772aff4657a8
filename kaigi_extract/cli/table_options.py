"""The options of `report` that say how a 新旧対照表 is printed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message

if TYPE_CHECKING:
    from kaigi_extract.records.display import TableChoices


def add_table_options(report: argparse.ArgumentParser) -> None:
    """How a 新旧対照表 is printed."""
    add = report.add_argument
    add(
        "--unchanged",
        choices=("omitted", "printed"),
        help="of a 新旧対照表: （略） for what stays, or all of it (default: （略）; two wards in full)",
    )
    add(
        "--lead",
        choices=("printed", "shortened", "omitted"),
        default="printed",
        help="of a 新旧対照表: words above items that changed (柱書), where they stay: in full, to the first comma, or "
        "（略） (default: %(default)s)",
    )
    add("--old-left", action="store_true", help="of a 新旧対照表: the old text on the left")
    add("--heads", metavar="NEW,OLD", help="of a 新旧対照表: what is printed over the columns, as in 改正案,現行")
    add("--omission", metavar="WORDS", default="（略）", help="what stands for what is left out (default: %(default)s)")
    add("--template", metavar="FILE", type=Path, help="a Word file of your own with fields, for a .docx")


def table_choices(arguments: argparse.Namespace) -> TableChoices:
    """What was chosen."""
    heads = arguments.heads.split(",") if arguments.heads else None
    if heads is not None and len(heads) != 2:
        arguments.parser.error(
            Message("--heads {heads}: two words with a comma between them, as in 改正案,現行", heads=arguments.heads)
        )
    return {
        "unchanged": arguments.unchanged,
        "lead": arguments.lead,
        "old_side": "left" if arguments.old_left else "right",
        "heads": (heads[0], heads[1]) if heads is not None else None,
        "omission": arguments.omission,
    }
