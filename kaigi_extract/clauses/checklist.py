"""Lists of points that clause sets are held against, as data: which words in which kind of sentence fulfil a point.

The list that comes with the library is `checklists/outsourcing.toml`, which says how one is written. Opens TOML only.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import InvalidMapping
from kaigi_extract.records import Record
from kaigi_extract.wards.load import text_of_file

BUNDLED = Path(__file__).parent / "checklists" / "outsourcing.toml"
Binding = Literal["must", "must_not", "may"]


class Way(Record):
    """One way to fulfil a point."""

    actor: Literal["contractor", "principal"] | None = None
    """Who is bound or empowered; None: whoever it is."""
    modality: list[Binding] = Field(min_length=1)
    """What a sentence must be."""
    words: list[list[str]] = Field(min_length=1)
    """The sentence has one word of each list."""

    @field_validator("words")
    @classmethod
    def _said(cls, words: list[list[str]]) -> list[list[str]]:
        if not all(group and all(word.strip() for word in group) for group in words):
            raise ValueError(Message("each list of words has one at least"))
        return words


class Point(Way):
    """What a set should say."""

    id: str = Field(min_length=1)
    name: str
    name_en: str
    topics: list[str] = Field(default_factory=list)
    """Ids of the topics that a clause about it has."""
    or_else: list[Way] = Field(default_factory=list)
    source: str
    """Where the point comes from."""

    @property
    def ways(self) -> list[Way]:
        """All ways to fulfil it."""
        return [self, *self.or_else]


class Checklist(Record):
    """Points, and the words that make less than a duty of a duty."""

    title: str
    title_en: str
    weak_words: list[str] = Field(default_factory=list)
    points: list[Point] = Field(min_length=1)

    @field_validator("points")
    @classmethod
    def _distinct(cls, points: list[Point]) -> list[Point]:
        ids = [point.id for point in points]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(Message("the id {twice} stands there twice", twice=twice[0]))
        return points


def load_checklist(path: str | os.PathLike[str] | None = None) -> Checklist:
    """The points of a TOML file; without one, the national guideline's on outsourcing that come with the library.

    Raises `InvalidMapping` with file, line and key where it is no such list.
    """
    file = BUNDLED if path is None else Path(path)
    text = text_of_file(file).replace("\r\n", "\n")
    try:
        return Checklist.model_validate(tomllib.loads(text))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise InvalidMapping(file, line=_line(text, first["loc"]), key=key, expected=first["msg"]) from None
    except (ValueError, RecursionError) as error:  # tomllib lets through numbers of 5,000 digits and arrays 1,000 deep
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        raise InvalidMapping(
            file, line=line, key="file", expected=Message("valid TOML ({error})", error=error)
        ) from error


def _line(text: str, place: tuple[int | str, ...]) -> int | None:
    """The line of a key: of the point that it is in, where the key is missing."""
    starts = [at for at, line in enumerate(text.splitlines(), 1) if line.strip() == "[[points]]"]
    if len(place) < 2 or not isinstance(place[1], int) or place[1] >= len(starts):
        return None
    start = starts[place[1]]
    end = starts[place[1] + 1] if place[1] + 1 < len(starts) else None
    key = re.compile(rf"\s*{re.escape(str(place[-1] if len(place) < 4 else place[2]))}\s*=")
    lines = enumerate(text.splitlines()[start : end - 1 if end else None], start + 1)
    return next((at for at, line in lines if key.match(line)), start)
