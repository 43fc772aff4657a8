"""What every engine gives: the characters of a line, each with its place, its confidence, and what else it may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from kaigi_extract.late_dataclass import dataclass

if TYPE_CHECKING:
    from kaigi_extract.ocr.page_image import Grey


@dataclass(slots=True)
class Character:
    """One character of a crop."""

    text: str
    at: float
    """Its middle, in pixels from the crop's left edge."""
    sure: float
    """How likely it is right, 0 to 1, as the engine has it."""
    others: tuple[tuple[str, float], ...] = ()
    """What else it may be, each with how likely that is, the likeliest first."""


class Recogniser(Protocol):
    """An engine that reads lines. Others than ours are found by the entry point group `kaigi_extract.recognisers`,
    whose entries are called without arguments and give such an object."""

    name: str

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        """The characters of each crop: one printed line, black on white, from left to right."""
        ...
