"""The styles in which documents set who speaks: a mark, brackets, a colon, white space, a bullet or leader dots.

Each style is a function that gives the name at the beginning of a line, and where the words after it begin; None where
the line does not begin so. Whether somebody is meant, `speakers` decides, over all lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kaigi_extract.parts.minutes.lines import SEAT_NUMBER, MinutesVocabulary
from kaigi_extract.parts.minutes.title import ends_in_title
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern

MARK = late_pattern(r"[○〇◯◎●◆◇■□▲△▼▽◉★☆⚪⭕]\s*")
_BETWEEN_MARKS = late_pattern(r"([○〇◯◎●◆◇■□▲△▼▽◉★☆])\s*([^\s。、]{2,14}?)\s*\1[\s:：]*")
CIRCLES = late_pattern(r"[〇◯⚪⭕]")
_BULLET = late_pattern(r"(?:[•‣▪◦・･·*＊+＋➢>＞▶►]|[-－–—―‐−─](?![-－–—―‐−─]))\s*")
_ROUND = late_pattern(r"(?:[→⇒➡]\s*)?[（(]\s*((?:[^（）()。、「」]|[（(][^（）()。、]*[）)])+?)\s*[）)][\s:：]*")
_SQUARE = late_pattern(
    r"(?:[→⇒➡]\s*)?[【〔［\[〈《＜<]\s*([^【】〔〕［］\[\]〉》＞>。、「」]+?)\s*[】〕］\]〉》＞>][\s:：]*"
)
_ASKED = late_pattern(
    r"(?:[・○◯〇●◎◆◇■□→⇒]\s*)?[【〔［\[(（<＜]?\s*(?:[QＱAＡ]|問|答|質問|回答|質疑|応答|答弁|意見|要望|説明|提案)\s*[0-9０-９]{0,3}\s*"
    r"[】〕］\])）>＞]?[\s.．:：]*(?=[（(【〔［\[])"
)
_COLON = late_pattern(
    r"([^\s（）()【】〔〕［］\[\]「」。、：:！？]+(?:[（(〔【［\[][^（）()【】〔〕［］\[\]。]+[）)〕】］\]])?)\s*[:：]\s*"
)
_APART = late_pattern(r"([^\s（）()「」。、：:！？／＜<｜|；;→\-－―–]{2,14})\s*[／）)＞>→｜|；;\-－―–]\s*")
_HALF_CLOSED = late_pattern(r"([^\s（）()「」。、：:]{3,14})[）)]\s*")
"""委員長佐々木 克敏）: a name in brackets of which a conversion lost the first."""
SPACED_COLON = late_pattern(r"([一-鿿々](?:[^\S\n]{1,3}[一-鿿々]){1,5})\s*[:：]\s*")
_DOTS = late_pattern(
    r"([^\s（）()「」。、：:！？・･·‥…．.]+(?:[（(][^（）()。]+[）)])?)\s*(?:…|[・･·‥．.]\s?){2,}[\s:：]*"
    r"|([^\s（）()「」。、：:！？…]+)…\s*"
)
_SPACED_DOTS = late_pattern(r"([一-鿿々](?:[^\S\n]{1,3}[一-鿿々]){1,5})\s*(?:…|[・･·‥．.]\s?){2,}[\s:：]*")
_QUOTED = late_pattern(r"([^\s（）()【】〔〕「」『』。、：:！？]{2,14}(?:[（(][^（）()。]+[）)])?)\s*「")
_NAMED_BESIDE = late_pattern(
    r"[^\S\n]{1,3}[一-鿿々ぁ-んァ-ヶー]{1,6}(?:[^\S\n]{1,2}[一-鿿々ぁ-んァ-ヶー]{1,4})?[君氏]$"
)
"""The name beside a seat where both have their line alone: ○教育長　笹山忠則君."""

_SEATED_BESIDE = late_pattern(r"[^\S\n]{1,3}[一-鿿々ぁ-んァ-ヶー]{1,6}(?:委員|議員|推進委員)(?=[\s:：])")
"""The name with a seat beside the number of that seat: ７番　谷地委員　…"""

_AFTER_NAME = late_pattern(r"[\s:：;；]*(?:[→⇒][\s:：]*)?")
_SIDE = late_pattern(r"\s+側(?=[\s:：])")
"""What an administration is called by where its character is apart: 区　側."""

Opener = Callable[[str, MinutesVocabulary], tuple[str, int] | None]


def mark_of(text: str) -> str:
    """The mark before a line; all circles are one."""
    mark = MARK.match(text)
    return CIRCLES.sub("○", mark[0].strip()) if mark is not None else ""


def _open_mark(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
    mark = MARK.match(text)
    if mark is None:
        return None
    closed = _BETWEEN_MARKS.match(text)
    if closed is not None and words.speaks(closed[2]):
        return closed[2], closed.end()
    for pattern in (_ROUND, _SQUARE):
        match = pattern.match(text, mark.end())
        if match is not None:
            return match[1], match.end()
    half = _HALF_CLOSED.match(text, mark.end())
    if half is not None and half[1].startswith(tuple(words.own.seats)):
        return half[1], half.end()
    return _prefix(text, mark.end(), words)


def open_column(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
    """The name of somebody who speaks, alone at the beginning of a line: before white space, or filling it with a colon
    or without."""
    if re.match(r"[（(【《≪〈＜<〔［\[]", text) or MARK.match(text) or _BULLET.match(text):
        return None
    if all(len(one) == 1 for one in text.split()) and ends_in_title(text, words):
        return None  # 教 育 委 員 会 会 議 録
    found = _prefix(text, 0, words)
    if found is None or not words.speaks(found[0], bracketed=False):
        return None
    return found if found[1] == len(text) or re.search(r"[:：]", text[: found[1]]) is None else None


def _open_bullet(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
    """A name behind a bullet or a dash, as entries of lists have them: • 堀田会長, － 司会　…"""
    mark = _BULLET.match(text)
    if mark is None:
        return None
    found = None
    for pattern in (_ROUND, _SQUARE, _COLON):
        match = pattern.match(text, mark.end())
        found = found or ((match[1], match.end()) if match is not None else None)
    found = found or _prefix(text, mark.end(), words)
    return found if found is not None and words.speaks(found[0]) else None


def _open_dots(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
    """A name before leader dots: 会長・・・, 事務局……."""
    match = None if MARK.match(text) else _DOTS.match(text)
    if match is not None:
        return match[1] or match[2], match.end()
    spaced = _SPACED_DOTS.match(text)
    return (spaced[1], spaced.end()) if spaced is not None and words.speaks(spaced[1]) else None


def _open_quote(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
    """A name before words in quotation marks: 会長「…」."""
    match = _QUOTED.match(text)
    return (match[1], match.end()) if match is not None and words.speaks(match[1]) else None


def _prefix(text: str, start: int, words: MinutesVocabulary) -> tuple[str, int] | None:
    """The name before white space or a colon, spaced as it may be, and where the words after it begin."""
    depth = 0
    first: int | None = None
    for k in range(start + 1, min(len(text), start + words.settings.longest_speaker) + 1):
        depth += (text[k - 1] in "（(") - (text[k - 1] in "）)")
        if text[k - 1] in "。、「」？！;；":
            break
        if depth or not (k == len(text) or text[k].isspace() or text[k] in ":：;；" or text[k - 1] in "）)"):
            continue
        first = first or k
        if words.speaks(text[start:k]):
            first = _spaced_on(text, start, k, words)
            named = _NAMED_BESIDE.match(text, first)
            first = named.end() if named is not None else first
            seated = _SEATED_BESIDE.match(text, first) if SEAT_NUMBER.fullmatch(fold(text[start:k])) else None
            first = seated.end() if seated is not None else first
            break
    if first is None:
        return None
    after = _AFTER_NAME.match(text, first)
    return text[start:first], after.end() if after else first


def _spaced_on(text: str, start: int, end: int, words: MinutesVocabulary) -> int:
    """Where a name ends that is set character by character and goes on behind what could be its end: 委 員 長."""
    side = _SIDE.match(text, end) if end - start == 1 else None
    if side is not None:
        return side.end()
    more = re.compile(r"\s(\S)(?=\s)").match(text, end)
    spaced = all(len(one) == 1 for one in text[start:end].split())
    return more.end() if more and spaced and end - start > 2 and words.speaks(text[start : more.end()]) else end


def _open_slash(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
    """A name before a slash, a bracket that closes only, an arrow, a bar: 迫田部会員／…, 会長）…, 会長＞…"""
    match = None if MARK.match(text) else _APART.match(text)
    return (match[1], match.end()) if match is not None and words.speaks(match[1], bracketed=False) else None


def open_colon(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
    """A name before a colon: 会長：…; one that is set character by character must be a speaker's: 会　長：…"""
    match = None if MARK.match(text) or _BULLET.match(text) else _COLON.match(text)
    if match is not None:
        return match[1], match.end()
    spaced = SPACED_COLON.match(text)
    return (spaced[1], spaced.end()) if spaced is not None and words.speaks(spaced[1]) else None


