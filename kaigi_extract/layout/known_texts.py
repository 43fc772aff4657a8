"""What layout asks about the words of a text file: it knows geometry, the vocabulary knows words. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kaigi_extract.late_dataclass import dataclass

IsMark = Callable[[str], bool]
"""Whether a text is nothing but a mark such as 資料1, whose frame is no table."""
IsTitle = Callable[[str], bool]
"""Whether a line heads a part of a document."""
NamesField = Callable[[str], bool]
"""Whether a text is what bodies in general call a field of a form."""
TablesOf = Callable[[str], frozenset[tuple[str, str]]]
"""The tables that a label may be in: (ward, part of its mapping)."""

HeadsList = Callable[[Sequence[str]], bool]
"""Whether texts beside each other head the columns of a list."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What tells the heads of the columns of a 新旧対照表."""

    are_heads: Callable[[Sequence[str]], bool] = lambda _: False
    """Whether texts beside each other are such heads."""
    may_be_in: Callable[[Iterable[str]], bool] = lambda _: True
    """A test that costs little: whether such heads may be in the texts of some lines."""


NO_HEADS = Heads(may_be_in=lambda _: False)
"""No text is compared with another."""


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What is known of the texts of a file beside its field labels; nothing where nobody says."""

    is_mark: IsMark = lambda _: False
    is_title: IsTitle = lambda _: False
    tables_of: TablesOf = lambda _: frozenset()
    names_field: NamesField = lambda _: False
    heads_comparison: Heads = NO_HEADS
    heads_list: HeadsList = lambda _: False
    means_none: NamesField = lambda _: False
    """Whether a text is a label that no field has: 備考."""


NOTHING_KNOWN = KnownTexts()
"""No mark, no title, no table."""
