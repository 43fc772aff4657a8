"""Tesseract: a stand-in program on the PATH for its answers and failures, the real one where it is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kaigi_extract.ocr.engines import NoEngine, find_engine
from kaigi_extract.ocr.guard import EngineFailed
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.tesseract import TesseractRecogniser, parse_hocr
from tests.printed import printed, text

CROPS = [np.full((40, 200), 255, np.uint8), np.full((48, 300), 255, np.uint8)]
LANGUAGES = 'echo "List of available languages (2):"; echo eng; echo jpn'

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a shell script named tesseract on the PATH and nothing else."""

    def write(reading: str, languages: str = LANGUAGES) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        script = folder / "tesseract"
        shell = shutil.which("sh")
        script.write_text(f'#!{shell}\nif [ "$1" = --list-langs ]; then {languages}; exit; fi\n{reading}\n', "utf-8")
        script.chmod(0o755)
        monkeypatch.setenv("PATH", os.pathsep.join([str(folder), "/usr/bin", "/bin"]))
        return script

    find_engine.cache_clear()
    return write


def page(number: int, *words: str) -> str:
    inner = "".join(f"<span class='ocr_line' title='bbox 0 0 9 9'>{word}</span>" for word in words)
    return f"""<div class='ocr_page' id='page_{number + 1}' title='image "x.pgm"; bbox 0 0 90 40; ppageno {number}'>{inner}</div>"""


def hocr(*pages: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title></head><body>{"".join(pages)}</body></html>'
    )


def word(confidence: float, *characters: tuple[str, int, float, str]) -> str:
    """A word of (character, left edge, certainty, alternatives); characters are 20 wide."""
    marks = ""
    for char, x, sure, others in characters:
        marks += f"<span class='ocrx_cinfo' title='x_bboxes {x} 5 {x + 20} 25; x_conf {sure}'>{char}</span>"
        if others:
            choices = "".join(f"<span class='ocrx_cinfo' title='x_confs 0'>{other}</span>" for other in others)
            marks += f"<span class='ocrx_cinfo' id='lstm_choices_1'>{choices}</span>"
    return f"<span class='ocrx_word' title='bbox 0 0 9 9; x_wconf {confidence}'>{marks}</span>"


class TestParsing:
    def test_characters_with_their_places(self) -> None:
        lines = parse_hocr(hocr(page(0, word(100, ("個", 10, 100, ""), ("人", 40, 100, ""))), page(1)))
        assert lines == {0: [Character("個", 20, 1.0), Character("人", 50, 1.0)], 1: []}

    def test_a_word_is_as_doubtful_as_its_worst_letter(self) -> None:
        [one, two] = parse_hocr(hocr(page(0, word(30, ("奈", 10, 92, ""), ("例", 40, 99, "")))))[0]
        assert one.sure == pytest.approx(0.368, abs=0.001)
        assert two.sure == pytest.approx(0.986, abs=0.001)

    def test_alternatives_share_what_the_character_leaves(self) -> None:
        [character] = parse_hocr(hocr(page(0, word(80, ("人", 10, 80, "人入八大太")))))[0]
        rest = 1 - character.sure
        assert character.others == (("入", rest / 2), ("八", rest / 4), ("大", rest / 8))

    def test_alternatives_of_another_character_are_left(self) -> None:
        [character] = parse_hocr(hocr(page(0, word(80, ("人", 10, 80, "個固")))))[0]
        assert character.others == ()

    @pytest.mark.parametrize(
        ("placed", "read"),
        [
            ([("A", 10), ("B", 40)], "A B"),
            ([("A", 10), ("B", 32)], "AB"),
            ([("個", 10), ("B", 60)], "個B"),
            ([("A", 10), ("人", 60)], "A人"),
        ],
    )
    def test_spaces_between_latin_words(self, placed: list[tuple[str, int]], read: str) -> None:
        words = [word(99, (char, x, 99, "")) for char, x in placed]
        assert "".join(character.text for character in parse_hocr(hocr(page(0, *words)))[0]) == read

    def test_numbers_below_nothing_are_not_sure(self) -> None:
        assert parse_hocr(hocr(page(0, word(-1, ("個", 10, -50, "")))))[0][0].sure < 0.3

    @pytest.mark.parametrize("text", ["", "no markup", "<html>", hocr("<div class='ocr_page'/>")])
    def test_what_is_no_hocr(self, text: str) -> None:
        with pytest.raises(ValueError, match="its output"):
            parse_hocr(text)


