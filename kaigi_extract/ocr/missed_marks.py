"""Ink in a line that no character explains: a small mark (、 。 ・) where the pitch leaves it room, else a doubt.

Engines drop small marks next to white. Here a piece of ink between two characters that are further apart than one em,
or behind the last, is the mark that its size and place make it; other ink makes its neighbours doubtful. Which of 、
and 。 it is, their shape tells or, at a coarse resolution, the words around it (`reweigh`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from unicodedata import east_asian_width

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.character_settings import MissedMarkSettings
from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of ink far from every character. Places and sizes are in pixels of the crop."""

    x0: int
    x1: int
    middle: float
    """How far below the middle of the line its own is."""
    side: int
    """Its longer side."""
    ring: bool
    """Whether there is white within it."""

    @property
    def at(self) -> float:
        return (self.x0 + self.x1) / 2


def with_missed_marks(
    characters: list[Character], crop: LineCrop, em: float, settings: MissedMarkSettings = DEFAULT_OCR.missed_marks
) -> list[Character]:
    """The characters of a line, marks that were dropped among them and neighbours of other ink doubtful. `em` is the
    page's, in pixels."""
    if crop.characters or not characters:
        return characters
    found = list(characters)
    em = _own_em(characters, em, settings)
    if len(found) == 1 and _is_wide(found[0]) and _length(crop, settings) <= settings.alone * em:
        return found
    for piece in _unexplained(characters, crop, em, settings):
        mark = _mark(piece, found, em, settings)
        if mark is not None:
            found = sorted([*found, mark], key=lambda character: character.at)
        elif piece.side >= settings.least_doubt * em:
            nearest = min(range(len(found)), key=lambda k: abs(found[k].at - piece.at))
            found[nearest] = replace(found[nearest], sure=min(found[nearest].sure, settings.beside_unread))
    return found


def _length(crop: LineCrop, settings: MissedMarkSettings) -> int:
    """Pixels from the first ink of a line to its last."""
    inked = np.flatnonzero((255 - crop.grey >= settings.mark_ink).any(axis=0))
    return int(inked[-1]) - int(inked[0]) + 1 if len(inked) else 0


def without_ghosts(
    characters: Sequence[Character], crop: LineCrop, em: float, settings: MissedMarkSettings = DEFAULT_OCR.missed_marks
) -> list[Character]:
    """The characters of a line without those that the engine hardly saw and no ink of their own tells of, and without
    those that it doubted where the line is white, as ー in the space behind the label of an item."""
    if all(character.sure >= settings.white_confidence for character in characters):
        return list(characters)
    inked = np.asarray((255 - crop.grey >= settings.mark_ink).any(axis=0), np.bool_)
    certain = [character for character in characters if character.sure >= settings.ghost_confidence]
    if len(certain) == len(characters) - 1 and _fills(characters, inked, em, settings):
        return list(characters)
    return [
        character
        for character in characters
        if character.sure >= settings.white_confidence
        or (
            _is_inked(character, inked, settings.doubted_reach * em)
            if character.sure >= settings.ghost_confidence
            else _has_room(character, certain, inked, em, settings)
        )
    ]


def _is_inked(character: Character, inked: NDArray[np.bool_], near: float) -> bool:
    """Whether there is ink within some pixels of the middle of a character; a space has none."""
    if not character.text.strip():
        return True
    return bool(inked[max(round(character.at - near), 0) : round(character.at + near) + 1].any())


def _fills(characters: Sequence[Character], inked: NDArray[np.bool_], em: float, settings: MissedMarkSettings) -> bool:
    """Whether the ink of a line without gaps is as long as all of its characters, which are an em wide each: engines
    hardly see 一 before others, and place these too near to it."""
    columns = np.flatnonzero(inked)
    if not len(columns) or not all(_is_wide(character) for character in characters):
        return False
    if len(columns) > 1 and int(np.diff(columns).max()) > settings.ghost_gap * em:
        return False
    length = (int(columns[-1]) - int(columns[0])) / em
    return abs(length - len(characters)) <= settings.ghost_short


