"""Works: one document in several files is one, and documents of one template are not; what is counted counts once."""

from __future__ import annotations

import pickle
import random
import sys
from collections import Counter
from dataclasses import replace

import datasketch  # type: ignore[import-untyped]
import numpy
import pytest

from kaigi_extract import Archive, migrate
from kaigi_extract.archive.company_names import is_own_office
from kaigi_extract.archive.work_documents import WORKS, written_work_documents
from kaigi_extract.archive.work_encounters import Encounters
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
from tests.work_relations import consultation, minutes, opinion, together, with_words


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


def test_texts_of_an_archive_stay_on_the_disk_and_works_are_the_same(tmp_path):
    made = [as_document(form(at % 4), f"{at:04}", kind) for at, kind in enumerate(["pdf", "word"] * 4)]
    made.append(replace(made[0], id="none", packed=b"", length=0))
    (tmp_path / WORKS).mkdir()
    for part, held in (("a", made[:5]), ("b", made[5:])):
        (tmp_path / WORKS / f"{part}.pickle").write_bytes(pickle.dumps(held))
    written = written_work_documents(tmp_path)
    assert [one.text for one in written] == [one.text for one in made]
    assert not any(isinstance(one.packed, bytes) for one in written)
    assert [(work.id, work.best.id) for work in find_works(written)] == [
        (work.id, work.best.id) for work in find_works(made)
    ]


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
    whole = as_document(bundle, "b", titles=[paper.title for paper in papers])
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


