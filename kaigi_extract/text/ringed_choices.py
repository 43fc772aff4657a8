"""Choices without boxes: one of several words has a ring or a tick before it (有・○無, ㊒・無, レ有　　無), or each has
a disc, of which the chosen one is filled (●有　○無).

A ring before the first of several words is a bullet mostly; it chooses where these are opposites, or where it is said
that a ring chooses (該当に○).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern

FILLED_DISCS = "●◉⦿"
EMPTY_DISCS = "○◯〇"
_CIRCLED = "㊊-㊰"
"""Ideographs in a ring: ㊒, ㊚."""
RINGED = late_pattern(rf"[{EMPTY_DISCS}{_CIRCLED}]")
"""A test that costs little: a symbol without which nothing is ringed."""
_DISC = late_pattern(rf"(?:^|(?<=[\s(（:：、,・/／]))(?P<disc>[{FILLED_DISCS}{EMPTY_DISCS}])(?=\s*\w)")
_NO_RING = EMPTY_DISCS + "一二三四五六七八九十"
"""After a ring: a name that is left out (○○課), or a numeral (〇三)."""
_OPENING, _CLOSING = "(（〔[［", ")）〕]］"
_JOINT = late_pattern(r"\s*[・･/／|｜]\s*")
_WIDE = late_pattern(r"[ \t\u00a0]{2,}|[ \t\u00a0]*\u3000\s+|\u3000")
_BEHIND = late_pattern(r"[(（〔\[［][^()（）〔〕\[\]［］]*[)）〕\]］]?$")
_VERY_WIDE = late_pattern(r"\s{2,}")
_PAIRS = (
    "有:無", "有り:無し", "あり:なし", "有る:無い", "する:しない", "可:否", "可:不可", "要:不要", "要:否", "必要:不要",
    "該当:非該当", "適:不適", "適:否", "はい:いいえ", "同意:不同意", "済:未", "新規:変更", "新規:継続", "男:女",
)  # fmt: skip
_OPPOSITES = frozenset(frozenset(pair.split(":")) for pair in _PAIRS)
"""Pairs of which one is chosen."""
_DEEDS = frozenset(
    [
        "新規",
        "変更",
        "廃止",
        "継続",
        "追加",
        "修正",
        "削除",
        "更新",
        "登録",
        "新設",
        "開始",
        "終了",
        "中止",
        "休止",
        "再開",
        "届出",
        "訂正",
        "取消",
    ]
)
_SOURCES = frozenset(
    [
        "本人",
        "本人以外",
        "第三者",
        "他課",
        "他機関",
        "国",
        "都",
        "区",
        "市",
        "民間",
        "他の機関",
        "他の実施機関",
        "他団体",
    ]
)
_FAMILIES = (_DEEDS, _SOURCES)
"""Words of which a form lists some, and one is chosen: what is done with an entry, from whom data comes."""


@dataclass(frozen=True, slots=True)
class Word:
    """One of several words to choose from, at ``start``..``end`` of its line, its ring or tick aside."""

    start: int
    end: int
    checked: bool
    mark: int
    """Where its mark begins; `start` where it has none."""


def discs(line: str) -> list[tuple[int, bool]]:
    """Where discs stand before words of a line, and whether each is filled; none where all are of one kind: these are
    bullets."""
    found = [(match.start("disc"), match["disc"] in FILLED_DISCS) for match in _DISC.finditer(line)]
    return found if len({filled for _, filled in found}) == 2 else []


def ringed_words(line: str, *, ring_chooses: bool = False) -> list[Word]:
    """The words of a line one or more of which are ringed; none where nothing says that the ring chooses.

    ``ring_chooses``: the label says so. Words are parted by ・ or /, else by wide space.
    """
    if RINGED.search(line) is None:
        return []
    for parting in (_JOINT, _WIDE):
        pieces = list(_pieces(line, parting))
        words = [_word(line, *piece) for piece in pieces]
        rings = sum(word.checked for word in words)
        if len(words) < 2:
            continue
        if not rings:
            words = [_word_before_ring(line, *piece) for piece in pieces]
            if _is_choice(_printed(line, words), sum(word.checked for word in words)):
                return words
            continue
        later = parting is _JOINT and not words[0].checked
        circled = any(word.mark == word.start and word.checked for word in words)
        chosen = _is_choice(_printed(line, words), rings)
        if ring_chooses or chosen or (rings < len(words) and (later or circled)):
            return words
    return [_word(line, *piece) for piece in _pieces(line, _WIDE)] if ring_chooses else []


def _is_choice(printed: frozenset[str], rings: int) -> bool:
    """Whether one of words is chosen, wherever its ring is: opposites, or several of a family of which not all are
    ringed."""
    of_family = 0 < rings < len(printed) and any(printed <= family for family in _FAMILIES)
    return of_family or (rings > 0 and printed in _OPPOSITES)


def _printed(line: str, words: Sequence[Word]) -> frozenset[str]:
    """The words as they are compared, without what is in brackets behind them."""
    return frozenset(_bare(_BEHIND.sub("", line[word.start : word.end])) for word in words)


def words_behind_tick(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words between ``start`` and ``end`` of a line behind a tick that ticks the first of them: wide space parts
    it from those that have none."""
    words = [(start + a, start + b) for a, b in _pieces(line[start:end], _VERY_WIDE)]
    if len(words) == 1:
        near = [(start + a, start + b) for a, b in _pieces(line[start:end], _WIDE)]
        if frozenset(_bare(line[a:b]) for a, b in near) in _OPPOSITES:
            return near
    return words


def are_opposites(one: str, other: str) -> bool:
    """Whether of two words one is chosen: 有 and 無."""
    return frozenset((_bare(one), _bare(other))) in _OPPOSITES


def _word(line: str, start: int, end: int) -> Word:
    if line[start] in EMPTY_DISCS and end - start > 1 and line[start + 1] not in _NO_RING:
        after = start + 1 + len(line[start + 1 : end]) - len(line[start + 1 : end].lstrip())
        return Word(after, end, True, start)
    circled = end - start == 1 and re.match(f"[{_CIRCLED}]", line[start]) is not None
    return Word(start, end, circled, start)


def _word_before_ring(line: str, start: int, end: int) -> Word:
    """A word with its ring behind it: 有○・無."""
    text = line[start:end]
    if end - start < 2 or text[-1] not in EMPTY_DISCS or text[-2] in _NO_RING:
        return Word(start, end, False, start)
    return Word(start, start + len(text[:-1].rstrip()), True, start)


def without_ring(word: str) -> str:
    """An ideograph in a ring by itself; any other word as it is."""
    return unicodedata.normalize("NFKC", word) if re.fullmatch(f"[{_CIRCLED}]", word) else word


def _bare(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split())


def _pieces(line: str, parting: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The spans between what parts words, brackets aside."""
    depth, low, at = 0, 0, 0
    while at < len(line):
        depth += (line[at] in _OPENING) - (line[at] in _CLOSING)
        match = parting.match(line, at) if depth <= 0 else None
        if match is not None and match.end() > at:
            yield from _inked(line, low, at)
            low = at = match.end()
        else:
            at += 1
    yield from _inked(line, low, len(line))


def _inked(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = line[start:end]
    start, end = start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
    if start < end:
        yield start, end
