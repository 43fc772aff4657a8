"""The pictures of timeline and crosswalk: what is drawn, in which font, and that nothing else is touched."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import warnings
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.patches import FancyBboxPatch, PathPatch, Rectangle

from kaigi_extract import plot_crosswalk, plot_timeline
from kaigi_extract.clauses.topic_ids import TOPICS
from kaigi_extract.errors import MissingExtra
from kaigi_extract.show.plots import plots
from kaigi_extract.show.plots.figure import fitted
from tests.sets import BACK, COPY, KEEP, SAFE, TELL, VERSIONS, version

CORPUS = Path(__file__).parents[1] / "corpus"
LINKS = [
    # column and place of the old clause, place of the new one, weightiest change
    (0, 0, 0, None),
    (0, 1, 1, None),
    (0, 2, 2, None),
    (1, 0, 1, "wording"),
    (1, 1, 2, "heading"),
    (1, 2, 3, "number"),
    (2, 0, 0, None),
    (2, 1, 1, None),
    (2, 2, 2, "spelling"),
]
BOXES = [
    # column, place, how it is filled
    *[(0, place, "stays") for place in range(3)],
    *[(1, place, "stays") for place in range(3)],
    (2, 0, "appears"), (2, 1, "stays"), (2, 2, "stays"), (2, 3, "goes"),
    *[(3, place, "stays") for place in range(3)],
]  # fmt: skip
WORDS = [
    "南", "2013-04-01", "特記事項", "第1　保管", "第2　複写", "第3　返却",
    "2014-04-01", "特記事項", "第1　保管", "第2　複写", "第3　返却",
    "番文", "番見", "番", "2016-04-01", "特記事項", "第1　報告", "＋新設", "第2　保管", "第3　写しの禁止", "第4　返却", "×削除",
    "表", "2018-04-01", "特記事項", "第1　報告", "第2　保管", "第3　写しの禁止",
    "変更なし", "番：番号", "表：表記", "引：引用条項", "見：見出し", "文：文言", "?：要確認",
]  # fmt: skip
TOPICAL = [
    version("2013-04-01", KEEP, COPY, BACK, topics=[["safekeeping"], ["copying"], ["return_disposal"]]),
    version("2016-04-01", TELL, SAFE, COPY, topics=[["reporting"], ["safekeeping"], ["copying", "safekeeping"]]),
    version(None, KEEP, ward=None, title="委託先の定め", topics=[["safekeeping"]]),
]
CELLS = [
    # topic, clauses in the set without a ward, in 2013, in 2016
    ["適正な管理", "safekeeping", "1", "1", "2, 3"],
    ["複写の禁止", "copying", "–", "2", "3"],
    ["返還・廃棄", "return_disposal", "–", "3", "–"],
    ["報告", "reporting", "–", "–", "1"],
]
HEADS = ["", "日付なし", "委託先の定め", "minami", "2013-04-01", "特記事項", "2016-04-01", "特記事項"]


ALONE = """
import sys, matplotlib
before = matplotlib.rcParams.copy()
from kaigi_extract import plot_timeline, plot_crosswalk
from tests.test_show_plots import TOPICAL, VERSIONS
plot_timeline(VERSIONS).savefig(sys.argv[1])
plot_crosswalk(TOPICAL)
assert matplotlib.rcParams.copy() == before
assert "matplotlib.pyplot" not in sys.modules and "matplotlib_fontja" not in sys.modules
"""


@pytest.fixture
def real(extracted):
    """Four versions of one ward, one of another, each with its day."""
    days = {"shinjuku-2013": "2013-05-31", "shinjuku-2016": "2016-02-10", "shinjuku-2018": "2018-07-20", "shinjuku-2020": "2020-01-17", "nerima-2014": "2014-07-23"}  # fmt: skip
    found = {name: extracted(next(CORPUS.glob(f"{name}*.pdf"))).clause_sets[0] for name in days}
    return [found[name].model_copy(update={"date": datetime.date.fromisoformat(day)}) for name, day in days.items()]


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def column(x):
    return round((x - plots.FIGURE_MARGIN) / (plots.CELL + plots.GAP))


def place(y):
    return round((y - plots.FIGURE_MARGIN - plots.HEAD) / plots.ROW - 0.5)


def clashes(figure):
    """Words that touch others, or the edge of the page."""
    figure.draw_without_rendering()
    texts = [text for text in figure.axes[0].texts if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    touching = [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b)]
    page = figure.bbox
    return touching + [one for one, box in boxes if not page.containsx(box.x1) or not page.containsy(box.y0)]


def saved(figure):
    """The picture, drawn with every warning an error: a glyph that the font lacks is one."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(buffer, format="png", dpi=40)
    return buffer.getvalue()