def _has_room(
    character: Character,
    certain: Sequence[Character],
    inked: NDArray[np.bool_],
    em: float,
    settings: MissedMarkSettings,
) -> bool:
    """Whether there is ink at a character that belongs to none of those that are certain."""
    at = character.at
    room = settings.wide_reach + (settings.wide_reach if _is_wide(character) else settings.narrow_reach) - 0.45
    if any(abs(other.at - at) < room * em for other in certain):
        return False
    return _is_inked(character, inked, settings.ghost_ink * em)


def _unexplained(
    characters: Sequence[Character], crop: LineCrop, em: float, settings: MissedMarkSettings
) -> list[_Piece]:
    """The pieces of ink that are no part of a character, from left to right."""
    dark: Grey = 255 - crop.grey
    inked = (dark >= settings.mark_ink).astype(np.uint8)
    free = np.ones(inked.shape[1], np.bool_)
    for character in characters:
        reach = (settings.wide_reach if _is_wide(character) else settings.narrow_reach) * em
        free[max(round(character.at - reach), 0) : max(round(character.at + reach), 0)] = False
    if not inked[:, free].any():
        return []
    closed = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    large = boxes[1:][boxes[1:, 3] > settings.largest_mark * em]
    middle = float(np.median(large[:, 1] + large[:, 3] / 2)) if len(large) else inked.shape[0] / 2
    pieces: list[_Piece] = []
    for label in range(1, count):
        x, y, width, height, _ = boxes[label]
        if free[x : x + width].mean() < settings.free_share or max(width, height) < settings.least_mark * em:
            continue
        own = inked[y : y + height, x : x + width] & (labels[y : y + height, x : x + width] == label)
        pieces.append(_Piece(x, x + width, y + height / 2 - middle, max(width, height), _has_hole(own)))
    return sorted(pieces, key=lambda piece: piece.x0)


def _mark(piece: _Piece, characters: Sequence[Character], em: float, settings: MissedMarkSettings) -> Character | None:
    """The mark that a piece of ink is, where its line has room for one; None for any other ink."""
    if not settings.certain_mark * em <= piece.side <= settings.largest_mark * em:
        return None
    before = max((c for c in characters if c.at < piece.at), key=lambda c: c.at, default=None)
    after = min((c for c in characters if c.at > piece.at), key=lambda c: c.at, default=None)
    if before is None or not _is_wide(before) or (before is characters[0] and _may_number(before.text)):
        return None
    room = settings.room_for_mark * em if after is None else after.at - before.at
    if room < settings.room_for_mark * em or piece.at - before.at > settings.mark_behind * em:
        return None
    sure, below = settings.mark_confidence, piece.middle / em
    if below >= settings.low_mark:
        first, second = ("。", "、") if piece.ring else ("、", "。")
        return Character(first, piece.at, sure, ((second, sure / (5 if piece.ring else 2)),))
    if abs(below) <= settings.middle_mark and after is not None:
        return Character("・", piece.at, sure)
    return None


def _may_number(text: str) -> bool:
    """Whether a character that begins a line may be the label of an item (ア, ①): there is white behind it anyway."""
    return "\u3041" <= text <= "\u30ff" or text.isdigit() or not text.isalpha()


def _has_hole(ink: NDArray[np.uint8]) -> bool:
    """Whether there is white within a piece of ink."""
    padded = np.pad(1 - ink, 1, constant_values=1).astype(np.uint8)
    return cv2.connectedComponents(padded, connectivity=4)[0] > 2


def _own_em(characters: Sequence[Character], em: float, settings: MissedMarkSettings) -> float:
    """The em of a line in pixels: its pitch, where it is set wider than the page."""
    pitches = [b.at - a.at for a, b in pairwise(characters) if _is_wide(a) and _is_wide(b)]
    near = [pitch for pitch in pitches if pitch <= settings.widest_pitch * em]
    return max(em, float(np.median(near))) if len(near) > 1 else em


def _is_wide(character: Character) -> bool:
    return east_asian_width(character.text[:1] or "a") in "WFA"
