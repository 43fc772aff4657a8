"""How much a page shows at once, and how much is kept in memory. Numbers of things, of bytes where it is said."""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True)
class BrowseSettings:
    """A page is read by people: what is on it they can look through. What a program wants is in its CSV and JSON."""

    rows: int = 100
    """Rows of a list on one page: as many as a reader scrolls through before taking the next."""
    finds: int = 20
    """Documents of a search on one page."""
    snippets: int = 3
    """Places shown of each document that was found."""
    pages: int = 8
    """Pages of a document shown at once, with all their values: a bundle of 300 would be megabytes of HTML."""
    facets: int = 12
    """Values of a facet that can be chosen, the most frequent first."""
    whole: int = 10_000
    """Most rows of a list as CSV or JSON: a search for a common word in 20,000 documents would give ten times that."""
    compared: int = 40
    """Clause sets beside each other in a crosswalk, one of each ward."""
    pictures: int = 48
    """Pictures of pages kept in memory: of A4 one takes 100 to 300 kB, so that they stay below 15 MB."""
    dpi: float = 110.0
    """Pixels to 72 points of a page's picture: print of 8 points is still read."""
    crop_around: float = 6.0
    """Points around the lines of a clause in a comparison: half a line of print."""
    crop_left: float = 3.0
    """Characters left of them: labels such as 第２ and headings stand out of the text by so many at most."""
    crop_above: float = 2.2
    """Lines above them, where the heading of a clause is printed: one, and what is between two paragraphs."""
    answers: int = 64
    """Searches whose ranking is kept, so that the next page and a facet need none: 160 kB each for 20,000 documents."""
    at_once: int = 4
    """Pages made at the same time; whoever asks meanwhile waits. More would take memory and make none sooner."""
    memory: int = 128
    """Megabytes that DuckDB may take: with the rest of the server it stays below 500 for 20,000 documents."""
