"""The words that records are read with, as a short sign that changes when they do: what it touches is read again.

Reads the mappings, nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable

from kaigi_extract.wards import MappingFile, bundled_wards, common_words
from kaigi_extract.wards.choose import choose_ward

GIVEN, BUNDLED = "given:", "bundled:"
"""How the sign of words begins that a run was told to use, and of those that a document chose by itself."""


class Fingerprints:
    """The signs of one run: `ward` and `mapping` are what it was told, None where the documents choose.

    Raises `InvalidMapping`, and `ValueError` for an unknown ward.
    """

    def __init__(self, ward: str | None, mapping: str | os.PathLike[str] | None) -> None:
        chosen, _ = choose_ward(ward, mapping)
        common = common_words()
        self._given = None if chosen is None else GIVEN + _sign([chosen, common])
        self._by_ward = {ward.id: BUNDLED + _sign([ward, common]) for ward in bundled_wards()}
        self._any = BUNDLED + _sign([*bundled_wards(), common])

    def of(self, ward: str | None) -> str:
        """The sign of a document of this ward; of one whose ward is not known, every mapping might know it."""
        return self._given or self._by_ward.get(ward or "", self._any)

    def is_outdated(self, ward: str | None, sign: str | None) -> bool:
        """Whether a document of this ward would be read with other words now than it was.

        A run that is told nothing takes nothing back of what an earlier one was told. None is the sign of records from
        before there were signs: only a run that is told something knows that they were read otherwise.
        """
        if self._given is not None:
            return sign != self._given
        return sign is not None and sign.startswith(BUNDLED) and sign != self.of(ward)


def _sign(mappings: Iterable[MappingFile]) -> str:
    """What is at its default does not count: a key that a later model adds changes no sign."""
    words = "\n".join(mapping.model_dump_json(exclude_defaults=True) for mapping in mappings)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
