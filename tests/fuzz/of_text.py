"""Damages of texts: encodings, controls, directions, halves of surrogates, endless lines, rows that are no table."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.fuzz.hostile_values import NUMBERS, WORDS
from tests.fuzz.of_text_crowds import crowded_text

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "utf-7",
    "big5",
    "latin-1",
)
LONG = 20_000
"""Characters of a long line."""


def words(data: bytes, chance: Random) -> bytes:
    """Words that nothing expects, put in anywhere, or in the place of others."""
    text = _text(data)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice((*WORDS, *NUMBERS)) + text[at + chance.choice((0, 0, 1, 5, 40)) :]
    return _bytes(text)


def encoded(data: bytes, chance: Random) -> bytes:
    """In another encoding, or half in one and half in another."""
    text, at = _text(data), chance.randrange(1, len(data))
    one, other = (chance.choice(ENCODINGS) for _ in range(2))
    whole = text.encode(one, "replace")
    return chance.choice(
        (whole, text[: at // 3].encode(one, "replace") + text[at // 3 :].encode(other, "replace"), whole[at:])
    )


def reordered(data: bytes, chance: Random) -> bytes:
    """Its lines in another order, some of them many times, some not there."""
    lines = _text(data).splitlines(keepends=True)
    how = chance.randrange(4)
    if how == 0:
        chance.shuffle(lines)
    elif how == 1:
        lines = [line for line in lines if chance.random() < 0.6]
    elif how == 2:
        at = chance.randrange(len(lines))
        lines[at:at] = [lines[at]] * chance.choice((2, 30, 1000))
    else:
        lines = [
            line.rstrip("\n") + chance.choice(("", "\n", "\r", "\r\n", "\x0b", "\x0c", "\u2028", " ")) for line in lines
        ]
    return _bytes("".join(lines))


def lengthened(data: bytes, chance: Random) -> bytes:
    """A piece of it, repeated to one long line, or all of it without line ends."""
    text = _text(data)
    at = chance.randrange(len(text))
    piece = text[at : at + chance.choice((1, 2, 5, 20, 200))].replace("\n", chance.choice(("", "　", "\n"))) or "あ"
    if chance.random() < 0.3:
        return _bytes(text.replace("\n", ""))
    return _bytes(text[:at] + (piece * LONG)[:LONG] + text[at:])


def doubled_characters(data: bytes, chance: Random) -> bytes:
    """One of its characters in the place of another, everywhere."""
    text = _text(data)
    one, other = chance.choice(text), chance.choice(chance.choice(WORDS) or text)
    return _bytes(text.replace(one, chance.choice((other, one * 2, ""))))


def halved_surrogates(data: bytes, chance: Random) -> bytes:
    """Halves of surrogates and bytes that are none of UTF-8."""
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data))
        data = (
            data[:at]
            + chance.choice((b"\xed\xa0\x80", b"\xc0\x80", b"\xf8\x88\x80\x80\x80", b"\xff\xfe", b"\x81", b"\x1b$B"))
            + data[at:]
        )
    return data


TEXT = {
    one.__name__: one
    for one in (words, encoded, reordered, lengthened, doubled_characters, halved_surrogates, crowded_text)
}


def json_values(data: bytes, chance: Random) -> bytes:
    """JSON with some of its values others, missing or there twice."""
    record = json.loads(data)
    for _ in range(chance.randrange(1, 4)):
        _change(record, chance)
    return json.dumps(record, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _change(record: Any, chance: Random) -> None:
    places = [
        (holder, key)
        for holder in _holders(record)
        for key in (holder if isinstance(holder, dict) else range(len(holder)))
    ]
    if not places:
        return
    holder, key = chance.choice(places)
    how = chance.randrange(4)
    if how == 0:
        del holder[key]
    elif how == 1 and isinstance(holder, list):
        holder.append(holder[key])
    else:
        values: list[Any] = [None, True, -1, 1e308, 10**400, [], {}, [[]], {"x": None}, "\ud800", *WORDS]
        holder[key] = chance.choice(values)


def _holders(record: Any) -> list[Any]:
    found = [record] if isinstance(record, (dict, list)) else []
    for value in record.values() if isinstance(record, dict) else record if isinstance(record, list) else ():
        found += _holders(value)
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp932", "replace")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
