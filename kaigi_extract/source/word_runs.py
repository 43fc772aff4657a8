"""What a paragraph of a Word file prints: one function over the children of its runs, and what they are wrapped in.

Text, tabs, breaks, symbols, field results, readings, equations, content controls and marks of notes become pieces of
text; what is hidden, struck out, taken out, a prompt or no text at all is kept apart, with words for it.
Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.word_drawings import Drawings, Picture
from kaigi_extract.source.word_equations import math_text
from kaigi_extract.source.word_fields import FieldStack, Printed
from kaigi_extract.source.word_package import qn
from kaigi_extract.source.word_styles import RunFormat, Styles, is_on
from kaigi_extract.text import drop_invisible, repair_characters
from kaigi_extract.text.choices import CHECKED, EMPTY_BOXES, FILLED_BOXES, TICKS, UNCHECKED
from kaigi_extract.text.symbol_fonts import PRIVATE_USE, is_symbol_font, symbol, symbols

_BREAKS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_NO_TEXT = frozenset(
    qn(f"w:{name}")
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "rubyPr", "rt", "fldData", "customXmlPr", "smartTagPr", "tblPr", "moveFrom"
    )
)  # fmt: skip
"""Elements that print nothing; what was moved away is printed where it was moved to."""
_SHOWN_BOX = frozenset(EMPTY_BOXES + FILLED_BOXES + TICKS)


@dataclass(slots=True)
class ParagraphText:
    """What one paragraph prints, and what stands in it that is not printed or no text."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    """Texts in order, each with whether it is bold or underlined."""
    hidden: str = ""
    struck: str = ""
    taken_out: str = ""
    """Under tracked changes."""
    prompts: str = ""
    """Of empty fields."""
    readings: list[str] = field(default_factory=list)
    """Set above words that are among the pieces."""
    unread: list[str] = field(default_factory=list)
    """What else was seen, in words."""
    boxes: list[Any] = field(default_factory=list)
    """The contents of text boxes (w:txbxContent) that hang on it."""
    pictures: list[Picture] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind (footnote, endnote, comment) and id of what its marks lead to."""
    column: int = 0
    """The column at which it begins."""

    def joined(self, after: ParagraphText) -> ParagraphText:
        """This paragraph and the one after it as one."""
        return ParagraphText(
            self.pieces + after.pieces,
            self.hidden + after.hidden,
            self.struck + after.struck,
            self.taken_out + after.taken_out,
            self.prompts + after.prompts,
            self.readings + after.readings,
            self.unread + after.unread,
            self.boxes + after.boxes,
            self.pictures + after.pictures,
            self.notes + after.notes,
            self.column,
        )


