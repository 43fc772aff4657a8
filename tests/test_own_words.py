"""Clause sets, parties and the words of minutes in a ward's own file: before those of all wards, and beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import Document, extract
from kaigi_extract.wards import common_words, load_ward
from kaigi_extract.wards.words import words_beside

HEAD = 'id = "komorebi"\nname = "こもれび区"\ncouncils = ["こもれび区個人情報保護審議会"]\n'
CLAUSES = """\
こもれび区個人情報保護審議会資料

{title}

（目的）
第１条　{one}は、{other}に花の世話を頼む。
（秘密）
第２条　{other}は、知り得たことを漏らしてはならない。
（報告）
第３条　{other}は、月に一度、{one}に知らせなければならない。
"""


def read(folder: Path, mapping: str, text: str) -> Document:
    (folder / "own.toml").write_text(HEAD + mapping, encoding="utf-8")
    (folder / "paper.txt").write_text(text, encoding="utf-8")
    return extract(folder / "paper.txt", mapping=folder / "own.toml")


@pytest.mark.parametrize(
    ("mapping", "title", "kind"),
    [
        ("", "花の世話のやくそくごと", None),
        (
            '[[clause_sets]]\nkind = "special_terms"\nwords = ["やくそくごと"]\n',
            "花の世話のやくそくごと",
            "special_terms",
        ),
        ("", "花の世話の仕様書", "specification"),
        ('[[clause_sets]]\nkind = "agreement"\nwords = ["仕様書"]\n', "花の世話の仕様書", "agreement"),
        ('[[clause_sets]]\nkind = "policy"\nwords = ["書"]\n', "花の世話の仕様書", "policy"),
        ('[[clause_sets]]\nkind = "policy"\nwords = ["やくそくごと"]\n', "花の世話の仕様書", "specification"),
    ],
)
def test_titles_of_clause_sets(tmp_path, mapping, title, kind):
    document = read(tmp_path, mapping, CLAUSES.format(title=title, one="甲", other="乙"))
    titled = {one.title: one.kind for one in document.clause_sets if one.title}
    assert titled.get(title) == kind


@pytest.mark.parametrize(
    ("mapping", "parties"),
    [
        ("", (None, None)),
        ('[[parties]]\nprincipal = "頼み手"\ncontractor = "引受け手"\n', ("頼み手", "引受け手")),
    ],
)
def test_parties(tmp_path, mapping, parties):
    document = read(tmp_path, mapping, CLAUSES.format(title="特記事項", one="頼み手", other="引受け手"))
    (found,) = document.clause_sets
    assert (found.parties.principal, found.parties.contractor) == parties


MINUTES = """\
こもれび区個人情報保護審議会 会議録
{place}　花の家
{date}　令和3年6月2日（水）午後2時から
{members}　森会長、川委員
{agenda}
１　諮問第5号　花の世話の委託について
○森会長　ただいまから開きます。
○川委員　花は何鉢ですか。
"""
OWN = {"place": "集まるところ", "date": "集まる日どり", "members": "集まった顔ぶれ", "agenda": "話すこと"}


def test_rows_of_the_head_of_minutes(tmp_path):
    mapping = "[minutes]\n" + "".join(f'{key} = ["{word}"]\n' for key, word in OWN.items())
    meeting = read(tmp_path, mapping, MINUTES.format(**OWN)).meeting
    assert meeting is not None
    assert (meeting.place, str(meeting.date), len(meeting.members)) == ("花の家", "2021-06-02", 2)
    assert [one.number for one in meeting.agenda] == [5]


def test_an_own_row_comes_before_what_all_wards_mean_by_it(tmp_path):
    """説明員 are officials everywhere; here they are the members."""
    words = {"place": "場所", "date": "日時", "members": "説明員", "agenda": "議題"}
    assert "説明員" in common_words().minutes.officials
    plain = read(tmp_path, "", MINUTES.format(**words)).meeting
    own = read(tmp_path, '[minutes]\nmembers = ["説明員"]\n', MINUTES.format(**words)).meeting
    assert plain is not None
    assert own is not None
    assert (len(plain.members), len(own.members)) == (0, 2)


def test_every_list_of_minutes_begins_with_the_ward_s_own(tmp_path):
    path = tmp_path / "own.toml"
    names = [name for name in type(common_words().minutes).model_fields if name != "source"]
    path.write_text(HEAD + "[minutes]\n" + "".join(f'{name} = ["花{name}"]\n' for name in names), encoding="utf-8")
    both, common = words_beside(load_ward(path)).minutes, common_words().minutes
    for name in names:
        assert getattr(both, name) == [f"花{name}", *getattr(common, name)]


def test_a_ward_without_words_of_its_own_has_those_of_all(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(HEAD, encoding="utf-8")
    assert words_beside(load_ward(path)) is common_words()
    assert words_beside(None) is common_words()
