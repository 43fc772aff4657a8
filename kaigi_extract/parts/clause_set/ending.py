"""Where a clause set ends: 附則, annexes, signatures, a day with names, 以上, the title of what comes next."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.layout.lines import Line
from kaigi_extract.parts.clause_set.flow import ClauseFlow
from kaigi_extract.parts.clause_set.runs import Run
from kaigi_extract.parts.clause_set.signs import (
    is_closing,
    is_day,
    is_reason,
    is_signature,
    is_tail_mark,
    label_of,
)
from kaigi_extract.parts.titles import compared
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common

_IN_FORCE = late_pattern(r"(?:この|本)[一-鿿]{1,12}は、.{0,40}(?:から施行|から適用|施行する|適用する|実施する)")
_MENU = late_pattern(r"[^|｜。]{1,30}(?:\s*[|｜]\s*[^|｜。]{1,30}){2,}")
_IN_BRACKETS = late_pattern(r"[【〔［\[＜<《≪(（]\s*(\S[^【】〔〕［］\[\]]{0,12}?)\s*[】〕］\]＞>》≫)）]")
_LARGER = 1.12
"""Share by which the title of what comes next is larger than the text."""


def end_of(flow: ClauseFlow, run: Run, limit: int, title: str | None, common: Common) -> tuple[int, str]:
    """The index of the item after the last of a set, not after `limit`, and what ends it."""
    feet = tuple(compared(word) for word in (*common.minutes.after, *common.contacts))
    spoken = any("。" in text for text in flow.texts[run.last : run.last + 1])
    for at in range(run.last + 1, limit):
        why = _ends_before(flow, run, at, title, spoken=spoken)
        if why is None and _heads_version(flow.texts[at], common):
            why = Message("{text} heads another version of the text", text=flow.texts[at])
        if why is None and _is_foot(flow.texts[at], feet):
            why = Message("{texts} is of the page that the set is on", texts=flow.texts[at])
        if why is not None:
            return at, why
        if is_tail_mark(flow.texts[at]):
            return at + 1, Message("{texts} is printed", texts=flow.texts[at])
        spoken = spoken or "。" in flow.texts[at] or bool(flow.texts[at])
    return limit, "what is below begins" if limit < len(flow.items) else "the document ends"


def _ends_before(flow: ClauseFlow, run: Run, at: int, title: str | None, *, spoken: bool) -> str | None:
    """Why a set ends before a line; None where it goes on."""
    text = flow.texts[at]
    if at in flow.supplements:
        return Message("{text} is printed", text=text)
    if at in flow.annexes:
        return Message("the annex {text} begins", text=text)
    if not text or not flow.ended(at):
        return None
    signs = (
        (is_closing(text), "the sentence that closes a contract is printed"),
        (is_reason(text), "the reasons of a bill are printed"),
        (spoken and _is_signed(flow, at), "a day and names are printed"),
        (title is not None and compared(text) == compared(title), "the title is printed again"),
        (_is_unnamed_supplement(flow, run, at), "the day of coming into force is printed under a number of its own"),
        (_is_next_title(flow, run, at), Message("{text} is set as the title of what comes next", text=text)),
    )
    return next((why for found, why in signs if found), None)


def _heads_version(text: str, common: Common) -> bool:
    """Whether a line in brackets says that the text before or after a change is below: 【改正後】."""
    match = _IN_BRACKETS.fullmatch(text)
    words = common.comparisons
    return match is not None and text_key(match[1]) in {text_key(word) for word in (*words.new, *words.old)}


def _is_foot(text: str, feet: tuple[str, ...]) -> bool:
    """Whether a line is of what a web page prints below a text: ページの先頭へ, or a menu (ホーム ｜ 組織)."""
    label = label_of(text)
    if not text or "。" in text or (label is not None and label.number is not None):
        return False
    return compared(text).lstrip("【[(〔<《■●○◆・").startswith(feet) or _MENU.fullmatch(text) is not None


def _is_signed(flow: ClauseFlow, at: int) -> bool:
    """A day by itself, or a party's name, with more names below it."""
    below = [text for text in flow.texts[at + 1 : at + 6] if text]
    if is_day(flow.texts[at]):
        return not below or any(is_signature(text) or text.endswith(("様", "殿")) for text in below[:4])
    return is_signature(flow.texts[at]) and label_of(flow.texts[at]) is None and any(map(is_signature, below[:3]))


def _is_unnamed_supplement(flow: ClauseFlow, run: Run, at: int) -> bool:
    """１　この規則は、…から施行する。 after the last article: the heading 附則 is missing in an export."""
    label = label_of(flow.texts[at])
    if label is None or label.ordinal != 1 or run.family[0] not in ("dai_jo", "dai") or label.style != "digit":
        return False
    return _IN_FORCE.match(flow.texts[at][label.end :]) is not None


def _is_next_title(flow: ClauseFlow, run: Run, at: int) -> bool:
    """A line at the top of a page that is larger than the text, or set in its middle, and no label nor sentence."""
    line, body = flow.lines[at], flow.lines[run.last]
    if not isinstance(line, Line) or not isinstance(body, Line) or not flow.is_first_on_page(at):
        return False
    if label_of(line.text) is not None or "。" in line.text or line.text.endswith("、"):
        return False
    return line.size > _LARGER * body.size
