"""What a run came to: as text and as a page."""

from __future__ import annotations

from kaigi_extract.archive.summary import Summary, summary_html, summary_text

SUMMARY = Summary("/x/<dest>", {"done": 8, "failed": 2}, 40, 10, {"timeout": 2}, {"mended": 3}, 75.0)


def test_summary():
    assert summary_text(SUMMARY) == (
        "/x/<dest>: 10 files: 8 done, 2 failed\n40 pages, 10 of them recognised; 1:15 this time\n"
        "failed: 2 timeout\nfindings: 3 mended\n"
    )


def test_report_is_escaped_and_needs_nothing_else():
    page = summary_html(SUMMARY, [("<script>alert(1)</script>.pdf", "error", 'a "b" & c')])
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.pdf</td><td>error</td><td>a &quot;b&quot; &amp; c" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<title>Archive &lt;dest&gt;</title>" in page
