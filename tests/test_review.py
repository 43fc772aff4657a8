"""The review by its addresses: what is asked, what is kept, who is answered."""

from __future__ import annotations

import html
import re
import shutil
from urllib.parse import unquote

import pytest

from kaigi_extract import check_archive, extract
from kaigi_extract.archive.corrections import archive_corrections, archive_document, keep_corrections, update_tables
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.cli import main
from kaigi_extract.corrections.kept import kept_beside
from kaigi_extract.records import in_force
from kaigi_extract.records.corrected import place_at
from tests.doubtful import BOOKING, CARDS, CORPUS, copied, doubted, doubtful_archive
from tests.hostile import POISON, poisoned

pytest.importorskip("uvicorn", reason="needs pip install 'kaigi-extract[web]'")
testclient = pytest.importorskip("starlette.testclient", reason="needs starlette and httpx")

from kaigi_extract.web.guard import Guard  # noqa: E402
from kaigi_extract.web.review.holdings import Files, InArchive  # noqa: E402
from kaigi_extract.web.review.inputs import Untypable, inputs_of, typed_value  # noqa: E402
from kaigi_extract.web.review.session import Review  # noqa: E402
from kaigi_extract.web.review.site import ReviewSite  # noqa: E402

HOST, TOKEN = "127.0.0.1:8000", "a-token"
TITLE, DEPARTMENT, MEDIA = "/cases/0/title", "/cases/0/department", "/cases/0/forms/0/media"
PERIODS, PARTY = "/cases/0/forms/0/periods", "/cases/0/forms/0/counterparty"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return doubtful_archive(tmp_path_factory.mktemp("made"))


@pytest.fixture
def dest(tmp_path, made):
    return copied(made, tmp_path)


class Browser:
    """One browser at one review."""

    def __init__(self, review, language="ja"):
        self.ended = []
        site = ReviewSite(review, language, lambda: self.ended.append(True))
        guard = Guard(site.application, TOKEN, {HOST})
        self.client = testclient.TestClient(guard, base_url=f"http://{HOST}", follow_redirects=False)
        self.review = review

    def get(self, path="/", **how):
        return self.client.get(f"/{TOKEN}{path}", **how)

    def begin(self):
        return self.get(self.path_of(self.get("/")))

    @staticmethod
    def path_of(answer):
        return answer.headers["location"].removeprefix(f"/{TOKEN}")

    def where(self, pointer):
        [path] = {f"/value/{key[0]}{key[1]}" for key in self.review.order() if key[1] == pointer}
        return path

    def shown(self, pointer):
        """What the form of a value holds."""
        page = self.get(self.where(pointer)).text
        assert '<form id="form"' in page
        texts = {
            name: html.unescape(text)
            for name, text in re.findall(r'<textarea[^>]*name="\.([^"]*)"[^>]*>\n(.*?)</textarea>', page, re.S)
        }
        inputs = re.findall(r'<input id="[^"]*" name="\.([^"]*)" value="([^"]*)"', page)
        choices = re.findall(r'<select[^>]*name="\.([^"]*)".*?<option value="([^"]*)" selected', page, re.S)
        texts |= {name: html.unescape(value) for name, value in (*inputs, *choices)}
        [seen] = re.findall(r'name="seen" value="([^"]*)"', page)
        return texts, html.unescape(seen)

    def settle(self, pointer, changed=None, *, seen=None, do="keep", **headers):
        texts, now = self.shown(pointer)
        form = {f".{name}": text for name, text in (texts | (changed or {})).items()}
        form |= {"seen": now if seen is None else seen, "do": do}
        return self.client.post(f"/{TOKEN}{self.where(pointer)}", data=form, headers=headers)


@pytest.fixture
def browser(dest):
    return Browser(begun(dest, "archivist"))


def begun(dest, who):
    review = Review(InArchive(dest), who)
    review.scan()
    return review


