"""The field mapping of a ward: the model that checks its file, and the questions that the parts ask of it.

Knows no ward. Everything that differs between wards is in a TOML file beside this one, or in a user's own.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from kaigi_extract.records import Category, ClauseSetKind
from kaigi_extract.text import fold, label_key, squeeze
from kaigi_extract.wards.toml_lines import KeyPath, Origin

MappingPart = Literal["cover", "outline", "form", "register"]

_REMARK_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SPELLINGS = str.maketrans({"・": "", "、": "", ",": ""})


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, ignored_types=(functools.cached_property,))


class MappingFile(_Closed):
    """What one TOML file holds; it remembers which file, and in which lines."""

    _origin: Origin = PrivateAttr(default=Origin("", {}))

    @property
    def origin(self) -> Origin:
        """The file that it was read from."""
        return self._origin

    def read_from(self, origin: Origin) -> None:
        """Notes where it was read."""
        self._origin = origin


class Validity(_Closed):
    """From which day to which; open where not given."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    def holds_on(self, day: datetime.date | None) -> bool:
        """Whether it holds on the day; an unknown day rules nothing out."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


class Ordinance(Validity):
    """An ordinance by which cases come before the council."""

    id: str
    name: str


class Article(Validity):
    """What an article of the ward's ordinance is about."""

    article: int
    branches: list[int] = []
    paragraph: int | None = None
    item: int | None = None
    category: Category
    words: list[str] = []
    """What the ward calls it, in the order of use."""

    def fits(
        self, article: int, branches: list[int], paragraph: int | None, item: int | None
    ) -> tuple[int, int] | None:
        """How many parts of a citation it names, and (negative) how many more than the citation; None where it is
        about another."""
        if (self.article, self.branches) != (article, branches):
            return None
        pairs = ((self.paragraph, paragraph), (self.item, item))
        if any(mine is not None and given is not None and mine != given for mine, given in pairs):
            return None
        matched = sum(mine is not None and mine == given for mine, given in pairs)
        return matched, -sum(mine is not None and given is None for mine, given in pairs)


class TitleWords(_Closed):
    """Words of a title that decide the category."""

    category: Category
    words: list[str]


class SheetWords(_Closed):
    """What a document calls its parts."""

    heading: list[str] = []
    outline: list[str] = []
    bases: list[str] = []
    material: list[str] = ["資料"]
    consultation: list[str] = ["諮問"]
    report: list[str] = ["報告"]


class MinutesWords(_Closed):
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


class CoverLabels(_Closed):
    """Printed labels of a cover, by canonical field."""

    title: list[str] = []
    department: list[str] = []


class OutlineLabels(_Closed):
    """Printed labels of 事業の概要, by canonical field."""

    business_name: list[str] = []
    department: list[str] = []
    purpose: list[str] = []
    subjects: list[str] = []
    description: list[str] = []


class FormLabels(_Closed):
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


class RegisterLabels(_Closed):
    """Printed labels of a register sheet (記録票), by canonical field; `other` are those that have none."""

    registration_number: list[str] = []
    department: list[str] = []
    business_name: list[str] = []
    other: list[str] = []


class AllLabels(_Closed):
    """Printed labels, part by part."""

    cover: CoverLabels = CoverLabels()
    outline: OutlineLabels = OutlineLabels()
    form: FormLabels = FormLabels()
    registers: RegisterLabels = RegisterLabels()


class Ward(MappingFile):
    """One ward's mapping."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    name: str
    code: str | None = Field(default=None, pattern=r"^\d{6}$")
    councils: list[str] = []
    ordinances: list[Ordinance] = []
    articles: list[Article] = []
    titles: list[TitleWords] = []
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
        return next((labels[key] for key in label_keys(label) if key in labels), None)

    def known_labels(self) -> Iterable[str]:
        """Every label of every part, as compared."""
        return (key for labels in self._labels.values() for key in labels)

    def ordinance(self, name: str | None, day: datetime.date | None = None) -> Ordinance | None:
        """The ordinance of that name, or the only one that holds on the day where no name is printed."""
        if name is not None:
            return next((o for o in self.ordinances if squeeze(fold(o.name)) == squeeze(fold(name))), None)
        valid = [o for o in self.ordinances if o.holds_on(day)]
        return valid[0] if len(valid) == 1 else None

    def category_of_article(
        self,
        article: int,
        branches: list[int],
        paragraph: int | None,
        item: int | None,
        day: datetime.date | None = None,
    ) -> Category | None:
        """What the article is about, on that day; None where the mapping has no answer, or two."""
        fitting = self.articles_for(article, branches, paragraph, item, day)
        found = {self.articles[index].category for index in fitting}
        return found.pop() if len(found) == 1 else None

    def articles_for(
        self,
        article: int,
        branches: list[int],
        paragraph: int | None,
        item: int | None,
        day: datetime.date | None = None,
    ) -> list[int]:
        """Which of `articles` fit a citation best, on that day."""
        valid = [(index, a) for index, a in enumerate(self.articles) if a.holds_on(day)]
        fits = [(fit, index) for index, a in valid if (fit := a.fits(article, branches, paragraph, item)) is not None]
        best = max((fit for fit, _ in fits), default=None)
        return [index for fit, index in fits if fit == best]

    def category_of_title(self, title: str) -> Category | None:
        """The category by the words of a title."""
        path = self.title_path(title)
        return self.titles[path[0]].category if path is not None else None

    def title_path(self, title: str) -> tuple[int, int] | None:
        """Which of `titles`, and which of its words, fits a title first."""
        text = squeeze(fold(title))
        words = ((index, at, word) for index, t in enumerate(self.titles) for at, word in enumerate(t.words))
        return next(((index, at) for index, at, word in words if squeeze(fold(word)) in text), None)


class ClauseSetWords(_Closed):
    """Words of a title that decide the kind of a clause set."""

    kind: ClauseSetKind
    words: list[str]


class PartyWords(_Closed):
    """What the two sides of a contract are called together."""

    principal: str
    contractor: str


class RegisterWords(_Closed):
    """Register sheets (記録票): what they are called, and by what their values are known."""

    names: list[str]
    """Words that end the title of a sheet."""
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


class Misprint(_Closed):
    """A word that is printed in another's place."""

    printed: str
    meant: str


class EnclosureWords(_Closed):
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


class Common(MappingFile):
    """Words that hold whatever the ward."""

    matters: list[str] = []
    """Words without which no document brings a matter before a council."""
    clause_sets: list[ClauseSetWords]
    parties: list[PartyWords]
    registers: RegisterWords
    enclosures: EnclosureWords = EnclosureWords()
    misprints: list[Misprint] = []
    minutes: MinutesWords = MinutesWords()

    @functools.cached_property
    def clause_set_endings(self) -> list[tuple[str, ClauseSetKind]]:
        """What titles of clause sets end in, width folded, with the kind that it tells."""
        return [(fold(word), words.kind) for words in self.clause_sets for word in words.words]


@functools.lru_cache(maxsize=4096)
def label_keys(label: str) -> tuple[str, ...]:
    """The forms in which a label is compared, the strictest first: folded; without its bracketed remarks."""
    key = label_key(label).translate(_SPELLINGS)
    bare = _REMARK_IN_BRACKETS.sub("", key)
    return (key, bare) if bare and bare != key else (key,)
