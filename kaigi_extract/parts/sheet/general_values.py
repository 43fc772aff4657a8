"""Which field a value speaks for, where no word knows its label: a list of personal data, a company, a period, measures."""

from __future__ import annotations

import re

from kaigi_extract.text import find_citations, find_periods, fold, match_label, squeeze
from kaigi_extract.wards.general import General

_ITEMS = re.compile(r"[、,，・\n]")
_REASON = re.compile(r"(?:ため|必要がある|図るため|から)(?:である|です)?。?$")
_TITLE = re.compile(r"(?:について|の件|に関すること)(?:[(（].*[)）])?$")
_MEASURE = re.compile(r"(?:する|せる|ない|させる|限る|図る|行う|取る|置く|納める|禁じる|消す|こと)。?$")
_PARTY_LABEL = re.compile(r"先|相手|者|社|団体|機関|側|業")
_SHORT = 30
"""Characters of a value that is a name."""


def field_of_value(value: str, label: str, general: General) -> str | None:
    """The field that a value speaks for; None where it speaks for none, or more than one could be meant."""
    text = squeeze(fold(value))
    if not text:
        return None
    if any(citation.ordinance is not None for citation in find_citations(value)) and len(text) < 2 * _SHORT:
        return "bases"
    return _by_length(text, value, label, general)


def _by_length(text: str, value: str, label: str, general: General) -> str | None:
    words = general.values
    items = [item for item in _ITEMS.split(text) if item]
    if len(items) > 1 and 2 * sum(any(word in item for word in words.data) for item in items) > len(items):
        return "data_items"
    if len(text) <= _SHORT and find_periods(value) and not re.search(r"\d{2,}件|円|人$", text):
        return "periods"
    if len(text) <= _SHORT:
        return _name(text, label, general)
    if _is_measures(value):
        return _side(label)
    return "reason" if _REASON.search(text) else None


def _name(text: str, label: str, general: General) -> str | None:
    """The field of a short value: what it ends in, or holds, says what it names."""
    words = general.values
    if _TITLE.search(text):
        return "title"
    if _REASON.search(text):
        return "reason"
    if any(word in text for word in words.party) and _PARTY_LABEL.search(label):
        return "counterparty"
    if all(any(word in item for word in words.media) for item in re.split(r"[、・及び]", text) if item) and len(text) < 16:
        return "media"
    if _is_measures(text):
        return _side(label)
    if text.endswith(tuple(words.office)) and len(text) > 2:
        return "department"
    return "business_name" if text.endswith(tuple(words.business)) else None


def _is_measures(value: str) -> bool:
    """Whether a value is a numbered list of what is to be done."""
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    numbered = [line for line in lines if (label := match_label(line)) is not None and label.ordinal is not None]
    return bool(numbered) and all(_MEASURE.search(line) for line in numbered)


def _side(label: str) -> str | None:
    """Whose measures they are, where the label says it."""
    return "counterparty_safeguards" if re.search(r"先|相手|業者|事業者|受託|会社|団体", label) else None
