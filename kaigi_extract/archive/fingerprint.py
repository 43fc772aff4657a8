"""The words that records are read with, as a short sign that changes when they do.

Which records are read again when it has changed is decided in `plan`, which asks `Fingerprints.is_outdated`. Reads the
mappings, nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable

from kaigi_extract.wards import MappingFile, bundled_wards, common_words
from kaigi_extract.wards.choose import choose_ward

GIVEN, BUNDLED = "given:", "bundled:"
"""How a sign begins: of words that a run was given, and of bundled ones that a document chose by itself."""


class Fingerprints:
    """The signs of one run: `ward` and `mapping` are those that it was given, None where the documents choose.

    Raises:
        InvalidMapping: The mapping has a mistake.
        ValueError: The ward is not known.
    """

    def __init__(self, ward: str | None, mapping: str | os.PathLike[str] | None) -> None:
        chosen, _ = choose_ward(ward, mapping)
        common = common_words()
        self._given = None if chosen is None else GIVEN + _sign([chosen, common])
        self._by_ward = {ward.id: BUNDLED + _sign([ward, common]) for ward in bundled_wards()}
        self._any = BUNDLED + _sign([*bundled_wards(), common])

    def of(self, ward: str | None) -> str:
        """The sign of a document of this ward. Where the ward is not known, it is that of all mappings."""
        return self._given or self._by_ward.get(ward or "", self._any)

    def is_outdated(self, ward: str | None, sign: str | None) -> bool:
        """Whether a document of this ward would be read with other words now than it was.

        A run that is given nothing takes back nothing of what an earlier one was given. None is the sign of records
        from before there were signs: only a run that is given something knows that they were read otherwise.
        """
        if self._given is not None:
            return sign != self._given
        return sign is not None and sign.startswith(BUNDLED) and sign != self.of(ward)


def _sign(mappings: Iterable[MappingFile]) -> str:
    """The sign of mappings. What is at its default does not count, so a key that a later model adds changes no sign."""
    words = "\n".join(mapping.model_dump_json(exclude_defaults=True) for mapping in mappings)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
