"""Boxes to tick and the words beside them: ■ 文書　□ 図画　☑ その他（手渡し）.

Which characters are boxes is defined here only: `layout.checkboxes` writes one of them where a box is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.ringed_choices import (
    EMPTY_DISCS,
    FILLED_DISCS,
    RINGED,
    are_opposites,
    discs,
    ringed_words,
    words_behind_tick,
)

CHECKED, UNCHECKED = "☑", "□"
"""What a drawn box becomes in the text."""
EMPTY_BOXES = "□☐◻◽▢⬜❏❐❑❒"
FILLED_BOXES = "■☑☒▣◼◾⬛🗹🗷✅"
TICKS = "✓✔🗸"
"""Symbols that stand for a checked box, or tick an empty one that they are printed over."""

_WORD_KANA = "ァ-ヺー・ヽヾｦ-ﾟ"
_TICK = rf"[{TICKS}]|(?<![{_WORD_KANA}])レ(?![{_WORD_KANA}点印])"
_CHECKBOX = late_pattern(
    rf"(?P<over>[{EMPTY_BOXES}][^\S\n]?(?:{_TICK})|(?:{_TICK})[^\S\n]?[{EMPTY_BOXES}])"
    rf"|(?P<empty>[{EMPTY_BOXES}])|(?P<filled>[{FILLED_BOXES}])|(?P<tick>{_TICK})"
)
_MARKED_BRACKETS = late_pattern(rf"[(（\[［〔]\s*[{TICKS}{FILLED_BOXES}レ○◯〇●]\s*[)）\]］〕]|\[[xX]\]")
_PERHAPS_CHOICES = late_pattern(
    rf"[{EMPTY_BOXES}{FILLED_BOXES}{TICKS}レ{EMPTY_DISCS}{FILLED_DISCS}]|\[[xX]\]|{RINGED.pattern}"
)
"""A test that costs little: a symbol without which nothing is a box."""
_BOX_BRACKETS = late_pattern(rf"{_MARKED_BRACKETS.pattern}|[(（\[［〔][^\S\n]+[)）\]］〕]")
"""Brackets that stand for boxes where one of them holds a mark: （○）有 （　）無, ［レ］紙 ［　］その他, [x] 紙."""
_LONE_BEFORE = late_pattern(r"[\s(（:：、,・/／]")
"""What may be before a symbol that begins a word."""
_WORD_AFTER = late_pattern(r"[^\S\n]*+[^\s\W]")
_BETWEEN = " \t　\u00a0\u2003・、,，/／|｜;；:："
"""The separators of choices; they belong to none."""
_DETAIL_OPENING, _DETAIL_CLOSING = "(（〔[［", ")）〕]］"


@dataclass(frozen=True, slots=True)
class ChoiceReading:
    """One box with its words; ``text[start:end]`` of the string given holds box, words and detail, unless this is on
    the line below."""

    text: str
    checked: bool
    detail: str | None
    """What is filled in between brackets after the words; None where these are left empty."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Box:
    checked: bool
    start: int
    end: int
    is_tick: bool = False
    """It is a tick without a box."""


def read_choices(text: str, *, ring_chooses: bool = False) -> list[ChoiceReading]:
    """All boxes of ``text``, in order; ``ring_chooses`` where its label says that a ring does (該当に○).

    A line in brackets below a choice that is alone on its line is its detail.

    Boxes: □ ☐ (empty), ■ ☑ ☒ ▣ ◼ (checked), ✓ ✔ and レ where they are alone before a word or over an empty box
    (□レ), brackets where one of the text holds a mark and nothing else is a box (［レ］紙 ［　］その他). The words of a
    box go to the next box or the end of the line; where the line ends with a box, they are before it (有□　無☑), and
    where tabulators part cells and a box is alone in its own, in the cell before it, or after it where it is the first.
    No boxes are ①, the レ of katakana words and of レ点. Where nothing is a box, discs of both kinds on a line are
    (●有　○無), and words are choices of which some are ringed, see `ringed_choices`.
    """
    if _PERHAPS_CHOICES.search(text) is None:
        return []
    found: list[ChoiceReading] = []
    at = 0
    lines = text.split("\n")
    marked = any(_stands_for_box(line, match) for line in lines for match in _MARKED_BRACKETS.finditer(line))
    boxed = any(map(_boxes, lines))
    find = _boxes if boxed else _brackets if marked else _discs
    alone = False  # the line before is one choice
    for line in lines:
        boxes = find(line)
        if boxes:
            found += [
                reading
                for box, place in zip(boxes, _places(line, boxes), strict=True)
                for reading in _readings(line, box, *place, at)
            ]
        elif alone and (detail := _BRACKET.fullmatch(line)) is not None and found[-1].detail is None:
            found[-1] = replace(found[-1], detail=_filled_in(detail[1]))
        elif find is _discs:
            found += _ringed(line, at, ring_chooses=ring_chooses)
        alone = len(boxes) == 1 and found[-1].text != "" and found[-1].end == at + len(line.rstrip())
        at += len(line) + 1
    return found


def loose_ticks(text: str) -> list[tuple[int, int]]:
    """The ticks of ``text`` that are alone on their lines where boxes are empty and none is checked, each with its
    place: shapes that float over a box, of which nothing says which it is."""
    marks = [(match.start(1), match.end(1)) for match in _LOOSE_TICK.finditer(text)]
    choices = read_choices(text) if marks else []
    boxes = [choice for choice in choices if (choice.start, choice.end) not in marks]
    return marks if boxes and not any(choice.checked for choice in boxes) else []


