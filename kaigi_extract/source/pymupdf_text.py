"""What MuPDF's trace of a page's text leaves out or has wrong, from its structured text.

Imports pymupdf; decides nothing. Hold `NATIVE`.
"""

from __future__ import annotations

from typing import Any

import pymupdf

from kaigi_extract.source.page import Point
from kaigi_extract.text.late_pattern import late_pattern

INVISIBLE_TEXT = 3
"""The type of a span of the trace that draws nothing."""
CLIPPING_TEXT = late_pattern(rb"\b7\s+Tr\b")
"""How text begins that is a clip and nothing else."""
WAVE_DASH = ord("〜")
"""What fonts map the glyph of ～ to as well."""
BESIDE = 2.0
"""Points around them within which what was written for them is looked for."""
WAVES = "～∼~˜〰"
"""What an author may have written for it; at its place other characters may be, too, that are not seen."""


def complete_trace(source: pymupdf.Page, trace: list[dict[str, Any]], content: bytes) -> None:
    """Puts right what a trace says otherwise than the author, and adds the text that it leaves out; `content` is the
    page's."""
    _restore_written(source, trace)
    if b"Tr" in content and CLIPPING_TEXT.search(content):
        trace += _clips(source, trace)


def _restore_written(source: pymupdf.Page, trace: list[dict[str, Any]]) -> None:
    """Puts the character that the author wrote where a font maps its glyph to 〜.

    Browsers state it beside the glyph (/ActualText), which PyMuPDF follows in structured text and not in the trace.
    """
    boxes = [char[3] for span in trace for char in span["chars"] if char[0] == WAVE_DASH]
    if not boxes:
        return
    left, top, right, bottom = zip(*boxes, strict=True)
    around = pymupdf.Rect(min(left) - BESIDE, min(top) - BESIDE, max(right) + BESIDE, max(bottom) + BESIDE)
    blocks = source.get_text("rawdict", clip=around)["blocks"]
    lines = [line for block in blocks for line in block.get("lines", ())]
    written = {
        _spot(char["origin"]): ord(char["c"])
        for line in lines
        for span in line["spans"]
        for char in span["chars"]
        if char["c"] in WAVES
    }
    for span in trace:
        span["chars"] = [
            (written.get(_spot(char[2]), WAVE_DASH), *char[1:]) if char[0] == WAVE_DASH else char
            for char in span["chars"]
        ]


def _clips(source: pymupdf.Page, trace: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The text that is drawn as nothing but a clip of what comes, which the trace leaves out: nobody knows whether
    anything shows through it."""
    known = {(char[0], _spot(char[2])) for span in trace for char in span["chars"]}
    lines = [line for block in source.get_text("rawdict")["blocks"] for line in block.get("lines", ())]
    clips = []
    for line in lines:
        for span in line["spans"]:
            chars = [(ord(char["c"]), 0, char["origin"], char["bbox"]) for char in span["chars"]]
            if any(char[0] > 32 for char in chars) and not any((char[0], _spot(char[2])) in known for char in chars):
                looks = {"type": INVISIBLE_TEXT, "opacity": 1.0, "color": (0.0,), "seqno": 0, "layer": ""}
                clips.append({**span, **looks, "chars": chars, "dir": line["dir"], "wmode": line["wmode"]})
    return clips


def _spot(origin: Point) -> tuple[int, int]:
    return round(origin[0]), round(origin[1])
