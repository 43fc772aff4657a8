"""The field mapping of a ward: the model that checks its file, and the questions that the parts ask of it.

Knows no ward. Everything that differs between wards is in a TOML file beside this one, or in a user's own.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from kaigi_extract.records import Category, ClauseSetKind
from kaigi_extract.text import fold, label_key, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.laws import ID_PATTERN, Article, Categories, Ordinance
from kaigi_extract.wards.mapping_file import Closed, MappingFile, Sourced, Validity
from kaigi_extract.wards.toml_lines import KeyPath

MappingPart = Literal["cover", "outline", "form", "register"]
LABEL_PARTS = ("cover", "outline", "form", "registers")
"""The tables of [labels]."""
NO_FIELD = "other"
"""The list of labels that a mapping knows to have no field."""

_REMARK_IN_BRACKETS = late_pattern(r"\([^()]*\)")
_SPELLINGS = str.maketrans({"・": "", "、": "", ",": ""})


class Council(Sourced, Validity):
    """A council of the ward; a mapping may write its name alone."""

    name: str
    short: list[str] = []
    """What documents call it: 審議会."""
    role: Literal["hearing", "review", "disclosure"] | None = None
    """Heard before something is done (審議会), reviews decisions that were objected to (審査会), or is about the
    disclosure of information only."""
    successor: str | None = None
    """The name of the council that took its place."""

    @model_validator(mode="before")
    @classmethod
    def _by_its_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value


class TitleWords(Sourced):
    """Words of a title that decide the category."""

    categories: Categories
    words: list[str]

    @property
    def category(self) -> Category:
        """The first of `categories`."""
        return self.categories[0]


class SheetWords(Sourced):
    """What a document calls its parts."""

    heading: list[str] = []
    outline: list[str] = []
    bases: list[str] = []
    material: list[str] = ["資料"]
    consultation: list[str] = ["諮問"]
    report: list[str] = ["報告"]


class MinutesWords(Sourced):
    """What minutes call themselves and the rows of their head. A ward's own words come before those of all wards."""

    titles: list[str] = []
    """会議録 and the like: what the title line ends in."""
    bodies: list[str] = []
    """What the names of councils, committees and assemblies end in."""
    name: list[str] = []
    date: list[str] = []
    start: list[str] = []
    end: list[str] = []
    place: list[str] = []
    attendance: list[str] = []
    """Members and officials in one list."""
    members: list[str] = []
    officials: list[str] = []
    absent: list[str] = []
    observers: list[str] = []
    agenda: list[str] = []
    materials: list[str] = []
    speeches: list[str] = []
    sections: list[str] = []
    """Headings within the agenda that are no items of it."""
    seats: list[str] = []
    """What members are called after their names: 委員, 会長."""
    chairs: list[str] = []
    """Who puts the question."""
    speakers: list[str] = []
    """What the name of other speakers ends in."""
    bracketed: list[str] = []
    """What the name of those ends in who speak where brackets, a mark or a colon say so: before white space it is a
    label."""
    no_speakers: list[str] = []
    """What stands before a colon or in brackets and is nobody: 質問, 回答."""
    offices: list[str] = []
    """What offices and departments of people who are no members end in."""
    groups: list[str] = []
    """What stands before several members and is no name: 学識経験者."""
    name_columns: list[str] = []
    """Headings of the columns of tables of people that hold their names."""
    seat_columns: list[str] = []
    presence_columns: list[str] = []
    leading: list[str] = []
    """Offices that are seats where they come before the seats on one list: 教育長."""
    honorifics: list[str] = []
    """What stands after a name and is no part of it: 君."""
    places: list[str] = []
    """What the names of places where a council sits end in."""
    after: list[str] = []
    """What begins the foot of a web page, below the minutes."""


class CoverLabels(Closed):
    """Printed labels of a cover, by canonical field."""

    title: list[str] = []
    department: list[str] = []


class OutlineLabels(Closed):
    """Printed labels of 事業の概要, by canonical field."""

    business_name: list[str] = []
    department: list[str] = []
    purpose: list[str] = []
    subjects: list[str] = []
    description: list[str] = []
    other: list[str] = []
    """Those that have no field: their values stay under `extra`, and nobody is asked about them again."""


