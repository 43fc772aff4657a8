"""Records as people look at them, by medium: pages, terminal, notebook, export, comparison, plots.

A record shows itself by the verbs of this package and knows no module in it. Each loads at its first use, so that what
nobody looks at costs nothing; importing the package loads none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaigi_extract.show.comparison.docx import to_docx
    from kaigi_extract.show.comparison.report import to_html
    from kaigi_extract.show.comparison.xlsx import to_xlsx
    from kaigi_extract.show.export.frames import to_csv, to_markdown, to_pandas
    from kaigi_extract.show.notebook import record_html
    from kaigi_extract.show.pages.crop import show_field, show_record
    from kaigi_extract.show.pages.debug import debug_lines, debug_tables
    from kaigi_extract.show.pages.picture import Excerpt, Picture
    from kaigi_extract.show.pages.values import show_page
    from kaigi_extract.show.terminal.tree import record_text, record_tree

__all__ = [
    "Excerpt",
    "Picture",
    "debug_lines",
    "debug_tables",
    "record_html",
    "record_text",
    "record_tree",
    "show_field",
    "show_page",
    "show_record",
    "to_csv",
    "to_docx",
    "to_html",
    "to_markdown",
    "to_pandas",
    "to_xlsx",
]

_HOME = {
    "Excerpt": "pages.picture",
    "Picture": "pages.picture",
    "debug_lines": "pages.debug",
    "debug_tables": "pages.debug",
    "record_html": "notebook",
    "record_text": "terminal.tree",
    "record_tree": "terminal.tree",
    "show_field": "pages.crop",
    "show_page": "pages.values",
    "show_record": "pages.crop",
    "to_csv": "export.frames",
    "to_docx": "comparison.docx",
    "to_html": "comparison.report",
    "to_markdown": "export.frames",
    "to_pandas": "export.frames",
    "to_xlsx": "comparison.xlsx",
}
"""The module of this package where each verb is defined."""


def __getattr__(name: str) -> object:
    """Loads a verb at its first use, and keeps it (PEP 562). Raises `AttributeError` for any other name."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(globals().keys() | set(__all__))
