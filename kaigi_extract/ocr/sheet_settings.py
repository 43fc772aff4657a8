"""The numbers by which what lies on a sheet is told from print: borders, holes, strays, a pen, dark blocks, dots.

As those of `settings`, which hands them on: each says its unit and why it has its value, and can be set by itself.
"""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SheetMarkSettings:
    """What a sheet bears that was never printed on it: the dark around it in a copier, and punch holes."""

    paper_percentile: float = 90.0
    """Percentile of the lightness of a page that its paper has: print and shading take less than a tenth."""
    border_share: float = 0.55
    """Share of the lightness of the paper up to which what lies beside it is dark: the lid, the inside of a copier."""
    border_width: float = 2.0
    """Millimetres that such a border or corner is wide: strokes of characters that run off the page are thinner."""
    largest_border: float = 0.35
    """Share of the picture that it takes, at most: what is larger is the ground of the page."""
    widest_in_shadow: float = 2.5
    """Millimetres that print in a shadow is wide at most: strokes of characters, not a fold of the lid."""
    darkness_in_shadow: float = 0.2
    """Share of the lightness of its ground by which such print is darker, drawn small, at least."""
    darkest_shadow: int = 35
    """Lightness of paper in a shadow, at least: what is darker is black, and nothing shows on it."""
    share_in_shadow: float = 0.004
    """Share of a dark area that print takes, at least, for it to be of the sheet: of text it is 0.05, of a few words
    0.01, of a lid 0."""
    hole_width: tuple[float, float] = (3.0, 9.0)
    """Millimetres across a punch hole: 4 in ring binders, 6 in files, more where it is torn or has a shadow."""
    hole_reach: float = 22.0
    """Millimetres from the edge of the sheet to the middle of a hole, at most: files have it at 12."""
    hole_contrast: int = 30
    """Levels (0 to 255) by which what shows through a hole is darker than the paper."""
    hole_length: float = 1.3
    """Times its width that a hole is long, at most."""
    hole_roundness: float = 0.13
    """Share by which its area may differ from that of the round one in its box: a square differs by 0.27."""
    hole_filled: float = 0.75
    """Share of a hole that is dark: characters have more white in them, ○ most of all."""
    hole_inside: float = 0.55
    """Share of a hole's width that is looked at: a square within its rim."""
    hole_unevenness: float = 25.0
    """Levels (0 to 255) by which what shows through it varies (standard deviation), at most: characters vary by 100."""
    least_in_print: float = 4.8
    """Millimetres across a hole, at least, that has print around it: a character of 14 points has that."""
    mark_rim: float = 0.6
    """Millimetres around such a mark that are wiped with it: its shadow."""


@dataclass(frozen=True, slots=True)
class StreakSettings:
    """Which columns or rows of a scan are streaks from edge to edge."""

    lightest: float = 97.0
    """Percentile of the lightness along a streak that is dark still: a ruled line ends before the sheet does."""
    streak_width: float = 4.0
    """Millimetres that a streak is wide, at most: what is wider is shading."""
    streak_lightness: tuple[float, float] = (0.4, 0.97)
    """Share of the lightness beside a streak that it has: what is darker is a line, what is lighter is paper."""