class FormLabels(Closed):
    """Printed labels of a form, by canonical field."""

    title: list[str] = []
    department: list[str] = []
    business_name: list[str] = []
    counterparty: list[str] = []
    data_items: list[str] = []
    media: list[str] = []
    reason: list[str] = []
    content: list[str] = []
    current_handling: list[str] = []
    periods: list[str] = []
    ward_safeguards: list[str] = []
    counterparty_safeguards: list[str] = []
    attachments: list[str] = []
    bases: list[str] = []
    """Before the articles that the case rests on, in a row of the form."""
    other: list[str] = []
    """Those that have no field: their values stay under `extra`, and nobody is asked about them again."""


class RegisterLabels(Closed):
    """Printed labels of a register sheet (記録票), by canonical field; `other` are those that have none."""

    registration_number: list[str] = []
    department: list[str] = []
    business_name: list[str] = []
    other: list[str] = []


class AllLabels(Sourced):
    """Printed labels, part by part."""

    cover: CoverLabels = CoverLabels()
    outline: OutlineLabels = OutlineLabels()
    form: FormLabels = FormLabels()
    registers: RegisterLabels = RegisterLabels()


class ClauseSetWords(Sourced):
    """Words of a title that decide the kind of a clause set."""

    kind: ClauseSetKind
    words: list[str]
    numbering: str | None = None
    """How clauses are numbered where it was seen: （見出し） then 第1."""
    headings: list[str] = []
    """The clauses' headings in their order, as far as they were seen."""


class PartyWords(Sourced):
    """What the two sides of a contract are called together."""

    principal: str
    contractor: str


class SideWords(Closed):
    """What either side of a contract may be called by itself, the usual words first."""

    principals: list[str] = []
    contractors: list[str] = []


class Ward(Sourced, MappingFile):
    """One ward's mapping. Its own `source` is that of its code and its name."""

    id: str = Field(pattern=ID_PATTERN)
    name: str
    names: list[str] = []
    """Other names of the body. 都 before the name goes without saying."""
    code: str | None = Field(default=None, pattern=r"^\d{6}$")
    notes: list[str] = []
    """What else must be known to use it."""
    unknown: list[str] = []
    """What was looked for and not found: linkage."""
    councils: list[Council] = []
    ordinances: list[Ordinance] = []
    articles: list[Article] = []
    titles: list[TitleWords] = []
    clause_sets: list[ClauseSetWords] = []
    """Before those of all wards."""
    parties: list[PartyWords] = []
    """Before those of all wards."""
    sheet: SheetWords = SheetWords()
    minutes: MinutesWords = MinutesWords()
    labels: AllLabels = AllLabels()

    @functools.cached_property
    def _labels(self) -> dict[MappingPart, dict[str, tuple[str, KeyPath]]]:
        """Field and place in the file by compared label."""
        parts: tuple[tuple[MappingPart, str, BaseModel], ...] = (
            ("cover", "cover", self.labels.cover),
            ("outline", "outline", self.labels.outline),
            ("form", "form", self.labels.form),
            ("register", "registers", self.labels.registers),
        )
        return {
            part: {
                key: (name, ("labels", table, name, position))
                for name, labels in model.model_dump().items()
                for position, label in enumerate(labels)
                for key in label_keys(label)
            }
            for part, table, model in parts
        }

    def field(self, part: MappingPart, label: str) -> str | None:
        """The canonical field of a printed label; None where the mapping does not know it."""
        found = self._find(part, label)
        return found[0] if found is not None else None

    def case_field(self, label: str) -> tuple[str, float, str] | None:
        """The field of a case that a printed label means, on a form before a cover before an outline, how sure that is,
        and file:line of the label; None where the mapping does not know it."""
        if not self.knows(label):
            return None
        parts: tuple[MappingPart, ...] = ("form", "cover", "outline")
        found = next((found for part in parts if (found := self._find(part, label)) is not None), None)
        return None if found is None else (found[0], 1.0, self.origin.place(*found[1]))

    def knows(self, label: str) -> bool:
        """Whether any part of the mapping knows a printed label."""
        return not self._label_keys.isdisjoint(label_keys(label))

    def has_label(self, part: MappingPart, keys: Iterable[str]) -> bool:
        """Whether the mapping knows a label by the forms in which labels are compared (`label_keys`)."""
        return any(key in self._labels[part] for key in keys)

    def label_path(self, part: MappingPart, label: str) -> KeyPath | None:
        """Where in the file a printed label is; None where the mapping does not know it."""
        found = self._find(part, label)
        return found[1] if found is not None else None

    def label_place(self, part: MappingPart, label: str) -> str | None:
        """file:line of a printed label; None where the mapping does not know it."""
        path = self.label_path(part, label)
        return self.origin.place(*path) if path is not None else None

    def title_label_place(self, label: str) -> str | None:
        """file:line of a label that means a title, on a form or on a cover."""
        parts: tuple[MappingPart, ...] = ("form", "cover")
        return next((self.label_place(part, label) for part in parts if self.field(part, label) == "title"), None)

    def _find(self, part: MappingPart, label: str) -> tuple[str, KeyPath] | None:
        labels = self._labels[part]
        for key in label_keys(label):
            if key in labels:
                return labels[key]
        return None

    def council_on(self, day: datetime.date | None) -> Council | None:
        """The council of a day that is heard before something is done; the first that is listed where none says so."""
        holding = [one for one in self.councils if one.holds_on(day)] or self.councils
        return next((one for one in holding if one.role in ("hearing", None)), holding[0] if holding else None)

    def known_labels(self) -> frozenset[str]:
        """Every label of every part, as compared."""
        return self._label_keys

    @functools.cached_property
    def _label_keys(self) -> frozenset[str]:
        return frozenset(key for labels in self._labels.values() for key in labels)

    @functools.cached_property
    def label_starts(self) -> frozenset[str]:
        """What its labels begin with, as compared."""
        return frozenset(key[:n] for key in self._label_keys for n in range(1, len(key)))

    def category_of_title(self, title: str) -> Category | None:
        """The category by the words of a title."""
        path = self.title_path(title)
        return self.titles[path[0]].category if path is not None else None

    def title_path(self, title: str) -> tuple[int, int] | None:
        """Which of `titles`, and which of its words, fits a title first."""
        text = text_key(title)
        words = ((index, at, word) for index, t in enumerate(self.titles) for at, word in enumerate(t.words))
        return next(((index, at) for index, at, word in words if text_key(word) in text), None)


