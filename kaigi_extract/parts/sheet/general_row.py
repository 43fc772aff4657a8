"""One row of a form that general words read: a label with its value and what it means. Decides nothing."""

from __future__ import annotations

import re

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.general import Meaning
from kaigi_extract.wards.words import Words

_NOTE = late_pattern(r"※(?![\d０-９]*[)）]?$)\s*(.+)$", re.S)


@dataclass(slots=True)
class GeneralRow:
    """One label with its value."""

    label: Passage
    value: Passage
    meaning: Meaning | None
    """None where no word says what the label means."""
    under: str = ""
    """The heading that the row is under, where its table is one of several of a form: 保護措置."""
    past: bool = False
    """The value is what was, beside what is: that of 変更前."""

    @property
    def name(self) -> str | None:
        """The field that the label means; None where none is known."""
        return self.meaning.name if self.meaning is not None else None


def meaning_of(label: str, words: Words) -> Meaning | None:
    """What a label means, its ※ note aside."""
    return words.meaning((_NOTE.sub("", label) if "※" in label else label).strip())
