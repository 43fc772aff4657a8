"""Words that point to another place: 前項, 第1項から第14項まで, 同条第2項ただし書, 次に掲げる事項, 法第2条第1項.

Pure functions on strings: what is printed and where, never whether the place exists. Articles and the names of laws are
read by `text.citations`; here come words relative to their own place, paragraphs and items, lists and ranges, and
names that a text defines (以下「条例」という。).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.citations import Citation, find_citations
from kaigi_extract.text.labels import match_label
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.patterns import DIGITS, KANJI, KANJI_NUMERALS

Unit = Literal["条", "項", "号", "第", "次"]
"""What is pointed to: article, paragraph, item; 第 a number without unit (第２から第９まで); 次 what comes after."""
Relation = Literal["number", "previous", "all_previous", "next", "same", "this", "each"]
ReferenceKind = Literal["clause", "items", "proviso", "law"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """One place pointed to. ``number`` is that of the unit, or how many are meant (前２項), or None.

    ``paragraph`` and ``item`` narrow it down (第5条第2項第1号, 前項第2号); ``part`` says that its items or its
    proviso are meant (各号, ただし書).
    """

    unit: Unit
    relation: Relation
    number: int | None = None
    branches: tuple[int, ...] = ()
    paragraph: int | None = None
    item: int | None = None
    part: Literal["items", "proviso"] | None = None

    @property
    def kind(self) -> ReferenceKind:
        """What the words themselves mean: clauses, items under a clause, or a proviso."""
        if self.part == "proviso":
            return "proviso"
        return "items" if self.part or self.item is not None or self.unit in ("号", "次") else "clause"


@dataclass(frozen=True, slots=True)
class ReferenceReading:
    """One reference: ``text[start:end]``, a list or range of pointers taken as one.

    ``pointers`` are (first, last) pairs; last is None but for ranges. ``law`` is the name before an article or
    paragraph of another text, as printed (法, 同条例, 業務委託契約書); None for the text's own.
    """

    law: str | None
    pointers: tuple[tuple[Pointer, Pointer | None], ...]
    start: int
    end: int
    text: str

    @property
    def kind(self) -> ReferenceKind:
        """The kind of its pointers; a list never mixes kinds."""
        return "law" if self.law is not None else self.pointers[0][0].kind


NAME_REACH = 100
"""Characters before 第 in which the name of another text is looked for, with the bracket that defines it."""
LAW_REACH = 400
"""Characters before a place in which the name of a law that ends there is looked for: its name has 60 at most, behind
which two brackets of 80 may be printed, and blanks."""

_GAP = r"\s{0,4}"
"""White space inside of a reference: a typed blank or two, and where a line ends. Bounded, or long blanks cost dear."""
_PRINTED_NUMBER = rf"(?:[{DIGITS}]+|[{KANJI_NUMERALS}]+)"
_KANJI_RANGE = KANJI + "々"
_NARROWED = (
    rf"(?:{_GAP}第?{_GAP}(?P<paragraph>{_PRINTED_NUMBER}){_GAP}項(?!番))?(?:{_GAP}第{_GAP}(?P<item>{_PRINTED_NUMBER}){_GAP}号)?"
    rf"(?P<each>{_GAP}の?各号)?(?:の?(?P<proviso>(?:ただし|但し?)書き?)|本文|前段|後段)?"
)
_UNIT_MEANT = r"(?P<unit>条(?![件例約文])|項(?:目(?!別))?(?!番)|号(?!様式|議案|[室棟館車機線]))"
_AFTER_BARE = (
    # What follows 第２ where it points to a clause; 第１に and 第一の begin sentences too.
    rf"(?={_GAP}(?:から|まで|及び|および|又は|または|並びに|ならびに|[、，・～〜]{_GAP}第|第{_GAP}{_PRINTED_NUMBER}{_GAP}項|ただし|"
    r"の(?:規定|定め|ただし|各号)|"
    r"に(?:規定|定め|掲げ|よ[りる]|基づ|違反|反し|おい|従)|各号"
    r"|[（(〔［\[【「][^（）()〔〕［］\[\]【】「」、。]{2,40}[）)〕］\]】」](?:[にのをはがと]|及び|又は|並びに)))"
)
_OWN_NAME = (
    rf"(?P<own>(?:この|本)[{_KANJI_RANGE}]{{0,12}}"
    r"(?:条例|規則|規程|要綱|要領|約款|協定|契約|基準|方針|仕様書|条項|特約|事項))"
)
_NOUN = (
    rf"(?:[{_KANJI_RANGE}ァ-ヶー]+?(?=以外|等|全て|一切|[又及並若毎]|[^{_KANJI_RANGE}ァ-ヶー]|$)"
    r"|もの|ところ|すべて|いずれか)"
)
_LISTED_THINGS = r"(?:各号|各項目?|各?事項|項目|いずれか|措置|方法|要件|基準|条件|書類|者|もの|場合)"
_REFERENCE_FORMS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        ("前",),
        late_pattern(
            rf"(?<![{_KANJI_RANGE}])(?P<previous>前){_GAP}(?:(?P<all>の?各)|(?P<count>{_PRINTED_NUMBER}))?{_GAP}{_UNIT_MEANT}{_NARROWED}"
        ),
    ),
    (
        ("次", "同", "本", "この"),
        late_pattern(rf"(?:(?<![{_KANJI_RANGE}])(?P<relation>[次同本])|(?P<this>この)){_UNIT_MEANT}{_NARROWED}"),
    ),
    (
        ("第",),
        late_pattern(rf"第{_GAP}(?P<number>{_PRINTED_NUMBER}){_GAP}(?P<unit>項(?:目(?!別))?(?!番)){_NARROWED}"),
    ),
    (
        ("第",),
        late_pattern(
            rf"(?<![{_KANJI_RANGE}ァ-ヶー])第{_GAP}(?P<number>{_PRINTED_NUMBER}){_GAP}(?P<unit>号(?!様式|議案|[室棟館車機線]))"
        ),
    ),
    (
        ("第",),
        late_pattern(
            rf"(?:(?<![{_KANJI_RANGE}ァ-ヶー])|{_OWN_NAME})第{_GAP}(?P<number>{_PRINTED_NUMBER})(?P<unit>){_AFTER_BARE}{_NARROWED}"
        ),
    ),
    (
        ("次", "つぎ", "以下", "下記"),
        late_pattern(
            rf"(?:(?<![{_KANJI_RANGE}])次|つぎ|(?<![{_KANJI_RANGE}0-9０-９])以下|下記)"
            rf"(?:に(?:掲げる|定める|示す|規定する|列記する|列挙する){_NOUN}|の{_LISTED_THINGS})(?P<listed>)"
        ),
    ),
    (("各号",), late_pattern(r"(?:当該)?(?P<listed>各)号(?!列記)")),
)
"""What references are worded as, each behind words of which one is in every such reference."""
_BARE_DAI = late_pattern(rf"第{_GAP}(?P<number>{_PRINTED_NUMBER})")
_DAI = rf"第{_GAP}{_PRINTED_NUMBER}"
_ONLY_NUMBERS = late_pattern(rf"\s*{_DAI}(?:\s*(?:[、，・]|及び|並びに|又は|から)\s*{_DAI})*(?:\s*まで)?\s*")
_PART_MEANT = late_pattern(rf"(?P<each>{_GAP}の?各号)?(?:の?(?P<proviso>(?:ただし|但し?)書き?)|本文|前段|後段)?")
_RELATIONS: dict[str, Relation] = {"次": "next", "同": "same", "本": "this", "この": "this"}
_LIST_SEPARATOR = late_pattern(
    r"\s*(?:[、，・]|(?:[、，]\s*)?(?:及び|および|又は|または|並びに|ならびに|若しくは|もしくは|と))\s*"
)
_THROUGH = late_pattern(r"\s*(?:から|ないし|乃至|[～〜~])\s*")
_TO = late_pattern(r"\s*まで")
_OTHER = late_pattern(
    rf"(?P<name>(?:第\s*{_PRINTED_NUMBER}\s*号)?[{_KANJI_RANGE}ァ-ヶーＡ-Ｚａ-ｚA-Za-z]+)(?P<given>\s*[（(][^（）()]*[）)])?\s*$"
)
_QUOTED_NAME = late_pattern(r"「(?P<name>[^「」（）()]+)(?:[（(][^（）()]*[）)])?」\s*$")
_DEFINED = late_pattern(
    r"[（(][^（）()]*(?:以下|以後)[^「（）()]{0,12}「(?P<short>[^」]{1,30})」と(?:いう|総称)[^（）()]*[）)]"
)
_OWN_NAME_OF_TEXT = late_pattern(
    r"(?:この|本)(?:条例|法律?|規則|規程|要綱|要領|約款|協定|基準|方針|仕様書|特約条項|"
    rf"[{_KANJI_RANGE}]{{0,12}}(?:特記|注意|遵守)事項)"
)
"""Names by which a text calls itself."""
_LED_UP = late_pattern(
    # What citation leaves before a name: 場合と|して|法, 監理技術者の|建設業法. Long names with の end in 法律 or 条例.
    rf"[ぁ-ん]+(?=(?:法|条例|規則|令)(?:施行(?:令|規則))?$)|.*の(?=[{_KANJI_RANGE}]{{2,}}法(?:施行(?:令|規則))?$)"
)
_NO_NAMES = frozenset({"甲", "乙", "丙", "以下", "上記", "前記", "下記", "当該", "場合", "際", "時", "以外"})
"""Words directly before 第 that name no text."""


def find_references(text: str, defined: Collection[str] = ()) -> list[ReferenceReading]:
    """All references in ``text``, in order; lists (第1項、第3項及び第5項) and ranges are one.

    ``defined`` are names of other texts that look like the text's own (以下「本条例」という。).

    None are 第2号様式, 平成12年条例第79号, 第三者, 諮問第31号, a law without an article, and a label that opens a line.
    Numbers are read in half and full width and kanji. A line break inside a reference counts as white space.
    """
    line = text.replace("\n", " ")
    found: list[_Run] = []
    for single in _singles(text, line, defined):
        new = _within(line, found[-1], single) if found else single
        if not (found and found[-1].takes(line, new)):
            found.append(_Run(new.law, list(new.pointers), new.start, new.end))
    return [
        ReferenceReading(run.law, tuple(run.pointers), run.start, run.end, text[run.start : run.end]) for run in found
    ]


def defined_names(texts: Iterable[str]) -> dict[str, str]:
    """Short names of laws and other texts and what they stand for (青葉区文書条例（以下「条例」という。）)."""
    names: dict[str, str] = {}
    for text in texts:
        for match in _DEFINED.finditer(text):
            name = _law_before(text, match.start()) or _other_before(text, match.start())[1]
            if name is not None and name != match["short"]:
                names.setdefault(match["short"], name)
    return names


@dataclass(slots=True)
class LastNamed:
    """The last law of a kind (法, 条例, 規則…) that a text names in full, asked for further and further down: each
    part of the text is looked at once."""

    kind: str
    looked_to: int = 0
    name: str | None = None
    """The last one down to there."""

    def before(self, text: str, end: int) -> str | None:
        """The last one that is named before `end`; None without one."""
        named = rf"(?<![方手用]){self.kind}律?(?![{_KANJI_RANGE}](?<![及又並若]))"
        ends = [match.end() for match in re.compile(named).finditer(text, self.looked_to, end)]
        cut_off = ends.pop() if ends and ends[-1] == end else None  # what follows on it may belong to it
        self.name = self._last(text, ends) or self.name
        self.looked_to = max(self.looked_to, end - len(self.kind) - 1)
        return (self._last(text, [cut_off]) if cut_off is not None else None) or self.name

    def _last(self, text: str, ends: Sequence[int]) -> str | None:
        names = (_law_before(text, end) for end in reversed(ends))
        long = len(self.kind) + 1
        return next((name for name in names if name is not None and len(name) > long and name[0] != "同"), None)


def _singles(text: str, line: str, defined: Collection[str]) -> Iterator[ReferenceReading]:
    """What points to one place, in order; where two readings overlap the one that begins first, then the longer."""
    single = [_of_citation(line, citation, defined) for citation in find_citations(line)]
    single += _of_numbers_only(line)
    forms = [form for words, form in _REFERENCE_FORMS if any(word in line for word in words)]
    single += [_of_words(line, match) for form in forms for match in form.finditer(line)]
    labels = [at for at in _line_starts(text) if _is_label(text, at)]
    at = 0
    for reading in sorted(single, key=lambda reading: (reading.start, -reading.end)):
        label = bisect_left(labels, reading.start)
        if reading.start >= at and not (label < len(labels) and labels[label] < reading.end):
            yield reading
            at = reading.end


def _line_starts(text: str) -> Iterator[int]:
    return (match.start(1) for match in re.finditer(r"^[^\S\n]*(\S)", text, re.MULTILINE))


def _is_label(text: str, at: int) -> bool:
    """Whether a clause's label is printed at ``at``. An article with nothing after it is one that an item names."""
    end = text.find("\n", at)
    label = match_label(text[at : end if end >= 0 else len(text)])
    behind = at if label is None else at + len(label.label)
    return label is not None and label.style.startswith("dai") and text[behind : behind + 1].isspace()


