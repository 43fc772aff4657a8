"""Finds answers of a council that no sentence introduces: the title 答申, and below it headings as 第１ 審査会の結論.

So a board of review writes, with rows such as 諮問庁, 答申日 and 事件名 above. Reads lines; makes no record.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.settings import LetterSettings
from kaigi_extract.parts.sheet.answer_headings import heading_text, is_conclusion, is_heading_of_answer, is_reasons
from kaigi_extract.parts.sheet.letter_lines import LetterPart, line_kind, score_council
from kaigi_extract.parts.sheet.matter import Score
from kaigi_extract.text import fold, match_label, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

_ROWS = {
    "答申年月日": "date",
    "答申日": "date",
    "答申番号": "number",
    "事件名": "named",
    "件名": "named",
    "諮問庁": "addressee",
    "諮問実施機関": "addressee",
}
"""Rows of the head by their labels, the longest first."""
_NO_VALUES = ("諮問番号", "諮問日", "諮問年月日", "処分庁")
"""Rows whose values are none of the record."""
_ROW = late_pattern(rf"^[(（]?(?P<label>{'|'.join((*_ROWS, *_NO_VALUES))})(?:[:：]|(?=[^:：]))")
_SPACED = "|".join(r"\s*".join(label) for label in _ROWS)
_ROW_LABEL = late_pattern(rf"\s*[(（]?(?:{_SPACED})\s*[:：]?\s*")
_NUMBER = late_pattern(r"(?:[^\s()（）:：、。]{1,10}(?:\([^()]{1,4}\))?)?答申(?:\([^()]{1,4}\))?第\s*\d+\s*号")
_TITLE = late_pattern(r"答申(?:\([^()]*\))?$|答申\([^()]*第\d+号\)$|答申第\d+号$")
_MATTER = late_pattern(r"(?:事案|事件|に関する件)(?:\(.*\))?$")
_SIGNS = late_pattern(
    r"(?:[^。、]{2,30}(?:審議会|審査会|委員会|協議会))?(?:\(?第?\d+(?:部会|小委員会)\)?)?"
    r"(?:(?:会長|委員長?|部会長|座長|職務代理者?)[^。]{2,40})?$"
)
"""Who signs at the end: the council, its part, its members."""
_TITLE_WITHIN = 30
"""Characters of a line that calls itself an answer."""


@dataclass(slots=True)
class _Head:
    """Where the lines above a conclusion begin, and the one that calls it an answer."""

    start: int
    title: AnyLine


def find_headed_answers(items: Sequence[Item], words: Words, settings: LetterSettings) -> dict[int, LetterPart]:
    """The answers of a document that are known by their headings, by the index of the item that each begins with."""
    found: dict[int, LetterPart] = {}
    heads: list[tuple[int, _Head]] = []
    floor = 0
    for at, item in enumerate(items):
        if isinstance(item, Grid) or not is_conclusion(heading_text(item)[0]):
            continue
        if _is_answer_title(item, words) and not _heads_what_it_holds(items, at, settings):
            continue
        first = _first_heading(items, at, floor, settings)
        head = _head(items, first, floor, words, settings)
        if head is not None:
            heads.append((first, head))
            floor = at + 1
    for k, (at, head) in enumerate(heads):
        end = heads[k + 1][1].start if k + 1 < len(heads) else len(items)
        letter, score = _answer(items, head, at, end, words)
        if score.value >= settings.least_score:
            letter.because, letter.score = score.because(), score.value
            found[head.start] = letter
    return found


def _heads_what_it_holds(items: Sequence[Item], at: int, settings: LetterSettings) -> bool:
    """Whether the title 答申 is followed by what is held, and that by a heading that says why."""
    below = [item for item in items[at + 1 : at + 1 + settings.lines_before_conclusion] if not isinstance(item, Grid)]
    why = next((k for k, line in enumerate(below) if is_reasons(heading_text(line)[0])), 0)
    headed = any(is_heading_of_answer(heading_text(line)[0]) for line in below[:why])
    return any("。" in line.text for line in below[:why]) and not headed


def _first_heading(items: Sequence[Item], at: int, floor: int, settings: LetterSettings) -> int:
    """The heading that the numbering of a conclusion begins with: １　はじめに above ２　審議会の意見."""
    item = items[at]
    label = None if isinstance(item, Grid) else match_label(item.text)
    if label is None or label.ordinal in (None, 1):
        return at
    for above in range(at - 1, max(floor, at - settings.lines_before_conclusion) - 1, -1):
        line = items[above]
        other = None if isinstance(line, Grid) else match_label(line.text)
        if other is not None and (other.style, other.ordinal) == (label.style, 1):
            return above
    return at


def _head(items: Sequence[Item], at: int, floor: int, words: Words, settings: LetterSettings) -> _Head | None:
    """The lines above a conclusion up to a sentence; None where none of them calls it an answer."""
    start, title = at, None
    for above in range(at - 1, max(floor, at - settings.head_lines) - 1, -1):
        item = items[above]
        if isinstance(item, Grid) or item.text.rstrip().endswith("。"):
            break
        if _is_answer_title(item, words):
            start, title = above, item
        elif _row(item) is not None or line_kind(item, words):
            start = above
    return _Head(start, title) if title is not None else None


def _is_answer_title(line: AnyLine, words: Words) -> bool:
    text = text_key(line.text)
    bare = text.strip("()（）[]【】「」")
    answers = {text_key(word) for word in words.general.evidence.answer_titles}
    return bare in answers or (len(text) <= _TITLE_WITHIN and _TITLE.search(text) is not None)


def _row(line: AnyLine) -> str | None:
    """What a row of the head is: its day, its number, what it is about, who asked."""
    match = _ROW.match(squeeze(fold(line.text)))
    return _ROWS.get(match["label"], "") if match is not None else None


def _answer(items: Sequence[Item], head: _Head, at: int, end: int, words: Words) -> tuple[LetterPart, Score]:
    """An answer from its head to its end, and how much speaks for it."""
    letter, score = LetterPart("cover", asks=False, until=end), Score()
    letter.head = [item for item in items[head.start : at] if not isinstance(item, Grid)]
    letter.body = [item for item in items[at:end] if not isinstance(item, Grid)]
    _read_rows(letter, words)
    _read_tail(letter, words)
    letter.sender = letter.sender or [head.title]
    title = " ".join(fold(head.title.text).split())
    score.add(2.0, Message("its title is {titled}", titled=title))
    holds = next(line for line in letter.body if is_conclusion(heading_text(line)[0]))
    score.add(2.0, Message("{heading} heads what it holds", heading=" ".join(fold(holds.text).split())))
    headings = [line for line in letter.body if is_heading_of_answer(heading_text(line)[0])]
    for seen, what in (
        (letter.number, "it has a number"),
        (letter.date, "it has a day"),
        (letter.addressee, "it is addressed to an office"),
        (any(is_reasons(heading_text(line)[0]) for line in letter.body), "a heading says why"),
        (len(headings) > 1, "its headings are an answer's"),
    ):
        if seen:
            score.add(1.0, what)
    score_council(score, (*letter.head, holds, *letter.sender, *headings), words)
    return letter, score


def _read_rows(letter: LetterPart, words: Words) -> None:
    """Reads the lines above the conclusion by what they are."""
    named = False
    for line in letter.head:
        row = _row(line)
        kind = row if row is not None else line_kind(line, words)
        match kind:
            case "date":
                letter.date = line
            case "addressee":
                letter.addressee.append(line)
            case "named":
                letter.subject = [line]
            case "" if named and row is None and not _is_answer_title(line, words):
                letter.subject.append(line)  # it wraps
            case "subject" if named:
                letter.subject.append(line)
            case "subject":
                letter.subject = [line]
            case "sender" if not _is_answer_title(line, words):
                letter.sender.append(line)
            case _ if not letter.subject and _MATTER.search(text_key(line.text)):
                letter.subject = [line]
        if letter.number is None and (row == "number" or _NUMBER.search(squeeze(fold(line.text)))):
            letter.number = line
        named = kind == "named" or (named and line in letter.subject)


def _read_tail(letter: LetterPart, words: Words) -> None:
    """Reads the day and who signs at the end; they are none of the text."""
    while len(letter.body) > 1:
        line = letter.body[-1]
        if line_kind(line, words) == "date":
            letter.date = letter.date or line
        elif _SIGNS.match(text_key(line.text)):
            letter.sender.insert(0, line)
        else:
            return
        letter.body.pop()


def row_value(text: str) -> int:
    """Where the value of a row of the head begins in its text: behind 事件名：; 0 where it has no such label."""
    match = _ROW_LABEL.match(text)
    return match.end() if match is not None else 0


def answer_number(text: str) -> str | None:
    """The number of an answer in a line that says more: 答申第39号 of …審査会　答申第39号."""
    folded = fold(text)
    match = _NUMBER.search(folded) or _NUMBER.search(squeeze(folded))
    return squeeze(match[0]) if match is not None else None
