"""Where printed names of bodies, their ordinances and councils begin and end. Works on text; knows no body.

A name begins where it is printed to begin: at the start of a line or after white space, after brackets and marks, after
様, 長, a day, a number, 及び and the like. Where paragraphs were joined without white space (… 遼世田谷区 …), the place
that most of a document's names share decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_NAME_CHARACTER = "一-鿿々ヶケノぁ-んァ-ヴー"
_PLACE_END = late_pattern(r"[市区町村都道府県]|広域連合|事務組合|企業団")
_LONGEST_PLACE = 8
"""Characters: つくばみらい市, 南あわじ市 and 木曽川広域連合 are shorter."""
_BEFORE = "様殿長日号回月年度条項はをにでとへがのらりもたるてび旧新現前同又各"
"""Characters after which a name may begin though nothing parts them."""
_PREFECTURE = late_pattern(r"(?:東京都|北海道|京都府|大阪府|[一-鿿]{2,3}県|[一-鿿]郡)$")
_OF_PREFECTURE = late_pattern(
    r"^(?:東京都|北海道|京都府|大阪府|[一-鿿]{2,3}県)(?=.+[市区町村]$)|^[一-鿿]{1,4}郡(?=.+[町村]$)"
)
_MUNICIPALITY = late_pattern(rf"[{_NAME_CHARACTER}]{{1,6}}?[市区町村](?![民立])")
_NO_PLACE = late_pattern(
    r"^[ァ-ヴ様殿号回条項度][一-鿿]|[一-鿿][ぁ-ん]*[るた][市区町村]$|町村$|^(?:市区|特別区|都道府県|都府県|道府県|[本当同各他全両貴自][市区町村都道府県])$"
    r"|(?:地|学|選挙|特別|校|管|行政|海|保護|漁|鉱|財産|工|水|街|禁猟)区$|(?:都|市)道$|(?:歩|車|鉄|国|水|下水|片側|沿|街)道$|政府$"
)
_SPEAKS = late_pattern(r"長|役所|役場|議会|教育委員会|立|知事|民|の|は|が|に|で|を|、|。|$")
"""What follows the name of a body in prose."""
_WEIGHTS = (8, 1)
"""Of a place that begins the name of an ordinance or a council, and of one in prose."""

COUNCIL_ENDINGS = (
    "運営審議会", "審議会", "審査会", "運営協議会", "協議会", "運営委員会", "委員会", "運営会議", "運営会",
    "懇談会", "懇話会", "評議会", "会議",
)  # fmt: skip
"""What the names of councils end in."""
_ORGANS = late_pattern(r"(?:教育|選挙管理|農業|公平|人事|監査|固定資産評価審査|常任|特別|議会運営|実行)委員会$")
"""Committees that are heard in no such matter."""
_INNER = r"(?:(?!審議会|審査会|は|が(?!ん)|で(?!ん)|から|より)[一-鿿々ぁ-んァ-ヶー・])"
_ORDINANCE_REST = late_pattern(r"[一-鿿々](?:(?!は|が(?!ん)|で(?!ん)|から|より|条例)[一-鿿々ぁ-んァ-ヶー・]){0,45}条例")
_COUNCIL_REST = late_pattern(rf"{_INNER}{{1,40}}?(?:{'|'.join(COUNCIL_ENDINGS)})")
_ABOUT = late_pattern(r"情報|プライバシー|個人|番号|公開|まもり")
"""What the names of the councils hold that are heard on personal information."""
_LED_UP_TO = late_pattern(
    r"^[年月日号回様殿]|^(?:(?:第?\d+回|(?:令和|平成|昭和)(?:\d+|元)年度?|\d+年度?|\d+月\d+日)の?)+"
)
_ALONE = late_pattern(
    rf"(?<![{_NAME_CHARACTER}・])(?:[一-鿿・]|および|及び){{2,30}}?(?:審議会|審査会|運営協議会|運営委員会|評価委員会)"
)


@dataclass(slots=True)
class PrintedNames:
    """The names that lines print: of which body, which ordinances, which councils."""

    places: Counter[str] = field(default_factory=Counter)
    """Weights of the places that names may begin with, at whatever edge."""
    edges: Counter[str] = field(default_factory=Counter)
    """Those that begin at an edge."""
    lines: list[str] = field(default_factory=list)
    """The lines that hold names, width folded and without white space."""
    alone: Counter[str] = field(default_factory=Counter)
    """Names of councils that begin where a word does, whoever's they are."""

    def add(self, lines: Iterable[str]) -> None:
        """Looks at more lines."""
        for line in lines:
            text, parted = _squeezed(line)
            found = False
            for place, weight, at_edge in _places_in(text, parted):
                found = True
                self.places[place] += weight
                if at_edge:
                    self.edges[place] += weight
            words = fold(line).split()
            self.alone.update(_LED_UP_TO.sub("", match[0]) for word in words for match in _ALONE.finditer(word))
            if found or "条例" in text or any(ending in text for ending in COUNCIL_ENDINGS):
                self.lines.append(text)

    def place(self) -> str | None:
        """The body whose name the names begin with most often; of equally frequent ones the longest."""
        return max(self.edges, key=lambda place: (self.edges[place], self.places[place], len(place)), default=None)

    def ordinances(self, place: str | None) -> Counter[str]:
        """The ordinances that bear the name of a body, with how often each is printed."""
        found = Counter[str]()
        if place is not None:
            for line in self.lines:
                found.update(_found(place, _ORDINANCE_REST, line))
        return found

    def councils(self, place: str | None) -> Counter[str]:
        """The councils that bear the name of a body, else those whose names say what they are about."""
        found = Counter[str]()
        for line in self.lines:
            names = _found(place, _COUNCIL_REST, line) if place is not None else ()
            found.update(name for name in names if not _ORGANS.search(name))
        for name, count in self.alone.items():
            if _ABOUT.search(name) and not any(name in other or other in name for other in found):
                found[name] += count
        return found