class RegisterWords(Closed):
    """Register sheets (記録票): what they are called, and by what their values are known."""

    names: list[str]
    """Words that end the title of a sheet."""
    endings: list[str] = []
    """Words that may end one: the labels below have to bear it out."""
    titles: list[TitleWords]
    """Words of a title that decide the category, where the ward's own do not."""
    labels: RegisterLabels
    """Labels where the ward's mapping has none."""
    own: list[str] = []
    """Labels that registers have and forms of cases have not."""
    hearing: list[str]
    """Words before the day of a hearing."""
    consultation: list[str]
    """Words before its number."""
    standing_approval: list[str]
    """Words before the number of a standing approval."""


class Misprint(Closed):
    """A word that is printed in another's place."""

    printed: str
    meant: str


class EnclosureWords(Closed):
    """Words by which it is known what is enclosed with a case."""

    extract: list[str] = []
    """What marks an extract, in brackets at the end of its title."""
    law: list[str] = []
    """What the names of laws hold."""
    laws: list[str] = []
    """Titles of a collection of them."""
    standard: list[str] = []
    """What the titles of standards of approval end in."""
    annex: list[str] = []
    """What such titles begin with."""


class DayWords(Closed):
    """What is printed beside the day that a document is of."""

    labels: list[str] = []
    """Words before it that say so: 諮問年月日."""
    beside: list[str] = []
    """Other words on its line: 付け."""


class ComparisonWords(Closed):
    """Words of a 新旧対照表."""

    new: list[str] = []
    """What stands over the new text."""
    old: list[str] = []
    """What stands over the old text."""
    titles: list[str] = []
    """What its title ends in."""
    none: list[str] = []
    """What is written, in brackets, where a column has nothing."""
    same: list[str] = []
    """What is written where a column has the same as the other."""
    left_out: list[str] = []
    """What stands for what is left out."""
    beside: list[str] = []
    """What stands over remarks beside both texts."""

    @functools.cached_property
    def heads(self) -> tuple[frozenset[str], frozenset[str]]:
        """What stands over the new text, and what over the old one, as compared."""
        return frozenset(map(text_key, self.new)), frozenset(map(text_key, self.old))