@dataclass(frozen=True, slots=True)
class ThinLineSettings:
    """Which rows of a page are ruled lines, though hardly ink."""

    coarsest_thin: float = 90.0
    """Pixels an inch below which such lines cannot be told."""
    most_darkness: int = 90
    """Darkness (0 to 255) that a pixel counts for at most: print is darker by far, and stands in for no line."""
    along_block: float = 1.0
    """Millimetres along a line over which the mean is taken: a dash and its gap, or more."""
    beside_thin: float = 0.5
    """Millimetres from its middle within which it is white on both sides."""
    beyond_thin: float = 0.8
    """Millimetres from its middle where it is white on one side."""
    widest_edge: float = 2.5
    """Pixels from white to black at edges of print from which on a page is out of focus: of others it is 2 to 2.5."""
    edges_beside: float = 1.9
    """Times that width from the middle of a line to what is beside it, at least."""
    around_edge: int = 9
    """Pixels across the place around an edge that has its black and its white."""
    edge_contrast: int = 60
    """Levels between these, at least."""
    thin_ink: int = 228
    """Lightness of its darkest pixels, at most: what is on the back of a sheet is paler."""
    tip: int = 3
    """Blocks at its ends some of which are darker."""
    most_contrast: float = 24.0
    """Levels by which a block counts as darker, at most."""
    least_contrast: float = 3.0
    """Levels by which most blocks of a line are darker than what is beside them, at least."""
    over_grain: float = 5.0
    """Times the grain of the paper in the mean of so many blocks, at least."""
    white_beside_thin: int = 14
    """Levels of darkness, more than the usual one of the page, up to which what is beside a line is white."""
    least_clear: float = 0.75
    """Share of its blocks that have white on both sides, at least."""
    shortest_open: float = 40.0
    """Millimetres of a line that is seen without others across that it ends at, at least."""
    least_open: float = 0.8
    """Share of its blocks that are darker, at least."""
    thin_height: float = 2.2
    """Millimetres from its highest to its lowest pixel, at most: it may be bent."""
    thin_meets: float = 2.5
    """Millimetres from its end to a line across that it meets, at most."""
    thin_bend: float = 0.8
    """Millimetres that pieces of one line are apart, at most."""
    bend: float = 0.4
    """Millimetres that a part of it may be higher or lower."""
    least_blocks: int = 5
    """Blocks between two lines across, at least."""
    section: int = 10
    """Blocks of a section of a line."""
    even: float = 0.35
    """Share of its usual contrast that a section has, at least."""
    least_seen: float = 0.85
    """Share of the sections that have it, at least."""
    beside_leader: float = 6.0
    """Millimetres beyond both ends of dots where words stand that these lead to."""
    leader_word: float = 1.5
    """Millimetres above and below them where such a word is dark."""
    word_darkness: int = 12
    """Levels of darkness, in the mean, of a row of such a word."""
    open_reach: float = 6.0
    """Millimetres that such a line may go on at each end."""
    ends_alike: float = 5.0
    """Millimetres between the ends of level lines of a table without sides, at most."""
    least_alike: int = 3
    """Level lines of such a table, at least."""
    uneven: float = 3.0
    """Times its usual contrast that a section has, at most: strokes of print are blacker by turns."""
    doubt: float = 0.6
    """Share of the contrast of a line from which on something may be one."""
    doubt_seen: float = 0.77
    """Share of the way that is seen of a line from which on something may be one."""
    whole_width: float = 0.8
    """Share of the width of a table that such a level line has, at least."""
    known_break: float = 1.0
    """Millimetres between pieces of a line that is whole, at most."""
    sure: float = 2.0
    """Times that contrast which a line has that is as short as a stroke of a character and stands alone, at least."""
    short_way: float = 12.0
    """Millimetres of such a line that leads over several rows, at most."""
    short_alone: float = 20.0
    """Millimetres of such a line in one row, at most."""
    least_known: float = 0.97
    """Share of a way that a line has which goes it, at least."""
    shade_rows: float = 2.6
    """Millimetres within which others are a blur of a line, or of a shade."""
    shade_count: int = 2
    """Rows so close to each other, at least, that are of a shade."""
    wiped_edge: float = 0.3
    """Millimetres above and below its middle that are wiped with it."""
    least_borne_out: float = 0.05
    """Share of what may be a line and is not seen well enough that was known before, at least, for it to be one."""
    most_lines: int = 400
    """Lines of a page, at most: more are no table."""
    least_sides: int = 4
    """Sides of cells that are such lines, at least: a lone one may be anything."""
    lone_darkness: float = 0.7
    """Share of the darkness of the other lines of a page from which on it is one of them all the same."""
    thin_rounds: int = 8
    """Times that lines are looked for between those found before, at most."""


@dataclass(frozen=True, slots=True)
class LostLineSettings:
    """Which dots of a copy are what is left of a table where its lines crossed."""

    largest_node: float = 1.1
    """Millimetres of such a dot, at most: a toner's blot where two hairlines cross."""
    most_dots: int = 6_000
    """Dots of a page, at most: more are a shade."""
    node_slack: float = 0.4
    """Millimetres that dots of one line are above or below each other, at most."""
    least_column: float = 9.0
    """Millimetres from upright to upright, at least."""
    least_rows: int = 5
    """Rows with dots at two uprights, at least: of a page of dirt three may lie so."""
    least_nodes: int = 2
    """Dots of these rows at another upright, at least."""
    least_row: float = 5.0
    """Millimetres from a row to one that but one upright has a dot at, at least."""
    least_node: float = 0.4
    """Share of the usual size of the dots at an upright that one has which is alone in its row, at least."""
    most_printed: float = 0.03
    """Share of the way of a line with print across it, at most."""


@dataclass(frozen=True, slots=True)
class DottedLineSettings:
    """Which pale ink is a dotted line."""

    coarse: float = 100.0
    """Pixels an inch below which dots cannot be told."""
    dot_ink: int = 205
    """Lightness below which a pixel is of a dot: between the dots of a line it is 235 and more at 150 dpi."""
    largest_dot: float = 0.45
    """Millimetres of a dot, at most, along the line and across it."""
    dot_bend: float = 0.25
    """Millimetres that a dot may be above or below the others."""
    dot_gap: float = 3.5
    """Millimetres to the next dot where a few are missing, at most."""
    shortest_dotted: float = 15.0
    """Millimetres of the shortest dotted line, like that of a dashed one."""
    least_dots: int = 12
    """Dots of a line, at least."""
    uneven_step: float = 0.25
    """Share of the usual distance of two dots, and a pixel, that another may differ by."""
    even_dots: float = 0.75
    """Share of the dots that are so far apart, at least, and at one height."""
    dots_there: float = 0.6
    """Share of the dots of a line that are there, at least."""
    dots_to_side: float = 2.5
    """Times that distance from its last dot to a line across it that a dotted line ends at, at most: the last ones run
    into it."""
    white_by_dots: tuple[float, float] = (0.2, 0.8)
    """Millimetres from the edge of a dotted line between which it is white on one side."""
    inked_by_dots: float = 0.2
    """Share of its length that has ink there, at most."""


@dataclass(frozen=True, slots=True)
class ScrapSettings:
    """Which level lines are scraps of whole ones, on a copy of copies."""

    least_scraps: int = 3
    """Level lines that end in the open with thin ink beside them, at least, for a page to be such a copy."""
    torn_rows: float = 0.4
    """Share of all heights with level lines at which such are, at least: a copier tears all, and of a few among whole
    ones a stamp over the table has the frame."""
    scrap_share: float = 0.25
    """Share of the way between the ends of its lines that must be inked of each, and of what is beside its scraps:
    lines of text have less than a fifth."""
    whole_share: float = 0.9
    """Share of the way that pieces take of a line that is whole, at least."""
    least_of_usual: float = 0.65
    """Share of what is usually there of its lines that is there of each, at least."""
    row_height: float = 3.0
    """Millimetres between two of its lines, at least: a line of small type."""
    gap_along: float = 8.0
    """Millimetres along which two of these lines or more have no ink together, at most."""


