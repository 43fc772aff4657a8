"""Layers (optional content) of a PDF in MuPDF: put right where it misreads them, and the text of those that are off.

Imports pymupdf; decides nothing. Hold `NATIVE`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pymupdf

from kaigi_extract.source.pymupdf_document import PYMUPDF_ERRORS

_REFERENCE = re.compile(r"(\d+) \d+ R")
MISREAD = ("AllOn", "AnyOff", "AllOff")
"""Policies of memberships that MuPDF reads in another way than the standard (1.28)."""


def mend_memberships(document: pymupdf.Document) -> None:
    """Has memberships whose policy MuPDF misreads name one layer that is as visible as they are, in memory only."""
    groups = document.get_ocgs()
    on = next((number for number, group in groups.items() if group["on"]), None)
    off = next((number for number, group in groups.items() if not group["on"]), None)
    if not groups:
        return
    for number in range(1, document.xref_length()):
        if document.xref_get_key(number, "Type") != ("name", "/OCMD"):
            continue
        policy = document.xref_get_key(number, "P")[1].lstrip("/")
        members = [int(found) for found in _REFERENCE.findall(document.xref_get_key(number, "OCGs")[1])]
        states = [bool(groups[member]["on"]) for member in members if member in groups]
        if policy not in MISREAD or not states:
            continue
        shown = {"AllOn": all(states), "AnyOff": not all(states), "AllOff": not any(states)}[policy]
        target = on if shown else off
        document.xref_set_key(number, "OCGs", "[]" if target is None else f"{target} 0 R")
        document.xref_set_key(number, "P", "/AnyOn")


class OffLayers:
    """The layers of a document that are off, and a second copy of it in which they are on."""

    def __init__(self, document: pymupdf.Document, copy: pymupdf.Document) -> None:
        """`copy` is another opening of the same file; it is closed by whoever opened it."""
        self.names = [str(group["name"]) for group in document.get_ocgs().values() if not group["on"]]
        self.copy = copy
        catalog = copy.pdf_catalog()
        try:
            copy.xref_set_key(catalog, "OCProperties/D/OFF", "[]")
            copy.xref_set_key(catalog, "OCProperties/D/BaseState", "/ON")
            copy.switch_layer(-1)
        except PYMUPDF_ERRORS:  # a damaged list of layers: what is off stays off
            self.names = []

    def hidden(self, index: int, trace: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The spans of a page that its layers hide: those that `trace` has not."""
        seen = Counter(map(_key, trace))
        found = []
        for span in self.copy[index].get_texttrace():
            key = _key(span)
            if seen[key]:
                seen[key] -= 1
            else:
                found.append(span)
        return found


def has_off_layers(document: pymupdf.Document) -> bool:
    """Whether any layer of a document is off."""
    return any(not group["on"] for group in document.get_ocgs().values())


def _key(span: dict[str, Any]) -> tuple[int, int, int, int]:
    first = span["chars"][0]
    return first[0], len(span["chars"]), round(first[2][0]), round(first[2][1])
