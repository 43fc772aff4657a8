"""Those who speak in another style than most of a document do: in the half of it that another hand wrote, or asking
behind bullets where the answers have none.

Another style is believed less than that of most: whoever begins a line so is called as speakers are and says
something there, and either several do so where nobody speaks in the style of most, or he is known otherwise.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary
from kaigi_extract.parts.minutes.said import is_prose, is_remark
from kaigi_extract.parts.minutes.speaker_starts import Start


@dataclass(slots=True)
class OtherStyles:
    """Finds the lines that begin a speech in another style than that of most."""

    rows: Sequence[MinutesRow]
    words: MinutesVocabulary
    begins: Callable[[int], bool]
    """Whether a paragraph begins with a row."""
    is_listed: Callable[[str, int], bool]
    """Whether the head above a row names somebody."""

    def add_to(self, starts: dict[int, Start], others: Sequence[Sequence[Start]]) -> None:
        """Adds those of each of the other styles to the speeches that are known."""
        for style in others:
            there = [start for start in style if start.at not in starts and self._says(start, starts)]
            starts.update({start.at: start for start in self._believed(there, dict(starts))})

    def add_known(self, starts: dict[int, Start], anywhere: Sequence[Start]) -> None:
        """Adds those who stand at another margin than most, where they are known and others speak above and below."""
        names = {start.speaker for start in starts.values()}
        first, last = min(starts), max(starts)
        for start in anywhere:
            within = first < start.at < last and start.at not in starts and self._says(start, starts)
            if within and (start.speaker in names or self._is_called(start)):
                starts[start.at] = start

    def _believed(self, there: Sequence[Start], starts: Mapping[int, Start]) -> Iterator[Start]:
        """Those of one style that stand where nobody is known to speak, several of them, and others who are known."""
        names, known_rows = {start.speaker for start in starts.values()}, sorted(starts)
        for run in _runs(there, known_rows):
            outside = run[-1].at < known_rows[0] or run[0].at > known_rows[-1]
            known = [start.speaker in names or self._is_called(start) for start in run]
            several = len(run) >= _SEVERAL and (outside or any(known))
            yield from (start for start, is_known in zip(run, known, strict=True) if several or is_known)

    def _is_called(self, start: Start) -> bool:
        """Whether somebody is in the chair, or the head names him as he is called or by the name before his seat: 矢部
        of 矢部委員."""
        if start.speaker in self.words.own.chairs or self.is_listed(start.speaker, start.at):
            return True
        seats = (seat for seat in self.words.own.seats if start.speaker.endswith(seat))
        name = start.speaker.removesuffix(max(seats, key=len, default=""))
        return len(name) > 1 and name != start.speaker and self.is_listed(name, start.at)

    def _says(self, start: Start, starts: Mapping[int, Start]) -> bool:
        """Whether a line begins with somebody who speaks, and words follow that are said."""
        row = self.rows[start.at]
        if row.cell is not None or not self.words.speaks(start.speaker, bracketed=False) or not self.begins(start.at):
            return False
        said = row.line.text[start.text :].strip()
        if not said and start.at + 1 < len(self.rows) and start.at + 1 not in starts:
            said = self.rows[start.at + 1].line.text
        return "。" in said or is_prose(said) or is_remark(said)


def _runs(there: Sequence[Start], known: Sequence[int]) -> Iterator[list[Start]]:
    """Starts that no start that is known stands between."""
    run: list[Start] = []
    for start in there:
        if run and bisect(known, run[-1].at) < bisect(known, start.at):
            yield run
            run = []
        run.append(start)
    if run:
        yield run


_SEVERAL = 2
"""Who speak in another style by themselves: one alone may be quoted."""