@dataclass(frozen=True, slots=True)
class EdgeLineSettings:
    """Which ruled lines are none: edges of sheets and streaks, which run off the picture."""

    off_edge: float = 2.0
    """Millimetres from the edge of the picture within which such a line ends: printers leave 4 and more white."""
    leaving_share: float = 0.5
    """Share of the side of the picture that it is long, at least."""
    most_leaving: int = 4
    """Such lines, at most: two edges of two sheets, some streaks. A picture cut out of a page has more."""
    ends_at_side: int = 2
    """Other lines that end at one that is a table's side, from which on it stays: one may end there by chance."""
    end_meets: float = 0.6
    """Millimetres between such an end and that line, at most."""
    streak_rim: float = 0.25
    """Millimetres on either side that are wiped with it: such lines waver."""


@dataclass(frozen=True, slots=True)
class BentSideSettings:
    """Which ends of level lines are at one side of a table that is bent."""

    least_levels: int = 3
    """Level lines that end at such a side, at least: two and a stroke between them may be a drawing."""
    least_side_bend: float = 0.5
    """Millimetres that it runs to the left or right, more than a straight side does."""
    most_side_bend: float = 8.0
    """Millimetres that it does so, at most: what goes farther are lines of tables side by side."""
    least_step: float = 3.0
    """Millimetres from one level line to the next, at least: a row."""
    side_steepest: float = 0.12
    """Millimetres to the left or right for each one down, at most: 7 degrees."""
    side_slack: float = 0.8
    """Millimetres beside the straight way from end to end within which its ink is: sheets bend between them, too."""
    side_share: float = 0.95
    """Share of that way that is inked, at least; characters beside an open side leave white between lines of text."""
    side_lightness: int = 215
    """Lightness that its ink may have, as of other faint ruled lines: a thin line aslant is pale between two pixels."""
    side_width: float = 0.2
    """Millimetres of the width of the line that is drawn there."""


@dataclass(frozen=True, slots=True)
class CreaseSettings:
    """Which lines are creases of a folded sheet, and what of them is taken off."""

    crease_lightness: int = 225
    """Lightness (0 to 255) that a crease may have: where it fades it is paler than ink."""
    edge_strip: tuple[float, float] = (4.0, 10.0)
    """Millimetres from the edge of the picture between which a crease is looked for: nearer to it, a sheet that was
    set straight has white; farther, there may be print."""
    edge_share: float = 0.85
    """Share of that way that it inks, at least."""
    most_creases: int = 4
    """Such lines at the two edges together, at most, in one direction: a sheet in an envelope has two creases. A
    picture that was cut out around a table has more: the level lines of two rows are three."""
    thickest_crease: float = 0.9
    """Millimetres that a crease is thick, at most: what is thicker is print that it goes through, or a border."""
    crease_waver: float = 0.4
    """Millimetres that it runs up or down in that strip."""
    crease_step: float = 0.3
    """Millimetres that it strays from one pixel to the next, with the grain of the paper."""
    crease_gap: float = 6.0
    """Millimetres in which it fades or is hidden by print."""
    crease_length: float = 0.25
    """Share of the side of the picture that it is followed for, at least."""


@dataclass(frozen=True, slots=True)
class CrossingStrokeSettings:
    """Which lines, or ends of lines, are strokes of a pen that go over the sides of tables, or run beside them."""

    lines_at_side: int = 3
    """Lines that end under one another, at least, for a table to have a side there, drawn or not; two may do so by
    chance, as the arms of a bracket do."""
    end_slack: float = 0.8
    """Millimetres between the ends of two such lines, at most, and from a line to one across it that it meets."""
    beyond_side: float = 1.2
    """Millimetres that a stroke goes beyond a side, at least: lines of a table overshoot it by half of one."""
    beside_table: float = 8.0
    """Millimetres from the ends of the lines of a table within which a line that none of them reaches is a stroke: pens
    stay near, and what is printed in the margin is farther."""
    filled_row: float = 0.9
    """Share of a row's height that the side of a table covers, at least: a brace bends away from the table in its
    middle and ends before its rows do, and what a copier left out of a side was drawn before."""
    touches_side: float = 0.5
    """Millimetres from a side within which a stroke over it touches it on either face, at the same height."""
    thickest_stroke: float = 1.0
    """Millimetres that such a stroke is thick, at most: what is thicker is print that it goes through."""
    stroke_waver: float = 0.3
    """Millimetres that it strays from one pixel to the next: it runs aslant, and pens waver."""
    stroke_gap: float = 0.8
    """Millimetres of it that may be missing, or hidden by print, where it goes on."""