def _open_by(pattern: re.Pattern[str]) -> Opener:
    def opener(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
        match = pattern.match(text)
        return (match[1], match.end()) if match and not MARK.match(text) else None

    return opener


def _open_asked(text: str, words: MinutesVocabulary) -> tuple[str, int] | None:
    """A name in brackets behind what says that it is a question or an answer: Ｑ（桐野委員）, 【意見】（加瀬委員）."""
    asked = _ASKED.match(text)
    if asked is None:
        return None
    match = _ROUND.match(text, asked.end()) or _SQUARE.match(text, asked.end())
    named = match is not None and (words.speaks(match[1]) or _ANSWERS.match(f"{asked[0]}|{match[1]}") is not None)
    return (match[1], match.end()) if match is not None and named else None


_ANSWERS = late_pattern(r"[・○◯〇●◎◇◆■□→⇒\s【〔［\[(（<＜]*(?:答|回答|応答|答弁|説明)[^|]*\|[一-鿿ァ-ヶー]{2,10}$")
"""An office or an institution that answers, whatever it is called: 回答（図書館）."""
STYLES: tuple[Opener, ...] = (
    _open_asked,
    *(_open_by(_ROUND), _open_by(_SQUARE), _open_mark, open_colon, open_column, _open_bullet, _open_dots),
    _open_slash,
    _open_quote,
)


def opens_speech(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line begins with the name of somebody who speaks, in any style."""
    opened = (style(text, words) for style in STYLES)
    return any(one is not None and words.speaks(one[0], bracketed=False) for one in opened)
