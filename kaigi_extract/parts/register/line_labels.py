"""Labels of lines that nobody knows, by those around them that somebody does: numbered as these are, or in brackets
above boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.parts.register.known_labels import Head, KnownLabels
from kaigi_extract.text import match_due, match_label, read_choices
from kaigi_extract.text.late_pattern import late_pattern

WIDE_GAP = late_pattern(r"(?<=\S)(?:[ \t\u3000]{2,}|\t)(?=\S)")
NO_LABEL = late_pattern(r"[。、，,「」\d□■☐☑☒]")
COLONS = (":", "：")
_ROW_STYLES = frozenset({"digit", "paren_digit", "circled"})
"""Styles of the numbers of rows that are lines."""
BRACKETED = late_pattern(r"【[^【】]{1,30}】|［[^［］]{1,30}］|〔[^〔〕]{1,30}〕|＜[^＜＞]{1,30}＞")
"""A heading in brackets, and nothing else."""


def with_numbered(lines: Sequence[AnyLine], heads: Sequence[Head]) -> list[Head]:
    """The labels, with those between two of them that are numbered as these are: ４　事務の相談役　　住宅課 between ３
    and ５."""
    found: list[Head] = []
    for head in heads:
        first, last = (_row_number(lines[found[-1].line]) if found else None), _row_number(lines[head.line])
        at = found[-1].line + 1 if found else 0
        while (
            first is not None and last is not None and first[0] == last[0] and first[1] + 1 < last[1] and at < head.line
        ):
            if (start := _behind(lines[at], _next(first))) is not None:
                found.append(_numbered_head(lines[at], at, start))
                first = _next(first)
            at += 1
        found.append(head)
    return found


def numbered_on(lines: Sequence[AnyLine], heads: list[Head], knows: KnownLabels) -> list[Head]:
    """The labels, with those below the last of them that count on from two numbers at the same margin: ８　利用の期間
    below ７."""
    last = _row_number(lines[heads[-1].line]) if heads else None
    numbered = [
        line for head in heads if (number := _row_number(line := lines[head.line])) and last and number[0] == last[0]
    ]
    if last is None or len(numbered) < 2:
        return heads
    found = [*heads]
    for at in range(heads[-1].line + 1, len(lines)):
        line = lines[at]
        start = _behind(line, _next(last))
        if start is None or not begin_alike(line, numbered[-1]):
            continue
        head = _numbered_head(line, at, start)
        label = line.text[start : head.cut]
        if len(label) > knows.settings.longest_label or NO_LABEL.search(label):
            break
        found.append(head)
        last = _next(last)
    return found


def with_bracketed(lines: Sequence[AnyLine], heads: list[Head]) -> list[Head]:
    """The labels, with those below the first of them that are alone on a line in brackets, above boxes to tick:
    【提供の方法】."""
    taken = {at for head in heads for at in range(head.line, head.line + head.count)}
    below = range(min(taken, default=len(lines)) + 1, len(lines) - 1)
    bracketed = (at for at in below if at not in taken and BRACKETED.fullmatch(lines[at].text.strip()))
    found = [Head(at, 1) for at in bracketed if begins_with_box(lines[at + 1].text.lstrip())]
    return sorted([*heads, *found], key=lambda head: head.line)


def begins_with_box(text: str) -> bool:
    """Whether a box to tick is the first thing of a text."""
    return any(choice.start == 0 for choice in read_choices(text)[:1])


def _numbered_head(line: AnyLine, at: int, start: int) -> Head:
    """The label behind a number that ends at `start`: up to a colon or wide space, or all that is on the line."""
    gap = WIDE_GAP.search(line.text, start)
    colon = min((k for mark in COLONS if (k := line.text.find(mark, start)) > start), default=None)
    ends = [end for end in (colon, gap.start() if gap is not None else None) if end is not None]
    return Head(at, 1, min(ends, default=None))


def _row_number(line: AnyLine) -> tuple[str, int] | None:
    """The style and number of a row that a line begins with."""
    label = match_label(line.text)
    return (label.style, label.ordinal) if label is not None and label.style in _ROW_STYLES and label.ordinal else None


def _behind(line: AnyLine, number: tuple[str, int]) -> int | None:
    """Where a line goes on behind a number of a style, whatever its words are (８　年度更新); None where it does not
    begin with it."""
    label = match_due(line.text, number[1]) if number[0] == "digit" else match_label(line.text)
    return label.end if label is not None and (label.style, label.ordinal) == number else None


def _next(number: tuple[str, int]) -> tuple[str, int]:
    return number[0], number[1] + 1


def begin_alike(one: AnyLine, other: AnyLine) -> bool:
    """Whether two lines begin at one margin."""
    if isinstance(one, PlainLine) and isinstance(other, PlainLine):
        return one.offset - one.source.offset == other.offset - other.source.offset
    return not isinstance(one, PlainLine) and not isinstance(other, PlainLine) and abs(one.x0 - other.x0) < one.size / 2
