"""What is known of the wards as tables: ruled and coloured on a terminal, plain and aligned anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from rich.table import Table

from kaigi_extract.records import Category
from kaigi_extract.show.article_words import (
    EVERY_BODY,
    FACT_HEADS,
    OTHERS,
    Language,
    category_words,
    cell_words,
    head_words,
    period_words,
)
from kaigi_extract.show.terminal.console import printed_for
from kaigi_extract.wards import ArticleCrosswalk, Coverage, SourcedFact, WardSummary
from kaigi_extract.wards.coverage import KNOWN, UNKNOWN

STATES = {KNOWN: ("有", "yes"), UNKNOWN: ("-", "-")}
"""What stands in the table for a fact that is known, and for one that was looked for and not found."""
LEGEND = {
    "ja": "数字は条・項・号。様式・会議録は語の数、条項は種類の数。- は探して見つからなかったもの、空欄は記載なし。",
    "en": "Numbers are articles-paragraphs-items; of labels, minutes and sets how many. - was looked for and not "
    "found; of what is empty nothing is said.",
}
BODY, CATEGORY_HEAD, LAW, COUNCIL = ("団体", "body"), ("分類", "category"), ("法令", "law"), ("審議会等", "council")
NOTHING = "-"


def crosswalk_text(known: ArticleCrosswalk, terminal: bool, lang: Language = "en") -> str:
    """Which facts are known of which ward, or what holds on the day that was asked for; then, category by ward, which
    article was about it from when to when."""
    if known.at is None:
        shown: list[Table | str] = [_coverage(known.wards, lang), LEGEND[lang], _articles(known, terminal, lang)]
    else:
        shown = [_in_force(known, terminal, lang), _articles(known, terminal, lang)]
    return "\n".join(_text(table, terminal) for table in shown)


def sources_text(facts: Iterable[SourcedFact], terminal: bool) -> str:
    """Every fact, and below it where it was seen."""
    return "".join(line.rstrip() + "\n" for line in printed_for(terminal, _with_sources(facts)).splitlines())


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
    names = "names only" if ward.ordinances or ward.councils else "nothing yet"
    return ", ".join(filter(None, counts)) or names


def _coverage(wards: Sequence[WardSummary], lang: Language) -> Table:
    """A row for each ward, a column for each fact; the categories without a column are counted.

    It has no rules anywhere, so that it fits a terminal of 100 columns.
    """
    heads = [head_words(heads, lang) for heads in FACT_HEADS.values()]
    at = list(FACT_HEADS).index("council")
    heads.insert(at, head_words(OTHERS, lang))
    table = _table(False, [head_words(BODY, lang), *heads])
    for ward in sorted(wards, key=_by_code):
        cells = [_state(ward.coverage.get(fact, ""), lang) for fact in FACT_HEADS]
        cells.insert(at, _others(ward.coverage))
        table.add_row(ward.name, *cells)
    return table


def _by_code(ward: WardSummary) -> tuple[bool, str, str]:
    """The wards in the order of their codes, then what has none."""
    return ward.code is None, ward.code or "", ward.id


def _state(found: str, lang: Language) -> str:
    return head_words(STATES[found], lang) if found in STATES else found


def _others(found: Coverage) -> str:
    """How many articles are about a category without a column."""
    count = sum(
        len(found[category].split(","))
        for category in get_args(Category)
        if category not in FACT_HEADS and found.get(category, UNKNOWN) != UNKNOWN
    )
    return str(count or "")


def _in_force(known: ArticleCrosswalk, terminal: bool, lang: Language) -> Table:
    """Which law is in force in each ward on the day, and which councils sit."""
    table = _table(terminal, [head_words(heads, lang) for heads in (BODY, LAW, COUNCIL)])
    codes = {ward.id: _by_code(ward) for ward in known.wards}
    for ward in sorted(known.in_force, key=lambda ward: codes[ward.ward]):
        table.add_row(ward.name, *(_list(names, terminal) or NOTHING for names in (ward.laws, ward.councils)))
    return table


def _articles(known: ArticleCrosswalk, terminal: bool, lang: Language) -> Table:
    """Category by ward, with a column for each period in which nothing changes."""
    heads = [head_words(CATEGORY_HEAD, lang), head_words(BODY, lang), *map(period_words, known.periods)]
    table = _table(terminal, heads)
    for lane in known.lanes:
        cells = [_list(cell_words(cell), terminal) or NOTHING for cell in lane.cells]
        table.add_row(category_words(lane.category, lang), lane.name or EVERY_BODY[lang], *cells)
    return table


def _list(words: Iterable[str], terminal: bool) -> str:
    """Each in a line of its own, where a cell may have several."""
    return ("\n" if terminal else "、").join(words)


def _with_sources(facts: Iterable[SourcedFact]) -> Iterator[str]:
    ward = None
    for fact in facts:
        if fact.ward != ward:
            ward = fact.ward
            yield ward
        yield f"  {fact.table}: {fact.fact}"
        yield from (f"      {source}" for source in fact.source)


def _table(terminal: bool, columns: Iterable[str]) -> Table:
    table = Table() if terminal else Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _text(shown: Table | str, terminal: bool) -> str:
    return "".join(line.rstrip() + "\n" for line in printed_for(terminal, [shown]).splitlines())
