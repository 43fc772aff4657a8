"""The `tesseract` program with its Japanese data, run once for all lines that are asked for. No Python package.

On ruled council documents it makes many times the errors of RapidOCR: it is for machines where that cannot be
installed, and for a second opinion. Its alternatives often belong to a neighbouring character and are taken only where
they do not.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from kaigi_extract.catalogue import Message
from kaigi_extract.ocr.guard import EngineFailed
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.text.late_pattern import late_pattern

PROGRAM, LANGUAGE = "tesseract", "jpn"
STARTING, LINE = 20.0, 1.0
"""Seconds that a run may take: to start, and for each line. One takes 0.05 s; what takes longer than this hangs."""
DPI = 300
"""Dots an inch that lines are said to have: the program only wants to hear some number."""
SINGLE_LINE = "7"
"""Page segmentation mode: the picture is one line of text."""
SCALE = 70.0
"""Its certainties are said to be 100 plus 35 times the logarithm of how likely a character is; measured, twice that."""
SPACE = 0.25
"""Heights of the line: words of Latin characters that are further apart have a space between them."""
ALTERNATIVES = 3
"""Alternatives kept for each character."""

_BOX = late_pattern(r"\b(?:x_bboxes|bbox) (\d+) (\d+) (\d+) (\d+)")
_CONFIDENCE = late_pattern(r"\bx_w?confs? (-?[\d.]+)")
_PAGE = late_pattern(r"\bppageno (\d+)")


class TesseractRecogniser:
    """Reads lines with Tesseract. Raises `OSError` where the program or its Japanese data is not there."""

    name = "tesseract"

    def __init__(self, starting: float = STARTING, line: float = LINE) -> None:
        self.starting, self.line = starting, line
        program = shutil.which(PROGRAM)
        if program is None:
            raise OSError(Message("there is no program {program!r} on the PATH", program=PROGRAM))
        self.program = program
        known = self._run(["--list-langs"], starting)
        if LANGUAGE not in known.split():
            raise OSError(Message("{program} has no data for {language!r}", program=program, language=LANGUAGE))

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        """The characters of each crop. Raises `EngineFailed` where the program crashes, hangs, or answers nonsense."""
        if not crops:
            return []
        with tempfile.TemporaryDirectory(prefix="kaigi-tesseract-") as name:
            folder = Path(name)
            files = [_write(crop, folder / f"{k}.pgm") for k, crop in enumerate(crops)]
            (folder / "list.txt").write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
            settings = ["-c", "hocr_char_boxes=1", "-c", "lstm_choice_mode=2"]
            command = [str(folder / "list.txt"), str(folder / "out"), "--dpi", str(DPI), "--psm", SINGLE_LINE]
            try:
                self._run([*command, "-l", LANGUAGE, *settings, "hocr"], self.starting + self.line * len(crops))
                lines = parse_hocr((folder / "out.hocr").read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise EngineFailed(Message("tesseract failed: {error}", error=error)) from error
        missing = [k for k in range(len(crops)) if k not in lines]
        if missing:
            raise EngineFailed(
                Message("tesseract failed: it left out {count} of {total} lines", count=len(missing), total=len(crops))
            )
        return [lines[k] for k in range(len(crops))]

    def _run(self, arguments: list[str], seconds: float) -> str:
        """What a run prints, on whichever stream: versions differ. Raises `OSError` where it does not end well.

        Its output goes to a file, not to a pipe: a pipe would stay open with any process that it leaves behind.
        """
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}  # its threads cost more than they bring on a line
        with tempfile.TemporaryFile() as said:
            try:
                done = subprocess.run(
                    [self.program, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    timeout=seconds,
                    env=environment,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise OSError(
                    Message(
                        "{program} did not end within {seconds:.0f} seconds and was stopped",
                        program=self.program,
                        seconds=seconds,
                    )
                ) from None
            said.seek(0)
            words = said.read().decode("utf-8", errors="replace")
        if done.returncode:
            last = words.strip().rpartition("\n")[2] or "it said nothing"
            raise OSError(
                Message(
                    "{program} ended with status {returncode} ({last})",
                    program=self.program,
                    returncode=done.returncode,
                    last=last,
                )
            )
        return words


def parse_hocr(text: str) -> dict[int, list[Character]]:
    """The characters of each page of Tesseract's hOCR, pages counted from 0. Raises `ValueError` where it is none."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(Message("its output is no hOCR ({error})", error=error)) from error
    lines: dict[int, list[Character]] = {}
    for page in _of_class(root, "ocr_page"):
        number = _PAGE.search(page.get("title", ""))
        if number is None:
            raise ValueError(Message("its output does not number the pages"))
        lines[int(number[1])] = _spaced([word for found in _of_class(page, "ocrx_word") for word in _characters(found)])
    return lines


def _write(crop: Grey, path: Path) -> Path:
    """The crop as a PGM, which needs no library."""
    height, width = crop.shape
    path.write_bytes(b"P5 %d %d 255\n" % (width, height) + crop.tobytes())
    return path


def _of_class(node: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (found for found in node.iter() if found.get("class") == name)


Placed = tuple[Character, float, float, float]
"""A character with its left and right edge and its height, in pixels."""


def _characters(word: ElementTree.Element) -> Iterator[Placed]:
    """The characters of a word. What makes a word doubtful is its worst one, which its own confidence may hide."""
    whole = _likely(word)
    marks = list(word)
    worst = min((_likely(mark) for mark in marks if _is_character(mark)), default=1.0)
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        text = "".join(mark.itertext()).strip()
        if not _is_character(mark) or not text:
            continue
        x0, y0, x1, y1 = map(float, _BOX.search(mark.get("title", "")).groups())  # type: ignore[union-attr]
        own = _likely(mark)
        sure = whole if own == worst else own
        others = _others(after, text, 1 - sure) if after is not None and not _is_character(after) else ()
        yield Character(text, (x0 + x1) / 2, sure, others), x0, x1, y1 - y0


def _is_character(mark: ElementTree.Element) -> bool:
    return _BOX.search(mark.get("title", "")) is not None


def _likely(node: ElementTree.Element) -> float:
    """How likely a character or word is right; 0 where that is not said."""
    found = _CONFIDENCE.search(node.get("title", ""))
    return min(math.exp((float(found[1]) - 100) / SCALE), 1.0) if found else 0.0


def _others(choices: ElementTree.Element, text: str, rest: float) -> tuple[tuple[str, float], ...]:
    """The alternatives of a character, which share what it leaves: each half as likely as the one before."""
    read = ["".join(choice.itertext()).strip() for choice in choices]
    if not read or read[0] != text:
        return ()
    others = [char for char in read[1:] if len(char) == 1 and char != text][:ALTERNATIVES]
    return tuple((char, rest / 2 ** (k + 1)) for k, char in enumerate(others))


def _spaced(placed: list[Placed]) -> list[Character]:
    """The characters, with a space between words of Latin characters."""
    characters: list[Character] = []
    end, height = 0.0, 0.0
    for character, x0, x1, high in placed:
        height = max(height, high)
        if characters and (characters[-1].text + character.text).isascii() and x0 - end > SPACE * height:
            characters.append(Character(" ", (end + x0) / 2, character.sure))
        characters.append(character)
        end = x1
    return characters
