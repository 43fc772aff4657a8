"""A mapping made from papers: `wards draft`, `wards try`, `wards add`, on three wards that never were."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from kaigi_extract import Document, extract, load_ward
from kaigi_extract.cli import main
from kaigi_extract.records import CaseForm
from kaigi_extract.text import squeeze
from tests.mapped_wards import WARDS, compose

NEWER_LABEL = "題目名"
"""A label that is taken out of the drafts, as if nothing known were like it."""


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> dict[str, list[Path]]:
    folder = tmp_path_factory.mktemp("papers")
    return {ward: compose(folder, ward) for ward in WARDS}


@pytest.fixture
def drafted(papers, tmp_path, capsys):
    """Drafts the mapping of a ward from its papers, under its own id."""

    def draft(ward: str) -> Path:
        code, out, _ = run(capsys, "wards", "draft", *papers[ward])
        assert code == 0
        path = tmp_path / f"{ward}.toml"
        lines = out.replace('"unknown"', f'"{ward}"').splitlines(keepends=True)
        path.write_text("".join(line for line in lines if NEWER_LABEL not in line), encoding="utf-8")
        return path

    return draft


def forms(document: Document) -> list[CaseForm]:
    return [form for case in document.cases for form in case.forms]


@pytest.mark.parametrize("ward", WARDS)
class TestThreeWards:
    def test_a_draft_places_most_labels_and_none_wrongly(self, ward, drafted):
        mapping = load_ward(drafted(ward))
        rows = WARDS[ward][2]
        fields = {label: mapping.field("form", label) for label, _, _ in rows}
        wrong = {label: fields[label] for label, _, field in rows if fields[label] not in (field, None)}
        placed = sum(fields[label] == field for label, _, field in rows)
        assert wrong == {}
        assert placed >= 0.8 * sum(field != "extra" for _, _, field in rows)

    def test_a_draft_has_the_names_as_they_are_printed(self, ward, drafted):
        mapping = load_ward(drafted(ward))
        name, above, _ = WARDS[ward]
        (council,) = mapping.councils
        (ordinance,) = mapping.ordinances
        assert mapping.name == name
        assert any(line.split()[0] == council.name for line in above)
        assert ordinance.name.startswith(name)
        assert [len(article.categories) for article in mapping.articles] == [1]

    def test_completed_by_hand_it_reads_every_field(self, ward, drafted, papers, capsys):
        path = drafted(ward)
        mapping = load_ward(path)
        rows = WARDS[ward][2]
        for label, _, field in rows:
            if field != "extra" and mapping.field("form", label) is None:
                assert run(capsys, "wards", "add", path, f"labels.form.{field}", label) == (0, "", "")
        for paper in papers[ward]:
            document = extract(paper, mapping=path)
            (form,) = forms(document)
            (case,) = document.cases
            assert (document.ward, document.mapping.origin) == (ward, "own")
            found = {squeeze(one.label or ""): (name, squeeze(one.text)) for name, one in form.evidence.items()}
            wanted = {
                squeeze(label): (field, squeeze(value))
                for label, value, field in rows
                if field not in ("extra", "bases")
            }
            assert found == wanted
            assert [basis.ordinance_id for basis in case.bases] == ["ordinance-1"]
            assert case.category == load_ward(path).articles[0].category
            extra = [label for label, _, field in rows if field == "extra"]
            assert [one.label for one in form.extra] == (extra if paper.suffix != ".txt" else [])


class TestTry:
    def tried(self, capsys, path, *files):
        code, out, _ = run(capsys, "wards", "try", path, *files, "--format", "json")
        assert code == 0
        return json.loads(out)["documents"]

    def test_what_was_filled_and_what_is_left_over(self, drafted, papers, capsys):
        path = drafted("tsukushi")
        pdf, _, text = self.tried(capsys, path, *papers["tsukushi"])
        for document in (pdf, text):
            assert (document["ward"], document["cases"]) == ("tsukushi", 1)
            filled = {one["field"]: (one["label"], one["by"]) for one in document["filled"] if one["label"]}
            assert filled["reason"] == ("結合の必要性", "mapping")
            assert filled["counterparty"] == ("結合の相手方名", "mapping")
        assert [one["label"] for one in pdf["left_over"]] == [NEWER_LABEL]
        assert pdf["left_over"][0]["value"].startswith("図書予約システム")

    def test_proposals_for_a_label_that_was_taken_out(self, drafted, papers, capsys):
        path = drafted("kawasemi")
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "提供を要する理由" not in line), encoding="utf-8")
        (document,) = self.tried(capsys, path, papers["kawasemi"][0])
        (left,) = document["left_over"]
        best = left["proposals"][0]
        assert (left["label"], left["value"]) == ("提供を要する理由", "災害のときに声を掛け合うため。")
        assert (best["table"], best["field"]) == ("labels.form", "reason")
        assert best["confidence"] >= 0.85

    def test_accepted_proposals_go_into_the_file_and_comments_stay(self, drafted, papers, capsys):
        path = drafted("kawasemi")
        text = path.read_text(encoding="utf-8")
        kept = "".join(line for line in text.splitlines(keepends=True) if "提供を要する理由" not in line)
        path.write_text(kept + "# nothing is below\n", encoding="utf-8")
        code, _, err = run(capsys, "wards", "try", path, papers["kawasemi"][0], "--accept", "--lang", "en")
        assert code == 0
        assert f"added to {path}: labels.form.reason 提供を要する理由" in err
        after = path.read_text(encoding="utf-8")
        assert load_ward(path).field("form", "提供を要する理由") == "reason"
        assert {line for line in kept.splitlines() if "#" in line} <= set(after.splitlines())
        assert after.rstrip().endswith("# nothing is below")

    def test_nothing_is_sure_enough(self, drafted, papers, capsys):
        path = drafted("tsukushi")
        before = path.read_bytes()
        code, _, err = run(capsys, "wards", "try", path, papers["tsukushi"][0], "--accept", "--lang", "en")
        assert (code, path.read_bytes()) == (0, before)
        assert err == "nothing to add: no proposal is sure enough\n"

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            (
                "en",
                [
                    "14 fields filled, 13 of them",
                    "case 1, form 1: reason",
                    "left over: label",
                    "best proposals",
                    NEWER_LABEL,
                ],
            ),
            (
                "ja",
                [
                    "14項目を読み取り（うち対応表によるもの13）",
                    "案件1・様式1: 理由",
                    "対応のない項目名: 印刷された項目名",
                    "候補",
                    NEWER_LABEL,
                ],
            ),
        ],
    )
    def test_as_text(self, drafted, papers, capsys, language, words):
        code, out, _ = run(capsys, "wards", "try", drafted("tsukushi"), papers["tsukushi"][0], "--lang", language)
        assert code == 0
        assert [word for word in words if word not in out] == []

    def test_ruled_on_a_terminal(self, drafted, papers, capsys, monkeypatch):
        path = drafted("tsukushi")
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", "160")
        code, out, _ = run(capsys, "wards", "try", path, papers["tsukushi"][0], "--lang", "ja")
        assert code == 0
        assert "┏" in out

    def test_a_document_of_another_ward(self, drafted, papers, capsys):
        (document,) = self.tried(capsys, drafted("tsukushi"), papers["kawasemi"][0])
        assert document["ward"] is None
        assert "かわせみ市" in document["because"]
        assert {one["by"] for one in document["filled"] if one["label"]} == {"general"}

    def test_a_mapping_with_a_mistake(self, tmp_path, papers, capsys):
        path = tmp_path / "wrong.toml"
        path.write_text("id = 3\n", encoding="utf-8")
        code, _, err = run(capsys, "wards", "try", path, papers["tsukushi"][0])
        assert code == 5
        assert "wrong.toml: name: expected a value for name" in err


class TestAdd:
    TEXT = """\
