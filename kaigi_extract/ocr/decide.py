"""The one decision a page: is its text taken as it is, or read from its picture? From facts about the page alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kaigi_extract.ocr.settings import DEFAULT_OCR, DecisionSettings
from kaigi_extract.source import UNKNOWN, Page
from kaigi_extract.text import squeeze


@dataclass(frozen=True, slots=True)
class PageDecision:
    """What is to be done with a page, and why in words."""

    recognise: bool
    reason: str
    keep_text: bool = True
    """Whether its own visible text is kept beside what is recognised."""
    check_layer: bool = False
    """Whether its invisible text may do, if it agrees with the picture."""


def decide(page: Page, settings: DecisionSettings = DEFAULT_OCR.decision) -> PageDecision:
    """Whether a page must be recognised.

    Visible text is kept, unless its fonts do not tell what it says. A picture that takes a good part of the page is
    read, beside that text or alone. Invisible text is a scanner's own reading: it is checked, never trusted.
    """
    visible = squeeze("".join(run.text for run in page.runs))
    invisible = squeeze("".join(run.text for why, run in page.hidden if why == "invisible"))
    share = _picture_share(page)
    outlines = sum(shape.closed_curve for shape in page.shapes) >= settings.outline_count
    if visible:
        if garbage := _why_garbage(visible, settings):
            return PageDecision(True, f"its own text is garbage: {garbage}", keep_text=False)
        if share >= settings.picture_share:
            words = f"a picture takes {share:.0%} of the page; its own {len(visible)} characters are kept"
            return PageDecision(True, words)
        return PageDecision(False, "the page carries its own text")
    if page.pictures:
        if not invisible:
            return PageDecision(True, "the page is a picture")
        if garbage := _why_garbage(invisible, settings):
            return PageDecision(True, f"the page is a picture, and its invisible layer of text is garbage: {garbage}")
        return PageDecision(True, "the page is a picture with an invisible layer of text", check_layer=True)
    if outlines:
        return PageDecision(True, "its text is drawn as outlines")
    return PageDecision(False, "the page is empty")


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


def _why_garbage(text: str, settings: DecisionSettings) -> str | None:
    """Why a text cannot be what is printed, in words; None where it may be."""
    counts = Counter(text)
    unknown = counts[UNKNOWN]
    strange = unknown + sum(count for char, count in counts.items() if not _is_plausible(char))
    if strange >= settings.illegible_share * len(text):
        what = "have fonts that do not tell what they are" if unknown > strange / 2 else "are in no Japanese paper"
        return f"{strange} of {len(text)} characters {what}"
    kanji = sum(count for char, count in counts.items() if "\u4e00" <= char <= "\u9fff")
    kana = sum(count for char, count in counts.items() if "\u3040" <= char <= "\u30ff")
    few = kana < settings.least_kana * len(text)
    if kanji < (settings.enough_kanji if few else settings.some_kanji) or not (few or _are_foreign(counts, settings)):
        return None
    rare = sum(n for char, n in counts.items() if "\u4e00" <= char <= "\u9fff" and _is_second_level(char))
    if rare >= settings.rare_kanji * kanji:
        kinds = "there are hardly any kana" if few else "the kana are not those of Japanese"
        return f"of {kanji} 漢字 {rare} are rare, and {kinds}"
    return None


_COMMON_KANA = "のにはをてがとするたいしなりれでらもあこ"
"""What half of all hiragana are and more, in any text with sentences or words in it."""


def _are_foreign(counts: Counter[str], settings: DecisionSettings) -> bool:
    """Whether the hiragana of a text are not those that Japanese has most: a map that is off by some characters."""
    hiragana = sum(count for char, count in counts.items() if "ぁ" <= char <= "ゖ")
    common = sum(counts[char] for char in _COMMON_KANA)
    return hiragana >= settings.some_kana and common < settings.common_kana * hiragana


def _is_plausible(char: str) -> bool:
    """Whether Windows' Japanese code page has the character; a symbol of it is no character of Greek."""
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
