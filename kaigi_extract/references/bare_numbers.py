"""References by a number alone: ３の規定, ２に違反, 上記１から７までを, １（秘密の保持）に. Pure functions on strings.

A number in running text is mostly a quantity. It points to a clause or an item where it begins a part of a sentence and
what follows can follow nothing else, or where it is said to be above.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text import parse_number
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.patterns import DIGITS

MOST_LISTED = 20
"""Numbers in a row of which each is looked at with those behind it."""
_NUMBER = rf"[{DIGITS}]{{1,2}}(?![{DIGITS}])"
_JOINT = r"\s?(?:[、，・]|及び|および|又は|または|並びに|若しくは)\s?"
_LISTED = (
    rf"(?P<first>{_NUMBER})(?:\s?(?P<through>から|ないし|[～〜])\s?(?P<last>{_NUMBER})(?P<to>まで)?"
    rf"|(?P<more>(?:{_JOINT}{_NUMBER}){{1,{MOST_LISTED}}}+))?"
)
_CERTAIN = (
    r"の(?:規定|定め|各[号項]|いずれ)|により|によ[るっら]|に(?:規定|定め|違反|反[しす]|掲げ|基づ|該当|準じ|従[いうっ])"
    r"|[（(〔［\[【][^（）()〔〕［］\[\]【】、。]{2,40}[）)〕］\]】](?:[にのをはがと]|及び|又は|並びに)"
)
_OPENS = r"(?:^|(?<=[、。，「（(はがをもとや])|(?<=及び)|(?<=又は)|(?<=並びに)|(?<=上記)|(?<=前記))"
_BARE_NUMBER = late_pattern(
    rf"{_OPENS}(?:{_LISTED})(?:(?=(?P<certain>{_CERTAIN}))|(?=[のにをはがとで](?![{DIGITS}])|\s*$))"
)
_SAID_ABOVE = ("上記", "前記")
_NUMBERS = late_pattern(_NUMBER)


@dataclass(frozen=True, slots=True)
class BareNumbers:
    """Numbers taken as one reference: `text[start:end]`."""

    numbers: tuple[int, ...]
    """Those that are meant, of a range all of it."""
    start: int
    end: int
    text: str


def find_bare_numbers(text: str) -> Iterator[BareNumbers]:
    """The numbers in a text that point to clauses or items, in order."""
    end = 0
    for first in _NUMBERS.finditer(text):
        found = _BARE_NUMBER.match(text, first.start()) if first.start() >= end else None
        if found is None:
            continue
        end = found.end()
        if not found["certain"] and not text.endswith(_SAID_ABOVE, 0, found.start()):
            continue
        numbers = [parse_number(each) or 0 for each in _NUMBERS.findall(found[0])]
        if found["through"]:
            numbers = list(range(numbers[0], numbers[-1] + 1))
        if numbers and all(numbers):
            yield BareNumbers(tuple(numbers), found.start(), found.end(), found[0])
