"""A mapping of the user's own, begun and added to: where it is, what it holds now, and what it would hold.

Of several mappings with one id only the nearest counts (`known`), and nothing is put together of two. So a mapping that
comes along is added to in a copy, comments and all, in a file of the user's own that takes its place; a mapping that a
run was given is added to where it lies; for a body that has none, a draft begins it. Reads mapping files, writes none.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Collection, Sequence
from pathlib import Path

from kaigi_extract._version import __version__
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Document
from kaigi_extract.wards.draft import draft_mapping
from kaigi_extract.wards.known import KnownWards, Mappings, given_wards, user_folder
from kaigi_extract.wards.load import load_ward
from kaigi_extract.wards.model import Ward
from kaigi_extract.wards.toml_text import mapping_text, with_names

UNNAMED = "unknown"
"""The id of a draft, and what the id of one begins with where nobody gives another."""


@dataclass(frozen=True, slots=True)
class OwnMapping:
    """One mapping file of the user's own."""

    path: Path
    present: str | None
    """What the file holds; None where there is none yet."""
    begun: str
    """What it is begun with: what it holds, a copy of the mapping that comes along, or a draft."""

    @property
    def is_new(self) -> bool:
        """Whether there is no such file yet."""
        return self.present is None


def own_mapping(ward: Ward, mapping: Mappings) -> OwnMapping:
    """The file of the user's own for a ward that has a mapping; `mapping` is what the run was given.

    Raises:
        OSError, UnicodeDecodeError: The file is there and cannot be read.
    """
    path = own_place(ward.id, mapping)
    origin = Path(ward.origin.path) if ward.origin.path else None
    if origin is not None and (_is_given(ward, mapping) or origin.parent == path.parent) and origin.is_file():
        return _there(origin)
    if path.is_file():
        return _there(path)
    head = f"# A copy of the mapping of {ward.id} as of kaigi_extract {__version__}, with more: it takes its place.\n"
    return OwnMapping(path, None, head + mapping_text(ward))


def begun_mapping(
    documents: Sequence[Document],
    known: KnownWards,
    mapping: Mappings,
    id_: str | None = None,
    name: str | None = None,
) -> OwnMapping:
    """The file of the user's own for a body that no mapping knows, begun by a draft from its documents.

    `id_` is the id of the ward to be; without one it is `unknown`, with a number where there is one of that name.
    `name` is what the body is called; without one, what its documents seem to call it.
    """
    id_ = id_ or free_id({one.id for one in known.wards}, mapping)
    return OwnMapping(own_place(id_, mapping), None, with_names(draft_mapping(documents, known.wards), id_, name))


def free_id(taken: Collection[str], mapping: Mappings) -> str:
    """An id that no mapping and no file has."""
    names = itertools.chain([UNNAMED], (f"{UNNAMED}-{number}" for number in itertools.count(2)))
    return next(name for name in names if name not in taken and not own_place(name, mapping).exists())


def own_place(id_: str, mapping: Mappings) -> Path:
    """Where a new file of the user's own lies: in the folder of mappings that the run was given, else in the user's
    folder of settings, which every run reads."""
    given = [mapping] if isinstance(mapping, (str, os.PathLike)) else mapping if isinstance(mapping, Sequence) else []
    folders = [Path(one) for one in given if not isinstance(one, Ward) and os.path.isdir(one)]
    return (folders[0] if folders else user_folder()) / f"{id_}.toml"


def is_as_it_was(own: OwnMapping) -> bool:
    """Whether the file still holds what it held."""
    try:
        return own.path.read_bytes().decode("utf-8-sig") == own.present
    except FileNotFoundError:
        return own.present is None
    except (OSError, UnicodeDecodeError):
        return False


def _there(path: Path) -> OwnMapping:
    load_ward(path)  # one with a mistake is said before anything is added to it
    text = path.read_bytes().decode("utf-8-sig")
    return OwnMapping(path, text, text)


def _is_given(ward: Ward, mapping: Mappings) -> bool:
    return any(one.id == ward.id for one in given_wards(mapping))
