"""How lines of people are cut: separators, groups and seats in brackets, counts and remarks, which are nobody.

Knows strings only; `names` knows what is a name, and `people` who it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaigi_extract.parts.minutes.lines import NUMERAL, SEAT_NUMBER, MinutesVocabulary
from kaigi_extract.parts.minutes.names import BRACKET, COLUMN, LONGEST_NAME, width
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_COUNT = (
    rf"(?:以上|計|合計|ほか|他|外)?\s*{NUMERAL}\s*[人名]|{NUMERAL}\s*[人名]中\s*{NUMERAL}\s*[人名](?:の?出席)?|以上|[(（]?(?:なし|無し|無)[)）]?|(?:以上|計|合計)?\s*{NUMERAL}\s*[人名]の?(?:欠席|出席|参加)|(?:遅参|遅刻|早退|待機|途中(?:出席|退席|入室|退室|参加))|第{NUMERAL}(?:地区|選挙区|ブロック)|特になし|該当なし|全員|別紙.*|敬称略|順不同|五十音順|同上|様式第?{NUMERAL}号?(?:様式)?|(?:電話|内線|TEL|FAX|ファ[クッ]ク?ス)(?:番号)?[\s:：0-9()-]+|.{{0,8}}(?:と同じ|のとおり|と同様)"
    r"|[*＊※].*"
)
REMARK = late_pattern(rf"[(（\[【][^()（）\[\]【】]*(?:{NUMERAL}\s*[名人]|敬称略?|略|順|順不同)[)）\]】]")
GROUP = late_pattern(
    r"\s*[【〔［\[<＜〈《≪]\s*([^【】〔〕［］\[\]<>＜＞〈〉《》≪≫]{1,24})\s*[】〕］\]>＞〉》≫]\s*[:：]?\s*"
)
BULLET = late_pattern(
    r"^\s*(?:[・○◎●◇◆◯〇■□▲△▼•‣▪*＊※\-–—－]\s*|[(（]\s*[0-9０-９]{1,2}\s*[)）]\s*"
    r"|[0-9０-９]{1,2}\s*番?[.．、\s　]\s*|[0-9０-９]{1,2}番\s*|[一二三四五六七八九十百]{1,5}番(?=\S{2}.*[君氏様]$))"
)
DASHED = late_pattern(r"^\s*[-－―–—‐]\s*(\S[^-－―–—‐]*\S)\s*[-－―–—‐]\s*$")
"""－事務局－: a group between dashes, on a line of its own."""
BRACKETED_FIRST = late_pattern(
    r"\s*[(（【〔]\s*(?!(?:株|有|公財|一財|公社|一社|社福|独|国研|学|医|財|社)[)）])([^()（）【】〔〕]{1,10}?)\s*[)）】〕]\s*(?=\S)"
)
"""（会長）横田 周, （総務省）財政課長; not （株）."""
SEAT_OF_NUMBER = late_pattern(r"([0-9０-９]{1,2}番)(?:委員|議員)(?=\s)")
"""１番委員　吉井: the number of a seat with the seat behind it."""
SEAT_BETWEEN = late_pattern(r"[(（]\s*([^()（）]{2,8})\s*[)）](?=[^\s()（）])")
COUNTED = late_pattern(rf"\s*\S{{2,8}}?\s*{NUMERAL}\s*[名人]\s*[(（]")
"""事務局４名（…."""
IN_BRACKETS = late_pattern(
    rf"(?:((?!計?{NUMERAL}\s*[名人])\S{{2,8}}?)\s*)?(?:(計?{NUMERAL}\s*[名人])\s*)?[(（]([^()（）]+)[)）](?:\s*(?:計\s*)?({NUMERAL})\s*[名人])?\s*"
)
"""委員５名（甲、乙）, （甲、乙）２名."""
_COUNTS = (
    rf"(?:議題|案件|諮問|報告|審議)(?:[(（]?{NUMERAL}[)）]?)?(?:号|件)?関係|"
    rf"(?:{_COUNT})|[^()、]{{0,12}}(?:紹介|選出|互選|交付|挨拶|あいさつ)|[^()]{{0,10}}{NUMERAL}[名人](?:程度)?|[^()、]{{0,24}}(?:委員|議員|職員|会員|構成員){NUMERAL}[名人]"
)
_NOBODY = late_pattern(
    r"[:：]\s*(?:なし|無し?)$|^(?:ほか|他|外)$|^[※*＊]?\s*欠席(?:者|委員)?[はも]?\s*(?:なし|無し|無)$"
)
"""審理員：なし, …、他, ※欠席者なし."""
SO_MANY = late_pattern(rf"(\S{{2,12}}?)\s*(?:(?:ほか|他|外)\s*)?{NUMERAL}\s*[名人]")
"""指導主事２名."""
ABSENT = late_pattern(r"欠席?|[×✕✖xX]|不参加")
"""How a table says that somebody did not come."""
DID_NOT_COME = late_pattern(
    r"^[×✕✖](?!\S{0,2}[×✕✖])\s*(?=\S)|(?<=\S)(?:\s+(?:[×✕✖]|欠席?)|\s*[(（〔［【]\s*欠\s*[)）〕］】])$"
)
"""× 谷川 実, 谷川 実　欠席: the mark of one who did not come, on a list with a mark for everybody."""
CAME = late_pattern(r"(?<=\S)(?:\s+(?:[○〇◯]|出席?)|\s*[(（〔［【]\s*出席?\s*[)）〕］】])$")
"""谷川 実　○, 谷川 実　出席: of one who did."""
CAME_ELSEWHERE = late_pattern(r"[(（]([^()（）、。]{2,8})は、?[^()（）。]{0,20}(?<!代理)(?:出席|参加)[)）]")
"""（五十公野委員は、オンラインによる出席）: who came, and how."""
ABSENT_WITHIN = late_pattern(
    r"[(（〔［【]\s*欠席(?:者|委員)?\s*[:：]\s*([^()（）〔〕［］【】\s](?:[^()（）〔〕［］【】]*?[^()（）〔〕［］【】\s])?)\s*[)）〕］】]"
    r"|(?:[(（〔［【]\s*|^\s*(?:[*＊※]\s*)?)([^()（）〔〕［］【】。\s][^()（）〔〕［］【】。]*?)(?:は|が)、?[^()（）。、]{0,12}、?[御ご]?欠席(?:した|された|です|でした)?(?:[)）〕］】]|。?\s*$)"
)
"""（欠席：仏座委員） or （仏座委員は欠席） in a list of those who came, ※仏座委員は所用のため欠席 below it."""
SO_MANY_AT_END = late_pattern(
    rf"(?<=\S)(?:[\s、，,]+(?:計|合計)|[\s、，,]*以上)\s*{NUMERAL}\s*[人名]$|(?<=\S)\s+(?:ほか|外|他)$"
)
"""御形一郎委員　以上３名."""
ADMINISTRATION_FIRST = late_pattern(r"\s*([都道府県市区町村国])\s+(\S{2,})")
"""県　　水産振興課　本庄課長."""
OWN_COUNT = late_pattern(rf"(?<=\S)\s+({NUMERAL})\s*[人名]$")
"""武藤 昭男　１名: names, and how many they are."""
REPRESENTS = ("代表", "代表者", "選出", "推薦")
"""How groups end whose members stand for somebody: 被用者保険代表."""
SAME_SEAT = late_pattern(r"^(?:同|仝|〃|々|″)(?=[\s　]+\S)")
"""What stands for the seat or the office above: 同　　岩　　剛."""
SEPARATOR = late_pattern(r"[、，,;；/／\t]")
LISTS = late_pattern(r"[、，,;；／/・･·]")
_DOT = late_pattern(r"[・･·]")
_OFFICE = late_pattern(r"[部課係局室館所]長|[課係局室]$|(?:次長|主査|主任|主事|参事|主幹|補佐|担当)$")
ALONE_IN_BRACKETS = late_pattern(r"\s*[(（]\s*[^()（）]{1,14}\s*[)）]\s*$")
"""（関係団体）: a group on a line of its own."""
_IS_OFFICE = late_pattern(r"(?:...[部室]|[課係局]|(?<![会員座議])長)$")
"""How ends what is no name before a dot: an office, or what belongs to one; 室伏会長 and 矢部 are names."""
_OFFICE_OR_SEAT = late_pattern(
    r"(?:長|委員|議員|主査|主任|主事|主幹|補佐|職員|[課係室])(?:(?:ほか|他|外|等|ら)[^、]{0,4})?$"
)
_AND = late_pattern(r"(?<=[員長幹事補課係佐任査])(?:及び|および|並びに)(?=[^\s、])")
"""廣田副主幹及び井上主事補."""
_GROUPS = late_pattern(rf"\s*((?:\S{{2,8}}?\s*)?[(（][^()（）]+[)）]\s*(?:計?\s*{NUMERAL}\s*[名人])?)\s*")


def is_count(word: str) -> bool:
    """Whether a word counts people, or says that there are none or that they are listed elsewhere."""
    return re.fullmatch(_COUNT, fold(word)) is not None


def is_nobody(piece: str) -> bool:
    """Whether what stands between two separators is nobody: 以上５名, 委員８名, 審理員：なし."""
    if _NOBODY.search(piece):
        return True
    bare = squeeze(fold(BRACKET.sub("", piece))) or squeeze(fold(piece))
    return re.fullmatch(_COUNTS, bare) is not None


def lists_members(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line without a label lists members, each with a seat: 鈴木委員、山中委員. The last may be torn."""
    names = [BRACKET.sub("", one).strip() for one in _split(REMARK.sub("", text), SEPARATOR)]
    seated = [one for one in names if one.endswith(tuple(words.own.seats)) and len(one) > 2]
    return len(seated) >= _LEAST_LISTED and seated[: len(names) - 1] == names[:-1] and "。" not in text


