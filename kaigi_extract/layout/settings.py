"""The numbers by which layout decides: one group of settings for each subject, with today's values as defaults.

Each field depends on how documents look, says its unit and why it has its value, and can be set by itself:
`LayoutSettings(lines=LineSettings(space_gap=0.8))`. An em is the size of the characters at hand, a point 1/72 inch.
A share is a part of a whole, 0 to 1. No two fields of any group have the same name.
"""

from __future__ import annotations

from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.table_settings import (
    BorderlessTableSettings,
    CallOutSettings,
    CheckboxSettings,
    OpenTableSettings,
    RuledTableSettings,
    StitchingSettings,
    TwoTextSettings,
)
from kaigi_extract.layout.text_settings import (
    ColumnSettings,
    LineNumberSettings,
    LineSettings,
    MeasureSettings,
    PassageSettings,
    RubySettings,
    StruckSettings,
    VerticalSettings,
    WatermarkSettings,
)

__all__ = [
    "DEFAULT_LAYOUT",
    "BorderlessTableSettings",
    "CallOutSettings",
    "CheckboxSettings",
    "ColumnSettings",
    "LayoutSettings",
    "LineNumberSettings",
    "LineSettings",
    "MarginSettings",
    "MeasureSettings",
    "OpenTableSettings",
    "PageSettings",
    "PassageSettings",
    "RecognisedEdgeSettings",
    "RubySettings",
    "RuledTableSettings",
    "SideBySideSettings",
    "StitchingSettings",
    "StruckSettings",
    "TextFileSettings",
    "TwoTextSettings",
    "VerticalSettings",
    "WatermarkSettings",
    "WideSheetSettings",
]


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What frames, fillings and single ruled lines on a page mean."""

    underline_reach: float = 0.35
    """Ems between the bottom of the em box and a ruled line that underlines it, either way."""
    border_share: float = 0.3
    """Share of the page from which on a frame is the page's own border and holds the text, rather than a mark."""
    framed_height: float = 2.2
    """Ems of the height of a frame around words of a line, at most: its line's leading."""
    framed_gap: float = 0.7
    """Ems from such a frame to the words before or after it in the line, at most."""
    mark_frame_height: float = 0.12
    """Share of the page's height below which a frame may be that of a mark such as 資料1."""
    shading_width: float = 0.5
    """Share of the page's width below which a filling is the shading of one cell, or of a column of cells."""


@dataclass(frozen=True, slots=True)
class SideBySideSettings:
    """Which pages are two printed side by side."""

    ratio_difference: float = 0.04
    """By how much the ratio of width to height may differ from that of two A4 pages, the root of two: scans are cut a
    little too wide or too narrow."""
    scan_ratio_difference: float = 0.1
    """The same of a page that was recognised: scanners cut sheets and open books as they lie."""
    fold_shift: float = 0.03
    """Share of the page's width by which the fold of such a page may lie beside its middle."""
    least_gutter: float = 0.03
    """Share of the page's width along its middle in which nothing is printed, at least: the two inner margins."""
    margin_difference: float = 0.05
    """Share of a half's width by which the left margins of the two may differ."""
    two_margins: float = 0.07
    """Share of the page's width that two inner margins have together at least, where the outer ones differ."""
    full_line: float = 0.5
    """Share of a half's width that a line of it must fill then."""


@dataclass(frozen=True, slots=True)
class WideSheetSettings:
    """Which pages are the right parts of others."""

    row_tolerance: float = 1.0
    """Points by which the lines of the rows of two such pages may differ."""
    least_row_lines: int = 4
    """Lines between and around the rows that must agree, at least, where nothing but they shows it."""
    right_margin: float = 0.2
    """Share of the page's width that a table which is cut leaves free at the right, at most: as wide as the next
    column."""


