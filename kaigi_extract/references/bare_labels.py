"""References by a bare label: (1)により, １(1)により, アからウまで, (ア)の内容. Pure functions on strings and items.

A label in running text may be many things. It is a reference where a particle follows it and it is the label of an
item that is there; where nothing is, only words that can follow nothing else (に掲げる, により) make it one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Item
from kaigi_extract.text import fold, parse_number, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.patterns import DIGITS

_IN_BRACKETS = (
    rf"[(（]\s?(?:[{DIGITS}]{{1,2}}|[ア-ンｱ-ﾝ]|[a-zａ-ｚ]|[ivxⅰ-ⅹ]{{1,4}}|[一二三四五六七八九十]{{1,3}})\s?[)）]"
)
_HALF_BRACKET = rf"(?<![{DIGITS}(（])[{DIGITS}]{{1,2}}[)）]"
_KANA = r"(?<![ァ-ヶーｦ-ﾟ一-鿿])[ア-ンｱ-ﾝ](?!(?!又は|及び|若しくは|並びに)[ァ-ヶーｦ-ﾟ一-鿿])"
_ONE = rf"(?:{_IN_BRACKETS}|{_HALF_BRACKET}|{_KANA}|[①-⑳㋐-㋾])"
_PATH = rf"(?:{_ONE}(?:の?{_ONE})*)"
_CLAUSE = rf"(?P<clause>(?<![{DIGITS}.．\-－の第一-鿿])第?(?P<number>[{DIGITS}]{{1,2}})(?:の|条)?)"
_STRONG = (
    r"(?:により|によ[るっら]|に(?:掲げ|定め|規定|該当|示[すし]|基づ|従[いう]|準じ|記載|列記)"
    r"|の(?:規定|定め|いずれ|とおり|各))"
)
_BARE_LABEL = late_pattern(
    rf"(?:{_CLAUSE}|(?<=前記)|(?<=上記)|(?<=下記)|(?<=当該)|(?<![一-鿿ァ-ヶーA-Za-zＡ-Ｚａ-ｚ．.{DIGITS}]))(?P<first>{_PATH})"
    rf"(?:(?P<through>\s?(?:から|ないし|[～〜]))(?P<last>{_PATH})(?P<to>まで)?|(?P<more>(?:(?:[、・]|及び|および|又は|または|並びに|若しくは){_PATH})+))?"
    rf"(?={_STRONG}|(?P<particle>[にのをがはでとも]|から|まで|以外))"
)
_LABELS = late_pattern(_ONE)


@dataclass(frozen=True, slots=True)
class BareLabels:
    """Labels taken as one reference: `text[start:end]`."""

    clause: int | None
    """Number of the clause before the label: １(1)."""
    paths: tuple[tuple[str, ...], ...]
    """The labels, folded, from the outer to the inner one; of a range its ends."""
    is_certain: bool
    """Whether what follows follows references only."""
    is_above: bool
    """Whether it is said to be above: 上記(2)."""
    start: int
    end: int
    text: str


def find_bare_labels(text: str) -> Iterator[BareLabels]:
    """The labels in a text that may point to items, in order."""
    for found in _BARE_LABEL.finditer(text):
        ends = [found["first"], *filter(None, [found["last"]]), *_more(found["more"])]
        paths = tuple(tuple(map(label_key, _LABELS.findall(end))) for end in ends)
        number = parse_number(found["number"]) if found["number"] else None
        is_certain = found["particle"] is None or bool(found["to"])
        is_above = text[: found.start()].endswith(("上記", "前記"))
        yield BareLabels(number, paths, is_certain, is_above, found.start(), found.end(), found[0])


def _more(listed: str | None) -> list[str]:
    return re.findall(_PATH, listed) if listed else []


def label_key(label: str) -> str:
    """A label as it is compared: （１） and (1), ア and ｱ are one."""
    return squeeze(fold(label)).rstrip(".、")


def holds(items: Sequence[Item], path: Sequence[str]) -> bool:
    """Whether items, or what is below them, have the label that a path begins with, and below it the rest."""
    for item in items:
        if label_key(item.label) == path[0] and (len(path) == 1 or holds(item.items, path[1:])):
            return True
        if holds(item.items, path):
            return True
    return False


def clause_of(labels: BareLabels, clauses: Sequence[Clause], here: int) -> tuple[int | None, bool]:
    """The index of the clause whose items are meant, None for that at index `here`; and whether all are there."""
    if labels.clause is not None:
        at = next((at for at, one in enumerate(clauses) if one.number == labels.clause and not one.branches), None)
        return at, at is not None and _all(clauses[at].items, labels.paths)
    if _all(clauses[here].items, labels.paths):
        return None, True
    above = range(here - 1, -1, -1) if labels.is_above else ()
    at = next((at for at in above if _all(clauses[at].items, labels.paths)), None)
    return at, at is not None


def _all(items: Sequence[Item], paths: Iterable[Sequence[str]]) -> bool:
    return all(holds(items, path) for path in paths)
