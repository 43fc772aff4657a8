"""Every fact of a mapping in words, with where it was seen. Works on mappings; opens no file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from kaigi_extract.wards.laws import Article, Laws, Ordinance, article_text
from kaigi_extract.wards.mapping_file import Validity
from kaigi_extract.wards.model import LABEL_PARTS, Council, Ward


class SourcedFact(BaseModel):
    """One fact of one ward."""

    ward: str
    table: str
    """The table of the mapping that has it: articles, labels.form, notes."""
    fact: str
    """In the mapping's own words."""
    place: str
    """file:line."""
    source: list[str]
    """Where it was seen; empty where the mapping does not say."""


def sourced_facts(ward: Ward) -> list[SourcedFact]:
    """The facts of a mapping, in the order of its model."""
    name = f"{ward.name} {ward.code or ''}".strip()
    rows: list[tuple[str, str, Sequence[str | int], list[str]]] = [("name", name, ("name",), ward.source)]
    rows += [("councils", _council(one), ("councils", at), one.source) for at, one in enumerate(ward.councils)]
    rows += [("ordinances", _ordinance(one), ("ordinances", at), one.source) for at, one in enumerate(ward.ordinances)]
    laws = ward.ordinances
    rows += [("articles", _article(one, laws), ("articles", at), one.source) for at, one in enumerate(ward.articles)]
    for at, title in enumerate(ward.titles):
        rows.append(("titles", _joined("、".join(title.words), *title.categories), ("titles", at), title.source))
    for at, words in enumerate(ward.clause_sets):
        named = _joined("、".join(words.words), words.kind, words.numbering, "・".join(words.headings))
        rows.append(("clause_sets", named, ("clause_sets", at), words.source))
    for at, pair in enumerate(ward.parties):
        rows.append(("parties", f"{pair.principal}/{pair.contractor}", ("parties", at), pair.source))
    rows += list(_words(ward))
    rows += [("notes", note, ("notes", at), []) for at, note in enumerate(ward.notes)]
    return [
        SourcedFact(ward=ward.id, table=table, fact=fact, place=ward.origin.place(*path), source=source)
        for table, fact, path, source in rows
    ]


def law_facts(laws: Laws) -> list[SourcedFact]:
    """The facts of the laws that hold for every ward; `laws` stands for the ward."""
    rows = [("laws", _ordinance(one), at, one.source) for at, one in enumerate(laws.laws)]
    rows += [("articles", _article(one, laws.laws), at, one.source) for at, one in enumerate(laws.articles)]
    return [
        SourcedFact(ward="laws", table=table, fact=fact, place=laws.origin.place(table, at), source=source)
        for table, fact, at, source in rows
    ]


def _words(ward: Ward) -> Iterator[tuple[str, str, Sequence[str | int], list[str]]]:
    """What its papers and minutes print, table by table."""
    tables = [("sheet", ward.sheet, ward.sheet.source), ("minutes", ward.minutes, ward.minutes.source)]
    tables += [(f"labels.{part}", getattr(ward.labels, part), ward.labels.source) for part in LABEL_PARTS]
    for name, table, source in tables:
        for key in sorted(table.model_fields_set - {"source"}, key=list(type(table).model_fields).index):
            path = (*name.split("."), key)
            yield name, f"{key}: {'、'.join(getattr(table, key))}", path, source


def _ordinance(one: Ordinance) -> str:
    also = "、".join([*one.names, *one.short])
    return _joined(one.name, also, one.number, _days(one), f"→ {one.successor}" if one.successor else "")


def _council(one: Council) -> str:
    return _joined(one.name, "、".join(one.short), one.role, _days(one), f"→ {one.successor}" if one.successor else "")


def _article(one: Article, laws: Sequence[Ordinance]) -> str:
    law = next((each.name for each in laws if each.id == one.ordinance), one.ordinance or "")
    return _joined(law + article_text(one), "、".join(one.words), *one.categories, _days(one))


def _days(one: Validity) -> str:
    since, until = (day.isoformat() if day else "" for day in (one.since, one.until))
    return f"{since}〜{until}" if since or until else ""


def _joined(*words: str | None) -> str:
    return " ".join(filter(None, words))
