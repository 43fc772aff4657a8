"""Many sets held against something, as a table: `Families` and `Conformity` by rows and cells, in Japanese or English.

Terminal, notebook, page and CSV render the same table. Compares nothing; the words of the documents stay as they are.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import Literal

from kaigi_extract.clauses.conformity_table import Conformity, Conforms, Verdict
from kaigi_extract.clauses.family_groups import ClauseName, Descendant, Families, Family, SetName
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.export.frames import spreadsheet_text
from kaigi_extract.show.japanese import day_words, ward_name

Language = Literal["en", "ja"]
VERDICTS: dict[Verdict, dict[Language, str]] = {
    "fulfilled": {"ja": "適合", "en": "fulfilled"},
    "weaker": {"ja": "弱い", "en": "weaker"},
    "missing": {"ja": "なし", "en": "missing"},
}
MARKS: dict[Verdict, str] = {"fulfilled": "○", "weaker": "△", "missing": "×"}
STYLES: dict[Verdict, str] = {"fulfilled": "good", "weaker": "warning", "missing": "error"}
"""Classes of chips in a page."""
DOUBT: dict[Language, str] = {"ja": "要確認", "en": "to be checked"}
CHOSEN: dict[str, dict[Language, str]] = {
    "oldest": {"ja": "最古", "en": "oldest"},
    "medoid": {"ja": "中心", "en": "medoid"},
}
HEADS: dict[str, dict[Language, str]] = {
    "families": {"ja": "ひな型の系統", "en": "Families of clause sets"},
    "set": {"ja": "条項", "en": "clause set"},
    "share": {"ja": "共通", "en": "in common"},
    "added": {"ja": "加えた条", "en": "added"},
    "dropped": {"ja": "除いた条", "en": "dropped"},
    "reworded": {"ja": "文言を改めた条", "en": "reworded"},
    "template": {"ja": "ひな型", "en": "template"},
    "member": {"ja": "派生", "en": "descendant"},
    "alone": {"ja": "系統なし", "en": "of no family"},
    "point": {"ja": "事項", "en": "point"},
}
SHARE_OF_ONE = 100
"""Per cent."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: its words, what kind they are of, and what is said beside them."""

    text: str
    style: str = ""
    doubt: str = ""
    """Said where a person should look."""
    note: str = ""
    quote: str = ""
    """Words of the document."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to read."""

    title: str
    chips: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: list[list[SheetCell]] = field(default_factory=list)
    language: Language = "ja"


def sheet_of(record: Families | Conformity, lang: Language = "ja") -> Sheet:
    """The table of a record."""
    return _families(record, lang) if isinstance(record, Families) else _conformity(record, lang)


def sheet_csv(record: Families | Conformity, path: str | os.PathLike[str] | None = None, lang: Language = "ja") -> str:
    """A line for each set of a family, or for each point in each set. Columns have one name in both languages.

    A file begins with a byte order mark, the text that comes back does not. Errors: `OSError` where `path` cannot be
    written.
    """
    lines = _family_lines(record, lang) if isinstance(record, Families) else _conformity_lines(record, lang)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(
        [value if at == 0 else spreadsheet_text(value) for value in line] for at, line in enumerate(lines)
    )
    text = buffer.getvalue()
    if path is not None:
        possible_path(path).write_text(text, encoding="utf-8-sig", newline="")
    return text


def set_words(one: SetName) -> str:
    """練馬区 2014-07-23 特記事項 [a.pdf]."""
    file = f"[{one.file}]" if one.file else ""
    return " ".join(filter(None, (ward_name(one.ward), day_words(one.date), one.title, file)))


def clause_words(names: Iterable[ClauseName]) -> str:
    """第３（返却）、第５."""
    return "、".join(
        f"{one.label or one.key}（{one.heading}）" if one.heading else one.label or one.key for one in names
    )


