"""One file in a worker: whatever happens is the outcome, and the record is that of `extract`."""

from __future__ import annotations

import datetime
import hashlib
import json
import pickle
import zipfile

import pytest

from kaigi_extract import extract
from kaigi_extract.archive.stored_record import decompressed
from kaigi_extract.archive.worker import Options, Task, read_file
from tests.archives import CORPUS, TEXT
from tests.bad_papers import encrypted

OPTIONS = Options(recogniser="none", timeout=0)


def task(path, **more):
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "0"
    return Task(**({"name": str(path), "path": str(path), "member": None, "sha256": sha256, "date": None} | more))


def record(outcome):
    return json.loads(decompressed(outcome.record))


def test_the_record_is_that_of_extract_with_its_counts():
    path = CORPUS / "nerima-2014-bundle.pdf"
    outcome = pickle.loads(pickle.dumps(read_file(pickle.loads(pickle.dumps(task(path))), OPTIONS)))
    document = extract(path, recogniser="none")
    assert record(outcome) == json.loads(document.model_dump_json())
    assert (outcome.pages, outcome.ocr_pages, outcome.kind) == (12, 0, None)
    assert sum(outcome.findings.values()) == len(document.findings)
    assert outcome.seconds > 0


def test_a_member_of_a_zip_archive_goes_by_its_own_name(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(TEXT, "b/資料.txt")
    name = f"{tmp_path}/a.zip!/b/資料.txt"
    sha256 = hashlib.sha256(TEXT.read_bytes()).hexdigest()
    found = record(read_file(task(tmp_path / "a.zip", name=name, member="b/資料.txt", sha256=sha256), OPTIONS))
    assert found["source"] | {"path": name} == found["source"]
    assert found["ward"] == "shinjuku"


def test_the_date_of_the_metadata_reaches_the_record():
    found = record(read_file(task(TEXT, date="2019-07-01"), OPTIONS))
    assert found["cases"][0]["meeting_date"] == "2019-07-01"


def test_a_date_given_holds_where_the_metadata_have_none():
    given = Options(recogniser="none", timeout=0, date=datetime.date(2020, 3, 1))
    for metadata, expected in ((None, "2020-03-01"), ("2019-07-01", "2019-07-01")):
        found = record(read_file(task(TEXT, date=metadata), given))
        assert found["cases"][0]["meeting_date"] == expected


def test_every_option_of_reading_reaches_extract(monkeypatch):
    taken = {}

    def notes(path, **options):
        taken.update(options)
        return extract(path)

    monkeypatch.setattr("kaigi_extract.pipeline.extract", notes)
    day, mapping = datetime.date(2020, 3, 1), "own.toml"
    read_file(task(TEXT), Options("nerima", mapping, "鍵", "pdfplumber", "none", day, timeout=0))
    assert taken == {
        "ward": "nerima",
        "mapping": mapping,
        "password": "鍵",
        "reader": "pdfplumber",
        "recogniser": "none",
        "date": day,
    }


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (RuntimeError("boom"), "error", "RuntimeError: boom; please report it with the file"),
        (MemoryError(), "memory", "more memory was needed than there is"),
        (RecursionError("deep"), "error", "RecursionError: deep"),
    ],
)
def test_a_mistake_of_ours_is_an_outcome(monkeypatch, error, kind, reason):
    def breaks(*_, **__):
        raise error

    monkeypatch.setattr("kaigi_extract.parts.assemble.split", breaks)
    outcome = read_file(task(TEXT), OPTIONS)
    assert (outcome.record, outcome.kind) == (None, kind)
    assert outcome.reason.startswith(reason)


def test_what_the_file_itself_brings(tmp_path):
    locked = read_file(task(encrypted(tmp_path / "a.pdf")), OPTIONS)
    assert (locked.kind, locked.reason) == ("encrypted", "encrypted; give its password with password= or --password")
    gone = read_file(task(tmp_path / "none.pdf"), OPTIONS)
    assert (gone.kind, gone.reason) == ("unreadable", "there is no such file; check the path")
    changed = read_file(task(TEXT, sha256="1" * 64), OPTIONS)
    assert (changed.kind, changed.record) == ("changed", None)
