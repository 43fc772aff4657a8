"""Printed lines to what an author wrote: wraps, paragraphs, list items, and the place of every part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.layout.line_building import build_lines
from kaigi_extract.layout.lines import AnyLine, plain_line
from kaigi_extract.layout.passages import Passage, join, unwrap_lines
from kaigi_extract.records import PageSpan, TextSpan
from kaigi_extract.source import TextLine
from tests.typeset import EM, FRAME, lines_of, run

LEFT = 60.0
MEASURE = 16
"""Ems in a line of the tables below."""
RIGHT = LEFT + MEASURE * EM

# Each line as printed in a column of 16 ems -> the paragraphs.
MENDED: dict[str, tuple[str, list[str]]] = {
    "one line": ("古紙を集める。", ["古紙を集める。"]),
    "a wrap": (
        "区内の集積所に出された古紙と古布\nとを、週に一度集める。",
        ["区内の集積所に出された古紙と古布とを、週に一度集める。"],
    ),
    "two wraps": (
        "区内の集積所に出された古紙と古布\nとを、週に一度集めて、選別した後\nに売り払う。",
        ["区内の集積所に出された古紙と古布とを、週に一度集めて、選別した後に売り払う。"],
    ),
    "a short line ends a paragraph": (
        "古紙を集める。\n古布も集める。",
        ["古紙を集める。", "古布も集める。"],
    ),
    "a short line ends a paragraph without a full stop": ("古紙の回収\n古布の回収", ["古紙の回収", "古布の回収"]),
    "a line short by a bracket that may not end it": (
        "区内の集積所に出された古い紙や\n「新聞」を集める。",
        ["区内の集積所に出された古い紙や「新聞」を集める。"],
    ),
    "a line short by a character and its comma": (
        "区内の集積所に出された古い新聞\n紙、雑誌その他を集める。",
        ["区内の集積所に出された古い新聞紙、雑誌その他を集める。"],
    ),
    "a line short by a Latin word": (
        "区内の集積所に出された品を\nRecycle24で記録する。",
        ["区内の集積所に出された品をRecycle24で記録する。"],
    ),
    "Latin words over a wrap": (
        "区の集積所での記録はRecycle Dat\nBase を用いる。",
        ["区の集積所での記録はRecycle Dat Base を用いる。"],
    ),
    "a number of an article over a line that ends early": (
        "次の規定（第\n２条の２）による。",
        ["次の規定（第２条の２）による。"],
    ),
    "a number below 次第": ("会議の次第\n１　開会", ["会議の次第", "１　開会"]),
    "a date over a wrap": (
        "回収は、平成２６年４月から５月の\n31 日まで行う。",
        ["回収は、平成２６年４月から５月の31 日まで行う。"],
    ),
    "a sum over a wrap": (
        "１か月に集める古紙は、およそ重さ\n12 トンになる見込みである。",
        ["１か月に集める古紙は、およそ重さ12 トンになる見込みである。"],
    ),
    "a reference over a wrap": (
        "手順については、契約の別紙に示す\n(1)から(3)までによる。",
        ["手順については、契約の別紙に示す(1)から(3)までによる。"],
    ),
    "an article over a wrap": (
        "手順については、契約の別紙に示す\n第３条の規定による。",
        ["手順については、契約の別紙に示す第３条の規定による。"],
    ),
    "items": ("１　古紙の回収\n２　古布の回収\n３　選別", ["１　古紙の回収", "２　古布の回収", "３　選別"]),
    "item 3 begins with a number of years": (
        "１　回収の記録を付ける。\n２　帳簿を区に見せる。\n３　年に１回以上、研修を行う。",
        ["１　回収の記録を付ける。", "２　帳簿を区に見せる。", "３　年に１回以上、研修を行う。"],
    ),
    "items with a hanging indent": (
        "１　古紙を集めて、束の数を集積所\n　　ごとに数える。\n２　古布を集める。",
        ["１　古紙を集めて、束の数を集積所ごとに数える。", "２　古布を集める。"],
    ),
    "items without a hanging indent": (
        "１　古紙を集めて、束の数を集積所\nごとに数える。\n２　古布を集める。",
        ["１　古紙を集めて、束の数を集積所ごとに数える。", "２　古布を集める。"],
    ),
    "items under items": (
        "(1) 回収\nア　古紙\nイ　古布\n(2) 選別",
        ["(1) 回収", "ア　古紙", "イ　古布", "(2) 選別"],
    ),
    "full lines that are items": (
        "１　区内の集積所から古紙を集める\n２　区内の集積所から古布を集める\n３　選別",
        ["１　区内の集積所から古紙を集める", "２　区内の集積所から古布を集める", "３　選別"],
    ),
    "a full item, then a short one with a hanging indent": (
        "１　区内の集積所から古紙を集める\n　　こと。\n２　選別",
        ["１　区内の集積所から古紙を集めること。", "２　選別"],
    ),
    "bullets": ("・古紙を集める。\n・古布を集める。", ["・古紙を集める。", "・古布を集める。"]),
    "full lines with bullets": (
        "・区の集積所に出された古紙の回収\n・区の集積所に出された古布の回収",
        ["・区の集積所に出された古紙の回収", "・区の集積所に出された古布の回収"],
    ),
    "a bullet with a hanging indent": (
        "・区の集積所に出された古紙の回収\n　と運搬\n・選別",
        ["・区の集積所に出された古紙の回収と運搬", "・選別"],
    ),
    "first lines set in": (
        "　区内の集積所に出された古紙を集\nめる。\n　集めた後に選別して売り払う。",
        ["区内の集積所に出された古紙を集める。", "集めた後に選別して売り払う。"],
    ),
    "first lines set in, the one before full": (
        "　区内の集積所に出された古紙を集\nめて、区の定める倉庫に運び入れる。\n　集めた後に選別して売り払う。",
        ["区内の集積所に出された古紙を集めて、区の定める倉庫に運び入れる。", "集めた後に選別して売り払う。"],
    ),
    "one full line set in, then another paragraph": (
        "　区内の集積所に出された古紙を集\nめる。\n　集積所に出された古布も集める。\n　集めた後に選別して売り払う。",
        ["区内の集積所に出された古紙を集める。", "集積所に出された古布も集める。", "集めた後に選別して売り払う。"],
    ),
    "a caption": (
        "【古紙に係る情報項目】\n束の数、重さ\n【古布に係る情報項目】\n袋の数",
        ["【古紙に係る情報項目】", "束の数、重さ", "【古布に係る情報項目】", "袋の数"],
    ),
    "a caption that fills its line": (
        "【集積所に出された古紙に係る項目】\n束の数、重さ",
        ["【集積所に出された古紙に係る項目】", "束の数、重さ"],
    ),
    "a caption after a full line": (
        "束の数、重さ、集めた日、集めた所\n【古布に係る情報項目】\n袋の数",
        ["束の数、重さ、集めた日、集めた所", "【古布に係る情報項目】", "袋の数"],
    ),
    "a remark in brackets on a line of its own": (
        "株式会社なかよし商会\n（古紙の卸売業）",
        ["株式会社なかよし商会", "（古紙の卸売業）"],
    ),
    "a note after a full line": (
        "束の数、重さ、集めた日、集めた所\n※太字は今回加える項目",
        ["束の数、重さ、集めた日、集めた所", "※太字は今回加える項目"],
    ),
    "a bracket over a wrap": (
        "束の数、重さ（包み紙を除く。）、日\n付",
        ["束の数、重さ（包み紙を除く。）、日付"],
    ),
    "an upright dash that begins a line": (
        "集めた古紙は倉庫に三日の間おさめ\nー定の量になれば運ぶ。",
        ["集めた古紙は倉庫に三日の間おさめー定の量になれば運ぶ。"],
    ),
}


def mended(text: str, right: float | None = RIGHT) -> list[str]:
    return unwrap_lines(lines_of(text, x=LEFT), right).text.split("\n")


@pytest.mark.parametrize(("text", "paragraphs"), MENDED.values(), ids=MENDED)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    assert mended(text) == paragraphs


@pytest.mark.parametrize(("text", "paragraphs"), MENDED.values(), ids=MENDED)
def test_set_solid(text: str, paragraphs: list[str]) -> None:
    assert unwrap_lines(lines_of(text, x=LEFT, pitch=EM), RIGHT).text.split("\n") == paragraphs


@pytest.mark.parametrize(("text", "paragraphs"), MENDED.values(), ids=MENDED)
def test_white_space_alone_is_added(text: str, paragraphs: list[str]) -> None:
    passage = unwrap_lines(lines_of(text, x=LEFT), RIGHT)
    pieces = [line.text[start:end] for _, line, start, end in passage.pieces]
    assert "".join("".join(pieces).split()) == "".join(passage.text.split()) == "".join(text.split())


# Lines of a text export, with no geometry -> the paragraphs.
PLAIN: dict[str, tuple[str, list[str]]] = {
    "a sentence over two lines": ("古紙を集めて、\n売り払う。", ["古紙を集めて、売り払う。"]),
    "two sentences": ("古紙を集める。\n売り払う。", ["古紙を集める。", "売り払う。"]),
    "items": ("１　回収\n２　選別", ["１　回収", "２　選別"]),
    "a caption": ("束の数\n【古布】\n袋の数", ["束の数", "【古布】", "袋の数"]),
    "a line that begins with what closes a bracket": (
        "古紙（古布を含む。\n）を集める。",
        ["古紙（古布を含む。）を集める。"],
    ),
    "a line that begins with を": ("古紙（古布を含む。）\nを集める。", ["古紙（古布を含む。）を集める。"]),
    "a quantity over two lines": ("回収は５月\n31 日まで行う。", ["回収は５月31 日まで行う。"]),
}


@pytest.mark.parametrize(("text", "paragraphs"), PLAIN.values(), ids=PLAIN)
def test_paragraphs_of_an_export(text: str, paragraphs: list[str]) -> None:
    sources = [TextLine(number, row, hard=False) for number, row in enumerate(text.split("\n"), 1)]
    lines: list[AnyLine] = [line for source in sources if (line := plain_line(source)) is not None]
    assert unwrap_lines(lines, None).text.split("\n") == paragraphs


def test_paragraphs_of_a_word_file() -> None:
    """Each is a paragraph, whatever it ends with."""
    sources = [TextLine(1, "古紙を集めて"), TextLine(2, "　売り払う。")]
    lines: list[AnyLine] = [line for source in sources if (line := plain_line(source)) is not None]
    passage = unwrap_lines(lines, None)
    assert passage.text == "古紙を集めて\n売り払う。"
    assert passage.spans() == [TextSpan(line=1, start=0, end=6), TextSpan(line=2, start=1, end=6)]


class TestPassage:
    TEXT = "区内の集積所に出された古紙と古布\nとを、週に一度集める。\n売り払う。"

    @property
    def passage(self) -> Passage:
        return unwrap_lines(lines_of(self.TEXT, x=LEFT, y=100), RIGHT)

    def test_a_place_for_each_printed_line(self) -> None:
        assert self.passage.spans() == [
            PageSpan(page=1, bbox=(60, 100, 220, 110)),
            PageSpan(page=1, bbox=(60, 116, 170, 126)),
            PageSpan(page=1, bbox=(60, 132, 110, 142)),
        ]

    @pytest.mark.parametrize(
        ("words", "places"),
        [
            ("区内", [(60, 100, 80, 110)]),
            ("古布とを", [(200, 100, 220, 110), (60, 116, 80, 126)]),
            ("集める。", [(130, 116, 170, 126)]),
            ("売り払う。", [(60, 132, 110, 142)]),
            ("る。\n売", [(150, 116, 170, 126), (60, 132, 70, 142)]),
        ],
    )
    def test_place_of_a_part(self, words: str, places: list[tuple[float, float, float, float]]) -> None:
        passage = self.passage
        start = passage.text.index(words)
        assert passage.spans(start, start + len(words)) == [PageSpan(page=1, bbox=place) for place in places]
        part = passage.part(start, start + len(words))
        assert part.text == words
        assert part.spans() == [PageSpan(page=1, bbox=place) for place in places]

    def test_a_part_of_a_part(self) -> None:
        part = self.passage.part(14, 24)
        assert part.text == "古布とを、週に一度集"
        assert part.part(2, 5).text == "とを、"
        assert part.part(2, 5).spans() == [PageSpan(page=1, bbox=(60, 116, 90, 126))]

    def test_a_part_without_its_white_space(self) -> None:
        passage = unwrap_lines(lines_of("１　古紙　の回収", x=LEFT, y=100), RIGHT)
        part = passage.part(1, 5)
        assert (part.text, part.spans()) == ("古紙", [PageSpan(page=1, bbox=(80, 100, 100, 110))])

    def test_an_empty_part(self) -> None:
        assert (self.passage.part(3, 3).text, self.passage.part(3, 3).spans()) == ("", [])

    def test_paragraphs(self) -> None:
        passage = self.passage
        assert [passage.text[a:b] for a, b in passage.paragraphs()] == [
            "区内の集積所に出された古紙と古布とを、週に一度集める。",
            "売り払う。",
        ]

    def test_join(self) -> None:
        passage = self.passage
        joined = join([passage.part(0, 2), Passage(), passage.part(28, 33)])
        assert joined.text == "区内\n売り払う。"
        assert joined.spans(3, 5) == [PageSpan(page=1, bbox=(60, 132, 80, 142))]

    def test_emphasis_goes_on_over_a_wrap(self) -> None:
        rows = [
            [run("区内の集積所に出された古紙", 60, 100), run("と古布", 190, 100, bold=True)],
            [run("の一部", 60, 116, bold=True), run("を集める。", 90, 116), run("紙", 140, 116, bold=True)],
        ]
        passage = unwrap_lines(build_lines([one for row in rows for one in row], FRAME), RIGHT)
        assert passage.emphasised() == ["と古布の一部", "紙"]

    def test_evidence(self) -> None:
        rows = [run("古紙、", 60, 100), run("古布", 90, 100, bold=True)]
        passage = unwrap_lines(build_lines(rows, FRAME), RIGHT)
        plain, marked = passage.evidence("項目"), passage.evidence("項目", "太字は追加", additions=True)
        assert (plain.label, plain.text, plain.additions, plain.confidence) == ("項目", "古紙、古布", [], None)
        assert (marked.note, marked.additions) == ("太字は追加", ["古布"])


SENTENCES = st.lists(
    st.text("区内の集積所に出された古紙と古布を集め", min_size=41, max_size=120).map(lambda words: f"{words}。"),
    min_size=1,
    max_size=5,
)


@given(sentences=SENTENCES, measure=st.integers(8, 40), pitch=st.sampled_from([EM, 1.3 * EM, 2 * EM]))
def test_wrapped_paragraphs_come_back(sentences: list[str], measure: int, pitch: float) -> None:
    """Paragraphs with a first line set in, broken at the measure: a full stop may hang over, none begins a line."""
    rows = []
    for sentence in sentences:
        rest = f"　{sentence}"
        while rest:
            cut = measure + (rest[measure : measure + 1] == "。")
            rows.append(rest[:cut])
            rest = rest[cut:]
    passage = unwrap_lines(lines_of("\n".join(rows), x=LEFT, pitch=pitch), LEFT + measure * EM)
    assert passage.text.split("\n") == sentences
