"""What is between any engine and the pages: engines are other people's programs, they crash and they lie.

Whatever an engine throws becomes an `EngineFailed`, which costs one page; what it gives is held to what the protocol
promises, so that no character without a place and no sureness of 7 gets into a record.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message
from kaigi_extract.ocr.protocol import Character, Recogniser
from kaigi_extract.source import Page
from kaigi_extract.source.page import Pixels

if TYPE_CHECKING:
    from kaigi_extract.ocr.page_image import Grey


LEAST_SIDE = 8
"""Pixels of a side of a picture that is looked at: no character has fewer that anybody, or any engine, could read."""


class EngineFailed(Exception):
    """An engine did not read what it was given; says why. The next page may still be read."""


def draw(page: Page, dpi: float) -> Pixels:
    """The picture of a page as displayed, white where something was laid over it later. Raises `EngineFailed` where its
    renderer stumbles, or there is none."""
    if page.render is None:
        raise EngineFailed("it has no picture")
    try:
        pixels = page.render(dpi)
        pixels = pixels.blanked(page.covered, dpi) if page.covered else pixels
    except Exception as error:  # a damaged page makes each renderer stumble in its own way
        raise EngineFailed(Message("its picture cannot be drawn ({error})", error=error)) from error
    if min(pixels.width, pixels.height) < LEAST_SIDE:
        raise EngineFailed(
            Message(
                "its picture has {width} by {height} pixels, too few for a character",
                width=pixels.width,
                height=pixels.height,
            )
        )
    return pixels


class Guarded:
    """An engine whose answers keep the protocol."""

    def __init__(self, engine: Recogniser) -> None:
        self.engine = engine
        self.name = engine.name

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        """The characters of each crop, in order, each with one character, a place and a confidence.

        Raises `EngineFailed` where the engine raises, or answers for another number of lines than it was given.
        """
        try:
            lines = [list(line) for line in self.engine.read(crops)]
            kept = [_kept(line, crop.shape[1]) for line, crop in zip(lines, crops, strict=False)]
        except EngineFailed:
            raise
        except Exception as error:  # whatever another's program stumbles over
            raise EngineFailed(f"{self.name} failed: {type(error).__name__}: {error}") from error
        if len(lines) != len(crops):
            raise EngineFailed(
                Message(
                    "{name} failed: it gave {count} lines for {total}",
                    name=self.name,
                    count=len(lines),
                    total=len(crops),
                )
            )
        return kept


def _kept(line: Sequence[Character], width: int) -> list[Character]:
    """The characters from left to right, one character each; none that has no place."""
    characters = [
        Character(
            char, min(max(float(character.at), 0.0), float(width)), _likely(character.sure), _others(character, char)
        )
        for character in line
        if math.isfinite(character.at)
        for char in character.text
        if char.isprintable()
    ]
    return sorted(characters, key=lambda character: character.at)


def _others(character: Character, char: str) -> tuple[tuple[str, float], ...]:
    """What else a character may be, as single characters; of a character cut in several nothing is known."""
    if len(character.text) > 1:
        return ()
    return tuple((other, _likely(p)) for other, p in character.others if len(other) == 1 and other != char)


def _likely(given: float) -> float:
    """A likelihood; what is none is 0."""
    return min(max(float(given), 0.0), 1.0) if math.isfinite(given) else 0.0
