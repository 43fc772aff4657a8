"""会議次第 to agenda items: section, number of 諮問, title, material and office.

One entry a line or several; an entry may name several 諮問, and each of these is an item with the same title.
Seen: the title beside the number or below it, wrapped or not; （所管課） and 資料１ behind it or on a line of its own.
A line goes on with the entry above it where that one has no title yet, or is full and no label begins this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.lines import NUMERAL, MinutesRow, MinutesVocabulary, agenda_section
from kaigi_extract.parts.minutes.times import is_day
from kaigi_extract.records import AgendaItem
from kaigi_extract.text import fold, match_label, parse_number, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_AGENDA_MATERIAL = (
    r"[（(【〔\[]?\s*{}\s*(?:No\.?|Ｎｏ．?)?\s*([0-9０-９]+(?:\s*[-－‐–—の]\s*[0-9０-９]+)*)[^（(。]{{0,6}}$"
)
_KINDS_OF_BILLS = "議案|議員提出議案|委員会提出議案|発議|報告|承認|同意|認定|請願|陳情|意見書案|選任"
_BILL = late_pattern(
    rf"(?:(?:{_KINDS_OF_BILLS})\s*第\s*({NUMERAL})\s*号|第\s*({NUMERAL})\s*号\s*(?:{_KINDS_OF_BILLS}))[\s:：]*"
)
"""議案第41号, 第41号議案."""
_PARTICLE = late_pattern(r"[にをのとがはでもへ](?![ぁ-ん])|に(?:係|つ|関|お)|及び|並び")
"""What no title begins with."""
_ORDER = late_pattern(rf"(?:追加)?日程第?\s*{NUMERAL}[\s:：.．、]*|議題\s*{NUMERAL}[\s:：.．、]+")
"""日程第１: the place of an entry in the order of the day."""
_DEPARTMENT = late_pattern(r"[（(【]([^（）()【】]*(?:課|室|部|局|所|係|館|園|校|担当|センター|委員会))[）)】]\s*$")


def _told(rows: Sequence[MinutesRow]) -> set[int]:
    """The rows below an entry that tell what was done with it: sentences that begin on a line of their own."""
    told: set[int] = set()
    start: int | None = None
    for index, row in enumerate([*rows, None]):
        entry = row is None or match_label(row.line.text) is not None
        if row is not None and index and _RESULT.fullmatch(squeeze(row.line.text)):
            told.add(index)
            continue
        if start is not None and (entry or (row is not None and _TELLS.search(row.line.text))):
            last = index if not entry else index - 1
            if any(_TELLS.search(one.line.text) for one in rows[start : last + 1]):
                told |= set(range(start, last + 1))
            start = None
        elif not entry and index and start is None:
            start = index
            if row is not None and _TELLS.search(row.line.text):
                told.add(index)
                start = None
    return told


_NO_ENTRY = late_pattern(r"^[^。]*日[^。]*時[^。]{0,6}(?:開議|開会)$|(?:次第|日程|別紙|資料).{0,3}(?:のとおり|の通り)$")
"""When the sitting was opened, above the order of the day; 議事日程のとおり, where the entries are listed elsewhere."""
_RESULT = late_pattern(
    r"[(（→⇒]?(?:原案|提案)?の?(?:どおり|とおり|通り)?に?(?:可決|承認|同意|決定|採択|了承|認定|否決|継続審査|継続審議)(?:した|された|する)?[)）。]?"
)
"""What was decided on the entry above: 原案どおり可決."""
_TELLS = late_pattern(r"(?:た|する|す|い|である|ます|です)。$")
"""How sentences end that tell what was done."""


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
        told = _told(rows)
        for index, row in enumerate(rows):
            if index in told or is_day(row.line.text) or _NO_ENTRY.search(row.line.text):
                continue
            section = agenda_section(row.line.text, self.words)
            if section is not None:
                self.section, self.open = section, []
            else:
                before = rows[index - 1].line if index else None
                self._read_line(
                    row, before is not None and before.x1 >= self.right - self.words.settings.shortfall * before.size
                )
        return self._once(item for item in self.items if item.title or item.number is not None)

    @staticmethod
    def _once(items: Iterable[AgendaItem]) -> list[AgendaItem]:
        """The entries without those that come again with no number of their own: headings of what was said."""
        found: list[AgendaItem] = []
        for item in items:
            again = item.number is None and any(other.title == item.title for other in found)
            found += [] if again else [item]
        return found

    def _read_line(self, row: MinutesRow, wrapped: bool) -> None:
        line = row.line
        label = match_label(line.text)
        text = line.text[label.end if label else 0 :].strip()
        text = _ORDER.sub("", text)
        numbers = self.words.cited(text) if re.match("|".join(self.words.sheet.consultation), text) else []
        bill = None if numbers else _BILL.match(text)
        if numbers:
            text = re.sub(rf"^.*?{NUMERAL}\s*号\s*(?!.*{NUMERAL}\s*号)[\s:：]*", "", text)
        elif bill is not None:
            number = parse_number(bill[1] or bill[2])
            numbers, text = [number] if number is not None else [], text[bill.end() :]
        goes_on = label is None and not numbers and self._goes_on(text, wrapped)
        text, material, department = self._peel(text)
        untitled = bool(self.open) and not self.open[0].title
        if numbers or (text and not untitled and not goes_on):
            self.open = [self._item(number, bill is not None) for number in numbers] or [self._item(None)]
            self.items += self.open
        for item in self.open:
            item.title += fold(text)
            item.material, item.department = item.material or material, item.department or department
            item.spans.append(line.span(0, len(line.text)))

    def _goes_on(self, text: str, wrapped: bool) -> bool:
        """Whether a line without a label is more of the entry above: it is full, a bracket is open, a subtitle in
        brackets follows, or the line begins with a particle."""
        if not self.open or not self.open[0].title:
            return False
        title = self.open[0].title
        is_open = sum(map(title.count, "(（「")) > sum(map(title.count, ")）」"))
        is_subtitle = re.match(r"[(（][^()（）]{6,}|[-－―~～〜]", text) is not None
        return wrapped or is_open or is_subtitle or _PARTICLE.match(text) is not None

    def _item(self, number: int | None, is_bill: bool = False) -> AgendaItem:
        kind = "bill" if is_bill else None
        kind = kind or ("consultation" if number is not None or "諮問" in (self.section or "") else None)
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
