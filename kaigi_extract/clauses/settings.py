"""The numbers by which clauses are compared, read and followed, with the values that the gold of two wards gave.

A similarity runs from 0 (nothing in common) to 1 (the same), a share is a part of a whole from 0 to 1, lengths are
counted in characters. Each field says its unit and why it has its value, and can be set by itself:
`align(old, new, settings=AlignSettings(minimum_similarity=0.25))`. Limits of resources (what Sudachi takes at a time,
caches, batches) are no settings: they are constants beside what they protect. What the topics' pipeline was trained
with is none either: it holds for the trained model only.
"""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class AlignSettings:
    """All numbers by which clauses decides.

    Which similarity two clauses of one duty reach depends on how far apart their sets are written: versions of one ward
    share nearly all their words, two wards a third. The typical similarity of the clauses that pair best is near 1 for
    versions, even where many clauses are new, and about a half for two wards. A power of it, the strictness, is near 1
    or near 0, and says how much more is asked of versions: the fields named `version_…` are multiplied by it.
    """

    # How similar two clauses are.
    heading_weight: float = 0.4
    """Share of the headings in the similarity of two clauses that both have one; the bodies have the rest. A heading
    alone is to bring no clause far."""
    long_vowel_characters: int = 4
    """Characters of a katakana word from which on a last ー is only a matter of spelling (メモリー, メモリ). Shorter
    words are told apart by it (ツアー)."""

    # Which clauses are linked.
    typical_quantile: float = 0.75
    """Quantile, 0 to 1, of the similarities of the best pairs that is taken for typical: the upper quartile stays near
    1 for versions of which half the clauses are new."""
    strictness_exponent: int = 4
    """Power of the typical similarity that is the strictness: 0.97 gives 0.89, 0.5 gives 0.06."""
    minimum_similarity: float = 0.2
    """Similarity below which two clauses of two wards have nothing to do with each other."""
    version_minimum: float = 0.35
    """Similarity, times the strictness, below which two clauses of versions of one ward have nothing to do with each
    other: there unrelated clauses share whole phrases."""
    body_minimum: float = 0.25
    """Similarity of the bodies alone, times the strictness, below which an old heading covers a new duty. Times the
    typical similarity, it is what the bodies need for the link to be without doubt."""
    distinct_body: float = 0.18
    """Similarity of the bodies alone from which on two clauses without a partner are a doubtful link, whatever their
    headings, if neither has anything near as similar on the other side."""
    distinct_terms: int = 4
    """Terms that the bodies of such a link must have in common, so that no single word makes one."""
    distinct_ratio: float = 1.5
    """How many times as similar as the next best clause, on either side, a link by the bodies alone must be."""
    order_bonus: float = 0.03
    """Similarity that the same place in both sets adds: it settles ties and moves no clause that has a better match."""
    doubt_margin: float = 0.1
    """Similarity by which a link must exceed the minimum, and the next best clause, to be without doubt."""

    # What was split, and what was merged.
    part_minimum: float = 0.1
    """Share of a clause without a link that a linked clause must hold, and its partner must not, for the former to be a
    part of the latter."""
    version_part_minimum: float = 0.4
    """The share that makes a clause a part, times the strictness, between versions of one ward."""
    sentence_share: float = 0.5
    """Share of a sentence of a linked clause that a clause without a link, next to its partner, must have, for the
    sentence to have become that clause."""
    sentence_margin: float = 0.1
    """Share of the sentence that the clause must have more of than the partner has."""
    certain_part: float = 0.5
    """Share of a clause without a link in a linked clause from which on it is a part of that, whatever its heading."""

    # What changed.
    minimum_item_similarity: float = 0.4
    """Share of the pairs of neighbouring characters that two 項 or 号 of linked clauses must have in common to be one
    that changed, and not one put in and one taken out."""
    minimum_line_similarity: float = 50.0
    """Share of the characters, in per cent, from which on two lines of a 新旧対照表 are set side by side as one that
    changed. Items that share a form of words only (…に関すること。) stay below it mostly, those with a word changed are
    far above."""
    replacement_clauses: int = 2
    """Clauses in which a word must have another in its place to be told once, as replaced throughout. The names of the
    parties need one."""
    replacement_share: float = 0.8
    """Share of the places of a word in linked clauses in which the other must have taken its place."""
    certain_confidence: float = 0.98
    """Confidence of a recognised clause, 0 to 1, from which on no character of it is taken for misread."""

    # How an amendment (改め文) is drafted.
    most_swaps: int = 4
    """Words that are quoted of one 項 or 号, at most: where more changed, the whole written anew is shorter to read."""
    longest_quote: int = 40
    """Characters that are quoted, at most, so that the words are found once."""
    listed_moves: int = 3
    """条 that are renumbered one by one (第７条を第８条とし、第６条を第７条とする), at most: a longer run is said as
    one, 第５条から第９条までを一条ずつ繰り下げる."""

    # What clauses are about.
    topic_probability: float = 0.5
    """Probability from which on a topic is given. The most probable one is given in any case."""
    paragraph_probability: float = 0.5
    """Probability from which on a numbered paragraph adds a topic to its clause."""
    sentence_probability: float = 0.5
    """Probability from which on a sentence is about a topic of its clause, where that has several. It is about the most
    probable of them in any case."""
    short_clause_characters: int = 24
    """Characters of heading and text below which a clause's items are read for its topics as well."""

    # Which duties the other side lacks.
    duty_share: float = 0.5
    """Share of a duty's words, by weight, in one clause of the other side from which on the duty is found there."""
    duty_share_in_topic: float = 0.4
    """Share of a duty's words that is enough in a clause about one of the same topics."""
    ban_share_in_topic: float = 0.2
    """Share of the words of a ban that is enough in a clause about one of the same topics that forbids something."""
    duty_share_in_link: float = 0.25
    """Share of a duty's words that is enough in a clause that is linked to the duty's own."""

    # Which sets are of one family.
    shared_clause: float = 0.4
    """Share of the shingles of two clauses from which on they are one clause, perhaps reworded: a clause of 60
    characters with two words changed has a half, two wards' words for one duty a fifth."""
    family_share: float = 0.25
    """Share of the texts of two sets in clauses of both, in order, from which on they are of one family. Versions of
    one notice have 0.8 and more, sets of two offices on one subject none: what lies between is a template rewritten."""
    family_clauses: int = 2
    """Clauses in order that two sets of one family share at least, or one where one has no more."""
    descendant_share: float = 0.15
    """Share of the texts of template and descendant in clauses of both, in order: a descendant may keep less of the
    template than of its siblings."""
    oldest_share: float = 0.85
    """What the oldest set has in common with all of its family, as a share of what the nearest has, from which on it is
    the template."""


DEFAULT_ALIGN = AlignSettings()
"""The values of today."""
