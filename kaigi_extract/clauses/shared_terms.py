"""How much each clause of one side shares with each of the other, as one array. Pure; knows sets of terms only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float64]
"""A row for each clause of the old side, a column for each of the new one."""
_Places = tuple[list[int], list[int]]
"""The clauses that have a term: of the old side, and of the new one."""


def shared_weights(
    old: Sequence[frozenset[str]], new: Sequence[frozenset[str]], weights: Mapping[str, float]
) -> Shares:
    """The weight of the terms that each two have in common.

    Pairs are asked term by term: those without a term in common cost nothing. Terms of so many clauses that there are
    more pairs of them than clauses are added up by one product of matrices.
    """
    both = _places(old, new)
    common = {term for term, (rows, columns) in both.items() if len(rows) * len(columns) > len(old) + len(new)}
    at: list[int] = []
    added: list[float] = []
    for term in both.keys() - common:
        rows, columns = both[term]
        at += [row * len(new) + column for row in rows for column in columns]
        added += [weights[term]] * (len(rows) * len(columns))
    total = np.zeros(len(old) * len(new))
    np.add.at(total, np.array(at, dtype=np.int64), np.array(added))
    found: Shares = total.reshape(len(old), len(new))
    return found + _product({term: both[term] for term in common}, weights, found.shape) if common else found


def _places(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> dict[str, _Places]:
    """Where the terms are that both sides have."""
    both: dict[str, _Places] = {term: ([], []) for term in frozenset().union(*old) & frozenset().union(*new)}
    for side, every in enumerate((old, new)):
        for index, found in enumerate(every):
            for term in found & both.keys():
                both[term][side].append(index)
    return both


def _product(common: Mapping[str, _Places], weights: Mapping[str, float], shape: tuple[int, ...]) -> Shares:
    """The same as a product of two matrices, of terms by clauses."""
    rows_of, columns_of = np.zeros((len(common), shape[0])), np.zeros((len(common), shape[1]))
    for index, (term, (rows, columns)) in enumerate(common.items()):
        rows_of[index, rows] = weights[term]
        columns_of[index, columns] = 1.0
    product: Shares = rows_of.T @ columns_of
    return product
