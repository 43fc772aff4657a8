"""An archive as a site in a folder: what is in it, what is left out of all of it, and what is replaced."""

from __future__ import annotations

import base64
import datetime
import json
import os
import re
import shutil
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from kaigi_extract import UnreadableSource, UnwritableArchive, migrate, publish
from kaigi_extract.archive.data_package import DATA_PACKAGE
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.search_pairs import folded
from kaigi_extract.cli import main
from tests.annotated import BAN, FILES, SECRET, bound, terms
from tests.published import BUNDLE, CARDS, FOLDER, WEB, archived, broken_links, files_of

parquet = pytest.importorskip("pyarrow.parquet", reason="needs pip install 'kaigi-extract[archive]'")

from kaigi_extract.web.browse import address  # noqa: E402
from kaigi_extract.web.browse.address import Address, file_of  # noqa: E402
from kaigi_extract.web.browse.archive import ArchiveView  # noqa: E402
from kaigi_extract.web.browse.site import Site  # noqa: E402
from kaigi_extract.web.publish.choice import Choice  # noqa: E402
from kaigi_extract.web.publish.pictures import crop_name, picture_name  # noqa: E402
from kaigi_extract.web.publish.published_folder import OWN  # noqa: E402
from kaigi_extract.web.publish.search_index import SearchIndex, packed_numbers, unusual_folding  # noqa: E402
from kaigi_extract.web.publish.static_site import POLICY, SitePlan, StaticSite  # noqa: E402