class OfficeWords(Closed):
    """By which an office of the body itself is told from a company."""

    endings: list[str] = []
    """What names of offices end in: 課."""
    heads: list[str] = []
    """Who or what is the body itself, in full: 区長."""
    others: list[str] = []
    """What only companies and other bodies have in their names."""


class Common(MappingFile):
    """Words that hold whatever the ward."""

    matters: list[str] = []
    """Words without which no document brings a matter before a council."""
    clause_sets: list[ClauseSetWords]
    descriptions: list[str] = []
    """What titles of texts end in that describe something in numbered paragraphs, and lay nothing down: 概要."""
    contacts: list[str] = []
    """What lines begin with that say whom to ask, below a text."""
    parties: list[PartyWords]
    sides: SideWords = SideWords()
    remarks: list[str] = []
    """Heads of columns that remark on what is in the others."""
    registers: RegisterWords
    enclosures: EnclosureWords = EnclosureWords()
    comparisons: ComparisonWords = ComparisonWords()
    own_offices: OfficeWords = OfficeWords()
    misprints: list[Misprint] = []
    days: DayWords = DayWords()
    minutes: MinutesWords = MinutesWords()

    @functools.cached_property
    def clause_set_endings(self) -> list[tuple[str, ClauseSetKind]]:
        """What titles of clause sets end in, width folded, with the kind that it tells; the longest first."""
        endings = [(fold(word), words.kind) for words in self.clause_sets for word in words.words]
        return sorted(endings, key=lambda ending: -len(ending[0]))

    @functools.cached_property
    def clause_set_titles(self) -> tuple[str, ...]:
        """What titles of clause sets end in, width folded."""
        return tuple(ending for ending, _ in self.clause_set_endings)

    @functools.cached_property
    def remark_heads(self) -> frozenset[str]:
        """Heads of columns of remarks, as compared."""
        return frozenset(map(text_key, self.remarks))

    @functools.cached_property
    def register_names(self) -> tuple[str, ...]:
        """What titles of register sheets end in, width folded."""
        return tuple(fold(name) for name in self.registers.names)

    @functools.cached_property
    def register_labels(self) -> frozenset[str]:
        """The labels of register sheets, as they are compared."""
        labels = self.registers.labels.model_dump()
        return frozenset(key for names in labels.values() for name in names for key in label_keys(name))

    @functools.cached_property
    def longest_register_label(self) -> int:
        """Characters of the longest of them: the law prescribes one of 36."""
        return max(map(len, self.register_labels), default=0)

    @functools.cached_property
    def own_register_labels(self) -> frozenset[str]:
        """Those that forms of cases have not, as they are compared."""
        return frozenset(key for name in self.registers.own for key in label_keys(name))

    @functools.cached_property
    def register_endings(self) -> tuple[str, ...]:
        """What titles of register sheets may end in, width folded."""
        return tuple(fold(word) for word in self.registers.endings)

    @functools.cached_property
    def register_deeds(self) -> tuple[tuple[str, ...], ...]:
        """The words, width folded, for each deed that register sheets are about: disclosure, use for another end …"""
        deeds = (one for one in self.registers.titles if one.category != "registration")
        return tuple(tuple(fold(word) for word in one.words) for one in deeds)

    @functools.cached_property
    def minutes_endings(self) -> tuple[str, ...]:
        """What titles of minutes end in."""
        return tuple(self.minutes.titles)

    @functools.cached_property
    def beside_days(self) -> str:
        """A pattern of what may be beside the day of a document, as it is compared."""
        return "|".join(re.escape(text_key(word)) for word in (*self.days.labels, *self.days.beside))

    @functools.cached_property
    def day_labels(self) -> frozenset[str]:
        """The words before the day of a document, as they are compared."""
        return frozenset(text_key(label) for label in self.days.labels)


@functools.lru_cache(maxsize=4096)
def label_keys(label: str) -> tuple[str, ...]:
    """The forms in which a label is compared, the strictest first: folded; without its bracketed remarks."""
    key = label_key(label).translate(_SPELLINGS)
    bare = _REMARK_IN_BRACKETS.sub("", key)
    return (key, bare) if bare and bare != key else (key,)