id = "hibari" # small letters
name = "ひばり区"

[labels.form] # of the long form
reason = [
    "わけ", # seen twice
]
title = ["題"] # always
"""

    @pytest.fixture
    def mapping(self, tmp_path):
        path = tmp_path / "hibari.toml"
        path.write_text(self.TEXT, encoding="utf-8")
        return path

    def test_words_are_added_and_comments_stay(self, mapping, capsys):
        assert run(capsys, "wards", "add", mapping, "labels.form.reason", "なぜ", "わ け") == (0, "", "")
        assert run(capsys, "wards", "add", mapping, "labels.form.title", "見出し") == (0, "", "")
        assert run(capsys, "wards", "add", mapping, "sheet.heading", "相談書") == (0, "", "")
        assert run(capsys, "wards", "add", mapping, "councils", "ひばり区審議会") == (0, "", "")
        text = mapping.read_text(encoding="utf-8")
        assert '    "わけ", # seen twice\n    "なぜ",\n]\n' in text
        assert 'title = ["題", "見出し"] # always\n' in text
        assert "# small letters" in text
        data = tomllib.loads(text)
        assert (data["sheet"], data["councils"]) == ({"heading": ["相談書"]}, ["ひばり区審議会"])

    @pytest.mark.parametrize(
        ("key", "word", "said"),
        [
            ("labels.form.content", "わけ", "one field for the label わけ"),
            ("labels.form.purpose", "ねらい", "purpose is not known"),
            ("name", "区", "a list to add words to"),
        ],
    )
    def test_a_file_that_would_be_wrong_stays_as_it_is(self, mapping, capsys, key, word, said):
        code, _, err = run(capsys, "wards", "add", mapping, key, word)
        assert code == 5
        assert said in err
        assert mapping.read_text(encoding="utf-8") == self.TEXT


LETTER = """\
４ひ総総第８８号
令和４年３月３日

