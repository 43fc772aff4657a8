"""What comes of a record in a standard of another field: the text to write, and what the standard has no place for.

Knows no standard. Every text of a document comes out without the characters that a program would obey.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from lxml import etree

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.sanitise import legible

AnyPath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class NotCarried:
    """Something that a record says and the standard has no place for."""

    pointer: str
    """JSON Pointer into the document."""
    message: Message
    """What it is, in English."""

    @property
    def japanese(self) -> str:
        """The message in Japanese."""
        return self.message.into("ja")


@dataclass(frozen=True, slots=True)
class Exported:
    """A record in a standard: `str()` of it is `text`."""

    text: str
    """XML or JSON, with a line break at its end."""
    not_carried: tuple[NotCarried, ...] = ()

    def __str__(self) -> str:
        return self.text

    def write(self, path: AnyPath) -> None:
        """Writes the text as UTF-8. Errors: `OSError` where `path` cannot be written."""
        possible_path(path).write_text(self.text, encoding="utf-8", newline="")


def exported_json(value: Any, not_carried: Iterable[NotCarried] = ()) -> Exported:
    """A value as JSON, its keys in the order given."""
    return Exported(json.dumps(_clean(value), ensure_ascii=False, indent=2) + "\n", tuple(not_carried))


def exported_xml(root: etree._Element, not_carried: Iterable[NotCarried] = ()) -> Exported:
    """A tree as XML, an element a line where it holds elements only."""
    etree.indent(root)
    text = etree.tostring(root, encoding="unicode")
    return Exported(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', tuple(not_carried))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, dict):
        return {key: _clean(held) for key, held in value.items()}
    return [_clean(held) for held in value] if isinstance(value, list) else value
