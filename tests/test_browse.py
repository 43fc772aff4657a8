"""An archive in the browser, by its addresses: what is on the pages, in CSV and JSON, and what nobody is given."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from kaigi_extract import migrate
from kaigi_extract.archive.corrections import archive_document, update_tables
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.root import relocate
from kaigi_extract.cli import main
from kaigi_extract.errors import UnreadableSource
from tests.annotated import FILES, bound
from tests.doubtful import CORPUS
from tests.hostile import POISON, poisoned

for package in ("uvicorn", "duckdb"):
    pytest.importorskip(package, reason="needs pip install 'kaigi-extract[web]'")
testclient = pytest.importorskip("starlette.testclient", reason="needs starlette and httpx")

from kaigi_extract.web import pages  # noqa: E402
from kaigi_extract.web.browse import address  # noqa: E402
from kaigi_extract.web.browse.address import HOME, Address, file_of, key_of_name, link, read_path  # noqa: E402
from kaigi_extract.web.browse.application import BrowseApplication  # noqa: E402
from kaigi_extract.web.browse.archive import ArchiveView  # noqa: E402
from kaigi_extract.web.browse.page import PageData  # noqa: E402
from kaigi_extract.web.browse.pictures import PageImages  # noqa: E402
from kaigi_extract.web.browse.settings import BrowseSettings  # noqa: E402
from kaigi_extract.web.browse.site import Site, _csv  # noqa: E402
from kaigi_extract.web.guard import Guard  # noqa: E402

HOST = "127.0.0.1:8350"
BUNDLE, CARDS = "nerima-2014-bundle.pdf", "shinjuku-2013-library-cards.pdf"
HEALTH = "株式会社武蔵野みどりサービス"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An archive of two papers with cases and of terms in several versions."""
    folder = tmp_path_factory.mktemp("browsed")
    bound(folder)
    for name in (BUNDLE, CARDS):
        shutil.copy(CORPUS / name, folder / "src")
    migrate(folder / "src", folder / "dest", recogniser="none", workers=1, metadata=folder / "list.csv")
    return folder / "dest"


class Browser:
    """One browser at one archive."""

    def __init__(self, dest, language="ja"):
        self.view = ArchiveView(dest)
        self.site = Site(self.view)
        guard = Guard(BrowseApplication(self.site, language).application, None, {HOST})
        self.client = testclient.TestClient(guard, base_url=f"http://{HOST}", follow_redirects=False)

    def get(self, at, language="ja", form="html"):
        path = at if isinstance(at, str) else file_of(at, language, form)
        return self.client.get(f"/{path}")

    def json(self, at):
        return json.loads(self.get(at, form="json").text)

    def sha256(self, name):
        return self.view.row("SELECT sha256 FROM documents WHERE path = $1", name)["sha256"]

    def set_id(self, name):
        return self.view.row(
            "SELECT s.id FROM clause_sets s JOIN documents d ON s.document_id = d.id WHERE d.path = $1", name
        )["id"]


@pytest.fixture(scope="module")
def browser(made):
    return Browser(made)


@pytest.fixture(scope="module")
def everything(browser):
    """Every page that can be listed, in both languages and every form, by its path."""
    found = {}
    for at in browser.site.addresses():
        for language, form in (("ja", "html"), ("en", "html"), ("ja", "csv"), ("ja", "json")):
            answer = browser.get(at, language, form)
            found[file_of(at, language, form)] = (answer.status_code, answer.text)
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """An archive in whose texts everything is there that a page might take for its own."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(CORPUS / CARDS, folder / CARDS)
    migrate(folder / CARDS, folder / "dest", recogniser="none", workers=1, annotate=False)
    before = archive_document(folder / "dest", CARDS)
    document = poisoned(before)
    document.source, document.schema_version = before.source, before.schema_version
    with Manifest(folder / "dest", write=True) as manifest, manifest.transaction():
        manifest.replace_record(before.source.sha256, document.model_dump_json().encode(), document.schema_version)
    update_tables(folder / "dest", workers=1)
    return Browser(folder / "dest")


def shown(answer):
    """The words of a page."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


