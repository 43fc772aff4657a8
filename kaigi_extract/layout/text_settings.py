"""The numbers by which runs of characters become lines, and lines become paragraphs.

As those of `settings`, which hands them on: each says its unit and why it has its value, and can be set by itself.
"""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How runs of glyphs become lines, and which gaps in them are spaces."""

    same_line: float = 0.4
    """Ems between the middles of two runs of one line, at most: enough for a footnote mark set high, too little for the
    next line of a cell set solid."""
    space_gap: float = 0.9
    """Ems. A gap that is wider may be a space."""
    recognised_gap: float = 0.6
    """The same where characters were recognised: there all white is a gap, and in proportional fonts an ideographic
    space is two thirds of an em wide."""
    space_factor: float = 2.5
    """Times the line's usual gap that such a gap must exceed: letter-spaced labels have wide gaps everywhere."""
    stacked_label_gap: float = 0.5
    """Ems between two labels set in 縦書き one under the other, more than which parts them."""
    even_gap_factor: float = 1.5
    """Times the least gap up to which single characters set in 縦書き count as evenly spaced."""
    run_overlap: float = 0.3
    """Ems by which two runs must overlap to be taken apart into characters."""
    space_cover: float = 0.6
    """Share of a space that must lie over another character for it to be none: it was drawn to carry an underline."""
    double_print: float = 0.2
    """Ems between two prints of one character that only thicken it, at most."""


@dataclass(frozen=True, slots=True)
class WatermarkSettings:
    """Which words are laid over a page and belong to none of its lines."""

    words_slant: float = 3.0
    """Degrees by which words are aslant at least; the lines of a page that lies askew differ by far less."""
    same_slant: float = 1.0
    """Degrees by which the slants of the characters of one watermark may differ: what is placed by rounded numbers."""
    least_pale: float = 0.5
    """Lightness, 0 to 1, from which on words with others printed across them are a watermark."""
    large: float = 1.8
    """Times the page's usual size from which on dark words are one where others are printed across them."""
    huge: float = 3.0
    """Times the same from which on pale words are one wherever they stand."""
    stretch_gap: float = 2.0
    """Ems between two characters of one watermark, at most: they are set wide."""
    sideways_gap: float = 0.5
    """Ems between what is printed on a level page and words that run up or down in its margin, at least."""
    sideways_margin: float = 0.1
    """Share of the page's width at its sides in which such words lie: labels set upright are further in."""
    sideways_share: float = 0.2
    """Characters of such words for each of the page's own, at most: more are a page set both ways."""


@dataclass(frozen=True, slots=True)
class RubySettings:
    """Which small characters are the reading of the word beside them."""

    base_size: float = 0.65
    """Times the size of its word that a reading has, at most; it is set at half of it."""
    base_distance: float = 0.35
    """Ems of the word between it and its reading, at most."""
    base_overlap: float = 0.3
    """Ems of the word by which the reading's em box may reach into the word's."""
    overhang: float = 1.0
    """Ems of the word by which a reading longer than its word may begin before it."""


@dataclass(frozen=True, slots=True)
class StruckSettings:
    """Which ruled lines strike characters out."""

    stroke_top: float = 0.3
    """Share of the em box's height, from its top, from which on a ruled line runs through the middle."""
    stroke_bottom: float = 0.75
    """Share of the same down to which it does; an underline is lower."""
    shortest_stroke: float = 3.0
    """Points of such a line, at least."""
    stroke_gap: float = 1.0
    """Points between two pieces of one line, at most."""
    end_slack: float = 0.6
    """Ems by which a line may begin or end away from the characters that it strikes out."""
    stroke_cover: float = 0.6
    """Share of the line that characters must fill."""


