"""Whose words read a document: those of its ward's mapping, and general ones for what the mapping does not know."""

from __future__ import annotations

from dataclasses import dataclass

from kaigi_extract.records import Category
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards.general import General, Meaning
from kaigi_extract.wards.load import general_words
from kaigi_extract.wards.model import MappingPart, Ward

_PARTS: tuple[MappingPart, ...] = ("form", "cover", "outline")


@dataclass(frozen=True, slots=True)
class Words:
    """The ward's own words before the general ones."""

    ward: Ward | None

    @property
    def general(self) -> General:
        """The general words; read when they are asked for first."""
        return general_words()

    def meaning(self, label: str) -> Meaning | None:
        """What a label of a case means; None where neither the mapping nor the general words know it."""
        if self.ward is not None:
            for part in _PARTS:
                name = self.ward.field(part, label)
                if name is not None:
                    place = self.ward.label_place(part, label) or ""
                    return Meaning(name, 1.0, place, general=False)
        return self.general.meaning(label)

    def categories(self, title: str) -> list[tuple[Category, str, str]]:
        """What a title is about: category, the word that says so and its file:line; the ward's own words first."""
        own = self.own_categories(title)
        known = {category for category, _, _ in own}
        return [*own, *(one for one in self.general.categories(title) if one[0] not in known)]

    def own_categories(self, title: str) -> list[tuple[Category, str, str]]:
        """What a title is about by the ward's own words alone, in the order of its mapping."""
        if self.ward is None:
            return []
        text, found = squeeze(fold(title)), list[tuple[Category, str, str]]()
        for index, titles in enumerate(self.ward.titles):
            at = next((k for k, word in enumerate(titles.words) if squeeze(fold(word)) in text), None)
            if at is not None:
                place = self.ward.origin.place("titles", index, "words", at)
                found += [(category, titles.words[at], place) for category in titles.categories]
        return found
