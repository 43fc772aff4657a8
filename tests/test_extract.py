"""The one verb: its arguments, the two readers against each other, and that it shares nothing between calls."""

from __future__ import annotations

import datetime
import pickle
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import Document, extract, wards
from kaigi_extract.records.differences import differences
from kaigi_extract.source import pdf_pdfplumber as plumber
from tests.made import pages, save

CORPUS = Path(__file__).parents[1] / "corpus"
PAPERS = sorted(CORPUS.glob("*.pdf"))
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
BUNDLE = CORPUS / "nerima-2014-bundle.pdf"
WARDS = {PAPER: "shinjuku", BUNDLE: "nerima"}


class TestReaders:
    @pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
    def test_both_give_the_same_records(self, path, extracted):
        assert list(differences(extracted(path), extracted(path, "pdfplumber"))) == []

    def test_both_report_nothing_where_they_agree(self):
        document = extract(PAPER, reader="both")
        assert [finding for finding in document.findings if finding.code == "readers_disagree"] == []

    def test_a_value_read_differently_is_named_by_its_pointer_and_place(self, tmp_path, monkeypatch):
        honest = plumber.read_page

        def misreads(source, number):
            page = honest(source, number)
            for run in page.runs:
                run.text = run.text.replace("電磁", "雷磁")
            return page

        monkeypatch.setattr(plumber, "read_page", misreads)
        document = extract(PAPER, reader="both")
        found = [finding for finding in document.findings if finding.code == "readers_disagree"]
        value = next(finding for finding in found if finding.record == "/cases/0/forms/0/media")
        assert value.severity == "warning"
        assert value.message == "PyMuPDF reads '紙及び電磁的媒体', pdfplumber '紙及び雷磁的媒体'"
        assert value.spans == document.cases[0].forms[0].evidence["media"].spans
        assert {"/cases/0/forms/0/evidence/media/text"} < {finding.record for finding in found}
        assert {pointed_at(document, finding.record) is not None for finding in found} == {True}
        assert document.cases[0].forms[0].media == "紙及び電磁的媒体", "PyMuPDF's reading is what comes out"

    def test_a_list_of_another_length_is_one_difference(self, tmp_path, monkeypatch):
        monkeypatch.setattr(plumber, "read_page", lambda source, number: plumber.LostPage(number, "x"))
        document = extract(save(pages("一行目"), tmp_path / "a.pdf"), reader="both")
        [found] = [finding for finding in document.findings if finding.code == "readers_disagree"]
        assert (found.record, found.message) == ("/sections", "PyMuPDF reads a list of 1, pdfplumber a list of 0")

    def test_both_of_a_file_without_pages_is_read_once(self):
        document = extract(CORPUS / "shinjuku-2019-evacuation-list.txt", reader="both")
        assert [finding for finding in document.findings if finding.code == "readers_disagree"] == []


def pointed_at(document: Document, pointer: str) -> object:
    """What a JSON Pointer leads to in the written document."""
    value = document.model_dump()
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


class TestArguments:
    def test_ward_by_id_name_or_code(self):
        for name in ("shinjuku", "新宿区"):
            assert extract(PAPER, ward=name).ward == "shinjuku"

    def test_unknown_ward(self):
        with pytest.raises(ValueError, match=r"no ward 'atlantis'; known are .*shinjuku"):
            extract(PAPER, ward="atlantis")

    def test_unknown_reader(self):
        with pytest.raises(ValueError, match="no reader 'pdfium'; known are pymupdf, pdfplumber, both"):
            extract(PAPER, reader="pdfium")

    def test_an_own_mapping_is_the_ward(self, tmp_path):
        mapping = tmp_path / "mine.toml"
        text = (Path(wards.__file__).parent / "shinjuku.toml").read_text(encoding="utf-8")
        mapping.write_text(text.replace('id = "shinjuku"', 'id = "mine"', 1), encoding="utf-8")
        assert extract(PAPER, mapping=mapping).ward == "mine"
        assert extract(PAPER, mapping=mapping, ward="shinjuku").ward == "shinjuku"
        with pytest.raises(ValueError, match=r"known are .*mine"):
            extract(PAPER, mapping=mapping, ward="nowhere")

    def test_date_of_the_meeting(self):
        document = extract(PAPER, date=datetime.date(2013, 7, 16))
        assert document.cases[0].meeting_date == datetime.date(2013, 7, 16)
        assert [(found.date, found.date_source) for found in document.clause_sets] == [
            (datetime.date(2013, 7, 16), "metadata")
        ]

    def test_path_as_text_or_path(self):
        assert extract(str(PAPER)).source == extract(PAPER).source


MINUTES = """\
令和４年度第３回川北区個人情報保護審議会会議録
日　時　　令和４年１１月８日（火）午後２時から３時１５分まで
議題
１　諮問事項
（１）諮問第７号　図書の貸出しの委託について（図書館）【資料１】
○会長　ただいまから開会します。
"""
NEXT_MINUTES = MINUTES.replace("８日（火）", "９日（水）").replace("第３回", "第４回")
TERMS = "特記事項\n１　乙は、秘密を守る。\n２　乙は、報告する。\n"
DATED_TERMS = TERMS.replace("\n", "\n平成25年４月１日改定\n", 1)
MARCH = datetime.date(2020, 3, 1)


