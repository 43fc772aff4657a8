"""Headings in brackets above a clause, or at the start of its text."""

from __future__ import annotations

from kaigi_extract.text.labels import DIGIT, KANA, KANJI_DIGIT
from kaigi_extract.text.late_pattern import late_pattern

HEADING_LENGTH = 40
"""Characters inside the brackets of a heading, at most: the longest seen has 19 (処理施設、…の通知)."""
_PAIRS = (("(（", ")）"), ("【", "】"), ("〔", "〕"), ("[［", "]］"), ("《", "》"), ("〈＜<", "〉＞>"))
_BRACKETS = {char: pair for pair in _PAIRS for char in pair[0]}
"""Which brackets open as each character does, and which close them."""
_NO_HEADING = late_pattern(
    rf"\s*(?:{DIGIT}{{1,3}}|{KANJI_DIGIT}{{1,3}}|[{KANA}]|[A-Za-zＡ-Ｚａ-ｚ]|[Ⅰ-Ⅻⅰ-ⅻ]|案|略|写|写し|抜粋|予定|再掲|参考|新規|変更|追加)\s*$"
    r"|.*(?:第[\s0-9０-９一二三四五六七八九十]+(?:条|項|号).{0,12}関係|[:：]|[年月日]現在)"
)


def clause_heading(line: str) -> str | None:
    """The text of a line that is wholly a heading in round brackets (（秘密の保持）), without them; else None.

    Labels （１）, marks （案）, legal bases （…条例第17条関係）, （担当：…）, sentences (。) and over 40 characters are
    none. A speaker （会長） or a department looks the same: only the place of the line can show which it is.
    """
    stripped = line.strip()
    if len(stripped) < 3 or stripped[0] not in "(（" or _closing(stripped) != len(stripped) - 1:
        return None
    return _heading(stripped[1:-1])


def split_heading(text: str) -> tuple[str | None, str]:
    """The bracketed heading at the start of a clause's text, and the rest; (None, text) where there is none.

    Brackets of any shape count here.
    ``text`` begins after the label: ``（目的）この特記事項は`` from 第1条（目的）…, ``（目的）\\n…`` from 第1（目的）.
    """
    stripped = text.lstrip()
    if not stripped or stripped[0] not in _BRACKETS or (close := _closing(stripped)) is None:
        return None, text
    heading = _heading(stripped[1:close])
    return (None, text) if heading is None else (heading, stripped[close + 1 :].lstrip())


def _closing(text: str) -> int | None:
    """Where the bracket that opens ``text`` closes; brackets nest and either width closes either."""
    opening, closing = _BRACKETS[text[0]]
    depth = 0
    for at, char in enumerate(text):
        if char in opening:
            depth += 1
        elif char in closing:
            depth -= 1
            if depth == 0:
                return at
    return None


def _heading(inside: str) -> str | None:
    """``inside`` without white space at its ends if it can be a heading."""
    inside = inside.strip()
    if not inside or len(inside) > HEADING_LENGTH or "。" in inside or _NO_HEADING.match(inside):
        return None
    return inside
