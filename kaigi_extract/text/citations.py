"""Citations of articles: 第14条第1項, 第61条の8の2第3項, 第二十一条の二, with the law's name where one is before it.

``ja-law-parser`` and ``kanjize`` were looked at: one reads e-Gov's XML, the other numbers; none finds citations in
running text.
"""

from __future__ import annotations

import re

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern
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
_ARTICLE = late_pattern(
    rf"第{BLANKS}(?P<article>{_SPACED_NUMBER}){BLANKS}条(?![件例約文])"
    rf"(?P<branches>(?:{BLANKS}の{BLANKS}(?:{_FIGURES}(?![0-9０-９人つ年月日件点])|{_KANJI_NUMBER}(?![一-鿿])|{_KANJI_NUMBER}(?=第|関係|及び|又は)))*)"
    rf"(?:{BLANKS}第?{BLANKS}(?P<paragraph>{_SPACED_NUMBER}){BLANKS}項(?![目番]))?(?:{BLANKS}第{BLANKS}(?P<item>{_SPACED_NUMBER}){BLANKS}号)?"
)
_GIVEN = late_pattern(
    rf"(?<![^\S\n])[」』]?(?:{BLANKS}[(（][^()（）\n]{{0,80}}[)）]){{0,2}}{BLANKS}(?:の|[(（])?{BLANKS}$"
)
"""What may be between a name and its article: the law's number, a definition, or one after the other; の; a bracket
that opens; the end of a quotation. It is looked for at the start of a run of blanks only, however long that is."""
_LAW_NAME = late_pattern(
    r"(?:[぀-ヿ々㐀-鿿Ａ-Ｚａ-ｚA-Za-zー]*(?:条例|法律|法|規則|令|要綱|規程|基準|協定|条約|憲法)(?:施行(?:条例|規則|令|細則))?)$"
)
SHORTEST_QUOTED = 4
"""Characters of a name in corner brackets up to which it is short for another (「法」, 「条例」)."""
_OF_NAME = "[関係対基伴向際当応準資要属従供足至置]"
"""What follows に inside of a name: に関する, に係る, に対する, に伴う, に資する."""
_LEADS_UP_TO_NAME = late_pattern(
    # The last of these before a name ends the words that only lead up to it.
    r"しかしながら|なおかつ|に対して|及び|および|又は|または|並びに|ならびに|若しくは|もしくは|その他|に基づき|に基づく|による|により|に定める|に規定する|に係る|"
    r"について|において|における|に関し(?!て)|ついて|とおり|なお|また|ただし|本件は|これは|[はがをで]|と(?=[^り])|には|よる"
    rf"|に(?!{_OF_NAME})(?=[一-鿿ァ-ヶー])|[もへ](?![市区町村])(?=[一-鿿ァ-ヶー])"
)
_ABOUT = late_pattern(
    r"[぀-ヿ々㐀-鿿Ａ-Ｚａ-ｚA-Za-zー]*(?P<of>に関する(?:法律|条例|規則|規程|要綱|省令|政令)(?:施行(?:令|規則|細則))?)$"
)
_LEADS_UP_TO_ABOUT = late_pattern(
    # A name …に関する法律 goes on over による, の, する and 及び (暴力団員による…, 行政機関の保有する…): less parts it.
    r"は|が(?!ん)|も(?=[一-鿿])|[へで](?=[一-鿿])|と(?!する|り|の|して)"
    r"|を(?!(?:理由|目的|内容|業)とする|[一-鿿]{2,4}する(?:ための|者|もの))"
    rf"|(?<!並び)(?<!とも)に(?!{_OF_NAME})(?=[一-鿿ァ-ヶー])|(?:定める|規定する|掲げる)|に(?:基づき?く?|従い|より|ついて|おいて|関し(?!て))|には"
    r"|(?<=[契協条約項号定め法則令書綱領款])による|(?:業務|事務|契約)における"
    r"|(?<=[法例則令書綱程領款])(?:、|・|及び|並びに|又は|若しくは|および|または)|その他|なお|また|ただし|とおり"
)
_BEGINS_NO_WORD = frozenset("んっゃゅょぁぃぅぇぉー々")
_LEADING_WORDS = late_pattern(
    # Words before a name that are no part of it and that no name begins with; この条例 and 当該条例 are names here.
    r"(?:(?:上記|前記|前述|先述|下記|以下|現行|本件|当区|本区|区)の"
    r"|(?:同じく|同様に|さらに|更に|加えて|あわせて|併せて|よって|そして|すなわち|即ち|例えば|たとえば|特に|次に|つぎに|まず|また|又|なお|尚"
    r"|及び|および|並びに|ならびに|又は|または|若しくは|もしくは"
    r"|ただし|但し|しかし|一方|既に|すでに|ほか|今回|それぞれ|根拠法令|関係法令)"
    r"|当該(?!条例|法|規則|令|要綱|規程|基準|協定|条約|施行))+(?=.)"
)
_OWN_NAME = late_pattern(
    # Names that hold words which elsewhere only lead up to a name: (個人情報)の保護に関する条例, 出入国管理及び….
    r"(?:(?:改正|旧|新)?出入国管理及び難民認定法(?:施行(?:令|規則))?"
    r"|(?:[一-鿿]{1,6}[区市町村都道府県])?(?:[一-鿿ァ-ヶーの]*)?個人情報(?:の)?保護(?:及び[一-鿿]+)?に関する(?:条例|法律)(?:施行(?:条例|規則|令|細則))?"
    r"|[一-鿿ァ-ヶー]{2,30}(?:(?:に関する|に係る|の)[一-鿿]{2,20})?の一部を改正する(?:等の)?(?:法律|条例|規則|政令)"
    r"|行政手続における特定の個人を識別するための番号の利用等に関する法律(?:施行(?:令|規則))?"
    r"|(?:[一-鿿ァ-ヶー]{2,24}(?:及び|の|に係る|に関する|並びに)){0,4}[一-鿿ァ-ヶー]{2,24}(?:に関する|の)(?:法律|条例|規則)(?:施行(?:規則|令|細則))?)$"
)
_PARTED = late_pattern(r"[\s、。，,「」『』（）()【】\[\]：:※〕〔]")
_DOTS = "・･·"
_BEFORE_DOT = late_pattern(
    r"(?:[一-鿿ぁ-んァ-ヶー]{1,12}[都道府県])?[一-鿿ぁ-んァ-ヶー]{1,8}?[市区町村][一-鿿]{2,12}$|(?:^|[ぁ-ん])情報公開$"
)
"""What begins a name that goes on behind a dot: 品川区情報公開・個人情報保護条例. A place alone is one of a list."""
_AND = frozenset({"及び", "および", "並びに", "ならびに"})
"""What joins two words of one name, where each is said by a deed."""
_DEED = late_pattern(r"(?:公開|開示|保護|管理|利用|提供|収集|推進|審査|整備|処理)$")
_PLACE = late_pattern(r"[一-鿿ぁ-んァ-ヶー]{1,8}?[区市町村都道府県]")
_KANA_PLACE = late_pattern(r"[ぁ-ん]+(?=[一-鿿]?[市区町村](?![民街場立長内営政外]|議会))")
_KANA_AT_END = late_pattern("[ぁ-ん]+$")
_SHORTEST_KANA_PLACE = 3
"""Characters of the name of a place in kana: いわき, つくば, さいたま."""
_PARTICLES = "はがをでにへとの"
_POINTS = late_pattern(r"(?:これ|それ|ここ|そこ)ら?[はがをでにへとの]")