@dataclass(slots=True)
class RunReader:
    """Reads the paragraphs of one story (the body, a header, a note); a field may go on from one to the next."""

    styles: Styles
    drawings: Drawings
    note_mark: str = ""
    """The number that stands for this story, where it is a note."""
    prompting: bool = False
    """Whether what is read is the prompt of an empty content control."""
    _fields: FieldStack = field(default_factory=FieldStack)
    _found: ParagraphText = field(default_factory=ParagraphText)
    _style: str | None = None
    _table: str | None = None
    _framed: list[str] = field(default_factory=list)
    """The words of runs that have a border around them."""

    def read(self, paragraph: Any) -> ParagraphText:
        """What a paragraph (w:p) prints."""
        self._found, self._style = ParagraphText(), self.styles.of_paragraph(paragraph)
        self._table = self.styles.of_table(paragraph)
        self._framed = []
        self._walk(paragraph)
        self._fields.drop_unfinished()
        said = "".join(text for text, _ in self._found.pieces)
        self._found.unread += [
            Message("a frame is drawn around {words}", words=words)
            for words in self._framed
            if words in said and said.replace(words, "", 1).strip()
        ]
        return self._found

    def _walk(self, element: Any) -> None:
        """Everything in an element that may hold runs."""
        for child in element.iterchildren():
            special = _WRAPPERS.get(child.tag)
            if special is not None:
                special(self, child)
            elif child.tag == qn("w:del"):
                self._found.taken_out += "".join(_deleted(child))
            elif child.tag not in _NO_TEXT:
                self._walk(child)

    def _run(self, run: Any) -> None:
        properties = run.find(qn("w:rPr"))
        shown = self.styles.format(properties, self._style, self._table)
        was, self.prompting = self.prompting, self.prompting or self._asks(run, properties)
        before = len(self._found.pieces)
        for child in run.iterchildren():
            self._child(child, shown)
        if _has_frame(properties):
            words = "".join(text for text, _ in self._found.pieces[before:]).strip()
            self._framed += [words] if words else []
        self.prompting = was

    def _asks(self, run: Any, properties: Any) -> bool:
        """Whether a run of a content control is set as prompts are."""
        return self.styles.is_prompt(properties) and next(run.iterancestors(qn("w:sdt")), None) is not None

    def _child(self, child: Any, shown: RunFormat) -> None:
        """One child of a run: the one place that says what it prints."""
        tag = child.tag
        if tag == qn("w:t"):
            self._say(_typed(child, shown), shown)
        elif tag in _BREAKS:
            self._say(_BREAKS[tag], shown)
        elif tag == qn("w:sym"):
            self._symbol(child, shown)
        elif tag == qn("w:fldChar"):
            self._field_mark(child, shown)
        elif tag == qn("w:instrText"):
            self._fields.instruct(child.text or "")
        elif tag in _NOTES:
            self._note(child, shown)
        elif tag in (qn("w:footnoteRef"), qn("w:endnoteRef")):
            self._say(self.note_mark, shown)
        elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
            self._drawing(child, shown)
        elif tag in _WRAPPERS or tag not in _NO_TEXT:
            self._walk_one(child)

    def _walk_one(self, child: Any) -> None:
        special = _WRAPPERS.get(child.tag)
        if special is not None:
            special(self, child)
        else:
            self._walk(child)

    def _say(self, text: str, shown: RunFormat) -> None:
        """Files text by how it is shown."""
        if not text or self._fields.silent:
            return
        found = self._found
        if shown.hidden:
            found.hidden += text
        elif shown.struck and text.strip():
            found.struck += text
        elif self.prompting:
            found.prompts += text
        else:
            found.pieces.append((text, shown.marked and bool(text.strip())))

    def _symbol(self, element: Any, shown: RunFormat) -> None:
        font, said = element.get(qn("w:font"), ""), element.get(qn("w:char"), "")
        try:
            code = int(said, 16)
            drawn, own = symbol(font, code), chr(code)
        except (ValueError, OverflowError):
            self._found.unread.append(
                Message("a symbol of the font {font} by the code {said}", font=font, said=said or "nothing")
            )
            return
        if drawn is None:
            drawn = drop_invisible(repair_characters(own))
            if code in PRIVATE_USE:
                self._found.unread.append(
                    Message(
                        "what the symbol U+{code:04X} of the font {font} draws; it reads {drawn}",
                        code=code,
                        font=font,
                        drawn=drawn,
                    )
                )
        self._say(drawn, shown)

    def _field_mark(self, mark: Any, shown: RunFormat) -> None:
        match mark.get(qn("w:fldCharType")):
            case "begin":
                self._fields.begin(mark)
            case "separate":
                self._print(self._fields.separate(), shown)
            case "end":
                self._print(self._fields.end(), shown)

    def _print(self, printed: Printed | None, shown: RunFormat) -> None:
        """What a field prints by itself. It is said past the field, whose own runs are silent."""
        if printed is None:
            return
        self._found.readings += printed.readings
        self._found.unread += printed.unread
        if not printed.text:
            return
        fields, self._fields = self._fields, FieldStack()
        was, self.prompting = self.prompting, self.prompting or printed.prompt
        self._say(drop_invisible(printed.text), shown)
        self._fields, self.prompting = fields, was

    def _simple_field(self, element: Any) -> None:
        """w:fldSimple: the field as an element, its result within."""
        self._fields.begin(element)
        self._fields.instruct(element.get(qn("w:instr"), ""))
        self._print(self._fields.separate(), RunFormat())
        self._walk(element)
        self._fields.end()

    def _ruby(self, element: Any) -> None:
        """A word with its reading above: the word is printed in the line."""
        reading = element.find(qn("w:rt"))
        base = element.find(qn("w:rubyBase"))
        if reading is not None:
            self._found.readings.append("".join(one.text or "" for one in reading.iter(qn("w:t"))))
        if base is not None:
            self._walk(base)

    def _note(self, element: Any, shown: RunFormat) -> None:
        name = element.get(qn("w:id"))
        if name is not None and not shown.hidden:
            self._found.notes.append((_NOTES[element.tag], name))

    def _drawing(self, element: Any, shown: RunFormat) -> None:
        """A picture, a shape or an object: its text boxes, and words for what is no text."""
        if shown.hidden or self.prompting:
            return
        drawn = self.drawings.read(element)
        self._found.boxes += drawn.boxes
        self._found.pictures += drawn.pictures
        self._found.unread += drawn.unread
        for text in drawn.texts:
            self._say(text, shown)

    def _math(self, element: Any) -> None:
        """An equation; its own runs say nothing of being hidden."""
        self._say(drop_invisible(repair_characters(math_text(element))), RunFormat())

    def _control(self, element: Any) -> None:
        """A content control: its content, unless that is the prompt of an empty one."""
        properties, content = element.find(qn("w:sdtPr")), element.find(qn("w:sdtContent"))
        if content is None:
            return
        was, self.prompting = self.prompting, self.prompting or is_prompt(properties, content)
        state = box_state(properties)
        before = len(self._found.pieces)
        self._walk(content)
        if state is not None and not self.prompting:
            self._show_state(state, before)
        self.prompting = was

    def _show_state(self, checked: bool, before: int) -> None:
        """A control that is a box shows a symbol of its author's choice; one that is no box or tick is replaced."""
        said = "".join(text for text, _ in self._found.pieces[before:]).strip()
        if not said or not _SHOWN_BOX.issuperset(said):
            self._found.pieces[before:] = [(CHECKED if checked else UNCHECKED, False)]


