"""Lists of matters before a council, one a row (番号, 区分, 件名, 根拠, 所管課): each row is a case where nothing else
in the document is one. 〃 and 同上 stand for the value of the row above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.sheet.general_bases import kind_of
from kaigi_extract.parts.sheet.general_row import GeneralRow, meaning_of
from kaigi_extract.parts.sheet.general_rows import is_list
from kaigi_extract.parts.sheet.letter_matters import heads_results
from kaigi_extract.parts.sheet.papers import Paper
from kaigi_extract.text import text_key
from kaigi_extract.text.ditto import is_ditto
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

_PIECES = late_pattern(r"[^\s　]+")
_SAYS_WHAT = frozenset({"bases", "department", "category", "counterparty", "data_items"})
"""Columns of which a list of matters has one at least beside that of the titles."""
_LEAST_COLUMNS = 3


@dataclass(slots=True)
class MatterList:
    """One list: its heads, and its rows by column."""

    heads: list[Passage]
    rows: list[list[Passage | None]]
    place: list[Item]
    """What it is made of."""
    uneven: list[AnyLine]
    """Lines below that have more or fewer pieces than the heads."""


def find_lists(items: Sequence[Item], words: Words) -> Iterator[MatterList]:
    """The lists of matters among the lines and tables of a document."""
    at = 0
    while at < len(items):
        item = items[at]
        found = _of_grid(item, words) if isinstance(item, Grid) else _of_lines(items, at, words)
        if found is not None and found.rows:
            yield found
            at += len(found.place)
        else:
            at += 1


def are_before_council(
    found: MatterList, above: Sequence[AnyLine], words: Words, header_lines: int, *, on_agenda: bool = False
) -> bool:
    """Whether the matters of a list are before a council: each row says 諮問 or 報告; or a council is named, it is said
    that it is asked, and neither the heads nor the first lines of the document are such as only other papers print.
    The numbers of a list that is `on_agenda` say no more than that."""
    kinds = next((k for k, head in enumerate(found.heads) if _name(head, words) == "category"), None)
    if kinds is not None:
        printed = [row[kinds] for row in found.rows]
        if all(one is not None and kind_of(one.text, words) is not None for one in printed):
            return True
    if not on_agenda and _numbers_say(found, words):
        return True
    evidence, heads = words.general.evidence, [text_key(head.text) for head in found.heads]
    texts = [*(text_key(line.text) for line in above), *heads]
    if any(word in text for word in evidence.other for text in (*texts[:header_lines], *heads)):
        return False
    return all(any(word in text for word in said for text in texts) for said in (evidence.council, evidence.asks))


def _numbers_say(found: MatterList, words: Words) -> bool:
    """Whether the number of each row says what is before a council: 諮問第５号, 報告第２号."""
    for column, head in enumerate(found.heads):
        if _name(head, words) == "number" or text_key(head.text) in ("番号", "号"):
            printed = [row[column] for row in found.rows]
            return all(one is not None and kind_of(one.text, words) is not None for one in printed)
    return False


@dataclass(slots=True)
class Outcome:
    """What a row of a list says came of its matter, and when a council met on it."""

    result: Passage | None = None
    day: Passage | None = None


def outcomes(found: MatterList) -> Iterator[Outcome]:
    """What each row says of a sitting; the day is that of the row above where a row has none."""
    results = next((k for k, head in enumerate(found.heads) if heads_results(head.text)), None)
    days = next((k for k, head in enumerate(found.heads) if _DAY.fullmatch(text_key(head.text))), None)
    day: Passage | None = None
    for row in found.rows:
        own = row[days] if days is not None else None
        day = own if own is not None and own.text.strip() else day
        yield Outcome(row[results] if results is not None else None, day)


_DAY = late_pattern(r"(?:審議会)?(?:開催|審議|答申|会議)(?:年月)?日")
"""Heads of a column of days on which a council met."""


def papers_of(found: MatterList, words: Words, reading: Reading) -> Iterator[Paper]:
    """The paper of each row of a list: its cells under their heads."""
    because = Message("it is a row of a list of matters")
    for row in found.rows:
        rows = [
            GeneralRow(head, value, meaning_of(head.text, words))
            for head, value in zip(found.heads, row, strict=True)
            if value is not None and value.text
        ]
        yield Paper("form", items=found.place[:1], because=because, rows=[row for row in rows if _is_told(row, words)])
    if found.uneven:
        message = Message(
            "{count} lines of a list of matters have other columns than its head", count=len(found.uneven)
        )
        reading.findings.warn("value_unread", message, [line.span(0, len(line.text)) for line in found.uneven])


def _is_told(row: GeneralRow, words: Words) -> bool:
    """Whether a value is one of the case: 番号 alone counts the rows, 諮問番号 is the case's, as is 諮問第５号."""
    said = row.label.text + row.value.text
    return row.name != "number" or any(word in said for word in words.general.sheet.consultation)


def _of_grid(grid: Grid, words: Words) -> MatterList | None:
    """The list that a table is; None for any other table."""
    rows = list(grid.rows())
    heads = {cell.column: cell for cell in rows[0] if not cell.empty} if rows else {}
    if not _are_heads([cell.passage for cell in heads.values()], words) or not is_list(grid, words):
        return None
    body = [[_in_column(row, column) for column in heads] for row in rows[1:]]
    body = [row for row in body if any(one is not None and one.text for one in row)]
    return MatterList([cell.passage for cell in heads.values()], list(_filled(body)), [grid], [])


def _in_column(row: Sequence[Cell], column: int) -> Passage | None:
    return next((cell.passage for cell in row if cell.column <= column < cell.column + cell.column_span), None)


def _of_lines(items: Sequence[Item], at: int, words: Words) -> MatterList | None:
    """The list that lines are whose first holds heads parted by spaces, and each of the others a piece for each."""
    first = items[at]
    heads = _pieces(first) if not isinstance(first, Grid) else []
    if not _are_heads(heads, words):
        return None
    rows: list[list[Passage | None]] = []
    place, uneven = [first], list[AnyLine]()
    for item in items[at + 1 :]:
        pieces = _pieces(item) if not isinstance(item, Grid) else []
        if isinstance(item, Grid) or len(pieces) < _LEAST_COLUMNS:
            break
        place.append(item)
        if len(pieces) == len(heads):
            rows.append(list(pieces))
        else:
            uneven.append(item)
    return MatterList(heads, list(_filled(rows)), place, uneven)


def _pieces(line: AnyLine) -> list[Passage]:
    return [Passage.of(line, *match.span()) for match in _PIECES.finditer(line.text)]


def _are_heads(heads: Sequence[Passage], words: Words) -> bool:
    """Whether words head the columns of a list of matters: three at least, most of them known, the title among them."""
    if len(heads) < _LEAST_COLUMNS:
        return False
    names = [name for head in heads if (name := _name(head, words)) is not None]
    return 2 * len(names) > len(heads) and "title" in names and bool(_SAYS_WHAT.intersection(names))


def _name(head: Passage, words: Words) -> str | None:
    """What the head of a column means; also one that only lists have."""
    if heads_results(head.text):
        return "result"
    if _DAY.fullmatch(text_key(head.text)):
        return "day"
    meaning = meaning_of(head.text, words)
    return meaning.name if meaning is not None else "number" if text_key(head.text) == "番号" else None


def _filled(rows: Sequence[list[Passage | None]]) -> Iterator[list[Passage | None]]:
    """The rows with the values of those above where a row says that it has the same."""
    above: list[Passage | None] = []
    for row in rows:
        above = [above[k] if above and one is not None and is_ditto(one.text) else one for k, one in enumerate(row)]
        yield above
