"""What an unknown ward's words may mean: by how known wards call theirs, and by general words. Pure; every guess says
what it rests on.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Category
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards.general import General, Meaning
from kaigi_extract.wards.load import general_words
from kaigi_extract.wards.model import NO_FIELD, CoverLabels, FormLabels, OutlineLabels, Ward, label_keys
from kaigi_extract.wards.settings import WardSettings

TablePart = Literal["outline", "form"]
"""Parts whose labels are in tables."""
LabelledPart = Literal["cover", "outline", "form"]
"""Parts whose labels are guessed."""
TABLE_PARTS: tuple[TablePart, ...] = ("form", "outline")
"""Where both are equally likely, the first."""
_FIELDS: dict[LabelledPart, frozenset[str]] = {
    "cover": frozenset(CoverLabels.model_fields),
    "outline": frozenset(OutlineLabels.model_fields) - {NO_FIELD},
    "form": frozenset(FormLabels.model_fields) - {NO_FIELD},
}


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """A field for a label, by the label of a known ward that is most like it, or by general words."""

    name: str
    """Canonical field."""
    similarity: float
    """From 0 to 1: to the known ward's label; of general words, their confidence."""
    label: str = ""
    """The known ward's label; empty where general words decided."""
    ward: str = ""
    """The known ward's name."""
    by_value: bool = False
    """Whether general words decided together with the value and the rows around it."""

    @property
    def because(self) -> Message:
        """What it rests on."""
        sure = f"{self.similarity:.2f}"
        if self.label:
            return Message(
                "{share} like {label} ({ward})", share=f"{self.similarity:.0%}", label=self.label, ward=self.ward
            )
        if self.by_value:
            return Message("by general words and its values ({sure})", sure=sure)
        return Message("by general words ({sure})", sure=sure)


class Guesses:
    """What the mappings of known wards, and general words, say of the words of another."""

    def __init__(self, known: Sequence[Ward], settings: WardSettings) -> None:
        self.known, self.settings = known, settings
        self._guessed: dict[tuple[LabelledPart, str], FieldGuess | None] = {}
        self._known_labels: dict[str, bool] = {}

    @property
    def _general(self) -> General:
        return general_words()

    def means(self, label: str) -> str | None:
        """The field that a label means in general, in whatever part; None where general words do not know it."""
        meaning = self._meaning(label)
        return meaning.name if meaning is not None else None

    def is_known(self, label: str) -> bool:
        """Whether a known ward has the label as it is printed, or general words know it whole."""
        if label not in self._known_labels:
            self._known_labels[label] = self._is_known(label)
        return self._known_labels[label]

    def _is_known(self, label: str) -> bool:
        parts: tuple[LabelledPart, ...] = ("form", "outline", "cover")
        if any(ward.field(part, label) is not None for ward in self.known for part in parts):
            return True
        meaning = self._meaning(label)
        return meaning is not None and meaning.confidence >= self.settings.surest_label

    def kinds(self) -> dict[str, list[str]]:
        """What bodies write where they ask a council, and where they report to it."""
        sheet = self._general.sheet
        return {"consultation": sheet.consultation, "report": sheet.report}

    def field(self, part: LabelledPart, label: str) -> FieldGuess | None:
        """The field of a label: as a known ward has it, as general words say, else as the known label that is most
        like it; None where none is like it enough, or general words know that it means none."""
        if (part, label) not in self._guessed:
            self._guessed[part, label] = self._field(part, label)
        return self._guessed[part, label]

    def read(self, part: LabelledPart, name: str | None, confidence: float) -> FieldGuess | None:
        """The field that a label was read as in documents, by the kind of its words and its values; None where that
        was not sure enough."""
        if name is None or name not in _FIELDS[part] or confidence < self.settings.general_label:
            return None
        return FieldGuess(name, confidence, by_value=True)

    def _field(self, part: LabelledPart, label: str) -> FieldGuess | None:
        best = self._most_like(part, label)
        if best is not None and best.similarity == 1:
            return best
        meaning = self._meaning(label)
        if meaning is not None:
            name = next((name for name in (meaning.name, meaning.otherwise) if name in _FIELDS[part]), None)
            return FieldGuess(name, meaning.confidence) if name is not None else None
        if self._general.means_none(label) or best is None or best.similarity < self.settings.label_similarity:
            return None
        return best

    def _meaning(self, label: str) -> Meaning | None:
        meaning = self._general.meaning(label)
        return meaning if meaning is not None and meaning.confidence >= self.settings.general_label else None

    def _most_like(self, part: LabelledPart, label: str) -> FieldGuess | None:
        """The known label that is most like one and ends as it does: the last word says what a thing is."""
        key = label_keys(label)[-1]
        if not key:
            return None
        guesses = [
            FieldGuess(name, difflib.SequenceMatcher(None, key, other).ratio(), printed, ward.name)
            for ward in self.known
            for name, labels in getattr(ward.labels, part).model_dump(exclude={NO_FIELD}).items()
            for printed in labels
            if (other := label_keys(printed)[-1])[-1:] == key[-1]
        ]
        return max(guesses, key=lambda guess: guess.similarity, default=None)

    def table_part(self, labels: Iterable[str]) -> TablePart:
        """Which part a table is: the one whose known labels its own are more like."""
        labels = list(labels)
        score = {
            part: sum(guess.similarity for text in labels if (guess := self.field(part, text))) for part in TABLE_PARTS
        }
        return max(TABLE_PARTS, key=lambda part: score[part])

    def on_open_page(self, label: str) -> bool:
        """Whether words outside of tables are a label of a form without ruled lines."""
        best = self._most_like("form", label)
        return best is not None and best.similarity >= self.settings.line_label_similarity

    def is_cover_label(self, label: str) -> bool:
        """Only what a known ward prints so: the open page holds too many words for mere similarity."""
        return any(ward.field("cover", label) is not None for ward in self.known)

    def category(self, words: Iterable[str]) -> tuple[Category | None, str]:
        """A category and the remark on it, by what known wards call theirs, else by general words; None where none of
        the words holds that."""
        words = list(words)
        for word in words:
            for ward in self.known:
                calls = [(called, a.category) for a in ward.articles for called in a.words]
                calls += [(called, title.category) for title in ward.titles for called in title.words]
                for called, category in calls:
                    if squeeze(fold(called)) in squeeze(fold(word)):
                        return category, f"guess: {word} holds {called} ({ward.name})"
        for word in words:
            for category, called, _ in self._general.categories(word):
                return category, f"guess: {word} holds {called} (general words)"
        return None, "no guess: say what the article is about, and take the # away"
