"""Works: one document in several files is one, and documents of one template are not; what is counted counts once."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

import pytest

from kaigi_extract import Archive, migrate
from kaigi_extract.archive.company_names import is_own_office
from kaigi_extract.archive.works import find_works, manifestation_rows
from kaigi_extract.errors import MissingExtra
from tests.archives import PLAIN
from tests.work_families import (
    Paper,
    as_document,
    different,
    form,
    scanned,
    statistics,
    write_pdf,
    write_scan,
    write_text,
    write_word,
    yearly,
)


def roles(*documents):
    """For each document the number of its work, in the order of the works' best documents, and its role."""
    works = find_works(list(documents))
    numbers = {work.id: number for number, work in enumerate(works)}
    return {(row[1], row[4]): numbers[row[2]] for row in manifestation_rows(works)}


@pytest.mark.parametrize("count", [2, 5, 12, 20, 200])
def test_different_documents_are_different_works(count):
    assert len(find_works([as_document(paper, f"{at:04}") for at, paper in enumerate(different(count))])) == count


@pytest.mark.parametrize("count", [2, 5, 12, 20, 60])
def test_forms_under_one_title_are_different_works(count):
    papers = [form(at, title="証明書交付業務の委託について") for at in range(count)]
    made = [(scanned if at % 2 else as_document)(paper, f"{at:04}") for at, paper in enumerate(papers)]
    assert len(find_works(made)) == count


@pytest.mark.parametrize("papers", [
    [yearly(year) for year in range(1, 8)],
    [statistics(month) for month in range(20)],
    [replace(statistics(month), day=None) for month in range(20)],
], ids=["yearly", "monthly", "monthly without a day"])  # fmt: skip
def test_series_are_different_works(papers):
    assert len(find_works([as_document(paper, f"{at:04}") for at, paper in enumerate(papers)])) == len(papers)


def test_three_forms_are_one_work_and_the_pdf_is_the_best():
    paper = form(3)
    found = roles(scanned(paper, "s", 0.005), as_document(paper, "w", "word"), as_document(paper, "p"))
    assert found == {("p", "best"): 0, ("w", "same"): 0, ("s", "same"): 0}


@pytest.mark.parametrize(
    ("more", "best"),
    [({"doubts": 2}, "w"), ({"recognised": 1.0, "form": "scan"}, "w"), ({}, "p")],
    ids=["doubtful", "recognised", "as good"],
)
def test_the_best_is_by_evidence(more, best):
    found = roles(as_document(form(3), "p", **more), as_document(form(3), "w", "word"))
    assert (best, "best") in found


def changed(paper: Paper, old: str, new: str, **more: object) -> Paper:
    assert old in paper.text
    return replace(paper, lines=tuple(line.replace(old, new) for line in paper.lines), **more)


DAY = statistics(3).day


@pytest.mark.parametrize(
    ("other", "works"),
    [
        (changed(replace(form(3), day=DAY), "作業室", "控え室"), 1),
        (changed(replace(form(3), day=DAY), "件名", "件名", day=statistics(4).day), 2),
        (changed(replace(form(3), day=DAY), "委託について", "委託の廃止について", title="貸出自転車受付業務の委託の廃止について"), 2),
        (changed(replace(form(3), day=DAY), "件名", "件名", ward="shinjuku"), 2),
    ],
    ids=["a word", "another day", "another title", "another ward"],
)  # fmt: skip
def test_a_version_is_the_same_work_where_title_day_and_ward_agree(other, works):
    made = [as_document(replace(form(3), day=DAY), "a"), as_document(other, "b")]
    found = find_works(made)
    assert len(found) == works
    if works == 1:
        assert sorted(row[4] for row in manifestation_rows(found)) == ["best", "revised"]


def test_a_document_in_a_bundle_is_a_part_of_it():
    papers = [form(at) for at in range(3)]
    bundle = Paper("合冊", tuple(line for paper in papers for line in paper.lines))
    lengths = [as_document(paper, "x").length for paper in papers]
    parts = [(sum(lengths[:at]), sum(lengths[: at + 1])) for at in range(3)]
    whole = as_document(bundle, "b", titles=[paper.title for paper in papers], parts=parts)
    found = roles(whole, *(as_document(paper, str(at)) for at, paper in enumerate(papers)))
    assert {key for key in found if key[1] == "part"} == {("b", "part")}
    assert len({number for (_, role), number in found.items() if role == "best"}) == 4


def test_the_id_of_a_work_is_by_its_text():
    alone = find_works([as_document(form(3), "p")])
    among = find_works([as_document(form(3), "other"), *(as_document(form(at), str(at)) for at in range(4, 9))])
    assert alone[0].id in {work.id for work in among}


@pytest.mark.parametrize(
    ("name", "ward", "own"),
    [
        ("総務部人事課", None, True),
        ("区長", None, True),
        ("新宿区福祉部", "新宿区", True),
        ("新宿区", "新宿区", True),
        ("福祉部高齢支援課、区民部戸籍課", None, True),
        ("武蔵台市市民課", "新宿区", False),
        ("株式会社みなと営業部", None, False),
        ("あけぼの薬局", None, False),
        ("みなと放送局", None, False),
        ("東京都福祉局総務課", None, False),
        ("白樺印刷", None, False),
    ],
)
def test_offices_of_the_ward_are_no_companies(name, ward, own):
    assert is_own_office(name, ward) is own


def test_a_missing_package_is_named_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "datasketch", None)
    with pytest.raises(MissingExtra, match="datasketch"):
        migrate(tmp_path, tmp_path / "dest")
    assert not (tmp_path / "dest").exists()


@pytest.mark.slow
def test_of_75_files_ten_are_in_three_forms(tmp_path):
    source = tmp_path / "src"
    source.mkdir()
    for at in range(10):
        write_pdf(form(at), source / f"{at:02}.pdf")
        write_word(form(at), source / f"{at:02}.docx")
        write_text(form(at), source / f"{at:02}.txt")
    for at in range(10, 55):
        write_text(form(at, at % 3), source / f"{at:02}.txt")
    summary = migrate(source, tmp_path / "dest", **PLAIN)
    assert summary.files == {"done": 75}
    assert summary.works["works"] == 55
    with Archive(tmp_path / "dest") as archive:
        works = archive.sql("SELECT id, manifestations FROM works")
        assert Counter(works["manifestations"]) == {1: 45, 3: 10}
        names = archive.sql("SELECT work_id, path FROM document_list")
        assert all(len(set(group.str[:2])) == 1 for _, group in names.groupby("work_id")["path"])


@pytest.mark.scan
@pytest.mark.slow
def test_a_scan_is_its_document(tmp_path):
    source = tmp_path / "src"
    source.mkdir()
    for at in range(2):
        write_pdf(form(at), source / f"{at}.pdf")
    write_scan(form(1), source / "1s.pdf")
    migrate(source, tmp_path / "dest", workers=1)
    with Archive(tmp_path / "dest") as archive:
        found = archive.sql("SELECT path, role, form FROM document_list ORDER BY path").values.tolist()
    assert found == [["0.pdf", "best", "pdf"], ["1.pdf", "best", "pdf"], ["1s.pdf", "same", "scan"]]
