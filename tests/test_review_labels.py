"""Labels that no mapping knows are given their fields: found, tried on every document of the body, kept in a mapping."""

from __future__ import annotations

import html
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from kaigi_extract import extract, load_ward, migrate
from kaigi_extract.errors import InvalidMapping
from kaigi_extract.pipeline import ReadingOptions
from kaigi_extract.wards.field_meanings import MEANINGS, fields_for
from kaigi_extract.wards.known import user_folder
from kaigi_extract.wards.load import bundled_wards
from kaigi_extract.wards.model import LABEL_PARTS
from kaigi_extract.wards.own_mapping import own_mapping
from kaigi_extract.wards.toml_text import with_label
from kaigi_extract.wards.unknown_labels import UnknownLabels
from kaigi_extract.web.review.changes import changes
from kaigi_extract.web.review.holdings import Files, InArchive
from kaigi_extract.web.review.labels import LabelReview, TrialOver
from tests.mapped_wards import compose

pytest.importorskip("uvicorn", reason="needs pip install 'kaigi-extract[web]'")
testclient = pytest.importorskip("starlette.testclient", reason="needs starlette and httpx")

from kaigi_extract.web.guard import Guard  # noqa: E402
from kaigi_extract.web.review.session import Review  # noqa: E402
from kaigi_extract.web.review.site import ReviewSite  # noqa: E402

HOST, TOKEN = "127.0.0.1:8000", "a-token"
MAPPING = """\
# 区の資料から作ったもの
id = "hotaru"
name = "ほたる区" # 架空
councils = ["ほたる区情報公開・個人情報保護運営協議会"]

[sheet]
heading = ["諮問事項"]

[labels.form]
title = ["議案名"]
department = ["受持ち課"] # 課の名
business_name = ["元となる事務"]
data_items = [
    "渡す個人情報の項目", # 氏名など
]
media = ["授受の媒体"]
content = ["委託する業務の内容"]
current_handling = ["いままでのやり方"]
periods = ["委託の時期"]
bases = ["根拠条項"]
"""
"""A mapping that lacks labels of the papers: 委託の相手, 委託が必要なわけ, 添える書類, ひとこと, the safeguards."""


