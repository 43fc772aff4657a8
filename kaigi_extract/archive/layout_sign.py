"""A sign of what files an archive has now: it changes when a table, a column, a view, the index or the lines of records
are made otherwise, or Datasette is to show them otherwise.

An archive that an earlier library has built is built again where its sign is another one. Reads nothing.
"""

from __future__ import annotations

import functools
import hashlib

from kaigi_extract.archive.datasette import datasette_words, search_layout
from kaigi_extract.archive.described import ARCHIVE_TABLES, VIEWS
from kaigi_extract.archive.folder import LINES
from kaigi_extract.archive.search import SEARCH_LAYOUT
from kaigi_extract.archive.stored_record import FRAME_BYTES


@functools.cache
def layout_sign() -> str:
    """The sign of the tables, the views, the search indexes, the lines of records and what is said to Datasette."""
    columns = [(name, column.name, column.type) for name, table in ARCHIVE_TABLES.items() for column in table]
    views = [(name, query) for name, (_, query) in VIEWS.items()]
    made = (columns, views, SEARCH_LAYOUT, LINES, FRAME_BYTES, search_layout(), datasette_words())
    return hashlib.sha256(repr(made).encode()).hexdigest()[:16]
