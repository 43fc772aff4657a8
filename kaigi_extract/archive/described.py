"""The tables of an archive in words: every table and column in English and Japanese, the values that a column may have.

The words are data (`descriptions.toml`); where a record's own docstring says what a field is, that is its English.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, NamedTuple

from kaigi_extract.archive.clause_rows import CLAUSE_TOPICS, SENTENCE_TOPICS
from kaigi_extract.archive.lineage_rows import FAMILIES, LIFE_EVENTS, LINKS
from kaigi_extract.archive.link_meetings import JOINS
from kaigi_extract.archive.work_columns import WORK_TABLES, WORK_VIEWS
from kaigi_extract.records.tables import TABLES, Column

SCHEMA_COLUMNS = [
    Column("table", "text", "Name of a table"),
    Column("column", "text", "One of its columns"),
    Column(
        "type",
        "text",
        "text, int, float, bool, date, ints and texts (lists), json (text that is JSON), spans (in DuckDB a list of "
        "structs: page and bbox, or line, start and end; JSON elsewhere)",
    ),
    Column("description", "text", "What it holds"),
    Column("references", "text", "The table whose id it carries"),
    Column("description_ja", "text", "What it holds, in Japanese"),
    Column("values", "texts", "Where it holds one of a few: all that it may hold"),
]
ARCHIVE_TABLES: dict[str, list[Column]] = {name: table.columns for name, table in TABLES.items()} | {
    "clause_topics": CLAUSE_TOPICS,
    "sentence_topics": SENTENCE_TOPICS,
    "families": FAMILIES,
    "links": LINKS,
    "life_events": LIFE_EVENTS,
    "joins": JOINS,
    **WORK_TABLES,
    "_schema": SCHEMA_COLUMNS,
}
"""The columns of every table of an archive."""
OF_NO_PART = frozenset({"families", "links", "life_events", "joins", "_schema", *WORK_TABLES})
"""Tables of the archive as a whole, which are written anew each time; the others are in parts (see `parting`)."""
VIEWS = {
    "case_list": (
        ("Every case with its document, ward, day and category", "案件の一覧（区・日付・分類・ファイル）"),
        """SELECT c.id, d.ward, coalesce(c.meeting_date, d.date) AS date, c.title, c.category, c.department,
            d.path, c.page FROM cases c JOIN documents d ON c.document_id = d.id""",
    ),
    "clause_list": (
        ("Every clause with its set, ward and day", "条項の一覧（条項集・区・日付）"),
        """SELECT k.id, coalesce(s.ward, d.ward) AS ward, s.date, s.title AS clause_set, k."key", k.heading, k."text",
            d.path, k.page FROM clauses k JOIN clause_sets s ON k.clause_set_id = s.id
            JOIN documents d ON s.document_id = d.id""",
    ),
    "duty_list": (
        ("Who must, may or must not do what about which topic", "誰が何について何をすべきか（論点・条項・区ごとの文）"),
        """SELECT n.id, coalesce(s.ward, d.ward) AS ward, s.date, s.title AS clause_set, k."key", k.heading, t.topic,
            t.score, n.actor, n.modality, n."text", n.exception, d.path, k.page FROM sentence_topics t
            JOIN sentences n ON t.sentence_id = n.id JOIN clauses k ON n.clause_id = k.id
            JOIN clause_sets s ON n.clause_set_id = s.id JOIN documents d ON n.document_id = d.id
            WHERE n.modality <> 'declares'""",
    ),
    "forbidden": (
        ("Which ward forbids what: a row for each ward and topic", "どの区が何を禁止しているか（区・論点ごと）"),
        """SELECT coalesce(s.ward, d.ward) AS ward, t.topic, count(DISTINCT n.clause_set_id) AS clause_sets,
            count(DISTINCT n.id) AS sentences,
            count(DISTINCT CASE WHEN n.exception IS NOT NULL THEN n.id END) AS with_exception,
            min(s.date) AS first_date, max(s.date) AS last_date, min(n."text") AS example
            FROM sentence_topics t JOIN sentences n ON t.sentence_id = n.id
            JOIN clause_sets s ON n.clause_set_id = s.id JOIN documents d ON n.document_id = d.id
            WHERE n.modality = 'must_not' GROUP BY coalesce(s.ward, d.ward), t.topic""",
    ),
    "decision_list": (
        ("What was decided on which case", "案件ごとの結論"),
        """SELECT e.id, d.ward, coalesce(m.date, d.date) AS date, e.number, e.result, e."text", c.title, d.path, e.page
            FROM decisions e JOIN documents d ON e.document_id = d.id LEFT JOIN meetings m ON e.meeting_id = m.id
            LEFT JOIN cases c ON e.case_id = c.id""",
    ),
    "doubtful": (
        ("Findings that a person should look at, beside their document", "人が確かめるべき所見"),
        """SELECT d.ward, f.severity, f.code, f.message, d.path, f.page FROM findings f
            JOIN documents d ON f.document_id = d.id WHERE f.severity <> 'info'""",
    ),
}
VIEWS |= WORK_VIEWS
"""Views for the questions that are asked of every archive: what each shows, and its query in SQL that both DuckDB and
SQLite know."""


class Words(NamedTuple):
    """One thing in two languages."""

    english: str
    japanese: str


@functools.cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("descriptions.toml").read_text(encoding="utf-8"))


def table_words(name: str) -> Words:
    """What a table holds."""
    return Words(*_words()["tables"][name])


def column_words(table: str, column: Column) -> Words:
    """What a column of a table holds."""
    columns = _words()["columns"]
    said: str | list[str] = columns.get(f"{table}.{column.name}") or columns[column.name]
    english, japanese = said if isinstance(said, list) else ("", said)
    return Words(column.description or english, japanese)


def schema_rows() -> Iterator[tuple[Any, ...]]:
    """The rows of the table `_schema`."""
    for name, columns in ARCHIVE_TABLES.items():
        for column in columns:
            words = column_words(name, column)
            values = list(column.values) or None
            yield name, column.name, column.type, words.english, column.references, words.japanese, values
