"""The command line: what is printed where, in what form, and the exit code."""

from __future__ import annotations

import argparse
import datetime
import importlib
import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pymupdf
import pytest

import kaigi_extract
from kaigi_extract import Document, extract, pipeline
from kaigi_extract.cli import GROUPS, main
from kaigi_extract.records import (
    Case,
    CaseForm,
    Clause,
    ClauseSet,
    Counterparty,
    DataItem,
    DataItems,
    Extra,
    Finding,
    Item,
    LegalBasis,
    Measure,
    Outline,
    Period,
    Source,
)
from kaigi_extract.records import document as document_module
from kaigi_extract.show.terminal.tree import document_text
from tests.made import save

CORPUS = Path(__file__).parents[1] / "corpus"
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
TEXT = CORPUS / "shinjuku-2019-evacuation-list.txt"
SCHEMA = Path(document_module.__file__).with_name("document.schema.json")


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def in_shell(*arguments, **environment):
    """The command as a process of its own, standard output as bytes."""
    command = [sys.executable, "-m", "kaigi_extract.cli", *map(str, arguments)]
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(command, capture_output=True, env=clean | environment, check=False)


class TestOneFile:
    def test_json_is_the_document(self, capsys):
        code, out, err = run(capsys, "extract", PAPER)
        assert (code, err) == (0, "")
        assert Document.model_validate_json(out) == extract(PAPER)

    def test_options_reach_extract(self, capsys):
        _, out, _ = run(capsys, "extract", "--date", "2013-07-16", "--ward", "新宿区", "--reader", "pdfplumber", PAPER)
        document = json.loads(out)
        assert (document["ward"], document["cases"][0]["meeting_date"]) == ("shinjuku", "2013-07-16")

    def test_into_a_folder_that_is_made(self, tmp_path, capsys):
        code, out, _ = run(capsys, "extract", "--out", tmp_path / "a" / "b", PAPER)
        assert (code, out) == (0, "")
        [written] = (tmp_path / "a" / "b").iterdir()
        assert written.name == "shinjuku-2013-library-cards.json"
        assert Document.model_validate_json(written.read_text(encoding="utf-8")).ward == "shinjuku"

    @pytest.mark.parametrize("locale", ["C", "POSIX", "ja_JP.eucJP"])
    def test_utf_8_whatever_the_locale(self, locale):
        done = in_shell("extract", PAPER, LC_ALL=locale, PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout.decode("utf-8"))["council"] == "情報公開・個人情報保護審議会"

    def test_a_mistake_of_ours_is_one_line_and_no_traceback(self, capsys, monkeypatch):
        def breaks(*_, **__):
            raise RuntimeError("boom")

        monkeypatch.setattr("kaigi_extract.parts.assemble.split", breaks)
        code, out, err = run(capsys, "extract", PAPER)
        assert (code, out) == (1, "")
        assert err == f"kaigi-extract: {PAPER}: failed with RuntimeError: boom; please report it with the file\n"


class TestSeveralFiles:
    def test_json_lines_in_the_order_given(self, capsys):
        code, out, err = run(capsys, "extract", TEXT, PAPER)
        assert code == 0
        assert [json.loads(line)["source"]["path"] for line in io.StringIO(out)] == [str(TEXT), str(PAPER)]
        assert err == f"1/2 {TEXT}\n2/2 {PAPER}\n"

    def test_each_into_a_file_of_its_own(self, tmp_path, capsys):
        code, out, _ = run(capsys, "extract", "--out", tmp_path, TEXT, PAPER)
        assert (code, out) == (0, "")
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "shinjuku-2013-library-cards.json",
            "shinjuku-2019-evacuation-list.json",
        ]

    def test_names_that_differ_in_their_ending_only(self, tmp_path, capsys):
        for name in ("a.txt", "a.md", "b.txt"):
            (tmp_path / name).write_text("件名", encoding="utf-8")
        out = tmp_path / "out"
        run(capsys, "extract", "--out", out, tmp_path / "a.txt", tmp_path / "a.md", tmp_path / "b.txt")
        assert sorted(path.name for path in out.iterdir()) == ["a.md.json", "a.txt.json", "b.json"]

    def test_one_name_twice_is_refused_before_anything_is_read(self, tmp_path, capsys):
        code, _, err = run(
            capsys, "extract", "--out", tmp_path / "out", tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt"
        )
        assert (code, (tmp_path / "out").exists()) == (2, False)
        assert "more than one file would be written to a.txt.json" in err

    @pytest.mark.parametrize("option", ["--ward", "--recogniser"])
    def test_an_unknown_name_is_refused_before_anything_is_read(self, option, capsys):
        code, out, err = run(capsys, "extract", option, "atlantis", PAPER)
        assert (code, out) == (2, "")
        assert "'atlantis'" in err

    def test_out_that_is_a_file(self, tmp_path, capsys):
        (tmp_path / "out").write_text("x", encoding="utf-8")
        code, _, err = run(capsys, "extract", "--out", tmp_path / "out", TEXT)
        assert code == 2
        assert "cannot be made a folder" in err


