"""Two readings of one line to one: the higher confidence where both agree, the more confident one where they differ."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.text import fold


def vote(
    first: list[Character], second: list[Character], shift: float, one_look: float = DEFAULT_OCR.recognition.one_look
) -> list[Character]:
    """The characters of two readings, placed as in the first one's crop; `shift` leads there from the second one's.

    A character that only one look saw keeps the share `one_look` of its confidence; with less than that it is dropped.
    """
    moved = [replace(character, at=character.at + shift) for character in second]
    one, two = [_kind(character) for character in first], [_kind(character) for character in moved]
    characters: list[Character] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            characters += [_agreed(p, q) for p, q in zip(first[a:b], moved[c:d], strict=True)]
        elif b - a == d - c:
            characters += [_chosen(p, q) for p, q in zip(first[a:b], moved[c:d], strict=True)]
        else:
            characters += _surer(first[a:b], moved[c:d], one_look)
    return characters


def _kind(character: Character) -> str:
    """The character whatever its width."""
    return fold(character.text)


def _agreed(one: Character, two: Character) -> Character:
    return Character(one.text, one.at, max(one.sure, two.sure), _others(one, two))


def _chosen(one: Character, two: Character) -> Character:
    best, worse = (one, two) if one.sure >= two.sure else (two, one)
    return Character(best.text, one.at, best.sure / (best.sure + worse.sure) * best.sure, _others(best, worse))


def _others(best: Character, worse: Character) -> tuple[tuple[str, float], ...]:
    readings = dict(worse.others) | {worse.text: worse.sure} | dict(best.others)
    readings.pop(best.text, None)
    return tuple(sorted(readings.items(), key=lambda reading: -reading[1]))


def _surer(one: list[Character], two: list[Character], share: float) -> list[Character]:
    """Of two stretches of unequal length the one with more confidence on average; of one that a single look saw the
    characters with enough of it."""
    if not one or not two:
        alone = one or two
        return [Character(p.text, p.at, p.sure * share, p.others) for p in alone if p.sure >= share]
    best = max((one, two), key=lambda characters: sum(p.sure for p in characters) / len(characters))
    return [Character(p.text, p.at, p.sure * share, p.others) for p in best]
