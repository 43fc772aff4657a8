"""What the topics' pipeline is given to read of a clause: its heading and body, and the paragraphs that it numbers.

Pure functions on records; loads no model, so that what would be asked can be known without asking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kaigi_extract.clauses.settings import AlignSettings
from kaigi_extract.records import Clause
from kaigi_extract.references.structure import has_heading_only, is_paragraph


def topic_texts(clauses: Sequence[Clause], settings: AlignSettings) -> Iterator[str]:
    """Each clause as the pipeline reads it.

    A heading that covers several clauses (管理体制等, over the choice of those in charge and over their training) says
    less of each: it is read as one more sentence of the body. Items are read where the rest says next to nothing.
    """
    covers = Counter(clause.heading for clause in clauses)
    for clause in clauses:
        heading, text = clause.heading or "", clause.text.replace("\n", "")
        if len(heading) + len(text) < settings.short_clause_characters:
            is_said = "。" in text
            text += "".join(item.text for item in clause.items if not (is_said and is_paragraph(item)))
        yield f"\n{heading}。{text}" if covers[clause.heading] > 1 else f"{heading}\n{text}"


def paragraph_texts(clause: Clause) -> list[str]:
    """The texts of the paragraphs that a clause numbers (２), each as the pipeline reads a body. Those of a clause that
    is no more than a heading are its items, however they are labelled."""
    every = has_heading_only(clause)
    numbered = (item for item in clause.items if every or is_paragraph(item))
    return ["\n" + item.text.replace("\n", "") + "".join(below.text for below in item.items) for item in numbered]
