"""Documents taken out of an archive: nothing of them stays, and nothing brings them back unasked."""

from __future__ import annotations

import pytest

from kaigi_extract import Archive, UnreadableSource, check_archive, migrate
from kaigi_extract.archive.remove import remove_documents
from kaigi_extract.cli import main
from tests.archives import run, statuses

SECRET = "氏名甲山乙彦"


@pytest.fixture
def made(tmp_path):
    """An archive of three papers, one of them found under two names."""
    (tmp_path / "src" / "2013").mkdir(parents=True)
    for name in ("2013/a.txt", "copy.txt"):
        (tmp_path / "src" / name).write_text(f"会議録\n{SECRET}\n", encoding="utf-8")
    (tmp_path / "src" / "b.txt").write_text("会議録\n図書館\n", encoding="utf-8")
    migrate(tmp_path / "src", tmp_path / "dest", recogniser="none", workers=1, to=["sqlite", "csv"])
    return tmp_path


def holds_secret(dest):
    encoded = (SECRET.encode(), SECRET.encode("unicode-escape"), SECRET.encode("utf-16-le"))
    return [
        path.name for path in dest.rglob("*") if path.is_file() and any(one in path.read_bytes() for one in encoded)
    ]


def test_nothing_of_them_stays(made, capsys):
    dest = made / "dest"
    assert "search.sqlite" in holds_secret(dest)
    assert main(["archive", "remove", str(dest), "2013/*", "--workers", "1"]) == 0
    assert capsys.readouterr() == ("2013/a.txt\ncopy.txt\n", f"kaigi-extract: {dest}: 2 files taken out\n")
    assert holds_secret(dest) == []
    assert check_archive(dest) == []
    with Archive(dest) as archive:
        assert [document.source.path for document in archive.documents()] == [str(made / "src" / "b.txt")]
        assert archive.search(SECRET).empty
        assert archive.table("documents")["path"].tolist() == ["b.txt"]


def test_left_out_until_it_is_asked_for(made):
    dest = made / "dest"
    remove_documents(dest, ["a.txt"], workers=1)
    assert run(made / "src", dest) == (0, 0)
    assert statuses(dest) == {
        "a.txt": ("skipped", "removed"),
        "b.txt": ("done", None),
        "copy.txt": ("skipped", "removed"),
    }
    assert run(made / "src", dest, reread=["2013/a.txt"]) == (1, 0)
    assert [statuses(dest)[name][0] for name in ("copy.txt", "a.txt")] == ["done", "duplicate"]


def test_a_name_that_nothing_has(made):
    before = (made / "dest" / "SHA256SUMS").read_bytes()
    assert remove_documents(made / "dest", ["c.txt"], workers=1) == []
    assert (made / "dest" / "SHA256SUMS").read_bytes() == before


def test_no_archive_there(tmp_path):
    with pytest.raises(UnreadableSource):
        remove_documents(tmp_path, ["*"])
