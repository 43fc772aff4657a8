"""Which lines below an entry of an agenda tell what was done with it: sentences, remarks, results. Rows only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kaigi_extract.parts.minutes.lines import MinutesRow
from kaigi_extract.text import match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern

CONCLUDES = late_pattern(r"(?<!\s)\s*[→⇒]?\s*(?:結論|(?:審議|審査|協議)?(?:の)?結果|答申)\s*[:：]")
"""What tells what came of the entry above: 結論：諮問のとおり認める。"""
TALKED = late_pattern(r"[【〔［\[<＜《≪〈](?:主な)?(?:質疑応答|質疑|意見交換|事務局説明|説明|意見)[】〕］\]>＞》≫〉]")
"""What heads the talk about the entry above: 〈質疑応答〉."""
_RESULT = late_pattern(
    r"[(（→⇒]?(?:原案|提案)?の?(?:どおり|とおり|通り)?に?(?:可決|承認|同意|決定|採択|了承|認定|否決|継続審査|継続審議)(?:した|された|する)?[)）。]?"
    r"|\S{1,6}(?:委員|氏|君|議員)[をにが](?:決定|選出|選任|指名|就任)(?:した|された)?。?"
)
"""What was decided on the entry above: 原案どおり可決."""
_TELLS = late_pattern(r"[うくすつぬぶむるたいかだん]。$")
"""How sentences end that tell what was done."""


def is_told(text: str) -> bool:
    """Whether a line tells what was done, or heads the talk about an entry."""
    return TALKED.fullmatch(squeeze(text)) is not None or _TELLS.search(text) is not None or _is_told_apart(text)


def told_rows(rows: Sequence[MinutesRow]) -> set[int]:
    """The rows below an entry that tell what was done with it: sentences that begin on a line of their own."""
    told = _told_by_bullets(rows) | _told_shortly(rows)
    start: int | None = None
    for index, row in enumerate([*rows, None]):
        label = match_label(row.line.text) if row is not None else None
        if row is not None and index and (_is_told_apart(row.line.text) or CONCLUDES.match(row.line.text)):
            told.add(index)
            continue
        entry = row is None or label is not None
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


def _told_by_bullets(rows: Sequence[MinutesRow]) -> set[int]:
    """The rows of sentences behind bullets, with the lines that they wrap to."""
    labels = [match_label(row.line.text) for row in rows]
    told: set[int] = set()
    for index, label in enumerate(labels):
        if label is None or label.style != "bullet" or not index:
            continue
        below = range(index + 1, len(rows))
        end = next((at for at in below if labels[at] is not None), len(rows))
        last = next((at for at in range(index, end) if rows[at].line.text.rstrip().endswith("。")), None)
        told |= set(range(index, last + 1)) if last is not None else set()
    return told


def _is_told_apart(text: str) -> bool:
    """Whether a line is no entry whatever is above it: －資料１に基づき事務局から説明－."""
    label = match_label(text)
    return (label is None or label.style == "bullet") and _REMARK_BETWEEN.fullmatch(text.strip()) is not None


def _told_shortly(rows: Sequence[MinutesRow]) -> set[int]:
    """The rows below an entry that tell what was done, without a full stop, on one line or on several."""
    starts = [at for at, row in enumerate(rows) if match_label(row.line.text) is not None]
    told: set[int] = set()
    for start, end in pairwise([*starts, len(rows)]):
        below = "".join(row.line.text.strip() for row in rows[start + 1 : end])
        if below and _TOLD_SHORTLY.fullmatch(below) is not None:
            told |= set(range(start + 1, end))
    return told


_TOLD_SHORTLY = late_pattern(
    r"[^。]{2,14}(?:長|課|局|委員|補佐|主幹|者)(?:が|から|より)[^。]{2,160}(?:報告|紹介|確認|説明|挨拶|あいさつ|宣言|了承|承認|説明後、質疑)"
    r"|[^。]{2,40}(?:ない|ある|なし|あり)(?:こと|旨)を(?:確認|報告)"
)
"""What was done, told without a full stop: 次長から事務局出席者の紹介."""

_REMARK_BETWEEN = late_pattern(
    r"[-－―‐–—(（【〔≪《〈＜<［\[][^。]*(?:説明|朗読|報告|質疑|意見|紹介|配[布付]|交付|挨拶|あいさつ)(?:があった|した|された|等)?[。]?[-－―‐–—)）】〕≫》〉＞>］\]]"
)
