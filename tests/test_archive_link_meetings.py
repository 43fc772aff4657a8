"""Joining across files: what agrees, what speaks against, and what is no reason."""

from __future__ import annotations

import datetime

import pytest

from kaigi_extract.archive.link_meetings import JOINS, join_rows
from kaigi_extract.archive.write import ARCHIVE_TABLES, _Part
from kaigi_extract.records.tables import TABLES

MARCH, JULY, NEXT_YEAR = (datetime.date(*day) for day in ((2012, 3, 14), (2012, 7, 20), (2013, 3, 12)))
LAST_DAY, FIRST_DAY, MAY = (datetime.date(*day) for day in ((2012, 3, 31), (2012, 4, 1), (2012, 5, 1)))
TITLE = "就労サポート事業の委託について"


def dataset(folder, case, *agenda, decisions=(), ward="nerima"):
    """A Parquet dataset: one case in file c, and an agenda item or a decision in a file of its own each."""
    rows = {name: [] for name in TABLES}

    def add(table, **values):
        dates = {name: value.isoformat() for name, value in values.items() if isinstance(value, datetime.date)}
        rows[table].append(tuple((values | dates).get(column.name) for column in ARCHIVE_TABLES[table]))

    add("documents", id="c", ward="nerima")
    add("cases", **{"id": "c/cases/0", "document_id": "c", "title": TITLE, "numbers": [], **case})
    for place, item in enumerate(agenda):
        meeting = f"m{place}"
        add("documents", id=meeting, ward=ward)
        add("meetings", id=f"{meeting}/meeting", document_id=meeting, date=item.pop("date", None))
        keys = {"id": f"{meeting}/meeting/agenda/0", "document_id": meeting, "meeting_id": f"{meeting}/meeting"}
        add("agenda", **({"title": "別の件"} | item | keys))
        for count, number in enumerate(decisions):
            identity = f"{meeting}/meeting/decisions/{count}"
            add("decisions", id=identity, document_id=meeting, meeting_id=f"{meeting}/meeting", number=number)
    with _Part(folder, "all") as part:
        part.write(rows)
    return folder


def joined(folder):
    names = [column.name for column in JOINS]
    rows = [dict(zip(names, row, strict=True)) for row in join_rows(folder)]
    return [(row["meeting_document_id"], row["reason"]) for row in rows if row["decision_id"] is None]


@pytest.mark.parametrize(
    ("case", "agenda", "expected"),
    [
        ({"numbers": [31], "meeting_date": MARCH}, [{"number": 31, "date": MARCH}], "number 31 and date 2012-03-14"),
        ({"material": "10-1", "meeting_date": MARCH}, [{"material": "10-1", "date": MARCH}], "material 10-1 and date 2012-03-14"),
        ({"numbers": [31], "year": 2011}, [{"number": 31, "date": MARCH}], "number 31 and fiscal year 2011"),
        ({"numbers": [31]}, [{"number": 31, "title": TITLE + "（報告）", "date": MARCH}], "number 31 and title"),
        ({"material": "1"}, [{"material": "1", "title": TITLE, "date": MARCH}], "material 1 and title"),
        # A title alone, a number alone, a mark alone.
        ({}, [{"title": TITLE, "date": MARCH}], None),
        ({"meeting_date": MARCH}, [{"title": TITLE, "date": MARCH}], None),
        ({"numbers": [31]}, [{"number": 31, "date": MARCH}], None),
        ({"material": "1", "year": 2011}, [{"material": "1", "date": MARCH}], None),
        # Numbers begin anew each year, marks at each meeting.
        ({"numbers": [31], "meeting_date": MARCH}, [{"number": 31, "date": JULY, "title": TITLE}], None),
        ({"numbers": [31], "year": 2012}, [{"number": 31, "date": MARCH}], None),
        # A fiscal year is from 1 April to 31 March.
        ({"numbers": [31], "year": 2011}, [{"number": 31, "date": LAST_DAY}], "number 31 and fiscal year 2011"),
        ({"numbers": [31], "year": 2012}, [{"number": 31, "date": LAST_DAY}], None),
        ({"numbers": [31], "year": 2011}, [{"number": 31, "date": FIRST_DAY}], None),
        ({"numbers": [31], "year": 2012}, [{"number": 31, "date": FIRST_DAY}], "number 31 and fiscal year 2012"),
        ({"numbers": [31], "year": 2012}, [{"number": 31, "date": MAY}], "number 31 and fiscal year 2012"),
        ({"numbers": [31], "material": "1", "meeting_date": MARCH}, [{"number": 32, "material": "1", "date": MARCH}], None),
    ],
)  # fmt: skip
def test_what_agrees(tmp_path, case, agenda, expected):
    assert joined(dataset(tmp_path, case, *agenda)) == ([] if expected is None else [("m0", expected)])


def test_of_several_meetings_the_one_that_agrees(tmp_path):
    case = {"numbers": [31], "meeting_date": JULY}
    agenda = [{"number": 31, "date": date, "title": TITLE} for date in (MARCH, JULY, NEXT_YEAR)]
    assert joined(dataset(tmp_path, case, *agenda)) == [("m1", "number 31 and date 2012-07-20")]


def test_two_meetings_that_answer_are_none(tmp_path):
    agenda = [{"number": 31, "date": date, "title": TITLE} for date in (MARCH, NEXT_YEAR)]
    assert joined(dataset(tmp_path, {"numbers": [31]}, *agenda)) == []


def test_another_ward_is_another_council(tmp_path):
    case = {"numbers": [31], "meeting_date": MARCH}
    assert joined(dataset(tmp_path, case, {"number": 31, "date": MARCH}, ward="shinjuku")) == []


def test_decisions_come_along(tmp_path):
    case = {"numbers": [31, 32], "meeting_date": MARCH}
    folder = dataset(tmp_path, case, {"number": 31, "date": MARCH}, decisions=[31, 32, 33])
    assert [(row[0], row[6], row[7], row[8]) for row in join_rows(folder)] == [
        ("c/cases/0/0", "m0/meeting/agenda/0", None, "number 31 and date 2012-03-14"),
        ("c/cases/0/1", "m0/meeting/agenda/0", "m0/meeting/decisions/0", "number 31 and date 2012-03-14"),
        ("c/cases/0/2", None, "m0/meeting/decisions/1", "number 32 and date 2012-03-14"),
    ]