def test_broken_pipe_is_quiet():
    command = [sys.executable, "-m", "kaigi_extract.cli", "extract", *[str(PAPER)] * 2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read().decode()
        code = process.wait(60)
    assert (code, [line for line in said.splitlines() if line[:2] not in ("1/", "2/")]) == (0, [])


def test_version(capsys):
    assert run(capsys, "--version") == (0, f"kaigi-extract {kaigi_extract.__version__}\n", "")


class TestHelp:
    def test_tells_every_exit_code_and_what_several_files_give(self, capsys):
        code, out, _ = run(capsys, "extract", "--help")
        assert code == 0
        assert [number for number in "0123456" if f"\n  {number}  " in out] == list("0123456")
        assert "JSON Lines, one object a line" in out

    def test_loads_no_engine(self):
        code = "import sys; from kaigi_extract.cli import main; main(['--help']); print(sorted(sys.modules))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for heavy in (
            "dataclasses",
            "importlib.metadata",
            "pydantic",
            "pymupdf",
            "pdfplumber",
            "rich",
            "spacy",
            "tomllib",
        ):
            assert f"'{heavy}'" not in done.stdout

    def test_a_command_loads_its_own_module_only(self):
        code = "import sys; from kaigi_extract.cli import main; main(['schema', '--help']); print(sorted(sys.modules))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert "'kaigi_extract.cli.records'" in done.stdout
        assert "'kaigi_extract.cli.clauses'" not in done.stdout

    @pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.adds)
    def test_every_group_adds_what_it_says(self, group):
        commands = argparse.ArgumentParser().add_subparsers()
        getattr(importlib.import_module(group.module), group.adds)(commands)
        assert tuple(commands.choices) == group.commands


READS = {
    "extract": ["extract", PAPER],
    "explain": ["explain", PAPER],
    "clauses": ["clauses", PAPER],
    "diff": ["diff", PAPER, PAPER, "--set", "特記事項"],
    "report": ["report", PAPER, PAPER, "--set", "特記事項", "--out", "{folder}/a.docx"],
    "wards draft": ["wards", "draft", PAPER],
    "migrate": ["migrate", PAPER, "{folder}/archive", "--dask", "here"],
}
"""Every command that reads files."""


class TestReadingOptions:
    """Every command that reads takes the same options, and hands them on."""

    GIVEN = ("--ward", "nerima", "--password", "鍵", "--date", "2013-05-31", "--reader", "both", "--recogniser", "none")
    MEANT = pipeline.ReadingOptions("nerima", None, "鍵", "both", "none", datetime.date(2013, 5, 31))

    @pytest.mark.parametrize("command", READS)
    def test_are_handed_to_the_reading(self, command, tmp_path, monkeypatch, capsys):
        seen = []
        plain = pipeline.extract_with_reasons

        def spy(path, options):
            seen.append(options)
            return plain(path, options)

        monkeypatch.setattr("kaigi_extract.pipeline.extract_with_reasons", spy)
        monkeypatch.setattr("kaigi_extract.explain.extract_with_reasons", spy)
        monkeypatch.setattr("kaigi_extract.archive.dask.dask_executor", lambda _: ThreadPoolExecutor(1))
        arguments = [str(argument).format(folder=tmp_path) for argument in READS[command]]
        code, _, err = run(capsys, *arguments, *self.GIVEN)
        assert code == 0, err
        first = {one for one in seen if one.reader == "both"}
        assert first == {self.MEANT}

    @pytest.mark.parametrize("command", READS)
    @pytest.mark.parametrize(
        ("option", "message"),
        [
            (("--ward", "atlantis"), "no ward 'atlantis'"),
            (("--recogniser", "crystal"), "no recogniser 'crystal'"),
            (("--reader", "crystal"), "invalid choice: 'crystal'"),
            (("--date", "31.5.2013"), "'31.5.2013' is no date; write it as 2013-05-31"),
        ],
        ids=["ward", "recogniser", "reader", "date"],
    )
    def test_a_name_that_nothing_has_is_a_wrong_command_line(self, command, option, message, tmp_path, capsys):
        arguments = [str(argument).format(folder=tmp_path) for argument in READS[command]]
        code, out, err = run(capsys, *arguments, *option)
        assert (code, out) == (2, "")
        assert message in err


