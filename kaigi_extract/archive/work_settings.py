"""The numbers by which documents of an archive are found to be one work, with why they have their values.

Shares run from 0 to 1, lengths are characters that are letters, kana, kanji or digits. What was measured: four
council documents as PDF, Word, text and scans of 150 to 300 dpi share 0.999 to 1.0 of their characters with each other,
and 0.42 to 0.72 with other documents of the same ward and form.
"""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class WorkSettings:
    """All numbers by which works are found."""

    # What is compared.
    shingle: int = 6
    """Characters of a shingle: words of two kanji are in every document, six in a row are a phrase. A character that
    is misread takes six shingles with it, and still only itself of the characters that are covered."""
    common: int = 16
    """Documents from which on what they share is their template and says nothing of any of them. A work has a dozen
    manifestations at most; a series of forms has more siblings than that."""
    misread: int = 2
    """Characters in a row that differ from a template in a recognised document and are taken for misread, not for its
    own: one or two at a time are misread. A value as short as that counts in born digital documents only."""
    least: int = 40
    """Characters of its own that a document must have to be judged by them alone: a title and a few values. One that
    has less (an empty form, a notice that is all template) is judged by all of its text, and must be the same."""

    # Which pairs are looked at.
    permutations: int = 63
    """Values of a MinHash."""
    rows: int = 3
    """Of these that a band of the LSH holds. With 21 bands two texts that share half of their shingles meet in 94 of a
    hundred cases, and those that share a tenth in two."""
    strict_rows: int = 21
    """The same for documents without anything of their own: three bands, by which texts that share 97 hundredths meet
    in nine of ten cases, and those that share 85 in one of ten: siblings on a template do not all meet each other."""
    candidates: int = 8
    """Works that a document is compared with, at most: those that it meets in most bands. It keeps the time linear
    where thousands of documents are nearly alike."""
    sampled: int = 8
    """One shingle of so many is looked up to find what is within what, which no MinHash shows of a small part of a
    large bundle. Of the fewest that a document has of its own (`least`) these are four or five."""

    # What two texts must share to be one document in two forms.
    same: float = 0.985
    """Share of the characters of either that the other has, where both carry their text: forms of one document differ
    in numbers of pages and the like."""
    same_recognised: float = 0.92
    """The same where one was recognised from its picture: four in a hundred characters misread leave 0.95."""
    own_recognised: float = 0.7
    """Share of the characters of its own that a document must have in common with a recognised one: two in a hundred
    misread are a tenth of a few short values, and five a quarter. A sibling on its template has less than half."""
    figures_recognised: float = 0.5
    """Share of the figures of its own that must agree there: there may be four, one of them misread. Of another year's
    document nearly none agrees."""
    title_recognised: float = 80.0
    """rapidfuzz' partial ratio (0 to 100) of a title and the place in a recognised text where it is: two characters
    of ten misread, and no figure."""
    value_recognised: float = 70.0
    """The same of a short value such as a company or an office, of which one character weighs much."""
    values_found: float = 0.75
    """Share of the values of a record (offices, companies, names of business) that the other text must have."""

    # What a document must share with another to be a version of it.
    revised: float = 0.95
    """Share of the characters of its own that a version keeps: a date, a figure, a sentence may change."""
    revised_figures: float = 0.8
    """Share of its figures that a version keeps: of an annual series nearly all change."""
    undated: float = 0.985
    """What `revised` is where no day of the council says that both were before it at the same time."""
    changed: int = 2
    """Characters in a row that must differ on both sides to be a change of words and no trace of another program."""

    # What is a part of a bundle, and what is incomplete.
    part: float = 1.15
    """How many times as long as the part the whole must be at least."""
    incomplete: float = 0.5
    """Share of the whole from which on one under the same titles lacks something (its annex); below, it is a part."""

    # Which manifestation is the best.
    complete: float = 0.97
    """Share of the longest manifestation from which on one counts as complete."""
    clear: float = 0.98
    """Average confidence of recognised pages from which on a scan is not doubted."""


DEFAULT_WORKS = WorkSettings()
"""What is used where nothing else is given."""
