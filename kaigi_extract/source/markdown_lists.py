"""The numbers that Markdown shows before the entries of a list of which every entry is written with the same one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.text_blocks import TextLine
from kaigi_extract.text.late_pattern import late_pattern

_ENTRY = late_pattern(r"(?P<indent>\s*)(?P<number>[0-9]{1,9})(?P<mark>[.)])\s+\S")
_HEADING = late_pattern(r"\s*#{1,6}\s")


@dataclass(slots=True)
class NumberedList:
    """A list whose entries are written one after the other."""

    indent: int
    mark: str
    entries: list[tuple[int, str]] = field(default_factory=list)
    """The index of the line of each entry, and its number as written."""

    def shown(self) -> Iterator[tuple[int, tuple[str, str]]]:
        """For each entry but the first its number as written and as shown, where all are written alike."""
        if len({number for _, number in self.entries}) == 1:
            for step, (at, number) in enumerate(self.entries[1:], 1):
                yield at, (number, str(int(number) + step))


def numbers_shown(lines: Sequence[str]) -> dict[int, tuple[str, str]]:
    """By the index of a line, the number that its entry is written with and the one that is shown for it."""
    found: dict[int, tuple[str, str]] = {}
    opened: list[NumberedList] = []
    blank = True
    for at, line in enumerate(lines):
        if not line.strip():
            blank = True
            continue
        entry = _ENTRY.match(line)
        indent = len(line) - len(line.lstrip())
        ends = entry is not None or blank or _HEADING.match(line) is not None
        while ends and opened and _is_over(opened[-1], indent, entry["mark"] if entry is not None else None):
            found.update(opened.pop().shown())
        if entry is not None:
            if not opened or indent > opened[-1].indent:
                opened.append(NumberedList(indent, entry["mark"]))
            opened[-1].entries.append((at, entry["number"]))
        blank = False
    for left in opened:
        found.update(left.shown())
    return found


def _is_over(one: NumberedList, indent: int, mark: str | None) -> bool:
    """Whether a list is over before a line that is set in so far, and that begins an entry with `mark`, or none."""
    return indent < one.indent or (indent == one.indent and mark != one.mark)


def renumber(line: TextLine, written: str, shown: str) -> None:
    """Puts the number that is shown in the place of the one that a line is written with."""
    start = len(line.text) - len(line.text.lstrip())
    end = start + len(written)
    if line.text[start:end] != written:
        return
    more = len(shown) - len(written)
    if more and line.places is None:
        line.places = tuple(range(line.offset, line.offset + len(line.text)))
    if line.places is not None:
        line.places = (*line.places[:end], *(line.places[end - 1],) * more, *line.places[end:])
    line.bold = [(first + more * (first >= end), last + more * (last >= end)) for first, last in line.bold]
    line.text = line.text[:start] + shown + line.text[end:]
