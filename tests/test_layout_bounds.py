"""What lies on either side of a rule of layout: the case that it takes, and beside it the one that it must leave."""

from __future__ import annotations

import pytest

from tests.test_layout_stitching import FIRST, LAST, USE, knows
from tests.typeset import Shown, arranged, page, shown

UNRULED = "品名      古紙\n使いみち  再び紙にするため、"
UNRULED_AFTER = "数量      十束\n品名      古布"


class TestTablesOverPagesThatAreMissing:
    """Pages 1 and 2 make one table, pages 1 and 3 never: what stood on page 2, a page that was lost, nobody knows."""

    @pytest.mark.parametrize(
        ("first", "last", "whole", "apart"),
        [
            (
                FIRST,
                LAST,
                [["品名", "古紙"], ["使いみち", USE], ["数量", "十束"]],
                [[["品名", "古紙"], ["使いみち", USE[:-2]]], [["", "す。"], ["数量", "十束"]]],
            ),
            (
                UNRULED,
                UNRULED_AFTER,
                [["品名", "古紙"], ["使いみち", "再び紙にするため、"], ["数量", "十束"], ["品名", "古布"]],
                [
                    [["品名", "古紙"], ["使いみち", "再び紙にするため、"]],
                    [["数量", "十束"], ["品名", "古布"]],
                ],
            ),
        ],
        ids=["ruled", "without rules"],
    )
    def test_is_made_one_with_the_next_page_only(
        self, first: str, last: str, whole: list[list[str]], apart: Shown
    ) -> None:
        assert shown(arranged([page(first, 1), page(last, 2)], knows)) == [whole]
        assert shown(arranged([page(first, 1), page(last, 3)], knows)) == apart
        assert shown(arranged([page(first, 4), page(last, 5)], knows)) == [whole]
        assert shown(arranged([page(first, 2), page(last, 1)], knows)) == apart
