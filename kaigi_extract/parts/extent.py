"""How far a clause set reaches in a document, as measured before its clauses are read. A noun; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text import Label


@dataclass(frozen=True, slots=True)
class Chapter:
    """A line that is structure above clauses: 第２章　業務, or an unnumbered head of a section."""

    label: str
    """As printed: 第２章; empty where the head has no number."""
    title: str


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a clause set begins and ends among the items of a document, and by what evidence."""

    begins: int
    """Index of the first line of its title, or of what is above it; of its first clause where it has none."""
    first: int
    """Index of the first clause, or of the heading or chapter above that."""
    ends: int
    """Index of the item after its last."""
    title: str | None
    """As printed, lines joined; None where none is found."""
    known: bool
    """Whether the title is one that sets are known to have."""
    openers: Mapping[int, Label]
    """The labels that open clauses, by the identity of their lines."""
    chapters: Mapping[int, Chapter] = field(default_factory=dict)
    """Lines of structure between the clauses, by their identity."""
    contents: frozenset[int] = frozenset()
    """Identities of the lines of a table of contents within it."""
    headline: frozenset[int] = frozenset()
    """Identities of the lines of its title."""
    supplement: bool = False
    """Whether it is a 附則."""
    main: int | None = None
    """Where it is a 附則: the index at which the set begins that it belongs to."""
    with_gaps: bool = False
    """Whether items may be missing, as in a column of a 新旧対照表, which prints what changes."""
    floor: int = 0
    """Index of the item from which on the document was searched for sets."""
    because: str = ""
    """The evidence, in words."""
    ended: str = ""
    """What ends it, in words."""
