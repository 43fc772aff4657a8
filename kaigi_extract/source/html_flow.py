"""The elements of a web page to lines and tables, in the order of the page. Decides nothing.

Lines are numbered as those of a Word file are: paragraphs in document order, cells included; a <br> is within one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.html_cells import PageCell, PageTable, collapsed, is_layout, whole
from kaigi_extract.source.html_hidden import NEVER_SHOWN, Hiding, strikes, thickens
from kaigi_extract.source.html_lists import OpenList
from kaigi_extract.source.table_cells import RawCell, place_cells
from kaigi_extract.source.text_blocks import Notice, TextLine, TextTable, cited, flat_lines
from kaigi_extract.text import repair_characters
from kaigi_extract.text.choices import CHECKED, UNCHECKED

HIDDEN = "the page has {count} characters of hidden text; they are in no value"
STRUCK = "struck-out words are in no value: {words}"
PICTURE = "a picture was not read{words}"
EMBEDDED = "an embedded {what} was not read"

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre section "
        "summary table tbody td tfoot th thead tr ul",
    )
)
_MARGINS, _MARGIN_ROLES = frozenset({"nav", "footer"}), frozenset({"navigation", "contentinfo", "search", "banner"})
_BOLD, _STRUCK = frozenset({"b", "strong", "u", "ins"}), frozenset({"del", "s", "strike"})
_EMBEDDED = {"iframe": "page", "object": "object", "embed": "object", "video": "film", "audio": "recording"}
_DRAWN = {"svg": "drawing", "canvas": "drawing"}
_UNTYPED = frozenset({"hidden", "submit", "button", "reset", "image", "file", "password"})


@dataclass(slots=True)
class HtmlFlow:
    """Takes the elements of a page one after the other, as lxml hands them to the target of a parser."""

    hiding: Hiding
    blocks: list[TextLine | TextTable] = field(default_factory=list)
    margins: list[TextLine] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    number: int = 0
    hidden: int = 0
    struck: list[str] = field(default_factory=list)
    _open: list[tuple[str, list[Callable[[], None]]]] = field(default_factory=list)
    """Elements that have not ended, and what is done when they do."""
    _counts: Counter[str] = field(default_factory=Counter)
    _skipped: int = 0
    _keep: Callable[[str], None] | None = None
    """Takes what is skipped: hidden or struck-out words, options."""
    _text: list[tuple[str, bool]] = field(default_factory=list)
    _offset: int = -1
    """Where the next line of the open paragraph begins; -1 where none is open."""
    _bold: int = 0
    _margin: int = 0
    _literal: int = 0
    _tables: list[PageTable] = field(default_factory=list)
    _cells: list[PageCell | None] = field(default_factory=list)
    _lists: list[OpenList] = field(default_factory=list)

    def start(self, tag: object, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if not isinstance(tag, str):
            return
        self._counts[tag] += 1
        if self._skipped:
            self._skipped += 1
            self._open.append((tag, [self._unskip]))
            return
        if self._leaves_out(tag, attributes):
            return
        if tag in _BLOCKS:
            self._flush()
        handler = getattr(self, f"_start_{tag}", None)
        done = handler(attributes) if handler is not None else None
        undo = [done] if done is not None else []
        if tag in _MARGINS or attributes.get("role", "").lower() in _MARGIN_ROLES:
            self._margin += 1
            undo.append(self._leave_margin)
        if tag in _BOLD or thickens(attributes):
            self._bold += 1
            undo.append(self._unbold)
        self._open.append((tag, undo))

    def end(self, tag: object) -> None:
        """An element ends, and with it what was left open in it."""
        if not isinstance(tag, str) or not self._counts[tag]:
            return
        while True:
            name, undo = self._open.pop()
            self._counts[name] -= 1
            if name in _BLOCKS and not self._skipped:
                self._flush()
            for done in undo:
                done()
            if name == tag:
                return

    def data(self, text: str) -> None:
        """Words between tags."""
        if self._skipped:
            if self._keep is not None:
                self._keep(text)
        elif self._literal:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break()
                self._text.append((line.replace("\r", ""), self._bold > 0))
        else:
            self._text.append((text, self._bold > 0))

    def comment(self, _: str) -> None:
        """Nobody sees it."""

    def close(self) -> HtmlFlow:
        """The page ends."""
        while self._open:
            self.end(self._open[-1][0])
        self._flush()
        if self.hidden:
            self.notices.append(Notice("hidden_text", "warning", Message(HIDDEN, count=self.hidden)))
        if words := "".join(self.struck).strip():
            self.notices.append(Notice("unread_part", "warning", Message(STRUCK, words=f"「{cited(words)}」")))
        return self

    # What is left out

    def _leaves_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element is skipped with all in it; what it says is kept apart."""
        keep: Callable[[str], None] | None = None
        if tag in _STRUCK or strikes(attributes):
            keep = self.struck.append
        elif tag in _DRAWN:
            self._unread(Message(EMBEDDED, what=_DRAWN[tag]))
        elif tag not in NEVER_SHOWN:
            if not self.hiding.hides(tag, attributes):
                return False
            keep = self._hide
        self._keep, self._skipped = keep, 1
        self._open.append((tag, [self._unskip]))
        return True

    def _hide(self, text: str) -> None:
        self.hidden += len("".join(text.split()))

    def _unskip(self) -> None:
        self._skipped -= 1

    def _unread(self, message: str) -> None:
        place = TextLine(max(self.number, 1), "")
        self.notices.append(Notice("unread_part", "warning", message, [place]))

    def _leave_margin(self) -> None:
        self._flush()
        self._margin -= 1

    def _unbold(self) -> None:
        self._bold -= 1

    # Lines

    def _flush(self) -> None:
        """Ends the paragraph."""
        self._line()
        self._offset = -1

    def _break(self) -> None:
        """Ends the line within the paragraph."""
        if not self._line() and self._offset >= 0:
            self._offset += 1

    def _line(self) -> bool:
        """Writes the line that is open; whether there was one."""
        text, bold = collapsed(self._text, literal=self._literal > 0)
        self._text.clear()
        if not text.strip():
            return False
        if self._offset < 0:
            self.number += 1
            self._offset = 0
        line = TextLine(self.number, repair_characters(text), self._offset, bold)
        self._offset += len(text) + 1
        if self._lists:
            self._lists[-1].begin_with(line)
        self._sink(line)
        return True

    def _sink(self, block: TextLine | TextTable) -> None:
        cell = self._cells[-1] if self._cells else None
        if cell is not None:
            cell.blocks.append(block)
        elif self._margin:
            self.margins += flat_lines([block])
        else:
            self.blocks.append(block)

    def _start_br(self, _: Mapping[str, str]) -> None:
        self._break()

    def _start_pre(self, _: Mapping[str, str]) -> Callable[[], None]:
        self._literal += 1
        return self._end_literal

    def _start_textarea(self, _: Mapping[str, str]) -> Callable[[], None]:
        self._literal += 1
        return self._end_literal

    def _end_literal(self) -> None:
        self._break()
        self._literal -= 1

    def _start_h1(self, _: Mapping[str, str]) -> None:
        if self._cells and self._cells[-1] is not None:
            self._cells[-1].headings = True

    _start_h2 = _start_h3 = _start_h1

    # Forms and pictures

    def _start_input(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            self._text.append((CHECKED if "checked" in attributes else UNCHECKED, False))
        elif kind not in _UNTYPED:
            self._text.append((attributes.get("value", ""), self._bold > 0))

    def _start_button(self, _: Mapping[str, str]) -> Callable[[], None]:
        self._skipped, self._keep = 1, None
        return self._unskip

    def _start_select(self, attributes: Mapping[str, str]) -> Callable[[], None]:
        options: list[tuple[bool, list[str]]] = []
        several = "multiple" in attributes

        def end() -> None:
            chosen = [words for selected, words in options if selected]
            if not chosen and options and not several:
                chosen = [options[0][1]]
            self._text.append(("、".join("".join(words) for words in chosen), self._bold > 0))

        self._options = options
        return end

    def _start_option(self, attributes: Mapping[str, str]) -> Callable[[], None]:
        words: list[str] = []
        if attributes.get("value", "-") != "":
            self._options.append(("selected" in attributes, words))
        elif not self._options:
            self._options.append((False, []))
        self._skipped, self._keep = 1, words.append
        return self._unskip

    _options: list[tuple[bool, list[str]]] = field(default_factory=list)

    def _start_img(self, attributes: Mapping[str, str]) -> None:
        words = attributes.get("alt")
        if words != "":
            self._unread(Message(PICTURE, words=f": 「{cited(words)}」" if words and words.strip() else ""))

    def _start_iframe(self, _: Mapping[str, str]) -> None:
        self._unread(Message(EMBEDDED, what=_EMBEDDED["iframe"]))

    def _start_object(self, _: Mapping[str, str]) -> None:
        self._unread(Message(EMBEDDED, what=_EMBEDDED["object"]))

    _start_embed = _start_object

    def _start_video(self, _: Mapping[str, str]) -> None:
        self._unread(Message(EMBEDDED, what=_EMBEDDED["video"]))

    # Lists

    def _start_ol(self, attributes: Mapping[str, str]) -> Callable[[], None]:
        self._lists.append(OpenList.of(attributes, numbered=True, depth=len(self._lists)))
        return self._end_list

    def _start_ul(self, attributes: Mapping[str, str]) -> Callable[[], None]:
        self._lists.append(OpenList.of(attributes, numbered=False, depth=len(self._lists)))
        return self._end_list

    def _start_li(self, attributes: Mapping[str, str]) -> None:
        if self._lists:
            self._lists[-1].item(attributes)

    def _end_list(self) -> None:
        self._flush()
        self._lists.pop().write_labels()

    # Tables

    def _start_table(self, attributes: Mapping[str, str]) -> Callable[[], None]:
        layout = attributes.get("role", "").lower() in ("presentation", "none")
        self._tables.append(PageTable(layout=layout))
        self._cells.append(None)
        return self._end_table

    def _start_caption(self, _: Mapping[str, str]) -> None:
        if self._cells:
            self._cells[-1] = None

    def _start_tr(self, _: Mapping[str, str]) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def _start_td(self, attributes: Mapping[str, str]) -> Callable[[], None] | None:
        if not self._tables:
            return None
        table = self._tables[-1]
        cell = PageCell(RawCell([], whole(attributes.get("rowspan")), max(whole(attributes.get("colspan")), 1)))
        table.rows = table.rows or [[]]
        table.rows[-1].append(cell)
        self._cells[-1] = cell
        return self._end_cell

    _start_th = _start_td

    def _end_cell(self) -> None:
        if self._cells:
            self._cells[-1] = None

    def _start_dl(self, _: Mapping[str, str]) -> Callable[[], None]:
        self._tables.append(PageTable(named=True))
        self._cells.append(None)
        return self._end_table

    def _start_dt(self, _: Mapping[str, str]) -> None:
        if self._tables and self._tables[-1].named:
            cell = PageCell(RawCell())
            self._cells[-1] = cell
            self._tables[-1].rows.append([cell])

    def _start_dd(self, _: Mapping[str, str]) -> None:
        if self._tables and self._tables[-1].named and self._tables[-1].rows:
            row = self._tables[-1].rows[-1]
            if len(row) == 1:
                row.append(PageCell(RawCell()))
            self._cells[-1] = row[1]

    def _end_table(self) -> None:
        self._flush()
        table = self._tables.pop()
        self._cells.pop()
        rows = [row for row in table.rows if row]
        if not any(cell.blocks for row in rows for cell in row):
            return
        if is_layout(table, rows):
            for block in (block for row in rows for cell in row for block in cell.blocks):
                self._sink(block)
            return
        for row in rows:
            for cell in row:
                cell.raw.lines = list(flat_lines(cell.blocks))
        self._sink(place_cells([cell.raw for cell in row] for row in rows))
