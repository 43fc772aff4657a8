"""What the title of minutes names: the council, its term and session. Lines without any title word are read as well.

The council is never more than its name: 第３回, 令和５年度, 会議録, brackets and days around it are none of it. Of
several names the longest that ends in the first is taken: 審議会 alone above the whole name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.lines import NUMERAL, MinutesRow, MinutesVocabulary
from kaigi_extract.parts.minutes.times import first_day, is_day
from kaigi_extract.text import parse_number, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern

_SESSION = late_pattern(rf"第({NUMERAL})回")
_TERM = late_pattern(
    rf"第({NUMERAL})期(?![^第回期()「」]{{0,30}}(?:計画|プラン|ビジョン|戦略|構想|指針|大綱)[等案の]{{0,2}}(?:策定|作成|改定|改訂|見直し))"
)
"""第３期; not that of the plan which a body is to draw up: 第３期…計画策定委員会."""
_YEAR = rf"(?:(?:(?:令和|平成|昭和)(?:{NUMERAL}|元)|(?:19|20)\d\d)年度?|^\d{{1,2}}年度)"
_AROUND = late_pattern(
    rf"{_YEAR}(?:{NUMERAL}月(?:{NUMERAL}日)?)?|第?{NUMERAL}[期回](?:目(?![黒白]))?|[(（][^()（）]*[)）]|[(（][^()（）]*$|開催分?|の?(?:定例|臨時)会$|(?<=会)(?:\d{{1,2}}月)?(?:定例|臨時)?総会$"
    r"|^[0-9:/.,\-]+|(?:定例会|臨時会)(?=会議録)"
)
"""第２回, 第２回目; but 目 begins a name in 第２回目黒区."""
_ITS_SITTING = late_pattern(r"(?<=会)の?(?:書面|持ち?回り|オンライン|[Ww][Ee][Bb])?(?:会議|審議|開催)(?:の.{1,4})?$")
"""審議会会議, 審議会の会議の記録: a sitting of the body, no part of its name."""
_KIND_WITHIN = late_pattern(r"(?<=[都道府県市区町村])(?:定例|臨時)(?=[一-鿿]{2,}会$)")
"""川北市定例教育委員会: the kind of a sitting within the name of its body."""
_REMARK = late_pattern(r"[(（][^()（）]*[)）]")
_SENTENCE = late_pattern(
    r"(?:ただ[い今]*まから|それでは|これより|本日の|只今から|第[^、。]{1,4}回|、)([^、。「」]{2,50}?)"
    r"を(?:開会|開催|始め|開き|再開)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A council as a text names it."""

    council: str
    rows: tuple[MinutesRow, ...]


@functools.lru_cache(maxsize=64)
def _bodies(words: tuple[str, ...]) -> re.Pattern[str]:
    special = sorted((word for word in words if word not in ("会議", "会")), key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, special))})(?![長員則]|議(?:[でのに]|$))|会議(?=[のでに]|$))")


@functools.lru_cache(maxsize=64)
def _titles(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({text_key(word) for word in words}, key=len))


_OF_ASSEMBLY = late_pattern(r"^(?:定例会|臨時会)の?(?=[一-鿿]{2,}(?:委員会|協議会)$)")
"""What of a title above that of a committee is the sitting of its assembly: 第３回定例会⏎厚生文教委員会会議録."""


_TWICE = late_pattern(r"^(\S{3,12}会)(\S{2,12})\1$")
"""A title with the name that is above it on its page: 文教委員会　みなと区議会文教委員会."""


