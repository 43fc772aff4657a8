"""What is found: folders, patterns, zip archives with what must not be unpacked, and the list of metadata."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile

import pytest

from kaigi_extract import InvalidMetadata, UnreadableSource, migrate
from kaigi_extract.archive import zip_members as unpack_module
from kaigi_extract.archive.discover import find_files
from kaigi_extract.archive.metadata import About, read_metadata
from kaigi_extract.archive.zip_members import unpack
from tests.bad_papers import climbing_member, zip_bomb


def found(tmp_path, *sources, about=None):
    """Name below the folder, status and kind of each file."""
    files = find_files(sources or [tmp_path], tmp_path / "dest", about)
    return [(file.name.removeprefix(f"{tmp_path}/"), file.status, file.kind) for file in files]


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


class TestFolders:
    def test_all_below_in_the_order_of_names_without_the_archive_itself(self, tmp_path):
        write(tmp_path, "b/2.pdf", "a.TXT", "b/1/x.doc", "dest/tables/y.txt")
        assert found(tmp_path) == [("a.TXT", None, None), ("b/2.pdf", None, None), ("b/1/x.doc", None, None)]

    def test_another_archive_among_them_is_accounted_for_and_not_looked_into(self, tmp_path):
        write(tmp_path, "a.txt", "src/b.txt", "old/readme.txt")
        migrate(tmp_path / "src", tmp_path / "dest", recogniser="none", workers=1, annotate=False)
        assert found(tmp_path) == [(name, None, None) for name in ("a.txt", "old/readme.txt", "src/b.txt")]
        shutil.copytree(tmp_path / "dest", tmp_path / "copy")
        assert found(tmp_path) == [
            ("a.txt", None, None),
            ("copy", "skipped", "not a paper"),
            ("old/readme.txt", None, None),
            ("src/b.txt", None, None),
        ]
        [one] = [file for file in find_files([tmp_path], tmp_path / "dest") if file.status]
        assert one.reason == "an archive, whose files are no papers; give it by name to have them read"
        assert ("copy/manifest.sqlite", "skipped", "not a paper") in found(tmp_path, tmp_path / "copy")

    def test_what_is_no_paper_is_skipped_unless_given_by_name(self, tmp_path):
        write(tmp_path, "a.toml", ".hidden.pdf", "noending")
        assert found(tmp_path) == [(name, "skipped", "not a paper") for name in (".hidden.pdf", "a.toml", "noending")]
        assert found(tmp_path, tmp_path / "a.toml") == [("a.toml", None, None)]

    def test_patterns_and_a_file_twice(self, tmp_path):
        write(tmp_path, "x/a.txt", "x/b.pdf", "y/c.txt")
        assert found(tmp_path, str(tmp_path / "*/*.txt"), tmp_path / "x") == [
            ("x/a.txt", None, None),
            ("y/c.txt", None, None),
            ("x/b.pdf", None, None),
        ]

    def test_brackets_in_a_name_are_no_pattern(self, tmp_path):
        write(tmp_path, "資料[1].txt")
        assert found(tmp_path, tmp_path / "資料[1].txt") == [("資料[1].txt", None, None)]

    def test_a_source_that_is_not_there(self, tmp_path):
        with pytest.raises(UnreadableSource, match="no such file or folder"):
            found(tmp_path, tmp_path / "none")

    def test_links_pipes_and_folders_that_may_not_be_read_are_accounted_for(self, tmp_path, monkeypatch):
        write(tmp_path, "a/1.txt", "locked/2.txt", "~$3.docx")
        (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
        (tmp_path / "link").symlink_to(tmp_path / "a")
        os.mkfifo(tmp_path / "pipe.pdf")
        scandir = os.scandir

        def refusing(path):
            if os.fspath(path).endswith("locked"):
                raise PermissionError(13, "Permission denied", path)
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refusing)
        assert found(tmp_path) == [
            ("gone.pdf", "skipped", "not a paper"),
            ("link", "skipped", "not a paper"),
            ("pipe.pdf", "skipped", "not a paper"),
            ("~$3.docx", "skipped", "not a paper"),
            ("a/1.txt", None, None),
            ("locked", "failed", "unreadable"),
        ]

    def test_the_hash_is_that_of_the_bytes(self, tmp_path):
        write(tmp_path, "a.txt")
        [file] = find_files([tmp_path], tmp_path / "dest")
        assert (file.sha256, file.size) == (hashlib.sha256(b"a.txt").hexdigest(), 5)

    def test_names_in_shift_jis(self, tmp_path):
        raw = os.fsencode(tmp_path) + b"/" + "資料.txt".encode("cp932")
        with open(raw, "wb") as file:
            file.write(b"x")
        [one] = find_files([tmp_path], tmp_path / "dest")
        assert (one.name, one.path) == (f"{tmp_path}/資料.txt", raw)


class TestZip:
    def test_members_stand_beside_the_archive(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("b/資料.txt", "x")
            archive.writestr("a.py", "x")
            archive.writestr("inner.zip", "x")
        assert found(tmp_path) == [
            ("a.zip", "skipped", "zip"),
            ("a.zip!/a.py", "skipped", "not a paper"),
            ("a.zip!/b/資料.txt", None, None),
            ("a.zip!/inner.zip", "failed", "unsafe"),
        ]

    def test_names_of_japanese_windows(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("XXXX.txt", "本文")
        data = (tmp_path / "a.zip").read_bytes()
        (tmp_path / "a.zip").write_bytes(data.replace(b"XXXX", "資料".encode("cp932")))
        [_, member] = find_files([tmp_path], tmp_path / "dest")
        assert member.name == f"{tmp_path}/a.zip!/資料.txt"
        unpack(str(tmp_path / "a.zip"), member.member, str(tmp_path / "out"))
        assert (tmp_path / "out").read_text(encoding="utf-8") == "本文"

    @pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "..\\x.txt", "C:\\x.txt"])
    def test_a_name_that_leads_out(self, tmp_path, name):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo(name), "x")
        [_, member] = find_files([tmp_path], tmp_path / "dest")
        assert (member.status, member.kind, member.sha256) == ("failed", "unsafe", None)
        assert "leads out of the folder" in member.reason

    def test_the_others_of_such_an_archive_are_read(self, tmp_path):
        climbing_member(tmp_path / "a.zip")
        assert found(tmp_path)[1:] == [("a.zip!/../x.txt", "failed", "unsafe"), ("a.zip!/inside.txt", None, None)]

    def test_a_bomb_is_not_unpacked(self, tmp_path):
        zip_bomb(tmp_path / "a.zip")
        [_, member] = find_files([tmp_path], tmp_path / "dest")
        assert (member.status, member.sha256) == ("failed", None)
        assert "a zip bomb?" in member.reason

    def test_a_bomb_that_lies_about_its_size(self, tmp_path, monkeypatch):
        monkeypatch.setattr(unpack_module, "MEMBER_LIMIT", 3 * 2**20)
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", os.urandom(2**20) * 4)
        size = (4 * 2**20).to_bytes(4, "little")
        path.write_bytes(path.read_bytes().replace(size, (2**20).to_bytes(4, "little")))
        [_, member] = find_files([tmp_path], tmp_path / "dest")
        assert (member.status, member.sha256) == ("failed", None)

    def test_members_past_the_limit_of_an_archive(self, tmp_path, monkeypatch):
        monkeypatch.setattr(unpack_module, "ARCHIVE_LIMIT", 5)
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for name in ("1.txt", "2.txt"):
                archive.writestr(name, "four")
        assert [status for _, status, _ in found(tmp_path)] == ["skipped", None, "failed"]

    def test_locked_members_and_broken_archives(self, tmp_path):
        (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut off")
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
            archive.writestr("a.txt", "x")
        data = bytearray((tmp_path / "b.zip").read_bytes())
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + offset] |= 1
        (tmp_path / "b.zip").write_bytes(data)
        assert found(tmp_path) == [
            ("a.zip", "failed", "unreadable"),
            ("b.zip", "skipped", "zip"),
            ("b.zip!/a.txt", "failed", "unsafe"),
        ]


class TestMetadata:
    def test_reaches_the_file(self, tmp_path):
        write(tmp_path, "x/a.txt")
        (tmp_path / "list.csv").write_bytes("path,date,url,title\nx/a.txt,2013/05/31,http://x,題\n".encode("cp932"))
        about = read_metadata(tmp_path / "list.csv")
        assert about == {str(tmp_path / "x/a.txt"): About("2013-05-31", "http://x", "題")}
        [file] = find_files([tmp_path / "x"], tmp_path / "dest", about)
        assert (file.date, file.url, file.title) == ("2013-05-31", "http://x", "題")

    def test_columns_may_be_left_out(self, tmp_path):
        (tmp_path / "list.csv").write_text("\ufeffpath,url\na.txt,\n", encoding="utf-8")
        assert read_metadata(tmp_path / "list.csv") == {str(tmp_path / "a.txt"): About(None, None, None)}

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("date\n2013-05-31\n", "line 1: expected the column path"),
            ("path,day\n", "line 1: expected the columns path, date, url, title, ward, password only, not 'day'"),
            ("path,date\na,2013-05-31\nb,May\n", "line 3: expected a date such as 2013-05-31, not 'May'"),
        ],
    )
    def test_a_mistake_names_its_line(self, tmp_path, text, message):
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        with pytest.raises(InvalidMetadata, match=message):
            read_metadata(tmp_path / "list.csv")

    def test_no_list_there(self, tmp_path):
        with pytest.raises(InvalidMetadata, match="a CSV file that can be read"):
            read_metadata(tmp_path / "none.csv")
