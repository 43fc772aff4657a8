"""What one does with clause sets: annotate them, align two, show what changed, follow them over years and wards.

The only room that loads spaCy and GiNZA, and it does so when a verb needs them: importing it costs next to nothing.
Every verb takes `ClauseSet` records, from `extract` or composed by hand, and the numbers by which it decides as
`settings` (`kaigi_extract.clauses.settings.AlignSettings`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaigi_extract.first_use import at_first_use

if TYPE_CHECKING:
    from kaigi_extract.clauses.alignment import align
    from kaigi_extract.clauses.amending import Amended, AmendmentFinding, amend
    from kaigi_extract.clauses.amending_draft import Draft, draft_amendment
    from kaigi_extract.clauses.annotation import annotate
    from kaigi_extract.clauses.checklist import Checklist, load_checklist
    from kaigi_extract.clauses.clause_diff import ClauseDiff, Diff, diff
    from kaigi_extract.clauses.conformity_table import Conformity, conformity
    from kaigi_extract.clauses.edits import Edit, PartDiff
    from kaigi_extract.clauses.family_groups import Families, families
    from kaigi_extract.clauses.from_text import clause_set, clause_sets_from_text
    from kaigi_extract.clauses.gap_analysis import DutyGap, duty_gaps
    from kaigi_extract.clauses.lifecycle import timeline
    from kaigi_extract.clauses.topic_table import crosswalk

__all__ = [
    "Amended",
    "AmendmentFinding",
    "Checklist",
    "ClauseDiff",
    "Conformity",
    "Diff",
    "Draft",
    "DutyGap",
    "Edit",
    "Families",
    "PartDiff",
    "align",
    "amend",
    "annotate",
    "clause_set",
    "clause_sets_from_text",
    "conformity",
    "crosswalk",
    "diff",
    "draft_amendment",
    "duty_gaps",
    "families",
    "load_checklist",
    "timeline",
]

_HOME = {
    "Amended": "kaigi_extract.clauses.amending",
    "AmendmentFinding": "kaigi_extract.clauses.amending",
    "Checklist": "kaigi_extract.clauses.checklist",
    "Draft": "kaigi_extract.clauses.amending_draft",
    "amend": "kaigi_extract.clauses.amending",
    "draft_amendment": "kaigi_extract.clauses.amending_draft",
    "ClauseDiff": "kaigi_extract.clauses.clause_diff",
    "Conformity": "kaigi_extract.clauses.conformity_table",
    "Diff": "kaigi_extract.clauses.clause_diff",
    "DutyGap": "kaigi_extract.clauses.gap_analysis",
    "Edit": "kaigi_extract.clauses.edits",
    "Families": "kaigi_extract.clauses.family_groups",
    "PartDiff": "kaigi_extract.clauses.edits",
    "align": "kaigi_extract.clauses.alignment",
    "annotate": "kaigi_extract.clauses.annotation",
    "clause_set": "kaigi_extract.clauses.from_text",
    "clause_sets_from_text": "kaigi_extract.clauses.from_text",
    "conformity": "kaigi_extract.clauses.conformity_table",
    "crosswalk": "kaigi_extract.clauses.topic_table",
    "diff": "kaigi_extract.clauses.clause_diff",
    "duty_gaps": "kaigi_extract.clauses.gap_analysis",
    "families": "kaigi_extract.clauses.family_groups",
    "load_checklist": "kaigi_extract.clauses.checklist",
    "timeline": "kaigi_extract.clauses.lifecycle",
}
"""Where each public name is defined."""

__getattr__, __dir__ = at_first_use(globals(), _HOME)
