"""Titles of any part: how they are compared, what is around them, which lines could be one. Knows no kind."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.settings import MarginSettings
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.settings import TitleSettings
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern

SHORT_TITLE = 120
"""Characters up to which what is compared is remembered."""

_DOTS = str.maketrans(dict.fromkeys("·•‧∙⋅", "・"))
"""What exports write for ・ (情報公開·個人情報保護審議会)."""
_IN_SENTENCE = late_pattern(r"[。、]$|。.")
_AROUND = late_pattern(
    r"^[(（\[【〔<＜〈]\s*(?:別[紙添記]|様式)\s*(?:第?\s*\d+\s*号?)?\s*[)）\]】〕>＞〉]\s*|[(（][案写][)）]$"
    r"|^[(（\[【〔<《≪]+(?![^)）\]】〕>》≫]*[)）\]】〕>》≫].)"
    r"|^(?:別[紙添記](?:資料)?(?:様式)?|様式)(?:第?\d+号?(?:の\d+)?)?(?:[(（]第[^()（）]*関係[)）])?"
    r"|^第\d+号様式(?:の\d+)?(?:[(（]第[^()（）]*関係[)）])?\s*(?=\S)"
)
_OPENING, _CLOSING = frozenset("(（[【〔<《≪"), ")）]】〕>》≫"


def compared(title: str) -> str:
    """A title as titles are compared: width folded, no white space, one kind of middle dot."""
    return _compared_short(title) if len(title) <= SHORT_TITLE else _compared(title)


def _compared(title: str) -> str:
    return text_key(title).translate(_DOTS)


_compared_short = functools.lru_cache(maxsize=4096)(_compared)
"""The words of a mapping are compared with every line of a document."""


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence, or part of one that goes on."""
    return _IN_SENTENCE.search(text) is not None


def bare_title(title: str) -> str:
    """A title without what is around it; a bracket that closes inside it stays: …特記事項（委託用）."""
    text = _AROUND.sub("", title).strip()
    return text if _OPENING.intersection(text) else text.rstrip(_CLOSING).strip()


def title_of(line: AnyLine) -> str:
    """The title that a line is, without the brackets and words around it."""
    return bare_title(line.text.strip())


def largest_title(lines: Sequence[AnyLine], settings: TitleSettings) -> AnyLine | None:
    """The line set largest among those that could be a title, the first of several; None where there is none."""
    short = [line for line in lines if len(line.text) <= settings.longest and not is_sentence(line.text)]
    return max(short, key=lambda line: line.size, default=None)


def set_alike(above: Item, below: Item, settings: MarginSettings) -> bool:
    """Whether two lines on a page are of one size and close together, the upper one no sentence, and stand over each
    other: a number at the margin (諮問第5号) is beside the title below it, whatever size a scan gives it."""
    if not isinstance(above, Line) or not isinstance(below, Line) or above.page != below.page:
        return False
    if above.x1 <= below.x0 or below.x1 <= above.x0:
        return False
    close = below.y0 - above.y1 < below.size
    return (
        close and abs(above.size - below.size) < settings.size_difference * below.size and not is_sentence(above.text)
    )
