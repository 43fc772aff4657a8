"""The lines of a list of people, each with those that it wraps to. Rows to texts; knows who nobody is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.lines import MinutesRow
from kaigi_extract.parts.minutes.names import ends_in_office, is_pair, seat_before, spaced_text
from kaigi_extract.parts.minutes.office_words import CALLED_BELOW, OFFICER
from kaigi_extract.parts.minutes.people_lines import (
    ADMINISTRATION_FIRST,
    ALONE_IN_BRACKETS,
    BRACKETED_FIRST,
    COUNTED,
    DASHED,
    GROUP,
    SEPARATOR,
    depth,
    is_count,
)
from kaigi_extract.parts.minutes.seat_words import SeatWords
from kaigi_extract.text import match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern


@dataclass(slots=True)
class WrappedLines:
    """Puts together the lines of a list that wrap."""

    known: SeatWords
    right: float
    """Where lines outside of tables must turn."""
    grouped: bool
    """Several lines begin with a seat or a group in brackets."""

    def chunks(self, rows: Sequence[MinutesRow]) -> Iterator[str]:
        """The lines of a list, each with those that it wraps to."""
        held = ""
        for row, after in pairwise([*rows, None]):
            if row is None:
                continue
            held += spaced_text(row)
            if after is not None and self._wraps(row, after, held):
                continue
            yield held
            held = ""

    def _wraps(self, row: MinutesRow, after: MinutesRow, held: str) -> bool:
        """Whether a name goes on in the next line: it is full, ends in no separator and none begins anew below."""
        if row.cell is not after.cell or depth(held) > 0:
            return row.cell is after.cell
        text, line = row.line.text, row.line
        below = after.line.text
        right = row.cell.right if row.cell is not None and row.cell.right else self.right
        full = right - line.x1 <= self.known.words.settings.shortfall * line.size
        if _TORN_AT_AND.search(f"{text.rstrip()[-1:]}|{below.strip()}"):
            return True
        if _TORN_SEAT.search(f"{text[-1:]}|{below}") or (full and _TORN_OFFICE.search(f"{text[-1:]}|{below}")):
            return True
        if not SEPARATOR.search(held) or self._is_whole(text) or line.hard:
            return False
        if self._begins_anew(below) or self._ends_seats(held, below):
            return False
        if self._ends_with_name(held) and len(SEPARATOR.split(below)[0].split()) > 1:
            return False
        starts = seat_before(after.line.text.split()[0], self.known.words) if after.line.text.split() else None
        return full and not (starts and starts[1] == "")

    def _begins_anew(self, text: str) -> bool:
        """Whether a line begins a group, an entry or a remark."""
        if any(pattern.match(text) for pattern in (GROUP, COUNTED, DASHED, ADMINISTRATION_FIRST, ALONE_IN_BRACKETS)):
            return True
        if match_label(text) is not None or text.lstrip().startswith("※") or is_count(squeeze(text)):
            return True
        if self._begins_with_seat(text):
            return True
        if _OF_DEPARTMENT.match(text):
            return True
        grouped = self.grouped and BRACKETED_FIRST.match(text) is not None
        return grouped or self.known.is_counted_group(text) or self.known.label_before(text.strip()) is not None

    def _is_whole(self, text: str) -> bool:
        """Whether a line ends in a separator, in a seat or an office with a bracket behind it (…、窪田委員（教授）,
        …、沢野主事（管理室）), or names people who all have their seats behind them: 窪田委員、沢野委員"""
        bare = _BRACKET_AT_END.sub("", text)
        seats = tuple(self.known.words.own.seats)
        named = bare.endswith(seats) or OFFICER.search(bare) is not None
        *before, last = SEPARATOR.split(text.strip())
        seated = bool(before) and all(one.strip().endswith(seats) for one in (*before, last)) and len(last.strip()) > 3
        closed = (bare != text and named) or seated or ("以下" in text and CALLED_BELOW.search(text) is not None)
        return closed or re.search(r"[、，,;；。]$", text) is not None

    def _ends_seats(self, held: str, below: str) -> bool:
        """Whether offices begin below a list of members that ends with a seat behind a name: …、湊委員, 事務次官、…"""
        last, first = SEPARATOR.split(held)[-1].strip(), SEPARATOR.split(below)[:2]
        return last.endswith(tuple(self.known.words.own.seats)) and any(map(self.known.is_office, first))

    def _ends_with_name(self, held: str) -> bool:
        """Whether a list ends with a whole name, so that another may begin below: …、榑沼 誠, …、総括主査 内海智子."""
        *_, last = SEPARATOR.split(held)
        words = last.split()
        if len(words) < 2:
            return False
        apart = is_pair(words[-2], words[-1], 2) and not ends_in_office(words[-2])
        return apart or (self.known.is_office(words[-2]) and _WHOLE_NAME.fullmatch(words[-1]) is not None)

    def _begins_with_seat(self, text: str) -> bool:
        """Whether a seat with a colon begins a line: 専門委員：甲斐 明."""
        seat = re.match(r"\s*(\S{2,10}?)\s*[:：＝=]", text)
        return seat is not None and self.known.is_seat(seat[1])


_BRACKET_AT_END = late_pattern(r"[(（][^()（）]*[)）]$")
_TORN_OFFICE = late_pattern(r"[部課係室局所館次]\|長(?:\s|$)")
"""An office whose last character is on the next line: …広報係⏎長　佐伯."""
_OF_DEPARTMENT = late_pattern(r"\s*\S{2,}[課局部室係]\s+\S")
"""What begins with a department: 推進課　室長….."""
_TORN_AT_AND = late_pattern(r"^兼\||[長監者事幹査佐]\|兼\S{0,20}[長監者事幹査佐](?:\s|$)")
"""Two offices of one person, on two lines: 会計管理者兼⏎会計課長."""
_TORN_SEAT = late_pattern(r"委\|員(?=[\s、，,]|$)")
"""A seat whose last character is on the next line, however long the line: …、佐和委⏎員、塩田委員."""
_WHOLE_NAME = late_pattern(r"(?!\S*[部課係室局])[一-鿿々ァ-ヶーぁ-ん]{3,5}(?<![長員事査任補])")
"""Family and given name written as one, behind an office."""
