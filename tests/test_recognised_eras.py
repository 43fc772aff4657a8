"""Eras of recognised dates: (what was read, what it says)."""

from __future__ import annotations

import pytest

from kaigi_extract.parts.settings import PartSettings
from tests.test_parts_settings import corrected, unsure

READ = {
    "合 for 令": ("合和５年６月１日", "令和５年６月１日"),
    "今 for 令": ("今和元年", "令和元年"),
    "半 for 平": ("半成30年", "平成30年"),
    "another era": ("昭和５年", "昭和５年"),
    "no year": ("合和する", "合和する"),
    "another character": ("総和５年", "総和５年"),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_like_an_era_before_a_year_is_one_however_sure(name: str) -> None:
    read, says = READ[name]
    assert corrected(unsure(read, {}), PartSettings())[0] == says