def council_of(text: str, words: MinutesVocabulary) -> str | None:
    """The council that a title or the row 名称 names; None where it names none."""
    key = text_key(text)
    if "会" not in key and not _bodies(tuple(words.own.bodies)).search(key):
        return None
    key = re.sub(r"(?<=結果|概要)(?:について|のお知らせ|の公表|の報告)$", "", key).strip("「」『』【】[]○◯〇●・■◆ ")
    for _ in range(2):
        bare = _AROUND.sub("", key)
        key = _without_title(bare, words)
    key = _ITS_SITTING.sub("", key)
    key = _KIND_WITHIN.sub("", key) if "定例" in key or "臨時" in key else key
    key = re.sub(r"^[のに・]|[のに・]$", "", _AROUND.sub("", key).strip("「」『』【】[]○◯〇●・■◆ "))
    if not key or len(key) > words.settings.longest_title or re.search(r"[。、:>›»]|トップページ|会議録検索", key):
        return None
    ends = [match.end() for match in _bodies(tuple(words.own.bodies)).finditer(key)]
    if ends and re.match(r"[をはが][ぁ-ん一-鿿]|(?:設置)?(?:条例|規則|規程|要綱|要領)", key[ends[-1] :]):
        return None  # 開かれた議会をめざして, 審議会条例の制定について
    if ends:
        whole = re.fullmatch(r"[一-鿿]{2,6}会", key[ends[-1] :]) is not None  # 議会報告会
        name = key if whole else _TWICE.sub(r"\2\1", _OF_ASSEMBLY.sub("", key[: ends[-1]]))
    elif key.endswith(("会", "会議")):
        name = key
    else:
        return None
    return name if len(name) > 1 and not re.match(r"[をがはにで](?![ぁ-ん])", name) else None


def _without_title(text: str, words: MinutesVocabulary) -> str:
    """A title without the word for minutes, where the name of a body is left of it."""
    titles = _titles(tuple(words.own.titles))
    if not text.endswith(titles):
        return text
    for word in titles:
        if text.endswith(word) and len(text) > len(word):
            rest = text[: -len(word)].rstrip("の「」・ ")
            if rest.endswith(("会", "会議", "委員", "本部", "グループ", "フォース", ")", "回")):
                return rest
    return text


def is_title_word(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line is nothing but a word for minutes: 会 議 録, 【議事録】, 会議録（要旨）."""
    key = text_key(text)
    if "(" in key:
        key = _REMARK.sub("", key)
    key = key.strip("「」『』【】[]<>《》○◯〇●・■◆ ")
    return key in words.titles and key != "記録"


def ends_in_title(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line ends in a word for minutes, brackets aside."""
    return re.sub(r"[(（][^()（）]*[)）]$", "", text_key(text)).endswith(_titles(tuple(words.own.titles)))


def numbers_of(text: str) -> dict[str, int]:
    """Term and session that a text names."""
    key = text_key(text)
    if "第" not in key:
        return {}
    found = {name: pattern.search(key) for name, pattern in (("term", _TERM), ("session", _SESSION))}
    read = {name: parse_number(match[1]) for name, match in found.items() if match}
    return {name: number for name, number in read.items() if number is not None}


def title_units(rows: Sequence[MinutesRow], words: MinutesVocabulary) -> Iterator[list[MinutesRow]]:
    """The lines above the first row of a head as titles: one line, or two where the first breaks off in a name."""
    held: list[MinutesRow] = []
    for row, below in zip_longest(rows, rows[1:]):
        held.append(row)
        anew = below is not None and all("session" in numbers_of(one.line.text) for one in (row, below))
        if anew or not _breaks_off(row.line.text, words) or len(held) > words.settings.title_lines:
            yield held
            held = []
    if held:
        yield held


def _breaks_off(text: str, words: MinutesVocabulary) -> bool:
    """Whether a title may go on in the line below: 令和３年度第２回川北区情報公開・個人情報, 第３回, one character."""
    if is_day(text) or first_day(text) is not None or is_title_word(text, words) or re.search(r"[。」』】)）]$", text):
        return False
    if len(squeeze(text)) == 1:
        return not text.isdigit()
    return council_of(text, words) is None and bool(numbers_of(text) or re.match(_YEAR, text_key(text)))


def joined(rows: Sequence[MinutesRow]) -> str:
    """The text of a title over several lines."""
    return "".join(row.line.text for row in rows)


def named_in_sentence(text: str, words: MinutesVocabulary) -> str | None:
    """The council that the opening words name: ただいまから第12回…審議会を開会いたします."""
    for match in _SENTENCE.finditer(re.sub(r"\s", "", text)):
        name = council_of(re.sub(r"^.*(?:から|より|では|本日の|ただ今|ただいま)", "", match[1]), words)
        if name is not None and len(name) > words.settings.shortest_council:
            return name
    return None


def fullest(names: Sequence[Named]) -> Named | None:
    """The first name, or a longer one that ends in it."""
    if not names:
        return None
    first = names[0]
    longer = [other for other in names[1:] if other.council.endswith(first.council)]
    return max([first, *longer], key=lambda named: len(named.council))
