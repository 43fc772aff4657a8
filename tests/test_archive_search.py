"""Searching as people search: several words, phrases, either of two, without, and only some documents."""

from __future__ import annotations

import json
import random
import sqlite3

import pytest

from kaigi_extract import Archive, migrate
from kaigi_extract.archive.search import SEARCH_LAYOUT
from kaigi_extract.archive.search_pairs import match_of, pairs_of
from kaigi_extract.archive.search_query import parse_query
from kaigi_extract.archive.search_ranking import Ranker, packed, packed_lengths
from kaigi_extract.cli import main

TEXTS = {
    "a.txt": "会議録\n図書館の予約を委託する。\n再委託は認めない。\n",
    "b.txt": "お知らせ\n美術館の券を委託して売る。\n",
    "c.txt": "図書館の休館日\n図書館は月曜に休む。図書館の返却箱は使える。\n",
    "d.txt": "個人情報の\n保護について\n派遣の職員が扱う。\n",
    "e.txt": "派遣の契約\nC++ と「括弧」と 50% と a_b\n",
}


@pytest.fixture(scope="module")
def dest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    (folder / "src").mkdir()
    lines = ["path,date"]
    for day, (name, text) in enumerate(TEXTS.items(), 1):
        (folder / "src" / name).write_text(text, encoding="utf-8")
        lines.append(f"src/{name},2013-04-{day:02}")
    (folder / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    migrate(folder / "src", folder / "dest", recogniser="none", workers=1, metadata=folder / "list.csv")
    return folder / "dest"


@pytest.mark.parametrize(
    ("words", "groups", "without", "keep"),
    [
        ("図書館　委託", [["図書館"], ["委託"]], [], {}),
        ("図書館 AND 委託", [["図書館"], ["委託"]], [], {}),
        ("委託 OR 派遣 図書館", [["委託", "派遣"], ["図書館"]], [], {}),
        ("委託 または 派遣", [["委託", "派遣"]], [], {}),
        ("OR 委託", [["委託"]], [], {}),
        ("委託 -再委託", [["委託"]], ["再委託"], {}),
        ('"個人情報の 保護" 区', [["個人情報の 保護"], ["区"]], [], {}),
        ("「個人情報の保護」", [["個人情報の保護"]], [], {}),
        ('委託 -"再 委託"', [["委託"]], ["再 委託"], {}),
        ('"閉じない', [["閉じない"]], [], {}),
        ("委託 ward:nerima", [["委託"]], [], {"ward": "nerima"}),
        ("委託 KIND：form", [["委託"]], [], {"kind": "form"}),
        ("since:2013-04-01 until:20140331 委託", [["委託"]], [], {"since": "2013-04-01", "until": "2014-03-31"}),
        ("https://example.org 10:30", [["https://example.org"], ["10:30"]], [], {}),
    ],
)
def test_what_was_typed(words, groups, without, keep):
    query = parse_query(words)
    assert (query.groups, query.without, query.keep) == (groups, without, keep)


@pytest.mark.parametrize("words", ["", "　", "-委託", "ward:nerima", '""', "委託 since:2013-13-01"])
def test_nothing_to_look_for_or_no_day(words):
    with pytest.raises(ValueError, match="search: "):
        parse_query(words)


class TestRanking:
    """Against the weights of FTS5 itself, in an index that keeps lengths."""

    @staticmethod
    def index(texts):
        """An index of these sections, three to a document, with places that are free; and one of FTS5's own."""
        db = sqlite3.connect(":memory:")
        db.executescript(SEARCH_LAYOUT)
        db.execute("CREATE VIRTUAL TABLE plain USING fts5 (text, content = '', tokenize = 'ascii')")
        places = [place for place in range(10, 10 + 2 * len(texts)) if place % 5 < 3][: len(texts)]
        for table in ("pairs", "plain"):
            db.executemany(
                f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", zip(places, map(pairs_of, texts), strict=True)
            )
        for name, first, end in (("a", 10, 60), ("b", 60, places[-1] + 1)):
            documents = packed(place for place in places if first <= place < end and place % 5 == 0)
            lengths = {place: len(text) for place, text in zip(places, texts, strict=True)}
            known = (name, first, documents, packed_lengths(range(first, end), lengths))
            db.execute("INSERT INTO parts VALUES (?, ?, ?, ?)", known)
        return db

    @pytest.mark.parametrize("words", [["鍵庫"], ["鍵庫", "貸"], ["鍵庫", "鍵庫貸"], ["庫"], ["無之"]])
    def test_by_weight(self, words):
        chance = random.Random(1)
        texts = ["".join(chance.choices("鍵庫貸出温室。", k=chance.randint(0, 90))) for _ in range(120)]
        db = self.index(texts)
        query = "SELECT rowid, bm25(plain) FROM plain WHERE plain MATCH ?"
        weights = dict(db.execute(query, [" OR ".join(map(match_of, words))]).fetchall())
        best = {}
        for place, weight in weights.items():
            best[place - place % 5] = min(weight, best.get(place - place % 5, 0.0))
        ranking = Ranker(db).ranking([words], [], None)
        assert ranking.documents.tolist() == sorted(best, key=lambda number: (best[number], number))
        assert ranking.places.tolist() == sorted(weights)

    def test_sections_of_three_characters(self):
        """FTS5 gives one weight then, however often a word is there: the shortest section weighs most."""
        db = self.index(["鍵鍵鍵", "庫鍵", "鍵", "庫鍵室", "鍵", "鍵", "庫鍵鍵鍵", "庫", "鍵"] * 5)
        assert Ranker(db).ranking([["庫"]], ["室"], None).documents.tolist() == [
            *(20, 35, 50, 65, 80),
            *(10, 25, 40, 55, 70),
        ]

    def test_a_section_of_no_document(self):
        db = self.index(["鍵庫"] * 40)
        db.execute("DELETE FROM parts WHERE part = 'b'")
        with pytest.raises(sqlite3.DatabaseError, match="of no document"):
            Ranker(db).ranking([["鍵庫"]], [], None)


class TestFound:
    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("図書館", ["c.txt", "a.txt"]),  # the one that speaks most of it first
            ("図書館 委託", ["a.txt"]),
            ("委託 -再委託", ["b.txt"]),
            ("美術館 OR 派遣", ["b.txt", "d.txt", "e.txt"]),
            ('"個人情報の保護"', ["d.txt"]),
            ("個人情報の 派遣", ["d.txt"]),
            ("図書館 派遣", []),
            ("C++", ["e.txt"]),
            ("50%", ["e.txt"]),
            ("a_b", ["e.txt"]),
            ("a-b", []),
            ("括弧", ["e.txt"]),
            ("委託 until:2013-04-01", ["a.txt"]),
            ("委託 since:2013-04-02", ["b.txt"]),
            ("委託 ward:nerima", []),
        ],
    )
    def test_which_documents(self, dest, words, names):
        with Archive(dest) as archive:
            found = list(dict.fromkeys(archive.search(words)["path"]))
        assert (found if words == "図書館" else sorted(found)) == names

    def test_every_word_is_a_find(self, dest):
        with Archive(dest) as archive:
            found = archive.search("図書館 委託")
        assert found["text"].tolist() == ["図書館", "委託", "委託"]
        assert found["date"].unique().tolist() == ["2013-04-01"]

    def test_so_many_and_no_more(self, dest):
        with Archive(dest) as archive:
            assert len(archive.search("図書館", limit=2)) == 2
            assert len(archive.search("図書館", limit=None)) == 4

    def test_what_is_given_beside_the_words(self, dest):
        with Archive(dest) as archive:
            assert archive.search("委託", since="2013-04-02", until="2013-04-02")["path"].tolist() == ["b.txt"]
            assert archive.search("委託", category="outsourcing").empty
            assert archive.search("図書館", kind="form").empty


