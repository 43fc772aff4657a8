"""What a run came to: as text."""

from __future__ import annotations

from dataclasses import replace

from kaigi_extract.archive.summary import Summary, summary_text

SUMMARY = Summary("/x/<dest>", {"done": 8, "failed": 2}, 40, 10, {"timeout": 2}, {"mended": 3}, 75.0)


def test_summary():
    assert summary_text(SUMMARY) == (
        "/x/<dest>: 10 files: 8 done, 2 failed\n40 pages, 10 of them recognised; 1:15 this time\n"
        "failed: 2 timeout\nfindings: 3 mended\n"
    )


def test_a_notebook_shows_the_lines_of_the_command():
    summary = replace(SUMMARY, dest="<b>archive</b>")
    assert str(summary) == summary_text(summary)
    assert summary._repr_html_().startswith("<pre>&lt;b&gt;archive&lt;/b&gt;: ")
