"""What somebody typed to look for, taken apart: words, phrases, either of two, none of these, and what to keep to.

    図書館 委託                both, anywhere in one document
    "個人情報の 保護"          the phrase, white space aside
    委託 OR 派遣               either (also または, |)
    委託 -再委託               without
    ward:nerima category:outsourcing kind:clause_set since:2013-04-01 until:2014-03-31

Pure: works on text.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern

_PIECE = late_pattern(
    r"""(?P<minus>[-－])? (?: ["“”„「『](?P<phrase>[^"“”」』]*)["“”」』]? | (?P<word>[^\s"“”「『]+) )""", re.VERBOSE
)
_OR = frozenset({"OR", "または", "又は", "|", "｜"})
_AND = frozenset({"AND"})
_FILTERS = ("ward", "category", "kind", "since", "until")
_FILTER = late_pattern(rf"({'|'.join(_FILTERS)})[:：](.+)", re.IGNORECASE)


@dataclass(slots=True)
class SearchQuery:
    """What to look for, and where."""

    groups: list[list[str]] = field(default_factory=list)
    """Of each group one must be in a document."""
    without: list[str] = field(default_factory=list)
    """None of these may be in it."""
    keep: dict[str, str] = field(default_factory=dict)
    """What documents and sections must be, by the name of the filter."""


def parse_query(words: str) -> SearchQuery:
    """Takes apart what was typed.

    Raises:
        ValueError: It has nothing to look for, or a day that is none.
    """
    query, joins = SearchQuery(), False
    for piece in _PIECE.finditer(words):
        word = piece["word"]
        if word is not None and word in _OR | _AND:
            joins = word in _OR and bool(query.groups)
            continue
        if word is not None and (kept := _FILTER.fullmatch(word)) is not None:
            query.keep[kept[1].lower()] = kept[2]
            continue
        text = (piece["phrase"] if word is None else word) or ""
        if not text.strip():
            continue
        if piece["minus"] is not None:
            query.without.append(text)
        elif joins:
            query.groups[-1].append(text)
        else:
            query.groups.append([text])
        joins = False
    if not query.groups:
        raise ValueError(Message("search: give at least one character to look for"))
    for name in ("since", "until"):
        if name in query.keep:
            query.keep[name] = day_of(query.keep[name])
    return query


def day_of(text: str) -> str:
    """A day as ISO text.

    Raises:
        ValueError: It is none.
    """
    try:
        return datetime.date.fromisoformat(str(text)).isoformat()
    except ValueError:
        raise ValueError(Message("search: {text!r} is no day; write it as 2013-05-31", text=text)) from None
