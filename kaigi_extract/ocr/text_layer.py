"""The invisible text that scanners put over a picture: held against the picture, and taken where it is as good."""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher

from kaigi_extract.ocr.line_segmentation import LineBox, Segments
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR, TextLayerSettings
from kaigi_extract.source import Frame, Page, Run
from kaigi_extract.source.visibility import centres
from kaigi_extract.text import fold, squeeze

Glyph = tuple[str, float, float]
"""A character of the layer with its start and end along its line, in points of the upright page."""


class Layer:
    """The invisible text of a page, shared out among the lines that were found on its picture."""

    def __init__(
        self,
        page: Page,
        frame: Frame,
        segments: Segments,
        scale: float,
        settings: TextLayerSettings = DEFAULT_OCR.text_layer,
    ) -> None:
        self.near = settings.layer_reach * segments.em
        self.boxes, self.em, self.scale = segments.boxes, segments.em, scale
        self.glyphs: dict[int, list[Glyph]] = {}
        self.astray = 0
        tops = [box.y0 for box in self.boxes]
        for why, run in page.hidden:
            if why == "invisible":
                self._share_out(run, page.frame, frame, tops)
        for glyphs in self.glyphs.values():
            glyphs.sort(key=lambda glyph: glyph[1] + glyph[2])
        self.empty = {k for k in range(len(self.boxes)) if k not in self.glyphs}

    def _share_out(self, run: Run, old: Frame, new: Frame, tops: list[int]) -> None:
        for char, (x, y), start, end in zip(run.text, centres(run), run.start, run.end, strict=True):
            if not char.strip():
                continue
            shown = old.display((x, y, x, y))
            across, down = new.upright(shown[0], shown[1])
            k = self._line_at(across * self.scale, down * self.scale, tops)
            if k is None:
                self.astray += 1
            else:
                half = abs(end - start) / 2
                at = down if self.boxes[k].characters else across
                self.glyphs.setdefault(k, []).append((char, at - half, at + half))

    def _line_at(self, x: float, y: float, tops: list[int]) -> int | None:
        """The line around a point of the page image, in pixels; boxes are in the order of their tops."""
        near = self.near
        for k in range(bisect_right(tops, y + near) - 1, -1, -1):
            box = self.boxes[k]
            if box.x0 - near <= x <= box.x1 + near and box.y0 - near <= y <= box.y1 + near:
                return k
        return None

    def agreement(self, sample: dict[int, list[Character]]) -> float:
        """The part of the characters of sampled lines, and of the layer itself, that both have in the same place."""
        same = count = 0
        for k, characters in sample.items():
            read = _folded("".join(character.text for character in characters))
            says = _folded("".join(char for char, _, _ in self.glyphs.get(k, ())))
            matcher = SequenceMatcher(None, read, says, autojunk=False)
            same += sum(block.size for block in matcher.get_matching_blocks())
            count += max(len(read), len(says))
        placed = sum(len(glyphs) for glyphs in self.glyphs.values())
        return (same / count if count else 0.0) * (placed / max(placed + self.astray, 1))

    def runs(self, sure: float) -> list[Run]:
        """The layer's text, line by line, each character with the confidence that it has on the sampled lines."""
        return [self._run(self.boxes[k], glyphs, sure) for k, glyphs in sorted(self.glyphs.items())]

    def _run(self, box: LineBox, glyphs: list[Glyph], sure: float) -> Run:
        vertical = bool(box.characters)
        low, high = (box.x0, box.x1) if vertical else (box.y0, box.y1)
        middle, size = (low + high) / 2 / self.scale, max(high - low, self.em) / self.scale
        return Run(
            "".join(char for char, _, _ in glyphs),
            [start for _, start, _ in glyphs],
            [end for _, _, end in glyphs],
            middle - size / 2,
            middle + size / 2,
            size,
            vertical=vertical,
            sure=[sure] * len(glyphs),
            others=[""] * len(glyphs),
        )


def _folded(text: str) -> str:
    return squeeze(fold(text))
