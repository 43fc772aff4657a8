"""The thresholds by which parts are cut and read: what depends on how documents look, and could be set otherwise.

Handed down from `extract(settings=...)`. Lengths are in characters without more said, distances in ems of the line at
hand (its size in points), shares from 0 to 1.
"""

from __future__ import annotations

import dataclasses

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """Where the flow is cut into parts. A piece of evidence counts 1: a known label, a speech, a clause in sequence."""

    cut: float = 0.5
    """Pieces of evidence that a part must show more than what it takes from the part before it."""
    paths: int = 6
    """Ways to cut the items above one that are followed further."""


@dataclass(frozen=True, slots=True)
class TitleSettings:
    """Titles of parts, and lines that could be one."""

    longest: int = 60
    """Characters of a title or heading; a longer line is a sentence."""
    running_lines: int = 12
    """Lines above a line of running text by whose longest its measure is known."""
    running_shortfall: float = 2.5
    """Ems by which a wrapped line of running text may fall short of that measure."""
    least_wrapped: int = 15
    """Characters of a line that a text export wrapped; a shorter one is a line by itself."""


@dataclass(frozen=True, slots=True)
class DaySettings:
    """The day that a document is of."""

    head_items: int = 16
    """Lines and tables at the beginning among which a line that is a day is the document's."""
    tail_items: int = 6
    """Such lines and tables at the end."""


@dataclass(frozen=True, slots=True)
class FormSettings:
    """Covers, outlines and forms."""

    title_lines: int = 3
    """Lines that a title may take before the line below it comes."""
    first_labels_within: int = 30
    """Lines within which a form of numbered paragraphs must show its first labels."""
    least_labels: int = 3
    """Known labels in sequence that make numbered paragraphs a form."""
    table_within: int = 6
    """Items after a title within which its table must come."""
    labels_under_title: int = 2
    """Known labels that make the table under a title a form, whatever else is in it."""
    title_leading: float = 1.0
    """Ems of empty page between two lines of one title."""
    longest_label: int = 40
    """Characters of a field's label."""
    longest_title_label: int = 12
    """Characters of a label such as 件名, with white space between the characters."""
    title_gap: float = 0.3
    """Ems of empty page between such a label and its title."""


@dataclass(frozen=True, slots=True)
class GeneralSettings:
    """Papers of a council whose labels no mapping knows: read by general words."""

    least_confidence: float = 0.65
    """Confidence of a label from which on its value goes to a field; below, it stays among `extra`."""
    least_labels: int = 3
    """Different fields that the labels of a form must mean; so many unknown labels on end are no part of it."""
    labels_known: float = 0.5
    """Share of the labels of a form that general words must know."""
    own_labels: float = 0.5
    """Share of the fields of a document's forms whose labels the ward's mapping must know to read them without general
    words: half of them make a table a form for a mapping."""
    own_fields: int = 8
    """Different fields of one table, which is a form for the ward's mapping, from which on no paper is looked for by
    general words: with whatever is beside it, a form has no twice as many."""
    least_score: float = 5.5
    """Score from which on a form is that of a case; the weights are beside the words that they are for."""
    header_lines: int = 12
    """Lines above the labels of a form that may head it."""
    cover_items: int = 40
    """Lines and tables from the heading of a cover to the form on a later page."""
    value_lines: int = 30
    """Lines that the value of one label may take, where no table holds it."""
    longest_label: int = 24
    """Characters of a label without white space, outside of tables."""
    labels_alone: int = 4
    """Known labels alone on their lines, without a number, from which on they are a form and no headings."""

    def with_few_labels(self) -> GeneralSettings:
        """The same, for the few rows below 記 in a letter."""
        return dataclasses.replace(self, least_labels=1, labels_known=0.3)


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """Letters by which a council is asked, and in which it answers."""

    least_score: float = 5.0
    """Score from which on lines are a letter; the weights are beside the words that they are for."""
    head_lines: int = 14
    """Lines of the head of a letter: number, day, to whom, from whom, subject."""
    lines_before_conclusion: int = 200
    """Lines of what an answer says before its conclusion, from the first of its numbered headings on, and those of a
    conclusion right below the title before the heading that says why."""
    body_lines: int = 14
    """Lines below 記 in a letter that asks, and as many at most before it."""


@dataclass(frozen=True, slots=True)
class RegisterSettings:
    """Register sheets (記録票)."""

    longest_title: int = 24
    """Characters of a title without white space and （案）."""
    longest_label: int = 30
    """Characters of a label without white space."""
    label_lines: int = 3
    """Lines that a label may take."""
    table_within: int = 6
    """Items after a title within which its table must come."""
    page_break: int = 2
    """Empty lines of a text export, over those that it has between any two lines, where a page ends."""
    label_gap: float = 0.3
    """Ems of empty page that part a label from its value on one line."""
    lines: int = 80
    """Lines of a sheet without a table in which its labels must be."""
    least_own_labels: int = 3
    """Labels that registers have and forms of cases have not, by which a table without a title is a sheet."""


