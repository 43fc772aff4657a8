"""Letters between an authority and its council: the 諮問書 opens a case, the 答申 answers one. No kind of their own:
they are covers, and `cover` asks here.
"""

from __future__ import annotations

from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.kinds.paper import letters_ahead, note_general
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.sheet.letter_lines import LetterPart
from kaigi_extract.records import Case
from kaigi_extract.text import squeeze
from kaigi_extract.text.titles import same_title
from kaigi_extract.wards.words import Words


def begins_letter(position: Position) -> Part | None:
    """The first line of a letter, outside of minutes."""
    if position.line is None or position.open.kind == "minutes":
        return None
    return letters_ahead(position).get(position.at)


def add_letter(letter: LetterPart, reading: Reading) -> None:
    """Adds the cases that a letter asks about, or the opinion to the case that is answered."""
    from kaigi_extract.parts.sheet.read_letter import read_letter, read_opinion

    words, document = Words(reading.ward), reading.document
    if letter.asks:
        for case in read_letter(letter, words, reading):
            reading.add_case(case, letter)
            document.council = document.council or _council(case.letter.addressee if case.letter else None)
            if any(evidence.confidence is not None for evidence in case.evidence.values()):
                note_general(letter.because, reading)
        return
    cases = read_opinion(letter, words, reading)
    document.council = document.council or _council(" ".join(line.text for line in letter.sender))
    for case in cases:
        answered = next((one for one in document.cases if _is_same(one, case)), None)
        if answered is not None:
            answered.opinion = case.opinion
        else:
            reading.add_case(case, letter)


def _is_same(one: Case, other: Case) -> bool:
    if one.numbers and other.numbers:
        return one.numbers == other.numbers
    return bool(one.title and other.title) and same_title(squeeze(one.title), squeeze(other.title))


def _council(addressee: str | None) -> str | None:
    """The council in an addressee: 世田谷区…審議会 of 世田谷区…審議会 会長 梅津 卓也 様."""
    for word in (addressee or "").split():
        for ending in ("審議会", "審査会", "協議会", "委員会"):
            at = word.find(ending)
            if at > 1:
                return word[: at + len(ending)]
    return None
