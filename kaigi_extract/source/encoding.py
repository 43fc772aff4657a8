"""Which of the encodings of Japanese text some bytes are in. Decides by what the text would be in each.

charset-normalizer (3.4) was tried: it passes ISO-2022-JP as ASCII, gives up on a line of Shift_JIS with ① in it, and
does not know UTF-16 without its mark.
"""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.source.page import UNKNOWN
from kaigi_extract.text.late_pattern import late_pattern

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODINGS = ("utf-8", "iso2022_jp", "cp932", "euc_jp", "euc_jis_2004", "utf-16-le", "utf-16-be")
"""In the order in which they win a draw. euc_jis_2004 has ① and ㈱, which euc_jp has not."""
SAMPLE_BYTES = 20_000
"""Bytes by which the encoding is told, from the first one that is not plain ASCII."""
_TELLING = late_pattern(rb"[\x00\x1b\x80-\xff]")
LEAST_WEIGHT = 0.5
"""Mean weight of a character from which on bytes are text."""

NO_TEXT = -3.0
"""Weight of what is no text at all: control characters, bytes that do not decode."""
_ASCII_WEIGHT = 0.7
_KANA_WEIGHT = 1.0
_KANJI_WEIGHT = 0.9
_HALF_WIDTH_WEIGHT = 0.2
"""Half-width katakana: two or three in a row are what EUC-JP looks like as Shift_JIS."""
_FOREIGN_WEIGHT = 0.1


def guess(data: bytes) -> str | None:
    """The name of the encoding, as Python knows it; None for what is no text."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    first = _TELLING.search(data)
    start = first.start() & ~1 if first else 0
    sample = data[start : start + SAMPLE_BYTES]
    scores = {name: _score(sample, name) for name in ENCODINGS}
    best = max(ENCODINGS, key=lambda name: scores[name])
    return best if scores[best] >= LEAST_WEIGHT else None


def _score(sample: bytes, name: str) -> float:
    """Mean weight of the characters that the bytes would be."""
    if name == "iso2022_jp" and b"\x1b$" not in sample:
        return NO_TEXT
    text = sample.decode(name, errors="replace")
    if len(sample) == SAMPLE_BYTES:
        text = text[:-2]  # the last character may be cut
    return sum(map(_weight, text)) / len(text) if text else 0.0


def _weight(char: str) -> float:
    if " " <= char <= "~" or char in "\t\n\r\f\x1a":
        return _ASCII_WEIGHT
    if char < "\xa0" or char in "\ufffd\ufeff":
        return NO_TEXT
    if "\u3000" <= char <= "\u30ff" or "\uff01" <= char <= "\uff5e":
        return _KANA_WEIGHT
    if "\uff61" <= char <= "\uff9f":
        return _HALF_WIDTH_WEIGHT
    if "\ue000" <= char <= "\uf8ff":  # cp932 has these, for characters of a user's own
        return _FOREIGN_WEIGHT
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return _FOREIGN_WEIGHT
    return _KANJI_WEIGHT


def undecoded(text: str, encoding: str) -> list[str]:
    """What to remark on a text with bytes that its encoding does not have, which read U+FFFD."""
    count = text.count(UNKNOWN)
    return (
        [
            Message(
                "{count} characters are not {encoding} as the rest is; they read {unknown}",
                count=count,
                encoding=encoding,
                unknown=UNKNOWN,
            )
        ]
        if count
        else []
    )
