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
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.character_variants import JAPANESE
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.recognition_model import BLANK, Answer, Floats, RecognitionModel
from kaigi_extract.ocr.worn_shapes import WORN
from kaigi_extract.text import fold

HEIGHT = 48
"""Pixels. What the model was trained on."""
STEP = 8
"""Pixels of the crop, brought to that height, that the model gives one answer for."""
WORTH = 0.005
"""Probability from which on a runner-up is kept."""
WORN_WORTH = 0.0005
"""The same of one that may have lost strokes to be what is read: of 由 without its level ones 山 is nearly sure."""
WEAK = 0.05
"""Probability from which on a character is given where none is likelier: there may be ink that says so."""
KEPT = 3
"""Runners-up that are kept, at most."""
THREADS = "KAIGI_EXTRACT_OCR_THREADS"
"""Environment variable for the engine's threads. Without it: all cores in a program's main process, one in a worker,
so that two workers on two cores do not get in each other's way."""


class RapidRecogniser:
    """Reads lines with RapidOCR's model. Raises `ImportError` where the wheel holds none."""

    name = "rapidocr"

    def __init__(self) -> None:
        self.threads = engine_threads()
        self.model = RecognitionModel(_model())
        self.kinds = _Kinds(["", *(JAPANESE.get(char, char) for char in self.model.characters), " "])
        self.model.keep(self.kinds.classes)

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        """The characters of each crop.

        One crop a run, each on one thread: batches of unequal width cost more than they save on a CPU, and several
        threads on one line wait for each other. The longest lines come first, so that no thread is left alone with one.
        """
        threads = min(self.threads, len(crops))
        if threads < 2:
            return [self._read(crop) for crop in crops]
        longest = sorted(range(len(crops)), key=lambda k: crops[k].shape[1] / crops[k].shape[0], reverse=True)
        with ThreadPoolExecutor(threads) as pool:
            read = dict(zip(longest, pool.map(lambda k: self._read(crops[k]), longest), strict=True))
        return [read[k] for k in range(len(crops))]

    def _read(self, crop: Grey) -> list[Character]:
        height, width = crop.shape
        across = max(STEP, math.ceil(HEIGHT * width / height))
        shrinking = height > HEIGHT
        small = cv2.resize(crop, (across, HEIGHT), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
        tensor = np.zeros((1, 3, HEIGHT, STEP * math.ceil(across / STEP)), np.float32)
        tensor[0, :, :, :across] = small.astype(np.float32) / 127.5 - 1
        return self._characters(self.model.answer(tensor), STEP * width / across)

    def _characters(self, answer: Answer, step: float) -> list[Character]:
        """Characters from the answers along a line (CTC): equal ones that follow each other are one character.

        Widths of one character （( are one kind: the model shares its confidence out among them.
        """
        kinds = self.kinds.together(answer.scores)
        steps = answer.steps
        best = self._best(kinds, steps)
        characters: list[Character] = []
        for (kind, _), group in groupby(range(len(best)), key=lambda k: (int(best[k]), int(steps[k]) - k)):
            if kind == BLANK:
                continue
            places = list(group)
            peak = max(places, key=lambda k: kinds[k, kind])
            weights = kinds[places, kind]
            at = float((weights * (steps[places] + 0.5)).sum() / weights.sum()) * step
            text = self.kinds.text(answer.scores[peak], kind)
            characters.append(Character(text, at, float(kinds[peak, kind]), self._others(kinds[peak], kind)))
        return characters

    def _best(self, kinds: Floats, steps: NDArray[np.intp]) -> NDArray[np.intp]:
        """The kind of each step: of no character, unless by itself some character is not unlikely between two of it."""
        best: NDArray[np.intp] = np.zeros(int(steps.max(initial=0)) + 3, np.intp)  # one step before and one behind
        best[steps + 1] = kinds.argmax(axis=1)
        seen = kinds.copy()
        seen[:, [BLANK, *self.kinds.space]] = 0
        for k in np.flatnonzero(seen.max(axis=1, initial=0) >= WEAK):
            if not best[steps[k] : steps[k] + 3].any():
                best[steps[k] + 1] = seen[k].argmax()
        return best[steps + 1]

    def _others(self, kinds: Floats, chosen: int) -> tuple[tuple[str, float], ...]:
        order = np.argpartition(kinds, -KEPT - 2)[-KEPT - 2 :]
        order = order[np.argsort(-kinds[order])]
        runners = [k for k in order if k not in (BLANK, chosen) and kinds[k] >= WORTH][:KEPT]
        worn = [k for k in self.kinds.worn.get(chosen, ()) if k not in runners and kinds[k] >= WORN_WORTH]
        return tuple((self.kinds.first(k), float(kinds[k])) for k in [*runners, *worn])


class _Kinds:
    """The characters that are kept of those of all classes, as kinds: widths of one character （( are one."""

    def __init__(self, characters: Sequence[str]) -> None:
        kept = [k for k, char in enumerate(characters) if k == BLANK or is_printed(char)]
        kept.sort(key=lambda k: (k != BLANK, fold(characters[k])))
        together = [list(group) for _, group in groupby(kept, key=lambda k: (k != BLANK, fold(characters[k])))]
        rounds = [
            [(kind, classes[n]) for kind, classes in enumerate(together) if n < len(classes)]
            for n in range(max(map(len, together)))
        ]
        self.classes: NDArray[np.intp] = np.array([one for members in rounds for _, one in members])
        """The kept classes: the first one of each kind in the order of kinds, then the second ones, and so on."""
        self.characters: list[str] = [characters[k] for k in self.classes]
        self.count = len(together)
        self.space = [k for k in range(1, self.count) if not fold(self.characters[k]).strip()]
        kind_of = {fold(self.characters[k]): k for k in range(self.count)}
        self.worn = {
            kind_of[read]: [kind_of[char] for char in printed if char in kind_of]
            for read, printed in WORN.items()
            if read in kind_of
        }
        """The kinds that may have lost strokes to be one that is read."""
        self._more: list[tuple[NDArray[np.intp], slice]] = []
        self._columns = [[kind] for kind in range(self.count)]
        at = self.count
        for members in rounds[1:]:
            self._more.append((np.array([kind for kind, _ in members]), slice(at, at + len(members))))
            for column, (kind, _) in enumerate(members, at):
                self._columns[kind].append(column)
            at += len(members)

    def together(self, scores: Floats) -> Floats:
        """How likely each kind is, from how likely each kept class is."""
        kinds = scores[:, : self.count].copy()
        for members, columns in self._more:
            kinds[:, members] += scores[:, columns]
        return kinds

    def text(self, scores: Floats, kind: int) -> str:
        """The likeliest width of a kind."""
        return self.characters[max(self._columns[kind], key=lambda column: float(scores[column]))]

    def first(self, kind: int) -> str:
        """The first width of a kind."""
        return self.characters[kind]


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
