"""pandas, where it is installed: it comes with an extra, and loads only when a table is asked for."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from kaigi_extract.errors import MissingExtra

EXTRA = "tables"
"""The extra of this package that brings pandas."""


def load_pandas(verb: str) -> ModuleType:
    """The module; `MissingExtra` names the verb that asked for it and what to install."""
    try:
        return import_module("pandas")
    except ModuleNotFoundError as missing:
        if missing.name != "pandas":
            raise
        raise MissingExtra(verb, package="pandas", extra=EXTRA) from None
