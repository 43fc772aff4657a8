"""Documents with values that are doubted, as a scan has them, without the time that it takes to recognise one."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

from kaigi_extract import Document, migrate
from kaigi_extract.archive.corrections import update_tables
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.root import relocate
from kaigi_extract.archive.stored_record import document_of
from kaigi_extract.findings import Findings
from kaigi_extract.parts.low_confidence import report_doubts
from kaigi_extract.records import Clause
from kaigi_extract.records.walk import evidence_of, walk

CORPUS = Path(__file__).parents[1] / "corpus"
CARDS, BOOKING = "shinjuku-2013-library-cards.pdf", "shinjuku-2016-sports-booking.pdf"


def doubted(document: Document, sure: float = 0.5) -> Document:
    """The document as if its pages had been recognised, every value with a confidence of its own from `sure` on."""
    for page in document.source.pages:
        page.text_origin = "ocr"
    met = 0
    for node in walk(document):
        for read in [*evidence_of(node.record).values(), *([node.record] if isinstance(node.record, Clause) else [])]:
            read.confidence = round(sure + met % 20 / 100, 4)
            met += 1
    found = Findings()
    report_doubts(document, found)
    document.findings += found.all
    return document


def copied(made: Path, folder: Path) -> Path:
    """A copy of such an archive, and of its sources, in another folder."""
    shutil.copytree(made.parent / "src", folder / "src")
    dest = folder / "archive"
    shutil.copytree(made, dest)
    with Manifest(dest, write=True) as manifest:
        relocate(manifest, folder / "src")
    return dest


def doubtful_archive(folder: Path, *names: str | Path) -> Path:
    """An archive of documents of the corpus, or of other files, in which every value is doubted."""
    src, dest = folder / "src", folder / "archive"
    src.mkdir()
    for name in names or (CARDS,):
        shutil.copy(CORPUS / name, src / Path(name).name)
    migrate(src, dest, workers=1, recogniser="none")
    with Manifest(dest, write=True) as manifest:
        for stored in list(manifest.stored()):
            document = doubted(document_of(stored.record, dest))
            with manifest.transaction():
                manifest.replace_record(stored.sha256, document.model_dump_json().encode(), document.schema_version)
                found = json.dumps(Counter(one.code for one in document.findings))
                manifest.execute("UPDATE contents SET findings = ? WHERE sha256 = ?", found, stored.sha256)
    update_tables(dest, workers=1)
    return dest
