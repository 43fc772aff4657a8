"""What a mapping makes of documents, as tables in English or Japanese: ruled on a terminal, plain anywhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from rich.table import Table

from kaigi_extract.catalogue import in_language
from kaigi_extract.show.japanese import CATEGORIES, FIELDS
from kaigi_extract.show.terminal.console import printed_for
from kaigi_extract.wards.trial import FilledField, LeftOver, Trial, TriedDocument

Language = Literal["en", "ja"]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "ward": "ward",
        "none": "none",
        "filled": "filled",
        "left": "left over",
        "field": "field",
        "label": "label",
        "value": "value",
        "by": "read by",
        "proposal": "best proposals",
        "read_as": "read as",
        "mapping": "mapping",
        "general": "general words",
        "other": "its place",
        "empty": "labels of the mapping that fill nothing here",
        "counts": "{filled} fields filled, {own} of them by the mapping; {left} labels left over",
        "nothing": "nothing",
        "case": "case {}",
        "forms": "form {}",
        "outline": "outline",
        "accepted": "added to {path}: {words}",
        "none_accepted": "nothing to add: no proposal is sure enough",
    },
    "ja": {
        "ward": "区",
        "none": "不明",
        "filled": "読み取れた項目",
        "left": "対応のない項目名",
        "field": "項目",
        "label": "印刷された項目名",
        "value": "値",
        "by": "根拠",
        "proposal": "候補",
        "read_as": "読み方",
        "mapping": "対応表",
        "general": "一般語彙",
        "other": "位置",
        "empty": "この文書では使われなかった対応表の項目",
        "counts": "{filled}項目を読み取り（うち対応表によるもの{own}）、対応のない項目名{left}",
        "nothing": "なし",
        "case": "案件{}",
        "forms": "様式{}",
        "outline": "概要",
        "accepted": "{path} に追加: {words}",
        "none_accepted": "追加なし（十分に確かな候補がありません）",
    },
}


def trial_text(trial: Trial, language: Language, terminal: bool) -> str:
    """Each document with the fields that were filled, the labels left over and what they may mean."""
    return "\n".join(_document(document, language, terminal) for document in trial.documents)


def accepted_text(path: str, accepted: Mapping[tuple[str, ...], Sequence[str]], language: Language) -> str:
    """What was written into a mapping."""
    words = _WORDS[language]
    if not accepted:
        return words["none_accepted"] + "\n"
    each = "; ".join(f"{'.'.join(place)} {'、'.join(labels)}" for place, labels in accepted.items())
    return words["accepted"].format(path=path, words=each) + "\n"


def _document(document: TriedDocument, language: Language, terminal: bool) -> str:
    words = _WORDS[language]
    own = Counter(one.by for one in document.filled)["mapping"]
    counts = words["counts"].format(filled=len(document.filled), own=own, left=len(document.left_over))
    lines = [
        document.path,
        f"  {words['ward']}: {document.ward or words['none']} ({in_language(document.because, language)})",
        f"  {counts}",
    ]
    if document.empty:
        lines.append(f"  {words['empty']}: {', '.join(document.empty)}")
    text = "".join(f"{line}\n" for line in lines)
    if document.filled:
        text += _text(_filled(document.filled, language, terminal), terminal)
    if document.left_over:
        text += _text(_left(document.left_over, language, terminal), terminal)
    return text


def _filled(filled: Iterable[FilledField], language: Language, terminal: bool) -> Table:
    words = _WORDS[language]
    table = _table(terminal, words["filled"], [words[key] for key in ("field", "label", "value", "by")])
    for one in filled:
        table.add_row(_place(one, language), one.label or "", _value(one, language), words[one.by])
    return table


def _value(one: FilledField, language: Language) -> str:
    """As printed; the name of a category in the language."""
    return CATEGORIES.get(one.value, one.value) if language == "ja" and one.field == "category" else one.value


def _place(one: FilledField, language: Language) -> str:
    """case 1, form 1: reason; 案件1・様式1: 理由."""
    words = _WORDS[language]
    _, _, case, *inner, _ = one.record.split("/")
    places = [words["case"].format(int(case) + 1)]
    if inner:
        places.append(words[inner[0]].format(*(int(number) + 1 for number in inner[1:])))
    name = {**FIELDS, "category": "区分"}.get(one.field, one.field) if language == "ja" else one.field
    return f"{('・' if language == 'ja' else ', ').join(places)}: {name}"


def _left(left: Iterable[LeftOver], language: Language, terminal: bool) -> Table:
    words = _WORDS[language]
    table = _table(terminal, words["left"], [words[key] for key in ("label", "value", "read_as", "proposal")])
    for one in left:
        proposals = [
            f"{each.table}.{each.field} ({each.confidence:.2f}, {in_language(each.because, language)})"
            for each in one.proposals
        ]
        separator = "\n" if terminal else "; "
        table.add_row(one.label, one.value, one.read_as or "", separator.join(proposals) or words["nothing"])
    return table


def _table(terminal: bool, title: str, columns: Iterable[str]) -> Table:
    """A table; anywhere but on a terminal its rows are set back, with its title in the head of the first column."""
    if terminal:
        table = Table(title=title)
        for column in columns:
            table.add_column(column, overflow="fold")
        return table
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for at, column in enumerate(columns):
        table.add_column(f"{title}: {column}" if at == 0 else column, overflow="fold")
    return table


def _text(table: Table, terminal: bool) -> str:
    margin = "" if terminal else "    "
    return "".join(f"{margin}{line}".rstrip() + "\n" for line in printed_for(terminal, [table]).splitlines())