class TestTimeline:
    def test_links(self):
        strokes = {to_hex(stroke.colour): change for change, stroke in plots.STROKES.items()}
        found = []
        for patch in plot_timeline(VERSIONS).axes[0].patches:
            if isinstance(patch, PathPatch):
                (start, *_, end), change = patch.get_path().vertices, strokes[to_hex(patch.get_edgecolor())]
                assert column(end[0]) == column(start[0] - plots.CELL) + 1
                found.append((column(start[0] - plots.CELL), place(start[1]), place(end[1]), change))
        assert found == LINKS

    def test_clauses(self):
        fills = {to_hex(colour): state for state, colour in plots.FILLS.items()}
        boxes = [patch for patch in plot_timeline(VERSIONS).axes[0].patches if isinstance(patch, FancyBboxPatch)]
        assert [
            (column(box.get_x()), place(box.get_y() + box.get_height() / 2), fills[to_hex(box.get_facecolor())])
            for box in boxes
        ] == BOXES

    def test_words(self, monkeypatch):
        monkeypatch.setattr(plots, "ward_name", {"minami": "南"}.get)
        drawn = words(plot_timeline(VERSIONS[::-1]))
        assert sorted(drawn) == sorted(WORDS)

    def test_every_change_has_its_own_stroke_and_letter(self):
        strokes = list(plots.STROKES.values())
        assert len({stroke.colour for stroke in strokes}) == len({(s.dashes, s.width) for s in strokes}) == len(strokes)
        assert {change: name[0] for change, name in plots.CHANGES.items()} == plots.CHANGE_CHARACTERS

    def test_wards_stand_apart(self):
        other = version("2015-04-01", *reversed([KEEP, COPY, BACK]), ward="hoshi")
        axes = plot_timeline([*VERSIONS, other]).axes[0]
        lefts = sorted({round(patch.get_x(), 2) for patch in axes.patches if isinstance(patch, FancyBboxPatch)})
        steps = [round(right - left, 2) for left, right in pairwise(lefts)]
        assert steps == [round(plots.CELL + plots.BETWEEN_WARDS, 2)] + [round(plots.CELL + plots.GAP, 2)] * 3
        assert words(axes.figure)[0] == "hoshi"
        assert len([patch for patch in axes.patches if isinstance(patch, PathPatch)]) == len(LINKS)

    def test_nothing_is_cut_off_or_overlaps(self, real):
        figure = plot_timeline(real)
        assert clashes(figure) == []
        cells = [patch for patch in figure.axes[0].patches if isinstance(patch, FancyBboxPatch)]
        labels = [text for text in figure.axes[0].texts if "　" in text.get_text()]
        assert len(cells) == len(labels) == sum(len(one.clauses) for one in real)
        for cell, text in zip(cells, labels, strict=True):
            assert cell.get_window_extent().x0 < text.get_window_extent().x0
            assert text.get_window_extent().x1 < cell.get_window_extent().x1

    def test_a_set_without_a_day(self):
        with pytest.raises(ValueError, match="plot_timeline: the set 「特記事項」 has no date"):
            plot_timeline([VERSIONS[0], version(None, KEEP)])

    def test_no_set(self):
        with pytest.raises(ValueError, match="no clause set"):
            plot_timeline([])


