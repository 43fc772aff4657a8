"""What a list beside the documents says of them: date of the meeting, address, title. Reads one CSV file.

The list may be as Excel leaves it: in UTF-8, Shift_JIS or UTF-16, parted by commas, semicolons or tabs, with empty
columns and rows, with dates as they were typed or as the number that Excel has for a day.
"""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import InvalidMetadata
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.regular_file import read_regular_file
from kaigi_extract.source.encoding import BYTE_ORDER_MARKS, guess
from kaigi_extract.source.limits import MAX_BYTES
from kaigi_extract.text import find_dates, fold
from kaigi_extract.text.late_pattern import late_pattern

METADATA_COLUMNS = ("path", "date", "url", "title", "ward", "password")
DELIMITERS = ",\t;"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What the files of Excel itself begin with, new and old."""
FIRST_SERIAL, LAST_SERIAL = 15_000, 80_000
"""Numbers that Excel has for days of 1941 to 2119, and that are no year."""
_BEFORE_SERIALS = datetime.date(1899, 12, 30)
"""The day that Excel counts from."""
_TIME_OF_DAY = late_pattern(
    r"(?:(?<![ \u3000T])[ \u3000T]*(?:(?:午前|午後)[ \u3000]*)?\d{1,2}[:：]\d\d(?:[:：]\d\d(?:\.\d+)?)?(?: ?[AP]M)?"
    r"(?:Z|[+-]\d\d:?\d\d)?"
    r"|(?<![ \u3000])[ \u3000]*(?:(?:午前|午後)[ \u3000]*)?\d{1,2}時(?:\d{1,2}分|半)?(?:から|開会|開始|[~～〜])?)$",
    re.IGNORECASE,
)
"""The hour at which a meeting begins, behind its day."""
_WEEKDAY = late_pattern(r"(?<!\s)\s*[(（][日月火水木金土](?:曜日?)?[)）]$")
_ENGLISH_DAY = late_pattern(r"(\d{1,2})[-/ ]([A-Za-z]{3})[a-z]*[-/ ,]+(\d{4}|\d\d)")
"""What Excel shows where it speaks English (7-Feb-20)."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART_OF_A_DAY = late_pattern(r"(\d{5})\.\d+")
_EIGHT_DIGITS = late_pattern(r"(\d{4})(\d\d)(\d\d)")
_SEPARATOR_ROW = late_pattern(r"sep=(.)\s*", re.IGNORECASE)
"""What Excel writes and reads as the first line of a list whose delimiter is another."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of one file."""

    date: str | None
    """ISO date."""
    url: str | None
    title: str | None
    ward: str | None = None
    """Identifier or name of the ward, where the document does not say it."""
    password: str | None = field(default=None, repr=False)
    """Of an encrypted PDF. It is given to the reader and written nowhere."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A row of the list that no file was found for."""

    line: int
    path: str
    """As the list has it."""


class Metadata(dict[str, About]):
    """What the list says, by absolute path as the list writes it; `of` finds a file however its name is written."""

    def __init__(self, source: Path | None = None) -> None:
        super().__init__()
        self.source = source
        self.rows: list[tuple[Unmatched, str]] = []
        """Where each row is, and the key of its path."""
        self._by_key: dict[str, About] = {}
        self._found: set[str] = set()

    def add(self, place: str, about: About, row: Unmatched) -> None:
        """Adds a row; of two of one path the later one holds."""
        key = _path_key(place)
        self[place] = self._by_key[key] = about
        self.rows.append((row, key))

    def of(self, name: str) -> About | None:
        """What is known of the file of this absolute path, in any form of Unicode, its ending in either case."""
        key = _path_key(name)
        self._found.add(key)
        return self.get(name) or self._by_key.get(key)

    def password(self, name: str) -> str | None:
        """The password of the file of this absolute path; None where the list has none."""
        known = self.get(name) or self._by_key.get(_path_key(name))
        return known.password if known is not None else None

    def check_wards(self, known: Collection[str]) -> None:
        """Refuses a ward that nothing knows, before anything is read.

        Raises:
            InvalidMetadata: A row names one; the error has its line.
        """
        for row, key in self.rows:
            ward = self._by_key[key].ward
            if ward is not None and ward not in known:
                told = "a ward that is known (kaigi-extract wards lists them), not {ward!r}, for {path}"
                expected = Message(told, ward=ward, path=row.path)
                raise InvalidMetadata(self.source or "", line=row.line, expected=expected)

    def unmatched(self, names: Iterable[str] = ()) -> list[Unmatched]:
        """The rows that no file was asked after, nor is any of `names`."""
        if all(key in self._found for _, key in self.rows):
            return []
        known = self._found.union(map(_path_key, names))
        return [row for row, key in self.rows if key not in known]


def _path_key(path: str) -> str:
    """A path in which it does not show which system wrote it."""
    base, ending = os.path.splitext(unicodedata.normalize("NFC", path))
    return base + ending.lower()


