"""What lies on either side of a rule of comparison: the case that it takes, and beside it the one that it must leave."""

from __future__ import annotations

from kaigi_extract import align
from tests.test_clauses_alignment import BASE, edited, links, make

SPLIT = [("返却", "乙は、仕事が済んだときは、名簿を直ちに甲へ返却しなければならない。")]
ERASED = ("消去", "乙は、手元の電子データを消去しなければならない。")
SCRAPPED = ("端末の処分", "乙は、端末を捨てるときは、係長の立会いの下で、電子データを消去しなければならない。")
SAME = {(n, n): [] for n in (*range(1, 8), *range(9, 12))}


class TestAWeakLink:
    """Old clause 12 (how terminals are scrapped) has a little in common with new clause 12 (data are erased)."""

    def test_gives_way_where_the_new_clause_was_split_from_another(self) -> None:
        found = align(make([*BASE, SCRAPPED]), make([*edited(c8=SPLIT), ERASED]))
        assert links(found) == SAME | {(8, (8, 12)): ["number", "heading", "wording"]}
        assert (found.added, found.removed) == ([], [12])

    def test_gives_way_where_the_old_clause_was_merged_into_another(self) -> None:
        found = align(make([*edited(c8=SPLIT), ERASED]), make([*BASE, SCRAPPED]))
        assert links(found) == SAME | {((8, 12), 8): ["number", "heading", "wording"]}
        assert (found.added, found.removed) == ([12], [])

    def test_stands_where_neither_is_a_part_of_another(self) -> None:
        found = align(make([*edited(c8=SPLIT), SCRAPPED]), make([*edited(c8=SPLIT), ERASED]))
        assert links(found) == SAME | {(8, 8): [], (12, 12): ["heading", "wording"]}
        assert [link.doubtful for link in found.links] == [False] * 11 + [True]
