"""The numbers by which pages that are pictures are read: one group of settings for each subject, with today's values.

Each field depends on how documents look, says its unit and why it has its value, and can be set by itself:
`OcrSettings(specks=SpeckSettings(least_confidence=0.7))`. An em is the size of the characters at hand; lengths that
must hold before it is known are in millimetres. A share is a part of a whole, 0 to 1; lightness and darkness are 0 to
255. No two fields of any group have the same name. What belongs to one engine is a constant of its module.
"""

from __future__ import annotations

from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.character_settings import (
    LostStrokeSettings,
    MissedMarkSettings,
    NameFormSettings,
    NarrowKanaSettings,
    ReweighSettings,
    ShortLineSettings,
    WornWordSettings,
)
from kaigi_extract.ocr.page_settings import DecisionSettings, InkSettings, PaperSettings, ShownAgainSettings
from kaigi_extract.ocr.sheet_settings import (
    BentSideSettings,
    ColouredStampSettings,
    CreaseSettings,
    CrossingStrokeSettings,
    DarkBlockSettings,
    DotSettings,
    DottedLineSettings,
    EdgeLineSettings,
    FaintInkSettings,
    FramedStampSettings,
    HighlightSettings,
    LostLineSettings,
    PenSettings,
    PhotographSettings,
    ScrapSettings,
    SealSettings,
    SheetMarkSettings,
    SlantedStrokeSettings,
    StraySettings,
    StreakSettings,
    TextStrokeSettings,
    ThinLineSettings,
    TickSettings,
)
from kaigi_extract.ocr.vertical_settings import VerticalWritingSettings

__all__ = [
    "DEFAULT_OCR",
    "BentSideSettings",
    "ColouredStampSettings",
    "CreaseSettings",
    "CropSettings",
    "CrossingStrokeSettings",
    "DarkBlockSettings",
    "DecisionSettings",
    "DotSettings",
    "DottedLineSettings",
    "EdgeLineSettings",
    "FaintInkSettings",
    "FramedStampSettings",
    "HighlightSettings",
    "InkSettings",
    "LostLineSettings",
    "MarkFrameSettings",
    "OcrSettings",
    "PageImageSettings",
    "PaperSettings",
    "PenSettings",
    "PhotographSettings",
    "PositionSettings",
    "RecognitionSettings",
    "RuledLineSettings",
    "ScrapSettings",
    "SealSettings",
    "SegmentationSettings",
    "SheetMarkSettings",
    "ShownAgainSettings",
    "SlantedStrokeSettings",
    "SpeckSettings",
    "StraySettings",
    "StreakSettings",
    "SymbolSettings",
    "TextLayerSettings",
    "TextStrokeSettings",
    "ThinLineSettings",
    "TickSettings",
    "VerticalWritingSettings",
]


@dataclass(frozen=True, slots=True)
class PageImageSettings:
    """How the picture of a page is made even and straight, and which of its pixels are ink."""

    ground_detail: float = 5.5
    """Millimetres. What is narrower is ink on a ground; what is wider is the ground: shading of cells, shadows."""
    dark_ground: int = 100
    """Lightness of a ground up to which what is printed on it is white on black."""
    least_ink_level: int = 150
    """Lightness below which a pixel of an evened page is ink, at least: half way from the darkest ink to white."""
    bilevel_ink_level: int = 180
    """The same on a page of black and white: a line one pixel thick that lies between two rows is as pale as 175 once
    the page was blurred."""
    greatest_ink_level: int = 200
    """Lightness below which a pixel of an evened page is ink, at most."""
    darkest_share: float = 0.002
    """Share of the page that the darkest ink takes."""
    grey_share: float = 0.002
    """Share of the pixels of a page of black and white that may be grey."""
    halftone_blur: float = 0.1
    """Millimetres over which such a page is blurred, so that the dots of a halftone become the shade they stand for."""
    largest_skew: float = 6.0
    """Degrees. Pages drawn in more askew than this are not met; a quarter turn is another matter."""
    least_skew: float = 0.03
    """Degrees of skew up to which no one would undo it."""