def _of_numbers_only(line: str) -> list[ReferenceReading]:
    """第１, 第１及び第２ as all that a text is: each of its numbers."""
    if _ONLY_NUMBERS.fullmatch(line) is None:
        return []
    found = ((each, Pointer("第", "number", _number(each["number"]))) for each in _BARE_DAI.finditer(line))
    return [ReferenceReading(None, ((meant, None),), each.start(), each.end(), each[0]) for each, meant in found]


def _of_citation(line: str, citation: Citation, defined: Collection[str]) -> ReferenceReading:
    """An article as a reference, with 各号 or ただし書 after it and the name of a text that is no law before it."""
    tail = _PART_MEANT.match(line, citation.end)
    end = tail.end() if tail is not None else citation.end
    pointer = Pointer(
        "条", "number", citation.article, citation.branches, citation.paragraph, citation.item, _part(tail)
    )
    start, law = citation.start, citation.ordinance
    if law is None:
        start, law = _other_before(line, citation.start)
    elif law not in defined and _OWN_NAME_OF_TEXT.fullmatch(law):
        start, law = start + len(law), None
    else:
        start, law = start + len(law) - len(_bare_name(law)), _bare_name(law)
    return ReferenceReading(law, ((pointer, None),), start, end, line[start:end])


def _of_words(line: str, match: re.Match[str]) -> ReferenceReading:
    """A reference by any other words."""
    parts = match.groupdict()
    start, law = match.end("own") if parts.get("own") else match.start(), None
    if "listed" in parts:
        pointer = Pointer("号", "each") if parts["listed"] else Pointer("次", "each")
    else:
        pointer = _pointer(parts, match)
    if pointer.relation == "number" and pointer.unit == "項":
        start, law = _other_before(line, start)
    return ReferenceReading(law, ((pointer, None),), start, match.end(), line[start : match.end()])


