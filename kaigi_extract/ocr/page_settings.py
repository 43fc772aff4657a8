"""The numbers by which it is told which pages are read from their picture, how large these are, what else lies on them.

As those of `settings`, which hands them on: each says its unit and why it has its value, and can be set by itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DecisionSettings:
    """Which pages are read from their picture."""

    picture_share: float = 0.2
    """Share of the page from which on its pictures together may hold text worth reading: a scanned table, stripes of a
    page, not an emblem."""
    outline_count: int = 20
    """Closed curves, or filled free pieces of the size of characters, from which on they are text that is drawn as
    outlines: a few are a seal or a drawing."""
    outline_share: float = 0.25
    """Such pieces for each character that the page carries itself, from which on they are more than its ornaments."""
    illegible_share: float = 0.2
    """Share of characters that no Japanese document has, from which on the text is garbage: fonts with a wrong map,
    layers of a scanner set to another language."""
    enough_kanji: int = 60
    """漢字 from which on their kinds say anything about a text."""
    least_kana: float = 0.03
    """Share of kana that Japanese text has at least, where it has not all too many rare 漢字 either."""
    enough_kana: int = 40
    """Hiragana from which on their kinds say anything about a text."""
    least_common: float = 0.25
    """Share of the commonest hiragana among all that any Japanese text has: two thirds, a third in lists of names."""
    odd_kana: float = 0.1
    """Share of hiragana that hardly occur at all (ゑ, ぱ, ぁ) from which on so few common ones mean a wrong map, and no
    list of names in hiragana."""
    common_beside_rare: float = 0.5
    """Share of them that a text with many rare 漢字 has at least: laws in old spelling have two thirds, too."""
    kana_alone: float = 0.95
    """Share of kana among kana and 漢字 from which on a text is of kana alone: lists of names, of foreign words."""
    enough_kana_alone: int = 100
    """Kana of such a text from which on their kinds say anything about it."""
    least_marked_kana: float = 0.04
    """Share of voiced, small and long kana that such a text has at least: names have a tenth, foreign words a third."""
    odd_katakana: float = 0.06
    """Share of katakana that hardly occur at all (ヌ, ヲ, ヱ) from which on such a text has a wrong map."""
    enough_text: int = 60
    """Characters from which on a text is judged by itself, whatever its fonts wrote on earlier pages."""
    rare_kanji: float = 0.15
    """Share of 漢字 of the second level among all, from which on a text with hardly any kana is not Japanese."""


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """How large a page is whose file may say so wrongly, by the size of its characters."""

    paper_slack: float = 0.04
    """Share by which a page may be larger or smaller than a usual paper: scanners cut, copies are trimmed."""
    least_em: float = 8.0
    """Points of an em of most characters, at least, where a page has no usual size."""
    greatest_em: float = 13.0
    """Points of an em of most characters, at most, where a page has no usual size."""
    possible_em: tuple[float, float] = (6.0, 18.0)
    """Points of an em that are believed where no usual paper fits the page: notices, slides, cut-outs."""
    enough_own_text: int = 100
    """Characters of its own from which on a page is as large as these say: it is no scan without its resolution."""
    usual_em: float = 10.5
    """Points of an em of official documents, which a page is brought to that fits no usual paper."""
    largest_character: float = 0.08
    """Share of the longer side of a page that a character may be high: what is larger is a frame or a picture."""
    least_pixels_high: int = 5
    """Pixels of a piece of ink, at least, in a picture of 2,000: what is smaller is a dot or a speck."""
    longest: float = 2.5
    """Times its shorter side that a piece of ink may be long: what is longer is a line."""
    enough_characters: int = 20
    """Pieces of ink that tell the size of characters."""
    full_character: float = 80.0
    """Percentile of the longer sides of pieces of ink at which one is a whole character, and no part of one."""
    ink_of_em: float = 0.9
    """Share of its em that the ink of such a character takes."""


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
    mark_rim: float = 0.6
    """Millimetres around such a mark that are wiped with it: its shadow."""


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
    stroke_length: float = 7.0
    """Millimetres of the longer side of a stroke of a pen around or beside words: characters are shorter."""
    stroke_density: float = 0.16
    """Share of its box that such a stroke inks, at most: characters that touch each other ink a third."""
    stroke_width: float = 0.8
    """Millimetres that such a stroke is wide, at most, were it straight: a pen draws half of it."""
    flat_stroke: float = 9.0
    """Millimetres of a stroke under words; a dash of two characters is shorter."""


@dataclass(frozen=True, slots=True)
class DarkBlockSettings:
    """Which areas of a page are printed white on black, and how they are turned."""

    block_lightness: int = 128
    """Lightness up to which a pixel may be of the ground of such a block: dark grey is used as well."""
    least_dark: float = 0.01
    """Share of the page that must be dark for a block to be looked for: a text has some 5 %, bare lines less."""
    block_window: float = 3.0
    """Millimetres of the square over which it is asked how much is dark: a character of a label."""
    block_share: float = 0.52
    """Share of that square that is dark in a block, white characters and all; the blackest text has 0.45."""
    least_block: float = 4.5
    """Millimetres of the shorter side of a block: a line of small characters with some black above and below."""
    block_fullness: float = 0.85
    """Share of its least box that a block fills: what fills less is a drawing or a photograph."""
    block_percentiles: tuple[float, float] = (30.0, 98.5)
    """Percentiles of the lightness in a block that its ground and its characters have."""
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
class DotSettings:
    """The dots by which pictures of black and white show grey."""

    dot_lightness: int = 140
    """Lightness up to which a pixel of such a picture is black: where it is drawn in another size some are between."""
    dot_area: float = 0.06
    """Square millimetres of a dot, at most: four pixels at 200 dots an inch; a full stop has 0.2."""
    dot_window: float = 3.0
    """Millimetres of the square in which dots are counted: less than a shaded cell is high."""
    dot_apart: float = 0.4
    """Millimetres from ink that is no dot within which dots may be broken strokes, and are not counted."""
    dot_room: float = 0.1
    """Share of that square that is further from ink, at least, for its dots to be counted."""
    dot_density: float = 1.5
    """Dots of a square millimetre of the rest from which on they are shading: of 62 pixels a fortieth are black in the
    lightest grey, and dirt has one in a hundred square millimetres."""