@dataclass(frozen=True, slots=True)
class VerticalSettings:
    """Which pages are set in 縦書き."""

    vertical_share: float = 0.6
    """Share of a page's characters that are set downwards, at least; the labels of a table's side are fewer."""
    longest_across: int = 4
    """Characters set side by side in one place of a column (縦中横), at most."""
    column_offset: float = 0.3
    """Ems by which the middle of such characters may miss that of their column."""
    column_reach: float = 1.2
    """Ems above or below a column's other characters within which they are part of it."""
    column_pitch: float = 2.5
    """Ems from one column to the next, at most, where the latter has a character or two that show no direction."""


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """Which stretch of a page is set in columns."""

    most_columns: int = 3
    """Columns side by side, at most."""
    head_gap: float = 1.0
    """Ems of empty space below a title that is no wider than one column, before the columns that it is above of."""
    column_gutter: float = 0.9
    """Ems of empty space between two columns, at least."""
    least_width: float = 8.0
    """Ems of a column, at least: labels are narrower, or not as wide as what is beside them."""
    width_slack: float = 2.5
    """Ems by which the widths of columns may differ: their lines end short by a word, or hang."""
    solid_width: float = 12.0
    """Ems of the narrowest of columns that are not as wide as each other, at least."""
    solid_pitch: float = 1.8
    """Times the usual distance of its lines that any two lines of such a column are apart, at most: with a line left
    out it is 2, with space above a heading some 1.5."""
    edge_slack: float = 1.5
    """Ems by which a full line may end short of its column's edge."""
    full_share: float = 0.3
    """Share of a column's lines that are full, at least."""
    counted_share: float = 0.15
    """The same where a numbering goes down the columns, and on from each to the next: clauses have short items."""
    running_share: float = 0.25
    """Share of a column's lines with the marks of a sentence in them, at least; lists have none."""
    least_lines: int = 4
    """Lines of a column from which on they must show themselves that it is one; the last may hold a few words."""
    least_starts: int = 3
    """Lines that must begin where a column does, and end where it does."""
    far_start: float = 0.45
    """Share of the page's width from which on one line is enough to show where the last column may begin."""
    most_starts: int = 4
    """Places that are tried as the start of a column, at most."""
    start_snap: float = 2.0
    """Points by which a line may begin before its column."""
    indents: float = 1.6
    """Ems between one depth of indentation and the next, at most."""


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How lines become paragraphs."""

    line_end_slack: float = 0.35
    """Ems that a line may fall short of its measure beyond what its next word needs: justification and rounding."""
    latin_space: float = 0.5
    """Ems of a typed space, which a line end swallows, or twice the gap set between Latin and Japanese characters."""
    paragraph_gap: float = 1.3
    """Ems of empty space between two lines from which on they are two paragraphs, however the lines end. Lines set
    twice as wide as solid have less."""
    extra_gap: float = 0.45
    """Ems by which the same must exceed the space between two lines of one paragraph, where a page shows it."""
    paragraph_indent: float = 0.6
    """Ems by which a line must be indented to count as such."""
    first_line_indent: float = 2.5
    """Ems by which the first line of a paragraph is indented, at most: what is deeper hangs."""
    hanging_width: float = 8.0
    """Ems of a line that hangs under another, at least; shorter ones are set in the middle of a narrow cell."""
    right_share: float = 0.3
    """Share of the measure from which on lines that begin at different places are set to the right edge."""
    heading_indent: float = 2.0
    """Full-width characters by which a line of a file without geometry, itself indented by more than that, begins
    right of the next one, for it to be a heading (　　　附　則): the first line of a paragraph is indented by one."""


@dataclass(frozen=True, slots=True)
class MeasureSettings:
    """What shows where the lines of a text must end."""

    least_wraps: int = 2
    """Lines that stop in the middle of a sentence at one edge, at least."""
    wrap_share: float = 0.5
    """Share that they are of all lines that do not end a sentence; the others were broken by hand."""
    shared_edge: float = 1.1
    """Ems by which such lines may end short of their edge: by the character that did not fit."""
    cell_share: float = 0.6
    """Share of a cell's width that the edge of its text is at, at least."""
    running_width: float = 15.0
    """Ems of a line of running text from which on its edge may be anywhere on the page."""
    page_share: float = 0.6
    """Share of the page's width that the edge of its text is at, at least; short lines that end alike are a list."""


@dataclass(frozen=True, slots=True)
class LineNumberSettings:
    """Which numbers in a margin count the lines of the page."""

    number_gap: float = 0.4
    """Ems of empty space between such a number and its line, at least."""
    number_snap: float = 1.5
    """Points between the edges of two such numbers, at most."""
    least_counted: int = 4
    """Lines of a page that are counted one by one, at least."""
    least_steps: int = 3
    """Numbers of a page that count every fifth line, or every tenth, at least."""
    least_shown: int = 2
    """Numbered lines that would have no number in a list, at least."""
    shown_share: float = 0.25
    """Share that they are of the numbered lines, at least."""
    full_slack: float = 1.5
    """Ems by which a line that goes on with the next ends short of the page's edge, at most."""
