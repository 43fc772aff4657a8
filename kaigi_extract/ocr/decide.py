"""The one decision a page: is its text taken as it is, or read from its picture? From facts about the page alone."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from math import ceil
from typing import NamedTuple, Self
from unicodedata import normalize

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.settings import DEFAULT_OCR, DecisionSettings
from kaigi_extract.source import UNKNOWN, Page
from kaigi_extract.source.page import Bbox
from kaigi_extract.source.visibility import intersection
from kaigi_extract.text import squeeze

KNOWN_CHARACTERS = 4096
"""Kinds of characters whose code is remembered; a document has some hundreds."""
FIELDS = 64
"""Fields across and down the page by which the area of its pictures is measured."""
COMMON_KANA = "のにをはたがでてとしるいなす"
"""The commonest hiragana: two thirds of any Japanese text's, a third of a list of names."""


@dataclass(frozen=True, slots=True)
class PageDecision:
    """What is to be done with a page, and why in words."""

    recognise: bool
    reason: str
    keep_text: bool = True
    """Whether its own visible text is kept beside what is recognised."""
    check_layer: bool = False
    """Whether its invisible text may do, if it agrees with the picture."""


ODD_KANA = "ぁぃぅぇぉゎゐゑゔゕゖぢぱぴぷぺぽ"
"""Hiragana that hardly occur in any Japanese text."""
MARKED_KANA = "ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
"""Small kana, and the sign of a long one."""
ODD_KATAKANA = "ヌヲヂヅヮヰヱヴヵヶゥ"
"""Katakana that hardly occur in words that are written in them."""


def decide(
    page: Page, settings: DecisionSettings = DEFAULT_OCR.decision, distrusted: Collection[str] = ()
) -> PageDecision:
    """Whether a page must be recognised.

    Visible text is kept, unless its fonts do not tell what it says. Pictures that take a good part of the page together
    are read, beside that text or alone, and so is text that is drawn as outlines. Invisible text is a scanner's own
    reading: it is checked, never trusted. `distrusted` names fonts that wrote garbage on earlier pages.
    """
    visible = squeeze("".join(run.text for run in page.runs))
    if visible:
        return _decide_beside(page, visible, settings, distrusted)
    invisible = squeeze("".join(run.text for why, run in page.hidden if why == "invisible"))
    if page.pictures:
        if not invisible:
            return PageDecision(True, "the page is a picture")
        if garbage := _why_garbage(invisible, settings):
            return PageDecision(
                True,
                Message(
                    "the page is a picture, and its invisible layer of text is garbage: {garbage}", garbage=garbage
                ),
            )
        return PageDecision(True, "the page is a picture with an invisible layer of text", check_layer=True)
    curves = sum(shape.closed_curve for shape in page.shapes)
    if max(curves, len(page.outlines)) >= settings.outline_count:
        return PageDecision(True, "its text is drawn as outlines")
    return PageDecision(False, "the page is empty")


def _decide_beside(page: Page, visible: str, settings: DecisionSettings, distrusted: Collection[str]) -> PageDecision:
    """What is to be done with a page that carries text of its own."""
    garbage = (
        _why_garbage(visible, settings)
        or _why_distrusted(page, visible, settings, distrusted)
        or _why_wide_latin(page, visible, settings)
    )
    if garbage:
        return PageDecision(True, Message("its own text is garbage: {garbage}", garbage=garbage), keep_text=False)
    share = picture_share(page)
    if share >= settings.picture_share:
        count = sum(1 for picture in page.pictures if _area(picture.bbox) > 0)
        what = "a picture takes" if count == 1 else Message("{count} pictures take", count=count)
        return PageDecision(
            True,
            Message(
                "{what} {share:.0%} of the page; its own {count} characters are kept",
                what=what,
                share=share,
                count=len(visible),
            ),
        )
    outlines = _loose_outlines(page) if len(page.outlines) >= settings.outline_count else 0
    if outlines >= max(settings.outline_count, settings.outline_share * len(visible)):
        return PageDecision(
            True, Message("text is drawn as outlines on it; its own {count} characters are kept", count=len(visible))
        )
    return PageDecision(False, "the page carries its own text")


