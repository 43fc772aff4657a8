"""What a run is to read: what is new, and each sign by which a record that is there is read again."""

from __future__ import annotations

import pytest

from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.plan import plan_run
from kaigi_extract.archive.worker import Outcome
from tests.archives import done, file


def todo(manifest):
    return [task.name for task in manifest.todo()]


def rows(manifest):
    return list(manifest.rows("SELECT name, status, reason FROM manifest ORDER BY name"))


def test_the_same_bytes_are_read_once_and_all_names_kept(tmp_path):
    with Manifest(tmp_path, write=True) as manifest:
        manifest.add_found([file("b", "1"), file("a", "1"), file("c", "2"), file("d", "1")])
        assert plan_run(manifest).count == 2
        assert todo(manifest) == ["/b", "/c"]
        manifest.finish(done("1"))
        assert rows(manifest) == [
            ("/a", "duplicate", "the same bytes as /b"),
            ("/b", "done", None),
            ("/c", "todo", None),
            ("/d", "duplicate", "the same bytes as /b"),
        ]
        [stored] = manifest.stored()
        assert (stored.names, stored.record) == (["/b", "/a", "/d"], b"{}")


def test_found_again_only_what_is_not_done_is_read(tmp_path):
    with Manifest(tmp_path, write=True) as manifest:
        for expected in (["/a", "/b", "/c"], ["/c"]):
            manifest.add_found([file("a", "1"), file("b", "2"), file("c", "3")])
            plan_run(manifest)
            assert todo(manifest) == expected
            manifest.finish(done("1"))
            manifest.finish(Outcome("2", "/b", kind="error", reason="x"))
        assert plan_run(manifest, retry_failed=True).count == 2


def test_a_file_with_other_bytes_takes_the_place_of_the_old(tmp_path):
    with Manifest(tmp_path, write=True) as manifest:
        manifest.add_found([file("a", "1"), file("b", "1")])
        plan_run(manifest)
        manifest.finish(done("1"))
        manifest.add_found([file("a", "2")])
        assert plan_run(manifest).count == 1
        assert rows(manifest) == [("/a", "todo", None), ("/b", "done", None)]
        manifest.add_found([file("b", "2")])
        plan_run(manifest)
        assert list(manifest.stored()) == []


@pytest.mark.parametrize("change", ["UPDATE contents SET schema_version = '0'", "UPDATE files SET date = '2013-05-31'"])
def test_another_schema_or_another_date_is_read_anew(tmp_path, change):
    with Manifest(tmp_path, write=True) as manifest:
        manifest.add_found([file("a", "1")])
        plan_run(manifest)
        manifest.finish(done("1"))
        assert plan_run(manifest).count == 0
        list(manifest.rows(change))
        assert plan_run(manifest).count == 1