ひばり市個人情報保護運営協議会
会長　谷　みどり　様

ひばり市長　高木　実

花壇の世話について（諮問）

ひばり市個人情報の保護に関する条例第８条第２項第３号、第９条の２並びに第１１条第１項の規定により、下記のとおり諮問します。

記

１　件名　花壇の世話について
２　所管　農政課
"""
WITH_ARTICLES_IN_BRACKETS = """\
東京都北の森区情報公開・個人情報保護審査会会長殿
東京都北の森区個人情報保護条例第３０条の規定に基づき、貴会の意見を求めます。
記
花壇の世話の申込みの受付の委託（条例第１２条）及び電子計算組織の結合（条例第１６条）について
"""


class TestDraftsFromLetters:
    def draft(self, tmp_path, capsys, *texts):
        files = [tmp_path / f"{number}.txt" for number, _ in enumerate(texts)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        code, out, _ = run(capsys, "wards", "draft", *files)
        assert code == 0
        return out

    def test_every_article_of_a_list_is_one_of_the_ordinance_before_it(self, tmp_path, capsys):
        out = self.draft(tmp_path, capsys, LETTER)
        assert [line for line in out.splitlines() if ", cited" in line] == [
            "# 第8条第2項第3号, cited once",
            "# 第9条の2, cited once",
            "# 第11条第1項, cited once",
        ]
        data = tomllib.loads(out)
        assert (data["name"], data["councils"]) == ("ひばり市", ["ひばり市個人情報保護運営協議会"])
        assert data["labels"]["form"] == {"title": ["件名"], "department": ["所管"]}

    def test_words_before_an_article_in_brackets_say_what_it_is_about(self, tmp_path, capsys):
        data = tomllib.loads(self.draft(tmp_path, capsys, WITH_ARTICLES_IN_BRACKETS))
        assert data["name"] == "北の森区"
        assert [(one["article"], one["category"]) for one in data["articles"]] == [(12, "outsourcing"), (16, "linkage")]

    def test_the_ordinance_of_another_article_is_said(self, tmp_path, capsys):
        other = "北の森区情報公開条例第４条（目的外利用）による。"
        data = tomllib.loads(self.draft(tmp_path, capsys, WITH_ARTICLES_IN_BRACKETS * 2, other))
        assert [one["name"] for one in data["ordinances"]] == ["北の森区個人情報保護条例", "北の森区情報公開条例"]
        (article,) = [one for one in data["articles"] if one["article"] == 4]
        assert (article["ordinance"], article["category"]) == ("ordinance-2", "secondary_use")
