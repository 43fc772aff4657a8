"""The numbers by which characters are decided after an engine has read them: dropped marks, context, forms of names."""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MissedMarkSettings:
    """What ink that no character explains is. Sizes are in ems."""

    mark_ink: int = 90
    """Darkness (0 to 255) from which a pixel is ink: paler is the edge of a stroke, or the noise of a scanner."""
    wide_reach: float = 0.62
    """Within so much of the middle of a full-width character ink is its own."""
    narrow_reach: float = 0.45
    """Within so much of the middle of another one."""
    free_share: float = 0.6
    """Part (0 to 1) of its columns that a piece of ink has beyond all characters: the rest is the edge of one."""
    least_mark: float = 0.08
    """The longer side of what is more than a speck."""
    certain_mark: float = 0.15
    """The longer side from which ink is a mark where one may be: 。 has 0.25, 、 0.2, ・ 0.15 to 0.3."""
    largest_mark: float = 0.45
    """The longer side of the largest mark; what is larger is a character."""
    widest_pitch: float = 1.4
    """From character to character of a line that is set wide: from further on, there is something between them."""
    room_for_mark: float = 1.6
    """From character to character around a mark: an em each, or one and a half where marks are set close."""
    mark_behind: float = 1.1
    """A mark is so far, at most, behind the middle of the character before it."""
    low_mark: float = 0.15
    """From so far below the middle of the line on a mark is 、 or 。."""
    middle_mark: float = 0.12
    """Up to so far above or below it a mark is ・."""
    mark_confidence: float = 0.7
    """Confidence (0 to 1) of a mark that only its ink tells."""
    ghost_confidence: float = 0.35
    """Confidence (0 to 1) under which a character stays only where there is ink that no other one explains."""
    ghost_ink: float = 0.2
    """How far from its middle that ink may be."""
    ghost_gap: float = 0.6
    """Ems of white in a line, at most, that tell nothing of a character that is missing."""
    ghost_short: float = 0.6
    """Ems by which the ink of a line may be shorter or longer than its characters together: there is white at both
    ends, half an em behind 。, and an em is known to a twentieth."""
    white_confidence: float = 0.8
    """Confidence (0 to 1) under which a character stays only where there is any ink: engines make ー of a space."""
    doubted_reach: float = 0.4
    """How far from its middle that ink may be: engines say where that is to a quarter of an em."""
    alone: float = 1.15
    """A line of one full-width character whose ink is no longer has no ink but its own, wherever the engine put it."""
    least_doubt: float = 0.25
    """The longer side from which ink that is no mark makes its neighbour doubtful: specks are smaller."""
    beside_unread: float = 0.6
    """Confidence (0 to 1), at most, of a character beside it."""


@dataclass(frozen=True, slots=True)
class LostStrokeSettings:
    """What the ends of strokes look like that a light copy lost. Sizes are in ems."""

    numeral_room: tuple[float, float] = (1.55, 2.6)
    """From the character before such a numeral to the one behind it: two, told in steps; 、 is at its left."""
    end_ink: int = 60
    """Darkness (0 to 255) from which a pixel is of such an end: it is a few pixels large."""
    largest_end: float = 0.32
    """The longer side of one, at most."""
    own_reach: float = 0.55
    """Within so much of the middle of a character ink is its own."""
    lost_stroke: float = 0.5
    """White before the ends, at least, where the strokes were: 一 is 0.9 long, the upper stroke of 二 0.6."""
    before_next: float = 0.3
    """White between the last of them and the next character, at most: behind ・ in the middle of an em is more."""
    one_level: float = 0.1
    """From dot to dot downwards, at least, for two to end two strokes."""
    middle_end: float = 0.2
    """How far from the middle of the line the end of 一 may be."""
    lost_confidence: float = 0.6
    """Confidence (0 to 1) of a numeral that is told so."""


@dataclass(frozen=True, slots=True)
class NarrowKanaSettings:
    """Where half-width katakana may be, and what of a second look at it counts. Sizes are in ems."""

    narrow_gap: float = 0.9
    """From character to character within a stretch of it, at most: engines drop some, and tell places in steps."""
    narrow_pitch: float = 0.65
    """From katakana to the next character, at most, on the whole: half an em it is, and an em of full-width ones."""
    white_beside: float = 0.6
    """White left and right of a stretch that is read as wide as others."""
    kana_ink: int = 60
    """Darkness (0 to 255) from which a column of pixels is no white between two characters."""
    kana_confidence: float = 0.75
    """Confidence (0 to 1) that katakana has on average in the second look, at least, to be taken."""
    same_place: float = 0.3
    """How far apart the middles of a character are in both looks, at most."""


