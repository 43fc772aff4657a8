"""A sign of what files an archive has now: it changes when a table, a column, a view, the index or the lines of records
are made otherwise.

An archive that an earlier library has built is built again where its sign is another one. Reads nothing.
"""

from __future__ import annotations

import functools
import hashlib

from kaigi_extract.archive.described import ARCHIVE_TABLES, VIEWS
from kaigi_extract.archive.folder import LINES
from kaigi_extract.archive.search import SEARCH_LAYOUT


@functools.cache
def layout_sign() -> str:
    """The sign of the tables, the views, the search index and the lines of records."""
    columns = [(name, column.name, column.type) for name, table in ARCHIVE_TABLES.items() for column in table]
    views = [(name, query) for name, (_, query) in VIEWS.items()]
    return hashlib.sha256(repr((columns, views, SEARCH_LAYOUT, LINES)).encode()).hexdigest()[:16]
