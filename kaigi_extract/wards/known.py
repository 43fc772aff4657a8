"""Which mappings a run knows: those that it is given, those of the user and of other packages, and the bundled ones.

Of several with one id only the nearest counts, in that order. Opens mapping files, and asks for entry points.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.entry_points import entry_points_of
from kaigi_extract.errors import InvalidMapping
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.wards.load import BUNDLED_APART, bundled_wards, load_ward
from kaigi_extract.wards.model import Ward

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

OneMapping = str | os.PathLike[str] | Ward
"""The path of a mapping file or of a folder that holds some, or a mapping that was loaded."""
Mappings = OneMapping | Sequence[OneMapping] | None
"""What `mapping=` takes."""

GROUP = "kaigi_extract.wards"
"""Entry points of other packages: each loads a path, a `Ward`, several of them, or a function that returns such."""
APPLICATION = "kaigi_extract"
"""The name of the user's folder of settings; its mappings are in `wards` there."""


@dataclass(frozen=True, slots=True)
class KnownWards:
    """The mappings of one run, one for each id."""

    wards: tuple[Ward, ...]
    """All that a document may choose from, own ones before the bundled ones."""
    own: frozenset[str]
    """The ids of those that are not bundled."""
    asked: Ward | None = None
    """The ward that was asked for: by its name, or by the one mapping file that was given."""
    by_name: bool = False
    """Whether it was asked for by its name."""

    def origin(self, ward: Ward) -> Literal["given", "own", "bundled"]:
        """Where the mapping of a ward comes from, as records say it."""
        if self.by_name and self.asked is not None and ward.id == self.asked.id:
            return "given"
        return "own" if ward.id in self.own else "bundled"


def known_wards(name: str | None = None, mapping: Mappings = None) -> KnownWards:
    """The mappings that a document may choose from.

    `name` is a ward's id, name or code, where one is asked for. `mapping` is one or several mapping files, folders of
    them, or loaded ones; one file alone is asked for, of several the document chooses.

    Raises:
        InvalidMapping: A mapping has a mistake, or two that are given have one id.
        ValueError: No ward has that name.
    """
    given = given_wards(mapping)
    own = _nearest([*given, *standing_wards()])
    wards = _nearest([*own, *bundled_wards()])
    ids = frozenset(ward.id for ward in own)
    if name is not None:
        return KnownWards(wards, ids, _named(name, wards), by_name=True)
    return KnownWards(wards, ids, given[0] if len(given) == 1 and not _is_several(mapping) else None)


def given_wards(mapping: Mappings) -> list[Ward]:
    """The mappings that a run is given, in their order.

    Raises:
        InvalidMapping: One has a mistake, or two have one id.
    """
    given = [ward for one in _each(mapping) for ward in _of(one)]
    first: dict[str, Ward] = {}
    for ward in given:
        other = first.setdefault(ward.id, ward)
        if other != ward and other.model_dump() != ward.model_dump():
            raise _twice(ward, other)
    return list(first.values())


def whole_paths(mapping: Mappings) -> Mappings:
    """The same mappings, for a process that works in another folder."""
    if mapping is None:
        return None
    whole = [one if isinstance(one, Ward) else os.path.abspath(one) for one in _each(mapping)]
    return whole if _is_several(mapping) else whole[0]


def standing_wards() -> list[Ward]:
    """The mappings in the user's folder, and those that other packages bring."""
    folder = user_folder()
    of_user = _of_folder(folder) if folder.is_dir() else []
    return [*of_user, *_of_packages()]


def user_folder() -> Path:
    """The folder of the user's own mappings; need not be there."""
    from platformdirs import user_config_path

    return user_config_path(APPLICATION, appauthor=False) / "wards"


def _named(name: str, wards: Sequence[Ward]) -> Ward:
    found = next((ward for ward in wards if name in (ward.id, ward.name, ward.code)), None)
    if found is None:
        known = ", ".join(ward.id for ward in wards)
        raise ValueError(
            Message(
                "no ward {name!r}; known are {known}. Give a mapping file for another (mapping=, --mapping)",
                name=name,
                known=known,
            )
        )
    return found


def _nearest(wards: Iterable[Ward]) -> tuple[Ward, ...]:
    """The first of each id."""
    first: dict[str, Ward] = {}
    for ward in wards:
        first.setdefault(ward.id, ward)
    return tuple(first.values())


def _each(mapping: Mappings) -> Sequence[OneMapping]:
    if mapping is None:
        return []
    return [mapping] if isinstance(mapping, (str, os.PathLike, Ward)) else list(mapping)


def _is_several(mapping: Mappings) -> bool:
    """Whether several mappings could have been given: a folder may hold more tomorrow."""
    each = _each(mapping)
    return len(each) != 1 or (not isinstance(each[0], Ward) and os.path.isdir(each[0]))


def _of(one: OneMapping) -> list[Ward]:
    if isinstance(one, Ward):
        return [one]
    path = os.fspath(one)
    if not os.path.isdir(path):
        return [_kept(path)]
    found = _of_folder(Path(path))
    if not found:
        raise InvalidMapping(path, line=None, key="folder", expected=Message("a folder with mapping files (.toml)"))
    return found


def _of_folder(folder: Path) -> list[Ward]:
    files = (file for file in folder.glob("*.toml") if not file.name.startswith("."))
    return [_kept(str(file)) for file in sorted(files) if file.name not in BUNDLED_APART]


def _kept(path: str) -> Ward:
    """A mapping file, read once as long as it stays as it is."""
    try:
        state = os.stat(path)
    except (OSError, ValueError):  # not there; or a name that no file has
        return load_ward(path)
    return _read_once(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=256)
def _read_once(path: str, _: int, __: int) -> Ward:
    return load_ward(path)


@functools.cache
def _entry_points() -> tuple[EntryPoint, ...]:
    """Asked for once a process: that takes its time."""
    return entry_points_of(GROUP)


def _of_packages() -> Iterator[Ward]:
    for entry in _entry_points():
        try:
            brought = entry.load()
            brought = brought() if callable(brought) and not isinstance(brought, Ward) else brought
            yield from (ward for one in _each(brought) for ward in _of(one))
        except InvalidMapping:
            raise
        except Exception as error:  # whatever another's package stumbles over
            expected = Message("a mapping or its path from {value} ({error})", value=entry.value, error=error)
            raise InvalidMapping(
                entry.name, line=None, key=Message("entry point of {group}", group=GROUP), expected=expected
            ) from error


def _twice(ward: Ward, other: Ward) -> InvalidMapping:
    path, line = ward.origin.path or ward.id, ward.origin.line("id")
    return InvalidMapping(
        path,
        line=line,
        key="id",
        expected=Message("an id of its own: {path} has {id} too", path=other.origin.path, id=ward.id),
    )