class TestProgram:
    def test_one_run_for_all_lines(self, install: Install, tmp_path: Path) -> None:
        answer = tmp_path / "answer.hocr"
        answer.write_text(
            hocr(page(1, word(100, ("人", 40, 100, ""))), page(0, word(100, ("個", 10, 100, "")))), "utf-8"
        )
        install(
            f'echo "$@" >> {tmp_path}/calls; cat "$1" >> {tmp_path}/list; head -c 15 $(head -n 1 "$1") > {tmp_path}/head; cp {answer} "$2.hocr"'
        )
        assert TesseractRecogniser().read(CROPS) == [[Character("個", 20, 1.0)], [Character("人", 50, 1.0)]]
        calls = (tmp_path / "calls").read_text().splitlines()
        assert len(calls) == 1
        assert "--psm 7 -l jpn" in calls[0]
        files = (tmp_path / "list").read_text().split()
        assert [Path(file).name for file in files] == ["0.pgm", "1.pgm"]
        assert not Path(files[0]).parent.exists()
        assert (tmp_path / "head").read_bytes().startswith(b"P5 200 40 255\n")

    def test_no_lines_no_run(self, install: Install, tmp_path: Path) -> None:
        install(f"touch {tmp_path}/called")
        assert TesseractRecogniser().read([]) == []
        assert not (tmp_path / "called").exists()

    @pytest.mark.parametrize(
        ("reading", "words"),
        [
            ("echo started; echo 'no memory' >&2; exit 3", r"ended with status 3 \(no memory\)"),
            ("exit 1", r"ended with status 1 \(it said nothing\)"),
            ("kill -SEGV $$", r"ended with status -11"),
            ("exit 0", "No such file"),
            ('echo "<html>" > "$2.hocr"', "its output is no hOCR"),
        ],
        ids=["crashes and says why", "crashes", "is killed", "answers nothing", "answers nonsense"],
    )
    def test_failures(self, install: Install, reading: str, words: str) -> None:
        install(reading)
        with pytest.raises(EngineFailed, match=words) as caught:
            TesseractRecogniser().read(CROPS)
        assert str(caught.value).startswith("tesseract failed: ")

    def test_a_line_left_out(self, install: Install, tmp_path: Path) -> None:
        (tmp_path / "answer").write_text(hocr(page(0)), "utf-8")
        install(f'cp {tmp_path}/answer "$2.hocr"')
        with pytest.raises(EngineFailed, match="it left out 1 of 2 lines"):
            TesseractRecogniser().read(CROPS)

    def test_one_that_hangs_is_stopped(self, install: Install, tmp_path: Path) -> None:
        """It leaves a process that outlives it: its pipes must not be waited for."""
        written = tmp_path / "pid"
        install(f"sleep 600 & echo $! > {written}.new; mv {written}.new {written}; wait")
        engine = TesseractRecogniser()
        engine.starting, engine.line = 0.2, 0.05
        while not written.exists():  # on a busy machine it is stopped before it begins
            with pytest.raises(EngineFailed, match=r"did not end within \d+ seconds and was stopped"):
                engine.read(CROPS)
            engine.starting *= 2
        os.kill(int(written.read_text()), signal.SIGKILL)  # there is one still

    def test_not_there(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(OSError, match="there is no program 'tesseract' on the PATH"):
            TesseractRecogniser()
        find_engine.cache_clear()
        with pytest.raises(NoEngine, match=r"tesseract-ocr-jpn"):
            find_engine("tesseract")

    @pytest.mark.parametrize("languages", ["echo eng; echo jpn_vert", "exit 1", "echo eng"])
    def test_without_japanese(self, install: Install, languages: str) -> None:
        install("exit 0", languages)
        with pytest.raises(OSError, match=r"no data for 'jpn'|ended with status 1"):
            TesseractRecogniser()


def real() -> bool:
    if shutil.which("tesseract") is None:
        return False
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "jpn" in done.stdout.split()


@pytest.mark.skipif(not real(), reason="tesseract with its Japanese data is not here")
def test_the_real_one() -> None:
    words = ["個人情報の保護", "次のとおり報告する"]
    crops = [printed(text(20, 20, line), width=160, height=50) for line in words]
    lines = TesseractRecogniser().read(crops)
    assert ["".join(character.text for character in line) for line in lines] == words
    for line in lines:
        places = [character.at / 3 for character in line]  # its boxes are up to an em off
        assert places == pytest.approx([20 + 10.5 * (k + 0.5) for k in range(len(line))], abs=12)
        assert places == sorted(places)
        assert all(0.5 < character.sure <= 1 for character in line)
