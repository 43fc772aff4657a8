"""The words that records are read with, as a short sign that changes when they do, and the mappings behind the signs.

Which records are read again when it has changed is decided in `plan`, which asks `Fingerprints.is_outdated`. Reads the
mappings, nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.wards import MappingFile, common_words, known_laws
from kaigi_extract.wards.known import Mappings, given_wards, known_wards
from kaigi_extract.wards.toml_text import mapping_text

GIVEN, BUNDLED = "given:", "bundled:"
"""How a sign begins: of words that a run was given, and of those that are there in every run: bundled ones, the user's
own and those of other packages."""


@dataclass(frozen=True, slots=True)
class ReadWith:
    """What a record was read with, beside the library and its schema."""

    words: str | None = None
    """The sign of its words."""
    reader: str | None = None
    recogniser: str | None = None
    """As they were asked for; None where that is not known (archives of version 0.1)."""
    engine: str | None = None
    """Package and version of the engine, where a page was recognised."""


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A mapping as an archive keeps it: with which sign documents of which ward were read, and its text."""

    ward: str
    words: str
    path: str
    text: str


class Fingerprints:
    """The signs of one run: `ward` and `mapping` are those that it was given, None where the documents choose.

    Raises:
        InvalidMapping: A mapping has a mistake.
        ValueError: The ward is not known.
    """

    def __init__(self, ward: str | None, mapping: Mappings) -> None:
        known, given = known_wards(ward, mapping), given_wards(mapping)
        beside: list[MappingFile] = [common_words(), known_laws()]
        self._wards = {one.id: one for one in known.wards}
        self._given = frozenset(one.id for one in given)
        self._asked = None if known.asked is None else GIVEN + _sign([known.asked, *given, *beside])
        self._by_ward = {one.id: self._kind(one.id) + _sign([one, *beside]) for one in known.wards}
        everything = sorted(known.wards, key=lambda one: one.id)
        self._any = (GIVEN if given else BUNDLED) + _sign([*everything, *beside])

    def _kind(self, ward: str) -> str:
        return GIVEN if ward in self._given else BUNDLED

    def of(self, ward: str | None) -> str:
        """The sign of a document of this ward. Where the ward is not known, it is that of all mappings."""
        return self._asked or self._by_ward.get(ward or "", self._any)

    def is_outdated(self, ward: str | None, sign: str | None) -> bool:
        """Whether a document of this ward would be read with other words now than it was.

        A run that is given nothing takes back nothing of what an earlier one was given, and one that is given mappings
        only what they are about: documents of their wards, and those whose ward is not known. None is the sign of
        records from before there were signs: only a run that is given something knows that they were read otherwise.
        """
        if self._asked is not None:
            return sign != self._asked
        if self._given and (ward is None or ward in self._given):
            return sign != self.of(ward)
        return sign is not None and sign.startswith(BUNDLED) and sign != self.of(ward)

    def ward_names(self) -> set[str]:
        """How each ward that the run knows may be called."""
        return {name for ward in self._wards.values() for name in (ward.id, ward.name)}

    def mappings(self) -> Iterator[KeptMapping]:
        """Every mapping that the run may read with."""
        for id_, ward in self._wards.items():
            yield KeptMapping(id_, self.of(id_), ward.origin.path, mapping_text(ward))


def _sign(mappings: Iterable[MappingFile]) -> str:
    """The sign of mappings. What is at its default does not count, so a key that a later model adds changes no sign."""
    words = "\n".join(mapping.model_dump_json(exclude_defaults=True) for mapping in mappings)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
