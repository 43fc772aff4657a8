"""The number of a row as forms print it before a label: (1), １., ２、, ③."""

from __future__ import annotations

import re

from kaigi_extract.text.enclosed import ENCLOSED_NUMBERS

_ROW_NUMBER = rf"[(（]?[\d０-９]{{1,2}}[)）]?[.．、]?|[{ENCLOSED_NUMBERS}]"
_ALONE = re.compile(_ROW_NUMBER)
_LEADING = re.compile(rf"^(?:{_ROW_NUMBER})(?=\D)")


def is_row_number(text: str) -> bool:
    """Whether the text is a row number and nothing else."""
    return _ALONE.fullmatch(text) is not None


def without_row_number(label: str) -> str:
    """The label without the row number before it."""
    return _LEADING.sub("", label)