class TestSettling:
    def test_the_value_that_it_is_worth_most_to_look_at_comes_first(self, browser):
        gains = [browser.review.doubt(key).gain for key in browser.review.order()]
        assert len(gains) > 25
        assert gains == sorted(gains, reverse=True)
        assert browser.review.order()[0][1] in {TITLE, DEPARTMENT, "/cases/0/forms/0/business_name", PARTY}
        assert unquote(browser.path_of(browser.get("/"))).endswith(browser.review.order()[0][1])

    def test_what_nobody_changed_is_confirmed_and_the_next_is_shown(self, dest, browser):
        answer = browser.settle(TITLE)
        assert answer.status_code == 303
        assert browser.path_of(answer) != browser.where(TITLE)
        [kept] = archive_corrections(dest)
        assert (kept.pointer, kept.action, kept.who, kept.confidence) == (TITLE, "confirmed", "archivist", 0.51)
        assert archive_document(dest, CARDS).cases[0].evidence["title"].confidence == 1.0
        assert browser.review.progress().settled == 1
        assert "確認済み" in browser.get(browser.where(TITLE)).text

    def test_what_was_typed_is_kept_as_a_correction(self, dest, browser):
        browser.settle(TITLE, {"": "利用者カードの\r\n更新について"})
        [kept] = archive_corrections(dest)
        assert (kept.action, kept.value) == ("corrected", "利用者カードの\n更新について")
        assert archive_document(dest, CARDS).cases[0].title == "利用者カードの\n更新について"

    def test_only_what_was_touched_changes_within_a_value(self, dest, browser):
        before = archive_document(dest, CARDS).cases[0].forms[0]
        browser.settle(PERIODS, {"/0/start": "平成25年6月1日"})
        browser.settle(PARTY, {"/name": "みどり印刷株式会社"})
        form = archive_document(dest, CARDS).cases[0].forms[0]
        assert form.periods[0].start.isoformat() == "2013-06-01"
        assert form.periods[0].model_dump(exclude={"start"}) == before.periods[0].model_dump(exclude={"start"})
        assert form.counterparty == before.counterparty.model_copy(update={"name": "みどり印刷株式会社"})

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"/0/start": "いつか"}, "「いつか」は日付として読めません"),
            ({"/0/start": "平成25年10月"}, "「平成25年10月」は日付として読めません"),
            ({"/0/start": "2013-02-30"}, "「2013-02-30」は日付として読めません"),
            ({"/0/kind": "sometimes"}, "この欄には入れられない値です"),
        ],
    )
    def test_what_the_record_cannot_have_is_refused_with_the_reason_and_stays_typed(self, dest, browser, typed, said):
        answer = browser.settle(PERIODS, typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert 'role="alert"' in answer.text
        if "/0/start" in typed:
            assert f'value="{typed["/0/start"]}"' in answer.text
        told = browser.settle(PERIODS, typed, accept="application/json")
        assert said in told.json()["reason"]
        assert archive_corrections(dest) == []

    def test_undo_gives_back_what_was_read_with_its_doubt(self, dest, browser):
        before = archive_document(dest, CARDS)
        browser.settle(DEPARTMENT)
        browser.settle(TITLE, {"": "別の件名"})
        undone = browser.client.post(f"/{TOKEN}/undo")
        assert unquote(browser.path_of(undone)) == browser.where(TITLE)
        assert archive_document(dest, CARDS).cases[0].title == before.cases[0].title
        assert browser.review.progress().settled == 1
        browser.settle(DEPARTMENT, do="undo")
        assert browser.review.progress().settled == 0
        assert [one.action for one in archive_corrections(dest)] == ["confirmed", "corrected", "undone", "undone"]
        now = archive_document(dest, CARDS)
        assert {one.record for one in now.findings} == {one.record for one in before.findings}
        assert browser.path_of(browser.client.post(f"/{TOKEN}/undo")) == "/"

    def test_what_is_skipped_comes_again_at_the_end(self, browser):
        first = browser.review.order()[0]
        browser.settle(first[1], do="skip")
        assert browser.review.progress().settled == 0
        met = []
        while (key := browser.review.next_open("x")) is not None and len(met) < 99:
            met.append(key[1])
            browser.settle(key[1])
        assert browser.review.progress().settled == len(met) == len(browser.review.order())
        done = browser.get("/")
        assert "すべて確定しました" in done.text

    def test_a_skipped_value_is_the_last_of_its_browser(self, browser):
        order = browser.review.order()
        browser.review.skip("one", order[0])
        assert browser.review.next_open("one") == order[1]
        assert browser.review.next_open("two") == order[0]
        for key in order[1:]:
            browser.settle(key[1])
        assert browser.review.next_open("one") == order[0]


class TestTogether:
    def test_two_browsers_are_shown_two_values_and_both_are_kept(self, dest):
        review = begun(dest, "archivist")
        one, two = Browser(review), Browser(review)
        first, second = one.path_of(one.get("/")), None
        one.get(first)
        second = two.path_of(two.get("/"))
        assert first != second
        two.get(second)
        pointers = [unquote(path.split("/", 3)[3]) for path in (first, second)]
        one.settle("/" + pointers[0])
        two.settle("/" + pointers[1])
        assert {one.pointer for one in archive_corrections(dest)} == {"/" + each for each in pointers}

    def test_nobody_writes_over_what_somebody_else_settled_unseen(self, dest):
        review = begun(dest, "archivist")
        one, two = Browser(review), Browser(review)
        _, seen = two.shown(TITLE)
        one.settle(TITLE, {"": "先の件名"})
        answer = two.settle(TITLE, {"": "後の件名"}, seen=seen)
        assert answer.status_code == 409
        assert "先に archivist さんが「先の件名」と確定しました" in answer.text
        assert "後の件名" in answer.text
        assert archive_document(dest, CARDS).cases[0].title == "先の件名"
        told = two.settle(TITLE, {"": "後の件名"}, seen=seen, accept="application/json").json()
        assert two.settle(TITLE, {"": "後の件名"}, seen=told["seen"]).status_code == 303
        assert [one.value for one in archive_corrections(dest)] == ["先の件名", "後の件名"]
        assert archive_document(dest, CARDS).cases[0].title == "後の件名"

    def test_nobody_takes_back_what_somebody_else_settled_unseen(self, dest):
        review = begun(dest, "archivist")
        one, two = Browser(review), Browser(review)
        two.settle(TITLE)
        _, seen = two.shown(TITLE)
        one.settle(TITLE, {"": "先の件名"})
        assert two.settle(TITLE, seen=seen, do="undo").status_code == 409
        assert two.path_of(two.client.post(f"/{TOKEN}/undo")) == "/"  # its own word is the last no more
        assert archive_document(dest, CARDS).cases[0].title == "先の件名"
        assert unquote(one.path_of(one.client.post(f"/{TOKEN}/undo"))) == one.where(TITLE)
        assert archive_document(dest, CARDS).cases[0].title != "先の件名"

    def test_the_same_word_twice_is_kept_twice(self, dest):
        review = begun(dest, "archivist")
        one, two = Browser(review), Browser(review)
        _, seen = two.shown(TITLE)
        one.settle(TITLE)
        assert two.settle(TITLE, seen=seen).status_code == 303
        assert [one.action for one in archive_corrections(dest)] == ["confirmed", "confirmed"]

    def test_two_reviews_of_one_archive_lose_nothing(self, dest):
        one, two = Browser(begun(dest, "one")), Browser(begun(dest, "two"))
        for pointer in (TITLE, DEPARTMENT, MEDIA):
            one.settle(pointer)
            two.settle(pointer.replace(MEDIA, PARTY))
        assert sorted(one.who for one in archive_corrections(dest)) == ["one"] * 3 + ["two"] * 3
        assert one.review.progress().settled == two.review.progress().settled == 4


class TestArchive:
    def test_the_tables_are_old_until_they_are_written_and_the_archive_says_so(self, dest, browser):
        assert check_archive(dest) == []
        browser.settle(TITLE, {"": "別の件名"})
        [fault] = check_archive(dest)  # as after a review that was killed
        assert (fault.file, "migrate" in fault.remedy) == ("manifest.sqlite", True)
        assert InArchive(dest).finish()
        assert check_archive(dest) == []
        duckdb = pytest.importorskip("duckdb")
        with duckdb.connect(str(dest / "archive.duckdb"), read_only=True) as db:
            assert db.execute("SELECT title FROM cases").fetchall() == [("別の件名",)]
        assert not InArchive(dest).finish()

    def test_a_review_goes_on_where_the_one_before_was(self, dest, browser):
        browser.settle(TITLE)
        browser.settle(DEPARTMENT)
        total = browser.review.progress().total
        again = Browser(begun(dest, "other"))
        assert (again.review.progress().settled, again.review.progress().total) == (2, total)
        assert "確認済み" in again.get(again.where(TITLE)).text

    def test_what_was_kept_and_not_applied_is_applied_by_the_next_update(self, dest, monkeypatch):
        from kaigi_extract.archive import corrections

        made = archive_document(dest, CARDS).correct(TITLE, "別の件名")

        def killed(*_, **__):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(corrections, "_settle", killed)
            with pytest.raises(KeyboardInterrupt):
                keep_corrections(dest, lambda _: [made])
        assert archive_document(dest, CARDS).cases[0].title != "別の件名"
        assert update_tables(dest, workers=1)
        assert archive_document(dest, CARDS).cases[0].title == "別の件名"
        assert check_archive(dest) == []

    def test_while_another_writes_it_waits_and_then_says_so(self, dest, browser, monkeypatch):
        from kaigi_extract.web.review import holdings

        monkeypatch.setattr(holdings, "PATIENCE", 0.2)
        with Manifest(dest, write=True):
            answer = browser.settle(TITLE, {"": "別の件名"}, accept="application/json")
        assert answer.status_code == 503
        assert "保存できませんでした" in answer.json()["reason"]
        assert archive_corrections(dest) == []
        assert browser.settle(TITLE, {"": "別の件名"}).status_code == 303


class TestFiles:
    @pytest.fixture
    def path(self, tmp_path, monkeypatch):
        from kaigi_extract.web.review import holdings

        read = holdings.extract_with_reasons
        monkeypatch.setattr(holdings, "extract_with_reasons", lambda *how: (doubted(read(*how)[0]), []))
        return shutil.copy(CORPUS / CARDS, tmp_path / CARDS)

    def begun(self, path):
        from kaigi_extract.pipeline import ReadingOptions

        review = Review(Files([str(path)], ReadingOptions(recogniser="none")), "archivist")
        review.scan()
        return Browser(review)

    def test_corrections_are_kept_beside_the_file(self, path):
        browser = self.begun(path)
        assert browser.settle(TITLE, {"": "別の件名"}).status_code == 303
        browser.settle(DEPARTMENT)
        browser.settle(MEDIA, {"": "紙"})
        browser.settle(MEDIA, do="undo")
        assert [one.action for one in kept_beside(path)] == ["corrected", "confirmed", "corrected", "undone"]
        assert extract(path, recogniser="none").cases[0].title == "別の件名"
        again = self.begun(path)
        assert again.review.progress().settled == 2
        assert again.shown(TITLE)[0] == {"": "別の件名"}

    def test_two_files_of_the_same_bytes_have_one_review(self, path, capsys):
        other = shutil.copy(path, path.parent / "b.pdf")
        assert main(["review", str(path), str(other), "--no-browser", "--recogniser", "none"]) == 1
        assert f"{other}: it has the same bytes as {path}" in capsys.readouterr().err

    def test_an_archive_is_reviewed_alone(self, dest, path, capsys):
        assert main(["review", str(dest), str(path)]) == 1
        assert "alone" in capsys.readouterr().err


class TestPictures:
    def test_the_crop_and_the_page_of_a_value(self, browser):
        crop, page = (browser.get(browser.where(TITLE).replace("/value/", f"/{kind}/")) for kind in ("crop", "pages"))
        assert crop.headers["content-type"] == page.headers["content-type"] == "image/png"
        assert crop.content[:8] == page.content[:8] == b"\x89PNG\r\n\x1a\n"
        assert size(crop.content)[1] < size(page.content)[1] / 2

    def test_a_file_that_is_gone_or_another_is_no_picture_and_can_be_settled(self, dest, browser):
        source = dest.parent / "src" / CARDS
        source.write_bytes((CORPUS / BOOKING).read_bytes())
        assert browser.get(browser.where(TITLE).replace("/value/", "/crop/")).status_code == 404
        source.unlink()
        assert browser.get(browser.where(TITLE).replace("/value/", "/crop/")).status_code == 404
        assert browser.get(browser.where(TITLE)).status_code == 200
        assert browser.settle(TITLE).status_code == 303

    def test_a_text_file_shows_its_lines(self, tmp_path):
        name = "shinjuku-2019-evacuation-list.txt"
        dest = doubtful_archive(tmp_path, name)
        review = begun(dest, None)
        browser = Browser(review)
        sha256 = archive_document(dest, name).source.sha256
        page = browser.get(f"/value/{sha256}{TITLE}")
        assert page.status_code == 200
        assert "<mark>" in page.text


def size(png):
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


class TestWhoIsAnswered:
    @pytest.mark.parametrize(
        ("path", "headers", "status"),
        [
            ("/", {}, 404),
            ("/wrong-token/", {}, 404),
            (f"/{TOKEN}x/", {}, 404),
            ("/%F0%9F%8D%A3/", {}, 404),
            (f"/{TOKEN}/list", {}, 200),
            (f"/{TOKEN}/list", {"host": "evil.example"}, 421),
            (f"/{TOKEN}/list", {"host": "127.0.0.1:8001"}, 421),
            (f"/{TOKEN}/list", {"host": "127.0.0.1"}, 421),
            (f"/{TOKEN}/list", {"host": ""}, 421),
            (f"/{TOKEN}/assets/pages.css", {}, 200),
            (f"/{TOKEN}/assets/../pages.py", {}, 404),
            (f"/{TOKEN}/assets/..%2f..%2fpages.py", {}, 404),
            (f"/{TOKEN}/assets/%2e%2e/pages.py", {}, 404),
            (f"/{TOKEN}/assets//etc/passwd", {}, 404),
            (f"/{TOKEN}/crop/..%2f..%2f..%2fetc%2fpasswd/cases/0/title", {}, 404),
            (f"/{TOKEN}/value/{'0' * 64}/cases/0/title", {}, 404),
            (f"/{TOKEN}/nothing", {}, 404),
        ],
    )
    def test_an_address(self, browser, path, headers, status):
        answer = browser.client.get(path, headers=headers)
        assert answer.status_code == status
        assert "content-security-policy" in answer.headers
        if status != 200:
            assert "root:" not in answer.text
            assert "def " not in answer.text

    @pytest.mark.parametrize("pointer", ["/cases/9/title", "/source/path", "/cases/0/evidence", "/cases/0/nothing"])
    def test_a_place_without_a_value(self, dest, browser, pointer):
        sha256 = browser.review.order()[0][0]
        for kind in ("value", "crop", "pages"):
            assert browser.get(f"/{kind}/{sha256}{pointer}").status_code == 404
        answer = browser.client.post(f"/{TOKEN}/value/{sha256}{pointer}", data={".": "x", "do": "keep"})
        assert answer.status_code in (404, 422)
        assert archive_corrections(dest) == []

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": "http://127.0.0.1:8001"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"host": "evil.example"},
        ],
    )
    def test_another_site_changes_nothing(self, dest, browser, headers):
        answer = browser.settle(TITLE, {"": "別の件名"}, **headers)
        assert answer.status_code in (403, 421)
        assert browser.client.post(f"/{TOKEN}/end", headers=headers).status_code in (403, 421)
        assert archive_corrections(dest) == []
        assert browser.ended == []

    def test_no_reading_changes_anything(self, dest, browser):
        for path in ("/undo", "/end", "/language", browser.where(TITLE) + "?do=keep"):
            browser.get(path)
        assert archive_corrections(dest) == []
        assert browser.ended == []

    def test_what_is_too_long_is_refused(self, dest, browser):
        where = f"/{TOKEN}{browser.where(TITLE)}"
        assert browser.client.post(where, content=b"x" * (2**20 + 1)).status_code == 413
        many = "&".join(f".{n}=1" for n in range(3000))
        assert browser.client.post(where, content=many).status_code == 400
        assert archive_corrections(dest) == []

    def test_the_end_is_asked_for(self, browser):
        assert browser.client.post(f"/{TOKEN}/end", headers={"origin": f"http://{HOST}"}).status_code == 200
        assert browser.ended == [True]

    def test_back_from_the_change_of_language_leads_nowhere_else(self, browser):
        for back in ("https://evil.example/", "//evil.example", f"/{TOKEN}/\\evil", f"/{TOKEN}//evil.example"):
            answer = browser.client.post(f"/{TOKEN}/language", data={"to": "en", "back": back})
            assert answer.headers["location"] == f"/{TOKEN}/"
        assert "Doubtful values" in browser.get("/list").text


