"""How far a run is, in its words: lines now and then, a bar on a terminal."""

from __future__ import annotations

import io

import pytest

from kaigi_extract.archive.progress import Lines, duration, progress_on


def test_lines_with_rate_time_left_and_failures():
    stream = io.StringIO()
    lines = Lines(stream, every=0)
    lines.begin(4)
    lines.advance(False)
    lines.advance(True)
    assert lines.line(4.0) == "2/4 files, 0.5 files/s, 0:04 left, 1 failed"
    assert stream.getvalue().count("\n") == 3


def test_only_now_and_then():
    stream = io.StringIO()
    lines = Lines(stream, every=600)
    lines.begin(3)
    for _ in range(3):
        lines.advance(False)
    assert [line.split()[0] for line in stream.getvalue().splitlines()] == ["3", "3/3"]


def test_annotation_is_counted_after_reading():
    stream = io.StringIO()
    lines = Lines(stream, every=0)
    lines.begin(1)
    lines.advance(False)
    lines.end()
    for kind, count in (("clause", 256), ("clause", 44), ("families", 1), ("link", 8)):
        lines.answer(kind, count)
    assert stream.getvalue().splitlines()[2:] == [
        "256 clauses annotated, 0:00 after reading",
        "300 clauses annotated, 0:00 after reading",
        "300 clauses annotated, 1 search for families done, 0:00 after reading",
        "300 clauses annotated, 1 search for families done, 8 pairs of versions compared, 0:00 after reading",
    ]


def test_a_bar_on_a_terminal_and_none_elsewhere():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    bar = progress_on(stream)
    bar.begin(2)
    for failed in (False, True):
        bar.advance(failed)
    bar.end()
    assert "2/2 files" in stream.getvalue()
    assert "1 failed" in stream.getvalue()
    assert type(progress_on(io.StringIO())) is Lines


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (61.4, "1:01"), (3723, "1:02:03"), (3599.6, "1:00:00")])
def test_durations(seconds, words):
    assert duration(seconds) == words
