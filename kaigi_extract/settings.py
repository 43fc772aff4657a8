"""The thresholds of reading, room by room. Each room says of its own what they mean; the defaults are those measured.

extract(path, settings=Settings(parts=PartSettings(titles=TitleSettings(longest=80))))
"""

from __future__ import annotations

from dataclasses import dataclass

from kaigi_extract.layout.settings import LayoutSettings
from kaigi_extract.parts.settings import PartSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read, as far as it depends on how they look."""

    layout: LayoutSettings = LayoutSettings()
    parts: PartSettings = PartSettings()
