"""A heading with a short answer on its own line, among clauses whose headings are such lines."""

from __future__ import annotations

import pytest

from tests.test_parts_clause_set import clauses_of

SETS = [
    # clauses as they are printed, (heading, text) of the third
    ("３　案内板に関する事項　該当なし", ("案内板に関する事項", "該当なし")),
    ("３　案内板に関する事項　　別紙", ("案内板に関する事項", "別紙")),
    ("３　案内板は　春に拭く", (None, "案内板は　春に拭く")),
]
AROUND = """
１　温室に関する事項
温室の窓は、朝に開ける。

２　噴水に関する事項
噴水の水は、月に一度入れ替える。

{third}

４　鍵に関する事項
鍵は、集会室の鍵箱に戻す。
"""


@pytest.mark.parametrize(("third", "expected"), SETS)
def test_the_heading_of_a_clause_that_is_answered_at_once(third: str, expected: tuple[str | None, str]) -> None:
    tree = clauses_of(AROUND.format(third=third), title="遵守事項").tree
    assert tree[2][1:3] == expected
