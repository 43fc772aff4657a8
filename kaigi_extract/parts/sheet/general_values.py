"""What a value looks like, and which fields have such values: a list of personal data, a company, a period, measures.

Speaks for a field where no word knows the label, and against one that a label alone would have decided.
"""

from __future__ import annotations

import re
from typing import Literal

from kaigi_extract.text import find_citations, find_dates, find_periods, fold, match_label, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.general import General, ValueWords

Shape = Literal[
    "citation", "period", "title", "purpose", "data", "media", "office", "party", "business", "documents", "people",
    "items", "measures", "habit", "sentence", "phrase", "empty",
]  # fmt: skip

_ITEMS = late_pattern(r"[、,，・\n]")
_AND = late_pattern(r"及び|および|並びに|又は|または|[、,，・\n]")
_REASON = late_pattern(r"(?:ため|必要がある|図るため|から)(?:である|です)?。?$")
_TITLE = late_pattern(r"(?:について|の件|に関すること)(?:[(（].*[)）])?$")
_MEASURE = late_pattern(r"(?:する|せる|ない|させる|限る|図る|行う|取る|置く|納める|禁じる|消す|こと)。?$")
_HABIT = late_pattern(r"(?:ている|ていた|ておる|ております|ています|ていました|である|であった)。?$")
_SENTENCE = late_pattern(r"。|(?:する|した|いる|ある|ない|こと|ます|です)$")
_PEOPLE = late_pattern(
    r"(?:者|人|方|世帯|児童|生徒|学生|患者|市民|区民|町民|村民|県民|住民|職員|会員|家族|保護者|本人|全員)$"
)
_PARTY_LABEL = late_pattern(r"先|相手|者|社|団体|機関|側|業")
_SHORT = 30
"""Characters of a value that is a name."""
_LISTED = 60
"""Characters of a list of names."""
_FEW, _ITEM = 2, 12
"""Items that are no list yet, and characters of an item of one."""
_OTHER_THAN_DATES = 12
"""Characters of a value that is a period which are none of its dates."""

_SAFEGUARDS = frozenset({"safeguards", "ward_safeguards", "counterparty_safeguards"})
SPEAKS_FOR: dict[Shape, frozenset[str]] = {
    "citation": frozenset({"bases"}),
    "period": frozenset({"periods"}),
    "title": frozenset({"title", "content"}),
    "purpose": frozenset({"reason", "purpose"}),
    "data": frozenset({"data_items"}),
    "media": frozenset({"media"}),
    "office": frozenset({"department", "counterparty"}),
    "party": frozenset({"counterparty"}),
    "business": frozenset({"business_name", "content", "title"}),
    "documents": frozenset({"attachments"}),
    "people": frozenset({"subjects"}),
    "items": frozenset({"data_items"}),
    "measures": frozenset({"safeguards", "ward_safeguards", "counterparty_safeguards"}),
    "habit": frozenset({"current_handling"}),
    "sentence": frozenset({"content", "current_handling", *_SAFEGUARDS}),
    "phrase": frozenset({"title", "content"}),
    "empty": frozenset(),
}
"""The fields that have values of a shape."""

_NAMES = frozenset({"department", "counterparty", "business_name", "media", "subjects"})
_TEXTS = frozenset({"reason", "purpose", "content", "description", "current_handling", *_SAFEGUARDS})
_TYPED = frozenset({"periods", "bases", "data_items"})
SPEAKS_AGAINST: dict[Shape, frozenset[str]] = {
    "citation": (_NAMES | _TEXTS | {"title", "periods", "data_items", "attachments"}) - {"reason"},
    "period": _NAMES | _TEXTS | {"title", "data_items", "bases", "attachments"},
    "title": frozenset({"periods", "bases", "department", "counterparty", "media", "subjects", "reason", *_SAFEGUARDS}),
    "purpose": _NAMES | {"periods", "bases", "attachments", "title"},
    "data": frozenset({"periods", "bases", "department", "reason", "purpose", *_SAFEGUARDS}),
    "media": _TYPED | {"department", "reason", "purpose", "title", *_SAFEGUARDS},
    "office": _TYPED | {"reason", "purpose", "media", *_SAFEGUARDS},
    "party": _TYPED | {"reason", "purpose", "media", *_SAFEGUARDS},
    "business": frozenset({"periods", "bases", "department", "reason", "media", *_SAFEGUARDS}),
    "documents": frozenset({"periods", "department", "reason", *_SAFEGUARDS}),
    "people": frozenset({"periods", "bases", "reason", "media", *_SAFEGUARDS}),
    "items": frozenset({"periods", "bases", "department", "reason", *_SAFEGUARDS}),
    "measures": _NAMES | {"periods", "bases", "title"},
    "habit": (_NAMES | {"periods", "bases", "title"}) - {"subjects"},
    "sentence": frozenset({"department", "periods", "bases", "business_name"}),
    "phrase": frozenset({"periods", "bases"}),
    "empty": frozenset(),
}
"""The fields that do not have values of a shape."""


