"""A numbering label: what opens an item (第１条, １, (1), ア, ①). A noun; decides nothing."""

from __future__ import annotations

from typing import Literal

from kaigi_extract.late_dataclass import dataclass

LabelStyle = Literal[
    "digit", "paren_digit", "digit_paren", "circled", "circled_filled", "circled_double",
    "circled_kana", "circled_kanji", "circled_alpha",
    "dai", "dai_jo", "dai_ko", "dai_go", "dai_sho",
    "kana", "paren_kana", "kana_paren",
    "kanji", "paren_kanji", "kanji_paren",
    "alpha", "paren_alpha", "alpha_paren",
    "roman", "paren_roman", "bullet",
    "decimal_2", "decimal_3", "decimal_4",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A numbering label. ``start`` is its first character, ``end`` that of the text after it and its white space.

    ``number`` is the value: an int, or the kana or Latin letter itself (width folded), or None for a bullet.
    ``ordinal`` is the position in the sequence (ア 1, イ 2; 一 1; a 1). A kana label also has its place in イロハ order
    (イ 1, ロ 2): only its neighbours show which of the two holds. ``branches``: 第2条の2 → (2,).
    """

    style: LabelStyle
    number: int | str | None
    ordinal: int | None
    iroha_ordinal: int | None
    branches: tuple[int, ...]
    label: str
    start: int
    end: int

    @property
    def is_small(self) -> bool:
        """Whether it is set in small Latin letters (a, ⅰ): these count apart from A and Ⅰ."""
        return self.label.islower()

    def follows(self, other: Label) -> bool:
        """Whether it is the next of its style after another; none follows a bullet."""
        return self.style == other.style and other.ordinal is not None and self.ordinal == other.ordinal + 1
