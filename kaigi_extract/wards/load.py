"""Reads mapping files: those that come with the library, and a user's own."""

from __future__ import annotations

import functools
import os
import re
import tomllib
from importlib import resources
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kaigi_extract.errors import InvalidMapping
from kaigi_extract.wards.model import Common, Ward

Model = TypeVar("Model", bound=BaseModel)

_COMMON = "common.toml"
_AT_LINE = re.compile(r"line (\d+)")


def load_ward(path: str | os.PathLike[str]) -> Ward:
    """A ward's mapping from a TOML file. Raises `InvalidMapping` with file, line, key and what was expected."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidMapping(path, line=None, key="file", expected=f"a readable UTF-8 file ({error})") from error
    return _parse(os.fspath(path), text, Ward)


@functools.cache
def bundled_wards() -> tuple[Ward, ...]:
    """The mappings that come with the library, by id."""
    folder = resources.files(__package__)
    files = [file for file in folder.iterdir() if file.name.endswith(".toml") and file.name != _COMMON]
    wards = (_parse(file.name, file.read_text(encoding="utf-8"), Ward) for file in files)
    return tuple(sorted(wards, key=lambda ward: ward.id))


@functools.cache
def common_words() -> Common:
    """What holds whatever the ward."""
    return _parse(_COMMON, (resources.files(__package__) / _COMMON).read_text(encoding="utf-8"), Common)


def _parse(path: str, text: str, model: type[Model]) -> Model:
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at.group(1)) if at else None
        raise InvalidMapping(path, line=line, key="file", expected=f"valid TOML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InvalidMapping(path, line=_line_of(text, first["loc"]), key=key, expected=first["msg"]) from error


def _line_of(text: str, location: tuple[int | str, ...]) -> int | None:
    """The line in which the key at `location` stands, or its table begins. TOML parsers do not tell."""
    tables = [str(part) for part in location if isinstance(part, str)]
    nth = next((part for part in location if isinstance(part, int)), 0)
    repeated = any(isinstance(part, int) for part in location[:2])
    found: int | None = None
    seen = -1
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            table = stripped.strip("[]").split("]")[0].strip()
            if stripped.startswith("[[") and table == tables[0]:
                seen += 1
                found = number if seen == nth else found
            elif tables[:-1] and table == ".".join(tables[: table.count(".") + 1]):
                found = number
        elif re.match(rf"[\"']?{re.escape(tables[-1])}[\"']?\s*=", stripped):
            if (seen == nth) if repeated and table == tables[0] else table == ".".join(tables[:-1]):
                return number
    return found