class TestSchema:
    def test_is_the_one_that_lies_beside_the_records(self, capsys):
        code, out, _ = run(capsys, "schema")
        assert code == 0
        stored = SCHEMA.read_text(encoding="utf-8")
        assert out == stored, "run: kaigi-extract schema > kaigi_extract/records/document.schema.json"

    def test_knows_every_field_that_is_printed(self):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        assert set(schema["properties"]) == set(json.loads(extract(PAPER).model_dump_json()))
        assert schema["$defs"]["Clause"]["properties"]["label"]["description"] == "As printed: 第１, 11."


DOCUMENT = Document(
    source=Source(path="a.pdf", sha256="0", media_type="application/pdf", page_count=1, pages=[]),
    ward="shinjuku",
    cases=[
        Case(
            title="名簿の作成の委託について",
            numbers=[31, 32],
            bases=[LegalBasis(kind="report", article=61, branches=[8, 2], paragraph=1, label="業務委託")],
            outline=Outline(purpose="名簿を 作る。"),
            forms=[
                CaseForm(
                    category="outsourcing",
                    title="名簿の作成",
                    counterparty=Counterparty(name="甲社", note="予定"),
                    data_items=DataItems(
                        subjects="住民",
                        items=[
                            DataItem(text="氏名", spans=[]),
                            DataItem(text="住所", spans=[]),
                            DataItem(text="前住所", group="転入者", spans=[]),
                        ],
                    ),
                    periods=[
                        Period(kind="event", start=None, end=None, start_precision=None, end_precision=None, text="5月")
                    ],
                    ward_safeguards=[
                        Measure(
                            group="運用上の対策",
                            number=1,
                            text="鍵をかける。",
                            items=[Measure(text="二重に。", spans=[])],
                            spans=[],
                        )
                    ],
                    extra=[Extra(label="備考", text="なし", spans=[])],
                )
            ],
        )
    ],
    clause_sets=[
        ClauseSet(
            title="特記事項",
            kind="special_terms",
            case=0,
            clauses=[
                Clause(number=1, label="第１", heading="秘密", text="守る。", spans=[]),
                Clause(
                    number=2,
                    label="第２",
                    heading="秘密",
                    text="次のとおり。",
                    items=[Item(label="(1)", number=1, text="後も同じ。", spans=[])],
                    spans=[],
                ),
                Clause(number=3, label="第３", text="返す。", spans=[]),
            ],
            spans=[],
        )
    ],
    findings=[Finding(code="page_lost", severity="error", message="page 2 could not be read")],
)
TREE = """\
file a.pdf
├── ward shinjuku
├── reading 1 page
├── contents 1 case, 1 clause set
├── doubts 1 error
├── case 名簿の作成の委託について
│   ├── numbers 第31号、第32号
│   ├── basis 報告 第61条の8の2第1項（業務委託）
│   ├── outline
│   │   └── purpose 名簿を 作る。
│   ├── form 名簿の作成
│   │   ├── counterparty 甲社、予定
│   │   ├── data_items 住民
│   │   │   ├── 氏名、住所
│   │   │   └── 転入者 前住所
│   │   ├── periods 5月
│   │   ├── ward_safeguards
│   │   │   └── 【運用上の対策】 1 鍵をかける。
│   │   │       └── 二重に。
│   │   └── 備考 なし
│   └── special_terms 特記事項 (3)
│       ├── （秘密）
│       │   ├── 第１ 守る。
│       │   └── 第２ 次のとおり。
│       │       └── (1) 後も同じ。
│       └── 第３ 返す。
└── findings (1)
    └── error page_lost page 2 could not be read
"""


