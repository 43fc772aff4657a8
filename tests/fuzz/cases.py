"""A case of the fuzzer: a sound file, how it is damaged, by which chance, and what is done with it. Four words name it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.fuzz.of_bytes import BYTES
from tests.fuzz.of_compound import COMPOUND
from tests.fuzz.of_package_crowds import crowded_sheet, crowded_word, odd_members
from tests.fuzz.of_pdfs import PDFS
from tests.fuzz.of_pictures import FRAMES, OTHERS, PICTURES, TIFFS
from tests.fuzz.of_text import TEXT, json_values
from tests.fuzz.of_web_pages import crowded_page
from tests.fuzz.of_xml import XML
from tests.fuzz.of_zips import ZIPS
from tests.fuzz.sound import SOUND, sound
from tests.fuzz.ways import WAYS, Way

Damage = Callable[[bytes, Random], bytes]

BY_ENDING: dict[str, dict[str, Damage]] = {
    ".pdf": PDFS,
    ".docx": XML | ZIPS | {crowded_word.__name__: crowded_word, odd_members.__name__: odd_members},
    ".xlsx": XML | ZIPS | {crowded_sheet.__name__: crowded_sheet, odd_members.__name__: odd_members},
    ".odt": XML | ZIPS,
    ".doc": COMPOUND,
    ".zip": ZIPS | {odd_members.__name__: odd_members},
    ".html": TEXT | {crowded_page.__name__: crowded_page},
    ".png": PICTURES,
    ".jpg": PICTURES,
    ".bmp": OTHERS,
    ".jp2": OTHERS,
    ".gif": FRAMES,
    ".webp": FRAMES,
    ".tif": TIFFS,
    ".json": TEXT | {json_values.__name__: json_values},
}
"""Damages of each kind of file, beside those of any bytes; text where nothing is said."""
BYTES_SHARE = 0.25
"""Of the damages, those that know nothing of the kind of file."""
OFFICE = ("open.odt", "rich.rtf", "old.doc")
OFFICE_SHARE = 0.02
"""Of the files, those that LibreOffice converts, which takes seconds."""


@dataclass(frozen=True, slots=True)
class Case:
    """`str(case)` names it, and `Case.of` makes it again: the same bytes on any machine with the same libraries."""

    file: str
    damage: str
    seed: int
    way: str

    def __str__(self) -> str:
        return f"{self.file}:{self.damage}:{self.seed}:{self.way}"

    @classmethod
    def of(cls, words: str) -> Case:
        file, damage, seed, way = words.split(":")
        return cls(file, damage, int(seed), way)

    @property
    def data(self) -> bytes:
        """The damaged file."""
        damages = BYTES | _damages(self.file)
        return damages[self.damage](sound(self.file), Random(f"{self.file}:{self.damage}:{self.seed}"))


def _damages(file: str) -> dict[str, Damage]:
    return BY_ENDING.get(os.path.splitext(file)[1], TEXT)


def ways_of(file: str) -> dict[str, Way]:
    """What can be done with a file of this name."""
    return {name: way for name, way in WAYS.items() if way.takes(file)}


def chosen(seed: int) -> Case:
    """The case of a number: which file, which damage, which way."""
    chance = Random(seed)
    office = chance.random() < OFFICE_SHARE
    file = chance.choice(OFFICE if office else [name for name in SOUND if name not in OFFICE])
    damages = BYTES if chance.random() < BYTES_SHARE else _damages(file)
    ways = ways_of(file)
    way = chance.choices(list(ways), [one.weight for one in ways.values()])[0]
    return Case(file, chance.choice(sorted(damages)), seed, way)


def cases(first: int, count: int) -> Iterator[Case]:
    """So many cases, from a seed on."""
    return (chosen(seed) for seed in range(first, first + count))