@dataclass(frozen=True, slots=True)
class RuledLineSettings:
    """Which ink is a ruled line: solid, dashed or dotted."""

    shortest_line: float = 7.0
    """Millimetres. Strokes of characters are shorter; so are the sides of checkboxes, which are characters here."""
    thickest_line: float = 1.2
    """Millimetres. What is thicker is shading or a bar."""
    beside_line: tuple[float, float] = (0.2, 0.8)
    """Millimetres from the edge of a ruled line between which there is white on one of its sides: a rough edge reaches
    out less, strokes of characters are nearer to each other."""
    white_beside_line: float = 0.85
    """Share of a ruled line that has white on one of its sides: of those on poor copies it is 0.89 and more, of strokes
    of characters that run into each other hardly ever."""
    line_break: float = 1.0
    """Millimetres that a ruled line may be broken for by a faint copy or bent by a curled page."""
    line_bend: float = 0.5
    """Millimetres that a ruled line may stray where the page curled under the glass."""
    copied_gap: float = 6.0
    """Millimetres that are missing in one place of a line of a table on a copy, at most: two tables may be as near, but
    each is closed by a line of its own."""
    copied_reach: float = 25.0
    """Millimetres from one piece of it to the next, or to the line that it ends at, with scraps of it between them."""
    rough_edge: float = 0.4
    """Millimetres that the edge of a ruled line reaches out where it is rough."""
    leading_share: float = 0.85
    """Share of the way between two ruled lines that must be inked for a third to lead from one to the other; a line of
    text has more gaps at any height."""
    faint_lightness: int = 215
    """Lightness that a faint ruled line may have on that way."""
    bundled_share: float = 0.92
    """Share of the way from one line across to the next one that is inked at one height where there is a ruled line,
    though a stroke runs along it."""
    bundled_bend: float = 0.2
    """Millimetres that such a line may be higher or lower behind a line across."""
    as_others: float = 1.6
    """Times the usual thickness of lines that such a line is thick, at most: more is a level stroke."""
    beyond_table: float = 4.0
    """Millimetres behind the end of such a line where it must be white: a stroke goes on."""
    bundle: float = 1.8
    """Times the usual thickness of lines that one is thick, at least, which a stroke is a part of."""
    shortest_pale: float = 10.0
    """Millimetres of the shortest line that is paler than ink: so long no stroke of print is."""
    pale_pixels: int = 3
    """Pixels that it is thick, at most: one that lies between two."""
    solid_gap: float = 1.0
    """Millimetres of the longest gap in a faint solid line."""
    solid_share: float = 0.6
    """Share of a faint solid line that is there: text is less evenly inked."""
    stroke_share: float = 0.15
    """Share of the ink on the way that a line is followed from which strokes lead away, at most: where text touches a
    line it is a tenth, of the side of a character (言) a fifth to a half."""
    dashed_gap: float = 1.8
    """Millimetres of the longest gap in a dashed line, which loses a dash where another line crosses it."""
    dashed_share: float = 0.3
    """Share of a dashed line that is there."""
    edge_blur: float = 0.12
    """Millimetres of grey along a ruled line that are wiped off with it."""
    longest_dash: float = 6.0
    """Millimetres of the longest dash of a dashed line."""
    dash_thickness: float = 0.7
    """Millimetres. The greatest thickness of a dash or dot."""
    dash_space: float = 1.3
    """Millimetres between dashes."""
    least_dashes: int = 6
    """Dashes that make a ruled line, at least."""
    shortest_dashed_line: float = 15.0
    """Millimetres of the shortest dashed line: ……… in a table of contents has as many dots, but is no longer."""
    lowest_row: float = 4.0
    """Millimetres between two ruled lines, at least, for a short one that leads from one to the other: a row holds
    a line of text."""
    highest_row: float = 16.0
    """Millimetres between them, at most: what is longer is a line by itself, solid or dashed."""
    row_gap: float = 0.2
    """Millimetres that a short solid line may be broken for: upright strokes of characters (国) in a low row end
    farther from both lines."""
    row_evenness: float = 1.6
    """How many times its middle one a dash of such a line, or a gap, is long, at most: dashes are of one length, and a
    scan makes them uneven by some pixels."""
    row_dashes: int = 4
    """Dashes of a short dashed line, at least: a 1 in a low row is one, and i is two."""


