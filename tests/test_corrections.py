"""What a person puts right lasts: through readings, upgrades, other mappings and readers; what changed is reported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kaigi_extract import check_archive, extract, migrate, remove_documents, repair_archive
from kaigi_extract.archive.corrections import add_corrections, archive_corrections, archive_document
from kaigi_extract.archive.upgrade import upgrade
from kaigi_extract.cli import main
from kaigi_extract.corrections.exchange import patch_of, read_corrections, write_corrections
from kaigi_extract.corrections.kept import corrections_path, keep_beside, kept_beside
from kaigi_extract.records import Correction, InvalidCorrection, following, undoing
from kaigi_extract.records.corrected import apply_corrections
from kaigi_extract.records.walk import walk

CORPUS = Path(__file__).parent.parent / "corpus"
CARDS, LIST = "shinjuku-2013-library-cards.pdf", "shinjuku-2019-evacuation-list.txt"
START = "/cases/0/forms/0/periods/0/start"


@pytest.fixture(scope="module")
def cards():
    return extract(CORPUS / CARDS)


@pytest.fixture
def document(cards):
    return cards.model_copy(deep=True)


@pytest.mark.parametrize(
    ("pointer", "value", "allowed"),
    [
        (START, "soon", "valid date"),
        ("/cases/0/category", "parking", "'outsourcing'"),
        ("/cases/0/forms/0/data_items/open", "perhaps", "valid boolean"),
        ("/cases/0/numbers/0", 3, "a number below 0"),
        ("/cases/7/title", "窓口", "a number below 1"),
        ("/cases/0/colour", "red", "title, numbers"),
        ("/cases/0/evidence", {}, "title, numbers"),
        ("/source/path", "b.pdf", "ward"),
        ("cases", 1, "begins with /"),
        ("", 1, "begins with /"),
    ],
)
def test_a_value_is_checked_as_the_record_checks_it(document, pointer, value, allowed):
    with pytest.raises(InvalidCorrection, match=allowed):
        document.correct(pointer, value)


def test_a_corrected_value_is_of_its_type_and_sure(document):
    made = document.correct(START, "2013-06-01", by="archivist", note="by telephone")
    assert (made.read, made.value, made.who, made.note) == ("2013-10-01", "2013-06-01", "archivist", "by telephone")
    assert made.text == "平成 25 年 10 月上旬から平成 25 年 12 月 27 日まで"
    assert document.cases[0].forms[0].periods[0].start.isoformat() == "2013-06-01"
    document.correct("/cases/0/forms/0/media", "紙")
    assert document.cases[0].forms[0].evidence["media"].confidence == 1.0


def test_what_is_confirmed_is_doubted_no_more(document):
    evidence = document.cases[0].evidence["title"]
    evidence.confidence = 0.4
    doubt = document.findings[0].model_copy(update={"code": "low_confidence", "record": "/cases/0/title"})
    other = doubt.model_copy(update={"record": "/cases/0/department"})
    document.findings += [doubt, other]
    made = document.confirm("/cases/0/title", by="archivist")
    assert (made.action, made.value, made.confidence) == ("confirmed", document.cases[0].title, 0.4)
    assert evidence.confidence == 1.0
    assert doubt not in document.findings
    assert other in document.findings


def test_another_print_is_reported_with_both_texts_and_not_corrected(document, cards):
    made = document.correct(START, "2013-06-01", by="archivist")
    now = cards.model_copy(deep=True)
    now.cases[0].forms[0].periods[0].text = "平成 26 年 1 月"
    for _ in range(2):  # it is said once, however often
        now.settle([made])
    [said] = [one for one in now.findings if one.code == "correction_outdated"]
    assert now.cases[0].forms[0].periods[0].start.isoformat() == "2013-10-01"
    assert said.record == START
    assert "「平成 26 年 1 月」" in said.message
    assert "10 月上旬" in said.message
    assert "archivist" in said.message


def test_a_value_is_found_where_it_moved_to(document, cards):
    made = document.correct("/cases/0/forms/0/reason", "急ぐため")
    now = cards.model_copy(deep=True)
    now.cases.insert(0, now.cases[0].model_copy(update={"forms": [], "title": "表紙"}))
    now.settle([made])
    assert now.cases[1].forms[0].reason == "急ぐため"


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_corrections_that_moved_find_their_places_together_as_one_by_one(order):
    """One puts the text of another where it was not, or takes it away; a list is put in the place of a list."""
    text = "個人情報取扱特記事項\n{}第１条　甲は乙。\n第２条　乙は甲。\n第３条　丙は丁。\n第４条　丁は丙。\n"
    values = "丙は丁。", "甲は乙。", "丁は丙。", "戊は己。"
    document = extract(text.format("").encode(), name="a.txt", recogniser="none")
    made = [document.correct(f"/clause_sets/0/clauses/{at}/text", value) for at, value in enumerate(values)]
    together, apart = (
        extract(text.format("第０条　庚は辛。\n").encode(), name="a.txt", recogniser="none") for _ in range(2)
    )
    said = [one.pointer for one, _ in apply_corrections(together, [made[at] for at in order])]
    each = [one.pointer for at in order for one, _ in apply_corrections(apart, [made[at]])]
    assert said == each
    assert together == apart
    assert together.clause_sets[0].clauses[4].text == "戊は己。"


def test_recognised_print_is_the_same_where_its_place_is(document, cards):
    document.cases[0].evidence["title"].confidence = 0.5
    made = document.correct("/cases/0/title", "利用者カードの更新について")
    now = cards.model_copy(deep=True)
    evidence = now.cases[0].evidence["title"]
    evidence.text, evidence.confidence = "図書舘力ードの更新", 0.6
    now.settle([made])
    assert now.cases[0].title == "利用者カードの更新について"
    elsewhere = cards.model_copy(deep=True)
    evidence = elsewhere.cases[0].evidence["title"]
    evidence.text, evidence.confidence = "図書舘力ードの更新", 0.6
    evidence.spans = [span.model_copy(update={"page": 3}) for span in evidence.spans]
    elsewhere.settle([made])
    assert elsewhere.cases[0].title == cards.cases[0].title


def test_the_later_of_two_wins_and_both_stay(tmp_path, document, cards):
    first = document.correct(START, "2013-06-01", by="one")
    second = following(document.correct(START, "2013-07-01", by="two"), [first])
    path = shutil.copy(CORPUS / CARDS, tmp_path / "a.pdf")
    keep_beside(path, [second, first])
    assert extract(path).cases[0].forms[0].periods[0].start.isoformat() == "2013-07-01"
    assert second.read == first.read == "2013-10-01"
    undone = undoing([first, second], START, "three")
    keep_beside(path, [first, second, undone])
    assert extract(path).cases[0].forms[0].periods[0].start.isoformat() == "2013-10-01"
    assert [one.who for one in kept_beside(path)] == ["one", "two", "three"]
    with pytest.raises(InvalidCorrection, match="no correction is in force"):
        undoing([first, second, undone], START)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json"])
def test_corrections_go_out_and_in_whole(tmp_path, document, ending):
    made = [
        document.correct("/cases/0/title", "=1+2, 「名簿」\n改行", by="甲", note="=HYPERLINK(1)"),
        document.correct("/cases/0/numbers", [31, 32]),
        document.correct("/cases/0/forms/0/media", "31"),
        document.confirm(START),
    ]
    write_corrections(made, tmp_path / f"out{ending}")
    assert read_corrections(tmp_path / f"out{ending}") == made


def test_a_patch_tests_what_was_read(document):
    made = [document.correct(START, "2013-06-01"), document.confirm("/cases/0/department")]
    assert patch_of(made) == [
        {"op": "test", "path": START, "value": "2013-10-01"},
        {"op": "replace", "path": START, "value": "2013-06-01"},
        {"op": "test", "path": "/cases/0/department", "value": document.cases[0].department},
    ]


def _values(document):
    """Texts of a document that a person might put right, by their pointers."""
    for node in walk(document):
        if node.pointer.startswith(("/cases", "/clause_sets")):
            for value in node.values():
                if isinstance(value.value, str) and value.evidence is not None and value.field != "category":
                    yield value.pointer


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    for name in ("shinjuku-2015-tax-entry.docx", "shinjuku-2016-sports-booking.pdf", CARDS, LIST):
        shutil.copy(CORPUS / name, folder / name)
    return folder


@pytest.mark.slow
def test_thirty_corrections_stand_and_three_are_reported(tmp_path, sources):
    src, dest = shutil.copytree(sources, tmp_path / "src"), tmp_path / "archive"
    migrate(src, dest, workers=2, recogniser="none")
    right, changing = {}, {}
    for name in sorted(path.name for path in src.iterdir()):
        document = archive_document(dest, name)
        pointers = list(_values(document))
        here = changing if name == LIST else right
        for pointer in pointers[:3] if name == LIST else pointers[:10]:
            here[name, pointer] = document.correct(pointer, f"正しい値{len(here)}", by="archivist")
    assert (len(right), len(changing)) == (30, 3)
    add_corrections(dest, [*right.values(), *changing.values()], workers=2)
    assert check_archive(dest) == []

    text = (src / LIST).read_text(encoding="utf-8")
    for one in changing.values():
        assert one.text
        for line in one.text.splitlines():
            text = text.replace(line, line[:-1] + "改")
    (src / LIST).write_text(text, encoding="utf-8")
    mapping = tmp_path / "shinjuku.toml"
    shutil.copy(Path(extract.__code__.co_filename).parent / "wards" / "shinjuku.toml", mapping)
    mapping.write_text(mapping.read_text(encoding="utf-8") + "\n# another edition\n", encoding="utf-8")
    upgrade(dest, workers=2)
    migrate(src, dest, workers=2, recogniser="none", reader="pdfplumber", mapping=mapping, reread=["*"])

    for (name, pointer), one in right.items():
        data = archive_document(dest, name).model_dump(mode="json")
        for step in pointer.strip("/").split("/"):
            data = data[int(step)] if isinstance(data, list) else data[step]
        assert (name, pointer, data) == (name, pointer, one.value)
    outdated = {
        finding.record
        for name in src.iterdir()
        for finding in archive_document(dest, name.name).findings
        if finding.code == "correction_outdated"
    }
    assert outdated == {pointer for _, pointer in changing}
    assert "正しい値" not in archive_document(dest, LIST).model_dump_json(exclude={"findings"})
    assert check_archive(dest) == []


@pytest.mark.slow
def test_an_archive_knows_its_corrections(tmp_path, sources, capsys):
    src, dest = tmp_path / "src", tmp_path / "archive"
    src.mkdir()
    shutil.copy(sources / CARDS, src)
    migrate(src, dest, workers=1, recogniser="none")
    assert main(["correct", str(dest), START, "2013-06-01", "--by", "one"]) == 0
    assert main(["correct", str(dest), "/cases/0/title", "--confirm", "--by", "two"]) == 0
    assert main(["correct", str(dest), START, "soon"]) == 2
    assert main(["correct", str(dest), "--list"]) == 0
    assert [line.split("\t")[1:3] for line in capsys.readouterr().out.splitlines()] == [
        ["one", "corrected"],
        ["two", "confirmed"],
    ]
    assert archive_document(dest, CARDS).cases[0].forms[0].periods[0].start.isoformat() == "2013-06-01"
    assert main(["correct", str(dest), START, "--undo"]) == 0
    assert archive_document(dest, CARDS).cases[0].forms[0].periods[0].start.isoformat() == "2013-10-01"
    assert check_archive(dest) == []

    kept, path = archive_corrections(dest), dest / "corrections.json"
    path.write_bytes(path.read_bytes()[:-40])
    [fault] = check_archive(dest)
    assert (fault.file, "put a copy back" in fault.remedy) == ("corrections.json", True)
    repair_archive(dest, workers=1)
    assert archive_corrections(dest) == kept[:-1]
    assert check_archive(dest) == []

    remove_documents(dest, [CARDS], workers=1)
    assert archive_corrections(dest) == []
    assert check_archive(dest) == []


def test_a_single_file_keeps_its_corrections_beside_it(tmp_path, capsys):
    path = shutil.copy(CORPUS / LIST, tmp_path / "a.txt")
    pointer = next(iter(_values(extract(path))))
    assert main(["correct", str(path), pointer, "名簿の外部提供について", "--by", "one"]) == 0
    [made] = kept_beside(path)
    assert isinstance(made, Correction)
    assert extract(path).model_dump_json().count("名簿の外部提供について") == 1
    for name in ("x.csv", "x.xlsx", "x.json", "x.jsonpatch"):
        assert main(["correct", str(path), "--export", str(tmp_path / name)]) == 0
        corrections_path(path).unlink()
        assert main(["correct", str(path), "--import", str(tmp_path / name), "--by", "one"]) == 0
        assert [(one.pointer, one.value, one.read) for one in kept_beside(path)] == [(pointer, made.value, made.read)]
    corrections_path(path).write_text("[{}]")
    assert main(["correct", str(path), "--list"]) == 3
    assert "a.txt.corrections.json" in capsys.readouterr().err
