"""Which body a document names by its councils and ordinances, whether a mapping lists these or not. Works on text."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.identify import Identified
from kaigi_extract.wards.model import Ward
from kaigi_extract.wards.names import PrintedNames, is_about_information
from kaigi_extract.wards.printed_names import PrintedText

_SUBJECT, _BODY = late_pattern("個人|情報|番号|プライバシー"), late_pattern("条例|会")
_LOCAL = late_pattern(r"[市区町村]$")
"""A municipality: papers of any of them cite what prefectures say."""


@dataclass(frozen=True, slots=True)
class PrintedBody:
    """A body, and the name by which a document names it."""

    place: str
    words: str
    count: int
    """How often such names are printed."""


def printed_body(lines: Sequence[str]) -> PrintedBody | None:
    """The municipality whose council or ordinance on personal information the lines of a document name; None where they
    name none."""
    names = PrintedNames()
    names.add(line for line in lines if _may_name(line))
    place = names.place()
    if place is None or not _LOCAL.search(place):
        return None
    printed = names.councils(place) + names.ordinances(place)
    words = [one for one in printed.most_common() if one[0].startswith(place) and is_about_information(one[0])]
    return PrintedBody(place, words[0][0], sum(count for _, count in words)) if words else None


def _may_name(line: str) -> bool:
    """Whether a line is worth a closer look: most of a long document are not."""
    subject = _SUBJECT.search(line)
    return subject is not None and _BODY.search(line, subject.end()) is not None


def ward_by_body(body: PrintedBody, text: PrintedText, wards: Sequence[Ward]) -> Identified | None:
    """The ward that bears the name of the body; None where it is none of them, or another is named too."""
    named = [ward for ward in wards if any(text.has(name, body=True) for name in _names(ward))]
    if len(named) != 1 or body.place not in _names(named[0]):
        return None
    (ward,) = named
    place = ward.origin.place("name" if body.place == ward.name else "names")
    return Identified(ward, "a council or an ordinance that bears the ward's name:", body.words, place)


def speaks_against(ward: Ward, body: PrintedBody, text: PrintedText) -> bool:
    """Whether a document that names a body is of another than the ward: it never prints the ward's name."""
    return not any(text.has(name, body=True) or body.place in name for name in _names(ward))


def _names(ward: Ward) -> list[str]:
    return [ward.name, *ward.names]
