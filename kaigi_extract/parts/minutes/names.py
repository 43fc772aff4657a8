"""Names of people in lists: where one ends and the next begins, and what stands on them that is no name.

Family and given name may be apart, characters may be set apart, and a seat (会長), an honorific (君), a mark (◎) or a
remark in brackets may be before or behind. Knows strings, gaps on a page and words; `people` knows the lists.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from operator import sub

from kaigi_extract.layout.lines import PlainLine
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_NAME_GAP = 0.6
"""Ems of empty page between two names, or a seat and a name."""
_WIDE = 1.5
"""Ems of empty page that are more than one space."""
COLUMN = 3.5
"""Ems of empty page between two columns of names, no less."""
LONGEST_NAME = 8
"""Characters of a name without spaces."""
_PAIR = 5
"""Characters of a family name and a given name together; one more where they hold kana."""
_MARKS = late_pattern(r"^[○◎●◇◆◯〇△▲▽▼□■☆★※*＊]+")
BRACKET = late_pattern(r"[(（【\[]\s*([^()（）【】\[\]]*)\s*[)）】\]]")


def seats_of(council: str) -> list[str]:
    """What the members of a body are called by its name: 理事, 理事長 of a 理事会, 協議員 of a 運営協議員会."""
    if "総合教育会議" in council:
        return ["市長", "町長", "村長", "区長", "知事", "教育長"]
    if "教育委員会" in council:
        return ["教育長"]
    named = _BODY_OF.search(squeeze(fold(council)))
    return [f"{named[1]}{end}" for end in ("", "長", "長職務代理者")] + [f"副{named[1]}長"] if named else []


_BODY_OF = late_pattern(r"([一-鿿](?<!委)[員事])会$")


@functools.lru_cache(maxsize=64)
def _sorted(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({squeeze(fold(word)) for word in words}, key=len, reverse=True))


def seats(words: MinutesVocabulary) -> tuple[str, ...]:
    """What members are called after their names, the longest first."""
    return _sorted(tuple(words.own.seats))


def groups(words: MinutesVocabulary) -> tuple[str, ...]:
    """What stands before several members, the longest first."""
    return _sorted(tuple(words.own.groups))


def spaced_text(row: MinutesRow) -> str:
    """The text of a line with a space wherever names are set apart, and as many as fit where it is wide."""
    text, line = row.line.text, row.line
    if isinstance(line, PlainLine):
        return text
    if len(text.split()) == 1 and max(map(sub, line.start[1:], line.end), default=0.0) / line.size < _NAME_GAP:
        return text.rstrip()
    printed = [k for k, char in enumerate(text) if not char.isspace()]
    pieces = [text[: printed[0] + 1]] if printed else []
    for before, k in pairwise(printed):
        gap = (line.start[k] - line.end[before]) / line.size
        space = "　" * round(gap) if gap >= _WIDE else text[before + 1 : k] or (" " if gap >= _NAME_GAP else "")
        pieces.append(f"{space}{text[k]}")
    return "".join(pieces)


def is_letter_spaced(piece: str) -> bool:
    """Whether a name is set character by character: 浅 葉   光(大学教授), 会 長  浅 葉 光."""
    tokens = BRACKET.sub("", piece).split()
    return len(tokens) > 2 and all(len(token) == 1 for token in tokens)


def spread_names(piece: str) -> list[str]:
    """The names of a line that are set character by character, several on it, with wider space between than within
    them: 道 下 文 男　　町 田 皇 介. A character alone belongs to the two before it, or to nearer ones behind:
    大 室   尚, 関     三 郎. Else none."""
    justified = justified_names(piece)
    if justified:
        return justified
    tokens = piece.split()
    gaps = [width(gap) for gap in re.findall(r"\s+", piece.strip())]
    single = sum(len(_MARKS.sub("", token)) == 1 for token in tokens)
    if len(tokens) < 5 or 2 * single <= len(tokens) or BRACKET.search(piece) or max(gaps) == min(gaps):
        return []
    found = [[_MARKS.sub("", tokens[0])]]
    for token, gap in zip(tokens[1:], gaps, strict=True):
        if gap > min(gaps):
            found.append([])
        found[-1].append(_MARKS.sub("", token))
    before = [math.inf, *(gap for gap in gaps if gap > min(gaps))]
    names: list[str] = []
    for at, words in enumerate(found):
        name = (" " if all(len(word) > 1 for word in words) else "").join(words)
        alone = len(names) > 0 and len(names[-1]) == 1 and before[at] < before[at - 1]
        if alone or (len(name) == 1 and names and len(names[-1]) < 3):
            names[-1] += name
        else:
            names.append(name)
    fits = all(1 < len(name) <= LONGEST_NAME and not ends_in_office(name) for name in names)
    return names if fits and len(names) > 1 else []


def justified_names(piece: str) -> list[str]:
    """The names of a line that are all set as wide, the first character at the left of its place and the last at the
    right: 山　口　良　樹　　　福　地　　　茂　　　宇田川　　　希. None where they could be parted in two ways."""
    text = piece.strip()
    if "　" not in text or re.search(r"[ ()（）、，・]", text) or _OFFICE_IN_LINE.search(text):
        return []
    text = _MARK_BEFORE.sub("　", piece).strip()
    found = [names for count in range(2, _MOST_IN_LINE + 1) for names in _equal_parts(text, count)]
    return found[0] if len(found) == 1 else []


def _equal_parts(text: str, count: int) -> Iterator[list[str]]:
    """The names of a line as so many, each as wide as the others and as far from the next."""
    for wide in range(3, LONGEST_NAME + 2):
        gap, rest = divmod(len(text) - count * wide, count - 1)
        if rest or gap < _LEAST_BETWEEN:
            continue
        parts = [text[at : at + wide] for at in range(0, len(text), wide + gap)]
        between = [text[at + wide : at + wide + gap] for at in range(0, len(text) - wide, wide + gap)]
        names = [squeeze(part) for part in parts]
        fill = all(part == part.strip() for part in parts) and not any(one.strip() for one in between)
        if fill and all(1 < len(name) < LONGEST_NAME and not ends_in_office(name) for name in names):
            yield names


_OFFICE_IN_LINE = late_pattern(r"(?:^|　)(?:[^　]*(?:[長査任記幹監]|主事|参事|理事|委員|議員)|[委議]　+員)(?:　|$)|番")
"""A seat or an office beside names: what is between two wide gaps is not a name alone."""
_MARK_BEFORE = late_pattern(r"[○◎●◇◆◯〇△▲▽▼□■☆★※*＊](?=\S)")
_MOST_IN_LINE, _LEAST_BETWEEN = 6, 2
"""Names on a line, and characters of white space between two of them."""


def width(space: str) -> int:
    """How wide white space is, in columns of a fixed-width setting."""
    return sum(2 if char == "\u3000" else 1 for char in space)


def attached(piece: str, words: MinutesVocabulary) -> tuple[str, str] | None:
    """A seat or an office and the name that follows without space, before 君: 委員長野村 有信君, 副知事長谷川 明君."""
    if re.search(r"[君氏様]$", piece) is None:
        return None
    seat = seat_before(piece, words)
    office = _ATTACHED_OFFICE.match(piece) if seat is None else None
    first, name = seat if seat is not None else (office[1], office[2]) if office is not None else ("", "")
    if name[:1].isspace():
        return None
    name = name.strip()[:-1].strip()
    return (first, " ".join(name.split())) if first and 1 < len(squeeze(name)) <= LONGEST_NAME else None


_ATTACHED_OFFICE = late_pattern(
    r"([^\s()（）]{0,12}?(?:理事|知事|参事|主幹|管理者|[市町村区部課室局所院会育]長|委員|議員))((?!兼)\S.*)$"
)


def spaced_people(piece: str, words: MinutesVocabulary) -> Iterator[tuple[str | None, str]]:
    """Offices and names that are all set character by character: 市　長　　北　村　栄　一　　副　市　長　　久　保　健.
    One name with nothing before it is the rest."""
    places = [match.start() for match in re.finditer(r"\S", piece)]
    key = squeeze(piece)
    at = 0
    while at < len(key):
        office = _SPACED_OFFICE.match(key, at)
        if office is None or office.end() == len(key):
            yield None, key[at:]
            return
        first = office.end()
        gaps = {k: places[k] - places[k - 1] for k in range(first + 2, min(len(key), first + LONGEST_NAME))}
        ends = {k: office.end() - k for k in gaps if (office := _SPACED_OFFICE.match(key, k))}
        ends = {k: size for k, size in ends.items() if gaps[k] == max(gaps.values()) and key[k - 1] != "副"}
        end = min(ends, key=lambda k: ends[k], default=len(key))
        seated = key[at:first] in seats(words)
        yield (None, key[at:end]) if seated else (key[at:first], key[first:end])
        at = end


_SPACED_OFFICE = late_pattern(
    r"[一-鿿々ァ-ヶー]{0,9}?(?:(?:[市町村区部課室局所館校園会係次議座署院]|教育|委員|理事)長|管理者|参事|主幹|主査|主任|主事|書記|委員|議員)"
)


_LONGEST_RUN = 16
"""Characters set apart that are looked at for a seat or an office."""


def name_words(piece: str, words: MinutesVocabulary) -> list[str]:
    """The words of a piece: brackets stay whole and with the word before them; 会 長 is one."""
    spaced = _BEFORE_BRACKET.sub("", piece)
    spaced = BRACKET.sub(lambda match: re.sub(r"\s", "\0", match[0]), spaced)
    tokens = [token.replace("\0", "") for token in spaced.split()]
    found: list[str] = []
    at = 0
    while at < len(tokens):
        run = at
        while run < min(len(tokens), at + _LONGEST_RUN) and len(tokens[run]) == 1:
            run += 1
        office = _SPACED_OFFICE.fullmatch("".join(tokens[at : at + 3])) if run - at > 4 else None
        seat = next((k for k in range(run, at + 1, -1) if squeeze("".join(tokens[at:k])) in seats(words)), None)
        seat = at + 3 if seat is None and office is not None else seat
        if seat is None and 1 < run - at < 5 and run < len(tokens) and _is_office("".join(tokens[at:run]), words):
            seat = run
        if seat is None and run - at > 4 and run < len(tokens) and _DEPUTY.fullmatch("".join(tokens[at:run])):
            seat = run
        if seat is None and at == 0 and run > 2 and _OFFICE_OF_TWO.fullmatch("".join(tokens[:2])):
            seat = 2
        if seat is None and run - at > 1 and run < len(tokens) and _GIVEN_IN_KANA.match(tokens[run]):
            seat = run
        if seat is not None:
            found.append("".join(tokens[at:seat]))
            at = seat
        else:
            found.append(_MARKS.sub("", tokens[at]) or tokens[at])
            at += 1
    return found


def _is_office(word: str, words: MinutesVocabulary) -> bool:
    """Whether characters that are set apart before a name are an office: 書 記, 議 事 係 長."""
    return word in words.own.offices or (len(word) > 2 and _SPACED_OFFICE.fullmatch(word) is not None)


_BEFORE_BRACKET = late_pattern(r"(?<![^\S\n])[^\S\n]+(?=[(（])")
_DEPUTY = late_pattern(r"[一-鿿]{1,8}[部課室局所](?:次長|副[部課室]?長|副?主幹|担当[部課室]長|課?長補佐)")
"""The office of a deputy with its department, which no name in front of it ends as: 教 育 部 次 長."""
_GIVEN_IN_KANA = late_pattern(r"[ぁ-んァ-ヶー]{2,4}(?:[(（].*)?$")
"""A given name that stands closer than the family name before it: 武　藤　さとる（公募）."""
_THREE_KANJI = late_pattern("[一-鿿々]{3}")
_OFFICE_OF_TWO = late_pattern("[次課係部室局]長|主[査任事幹]|書記|技師|参事")
"""Offices that are two characters and set apart: 主　査　　榎　太一."""


def parted_names(names: list[str], words: MinutesVocabulary) -> Iterator[str]:
    """Words that are names: each by itself, or family and given names in pairs."""
    found = [without_seats(name, words) for name in names]
    bare = [name for name, _ in found]
    marked = [seated or BRACKET.search(name) is not None for (_, seated), name in zip(found, names, strict=True)]
    if len(names) > 1 and _is_one(names, bare):
        yield "".join(names)
        return
    firsts = range(0, len(names), 2)
    even = len(names) > 1 and len(names) % 2 == 0 and not any(marked[k] for k in firsts)
    if even and not _are_uneven(bare) and all(is_pair(bare[k], bare[k + 1], len(names)) for k in firsts):
        yield from (f"{names[k]} {names[k + 1]}" for k in firsts)
        return
    yield from _some_in_pairs(names, bare, marked)


def _are_uneven(bare: list[str]) -> bool:
    """Whether an even number of words is no list of pairs: 榎本幸 岡部 正 加納梓."""
    pairs = list(zip(bare[::2], bare[1::2], strict=True))
    whole = any(len(family) > 2 for family, _ in pairs)
    return whole and any(len(family) == 1 and _THREE_KANJI.match(given) for family, given in pairs)


def _some_in_pairs(names: list[str], bare: list[str], marked: list[bool]) -> Iterator[str]:
    """Names of which some are whole and some apart: 青山一郎 白井 花子."""
    at = 0
    while at < len(names):
        goes_on = len(bare[at]) > 2 and at + 2 < len(bare) and len(bare[at + 2]) == 1  # 榎本幸 岡部 正
        pair = names[at : at + 2] if len(names) > 2 and not marked[at] and not goes_on else names[at : at + 1]
        two = len(pair) > 1 and is_pair(bare[at], bare[at + 1], 2) and min(map(len, bare[at : at + 2])) < 3
        yield " ".join(pair) if two else names[at]
        at += 2 if two else 1


def _is_one(names: list[str], bare: list[str]) -> bool:
    """Whether words are one name set character by character, in whole or at its end."""
    if all(len(BRACKET.sub("", name)) == 1 for name in names):
        return True
    if len(names) == 3 and [len(name) == 1 for name in bare] == [True, True, False]:
        return len(bare[2]) <= 3 + bool(re.search(r"[ぁ-んァ-ヶ]", bare[2]))
    return len(names) % 2 == 1 and len(names) > 2 and all(len(name) == 1 for name in bare[-2:])


def is_pair(one: str, other: str, count: int) -> bool:
    """Whether two words are the family name and the given name of one person."""
    kana = bool(re.search(r"[ぁ-んァ-ヶ]", one + other))
    longest = _PAIR + kana + (count == 2)
    return max(len(one), len(other)) <= 4 and len(one) + len(other) <= longest and min(len(one), len(other)) <= 3


def seat_before(text: str, words: MinutesVocabulary) -> tuple[str, str] | None:
    """The seat that a word begins with, and the name after it."""
    seat = next((seat for seat in seats(words) if text.startswith(seat)), None)
    return (seat, text[len(seat) :]) if seat is not None else None


def seat_after(text: str, words: MinutesVocabulary) -> tuple[str, str] | None:
    """The name before the seat that a word ends in, and the seat."""
    seat = next((seat for seat in seats(words) if text.endswith(seat) and len(text) > len(seat)), None)
    return (text[: -len(seat)], seat) if seat is not None else None


def ends_in_office(text: str) -> bool:
    """Whether a word ends as an office or a department of an administration does."""
    return text.endswith(("部", "課", "室", "局", "係", "長"))


def _cut_back(text: str, count: int) -> str:
    """A text without its last characters, white space aside."""
    at = len(text)
    while count and at:
        at -= 1
        count -= not text[at].isspace()
    return text[:at]


def without_seats(text: str, words: MinutesVocabulary) -> tuple[str, bool]:
    """A name without seat, honorific and remark in brackets, and whether it had a seat. (弘) stays: it tells two of
    one family name apart."""
    seated = False
    text = re.sub(r"の各\S{2,5}$", "", text.strip())
    for match in reversed(list(BRACKET.finditer(text))):
        inner, outside = squeeze(fold(match[1])), squeeze(text[: match.start()])
        seated = seated or inner in seats(words)
        is_word = len(inner) > 2 or inner in groups(words) or re.search("[長民員事査士師授役席]", inner) is not None
        if is_word or len(outside) > 3 or match[0][0] not in "(（":
            text = text[: match.start()] + text[match.end() :]
    text = text.strip()
    key = squeeze(fold(text))
    after = seat_after(key, words)
    if after is not None and not after[0].endswith(("会", "組合", "協会", "連合")):
        seated, text = True, _cut_back(text, len(key) - len(after[0])).strip()
        text = text.removesuffix("各")
    before = seat_before(squeeze(text), words)
    if before is not None and before[1] and not seated:
        seated, text = True, before[1]
    for word in words.own.honorifics:
        is_name = seated and after is not None and word == "君"  # 五十君副会長
        if text.endswith(word) and len(text) > len(word) + 1 and not is_name:
            text = text[: -len(word)].strip()
    return text, seated
