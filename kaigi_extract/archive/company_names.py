"""Companies and bodies by one name, however it is written. Pure functions on strings."""

from __future__ import annotations

import re

from kaigi_extract.text import fold, squeeze

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
_BRACKET = re.compile(r"\((" + "|".join(sorted(_SHORT, key=len, reverse=True)) + r")\)")
_REPRESENTATIVE = re.compile(r"(?<=.)\(代表[^()]+\)$")
"""Who stands for a company is no part of what it is called."""
_NPO = re.compile(r"NPO法人", re.IGNORECASE)
_DASH_FOR_LONG_VOWEL = re.compile(r"(?<=[ァ-ヺー])[-‐‑–—―−─](?=[ァ-ヺー]|$|[^A-Za-z0-9])")


def company_name(name: str) -> str:
    """The normal form of a counterparty's name: equal for ㈱甲, （株）甲 and 株式会社　甲; another for 甲株式会社.

    Width is folded, white space goes, shortened forms of company are written out, a hyphen in katakana becomes ー.
    Who stands for it in brackets (代表者 …) goes, too.
    """
    plain = _DASH_FOR_LONG_VOWEL.sub("ー", squeeze(fold(name)))
    plain = _REPRESENTATIVE.sub("", plain)
    plain = _BRACKET.sub(lambda match: _SHORT[match[1]], plain)
    return _NPO.sub("特定非営利活動法人", plain)
