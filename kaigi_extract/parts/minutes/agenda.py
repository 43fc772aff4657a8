"""会議次第 to agenda items: section, number of 諮問, title, material and office.

One entry a line or several; an entry may name several 諮問, and each of these is an item with the same title.
Seen: the title beside the number or below it, wrapped or not; （所管課） and 資料１ behind it or on a line of its own.
A line goes on with the entry above it where that one has no title yet, or is full and no label begins this one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaigi_extract.parts.minutes.lines import NUMERAL, MinutesRow, MinutesVocabulary, agenda_section
from kaigi_extract.records import AgendaItem
from kaigi_extract.text import fold, match_label

_AGENDA_MATERIAL = (
    r"[（(【〔\[]?\s*{}\s*(?:No\.?|Ｎｏ．?)?\s*([0-9０-９]+(?:\s*[-－‐–—の]\s*[0-9０-９]+)*)[^（(。]{{0,6}}$"
)
_DEPARTMENT = re.compile(r"[（(【]([^（）()【】]*(?:課|室|部|局|所|係|館|園|校|担当|センター|委員会))[）)】]\s*$")


@dataclass(slots=True)
class Agenda:
    """Reads 会議次第 line by line: sections, numbers, titles, and (所管課)資料1 after or under a title."""

    words: MinutesVocabulary
    right: float
    section: str | None = None
    items: list[AgendaItem] = field(default_factory=list)
    open: list[AgendaItem] = field(default_factory=list)
    """The entry that goes on: several where it names several numbers."""

    def read(self, rows: Sequence[MinutesRow]) -> list[AgendaItem]:
        for index, row in enumerate(rows):
            section = agenda_section(row.line.text, self.words)
            if section is not None:
                self.section, self.open = section, []
            else:
                before = rows[index - 1].line if index else None
                self._read_line(
                    row, before is not None and before.x1 >= self.right - self.words.settings.shortfall * before.size
                )
        return [item for item in self.items if item.title or item.number is not None]

    def _read_line(self, row: MinutesRow, wrapped: bool) -> None:
        line = row.line
        label = match_label(line.text)
        text = line.text[label.end if label else 0 :].strip()
        numbers = self.words.cited(text) if re.match("|".join(self.words.sheet.consultation), text) else []
        if numbers:
            text = re.sub(rf"^.*?{NUMERAL}\s*号\s*(?!.*{NUMERAL}\s*号)[\s:：]*", "", text)
        text, material, department = self._peel(text)
        untitled = bool(self.open) and not self.open[0].title
        if numbers or (text and not untitled and not (wrapped and label is None and self.open)):
            self.open = [self._item(number) for number in numbers] or [self._item(None)]
            self.items += self.open
        for item in self.open:
            item.title += fold(text)
            item.material, item.department = item.material or material, item.department or department
            item.spans.append(line.span(0, len(line.text)))

    def _item(self, number: int | None) -> AgendaItem:
        kind = "consultation" if number is not None or "諮問" in (self.section or "") else None
        kind = kind or ("report" if "報告" in (self.section or "") else None)
        return AgendaItem(section=self.section, number=number, kind=kind, title="", spans=[])

    def _peel(self, text: str) -> tuple[str, str | None, str | None]:
        """What is left of a line without 資料1 and the office in brackets at its end."""
        material = department = None
        for word in self.words.sheet.material:
            match = re.search(_AGENDA_MATERIAL.format(re.escape(word)), text)
            if match is not None:
                material = re.sub(r"[^0-9]+", "-", fold(match[1]))
                text = text[: match.start()].rstrip()
        match = _DEPARTMENT.search(text)
        if match is not None:
            department, text = fold(match[1]), text[: match.start()].rstrip()
        return text, material, department
