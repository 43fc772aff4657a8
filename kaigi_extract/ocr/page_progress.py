"""How far the recognition of a file is: whoever follows it is told each page before it is read from its picture.

Knows no stream and no terminal; where nobody follows, nothing happens. A follower belongs to the thread that set it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Follower = Callable[[int, int], None]
"""Takes the number of a page that is going to be recognised, from 1, and how many its file has; 0 and 0 at the end."""

_FOLLOWER: ContextVar[Follower | None] = ContextVar("follower", default=None)
_COUNT: ContextVar[int] = ContextVar("count", default=0)


@contextmanager
def following(follower: Follower) -> Iterator[None]:
    """While files are read within, `follower` is told their pages."""
    token = _FOLLOWER.set(follower)
    try:
        yield
    finally:
        _FOLLOWER.reset(token)


@contextmanager
def pages_of(count: int) -> Iterator[None]:
    """While the pages of a file of so many are read within, its follower knows how many, and when they end."""
    token = _COUNT.set(count)
    try:
        yield
    finally:
        _COUNT.reset(token)
        if (follower := _FOLLOWER.get()) is not None:
            follower(0, 0)


def tell_page(number: int) -> None:
    """Says that a page is going to be recognised."""
    if (follower := _FOLLOWER.get()) is not None and _COUNT.get():
        follower(number, _COUNT.get())
