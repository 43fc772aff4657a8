"""Rules to cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.layout.ruled_tables import Net, read_rules
from kaigi_extract.source import Rule
from tests.typeset import across, down, draw

Cells = list[tuple[int, int, int, int]]
"""Row, column, row span, column span."""


def cells(net: Net) -> Cells:
    return [(slot.row, slot.column, slot.row_span, slot.column_span) for slot in net.slots]


def rules_of(art: str) -> list[Rule]:
    return draw(art)[1]


def pieces(rule: Rule, length: float, gap: float) -> list[Rule]:
    """The same rule, dashed."""
    whole = (rule.x1 - rule.x0) + (rule.y1 - rule.y0)
    starts = [k * (length + gap) for k in range(int(whole // (length + gap)) + 1)]
    cut = [(start, min(start + length, whole)) for start in starts]
    if rule.horizontal:
        return [Rule(rule.x0 + a, rule.y0, rule.x0 + b, rule.y0, rule.width) for a, b in cut]
    return [Rule(rule.x0, rule.y0 + a, rule.x0, rule.y0 + b, rule.width) for a, b in cut]


def doubled(rule: Rule, apart: float) -> list[Rule]:
    dx, dy = (0.0, apart) if rule.horizontal else (apart, 0.0)
    return [rule, Rule(rule.x0 + dx, rule.y0 + dy, rule.x1 + dx, rule.y1 + dy, rule.width)]


def shifted(rules: list[Rule], dx: float, dy: float) -> list[Rule]:
    return [Rule(r.x0 + dx, r.y0 + dy, r.x1 + dx, r.y1 + dy, r.width) for r in rules]


PLAIN = """
+------+--------+
|      |        |
+------+--------+
|      |        |
+------+--------+
"""
FOUR: Cells = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]

DRAWN: dict[str, tuple[str, Cells]] = {
    "two rows, two columns": (PLAIN, FOUR),
    "one frame": ("+----+\n|    |\n+----+", [(0, 0, 1, 1)]),
    "one row": ("+--+--+--+\n|  |  |  |\n+--+--+--+", [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]),
    "a cell over two columns": (
        """
+------+--------+
|      |        |
+------+--------+
|               |
+---------------+
""",
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)],
    ),
    "a cell over two rows": (
        """
+------+--------+
|      |        |
|      +--------+
|      |        |
+------+--------+
""",
        [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)],
    ),
    "a cell over two rows and two columns": (
        """
+---+---+---+
|       |   |
|       +---+
|       |   |
+---+---+---+
|   |   |   |
+---+---+---+
""",
        [(0, 0, 2, 2), (0, 2, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)],
    ),
    "no sides, as open tables have": (
        """
-------+---------
       |
-------+---------
       |
-------+---------
""",
        FOUR,
    ),
    "no left side": (
        """
-------+--------+
       |        |
-------+--------+
       |        |
-------+--------+
""",
        FOUR,
    ),
    "no top and no bottom: the page cut it": (
        """
|      |        |
|      |        |
+------+--------+
|      |        |
|      |        |
""",
        FOUR,
    ),
}


@pytest.mark.parametrize(("art", "wanted"), DRAWN.values(), ids=DRAWN)
def test_cells(art: str, wanted: Cells) -> None:
    (net,) = read_rules(rules_of(art)).nets
    assert cells(net) == wanted


@pytest.mark.parametrize(("art", "wanted"), DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(("length", "gap"), [(4, 3), (3, 3), (6, 2), (1, 1.5), (0.8, 2)])
def test_dashed_and_dotted_rules_are_whole(art: str, wanted: Cells, length: float, gap: float) -> None:
    (net,) = read_rules([piece for rule in rules_of(art) for piece in pieces(rule, length, gap)]).nets
    assert cells(net) == wanted


@pytest.mark.parametrize("apart", [0.75, 1.5, 2.4, 3.0])
def test_double_rules_are_one(apart: float) -> None:
    (net,) = read_rules([rule for drawn in rules_of(PLAIN) for rule in doubled(drawn, apart)]).nets
    assert cells(net) == FOUR


@pytest.mark.parametrize("gap", [-2.0, -0.5, 0.5, 2.0])
def test_corners_need_not_meet_exactly(gap: float) -> None:
    """Rules a little too long or too short for each other."""
    rules = [
        Rule(r.x0 + gap, r.y0, r.x1 - gap, r.y1, r.width) if r.horizontal else r
        for r in rules_of("+------+--------+\n|      |        |\n+------+--------+")
    ]
    (net,) = read_rules(rules).nets
    assert cells(net) == [(0, 0, 1, 1), (0, 1, 1, 1)]


def test_dashes_inside_a_solid_frame() -> None:
    """Shinjuku's dashed inner rules: only the outer frame is solid."""
    inner = [across(150, 100, 400), down(200, 100, 200)]
    rules = [*Rule.frame((100, 100, 400, 200)), *(piece for rule in inner for piece in pieces(rule, 2, 2))]
    (net,) = read_rules(rules).nets
    assert cells(net) == FOUR


class TestPageCut:
    @pytest.mark.parametrize(
        ("art", "top", "bottom"),
        [
            (PLAIN, False, False),
            ("|   |   |\n|   |   |\n+---+---+\n|   |   |\n+---+---+", True, False),
            ("+---+---+\n|   |   |\n+---+---+\n|   |   |\n|   |   |", False, True),
            ("|   |   |\n|   |   |\n+---+---+\n|   |   |\n|   |   |", True, True),
        ],
        ids=["closed", "open above", "open below", "open above and below"],
    )
    def test_sides_that_run_on(self, art: str, top: bool, bottom: bool) -> None:
        (net,) = read_rules(rules_of(art)).nets
        assert (net.open_top, net.open_bottom) == (top, bottom)


