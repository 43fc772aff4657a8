"""Names in zip archives: each as it was written, whatever tool packed it, and none lost for another of its name."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib

import pytest

from kaigi_extract import UnreadableSource
from kaigi_extract.archive.discover import find_files
from kaigi_extract.archive.zip_members import members, unpack


def packed(path, *names, extra=b""):
    """An archive of files with these names, in bytes and without the UTF-8 mark; each holds its place in the list."""
    with zipfile.ZipFile(path, "w") as archive:
        for place, raw in enumerate(names):
            info = zipfile.ZipInfo(f"{place:X}" * len(raw))
            info.extra = extra
            archive.writestr(info, str(place))
    data = path.read_bytes()
    for place, raw in enumerate(names):
        data = data.replace(f"{place:X}".encode() * len(raw), raw)
    path.write_bytes(data)
    return path


def nfd(name):
    return unicodedata.normalize("NFD", name)


NAMES = [
    # bytes in the archive, name
    ("資料/議事録.pdf".encode(), "資料/議事録.pdf"),
    (nfd("資料ガイド.pdf").encode(), nfd("資料ガイド.pdf")),
    ("資料/議事録.pdf".encode("cp932"), "資料/議事録.pdf"),
    ("表紙①㈱.pdf".encode("cp932"), "表紙①㈱.pdf"),
    ("ソ表/十能.pdf".encode("cp932"), "ソ表/十能.pdf"),  # bytes of backslashes within characters
    ("ｶﾞｲﾄﾞ.pdf".encode("cp932"), "ｶﾞｲﾄﾞ.pdf"),
    ("会議資料について.pdf".encode("euc_jp"), "会議資料について.pdf"),
    ("平成30年度\\資料.pdf".encode("cp932"), "平成30年度/資料.pdf"),
    ("平成30年度\\資料.pdf".encode(), "平成30年度/資料.pdf"),
    (b"plain.pdf", "plain.pdf"),
]


@pytest.mark.parametrize(("raw", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_name_is_what_was_written(tmp_path, raw, name):
    path = packed(tmp_path / "zzz.zip", raw)
    [member] = members(str(path))
    assert (member.name, member.refusal) == (name, None)
    unpack(str(path), name, str(tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "0"


def test_each_name_of_an_archive_is_decided_by_itself(tmp_path):
    path = packed(tmp_path / "zzz.zip", "農園の部.txt".encode(), "審議会.pdf".encode("cp932"), b"notes.txt")
    names = [member.name for member in members(str(path))]
    assert names == ["農園の部.txt", "審議会.pdf", "notes.txt"]
    for place, name in enumerate(names):
        unpack(str(path), name, str(tmp_path / "out"))
        assert (tmp_path / "out").read_text() == str(place)


def test_an_extra_field_has_the_name_where_it_stands_for_it(tmp_path):
    raw = b"_____.pdf"

    def field(checksum):
        content = struct.pack("<BI", 1, checksum) + "議事録.pdf".encode()
        return struct.pack("<HH", 0x7075, len(content)) + content

    other = struct.pack("<HH", 0x5455, 1) + b"\0"
    for extra, name in (
        (field(zlib.crc32(raw)), "議事録.pdf"),
        (other + field(zlib.crc32(raw)), "議事録.pdf"),
        (field(zlib.crc32(raw) ^ 1), "_____.pdf"),
        (other, "_____.pdf"),
    ):
        path = packed(tmp_path / "zzz.zip", raw, extra=extra)
        [member] = members(str(path))
        assert member.name == name
        unpack(str(path), name, str(tmp_path / "out"))


def test_two_members_of_one_name_are_two(tmp_path):
    path = packed(tmp_path / "zzz.zip", *["資料/a.txt".encode()] * 3)
    names = [member.name for member in members(str(path))]
    assert names == ["資料/a.txt", "資料/a (2).txt", "資料/a (3).txt"]
    for place, name in enumerate(names):
        unpack(str(path), name, str(tmp_path / "out"))
        assert (tmp_path / "out").read_text() == str(place)


def test_a_member_that_is_not_there(tmp_path):
    with pytest.raises(UnreadableSource, match="資料"):
        unpack(str(packed(tmp_path / "zzz.zip", b"a.txt")), "資料.txt", str(tmp_path / "out"))


def test_folders_and_what_systems_leave_beside_documents(tmp_path):
    path = tmp_path / "zzz.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "資料/",
            "資料\\",
            "資料/a.txt",
            "資料/.DS_Store",
            "資料/._a.txt",
            "__MACOSX/資料/._a.txt",
            "~$a.docx",
        ):
            archive.writestr(name, name)
    found = [(file.name.partition("!/")[2], file.status, file.kind) for file in find_files([path], tmp_path / "dest")]
    assert [name for name, status, _ in found[1:] if status is None] == ["資料/a.txt"]
    assert sorted(found[1:])[:-1] == [
        ("__MACOSX/資料/._a.txt", "skipped", "not a paper"),
        ("~$a.docx", "skipped", "not a paper"),
        ("資料/.DS_Store", "skipped", "not a paper"),
        ("資料/._a.txt", "skipped", "not a paper"),
    ]


CLIMBING = ["..\\x.txt", "a\\..\\..\\x.txt", "C:\\x.txt", "\\x.txt"]


@pytest.mark.parametrize("name", CLIMBING)
def test_backslashes_lead_nowhere(tmp_path, name):
    [member] = members(str(packed(tmp_path / "zzz.zip", name.encode())))
    assert (member.sha256, member.refusal is None) == (None, False)
