"""What the lines of a letter are: its number, its day, to whom, from whom, what it is about; and a letter of them.

Knows no letter as a whole; `letters` and `headed_answers` find those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from typing import Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.sheet.matter import Score, is_heading
from kaigi_extract.text import find_dates, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.general import EvidenceWords
from kaigi_extract.wards.words import Words

NUMBER = late_pattern(
    r"^[(（]?(?:[一-鿿ぁ-んァ-ヶA-Za-z0-9・\-]{0,14})(?:第?\s*(?P<number>\d+(?:[-の]\d+)*)|第[一二三四五六七八九十百〇]+)\s*号(?:の\d+)?[)）]?$"
)
_ADDRESSEE = late_pattern(r"(?:様|殿|宛て?|あて|御中|さま)$|^[(\[【]?(?:宛|あて)先?[)\]】:]|^(?:宛|あて)先(?=\w)")
_OFFICE = late_pattern(r"(?:会長|委員長|座長|長|審議会|審査会|委員会|協議会|知事|管理者|理事長|議長|会)")
_SENDER = late_pattern(
    r"(?:区長|市長|町長|村長|知事|教育長|委員会|委員長|会長|理事長|管理者|議長|局長|総裁|機構長|企業長|組合長|連合長|審議会|審査会)"
)
_HEADS_ADDRESSEE = late_pattern(r"[(\[【]?(?:宛|あて)先?[)\]】]?:?$")
_LABELS_ADDRESSEE = late_pattern(r"[(\[【]?(?:宛|あて)先?[)\]】]?:?")
_NAMED = late_pattern(r"[^\d、。:]{2,12}(?:様|殿)$")
_LONGEST_TITLE = 14
"""Characters of a title that ends in a known one."""


@dataclass(slots=True, eq=False)
class LetterPart(Part):
    """The part that a letter is, with its lines by what they are."""

    asks: bool = True
    """It asks a council; else a council answers in it."""
    number: AnyLine | None = None
    date: AnyLine | None = None
    addressee: list[AnyLine] = field(default_factory=list)
    sender: list[AnyLine] = field(default_factory=list)
    subject: list[AnyLine] = field(default_factory=list)
    """What it is about, where that is above its sentence."""
    sentence: list[AnyLine] = field(default_factory=list)
    """The paragraph that asks or answers."""
    body: list[AnyLine] = field(default_factory=list)
    """What is below 記, or below the sentence; all below its head where no sentence answers."""
    matter_tables: list[Grid] = field(default_factory=list)
    """Tables whose rows are what it is about."""
    head: list[AnyLine] = field(default_factory=list)
    """The lines above the first heading of an answer that has no sentence."""


LineKind = Literal["number", "date", "addressee", "sender", "subject", "title", ""]


def line_kind(line: AnyLine, words: Words) -> LineKind:
    """What a line of a letter is; empty where nothing says so."""
    text = text_key(line.text)
    evidence = words.general.evidence
    bare = text.strip("()（）[]【】「」")
    if is_title(bare, evidence):
        return "title"
    if NUMBER.match(text):
        return "number"
    dates = find_dates(line.text)
    if dates and len(text) - len(text_key(line.text[dates[0].start : dates[0].end])) < 4:
        return "date"
    if _ADDRESSEE.search(text) and _OFFICE.search(text):
        return "addressee"
    if re.search(r"について(?:\(.*\))?$|の件(?:\(.*\))?$|(?:の委託|の結合|の提供|の利用)(?:\(.*\))?$", text):
        return "subject"
    if _is_name(text):
        return "sender"
    if is_heading(line.text, words) or text.startswith(tuple(words.general.sheet.material)):
        return "title"
    return ""


def is_title(bare: str, evidence: EvidenceWords) -> bool:
    """Whether a line is what a letter calls itself: 諮問書, 審議会意見書."""
    titles = tuple(text_key(word) for word in (*evidence.letter_titles, *evidence.answer_titles))
    return bare in titles or (len(bare) <= _LONGEST_TITLE and bare.endswith(tuple(t for t in titles if t[-1:] == "書")))


def heads_addressee(text: str) -> bool:
    """Whether a line says that the addressee is below it: （宛先）."""
    return _HEADS_ADDRESSEE.match(text_key(text)) is not None


def labels_addressee(text: str) -> bool:
    """Whether a line begins with the words that an addressee follows: あて先　…審議会."""
    return _LABELS_ADDRESSEE.match(text_key(text)) is not None


def names_person(text: str) -> bool:
    """Whether a line is somebody's name, addressed: 岸本　雅人　様."""
    return _NAMED.match(text_key(text)) is not None


def names_office(text: str) -> bool:
    """Whether a line ends with an office, or with him who has it."""
    return len(text) <= 40 and _OFFICE.search(text_key(text)) is not None and _is_name(text_key(text))


def score_council(score: Score, lines: Iterable[AnyLine], words: Words) -> None:
    """Whether the lines of a letter name a council: most that asks or answers is none of ours where they do not."""
    texts = [text_key(line.text) for line in lines]
    council = next((word for word in words.general.evidence.council if any(word in text for text in texts)), None)
    if council is not None:
        score.add(1.5, Message("a {council} is named", council=council))
    else:
        score.add(-4.0, "no council is named")


def _is_name(text: str) -> bool:
    return len(text) <= 30 and _SENDER.search(text) is not None and not re.search(r"[、。]|により|基づ|規定", text)
