"""Every file of an archive damaged in every way, and read in every way: what it says when it is whole, a typed error that
names the file, or a warning. Nothing foreign, and no other answer in silence."""

from __future__ import annotations

import os
import shutil
import warnings
from random import Random

import pytest

from kaigi_extract import KaigiError, check_archive, repair_archive
from kaigi_extract.archive import damaged_files
from kaigi_extract.archive.described import ARCHIVE_TABLES
from kaigi_extract.archive.query import Archive, DamagedRecord
from kaigi_extract.cli import main
from tests.annotated import FILES, archived, bound
from tests.archives import content
from tests.here import Here
from tests.test_archive_check import in_manifest

pytest.importorskip("uvicorn", reason="needs pip install 'kaigi-extract[web]'")
testclient = pytest.importorskip("starlette.testclient", reason="needs starlette and httpx")

from tests.test_archive_check import cut  # noqa: E402
from tests.test_browse import Browser  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")]

FILE = ("archive.duckdb", "search.sqlite", "manifest.sqlite", "SHA256SUMS", "files.jsonl", "records/all.jsonl.zst")
PAGES = ("index.html", "search.html?words=配達", "wards.html", "findings.html", "terms.html")


@pytest.fixture(scope="module", autouse=True)
def workers():
    with pytest.MonkeyPatch.context() as patch:
        for module in ("archive.repair", "archive.migrate", "web.publish.verb"):
            patch.setattr(f"kaigi_extract.{module}.Processes", Here)
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    bound(folder, {name: FILES[name] for name in ("a-2015.txt", "a-2019.txt", "b-2018.txt")})
    archived(folder)
    return folder / "dest"


@pytest.fixture
def dest(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "dest")


def zeros(path):
    """In all but its first third."""
    held = path.read_bytes()
    path.write_bytes(held[: len(held) // 3] + bytes(len(held) - len(held) // 3))


def flipped(path, seed=0):
    """A bit in each of eight places."""
    held, chance = bytearray(path.read_bytes()), Random(f"{path.name}{seed}")
    for _ in range(8):
        held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    path.write_bytes(held)


def flipped_elsewhere(path):
    flipped(path, 1)


def emptied(path):
    path.write_bytes(b"")


def missing(path):
    path.unlink()


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def folder(path):
    path.unlink()
    path.mkdir()


def asked(what):
    """What a method of an archive gives, and whether it warned."""

    def run(dest):
        with warnings.catch_warnings(record=True) as said, Archive(dest) as archive:
            warnings.simplefilter("always")
            found = what(archive)
        return found, any(issubclass(one.category, DamagedRecord) for one in said)

    return run


def browsed(dest):
    browser = Browser(dest)
    try:
        answers = [browser.client.get(f"/{page}") for page in PAGES]
    finally:
        browser.view.close()
    assert {one.status_code for one in answers} <= {200, 500}
    refused = [one.text for one in answers if one.status_code == 500]
    assert all("archive repair" in text for text in refused)
    return [one.text for one in answers if one.status_code == 200], bool(refused)


READINGS = {
    "search": asked(lambda archive: archive.search("配達").to_csv()),
    "tables": asked(lambda archive: [archive.table(name).to_csv() for name in sorted(ARCHIVE_TABLES)]),
    "documents": asked(lambda archive: [one.model_dump_json() for one in archive.documents()]),
    "clause_sets": asked(lambda archive: [one.model_dump_json() for one in archive.clause_sets()]),
    "manifest": asked(lambda archive: archive.manifest().to_csv()),
    "serve": browsed,
}


@pytest.fixture(scope="module")
def sound(whole):
    return {name: reading(whole) for name, reading in READINGS.items()}


@pytest.mark.parametrize("harm", [cut, zeros, flipped, flipped_elsewhere, emptied, missing, pipe, folder])
@pytest.mark.parametrize("file", FILE)
def test_a_damaged_file_gives_what_it_gave_or_a_typed_error(whole, dest, sound, file, harm):
    harm(dest / file)
    for name, reading in READINGS.items():
        try:
            found, warned = reading(dest)
        except KaigiError as error:
            assert str(dest) in str(error), name  # noqa: PT017  (it need not be raised)
            continue
        assert warned or found == sound[name][0], name
    assert file in [fault.file for fault in check_archive(dest)] or file == "manifest.sqlite"
    assert check_archive(dest) != []
    if harm not in (pipe, folder):
        repair_archive(dest, workers=1)
        assert check_archive(dest) == []
        assert content(dest) == content(whole)


def renamed(path):
    """A row that no run has written."""
    in_manifest(path.parent, "UPDATE files SET name = 'b-2019.txt' WHERE name LIKE '%a-2019.txt'")


def of_another_ward(path):
    in_manifest(path.parent, "UPDATE contents SET ward = 'nerima' WHERE ward = 'shinjuku'")


@pytest.mark.parametrize("harm", [cut, zeros, renamed, of_another_ward, emptied, missing, pipe])
def test_a_damaged_manifest_is_not_published(dest, tmp_path, capfd, harm):
    harm(dest / "manifest.sqlite")
    assert main(["publish", str(dest), str(tmp_path / "site"), "--workers", "1"]) in (3, 9)
    assert str(dest) in capfd.readouterr().err
    assert not (tmp_path / "site" / "index.html").exists()


def test_a_damaged_record_is_neither_published_nor_left_out_of_what_is(dest, tmp_path, capfd):
    in_manifest(dest, "UPDATE records SET record = ? WHERE sha256 = (SELECT min(sha256) FROM records)", b"junk")
    assert main(["publish", str(dest), str(tmp_path / "site"), "--workers", "1"]) == 3
    assert "manifest.sqlite: it is damaged or cannot be read (the record of " in capfd.readouterr().err


def test_an_index_is_held_against_its_checksum_up_to_a_size(dest, monkeypatch):
    with (dest / "search.sqlite").open("ab") as file:
        file.write(b"\0")  # SQLite takes no notice
    size = (dest / "search.sqlite").stat().st_size
    monkeypatch.setattr(damaged_files, "LARGEST_HELD", size)
    with Archive(dest) as archive, pytest.raises(KaigiError, match="its bytes are not those that were written"):
        archive.search("配達")
    monkeypatch.setattr(damaged_files, "LARGEST_HELD", size - 1)
    with Archive(dest) as archive:
        assert len(archive.search("配達"))


def test_an_index_that_is_just_built_anew_is_not_taken_for_damaged(dest):
    with (dest / "search.sqlite").open("ab") as file:
        file.write(b"\0")
    in_manifest(dest, "DELETE FROM meta WHERE key = 'built'")
    with Archive(dest) as archive:
        assert len(archive.search("配達"))
