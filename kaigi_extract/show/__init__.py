"""Records as people look at them, by medium: pages, terminal, notebook, export, comparison, plots.

A record shows itself by the verbs of this package and knows no module in it. Each loads at its first use, so that what
nobody looks at costs nothing; importing the package loads none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaigi_extract.first_use import at_first_use

if TYPE_CHECKING:
    from kaigi_extract.show.comparison.docx import to_docx
    from kaigi_extract.show.comparison.report import to_html
    from kaigi_extract.show.comparison.sheets import sheet_csv
    from kaigi_extract.show.comparison.xlsx import to_xlsx
    from kaigi_extract.show.export.exported import Exported, NotCarried
    from kaigi_extract.show.export.frames import to_csv, to_markdown, to_pandas
    from kaigi_extract.show.export.standards import to_standard
    from kaigi_extract.show.notebook import record_html, sheet_html
    from kaigi_extract.show.pages.crop import show_field, show_record
    from kaigi_extract.show.pages.debug import debug_lines, debug_tables
    from kaigi_extract.show.pages.picture import Excerpt, Picture
    from kaigi_extract.show.pages.values import show_page
    from kaigi_extract.show.terminal.tree import record_text, record_tree

__all__ = [
    "Excerpt",
    "Exported",
    "NotCarried",
    "Picture",
    "debug_lines",
    "debug_tables",
    "record_html",
    "record_text",
    "record_tree",
    "sheet_csv",
    "sheet_html",
    "show_field",
    "show_page",
    "show_record",
    "to_csv",
    "to_docx",
    "to_html",
    "to_markdown",
    "to_pandas",
    "to_standard",
    "to_xlsx",
]

_HOME = {
    "Excerpt": "kaigi_extract.show.pages.picture",
    "Exported": "kaigi_extract.show.export.exported",
    "NotCarried": "kaigi_extract.show.export.exported",
    "Picture": "kaigi_extract.show.pages.picture",
    "debug_lines": "kaigi_extract.show.pages.debug",
    "debug_tables": "kaigi_extract.show.pages.debug",
    "record_html": "kaigi_extract.show.notebook",
    "record_text": "kaigi_extract.show.terminal.tree",
    "record_tree": "kaigi_extract.show.terminal.tree",
    "sheet_csv": "kaigi_extract.show.comparison.sheets",
    "sheet_html": "kaigi_extract.show.notebook",
    "show_field": "kaigi_extract.show.pages.crop",
    "show_page": "kaigi_extract.show.pages.values",
    "show_record": "kaigi_extract.show.pages.crop",
    "to_csv": "kaigi_extract.show.export.frames",
    "to_docx": "kaigi_extract.show.comparison.docx",
    "to_html": "kaigi_extract.show.comparison.report",
    "to_markdown": "kaigi_extract.show.export.frames",
    "to_pandas": "kaigi_extract.show.export.frames",
    "to_standard": "kaigi_extract.show.export.standards",
    "to_xlsx": "kaigi_extract.show.comparison.xlsx",
}
"""Where each verb is defined."""
__getattr__, __dir__ = at_first_use(globals(), _HOME)
