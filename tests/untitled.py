"""A document with the lines of its titles taken away: what it is must be seen from the rest of it.

python -m tests.untitled FILE...     what the records of files lose without their titles
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from kaigi_extract import Document, extract, pipeline
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.assemble import read_parts
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.titles import compared


def untitled(path: str | Path, **how: str) -> tuple[Document, Document, list[str]]:
    """The document of a file, the same without the lines of its titles, and these lines."""
    whole = extract(path, **how)
    titles = _titles(whole)
    taken: list[str] = []

    def without(items: Sequence[Item], reading: Reading) -> Document:
        kept = []
        for item in items:
            if not isinstance(item, Grid) and compared(item.text) and _is_of(compared(item.text), titles):
                taken.append(item.text)
            else:
                kept.append(item)
        return read_parts(kept, reading)

    with mock.patch.object(pipeline, "read_parts", without):
        return whole, extract(path, **how), taken


def _titles(document: Document) -> set[str]:
    sections = [section.title for section in document.sections if section.kind != "unknown"]
    records = [*document.clause_sets, *document.registers]
    return {compared(title) for title in [*sections, *(record.title for record in records)] if title}


def _is_of(line: str, titles: set[str]) -> bool:
    return line in titles


def lost(whole: Document, rest: Document) -> list[str]:
    """What a document has that the same without titles has not: kinds of parts, and records, each in a word or two."""
    before, after = Counter(_records(whole)), Counter(_records(rest))
    return [f"less: {name} ({count})" for name, count in sorted((before - after).items())] + [
        f"more: {name} ({count})" for name, count in sorted((after - before).items())
    ]


def _records(document: Document) -> list[str]:
    found = [f"section {section.kind}" for section in document.sections if section.kind not in ("unknown", "furniture")]
    found += [f"clause set of {', '.join(clause.label for clause in one.clauses)}" for one in document.clause_sets]
    found += [f"register of {len(sheet.fields)} rows" for sheet in document.registers]
    for case in document.cases:
        found.append(f"case of {', '.join(str(basis.article) for basis in case.bases) or 'no basis'}, {case.category}")
        found += [f"form with {', '.join(sorted(form.evidence))}" for form in case.forms]
    meeting = document.meeting
    if meeting is not None:
        found.append(f"meeting of {meeting.date}, {len(meeting.members)} people, {len(meeting.speeches)} speeches")
    return found


def main() -> int:
    for name in sys.argv[1:]:
        whole, rest, taken = untitled(name, recogniser="none")
        print(name, taken)
        for line in lost(whole, rest):
            print("   ", line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
