"""Damages of all that an archive may hold: parts, annotations, works, crops. Each is noticed, healed, and alone."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from kaigi_extract import check_archive, migrate, repair_archive
from kaigi_extract.archive import parting
from tests.annotated import archived, bound
from tests.archives import CORPUS, content, papers
from tests.doubtful import CARDS
from tests.here import Here
from tests.test_archive_check import cut, delete, fill_with_junk
from tests.test_archive_every_file import files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def small_parts():
    """So few documents stand in many parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kaigi_extract.archive.repair.Processes", Here)
        patch.setattr("kaigi_extract.archive.migrate.Processes", Here)
        patch.setattr(parting, "DOCUMENTS_A_PART", 2)
        patch.setattr(parting, "LEAST_APART", 1)
        yield


@pytest.fixture(scope="module")
def whole(small_parts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("damages")
    shutil.copy(CORPUS / CARDS, papers(bound(folder), 2))
    archived(folder, to=["sqlite", "csv"], keep_crops="all")
    return folder / "dest"


def crop(dest, at=5):
    return sorted((dest / "crops").rglob("*.webp"))[at]


def of_crop(harm, at=5):
    """Harms one crop."""

    def harmed(dest):
        path = crop(dest, at)
        harm(path)
        return [path.relative_to(dest).as_posix()]

    return harmed


def of(harm, name):
    """Harms a file, or a folder with all that is in it."""

    def harmed(dest):
        found = [each.relative_to(dest).as_posix() for each in sorted((dest / name).rglob("*")) if each.is_file()]
        harm(dest / name)
        return found or [name]

    return harmed


def swapped(dest):
    """The bytes of two crops, each under the name of the other."""
    one, other = crop(dest, 1), crop(dest, 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return [path.relative_to(dest).as_posix() for path in (one, other)]


def strange_crop(dest):
    path = crop(dest).with_name("screenshot.webp")
    shutil.copy(crop(dest), path)
    return [path.relative_to(dest).as_posix()]


def in_manifest(statement):
    """Changes rows of the manifest, as no run does."""

    def harmed(dest):
        with closing(sqlite3.connect(dest / "manifest.sqlite")) as db, db:
            assert db.execute(statement).rowcount > 0
        return ["manifest.sqlite"]

    return harmed


def two_files(dest):
    """A part of the tables, and the lines that its records would be taken from."""
    part = "shinjuku-2015"
    names = [f"records/{part}.jsonl.zst", f"tables/clauses/{part}.parquet"]
    for name in names:
        fill_with_junk(dest / name)
    return names


ONE = "(SELECT min(key) FROM annotations WHERE kind = 'clause')"
DAMAGES = {
    "a part of a table cut": of(cut, "tables/clauses/shinjuku-2015.parquet"),
    "a part of a table deleted": of(delete, "tables/sentence_topics/nerima.parquet"),
    "lines of a part filled with junk": of(fill_with_junk, "records/shinjuku-2019.jsonl.zst"),
    "lines of a part deleted": of(delete, "records/nerima.jsonl.zst"),
    "a part and its lines": two_files,
    "works filled with junk": of(fill_with_junk, "tables/works/all.parquet"),
    "manifestations deleted": of(delete, "tables/manifestations/all.parquet"),
    "what counts once cut": of(cut, "tables/counted/all.parquet"),
    "lives of clauses cut": of(cut, "tables/life_events/all.parquet"),
    "families deleted": of(shutil.rmtree, "tables/families"),
    "all tables deleted": of(shutil.rmtree, "tables"),
    "an answer of the annotators changed": in_manifest(
        f"UPDATE annotations SET answer = answer || ' ' WHERE key = {ONE} AND kind = 'clause'"
    ),
    "an answer of the annotators lost": in_manifest(f"DELETE FROM annotations WHERE key = {ONE} AND kind = 'clause'"),
    "all answers lost": in_manifest("DELETE FROM annotations"),
    "another part in the manifest": in_manifest("UPDATE contents SET part = 'nerima' WHERE part LIKE 'shinjuku%'"),
    "a crop cut": of_crop(cut),
    "a crop filled with junk": of_crop(fill_with_junk, 0),
    "a crop deleted": of_crop(delete, 3),
    "two crops exchanged": swapped,
    "all crops deleted": of(shutil.rmtree, "crops"),
    "a strange file among the crops": strange_crop,
    "the index deleted": of(delete, "search.sqlite"),
    "a description of the tables cut": of(cut, "tables/datapackage.json"),
    "a CSV file filled with junk": of(fill_with_junk, "csv/works.csv"),
}


def test_there_is_all_that_is_to_be_damaged(whole):
    assert check_archive(whole) == []
    assert {"tables/clauses/shinjuku-2015.parquet", "records/nerima.jsonl.zst"} < set(files(whole))
    assert len(list((whole / "crops").rglob("*.webp"))) > 30


@pytest.mark.parametrize("damage", DAMAGES)
def test_noticed_and_healed_by_repair(whole, tmp_path, damage):
    dest = shutil.copytree(whole, tmp_path / "dest")
    harmed = DAMAGES[damage](dest)
    assert {fault.file for fault in check_archive(dest)} == set(harmed)
    repair_archive(dest, workers=1)
    assert check_archive(dest) == []
    assert content(dest) == content(whole)
    assert files(dest) == files(whole)


@pytest.mark.parametrize(
    "damage", ["an answer of the annotators lost", "all tables deleted", "all crops deleted", "a crop deleted"]
)
def test_healed_by_the_next_run(whole, tmp_path, damage):
    dest = shutil.copytree(whole, tmp_path / "dest")
    DAMAGES[damage](dest)
    migrate(whole.parent / "src", dest, recogniser="none", workers=1, metadata=whole.parent / "list.csv")
    assert check_archive(dest) == []
    assert content(dest) == content(whole)
    assert files(dest) == files(whole)
