"""The invisible text that this library itself wrote over a scan (`invisible_text`): it is read anew, never trusted."""

from __future__ import annotations

from kaigi_extract.source import Run
from kaigi_extract.source.page import Hidden

OWN_FONT = "KaigiInvisible"
"""The font that it is written in."""


def without_own_text(hidden: list[tuple[Hidden, Run]]) -> list[tuple[Hidden, Run]]:
    """What is hidden on a page, without what this library wrote over it."""
    return [(why, run) for why, run in hidden if why != "invisible" or run.font != OWN_FONT]
