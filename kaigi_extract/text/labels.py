"""Numbering labels at the start of a line.

A label opens an item (第１条, １, (1), ア, ①). Much that starts a line looks like one and is none: a quantity that
a line break cut off (31 日まで), a reference (第1項から), a date. Both lists below come from the lines of council
documents; no PyPI library knows them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from string import ascii_letters

from kaigi_extract.text.enclosed import ENCLOSED, ENCLOSED_RANGE
from kaigi_extract.text.label import Label, LabelStyle
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.patterns import DIGITS, HAN
from kaigi_extract.text.quantities import is_quantity
from kaigi_extract.text.width import CACHED_SHORT_TEXTS, SHORT_TEXT

AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
BULLETS = "・･•‣◦·⚫⚪⬤○◯〇●◎◉◇◆⧫⬧⬥■□▪▫❏❑❒❍☐☑☒✓✗×✕✖▲△▼▽▶▷►★☆➢➔❖→⇒⇨※*＊"
_CROSSES = "×✕✖"
"""Bullets before what must not be done; alone, or before a number, they are none."""
DASH_BULLETS = "-‐‑–－―—−"
_ALL_BULLETS = frozenset(f"{BULLETS}{DASH_BULLETS}+")
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン"
_HALF_KANA = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
DIGIT = f"[{DIGITS}]"
KANJI_DIGIT = "[一二三四五六七八九十百]"
_REFERENCE = late_pattern(
    # A particle after a label makes it a reference. に が は で と の も begin words too (がん検診, はじめに): there a
    # further kana decides.
    rf"から(?!だ)|まで|及び|および|又は|または|若しくは|もしくは|並びに|ならびに|を|各号|ただし書|本文|前段|後段|"
    rf"[にがはでとのも](?![ぁ-ん])|に(?:ある|あっ|おけ|おい|つい|よ[りるっ]|かか|基づ|とも)|で(?:ある|あっ|は|も)|と(?:する|して|は)|"
    rf"の(?:とおり|通り|ほか|うち|いずれ|いう|よう)|[～〜・､、，,]\s*(?:{DIGIT}|[(（]|第|[{ENCLOSED_RANGE}])|[～〜]|"
    rf"(?:中|関係)(?![{HAN}])|以[上下降前後]|[,，.．/／:：]{DIGIT}"
)
_BELOW_IT = late_pattern(rf"以下の(?=[{HAN}ァ-ヶ])(?!場合|数|もの)")
"""(ア)以下の帳票は: what a label in brackets announces; behind digits it is a quantity (５以下の場合)."""
_SPACED_REFERENCE = late_pattern(
    r"\s+(?:から(?!だ)|まで|を|及び|および|又は|または|並びに|[～〜／/=×+＋―－]|に(?=[基規定関係掲対つ]))"
)
_FIRST_OF_REFERENCE = frozenset("かまをがはでとのにも及お又若並な各た本前後中関以～〜・､、，,.．/／:：=×+＋―－")
"""What begins either. A test that costs little: hardly any label is one of a reference."""
_NO_LABEL_AFTER_DIGIT = late_pattern(
    r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ/／:：%％‰+＋=＝×~～〜―－–−‐」』】〕〉》”’\-]|[.．](?!(?:1[0-2]|１[０-２]|[1-9１-９])月|\s+(?:19|20|１９|２０)[0-9０-９]{2}年)\s*[0-9０-９]|[,，、､・･:：]\s*[0-9０-９]|[)）]\s*[、。，,)）]"
)
_DIGIT = late_pattern(rf"({DIGIT}{{1,3}})(?:\s?[.．、､，,・:：]|(?=[\s(（「『【〔［《〈{HAN}ぁ-んァ-ヶ]))")
_NUMBER_THEN_NUMBER = late_pattern(rf"\s+({DIGIT}+)\s*(.{{0,4}})")
_DIGIT_BRANCH = late_pattern(rf"({DIGIT}{{1,3}})((?:の{DIGIT}{{1,2}})+)(?=\s+[^\s0-9０-９])")
_DIGIT_PAREN = late_pattern(rf"({DIGIT}{{1,3}})\s?[)）]")
_PAREN = late_pattern(
    rf"[(（]\s*(?:({DIGIT}{{1,3}})|({KANJI_DIGIT}{{1,4}})|([{KANA}{_HALF_KANA}])|([A-Za-zＡ-Ｚａ-ｚ])|([Ⅰ-Ⅻⅰ-ⅻ]))\s*[)）]"
)
_PAREN_BRANCH = late_pattern(
    rf"[(（]\s?({DIGIT}{{1,3}})(?:((?:\s?の\s?{DIGIT}{{1,2}})+)\s?[)）]|\s?[)）]((?:\s?の\s?{DIGIT}{{1,2}})+)(?=\s+\S))"
)
"""(2の2), (2)の2: the number of a 号 that was put in."""
_KANJI_BRANCH = late_pattern(rf"({KANJI_DIGIT}{{1,3}})((?:の{KANJI_DIGIT}{{1,3}})+)(?=\s+[^\s])")
"""二の二　…: the number of a 号 that was put in."""
_DAI = late_pattern(
    rf"第\s?({DIGIT}{{1,2}}{KANJI_DIGIT}{{1,3}}(?=条)|{KANJI_DIGIT}{{1,3}}{DIGIT}{{1,2}}(?=条)|{DIGIT}{{1,4}}|{KANJI_DIGIT}{{1,6}})(?:\s?(条(?![件例約文])|項(?![目番])|号(?![機外])|[編章節款]))?"
)
_CORNERED = late_pattern(
    rf"[【〔［《〈＜\[<]\s*第\s?({DIGIT}{{1,4}}|{KANJI_DIGIT}{{1,6}})\s?条((?:\s?の\s?(?:{DIGIT}{{1,3}}|{KANJI_DIGIT}{{1,4}}))*)"
    r"\s*[】〕］》〉＞\]>]"
)
_SECTION_SIGN = late_pattern(rf"§\s?({DIGIT}{{1,3}})[.．]?(?!{DIGIT})")
_DAI_BRANCH = late_pattern(rf"\s?の\s?({DIGIT}{{1,3}}(?!{DIGIT})|{KANJI_DIGIT}{{1,4}}(?![{HAN}]))")
_BRANCH_OPENS = late_pattern(r"\s|$|[（(]")
"""What follows 第３の２ where it is a label: 第３の２の規定 is a reference."""
_BELOW = {None: (), "条": ("項", "号"), "項": ("号",), "号": ()}
"""What a reference goes down to: 第５条第２項第１号."""
_DAI_NOT = late_pattern(
    r"[回次期種類位年月日週者四線級版弾号項条]|[-－‐–―−]\s?[0-9０-９]"
    r"|\s?(?:回(?!(?<=\s回)[収答覧復線転数避])|期(?![間限日]|(?<=\s期)[末待])|次(?!に|の各|の事項|のいずれ|のとおり|のよう))|一般|[)）」』】]"
)
_ENCLOSED_LABEL = late_pattern(rf"[{ENCLOSED_RANGE}][.．、]?")
_OWNER = late_pattern(r"[ⓒⒸⓇⓡ]\s*(?:[A-Za-z0-9０-９]|$)")
"""ⓒ 2023 says whose a text is."""
_KANA_PLAIN = late_pattern(
    rf"([{KANA}{_HALF_KANA}])(?:\s*[)）]|[.．、､]|(?=\s)|(?=[{HAN}「『(（])(?!々|[月所国行]|か))"
)
_KANA_LIST = late_pattern(rf"\s*[{KANA}](?![ァ-ヶー])")
_KANJI_PLAIN = late_pattern(rf"({KANJI_DIGIT}{{1,4}})(?:\s?[)）]|[、､.．，]|(?=\s))")
_KANJI_LIST = late_pattern(rf"\s*{KANJI_DIGIT}+[、のつに]")
_KANJI_WIDE = late_pattern(rf"\s+[{HAN}](?:\s|$)")
_ALPHA_PLAIN = late_pattern(r"([A-Za-zＡ-Ｚａ-ｚ])(?:\s?[)）]|[.．、](?![A-Za-z0-9])|(?=\s+[^\sA-Za-z0-9]))")
_ROMAN_PLAIN = late_pattern(rf"([Ⅰ-Ⅻⅰ-ⅻ])(?:\s?[)）]|[.．、]|(?=\s)|(?=[{HAN}ぁ-んァ-ヶ])(?![型期種類度級]))")
_ROMAN_THEN_DIGIT = late_pattern(
    rf"([Ⅰ-Ⅻⅰ-ⅻ]\s?[-－‐–―−.．・]\s?)({DIGIT}{{1,2}})(?:[.．](?!{DIGIT})|(?=\s)|(?=[{HAN}ぁ-んァ-ヶ「『(（]))"
)
"""Ⅰ－１: the number of a clause behind that of its part."""
_ROMAN_LETTERS = late_pattern(
    r"(II|III|IV|VI|VII|VIII|IX|XI|XII)(?:\s?[)）]|[.．、](?![A-Za-z0-9])|(?=\s+[^\sA-Za-z0-9]))"
)
_ROMAN_NUMBERS = {"II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XI": 11, "XII": 12}
_NOTE_MARK = late_pattern(rf"※(?:{DIGIT}{{1,2}}(?=[\s:：.．、）)]))?[:：]?|[*＊](?:{DIGIT}{{1,2}}(?=[\s:：]))?")
_OPTIONAL_SPACE = late_pattern(r"\s*")
_DUE = late_pattern(rf"\s*({DIGIT}{{1,3}})(?=\s+\S)")
_TERM = late_pattern(rf"\s*({KANJI_DIGIT}{{1,4}})(?=\s+[{HAN}]\s+\S\S)")
"""二　臼　粉をひく道具をいう。: more than a character follows the term, unlike in a spaced word (三　鷹　市)."""
_DECIMAL = late_pattern(
    rf"\s*({DIGIT}{{1,2}}(?:[.．\-‐‑‒–－−]{DIGIT}{{1,2}}){{1,3}})(?:[.．](?!{DIGIT})|(?=\s+\S)|(?=[{HAN}ぁ-んァ-ヶ「『(（]))"
)
_DECIMAL_STYLES: dict[int, LabelStyle] = {2: "decimal_2", 3: "decimal_3", 4: "decimal_4"}
_LONE = late_pattern(rf"\s*({DIGIT}{{1,2}})\s*[.．]?\s*$")


def match_due(line: str, due: int) -> Label | None:
    """The label at the start of ``line`` where a list has come to number ``due``, or None.

    A list in progress decides what a line alone cannot: after 2, ``３　年に１回以上…`` is item 3 and no quantity. Ask
    only where a paragraph begins; inside a paragraph a wrapped 3 月 would pass too.
    """
    label = match_label(line)
    if label is not None:
        return label
    match = _DUE.match(line)
    if match is None or int(match[1]) != due:
        return None
    return _label("digit", due, line, match.span(1))


def match_term(line: str, due: int | None = None) -> Label | None:
    """The kanji numeral before a term of one character (``二　臼　粉をひく道具をいう。``) where a list has come to
    number ``due``, or None. Alone the line may as well begin with a word set wide (一　般): ask without a number
    only where nothing but an item can be."""
    match = _TERM.match(line)
    number = parse_number(match[1]) if match is not None else None
    if match is None or number is None or number != (due or number):
        return None
    return _label("kanji", number, line, match.span(1))


def match_decimal(line: str) -> tuple[Label, tuple[int, ...]] | None:
    """The label of numbers parted by stops or dashes (``2.1 ``, ``２．１．３　``, ``２－１　``) and all of its numbers.

    A line alone may as well begin with a quantity: ask only where the clause and the item that it names are open.
    """
    match = _DECIMAL.match(line) if line.lstrip()[:1].isdecimal() else None
    if match is None or _is_reference(line, match.end()):
        return None
    if match.end() == match.end(1) and not line[match.end()].isspace() and is_quantity(line, match.end()):
        return None
    numbers = tuple(int(part) for part in re.findall(DIGIT + "+", match[1]))
    return _label(_DECIMAL_STYLES[len(numbers)], numbers[-1], line, (match.start(1), match.end())), numbers


def match_lone(line: str) -> Label | None:
    """The label that a line is wholly made of where it is digits, which alone may as well be a page's number: only a
    sequence that they continue can show which. Every other label is one for `match_label` too."""
    match = _LONE.match(line)
    number = parse_number(match[1]) if match is not None else None
    return _label("digit", number, line, match.span(1)) if match is not None and number else None


def is_bullet(label: str) -> bool:
    """Whether a printed label is a bullet, which numbers nothing: ・, ○, ※１."""
    return label[:1] in _ALL_BULLETS


def match_label(line: str) -> Label | None:
    """The numbering label at the very start of ``line`` (leading white space skipped), or None.

    Digits alone on a line are no label (page numbers are that), nor is what the neighbours would have to decide.
    """
    return _match_short(line) if len(line) <= SHORT_TEXT else _match(line)


def _match(line: str) -> Label | None:
    for start, char in enumerate(line):
        if not char.isspace():
            reader = _READERS.get(char)
            return reader(line, start) if reader is not None else None
    return None


_match_short = functools.lru_cache(maxsize=CACHED_SHORT_TEXTS)(_match)


def _label(
    style: LabelStyle,
    number: int | str | None,
    line: str,
    span: tuple[int, int],
    ordinal: int | None = None,
    branches: tuple[int, ...] = (),
) -> Label:
    """A label from its place in the line; an int number is its own ordinal."""
    start, stop = span
    end = _OPTIONAL_SPACE.match(line, stop).end()  # type: ignore[union-attr]
    if isinstance(number, int):
        ordinal = number
    iroha = IROHA.find(number) + 1 if style in _KANA_STYLES and isinstance(number, str) else 0
    return Label(style, number, ordinal, iroha or None, branches, line[start:stop].rstrip(), start, end)


_KANA_STYLES = frozenset({"kana", "paren_kana", "kana_paren", "circled_kana"})


def _is_reference(line: str, at: int) -> bool:
    """Whether what follows at ``at`` turns the label before it into a reference (から, に規定する, 、(2))."""
    if line[at:].lstrip()[:1] not in _FIRST_OF_REFERENCE:
        return False
    return _REFERENCE.match(line, at) is not None or _SPACED_REFERENCE.match(line, at) is not None


def _read_digit(line: str, start: int) -> Label | None:
    """``1 ``, ``１．``, ``1、``, ``1)``, ``１件名``, ``３の２ …``; None for quantities, dates, decimals, ranges."""
    match = _DIGIT_BRANCH.match(line, start)
    if match is not None:
        branches = _branch_numbers(match[2])
        return _label("digit", int(match[1]), line, (start, match.end()), branches=branches)
    match = _DIGIT_PAREN.match(line, start)
    if match is not None:
        style: LabelStyle = "digit_paren"
        stop = match.end()
        if _is_reference(line, stop) or line[stop : stop + 1] in ("、", "。", "，", ")", "）"):
            return None
    else:
        match = _DIGIT.match(line, start)
        if match is None or _NO_LABEL_AFTER_DIGIT.match(line, match.end(1)):
            return None
        style, stop = "digit", match.end()
        if stop == match.end(1) and not _bare_digit_opens(line, stop):
            return None
    return _label(style, int(match[1]), line, (start, stop))


def _bare_digit_opens(line: str, at: int) -> bool:
    """Whether digits without punctuation after them number the text that follows at ``at``."""
    rest = line[at:].strip()
    if not rest or is_quantity(line, at) or _is_reference(line, at):
        return False
    if rest[0] in "次" and not line[at].isspace():
        return rest[1:2] in ("の", "に")
    match = _NUMBER_THEN_NUMBER.match(line, at)
    if match is None:
        return True
    after = line[match.end(1) :].strip()
    return len(after) > 3 and is_quantity(line, match.end(1)) and "年" not in match[2]


def _branch_numbers(printed: str) -> tuple[int, ...]:
    """の２の３ → (2, 3)."""
    values = (parse_number(part.strip()) for part in printed.split("の") if part.strip())
    return tuple(value for value in values if value is not None)


def _read_paren(line: str, start: int) -> Label | None:
    """``(1)``, ``（１）``, ``(ア)``, ``（一）``, ``(a)``, ``(ⅰ)``, ``(2の2)``, ``(2)の2 …``."""
    branch = _PAREN_BRANCH.match(line, start)
    if branch is not None and not _is_reference(line, branch.end()):
        branches = _branch_numbers(branch[2] or branch[3])
        return _label("paren_digit", int(branch[1]), line, branch.span(), branches=branches)
    match = _PAREN.match(line, start)
    if match is None or (_is_reference(line, match.end()) and not _BELOW_IT.match(line, match.end())):
        return None
    digits, kanji, kana, letter, roman = match.groups()
    span = (start, match.end())
    if digits:
        return _label("paren_digit", int(digits), line, span)
    if kana:
        return _kana("paren_kana", kana, line, span)
    if letter:
        return _alpha("paren_alpha", letter, line, span)
    if roman:
        return _label("paren_roman", int(unicodedata.numeric(roman)), line, span)
    number = parse_number(kanji)
    return None if number is None else _label("paren_kanji", number, line, span)


def _kana(style: LabelStyle, char: str, line: str, span: tuple[int, int]) -> Label:
    """A kana label, half width folded; ordinal in the order of the syllabary (none for ヰ and ヱ)."""
    kana = unicodedata.normalize("NFKC", char)
    return _label(style, kana, line, span, AIUEO.find(kana) + 1 or None)


def _alpha(style: LabelStyle, char: str, line: str, span: tuple[int, int]) -> Label:
    """A letter label, width folded; a and A are both 1."""
    letter = unicodedata.normalize("NFKC", char)
    return _label(style, letter, line, span, ord(letter.lower()) - ord("a") + 1)


_DAI_STYLES: dict[str | None, LabelStyle] = {None: "dai", "条": "dai_jo", "項": "dai_ko", "号": "dai_go"}


def _read_dai(line: str, start: int) -> Label | None:
    """``第1``, ``第１条の２``, ``第1項``, ``第２章``; None for references, 第三者, 第2回, 第2号様式."""
    match = _DAI.match(line, start)
    number = parse_number(match[1]) if match is not None else None
    if match is None or number is None:
        return None
    stop, branches = _branches(line, match.end()) if match[2] in ("条", "章", None) else (match.end(), ())
    if branches and match[2] is None and not _BRANCH_OPENS.match(line, stop):
        return None
    if match[2] is None and not _dai_opens(line, match):
        return None
    if _is_reference(line, stop) or re.match(r"様式|議案|\s?[)）]|[、，]", line[stop : stop + 3]):
        return None
    if _goes_down(line, stop, match[2]):
        return None
    if match[2] in ("節", "款", "編", "章") and not re.match(r"\s|$|[（(]", line[stop:]):
        return None
    return _label(_DAI_STYLES.get(match[2], "dai_sho"), number, line, (start, stop), branches=branches)


def _read_cornered(line: str, start: int) -> Label | None:
    """``【第１条】``, ``＜第三条の二＞``: an article whose label is in brackets of its own."""
    match = _CORNERED.match(line, start)
    number = parse_number(match[1]) if match is not None else None
    if match is None or number is None or _is_reference(line, match.end()):
        return None
    _, branches = _branches(line, match.start(2))
    return _label("dai_jo", number, line, match.span(), branches=branches)


def _read_section_sign(line: str, start: int) -> Label | None:
    """``§1``, ``§ １２.``: an article."""
    match = _SECTION_SIGN.match(line, start)
    if match is None or _is_reference(line, match.end()):
        return None
    return _label("dai_jo", parse_number(match[1]), line, match.span())


def _goes_down(line: str, at: int, unit: str | None) -> bool:
    """Whether a 第 that follows at ``at`` makes what is before it a reference (第５条第２項) or one of a list.

    After white space it is what the label's own text begins with (第５条　第２条に規定する…, 第７　第三者への…), unless
    it is of a lower unit: a reference only goes down, from 条 to 項 to 号.
    """
    start = _OPTIONAL_SPACE.match(line, at).end()  # type: ignore[union-attr]
    if not line.startswith("第", start):
        return False
    if start == at or unit not in _BELOW:
        return start - at <= 1
    after = _DAI.match(line, start)
    return after is not None and (after[2] in _BELOW[unit] or _ends_list(line, after))


def _ends_list(line: str, match: re.Match[str]) -> bool:
    """Whether nothing follows a 第N条, or another one after white space, or 関係: no text begins with it."""
    at, _ = _branches(line, match.end())
    start = _OPTIONAL_SPACE.match(line, at).end()  # type: ignore[union-attr]
    after = _DAI.match(line, start)
    listed = after is not None and start > at and after[2] == match[2]
    return listed or start == len(line) or line.startswith("関係", start)


def _dai_opens(line: str, match: re.Match[str]) -> bool:
    """Whether 第N without 条 or 項 is a label: in kanji only before white space or a bracket (第三者 is a word)."""
    rest = line[match.end(1) :]
    if _DAI_NOT.match(rest):
        return False
    return match[1][0] not in "一二三四五六七八九十百" or re.match(r"\s|$|[（(]", rest) is not None


def _branches(line: str, at: int) -> tuple[int, tuple[int, ...]]:
    """Branch numbers (の8の2) from ``at``: where they end, and their values."""
    found: list[int] = []
    while (match := _DAI_BRANCH.match(line, at)) is not None and (number := parse_number(match[1])) is not None:
        found.append(number)
        at = match.end()
    return at, tuple(found)


def _read_enclosed(line: str, start: int) -> Label | None:
    """``①`` and its kin; ``⑴`` counts with (1), ``⒈`` with 1, ``㈠`` with (一), ``⒜`` with (a)."""
    match = _ENCLOSED_LABEL.match(line, start)
    if match is None or _is_reference(line, match.end()) or _OWNER.match(line, start):
        return None
    style, value = ENCLOSED[line[start]]
    span = (start, match.end())
    if isinstance(value, int):
        return _label(style, value, line, span)
    return _kana(style, value, line, span) if style == "circled_kana" else _alpha(style, value, line, span)


def _read_kana(line: str, start: int) -> Label | None:
    """``ア ``, ``ア．``, ``ア)``, ``ア乙は``; not words (アクセス), lists (ア、イ及び), spaced words (ア　ラ)."""
    match = _KANA_PLAIN.match(line, start)
    if match is None or _is_reference(line, match.end()):
        return None
    if match.end() == match.end(1) and line[match.end()].isspace():
        if not line[match.end() :].strip() or _KANA_LIST.match(line, match.end()):
            return None
    elif match[0][-1] in "、､" and _KANA_LIST.match(line, match.end()):
        return None
    style: LabelStyle = "kana_paren" if match[0][-1] in ")）" else "kana"
    return _kana(style, match[1], line, (start, match.end()))


def _read_kanji(line: str, start: int) -> Label | None:
    """``一 ``, ``一、``, ``二)``, ``二の二 ``; None for words (一般, 一　般), quantities (三 年), lists (一、二の)."""
    branch = _KANJI_BRANCH.match(line, start)
    if branch is not None and not _is_reference(line, branch.end()):
        branches = _branch_numbers(branch[2])
        return _label("kanji", parse_number(branch[1]), line, branch.span(), branches=branches)
    match = _KANJI_PLAIN.match(line, start)
    number = parse_number(match[1]) if match is not None else None
    if match is None or not number or _is_reference(line, match.end()) or _KANJI_LIST.match(line, match.end()):
        return None
    at = match.end()
    if at == match.end(1) and (is_quantity(line, at) or _KANJI_WIDE.match(line, at) or not line[at:].strip()):
        return None
    style: LabelStyle = "kanji_paren" if match[0][-1] in ")）" else "kanji"
    return _label(style, number, line, (start, match.end()))


def _read_alpha(line: str, start: int) -> Label | None:
    """``a.``, ``a)``, ``Ａ 氏名``, ``II. 総則``; None for words and abbreviations."""
    roman = _ROMAN_LETTERS.match(line, start)
    if roman is not None and not _is_reference(line, roman.end()):
        return _label("roman", _ROMAN_NUMBERS[roman[1]], line, roman.span())
    match = _ALPHA_PLAIN.match(line, start)
    if match is None or _is_reference(line, match.end()):
        return None
    style: LabelStyle = "alpha_paren" if match[0][-1] in ")）" else "alpha"
    return _alpha(style, match[1], line, (start, match.end()))


def _read_roman(line: str, start: int) -> Label | None:
    """``Ⅰ 諮問事項``, ``ⅱ)``; None for Ⅱ型. ``Ⅰ－１`` counts with 1."""
    both = _ROMAN_THEN_DIGIT.match(line, start)
    if both is not None and not _is_reference(line, both.end()):
        return _label("digit", int(both[2]), line, both.span())
    match = _ROMAN_PLAIN.match(line, start)
    if match is None or _is_reference(line, match.end()):
        return None
    return _label("roman", int(unicodedata.numeric(match[1])), line, (start, match.end()))


def _read_bullet(line: str, start: int) -> Label | None:
    """``・``, ``○``, ``※1``…; None where the mark is doubled (○○さん, ･･･), stands for a number (〇一), or is a cross
    that multiplies (× 3)."""
    char = line[start]
    rest = line[start + 1 :].lstrip() if char in _CROSSES else ""
    if char in _CROSSES and (not rest or rest[0].isdecimal()):
        return None
    if line[start + 1 : start + 2] == char or (char == "〇" and re.match(KANJI_DIGIT, line[start + 1 :])):
        return None
    match = _NOTE_MARK.match(line, start)
    return _label("bullet", None, line, (start, match.end() if match is not None else start + 1))


def _read_dash(line: str, start: int) -> Label | None:
    """``- `` as a bullet: only before white space, a dash at a word opens a quotation (－…説明－)."""
    after = line[start + 1 : start + 2]
    return _label("bullet", None, line, (start, start + 1)) if after and after.isspace() else None


_Reader = Callable[[str, int], Label | None]
_READERS_BY_FIRST: tuple[tuple[str, _Reader], ...] = (
    ("0123456789０１２３４５６７８９", _read_digit),
    ("(（", _read_paren),
    ("第", _read_dai),
    ("【〔［《〈＜[<", _read_cornered),
    ("§", _read_section_sign),
    (KANA + _HALF_KANA, _read_kana),
    ("一二三四五六七八九十百", _read_kanji),
    (ascii_letters, _read_alpha),
    ("".join(chr(ord(letter) + 0xFEE0) for letter in ascii_letters), _read_alpha),
    ("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ", _read_roman),
    (ENCLOSED_RANGE, _read_enclosed),
    (BULLETS, _read_bullet),
    (DASH_BULLETS, _read_dash),
)
_READERS: dict[str, _Reader] = {char: reader for chars, reader in _READERS_BY_FIRST for char in chars}