def shape_of(value: str, general: General) -> Shape:
    """What a value looks like."""
    text = text_key(value)
    if not text:
        return "empty"
    if any(citation.ordinance is not None for citation in find_citations(value)) and len(text) < 2 * _SHORT:
        return "citation"
    if _is_period(text, value):
        return "period"
    if _is_measures(value):
        return "measures"
    return _shape_of_words(text, value, general)


def _shape_of_words(text: str, value: str, general: General) -> Shape:
    """What a value looks like that is neither an article nor a time nor a list of measures."""
    words = general.values
    if _REASON.search(text):
        return "purpose"
    if _SENTENCE.search(text):
        return "habit" if _HABIT.search(text) else "sentence"
    items = [item for item in _ITEMS.split(text) if item]
    if len(items) > 1 and 2 * sum(any(word in item for word in words.data) for item in items) > len(items):
        return "data"
    if _TITLE.search(text):
        return "title"
    return _shape_of_name(text, value, general) if len(text) <= _LISTED else "phrase"


def _shape_of_name(text: str, value: str, general: General) -> Shape:
    """What a name or a short list of names looks like: what each ends in says what it names."""
    words = general.values
    items = [item.strip() for item in _AND.split(fold(value) if "\n" in value else text) if item.strip()]
    if len(text) <= _SHORT and all(any(word in item for word in words.media) for item in items):
        return "media"
    named = _shape_of_ending(text, words)
    if named is not None:
        return named
    if items and all(item.endswith(tuple(words.documents)) for item in items):
        return "documents"
    if len(items) > _FEW and all(len(item) <= _ITEM for item in items):
        return "items"
    return "people" if _PEOPLE.search(text) and len(text) > _FEW else "phrase"


def _shape_of_ending(text: str, words: ValueWords) -> Shape | None:
    """What the end of a name says: a company, an office, a business."""
    if any(mark in text for mark in words.company) or text.endswith(tuple(words.party)):
        return "party"
    if len(text) > _FEW and text.endswith(tuple(words.office)):
        return "office"
    return "business" if text.endswith(tuple(words.business)) else None


def _is_period(text: str, value: str) -> bool:
    """Whether a value is hardly more than a time: 令和４年４月１日から令和５年３月３１日まで."""
    if len(text) > _LISTED or re.search(r"\d{2,}件|円|人$", text):
        return False
    found = [(one.start, one.end) for one in find_periods(value)] + [(one.start, one.end) for one in find_dates(value)]
    covered = {k for start, end in found for k in range(start, end) if not value[k].isspace()}
    return bool(found) and len(text) - len(covered) < _OTHER_THAN_DATES and 2 * len(covered) + 2 >= len(text)


def _is_measures(value: str) -> bool:
    """Whether a value is a numbered or bulleted list of what is to be done."""
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    numbered = [line for line in lines if match_label(line) is not None]
    return bool(numbered) and all(_MEASURE.search(line) or _SENTENCE.search(line) for line in numbered)


def field_of_value(value: str, label: str, general: General) -> str | None:
    """The field that a value speaks for by itself; None where it speaks for none, or more than one could be meant."""
    text, shape = text_key(value), shape_of(value, general)
    match shape:
        case "citation" | "data" | "media" | "business" | "period" | "purpose":
            single = {"citation": "bases", "data": "data_items", "business": "business_name", "period": "periods"}
            return single.get(shape, "media" if shape == "media" else "reason")
        case "title":
            return "title" if len(text) <= _SHORT else None
        case "party":
            return "counterparty" if _PARTY_LABEL.search(label) and len(text) <= _SHORT else None
        case "office":
            return "department" if len(text) <= _SHORT and not _PARTY_LABEL.search(label) else None
        case "measures":
            return "counterparty_safeguards" if re.search(r"先|相手|業者|事業者|受託|会社|団体", label) else None
    return None