TITLE = "審議会の記録"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return archived(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def site(archive, tmp_path_factory):
    """All of it, as it is published."""
    site = tmp_path_factory.mktemp("out") / "site"
    publish(archive, site, title=TITLE, workers=1)
    return site


@pytest.fixture(scope="module")
def files(site):
    return files_of(site)


@pytest.fixture(scope="module")
def hashes(archive):
    """The hash of each document by its name in the archive."""
    view = ArchiveView(archive)
    found = {row["path"]: row["sha256"] for row in view.rows("SELECT path, sha256 FROM documents")}
    view.close()
    return found


class TestPages:
    def test_every_link_leads_to_a_file_and_a_place_in_it(self, site):
        broken, outside = broken_links(site)
        assert broken == []
        assert outside == {WEB}

    def test_every_page_has_a_strict_policy_and_no_script_of_its_own(self, files):
        pages = {name: text.decode() for name, text in files.items() if name.endswith(".html")}
        assert len(pages) > 200
        for name, page in pages.items():
            assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'.replace("'", "&#39;") in page, name
            assert re.findall(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", page) == [], name

    def test_the_same_pages_as_serve(self, archive, files, hashes):
        """But for what is said on purpose: names without folders, pictures as WebP, what leads to another page."""
        view = ArchiveView(archive)
        view.name = TITLE
        served = Site(view)
        compared = set()
        for at in served.addresses():
            if at.kind == "compare":
                continue
            for language in ("ja", "en"):
                name = ("en/" if language == "en" else "") + f"{at.path}.html"
                assert _same(files[name].decode()) == _same(served.body(at, language)), name
                compared.add(at.kind)
        view.close()
        assert {"index", "document", "case", "cases", "company", "terms", "clause", "topic", "findings"} <= compared

    def test_each_page_has_its_data_beside_it(self, files):
        for name in ("index", "cases", "topic/inspection", "compare"):
            beside = [one for one in files if one.startswith(name) and one.endswith((".csv", ".json"))]
            assert beside, name
        assert json.loads(files["index.json"])["counts"]["documents"] == 7
        assert not [name for name in files if name.startswith("en/") and not name.endswith(".html")]

    def test_of_comparisons_there_are_those_that_pages_lead_to(self, files):
        pairs = [name for name in files if re.fullmatch(r"compare/[^/]+/[^/]+\.json", name)]
        assert len(pairs) >= 3
        for name in pairs:  # the older is on the left
            days = [side["date"] for side in json.loads(files[name])["sides"]]
            assert days == sorted(days, key=lambda day: day or "9999"), name

    def test_a_source_is_linked_where_it_has_an_address_on_the_web(self, files, hashes):
        assert WEB in files[f"document/{hashes[CARDS]}.html"].decode()
        assert "file://" not in files[f"document/{hashes[BUNDLE]}.html"].decode()

    def test_documents_of_one_name_are_told_apart(self, files):
        assert {"a-2015.txt", "a-2015 (2).txt"} <= set(
            re.findall(
                r'"path": "([^"]*)"',
                files["ward/nerima.json"].decode() + files["downloads/json/documents.json"].decode(),
            )
        )


def _same(page: str) -> str:
    """What is on a page, without what differs on purpose."""
    main = re.search(r"<h1>.*</main>", page, re.DOTALL)[0]
    main = re.sub(r'<p><a class="button" href="[^"]*compare/[^"]*">.*?</a></p>', "", main)
    main = (
        re.sub(r'<a [^>]*href="[^"]*compare/[^"]*"[^>]*>.*?</a>', "", main)
        .replace(".png", ".webp")
        .replace("<td>―</td>", "<td></td>")
    )
    main = re.sub(rf"{FOLDER}/", "", main)
    return re.sub(r"a-2015(?: \(2\))?\.txt", "a-2015.txt", re.sub(r"\s+", " ", main))


class TestNothingLocal:
    def test_no_folder_of_this_machine_is_in_any_file(self, files, archive, tmp_path):
        home, kept = os.path.expanduser("~"), str(archive.parent)
        for name, content in (*files.items(), *_tables(files)):
            for place in (kept, f"{home}/", FOLDER, os.getcwd(), "file:///srv"):
                assert place.encode() not in content, (name, place)


def _tables(files):
    """The tables of Parquet as text."""
    import io

    for name, content in files.items():
        if name.endswith(".parquet"):
            yield name, str(parquet.read_table(io.BytesIO(content)).to_pylist()).encode()


@pytest.fixture(scope="module")
def less(archive, tmp_path_factory):
    """Some of it."""
    site = tmp_path_factory.mktemp("less") / "site"
    without = ["findings", "pictures", "data"]
    publish(archive, site, title=TITLE, workers=1, leave_out=["a-2015.txt", BUNDLE], without=without)
    return site


class TestLeftOut:
    @pytest.mark.parametrize(
        "words",
        [
            "a-2015",
            BUNDLE,
            "弁当",  # printed in one of them alone
            "平成27年4月1日",
            "2015-04-01",
            "公園の維持管理",
            "株式会社みどり",
        ],
    )
    def test_nothing_of_it_is_in_any_file(self, less, words):
        files = files_of(less)
        pairs = {words[at : at + 2] for at in range(len(words) - 1)} if words == "弁当" else {words}
        for name, content in (*files.items(), *_tables(files)):
            assert not any(one.encode() in content for one in pairs), name

    def test_its_hashes_are_nowhere(self, less, hashes):
        gone = [hashes[BUNDLE], *(value for name, value in hashes.items() if name.endswith("a-2015.txt"))]
        for name, content in files_of(less).items():
            for sha256 in gone:
                assert sha256[:16].encode() not in content, name
                assert sha256[:16] not in name

    def test_counts_are_those_of_what_is_left(self, less):
        home = (less / "index.html").read_text(encoding="utf-8")
        assert re.search(r"<b>4</b> <span>文書</span>", home)
        assert "所見" not in home

    def test_findings_pictures_and_data_are_out(self, less):
        names = set(files_of(less))
        assert not [name for name in names if "findings" in name and not name.startswith("downloads/")]
        assert not [name for name in names if name.startswith(("picture/", "en/findings"))]
        assert not [name for name in names if name.endswith(".csv") and not name.startswith("downloads/")]
        assert (less / "downloads/json/findings.json").read_text() == "[\n]\n"
        index = json.loads((less / "search/index.js").read_text()[len("kaigi.index(") : -3])
        assert index["facets"]["doubt"]["values"] == []

    def test_its_links_lead_somewhere(self, less):
        assert broken_links(less) == ([], {WEB})

    @pytest.mark.parametrize(
        ("choice", "taken"),
        [
            ({}, True),
            ({"wards": ["nerima", "shinjuku"]}, True),
            ({"wards": ["nerima"]}, False),
            ({"wards": ["-"]}, False),
            ({"kinds": ["minutes", "form"]}, True),
            ({"kinds": ["minutes"]}, False),
            ({"categories": ["linkage"]}, True),
            ({"categories": ["other_use"]}, False),
            ({"since": datetime.date(2013, 5, 31)}, True),
            ({"since": datetime.date(2013, 6, 1)}, False),
            ({"until": datetime.date(2013, 5, 31)}, True),
            ({"until": datetime.date(2013, 5, 30)}, False),
            ({"leave_out": ["12.pdf"]}, False),
            ({"leave_out": ["2013/*"]}, False),
            ({"leave_out": ["*/12.txt"]}, False),
            ({"leave_out": ["2.pdf"]}, True),
        ],
    )
    def test_what_is_chosen(self, choice, taken):
        record = {
            **{"ward": "shinjuku", "date": "2013-05-31", "sections": [{"kind": "cover"}, {"kind": "form"}]},
            "cases": [{"category": "outsourcing", "categories": ["outsourcing", "linkage"]}],
        }
        assert Choice(**choice).takes(["x/2013/12.pdf", "y/12.txt"], record) is taken

    def test_a_document_without_a_day_is_of_no_time(self):
        assert not Choice(since=datetime.date(1900, 1, 1)).takes(["a"], {"date": None})
        assert not Choice(wards=["shinjuku"]).takes(["a"], {"ward": None})
        assert Choice(wards=["-"]).takes(["a"], {"ward": None})


class TestAgain:
    def test_twice_the_same_bytes_and_nothing_touched(self, archive, site, files, tmp_path):
        stamps = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
        done = publish(archive, site, title=TITLE, workers=2)
        assert (done.changed, done.removed, done.files) == (
            0,
            0,
            len([name for name in files if not name.startswith(OWN)]),
        )
        assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == stamps
        publish(archive, tmp_path / "other", title=TITLE, workers=1)
        assert files_of(tmp_path / "other") == files

    def test_what_is_gone_goes_and_what_is_not_ours_stays(self, archive, site, tmp_path, monkeypatch):
        """And a run that was killed in the middle is made up for."""
        there = tmp_path / "there"
        shutil.copytree(site, there)
        (there / "CNAME").write_text("city.example.jp")
        (there / "document" / "note.txt").write_text("ours")

        def killed(self):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(SearchIndex, "files", killed)
            with pytest.raises(KeyboardInterrupt):
                publish(archive, there, title="x", workers=1)
        assert (there / "index.html").read_bytes() == (site / "index.html").read_bytes()
        chosen = {"wards": ["nerima"], "without": ["downloads"], "lang": "en", "workers": 1, "title": TITLE}
        done = publish(archive, there, **chosen)
        assert done.documents == 3
        publish(archive, tmp_path / "fresh", **chosen)
        left = files_of(there)
        assert left.pop("CNAME") == b"city.example.jp"
        assert left.pop("document/note.txt") == b"ours"
        assert left == files_of(tmp_path / "fresh")
        assert not (there / "downloads").exists()
        start = left["index.html"].decode()
        assert 'content="0; url=en/home.html"' in start
        assert "en/home.html" in left
        assert broken_links(there) == ([], set())

    def test_a_folder_of_somebody_else_is_refused_and_not_touched(self, archive, tmp_path, capsys):
        (tmp_path / "photo.jpg").write_bytes(b"1")
        assert main(["publish", str(archive), str(tmp_path)]) == 9
        assert "photo.jpg" in capsys.readouterr().err
        assert files_of(tmp_path) == {"photo.jpg": b"1"}

    def test_a_file_of_somebody_else_in_the_site_is_not_replaced(self, site, archive, tmp_path):
        there = tmp_path / "there"
        (there / OWN).mkdir(parents=True)
        shutil.copy(site / OWN / "files", there / OWN / "files")
        lines = (there / OWN / "files").read_text(encoding="utf-8").splitlines(keepends=True)
        (there / OWN / "files").write_text("".join(line for line in lines if "assets/" not in line) + "0  ../out.txt\n")
        (there / "assets").mkdir()
        (there / "assets" / "pages.css").write_text("mine")
        (tmp_path / "out.txt").write_text("outside")
        with pytest.raises(UnwritableArchive, match=r"assets/pages\.css"):
            publish(archive, there, workers=1)
        assert (there / "assets" / "pages.css").read_text() == "mine"
        assert (tmp_path / "out.txt").read_text() == "outside"

    @pytest.mark.parametrize(
        ("where", "problem"),
        [
            (lambda archive: archive, "apart"),
            (lambda archive: archive / "site", "apart"),
            (lambda archive: archive.parent, "apart"),
            (lambda archive: archive / "files.jsonl", "apart"),
            (lambda archive: archive.parent / "list.csv", "file"),
        ],
    )
    def test_where_no_site_can_be(self, archive, where, problem):
        with pytest.raises(UnwritableArchive, match=problem):
            publish(archive, where(archive))

    def test_where_nothing_is_chosen_nothing_is_written(self, archive, tmp_path, capsys):
        with pytest.raises(UnreadableSource, match="no document in it is chosen"):
            publish(archive, tmp_path / "site", wards=["adachi"], workers=1)
        assert list(tmp_path.iterdir()) == []
        assert main(["publish", str(tmp_path / "none"), str(tmp_path / "site")]) == 3
        assert main(["publish", str(archive), str(tmp_path / "site"), "--since", "yesterday"]) == 2
        assert "yesterday" in capsys.readouterr().err
        with pytest.raises(ValueError, match="downloads"):
            publish(archive, tmp_path / "site", without=["everything"])

    def test_an_archive_whose_first_run_was_stopped_has_nothing_yet(self, tmp_path):
        with Manifest(tmp_path / "archive", write=True):
            pass
        with pytest.raises(UnreadableSource, match="no document in it yet"):
            publish(tmp_path / "archive", tmp_path / "site", workers=1)


class TestPictures:
    def test_pages_are_drawn_and_their_boxes_fit(self, site, hashes):
        from PIL import Image

        pictures = sorted((site / "picture" / hashes[CARDS]).iterdir())
        assert [path.name for path in pictures] == [f"{number}.webp" for number in range(1, 6)]
        with Image.open(pictures[0]) as picture:
            assert picture.size == (909, 1287)
        assert not (site / "crop").exists()

    def test_where_a_source_is_gone_its_crops_are_shown(self, archive, site, hashes, tmp_path):
        source = archive.parent / "src" / CARDS
        hidden = source.rename(source.with_suffix(".away"))
        try:
            publish(archive, tmp_path / "site", workers=1, wards=["shinjuku"])
        finally:
            hidden.rename(source)
        page = (tmp_path / "site" / "document" / f"{hashes[CARDS]}.html").read_text(encoding="utf-8")
        crops = set(re.findall(r'<img class="crop" src="\.\./(crop/[^"]+)"', page))
        assert len(crops) > 10
        assert all((tmp_path / "site" / crop).is_file() for crop in crops)
        assert "picture/" not in page
        assert "このページの画像はありません" in page
        assert broken_links(tmp_path / "site") == ([], {WEB})

    def test_a_comparison_has_the_pictures_that_there_are_else_what_was_kept(self, archive, hashes, tmp_path):
        """Of one page a picture was drawn, of another a crop is kept, of the rest there is neither."""
        view = ArchiveView(archive)
        asked = "SELECT s.id FROM clause_sets s JOIN documents d ON s.document_id = d.id WHERE d.path = $1"
        old, new = (view.row(asked, name)["id"] for name in (CARDS, BUNDLE))
        at, sha256 = address.comparison(old, new), hashes[CARDS]
        served = [one for row in Site(view).page(at).data["rows"] for one in row["originals"][0]]
        view.close()
        first, last = served[0], served[-1]
        assert first["page"] != last["page"]
        crop = crop_name(sha256, last["places"][0])
        with closing(sqlite3.connect(tmp_path / "registry")) as db, db:
            db.execute("CREATE TABLE written (name TEXT, sha256 TEXT, size INTEGER)")
            names = [picture_name(sha256, first["page"]), crop]
            db.executemany("INSERT INTO written VALUES (?, '', 1)", [[name] for name in names])
        made = StaticSite(SitePlan(archive, tmp_path / "registry", TITLE, "ja", frozenset()))
        shown = [one for row in made.page(at).data["rows"] for one in row["originals"][0]]
        body = dict(made.bodies(at))[file_of(at, "ja")]
        made.view.close()
        assert (shown[0]["picture"], shown[0]["crops"]) == (names[0], [])
        assert (shown[-1]["picture"], shown[-1]["crops"]) == (None, [crop])
        assert f'data-picture="../../{names[0]}"' in body
        assert f'src="../../{crop}"' in body


def test_a_ward_is_called_as_the_mapping_calls_it_that_it_was_read_with(tmp_path):
    """On the pages over the archive and on those of its site; nothing else of the mapping is published."""
    files = {"x.txt": ("hotaru", terms(SECRET, BAN, day="令和2年4月1日")), "y.txt": ("nerima", FILES["b-2018.txt"][1])}
    bound(tmp_path, files)
    words = 'id = "hotaru"\nname = "ほたる特別区" # 架空\n[labels.form]\ntitle = ["星の名"]\n'
    (tmp_path / "mine.toml").write_text(words, encoding="utf-8")
    how = {"recogniser": "none", "workers": 1, "annotate": False, "mapping": str(tmp_path / "mine.toml")}
    migrate(tmp_path / "src", tmp_path / "dest", metadata=tmp_path / "list.csv", **how)
    view = ArchiveView(tmp_path / "dest")
    pages = [Site(view).body(Address(kind), "ja", "html") for kind in ("index", "wards")]
    view.close()
    publish(tmp_path / "dest", tmp_path / "site", workers=1)
    out = {name: text.decode("utf-8", "replace") for name, text in files_of(tmp_path / "site").items()}
    for page in (*pages, out["index.html"], out["wards.html"], out["search/index.js"]):
        assert "ほたる特別区" in page
        assert ">hotaru<" not in page
    assert not [name for name, text in out.items() if "星の名" in text or "架空" in text or "mine.toml" in text]


class TestDownloads:
    @pytest.mark.parametrize("form", ["csv", "json"])
    def test_frictionless_finds_them_as_they_are_described(self, site, form):
        """Of JSON it can read no table without rows, for that says no columns."""
        frictionless = pytest.importorskip("frictionless", reason="needs pip install 'frictionless[json]'")
        found = frictionless.validate(str(site / "downloads" / form / DATA_PACKAGE))
        wrong = {task.name for task in found.tasks if not task.valid}
        empty = {task.name for task in found.tasks if (site / "downloads" / form / task.place).read_text() == "[\n]\n"}
        assert found.errors == []
        assert wrong == empty

    def test_the_same_rows_in_every_form(self, site):
        import csv

        for name in ("documents", "clauses", "works", "_schema"):
            rows = parquet.read_table(site / f"downloads/parquet/{name}.parquet").to_pylist()
            told = json.loads((site / f"downloads/json/{name}.json").read_text(encoding="utf-8"))
            with (site / f"downloads/csv/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                lines = list(csv.DictReader(file))
            assert json.loads(json.dumps(rows, default=str)) == told
            assert [next(iter(row.values())) for row in rows] == [next(iter(line.values())) for line in lines] != []

    def test_what_is_described_is_there(self, site):
        for form in ("parquet", "csv", "json"):
            package = json.loads((site / "downloads" / form / DATA_PACKAGE).read_text(encoding="utf-8"))
            assert {one["path"] for one in package["resources"]} | {DATA_PACKAGE} == {
                path.name for path in (site / "downloads" / form).iterdir()
            }


class TestSearchIndex:
    @pytest.mark.parametrize(
        ("numbers", "packed"),
        [
            ([], b""),
            ([0], b"\x01"),
            ([0, 1, 2], b"\x01\x01\x01"),
            ([126], b"\x7f"),
            ([127], b"\x80\x01"),
            ([5, 16_388], b"\x06\xff\x7f"),
            ([5, 16_389], b"\x06\x80\x80\x01"),
            (list(range(30)), b"\x01" * 30),
            ([*range(30), 30 + 127, 30 + 127 + 300_000], b"\x01" * 30 + b"\x80\x01" + b"\xe0\xa7\x12"),
        ],
    )
    def test_numbers_in_little_room(self, numbers, packed):
        assert base64.b64decode(packed_numbers(np.array(numbers, np.int32))) == packed

    @pytest.mark.parametrize(("character", "plain"), [("〜", "～"), ("ß", "ss"), ("\u200b", ""), ("⼾", "戸")])
    def test_what_a_browser_folds_otherwise_is_told(self, character, plain):
        assert unusual_folding()[character] == folded(character) == plain

    def test_what_it_folds_as_well_is_not(self):
        assert not {"ア", "ｱ", "Ａ", "あ", "が", "一", "　", "가"} & unusual_folding().keys()

    def test_every_document_is_in_it_the_latest_last(self, files):
        index = json.loads(files["search/index.js"][len("kaigi.index(") : -3])
        assert index["documents"] == 7 == len(index["ids"]) // 16
        assert index["days"] == sorted(index["days"])
        assert {name for name in files if name.startswith("search/text/")} == {
            f"search/text/{index['ids'][at : at + 16]}.js" for at in range(0, 7 * 16, 16)
        }
