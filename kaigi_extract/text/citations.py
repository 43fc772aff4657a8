"""Citations of articles: 第14条第1項, 第61条の8の2第3項, 第二十一条の二, with the law's name where one is before it.

``ja-law-parser`` and ``kanjize`` were looked at: one reads e-Gov's XML, the other numbers; none finds citations in
running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.patterns import BLANKS, DIGITS, KANJI_NUMERALS


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited article. ``start`` is where the law's name begins if there is one, else 第; ``text[start:end]``."""

    ordinance: str | None
    article: int
    branches: tuple[int, ...]
    paragraph: int | None
    item: int | None
    start: int
    end: int
    text: str


_FIGURES = rf"[{DIGITS}](?:[^\S\n]?[{DIGITS}]){{0,3}}"
_KANJI_NUMBER = rf"[{KANJI_NUMERALS}]{{1,8}}"
_SPACED_NUMBER = rf"(?:{_FIGURES}|{_KANJI_NUMBER})"
_ARTICLE = re.compile(
    rf"第{BLANKS}(?P<article>{_SPACED_NUMBER}){BLANKS}条(?![件例約文])"
    rf"(?P<branches>(?:{BLANKS}の{BLANKS}(?:{_FIGURES}(?![0-9０-９人つ年月日件点])|{_KANJI_NUMBER}(?![一-鿿])|{_KANJI_NUMBER}(?=第|関係|及び|又は)))*)"
    rf"(?:{BLANKS}第?{BLANKS}(?P<paragraph>{_SPACED_NUMBER}){BLANKS}項(?![目番]))?(?:{BLANKS}第{BLANKS}(?P<item>{_SPACED_NUMBER}){BLANKS}号)?"
)
_GIVEN = re.compile(rf"{BLANKS}(?:[(（][^()（）\n]{{0,40}}[)）])?{BLANKS}$")
_LAW_NAME = re.compile(
    r"(?:[぀-ヿ々㐀-鿿Ａ-Ｚａ-ｚA-Za-zー]*(?:条例|法律|法|規則|令|要綱|規程|基準|協定|条約|憲法)(?:施行(?:条例|規則|令|細則))?)$"
)
_LEADS_UP_TO_NAME = re.compile(
    # The last of these before a name ends the words that only lead up to it.
    r"しかしながら|なおかつ|に対して|及び|および|又は|または|並びに|ならびに|若しくは|もしくは|その他|に基づき|に基づく|による|により|に定める|に規定する|に係る|"
    r"について|において|における|に関し(?!て)|ついて|とおり|なお|また|ただし|本件は|これは|[はがをで]|と(?=[^り])|には|よる"
)
_BEGINS_NO_WORD = frozenset("んっゃゅょぁぃぅぇぉー々")
_LEADING_WORDS = re.compile(
    # Words before a name that are no part of it and that no name begins with; この条例 and 当該条例 are names here.
    r"(?:(?:上記|前記|前述|先述|下記|以下|現行|本件|当区|本区|区)の"
    r"|(?:同じく|同様に|さらに|更に|加えて|あわせて|併せて|よって|そして|すなわち|即ち|例えば|たとえば|特に|次に|つぎに|まず|また|又|なお|尚"
    r"|ただし|但し|しかし|一方|既に|すでに|ほか|今回|それぞれ|根拠法令|関係法令)"
    r"|当該(?!条例|法|規則|令|要綱|規程|基準|協定|条約|施行))+(?=.)"
)
_OWN_NAME = re.compile(
    # Names that hold words which elsewhere only lead up to a name: (個人情報)の保護に関する条例, 出入国管理及び….
    r"(?:(?:改正|旧|新)?出入国管理及び難民認定法(?:施行(?:令|規則))?"
    r"|(?:[一-鿿]{1,6}[区市町村都道府県])?(?:[一-鿿ァ-ヶーの]*)?個人情報(?:の)?保護(?:及び[一-鿿]+)?に関する(?:条例|法律)(?:施行(?:条例|規則|令|細則))?"
    r"|[一-鿿ァ-ヶー]{2,30}(?:(?:に関する|に係る|の)[一-鿿]{2,20})?の一部を改正する(?:等の)?(?:法律|条例|規則|政令)"
    r"|行政手続における特定の個人を識別するための番号の利用等に関する法律(?:施行(?:令|規則))?"
    r"|(?:[一-鿿ァ-ヶー]{2,24}(?:及び|の|に係る|に関する|並びに)){0,4}[一-鿿ァ-ヶー]{2,24}(?:に関する|の)(?:法律|条例|規則)(?:施行(?:規則|令|細則))?)$"
)


def find_citations(text: str) -> list[Citation]:
    """All articles that ``text`` cites, in order; 第2号様式, 第1項 alone and 条例第79号 cite none.

    ``ordinance`` is the name that ends directly before 第 (a law number in brackets may stand between): a full name, or
    法, 同法, 条例, 同条例施行規則 as printed; else None. White space between the parts is allowed.
    Numbers are read in half and full width and kanji (港区: 第二十一条の二).
    """
    found: list[Citation] = []
    if "条" not in text:
        return found
    for match in _ARTICLE.finditer(text):
        article = parse_number("".join(match["article"].split()))
        if article is None:
            continue
        floor = found[-1].end if found else 0
        start, name = _name_before(text, match.start(), floor)
        found.append(
            Citation(
                name,
                article,
                tuple(_numbers(match["branches"])),
                _number(match["paragraph"]),
                _number(match["item"]),
                start,
                match.end(),
                text[start : match.end()],
            )
        )
    return found


def _number(digits: str | None) -> int | None:
    """The value of a paragraph or item, None where it is not printed."""
    return None if digits is None else parse_number("".join(digits.split()))


def _numbers(branches: str) -> list[int]:
    """の8の2 → [8, 2]."""
    values = (_number(part) for part in branches.split("の"))
    return [value for value in values if value is not None]


def _name_before(text: str, at: int, floor: int) -> tuple[int, str | None]:
    """Where the law's name before ``at`` begins, and the name; (at, None) without one."""
    given = _GIVEN.search(text, floor, at)
    stop = given.start() if given is not None else at
    low = max(floor, stop - 60, text.rfind("\n", floor, stop) + 1)
    window = re.split(r"[\s、。，,「」『』（）()【】\[\]：:・･※〕〔]", text[low:stop])[-1]
    own = _OWN_NAME.search(window)
    name = own if own is not None else _LAW_NAME.search(window)
    if name is None or not name[0]:
        return at, None
    words = _named(name[0] if own is not None else _last_words(name[0]))
    if not words:
        return at, None
    return stop - len(words), words


def _named(words: str) -> str:
    """The name without the words that lead up to it from the left (同じく…条例, 上記の…法律)."""
    lead = _LEADING_WORDS.match(words)
    return words if lead is None else words[lead.end() :]


def _last_words(name: str) -> str:
    """The name itself: what is left of it after the last word that only leads up to it (区は、…に基づき…条例).

    A particle leads up to nothing where no word is before it and a kana behind (はるか市…, 甲ははるか市…), nor before
    a kana that begins no word (がん対策…).
    """
    cut = 0
    for match in _LEADS_UP_TO_NAME.finditer(name):
        if match.end() == len(name) or name[match.end()] in _BEGINS_NO_WORD:
            continue
        after_word = match.start() > cut or match.end() - match.start() > 1
        if after_word or not "ぁ" <= name[match.end()] <= "ん":
            cut = match.end()
    return name[cut:].lstrip("のにへ")