def find_citations(text: str, names: re.Pattern[str] | None = None) -> list[Citation]:
    """All articles that ``text`` cites, in order; 第2号様式, 第1項 alone and 条例第79号 cite none.

    ``ordinance`` is the name that ends directly before 第 (a law number in brackets may stand between): a full name, or
    法, 同法, 条例, 同条例施行規則 as printed; else None. White space between the parts is allowed.
    Numbers are read in half and full width and kanji (港区: 第二十一条の二). ``names`` matches names that are known,
    ending where it is searched to: they hold words that elsewhere part or only lead up to a name.
    """
    found: list[Citation] = []
    if "条" not in text:
        return found
    for match in _ARTICLE.finditer(text):
        article = parse_number("".join(match["article"].split()))
        if article is None:
            continue
        floor = found[-1].end if found else 0
        start, name = _name_before(text, match.start(), floor, names)
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


_FURTHER = late_pattern(
    rf"(?:{BLANKS}[(（][^()（）\n]{{0,40}}[)）])?{BLANKS}(?:及び|および|並びに|ならびに|又は|または|若しくは|もしくは|[、，・,]){BLANKS}"
    rf"(?P<same>同条{BLANKS}|同項{BLANKS})?(?:第{BLANKS}(?P<paragraph>{_SPACED_NUMBER}){BLANKS}項(?![目番])(?!まで))?"
    rf"(?:{BLANKS}第{BLANKS}(?P<item>{_SPACED_NUMBER}){BLANKS}号(?!まで))?"
)
_LESS = late_pattern(
    r"(?:[ア-ンｱ-ﾝ]|の?(?:ただし|但し?)書き?|本文|前段|後段|各号)?"
    r"(?:に(?:掲げる|規定する|定める)[^、。及又並若第]{0,12})?"
)
"""What of a cited paragraph may follow its number: a letter, its proviso."""


