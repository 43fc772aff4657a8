"""RapidOCR's recognition model (PP-OCR, in its wheel), run on line crops. May import rapidocr and onnxruntime.

Of RapidOCR only the model is used. Its detector is left out: on council documents the white between lines tells
them apart better (`line_segmentation`), and it is a third of the time. So is its post-processing, which keeps one
character a place; here the runners-up are kept, and what Japanese print does not have is left out from the start.
"""

from __future__ import annotations

import math
import multiprocessing
import os
from collections.abc import Sequence
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kaigi_extract.ocr.character_variants import JAPANESE
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.text import fold

HEIGHT = 48
"""Pixels. What the model was trained on."""
STEP = 8
"""Pixels of the crop, brought to that height, that the model gives one answer for."""
BLANK_CLASS = 0
"""Class of no character."""
WORTH = 0.005
"""Probability from which on a runner-up is kept."""
WEAK = 0.05
"""Probability from which on a character is given where none is likelier: there may be ink that says so."""
KEPT = 3
"""Runners-up that are kept, at most."""
THREADS = "KAIGI_EXTRACT_OCR_THREADS"
"""Environment variable for the engine's threads. Without it: all cores in a program's main process, one in a worker,
so that two workers on two cores do not get in each other's way."""

Scores = NDArray[np.float32]


class RapidRecogniser:
    """Reads lines with RapidOCR's model. Raises `ImportError` where the wheel holds none."""

    name = "rapidocr"

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False  # else every width of crop keeps its memory
        options.intra_op_num_threads = engine_threads()
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(os.fspath(_model()), options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name
        characters = self.session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self.characters = ["", *(JAPANESE.get(char, char) for char in characters), " "]
        kept = [k for k, char in enumerate(self.characters) if k == BLANK_CLASS or is_printed(char)]
        kept.sort(key=lambda k: (k != BLANK_CLASS, fold(self.characters[k])))
        self.kept = np.array(kept)
        folded = [fold(self.characters[k]) for k in kept]
        self.first = np.array([k for k in range(len(kept)) if not k or folded[k] != folded[k - 1]])
        self.space = [k for k, first in enumerate(self.first) if not folded[first].strip()]

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        """The characters of each crop. One crop a run: batches of unequal width cost more than they save on a CPU."""
        return [self._read(crop) for crop in crops]

    def _read(self, crop: Grey) -> list[Character]:
        height, width = crop.shape
        across = max(STEP, math.ceil(HEIGHT * width / height))
        shrinking = height > HEIGHT
        small = cv2.resize(crop, (across, HEIGHT), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
        tensor = np.zeros((1, 3, HEIGHT, STEP * math.ceil(across / STEP)), np.float32)
        tensor[0, :, :, :across] = small.astype(np.float32) / 127.5 - 1
        scores: Scores = self.session.run(None, {self.input: tensor})[0][0][:, self.kept]
        return self._characters(scores, STEP * width / across)

    def _characters(self, scores: Scores, step: float) -> list[Character]:
        """Characters from the answers along a line (CTC): equal ones that follow each other are one character.

        Widths of one character （( are one kind: the model shares its confidence out among them.
        """
        kinds: Scores = np.add.reduceat(scores, self.first, axis=1)
        best = self._best(kinds)
        characters: list[Character] = []
        for kind, group in groupby(range(len(best)), key=lambda k: int(best[k])):
            if kind == BLANK_CLASS:
                continue
            steps = list(group)
            peak = max(steps, key=lambda k: kinds[k, kind])
            weights = kinds[steps, kind]
            at = float((weights * (np.array(steps) + 0.5)).sum() / weights.sum()) * step
            characters.append(
                Character(self._text(scores[peak], kind), at, float(kinds[peak, kind]), self._others(kinds[peak], kind))
            )
        return characters

    def _best(self, kinds: Scores) -> NDArray[np.intp]:
        """The kind of each step: of no character, unless by itself some character is not unlikely between two of it."""
        best: NDArray[np.intp] = np.asarray(kinds.argmax(axis=1))
        seen = kinds.copy()
        seen[:, [BLANK_CLASS, *self.space]] = 0
        for step in np.flatnonzero(seen.max(axis=1) >= WEAK):
            beside = best[max(step - 1, 0) : step + 2]
            if not beside.any():
                best[step] = seen[step].argmax()
        return best

    def _text(self, scores: Scores, kind: int) -> str:
        """The likeliest width of a kind."""
        first = int(self.first[kind])
        last = int(self.first[kind + 1]) if kind + 1 < len(self.first) else len(self.kept)
        char: str = self.characters[self.kept[first + int(scores[first:last].argmax())]]
        return char

    def _others(self, kinds: Scores, chosen: int) -> tuple[tuple[str, float], ...]:
        order = np.argpartition(kinds, -KEPT - 2)[-KEPT - 2 :]
        order = order[np.argsort(-kinds[order])]
        runners = [k for k in order if k not in (BLANK_CLASS, chosen) and kinds[k] >= WORTH]
        return tuple((self.characters[self.kept[self.first[k]]], float(kinds[k])) for k in runners[:KEPT])


def is_printed(char: str) -> bool:
    """Whether Japanese office print has a character: what Windows' Japanese code page holds, without Greek, Cyrillic
    and half-width カナ, which look like others. Chinese forms (项, 查) are left out with it."""
    if len(char) != 1 or "\u0370" <= char <= "\u04ff" or "\uff61" <= char <= "\uff9f":
        return False
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def engine_threads() -> int:
    """How many threads the engine takes."""
    given = os.environ.get(THREADS, "")
    if given.isdigit() and int(given):
        return int(given)
    return 1 if multiprocessing.parent_process() is not None else len(_cores())


def _cores() -> Sequence[int]:
    if hasattr(os, "sched_getaffinity"):
        return list(os.sched_getaffinity(0))
    return range(os.cpu_count() or 1)


def _model() -> Path:
    found = sorted(Path(str(files("rapidocr") / "models")).glob("*_rec_*.onnx"))
    if not found:
        raise ImportError("rapidocr is installed without its recognition model; install rapidocr>=3.10 anew")
    return found[-1]
