"""Characters without ink and width in the runs of a page: they go, with their places, and nothing else moves."""

from __future__ import annotations

from kaigi_extract.source import Run
from kaigi_extract.source.repairs import repair_runs


def run(text: str, at: float) -> Run:
    count = len(text)
    places = [at + 10 * k for k in range(count)]
    return Run(text, places, [x + 10 for x in places], 0, 10, 10, sure=[k / 10 for k in range(count)], others=[*text])


def test_they_are_taken_out_with_their_places() -> None:
    runs = [run("件\u200b名", 0), run("\ufeff\u2060", 30), run("古紙", 50)]
    assert repair_runs(runs) == 0
    assert [(one.text, one.start, one.end, one.sure, one.others) for one in runs] == [
        ("件名", [0, 20], [10, 30], [0.0, 0.2], ["件", "名"]),
        ("古紙", [50, 60], [60, 70], [0.0, 0.1], ["古", "紙"]),
    ]


def test_embedded_runs_have_no_confidence() -> None:
    one = Run("\u200b件", [0, 0], [0, 10], 0, 10, 10)
    runs = [one]
    repair_runs(runs)
    assert (one.text, one.start, one.end, one.sure, one.others) == ("件", [0], [10], None, None)


def test_a_soft_hyphen_with_width_is_a_hyphen() -> None:
    shown, unseen = run("資料2\u00ad1", 0), Run("再\u00ad開", [0, 10, 10], [10, 10, 20], 0, 10, 10)
    assert repair_runs([shown, unseen]) == 0
    assert (shown.text, unseen.text, unseen.start) == ("資料2-1", "再開", [0, 10])
