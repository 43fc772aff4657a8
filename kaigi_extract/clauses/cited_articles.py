"""What the articles of laws that a clause cites are about, as the mappings of the wards say.

When the national act took the place of the ordinances on 1 April 2023, 条例第14条 became 法第66条第2項: other words for
the same matter. Reads the mappings that come with the library; knows no law.
"""

from __future__ import annotations

import datetime
import functools

from kaigi_extract.records import Category, Reference
from kaigi_extract.text.citations import find_citations
from kaigi_extract.wards import CitedLaws, bundled_wards, known_laws

NO_MATTER: Category = "other"
"""The category of articles that have nothing in common but that they have no other."""


def matters_of(reference: Reference, ward: str | None, day: datetime.date | None) -> frozenset[Category]:
    """The categories of the article that a reference to another text cites; none where no mapping knows it.

    `ward` is the id of the ward whose clauses they are, `day` their day.
    """
    citation = next(iter(find_citations(reference.text)), None)
    if reference.kind != "law" or citation is None:
        return frozenset()
    laws = _laws(ward)
    about = laws.about(laws.cited(reference.law or citation.ordinance, day), citation, day)
    return frozenset(set(about.categories) - {NO_MATTER})


@functools.cache
def _laws(ward: str | None) -> CitedLaws:
    """What clauses of a ward may cite."""
    return CitedLaws(next((one for one in bundled_wards() if one.id == ward), None), known_laws())
