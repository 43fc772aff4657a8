"""Crops that an archive keeps: cut out once, checked, healed, removed, and shown where the source is gone."""

from __future__ import annotations

import hashlib
import shutil
from io import BytesIO

import pytest
from PIL import Image

from kaigi_extract import check_archive, migrate, remove_documents, repair_archive
from kaigi_extract.archive.corrections import archive_document
from kaigi_extract.archive.crop_pictures import doubted_place
from kaigi_extract.archive.crops import crop_files, kept_crop
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.summary import summary_text
from tests.archives import PLAIN
from tests.doubtful import CARDS, copied, doubtful_archive
from tests.test_archive_check import cut, delete, fill_with_junk

TITLE = "/cases/0/title"
SMALL = 40_000
"""Bytes: most crops are of one line, some of a page full of clauses."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    dest = doubtful_archive(tmp_path_factory.mktemp("crops"))
    migrate(dest.parent / "src", dest, **PLAIN, keep_crops="doubtful")
    return dest


@pytest.fixture
def dest(tmp_path, made):
    return copied(made, tmp_path)


def again(dest, **how):
    return migrate(dest.parent / "src", dest, **PLAIN, **how)


def names(dest):
    return [path.relative_to(dest).as_posix() for path in crop_files(dest)]


def title_of(dest):
    document = archive_document(dest, CARDS)
    return kept_crop(dest, document.source.sha256, doubted_place(document, TITLE))


def test_each_is_a_small_picture_called_by_what_it_is(made):
    found = list(crop_files(made))
    assert len(found) > 10
    for path in found:
        content = path.read_bytes()
        assert path.stem.partition("-")[2] == hashlib.sha256(content).hexdigest()
        assert len(content) < SMALL
        assert Image.open(BytesIO(content)).format == "WEBP"
    assert check_archive(made) == []


def test_the_crop_shows_what_was_read(made):
    """The title's two lines, with ink on them and a frame around."""
    picture = Image.open(BytesIO(title_of(made))).convert("L")
    assert 450 < picture.width < 700
    assert 50 < picture.height < 130
    dark = sum(level < 64 for level in picture.tobytes())
    assert 0.01 < dark / (picture.width * picture.height) < 0.3


def test_what_is_there_is_not_cut_out_again(dest):
    before = {path: path.stat().st_mtime_ns for path in crop_files(dest)}
    again(dest)
    assert {path: path.stat().st_mtime_ns for path in crop_files(dest)} == before


@pytest.mark.parametrize("keep", ["all", "none"])
def test_of_all_values_or_of_none(dest, keep):
    before = set(names(dest))
    again(dest, keep_crops=keep)
    assert set(names(dest)) > before if keep == "all" else names(dest) == []
    assert check_archive(dest) == []
    again(dest)
    assert bool(names(dest)) == (keep == "all")


@pytest.mark.parametrize("harm", [cut, fill_with_junk, delete])
def test_a_damaged_one_is_noticed_and_cut_out_again(dest, harm):
    before = names(dest)
    harm(dest / before[3])
    assert [fault.file for fault in check_archive(dest)] == [before[3]]
    repair_archive(dest, workers=1)
    assert names(dest) == before
    assert check_archive(dest) == []


def test_one_that_is_lost_comes_back_with_the_next_run(dest):
    before = names(dest)
    (dest / before[0]).unlink()
    again(dest)
    assert names(dest) == before
    assert check_archive(dest) == []


def test_without_its_source_a_damaged_one_goes_and_the_others_stay(dest):
    before = names(dest)
    shutil.rmtree(dest.parent / "src")
    cut(dest / before[0])
    repair_archive(dest, workers=1)
    assert names(dest) == before[1:]
    assert check_archive(dest) == []


def test_what_has_none_is_counted(dest):
    """Its source is gone before it was asked for all."""
    (dest.parent / "src" / CARDS).unlink()
    summary = again(dest, keep_crops="all")
    assert summary.crops == {"kept": 0, "missing": 1}
    assert "no crops of 1 documents: their sources are not there, or cannot be drawn" in summary_text(summary)
    assert len(names(dest)) > 10


def test_the_list_of_checksums_and_a_crop_at_once(dest):
    before = names(dest)
    (dest / "SHA256SUMS").unlink()
    fill_with_junk(dest / before[0])
    repair_archive(dest, workers=1)
    assert names(dest) == before
    assert check_archive(dest) == []


def test_a_strange_file_among_them_is_named(dest):
    (dest / "crops" / "mine.png").write_bytes(b"mine")
    assert [(fault.file, fault.problem) for fault in check_archive(dest)] == [
        ("crops/mine.png", "it is not of this archive")
    ]


def test_they_go_with_their_document(dest):
    remove_documents(dest, ["*.pdf"], workers=1)
    assert names(dest) == []
    assert check_archive(dest) == []


def test_a_manifest_that_is_written_anew_knows_that_they_are_kept(dest):
    before = names(dest)
    (dest / "manifest.sqlite").unlink()
    repair_archive(dest, workers=1)
    assert names(dest) == before
    again(dest)
    assert names(dest) == before
    with Manifest(dest) as manifest:
        assert manifest.get("crops") == "doubtful"


def test_review_shows_them_where_the_source_is_gone(dest):
    pytest.importorskip("starlette", reason="needs pip install 'kaigi-extract[web]'")
    from kaigi_extract.web.review.holdings import InArchive
    from kaigi_extract.web.review.pictures import NoPicture, Pictures

    key = (archive_document(dest, CARDS).source.sha256, TITLE)
    shutil.rmtree(dest.parent / "src")
    shown = Image.open(BytesIO(Pictures(InArchive(dest)).picture(key, whole=False)))
    assert shown.size == Image.open(BytesIO(title_of(dest))).size
    shutil.rmtree(dest / "crops")
    with pytest.raises(NoPicture):
        Pictures(InArchive(dest)).picture(key, whole=False)
