"""The numbers that rows of a head bear: of entries, of seats, and those that go on the numbers of labels."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.parts.minutes.head_labels import head_label
from kaigi_extract.parts.minutes.lines import NUMERAL, PEOPLE, SEAT_NUMBER, MinutesRow, MinutesVocabulary
from kaigi_extract.text import Label, fold, match_label, parse_number
from kaigi_extract.text.late_pattern import late_pattern


def numbering(text: str) -> Label | None:
    """The numeral or bullet that a line begins with; 1番 is the number of a seat."""
    return None if _SEAT_FIRST.match(text) else match_label(text)


_SEAT_FIRST = late_pattern(rf"\s*{NUMERAL}\s*番(?![目線組号])")


def seat_numbers(rows: Sequence[MinutesRow], words: MinutesVocabulary) -> set[int | None]:
    """The numbers of seats that the head lists beside names."""
    found: set[int | None] = set()
    listing = False
    for row in rows if any("番" in row.line.text for row in rows) else ():
        seats = SEAT_NUMBER.findall(fold(row.line.text)) if "番" in row.line.text else []
        label = head_label(row, words)
        listing = label.name in PEOPLE if label is not None else listing
        found |= {parse_number(one) for one in seats} if listing else set()
    return found


def next_numbers(rows: Sequence[MinutesRow], words: MinutesVocabulary) -> set[int]:
    """The rows that go on the numbers of labels of the head, whatever they are called: ３．審議対象 below ２．委員."""
    found: set[int] = set()
    before: Label | None = None
    for index, row in enumerate(rows):
        text = row.line.text
        number = numbering(text) if len(text) <= words.settings.longest_title and "。" not in text else None
        if number is None:
            continue
        if head_label(row, words) is not None:
            before = number
        elif before is not None and number.follows(before):
            found.add(index)
            before = number
    return found
