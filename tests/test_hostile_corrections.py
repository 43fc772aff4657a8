"""Corrections that somebody damaged or made to do harm, beside a file and read in: refused as what they are, or told."""

from __future__ import annotations

import json
import os

import pytest

from kaigi_extract import UnreadableSource, extract
from kaigi_extract.cli import main
from kaigi_extract.corrections.exchange import read_corrections
from kaigi_extract.corrections.kept import CorrectionList, corrections_path, keep_beside
from tests.fuzz.sound import sound

ONE = json.loads(sound("corrections.json"))[0]


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(sound("paper.txt"))
    return path


def beside(paper, *entries):
    """Corrections beside a file; an entry that is bytes stands for all of it."""
    whole = entries[0] if isinstance(entries[0], bytes) else json.dumps([ONE | entry for entry in entries]).encode()
    corrections_path(paper).write_bytes(whole)
    return paper


def link(target):
    return lambda path: path.symlink_to(target)


def large(path):
    with path.open("wb") as file:
        os.truncate(file.fileno(), 2**33)


NO_FILES = {
    "pipe": (os.mkfifo, "this is a pipe, a socket or a device"),
    "device": (link("/dev/zero"), "this is a pipe, a socket or a device"),
    "folder": (os.mkdir, "it cannot be read"),
    "link to itself": (link("a.txt.corrections.json"), "it cannot be read"),
    "larger than any": (large, "it has more than 134217728 bytes and is no list of corrections"),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_refused_and_not_waited_for(paper, kind, capfd):
    make, words = NO_FILES[kind]
    make(corrections_path(paper))
    with pytest.raises(UnreadableSource, match=words):
        extract(paper, recogniser="none")
    assert main(["correct", str(paper), "--list"]) == 3
    assert words in capfd.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.parametrize("ending", [".json", ".csv", ".xlsx", ".jsonpatch"])
def test_nor_is_what_is_read_in(paper, tmp_path, ending, capfd):
    os.mkfifo(tmp_path / f"x{ending}")
    assert main(["correct", str(paper), "--import", str(tmp_path / f"x{ending}"), "--recogniser", "none"]) == 3
    assert "this is a pipe" in capfd.readouterr().err


def test_a_journal_that_is_none_is_not_written_to(paper, monkeypatch):
    other = paper.with_name("notes.txt")
    other.write_text("私のメモ\n", encoding="utf-8")
    beside(paper, {})
    monkeypatch.setattr("kaigi_extract.corrections.kept.WHOLE_BELOW", 0)
    listed = CorrectionList(corrections_path(paper))
    listed.journal.symlink_to(other)
    with pytest.raises(UnreadableSource, match="no list of corrections"):
        listed.add(CorrectionList(corrections_path(beside(paper.with_name("b.txt"), {}))).read())
    assert other.read_text(encoding="utf-8") == "私のメモ\n"


def test_nothing_is_written_through_a_link_that_lies_in_its_place(paper):
    other = paper.with_name("notes.txt")
    other.write_text("私のメモ\n", encoding="utf-8")
    corrections_path(paper).with_name("a.txt.corrections.json.part").symlink_to(other)
    keep_beside(paper, [])
    assert other.read_text(encoding="utf-8") == "私のメモ\n"
    assert corrections_path(paper).read_bytes() == b"[]\n"


NO_LISTS = {
    "empty": b"",
    "zeros": bytes(500),
    "cut": json.dumps([ONE]).encode()[:-9],
    "a number": b"5",
    "an object": b"{}",
    "numbers": b"[1]",
    "deep": b"[" * 100_000,
    "another encoding": json.dumps([ONE]).encode("utf-16"),
    "another action": json.dumps([ONE | {"action": "burn"}]).encode(),
    "no moment": json.dumps([ONE | {"when": 1e300}]).encode(),
    "a page that is none": json.dumps([ONE | {"spans": [{"page": "x"}]}]).encode(),
}


@pytest.mark.parametrize("kind", NO_LISTS)
def test_what_is_no_list_is_said_with_its_place(paper, kind):
    with pytest.raises(UnreadableSource, match=r"no list of corrections: .*; put that right"):
        extract(beside(paper, NO_LISTS[kind]), recogniser="none")


@pytest.mark.parametrize("value", [[], {"a": 1}, 10**30, [[[[]]]], True])
def test_a_value_that_the_record_cannot_have_is_a_finding(paper, value):
    plain = extract(paper, recogniser="none")
    read = extract(beside(paper, {"pointer": "/cases/0/title", "value": value}), recogniser="none")
    [told] = [one for one in read.findings if one.code == "correction_outdated"]
    assert told.record == "/cases/0/title"
    assert told.message.startswith(f"a correction ({value!r}) is not applied: expected another value")
    assert "使える値" in told.said("ja")
    assert read.cases == plain.cases


@pytest.mark.parametrize("pointer", ["", "/", "//////", "~", "/cases/-1/title", "/cases/99999/title", "/a" * 50_000])
def test_a_pointer_that_leads_nowhere_is_a_finding(paper, pointer):
    read = extract(beside(paper, {"pointer": pointer, "text": None}), recogniser="none")
    assert [one.code for one in read.findings if one.record == pointer] == ["correction_outdated"]


def test_moments_without_an_offset_are_put_in_order_with_others(paper):
    rows = [
        ("2024-01-01T00:00:00", "初めの件名"),
        ("2025-01-01T00:00:00+09:00", "次の件名"),
        ("2024-06-01T00:00:00", "間の件名"),
    ]
    read = extract(beside(paper, *({"when": when, "value": value} for when, value in rows)), recogniser="none")
    assert read.cases[0].title == "次の件名"


@pytest.mark.parametrize("cell", ["[" * 100_000, "\ud800", '{"a":'])
def test_a_cell_that_is_no_json_is_a_text(tmp_path, cell):
    path = tmp_path / "x.csv"
    head, row = (
        "sha256,pointer,value,when",
        f'{ONE["sha256"]},/cases/0/title,"{cell.replace(chr(34), chr(34) * 2)}",2024-01-01',
    )
    path.write_bytes(f"{head}\n{row}\n".encode("utf-8", "replace"))
    assert read_corrections(path)[0].value == cell.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    "patch",
    [b"[1]", b"{}", b"5", b'[{"op":"test"}]', b"[" * 100_000, b"\xff\xfe", b'[{"op":5,"path":5,"value":5}]',
     b'[{"op":"add","path":"","value":{}}]', b'[{"op":"replace","path":"/cases/0/title"}]'],
)  # fmt: skip
def test_what_is_no_patch_is_refused(paper, tmp_path, patch, capfd):
    path = tmp_path / "x.jsonpatch"
    path.write_bytes(patch)
    code = main(["correct", str(paper), "--import", str(path), "--recogniser", "none"])
    words = {2: "the whole document: expected", 3: "x.jsonpatch: "}  # where it leads, or what it is
    assert words[code] in capfd.readouterr().err
