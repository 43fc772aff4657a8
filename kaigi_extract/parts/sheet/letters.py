"""Finds letters in a document: the 諮問書 by which an authority asks its council, the 答申 in which that answers.

A letter is known by what its lines show together: a number, a day, to whom, from whom, a sentence that asks or answers,
記. An opinion that an assembly sends to the government (地方自治法第99条) is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.settings import LetterSettings
from kaigi_extract.parts.sheet.matter import Score, is_heading
from kaigi_extract.text import find_dates, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.general import EvidenceWords
from kaigi_extract.wards.words import Words

_NUMBER = late_pattern(
    r"^[(（]?(?:[一-鿿ぁ-んァ-ヶA-Za-z0-9・\-]{0,14})(?:第?\s*(?P<number>\d+(?:[-の]\d+)*)|第[一二三四五六七八九十百〇]+)\s*号(?:の\d+)?[)）]?$"
)
_ADDRESSEE = late_pattern(r"(?:様|殿|宛て?|あて|御中|さま)$|^[(\[【]?(?:宛|あて)先?[)\]】:]")
_OFFICE = late_pattern(r"(?:会長|委員長|座長|長|審議会|審査会|委員会|協議会|知事|管理者|理事長|議長|会)")
_SENDER = late_pattern(
    r"(?:区長|市長|町長|村長|知事|教育長|委員会|委員長|会長|理事長|管理者|議長|局長|総裁|機構長|企業長|組合長|連合長|審議会|審査会)"
)
_ASSEMBLY = late_pattern(r"地方自治法第?(?:99|九十九)条|内閣総理大臣|衆議院議長|参議院議長|国会|関係行政庁|請願|陳情")
_LONGEST_TITLE = 14
"""Characters of a title that ends in a known one."""
_SHORT = 20
"""Characters of a line that a sentence does not go on from, where no page shows it."""
_INDENT = 2.5
"""Ems by which the first line of a paragraph may be set in."""
RECORD = late_pattern(r"^記$")
ENDS = late_pattern(r"^(?:以上|[(（]?別紙.*)$")


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
    """What is below 記, or below the sentence."""


def find_letters(items: Sequence[Item], words: Words, settings: LetterSettings) -> dict[int, LetterPart]:
    """The letters of a document by the index of the item that each begins with."""
    found: dict[int, LetterPart] = {}
    floor = 0
    for at, asks in _sentences(items, words):
        if at < floor:
            continue
        start, letter, score = _letter(items, at, floor, asks, words, settings)
        if score.value >= settings.least_score:
            letter.because, letter.score = score.because(), score.value
            found[start] = letter
            floor = letter.until or at + 1
    return found


def _sentences(items: Sequence[Item], words: Words) -> Iterator[tuple[int, bool]]:
    """The lines that end a sentence which asks or answers, with which of both it does; it may have wrapped."""
    evidence = words.general.evidence
    asking, answering = _any(tuple(evidence.letter)), _any(tuple(evidence.answer))
    either = _any((*evidence.letter, *evidence.answer))
    before = ""
    for at, item in enumerate(items):
        if isinstance(item, Grid):
            before = ""
            continue
        text = text_key(item.text)
        both, tail = before + text, len(before)
        before = "" if text.endswith("。") else text[-24:]
        if either.search(both) is None:
            continue
        answers = next((m for m in answering.finditer(both) if m.end() > tail), None)
        asks = next((m for m in asking.finditer(both) if m.end() > tail), None)
        if answers is not None:
            yield at, False
        elif asks is not None:
            yield at, True


@functools.lru_cache(maxsize=64)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(text_key(word)) for word in words))


def _letter(
    items: Sequence[Item], at: int, floor: int, asks: bool, words: Words, settings: LetterSettings
) -> tuple[int, LetterPart, Score]:
    """What is around a sentence that asks or answers, as a letter, and how much speaks for it."""
    letter, score = LetterPart("cover", asks=asks), Score()
    score.add(2.0, "a sentence asks a council" if asks else "a sentence answers")
    sentence = _paragraph_start(items, at, floor, words)
    letter.sentence = [item for item in items[sentence : at + 1] if not isinstance(item, Grid)]
    start = _read_head(items, sentence, floor, letter, words, settings)
    letter.until = _read_body(items, at, letter, words, settings)
    _score_letter(letter, score, items[start : letter.until], words)
    return start, letter, score


def _paragraph_start(items: Sequence[Item], at: int, floor: int, words: Words) -> int:
    """Where the sentence that ends on a line begins: after a line that ends one, that is a name, a day or a subject,
    that is not set at the margin; at a line that is set in."""
    start = at
    while start > floor:
        above, line = items[start - 1], items[start]
        if isinstance(above, Grid) or isinstance(line, Grid):
            break
        text = text_key(above.text)
        if text.endswith("。") or RECORD.match(text) or _kind(above, words):
            break
        if isinstance(above, Line) and isinstance(line, Line):
            if (
                above.page != line.page
                or line.x0 > above.x0 + line.size / 2
                or above.x0 > line.x0 + _INDENT * line.size
            ):
                break
            if line.text[:1].isspace() or line.y0 - above.y1 > 2 * line.size:
                break
        elif len(text) < _SHORT or line.text[:1].isspace():
            break
        start -= 1
    return start


def _is_name(text: str) -> bool:
    return len(text) <= 30 and _SENDER.search(text) is not None and not re.search(r"[、。]|により|基づ|規定", text)


def _read_head(
    items: Sequence[Item], sentence: int, floor: int, letter: LetterPart, words: Words, settings: LetterSettings
) -> int:
    """Reads the lines above the sentence; returns where the letter begins."""
    start = sentence
    page = _page(items[sentence])
    while start > max(floor, sentence - settings.head_lines):
        item = items[start - 1]
        if isinstance(item, Grid) or (page and _page(item) != page) or item.text.rstrip().endswith("。"):
            break
        start -= 1
    lines = [item for item in items[start:sentence] if not isinstance(item, Grid)]
    kinds = [_kind(line, words) for line in lines]
    for k, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        match kind:
            case "number":
                letter.number = letter.number or line
            case "date":
                letter.date = line
            case "addressee":
                letter.addressee = [*_council_above(lines, kinds, k), line]
            case "sender":
                letter.sender.append(line)
            case "subject":
                letter.subject.append(line)
    letter.sender = [line for line in letter.sender if line not in letter.addressee]
    first = next((k for k, kind in enumerate(kinds) if kind), len(lines))
    return start + first


LineKind = Literal["number", "date", "addressee", "sender", "subject", "title", ""]


def _kind(line: AnyLine, words: Words) -> LineKind:
    text = text_key(line.text)
    evidence = words.general.evidence
    bare = text.strip("()（）[]【】「」")
    if _is_title(bare, evidence):
        return "title"
    if _NUMBER.match(text):
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


def _is_title(bare: str, evidence: EvidenceWords) -> bool:
    """Whether a line is what a letter calls itself: 諮問書, 審議会意見書."""
    titles = tuple(text_key(word) for word in (*evidence.letter_titles, *evidence.answer_titles))
    return bare in titles or (len(bare) <= _LONGEST_TITLE and bare.endswith(tuple(t for t in titles if t[-1:] == "書")))


def _council_above(lines: Sequence[AnyLine], kinds: Sequence[str], at: int) -> list[AnyLine]:
    """The line above an addressee that names the council which he heads."""
    if at and kinds[at - 1] == "sender" and len(squeeze(lines[at - 1].text)) <= 40:
        return [lines[at - 1]]
    return []


def _read_body(items: Sequence[Item], at: int, letter: LetterPart, words: Words, settings: LetterSettings) -> int:
    """Reads what is below the sentence; returns where the letter ends."""
    page, end = _page(items[at]), at + 1
    record = next((k for k in range(end, min(end + settings.body_lines, len(items))) if _is_record(items[k])), None)
    below = record + 1 if record is not None else end
    stop = min(len(items), below + (settings.body_lines if letter.asks else len(items)))
    end = below
    while end < stop:
        item = items[end]
        if isinstance(item, Grid) or (letter.asks and page and _page(item) != page):
            break
        text = text_key(item.text)
        if is_heading(item.text, words) and letter.asks and end > below:
            break
        if _NUMBER.match(text) and end > below and re.match(r"[(（]?(?:諮問|答申)", text):
            break
        end += 1
        if ENDS.match(text):
            break
    letter.body = [item for item in items[below:end] if not isinstance(item, Grid)]
    return end


def _is_record(item: Item) -> bool:
    return not isinstance(item, Grid) and RECORD.match(squeeze(item.text)) is not None


def _score_letter(letter: LetterPart, score: Score, items: Sequence[Item], words: Words) -> None:
    """How much of a letter is there, and whether a council has to do with it."""
    evidence = words.general.evidence
    for seen, what, weight in (
        (letter.addressee, "it is addressed to an office", 2.0),
        (letter.sender, "an office signs it", 1.0),
        (letter.number, "it has a number", 1.0),
        (letter.date, "it has a day", 1.0),
        (any(map(_is_record, items)), "記 is a line of its own", 1.0),
    ):
        if seen:
            score.add(weight, what)
    texts = [text_key(item.text) for item in items if not isinstance(item, Grid)]
    titled = next((text for text in texts if _is_title(text.strip("()[]【】"), evidence)), None)
    if titled is not None:
        score.add(1.0, Message("its title is {titled}", titled=titled))
    if any(map(_ASSEMBLY.search, texts)):
        score.add(-5.0, "it is what an assembly sends to the government")
    if not letter.addressee and titled is None:
        score.add(-2.0, "it is addressed to nobody")
    _score_council(letter, score, words)


def _score_council(letter: LetterPart, score: Score, words: Words) -> None:
    named = [*letter.addressee, *letter.sentence, *letter.subject, *letter.sender]
    texts = [text_key(line.text) for line in named]
    council = next((word for word in words.general.evidence.council if any(word in text for text in texts)), None)
    if council is not None:
        score.add(1.5, Message("a {council} is named", council=council))
    else:
        score.add(-4.0, "no council is named")


def _page(item: Item) -> int:
    if isinstance(item, Grid):
        return item.first_page
    return item.page if isinstance(item, Line) else 0