@dataclass(frozen=True, slots=True)
class SegmentationSettings:
    """How the ink between ruled lines is cut into lines of text."""

    speck_size: float = 0.3
    """Millimetres. Nothing printed is so small: a full stop in 6 point measures more."""
    small_ink: float = 1.0
    """Millimetres. Ink no larger is a dot or a comma where characters are near, else a speck."""
    near_along: float = 4.0
    """Millimetres along the line within which characters are near."""
    near_across: float = 2.0
    """Millimetres across the line within which characters are near."""
    wall_reach: float = 1.0
    """Millimetres between the end of a ruled line and one that it meets, at most."""
    least_region: float = 1.5
    """Millimetres. What ruled lines enclose must have room for a character."""
    default_em: float = 4.0
    """Millimetres of an em where a page has too few lines to tell."""
    long_line: float = 4.0
    """Times its height that a line must be long to tell the em of the page."""
    flat_ink: float = 0.55
    """Ems. A row of ink no higher is a part of a line: the dots of い, the upper stroke of 二, a ー by itself."""
    part_gap: float = 0.4
    """Ems of empty space across which such a part still belongs to its line."""
    whole_line: float = 1.2
    """Ems that a line joined from parts may be high."""
    full_line: float = 0.85
    """Ems that a line is high from which on it has whole characters: a flat part beside it is a stroke of a pen."""
    tall_ink: float = 1.6
    """Ems. Ink that is higher is more than one line."""
    column_gap: float = 0.8
    """Ems of empty space between the lines of two columns."""
    valley_share: float = 0.35
    """Ink in the emptiest row of pixels between two lines that touch, as a share of a full row's."""
    full_row: float = 70.0
    """Percentile of the rows of pixels of some ink, by how much ink they have, at which one counts as full."""
    valley_shift: float = 0.2
    """Ems by which the space between two lines may be higher or lower on one side of a gap than on the other."""
    smoothing: float = 0.15
    """Ems over which the ink of rows of pixels is averaged."""
    stretch_gap: float = 2.2
    """Ems of empty space at which a line is read in two."""
    stacked: int = 3
    """Characters under one another from which on they are 縦書き in a narrow cell."""
    stacked_alone: int = 2
    """Characters from which on they are, where nothing else is in the cell."""
    stack_width: float = 1.3
    """Ems of the greatest width of such a character."""
    stack_gap: float = 1.0
    """Ems of the greatest distance between two such characters."""
    stack_overlap: float = 0.2
    """Ems by which two such characters may overlap."""
    stack_shift: float = 0.5
    """Ems by which twice the middle of one may differ from that of the next."""


@dataclass(frozen=True, slots=True)
class CropSettings:
    """What of a line an engine is given."""

    ink_edge: int = 2
    """Pixels of grey around the ink that belong to it."""
    look_after: float = 0.8
    """Ems after the ink of a line that are looked at, too: in a poor copy a 。 there may be too pale to be ink."""
    mark_height: float = 0.45
    """Ems that a 。 or 」 may be high in one column of pixels."""
    wide_margin: float = 0.4
    """Ems of white around the line. The engine brings every crop to one height: with much white characters come out
    smaller, which is a third faster and as good on most lines."""
    close_margin: float = 0.15
    """Ems of white around the line for a second look, in which characters come out larger."""


