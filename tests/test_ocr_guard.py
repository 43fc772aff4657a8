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
from kaigi_extract.ocr.protocol import Letter

CROP = np.full((48, 100), 255, np.uint8)


@dataclass
class Saying:
    """An engine that answers whatever it is told to."""

    answer: Any
    name: str = "saying"

    def read(self, crops: Sequence[Grey]) -> list[list[Letter]]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[no-any-return]


KEPT: dict[str, tuple[list[Letter], list[Letter]]] = {
    "nothing": ([], []),
    "as it should be": ([Letter("個", 50, 0.9, (("人", 0.1),))], [Letter("個", 50, 0.9, (("人", 0.1),))]),
    "too sure": ([Letter("個", 50, 7.0)], [Letter("個", 50, 1.0)]),
    "less sure than not at all": ([Letter("個", 50, -1.0)], [Letter("個", 50, 0.0)]),
    "no number": ([Letter("個", 50, math.nan)], [Letter("個", 50, 0.0)]),
    "left of the crop": ([Letter("個", -20, 0.9)], [Letter("個", 0, 0.9)]),
    "right of the crop": ([Letter("個", 900, 0.9)], [Letter("個", 100, 0.9)]),
    "nowhere": ([Letter("個", math.inf, 0.9), Letter("人", 50, 0.9)], [Letter("人", 50, 0.9)]),
    "from right to left": (
        [Letter("人", 50, 0.9), Letter("個", 10, 0.9)],
        [Letter("個", 10, 0.9), Letter("人", 50, 0.9)],
    ),
    "two letters in one": (
        [Letter("個人", 50, 0.9, (("個入", 0.1),))],
        [Letter("個", 50, 0.9), Letter("人", 50, 0.9)],
    ),
    "no letter": ([Letter("", 50, 0.9), Letter("\x00", 50, 0.9), Letter("\n", 50, 0.9)], []),
    "a space": ([Letter(" ", 50, 0.9)], [Letter(" ", 50, 0.9)]),
    "an alternative that is none": (
        [Letter("個", 50, 0.9, (("個", 0.5), ("", 0.2), ("人", 3.0)))],
        [Letter("個", 50, 0.9, (("人", 1.0),))],
    ),
}


@pytest.mark.parametrize(("given", "kept"), KEPT.values(), ids=KEPT)
def test_what_is_kept(given: list[Letter], kept: list[Letter]) -> None:
    assert Guarded(Saying([given])).read([CROP]) == [kept]


FAILED: dict[str, tuple[Any, str]] = {
    "crashes": (RuntimeError("out of luck"), "saying failed: RuntimeError: out of luck"),
    "fewer lines": ([[]], "saying failed: it gave 1 lines for 2"),
    "more lines": ([[], [], []], "saying failed: it gave 3 lines for 2"),
    "nothing at all": (None, "saying failed: TypeError: "),
    "words for letters": (["個人", "情報"], "saying failed: AttributeError: "),
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

        def read(self, crops: Sequence[Grey]) -> list[list[Letter]]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Guarded(Interrupted()).read([CROP])
