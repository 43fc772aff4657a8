"""A document taken away: frames like the archive's, CSV that a spreadsheet can be trusted with, Markdown."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from kaigi_extract.errors import MissingExtra
from kaigi_extract.records import Clause, ClauseSet, Document, Extra, Finding, Item, RegisterSheet, Source, Speech
from kaigi_extract.records.meeting import Meeting
from kaigi_extract.records.tables import TABLES
from kaigi_extract.show.export.frames import to_csv, to_markdown, to_pandas
from tests.hostile import POISON

CORPUS = Path(__file__).parents[1] / "corpus"
BUNDLE = CORPUS / "nerima-2014-bundle.pdf"


def composed(*findings, **more):
    source = Source(path="a.pdf", sha256="0" * 64, media_type="application/pdf", page_count=0, pages=[])
    found = [Finding(code="misprint", severity="info", message=message) for message in findings]
    return Document(source=source, findings=found, **more)


def messages(text):
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return [row["message"] for row in rows]


class TestPandas:
    def test_as_the_archive_gives_it(self, extracted, tmp_path):
        for extra in ("duckdb", "pandas", "pebble", "psutil", "pyarrow"):
            pytest.importorskip(extra)
        from kaigi_extract.archive.migrate import migrate
        from kaigi_extract.archive.query import Archive

        (tmp_path / "src").mkdir()
        shutil.copy(BUNDLE, tmp_path / "src")
        migrate(tmp_path / "src", tmp_path / "dest", workers=1, recogniser="none", annotate=False)
        with Archive(tmp_path / "dest") as archive:
            for name in TABLES:
                wanted, found = archive.table(name), to_pandas(extracted(BUNDLE), name)
                if name == "findings":  # what the archive itself has to say
                    wanted = archive.sql("SELECT * FROM findings WHERE code <> 'not_annotated'")
                assert list(found.columns) == list(wanted.columns)
                assert len(found) == len(wanted), name
                if "spans" in wanted:  # structs in DuckDB, with nulls for what a place has not; JSON elsewhere
                    structs = [
                        [{key: value for key, value in span.items() if value is not None} for span in spans]
                        for spans in archive.sql(f'SELECT spans::JSON::TEXT AS spans FROM "{name}"')["spans"].map(
                            json.loads
                        )
                    ]
                    assert structs[: len(found)] == found["spans"].map(json.loads).tolist(), name
                    wanted, found = wanted.drop(columns="spans"), found.drop(columns="spans")
                if len(wanted):  # DuckDB types an empty column by its rows, too
                    assert list(found.dtypes) == list(wanted.dtypes), name
                plain = [column.name for column in TABLES[name].columns if column.type not in ("ints", "texts")]
                theirs = {"names", "url", "source_title", "path"}
                for column in set(plain) - theirs - {"spans"}:
                    assert found[column].equals(wanted[column]), (name, column)

    def test_lists_are_lists(self, extracted):
        pytest.importorskip("pandas")
        assert list(to_pandas(extracted(BUNDLE), "cases")["numbers"]) == [[21], [22], [23], [24], []]

    def test_table_without_rows_has_its_columns(self):
        pytest.importorskip("pandas")
        frame = to_pandas(composed(), "speeches")
        assert (len(frame), list(frame.columns)[:3]) == (0, ["id", "document_id", "meeting_id"])

    def test_without_pandas(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pandas", None)
        with pytest.raises(MissingExtra, match=r"^Document.to_pandas: needs pandas; install it with pip install"):
            to_pandas(composed(), "clauses")


@pytest.mark.parametrize("give", [to_pandas, to_csv, to_markdown])
def test_unknown_table(give):
    with pytest.raises(ValueError, match=r"^no table 'speech'; there are agenda, cases, .*, tables$"):
        give(composed(), "speech")


class TestCsv:
    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\n=1",
            "＝1",
            "＋1",
            "－説明－",
            "＠A1",
            " =1",
            "　=1",
            "\ufeff=1",
        ],
    )
    def test_formula_becomes_text(self, text):
        assert messages(to_csv(composed(text), "findings")) == [f"'{text}"]

    @pytest.mark.parametrize(
        "text",
        [
            *("3-2", "３－２", "10/1", "2013/5/1", "13.5.1", "H25.5.1", "平成25年5月1日", "5月1日", "9:30"),
            *("0608", "1.10", "1e5", "(1)", "1234567890123456"),
        ],
    )
    def test_no_text_becomes_a_day_or_another_number(self, text):
        assert messages(to_csv(composed(text), "findings")) == [f"'{text}"]

    @pytest.mark.parametrize("text", ["資料3-2", "3-2-ア", "第3回", "(ア)", "12", "1.5", "2013年", "5月号", "H25"])
    def test_what_stays_as_it_is_has_no_apostrophe(self, text):
        assert messages(to_csv(composed(text), "findings")) == [text]

    def test_days_stay_days(self):
        found = ClauseSet(title="特記事項", kind="policy", clauses=[], spans=[], date=date(2013, 5, 1))
        [row] = csv.DictReader(io.StringIO(to_csv(composed(clause_sets=[found]), "clause_sets"), newline=""))
        assert row["date"] == "2013-05-01"

    def test_no_terminal_obeys_it(self):
        found = composed("\x1b]0;名簿\x07\x9b2J\u202e簿名", "\r=1", "一\r\n二\r三")
        assert messages(to_csv(found, "findings")) == ["\ufffd]0;名簿\ufffd\ufffd2J\ufffd簿名", "'\n=1", "一\n二\n三"]

    @pytest.mark.parametrize("text", ["", "名簿", "a=1", "1-1-ア", "'=1", "―", "“引用”, と\n改行", 'a"b'])
    def test_other_text_stays(self, text):
        assert messages(to_csv(composed(text), "findings")) == [text]

    def test_numbers_stay_numbers(self, tmp_path):
        clauses = [Clause(number=-3, label="-3", text="守る。", spans=[], confidence=0.5)]
        found = ClauseSet(title="特記事項", kind="policy", clauses=clauses, spans=[])
        [row] = csv.DictReader(io.StringIO(to_csv(composed(clause_sets=[found]), "clauses"), newline=""))
        kept = ("number", "label", "confidence", "heading", "topics", "spans", "page")
        assert [row[name] for name in kept] == ["-3", "'-3", "0.5", "", "", "[]", ""]

    def test_file_is_what_excel_reads(self, extracted, tmp_path):
        text = to_csv(extracted(BUNDLE), "forms", tmp_path / "forms.csv")
        written = (tmp_path / "forms.csv").read_bytes()
        assert written == b"\xef\xbb\xbf" + text.encode()
        assert written.count(b"\r\n") == 6
        assert b"\r\r" not in written
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["media"] for row in rows] == ["", "", "", "紙(週に1度作成する一覧表)", ""]
        assert rows[0]["attachments"] == '["外部委託記録票（案）", "個人情報の保護および管理に関する特記事項"]'
        assert (rows[0]["counterparty_undecided"], rows[0]["content"].count("\n")) == ("false", 1)


SIGNS = [
    "<b>x</b>",
    "a|b",
    "*x* **y**",
    "_x_",
    "`x`",
    "[x](y)",
    "![x](y)",
    "# x",
    "x #",
    "1. x",
    "12) x",
    "- x",
    "+ x",
    "> x",
    "---",
    "===",
    "~~x~~",
    "&amp;",
    "a\\|b",
    "\\",
    "$x$",
    "一\n# 二\n- 三",
    "    x",
    "\tx",
    "```\nx",
    "<!-- x",
    "<https://a.example>",
    "[x]: y",
    "1.",
    "-",
    "#",
    "a  \nb",
    POISON,
]
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read(text):
    """The elements that a Markdown reader makes of it, and the words: line breaks as new lines."""
    kinds, words = set(), []
    for block in MARKDOWN.parse(text):
        for token in [block, *(block.children or [])]:
            if token.type == "inline":
                continue
            breaks = token.type in ("hardbreak", "softbreak") or (token.type, token.content) == ("html_inline", "<br>")
            if not breaks:
                kinds.add(token.type.removesuffix("_open").removesuffix("_close"))
            words.append("\n" if breaks else token.content)
        words.append("\0")
    return kinds, "".join(words)


class TestMarkdown:
    @pytest.mark.parametrize("text", SIGNS)
    def test_whatever_a_text_holds_it_stays_text(self, text):
        one = Clause(
            number=1,
            label=text,
            heading=text,
            text=text,
            spans=[],
            items=[Item(label=text, number=1, text=text, spans=[])],
        )
        clause_set = ClauseSet(title=text, kind="policy", clauses=[one], spans=[])
        meeting = Meeting(place=text, speeches=[Speech(order=1, speaker="会長", text=text, spans=[])])
        sheet = RegisterSheet(kind="other", title=text, fields=[Extra(label=text, text=text, spans=[])])
        given = {"clause_sets": [clause_set], "meeting": meeting, "registers": [sheet]}
        kinds, words = read(to_markdown(composed(text, **given)))
        table = {"table", "thead", "tbody", "tr", "th", "td"}
        assert kinds <= table | {"heading", "paragraph", "bullet_list", "list_item", "strong", "text", "text_special"}
        lines = [" ".join(line.split("\t")).strip() for line in text.splitlines()]
        assert words.count("\n".join(lines)) + words.count(" ".join(lines)) >= 8

    @pytest.mark.parametrize("text", SIGNS)
    def test_in_a_table(self, text):
        kinds, words = read(to_markdown(composed(text), "findings"))
        assert kinds <= {"table", "thead", "tbody", "tr", "th", "td", "text", "text_special"}
        assert "\n".join(line.strip() for line in text.replace("\t", " ").splitlines()) in words

    def test_whole_document(self, extracted, tmp_path):
        text = to_markdown(extracted(BUNDLE), path=tmp_path / "a.md")
        assert (tmp_path / "a.md").read_text(encoding="utf-8") == text
        assert text.startswith(
            "# 練馬区情報公開および個人情報保護運営審議会 第7期 第11回 2014-07-23 14:00～16:10\n\n| 項目 |"
        )
        for line in (
            "| 委託先 | 株式会社武蔵野みどりサービス | 4 |",
            "| 委託期間 | ☐ 年 月 日から  年 月 日まで<br>☑ 平成26年10月 1日以降継続 |",
            "    - ア 受付を行う窓口",
            "**審議会委員** 異議なし。",
        ):
            assert line in text.splitlines()

    def test_a_table_has_a_row_each(self, extracted):
        lines = to_markdown(extracted(BUNDLE), "agenda").splitlines()
        assert len(lines) == 2 + 5
        assert len({line.replace(r"\|", "").count("|") for line in lines}) == 1