@dataclass(frozen=True, slots=True)
class PositionSettings:
    """Where each character of a line begins and ends, and how large it is."""

    column_ink: int = 60
    """Darkness from which on a column of pixels is inked."""
    same_size_factor: float = 1.2
    """Times by which a line may be higher or lower than most and still be set in their size."""
    least_pitch: float = 0.8
    """Pitch of characters, as a share of an em measured by the height of ink, from which on it tells their size."""
    greatest_pitch: float = 1.2
    """Pitch of characters, in the same measure, up to which it tells their size."""
    square_pitch: float = 0.85
    """Ems from the middle of a digit to the next one, and to a full-width character beside them, from which on they are
    printed in full width: half-width ones are half an em apart, and three quarters from a full-width one."""
    bare_ends: float = 0.3
    """Ems that a line of full-width characters has no ink in at both of its ends together."""
    enough_pitches: int = 20
    """Pitches that tell what is usual on a page."""
    ink_reach: float = 0.75
    """Ems from the middle of a character within which its ink is looked for; beyond, there may be specks. Engines say
    where the middle is to a quarter of an em."""
    narrow_bearing: float = 0.12
    """Ems of white before the ink of a number that a line begins with, at most: a narrow 1 has that, and read as a
    full-width one it would begin before the lines above and below it."""


@dataclass(frozen=True, slots=True)
class SpeckSettings:
    """Which small symbols that an engine saw are specks."""

    ink_levels: tuple[int, ...] = (40, 80, 120)
    """Darknesses from which on a pixel is ink: a symbol may be pale, or touch its neighbour in the grey between."""
    largest_blob: float = 0.45
    """Ems. Ink that is longer is a character, or a part of one, and tells where the line runs."""
    flat_blob: float = 0.15
    """Ems of height up to which ink as long as a character may be － by itself."""
    reach_before: float = 0.45
    """Ems before the place where an engine saw a symbol within which its ink is: that is told to a quarter of an em,
    and the ink is in the left of its square."""
    reach_after: float = 0.15
    """Ems after that place within which its ink is."""
    height_slack: float = 0.1
    """Ems by which ink that is too high or too low for a symbol may still be what an engine took for it."""
    certain_size: float = 0.18
    """Ems. What is longer is no speck."""
    least_confidence: float = 0.8
    """Confidence of an engine from which on what is smaller is a symbol, as it has for nearly all that are printed. So
    it is with what has no ink by itself."""


@dataclass(frozen=True, slots=True)
class SymbolSettings:
    """Which ink is a symbol that engines drop or mistake: bullets and checkboxes."""

    word_chance: float = -5.0
    """Logarithm of the probability that 口 follows the characters before it, or the next one follows it, at least, for
    it to be that character and no checkbox: in words it is above -4, around checkboxes below -7."""
    symbol_ink: int = 100
    """Darkness from which on a pixel of a crop is ink."""
    symbol_gap: float = 0.1
    """Ems of empty space inside of a symbol, between the dots of ※."""
    character_reach: float = 0.45
    """Ems from its middle within which ink belongs to a character."""
    smallest_symbol: float = 0.45
    """Ems. What is smaller is a dot, or a speck."""
    largest_symbol: float = 1.25
    """Ems. What is larger is no symbol of a line."""
    longer_side: float = 1.35
    """Times by which one side of a symbol may be longer than the other."""
    least_ring: float = 0.78
    """Ems that a ring is high and wide, at least, which begins a line and was read as a letter: O is lower."""
    ring_ink: int = 60
    """Darkness from which on a pixel of a ring that begins a line is ink: at 150 dpi it is as thin as a pixel, and
    pale."""
    behind_ring: float = 1.2
    """Ems from the first ink of a line to the middle of the first character that was read, at least, where a ring
    before that was not: they are 1.4 there, and half an em where it was."""
    within_ring: float = 0.5
    """Share of half its height and width from its middle within which a ring is white."""
    in_ring: float = 0.04
    """Share of its ink that may lie there: of の it is 0.15."""
    ring_from: float = 0.72
    """Share of half its height and width from its middle at which the ink of a ring with gaps begins."""
    ring_to: float = 1.15
    """The same where it ends: of corners it is 1.4."""
    on_ring: float = 0.95
    """Share of its ink that is between these, at least: の has a stroke through its middle."""
    around_ring: float = 0.37
    """Share of the directions to the left of its middle in which there is some, and of those to the right, at least."""
    least_similarity: float = 0.55
    """Similarity, 0 to 1, to the drawn shape of a symbol from which on ink is that symbol."""
    fuller_share: float = 0.25
    """Share of the square by which ink may be fuller than the drawn shape, or less full."""
    symbol_confidence: float = 0.9
    """Confidence of a symbol that was found so."""
    ticked_share: float = 0.04
    """Share of the inside of a checkbox that is inked from which on it is ticked."""
    filled_share: float = 0.7
    """Share of the inside of a checkbox that is inked from which on it is filled."""
    framed_share: float = 0.75
    """Share of each side that must be inked for a square to be a checkbox: 口 has no even lower side, but feet."""


