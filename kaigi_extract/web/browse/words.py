"""What kinds of things are called on pages, in Japanese and English. Words in running text stand in the templates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kaigi_extract.show import japanese as words
from kaigi_extract.wards import bundled_wards
from kaigi_extract.web.pages import Language

FINDINGS = {
    "unmapped_label": "対応表にない見出し",
    "amendment_unread": "改め文の読取り不能",
    "numbering_gap": "番号の飛び",
    "decision_number_mismatch": "決定番号の不一致",
    "agenda_without_decision": "結論のない議事",
    "misprint": "誤植",
    "title_mismatch": "件名の不一致",
    "conflicting_dates": "日付の矛盾",
    "low_confidence": "読取りの疑い",
    "page_lost": "ページの欠落",
    "mended": "補正した文字",
    "hidden_text": "見えない文字",
    "ward_unknown": "区不明",
    "ward_conflict": "区の矛盾",
    "no_recogniser": "文字認識なし",
    "readers_disagree": "読取り器の不一致",
    "unresolved_reference": "引用先不明",
    "stale_reference": "古い引用",
    "period_unread": "読めない期間",
    "value_unread": "読めない値",
    "unread_ink": "読まれていない印字",
    "unread_part": "読まれていない部分",
    "mapping_general": "一般の語彙で読取り",
    "correction_outdated": "古くなった訂正",
    "not_annotated": "注釈なし",
}
EVENTS = {
    "appears": ("新設", "added"),
    "renumbered": ("番号", "number"),
    "retitled": ("見出し", "heading"),
    "respelt": ("表記", "spelling"),
    "rereferenced": ("引用条項", "references"),
    "reworded": ("文言", "wording"),
    "split": ("分割", "split"),
    "merged": ("統合", "merged"),
    "goes": ("削除", "removed"),
    "same": ("変更なし", "unchanged"),
    "changed": ("改正", "changed"),
    "added": ("新設", "added"),
    "removed": ("削除", "removed"),
}
"""What happens to a clause, and how two are linked."""
_TABLES: dict[str, dict[str, str]] = {
    "category": words.CATEGORIES,
    "kind": words.SECTION_KINDS,
    "set": words.SET_KINDS,
    "severity": words.SEVERITIES,
    "result": words.RESULTS,
    "basis": words.BASIS_KINDS,
    "topic": words.TOPIC_NAMES,
    "doubt": FINDINGS,
    "origin": words.ORIGINS,
    "change": words.CHANGES,
}


@cache
def ward_names() -> dict[str, str]:
    """The Japanese name of every ward whose mapping came with the library."""
    return {one.id: one.name for one in bundled_wards()}


def called(table: str, value: str | None, language: Language, wards: Mapping[str, str] = {}) -> str:
    """What a value is called, by the table that it is of: a category, a kind, a severity, a topic, a ward, a year.

    `wards` are the names of wards whose mappings are the user's own.
    """
    if value is None or value == "":
        return "不明" if language == "ja" else "unknown"
    if table == "year":
        return f"{value}年度" if language == "ja" else f"fiscal {value}"
    if table == "event":
        japanese, english = EVENTS.get(value, (value, value))
        return japanese if language == "ja" else english
    if table == "ward":
        return wards.get(value) or ward_names().get(value, value) if language == "ja" else value.capitalize()
    if language == "ja":
        return _TABLES.get(table, {}).get(value, value)
    return value.replace("_", " ") if table in _TABLES else value