@pytest.mark.parametrize("rows", [2, 3, 21])
def test_who_meets_is_who_meets_in_datasketch(rows):
    """So many sets that the buckets grow twice; each is another one with some of its shingles changed."""
    chance = random.Random(1)
    sets = [[chance.getrandbits(32) for _ in range(80)] for _ in range(40)]
    for at in range(160):
        changed = chance.randrange(20 if rows == 21 else 60)
        sets.append([chance.getrandbits(32) for _ in range(changed)] + sets[at][changed:])
    ours = Encounters(63, rows)
    theirs = datasketch.MinHashLSH(num_perm=63, params=(63 // rows, rows))
    others: list[datasketch.MinHash] = []
    shared = 0
    for number, shingles in enumerate(sets):
        signature = ours.signature(numpy.array(shingles, numpy.uint32))
        made = datasketch.MinHash(num_perm=63, hashfunc=int)
        made.update_batch(shingles)
        met = theirs.query(made)
        nearest = sorted(met, key=lambda key, made=made: (-made.jaccard(others[key]), key))
        assert ours.met(signature, 1000) == sorted(met)
        assert ours.met(signature, 2) == sorted(nearest[:2])
        ours.add(number, signature)
        theirs.insert(number, made)
        others.append(made)
        shared += len(met)
    assert shared > 30


TITLES = [
    f"{what}の委託について"
    for what in ("粗大物収集受付業務", "見守り通知業務", "健康教室案内業務", "敬老乗車証発送業務")
]
BUNDLED = [
    consultation(at, f"{title[:4]}名簿点検業務の委託について", f"第{at}印刷株式会社")
    for at, title in enumerate(TITLES, 11)
]
FIRST = consultation(1, TITLES[0])
LONGER = ("６　訂正", "令和4年6月10日、３の項目に世帯構成を加えた。")
RELATED = {
    # Files of one archive, and what each is: a letter for the work that it is, then those that it has in it.
    "an opinion beside what was asked": {"a1.txt": (FIRST, "A"), "a2.txt": (opinion(1, TITLES[0]), "B")},
    "an opinion with what was asked behind it": {
        "b1.txt": (consultation(2, TITLES[1]), "A"),
        "b2.txt": (opinion(2, TITLES[1], ("別紙", *consultation(2, TITLES[1]).lines)), "Ba"),
    },
    "minutes of three months on the same matters": {
        f"c{month}.txt": (minutes(month, ("納付書の発送の委託", "利用証の印刷の委託")), letter) for month, letter in zip((4, 5, 6), "ABC", strict=True)
    },
    "minutes in three forms": {f"d.{ending}": (minutes(8, ("台帳の入力の委託", "電話の相談の委託")), "A") for ending in ("pdf", "docx", "txt")},
    "a bundle of four, which are there alone, too": {
        **{f"e{at}.txt": (paper, letter) for at, (paper, letter) in enumerate(zip(BUNDLED, "ABCD", strict=True))},
        "e.pdf": (together(*BUNDLED), "Eabcd"),
    },
    "a corrected version": {
        "f.txt": (consultation(3, TITLES[2]), "A"),
        "f訂正版.txt": (with_words(consultation(3, TITLES[2]), "電話番号", "連絡先"), "A"),
    },
    "a corrected version that is a little longer": {
        "g.txt": (consultation(4, TITLES[3]), "A"),
        "g（訂正）.txt": (consultation(4, TITLES[3], more=LONGER), "A"),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def related(tmp_path_factory):
    folder = tmp_path_factory.mktemp("related")
    (folder / "src").mkdir()
    files = {name: paper for group in RELATED.values() for name, (paper, _) in group.items()}
    for name, paper in files.items():
        write = {"pdf": write_pdf, "docx": write_word, "txt": write_text}[name.rpartition(".")[2]]
        write(paper, folder / "src" / name)
    (folder / "list.csv").write_text(
        "path,ward\n" + "".join(f"src/{name},nerima\n" for name in files), encoding="utf-8"
    )
    migrate(folder / "src", folder / "dest", **PLAIN, metadata=folder / "list.csv")
    with Archive(folder / "dest") as archive:
        yield archive


@pytest.mark.parametrize("group", RELATED)
def test_what_belongs_together_is_one_a_part_or_apart(related, group):
    listed = related.sql("SELECT path, work_id, role FROM document_list")
    names = {path: letters[0] for path, (_, letters) in RELATED[group].items()}
    works = {path: work for path, work, role in listed.itertuples(index=False) if role != "part"}
    letters = {works[path]: letter for path, letter in names.items()}
    found = {path: letters[works[path]] for path in names}
    for path, work, role in sorted(listed.itertuples(index=False)):
        if path in found and role == "part":
            found[path] += letters[work].lower()
    assert {path: "".join(sorted(letters)) for path, letters in found.items()} == {
        path: letters for path, (_, letters) in RELATED[group].items()
    }


def test_the_latest_version_is_the_best(related):
    best = related.sql("SELECT best, reason_ja FROM work_list WHERE manifestations = 2 ORDER BY best")
    assert best["best"].tolist() == ["f訂正版.txt", "g（訂正）.txt"]
    assert all("名称から最新の版" in reason for reason in best["reason_ja"])


def test_a_case_that_is_asked_about_and_answered_counts_once(related):
    times = related.sql("SELECT times FROM each_case WHERE title = ?", TITLES[0])["times"]
    assert times.tolist() == [2]


def test_two_decisions_in_the_same_words_are_two(related):
    decided = "SELECT count(*) AS n FROM each_decision WHERE path LIKE ?"
    assert [related.sql(decided, f"{name}%")["n"][0] for name in ("c4", "c5", "c6", "d")] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("資料1.pdf", 1),
        ("資料1_v3.pdf", 3),
        ("要項 第２版.docx", 2),
        ("会議録（案）.pdf", 0),
        ("会議録（修正後）.pdf", 2),
        ("資料1（差替え）.pdf", 2),
        ("個人情報の訂正について.pdf", 1),
        ("案内状の発送.pdf", 1),
        ("提案書.pdf", 1),
        ("2013/rev2/案件.pdf", 1),
    ],
)
def test_a_name_says_which_version_it_is(name, edition):
    assert as_document(form(1), "x", path=name).edition == edition


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
