"""Pictures to pages, with an engine that reads blocks: what is read, where it stands, which way up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kaigi_extract.ocr.page_image import Grey, PageImage, make_page_image
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.recognise import Recognition, recognise
from kaigi_extract.source import Page, Pixels, PlacedImage, Run
from kaigi_extract.source.page import Bbox
from tests.printed import DPI, SCALE, BlockReader, Draw, askew, blocks, printed, rule, scan
from tests.typeset import run

SAYS = {12: "個人情報の保護に関する条", 9: "次のとおり報告する", 5: "事業の名称", 7: "図書館利用者証", 3: "資料一"}
LINES = {12: (60.0, 60.0), 9: (60.0, 84.0), 5: (60.0, 108.0), 7: (150.0, 132.0)}
"""Characters of a line and where it begins."""
PAGE: list[Draw] = [blocks(x, y, count) for count, (x, y) in LINES.items()]
SIZE = (400, 300)


def read(grey: Grey, *, turn: int = 0, sure: float = 0.99, **facts: object) -> Recognition:
    page = replace(scan(grey, turn=turn), **facts)  # type: ignore[arg-type]
    return recognise(page, BlockReader(SAYS, sure), check_layer=bool(page.hidden))


def texts(recognition: Recognition) -> list[str]:
    runs = recognition.page.runs
    return [one.text for one in sorted(runs, key=lambda one: (one.low, one.start[0]))]


def ink_of(shown: np.ndarray, box: Bbox) -> float:
    """The part of a box on the page as displayed, in points, that is ink."""
    x0, y0, x1, y1 = (round(value * SCALE) for value in box)
    return float((shown[max(y0, 0) : y1, max(x0, 0) : x1] < 128).mean())


@pytest.mark.parametrize("skew", [-3.0, -0.5, 0.0, 1.2])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_evidence_lies_on_the_ink(turn: int, skew: float) -> None:
    """Whichever way the paper was put in: each character's place, as displayed, is where its block of ink is."""
    grey = askew(printed(*PAGE), skew)
    recognition = read(grey, turn=turn)
    frame = recognition.page.frame
    assert texts(recognition) == [SAYS[count][:count] for count in LINES]
    assert frame.turn == -turn % 360
    assert frame.skew == pytest.approx(skew, abs=0.35)  # blocks have few edges
    shown = np.rot90(grey, -turn // 90)
    marked = np.zeros_like(shown)
    for one in recognition.page.runs:
        for start, end in zip(one.start, one.end, strict=True):
            box = frame.display((start, one.low, end, one.high))
            assert 0.25 < ink_of(shown, box) < 0.8
            x0, y0, x1, y1 = (round(value * SCALE) for value in box)
            marked[y0:y1, x0:x1] = 1
    assert (marked[shown < 128] == 1).mean() > 0.98


def test_characters_stand_apart() -> None:
    for one in read(printed(*PAGE)).page.runs:
        assert len(one.text) == len(one.start) == len(one.end) == len(one.sure or ()) == len(one.others or ())
        assert all(a < b for a, b in zip(one.start, one.end, strict=True))
        assert all(end <= start + 1e-6 for end, start in zip(one.end, one.start[1:], strict=False))
        assert one.size == pytest.approx(10.5, abs=1)


def test_rules_come_out_as_rules() -> None:
    lines = [rule(50, y, 350, y) for y in (50, 150)] + [rule(x, 50, x, 150) for x in (50, 350)]
    recognition = read(askew(printed(*PAGE, *lines), 0.8))
    places = sorted((round(r.x0), round(r.y0), round(r.x1), round(r.y1)) for r in recognition.page.rules)
    wanted = [(50, 50, 50, 150), (50, 50, 350, 50), (50, 150, 350, 150), (350, 50, 350, 150)]
    assert np.array(places) == pytest.approx(np.array(wanted), abs=2)


def test_what_was_read_with_how_sure() -> None:
    recognition = read(printed(*PAGE), sure=0.93)
    assert recognition.confidence == pytest.approx(0.93, abs=1e-4)  # a page full of such doubts: they count as they are
    assert (recognition.agreement, recognition.layer, recognition.unread) == (None, False, [])


def test_what_cannot_be_read_is_told_and_in_no_run() -> None:
    recognition = read(printed(*PAGE, blocks(60, 220, 3, size=24)), sure=0.3)
    assert recognition.page.runs == []
    assert len(recognition.unread) == 5
    x0, y0, x1, y1 = recognition.unread[-1]
    assert (x0, y0, x1, y1) == pytest.approx((60, 220, 60 + 2 * 24 + 19.2, 239.2), abs=1.5)
    assert recognition.confidence is None


@pytest.mark.parametrize(("sure", "crumbs_read"), [(0.4, 0), (0.9, 24)], ids=["noise", "text"])
def test_dots_of_noise_are_told_of_and_not_read(sure: float, crumbs_read: int) -> None:
    """Where nobody can read the longest lines; on a page that is legible, a character by itself is read."""
    crumbs = [blocks(40 + 40 * column, 160 + 30 * row, 1) for column in range(8) for row in range(3)]
    reader = BlockReader(SAYS, sure)
    recognition = recognise(scan(printed(*PAGE, blocks(60, 20, 20), blocks(60, 40, 18), *crumbs)), reader)
    assert [len(line) for line in reader.read(list(reader.crops))].count(1) == crumbs_read
    assert len(recognition.unread) == (0 if crumbs_read else 30)


def test_an_empty_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a page, the back of a sheet, was looked at in all four directions."""
    looked_at: list[int] = []

    def make(even: Grey, dpi: float, turn: int, *rest: Any) -> PageImage:
        looked_at.append(turn)
        return make_page_image(even, dpi, turn, *rest)

    monkeypatch.setattr("kaigi_extract.ocr.recognise.make_page_image", make)
    recognition = read(printed())
    assert (recognition.page.runs, recognition.page.rules, recognition.confidence) == ([], [], None)
    assert looked_at == [0]


def test_text_of_its_own_is_kept_and_not_read_again() -> None:
    own = run("資料一", 300, 20)
    header = blocks(300, 20.5, 3, size=10)
    for extra in ([], [header]):  # the header's ink is in the picture or not
        recognition = read(printed(*PAGE, *extra), runs=[own])
        assert texts(recognition) == ["資料一", *(SAYS[count][:count] for count in LINES)]
        assert [one.sure is None for one in recognition.page.runs] == [True, False, False, False, False]


def test_text_of_its_own_moves_with_the_page() -> None:
    """The picture is set straight; the header stays where it is displayed."""
    own = run("資料一", 300, 20)
    recognition = read(askew(printed(*PAGE), 2.0), runs=[own])
    kept = recognition.page.runs[0]
    shown = recognition.page.frame.display((kept.start[0], kept.low, kept.end[-1], kept.high))
    middle = ((shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2)
    assert middle == pytest.approx((315, 25), abs=0.1)
    assert kept.low != own.low


class TestLayer:
    @staticmethod
    def layer(**changed: str) -> list[tuple[str, Run]]:
        words = {str(count): SAYS[count][:count] for count in LINES} | changed
        return [
            ("invisible", run(words[str(count)], x, y - 1, 10.5))
            for count, (x, y) in LINES.items()
            if words[str(count)]
        ]

    def test_one_that_says_the_same_is_taken(self) -> None:
        recognition = read(printed(*PAGE), hidden=self.layer())
        assert (recognition.agreement, recognition.layer) == (pytest.approx(1.0), True)
        assert texts(recognition) == [SAYS[count][:count] for count in LINES]

    def test_a_line_that_it_lacks_is_read(self) -> None:
        """Only where the sample does not hold the line, which would make the layer disagree."""
        more = [blocks(60, 160 + 20 * k, 11) for k in range(6)]
        hidden = [("invisible", run("古" * 11, 60, 159 + 20 * k, 10.5)) for k in range(6)]
        recognition = read(printed(*PAGE, *more), hidden=[*self.layer(**{"5": ""}), *hidden])
        assert recognition.layer
        assert "事業の名称" in texts(recognition)

    def test_one_that_says_something_else_is_not(self) -> None:
        recognition = read(printed(*PAGE), hidden=self.layer(**{"12": "f+E~aeilnrst"}))
        assert recognition.agreement is not None
        assert recognition.agreement < 0.8
        assert not recognition.layer
        assert texts(recognition) == [SAYS[count][:count] for count in LINES]


def asking(given: float | None = None) -> tuple[list[float], Page]:
    """A page, and a list of the dots an inch at which its picture is asked for; it comes at `given` ones."""
    asked: list[float] = []
    page = scan(printed(*PAGE))
    render = page.render
    assert render is not None

    def ask(dpi: float) -> Pixels:
        asked.append(dpi)
        return render(given or dpi)

    return asked, replace(page, render=ask)


def test_resolution_is_that_of_the_picture_within_reason() -> None:
    asked, page = asking()
    for width in (400, 833, 1200, 4000):
        whole = PlacedImage((0, 0, *map(float, SIZE)), width, width * 3 // 4)
        recognise(replace(page, pictures=[whole]), BlockReader(SAYS))
    assert asked == pytest.approx([150, 150, 216, 300], abs=0.5)
    assert DPI in asked


def test_a_poster_is_read_coarser() -> None:
    asked, page = asking(150)
    frame = replace(page.frame, width=1684.0, height=2384.0)
    poster: Page = replace(page, frame=frame, pictures=[PlacedImage((0, 0, 1684, 2384), 7016, 9933)])
    recognise(poster, BlockReader(SAYS))
    assert asked[0] * 2384 / 72 == pytest.approx(4400, abs=1)


class StreakReader(BlockReader):
    """It reads nothing in lines of more than 20 blocks: streaks of a copier."""

    def _line(self, crop: Grey) -> list[Character]:
        characters = super()._line(crop)
        return [replace(one, sure=0.1) for one in characters] if len(characters) > 20 else characters


@pytest.mark.parametrize("turn", [0, 180])
def test_a_page_with_streaks_is_upright_where_its_lines_run(turn: int) -> None:
    """Blocks are legible on their side, too, and the longest lines are not."""
    streaks = [blocks(20, 20 + 250 * k, 34) for k in range(2)]
    recognition = recognise(scan(printed(*PAGE, *streaks), turn=turn), StreakReader(SAYS))
    assert recognition.page.frame.turn == -turn % 360
    assert {SAYS[count][:count] for count in LINES} <= set(texts(recognition))
