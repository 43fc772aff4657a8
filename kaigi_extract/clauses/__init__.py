"""What one does with clause sets: annotate them, align two, show what changed, follow them over years and wards.

The only room that loads spaCy and GiNZA, and it does so when a verb needs them: importing it costs next to nothing.
Every verb takes `ClauseSet` records, from `extract` or composed by hand.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaigi_extract.clauses.align import align
    from kaigi_extract.clauses.annotate import annotate
    from kaigi_extract.clauses.crosswalk import crosswalk
    from kaigi_extract.clauses.diff import ClauseDiff, Diff, diff
    from kaigi_extract.clauses.duty_gaps import DutyGap, duty_gaps
    from kaigi_extract.clauses.edits import Edit
    from kaigi_extract.clauses.timeline import timeline

__all__ = [
    "ClauseDiff",
    "Diff",
    "DutyGap",
    "Edit",
    "align",
    "annotate",
    "crosswalk",
    "diff",
    "duty_gaps",
    "timeline",
]

_HOME = {
    "ClauseDiff": "kaigi_extract.clauses.diff",
    "Diff": "kaigi_extract.clauses.diff",
    "DutyGap": "kaigi_extract.clauses.duty_gaps",
    "Edit": "kaigi_extract.clauses.edits",
    "align": "kaigi_extract.clauses.align",
    "annotate": "kaigi_extract.clauses.annotate",
    "crosswalk": "kaigi_extract.clauses.crosswalk",
    "diff": "kaigi_extract.clauses.diff",
    "duty_gaps": "kaigi_extract.clauses.duty_gaps",
    "timeline": "kaigi_extract.clauses.timeline",
}
"""Where each public name is defined."""


def __getattr__(name: str) -> object:
    """Load a public name at its first use, and keep it (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(globals().keys() | set(__all__))


class _Package(ModuleType):
    """Lets each verb share its name with the file that it lives in: the attribute is the verb, as in kaigi_extract."""

    def __setattr__(self, name: str, value: object) -> None:
        if isinstance(value, ModuleType) and _HOME.get(name) == value.__name__:
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
