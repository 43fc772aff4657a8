"""The model cut before its last layer says what the whole one says; lines read side by side keep their order."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr import recognition_model
from kaigi_extract.ocr.rapid import RapidRecogniser
from tests.printed import printed, text

CROPS = [
    printed(text(10, 24, words), width=260, height=36) for words in ("個人情報の保護（第3条）", "再委託", "令和2年")
]


def read(recogniser: RapidRecogniser) -> list[list[tuple[object, ...]]]:
    return [
        [(c.text, round(c.at), [o for o, _ in c.others], round(c.sure, 3)) for c in line]
        for line in recogniser.read(CROPS)
    ]


@pytest.mark.scan
def test_the_cut_model_says_what_the_whole_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIGI_EXTRACT_OCR_THREADS", "1")
    cut = RapidRecogniser()
    monkeypatch.setattr(recognition_model, "_cut_head", lambda _: None)
    whole = RapidRecogniser()
    assert (cut.model._head is None, whole.model._head is None) == (False, True)
    assert "".join(str(one[0]) for one in read(cut)[1]) == "再委託"
    assert read(cut) == read(whole)


@pytest.mark.scan
def test_lines_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIGI_EXTRACT_OCR_THREADS", "3")
    side_by_side = RapidRecogniser()
    monkeypatch.setenv("KAIGI_EXTRACT_OCR_THREADS", "1")
    assert (side_by_side.threads, RapidRecogniser().threads) == (3, 1)
    assert read(side_by_side) == read(RapidRecogniser())


@pytest.mark.scan
def test_a_line_of_nothing() -> None:
    assert RapidRecogniser().read([np.full((40, 200), 255, np.uint8)]) == [[]]
