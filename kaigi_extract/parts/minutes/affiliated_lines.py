"""Lists on lines of their own, each with one person and what he is elsewhere: all lines together tell which words are
the name.

山田 太郎　町会連合会会長 one below the other, or 町会連合会 会長 山田 太郎; or below a row of headings that is no drawn
table: 役職　氏名　出欠. Knows strings and the words of the list; who somebody is, `people` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from kaigi_extract.parts.minutes.lines import MinutesVocabulary
from kaigi_extract.parts.minutes.names import BRACKET, LONGEST_NAME, is_pair
from kaigi_extract.parts.minutes.office_words import REPRESENTED, WHOLE_NAME, is_elsewhere
from kaigi_extract.parts.minutes.people_lines import ABSENT, BRACKETED_FIRST, BULLET, CAME, GROUP, SEPARATOR, is_count
from kaigi_extract.parts.minutes.people_table import Entry
from kaigi_extract.parts.minutes.seat_words import ORGANISATION, SeatWords
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

Side = Literal["first", "last"]
"""Where the name is on each line."""


def side_of(lines: Sequence[str], known: SeatWords) -> Side | None:
    """On which side of the lines of a list the names are, before or behind what each is elsewhere; None where most of
    them are set otherwise."""
    several = [line for line in lines if len(_tokens(line, known)) > 1]
    best: Side | None = None
    most = 0
    for side in _SIDES:
        fitting = [entry for line in several if (entry := entry_of(line, side, known)) is not None]
        if len(several) >= _LEAST_LINES:
            told = sum(_is_told(entry.others[0], known) for entry in fitting)
            enough = len(fitting) >= _MOST_FIT * len(several) and 2 * told >= len(fitting)
        else:
            told = sum(" " in entry.name and _names_a_body(entry.others[0], known) for entry in fitting)
            enough = told == len(several)
        if enough and told > most:
            best, most = side, told
    return best


def entry_of(line: str, side: Side, known: SeatWords) -> Entry | None:
    """The person of a line whose name is on that side; None where there is none, or nothing beside it."""
    tokens = _tokens(line, known)
    presence = ""
    if tokens and ABSENT.fullmatch(squeeze(fold(tokens[-1]))):
        presence = tokens.pop()
    if tokens and _ABSENT_FIRST.match(tokens[0]):
        presence = "欠席"
        tokens = [token for token in (_ABSENT_FIRST.sub("", tokens[0]), *tokens[1:]) if token]
    seats = [token for token in tokens if known.is_seat(token)]
    while tokens and known.is_seat(tokens[0]):
        tokens = tokens[1:]
    while side == "first" and tokens and known.is_seat(tokens[-1]):
        tokens = tokens[:-1]
    count = _name_size(tokens if side == "first" else tokens[::-1], known)
    if not count or count == len(tokens):
        return None
    name, rest = (tokens[:count], tokens[count:]) if side == "first" else (tokens[-count:], tokens[:-count])
    if any(_are_name(one, other, known) for one, other in pairwise(rest)):
        return None  # another person
    return Entry(" ".join(name), seats[0] if seats else "", presence, (" ".join(rest),))


def headings_of(line: str, words: MinutesVocabulary) -> tuple[str, ...]:
    """What stands over the columns of a list without ruled lines: 役職　氏名　出欠; nothing of any other line."""
    keys, own = tuple(squeeze(fold(token)) for token in line.split()), words.own
    if len(keys) < _PAIR or sum(key in own.name_columns for key in keys) != 1:
        return ()
    known = {*own.name_columns, *own.seat_columns, *own.presence_columns, *_OTHER_HEADINGS}
    return keys if known.issuperset(keys) else ()


def entry_below(line: str, headings: Sequence[str], known: SeatWords) -> Entry | None:
    """The person of a line below headings; None where its words are not as many as they."""
    own, tokens = known.words.own, line.split()
    at = next(k for k, key in enumerate(headings) if key in own.name_columns)
    if len(tokens) == len(headings) + 1 and is_pair(tokens[at], tokens[at + 1], 2):
        tokens[at : at + 2] = [" ".join(tokens[at : at + 2])]
    if len(tokens) != len(headings):
        return None
    cells = dict(zip(headings, tokens, strict=True))
    seat = next((cell for key, cell in cells.items() if key in own.seat_columns), "")
    presence = next((cell for key, cell in cells.items() if key in own.presence_columns), "")
    others = tuple(cell for key, cell in cells.items() if key in _OTHER_HEADINGS)
    return Entry(tokens[at], seat, presence, others)


def is_caption(line: str) -> bool:
    """Whether a line is the title of the list below it: 出席委員の詳細, 委員名簿."""
    return _CAPTION.fullmatch(line.strip()) is not None


def _tokens(line: str, known: SeatWords) -> list[str]:
    """The words of a line that may be one person with what he is; none of a list, a group or a remark."""
    text = CAME.sub("", BULLET.sub("", line.strip()))
    grouped = GROUP.match(text) or (BRACKETED_FIRST.match(text) and not _ABSENT_FIRST.match(text))
    if grouped or SEPARATOR.search(BRACKET.sub("", text)) or "：" in fold(text) or ":" in text:
        return []
    tokens = text.split()
    return [] if any(is_count(token) or squeeze(fold(token)) in known.words.labels for token in tokens) else tokens


def _name_size(tokens: Sequence[str], known: SeatWords) -> int:
    """How many of the words at one end are a name, counted from there: a family name and a given name, or both as one;
    0 where there is none."""
    if len(tokens) > _PAIR and _are_name(tokens[0], tokens[1], known):
        return _PAIR
    whole = bool(tokens) and WHOLE_NAME.fullmatch(tokens[0]) is not None and _may_be_of_name(tokens[0], known)
    return 1 if whole else 0


def _are_name(family: str, given: str, known: SeatWords) -> bool:
    """Whether two words are one name."""
    words = (family, given)
    return is_pair(family, given, 2) and len(family + given) > 2 and all(_may_be_of_name(word, known) for word in words)


def _may_be_of_name(word: str, known: SeatWords) -> bool:
    """Whether a word is nothing that somebody is, and no body."""
    if known.is_seat(word) or known.is_office(word) or is_elsewhere(word):
        return False
    return _LETTERS.fullmatch(word) is not None and not _is_body(word)


def _is_told(what: str, known: SeatWords) -> bool:
    """Whether what stands beside a name is a body, an office or a profession."""
    key = squeeze(BRACKET.sub("", what))
    return is_elsewhere(key) or known.is_office(key) or len(key) > LONGEST_NAME or _is_body(key)


def _names_a_body(what: str, known: SeatWords) -> bool:
    """Whether what stands beside a name begins with a body or is an office."""
    return _is_body(what.split(maxsplit=1)[0]) or known.is_office(squeeze(what))


def _is_body(word: str) -> bool:
    """Whether a word ends as the name of a body does."""
    return ORGANISATION.search(word) is not None or REPRESENTED.search(word) is not None


_SIDES: tuple[Side, ...] = ("first", "last")
_LEAST_LINES = 3
"""Lines of which most are enough: of fewer, each must name a body beside a family name and a given name."""
_MOST_FIT = 0.8
"""Share of the lines with several words that are set so."""
_PAIR = 2
_LETTERS = late_pattern(r"[一-鿿々〆ヶァ-ヶーぁ-ん\uf900-\ufaff\U00020000-\U0003ffff]+")
_ABSENT_FIRST = late_pattern(r"[(（【〔]\s*欠席?\s*[)）】〕]\s*")
_CAPTION = late_pattern(r"\S{2,}(?:の詳細|一覧表?|名簿)")
_OTHER_HEADINGS = frozenset({"所属", "所属等", "所属団体", "所属団体等", "所属・役職", "備考", "選出区分", "団体名"})
