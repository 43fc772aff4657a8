"""The fiscal year (年度) of a day. Japanese offices count from April to March."""

from __future__ import annotations

import datetime

FISCAL_YEAR_BEGINS = 4
"""Month."""


def fiscal_year(day: datetime.date) -> int:
    """The western year in which the fiscal year of the day began: 31 March 2013 is of 2012 (平成24年度)."""
    return day.year - (day.month < FISCAL_YEAR_BEGINS)