def _families(found: Families, lang: Language) -> Sheet:
    rows: list[list[SheetCell]] = []
    for number, family in enumerate(found.families, 1):
        rows.append(_template_row(number, family, lang))
        rows += [_member_row(one) for one in family.members]
    rows += [[SheetCell(HEADS["alone"][lang]), SheetCell(set_words(one)), *[SheetCell("")] * 4] for one in found.alone]
    heads = ["", *(HEADS[name][lang] for name in ("set", "share", "added", "dropped", "reworded"))]
    count, alone = len(found.families), len(found.alone)
    chips = [f"系統 {count}", f"単独 {alone}"] if lang == "ja" else [f"families {count}", f"alone {alone}"]
    return Sheet(HEADS["families"][lang], chips, heads, rows, lang)


def _template_row(number: int, family: Family, lang: Language) -> list[SheetCell]:
    reason = family.reason if lang == "ja" else family.reason_en
    name = SheetCell(set_words(family.template), "known", note=reason)
    return [SheetCell(f"{HEADS['template'][lang]} {number}", "known"), name, *[SheetCell("")] * 4]


def _member_row(one: Descendant) -> list[SheetCell]:
    changes = [SheetCell(clause_words(names), style) for names, style in _changes(one)]
    return [SheetCell("└"), SheetCell(set_words(one)), SheetCell(f"{SHARE_OF_ONE * one.share:.0f} %"), *changes]


def _changes(one: Descendant) -> Iterator[tuple[Sequence[ClauseName], str]]:
    return zip((one.added, one.dropped, one.reworded), ("added", "removed", ""), strict=True)


def _conformity(found: Conformity, lang: Language) -> Sheet:
    width = len(found.sets)
    lines = [found.cells[start : start + width] for start in range(0, len(found.cells), width)] if width else []
    rows = [
        [
            SheetCell(point.name if lang == "ja" else point.name_en, note=point.source),
            *(_cell(one, lang) for one in line),
        ]
        for point, line in zip(found.checklist.points, lines, strict=True)
    ]
    title = found.checklist.title if lang == "ja" else found.checklist.title_en
    chips = [f"{MARKS[verdict]} {VERDICTS[verdict][lang]}" for verdict in VERDICTS]
    return Sheet(title, chips, [HEADS["point"][lang], *map(set_words, found.sets)], rows, lang)


def _cell(one: Conforms, lang: Language) -> SheetCell:
    return SheetCell(
        f"{MARKS[one.verdict]} {VERDICTS[one.verdict][lang]}",
        STYLES[one.verdict],
        DOUBT[lang] if one.doubtful else "",
        one.reason if lang == "ja" else one.reason_en,
        one.sentence or "",
    )


def _family_lines(found: Families, lang: Language) -> Iterator[list[str]]:
    yield [
        "family", "role", "set", "file", "title", "ward", "date", "share", "added", "dropped", "reworded",
        "chosen", "reason",
    ]  # fmt: skip
    for number, family in enumerate(found.families, 1):
        reason = family.reason if lang == "ja" else family.reason_en
        yield [
            str(number), HEADS["template"][lang], *_set_fields(family.template), "", "", "", "",
            CHOSEN[family.chosen][lang], reason,
        ]  # fmt: skip
        for one in family.members:
            changes = [clause_words(names) for names, _ in _changes(one)]
            yield [str(number), HEADS["member"][lang], *_set_fields(one), f"{one.share:.3f}", *changes, "", ""]
    for single in found.alone:
        yield ["", HEADS["alone"][lang], *_set_fields(single), *[""] * 6]


def _set_fields(one: SetName) -> list[str]:
    return [str(one.place), one.file or "", one.title, ward_name(one.ward) or "", day_words(one.date)]


def _conformity_lines(found: Conformity, lang: Language) -> Iterator[list[str]]:
    yield [
        "set", "file", "title", "ward", "date", "point", "name", "verdict", "doubtful", "clause", "sentence", "pointer",
        "reason", "source",
    ]  # fmt: skip
    points = {point.id: point for point in found.checklist.points}
    names = {one.place: one for one in found.sets}
    for one in found.cells:
        point = points[one.point]
        yield [
            *_set_fields(names[one.set]),
            one.point,
            point.name if lang == "ja" else point.name_en,
            VERDICTS[one.verdict][lang],
            DOUBT[lang] if one.doubtful else "",
            clause_words([one.clause]) if one.clause else "",
            one.sentence or "",
            one.pointer or "",
            one.reason if lang == "ja" else one.reason_en,
            point.source,
        ]