class TestCommand:
    def test_text(self, dest, capsys):
        assert main(["search", str(dest), "図書館", "委託"]) == 0
        out, err = capsys.readouterr()
        assert out == (
            "a.txt  2013-04-01\n"
            "      -  会議録【図書館】の予約を委託する。 再委託は認めない。\n"
            "      -  会議録図書館の予約を【委託】する。 再委託は認めない。\n"
            "      -  会議録図書館の予約を委託する。 再【委託】は認めない。\n"
        )
        assert err == ""

    def test_json_and_a_limit(self, dest, capsys):
        assert main(["search", str(dest), "図書館", "--limit", "1", "--format", "json"]) == 0
        out, err = capsys.readouterr()
        [row] = map(json.loads, out.splitlines())
        assert (row["path"], row["text"], row["place"]) == ("c.txt", "図書館", {"line": 1, "start": 0, "end": 7})
        assert err == "kaigi-extract: the first 1 finds; --limit gives more\n"

    def test_nothing_found_and_nothing_to_look_for(self, dest, capsys):
        assert main(["search", str(dest), "委託 -再委託"]) == 0
        assert capsys.readouterr().out.startswith("b.txt")
        assert main(["search", str(dest), "ない言葉"]) == 0
        assert capsys.readouterr() == ("", "kaigi-extract: nothing found\n")
        assert main(["search", str(dest), "ward:nerima"]) == 2
        assert "give at least one character" in capsys.readouterr().err
