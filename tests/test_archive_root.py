"""An archive and its sources can be moved: names count from one folder, and only the manifest knows where it is."""

from __future__ import annotations

import json
import os
import shutil
import zipfile

import pytest

from kaigi_extract import Archive, UnreadableSource, check_archive, migrate
from kaigi_extract.archive import worker
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.root import ROOT, ROOT_FROM_ARCHIVE, Root, common_folder
from kaigi_extract.archive.upgrade import upgrade
from kaigi_extract.cli import main
from kaigi_extract.web.review.holdings import InArchive
from kaigi_extract.web.review.pictures import Pictures
from tests.archives import CORPUS, content, manifest, papers, run

FORM = "shinjuku-2013-library-cards.pdf"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An archive beside its sources: a paper in a folder, a form, and a paper in a zip archive."""
    folder = tmp_path_factory.mktemp("made")
    papers(folder / "src", 1)
    papers(folder / "src" / "2019", 1)
    shutil.copy(CORPUS / FORM, folder / "src")
    with zipfile.ZipFile(folder / "src" / "more.zip", "w") as file:
        file.write(CORPUS / "shinjuku-2019-evacuation-list.txt", "inner/list.txt")
    migrate(folder / "src", folder / "dest", recogniser="none", workers=1)
    return folder


def names(dest):
    with Archive(dest) as archive:
        return list(archive.manifest()["name"])


NAMES = ["000.txt", "2019/000.txt", "more.zip", "more.zip!/inner/list.txt", FORM]


class TestNames:
    def test_count_from_the_folder_of_the_sources(self, made):
        assert names(made / "dest") == NAMES
        with Archive(made / "dest") as archive:
            assert set(archive.table("documents")["path"]) == {"000.txt", "more.zip!/inner/list.txt", FORM}
            assert set(archive.search("図書館")["path"]) == {FORM}

    def test_no_file_of_an_archive_says_where_it_was_made(self, made):
        here = str(made).encode()
        for path in (made / "dest").rglob("*"):
            if path.is_file() and path.name not in ("manifest.sqlite", "archive.duckdb"):
                assert here not in path.read_bytes(), path
        assert not any(str(made) in str(row) for rows in content(made / "dest").values() for row in rows)

    @pytest.mark.parametrize(
        ("place", "name"),
        [
            ("/data/a.pdf", "a.pdf"),
            ("/data/2013/a.pdf", "2013/a.pdf"),
            ("/other/b.zip!/x/y.pdf", "../other/b.zip!/x/y.pdf"),
        ],
    )
    def test_there_and_back(self, place, name):
        root = Root("/data")
        assert root.name_of(place) == name
        assert root.place_of(name) == place

    @pytest.mark.parametrize(
        ("sources", "folder"),
        [(["2013"], "2013"), (["2013/a.pdf"], "2013"), (["2013", "2014"], "."), (["20??/*.pdf"], ".")],
    )
    def test_root_of_several_sources(self, tmp_path, sources, folder):
        for year in ("2013", "2014"):
            (tmp_path / year).mkdir()
            (tmp_path / year / "a.pdf").touch()
        places = [str(tmp_path / source) for source in sources]
        assert common_folder(places) == os.path.normpath(tmp_path / folder)


class TestMoved:
    def test_together_with_its_sources(self, made, tmp_path):
        for name in ("src", "dest"):
            shutil.copytree(made / name, tmp_path / "elsewhere" / name)
        away = tmp_path / "away"
        with Manifest(tmp_path / "elsewhere" / "dest", write=True) as opened:
            opened.set(ROOT, str(away))  # as if it had been made where nothing is left
        with Archive(tmp_path / "elsewhere" / "dest") as archive:
            [form] = [one for one in archive.documents() if one.source.path.endswith(FORM)]
        assert form.source.path == str(tmp_path / "elsewhere" / "src" / FORM)
        assert run(tmp_path / "elsewhere" / "src", tmp_path / "elsewhere" / "dest") == (0, 0)

    def test_sources_alone(self, made, tmp_path, capsys):
        dest, moved = tmp_path / "dest", tmp_path / "moved"
        shutil.copytree(made / "dest", dest)
        shutil.copytree(made / "src", moved / "sources")
        with Archive(dest, root=moved / "sources") as archive:
            assert str(moved / "sources" / FORM) in [one.source.path for one in archive.documents()]
        assert main(["archive", "relocate", str(dest), str(moved / "sources")]) == 0
        assert capsys.readouterr().err == f"kaigi-extract: {dest}: 5 of 5 files are below {moved / 'sources'}\n"
        assert run(moved / "sources", dest) == (0, 0)
        assert names(dest) == NAMES

    def test_not_where_it_is_said_to_be(self, made, tmp_path):
        dest = shutil.copytree(made / "dest", tmp_path / "dest")
        (tmp_path / "empty").mkdir()
        assert main(["archive", "relocate", str(dest), str(tmp_path / "empty")]) == UnreadableSource.exit_code
        assert main(["archive", "relocate", str(dest), str(tmp_path / "none")]) == UnreadableSource.exit_code
        assert main(["archive", "relocate", str(tmp_path / "empty"), str(made)]) == UnreadableSource.exit_code

    def test_all_that_is_asked_of_it_works_elsewhere(self, tmp_path, capsys):
        """The folder that it was made in is there no more: search, show, review, check, and another run."""
        (tmp_path / "here" / "src").mkdir(parents=True)
        shutil.copy(CORPUS / FORM, tmp_path / "here" / "src")
        how = {"recogniser": "none", "workers": 1, "annotate": False}
        migrate(tmp_path / "here" / "src", tmp_path / "here" / "dest", keep_crops="all", **how)
        place = (tmp_path / "here").rename(tmp_path / "there")
        dest = place / "dest"
        assert main(["search", str(dest), "図書館", "--limit", "1"]) == 0
        assert FORM in capsys.readouterr().out
        with Archive(dest) as archive:
            [document] = archive.documents()
        assert document.cases[0].show("title").image.width > 100
        key = (document.source.sha256, "/cases/0/title")
        drawn = Pictures(InArchive(dest)).picture(key, whole=False)
        assert check_archive(dest) == []
        report = place / "report.html"
        summary = migrate(place / "src", dest, report=report, **how)
        assert summary.files == {"done": 1}
        assert f'href="src/{FORM}"' in report.read_text(encoding="utf-8")
        (place / "src" / FORM).unlink()
        assert Pictures(InArchive(dest)).picture(key, whole=False) != drawn  # the one that was kept
        for path in [*dest.rglob("*"), report]:
            if path.is_file() and path.name not in ("manifest.sqlite", "archive.duckdb"):
                assert str(tmp_path).encode() not in path.read_bytes(), path

    def test_why_a_file_failed_does_not_say_where_it_was(self, tmp_path, monkeypatch):
        def broken(task, path, options):
            raise OSError(5, "Input/output error", path)

        monkeypatch.setattr(worker, "_read", broken)
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
            file.writestr("b.txt", "x")
        for member in (None, "b.txt"):
            task = worker.Task("2013/a.zip", str(tmp_path / "a.zip"), member, "0", None)
            reason = worker.read_file(task, worker.Options(timeout=0)).reason
            assert "Input/output error: '2013/a.zip'" in reason

    def test_sources_gone(self, made, tmp_path):
        """Records are read without them; only pages cannot be shown."""
        dest = shutil.copytree(made / "dest", tmp_path / "dest")
        with Archive(dest, root=tmp_path / "nowhere") as archive:
            assert len(list(archive.documents())) == 3
            assert len(archive.search("図書館")) > 0


class TestOfVersion01:
    @pytest.fixture
    def old(self, made, tmp_path):
        """An archive as version 0.1 left it: whole paths in the manifest and in records, no note of a root."""
        shutil.copytree(made / "src", tmp_path / "src")
        dest = shutil.copytree(made / "dest", tmp_path / "dest")
        root = Root(str(tmp_path / "src"))
        with Manifest(dest, write=True) as opened:
            for stored in list(opened.stored()):
                record = json.loads(stored.record)
                record["source"]["path"] = root.place_of(record["source"]["path"])
                with opened.transaction():
                    opened.replace_record(stored.sha256, json.dumps(record).encode(), "1")
            with opened.transaction():
                for place, name, path in list(opened.rows("SELECT place, name, path FROM files")):
                    whole = (root.place_of(name), os.fsencode(root.place_of(os.fsdecode(path))), place)
                    opened.execute("UPDATE files SET name = ?, path = ? WHERE place = ?", *whole)
                opened.execute("DELETE FROM meta WHERE key IN (?, ?)", ROOT, ROOT_FROM_ARCHIVE)
        return tmp_path

    def test_migrate_shortens_names_and_reads_nothing_again(self, old):
        assert run(old / "src", old / "dest") == (0, 0)
        assert names(old / "dest") == NAMES
        assert not any(str(old) in str(row) for rows in content(old / "dest").values() for row in rows)

    def test_so_does_upgrade(self, old, made):
        upgrade(old / "dest")
        assert names(old / "dest") == NAMES
        assert manifest(old / "dest") == manifest(made / "dest")
