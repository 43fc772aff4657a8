"""The bytes of a regular file, and of nothing else: a pipe would be waited for, and a device never ends. Whether two
paths lead to one file, and whether a path can lead to any.

Opens the file that it is given.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import KaigiError, LimitExceeded, UnreadableSource


def possible_path(path: str | os.PathLike[str], error: type[KaigiError] = KaigiError) -> Path:
    """A path as every verb takes it that writes to it, or finds something there: one that a file can have.

    Raises:
        KaigiError: It holds a NUL or half of a character. Of the class that is given; whatever Python did first with
            such a path would end in a `ValueError`.
    """
    try:
        name = os.fsencode(path)
    except UnicodeEncodeError:
        name = b"\0"
    if b"\0" in name:
        raise error(path, Message("no name of a file holds a NUL or half of a character; give another path"))
    return Path(os.fsdecode(path))


def read_regular_file(path: str | os.PathLike[str], max_bytes: int | None = None) -> bytes:
    """All of a file.

    Raises:
        UnreadableSource: It is a pipe, a socket or a device.
        LimitExceeded: It has more than `max_bytes` (None or 0: no limit).
        OSError: It is not there, is a folder, or cannot be read.
    """
    try:
        found = os.stat(path)
    except ValueError as error:  # a character that no name of a file has
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path) from error
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        problem = Message("this is a pipe, a socket or a device; write what it gives into a file, and give that")
        raise UnreadableSource(path, problem)
    if max_bytes and stat.S_ISREG(found.st_mode) and found.st_size > max_bytes:
        raise LimitExceeded(path, limit="bytes", allowed=max_bytes)
    with open(path, "rb") as file:
        data = file.read(found.st_size + 1)  # Python makes room for as much as is asked for, up to a gigabyte
        if len(data) > found.st_size:
            data += file.read(max_bytes + 1 - len(data)) if max_bytes else file.read()
    if max_bytes and len(data) > max_bytes:  # it may have grown, or have had no size, as those of /proc
        raise LimitExceeded(path, limit="bytes", allowed=max_bytes)
    return data


def is_same_file(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether both are there and are one file; a path that no file can have leads to none."""
    return os.path.exists(one) and os.path.exists(other) and os.path.samefile(one, other)
