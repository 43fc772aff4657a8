"""The number of a row as forms print it before a label: (1), １., ２、, ③."""

from __future__ import annotations

from kaigi_extract.text.enclosed import ENCLOSED_NUMBERS
from kaigi_extract.text.late_pattern import late_pattern

_ROW_NUMBER = rf"[(（]?[\d０-９]{{1,2}}[)）]?[.．、]?|[{ENCLOSED_NUMBERS}]"
_ALONE = late_pattern(_ROW_NUMBER)
_LEADING = late_pattern(rf"^(?:{_ROW_NUMBER})(?=\D)")


def is_row_number(text: str) -> bool:
    """Whether the text is a row number and nothing else."""
    return _ALONE.fullmatch(text) is not None


def without_row_number(label: str) -> str:
    """The label without the row number before it."""
    return _LEADING.sub("", label)
