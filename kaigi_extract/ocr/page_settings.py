"""The numbers by which it is told which pages are read from their picture, how large these are, what is seen on them.

As those of `settings`, which hands them on: each says its unit and why it has its value, and can be set by itself.
"""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


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
    enough_latin: int = 20
    """Latin characters, digits and marks of a page from which on their widths say anything about it."""
    latin_share: float = 0.5
    """Share of a page's characters that they are, at least, for the page to be judged by them."""
    wide_latin: float = 0.95
    """Ems from which on such a character is as wide as a Japanese one; in Latin fonts hardly a W is."""
    wide_share: float = 0.5
    """Share of them that are so wide, from which on the font's map is wrong; of right ones it is a twentieth."""


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
class InkSettings:
    """Which ink on a page is accounted for by what was read, and what is made of the rest."""

    every_page: bool = False
    """Whether pages are looked at, too, on which there is nothing but text, ruled lines and filled boxes; it takes some
    times as long as reading them."""
    ink_dpi: float = 50.0
    """Dots an inch at which a page is looked at: a character is some seven pixels high."""
    least_pixels: float = 400.0
    """Pixels of the longer side of a small page that is looked at."""
    contrast: float = 25.0
    """Levels (0 to 255) of red, green or blue by which ink differs from its ground at least; as `source.visibility`."""
    scan_contrast: float = 90.0
    """The same on a recognised page: shadows, noise of cameras and what shines through the paper are less."""
    edge_reach: float = 1.1
    """Pixels that ink of a line or character may reach out of its box, as it is drawn small."""
    overhang: float = 0.15
    """Ems by which characters reach out of their em box: accents, underlines, slanted ones."""
    shortest_rule: float = 8.0
    """Points. What is drawn shorter is a dash of a ruled line or a stroke of a character."""
    strokes: int = 40
    """Rows and columns of such strokes up to which they are dashes; characters drawn by strokes are in many more."""
    joined: float = 10.0
    """Points within which what is left over is one mark."""
    least_pixels_of_ink: int = 5
    """Pixels of ink that make a mark; a full stop has less."""
    largest_speck: float = 8.0
    """Points of the longer side of dirt on a recognised page, and of punch marks."""
    lowest_line: float = 0.6
    """Usual sizes of the page's own characters that a mark is high at least that may be a line of text."""
    highest_line: float = 2.5
    """The same at most."""
    long: float = 4.0
    """Times its height that such a mark is long at least; an arrow or a symbol is not."""
    least_density: float = 0.7
    """Share of such a mark's box in which there are edges at least; lines of a chart fill less of theirs."""
    lines_to_read: int = 3
    """Such marks from which on a page that has text of its own is read from its picture, too."""


@dataclass(frozen=True, slots=True)
class ShownAgainSettings:
    """Which text under a picture is seen all the same, because the picture shows it again."""

    em_pixels: float = 24.0
    """Pixels an em at which the page is drawn: strokes of small kanji can be told apart."""
    most_dpi: float = 400.0
    """Dots an inch at which it is drawn, at most."""
    largest_picture: float = 0.5
    """Share of the page that such a picture takes, at most: a larger one is a scan, and is recognised."""
    least_likeness: float = 0.6
    """How like the characters of a run must be to their glyphs (0 to 1): shown words were 0.76 to 0.91."""
    least_lead: float = 0.2
    """By how much more than the glyphs of other characters: 0.3 to 0.5 where they were shown."""
