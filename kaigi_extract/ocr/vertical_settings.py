"""The numbers by which 縦書き is found on pages that are pictures, cut into characters and read."""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class VerticalWritingSettings:
    """Which ink is set downwards (縦書き), where each of its characters is, and which way up each is read."""

    writing_dpi: float = 100.0
    """Dots an inch at which a page is looked at for its direction of writing: a character is some fifteen pixels."""
    character_least: float = 1.5
    """Millimetres of the longer side of ink that may be a character of the text, at least."""
    character_most: float = 9.0
    """Millimetres of the longer side of such ink, at most: 24 point is 8.5."""
    smeared_gaps: tuple[float, ...] = (0.3, 0.6)
    """Ems of empty space that are filled to see in which direction characters make lines: they are set closer than
    this, and lines and columns further apart. The second where with the first few characters do: spaced ones."""
    telling_share: float = 0.3
    """Share of the area of all characters that such lines must take at least to be more than a few."""
    piece_length: float = 3.0
    """Ems from which on what comes of that shows a direction of writing."""
    piece_narrowest: float = 0.6
    """Ems of its breadth at least: a stroke of a drawing is narrower than a line of characters."""
    piece_broadest: float = 1.5
    """Ems of its breadth at most: what is broader is several lines or columns that touch."""
    piece_reach: float = 0.2
    """Ems around a piece in which ink is of it: thin strokes are lost where the page is looked at small."""
    downward_share: float = 0.7
    """Share of all such pieces, by their area, that are columns on a page of 縦書き."""
    least_columns: float = 12.0
    """Ems that columns are long together, at least, to be 縦書き: a label set downwards is shorter."""
    columns_apart: float = 2.5
    """Ems of empty space between two columns of one text, at most."""
    column_break: float = 1.6
    """Ems of empty space in a column within which a short piece of ink still belongs to it."""
    cell_detail: int = 24
    """Pixels an em at which a column is cut into characters."""
    em_shares: tuple[float, ...] = (0.8, 0.84, 0.88, 0.92, 0.96, 1.0, 1.04)
    """Shares of the em that the breadth of columns tells, of which one is the em they are cut by: 、 and skew make them
    broader."""
    price_slack: float = 0.05
    """Price a column up to which a larger em counts as cheap as the cheapest: white around characters is free."""
    em_columns: int = 5
    """The longest columns, by which that is found."""
    least_cell: float = 0.3
    """Ems of a column that one character takes, at least: a Latin one on its side."""
    most_cell: float = 1.25
    """Ems that one character takes, at most."""
    cell_spread: float = 0.35
    """Ems by which such a length differs from an em at the price of 1."""
    cut_price: float = 6.0
    """Price of a cut between characters, for each em of ink that it goes through."""
    title_size: float = 1.2
    """Times its ems by which a column is broader than others on the page if it is set larger."""
    bracket_most: float = 0.42
    """Ems that a bracket lying on its side is high, at most; 一 is less, and no cut through it."""
    bracket_least: float = 0.13
    """Ems that it is high, at least: 一 is a single stroke."""
    bracket_width: float = 0.7
    """Ems that it is wide, at least; っ, 、 and 。 are less."""
    stroke_width: float = 0.3
    """Ems that ー, … and ～ are wide in a column, at most."""
    stroke_height: float = 0.65
    """Ems that they are high, at least."""
    small_character: float = 0.75
    """Ems of the sides of ink that is 、 or a small っ, at most."""
    stop_size: float = 0.45
    """Ems of the sides of 、 and 。, at most: a line has them at the left of their square, a small っ in its middle."""
    right_shift: float = 0.05
    """Ems by which the middle of such ink is right of the column's, at least: ・ and 一 are in its middle."""
    text_with_stops: int = 60
    """Characters of a page's longest lines among which there is a 、 or 。, unless it is a list or lies on its side."""
