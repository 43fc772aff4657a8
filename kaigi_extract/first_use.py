"""Public names that load at their first use, so that importing a package costs next to nothing.

Imports no other room, and what it loads only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def at_first_use(
    package: dict[str, Any], homes: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` (PEP 562) of a package, given by its `globals()`.

    `homes` says of each public name in which module it is defined. A name is loaded when it is first asked for, and
    kept. The former raises `AttributeError` for any other name.
    """

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package['__name__']!r} has no attribute {name!r}")
        value: object = getattr(import_module(homes[name]), name)
        package[name] = value
        return value

    def names() -> list[str]:
        return sorted(package.keys() | set(package["__all__"]))

    return load, names
