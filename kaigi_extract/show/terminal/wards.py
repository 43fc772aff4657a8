"""The crosswalk of the wards as tables: ruled and coloured on a terminal, plain and aligned anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from rich.table import Table

from kaigi_extract.show.terminal.console import printed_for
from kaigi_extract.wards import ArticleCrosswalk, WardSummary


def crosswalk_text(known: ArticleCrosswalk, terminal: bool) -> str:
    """The wards with what their mappings know, then category by ward by article with the days that it holds."""
    wards = _table(terminal, "wards", ["id", "name", "code", "mapping", "ordinances", "councils", "knows"])
    for ward in known.wards:
        words = [ward.id, ward.name, ward.code or "", PurePath(ward.mapping).name]
        wards.add_row(*words, "、".join(ward.ordinances), "、".join(ward.councils), knows(ward))
    rows = _table(terminal, "articles", ["category", "ward", "article", "words", "since", "until"])
    for row in known.rows:
        days = [day.isoformat() if day else "" for day in (row.since, row.until)]
        rows.add_row(row.category, row.ward, row.article, "、".join(row.words), *days)
    return "\n".join(_text(table, terminal) for table in (wards, rows))


def knows(ward: WardSummary) -> str:
    """ordinances 1, articles 3, title words 4, labels form 33 registers 17: only what is there."""
    labels = " ".join(f"{part} {count}" for part, count in ward.labels.items() if count)
    counts = [
        f"ordinances {len(ward.ordinances)}" if ward.ordinances else "",
        f"councils {len(ward.councils)}" if ward.councils else "",
        f"articles {ward.articles}" if ward.articles else "",
        f"title words {ward.title_words}" if ward.title_words else "",
        f"labels {labels}" if labels else "",
        f"minutes words {ward.minutes_words}" if ward.minutes_words else "",
    ]
    return ", ".join(filter(None, counts)) or "nothing yet"


def _table(terminal: bool, title: str, columns: Iterable[str]) -> Table:
    table = Table(title=title) if terminal else Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _text(table: Table, terminal: bool) -> str:
    return "".join(line.rstrip() + "\n" for line in printed_for(terminal, [table]).splitlines())
