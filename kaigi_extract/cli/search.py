"""`search`: words in an archive, with the place of each find."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.cli.language import said_by
from kaigi_extract.cli.messages import EXIT_CODES, say

HOW = """\
Several words are looked for in one document. "個人情報の保護" is a phrase, 委託 OR 派遣 takes either, and
'委託 -再委託' (in quotes, for the shell) leaves out documents that have 再委託. Width, white space and variants of
characters make no difference. The best documents come first.
"""


def add_search(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `search`."""
    search = commands.add_parser(
        "search",
        help="find words in an archive",
        description=HOW,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = search.add_argument
    add("archive", metavar="ARCHIVE", help="what migrate made")
    add("words", metavar="WORDS", nargs="+", help="what to look for")
    add("--ward", metavar="W", help="only documents of this ward (shinjuku)")
    add("--category", metavar="C", help="only documents with a case of this category (outsourcing)")
    add("--kind", metavar="K", help="only text of this kind of section (form, clause_set, minutes …)")
    add("--since", metavar="YYYY-MM-DD", help="only documents of this day or later")
    add("--until", metavar="YYYY-MM-DD", help="only documents of this day or earlier")
    add("--limit", metavar="N", type=int, default=20, help="finds, 0 for all (default: %(default)s)")
    add("--format", choices=("text", "json"), default="text", help="json is one object a line (default: %(default)s)")
    search.set_defaults(run=_search, parser=search)


def _search(arguments: argparse.Namespace) -> int:
    from kaigi_extract.archive.query import Archive

    names = ("ward", "category", "kind", "since", "until")
    with Archive(arguments.archive) as archive:
        try:
            found = archive.search(
                " ".join(arguments.words),
                **{name: getattr(arguments, name) for name in names},
                limit=arguments.limit + 1 if arguments.limit else None,
            )
        except ValueError as error:
            arguments.parser.error(said_by(error).removeprefix("search: "))
    rows: list[dict[str, Any]] = json.loads(found.to_json(orient="records", force_ascii=False))
    shown = rows[: arguments.limit or None]
    sys.stdout.write(_json(shown) if arguments.format == "json" else _text(shown))
    if len(rows) > len(shown):
        say(Message("the first {count} finds; --limit gives more", count=len(shown)))
    elif not rows:
        say(Message("nothing found"))
    return 0


def _json(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _text(rows: list[dict[str, Any]]) -> str:
    """The finds below the document that they are in."""
    from kaigi_extract.show.sanitise import legible

    lines, last = [], None
    for row in rows:
        if row["path"] != last:
            last = row["path"]
            lines.append(legible("  ".join(filter(None, (last, row["ward"], row["date"])))))
        page = f"p.{row['page']}" if row["page"] is not None else "-"
        around = " ".join(f"{row['before']}【{row['text']}】{row['after']}".split())
        lines.append(legible(f"  {page:>5}  {around}"))
    return "".join(f"{line}\n" for line in lines)