_LOOSE_TICK = late_pattern(rf"(?m)^[^\S\n]*([{TICKS}レ○◯〇●])[^\S\n]*$")


def _discs(line: str) -> list[_Box]:
    """The discs of one line that stand for boxes."""
    return [_Box(filled, start, start + 1) for start, filled in discs(line)]


def _ringed(line: str, at: int, *, ring_chooses: bool) -> list[ChoiceReading]:
    """The words of one line of which some are ringed."""
    found = []
    for word in ringed_words(line, ring_chooses=ring_chooses):
        words, detail = _part_detail(line[word.start : word.end])
        found.append(ChoiceReading(words, word.checked, detail, at + word.mark, at + word.end))
    return found


def _readings(line: str, box: _Box, start: int, end: int, at: int) -> Iterator[ChoiceReading]:
    """The choice of a box; behind a tick without a box also those that have none."""
    if not box.is_tick or start < box.start:
        yield _reading(line, box, start, end, at)
        return
    before = line[: box.start].strip(_BETWEEN)
    if before and are_opposites(before, _part_detail(line[start:end].strip(_BETWEEN))[0]):
        first = line.index(before)
        yield ChoiceReading(before, False, None, at + first, at + first + len(before))
    for k, (first, last) in enumerate(words_behind_tick(line, start, end)):
        if k == 0:
            yield _reading(line, box, first, last, at)
        else:
            words, detail = _part_detail(line[first:last])
            yield ChoiceReading(words, False, detail, at + first, at + last)


def _boxes(line: str) -> list[_Box]:
    """The boxes of one line."""
    found = []
    for match in _CHECKBOX.finditer(line):
        if match["tick"] is not None and not _stands_for_box(line, match):
            continue
        found.append(_Box(match["empty"] is None, match.start(), match.end(), match["tick"] is not None))
    return found


def _brackets(line: str) -> list[_Box]:
    """The brackets of one line that stand for boxes."""
    found = [match for match in _BOX_BRACKETS.finditer(line) if _stands_for_box(line, match)]
    return [_Box(_MARKED_BRACKETS.match(match[0]) is not None, match.start(), match.end()) for match in found]


def _stands_for_box(line: str, match: re.Match[str]) -> bool:
    """Whether a symbol begins a word: レ 有, （✓対象）, ［レ］紙."""
    start, end = match.span()
    return (not start or _LONE_BEFORE.match(line, start - 1) is not None) and _WORD_AFTER.match(line, end) is not None


def _places(line: str, boxes: list[_Box]) -> list[tuple[int, int]]:
    """The spans of the words of each box: after it, or before it where the boxes close the line; in the cell beside it
    where each box has a cell of its own."""
    if "\t" in line and (beside := _cells_beside(line, boxes)):
        return beside
    behind = bool(line[: boxes[0].start].strip(_BETWEEN)) and not line[boxes[-1].end :].strip(_BETWEEN + "()（）")
    if behind:
        return list(zip([0, *(box.end for box in boxes[:-1])], [box.start for box in boxes], strict=True))
    return list(zip([box.end for box in boxes], [*(box.start for box in boxes[1:]), len(line)], strict=True))


def _cells_beside(line: str, boxes: list[_Box]) -> list[tuple[int, int]]:
    """The cells beside boxes that are alone in theirs, in a row whose cells tabulators part: those before them, or
    after them where a box is first; none where a box is not alone."""
    cells = [(match.start(), match.end()) for match in _CELL.finditer(line) if match[0].strip(_BETWEEN)]
    at = {cell: k for k, cell in enumerate(cells)}
    places = [at.get((box.start, box.end)) for box in boxes]
    side = 1 if places[0] == 0 else -1
    if any(place is None or not 0 <= place + side < len(cells) for place in places):
        return []
    return [cells[place + side] for place in places if place is not None]


_CELL = late_pattern(r"[^\t]+")


def _reading(line: str, box: _Box, start: int, end: int, at: int) -> ChoiceReading:
    raw = line[start:end]
    inked = raw.strip(_BETWEEN)
    first = start + raw.index(inked)
    words, detail = _part_detail(inked)
    last = first + len(inked)
    if not inked:
        first, last = box.start, box.end
    return ChoiceReading(words, box.checked, detail, at + min(first, box.start), at + max(last, box.end))


_BRACKET = late_pattern(r"\s*[(（〔\[［]([^()（）〔〕\[\]［］]*)[)）〕\]］]\s*")
_BLANK = " \u3000\u00a0\u2003-－‐–—―─ー"
"""What a form prints in a bracket that is to be filled in: ( ― )."""


def _part_detail(words: str) -> tuple[str, str | None]:
    """The words before a bracket at their end, and what it holds: その他（手渡し） is その他 and 手渡し.

    A bracket may go on past the words; one that closes without being opened belongs to what is around them.
    """
    closed = words.endswith(tuple(_DETAIL_CLOSING))
    opened, depth = -1, 0
    for k in range(len(words) - 1, -1, -1):
        depth += (words[k] in _DETAIL_CLOSING) - (words[k] in _DETAIL_OPENING)
        if words[k] in _DETAIL_OPENING and depth == (0 if closed else -1):
            opened = k
            break
    if depth > 0:
        return words.rstrip(_DETAIL_CLOSING + _BETWEEN), None
    before = words[: max(opened, 0)].rstrip(_BETWEEN)
    if not before:
        return words, None
    return before, _filled_in(words[opened + 1 : -1 if closed else None])


def _filled_in(inside: str) -> str | None:
    """What is filled in between brackets; None where they are left empty."""
    return inside.strip().strip(_BLANK) or None
