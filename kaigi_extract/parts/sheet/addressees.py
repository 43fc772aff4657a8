"""To whom a letter is, where that fills several lines: the council, who heads it, the name; or what is below （宛先）.

Knows the lines above the sentence of a letter, and what kind each is of by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.sheet.letter_lines import (
    LineKind,
    heads_addressee,
    labels_addressee,
    names_office,
    names_person,
)
from kaigi_extract.text import squeeze

_LONGEST = 40
"""Characters of a line that is a part of an addressee."""
_CUT = ("個人情報", "保護")
"""Where the name of a council is cut that fills two lines."""
_MOST_ABOVE = 2
"""Lines above the one with 様 that belong to it."""


def addressee_at(lines: Sequence[AnyLine], kinds: Sequence[LineKind], at: int) -> list[AnyLine]:
    """The lines of an addressee of which the last, at `at`, ends in 様: with it the council that he heads, or
    his office, above it."""
    first = at
    while first > 0 and at - first < _MOST_ABOVE and _goes_on(lines, kinds, first):
        first -= 1
    below = lines[at + 1 : at + 2] if labels_addressee(lines[at].text) else []
    headed = [line for line in below if squeeze(line.text).startswith(_HEADS) and not names_office_of_head(lines[at])]
    return [*lines[first : at + 1], *headed]


def addressee_by_name(lines: Sequence[AnyLine], kinds: Sequence[LineKind]) -> list[AnyLine]:
    """The lines of an addressee whose office is on the line above his name: …審議会会長⏎岸本　雅人　様."""
    named = (k for k, line in enumerate(lines) if k and names_person(line.text) and kinds[k - 1] == "sender")
    at = next(named, None)
    return addressee_at(lines, kinds, at) if at is not None else []


def _goes_on(lines: Sequence[AnyLine], kinds: Sequence[LineKind], at: int) -> bool:
    """Whether the line above one is more of the addressee: a council or an office, or the beginning of its name."""
    above = squeeze(lines[at - 1].text)
    if len(above) > _LONGEST:
        return False
    cut = above.endswith(_CUT[0]) and squeeze(lines[at].text).startswith(_CUT[1])
    return kinds[at - 1] == "sender" or above.endswith("・") or cut


def addressee_below_word(lines: Sequence[AnyLine]) -> list[AnyLine]:
    """The office that is below the words （宛先）, which ends in no 様, with the line of him who heads it."""
    word = next((k for k, line in enumerate(lines) if heads_addressee(line.text)), len(lines))
    below = [line for line in lines[word + 1 : word + 3] if names_office(line.text)]
    if not below or below[0] is not lines[word + 1]:
        return []
    heads = len(below) > 1 and squeeze(below[1].text).startswith(_HEADS) and not names_office_of_head(below[0])
    return below[: 1 + heads]


_HEADS = ("会長", "委員長", "座長", "議長")


def names_office_of_head(line: AnyLine) -> bool:
    """Whether a line names him who heads a council, and not the council alone."""
    return squeeze(line.text).endswith(_HEADS)
