"""A ward or mapping that was given and that the paper speaks against: said, and nothing that is printed is lost."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract, wards
from kaigi_extract.cli import main
from kaigi_extract.explain import explain
from kaigi_extract.wards import bundled_wards, contradiction

CORPUS = Path(__file__).parents[1] / "corpus"
BUNDLED = Path(wards.__file__).parent
SHINJUKU = ["shinjuku-2013-library-cards.pdf", "shinjuku-2015-tax-entry.docx", "shinjuku-2019-evacuation-list.txt"]


def conflicts(document):
    return [finding for finding in document.findings if finding.code == "ward_conflict"]


def records(document):
    """All that was read, findings and what decided the ward aside."""
    return document.model_dump(exclude={"findings", "evidence"})


@pytest.mark.parametrize("given", [{"ward": "nerima"}, {"mapping": BUNDLED / "nerima.toml"}], ids=["ward", "mapping"])
@pytest.mark.parametrize("name", SHINJUKU)
def test_the_paper_is_read_as_what_it_says_it_is(name, given):
    document = extract(CORPUS / name, **given)
    assert records(document) == records(extract(CORPUS / name))
    assert document.ward == "shinjuku"
    [finding] = conflicts(document)
    assert finding.severity == "warning"
    assert finding.message.startswith("nerima (練馬区) was given, but the document names shinjuku (新宿区) by ")
    assert document.evidence["ward"].spans == finding.spans != []


def test_a_bundle_of_the_other_ward():
    document = extract(CORPUS / "nerima-2014-bundle.pdf", ward="shinjuku")
    assert records(document) == records(extract(CORPUS / "nerima-2014-bundle.pdf"))
    assert "names nerima (練馬区) by " in conflicts(document)[0].message


@pytest.fixture
def form(tmp_path):
    """The forms of a paper without the sheets that name its ward."""
    path = tmp_path / "form.pdf"
    with pymupdf.open(CORPUS / "shinjuku-2016-sports-booking.pdf") as paper:
        paper.select([2, 3])
        paper.save(path)
    return path


class TestLabels:
    """A sheet that names no ward."""

    def test_they_are_read_and_no_ward_is_claimed(self, form):
        right, wrong = extract(form, ward="shinjuku"), extract(form, ward="nerima")
        assert [one.model_dump(exclude={"evidence"}) for case in wrong.cases for one in case.forms] == [
            one.model_dump(exclude={"evidence"}) for case in right.cases for one in case.forms
        ]
        assert (wrong.ward, right.ward) == (None, "shinjuku")
        [finding] = conflicts(wrong)
        assert "has the form labels of shinjuku (新宿区); it was read with the words of shinjuku" in finding.message
        assert conflicts(right) == []

    def test_without_a_ward_nothing_is_guessed(self, form):
        document = extract(form)
        assert (document.ward, document.mapping.origin, conflicts(document)) == (None, "general", [])

    def test_what_the_mapping_does_not_know_is_kept_with_its_label(self, tmp_path):
        mapping = tmp_path / "own.toml"
        text = (BUNDLED / "shinjuku.toml").read_text(encoding="utf-8")
        mapping.write_text(text.replace("委託理由", "外部に出す理由"), encoding="utf-8")
        document = extract(CORPUS / SHINJUKU[0], mapping=mapping)
        [form] = document.cases[0].forms
        whole = extract(CORPUS / SHINJUKU[0]).cases[0].forms[0]
        assert form.reason is None
        assert [(extra.label, extra.text) for extra in form.extra] == [("委託理由", whole.evidence["reason"].text)]
        assert "unmapped_label" in {finding.code for finding in document.findings}


NERIMA, KNOWN = next(ward for ward in bundled_wards() if ward.id == "nerima"), bundled_wards()


@pytest.mark.parametrize(
    ("text", "labels", "ward"),
    [
        ("新宿区個人情報保護条例第14条", (), "shinjuku"),
        ("新宿区個人情報保護条例第14条、練馬区の例による", (), "shinjuku"),
        ("新宿区個人情報保護条例及び練馬区個人情報保護条例", (), None),
        ("練馬区個人情報保護条例", ("保有課", "登録業務の名称", "記録媒体"), None),
        ("どの区でもない", (), None),
        ("どの区でもない", ("保有課", "登録業務の名称"), "shinjuku"),
        ("新宿区の公園", ("品名", "数量"), None),
    ],
)
def test_what_speaks_against_a_given_ward(text, labels, ward):
    found = contradiction(NERIMA, text, labels, KNOWN)
    assert (None if found is None else found.ward.id) == ward


def test_explain_says_what_decided():
    found = explain(CORPUS / SHINJUKU[0], ward="nerima")
    reason = next(reason for reason in found.reasons if reason.record == "/ward")
    assert (reason.value, reason.because.startswith("the ordinance's name")) == ("shinjuku", True)
    asked = explain(CORPUS / SHINJUKU[0], ward="shinjuku")
    assert next(reason for reason in asked.reasons if reason.record == "/ward").because == "it was asked for"


def test_on_the_command_line(capsys):
    assert main(["extract", str(CORPUS / SHINJUKU[0]), "--ward", "nerima", "--format", "text"]) == 0
    out = capsys.readouterr().out
    assert "ward_conflict nerima" in out
    assert "counterparty " in out