@dataclass(frozen=True, slots=True)
class TextStrokeSettings:
    """Which lines are strokes of a pen or along a ruler that touch words, and what of them is taken off."""

    print_height: tuple[float, float] = (1.2, 8.0)
    """Millimetres that characters are high, at least and at most, where the height of print is measured."""
    whole_print: float = 75.0
    """Percentile of the heights of pieces of ink that whole characters have: many are in pieces."""
    meets: float = 0.8
    """Millimetres from the end of a line within which it ends at another one, or where another ends."""
    straight_ink: float = 2.5
    """Times the height of print that ink runs straight on for, at least, to be looked at: no character is so wide, in
    titles either."""
    thickest_over: float = 1.2
    """Millimetres that a stroke is thick, at most."""
    rough: float = 0.15
    """Millimetres by which it may be thicker in places: what is thicker goes through it or stands on it."""
    waver: float = 0.3
    """Millimetres that it strays from one pixel to the next."""
    steady: float = 0.02
    """How much of what it strays in a pixel it goes on straying for: a ruler keeps its direction over other lines."""
    hidden: float = 0.5
    """Millimetres of it that print may hide beyond where it was found: between characters there is more."""
    goes_on: float = 0.85
    """Share of the way beyond where it was found that it must be seen on: the feet of characters take half of it."""
    least_clean: float = 0.25
    """Share of its way on which nothing touches it, at least."""
    shortest_over: float = 1.0
    """Times the height of print on which nothing touches it, at least."""
    smooth: float = 1.0
    """Millimetres on either side over which its middle is the usual one: strokes of characters lie along it here and
    there."""
    near_words: float = 0.35
    """Times the height of print from it within which characters are at it."""
    by_words: float = 0.1
    """Share of its way along which they are: it may leave them at a slant, and there are gaps between them."""
    touches_words: float = 0.12
    """Times the height of print from it within which they touch it."""
    all_by_words: float = 0.35
    """Share of its way along which they do, where a stroke ends at the lines of a table by chance."""
    thicker_than_rules: float = 1.5
    """Times as thick as most lines of the page that it is, then."""
    rounds: int = 3
    """Times that the lines of a page are looked for, at most: a stroke may have run into one of a table."""
    still_there: float = 0.5
    """Share of its way that must be inked: it may be gone with another one."""


@dataclass(frozen=True, slots=True)
class SlantedStrokeSettings:
    """Which straight strokes are those of a pen that run aslant, and what of them is taken off."""

    inked_share: float = 0.4
    """Share of a pixel of the picture that strokes are looked for in that is inked, at least."""
    least_slanted: float = 7.0
    """Millimetres that such a stroke runs straight on, at least: those of characters are shorter than these are wide,
    in titles of 20 points, too."""
    thickest_slanted: float = 1.3
    """Millimetres that such a stroke is thick, at most: more than pens draw, less than filled shapes have."""
    slant_step: float = 6.0
    """Degrees between the ways in which they are looked for: a pen of two pixels covers as much over that length."""
    least_slant: float = 12.0
    """Degrees from level and from upright, at least: ruled lines on a bent sheet are within five."""
    by_print: float = 1.0
    """Millimetres from other ink within which a stroke is left: engines read characters with a pen over them better
    than characters with pieces missing."""
    least_free: float = 0.8
    """Millimetres of a piece that is taken off, at least; what is shorter does no harm."""
    tail_pen: float = 0.8
    """Millimetres that what hangs on such a stroke is thick, at most, on average over its length: a pen, no character.
    """
    longest_tail: float = 5.0
    """Millimetres of such a tail, at most."""


@dataclass(frozen=True, slots=True)
class StraySettings:
    """What stands beside all text of a page and belongs to none: ticks, dirt, what is left of a staple."""

    body_line: float = 6.0
    """Ems that a line is long at least that shows where the text of a page is."""
    stray_length: float = 3.0
    """Ems that a stray beside the text is long or high, at most: a line of a pen, a few signs."""
    stray_reach: float = 18.0
    """Millimetres from the left or right edge of the sheet within which it lies: nothing is printed there."""
    stray_slack: float = 0.3
    """Ems by which it may reach into the text."""
    column_slack: float = 0.2
    """Ems within which what is printed in a column beside the text (numbers of items) begins or ends."""
    column_height: float = 1.5
    """Ems that such a piece is high at most, together with what touches it above and below: a pen is not."""
    column_count: int = 3
    """Pieces of ink from which on these are such a column; a pen and dirt keep to no edge."""
    between_height: float = 0.3
    """Ems that a stroke between two lines is high, at most."""
    between_length: float = 0.45
    """Ems from which on it is longer than a 。 that a line may begin with."""
    between_gap: float = 0.35
    """Ems of white between it and a line above or below, at most: an ー or 一 alone in a line has more."""
    between_gap_short: float = 0.2
    """Ems of white between one that is no longer than a 。 and such a line, at most."""
    between_overlap: float = 0.5
    """Share of its length that is above or below that line, at least."""
    between_line: float = 0.6
    """Ems that such a line is high, at least."""


@dataclass(frozen=True, slots=True)
class PenSettings:
    """What a pen drew around or under words."""

    circle_height: tuple[float, float] = (3.0, 25.0)
    """Millimetres of the shorter side of a curve around words: of a line of small print, of some lines."""
    circle_length: float = 90.0
    """Millimetres of its longer side, at most: half a line."""
    least_circle: float = 7.0
    """Millimetres of its longer side, at least: what is smaller is drawn around one character, or is one."""
    circle_density: float = 0.35
    """Share of its box that it inks, at most: the thickest pen around one line of small print a third."""
    circle_reach: float = 0.7
    """Millimetres from its convex outline within which the ink of a circle lies: a pen strays, and is half as wide."""
    roundest: float = 0.92
    """Share of its box that a circle's convex outline takes, at most: an ellipse takes 0.79, a frame all of it."""
    on_outline: float = 0.75
    """Share of its ink that lies on that outline; the rest are strokes of characters that it touches."""
    all_round: float = 0.85
    """Share of the outline along which there is ink, at least: of a hook or a character it is half."""
    aslant: float = 1.7
    """Times its thickness that a circle is cut through for towards its middle, where it runs aslant to that."""
    least_line: float = 10.0
    """Millimetres of a line under words, at least; a dash of two characters is shorter."""
    steepest: float = 0.25
    """Times its width that such a line is high, at most."""
    pen_width: float = 0.8
    """Millimetres that such a line is thick, at most: a pen draws half of it."""
    inked_once: float = 0.92
    """Share of its columns that are inked once: characters that touch each other have several strokes in most."""