_LEAST_LISTED = 3
"""Members on a line without a label that make a list of it."""


def depth(text: str) -> int:
    """How many brackets are open at the end of a text."""
    return sum(text.count(char) for char in "(（【[") - sum(text.count(char) for char in ")）】]")


def counted_groups(text: str) -> list[str]:
    """The groups of a line that is nothing but several, each with its names in brackets: 委員（甲） 事務局（丙）."""
    found, at = [], 0
    while at < len(text) and (match := _GROUPS.match(text, at)) is not None:
        found.append(match[1])
        at = match.end()
    return found if at == len(text) and len(found) > 1 else []


def apart(piece: str) -> tuple[str, str] | None:
    """A seat or an office and the name behind it, where wider space is between them than between the characters of the
    name: 委員　　　小 林 福太郎."""
    match = _FIRST_GAP.match(piece)
    if match is None or "(" in fold(match[3]) or SEAT_NUMBER.match(fold(match[3])):
        return None
    widest = max((width(gap) for gap in re.findall(r"\s+", match[3])), default=width(match[2]))
    single = any(len(token) == 1 for token in match[3].split())
    fits = len(squeeze(match[3])) <= LONGEST_NAME
    tokens = match[3].split()
    pair = len(tokens) == 2 and max(map(len, tokens)) > 1  # 大河内 修
    name = " ".join(tokens) if pair else squeeze(match[3])
    return (match[1], name) if single and fits and widest < width(match[2]) else None


