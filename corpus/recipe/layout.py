"""How a composed paper looks: every setting named, with the commonest value of the real sheets as its default."""

from dataclasses import dataclass
from typing import Literal

Border = Literal["solid", "dashed", "dotted", "double", "none"]
Outer = Literal["same", "thick", "double", "open"]


@dataclass(frozen=True)
class Layout:
    """Settings of one typesetting. Lengths in points unless a comment says otherwise."""

    font: str = "IPAexMincho"  # body face; IPAexGothic is the other one that the recipe expects
    label_font: str = ""  # face of the labels; empty = as the body
    font_size: float = 10.5
    line_height: float = 1.6  # of the font size
    page: Literal["A4", "Letter"] = "A4"
    landscape: bool = False
    margins: tuple[float, float, float, float] = (20, 24, 20, 24)  # millimetres: top, right, bottom, left
    label_width: float = 28.5  # label column, per cent of the table
    cover_label_width: float = 28.5  # the same in the cover's 件名 box
    cell_padding: tuple[float, float] = (2.5, 5)  # vertical, horizontal
    label_valign: Literal["middle", "top"] = "middle"
    value_valign: Literal["middle", "top"] = "top"
    border: Border = "solid"  # rules between cells
    outer: Outer = "same"  # the frame; open = no rules at the left and right sides
    rule_width: float = 0.75
    shading: str = ""  # CSS colour behind labels; empty = none
    label_spacing: Literal["none", "justify", "space"] = "space"  # short labels: 件名, spread out, 件　　名
    upright: Literal["none", "stack", "vertical"] = "none"  # outline labels one character a line, or writing mode
    running_head: Literal["none", "every", "first"] = "none"  # where the boxed 資料 mark stands
    page_number: str = ""  # "- {} -"; empty = none
    first_line_indent: Literal["none", "style", "space"] = "style"  # prose: by style, or by a typed full-width space
    hanging: bool = True  # list items hang under their number
    page_breaks: bool = True  # each part starts a page
    justify: bool = True
    heading_gap: float = 4  # space above a clause heading
    label_gap: str = "　"  # between a clause's label and its words
    nested_table: bool = False  # word: the outline's values stand in merged grid columns
    merged_field: str = ""  # word: this label's cell is merged over one row a paragraph
