"""What came of a matter, in brackets or apart behind its title on an agenda: …について（可決）. Strings only.

A remark that says what kind of matter an entry is looks the same: …について（承認） among …について（報告）.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kaigi_extract.records import AgendaItem
from kaigi_extract.text import squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern

_BEHIND = late_pattern(r"[(（【〔［\[]([^()（）【】〔〕［］\[\]。]{2,20})[)）】〕］\]]\s*$")
_APART = late_pattern(
    r"(?<!\s)(?:[^\S\n]{2,60}|(?:(?<=ついて)|(?<=の件)|(?<=[)）」]))[^\S\n]"
    r"|[^\S\n]{0,4}(?:[→⇒]|[…‥]{1,20}|[・.．]{3,40}|[―─—－-]{2,40})[^\S\n]{0,8})"
    r"((?:(?:答申|審議)?(?:結果)?[:：][^\S\n]?)?[^\s()（）【】〔〕［］\[\]。→⇒…:：]{2,20}(?:[(（][附付]帯意見[^()（）]{0,8}[)）])?)$"
)
"""What is apart behind a title, or behind an arrow: …について　　答申：承認, …について　→　継続審議."""
_RESULT = late_pattern(
    r"(?:(?:答申|審議)?(?:結果)?[:：])?(?:条件付きで?|(?:一部)?修正の?[上うえ]{1,2}で?、?)?(?:(?:全会|全員|満場)一致|(?:全員|多数)?賛成(?:多数|全員)?|(?:挙手|起立)(?:多数|全員|総員)|異議なく?)?(?:に?より|で|、)?"
    r"(?:(?:原案|提案|修正案?|一部修正|報告|諮問)の?(?:どおり|とおり|通り)?(?:に|で)?|[附付]帯意見を?[附付](?:し|け)て)?"
    r"(?:可決|否決|承認|不承認|採択|不採択|了承|継続審議|継続審査|継続審議と?|保留)"
    r"(?:(?:を?決定|と)?(?:し|され|する)?た?)?(?:[・、(]?[附付]帯意見(?:あり|付き?)[)]?)?"
)
_DECIDES = late_pattern(
    r"可決|否決|採択|継続審|保留|不承認|され|し?た$|一致|賛成|どおり|とおり|通り|条件|了承|[附付]帯|[:：]"
)
"""What only a result says, and no kind of matter."""
_KIND = late_pattern(r"(?:報告|協議|審議|諮問|議決|説明|連絡|審査|確認|情報提供|意見交換)(?:事項|案件)?")
_KINDS = {"諮問": "consultation", "報告": "report"}
_SAME_WORDS = (("および", "及び"), ("ならびに", "並びに"), ("または", "又は"))
"""Spellings of one word."""


class Concluded(NamedTuple):
    """An entry whose title says what came of it."""

    item: AgendaItem
    title: str
    """As it is printed."""
    result: str


def _behind(title: str) -> re.Match[str] | None:
    """What is in brackets at the end of a title, or apart from it."""
    closed = title.rstrip().endswith((")", "）", "】", "〕", "］", "]"))
    return _APART.search(title.rstrip()) or (_BEHIND.search(title) if closed else None)


def result_behind(title: str) -> tuple[str, str] | None:
    """A title without the result in brackets behind it, and the result; None where none is."""
    match = _behind(title)
    if match is None or _RESULT.fullmatch(squeeze(match[1])) is None or not title[: match.start()]:
        return None
    return title[: match.start()].rstrip(), match[1].strip()


def kind_behind(title: str) -> str | None:
    """The kind of matter that is in brackets behind a title: …について（諮問）, …について（報告）."""
    match = _behind(title)
    return _KINDS.get(squeeze(match[1]).removesuffix("事項").removesuffix("案件")) if match is not None else None


def take_results(items: Sequence[AgendaItem], peel: Callable[[AgendaItem], None]) -> list[Concluded]:
    """The entries whose titles say what came of them; the titles lose it, and what `peel` takes off their ends. 承認 is
    a kind of matter where others on the list are called 報告 or 協議."""
    behind = [match[1] for item in items if (match := _behind(item.title)) is not None]
    has_kinds = any(_KIND.fullmatch(squeeze(one)) for one in behind)
    found: list[Concluded] = []
    for item in items:
        parted = result_behind(item.title)
        if parted is None or (has_kinds and _DECIDES.search(parted[1]) is None):
            continue
        found.append(Concluded(item, item.title, parted[1]))
        item.title = parted[0]
        peel(item)
    return found


def title_key(title: str) -> str:
    """What a title is compared by: without the result behind it, in one spelling of 及び."""
    parted = result_behind(title)
    key = text_key(parted[0] if parted is not None else title)
    for one, other in _SAME_WORDS:
        key = key.replace(one, other)
    return re.sub(r"[・、，,]", "", key)