@dataclass(frozen=True, slots=True)
class TickSettings:
    """Which strokes are ticks of a pen (✓)."""

    rule_gap: float = 0.5
    """Millimetres from a ruled line within which ink on both of its sides is one stroke over it."""
    least_tick: float = 1.8
    """Millimetres of the shorter side of a tick, at least: parts of characters in small print are smaller."""
    largest_tick: float = 10.0
    """Millimetres of its longer side, at most."""
    tick_pen: float = 1.1
    """Millimetres that its stroke is thick, at most, on average."""
    tick_once: float = 0.8
    """Share of its columns that are inked once: where it turns back, both legs are in one."""
    longest_run: float = 0.6
    """Share of its height that one column inks at most: 中 and 才 have an upright stroke."""
    tick_unbranched: float = 0.7
    """Share of the rows in which it has the legs of a tick and nothing else; pens fray, and 才 has half."""
    tick_turn: tuple[float, float] = (0.08, 0.62)
    """Shares of its width between which it turns up."""
    least_leg: float = 0.15
    """Share of its height that the first leg takes, at least."""
    higher_end: float = 0.2
    """Share of its height by which it ends above its beginning, at least: those of レ and V do not."""
    tick_waver: float = 0.6
    """Pixels by which it may go the other way from column to column, as the edges of ink do."""
    tick_steady: float = 0.85
    """Share of either leg that keeps its direction."""
    in_angle: float = 0.02
    """Share of the angle above it that other ink takes, at most: that of シ has two dots in it."""
    broken_gap: float = 0.25
    """Millimetres from its stroke within which other ink is of the same character, which a light scan broke: what a pen
    draws touches words, or is farther from them."""
    near_part: float = 0.35
    """Times its width within which what stands beside it may be the rest of a character."""
    higher_part: float = 1.7
    """Times its height from which on that is so: 氵 has its last stroke so beside the rest."""
    highest_part: float = 6.0
    """Times its height from which on that is no character."""
    narrow_part: float = 0.5
    """Times its width that a piece under it is wide, at most, and times its height that it is high, at least, which is
    of the same character."""
    same_print: float = 0.8
    """Share of the ink of two ticks that both must have in common for them to be printed; the edges differ."""
    beside_words: float = 3.0
    """Times its width within which words are beside it."""
    wall_share: float = 0.9
    """Share of its height that an upright ruled line takes which ends its cell."""


@dataclass(frozen=True, slots=True)
class SealSettings:
    """Which rings are those of a stamp with a date (受付印), and what of it is taken off."""

    seal_width: tuple[float, float] = (8.0, 36.0)
    """Millimetres across such a stamp: those of an office have 18 to 33, those with a name 9 to 12."""
    least_dark_seal: float = 14.0
    """Millimetres across one that is as dark as print, at least: smaller rings with strokes in them are numbers, signs
    and what a pen drew around a choice."""
    ring_votes: int = 24
    """Votes of edge points of a ring at 75 dots an inch (`param2` of `cv2.HoughCircles`) from which on it is looked at:
    rings have 30 and more, and text gives some dozens of 22."""
    most_edges: float = 0.24
    """Share of the page at 75 dots an inch that is edges, at most, for rings to be looked for: of a full page of print
    it is an eighth, of noise more than a quarter."""
    most_rings: int = 300
    """Rings that are looked at, those with the most votes."""
    rough_ring: float = 0.15
    """How much less of a ring may be inked where it is looked at roughly."""
    ring_reach: float = 0.7
    """Millimetres from a ring within which its ink lies where it was found roughly."""
    ring_line: float = 0.25
    """Millimetres by which it may stray from the ring that was found closely: stamps are round."""
    ring_lightness: int = 200
    """Lightness of the line of a ring, at most: stamps are pale and patchy."""
    ring_share: float = 0.9
    """Share of the directions in which there is ink on a ring: of the best circle through text it is two thirds."""
    beside_ring: float = 1.1
    """Millimetres within and beyond a ring at which it is asked whether it is a line."""
    inked_beside: float = 0.5
    """Share of these two circles that is inked, at most: over text it is a quarter."""
    inked_beside_roughly: float = 0.6
    """The same of a ring that was found roughly."""
    print_percentile: float = 10.0
    """Percentile of the lightness of the ink of a page that its print has: the rest is edges and thin strokes."""
    paler: float = 35.0
    """Levels (0 to 255) by which a ring is lighter than print from which on it can be told from it by that."""
    stroke_slack: float = 1.0
    """Times its thickness that a line of a stamp may stray; ink beyond that is of what it lies on."""
    date_line_step: float = 0.5
    """Degrees between the ways in which lines across a ring are looked for: stamps are set by hand."""
    date_line_share: float = 0.75
    """Share of each such line that is inked, at least: of text in a ring it is a half."""
    date_line_reach: float = 0.94
    """Share of its way from side to side that is looked at; its ends are in the ring."""
    date_line_height: tuple[float, float] = (0.1, 0.65)
    """Shares of the radius between which such a line is from the middle."""
    date_line_ends: tuple[float, float] = (0.8, 2.5)
    """Millimetres beyond the ring between which a ruled line of a table goes on, and such a line does not."""
    table_line_ends: float = 4.0
    """Millimetres beyond the ring that a line of a table goes on, on both sides together: its own lines do not."""
    white_around: float = 1.2
    """Millimetres beyond a ring at which nothing is where a stamp stands alone."""
    white_share: float = 0.02
    """Share of the directions in which there may be something all the same: dirt."""
    steepest_date: float = 90.0
    """Degrees from which on the lines across a ring are those of one that is turned back."""
    words_height: tuple[float, float] = (0.14, 0.5)
    """Shares of the radius that a line of a stamp's own words is high: 課 to 令和５年."""
    words_aside: float = 0.1
    """Share of the radius by which the middle of such a line may be aside of the ring's."""
    words_beside: float = 5.0
    """Millimetres beside such a line in which there is no ink: a line of print that ends in a stamp has more of it."""
    words_filled: float = 0.85
    """Share of its height that has ink all through: between two lines there is white."""
    paler_than_ring: float = 25.0
    """Levels (0 to 255) by which print is darker than the ring around it, at least: stamps are patchy."""
    print_edge: float = 0.2
    """Millimetres around such print that are left with it: edges, and strokes that are too thin to be dark."""


