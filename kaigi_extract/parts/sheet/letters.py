"""Finds letters in a document: the 諮問書 by which an authority asks its council, the 答申 in which that answers.

A letter is known by what its lines show together: a number, a day, to whom, from whom, a sentence that asks or answers,
記. An opinion that an assembly sends to the government (地方自治法第99条) is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.settings import LetterSettings
from kaigi_extract.parts.sheet.addressees import addressee_at, addressee_below_word, addressee_by_name
from kaigi_extract.parts.sheet.answer_headings import heading_text, is_heading_of_answer
from kaigi_extract.parts.sheet.headed_answers import find_headed_answers
from kaigi_extract.parts.sheet.letter_lines import NUMBER, LetterPart, is_title, line_kind, score_council
from kaigi_extract.parts.sheet.letter_matters import matters_of_table
from kaigi_extract.parts.sheet.matter import Score, is_heading
from kaigi_extract.text import match_label, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

_ASSEMBLY = late_pattern(r"地方自治法第?(?:99|九十九)条|内閣総理大臣|衆議院議長|参議院議長|国会|関係行政庁|請願|陳情")
_SHORT = 20
"""Characters of a line that a sentence does not go on from, where no page shows it."""
_INDENT = 2.5
"""Ems by which the first line of a paragraph may be set in."""
RECORD = late_pattern(r"^記$")
ENDS = late_pattern(r"^(?:以上|[(（]?別紙.*)$")


def find_letters(items: Sequence[Item], words: Words, settings: LetterSettings) -> dict[int, LetterPart]:
    """The letters of a document by the index of the item that each begins with."""
    headed = find_headed_answers(items, words, settings)
    found: dict[int, LetterPart] = {}
    floor = 0
    for at, asks in _sentences(items, words):
        if at < floor or any(start <= at < (answer.until or start) for start, answer in headed.items()):
            continue
        start, letter, score = _letter(items, at, floor, asks, words, settings)
        if score.value >= settings.least_score:
            letter.because, letter.score = score.because(), score.value
            found[start] = letter
            floor = letter.until or at + 1
    for start, letter in list(found.items()):
        annex = next((at for at in headed if start < at <= (letter.until or start)), None)
        if annex is not None and not letter.asks:  # …、別紙のとおり答申します。
            letter.body, letter.until = [*letter.body, *headed[annex].body], headed[annex].until
    taken = [(start, letter.until or start) for start, letter in found.items()]
    return found | {at: answer for at, answer in headed.items() if not any(a <= at < b for a, b in taken)}


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
        if text.endswith("。") or RECORD.match(text) or line_kind(above, words):
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
    kinds = [line_kind(line, words) for line in lines]
    for k, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        match kind:
            case "number":
                letter.number = letter.number or line
            case "date":
                letter.date = line
            case "addressee":
                letter.addressee = addressee_at(lines, kinds, k)
            case "sender":
                letter.sender.append(line)
            case "subject":
                letter.subject.append(line)
    letter.addressee = letter.addressee or addressee_by_name(lines, kinds) or addressee_below_word(lines)
    letter.sender = [line for line in letter.sender if line not in letter.addressee]
    first = next((k for k, kind in enumerate(kinds) if kind), len(lines))
    return start + first


def _read_body(items: Sequence[Item], at: int, letter: LetterPart, words: Words, settings: LetterSettings) -> int:
    """Reads what is below the sentence; returns where the letter ends. The rows below 記 go on as long as their numbers
    do."""
    page, end = _page(items[at]), at + 1
    record = next((k for k in range(end, min(end + settings.body_lines, len(items))) if _is_record(items[k])), None)
    below = record + 1 if record is not None else end
    stop = min(len(items), below + (settings.body_lines if letter.asks else len(items)))
    end, due = below, 1
    while end < stop:
        item = items[end]
        if isinstance(item, Grid) and matters_of_table(item, words):
            letter.matter_tables.append(item)
            end += 1
            continue
        if isinstance(item, Grid) and not letter.asks and _answer_goes_on(items, below, end):
            end += 1
            continue
        if isinstance(item, Grid) or (letter.asks and page and _page(item) != page):
            break
        text = text_key(item.text)
        if is_heading(item.text, words) and letter.asks and end > below:
            break
        if NUMBER.match(text) and end > below and re.match(r"[(（]?(?:諮問|答申)", text):
            break
        label = match_label(item.text)
        if record is not None and label is not None and (label.style, label.ordinal) == ("digit", due):
            due, stop = due + 1, min(len(items), max(stop, end + settings.body_lines))
        end += 1
        if ENDS.match(text):
            break
    letter.body = [item for item in items[below:end] if not isinstance(item, Grid)]
    return end


def _answer_goes_on(items: Sequence[Item], first: int, at: int) -> bool:
    """Whether an answer, which began at `first`, goes on behind a table (３ 審議の経過): a heading of answers is below
    it, or one whose number follows on that of one above."""
    below = next((item for item in items[at:] if not isinstance(item, Grid)), None)
    label = match_label(below.text) if below is not None else None
    if below is None or label is None or label.ordinal is None:
        return below is not None and is_heading_of_answer(heading_text(below)[0])
    above = [match_label(item.text) for item in items[first:at] if not isinstance(item, Grid)]
    return (label.style, label.ordinal - 1) in {(one.style, one.ordinal) for one in above if one is not None}


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
    titled = next((text for text in texts if is_title(text.strip("()[]【】"), evidence)), None)
    if titled is not None:
        score.add(1.0, Message("its title is {titled}", titled=titled))
    if any(map(_ASSEMBLY.search, texts)):
        score.add(-5.0, "it is what an assembly sends to the government")
    if not letter.addressee and titled is None:
        score.add(-2.0, "it is addressed to nobody")
    score_council(score, (*letter.addressee, *letter.sentence, *letter.subject, *letter.sender), words)


def _page(item: Item) -> int:
    if isinstance(item, Grid):
        return item.first_page
    return item.page if isinstance(item, Line) else 0
