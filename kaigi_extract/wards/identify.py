"""Which ward a document is from, and what any ward calls its fields. Works on text; opens nothing."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.model import MappingPart, Ward, label_keys
from kaigi_extract.wards.printed_names import PrintedText
from kaigi_extract.wards.settings import DEFAULT_WARDS, WardSettings

_MATERIAL_NUMBER = late_pattern(r"(?:番号|No\.?|第)?[:]?(\d+(?:[-‐‑–—―−ー─]\d+)*)号?", re.IGNORECASE)

_AROUND_MARK = "()[]【】〔〕<>"
"""What may be set around a mark such as 資料10-1."""


def material_number(text: str, word: str) -> str | None:
    """The number of a mark that is `word` and a number, its parts joined by "-": 資料１０－１ is "10-1"."""
    text = text_key(text).strip(_AROUND_MARK)
    match = _MATERIAL_NUMBER.fullmatch(text[len(word) :]) if text.startswith(word) else None
    return re.sub(r"\D+", "-", match.group(1)) if match else None


_OF_A_CASE: tuple[MappingPart, ...] = ("form", "outline", "cover")


@dataclass(frozen=True, slots=True)
class Identified:
    """The ward of a document, or why there is none."""

    ward: Ward | None
    reason: str
    """What of the ward is printed, or why it is not known."""
    words: str | None = None
    """The printed words that decided."""
    place: str | None = None
    """file:line of these words in the mapping."""


@dataclass(frozen=True, slots=True)
class Clue:
    """Words of a document that speak for a ward."""

    words: str
    what: str
    place: str
    """file:line of these words in the mapping."""


class Vocabulary:
    """The field labels and the marks of several wards together."""

    def __init__(self, wards: Iterable[Ward], settings: WardSettings = DEFAULT_WARDS) -> None:
        self._settings = settings
        wards = list(wards)
        self._marks = tuple({text_key(word) for ward in wards for word in ward.sheet.material})
        self._labels = frozenset[str]().union(*(ward.known_labels() for ward in wards))
        self._starts = frozenset[str]().union(*(ward.label_starts for ward in wards))
        self._known: dict[str, Literal["label", "start"] | None] = {}
        self._tables: dict[str, frozenset[tuple[str, str]]] = {}
        self._wards = wards

    def knows(self, text: str) -> Literal["label", "start"] | None:
        """Whether the text is a field label, begins one, or neither."""
        if len(text) > self._settings.longest_label:
            return None
        if text not in self._known:
            self._known[text] = self._look_up(text)
        return self._known[text]

    def labels(self, length: int) -> Sequence[str]:
        """The known labels of so many characters, width folded, without white space."""
        return self._by_length.get(length, ())

    @functools.cached_property
    def _by_length(self) -> Mapping[int, Sequence[str]]:
        found: dict[int, list[str]] = {}
        for key in sorted(self._labels):
            found.setdefault(len(key), []).append(key)
        return found

    def tables_of(self, label: str) -> frozenset[tuple[str, str]]:
        """The tables that the wards have a label in: (ward, part of its mapping); register sheets aside."""
        parts: tuple[MappingPart, ...] = ("cover", "outline", "form")
        if len(label) > self._settings.longest_label:
            return frozenset()
        if label not in self._tables:
            held = ((ward.id, part) for ward in self._wards for part in parts if ward.field(part, label))
            self._tables[label] = frozenset(held)
        return self._tables[label]

    def is_mark(self, text: str) -> bool:
        """Whether a text is nothing but a mark such as 資料10-1."""
        begins = text_key(text).strip(_AROUND_MARK).startswith(self._marks)
        return begins and any(material_number(text, word) is not None for word in self._marks)

    def _look_up(self, text: str) -> Literal["label", "start"] | None:
        keys = label_keys(text)
        if any(key in self._labels for key in keys):
            return "label"
        return "start" if keys[0] in self._starts else None


def identify_ward(
    text: str | PrintedText, labels: Sequence[str], wards: Sequence[Ward], settings: WardSettings = DEFAULT_WARDS
) -> Identified:
    """The ward of a document, from its text, whose lines are lines, and its form labels.

    It is identified by the name of an ordinance or of a council that bears the ward's name; else by most of the form
    labels together with the ward's name, or the council's. A paper cites other bodies' ordinances too: of two that are
    named, the one is meant for which its council or its labels speak as well. Two candidates are none. A name is a word
    of its own: 北区 is no part of 江北区民. A law of all wards names none of them.
    """
    printed = PrintedText(text) if isinstance(text, str) else text
    form = _FormLabels(labels)
    for test in (_by_ordinance, _by_council, _by_labels):
        found = [(ward, clue) for ward in wards if (clue := test(ward, printed, form, settings)) is not None]
        for other in (_by_council, _by_labels):
            said_twice = [(ward, clue) for ward, clue in found if other(ward, printed, form, settings) is not None]
            found = said_twice if len(said_twice) == 1 else found
        if len(found) == 1:
            ward, clue = found[0]
            return Identified(ward, clue.what, clue.words, clue.place)
        if found:
            names = "、".join(ward.name for ward, _ in found)
            return Identified(
                None, Message("papers of {names} would look like this; name the ward with ward= or --ward", names=names)
            )
    return Identified(
        None, "no ordinance, council or form of a known ward; name the ward with ward= or --ward, or give a mapping"
    )


def contradiction(
    given: Ward, text: str, labels: Sequence[str], wards: Sequence[Ward], settings: WardSettings = DEFAULT_WARDS
) -> Identified | None:
    """The ward that a document speaks for in place of the given one; None where it speaks for that one too, or none.

    The given ward was asked for, so its ordinance, its council or most of the form labels are enough for it. Where the
    labels alone speak for another, `words` is None: they do not say whose they are.
    """
    printed, form = PrintedText(text), _FormLabels(labels)
    if any(test(given, printed, form, settings) for test in (_by_ordinance, _by_council)):
        return None
    known = sum(any(given.field(part, label) is not None for part in _OF_A_CASE) for label in labels)
    if labels and known >= settings.labels_known * len(labels):
        return None
    others = [ward for ward in wards if ward.id != given.id]
    found = identify_ward(printed, labels, others, settings)
    if found.ward is not None:
        return found
    best = max(others, key=form.known, default=None)
    return Identified(best, "labels") if best is not None and form.are_of(best, settings) else None


class _FormLabels:
    """What is printed where labels of a form may be, and how many of them each ward's mapping knows: counted once."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._count = len(labels)
        self._often = [(label_keys(label), often) for label, often in Counter(labels).items()]
        self._known: dict[int, int] = {}

    def known(self, ward: Ward) -> int:
        """How many of them a ward's mapping knows."""
        if id(ward) not in self._known:
            self._known[id(ward)] = sum(
                often for keys, often in self._often if ward.has_label("form", keys) or ward.has_label("outline", keys)
            )
        return self._known[id(ward)]

    def are_of(self, ward: Ward, settings: WardSettings) -> bool:
        """Whether a ward's mapping knows most of them."""
        return bool(self._count) and self.known(ward) >= settings.labels_known * self._count