@pytest.fixture(autouse=True)
def settings_folder(tmp_path, monkeypatch):
    """The user's folder of settings, empty and of this test alone."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> list[Path]:
    return compose(tmp_path_factory.mktemp("papers"), "hotaru")


@pytest.fixture
def mapping(tmp_path) -> Path:
    path = tmp_path / "hotaru.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def begun(papers, mapping=None, **bounds) -> LabelReview:
    options = ReadingOptions(mapping=None if mapping is None else str(mapping), recogniser="none")
    review = LabelReview(Files([str(path) for path in papers], options), options, **bounds)
    review.scan()
    return review


@pytest.fixture
def mapped(papers, mapping) -> LabelReview:
    return begun(papers, mapping)


@pytest.fixture
def unmapped(papers) -> LabelReview:
    return begun(papers)


def named(review: LabelReview, text: str):
    [found] = [one for one in review.labels() if one.label == text]
    return found


class TestFound:
    def test_what_a_mapping_lacks_with_how_often_and_where(self, mapped):
        found = {one.label: (one.ward, one.part, one.documents, one.read_as) for one in mapped.labels()}
        wanted = ("委託の相手", "委託が必要なわけ", "添える書類", "ひとこと", "区で行う保護の手立て")
        assert {label: found.get(label, (None,))[0] for label in wanted} == dict.fromkeys(wanted, "hotaru")
        assert {found[label][1] for label in wanted} == {"form"}
        assert not {"議案名", "渡す個人情報の項目", "授受の媒体"} & found.keys()
        place = named(mapped, "ひとこと").places[0]
        assert (place.value, place.pointer.split("/")[-3:]) == ("急ぎ", ["extra", place.pointer.split("/")[-2], "text"])
        assert len(place.spans) == 2

    def test_of_a_body_without_mapping_what_is_left_then_what_general_words_read(self, unmapped):
        labels = unmapped.labels()
        assert (labels[0].label, labels[0].read_as, labels[0].ward, labels[0].body) == (
            "ひとこと",
            None,
            None,
            "ほたる区",
        )
        assert all(one.read_as is not None for one in labels[1:])
        read = named(unmapped, "委託が必要なわけ")
        assert (read.read_as, read.documents, read.confidence > 0.5) == ("reason", 3, True)
        assert len({one.key for one in labels}) == len(labels)
        assert [one.part for one in labels if one.label == "議案名"] == ["form"]  # printed once, read into two records

    def test_two_bodies_are_two(self, papers, tmp_path):
        found = UnknownLabels()
        for path in [*papers, *compose(tmp_path, "tsukushi")]:
            found.add(extract(path, recogniser="none"))
        assert {one.body for one in found.all()} == {"ほたる区", "つくし町"}

    def test_guesses_are_of_fields_of_its_part_the_surest_first(self, unmapped):
        proposals = unmapped.proposals(named(unmapped, "委託が必要なわけ"))
        assert proposals[0].field == "reason"
        assert [one.confidence for one in proposals] == sorted((one.confidence for one in proposals), reverse=True)
        assert all(one.table == "labels.form" for one in proposals)


class TestTried:
    def test_what_changes_is_said_value_by_value_and_nothing_is_written(self, mapped, mapping):
        before = mapping.read_bytes()
        trial = mapped.try_field(named(mapped, "委託が必要なわけ"), "reason")
        assert (trial.state, trial.tried, trial.untried, trial.problems) == ("ended", 3, 0, [])
        of_pdf = {one.pointer: (one.before, one.after, one.kind) for one in trial.changes if one.file.endswith(".pdf")}
        reason = "申込みが増え、職員だけでは受けきれないため。"
        assert of_pdf == {
            "/cases/0/forms/0/reason": (None, reason, "gained"),
            "/cases/0/forms/0/extra/委託が必要なわけ": (reason, None, "lost"),
        }
        assert mapping.read_bytes() == before

    def test_no_field_is_a_choice_too_and_reading_says_nothing_of_it_any_more(self, mapped, mapping, papers):
        trial = mapped.try_field(named(mapped, "ひとこと"), "other")
        assert trial.changes == []
        mapped.keep(trial)
        assert tomllib.loads(mapping.read_text("utf-8"))["labels"]["form"]["other"] == ["ひとこと"]
        document = extract(papers[0], mapping=str(mapping), recogniser="none")
        said = [one.parameters.get("label") for one in document.findings if one.code == "unmapped_label"]
        assert "ひとこと" not in said
        assert "委託の相手" in said
        kept = [one.label for one in document.cases[0].forms[0].extra]
        assert "ひとこと" in kept

    def test_it_is_bounded_and_says_what_was_not_tried(self, papers, mapping):
        review = begun(papers, mapping, most_documents=2)
        trial = review.try_field(named(review, "委託の相手"), "counterparty")
        assert (trial.total, trial.tried, trial.untried) == (2, 2, 1)
        review = begun(papers, mapping, most_seconds=-1)
        trial = review.try_field(named(review, "委託の相手"), "counterparty")
        assert (trial.total, trial.tried, trial.untried) == (3, 0, 3)

    def test_a_file_that_is_gone_or_another_is_said_and_the_others_are_tried(self, papers, mapping, tmp_path):
        copies = [Path(shutil.copy(path, tmp_path)) for path in papers]
        review = begun(copies, mapping)
        copies[0].unlink()
        shutil.copy(papers[2], copies[1])
        trial = review.try_field(named(review, "委託の相手"), "counterparty")
        assert trial.tried == 3
        assert [text.split(":")[0] for text in trial.problems] == [str(copies[0]), str(copies[1])]
        assert {one.file for one in trial.changes} <= {str(copies[2])}

    def test_what_a_person_put_right_is_no_change(self, papers, mapping, tmp_path):
        path = Path(shutil.copy(papers[0], tmp_path))
        review = begun([path], mapping)
        [(sha256, _)] = review.holdings.doubted()
        review.holdings.keep(sha256, lambda document, _: document.correct("/cases/0/forms/0/media", "電子データ"))
        trial = review.try_field(named(review, "委託の相手"), "counterparty")
        assert "/cases/0/forms/0/media" not in {one.pointer for one in trial.changes}

    @pytest.mark.parametrize("field", ["purpose", "colour", ""])
    def test_a_field_that_its_part_has_not_is_refused(self, mapped, field):
        with pytest.raises(ValueError, match="no field"):
            mapped.try_field(named(mapped, "ひとこと"), field)

    def test_a_mapping_with_a_mistake_is_said(self, mapped, mapping):
        mapping.write_text(MAPPING.replace('name = "ほたる区"', "name = 3"), encoding="utf-8")
        with pytest.raises(InvalidMapping, match="name"):
            mapped.open()


class TestKept:
    def test_the_given_file_keeps_its_comments_and_its_order(self, mapped, mapping, papers):
        label = named(mapped, "添える書類")
        kept = mapped.keep(mapped.try_field(label, "attachments"))
        assert mapping.read_text("utf-8") == MAPPING + 'attachments = ["添える書類"]\n'
        assert (kept.path, kept.again) == (mapping, None)
        assert mapped.field_of(label) == "attachments"
        assert label.key not in {one.key for one in mapped.open()}
        assert extract(papers[0], mapping=str(mapping), recogniser="none").cases[0].forms[0].attachments

    def test_a_label_leaves_the_field_that_it_stood_under(self):
        text = with_label(MAPPING, "form", "渡す個人情報の 項目", "content")
        words = tomllib.loads(text)["labels"]["form"]
        assert (words["data_items"], words["content"]) == ([], ["委託する業務の内容", "渡す個人情報の 項目"])
        assert "# 課の名" in text
        assert with_label(text, "form", "渡す個人情報の項目", "data_items").count("渡す") == 1

    def test_a_body_without_mapping_gets_a_draft_in_the_folder_that_every_run_reads(self, unmapped, papers):
        label = named(unmapped, "ひとこと")
        trial = unmapped.try_field(label, "other", "hotaru")
        assert not user_folder().exists()
        kept = unmapped.keep(trial)
        assert kept.path == user_folder() / "hotaru.toml"
        ward = load_ward(kept.path)
        assert (ward.id, ward.name, ward.field("form", "ひとこと")) == ("hotaru", "ほたる区", "other")
        assert "# Draft of a field mapping" in kept.path.read_text("utf-8")
        assert unmapped.open() == []
        again = extract(papers[0], recogniser="none")
        assert (again.ward, again.mapping.origin) == ("hotaru", "own")

    @pytest.mark.parametrize("id_", ["Hotaru", "ほたる", "a b", "shinjuku", "../x"])
    def test_a_name_that_is_none_or_anothers_is_refused(self, unmapped, id_):
        with pytest.raises(ValueError, match="no id for a new ward"):
            unmapped.try_field(named(unmapped, "ひとこと"), "other", id_)

    def test_a_mapping_that_comes_along_is_copied_and_the_copy_takes_its_place(self):
        ward = next(one for one in bundled_wards() if one.id == "nerima")
        own = own_mapping(ward, None)
        assert (own.path, own.is_new) == (user_folder() / "nerima.toml", True)
        assert own.begun.split("\n", 1)[1] == Path(ward.origin.path).read_text("utf-8")
        assert own.begun.startswith("# A copy of the mapping of nerima")
        own.path.parent.mkdir(parents=True)
        own.path.write_text(with_label(own.begun, "form", "ひとこと", "other"), "utf-8")
        again = own_mapping(load_ward(own.path), None)
        assert (again.is_new, again.begun) == (False, own.path.read_text("utf-8"))

    def test_a_folder_of_mappings_that_was_given_gets_the_new_file(self, papers, tmp_path):
        folder = tmp_path / "mappings"
        folder.mkdir()
        (folder / "x.toml").write_text('id = "x"\nname = "みどり区"\n', "utf-8")
        review = begun(papers, folder)
        kept = review.keep(review.try_field(named(review, "ひとこと"), "other", "hotaru"))
        assert kept.path == folder / "hotaru.toml"

    def test_what_was_changed_meanwhile_is_not_written_over(self, mapped, mapping):
        trial = mapped.try_field(named(mapped, "ひとこと"), "other")
        mapping.write_text(MAPPING + "# mine\n", encoding="utf-8")
        with pytest.raises(TrialOver, match="was changed since"):
            mapped.keep(trial)
        assert mapping.read_text("utf-8") == MAPPING + "# mine\n"

    def test_what_was_discarded_or_kept_is_not_kept_again(self, mapped, mapping):
        trial = mapped.try_field(named(mapped, "ひとこと"), "other")
        mapped.discard(trial)
        with pytest.raises(TrialOver, match="discarded"):
            mapped.keep(trial)
        assert mapping.read_text("utf-8") == MAPPING
        trial = mapped.try_field(named(mapped, "ひとこと"), "other")
        mapped.keep(trial)
        with pytest.raises(TrialOver, match="already"):
            mapped.keep(trial)

    def test_two_at_once_lose_nothing(self, mapped, mapping):
        one = mapped.try_field(named(mapped, "添える書類"), "attachments")
        two = mapped.try_field(named(mapped, "ひとこと"), "other")
        mapped.keep(one)
        with pytest.raises(TrialOver):
            mapped.keep(two)
        mapped.keep(mapped.try_field(named(mapped, "ひとこと"), "other"))
        labels = tomllib.loads(mapping.read_text("utf-8"))["labels"]["form"]
        assert (labels["attachments"], labels["other"]) == (["添える書類"], ["ひとこと"])


@pytest.mark.slow
class TestArchive:
    @pytest.fixture
    def dest(self, papers, tmp_path):
        src = tmp_path / "src"
        src.mkdir()
        for path in [*papers, *compose(tmp_path, "tsukushi")[:1]]:
            shutil.copy(path, src)
        migrate(src, tmp_path / "archive", workers=1, recogniser="none")
        return tmp_path / "archive"

    def test_what_migrate_reads_again_is_what_was_said(self, dest, tmp_path):
        review = LabelReview(InArchive(dest))
        review.scan()
        label = named(review, "ひとこと")
        assert (label.documents, review.problems) == (2, [])
        trial = review.try_field(label, "content", "hotaru")
        assert trial.tried == 3
        changed = {one.file for one in trial.changes if one.field == "content"}
        assert changed == {"hotaru-ruled.pdf", "hotaru-word.docx"}
        kept = review.keep(trial)
        assert (kept.again, kept.mapping) == (4, ())  # with those of whose ward nothing was known
        planned = migrate(tmp_path / "src", dest, workers=1, recogniser="none", dry_run=True).planned
        assert len(planned) == kept.again
        migrate(tmp_path / "src", dest, workers=1, recogniser="none")
        now = InArchive(dest)
        assert {now.document(sha256).ward for sha256 in now.of_ward("hotaru")} == {"hotaru"}
        assert len(now.of_ward("hotaru")) == 3
        again = LabelReview(now)
        again.scan()
        assert {one.body for one in again.labels()} == {"つくし町"}

    def test_what_was_read_with_a_given_mapping_is_said_to_need_it_again(self, papers, mapping, tmp_path):
        src, dest = tmp_path / "src", tmp_path / "archive"
        shutil.copytree(papers[0].parent, src)
        migrate(src, dest, workers=1, recogniser="none", mapping=[str(mapping), str(mapping.parent)])
        options = ReadingOptions(mapping=[str(mapping), str(mapping.parent)])
        review = LabelReview(InArchive(dest, options), options)
        review.scan()
        kept = review.keep(review.try_field(named(review, "ひとこと"), "other"))
        assert (kept.path, kept.again, kept.mapping) == (mapping, 3, (str(mapping), str(mapping.parent)))


class TestPages:
    @pytest.fixture
    def browser(self, mapped):
        review = Review(mapped.holdings, "archivist")
        review.scan()
        site = ReviewSite(review, "ja", lambda: None, mapped)
        client = testclient.TestClient(
            Guard(site.application, TOKEN, {HOST}), base_url=f"http://{HOST}", follow_redirects=False
        )
        client.review = mapped
        return client

    def get(self, browser, path):
        return browser.get(f"/{TOKEN}{path}")

    def try_field(self, browser, label, field):
        key = named(browser.review, label).key
        answer = browser.post(f"/{TOKEN}/label/{key}", data={"field": field})
        assert answer.status_code == 303
        path = answer.headers["location"].removeprefix(f"/{TOKEN}")
        browser.review.trial(path.rpartition("/")[2]).wait(60)
        return path

    def test_the_list_leads_to_each(self, browser):
        page = self.get(browser, "/labels").text
        found = dict(re.findall(rf'<a href="/{TOKEN}(/label/\w+)" lang="ja"[^>]*>([^<]+)<', page))
        assert {"ひとこと", "委託の相手"} <= set(found.values())
        assert f'<span class="count">{len(browser.review.open())}</span>' in page
        for path in found:
            assert self.get(browser, path).status_code == 200

    def test_a_label_shows_its_place_its_guesses_first_and_every_field_with_its_meaning(self, browser):
        label = named(browser.review, "委託が必要なわけ")
        page = self.get(browser, f"/label/{label.key}").text
        fields = re.findall(r'name="field" value="(\w+)"( checked)?', page)
        assert fields[0] == ("reason", " checked")
        assert [name for name, _ in fields][-1] == "other"
        assert {name for name, _ in fields} == set(fields_for("form"))
        assert all(html.escape(MEANINGS[name].into("ja")) in page for name, _ in fields)
        at = next(at for at, place in enumerate(label.places) if place.file.endswith(".pdf"))
        for what in ("crop", "page"):
            answer = self.get(browser, f"/label/{label.key}/{what}/{at}")
            assert answer.content.startswith(b"\x89PNG")
        text = next(at for at, place in enumerate(label.places) if place.file.endswith(".txt"))
        assert "<mark>" in self.get(browser, f"/label/{label.key}?place={text}").text

    def test_kept_after_it_was_seen(self, browser, mapping):
        path = self.try_field(browser, "添える書類", "attachments")
        page = self.get(browser, path).text
        assert "<ins>業務の流れの図</ins>" in page
        assert mapping.read_text("utf-8") == MAPPING
        assert browser.post(f"/{TOKEN}{path}", data={"do": "keep"}).status_code == 303
        assert "対応付けを書き込みました" in self.get(browser, path).text
        assert "添える書類" in mapping.read_text("utf-8")
        assert browser.post(f"/{TOKEN}{path}", data={"do": "keep"}).status_code == 409

    def test_discarded_the_file_is_untouched(self, browser, mapping):
        path = self.try_field(browser, "添える書類", "attachments")
        assert browser.post(f"/{TOKEN}{path}", data={"do": "discard"}).status_code == 303
        assert "何も書き込んでいません" in self.get(browser, path).text
        assert mapping.read_text("utf-8") == MAPPING

    def test_without_a_choice_nothing_is_tried(self, browser):
        key = named(browser.review, "ひとこと").key
        answer = browser.post(f"/{TOKEN}/label/{key}", data={})
        assert answer.status_code == 422
        assert "先に、ラベルの意味する欄を選んでください" in answer.text

    @pytest.mark.parametrize(
        "path", ["/label/x", "/label/{key}/crop/99", "/label/{key}/other/0", "/trial/x", "/label/../x"]
    )
    def test_what_is_not_there(self, browser, path):
        assert self.get(browser, path.format(key=named(browser.review, "ひとこと").key)).status_code == 404

    def test_no_reading_writes_and_another_site_tries_nothing(self, browser, mapping):
        path = self.try_field(browser, "添える書類", "attachments")
        self.get(browser, f"{path}?do=keep")
        elsewhere = {"origin": "http://example.com"}
        assert browser.post(f"/{TOKEN}{path}", data={"do": "keep"}, headers=elsewhere).status_code == 403
        assert mapping.read_text("utf-8") == MAPPING

    def test_a_broken_mapping_is_said_and_the_other_pages_stay(self, browser, mapping):
        mapping.write_text("id = 3\n", "utf-8")
        assert self.get(browser, "/labels").status_code == 503
        assert self.get(browser, "/list").status_code == 200


class TestWardToBe:
    """Pages over the labels of a body that no mapping knows."""

    @pytest.fixture
    def browser(self, unmapped):
        review = Review(unmapped.holdings, "archivist")
        review.scan()
        site = ReviewSite(review, "ja", lambda: None, unmapped)
        return testclient.TestClient(
            Guard(site.application, TOKEN, {HOST}), base_url=f"http://{HOST}", follow_redirects=False
        )

    def test_it_is_asked_for_and_no_mapping_is_called_unknown(self, browser, unmapped):
        path = f"/{TOKEN}/label/{named(unmapped, 'ひとこと').key}"
        page = browser.get(path).text
        assert re.search(r'id="id" name="id" value=""', page)
        assert 'name="body" value="ほたる区"' in page
        for given in ({}, {"id": "hotaru", "body": " "}, {"id": "", "body": "ほたる区"}):
            answer = browser.post(path, data={"field": "reason"} | given)
            assert (answer.status_code, "どの区・団体の対応付けか" in answer.text) == (422, True)
        answer = browser.post(path, data={"field": "reason", "id": "hotaru", "body": "ほたる特別区"})
        trial = unmapped.trial(answer.headers["location"].rpartition("/")[2]).wait(60)
        assert (trial.ward.id, trial.ward.name) == ("hotaru", "ほたる特別区")
        assert trial.text.splitlines()[5:7] == ['id = "hotaru"', 'name = "ほたる特別区"']
        other = browser.get(f"/{TOKEN}/label/{named(unmapped, '添える書類').key}").text
        assert 'value="hotaru"' in other
        assert 'value="ほたる特別区"' in other

    def test_what_changes_is_said_in_words(self, browser, unmapped):
        trial = unmapped.try_field(named(unmapped, "ひとこと"), "reason", "hotaru")
        page = html.unescape(browser.get(f"/{TOKEN}/trial/{trial.key}").text)
        assert "<ins>ほたる区</ins>" in page
        bases = re.search(r"<b lang=\"ja\">根拠</b>.*?<ins>(.*?)</ins>", page, re.DOTALL)
        assert bases[1] == "ほたる区個人情報の取扱いに関する条例 第14条第2項（外部委託）"
        assert not re.search(r"ordinance-\d|、day|、span|>span", page)


def test_every_field_has_its_meaning_in_both_languages():
    names = {name for part in LABEL_PARTS for name in fields_for(part)}
    assert names == set(MEANINGS)
    assert all(meaning.into("ja") != str(meaning) for meaning in MEANINGS.values())


def test_a_value_that_only_moved_its_place_is_no_change(papers):
    before = extract(papers[0], recogniser="none")
    after = before.model_copy(deep=True)
    form = after.cases[0].forms[0]
    form.evidence["media"].spans = []
    form.extra.insert(0, form.extra[0].model_copy(update={"label": "別のラベル", "text": "値"}))
    assert [(one.pointer, one.before, one.after) for one in changes(before, after)] == [
        ("/cases/0/forms/0/extra/別のラベル", None, "値")
    ]
