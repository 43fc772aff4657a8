"""Small clause sets composed for tests: two versions, and four versions of one ward over the years."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from kaigi_extract.records import Clause, ClauseSet, Sentence


def make(title: str, *rows: tuple[str, str | None, str], confidence: float | None = None, **fields: Any) -> ClauseSet:
    """A set of (label, heading, text), numbered from 1; `fields` are the set's."""
    clauses = [
        Clause(number=n, label=label, heading=heading, text=text, spans=[], confidence=confidence)
        for n, (label, heading, text) in enumerate(rows, 1)
    ]
    return ClauseSet(title=title, kind="special_terms", clauses=clauses, spans=[], **fields)


OLD = make(
    "旧",
    ("第１", "保管", "乙は、名簿を棚に納め、及び鍵を掛ける。"),
    ("第２", "返却", "乙は、第1項の名簿を返却する。"),
    ("第３", "掲示", "甲は、<区報> & 広報に掲示する。"),
)
NEW = make(
    "新",
    ("第１", "心得", "甲と乙は、互いに誠実に協議する。"),
    ("第２", "保管", "乙は、名簿を耐火金庫に納め、および鍵を掛ける。"),
    ("第３", "返却", "乙は、第2項の名簿を返却する。"),
)


def version(
    day: str | None,
    *rows: tuple[str, str],
    ward: str | None = "minami",
    title: str = "特記事項",
    topics: Sequence[Sequence[str]] = (),
) -> ClauseSet:
    """A set of (heading, text) of a day written as 2013-05-31, annotated where topics are given."""
    date = datetime.date.fromisoformat(day) if day else None
    made = make(title, *[(f"第{n}", *row) for n, row in enumerate(rows, 1)], ward=ward, date=date)
    for clause, told in zip(made.clauses, topics, strict=bool(topics)):
        clause.topics, clause.sentences = list(told), [Sentence(text=clause.text)]
    return made


KEEP = ("保管", "乙は、名簿を棚に納め、棚に鍵を掛けなければならない。")
COPY = ("複写", "乙は、名簿を複写し、又は撮影してはならない。")
BACK = ("返却", "乙は、仕事が済んだときは、名簿を甲に返却しなければならない。")
TELL = ("報告", "乙は、名簿の扱いを毎月甲に報告しなければならない。")
SAFE = ("保管", "乙は、名簿を耐火金庫に納め、金庫に鍵を掛けなければならない。")
VERSIONS = [
    version("2013-04-01", KEEP, COPY, BACK),
    version("2014-04-01", KEEP, COPY, BACK),
    version("2016-04-01", TELL, SAFE, ("写しの禁止", COPY[1]), BACK),
    version("2018-04-01", TELL, SAFE, ("写しの禁止", COPY[1].replace("又は", "または"))),
]
