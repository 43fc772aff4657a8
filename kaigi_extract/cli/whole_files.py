"""Files that commands write: one that is there is whole."""

from __future__ import annotations

from pathlib import Path


def write_whole(target: Path, text: str) -> None:
    """Writes a file beside its place and moves it there."""
    part = target.with_name(f"{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
