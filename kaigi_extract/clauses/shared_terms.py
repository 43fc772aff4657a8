"""How much each clause of one side shares with each of the other, as one array. Pure; knows sets of terms only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float64]
"""A row for each clause of the old side, a column for each of the new one."""


def shared_weights(
    old: Sequence[frozenset[str]], new: Sequence[frozenset[str]], weights: Mapping[str, float]
) -> Shares:
    """The weight of the terms that each two have in common.

    Pairs are asked term by term: those without a term in common cost nothing. Terms of so many clauses that there are
    more pairs of them than clauses are added up by one product of matrices.
    """
    rows_of, columns_of = _places(old), _places(new)
    common: list[tuple[float, list[int], list[int]]] = []
    at: list[int] = []
    added: list[float] = []
    for term, rows in rows_of.items():
        if (columns := columns_of.get(term)) is None:
            continue
        pairs = len(rows) * len(columns)
        if pairs > len(old) + len(new):
            common.append((weights[term], rows, columns))
            continue
        at += [row * len(new) + column for row in rows for column in columns]
        added += [weights[term]] * pairs
    total = np.zeros(len(old) * len(new))
    np.add.at(total, np.array(at, dtype=np.int64), np.array(added))
    found: Shares = total.reshape(len(old), len(new))
    return found + _product(common, len(old), len(new)) if common else found


def _places(every: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """Which clauses have each term."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(every):
        for term in found:
            places[term].append(index)
    return places


def _product(common: Sequence[tuple[float, list[int], list[int]]], old: int, new: int) -> Shares:
    """The same as a product of two matrices, of terms by clauses."""
    weighed, marked = np.zeros((len(common), old)), np.zeros((len(common), new))
    for index, (weight, rows, columns) in enumerate(common):
        weighed[index, rows] = weight
        marked[index, columns] = 1.0
    product: Shares = weighed.T @ marked
    return product
