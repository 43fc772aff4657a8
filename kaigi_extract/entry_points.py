"""What other packages bring to this library, by their entry points. Imports no other room.

Mostly nothing does. The standard library would take apart the list of every installed package to say so; whether any
names the group at all is seen in a third of the time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_LIST = "entry_points.txt"
_DESCRIPTIONS = (".dist-info", ".egg-info")
"""How the folders end that describe an installed package."""


def entry_points_of(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, by name."""
    if not _may_have_some(group):
        return ()
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=group), key=lambda entry: entry.name))


def _may_have_some(group: str) -> bool:
    """Whether any list names the group; what is kept elsewhere than in folders may."""
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    if len(finders) != 1:
        return True
    name = group.encode()
    folders = [folder for folder in dict.fromkeys(sys.path) if os.path.exists(folder or os.curdir)]
    return any(
        not os.path.isdir(folder or os.curdir) or any(name in one for one in _lists(folder)) for folder in folders
    )


def _lists(folder: str) -> Iterator[bytes]:
    """The lists of entry points of the packages in a folder of `sys.path`."""
    try:
        within = [name for name in os.listdir(folder or os.curdir) if name.endswith(_DESCRIPTIONS)]
    except OSError:
        return
    for name in (*within, "EGG-INFO"):
        try:
            with open(os.path.join(folder, name, _LIST), "rb") as file:
                yield file.read()
        except OSError:  # most packages have none
            continue
