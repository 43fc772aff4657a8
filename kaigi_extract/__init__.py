"""Typed records, each with its evidence, from the documents of Japanese ward councils on personal information.

The verbs and nouns below are the library. They load when first used: importing the package costs next to nothing.

Nothing leaves the machine. onnxruntime, which reads scans, queues telemetry from its import on unless a variable of the
environment says no before; it is set here, for this process and all that it starts, where the user has not set it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kaigi_extract._version import __version__
from kaigi_extract.first_use import at_first_use

if TYPE_CHECKING:
    from kaigi_extract.archive.check import Fault, check_archive
    from kaigi_extract.archive.migrate import migrate
    from kaigi_extract.archive.query import Archive
    from kaigi_extract.archive.remove import remove_documents
    from kaigi_extract.archive.repair import repair_archive
    from kaigi_extract.clauses import (
        align,
        amend,
        annotate,
        clause_set,
        clause_sets_from_text,
        conformity,
        crosswalk,
        diff,
        draft_amendment,
        duty_gaps,
        families,
        load_checklist,
        timeline,
    )
    from kaigi_extract.clauses.settings import AlignSettings
    from kaigi_extract.errors import (
        EncryptedSource,
        InvalidMapping,
        InvalidMetadata,
        KaigiError,
        LimitExceeded,
        MissingExtra,
        SchemaMismatch,
        UnreadableSource,
        UnwritableArchive,
    )
    from kaigi_extract.invisible_text.verb import Searchable, SearchablePage, searchable
    from kaigi_extract.pipeline import extract
    from kaigi_extract.records import Case, CaseForm, Clause, ClauseSet, Document, Evidence, Finding
    from kaigi_extract.settings import Settings
    from kaigi_extract.show.plots.article_periods import plot_articles
    from kaigi_extract.show.plots.many_sets import plot_conformity, plot_families
    from kaigi_extract.show.plots.plots import plot_crosswalk, plot_timeline
    from kaigi_extract.source.attachments import Attachment, attachments
    from kaigi_extract.wards import load_ward
    from kaigi_extract.web.publish.verb import publish
    from kaigi_extract.web.review.widget import review_widget

__all__ = [
    "AlignSettings",
    "Archive",
    "Attachment",
    "Case",
    "CaseForm",
    "Clause",
    "ClauseSet",
    "Document",
    "EncryptedSource",
    "Evidence",
    "Fault",
    "Finding",
    "InvalidMapping",
    "InvalidMetadata",
    "KaigiError",
    "LimitExceeded",
    "MissingExtra",
    "SchemaMismatch",
    "Searchable",
    "SearchablePage",
    "Settings",
    "UnreadableSource",
    "UnwritableArchive",
    "__version__",
    "align",
    "amend",
    "annotate",
    "attachments",
    "check_archive",
    "clause_set",
    "clause_sets_from_text",
    "conformity",
    "crosswalk",
    "diff",
    "draft_amendment",
    "duty_gaps",
    "extract",
    "families",
    "load_checklist",
    "load_ward",
    "migrate",
    "plot_articles",
    "plot_conformity",
    "plot_crosswalk",
    "plot_families",
    "plot_timeline",
    "publish",
    "remove_documents",
    "repair_archive",
    "review_widget",
    "searchable",
    "timeline",
]

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_HOME = {
    "AlignSettings": "kaigi_extract.clauses.settings",
    "Archive": "kaigi_extract.archive.query",
    "Attachment": "kaigi_extract.source.attachments",
    "Case": "kaigi_extract.records",
    "CaseForm": "kaigi_extract.records",
    "Clause": "kaigi_extract.records",
    "ClauseSet": "kaigi_extract.records",
    "Document": "kaigi_extract.records",
    "EncryptedSource": "kaigi_extract.errors",
    "Evidence": "kaigi_extract.records",
    "Fault": "kaigi_extract.archive.check",
    "Finding": "kaigi_extract.records",
    "InvalidMapping": "kaigi_extract.errors",
    "InvalidMetadata": "kaigi_extract.errors",
    "KaigiError": "kaigi_extract.errors",
    "LimitExceeded": "kaigi_extract.errors",
    "MissingExtra": "kaigi_extract.errors",
    "SchemaMismatch": "kaigi_extract.errors",
    "Searchable": "kaigi_extract.invisible_text.verb",
    "SearchablePage": "kaigi_extract.invisible_text.verb",
    "Settings": "kaigi_extract.settings",
    "UnreadableSource": "kaigi_extract.errors",
    "UnwritableArchive": "kaigi_extract.errors",
    "align": "kaigi_extract.clauses",
    "amend": "kaigi_extract.clauses",
    "annotate": "kaigi_extract.clauses",
    "attachments": "kaigi_extract.source.attachments",
    "check_archive": "kaigi_extract.archive.check",
    "clause_set": "kaigi_extract.clauses",
    "clause_sets_from_text": "kaigi_extract.clauses",
    "conformity": "kaigi_extract.clauses",
    "crosswalk": "kaigi_extract.clauses",
    "diff": "kaigi_extract.clauses",
    "draft_amendment": "kaigi_extract.clauses",
    "duty_gaps": "kaigi_extract.clauses",
    "extract": "kaigi_extract.pipeline",
    "families": "kaigi_extract.clauses",
    "load_checklist": "kaigi_extract.clauses",
    "load_ward": "kaigi_extract.wards",
    "migrate": "kaigi_extract.archive.migrate",
    "plot_articles": "kaigi_extract.show.plots.article_periods",
    "plot_conformity": "kaigi_extract.show.plots.many_sets",
    "plot_crosswalk": "kaigi_extract.show.plots.plots",
    "plot_families": "kaigi_extract.show.plots.many_sets",
    "plot_timeline": "kaigi_extract.show.plots.plots",
    "publish": "kaigi_extract.web.publish.verb",
    "remove_documents": "kaigi_extract.archive.remove",
    "repair_archive": "kaigi_extract.archive.repair",
    "review_widget": "kaigi_extract.web.review.widget",
    "searchable": "kaigi_extract.invisible_text.verb",
    "timeline": "kaigi_extract.clauses",
}
"""Where each public name is defined."""

__getattr__, __dir__ = at_first_use(globals(), _HOME)