@dataclass(frozen=True, slots=True)
class ColouredStampSettings:
    """Which ink in colour is that of a stamp, and how its colour is told from black print under it."""

    stamp_colour: int = 60
    """Levels (0 to 255) by which the lightest channel of such ink exceeds the darkest: less is black or grey."""
    stamp_pale_colour: int = 35
    """The same near such ink, as stamps are patchy. Elsewhere it is the fringe that a scanner gives to print."""
    stamp_patch: float = 2.0
    """Millimetres from such ink that are near."""
    coloured_share: float = 0.25
    """Share of a pixel of the picture that stamps are looked for in that is coloured, at least: lines are thin."""
    over_ink: float = 0.7
    """Share of the lightness of the page's ground below which anything is ink."""
    stamp_gaps: tuple[float, float] = (2.5, 1.0)
    """Millimetres that print hides of a stamp's lines: first where print lies over them, then of two side by side."""
    coloured_stamp: tuple[float, float] = (7.0, 50.0)
    """Millimetres of the shorter side of a stamp, at least, and of the longer one, at most. Characters are smaller."""
    longest_stamp: float = 4.0
    """Sides of a stamp to one another, at most: 回覧済 in its frame has 2.5."""
    longest_worn: float = 2.0
    """The same of a red seal without a whole frame: seals are round or square, lines of red print are longer."""
    all_red: float = 0.9
    """Share of its coloured pixels that are red, at least."""
    stamp_filled: float = 0.6
    """Share of what is within the outline that is coloured, at most: what is more is a coloured ground with print."""
    stamp_line: float = 0.5
    """Millimetres from the outline within which the line of the frame is."""
    coloured_frame: float = 0.6
    """Share of the outline that has coloured ink by it, at least: print hides the rest."""
    whole_frame: float = 0.9
    """Share of the outline that has any ink by it, at least: around coloured print it is 0.5 to 0.7."""
    stamp_edge: float = 0.7
    """Millimetres around the outline in which the colour is taken off: the line of the frame, and its edge."""
    stamp_ground: float = 75.0
    """Percentile of the lightness around the stamp's ink that its ground has: the rest is print."""


@dataclass(frozen=True, slots=True)
class FramedStampSettings:
    """Which pale frames over print are those of square stamps, and what of them is taken off."""

    stamp_side: tuple[float, float] = (7.0, 45.0)
    """Millimetres of a side of such a stamp: 認印 have 9, 公印 18 to 30, 回覧済 is 40 wide."""
    stamped_percentile: float = 10.0
    """Percentile of the lightness of the ink of a page that its print has: the rest is edges and thin strokes."""
    stamp_paler: tuple[float, float] = (30.0, 45.0)
    """Levels (0 to 255) by which ink is lighter than print, at least, to be that of a stamp: first where print is pale,
    as 明朝 is in a scan of 200 dots an inch, then where it is dark and its edges are as light."""
    beyond_stamps: float = 1.2
    """Times the longest side of a stamp from which on a line is one of a table, which its frame may lie on."""
    stamp_lightness: int = 215
    """Lightness of the ink of a stamp, at most: stamps are pale and patchy."""
    stamped_edge: float = 0.25
    """Millimetres around print in which what is pale is its edge."""
    least_pale: float = 10.0
    """Square millimetres of pale ink from which on frames are looked for: the lines of a small one."""
    pale_share: float = 0.3
    """Share of a pixel of the picture that frames are looked for in that is pale, at least: a line lies between two."""
    pale_stroke: float = 1.2
    """Millimetres of the longer side of a piece of such ink, at least: what is smaller is an edge of print."""
    stamp_crossing: float = 2.0
    """Millimetres that print hides of a frame: the width of some strokes of a character."""
    frame_line: float = 0.6
    """Millimetres from the side of a box within which its line is: lines of rubber are thick and waver."""
    frame_share: float = 0.85
    """Share of each side that is inked, at least."""
    pale_inside: float = 0.06
    """Share of what is within the frame that is pale, at least: a stamp's characters; around print it is none."""
    least_print: float = 0.5
    """Square millimetres of print that a stamp lies over, at least: a character of small print."""
    beyond_corner: tuple[float, float] = (1.2, 3.0)
    """Millimetres beyond a corner between which the lines of a table go on, and those of a stamp do not."""
    goes_on_share: float = 0.7
    """Share of that way that is pale where a line goes on: of what else is there it is less."""
    stamp_rim: float = 0.6
    """Millimetres around the frame that are wiped with it."""


