"""A published 新旧対照表 read as two clause sets, the old one first; and sets of strings."""

from __future__ import annotations

import docx
import pymupdf
import pytest

from kaigi_extract import align, clause_set, clause_sets_from_text, extract
from kaigi_extract.records import Clause, ClauseSet

KEYS = ("（鍵）\n第３条　鍵は、一人に二本まで渡す。", "（鍵）\n第３条　鍵は、一人に一本だけ渡す。")


@pytest.fixture
def read(tmp_path):
    """Writes a table in Word and reads it."""

    def made(title, *rows):
        paper = docx.Document()
        if title:
            paper.add_paragraph(title)
        grid = paper.add_table(rows=len(rows), cols=len(rows[0]))
        grid.style = "Table Grid"
        for row, words in zip(grid.rows, rows, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                first, *more = word.split("\n")
                cell.text = first
                for line in more:
                    cell.add_paragraph(line)
        path = tmp_path / "t.docx"
        paper.save(str(path))
        return extract(path)

    return made


def told(held):
    return [(one.label, one.heading, one.text, [(item.label, item.text) for item in one.items]) for one in held.clauses]


class TestColumns:
    @pytest.mark.parametrize(
        ("heads", "new_first"),
        [
            (("改正後", "改正前"), True),
            (("改　正　案", "現　　行"), True),
            (("旧", "新"), False),
            (("現行条例", "改正案"), False),
            (("変更後（新）", "変更前（旧）"), True),
        ],
    )
    def test_either_side(self, read, heads, new_first):
        document = read("集会室規則　新旧対照表", heads, KEYS if new_first else KEYS[::-1])
        old, new = document.clause_sets
        assert [told(one)[0][2] for one in (old, new)] == ["鍵は、一人に一本だけ渡す。", "鍵は、一人に二本まで渡す。"]
        assert [one.title for one in (old, new)] == ["集会室規則"] * 2
        assert old.kind == "statute"
        assert [section.kind for section in document.sections if "一本" in section.text] == ["comparison"]

    @pytest.mark.parametrize(
        ("printed", "title"),
        [
            ("集会室規則の一部を改正する規則新旧対照表", "集会室規則"),
            ("○集会室規則（新旧対照表）", "集会室規則"),
            ("集会室規則の一部改正について　新旧対照表（案）", "集会室規則"),
            ("新旧対照表", ""),
        ],
    )
    def test_titles(self, read, printed, title):
        assert [one.title for one in read(printed, ("新", "旧"), KEYS).clause_sets] == [title] * 2

    def test_what_a_column_leaves_out(self, read):
        document = read(
            "集会室規則　新旧対照表",
            ("改正後", "改正前"),
            ("第１条　（略）", "第１条　（略）"),
            ("第２条から第４条まで　（略）", "第２条から第４条まで　（略）"),
            (
                "（机）\n第５条　机は、次の者に貸す。\n(1)　（略）\n(2)　町の者\n(3)から(5)まで　（略）\n(6)　旅の者\n２　（略）",
                "（机）\n第５条　机は、次の者に貸す。\n(1)　（略）\n(2)　村の者\n(3)から(5)まで　（略）\n（新設）\n２　（略）",
            ),
            ("第９条　椅子は、返す。", "（新設）"),
        )
        old, new = document.clause_sets
        items = [("(1)", "（略）"), ("(2)", "町の者"), ("(6)", "旅の者"), ("２", "（略）")]
        assert told(new) == [
            ("第１条", None, "（略）", []),
            ("第５条", "机", "机は、次の者に貸す。", items),
            ("第９条", None, "椅子は、返す。", []),
        ]
        assert [label for label, *_ in told(old)] == ["第１条", "第５条"]
        said = [found.message for found in document.findings if "leaves out" in found.message]
        assert len(said) == 2
        assert "第２条から第４条まで　（略）, (3)から(5)まで　（略）" in said[0]

    def test_the_same_as_on_the_other_side(self, read):
        rows = ("第１条　戸は、閉める。\n２　窓も、閉める。", "第１条　［同左］\n２　［同左］")
        old, new = read(
            "規則　新旧対照表", ("新", "旧"), rows, ("第２条　火は、消す。", "第２条　火は、残す。")
        ).clause_sets
        assert told(old)[0] == told(new)[0] == ("第１条", None, "戸は、閉める。", [("２", "窓も、閉める。")])

    def test_supplement(self, read):
        rows = (
            f"{KEYS[0]}\n附　則\n１　この規則は、四月一日から施行する。",
            f"{KEYS[1]}\n附　則\n１　この規則は、一月一日から施行する。",
        )
        sets = read("集会室規則　新旧対照表", ("新", "旧"), rows).clause_sets
        assert [(one.title, one.supplement_of) for one in sets] == [
            ("集会室規則", None),
            ("附則", 0),
            ("集会室規則", None),
            ("附則", 2),
        ]

    def test_supplements_without_numbers_and_annexes(self, read):
        """A 附則 of one sentence is a set of its own, 別表 belongs to no clause."""
        rows = (
            f"{KEYS[0]}\n附　則\nこの規則は、四月一日から施行する。\n附　則\nこの規則は、五月一日から施行する。",
            f"{KEYS[1]}\n別表（第３条関係）\n赤い鍵　二本",
        )
        sets = read("集会室規則　新旧対照表", ("新", "旧"), rows).clause_sets
        assert [(one.title, one.clauses[-1].text) for one in sets] == [
            ("集会室規則", "鍵は、一人に一本だけ渡す。"),
            ("集会室規則", "鍵は、一人に二本まで渡す。"),
            ("附則", "この規則は、四月一日から施行する。"),
            ("附則", "この規則は、五月一日から施行する。"),
        ]

    def test_labels_in_a_column_of_their_own(self, read):
        rows = [
            ("第１条", "戸は、閉める。", "戸は、開ける。"),
            ("第２条（窓）", "窓は、閉める。", "［現行どおり］"),
            ("第３条", "火は、消す。", "（新設）"),
        ]
        old, new = read("規則　新旧対照表", ("条", "旧", "新"), *[(a, b, c) for a, b, c in rows]).clause_sets
        assert told(old) == [
            ("第１条", None, "戸は、閉める。", []),
            ("第２条", "窓", "窓は、閉める。", []),
            ("第３条", None, "火は、消す。", []),
        ]
        assert told(new) == [("第１条", None, "戸は、開ける。", []), ("第２条", "窓", "窓は、閉める。", [])]

    @pytest.mark.parametrize("range_", ["第４条～第６条　略", "第４条から第６条まで（略）", "第４条及び第５条 省略"])
    def test_several_that_are_left_out(self, read, range_):
        old, new = read("規則　新旧対照表", ("新", "旧"), KEYS, (range_, range_)).clause_sets
        assert [one.clauses[-1].text for one in (new, old)] == [
            "鍵は、一人に二本まで渡す。",
            "鍵は、一人に一本だけ渡す。",
        ]

    @pytest.mark.parametrize(("first", "second", "third"), [("第２", "第３", "第５"), ("２", "３", "５")])
    def test_clauses_that_are_no_articles_and_begin_later(self, read, first, second, third):
        """Only what is changed is printed."""
        old, new = read(
            "鍵の取扱特記事項　新旧対照表",
            ("改正前", "改正後"),
            (f"{first}　乙は、鍵を渡す。\n(1)　札\n(2)　箱", f"{first}　受注者は、鍵を渡す。\n(1)　札\n(2)　袋"),
            (f"{second}　（略）", f"{second}　（略）"),
            ("（新設）", f"{third}　受注者は、鍵を返す。"),
        ).clause_sets
        assert [(label, text) for label, _, text, _ in told(new)] == [
            (first, "受注者は、鍵を渡す。"),
            (second, "（略）"),
            (third, "受注者は、鍵を返す。"),
        ]
        assert told(old)[0] == (first, None, "乙は、鍵を渡す。", [("(1)", "札"), ("(2)", "箱")])

    def test_our_own_table(self, tmp_path):
        old = clause_set(
            "集会室規則\n" + "\n".join(f"第{n}条　使う者は、品{n}を返さなければならない。" for n in range(1, 7))
        )
        new = old.model_copy(deep=True)
        new.clauses[3].text = "使う者は、品４を直ちに返さなければならない。"
        path = tmp_path / "t.docx"
        align(old, new).to_docx(path, unchanged="printed")
        one, other = extract(path).clause_sets
        assert [clause.text for clause in one.clauses] == [clause.text for clause in old.clauses]
        assert [clause.text for clause in other.clauses] == [clause.text for clause in new.clauses]

    @pytest.mark.parametrize(
        "rows",
        [
            (("新", "旧"), ("東棟", "西棟"), ("南棟", "北棟")),
            (("改正後", "備考"), KEYS),
            (("項目", "改正後", "改正前", "改正前"), ("料金", "百円", "九十円", "八十円")),
        ],
    )
    def test_other_tables_are_none(self, read, rows):
        assert read("比べた表", *rows).clause_sets == []


class TestStrings:
    def test_a_text(self):
        made = clause_set(
            "窓口の心得\n第１条　係は、挨拶をしなければならない。\n第２条　係は、名を告げなければならない。"
        )
        assert [(one.key, one.text) for one in made.clauses][1] == ("2", "係は、名を告げなければならない。")

    @pytest.mark.parametrize(
        ("texts", "labels"),
        [
            (["戸は、閉める。", "窓は、開ける。"], ["1", "2"]),
            (["第１　戸は、閉める。", "第２　窓は、開ける。"], ["第１", "第２"]),
        ],
    )
    def test_a_list(self, texts, labels):
        made = clause_set(texts, title="心得")
        assert [one.label for one in made.clauses] == labels
        assert (made.title, [one.key for one in made.clauses]) == ("心得", ["1", "2"])
        assert made.clauses[1].text == "窓は、開ける。"

    @pytest.mark.parametrize("text", ["", "ただの文です。", []])
    def test_no_clause_in_it(self, text):
        with pytest.raises(ValueError, match=r"no numbered clause|empty"):
            clause_set(text)

    def test_all_sets_of_a_text(self):
        assert clause_sets_from_text("ただの文です。") == []

    def test_records_need_no_place(self):
        made = ClauseSet(title="心得", kind="other", clauses=[Clause(number=1, label="1", text="戸は、閉める。")])
        assert (made.spans, made.clauses[0].spans) == ([], [])

    def test_documents_are_aligned_by_their_only_sets(self, tmp_path):
        for name, word in (("a", "閉める"), ("b", "開ける")):
            text = f"窓口の心得\n第１条　係は、戸を{word}ものとする。\n第２条　係は、名を告げなければならない。"
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        documents = extract(tmp_path / "a.txt"), extract(tmp_path / "b.txt")
        assert [link.changes for link in align(*documents).links] == [["wording"], []]

    def test_a_document_with_several_says_which(self, read):
        with pytest.raises(ValueError, match="2 clause sets"):
            align(read("集会室規則　新旧対照表", ("新", "旧"), KEYS), clause_set(["戸は、閉める。"]))


TEXT = """\
{indent}水やり要綱の一部を改正する要綱　新旧対照表

{indent}      現　　行                              改　正　案                     備　考
{indent}（目的）                              （目的）
{indent}第１条　この要綱は、水やりについ      第１条　この要綱は、水やり及び草
{indent}て定める。                            取りについて定める。

{indent}（当番）                              （当番）
{indent}第２条　（略）                        第２条　（略）
{indent}２　当番は、日誌を書く。              ２　当番は、日誌又は電子日誌を書      字句の追加
{indent}                                      く。
{indent}第３条　前条に定めるもののほか、      （削る）
{indent}係が定める。

{indent}                                      （鍵）
{indent}                                      第４条　鍵は、返す。

この表は、係が作成し、議会に提出したものである。問い合わせは、係まで。
"""
"""Two texts parted by spaces, as editors and ``pdftotext -layout`` leave them."""


@pytest.mark.parametrize("indent", ["", "    "])
def test_two_texts_in_columns_of_spaces(tmp_path, indent):
    path = tmp_path / "paper.txt"
    path.write_text(TEXT.format(indent=indent), encoding="utf-8")
    document = extract(path)
    old, new = document.clause_sets
    assert [(each.label, each.heading, each.text) for each in old.clauses] == [
        ("第１条", "目的", "この要綱は、水やりについて定める。"),
        ("第２条", "当番", "（略）"),
        ("第３条", "当番", "前条に定めるもののほか、係が定める。"),
    ]
    assert [(each.label, each.heading, each.text) for each in new.clauses] == [
        ("第１条", "目的", "この要綱は、水やり及び草取りについて定める。"),
        ("第２条", "当番", "（略）"),
        ("第４条", "鍵", "鍵は、返す。"),
    ]
    assert new.clauses[1].items[0].text == "当番は、日誌又は電子日誌を書く。"
    assert "この表は" not in "".join(each.text for each in [*old.clauses, *new.clauses])
    assert document.sections[-1].text.endswith("問い合わせは、係まで。")


def test_no_text_beside_another_is_no_comparison(tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(
        "水やり要綱\n改正後      改正前\n第１条　水は、係がやる。\n第２条　草は、係が取る。\n第３条　鍵は、返す。",
        encoding="utf-8",
    )
    assert [each.label for each in extract(path).clause_sets[0].clauses] == ["第１条", "第２条", "第３条"]


BELOW = """集会室要綱の一部を改正する要綱{title}

第３条関係
{heads[0]}
（鍵）
第３条　鍵は、一人に一本だけ渡す。
２　鍵は、夕方に返す。
{heads[1]}
（鍵）
第３条　鍵は、一人に二本まで渡す。
２　鍵は、翌朝に返す。
（第５条関係）
{heads[0]}
第５条　机は、町の者に貸す。
{heads[1]}
第５条　机は、旅の者に貸す。
"""


@pytest.mark.parametrize(
    ("title", "heads", "count"),
    [
        ("　新旧対照表", ("旧", "新"), 2),
        ("新旧対照表（案）", ("〔現　行〕", "〔改正案〕"), 2),
        ("", ("【改正前】", "■【改正後】"), 2),
        ("", ("旧", "新"), 0),  # nothing says that two texts are compared
    ],
)
def test_a_text_below_the_other(tmp_path, title, heads, count):
    path = tmp_path / "paper.txt"
    path.write_text(BELOW.format(title=title, heads=heads), encoding="utf-8")
    sets = [each for each in extract(path).clause_sets if each.title == "集会室要綱"]
    assert len(sets) == count
    for each, duties in zip(sets, (("一本だけ", "夕方", "町"), ("二本まで", "翌朝", "旅")), strict=False):
        assert told(each) == [
            ("第３条", "鍵", f"鍵は、一人に{duties[0]}渡す。", [("２", f"鍵は、{duties[1]}に返す。")]),
            ("第５条", None, f"机は、{duties[2]}の者に貸す。", []),
        ]


def test_a_column_that_cites_paragraphs(read):
    """Without a title: 条 names the article, or a paragraph of it."""
    document = read(
        "",
        ("条", "改正後", "改正前", "備考"),
        ("第３条", "（鍵）\n鍵は、一人に二本まで渡す。", "（鍵）\n鍵は、一人に一本だけ渡す。", "増やす"),
        ("第５条第２項", "係は、机を返させる。", "（新設）", ""),
        ("第８条", "（略）", "（略）", ""),
    )
    old, new = document.clause_sets
    assert told(old)[0] == ("第３条", "鍵", "鍵は、一人に一本だけ渡す。", [])
    assert told(new)[:2] == [
        ("第３条", "鍵", "鍵は、一人に二本まで渡す。", []),
        ("第５条", None, "係は、机を返させる。", []),
    ]


def test_cells_by_turns_on_lines_of_their_own(tmp_path):
    """A table that was pasted as text: below both heads, a line of the one text and a line of the other."""
    rows = [("現行", "改正案"), ("（鍵）", "（鍵）"), KEYS[1].split("\n")[1:] + KEYS[0].split("\n")[1:]]
    rows += [("（新設）", "２　鍵は、夕方に返す。"), ("第６条　机は、貸さない。", "第６条　机は、町の者に貸す。")]
    text = "集会室条例新旧対照表\n\n" + "\n".join(line for row in rows for line in row)
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    old, new = extract(path).clause_sets
    assert told(old) == [
        ("第３条", "鍵", "鍵は、一人に一本だけ渡す。", []), ("第６条", None, "机は、貸さない。", [])
    ]  # fmt: skip
    assert told(new) == [
        ("第３条", "鍵", "鍵は、一人に二本まで渡す。", [("２", "鍵は、夕方に返す。")]),
        ("第６条", None, "机は、町の者に貸す。", []),
    ]
    path.write_text(text.replace("（新設）\n", ""), encoding="utf-8")
    assert len(extract(path).clause_sets) < 2  # which line is of which text cannot be told


PASTED = {
    "with remarks": (
        ["改正案", "現行", "備考"],
        ["（鍵）", "第３条　鍵は、一人に二本まで渡す。", "２　鍵は、夕方に返す。", "（鍵）", "第３条　鍵は、一人に一本だけ渡す。", "数の見直し",
         "第６条　机は、町の者に貸す。", "第６条　机は、貸さない。"],
    ),
    "with remarks that are sentences": (
        ["改正案", "現行", "改正理由"],
        ["（鍵）", "第３条　鍵は、一人に二本まで渡す。",  "（鍵）", "第３条　鍵は、一人に一本だけ渡す。", "鍵の数を改める。",
         "第６条　机は、町の者に貸す。", "第６条　机は、貸さない。", "机を貸すこととする。"],
    ),
    "paragraphs in rows of their own": (
        ["改正案", "現行", "備考"],
        ["（鍵）", "第３条　鍵は、一人に二本まで渡す。", "（鍵）", "第３条　鍵は、一人に一本だけ渡す。", "数の見直し",
         "第６条　机は、町の者に貸す。", "第６条　机は、貸さない。", "新たに貸すもの"],
    ),
    "labels in a column of their own": (
        ["条項", "改正案", "現行", "備考"],
        ["第３条（鍵）", "鍵は、一人に二本まで渡す。", "２　鍵は、夕方に返す。", "鍵は、一人に一本だけ渡す。", "数の見直し",
         "第６条", "机は、町の者に貸す。", "机は、貸さない。"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("heads", "cells"), PASTED.values(), ids=PASTED)
@pytest.mark.parametrize("turned", [False, True], ids=["new first", "old first"])
def test_cells_of_three_columns_on_lines_of_their_own(tmp_path, heads, cells, turned):
    if turned:
        heads = ["現行" if head == "改正案" else "改正案" if head == "現行" else head for head in heads]
    path = tmp_path / "paper.txt"
    path.write_text("\n".join(["集会室条例新旧対照表", "", *heads, *cells]), encoding="utf-8")
    old, new = extract(path).clause_sets
    first, second = (old, new) if turned else (new, old)
    paragraphs = [("２", "鍵は、夕方に返す。")] if any("夕方" in cell for cell in cells) else []
    assert told(first) == [
        ("第３条", "鍵", "鍵は、一人に二本まで渡す。", paragraphs), ("第６条", None, "机は、町の者に貸す。", [])
    ]  # fmt: skip
    assert told(second) == [
        ("第３条", "鍵", "鍵は、一人に一本だけ渡す。", []), ("第６条", None, "机は、貸さない。", [])
    ]  # fmt: skip


def test_rows_of_paragraphs_what_is_new_and_what_is_the_same_on_lines_of_their_own(tmp_path):
    cells = [
        "第３条　鍵は、一人に一本だけ渡す。", "第３条　鍵は、一人に二本まで渡す。", "数の見直し",
        "２　鍵は、朝に渡す。", "２　鍵は、昼に渡す。",
        "（新設）", "第４条　椅子は、貸さない。", "新たな条",
        "第６条　机は、貸さない。", "同左",
    ]  # fmt: skip
    path = tmp_path / "paper.txt"
    path.write_text("\n".join(["集会室条例新旧対照表", "", "現行", "改正案", "備考", *cells]), encoding="utf-8")
    old, new = extract(path).clause_sets
    assert told(old) == [
        ("第３条", None, "鍵は、一人に一本だけ渡す。", [("２", "鍵は、朝に渡す。")]), ("第６条", None, "机は、貸さない。", [])
    ]  # fmt: skip
    assert told(new) == [
        ("第３条", None, "鍵は、一人に二本まで渡す。", [("２", "鍵は、昼に渡す。")]),
        ("第４条", None, "椅子は、貸さない。", []),
        ("第６条", None, "机は、貸さない。", []),
    ]


def test_lines_that_do_not_take_turns_are_no_comparison(tmp_path):
    cells = ["第３条　鍵は、貸さない。", "第４条　机は、貸さない。", "第５条　椅子は、貸さない。"]
    path = tmp_path / "paper.txt"
    path.write_text("\n".join(["集会室条例新旧対照表", "", "現行", "改正案", "備考", *cells]), encoding="utf-8")
    assert len(extract(path).clause_sets) < 2


@pytest.mark.parametrize(
    "above",
    [
        "　集会室条例（昭和62年条例第９号（その１））の一部を次のように改正する。\n　次の表のとおり改める。",
        "○集会室条例の一部を改正する条例\n令和５年12月１日\n条例第３号\n　次の表に下線で示すように改める。",
    ],
)
def test_a_law_that_amends_by_a_table(tmp_path, above):
    """The title is that of what is amended, and the 附則 below the table is a set too."""
    paper = docx.Document()
    for line in above.split("\n"):
        paper.add_paragraph(line)
    grid = paper.add_table(rows=2, cols=2)
    for cell, text in zip([*grid.rows[0].cells, *grid.rows[1].cells], ["改正後", "改正前", *KEYS[::-1]], strict=True):
        cell.text = text
    for line in ("　　　附　則", "　この条例は、令和６年４月１日から施行する。"):
        paper.add_paragraph(line)
    paper.save(str(tmp_path / "t.docx"))
    old, new, supplement = extract(tmp_path / "t.docx").clause_sets
    assert [(each.title, each.kind, each.supplement_of) for each in (old, new, supplement)] == [
        ("集会室条例", "statute", None), ("集会室条例", "statute", None), ("附則", "statute", 1)
    ]  # fmt: skip
    assert [one.text for one in supplement.clauses] == ["この条例は、令和６年４月１日から施行する。"]


class Paper:
    """Pages on which two texts are set side by side, without a ruled line; each has the shape of two pages."""

    def __init__(self, path, columns=(60, 300), size=9):
        self.path, self.columns, self.size = path, columns, size
        self.file = pymupdf.open()

    def page(self, *rows, top=100):
        """A page of rows: a string is set at the left edge, a pair in the columns; an empty row leaves space."""
        page = self.file.new_page(width=560, height=400)
        for k, row in enumerate(rows):
            pieces = [(60, row)] if isinstance(row, str) else zip(self.columns, row, strict=True)
            for x, text in pieces:
                page.insert_text((x, top + 15 * k), text, fontname="japan", fontsize=self.size)
        return self

    def read(self):
        self.file.save(self.path)
        return extract(self.path)


@pytest.fixture
def paper(tmp_path):
    return Paper(tmp_path / "a.pdf")


TITLE, OVER = "　　　　　　　　　　　　　水やり要綱の一部改正　新旧対照表", ("　　　改　正　案", "　　　現　　行")
ROWS = [
    ("（目的）", "（目的）"),
    ("第１条　この要綱は、水やり及び草取", "第１条　この要綱は、水やりについて"),
    ("りについて定める。", "定める。"),
    ("（鍵）", ""),
    ("第２条　当番は、鍵を台帳に記し、使", ""),
    ("い終えたときは返さなければならない。", ""),
    ("（当番）", "（当番）"),
    ("第３条　当番は、日誌又は電子日誌を", "第２条　当番は、日誌を書かなければ"),
    ("書かなければならない。", "ならない。"),
]
NEW = [
    ("第１条", "目的", "この要綱は、水やり及び草取りについて定める。"),
    ("第２条", "鍵", "当番は、鍵を台帳に記し、使い終えたときは返さなければならない。"),
    ("第３条", "当番", "当番は、日誌又は電子日誌を書かなければならない。"),
]
OLD = [
    ("第１条", "目的", "この要綱は、水やりについて定める。"),
    ("第２条", "当番", "当番は、日誌を書かなければならない。"),
]


def texts(document):
    return [[told(each)[k][:3] for k in range(len(each.clauses))] for each in document.clause_sets]


class TestPagesWithoutRuledLines:
    def test_two_texts(self, paper):
        document = paper.page(
            TITLE, OVER, *ROWS, "　この表は、係が作成し、議会に提出したものであり、要綱の一部ではない。"
        ).read()
        assert texts(document) == [OLD, NEW]
        assert [each.title for each in document.clause_sets] == ["水やり要綱"] * 2
        assert "この表は" not in "".join(clause.text for each in document.clause_sets for clause in each.clauses)
        assert [finding.code for finding in document.findings] == ["ward_unknown"]

    @pytest.mark.parametrize("cut", [2, 4, 5, 7])
    @pytest.mark.parametrize("again", [[], [OVER], [TITLE, OVER], ["水やり要綱の一部改正　新旧対照表（続き）", OVER]])
    def test_over_a_page_break(self, paper, cut, again):
        """A page may begin with a text in one column alone."""
        document = paper.page(TITLE, OVER, *ROWS[:cut]).page(*again, *ROWS[cut:], top=40).read()
        assert texts(document) == [OLD, NEW]
        assert len(document.tables) == 1

    def test_old_text_that_ends_long_before(self, paper):
        """A page without the head on which nothing is printed but one column."""
        more = [
            (line, "")
            for k in (4, 5, 6)
            for line in (f"第{k}条　当番は、桶を洗い、棚に戻し、", "その旨を係に知らせなければならない。")
        ]
        document = paper.page(TITLE, OVER, *ROWS).page(*more, top=40).read()
        assert [clause.key for clause in document.clause_sets[1].clauses] == ["1", "2", "3", "4", "5", "6"]
        assert texts(document)[0] == OLD

    @pytest.mark.parametrize(
        "after",
        [
            ["参考資料", "　水やりの当番は、これまで次のとおり割り当てられていたが、今後は町会に委ねる。"],
            ["別紙１", "担当　係"],
        ],
    )
    def test_another_page_is_no_part_of_it(self, paper, after):
        document = paper.page(TITLE, OVER, *ROWS).page(*after).read()
        assert texts(document) == [OLD, NEW]

    def test_two_tables(self, paper):
        """The title of the second has its space where the columns of the first are parted."""
        second = (
            "　　　　　　　　　　鍵の取扱要綱　新旧対照表",
            ("新", "旧"),
            ("第１条　鍵は、返す。", "第１条　鍵は、渡す。"),
        )
        document = paper.page(TITLE, OVER, *ROWS, "", *second).read()
        assert [each.title for each in document.clause_sets] == ["水やり要綱"] * 2 + ["鍵の取扱要綱"] * 2
        assert texts(document)[:2] == [OLD, NEW]

    def test_labels_and_remarks_beside(self, tmp_path):
        paper = Paper(tmp_path / "a.pdf", (40, 90, 270, 450))
        document = paper.page(
            "　　　　　　　　　　　委託契約約款　新旧対照表",
            ("条", "　　　　新", "　　　　旧", "備考"),
            ("第１条", "受注者は、鍵を台帳に記して保管し", "受注者は、鍵を保管しなければなら", "字句"),
            ("", "なければならない。", "ない。", "の追加"),
            ("第２条", "受注者は、鍵を貸してはならない。", "（新設）", ""),
        ).read()
        assert texts(document) == [
            [("第１条", None, "受注者は、鍵を保管しなければならない。")],
            [
                ("第１条", None, "受注者は、鍵を台帳に記して保管しなければならない。"),
                ("第２条", None, "受注者は、鍵を貸してはならない。"),
            ],
        ]

    def test_amounts_are_no_texts(self, paper):
        paper.columns = (60, 200, 300)
        rows = ("1　和室", "100円", "200円"), ("2　洋室", "300円", "400円")
        document = paper.page("使用料の改定", ("区分", "現行", "改正案"), *rows).read()
        assert document.clause_sets == []
        assert [each.kind for each in document.sections] == ["unknown"]
        assert document.sections[0].text.splitlines()[-1] == "2　洋室\t300円\t400円"


def test_two_texts_that_cannot_be_told_apart_are_told(paper):
    """The lines of one text reach into the other's column."""
    left = (
        "第１条　受託者は、鍵を台帳に記して保管しなければな",
        "らない。",
        "第２条　受託者は、鍵を貸してはならない。",
    )
    right = ("第１条　乙は、鍵を保管しなけれ", "ばならない。", "第２条　乙は、鍵を他人に貸さない。")
    paper.columns = (60, 285)
    read = paper.page("別記　個人情報取扱特記事項", ("改正後", "改正前"), *zip(left, right, strict=True)).read()
    told = [finding.message for finding in read.findings if finding.code == "value_unread"]
    assert [message.split("」")[0] for message in told] == ["「改正後 改正前"]
