"""What comes with an extra of this package: loaded only when asked for, and named where it is missing."""

from __future__ import annotations

from importlib import import_module
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


def load_pandas(verb: str) -> Any:
    """pandas, which comes with the extra `tables`."""
    return load("pandas", verb, extra="tables")
