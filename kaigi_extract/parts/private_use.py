"""Characters of the private use area (外字) as findings: only the font of who wrote them says what they draw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.records import Span
from kaigi_extract.text.late_pattern import late_pattern

_PRIVATE_USE = late_pattern("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
MESSAGE = "U+{code:04X} is a private-use character (外字), {count} in all: only its font says what it draws; it is kept"


def report_private_use(lines: Iterable[AnyLine], findings: Findings) -> None:
    """One finding for each such character, with all its places."""
    places: dict[str, list[Span]] = defaultdict(list)
    for line in lines:
        if line.text.isprintable():  # what is of private use is not
            continue
        for match in _PRIVATE_USE.finditer(line.text):
            places[match[0]].append(line.span(*match.span()))
    for char in sorted(places):
        spans = places[char]
        findings.warn("low_confidence", Message(MESSAGE, code=ord(char), count=len(spans)), spans)
