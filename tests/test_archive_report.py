"""The page that a run leaves: what is in the archive, what to look at, and where each source is."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import shutil
import zipfile
from typing import get_args
from urllib.parse import unquote

import pytest

from kaigi_extract import migrate
from kaigi_extract.archive.report import report_html
from kaigi_extract.archive.report.tables import ReportCell, ReportRow, ReportTable
from kaigi_extract.archive.summary import Summary
from kaigi_extract.archive.words import archive_words
from kaigi_extract.archive.worker import Kind
from kaigi_extract.records import FindingCode
from tests.archives import CORPUS, PLAIN, TEXT
from tests.doubtful import CARDS, doubtful_archive

FORM = "shinjuku-2013-library-cards.pdf"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    (folder / "src").mkdir()
    shutil.copy(CORPUS / FORM, folder / "src" / "図書館 カード#1.pdf")
    (folder / "src" / "町.txt").write_text("どこかの町の\n<b>お知らせ</b>\n", encoding="utf-8")
    (folder / "src" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing else")
    with zipfile.ZipFile(folder / "src" / "more.zip", "w") as file:
        file.write(TEXT, "list.txt")
    (folder / "pages").mkdir()
    (folder / "days.csv").write_text("path,date\nsrc/図書館 カード#1.pdf,2013-06-20\n", encoding="utf-8")
    how = {"recogniser": "none", "workers": 1, "metadata": folder / "days.csv"}
    migrate(folder / "src", folder / "dest", report=folder / "pages" / "report.html", **how)
    return folder


@pytest.fixture(scope="module")
def page(made):
    return (made / "pages" / "report.html").read_text(encoding="utf-8")


def rows(page, name):
    """The cells of a table, its head first, as they read in English."""
    [section] = re.findall(rf'<section id="{name}".*?</section>', page, re.DOTALL)
    lines = re.findall(r"<tr.*?</tr>", section, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[english(cell) for cell in line] for line in cells]


def english(cell):
    """Without what is said in Japanese, or without a script, or is a picture."""
    cell = re.sub(r'<span class="no-js">(?:<span.*?</span>)*</span>', "", cell)
    spoken = re.sub(r'<span class="t-ja">.*?</span>|<code>.*?</code>|<details>.*</details>', "", cell)
    return html.unescape(re.sub("<.*?>", "", spoken)).strip()


def test_wards_and_years(page):
    head, *wards = rows(page, "wards")
    assert head == ["ward", "from", "to", "documents", "pages", "cases", "clause sets", "to check"]
    assert [(row[0], row[3]) for row in wards] == [("shinjuku", "2"), ("not known", "1")]
    assert [(row[0], row[1]) for row in rows(page, "years")[1:]] == [("2013", "1"), ("not known", "2")]
    assert "新宿区" in page


def test_failures_and_documents(page):
    assert [row[:2] for row in rows(page, "failed")[1:]] == [["broken.pdf", "cannot be read"]]
    assert {row[0] for row in rows(page, "documents")[1:]} == {"図書館 カード#1.pdf", "町.txt", "more.zip!/list.txt"}


def test_values_to_look_at_stand_with_their_words(page):
    found = {(row[0], row[4]) for row in rows(page, "doubtful")[1:]}
    assert ("町.txt", "the ward is not known") in found


def test_links_lead_to_the_sources_from_wherever_both_are(made, page):
    leads = {unquote(link.partition("#")[0]) for link in re.findall('href="([^"#].*?)"', page)}
    assert leads == {"../src/broken.pdf", "../src/図書館 カード#1.pdf", "../src/町.txt", "../src/more.zip"}
    assert all((made / "pages" / lead).resolve().is_file() for lead in leads)


def test_nothing_of_this_machine_and_no_script_or_style_but_ours(made, page):
    """The policy names one script and one style by what they are, and lets no request leave the page."""
    assert str(made) not in page
    [policy] = re.findall('http-equiv="Content-Security-Policy" content="(.*?)"', page)
    rules = dict(rule.strip().split(" ", 1) for rule in html.unescape(policy).split(";"))
    assert (rules["default-src"], rules["img-src"], rules["form-action"]) == ("'none'", "data:", "'none'")
    for kind in ("script", "style"):
        [ours] = re.findall(f"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        sum_ = base64.b64encode(hashlib.sha256(ours.encode()).digest()).decode()
        assert rules[f"{kind}-src"] == f"'sha256-{sum_}'"
    assert not re.search(r"\son\w+=|javascript:|https?://", page.replace("http-equiv", ""))


@pytest.mark.parametrize("poison", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eabc\x1b[31m"])
def test_hostile_texts_are_shown_and_obeyed_by_nobody(poison):
    summary = Summary(f"/x/{poison.replace('/', '')}", {"done": 1, "failed": 1}, 1, 0, {"error": 1}, {poison: 1}, 1.0)
    table = ReportTable(
        "documents", ("文書", "Documents"), ("file", "ward"), [ReportRow([ReportCell(poison)] * 2, poison, poison)]
    )
    page = report_html(summary, [(ReportCell(poison), poison, poison)], [table])
    assert page.count("<script") == 1
    assert "<img" not in page
    assert not {"\u202e", "\x1b"} & set(page)
    assert rows(page, "documents")[1] == [poison.replace("\u202e", "\ufffd").replace("\x1b", "\ufffd")] * 2


def test_every_code_has_words_in_both_languages():
    words = archive_words()
    assert set(words["findings"]) == set(get_args(FindingCode))
    assert set(words["failures"]) >= set(get_args(Kind)) - {"not a paper", "zip", "removed"}
    assert all(len(pair) == 2 and all(pair) for kind in words.values() for pair in kind.values())


def test_crops_stand_beside_values_whose_source_is_gone(tmp_path):
    dest = doubtful_archive(tmp_path)
    source = tmp_path / "src"
    migrate(source, dest, **PLAIN, keep_crops="doubtful")
    (source / CARDS).unlink()
    migrate(source, dest, **PLAIN, report=tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    doubts = len(re.findall('<tr class="row"', page.partition('<section id="doubtful"')[2].partition("</section>")[0]))
    assert 20 < page.count('src="data:image/webp;base64,') <= doubts
    assert CARDS in page
    assert f"{CARDS}#page" not in page