@dataclass(frozen=True, slots=True)
class HighlightSettings:
    """Which areas are bars of a highlighter, narrower than shaded cells."""

    closed_strokes: float = 1.3
    """Millimetres of the square in which something is lighter than ink wherever there are characters: strokes and the
    white between them are narrower."""
    bar_shade: tuple[float, float] = (0.2, 0.85)
    """Shares of the lightness of the ground between which a bar is: what is darker is print, and words on what is paler
    are read as on paper. The pale boxes of a chart are left as they are."""
    thin_print: tuple[float, float] = (0.6, 0.85)
    """Shares of the lightness of the ground below which print is on bare paper, and above which that is once its
    strokes are closed."""
    print_share: float = 10.0
    """Percentile of the lightness of such print that the middle of its strokes has."""
    least_strokes: int = 400
    """Pixels of it, at least, for its lightness to be known."""
    over_print: float = 1.4
    """Times the lightness of print that a bar has, at least: nobody could read words on what is darker, which is a line
    under them."""
    least_bar: tuple[float, float] = (4.5, 1.8)
    """Millimetres across and down of a bar, at least: wider than a character, higher than any line."""
    bar_edge: float = 0.35
    """Millimetres over which its edge fades."""


@dataclass(frozen=True, slots=True)
class DarkBlockSettings:
    """Which areas of a page are printed white on black, and how they are turned."""

    block_lightness: int = 128
    """Lightness up to which a pixel may be of the ground of such a block: dark grey is used as well."""
    least_dark: float = 0.01
    """Share of the page that must be dark for a block to be looked for; a page of text has some 0.05."""
    block_window: float = 3.0
    """Millimetres of the square over which it is asked how much is dark: a character of a label."""
    block_share: float = 0.52
    """Share of that square that is dark in a block, white characters and all; the blackest text has 0.45."""
    negative_share: float = 0.9
    """Share of such squares of a page from which on all of it is white on black: paper takes more than a tenth of any
    sheet that was laid on something dark."""
    least_block: float = 4.5
    """Millimetres of the shorter side of a block: a line of small characters with some black above and below."""
    block_fullness: float = 0.85
    """Share of its least box that a block fills: what fills less is a drawing or a photograph."""
    block_rim: tuple[float, float] = (0.4, 1.0)
    """Millimetres from the sides of a block between which its rim is looked at, where hardly a character reaches."""
    rim_share: float = 0.8
    """Share of that rim that is dark, at least: of blocks it is 0.87 and more, of characters that a dark copy made run
    into each other 0.5 to 0.75."""
    block_percentiles: tuple[float, float] = (30.0, 98.5)
    """Percentiles of the lightness in a block that its ground and its characters have."""
    print_percentiles: tuple[float, float] = (2.0, 50.0)
    """Percentiles of the lightness of a dark area that black print on it and its ground have."""
    print_on_block: int = 25
    """Levels (0 to 255) between these from which on it is print under a marker: the ground of white characters is
    itself the darkest, within 10."""
    block_contrast: int = 60
    """Levels (0 to 255) between these, at least, for anything to be printed in a block."""
    least_light: float = 0.01
    """Share of a block that its characters take, at least."""
    redrawn_line: float = 0.35
    """Millimetres of the width of the lines that are drawn again around and through a block."""
    look_outside: tuple[float, float] = (0.8, 3.5)
    """Millimetres from a side of a block between which lines that meet it are looked for."""
    outer_line: int = 170
    """Lightness up to which a pixel of the evened page may be of such a line."""
    outer_share: float = 0.85
    """Share of that way that such a line inks: characters near a block ink less of it."""
    thickest_outer: float = 1.2
    """Millimetres that such a line is thick, at most."""
    corner_reach: float = 2.0
    """Millimetres from the corners of a block within which a line is its own side drawn on."""


@dataclass(frozen=True, slots=True)
class FaintInkSettings:
    """Which pages have no dark ink, and how their print is made dark."""

    faint_share: float = 0.002
    """Share of the page that its darkest ink takes: some strokes of characters."""
    faint_ink: int = 120
    """Lightness (0 to 255) of that ink on an evened page from which on it is faint: poor copies of print have 90."""
    ink_block: float = 2.0
    """Millimetres of the squares whose darkest pixel is that of their ink: half a character has a stroke."""
    over_paper: float = 2.0
    """Times the peak of paper and its noise that a square has which holds ink, at least."""
    least_peak: float = 5.0
    """Levels (0 to 255) more than that, where paper is without noise."""
    faint_reach: float = 5.0
    """Millimetres over which the darkness of print is averaged (deviation of the weights): some lines."""
    usual_weight: float = 0.02
    """Weight of the page's usual darkness beside that of a neighbourhood full of ink (1), where there is none."""
    print_darkness: float = 200.0
    """Darkness (0 to 255) that print is brought to."""
    most_gain: float = 6.0
    """Times that ink is made darker, at most."""
    paper_darkness: float = 60.0
    """Darkness that the noise of paper may be brought to, at most: what is darker may be ink."""
    least_in_place: float = 75.0
    """Darkness of a square of faint ink on a page that has dark ink too, at least: the back of a sheet has 60."""
    faint_in_place: float = 120.0
    """Darkness of a neighbourhood of such a page up to which its ink is faint."""
    least_place: float = 400.0
    """Square millimetres of such squares, at least: some words."""