def _bare_name(law: str) -> str:
    """The name of a law without words that only lead up to it."""
    led = _LED_UP.match(law)
    return law if led is None else law[led.end() :]


def _pointer(parts: dict[str, str | None], match: re.Match[str]) -> Pointer:
    units: dict[str, Unit] = {"条": "条", "項": "項", "号": "号"}
    relation: Relation = "number"
    number = _number(parts.get("number"))
    if parts.get("previous"):
        relation, number = ("all_previous", None) if parts["all"] else ("previous", _number(parts["count"]))
    elif "relation" in parts:
        relation = _RELATIONS[parts["relation"] or "この"]
    return Pointer(
        units.get((parts["unit"] or "")[:1], "第"),
        relation,
        number,
        paragraph=_number(parts.get("paragraph")),
        item=_number(parts.get("item")),
        part=_part(match) if "each" in parts else None,
    )


def _part(tail: re.Match[str] | None) -> Literal["items", "proviso"] | None:
    if tail is None:
        return None
    return "proviso" if tail["proviso"] else "items" if tail["each"] else None


def _number(digits: str | None) -> int | None:
    return None if digits is None else parse_number(digits)


@dataclass(slots=True)
class _Run:
    """A reference while others may still be joined to it."""

    law: str | None
    pointers: list[tuple[Pointer, Pointer | None]]
    start: int
    end: int

    def takes(self, line: str, new: ReferenceReading) -> bool:
        """Joins another to it where both are a list or a range; False where they are two references."""
        before, pointer = self.pointers[-1][0], new.pointers[0][0]
        if new.law is not None or "次" in (before.unit, pointer.unit):
            return False
        if self.law is not None and pointer.relation != "number":
            return False
        pointer = _inherit(before, pointer)
        if pointer.kind != before.kind or (self.law is not None and pointer.unit != before.unit):
            return False
        between = line[self.end : new.start]
        if _THROUGH.fullmatch(between) and self.pointers[-1][1] is None:
            self.end = to.end() if (to := _TO.match(line, new.end)) is not None else new.end
            self.pointers[-1] = (before, pointer)
        elif _LIST_SEPARATOR.fullmatch(between):
            self.pointers.append((pointer, None))
            self.end = new.end
        else:
            return False
        return True


