"""The cover of a sheet: 件名, 条例の根拠 with 諮問 and 報告, 担当部課. Seen on Shinjuku's 諮問・報告事項 papers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Literal

from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage, measure
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.parts.part import Part, passage_of
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import FormSettings
from kaigi_extract.parts.sheet.bases import Bases, CaseKind, read_bases
from kaigi_extract.parts.sheet.form import label_of, note_field, table_rows, title_passage
from kaigi_extract.parts.sheet.title_lines import title_after_label
from kaigi_extract.records import Evidence, LegalBasis
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Ward

_BRACKETED_KIND = late_pattern(r"^[【\[〔(（<＜≪]\s*(.+?)\s*[】\]〕)）>＞≫]")
_LABELLED = tuple(
    late_pattern(rf"^[(（]?\s*(.{{2,12}}?){parting}(.+?)\s*[)）]?$", re.S) for parting in (r"\s*[:：]\s*", r"\s+")
)


@dataclass(slots=True)
class Cover:
    """What a cover says."""

    title: Passage | None = None
    department: Passage | None = None
    cited: Bases = field(default_factory=Bases)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    @property
    def bases(self) -> list[LegalBasis]:
        """The articles that it names."""
        return self.cited.bases

    def add(self, name: Literal["title", "department"], value: Passage, label: str) -> None:
        """Sets a field to a value and the label that it is printed after."""
        setattr(self, name, value)
        self.evidence[name] = value.evidence(label)


def read_cover(part: Part, ward: Ward, reading: Reading, findings: Findings) -> Cover:
    """Reads a cover; what it does not print stays None. `findings` are those of its case."""
    cover = Cover()
    lines = part.lines()
    for grid in part.grids():
        for label, value in table_rows(grid, ward, "cover"):
            if ward.field("cover", label.text) == "title" and cover.title is None:
                cover.add("title", value, label_of(label))
    if cover.title is None:
        _find_title(cover, lines, ward, reading.settings.forms)
    kind: CaseKind | None = None
    day = reading.day_of(lines)
    for passage in _paragraphs(lines, ward, reading.layout.passages):
        kind = _kind_of(passage.text, ward) or kind
        department = _department(passage, ward)
        if department is not None:
            cover.add("department", *department)
        else:
            read_bases([(passage, kind)], reading, day, findings, cover.cited)
    for name, evidence in cover.evidence.items():
        place = ward.label_place("cover", evidence.label or "") or ward.label_place("form", evidence.label or "")
        note_field(name, evidence, place, findings)
    return cover


def _find_title(cover: Cover, lines: Sequence[AnyLine], ward: Ward, settings: FormSettings) -> None:
    """The title where it is outside of tables: 件名 and the title on one line, or one under the other."""
    for index, line in enumerate(lines):
        place = title_after_label(line, ward, settings)
        if place is not None:
            passage = title_passage(lines, index, place[0], settings)
        elif ward.field("cover", line.text) == "title" and index + 1 < len(lines):
            passage = Passage.of(lines[index + 1])
        else:
            continue
        label = line.text[: place[0]] if place else line.text
        cover.add("title", passage, squeeze(label).rstrip(":："))
        return


def _paragraphs(lines: Sequence[AnyLine], ward: Ward, settings: PassageSettings) -> Iterator[Passage]:
    """The paragraphs of a cover; a line such as （担当部課：…） is one by itself, however full the line above it is."""
    stretches: list[list[AnyLine]] = [[]]
    for line in lines:
        if _department(Passage.of(line), ward) is not None:
            stretches.append([])
        stretches[-1].append(line)
    right = measure(lines)
    for stretch in stretches:
        passage = passage_of(stretch, settings, right)
        for start, end in passage.paragraphs():
            yield passage.part(start, end)


def _kind_of(text: str, ward: Ward) -> CaseKind | None:
    """【諮問】 or 【報告】 at the start of a paragraph, or alone on it."""
    bracketed = _BRACKETED_KIND.match(text)
    words = squeeze(fold(bracketed.group(1) if bracketed else text)).removesuffix("事項")
    if words in ward.sheet.consultation:
        return "consultation"
    return "report" if words in ward.sheet.report else None


def _department(passage: Passage, ward: Ward) -> tuple[Passage, str] | None:
    for pattern in _LABELLED:
        match = pattern.match(passage.text)
        if match is not None and ward.field("cover", match.group(1)) == "department":
            return passage.part(match.start(2), match.end(2)), squeeze(match.group(1))
    return None
