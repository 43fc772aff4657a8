"""What an unknown ward's words may mean, by how known wards call theirs. Pure; every guess says what it rests on."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kaigi_extract.records import Category
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards.model import Ward, label_keys
from kaigi_extract.wards.settings import WardSettings

TablePart = Literal["outline", "form"]
"""Parts whose labels are in tables."""
LabelledPart = Literal["cover", "outline", "form"]
"""Parts whose labels are guessed."""
TABLE_PARTS: tuple[TablePart, ...] = ("form", "outline")
"""Where both are equally likely, the first."""


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """A field for a label, by the label of a known ward that is most like it."""

    name: str
    """Canonical field."""
    label: str
    """The known ward's label."""
    ward: str
    """The known ward's name."""
    similarity: float
    """From 0 to 1."""

    def remark(self) -> str:
        """The comment that marks it."""
        return f"guess, {self.similarity:.0%} like {self.label} ({self.ward})"


class Guesses:
    """What the mappings of known wards say of the words of another."""

    def __init__(self, known: Sequence[Ward], settings: WardSettings) -> None:
        self.known, self.settings = known, settings

    def field(self, part: LabelledPart, label: str) -> FieldGuess | None:
        """The field of the known label that is most like this one; None where none is like it enough."""
        key = label_keys(label)[-1]
        guesses = [
            FieldGuess(name, other, ward.name, difflib.SequenceMatcher(None, key, label_keys(other)[-1]).ratio())
            for ward in self.known
            for name, labels in getattr(ward.labels, part).model_dump().items()
            for other in labels
        ]
        best = max(guesses, key=lambda guess: guess.similarity, default=None)
        return best if best is not None and best.similarity >= self.settings.label_similarity else None

    def table_part(self, labels: Iterable[str]) -> TablePart:
        """Which part a table is: the one whose known labels its own are more like."""
        labels = list(labels)
        score = {
            part: sum(guess.similarity for text in labels if (guess := self.field(part, text))) for part in TABLE_PARTS
        }
        return max(TABLE_PARTS, key=lambda part: score[part])

    def on_open_page(self, label: str) -> bool:
        """Whether words outside of tables are a label of a form without ruled lines."""
        guess = self.field("form", label)
        return guess is not None and guess.similarity >= self.settings.line_label_similarity

    def is_cover_label(self, label: str) -> bool:
        """Only what a known ward prints so: the open page holds too many words for mere similarity."""
        return any(ward.field("cover", label) is not None for ward in self.known)

    def category(self, words: Iterable[str]) -> tuple[Category | None, str]:
        """A category and the remark on it, by what known wards call theirs; None where none of the words holds that."""
        for word in words:
            for ward in self.known:
                calls = [(called, a.category) for a in ward.articles for called in a.words]
                calls += [(called, title.category) for title in ward.titles for called in title.words]
                for called, category in calls:
                    if squeeze(fold(called)) in squeeze(fold(word)):
                        return category, f"guess: {word} holds {called} ({ward.name})"
        return None, "no guess: say what the article is about, and take the # away"