_NOTES = {
    qn("w:footnoteReference"): "footnote",
    qn("w:endnoteReference"): "endnote",
    qn("w:commentReference"): "comment",
}
_WRAPPERS: dict[str, Callable[[RunReader, Any], None]] = {
    qn("w:r"): RunReader._run,
    qn("w:sdt"): RunReader._control,
    qn("w:fldSimple"): RunReader._simple_field,
    qn("w:ruby"): RunReader._ruby,
    qn("m:oMath"): RunReader._math,
}
"""Elements of a paragraph that are more than a wrapping around runs."""


def is_prompt(properties: Any, content: Any) -> bool:
    """Whether what a content control shows asks to be filled in: its prompt, or the entry of a list without a value."""
    if properties is None:
        return False
    prompt = properties.find(qn("w:showingPlcHdr"))
    if prompt is not None and is_on(prompt):
        return True
    entries = (entry for kind in ("dropDownList", "comboBox") for entry in properties.findall(f"{qn(f'w:{kind}')}/*"))
    empty = {entry.get(qn("w:displayText")) for entry in entries if entry.get(qn("w:value")) == ""}
    return "".join(text.text or "" for text in content.iter(qn("w:t"))) in empty


def box_state(properties: Any) -> bool | None:
    """Whether a content control that is a box to tick is ticked; None for any other."""
    box = properties.find(qn("w14:checkbox")) if properties is not None else None
    if box is None:
        return None
    state = box.find(qn("w14:checked"))
    return state is not None and state.get(qn("w14:val"), "1").lower() not in ("0", "false", "off")


def _typed(element: Any, shown: RunFormat) -> str:
    """The text of w:t as it is shown. Without xml:space the white space around it is none."""
    text = element.text or ""
    if element.get(qn("xml:space")) != "preserve":
        text = text.strip(" \t\r\n")
    if is_symbol_font(shown.font):
        return repair_characters(symbols(text, shown.font))
    text = drop_invisible(repair_characters(text))
    return "".join(_capital(char) for char in text) if shown.capitals else text


def _capital(char: str) -> str:
    upper = char.upper()
    return upper if len(upper) == 1 else char


def _deleted(element: Any) -> Iterator[str]:
    for text in element.iter(qn("w:delText"), qn("w:t")):
        yield text.text or ""


def _has_frame(properties: Any) -> bool:
    """Whether a run has a border around its words."""
    border = properties.find(qn("w:bdr")) if properties is not None else None
    return border is not None and border.get(qn("w:val")) not in (None, "none", "nil")
