"""The numbers by which tables, their checkboxes and what is laid over them are found.

As those of `settings`, which hands them on: each says its unit and why it has its value, and can be set by itself.
"""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class RuledTableSettings:
    """How ruled lines become tables."""

    rule_snap: float = 3.2
    """Points between two ruled lines that are drawn as one, at most: the two strokes of a double line. Rows are never
    that low."""
    dash_distance: float = 4.5
    """Points of empty space between the dashes of one ruled line, at most."""
    dot_length: float = 3.0
    """Points. A piece no longer than this may belong to a ruled line of either axis."""
    shortest_rule: float = 5.0
    """Points. What stays shorter once its pieces are joined is a speck or a dash of handwriting."""
    rule_touch: float = 3.0
    """Points between the end of one ruled line and another that it meets, at most."""
    side_cover: float = 0.6
    """Share of a cell's side that must be ruled for the side to be there."""
    least_side: float = 20.0
    """Points of an upright ruled line that may be the side of a cell cut by the page above and below, at least."""
    open_side: float = 8.0
    """Points by which ruled lines must run on over the outermost one across them for a table to be open there."""


@dataclass(frozen=True, slots=True)
class CheckboxSettings:
    """Which drawings are checkboxes, and which marks check them."""

    ring_height: tuple[float, float] = (0.9, 2.6)
    """Ems of the height of a circle around a word that chooses it, at least and at most."""
    ring_reach: float = 2.0
    """Ems by which such a circle may be wider than its word."""
    smallest_box: float = 5.0
    """Points of a checkbox's side, at least."""
    largest_box: float = 14.0
    """Points of a checkbox's side, at most, beside words of usual size."""
    box_ems: float = 1.2
    """Ems of the words beside a larger one that its side may have: boxes grow with the type of a form."""
    side_difference: float = 0.2
    """Share of the longer side by which the sides may differ: JUST PDF lets the tick run over the box."""
    ink_lightness: float = 0.5
    """Lightness, 0 to 1, up to which a filling is ink and not shading."""
    traced_side: float = 0.6
    """Share of each side that a path must run along to draw a checkbox."""
    traced_slope: float = 0.05
    """Share of a side that a piece of such a path may rise over its length and still run along the side."""
    line_thickness: float = 0.02
    """Share of a checkbox's side that its line is at least thick."""
    corner_gap: float = 1.2
    """Points between the ends of two ruled lines that meet, at most."""
    joined_gap: float = 0.5
    """Points of paper between a checkbox and a line that has nothing to do with it, at least: checkboxes of rows set
    solid are one point apart, and as far from the ruled lines of their cell."""
    least_tick: float = 0.3
    """Share of a checkbox's side that a tick must at least reach over; less is a speck."""
    least_slant: float = 0.02
    """Share of a checkbox's side that a slanting piece of a tick moves along either axis, at least."""
    tick_overhang: float = 0.4
    """Share of a checkbox's side by which a tick may run over it."""
    same_place: float = 0.5
    """Share of the smaller of two checkboxes that must lie in the other for them to be one, drawn twice."""
    nearest_words: float = 2.5
    """Ems between a checkbox and the words that it belongs to, at most."""
    typed_margin: float = 0.12
    """Ems of empty space around the square of a typed checkbox in its em box."""
    drawn_margin: float = 0.12
    """Share of a drawn checkbox's side, from each edge, in which its own line may lie: what is there is no tick."""


