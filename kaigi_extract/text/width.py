"""Width and spelling of single characters: what is folded for comparing, and what is repaired as printed.

``jaconv`` was looked at (0.5, pure): it folds width by its own tables, which leave radicals and compatibility
characters alone, and it is slower than ``unicodedata``. Nothing on PyPI carries the radicals table.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from kaigi_extract.text.enclosed import ENCLOSED
from kaigi_extract.text.late_pattern import late_pattern

CACHED_SHORT_TEXTS = 4096
"""Short texts whose reading is kept, at most: labels, words of mappings and lines are asked for many times over."""
SHORT_TEXT = 120
"""Characters of a text that counts as short, at most."""

_UNSEEN = late_pattern(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
"""Characters without a shape of their own: variation selectors (葛 as one of its forms), zero-width spaces and joiners,
marks of direction, soft hyphens, byte order marks."""
_SOUND_MARKS = str.maketrans({"゛": "\u3099", "゜": "\u309a"})
_SPACED_MARK = late_pattern(r"(?<=[ぁ-ゖゝァ-ヺヽヾｦ-ﾝ])[゛゜]")
"""A sound mark set as a character of its own behind its kana, which NFKC would part from it by a space."""

_SUPPLEMENT = (
    # CJK Radicals Supplement and the ideograph of each, in pairs: Unicode's EquivalentUnifiedIdeograph (14.0),
    # which NFKC does not know. U+2E80 has none.
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛"
    "⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶"
    "⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_JAPANESE = {0x2F3E: "戸", 0x2FCA: "黒"}
"""Kangxi radicals that Japanese fonts share with the form in use, not with the old one that NFKC gives (戶, 黑)."""

_DRAWN_SYMBOLS = {
    # Symbol and Wingdings as Word writes them into the private use area (0xF000 + the font's own code). Where two
    # fonts disagree, the shape seen in council documents is taken: bullets and boxes, not suits of cards.
    0x46: "☞", 0x50: "✓", 0x52: "☑", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒",
    0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA3: "□", 0xA4: "◉",
    0xA5: "◎", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB7: "•", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_DRAWN_CIRCLED = {0x81 + n: chr(0x2460 + n) for n in range(10)} | {0x8C + n: chr(0x2776 + n) for n in range(10)}

_REPAIRS = (
    {ord(_SUPPLEMENT[at]): _SUPPLEMENT[at + 1] for at in range(0, len(_SUPPLEMENT), 2)}
    | _KANGXI
    | _JAPANESE
    | {0xF000 + code: shape for code, shape in (_DRAWN_SYMBOLS | _DRAWN_CIRCLED).items()}
)
_REPAIRABLE = late_pattern("[" + "".join(map(chr, sorted(_REPAIRS))) + "]")
_PERHAPS_FOLDED = late_pattern("[゛゜" + _UNSEEN.pattern[1:-1] + _REPAIRABLE.pattern[1:-1] + "]")
"""What must be seen to before NFKC: a test of its own, as most texts have none of it."""

_INVISIBLE = late_pattern(
    # No ink and no width: breaks and joins (U+200B, U+2060), direction marks, a stray byte order mark, soft hyphens.
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    # Joiners belong to the scripts and emoji that join; in Japanese and Latin they do nothing.
    "|(?:^|(?<=[\u0020-\u024f\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]))[\u200c\u200d]+"
)

_PERHAPS_INVISIBLE = late_pattern("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""A test that costs nothing where there are none."""

_LEADING_ROW_NUMBER = late_pattern(
    r"\s*(?:\(\d{1,2}\)|\d{1,2}(?:[.,、・:)](?!\d)|(?=\s+\D)|(?![\d次年月日歳号条項回割階か％%.,/-])))\s*(?=\S)"
)
_FOOTNOTE_MARKS = late_pattern(r"(?:[※*]\d*|\([※*注]\d*\)|注\d+|:)++")


