"""Departments on lines of their own above the offices that belong to them, in lists of officials.

総務部⏎情報公開課長　山田 is one office on two lines where each department has one below it; where one has several, it
heads them and is nobody. Texts to texts; knows who holds an office by its words only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.parts.minutes.office_words import BODY_OVER, OFFICER, TORN_OFFICE
from kaigi_extract.parts.minutes.seat_words import SeatWords
from kaigi_extract.text import fold, squeeze


def departments_joined(chunks: Sequence[str], known: SeatWords) -> list[str]:
    """The lines of a list with each department before the office below it, or without those that head several."""
    at = [index for index, chunk in enumerate(chunks) if _is_over(chunks, index, known)]
    heads_several = any(index + 2 < len(chunks) and _is_officer(chunks[index + 2]) for index in at)
    found: list[str] = []
    held = ""
    for index, chunk in enumerate(chunks):
        if index in at:
            held = "" if heads_several else chunk.strip()
            continue
        found.append(held + chunk.lstrip() if held else chunk)
        held = ""
    return list(_torn_joined(found, known))


def _is_over(chunks: Sequence[str], index: int, known: SeatWords) -> bool:
    """Whether a line is a department by itself, with an office of it and a name below."""
    key = squeeze(fold(chunks[index]))
    if BODY_OVER.fullmatch(key) is None or len(chunks[index].split()) > 1 or known.words.labels.get(key) is not None:
        return False
    return index + 1 < len(chunks) and _is_officer(chunks[index + 1])


def _is_officer(chunk: str) -> bool:
    """Whether a line is the office of one person with the name beside it: 情報公開課長　山田."""
    words = chunk.split()
    return len(words) > 1 and OFFICER.search(fold(words[0])) is not None


def _torn_joined(chunks: Sequence[str], known: SeatWords) -> Iterator[str]:
    """Lines of which one ends within an office that the next goes on with: 企画部情報公開⏎担当課長　小林."""
    held = ""
    for index, chunk in enumerate(chunks):
        below = chunks[index + 1] if index + 1 < len(chunks) else ""
        whole = chunk.strip()
        goes_on = not held and _is_officer(below) and not known.is_office(whole)
        if goes_on and TORN_OFFICE.fullmatch(whole):
            held = whole
            continue
        yield held + chunk.lstrip() if held else chunk
        held = ""
