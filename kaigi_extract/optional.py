"""What comes with an extra of this package: loaded only when asked for, and named where it is missing."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from kaigi_extract.errors import MissingExtra


def load(module: str, verb: str, extra: str = "archive") -> Any:
    """The module; `MissingExtra` names the verb that needs it and what to install."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        package = module.partition(".")[0]
        if missing.name != package:
            raise
        raise MissingExtra(verb, package=package, extra=extra) from None


def check(modules: Iterable[str], verb: str, extra: str = "archive") -> None:
    """Raises `MissingExtra` where a module is not there. None is loaded: whoever needs it may be another process."""
    for module in modules:
        if find_spec(module) is None:
            raise MissingExtra(verb, package=module, extra=extra)


def load_pandas(verb: str) -> Any:
    """pandas, which comes with the extra `tables`."""
    return load("pandas", verb, extra="tables")
