"""The lines that were read against the record that was made of them: a line in no section is noted, with its place.

Every readable line of a file is in the text of some section. This holds the parts to that; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.records import Document
from kaigi_extract.text import squeeze
from kaigi_extract.text.characters import has_characters


def report_unplaced(document: Document, lines: Sequence[AnyLine], findings: Findings) -> None:
    """Notes each line that no section has, as an error of this library: there should never be any."""
    sections = [section.text for section in document.sections]
    recorded = squeeze("".join(sections))
    if has_characters(recorded, squeeze("".join([line.text for line in lines]))):
        return
    for line in lines:
        printed = squeeze(line.text)
        if printed not in recorded:
            message = Message("{text!r} is printed and in no section", text=line.text.strip())
            findings.error("unread_ink", message, [line.span(0, len(line.text))])
