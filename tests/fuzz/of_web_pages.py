"""Damages of web pages: entities, cells over a million columns, elements within elements or without an end, encodings."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

MANY = (300, 5_000, 40_000)
DEEP = (100, 900, 20_000)
CHARSETS = (
    "utf-7",
    "utf-16",
    "x-sjis",
    "no-such",
    "iso-2022-jp-3",
    "rot13",
    "base64",
    "idna",
    "utf-8\x00",
    "x" * 3_000,
)
SPANS = ("65534", "1000", "-1", "0", "99999999999999999999", "１２", "²", "1e3", "nan")


def crowded_page(data: bytes, chance: Random) -> bytes:
    """Spans beyond all columns, lists in lists, tables in tables, thousands of what is there once, what never ends."""
    many, deep = chance.choice(MANY), chance.choice(DEEP)
    one, other = chance.choice(SPANS), chance.choice(SPANS)
    pieces: tuple[Callable[[], str], ...] = (
        lambda: f"<table><tr><td colspan={one} rowspan={other}>件名<td>鍵<tr><td>x</table>",
        lambda: "<table>" + f"<tr><td colspan=1000 rowspan={one}>鍵" * min(many, 5_000) + "</table>",
        lambda: "<table>" + "<tr>" + "<td rowspan=65534>鍵" * min(many, 5_000) + "<tr><td>x" * 300 + "</table>",
        lambda: "<table><tr><td>" * deep + "鍵" + "</table>" * deep,
        lambda: "<ul><li>" * deep + "鍵",
        lambda: "<div>" * deep + "鍵" + "</div>" * deep,
        lambda: "<b><i><p>" * many + "鍵",
        lambda: "<ruby>鍵<rt>かぎ" * many,
        lambda: "&nbsp;&#12354;&bogus;&#x110000;&#-5;&#99999999999999999999;" * many,
        lambda: "<select>" + "<option selected>有" * many + "</select>",
        lambda: "<input type=checkbox checked>有" * many,
        lambda: "<style>" + ".a .b>.c{display:none}" * many + "</style><p class='" + "a " * many + "'>鍵",
        lambda: "<p style='" + "display:none;" * many + "'>鍵</p>",
        lambda: "<!--" * many + "-->",
        lambda: "<a href='" + "x" * many + "'>" * 9,
        lambda: "<svg><text>" * deep + "<math>" * deep,
        lambda: "<pre>" + "\n" * many + "鍵</pre>" + "<br>" * many,
        lambda: f"<ol start={one}><li value={other}>鍵</ol>" * min(many, 5_000),
        lambda: "<details><summary>" * deep + "<template>" * deep,
        lambda: "<p " + " ".join(f"a{n}=1" for n in range(many)) + ">鍵",
        lambda: "<![CDATA[" + "]]" * many + "<?xml?>" * 99,
        lambda: f"<meta charset='{chance.choice(CHARSETS)}'>",
    )  # fmt: skip
    at = data.find(b"<body>") + 6 if chance.random() < 0.7 else chance.randrange(len(data))
    made = data[:at] + chance.choice(pieces)().encode() + data[at:]
    if chance.random() < 0.15:
        made = made.replace(b"charset=utf-8", f"charset={chance.choice(CHARSETS)}".encode())
    return made