@dataclass(frozen=True, slots=True)
class RecognitionSettings:
    """How a page is turned upright, what of it is read a second time, and what stays unread."""

    finest_dpi: float = 300.0
    """Dots an inch that a page is read at, at most: engines gain nothing above."""
    coarsest_dpi: float = 150.0
    """Dots an inch that a page is read at, at least: engines find nothing below."""
    longer_axis: float = 1.3
    """Times by which lines along one axis must be longer for the other not to be tried."""
    sample_lines: int = 6
    """The number of longest lines, which are read first to see which way up the page is."""
    legible: float = 0.55
    """Share of that sample which is legible where the page is upright."""
    half_legible: float = 0.25
    """Share of it that is legible of an upright page with streaks, at least, where lines are much the longer along it;
    pages upside down have 0.1 at most."""
    illegible: float = 0.1
    """The same of a page of noise at most, whichever way up."""
    crumb: float = 2.0
    """Ems. Lines of such a page that are no longer are not read but told of as unread."""
    junk_power: int = 4
    """Power of its confidence that a character of the sample counts by: upside down, or on their right side, characters
    are few and unsure, and one at 0.6 counts for an eighth."""
    short_sample: int = 1
    """Characters of a sample that is legible by half at best."""
    second_look: float = 0.9
    """Confidence of a character below which it is looked at a second time."""
    looked_around: int = 6
    """Characters on either side of one in doubt that are looked at again with it: engines read by what is around, and
    with four of them took a ／ between digits for a 1."""
    one_look: float = 0.5
    """Share of its confidence that a character keeps which only one of two looks saw; with a confidence below this
    share it is dropped."""
    unread_confidence: float = 0.6
    """Average confidence up to which what was read is no text: specks, a stamp, part of a picture."""
    least_ink: float = 0.3
    """Ems. Ink by itself that is smaller is not read but taken for a speck: a 1 half as large as the text is larger."""
    least_ink_width: float = 0.1
    """Ems. Ink by itself that is less wide is not read but taken for what is left of a ruled line."""
    unread_size: float = 0.5
    """Ems. Unread ink that is smaller is not worth a finding."""
    doubt_power: float = 3.0
    """Power that a doubt of a character is taken to on a page with hardly any: see `confidence`."""
    poor_page: float = 0.04
    """Mean doubt (0 to 1) of a page's characters from which on a doubt counts as it is: copies of copies have
    0.04 to 0.17, scans of an office 0.002 to 0.013."""
    item_gap: float = 1.5
    """Usual distances between characters from which on the first one of a line numbers it."""
    under_stamp: float = 0.9
    """Confidence (0 to 1), at most, of a character that a stamp lay over: below that from which on one is sure."""


@dataclass(frozen=True, slots=True)
class TextLayerSettings:
    """Whether the invisible text over a picture is as good as reading it again."""

    layer_agreement: float = 0.99
    """Share of the sampled characters in which such a layer must agree with the picture."""
    layer_reach: float = 0.4
    """Ems around a line of ink within which a character of the layer still belongs to it: layers are set roughly."""


