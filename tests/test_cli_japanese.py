"""What goes wrong is said in Japanese where the locale is, to the last word; `test_silence` has what goes well."""

from __future__ import annotations

import os
import shutil
import zipfile

import pytest

from kaigi_extract.cli import main
from tests.archives import papers
from tests.english import english_sentences

pytestmark = pytest.mark.slow

CALLS = {
    "a folder with files of all kinds": (["migrate", "found", "dest", "--workers", "1"], 6, "安全でない書庫"),
    "which of them would be read": (["migrate", "found", "dest", "--dry-run"], 0, "新規\tだめ.pdf"),
    "metadata that names a day wrong": (["migrate", "sound", "dest", "--metadata", "list.csv"], 10, "のような日付"),
    "metadata that names no file": (
        ["migrate", "sound", "dest", "--metadata", "none.csv"],
        0,
        "該当するファイルがない",
    ),
    "another mapping": (
        ["migrate", "sound", "kept", "--workers", "1", "--reread", "000.txt"],
        0,
        "うち再読 1：1 指定された",
    ),
    "a damaged archive": (["archive", "check", "damaged"], 11, "このアーカイブのものでない"),
    "a damaged archive repaired": (["archive", "repair", "damaged"], 0, "修復した"),
    "no archive": (["search", "sound", "委託"], 3, "アーカイブがない"),
    "a document that is not there": (
        ["correct", "kept", "/title", "x", "--document", "x.pdf"],
        3,
        "文書 'x.pdf' がない",
    ),
    "a value that cannot be": (["correct", "sound/000.txt", "/cases/0/category", "x"], 2, "'x' の代わりに"),
    "a place that is none": (["correct", "sound/000.txt", "cases", "x"], 2, "JSON Pointer"),
    "no clause set": (["diff", "terms.txt", "bill.txt"], 2, "条項集が見当たらない"),
    "no clause set of the title": (["diff", "terms.txt::別の定め", "terms.txt"], 2, "で始まる条項集はない"),
    "an empty file": (["extract", "found/空.pdf"], 3, "空である"),
    "a number of a law that is none": (
        ["export", "terms.txt", "--to", "law-xml", "--law-number", "7"],
        2,
        "法令番号ではない",
    ),
    "a publication into a folder in use": (["publish", "kept", "sound"], 9, "フォルダーが空でなく"),
}
"""The arguments, the exit code, and words of what is said."""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with sound files, others, an archive, and one that is damaged."""
    pytest.importorskip("duckdb")
    folder = tmp_path_factory.mktemp("place")
    papers(folder / "sound", 3)
    found = folder / "found"
    shutil.copytree(folder / "sound", found)
    (found / "だめ.pdf").write_text("これは PDF ではない")
    (found / "空.pdf").touch()
    (found / "表.mdb").write_text("x")
    with zipfile.ZipFile(found / "束.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../外.txt", "x")
        archive.writestr("爆弾.txt", "0" * 200_000_000)
    (folder / "list.csv").write_text("path,date\nsound/000.txt,いつか\n")
    (folder / "none.csv").write_text("path,date\nsound/ない.txt,2013-05-31\n")
    (folder / "bill.txt").write_text("第2条中「乙」を「受注者」に改める。\n")
    (folder / "terms.txt").write_text(
        "個人情報の取扱いに関する特記事項\n第１条 乙は、秘密を漏らしてはならない。\n第２条 乙は、複写してはならない。\n"
    )
    assert main(["migrate", str(folder / "sound"), str(folder / "kept"), "--workers", "1"]) == 0
    shutil.copytree(folder / "kept", folder / "damaged")
    for name, ending in (("archive.duckdb", 100), ("search.sqlite", 5000)):
        os.truncate(folder / "damaged" / name, (folder / "damaged" / name).stat().st_size - ending)
    (folder / "damaged" / "records" / "strange.jsonl.zst").write_bytes(b"x")
    return folder


@pytest.mark.parametrize("name", CALLS)
def test_what_goes_wrong_is_said_in_japanese(name, place, tmp_path, monkeypatch, capsys):
    arguments, code, words = CALLS[name]
    work = tmp_path / "work"
    shutil.copytree(place, work)
    monkeypatch.chdir(work)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert main(arguments) == code
    said = "".join(capsys.readouterr())
    assert words in said
    assert english_sentences(said) == []