def columns(piece: str) -> list[str]:
    """The pieces of a line that wide space parts into columns, closer than which the words of a name are set."""
    text = piece.strip()
    gaps = [(match.start(), match.end(), width(match[0])) for match in re.finditer(r"\s+", text)]
    narrow = min((size for *_, size in gaps), default=0)
    wide = [(start, end) for start, end, size in gaps if size >= max(_COLUMN_GAP, 2 * narrow)]
    starts, ends = [0, *(end for _, end in wide)], [*(start for start, _ in wide), len(text)]
    found = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    are_whole = all(len(squeeze(BRACKET.sub("", one))) >= _SHORTEST_NAME for one in found)
    return found if wide and are_whole else []


_SHORTEST_NAME = 3
"""Characters of a whole name, or a seat and one: fewer are a part of one that is set wide."""
_COLUMN_GAP = 2 * COLUMN
"""Half ems of white space between two columns of names."""


_FIRST_GAP = late_pattern(r"(\S{2,}?)(\s+)(\S.*?)(?:\s*[君氏様])?$")


def group_starts(text: str) -> Iterator[int]:
    """Where a group in brackets begins within a line: after white space, with names behind it."""
    for match in re.finditer(r"(?<=[\s　])[【〔［]", text):
        if GROUP.match(text, match.start()):
            yield match.start()


def pieces(text: str) -> Iterator[str]:
    """The text at its separators outside of brackets; at ・ where it parts names."""
    parts = _split(_AND.sub("、", text), SEPARATOR)
    for part in parts:
        dotted = _split(part, _DOT)
        names = [squeeze(BRACKET.sub("", one)) for one in dotted]
        is_list = len(dotted) > 1 and all(re.search(r"[一-鿿々]", one) and len(one) < LONGEST_NAME for one in names)
        is_list = is_list and not any(map(_IS_OFFICE.search, names[:-1])) and not _ends_in_office_alone(names)
        each = len(dotted) > 1 and all(len(one) > 2 and _OFFICE_OR_SEAT.search(one) for one in names)
        yield from dotted if is_list or each else [part]


def _ends_in_office_alone(names: list[str]) -> bool:
    """Whether only the last word is that of an office, whose name has a dot within it: 情報公開・法制係長."""
    return _OFFICE.search(names[-1]) is not None and not any(_OFFICE.search(name) for name in names[:-1])


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    found, start, depth = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "(（【[") - (char in ")）】]")
        if depth <= 0 and separator.match(char):
            found.append(text[start:at])
            start = at + 1
    return [one for one in map(str.strip, [*found, text[start:]]) if one]