class TestPages:
    def test_every_page_is_there_in_both_languages_and_every_form(self, everything):
        assert {path: status for path, (status, _) in everything.items() if status != 200} == {}
        assert len(everything) > 300

    def test_no_link_leads_nowhere_and_none_leads_outside(self, browser, everything):
        leads = set()
        for path, (_, text) in everything.items():
            for target in re.findall(r'(?:href|src|action)="([^"]*)"', text) if path.endswith(".html") else ():
                there = urlsplit(urljoin(f"http://{HOST}/{path}", html.unescape(target)))
                assert there.netloc == HOST, target
                assert not target.startswith("/"), target
                leads.add(there.path.removeprefix("/"))
        rest = {path for path in leads if unquote(path) not in everything and not path.startswith("picture/")}
        assert {path for path in rest if browser.client.get(f"/{path}").status_code != 200} == set()

    def test_home_counts_what_there_is(self, browser):
        counts = browser.json(HOME)["counts"]
        assert (counts["documents"], counts["cases"], counts["clause_sets"]) == (6, 6, 6)

    def test_a_document_has_its_values_their_places_and_its_pages(self, browser):
        at = address.document(browser.sha256(CARDS))
        page = browser.get(at)
        told = browser.json(at)
        title = "区立図書館利用者カードの一斉更新に伴う案内状の作成及び発送の委託について"
        values = {one["pointer"]: one for group in told["groups"] for one in group["values"]}
        assert values["/cases/0/title"]["value"] == title
        assert values["/cases/0/title"]["page"] == 1
        number = values["/cases/0/title"]["number"]
        boxes = re.findall(rf'data-value="{number}"><title>[^<]*</title>(.*?)</g>', page.text)
        assert len(re.findall("<rect ", boxes[0])) == 2
        assert f'id="v{number}"' in page.text
        assert page.text.count("<figure") == 5

    def test_a_long_document_has_leaves(self, browser):
        at = address.document(browser.sha256(BUNDLE))
        first, second = browser.get(at).text, browser.get(at.on(2)).text
        assert 'id="page-8"' in first
        assert 'id="page-9"' not in first
        assert 'id="page-9"' in second
        assert browser.get(at.on(3)).status_code == 404

    def test_a_case_tells_what_came_of_it(self, browser):
        [row] = browser.view.rows(
            "SELECT c.id FROM cases c JOIN documents d ON c.document_id = d.id WHERE d.path = $1 AND c.position = 0",
            BUNDLE,
        )
        told = browser.json(address.case(row["id"]))
        assert [(one["step"], one["date"], one["result"]) for one in told["steps"]] == [
            ("decision", "2014-07-23", "approved")
        ]
        assert told["case"]["title"] == "公園の維持管理に関する業務に係る個人情報の取扱いの委託について"
        assert [form["company"] for form in told["forms"]] == [HEALTH]

    def test_a_company_has_all_that_it_handles(self, browser):
        told = browser.json(address.company(HEALTH))
        assert {one["item"] for one in told["items"]} == {
            "団体の代表者の氏名", "住所", "電話番号", "メールアドレス", "腕章の番号"
        }  # fmt: skip
        assert [row["title"] for row in told["rows"]] == [
            "公園の維持管理に関する業務に係る個人情報の取扱いの委託について"
        ]

    def test_terms_through_the_years(self, browser):
        told = browser.json(address.clause_set(browser.set_id("a-2019.txt")))
        assert [one["date"] for one in told["versions"]] == ["2015-04-01", "2019-04-01"]
        events = {life["heading"]: [one["events"] for one in life["events"]] for life in told["lives"]}
        assert events == {
            "秘密の保持": [["appears"], []],
            "再委託の禁止": [["appears"], ["retitled", "reworded"]],
            "資料の返還": [["appears"], ["renumbered", "reworded"]],
            "検査": [[], ["appears"]],
        }

    def test_clauses_through_the_years_are_in_the_order_of_their_numbers(self, tmp_path):
        (tmp_path / "src").mkdir()
        for year in (2016, 2020):
            [paper] = CORPUS.glob(f"shinjuku-{year}-*.pdf")
            shutil.copy(paper, tmp_path / "src")
        days = "path,date\n" + "".join(f"src/{p.name},{p.name[9:13]}-04-01\n" for p in (tmp_path / "src").iterdir())
        (tmp_path / "days.csv").write_text(days, encoding="utf-8")
        migrate(tmp_path / "src", tmp_path / "dest", recogniser="none", workers=1, metadata=tmp_path / "days.csv")
        view = ArchiveView(tmp_path / "dest")
        set_id = view.row("SELECT id FROM clause_sets ORDER BY date DESC LIMIT 1")["id"]
        lives = Site(view).page(address.clause_set(set_id)).data["lives"]
        view.close()
        assert [unicodedata.normalize("NFKC", life["label"]) for life in lives] == [
            str(number) for number in range(1, 22)
        ]

    def test_a_clause_has_its_text_in_every_version(self, browser):
        set_id = browser.set_id("a-2019.txt")
        rows = browser.json(address.clause(f"{set_id}/clauses/3"))["rows"]
        assert [(row["date"], row["label"], row["changes"]) for row in rows] == [
            ("2015-04-01", "第3条", []),
            ("2019-04-01", "第4条", ["number", "wording"]),
        ]

    def test_wards_beside_each_other(self, browser):
        rows = list(csv.DictReader(io.StringIO(browser.get("crosswalk.csv").text.removeprefix("\ufeff"))))
        found = {row["topic"]: (row["nerima"], row["shinjuku"]) for row in rows}
        assert found["inspection"] == ("", "3")
        assert browser.get(address.topic("inspection")).text.count('<li class="card">') == 1

    def test_any_two_sets_are_compared(self, browser):
        old, new = browser.set_id("a-2015.txt"), browser.set_id("a-2019.txt")
        told = browser.json(address.comparison(old, new))
        assert [row["kind"] for row in told["rows"]] == ["same", "changed", "added", "changed"]
        page = browser.get(address.comparison(old, new)).text
        assert re.findall(r"<u>直ちに</u>", page)

    def test_findings_lead_to_their_document(self, browser):
        codes = [row["code"] for row in browser.json(Address("findings"))["rows"]]
        assert codes
        rows = browser.json(address.findings(codes[0]))["rows"]
        assert all(row["address"].startswith("document/") for row in rows)