class TestNets:
    def test_an_underline_is_no_table(self) -> None:
        ruling = read_rules([across(100, 50, 120)])
        assert ruling.nets == []
        assert [(rule.at, rule.start, rule.end) for rule in ruling.loose] == [(100, 50, 120)]

    def test_an_underline_in_a_cell_is_no_row(self) -> None:
        ruling = read_rules(
            [*rules_of("+------------------+\n|                  |\n+------------------+"), across(140, 70, 100)]
        )
        assert [cells(net) for net in ruling.nets] == [[(0, 0, 1, 1)]]
        assert len(ruling.loose) == 1

    def test_an_underline_that_touches_a_side_is_no_row(self) -> None:
        """Text set close to the rule beside it, underlined: the cell stays one."""
        ruling = read_rules([*Rule.frame((60, 100, 300, 160)), across(130, 62, 120)])
        assert [cells(net) for net in ruling.nets] == [[(0, 0, 1, 1)]]

    def test_underlines_of_several_lines_are_no_table(self) -> None:
        assert read_rules([across(y, 50, 300) for y in (100, 116, 132)]).nets == []

    def test_a_rule_across_the_page_is_no_table(self) -> None:
        assert read_rules([across(60, 50, 545)]).nets == []

    def test_one_upright_rule_is_no_table(self) -> None:
        assert read_rules([down(60, 50, 545)]).nets == []

    def test_a_cross_encloses_nothing(self) -> None:
        nets = read_rules([across(60, 57, 63), down(60, 57, 63)]).nets
        assert sum(len(net.slots) for net in nets) == 0

    def test_specks_are_nothing(self) -> None:
        ruling = read_rules([across(60, 50, 52), down(90, 50, 53)])
        assert (ruling.nets, ruling.loose) == ([], [])

    def test_a_box_in_a_cell_is_a_net_of_its_own(self) -> None:
        outer, inner = Rule.frame((60, 60, 300, 300)), Rule.frame((100, 100, 200, 200))
        small, large = read_rules([*outer, *inner]).nets
        assert (small.bbox, large.bbox) == ((100, 100, 200, 200), (60, 60, 300, 300))
        assert (small.find(150, 150), small.find(80, 80), large.find(80, 80)) == (0, -1, 0)

    def test_a_table_in_a_cell_is_a_net_of_its_own(self) -> None:
        inner = shifted(rules_of(PLAIN), 20, 20)
        small, large = read_rules([*Rule.frame((60, 60, 400, 400)), *inner]).nets
        assert (cells(small), cells(large)) == (FOUR, [(0, 0, 1, 1)])

    def test_two_tables_one_above_the_other(self) -> None:
        rules = rules_of(PLAIN)
        assert [cells(net) for net in read_rules([*rules, *shifted(rules, 0, 120)]).nets] == [FOUR, FOUR]

    def test_two_tables_side_by_side(self) -> None:
        rules = rules_of(PLAIN)
        assert [cells(net) for net in read_rules([*rules, *shifted(rules, 120, 0)]).nets] == [FOUR, FOUR]

    def test_a_double_frame_around_a_table(self) -> None:
        """The outer stroke stands 2 points off: it is the table's own border."""
        rules = rules_of(PLAIN)
        x0, x1 = min(r.x0 for r in rules), max(r.x1 for r in rules)
        y0, y1 = min(r.y0 for r in rules), max(r.y1 for r in rules)
        (net,) = read_rules([*rules, *Rule.frame((x0 - 2, y0 - 2, x1 + 2, y1 + 2))]).nets
        assert cells(net) == FOUR

    def test_finds_the_cell_at_a_point(self) -> None:
        (net,) = read_rules(rules_of("+---+---+\n|   |   |\n|   +---+\n|   |   |\n+---+---+")).nets
        (x0, x1, x2), (y0, y1, y2) = net.xs, net.ys
        left, right, low = (x0 + x1) / 2, (x1 + x2) / 2, (y1 + y2) / 2
        assert [net.find(left, y0 + 1), net.find(left, low), net.find(right, y0 + 1), net.find(right, low)] == [
            0,
            0,
            1,
            2,
        ]
        assert [net.find(x0 - 5, low), net.find(left, y2 + 5)] == [-1, -1]

    def test_a_step_outside_the_table_is_no_cell(self) -> None:
        (net,) = read_rules(rules_of("+---+\n|   |\n+---+---+\n|   |   |\n+---+---+")).nets
        assert cells(net) == [(0, 0, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
        assert net.find(net.xs[-1] - 2, net.ys[0] + 2) == -1

    def test_no_rules(self) -> None:
        ruling = read_rules([])
        assert (ruling.nets, ruling.loose) == ([], [])


@given(data=st.data(), art=st.sampled_from([art for art, _ in DRAWN.values()]), dashed=st.booleans())
def test_the_order_of_drawing_does_not_matter(data: st.DataObject, art: str, dashed: bool) -> None:
    rules = [piece for rule in rules_of(art) for piece in (pieces(rule, 4, 3) if dashed else [rule])]
    one, other = read_rules(rules), read_rules(data.draw(st.permutations(rules)))
    assert [(cells(net), net.bbox) for net in other.nets] == [(cells(net), net.bbox) for net in one.nets]
    assert [(r.at, r.start, r.end) for r in other.loose] == [(r.at, r.start, r.end) for r in one.loose]
