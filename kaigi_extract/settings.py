"""The thresholds of reading, room by room. Each room says of its own what they mean; the defaults are those measured.

`extract(path, settings=Settings(parts=PartSettings(titles=TitleSettings(longest=80))))` reads with one of them moved.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.settings import LayoutSettings
from kaigi_extract.ocr.settings import OcrSettings
from kaigi_extract.parts.settings import PartSettings
from kaigi_extract.wards.settings import WardSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read, as far as it depends on how they look."""

    layout: LayoutSettings = LayoutSettings()
    ocr: OcrSettings = OcrSettings()
    parts: PartSettings = PartSettings()
    wards: WardSettings = WardSettings()

    def lines(self, *rooms: str) -> list[str]:
        """One line a threshold, such as "layout.lines.space_gap = 0.9"; of the named rooms only, where some are named.

        A threshold that was moved has its default behind it.
        """
        default = Settings()
        names = rooms or tuple(field.name for field in dataclasses.fields(self))
        return [line for name in names for line in _lines(name, getattr(self, name), getattr(default, name))]


def _lines(name: str, value: Any, default: Any) -> Iterator[str]:
    if not dataclasses.is_dataclass(value):
        yield f"{name} = {value}" + (f" (default {default})" if value != default else "")
        return
    for field in dataclasses.fields(value):
        yield from _lines(f"{name}.{field.name}", getattr(value, field.name), getattr(default, field.name))
