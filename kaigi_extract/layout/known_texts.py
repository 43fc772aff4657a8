"""What layout asks about the words of a text file: it knows geometry, the vocabulary knows words. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaigi_extract.late_dataclass import dataclass

IsMark = Callable[[str], bool]
"""Whether a text is nothing but a mark such as 資料1, whose frame is no table."""
IsTitle = Callable[[str], bool]
"""Whether a line heads a part of a document."""
NamesField = Callable[[str], bool]
"""Whether a text is what bodies in general call a field of a form."""
TablesOf = Callable[[str], frozenset[tuple[str, str]]]
"""The tables that a label may be in: (ward, part of its mapping)."""

Heads = Callable[[Sequence[str]], bool]
"""Whether texts beside each other head the columns of a 新旧対照表, or those of a list."""


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What is known of the texts of a file beside its field labels; nothing where nobody says."""

    is_mark: IsMark = lambda _: False
    is_title: IsTitle = lambda _: False
    tables_of: TablesOf = lambda _: frozenset()
    names_field: NamesField = lambda _: False
    heads_comparison: Heads = lambda _: False
    heads_list: Heads = lambda _: False


NOTHING_KNOWN = KnownTexts()
"""No mark, no title, no table."""
