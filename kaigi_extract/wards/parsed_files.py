"""What the TOML files of this folder hold, parsed beforehand: to parse them takes as long as to read two pages.

The TOML files are what is written and read by people. `parsed.json` beside them has the tables of each, with a checksum
of the text that they are of: a file that has another text by now is parsed as any other mapping is. `python -m
tests.parsed_files` writes it anew, and a test holds it against the files.
"""

from __future__ import annotations

import datetime
import functools
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
"""Where the mappings are that come with the library."""
PARSED = FOLDER / "parsed.json"
_DAY = "a day"
"""The only key of an object that stands for a date, which JSON has not; no key of a mapping has white space."""


def parsed_before(name: str, text: str) -> dict[str, Any] | None:
    """The tables of a file of this name that has this text; None where it was not parsed with this text."""
    one = _parsed().get(name)
    return None if one is None or one["checksum"] != _checksum(text) else one["tables"]


def written(files: Mapping[str, tuple[str, Mapping[str, Any]]]) -> str:
    """`parsed.json` for these files, each by its name with its text and tables: a line a file."""
    lines = (
        f"{json.dumps(name)}: "
        + json.dumps({"checksum": _checksum(text), "tables": tables}, default=_as_day, ensure_ascii=False)
        for name, (text, tables) in sorted(files.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


@functools.cache
def _parsed() -> dict[str, dict[str, Any]]:
    try:
        text = PARSED.read_text(encoding="utf-8")
    except FileNotFoundError:  # then every file is parsed
        return {}
    found: dict[str, dict[str, Any]] = json.loads(text, object_hook=_with_days)
    return found


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode())


def _as_day(value: object) -> dict[str, str]:
    if type(value) is not datetime.date:
        raise TypeError(f"{value!r} is nothing that a mapping holds")
    return {_DAY: value.isoformat()}


def _with_days(value: dict[str, Any]) -> Any:
    return datetime.date.fromisoformat(value[_DAY]) if _DAY in value else value