class TestSearch:
    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("q=配達先の一覧", {"a-2015.txt", "a-2019.txt", "a-2020-again.txt", "b-2018.txt"}),
            ("q=配達先の一覧&ward=nerima", {"b-2018.txt"}),
            ("q=配達先の一覧&year=2015", {"a-2015.txt"}),
            ("q=配達先の一覧 検査", {"a-2019.txt", "a-2020-again.txt"}),
            ("q=配達先の一覧 -検査&kind=clause_set", {"a-2015.txt", "b-2018.txt"}),
            (f"company={HEALTH}", {BUNDLE}),
            ("category=outsourcing", {BUNDLE, CARDS}),
            ("q=どこにもない言葉", set()),
            ("ward=nowhere", set()),
        ],
    )
    def test_words_and_facets(self, browser, asked, names):
        told = json.loads(browser.get(f"search.json?{asked}").text)
        assert {one["path"] for one in told["documents"]} == names
        assert told["total"] == len(names)

    def test_a_find_is_marked_and_leads_to_its_page(self, browser):
        page = browser.get("search.html?q=案内状").text
        assert "<mark>案内状</mark>" in page
        assert f"document/{browser.sha256(CARDS)}.html#page-1" in page

    def test_facets_count_what_was_found(self, browser):
        told = json.loads(browser.get("search.json?q=配達先の一覧").text)
        years = next(one for one in told["facets"] if one["name"] == "year")
        assert [(one["value"], one["count"]) for one in years["values"]] == [
            ("2020", 1), ("2019", 1), ("2018", 1), ("2015", 1)
        ]  # fmt: skip

    @pytest.mark.parametrize("asked", ["-委託", "since:2013 委託", '"'])
    def test_what_cannot_be_asked_is_said(self, browser, asked):
        answer = browser.client.get("/search.html", params={"q": asked})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.text

    @pytest.mark.parametrize(
        "asked", ["%", "'; DROP TABLE documents; --", "NEAR(", "*", "ward:' OR 1=1 x", "あ" * 3000]
    )
    def test_what_is_typed_is_no_code(self, browser, asked):
        answer = browser.client.get("/search.html", params={"q": asked, "ward": asked})
        assert answer.status_code == 200