def further_paragraphs(text: str, citation: Citation) -> list[Citation]:
    """The paragraphs and items of a cited article that are listed after it: 第14条第1項|及び第3項|.

    A paragraph is only read after a paragraph, an item after an item: 第14条及び第3項 may be of another article.
    """
    found, last = list[Citation](), citation
    while last.paragraph is not None:
        rest = _LESS.match(text, last.end)
        match = _FURTHER.match(text, rest.end() if rest is not None else last.end)
        if match is None or not (match["paragraph"] or match["item"]):
            break
        if match["paragraph"] is None and last.item is None:
            break
        start = text.rindex("第", match.start(), match.start("paragraph" if match["paragraph"] else "item"))
        paragraph = _number(match["paragraph"]) or last.paragraph
        words = text[start : match.end()]
        last = Citation(
            None, citation.article, citation.branches, paragraph, _number(match["item"]), start, match.end(), words
        )
        found.append(last)
    return found


def _number(digits: str | None) -> int | None:
    """The value of a paragraph or item, None where it is not printed."""
    return None if digits is None else parse_number("".join(digits.split()))


def _numbers(branches: str) -> list[int]:
    """の8の2 → [8, 2]."""
    values = (_number(part) for part in branches.split("の"))
    return [value for value in values if value is not None]


def _name_before(text: str, at: int, floor: int, names: re.Pattern[str] | None) -> tuple[int, str | None]:
    """Where the law's name before ``at`` begins, and the name; (at, None) without one."""
    given = _GIVEN.search(text, floor, at)
    stop = given.start() if given is not None else at
    low = max(floor, stop - 60, text.rfind("\n", floor, stop) + 1)
    words = _quoted_name(text, floor, stop) or _name_by_grammar(text[low:stop])
    known = names.search(text, low, stop) if names is not None else None
    if known is not None and _begins_there(text[low : known.start()], known[0], words):
        return known.start(), "".join(known[0].split())
    if not words:
        return at, None
    return stop - len(words), words


def _quoted_name(text: str, floor: int, stop: int) -> str:
    """The name in corner brackets that close at ``stop``, the whole of it; empty where none is there."""
    if text[stop : stop + 1] not in ("」", "』"):
        return ""
    quoted = text[max(text.rfind("「", floor, stop), text.rfind("『", floor, stop), floor - 1) + 1 : stop]
    is_name = _LAW_NAME.fullmatch(quoted) is not None and len(quoted) > SHORTEST_QUOTED
    return quoted if is_name else ""


def _begins_there(before: str, known: str, words: str) -> bool:
    """Whether a known name begins where it was found: it is what grammar takes for a name, or more of it; or what is
    before it ends in kana, which only leads up to it."""
    if len(known) >= len(words):
        return len(words) == len(known) or not before or _IDEOGRAPH.match(before[-1]) is None
    return _IDEOGRAPH.match(before[-1:]) is None


