"""Engines that crash and lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from kaigi_extract.ocr.guard import EngineFailed, Guarded
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character

CROP = np.full((48, 100), 255, np.uint8)


@dataclass
class Saying:
    """An engine that answers whatever it is told to."""

    answer: Any
    name: str = "saying"

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[no-any-return]


KEPT: dict[str, tuple[list[Character], list[Character]]] = {
    "nothing": ([], []),
    "as it should be": ([Character("個", 50, 0.9, (("人", 0.1),))], [Character("個", 50, 0.9, (("人", 0.1),))]),
    "too sure": ([Character("個", 50, 7.0)], [Character("個", 50, 1.0)]),
    "less sure than not at all": ([Character("個", 50, -1.0)], [Character("個", 50, 0.0)]),
    "no number": ([Character("個", 50, math.nan)], [Character("個", 50, 0.0)]),
    "left of the crop": ([Character("個", -20, 0.9)], [Character("個", 0, 0.9)]),
    "right of the crop": ([Character("個", 900, 0.9)], [Character("個", 100, 0.9)]),
    "nowhere": ([Character("個", math.inf, 0.9), Character("人", 50, 0.9)], [Character("人", 50, 0.9)]),
    "from right to left": (
        [Character("人", 50, 0.9), Character("個", 10, 0.9)],
        [Character("個", 10, 0.9), Character("人", 50, 0.9)],
    ),
    "two characters in one": (
        [Character("個人", 50, 0.9, (("個入", 0.1),))],
        [Character("個", 50, 0.9), Character("人", 50, 0.9)],
    ),
    "no character": ([Character("", 50, 0.9), Character("\x00", 50, 0.9), Character("\n", 50, 0.9)], []),
    "a space": ([Character(" ", 50, 0.9)], [Character(" ", 50, 0.9)]),
    "an alternative that is none": (
        [Character("個", 50, 0.9, (("個", 0.5), ("", 0.2), ("人", 3.0)))],
        [Character("個", 50, 0.9, (("人", 1.0),))],
    ),
}


@pytest.mark.parametrize(("given", "kept"), KEPT.values(), ids=KEPT)
def test_what_is_kept(given: list[Character], kept: list[Character]) -> None:
    assert Guarded(Saying([given])).read([CROP]) == [kept]


FAILED: dict[str, tuple[Any, str]] = {
    "crashes": (RuntimeError("out of luck"), "saying failed: RuntimeError: out of luck"),
    "fewer lines": ([[]], "saying failed: it gave 1 lines for 2"),
    "more lines": ([[], [], []], "saying failed: it gave 3 lines for 2"),
    "nothing at all": (None, "saying failed: TypeError: "),
    "words for characters": (["個人", "情報"], "saying failed: AttributeError: "),
    "its own failure": (EngineFailed("it hung"), "it hung"),
}


@pytest.mark.parametrize(("answer", "words"), FAILED.values(), ids=FAILED)
def test_failures(answer: Any, words: str) -> None:
    with pytest.raises(EngineFailed) as caught:
        Guarded(Saying(answer)).read([CROP, CROP])
    assert str(caught.value).startswith(words)


def test_an_interrupt_goes_through() -> None:
    class Interrupted:
        name = "interrupted"

        def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Guarded(Interrupted()).read([CROP])