class TestAddresses:
    @pytest.mark.parametrize(
        ("at", "path"),
        [
            (HOME, "index.html"),
            (Address("cases", (), 3), "cases/page-3.html"),
            (address.case("0f3a0f3a0f3a0f3a/cases/2"), "case/0f3a0f3a0f3a0f3a-c2.html"),
            (address.clause("0f3a0f3a0f3a0f3a/clause_sets/1/clauses/30"), "clause/0f3a0f3a0f3a0f3a-s1-k30.html"),
            (address.company(HEALTH), f"company/{HEALTH}.html"),
        ],
    )
    def test_an_address_is_its_path_and_back(self, at, path):
        assert file_of(at, "ja") == path
        for language in ("ja", "en"):
            assert read_path(file_of(at, language)) == (at, language, "html")

    @pytest.mark.parametrize(
        "name", ["A/B", "..", "../../etc/passwd", "a b", "NTTデータ", "x" * 200, "甲" * 100, "e\u0301", "con?.html", ""]
    )
    def test_a_name_that_no_file_can_have_becomes_one(self, name):
        key = key_of_name(name)
        assert re.fullmatch(r"[\w・ー-]*~[0-9a-f]{12}", key)
        assert len(f"{key}.html".encode()) < 255
        assert key != key_of_name(f"{name}x")
        assert key_of_name("AB") != key_of_name("ab")

    def test_links_are_relative(self):
        here = address.document("0" * 64)
        assert link(here, HOME, "ja") == "../index.html"
        assert link(here, here, "ja", to="en") == f"../en/document/{'0' * 64}.html"
        assert link(HOME, address.company(HEALTH), "en").startswith("../en/company/%E6%A0%AA")
        assert unquote(link(HOME, Address("search").asking(q="a b"), "ja")) == "./search.html?q=a+b"

    def test_addresses_outlast_another_build_in_another_place(self, browser, made, tmp_path):
        again = tmp_path / "again"
        migrate(made.parent / "src", again, recogniser="none", workers=1, metadata=made.parent / "list.csv")
        shutil.copy(CORPUS / "shinjuku-2019-evacuation-list.txt", tmp_path / "more.txt")
        migrate(tmp_path / "more.txt", again, recogniser="none", workers=1)
        kinds = {"document", "case", "company", "terms", "clause"}
        before = {at.path for at in browser.site.addresses() if at.kind in kinds}
        assert before < {at.path for at in Browser(again).site.addresses() if at.kind in kinds}

    @pytest.mark.parametrize(
        ("asked", "leads"),
        [
            ("cases.html?format=csv", "./cases.csv"),
            ("cases.html?lang=en", "./en/cases.html"),
            ("en/cases.html?lang=ja", "../cases.html"),
        ],
    )
    def test_language_and_form_lead_to_their_address(self, browser, asked, leads):
        answer = browser.get(asked)
        assert (answer.status_code, answer.headers["location"]) == (303, leads)


class TestGuarded:
    @pytest.mark.parametrize(
        ("path", "headers", "status"),
        [
            ("/", {}, 200),
            ("/index.html", {"host": "evil.example"}, 421),
            ("/index.html", {"host": "127.0.0.1:8351"}, 421),
            ("/assets/browse.css", {}, 200),
            ("/assets/../pages.py", {}, 404),
            ("/assets/..%2f..%2fpages.py", {}, 404),
            ("/assets/%2e%2e/pages.py", {}, 404),
            ("/../../../etc/passwd.html", {}, 404),
            ("/..%2f..%2f..%2fetc%2fpasswd.json", {}, 404),
            ("/document/..%2f..%2fmanifest.sqlite.html", {}, 404),
            ("/document/%2e%2e/%2e%2e/index.html", {}, 404),
            ("/document//etc/passwd.html", {}, 404),
            ("/document/%00.html", {}, 404),
            (f"/document/{'0' * 64}.html", {}, 404),
            ("/document/" + "0" * 64 + "/page-2.html", {}, 404),
            ("/picture/..%2f..%2fetc%2fpasswd/1.png", {}, 404),
            (f"/picture/{'0' * 64}/1.png", {}, 404),
            ("/picture/x/99999999999999999999.png", {}, 404),
            ("/case/0f3a-c1.html", {}, 404),
            ("/case/0f3a0f3a-s1.html", {}, 404),
            ("/company/だれでもない.html", {}, 404),
            ("/ward/nowhere.html", {}, 404),
            ("/ward/nerima/1066.html", {}, 404),
            ("/cases/page-9.html", {}, 404),
            ("/cases/page-0.html", {}, 404),
            ("/findings/nothing.html", {}, 404),
            ("/topic/nothing.html", {}, 404),
            ("/manifest.sqlite", {}, 404),
            ("/archive.duckdb", {}, 404),
        ],
    )
    def test_an_address(self, browser, path, headers, status):
        answer = browser.client.get(path, headers=headers)
        assert answer.status_code == status
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "root:" not in answer.text

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
    def test_nothing_but_reading_is_answered(self, browser, method):
        assert browser.client.request(method, "/index.html").status_code == 405

    def test_no_reading_changes_anything(self, browser, made):
        before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
        for at in (HOME, Address("search"), Address("crosswalk"), address.document(browser.sha256(CARDS))):
            browser.get(at)
        assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before

    def test_a_page_has_no_script_and_no_style_of_its_own(self, everything):
        found = re.compile(r"<script(?! src=)|<style| style=| on[a-z]+=")
        assert [path for path, (_, text) in everything.items() if path.endswith("html") and found.search(text)] == []

    def test_no_place_on_this_machine_is_told(self, everything, made):
        assert [path for path, (_, text) in everything.items() if str(made.parent) in text] == []


