"""The page that a run leaves: what is in the archive, what to look at, and where each source is."""

from __future__ import annotations

import re
import shutil
import zipfile
from urllib.parse import unquote

import pytest

from kaigi_extract import migrate
from tests.archives import CORPUS, TEXT

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


def rows(page, heading):
    """The cells of a table, tags aside."""
    [table] = re.findall(rf"<h2>{heading}(?: <small>.*?</small>)?</h2>\n<table>(.*?)</table>", page, re.DOTALL)
    lines = re.findall(r"<tr>(.*?)</tr>", table)
    return [[re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[hd]>(.*?)</t[hd]>", line)] for line in lines]


def test_wards_and_years(page):
    head, *wards = rows(page, "Wards")
    assert head == ["ward", "from", "to", "documents", "pages", "cases", "clause sets", "to look at"]
    assert [(row[0], row[3]) for row in wards] == [("shinjuku", "2"), ("not known", "1")]
    assert [(row[0], row[1]) for row in rows(page, "Years")[1:]] == [("2013", "1"), ("not known", "2")]


def test_failures_and_documents(page):
    assert [row[0] for row in rows(page, "Failed files")[1:]] == ["broken.pdf"]
    assert {row[0] for row in rows(page, "Documents")[1:]} == {"図書館 カード#1.pdf", "町.txt", "more.zip!/list.txt"}


def test_values_to_look_at_stand_with_their_words(page):
    found = {(row[0], row[4]) for row in rows(page, "Values to look at")[1:]}
    assert ("町.txt", "ward_unknown") in found


def test_links_lead_to_the_sources_from_wherever_both_are(made, page):
    leads = {unquote(link.partition("#")[0]) for link in re.findall('href="(.*?)"', page)}
    assert leads == {"../src/broken.pdf", "../src/図書館 カード#1.pdf", "../src/町.txt", "../src/more.zip"}
    assert all((made / "pages" / lead).resolve().is_file() for lead in leads)


def test_nothing_of_this_machine_and_nothing_that_runs(made, page):
    assert str(made) not in page
    assert "<script" not in page
