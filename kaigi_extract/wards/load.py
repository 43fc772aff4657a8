"""Reads mapping files: those that come with the library, and a user's own."""

from __future__ import annotations

import functools
import os
from typing import TypeVar

from pydantic import ValidationError

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import InvalidMapping, KaigiError
from kaigi_extract.regular_file import read_regular_file
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.general import General
from kaigi_extract.wards.laws import Laws
from kaigi_extract.wards.mapping_file import MappingFile
from kaigi_extract.wards.mistake import Mistake
from kaigi_extract.wards.model import Common, Ward
from kaigi_extract.wards.parsed_files import FOLDER, parsed_before
from kaigi_extract.wards.toml_lines import LinesLater, Origin

Model = TypeVar("Model", bound=MappingFile)

_COMMON, _GENERAL, _LAWS = "common.toml", "general.toml", "laws.toml"
BUNDLED_APART = (_COMMON, _GENERAL, _LAWS)
"""Files beside the bundled mappings that are no ward's."""
MOST_BYTES = 2**24
"""Of the file of a mapping: the longest that comes with the library has 50 kB."""
_AT_LINE = late_pattern(r"line (\d+)")


def load_ward(path: str | os.PathLike[str]) -> Ward:
    """A ward's mapping from a TOML file (the format is described in the README, "A ward as a file").

    Raises:
        InvalidMapping: It cannot be read, or has a mistake; the error has file, line, key and what was expected.
    """
    ward, mistakes = _read(path)
    if ward is None or mistakes:
        raise mistakes[0]
    return ward


def check_ward(path: str | os.PathLike[str]) -> tuple[Ward | None, list[InvalidMapping]]:
    """A mapping and every mistake in it, in the order of the file; None where it cannot be read at all."""
    return _read(path)


def oversights_of(ward: Ward) -> list[InvalidMapping]:
    """What a sound mapping hardly means, in the order of its file: it can be read with, and `wards check` says it."""
    from kaigi_extract.wards.overlaps import oversights

    found = [_error(ward.origin, mistake) for mistake in oversights(ward)]
    return sorted(found, key=lambda error: error.line or 0)


def check_text(path: str | os.PathLike[str], text: str) -> tuple[Ward | None, list[InvalidMapping]]:
    """The same of what a file is to hold."""
    return _parse(os.fspath(path), text, Ward)


@functools.cache
def bundled_wards() -> tuple[Ward, ...]:
    """The mappings that come with the library, by id."""
    names = [name for name in os.listdir(FOLDER) if name.endswith(".toml") and name not in BUNDLED_APART]
    return tuple(sorted((_bundled(name, Ward) for name in names), key=lambda ward: ward.id))


@functools.cache
def common_words() -> Common:
    """What holds whatever the ward."""
    return _bundled(_COMMON, Common)


@functools.cache
def general_words() -> General:
    """What bodies in general call things, for a document whose labels no mapping knows."""
    return _bundled(_GENERAL, General)


@functools.cache
def known_laws() -> Laws:
    """The laws that hold for every ward."""
    return _bundled(_LAWS, Laws)


def text_of_file(path: str | os.PathLike[str]) -> str:
    """What is in the file of a mapping, its line ends as they are.

    Raises `InvalidMapping` where it cannot be read, or is no UTF-8.
    """
    try:
        return read_regular_file(path, MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, KaigiError) as error:
        why = error.problem if isinstance(error, KaigiError) else error
        expected = Message("a readable UTF-8 file ({error})", error=why)
        raise InvalidMapping(path, line=None, key="file", expected=expected) from error


def _read(path: str | os.PathLike[str]) -> tuple[Ward | None, list[InvalidMapping]]:
    try:
        text = text_of_file(path)
    except InvalidMapping as error:
        return None, [error]
    return _parse(os.fspath(path), text.replace("\r\n", "\n").replace("\r", "\n"), Ward)


def _bundled(name: str, model: type[Model]) -> Model:
    """What a file that comes with the library holds. Of one that was parsed before no mistakes are looked for: it has
    none."""
    path = FOLDER / name
    text = path.read_text(encoding="utf-8")
    tables = parsed_before(name, text)
    if tables is not None:
        value = model.model_validate(tables)
        value.read_from(Origin(str(path), LinesLater(text), text))
        return value
    found, mistakes = _parse(str(path), text, model)
    if found is None or mistakes:
        raise mistakes[0]
    return found


def _parse(path: str, text: str, model: type[Model]) -> tuple[Model | None, list[InvalidMapping]]:
    import tomllib

    from kaigi_extract.wards.validation import contradictions, of_validation

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib lets through numbers of 5,000 digits and arrays 1,000 deep
        at = _AT_LINE.search(str(error))
        line = int(at.group(1)) if at else max(len(text.splitlines()), 1)
        return None, [
            InvalidMapping(path, line=line, key="file", expected=Message("valid TOML ({error})", error=error))
        ]
    origin = Origin(path, LinesLater(text), text)
    value: Model | None = None
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        mistakes = of_validation(error, model)
    else:
        value.read_from(origin)
        mistakes = contradictions(value, known_laws()) if isinstance(value, Ward) else []
    found = [_error(origin, mistake) for mistake in mistakes]
    return value, sorted(found, key=lambda error: error.line or 0)


def _error(origin: Origin, mistake: Mistake) -> InvalidMapping:
    single = isinstance(mistake.key[-1], int) and mistake.key not in origin.lines
    key = ".".join(str(part) for part in (mistake.key[:-1] if single else mistake.key))
    return InvalidMapping(origin.path, line=origin.line(*mistake.key), key=key, expected=mistake.expected)
