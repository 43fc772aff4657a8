"""The numbers by which wards are identified and mappings are drafted, where they depend on the documents."""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class WardSettings:
    """Thresholds of this room. The defaults were set on the documents of Shinjuku, Nerima and Setagaya."""

    labels_known: float = 0.5
    """Part (0 to 1) of a document's form labels that a mapping must know for the labels to speak for its ward."""
    longest_label: int = 60
    """Characters. Field labels with their remarks in brackets stay under it; what is longer is no label."""
    label_similarity: float = 0.65
    """Similarity (difflib, 0 to 1) to a label of a known ward from which on a draft guesses the field of a label."""
    general_label: float = 0.75
    """Confidence (0 to 1) from which on general words guess the field of a label."""
    surest_label: float = 0.9
    """Confidence of general words from which on a cell that heads no row of a table is a label all the same."""
    line_label_similarity: float = 0.85
    """Such a similarity of words outside of tables, which are mostly no labels."""
    lines_above: int = 2
    """Lines above a cited article that may be the title of its case."""
    longest_line: int = 40
    """Characters of a line that may be a heading or a mark."""


DEFAULT_WARDS = WardSettings()
"""Used where nothing else is said."""
