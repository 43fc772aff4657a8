"""The numbers beyond which nothing is looked at: a case on either side of each, at its own value."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from kaigi_extract.clauses import duties
from kaigi_extract.corrections import kept
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.ocr.guard import LEAST_SIDE, EngineFailed, draw
from kaigi_extract.references import find
from kaigi_extract.regular_file import read_regular_file
from kaigi_extract.source import Frame, Page
from kaigi_extract.source.image import open_image
from kaigi_extract.source.page import Pixels
from kaigi_extract.text.normal_words import LONGEST_WORDED, normal_words
from kaigi_extract.text.periods import LONGEST_CAPTION, LONGEST_NUMBERING, _is_caption, find_periods

A0 = 2384, 3370
"""Points."""


def page_of(width: int, height: int) -> Page:
    page = Page(Frame(1, 72.0, 72.0))
    page.render = lambda dpi: Pixels(width, height, bytes(3 * width * height))
    return page


def claiming(width: int, height: int, mode: str) -> bytes:
    """A picture whose head claims a size; nothing of it is unpacked before that is looked at."""
    made = io.BytesIO()
    Image.new(mode, (2, 2)).save(made, "PNG")
    data = bytearray(made.getvalue())
    struct.pack_into(">II", data, 16, width, height)
    struct.pack_into(">I", data, 29, zlib.crc32(data[12:29]))
    return bytes(data)


@pytest.mark.parametrize("size", [(LEAST_SIDE, 90), (90, LEAST_SIDE)])
def test_a_picture_that_could_hold_a_character_is_looked_at(size):
    assert (draw(page_of(*size), 72).width, draw(page_of(*size), 72).height) == size


@pytest.mark.parametrize("size", [(LEAST_SIDE - 1, 90), (90, LEAST_SIDE - 1), (1, 1)])
def test_a_narrower_one_is_not(size):
    with pytest.raises(EngineFailed, match=f"its picture has {size[0]} by {size[1]} pixels"):
        draw(page_of(*size), 72)


def test_a_sheet_of_a0_in_four_colours_at_300_dots_an_inch_is_opened_and_one_a_little_larger_is_not():
    for mode, size in (("RGBA", (9_933, 14_043)), ("RGB", (13_300, 13_300)), ("L", (13_300, 13_300))):
        assert open_image("", claiming(*size, mode)).size == size
    with pytest.raises(UnreadableSource, match="11900 by 11900 pixels, 540 MB"):
        open_image("", claiming(11_900, 11_900, "RGBA"))


def test_a_sheet_of_a0_is_drawn_at_300_dots_an_inch_and_not_at_325():
    assert Pixels.size(*A0, 300) == (9933, 14042)
    with pytest.raises(ValueError, match="10761 by 15212 pixels; ask for fewer dots an inch"):
        Pixels.size(*A0, 325)


def test_the_day_of_a_decision_is_none_of_a_period_as_long_as_its_number_is_near():
    def found(between: int) -> list[str]:
        body = "花壇の世話を考える人の集まり" * 3
        return [one.text for one in find_periods(f"平成25年4月1日第{('3回' + body)[:between]}諮問")]

    assert found(LONGEST_NUMBERING) == []
    assert found(LONGEST_NUMBERING + 1) == ["平成25年4月1日"]


def test_the_name_of_a_field_is_one_up_to_its_longest():
    words = ("契約" + "期間及び" * 9)[: LONGEST_CAPTION - 2]
    assert _is_caption(f"{words}予定")
    assert not _is_caption(f"{words}年月日")


def test_the_name_of_a_law_is_found_over_its_brackets_and_no_farther(monkeypatch):
    named = "青葉区花壇利用者の個人情報保護条例（平成2年青葉区条例第5号）（以下「花壇条例」という。）"
    assert find._law_before(named, len(named)) == "青葉区花壇利用者の個人情報保護条例"
    monkeypatch.setattr(find, "LAW_REACH", len(named) - 1)
    assert find._law_before(named, len(named)) != "青葉区花壇利用者の個人情報保護条例"


def test_words_of_what_is_far_too_long_for_a_label_are_not_looked_at():
    assert normal_words("花" * LONGEST_WORDED)
    assert normal_words("花" * (LONGEST_WORDED + 1)) == ()


def test_a_list_of_corrections_has_a_largest_size(tmp_path, monkeypatch):
    path = tmp_path / "a.txt.corrections.json"
    path.write_bytes(b"[]" + b" " * 98)
    monkeypatch.setattr(kept, "MOST_BYTES", 100)
    assert kept.CorrectionList(path).read() == []
    monkeypatch.setattr(kept, "MOST_BYTES", 99)
    with pytest.raises(UnreadableSource, match="it has more than 99 bytes and is no list of corrections"):
        kept.CorrectionList(path).read()
    assert len(read_regular_file(path)) == 100


def test_sentences_are_parsed_in_batches_one_by_one_or_not_at_all(monkeypatch):
    """By their lengths; each is answered."""
    given: list[tuple[list[int], int]] = []

    class Parser:
        def pipe(self, plain, batch_size):
            given.append(([len(one) for one in plain], batch_size))
            return plain

    monkeypatch.setattr(duties, "_parser", Parser)
    monkeypatch.setattr(duties, "_answer", lambda plain, parse, asked: len(plain))
    lengths = (
        3,
        duties.LONGEST_PARSED + 1,
        duties.LONGEST_IN_BATCH + 1,
        duties.LONGEST_IN_BATCH,
        duties.LONGEST_PARSED,
    )
    answers = duties.answers_of({"花" * length: () for length in lengths})
    assert [len(plain) for plain in answers] == list(lengths)
    assert given == [([3, 500], duties.PARSE_BATCH), ([501, 5000], 1)]
    assert list(answers.values()) == [3, duties.Answer(frozenset(), False), 501, 500, 5000]
