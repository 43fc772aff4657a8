"""Labels of a form that are printed in a document of which nothing was read, or below a form that was: they are told,
not passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet.general_rows import is_list
from kaigi_extract.parts.sheet.matter import CORE
from kaigi_extract.parts.sheet.papers import Paper
from kaigi_extract.text import squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

_LABEL = late_pattern(r"[\s(（]*(?P<label>[^:：\s\d()（）]{2,24})\s*(?:[:：]|$)")
_SHOWN = 6
"""Labels that a message names."""


def report_unread_form(reading: Reading, words: Words) -> None:
    """Warns where the items of a document name a council and hold several labels of a form, one of them such as hardly
    any other form has."""
    settings = reading.settings.general
    lines = (line for item in reading.items for line in (item.lines() if isinstance(item, Grid) else (item,)))
    texts = [text_key(line.text) for line in (*reading.margins, *lines)]
    if not any(word in text for word in words.general.evidence.council for text in texts):
        return
    found = dict(_labels(reading.items, words, settings))
    if len(found) < settings.least_labels or not set(CORE).intersection(found):
        return
    labels = sorted(found.values(), key=lambda one: (one.pieces[0][1].page, one.pieces[0][1].y0))
    message = Message(
        "labels of a form are printed, and none was read: {listed}",
        listed=", ".join(squeeze(label.text) for label in labels[:_SHOWN]),
    )
    reading.findings.warn("value_unread", message, [span for label in labels for span in label.spans()])


def report_unread_tables(paper: Paper, reading: Reading, words: Words) -> None:
    """Warns where tables below those of a form hold labels of fields that it does not have: nobody knows whose they
    are."""
    start = next(at for at, item in enumerate(reading.items) if item is paper.items[0])
    below = paper.items[(paper.until or start) - start :]
    has = {row.meaning.name for row in paper.rows if row.meaning is not None}
    tables = [item for item in below if isinstance(item, Grid) and not is_list(item, words)]
    found = {name: label for name, label in _labels(tables, words, reading.settings.general) if name not in has}
    if found:
        message = Message(
            "below the form a table has labels that were not read: {listed}",
            listed=", ".join(squeeze(label.text) for label in list(found.values())[:_SHOWN]),
        )
        reading.findings.warn("value_unread", message, [span for label in found.values() for span in label.spans()])


def _labels(items: Sequence[Item], words: Words, settings: GeneralSettings) -> Iterator[tuple[str, Passage]]:
    """The fields that cells and lines name as they are known, with the words."""
    for item in items:
        if isinstance(item, Grid):
            texts = [
                cell.passage for cell in item.cells if 0 < len(squeeze(cell.passage.text)) <= settings.longest_label
            ]
        else:
            match = _LABEL.match(item.text)
            texts = [Passage.of(item, match.start("label"), match.end("label"))] if match is not None else []
        for text in texts:
            meaning = words.meaning(text.text)
            if meaning is not None and meaning.confidence >= settings.least_confidence:
                yield meaning.name, text
