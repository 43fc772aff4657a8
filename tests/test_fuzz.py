"""Whatever a file holds, a reader or a command ends with a record or a typed error: a short run of the fuzzer, and every
case that once did not. The long run is `python -m tests.benchmarks.fuzz`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

pytest.importorskip("pikepdf")
pytest.importorskip("psutil")

import psutil

from kaigi_extract import UnreadableSource
from tests.fuzz import trial
from tests.fuzz.cases import BY_ENDING, OFFICE, Case, cases, chosen
from tests.fuzz.of_bytes import BYTES
from tests.fuzz.sound import SOUND, sound
from tests.fuzz.ways import WAYS

FOUND = {
    "form.pdf:swapped:417:both": "an object that cannot be parsed, where layers are looked for",
    "form.pdf:renumbered:2234:look": "a broken reference in an array, where layers are looked for",
    "form.pdf:swapped:475:attachments": "a broken dictionary, where layers are looked for",
    "form.pdf:locked:899:report.html": "marks on a page that PyMuPDF gives a SystemError for",
    "form.pdf:circles:11576:look": "a field of a form that is its own parent: MuPDF never ended",
    "bicycles.pdf:page_tree:11277:extract": "a page without height",
    "bicycles.pdf:flipped:502603:extract": "a damaged element of the tree of tags: MuPDF freed memory twice",
    "bicycles.pdf:flipped:880001879:amend": "the same in a file whose index is rebuilt while a page is read",
    "cards.pdf:crowds:1110001595:attachments": "30,000 attached files, each read as a document",
    "book.xlsx:crowded_sheet:1110002006:draft": "90,000 labels in a table, whose part was looked for at each",
    "picture.jp2:overwritten:1230004748:recognised": "noise, read as words on one half of a page and as lines on the other",
    "form.pdf:sizes:990008262:bytes": "a picture of 65,535 by 9,000 pixels, too small on its page to be seen, drawn all the same",
    "picture.png:repacked:300:recognised": "a picture of one pixel by three",
    "picture.jpg:claimed:1016:show": "a picture that claims 5,000 by 65,535 pixels: 2 GB",
    "picture.png:repacked:901836:recognised": "a picture of 4 pixels by 400, which can be drawn to be read and not to be looked at",
    "picture.jpg:claimed:502948:recognised": "a picture that claims 5,000 by 34,464 pixels, drawn small and made large again: 4 GB",
    "form.pdf:fonts:508949:pdfplumber": "a font whose table to Unicode names a range of millions",
    "picture.jpg:claimed:10396:recognised": "a picture that claims 5,000 by 20,000 pixels: 2 GB of labels",
    "paper.txt:lengthened:501375:clauses": "a sentence of 20,000 characters: 2 GB for its parse",
    "cards.pdf:page_tree:505331:show": "a page without width, with the legend of its values",
    "list.csv:lengthened:506203:ocd": "a label of 20,000 characters, which Sudachi refuses",
    "paper.txt:reordered:508832:extract": "thousands of labels and values at one distance: half a minute to part them",
    "paper.md:reordered:1000038:extract": "names at the end of remarks beside lines with marks",
    "form.pdf:taken_out:1004676:searchable": "a list of annotations with none in it",
    "picture.jpg:repacked:1004098:recognised": "a picture of 42 pixels' width, in which creases were followed",
    "form.pdf:page_tree:3001810:extract": "a page without height, whose lines are looked for at its edges",
    "paper.md:lengthened:3003573:extract": "10,000 characters set apart in a list of people: no end",
    "cards.pdf:page_tree:3005554:pdfplumber": "a page of a thousand million units: 2 GB of bands",
    "mapping.toml:words:3009014:pdfplumber": "thousands of leaders with no page behind them: half a minute for one line",
    "cards.pdf:fonts:3009201:pdfplumber": "a font of one kind with the parts of another, whose table names millions: 2 GB",
    "bicycles.pdf:crowds:11303326:kaimebun": "30,000 attached files, each looked for among all",
    "cards.pdf:tables:11301675:web-annotations": "a font with a table of four thousand million codes: MuPDF never ended",
    "form.pdf:patterns:11302619:pdfplumber": "a pattern of tiles of a thousandth of a point",
    "book.xlsx:crowded_sheet:11301306:akoma-ntoso": "thousands of sheets that have one part",
    "mapping.toml:encoded:2183:add": "a mapping in another encoding",
    "mapping.toml:reordered:12488:add": "a mapping that tomlkit has an error of its own for",
    "paper.md:lengthened:11305310:correct": "thousands of labels on one line, each with a value: too deep a recursion",
    "book.xlsx:crowded_sheet:350005289:look": "one string of 32,000 characters in 30,000 cells: 2 GB",
    "page.html:crowded_text:920002055:correct": "tens of thousands of brackets above a numbered line: a minute",
    "page.html:lengthened:920003403:extract": "20,000 times one character where an office may stand: no end",
    "form.pdf:depths:910008938:bytes": "1,200 drawings in drawings: MuPDF ended the process",
    "form.pdf:tables:910003792:diff": "3,000 ranges of widths, each of all characters: a minute",
    "scan.pdf:streams:910007485:searchable": "a picture within a content stream that only a program of the system decodes",
    "book.xlsx:crowded_sheet:690006389:extract": "thousands of lines of a form, with its tables looked for at each",
    "metadata.csv:crowded_text:690002245:extract": "thousands of labels without a value, gone through from each of them",
    "cards.pdf:programs:240005357:pdfplumber": "a font program whose own table names millions: 2 GB",
    "scan.pdf:multiples:240001211:look": "tiles of tiles of tiles: MuPDF never ended",
    "form.pdf:multiples:690009081:both": "glyphs of glyphs of glyphs: pdfium never ended",
    "bicycles.pdf:streams:1512006716:pdfplumber": "rows of two thousand million numbers, made before they are read: 17 GB",
    "scan.pdf:packed_in_itself:570000194:pdfplumber": "a table of objects that claims two thousand million",
}
"""Cases that were faults, and what they had in them."""
SHORT = 120
"""Cases of the short run, which takes some 30 seconds of CPU."""


def faults(some):
    return [str(outcome) for outcome in trial.outcomes(some) if outcome.is_fault]


@pytest.mark.slow
def test_what_was_found_once_is_no_fault_any_more():
    assert faults(map(Case.of, FOUND)) == []


@pytest.mark.slow
def test_a_short_run():
    kinds = ("extract", "pdfplumber", "both", "look", "show", "bytes", "text", "explain", "check", "mapping", "beside")
    some = [case for case in cases(1, 3 * SHORT) if case.way in kinds and case.file not in OFFICE][:SHORT]
    assert len(some) == SHORT
    assert faults(some) == []


@pytest.mark.parametrize("file", SOUND)
def test_a_sound_file_is_sound_and_every_damage_changes_it(file, tmp_path):
    damages = BYTES | BY_ENDING.get(os.path.splitext(file)[1], {})
    for damage in damages:
        assert any(_is_changed(Case(file, damage, seed, "extract")) for seed in range(8)), damage


def _is_changed(case):
    try:
        return case.data != sound(case.file)
    except Exception:  # pikepdf and Pillow refuse some of what is asked of them
        return False


def test_a_case_is_made_again_from_its_name():
    for case in cases(100, 40):
        again = Case.of(str(case))
        assert again == case
    assert chosen(7) == chosen(7)
    one = Case("form.pdf", "types", 3, "extract")
    assert one.data == Case.of(str(one)).data


class TestTheTrialItself:
    """It sees what it is for."""

    CASE = Case("paper.txt", "cut", 1, "extract")

    def outcome(self, way):
        return trial.attempt(self.CASE, way)

    def test_a_record(self):
        assert not self.outcome(lambda path: None).is_fault

    def test_a_typed_error_names_its_file(self):
        def refuse(path):
            raise UnreadableSource(path, "it is damaged")

        def refuse_something(path):
            raise UnreadableSource("", "something is damaged")

        assert (self.outcome(refuse).what, self.outcome(refuse).is_fault) == ("UnreadableSource", False)
        assert self.outcome(refuse_something).is_fault

    @pytest.mark.parametrize("error", [ValueError, KeyError, RecursionError, MemoryError, SystemExit])
    def test_a_foreign_error(self, error):
        def stumble(path):
            raise error("x")

        found = self.outcome(stumble)
        assert found.is_fault
        assert found.what.startswith(error.__name__)
        assert "--case paper.txt:cut:1:extract" in str(found)

    @pytest.mark.slow
    @pytest.mark.parametrize(("limit", "words"), [("SECONDS", "it hangs"), ("MEMORY", "it takes too much memory")])
    def test_a_process_that_takes_too_much(self, monkeypatch, limit, words):
        process = trial.Process()
        process.attempt(self.CASE)
        monkeypatch.setattr(trial, limit, 0)
        monkeypatch.setattr(trial, "WATCH", 0.002)  # a quick machine is through before anybody looks
        slow = process.attempt(Case("paper.txt", "lengthened", 190, "extract"))
        if not slow.is_fault:  # it was through before anybody looked
            slow = process.attempt(Case("entry.docx", "cut", 1, "clauses"))
        assert (slow.what, process.is_spent) == (words, True)

    def test_a_process_that_dies(self):
        process = trial.Process()
        os.kill(process.process.pid, signal.SIGSTOP)
        time.sleep(0.1)
        os.kill(process.process.pid, signal.SIGKILL)
        process.process.wait()
        assert process.is_spent
        process.close()


LOOPING = """
import os, sys
from tests.fuzz.with_parent import end_with
end_with(int(sys.argv[1]))
print(os.getpid(), flush=True)
while True: pass
"""
STARTING = f"""
import os, subprocess, sys
subprocess.Popen([sys.executable, "-c", {LOOPING!r}, str(os.getpid())]).wait()
"""


def of_root(code, *words):
    command = [sys.executable, "-c", code] if code else [sys.executable]
    return subprocess.Popen([*command, *words], cwd=trial.ROOT, stdout=subprocess.PIPE, text=True)


def test_a_trial_ends_with_its_fuzzer_however_that_ends():
    with of_root(STARTING) as fuzzer:
        process = psutil.Process(int(fuzzer.stdout.readline()))
        fuzzer.kill()
        process.wait(timeout=60)
    with of_root("", "-m", "tests.fuzz.trial", str(os.getppid())) as orphan:
        assert orphan.wait(timeout=60) == 1


def test_every_file_has_ways_and_every_way_has_files():
    used = {name for name, way in WAYS.items() if any(way.takes(file) for file in SOUND)}
    assert used == set(WAYS)
