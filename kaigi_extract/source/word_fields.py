"""Fields of Word: between a begin and an end stand an instruction and what it printed last. Decides nothing.

Most fields print the runs that stand as their result. Some print what only the field itself says: the old form fields
(FORMCHECKBOX, FORMDROPDOWN), EQ and SYMBOL.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.word_equations import EquationText, eq_field
from kaigi_extract.source.word_package import qn
from kaigi_extract.source.word_styles import is_on
from kaigi_extract.text import repair_characters
from kaigi_extract.text.choices import CHECKED, UNCHECKED
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.symbol_fonts import symbol

_PRINTS_NOTHING = frozenset((
    "XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "ADVANCE", "DATA", "DDE", "DDEAUTO", "INDEX", "TOC", "TOA",
    "NEXT", "NEXTIF", "SKIPIF", "ADDIN", "PRINT", "HYPERLINK", "BARCODE", "DISPLAYBARCODE", "COMMENTS",
    "KEYWORDS", "TITLE", "SUBJECT", "BIBLIOGRAPHY", "CITATION", "IF", "GOTOBUTTON", "FORMTEXT", "REF",
))  # fmt: skip
"""Fields that may stand without a result: they mark a place, or their result is empty."""
_SYMBOL = late_pattern(r"SYMBOL\s+(?P<code>0x[0-9A-Fa-f]+|\d+|\S)(?:.*?\\f\s*\"?(?P<font>[^\"\\]+))?", re.I)


@dataclass(slots=True)
class Field:
    """One field, as far as it was met."""

    data: Any = None
    """Its w:ffData, of a form field."""
    instruction: str = ""
    separated: bool = False
    """Whether its result has begun."""
    replaced: bool = False
    """Whether it prints something else than its result."""

    @property
    def name(self) -> str:
        """Its first word, in capitals."""
        words = self.instruction.split(None, 1)
        name = words[0].upper() if words else ""
        return "EQ" if name.startswith("EQ\\") else name


@dataclass(slots=True)
class Printed:
    """What a field prints by itself."""

    text: str | None = None
    """None where its result is what it prints."""
    prompt: bool = False
    """Whether it asks to be filled in."""
    readings: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """What of it cannot be said in text."""


class FieldStack:
    """The fields that are open at a place: one may stand within another."""

    def __init__(self) -> None:
        self._open: list[Field] = []

    @property
    def silent(self) -> bool:
        """Whether runs are no text here, but part of an instruction or of a result that is not printed."""
        return any(one.replaced or not one.separated for one in self._open)

    def begin(self, mark: Any) -> None:
        """A field begins, at its w:fldChar."""
        self._open.append(Field(mark.find(qn("w:ffData"))))

    def instruct(self, text: str) -> None:
        """A part of the instruction of the innermost field."""
        if self._open and not self._open[-1].separated:
            self._open[-1].instruction += text

    def separate(self) -> Printed | None:
        """The result of the innermost field begins. What the field prints by itself, if anything."""
        if not self._open or self._open[-1].separated:
            return None
        one = self._open[-1]
        one.separated = True
        printed = printed_by(one)
        hidden = self.silent
        one.replaced = printed.text is not None
        return None if hidden else printed

    def end(self) -> Printed | None:
        """The innermost field ends. What it prints by itself, if that was not said before."""
        if not self._open:
            return None
        one = self._open.pop()
        if one.separated or self.silent:
            return None
        printed = printed_by(one)
        if printed.text is None and one.name and one.name not in _PRINTS_NOTHING:
            printed.unread.append(Message("the field {listed} has no result", listed=" ".join(one.instruction.split())))
        return printed

    def drop_unfinished(self) -> None:
        """At the end of a paragraph: an instruction does not go on in the next, a result may."""
        while self._open and (self._open[-1].replaced or not self._open[-1].separated):
            self._open.pop()


def printed_by(one: Field) -> Printed:
    """What a field prints by itself; nothing where that is its result."""
    match one.name:
        case "FORMCHECKBOX":
            return Printed(_check_box(one.data))
        case "FORMDROPDOWN":
            return Printed(_choice(one.data))
        case "EQ":
            return _equation(eq_field(one.instruction))
        case "SYMBOL":
            return _symbol(one.instruction)
        case "MACROBUTTON":
            words = one.instruction.split(None, 2)
            return Printed(words[2] if len(words) > 2 else "", prompt=True)
    return Printed()


def _check_box(data: Any) -> str | None:
    box = data.find(qn("w:checkBox")) if data is not None else None
    if box is None:
        return None
    state = box.find(qn("w:checked"))
    if state is None:
        state = box.find(qn("w:default"))
    return CHECKED if state is not None and is_on(state) else UNCHECKED


def _choice(data: Any) -> str | None:
    """The chosen entry of a drop-down field; its first where none was chosen."""
    choices = data.find(qn("w:ddList")) if data is not None else None
    if choices is None:
        return None
    entries = [entry.get(qn("w:val"), "") for entry in choices.findall(qn("w:listEntry"))]
    chosen = choices.find(qn("w:result"))
    if chosen is None:
        chosen = choices.find(qn("w:default"))
    said = chosen.get(qn("w:val"), "0") if chosen is not None else "0"
    at = int(said) if said.isdecimal() else 0
    return entries[at] if at < len(entries) else None


def _equation(printed: EquationText) -> Printed:
    unread: list[str] = [Message("a circle is drawn around {words}", words=words) for words in printed.circled]
    return Printed(printed.text, readings=printed.readings, unread=unread)


def _symbol(instruction: str) -> Printed:
    """SYMBOL 254 \\f Wingdings."""
    match = _SYMBOL.match(instruction.strip())
    if match is None:
        return Printed()
    said = match["code"]
    number = int(said, 16) if said.lower().startswith("0x") else int(said) if said.isdecimal() else ord(said)
    if number >= 0x110000:
        return Printed()
    drawn = symbol(match["font"] or "", number)
    return Printed(drawn if drawn is not None else repair_characters(chr(number)))
