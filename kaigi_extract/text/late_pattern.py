"""Patterns that are compiled when they are first used: most files need a sixth of those that the library has.

Every pattern that a module keeps is one, so that loading a room compiles none; but not one that `match.re` is compared
with.

`late_pattern` takes what `re.compile` takes. What it gives has the methods of a compiled pattern, each bound at its
first use, so that from then on it is as fast. It is not the `re` of its matches, and the functions of `re` do not take
it.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _LatePattern:
    """Stands for a pattern, and becomes it method by method."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copying and pickling ask of any object
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def late_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern, compiled when it is first used; one that is wrong raises `re.error` then."""
    return cast("re.Pattern[AnyStr]", _LatePattern(pattern, flags))