@dataclass(frozen=True, slots=True)
class BorderlessTableSettings:
    """Which lines form tables without ruled lines: labels in a left column, values beside them."""

    gutter: float = 0.3
    """Ems of empty space between the columns, at least."""
    lone_gutter: float = 1.5
    """Ems of the same where one label alone speaks for a table."""
    least_headings: int = 3
    """Clauses that count on with a heading in front of each, at least: these are labels of a table."""
    heading_lines: int = 4
    """Lines of such a heading, at most."""
    label_overlap: float = 0.1
    """Ems by which the heights of a label and a value must overlap for the two to be side by side. A label half way
    down a value of two lines set wide may miss each of them by so much."""
    start_tolerance: float = 2.0
    """Points between the starts of two lines of one column, at most."""
    title_factor: float = 1.2
    """Times the character size of a table carried over from the page before, above which a line is a title."""
    value_indent: float = 1.6
    """Ems by which a value may be indented in its column."""
    value_line_gap: float = 1.0
    """Ems of empty space between two lines of one value, at most: double spacing."""
    row_gap: float = 0.35
    """Ems by which the space between two rows exceeds that between two lines of one cell."""
    close_gap: float = 0.9
    """Ems of empty space below which one line follows closely on another."""
    lines_above: int = 3
    """Lines before a label whose starts may show where the value column begins."""
    lines_below: int = 6
    """Lines from the label on, itself included, whose starts may show the same."""
    label_centring: float = 0.3
    """Ems by which the middle of a label that is centred in its column may miss that of the others."""
    lines_of_label: int = 6
    """Lines over which a label in a column may be wrapped, at most."""
    unknown_label: float = 0.15
    """Ems that a label which nobody knows counts where ways to cut lines into rows are weighed, as by how much each
    label misses its place; the next eight likewise. It is far less than the half line by which a wrong row is off."""
    known_together: float = 0.5
    """Ems that a label counts for being one whose lines are known only together."""
    label_in_label: float = 1.0
    """Ems that each known label counts that is a line of a longer one which nobody knows."""
    wrapped_label: float = 0.05
    """Ems that going on with a label counts behind a line that fills its column: in doubt each line is one."""
    broken_label: float = 0.75
    """Ems that it counts behind a line that does not: writers seldom break labels."""
    broken_value: float = 0.25
    """Ems that going on with a value counts where a line ends neither at the edge of its column nor with a sentence,
    and no number follows: writers may break values."""
    next_paragraph: float = 0.15
    """Ems that it counts where the line ends a sentence, and no number follows: values have few paragraphs."""
    cut_value: float = 0.5
    """Ems that the end of a row counts behind a line of a value that fills its column and ends no sentence."""
    no_value: float = 2.0
    """Ems that a label without a value counts."""
    wrap_end_slack: float = 1.0
    """Ems by which a line that fills its column may end before the longest one, by the character that did not fit."""
    full_label: float = 4.0
    """Ems of a label that is wrapped, at least: of shorter ones many are as long as the longest."""
    full_value: float = 8.0
    """Ems of a line of a value that is wrapped, at least, likewise."""


@dataclass(frozen=True, slots=True)
class OpenTableSettings:
    """Which level lines part the rows of a table that has no upright ones."""

    least_levels: int = 3
    """Level lines of one extent, at least: two rows."""
    parted_levels: int = 2
    """Level lines of one extent, at least, where an upright one between columns says that they are of a table."""
    least_rows: int = 2
    """Rows with a known label beside a value, at least."""
    known_labels: float = 0.3
    """Share of its labels that must be known: lines and gutter speak for a table, too, and scanners spoil labels."""
    level_end_slack: float = 4.0
    """Points by which the ends of such lines may differ: a scanner loses as much of the end of a fine one."""
    side_reach: float = 8.0
    """Points beside the ends of such lines within which an upright one may be their side."""
    upright_cover: float = 0.5
    """Share of the height of such a table that an upright line covers where it is one of its own, at least."""
    row_cover: float = 0.9
    """Share of a row's height that an upright line covers, at least, to tell that the row is of its table."""
    free_lines: float = 0.8
    """Share of the lines of text that such a line does not run through, at least: a mark may be read with some."""


@dataclass(frozen=True, slots=True)
class CallOutSettings:
    """Which filled boxes are call-outs laid over a table."""

    smallest_call_out: float = 9.0
    """Points of the shorter side of a call-out, at least: it holds a line of small type."""
    call_out_height: float = 0.3
    """Share of the page's height that a call-out may have."""
    border_slack: float = 2.0
    """Points by which the border of a box may miss its filling, or the shading of a cell its ruled lines."""
    round_corner: float = 20.0
    """Points of the radius of a round corner, at most."""


@dataclass(frozen=True, slots=True)
class StitchingSettings:
    """Which tables go on over a page break."""

    room_below: float = 0.15
    """Share of the page's height, beyond that of the row to come, which must have been left under a table for the next
    one not to go on with it. Documents bound together have footers that differ by half as much."""
    column_snap: float = 5.0
    """Points by which the columns of a table may differ from page to page: a scanner stretches pages, and of a double
    frame it may show one line here and the other there."""
    open_ends: float = 15.0
    """Points by which the ends of level lines may differ where the page cut a table without sides, whose columns are
    parted at the same places: a pen goes on with some lines, and a copier leaves out the ends of others."""
    text_width: float = 0.5
    """Share of the page's width that a line must exceed to show how far down text reaches on a page."""
    caption_lines: int = 3
    """Lines between the top of a page and a table that goes on there, at most: a caption printed again, （続き）, a
    unit."""
    caption_gap: float = 2.0
    """Ems between a table and a line above it that is its caption, at most."""


@dataclass(frozen=True, slots=True)
class TwoTextSettings:
    """Which texts are set side by side below the heads of a 新旧対照表, without ruled lines between them."""

    head_gaps: int = 6
    """Gaps in a row, the widest first, that may be those between its heads: a row of heads has few."""
    least_strip: float = 0.4
    """Ems of the strip between two columns that stays empty, at least: a mark at the end of a line hangs into it."""
    column_slack: float = 1.5
    """Ems by which a line may be short of its column's right edge to fill it: what comes next did not fit."""
    lone_row_gap: float = 1.5
    """Ems of empty height above a line of one column alone, at most, where no rows of both are set further apart: what
    is below it is no part of the table."""
