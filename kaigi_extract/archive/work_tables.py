"""The rows of the tables that say what is one: `works`, `manifestations`, `counted`, `counterparties`.

Reads the Parquet dataset, writes nothing.
"""

from __future__ import annotations

from pathlib import Path

from kaigi_extract.archive.counted import counted_rows
from kaigi_extract.archive.work_documents import work_documents
from kaigi_extract.archive.work_settings import DEFAULT_WORKS, WorkSettings
from kaigi_extract.archive.works import find_works, manifestation_rows, work_rows
from kaigi_extract.records.tables import Row


def work_tables(dataset: Path, settings: WorkSettings = DEFAULT_WORKS) -> dict[str, list[Row]]:
    """All rows of these tables, by table.

    Raises:
        MissingExtra: datasketch is not installed.
    """
    works = find_works(work_documents(dataset), settings)
    counted, counterparties = counted_rows(dataset, works)
    return {
        "works": list(work_rows(works)),
        "manifestations": list(manifestation_rows(works)),
        "counted": counted,
        "counterparties": counterparties,
    }
