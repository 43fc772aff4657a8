"""Which ward a document is read as, where one or a mapping was given. Reads mapping files."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.wards import Ward
from kaigi_extract.wards.known import Mappings, known_wards


def choose_ward(name: str | None, mapping: Mappings = None) -> tuple[Ward | None, Sequence[Ward]]:
    """The ward that was asked for, None where the document itself must name it, and all that a document may name.

    Takes and raises what `known_wards` does.
    """
    known = known_wards(name, mapping)
    return known.asked, known.wards