def read_metadata(path: str | os.PathLike[str]) -> Metadata:
    """What the list says, by absolute path of the file (of a member of a zip archive with `!/` and its own path).

    The first row names the columns: `path`, and any of `date` (2013-05-31, 2013/5/31, 平成25年5月31日, H25.5.31, or
    Excel's number 41425), `url`, `title`, `ward` (identifier or name) and `password`. Paths count from the folder of
    the CSV file; backslashes part folders as slashes do. Encoding (UTF-8, Shift_JIS, UTF-16 …) and delimiter (comma,
    semicolon, tab) are those that Excel saves.

    Raises:
        InvalidMetadata: The list cannot be read, lacks the column `path`, or has another mistake; the error has its
            line.
    """
    source = Path(path)
    lines = _rows(source)
    names = _columns(source, *next((row for row in lines if any(row[1])), (1, [])))
    metadata = Metadata(source)
    for line, cells in lines:
        if not any(cells):
            continue
        row = _row(source, names, line, cells)
        if not row["path"]:
            raise InvalidMetadata(source, line=line, expected=Message("a path in the column path, not an empty cell"))
        date = _date(row, source, line)
        about = About(date, *(row.get(name) or None for name in METADATA_COLUMNS[2:]))
        metadata.add(_place(source, row["path"]), about, Unmatched(line, row["path"]))
    return metadata


def _rows(source: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the list with the line on which each ends, their cells without white space around."""
    text = _text(source)
    first = next((line for line in text.splitlines() if line.strip(f'{DELIMITERS} "')), "")
    declared = _SEPARATOR_ROW.fullmatch(first)
    delimiter = declared[1] if declared is not None else max(DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        for cells in rows:
            if declared is None or rows.line_num > 1:
                yield rows.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise InvalidMetadata(
            source, line=rows.line_num, expected=Message("a row of a CSV file ({error})", error=error)
        ) from error


def _columns(source: Path, line: int, cells: Sequence[str]) -> list[str]:
    """The names of the columns; empty ones have none."""
    names = [fold(cell).strip().lower() for cell in cells]
    if "path" not in names:
        others = ", ".join(METADATA_COLUMNS[1:])
        raise InvalidMetadata(
            source, line=line, expected=Message("the column path (and any of {others})", others=others)
        )
    if unknown := [cell for cell, name in zip(cells, names, strict=True) if name and name not in METADATA_COLUMNS]:
        raise InvalidMetadata(
            source,
            line=line,
            expected=Message(
                "the columns {listed} only, not {unknown!r}", listed=", ".join(METADATA_COLUMNS), unknown=unknown[0]
            ),
        )
    return names


def _row(source: Path, names: Sequence[str], line: int, cells: Sequence[str]) -> dict[str, str]:
    """The cells of one row by column. What stands beyond the named columns is a mistake: a delimiter in a title."""
    row = dict.fromkeys(filter(None, names), "")
    for at, cell in enumerate(cells):
        name = names[at] if at < len(names) else ""
        if name:
            row[name] = row[name] or cell
        elif cell:
            raise InvalidMetadata(
                source,
                line=line,
                expected=Message("nothing in column {at}, which has no name, not {cell!r}", at=at + 1, cell=cell),
            )
    return row


def _text(source: Path) -> str:
    try:
        data = read_regular_file(source, MAX_BYTES)
    except OSError as error:
        raise InvalidMetadata(
            source, line=None, expected=Message("a CSV file that can be read ({strerror})", strerror=error.strerror)
        ) from error
    if data.startswith(_WORKBOOKS):
        told = "a CSV file, not a workbook: open the list in Excel and save it as CSV UTF-8"
        raise InvalidMetadata(source, line=None, expected=Message(told))
    marked = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked is not None else ("utf-8", "cp932", guess(data)):
        try:
            return data.decode(encoding) if encoding is not None else ""
        except UnicodeDecodeError:
            continue
    raise InvalidMetadata(source, line=None, expected=Message("UTF-8, Shift_JIS or UTF-16"))


def _place(source: Path, path: str) -> str:
    """The absolute path of a row's file. A backslash is part of a name only where there is such a file."""
    place = os.path.abspath(source.parent / path)
    if "\\" in path and not os.path.lexists(place):
        place = os.path.abspath(source.parent / path.replace("\\", "/"))
    return place


def _date(row: dict[str, str], source: Path, line: int) -> str | None:
    words = row.get("date")
    if not words:
        return None
    day = _day(_WEEKDAY.sub("", _TIME_OF_DAY.sub("", words)))
    if day is None:
        told = "a date such as 2013-05-31, not {words!r}, in the column date of {path}"
        expected = Message(told, words=words, path=row["path"])
        raise InvalidMetadata(source, line=line, expected=expected)
    return day.isoformat()


def _day(words: str) -> datetime.date | None:
    """The day that a cell holds, and nothing else; None for anything that could be two days."""
    plain = fold(words).strip()
    if (serial := _PART_OF_A_DAY.fullmatch(plain)) is not None:
        plain = serial[1]
    if (english := _ENGLISH_DAY.fullmatch(plain)) is not None and english[2].lower() in _MONTHS:
        year = int(english[3]) + (2000 if len(english[3]) == 2 else 0)
        plain = f"{year}-{_MONTHS.index(english[2].lower()) + 1}-{english[1]}"
    if plain.isascii() and plain.isdigit() and FIRST_SERIAL <= int(plain) <= LAST_SERIAL:
        return _BEFORE_SERIALS + datetime.timedelta(days=int(plain))
    if (digits := _EIGHT_DIGITS.fullmatch(plain)) is not None:
        plain = "-".join(digits.groups())
    readings = find_dates(plain[:1].upper() + plain[1:])
    if len(readings) != 1 or readings[0].precision != "day" or readings[0].text != plain[:1].upper() + plain[1:]:
        return None
    return readings[0].first
