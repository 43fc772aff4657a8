"""Pages as pictures by file and number: size, order, and what is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from kaigi_extract import EncryptedSource, UnreadableSource
from kaigi_extract.source.render import render_pages
from tests import made

CORPUS = Path(__file__).parents[1] / "corpus"
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
TEXT = CORPUS / "shinjuku-2019-evacuation-list.txt"
ORIENTATION = 0x0112
"""The Exif tag of how a picture is turned."""


def image(pixels):
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data)


class TestPdf:
    def test_in_the_order_given(self):
        assert [number for number, _ in render_pages(PAPER, [3, 1], 20)] == [3, 1]

    @pytest.mark.parametrize(("rotation", "size"), [(0, (400, 300)), (90, (300, 400)), (180, (400, 300))])
    def test_as_displayed(self, tmp_path, rotation, size):
        document = made.page(lambda page: made.box(page, 0, 0, 40, 30))
        document[0].set_rotation(rotation)
        [(_, pixels)] = render_pages(made.save(document, tmp_path / "a.pdf"), [1], 72)
        assert (pixels.width, pixels.height) == size
        corner = {0: (5, 5), 90: (size[0] - 5, 5), 180: (size[0] - 5, size[1] - 5)}[rotation]
        assert image(pixels).getpixel(corner) == (0, 0, 0)

    def test_without_what_the_crop_box_cuts_off(self, tmp_path):
        document = made.page(lambda page: made.box(page, 100, 50, 140, 80))
        document[0].set_cropbox(pymupdf.Rect(100, 50, 300, 250))
        [(_, pixels)] = render_pages(made.save(document, tmp_path / "a.pdf"), [1], 144)
        assert (pixels.width, pixels.height) == (400, 400)
        assert image(pixels).getpixel((70, 50)) == (0, 0, 0)

    def test_encrypted(self, tmp_path):
        options = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": "鍵", "owner_pw": "主"}
        path = made.save(made.pages("件名"), tmp_path / "a.pdf", **options)
        for password, wrong in ((None, False), ("違", True)):
            with pytest.raises(EncryptedSource) as caught:
                list(render_pages(path, [1], 72, password=password))
            assert caught.value.wrong is wrong
        assert len(list(render_pages(path, [1], 72, password="鍵"))) == 1


class TestPictures:
    def test_at_the_resolution_of_the_file(self, tmp_path):
        Image.new("RGB", (300, 200), "red").save(tmp_path / "a.png", dpi=(150, 150))
        [(_, pixels)] = render_pages(tmp_path / "a.png", [1], 75)
        assert (pixels.width, pixels.height) == (150, 100)

    def test_each_of_a_tiff(self, tmp_path):
        frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "lime", "blue")]
        frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:])
        found = {
            number: image(pixels).getpixel((1, 1)) for number, pixels in render_pages(tmp_path / "a.tif", [3, 2], 72)
        }
        assert found == {3: (0, 0, 255), 2: (0, 255, 0)}

    @pytest.mark.parametrize(("most", "kind"), [(65535, "I;16"), (4095, "I;16"), (255, "I;16"), (65535, "I"), (1, "F")])
    def test_greys_of_more_than_a_byte(self, tmp_path, most, kind):
        picture = Image.new(kind, (3, 1))
        for x, grey in enumerate((0, most / 2, most)):
            picture.putpixel((x, 0), grey if kind == "F" else int(grey))
        picture.save(tmp_path / "a.tif")
        [(_, pixels)] = render_pages(tmp_path / "a.tif", [1], 72)
        assert [image(pixels).getpixel((x, 0))[0] for x in range(3)] == [0, pytest.approx(127, abs=1), 255]

    def test_turned_as_a_camera_says(self, tmp_path):
        exif = Image.Exif()
        exif[ORIENTATION] = 6
        Image.new("RGB", (300, 200), "red").save(tmp_path / "a.jpg", exif=exif)
        [(_, pixels)] = render_pages(tmp_path / "a.jpg", [1], 72)
        assert (pixels.width, pixels.height) == (200, 300)


class TestRefused:
    def test_a_file_that_has_changed(self, tmp_path):
        sha256 = hashlib.sha256(PAPER.read_bytes()).hexdigest()
        assert len(list(render_pages(PAPER, [1], 20, sha256=sha256))) == 1
        with pytest.raises(UnreadableSource, match=r"a\.pdf: the file is not the one that was read; .* path="):
            list(render_pages(made.save(made.pages("件名"), tmp_path / "a.pdf"), [1], 20, sha256=sha256))

    @pytest.mark.parametrize("number", [0, -1, 6])
    def test_no_such_page(self, number):
        with pytest.raises(UnreadableSource, match=f"there is no page {number}; it has 5"):
            list(render_pages(PAPER, [number], 20))

    def test_no_such_picture(self, tmp_path):
        Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
        with pytest.raises(UnreadableSource, match="there is no page 2; it has 1"):
            list(render_pages(tmp_path / "a.png", [2], 72))

    def test_a_file_without_pages(self):
        with pytest.raises(UnreadableSource, match="has no pages to show; its values have lines"):
            list(render_pages(TEXT, [1], 72))

    def test_no_file(self, tmp_path):
        with pytest.raises(UnreadableSource, match="there is no such file"):
            list(render_pages(tmp_path / "a.pdf", [1], 72))
