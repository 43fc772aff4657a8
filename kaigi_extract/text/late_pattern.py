"""Patterns that are compiled when they are first used: most files need a sixth of those that a program loads.

`late_pattern` takes what `re.compile` takes. What it gives has the methods of a compiled pattern, each bound at its
first use, so that from then on it is as fast. It is not the `re` of its matches, and the functions of `re` do not take
it. For patterns that take long to compile, or that few documents need.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _LatePattern:
    """Stands for a pattern, and becomes it method by method."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copying and pickling ask of any object
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled when it is first used; one that is wrong raises `re.error` then."""
    return cast("re.Pattern[str]", _LatePattern(pattern, flags))
