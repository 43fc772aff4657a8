"""What lies on either side of a rule of text: the string that it takes, and beside it the one that it must leave."""

from __future__ import annotations

import pytest

from kaigi_extract.text import match_due, match_label

DUE = [
    # line, the number that the list has come to, label and rest; None where it is no label
    ("３　年に１回以上、報告する。", 3, ("３", "年に１回以上、報告する。")),
    ("３　年に１回以上、報告する。", 2, None),
    ("３　年に１回以上、報告する。", 4, None),
    ("３　年に１回以上、報告する。", 31, None),
    ("31 日までに届ける。", 31, ("31", "日までに届ける。")),
    ("31 日までに届ける。", 3, None),
    ("　３　月末に払う。", 3, ("３", "月末に払う。")),
    ("３年に１回以上、報告する。", 3, None),  # no space after it
    ("３", 3, None),
    ("３　", 3, None),
    ("報告する。", 3, None),
    # What is a label by itself is one whatever is due.
    ("３．報告する。", 7, ("３．", "報告する。")),
    ("（ア）　古紙", 7, ("（ア）", "古紙")),
]


@pytest.mark.parametrize(("line", "due", "expected"), DUE)
def test_a_number_that_is_due(line: str, due: int, expected: tuple[str, str] | None) -> None:
    label = match_due(line, due)
    assert (None if label is None else (label.label, line[label.end :])) == expected
    if label is not None and match_label(line) is None:
        assert (label.style, label.number, label.ordinal) == ("digit", due, due)