def fold(text: str) -> str:
    """``text`` as it is compared: radicals repaired, then NFKC; every wave dash (〜 ～ ~) becomes ～. What has no shape
    of its own is left out (variation selectors, zero-width spaces); kana have their sound marks in them (か゛ is が).

    NFKC alone would keep 〜 and ～ apart. Hyphens and dashes (‐ ‑ – — ― − ─ －) stay apart as far as NFKC keeps them
    apart. The length may change (㈱ becomes three characters), so offsets are lost.
    """
    return _fold_short(text) if len(text) <= SHORT_TEXT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.replace("~", "～")
    if _PERHAPS_FOLDED.search(text) is not None:
        text = _SPACED_MARK.sub(lambda mark: mark[0].translate(_SOUND_MARKS), _UNSEEN.sub("", text))
        text = repair_characters(text)
    return unicodedata.normalize("NFKC", text).replace("〜", "～").replace("~", "～")


_fold_short = functools.lru_cache(maxsize=CACHED_SHORT_TEXTS)(_fold)


def squeeze(text: str) -> str:
    """``text`` without any white space (U+3000 and line breaks included)."""
    return "".join(text.split())


def text_key(text: str) -> str:
    """The form in which lines and words are compared: folded, without white space."""
    return _key_of_short(text) if len(text) <= SHORT_TEXT else squeeze(_fold(text))


@functools.lru_cache(maxsize=CACHED_SHORT_TEXTS)
def _key_of_short(text: str) -> str:
    return squeeze(_fold_short(text))


def repair_characters(text: str) -> str:
    """``text`` with characters that stand for another shape replaced by it, one for one: offsets hold.

    Kangxi and supplementary radicals become ideographs (⼾籍 as browsers print 戸籍), Word's private-use bullets
    and boxes become what they draw. Width and compatibility ideographs stay. Unchanged text is the same object.
    """
    if text.isascii() or _REPAIRABLE.search(text) is None:
        return text
    # there are few: `translate` would look up every character
    return _REPAIRABLE.sub(lambda found: _REPAIRS[ord(found[0])], text)


def drop_invisible(text: str) -> str:
    """``text`` without characters that have neither ink nor width; offsets behind them change.

    Variation selectors stay: they choose the shape of the character before them. Unchanged text is the same object.
    """
    if text.isascii() or _PERHAPS_INVISIBLE.search(text) is None:
        return text
    return text if _INVISIBLE.search(text) is None else _INVISIBLE.sub("", text)


def visible(text: str) -> list[int] | None:
    """The offsets of the characters that `drop_invisible` keeps; None where it keeps all."""
    if text.isascii() or _PERHAPS_INVISIBLE.search(text) is None or _INVISIBLE.search(text) is None:
        return None
    dropped = {at for match in _INVISIBLE.finditer(text) for at in range(*match.span())}
    return [at for at in range(len(text)) if at not in dropped]


def label_key(text: str) -> str:
    """The form in which printed field labels are compared: folded, without white space, row number and footnote marks.

    Taken off: a leading number (``１　件　　名``, ``(1)``, ``①``, ``2.``), unless it belongs to the word (2次利用),
    and trailing footnote marks (``※6``, ``*1``, ``注2``) and colons. Seen in both wards' forms.
    """
    if text.lstrip()[:1] in ENCLOSED:
        text = text.lstrip()[1:]
    key = fold(text)
    match = _LEADING_ROW_NUMBER.match(key)
    if match is not None:
        key = key[match.end() :]
    return without_run_at_end(squeeze(key), _FOOTNOTE_MARKS)


def without_run_at_end(text: str, runs: re.Pattern[str]) -> str:
    """``text`` without the run that ends it; ``runs`` matches whole runs, each as long as it is. One look at each
    character, where the pattern with a $ behind it would begin anew at every place of a run that ends elsewhere."""
    last = next((run for run in runs.finditer(text) if run.end() == len(text)), None)
    return text if last is None else text[: last.start()]
