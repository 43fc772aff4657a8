"""The number under which a matter comes before a council (諮問第３１号), also behind the year that it counts anew in
(諮問第Ｒ５－８号, 諮問番号 令和５年度－第８号)."""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.patterns import KANJI_NUMERALS
from kaigi_extract.text.width import fold, squeeze

_NUMERAL = rf"(?:\d+|[{KANJI_NUMERALS}]+)"
_NUMBER = late_pattern(
    r"(?:諮問|付議|案件)(?:事項)?(?:第|番号|No\.?|[:：])*"
    rf"(?:(?P<era>令和?|平成?|昭和?|[RHS])?(?P<year>\d{{1,2}}|元|[{KANJI_NUMERALS}]{{1,3}})(?P<fiscal>年度?)?"
    rf"[\-‐‑–—―−－ー]第?(?=\d|{_NUMERAL}号))?"
    rf"(?P<number>\d+|(?<=[第\-‐‑–—―−－ー])[{KANJI_NUMERALS}]+(?=号))号?"
)
_FIRST_YEARS = (2018, 1988, 1925)
"""The years before the first ones of 令和, 平成 and 昭和."""


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The number of a matter."""

    number: int
    year: int | None
    """The year of its era that is printed before it; None where none is."""
    says_year: bool
    """Whether what is before it is said to be a year, by the name of its era or by 年."""
    text: str

    def is_of(self, *years: int) -> bool:
        """Whether what is printed before the number is a year: it says so, or is that of one of some `years`."""
        if self.year is None or self.says_year:
            return True
        return any(year - first == self.year for year in years for first in _FIRST_YEARS)


def find_case_number(text: str) -> CaseNumber | None:
    """The first number of a matter that a text prints."""
    match = _NUMBER.search(squeeze(fold(text)))
    number = parse_number(match["number"]) if match is not None else None
    if match is None or number is None:
        return None
    year = parse_number(match["year"]) if match["year"] else None
    return CaseNumber(number, year, bool(match["era"] or match["fiscal"]), match[0])