class TestTree:
    def test_whole(self):
        assert document_text(DOCUMENT, 100_000) == TREE

    def test_japanese_is_broken_at_the_edge_and_not_at_its_spaces(self):
        shown = document_text(DOCUMENT, 24).splitlines()
        at = shown.index("├── case 名簿の作成の委")
        assert shown[at : at + 3] == ["├── case 名簿の作成の委", "│   託について", "│   ├── numbers 第31号、"]

    def test_as_text_on_standard_output(self, capsys):
        code, out, _ = run(capsys, "extract", "--format", "text", PAPER)
        assert code == 0
        assert out.startswith(f"file {PAPER}\n├── ward shinjuku  p.5\n")
        assert "│   └── special_terms 特記事項 (16)  p.4–5\n" in out

    def test_into_files(self, tmp_path, capsys):
        run(capsys, "extract", "--format", "text", "--out", tmp_path, PAPER)
        assert (tmp_path / "shinjuku-2013-library-cards.txt").read_text(encoding="utf-8").startswith("file ")


class TestReport:
    def test_a_paper_is_never_written_over(self, tmp_path, capsys):
        paper = tmp_path / "paper.docx"
        paper.write_bytes((CORPUS / "shinjuku-2015-tax-entry.docx").read_bytes())
        code, _, err = run(capsys, "report", paper, PAPER, "-o", paper)
        assert (code, paper.read_bytes()) == (2, (CORPUS / "shinjuku-2015-tax-entry.docx").read_bytes())
        assert "this is one of the documents" in err

    @pytest.mark.parametrize("command", [("diff",), ("report", "-o", "out.html")])
    def test_an_encrypted_paper(self, command, tmp_path, capsys, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with pymupdf.open(PAPER) as paper:
            locked = save(paper, tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="鍵")
        assert run(capsys, *command, locked, PAPER)[0] == 4
        assert run(capsys, *command, locked, PAPER, "--password", "鍵")[0] == 0

    def test_an_escape_in_a_file_name_does_not_reach_the_terminal(self, capsys):
        _, _, err = run(capsys, "extract", "no\x1b[31mwhere.pdf")
        assert err.startswith("kaigi-extract: no\N{REPLACEMENT CHARACTER}[31mwhere.pdf: ")


class TestClauses:
    def test_a_file_without_any_says_so(self, tmp_path, capsys):
        path = tmp_path / "letter.txt"
        path.write_text("拝啓　時下ますます御清栄のこととお喜び申し上げます。", encoding="utf-8")
        code, out, err = run(capsys, "clauses", path, "--format", "json")
        assert (code, json.loads(out)) == (0, [])
        assert (
            err
            == f"kaigi-extract: {path}: there is no clause set in it; `kaigi-extract extract` prints what there is\n"
        )

    def test_it_takes_what_extract_takes(self, capsys):
        code, out, _ = run(capsys, "clauses", PAPER, "--format", "json", "--date", "2013-07-16", "--ward", "新宿区")
        assert (code, [found["date"] for found in json.loads(out)]) == (0, ["2013-07-16"])


READING = ["extract", "explain", "clauses", "diff", "report", "wards draft", "migrate"]


class TestPassword:
    """What an encrypted file asks for, its command takes."""

    @pytest.mark.parametrize("command", READING)
    def test_every_command_that_reads(self, command, tmp_path, capsys, monkeypatch):
        if command == "migrate":
            pytest.importorskip("duckdb")
        monkeypatch.chdir(tmp_path)
        with pymupdf.open(PAPER) as paper:
            save(paper, tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="鍵")
        more = {"diff": [PAPER], "report": [PAPER, "-o", "out.html", "--no-evidence"], "migrate": ["dest"]}
        given = [*command.split(), "locked.pdf", *more.get(command, [])]
        code, _, err = run(capsys, *given)
        assert code == (6 if command == "migrate" else 4)
        assert "1 encrypted" in err if command == "migrate" else "give its password with password= or --password" in err
        again = ["--retry-failed"] if command == "migrate" else []
        assert run(capsys, *given, "--password", "鍵", *again)[0] == 0

    def test_it_is_written_nowhere(self, tmp_path, capsys):
        pytest.importorskip("duckdb")
        with pymupdf.open(PAPER) as paper:
            locked = save(paper, tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="ひみつの鍵")
        report = tmp_path / "report.html"
        given = ["migrate", locked, tmp_path / "dest", "--password", "ひみつの鍵", "--report", report]
        code, out, err = run(capsys, *given)
        assert code == 0
        written = [path.read_bytes() for path in [report, *(tmp_path / "dest").rglob("*")] if path.is_file()]
        assert not any("ひみつの鍵".encode() in data for data in [*written, out.encode(), err.encode()])
