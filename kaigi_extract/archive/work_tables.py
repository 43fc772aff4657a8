"""The rows of the tables that say what is one: `works`, `manifestations`, `counted`, `counterparties`.

Reads the Parquet dataset and what was written of its documents beside it; writes nothing.
"""

from __future__ import annotations

from pathlib import Path

from kaigi_extract.archive.counted import counted_rows
from kaigi_extract.archive.folder import DATASET
from kaigi_extract.archive.work_documents import written_work_documents
from kaigi_extract.archive.work_settings import DEFAULT_WORKS, WorkSettings
from kaigi_extract.archive.works import find_works, manifestation_rows, work_rows
from kaigi_extract.records.tables import Row


def work_tables(target: Path, settings: WorkSettings = DEFAULT_WORKS) -> dict[str, list[Row]]:
    """All rows of these tables, by table, of the dataset in the folder `target`.

    Raises:
        MissingExtra: datasketch is not installed.
    """
    works = find_works(written_work_documents(target), settings)
    counted, counterparties = counted_rows(target / DATASET, works)
    return {
        "works": list(work_rows(works)),
        "manifestations": list(manifestation_rows(works)),
        "counted": counted,
        "counterparties": counterparties,
    }
