"""Bullets below clauses are items: in text, Markdown, web pages, Word files and on pages; which one changed is told."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import cast

import pymupdf
import pytest

from kaigi_extract.clauses import align, diff
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.clause_set.bullets import take_lone_bullet
from kaigi_extract.parts.clause_set.node import ClauseNode
from kaigi_extract.pipeline import extract
from kaigi_extract.records import Clause, ClauseSet, Item
from kaigi_extract.show.export.standards import to_standard
from kaigi_extract.show.terminal.comparison import diff_text
from kaigi_extract.source import Frame
from kaigi_extract.text import Label, match_label
from tests.made import FONT
from tests.word_files import p, word_file

Tree = list[tuple[object, ...]]


def tree(items: list[Item]) -> Tree:
    return [(one.label, one.text, *tree(one.items)) for one in items]


def clauses(path: Path) -> Tree:
    return [(one.label, one.heading, one.text, *tree(one.items)) for one in only_set(path).clauses]


def only_set(path: Path) -> ClauseSet:
    (found,) = extract(path).clause_sets
    return found


def written(folder: Path, text: str, name: str = "paper.txt") -> Path:
    path = folder / name
    path.write_text(text.strip() + "\n", encoding="utf-8")
    return path


HEAD = "花の種の取扱いに関する特記事項\n"
LAST = ("２", None, "乙は、種を返す。")

TEXTS: dict[str, tuple[str, Tree]] = {
    "below the words of a clause": (
        "１　乙は、次のことを守る。\n・種を棚に置くこと。\n・種を数えること。",
        [("１", None, "乙は、次のことを守る。", ("・", "種を棚に置くこと。"), ("・", "種を数えること。"))],
    ),
    "a note below a list, which is no entry of it": (
        "１　乙は、次のものを守る。\n○　赤い種\n○　青い種\n※　黒い種を除く。",
        [("１", None, "乙は、次のものを守る。\n※　黒い種を除く。", ("○", "赤い種"), ("○", "青い種"))],
    ),
    "dashes before white space": (
        "１　乙は、次のものを守る。\n－ 赤い種\n－ 青い種",
        [("１", None, "乙は、次のものを守る。", ("－", "赤い種"), ("－", "青い種"))],
    ),
    "one with a small mark below one with a large one": (
        "１　乙は、次のものを守る。\n○　赤い種\n・朝顔\n・薔薇\n○　青い種\n・菫",
        [
            (
                "１",
                None,
                "乙は、次のものを守る。",
                ("○", "赤い種", ("・", "朝顔"), ("・", "薔薇")),
                ("○", "青い種", ("・", "菫")),
            )
        ],
    ),
    "one set in below another with the same mark": (
        "１　乙は、次のものを守る。\n・赤い種\n　　・朝顔\n・青い種",
        [("１", None, "乙は、次のものを守る。", ("・", "赤い種", ("・", "朝顔")), ("・", "青い種"))],
    ),
    "below an item, whose list goes on": (
        "１　乙は、次のことをする。\n　(1)　種を数える。\n・赤い種\n・青い種\n　(2)　種を返す。",
        [
            (
                "１",
                None,
                "乙は、次のことをする。",
                ("(1)", "種を数える。", ("・", "赤い種"), ("・", "青い種")),
                ("(2)", "種を返す。"),
            )
        ],
    ),
    "below an item that is set in further": (
        "１　乙は、次のことをする。\n　(1)　種を数える。\n　(2)　種を返す。\n・赤い種\n・青い種",
        [
            (
                "１",
                None,
                "乙は、次のことをする。",
                ("(1)", "種を数える。"),
                ("(2)", "種を返す。"),
                ("・", "赤い種"),
                ("・", "青い種"),
            )
        ],
    ),
    "numbers behind bullets, at their margin and announced by one": (
        "１　乙は、次のことをする。\n・種を数える。\n・次のものを返す。\n(1)　赤い種\n(2)　青い種",
        [
            (
                "１",
                None,
                "乙は、次のことをする。",
                ("・", "種を数える。"),
                ("・", "次のものを返す。", ("(1)", "赤い種"), ("(2)", "青い種")),
            )
        ],
    ),
    "numbers behind bullets that announce none": (
        "１　乙は、種を守る。\n・赤い種\n・青い種\n(1)　種を数える。\n(2)　種を返す。",
        [
            (
                "１",
                None,
                "乙は、種を守る。",
                ("・", "赤い種"),
                ("・", "青い種"),
                ("(1)", "種を数える。"),
                ("(2)", "種を返す。"),
            )
        ],
    ),
    "a paragraph behind the last one": (
        "１　乙は、次のものを守る。\n・赤い種\n・青い種\nなお、黒い種は、甲が乙に知らせた日から守るものとする。",
        [
            (
                "１",
                None,
                "乙は、次のものを守る。\nなお、黒い種は、甲が乙に知らせた日から守るものとする。",
                ("・", "赤い種"),
                ("・", "青い種"),
            )
        ],
    ),
    "a paragraph that announces another list": (
        "１　乙は、次のものを守る。\n・赤い種\nまた、次のものを、甲が定める日までに甲に返すものとする。\n・青い種",
        [
            (
                "１",
                None,
                "乙は、次のものを守る。\nまた、次のものを、甲が定める日までに甲に返すものとする。",
                ("・", "赤い種"),
                ("・", "青い種"),
            )
        ],
    ),
    "each with a paragraph of its own": (
        "１　乙は、次のことをする。\n・数量\n種を数え、その数を台帳に記し、甲に知らせること。\n・返却\n種を甲に返すこと。",
        [
            (
                "１",
                None,
                "乙は、次のことをする。",
                ("・", "数量\n種を数え、その数を台帳に記し、甲に知らせること。"),
                ("・", "返却\n種を甲に返すこと。"),
            )
        ],
    ),
    "one over two lines of an export": (
        "１　乙は、次のことをする。\n・種を数え、その数を台帳に記し、甲に知\nらせること。\n・種を返すこと。",
        [
            (
                "１",
                None,
                "乙は、次のことをする。",
                ("・", "種を数え、その数を台帳に記し、甲に知らせること。"),
                ("・", "種を返すこと。"),
            )
        ],
    ),
    "a mark between two words that a line break parts": (
        "１　乙は、種の名前、種の色、種の数、種の重さ\n・大きさを台帳に記さなければならない。",
        [("１", None, "乙は、種の名前、種の色、種の数、種の重さ\n・大きさを台帳に記さなければならない。")],
    ),
    "a number that is left open, and a mark that leads on": (
        "１　乙は、種を数える。\n○日以内に返す。\n→別紙を参照",
        [("１", None, "乙は、種を数える。\n○日以内に返す。\n→別紙を参照")],
    ),
    "a paragraph about all of them, though others follow": (
        "１　乙は、次のものを守る。\n・赤い種\nこれらの種は、甲が乙に渡した日から守るものとする。\n・青い種",
        [
            (
                "１",
                None,
                "乙は、次のものを守る。\nこれらの種は、甲が乙に渡した日から守るものとする。",
                ("・", "赤い種"),
                ("・", "青い種"),
            )
        ],
    ),
    "a remark in brackets on the last one": (
        "１　乙は、次のものを、甲が定める日までの間、棚の上に置いて守らなければならない。\n・赤い種\n・青い種を入れ、蓋をした小さな箱\n（例）青い箱、緑の箱",
        [
            (
                "１",
                None,
                "乙は、次のものを、甲が定める日までの間、棚の上に置いて守らなければならない。",
                ("・", "赤い種"),
                ("・", "青い種を入れ、蓋をした小さな箱\n（例）青い箱、緑の箱"),
            )
        ],
    ),
    "a dash before a number of characters": (
        "１　乙は、次のことを守る。\n- １０文字以上とすること。\n- 使い回さないこと。",
        [("１", None, "乙は、次のことを守る。", ("-", "１０文字以上とすること。"), ("-", "使い回さないこと。"))],
    ),
    "the next paragraph of an article": (
        "第１条　乙は、次のものを守る。\n・赤い種\n・青い種\n２　乙は、種を数える。\n第２条　乙は、種を洗う。",
        [
            (
                "第１条",
                None,
                "乙は、次のものを守る。",
                ("・", "赤い種"),
                ("・", "青い種"),
                ("２", "乙は、種を数える。"),
            ),
            ("第２条", None, "乙は、種を洗う。"),
        ],
    ),
    "heads of clauses behind large marks": (
        "■　数量\n１　乙は、種を数える。\n■　返却\n２　乙は、種を洗う。\n３　乙は、種を返す。\n■　雑則\n４　乙は、甲に聞く。",
        [
            ("１", "数量", "乙は、種を数える。"),
            ("２", "返却", "乙は、種を洗う。"),
            ("３", "返却", "乙は、種を返す。"),
            ("４", "雑則", "乙は、甲に聞く。"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), TEXTS.values(), ids=TEXTS)
def test_of_a_text(tmp_path: Path, text: str, wanted: Tree) -> None:
    more = [] if "２　" in text else [LAST]
    assert clauses(written(tmp_path, HEAD + text + ("\n２　乙は、種を返す。" if more else ""))) == [*wanted, *more]


LISTED = [
    ("第１条", None, "乙は、次のものを守る。\n黒い種を除く。", "赤い種", ["朝顔", "薔薇"], "青い種"),
    ("第２条", None, "乙は、種を返す。"),
]


def marked(outer: str, inner: str) -> Tree:
    (label, heading, words, red, kinds, blue), last = LISTED
    return [(label, heading, words, (outer, red, *((inner, kind) for kind in kinds)), (outer, blue)), last]


def test_of_markdown(tmp_path: Path) -> None:
    text = (
        f"# {HEAD}\n第１条　乙は、次のものを守る。\n\n- 赤い種\n  - 朝顔\n  - 薔薇\n- 青い種\n\n黒い種を除く。\n\n"
        "第２条　乙は、種を返す。"
    )
    assert clauses(written(tmp_path, text, "paper.md")) == marked("-", "-")


def test_of_a_web_page(tmp_path: Path) -> None:
    page = (
        f"<html><body><h1>{HEAD}</h1><p>第１条　乙は、次のものを守る。</p><ul><li>赤い種<ul><li>朝顔</li>"
        "<li>薔薇</li></ul></li><li>青い種</li></ul><p>黒い種を除く。</p><p>第２条　乙は、種を返す。</p></body></html>"
    )
    assert clauses(written(tmp_path, page, "paper.html")) == marked("•", "◦")


def test_of_a_web_page_whose_lists_show_no_bullets(tmp_path: Path) -> None:
    page = (
        f"<html><body><h1>{HEAD}</h1><p>１　乙は、次のものを守る。</p><ul style='list-style:none'><li>赤い種を洗う。</li>"
        "<li>青い種を洗う。</li></ul><p>２　乙は、種を返す。</p></body></html>"
    )
    assert clauses(written(tmp_path, page, "paper.html")) == [
        ("１", None, "乙は、次のものを守る。\n赤い種を洗う。\n青い種を洗う。"),
        LAST,
    ]


def entry(text: str, number: int) -> str:
    return p(text, properties=f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{number}'/></w:numPr>")


def bulleted(number: int, mark: str, left: int) -> str:
    indent = f"<w:pPr><w:ind w:left='{left}' w:hanging='420'/></w:pPr>"
    level = f"<w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='{mark}'/>{indent}</w:lvl>"
    return f"<w:abstractNum w:abstractNumId='{number}'>{level}</w:abstractNum>"


def test_of_a_word_file(tmp_path: Path) -> None:
    numbering = bulleted(1, "・", 420) + bulleted(2, "・", 840)
    numbering += "".join(f"<w:num w:numId='{k}'><w:abstractNumId w:val='{k}'/></w:num>" for k in (1, 2))
    body = [
        p(HEAD.strip()),
        p("第１条　乙は、次のものを守る。"),
        entry("赤い種", 1),
        entry("朝顔", 2),
        entry("薔薇", 2),
    ]
    body += [
        entry("青い種", 1),
        p("黒い種を除く。", properties="<w:ind w:firstLine='210'/>"),
        p("第２条　乙は、種を返す。"),
    ]
    path = word_file(tmp_path, *body, parts={"numbering": numbering})
    assert clauses(path) == marked("・", "・")


def test_of_a_page(tmp_path: Path) -> None:
    lines = [
        (60, HEAD.strip()),
        (60, "第１条　乙は、次のものを守る。"),
        (84, "・赤い種"),
        (108, "・朝顔"),
        (108, "・薔薇"),
        (84, "・青い種"),
        (72, "黒い種を除く。"),
        (60, "第２条　乙は、種を返す。"),
    ]
    document = pymupdf.open()
    page = document.new_page()
    for row, (x, words) in enumerate(lines):
        page.insert_text((x, 80 + 22 * row), words, fontname=FONT, fontsize=12)
    path = tmp_path / "paper.pdf"
    document.save(path)
    assert clauses(path) == marked("・", "・")


OLD = "花の種の取扱いに関する特記事項\n１　乙は、次のことを守る。\n・種を棚に置くこと。\n・種を数えること。\n・種を洗うこと。\n２　乙は、種を返す。"


class TestComparison:
    def test_the_one_that_changed(self, tmp_path: Path) -> None:
        new = OLD.replace("数えること", "毎日数えること")
        found = align(only_set(written(tmp_path, OLD)), only_set(written(tmp_path, new, "new.txt")))
        items = found.links[0].items
        assert [(one.new, one.new_places, one.changes) for one in items] == [
            (["１", "・"], [1, 1], []),
            (["１", "・"], [1, 2], ["wording"]),
            (["１", "・"], [1, 3], []),
        ]
        assert "・[2] 種を{+毎日+}数えること。" in diff_text(
            diff(extract(written(tmp_path, OLD)), extract(written(tmp_path, new))), False
        )

    def test_one_that_was_put_in(self, tmp_path: Path) -> None:
        new = OLD.replace("・種を洗", "・種を干すこと。\n・種を洗")
        found = align(only_set(written(tmp_path, OLD)), only_set(written(tmp_path, new, "new.txt")))
        added = [(one.old, one.new, one.new_places) for one in found.links[0].items if not one.old]
        assert added == [([], ["１", "・"], [1, 3])]

    def test_other_marks_are_no_change(self, tmp_path: Path) -> None:
        found = align(
            only_set(written(tmp_path, OLD)), only_set(written(tmp_path, OLD.replace("・", "○　"), "new.txt"))
        )
        assert [link.changes for link in found.links] == [[], []]
        assert [one.changes for one in found.links[0].items] == [[], [], []]

    def test_where_each_label_is_borne_once_no_places_are_told(self, tmp_path: Path) -> None:
        text = (
            OLD.replace("・種を棚", "(1)　種を棚").replace("・種を数", "(2)　種を数").replace("・種を洗", "(3)　種を洗")
        )
        found = align(only_set(written(tmp_path, text)), only_set(written(tmp_path, text, "new.txt")))
        assert all("places" not in key for one in found.links[0].items for key in one.model_dump(mode="json"))


def test_exported_each_has_an_identity_of_its_own(tmp_path: Path) -> None:
    xml = to_standard(extract(written(tmp_path, OLD)), "akoma-ntoso").text
    assert [f'eId="cl_1__point_{k}"' in xml for k in (1, 2, 3)] == [True, True, True]


def test_references_pass_over_bullets(tmp_path: Path) -> None:
    text = "花の種の取扱いに関する規程\n第１条　係は、次のものを守る。\n・赤い種\n・青い種\n２　前項の種は、係が返す。\n第２条　係は、種を洗う。"
    clause: Clause = only_set(written(tmp_path, text)).clauses[0]
    assert [(one.text, one.targets, one.resolved) for one in clause.references if one.kind == "clause"] == [
        ("前項", [1], True)
    ]


@pytest.mark.parametrize(
    ("words", "bullets", "left"),
    [
        ("", ["○園芸の規則 第４条"], ("○園芸の規則 第４条", 0)),  # it stands over the words that begin below it
        ("", ["○赤い種", "○青い種"], ("", 2)),
        ("乙は、種を返す。", ["○赤い種"], ("乙は、種を返す。", 1)),
    ],
)
def test_a_lone_line_behind_a_bullet_over_the_words(words: str, bullets: list[str], left: tuple[str, int]) -> None:
    clause = ClauseNode(cast(Label, match_label("１　")), Passage.of(printed(words)) if words else Passage(), 50.0)
    for text in bullets:
        clause.open_below(ClauseNode(cast(Label, match_label(text)), Passage.of(printed(text), 1), 50.0))
    take_lone_bullet(clause)
    assert (clause.text.text, len(clause.children)) == left


def printed(text: str) -> Line:
    start = array("f", [50.0 + 10.0 * k for k in range(len(text))])
    return Line(Frame(1, 595, 842), text, start, array("f", [at + 10.0 for at in start]), 100.0, 110.0, 10.0)
