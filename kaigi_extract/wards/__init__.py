"""The wards as data: one TOML file each, the model that checks it, and how it is found and loaded."""

from kaigi_extract.wards.article_crosswalk import (
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