_IDEOGRAPH = late_pattern("[々一-鿿ァ-ヶー]")


def _name_by_grammar(text: str) -> str:
    """The name that ends a text, empty where none does."""
    window = _window(_PARTED.split(text)[-1])
    about = _about_name(window)
    if about:
        return _named(about)
    own = _OWN_NAME.search(window)
    if own is not None and (whole := _with_place(window, own)):
        return _named(whole)
    name = own if own is not None else _LAW_NAME.search(window)
    if name is None or not name[0]:
        return ""
    return _named(name[0] if own is not None else _last_words(name[0]))


def _with_place(window: str, own: re.Match[str]) -> str:
    """A name that begins right behind a place in kana, with the place: よめな|区個人情報保護に関する条例; else none."""
    kana = _KANA_AT_END.search(window, 0, own.start())
    if kana is None or own[0][0] not in "区市町村":
        return ""
    led = _LEADING_WORDS.match(window)
    start = max(kana.start(), led.end() if led is not None else 0)
    lead = _LEADS_UP_TO_NAME.match(window, start, own.start())
    particle = lead is None or len(lead[0]) == 1
    if lead is not None and not particle:
        start = lead.end()  # および|こすもす市…
    elif start > 0 and window[start] in _PARTICLES and own.start() - start > _SHORTEST_KANA_PLACE:
        start += 1  # 区は|こすもす市…
    return window[start:] if own.start() - start >= _SHORTEST_KANA_PLACE - 1 else ""


def _about_name(window: str) -> str:
    """The whole of a name …に関する法律 that ends a text; empty where none does, or a place in kana begins it."""
    about = _ABOUT.search(window)
    if about is None or _KANA_PLACE.search(window) is not None:
        return ""
    leads = _LEADS_UP_TO_ABOUT.finditer(window, about.start(), about.start("of"))
    cut = max((match.end() for match in leads), default=about.start())
    return window[cut:].lstrip("のにへ")


def _window(text: str) -> str:
    """What a name may be in, of words set apart by dots: the last of them, and those before that go on in it."""
    parts = re.split(f"[{_DOTS}]", text)
    start = len(text) - len(parts[-1])
    for part in reversed(parts[:-1]):
        if not _BEFORE_DOT.search(part) or _LAW_NAME.search(part) is not None:
            break
        start -= len(part) + 1
    return text[start:]


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
        if _joins(name[cut : match.start()], match[0], name[match.end() :]):
            continue
        after_word = match.start() > cut or match.end() - match.start() > 1
        if after_word or not "ぁ" <= name[match.end()] <= "ん":
            cut = match.end()
    place = next((run for run in _KANA_PLACE.finditer(name) if cut < run.end()), None)
    if place is not None and (place.start() <= cut or place[0][0] in _PARTICLES):
        return _from_place(name, place)
    return name[cut:].lstrip("のにへ")


def _joins(before: str, word: str, after: str) -> bool:
    """Whether 及び joins two words of one name: 品川区情報公開|及び|個人情報保護条例. Behind it another place begins
    another name."""
    if word not in _AND or not (_BEFORE_DOT.search(before) and _DEED.search(before)):
        return False
    return _PLACE.match(after) is None


def _from_place(name: str, run: re.Match[str]) -> str:
    """A name that begins with a place in kana, of which kana is before that only leads up to it: 区は|はるか市…,
    区では|さいたま市…. Of kana that may as well begin the place, the place has it where it would be too short."""
    kana, cut = run[0], 0
    leads = (match.span() for match in _LEADS_UP_TO_NAME.finditer(name))
    lead = next((end - run.start() for start, end in leads if start <= run.start() < end), 0)
    if run.start() == 0:
        points = _POINTS.match(kana)
        cut = points.end() if points is not None else 0
    elif lead or kana[0] in _PARTICLES:
        cut = lead or 1
    if cut and kana[cut : cut + 1] in ("は", "も", "の") and len(kana) - cut - 1 >= _SHORTEST_KANA_PLACE:
        cut += 1
    return name[run.start() + (cut if len(kana) - cut >= _SHORTEST_KANA_PLACE - 1 else 0) :]