def _within(line: str, last: _Run, new: ReferenceReading) -> ReferenceReading:
    """In a bracket right after a reference its own parts are meant: 第5項（第2号を除く。）."""
    before, pointer = last.pointers[-1][0], new.pointers[0][0]
    if line[last.end : new.start].strip() not in ("（", "(") or new.law is not None or pointer.relation != "number":
        return new
    if pointer.unit == "号" and before.unit in ("条", "項", "第"):
        pointer = replace(before, item=pointer.number)
    elif pointer.unit == "項" and before.unit in ("条", "第"):
        pointer = replace(before, paragraph=pointer.number, item=pointer.item, part=pointer.part)
    else:
        return new
    return replace(new, law=last.law, pointers=((pointer, None),))


def _inherit(before: Pointer, pointer: Pointer) -> Pointer:
    """A paragraph or item goes on with the article or paragraph of the one before it: 第5条第1項及び第3項."""
    if pointer.relation != "number":
        return pointer
    if pointer.unit == "号" and before.item is not None:
        return replace(before, item=pointer.number)
    if pointer.unit == "項" and before.paragraph is not None:
        return replace(before, paragraph=pointer.number, item=pointer.item, part=pointer.part)
    return pointer


def _law_before(text: str, at: int) -> str | None:
    """The name of a law that ends at ``at``: what would be read before an article there."""
    cited = find_citations(f"{text[max(at - LAW_REACH, 0) : at]}第1条")
    return cited[-1].ordinance if cited else None


def _other_before(line: str, at: int) -> tuple[int, str | None]:
    """Where the name of another text (業務委託契約書, 実施要領) directly before ``at`` begins, and the name.

    (at, None) where there is none, or where it means the text itself (この特記事項第3項).
    """
    low = max(at - NAME_REACH, 0)
    match = _OTHER.search(line, low, at) or _QUOTED_NAME.search(line, low, at)
    if match is None or match["name"] in _NO_NAMES:
        defined = next((match for match in _DEFINED.finditer(line, low, at) if match.end() == at), None)
        return (at, None) if defined is None else (defined.start(), defined["short"])
    start, name = match.start(), match["name"]
    if line.endswith("この", low, start):
        start, name = start - 2, f"この{name}"
    return (at, None) if _OWN_NAME_OF_TEXT.fullmatch(name) else (start, name)
