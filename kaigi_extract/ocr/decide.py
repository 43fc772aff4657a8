"""The one decision a page: is its text taken as it is, or read from its picture? From facts about the page alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kaigi_extract.source import UNKNOWN, Page
from kaigi_extract.text import squeeze

PICTURE = 0.2
"""Part of the page from which on a picture may hold text worth reading: a scanned table, not an emblem."""
OUTLINES = 20
"""Closed curves on a page without any text from which on they are letters: a few are a seal or a drawing."""
ILLEGIBLE = 0.2
"""Part of the characters that no Japanese paper has, from which on the text is garbage: fonts with a wrong map, layers
of a scanner set to another language."""
ENOUGH = 60
"""漢字 from which on their kinds tell anything."""
NO_KANA = 0.03
"""Japanese text has more kana than this part; what has less, and..."""
RARE = 0.15
"""...as many 漢字 of the second level, is no Japanese."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with a page, and why in words."""

    recognise: bool
    reason: str
    keep_text: bool = True
    """Whether its own visible text stands beside what is recognised."""
    check_layer: bool = False
    """Whether its invisible text may do, if it agrees with the picture."""


def decide(page: Page) -> Decision:
    """Whether a page must be recognised.

    Visible text stands, unless its fonts do not tell what it says. A picture that takes a good part of the page is
    read, beside that text or alone. Invisible text is a scanner's own reading: it is checked, never trusted.
    """
    visible = squeeze("".join(run.text for run in page.runs))
    invisible = squeeze("".join(run.text for why, run in page.hidden if why == "invisible"))
    share = _picture_share(page)
    outlines = sum(shape.closed_curve for shape in page.shapes) >= OUTLINES
    if visible:
        if garbage := _why_garbage(visible):
            return Decision(True, f"its own text is garbage: {garbage}", keep_text=False)
        if share >= PICTURE:
            words = f"a picture takes {share:.0%} of the page; its own {len(visible)} characters are kept"
            return Decision(True, words)
        return Decision(False, "the page carries its own text")
    if page.pictures:
        if not invisible:
            return Decision(True, "the page is a picture")
        if garbage := _why_garbage(invisible):
            return Decision(True, f"the page is a picture, and its invisible layer of text is garbage: {garbage}")
        return Decision(True, "the page is a picture with an invisible layer of text", check_layer=True)
    if outlines:
        return Decision(True, "its text is drawn as outlines")
    return Decision(False, "the page is empty")


def _picture_share(page: Page) -> float:
    """The part of the page that its largest picture takes."""
    width, height = page.frame.width, page.frame.height
    return max(
        (
            max(min(p.bbox[2], width) - max(p.bbox[0], 0), 0) * max(min(p.bbox[3], height) - max(p.bbox[1], 0), 0)
            for p in page.pictures
        ),
        default=0.0,
    ) / (width * height or 1.0)


def _why_garbage(text: str) -> str | None:
    """Why a text cannot be what is printed, in words; None where it may be."""
    counts = Counter(text)
    unknown = counts[UNKNOWN]
    strange = unknown + sum(count for char, count in counts.items() if not _is_plausible(char))
    if strange >= ILLEGIBLE * len(text):
        what = "have fonts that do not tell what they are" if unknown > strange / 2 else "are in no Japanese paper"
        return f"{strange} of {len(text)} characters {what}"
    kanji = sum(count for char, count in counts.items() if "\u4e00" <= char <= "\u9fff")
    kana = sum(count for char, count in counts.items() if "\u3040" <= char <= "\u30ff")
    if kanji < ENOUGH or kana >= NO_KANA * len(text):
        return None
    rare = sum(n for char, n in counts.items() if "\u4e00" <= char <= "\u9fff" and _is_second_level(char))
    if rare >= RARE * kanji:
        return f"of {kanji} 漢字 {rare} are rare, and there are hardly any kana"
    return None


def _is_plausible(char: str) -> bool:
    """Whether Windows' Japanese code page has the character; signs of it that stand alone are no letters of Greek."""
    if char == UNKNOWN:
        return True  # counted apart
    if "\ue000" <= char <= "\uf8ff":
        return False  # private use, which the code page has room for
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return char.isspace() or char in "•·–—‐‑〜−∥¢£¬©®™"
    return char >= " "


def _is_second_level(char: str) -> bool:
    """Whether a 漢字 is of the second level of JIS X 0208 or beyond: names and old forms."""
    try:
        return char.encode("cp932") >= b"\x98\x9f"
    except UnicodeEncodeError:
        return True
