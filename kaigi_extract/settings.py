"""The thresholds of reading, room by room. Each room says of its own what they mean; the defaults are those measured.

extract(path, settings=Settings(parts=PartSettings(titles=TitleSettings(longest=80))))
"""

from __future__ import annotations

from dataclasses import dataclass

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
