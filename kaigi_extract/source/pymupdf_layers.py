"""Layers (optional content) of a PDF in MuPDF: put right where it misreads them, and the text of those that are off.

Imports pymupdf; decides nothing. Hold `NATIVE`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pymupdf

from kaigi_extract.source.pymupdf_errors import PYMUPDF_ERRORS
from kaigi_extract.text.late_pattern import late_pattern

_REFERENCE = late_pattern(r"(\d+) \d+ R")
SHOWN = "[/And]"
"""An expression over layers: MuPDF shows whatever has one."""
MISREAD = ("AllOn", "AnyOff", "AllOff")
"""Policies of memberships that MuPDF reads in another way than the standard (1.28)."""


def mend_memberships(document: pymupdf.Document) -> bool:
    """Has memberships whose policy MuPDF misreads name one layer that is as visible as they are, in memory only.

    Returns whether any of these is off.
    """
    groups = _groups(document)
    off = next((number for number, group in groups.items() if not group["on"]), None)
    any_off = False
    for number in _memberships(document) if groups else ():
        policy = document.xref_get_key(number, "P")[1].lstrip("/")
        members = [int(found) for found in _REFERENCE.findall(document.xref_get_key(number, "OCGs")[1])]
        states = [bool(groups[member]["on"]) for member in members if member in groups]
        if policy not in MISREAD or not states:
            continue
        shown = {"AllOn": all(states), "AnyOff": not all(states), "AllOff": not any(states)}[policy]
        any_off = any_off or not shown
        if shown:
            document.xref_set_key(number, "VE", SHOWN)
        else:
            off = document.add_ocg("", on=False) if off is None else off
            document.xref_set_key(number, "OCGs", f"{off} 0 R")
            document.xref_set_key(number, "P", "/AnyOn")
    return any_off


def _memberships(document: pymupdf.Document) -> list[int]:
    """The numbers of the objects that join layers."""
    return [number for number in range(1, document.xref_length()) if _type_of(document, number) == "/OCMD"]


def _type_of(document: pymupdf.Document, number: int) -> str:
    """What an object says that it is; nothing of one that is damaged."""
    try:
        return str(document.xref_get_key(number, "Type")[1])
    except PYMUPDF_ERRORS:
        return ""


def _groups(document: pymupdf.Document) -> dict[int, dict[str, Any]]:
    """The layers of a document by number; none where the list of them is damaged: MuPDF shows all of it then."""
    try:
        return dict(document.get_ocgs())
    except PYMUPDF_ERRORS:
        return {}


class OffLayers:
    """The layers of a document that are off, and a second copy of it in which they are on."""

    def __init__(self, document: pymupdf.Document, copy: pymupdf.Document) -> None:
        """`copy` is another opening of the same file; it is closed by whoever opened it."""
        self.names = [str(group["name"]) for group in _groups(document).values() if not group["on"]]
        self.copy = copy
        catalog = copy.pdf_catalog()
        try:
            copy.xref_set_key(catalog, "OCProperties/D/OFF", "[]")
            copy.xref_set_key(catalog, "OCProperties/D/BaseState", "/ON")
            copy.switch_layer(-1)
            for number in _memberships(copy):
                copy.xref_set_key(number, "VE", SHOWN)
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
    return any(not group["on"] for group in _groups(document).values())


def _key(span: dict[str, Any]) -> tuple[int, int, int, int]:
    first = span["chars"][0]
    return first[0], len(span["chars"]), round(first[2][0]), round(first[2][1])