@dataclass(frozen=True, slots=True)
class MinutesSettings:
    """Minutes of a sitting."""

    longest_title: int = 60
    """Characters of a title, white space included."""
    longest_label: int = 20
    """Characters of the label of a row of the head, white space included."""
    shortfall: float = 2.0
    """Ems by which a line that ends a paragraph falls short of the measure."""
    label_gap: float = 0.3
    """Ems of empty page between a label and its value."""
    measured_share: float = 0.9
    """Share of the lines that end at the measure or before it; a few stick out."""
    least_full_lines: int = 3
    """Lines that break off within an em of the measure, or end alike at it; fewer end there by chance."""
    long_line: float = 0.8
    """Share of the width between even margins from which on a line that breaks off may have had to."""
    title_size: float = 12.5
    """Points from which 会議録 alone on a line is a title rather than an item of a list."""
    longest_speaker: int = 25
    """Characters of a speaker's name, white space included."""
    margin_tolerance: float = 0.8
    """Ems by which lines that begin at one margin may differ."""
    margin_share: float = 0.2
    """Share of the speakers' lines that must begin at a margin for it to be one: left and right pages may differ."""
    hanging_share: float = 0.1
    """Share of the other lines that may begin at the speakers' margin where speeches are set in."""
    unmarked_lines: int = 12
    """Lines that the first speech may take above the first one in the style of all."""
    torn_label: int = 3
    """Characters of the piece of a label on the first of its lines."""
    torn_lines: int = 3
    """Lines that the rest of a torn label may be on."""
    title_lines: int = 3
    """Lines that a title may take after its first."""
    place_lines: int = 3
    """Lines that the place of a sitting may take."""
    shortest_council: int = 3
    """Characters that a council's name in a sentence must exceed: 審議会 alone is no name."""
    least_evidence: int = 6
    """Weight of what must be seen together for lines to be minutes."""
    evidence_lines: int = 300
    """Lines from the first on among which what shows minutes is looked for."""


@dataclass(frozen=True, slots=True)
class ClauseSetSettings:
    """Clause sets (特記事項 and the like)."""

    clauses_within: int = 6
    """Lines after a title within which its first clause must begin."""
    longest_heading: int = 40
    """Characters of a heading."""
    paragraph_end: float = 0.5
    """Share of the longest line below which a line of a text export ends its paragraph (住所, the last of several
    items)."""
    headed_share: float = 0.6
    """Share of the clauses of a set that must begin with a heading on their own line for such first lines to be
    headings."""
    missing_numbers: int = 3
    """Numbers by which a clause may be ahead of the one before it; a label further ahead is something
    else, unless it has a heading, or is of an article that opens a paragraph."""
    least_clauses: int = 3
    """Clauses that make a run of them where no title does."""
    longest_preamble: int = 60
    """Lines between a title and its first clause, a table of contents not counted."""
    longest_clause: int = 300
    """Lines from one label to the next of its numbering."""
    full_line: float = 0.8
    """Share of the longest line of a text export from which on a line is a full one, and no heading by itself."""
    tabled_share: float = 0.6
    """Share of the rows of a table that must hold a sentence for them to be clauses: under numbers alone, or without a
    title that is known, one that obliges or permits."""


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """Published 新旧対照表."""

    head_rows: int = 3
    """Rows of a table among which its head is: above it may stand a title and a unit."""
    title_lines: int = 4
    """Lines above the table among which its title is: below it may stand a date, a number and a remark."""
    amending_lines: int = 10
    """Lines above the table among which the law that it amends is named, in a sentence or a title."""


@dataclass(frozen=True, slots=True)
class LabelCorrectionSettings:
    """Labels and eras that were recognised from a picture and can only be one thing."""

    unsure: float = 0.97
    """Confidence below which a character may be another one even if the engine did not think of that one."""
    one_misread_in: int = 3
    """One character in so many may be misread for a label still to be known."""
    shortest_label: int = 3
    """Characters. Shorter labels are too similar to each other."""
    sure_misread: int = 4
    """As many doubtful characters counts one that the engine was sure of, where a label is matched by its distance."""
    nearest_confidence: float = 0.8
    """Confidence (0 to 1) of the characters that such a label puts in place of others."""
    era_confidence: float = 0.98
    """Confidence of an era whose other character, and the 年 after it, are printed."""


@dataclass(frozen=True, slots=True)
class PartSettings:
    """All thresholds of the parts, by subject."""

    split: SplitSettings = SplitSettings()
    titles: TitleSettings = TitleSettings()
    days: DaySettings = DaySettings()
    forms: FormSettings = FormSettings()
    general: GeneralSettings = GeneralSettings()
    letters: LetterSettings = LetterSettings()
    registers: RegisterSettings = RegisterSettings()
    minutes: MinutesSettings = MinutesSettings()
    clause_sets: ClauseSetSettings = ClauseSetSettings()
    comparisons: ComparisonSettings = ComparisonSettings()
    label_correction: LabelCorrectionSettings = LabelCorrectionSettings()
