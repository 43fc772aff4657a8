"""What a confidence is worth on a page: the same doubt beside few others and beside many."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.confidence import likely, power_of
from kaigi_extract.ocr.protocol import Character


def page(doubtful: int, sure: float = 0.8) -> list[Character]:
    """A hundred characters, so many of them in doubt."""
    return [Character("区", float(k), sure if k < doubtful else 1.0) for k in range(100)]


def test_a_doubt_means_more_on_a_page_that_is_full_of_it() -> None:
    worth = [likely(Character("区", 0.0, 0.8), power_of(page(count))) for count in (1, 5, 10, 20, 100)]
    assert worth == sorted(worth, reverse=True)
    assert worth[0] > 0.98
    assert worth[-1] == pytest.approx(0.8)


@pytest.mark.parametrize("char", ["。", "・", "一", "ー"])
def test_what_specks_and_dashes_look_like_is_worth_what_the_engine_says(char: str) -> None:
    assert likely(Character(char, 0.0, 0.8), power_of(page(1))) == pytest.approx(0.8)


def test_a_page_without_characters_has_no_doubts() -> None:
    assert power_of([]) == power_of(page(0))


def test_no_confidence_is_beyond_one() -> None:
    assert likely(Character("区", 0.0, 1.0000001), 1.5) == 1.0