@dataclass(frozen=True, slots=True)
class ReweighSettings:
    """How doubtful characters are weighed by those around them."""

    reweigh_below: float = 0.97
    """An engine's confidence (0 to 1) under which its other readings of a character count: above, few are wrong."""
    engine_weight: float = 0.6
    """Power of the engine's probabilities: those of its runners-up are too small, as it is too sure of itself."""
    ngram_weight: float = 0.5
    """Power of the n-grams' probabilities."""
    least_ngram: float = -12.0
    """Logarithm of the least probability that n-grams give a character: names and rare words are none of theirs."""
    least_reading: float = 0.005
    """An engine's confidence of another reading from which on it counts."""
    worn_below: float = 0.999
    """An engine's confidence under which a character may be another one that has lost strokes."""
    worn_shape: float = 1.0
    """Times as likely as the engine has it that a character is one which lost strokes to be what was read."""
    worn_bilevel: float = 10.0
    """The same on a page of black and white: level strokes of 明朝 that lie between two rows of pixels are gone."""
    other_shape: float = 0.15
    """Share (0 to 1) of a shape's probability that its other character has (一 of ー) after its neighbours decided."""
    one_cell: float = 0.7
    """Ems from one character to the next, at most, that are both in the em of one: of 口 two strokes are left."""
    cell_room: float = 2.35
    """Ems from the character before them to the one behind, at most: where there are two, it is three."""
    cell_doubt: float = 0.7
    """An engine's confidence of either, at most."""
    ways: int = 48
    """Ways to read a stretch that are followed at a time: with 16, one page of 20 was read otherwise."""
    near_shape_gain: float = 6.0
    """By how much the logarithm of the probability of one of nearly the same shape (目 for 日) must exceed that of what
    was read, with the characters behind it, for this to be doubted: 日的外 has 8.7, of right readings few have 4."""
    near_shape_confidence: float = 0.5
    """Confidence (0 to 1) of such a character, at most."""
    wrap_leading: float = 2.4
    """Ems, at most, from the middle of a line down to that of the line that it goes on in."""
    wrap_indent: float = 2.2
    """Ems, at most, by which their left edges differ: a paragraph's first line is set in by one, its items by two."""
    wrap_short: float = 1.5
    """Ems, at most, by which a line ends before the one below it and still goes on there."""


@dataclass(frozen=True, slots=True)
class WornWordSettings:
    """Which words are worn prints of others on their page."""

    worn_doubt: float = 0.7
    """Confidence (0 to 1) below which a character makes its word a worn one."""
    same_end: int = 2
    """Characters at the end of both that are the same and beyond doubt: the office behind a name."""
    end_confidence: float = 0.9
    """Confidence (0 to 1) of these, at least."""
    longest_word: int = 12
    """Characters of such a word, at most: what is longer is a sentence."""
    better_print: float = 0.5
    """Confidence (0 to 1) that each character of the better print has, at least."""
    word_gap: float = 1.6
    """Ems from character to character from which on there is a space between two words."""
    same_length: float = 1.2
    """Ems by which both may differ in length: of the worn one the first character may not have been read."""
    own_half: float = 0.5
    """Ems from the middle of a character to its end."""
    word_ink: int = 90
    """Darkness (0 to 255) from which a pixel is ink."""
    word_shift: float = 0.35
    """Ems by which one is moved to lie on the other, at most."""
    word_edge: float = 0.05
    """Ems that the edges of strokes differ by from print to print."""
    covered: float = 0.95
    """Share of the ink of the worn one that lies on the better one, at least: what is left of a print is all in it."""
    worn_left: float = 0.7
    """Share of the ink of the better one that is left in the worn one, at least: thin strokes are lost, no others."""
    covered_more: float = 0.04
    """By how much that share must exceed that of any other word."""
    worn_confidence: float = 0.75
    """Confidence (0 to 1) of a character that is told so, at most."""


@dataclass(frozen=True, slots=True)
class ShortLineSettings:
    """Which lines are read again behind the line above them, and how they are drawn there."""

    short_line: float = 2.4
    """Ems that such a line is long, at most: of two characters, or one and its stop."""
    short_height: float = 0.5
    """Ems that it is high, at least: what is lower is a stroke or a 。 by itself."""
    short_doubt: float = 0.9
    """Confidence (0 to 1) of one of its characters below which it is read again, as for a second look."""
    short_above: float = 6.0
    """Ems that the line is long that goes on in it, at least: one of a few characters is no neighbourhood."""
    short_tail: float = 5.5
    """Ems of that line that are drawn before it: some characters of a word, however wide."""
    short_gap: float = 0.08
    """Ems of white between both, as between characters."""
    short_margin: float = 0.3
    """Ems of white before and behind: between those of the two looks at other lines."""
    short_ink: int = 170
    """Lightness (0 to 255) below which a pixel of its crop is ink."""


@dataclass(frozen=True, slots=True)
class NameFormSettings:
    """How the forms of name characters (高 and 髙) are told."""

    usual_word: float = -3.5
    """Logarithm of the probability from which on two characters are a usual word: 最高 has -3.3, 高橋 -6.7."""
    at_a_loss: float = 0.35
    """Confidence (0 to 1) under which a character may be another that the engine saw, and so have forms."""
    as_read: float = 0.6
    """How likely (0 to 1) the form is that was read, before its ink is looked at."""
    another_form: float = 0.8
    """How likely another form must be to be taken instead."""
    trusted_reading: float = 0.8
    """Confidence (0 to 1) of the engine from which on its character is one of the forms: below, it may be none (閲)."""
    unseen_form: float = 0.6
    """Confidence, at most, of a form whose ink cannot be cut out, or of a character that only its form tells."""