@dataclass(frozen=True, slots=True)
class MarginSettings:
    """Which lines are headers, footers and page numbers."""

    head_share: float = 0.12
    """Share of the page's longer side, from its top, in which headers are printed: margins are as wide on a page laid
    crosswise."""
    foot_share: float = 0.085
    """Share of the page's longer side, from its bottom, in which footers and page numbers are printed."""
    number_share: float = 0.13
    """Share of the page's longer side, from its top or its foot, in which a number that counts on from page to page is
    that of the page."""
    longest_number: int = 16
    """Characters of such a line, at most: 3/12, － 3 －, 3ページ."""
    edge_lines: int = 3
    """Lines from the edge of the page that may be headers or footers."""
    counting_pages: int = 3
    """Pages in a row on which a line of the margin must count on to be a page number with words around it."""
    repeat_step: float = 4.0
    """Points to which the height of a line is rounded when it is looked for on other pages."""
    centring: float = 0.03
    """Share of the page's width by which the middle of a title may miss that of the page."""
    size_difference: float = 0.05
    """Ems by which the sizes of two lines of one title may differ."""
    title_width: float = 0.7
    """Share of the page's width that a title may fill; a line of text fills more."""
    longest_leading_label: int = 40
    """Characters within which a field label at the start of a line must end."""


@dataclass(frozen=True, slots=True)
class RecognisedEdgeSettings:
    """Which lines of recognised pages stand at the edge of the sheet or beside its tables, and belong to no text."""

    edge_height: float = 42.0
    """Points from the upper or lower edge of the sheet, 15 mm, within which office print does not reach, and fax
    machines, copiers and pens do."""
    edge_gap: float = 1.2
    """Ems of empty height between such a line and what follows, at least: of a cut-out the first lines follow on."""
    beside_length: float = 6.0
    """Ems that a line beside tables is long, at most: what is longer is text of its own."""
    beside_slack: float = 0.3
    """Ems by which such a line may reach over the side of a table."""
    frame_reach: float = 3.0
    """Points between a table and what is left of its frame, at most."""


@dataclass(frozen=True, slots=True)
class TextFileSettings:
    """How files without geometry are read."""

    longest_label_line: int = 60
    """Characters of a line that may be a field label, at most: none is longer, its remarks in brackets included."""
    longest_unknown_label: int = 24
    """Characters of the label of a row that no mapping knows, among rows whose labels it knows."""
    label_lines: int = 6
    """Lines over which a field label may be wrapped, at most."""
    labels_above: int = 2
    """Labels on lines of their own, with their values below, from which on they are a table."""
    labels_beside: int = 3
    """Labels with their values behind them on one line, a space between, from which on they are a table."""
    repeats: int = 3
    """Pages in a row on which a line must be first or last to be a header or footer; a page number needs two."""


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """All numbers by which layout decides."""

    lines: LineSettings = field(default_factory=LineSettings)
    watermarks: WatermarkSettings = field(default_factory=WatermarkSettings)
    ruby: RubySettings = field(default_factory=RubySettings)
    struck: StruckSettings = field(default_factory=StruckSettings)
    vertical: VerticalSettings = field(default_factory=VerticalSettings)
    columns: ColumnSettings = field(default_factory=ColumnSettings)
    passages: PassageSettings = field(default_factory=PassageSettings)
    measures: MeasureSettings = field(default_factory=MeasureSettings)
    ruled_tables: RuledTableSettings = field(default_factory=RuledTableSettings)
    checkboxes: CheckboxSettings = field(default_factory=CheckboxSettings)
    borderless_tables: BorderlessTableSettings = field(default_factory=BorderlessTableSettings)
    open_tables: OpenTableSettings = field(default_factory=OpenTableSettings)
    two_texts: TwoTextSettings = field(default_factory=TwoTextSettings)
    page: PageSettings = field(default_factory=PageSettings)
    side_by_side: SideBySideSettings = field(default_factory=SideBySideSettings)
    wide_sheets: WideSheetSettings = field(default_factory=WideSheetSettings)
    call_outs: CallOutSettings = field(default_factory=CallOutSettings)
    margins: MarginSettings = field(default_factory=MarginSettings)
    recognised_edges: RecognisedEdgeSettings = field(default_factory=RecognisedEdgeSettings)
    line_numbers: LineNumberSettings = field(default_factory=LineNumberSettings)
    stitching: StitchingSettings = field(default_factory=StitchingSettings)
    text_files: TextFileSettings = field(default_factory=TextFileSettings)


DEFAULT_LAYOUT = LayoutSettings()
"""Today's values."""
