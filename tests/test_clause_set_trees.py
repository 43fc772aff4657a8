"""How the lines of a clause set become clauses and items: labels of every shape, where headings are, lists in lists,
tables within clauses, words that the preamble defines; and what is below a set or looks like one and is none."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from kaigi_extract.pipeline import extract
from kaigi_extract.records import Clause, ClauseSet, Item

Tree = list[tuple[str, "Tree"]]


def sets(folder: Path, text: str, name: str = "paper.txt") -> list[ClauseSet]:
    path = folder / name
    path.write_text(text.strip() + "\n", encoding="utf-8")
    return extract(path).clause_sets


def tree(clauses: list[Clause] | list[Item]) -> Tree:
    return [(one.label, tree(one.items)) for one in clauses]


TREES: dict[str, tuple[str, Tree]] = {
    "kana alone on their lines, as a PDF tears them off": (
        "花の種の取扱いに関する要領\n1\n趣旨\n係は、種を守る。\n2\n定義\n(1)\n種\nア\n赤い種をいう。\nイ\n青い種をいう。\n(2)\n札\n種の札をいう。\n3\n返還\n係は、種を返す。",
        [("1", []), ("2", [("(1)", [("ア", []), ("イ", [])]), ("(2)", [])]), ("3", [])],
    ),
    "a kana alone on its line with no other below is a word": (
        "花の種の取扱いに関する要領\n１　係は、種を守る。\nア\nラ\n２　係は、種を返す。",
        [("１", []), ("２", [])],
    ),
    "two numbers, the first of which no line bears alone": (
        "花の種の取扱いに関する特記事項\n1-1　乙は、種を守る。\n1-2　乙は、札を守る。\n(1)　赤い札\n(2)　青い札\n2-1　乙は、種を返す。\n"
        "2-2　乙は、1-2の札を返す。",
        [("1-1", []), ("1-2", [("(1)", []), ("(2)", [])]), ("2-1", []), ("2-2", [])],
    ),
    "two numbers behind 第": (
        "花の種の取扱いに関する特記事項\n第１－１（鍵）\n　乙は、鍵を守る。\n第１－２（札）\n　乙は、札を守る。\n第２－１（種）\n　乙は、種を返す。",
        [("第１－１", []), ("第１－２", []), ("第２－１", [])],
    ),
    "two numbers below one": (
        "花の種の取扱いに関する特記事項\n１　総則\n1-1　乙は、種を守る。\n1-2　乙は、札を守る。\n２　返還\n2-1　乙は、種を返す。",
        [("１", [("1-1", []), ("1-2", [])]), ("２", [("2-1", [])])],
    ),
    "a circled number behind the label of its article": (
        "駐車場使用規程\n第１条　①　町民は、無料とする。\n②　町外の者は、有料とする。\n第２条　鍵は、係が持つ。",
        [("第１条", [("①", []), ("②", [])]), ("第２条", [])],
    ),
    "labels behind labels, some of which go on before the next article and some nowhere": (
        "花の種の取扱いに関する特記事項\n第１条　乙は、次のことを守る。\n(1)　ア　鍵を守る。\n(2)　ア　札を守る。\nイ　札を返す。\n"
        "第２条　①　乙は、種を返す。\n第３条　①　乙は、種を数える。\n②　乙は、数を知らせる。\n第４条　乙は、花を植える。",
        [
            ("第１条", [("(1)", [("ア", [])]), ("(2)", [("ア", []), ("イ", [])])]),
            ("第２条", []),
            ("第３条", [("①", []), ("②", [])]),
            ("第４条", []),
        ],
    ),
    "items one behind the other in one paragraph": (
        "種の取扱いに関する特記事項\n第１条　乙は、次の書面を甲に出す。①名簿　②誓約書　③経路図\n第２条　乙は、次の物を返す。\n"
        "(1)原本　(2)写し\n(3)台帳\n第３条　乙は、①原本、②写し及び③台帳を返す。\n第４条　前条の①は甲が、②は乙が持つ。①の写しは乙が、②の写しは甲が持つ。",
        [
            ("第１条", [("①", []), ("②", []), ("③", [])]),
            ("第２条", [("(1)", []), ("(2)", []), ("(3)", [])]),
            ("第３条", []),
            ("第４条", []),
        ],
    ),
    "numbers alone on their lines over lists that are numbered alike": (
        "夜間巡回業務委託特記仕様\n１\n1. 乙は、鍵を閉める。\n2. 乙は、鍵を返す。\n２\n1. 乙は、扉を閉める。\n2. 乙は、扉を開ける。\n3. 乙は、扉を拭く。",
        [("１", [("1.", []), ("2.", [])]), ("２", [("1.", []), ("2.", []), ("3.", [])])],
    ),
    "numbers alone over headings with lists below them": (
        "花の世話について\n1\n水についての注意事項\n(1)水は、朝やること。\n(2)水は、夕方もやること。\n2\n草を取ること\n(1)草は、根から取ること。\n"
        "(2)草は、捨てること。",
        [("1", [("(1)", []), ("(2)", [])]), ("2", [("(1)", []), ("(2)", [])])],
    ),
    "paragraphs one behind the other": (
        "花の世話に関する特記事項\n第１条　乙は、水をやる。２　前項の水は、朝やる。３　次の日は、やらない。(1) 雨の日　(2) 雪の日\n"
        "第２条　乙は、草を取る。３　月に一度は、休む。\n第３条　乙は、種を数える。２ 月から始める。",
        [("第１条", [("２", []), ("３", [("(1)", []), ("(2)", [])])]), ("第２条", []), ("第３条", [])],
    ),
    "one that goes on nowhere is the text's": (
        "駐車場使用規程\n第１条　①の場所を使う。\n第２条　（１）鍵は、係が持つ。\n第３条　料金は、無料とする。",
        [("第１条", []), ("第２条", []), ("第３条", [])],
    ),
    "what a label in brackets announces": (
        "書庫使用要領\n１　出入り\n(1)　書庫\n(ア)以下の者は、入ることができる。\na　司書\nb　館長\n(イ)鍵は、返すこと。\n"
        "２　本\n(1)　本は、戻すこと。",
        [("１", [("(1)", [("(ア)", [("a", []), ("b", [])]), ("(イ)", [])])]), ("２", [("(1)", [])])],
    ),
    "articles in brackets": (
        "花壇の協定書\n【第１条】花を植える。\n【第１条の２】水をやる。\n【第２条】草を取る。",
        [("【第１条】", []), ("【第１条の２】", []), ("【第２条】", [])],
    ),
    "the sign of sections": (
        "浴場規約\n§1　浴場は、九時に開ける。\n§2　浴場は、五時に閉める。",
        [("§1", []), ("§2", [])],
    ),
    "numbers in two scripts": (
        "花壇の規約\n第九条　水は、やる。\n第１０条　草は、取る。\n第１一条　鍵は、返す。\n第十２条　札は、返す。",
        [("第九条", []), ("第１０条", []), ("第１一条", []), ("第十２条", [])],
    ),
    "numbers far ahead without headings, and one that a sentence names": (
        "花壇業務特記事項\n第一条　乙は、水をやる。\n第二条　乙は、草を取る。\n乙は、次の\n第九条　第一項の鍵を返す。\n"
        "第八条　乙は、札を返す。\n第十四条　乙は、種を返す。",
        [("第一条", []), ("第二条", []), ("第八条", []), ("第十四条", [])],
    ),
    "kanji alone": (
        "朝礼についての申合せ\n一、朝礼は、毎朝行うものとする。\n二、司会は、輪番とする。\n三、欠席する者は、届け出ること。",
        [("一、", []), ("二、", []), ("三、", [])],
    ),
    "numbers of two and three parts": (
        "鍵の取扱い要件\n1. 体制\n1.1 係を置くこと。\n1.2 名簿を作ること。\n1.2.1 名簿は、年に一度改めること。\n"
        "1.2.2 古い名簿は、捨てること。\n2. 鍵\n2.1 鍵は、返すこと。\na) 表の鍵\nb) 裏の鍵\n2.2 1.5倍の重さの鍵は、\n3.1 枚の布で包むこと。\n"
        "3. 報告\n３－１　係は、毎月報告すること。\n3-2係は、年に一度集まること。",
        [
            ("1.", [("1.1", []), ("1.2", [("1.2.1", []), ("1.2.2", [])])]),
            ("2.", [("2.1", [("a)", []), ("b)", [])]), ("2.2", [])]),
            ("3.", [("３－１", []), ("3-2", [])]),
        ],
    ),
    "a word after 第１ that begins like a unit": (
        "花壇管理要領\n第１　目的\n花壇の管理について定める。\n第２　部品\n部品は、係が買う。",
        [("第１", []), ("第２", [])],
    ),
    "small and capital Latin letters": (
        "庭木手入れ仕様書\n１　松\nＡ　枝\nａ　枝は、切ること。\nｂ　枝は、運ぶこと。\nＢ　葉\nａ　葉は、掃くこと。\n２　竹\nＡ　竹は、抜くこと。\n３　札\n札は、返すこと。",
        [
            ("１", [("Ａ", [("ａ", []), ("ｂ", [])]), ("Ｂ", [("ａ", [])])]),
            ("２", [("Ａ", [])]),
            ("３", []),
        ],
    ),
    "items that were put in": (
        "庭木規程\n第一条　次の物を置く。\n一　くわ\n二　かま\n二の二　はさみ\n三　ほうき\n第二条　次の物は、置かない。\n(1)　酒\n(1の2)　火\n(2)　油\n(2)の2　薬\n(3)　毒",
        [
            ("第一条", [("一", []), ("二", []), ("二の二", []), ("三", [])]),
            ("第二条", [("(1)", []), ("(1の2)", []), ("(2)", []), ("(2)の2", []), ("(3)", [])]),
        ],
    ),
    "labels alone on their lines, in kanji and below an item": (
        "庭木規程\n第１条\n次の物を係の部屋の前の棚に置く。\n一\nくわ\n二\nかま\n２\n鍵は、係が持つ。\n第２条\n酒は、置かない。",
        [("第１条", [("一", []), ("二", []), ("２", [])]), ("第２条", [])],
    ),
    "numbers of clauses behind those of their parts": (
        "庭木手入れ仕様書\nⅠ　松\nⅠ－１　枝\n枝は、切ること。\nⅠ－２　葉\n葉は、掃くこと。\nⅡ　竹\nⅡ－１　枝\n枝は、運ぶこと。",
        [("Ⅰ－１", []), ("Ⅰ－２", [])],
    ),
    "numbers of clauses behind those of their chapters": (
        "庭木手入れ仕様書\n第１章　松\n１－１　枝\n枝は、切ること。\n１－１－１　太い枝は、運ぶこと。\n１－２　葉\n葉は、掃くこと。",
        [("１－１", [("１－１－１", [])]), ("１－２", [])],
    ),
    "Roman numbers in Latin letters": (
        "庭木手入れ仕様書\nI. 松\n枝は、切ること。\nII. 竹\n枝は、運ぶこと。\nIII. 梅\n実は、拾うこと。\nIV. 柿\n実は、もぐこと。\nV. 桃\n実は、洗うこと。",
        [("I.", []), ("II.", []), ("III.", []), ("IV.", []), ("V.", [])],
    ),
    "an extract without headings": (
        "給食約款（抜粋）\n第五条　献立は、栄養士が作る。\n（略）\n第十二条　係は、給食を止めることができる。\n（略）\n第三十条　代金は、返さない。",
        [("第五条", []), ("第十二条", []), ("第三十条", [])],
    ),
    "an extract of numbers that begins late": (
        "給食基準（抜粋）\n５　献立\n献立は、栄養士が作る。\n：\n１２　中止\n係は、給食を止めることができる。\n：\n３１　代金\n代金は、返さない。",
        [("５", []), ("１２", []), ("３１", [])],
    ),
    "an extract of a rule": (
        "【参考】給食規則（抜粋）\n第５条　献立は、栄養士が作る。\n（略）\n第１２条　係は、給食を止めることができる。",
        [("第５条", []), ("第１２条", [])],
    ),
    "a list of articles that stands under no title": (
        "給食規程\n第１条 献立\n第２条 中止\n第３条 代金\n（献立）\n第１条　献立は、栄養士が作る。\n（中止）\n第２条　係は、給食を止める。\n（代金）\n第３条　代金は、返さない。",
        [("第１条", []), ("第２条", []), ("第３条", [])],
    ),
    "a line that begins with the number of a cited article": (
        "給食要領\n１　献立\n(1)　献立は、栄養士が、給食の手引（本町が決めたものをいう。）第\n２条により作る。\n(2)　献立は、貼り出す。\n２　中止\n係は、給食を止める。\n３　代金\n代金は、返さない。",
        [("１", [("(1)", []), ("(2)", [])]), ("２", []), ("３", [])],
    ),
    "an extract whose headings are behind the labels": (
        "給食約款（抜粋）\n第３条（献立）献立は、栄養士が作る。\n第９条（代金）代金は、月末に払う。\n第20条の２（停止）係は、給食を止めることができる。",
        [("第３条", []), ("第９条", []), ("第20条の２", [])],
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_labels_and_items(tmp_path: Path, name: str) -> None:
    text, wanted = TREES[name]
    found = sets(tmp_path, text)[0]
    assert tree(found.clauses) == wanted


ANNEXES = [
    ("別記　個人情報取扱特記事項", "個人情報取扱特記事項", "special_terms"),
    ("別紙2 花の種の配布に関する基準", "花の種の配布に関する基準", "policy"),
    ("様式第１号　誓約書", "誓約書", "agreement"),
    ("第２号様式（第５条関係）　誓約書", "誓約書", "agreement"),
    ("＜別紙＞　花の種に関する特記事項", "花の種に関する特記事項", "special_terms"),
    ("別添資料１　花の種に関する特記事項", "花の種に関する特記事項", "special_terms"),
    ("別紙１　花の種の取扱いについて", "花の種の取扱いについて", "other"),
    ("別紙（第８条関係）", "", "other"),
    ("○○会花の種の配布に関する基準", "○○会花の種の配布に関する基準", "policy"),  # a name that is left out
    ("○花の種の配布に関する基準", "花の種の配布に関する基準", "policy"),
]


@pytest.mark.parametrize(("line", "title", "kind"), ANNEXES)
def test_a_title_behind_the_mark_of_an_annex(tmp_path: Path, line: str, title: str, kind: str) -> None:
    (made,) = sets(tmp_path, f"{line}\n第１条　乙は、種を守る。\n第２条　乙は、札を守る。\n第３条　乙は、種を返す。")
    assert (made.title, made.kind) == (title, kind)


def test_the_key_of_two_numbers(tmp_path: Path) -> None:
    (made,) = sets(tmp_path, TREES["two numbers behind 第"][0])
    assert [(one.key, one.number, one.branches, one.heading) for one in made.clauses] == [
        ("1-1", 1, [1], "鍵"), ("1-2", 1, [2], "札"), ("2-1", 2, [1], "種")
    ]  # fmt: skip


def test_a_list_of_papers_with_two_numbers_is_no_set(tmp_path: Path) -> None:
    assert sets(tmp_path, "会議の資料\n1-1　次第\n1-2　名簿\n2-1　種の図\n2-2　札の図") == []


CHAPTERS: dict[str, tuple[str, list[list[tuple[str, str]]]]] = {
    "the title of a chapter on a line of its own": (
        "花壇管理要領\n第１章\n総則\n（水）\n第１条　水は、やる。\n第２章\n（草）\n第２条　草は、取る。\n（鍵）\n第３条　鍵は、返す。",
        [[("第１章", "総則"), ("第２章", "")]],
    ),
    "Roman numbers with titles and alone": (
        "花壇業務仕様書\nⅠ　水\n１　乙は、水をやる。\n２　乙は、水を止める。\nⅡ\n１　乙は、草を取る。\n２　乙は、草を運ぶ。\n"
        "Ⅲ\n鍵\n１　乙は、鍵を返す。\n２　乙は、札を返す。",
        [[("Ⅰ", "水")], [("Ⅱ", "")], [("Ⅲ", "鍵")]],
    ),
}


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapters_whose_titles_are_below_their_numbers(tmp_path: Path, name: str) -> None:
    text, wanted = CHAPTERS[name]
    found = sets(tmp_path, text)
    assert [[(each.label, each.title) for each in one.chapters] for one in found] == wanted
    assert all(clause.text.endswith("。") and "\n" not in clause.text for one in found for clause in one.clauses)


CONTENTS = {
    "a table of chapters": (["第１章　水", "1"], ["第２章　草", "1"], ["第３章　鍵", "2"]),
    "a table of articles": (["第１条", "水", "1"], ["第２条", "草", "1"], ["第３条", "鍵", "2"]),
}
ARTICLES = "第１章　水\n（水）\n第１条　水は、やる。\n第２章　草\n（草）\n第２条　草は、取る。\n第３章　鍵\n（鍵）\n第３条　鍵は、返す。"


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("name", CONTENTS)
def test_a_table_of_contents_is_between_title_and_articles(tmp_path: Path, name: str, ruled: bool) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in CONTENTS[name])
    lines = [f"<p>{'　'.join(row)}</p>" for row in CONTENTS[name]]
    listed = f"<table>{rows}</table>" if ruled else "".join(lines)
    page = f"<p>花壇管理要領</p>{listed}" + "".join(f"<p>{line}</p>" for line in ARTICLES.split("\n"))
    (found,) = sets(tmp_path, page, "paper.html")
    assert (found.title, found.kind) == ("花壇管理要領", "policy")
    assert [(each.label, each.first) for each in found.chapters] == [("第１章", 1), ("第２章", 2), ("第３章", 3)]


UNNUMBERED: dict[str, tuple[str, int]] = {
    "heads with marks": (
        "花壇の世話に関する特記事項\n○水\n乙は、水をやらなければならない。\n○草\n乙は、草を踏んではならない。",
        1,
    ),
    "one duty is no set": (
        "花壇の世話に関する特記事項\n花壇の世話には決まりがあります。\n乙は、草を踏んではならない。",
        0,
    ),
    "up to a label": ("花壇の世話に関する特記事項\n水をやること。\n１　鍵を返すこと。\n草を取ること。", 0),
}


@pytest.mark.parametrize("name", UNNUMBERED)
def test_a_title_above_duties_without_numbers_is_told(tmp_path: Path, name: str) -> None:
    text, count = UNNUMBERED[name]
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    document = extract(path)
    assert [one.code for one in document.findings].count("unread_part") == count
    assert document.clause_sets == []


def test_lists_in_lists_of_one_style(tmp_path: Path) -> None:
    text = "# 花壇業務特記事項\n\n## 第1条（業務）\n\n1. 乙は、次のことを行う。\n  1. 水やり\n  2. 草取り\n2. 乙は、日誌を書く。\n"
    (found,) = sets(tmp_path, text, "paper.md")
    assert tree(found.clauses) == [("第1条", [("1.", [("1.", []), ("2.", [])]), ("2.", [])])]


HEADINGS: dict[str, tuple[str, list[str | None]]] = {
    "corner brackets behind the label": (
        "花壇業務特記事項\n（電算用）\n１【水】\n水は、朝やること。\n２〔草〕\n草は、抜くこと。\n３《鍵》\n鍵は、返すこと。",
        ["水", "草", "鍵"],
    ),
    "bare lines, also below an item": (
        "花壇業務特記事項\n\n水\n第１条　乙は、水をやらなければならない。\n(1) 朝の水\n(2) 夕方の水\n草\n"
        "第２条　乙は、草を抜かなければならない。\n鍵\n第３条　乙は、鍵を返さなければならない。",
        ["水", "草", "鍵"],
    ),
    "before white space on the clauses' lines": (
        "花壇業務特記事項\n１　水　水は、朝やること。\n２　草取り　乙は、草を抜かなければならない。抜いた草は、捨てること。\n"
        "３　鍵の返却　鍵は、返すこと。\n４　花　「花」とは、咲くものをいう。\n５　肥料　肥料は、係が買う。",
        [None, "草取り", "鍵の返却", None, "肥料"],
    ),
    "below labels that are alone on their lines": (
        "花壇業務仕様書\n１\n水やり\n水は、朝やること。\n２\n草取り\n(1)\n草は、抜くこと。\n(2)\n根は、残さないこと。\n３\n鍵の返却\n鍵は、返すこと。",
        ["水やり", "草取り", "鍵の返却"],
    ),
    "before the labels of articles on their lines": (
        "花壇業務協定書\n（水やり）第１条　乙は、水をやる。\n（草取り）第２条　乙は、草を抜く。\n【鍵】第２条の２　乙は、鍵を返す。",
        ["水やり", "草取り", "鍵"],
    ),
    "その他 before white space": (
        "花壇業務仕様書\n１　水やり　水は、朝やること。\n２　草取り　草は、抜くこと。\n３　その他　鍵は、返すこと。",
        ["水やり", "草取り", "その他"],
    ),
    "with an answer behind them, or with the text below": (
        "花壇業務委託　仕様書\n１．業務名　　花壇の世話\n２．場所　　中央公園の北の花壇\n３．内容\n　（１）水やり\n　（２）草取り\n"
        "４．鍵の返却\n　　乙は、鍵を返さなければならない。\n５．報告\n　　乙は、毎月報告すること。",
        ["業務名", "場所", "内容", "鍵の返却", "報告"],
    ),
    "none before white space where few have them": (
        "花壇業務特記事項\n１　乙は、水をやること。\n２　草取り　乙は、草を抜くこと。\n３　乙は、鍵を返すこと。",
        [None, None, None],
    ),
    "none for an article that is repealed": (
        "花壇規則\n（水）\n第１条　水は、係がやる。\n第２条　削除\n（鍵）\n第３条　鍵は、係が持つ。",
        ["水", None, "鍵"],
    ),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_headings(tmp_path: Path, name: str) -> None:
    text, wanted = HEADINGS[name]
    (found,) = sets(tmp_path, text)
    assert [clause.heading for clause in found.clauses] == wanted


def test_entries_of_markdown_lists_are_items(tmp_path: Path) -> None:
    text = "# 花壇業務特記事項\n\n## 第1条（世話）\n乙は、次に掲げる事項を行う。\n- 朝の水やり\n- 夕方の\n  水やり\n## 第2条（鍵）\n乙は、鍵を返す。\n"
    (found,) = sets(tmp_path, text, "paper.md")
    assert [(clause.text, [(item.label, item.text) for item in clause.items]) for clause in found.clauses] == [
        ("乙は、次に掲げる事項を行う。", [("-", "朝の水やり"), ("-", "夕方の水やり")]),
        ("乙は、鍵を返す。", []),
    ]
    assert [reference.resolved for reference in found.clauses[0].references] == [True]


LEFT_OUT = ["第３条及び第４条　削除", "第３条から第４条まで　削除", "第３条～第４条（略）"]


def test_lists_of_markdown_in_lists_of_one_style(tmp_path: Path) -> None:
    text = "# 種の取扱特記事項\n\n1. 鍵\n   乙は、鍵を掛ける。\n2. 種\n   乙は、次を行う。\n   1. 数えること\n   2. 量ること\n3. 土\n   乙は、土を返す。"
    (found,) = sets(tmp_path, text, "a.md")
    assert tree(found.clauses) == [("1.", []), ("2.", [("1.", []), ("2.", [])]), ("3.", [])]


def test_two_versions_one_below_the_other(tmp_path: Path) -> None:
    text = "【改正前】\n第５条　乙は、鍵を渡す。\n第６条　乙は、札を渡す。\n\n【改正後】\n第５条　乙は、鍵を返す。\n第６条　乙は、札を返す。"
    found = sets(tmp_path, text)
    assert [each.clauses[-1].text for each in found] == ["乙は、札を渡す。", "乙は、札を返す。"]


@pytest.mark.parametrize("above", ["（参考）　", "参考　", ""])
def test_an_extract_that_is_enclosed(tmp_path: Path, above: str) -> None:
    text = f"{above}柏原市情報公開条例（抜粋）\n平成１２年条例第４号\n（非公開）\n第６条　市は、次の物を公開しない。\n一　鍵の置き場\n二　札の番号\n（中略）\n（会）\n第１５条　会を置く。"
    (found,) = sets(tmp_path, text)
    assert tree(found.clauses) == [("第６条", [("一", []), ("二", [])]), ("第１５条", [])]


@pytest.mark.parametrize(
    ("title", "above", "below", "day"),
    [
        (
            "種の提供に関する覚書",
            "",
            "この覚書の成立を証するため、本書を２通作成する。\n令和６年１０月１日\n甲　花町長\n乙　鳥町長",
            "2024-10-01",
        ),
        ("種の提供に関する覚書", "", "令和　　年　　月　　日\n甲　花町長\n乙　鳥町長", "None"),
        ("種の取扱要領", "", "令和６年１０月１日\n花町長", "None"),
        ("種の取扱要領", "令和３年４月１日　3花総第120号　花課長決裁\n", "", "2021-04-01"),
        ("種の取扱要領", "令和３年４月１日　町長が定める\n", "", "None"),
    ],
)
def test_the_day_of_a_set(tmp_path: Path, title: str, above: str, below: str, day: str) -> None:
    """An agreement is of the day above its signatures; what is laid down, of the day on which that was decided."""
    text = f"{title}\n{above}第１条　乙は、種を数える。\n第２条　乙は、種を返す。\n{below}"
    assert [str(found.date) for found in sets(tmp_path, text)] == [day]


@pytest.mark.parametrize("line", LEFT_OUT)
def test_articles_that_are_left_out_together(tmp_path: Path, line: str) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(
        f"花壇条例\n規則第２１号\n（水）\n第１条　水は、係がやる。\n（草）\n第２条　草は、係が取る。\n{line}\n（鍵）\n第５条　鍵は、返す。\n"
        "（委任）\n第７条　係が定める。",
        encoding="utf-8",
    )
    document = extract(path)
    (found,) = document.clause_sets
    assert (found.title, found.chapters) == ("花壇条例", [])
    assert [clause.text for clause in found.clauses] == [
        "水は、係がやる。",
        "草は、係が取る。",
        "鍵は、返す。",
        "係が定める。",
    ]
    gaps = [finding.record for finding in document.findings if finding.code == "numbering_gap"]
    assert gaps == ["/clause_sets/0/clauses/3"]


def test_headings_of_items_in_an_export(tmp_path: Path) -> None:
    text = "花壇基準\n第一　総則\n　一　水やり\n　　水は、当番が朝と夕方の二度やらなければならない。\n　二　草取り\n　　草は、取る。\n第二　鍵\n　一　鍵は、使った者が\n　　返す。"
    (found,) = sets(tmp_path, text)
    items = [[item.text for item in clause.items] for clause in found.clauses]
    assert items == [
        ["水やり\n水は、当番が朝と夕方の二度やらなければならない。", "草取り\n草は、取る。"],
        ["鍵は、使った者が返す。"],
    ]


def test_rows_of_a_table_within_a_clause(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    lines = [
        (90, 14, "温室使用規程"), (120, 10.5, "第１条　使用料は、次に掲げる額とする。"),
        (220, 10.5, "第２条　使用料は、前納とする。"), (240, 10.5, "第３条　鍵は、係に返す。"),
    ]  # fmt: skip
    for y, size, words in lines:
        page.insert_text((72, y), words, fontname="japan", fontsize=size)
    for row, cells in enumerate([("区分", "金額"), ("午前", "百円"), ("午後", "二百円")]):
        for column, words in enumerate(cells):
            box = pymupdf.Rect(90 + 120 * column, 135 + 20 * row, 210 + 120 * column, 155 + 20 * row)
            page.draw_rect(box, width=0.7)
            page.insert_text((box.x0 + 6, box.y1 - 6), words, fontname="japan", fontsize=10.5)
    path = tmp_path / "paper.pdf"
    document.save(path)
    (found,) = extract(path).clause_sets
    assert [clause.rows for clause in found.clauses] == [
        [["区分", "金額"], ["午前", "百円"], ["午後", "二百円"]],
        [],
        [],
    ]
    assert [(one.text, one.resolved) for one in found.clauses[0].references] == [("次に掲げる額", True)]


def test_a_number_set_apart_from_a_heading_of_two_characters(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((210, 60), "花壇管理基準", fontname="japan", fontsize=13)
    lines = [("第一", "総則"), ("一", "目的"), ("", "この基準は、花壇の管理について定める。"), ("二", "範囲"), ("", "この基準は、北の花壇に適用する。"),
             ("第二", "鍵"), ("2.1", "係は、鍵を持つ。"), ("第三", "報告"), ("一", "報せ"), ("", "係は、毎月報せる。")]  # fmt: skip
    for k, (label, words) in enumerate(lines):
        page.insert_text((72, 90 + 18 * k), label, fontname="japan", fontsize=10.5)
        page.insert_text((72 + 10.5 * (len(label) + 1), 90 + 18 * k), words, fontname="japan", fontsize=10.5)
    document.save(tmp_path / "paper.pdf")
    (found,) = extract(tmp_path / "paper.pdf").clause_sets
    assert tree(found.clauses) == [("第一", [("一", []), ("二", [])]), ("第二", [("2.1", [])]), ("第三", [("一", [])])]


def test_columns_whose_lines_are_set_in(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((210, 60), "花壇業務特記事項", fontname="japan", fontsize=13)
    left = [
        "第１条　受託者は、花壇の水を毎",
        "　朝やり、草を抜かなければなら",
        "　ない。",
        "第２条　受託者は、鍵を係に返さ",
        "　なければならない。",
    ]
    right = [
        "第３条　受託者は、区の承諾なく",
        "　鍵を写してはならない。ただし",
        "　、区が急ぐときは、この限りで",
        "　ない。",
        "第４条　受託者は、毎月報せる。",
    ]
    for x, lines in ((60, left), (320, right)):
        for k, line in enumerate(lines):
            page.insert_text((x, 90 + 17 * k), line, fontname="japan", fontsize=10.5)
    document.save(tmp_path / "paper.pdf")
    (found,) = extract(tmp_path / "paper.pdf").clause_sets
    assert [clause.text for clause in found.clauses] == [
        "受託者は、花壇の水を毎朝やり、草を抜かなければならない。",
        "受託者は、鍵を係に返さなければならない。",
        "受託者は、区の承諾なく鍵を写してはならない。ただし、区が急ぐときは、この限りでない。",
        "受託者は、毎月報せる。",
    ]


def test_what_the_preamble_defines(tmp_path: Path) -> None:
    (found,) = sets(
        tmp_path,
        "温室の管理に関する協定書\nみはらし市（以下「市」という。）と合同会社わかば（以下「指定管理者」という。）とは、温室（以下「施設」という。）"
        "の管理について、次のとおり協定を締結する。\n第１条　市と指定管理者は、誠実に行う。\n第２条　指定管理者は、施設を掃除する。",
    )
    assert [(one.term, one.meaning) for one in found.definitions] == [
        ("市", "みはらし市"), ("指定管理者", "合同会社わかば"), ("施設", "温室"),
    ]  # fmt: skip
    assert [one.spans[0].start for one in found.definitions[:2]] == [0, 17]
    assert (found.parties.principal, found.parties.contractor) == ("市", "指定管理者")


def test_the_sentence_above_the_mark_of_what_is_listed(tmp_path: Path) -> None:
    text = "受託者と市とは、花壇の世話について、下記のとおり覚書を締結する。\n記\n第１条　受託者は、水をやる。\n第２条　市は、払う。\n第３条　鍵は、返す。"
    (found,) = sets(tmp_path, text)
    assert found.preamble is not None
    assert found.preamble.startswith("受託者と市とは、花壇の世話について")


def test_parties_that_the_preamble_names(tmp_path: Path) -> None:
    text = "花壇の遵守事項\n受注者は、次のことを守らなければならない。\n１　水をやること。\n２　鍵を発注者に返すこと。\n３　草を抜くこと。"
    (found,) = sets(tmp_path, text)
    assert (found.parties.principal, found.parties.contractor) == ("発注者", "受注者")


@pytest.mark.parametrize(
    ("principal", "contractor"),
    [("県", "請負業者"), ("発注者", "受託者"), ("貸主", "借主"), ("教育委員会", "指定管理者")],
)
def test_parties_that_nothing_defines(tmp_path: Path, principal: str, contractor: str) -> None:
    text = f"花壇仕様書\n１　{contractor}は、水をやること。\n２　{contractor}は、鍵を{principal}に返すこと。\n３　{principal}は、花壇を見ることができる。"
    (found,) = sets(tmp_path, text)
    assert (found.parties.principal, found.parties.contractor) == (principal, contractor)


def test_a_party_that_is_part_of_a_word_is_none(tmp_path: Path) -> None:
    text = "花壇仕様書\n１　作業者は、水をやること。受注者は、善良な管理者の注意をもって花を見ること。\n２　地区の花は、市場に出すこと。\n３　鍵は、返すこと。"
    (found,) = sets(tmp_path, text)
    assert (found.parties.principal, found.parties.contractor) == (None, None)


def test_a_chapter_right_below_a_long_title(tmp_path: Path) -> None:
    (found,) = sets(
        tmp_path,
        "花壇の世話業務 仕様書\n第１章　水\n１　水は、朝やること。\n２　水は、夕もやること。\n第２章　草\n３　草は、抜くこと。",
    )
    assert [one.title for one in found.chapters] == ["水", "草"]


def test_heads_of_sections_behind_a_mark(tmp_path: Path) -> None:
    text = "花壇規程\n第１（水）　係は、水をやる。\n第２（草）　係は、草を抜く。\n■鍵のこと\n第３（鍵）　係は、鍵を返す。\n第４（札）　係は、札を返す。"
    (found,) = sets(tmp_path, text)
    assert [clause.text for clause in found.clauses][1] == "係は、草を抜く。"
    assert [one.title for one in found.chapters] == ["■鍵のこと"]


def test_full_stops_of_half_width(tmp_path: Path) -> None:
    text = "花壇要領\n第１　係は,水をやる.\n第２　係は,草を抜く.\n第３　係は,鍵を返す."
    (found,) = sets(tmp_path, text)
    assert [clause.text for clause in found.clauses] == ["係は,水をやる.", "係は,草を抜く.", "係は,鍵を返す."]


@pytest.mark.parametrize(
    ("written", "labels"), [("1 1 1", ["1.", "2.", "3."]), ("2 2", ["2.", "3."]), ("1 2 2", ["1.", "2.", "2."])]
)
def test_numbers_that_markdown_shows(tmp_path: Path, written: str, labels: list[str]) -> None:
    """Where all entries of a list are written with one number, they are shown as counted."""
    entries = "\n".join(f"{number}. **係**は、水をやる。" for number in written.split())
    path = tmp_path / "paper.md"
    path.write_text(f"# 花壇要領\n\n## 第1条（水）\n\n{entries}\n", encoding="utf-8")
    assert [line.split()[0] for line in extract(path).sections[0].text.split("\n")[2:]] == labels


def test_the_sentence_above_a_set_without_a_title(tmp_path: Path) -> None:
    above = "みはらし市（以下「甲」という。）と合同会社わかば（以下「乙」という。）は、次のとおり契約を締結する。"
    (found,) = sets(tmp_path, f"{above}\n（水）\n第１条　乙は、水をやる。\n（鍵）\n第２条　乙は、鍵を甲に返す。")
    assert found.preamble == above
    assert [(one.term, one.meaning) for one in found.definitions] == [("甲", "みはらし市"), ("乙", "合同会社わかば")]


PARTS = """
温室管理業務委託仕様書
Ⅰ　共通事項
１　場所
本町の温室とする。
２　期間
一年とする。
Ⅱ　毎日の業務
１　水やり
水は、朝やるものとする。
Ⅲ　その他
１　鍵
鍵は、返すものとする。
"""


def test_parts_in_roman_numbers(tmp_path: Path) -> None:
    found = sets(tmp_path, PARTS)
    assert {one.title for one in found} == {"温室管理業務委託仕様書"}
    assert [[clause.heading for clause in one.clauses] for one in found] == [["場所", "期間"], ["水やり"], ["鍵"]]
    assert [[(one.label, one.title) for one in each.chapters] for each in found] == [
        [("Ⅰ", "共通事項")], [("Ⅱ", "毎日の業務")], [("Ⅲ", "その他")],
    ]  # fmt: skip


def test_roman_numbers_with_sentences_are_clauses(tmp_path: Path) -> None:
    (found,) = sets(tmp_path, "温室管理基準\nⅠ　水は、朝やる。\nⅡ　草取り\n１　草は、抜く。\nⅢ　鍵は、返す。")
    assert [clause.label for clause in found.clauses] == ["Ⅰ", "Ⅱ", "Ⅲ"]


RULE = "温室規則\n（水）\n第１条　水は、係がやる。\n（鍵）\n第２条　鍵は、係が持つ。"
BELOW: dict[str, str] = {
    "the foot of a web page": "ページの先頭へ",
    "a menu": "トップ　｜　くらし　｜　市政　｜　観光",
    "whom to ask": "【連絡先】\n公園課　内線１２３",
    "the contact of a page": "■問い合わせ先\n公園課",
}


@pytest.mark.parametrize("name", BELOW)
def test_what_is_below_a_set(tmp_path: Path, name: str) -> None:
    (found,) = sets(tmp_path, f"{RULE}\n\n{BELOW[name]}")
    assert found.clauses[-1].text == "鍵は、係が持つ。"


def test_supplements_without_numbers(tmp_path: Path) -> None:
    text = f"{RULE}\n附　則\nこの規則は、昭和五十年四月一日から施行する。\n附　則（平成二年規則第三号）\n（施行期日）\n１　この規則は、公布の日から施行する。\n"
    main, first, second = sets(tmp_path, f"{text}（経過措置）\n２　古い鍵は、使うことができる。\n別表\n温室　二棟")
    assert (main.supplement_of, first.supplement_of, second.supplement_of) == (None, 0, 0)
    assert [(one.label, one.number, one.text) for one in first.clauses] == [
        ("", 1, "この規則は、昭和五十年四月一日から施行する。")
    ]
    assert [one.heading for one in second.clauses] == ["施行期日", "経過措置"]


@pytest.mark.parametrize(
    "below",
    ["温室の図\n北　南", "１　水をやる日", "この規則の説明", "様式第１号（第２条関係）\n鍵の使用届を、係に出すこと。"],
)
def test_a_supplement_ends_with_its_paragraph(tmp_path: Path, below: str) -> None:
    _, found = sets(tmp_path, f"{RULE}\n附則\nこの規則は、公布の日から施行する。\n{below}")
    assert [clause.text for clause in found.clauses] == ["この規則は、公布の日から施行する。"]


def test_a_supplement_of_no_set(tmp_path: Path) -> None:
    assert sets(tmp_path, "温室の話\n附則\nこの規則は、公布の日から施行する。") == []


@pytest.mark.parametrize(("title", "codes"), [("温室規則（抄）", []), ("温室規則", ["numbering_gap"])])
def test_an_extract_may_begin_anywhere(tmp_path: Path, title: str, codes: list[str]) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(f"{title}\n（水）\n第７条　水は、係がやる。\n（鍵）\n第８条　鍵は、係が持つ。\n", encoding="utf-8")
    assert [one.code for one in extract(path).findings if one.code == "numbering_gap"] == codes


def test_a_table_of_contents_with_a_preface_and_supplements(tmp_path: Path) -> None:
    main, _ = sets(
        tmp_path,
        "みはらし市森の条例\n目次\n前文\n第一章　総則（第一条・第二条）\n第二章　森（第三条）\n附則\n\n森は、市の宝である。ここにこの条例を定める。\n\n"
        "第一章　総則\n第一条　この条例は、森について定める。\n第二条　森は、市が指定する。\n第二章　森\n第三条　木は、切らない。\n"
        "附則\nこの条例は、公布の日から施行する。",
    )
    assert (main.title, main.preamble) == ("みはらし市森の条例", "森は、市の宝である。ここにこの条例を定める。")
    assert [(one.label, one.first, one.last) for one in main.chapters] == [("第一章", 1, 2), ("第二章", 3, 3)]


def test_the_last_day_that_issue_lines_give(tmp_path: Path) -> None:
    (found,) = sets(
        tmp_path,
        "温室規則\n昭和50年４月１日規則第２号\n改正　平成２年３月３０日規則第８号\n第１条　水は、係がやる。\n第２条　鍵は、返す。",
    )
    assert str(found.date) == "1990-03-30"


def test_a_title_that_ends_like_a_form_of_address(tmp_path: Path) -> None:
    (found,) = sets(tmp_path, "温室の委託に係る特記仕様\n第１条　乙は、水をやる。\n第２条　乙は、鍵を返す。")
    assert (found.title, found.kind) == ("温室の委託に係る特記仕様", "special_terms")


DEFINED = "水車小屋保存規則\n第一条　この規則において、次の各号に掲げる用語の意義は、当該各号に定めるところによる。\n"
REST = "第二条　この規則に定めのないことは、町長が定める。"
TERMS: dict[str, tuple[str, list[str]]] = {
    "in the run": ("一　水車　水で回る車をいう。\n二　臼　粉をひく道具をいう。\n三　杵　穀物をつく道具をいう。", ["一", "二", "三"]),
    "from the first on": ("一　臼　粉をひく道具をいう。\n二　杵　穀物をつく道具をいう。\n三　番人　番をする者をいう。", ["一", "二", "三"]),
    "only the first": ("一　臼　粉をひく道具をいう。\n二　番人　番をする者をいう。", ["一", "二"]),
    "no run": ("一　般　会計から番人に支払う。", []),
    "out of turn": ("一　水車　水で回る車をいう。\n三　杵　穀物をつく道具をいう。", ["一"]),
}  # fmt: skip


@pytest.mark.parametrize("name", TERMS)
def test_terms_of_one_character(tmp_path: Path, name: str) -> None:
    body, labels = TERMS[name]
    (found,) = sets(tmp_path, f"{DEFINED}{body}\n{REST}")
    assert [item.label for item in found.clauses[0].items] == labels
    assert [clause.label for clause in found.clauses] == ["第一条", "第二条"]


NONE: dict[str, str] = {
    "told to a reader": "温室からのたより\n１　花が咲きました。\n２　土曜日は休みです。\n３　長靴を持ってきてください。",
    "a description": "温室の設備の概要\n１　屋根は、硝子とする。\n２　床は、土とする。\n３　扉は、木とする。",
    "terms explained": "温室について（用語説明）\n１　硝子室とは、屋根が硝子の室をいう。\n２　土間とは、床が土の室をいう。\n３　扉とは、出入口をいう。",
    "kanji of which one is no sentence": "温室の一日\n一、水をやる。\n二、昼食\n三、鍵を返す。",
    "the first line of a sentence": "１　筆記用具\n２　長靴\n３　手袋",
}


@pytest.mark.parametrize("name", NONE)
def test_no_set(tmp_path: Path, name: str) -> None:
    assert sets(tmp_path, NONE[name]) == []


def test_the_first_line_of_a_sentence_is_no_title(tmp_path: Path) -> None:
    above = "温室は、市の北にあり、毎年三千人の人が訪れる所として知られている場所に\nある硝子の建物である。\n"
    found = sets(
        tmp_path, f"{above}１　水は、朝やるものとする。\n２　鍵は、返すものとする。\n３　花は、売らないものとする。"
    )
    assert [one.title for one in found] == [""]


def test_a_large_title_that_wraps_within_a_word(tmp_path: Path) -> None:
    """Below what a page of the web prints above it."""
    document = pymupdf.open()
    page = document.new_page(width=420, height=400)
    lines = [(60, 10, "はじめ ＞ 決まり"), (90, 20, "○花の種の取扱い及び札の返し方に関する条"), (115, 20, "例")]
    texts = ["第１条　係は、種を守る。", "第２条　係は、札を守る。", "第３条　係は、種を返す。"]
    for y, size, text in [*lines, *((150 + 20 * k, 10, text) for k, text in enumerate(texts))]:
        page.insert_text((10, y), text, fontname="japan", fontsize=size)
    document.save(str(tmp_path / "a.pdf"))
    (made,) = extract(tmp_path / "a.pdf").clause_sets
    assert (made.title, made.kind) == ("花の種の取扱い及び札の返し方に関する条例", "statute")


NOTES = [
    "（平１２規則６４・平１３規則５２・一部改正）",
    "(平27規則75)",
    "（昭六三条例三・\n平元条例一二・全改）",
    "（平成３年訓令第４号・追加）",
]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize(
    "below",
    ["（鍵）\n第５条　鍵は、係が返す。", "第５条　鍵は、係が返す。", "第２章　鍵\n（鍵）\n第５条　鍵は、係が返す。"],
)
def test_what_amended_an_article_is_no_word_of_it(tmp_path: Path, note: str, below: str) -> None:
    """Collections of statutes print it below each article: it was a word of the last item, or the next heading."""
    text = f"花壇規則\n（水）\n第１条　水は、係がやる。\n{note}\n（札）\n第２条　札は、次に掲げるものとする。\n(1)　赤い札\n(2)　青い札\n{note}\n第３条及び第４条　削除\n{note}\n{below}"
    (found,) = sets(tmp_path, text)
    assert [(clause.label, clause.heading) for clause in found.clauses] == [
        ("第１条", "水"),
        ("第２条", "札"),
        ("第５条", "鍵" if "（鍵）" in below else None),
    ]
    assert found.clauses[1].text == "札は、次に掲げるものとする。"
    assert [item.text for item in found.clauses[1].items] == ["赤い札", "青い札"]
    assert [note.replace("\n", "")[1:5] in (clause.text or "") for clause in found.clauses] == [False, False, False]


@pytest.mark.parametrize(
    ("labels", "gaps"),
    [
        (["（１）", "（２）", "（４）", "（５）"], ["item （４） follows item （２） in clause 第１条"]),
        (["一　", "二　", "二　", "三　"], ["item 二 follows item 二 in clause 第１条"]),
        (["ア　", "イ　", "エ　"], ["item エ follows item イ in clause 第１条"]),
        (["イ　", "ロ　", "ニ　"], ["item ニ follows item ロ in clause 第１条"]),
        (["（１）", "（２）", "（７）"], []),
    ],
)
def test_an_item_whose_number_is_wrong(tmp_path: Path, labels: list[str], gaps: list[str]) -> None:
    """One that is one too far, or stands twice, is an item, and told of; another number is a word of the line above."""
    path = tmp_path / "paper.txt"
    items = "\n".join(f"{label}{word}を数えること。" for label, word in zip(labels, "鍵札種土", strict=False))
    path.write_text(
        f"花壇業務特記事項\n第１条　乙は、次に掲げることを行う。\n{items}\n第２条　乙は、種を返す。\n", encoding="utf-8"
    )
    document = extract(path)
    (found,) = document.clause_sets
    assert [item.label for item in found.clauses[0].items] == [label.strip() for label in labels if label != "（７）"]
    assert [one.message for one in document.findings if one.code == "numbering_gap"] == gaps
