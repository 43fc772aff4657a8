"""What a kind of part is, and the place in a document at which a part may begin. Knows no kind; they are in `kinds`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import PartSettings
from kaigi_extract.parts.titles import compared, is_sentence, set_alike
from kaigi_extract.records import SectionKind
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common, Ward

_ENDED = late_pattern(r"[。．」』】〕）)：:]$")


@dataclass(frozen=True)
class Position:
    """A place in the flow of a document at which a part may begin: an item, what is around it, the part that is open.

    The kinds ask it; it changes nothing.
    """

    items: Sequence[Item]
    """Lines and tables of the whole document in reading order."""
    at: int
    """Index of the item that may begin a part."""
    open: Part
    """The part that goes on where none begins."""
    in_running_text: bool
    """The open part is running text, in which a title may be the middle of a sentence."""
    reading: Reading
    """What is known of the document."""

    @property
    def ward(self) -> Ward | None:
        """Whose words read the document."""
        return self.reading.ward

    @property
    def common(self) -> Common:
        """Words that hold whatever the ward."""
        return self.reading.common

    @property
    def settings(self) -> PartSettings:
        """The thresholds by which parts are cut."""
        return self.reading.settings

    @property
    def item(self) -> Item:
        """The line or table that may begin a part."""
        return self.items[self.at]

    @property
    def line(self) -> AnyLine | None:
        """The item where it is a line; None where it is a table."""
        item = self.items[self.at]
        return None if isinstance(item, Grid) else item

    @property
    def grid(self) -> Grid | None:
        """The item where it is a table; None where it is a line."""
        item = self.items[self.at]
        return item if isinstance(item, Grid) else None

    @property
    def after(self) -> Item | None:
        """The item after this one; None at the end."""
        return self.items[self.at + 1] if self.at + 1 < len(self.items) else None

    @functools.cached_property
    def title(self) -> str:
        """The line as titles are compared; empty for a table."""
        return compared(self.line.text) if self.line is not None else ""

    @functools.cached_property
    def may_begin(self) -> bool:
        """Whether a part may begin here: at every table, and at a short line that is no sentence nor part of one."""
        line = self.line
        if line is None:
            return True
        if len(line.text) > 2 * self.settings.titles.longest or is_sentence(line.text) or self._goes_on(line):
            return False
        return len(self.title) <= self.settings.titles.longest

    def _goes_on(self, line: AnyLine) -> bool:
        """Whether a line inside running text goes on with the sentence above it, whatever title it looks like: the
        line above is full and its sentence has not ended."""
        if not self.in_running_text or len(self.open.items) < 2:
            return False
        above = self.open.items[-1]
        if isinstance(above, Grid) or _ENDED.search(above.text):
            return False
        if not isinstance(line, Line) or not isinstance(above, Line):
            return len(above.text) > self.settings.titles.least_wrapped
        if line.page == above.page and line.y0 - above.y1 > self.reading.layout.passages.paragraph_gap * line.size:
            return False
        settings = self.settings.titles
        near = self.open.items[1:][-settings.running_lines :]  # without the title, which is set in the middle
        measure = max(one.x1 for one in near if isinstance(one, Line))
        return above.x1 > measure - settings.running_shortfall * above.size

    def lines_from(self, count: int) -> Iterator[AnyLine]:
        """The line here and those after it, `count` in all, up to the next table."""
        for item in self.items[self.at : self.at + count]:
            if isinstance(item, Grid):
                return
            yield item

    def lines_after(self, count: int) -> Iterator[tuple[int, AnyLine]]:
        """The next `count` lines with their indices, up to the next table."""
        for at, item in enumerate(self.items[self.at + 1 : self.at + 1 + count], self.at + 1):
            if isinstance(item, Grid):
                return
            yield at, item

    def next_grid(self, within: int) -> Grid | None:
        """The first table among the next `within` items."""
        after = self.items[self.at + 1 : self.at + 1 + within]
        return next((item for item in after if isinstance(item, Grid)), None)

    def title_start(self, below: int) -> int:
        """The first line of the title above the item `below`: one line, or more that are close and of one size."""
        at = below - 1
        while at > 0 and set_alike(self.items[at - 1], self.items[at], self.reading.layout.margins):
            at -= 1
        return at


def never(_: Position) -> bool:
    """A kind whose parts end only where another begins."""
    return False


def holds_nothing(_: Position) -> float:
    """A kind whose items look like those of any other."""
    return 0.0


def unread(_: Part, __: Reading) -> None:
    """A kind of which no record is made; its text is a section like any other."""


def nothing_left(_: Reading) -> None:
    """A kind that is read part by part."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What begins a kind of part, what ends it and what reads it."""

    name: SectionKind
    begins: Callable[[Position], Part | None]
    """The part that begins at a position, None where none does; asked only where a part may begin."""
    ends: Callable[[Position], bool] = never
    """Whether the open part of this kind ends before a position at which no part begins."""
    reads: Callable[[Part, Reading], None] = unread
    """Makes the records of a part."""
    finishes: Callable[[Reading], None] = nothing_left
    """Does what can only be done when all parts are read."""
    holds: Callable[[Position], float] = holds_nothing
    """How much speaks for an item as one more of the open part of this kind, in pieces of evidence; below 0 where it
    speaks against it."""
    is_running_text: bool = False
    """Its lines wrap; see `Position.in_running_text`."""
    may_begin_in_text: bool = False
    """Where its parts begin is measured, so that one may begin with a sentence too."""