class TestPictures:
    def test_a_page_is_drawn(self, browser):
        answer = browser.get(f"picture/{browser.sha256(CARDS)}/1.png")
        assert answer.content.startswith(b"\x89PNG")
        assert browser.get(f"picture/{browser.sha256(CARDS)}/6.png").status_code == 404

    def test_a_file_that_is_gone_or_another_is_no_picture(self, made, tmp_path):
        shutil.copytree(made.parent, tmp_path / "copy")
        browser = Browser(tmp_path / "copy" / "dest")
        sha256, path = browser.sha256(CARDS), tmp_path / "copy" / "src" / CARDS
        with Manifest(tmp_path / "copy" / "dest", write=True) as manifest:
            relocate(manifest, tmp_path / "copy" / "src")
        browser = Browser(tmp_path / "copy" / "dest")
        assert browser.get(f"picture/{sha256}/1.png").status_code == 200
        path.write_bytes(path.read_bytes() + b"\n")
        fresh = Browser(tmp_path / "copy" / "dest")
        assert fresh.get(f"picture/{sha256}/2.png").status_code == 404
        path.unlink()
        assert fresh.get(f"picture/{sha256}/2.png").status_code == 404
        assert fresh.get(address.document(sha256)).status_code == 200

    def test_a_bounded_number_is_kept(self, browser):
        view = ArchiveView(browser.view.dest, BrowseSettings(pictures=2, dpi=20))
        images = PageImages(view)
        for number in (1, 2, 3):
            images.png(browser.sha256(CARDS), number)
        assert len(images._kept) == 2


class TestHostile:
    def test_hostile_texts_are_shown_and_do_nothing(self, hostile):
        seen = 0
        for at in hostile.site.addresses():
            for language in ("ja", "en"):
                page = hostile.get(at, language)
                assert page.status_code == 200
                assert "<script>alert" not in page.text
                assert "<img src=x" not in page.text
                seen += POISON[:20] in shown(page) or html.escape(POISON[:20]) in page.text
        assert seen > 20

    def test_what_is_typed_is_shown_and_does_nothing(self, hostile):
        page = hostile.client.get("/search.html", params={"q": POISON, "ward": POISON}).text
        assert html.escape(POISON) in page.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
        assert "<script>alert" not in page

    @pytest.mark.parametrize(
        ("value", "cell"),
        [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-5", "-5"),
            ("+81-3", "+81-3"),
            ("-休止-", "'-休止-"),
            (-5, "-5"),
        ],
    )
    def test_no_cell_of_csv_is_a_formula(self, value, cell):
        made = PageData("", ("", ""), {}, [{"a": value, "b": "x"}])
        assert list(csv.reader(io.StringIO(_csv(made))))[1] == [cell, "x"]


class TestCommand:
    def test_a_folder_without_an_archive_is_named(self, tmp_path, capsys):
        assert main(["serve", str(tmp_path), "--no-browser"]) != 0
        assert str(tmp_path) in capsys.readouterr().err

    def test_tables_that_were_not_written_are_said(self, made, tmp_path):
        copy = shutil.copytree(made, tmp_path / "copy")
        (copy / "archive.duckdb").unlink()
        with pytest.raises(UnreadableSource, match="migrate"):
            ArchiveView(copy)

    def test_an_archive_built_anew_is_shown_anew(self, tmp_path):
        folder = tmp_path / "one"
        bound(folder, {"b-2018.txt": FILES["b-2018.txt"]})
        how = {"recogniser": "none", "workers": 1, "annotate": False}
        migrate(folder / "src", folder / "dest", **how)
        browser = Browser(folder / "dest")
        assert json.loads(browser.get("search.json").text)["total"] == 1
        browser.view.close()  # DuckDB has a file open in one way within one process
        shutil.copy(CORPUS / "shinjuku-2019-evacuation-list.txt", folder / "src" / "more.txt")
        migrate(folder / "src", folder / "dest", **how)
        assert json.loads(browser.get("search.json").text)["total"] == 2
        assert browser.json(HOME)["counts"]["documents"] == 2


def test_every_asset_is_beside_the_pages():
    there = {path.name for path in (Path(pages.__file__).parent / "assets").iterdir()}
    assert there - {"widget.css", "widget.js"} == set(pages.ASSETS)  # those are of notebooks, and no server's
