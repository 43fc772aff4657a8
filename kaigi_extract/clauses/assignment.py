"""The pairing of rows and columns with the greatest sum. Pure; knows nothing of clauses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Gains = NDArray[np.float64] | Sequence[Sequence[float]]
"""A row of numbers for each of one side."""


def best_pairs(gains: Gains) -> list[tuple[int, int]]:
    """Pairs (row, column), each row and column at most once, of the greatest total gain; only gains above 0.

    The Hungarian method with shortest augmenting paths. A row whose best column is free costs one look at all columns,
    done in arrays; the whole is cubic in the shorter side only where all rows want the same columns. scipy has it, but
    is not among our dependencies.
    """
    given = np.asarray(gains, dtype=np.float64)
    if not given.size:
        return []
    is_turned = len(given) > given.shape[1]
    costs = -np.maximum(given.T if is_turned else given, 0.0)
    found = _solve(costs).items()
    pairs = sorted((column, row) if is_turned else (row, column) for column, row in found)
    return [pair for pair in pairs if given[pair] > 0]


def _solve(costs: NDArray[np.float64]) -> dict[int, int]:
    """The row of each column that has one; there are at least as many columns as rows."""
    row_price, column_price = np.zeros(len(costs)), np.zeros(costs.shape[1])
    row_of: dict[int, int] = {}
    for start in range(len(costs)):
        _augment(start, costs, row_price, column_price, row_of)
    return row_of


def _augment(
    start: int,
    costs: NDArray[np.float64],
    row_price: NDArray[np.float64],
    column_price: NDArray[np.float64],
    row_of: dict[int, int],
) -> None:
    """Gives the row `start` a column, moving other rows along the cheapest path to a free one; prices follow."""
    cheapest, reached_from = np.full(len(column_price), np.inf), np.full(len(column_price), -1)
    done: list[tuple[int, float]] = []
    is_open = np.full(len(column_price), True)
    row, column, length = start, -1, 0.0
    while row >= 0:
        through = length + costs[row] - row_price[row] - column_price
        nearer = is_open & (through < cheapest)
        cheapest[nearer], reached_from[nearer] = through[nearer], column
        column = int(cheapest.argmin())
        length = float(cheapest[column])
        done.append((column, length))
        is_open[column], cheapest[column] = False, np.inf
        row = row_of.get(column, -1)
    row_price[start] += length
    for other, reached in done[:-1]:
        row_price[row_of[other]] += length - reached
        column_price[other] -= length - reached
    while column >= 0:
        before = int(reached_from[column])
        row_of[column] = start if before < 0 else row_of[before]
        column = before
