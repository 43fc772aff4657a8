"""A long list of corrections is not written whole for each that comes in, and whoever is killed loses none of them."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kaigi_extract import check_archive, extract, repair_archive
from kaigi_extract.archive.corrections import archive_corrections, keep_corrections, list_of, update_tables
from kaigi_extract.corrections import kept
from kaigi_extract.corrections.exchange import read_corrections
from kaigi_extract.corrections.kept import CorrectionList, corrections_path, kept_beside
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.pipeline import ReadingOptions
from kaigi_extract.records import Correction
from kaigi_extract.web.review.holdings import Files
from tests.doubtful import CARDS, CORPUS, copied, doubtful_archive

ROOT = Path(__file__).parents[1]
WHEN = datetime.datetime(2026, 4, 1, 9, 0, tzinfo=datetime.UTC)


def correction(number: int, sha256: str = "a" * 64) -> Correction:
    when = WHEN + datetime.timedelta(seconds=number)
    return Correction(sha256=sha256, pointer=f"/cases/{number}/title", value=f"件名{number}", when=when, source="a.pdf")


@pytest.fixture
def long(tmp_path):
    """A list too long to be written whole each time."""
    listed = CorrectionList(tmp_path / "corrections.json")
    listed.write([correction(number) for number in range(400)])
    assert listed.place.stat().st_size > kept.WHOLE_BELOW
    return listed


def test_a_short_list_is_one_file(tmp_path):
    listed = CorrectionList(tmp_path / "corrections.json")
    for number in range(3):
        listed.add([correction(number)])
    assert [path.name for path in tmp_path.iterdir()] == ["corrections.json"]
    assert read_corrections(listed.place) == [correction(number) for number in range(3)]


def test_a_long_list_stays_as_it_is_and_a_line_comes_behind_it(long):
    before = long.place.read_bytes(), long.place.stat().st_ino
    long.add([correction(400)])
    long.add([correction(401), correction(402)])
    assert (long.place.read_bytes(), long.place.stat().st_ino) == before
    assert [json.loads(line)["value"] for line in long.journal.read_text("utf-8").splitlines()] == [
        "件名400",
        "件名401",
        "件名402",
    ]
    assert long.read() == CorrectionList(long.place).read() == [correction(number) for number in range(403)]


def test_it_is_written_whole_when_the_journal_is_as_long_as_the_list(long):
    added = 0
    while not (added and not long.journal.exists()):
        long.add([correction(400 + added)])
        added += 1
    assert 350 < added < 650  # a line takes less than an entry of the list
    assert read_corrections(long.place) == [correction(number) for number in range(400 + added)]


def test_the_journal_is_taken_into_the_list(long):
    long.add([correction(400)])
    long.take_in_journal()
    assert not long.journal.exists()
    assert read_corrections(long.place) == [correction(number) for number in range(401)]


def test_a_line_that_somebody_was_killed_in_is_none_and_the_next_comes_behind_the_whole_ones(long):
    long.add([correction(400)])
    with long.journal.open("ab") as file:
        file.write(correction(401).model_dump_json().encode()[:70])
    other = CorrectionList(long.place)
    assert other.read()[-1] == correction(400)
    other.add([correction(402)])
    assert [one.value for one in other.read()[-2:]] == ["件名400", "件名402"]
    assert long.read() == other.read() == CorrectionList(long.place).read()


def test_what_is_in_the_list_and_in_the_journal_counts_once(long):
    long.add([correction(400)])
    journal = long.journal.read_bytes()
    long.take_in_journal()
    long.journal.write_bytes(journal)  # as if killed between the two
    assert CorrectionList(long.place).read() == [correction(number) for number in range(401)]
    long.add([correction(401)])
    assert [one.value for one in CorrectionList(long.place).read()[-2:]] == ["件名400", "件名401"]


def test_what_another_process_adds_is_read_and_no_list_is_made_anew_where_nothing_changed(long):
    reader = CorrectionList(long.place)
    first = reader.read()
    assert reader.read() is first
    long.add([correction(400)])
    assert reader.read() == [*first, correction(400)]
    long.take_in_journal()
    assert reader.read() == [*first, correction(400)]
    long.write([correction(7)])
    assert reader.read() == [correction(7)]


def test_a_damaged_journal_is_named(long):
    long.journal.write_text("{}\n", "utf-8")
    with pytest.raises(UnreadableSource, match=r"corrections\.json\.journal: no list of corrections: 0/sha256"):
        long.read()


def test_a_full_disk_leaves_nothing_half(long, monkeypatch):
    long.add([correction(400)])
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        long.add([correction(401)])
    monkeypatch.undo()
    assert CorrectionList(long.place).read()[-1] == correction(400)


KILLED = """
import sys
from pathlib import Path
from kaigi_extract.corrections.kept import CorrectionList
from tests.test_corrections_journal import correction
listed, number = CorrectionList(Path(sys.argv[1])), 400
while True:
    listed.add([correction(number)])
    print(number, flush=True)
    number += 1
"""


def test_of_a_killed_process_all_is_there_that_it_said_to_be_kept(long):
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(long.place)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        said = [int(process.stdout.readline()) for _ in range(25)]
        process.send_signal(signal.SIGKILL)
        said += [int(line) for line in process.communicate()[0].splitlines() if line]
        kept_now = {one.value for one in CorrectionList(long.place).read()}
        assert {f"件名{number}" for number in said} <= kept_now


def test_beside_a_file_it_is_read_with_and_the_end_of_a_review_makes_one_file_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "WHOLE_BELOW", 10)
    path = shutil.copy(CORPUS / CARDS, tmp_path / "a.pdf")
    files = Files([path], ReadingOptions(recogniser="none"))
    [(sha256, _)] = files.doubted()
    for value in ("一つ目", "二つ目"):
        files.keep(sha256, lambda document, _, value=value: document.correct("/cases/0/title", value))
    assert corrections_path(path).with_name("a.pdf.corrections.json.journal").exists()
    assert extract(path, recogniser="none").cases[0].title == files.document(sha256).cases[0].title == "二つ目"
    files.finish()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.pdf", "a.pdf.corrections.json"]
    assert [one.value for one in kept_beside(path)] == ["一つ目", "二つ目"]


@pytest.mark.slow
def test_an_archive_is_checked_and_repaired_with_its_journal(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(kept, "WHOLE_BELOW", 10)
    dest = copied(doubtful_archive(tmp_path_factory.mktemp("made")), tmp_path)
    keep_corrections(dest, lambda _: [correction(0, "f" * 64)])
    update_tables(dest, workers=1)
    keep_corrections(dest, lambda known: [known[0], correction(1, "f" * 64)])
    journal = list_of(dest).journal
    assert len(journal.read_text("utf-8").splitlines()) == 1
    assert [fault.problem for fault in check_archive(dest)] == ["the tables are not those of its records"]
    with journal.open("a", encoding="utf-8") as file:
        file.write('{"sha256": 3}\n')
    assert (journal.name, "it is no list of corrections") in [(one.file, one.problem) for one in check_archive(dest)]
    repair_archive(dest, workers=1)
    assert [one.value for one in archive_corrections(dest)] == ["件名0", "件名1"]
    assert not journal.exists()
    assert check_archive(dest) == []