def _by_ordinance(ward: Ward, text: PrintedText, _: _FormLabels, __: WardSettings) -> Clue | None:
    """An ordinance that bears the ward's name: a law of all wards, and what puts it into practice, is everywhere."""
    for index, one in enumerate(ward.ordinances):
        for name in (one.name, *one.names):
            if _bears(name, ward) and text.has(printed := _without_prefecture(name, ward)):
                return Clue(printed, "the ordinance's name", ward.origin.place("ordinances", index, "name"))
    return None


def _by_council(ward: Ward, text: PrintedText, _: _FormLabels, __: WardSettings) -> Clue | None:
    """A council with the ward's name before it: 情報公開・個人情報保護審議会 alone is in many wards."""
    for index, council in enumerate(ward.councils):
        name = council.name if _bears(council.name, ward) else ward.name + council.name
        if text.has(printed := _without_prefecture(name, ward)):
            return Clue(printed, "the council's name", ward.origin.place("councils", index))
    return None


def _by_labels(ward: Ward, text: PrintedText, labels: _FormLabels, settings: WardSettings) -> Clue | None:
    if not labels.are_of(ward, settings):
        return None
    for index, name in enumerate((ward.name, *ward.names)):
        if text.has(name, body=True) and not text.has_anywhere(f"市{name}"):
            place = ward.origin.place("name") if index == 0 else ward.origin.place("names", index - 1)
            return Clue(name, "most form labels are the ward's, and its name", place)
    for index, council in enumerate(ward.councils):
        if text.has(council.name):
            return Clue(
                council.name,
                "most form labels are the ward's, and its council's name",
                ward.origin.place("councils", index),
            )
    return None


def _bears(name: str, ward: Ward) -> bool:
    """Whether the name of a law or a council holds that of its ward."""
    return any(own in name for own in (ward.name, *ward.names))


def _without_prefecture(name: str, ward: Ward) -> str:
    """A name as it is printed shortest: 東京都 before a ward's or a city's goes without saying."""
    short = name.removeprefix("東京都")
    return short if short.startswith((ward.name, *ward.names)) else name