class TestHostileTexts:
    def test_they_are_shown_and_do_nothing(self, dest):
        with Manifest(dest, write=True) as manifest, manifest.transaction():
            for stored in list(manifest.stored()):
                before = archive_document(dest, CARDS)
                document = poisoned(before)
                document.source, document.schema_version = before.source, before.schema_version
                for finding, known in zip(document.findings, before.findings, strict=True):
                    finding.record = known.record
                manifest.replace_record(stored.sha256, document.model_dump_json().encode(), document.schema_version)
        browser = Browser(begun(dest, POISON))
        pages = [browser.get(f"/value/{key[0]}{key[1]}").text for key in browser.review.order()]
        pages += [browser.get("/list").text, browser.settle(TITLE, {"": POISON}, seen=POISON).text]
        assert len(pages) > 25
        for page in pages:
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "&lt;script&gt;alert" in page
        browser.settle(TITLE)
        assert archive_document(dest, CARDS).cases[0].title.endswith(POISON)  # to the character


@pytest.fixture(scope="module")
def document():
    return extract(CORPUS / CARDS, recogniser="none")


class TestInputs:
    @pytest.mark.parametrize(
        ("pointer", "kinds"),
        [
            (TITLE, ["text"]),
            (DEPARTMENT, ["line"]),
            ("/cases/0/category", ["choice"]),
            ("/cases/0/numbers", ["lines"]),
            ("/cases/0/year", ["number"]),
            ("/cases/0/meeting_date", ["date"]),
            ("/cases/0/forms/0/attachments", ["lines"]),
            (PARTY, ["line", "line", "line", "choice"]),
            (f"{PERIODS}/0/start", ["date"]),
            (
                f"{PERIODS}",
                [
                    "choice",
                    "date",
                    "date",
                    "choice",
                    "choice",
                    "choice",
                    "line",
                    "text",
                    "choice",
                    "date",
                    "date",
                    "choice",
                    "choice",
                    "choice",
                    "line",
                    "line",
                ],
            ),
        ],
    )
    def test_each_type_has_its_inputs(self, document, pointer, kinds):
        found = [one.kind for one in inputs_of(place_at(document, pointer))]
        assert found == kinds

    @pytest.mark.parametrize(
        ("pointer", "typed", "value"),
        [
            ("/cases/0/numbers", {"": "３１\n\n32"}, [31, 32]),
            ("/cases/0/numbers", {"": ""}, []),
            ("/cases/0/year", {"": "2013"}, 2013),
            ("/cases/0/year", {"": " "}, None),
            ("/cases/0/meeting_date", {"": "Ｈ２５．７．２３"}, "2013-07-23"),
            ("/cases/0/meeting_date", {"": "２０１３－０７－２３"}, "2013-07-23"),
            ("/cases/0/department", {"": ""}, None),
            ("/cases/0/category", {"": "linkage"}, "linkage"),
            ("/cases/0/forms/0/attachments", {"": "資料1\n資料2"}, ["資料1", "資料2"]),
        ],
    )
    def test_what_is_typed_becomes_the_value(self, document, pointer, typed, value):
        assert typed_value(place_at(document, pointer), typed) == value

    @pytest.mark.parametrize(
        ("pointer", "typed"),
        [
            ("/cases/0/year", {"": "去年"}),
            ("/cases/0/numbers", {"": "31\n三二"}),
            ("/cases/0/meeting_date", {"": "平成25年7月"}),
            ("/cases/0/meeting_date", {"": "平成25年7月1日から"}),
        ],
    )
    def test_what_is_no_value_is_refused(self, document, pointer, typed):
        with pytest.raises(Untypable):
            typed_value(place_at(document, pointer), typed)

    def test_entries_are_taken_out_and_added(self, document):
        place = place_at(document, PERIODS)
        [period] = typed_value(place, {})
        assert typed_value(place, {"-/0": "1"}) == []
        added = typed_value(place, {"/1/text": "平成26年4月", "/1/start": "2014-04-01", "/1/kind": "event"})
        assert added == [
            period,
            {**dict.fromkeys(added[1]), "kind": "event", "start": "2014-04-01", "text": "平成26年4月"},
        ]
        document.model_copy(deep=True).correct(PERIODS, added)
        assert typed_value(place, {"/1/kind": "event"}) == [period]  # a choice alone begins nothing

    def test_what_is_not_touched_stays_to_the_character(self, document):
        changed = document.model_copy(deep=True)
        changed.cases[0].title = "一\r\n行目\x0b\u202e二"
        place = place_at(changed, TITLE)
        [one] = inputs_of(place)
        assert typed_value(place, {"": one.shown}) == changed.cases[0].title
        assert typed_value(place, {"": one.shown.replace("\n", "\r\n")}) == changed.cases[0].title


def test_a_package_that_is_missing_is_named(monkeypatch, capsys):
    from kaigi_extract import optional
    from kaigi_extract.errors import MissingExtra

    def missing(module, verb, extra="archive"):
        raise MissingExtra(verb, package=module, extra=extra)

    monkeypatch.setattr(optional, "load", missing)
    assert main(["review", "x.pdf"]) == 8
    assert "pip install 'kaigi-extract[web]'" in capsys.readouterr().err


def test_reliability_counts_each_value_once_by_the_last_word_on_it(dest, browser):
    from kaigi_extract.web.review.reliability import reliability

    browser.settle(TITLE)
    browser.settle(DEPARTMENT, {"": "別の課"})
    browser.settle(MEDIA, {"": "紙"})
    browser.settle(MEDIA, do="undo")
    [found] = reliability(archive_corrections(dest))
    assert (found.low, found.high, found.right, found.looked_at) == (0.4, 0.6, 1, 2)
    low, high = found.interval
    assert (round(low, 3), round(high, 3)) == (0.095, 0.905)  # Wilson's interval of 1 of 2
    assert len(in_force(archive_corrections(dest))) == 2
    assert "1 / 2" in browser.get("/reliability").text