class TestCrosswalk:
    def test_cells(self):
        drawn = words(plot_crosswalk(TOPICAL))
        assert drawn[:8] == HEADS
        assert [drawn[at : at + 5] for at in range(8, len(drawn), 5)] == CELLS

    def test_the_more_the_darker(self):
        cells = [patch for patch in plot_crosswalk(TOPICAL).axes[0].patches if isinstance(patch, Rectangle)]
        shades = [plots.SHADES.index(to_hex(cell.get_facecolor()).upper()) for cell in cells]
        assert shades == [1, 1, 2, 0, 1, 1, 0, 1, 0, 0, 0, 1]

    def test_many_numbers_take_lines(self):
        many = version("2013-04-01", *[KEEP] * 12, topics=[["safekeeping"]] * 12)
        assert "1, 2, 3, 4, 5\n6, 7, 8, 9, 10\n11, 12" in words(plot_crosswalk([many]))

    def test_every_topic_has_a_name(self):
        assert tuple(plots.TOPIC_NAMES) == TOPICS

    def test_real_sets_fit(self, real):
        figure = plot_crosswalk(real)
        assert clashes(figure) == []
        assert {"練馬区", "新宿区", "秘密保持", "confidentiality", "15, 16, 17"} <= set(words(figure))

    def test_no_set(self):
        with pytest.raises(ValueError, match="no clause set"):
            plot_crosswalk([])


class TestFont:
    @pytest.mark.parametrize("plot", [plot_timeline, plot_crosswalk])
    def test_every_character_has_a_glyph(self, real, plot):
        figure = plot(real)
        for text in figure.axes[0].texts:
            glyphs = get_font(text.get_fontproperties().get_file())
            assert [char for char in text.get_text() if char != "\n" and not glyphs.get_char_index(ord(char))] == []
        assert saved(figure).startswith(b"\x89PNG")

    def test_hostile_headings(self):
        hostile = version("2013-04-01", (r"$\frac{1}$ 100% _x", "a"), ("\x00\x0b\U0002ffff 𠮷", "b"), ("a\nb", "c"))
        figure = plot_timeline([hostile])
        assert [words(figure)[at] for at in (3, 4)] == [r"第1　$\frac{1}$ 100% _x", "第2　〓 〓 〓"]
        assert saved(figure)

    def test_settings_and_pyplot_are_left_alone(self, tmp_path):
        command = [sys.executable, "-W", "error::UserWarning", "-c", ALONE, str(tmp_path / "plot.png")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CORPUS.parent)
        assert (done.returncode, done.stderr) == (0, "")
        assert (tmp_path / "plot.png").stat().st_size

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("目的外利用", "目的外利用"),
            ("目的外利用の", "目的外利…"),
            ("第1　目的外", "第1　目…"),
            ("abcdefghij", "abcdefghij"),
            ("a\nb", "a b"),
        ],
    )
    def test_long_headings_are_cut(self, words, expected):
        assert fitted(words, 5) == expected


class TestFigure:
    def test_shows_itself(self):
        figure = plot_timeline(VERSIONS)
        assert isinstance(figure, Figure)
        assert figure._repr_png_().startswith(b"\x89PNG")
        assert figure.canvas.manager is None

    @pytest.mark.parametrize("plot", [plot_timeline, plot_crosswalk])
    def test_axes_that_are_given(self, plot):
        mine = Figure()
        one, other = mine.subplots(2)
        sets = TOPICAL[:2]
        assert plot(sets, ax=other) is mine
        assert not one.texts
        assert other.texts


class TestMissing:
    @pytest.mark.parametrize(("plot", "verb"), [(plot_timeline, "plot_timeline"), (plot_crosswalk, "plot_crosswalk")])
    @pytest.mark.parametrize(
        ("module", "package"), [("matplotlib", "matplotlib"), ("matplotlib_fontja", "matplotlib-fontja")]
    )
    def test_says_what_to_install(self, monkeypatch, plot, verb, module, package):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(MissingExtra) as caught:
            plot(TOPICAL[:2])
        assert str(caught.value) == f"{verb}: needs {package}; install it with pip install 'kaigi-extract[plot]'"
