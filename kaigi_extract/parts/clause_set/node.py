"""A clause or an item while it is being read, and what one label says of the next. Nouns and grammar; reads no line."""

from __future__ import annotations

from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Grid
from kaigi_extract.text import ENCLOSED, Label

PARAGRAPHED = frozenset({"dai_jo", "dai"})
"""Styles of clauses whose paragraphs may be numbered from the second one on: 第１条 …, ２ …, ３ …"""

_ALSO_PARAGRAPHS = frozenset({"circled", "paren_digit", "digit_paren"})
"""Styles of numbers that paragraphs bear, too, from the second one on, behind a first one without: ② …, (2) …"""


@dataclass(slots=True)
class ClauseNode:
    """A clause or an item while it is being read."""

    label: Label
    text: Passage
    x0: float
    heading: Passage | None = None
    children: list[ClauseNode] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    """Tables that are printed within it."""
    last_digit: int | None = field(init=False, default=None)
    """The number of the last of its children that bears a plain one; None where none does."""

    def open_below(self, child: ClauseNode) -> None:
        """Adds an item."""
        self.children.append(child)
        if child.label.style == "digit":
            self.last_digit = child.label.ordinal or 0

    @property
    def number(self) -> int | str:
        return self.label.number if self.label.number is not None else self.label.label


def is_alike(one: Label, other: Label) -> bool:
    """Whether two labels are set in one way: ⒈ and １ count together and are not alike."""
    return _counts_with(one, other) and (one.label[0] in ENCLOSED) == (other.label[0] in ENCLOSED)


def _counts_with(one: Label, other: Label) -> bool:
    """Whether two labels may be of one list: of one style, and of one case (a list of ａ below Ａ begins anew)."""
    return one.style == other.style and one.is_small == other.is_small


def is_first(label: Label) -> bool:
    """Whether a list begins with a label: １, ア, イ (of イ ロ ハ)."""
    return label.ordinal == 1 or label.iroha_ordinal == 1


def comes_after(last: Label, label: Label, with_gaps: bool) -> bool:
    """Whether a label follows another; where items may be missing, whether it is of a later one."""
    later = (label.ordinal or 0) > (last.ordinal or 0)
    return succeeds(last, label) or (with_gaps and _counts_with(last, label) and later)


def paragraph_due(clause: ClauseNode) -> int:
    """The number of the paragraph to come; the first bears none."""
    return clause.last_digit + 1 if clause.last_digit is not None else 2


def is_second_paragraph(clause: ClauseNode, label: Label, *, apart: bool) -> bool:
    """Whether a label may be that of a clause's second paragraph in a style of items: its first is a sentence without
    a number, and no list of the clause is in that style, or counts the clause's number on (1-1). Where the clause's
    own label is set `apart`, in a cell of its own, a plain number may be, too."""
    if (
        label.ordinal != 2
        or label.branches
        or not (label.style in _ALSO_PARAGRAPHS or (apart and label.style == "digit"))
    ):
        return False
    if "。" not in clause.text.text or (label.style == clause.label.style and not apart):
        return False
    styles = {child.label.style for child in clause.children}
    return label.style not in styles and styles.isdisjoint(("decimal_2", "decimal_3", "decimal_4"))


def succeeds(last: Label, label: Label) -> bool:
    """Whether one label follows another of its style, in the order of numbers, of ア イ ウ or of イ ロ ハ."""
    if not _counts_with(last, label):
        return False
    if last.ordinal == label.ordinal and label.branches > last.branches:
        return True
    pairs = ((last.ordinal, label.ordinal), (last.iroha_ordinal, label.iroha_ordinal))
    return any(a is not None and b is not None and b == a + 1 for a, b in pairs)


def passes_over(last: Label, label: Label) -> bool:
    """Whether a label goes on with a list in which one number is missing, or stands twice: (2) … (4) …"""
    if not _counts_with(last, label) or is_first(label) or last.branches or label.branches:
        return False
    pairs = ((last.ordinal, label.ordinal), (last.iroha_ordinal, label.iroha_ordinal))
    return any(a is not None and b is not None and b - a in (0, 2) for a, b in pairs)