@dataclass(frozen=True, slots=True)
class MarkFrameSettings:
    """Which ruled lines near the top of a page are the frame of a mark such as 資料1."""

    mark_top: float = 0.15
    """Share of the page's height, from its top, in which marks are printed."""
    mark_width: float = 160.0
    """Points of the greatest width of such a frame."""
    lowest_mark: float = 10.0
    """Points of the least height of such a frame."""
    highest_mark: float = 40.0
    """Points of the greatest height of such a frame."""
    mark_slack: float = 3.0
    """Points by which its sides may differ."""


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """All numbers by which pages that are pictures are read."""

    decision: DecisionSettings = field(default_factory=DecisionSettings)
    paper: PaperSettings = field(default_factory=PaperSettings)
    photographs: PhotographSettings = field(default_factory=PhotographSettings)
    sheet_marks: SheetMarkSettings = field(default_factory=SheetMarkSettings)
    streaks: StreakSettings = field(default_factory=StreakSettings)
    edge_lines: EdgeLineSettings = field(default_factory=EdgeLineSettings)
    scraps: ScrapSettings = field(default_factory=ScrapSettings)
    dotted_lines: DottedLineSettings = field(default_factory=DottedLineSettings)
    thin_lines: ThinLineSettings = field(default_factory=ThinLineSettings)
    lost_lines: LostLineSettings = field(default_factory=LostLineSettings)
    bent_sides: BentSideSettings = field(default_factory=BentSideSettings)
    creases: CreaseSettings = field(default_factory=CreaseSettings)
    crossing_strokes: CrossingStrokeSettings = field(default_factory=CrossingStrokeSettings)
    text_strokes: TextStrokeSettings = field(default_factory=TextStrokeSettings)
    slanted_strokes: SlantedStrokeSettings = field(default_factory=SlantedStrokeSettings)
    strays: StraySettings = field(default_factory=StraySettings)
    coloured_stamps: ColouredStampSettings = field(default_factory=ColouredStampSettings)
    seals: SealSettings = field(default_factory=SealSettings)
    framed_stamps: FramedStampSettings = field(default_factory=FramedStampSettings)
    pen: PenSettings = field(default_factory=PenSettings)
    ticks: TickSettings = field(default_factory=TickSettings)
    highlights: HighlightSettings = field(default_factory=HighlightSettings)
    dark_blocks: DarkBlockSettings = field(default_factory=DarkBlockSettings)
    dots: DotSettings = field(default_factory=DotSettings)
    faint_ink: FaintInkSettings = field(default_factory=FaintInkSettings)
    page_image: PageImageSettings = field(default_factory=PageImageSettings)
    ruled_lines: RuledLineSettings = field(default_factory=RuledLineSettings)
    segmentation: SegmentationSettings = field(default_factory=SegmentationSettings)
    vertical: VerticalWritingSettings = field(default_factory=VerticalWritingSettings)
    crops: CropSettings = field(default_factory=CropSettings)
    positions: PositionSettings = field(default_factory=PositionSettings)
    specks: SpeckSettings = field(default_factory=SpeckSettings)
    symbols: SymbolSettings = field(default_factory=SymbolSettings)
    recognition: RecognitionSettings = field(default_factory=RecognitionSettings)
    narrow_kana: NarrowKanaSettings = field(default_factory=NarrowKanaSettings)
    short_lines: ShortLineSettings = field(default_factory=ShortLineSettings)
    worn_words: WornWordSettings = field(default_factory=WornWordSettings)
    lost_strokes: LostStrokeSettings = field(default_factory=LostStrokeSettings)
    missed_marks: MissedMarkSettings = field(default_factory=MissedMarkSettings)
    reweigh: ReweighSettings = field(default_factory=ReweighSettings)
    name_forms: NameFormSettings = field(default_factory=NameFormSettings)
    text_layer: TextLayerSettings = field(default_factory=TextLayerSettings)
    mark_frames: MarkFrameSettings = field(default_factory=MarkFrameSettings)
    shown_again: ShownAgainSettings = field(default_factory=ShownAgainSettings)
    ink: InkSettings = field(default_factory=InkSettings)


DEFAULT_OCR = OcrSettings()
"""Today's values."""
