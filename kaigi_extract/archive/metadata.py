"""What a list beside the documents says of them: date of the meeting, address, title. Reads one CSV file."""

from __future__ import annotations

import csv
import datetime
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kaigi_extract.errors import InvalidMetadata

METADATA_COLUMNS = ("path", "date", "url", "title")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of one file."""

    date: str | None
    """ISO date."""
    url: str | None
    title: str | None


def read_metadata(path: str | os.PathLike[str]) -> dict[str, About]:
    """What the list says, by absolute path of the file (of a member of a zip archive with `!/` and its own path).

    The first row names the columns: `path`, and any of `date` (2013-05-31 or 2013/05/31), `url`, `title`. Paths count
    from the folder of the CSV file. It is in UTF-8, with or without a byte order mark, or in Shift_JIS, as Excel saves
    it.

    Raises:
        InvalidMetadata: The list cannot be read, lacks the column `path`, or has another mistake; the error has its
            line.
    """
    source = Path(path)
    rows = csv.DictReader(_lines(source))
    if "path" not in (names := rows.fieldnames or ()):
        raise InvalidMetadata(
            source, line=1, expected=f"the column path (and any of {', '.join(METADATA_COLUMNS[1:])})"
        )
    if unknown := [name for name in names if name not in METADATA_COLUMNS]:
        raise InvalidMetadata(
            source, line=1, expected=f"the columns {', '.join(METADATA_COLUMNS)} only, not {unknown[0]!r}"
        )
    about: dict[str, About] = {}
    for row in rows:
        place = os.path.abspath(source.parent / row["path"].strip())
        date = _date(row.get("date"), source, rows.line_num)
        about[place] = About(date, _words(row.get("url")), _words(row.get("title")))
    return about


def _lines(source: Path) -> Iterable[str]:
    try:
        data = source.read_bytes()
    except OSError as error:
        raise InvalidMetadata(source, line=None, expected=f"a CSV file that can be read ({error.strerror})") from error
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding).splitlines(keepends=True)
        except UnicodeDecodeError:
            continue
    raise InvalidMetadata(source, line=None, expected="UTF-8 or Shift_JIS")


def _date(text: str | None, source: Path, line: int) -> str | None:
    if (words := _words(text)) is None:
        return None
    try:
        return datetime.date.fromisoformat(words.replace("/", "-")).isoformat()
    except ValueError:
        raise InvalidMetadata(source, line=line, expected=f"a date such as 2013-05-31, not {words!r}") from None


def _words(text: str | None) -> str | None:
    return (text or "").strip() or None
