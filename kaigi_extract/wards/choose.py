"""Which ward a document is read as, where one or a mapping was given. Reads mapping files."""

from __future__ import annotations

import os
from collections.abc import Sequence

from kaigi_extract.wards import Ward, bundled_wards, load_ward


def choose_ward(name: str | None, mapping: str | os.PathLike[str] | None = None) -> tuple[Ward | None, Sequence[Ward]]:
    """The ward that was asked for, None where the document itself must name it, and all that a document may name.

    `name` is a ward's id, name or code. A mapping of one's own comes first, and takes the place of a bundled one of the
    same id; where it is given without a name, it is the ward that was asked for.

    Raises:
        InvalidMapping: The mapping has a mistake.
        ValueError: No ward has that name.
    """
    own = [load_ward(mapping)] if mapping is not None else []
    wards = [*own, *(ward for ward in bundled_wards() if all(ward.id != one.id for one in own))]
    if name is None:
        return (own[0] if own else None), wards
    among = own or wards
    found = next((ward for ward in among if name in (ward.id, ward.name, ward.code)), None)
    if found is None:
        known = ", ".join(ward.id for ward in among)
        raise ValueError(f"no ward {name!r}; known are {known}. Give a mapping file for another (mapping=, --mapping)")
    return found, wards