def _found(place: str, rest: re.Pattern[str], line: str) -> Iterator[str]:
    """The names in a line that begin with a place; where it is printed again the next name begins."""
    _, *parts = line.split(place)
    for part in parts:
        match = rest.match(part)
        if match is not None:
            yield place + match[0]


def is_about_information(name: str) -> bool:
    """Whether the name of a council or an ordinance says that it is about personal information or its disclosure."""
    return _ABOUT.search(name) is not None


def _squeezed(line: str) -> tuple[str, frozenset[int]]:
    """A line without white space, and the positions before which there was some."""
    text, parted = "", set[int]()
    for part in fold(line).split():
        parted.add(len(text))
        text += squeeze(part)
    return text, frozenset(parted)


def _places_in(text: str, parted: frozenset[int]) -> Iterator[tuple[str, int, bool]]:
    """Every place that could end where a body's name may end: name, weight, whether it begins at an edge."""
    for end in _PLACE_END.finditer(text):
        weight = _weight(text, end.end())
        if not weight or _goes_on(text, end):
            continue
        for start in range(end.start() - 1, max(end.start() - _LONGEST_PLACE, -1), -1):
            if not re.match(f"[{_NAME_CHARACTER}]", text[start]):
                break
            place = text[start : end.end()]
            if _OF_PREFECTURE.match(place) or _NO_PLACE.search(place):
                continue
            before = text[start - 1] if start else ""
            if before.isdigit() and place[0] in "年月日":
                continue
            numbered = start - 1 in parted and "ァ" <= before <= "ヴ"
            at_edge = start in parted or numbered or before in _BEFORE or not re.match(f"[{_NAME_CHARACTER}]", before)
            yield place, weight, at_edge or _PREFECTURE.search(text[max(start - 4, 0) : start]) is not None


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """Whether a prefecture is only named before its municipality: 東京都世田谷区."""
    return (
        end[0] in "都道府県"
        and re.match(r"[一-鿿々ヶケノぁ-んァ-ヴー]{1,6}?[市区町村](?![民立])", text[end.end() :]) is not None
    )


def _weight(text: str, at: int) -> int:
    """How much what follows speaks for the name of a body that ends at `at`."""
    rest = text[at : at + 50]
    if _ORDINANCE_REST.match(rest) or _COUNCIL_REST.match(rest):
        return _WEIGHTS[0]
    return _WEIGHTS[1] if _SPEAKS.match(rest) else 0
