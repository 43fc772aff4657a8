"""The numbers by which layout decides: one group of settings for each subject, with today's values as defaults.

Each field depends on how documents look, says its unit and why it has its value, and can be set by itself:
`LayoutSettings(lines=LineSettings(space_gap=0.8))`. An em is the size of the characters at hand, a point 1/72 inch.
A share is a part of a whole, 0 to 1. No two fields of any group have the same name.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How runs of glyphs become lines, and which gaps in them are spaces."""

    same_line: float = 0.4
    """Ems between the middles of two runs of one line, at most: enough for a footnote mark set high, too little for the
    next line of a cell set solid."""
    space_gap: float = 0.9
    """Ems. A gap that is wider may be a space."""
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
    least_pale: float = 0.5
    """Lightness, 0 to 1, from which on words with others printed across them are a watermark."""
    large: float = 1.8
    """Times the page's usual size from which on dark words are one where others are printed across them."""
    huge: float = 3.0
    """Times the same from which on pale words are one wherever they stand."""
    stretch_gap: float = 2.0
    """Ems between two characters of one watermark, at most: they are set wide."""


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
    edge_slack: float = 1.5
    """Ems by which a full line may end short of its column's edge."""
    full_share: float = 0.3
    """Share of a column's lines that are full, at least."""
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


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What frames, fillings and single ruled lines on a page mean."""

    underline_reach: float = 0.35
    """Ems between the bottom of the em box and a ruled line that underlines it, either way."""
    border_share: float = 0.3
    """Share of the page from which on a frame is the page's own border and holds the text, rather than a mark."""
    framed_height: float = 2.2
    """Ems of the height of a frame around words of a line, at most: its line's leading."""
    framed_gap: float = 0.7
    """Ems from such a frame to the words before or after it in the line, at most."""
    mark_frame_height: float = 0.12
    """Share of the page's height below which a frame may be that of a mark such as 資料1."""
    shading_width: float = 0.5
    """Share of the page's width below which a filling is the shading of one cell, or of a column of cells."""


@dataclass(frozen=True, slots=True)
class SideBySideSettings:
    """Which pages are two printed side by side."""

    ratio_difference: float = 0.04
    """By how much the ratio of width to height may differ from that of two A4 pages, the root of two: scans are cut a
    little too wide or too narrow."""
    least_gutter: float = 0.03
    """Share of the page's width along its middle in which nothing is printed, at least: the two inner margins."""
    margin_difference: float = 0.05
    """Share of a half's width by which the left margins of the two may differ."""
    two_margins: float = 0.07
    """Share of the page's width that two inner margins have together at least, where the outer ones differ."""
    full_line: float = 0.5
    """Share of a half's width that a line of it must fill then."""


@dataclass(frozen=True, slots=True)
class WideSheetSettings:
    """Which pages are the right parts of others."""

    row_tolerance: float = 1.0
    """Points by which the lines of the rows of two such pages may differ."""
    least_row_lines: int = 4
    """Lines between and around the rows that must agree, at least, where nothing but they shows it."""
    right_margin: float = 0.2
    """Share of the page's width that a table which is cut leaves free at the right, at most: as wide as the next
    column."""


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
class MarginSettings:
    """Which lines are headers, footers and page numbers."""

    head_share: float = 0.12
    """Share of the page's longer side, from its top, in which headers are printed: margins are as wide on a page laid
    crosswise."""
    foot_share: float = 0.085
    """Share of the page's longer side, from its bottom, in which footers and page numbers are printed."""
    number_share: float = 0.13
    """Share of the page's longer side, from its top or its foot, in which a number that counts on from page to page is
    that of the page."""
    longest_number: int = 16
    """Characters of such a line, at most: 3/12, － 3 －, 3ページ."""
    edge_lines: int = 3
    """Lines from the edge of the page that may be headers or footers."""
    counting_pages: int = 3
    """Pages in a row on which a line of the margin must count on to be a page number with words around it."""
    repeat_step: float = 4.0
    """Points to which the height of a line is rounded when it is looked for on other pages."""
    centring: float = 0.03
    """Share of the page's width by which the middle of a title may miss that of the page."""
    size_difference: float = 0.05
    """Ems by which the sizes of two lines of one title may differ."""
    title_width: float = 0.7
    """Share of the page's width that a title may fill; a line of text fills more."""
    longest_leading_label: int = 40
    """Characters within which a field label at the start of a line must end."""


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


@dataclass(frozen=True, slots=True)
class StitchingSettings:
    """Which tables go on over a page break."""

    room_below: float = 0.15
    """Share of the page's height, beyond that of the row to come, which must have been left under a table for the next
    one not to go on with it. Documents bound together have footers that differ by half as much."""
    column_snap: float = 5.0
    """Points by which the columns of a table may differ from page to page: a scanner stretches pages, and of a double
    frame it may show one line here and the other there."""
    text_width: float = 0.5
    """Share of the page's width that a line must exceed to show how far down text reaches on a page."""
    caption_lines: int = 3
    """Lines between the top of a page and a table that goes on there, at most: a caption printed again, （続き）, a
    unit."""
    caption_gap: float = 2.0
    """Ems between a table and a line above it that is its caption, at most."""


@dataclass(frozen=True, slots=True)
class TextFileSettings:
    """How files without geometry are read."""

    longest_label_line: int = 60
    """Characters of a line that may be a field label, at most: none is longer, its remarks in brackets included."""
    label_lines: int = 6
    """Lines over which a field label may be wrapped, at most."""
    labels_above: int = 2
    """Labels on lines of their own, with their values below, from which on they are a table."""
    labels_beside: int = 3
    """Labels with their values behind them on one line, a space between, from which on they are a table."""


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """All numbers by which layout decides."""

    lines: LineSettings = field(default_factory=LineSettings)
    watermarks: WatermarkSettings = field(default_factory=WatermarkSettings)
    ruby: RubySettings = field(default_factory=RubySettings)
    struck: StruckSettings = field(default_factory=StruckSettings)
    vertical: VerticalSettings = field(default_factory=VerticalSettings)
    columns: ColumnSettings = field(default_factory=ColumnSettings)
    passages: PassageSettings = field(default_factory=PassageSettings)
    measures: MeasureSettings = field(default_factory=MeasureSettings)
    ruled_tables: RuledTableSettings = field(default_factory=RuledTableSettings)
    checkboxes: CheckboxSettings = field(default_factory=CheckboxSettings)
    borderless_tables: BorderlessTableSettings = field(default_factory=BorderlessTableSettings)
    page: PageSettings = field(default_factory=PageSettings)
    side_by_side: SideBySideSettings = field(default_factory=SideBySideSettings)
    wide_sheets: WideSheetSettings = field(default_factory=WideSheetSettings)
    call_outs: CallOutSettings = field(default_factory=CallOutSettings)
    margins: MarginSettings = field(default_factory=MarginSettings)
    line_numbers: LineNumberSettings = field(default_factory=LineNumberSettings)
    stitching: StitchingSettings = field(default_factory=StitchingSettings)
    text_files: TextFileSettings = field(default_factory=TextFileSettings)


DEFAULT_LAYOUT = LayoutSettings()
"""Today's values."""