def picture_share(page: Page) -> float:
    """The part of the page that its pictures take together; of several, which may lie over each other, by the middles
    of so many small fields."""
    width, height = page.frame.width, page.frame.height
    if len(page.pictures) == 1:
        return _area(intersection(page.pictures[0].bbox, (0.0, 0.0, width, height))) / (width * height or 1.0)
    taken: set[tuple[int, int]] = set()
    for picture in page.pictures:
        x0, y0, x1, y1 = picture.bbox
        columns = range(max(ceil(x0 / width * FIELDS - 0.5), 0), min(ceil(x1 / width * FIELDS - 0.5), FIELDS))
        rows = range(max(ceil(y0 / height * FIELDS - 0.5), 0), min(ceil(y1 / height * FIELDS - 0.5), FIELDS))
        taken.update((column, row) for row in rows for column in columns)
    return len(taken) / FIELDS**2


def _area(box: Bbox) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def _loose_outlines(page: Page) -> int:
    """How many pieces of outlines lie where the page has no text of its own."""
    boxes = [run.bbox for run in page.runs if run.text.strip()]
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in page.outlines]
    return sum(
        not any(min(a, c) <= x <= max(a, c) and min(b, d) <= y <= max(b, d) for a, b, c, d in boxes) for x, y in middles
    )


def _why_distrusted(page: Page, visible: str, settings: DecisionSettings, distrusted: Collection[str]) -> str | None:
    """Why a text that is too short to tell may not be trusted: the fonts of most of it wrote garbage before."""
    if not distrusted or len(visible) >= settings.enough_text:
        return None
    count = sum(len(squeeze(run.text)) for run in page.runs if run.font in distrusted)
    if 2 * count < len(visible):
        return None
    return Message(
        "{count} of {total} characters are in fonts that wrote garbage on an earlier page",
        count=count,
        total=len(visible),
    )


def _why_wide_latin(page: Page, visible: str, settings: DecisionSettings) -> str | None:
    """Why a text of Latin characters cannot be what is printed: they are as wide as Japanese ones, since these are
    what is printed, and their font maps them to others."""
    latin = len(visible.encode("ascii", "ignore"))
    if latin < max(settings.enough_latin, settings.latin_share * len(visible)):
        return None
    wide = sum(
        end - start >= settings.wide_latin * run.size
        for run in page.runs
        for char, start, end in zip(run.text, run.start, run.end, strict=True)
        if char.isascii() and not char.isspace()
    )
    if wide < settings.wide_share * latin:
        return None
    return Message("{wide} of {count} Latin characters are as wide as Japanese ones", wide=wide, count=latin)


def _why_garbage(text: str, settings: DecisionSettings) -> str | None:
    """Why a text cannot be what is printed, in words; None where it may be."""
    kinds = _Kinds.of(text)
    unknown = text.count(UNKNOWN)
    strange = unknown + kinds.strange
    if strange >= settings.illegible_share * len(text):
        what = "have fonts that do not tell what they are" if unknown > strange / 2 else "are in no Japanese paper"
        return Message("{strange} of {count} characters {what}", strange=strange, count=len(text), what=what)
    return _why_wrong_map(text, kinds, settings)


