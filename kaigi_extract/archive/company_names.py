"""Companies and bodies by one name, however it is written, and which of them are the ward itself. Pure."""

from __future__ import annotations

import re

from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import common_words

_SHORT = {
    "株": "株式会社",
    "有": "有限会社",
    "資": "合資会社",
    "名": "合名会社",
    "同": "合同会社",
    "合": "合同会社",
    "財": "財団法人",
    "社": "社団法人",
    "一財": "一般財団法人",
    "一社": "一般社団法人",
    "公財": "公益財団法人",
    "公社": "公益社団法人",
    "独": "独立行政法人",
    "地独": "地方独立行政法人",
    "福": "社会福祉法人",
    "学": "学校法人",
    "医": "医療法人",
    "特非": "特定非営利活動法人",
    "協": "協同組合",
}
"""Forms of company as they are shortened in brackets; ㈱ folds to (株)."""
_BRACKET = late_pattern(r"\((" + "|".join(sorted(_SHORT, key=len, reverse=True)) + r")\)")
_REPRESENTATIVE = late_pattern(r"(?<=.)\(代表[^()]+\)$")
"""Who stands for a company is no part of what it is called."""
_NPO = late_pattern(r"NPO法人", re.IGNORECASE)
_DASH_FOR_LONG_VOWEL = late_pattern(r"(?<=[ァ-ヺー])[-‐‑–—―−─](?=[ァ-ヺー]|$|[^A-Za-z0-9])")


def company_name(name: str) -> str:
    """The normal form of a counterparty's name: equal for ㈱甲, （株）甲 and 株式会社　甲; another for 甲株式会社.

    Width is folded, white space goes, shortened forms of company are written out, a hyphen in katakana becomes ー.
    Who stands for it in brackets (代表者 …) goes, too.
    """
    plain = _DASH_FOR_LONG_VOWEL.sub("ー", squeeze(fold(name)))
    plain = _REPRESENTATIVE.sub("", plain)
    plain = _BRACKET.sub(lambda match: _SHORT[match[1]], plain)
    return _NPO.sub("特定非営利活動法人", plain)


_OTHER_PREFECTURE = late_pattern(r"[一-鿿]{2,3}県")
_OTHER_MUNICIPALITY = late_pattern(r"[一-鿿ぁ-んァ-ヶ]{2,5}[市区町村](?=.{2,})")
_SEPARATE = late_pattern(r"[、,・/]|及び|および|並びに|又は")
_REMARK = late_pattern(r"\([^()]*\)$")


def is_own_office(name: str, ward: str | None) -> bool:
    """Whether a counterparty is the body itself, or one of its offices: 総務部人事課, 区長, of Shinjuku 新宿区福祉部.

    `ward` is what the body is called (新宿区), null where it is not known. A name that lists several is own where each
    of them is. Names of companies, of other authorities and of their offices are none.
    """
    words = common_words().own_offices
    folded = squeeze(fold(name))
    if any(other in folded for other in words.others) or _OTHER_PREFECTURE.match(folded):
        return False
    return all(_is_office(part, ward) for part in _SEPARATE.split(_REMARK.sub("", folded)) if part)


def _is_office(name: str, ward: str | None) -> bool:
    """Whether one name is an office of the ward; the name of the ward may be before it, that of another may not."""
    words = common_words().own_offices
    if ward is not None and name.startswith(ward):
        name = name.removeprefix(ward)
        if not name:
            return True
    elif _OTHER_MUNICIPALITY.match(name):
        return False
    return name in words.heads or (len(name) > 1 and name.endswith(tuple(words.endings)))
