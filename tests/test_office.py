"""Files of other office programs through LibreOffice: a program in PATH that behaves like it, or badly."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import time
import zipfile

import pytest
import xlsxwriter

from kaigi_extract import UnreadableSource, extract
from kaigi_extract.source import read
from tests.made import pages

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOC = OLE + "WordDocument".encode("utf-16-le")
XLS = OLE + "Workbook".encode("utf-16-le")
PPT = OLE + "PowerPoint Document".encode("utf-16-le")
JTD = OLE + "JSRV_SegmentInformation".encode("utf-16-le")

PROGRAM = """#!/bin/sh
# soffice -env:UserInstallation=… … --convert-to KIND --outdir DIR FILE
echo "$@" > {log}
while [ $# -gt 1 ]; do
  case "$1" in --convert-to) kind=$2;; --outdir) out=$2;; esac
  shift
done
{body}
"""


def opendocument(kind):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return data.getvalue()


@pytest.fixture
def soffice(tmp_path, monkeypatch):
    """Puts a program into PATH that runs these lines of shell; returns the file that keeps what it was asked."""

    def install(body):
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "soffice"
        program.write_text(PROGRAM.format(log=tmp_path / "log", body=body), encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
        return tmp_path / "log"

    return install


@pytest.fixture
def converted(tmp_path):
    """The files that the program gives, by kind."""
    from docx import Document

    paper = Document()
    paper.add_paragraph("件名　鍵の郵送について")
    paper.save(tmp_path / "made.docx")
    with xlsxwriter.Workbook(tmp_path / "made.xlsx") as book:
        book.add_worksheet().write(0, 0, "件名　鍵の郵送について")
    (tmp_path / "made.pdf").write_bytes(pages("件名　鍵の郵送について").tobytes())
    return f'cp {tmp_path}/made.$kind "$out/given.$kind"'


GIVEN = [
    ("a.doc", DOC, "docx", "application/msword", "a Word file of before 2007 (.doc)"),
    ("a.rtf", b"{\\rtf1\\ansi x}", "docx", "application/rtf", "a rich-text file"),
    ("a.jtd", JTD, "docx", "application/x-ole-storage", "an office file of before 2007 (一太郎?)"),
    ("a.xls", XLS, "xlsx", "application/vnd.ms-excel", "an Excel file of before 2007 (.xls)"),
    ("a.ppt", PPT, "pdf", "application/vnd.ms-powerpoint", "a PowerPoint file of before 2007 (.ppt)"),
    ("a.odt", opendocument("text"), "docx", "application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)"),
    ("a.ods", opendocument("spreadsheet"), "xlsx", "application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    ("a.odp", opendocument("presentation"), "pdf", "application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation (.odp)"),
]  # fmt: skip
IDS = [name for name, *_ in GIVEN]


@pytest.mark.parametrize(("name", "data", "kind", "media_type", "what"), GIVEN, ids=IDS)
def test_read_as_libreoffice_converts_it(tmp_path, soffice, converted, name, data, kind, media_type, what):
    log = soffice(converted)
    path = tmp_path / name
    path.write_bytes(data)
    document = extract(path)
    assert "件名　鍵の郵送について" in [section.text for section in document.sections]
    assert (document.source.path, document.source.media_type) == (str(path), media_type)
    assert f"this is {what}; it was read as LibreOffice converts it" in [one.message for one in document.findings]
    asked = log.read_text(encoding="utf-8").split()
    assert asked[0].startswith("-env:UserInstallation=file:///")
    assert "--headless" in asked
    assert asked[asked.index("--convert-to") + 1] == kind
    assert asked[-1].endswith(f"/given{path.suffix}")


@pytest.mark.parametrize(("name", "data", "kind", "media_type", "what"), GIVEN, ids=IDS)
def test_without_libreoffice(monkeypatch, name, data, kind, media_type, what):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableSource) as caught:
        read(data, name=name)
    assert str(caught.value).startswith(f"{name}: this is {what}; install LibreOffice, or save it as ")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("exit 0", "LibreOffice did not convert it: it cannot read the file; save it as .docx or PDF"),
        ("exit 81", "LibreOffice did not convert it: it ended with code 81; save it as .docx or PDF"),
        (': > "$out/given.docx"', "LibreOffice did not convert it: it cannot read the file"),
    ],
)
def test_a_program_that_fails(soffice, body, words):
    soffice(body)
    with pytest.raises(UnreadableSource, match="this is a Word file of before 2007") as caught:
        read(DOC, name="a.doc")
    assert words in str(caught.value)


def test_what_it_gives_is_damaged(soffice):
    soffice('echo PK > "$out/given.docx"')
    with pytest.raises(UnreadableSource):
        read(DOC, name="a.doc")


def test_a_program_that_never_ends_is_ended_with_its_children(tmp_path, soffice, monkeypatch):
    monkeypatch.setattr("kaigi_extract.source.office.SECONDS", 0.5)
    soffice(f"sleep 600 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(UnreadableSource, match="it took more than 0 seconds"):
        read(DOC, name="a.doc")
    child = int((tmp_path / "child").read_text())
    _wait(lambda: not _runs(child))


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="only there are such groups of processes")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not count the seconds that a program computes")
def test_a_program_that_computes_without_an_end_is_ended_long_before(soffice, monkeypatch):
    monkeypatch.setattr("kaigi_extract.source.office.COMPUTING", 1)
    soffice("while :; do :; done")
    with pytest.raises(UnreadableSource, match="LibreOffice did not convert it: it took more than 1 seconds"):
        read(DOC, name="papers.doc")


def test_it_ends_with_the_process_that_asked_for_it_however_that_ends(tmp_path, soffice):
    """At its limit a file's process is killed at once, and can end nothing any more."""
    soffice(f"echo $$ > {tmp_path}/itself; sleep 600 & echo $! > {tmp_path}/child; wait")
    path = tmp_path / "a.doc"
    path.write_bytes(DOC)
    (tmp_path / "temporary").mkdir()
    code = f"from kaigi_extract import extract; extract({str(path)!r})"
    asking = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    _wait(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text().strip())
    asking.kill()
    asking.wait()
    for name in ("itself", "child"):
        number = int((tmp_path / name).read_text())
        _wait(lambda number=number: not _runs(number))
    _wait(lambda: not list((tmp_path / "temporary").iterdir()))


def test_a_program_that_cannot_be_started(soffice, tmp_path):
    soffice("")
    (tmp_path / "bin" / "soffice").write_text("#!/nowhere/sh\n")
    with pytest.raises(UnreadableSource, match=r"it cannot be started \(No such file or directory\); save it as"):
        read(DOC, name="a.doc")


def _wait(until):
    deadline = time.monotonic() + 30
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _runs(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_nothing_is_left_behind(tmp_path, soffice, converted, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    soffice(converted)
    read(DOC, name="a.doc")
    assert list(folder.iterdir()) == []


def test_macros_are_off_in_its_profile(tmp_path, soffice, converted):
    soffice(f'cp "$out/../profile/user/registrymodifications.xcu" {tmp_path}/profile.xcu; {converted}')
    read(DOC, name="a.doc")
    profile = (tmp_path / "profile.xcu").read_text(encoding="utf-8")
    assert "DisableMacrosExecution" in profile
    assert "MacroSecurityLevel" in profile
