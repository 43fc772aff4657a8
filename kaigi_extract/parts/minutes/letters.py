"""Speakers who are a letter alone: Ａ：…, Ｂ：…, where names are left out.

So are the items of a list set, too. Items come each once and in order from A on; those who speak alternate.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern

_LETTER = late_pattern(r"[A-ZＡ-Ｚ]")
_BEFORE_SPACE = late_pattern(r"([A-ZＡ-Ｚ])\s+(?=[^\x00-\x7f])")
_ASKED = {"Q", "A"}
"""What stands before questions and answers."""
_PAIRS = 3
"""Runs of A and B, one after the other: two who alternate, and no lists of two items."""


def is_letter(name: str) -> bool:
    """Whether a name is a letter alone."""
    return _LETTER.fullmatch(name) is not None


def open_letter(text: str) -> tuple[str, int] | None:
    """The letter that is alone at the beginning of a line before white space, and where the words after it begin."""
    match = _BEFORE_SPACE.match(text)
    return (match[1], match.end()) if match is not None else None


def alternate(speakers: Sequence[str]) -> bool:
    """Whether the letters among speakers, in the order of the document, come as people do who speak, and not as items
    of lists: one comes again, and most are in no run that counts on from A without somebody else between."""
    letters = [fold(one) for one in speakers if is_letter(one)]
    if len(set(letters)) == len(letters) or set(letters) == _ASKED:
        return False
    runs = _runs(speakers)
    lists = [len(run) for run in runs if run[0] == "A" and len(run) > 1]
    pairs = len(lists) >= _PAIRS and set(lists) == {2}
    return pairs or len(letters) >= 2 * sum(lists)


def _runs(speakers: Sequence[str]) -> list[str]:
    """Letters that count on, each right behind the one before."""
    runs: list[str] = []
    before = ""
    for speaker in speakers:
        letter = fold(speaker) if is_letter(speaker) else ""
        if letter and before and ord(letter) == ord(before) + 1:
            runs[-1] += letter
        elif letter:
            runs.append(letter)
        before = letter
    return runs