def _why_wrong_map(text: str, kinds: _Kinds, settings: DecisionSettings) -> str | None:
    """Why a text of Japanese characters says nothing, in words: their font maps them to others."""
    hiragana = _Hiragana(kinds.hiragana, sum(map(text.count, COMMON_KANA)))
    if wrong := _why_wrong_hiragana(hiragana, text, settings):
        return wrong
    kana, kanji = kinds.kana, kinds.kanji
    if kana >= settings.enough_kana_alone and kana >= settings.kana_alone * (kana + kanji):
        return _why_wrong_kana(kana, text, settings)
    if kanji < settings.enough_kanji:
        return None
    rare = kinds.rare
    if rare < settings.rare_kanji * kanji:
        return None
    if kana < settings.least_kana * len(text):
        return Message("of {kanji} 漢字 {rare} are rare, and there are hardly any kana", kanji=kanji, rare=rare)
    if hiragana.all >= settings.enough_kana and hiragana.common < settings.common_beside_rare * hiragana.all:
        return Message("of {kanji} 漢字 {rare} are rare, and so are the hiragana between them", kanji=kanji, rare=rare)
    return None


class _Hiragana(NamedTuple):
    """How many hiragana a text has, and how many of them are common ones."""

    all: int
    common: int


class _Kinds(NamedTuple):
    """How many characters of a text are of each kind; some are of two."""

    strange: int
    hiragana: int
    kana: int
    kanji: int
    rare: int

    @classmethod
    def of(cls, text: str) -> Self:
        """Each character is written as the number of its kinds, which are then counted."""
        written = text.translate(_KINDS_OF)
        counts = [(ord(kinds), written.count(kinds)) for kinds in set(written)]
        return cls(*(sum([count for kinds, count in counts if kinds >> k & 1]) for k in range(len(cls._fields))))


class _KindsOf(dict[int, int]):
    """The kinds of `_Kinds` that a character is of, one bit for each; looked up once a character."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        is_kanji = "\u4e00" <= char <= "\u9fff"
        kinds = _Kinds(
            strange=not _is_plausible(char),
            hiragana="\u3041" <= char <= "\u3096",
            kana="\u3040" <= char <= "\u30ff",
            kanji=is_kanji,
            rare=is_kanji and _is_second_level(char),
        )
        if len(self) >= KNOWN_CHARACTERS:
            self.clear()
        self[code] = found = sum(holds << k for k, holds in enumerate(kinds))
        return found


_KINDS_OF = _KindsOf()


def _why_wrong_hiragana(hiragana: _Hiragana, text: str, settings: DecisionSettings) -> str | None:
    """Why the hiragana of a text say nothing: few are those that any sentence has, many those that hardly any has."""
    if hiragana.all < settings.enough_kana or hiragana.common >= settings.least_common * hiragana.all:
        return None
    if sum(map(text.count, ODD_KANA)) < settings.odd_kana * hiragana.all:
        return None
    return Message("of {all} hiragana only {common} are common ones", all=hiragana.all, common=hiragana.common)


def _why_wrong_kana(kana: int, text: str, settings: DecisionSettings) -> str | None:
    """Why a text of so many kana and no 漢字 says nothing: lists of names and of foreign words are other."""
    marked = sum(map(_is_marked_kana, text))
    if marked < settings.least_marked_kana * kana:
        return Message(
            "of {kana} kana, which are all that is there, only {marked} are voiced, small or long",
            kana=kana,
            marked=marked,
        )
    odd = sum(map(text.count, ODD_KATAKANA))
    if odd >= settings.odd_katakana * kana:
        return Message("of {kana} kana, which are all that is there, {odd} are hardly ever used", kana=kana, odd=odd)
    return None


@lru_cache(maxsize=KNOWN_CHARACTERS)
def _is_marked_kana(char: str) -> bool:
    """Whether a character is a voiced or a small kana, or the sign of a long one."""
    return char in MARKED_KANA or ("\u3041" <= char <= "\u30ff" and normalize("NFD", char) != char)


def _is_plausible(char: str) -> bool:
    """Whether Windows' Japanese code page has the character; a symbol of it is no character of Greek."""
    if char == UNKNOWN:
        return True  # counted apart
    if "\ue000" <= char <= "\uf8ff" or "\u0370" <= char <= "\u04ff":
        return (
            False  # the code page has private use, Greek and Cyrillic; a document has a symbol of these here and there
        )
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
