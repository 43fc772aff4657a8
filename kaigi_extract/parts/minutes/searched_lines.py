"""The lines of a document in order through its tables, and what of minutes each shows by itself: a title, a day, an
opening. Minutes are looked for at many places, and each line is looked at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.minutes.head_labels import head_label, torn_label, torn_labels
from kaigi_extract.parts.minutes.lines import CLOSING, WRITTEN, MinutesRow, MinutesVocabulary
from kaigi_extract.parts.minutes.times import LONGEST_DAY, first_day, has_time, is_nothing_but, is_of_other_deed, times
from kaigi_extract.parts.minutes.title import council_of, is_title_word, numbers_of
from kaigi_extract.parts.minutes.title_line import begins_minutes
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.reading import Reading
from kaigi_extract.text import squeeze, text_key

_WHEN_LABELS = ("date", "start", "end")
_CELLS = 40
"""Lines of a table among which the rows of a head are looked for."""


@dataclass(slots=True)
class Numbered:
    """A row with the index of the item that it is in."""

    item: int
    row: MinutesRow
    may_say_when: bool | None = None
    """Whether it may hold a day, an opening or a title; None before it was looked at."""


class SearchedLines:
    """The lines of a document with what each shows of minutes, as far as asked."""

    def __init__(self, items: Sequence[Item], reading: Reading) -> None:
        self.items, self.reading, self.words = items, reading, MinutesVocabulary.of(reading)
        self._rows: dict[int, list[Numbered]] = {}
        self._seen: dict[tuple[str, float], _Seen] = {}
        self._heads: dict[int, bool] = {}

    @classmethod
    def of(cls, position: Position) -> SearchedLines:
        """The lines of the document that a position is in."""
        known = position.reading.looked_ahead.get("lines of minutes")
        if not isinstance(known, cls):
            known = position.reading.looked_ahead["lines of minutes"] = cls(position.items, position.reading)
        return known

    def rows_from(self, item: int, count: int | None = None) -> list[Numbered]:
        """The rows from an item on, all or so many."""
        rows = itertools.chain.from_iterable(map(self._rows_of, range(item, len(self.items))))
        return list(itertools.islice(rows, count))

    def _rows_of(self, item: int) -> list[Numbered]:
        if item not in self._rows:
            self._rows[item] = list(_rows(self.items, item))
        return self._rows[item]

    def may_head(self, item: int) -> bool:
        """A cheap test: an item that could be the first of minutes, whatever part is open."""
        if item not in self._heads:
            self._heads[item] = self._looks_like_head(item)
        return self._heads[item]

    def _looks_like_head(self, item: int) -> bool:
        words, line = self.words, self.items[item]
        if isinstance(line, Grid):
            cells = self._rows_of(item)[:_CELLS]
            return len(head_names(cells, words) & {"date", "place", "members", "attendance", "name"}) > 1
        text = line.text
        if len(text) > 2 * words.settings.longest_title:
            return False
        label = head_label(self._rows_of(item)[0].row, words)
        if label is not None and label.name in ("name", "date", "place", "attendance", "members"):
            return True
        seen = self.seen(line)
        if seen.begins_minutes or seen.is_title_word or seen.is_day or seen.is_of_written:
            return True
        if len(text) <= words.settings.torn_label:
            items = self.items[item : item + words.settings.torn_lines + 1]
            near = [MinutesRow(line) for line in items if not isinstance(line, Grid)]
            return torn_label(near, 0, words) is not None or len(squeeze(text)) == 1
        return "。" not in text and seen.council is not None

    def may_say_when(self, item: int, count: int) -> bool:
        """A cheap test: whether among so many rows from an item on there may be a day, an opening or a title."""
        beside = self.words.settings.torn_lines
        rows = self.rows_from(item, count + beside)
        for at, one in enumerate(rows[:count]):
            if one.may_say_when is None:  # looked at once
                one.may_say_when = self._may_say_when([near.row for near in rows[at : at + beside + 1]])
            if one.may_say_when:
                return True
        return False

    def _may_say_when(self, rows: Sequence[MinutesRow]) -> bool:
        """Whether the first of some rows may be one."""
        label = head_label(rows[0], self.words)
        if label is not None and label.name in _WHEN_LABELS:
            return True
        if any(torn.name in _WHEN_LABELS for torn, _ in torn_labels(rows, 0, self.words)):
            return True
        return self.seen(rows[0].line).says_when

    def shown(self, line: AnyLine) -> Sequence[tuple[str, str]]:
        """What a line shows of minutes by its words and its size, with the words that show it."""
        return self.seen(line).shown

    def seen(self, line: AnyLine) -> _Seen:
        """A line as far as minutes are concerned; looked at once."""
        key = line.text, line.size
        if key not in self._seen:
            self._seen[key] = _Seen(line, self.words, self.reading)
        return self._seen[key]


class _Seen:
    """What a line says by its words and its size."""

    __slots__ = (
        "_council",
        "_shown",
        "begins_minutes",
        "day",
        "is_day",
        "is_own_title",
        "is_title_word",
        "line",
        "words",
    )

    def __init__(self, line: AnyLine, words: MinutesVocabulary, reading: Reading) -> None:
        self.line, self.words = line, words
        self.begins_minutes = begins_minutes(line, reading.common, words.settings)
        self.is_title_word = is_title_word(line.text, words)
        self.is_own_title = _is_own_title(line.text, words)
        longest = max(LONGEST_DAY, words.settings.longest_title)
        self.day = first_day(line.text) if len(line.text) <= longest else None  # nobody asks for that of a longer one
        self.is_day = is_nothing_but(line.text, self.day)
        self._council: str | Literal[False] | None = False
        self._shown: Sequence[tuple[str, str]] | None = None

    @property
    def council(self) -> str | None:
        """The council that it names; looked for when it is asked for first."""
        if self._council is False:
            self._council = council_of(self.line.text, self.words)
        return self._council

    @property
    def says_when(self) -> bool:
        """Whether it may show what is needed of minutes, a title or when they were held."""
        opened = CLOSING.fullmatch(self.line.text) is not None or self.is_of_written
        named = opened or self.is_day or self.is_title_word or self.begins_minutes or self.is_own_title
        return named or self.numbers_sitting

    @property
    def numbers_sitting(self) -> bool:
        """Whether it numbers or dates a sitting of a council that it names, and says no more."""
        text = self.line.text
        short = "。" not in text and len(text) <= self.words.settings.longest_title
        return short and (self.day is not None or "session" in numbers_of(text)) and self.council is not None

    @property
    def is_of_written(self) -> bool:
        """Whether it says that the sitting was held in writing."""
        text = self.line.text
        return len(text) <= self.words.settings.longest_title and "。" not in text and WRITTEN.search(text) is not None

    @property
    def shown(self) -> Sequence[tuple[str, str]]:
        """What it shows of minutes, with the words that show it."""
        if self._shown is None:
            self._shown = list(self._look())
        return self._shown

    def _look(self) -> Iterator[tuple[str, str]]:
        text = self.line.text
        if self.begins_minutes or self.is_own_title:
            yield "a title of minutes", text
        elif self.is_title_word:
            yield "the word for minutes", text
        short = "。" not in text and len(text) <= self.words.settings.longest_title
        if short and self.council is not None:
            yield "the name of a council", self.council
            if numbers_of(text):
                yield "the number of a sitting", text
            if self.day is not None and not is_of_other_deed(text):
                yield "the day of a sitting", text
        if self.is_day and not is_of_other_deed(text) and has_time(text):
            yield "a day", text
        if self.is_of_written:
            yield "held in writing", text
        if CLOSING.fullmatch(text) and times(text):
            yield "when the sitting was opened or closed", text


def _is_own_title(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line ends in what the ward itself calls its minutes."""
    key = text_key(text)
    return key.endswith(words.own_titles) and len(key) < words.settings.longest_title


def _rows(items: Sequence[Item], index: int) -> Iterator[Numbered]:
    """The rows of an item."""
    item = items[index]
    if isinstance(item, Grid):
        for cells in item.rows():
            for cell in cells:
                for line in cell.lines:
                    yield Numbered(index, MinutesRow(line, cell))
    else:
        yield Numbered(index, MinutesRow(item))


def head_names(rows: Sequence[Numbered], words: MinutesVocabulary) -> set[str]:
    """The rows of a head that labels begin."""
    labels = (head_label(one.row, words) for one in rows)
    return {label.name for label in labels if label is not None}
