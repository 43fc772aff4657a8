"""The list of metadata as spreadsheets and people leave it: encodings, delimiters, dates, paths, rows without a file."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import replace

import pytest

from kaigi_extract import InvalidMetadata
from kaigi_extract.archive.discover import find_files
from kaigi_extract.archive.metadata import About, read_metadata
from kaigi_extract.archive.report import report_html
from kaigi_extract.archive.summary import ROWS_SHOWN, Summary, summary_text

ROW = "資料.txt,2016-07-01,http://x/1,第１回"
ABOUT = About("2016-07-01", "http://x/1", "第１回")


def listed(folder, text, encoding="utf-8"):
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


WRITTEN = [
    # how it is saved, the text, its encoding
    ("UTF-8", f"path,date,url,title\n{ROW}\n", "utf-8"),
    ("UTF-8 with a mark, as Excel saves CSV UTF-8", f"path,date,url,title\r\n{ROW}\r\n", "utf-8-sig"),
    ("Shift_JIS, as Excel saves CSV", f"path,date,url,title\r\n{ROW}\r\n", "cp932"),
    ("UTF-16 with tabs, as Excel saves Unicode text", f"path,date,url,title\r\n{ROW}\r\n".replace(",", "\t"), "utf-16"),
    ("EUC-JP", f"path,date,url,title\n{ROW}\n", "euc_jp"),
    ("semicolons", f"path;date;url;title\n{ROW.replace(',', ';')}\n", "utf-8"),
    ("tabs", f"path\tdate\turl\ttitle\n{ROW.replace(',', chr(9))}\n", "utf-8"),
    ("a delimiter that is named", f"sep=|\r\npath|date|url|title\r\n{ROW.replace(',', '|')}\r\n", "utf-8"),
    ("empty columns at the end", f"path,date,url,title,,\n{ROW},,\n", "utf-8"),
    ("empty rows and columns before it", f",,,,\n\n,path,date,url,title\n,,,,\n,{ROW}\n", "utf-8"),
    ("an empty row before tabs", "\npath\tdate\turl\ttitle\n" + ROW.replace(",", "\t"), "utf-8"),
    ("empty rows", f"path,date,url,title\n,,,\n{ROW}\n\n,,,\n", "utf-8"),
    ("names of columns in other letters", f"Path, DATE ,ＵＲＬ,title\n{ROW}\n", "utf-8"),
    ("quotes and spaces", 'path,date,url,title\n"資料.txt", 2016-07-01 ,http://x/1,"第１回 "\n', "utf-8"),
    ("quotes behind spaces", 'path, date, url, title\n "資料.txt", "2016-07-01" ,http://x/1, "第１回"\n', "utf-8"),
    ("columns in another order", "title,url,date,path\n第１回,http://x/1,2016-07-01,資料.txt\n", "utf-8"),
]


@pytest.mark.parametrize(("text", "encoding"), [case[1:] for case in WRITTEN], ids=[case[0] for case in WRITTEN])
def test_as_it_is_saved(tmp_path, text, encoding):
    assert read_metadata(listed(tmp_path, text, encoding)) == {str(tmp_path / "資料.txt"): ABOUT}


def test_a_title_of_two_lines_keeps_them(tmp_path):
    about = read_metadata(listed(tmp_path, 'path,title\na.txt,"第１回\n審議会"\n'))
    assert [one.title for one in about.values()] == ["第１回\n審議会"]


DAYS = [
    "2016-07-01", "2016/7/1", "2016/07/01", "2016.7.1", "２０１６／７／１", "2016年7月1日", "平成28年7月1日", "平成２８年７月１日",
    "H28.7.1", "h28.7.1", "H28/7/1", "Ｈ２８．７．１", "平28.7.1", "㍻28年7月1日", "2016/7/1 0:00", "2016-07-01 00:00:00",
    "2016-07-01T00:00:00", "2016年7月1日(金)", "20160701", "42552", "42552.5625", "2016/7/1 13:30", "2016-07-01T13:30:00Z",
    "2016-07-01T13:30:00.000+09:00", "平成28年7月1日 午後1時30分", "2016年7月1日(金)　13時から", "1-Jul-16", "01-Jul-2016",
]  # fmt: skip


@pytest.mark.parametrize("words", DAYS)
def test_a_day_however_it_is_written(tmp_path, words):
    [about] = read_metadata(listed(tmp_path, f'path,date\na.txt,"{words}"\n')).values()
    assert about.date == "2016-07-01"


NO_DAYS = ["7/1/2016", "2016/7", "平成28年7月", "2016/2/30", "May", "2016/7/1～2016/7/2", "2016", "1", "第１回", "2016/7/1 延期"]  # fmt: skip


@pytest.mark.parametrize("words", NO_DAYS)
def test_what_is_no_day_names_line_and_column(tmp_path, words):
    path = listed(tmp_path, f'path,date\na.txt,2016-07-01\nx/b.txt,"{words}"\n')
    with pytest.raises(InvalidMetadata) as raised:
        read_metadata(path)
    assert raised.value.line == 3
    assert str(raised.value).startswith(f"{path}: line 3: expected a date such as 2013-05-31, not {words!r}, ")
    assert "in the column date of x/b.txt" in str(raised.value)


MISTAKES = [
    ("path,day\na,1\n", 1, "the columns path, date, url, title, ward, password only, not 'day'"),
    ("date\n2016-07-01\n", 1, "the column path"),
    ("", 1, "the column path"),
    ("path,title\n,第１回\n", 2, "a path in the column path, not an empty cell"),
    ("path,title,\na.txt,第１回,秘\n", 2, "nothing in column 3, which has no name, not '秘'"),
    ("path,title\na.txt,第１回,審議会\n", 2, "nothing in column 3, which has no name, not '審議会'"),
]


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES)
def test_a_mistake_names_its_line(tmp_path, text, line, message):
    with pytest.raises(InvalidMetadata, match=message) as raised:
        read_metadata(listed(tmp_path, text))
    assert raised.value.line == line


def nfd(text):
    return unicodedata.normalize("NFD", text)


PATHS = [
    # in the list, on the disk
    ("審議会ガイド.txt", nfd("審議会ガイド.txt")),
    (nfd("審議会ガイド.txt"), "審議会ガイド.txt"),
    ("平成30年度\\資料.txt", "平成30年度/資料.txt"),
    (".\\平成30年度\\資料.txt", "平成30年度/資料.txt"),
    ("./資料.txt", "資料.txt"),
    ("資料.TXT", "資料.txt"),
    ("資料.txt", "資料.TXT"),
    ("本\\棚.txt", "本\\棚.txt"),
]


@pytest.mark.parametrize(("row", "name"), PATHS)
def test_a_path_however_it_is_written(tmp_path, row, name):
    file = tmp_path / "in" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    about = read_metadata(listed(tmp_path / "in", f"path,title\n{row},第１回\n"))
    found = {one.name: one.title for one in find_files([tmp_path / "in"], tmp_path / "dest", about)}
    assert found[str(file)] == "第１回"
    assert about.unmatched() == []


def test_of_two_files_that_differ_in_their_ending_each_has_its_row(tmp_path):
    for name in ("a.txt", "a.TXT"):
        (tmp_path / name).write_text(name)
    about = read_metadata(listed(tmp_path, "path,title\na.TXT,大\na.txt,小\n"))
    found = {
        one.name: one.title for one in find_files([tmp_path / "a.txt", tmp_path / "a.TXT"], tmp_path / "dest", about)
    }
    assert found == {str(tmp_path / "a.txt"): "小", str(tmp_path / "a.TXT"): "大"}


def test_a_member_of_a_zip_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(nfd("資料/ガイド.txt"), "x")
    about = read_metadata(listed(tmp_path, "path,title\na.zip!/資料/ガイド.txt,第１回\n"))
    assert [file.title for file in find_files([tmp_path / "a.zip"], tmp_path / "dest", about)] == [None, "第１回"]


def test_rows_without_a_file(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("y")
    about = read_metadata(listed(tmp_path, "path,title\na.txt,一\nC:\\資料\\c.txt,二\n\n資料2.txt,三\n"))
    list(find_files([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "dest", about))
    assert [(row.line, row.path) for row in about.unmatched()] == [(3, "C:\\資料\\c.txt"), (5, "資料2.txt")]
    assert [row.path for row in about.unmatched([str(tmp_path / nfd("資料2.txt"))])] == ["C:\\資料\\c.txt"]


SUMMARY = Summary("/x/dest", {"done": 1}, 1, 0, {}, {}, 1.0)


def test_the_summary_tells_them():
    rows = [f"list.csv, line {k + 2}: {k}<.txt" for k in range(ROWS_SHOWN + 2)]
    told = summary_text(replace(SUMMARY, unmatched=rows)).splitlines()
    assert told[2] == f"{ROWS_SHOWN + 2} rows of the metadata name no file that was found; check their paths:"
    assert told[3:] == [f"  {row}" for row in rows[:ROWS_SHOWN]] + ["  and 2 more"]
    page = report_html(replace(SUMMARY, unmatched=rows))
    assert all(f"line {k + 2}: {k}&lt;.txt" in page for k in range(ROWS_SHOWN + 2))
    assert "without a file" not in report_html(SUMMARY)
    assert summary_text(replace(SUMMARY, unmatched=rows[:1])).splitlines()[3:] == [f"  {rows[0]}"]


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_a_workbook_is_no_list(tmp_path, data):
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    with pytest.raises(InvalidMetadata, match="not a workbook: open the list in Excel"):
        read_metadata(path)
