"""The commands about wards: `wards`, `wards check`, `wards draft`, `explain`."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from kaigi_extract import extract, load_ward
from kaigi_extract.cli import main
from kaigi_extract.records import Category
from kaigi_extract.wards import Ward
from kaigi_extract.wards.model import (
    Article,
    CoverLabels,
    FormLabels,
    MinutesWords,
    Ordinance,
    OutlineLabels,
    RegisterLabels,
    SheetWords,
    TitleWords,
)
from tests.test_invented_ward import WAKAKUSA, Paper, as_pdf, as_text

CORPUS = Path(__file__).parents[1] / "corpus"
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
BUNDLED = Path(__file__).parents[1] / "kaigi_extract" / "wards"

# A ward whose labels are somewhat like those of known ones, on a sheet without a mapping.
MOMIJI = [
    "もみじ区個人情報保護審議会",
    "諮問事項",
    "資料３",
    "件名　古本市の申込受付の委託について",
    "もみじ区個人情報保護条例第８条第１項（業務委託）",
    "もみじ区個人情報保護条例第３０条（名簿のこと）",
    "個人情報の保護に関する法律第６６条（安全）",
]
MOMIJI_FORM = [
    ("１ 件名", "古本市の申込受付"),
    ("２ 所管課名", "文化課"),
    ("３ 委託する理由", "人手が足りないため。"),
    ("４ 委託の相手方", "どんぐり書店"),
    ('５ 天気"\\', "晴れ"),
]


def momiji(path: Path) -> Path:
    paper = Paper()
    for line in MOMIJI:
        paper.line(line)
    paper.y += 10
    paper.table(MOMIJI_FORM)
    path.write_bytes(paper.document.tobytes())
    return path


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "wakakusa.toml"
    path.write_text(WAKAKUSA, encoding="utf-8")
    return path


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def line_of(text: str, words: str) -> int:
    """The line in which words stand once."""
    [number] = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    return number


class TestList:
    def test_ruled_on_a_terminal(self, capsys, monkeypatch):
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", "200")
        code, out, _ = run(capsys, "wards")
        assert code == 0
        assert "┏" in out
        assert "第17条第1項第4号" in out

    def test_json_with_a_mapping_of_ones_own(self, mapping, capsys):
        code, out, _ = run(capsys, "wards", "--mapping", mapping, "--format", "json")
        assert code == 0
        known = json.loads(out)
        ids = [ward["id"] for ward in known["wards"]]
        assert ids == sorted(ids)
        assert {"nerima", "setagaya", "shinjuku", "wakakusa"} < set(ids)
        [own] = [ward for ward in known["wards"] if ward["id"] == "wakakusa"]
        assert own["labels"] == {"cover": 2, "outline": 4, "form": 12, "registers": 0}
        assert [row for row in known["rows"] if row["ward"] == "wakakusa"] == [
            {
                "category": "outsourcing",
                "ward": "wakakusa",
                "name": "若草区",
                "article": "第9条第2項",
                "words": ["仕事の引渡し"],
                "since": "2001-04-01",
                "until": None,
                "law": "wakakusa-2001",
                "law_name": "若草区個人情報取扱条例",
                "cited_as": "若草区個人情報取扱条例",
                "source": [],
            },
            {
                "category": "external_provision",
                "ward": "wakakusa",
                "name": "若草区",
                "article": "第21条の2",
                "words": ["区の外への引渡し"],
                "since": "2001-04-01",
                "until": None,
                "law": "wakakusa-2001",
                "law_name": "若草区個人情報取扱条例",
                "cited_as": "若草区個人情報取扱条例",
                "source": [],
            },
        ]

    def test_a_mapping_with_a_mistake(self, mapping, capsys):
        mapping.write_text(WAKAKUSA.replace("article = 9", "article = '9'"), encoding="utf-8")
        code, out, err = run(capsys, "wards", "--mapping", mapping)
        assert (code, out) == (5, "")
        assert "articles.0.article, line 11" in err


class TestCheck:
    def test_ok_with_counts(self, mapping, capsys):
        assert run(capsys, "wards", "check", mapping) == (
            0,
            f"{mapping}: ok: wakakusa (若草区): ordinances 1, councils 1, articles 2, title words 1, labels cover 2 outline 4 form 12\n",
            "",
        )

    def test_every_bundled_mapping(self, capsys):
        files = sorted(
            path for path in BUNDLED.glob("*.toml") if path.name not in ("common.toml", "general.toml", "laws.toml")
        )
        code, out, err = run(capsys, "wards", "check", *files)
        assert (code, err, len(out.splitlines())) == (0, "", len(files))

    def test_every_mistake_with_line_key_and_what_was_expected(self, mapping, capsys):
        text = WAKAKUSA.replace('"external_provision"', '"outside"').replace("media =", "medium =")
        mapping.write_text(text, encoding="utf-8")
        code, out, err = run(capsys, "wards", "check", mapping)
        assert (code, out) == (5, "")
        first, second = err.splitlines()
        assert first.startswith(
            f"kaigi-extract: {mapping}: articles.1.category, line {line_of(text, 'outside')}: expected 'outsourcing', 'linkage'"
        )
        assert second.startswith(
            f"kaigi-extract: {mapping}: labels.form.medium, line {line_of(text, 'medium')}: expected one of the keys title, "
        )

    def test_one_of_two(self, mapping, tmp_path, capsys):
        code, out, err = run(capsys, "wards", "check", tmp_path / "none.toml", mapping)
        assert code == 5
        assert out.startswith(f"{mapping}: ok")
        assert "a readable UTF-8 file" in err


class TestExplain:
    def reasons(self, capsys, *arguments):
        code, out, _ = run(capsys, "explain", "--format", "json", *arguments)
        assert code == 0
        return {reason["record"]: reason for reason in json.loads(out)["reasons"]}

    def test_ward_by_words_and_place(self, capsys):
        shinjuku = BUNDLED / "shinjuku.toml"
        line = line_of(shinjuku.read_text(encoding="utf-8"), 'name = "新宿区個人情報保護条例"')
        reason = self.reasons(capsys, PAPER)["/ward"]
        assert (reason["value"], reason["mapping"]) == ("shinjuku", f"{shinjuku}:{line}")
        assert reason["because"] == "the ordinance's name 新宿区個人情報保護条例 is printed"
        assert reason["spans"] == extract(PAPER).model_dump(mode="json")["evidence"]["ward"]["spans"]

    def test_category_by_article(self, tmp_path, mapping, capsys):
        reasons = self.reasons(capsys, "--mapping", mapping, as_pdf(tmp_path))
        line = line_of(WAKAKUSA, "article = 9") - 1
        assert reasons["/cases/0/category"]["mapping"] == f"{mapping}:{line}"
        assert "cites article 9" in reasons["/cases/0/category"]["because"]
        assert reasons["/cases/0/bases/1/category"]["value"] == "external_provision"
        assert reasons["/cases/0/bases/1/category"]["mapping"] == f"{mapping}:{line_of(WAKAKUSA, 'article = 21') - 1}"

    def test_category_by_title_words(self, tmp_path, mapping, capsys):
        reason = self.reasons(capsys, "--mapping", mapping, as_pdf(tmp_path))["/cases/0/forms/0/category"]
        assert (reason["because"], reason["value"]) == ("the title says 引き受けてもらう", "outsourcing")
        assert reason["mapping"] == f"{mapping}:{line_of(WAKAKUSA, '引き受けてもらう')}"

    def test_an_article_that_the_mapping_does_not_know(self, tmp_path, mapping, capsys):
        mapping.write_text(WAKAKUSA.replace("article = 21", "article = 22"), encoding="utf-8")
        reason = self.reasons(capsys, "--mapping", mapping, as_pdf(tmp_path))["/cases/0/bases/1/category"]
        assert (reason["value"], reason["mapping"]) == (None, None)
        assert reason["because"] == "article 21-2 is not in the mapping; add it under [[articles]]"

    @pytest.mark.parametrize(
        ("record", "label", "toml"),
        [
            ("title", "案件", None),
            ("department", "受持ち係", "department = ["),
            ("data_items", "渡す情報（だれの、何の）", "data_items = ["),
            ("ward_safeguards", "区のまもり", "\nward_safeguards = ["),
        ],
    )
    def test_every_field_by_its_label(self, tmp_path, mapping, capsys, record, label, toml):
        reason = self.reasons(capsys, "--mapping", mapping, as_pdf(tmp_path))[f"/cases/0/forms/0/{record}"]
        form = WAKAKUSA.index("[labels.form]")
        expected = WAKAKUSA[: WAKAKUSA.index(toml.strip() if toml else "title = [", form)].count("\n") + 1
        assert (reason["label"], reason["mapping"]) == (label, f"{mapping}:{expected}")
        assert reason["spans"][0]["page"] == 3

    def test_a_label_that_nobody_knows(self, tmp_path, mapping, capsys):
        reason = self.reasons(capsys, "--mapping", mapping, as_pdf(tmp_path))["/cases/0/forms/0/extra/0"]
        assert (reason["label"], reason["value"], reason["mapping"]) == ("天気", "晴れ", None)

    def test_no_ward(self, tmp_path, capsys):
        reasons = self.reasons(capsys, as_pdf(tmp_path))
        assert reasons["/ward"]["value"] is None
        assert "no ordinance, council or form of a known ward" in reasons["/ward"]["because"]
        department = reasons["/cases/0/forms/0/department"]
        assert (department["value"], department["mapping"].rsplit(":", 1)[0]) == (
            "みどり部花苗係",
            str(BUNDLED / "general.toml"),
        )
        assert reasons["/cases/0/forms/0/extra/0"]["mapping"] is None

    def test_as_text(self, tmp_path, mapping, capsys):
        code, out, _ = run(capsys, "explain", "--mapping", mapping, as_text(tmp_path))
        assert code == 0
        line = line_of(WAKAKUSA, "台帳の名")
        assert (
            "\n".join(
                [
                    "/cases/0/forms/0/business_name = 花苗申込台帳",
                    "    why      the label means business_name",
                    f"    mapping  {mapping}:{line}",
                    "    label    台帳の名",
                    "    printed  line 18, characters 5 to 11",
                    "",
                ]
            )
            in out
        )

    def test_every_field_of_a_real_layout_has_its_line(self, capsys):
        reasons = self.reasons(capsys, PAPER)
        fields = [r for name, r in reasons.items() if "/forms/" in name and not name.endswith("/category")]
        assert len(fields) >= 10
        assert [r["record"] for r in fields if r["mapping"] is None] == []

    @pytest.mark.parametrize(
        ("code", "because", "file", "words"),
        [
            ("131202", "the title says 委託", "nerima.toml", 'words = ["委託"]'),
            ("131121", "the title says 委託, in every ward", "common.toml", 'words = ["委託"]'),
        ],
    )
    def test_the_kind_of_a_register_sheet(self, tmp_path, capsys, code, because, file, words):
        sheet = tmp_path / "sheet.txt"
        sheet.write_text("委 託 記 録 票\n主 管 課\n公園課\n業 務 の 名 称\n花壇の世話\n", encoding="utf-8")
        reason = self.reasons(capsys, "--ward", code, sheet)["/registers/0/kind"]
        lines = (BUNDLED / file).read_text(encoding="utf-8").splitlines()
        assert (reason["value"], reason["because"]) == ("outsourcing", because)
        place, line = reason["mapping"].rsplit(":", 1)
        assert (Path(place).name, lines[int(line) - 1]) == (file, words)

    def test_an_unknown_ward_is_a_wrong_command_line(self, capsys):
        code, _, err = run(capsys, "explain", "--ward", "atlantis", PAPER)
        assert code == 2
        assert "no ward 'atlantis'" in err


class TestReadme:
    """The section "A ward as a file"."""

    SECTION = (
        (Path(__file__).parents[1] / "README.md")
        .read_text(encoding="utf-8")
        .split("## A ward as a file\n")[1]
        .split("\n## ")[0]
    )

    def test_its_example_is_sound(self, tmp_path, capsys):
        path = tmp_path / "minami.toml"
        path.write_text(self.SECTION.split("```toml\n")[1].split("```")[0], encoding="utf-8")
        code, out, err = run(capsys, "wards", "check", path)
        assert (code, err) == (0, "")
        assert (
            out
            == f"{path}: ok: minami (南区): ordinances 1, councils 1, articles 1, title words 1, labels cover 2 outline 1 form 4 registers 2, minutes words 2\n"
        )

    @pytest.mark.parametrize(
        ("table", "model"),
        [
            ("[[ordinances]]", Ordinance),
            ("[[articles]]", Article),
            ("[[titles]]", TitleWords),
            ("[sheet]", SheetWords),
            ("[minutes]", MinutesWords),
            ("[labels.cover]", CoverLabels),
            ("[labels.outline]", OutlineLabels),
            ("[labels.form]", FormLabels),
            ("[labels.registers]", RegisterLabels),
        ],
    )
    def test_names_every_key(self, table, model):
        [row] = [line for line in self.SECTION.splitlines() if line.startswith(f"| `{table}` |")]
        assert set(re.findall(r"`(\w+)`", row)) == {info.alias or name for name, info in model.model_fields.items()}

    def test_names_every_category_and_key_at_the_top(self):
        assert all(f"`{category}`" in self.SECTION for category in get_args(Category))
        top = self.SECTION.split("```toml\n")[1].split("```")[0]
        assert set(tomllib.loads(top)) == set(Ward.model_fields)


class TestDraft:
    @pytest.fixture
    def draft(self, tmp_path, capsys):
        code, out, err = run(capsys, "wards", "draft", momiji(tmp_path / "momiji.pdf"))
        assert (code, err) == (0, "")
        return out

    def test_passes_the_check_and_holds_what_was_seen(self, draft, tmp_path):
        (tmp_path / "draft.toml").write_text(draft, encoding="utf-8")
        ward = load_ward(tmp_path / "draft.toml")
        assert (ward.name, [one.name for one in ward.councils]) == ("もみじ区", ["もみじ区個人情報保護審議会"])
        assert [ordinance.name for ordinance in ward.ordinances] == ["もみじ区個人情報保護条例"]
        assert [(a.article, a.paragraph, a.category, a.words) for a in ward.articles] == [
            (8, 1, "outsourcing", ["業務委託"])
        ]
        assert (ward.sheet.heading, ward.sheet.material) == (["諮問事項"], ["資料"])
        assert ward.labels.cover.title == ["件名"]
        form = ward.labels.form
        assert (form.title, form.department) == (["件名"], ["所管課名"])
        assert (form.reason, form.counterparty) == (["委託する理由"], ["委託の相手方"])

    def test_every_guess_is_marked(self, draft):
        for words in (
            'id = "',
            'name = "もみじ区"',
            '"委託する理由"',
            '"委託の相手方"',
            'category = "outsourcing"',
            '"諮問事項"',
        ):
            [line] = [line for line in draft.splitlines() if words in line and "ordinance-" not in line]
            assert "# guess" in line.replace("; guess", "# guess"), line

    def test_what_no_guess_was_made_for_is_a_comment(self, draft):
        assert '#   "天気\\"\\\\", # seen once\n' in draft
        assert "# 第30条, cited once\n# [[articles]]\n# article = 30\n" in draft
        _, after = draft.split("# Read: ")  # the path of the paper may hold any number
        assert "66" not in after.split("\n", 1)[1]

    def test_is_toml_that_reads_the_paper_it_came_from(self, draft, tmp_path):
        mapping = tmp_path / "draft.toml"
        mapping.write_text(draft, encoding="utf-8")
        [form] = extract(tmp_path / "momiji.pdf", mapping=mapping).cases[-1].forms
        assert (form.department, form.reason) == ("文化課", "人手が足りないため。")
        assert form.counterparty is not None
        assert form.counterparty.name == "どんぐり書店"

    def test_counts_over_several_files(self, tmp_path, capsys):
        files = [as_pdf(tmp_path), shutil.copy(as_text(tmp_path), tmp_path / "again.txt")]
        code, out, _ = run(capsys, "wards", "draft", *files)
        assert code == 0
        assert tomllib.loads(out)["name"] == "若草区"
        assert '    "頼む相手", # seen 2 times; guess, by general words (' in out
        assert 'name = "若草区個人情報取扱条例" # seen 4 times' in out

    def test_a_file_with_nothing_in_it(self, tmp_path, capsys):
        (tmp_path / "poem.txt").write_text("古池や蛙飛びこむ水の音", encoding="utf-8")
        code, out, _ = run(capsys, "wards", "draft", tmp_path / "poem.txt")
        assert (code, tomllib.loads(out)["name"]) == (0, "不明")

    def test_a_file_that_is_not_there(self, tmp_path, capsys):
        code, out, err = run(capsys, "wards", "draft", tmp_path / "none.pdf")
        assert (code, out) == (3, "")
        assert "none.pdf" in err