@dataclass(frozen=True, slots=True)
class DotSettings:
    """The dots by which pictures of black and white show grey."""

    dot_lightness: int = 140
    """Lightness up to which a pixel of such a picture is black: where it is drawn in another size some are between."""
    dot_area: float = 0.06
    """Square millimetres of a dot, at most: four pixels at 200 dots an inch; a full stop has 0.2."""
    dot_window: float = 3.0
    """Millimetres of the square in which dots are counted: less than a shaded cell is high."""
    dot_apart: float = 0.4
    """Millimetres from ink that is no dot within which dots may be broken strokes of characters: they do not
    count."""
    dot_room: float = 0.1
    """Share of that square that is further from ink, at least, for its dots to be counted."""
    dotted_page: float = 0.1
    """Dots of a square millimetre of a page with greys from which on it is one of black and white all the same: of
    pages that are no such ones the dirtiest have 0.02, of dithered ones those with a few shaded cells 0.6."""
    dot_density: float = 1.5
    """Dots of a square millimetre of the rest from which on they are shading: the lightest grey has a fortieth of its
    pixels black, and dirt is one in a hundred square millimetres."""


@dataclass(frozen=True, slots=True)
class PhotographSettings:
    """Which pages are photographs of a sheet and no scans of it, and how the sheet is made flat."""

    print_detail: float = 0.015
    """Share of the longer side of the picture that print is wide, at most, where the sheet is looked for."""
    rim: float = 0.0025
    """Share of the shorter side that the rim of the picture is wide, which the sheet does not reach."""
    core: float = 0.3
    """Share of each side up to the middle of the picture, which the sheet covers."""
    least_sheet: float = 0.3
    """Share of the picture that the sheet takes, at least."""
    greatest_sheet: float = 0.97
    """Share of the picture that it takes at most for anything to be seen beside it."""
    straight_sides: float = 0.93
    """Share of the area of the sheet and of what is between its corners that both have: curled sheets have 0.95."""
    corner_cosine: float = 0.5
    """Cosine of the angle of a corner, at most: 60 to 120 degrees, more aslant nobody reads a sheet."""
    beside: float = 0.015
    """Share of the longer side of the picture within and beyond a side of the sheet at which lightness is compared."""
    brighter: float = 1.08
    """Times by which the sheet is lighter than what it lies on."""
    brighter_share: float = 0.75
    """Share of each side along which it is; fingers and shadows hide the rest."""
    perspective: float = 0.012
    """Share of its longer side by which a corner misses the rectangle around the sheet from which on it is seen in
    perspective: scanners miss by a thousandth."""
    even_ground: float = 9.0
    """Levels (0 to 255) by which the lid of a scanner, smoothed, differs from itself at most; tables differ by 15."""
    light_fields: int = 10
    """Fields across and down the picture in which the light of the paper is measured, those at its edges left out."""
    fading_light: float = 0.22
    """Share of its light by which a sheet that fills the picture is darker at its darkest, at least: that of scanners
    and copiers fades by a tenth."""
    smooth_light: float = 0.12
    """Share of that fading by which the light may miss a smooth course on average: shaded cells begin suddenly."""
    same_light: float = 0.03
    """Share by which the light of fields under even light differs."""
    evenly_lit_share: float = 0.4
    """Share of the fields that are as light as the lightest, at most, where light fades: scans with a shaded column
    have a half and more."""
    paper_sides: float = 0.12
    """Share by which the sides of a sheet may miss those of A4: perspective shortens them."""
    sheet_dpi: float = 300.0
    """Dots an inch of the flat sheet, at most."""
    light_dpi: float = 50.0
    """Dots an inch at which the light on the sheet is measured."""
    light_detail: float = 7.0
    """Millimetres. What is narrower is print on the sheet, what is wider is light and shadow, which may have edges."""
    ink_darkness: int = 85
    """Darkness from which on a pixel of the evenly lit sheet is ink where its curl is measured."""
    tile: tuple[float, float] = (40.0, 30.0)
    """Millimetres across and down the tiles in which the angle of lines is measured: some four lines of text."""
    least_tiles: int = 4
    """Tiles that show an angle from which on a sheet is made straight by them."""
    near_characters: float = 3.0
    """Millimetres between characters of a line, at most; lines are as near here and there."""
    ruled_piece: float = 5.0
    """Millimetres of a piece of a ruled line, at least; strokes of characters are shorter."""
    ruled_thickness: float = 1.0
    """Millimetres that such a line is thick, at most, on average."""
    ruled_weight: float = 2.0
    """Weight of such a piece, where a tile of text that is clear has 1 to 4."""
    least_tile_ink: float = 0.01
    """Share of a tile that is inked, at least, for it to show an angle."""
    largest_curl: float = 8.0
    """Degrees by which lines are bent, at most."""
    least_sharpness: float = 1.8
    """Times by which rows of ink part more sharply at the angle of a tile than at most angles: those of blank paper and
    drawings part alike at all."""
    curl_order: int = 3
    """Order of the surface of angles: a sheet that was folded once bends twice."""
    least_bend: float = 0.3
    """Millimetres by which lines must stray for a sheet to be made straight: within these they are read as they are."""
    further_bend: float = 0.1
    """Millimetres by which they must still stray after that for it to go on."""
