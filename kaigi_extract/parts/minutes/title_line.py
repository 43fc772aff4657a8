"""Whether a line is by itself the title of minutes: asked of every document, while minutes are looked for."""

from __future__ import annotations

import re

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.text import match_label, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common

_SESSION = late_pattern(r"第[0-9〇一二三四五六七八九十百]+回")
_REPORTS = late_pattern(r"(?<=結果|概要)(?:について|のお知らせ|の公表|の報告)$")
"""第３回…委員会の開催結果について."""
_ENDS_OF_REPORTS = ("ついて", "知らせ", "公表", "報告")
"""A test that costs little: how such a title ends."""
_FILE = late_pattern(r"[(（［\[]\s*(?:PDF|ＰＤＦ|Word|ワード|Excel|エクセル|テキスト(?!版[)）］\]]))", re.IGNORECASE)
"""第１回会議録（PDF：120KB）: a link to minutes."""
_REMARK_AT_END = late_pattern(r"[(（][^()（）]*[)）]$")
_SAID_OF = late_pattern(r"(?:する|した|れる|れた|ある|ない)$")
"""公開する会議録: words that say something of minutes, and are no name."""


def begins_minutes(line: AnyLine, common: Common, settings: MinutesSettings) -> bool:
    """Whether a line is by itself the title of minutes: 第6期第15回…審議会会議要録, 会 議 録."""
    text = text_key(line.text)
    if text.endswith(")"):
        text = _REMARK_AT_END.sub("", text)
    if text.endswith(_ENDS_OF_REPORTS):
        text = _REPORTS.sub("", text)
    if not text.endswith(common.minutes_endings):
        return False
    title = next((word for word in common.minutes.titles if text.endswith(word)), None)
    if (
        title is None
        or len(line.text) > settings.longest_title
        or _FILE.search(line.text)
        or _SAID_OF.search(text.removesuffix(title))
        or re.match(r"\(|資料|前回|別紙|[・※「]", text)
        or re.search(r"[。、]", text)
    ):
        return False
    if text == title:
        return len(line.text.split()) == len(text) or line.size >= settings.title_size
    council = re.search(r"会$|会議$|委員$", text.removesuffix(title)) or title.startswith(("会議", "委員会", "部会"))
    return match_label(line.text) is None and bool(council or _SESSION.search(text))