class TestDateOfClauseSets:
    """Printed on the set; else given; else the day of the meeting, where it is beyond doubt."""

    @pytest.mark.parametrize(
        ("text", "given", "dates"),
        [
            (MINUTES + TERMS, None, [("2022-11-08", "meeting")]),
            (TERMS + MINUTES, None, [("2022-11-08", "meeting")]),
            (MINUTES + TERMS + DATED_TERMS, None, [("2022-11-08", "meeting"), ("2013-04-01", "printed")]),
            (MINUTES + TERMS + DATED_TERMS, MARCH, [("2020-03-01", "metadata"), ("2013-04-01", "printed")]),
            (MINUTES + TERMS + NEXT_MINUTES + TERMS, None, [("None", None), ("None", None)]),
            (TERMS, None, [("None", None)]),
        ],
    )
    def test_of_no_case(self, tmp_path, text, given, dates):
        path = tmp_path / "paper.txt"
        path.write_text(text, encoding="utf-8")
        assert [(str(one.date), one.date_source) for one in extract(path, date=given).clause_sets] == dates

    def test_of_a_case_on_the_agenda(self, extracted):
        [found] = extracted(BUNDLE).clause_sets
        assert (found.case, found.date, found.date_source) == (0, datetime.date(2014, 7, 23), "meeting")

    def test_beside_the_minutes_of_another_sitting(self, tmp_path):
        with pymupdf.open(BUNDLE) as minutes, pymupdf.open(PAPER) as paper:
            minutes.select([0, 1, 2])
            minutes.new_page().insert_text((60, 60), TERMS.split("\n"), fontname="japan", fontsize=11)
            minutes.insert_pdf(paper)
            minutes.save(tmp_path / "both.pdf")
        document = extract(tmp_path / "both.pdf", ward="shinjuku")
        assert document.meeting is not None
        assert [(one.case, one.date, one.date_source) for one in document.clause_sets] == [
            (None, None, None),
            (0, None, None),
        ]


class TestRepeatedPapers:
    """What heads a paper that a file holds several times is no running head."""

    @pytest.mark.parametrize(
        ("path", "first", "last", "times", "cases", "registers", "clauses"),
        [
            (CORPUS / "shinjuku-2016-sports-booking.pdf", 1, 6, 3, 3, 0, [16, 16, 16]),
            (BUNDLE, 5, 5, 4, 0, 4, []),  # one-page register sheets in a row
            (BUNDLE, 4, 5, 3, 3, 3, []),
            (CORPUS / "shinjuku-2020-bulky-waste.pdf", 4, 6, 4, 0, 0, [21, 21, 21, 21]),
        ],
    )
    def test_they_are_all_read(self, path, first, last, times, cases, registers, clauses, tmp_path):
        bundle = pymupdf.open()
        with pymupdf.open(path) as paper:
            for _ in range(times):
                bundle.insert_pdf(paper, from_page=first - 1, to_page=last - 1)
        document = extract(save(bundle, tmp_path / "bundle.pdf"), ward=path.stem.partition("-")[0])
        found = (len(document.cases), len(document.registers), [len(one.clauses) for one in document.clause_sets])
        assert found == (cases, registers, clauses)


class TestPure:
    def test_twice_is_the_same(self):
        assert extract(PAPER) == extract(PAPER)

    def test_in_another_process(self, extracted):
        with ProcessPoolExecutor(1) as pool:
            [document] = pool.map(partial(extract, ward="shinjuku"), [PAPER])
        assert document.cases == extracted(PAPER).cases

    def test_comes_back_from_json_and_pickle(self, extracted):
        document = extracted(PAPER)
        assert Document.model_validate_json(document.model_dump_json()) == document
        assert pickle.loads(pickle.dumps(document)) == document


class TestSheetsOfOnePage:
    """Pages that begin alike, one after the other: what heads them is no running head."""

    @pytest.mark.parametrize(
        ("path", "number"), [(PAPER, 1), (PAPER, 4), (BUNDLE, 4), (BUNDLE, 8), (BUNDLE, 12)], ids=str
    )
    def test_each_is_read(self, path, number, tmp_path):
        single, several = pymupdf.open(), pymupdf.open()
        with pymupdf.open(path) as paper:
            for made, times in ((single, 1), (several, 4)):
                for _ in range(times):
                    made.insert_pdf(paper, from_page=number - 1, to_page=number - 1)
        one = extract(save(single, tmp_path / "one.pdf"), ward=WARDS[path])
        four = extract(save(several, tmp_path / "four.pdf"), ward=WARDS[path])
        assert [case.title for case in four.cases] == [case.title for case in one.cases] * 4
        assert [(s.title, len(s.clauses)) for s in four.clause_sets] == [
            (s.title, len(s.clauses)) for s in one.clause_sets
        ] * 4
        assert [sheet.title for sheet in four.registers] == [sheet.title for sheet in one.registers] * 4
