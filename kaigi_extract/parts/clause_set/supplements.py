"""附則 of one paragraph, which bears no number: この規則は、公布の日から施行する。 Each is a set of its own.

Its paragraph is a clause with an empty label.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.clause_set.ending import end_of
from kaigi_extract.parts.clause_set.flow import ClauseFlow
from kaigi_extract.parts.clause_set.runs import Mark, Run
from kaigi_extract.parts.clause_set.signs import label_of
from kaigi_extract.parts.extent import Extent
from kaigi_extract.parts.reading import Reading
from kaigi_extract.text import Label, clause_heading
from kaigi_extract.text.late_pattern import late_pattern

_SENTENCE_END = late_pattern(r"[。．.][)）]?$")
"""The end of a sentence, of such as universities write too (，．)."""


def unnumbered_supplements(flow: ClauseFlow, reading: Reading, main: Extent, limit: int) -> Iterator[Extent]:
    """The 附則 without numbers right behind a set, or behind another 附則 of it, before the item `limit`."""
    above = main
    while above.ends in flow.supplements and above.ends < limit:
        extent = _supplement(flow, reading, above, limit)
        if extent is None:
            return
        yield extent
        above = extent


def _supplement(flow: ClauseFlow, reading: Reading, above: Extent, limit: int) -> Extent | None:
    """The 附則 that begins where the set above it ends."""
    at = above.ends
    first = at + 2 if at + 2 < limit and clause_heading(flow.texts[at + 1]) is not None else at + 1
    line = flow.lines[first] if first < limit else None
    if line is None or first in flow.supplements or first in flow.annexes or label_of(flow.texts[first]) is not None:
        return None
    last = _sentence_end(flow, first, limit)
    if last is None:
        return None
    indent = len(line.text) - len(line.text.lstrip())
    label = Label("dai_ko", 1, 1, None, (), "", 0, indent)
    mark = Mark(first, line, label, headed=first > at + 1)
    ends, why = end_of(flow, Run(("dai_ko", False), [mark]), last + 1, flow.texts[at], reading.common)
    return dataclasses.replace(
        above,
        begins=at,
        first=at + 1,
        ends=ends,
        title=flow.texts[at],
        openers={id(line): label},
        chapters={},
        contents=frozenset(),
        headline=frozenset({id(line) for line in flow.items[at : at + 1]}),
        supplement=True,
        main=above.main if above.supplement else above.begins,
        because=Message("{texts} is printed above a sentence without a number", texts=flow.texts[at]),
        ended=why if ends <= last else "its paragraph ends",
    )


def _sentence_end(flow: ClauseFlow, first: int, limit: int) -> int | None:
    """The last line of the paragraphs from the line `first` on; None where no sentence ends there."""
    last = None
    for at in range(first, limit):
        apart = at in flow.supplements or at in flow.annexes or label_of(flow.texts[at]) is not None
        if not flow.texts[at] or apart:
            break
        begins = last is not None and flow.ended(at)
        if begins and not any(_SENTENCE_END.search(text) for text in flow.texts[at : at + 2]):
            break
        if _SENTENCE_END.search(flow.texts[at]):
            last = at
    return last
