"""The wards as data: one TOML file each, the model that checks it, and how it is found and loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaigi_extract.first_use import at_first_use

if TYPE_CHECKING:
    from kaigi_extract.wards.article_rows import (
        ArticleCrosswalk,
        ArticleRow,
        Lane,
        Period,
        WardSummary,
        article_crosswalk,
        summary,
    )
    from kaigi_extract.wards.cited_laws import About, CitedLaw, CitedLaws
    from kaigi_extract.wards.coverage import Coverage, Fact
    from kaigi_extract.wards.draft import draft_mapping
    from kaigi_extract.wards.identify import Identified, Vocabulary, contradiction, identify_ward, material_number
    from kaigi_extract.wards.laws import Article, Laws, Ordinance
    from kaigi_extract.wards.load import bundled_wards, check_ward, common_words, known_laws, load_ward
    from kaigi_extract.wards.mapping_file import MappingFile
    from kaigi_extract.wards.model import NO_FIELD, Common, Council, MappingPart, Ward, label_keys
    from kaigi_extract.wards.printed_names import PrintedText
    from kaigi_extract.wards.settings import WardSettings
    from kaigi_extract.wards.sources import SourcedFact, law_facts, sourced_facts

__all__ = [
    "NO_FIELD",
    "About",
    "Article",
    "ArticleCrosswalk",
    "ArticleRow",
    "CitedLaw",
    "CitedLaws",
    "Common",
    "Council",
    "Coverage",
    "Fact",
    "Identified",
    "Lane",
    "Laws",
    "MappingFile",
    "MappingPart",
    "Ordinance",
    "Period",
    "PrintedText",
    "SourcedFact",
    "Vocabulary",
    "Ward",
    "WardSettings",
    "WardSummary",
    "article_crosswalk",
    "bundled_wards",
    "check_ward",
    "common_words",
    "contradiction",
    "draft_mapping",
    "identify_ward",
    "known_laws",
    "label_keys",
    "law_facts",
    "load_ward",
    "material_number",
    "sourced_facts",
    "summary",
]

_HOME = {
    "ArticleCrosswalk": "kaigi_extract.wards.article_rows",
    "ArticleRow": "kaigi_extract.wards.article_rows",
    "Lane": "kaigi_extract.wards.article_rows",
    "Period": "kaigi_extract.wards.article_rows",
    "WardSummary": "kaigi_extract.wards.article_rows",
    "article_crosswalk": "kaigi_extract.wards.article_rows",
    "summary": "kaigi_extract.wards.article_rows",
    "About": "kaigi_extract.wards.cited_laws",
    "CitedLaw": "kaigi_extract.wards.cited_laws",
    "CitedLaws": "kaigi_extract.wards.cited_laws",
    "Coverage": "kaigi_extract.wards.coverage",
    "Fact": "kaigi_extract.wards.coverage",
    "draft_mapping": "kaigi_extract.wards.draft",
    "Identified": "kaigi_extract.wards.identify",
    "Vocabulary": "kaigi_extract.wards.identify",
    "contradiction": "kaigi_extract.wards.identify",
    "identify_ward": "kaigi_extract.wards.identify",
    "material_number": "kaigi_extract.wards.identify",
    "Article": "kaigi_extract.wards.laws",
    "Laws": "kaigi_extract.wards.laws",
    "Ordinance": "kaigi_extract.wards.laws",
    "bundled_wards": "kaigi_extract.wards.load",
    "check_ward": "kaigi_extract.wards.load",
    "common_words": "kaigi_extract.wards.load",
    "known_laws": "kaigi_extract.wards.load",
    "load_ward": "kaigi_extract.wards.load",
    "MappingFile": "kaigi_extract.wards.mapping_file",
    "NO_FIELD": "kaigi_extract.wards.model",
    "Common": "kaigi_extract.wards.model",
    "Council": "kaigi_extract.wards.model",
    "MappingPart": "kaigi_extract.wards.model",
    "Ward": "kaigi_extract.wards.model",
    "label_keys": "kaigi_extract.wards.model",
    "PrintedText": "kaigi_extract.wards.printed_names",
    "WardSettings": "kaigi_extract.wards.settings",
    "SourcedFact": "kaigi_extract.wards.sources",
    "law_facts": "kaigi_extract.wards.sources",
    "sourced_facts": "kaigi_extract.wards.sources",
}
"""Where each public name is defined."""

__getattr__, __dir__ = at_first_use(globals(), _HOME)
